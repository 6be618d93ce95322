//! What to do now, while VTE is suspected and nobody has confirmed or excluded it (extended specification §5.6.1, §5.6.2): who
//! is told, what is taken off, what is not done to the leg, what is measured and ordered. A table to be read at the bedside; it
//! decides nothing. The pathway itself (probability, tests, the interim dose) is not here.

use super::source::{Mark, Mark::D, Mark::K, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// What is suspected, by the site that was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspected {
    Dvt,
    Pe,
    Both,
    /// Another site (arm, abdomen): what concerns a leg is left out.
    Other,
}

impl Suspected {
    pub fn of(site: Option<&str>) -> Suspected {
        match site {
            Some("pe") => Suspected::Pe,
            Some("dvt_pe") => Suspected::Both,
            Some("other") => Suspected::Other,
            _ => Suspected::Dvt,
        }
    }

    fn is_leg(self) -> bool {
        matches!(self, Suspected::Dvt | Suspected::Both)
    }

    fn is_lung(self) -> bool {
        matches!(self, Suspected::Pe | Suspected::Both)
    }
}

/// Under which heading a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whom to call.
    Call,
    Nurse,
    Physician,
}

impl Who {
    pub const ALL: [Who; 3] = [Who::Call, Who::Nurse, Who::Physician];

    pub fn label(self) -> Text {
        match self {
            Who::Call => text!("立即打电话", "Telephone now"),
            Who::Nurse => text!("护士现在做", "The nurse now"),
            Who::Physician => text!("医师：检查与决定", "The physician: tests and decisions"),
        }
    }
}

/// For what a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    All,
    Leg,
    Lung,
    /// Not where the patient is unstable: those clocks are shorter.
    LungStable,
    /// A sign that was seen.
    Sign(&'static str),
    /// Not where the lung column says the same for both legs.
    LegOnly,
}

/// One thing to do.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub id: &'static str,
    pub who: Who,
    of: For,
    pub text: Text,
    pub marks: &'static [Mark],
}

const fn step(id: &'static str, who: Who, of: For, text: Text, marks: &'static [Mark]) -> Step {
    Step { id, who, of, text, marks }
}

/// In the order in which they are done.
#[rustfmt::skip]
pub static STEPS: &[Step] = &[
    step("unstable", Who::Call, For::Sign("unstable"), text!("血压低、意识改变或休克：立即呼叫抢救团队，再报主管医师（5分钟内到床旁），再联系PERT或上级医院", "Low blood pressure, altered consciousness or shock: the resuscitation team at once, then the physician in charge (at the bed within 5 min), then PERT or the higher hospital"), &[D(text!("呼叫次序；立即和5分钟", "order of calls; at once and 5 min"))]),
    step("limb_threat", Who::Call, For::Sign("limb_threat"), text!("患肢青紫或苍白、剧痛、无脉或麻木：立即叫血管外科", "Blue or white, very painful, pulseless or numb limb: the vascular surgeon now"), &[D(text!("肢体受威胁", "limb at risk"))]),
    step("tell_pe", Who::Call, For::LungStable, text!("电话告知值班医师：10分钟内；医师30分钟内到床旁", "Tell the physician on duty by telephone within 10 min; at the bed within 30 min"), &[D(text!("10和30分钟", "10 and 30 min"))]),
    step("tell_dvt", Who::Call, For::LegOnly, text!("电话告知值班医师：15分钟内；医师60分钟内到床旁", "Tell the physician on duty by telephone within 15 min; at the bed within 60 min"), &[D(text!("15和60分钟", "15 and 60 min"))]),
    step("pump_off_both", Who::Nurse, For::Lung, text!("取下双下肢加压泵和弹力袜，暂不使用", "Pump and stockings off both legs, and kept off"), &[V("CNF")]),
    step("pump_off", Who::Nurse, For::LegOnly, text!("取下患肢的加压泵和弹力袜，不用足底泵；另一侧在超声检查前也不使用", "Pump and stocking off that leg, no foot pump; the other leg keeps nothing either until it has been scanned"), &[V("CNF"), D(text!("自疑似起；另一侧", "from suspicion on; the other leg"))]),
    step("no_massage", Who::Nurse, For::Leg, text!("不按摩、不热敷、不挤捏小腿（不做Homans征）", "No massage, no hot packs, no squeezing of the calf (no Homans test)"), &[V2("S175"), D(text!("不做Homans征", "no Homans test"))]),
    step("still_pe", Who::Nurse, For::Lung, text!("不下地、不如厕、不用力。气促可坐起；血压低则平卧。守在床旁", "No walking, no toilet trip, no straining. Sitting up if that eases breathing, flat if blood pressure is low. Stay with the patient"), &[V2("S195")]),
    step("still", Who::Nurse, For::LegOnly, text!("卧床，直到医师看过患肢并答复是否抗凝；患肢垫高于躯干，踝关节可活动。给首剂治疗量后不必强制卧床", "Rest in bed until a physician has seen the leg and decided on anticoagulation; leg raised above the trunk, the ankle may move. No forced bed rest after the first treatment dose"), &[V2("S175"), V("S174"), D(text!("卧床至何时", "until when"))]),
    step("vitals_pe", Who::Nurse, For::Lung, text!("意识、脉搏、血压、呼吸、体温、SpO₂（先测未吸氧值；青紫、喘憋或已吸氧者不因此停氧或延迟）", "Consciousness, pulse, blood pressure, breathing rate, temperature, SpO₂ (on room air first; never delay or take away oxygen from a patient who is blue, gasping or already on it)"), &[D(text!("先测未吸氧值", "room air first"))]),
    step("oxygen", Who::Nurse, For::Lung, text!("SpO₂低于90%时吸氧，目标≥90%（已知CO₂潴留：88–92%）", "Oxygen when SpO₂ is below 90 %, aim 90 % or more (known CO₂ retention: 88–92 %)"), &[V2("S187"), V2("S177"), K(text!("CO₂潴留的目标", "the aim in CO₂ retention"))]),
    step("vitals", Who::Nurse, For::LegOnly, text!("脉搏、血压、呼吸、SpO₂、体温。问：气促、胸痛、晕厥、咯血？有一项即同时按疑似肺栓塞处理", "Pulse, blood pressure, breathing rate, SpO₂, temperature. Ask: short of breath, chest pain, faint, blood in sputum? One yes: treat as suspected pulmonary embolism too"), &[D(text!("一项即按肺栓塞", "one is enough"))]),
    step("leg_looks", Who::Nurse, For::Leg, text!("看颜色、皮温、足背动脉搏动、感觉、水疱；量双侧小腿周径（胫骨粗隆下10 cm，记到0.5 cm）", "Colour, temperature, pulses, feeling, blisters; both calves measured 10 cm below the tibial tuberosity, to 0.5 cm"), &[V2("S175"), D(text!("测量位置", "landmark"))]),
    step("bloods_pe", Who::Nurse, For::Lung, text!("心电监护、12导联心电图（10分钟内）；手臂留置针采血：血常规、PT、APTT、肌酐、肝功能、肌钙蛋白、乳酸或血气，留D-二聚体管，备血。不做股动静脉穿刺，不肌内注射", "Monitor, 12-lead ECG (within 10 min); cannula in the arm and blood: count, PT, APTT, creatinine, liver tests, troponin, lactate or gas, D-dimer tube kept, group and save. No femoral puncture, no intramuscular injection"), &[V2("S152"), D(text!("10分钟；不穿刺股部、不肌内注射", "10 min; no femoral puncture, no intramuscular injection"))]),
    step("bloods", Who::Nurse, For::LegOnly, text!("从手臂（不用患肢）留置针采血：血常规、PT、APTT、肌酐、肝功能，留D-二聚体管", "Cannula and blood from the arm, never the swollen leg: count, PT, APTT, creatinine, liver tests, D-dimer tube kept"), &[V2("S152"), V2("S195")]),
    step("hold_dose", Who::Nurse, For::All, text!("医师答复前，不给下一剂预防性抗凝药", "The next prophylactic dose is not given before the physician has answered"), &[D(text!("等医师答复", "wait for the answer"))]),
    step("order_dvt", Who::Physician, For::LegOnly, text!("评估可能性（Wells），申请下肢静脉超声和D-二聚体；检查前是否先给抗凝由医师决定", "Probability (Wells), leg ultrasound and D-dimer; whether a dose is given before the test is the physician's decision"), &[D(text!("绿色通道", "the green channel"))]),
    step("order_pe", Who::Physician, For::Lung, text!("评估可能性（Wells），申请CTPA（不能做时V/Q或下肢超声）和D-二聚体；检查前是否先给抗凝由医师决定", "Probability (Wells), CTPA (V/Q or leg ultrasound where that cannot be had) and D-dimer; whether a dose is given before the test is the physician's decision"), &[D(text!("绿色通道", "the green channel"))]),
    step("order_other", Who::Physician, For::Sign("site_other"), text!("评估可能性，申请该部位的影像检查；检查前是否先给抗凝由医师决定", "Probability, and imaging of that site; whether a dose is given before the test is the physician's decision"), &[D(text!("绿色通道", "the green channel"))]),
    step("fluid", Who::Physician, For::Lung, text!("快速补液不超过500 mL（右心室过度充盈）；血压低时用去甲肾上腺素而非扩容", "No bolus beyond 500 mL (it overstretches the right ventricle); noradrenaline rather than volume"), &[V("S154")]),
    step("escort", Who::Physician, For::Lung, text!("不得单独送CT：监护、氧气、护士陪同；不稳定者医师陪同", "Nobody goes to CT alone: monitor, oxygen, a nurse; unstable, a physician too"), &[D(text!("陪同", "escort"))]),
    step("refer_early", Who::Physician, For::Lung, text!("乡镇卫生院、村卫生室：在决定首剂抗凝的同时拨打120并备好转诊单，不要等到给药以后", "Township hospital or village clinic: call 120 and prepare the referral sheet while the first dose is being decided, not after"), &[D(text!("同时呼叫", "at the same time"))]),
    step("settle", Who::Physician, For::All, text!("定论后在此签署：确诊、排除或撤销。其间不做VTE预防方案", "Sign here once it is settled: confirmed, excluded or withdrawn. Until then there is no plan of prevention"), &[D(text!("暂停预防", "prevention paused"))]),
];

/// What to do for this suspicion, in order; `signs` by code.
pub fn steps<'a>(suspected: Suspected, signs: &'a [&'a str]) -> impl Iterator<Item = &'static Step> + 'a {
    let lung = suspected.is_lung() || signs.iter().any(|sign| LUNG.contains(sign));
    STEPS.iter().filter(move |step| match step.of {
        For::All => true,
        For::Leg => suspected.is_leg(),
        For::Lung => lung,
        For::LungStable => lung && !signs.contains(&"unstable"),
        For::LegOnly => !lung && (suspected.is_leg() || suspected == Suspected::Other && !OF_A_LEG.contains(&step.id)),
        For::Sign("site_other") => suspected == Suspected::Other && !lung,
        For::Sign(sign) => signs.contains(&sign),
    })
}

/// Signs of the lung: one of them, and the column of pulmonary embolism runs too.
pub const LUNG: [&str; 5] = ["dyspnoea", "chest_pain", "haemoptysis", "syncope", "unstable"];

/// Steps of a leg that have no sense for another site.
const OF_A_LEG: [&str; 3] = ["pump_off", "still", "order_dvt"];

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(suspected: Suspected, signs: &[&str]) -> Vec<&'static str> {
        steps(suspected, signs).map(|step| step.id).collect()
    }

    #[test]
    fn compression_comes_off_whatever_clot_of_leg_or_lung_is_suspected() {
        assert!(ids(Suspected::Dvt, &[]).contains(&"pump_off") && !ids(Suspected::Dvt, &[]).contains(&"pump_off_both"));
        for lung in [Suspected::Pe, Suspected::Both] {
            assert!(ids(lung, &[]).contains(&"pump_off_both") && !ids(lung, &[]).contains(&"pump_off"));
        }
    }

    #[test]
    fn one_sign_of_the_lung_runs_the_column_of_embolism_beside_the_leg() {
        for sign in LUNG {
            let steps = ids(Suspected::Dvt, &[sign]);
            assert!(
                steps.contains(&"tell_pe") != (sign == "unstable") && steps.contains(&"bloods_pe") && steps.contains(&"no_massage"),
                "{sign}: {steps:?}"
            );
            assert!(!steps.contains(&"tell_dvt") && !steps.contains(&"bloods"), "{sign}: nothing is said twice");
        }
    }

    #[test]
    fn where_no_scanner_is_the_ambulance_is_called_while_the_first_dose_is_decided() {
        assert!(ids(Suspected::Pe, &[]).contains(&"refer_early") && ids(Suspected::Dvt, &["syncope"]).contains(&"refer_early"));
        assert!(!ids(Suspected::Dvt, &[]).contains(&"refer_early"));
    }

    #[test]
    fn everybody_is_told_to_telephone_and_to_hold_the_next_dose() {
        for suspected in [Suspected::Dvt, Suspected::Pe, Suspected::Both, Suspected::Other] {
            let all: Vec<&Step> = steps(suspected, &[]).collect();
            assert!(all.iter().any(|step| step.who == Who::Call), "{suspected:?}");
            assert!(all.iter().any(|step| step.id == "hold_dose") && all.iter().any(|step| step.who == Who::Physician), "{suspected:?}");
        }
    }

    #[test]
    fn who_is_unstable_does_not_wait_ten_minutes_for_a_telephone_call() {
        for suspected in [Suspected::Dvt, Suspected::Pe, Suspected::Both, Suspected::Other] {
            let calls: Vec<&Step> = steps(suspected, &["unstable"]).filter(|step| step.who == Who::Call).collect();
            assert!(calls.len() == 1 && calls[0].id == "unstable" && calls[0].text.zh().contains("5分钟内到床旁"), "{calls:?}");
        }
    }

    #[test]
    fn the_gravest_call_stands_first() {
        assert_eq!(ids(Suspected::Pe, &["unstable"])[0], "unstable");
        assert_eq!(ids(Suspected::Dvt, &["limb_threat"])[0], "limb_threat");
        assert_eq!(ids(Suspected::Other, &[])[0], "tell_dvt");
    }
}
