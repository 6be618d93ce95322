//! One signed event on its way out, with what its texts and references need, and the entries put together so far. Which
//! resources an event becomes is `extract`'s.

use super::codes::{BASE, by_identifier, named};
use super::{element, only, uuid};
use crate::clinical::chart::Instant;
use crate::clinical::profile::Profile;
use crate::interop::event::{EVENT, read_event};
use crate::interop::json::{Value, object, written};
use crate::interop::profile::read_profile;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Field, Place, Read as _, Shape, check, optional, owned, required};
use crate::record::encounter::Encounter;
use crate::record::event::{Body, Event, Plan};
use crate::record::in_force::{Held, InForce};
use crate::record::local::{East, Wall, shown};
use crate::record::measure::MeasureId;
use crate::text::Lang;

/// What the page knows beyond the event.
pub const OPTIONS: &[Field] = &[
    optional("patient", Shape::Text(256), "The host's reference; a FHIR one (`Patient/123`) is kept as it is."),
    optional("encounter", Shape::Text(256), "As patient."),
    optional("lang", Shape::Text(16), "Language of display texts; default zh-CN."),
    optional("profile", Shape::Any, "The hospital's profile, for deadlines and the keys of flat."),
    optional("record", Shape::List(&Shape::Any), "The events of the admission as far as they are known: says which plan is in force now."),
];

static INPUT: Shape = Shape::Object {
    open: true,
    fields: &[
        required("event", Shape::Any, "A signed event."),
        optional("options", Shape::Object { open: true, fields: OPTIONS }, "See docs/for-hosts/fhir.md."),
    ],
};

/// An event on its way out, with what its texts and references need.
pub struct OutgoingEvent {
    pub event: Event,
    pub json: Value,
    pub lang: Lang,
    pub profile: Profile,
    /// The hospital's clock: every time that goes out stands in its zone, whatever offset it came with.
    wall: Wall,
    patient: Option<String>,
    encounter: Option<String>,
    /// Nobody has signed it.
    pub draft: bool,
    pub amended: bool,
    /// The other events of its admission, and what is in force with all of them; nothing where no record came with it.
    others: Vec<(Event, Value)>,
    in_force: Option<InForce>,
}

impl OutgoingEvent {
    /// `east` knows the zones of the world.
    pub fn read(input: &Value, east: East) -> Result<OutgoingEvent, Rejected> {
        let place = Place::root("");
        check(input, &INPUT, &place)?;
        let (given, options) = (&input["event"], &input["options"]);
        let at_event = place.key("event");
        let draft = given["hash"].is_null();
        let mut json = given.clone();
        if draft {
            json.put("hash", "".into());
        }
        check(&json, &EVENT, &at_event)?;
        let event = read_event(&json, &at_event)?;
        let profile = match &options["profile"] {
            Value::Null => Profile::default(),
            profile => read_profile(profile, &place.key("options").key("profile"))?,
        };
        let others = others(&options["record"], &json, &place.key("options").key("record"))?;
        let in_force = (matches!(options["record"], Value::Array(_)) && !draft).then(|| {
            let all: Vec<&Event> = others.iter().map(|(other, _)| other).chain([&event]).collect();
            let last = all.iter().map(|event| event.at).max().unwrap_or(event.at);
            InForce::of(&Encounter::gathered(all), last)
        });
        let reference = |key: &str| options.text(key).filter(|text| !text.is_empty()).map(str::to_owned);
        Ok(OutgoingEvent {
            amended: matches!(event.body, Body::Amended { .. }),
            event,
            json,
            lang: options.text("lang").map_or(Lang::Zh, Lang::parse),
            wall: Wall { zone: profile.time_zone.clone(), east },
            profile,
            patient: reference("patient"),
            encounter: reference("encounter"),
            draft,
            others,
            in_force,
        })
    }

    /// What is in force now, as far as the record came with the event.
    pub fn in_force(&self) -> Option<&InForce> {
        self.in_force.as_ref()
    }

    /// Of a plan: it is history, another decision holds. What it ordered goes out no more.
    pub fn is_superseded(&self) -> bool {
        let of = match &self.event.body {
            Body::Amended { of, .. } => of,
            _ => &self.event.id,
        };
        // As it was put right since, it is another event's to say.
        let amends = |other: &Event| matches!(&other.body, Body::Amended { of: amended, .. } if amended == of) && other.seq > self.event.seq;
        match &self.in_force {
            None => false,
            Some(_) if self.others.iter().any(|(other, _)| amends(other)) => true,
            Some(InForce::Plan(ordered) | InForce::Ended(ordered)) => ordered.id != *of,
            Some(InForce::Nothing | InForce::Declined(_)) => true,
        }
    }

    /// How a measure of the plan in force stands, if this event is of that plan or changes it.
    pub fn held(&self, measure: &MeasureId) -> Option<&Held> {
        match self.in_force.as_ref()? {
            InForce::Plan(ordered) | InForce::Ended(ordered) => ordered.measure(measure),
            _ => None,
        }
    }

    /// The plan that this measure is of, as it went out when it was signed, if it is the one in force.
    pub fn of_plan(&self, id: &str) -> Option<(OutgoingEvent, Plan)> {
        let (InForce::Plan(ordered) | InForce::Ended(ordered)) = self.in_force.as_ref()? else { return None };
        let (event, json) = self.others.iter().find(|(event, _)| event.id == id && ordered.id == id)?;
        let Body::PlanAuthorised(plan) = &event.body else { return None };
        let case = OutgoingEvent {
            event: event.clone(),
            json: json.clone(),
            lang: self.lang,
            profile: self.profile.clone(),
            wall: self.wall.clone(),
            patient: self.patient.clone(),
            encounter: self.encounter.clone(),
            draft: false,
            amended: false,
            others: vec![],
            in_force: None,
        };
        Some((case, plan.clone()))
    }

    /// What holds: of an amendment, the corrected body.
    pub fn body(&self) -> &Body {
        match &self.event.body {
            Body::Amended { body, .. } => body,
            body => body,
        }
    }

    pub fn context(&self) -> String {
        owned(&self.json, "contextId")
    }

    pub fn at(&self) -> Value {
        written(self.event.at).into()
    }

    /// A moment as the clock of the hospital shows it.
    pub fn local(&self, at: Instant) -> Instant {
        self.wall.of(at)
    }

    /// For people: with the year where it is not the one of the signature.
    pub fn words(&self, at: Instant) -> String {
        shown(self.local(at), self.local(self.event.at), self.lang)
    }

    /// Times of a plan, to the second; nothing where there is none.
    pub fn time(&self, at: Option<Instant>) -> Value {
        at.map(|at| self.local(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)).into()
    }

    pub fn patient_ref(&self) -> Option<&str> {
        self.patient.as_deref()
    }

    /// The patient as the host names it; else "the patient of this admission".
    pub fn subject(&self) -> Value {
        match &self.patient {
            Some(given) => named("Patient", given),
            None => by_identifier("Patient", "admission", &self.context()),
        }
    }

    pub fn encounter(&self) -> Value {
        match &self.encounter {
            Some(given) => named("Encounter", given),
            None => by_identifier("Encounter", "admission", &self.context()),
        }
    }

    pub fn author(&self) -> Value {
        let by = &self.event.by;
        let mut author = by_identifier("Practitioner", "staff", &by.id);
        author.put("display", by.name.as_str().into());
        author
    }

    /// What names a resource of this event, in this bundle and out of it.
    pub fn identifier(&self, part: &str) -> Value {
        element([("system", [BASE, "/event"].concat().into()), ("value", key(&self.event.id, part).into())])
    }

    pub fn identifiers(&self, part: &str) -> Value {
        only(self.identifier(part))
    }

    pub fn urn(&self, part: &str) -> String {
        ["urn:uuid:", &uuid(&self.event.id, part)].concat()
    }

    /// A reference to a resource of this bundle.
    pub fn here(&self, part: &str) -> Value {
        object([("reference", self.urn(part).into())])
    }

    /// A reference to a resource that another event became.
    pub fn there(&self, kind: &str, event: &str, part: &str) -> Value {
        by_identifier(kind, "event", &key(event, part))
    }
}

/// The events of the same admission that came with this one.
fn others(record: &Value, own: &Value, place: &Place<'_>) -> Result<Vec<(Event, Value)>, Rejected> {
    let mut all = vec![];
    for (index, json) in record.items().iter().enumerate() {
        if json.text("contextId") == own.text("contextId") && json.text("id") != own.text("id") {
            all.push((read_event(json, &place.index(index))?, json.clone()));
        }
    }
    Ok(all)
}

fn key(event: &str, part: &str) -> String {
    [event, part].join(".")
}

/// What has been put together so far.
pub struct Parts<'a> {
    pub(super) case: &'a OutgoingEvent,
    pub(super) entries: Vec<Value>,
    /// Parts that Provenance speaks of.
    pub(super) targets: Vec<String>,
}

impl Parts<'_> {
    /// Adds a resource that carries `case.identifier(part)`.
    pub fn add(&mut self, part: &str, resource: Value) {
        let condition = ["identifier=", BASE, "/event|", &escaped(&key(&self.case.event.id, part))].concat();
        self.targets.push(part.to_owned());
        self.put(part, resource, condition);
    }

    pub fn put(&mut self, part: &str, resource: Value, if_none_exist: String) {
        let mut entry = object([("fullUrl", self.case.urn(part).into())]);
        if !self.case.draft {
            let kind = owned(&resource, "resourceType");
            entry.put("request", object([("method", "POST".into()), ("url", kind.into()), ("ifNoneExist", if_none_exist.into())]));
        }
        entry.put("resource", resource);
        self.entries.push(entry);
    }

    /// Brings a resource of another event up to date: the one that carries this identifier, whether it is there already or not.
    pub fn renew(&mut self, of: &OutgoingEvent, part: &str, resource: Value) {
        let identified = ["identifier=", BASE, "/event|", &escaped(&key(&of.event.id, part))].concat();
        let url = [&owned(&resource, "resourceType"), "?", &identified].concat();
        let mut entry = object([("fullUrl", of.urn(part).into())]);
        entry.put("request", object([("method", "PUT".into()), ("url", url.into())]));
        entry.put("resource", resource);
        self.entries.push(entry);
    }

    pub fn targets(&self) -> Vec<Value> {
        self.targets.iter().map(|part| self.case.here(part)).collect()
    }
}

/// For a query: all but letters, digits and -._~ by percent.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
