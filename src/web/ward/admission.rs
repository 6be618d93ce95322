//! Admitting, and putting an admission right: the chart and the signed line of it, in one transaction. What may be entered,
//! and the line that a correction leaves, is `interop::admission`.

use std::rc::Rc;

use crate::interop::admission::{AdmissionDetails, AdmissionFlaw, beds_with, reason_with};
use crate::interop::correction::Correction;
use crate::interop::json::{Value, object};
use crate::interop::record::Record;
use crate::interop::seal::{DEMO, Sealed, Stamp};
use crate::interop::ward::{AdmissionRow, Noted, SCORED_ELSEWHERE, admission_key, write_row};
use crate::record::decide::{Command, decide};
use crate::record::happening::{Happening, Occurrence};
use crate::text::{Lang, text};
use crate::web::clock;
use crate::web::vault::Line;

use super::book::Book;
use super::patient::Wish;
use super::setup::AdmissionForm;
use super::setup::{measured, proved};
use super::trouble::Trouble;

impl Book {
    /// Writes the chart of a new patient and signs the admission; answers its context.
    pub async fn admit(&self, form: &AdmissionForm) -> Result<String, Trouble> {
        let by = self.acting()?;
        let mut of = form.of.clone().trimmed();
        self.enterable(&of, "", form.sure)?;
        self.clock_looked_at("", None, &Default::default()).await?;
        let now = self.now();
        let demo = self.is_demo();
        if demo && !of.label.starts_with("演示") {
            of.label = ["演示 ", &of.label].concat();
        }
        let at = of.at.unwrap_or(now);
        of.at = Some(at);
        let context = clock::uuid_v7();
        let mut row = AdmissionRow::new(object([
            ("contextId", Value::from(context.clone())),
            ("patient", object([])),
            ("encounter", object([])),
            ("facts", Value::Array(vec![])),
        ]));
        of.put_into(&mut row, at, &by.name);
        for (id, value, unit) in [("height", form.height_cm, "cm"), ("weight", form.weight_kg, "kg")] {
            if let Some(value) = value {
                let fact = measured(id, value, unit, at, &by.name);
                proved(&fact)?;
                row.know(fact);
            }
        }
        let occurrence = Occurrence::of(Happening::Admitted).at(at).with("department", &of.department);
        if demo {
            row.chart.put(DEMO, true.into());
        }
        let mut record = Record { demo, ..Record::default() };
        let bodies = decide(&record.encounter, Command::Record(occurrence), &by, now)?;
        let added = record.append(bodies, &mut Stamp { context_id: &context, ids: &mut clock::uuid_v7, at: now, by: &by });
        let mut lines: Vec<Line> = added.iter().flat_map(super::book::signed).collect();
        let profile = Rc::clone(&self.state().profile);
        row.fold(&record.encounter, record.head(), &profile, now);
        lines.push(Line::Add(admission_key(&context), write_row(&row)));
        self.write(lines).await?;
        self.change(|state| state.put_row(Rc::new(row)));
        Ok(context)
    }

    /// What stands in the way of these data, for this admission or a new one.
    fn enterable(&self, of: &AdmissionDetails, context: &str, sure: bool) -> Result<(), Trouble> {
        let at = self.local(self.now());
        of.check(at).map_err(|flaw| Trouble::Said(flaw.text()))?;
        let state = self.state();
        let taken = |row: &Rc<AdmissionRow>| row.bed() == of.bed && row.context != context && row.summary.discharged_at.is_none();
        let gone = state.rows.iter().any(|row| row.context == context && row.summary.discharged_at.is_some());
        if !gone && state.rows.iter().any(taken) {
            return Err(Trouble::Said(text!(
                "该床号已有在院患者。请核对床号，或先为原患者办理转科或出院。",
                "There is a patient in this bed. Check the bed, or transfer or discharge that patient first."
            )));
        }
        let beds = beds_with(state.rows.iter().map(|row| &**row), &of.number, context);
        if beds.is_empty() || sure || gone { Ok(()) } else { Err(Trouble::SameNumber(beds)) }
    }

    /// Puts an admission right: a signed line with the reason, and the chart as it should have been, in one transaction.
    /// `before` is what the person looked at.
    pub async fn correct(
        &self,
        context: &str,
        before: &AdmissionDetails,
        after: &AdmissionDetails,
        reason: &str,
        sure: bool,
        lang: Lang,
    ) -> Result<(), Trouble> {
        let by = self.acting()?;
        let refused = |flaw: AdmissionFlaw| Trouble::Said(flaw.text());
        let after = after.clone().trimmed();
        let of = before.differences(&after);
        if of.is_empty() {
            return Err(refused(AdmissionFlaw::Nothing));
        }
        if reason.trim().is_empty() {
            return Err(refused(AdmissionFlaw::NoReason));
        }
        self.enterable(&after, context, sure)?;
        let patient = self.look_at(context).await?;
        if AdmissionDetails::of(&patient.row) != *before {
            return Err(refused(AdmissionFlaw::Moved));
        }
        let encounter = &patient.record.encounter;
        let first = encounter.assessments.iter().map(|recorded| recorded.at);
        let happened = encounter.occurrences.iter().filter(|signed| signed.what.what != Happening::Admitted).map(|signed| signed.when());
        if after.at.zip(first.chain(happened).min()).is_some_and(|(admitted, first)| admitted > first) {
            return Err(refused(AdmissionFlaw::AdmittedAfterRecord));
        }
        let occurrence = Occurrence { at: after.at, ..Occurrence::of(Happening::Admitted) }.with("department", &after.department);
        let reasoned = reason_with(reason, &of, lang == Lang::Zh);
        let wish = match patient.admitted() {
            Some(id) => Wish::Correct { of: id.to_owned(), reason: reasoned, to: Box::new(Wish::Record(occurrence)) },
            // A record that begins without one.
            None => Wish::Record(occurrence.with("note", &reasoned)),
        };
        let profile = Rc::clone(&self.state().profile);
        let edit = |row: &mut AdmissionRow, added: &[Sealed]| {
            // Somebody else may have corrected it while the clock was asked about.
            if AdmissionDetails::of(row) != *before {
                return Err(refused(AdmissionFlaw::Moved));
            }
            let Some(event) = added.first().map(|sealed| &*sealed.event) else { return Ok(()) };
            after.put_into(row, event.at, &by.name);
            let (id, at, by) = (event.id.clone(), event.at, event.by.clone());
            let correction = Correction { event: id, at, by, reason: reason.trim().into(), of: of.clone(), rescores: false, aside: false };
            correction.put_into(row, &patient.record.encounter, &profile);
            Ok(())
        };
        self.act_on(context, &wish, &edit, vec![]).await
    }

    /// The ward's own obstetric score was made, outside of this program: noted, so that nothing here goes on asking for one.
    pub async fn scored_elsewhere(&self, context: &str) -> Result<(), Trouble> {
        let by = self.acting()?;
        if !by.role.may_sign_assessment() {
            return Err(crate::record::refusal::Refusal::Role(by.role).into());
        }
        let noted = Noted { at: self.now(), what: SCORED_ELSEWHERE.into(), by: by.name };
        self.note(context, &|row| row.ahead.changes.push(noted.clone())).await
    }
}
