//! Section 9, the rest: answers that point elsewhere, and how a medicine or an allergen is recognised.

use serde_json::{Value, json};

use super::asked::{knee, medical, moderate_risk};
use super::page::{both, heading, paragraph, sources, table};
use crate::clinical::finding::{Key, Reach, SHARED};
use crate::clinical::instruments;
use crate::clinical::substance::{Allergen, Class, Grade, Recognised, SUBSTANCES, Substance, allergens, recognise};
use crate::text::{Text, text};

pub fn list(page: &mut String) {
    crossings(page);
    substances(page);
    readings(page);
}

/// The words of an item, or of a row.
fn words(key: Key) -> String {
    let item = instruments::named(key.instrument).and_then(|instrument| instrument.items.iter().find(|item| item.id == key.item));
    let label = item.map(|item| item.label).or_else(|| crate::clinical::contraindication::named(key.item).map(|row| row.label));
    format!("`{}` {}", key.item, label.map_or(String::new(), both))
}

fn crossings(page: &mut String) {
    heading(page, text!("交叉提示", "Crossings"));
    paragraph(
        page,
        text!(
            "“成立”：随之为是。“提示”：须由人答是或否，答前凡因此而禁者均等待，即使未答一律视为无。",
            "Makes: the other is true with it. Suggests: a person says yes or no, and what it would forbid waits until then, also where silence is read as absent."
        ),
    );
    let rows = SHARED.iter().map(|row| {
        let reach = match row.reach {
            Reach::Makes => "成立 makes",
            Reach::Suggests => "提示 suggests",
        };
        vec![words(row.from), reach.into(), words(row.to), both(row.why), sources(row.marks)]
    });
    let heads = [text!("由", "from"), text!("如何", "how"), text!("至", "to"), text!("为何", "why"), text!("来源", "source")];
    table(page, &heads, rows);
    let hip = json!({ "kind": "open", "status": "planned", "procedure": "hip_fracture", "limb": "right", "at": "2026-03-12T09:00:00+08:00", "durationMin": 60 });
    let asked = [
        moderate_risk().lacking("operation").with("operation", hip, text!("拟行右髋骨折手术", "hip-fracture surgery planned on the right")),
        medical().says("CI_DOAC_LIVER", true),
        medical().open("MC_ACUTE_DVT"),
        medical().says("MC_STROKE_GCS", true),
        medical().says("acute_mi_stroke", true),
        medical().says("heart_resp_failure", true),
        medical().says("active_cancer", true).says("bm_icu_ccu", true).says("bm_central_venous_catheter", true),
        moderate_risk().says("acute_spinal_cord_injury_lt_1mo", true),
        moderate_risk().says("hip_pelvis_leg_fracture_lt_1mo", true),
        moderate_risk().says("stroke_lt_1mo", true),
        knee().says("CI_HIT", true).says("lupus_anticoagulant", true),
    ];
    let rows = asked.iter().map(|asked| {
        let answer = asked.answer();
        let waits: Vec<String> = answer.waits().into_iter().map(|id| format!("`{id}`")).collect();
        vec![asked.told(), waits.join(", "), answer.rule(), answer.measures(), answer.again()]
    });
    let heads =
        [text!("情形", "situation"), text!("待", "waits for"), text!("行或路线", "row or route"), text!("处置", "output"), text!("复评", "re-check")];
    table(page, &heads, rows);
}

fn class(of: Class) -> Text {
    match of {
        Class::Ufh => text!("普通肝素", "unfractionated heparin"),
        Class::Lmwh => text!("低分子肝素", "low-molecular-weight heparin"),
        Class::Fondaparinux => text!("磺达肝癸钠", "fondaparinux"),
        Class::Doac => text!("直接口服抗凝药", "direct oral anticoagulant"),
        Class::Vka => text!("维生素K拮抗剂", "vitamin K antagonist"),
        Class::Anticoagulant => text!("其他抗凝药", "other anticoagulant"),
        Class::Antiplatelet => text!("抗血小板药", "antiplatelet"),
        Class::Gp2b3a => text!("GP IIb/IIIa受体拮抗剂", "GP IIb/IIIa inhibitor"),
        Class::Thrombolytic => text!("溶栓药", "thrombolytic"),
        Class::Nsaid => text!("非甾体抗炎药", "NSAID"),
        Class::Inhibitor => text!("CYP3A4和P-gp抑制剂", "inhibitor of CYP3A4 and P-gp"),
        Class::Inducer => text!("CYP3A4和P-gp诱导剂", "inducer of CYP3A4 and P-gp"),
        Class::Other => text!("其他", "other"),
    }
}

/// A substance in one line: names, codes.
fn substance(of: &Substance) -> String {
    let codes = if of.atc.is_empty() { String::new() } else { format!(" [{}]", of.atc) };
    format!("{} {}{codes}", of.name.zh(), of.name.en())
}

fn substances(page: &mut String) {
    heading(page, text!("药物名录", "Substances"));
    paragraph(
        page,
        text!(
            "按名称（含盐类与剂型、中文商品名）和ATC编码识别，任一符合即计入。分组与强度为本规格决定（D）；ATC编码未与WHO目录核对（K）。",
            "Recognised by name, with salts, forms and Chinese names, and by ATC code; either counts. Groups and grades are our decision (D); the codes were not checked against the WHO index (K)."
        ),
    );
    let mut groups: Vec<(Class, Option<Grade>, Vec<String>)> = vec![];
    for row in SUBSTANCES.iter() {
        let key = (row.class, row.grade);
        match groups.iter_mut().find(|(class, grade, _)| (*class, *grade) == key) {
            Some((.., all)) => all.push(substance(row)),
            None => groups.push((row.class, row.grade, vec![substance(row)])),
        }
    }
    let grade = |grade: Option<Grade>| match grade {
        Some(Grade::Strong) => "强 strong",
        Some(Grade::Moderate) => "中等 moderate",
        None => "–",
    };
    let rows = groups.into_iter().map(|(of, strength, all)| vec![both(class(of)), grade(strength).into(), all.join("；")]);
    table(page, &[text!("类别", "class"), text!("强度", "grade"), text!("药物 [ATC]", "substances")], rows);
}

/// How names are read: examples that the recogniser is asked about.
fn readings(page: &mut String) {
    heading(page, text!("名称如何识别（举例）", "How names are read, by example"));
    let taken = |name: &str| -> String {
        let one = |taken: &Recognised| match taken {
            Recognised::Known(substance) => format!("`{}`", substance.id),
            Recognised::Flush(substance) => format!("`{}` 封管、冲管：只计HIT与过敏 flush, for HIT and allergy only", substance.id),
            Recognised::Irrelevant => "无关，不问 irrelevant, not asked".into(),
            Recognised::Unrecognised => "未识别，须问 not recognised, asked".into(),
        };
        let all = recognise(&[name], None, &[]);
        if all.is_empty() { "无药 no medicine".into() } else { all.iter().map(one).collect::<Vec<_>>().join(", ") }
    };
    let allergy = |text: &str| -> String {
        let one = |allergen: &Allergen| match allergen {
            Allergen::Heparins => "肝素类全部 every heparin".to_owned(),
            Allergen::Drug(id) => format!("`{id}`"),
            Allergen::None => "无过敏 none".into(),
            Allergen::Irrelevant => "无关，不问 irrelevant, not asked".into(),
            Allergen::Unrecognised => "未识别，须问 not recognised, asked".into(),
        };
        allergens(text, None).iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let medicines = [
        "注射用低分子肝素钠",
        "低分子肝素钙（那屈肝素）",
        "利伐沙班片",
        "硫酸氢氯吡格雷片",
        "帕肝素钠",
        "尿激酶原",
        "尿激酶",
        "异福胶囊",
        "盐酸地尔硫卓片",
        "肝素封管液",
        "肝素钠乳膏",
        "罗红霉素",
        "阿托伐他汀钙片",
        "5-ASA",
        "丹参片",
        "蚓激酶肠溶胶囊",
        "巴曲酶注射液",
        "无",
    ];
    let allergies = ["那屈肝素", "猪源明胶", "磺达肝癸钠", "华法林", "海鲜、肝素", "青霉素", "无", "否认药物过敏史", "不详"];
    let both =
        medicines.iter().map(|name| ("药名 medicine", *name, taken(name))).chain(allergies.iter().map(|name| ("过敏 allergy", *name, allergy(name))));
    table(
        page,
        &[text!("何处", "where"), text!("原文", "as written"), text!("识别为", "read as")],
        both.map(|(place, name, read)| vec![place.into(), name.into(), read]),
    );
}

/// The substances as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> Value {
    let grade = |grade: Option<Grade>| grade.map(|grade| if grade == Grade::Strong { "strong" } else { "moderate" });
    let row = |row: &Substance| json!({ "id": row.id, "class": row.class.id(), "grade": grade(row.grade), "atc": row.atc, "names": [row.name.zh(), row.name.en(), row.also] });
    SUBSTANCES.iter().map(row).collect()
}
