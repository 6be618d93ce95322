//! What is in the blood now (§5.8): intensity, effect, and the earliest start.

use super::super::person::{DAY, HOUR, Order, class};
use super::Oracle;
use super::values::{Worse, counts};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intensity {
    Prophylactic,
    Treatment,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    Works {
        until: Option<i64>,
        overdue: bool,
    },
    TooLittle,
    Unknown(&'static str),
    Over,
    /// The text does not say.
    Silent,
}

/// The first moment for a dose of another drug, or of the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Free {
    Now,
    At(i64),
    Waits(&'static str),
    /// The text does not say.
    Silent,
}

/// One anticoagulant on record.
#[derive(Clone, Copy, Debug)]
pub struct OnBoard<'a> {
    pub order: &'a Order,
    pub is: &'static str,
    pub class: &'static str,
    pub intensity: Intensity,
    pub running: bool,
    pub last: Option<i64>,
    pub effect: Effect,
    pub free: Free,
}

const ANTICOAGULANTS: [&str; 6] = ["ufh", "lmwh", "fondaparinux", "doac", "vka", "anticoagulant"];

pub fn is_anticoagulant(id: &str) -> bool {
    ANTICOAGULANTS.contains(&class(id))
}

/// Largest prophylactic dose of §5.4, and every one that stands there.
fn preventive(is: &str, unit: &str) -> Option<&'static [f64]> {
    Some(match (is, unit) {
        ("enoxaparin", "mg") => &[20.0, 30.0, 40.0],
        ("nadroparin", "mL") => &[0.2, 0.3, 0.4, 0.6],
        ("dalteparin", "IU") => &[2500.0, 5000.0],
        ("heparin", "IU") => &[5000.0],
        ("fondaparinux", "mg") => &[1.5, 2.5],
        ("rivaroxaban", "mg") => &[10.0],
        ("apixaban", "mg") => &[2.5],
        ("dabigatran", "mg") => &[75.0, 110.0, 150.0, 220.0],
        _ => return None,
    })
}

impl<'a> Oracle<'a> {
    pub fn on_board(&self) -> Vec<OnBoard<'a>> {
        let mut all = vec![];
        for order in self.orders().filter(|order| order.pill.acts()) {
            for (is, class) in order.pill.is.iter().copied().zip(order.pill.classes()).filter(|(_, class)| ANTICOAGULANTS.contains(class)) {
                let running = self.running(order);
                // Later than now is not taken; of a stopped drug without a dose the stop stands in.
                let last = order.last.filter(|last| *last <= 0).or(order.stopped.filter(|stopped| *stopped <= 0));
                let drug = OnBoard {
                    order,
                    is,
                    class,
                    intensity: self.intensity(order, is, class),
                    running,
                    last,
                    effect: Effect::Silent,
                    free: Free::Silent,
                };
                all.push(OnBoard { effect: self.effect(&drug), free: self.free(&drug), ..drug });
            }
        }
        all
    }

    fn intensity(&self, order: &Order, is: &str, class: &str) -> Intensity {
        if class == "vka" || matches!(is, "argatroban" | "bivalirudin" | "desirudin") {
            return Intensity::Treatment;
        }
        let doses = order.dose.and_then(|(_, unit)| preventive(is, unit));
        let amount = order.dose.map(|(amount, _)| amount);
        let above = amount.zip(doses).is_some_and(|(amount, doses)| doses.iter().all(|dose| amount > *dose));
        if class == "doac" && !self.after_a_joint() {
            // The small dose of coronary disease is asked.
            return if is == "rivaroxaban" && amount == Some(2.5) { Intensity::Unknown } else { Intensity::Treatment };
        }
        // UFH by vein is known only as treatment; dabigatran prevents once a day.
        if order.often == Some("continuous") || is == "dabigatran" && order.often == Some("q12h") {
            return Intensity::Treatment;
        }
        let listed = amount.zip(doses).is_some_and(|(amount, doses)| doses.contains(&amount));
        match order.therapeutic {
            _ if above => Intensity::Treatment,
            Some(true) => Intensity::Treatment,
            Some(false) => Intensity::Prophylactic,
            None if listed => Intensity::Prophylactic,
            None => Intensity::Unknown,
        }
    }

    /// THA or TKA that ended in the last 38 days.
    fn after_a_joint(&self) -> bool {
        self.all_operations().any(|operation| {
            let joint = operation.is(&["tha", "tka"]) || operation.elective && operation.procedure.is_none();
            joint && self.done(operation) && -operation.ends() as f64 <= self.figures.joint_days * DAY as f64
        })
    }

    /// Hours between two doses: by the host's next dose, by the order, by the table.
    fn interval(&self, drug: &OnBoard<'_>) -> i64 {
        let due = drug.order.next_due.zip(drug.last).map(|(due, last)| due - last);
        let (from, to) = ((self.figures.due_from * HOUR as f64) as i64, (self.figures.due_to * HOUR as f64) as i64);
        if let Some(due) = due.filter(|due| (from..=to).contains(due)) {
            return due;
        }
        match drug.order.often {
            Some("qd") => 24 * HOUR,
            Some("q12h") => 12 * HOUR,
            Some("q8h") => 8 * HOUR,
            _ => self.by_table(drug),
        }
    }

    fn by_table(&self, drug: &OnBoard<'_>) -> i64 {
        match drug.is {
            "heparin" | "apixaban" | "dabigatran" => 12 * HOUR,
            _ => 24 * HOUR,
        }
    }

    fn range(&self) -> (f64, f64) {
        self.person.inr_target.unwrap_or((self.figures.inr_from, self.figures.inr_to))
    }

    /// The INR that counts, where it is of the last so many hours.
    fn fresh_inr(&self, hours: f64) -> Option<f64> {
        let inr = self.inr()?;
        inr.when.begins().filter(|at| -*at as f64 <= hours * HOUR as f64).map(|_| inr.value)
    }

    fn effect(&self, drug: &OnBoard<'_>) -> Effect {
        if drug.class == "vka" {
            return match self.fresh_inr(self.figures.inr_fresh) {
                None => Effect::Unknown("inr"),
                Some(inr) if inr >= self.range().0 => Effect::Works { until: None, overdue: false },
                Some(_) if drug.running => Effect::TooLittle,
                Some(_) => Effect::Over,
            };
        }
        let infused = matches!(drug.is, "argatroban" | "bivalirudin") || drug.is == "heparin" && drug.order.often == Some("continuous");
        if drug.intensity == Intensity::Prophylactic {
            return Effect::Silent;
        }
        // Of these the text has neither doses nor hours: a physician says.
        if drug.class == "anticoagulant" && !infused || drug.is == "betrixaban" {
            return Effect::Unknown("CI_THERAPEUTIC_AC");
        }
        if infused {
            return if drug.running { Effect::Works { until: None, overdue: false } } else { Effect::Over };
        }
        // "Any other anticoagulant": no figures, so a physician says.
        if drug.is == "betrixaban" || drug.class == "anticoagulant" && !matches!(drug.is, "argatroban" | "bivalirudin") {
            return Effect::Unknown("CI_THERAPEUTIC_AC");
        }
        let interval = self.interval(drug);
        match drug.last {
            None if drug.running => Effect::Works { until: None, overdue: false },
            None => Effect::Unknown("last_dose"),
            Some(last) if !drug.running => {
                let until = last + interval;
                if until > 0 { Effect::Works { until: Some(until), overdue: false } } else { Effect::Over }
            }
            Some(last) if -last as f64 > self.figures.doubt * interval as f64 => match self.person.said("last_dose").flatten() {
                Some(true) => Effect::Works { until: None, overdue: true },
                Some(false) => Effect::Over,
                None => Effect::Unknown("last_dose"),
            },
            Some(last) => Effect::Works { until: None, overdue: -last > interval },
        }
    }

    /// The table of §5.8.
    fn free(&self, drug: &OnBoard<'_>) -> Free {
        let infusion = (self.figures.infusion * HOUR as f64) as i64;
        match drug.is {
            "warfarin" | "acenocoumarol" | "phenprocoumon" | "phenindione" => match self.fresh_inr(self.figures.inr_start_fresh) {
                Some(inr) if inr < self.figures.inr_start => Free::Now,
                _ => Free::Waits("inr"),
            },
            "argatroban" | "bivalirudin" => match drug.order.stopped.filter(|stopped| *stopped <= 0) {
                Some(stopped) => Free::At(stopped + infusion),
                None => Free::Silent,
            },
            _ if drug.class == "anticoagulant" || drug.is == "betrixaban" => Free::Waits("CI_THERAPEUTIC_AC"),
            "heparin" if drug.order.often == Some("continuous") => self.after_infusion(drug, infusion),
            _ => match drug.last {
                None => Free::Waits("last_dose"),
                Some(last) => {
                    let slow = drug.is == "dabigatran" && self.clearance().is_none_or(|rate| rate < 30.0);
                    Free::At(last + if slow { self.interval(drug).max(24 * HOUR) } else { self.interval(drug) })
                }
            },
        }
    }

    /// Four hours after the stop, where the APTT is normal or nothing speaks against it; stopped for bleeding the drug waits.
    fn after_infusion(&self, drug: &OnBoard<'_>, infusion: i64) -> Free {
        let Some(stopped) = drug.order.stopped.filter(|stopped| *stopped <= 0 && !drug.running) else { return Free::Silent };
        let aptt = counts(&self.person.aptt, Worse::Higher);
        let high = aptt.is_some_and(|aptt| aptt.value > self.aptt_limit());
        match aptt.map(|aptt| aptt.when.begins()) {
            _ if drug.order.for_bleeding => Free::Waits("CI_ACTIVE_BLEED"),
            _ if high => Free::Waits("aptt"),
            Some(Some(measured)) if measured >= stopped => Free::At(stopped + infusion),
            _ => Free::Silent,
        }
    }

    pub(super) fn aptt_limit(&self) -> f64 {
        self.person.aptt_limit.map_or(self.figures.aptt, |limit| limit * self.figures.aptt_ratio)
    }

    /// A VKA on record that runs, or that was stopped and whose INR is not back.
    pub(super) fn vka_in_the_blood(&self) -> bool {
        self.on_board().iter().any(|drug| drug.class == "vka" && drug.effect != Effect::Over)
    }

    /// A drug at treatment dose works.
    pub fn treated(&self) -> bool {
        self.on_board().iter().any(|drug| drug.intensity == Intensity::Treatment && matches!(drug.effect, Effect::Works { .. } | Effect::Silent))
    }
}
