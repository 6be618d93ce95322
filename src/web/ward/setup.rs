//! Beginning and keeping house: a new ward or the demonstration, and what a hospital sets.

use crate::clinical::chart::Instant;
use crate::clinical::pathway::tiers::Tier;
use crate::clinical::profile::Profile;
use crate::clinical::waits::WAITS;
use crate::interop::admission::AdmissionDetails;
use crate::interop::chart::{Bare, read_facts};
use crate::interop::demo;
use crate::interop::json::{Value, decimal, object, written};
use crate::interop::people::{CHANGES_OF_PEOPLE, Person, USERS, write_person};
use crate::interop::profile::read_profile;
use crate::interop::settled::{self, CHANGES_OF_SETTINGS, SettingsRevision};
use crate::interop::shape::Place;
use crate::interop::ward::{Settings, WARD_KEY, admission_key, event_key, event_text, read_ward, write_row, write_ward};
use crate::record::role::Role;
use crate::text::text;
use crate::web::clock;
use crate::web::vault::Line;

use super::book::Book;
use super::element::is_zone;
use super::people::Newcomer;
use super::people::founder;
use super::trouble::Trouble;

/// The form of an admission: the data, and what was measured with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdmissionForm {
    pub of: AdmissionDetails,
    pub height_cm: Option<f64>,
    pub weight_kg: Option<f64>,
    /// The hospital number was looked at: two may have the same.
    pub sure: bool,
}

impl Book {
    /// A real ward, with the first person of it signed in, who administers it.
    pub async fn found(&self, name: &str, department: &str, first: &Newcomer) -> Result<(), Trouble> {
        if name.trim().is_empty() {
            return Err(Trouble::Said(text!("请填写病区名称。", "Enter the name of the ward.")));
        }
        let (actor, people) = founder(first, false, self.now())?;
        let settings = Settings { name: name.trim().into(), department: department.trim().into(), demo: false, profile: object([]) };
        let mut lines = self.emptied().await?;
        lines.extend(people);
        lines.push(Line::Add(WARD_KEY.into(), write_ward(&settings)));
        self.vault().write(lines).await?;
        self.load().await?;
        self.change(|state| state.user = Some(actor));
        Ok(())
    }

    /// The demonstration, whole in one transaction. Only where there is no ward: the two never mix.
    pub async fn show(&self, beds: usize) -> Result<(), Trouble> {
        if self.state().settings.as_ref().is_some_and(|settings| !settings.demo) {
            return Err(Trouble::Said(text!(
                "本机已有真实病区，不能装入演示数据。",
                "There is a real ward on this device; the demonstration is not put beside it."
            )));
        }
        let profile = Profile::default();
        let now = clock::now(&profile.time_zone);
        let settings = Settings { name: "演示病区 Demo ward".into(), department: "演示病区".into(), demo: true, profile: object([]) };
        let mut lines = self.emptied().await?;
        for actor in demo::people() {
            // No PINs, so that it can be shown at once; the nurse administers, so that this can be shown too.
            let person = Person { administrator: actor.role == Role::Nurse, actor, pin: None };
            lines.push(Line::Put(person.key(), write_person(&person)));
        }
        for stay in demo::ward(demo::SEED, beds, &profile, now) {
            let context = &stay.row.context;
            lines.extend(stay.record.iter().map(|sealed| Line::Put(event_key(context, sealed.event.seq), event_text(sealed))));
            lines.push(Line::Put(admission_key(context), write_row(&stay.row)));
        }
        lines.push(Line::Put(WARD_KEY.into(), write_ward(&settings)));
        // There is no ward yet to write as: each row gets the mark of the one that begins.
        lines.iter_mut().for_each(Line::mark);
        self.vault().write(lines).await?;
        self.load().await?;
        let first = self.state().people.iter().map(|person| person.actor.clone()).find(|actor| actor.role == Role::Nurse);
        self.change(|state| state.user = first);
        Ok(())
    }

    /// Takes the demonstration off this device. A real ward is never deleted from here.
    pub async fn end_demonstration(&self) -> Result<(), Trouble> {
        if self.state().settings.as_ref().is_none_or(|settings| !settings.demo) {
            return Ok(());
        }
        let lines = self.emptied().await?;
        self.vault().write(lines).await?;
        self.load().await?;
        self.change(|state| {
            state.user = None;
            state.open = None;
        });
        Ok(())
    }

    /// What a device holds before its ward is founded: leftovers of a demonstration, never of a real ward.
    async fn emptied(&self) -> Result<Vec<Line>, Trouble> {
        let mut lines = vec![];
        // As it lies there now: the button may have been pressed twice, and another tab may have founded a ward since. A ward
        // whose row cannot be read is a real one until the opposite is known: its stand-in is no demonstration.
        let held = self.vault().readable(WARD_KEY).await?.into_iter().find(|(key, _)| key == WARD_KEY);
        let is_real = held.is_some_and(|(_, text)| !text.as_deref().map(read_ward).is_some_and(|read| read.is_ok_and(|(settings, _)| settings.demo)));
        if is_real || self.state().settings.as_ref().is_some_and(|settings| !settings.demo) {
            return Err(Trouble::Said(text!(
                "本机已有病区，未作改动。请重新载入页面后登录。",
                "There is a ward on this device already; nothing was changed. Load the page again and sign in."
            )));
        }
        for prefix in ["admission/", "event/", "draft/", "outbox/", USERS, CHANGES_OF_PEOPLE, CHANGES_OF_SETTINGS, "setting/pin", WARD_KEY] {
            lines.extend(self.vault().readable(prefix).await?.into_iter().map(|(key, _)| Line::Delete(key)));
        }
        Ok(lines)
    }

    /// Sets name, department, time zone, level of the hospital and due times; every board row is folded again by them, and the change leaves a row of
    /// its own. The administrator's to do, where the ward has one.
    pub async fn settle(&self, name: &str, department: &str, zone: &str, tier: &str, hours: &[(&'static str, Option<u16>)]) -> Result<(), Trouble> {
        let Some(before) = self.state().settings.clone() else { return Ok(()) };
        if self.state().user.is_some() {
            self.acting()?;
        }
        let by = {
            let state = self.state();
            let lost = state.found.iter().any(|found| found.key.starts_with(USERS));
            settled::may(state.administrator().is_some() || lost, state.administers(), state.manages())?;
            state.user.clone()
        };
        let mut settings = before.clone();
        settings.name = name.trim().into();
        settings.department = department.trim().into();
        if settings.name.is_empty() {
            return Err(Trouble::Said(text!("请填写病区名称。", "Enter the name of the ward.")));
        }
        if !is_zone(zone.trim()) {
            return Err(Trouble::Said(text!(
                "时区不存在。请按IANA名称填写，例如 Asia/Shanghai。",
                "There is no such time zone. Give its IANA name, such as Asia/Shanghai."
            )));
        }
        let mut due = object([]);
        for row in &WAITS {
            if let Some(hours) = hours.iter().find(|(id, _)| *id == row.id).and_then(|(_, hours)| *hours).filter(|hours| *hours != row.hours) {
                due.put(row.id, Value::from(u64::from(hours)));
            }
        }
        settings.profile.put("due", due);
        settings.profile.put("time_zone", zone.trim().into());
        if Tier::named(tier).is_some() {
            settings.profile.put("tier", tier.into());
        }
        let profile = read_profile(&settings.profile, &Place::root("profile"))?;
        let at = self.now();
        let mut lines = vec![Line::Put(WARD_KEY.into(), write_ward(&settings))];
        let of = settled::differences(&before, &settings);
        if !of.is_empty() {
            let row = settled::write_settled(&SettingsRevision { at, by, of });
            lines.push(Line::Add([CHANGES_OF_SETTINGS, &clock::uuid_v7()].concat(), row));
        }
        let contexts: Vec<String> = self.state().rows.iter().map(|row| row.context.clone()).collect();
        for context in contexts {
            // As they lie there now: another tab may have written since the board was read.
            let Ok(patient) = self.read_patient(&context, 0).await else { continue };
            // What is not whole stays as it lies; its patient is read-only anyway.
            if patient.verdict.is_err() || self.state().found.iter().any(|found| found.context() == Some(context.as_str())) {
                continue;
            }
            let mut row = (*patient.row).clone();
            let head = patient.record.head();
            // A signature that is made meanwhile must not be put back by this row: then nothing is written, and it is said.
            lines.push(Line::None(event_key(&row.context, head.seq + 1)));
            row.fold(&patient.record.encounter, head, &profile, at);
            lines.push(Line::Put(admission_key(&row.context), write_row(&row)));
        }
        self.write(lines).await?;
        self.load().await?;
        // Saved and read again: the hospital's own settings are in use.
        self.change(|state| state.unset = false);
        Ok(())
    }
}

/// A measured value as a fact of the chart, entered by a person of the ward.
pub fn measured(id: &str, value: f64, unit: &str, at: Instant, by: &str) -> Value {
    let mut fact = object([
        ("id", id.into()),
        ("value", decimal(value)),
        ("at", written(at).into()),
        ("source", by.chars().take(64).collect::<String>().into()),
    ]);
    if !unit.is_empty() {
        fact.put("unit", unit.into());
    }
    fact
}

/// A fact is refused before it is kept: with its place, and what is accepted.
pub fn proved(fact: &Value) -> Result<(), Trouble> {
    let mut chart = Default::default();
    let refused = read_facts(std::slice::from_ref(fact), &Place::root("fact"), &mut chart, &|_| Bare::Undecided);
    match refused.into_iter().next() {
        Some((.., rejected)) => Err(rejected.into()),
        None => Ok(()),
    }
}
