//! The indicators, as rows. `notion` says what a counted thing means under each choice, `indicator` what a row is and how its id is
//! made; the rows stand in `alliance` (the seven of the study), `national` (the national pair, the guideline of 2022, hospital
//! review and intensive care) and `elsewhere` (England). What cannot be counted of these tables is listed in [`NOT_COUNTED`].

pub mod alliance;
pub mod elsewhere;
pub mod exclusions;
pub mod indicator;
pub mod national;
pub mod notion;

use crate::text::{Text, text};
use indicator::{Chosen, Indicator};

/// Every indicator, in the order of the page.
pub fn all() -> impl Iterator<Item = &'static Indicator> {
    alliance::ALLIANCE.iter().chain(&national::NATIONAL).chain(&elsewhere::ELSEWHERE)
}

/// By an id with its choices: `alliance_2.within_24h`. Choices may stand in any order; the id that is written has one.
pub fn named(id: &str) -> Option<Chosen> {
    let mut words = id.split('.');
    let first = words.next()?;
    let indicator = all().find(|indicator| indicator.id == first)?;
    words.try_fold(Chosen::default_of(indicator), Chosen::with)
}

/// Every indicator with every combination of its options, for what must hold of all.
pub fn every_choice() -> Vec<Chosen> {
    let mut found: Vec<Chosen> = vec![];
    for indicator in all() {
        let mut of = vec![Chosen::default_of(indicator)];
        for row in &indicator::OPTIONS {
            let more: Vec<Chosen> = of.iter().filter_map(|chosen| chosen.with(row.word)).collect();
            of.extend(more);
        }
        found.extend(of);
    }
    found
}

/// Named by the specification, and not countable from the two tables: what is missing.
#[rustfmt::skip]
pub static NOT_COUNTED: [(&str, Text, Text); 3] = [
    ("q_major_bleed", text!("药物预防相关大出血发生率", "Major bleeding on prophylaxis"), text!("记录中只有“因出血停用”，没有大出血的判定", "The record has \"stopped for bleeding\", and no judgement of major bleeding")),
    ("rev_vaginal", text!("阴道分娩产妇并发症（含产后DVT、PE）", "Complications of vaginal delivery (DVT and PE among them)"), text!("记录中没有分娩方式", "The record has no mode of delivery")),
    ("rev_csection", text!("剖宫产产妇并发症（含产后DVT、PE）", "Complications of caesarean section (DVT and PE among them)"), text!("记录中没有分娩方式", "The record has no mode of delivery")),
];
