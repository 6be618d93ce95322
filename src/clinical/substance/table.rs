//! The table of substances, in the order of the core specification, 4.4. Grouping and grades are decisions of this
//! project (D); the ATC codes are not checked against the WHO index (K). Brand names are few: a hospital adds its own.

use crate::text::{Text, same, text};

/// What a medicine is to the rules of this library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Ufh,
    Lmwh,
    Fondaparinux,
    Doac,
    Vka,
    /// An anticoagulant of another class, or not said which.
    Anticoagulant,
    Antiplatelet,
    Gp2b3a,
    Thrombolytic,
    Nsaid,
    /// Inhibitor of CYP3A4 and P-gp.
    Inhibitor,
    /// Inducer of CYP3A4 and P-gp.
    Inducer,
    Other,
}

impl Class {
    pub fn id(self) -> &'static str {
        match self {
            Class::Ufh => "ufh",
            Class::Lmwh => "lmwh",
            Class::Fondaparinux => "fondaparinux",
            Class::Doac => "doac",
            Class::Vka => "vka",
            Class::Anticoagulant => "anticoagulant",
            Class::Antiplatelet => "antiplatelet",
            Class::Gp2b3a => "gp2b3a",
            Class::Thrombolytic => "thrombolytic",
            Class::Nsaid => "nsaid",
            Class::Inhibitor => "cyp3a4_pgp_inhibitor",
            Class::Inducer => "cyp3a4_pgp_inducer",
            Class::Other => "other",
        }
    }

    pub fn anticoagulates(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh | Class::Fondaparinux | Class::Doac | Class::Vka | Class::Anticoagulant)
    }

    pub fn is_heparin(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh)
    }

    /// An antithrombotic: what the bleeding checklists count beside an operation. An NSAID is none (D).
    pub fn impairs_clotting(self) -> bool {
        self.anticoagulates() || matches!(self, Class::Antiplatelet | Class::Gp2b3a | Class::Thrombolytic)
    }
}

/// How much an inhibitor or inducer changes the level of a DOAC (D).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    Strong,
    Moderate,
}

/// One row of the table.
#[derive(Debug)]
pub struct Substance {
    pub id: &'static str,
    pub class: Class,
    pub grade: Option<Grade>,
    /// The generic name; a row of several substances names each, with a slash between them. Read as names too.
    pub name: Text,
    /// Full ATC codes, with a space between them. A code of five characters stands for every code below it that no row has.
    pub atc: &'static str,
    /// Other names, Chinese and English, with a bar between them. A space matches a space, a hyphen or nothing, but
    /// after a first letter no less than a space: the index goes by the first two.
    pub also: &'static str,
    /// A word for a whole class: beside one of its members in the same medicine it says nothing more.
    pub is_group: bool,
}

impl PartialEq for Substance {
    fn eq(&self, other: &Substance) -> bool {
        same(self.id, other.id)
    }
}

impl Substance {
    /// Danaparoid and sulodexide: heparins as far as HIT and allergy go, and in nothing else.
    pub fn is_heparinoid(&self) -> bool {
        matches!(self.id, "danaparoid" | "sulodexide")
    }

    /// This is a word for a class that `other` belongs to.
    pub(super) fn covers(&self, other: &Substance) -> bool {
        let within = match self.id {
            "anticoagulant" => other.class.anticoagulates(),
            "antiplatelet" => matches!(other.class, Class::Antiplatelet | Class::Gp2b3a),
            // The antifungal azoles share the beginning of their codes; they are not all in one class of ATC.
            "azole" => other.atc.starts_with("J02A"),
            _ => other.class == self.class,
        };
        self.is_group && self != other && within
    }
}

/// The row of an id. `ufh`, as the formulary and hosts call it, is the row `heparin`.
pub fn named(id: &str) -> Option<&'static Substance> {
    let id = if same(id, "ufh") { "heparin" } else { id };
    SUBSTANCES.iter().find(|substance| same(substance.id, id))
}

const fn row(id: &'static str, class: Class, name: Text, atc: &'static str, also: &'static str) -> Substance {
    Substance { id, class, grade: None, name, atc, also, is_group: false }
}

const fn group(id: &'static str, class: Class, name: Text, atc: &'static str, also: &'static str) -> Substance {
    Substance { id, class, grade: None, name, atc, also, is_group: true }
}

impl Substance {
    const fn strong(mut self) -> Substance {
        self.grade = Some(Grade::Strong);
        self
    }

    const fn moderate(mut self) -> Substance {
        self.grade = Some(Grade::Moderate);
        self
    }
}

use Class::{Anticoagulant, Antiplatelet, Doac, Fondaparinux, Gp2b3a, Inducer, Inhibitor, Lmwh, Nsaid, Thrombolytic, Ufh, Vka};

#[rustfmt::skip]
pub static SUBSTANCES: &[Substance] = &[
    row("heparin", Ufh, text!("普通肝素", "unfractionated heparin"), "B01AB01", "heparin|ufh|肝素|肝素钠|肝素钙"),
    // The prefix stands for heparins that no row has; antithrombin (B01AB02) is excepted where codes are read.
    group("lmwh", Lmwh, text!("低分子肝素", "low molecular weight heparin"), "B01AB", "lmwh|低分子量肝素|低分子肝素钠|低分子肝素钙"),
    row("enoxaparin", Lmwh, text!("依诺肝素", "enoxaparin"), "B01AB05", "克赛"),
    row("nadroparin", Lmwh, text!("那屈肝素", "nadroparin"), "B01AB06", "那曲肝素|速碧林|速避凝"),
    row("dalteparin", Lmwh, text!("达肝素", "dalteparin"), "B01AB04", "达肝素钠|法安明"),
    row("parnaparin", Lmwh, text!("帕肝素", "parnaparin"), "B01AB07", "帕肝素钠"),
    row("tinzaparin", Lmwh, text!("亭扎肝素", "tinzaparin"), "B01AB10", ""),
    row("bemiparin", Lmwh, text!("贝米肝素", "bemiparin"), "B01AB12", ""),
    row("reviparin", Lmwh, text!("瑞肝素", "reviparin"), "B01AB08", "瑞肝素钠"),
    row("danaparoid", Anticoagulant, text!("达那肝素", "danaparoid"), "B01AB09", ""),
    row("sulodexide", Anticoagulant, text!("舒洛地特", "sulodexide"), "B01AB11", ""),
    row("fondaparinux", Fondaparinux, text!("磺达肝癸钠", "fondaparinux"), "B01AX05", "磺达肝癸|磺达肝素"),
    row("rivaroxaban", Doac, text!("利伐沙班", "rivaroxaban"), "B01AF01", "拜瑞妥"),
    row("apixaban", Doac, text!("阿哌沙班", "apixaban"), "B01AF02", "艾乐妥"),
    row("edoxaban", Doac, text!("艾多沙班", "edoxaban"), "B01AF03", "依度沙班|里先安"),
    row("betrixaban", Doac, text!("贝曲沙班", "betrixaban"), "B01AF04", ""),
    row("dabigatran", Doac, text!("达比加群酯", "dabigatran"), "B01AE07", "达比加群|泰毕全"),
    row("argatroban", Anticoagulant, text!("阿加曲班", "argatroban"), "B01AE03", ""),
    row("bivalirudin", Anticoagulant, text!("比伐芦定", "bivalirudin"), "B01AE06", "比伐卢定"),
    row("desirudin", Anticoagulant, text!("地西芦定/水蛭素", "desirudin/hirudin"), "B01AE01", ""),
    row("nafamostat", Anticoagulant, text!("萘莫司他", "nafamostat"), "", ""),
    row("batroxobin", Anticoagulant, text!("巴曲酶/降纤酶", "batroxobin/defibrase"), "", "去纤酶"),
    row("warfarin", Vka, text!("华法林", "warfarin"), "B01AA03", "华法令"),
    row("acenocoumarol", Vka, text!("醋硝香豆素", "acenocoumarol"), "B01AA07", "新抗凝"),
    row("phenprocoumon", Vka, text!("苯丙香豆素", "phenprocoumon"), "B01AA04", ""),
    row("phenindione", Vka, text!("苯茚二酮", "phenindione/fluindione"), "B01AA02", ""),
    // C10BX "with it": every code of that group whose WHO name has acetylsalicylic acid.
    row("aspirin", Antiplatelet, text!("阿司匹林", "aspirin"), "B01AC06 B01AC56 N02BA01 N02BA51 N02BA71 C10BX01 C10BX02 C10BX04 C10BX05 C10BX06 C10BX08 C10BX12", "acetylsalicylic acid|asa|阿司匹灵|阿斯匹林|乙酰水杨酸|赖氨匹林|阿咖酚"),
    row("clopidogrel", Antiplatelet, text!("氯吡格雷", "clopidogrel"), "B01AC04", "波立维|泰嘉"),
    row("ticlopidine", Antiplatelet, text!("噻氯匹定", "ticlopidine"), "B01AC05", ""),
    row("prasugrel", Antiplatelet, text!("普拉格雷", "prasugrel"), "B01AC22", ""),
    row("ticagrelor", Antiplatelet, text!("替格瑞洛", "ticagrelor"), "B01AC24", "替卡格雷|倍林达"),
    row("cangrelor", Antiplatelet, text!("坎格瑞洛", "cangrelor"), "B01AC25", ""),
    row("cilostazol", Antiplatelet, text!("西洛他唑", "cilostazol"), "B01AC23", ""),
    row("dipyridamole", Antiplatelet, text!("双嘧达莫", "dipyridamole"), "B01AC07", "潘生丁"),
    row("indobufen", Antiplatelet, text!("吲哚布芬", "indobufen"), "B01AC10", ""),
    row("triflusal", Antiplatelet, text!("三氟柳", "triflusal"), "B01AC18", ""),
    row("beraprost", Antiplatelet, text!("贝前列素/伊洛前列素", "beraprost/iloprost"), "B01AC19", ""),
    row("vorapaxar", Antiplatelet, text!("沃拉帕沙", "vorapaxar"), "B01AC26", ""),
    row("sarpogrelate", Antiplatelet, text!("沙格雷酯", "sarpogrelate"), "", ""),
    row("ozagrel", Antiplatelet, text!("奥扎格雷", "ozagrel"), "", ""),
    row("tirofiban", Gp2b3a, text!("替罗非班", "tirofiban"), "B01AC17", "欣维宁"),
    row("eptifibatide", Gp2b3a, text!("依替巴肽", "eptifibatide"), "B01AC16", "埃替非巴肽"),
    row("abciximab", Gp2b3a, text!("阿昔单抗", "abciximab"), "B01AC13", ""),
    row("alteplase", Thrombolytic, text!("阿替普酶", "alteplase"), "B01AD02", "rt pa|tpa|t pa|爱通立|组织型纤溶酶原激活"),
    row("tenecteplase", Thrombolytic, text!("替奈普酶", "tenecteplase"), "B01AD11", "tnk"),
    row("reteplase", Thrombolytic, text!("瑞替普酶", "reteplase"), "B01AD07", ""),
    row("urokinase", Thrombolytic, text!("尿激酶", "urokinase"), "B01AD04", ""),
    row("prourokinase", Thrombolytic, text!("尿激酶原", "prourokinase/saruplase"), "B01AD08", "pro urokinase|重组人尿激酶原"),
    row("streptokinase", Thrombolytic, text!("链激酶", "streptokinase/anistreplase"), "B01AD01", ""),
    row("staphylokinase", Thrombolytic, text!("葡激酶", "staphylokinase"), "", ""),
    row("lumbrokinase", Thrombolytic, text!("蚓激酶", "lumbrokinase"), "", ""),
    row("ibuprofen", Nsaid, text!("布洛芬", "ibuprofen"), "M01AE01", ""),
    row("diclofenac", Nsaid, text!("双氯芬酸", "diclofenac"), "M01AB05", ""),
    row("ketorolac", Nsaid, text!("酮咯酸", "ketorolac"), "M01AB15", ""),
    row("flurbiprofen", Nsaid, text!("氟比洛芬", "flurbiprofen"), "M01AE09", ""),
    row("loxoprofen", Nsaid, text!("洛索洛芬", "loxoprofen"), "", ""),
    row("naproxen", Nsaid, text!("萘普生", "naproxen"), "M01AE02", ""),
    row("indometacin", Nsaid, text!("吲哚美辛", "indometacin"), "M01AB01", "indomethacin"),
    row("meloxicam", Nsaid, text!("美洛昔康/吡罗昔康", "meloxicam/piroxicam"), "M01AC06", ""),
    row("celecoxib", Nsaid, text!("塞来昔布/帕瑞昔布/依托考昔", "celecoxib/parecoxib/etoricoxib"), "M01AH01", ""),
    row("ketoconazole", Inhibitor, text!("酮康唑", "ketoconazole"), "J02AB02 H02CA03", "").strong(),
    row("itraconazole", Inhibitor, text!("伊曲康唑", "itraconazole"), "J02AC02", "").strong(),
    row("voriconazole", Inhibitor, text!("伏立康唑", "voriconazole"), "J02AC03", "").strong(),
    row("posaconazole", Inhibitor, text!("泊沙康唑", "posaconazole"), "J02AC04", "").strong(),
    // Those that are only ever given with ritonavir are its names too.
    row("ritonavir", Inhibitor, text!("利托那韦", "ritonavir"), "J05AE03 J05AE30 J05AR10 J05AP53", "lopinavir|nirmatrelvir|ombitasvir|paritaprevir|洛匹那韦|奈玛特韦").strong(),
    // J05AR "with it": every code of that group whose WHO name has cobicistat.
    row("cobicistat", Inhibitor, text!("考比司他", "cobicistat"), "V03AX03 J05AR09 J05AR14 J05AR15 J05AR18 J05AR22", "").strong(),
    row("hiv_pi", Inhibitor, text!("HIV蛋白酶抑制剂", "HIV protease inhibitor"), "J05AE", "atazanavir|darunavir|saquinavir|indinavir|nelfinavir|阿扎那韦|达芦那韦|沙奎那韦|茚地那韦|奈非那韦").strong(),
    row("clarithromycin", Inhibitor, text!("克拉霉素", "clarithromycin/telithromycin"), "J01FA09", "").strong(),
    row("fluconazole", Inhibitor, text!("氟康唑/艾沙康唑", "fluconazole/isavuconazole"), "J02AC01 J02AC05", "").moderate(),
    row("erythromycin", Inhibitor, text!("红霉素", "erythromycin"), "J01FA01", "").moderate(),
    row("dronedarone", Inhibitor, text!("决奈达隆", "dronedarone"), "C01BD07", "").strong(),
    row("amiodarone", Inhibitor, text!("胺碘酮", "amiodarone"), "C01BD01", "").moderate(),
    row("verapamil", Inhibitor, text!("维拉帕米/地尔硫䓬", "verapamil/diltiazem"), "C08DA01 C08DB01", "地尔硫卓|地尔硫").moderate(),
    row("quinidine", Inhibitor, text!("奎尼丁", "quinidine"), "C01BA01", "").moderate(),
    row("ciclosporin", Inhibitor, text!("环孢素/他克莫司", "ciclosporin/tacrolimus"), "L04AD01 L04AD02", "cyclosporine").moderate(),
    row("rifampicin", Inducer, text!("利福平", "rifampicin"), "J04AB02 J04AM02 J04AM05 J04AM06 J04AM07", "rifampin|异福|利福异烟").strong(),
    row("rifapentine", Inducer, text!("利福喷丁", "rifapentine"), "J04AB05", "").strong(),
    row("rifabutin", Inducer, text!("利福布汀", "rifabutin"), "J04AB04", "").moderate(),
    row("phenytoin", Inducer, text!("苯妥英", "phenytoin/fosphenytoin"), "N03AB02 N03AB05", "").strong(),
    row("carbamazepine", Inducer, text!("卡马西平", "carbamazepine"), "N03AF01", "").strong(),
    row("oxcarbazepine", Inducer, text!("奥卡西平", "oxcarbazepine"), "N03AF02", "").moderate(),
    row("phenobarbital", Inducer, text!("苯巴比妥/扑米酮", "phenobarbital/primidone"), "N03AA02 N03AA03", "phenobarbitone").strong(),
    row("st_johns_wort", Inducer, text!("圣约翰草/贯叶连翘", "St John's wort"), "N06AX25", "hypericum|贯叶金丝桃").strong(),
    row("enzalutamide", Inducer, text!("恩扎卢胺/阿帕他胺", "enzalutamide/apalutamide"), "L02BB04 L02BB05", "").strong(),
    row("efavirenz", Inducer, text!("依非韦伦", "efavirenz"), "J05AG03", "").moderate(),
    // Words for classes, as hosts send them beside a name or alone; the codes are those of 4.4 "its class by prefix".
    // A class of interacting drugs whose member nobody names counts as its strongest (D).
    group("doac", Doac, text!("直接口服抗凝药", "direct oral anticoagulant"), "", "doac|noac|new oral anticoagulant|novel oral anticoagulant|non vitamin k antagonist oral anticoagulant|新型口服抗凝药"),
    group("vka", Vka, text!("维生素K拮抗剂", "vitamin K antagonist"), "B01AA", "vka"),
    group("anticoagulant", Anticoagulant, text!("抗凝药", "anticoagulant"), "B01AE B01AF B01AX", ""),
    group("antiplatelet", Antiplatelet, text!("抗血小板药", "antiplatelet"), "B01AC", "anti platelet|platelet aggregation inhibitor|抗血小板"),
    group("gp2b3a", Gp2b3a, text!("GP2b3a受体拮抗剂", "GP2b3a inhibitor"), "", "gp2b3a"),
    group("thrombolytic", Thrombolytic, text!("溶栓药", "thrombolytic"), "B01AD", "fibrinolytic"),
    group("nsaid", Nsaid, text!("非甾体抗炎药", "NSAID"), "", "non steroidal anti inflammatory|非甾体"),
    group("cyp3a4_pgp_inhibitor", Inhibitor, text!("CYP3A4和P-gp抑制剂", "CYP3A4 P-gp inhibitor"), "", "").strong(),
    group("cyp3a4_pgp_inducer", Inducer, text!("CYP3A4和P-gp诱导剂", "CYP3A4 P-gp inducer"), "", "").strong(),
    group("azole", Inhibitor, text!("唑类抗真菌药", "azole"), "", "").strong(),
];
