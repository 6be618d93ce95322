//! Section 1: whom the program is not for, the routes before the matrix, and how a drug that is on board already is read.

use serde_json::json;

use super::answer::ProgramAnswer;
use super::asked::{AskedPatient, knee, knee_long_ago, medical};
use super::medicine::Medicine;
use super::page::{both, heading, merged, number, paragraph, ranges, scale, sources, table};
use crate::clinical::routes::{self, SourcedText};
use crate::interop::cited::not_for_rows;
use crate::interop::headless::marks as marks_of;
use crate::text::{Text, text};

pub fn section(page: &mut String) {
    heading(page, text!("不适用范围", "Whom the program is not for"));
    page.push('\n');
    page.push_str(&not_for_rows());
    sentences(page);
    outputs(page);
    antagonists(page);
    intervals(page);
    intensities(page);
}

/// Every route with its sentences, in the order in which it is asked.
pub const ROUTES: [(&str, SourcedText); 13] = [
    ("CI_HIT_ACUTE", routes::HIT_ACUTE),
    ("AL_PLT_HIT", routes::HIT_ALERT),
    ("CI_ACUTE_VTE", routes::ACUTE_VTE),
    ("CI_ACUTE_VTE", routes::ACUTE_VTE_BLOCKED),
    ("SUSPECTED_VTE", routes::SUSPECTED),
    ("SUSPECTED_VTE", routes::SUSPECTED_CHILD),
    ("NF_OBSTETRIC", routes::OBSTETRIC),
    ("CI_THERAPEUTIC_AC", routes::PROTECTED),
    ("CI_THERAPEUTIC_AC", routes::OVERDUE),
    ("CI_THERAPEUTIC_AC", routes::WITH_BLOCK),
    ("CI_THERAPEUTIC_AC", routes::ANSWERED),
    ("CI_THERAPEUTIC_AC", routes::TOO_LITTLE),
    ("CI_THERAPEUTIC_AC", routes::EFFECT_UNKNOWN),
];

fn sentences(page: &mut String) {
    heading(page, text!("路线", "Routes"));
    paragraph(
        page,
        text!(
            "先判断并显示第9节的禁忌和第8节的警报，再按下列次序问路线，最后才是第2节的矩阵。可同时成立数条：第一条给出处置，其余并列说明，任一条所禁者均禁。任何路线上禁忌与出血的问题都照问。",
            "The contraindications of section 9 and the alerts of section 8 are judged and shown first, then the routes are asked in this order, then the matrix of section 2. Several may apply: the first gives the output, each other is named beside it, and what any of them forbids is forbidden. No route hides a question."
        ),
    );
    let heads = [text!("路线", "route"), text!("说明", "what is said"), text!("来源", "source")];
    table(page, &heads, ROUTES.iter().map(|(id, (reason, marks))| vec![format!("`{id}`"), both(*reason), sources(marks)]));
}

const TREATMENT: Medicine = Medicine::treatment("apixaban").dose(5.0, "mg", "q12h");

/// The columns of an answer on a route.
fn answered(answer: &ProgramAnswer) -> Vec<String> {
    let routes = match answer.routes().as_slice() {
        [] => answer.rule(),
        routes => routes.iter().map(|route| format!("`{route}`")).collect::<Vec<_>>().join(" + "),
    };
    vec![routes, answer.measures(), answer.drugs(), answer.protected(), answer.again()]
}

const ANSWERED: [Text; 5] = [
    text!("路线（首位给出处置）或行", "routes, the first gives the output, or row"),
    text!("处置", "output"),
    text!("药物", "drugs"),
    text!("已受保护", "protected"),
    text!("复评", "re-check"),
];

fn outputs(page: &mut String) {
    heading(page, text!("各路线的处置", "What each route puts out"));
    let halved = || medical().takes(&Medicine::prevention("enoxaparin")).also_measured("platelets", 240.0, 200.0).measured_now("platelets", 100.0);
    let asked = [
        medical().says("CI_HIT_ACUTE", true),
        medical().says("CI_HIT_ACUTE", true).says("CI_ACUTE_VTE", true),
        halved(),
        halved().says("CI_HIT_ACUTE", false),
        medical().says("CI_ACUTE_VTE", true),
        medical().says("CI_ACUTE_VTE", true).says("CI_CNS_BLEED", true),
        medical().suspected(true, None),
        medical().open("CI_ACUTE_VTE"),
        medical().suspected(false, Some("left")),
        medical().suspected(false, None),
        medical().aged(17, "male").suspected(true, None),
        medical().aged(30, "female").says("CI_PREGNANCY", true),
        medical().aged(30, "female").open("CI_PREGNANCY"),
        medical().takes(&TREATMENT),
        medical().takes(&TREATMENT).says("CI_ACTIVE_BLEED", true),
        medical().takes(&TREATMENT).measured("platelets", 50.0),
        medical().takes(&TREATMENT).measured("platelets", 49.0),
        medical().takes(&TREATMENT).says("CI_VARICES", true),
        medical().takes(&TREATMENT).says("CI_VARICES", true).decided(),
        medical().takes(&TREATMENT).says("CI_ACTIVE_BLEED", true).decided(),
        medical().says("acute_infection_rheum", false).takes(&TREATMENT).says("CI_ACTIVE_BLEED", true),
        medical().takes(&Medicine { last: None, ..TREATMENT }),
        medical().takes(&Medicine { treatment: None, last: Some(2.0), ..Medicine::treatment("enoxaparin") }),
        medical().takes(&Medicine { treatment: None, ..Medicine::treatment("batroxobin") }),
    ];
    let heads = [&[text!("情形", "situation")], ANSWERED.as_slice()].concat();
    table(page, &heads, asked.iter().map(|asked| [vec![asked.parts()], answered(&asked.answer())].concat()));
}

/// A vitamin K antagonist by its INR.
fn antagonists(page: &mut String) {
    heading(page, text!("华法林类与INR", "Vitamin K antagonists and the INR"));
    const WARFARIN: Medicine = Medicine { treatment: Some(false), ..Medicine::treatment("warfarin") };
    let stopped = Medicine { stopped: Some(20.0), last: None, ..WARFARIN };
    let mut rows = vec![];
    let mut by_inr = |asked: AskedPatient| {
        for (range, cells) in ranges(&scale(0.9, 5.0, 10.0), |inr| answered(&asked.clone().measured("inr", inr).answer())) {
            rows.push([vec![asked.parts(), format!("INR {range}")], cells].concat());
        }
    };
    by_inr(medical().takes(&WARFARIN));
    by_inr(medical().takes(&WARFARIN).inr_target(2.5, 3.5));
    by_inr(medical().takes(&stopped));
    let mut by_age = |asked: AskedPatient, inr: f64| {
        let scale: Vec<f64> = scale(1.0, 100.0, 1.0);
        for (range, cells) in ranges(&scale, |hours| answered(&asked.clone().without("inr").also_measured("inr", inr, hours).answer())) {
            rows.push([vec![asked.parts(), format!("INR {}：测后 measured {range} h", number(inr))], cells].concat());
        }
    };
    by_age(medical().takes(&WARFARIN), 2.4);
    by_age(medical().takes(&stopped), 1.4);
    let unmeasured = medical().takes(&WARFARIN).without("inr");
    rows.push([vec![unmeasured.parts(), "–".into()], answered(&unmeasured.answer())].concat());
    let low = medical().says("acute_infection_rheum", false).takes(&WARFARIN).measured("inr", 1.6);
    rows.push([vec![low.parts(), "INR 1.6".into()], answered(&low.answer())].concat());
    let heads = [&[text!("情形", "situation"), text!("INR", "INR")], ANSWERED.as_slice()].concat();
    table(page, &heads, rows);
}

/// What holds in each range of hours.
type States = Vec<(String, Vec<String>)>;

/// A drug at treatment dose by the hours since it was last given; drugs with the same states share their lines.
fn intervals(page: &mut String) {
    heading(page, text!("治疗剂量：距末次给药的小时数", "At treatment dose: hours since the last dose"));
    let continuous = |id| Medicine { often: Some("continuous"), ..Medicine::treatment(id) };
    let drugs = [
        Medicine::treatment("apixaban").dose(5.0, "mg", "q12h"),
        Medicine::treatment("dabigatran").dose(150.0, "mg", "q12h"),
        Medicine::treatment("enoxaparin").dose(60.0, "mg", "q12h"),
        Medicine::treatment("heparin").dose(12_500.0, "IU", "q12h"),
        Medicine::treatment("rivaroxaban").dose(20.0, "mg", "qd"),
        Medicine::treatment("enoxaparin"),
        Medicine::treatment("fondaparinux").dose(7.5, "mg", "qd"),
        continuous("heparin"),
        continuous("argatroban"),
        continuous("bivalirudin"),
    ];
    let mut rows = vec![];
    for stopped in [false, true] {
        let mut groups: Vec<(Vec<String>, States)> = vec![];
        for medicine in drugs {
            let told = |hours: f64| Medicine { last: Some(hours), stopped: stopped.then_some(0.0), ..medicine };
            let states = ranges(&scale(0.5, 80.0, 2.0), |hours| of_interval(&medical().takes(&told(hours)).answer()));
            let name = medicine.name().both();
            match groups.iter_mut().find(|(_, other)| *other == states) {
                Some((names, _)) => names.push(name),
                None => groups.push((vec![name], states)),
            }
        }
        for (names, states) in groups {
            let words = if stopped { "已停 stopped" } else { "在用 running" };
            rows.extend(states.into_iter().map(|(range, cells)| [vec![names.join("；"), words.into(), format!("{range} h")], cells].concat()));
        }
    }
    let heads = [
        &[
            text!("药物（治疗剂量）", "drug at treatment dose"),
            text!("医嘱", "order"),
            text!("末次给药后", "since the last dose"),
            text!("状态", "state"),
        ],
        ANSWERED.as_slice(),
    ]
    .concat();
    table(page, &heads, rows);
}

/// The state of the drug, and what comes of it. The next look is worded where it moves with the hours.
fn of_interval(answer: &ProgramAnswer) -> Vec<String> {
    let state = match answer.list("blood").first().and_then(|drug| drug["effect"].as_str()) {
        Some("works") => "有效 works",
        Some("overdue") => "本次已到期 this dose is due",
        Some("unknown") => "是否仍在用？ still given?",
        Some("over") => "已失效 over",
        other => other.unwrap_or("–"),
    };
    let mut cells = answered(answer);
    if !answer.advice()["protectedUntil"].is_null() {
        let longest = medical().takes(&TREATMENT).answer().again();
        cells[4] = format!("效力结束时，最迟{longest} when its effect ends, {longest} at most");
    }
    if answer.drug().is_some() {
        cells[1] = "按矩阵，起始时间见第5节 by the matrix, start in section 5".into();
    }
    if state.starts_with("已失效") {
        cells[4] = "按行，或可给药时 the row's, or when a drug may start".into();
    }
    [vec![state.to_owned()], cells].concat()
}

/// How the record of a dose is read: prevention, treatment, or asked.
fn intensities(page: &mut String) {
    heading(page, text!("用药记录按预防还是治疗", "Whether a drug on record is read as prevention or treatment"));
    paragraph(
        page,
        text!(
            "“须问”者在答复前按治疗计时。仅封管、冲管者不计。",
            "What is asked is read as treatment for times until it is answered. A flush or lock is not read at all."
        ),
    );
    let drugs: [(&str, &str, &[f64]); 10] = [
        ("enoxaparin", "mg", &[10.0, 20.0, 30.0, 40.0, 60.0, 80.0]),
        ("nadroparin", "mL", &[0.2, 0.3, 0.4, 0.6, 0.8]),
        ("dalteparin", "IU", &[2500.0, 5000.0, 7500.0]),
        ("heparin", "IU", &[5000.0, 7500.0, 12_500.0]),
        ("fondaparinux", "mg", &[2.5, 5.0, 7.5]),
        ("rivaroxaban", "mg", &[2.5, 10.0, 15.0, 20.0]),
        ("apixaban", "mg", &[2.5, 5.0]),
        ("dabigatran", "mg", &[110.0, 150.0, 220.0, 300.0]),
        ("edoxaban", "mg", &[30.0, 60.0]),
        ("warfarin", "mg", &[3.0]),
    ];
    let mut rows = vec![];
    for (id, unit, doses) in drugs {
        let read = |dose: Option<f64>| {
            [medical as fn() -> AskedPatient, knee].map(|asked| {
                let by = [None, Some(false), Some(true)].map(|treatment| {
                    let medicine = Medicine { dose: dose.map(|amount| (amount, unit)), treatment, ..Medicine::treatment(id) };
                    intensity(&asked().takes(&medicine).answer())
                });
                if by.iter().all(|other| *other == by[0]) {
                    by[0].to_owned()
                } else {
                    format!("未告知 not told: {}; 告知预防 told prevention: {}; 告知治疗 told treatment: {}", by[0], by[1], by[2])
                }
            })
        };
        let name = Medicine::treatment(id).name().both();
        let answers: Vec<[String; 2]> = doses.iter().map(|dose| read(Some(*dose))).collect();
        for ((from, to), [without, after]) in merged(&answers) {
            let amounts: Vec<String> = doses[from..=to].iter().map(|amount| number(*amount)).collect();
            rows.push(vec![name.clone(), format!("{} {unit}", amounts.join(", ")), without, after]);
        }
        let [without, after] = read(None);
        rows.push(vec![name, "未告知 not told".into(), without, after]);
    }
    let heads = [
        text!("药物", "drug"),
        text!("单次剂量", "single dose"),
        text!("无髋膝关节置换", "without THA or TKA"),
        text!("髋膝关节置换后", "after THA or TKA"),
    ];
    table(page, &heads, rows);
    let told = |days: f64| knee_long_ago(days).takes(&Medicine::prevention("rivaroxaban").dose(10.0, "mg", "qd"));
    let rows = ranges(&scale(1.0, 60.0, 1.0), |days| intensity(&told(days).answer()));
    table(
        page,
        &[text!("关节置换结束后天数，利伐沙班10 mg", "days since the arthroplasty, rivaroxaban 10 mg"), text!("读作", "read as")],
        rows.into_iter().map(|(range, read)| vec![range, read.into()]),
    );
}

fn intensity(answer: &ProgramAnswer) -> &'static str {
    match answer.list("blood").first().and_then(|drug| drug["intensity"].as_str()) {
        Some("prophylactic") => "预防 prevention",
        Some("therapeutic") => "治疗 treatment",
        _ => "须问 asked",
    }
}

/// The routes as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> serde_json::Value {
    let row = |(id, (reason, marks)): &(&str, SourcedText)| json!({ "id": id, "reason": { "zh": reason.zh(), "en": reason.en() }, "marks": marks_of(marks) });
    ROUTES.iter().map(row).collect()
}
