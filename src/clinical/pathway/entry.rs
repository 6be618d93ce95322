//! The form of what a person enters in an episode: a row of `entries` with its fields, and how a value that is sent is read.
//!
//! On the wire a value is a text (`answers: [{ "item": "sbp", "value": "84 mm[Hg]" }]`), so that a number cannot lose its unit and
//! a time not its offset. A number without a unit is refused and never guessed; the one thing that may be missing is the unit
//! *type* of a D-dimer (FEU or DDU), because some laboratories print none: then the pathway asks for it.

use super::clocks::PathClock;
use super::facts::DdimerUnit;
use super::gate_table::{GATES, GateRow, GateSays};
use super::history::{Heard, Past};
use super::scored_items;
use crate::clinical::chart::Instant;
use crate::clinical::instant;
use crate::clinical::quantity::{Quantity, Unusable};
use crate::clinical::source::Mark;
use crate::text::{Text, same, text};

/// Who may sign an entry, or a field of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryWho {
    NurseOrPhysician,
    Physician,
}

/// One thing that a person enters: a step of the event `pathway_step`.
#[derive(Clone, Copy, Debug)]
pub struct PathEntry {
    /// The `step` on the wire.
    pub id: &'static str,
    pub label: Text,
    pub who: EntryWho,
    pub fields: &'static [EntryField],
    /// The clocks that it ends, where it answers what they wait for.
    pub closes: &'static [PathClock],
    /// May be of before the suspicion: what was measured, drawn or pictured then. What is told, asked or decided in the episode
    /// cannot be.
    pub early: bool,
}

impl PathEntry {
    pub const fn early(self) -> PathEntry {
        PathEntry { early: true, ..self }
    }

    pub fn field(&self, id: &str) -> Option<&'static EntryField> {
        self.fields.iter().find(|field| same(field.id, id))
    }
}

/// A field of an entry.
#[derive(Clone, Copy, Debug)]
pub struct EntryField {
    /// The `item` on the wire.
    pub id: &'static str,
    pub label: Text,
    pub kind: FieldKind,
    /// The entry is not signed without it.
    pub required: bool,
    /// Where this field is told, that one is told too.
    pub needs: Option<&'static str>,
    /// Only a physician may sign a value of it.
    pub physician: bool,
    pub marks: &'static [Mark],
}

impl EntryField {
    pub const fn new(id: &'static str, label: Text, kind: FieldKind) -> EntryField {
        EntryField { id, label, kind, required: false, needs: None, physician: false, marks: &[] }
    }

    pub const fn required(self) -> EntryField {
        EntryField { required: true, ..self }
    }

    pub const fn needs(self, field: &'static str) -> EntryField {
        EntryField { needs: Some(field), ..self }
    }

    pub const fn physician(self) -> EntryField {
        EntryField { physician: true, ..self }
    }

    pub const fn marked(self, marks: &'static [Mark]) -> EntryField {
        EntryField { marks, ..self }
    }
}

/// What can stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// `yes` or `no`.
    YesNo,
    /// `yes`, `no`, `not_told` (asked, and the person did not know: the question stays open), `cannot_be_known` (a physician
    /// accepts it, by name: a caution, never a no).
    Heard,
    /// `never`, a time, `time_not_told` (it was, and nobody knows when: read as now), `not_told`, `cannot_be_known`.
    Past,
    OneOf(&'static [EntryCode]),
    /// A number and one of the units that the quantity is read in.
    Measured(Quantity),
    /// A D-dimer: a number and one of [`DDIMER_UNITS`].
    Ddimer,
    /// A number, and one of these units.
    Number(&'static [EntryUnit]),
    /// RFC 3339, with an offset.
    Time(TimeSide),
    /// Words, of at most so many characters.
    Words(u16),
    /// The id of a row of the gates that answers so.
    Gate(&'static [GateSays]),
    /// The items of one of these instruments as they were answered (`scored_items`), beside the result that they come to.
    Scored(&'static [&'static str]),
}

/// On which side of the moment of signing a time lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSide {
    Past,
    Coming,
}

/// A coded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryCode {
    pub id: &'static str,
    pub label: Text,
}

pub const fn code(id: &'static str, label: Text) -> EntryCode {
    EntryCode { id, label }
}

/// A unit that a number may be in, with what is possible in it (D: catches slips, no reference range).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntryUnit {
    pub id: &'static str,
    pub min: f64,
    pub max: f64,
}

pub const fn within(id: &'static str, min: f64, max: f64) -> EntryUnit {
    EntryUnit { id, min, max }
}

pub static YES_NO: [EntryCode; 2] = [code("yes", text!("是", "yes")), code("no", text!("否", "no"))];

pub static HEARD: [EntryCode; 4] = [
    code("yes", text!("是", "yes")),
    code("no", text!("否", "no")),
    code("not_told", text!("不知道（仍待答）", "not known (stays open)")),
    code(CANNOT_BE_KNOWN, text!("无法得知（医师认可）", "cannot be known (a physician accepts it)")),
];

/// Beside these: the time of it.
pub static PAST: [EntryCode; 4] = [
    code("never", text!("无", "never")),
    code("time_not_told", text!("有，时间不明（按刚发生处理）", "yes, nobody knows when (read as now)")),
    code("not_told", text!("不知道（仍待答）", "not known (stays open)")),
    code(CANNOT_BE_KNOWN, text!("无法得知（医师认可）", "cannot be known (a physician accepts it)")),
];

/// The word by which a physician accepts that a question of history has no answer.
pub const CANNOT_BE_KNOWN: &str = "cannot_be_known";

/// Units of a D-dimer as a person chooses one: `type_` FEU, DDU or not printed; `factor` to ng/mL of that type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DdimerUnitRow {
    pub id: &'static str,
    pub label: Text,
    pub kind: Option<DdimerUnit>,
    pub factor: f64,
}

#[rustfmt::skip]
pub static DDIMER_UNITS: [DdimerUnitRow; 6] = [
    DdimerUnitRow { id: "ng/mL{FEU}", label: text!("ng/mL FEU（=μg/L FEU）", "ng/mL FEU (= ug/L FEU)"), kind: Some(DdimerUnit::Feu), factor: 1.0 },
    DdimerUnitRow { id: "mg/L{FEU}", label: text!("mg/L FEU（=μg/mL FEU）", "mg/L FEU (= ug/mL FEU)"), kind: Some(DdimerUnit::Feu), factor: 1000.0 },
    DdimerUnitRow { id: "ng/mL{DDU}", label: text!("ng/mL DDU（=μg/L DDU）", "ng/mL DDU (= ug/L DDU)"), kind: Some(DdimerUnit::Ddu), factor: 1.0 },
    DdimerUnitRow { id: "mg/L{DDU}", label: text!("mg/L DDU（=μg/mL DDU）", "mg/L DDU (= ug/mL DDU)"), kind: Some(DdimerUnit::Ddu), factor: 1000.0 },
    DdimerUnitRow { id: "ng/mL", label: text!("ng/mL或μg/L，报告未注明FEU/DDU", "ng/mL or ug/L, FEU or DDU not printed"), kind: None, factor: 1.0 },
    DdimerUnitRow { id: "mg/L", label: text!("mg/L或μg/mL，报告未注明FEU/DDU", "mg/L or ug/mL, FEU or DDU not printed"), kind: None, factor: 1000.0 },
];

/// As the bounds of the quantity, ng/mL.
const DDIMER_MAX: f64 = 1_000_000.0;

/// A value as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EntryValue<'a> {
    YesNo(bool),
    Heard(Heard),
    Past(Past),
    Code(&'static str),
    /// Of a quantity in its canonical unit; else in the unit given.
    Number {
        value: f64,
        unit: &'static str,
    },
    /// ng/mL of its type.
    Ddimer {
        value: f64,
        kind: Option<DdimerUnit>,
    },
    Time(Instant),
    Words(&'a str),
    Gate(&'static str),
    Scored(&'a str),
}

/// Why a value is not taken. Never holds the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EntryFault {
    /// Not one of the words or ids that the field has.
    Value,
    NotANumber,
    /// A number without a unit, or with one that the field does not have.
    Unit,
    /// Outside what is possible, in the unit named.
    Range {
        min: f64,
        max: f64,
        unit: &'static str,
    },
    /// No time with an offset.
    NotATime,
    /// Empty, or longer than the field holds.
    Words,
    /// A row of the gates that no signature opens.
    NoOverride,
}

impl EntryField {
    /// Reads a value of this field; of times only the form, `record` holds them against the clock.
    pub fn read<'a>(&self, value: &'a str) -> Result<EntryValue<'a>, EntryFault> {
        let coded = |codes: &'static [EntryCode]| codes.iter().find(|code| same(code.id, value)).ok_or(EntryFault::Value);
        Ok(match self.kind {
            FieldKind::YesNo => EntryValue::YesNo(coded(&YES_NO)?.id == "yes"),
            FieldKind::Heard => EntryValue::Heard(match coded(&HEARD)?.id {
                "yes" => Heard::Yes,
                "no" => Heard::No,
                "not_told" => Heard::Unasked,
                _ => Heard::CannotBeKnown,
            }),
            FieldKind::Past => EntryValue::Past(match coded(&PAST).map(|code| code.id) {
                Ok("never") => Past::Never,
                Ok("time_not_told") => Past::TimeNotTold,
                Ok("not_told") => Past::Unasked,
                Ok(_) => Past::CannotBeKnown,
                Err(_) => Past::At(instant::time(value).ok_or(EntryFault::NotATime)?),
            }),
            FieldKind::OneOf(codes) => EntryValue::Code(coded(codes)?.id),
            FieldKind::Measured(quantity) => {
                let (number, unit) = split(value)?;
                let canonical = quantity.row().units[0].name;
                match quantity.read(number, Some(unit).filter(|unit| !unit.is_empty())) {
                    _ if unit.is_empty() => return Err(EntryFault::Unit),
                    Ok(value) => EntryValue::Number { value, unit: canonical },
                    Err(Unusable::Unit { .. }) => return Err(EntryFault::Unit),
                    Err(Unusable::OutOfRange { min, max, unit }) => return Err(EntryFault::Range { min, max, unit }),
                }
            }
            FieldKind::Ddimer => {
                let (number, unit) = split(value)?;
                let row = DDIMER_UNITS.iter().find(|row| same(row.id, unit)).ok_or(EntryFault::Unit)?;
                let max = DDIMER_MAX / row.factor;
                if !(0.0..=max).contains(&number) {
                    return Err(EntryFault::Range { min: 0.0, max, unit: row.id });
                }
                EntryValue::Ddimer { value: number * row.factor, kind: row.kind }
            }
            FieldKind::Number(units) => {
                let (number, unit) = split(value)?;
                let row = units.iter().find(|row| same(row.id, unit)).ok_or(EntryFault::Unit)?;
                if !(row.min..=row.max).contains(&number) {
                    return Err(EntryFault::Range { min: row.min, max: row.max, unit: row.id });
                }
                EntryValue::Number { value: number, unit: row.id }
            }
            FieldKind::Time(_) => EntryValue::Time(instant::time(value).ok_or(EntryFault::NotATime)?),
            FieldKind::Words(longest) => {
                let words = value.trim();
                if words.is_empty() || words.chars().count() > usize::from(longest) {
                    return Err(EntryFault::Words);
                }
                EntryValue::Words(words)
            }
            FieldKind::Gate(says) => {
                let row: &GateRow = GATES.iter().find(|row| same(row.id, value) && says.contains(&row.says)).ok_or(EntryFault::Value)?;
                if row.no_override && row.says >= GateSays::Hold {
                    return Err(EntryFault::NoOverride);
                }
                EntryValue::Gate(row.id)
            }
            // An edition that this version does not have is kept as it was sent.
            FieldKind::Scored(ids) => match scored_items::read(value) {
                Some(lists) if lists.iter().all(|list| ids.contains(&list.id)) => EntryValue::Scored(value),
                _ => return Err(EntryFault::Value),
            },
        })
    }
}

/// A number and what stands behind it.
fn split(value: &str) -> Result<(f64, &str), EntryFault> {
    let value = value.trim();
    let (number, unit) = value.split_once(' ').unwrap_or((value, ""));
    Ok((decimal(number).ok_or(EntryFault::NotANumber)?, unit.trim()))
}

/// A decimal number, without sign or exponent; at most fifteen digits, so that nothing is rounded.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || text.ends_with('.') || !digits(whole) || !digits(part) || whole.len() + part.len() > 15 {
        return None;
    }
    let number = whole.bytes().chain(part.bytes()).fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    Some(number as f64 / 10_u64.pow(part.len() as u32) as f64)
}
