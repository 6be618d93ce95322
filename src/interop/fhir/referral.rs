//! A referral in FHIR R4: one transaction Bundle with the Patient, a ServiceRequest for what is asked, a Task whose status and
//! business status are the state of the referral, and an Observation for every clinical line of the sheet. What the sheet
//! lacks goes out as lacking (`dataAbsentReason`), in its three words.
//!
//! Sent twice it creates nothing twice (`ifNoneExist` on the referral's id and the part). The request is a proposal, as all
//! that leaves this program: the order is the receiving hospital's.

use super::codes::{BASE, concept};
use super::{element, only, uuid};
use crate::clinical::chart::Instant;
use crate::interop::json::{Value, object};
use crate::record::event::SignedText;
use crate::record::referral::course::ReferralHistory;
use crate::record::referral::steps::{ReferralState, ReferralStep, fields_of, referral_row, step_words};
use crate::record::referral::{DEMO_SHEET, NAMES_A_PATIENT, ReferralSheet, SHEET_TITLE, SheetAnswer, SheetLine, SheetSection, SheetValue, SheetWord};
use crate::text::{Lang, Text, text};

const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

struct Case<'a> {
    sheet: &'a ReferralSheet,
    lang: Lang,
}

/// The Bundle of a sheet and of what is known of its course.
pub fn bundle(sheet: &ReferralSheet, course: &ReferralHistory, lang: Lang) -> Value {
    let case = Case { sheet, lang };
    let mut entries = vec![case.entry("patient", case.patient())];
    let mut supporting = vec![];
    for (line, answer) in sheet.lines().filter(|(line, _)| is_clinical(line)) {
        let values: Vec<Option<&SheetValue>> = match answer {
            SheetAnswer::Said(values) => values.iter().map(Some).collect(),
            SheetAnswer::Lacks(_) => vec![None],
        };
        for (index, value) in values.into_iter().enumerate() {
            let part = [line.id, ".", &index.to_string()].concat();
            supporting.push(case.here(&part));
            entries.push(case.entry(&part, case.observation(&part, line, answer, value)));
        }
    }
    let request = case.request(course, supporting);
    entries.insert(1, case.entry("request", request));
    entries.insert(2, case.entry("task", case.task(course)));
    element([("resourceType", "Bundle".into()), ("type", "transaction".into()), ("timestamp", time(sheet.made_at)), ("entry", Value::Array(entries))])
}

/// Who, from where and what is asked stand in Patient, Task and ServiceRequest.
fn is_clinical(line: &SheetLine) -> bool {
    !matches!(line.section, SheetSection::Who | SheetSection::Sites | SheetSection::Asked) || line.id == "age"
}

fn time(at: Instant) -> Value {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false).into()
}

impl Case<'_> {
    fn t(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    fn words<'a>(&self, words: &'a SignedText) -> &'a str {
        if self.lang == Lang::Zh { &words.zh } else { &words.en }
    }

    fn urn(&self, part: &str) -> String {
        ["urn:uuid:", &uuid(&self.sheet.id, part)].concat()
    }

    fn here(&self, part: &str) -> Value {
        object([("reference", self.urn(part).into())])
    }

    fn key(&self, part: &str) -> String {
        [&self.sheet.id, ".", part].concat()
    }

    fn identifier(&self, part: &str) -> Value {
        only(element([("system", [BASE, "/referral"].concat().into()), ("value", self.key(part).into())]))
    }

    fn entry(&self, part: &str, resource: Value) -> Value {
        let kind = resource["resourceType"].as_str().unwrap_or_default().to_owned();
        let condition = ["identifier=", BASE, "/referral|", &super::case::escaped(&self.key(part))].concat();
        object([
            ("fullUrl", self.urn(part).into()),
            ("request", object([("method", "POST".into()), ("url", kind.into()), ("ifNoneExist", condition.into())])),
            ("resource", resource),
        ])
    }

    /// The first value of a line in words; nothing where the sheet lacks it.
    fn line(&self, id: &str) -> Option<&str> {
        Some(self.words(&self.sheet.value(id)?.text))
    }

    fn patient(&self) -> Value {
        let mut identifiers = self.identifier("patient").items().to_vec();
        identifiers
            .extend(self.line("number").map(|number| element([("system", [BASE, "/hospital-number"].concat().into()), ("value", number.into())])));
        let gender = self.sheet.value("sex").map(|value| if value.text.en == "female" { "female" } else { "male" });
        let kin = self.line("kin").map(|kin| only(element([("name", element([("text", kin.into())]))])));
        element([
            ("resourceType", "Patient".into()),
            ("identifier", Value::Array(identifiers)),
            ("name", self.line("name").map_or(Value::Null, |name| only(element([("text", name.into())])))),
            ("gender", gender.map_or(Value::Null, Value::from)),
            ("contact", kin.unwrap_or_default()),
        ])
    }

    fn request(&self, course: &ReferralHistory, supporting: Vec<Value>) -> Value {
        let status = match course.state() {
            None | Some(ReferralState::Drafted) => "draft",
            Some(ReferralState::Declined | ReferralState::Cancelled) => "revoked",
            Some(ReferralState::Kept | ReferralState::Acknowledged) => "completed",
            Some(_) => "active",
        };
        let mut notes = vec![self.t(NAMES_A_PATIENT).to_owned()];
        if self.sheet.demo {
            notes.insert(0, self.t(DEMO_SHEET).to_owned());
        }
        for (line, answer) in self.sheet.lines().filter(|(line, _)| matches!(line.section, SheetSection::Asked | SheetSection::Sites)) {
            notes.push([self.t(line.label), self.t(text!("：", ": ")), &self.answer(answer)].concat());
        }
        element([
            ("resourceType", "ServiceRequest".into()),
            ("identifier", self.identifier("request")),
            ("status", status.into()),
            ("intent", "proposal".into()),
            ("category", only(concept("referrals", "referral", self.t(text!("转诊", "Referral"))))),
            ("priority", "urgent".into()),
            ("code", concept("referrals", "vte_referral", self.t(SHEET_TITLE))),
            ("subject", self.here("patient")),
            ("authoredOn", time(self.sheet.made_at)),
            ("requester", element([("display", self.sheet.by.as_str().into())])),
            ("performer", self.line("to").map_or(Value::Null, |to| only(element([("display", to.into())])))),
            ("reasonCode", self.line("kind").map_or(Value::Null, |kind| only(element([("text", kind.into())])))),
            ("supportingInfo", Value::Array(supporting)),
            ("note", Value::Array(notes.into_iter().map(|note| element([("text", note.into())])).collect())),
        ])
    }

    fn answer(&self, answer: &SheetAnswer) -> String {
        match answer {
            SheetAnswer::Lacks(word) => self.t(word.label()).into(),
            SheetAnswer::Said(values) => values.iter().map(|value| self.words(&value.text)).collect::<Vec<_>>().join("; "),
        }
    }

    fn task(&self, course: &ReferralHistory) -> Value {
        let state = course.state().unwrap_or(ReferralState::Drafted);
        let status = match state {
            ReferralState::Drafted => "draft",
            ReferralState::Sent => "requested",
            ReferralState::Received => "received",
            ReferralState::Declined => "rejected",
            ReferralState::Accepted => "accepted",
            ReferralState::Departed | ReferralState::Arrived => "in-progress",
            ReferralState::Kept | ReferralState::Returned | ReferralState::Acknowledged => "completed",
            ReferralState::Cancelled => "cancelled",
        };
        let row = referral_row(state);
        let reason = course.latest(state).and_then(|step| step.said("reason").or(step.said("why")).map(|said| self.said(step, said)));
        let said: Vec<Value> = course.steps().iter().flat_map(|step| self.outputs(step)).collect();
        element([
            ("resourceType", "Task".into()),
            ("identifier", self.identifier("task")),
            ("status", status.into()),
            ("statusReason", reason.map_or(Value::Null, |reason| element([("text", reason.into())]))),
            ("businessStatus", concept("referral-states", row.id, self.t(row.label))),
            ("intent", "proposal".into()),
            ("focus", self.here("request")),
            ("for", self.here("patient")),
            ("authoredOn", time(self.sheet.made_at)),
            ("lastModified", time(course.since().unwrap_or(self.sheet.made_at))),
            ("requester", self.line("from").map_or(Value::Null, |from| element([("display", from.into())]))),
            ("owner", self.line("to").map_or(Value::Null, |to| element([("display", to.into())]))),
            ("output", Value::Array(said)),
        ])
    }

    fn said(&self, step: &ReferralStep, said: &str) -> String {
        let field = step.said.iter().find(|(_, held)| held == said).map_or("", |(field, _)| field);
        step_words(field, said).map_or(said, |words| self.t(words)).to_owned()
    }

    /// Every state with its time and what it says.
    fn outputs(&self, step: &ReferralStep) -> Vec<Value> {
        let row = referral_row(step.state);
        let mut all = vec![element([("type", concept("referral-states", row.id, self.t(row.label))), ("valueDateTime", time(step.at))])];
        for field in fields_of(step.state) {
            let Some(said) = step.said(field.id) else { continue };
            let words = step_words(field.id, said).map_or(said, |words| self.t(words));
            let code = [row.id, ".", field.id].concat();
            all.push(element([("type", concept("referral-states", &code, self.t(field.label))), ("valueString", words.into())]));
        }
        all
    }

    fn observation(&self, part: &str, line: &SheetLine, answer: &SheetAnswer, value: Option<&SheetValue>) -> Value {
        let absent = |code: &str, words: Text| {
            element([("coding", only(element([("system", ABSENT.into()), ("code", code.into())]))), ("text", self.t(words).into())])
        };
        let lacks = match answer {
            SheetAnswer::Lacks(word @ SheetWord::NotAsked) => absent("not-asked", word.label()),
            SheetAnswer::Lacks(word @ SheetWord::NotDone) => absent("not-performed", word.label()),
            _ => Value::Null,
        };
        let said = value.map(|value| self.words(&value.text));
        let no = matches!(answer, SheetAnswer::Lacks(SheetWord::No)).then_some(Value::Bool(false));
        let source = value.map(|value| self.words(&value.source)).filter(|source| !source.is_empty());
        element([
            ("resourceType", "Observation".into()),
            ("identifier", self.identifier(part)),
            ("status", "final".into()),
            ("code", concept("referral-lines", line.id, self.t(line.label))),
            ("subject", self.here("patient")),
            ("effectiveDateTime", value.and_then(|value| value.at).map_or(Value::Null, time)),
            ("issued", time(self.sheet.made_at)),
            ("valueString", said.map_or(Value::Null, Value::from)),
            ("valueBoolean", no.unwrap_or_default()),
            ("dataAbsentReason", lacks),
            ("note", source.map_or(Value::Null, |source| only(element([("text", [self.t(text!("来源：", "source: ")), source].concat().into())])))),
        ])
    }
}
