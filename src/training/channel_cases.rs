//! The drills of the green channel, built on the golden vectors that the tests hold the pathway to (extended specification 5.6.11): one invented
//! patient, changed in one respect each. A man of 60, 60 kg, an in-patient of a county hospital in whom PE is suspected half an hour ago: stable,
//! history denied, count, INR and kidneys normal.

use chrono::TimeDelta;

use super::channel_drill::ChannelDrill;
use super::plan_patient::moment;
use crate::clinical::blood::Intensity;
use crate::clinical::chart::{Instant, Neuraxial, Sex};
use crate::clinical::pathway::coarse::{Gravidity, Kind, Likelihood, PercAnswer, Sign};
use crate::clinical::pathway::facts::{
    Awaited, EpisodeFacts, InBlood, LabValue, OtherVitals, PersonFacts, PressureReading, WeightFact, WeightSource,
};
use crate::clinical::pathway::history::{Heard, HistoryFacts};
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::clinical::substance;
use crate::text::text;

pub fn channel_drill(id: &str) -> Option<&'static ChannelDrill> {
    CHANNEL_DRILLS.iter().find(|drill| drill.id == id)
}

/// The moment of every drill: ten in the morning.
fn now() -> Instant {
    moment("2026-03-10T10:00:00+08:00")
}

fn ago(minutes: i64) -> Instant {
    now() - TimeDelta::minutes(minutes)
}

fn lab(value: f64) -> Option<LabValue> {
    Some(LabValue { value, at: ago(120) })
}

fn county() -> ChannelSettings {
    ChannelSettings::of(Tier::County)
}

fn base() -> EpisodeFacts {
    let mut facts = EpisodeFacts::begun(Kind::Pe, ago(30));
    facts.symptoms_since = Some(ago(180));
    facts.person = PersonFacts {
        age: Some(60),
        sex: Some(Sex::Male),
        gravidity: Gravidity::No,
        in_labour_or_delivery_near: false,
        breast_feeding: false,
        in_patient: true,
        weight: Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at: ago(120), doubtful: false }),
        height_cm: Some(170.0),
        dose_checked: false,
    };
    facts.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at: ago(5) }];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.active_cancer = Sign::No;
    facts.tests.leg_signs = Sign::No;
    facts.tests.limb_threat = Sign::No;
    facts.tests.chest.expected_at = Some(ago(-90));
    facts.history = HistoryFacts::denied();
    facts.labs.clearance = lab(80.0);
    facts.labs.platelets = lab(200.0);
    facts.labs.inr = lab(1.0);
    facts.course.physician_told_at = Some(ago(24));
    facts.course.physician_seen_at = Some(ago(12));
    facts.course.ecg_at = Some(ago(24));
    facts
}

fn changed(change: fn(&mut EpisodeFacts)) -> EpisodeFacts {
    let mut facts = base();
    change(&mut facts);
    facts
}

#[rustfmt::skip]
pub static CHANNEL_DRILLS: &[ChannelDrill] = &[
    ChannelDrill { id: "pe_likely", title: text!("肺栓塞可能性大，CTPA还要90分钟", "PE likely, CTPA in 90 minutes"), settings: county, at: now, facts: base,
        story: text!("男，60岁，60 kg，县医院住院患者，半小时前疑诊肺栓塞。血压120/70，生命体征平稳，Wells评分为可能性大。CTPA预计90分钟后完成。病史逐项询问均否认，血小板200，INR 1.0，CrCl 80。下一步？结果出来前抗凝药怎么办？", "A man of 60, 60 kg, in-patient of a county hospital; PE suspected half an hour ago. BP 120/70, stable, Wells: PE likely. CTPA is expected in 90 minutes. Every question of history is denied; platelets 200, INR 1.0, clearance 80. What next, and what about the anticoagulant before the answer?"),
        why: text!("可能性大者直接CTPA；结果不能在1小时内得到且无闸门阻挡时，程序提出一剂临时抗凝，由医师确认。", "PE likely: CTPA. Where the answer does not come within the hour and no gate stands against it, a dose before the answer is proposed; a physician confirms it.") },
    ChannelDrill { id: "vitals_missing", title: text!("生命体征未测", "Vital signs not taken"), settings: county, at: now, facts: || changed(|facts| { facts.vitals.pressures.clear(); facts.vitals.pulse_known = false; facts.vitals.others = OtherVitals::Missing }),
        story: text!("男，60岁，突发胸闷，护士疑诊肺栓塞。血压、脉搏、呼吸、SpO₂均尚未测量。下一步？", "A man of 60, sudden tightness of the chest; the nurse suspects PE. Blood pressure, pulse, breathing and saturation are not taken yet. What next?"),
        why: text!("先测生命体征：不稳定者走另一条路，未测不等于稳定。", "Vital signs first: the unstable take another way, and what is not measured is not stable.") },
    ChannelDrill { id: "melaena", title: text!("黑便", "Melaena"), settings: county, at: now, facts: || changed(|facts| facts.history.bleeding = Heard::Yes),
        story: text!("同一患者，肺栓塞可能性大，CTPA 90分钟后完成；今晨解黑便一次。下一步？临时抗凝怎么办？", "The same patient, PE likely, CTPA in 90 minutes; he passed a black stool this morning. What next, and what about the anticoagulant?"),
        why: text!("活动性出血：检查照做，结果前不得给抗凝药。", "Active bleeding: the test goes on, and no anticoagulant before the answer.") },
    ChannelDrill { id: "needle_23h", title: text!("23小时前腰穿", "A lumbar puncture 23 h ago"), settings: county, at: now, facts: || changed(|facts| { facts.history.needle = Heard::Yes; facts.history.needles = vec![Neuraxial { catheter: false, at: ago(23 * 60), all_day: false, removed_at: None, traumatic: false }] }),
        story: text!("同一患者，肺栓塞可能性大；23小时前做过腰椎穿刺，无置管。临时抗凝怎么办？", "The same patient, PE likely; he had a lumbar puncture 23 hours ago, no catheter. What about the anticoagulant?"),
        why: text!("治疗剂量前距椎管穿刺须满24小时：暂缓1小时，不是永远不可。", "A treatment dose keeps 24 h from a needle in the spine: held for one hour, not for ever.") },
    ChannelDrill { id: "platelets_30", title: text!("血小板30", "Platelets 30"), settings: county, at: now, facts: || changed(|facts| facts.labs.platelets = lab(30.0)),
        story: text!("同一患者，肺栓塞可能性大；两小时前血小板30×10⁹/L。临时抗凝怎么办？", "The same patient, PE likely; two hours ago the platelets were 30. What about the anticoagulant?"),
        why: text!("血小板25～49：暂缓，由医师决定；低于25则不可。", "Platelets 25 to 49: held, a physician decides; below 25 it is blocked.") },
    ChannelDrill { id: "clearance_20", title: text!("CrCl 20 mL/min", "Clearance 20 mL/min"), settings: county, at: now, facts: || changed(|facts| facts.labs.clearance = lab(20.0)),
        story: text!("同一患者，肺栓塞可能性大；CrCl 20 mL/min，未透析。下一步？临时抗凝怎么办？", "The same patient, PE likely; clearance 20 mL/min, no dialysis. What next, and what about the anticoagulant?"),
        why: text!("CrCl<30且未透析：造影剂受限，先选V/Q；低分子肝素按肾功能调整，仍可提出。", "Clearance below 30 without dialysis: contrast is a problem, V/Q comes first; the dose follows the kidneys and may still be proposed.") },
    ChannelDrill { id: "on_apixaban", title: text!("正在用阿哌沙班", "On apixaban"), settings: county, at: now, facts: || changed(|facts| {
            facts.history.anticoagulant = Heard::Yes;
            facts.blood = substance::named("apixaban").map(|substance| InBlood { substance, intensity: Intensity::Treatment, running: true, infusion: false, last_dose_at: Some(ago(240)), interval_h: Some(12), stop_explained: false, still_taken: None }).into_iter().collect();
        }),
        story: text!("同一患者，因房颤服阿哌沙班5 mg每日两次，末次4小时前。肺栓塞可能性大。临时抗凝怎么办？", "The same patient takes apixaban 5 mg twice daily for atrial fibrillation, last dose 4 hours ago. PE likely. What about the anticoagulant?"),
        why: text!("已在治疗剂量抗凝且药效未过：不再加一种。", "He is at a treatment dose that still works: nothing is added to it.") },
    ChannelDrill { id: "shock", title: text!("血压84/50两次", "84/50, twice"), settings: county, at: now, facts: || changed(|facts| { facts.vitals.pressures = vec![PressureReading { systolic: 84.0, diastolic: 50.0, at: ago(25) }, PressureReading { systolic: 84.0, diastolic: 50.0, at: ago(5) }]; facts.tests.chest = Awaited::default() }),
        story: text!("同一患者，25分钟前和5分钟前血压均为84/50，大汗、气促。CTPA尚未预约。下一步？", "The same patient: 84/50 twenty-five and five minutes ago, sweating and short of breath. No CTPA is booked. What next?"),
        why: text!("血流动力学不稳定优先于一切：立即呼叫抢救小组与PERT或上级医院。", "Instability comes before everything: resuscitation team and PERT, or the higher hospital, now.") },
    ChannelDrill { id: "pregnancy_not_asked", title: text!("30岁女性，妊娠未问", "A woman of 30, pregnancy not asked"), settings: county, at: now, facts: || changed(|facts| { (facts.kind, facts.tests.pe, facts.tests.dvt) = (Kind::Dvt, Likelihood::Unknown, Likelihood::Likely); facts.tests.chest = Awaited::default(); facts.tests.scan.expected_at = Some(ago(-360)); (facts.person.sex, facts.person.age, facts.person.gravidity) = (Some(Sex::Female), Some(30), Gravidity::Unasked) }),
        story: text!("女，30岁，左下肢肿胀，Wells DVT为可能性大，超声6小时后。尚未询问是否妊娠。下一步？", "A woman of 30 with a swollen left leg, Wells: DVT likely, ultrasound in 6 hours. Nobody has asked about pregnancy. What next?"),
        why: text!("12～55岁女性先问妊娠：路径和药物都取决于此，不能确定时按妊娠处理。", "A woman of 12 to 55 is asked about pregnancy first: the way and the drug hang on it, and what cannot be known is handled as pregnant.") },
    ChannelDrill { id: "pe_unlikely", title: text!("肺栓塞可能性小", "PE unlikely"), settings: county, at: now, facts: || changed(|facts| { facts.tests.pe = Likelihood::Unlikely; facts.tests.chest = Awaited::default(); facts.tests.ddimer.expected_at = Some(ago(-180)) }),
        story: text!("同一患者，Wells评分为可能性小，D-二聚体预计3小时后出结果。下一步？临时抗凝怎么办？", "The same patient, Wells: PE unlikely; a D-dimer is expected in 3 hours. What next, and what about the anticoagulant?"),
        why: text!("可能性小：先D-二聚体；结果4小时内可得，不给临时抗凝。", "PE unlikely: a D-dimer first; its result comes within 4 hours, so no dose before it.") },
    ChannelDrill { id: "perc_absent", title: text!("门诊，PERC八项全无", "Out-patient, all eight PERC items absent"), settings: county, at: now, facts: || changed(|facts| { facts.person.in_patient = false; facts.tests.pe = Likelihood::Unknown; facts.tests.perc = PercAnswer::AllAbsent; facts.tests.chest = Awaited::default() }),
        story: text!("急诊门诊患者，医师本人估计肺栓塞可能<15%，PERC八项均无。下一步？", "An out-patient in the emergency department; the physician's own estimate is below 15 % and all eight PERC items are absent. What next?"),
        why: text!("PERC全部阴性且本人估计<15%：排除，停止检查，不抗凝。住院患者不用PERC。", "All PERC items absent with an own estimate below 15 %: excluded, no test and no drug. PERC is not for in-patients.") },
    ChannelDrill { id: "bleeding_unasked", title: text!("出血史未问", "Bleeding not asked"), settings: county, at: now, facts: || changed(|facts| facts.history.bleeding = Heard::Unasked),
        story: text!("同一患者，肺栓塞可能性大；其余病史均已问，唯独是否正在出血未问。临时抗凝怎么办？", "The same patient, PE likely; all of the history was asked but whether he bleeds. What about the anticoagulant?"),
        why: text!("未问不等于没有：先问，再决定。", "Not asked is not no: ask first.") },
];
