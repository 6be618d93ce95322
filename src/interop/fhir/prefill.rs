//! FHIR in: a chart from a Bundle. What cannot be used is listed with its place and its reason, and the rest is taken;
//! nothing is guessed, and nothing that is not on record becomes a "no". One Bundle is of one person: two are refused, and
//! what is of somebody else, or of nobody who can be told, is listed. What each resource becomes stands in `inbound`.

use std::collections::{BTreeMap, BTreeSet};

use super::element;
use super::inbound::coded::word;
use super::inbound::entry::BundleEntry;
use super::inbound::facts::Facts;
use super::inbound::listed::Listed;
use super::inbound::medicine::Medicines;
use super::inbound::person::{BundlePerson, Whose};
use super::inbound::stay::{self, Stay};
use super::inbound::version;
use super::inbound::window::StayWindow;
use super::inbound::{allergy, condition, observation, procedure, when};
use crate::clinical::chart::Instant;
use crate::interop::json::{Value, object};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, date};

/// What a chart takes of a reference, of a department's name and of an admission's id (`interop::chart`).
const MAX_REF: usize = 256;
const MAX_DEPARTMENT: usize = 64;
const MAX_CONTEXT: usize = 128;

/// Kinds that are of nobody.
const IMPERSONAL: [&str; 7] = ["Medication", "Location", "Organization", "Practitioner", "PractitionerRole", "HealthcareService", "OperationOutcome"];

/// `prefill(bundle)`: `{ chart, rejected: [{ path, code, message }], issues }`; `issues` has what the chart still lacks to be opened.
pub fn prefill(bundle: &Value) -> Result<Value, Rejected> {
    prefill_at(bundle, None)
}

/// The same on a device whose clock shows `clock`: what "within a month" means where the Bundle itself has no time to tell it by.
pub fn prefill_at(bundle: &Value, clock: Option<Instant>) -> Result<Value, Rejected> {
    if bundle.text("resourceType") != Some("Bundle") {
        return Err(Place::root("").key("resourceType").reject("E_SCHEMA", "此处应为 Bundle。", "Expected a Bundle here."));
    }
    let mut listed = Listed::default();
    let all = version::entries(bundle, &mut listed);
    BundlePerson::refuse_two_under_one_id(&all)?;
    let entries = version::last(all, bundle.text("type") == Some("history"), &mut listed);
    let person = BundlePerson::of(&entries)?;
    let theirs = of_the_person(&entries, &person, &mut listed);
    let known = by_reference(&entries);

    let patient = theirs.iter().find(|entry| entry.kind == "Patient");
    let about = patient.map(|entry| read_patient(entry, &mut listed)).unwrap_or_default();
    let encounters: Vec<&BundleEntry<'_>> = theirs.iter().copied().filter(|entry| entry.kind == "Encounter").collect();
    let stay = stay::choose(&encounters, &mut listed);
    let admitted = stay.as_ref().and_then(|stay| stay.admitted.clone());
    let passed = passed(bundle, &theirs, stay.as_ref()).or(clock.filter(|_| admitted.is_none()));
    let window = StayWindow::new(admitted, passed);
    let born = about.text("birthDate").and_then(date);

    let (mut facts, mut medicines, mut used, mut unused) = (Facts::default(), Medicines::default(), BTreeSet::new(), vec![]);
    for entry in &theirs {
        match entry.kind {
            "Patient" | "Encounter" => {}
            "Observation" => observation::read(entry, &mut facts, &mut listed),
            "Condition" => condition::read(entry, born, &window, &mut facts, &mut listed),
            "Procedure" => procedure::read(entry, &window, &mut facts, &mut listed),
            "MedicationRequest" | "MedicationStatement" | "MedicationUsage" | "MedicationAdministration" => {
                medicines.read(entry, &known, &mut used, &mut listed);
            }
            "AllergyIntolerance" => allergy::read(entry, &mut facts, &mut listed),
            _ => unused.push(*entry),
        }
    }
    medicines.into_facts(&mut facts, &mut listed);
    let encounter = stay.as_ref().map(|stay| read_encounter(stay, &known, passed, &mut used, &mut listed));
    for entry in unused.into_iter().filter(|entry| !used.contains(&entry.number)) {
        listed.say(entry, "", "E_ITEM", "本程序不读取此类资源，未采用。", "A kind of resource that is not read here: not taken.");
    }
    let context = stay.as_ref().and_then(|stay| context_of(stay.entry, &mut listed));
    let mut chart = element([
        ("patient", with_reference(about, &person, patient, &mut listed)),
        ("encounter", encounter.unwrap_or_default()),
        ("facts", facts.into_value(&mut listed)),
    ]);
    let mut issues = vec![];
    match context {
        Some(context) => chart.put("contextId", context.into()),
        None => issues.push(no_context().to_value()),
    }
    Ok(object([("chart", chart), ("rejected", listed.into_value()), ("issues", Value::Array(issues))]))
}

/// Those whose subject is the person; the others are listed.
fn of_the_person<'e, 'a>(entries: &'e [BundleEntry<'a>], person: &BundlePerson, listed: &mut Listed) -> Vec<&'e BundleEntry<'a>> {
    let mut theirs = vec![];
    for entry in entries {
        // What changes the meaning of a resource, and is not understood here, leaves nothing of it to take.
        if entry.resource["modifierExtension"].items().iter().any(|one| !one.is_null()) {
            let (zh, en) = (
                "带有改变含义的扩展（modifierExtension），无法理解，未采用。",
                "An extension that changes its meaning is not understood: not taken.",
            );
            listed.say(entry, "/modifierExtension", "E_ITEM", zh, en);
            if entry.kind != "Patient" {
                continue;
            }
        }
        let (zh, en) = match person.whose(entry) {
            Whose::Theirs => {
                theirs.push(entry);
                continue;
            }
            Whose::Nobodys if person.alone || IMPERSONAL.contains(&entry.kind) => {
                theirs.push(entry);
                continue;
            }
            Whose::Anothers => ("属于另一位患者，未采用。", "Of another patient: not taken."),
            Whose::Unclear => ("无法确定属于哪位患者，未采用。", "Whose it is cannot be told: not taken."),
            Whose::Nobodys => {
                ("未写明患者，而数据中还有他人的资源，未采用。", "It names no patient, and the Bundle holds resources of others: not taken.")
            }
        };
        listed.say(entry, "", "E_CONTEXT_MISMATCH", zh, en);
    }
    theirs
}

/// By every way in which one resource of a Bundle names another.
fn by_reference<'e, 'a>(entries: &'e [BundleEntry<'a>]) -> BTreeMap<String, &'e BundleEntry<'a>> {
    let mut known = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for entry in entries.iter().filter(|entry| IMPERSONAL.contains(&entry.kind)) {
        if let Some(id) = entry.id {
            let relative = [entry.kind, "/", id].concat();
            // Two servers in one Bundle may each have a resource of this id: then it names neither.
            if known.insert(relative.clone(), entry).is_some() {
                twice.insert(relative);
            }
        }
    }
    known.retain(|relative, _| !twice.contains(relative));
    for entry in entries.iter().filter(|entry| IMPERSONAL.contains(&entry.kind)) {
        known.extend(entry.urls.iter().map(|url| ((*url).to_owned(), entry)));
    }
    known
}

/// An instant that has certainly passed: the Bundle was put together after it. Where nothing says when that was and no stay
/// is known, what was measured last.
fn passed(bundle: &Value, theirs: &[&BundleEntry<'_>], stay: Option<&Stay<'_>>) -> Option<Instant> {
    let told = [bundle.text("timestamp"), bundle["meta"].text("lastUpdated")];
    let told = told.into_iter().flatten().filter_map(|text| when::read(text).map(|when| when.earliest)).max();
    if told.is_some() || stay.is_some_and(|stay| stay.admitted.is_some()) {
        return told;
    }
    let measured = theirs.iter().filter(|entry| entry.kind == "Observation");
    measured.filter_map(|entry| observation::at(entry.resource)).map(|when| when.earliest).max()
}

/// What a chart says of the person but for the reference.
fn read_patient(entry: &BundleEntry<'_>, listed: &mut Listed) -> Value {
    let patient = entry.resource;
    let sex = patient.text("gender").filter(|gender| matches!(*gender, "female" | "male"));
    if sex.is_none() && !patient["gender"].is_null() {
        let (zh, en) = ("性别不是男或女，未采用。请在界面上作答。", "Neither male nor female: not taken. It is asked on the screen.");
        listed.say(entry, "/gender", "E_ITEM", zh, en);
    }
    let given = patient.text("birthDate");
    let born = given.filter(|text| date(text).is_some());
    if born.is_none() && !patient["birthDate"].is_null() {
        let (zh, en) = match given.is_some_and(when::is_partial_date) {
            true => (
                "出生日期不完整（只有年或年月），未采用；年龄未知。请补录。",
                "The date of birth is only a year or a month: not taken, the age is unknown. Add it.",
            ),
            false => ("出生日期无法读取，未采用；年龄未知。请补录。", "The date of birth cannot be read: not taken, the age is unknown. Add it."),
        };
        listed.say(entry, "/birthDate", "E_TIME", zh, en);
    }
    for field in ["deceasedBoolean", "deceasedDateTime"] {
        if !patient[field].is_null() && patient[field] != false {
            let (zh, en) = ("HIS记录该患者已故。请核对患者。", "The HIS says that this patient has died. Check the patient.");
            listed.say(entry, &["/", field].concat(), "E_CONFLICT", zh, en);
        }
    }
    if patient["active"] == false {
        let (zh, en) = ("HIS中该患者记录已停用。请核对患者。", "This record of the patient is not in use in the HIS. Check the patient.");
        listed.say(entry, "/active", "E_CONFLICT", zh, en);
    }
    for (index, link) in patient["link"].items().iter().enumerate() {
        let (zh, en) = match link.text("type") {
            Some("replaced-by") => {
                ("此患者记录已被另一记录取代。请用新记录并核对患者。", "This record was replaced by another. Use that one, and check the patient.")
            }
            _ => ("此患者另有相关联的记录，其数据未采用。", "The patient has another record that is linked: nothing of it was taken."),
        };
        listed.say(entry, &format!("/link/{index}"), "E_CONFLICT", zh, en);
    }
    element([("sex", sex.into()), ("birthDate", born.into())])
}

fn within(text: &str, most: usize) -> bool {
    text.chars().count() <= most
}

fn with_reference(mut about: Value, person: &BundlePerson, patient: Option<&&BundleEntry<'_>>, listed: &mut Listed) -> Value {
    let Some(reference) = &person.reference else { return about };
    if within(reference, MAX_REF) {
        if !about.is_object() {
            about = object([]);
        }
        about.put("ref", reference.as_str().into());
    } else if let Some(entry) = patient {
        listed.say(entry, "/id", "E_TOO_LARGE", "患者编号过长，未采用。", "The id of the patient is too long: not taken.");
    }
    about
}

fn read_encounter(
    stay: &Stay<'_>,
    places: &BTreeMap<String, &BundleEntry<'_>>,
    passed: Option<Instant>,
    used: &mut BTreeSet<usize>,
    listed: &mut Listed,
) -> Value {
    let department = stay::department(stay.entry, places, passed, used, listed);
    let reference = stay.entry.id.map(|id| ["Encounter/", id].concat()).filter(|whole| within(whole, MAX_REF));
    element([
        ("ref", reference.into()),
        ("admittedAt", stay.admitted.as_ref().and_then(|when| when.instant()).into()),
        // Shown, and nothing else: the beginning of a long name will do.
        ("department", department.map(|name| name.chars().take(MAX_DEPARTMENT).collect::<String>()).into()),
    ])
}

/// Kinds of identifiers (HL7 table 0203).
const KINDS: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
/// The number of a visit.
const VISIT: &str = "VN";
/// Numbers of the person or the insurance, which are the same on every visit: two stays would be one admission.
const OF_THE_PERSON: [&str; 11] = ["MR", "MRT", "PI", "PT", "PN", "PE", "NI", "SS", "JHN", "HC", "MA"];

/// The hospital's own number of the stay, else its id: the visit number before one that is official, and that before any other.
/// Where several are left, the first, and it is said which.
fn context_of<'a>(entry: &'a BundleEntry<'_>, listed: &mut Listed) -> Option<&'a str> {
    let mut numbers = vec![];
    for (place, identifier) in entry.resource["identifier"].items().iter().enumerate() {
        let Some(value) = identifier.text("value").filter(|value| !value.trim().is_empty()) else { continue };
        let kind = word(&identifier["type"], KINDS);
        let usage = identifier.text("use");
        if usage == Some("old") || kind.is(&OF_THE_PERSON) {
            continue;
        }
        numbers.push(((kind.is(&[VISIT]), usage == Some("official"), !matches!(usage, Some("temp" | "secondary"))), place, value));
    }
    let best = numbers.iter().map(|(rank, ..)| *rank).max();
    let mut first = numbers.iter().filter(|(rank, ..)| Some(*rank) == best);
    let number = first.next();
    if let Some((.., place, value)) = number
        && first.any(|(.., other)| other != value)
    {
        let (zh, en) = (
            "就诊有多个编号，无法区分，取第一个作为住院编号（contextId）。请核对，或由HIS传入 contextId。",
            "The visit has several numbers and nothing tells them apart: the first is taken as the admission (contextId). Check it, or let the host give contextId.",
        );
        listed.say(entry, &format!("/identifier/{place}"), "E_CONFLICT", zh, en);
    }
    let given = number.map(|(.., value)| *value).or(entry.id)?;
    if within(given, MAX_CONTEXT) {
        return Some(given);
    }
    listed.say(
        entry,
        "",
        "E_TOO_LARGE",
        "住院编号过长，未采用。请由HIS传入 contextId。",
        "The id of this admission is too long: not taken. The host gives contextId.",
    );
    None
}

/// Said where the Bundle tells no stay that could be the admission.
fn no_context() -> Rejected {
    Rejected::new(
        "E_SCHEMA",
        "/chart/contextId".to_owned(),
        "数据中没有可作为本次住院的就诊，chart 缺少 contextId。请由HIS传入后再打开患者。",
        "The Bundle holds no stay that could be the admission, so the chart has no contextId. The host gives it before the chart is opened.",
    )
}

/// Reads text of at most one MiB.
pub fn read(text: &str) -> Result<Value, Rejected> {
    crate::interop::shape::parse(text, super::MAX_BYTES, &Place::root(""))
}
