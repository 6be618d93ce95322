//! A pathway step and a referral in words: the entry, each field with its value, the state. What this version does not know it shows
//! as it stands.

use crate::clinical::chart::Instant;
use crate::clinical::instant;
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::entry::{DDIMER_UNITS, EntryCode, FieldKind, HEARD, PAST, YES_NO};
use crate::clinical::pathway::gate_table::GATES;
use crate::clinical::pathway::referral::REFERRAL_STATES;
use crate::clinical::pathway::scored_items;
use crate::text::{Lang, Text, same};

/// The name of an entry.
pub fn step(id: &str) -> Option<Text> {
    entry(id).map(|row| row.label)
}

/// The name of a state of a referral.
pub fn state(id: &str) -> Option<Text> {
    REFERRAL_STATES.iter().find(|row| same(row.id, id)).map(|row| row.label)
}

/// The name of a field of an entry.
pub fn item(step: &str, item: &str) -> Option<Text> {
    entry(step)?.field(item).map(|field| field.label)
}

/// The words of a coded value: of a code, a yes or no, a row of the gates.
pub fn coded(step: &str, item: &str, value: &str) -> Option<Text> {
    let of = |codes: &'static [EntryCode]| codes.iter().find(|code| same(code.id, value)).map(|code| code.label);
    match entry(step)?.field(item)?.kind {
        FieldKind::YesNo => of(&YES_NO),
        FieldKind::Heard => of(&HEARD),
        FieldKind::Past => of(&PAST),
        FieldKind::OneOf(codes) => of(codes),
        FieldKind::Gate(_) => GATES.iter().find(|row| same(row.id, value)).map(|row| row.fires),
        FieldKind::Measured(_) | FieldKind::Ddimer | FieldKind::Number(_) | FieldKind::Time(_) | FieldKind::Words(_) | FieldKind::Scored(_) => None,
    }
}

/// A value for reading; `moment` writes a time as the reader is used to.
pub fn value(step: &str, item: &str, value: &str, lang: Lang, moment: &dyn Fn(Instant) -> String) -> String {
    if let Some(words) = coded(step, item, value) {
        return words.get(lang).to_owned();
    }
    match entry(step).and_then(|row| row.field(item)).map(|field| field.kind) {
        Some(FieldKind::Time(_) | FieldKind::Past) => instant::time(value).map_or_else(|| value.to_owned(), moment),
        Some(FieldKind::Ddimer) => {
            let (number, unit) = value.split_once(' ').unwrap_or((value, ""));
            let unit = DDIMER_UNITS.iter().find(|row| same(row.id, unit.trim())).map_or(unit, |row| row.label.get(lang));
            [number, " ", unit].concat()
        }
        Some(FieldKind::Measured(_) | FieldKind::Number(_)) => legible(value),
        Some(FieldKind::Scored(_)) => scored_items::words(value, lang),
        _ => value.to_owned(),
    }
}

/// A number with its UCUM unit as a ward writes it: `84 mmHg`, `200 ×10⁹/L`, `36.8 °C`.
fn legible(value: &str) -> String {
    let mut out = value.replace("mm[Hg]", "mmHg").replace("10*9/L", "×10⁹/L").replace("Cel", "°C").replace("[iU]", "IU");
    for plain in [" {INR}", " {ratio}", " {points}", " {items}"] {
        out = out.replace(plain, "");
    }
    out
}
