//! Contraindications: for each drug and each device, what forbids it, what calls for caution, and until when.
//!
//! A row that forbids is a `Block`; what nobody knows is `open`, never absent. What was measured cannot be answered away;
//! of the windows around a needle and after thrombolysis a person may say that they are over (§5.6: the anaesthetist
//! may release). Reads the chart and the filled forms; decides nothing about what to do instead.

use chrono::TimeDelta;

use super::alerts::Alert;
use super::chart::{Allergen, Chart, Class, FactValue, Instant, Limb, Procedure, Said, Sex, Status};
use super::finding::{CONTRAINDICATIONS, Key, Reach, SHARED};
use super::formulary::{DOACS, Device, Drug, EVERY_DEVICE, EVERY_DRUG, HEPARINS, LMWH, Set};
use super::neuraxial::open_window;
use super::profile::Profile;
use super::quantity::Quantity;
use super::sheet::{Sheet, Unanswered, Value};
use super::source::{Mark, Mark::D, Mark::K, Mark::V};
use super::substance::Taken;
use crate::text::{Text, same, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Never proposed.
    Block,
    /// Never proposed until it ends.
    BlockUntil,
    /// Proposed with a warning.
    Caution,
}

impl Severity {
    pub fn id(self) -> &'static str {
        match self {
            Severity::Block => "block",
            Severity::BlockUntil => "block_until",
            Severity::Caution => "caution",
        }
    }

    pub fn forbids(self) -> bool {
        self != Severity::Caution
    }
}

/// How a row can be decided without asking. Data, not code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Asked,
    /// More than two units within 24 h.
    Transfused,
    UntilHaemostasis,
    Platelets {
        from: f64,
        below: f64,
    },
    Coagulation,
    HighPressure,
    NeuraxialWindow,
    Thrombolysis,
    /// Platelets halved on heparin make it an open question.
    HalvedOnHeparin,
    Allergy,
    TherapeuticDose,
    ClearanceBelow(f64),
    DoacClearance,
    WeightBelow(f64),
    LowWeight,
    WomenOnly,
    HipFracture,
    Interaction,
    /// A rule of the choice of drug, listed for its id.
    ByChoice,
    /// A clot told of for the devices makes it an open question.
    ClotInLeg,
    /// A failing heart without oedema is a caution (§8 row 32).
    FailingHeart,
}

#[derive(Debug)]
pub struct Row {
    pub id: &'static str,
    pub severity: Severity,
    pub applies: Set,
    /// Members for which the severity is another.
    pub except: Option<(Severity, Set)>,
    pub label: Text,
    /// What the person who answers must know.
    pub help: Option<Text>,
    pub when: When,
    /// Forbids on the limb it is on, not on the other.
    pub per_limb: bool,
    pub no_override: bool,
    /// True as well when that row is.
    pub also: Option<&'static str>,
    pub marks: &'static [Mark],
}

impl Row {
    const fn new(id: &'static str, severity: Severity, applies: Set, label: Text, marks: &'static [Mark]) -> Row {
        assert!(!marks.is_empty(), "a rule without a source");
        Row { id, severity, applies, except: None, label, help: None, when: When::Asked, per_limb: false, no_override: false, also: None, marks }
    }

    const fn when(mut self, when: When) -> Row {
        self.when = when;
        self
    }

    const fn help(mut self, help: Text) -> Row {
        self.help = Some(help);
        self
    }

    const fn except(mut self, severity: Severity, of: Set) -> Row {
        self.except = Some((severity, of));
        self
    }

    const fn per_limb(mut self) -> Row {
        self.per_limb = true;
        self
    }

    const fn no_override(mut self) -> Row {
        self.no_override = true;
        self
    }

    const fn also(mut self, id: &'static str) -> Row {
        self.also = Some(id);
        self
    }
}

use Severity::{Block, BlockUntil, Caution};

const LEGS: Set = Set::devices([Device::Ipc, Device::Gcs]);
const STOCKINGS: Set = Set::devices([Device::Gcs]);
const ROUTES: &[Mark] = &[K(text!("来源未核实", "source not verified")), D(text!("不另开预防医嘱", "no prophylaxis is ordered beside it"))];

// One row a line, in the order of the specification: drugs (§4.1), then devices (§4.2).
#[rustfmt::skip]
pub static TABLE: &[Row] = &[
    Row::new("CI_ACTIVE_BLEED", Block, EVERY_DRUG, text!("活动性出血（含24小时内输血>2 U）", "Active bleeding (or >2 units transfused in 24 h)"), &[V("CNF")]).when(When::Transfused),
    Row::new("CI_CNS_BLEED", Block, EVERY_DRUG, text!("近期中枢神经系统出血，或有出血风险的颅内、脊髓病变", "Recent CNS bleeding, or an intracranial or spinal lesion at risk"), &[V("CNF")]),
    Row::new("CI_HIGH_BLEED_OP", BlockUntil, EVERY_DRUG, text!("近期高出血风险大手术（记录止血前）", "Recent major surgery with high bleeding risk (until haemostasis)"), &[V("CNF")]).when(When::UntilHaemostasis),
    Row::new("CI_PLT_LT_50", Block, EVERY_DRUG, text!("血小板<50×10⁹/L", "Platelets <50×10⁹/L"), &[V("CNF"), K(text!("<20不得越过", "<20: no override"))]).when(When::Platelets { from: 0.0, below: 50.0 }),
    Row::new("CI_PLT_50_99", Caution, EVERY_DRUG, text!("血小板50~99×10⁹/L：医师复核后方可用药", "Platelets 50–99×10⁹/L: only after physician review"), &[K(text!("来源未核实", "source not verified"))]).when(When::Platelets { from: 50.0, below: 100.0 }),
    Row::new("CI_COAG", Block, EVERY_DRUG, text!("凝血功能异常（凝血因子缺乏、严重肝病，PT/APTT延长）", "Uncorrected coagulopathy (factor deficiency, severe liver disease, long PT or APTT)"), &[V("CNF"), D(text!("INR>1.5（未用华法林）或APTT>上限1.5倍", "INR >1.5 without warfarin, or APTT >1.5 × upper limit"))]).when(When::Coagulation),
    Row::new("CI_PLT_FUNCTION", Caution, EVERY_DRUG, text!("血小板功能异常", "Platelet dysfunction"), &[V("CNF")]),
    Row::new("CI_HTN", Caution, EVERY_DRUG, text!("未控制的高血压", "Uncontrolled hypertension"), &[V("CNF"), D(text!("≥180/110 mmHg禁用", "blocks at ≥180/110 mmHg"))]).when(When::HighPressure),
    Row::new("CI_NEURAXIAL", BlockUntil, EVERY_DRUG, text!("12小时内拟行或刚行椎管内操作，或导管留置", "Neuraxial procedure within 12 h, or a catheter in place"), &[V("CNF"), V("GT2")]).when(When::NeuraxialWindow),
    Row::new("CI_LYSIS_24H", Block, EVERY_DRUG, text!("溶栓后24小时内（脑卒中溶栓另须复查影像无出血）", "Within 24 h of thrombolysis (after stroke also until imaging shows no bleeding)"), &[V("LYS24"), D(text!("影像条件", "the imaging rule"))]).when(When::Thrombolysis),
    Row::new("CI_FALL_HEAD", Caution, EVERY_DRUG, text!("高跌倒风险（头颅外伤）", "High risk of falls with head injury"), &[V("CNF")]),
    Row::new("CI_HIT_ACUTE", Block, EVERY_DRUG, text!("本次住院疑似（4Ts≥4分）或确诊HIT：停用一切肝素，急会诊", "HIT suspected (4Ts ≥4) or confirmed this stay: stop all heparin, urgent haematology"), &[V("HITT")]).when(When::HalvedOnHeparin).no_override(),
    Row::new("CI_HIT", Block, HEPARINS, text!("HIT病史或现患：不可用任何肝素", "HIT, past or present: no heparin of any kind"), &[V("CNF"), V("SKY")]).no_override().also("CI_HIT_ACUTE"),
    Row::new("CI_ALLERGY", Block, EVERY_DRUG, text!("药物过敏（含猪源制品）", "Allergy to the drug (or to pork)"), &[V("SKY")]).when(When::Allergy),
    Row::new("CI_THERAPEUTIC_AC", Block, EVERY_DRUG, text!("已用治疗剂量抗凝：视为已保护，不叠加", "Already anticoagulated at treatment dose: protected, nothing is added"), ROUTES).when(When::TherapeuticDose).no_override(),
    Row::new("CI_ACUTE_VTE", Block, EVERY_DRUG, text!("已确诊急性VTE：转治疗流程", "Acute VTE confirmed: treat, not prevent"), ROUTES).when(When::ClotInLeg).no_override(),
    Row::new("CI_RENAL_LMWH", Caution, LMWH, text!("CrCl<30 mL/min：减量或改普通肝素", "CrCl <30 mL/min: reduce, or use unfractionated heparin"), &[V("DRO")]).when(When::ClearanceBelow(30.0)),
    Row::new("CI_RENAL_FON", Block, Set::drugs([Drug::Fondaparinux]), text!("CrCl<30 mL/min", "CrCl <30 mL/min"), &[V("FONUS"), V("FONC3"), V("FON15")]).when(When::ClearanceBelow(30.0)),
    Row::new("CI_WEIGHT_FON", Block, Set::drugs([Drug::Fondaparinux]), text!("体重<50 kg", "Weight <50 kg"), &[V("FONUS"), V("FONC3")]).when(When::WeightBelow(50.0)),
    Row::new("CI_ENDOCARDITIS", Caution, Set::drugs([Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Fondaparinux]), text!("急性细菌性心内膜炎", "Acute bacterial endocarditis"), &[V("FONUS"), V("FONC3")]).except(Block, Set::drugs([Drug::Nadroparin, Drug::Fondaparinux])),
    Row::new("CI_DOAC_LIVER", Block, Set::drugs([Drug::Rivaroxaban, Drug::Apixaban]), text!("伴凝血障碍及出血风险的肝病", "Liver disease with coagulopathy and bleeding risk"), &[V("API"), V("XARCN")]),
    Row::new("CI_DOAC_RENAL", Block, DOACS, text!("严重肾功能不全", "Severe renal impairment"), &[V("XARM"), V("XARCN"), V("API"), V("DAB"), V("XAR")]).when(When::DoacClearance).except(Block, Set::drugs([Drug::Dabigatran])),
    Row::new("CI_DOAC_PREG", Block, DOACS, text!("妊娠或哺乳", "Pregnancy or lactation"), &[V("API"), V("XARCN"), K(text!("达比加群", "dabigatran"))]).when(When::WomenOnly),
    Row::new("CI_DOAC_APS", Block, DOACS, text!("抗磷脂综合征（尤其三阳性）", "Thrombotic antiphospholipid syndrome, above all triple-positive"), &[V("XARM")]),
    Row::new("CI_DOAC_DDI", Block, DOACS, text!("合用强CYP3A4+P-gp抑制剂或诱导剂", "Strong CYP3A4 and P-gp inhibitor or inducer"), &[V("API"), V("XARM"), D(text!("抑制剂与诱导剂均按禁用", "both are read as a block"))]).when(When::Interaction),
    Row::new("CI_DOAC_HIPFX", Caution, Set::drugs([Drug::Apixaban, Drug::Rivaroxaban]), text!("髋部骨折手术（无适应证）", "Hip-fracture surgery (not licensed)"), &[V("API"), K(text!("利伐沙班", "rivaroxaban"))]).when(When::HipFracture),
    Row::new("CI_DOAC_MEDICAL", Block, DOACS, text!("急性内科住院患者：用低分子肝素，不用DOAC", "Acute medical in-patient: LMWH rather than a DOAC"), &[V("ASH18")]).when(When::ByChoice),
    Row::new("CI_LOW_WEIGHT", Caution, Set::drugs([Drug::Enoxaparin]), text!("低体重（女<45 kg，男<57 kg）：暴露增加", "Low weight (woman <45 kg, man <57 kg): more exposure"), &[V("SKY")]).when(When::LowWeight),

    Row::new("MC_CHF_OEDEMA", Block, EVERY_DEVICE, text!("失代偿心力衰竭或肺水肿（稳定的心衰为慎用）", "Decompensated heart failure or pulmonary oedema (stable heart failure: with care)"), &[V("CNF"), D(text!("稳定心衰仅慎用", "stable heart failure is a caution"))]).when(When::FailingHeart),
    Row::new("MC_SEVERE_LEG_OEDEMA", Block, LEGS, text!("下肢严重水肿", "Massive leg oedema"), &[V("CNF"), D(text!("仅限严重水肿", "severe only"))]),
    Row::new("MC_ACUTE_DVT", Block, EVERY_DEVICE, text!("下肢DVT、血栓性静脉炎或PE", "DVT, thrombophlebitis or PE"), &[V("CNF")]).also("CI_ACUTE_VTE"),
    Row::new("MC_LOCAL_SKIN", Block, LEGS, text!("下肢皮炎、坏疽、近期植皮、感染或破溃", "Dermatitis, gangrene, recent graft, infection or broken skin"), &[V("CNF")]).per_limb(),
    Row::new("MC_ISCHAEMIA", Block, EVERY_DEVICE, text!("下肢严重缺血性血管病（ABI<0.5；<0.8慎用弹力袜）", "Severe peripheral arterial disease (ABI <0.5; <0.8: stockings with care)"), &[V("CNF"), K(text!("ABI数值为二手来源", "ABI figures from secondary sources"))]),
    Row::new("MC_DEFORMITY", Block, LEGS, text!("下肢严重畸形或无合适尺寸", "Severe deformity, or no size fits"), &[V("NG89"), K(text!("IPC的尺寸", "size, for IPC"))]),
    Row::new("MC_BYPASS_GRAFT", Block, STOCKINGS, text!("下肢动脉旁路移植术后", "Peripheral arterial bypass graft"), &[V("NG89")]),
    Row::new("MC_NEUROPATHY", Caution, STOCKINGS, text!("周围神经病变；感觉缺失者不用", "Peripheral neuropathy; not if sensation is lost"), &[V("NG89"), K(text!("慎用一级为二手来源", "caution grade from a secondary source"))]),
    Row::new("MC_STROKE_GCS", Block, STOCKINGS, text!("急性脑卒中（用IPC，不用弹力袜）", "Acute stroke (IPC, not stockings)"), &[V("STRK")]),
    Row::new("MC_UNSCREENED_IMMOBILE", Caution, Set::devices([Device::Ipc, Device::Vfp]), text!("卧床>72小时且未预防：先超声排除DVT", "Immobile >72 h without prophylaxis: exclude DVT by ultrasound first"), &[K(text!("来源未核实", "source not verified"))]),
    Row::new("MC_FRACTURE_LIMB", Block, LEGS, text!("患肢骨折或外固定（改用健侧或足底泵）", "Fractured or fixed limb (use the other, or a foot pump)"), &[K(text!("来源未核实", "source not verified"))]).per_limb(),
];

/// Questions that hold every drug: about names that nobody recognises, and about an item that names two organs.
#[rustfmt::skip]
pub static QUESTIONS: &[Row] = &[
    Row::new("unrecognised_medication", Block, EVERY_DRUG, text!("未识别的药物：其中有抗凝、抗血小板或溶栓药吗？", "Medicines not recognised: is one of them an anticoagulant, an antiplatelet or a thrombolytic?"), &[D(text!("未识别的药名须由人确认", "a name that is not recognised is asked about"))])
        .help(text!("答“否”即就所列药名结案；答“是”请补录药名（类别）和末次给药时间", "No settles the names listed; yes: enter the medicine or its class, and its last dose")),
    Row::new("unrecognised_allergy", Block, EVERY_DRUG, text!("未识别的过敏原：其中有肝素、猪源制品或抗凝药吗？", "Allergens not recognised: is one of them a heparin, pork or an anticoagulant?"), &[D(text!("未识别的过敏原须由人确认", "an allergen that is not recognised is asked about"))])
        .help(text!("答“否”即就所列过敏原结案；答“是”请补录具体过敏原", "No settles the allergens listed; yes: enter which one it is")),
    Row::new("kidney_or_liver", Block, EVERY_DRUG, text!("严重肾功能或肝功能衰竭：是肾吗？", "Severe renal or hepatic failure: is it the kidney?"), &[D(text!("未答前肾、肝均按有处理", "until it is answered both count"))])
        .help(text!("“是”=肾（各药按CrCl<15处理）；“否”=仅为肝", "Yes: the kidney (every drug as below a clearance of 15); no: the liver only")),
];

/// A row or a question by its id.
pub fn named(id: &str) -> Option<&'static Row> {
    TABLE.iter().chain(QUESTIONS).find(|row| same(row.id, id))
}

/// A contraindication in force.
#[derive(Clone, Debug)]
pub struct Present {
    pub row: &'static Row,
    pub severity: Severity,
    pub applies: Set,
    pub limb: Limb,
    pub until: Option<Instant>,
    pub no_override: bool,
}

impl PartialEq for Present {
    fn eq(&self, other: &Present) -> bool {
        self.row.id == other.row.id
            && (self.severity, self.applies, self.limb, self.until) == (other.severity, other.applies, other.limb, other.until)
    }
}

/// A row that nobody can answer yet, and the fact that would: its own id, or a quantity.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub row: &'static Row,
    pub lacks: &'static str,
    /// Something points to it: it wants a yes or no of its own.
    pub suspected: bool,
    /// Answered, with "cannot be known now": that is not the same as not answered.
    pub unknowable: bool,
    /// The question as it is asked here, where the label of the row is not it.
    pub wording: Option<Text>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Open) -> bool {
        self.row.id == other.row.id
            && (self.lacks, self.suspected, self.unknowable, self.wording) == (other.lacks, other.suspected, other.unknowable, other.wording)
    }
}

/// Every row judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    pub present: Vec<Present>,
    pub open: Vec<Open>,
    pub alerts: Vec<Alert>,
    pub names: Vec<(&'static str, String)>,
}

impl Judgement {
    pub fn has(&self, id: &str) -> bool {
        self.present.iter().any(|present| same(present.row.id, id))
    }

    /// The open question of a row.
    pub fn open_of(&self, id: &str) -> Option<&Open> {
        self.open.iter().find(|open| same(open.row.id, id))
    }

    /// The names that a question is about.
    pub fn names_of(&self, question: &str) -> impl Iterator<Item = &str> {
        self.names.iter().filter(move |(of, _)| same(of, question)).map(|(_, name)| name.as_str())
    }

    /// The alert of §5.7 is up and nobody has answered it: every heparin is held, and nothing else is begun, until the 4Ts.
    pub fn holds_for_hit(&self) -> bool {
        self.open.iter().any(|open| open.suspected && open.row.id == "CI_HIT_ACUTE")
    }

    pub fn blocks_every_drug(&self) -> impl Iterator<Item = &Present> {
        let route = |id: &str| matches!(id, "CI_THERAPEUTIC_AC" | "CI_ACUTE_VTE" | "CI_HIT_ACUTE" | "CI_PREGNANCY");
        self.present
            .iter()
            .filter(move |present| present.severity.forbids() && present.applies.0 & EVERY_DRUG.0 == EVERY_DRUG.0 && !route(present.row.id))
    }

    /// What forbids a drug.
    pub fn against(&self, drug: Drug) -> impl Iterator<Item = &Present> {
        self.present.iter().filter(move |present| present.severity.forbids() && present.applies.has_drug(drug))
    }

    /// Open questions that could still forbid a drug.
    pub fn open_for(&self, drug: Drug) -> impl Iterator<Item = &'static str> {
        self.open.iter().filter(move |open| forbids(open.row, |set| set.has_drug(drug))).map(|open| open.lacks)
    }

    /// The legs on which a device may be used; `None` when on neither.
    pub fn legs_for(&self, device: Device) -> Option<Limb> {
        let mut free = Some(Limb::Both);
        for present in self.present.iter().filter(|present| present.severity.forbids() && present.applies.has_device(device)) {
            free = match (free, present.limb) {
                (Some(Limb::Both), limb) => limb.other(),
                (Some(limb), taken) if taken == Limb::Both || taken == limb => None,
                (free, _) => free,
            };
        }
        free
    }

    pub fn open_for_device(&self, device: Device) -> impl Iterator<Item = &'static str> {
        self.open.iter().filter(move |open| forbids(open.row, |set| set.has_device(device))).map(|open| open.lacks)
    }
}

fn forbids(row: &Row, member: impl Fn(Set) -> bool) -> bool {
    let severity = row.except.filter(|(_, of)| member(*of)).map_or(row.severity, |(severity, _)| severity);
    // Uncontrolled pressure is a caution until it is measured that high: unmeasured it may be either.
    member(row.applies) && (severity.forbids() || row.when == When::HighPressure)
}

/// What is known when the rows are judged.
pub struct Known<'a> {
    pub chart: &'a Chart,
    pub sheets: &'a [&'a Sheet],
    /// What a person answered, by row.
    pub said: &'a [(&'static str, Said)],
    pub settled: &'a [(&'static str, String)],
    pub blood: &'a super::blood::Blood,
    pub unanswered: Unanswered,
    pub profile: &'a Profile,
    pub at: Instant,
}

enum State {
    Yes { severity: Severity, applies: Set, limb: Limb, until: Option<Instant> },
    No,
    Open(&'static str),
    Suspected,
}

/// Judges every row of the table, in its order.
pub fn judge(known: &Known<'_>) -> Judgement {
    judge_by(TABLE, known)
}

/// The same by another table: how the tests put each row wrong in turn.
pub fn judge_by(table: &'static [Row], known: &Known<'_>) -> Judgement {
    let mut judgement = Judgement::default();
    let crossings = known.crossings();
    for row in table {
        let state = match row.also {
            // A heparin-induced fall that has ended is a history of one.
            Some(other) if judgement.has(other) || row.no_override && known.said(other).is_some_and(|said| said.value == Some(true)) => yes(row),
            Some(other) => match (known.state(row, &crossings), judgement.open.iter().find(|open| open.row.id == other)) {
                // As open as the row that would make it true.
                (State::No, Some(open)) => State::Open(open.lacks),
                (state, _) => state,
            },
            None => known.state(row, &crossings),
        };
        match state {
            State::No => {}
            State::Open(lacks) => judgement.open.push(Open {
                row,
                lacks,
                suspected: false,
                unknowable: known.said(row.id).is_some_and(|said| said.value.is_none()),
                wording: None,
            }),
            State::Suspected => judgement.open.push(Open { row, lacks: row.id, suspected: true, unknowable: false, wording: None }),
            State::Yes { severity, applies, limb, until } => {
                let no_override =
                    row.no_override || known.profile.no_override.contains(&row.id) || row.id == "CI_PLT_LT_50" && known.platelets_below(20.0);
                let limb = if row.per_limb { limb } else { Limb::Both };
                let mut add = |severity, applies: Set| {
                    if applies.0 != 0 {
                        judgement.present.push(Present { row, severity, applies, limb, until, no_override });
                    }
                };
                match row.except {
                    Some((other, of)) if other != severity => {
                        add(severity, Set(applies.0 & !of.0));
                        add(other, Set(applies.0 & of.0));
                    }
                    _ => add(severity, applies),
                }
            }
        }
    }
    for question in QUESTIONS {
        let denied = known.said.iter().any(|(id, said)| *id == question.id && said.value == Some(false));
        for (_, fact) in known.chart.asserted() {
            let name = match (&fact.value, question.id) {
                (FactValue::Medication(medication), "unrecognised_medication") if medication.taken == Taken::Unrecognised => &medication.name,
                (FactValue::Allergy { to: Allergen::Unrecognised, name }, "unrecognised_allergy") => name,
                _ => continue,
            };
            if !(denied && known.settled.iter().any(|(of, settled)| *of == question.id && settled == name)) {
                judgement.names.push((question.id, name.clone()));
            }
        }
        if judgement.names.iter().any(|(id, _)| *id == question.id) {
            judgement.open.push(Open { row: question, lacks: question.id, suspected: true, unknowable: false, wording: None });
        }
    }
    judgement
}

/// An item of a form that bears on a row.
struct Crossing {
    row: &'static str,
    reach: Reach,
    value: Value,
}

/// What the forms say of a row.
fn crossed(crossings: &[Crossing], row: &str) -> Option<Reach> {
    let mut reach = None;
    for crossing in crossings.iter().filter(|crossing| same(crossing.row, row) && crossing.value == Value::Yes) {
        match crossing.reach {
            Reach::Makes => return Some(Reach::Makes),
            Reach::Suggests => reach = Some(Reach::Suggests),
        }
    }
    reach
}

/// An item that would make a row true and that nobody knows: silence about the row is no absence.
fn may_cross(crossings: &[Crossing], row: &str) -> bool {
    let open = |crossing: &Crossing| crossing.reach == Reach::Makes && matches!(crossing.value, Value::Open | Value::Unknowable);
    crossings.iter().any(|crossing| same(crossing.row, row) && open(crossing))
}

fn yes(row: &Row) -> State {
    State::Yes { severity: row.severity, applies: row.applies, limb: Limb::Both, until: None }
}

impl Known<'_> {
    fn measured(&self, quantity: Quantity) -> Option<f64> {
        self.chart.measured(quantity).map(|known| known.value)
    }

    fn platelets_below(&self, limit: f64) -> bool {
        self.measured(Quantity::Platelets).is_some_and(|platelets| platelets < limit)
    }

    /// What was said of a row: by a person, else by the host; several limbs add up. `None`: nothing.
    fn said(&self, id: &str) -> Option<Said> {
        if let Some((_, said)) = self.said.iter().rev().find(|(of, _)| same(of, id)) {
            return Some(*said);
        }
        // Leg by leg, the last word on each: what is said of the right one, or has ended there, leaves the left one as it is.
        let mut legs: [Option<Said>; 2] = [None; 2];
        for (_, fact) in self.chart.asserted() {
            if let FactValue::Contraindication { id: of, said } = fact.value
                && of == id
            {
                if said.limb != Some(Limb::Right) {
                    legs[0] = Some(said);
                }
                if said.limb != Some(Limb::Left) {
                    legs[1] = Some(said);
                }
            }
        }
        let in_force = |leg: &Option<Said>| leg.is_some_and(|said| said.value == Some(true) && !self.ended(&said));
        match (in_force(&legs[0]), in_force(&legs[1]), legs) {
            (true, true, [Some(left), Some(right)]) if left != right => {
                let until = left.until.zip(right.until).map(|(left, right)| left.max(right));
                Some(Said { limb: Some(Limb::Both), until, ..Said::now(Some(true)) })
            }
            (true, _, [said, _]) | (_, true, [_, said]) => said,
            (_, _, [left, right]) => [left, right].into_iter().flatten().min_by_key(|said| said.value.is_some()),
        }
    }

    fn ended(&self, said: &Said) -> bool {
        said.until.is_some_and(|until| until <= self.at)
    }

    /// The items that cross to rows, each with how far it reaches and what it stands at.
    fn crossings(&self) -> Vec<Crossing> {
        let mut all = vec![];
        for shared in SHARED.iter().filter(|shared| shared.to.instrument == CONTRAINDICATIONS) {
            let (row, from) = (shared.to.item, shared.from);
            for sheet in self.sheets.iter().filter(|sheet| sheet.instrument.id == from.instrument) {
                all.extend(sheet.instrument.index(from.item).map(|index| Crossing { row, reach: shared.reach, value: sheet.cells[index].value }));
            }
            for (_, status) in self.told_elsewhere().filter(|(key, _)| *key == from) {
                let reach = if status == Status::Asserted { shared.reach } else { Reach::Suggests };
                all.push(Crossing { row, reach, value: Value::Yes });
            }
        }
        all
    }

    /// What the host says is so of a form that this patient has not: it bears on the rows all the same.
    fn told_elsewhere(&self) -> impl Iterator<Item = (Key, Status)> {
        self.chart.facts.iter().filter_map(|fact| match fact.value {
            FactValue::Finding { instrument, item, present: true } if self.sheets.iter().all(|sheet| sheet.instrument.id != instrument) => {
                Some((Key { instrument, item }, fact.status))
            }
            _ => None,
        })
    }

    /// One of these items is yes, on whatever form.
    fn any_says(&self, ids: &[&str]) -> bool {
        self.sheets.iter().any(|sheet| ids.iter().any(|id| sheet.says(id)))
            || self.told_elsewhere().any(|(key, status)| status == Status::Asserted && ids.contains(&key.item))
    }

    fn state(&self, row: &'static Row, crossings: &[Crossing]) -> State {
        let said = self.said(row.id);
        if let Some(said) = said
            && said.value == Some(true)
            && self.still(row, &said)
        {
            let severity = if row.when == When::HighPressure && self.pressure_is_high() { Block } else { row.severity };
            return State::Yes { severity, applies: row.applies, limb: said.limb.unwrap_or(Limb::Both), until: said.until };
        }
        let crossed = crossed(crossings, row.id);
        // Where there is no override, a no to the row does not stand against a yes on the form.
        if crossed == Some(Reach::Makes) && (said.is_none() || row.no_override) {
            return yes(row);
        }
        if let Some(state) = self.derived(row, said) {
            return state;
        }
        match said.map(|said| said.value) {
            Some(Some(_)) => State::No,
            Some(None) => State::Open(row.id),
            None if self.suggested(row.id) || crossed.is_some() => State::Suspected,
            None if may_cross(crossings, row.id) => State::Open(row.id),
            None if self.unanswered == Unanswered::Absent || row.when == When::ByChoice => State::No,
            None => State::Open(row.id),
        }
    }

    /// A yes with an end that has passed, or that recorded haemostasis has ended, is over. A history has no end.
    fn still(&self, row: &Row, said: &Said) -> bool {
        let dry = row.when == When::UntilHaemostasis && self.chart.haemostasis(self.at).is_some();
        row.id == "CI_HIT" || !self.ended(said) && !dry
    }

    /// The host suggests it and nobody has answered: not absent.
    fn suggested(&self, id: &str) -> bool {
        self.chart.facts.iter().any(|fact| {
            fact.status == Status::Suggested
                && matches!(fact.value, FactValue::Contraindication { id: of, said } if of == id && said.value == Some(true))
        })
    }

    fn pressure_is_high(&self) -> bool {
        let thresholds = &self.profile.thresholds;
        self.measured(Quantity::Sbp).is_some_and(|systolic| systolic >= thresholds.systolic)
            || self.measured(Quantity::Dbp).is_some_and(|diastolic| diastolic >= thresholds.diastolic)
    }

    /// What the facts decide of a row; `None` leaves it to what was said.
    fn derived(&self, row: &'static Row, said: Option<Said>) -> Option<State> {
        let denied = said.is_some_and(|said| said.value == Some(false));
        // A quantity that nobody measured leaves the row open, unless a person has answered it.
        let compared = |value: Option<f64>, lacks: &'static str, test: &dyn Fn(f64) -> bool| match value {
            Some(value) if test(value) => Some(yes(row)),
            Some(_) => Some(State::No),
            None if said.is_some() => None,
            None => Some(State::Open(lacks)),
        };
        let clearance = || self.chart.creatinine_clearance(self.at).map(|known| known.value);
        match row.when {
            When::Asked | When::UntilHaemostasis | When::ByChoice => None,
            When::Transfused => {
                let day_before = self.at - TimeDelta::hours(24);
                let units = |fact: &super::chart::Fact| match fact.value {
                    FactValue::Transfusion { units, at } if at > day_before && at <= self.at => units,
                    _ => 0.0,
                };
                (self.chart.asserted().map(|(_, fact)| units(fact)).sum::<f64>() > 2.0).then(|| yes(row))
            }
            When::Platelets { from, below } => {
                compared(self.measured(Quantity::Platelets), "platelets", &|platelets| platelets >= from && platelets < below)
            }
            When::Coagulation => self.coagulation(row, said),
            When::HighPressure => {
                self.pressure_is_high().then_some(State::Yes { severity: Block, applies: row.applies, limb: Limb::Both, until: None })
            }
            When::NeuraxialWindow => self.neuraxial(row, denied),
            When::Thrombolysis => self.thrombolysis(row, denied),
            When::HalvedOnHeparin => (said.is_none() && self.platelets_halved()).then_some(State::Suspected),
            When::ClotInLeg => {
                let clot = self.said("MC_ACUTE_DVT").is_some_and(|said| said.value == Some(true));
                (said.is_none() && clot).then_some(State::Suspected)
            }
            When::Allergy => self.allergy(row),
            When::TherapeuticDose => {
                let blood = super::blood::Blood::of(self.chart, self.at);
                let any = |intensity| blood.all.iter().any(|drug| drug.running && drug.intensity == intensity);
                if any(super::blood::Intensity::Treatment) {
                    Some(yes(row))
                } else {
                    (said.is_none() && any(super::blood::Intensity::Unknown)).then_some(State::Suspected)
                }
            }
            When::ClearanceBelow(limit) => compared(clearance(), "creatinine", &|clearance| clearance < limit),
            When::DoacClearance => match clearance() {
                Some(clearance) if clearance < 15.0 => Some(yes(row)),
                // Dabigatran stops at 30; the older US label of rivaroxaban avoids <30 too.
                Some(clearance) if clearance < 30.0 => Some(State::Yes { severity: Caution, applies: row.applies, limb: Limb::Both, until: None }),
                other => compared(other, "creatinine", &|_| false),
            },
            When::WeightBelow(limit) => compared(self.measured(Quantity::Weight), "weight", &|weight| weight < limit),
            When::LowWeight => {
                // Of a patient whose sex nobody told, the higher.
                let limit = if self.chart.sex() == Some(Sex::Female) { 45.0 } else { 57.0 };
                compared(self.measured(Quantity::Weight), "weight", &|weight| weight < limit)
            }
            When::WomenOnly => (self.chart.sex() == Some(Sex::Male)).then_some(State::No),
            When::HipFracture => Some(if self.chart.operations().any(|(_, operation)| operation.procedure == Some(Procedure::HipFracture)) {
                yes(row)
            } else {
                State::No
            }),
            When::Interaction => {
                let interacts = |class| matches!(class, Class::Inhibitor | Class::Inducer);
                self.chart.medications(self.at).any(|(_, medication)| interacts(medication.class())).then(|| yes(row))
            }
            When::FailingHeart => {
                let failing = self.any_says(&["chf_lt_1mo", "heart_resp_failure"]);
                let settled = denied || said.is_none() && self.unanswered == Unanswered::Absent;
                (failing && settled).then_some(State::Yes { severity: Caution, applies: row.applies, limb: Limb::Both, until: None })
            }
        }
    }

    fn coagulation(&self, row: &'static Row, said: Option<Said>) -> Option<State> {
        let thresholds = &self.profile.thresholds;
        let takes = |class| self.chart.medications(self.at).any(|(_, medication)| medication.class() == class);
        let lupus = self.any_says(&["lupus_anticoagulant"]);
        let inr = self.measured(Quantity::Inr);
        let slow = match (self.measured(Quantity::Aptt), thresholds.aptt_upper_s) {
            (Some(aptt), Some(upper)) => aptt > upper * thresholds.aptt_ratio && !takes(Class::Ufh) && !lupus,
            _ => false,
        };
        match inr {
            _ if slow => Some(yes(row)),
            Some(inr) if inr > thresholds.inr && !takes(Class::Vka) => Some(yes(row)),
            None if said.is_none() && self.unanswered == Unanswered::Absent => Some(State::Open("inr")),
            _ => None,
        }
    }

    /// A person may say that a window is released; the clock closes it by itself.
    fn neuraxial(&self, row: &'static Row, denied: bool) -> Option<State> {
        let released = denied
            || self.sheets.iter().any(|sheet| {
                sheet
                    .instrument
                    .index("bs_neuraxial_window")
                    .is_some_and(|index| sheet.cells[index].value == Value::No && sheet.cells[index].by == super::sheet::By::Person)
            });
        match open_window(self.chart, self.at) {
            Some(window) if !released => Some(State::Yes { severity: row.severity, applies: row.applies, limb: Limb::Both, until: window.until }),
            _ if released || self.chart.neuraxials().next().is_some() => Some(State::No),
            _ => self.sheets.iter().find_map(|sheet| {
                let index = sheet.instrument.index("bs_neuraxial_window")?;
                match sheet.cells[index].value {
                    Value::Yes => Some(yes(row)),
                    Value::No => Some(State::No),
                    Value::Open | Value::Unknowable => None,
                }
            }),
        }
    }

    fn thrombolysis(&self, row: &'static Row, denied: bool) -> Option<State> {
        let stroke = self.any_says(&["bs_acute_stroke", "stroke_lt_1mo", "acute_mi_stroke"]);
        let present = |until| Some(State::Yes { severity: row.severity, applies: row.applies, limb: Limb::Both, until });
        for (_, fact) in self.chart.asserted() {
            let FactValue::Medication(medication) = &fact.value else { continue };
            if medication.class() != Class::Thrombolytic {
                continue;
            }
            match medication.last_dose_at.or(medication.stopped_at).or(fact.at) {
                None => return present(None),
                Some(given) if self.at < given + TimeDelta::hours(24) => return present(Some(given + TimeDelta::hours(24))),
                // Only a person can say that the follow-up scan shows no bleeding.
                Some(_) if stroke && !denied => return present(None),
                Some(_) => {}
            }
        }
        None
    }

    /// Half of the highest count since heparin began (V: HIT appendix), or below 100 from a baseline of 100 or more. The
    /// baseline is the last count before the first dose; a fall may come within 30 days after the last (D).
    fn platelets_halved(&self) -> bool {
        let heparin = |fact: &super::chart::Fact| match &fact.value {
            FactValue::Medication(medication)
                if medication.is_heparin() && medication.stopped_at.is_none_or(|stopped| self.at - stopped <= TimeDelta::days(30)) =>
            {
                Some(fact.at)
            }
            _ => None,
        };
        // Of several the first; one whose beginning nobody told began before all counts.
        let Some(since) = self.chart.asserted().filter_map(|(_, fact)| heparin(fact)).min() else { return false };
        let Some(latest) = self.measured(Quantity::Platelets) else { return false };
        let counts = || self.chart.readings(Quantity::Platelets).map(|(index, value)| (self.chart.facts[index].at, value));
        let before = |counted: Option<Instant>| counted.is_some() && since.is_some() && counted < since;
        let baseline = counts().filter(|(counted, _)| before(*counted)).max_by_key(|(counted, _)| *counted).map(|(_, value)| value);
        let highest = counts().filter(|(counted, _)| !before(*counted)).map(|(_, value)| value).chain(baseline).fold(latest, f64::max);
        latest <= highest * 0.5 || highest >= 100.0 && latest < 100.0
    }

    fn allergy(&self, row: &'static Row) -> Option<State> {
        let mut to = Set(0);
        let mut unclear = false;
        for (_, fact) in self.chart.asserted() {
            match fact.value {
                FactValue::Allergy { to: Allergen::Heparins, .. } => to = to.union(HEPARINS),
                FactValue::Allergy { to: Allergen::Drug(id), .. } => to = Drug::named(id).map_or(to, |drug| to.union(Set::drugs([drug]))),
                FactValue::Allergy { to: Allergen::Unrecognised, .. } => unclear = true,
                _ => {}
            }
        }
        if to.0 != 0 {
            return Some(State::Yes { severity: row.severity, applies: to, limb: Limb::Both, until: None });
        }
        (unclear && self.said(row.id).is_none()).then_some(State::Suspected)
    }
}
