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
    /// What else a clinician types to find it, in both languages, with spaces between: whom and where it is for, what it is called
    /// beside its title. No statement: what it is for stands in its own table.
    pub words: &'static str,
}

const fn row(id: &'static str, initials: &'static str, words: &'static str) -> ShelfRow {
    ShelfRow { id, initials, words }
}

/// What the helper formulas are found by.
const HELPER_WORDS: &str = "辅助公式 体质量指数 体重指数 肌酐清除率 肾功能 肾小球滤过率 理想体重 校正体重 体表面积 身高 helper formula BMI body mass index creatinine clearance crcl cockcroft gault eGFR kidney renal ideal adjusted weight surface area bsa height";
const HELPER_INITIALS: &str = "fzgs bmi jgqclegfr lxyjztz tbmj";

#[rustfmt::skip]
pub static SHELF: &[ShelfUse] = &[
    ShelfUse { id: "prevention", title: text!("住院与门诊预防：血栓风险", "Prevention in and out of hospital: the risk of a clot"), initials: "zyymzyfxsfx", instruments: &[
        row("caprini", "caprinifxpg2005b", "外科 手术 术后 围手术期 骨科 住院 危险分层 卡普里尼 surgery surgical orthopaedic orthopedic postoperative inpatient risk stratification"),
        row("padua", "paduaycpf", "内科 住院 危险分层 帕多瓦 帕度瓦 medical inpatient risk stratification"),
        row("improve_vte", "improvevtepf7x", "内科 住院 危险分层 medical inpatient risk stratification"),
        row("improve_dd", "improveddpf7xjdejt", "内科 住院 危险分层 D二聚体 medical inpatient dimer risk stratification"),
        row("nhs_dh", "ygwsbvtefxpgb", "英国 住院 内科 外科 手术 骨科 危险分层 england surgery surgical medical orthopaedic orthopedic inpatient checklist risk stratification"),
        row("rcog_37a", "rcog37ackvtefxpg", "孕妇 怀孕 孕期 妊娠 产前 产后 产褥期 分娩 剖宫产 危险分层 pregnancy pregnant antenatal postnatal postpartum obstetric maternity caesarean cesarean risk stratification"),
        row("khorana", "khoranapf", "肿瘤 癌症 恶性肿瘤 化疗 门诊 危险分层 cancer tumour tumor malignancy oncology chemotherapy outpatient risk stratification"),
    ] },
    ShelfUse { id: "bleeding", title: text!("预防前：出血风险", "Before prevention: the risk of bleeding"), initials: "yfqcxfx", instruments: &[
        row("cn_bleed_surgical", "wkhzcxfxpg", "手术 术后 骨科 surgery orthopaedic orthopedic china"),
        row("cn_bleed_medical", "nkhzcxfxpg", "住院 inpatient china"),
        row("improve_bleeding", "improvecxpf", "内科 住院 medical inpatient"),
    ] },
    ShelfUse { id: "suspected_dvt", title: text!("疑似深静脉血栓（DVT）", "Suspected deep vein thrombosis (DVT)"), initials: "yssjmxsdvt", instruments: &[
        row("wells_dvt", "wellsdvtpf", "下肢 小腿 腿肿 肿胀 韦尔斯 leg calf limb swelling swollen"),
    ] },
    ShelfUse { id: "suspected_pe", title: text!("疑似肺栓塞（PE）", "Suspected pulmonary embolism (PE)"), initials: "ysfsspe", instruments: &[
        row("wells_pe", "wellspepf", "肺栓 韦尔斯"),
        row("wells_pe_simplified", "jhwellspepf", "肺栓 韦尔斯"),
        row("geneva", "xdbgenevapf", "肺栓 日内瓦 PE"),
        row("geneva_simplified", "jhxdbgenevapf", "肺栓 日内瓦 PE"),
        row("perc", "percfsspcbz", "肺栓 急诊 emergency rule out PE"),
        row("years", "yearsgz", "肺栓 D二聚体 妊娠 孕妇 怀孕 孕期 dimer pregnancy pregnant PE"),
        row("d_dimer_age", "nljzdejt", "肺栓 D二聚体 age adjusted dimer PE"),
        row("peged", "pegedgz", "肺栓 D二聚体 dimer PE"),
    ] },
    ShelfUse { id: "confirmed_pe", title: text!("确诊肺栓塞：严重程度", "Confirmed pulmonary embolism: how severe"), initials: "qzfssyzcd", instruments: &[
        row("pesi", "pesifssyzzs", "肺栓 危险分层 死亡风险 risk stratification mortality PE"),
        row("spesi", "spesijhfssyzzs", "肺栓 危险分层 死亡风险 risk stratification mortality simplified PE"),
        row("esc_2019", "esc2019fsszqswfxfj", "肺栓 危险分层 死亡风险 欧洲 右心室 肌钙蛋白 risk stratification mortality troponin PE"),
        row("bova", "bovapf", "肺栓 危险分层 右心室 肌钙蛋白 risk stratification troponin PE"),
        row("hestia", "hestiabz", "肺栓 居家 出院 门诊 home discharge outpatient PE"),
    ] },
    ShelfUse { id: "treatment", title: text!("抗凝治疗期间：出血风险", "During anticoagulant treatment: the risk of bleeding"), initials: "knzlqjcxfx", instruments: &[
        row("has_bled", "hasbledcxpf", "房颤 华法林 atrial fibrillation warfarin"),
        row("vte_bleed", "vtebleedcxpf", "延长抗凝 extended anticoagulation"),
    ] },
    ShelfUse { id: "suspected_hit", title: text!("疑似肝素诱导的血小板减少症（HIT）", "Suspected heparin-induced thrombocytopenia (HIT)"), initials: "ysgsyddxxbjszhit", instruments: &[
        row("four_ts", "4tspfhitknx", "血小板 血小板减少 肝素 platelet thrombocytopenia heparin"),
    ] },
];

/// The table of an instrument of the shelf.
pub fn on_the_shelf(id: &str) -> Option<&'static Instrument> {
    ALL.iter().chain(SCORED).copied().find(|instrument| instrument.id == id)
}

/// In small letters, of full width as of half.
fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// The runs of Latin letters and digits, and of other letters, of a text: "Wells-PE评分" is "wells", "pe" and "评分".
fn runs(text: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    let mut before = None;
    for c in folded(text).chars() {
        let kind = c.is_alphanumeric().then(|| c.is_ascii());
        match (kind, all.last_mut()) {
            (Some(_), Some(last)) if kind == before => last.push(c),
            (Some(_), _) => all.push(c.to_string()),
            (None, _) => {}
        }
        before = kind;
    }
    all
}

/// Whether each run of what was typed is found: a Latin one as the beginning of a word, or anywhere in initials; a Chinese one
/// anywhere within a run. An empty search finds all.
fn is_found(search: &str, texts: &[&str], initials: &[&str]) -> bool {
    let words: Vec<String> = texts.iter().flat_map(|text| runs(text)).collect();
    runs(search).iter().all(|typed| match typed.is_ascii() {
        true => words.iter().any(|word| word.starts_with(typed)) || initials.iter().any(|initials| initials.contains(typed)),
        false => words.iter().any(|word| word.contains(typed)),
    })
}

/// Whether a search finds this row: by its title in either language, its id, its own words, its initials, or by those of its use.
pub fn finds(of: &ShelfUse, row: &ShelfRow, search: &str) -> bool {
    let title = on_the_shelf(row.id).map(|instrument| instrument.title);
    let mut texts: Vec<&str> = title.into_iter().chain([of.title]).flat_map(|title| [title.zh(), title.en()]).collect();
    texts.extend([row.id, row.words]);
    is_found(search, &texts, &[row.initials, of.initials])
}

/// Whether a search finds the helper formulas.
pub fn finds_helpers(search: &str) -> bool {
    is_found(search, &[HELPER_WORDS], &[HELPER_INITIALS])
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

    #[test]
    fn what_a_clinician_types_finds_what_is_meant_and_nothing_by_the_middle_of_a_word() {
        let found = |search: &str| rows().filter(|(of, row)| finds(of, row, search)).map(|(_, row)| row.id).collect::<Vec<_>>();
        for cancer in ["肿瘤", "癌", "cancer", "tumor"] {
            assert_eq!(found(cancer), ["khorana"], "{cancer}");
        }
        for pregnant in ["孕", "妊娠", "pregnancy", "Pregnant"] {
            assert_eq!(found(pregnant), ["rcog_37a", "years"], "{pregnant}");
        }
        for leg in ["下肢", "leg", "calf"] {
            assert_eq!(found(leg), ["wells_dvt"], "{leg}");
        }
        assert_eq!(found("骨科"), ["caprini", "nhs_dh", "cn_bleed_surgical"]);
        assert_eq!(found("platelet"), ["four_ts"]);
        assert_eq!(found("日内瓦"), ["geneva", "geneva_simplified"]);
        assert!(["caprini", "padua", "pesi", "spesi", "esc_2019", "bova"].iter().all(|id| found("危险分层").contains(id)));
        assert_eq!(found("ＰＥＳＩ"), found("pesi"), "full width");
        assert_eq!(found("PESI"), ["pesi", "spesi"]);
        assert_eq!(found("sPESI"), ["spesi"]);
        let pe = found("PE");
        assert!(["wells_pe", "geneva", "perc", "years", "pesi", "spesi", "esc_2019", "bova", "hestia"].iter().all(|id| pe.contains(id)), "{pe:?}");
        assert!(!pe.contains(&"four_ts") && !pe.contains(&"wells_dvt") && !pe.contains(&"caprini"), "{pe:?}");
        assert_eq!(found("wells评分　ＤＶＴ"), ["wells_dvt"], "both scripts in one word, and a wide space");
    }

    #[test]
    fn what_is_suspected_or_confirmed_says_when_it_is_for_and_a_score_of_wells_what_comes_next() {
        let says = |id: &str, word: &str| on_the_shelf(id).is_some_and(|of| of.caveats.iter().any(|(text, _)| text.zh().contains(word)));
        for (of, row) in rows().filter(|(of, _)| matches!(of.id, "suspected_dvt" | "suspected_pe" | "confirmed_pe")) {
            // Off unless a hospital turns it on: the specification says no more of it.
            assert!(row.id == "peged" || says(row.id, "何时用"), "{} {}", of.id, row.id);
        }
        for id in ["wells_pe", "wells_pe_simplified", "wells_dvt", "perc", "pesi", "spesi", "esc_2019"] {
            assert!(says(id, "下一步"), "{id}");
        }
    }

    #[test]
    fn the_helper_formulas_are_found_by_their_own_words() {
        for search in ["", " ", "肌酐", "BMI", "egfr", "体表", "creatinine", "ＢＭＩ", "jgqcl"] {
            assert!(finds_helpers(search), "{search}");
        }
        for search in ["Padua", "肿瘤", "PE", "no such formula"] {
            assert!(!finds_helpers(search), "{search}");
        }
    }
}
