//! What a hospital sets for the green channel. Every default is the one of the text (all of them D).

use chrono::NaiveTime;

use super::clocks::{ClockTargets, PathClock, Urgency};
use super::facts::Awaited;
use super::tiers::{Availability, Means, Tier, tier_means};
use crate::clinical::chart::Instant;
use crate::clinical::formulary::Drug;

/// By which rule the probability of PE is judged; it chooses the cut-off of the D-dimer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbabilityRule {
    /// Wells PE in two levels, with the cut-off by age.
    WellsPe,
    Geneva,
    Years,
}

/// How far a leg is scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsExtent {
    Proximal,
    WholeLeg,
}

/// At low probability with a late D-dimer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LowProbInterim {
    /// A need where none is expected within 4 h.
    Nice,
    /// None where results come within 24 h.
    Accp9,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChannelSettings {
    pub tier: Tier,
    /// In the order of [`Means::ALL`].
    pub means: [Availability; 15],
    pub day_from: NaiveTime,
    pub day_to: NaiveTime,
    pub clocks: ClockTargets,
    /// Minutes; 0 is ESC 2019 to the letter.
    pub imaging_now_min: i64,
    pub us_extent: UsExtent,
    pub cancer_skips_ddimer: bool,
    pub rule: ProbabilityRule,
    /// Pregnancy-adapted YEARS.
    pub preg_years: bool,
    pub low_prob_interim: LowProbInterim,
    /// Enoxaparin, apixaban or rivaroxaban.
    pub interim_agent: Drug,
    /// In stock.
    pub stock: Vec<Drug>,
    /// INR, of which the first is the lower end; `None`: 2.0 to 3.0.
    pub inr_target: Option<(f64, f64)>,
}

impl ChannelSettings {
    /// The defaults of a tier, with everything in stock that the tier may have.
    pub fn of(tier: Tier) -> ChannelSettings {
        ChannelSettings {
            tier,
            means: tier_means(tier),
            day_from: NaiveTime::from_hms_opt(8, 0, 0).expect("a time"),
            day_to: NaiveTime::from_hms_opt(17, 0, 0).expect("a time"),
            clocks: ClockTargets::default(),
            imaging_now_min: 60,
            us_extent: UsExtent::Proximal,
            cancer_skips_ddimer: true,
            rule: ProbabilityRule::WellsPe,
            preg_years: true,
            low_prob_interim: LowProbInterim::Nice,
            interim_agent: Drug::Enoxaparin,
            stock: vec![Drug::Enoxaparin, Drug::Ufh, Drug::Fondaparinux, Drug::Rivaroxaban, Drug::Apixaban],
            inr_target: None,
        }
    }

    /// Whether these means are usually to be had now; daytime by the clock of the instant's own offset.
    pub fn has(&self, means: Means, now: Instant) -> bool {
        match self.means[means as usize] {
            Availability::No => false,
            Availability::Yes => true,
            Availability::Daytime => (self.day_from..self.day_to).contains(&now.time()),
        }
    }

    /// Ever, at any hour.
    pub fn ever_has(&self, means: Means) -> bool {
        self.means[means as usize] != Availability::No
    }

    /// Whether a result is expected within so many minutes of its order (of now, where none is on record). A time that has
    /// passed, and one that nobody tells, are not expected.
    pub fn expected(&self, test: Awaited, minutes: i64, now: Instant) -> bool {
        let from = test.ordered_at.unwrap_or(now);
        test.expected_at.is_some_and(|at| at >= now && at - from <= chrono::TimeDelta::minutes(minutes))
    }

    /// Minutes of a clock.
    pub fn minutes(&self, clock: PathClock, urgency: Urgency) -> i64 {
        i64::from(self.clocks.of(clock, urgency))
    }

    pub fn inr_low(&self) -> f64 {
        self.inr_target.map_or(2.0, |(low, _)| low)
    }

    pub fn inr_high(&self) -> f64 {
        self.inr_target.map_or(3.0, |(_, high)| high)
    }
}
