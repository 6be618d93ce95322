//! Caprini's surgery group, read from the operations of this stay. Called by `sheet` and `derive` alone.

use super::chart::{Chart, Operation, OperationKind, Procedure};
use super::instrument::SurgeryClass;

/// Above this an operation is major, exactly 45 min is minor (Caprini 2005: ">45 min").
const MAJOR_ABOVE_MIN: f64 = 45.0;

/// The operations of this stay, by class; one without a duration may be of either of two. Facts by index.
#[derive(Default)]
pub struct Surgery {
    pub certain: Vec<(SurgeryClass, usize)>,
    pub possible: Vec<(SurgeryClass, usize)>,
    pub facts: Vec<usize>,
    /// A hip or knee arthroplasty by its procedure that the host does not call elective.
    pub arthroplasty_by_code: Option<usize>,
    /// Facts that call elective what was for a fracture (W_FRACTURE_OP).
    pub refused: Vec<usize>,
}

impl Surgery {
    /// Caprini: elective arthroplasty, else arthroscopic, else above 45 min laparoscopic or major open, else minor; an
    /// operation for a fracture by its duration as open, whatever else the host calls it. Unknown duration never falls
    /// through to minor (D): both remain possible until someone says.
    ///
    /// `fractured`: the form says hip, pelvis or leg fracture. `called`: the classes that findings of the host tell.
    pub fn read(chart: &Chart, fractured: bool, called: &[(SurgeryClass, usize)]) -> Surgery {
        let mut surgery = Surgery::default();
        for (fact, operation) in chart.operations() {
            surgery.add(fact, operation, operation.is_for_fracture(fractured));
        }
        surgery.refuse(chart, fractured, called);
        surgery
    }

    fn add(&mut self, fact: usize, operation: &Operation, for_fracture: bool) {
        let long = match operation.kind {
            OperationKind::Laparoscopic if !for_fracture => SurgeryClass::Laparoscopic,
            _ => SurgeryClass::MajorOpen,
        };
        match (operation.kind, operation.minutes()) {
            (OperationKind::ElectiveArthroplasty, _) if !for_fracture => self.certain.push((SurgeryClass::ElectiveArthroplasty, fact)),
            (OperationKind::Arthroscopic, _) if !for_fracture => self.certain.push((SurgeryClass::Arthroscopic, fact)),
            (_, Some(minutes)) if minutes > MAJOR_ABOVE_MIN => self.certain.push((long, fact)),
            (_, Some(_)) => self.certain.push((SurgeryClass::Minor, fact)),
            (_, None) => self.possible.extend([(SurgeryClass::Minor, fact), (long, fact)]),
        }
        match operation.kind {
            OperationKind::ElectiveArthroplasty if for_fracture => self.refused.push(fact),
            OperationKind::ElectiveArthroplasty => {}
            _ if operation.is_joint_replacement() && !for_fracture => {
                self.arthroplasty_by_code.get_or_insert(fact);
            }
            _ => {}
        }
        self.facts.push(fact);
    }

    /// A finding that says "elective arthroplasty" names no joint: beside a fracture it is the operation for it, unless
    /// another arthroplasty is on record. Where nothing else tells of an operation, it is one of unknown duration.
    fn refuse(&mut self, chart: &Chart, fractured: bool, called: &[(SurgeryClass, usize)]) {
        let elective = self.certain.iter().any(|(class, _)| *class == SurgeryClass::ElectiveArthroplasty);
        let knee = chart.operations().any(|(_, operation)| operation.procedure == Some(Procedure::Tka));
        let for_fracture = fractured || chart.operations().any(|(_, operation)| operation.is_for_fracture(fractured));
        if elective || knee || !for_fracture {
            return;
        }
        let (elective, others): (Vec<_>, Vec<_>) = called.iter().partition(|(class, _)| *class == SurgeryClass::ElectiveArthroplasty);
        if let ([(_, fact), ..], true) = (&elective[..], others.is_empty() && self.facts.is_empty()) {
            self.possible.extend([(SurgeryClass::Minor, *fact), (SurgeryClass::MajorOpen, *fact)]);
            self.facts.push(*fact);
        }
        self.refused.extend(elective.iter().map(|(_, fact)| fact));
    }

    /// Some operation is on record, so at least one member of the group must be true.
    pub fn operated(&self) -> bool {
        !self.facts.is_empty()
    }
}
