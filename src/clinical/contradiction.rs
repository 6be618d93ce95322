//! What cannot be true of one person: facts of a chart that contradict one another, whatever the form. No sheet is filled
//! over a contradiction (`sheet`), and a chart is read without the facts that make one (`interop::chart`).

use super::chart::{Chart, Fact, FactValue, Instant, Operation, Procedure, SAID, Said, Sex};
use super::contraindication::table::OF_WOMEN;
use super::finding::{Key, contraindication as key};
use super::instruments;
use super::quantity::Quantity;
use crate::text::{Text, same};

/// Something that cannot be true of one person. The key is that of a female-only item or row; the fact is named by its
/// place in the host's list, and none is where a person said so.
#[derive(Clone, Debug, PartialEq)]
pub enum Contradiction {
    MaleWith {
        key: Key,
        label: Text,
        fact: Option<usize>,
    },
    /// Female here, male there.
    SexTwice {
        fact: usize,
    },
    /// After the assessment, or longer ago than anybody lives.
    BornAfter,
    AgeAgainstBirthDate {
        fact: usize,
    },
    /// A woman with an operation on the prostate.
    FemaleWith {
        fact: usize,
    },
}

/// Facts that contradict one another, whatever the instrument.
pub fn contradiction(chart: &Chart, at: Instant) -> Option<Contradiction> {
    let sex = chart.sex();
    for (_, fact) in chart.asserted() {
        if matches!(fact.value, FactValue::Sex(other) if Some(other) != sex) {
            return Some(Contradiction::SexTwice { fact: fact.given });
        }
        if sex == Some(Sex::Male)
            && let Some(found) = of_a_woman(fact)
        {
            return Some(found);
        }
    }
    if sex == Some(Sex::Female) {
        let prostate = |operation: &Operation| matches!(operation.procedure, Some(Procedure::Turp | Procedure::RadicalProstatectomy));
        if let Some((fact, _)) = chart.operations().find(|(_, operation)| prostate(operation)) {
            return Some(Contradiction::FemaleWith { fact: chart.facts[fact].given });
        }
    }
    let birth = chart.birth_date?;
    let years = at.date_naive().years_since(birth).filter(|years| f64::from(*years) <= Quantity::Age.row().max);
    let Some(years) = years else { return Some(Contradiction::BornAfter) };
    let age = chart.measured(Quantity::Age)?;
    // "More than a year": 67 completed years may be told as 66 or 68 by a system that counts otherwise.
    ((age.value.floor() - f64::from(years)).abs() > 1.0).then_some(Contradiction::AgeAgainstBirthDate { fact: chart.facts[age.from[0]].given })
}

/// What a fact, asserted or suggested, is against a man: a yes that only a woman can have.
pub fn of_a_woman(fact: &Fact) -> Option<Contradiction> {
    let (key, label) = match fact.value {
        FactValue::Finding { instrument, item, present: true } => {
            let found = instruments::named(instrument)?.items.iter().find(|of| of.id == item && of.female_only)?;
            (Key { instrument, item }, found.label)
        }
        FactValue::Contraindication { id, said } => female_row(id, &said)?,
        _ => return None,
    };
    Some(Contradiction::MaleWith { key, label, fact: Some(fact.given).filter(|given| *given != SAID) })
}

/// A yes to a row of the contraindications that only a woman can have.
pub fn female_row(id: &str, said: &Said) -> Option<(Key, Text)> {
    let (id, label) = OF_WOMEN.iter().copied().find(|(of, _)| said.value == Some(true) && same(of, id))?;
    Some((key(id), label))
}
