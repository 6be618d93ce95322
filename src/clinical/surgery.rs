//! Caprini's surgery group, read from the operations of this stay. Called by `derive` and `sheet` alone.

use super::chart::{Chart, OperationKind};
use super::derive::Reading;
use super::instrument::SurgeryClass;

/// The operations of this stay, by class; one without a duration may be of either of two.
pub struct Surgery {
    certain: Vec<(SurgeryClass, usize)>,
    pub possible: Vec<(SurgeryClass, usize)>,
    pub facts: Vec<usize>,
    pub arthroplasty_by_code: Option<usize>,
}

impl Surgery {
    /// Caprini: elective arthroplasty, else arthroscopic, else above 45 min laparoscopic or major open, else minor.
    /// Unknown duration never falls through to minor (D): both remain possible until someone says.
    pub fn read(chart: &Chart) -> Surgery {
        const MAJOR_ABOVE_MIN: f64 = 45.0;
        let mut surgery = Surgery { certain: vec![], possible: vec![], facts: vec![], arthroplasty_by_code: None };
        for (fact, operation) in chart.operations() {
            let long = if operation.kind == OperationKind::Laparoscopic { SurgeryClass::Laparoscopic } else { SurgeryClass::MajorOpen };
            match (operation.kind, operation.minutes()) {
                (OperationKind::ElectiveArthroplasty, _) => surgery.certain.push((SurgeryClass::ElectiveArthroplasty, fact)),
                (OperationKind::Arthroscopic, _) => surgery.certain.push((SurgeryClass::Arthroscopic, fact)),
                (_, Some(minutes)) if minutes > MAJOR_ABOVE_MIN => surgery.certain.push((long, fact)),
                (_, Some(_)) => surgery.certain.push((SurgeryClass::Minor, fact)),
                (_, None) => surgery.possible.extend([(SurgeryClass::Minor, fact), (long, fact)]),
            }
            if operation.is_joint_replacement() && operation.kind != OperationKind::ElectiveArthroplasty {
                surgery.arthroplasty_by_code.get_or_insert(fact);
            }
            surgery.facts.push(fact);
        }
        surgery
    }

    /// Some operation is on record, so at least one member of the group must be true.
    pub fn certain(&self) -> bool {
        !self.facts.is_empty()
    }

    pub fn derive(&self, class: SurgeryClass) -> Reading {
        let of_class = |list: &[(SurgeryClass, usize)]| list.iter().find(|(of, _)| *of == class).map(|(_, fact)| *fact);
        if self.facts.is_empty() {
            Reading::Silent
        } else if let Some(fact) = of_class(&self.certain) {
            Reading::Says(true, vec![fact])
        } else if of_class(&self.possible).is_some() {
            Reading::Lacks
        } else {
            Reading::Says(false, self.facts.clone())
        }
    }
}
