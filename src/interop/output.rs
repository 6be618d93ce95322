//! What a host gets of a signed or running assessment, computed here and nowhere else. `flat` is a one-level object.

use super::headless::issues;
use super::rejected::Rejected;
use super::writing::Writing;
use crate::clinical::instrument::Risk;
use crate::clinical::sheet::Sheet;
use crate::record::assessment::Assessment;
use crate::record::event::Event;
use crate::record::refusal::Refusal;
use crate::text::Lang;

/// The one-level result of an assessment, running or signed: score, band, and one key an item.
pub fn flat(out: &mut Writing, context_id: &str, assessment: &Assessment, missing: usize, state: &str) {
    out.text("contextId", context_id);
    out.text("state", state);
    out.text("instrument", &assessment.instrument);
    out.text("edition", &assessment.edition);
    out.text("timepoint", &assessment.timepoint);
    out.points("floor", assessment.floor);
    out.points("ceiling", assessment.ceiling);
    out.maybe("band", assessment.band.map(Risk::id));
    out.maybe("subBand", assessment.sub_band.as_deref());
    out.whole("missing", missing);
    for line in &assessment.answers {
        out.flag(&line.item, line.value);
    }
}

/// Of what event that is the row, when it was signed and by whom: the key of the row is the event's own.
pub fn signature(out: &mut Writing, event: &Event) {
    out.text("eventId", &event.id);
    out.text("type", event.body.kind());
    out.moment("at", Some(event.at));
    out.text("byId", &event.by.id);
    out.text("byName", &event.by.name);
    out.text("byRole", event.by.role.id());
}

/// What the interop bundle makes (`more`): the page asks it, and puts the answers beside ours.
const MORE: [&str; 3] = ["fhirR4", "hl7v2", "text"];

/// What was asked for, under exactly those keys; a name that nobody makes says so. `keys` renames the fields of `flat`.
pub fn outputs(out: &mut Writing, asked: &[String], keys: &[(String, String)], flat: &dyn Fn(&mut Writing)) {
    for (index, name) in asked.iter().enumerate() {
        if asked[..index].contains(name) || MORE.contains(&name.as_str()) {
            continue;
        }
        out.open(name);
        if name == "flat" {
            renamed(out, keys, flat);
        } else {
            Rejected::new("E_INSTRUMENT", ["/outputs/", name].concat(), "没有此输出。", "There is no such output.").write(out, "error");
        }
        out.end();
    }
}

/// A host's own keys (Chinese, or coded) for ours; a key that it does not name stays.
fn renamed(out: &mut Writing, keys: &[(String, String)], flat: &dyn Fn(&mut Writing)) {
    if keys.is_empty() {
        return flat(out);
    }
    let mut plain = Writing::object();
    flat(&mut plain);
    for (name, value) in plain.value().fields() {
        let given = keys.iter().find(|(ours, _)| ours == name).map_or(&**name, |(_, theirs)| theirs);
        out.put(given, value);
    }
}

/// `vte-change`: what is known of the running score.
pub fn change(sheet: &Sheet, changed: &[usize]) -> String {
    let instrument = sheet.instrument;
    let mut out = Writing::object();
    out.text("instrument", instrument.id);
    out.points("floor", sheet.tally.floor);
    out.points("ceiling", sheet.tally.ceiling);
    out.items("missing", sheet, &sheet.tally.missing);
    out.maybe("band", sheet.tally.band(instrument).map(Risk::id));
    out.items("changed", sheet, changed);
    out.done()
}

/// `validate()`: `valid` is exactly "sign would be accepted".
pub fn validation(sheet: Option<&Sheet>, blockers: &[Refusal]) -> String {
    let mut out = Writing::object();
    out.flag("valid", Some(blockers.is_empty()));
    out.list("issues");
    for refusal in blockers {
        out.open("");
        out.text("code", refusal.code());
        out.text("path", &refusal.path(sheet.map(|sheet| sheet.instrument)));
        match sheet {
            Some(sheet) => out.items("items", sheet, refusal.items()),
            None => out.null("items"),
        }
        out.pair("message", &refusal.told(Lang::Zh), &refusal.told(Lang::En));
        out.end();
    }
    if let Some(sheet) = sheet {
        issues(&mut out, sheet);
    }
    out.end();
    match sheet {
        Some(sheet) => out.items("missing", sheet, &sheet.tally.missing),
        None => out.texts("missing", &[]),
    }
    out.done()
}
