//! The shelf: every instrument by what it is used for, and how its Chinese title is found by the first letters of its pinyin.
//! What a page of the shelf says of an instrument stands in the instrument's own table (`not_for`, `caveats`, `figures`, `source`):
//! this file adds no clinical statement. Called by the app and by tests; a first visit has none of it.

use super::instrument::Instrument;
use super::instruments::{ALL, SCORED};
use crate::text::{Text, text};

/// What instruments are used for, in the order of the shelf.
#[derive(Debug)]
pub struct ShelfUse {
    pub id: &'static str,
    pub title: Text,
    /// First letters of the pinyin of each Chinese character of the title; Latin letters and digits as they are, in small letters.
    pub initials: &'static str,
    pub instruments: &'static [ShelfRow],
}

/// One instrument on the shelf.
#[derive(Debug)]
pub struct ShelfRow {
    pub id: &'static str,
    /// As of [`ShelfUse::initials`].
    pub initials: &'static str,
}

const fn row(id: &'static str, initials: &'static str) -> ShelfRow {
    ShelfRow { id, initials }
}

#[rustfmt::skip]
pub static SHELF: &[ShelfUse] = &[
    ShelfUse { id: "prevention", title: text!("住院与门诊预防：血栓风险", "Prevention in and out of hospital: the risk of a clot"), initials: "zyymzyfxsfx", instruments: &[
        row("caprini", "caprinifxpg2005b"),
        row("padua", "paduaycpf"),
        row("improve_vte", "improvevtepf7x"),
        row("improve_dd", "improveddpf7xjdejt"),
        row("nhs_dh", "ygwsbvtefxpgb"),
        row("rcog_37a", "rcog37ackvtefxpg"),
        row("khorana", "khoranapf"),
    ] },
    ShelfUse { id: "bleeding", title: text!("预防前：出血风险", "Before prevention: the risk of bleeding"), initials: "yfqcxfx", instruments: &[
        row("cn_bleed_surgical", "wkhzcxfxpg"),
        row("cn_bleed_medical", "nkhzcxfxpg"),
        row("improve_bleeding", "improvecxpf"),
    ] },
    ShelfUse { id: "suspected_dvt", title: text!("疑似深静脉血栓（DVT）", "Suspected deep vein thrombosis (DVT)"), initials: "yssjmxsdvt", instruments: &[
        row("wells_dvt", "wellsdvtpf"),
    ] },
    ShelfUse { id: "suspected_pe", title: text!("疑似肺栓塞（PE）", "Suspected pulmonary embolism (PE)"), initials: "ysfsspe", instruments: &[
        row("wells_pe", "wellspepf"),
        row("wells_pe_simplified", "jhwellspepf"),
        row("geneva", "xdbgenevapf"),
        row("geneva_simplified", "jhxdbgenevapf"),
        row("perc", "percfsspcbz"),
        row("years", "yearsgz"),
        row("d_dimer_age", "nljzdejt"),
        row("peged", "pegedgz"),
    ] },
    ShelfUse { id: "confirmed_pe", title: text!("确诊肺栓塞：严重程度", "Confirmed pulmonary embolism: how severe"), initials: "qzfssyzcd", instruments: &[
        row("pesi", "pesifssyzzs"),
        row("spesi", "spesijhfssyzzs"),
        row("esc_2019", "esc2019fsszqswfxfj"),
        row("bova", "bovapf"),
        row("hestia", "hestiabz"),
    ] },
    ShelfUse { id: "treatment", title: text!("抗凝治疗期间：出血风险", "During anticoagulant treatment: the risk of bleeding"), initials: "knzlqjcxfx", instruments: &[
        row("has_bled", "hasbledcxpf"),
        row("vte_bleed", "vtebleedcxpf"),
    ] },
    ShelfUse { id: "suspected_hit", title: text!("疑似肝素诱导的血小板减少症（HIT）", "Suspected heparin-induced thrombocytopenia (HIT)"), initials: "ysgsyddxxbjszhit", instruments: &[
        row("four_ts", "4tspfhitknx"),
    ] },
];

/// The table of an instrument of the shelf.
pub fn on_the_shelf(id: &str) -> Option<&'static Instrument> {
    ALL.iter().chain(SCORED).copied().find(|instrument| instrument.id == id)
}

/// Letters and digits in small letters, without what stands between them: "Wells PE" and "wells-pe" are one word.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a search finds this row: in its title in either language, in its id, in its initials, or in those of its use. Every word
/// that was typed must be found somewhere; an empty search finds all.
pub fn finds(of: &ShelfUse, row: &ShelfRow, search: &str) -> bool {
    let title = on_the_shelf(row.id).map(|instrument| instrument.title);
    let texts: Vec<String> = title.into_iter().chain([of.title]).flat_map(|title| [title.zh(), title.en()]).chain([row.id]).map(plain).collect();
    search
        .split_whitespace()
        .map(plain)
        .filter(|word| !word.is_empty())
        .all(|word| texts.iter().any(|text| text.contains(&word)) || row.initials.contains(&word) || of.initials.contains(&word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn rows() -> impl Iterator<Item = (&'static ShelfUse, &'static ShelfRow)> {
        SHELF.iter().flat_map(|of| of.instruments.iter().map(move |row| (of, row)))
    }

    #[test]
    fn every_instrument_stands_on_the_shelf_once() {
        let mut shelf: Vec<&str> = rows().map(|(_, row)| row.id).collect();
        let mut all: Vec<&str> = ALL.iter().chain(SCORED).map(|instrument| instrument.id).collect();
        shelf.sort_unstable();
        all.sort_unstable();
        assert_eq!(shelf, all);
    }

    #[test]
    fn every_chinese_title_has_its_initials_and_one_character_has_one_letter() {
        let titles = SHELF.iter().map(|of| (of.title.zh(), of.initials));
        let titles = titles.chain(rows().map(|(_, row)| (on_the_shelf(row.id).expect("a table").title.zh(), row.initials)));
        let mut letters: BTreeMap<char, (char, &str)> = BTreeMap::new();
        for (title, initials) in titles {
            let mut left = initials.chars();
            for sign in title.chars().filter(|c| c.is_alphanumeric()) {
                let letter = left.next().unwrap_or_else(|| panic!("{title}: too few initials"));
                if sign.is_ascii() {
                    assert_eq!(letter, sign.to_ascii_lowercase(), "{title}");
                    continue;
                }
                assert!(letter.is_ascii_lowercase(), "{title}: {sign}");
                let (known, of) = *letters.entry(sign).or_insert((letter, title));
                assert_eq!(letter, known, "{sign} in {title} and in {of}");
            }
            assert_eq!(left.next(), None, "{title}: too many initials");
        }
    }

    #[test]
    fn a_title_is_found_in_chinese_by_initials_and_in_english() {
        let found = |search: &str| rows().filter(|(of, row)| finds(of, row, search)).map(|(_, row)| row.id).collect::<Vec<_>>();
        assert_eq!(found("严重指数"), ["pesi", "spesi"]);
        assert_eq!(found("fssyzzs"), ["pesi", "spesi"]);
        assert_eq!(found("severity index"), ["pesi", "spesi"]);
        assert_eq!(found("Wells-DVT"), ["wells_dvt"]);
        assert_eq!(found("产科"), ["rcog_37a"]);
        assert_eq!(found("ck"), ["rcog_37a"]);
        assert_eq!(found("JHXDB"), ["geneva_simplified"]);
        assert!(found("肺栓塞").len() >= 12, "by what it is used for");
        assert_eq!(found(" ").len(), ALL.len() + SCORED.len());
        assert!(found("no such score").is_empty());
    }
}
