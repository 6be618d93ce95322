//! How a medicine's name is compared with the table: folded once, and searched for every name of the table at every place
//! by an index that is made at the first name. Longest first: "低分子肝素" is not "肝素", and "尿激酶原" is not "尿激酶".

use std::sync::OnceLock;

use super::table::{SUBSTANCES, Substance};

/// Between two parts of a folded text: "、", ",", ";", "/", "+", a full stop or a new line.
pub(super) const JOINT: char = ',';

/// A text as it is compared: half-width, in small letters; whatever separates words is one space, and only where two words
/// need it; whatever joins medicines is [`JOINT`]. Folding a folded text changes nothing.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let (mut before, mut apart) = (JOINT, false);
    let mut signs = text.chars().map(half_width).filter(|sign| !is_invisible(*sign)).peekable();
    while let Some(sign) = signs.next() {
        let sign = match sign {
            '、' | ';' | '/' | '+' | '。' | '\n' | '\r' => JOINT,
            '【' | '[' | '{' | '〔' | '「' | '《' => '(',
            '】' | ']' | '}' | '〕' | '」' | '》' => ')',
            '.' if signs.peek().is_some_and(char::is_ascii_digit) => '.',
            // "St. John’s", "rt-PA", "heparin_sodium", "“肝素”".
            '.' | '-' | '_' | '\'' | '"' | '`' | '*' | '×' | '÷' | '·' | '•' | '®' | '™' | '\u{2010}'..='\u{201f}' | '\u{2212}' => ' ',
            '\u{3000}' => ' ',
            sign if sign > '\u{3000}' => sign,
            sign if sign.is_ascii_control() || sign.is_whitespace() => ' ',
            sign => sign.to_ascii_lowercase(),
        };
        if sign == ' ' {
            apart = true;
            continue;
        }
        if apart && is_word(before) && is_word(sign) {
            folded.push(' ');
        }
        folded.push(sign);
        (before, apart) = (sign, false);
    }
    folded
}

fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        sign => sign,
    }
}

/// Soft hyphens, joiners and byte order marks, as they come with copied text.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A sign of a word that is written with spaces around it: Latin, Greek or Cyrillic, or a figure.
fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '\u{c0}'..='\u{52f}')
}

/// What a name of the index says of the medicine that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The substance in this row.
    Substance(usize),
    /// Nothing: it only has the name of a substance in it.
    Nothing,
    /// A form for the skin, the eye, the ear or the airways.
    Topical,
    /// It keeps a line open.
    Flush,
    /// It is given into the pleura.
    Pleura,
    /// A form that acts in the whole body.
    Systemic,
    /// None of ours, wherever in a name it stands.
    Irrelevant,
    /// An infusion that is none of ours, where the name says nothing else.
    Carrier,
}

/// The other words of 4.4; the English forms are those of the Chinese list. A patch is no tablet.
#[rustfmt::skip]
static WORDS: &[(Says, &str)] = &[
    (Says::Nothing, "罗红霉素|抗凝血酶|类肝素|5asa|5 asa|4asa|4 asa|贴片|gel cap|gel capsule"),
    (Says::Topical, "乳膏|软膏|眼膏|滴眼|滴耳|凝胶|乳胶剂|洗剂|搽剂|贴剂|贴膏|吸入|雾化"),
    (Says::Topical, "cream|ointment|eye drop|ear drop|gel|lotion|liniment|patch|plaster|inhaled|inhalation|nebulised|nebulized"),
    (Says::Flush, "封管|冲管|flush|lock|透析管路"),
    (Says::Pleura, "胸腔"),
    (Says::Systemic, "注射|片|胶囊|口服|injection|tablet|capsule|oral"),
    (Says::Irrelevant, "他汀|地平|沙坦|普利|洛尔|拉唑|替丁|头孢|青霉素|西林|培南|沙星|格列|列汀|二甲双胍|阿卡波糖|胰岛素|呋塞米|托拉塞米|螺内酯|氢氯噻嗪"),
    (Says::Irrelevant, "氨溴索|沙丁胺醇|布地奈德|异丙托溴铵|茶碱|乳果糖|蒙脱石|泼尼松|地塞米松|硝酸甘油|单硝酸异山梨酯|甲硝唑"),
    (Says::Carrier, CARRIERS),
];

const CARRIERS: &str = "氯化钠|葡萄糖|葡萄糖氯化钠|氯化钾|注射用水|乳酸钠林格|氨基酸|脂肪乳|人血白蛋白";
/// Strength, form and packing, which are no part of a name.
const FORMS: &str = "注射液|注射用|注射剂|注射|输液|口服液|口服|溶液|缓释|控释|肠溶|片|胶囊|颗粒|粉|针|浓|灭菌|复方|塑料|玻璃|软|袋|瓶|支|盒|ml|l|mg|ug|μg|µg|g|iu|u|mmol";

/// Every list that the index is made of: two of each row, then the words.
const LISTS: usize = 2 * SUBSTANCES.len() + WORDS.len();

const fn list(number: usize) -> &'static str {
    if number >= 2 * SUBSTANCES.len() {
        WORDS[number - 2 * SUBSTANCES.len()].1
    } else if number.is_multiple_of(2) {
        SUBSTANCES[number / 2].name.both()
    } else {
        SUBSTANCES[number / 2].also
    }
}

fn says(list: usize) -> Says {
    match list.checked_sub(2 * SUBSTANCES.len()) {
        None => Says::Substance(list / 2),
        Some(word) => WORDS[word].0,
    }
}

/// A name in a list: where it begins and ends.
#[derive(Clone, Copy)]
struct Name {
    list: u8,
    begin: u8,
    end: u8,
}

const BUCKETS: usize = 256;
const NAMES: usize = count();

/// The names by how they begin; those of a bucket stand together.
struct Index {
    names: [Name; NAMES],
    from: [u16; BUCKETS + 1],
}

/// Made when it is first asked for: in the bundle it would weigh more than the code that makes it.
static INDEX: OnceLock<Index> = OnceLock::new();

const _: () = assert!(LISTS <= 256 && SUBSTANCES.len() <= 128);

fn index() -> Index {
    let mut index = Index { names: [Name { list: 0, begin: 0, end: 0 }; NAMES], from: [0; BUCKETS + 1] };
    // Where each bucket ends, then backwards into it.
    each_name(|bucket, _| index.from[bucket] += 1);
    for bucket in 0..BUCKETS {
        index.from[bucket + 1] += index.from[bucket];
    }
    each_name(|bucket, name| {
        index.from[bucket] -= 1;
        index.names[usize::from(index.from[bucket])] = name;
    });
    index
}

/// Every name with the bucket that it belongs to.
fn each_name(mut take: impl FnMut(usize, Name)) {
    for number in 0..LISTS {
        let bytes = list(number).as_bytes();
        let mut begin = 0;
        while begin < bytes.len() {
            let end = end_of_name(bytes, begin);
            take(bucket_of(bytes, begin), Name { list: number as u8, begin: begin as u8, end: end as u8 });
            begin = end + 1;
        }
    }
}

/// How many names there are; no name is empty, and no list too long for its places.
const fn count() -> usize {
    let (mut all, mut number) = (0, 0);
    while number < LISTS {
        let bytes = list(number).as_bytes();
        assert!(bytes.len() < 256);
        let mut begin = 0;
        while begin < bytes.len() {
            let end = end_of_name(bytes, begin);
            assert!(begin < end);
            all += 1;
            begin = end + 1;
        }
        number += 1;
    }
    all
}

const fn end_of_name(bytes: &[u8], begin: usize) -> usize {
    let mut end = begin;
    while end < bytes.len() && bytes[end] != b'|' && bytes[end] != b'/' {
        end += 1;
    }
    end
}

/// By the first two letters of a Latin name, else by the first character, which is Chinese.
fn bucket_of(bytes: &[u8], at: usize) -> usize {
    let skip = if bytes[at] < 0x80 { 0 } else { 1 };
    let second = if at + skip + 1 < bytes.len() { bytes[at + skip + 1].to_ascii_lowercase() } else { 0 };
    (bytes[at + skip].to_ascii_lowercase() as usize * 37 + second as usize) % BUCKETS
}

/// Where `name` ends, if `text` has it at `at`. A Latin name must be a whole word, of which an s makes the plural.
fn fits(name: &[u8], text: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    for &byte in name {
        if matches!(byte, b' ' | b'-' | b'\'') {
            here += usize::from(text.get(here) == Some(&b' '));
        } else if text.get(here) == Some(&byte.to_ascii_lowercase()) {
            here += 1;
        } else {
            return None;
        }
    }
    let latin = name.last().is_some_and(u8::is_ascii_alphabetic);
    let plural = here + usize::from(text.get(here) == Some(&b's'));
    match latin && is_letter(text, here) {
        false => Some(here),
        true if plural > here && !is_letter(text, plural) => Some(plural),
        true => None,
    }
}

/// A letter of a word begins at `at`: a to z, or one of two bytes (é, β, д).
fn is_letter(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, 0xc3..=0xd4))
}

/// A Latin name can begin at `at`: no letter stands before it, and no figure before a figure.
fn begins(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    match text[before] {
        b'a'..=b'z' => false,
        b'0'..=b'9' => !text[at].is_ascii_digit(),
        0x80.. => !(before > 0 && is_letter(text, before - 1)),
        _ => true,
    }
}

/// `text` has one of these names at any place, be it the end of a longer word.
pub(super) fn has(text: &str, names: &str) -> bool {
    let text = text.as_bytes();
    each(names).any(|name| (0..text.len()).any(|at| text[at] == name[0] && fits(name, text, at).is_some()))
}

/// `text` is one of these names, or several in a row, with nothing but figures and signs around them.
pub(super) fn made_of(text: &str, lists: &[&str]) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let begins_here = |name: &&[u8]| name[0] == byte && text[at..].starts_with(name);
        at += match byte {
            b'a'..=b'z' | 0x80.. => match lists.iter().flat_map(|list| each(list)).filter(begins_here).map(<[u8]>::len).max() {
                Some(longest) => longest,
                None => return false,
            },
            _ => 1,
        };
    }
    true
}

/// The names of a list.
fn each(list: &str) -> impl Iterator<Item = &[u8]> {
    list.as_bytes().split(|byte| *byte == b'|').filter(|name| !name.is_empty())
}

/// Nothing but strength, form and packing.
pub(super) fn is_form(text: &str) -> bool {
    made_of(text, &[FORMS])
}

/// Rows of the table, each at most once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SubstanceSet(u128);

impl SubstanceSet {
    pub fn of(row: usize) -> SubstanceSet {
        SubstanceSet(1 << row)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn and(self, other: SubstanceSet) -> SubstanceSet {
        SubstanceSet(self.0 | other.0)
    }

    pub fn without(self, other: SubstanceSet) -> SubstanceSet {
        SubstanceSet(self.0 & !other.0)
    }

    /// In the order of the table.
    pub fn each(self) -> impl Iterator<Item = (usize, &'static Substance)> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let row = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            SUBSTANCES.get(row).map(|substance| (row, substance))
        })
    }

    pub fn only(self, keep: impl Fn(&'static Substance) -> bool) -> SubstanceSet {
        self.each().filter(|(_, substance)| keep(substance)).fold(SubstanceSet::default(), |rows, (row, _)| rows.and(SubstanceSet::of(row)))
    }

    /// Without the words for classes that these rows, or the rows `beside` them, have a member of.
    pub fn without_groups(self, beside: SubstanceSet) -> SubstanceSet {
        let all = self.and(beside);
        self.only(|group| !(group.is_group && all.each().any(|(_, member)| group.covers(member))))
    }
}

/// What a part of a folded name says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NamePart {
    pub rows: SubstanceSet,
    pub topical: bool,
    pub flush: bool,
    pub pleura: bool,
    pub systemic: bool,
    /// None of ours, if nothing else is in it.
    pub irrelevant: bool,
}

struct Hit {
    begin: usize,
    end: usize,
    list: usize,
}

/// Reads one part of a folded text.
pub(super) fn read(part: &str) -> NamePart {
    let text = part.as_bytes();
    let index = INDEX.get_or_init(index);
    let mut read = NamePart::default();
    let (mut hits, mut carrier): (Vec<Hit>, _) = (vec![], false);
    for (begin, first) in part.char_indices() {
        if first.is_ascii() && (!first.is_ascii_alphanumeric() || !begins(text, begin)) {
            continue;
        }
        let bucket = bucket_of(text, begin);
        for name in &index.names[index.from[bucket].into()..index.from[bucket + 1].into()] {
            let names = list(name.list.into()).as_bytes();
            let Some(end) = fits(&names[name.begin.into()..name.end.into()], text, begin) else { continue };
            match says(name.list.into()) {
                // These yield to any other name, so they do not cover one.
                Says::Irrelevant => read.irrelevant = true,
                Says::Carrier => carrier = true,
                _ => hits.push(Hit { begin, end, list: name.list.into() }),
            }
        }
    }
    // The longest first, of two as long the one that begins first; what it covers says nothing of its own.
    while let Some(longest) = hits.iter().max_by_key(|hit| (hit.end - hit.begin, usize::MAX - hit.begin)) {
        let (begin, end) = (longest.begin, longest.end);
        match says(longest.list) {
            Says::Substance(row) => read.rows = read.rows.and(SubstanceSet::of(row)),
            Says::Topical => read.topical = true,
            Says::Flush => read.flush = true,
            Says::Pleura => read.pleura = true,
            Says::Systemic => read.systemic = true,
            Says::Nothing | Says::Irrelevant | Says::Carrier => {}
        }
        hits.retain(|hit| hit.end <= begin || hit.begin >= end);
    }
    read.irrelevant |= read.topical || carrier && made_of(part, &[CARRIERS, FORMS]);
    read
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_folded_to_what_is_compared() {
        for (text, folded) in [
            ("Ｅｎｏｘａｐａｒｉｎ　Sodium", "enoxaparin sodium"),
            ("低分子 肝素（钠）", "低分子肝素(钠)"),
            ("low-molecular\u{2011}weight  HEPARIN", "low molecular weight heparin"),
            ("St. John’s wort", "st john s wort"),
            ("unfractionated_heparin", "unfractionated heparin"),
            ("5-ASA 0.5g ×2", "5 asa 0.5g 2"),
            ("阿司匹林＋氯吡格雷；华法林", "阿司匹林,氯吡格雷,华法林"),
            ("hep\u{ad}a\u{200b}rin", "heparin"),
            (" - ", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    /// A name that stands for two rows would be read as the one that comes first.
    #[test]
    fn no_name_stands_twice_for_different_things() {
        let mut names: Vec<(String, Says)> = (0..LISTS)
            .flat_map(|number| {
                list(number).split(['|', '/']).filter(|name| !name.is_empty()).map(move |name| (fold(name).replace(' ', ""), says(number)))
            })
            .collect();
        names.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(names.len(), NAMES);
        for pair in names.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{pair:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_a_folded_text_changes_nothing(text in any::<String>(), signs in "[-_ .,、。0-9a-cA-CＡ-Ｃ（）中药é]{0,12}") {
            for text in [text, signs] {
                let folded = fold(&text);
                prop_assert_eq!(fold(&folded), folded);
            }
        }
    }
}
