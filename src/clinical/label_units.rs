//! What the label counts a dose as in the other unit, for whoever reads a syringe. Information beside the dose as ordered;
//! nothing is computed from it.

use super::dosing::Dose;
use super::formulary::Drug;
use super::source::{Mark, Mark::V};
use crate::text::{Text, text};

/// A dose, and what its label counts it as.
pub struct Label {
    pub drug: Drug,
    pub amount: f64,
    pub unit: &'static str,
    pub text: Text,
    pub marks: &'static [Mark],
}

const fn label(drug: Drug, amount: f64, unit: &'static str, text: Text, marks: &'static [Mark]) -> Label {
    Label { drug, amount, unit, text, marks }
}

/// Rows of the specification and no others (§5.4). Nadroparin is counted in two units of heparin that differ by 8 %, so both
/// stand here with their names, and a volume without a row has none (V:NADCN).
#[rustfmt::skip]
pub static LABELS: [Label; 5] = [
    label(Drug::Enoxaparin, 20.0, "mg", text!("2000 AxaIU", "2000 anti-Xa IU"), &[V("CLX")]),
    label(Drug::Enoxaparin, 40.0, "mg", text!("4000 AxaIU", "4000 anti-Xa IU"), &[V("ENOX")]),
    label(Drug::Nadroparin, 0.3, "mL", text!("2850 IU（EP）或3075 IU（WHO）", "2850 IU (EP) or 3075 IU (WHO)"), &[V("NADCN")]),
    label(Drug::Nadroparin, 0.4, "mL", text!("3800 IU（EP）或4100 IU（WHO）", "3800 IU (EP) or 4100 IU (WHO)"), &[V("NADCN")]),
    label(Drug::Nadroparin, 0.6, "mL", text!("5700 IU（EP）或6150 IU（WHO）", "5700 IU (EP) or 6150 IU (WHO)"), &[V("NADCN")]),
];

/// The dose in the unit that it is not ordered in; none where the label is not known to say it.
pub fn other_unit(drug: Drug, dose: &Dose) -> Option<Text> {
    // Beside two volumes, today's and that from day 4, one figure would be taken for both.
    let one = dose.from_day_4.is_none();
    let is_it = |label: &&Label| (label.drug, label.amount, label.unit) == (drug, dose.amount, dose.unit);
    LABELS.iter().find(is_it).filter(|_| one).map(|label| label.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::dosing::Frequency;

    fn dose(amount: f64, unit: &'static str) -> Dose {
        Dose { amount, unit, oral: false, frequency: Frequency::Daily, from_day_4: None, reduced: false }
    }

    #[test]
    fn a_dose_is_told_in_the_other_unit_only_where_the_specification_has_the_row() {
        assert_eq!(other_unit(Drug::Enoxaparin, &dose(40.0, "mg")).map(|text| text.zh()), Some("4000 AxaIU"));
        assert_eq!(other_unit(Drug::Nadroparin, &dose(0.4, "mL")).map(|text| text.en()), Some("3800 IU (EP) or 4100 IU (WHO)"));
        for (drug, dose) in [(Drug::Nadroparin, dose(0.2, "mL")), (Drug::Enoxaparin, dose(30.0, "mg")), (Drug::Dalteparin, dose(40.0, "mg"))] {
            assert_eq!(other_unit(drug, &dose), None);
        }
        assert_eq!(other_unit(Drug::Nadroparin, &Dose { from_day_4: Some(0.4), ..dose(0.3, "mL") }), None);
    }
}
