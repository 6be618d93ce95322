//! The rows of §4.1 and §4.2, one a line, and the questions that hold drugs. A row that another one follows stands before it.

use super::row::Severity::{Block, BlockUntil, Caution};
use super::row::{Row, When};
use crate::clinical::formulary::{DOACS, Device, Drug, EVERY_DEVICE, EVERY_DRUG, HEPARINS, LMWH, Set};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, same, text};

const LEGS: Set = Set::devices([Device::Ipc, Device::Gcs]);
pub const STOCKINGS: Set = Set::devices([Device::Gcs]);
pub const PUMPS: Set = Set::devices([Device::Ipc, Device::Vfp]);
const FOOT_PUMP: Set = Set::devices([Device::Vfp]);
const FONDAPARINUX: Set = Set::drugs([Drug::Fondaparinux]);
const NADROPARIN: Set = Set::drugs([Drug::Nadroparin]);

/// The question about a clot needs no scan: otherwise "cannot be known" opens the green channel for half the ward.
const NO_SCAN: Text =
    text!("无症状、无体征、无人怀疑即答“否”，不须先做超声", "No symptom, no sign, nobody suspects it: the answer is no, and needs no scan");
const EVERY_ANTICOAGULANT: Mark = D(text!("各种抗凝药均按此", "read for every anticoagulant"));

#[rustfmt::skip]
pub static TABLE: &[Row] = &[
    Row::new("CI_ACTIVE_BLEED", Block, EVERY_DRUG, text!("活动性出血（含24小时内输血>2 U）", "Active bleeding (or >2 units transfused in 24 h)"), &[V("CNF"), D(text!("血红蛋白下降后须重新回答", "asked again after a fall of haemoglobin"))]).when(When::ActiveBleeding)
        .help(text!("有临床意义的出血，或肉眼可见出血持续>48小时；仅痰中带血不算（可为肺栓塞表现）", "Clinically significant, or overt for more than 48 h; blood-streaked sputum alone is none (a sign of embolism)")),
    Row::new("CI_CNS_BLEED", Block, EVERY_DRUG, text!("近期中枢神经系统出血，或有出血风险的颅内、脊髓病变", "Recent CNS bleeding, or an intracranial or spinal lesion at risk"), &[V("CNF"), D(text!("脑卒中者须回答", "asked in stroke"))]).when(When::StrokeSaid),
    Row::new("CI_HIGH_BLEED_OP", BlockUntil, EVERY_DRUG, text!("近期高出血风险大手术（记录止血前）", "Recent major surgery with high bleeding risk (until haemostasis)"), &[V("CNF"), D(text!("至记录止血为止", "until haemostasis is recorded"))]).when(When::UntilHaemostasis)
        .help(text!("颅脑、脊柱、眼科手术另有专门条目", "Operations on brain, spine or eye have a row of their own")),
    Row::new("CI_NEURO_EYE_OP", BlockUntil, EVERY_DRUG, text!("近期颅脑、脊柱或眼科手术（未确认“出血风险已过”）", "Recent operation on brain, spine or eye (danger of bleeding not over)"), &[V("SMPC43"), D(text!("术后至少24小时，须有人确认出血风险已过", "24 h at least, and a person must say that it is over")), EVERY_ANTICOAGULANT]).when(When::CriticalOperation)
        .help(text!("答“否”即“出血风险已过”：手术结束满24小时后才有效，记录止血不能代替", "The answer no means that the danger is over: it counts from 24 h after the end, and recorded haemostasis does not stand in for it")),
    Row::new("CI_VARICES", Block, EVERY_DRUG, text!("已知或可疑食管静脉曲张", "Known or suspected oesophageal varices"), &[V("SMPC43"), EVERY_ANTICOAGULANT]),
    Row::new("CI_VASC_LESION", Block, EVERY_DRUG, text!("有出血风险的血管畸形、动脉瘤或颅内肿瘤", "Vascular malformation, aneurysm or intracranial tumour at risk of bleeding"), &[V("SMPC43"), EVERY_ANTICOAGULANT]),
    Row::new("CI_PLT_LT_50", Block, EVERY_DRUG, text!("血小板<50×10⁹/L", "Platelets <50×10⁹/L"), &[V("CNF"), V2("ISTHP"), D(text!("<20×10⁹/L不得越过", "no override below 20×10⁹/L"))]).when(When::Platelets { from: 0.0, below: 50.0 })
        .help(text!("若在用肝素期间下降，先想到HIT", "If the fall began on heparin, think of HIT first")),
    Row::new("CI_PLT_50_99", Caution, EVERY_DRUG, text!("血小板50~99×10⁹/L：医师复核后方可用药", "Platelets 50–99×10⁹/L: only after physician review"), &[V("FONFDA"), V2("UFHUS"), V2("LOVUS"), V2("DALCN"), V("FONEU"), V("BL12"), D(text!("数值稳定时为慎用，不禁用", "a caution, not a block, for a stable count"))]).when(When::Platelets { from: 50.0, below: 100.0 }),
    Row::new("CI_COAG", Block, EVERY_DRUG, text!("凝血功能异常（凝血因子缺乏、严重肝病，PT/APTT延长，狼疮抗凝物除外）", "Uncorrected coagulopathy (factor deficiency, severe liver disease, long PT or APTT; not lupus anticoagulant)"), &[V("CNF"), V("PP3"), V2("INRXA"), D(text!("APTT>上限1.5倍，未设上限时>60秒", "APTT >1.5 × upper limit, >60 s where no limit is set")), D(text!("用DOAC者由人判断", "beside a DOAC a person decides"))]).when(When::Coagulation),
    Row::new("CI_INR_HIGH", Block, EVERY_DRUG, text!("服华法林类，INR高于目标上限", "Vitamin K antagonist with the INR above its range"), &[V("BORD"), D(text!("未设目标时上限为3.0", "3.0 where no range is given"))]).when(When::InrAboveTarget)
        .help(text!("停药或逆转由医师决定", "To stop or to reverse is the physician's")),
    Row::new("CI_PLT_FUNCTION", Caution, EVERY_DRUG, text!("血小板功能异常（药物、尿毒症、造血异常）", "Platelet dysfunction (drugs, uraemia, blood disorder)"), &[V("CNF")]),
    Row::new("CI_DAPT", Caution, EVERY_DRUG, text!("双联抗血小板治疗", "Dual antiplatelet therapy"), &[V("PP3")]).when(When::TwoAntiplatelets),
    Row::new("CI_HTN", Caution, EVERY_DRUG, text!("未控制的高血压", "Uncontrolled hypertension"), &[V("CNF"), V("BL12"), D(text!("24小时内最近两次≥180/110 mmHg", "≥180/110 mmHg in the latest two readings within 24 h"))]).when(When::HighPressure)
        .help(text!("24小时内最近两次均≥180或≥110 mmHg禁用；其中一次为慎用并复测；仅测一次且达标者，复测前禁用", "The latest two within 24 h both ≥180 or ≥110 mmHg: block; one of them: caution, repeat; a single one: block until repeated")),
    Row::new("CI_NEURAXIAL", BlockUntil, EVERY_DRUG, text!("12小时内拟行或刚行椎管内操作，或导管留置", "Neuraxial procedure within 12 h, or a catheter in place"), &[V("CNF"), V("GT2")]).when(When::NeuraxialWindow),
    Row::new("CI_LYSIS_24H", Block, EVERY_DRUG, text!("溶栓后24小时内（脑卒中溶栓另须复查影像无出血）", "Within 24 h of thrombolysis (after stroke also until imaging shows no bleeding)"), &[V("LYS24"), D(text!("脑卒中或指征不明者须影像无出血", "in stroke, or where nobody tells what it was for, until imaging shows no bleeding")), D(text!("非脑卒中溶栓满24小时解除", "24 h after a lysis that was not for stroke"))]).when(When::Thrombolysis)
        .help(text!("满24小时且复查CT或MRI无出血，方可答“否”", "The answer no means: 24 h are over, and CT or MRI shows no bleeding")),
    Row::new("CI_FALL_HEAD", Caution, EVERY_DRUG, text!("高跌倒风险（头颅外伤）", "High risk of falls with head injury"), &[V("CNF")]),
    Row::new("CI_HIT_ACUTE", Block, EVERY_DRUG, text!("本次住院疑似（4Ts≥4分）或确诊HIT：停用一切肝素，急会诊", "HIT suspected (4Ts ≥4) or confirmed this stay: stop all heparin, urgent haematology"), &[V("HITT"), D(text!("先于各流程判断，24小时复评", "judged before every route, again in 24 h"))]).when(When::FallOnHeparin).no_override().route()
        .help(text!("含冲管、涂层导管和低分子肝素；多需治疗强度的非肝素抗凝，磺达肝癸钠2.5 mg或单用IPC不够；4Ts<4分答“否”", "Flushes, coated lines and LMWH too; mostly another anticoagulant at treatment intensity: fondaparinux 2.5 mg or IPC alone is no answer. 4Ts below 4: no")),
    Row::new("CI_HIT", Block, HEPARINS, text!("HIT病史或现患：不可用任何肝素", "HIT, past or present: no heparin of any kind"), &[V("CNF"), V("SKY")]).no_override().also("CI_HIT_ACUTE"),
    Row::new("CI_ALLERGY", Block, EVERY_DRUG, text!("药物过敏（含猪源制品）", "Allergy to the drug (or to pork)"), &[V("SKY"), V("SMPC43"), V("XREACT"), D(text!("普通肝素经变态反应科检测后可越过", "UFH may be overridden after testing"))]).when(When::Allergy)
        .help(text!("任何肝素、猪源制品过敏：肝素类交叉过敏，须变态反应科", "Any heparin or pork: the heparins cross-react, allergy clinic")),
    Row::new("CI_THERAPEUTIC_AC", Block, EVERY_DRUG, text!("已用治疗剂量抗凝：有效期内视为已保护，不叠加", "Anticoagulated at treatment dose: protected while it works, nothing is added"), &[V("BORD"), V("GGC"), D(text!("有效期的小时数", "what working means in hours"))]).when(When::TherapeuticDose).no_override().route(),
    Row::new("CI_ACUTE_VTE", Block, EVERY_DRUG, text!("已确诊急性VTE：转治疗流程", "Acute VTE confirmed: treat, not prevent"), &[V("HOSPT")]).when(When::ClotInLeg).no_override().route()
        .help(NO_SCAN),
    Row::new("CI_PREGNANCY", Block, EVERY_DRUG, text!("妊娠或产后6周内", "Pregnant, or within six weeks of delivery"), &[D(text!("12~55岁女性用药前问一次，不明按妊娠处理", "asked once of women of 12 to 55; what cannot be known counts as pregnant"))]).when(When::Pregnancy).route()
        .help(text!("答“无法获知”者在查明前按妊娠处理", "\"Not known\" counts as pregnant until a test")),
    Row::new("CI_RENAL_LMWH", Caution, LMWH, text!("CrCl<30 mL/min：减量或改普通肝素", "CrCl <30 mL/min: reduce, or use unfractionated heparin"), &[V2("DRO")]).when(When::ClearanceBelow(30.0)),
    Row::new("CI_RENAL_NAD", Block, NADROPARIN, text!("CrCl<30 mL/min：那屈肝素禁用", "CrCl <30 mL/min: no nadroparin"), &[V("NADDE"), V2("NADUTD"), D(text!("取较严者", "the stricter of two sources"))]).when(When::ClearanceBelow(30.0)),
    Row::new("CI_RENAL_FON", Block, FONDAPARINUX, text!("CrCl<30 mL/min：磺达肝癸钠禁用", "CrCl <30 mL/min: no fondaparinux"), &[V("FONUS"), V("FONC3"), V("FON15")]).when(When::ClearanceBelow(30.0)),
    Row::new("CI_WEIGHT_FON", Block, FONDAPARINUX, text!("体重<50 kg：磺达肝癸钠禁用", "Weight <50 kg: no fondaparinux"), &[V("FONUS"), V("FONC3")]).when(When::WeightBelow(50.0)),
    Row::new("CI_FON_PLT", Block, FONDAPARINUX, text!("用药中血小板降至<100×10⁹/L：磺达肝癸钠停用", "Platelets fell below 100×10⁹/L on treatment: no fondaparinux"), &[V("FONFDA"), V("FONEU"), D(text!("任何抗凝药起算", "counted from the start of any anticoagulant"))]).when(When::FallOnDrug),
    Row::new("CI_FON_PREG", Block, FONDAPARINUX, text!("妊娠或哺乳：磺达肝癸钠禁用", "Pregnancy or lactation: no fondaparinux"), &[D(text!("妊娠、哺乳期不用", "not in pregnancy or lactation"))]).when(When::WomenOnly).also("CI_PREGNANCY"),
    Row::new("CI_ENDOCARDITIS", Caution, Set::drugs([Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Fondaparinux]), text!("急性细菌性心内膜炎", "Acute bacterial endocarditis"), &[V("FONUS"), V("FONC3")]).except(Block, Set::drugs([Drug::Nadroparin, Drug::Fondaparinux])),
    Row::new("CI_DOAC_LIVER", Block, Set::drugs([Drug::Rivaroxaban, Drug::Apixaban]), text!("伴凝血障碍及出血风险的肝病", "Liver disease with coagulopathy and bleeding risk"), &[V("API"), V("XARCN")]),
    Row::new("CI_DOAC_RENAL", Block, DOACS, text!("严重肾功能不全（利伐沙班、阿哌沙班CrCl<15，达比加群<30）", "Severe renal impairment (rivaroxaban and apixaban CrCl <15, dabigatran <30)"), &[V("XARM"), V("XARCN"), V("API"), V2("DAB"), V("XAR")]).when(When::DoacClearance).except(Block, Set::drugs([Drug::Dabigatran])),
    Row::new("CI_DOAC_PREG", Block, DOACS, text!("妊娠或哺乳：DOAC禁用", "Pregnancy or lactation: no DOAC"), &[V("API"), V("XARCN"), V("EUDAB")]).when(When::WomenOnly).also("CI_PREGNANCY"),
    Row::new("CI_DOAC_APS", Block, DOACS, text!("抗磷脂综合征（尤其三阳性）", "Thrombotic antiphospholipid syndrome, above all triple-positive"), &[V("XARM")]),
    Row::new("CI_DOAC_DDI", Block, DOACS, text!("合用强CYP3A4+P-gp抑制剂或诱导剂（中等强度为慎用）", "Strong CYP3A4 and P-gp inhibitor or inducer (a moderate one: caution)"), &[V("API"), V("XARM"), D(text!("各药的强度分级", "the grade of each substance"))]).when(When::Interaction),
    Row::new("CI_DOAC_HIPFX", Caution, Set::drugs([Drug::Apixaban, Drug::Rivaroxaban]), text!("髋部骨折手术（无适应证）", "Hip-fracture surgery (not licensed)"), &[V("API"), V("RIVHF")]).when(When::HipFracture),
    Row::new("CI_DOAC_MEDICAL", Block, DOACS, text!("急性内科住院患者：用低分子肝素，不用DOAC", "Acute medical in-patient: LMWH rather than a DOAC"), &[V("ASH18")]).when(When::ByChoice),
    Row::new("CI_LOW_WEIGHT", Caution, Set::drugs([Drug::Enoxaparin]), text!("低体重（女<45 kg，男<57 kg）：暴露增加", "Low weight (woman <45 kg, man <57 kg): more exposure"), &[V("SKY")]).when(When::LowWeight),

    Row::new("MC_CHF_OEDEMA", Block, EVERY_DEVICE, text!("失代偿心力衰竭或肺水肿（稳定的心衰为慎用）", "Decompensated heart failure or pulmonary oedema (stable heart failure: with care)"), &[V("CNF"), V2("IPCIFU"), V2("RABE"), D(text!("稳定心衰仅慎用", "stable heart failure is a caution"))]).when(When::FailingHeart)
        .help(text!("单纯呼吸衰竭不算；NYHA III级者从严", "Respiratory failure alone is none; NYHA III: a strict indication")),
    Row::new("MC_SEVERE_LEG_OEDEMA", Block, LEGS, text!("下肢严重水肿", "Massive leg oedema"), &[V("CNF"), D(text!("仅限严重水肿", "severe only"))]),
    Row::new("MC_ACUTE_DVT", Block, EVERY_DEVICE, text!("下肢DVT、血栓性静脉炎或PE", "DVT, thrombophlebitis or PE"), &[V("CNF"), D(text!("不明者药物亦须等待", "where it cannot be known the drug waits too"))]).also("CI_ACUTE_VTE")
        .help(NO_SCAN),
    Row::new("MC_LOCAL_SKIN", Block, EVERY_DEVICE, text!("下肢皮炎、坏疽、近期植皮、感染或破溃（足部受累者足底泵亦不用）", "Dermatitis, gangrene, recent graft, infection or broken skin (no foot pump where the foot is affected)"), &[V("CNF"), D(text!("足部受累不用足底泵", "no foot pump on an affected foot"))]).per_limb().except(Caution, FOOT_PUMP),
    Row::new("MC_ISCHAEMIA", Block, EVERY_DEVICE, text!("下肢严重动脉硬化或其他缺血性血管病（ABI<0.6；0.6~0.8不用弹力袜）", "Severe peripheral arterial disease (ABI <0.6; 0.6 to 0.8: no stockings)"), &[V("CNF"), V2("RABE"), V("NG89"), D(text!("ABI含0.8，逐侧判断", "0.8 included, leg by leg"))]).when(When::Ischaemia).per_limb()
        .help(text!("踝部收缩压<60 mmHg视同ABI<0.6", "An ankle pressure below 60 mmHg counts as an ABI below 0.6")),
    Row::new("MC_DEFORMITY", Block, LEGS, text!("下肢严重畸形或无合适尺寸", "Severe deformity, or no size fits"), &[V("SUO"), V("NG89"), V("MSDVT"), V("UWIPC")])
        .help(text!("压力套一般只到小腿围约32英寸（81 cm）", "Sleeves end at a calf of about 32 in (81 cm)")),
    Row::new("MC_BYPASS_GRAFT", Block, STOCKINGS, text!("下肢动脉旁路移植术后", "Peripheral arterial bypass graft"), &[V("NG89")]),
    Row::new("MC_NEUROPATHY", Caution, STOCKINGS, text!("周围神经病变；感觉缺失者不用", "Peripheral neuropathy; not if sensation is lost"), &[V2("RABE"), V2("IPCIFU"), V("NG89")]),
    Row::new("MC_STROKE_GCS", Block, STOCKINGS, text!("急性脑卒中（用IPC，不用弹力袜）", "Acute stroke (IPC, not stockings)"), &[V("STRK"), V("AHA26"), D(text!("不得越过", "no override"))]).when(When::AcuteStroke).no_override()
        .help(text!("缺血性、出血性均算", "Ischaemic or haemorrhagic")),
    Row::new("MC_UNSCREENED_IMMOBILE", Caution, PUMPS, text!("卧床>72小时且未预防：先超声排除DVT", "Immobile >72 h without prophylaxis: exclude DVT by ultrasound first"), &[D(text!("先行超声", "ultrasound first"))]),
    Row::new("MC_FRACTURE_LIMB", Block, LEGS, text!("患肢骨折、石膏或外固定（改用健侧或足底泵）", "Fractured, cast or fixed limb (use the other, or a foot pump)"), &[V("PIFP"), V("EAST02"), D(text!("改用健侧", "the other limb"))]).when(When::FracturedLimb).per_limb()
        .help(text!("仅骨盆骨折答“否”", "A fracture of the pelvis only: no")),
];

/// Questions that hold every drug until a person answers, whatever silence means. Their ids are no rows of §4: lower case.
#[rustfmt::skip]
pub static QUESTIONS: &[Row] = &[
    Row::new("unrecognised_medication", Block, EVERY_DRUG, text!("未识别的药物：其中有抗凝、抗血小板或溶栓药吗？", "Medicines not recognised: is one of them an anticoagulant, an antiplatelet or a thrombolytic?"), &[D(text!("未识别的药名须由人确认", "a name that is not recognised is asked about"))]).when(When::UnrecognisedMedication)
        .help(text!("答“否”即就所列药名结案；答“是”请补录药名（类别）和末次给药时间", "No settles the names listed; yes: enter the medicine or its class, and its last dose")),
    Row::new("unrecognised_allergy", Block, EVERY_DRUG, text!("未识别的过敏原：其中有肝素、猪源制品或抗凝药吗？", "Allergens not recognised: is one of them a heparin, pork or an anticoagulant?"), &[D(text!("未识别的过敏原须由人确认", "an allergen that is not recognised is asked about"))]).when(When::UnrecognisedAllergy)
        .help(text!("答“否”即就所列过敏原结案；答“是”请补录具体过敏原", "No settles the allergens listed; yes: enter which one it is")),
    Row::new("kidney_or_liver", Block, EVERY_DRUG, text!("严重肾功能或肝功能衰竭：是肾吗？", "Severe renal or hepatic failure: is it the kidney?"), &[D(text!("未答前肾、肝均按有处理", "until it is answered both count"))]).when(When::KidneyOrLiver)
        .help(text!("“是”=肾（各药按CrCl<15处理）；“否”=仅为肝", "Yes: the kidney (every drug as below a clearance of 15); no: the liver only")),
];

/// The ids of all of them, rows first, apart from what is said of each: who reads a chart needs no more.
static IDS: [&str; TABLE.len() + QUESTIONS.len()] = {
    let mut ids = [""; TABLE.len() + QUESTIONS.len()];
    let mut index = 0;
    while index < ids.len() {
        ids[index] = if index < TABLE.len() { TABLE[index].id } else { QUESTIONS[index - TABLE.len()].id };
        index += 1;
    }
    ids
};

/// The id of a row or a question.
#[inline(never)]
pub fn id_named(id: &str) -> Option<&'static str> {
    IDS.iter().copied().find(|held| same(held, id))
}

/// Whether it is a row, and no question.
pub fn is_row(id: &str) -> bool {
    IDS[..TABLE.len()].iter().any(|held| same(held, id))
}

const fn count_of_women() -> usize {
    let (mut count, mut index) = (0, 0);
    while index < TABLE.len() {
        count += TABLE[index].is_of_a_woman() as usize;
        index += 1;
    }
    count
}

/// The rows that only a woman can have, by id, with their labels: a yes to one contradicts a man's record.
pub static OF_WOMEN: [(&str, Text); count_of_women()] = {
    let mut rows = [(TABLE[0].id, TABLE[0].label); count_of_women()];
    let (mut count, mut index) = (0, 0);
    while index < TABLE.len() {
        if TABLE[index].is_of_a_woman() {
            rows[count] = (TABLE[index].id, TABLE[index].label);
            count += 1;
        }
        index += 1;
    }
    rows
};

/// A row or a question by its id.
pub fn named(id: &str) -> Option<&'static Row> {
    TABLE.iter().chain(QUESTIONS).find(|row| same(row.id, id))
}
