//! Medicines and allergies as a host writes them, and by hand what each of them is (core specification §4.4, §4.5). The
//! program has to recognise them; the oracle reads what stands here.

/// A medicine on record.
#[derive(Debug, PartialEq)]
pub struct Pill {
    pub name: &'static str,
    pub atc: Option<&'static str>,
    /// The ids of §4.4: none where nothing of it acts on clotting or on a DOAC.
    pub is: &'static [&'static str],
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its substances act.
    Acts,
    /// Heparin that keeps a line open.
    Flush,
    Irrelevant,
    Unknown,
}

const fn pill(name: &'static str, is: &'static [&'static str]) -> Pill {
    Pill { name, atc: None, is, kind: Kind::Acts }
}

const fn coded(name: &'static str, atc: &'static str, is: &'static [&'static str]) -> Pill {
    Pill { name, atc: Some(atc), is, kind: Kind::Acts }
}

const fn other(name: &'static str, atc: Option<&'static str>, kind: Kind) -> Pill {
    Pill { name, atc, is: &[], kind }
}

pub static PILLS: &[Pill] = &[
    pill("肝素钠注射液", &["heparin"]),
    pill("Heparin Sodium Injection", &["heparin"]),
    coded("普通肝素", "B01AB01", &["heparin"]),
    pill("注射用低分子肝素钠", &["lmwh"]),
    pill("依诺肝素钠注射液", &["enoxaparin"]),
    coded("医嘱甲", "B01AB05", &["enoxaparin"]),
    pill("克赛", &["enoxaparin"]),
    pill("低分子肝素钙（那屈肝素）", &["nadroparin"]),
    pill("速碧林", &["nadroparin"]),
    pill("达肝素钠注射液", &["dalteparin"]),
    pill("法安明", &["dalteparin"]),
    pill("帕肝素钠", &["parnaparin"]),
    pill("tinzaparin sodium", &["tinzaparin"]),
    pill("贝米肝素", &["bemiparin"]),
    pill("瑞肝素钠", &["reviparin"]),
    pill("达那肝素", &["danaparoid"]),
    pill("舒洛地特软胶囊", &["sulodexide"]),
    pill("磺达肝癸钠注射液", &["fondaparinux"]),
    pill("利伐沙班片", &["rivaroxaban"]),
    coded("利伐沙班片", "C09AA02", &["rivaroxaban"]),
    pill("拜瑞妥", &["rivaroxaban"]),
    pill("apixaban tablets", &["apixaban"]),
    pill("艾乐妥", &["apixaban"]),
    pill("甲苯磺酸艾多沙班片", &["edoxaban"]),
    pill("贝曲沙班", &["betrixaban"]),
    pill("达比加群酯胶囊", &["dabigatran"]),
    pill("阿加曲班注射液", &["argatroban"]),
    pill("注射用比伐芦定", &["bivalirudin"]),
    pill("地西芦定", &["desirudin"]),
    pill("甲磺酸萘莫司他", &["nafamostat"]),
    pill("巴曲酶注射液", &["batroxobin"]),
    pill("华法林钠片", &["warfarin"]),
    pill("Acenocoumarol 4 mg tabs", &["acenocoumarol"]),
    pill("苯丙香豆素", &["phenprocoumon"]),
    pill("phenindione", &["phenindione"]),
    coded("医嘱乙", "B01AE07", &["dabigatran"]),
    pill("阿司匹林肠溶片", &["aspirin"]),
    pill("硫酸氢氯吡格雷片", &["clopidogrel"]),
    pill("ticlopidine", &["ticlopidine"]),
    pill("普拉格雷", &["prasugrel"]),
    pill("替格瑞洛片", &["ticagrelor"]),
    pill("西洛他唑", &["cilostazol"]),
    pill("双嘧达莫片", &["dipyridamole"]),
    pill("吲哚布芬片", &["indobufen"]),
    pill("沙格雷酯", &["sarpogrelate"]),
    pill("奥扎格雷钠", &["ozagrel"]),
    pill("盐酸替罗非班氯化钠注射液", &["tirofiban"]),
    pill("eptifibatide", &["eptifibatide"]),
    pill("注射用阿替普酶", &["alteplase"]),
    pill("替奈普酶", &["tenecteplase"]),
    pill("注射用尿激酶", &["urokinase"]),
    pill("重组人尿激酶原", &["prourokinase"]),
    coded("医嘱丙", "B01AD01", &["streptokinase"]),
    pill("蚓激酶肠溶胶囊", &["lumbrokinase"]),
    pill("塞来昔布胶囊", &["celecoxib"]),
    pill("伏立康唑片", &["voriconazole"]),
    pill("克拉霉素", &["clarithromycin"]),
    pill("盐酸地尔硫卓片", &["verapamil"]),
    pill("盐酸胺碘酮片", &["amiodarone"]),
    pill("异福胶囊", &["rifampicin"]),
    pill("卡马西平片", &["carbamazepine"]),
    pill("奥卡西平", &["oxcarbazepine"]),
    Pill { name: "肝素封管液", atc: None, is: &["heparin"], kind: Kind::Flush },
    other("阿托伐他汀钙片", None, Kind::Irrelevant),
    other("苯磺酸氨氯地平片", None, Kind::Irrelevant),
    other("丹参片", Some("C01EB"), Kind::Irrelevant),
    other("丹参多酚酸盐", None, Kind::Unknown),
    other("医嘱丁", None, Kind::Unknown),
    other("罗红霉素", None, Kind::Unknown),
];

impl Pill {
    pub fn classes(&self) -> impl Iterator<Item = &'static str> {
        self.is.iter().map(|id| class(id))
    }

    pub fn acts(&self) -> bool {
        self.kind == Kind::Acts
    }
}

/// The class of a substance in §4.4.
pub fn class(id: &str) -> &'static str {
    match id {
        "heparin" => "ufh",
        "lmwh" | "enoxaparin" | "nadroparin" | "dalteparin" | "parnaparin" | "tinzaparin" | "bemiparin" | "reviparin" => "lmwh",
        "fondaparinux" => "fondaparinux",
        "rivaroxaban" | "apixaban" | "edoxaban" | "betrixaban" | "dabigatran" => "doac",
        "warfarin" | "acenocoumarol" | "phenprocoumon" | "phenindione" => "vka",
        "danaparoid" | "sulodexide" | "argatroban" | "bivalirudin" | "desirudin" | "nafamostat" | "batroxobin" => "anticoagulant",
        "tirofiban" | "eptifibatide" => "gp2b3a",
        "alteplase" | "tenecteplase" | "urokinase" | "prourokinase" | "streptokinase" | "lumbrokinase" => "thrombolytic",
        "celecoxib" => "nsaid",
        "voriconazole" | "clarithromycin" | "rifampicin" | "carbamazepine" => "strong",
        "verapamil" | "amiodarone" | "oxcarbazepine" => "moderate",
        _ => "antiplatelet",
    }
}

/// What an allergy on record says, and which drugs it forbids; `None`: nobody recognises it, and it is asked.
#[derive(Debug, PartialEq)]
pub struct Allergy {
    pub words: &'static str,
    pub forbids: Option<&'static [&'static str]>,
}

const HEPARINS: Option<&[&str]> = Some(&["enoxaparin", "nadroparin", "dalteparin", "ufh"]);

pub static ALLERGIES: &[Allergy] = &[
    Allergy { words: "依诺肝素", forbids: HEPARINS },
    Allergy { words: "heparin", forbids: HEPARINS },
    Allergy { words: "海鲜、肝素", forbids: HEPARINS },
    Allergy { words: "猪肉", forbids: HEPARINS },
    Allergy { words: "达那肝素", forbids: HEPARINS },
    Allergy { words: "磺达肝癸钠", forbids: Some(&["fondaparinux"]) },
    Allergy { words: "利伐沙班", forbids: Some(&["rivaroxaban"]) },
    Allergy { words: "apixaban", forbids: Some(&["apixaban"]) },
    Allergy { words: "达比加群", forbids: Some(&["dabigatran"]) },
    Allergy { words: "华法林", forbids: Some(&[]) },
    Allergy { words: "青霉素", forbids: Some(&[]) },
    Allergy { words: "海鲜、青霉素", forbids: Some(&[]) },
    Allergy { words: "无", forbids: Some(&[]) },
    Allergy { words: "否认药物过敏史", forbids: Some(&[]) },
    Allergy { words: "不详", forbids: None },
    Allergy { words: "不明药物“甲”", forbids: None },
    Allergy { words: "头孢曲松，外院用药乙", forbids: None },
];
