//! Section 9, what facts decide: the program is asked at every figure of a scale, and what is in force or open there is
//! printed, figures that agree in one range.

use serde_json::{Value, json};

use super::answer::{ContraindicationInForce, ProgramAnswer};
use super::asked::{AskedPatient, knee, medical, moderate_risk};
use super::medicine::Medicine;
use super::moment::now;
use super::page::{heading, paragraph, ranges, scale, table};
use super::rows;
use crate::clinical::contraindication::row::Severity;
use crate::clinical::formulary::{Device, Drug, EVERY_DEVICE, EVERY_DRUG, Set};
use crate::text::{Text, text};

pub fn list(page: &mut String) {
    heading(page, text!("事实决定的界限", "What facts decide, and at which figures"));
    paragraph(
        page,
        text!(
            "只列与同一患者未告知该事实时不同之处。“待”：须由人回答，药物或器械等待。出血：出血评估表由此成立的条目。",
            "Only what differs from the same patient without the fact. Waits: a person must say, and the drug or device waits. Bleeding: items of the bleeding list that it makes true."
        ),
    );
    let heads =
        [text!("事实", "fact"), text!("范围", "range"), text!("在效的禁忌与慎用", "in force"), text!("待", "waits for"), text!("出血", "bleeding")];
    table(page, &heads, rows_of_all());
    singles(page);
}

/// In force, open, and of the bleeding list, where it differs from the patient as he was.
fn difference(answer: &ProgramAnswer, plain: &ProgramAnswer) -> Vec<String> {
    let before = plain.present();
    let present: Vec<String> = answer
        .present()
        .into_iter()
        .filter(|row| !before.contains(row))
        .map(|ContraindicationInForce { id, severity, members, no_override }| {
            let above = if no_override { "，不可越过 no override" } else { "" };
            format!("`{id}` {}{above}: {}", word(&severity), members_of(&members))
        })
        .collect();
    let waited = plain.waits();
    let waits: Vec<String> = answer.waits().into_iter().filter(|id| !waited.contains(id)).map(|id| format!("`{id}`")).collect();
    let items = |answer: &ProgramAnswer| super::answer::strings(&answer.0["bleeding"]["items"]).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let counted = items(plain);
    let bleeding: Vec<String> = items(answer).into_iter().filter(|id| !counted.contains(id)).map(|id| format!("`{id}`")).collect();
    let cell = |all: Vec<String>| if all.is_empty() { "–".to_owned() } else { all.join("; ") };
    vec![cell(present), cell(waits), cell(bleeding)]
}

fn word(severity: &str) -> &'static str {
    let all = [Severity::Block, Severity::BlockUntil, Severity::Caution];
    all.into_iter().find(|other| other.id() == severity).map_or("", rows::word)
}

fn members_of(ids: &[String]) -> String {
    let has = |set: Set| set.ids().iter().all(|id| ids.iter().any(|other| other == id)) && ids.len() == set.ids().len();
    let named = ids.iter().all(|id| Drug::named(id).is_some() || Device::named(id).is_some());
    assert!(named, "{ids:?}");
    match () {
        () if has(EVERY_DRUG) => rows::applies(EVERY_DRUG),
        () if has(EVERY_DEVICE) => rows::applies(EVERY_DEVICE),
        () => ids.join(", "),
    }
}

fn hours(hours: f64) -> String {
    (now() - chrono::TimeDelta::minutes((hours * 60.0).round() as i64)).to_rfc3339()
}

/// Words of the fact, the patient without it, the scale, and the patient at a figure of it.
struct Scale {
    words: Text,
    plain: AskedPatient,
    figures: Vec<f64>,
    at: Box<dyn Fn(f64) -> AskedPatient>,
}

fn rows_of_all() -> Vec<Vec<String>> {
    let mut all = vec![];
    for Scale { words, plain, figures, at } in scales() {
        let plain = plain.answer();
        for (range, cells) in ranges(&figures, |figure| difference(&at(figure).answer(), &plain)) {
            all.push([vec![format!("{} / {}", words.zh(), words.en()), range], cells].concat());
        }
    }
    all
}

fn scales() -> Vec<Scale> {
    let mut all = vec![];
    let mut add =
        |words: Text, plain: AskedPatient, figures: Vec<f64>, at: Box<dyn Fn(f64) -> AskedPatient>| all.push(Scale { words, plain, figures, at });
    let warfarin = Medicine::treatment("warfarin");
    add(
        text!("血小板 ×10⁹/L（内科）", "platelets ×10⁹/L, medical"),
        medical(),
        scale(0.0, 150.0, 1.0),
        Box::new(|count| medical().measured("platelets", count)),
    );
    add(
        text!("血小板 ×10⁹/L（手术）", "platelets ×10⁹/L, operated"),
        moderate_risk(),
        scale(0.0, 150.0, 1.0),
        Box::new(|count| moderate_risk().measured("platelets", count)),
    );
    add(
        text!("INR，未用华法林类", "INR without a vitamin K antagonist"),
        medical(),
        scale(0.9, 4.0, 10.0),
        Box::new(|inr| medical().measured("inr", inr)),
    );
    add(
        text!("INR，用华法林类，未设目标", "INR on a vitamin K antagonist, no range told"),
        medical().takes(&warfarin).measured("inr", 2.5),
        scale(2.0, 5.0, 10.0),
        Box::new(move |inr| medical().takes(&warfarin).measured("inr", inr)),
    );
    add(
        text!("INR，用华法林类，目标2.5~3.5", "INR on a vitamin K antagonist, range 2.5 to 3.5"),
        medical().takes(&warfarin).measured("inr", 3.0),
        scale(2.5, 5.0, 10.0),
        Box::new(move |inr| medical().takes(&warfarin).inr_target(2.5, 3.5).measured("inr", inr)),
    );
    add(
        text!("APTT（秒），本院未设上限", "APTT in s, no limit set"),
        medical(),
        scale(25.0, 90.0, 10.0),
        Box::new(|aptt| medical().measured("aptt", aptt)),
    );
    add(
        text!("APTT（秒），本院上限36", "APTT in s, limit 36"),
        medical(),
        scale(25.0, 90.0, 10.0),
        Box::new(|aptt| medical().set("thresholds", json!({ "aptt_upper_s": 36 })).measured("aptt", aptt)),
    );
    add(text!("CrCl（内科）", "CrCl, medical"), medical(), scale(5.0, 60.0, 10.0), Box::new(|value| medical().clearance(value)));
    add(text!("CrCl（手术）", "CrCl, operated"), moderate_risk(), scale(5.0, 60.0, 10.0), Box::new(|value| moderate_risk().clearance(value)));
    add(text!("体重kg（女）", "weight in kg, woman"), medical(), scale(35.0, 70.0, 10.0), Box::new(|kg| medical().measured("weight", kg)));
    add(text!("体重kg（男）", "weight in kg, man"), moderate_risk(), scale(35.0, 70.0, 10.0), Box::new(|kg| moderate_risk().measured("weight", kg)));
    let abi = |value: f64| json!({ "value": value, "limb": "both" });
    add(
        text!("ABI（双侧）", "ABI of both legs"),
        moderate_risk(),
        scale(0.4, 1.2, 100.0),
        Box::new(move |value| moderate_risk().with("abi", abi(value), text!("ABI", "ABI"))),
    );
    let quiet = || medical().lacking("sbp").lacking("dbp");
    add(
        text!("收缩压，24小时内仅一次", "systolic pressure, the only one within 24 h"),
        medical(),
        scale(150.0, 200.0, 1.0),
        Box::new(move |value| quiet().measured("sbp", value).measured("dbp", 80.0)),
    );
    add(
        text!("舒张压，24小时内仅一次", "diastolic pressure, the only one within 24 h"),
        medical(),
        scale(90.0, 130.0, 1.0),
        Box::new(move |value| quiet().measured("sbp", 140.0).measured("dbp", value)),
    );
    add(
        text!("收缩压，前一次（2小时前）185", "systolic pressure, the one before it (2 h earlier) 185"),
        medical(),
        scale(150.0, 200.0, 1.0),
        Box::new(move |value| {
            let first = quiet().also_measured("sbp", 185.0, 3.0).also_measured("dbp", 80.0, 3.0);
            first.also_measured("sbp", value, 1.0).also_measured("dbp", 80.0, 1.0)
        }),
    );
    add(
        text!("24小时内输血（单位）", "units transfused within 24 h"),
        medical(),
        scale(0.0, 5.0, 2.0),
        Box::new(|units| medical().with("transfusion", json!({ "units": units, "at": hours(2.0) }), text!("输血", "transfusion"))),
    );
    for (words, indication) in [
        (text!("溶栓后小时数：脑卒中", "hours after thrombolysis for a stroke"), json!("acute ischaemic stroke")),
        (text!("溶栓后小时数：STEMI", "hours after thrombolysis for a STEMI"), json!("STEMI")),
        (text!("溶栓后小时数：指征未告知", "hours after thrombolysis, nobody tells what for"), Value::Null),
    ] {
        let lysed = move |after: f64| json!({ "id": "alteplase", "lastDoseAt": hours(after), "stoppedAt": hours(after), "indication": indication });
        add(
            words,
            medical(),
            scale(0.5, 72.0, 2.0),
            Box::new(move |after| medical().with("medication", lysed(after), text!("溶栓", "thrombolysis"))),
        );
    }
    let spine = |ended: f64| json!({ "kind": "open", "status": "done", "procedure": "spinal", "at": hours(ended + 2.0), "durationMin": 120, "haemostasisAt": hours(ended) });
    add(
        text!("脊柱手术结束后小时数：已记录止血，无人回答", "hours after the end of a spinal operation, haemostasis recorded, nobody has answered"),
        moderate_risk(),
        scale(0.0, 72.0, 2.0),
        Box::new(move |ended| moderate_risk().lacking("operation").with("operation", spine(ended), text!("脊柱手术", "spinal operation"))),
    );
    add(
        text!("同上，人答“出血风险已过”", "the same, a person says that the danger is over"),
        moderate_risk(),
        scale(0.0, 72.0, 2.0),
        Box::new(move |ended| {
            let operated = moderate_risk().lacking("operation").with("operation", spine(ended), text!("脊柱手术", "spinal operation"));
            operated.says("CI_NEURO_EYE_OP", false).says("bs_critical_site", false)
        }),
    );
    let needle = |after: f64| json!({ "kind": "needle", "at": hours(after) });
    add(
        text!("椎管内穿刺后小时数（负数为之前）", "hours after a neuraxial puncture, before it where negative"),
        medical(),
        scale(-24.0, 24.0, 2.0),
        Box::new(move |after| medical().with("neuraxial", needle(after), text!("穿刺", "puncture"))),
    );
    add(
        text!("年龄（女，未答CI_PREGNANCY）", "age of a woman who was not asked about pregnancy"),
        medical().aged(70, "female").silence_is_unknown(),
        scale(18.0, 70.0, 1.0),
        Box::new(|years| medical().aged(years as i32, "female").silence_is_unknown()),
    );
    let doac = |id: &'static str| {
        move |before: f64| {
            let medicine = Medicine { last: Some(before + 3.0), stopped: Some(before + 2.0), ..Medicine::treatment(id) };
            medical().takes(&medicine).measured("inr", 1.8)
        }
    };
    add(
        text!("利伐沙班末剂至采样的小时数，INR 1.8", "hours from the last rivaroxaban to the sample, INR 1.8"),
        medical(),
        scale(0.0, 120.0, 1.0),
        Box::new(doac("rivaroxaban")),
    );
    add(
        text!("达比加群末剂至采样的小时数，INR 1.8", "hours from the last dabigatran to the sample, INR 1.8"),
        medical(),
        scale(0.0, 120.0, 1.0),
        Box::new(doac("dabigatran")),
    );
    all
}

/// Facts without a scale.
fn singles(page: &mut String) {
    let strong = Medicine { treatment: None, last: None, ..Medicine::treatment("clarithromycin") };
    let moderate = Medicine { id: "verapamil", ..strong };
    let antiplatelet = |id| Medicine { id, ..strong };
    let asked = [
        (knee().takes(&strong), knee()),
        (knee().takes(&moderate), knee()),
        (medical().takes(&antiplatelet("aspirin")).takes(&antiplatelet("clopidogrel")), medical()),
        (moderate_risk().takes(&antiplatelet("clopidogrel")), moderate_risk()),
        (medical().with("dialysis", json!(true), text!("透析", "dialysis")), medical()),
        (medical().says("bm_renal_gfr_lt_30", true), medical()),
        (moderate_risk().says("bs_severe_renal_hepatic", true), moderate_risk()),
        (medical().allergic_to("那屈肝素"), medical()),
        (medical().allergic_to("猪肉"), medical()),
        (medical().allergic_to("磺达肝癸钠"), medical()),
        (medical().allergic_to("利伐沙班"), medical()),
        (medical().allergic_to("海鲜、肝素"), medical()),
        (medical().allergic_to("青霉素、海鲜"), medical()),
        (medical().allergic_to("无"), medical()),
        (medical().allergic_to("不详"), medical()),
        (medical().names("丹参片"), medical()),
        (medical().names("肝素封管液"), medical()),
        (moderate_risk().names("蚓激酶肠溶胶囊"), moderate_risk()),
    ];
    let rows = asked.iter().map(|(asked, plain)| [vec![asked.told()], difference(&asked.answer(), &plain.answer())].concat());
    let heads = [text!("情形", "situation"), text!("在效的禁忌与慎用", "in force"), text!("待", "waits for"), text!("出血", "bleeding")];
    table(page, &heads, rows);
}
