//! What is typed of a suspicion and not signed, as text: a draft keeps it with the answers of the form, so that a reload or a
//! patient in between loses nothing. It belongs to one suspicion of one admission and is taken up for no other.

use super::{Begun, Suspecting};
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::shape::Read as _;
use crate::interop::writing::Writing;
use crate::record::story::VALUES;
use crate::session::channel::scores::SCORED_ENTRIES;
use crate::session::sitting::Open;

/// Of which suspicion it is: its event, or nothing while none stands.
fn of(open: &Open) -> &str {
    open.record.encounter.suspected().map_or("", |suspected| &suspected.id)
}

/// As a draft holds it; empty where nothing is typed.
pub fn text(open: &Open) -> String {
    let Some(begun) = Begun::of(open) else { return String::new() };
    let reports = begun.form != Suspecting::default() && (open.alerted.is_some() || begun.form.settles.is_some());
    let scores = begun.scores.told();
    if !reports && scores.is_empty() && begun.entering.parts().next().is_none() {
        return String::new();
    }
    let mut out = Writing::object();
    out.text("of", of(open));
    if reports {
        let form = &begun.form;
        out.open("form");
        for (field, value) in [("site", form.site), ("limb", form.limb), ("since", form.since), ("onset", form.onset)] {
            out.given(field, value);
        }
        out.text("signs", &form.signs.join(" "));
        out.text("note", &form.note);
        out.given("settles", form.settles.as_deref());
        out.flag("heard", open.alerted);
        out.end();
    }
    out.given("opened", begun.entering.opened);
    out.list("typed");
    for part in begun.entering.parts() {
        out.texts("", &part);
    }
    out.end();
    out.list("scores");
    for [of, value] in &scores {
        out.texts("", &[of, value]);
    }
    out.end();
    out.done()
}

/// Puts it under what has been typed since. Of a suspicion that is settled, or another one by now, nothing is taken up.
pub fn take_up(open: &mut Open, text: &str) {
    let Some(kept) = (!text.is_empty()).then(|| parse(text, MAX_DEPTH).ok()).flatten() else { return };
    let stands = of(open);
    if kept.text("of") != Some(stands) {
        return;
    }
    let is_new = stands.is_empty();
    let form = &kept["form"];
    let heard = form["heard"].as_bool();
    let alerted = open.alerted;
    let Some(begun) = Begun::go_on(open) else { return };
    let reports = form.is_object() && begun.form == Suspecting::default();
    if reports {
        begun.form = read_form(form);
    }
    let before = begun.entering.clone();
    for part in kept["typed"].items() {
        if let [of, field, part, value] = part.items()
            && let (Some(of), Some(field), Some(part), Some(value)) = (of.as_str(), field.as_str(), part.as_str(), value.as_str())
        {
            begun.entering.take_up([of, field, part, value], &before);
        }
    }
    if begun.scores.told().is_empty() {
        for told in kept["scores"].items() {
            if let [of, value] = told.items()
                && let (Some(of), Some(value)) = (of.as_str(), value.as_str())
            {
                begun.scores.tell(of, value);
            }
        }
        let ticked = SCORED_ENTRIES.into_iter().filter(|entry| begun.scores.is_begun(entry));
        ticked.for_each(|entry| begun.entering.was_restored(entry));
    }
    begun.entering.opened = before.opened.or(kept.text("opened").and_then(crate::clinical::pathway::entries::entry).map(|entry| entry.id));
    if reports && is_new {
        open.alerted = alerted.or(heard).or(Some(false));
    }
}

fn read_form(form: &Value) -> Suspecting {
    let code = |field: &str, value: &str| VALUES.iter().find(|(of, id, _)| *of == field && *id == value).map(|(_, id, _)| *id);
    let one = |field: &str| form.text(field).and_then(|value| code(field, value));
    Suspecting {
        site: one("site"),
        limb: one("limb"),
        since: one("since"),
        onset: one("onset"),
        signs: form.text("signs").unwrap_or_default().split(' ').filter_map(|sign| code("signs", sign)).collect(),
        note: form.text("note").unwrap_or_default().to_owned(),
        heard: false,
        settles: form.text("settles").map(str::to_owned),
    }
}
