//! Beginning and keeping house: a new ward or the demonstration, who works here, hospital times, and who comes in.

use std::rc::Rc;

use crate::clinical::chart::Instant;
use crate::clinical::profile::Profile;
use crate::clinical::waits::WAITS;
use crate::interop::chart::{Bare, read_facts};
use crate::interop::demo;
use crate::interop::json::{Value, decimal, object};
use crate::interop::profile::read_profile;
use crate::interop::record::Record;
use crate::interop::seal::{Stamp, written};
use crate::interop::shape::Place;
use crate::interop::ward::{
    Person, Row, Settings, WARD_KEY, admission_key, digest_of_pin, event_key, event_text, events_key, write_person, write_row, write_ward,
};
use crate::record::encounter::{Command, decide};
use crate::record::event::{Happening, Occurrence};
use crate::record::role::{Actor, Role};
use crate::text::text;
use crate::web::clock;
use crate::web::vault::Line;

use super::{Book, Patient, Trouble};

/// Somebody who is to sign in here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Newcomer {
    pub name: String,
    pub role: Option<Role>,
    pub pin: String,
}

/// The form of an admission.
#[derive(Clone, Debug, PartialEq)]
pub struct Admission {
    pub label: String,
    pub bed: String,
    pub sex: String,
    pub born: String,
    pub department: String,
    pub setting: String,
    pub at: Instant,
    pub height_cm: Option<f64>,
    pub weight_kg: Option<f64>,
}

impl Newcomer {
    fn person(&self) -> Result<Person, Trouble> {
        let name = self.name.trim();
        let (Some(role), false) = (self.role, name.is_empty()) else {
            return Err(Trouble::Said(text!("请填写姓名并选择角色。", "Enter a name and choose a role.")));
        };
        if !self.pin.is_empty() && self.pin.chars().count() < 4 {
            return Err(Trouble::Said(text!("PIN至少4位，或留空。", "A PIN has at least 4 characters, or none.")));
        }
        let id = clock::uuid_v7();
        let pin = (!self.pin.is_empty()).then(|| digest_of_pin(&id, &self.pin));
        Ok(Person { actor: Actor { id, name: name.into(), role }, pin })
    }
}

impl Book {
    /// A real ward, with the first person of it signed in.
    pub async fn found(&self, name: &str, department: &str, first: &Newcomer) -> Result<(), Trouble> {
        if name.trim().is_empty() {
            return Err(Trouble::Said(text!("请填写病区名称。", "Enter the name of the ward.")));
        }
        let person = first.person()?;
        let settings = Settings { name: name.trim().into(), department: department.trim().into(), demo: false, profile: object([]) };
        let mut lines = self.emptied().await?;
        lines.push(Line::Put(person.key(), write_person(&person)));
        lines.push(Line::Put(WARD_KEY.into(), write_ward(&settings)));
        self.vault().write(lines).await?;
        self.load().await?;
        self.change(|state| state.user = Some(person.actor));
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
            let person = Person { actor, pin: None };
            lines.push(Line::Put(person.key(), write_person(&person)));
        }
        for stay in demo::ward(demo::SEED, beds, &profile, now) {
            let context = &stay.row.context;
            lines.extend(stay.record.iter().map(|sealed| Line::Put(event_key(context, sealed.event.seq), event_text(sealed))));
            lines.push(Line::Put(admission_key(context), write_row(&stay.row)));
        }
        lines.push(Line::Put(WARD_KEY.into(), write_ward(&settings)));
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
        // A ward whose row cannot be read is a real one until the opposite is known: its stand-in is no demonstration.
        if self.state().settings.as_ref().is_none_or(|settings| settings.demo) {
            for prefix in ["admission/", "event/", "draft/", "outbox/", "user/", WARD_KEY] {
                lines.extend(self.vault().readable(prefix).await?.into_iter().map(|(key, _)| Line::Delete(key)));
            }
        }
        Ok(lines)
    }

    pub async fn add_person(&self, newcomer: &Newcomer) -> Result<(), Trouble> {
        let person = newcomer.person()?;
        self.vault().write(vec![Line::Put(person.key(), write_person(&person))]).await?;
        self.change(|state| state.people.push(person));
        Ok(())
    }

    /// Takes a name off the list; what the person signed stays signed.
    pub async fn remove_person(&self, id: &str) -> Result<(), Trouble> {
        let person = self.state().people.iter().find(|person| person.actor.id == id).cloned();
        let own = self.state().user.as_ref().is_some_and(|user| user.id == id);
        let Some(person) = person.filter(|_| !own) else {
            return Err(Trouble::Said(text!("不能删除当前登录的人员。", "The person signed in cannot be removed.")));
        };
        self.vault().write(vec![Line::Delete(person.key())]).await?;
        self.change(|state| state.people.retain(|held| held.actor.id != person.actor.id));
        Ok(())
    }

    /// Another person takes the tablet.
    pub fn sign_in(&self, id: &str, pin: &str) -> Result<(), Trouble> {
        let person = self.state().people.iter().find(|person| person.actor.id == id).cloned();
        let person = person.ok_or(Trouble::Said(text!("名单中没有此人。", "Nobody of that name is on the list.")))?;
        if !person.fits(pin) {
            return Err(Trouble::Said(text!("PIN不正确，请重新输入。", "This is not the PIN. Enter it again.")));
        }
        self.change(|state| state.user = Some(person.actor));
        Ok(())
    }

    pub fn sign_out(&self) {
        self.change(|state| {
            state.user = None;
            state.open = None;
        });
    }

    /// Sets name, department, time zone and due times; every board row is folded again by them.
    pub async fn settle(&self, name: &str, department: &str, zone: &str, hours: &[(&'static str, u16)]) -> Result<(), Trouble> {
        let Some(mut settings) = self.state().settings.clone() else { return Ok(()) };
        settings.name = name.trim().into();
        settings.department = department.trim().into();
        let mut due = object([]);
        for row in &WAITS {
            if let Some((_, hours)) = hours.iter().find(|(id, hours)| *id == row.id && *hours != row.hours) {
                due.put(row.id, Value::from(u64::from(*hours)));
            }
        }
        settings.profile.put("due", due);
        settings.profile.put("time_zone", zone.trim().into());
        let profile = read_profile(&settings.profile, &Place::root("profile"))?;
        let at = self.now();
        let mut lines = vec![Line::Put(WARD_KEY.into(), write_ward(&settings))];
        let rows = self.state().rows.clone();
        for row in rows {
            let events = self.vault().readable(&events_key(&row.context)).await?;
            let patient = Patient::read(Rc::clone(&row), &events, &profile, at, 0);
            // What is not whole stays as it lies; its patient is read-only anyway.
            if patient.verdict.is_err() || self.state().found.iter().any(|found| found.context() == Some(row.context.as_str())) {
                continue;
            }
            let mut row = (*row).clone();
            let head = row.head.clone();
            row.fold(&patient.record.encounter, head, &profile, at);
            lines.push(Line::Put(admission_key(&row.context), write_row(&row)));
        }
        self.vault().write(lines).await?;
        self.load().await?;
        self.tell();
        Ok(())
    }

    /// Writes the chart of a new patient and signs the admission; answers its context.
    pub async fn admit(&self, form: &Admission) -> Result<String, Trouble> {
        let by = self.signed_in()?;
        self.clock_looked_at("", None, &Default::default()).await?;
        let now = self.now();
        let (label, bed) = (form.label.trim(), form.bed.trim());
        if label.is_empty() || bed.is_empty() {
            return Err(Trouble::Said(text!("请填写患者称呼和床号。", "Enter the patient's name and bed.")));
        }
        let taken = |row: &Rc<Row>| row.bed() == bed && row.summary.discharged_at.is_none();
        if self.state().rows.iter().any(taken) {
            return Err(Trouble::Said(text!(
                "该床号已有在院患者。请核对床号，或先为原患者办理转科或出院。",
                "There is a patient in this bed. Check the bed, or transfer or discharge that patient first."
            )));
        }
        let demo = self.state().settings.as_ref().is_some_and(|settings| settings.demo);
        let label = if demo && !label.starts_with("演示") { ["演示 ", label].concat() } else { label.into() };
        let context = clock::uuid_v7();
        let text = |text: &str| Value::from(text.trim());
        let mut patient = object([("label", Value::from(label)), ("bed", text(bed))]);
        if !form.sex.is_empty() {
            patient.put("sex", text(&form.sex));
        }
        if !form.born.is_empty() {
            patient.put("birthDate", text(&form.born));
        }
        let mut encounter = object([("admittedAt", written(form.at).into()), ("department", text(&form.department))]);
        if !form.setting.is_empty() {
            encounter.put("setting", text(&form.setting));
        }
        let mut row = Row::new(object([
            ("contextId", Value::from(context.clone())),
            ("patient", patient),
            ("encounter", encounter),
            ("facts", Value::Array(vec![])),
        ]));
        for (id, value, unit) in [("height", form.height_cm, "cm"), ("weight", form.weight_kg, "kg")] {
            if let Some(value) = value {
                let fact = measured(id, value, unit, form.at, &by.name);
                proved(&fact)?;
                row.know(fact);
            }
        }
        let occurrence = Occurrence::of(Happening::Admitted).at(form.at).with("department", &form.department);
        let mut record = Record::default();
        let bodies = decide(&record.encounter, Command::Record(occurrence), &by, now)?;
        let added = record.append(bodies, &mut Stamp { context_id: &context, ids: &mut clock::uuid_v7, at: now, by: &by });
        let mut lines: Vec<Line> = added.iter().flat_map(super::book::signed).collect();
        let profile = Rc::clone(&self.state().profile);
        row.fold(&record.encounter, record.head(), &profile, now);
        lines.push(Line::Add(admission_key(&context), write_row(&row)));
        self.vault().write(lines).await?;
        self.change(|state| state.put_row(Rc::new(row)));
        Ok(context)
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
