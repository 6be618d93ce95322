//! What an allergy on record is to, as far as it bears on a drug here (core specification 4.5).

use super::names::{JOINT, fold, has, is_form, made_of, read};
use super::recognise::{Code, code};
use super::table::{Class, SUBSTANCES, Substance};

/// What an allergy is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allergen {
    /// Any heparin, a heparinoid, pork or gelatine: every heparin cross-reacts.
    Heparins,
    /// One drug, by the id of its row: fondaparinux or a DOAC.
    Drug(&'static str),
    /// Somebody asked, and there is no allergy.
    None,
    /// Of a kind that bears on no drug here: shown, and nothing is asked.
    Irrelevant,
    /// Nobody knows: one question names it, and every drug waits for the answer.
    Unrecognised,
}

const HEPARIN_LIKE: &str = "猪|明胶|类肝素|heparinoid|pork|porcine|gelatin|gelatine";
/// The stems of 4.5, and the same in English; an English one may be the end of a word ("amoxicillin").
const IRRELEVANT: &str = "青霉素|西林|头孢|培南|氨曲南|磺胺|沙星|霉素|环素|硝唑|造影|碘|卡因|吗啡|哌替啶|芬太尼|曲马多|对乙酰氨基酚|布洛芬|安乃近|去痛片|阿司匹林|海鲜|虾|蟹|鱼|牛奶|鸡蛋|花生|芒果|酒精|乙醇|乳胶|花粉|尘螨|胶布|破伤风";
const IRRELEVANT_EN: &str = "cillin|cephalosporin|ceftriaxone|cefuroxime|cefazolin|penem|aztreonam|sulfa|sulfonamide|sulfamethoxazole|floxacin|mycin|micin|cycline|nidazole|contrast|iodine|caine|morphine|pethidine|fentanyl|tramadol|paracetamol|acetaminophen|metamizole|seafood|shellfish|shrimp|prawn|crab|fish|milk|egg|peanut|mango|alcohol|ethanol|latex|pollen|dust|mite|tape|tetanus";
const DENIED: &str = "无|没有|否认|未发现|未见|none|nkda|nka|nil|no|denies";
/// Words around an allergen that name none.
const AROUND: &str = "过敏史|过敏|史|反应|allergies|allergy|allergic|history|reaction|to";
const ANY: &str = "药物|药品|药|食物|其他|其它|已知|明确|特殊|任何|患者|自诉|目前|drugs|drug|food|known|other|any|medication";

/// Every allergen that a text names, each once; what the code of the medicine says counts beside it. Never empty: a record
/// that names nothing is unrecognised.
///
/// Heparin, pork, gelatine and the substances of the table are found anywhere in the text; of the rest each part of the list
/// is judged by itself, so that an unknown name beside a known one is still asked.
pub fn allergens(text: &str, atc: Option<&str>) -> Vec<Allergen> {
    let mut found = vec![];
    // "否认药物、食物过敏史": a denial runs on until the word allergy closes it.
    let mut denied = false;
    for part in listed(text).split(JOINT).filter(|part| !is_form(part)) {
        let rows = read(part).rows;
        rows.each().for_each(|(_, substance)| of(substance, &mut found));
        if has(part, HEPARIN_LIKE) {
            found.push(Allergen::Heparins);
        } else if rows.is_empty() {
            let denies = made_of(part, &[DENIED, AROUND, ANY]) && (denied || has(part, DENIED));
            if has(part, IRRELEVANT) || has(part, IRRELEVANT_EN) {
                found.push(Allergen::Irrelevant);
            } else if denies {
                found.push(Allergen::None);
            } else if found.is_empty() || !made_of(part, &[AROUND]) {
                found.push(Allergen::Unrecognised);
            }
            denied = denies && !has(part, AROUND);
        }
    }
    match atc.map_or(Code::None, code) {
        Code::Row(row) => of(&SUBSTANCES[row], &mut found),
        // Creams of heparin and heparinoids.
        Code::Topical if atc.is_some_and(|atc| fold(atc).starts_with("c05ba")) => found.push(Allergen::Heparins),
        // One medicine that is none of ours, whatever it is called.
        Code::Topical | Code::Foreign if matches!(found[..], [] | [Allergen::Unrecognised]) => found = vec![Allergen::Irrelevant],
        _ if found.is_empty() => found.push(Allergen::Unrecognised),
        Code::Topical | Code::Foreign | Code::Vague | Code::None => {}
    }
    let any = found.iter().any(|allergen| *allergen != Allergen::None);
    let mut each = vec![];
    for allergen in found {
        let is_overruled = any && allergen == Allergen::None;
        if !is_overruled && !each.contains(&allergen) {
            each.push(allergen);
        }
    }
    each
}

/// The folded text with a joint wherever one allergen may end and the next begin, so also between Chinese words.
fn listed(text: &str) -> String {
    let is_chinese = |sign: char| sign >= '\u{2e80}';
    let mut listed = String::with_capacity(text.len());
    let (mut before, mut signs) = (' ', text.chars().peekable());
    while let Some(sign) = signs.next() {
        let joins = sign.is_whitespace() && (is_chinese(before) || signs.peek().copied().is_some_and(is_chinese));
        listed.push(if joins || matches!(sign, '和' | '及' | '与' | '或' | '&') { JOINT } else { sign });
        before = sign;
    }
    fold(&listed).replace(" and ", ",")
}

/// An allergy to a substance of the table.
fn of(substance: &'static Substance, found: &mut Vec<Allergen>) {
    match substance.class {
        Class::Ufh | Class::Lmwh => found.push(Allergen::Heparins),
        _ if substance.is_heparinoid() => found.push(Allergen::Heparins),
        Class::Fondaparinux => found.push(Allergen::Drug(substance.id)),
        // "A DOAC", not said which: it may be any of them.
        Class::Doac => {
            let meant = SUBSTANCES.iter().filter(|row| row.class == Class::Doac && !row.is_group && (substance.is_group || *row == substance));
            found.extend(meant.map(|row| Allergen::Drug(row.id)));
        }
        // "An anticoagulant", not said which: it may be a heparin.
        Class::Anticoagulant if substance.is_group => found.push(Allergen::Unrecognised),
        _ => found.push(Allergen::Irrelevant),
    }
}
