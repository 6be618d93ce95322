//! Beside the RCOG 37a calculator: the doses of the guideline by booking weight, as a reference. They are shown to a physician alone,
//! once the booking weight is told and each row of what is to be discussed is answered no; nobody confirms a dose in a calculator, so
//! that a nurse, a trainee and whoever has not signed in see none of them (D). Nothing of it is proposed, signed or kept.

use crate::clinical::quantity::{Quantity, Unusable};
use crate::clinical::rcog_doses::{ObstetricDoses, TO_DISCUSS, ToDiscuss, doses};
use crate::record::role::Role;

/// What was entered of it.
#[derive(Default)]
pub struct ObstetricEntered {
    weight: String,
    said: Vec<(&'static str, bool)>,
}

/// What is shown of it.
pub struct ObstetricView {
    /// The booking weight as it was typed, and why it is not taken.
    pub weight: String,
    pub refused: Option<[&'static str; 2]>,
    pub rows: Vec<(&'static ToDiscuss, Option<bool>)>,
    /// None: not for this role.
    pub doses: Option<ObstetricDoses>,
}

const REFUSED: [&str; 2] =
    ["建档体重应为数字（单位kg），且在可能范围内；未采用。", "The booking weight is a number of kilograms within what is possible; not used."];

impl ObstetricEntered {
    /// `weight`, the id of a row, or `rest`: everything that is open was asked, and is no.
    pub fn tell(&mut self, field: &str, value: &str) {
        match field {
            "weight" => self.weight = value.chars().take(16).collect(),
            "rest" => {
                let open: Vec<&'static str> = TO_DISCUSS.iter().map(|row| row.id).filter(|id| self.answer(id).is_none()).collect();
                self.said.extend(open.into_iter().map(|id| (id, false)));
            }
            id => {
                let Some(row) = TO_DISCUSS.iter().find(|row| row.id == id) else { return };
                self.said.retain(|(of, _)| *of != row.id);
                if let Some(said) = ["yes", "no"].iter().position(|word| *word == value) {
                    self.said.push((row.id, said == 0));
                }
            }
        }
    }

    fn answer(&self, id: &str) -> Option<bool> {
        self.said.iter().find(|(of, _)| *of == id).map(|(_, said)| *said)
    }

    pub fn view(&self, role: Option<Role>) -> ObstetricView {
        let typed = self.weight.trim();
        let read = match typed.parse::<f64>() {
            _ if typed.is_empty() => Ok(None),
            Ok(number) if number.is_finite() => Quantity::Weight.read(number, Some("kg")).map(Some).map_err(|_: Unusable| ()),
            _ => Err(()),
        };
        let weight = read.ok().flatten();
        ObstetricView {
            weight: self.weight.clone(),
            refused: read.is_err().then_some(REFUSED),
            rows: TO_DISCUSS.iter().map(|row| (row, self.answer(row.id))).collect(),
            doses: (role == Some(Role::Physician)).then(|| doses(weight, &|row| self.answer(row.id))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(weight: &str) -> ObstetricEntered {
        let mut entered = ObstetricEntered::default();
        entered.tell("weight", weight);
        entered.tell("rest", "");
        entered
    }

    fn band(entered: &ObstetricEntered) -> Option<&'static str> {
        match entered.view(Some(Role::Physician)).doses {
            Some(ObstetricDoses::Of { band, .. }) => Some(band.label.en()),
            _ => None,
        }
    }

    #[test]
    fn the_bands_are_half_open_and_nothing_is_shown_of_a_weight_that_is_none() {
        for (weight, label) in [("49.9", "<50 kg"), ("50", "50–90 kg"), ("90.4", "50–90 kg"), ("90.5", "91–130 kg"), ("170.5", ">170 kg")] {
            assert_eq!(band(&filled(weight)), Some(label), "{weight}");
        }
        for weight in ["", "heavy", "-70", "7000"] {
            assert_eq!(band(&filled(weight)), None, "{weight}");
            assert_eq!(filled(weight).view(None).refused.is_some(), !weight.is_empty());
        }
    }

    #[test]
    fn an_open_row_asks_and_a_yes_hides_the_dose() {
        let mut entered = ObstetricEntered::default();
        entered.tell("weight", "70");
        assert!(
            matches!(entered.view(Some(Role::Physician)).doses, Some(ObstetricDoses::Ask { rows, booking_weight: false }) if rows.len() == TO_DISCUSS.len())
        );
        entered.tell("platelets_lt_75", "yes");
        entered.tell("rest", "");
        assert!(matches!(entered.view(Some(Role::Physician)).doses, Some(ObstetricDoses::Discuss(rows)) if rows[0].id == "platelets_lt_75"));
        entered.tell("platelets_lt_75", "no");
        assert!(band(&entered).is_some());
    }

    #[test]
    fn no_dose_for_anybody_but_a_physician() {
        for role in [None, Some(Role::Nurse), Some(Role::Trainee), Some(Role::Pharmacist)] {
            assert!(filled("70").view(role).doses.is_none());
        }
    }
}
