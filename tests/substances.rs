//! Medicines and allergies by their names and codes (core specification 4.4, 4.5): the table itself, the vectors, and laws.
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use proptest::sample::select;
use virchow::clinical::substance::{Allergen, Grade, Recognised, SUBSTANCES, Substance, allergens, atc_contradicts, named, recognise};

/// The table as it is published: id, class and grade, ATC codes, English names, Chinese names.
const TABLE: &str = "
heparin | ufh | B01AB01 | heparin, unfractionated heparin, UFH | 肝素, 普通肝素, 肝素钠, 肝素钙
lmwh | lmwh |  | low molecular weight heparin, LMWH | 低分子肝素, 低分子量肝素, 低分子肝素钠, 低分子肝素钙
enoxaparin | lmwh | B01AB05 | enoxaparin | 依诺肝素, 克赛
nadroparin | lmwh | B01AB06 | nadroparin | 那屈肝素, 那曲肝素, 速碧林, 速避凝
dalteparin | lmwh | B01AB04 | dalteparin | 达肝素, 达肝素钠, 法安明
parnaparin | lmwh | B01AB07 | parnaparin | 帕肝素, 帕肝素钠
tinzaparin | lmwh | B01AB10 | tinzaparin | 亭扎肝素
bemiparin | lmwh | B01AB12 | bemiparin | 贝米肝素
reviparin | lmwh | B01AB08 | reviparin | 瑞肝素, 瑞肝素钠
danaparoid | anticoagulant | B01AB09 | danaparoid | 达那肝素
sulodexide | anticoagulant | B01AB11 | sulodexide | 舒洛地特
fondaparinux | fondaparinux | B01AX05 | fondaparinux | 磺达肝癸, 磺达肝素
rivaroxaban | doac | B01AF01 | rivaroxaban | 利伐沙班, 拜瑞妥
apixaban | doac | B01AF02 | apixaban | 阿哌沙班, 艾乐妥
edoxaban | doac | B01AF03 | edoxaban | 艾多沙班, 依度沙班, 里先安
betrixaban | doac | B01AF04 | betrixaban | 贝曲沙班
dabigatran | doac | B01AE07 | dabigatran | 达比加群, 泰毕全
argatroban | anticoagulant | B01AE03 | argatroban | 阿加曲班
bivalirudin | anticoagulant | B01AE06 | bivalirudin | 比伐芦定, 比伐卢定
desirudin | anticoagulant | B01AE01 | desirudin, hirudin | 地西芦定, 水蛭素
nafamostat | anticoagulant |  | nafamostat | 萘莫司他
batroxobin | anticoagulant |  | batroxobin, defibrase | 巴曲酶, 降纤酶, 去纤酶
warfarin | vka | B01AA03 | warfarin | 华法林, 华法令
acenocoumarol | vka | B01AA07 | acenocoumarol | 醋硝香豆素, 新抗凝
phenprocoumon | vka | B01AA04 | phenprocoumon | 苯丙香豆素
phenindione | vka | B01AA02 | phenindione, fluindione | 苯茚二酮
aspirin | antiplatelet | B01AC06, B01AC56, N02BA01, N02BA51, N02BA71, C10BX01, C10BX08 | aspirin, acetylsalicylic acid, ASA | 阿司匹林, 阿司匹灵, 阿斯匹林, 乙酰水杨酸, 赖氨匹林, 阿咖酚
clopidogrel | antiplatelet | B01AC04 | clopidogrel | 氯吡格雷, 波立维, 泰嘉
ticlopidine | antiplatelet | B01AC05 | ticlopidine | 噻氯匹定
prasugrel | antiplatelet | B01AC22 | prasugrel | 普拉格雷
ticagrelor | antiplatelet | B01AC24 | ticagrelor | 替格瑞洛, 替卡格雷, 倍林达
cangrelor | antiplatelet | B01AC25 | cangrelor | 坎格瑞洛
cilostazol | antiplatelet | B01AC23 | cilostazol | 西洛他唑
dipyridamole | antiplatelet | B01AC07 | dipyridamole | 双嘧达莫, 潘生丁
indobufen | antiplatelet | B01AC10 | indobufen | 吲哚布芬
triflusal | antiplatelet | B01AC18 | triflusal | 三氟柳
beraprost | antiplatelet | B01AC19 | beraprost, iloprost | 贝前列素, 伊洛前列素
vorapaxar | antiplatelet | B01AC26 | vorapaxar | 沃拉帕沙
sarpogrelate | antiplatelet |  | sarpogrelate | 沙格雷酯
ozagrel | antiplatelet |  | ozagrel | 奥扎格雷
tirofiban | gp2b3a | B01AC17 | tirofiban | 替罗非班, 欣维宁
eptifibatide | gp2b3a | B01AC16 | eptifibatide | 依替巴肽, 埃替非巴肽
abciximab | gp2b3a | B01AC13 | abciximab | 阿昔单抗
alteplase | thrombolytic | B01AD02 | alteplase, rt-PA, tPA | 阿替普酶, 爱通立, 组织型纤溶酶原激活
tenecteplase | thrombolytic | B01AD11 | tenecteplase, TNK | 替奈普酶
reteplase | thrombolytic | B01AD07 | reteplase | 瑞替普酶
urokinase | thrombolytic | B01AD04 | urokinase | 尿激酶
prourokinase | thrombolytic | B01AD08 | prourokinase, saruplase | 尿激酶原, 重组人尿激酶原
streptokinase | thrombolytic | B01AD01 | streptokinase, anistreplase | 链激酶
staphylokinase | thrombolytic |  | staphylokinase | 葡激酶
lumbrokinase | thrombolytic |  | lumbrokinase | 蚓激酶
ibuprofen | nsaid | M01AE01 | ibuprofen | 布洛芬
diclofenac | nsaid | M01AB05 | diclofenac | 双氯芬酸
ketorolac | nsaid | M01AB15 | ketorolac | 酮咯酸
flurbiprofen | nsaid | M01AE09 | flurbiprofen | 氟比洛芬
loxoprofen | nsaid |  | loxoprofen | 洛索洛芬
naproxen | nsaid | M01AE02 | naproxen | 萘普生
indometacin | nsaid | M01AB01 | indometacin, indomethacin | 吲哚美辛
meloxicam | nsaid | M01AC06 | meloxicam, piroxicam | 美洛昔康, 吡罗昔康
celecoxib | nsaid | M01AH01 | celecoxib, parecoxib, etoricoxib | 塞来昔布, 帕瑞昔布, 依托考昔
ketoconazole | cyp3a4_pgp_inhibitor strong | J02AB02, H02CA03 | ketoconazole | 酮康唑
itraconazole | cyp3a4_pgp_inhibitor strong | J02AC02 | itraconazole | 伊曲康唑
voriconazole | cyp3a4_pgp_inhibitor strong | J02AC03 | voriconazole | 伏立康唑
posaconazole | cyp3a4_pgp_inhibitor strong | J02AC04 | posaconazole | 泊沙康唑
ritonavir | cyp3a4_pgp_inhibitor strong | J05AE03, J05AE30, J05AR10, J05AP53 | ritonavir, lopinavir, nirmatrelvir, ombitasvir, paritaprevir | 利托那韦, 洛匹那韦利托那韦, 奈玛特韦
cobicistat | cyp3a4_pgp_inhibitor strong | V03AX03, J05AR09, J05AR14 | cobicistat | 考比司他
hiv_pi | cyp3a4_pgp_inhibitor strong | J05AE, J05AE08, J05AE10 | atazanavir, darunavir, saquinavir | 阿扎那韦, 达芦那韦, 沙奎那韦
clarithromycin | cyp3a4_pgp_inhibitor strong | J01FA09 | clarithromycin, telithromycin | 克拉霉素
fluconazole | cyp3a4_pgp_inhibitor moderate | J02AC01, J02AC05 | fluconazole, isavuconazole | 氟康唑, 艾沙康唑
erythromycin | cyp3a4_pgp_inhibitor moderate | J01FA01 | erythromycin | 红霉素
dronedarone | cyp3a4_pgp_inhibitor strong | C01BD07 | dronedarone | 决奈达隆
amiodarone | cyp3a4_pgp_inhibitor moderate | C01BD01 | amiodarone | 胺碘酮
verapamil | cyp3a4_pgp_inhibitor moderate | C08DA01, C08DB01 | verapamil, diltiazem | 维拉帕米, 地尔硫䓬, 地尔硫卓, 地尔硫
quinidine | cyp3a4_pgp_inhibitor moderate | C01BA01 | quinidine | 奎尼丁
ciclosporin | cyp3a4_pgp_inhibitor moderate | L04AD01, L04AD02 | ciclosporin, cyclosporine, tacrolimus | 环孢素, 他克莫司
rifampicin | cyp3a4_pgp_inducer strong | J04AB02, J04AM02, J04AM05, J04AM06, J04AM07 | rifampicin, rifampin | 利福平, 异福, 利福异烟
rifapentine | cyp3a4_pgp_inducer strong | J04AB05 | rifapentine | 利福喷丁
rifabutin | cyp3a4_pgp_inducer moderate | J04AB04 | rifabutin | 利福布汀
phenytoin | cyp3a4_pgp_inducer strong | N03AB02, N03AB05 | phenytoin, fosphenytoin | 苯妥英
carbamazepine | cyp3a4_pgp_inducer strong | N03AF01 | carbamazepine | 卡马西平
oxcarbazepine | cyp3a4_pgp_inducer moderate | N03AF02 | oxcarbazepine | 奥卡西平
phenobarbital | cyp3a4_pgp_inducer strong | N03AA02, N03AA03 | phenobarbital, phenobarbitone, primidone | 苯巴比妥, 扑米酮
st_johns_wort | cyp3a4_pgp_inducer strong | N06AX25 | St John's wort, hypericum | 圣约翰草, 贯叶连翘, 贯叶金丝桃
enzalutamide | cyp3a4_pgp_inducer strong | L02BB04, L02BB05 | enzalutamide, apalutamide | 恩扎卢胺, 阿帕他胺
efavirenz | cyp3a4_pgp_inducer moderate | J05AG03 | efavirenz | 依非韦伦
";

struct Published {
    id: &'static str,
    class: &'static str,
    codes: Vec<&'static str>,
    english: Vec<&'static str>,
    chinese: Vec<&'static str>,
}

fn published() -> Vec<Published> {
    let list = |cell: &'static str| cell.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, class, codes, english, chinese] = cells[..] else { panic!("{line}") };
        Published { id, class, codes: list(codes), english: list(english), chinese: list(chinese) }
    };
    TABLE.lines().filter(|line| !line.is_empty()).map(row).collect()
}

fn names() -> Vec<(&'static str, &'static str)> {
    published().into_iter().flat_map(|row| row.english.into_iter().chain(row.chinese).map(move |name| (row.id, name))).collect()
}

fn substance(id: &str) -> &'static Substance {
    named(id).unwrap_or_else(|| panic!("no row {id}"))
}

/// Short: `warfarin`, `heparin (flush)`, `irrelevant`, `unrecognised`.
fn told(taken: &[Recognised]) -> String {
    let one = |taken: &Recognised| match taken {
        Recognised::Known(substance) => substance.id.to_owned(),
        Recognised::Flush(substance) => format!("{} (flush)", substance.id),
        Recognised::Irrelevant => "irrelevant".to_owned(),
        Recognised::Unrecognised => "unrecognised".to_owned(),
    };
    taken.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn by_name(name: &str) -> String {
    told(&recognise(&[name], None, &[]))
}

fn by_code(atc: &str) -> String {
    told(&recognise(&[], Some(atc), &[]))
}

#[track_caller]
fn check(name: &str, expected: &str) {
    assert_eq!(by_name(name), expected, "{name}");
}

#[test]
fn every_row_is_there_in_its_order_with_its_class_and_grade() {
    let rows = published();
    assert_eq!(rows.len(), 85);
    let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
    let ours: Vec<&str> = SUBSTANCES.iter().take(rows.len()).map(|substance| substance.id).collect();
    assert_eq!(ours, ids);
    for row in rows {
        let ours = substance(row.id);
        let grade = match ours.grade {
            Some(Grade::Strong) => " strong",
            Some(Grade::Moderate) => " moderate",
            None => "",
        };
        assert_eq!([ours.class.id(), grade].concat(), row.class, "{}", row.id);
    }
}

#[test]
fn every_name_and_every_code_is_its_own_row() {
    for (id, name) in names() {
        check(name, id);
        check(&name.to_uppercase(), id);
        check(&full_width(name), id);
    }
    for row in published() {
        for code in row.codes {
            assert_eq!(by_code(code), row.id, "{code}");
            assert_eq!(by_code(&format!(" {} ", code.to_lowercase())), row.id, "{code}");
        }
    }
}

fn full_width(text: &str) -> String {
    let wide = |sign: char| match sign {
        '!'..='~' => char::from_u32(u32::from(sign) + 0xfee0).expect("full width"),
        ' ' => '\u{3000}',
        sign => sign,
    };
    text.chars().map(wide).collect()
}

/// What version 0.1.0 understood as `id` or `class`.
#[test]
fn what_hosts_send_since_the_first_version_is_still_understood() {
    for (sent, id) in [
        ("ufh", "heparin"),
        ("heparin", "heparin"),
        ("unfractionated_heparin", "heparin"),
        ("lmwh", "lmwh"),
        ("doac", "doac"),
        ("noac", "doac"),
        ("vka", "vka"),
        ("anticoagulant", "anticoagulant"),
        ("antiplatelet", "antiplatelet"),
        ("thrombolytic", "thrombolytic"),
        ("cyp3a4_pgp_inhibitor", "cyp3a4_pgp_inhibitor"),
        ("azole", "azole"),
        ("hiv_protease_inhibitor", "hiv_pi"),
        ("cyp3a4_pgp_inducer", "cyp3a4_pgp_inducer"),
        ("gp2b3a", "gp2b3a"),
        ("nsaid", "nsaid"),
        ("fondaparinux", "fondaparinux"),
        ("抗凝药物", "anticoagulant"),
        ("新型口服抗凝药", "doac"),
        ("维生素K拮抗剂", "vka"),
        ("抗血小板药", "antiplatelet"),
        ("溶栓药", "thrombolytic"),
        ("NSAIDs", "nsaid"),
        ("direct-acting", "unrecognised"),
    ] {
        check(sent, id);
    }
    for id in ["azole", "hiv_pi", "cyp3a4_pgp_inhibitor", "cyp3a4_pgp_inducer"] {
        assert_eq!(substance(id).grade, Some(Grade::Strong), "{id}: a class counts as its strongest member");
    }
    assert_eq!(named("ufh"), named("heparin"));
    assert_eq!(named("Enoxaparin"), None);
}

/// G90 to G101, G174 to G176, G181 to G183, and the trade names of the ward.
#[test]
fn names_as_they_stand_in_hospital_systems() {
    for (name, expected) in [
        ("利伐沙班片", "rivaroxaban"),
        ("Acenocoumarol 4 mg tabs", "acenocoumarol"),
        ("硫酸氢氯吡格雷片", "clopidogrel"),
        ("注射用低分子肝素钠", "lmwh"),
        ("丹参多酚酸盐", "unrecognised"),
        ("尿激酶原", "prourokinase"),
        ("注射用重组人尿激酶原", "prourokinase"),
        ("尿激酶", "urokinase"),
        ("罗红霉素", "unrecognised"),
        ("克拉霉素缓释片", "clarithromycin"),
        ("琥乙红霉素", "erythromycin"),
        ("rifampin", "rifampicin"),
        ("diltiazem", "verapamil"),
        ("肝素钠乳膏", "irrelevant"),
        ("巴曲酶注射液", "batroxobin"),
        ("帕肝素钠", "parnaparin"),
        ("异福胶囊", "rifampicin"),
        ("盐酸地尔硫卓片", "verapamil"),
        ("肝素封管液", "heparin (flush)"),
        ("Heparin Lock Flush", "heparin (flush)"),
        ("肝素钠（透析管路）", "heparin (flush)"),
        ("蚓激酶肠溶胶囊", "lumbrokinase"),
        ("氨氯地平片", "irrelevant"),
        ("阿托伐他汀钙片", "irrelevant"),
        ("丹参片", "unrecognised"),
        ("依诺肝素钠注射液（克赛）0.4ml:4000AxaIU", "enoxaparin"),
        ("那屈肝素钙注射液", "nadroparin"),
        ("低分子肝素钙（那屈肝素）", "nadroparin"),
        ("低分子量肝素钠", "lmwh"),
        ("达肝素钠", "dalteparin"),
        ("磺达肝癸钠注射液", "fondaparinux"),
        ("磺达肝素钠", "fondaparinux"),
        ("甲磺酸达比加群酯胶囊", "dabigatran"),
        ("rt-PA静脉溶栓", "alteplase"),
        ("RT PA", "alteplase"),
        ("t-PA", "alteplase"),
        ("注射用重组人TNK组织型纤溶酶原激活剂", "alteplase, tenecteplase"),
        ("St. John’s Wort", "st_johns_wort"),
        ("low-molecular-weight heparin", "lmwh"),
        ("non-vitamin K antagonist oral anticoagulants", "doac"),
        ("洛匹那韦/利托那韦", "ritonavir"),
        ("阿司匹林＋氯吡格雷", "aspirin, clopidogrel"),
        ("华法林、丹参片", "warfarin"),
        ("布洛芬缓释胶囊", "ibuprofen"),
        ("双氯芬酸钠栓", "diclofenac"),
        ("双氯芬酸二乙胺乳胶剂", "irrelevant"),
        ("diclofenac gel", "irrelevant"),
        ("ciclosporin gel caps", "ciclosporin"),
        ("吸入用布地奈德混悬液", "irrelevant"),
        ("莫匹罗星软膏", "irrelevant"),
        ("ASA 100 mg", "aspirin"),
        ("5-ASA", "unrecognised"),
        ("５－ＡＳＡ", "unrecognised"),
        ("mesalazine", "unrecognised"),
        ("take as a tablet", "unrecognised"),
        ("antithrombin", "unrecognised"),
        ("人抗凝血酶Ⅲ", "unrecognised"),
        ("类肝素", "unrecognised"),
        ("溶栓胶囊", "unrecognised"),
        ("warfarine", "unrecognised"),
        ("aspirin100mg", "aspirin"),
        ("Aspirin, clopidogrel", "aspirin, clopidogrel"),
        ("尿激酶 胸腔注入", "urokinase (flush)"),
        ("尿激酶封管", "urokinase (flush)"),
        ("注射用尿激酶", "urokinase"),
        ("阿替普酶封管", "alteplase"),
        ("0.9%氯化钠注射液", "irrelevant"),
        ("氯化钠注射液 100ml:0.9g×2袋", "irrelevant"),
        ("５％葡萄糖注射液（软袋）", "irrelevant"),
        ("灭菌注射用水", "irrelevant"),
        ("氯化钾缓释片", "irrelevant"),
        ("葡萄糖酸钙注射液", "unrecognised"),
        ("复方氨基酸注射液", "irrelevant"),
        ("氯化钠封管", "unrecognised"),
        ("氯化钠注射液+丹参注射液", "unrecognised"),
        ("氨氯地平片+丹参片", "unrecognised"),
        ("氨氯地平片+阿托伐他汀钙片", "irrelevant"),
        ("氨氯地平片 5mg/片", "irrelevant"),
        ("红霉素眼膏、丹参片", "unrecognised"),
        ("肝素钠乳膏、华法林片", "warfarin"),
        ("肝素钠注射液、肝素封管液", "heparin"),
        ("肝素钠注射液、肝素钠乳膏", "heparin"),
        ("0.9%氯化钠100ml+肝素钠12500U", "heparin"),
        ("注射液", "unrecognised"),
        ("?", "unrecognised"),
        ("10023", "unrecognised"),
    ] {
        check(name, expected);
    }
}

#[test]
fn no_name_is_no_medicine() {
    for names in [&[][..], &["无"], &["none"], &["None"], &["未用药"], &["", " ", "无。"], &["-"]] {
        assert_eq!(recognise(names, None, &[]), [], "{names:?}");
        assert_eq!(recognise(names, Some("n/a"), &[]), [], "{names:?}: what is no code says nothing");
        assert_eq!(told(&recognise(names, Some("B01AA03"), &[])), "warfarin");
    }
}

/// Of one medicine a host gives an id, a name, a class and a code.
#[test]
fn all_texts_of_one_medicine_are_one_medicine() {
    for (names, expected) in [
        (&["enoxaparin", "依诺肝素钠注射液", "lmwh"][..], "enoxaparin"),
        (&["enoxaparin", "anticoagulant"], "enoxaparin"),
        (&["lmwh", "anticoagulant"], "lmwh"),
        (&["tirofiban", "antiplatelet"], "tirofiban"),
        (&["fluconazole", "azole"], "fluconazole"),
        (&["metformin", "antidiabetic"], "unrecognised"),
        (&["10023", "二甲双胍片"], "irrelevant"),
        (&["10023", "利伐沙班片"], "rivaroxaban"),
        // The class of an LMWH is often written as heparin; two drugs in one list are two.
        (&["enoxaparin", "heparin"], "enoxaparin"),
        (&["heparin", "肝素钠注射液"], "heparin"),
        (&["heparin"], "heparin"),
        (&["heparin", "anticoagulant"], "heparin"),
        (&["肝素钠、依诺肝素钠"], "heparin, enoxaparin"),
        // One text leaves out what the other says of the form.
        (&["heparin", "肝素封管液", "anticoagulant"], "heparin (flush)"),
        (&["ufh", "肝素钠乳膏", "anticoagulant"], "irrelevant"),
    ] {
        assert_eq!(told(&recognise(names, None, &[])), expected, "{names:?}");
    }
}

#[test]
fn codes_that_no_row_has() {
    for (code, expected) in [
        ("B01AB02", "irrelevant"),
        ("B01AB13", "lmwh"),
        ("B01AA01", "vka"),
        ("B01AC30", "antiplatelet"),
        ("B01AD12", "thrombolytic"),
        ("B01AE02", "anticoagulant"),
        ("B01AF", "anticoagulant"),
        ("B01AX01", "anticoagulant"),
        ("B01", "unrecognised"),
        ("B01A", "unrecognised"),
        ("J05AE01", "hiv_pi"),
        ("C01", "irrelevant"),
        ("C09AA02", "irrelevant"),
        ("C05BA03", "irrelevant"),
        ("M02AA15", "irrelevant"),
        ("C10BX03", "irrelevant"),
        ("J05AR06", "irrelevant"),
    ] {
        assert_eq!(by_code(code), expected, "{code}");
    }
    for code in ["", "无", "n/a", "B01AB0", "B1", "01AB05B", "B01AB055", "warfarin", "Ｂ01AA03"] {
        assert_eq!(recognise(&[], Some(code), &[]), [], "{code}");
        assert_eq!(told(&recognise(&["丹参片"], Some(code), &[])), "unrecognised", "{code}");
    }
}

/// G96, G175: either counts, and where they differ both are shown.
#[test]
fn code_and_name_together() {
    for (names, code, expected, differs) in [
        (&["利伐沙班片"][..], "C09AA02", "rivaroxaban", true),
        (&["丹参多酚酸盐"], "C01", "irrelevant", false),
        (&["利伐沙班片"], "B01AF01", "rivaroxaban", false),
        (&["利伐沙班片"], "B01AF02", "rivaroxaban, apixaban", true),
        (&["低分子肝素钠"], "B01AB05", "enoxaparin", false),
        (&["依诺肝素钠"], "B01AB", "enoxaparin", false),
        (&["双香豆素"], "B01AA01", "vka", false),
        (&["氨氯地平片"], "B01AA03", "warfarin", true),
        (&["阿托伐他汀钙片"], "C10AA05", "irrelevant", false),
        (&["肝素封管液"], "B01AB01", "heparin (flush)", false),
        (&["heparin", "肝素封管液"], "B01AB01", "heparin (flush)", false),
        // A cream is no injection, whatever code it bears; the code of another drug still counts.
        (&["肝素钠乳膏"], "B01AB01", "irrelevant", true),
        (&["红霉素眼膏"], "B01AA03", "warfarin", true),
        // The code of a cream, and a name that leaves the form out, or gainsays it.
        (&["heparin"], "C05BA03", "irrelevant", true),
        (&["肝素钠乳膏"], "C05BA03", "irrelevant", false),
        (&["注射用肝素钠"], "C05BA03", "heparin", true),
        (&["利伐沙班片"], "D01AC08", "rivaroxaban", true),
        (&["warfarin"], "D01AC08", "warfarin", true),
        (&["ketoconazole"], "D01AC08", "irrelevant", true),
        (&["洛索洛芬钠贴片"], "M02AA", "irrelevant", true),
        (&["阿托伐他汀钙片"], "n/a", "irrelevant", false),
        (&["无"], "B01AA03", "warfarin", false),
    ] {
        assert_eq!(told(&recognise(names, Some(code), &[])), expected, "{names:?} {code}");
        assert_eq!(atc_contradicts(names, Some(code)), differs, "{names:?} {code}");
    }
    assert!(!atc_contradicts(&["利伐沙班片"], None));
}

#[test]
fn the_profile_adds_irrelevant_names_that_hide_nothing() {
    let local = ["丹参".to_owned(), "肝素".to_owned(), "Metformin".to_owned(), String::new()];
    for (name, expected) in [
        ("丹参片", "irrelevant"),
        ("丹参片、三七片", "unrecognised"),
        ("metformin 500 mg", "irrelevant"),
        ("肝素钠注射液", "heparin"),
        ("三七片", "unrecognised"),
    ] {
        assert_eq!(told(&recognise(&[name], None, &local)), expected, "{name}");
    }
}

#[test]
fn what_classes_do() {
    let which = |does: fn(&Substance) -> bool| {
        let mut classes: Vec<&str> = SUBSTANCES.iter().filter(|row| does(row)).map(|row| row.class.id()).collect();
        classes.sort_unstable();
        classes.dedup();
        classes.join(" ")
    };
    assert_eq!(which(|row| row.class.is_heparin()), "lmwh ufh");
    assert_eq!(which(|row| row.class.anticoagulates()), "anticoagulant doac fondaparinux lmwh ufh vka");
    assert_eq!(which(|row| row.class.impairs_clotting()), "anticoagulant antiplatelet doac fondaparinux gp2b3a lmwh thrombolytic ufh vka");
    assert_eq!(SUBSTANCES.iter().filter(|row| row.is_heparinoid()).map(|row| row.id).collect::<Vec<_>>(), ["danaparoid", "sulodexide"]);
}

// Allergies (4.5).

#[track_caller]
fn check_allergy(text: &str, expected: &[Allergen]) {
    assert_eq!(allergens(text, None), expected, "{text}");
}

/// G102, G104, G105, G180, G184.
#[test]
fn allergies_as_they_stand_in_hospital_systems() {
    use Allergen::{Drug, Heparins, Irrelevant, None, Unrecognised};
    for text in [
        "nadroparin",
        "依诺肝素",
        "肝素",
        "heparin",
        "Heparins",
        "ufh",
        "lmwh",
        "unfractionated_heparin",
        "pork",
        "猪肉",
        "猪源制品",
        "明胶",
        "gelatine",
        "类肝素",
        "danaparoid",
        "舒洛地特",
        "肝素钠乳膏",
        "肝素封管液",
        "低分子肝素过敏史",
        "依诺肝素钠注射液 0.4ml",
    ] {
        check_allergy(text, &[Heparins]);
    }
    for (text, drug) in
        [("fondaparinux", "fondaparinux"), ("磺达肝癸钠", "fondaparinux"), ("利伐沙班片过敏", "rivaroxaban"), ("达比加群", "dabigatran")]
    {
        check_allergy(text, &[Drug(drug)]);
    }
    check_allergy("DOAC", &["rivaroxaban", "apixaban", "edoxaban", "betrixaban", "dabigatran"].map(Drug));
    for text in [
        "头孢曲松",
        "青霉素",
        "青霉素过敏",
        "海鲜、青霉素",
        "阿莫西林",
        "碘造影剂",
        "普鲁卡因",
        "罗红霉素",
        "阿司匹林",
        "布洛芬",
        "warfarin",
        "氯吡格雷",
        "链激酶",
        "花粉，尘螨",
        "酒精、胶布",
        "amoxicillin",
        "Seafood",
        "shellfish and eggs",
        "penicillin / latex",
        "青霉素、过敏",
        "青霉素 磺胺类",
    ] {
        check_allergy(text, &[Irrelevant]);
    }
    for text in [
        "无",
        "否认",
        "未发现",
        "none",
        "NKDA",
        "无药物过敏史",
        "否认药物过敏史",
        "否认药物过敏史。",
        "否认药物、食物过敏史",
        "否认药物及食物过敏史",
        "无 药物过敏史",
        "无药物过敏史，无食物过敏史",
        "No known drug allergies",
        "患者自诉无明确药物过敏史",
    ] {
        check_allergy(text, &[None]);
    }
    for text in [
        "不详",
        "未知",
        "unknown",
        "过敏史不详",
        "不明药物“XX”",
        "某药",
        "",
        " ",
        "药物过敏",
        "食物过敏",
        "过敏",
        "抗凝药",
        "无花果",
        "未知药物",
        "无药物过敏史，食物过敏",
    ] {
        check_allergy(text, &[Unrecognised]);
    }
    check_allergy("海鲜、肝素", &[Irrelevant, Heparins]);
    check_allergy("肝素和齐征", &[Heparins, Unrecognised]);
    check_allergy("青霉素 齐征", &[Irrelevant, Unrecognised]);
    check_allergy("青霉素，利伐沙班/磺达肝癸钠", &[Irrelevant, Drug("rivaroxaban"), Drug("fondaparinux")]);
    check_allergy("无药物过敏史，海鲜过敏", &[Irrelevant]);
    check_allergy("无，不详", &[Unrecognised]);
}

#[test]
fn the_code_of_an_allergen() {
    use Allergen::{Drug, Heparins, Irrelevant, Unrecognised};
    for (text, code, expected) in [
        ("齐征", "B01AB05", &[Unrecognised, Heparins][..]),
        ("", "B01AB05", &[Heparins]),
        ("", "B01AB", &[Heparins]),
        ("青霉素", "B01AF01", &[Irrelevant, Drug("rivaroxaban")]),
        ("某药", "J01CA04", &[Irrelevant]),
        ("某药、另一药", "J01CA04", &[Unrecognised]),
        ("肝素", "J01CA04", &[Heparins]),
        ("喜疗妥", "C05BA01", &[Unrecognised, Heparins]),
        ("某药", "n/a", &[Unrecognised]),
        ("", "n/a", &[Unrecognised]),
        ("", "B01AX", &[Unrecognised]),
        ("", "B01", &[Unrecognised]),
    ] {
        assert_eq!(allergens(text, Some(code)), expected, "{text} {code}");
    }
}

// Laws.

const SALTS: &[&str] = &["钠", "钙", "盐酸", "硫酸氢", "甲磺酸", "甲苯磺酸", " sodium", " calcium", " hydrochloride"];
const FORMS: &[&str] = &["片", "缓释片", "胶囊", "注射液", "注射用", "（进口）", " tablets 20 mg", " for injection", "0.4ml:4000IU", "×7支"];

proptest! {
    /// Whatever is around a name, a salt, a form, a strength: it is that substance.
    #[test]
    fn salts_and_forms_change_nothing(
        (id, name) in select(names()),
        before in proptest::collection::vec(select(["", "注射用", "盐酸", "甲磺酸", "重组", "Inj. ", "(国产)"].as_slice()), 0..3),
        salt in select(SALTS),
        form in select(FORMS),
    ) {
        let whole = format!("{}{name}{salt}{form}", before.concat());
        prop_assert_eq!(by_name(&whole), id, "{}", whole);
    }

    /// No text of whatever signs stops the program, and there is always an answer.
    #[test]
    fn any_text_is_read(texts in proptest::collection::vec(any_text(), 0..4), code in proptest::option::of("[A-Za-z0-9 ]{0,8}|\\PC{0,9}"), local in any_text()) {
        let names: Vec<&str> = texts.iter().map(String::as_str).collect();
        let taken = recognise(&names, code.as_deref(), &[local]);
        let mut once = taken.clone();
        once.dedup();
        prop_assert_eq!(&once, &taken);
        // What is asked or passed over stands alone.
        prop_assert!(taken.len() < 2 || !taken.iter().any(|taken| matches!(taken, Recognised::Irrelevant | Recognised::Unrecognised)));
        atc_contradicts(&names, code.as_deref());
        for text in texts {
            prop_assert!(!allergens(&text, code.as_deref()).is_empty());
        }
    }

    /// A name of the table is never lost among others of a list, and a code of whatever kind that is not of a cream hides none.
    #[test]
    fn nothing_hides_a_name(list in proptest::collection::vec(select(names()), 1..4), other in "[丹参七血通a-z ]{0,6}", code in "[A-CE-LN-RTV][0-9]{2}[A-Z]{2}[0-9]{2}") {
        prop_assume!(!code.starts_with("C05BA"));
        let text = format!("{other}、{}", list.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("、"));
        let taken = recognise(&[&text], Some(&code), &[]);
        for (id, name) in list {
            let within = |taken: &Recognised| matches!(taken, Recognised::Known(substance) if substance.id == id || substance.class == self::substance(id).class);
            prop_assert!(taken.iter().any(within), "{} in {}", name, text);
        }
    }

    /// Any of the heparins blocks them all, wherever in the record of allergies it stands.
    #[test]
    fn no_list_hides_a_heparin(before in any_text(), (id, name) in select(names()), after in any_text()) {
        let heparin = { let row = substance(id); row.class.is_heparin() || row.is_heparinoid() };
        let found = allergens(&format!("{before}、{name}，{after}"), None);
        prop_assert!(!heparin || found.contains(&Allergen::Heparins), "{}", name);
    }
}

/// Signs of every kind, and pieces that mean something.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,3}",
        any::<String>(),
        select(names()).prop_map(|(_, name)| name.to_owned()),
        select(["、", "/", " ", "封管", "乳膏", "无", "片", "氯化钠", "他汀", "类肝素", "5-", "罗", "和", ".5", "İ", "é"].as_slice())
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}
