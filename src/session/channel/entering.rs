//! What is typed into the forms of the green channel, as it stands there, and the answers that it makes: for every kind of field
//! of `clinical::pathway::entry` its parts on the screen, and what is wrong with them in words. A part that nobody touched says
//! nothing; nothing here is filled in beforehand.

use chrono::SecondsFormat;

use crate::clinical::pathway::entry::{DDIMER_UNITS, EntryFault, EntryField, FieldKind, PathEntry};
use crate::clinical::quantity::{Quantity, written as number_written};
use crate::record::local::{Wall, written};
use crate::text::{Lang, Text, text};

/// The parts of a field on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPart {
    /// One of the coded answers.
    Word,
    /// Digits, or words.
    Text,
    /// The unit of a number.
    Unit,
    /// A time, as a field of a form gives it (`2026-11-22T08:10`).
    Time,
}

impl EntryPart {
    pub fn id(self) -> &'static str {
        match self {
            EntryPart::Word => "word",
            EntryPart::Text => "text",
            EntryPart::Unit => "unit",
            EntryPart::Time => "time",
        }
    }
}

/// The word of a past event of which the time stands beside it.
pub const AT: &str = "at";

/// The field of the moment at which the entry was done; empty is now.
pub const WHEN: &str = "when";

/// Whether a score was made in the form or elsewhere; no field of the entry.
pub const MADE: &str = "made";

/// The longest that is typed anywhere here.
const LONGEST: usize = 500;

/// One part of a field.
#[derive(Clone, Debug, PartialEq)]
struct Typed {
    entry: &'static str,
    field: &'static str,
    part: EntryPart,
    value: String,
}

/// A time stands there that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadTime;

/// What does not fit in a form that was to be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryProblem {
    pub entry: &'static str,
    pub field: &'static str,
    /// What it is, in both languages: the place and the remedy, never the value.
    pub words: [String; 2],
}

/// All forms, as far as they are filled in.
#[derive(Clone, Debug, Default)]
pub struct Entering {
    typed: Vec<Typed>,
    /// Opened beside what the step waits for.
    pub opened: Option<&'static str>,
    pub problems: Vec<EntryProblem>,
    /// How often the focus was to go to a form: to what it lacks, or to the one that was just opened.
    pub tries: u8,
    pub focus: Option<&'static str>,
    /// Forms that were taken up from a draft: what stands in them was typed earlier, and nobody has signed it.
    restored: Vec<&'static str>,
    /// The texts of a form that was just signed: a browser that takes away the field with the focus tells once more what it held, and
    /// that is typed by nobody.
    spent: Vec<Typed>,
}

impl Entering {
    pub fn part(&self, entry: &str, field: &str, part: EntryPart) -> &str {
        self.typed.iter().find(|typed| typed.entry == entry && typed.field == field && typed.part == part).map_or("", |typed| &typed.value)
    }

    pub fn put(&mut self, entry: &'static PathEntry, field: &str, part: &str, value: &str) {
        let Some(part) = [EntryPart::Word, EntryPart::Text, EntryPart::Unit, EntryPart::Time].into_iter().find(|known| known.id() == part) else {
            return;
        };
        let beside = [WHEN, MADE].into_iter().find(|known| *known == field);
        let Some(field) = beside.or_else(|| entry.field(field).map(|field| field.id)) else { return };
        let value: String = value.chars().take(LONGEST).collect();
        let told_again = self.spent.iter().any(|spent| spent.entry == entry.id && spent.field == field && spent.part == part && spent.value == value);
        self.spent.clear();
        if told_again {
            return;
        }
        // A field that loses the focus tells once more what it held: what was said of it stays.
        if self.part(entry.id, field, part) == value {
            return;
        }
        self.problems.retain(|problem| !(problem.entry == entry.id && problem.field == field));
        self.typed.retain(|typed| !(typed.entry == entry.id && typed.field == field && typed.part == part));
        // A time that is written says that it was, and when.
        if part == EntryPart::Time
            && field != WHEN
            && !value.is_empty()
            && matches!(entry.field(field).map(|field| field.kind), Some(FieldKind::Past))
        {
            self.put(entry, field, EntryPart::Word.id(), AT);
        }
        self.typed.push(Typed { entry: entry.id, field, part, value });
    }

    /// Every part that holds something: form, field, part, value.
    pub fn parts(&self) -> impl Iterator<Item = [&str; 4]> {
        self.typed.iter().filter(|typed| !typed.value.trim().is_empty()).map(|typed| [typed.entry, typed.field, typed.part.id(), &*typed.value])
    }

    /// Puts a part of a draft under what has been typed since; what this version does not know is left out.
    pub fn take_up(&mut self, [of, field, part, value]: [&str; 4], before: &Entering) {
        let Some(entry) = crate::clinical::pathway::entries::entry(of) else { return };
        if before.is_begun(entry.id) {
            return;
        }
        self.put(entry, field, part, value);
        if self.is_begun(entry.id) {
            self.was_restored(entry.id);
        }
    }

    /// Something of this form, or of its lists, stands here from a draft.
    pub fn was_restored(&mut self, entry: &'static str) {
        if !self.restored.contains(&entry) {
            self.restored.push(entry);
        }
    }

    /// `ticked`: something stands in the lists of this form.
    pub fn is_restored(&self, entry: &str, ticked: bool) -> bool {
        self.restored.contains(&entry) && (ticked || self.is_begun(entry))
    }

    /// It is in the record now, and stands here no more.
    pub fn was_signed(&mut self, entry: &str) {
        let told_again = |typed: &&Typed| typed.entry == entry && typed.part == EntryPart::Text;
        self.spent = self.typed.iter().filter(told_again).cloned().collect();
        self.clear(entry);
    }

    /// A form was opened: what is typed from here on is typed.
    pub fn open(&mut self, entry: Option<&'static str>) {
        self.spent.clear();
        self.opened = entry;
    }

    /// Nothing stands in this form any more.
    pub fn clear(&mut self, entry: &str) {
        self.restored.retain(|restored| *restored != entry);
        self.typed.retain(|typed| typed.entry != entry);
        self.problems.retain(|problem| problem.entry != entry);
        self.opened.take_if(|opened| *opened == entry);
    }

    pub fn is_begun(&self, entry: &str) -> bool {
        self.typed.iter().any(|typed| typed.entry == entry && !typed.value.trim().is_empty())
    }

    /// The value of a field as it is sent; nothing where nobody has answered it.
    pub fn value(&self, entry: &PathEntry, field: &EntryField, wall: &Wall) -> Option<String> {
        let part = |part| self.part(entry.id, field.id, part).trim();
        let time = || {
            let at = part(EntryPart::Time);
            // A time that cannot be read goes on as it is, and is refused by name.
            (!at.is_empty()).then(|| moment(at, wall).unwrap_or_else(|| at.to_owned()))
        };
        let filled = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        match field.kind {
            FieldKind::Past if part(EntryPart::Word) == AT => Some(time().unwrap_or_else(|| AT.to_owned())),
            FieldKind::Time(_) => time(),
            FieldKind::Measured(_) | FieldKind::Ddimer | FieldKind::Number(_) => {
                let number = part(EntryPart::Text);
                let units = units(field.kind);
                let unit = if units.len() == 1 { units[0].0 } else { part(EntryPart::Unit) };
                (!number.is_empty()).then(|| [&plain(number), " ", unit].concat().trim().to_owned())
            }
            FieldKind::Words(_) | FieldKind::Scored(_) => filled(part(EntryPart::Text)),
            _ => filled(part(EntryPart::Word)),
        }
    }

    /// When it was done; `None`: now. An error where a time stands there that cannot be read.
    pub fn when(&self, entry: &str, wall: &Wall) -> Result<Option<crate::clinical::chart::Instant>, UnreadTime> {
        let at = self.part(entry, WHEN, EntryPart::Time).trim();
        if at.is_empty() {
            return Ok(None);
        }
        written(at, &|millis| (wall.east)(&wall.zone, millis)).map(Some).ok_or(UnreadTime)
    }

    /// The answers of a form in the order of its fields, or what is wrong with it; `physician`: whoever signs it is one.
    pub fn answers(&self, entry: &'static PathEntry, wall: &Wall, physician: bool) -> Result<Vec<(&'static str, String)>, Vec<EntryProblem>> {
        let mut problems = vec![];
        let mut answers: Vec<(&'static str, String)> = vec![];
        let mut wrong = |field: &'static str, words: [String; 2]| problems.push(EntryProblem { entry: entry.id, field, words });
        for field in entry.fields {
            let value = self.value(entry, field, wall).filter(|_| physician || !field.physician);
            match value {
                None if field.required => wrong(field.id, said(field.label, text!("未填写", "is missing"), "")),
                None => {}
                Some(value) => match field.read(&value) {
                    Ok(_) => answers.push((field.id, value)),
                    Err(fault) => wrong(field.id, faulty(field, fault)),
                },
            }
        }
        for field in entry.fields {
            let told = |id: &str| answers.iter().any(|(told, _)| *told == id);
            let lacking = field.needs.filter(|needed| told(field.id) && !told(needed)).and_then(|needed| entry.field(needed));
            // What stands there and is wrong has been said.
            if let Some(needed) = lacking.filter(|needed| self.value(entry, needed, wall).is_none()) {
                wrong(needed.id, said(needed.label, text!("也须填写", "is needed too"), ""));
            }
        }
        if self.when(entry.id, wall).is_err() {
            wrong(WHEN, said(text!("时间", "time"), text!("须为完整的日期和时间", "must be a whole date and time"), ""));
        }
        // That an ECG was written, blood results were read or a test was ordered is an answer by itself.
        let bare = matches!(entry.id, "ecg" | "labs_reviewed") || entry.id.ends_with("_ordered");
        if answers.is_empty() && problems.is_empty() && !bare {
            problems.push(EntryProblem {
                entry: entry.id,
                field: entry.fields.first().map_or(WHEN, |field| field.id),
                words: said(entry.label, text!("尚未填写任何内容", "nothing is entered yet"), ""),
            });
        }
        if problems.is_empty() { Ok(answers) } else { Err(problems) }
    }
}

/// A moment of the wall as it is sent, with its offset.
fn moment(at: &str, wall: &Wall) -> Option<String> {
    written(at, &|millis| (wall.east)(&wall.zone, millis)).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false))
}

/// Full width digits and points, as Chinese keyboards write them, are digits and points.
fn plain(number: &str) -> String {
    number
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from((c as u32 - 0xff10) as u8 + b'0'),
            '．' | '。' => '.',
            other => other,
        })
        .collect()
}

/// The units that are offered beside a number: its id, and how it is shown. Of a measured quantity its own, and the one that some
/// laboratories print instead; a number in another one is converted before it is entered.
pub fn units(kind: FieldKind) -> Vec<(&'static str, [&'static str; 2])> {
    let both = |unit: &'static str| [unit_shown(unit, Lang::Zh), unit_shown(unit, Lang::En)];
    match kind {
        FieldKind::Measured(quantity) => {
            use Quantity as Q;
            let also = match quantity {
                Q::Creatinine => Some("mg/dL"),
                Q::Haemoglobin => Some("g/dL"),
                Q::Troponin => Some("ng/mL"),
                _ => None,
            };
            let units = quantity.row().units;
            let named = also.and_then(|also| units.iter().find(|unit| unit.name == also));
            [units.first(), named].into_iter().flatten().map(|unit| (unit.name, both(unit.name))).collect()
        }
        FieldKind::Ddimer => DDIMER_UNITS.iter().map(|row| (row.id, [row.label.zh(), row.label.en()])).collect(),
        FieldKind::Number(units) => units.iter().map(|unit| (unit.id, both(unit.id))).collect(),
        _ => vec![],
    }
}

/// A unit as a ward writes it.
pub fn unit_shown(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("10*9/L", _) => "×10⁹/L",
        ("umol/L", _) => "μmol/L",
        ("mm[Hg]", _) => "mmHg",
        ("Cel", _) => "°C",
        ("/min", Lang::Zh) => "次/分",
        ("a", Lang::Zh) => "岁",
        ("a", Lang::En) => "years",
        ("h", Lang::Zh) => "小时",
        ("min", Lang::Zh) => "分钟",
        ("d", Lang::Zh) => "天",
        (unit, _) if unit.starts_with('{') => "",
        (unit, _) => unit,
    }
}

fn said(label: Text, what: Text, rest: &str) -> [String; 2] {
    [[label.zh(), "：", what.zh(), rest].concat(), [label.en(), ": ", what.en(), rest].concat()]
}

fn faulty(field: &EntryField, fault: EntryFault) -> [String; 2] {
    let plain = |what| said(field.label, what, "");
    match fault {
        EntryFault::Value => plain(text!("请在所列选项中选择", "choose one of the answers that are listed")),
        EntryFault::NotANumber => plain(text!("须为数字，例如 84 或 7.5", "must be a number, such as 84 or 7.5")),
        EntryFault::Unit => plain(text!("请选择单位", "choose the unit")),
        EntryFault::Range { min, max, unit } => {
            let span = |lang| [&number_written(min, 1), "–", &number_written(max, 1), " ", unit_shown(unit, lang)].concat();
            let [mut zh, mut en] = plain(text!("超出可能范围，请核对数值和单位：", "outside what is possible; check number and unit: "));
            zh += &span(Lang::Zh);
            en += &span(Lang::En);
            [zh, en]
        }
        EntryFault::NotATime => plain(text!("请填写日期和时间", "enter date and time")),
        EntryFault::Words => plain(text!("未填写或过长", "empty, or too long")),
        EntryFault::NoOverride => plain(text!("这一项任何人签名都不能放行", "no signature opens this one")),
    }
}
