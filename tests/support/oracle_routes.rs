//! The routes (§5.9): which apply, in their order, and what they put out.

use super::Oracle;
use super::alerts::Alert;
use super::blood::{Effect, Intensity, OnBoard};

impl Oracle<'_> {
    /// Every route that applies, in the order in which it is asked.
    pub fn routes(&self) -> Vec<&'static str> {
        let mut all = vec![];
        let mut ask = |id, is: bool| {
            if is {
                all.push(id);
            }
        };
        ask("CI_HIT_ACUTE", self.yes("CI_HIT_ACUTE"));
        ask("AL_PLT_HIT", self.stands(Alert::Hit));
        ask("CI_ACUTE_VTE", self.yes("CI_ACUTE_VTE"));
        let unknowable = self.word("CI_ACUTE_VTE") == Some(None);
        ask("SUSPECTED_VTE", self.person.suspicion.map_or(unknowable, |suspicion| suspicion.paused));
        ask("NF_OBSTETRIC", self.pregnant());
        ask("CI_THERAPEUTIC_AC", self.yes("CI_THERAPEUTIC_AC") || self.on_treatment());
        all
    }

    /// A drug at treatment dose, or of a dose that nobody tells, whose effect is not over.
    pub fn on_treatment(&self) -> bool {
        let denied = self.no("CI_THERAPEUTIC_AC");
        self.on_board().iter().any(|drug| match drug.intensity {
            // "No" answers whether it is still given, and what a drug without figures is given for.
            Intensity::Treatment => drug.effect != Effect::Over && !(denied && matches!(drug.effect, Effect::Unknown(lacks) if lacks != "inr")),
            Intensity::Unknown => drug.effect != Effect::Over && !denied,
            Intensity::Prophylactic => false,
        })
    }

    /// §5.9 "with a block": an all-drug block of §4.1 (of the pressure only two readings), a block of the drug that runs,
    /// acute HIT, or an alert that nobody has answered.
    pub fn blocked(&self) -> bool {
        let in_force = self.in_force();
        let forbids = |id: &str, member: &str| in_force.iter().any(|(row, of, forbids, ..)| *row == id && *of == member && *forbids);
        let all = BLOCKS.iter().any(|id| forbids(id, "enoxaparin")) || self.latest_pressures() == [true, true];
        let own = |is: &str| {
            let routes = ["CI_THERAPEUTIC_AC", "CI_ACUTE_VTE", "CI_HIT_ACUTE", "CI_PREGNANCY", "CI_HTN"];
            in_force.iter().any(|(row, of, forbids, ..)| *of == is && *forbids && !routes.contains(row))
        };
        let running = self
            .on_board()
            .iter()
            .any(|drug| drug.running && drug.intensity != Intensity::Prophylactic && own(if drug.is == "heparin" { "ufh" } else { drug.is }));
        all || running || self.yes("CI_HIT_ACUTE") || self.stands(Alert::Hit) || self.bleeding_reopened()
    }
}

/// The list of §5.9, without the pressure.
const BLOCKS: [&str; 11] = [
    "CI_ACTIVE_BLEED",
    "CI_CNS_BLEED",
    "CI_HIGH_BLEED_OP",
    "CI_PLT_LT_50",
    "CI_COAG",
    "CI_NEURAXIAL",
    "CI_LYSIS_24H",
    "CI_VARICES",
    "CI_NEURO_EYE_OP",
    "CI_VASC_LESION",
    "CI_INR_HIGH",
];

impl Oracle<'_> {
    /// A treatment of which somebody can tell whether it acts.
    pub fn acts(&self) -> bool {
        let known = |effect: &Effect| matches!(effect, Effect::Works { .. } | Effect::TooLittle);
        let treatment = |drug: &OnBoard<'_>| drug.intensity == Intensity::Treatment && known(&drug.effect);
        self.on_board().iter().any(treatment) || self.yes("CI_THERAPEUTIC_AC")
    }

    /// A drug at treatment dose works now.
    pub fn works(&self) -> bool {
        let works = |drug: &OnBoard<'_>| drug.intensity != Intensity::Prophylactic && matches!(drug.effect, Effect::Works { .. });
        self.on_board().iter().any(works)
    }

    /// The effect of the only drug at treatment dose.
    pub fn single(&self) -> Option<Effect> {
        let board = self.on_board();
        let mut treatments = board.iter().filter(|drug| drug.intensity != Intensity::Prophylactic);
        treatments.next().filter(|_| treatments.next().is_none()).map(|drug| drug.effect)
    }

    pub fn yes_of_host(&self, id: &str) -> bool {
        self.host(id) == Some(true)
    }

    pub fn told_word(&self, id: &str) -> Option<bool> {
        self.host(id)
    }

    /// Nobody has answered and signed what stands against the treatment (§5.9: an answered ESCALATE is not repeated).
    pub fn stays_blocked(&self) -> bool {
        let answered = self.person.decided.is_some() || self.person.said.values().any(|word| word.at.is_some() && word.yes == Some(true));
        !answered
    }
}
