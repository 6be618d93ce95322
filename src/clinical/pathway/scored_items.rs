//! The answers to the items of a score, as a field of an entry holds them beside the result: for each instrument its id, its edition
//! and one letter an item in the order of its table, lists divided by a semicolon (`spesi 2010 nnnnnn; esc_2019 2019 nnnu`). `y` yes,
//! `n` no, `u` a person said that it cannot be known, `-` nobody answered, `c` a quantity that is itself counted. An event holds no
//! more than 200 characters in a value, so the items are not named.

use crate::clinical::cell::{Cell, CellValue};
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::instruments::scored;
use crate::text::{Lang, text};

/// One instrument with what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredItems<'a> {
    /// None: an instrument or an edition that this version does not have.
    pub instrument: Option<&'static Instrument>,
    pub id: &'a str,
    pub edition: &'a str,
    pub letters: &'a str,
}

/// Writes the answers of a form.
pub fn write(instrument: &'static Instrument, cells: &[Cell]) -> String {
    let letter = |(index, cell): (usize, &Cell)| match cell.value {
        _ if matches!(instrument.items[index].from, From::Count(_)) => 'c',
        CellValue::Yes => 'y',
        CellValue::No => 'n',
        CellValue::Unknowable => 'u',
        CellValue::Open => '-',
    };
    let letters: String = cells.iter().enumerate().map(letter).collect();
    [instrument.id, " ", instrument.edition, " ", &letters].concat()
}

/// Reads them; none where the text is no such list.
pub fn read(value: &str) -> Option<Vec<ScoredItems<'_>>> {
    value.split(';').map(|one| of_one(one.trim())).collect()
}

fn of_one(one: &str) -> Option<ScoredItems<'_>> {
    let (id, rest) = one.split_once(' ')?;
    let (edition, letters) = rest.trim().split_once(' ')?;
    let letters = letters.trim();
    if letters.is_empty() || !letters.bytes().all(|letter| b"ynu-c".contains(&letter)) {
        return None;
    }
    let instrument = scored(id).filter(|table| table.edition == edition && table.items.len() == letters.len());
    Some(ScoredItems { instrument, id, edition, letters })
}

/// For a reader: what is yes, what cannot be known, what nobody answered, and how many are no. Where the table is not known, as it was
/// sent.
pub fn words(value: &str, lang: Lang) -> String {
    let Some(lists) = read(value) else { return value.to_owned() };
    let (colon, comma) = (text!("：", ": ").get(lang), text!("；", "; ").get(lang));
    let one = |list: &ScoredItems<'_>| {
        let Some(instrument) = list.instrument else { return [list.id, " ", list.edition, " ", list.letters].concat() };
        let labels = |wanted: u8| {
            let held = instrument.items.iter().zip(list.letters.bytes()).filter(|(_, letter)| *letter == wanted);
            held.map(|(item, _)| item.label.get(lang)).collect::<Vec<_>>().join(text!("、", ", ").get(lang))
        };
        let mut parts = vec![];
        for (letter, title) in [(b'y', text!("是", "yes")), (b'u', text!("无法得知", "cannot be known")), (b'-', text!("未答", "not answered"))]
        {
            let all = labels(letter);
            if !all.is_empty() {
                parts.push([title.get(lang), colon, &all].concat());
            }
        }
        let denied = list.letters.bytes().filter(|letter| *letter == b'n').count();
        if denied > 0 {
            parts.push([text!("否：", "no: ").get(lang), denied.to_string().as_str(), if lang == Lang::Zh { "项" } else { "" }].concat());
        }
        [instrument.title.get(lang), colon, &parts.join(comma)].concat()
    };
    lists.iter().map(one).collect::<Vec<_>>().join(text!("。", ". ").get(lang))
}
