//! What the facts of a chart say of one item, by the rule that the item carries ([`From`]). Nothing of it is an answer: the
//! sheet puts it beside what people said. Called by `sheet` alone.

use super::bleeding_facts;
use super::chart::{Operation, Procedure};
use super::derivable::{Derivable, Derived, compared};
use super::instrument::{From, SurgeryClass};

impl Derivable<'_> {
    pub fn derive(&self, from: From) -> Derived {
        // Thresholds compare unrounded values; the hair's breadth only absorbs binary fractions (1.7 m squared).
        const HAIR: f64 = 1e-9;
        match from {
            From::Asked => Derived::Silent,
            From::Age { from, to } => compared(self.age, &|age| age >= f64::from(from) && age <= f64::from(to)),
            From::BmiAbove(limit) => compared(self.bmi, &|bmi| bmi > limit + HAIR),
            From::BmiAtLeast(limit) => compared(self.bmi, &|bmi| bmi >= limit - HAIR),
            From::Surgery(class) => self.of_class(class),
            From::RecentOperation { longer_than_min, former_only } => self
                .recent
                .iter()
                .find(|(_, operation, former)| {
                    (*former || !former_only) && longer_than_min.is_none_or(|limit| operation.minutes().is_none_or(|minutes| minutes > limit))
                })
                .map_or(Derived::Silent, |(fact, ..)| Derived::Hints(*fact)),
            From::FractureOperation => {
                let of = |operation: &Operation| operation.procedure == Some(Procedure::HipFracture);
                let current = self.chart.operations().find(|(_, operation)| of(operation)).map(|(fact, _)| fact);
                let recent = || self.recent.iter().find(|(_, operation, _)| of(operation)).map(|(fact, ..)| *fact);
                current.or_else(recent).map_or(Derived::Silent, Derived::Hints)
            }
            of_a_list => bleeding_facts::derive(self, of_a_list),
        }
    }

    fn of_class(&self, class: SurgeryClass) -> Derived {
        let among = |list: &[(SurgeryClass, usize)]| list.iter().find(|(of, _)| *of == class).map(|(_, fact)| *fact);
        if !self.surgery.operated() {
            Derived::Silent
        } else if let Some(fact) = among(&self.surgery.certain) {
            Derived::Says(true, vec![fact])
        } else if among(&self.surgery.possible).is_some() {
            Derived::Lacks
        } else {
            Derived::Says(false, self.surgery.facts.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments::THROMBOSIS;

    /// The rest stands in the second part of the program, which a first visit has not.
    #[test]
    fn an_item_of_a_score_is_derived_without_the_bleeding_lists() {
        for item in THROMBOSIS.iter().flat_map(|score| score.items) {
            let here = matches!(
                item.from,
                From::Asked
                    | From::Age { .. }
                    | From::BmiAbove(_)
                    | From::BmiAtLeast(_)
                    | From::Surgery(_)
                    | From::RecentOperation { .. }
                    | From::FractureOperation
            );
            assert!(here, "{}: {:?}", item.id, item.from);
        }
    }
}
