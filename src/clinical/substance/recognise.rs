//! What a medicine on record is, from every text and the code that a host gives of it (core specification 4.4).
//!
//! Code and name are read apart and either counts, so a wrong code hides no name; [`atc_contradicts`] tells where the
//! screen must show both.

use std::sync::OnceLock;

use super::names::{JOINT, SubstanceSet, fold, has, is_form, read};
use super::table::{Class, SUBSTANCES, Substance};

/// What one substance of an order is to the rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recognised {
    Known(&'static Substance),
    /// A heparin that only keeps a line open: it counts for HIT and allergy, and has no dose. So has a urokinase that is
    /// given into a line or the pleura: no systemic lysis.
    Flush(&'static Substance),
    /// None of ours, and nothing is asked.
    Irrelevant,
    /// Nobody knows: one question names it, and every drug waits for the answer.
    Unrecognised,
}

/// What a medicine is, by `names`: every text that the host gave of it (id, name, class), and its ATC code.
///
/// Each substance comes once, those that act before those that only flush a line; a word for a class beside its member is
/// the member. Empty only where there is no medicine at all ("无", "none"). `local_irrelevant`: names that the profile adds
/// to the irrelevant ones; they hide nothing that the table knows.
pub fn recognise(names: &[&str], atc: Option<&str>, local_irrelevant: &[String]) -> Vec<Recognised> {
    let mut heard = Heard::default();
    for name in names {
        heard.name(name, local_irrelevant);
    }
    let code = atc.map_or(Code::None, code);
    heard.code(code);
    let (acting, flushing) = heard.settled();
    let known = acting.each().map(|(_, substance)| Recognised::Known(substance));
    let taken: Vec<Recognised> = known.chain(flushing.each().map(|(_, substance)| Recognised::Flush(substance))).collect();
    if !taken.is_empty() || !heard.named && code == Code::None {
        return taken;
    }
    vec![if heard.irrelevant || matches!(code, Code::Topical | Code::Foreign) { Recognised::Irrelevant } else { Recognised::Unrecognised }]
}

/// The code says another substance than the names do, or another form, or nothing of what they say: both are shown.
pub fn atc_contradicts(names: &[&str], atc: Option<&str>) -> bool {
    let (said, coded) = (recognise(names, None, &[]), recognise(&[], atc, &[]));
    let substance = |taken: &Recognised| match taken {
        Recognised::Known(substance) | Recognised::Flush(substance) => Some(*substance),
        Recognised::Irrelevant | Recognised::Unrecognised => None,
    };
    let is_silent = |all: &[Recognised]| matches!(all, [] | [Recognised::Unrecognised]);
    let agrees = |code: &Recognised| match substance(code) {
        Some(code) => said.iter().filter_map(substance).any(|name| code == name || code.covers(name) || name.covers(code)),
        None => said.contains(code),
    };
    !is_silent(&said) && !is_silent(&coded) && !coded.iter().any(agrees)
}

/// What the texts and the code of one medicine say together.
#[derive(Default)]
struct Heard {
    acting: SubstanceSet,
    flushing: SubstanceSet,
    /// In a form for the skin, the eye, the ear or the airways.
    topical: SubstanceSet,
    /// A text is "heparin" and no more: beside a low-molecular-weight heparin it names the family, not a second drug.
    heparin: SubstanceSet,
    systemic: bool,
    irrelevant: bool,
    named: bool,
}

impl Heard {
    fn name(&mut self, name: &str, local_irrelevant: &[String]) {
        let folded = fold(name);
        if folded.split(JOINT).all(|part| matches!(part, "" | "无" | "未用药" | "none")) {
            return;
        }
        self.named = true;
        let mut text = Heard::default();
        let (mut irrelevant, mut unknown) = (false, false);
        let is_list = folded.contains(JOINT);
        for part in folded.split(JOINT) {
            let read = read(part);
            text.systemic |= read.systemic;
            if read.topical {
                text.topical = text.topical.and(read.rows);
            } else {
                let aside = read.rows.only(|substance| match substance.id {
                    "urokinase" => read.flush || read.pleura,
                    _ => read.flush && substance.class.is_heparin(),
                });
                text.flushing = text.flushing.and(aside);
                text.acting = text.acting.and(read.rows.without(aside));
            }
            if read.irrelevant || local_irrelevant.iter().any(|name| has(part, &fold(name))) {
                irrelevant = true;
            } else if is_list && read.rows.is_empty() && !is_form(part) {
                // Of a list every part must be irrelevant; "5mg/片" is none.
                unknown = true;
            }
        }
        if matches!(folded.as_str(), "heparin" | "heparins" | "肝素") {
            (text.heparin, text.acting) = (text.acting, SubstanceSet::default());
        }
        // A part of a list is a medicine of its own: its form hides nothing in the rest of the list.
        text.topical = text.topical.without(text.acting);
        text.flushing = text.flushing.without(text.acting);
        self.add(&text);
        self.irrelevant |= irrelevant && !unknown;
    }

    fn code(&mut self, code: Code) {
        match code {
            Code::Row(row) => self.acting = self.acting.and(SubstanceSet::of(row)),
            // The code of a cream, of what there are creams of, and no name says injection, tablet or capsule. On any other
            // name it is a wrong code, and hides nothing.
            Code::Topical if !self.systemic => {
                let is_made = |class: Class| class.is_heparin() || matches!(class, Class::Nsaid | Class::Inhibitor | Class::Inducer);
                let made = self.acting.and(self.heparin).only(|substance| is_made(substance.class));
                self.topical = self.topical.and(made);
            }
            Code::Topical | Code::Foreign | Code::Vague | Code::None => {}
        }
    }

    fn add(&mut self, text: &Heard) {
        self.acting = self.acting.and(text.acting);
        self.flushing = self.flushing.and(text.flushing);
        self.topical = self.topical.and(text.topical);
        self.heparin = self.heparin.and(text.heparin);
        self.systemic |= text.systemic;
    }

    /// What acts, and what flushes a line. One text that says "cream" or "flush" says it of the medicine, whatever the other
    /// texts and the code leave out.
    fn settled(&self) -> (SubstanceSet, SubstanceSet) {
        let aside = self.flushing.and(self.topical);
        let heparins = self.acting.and(aside).only(|substance| substance.class.is_heparin());
        let acting = if heparins.is_empty() { self.acting.and(self.heparin) } else { self.acting };
        (acting.without(aside).without_groups(aside), self.flushing.without(self.topical).without_groups(acting))
    }
}

/// What an ATC code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// The substance in this row, or the class of its five characters.
    Row(usize),
    /// A form for the skin, the eye or the veins.
    Topical,
    /// A medicine that is none of ours.
    Foreign,
    /// Antithrombotics in general: a name has to say which.
    Vague,
    /// It is no ATC code.
    None,
}

pub(super) fn code(atc: &str) -> Code {
    let mut letters = [0; 7];
    let mut length = 0;
    for byte in atc.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let Some(letter) = letters.get_mut(length) else { return Code::None };
        *letter = byte.to_ascii_uppercase();
        length += 1;
    }
    let letters = &letters[..length];
    let Some(number) = number(letters) else { return Code::None };
    let row = |number: u32| codes().iter().find(|(code, _)| *code == number).map(|(_, row)| *row);
    match letters {
        // Antithrombin is under the heparins, and none.
        b"B01AB02" => Code::Foreign,
        _ => match row(number).or_else(|| row(number - number % 100)) {
            Some(row) => Code::Row(row.into()),
            None if [&b"C05BA"[..], b"D", b"S01", b"M02"].iter().any(|topical| letters.starts_with(topical)) => Code::Topical,
            None if letters.starts_with(b"B01") || b"B01".starts_with(letters) => Code::Vague,
            None => Code::Foreign,
        },
    }
}

/// A code as a number: a letter, two figures, a letter, a letter, two figures. What a shorter code
/// lacks counts as nought, which no code has there. `None`: it is no code, or ends between two levels.
fn number(code: &[u8]) -> Option<u32> {
    if !matches!(code.len(), 1 | 3 | 4 | 5 | 7) {
        return None;
    }
    let mut number = 0;
    for at in 0..7 {
        let is_figure = matches!(at, 1 | 2 | 5 | 6);
        let digit = match code.get(at) {
            Some(letter @ b'A'..=b'Z') if !is_figure => letter - b'A' + 1,
            Some(figure @ b'0'..=b'9') if is_figure => figure - b'0',
            Some(_) => return None,
            None => 0,
        };
        number = number * if is_figure { 10 } else { 27 } + u32::from(digit);
    }
    Some(number)
}

/// Every code of the table and its row; made when it is first asked for.
fn codes() -> &'static [(u32, u8)] {
    static CODES: OnceLock<Vec<(u32, u8)>> = OnceLock::new();
    CODES.get_or_init(|| {
        let of_row = |(row, substance): (usize, &'static Substance)| {
            let numbers = substance.atc.split(' ').filter_map(|code| number(code.as_bytes()));
            numbers.map(move |number| (number, row as u8))
        };
        SUBSTANCES.iter().enumerate().flat_map(of_row).collect()
    })
}
