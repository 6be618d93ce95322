//! The decision table as a page that a haematologist reads and signs: `docs/decision-table.md`. Every cell is asked of the
//! tables and functions that decide, none is typed here; a test compares the committed file. Nothing of this is in the
//! browser.

use std::fmt::Write as _;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::headless::marks;
use crate::clinical::blood::Blood;
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Neuraxial, Operation, OperationKind, OperationStatus, Procedure};
use crate::clinical::contraindication::{self, Judgement, Present, Row, When};
use crate::clinical::dosing::{self, Care, Dose, Joint, Patient};
use crate::clinical::formulary::{Device, Drug, EVERY_DEVICE, EVERY_DRUG, Set};
use crate::clinical::matrix::{Block, Level, MATRIX, Output, Rule};
use crate::clinical::measure::{DrugCourse, Measure, What};
use crate::clinical::monitoring;
use crate::clinical::profile::{Profile, THRESHOLDS};
use crate::clinical::prophylaxis::{HELD_FOR_HIT, STOPS_AT_DISCHARGE};
use crate::clinical::routes::{self, Reason};
use crate::clinical::source::Mark;
use crate::clinical::timing;
use crate::text::{Text, text};

/// The page.
pub fn decision_table() -> String {
    let mut page = String::from(HEAD);
    routes(&mut page);
    matrix(&mut page);
    choice(&mut page);
    doses(&mut page);
    starts(&mut page);
    stops(&mut page);
    needles(&mut page);
    monitored(&mut page);
    contraindications(&mut page);
    page.push_str(FOOT);
    page
}

const HEAD: &str = "# 决策表 / Decision table\n\n\
    由 `src/clinical/` 中的表和函数生成，与程序不一致时测试失败。标记：**V** 已在所示公开资料中读到；**V2** 仅见于二手资料；**K** 已知但来源未核实；**D** 本规格决定（本院设定）。\n\n\
    Generated from the tables and functions in `src/clinical/`; a test fails when it differs. Marks: **V** read in the public place named; **V2** read \
    only in a secondary source; **K** known, source not verified; **D** a decision of ours (local setting). What stands after K or D is the one statement meant. Keys are listed in `evidence.md`.\n\n\
    基础预防（宣教、早期活动、踝泵、避免脱水、保护静脉）适用于每一位患者。以下均为建议，用药须医师确认。\n\n\
    Basic prophylaxis (education, early mobilisation, ankle pumps, hydration, vein care) is for every patient. All below is proposed; a physician confirms every drug.\n";

const FOOT: &str = "\n## 审核 / Review\n\n\
    | 节 section | 同意 agreed | 意见 remarks |\n|---|---|---|\n| 1 | | |\n| 2 | | |\n| 3 | | |\n| 4 | | |\n| 5 | | |\n| 6 | | |\n| 7 | | |\n| 8 | | |\n| 9 | | |\n\n\
    审核人 reviewer: ______________  日期 date: ______________\n";

fn both(text: Text) -> String {
    format!("{} / {}", text.zh(), text.en())
}

fn sources(of: &[Mark]) -> String {
    super::tables::cited(of)
}

fn output(of: Output) -> Text {
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

fn routes(page: &mut String) {
    page.push_str("\n## 1 先于矩阵 / Before the matrix\n\n| 发现 finding | 理由 reason | 来源 source |\n|---|---|---|\n");
    for (id, (reason, marks)) in ROUTES {
        let _ = writeln!(page, "| `{id}` | {} | {} |", both(reason), sources(marks));
    }
}

/// Every route with its sentence.
const ROUTES: [(&str, Reason); 9] = [
    ("CI_HIT_ACUTE", routes::HIT_ACUTE),
    ("AL_PLT_HIT", routes::HIT_ALERT),
    ("CI_ACUTE_VTE", routes::ACUTE_VTE),
    ("SUSPECTED_VTE", routes::SUSPECTED),
    ("NF_OBSTETRIC", routes::OBSTETRIC),
    ("CI_THERAPEUTIC_AC", routes::PROTECTED),
    ("CI_THERAPEUTIC_AC", routes::WITH_BLOCK),
    ("CI_THERAPEUTIC_AC", routes::TOO_LITTLE),
    ("CI_THERAPEUTIC_AC", routes::EFFECT_UNKNOWN),
];

const BLOCKS: [(Block, Text); 4] = [
    (Block::Ortho, text!("髋膝关节置换、髋部骨折手术", "THA, TKA, hip-fracture surgery")),
    (Block::Surgical, text!("其他手术患者（含外科ICU）", "Other surgical patients, ICU or not")),
    (Block::Intensive, text!("ICU非手术患者", "ICU, non-surgical")),
    (Block::Medical, text!("其他非手术患者", "Other non-surgical patients")),
];

fn levels(rule: &Rule) -> String {
    let word = |level: &Level| match (rule.block, level) {
        (Block::Medical, Level::High) => "Padua ≥4",
        (Block::Medical, _) => "Padua <4",
        (_, Level::VeryLow) => "Caprini 0",
        (_, Level::Low) => "1–2",
        (_, Level::Moderate) => "3–4",
        (_, Level::High) => "≥5",
    };
    if rule.levels.len() == 4 {
        return "任何 any".into();
    }
    let mut words: Vec<&str> = rule.levels.iter().map(word).collect();
    words.dedup();
    words.join(", ")
}

fn matrix(page: &mut String) {
    page.push_str(
        "\n## 2 矩阵 / Matrix\n\n自上而下先定组，再定行；每种组合恰有一行。P：按第9节仍有可用药物；M：仍有可用器械。数据缺失不使P为否，只使药物等待。\n\n\
         The first group that fits, then the row; every combination has exactly one. P: a drug is usable after section 9; M: a device is. Missing data \
         never make P false, they make the drug wait.\n",
    );
    for (block, title) in BLOCKS {
        let _ = write!(
            page,
            "\n### {}\n\n| 行 row | 分层 band | 出血高危 bleeding high | P | M | 输出 output | 复评 re-check | 理由 reason | 来源 source |\n|---|---|---|---|---|---|---|---|---|\n",
            both(title)
        );
        for rule in MATRIX.iter().filter(|rule| rule.block == block) {
            let yes = |condition: Option<bool>| condition.map_or("–", |yes| if yes { "是 yes" } else { "否 no" });
            let again = rule.recheck_h.map_or("变化时 on change".to_owned(), |hours| match hours {
                24 => "24 h".into(),
                hours => format!("{} d", hours / 24),
            });
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} | {} | {} | {again} | {} | {} |",
                rule.id,
                levels(rule),
                yes(rule.bleeding_high),
                yes(rule.drug),
                yes(rule.device),
                both(output(rule.output)),
                both(rule.reason),
                sources(rule.marks)
            );
        }
    }
    page.push_str(
        "\n内科患者用Caprini者（本院设定）：≥5按内科行，3~4按手术3~4行，出血按内科表。 / A medical patient scored with Caprini (local setting): from 5 the medical \
         rows, 3–4 the surgical rows of 3–4, bleeding by the medical list.\n\n经尿道前列腺电切、根治性前列腺切除、神经外科手术：凡输出含药物者改为机械，无可用器械则会诊（V:ASH19）。\
         / TURP, radical prostatectomy, neurosurgery: wherever the output holds a drug it becomes a device, or escalation without one (V:ASH19).\n",
    );
}

fn patient(clearance: f64, weight: f64, moderate: bool) -> Patient {
    Patient {
        weight_kg: Some(weight),
        clearance: Some(clearance),
        bmi: Some(24.0),
        moderate,
        moderate_mg: 20,
        high: !moderate,
        fracture_in_bed: false,
        neuraxial_catheter: false,
        catheter_in_place: false,
    }
}

fn present(id: &str) -> Judgement {
    let present = contraindication::named(id).map(Present::of);
    Judgement { present: present.into_iter().collect(), ..Judgement::default() }
}

const CARES: [(Care, Text); 6] = [
    (Care::Ortho(Joint::Hip), text!("择期髋关节置换", "elective THA")),
    (Care::Ortho(Joint::Knee), text!("择期膝关节置换", "elective TKA")),
    (Care::Ortho(Joint::HipFracture), text!("髋部骨折手术", "hip-fracture surgery")),
    (Care::Surgical, text!("其他手术", "other surgery")),
    (Care::Intensive, text!("ICU非手术", "ICU, non-surgical")),
    (Care::Medical, text!("内科", "medical")),
];

/// Ranges of clearance, each with figures at both of its edges: the page may only say of a range what holds at both.
const CLEARANCES: [(&str, &[f64]); 4] = [(">50", &[50.1, 90.0, 150.0]), ("30–50", &[30.0, 50.0]), ("15–<30", &[15.0, 29.9]), ("<15", &[5.0, 14.9])];
const WEIGHTS: [(&str, &[f64]); 4] = [("<50 kg", &[35.0, 49.9]), ("50–<70 kg", &[50.0, 69.9]), ("70 kg", &[70.0]), (">70 kg", &[70.1, 150.0])];

/// The one answer of all; a range that holds two is no range.
fn agreed<T: PartialEq + std::fmt::Debug>(mut answers: impl Iterator<Item = T>) -> T {
    let first = answers.next().expect("a range is not empty");
    answers.for_each(|other| assert_eq!(first, other, "an edge inside a range"));
    first
}

fn named(drug: Drug) -> String {
    format!("{} {}", drug.label().zh(), drug.id())
}

fn choice(page: &mut String) {
    page.push_str(
        "\n## 3 选药顺序 / Order of choice\n\n矩阵给出药物时，取第一个有库存且无禁忌者；同时只用一种。骨科顺序以本院目录为准，下为默认目录。\n\n\
         Where the matrix gives a drug: the first in stock that nothing forbids, never two. Orthopaedic order is the hospital's; shown is the default.\n\n\
         | 情况 situation | CrCl | 无HIT no HIT | HIT病史 past HIT |\n|---|---|---|---|\n",
    );
    let order = |care, clearances: &[f64], judgement: &Judgement| {
        let drugs = agreed(
            clearances.iter().map(|&clearance| dosing::order_of_choice(care, &patient(clearance, 60.0, false), judgement, &Profile::default())),
        );
        if drugs.is_empty() { "无 none".to_owned() } else { drugs.into_iter().map(named).collect::<Vec<_>>().join(" → ") }
    };
    let column = |care| {
        CLEARANCES.map(|(_, clearances)| [order(care, clearances, &Judgement::default()), order(care, clearances, &present("CI_HIT"))].join(" | "))
    };
    for (title, cells) in together(CARES.iter().map(|(care, title)| (*title, column(*care)))) {
        for (range, cell) in merged(&cells) {
            let _ = writeln!(page, "| {title} | {} | {cell} |", clearance_words(range));
        }
    }
    page.push_str(
        "\n急性HIT见第1节。对全部肝素过敏者按HIT病史选药。达比加群、阿司匹林从不推荐。椎管内导管在位时仅肝素类。 / Acute HIT: section 1. An allergy to every heparin is read as past HIT. Dabigatran and aspirin are never proposed. Beside a neuraxial catheter: heparins only.\n",
    );
}

fn dose_words(dose: Option<Dose>) -> String {
    dose.map_or("不推荐 not proposed".into(), |dose| {
        let (zh, en) = dose.words();
        format!("{zh} / {en}")
    })
}

/// Neighbours that agree are one: the first and last of each run, and what it says.
fn merged<T: PartialEq + Clone>(cells: &[T]) -> Vec<((usize, usize), T)> {
    let mut runs: Vec<((usize, usize), T)> = vec![];
    for (index, cell) in cells.iter().enumerate() {
        match runs.last_mut() {
            Some(((_, end), last)) if last == cell => *end = index,
            _ => runs.push(((index, index), cell.clone())),
        }
    }
    runs
}

/// Situations that say the same share a line.
fn together<T: PartialEq>(rows: impl Iterator<Item = (Text, T)>) -> Vec<(String, T)> {
    let mut all: Vec<(Vec<Text>, T)> = vec![];
    for (title, cells) in rows {
        match all.iter_mut().find(|(_, other)| *other == cells) {
            Some((titles, _)) => titles.push(title),
            None => all.push((vec![title], cells)),
        }
    }
    let joined = |titles: &[Text], language: fn(&Text) -> &'static str, with: &str| titles.iter().map(language).collect::<Vec<_>>().join(with);
    all.into_iter()
        .map(|(titles, cells)| (format!("{} / {}", joined(&titles, |text| text.zh(), "、"), joined(&titles, |text| text.en(), ", ")), cells))
        .collect()
}

fn clearance_words(range: (usize, usize)) -> &'static str {
    match range {
        (0, 0) => ">50",
        (0, 1) => "≥30",
        (0, 2) => "≥15",
        (0, _) => "任何 any",
        (1, 1) => "30–50",
        (1, 2) => "15–50",
        (1, _) => "≤50",
        (2, 2) => "15–<30",
        (2, _) => "<30",
        _ => "<15",
    }
}

fn weight_words(range: (usize, usize)) -> &'static str {
    match range {
        (0, 0) => "<50 kg: ",
        (0, 1) => "<70 kg: ",
        (0, 2) => "≤70 kg: ",
        (0, _) => "",
        (1, 1) => "50–<70 kg: ",
        (1, 2) => "50–70 kg: ",
        (1, _) => "≥50 kg: ",
        (2, 2) => "70 kg: ",
        (2, _) => "≥70 kg: ",
        _ => ">70 kg: ",
    }
}

/// The doses of a drug in a situation and range of clearance, by weight.
fn by_weight(drug: Drug, care: Care, moderate: bool, clearances: &[f64]) -> Vec<((usize, usize), Option<Dose>)> {
    let doses = WEIGHTS.map(|(_, weights)| {
        let probes = weights.iter().flat_map(|&weight| clearances.iter().map(move |&clearance| patient(clearance, weight, moderate)));
        agreed(probes.map(|patient| dosing::dose(drug, care, &patient)))
    });
    merged(&doses)
}

const SITUATIONS: [(Care, bool, Text); 5] = [
    (Care::Ortho(Joint::Hip), false, text!("择期髋膝关节置换", "elective THA or TKA")),
    (Care::Ortho(Joint::HipFracture), false, text!("髋部骨折手术", "hip-fracture surgery")),
    (Care::Surgical, true, text!("手术 Caprini 3~4", "surgery, Caprini 3–4")),
    (Care::Surgical, false, text!("手术 Caprini ≥5", "surgery, Caprini ≥5")),
    (Care::Medical, false, text!("内科与ICU", "medical and ICU")),
];

fn doses(page: &mut String) {
    page.push_str("\n## 4 剂量 / Doses\n\n预防剂量，以本院药品说明书为准。 / Prophylactic doses; the local package insert prevails.\n");
    for drug in Drug::PROPOSABLE {
        let _ = write!(
            page,
            "\n### {} / {}\n\n来源 source: {}\n\n",
            drug.label().zh(),
            drug.label().en(),
            sources(dosing::dose_marks(drug, Care::Medical, &patient(90.0, 60.0, false)))
        );
        page.push_str("| 情况 situation | CrCl (mL/min) | 剂量 dose | 备注 remark |\n|---|---|---|---|\n");
        let column = |care, moderate| {
            CLEARANCES.map(|(_, clearances)| {
                let chosen = [Judgement::default(), present("CI_HIT")].iter().any(|judgement| {
                    agreed(clearances.iter().map(|&clearance| {
                        dosing::order_of_choice(care, &patient(clearance, 60.0, moderate), judgement, &Profile::default()).contains(&drug)
                    }))
                });
                if !chosen {
                    return "不选 not chosen | ".to_owned();
                }
                let doses = by_weight(drug, care, moderate, clearances);
                let said: Vec<String> = doses.iter().map(|(range, dose)| weight_words(*range).to_owned() + &dose_words(*dose)).collect();
                // Of a light patient and a heavy one: a remark that hangs on the weight says so itself.
                let both_weights = |clearance| {
                    let mut remarks = dosing::remarks(drug, care, &patient(clearance, 80.0, moderate));
                    remarks.extend(dosing::remarks(drug, care, &patient(clearance, 55.0, moderate)));
                    let mut told = vec![];
                    remarks.retain(|remark| {
                        !told.contains(remark) && {
                            told.push(*remark);
                            true
                        }
                    });
                    remarks
                };
                let remarks = agreed(clearances.iter().map(|&clearance| both_weights(clearance)));
                [said.join("; "), remarks.into_iter().map(both).collect::<Vec<_>>().join("; ")].join(" | ")
            })
        };
        for (title, cells) in together(SITUATIONS.iter().map(|(care, moderate, title)| (*title, column(*care, *moderate)))) {
            for (range, cell) in merged(&cells) {
                let _ = writeln!(page, "| {title} | {} | {cell} |", clearance_words(range));
            }
        }
    }
}

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn fact(value: FactValue) -> Fact {
    Fact { given: 0, ..Fact::of(value) }
}

fn operation(status: OperationStatus, hours: i64, procedure: Option<Procedure>) -> Operation {
    Operation {
        status: Some(status),
        at: Some(noon() + TimeDelta::hours(hours)),
        duration_min: Some(120.0),
        procedure,
        ..Operation::of(OperationKind::Open)
    }
}

/// Drugs with one answer stand in one line.
fn grouped(drugs: &[Drug], answer: impl Fn(Drug) -> String) -> Vec<(String, String)> {
    let mut groups: Vec<(Vec<Drug>, String)> = vec![];
    for &drug in drugs {
        let said = answer(drug);
        match groups.iter_mut().find(|(_, other)| *other == said) {
            Some((group, _)) => group.push(drug),
            None => groups.push((vec![drug], said)),
        }
    }
    groups.into_iter().map(|(group, said)| (group.into_iter().map(named).collect::<Vec<_>>().join(", "), said)).collect()
}

/// Words, the operation, whose care, whether the risk without it is high, and its end.
type Situation = (Text, Option<Operation>, Care, bool, Option<Instant>);

fn starts(page: &mut String) {
    page.push_str("\n## 5 开始 / Start\n\n| 情形 phase | 药物 drug | 最早 earliest | 规则 rule |\n|---|---|---|---|\n");
    let planned = operation(OperationStatus::Planned, 20, None);
    let soon = operation(OperationStatus::Planned, 11, None);
    let done = operation(OperationStatus::Done, -2, None);
    let overtaken = operation(OperationStatus::Planned, -5, None);
    let phases: [Situation; 7] = [
        (text!("无手术（内科、ICU）", "No operation (medical, ICU)"), None, Care::Medical, false, None),
        (text!("拟行手术", "Operation planned"), Some(planned), Care::Surgical, false, planned.ends_at()),
        (
            text!("拟行手术，不计手术仍≥5分，距手术≥12小时", "Planned, score without it ≥5, 12 h ahead or more"),
            Some(planned),
            Care::Surgical,
            true,
            planned.ends_at(),
        ),
        (
            text!("髋部骨折待手术，距手术≥12小时", "Hip fracture awaiting surgery, 12 h ahead or more"),
            Some(planned),
            Care::Ortho(Joint::HipFracture),
            false,
            planned.ends_at(),
        ),
        (text!("同上，距手术<12小时", "The same, less than 12 h ahead"), Some(soon), Care::Ortho(Joint::HipFracture), false, soon.ends_at()),
        (text!("手术已做", "Operation done"), Some(done), Care::Surgical, false, done.ends_at()),
        (text!("拟行时间已过，未记录是否已做", "Planned time has passed, not said whether done"), Some(overtaken), Care::Surgical, false, None),
    ];
    for (title, operation, care, early, end) in phases {
        let chart = Chart { facts: operation.into_iter().map(|operation| fact(FactValue::Operation(operation))).collect(), ..Chart::default() };
        // A DOAC is chosen after an elective arthroplasty only.
        let arthroplasty = care == Care::Surgical && !early;
        let drugs: Vec<Drug> = Drug::PROPOSABLE.into_iter().filter(|drug| arthroplasty || !drug.is_doac()).collect();
        for (drugs, said) in grouped(&drugs, |drug| {
            let start = started(drug, care, early, &chart, noon());
            let when = match (start.at, end) {
                (None, _) => "– 等待 waits".to_owned(),
                (Some(at), Some(end)) if at >= end => format!("术后{0} h / {0} h after it ends", (at - end).num_hours()),
                (Some(at), _) if at == noon() => "即可 now".into(),
                (Some(at), _) => format!("+{} h", (at - noon()).num_hours()),
            };
            format!("{when} | {}", both(start.rule))
        }) {
            let _ = writeln!(page, "| {} | {drugs} | {said} |", both(title));
        }
    }
    page.push_str("\n体重、血常规、肌酐、INR等须在首剂前72小时内。 / Weight, blood count, creatinine, INR: within 72 h before the first dose.\n");
}

fn started(drug: Drug, care: Care, early: bool, chart: &Chart, at: Instant) -> timing::Start {
    let blood = Blood::default();
    let dose = dosing::dose(drug, care, &patient(90.0, 60.0, false));
    timing::start(&timing::Question {
        drug,
        dose,
        care,
        early,
        released: false,
        clearance: Some(90.0),
        chart,
        blood: &blood,
        medical_start_h: 24,
        waits: &[],
        at,
    })
}

fn before_needle(drug: Drug, clearance: f64) -> i64 {
    timing::before_needle(drug, dosing::dose(drug, Care::Medical, &patient(clearance, 60.0, false)), Some(clearance), Some(50.0))
}

fn stops(page: &mut String) {
    page.push_str("\n## 6 停止 / Stop\n\n计划停药日为本规格决定（D），可更改，不可省略。 / The planned day is our decision (D): moved, never skipped.\n\n| 情况 situation | 药物 drug | 天 days | 计划 planned |\n|---|---|---|---|\n");
    let cares = CARES.iter().map(|(care, title)| (*care, *title, false, false));
    let more = [
        (Care::Surgical, text!("其他手术 Caprini 3~4", "other surgery, Caprini 3–4"), false, true),
        (Care::Surgical, text!("腹盆腔肿瘤手术 Caprini ≥5", "abdominal or pelvic cancer surgery, Caprini ≥5"), true, false),
    ];
    for (care, title, cancer, moderate) in cares.chain(more) {
        let drugs: Vec<Drug> =
            Drug::PROPOSABLE.into_iter().filter(|drug| !drug.is_doac() || matches!(care, Care::Ortho(Joint::Hip | Joint::Knee))).collect();
        for (drugs, said) in grouped(&drugs, |drug| {
            let days = dosing::duration(drug, care, cancer, &patient(90.0, 60.0, moderate));
            format!("{}–{} | {}", days.from, days.to, days.planned)
        }) {
            let _ = writeln!(page, "| {} | {drugs} | {said} |", both(title));
        }
    }
    let _ = writeln!(page, "\n内科与ICU：{}（V:ASH18; V:K12GC; V:ENOX）。 / Medical and ICU: {}.", STOPS_AT_DISCHARGE.zh(), STOPS_AT_DISCHARGE.en());
}

/// Hours after the puncture at which a drug starts.
fn after_needle(drug: Drug, neuraxial: Neuraxial) -> String {
    let chart = Chart { facts: vec![fact(FactValue::Neuraxial(neuraxial))], ..Chart::default() };
    let start = started(drug, Care::Surgical, false, &chart, neuraxial.at);
    start.at.map_or("拔除后 after removal".into(), |at| format!("{} h", (at - neuraxial.at).num_hours()))
}

fn needles(page: &mut String) {
    page.push_str(
        "\n## 7 椎管内操作 / Needles and catheters\n\n任何药物：穿刺前12小时至后12小时为窗口（恰好12小时可给），导管在位时窗口不关闭；下列间隔与窗口取晚者。由麻醉医师确认。\n\n\
         For any drug a window from 12 h before to 12 h after the puncture (exactly 12 h before is allowed), open while a catheter stays; of window and \
         interval the later wins. The anaesthetist confirms.\n\n\
         | 药物 drug | 末剂→穿刺 last dose to needle | 同，CrCl<30 | 穿刺→给药 needle to dose | 拔管→给药 removal to dose | 损伤性穿刺 bloody tap | 导管在位 catheter in place |\n|---|---|---|---|---|---|---|\n",
    );
    for drug in Drug::PROPOSABLE {
        let needle = Neuraxial { catheter: false, at: noon(), all_day: false, removed_at: None, traumatic: false };
        let judgement = Judgement::default();
        let catheter = Patient { neuraxial_catheter: true, catheter_in_place: true, ..patient(90.0, 60.0, false) };
        let beside = CARES.iter().any(|(care, _)| dosing::order_of_choice(*care, &catheter, &judgement, &Profile::default()).contains(&drug));
        let _ = writeln!(
            page,
            "| {} | {} h | {} h | {} | {} h | {} | {} |",
            named(drug),
            before_needle(drug, 90.0),
            before_needle(drug, 20.0),
            after_needle(drug, needle),
            timing::after_removal(drug),
            after_needle(drug, Neuraxial { traumatic: true, ..needle }),
            if beside { "麻醉医师放行后 once released" } else { "不用 not used" },
        );
    }
}

fn monitored(page: &mut String) {
    page.push_str("\n## 8 监测 / Monitoring\n\n| 药物 drug | 患者 patient | 项目 what | 从第几天 from day | 至 to | 间隔 every | 来源 source |\n|---|---|---|---|---|---|---|\n");
    let start = noon();
    for (care, who) in [(Care::Surgical, text!("手术", "operated")), (Care::Medical, text!("非手术", "not operated"))] {
        let drugs: Vec<Drug> = Drug::PROPOSABLE.into_iter().filter(|drug| care == Care::Surgical || !drug.is_doac()).collect();
        for (drugs, said) in grouped(&drugs, |drug| {
            let what = What::Drug(DrugCourse {
                drug,
                dose: None,
                dose_marks: &[],
                start: Some(start),
                start_rule: text!("–", "–"),
                start_marks: &[],
                days: dosing::duration(drug, care, false, &patient(90.0, 60.0, false)),
                stop: Some(start + TimeDelta::days(30)),
                stop_marks: &[],
                day: 1,
                extended: false,
                instead_of: None,
            });
            let measure = Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] };
            let mut lines = String::new();
            for task in monitoring::plan(&measure, care, &Chart::default(), start) {
                let day = |at: Option<Instant>| match at.map(|at| (at - start).num_days()) {
                    Some(30) => "停药 stop".into(),
                    Some(28) => "停药前2天 2 d before stop".into(),
                    Some(day) => day.to_string(),
                    None => "–".to_owned(),
                };
                let every = task.every_h.map_or("一次 once".into(), |hours| format!("{hours} h"));
                let _ = write!(lines, "\n{} | {} | {} | {every} | {} |", both(task.what), day(task.from), day(task.to), sources(task.marks));
            }
            lines
        }) {
            for line in said.lines().skip(1) {
                let _ = writeln!(page, "| {drugs} | {} | {line}", both(who));
            }
        }
    }
    page.push_str("\n30天内用过肝素者血小板监测自首剂起。≥75岁或CrCl<50者任何药物均每3天查肌酐。 / Heparin in the last 30 days: platelets from the first dose. From 75 years or CrCl <50: creatinine every 3 days with any drug.\n");
    let rarely = monitoring::Check::AntiXa.row();
    let _ = writeln!(page, "\n抗Xa / Anti-Xa: {}（{}）", both(rarely.what), sources(rarely.marks));
    let device = monitoring::of_device(start);
    let _ = writeln!(page, "\n器械 / Devices: {}（{}）", both(device.what), sources(device.marks));
    let _ = writeln!(page, "\nHIT警报 / HIT alert: {}", both(HELD_FOR_HIT));
}

/// Which members a row is for, by the names of the sets where it is one.
fn applies(set: Set) -> String {
    if set == EVERY_DRUG {
        return "全部抗凝药 every drug".into();
    }
    if set == EVERY_DEVICE {
        return "全部器械 every device".into();
    }
    set.ids().join(", ")
}

fn severity(row: &Row) -> String {
    let word = |severity: contraindication::Severity| match severity {
        contraindication::Severity::Block => "禁用 block",
        contraindication::Severity::BlockUntil => "暂禁 block until",
        contraindication::Severity::Caution => "慎用 caution",
    };
    match (row.when, row.except) {
        (When::ByChoice, _) => "不推荐 not proposed".into(),
        (When::DoacClearance, _) => "<15: 禁用 block; 15–<30: 慎用 caution, dabigatran: 禁用 block".into(),
        (When::HighPressure, _) => "慎用 caution; ≥180/110 mmHg: 禁用 block".into(),
        (When::FailingHeart, _) => "禁用 block; 稳定心衰 stable heart failure: 慎用 caution".into(),
        (_, Some((other, of))) => format!("{}; {}: {}", word(row.severity), of.ids().join(", "), word(other)),
        (_, None) => word(row.severity).into(),
    }
}

/// What decides a row without asking, in words; empty where only a person can.
pub fn decided_by(when: When) -> Text {
    match when {
        When::Asked => text!("询问", "asked"),
        When::ActiveBleeding => {
            text!("24小时内输血>2 U，或询问；血红蛋白下降后重问", "more than 2 units in 24 h, or asked; asked again after a fall of haemoglobin")
        }
        When::StrokeSaid => text!("询问；有脑卒中即须答", "asked; a stroke makes it wanted"),
        When::UntilHaemostasis => text!("询问；各次手术均记录止血后解除", "asked; over once haemostasis is recorded for every operation"),
        When::CriticalOperation => {
            text!(
                "颅脑、脊柱手术记录；满24小时且答“出血风险已过”解除；其余询问",
                "an operation on brain or spine; over after 24 h once a person says so; else asked"
            )
        }
        When::Platelets { from: 0.0, below: 50.0 } => text!("血小板<50", "platelets below 50"),
        When::Platelets { .. } => text!("血小板50至<100", "platelets 50 to below 100"),
        When::Coagulation => text!(
            "INR>1.5（未用华法林类）或APTT>上限1.5倍（未设上限>60秒）；用DOAC者及肝病须答；或询问",
            "INR above 1.5 without a vitamin K antagonist, or APTT above 1.5 × upper limit (60 s without one); wanted beside a DOAC and in liver disease; or asked",
        ),
        When::InrAboveTarget => {
            text!("用华法林类且INR高于目标上限（未设3.0）", "a vitamin K antagonist and an INR above its range (3.0 where none is given)")
        }
        When::TwoAntiplatelets => text!("两种抗血小板药记录，或询问", "two antiplatelets on record, or asked"),
        When::HighPressure => text!(
            "24小时内最近两次均≥180或≥110 mmHg禁用，一次为慎用；仅测一次且达标者复测前禁用；无读数则询问",
            "the latest two within 24 h both ≥180 or ≥110 mmHg block, one of them is a caution; a single one blocks until repeated; asked where there is none",
        ),
        When::NeuraxialWindow => text!("椎管内窗口", "the window of section 7"),
        When::Thrombolysis => text!(
            "溶栓记录；脑卒中或指征不明者另须影像",
            "thrombolysis on record; after stroke, or where nobody tells what it was for, imaging as well"
        ),
        When::FallOnHeparin => text!("询问；AL_PLT_HIT须答", "asked; wanted by AL_PLT_HIT"),
        When::ClotInLeg => {
            text!("询问；器械禁忌答有DVT、PE或无法判断即须答", "asked; wanted by a clot told of for the devices, or one that cannot be known there")
        }
        When::Allergy => text!("过敏记录（肝素类交叉），或询问", "allergy on record (heparins cross-react), or asked"),
        When::TherapeuticDose => text!("治疗剂量且在有效期内，或询问", "a treatment dose that works, or asked"),
        When::ClearanceBelow(_) => text!("CrCl<30", "CrCl below 30"),
        When::DoacClearance => text!("CrCl<15；15至<30为慎用（达比加群禁用）", "CrCl below 15; 15 to below 30 a caution (dabigatran: block)"),
        When::WeightBelow(_) => text!("体重<50 kg", "weight below 50 kg"),
        When::LowWeight => text!("女<45 kg、男<57 kg", "woman below 45 kg, man below 57 kg"),
        When::FallOnDrug => text!("用抗凝药后血小板自≥100降至<100", "platelets from 100 or more to below 100 since an anticoagulant began"),
        When::Pregnancy => text!(
            "12~55岁女性（性别、年龄不明者亦问）；不明按妊娠",
            "asked of women of 12 to 55, and where sex or age is not told; unknown counts as yes"
        ),
        When::WomenOnly => text!("同上人群询问；妊娠者为是", "asked of the same women; yes in pregnancy"),
        When::HipFracture => text!("髋部骨折手术", "hip-fracture surgery on record"),
        When::Interaction => text!("合用药记录，或询问", "medication on record, or asked"),
        When::ByChoice => text!("选药顺序已排除", "left out by the order of choice"),
        When::FailingHeart => text!(
            "询问；评分中有心衰而无失代偿者为慎用；仅有“心衰或呼衰”一项者须答",
            "asked; heart failure in the score, not decompensated: a caution; wanted by the item that does not say heart or lung",
        ),
        When::Ischaemia => {
            text!("ABI逐侧：<0.6禁用器械，0.6~0.8不用弹力袜；或询问", "ABI of each leg: below 0.6 no device, 0.6 to 0.8 no stockings; or asked")
        }
        When::AcuteStroke => text!(
            "询问；1个月内脑卒中，或心梗/脑卒中合并项，即须答",
            "asked; wanted by a stroke within a month, or by the item that does not say infarction or stroke"
        ),
        When::FracturedLimb => text!(
            "询问；髋部骨折手术、下肢骨折或石膏即须答，该侧等待",
            "asked; wanted by hip-fracture surgery, a leg fracture or a cast, and that leg waits"
        ),
        When::UnrecognisedMedication => text!("未识别的药名", "names of medicines that are not recognised"),
        When::UnrecognisedAllergy => text!("未识别的过敏原", "allergens that are not recognised"),
        When::KidneyOrLiver => text!("“严重肾或肝功能衰竭”由人答是", "a person's yes to severe renal or hepatic failure"),
    }
}

fn contraindications(page: &mut String) {
    page.push_str("\n## 9 禁忌 / Contraindications\n");
    for (prefix, title) in [("CI_", "药物 / Drugs"), ("MC_", "器械 / Devices")] {
        let _ = write!(
            page,
            "\n### {title}\n\n| 编号 id | 级别 severity | 对象 applies | 内容 what | 依据 decided by | 越过 override | 来源 source |\n|---|---|---|---|---|---|---|\n"
        );
        for row in contraindication::TABLE.iter().filter(|row| row.id.starts_with(prefix)) {
            let forbids = row.severity.forbids() || row.when == When::HighPressure || row.except.is_some_and(|(other, _)| other.forbids());
            let over = match (row.no_override, row.id, forbids && row.when != When::ByChoice) {
                (true, ..) => "不可 never",
                (_, "CI_PLT_LT_50", _) => "<20不可 never below 20",
                (_, _, true) => "医师写明理由 physician, with reason",
                _ => "–",
            };
            let limb = if row.per_limb { "（患侧 that leg）" } else { "" };
            let _ = writeln!(
                page,
                "| `{}` | {} | {}{limb} | {} | {} | {over} | {} |",
                row.id,
                severity(row),
                applies(row.applies),
                both(row.label),
                both(decided_by(row.when)),
                sources(row.marks)
            );
        }
    }
    let _ = write!(
        page,
        "\n本院可设定的数值（默认）/ local settings, default: INR {}, APTT {} ×, {}/{} mmHg, 外科出血表 surgical list: 血小板 platelets <{}, CrCl <{}.\n",
        THRESHOLDS.inr, THRESHOLDS.aptt_ratio, THRESHOLDS.systolic, THRESHOLDS.diastolic, THRESHOLDS.platelets, THRESHOLDS.renal
    );
}

fn pair(text: Text) -> Value {
    json!({ "zh": text.zh(), "en": text.en() })
}

/// The tables of prevention, as far as `docs/rules.json` digests them.
pub fn prevention_rules() -> Value {
    let rule = |rule: &Rule| {
        json!({
            "id": rule.id, "block": format!("{:?}", rule.block), "levels": rule.levels.iter().map(|level| format!("{level:?}")).collect::<Vec<_>>(),
            "bleedingHigh": rule.bleeding_high, "drug": rule.drug, "device": rule.device, "output": rule.output.id(), "recheckHours": rule.recheck_h,
            "reason": pair(rule.reason), "marks": marks(rule.marks),
        })
    };
    let row = |row: &Row| {
        json!({
            "id": row.id, "severity": row.severity.id(), "applies": row.applies.ids(),
            "except": row.except.map(|(severity, of)| json!({ "severity": severity.id(), "applies": of.ids() })),
            "label": pair(row.label), "decidedBy": format!("{:?}", row.when), "perLimb": row.per_limb, "noOverride": row.no_override, "also": row.also,
            "marks": marks(row.marks),
        })
    };
    let mut doses = vec![];
    for drug in Drug::ALL {
        for (care, moderate, title) in SITUATIONS {
            for (range, clearances) in CLEARANCES {
                for (weight, dose) in by_weight(drug, care, moderate, clearances) {
                    if let Some(dose) = dose {
                        doses.push(json!({ "drug": drug.id(), "situation": title.en(), "clearance": range, "weight": weight_words(weight), "dose": dose.words().1 }));
                    }
                }
            }
        }
    }
    let needles = Drug::ALL.map(|drug| {
        json!({
            "drug": drug.id(), "beforeNeedle": before_needle(drug, 90.0), "beforeNeedleClearanceBelow30": before_needle(drug, 20.0),
            "afterRemoval": timing::after_removal(drug), "afterTraumatic": timing::after_traumatic(drug),
        })
    });
    json!({
        "matrix": MATRIX.iter().map(rule).collect::<Vec<_>>(),
        "routes": ROUTES.iter().map(|(id, (reason, from))| json!({ "id": id, "reason": pair(*reason), "marks": marks(from) })).collect::<Vec<_>>(),
        "contraindications": contraindication::TABLE.iter().map(row).collect::<Vec<_>>(),
        "doses": doses,
        "neuraxialHours": needles,
        "devices": Device::ALL.map(Device::id),
    })
}

/// The part of `docs/evidence.md` that is about prevention.
pub fn prevention_evidence() -> String {
    let mut page = String::from("\n## Prevention: before the matrix\n\n| finding | reason | evidence |\n|---|---|---|\n");
    for (id, (reason, from)) in ROUTES {
        let _ = writeln!(page, "| `{id}` | {} | {} |", both(reason), sources(from));
    }
    page.push_str(
        "\n## Prevention: the matrix\n\nConditions of each row: `decision-table.md`.\n\n| row | output | reason | evidence |\n|---|---|---|---|\n",
    );
    for rule in MATRIX {
        let _ = writeln!(page, "| {} ({}) | {} | {} | {} |", rule.id, levels(rule), rule.output.id(), both(rule.reason), sources(rule.marks));
    }
    page.push_str("\n## Prevention: doses\n\n| drug | situation | evidence |\n|---|---|---|\n");
    for drug in Drug::ALL {
        for (care, moderate, title) in SITUATIONS {
            let from = dosing::dose_marks(drug, care, &patient(90.0, 60.0, moderate));
            let _ = writeln!(page, "| `{}` {} | {} | {} |", drug.id(), both(drug.label()), both(title), sources(from));
        }
    }
    page.push_str("\n## Prevention: contraindications\n\n| id | severity | applies | what | evidence |\n|---|---|---|---|---|\n");
    for row in contraindication::TABLE {
        let _ = writeln!(page, "| `{}` | {} | {} | {} | {} |", row.id, severity(row), applies(row.applies), both(row.label), sources(row.marks));
    }
    page
}
