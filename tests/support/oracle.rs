//! The heart of prevention judged again from a plain description of the patient: written by hand from the text of the
//! clinical specification (§3.1, §3.2, §4, §5.6 to §5.10), naive, and not from the code: no table, no chart, no sheet.
//! Where both are wrong in one way, only a reader of the specification can tell.
//!
//! Where the text is silent these readings are ours and the program's: an infusion of heparin is treatment, and so is
//! dabigatran twice a day; a "no" to a window, a lysis or an operation counts from when it could be known; an alert is
//! settled by an answer that had seen the fall, with values of told times; too little of a vitamin K antagonist is a
//! caution; a skin problem is a caution for the foot pump, because nobody says whether the foot is affected.
#![allow(dead_code, reason = "each test uses its part")]

#[path = "oracle_alerts.rs"]
pub mod alerts;
#[path = "oracle_bleeding.rs"]
mod bleeding;
#[path = "oracle_blood.rs"]
pub mod blood;
#[path = "oracle_figures.rs"]
mod figures;
#[path = "oracle_questions.rs"]
mod questions;
#[path = "oracle_routes.rs"]
pub mod routes;
#[path = "oracle_rows.rs"]
pub mod rows;
#[path = "oracle_starts.rs"]
pub mod starts;
#[path = "oracle_values.rs"]
mod values;

pub use alerts::Alert;
pub use figures::{FIGURES, Figures};

use super::person::{ADMITTED, HOUR, Order, Person, Surgery, is_later};

/// What is known of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    Yes,
    No,
    Open,
}

/// What the record says of an item before anybody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Record {
    /// Measured or computed.
    Says(bool),
    /// Nothing to ask, unless the host says otherwise.
    Denies,
    /// It points to yes, and a person has to say.
    Hints,
    /// A number is missing, and silence is no answer.
    Lacks,
    Silent,
}

/// The text, held against one patient. The figures are those of the text, or one of them put wrong on purpose.
pub struct Oracle<'a> {
    pub person: &'a Person,
    pub figures: &'a Figures,
}

impl<'a> Oracle<'a> {
    pub fn of(person: &'a Person) -> Oracle<'a> {
        Oracle { person, figures: &FIGURES }
    }

    /// What the host says of an item or a row, of now or before: of yes and no the yes, until a person says otherwise (T5).
    fn host(&self, id: &str) -> Option<bool> {
        let told = self.person.told.iter().filter(|told| told.id == id && told.when.begins().is_none_or(|at| at <= 0));
        told.map(|told| told.yes).max()
    }

    /// An item: a person's yes or no, what is measured, what the host says, what the record points to, silence.
    fn item(&self, id: &str, record: Record) -> Is {
        let reopened = id == "bs_active_bleeding" && self.denial_is_over();
        let hints = record == Record::Hints || reopened;
        match (self.person.said(id), record, self.host(id)) {
            (Some(Some(true)), ..) => Is::Yes,
            (Some(Some(false)), ..) if !reopened => Is::No,
            (_, Record::Says(true), _) => Is::Yes,
            (_, Record::Says(false), _) => Is::No,
            (_, _, Some(true)) => Is::Yes,
            (_, _, Some(false)) if !hints => Is::No,
            (Some(None), ..) => Is::Open,
            (None, Record::Denies, _) => Is::No,
            (None, record, _) if self.person.silence_is_absence && record != Record::Lacks && !hints => Is::No,
            _ => Is::Open,
        }
    }

    /// An item of the score that nothing else decides is yes.
    fn scored(&self, id: &str) -> bool {
        self.person.instrument().index(id).is_some() && self.item(id, Record::Silent) == Is::Yes
    }

    /// The item stands on a form of this patient.
    fn asks(&self, id: &str) -> bool {
        self.person.instrument().index(id).is_some() || self.person.operated() == id.starts_with("bs_") && id.starts_with('b')
    }

    /// What was said of a row, and when (`None`: by the host, or in this assessment by a person): a person's word before the host's.
    fn word(&self, id: &str) -> Option<Option<bool>> {
        self.person.said(id).or_else(|| self.host(id).map(Some))
    }

    fn yes(&self, id: &str) -> bool {
        self.word(id) == Some(Some(true))
    }

    fn no(&self, id: &str) -> bool {
        self.word(id) == Some(Some(false))
    }

    fn silent(&self, id: &str) -> bool {
        self.word(id).is_none()
    }

    /// When a person said no: a word without a time is of this assessment; a host's is older than everything.
    fn denied_at(&self, id: &str) -> Option<i64> {
        let word = self.person.said.get(id).filter(|word| word.yes == Some(false))?;
        Some(word.at.unwrap_or(0))
    }

    /// Operations of this stay that count: not cancelled, and none that is said to be done later than now (T1).
    pub fn operations(&self) -> impl Iterator<Item = &'a Surgery> {
        self.all_operations().filter(|operation| operation.begins >= ADMITTED)
    }

    /// Those before the admission with them.
    fn all_operations(&self) -> impl Iterator<Item = &'a Surgery> {
        self.person.operations.iter().filter(|operation| operation.status != Some("cancelled") && !is_later(operation))
    }

    fn done(&self, operation: &Surgery) -> bool {
        match operation.status {
            Some(status) => status == "done",
            None if operation.all_day => operation.begins + 24 * HOUR <= 0,
            None => operation.begins <= 0,
        }
    }

    fn operation_is(&self, procedures: &[&str]) -> bool {
        self.operations().any(|operation| operation.is(procedures))
    }

    /// Recorded by now, and not before the operation's end (T6).
    fn dry(&self, operation: &Surgery) -> bool {
        let end = if operation.all_day { operation.begins } else { operation.ends() };
        operation.haemostasis.is_some_and(|at| at <= 0 && at >= end)
    }

    /// The surgeon has recorded haemostasis for every operation done, and for one at least.
    fn all_dry(&self) -> bool {
        self.operations().any(|operation| self.dry(operation)) && self.operations().all(|operation| self.dry(operation) || !self.done(operation))
    }

    /// Neither stopped nor on hold (§4.4: on hold counts as stopped).
    fn running(&self, order: &Order) -> bool {
        match order.stopped {
            Some(stopped) => stopped > 0,
            None => order.state == "active",
        }
    }

    /// A medicine of which everything that is told is later than now is not taken (T1).
    fn orders(&self) -> impl Iterator<Item = &'a Order> {
        let later = |order: &&Order| order.since.is_some_and(|since| since > 0) && order.last.is_none_or(|last| last > 0);
        self.person.orders.iter().filter(move |order| !later(order))
    }

    fn classes_running(&self) -> impl Iterator<Item = (&'a Order, &'static str)> {
        self.orders().filter(|order| order.pill.acts() && self.running(order)).flat_map(|order| order.pill.classes().map(move |class| (order, class)))
    }
}
