//! Section 2: the matrix, what it has no row for, and what changes a row.

use super::asked::{AskedPatient, high_risk, medical, moderate_risk};
use super::page::{both, heading, merged, paragraph, sources, table};
use crate::clinical::chart::Procedure;
use crate::clinical::matrix::{Level, MATRIX, MatrixBlock, Output, Rule, row};
use crate::text::{Text, text};

const BLOCKS: [(MatrixBlock, Text); 4] = [
    (MatrixBlock::Ortho, text!("髋膝关节置换、髋部骨折手术", "THA, TKA, hip-fracture surgery")),
    (MatrixBlock::Surgical, text!("其他手术患者（含外科ICU）", "Other surgical patients, ICU or not")),
    (MatrixBlock::Intensive, text!("ICU非手术患者", "ICU, non-surgical")),
    (MatrixBlock::Medical, text!("其他非手术患者", "Other non-surgical patients")),
];

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "自上而下先定组，再定行；每种组合恰有一行。P：按第9节仍有可用药物；M：仍有可用器械。数据缺失不使P为否，只使药物等待。",
            "The first group that fits, then the row; every combination has exactly one. P: a drug is usable after section 9; M: a device is. Missing data never make P false, they make the drug wait."
        ),
    );
    for (block, title) in BLOCKS {
        heading(page, title);
        let heads = [
            text!("行", "row"),
            text!("分层", "band"),
            text!("出血高危", "bleeding high"),
            text!("药物可用", "P"),
            text!("器械可用", "M"),
            text!("处置", "output"),
            text!("复评", "re-check"),
            text!("理由", "reason"),
            text!("来源", "source"),
        ];
        table(page, &heads, MATRIX.iter().filter(|rule| rule.block == block).map(line));
    }
    without_a_row(page);
    changed(page);
    again(page);
}

fn line(rule: &Rule) -> Vec<String> {
    let yes = |condition: Option<bool>| condition.map_or("–".to_owned(), |yes| if yes { "是 yes" } else { "否 no" }.into());
    let again = rule.recheck_h.map_or("变化时 on change".to_owned(), |hours| match hours {
        24 => "24 h".into(),
        hours => format!("{} d", hours / 24),
    });
    vec![
        rule.id.into(),
        levels(rule.block, rule.levels),
        yes(rule.bleeding_high),
        yes(rule.drug),
        yes(rule.device),
        both(output(rule.output)),
        again,
        both(rule.reason),
        sources(rule.marks),
    ]
}

pub fn output(of: Output) -> Text {
    match of {
        Output::Basic => text!("仅基础预防", "basic only"),
        Output::Mechanical => text!("机械", "device"),
        Output::Drug => text!("药物", "drug"),
        Output::Usable => text!("可用的一种", "the usable one"),
        Output::Either => text!("药物或机械", "drug or device"),
        Output::Both => text!("药物+机械", "drug and device"),
        Output::Escalate => text!("会诊/上报", "consult or escalate"),
    }
}

const LEVELS: [Level; 4] = [Level::VeryLow, Level::Low, Level::Moderate, Level::High];

pub fn levels(block: MatrixBlock, of: &[Level]) -> String {
    let word = |level: &Level| match (block, level) {
        (MatrixBlock::Medical, Level::High) => "Padua ≥4",
        (MatrixBlock::Medical, Level::Moderate) => "Caprini 3–4",
        (MatrixBlock::Medical, _) => "Padua <4",
        (_, Level::VeryLow) => "Caprini 0",
        (_, Level::Low) => "1–2",
        (_, Level::Moderate) => "3–4",
        (_, Level::High) => "≥5",
    };
    if of.len() == LEVELS.len() {
        return "任何 any".into();
    }
    let mut words: Vec<&str> = of.iter().map(word).collect();
    words.dedup();
    words.join(", ")
}

/// Combinations that the matrix has no row for, each with the row that a patient of that kind gets all the same.
fn without_a_row(page: &mut String) {
    heading(page, text!("没有行的情形", "What has no row"));
    let mut rows = vec![];
    for (block, title) in BLOCKS {
        let none: Vec<Level> =
            LEVELS.into_iter().filter(|level| every_state().all(|[high, drug, device]| row(block, *level, high, drug, device).is_none())).collect();
        if !none.is_empty() {
            let by_caprini = medical().scored_by_caprini().says("swollen_legs", true).answer();
            rows.push(vec![both(title), levels(block, &none), both(BY_CAPRINI), format!("{}: {}", by_caprini.rule(), by_caprini.measures())]);
        }
    }
    let open = medical().unanswered().answer();
    rows.push(vec![both(text!("任何", "any")), "–".into(), both(BAND_OPEN), format!("{}: {}", open.rule(), open.measures())]);
    let heads = [text!("组", "group"), text!("分层", "band"), text!("为何", "why"), text!("此时", "then")];
    table(page, &heads, rows);
    paragraph(page, text!("不适用的人群见第1节（NF_*）。", "Whom the program is not for: section 1 (NF_*)."));
}

const BY_CAPRINI: Text = text!(
    "Padua只有低危和高危两层；本院设定内科用Caprini时，中危按手术患者的行，出血仍按内科表",
    "Padua has no moderate band; where the hospital scores medical patients with Caprini, a moderate one reads the surgical rows, and bleeding stays by the medical list"
);
const BAND_OPEN: Text = text!("评分未答完、分层未定", "The score is not complete, and its band is open");

fn every_state() -> impl Iterator<Item = [bool; 3]> {
    (0..8_u8).map(|bits| [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0])
}

/// What else is asked before the output of a row holds: procedures, the kidney as the only reason.
fn changed(page: &mut String) {
    heading(page, text!("改变某一行的情形", "What changes a row"));
    let mut rows = vec![];
    let plain = [moderate_risk(), high_risk()].map(|asked| asked.answer());
    for id in Procedure::ALL.map(Procedure::id) {
        let operated: Vec<AskedPatient> = [moderate_risk(), high_risk()].into_iter().map(|asked| asked.operated(id)).collect();
        for (asked, plain) in operated.iter().zip(&plain) {
            let answer = asked.answer();
            let reasons = answer.reasons();
            // The row's own sentence is gone: another one speaks in its place.
            if answer.rule() == plain.rule() && !reasons.contains(&plain.reasons()[0]) {
                rows.push(vec![format!("{}: `{id}`", answer.rule()), answer.measures(), reasons.join("; "), answer.cited()]);
            }
        }
    }
    let kidney = high_risk().clearance(29.9).answer();
    rows.push(vec![
        format!("{}: CrCl 29.9, `bs_severe_renal_hepatic`", kidney.rule()),
        format!("{}; {}", kidney.measures(), kidney.drugs()),
        kidney.reasons().last().cloned().unwrap_or_default(),
        kidney.cited(),
    ]);
    let merged: Vec<Vec<String>> = merged(&rows).into_iter().map(|(_, row)| row).collect();
    let heads = [text!("行与情形", "row and situation"), text!("处置", "output"), text!("理由", "reason"), text!("来源", "source")];
    table(page, &heads, merged);
}

/// The next look, where it is sooner than the row's.
fn again(page: &mut String) {
    heading(page, text!("提前复评", "A sooner look"));
    let asked = [
        medical(),
        medical().without("platelets"),
        medical().names("丹参片"),
        medical().says("bm_active_gi_ulcer", true),
        medical().open("bm_bleeding_3mo").open("bm_icu_ccu").open("bm_central_venous_catheter").open("bm_rheumatic").open("bm_current_cancer"),
        medical().measured("haemoglobin", 69.0),
        medical().suspected(false, Some("left")),
        moderate_risk(),
        high_risk(),
        high_risk().clearance(29.9),
    ];
    let rows = asked.iter().map(|asked| {
        let answer = asked.answer();
        vec![asked.told(), answer.rule(), answer.measures(), answer.again()]
    });
    let heads = [text!("情形", "situation"), text!("行", "row"), text!("处置", "output"), text!("复评", "re-check")];
    table(page, &heads, rows);
}
