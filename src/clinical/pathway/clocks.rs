//! The clocks of the green channel (extended specification 5.6.2), as a table. Every target is a setting. A clock that has no
//! event keeps running; `running` says which run and since when.

use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// Who answers for a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockOwner {
    Nurse,
    Physician,
    /// Past the target of the physician's clock: the next senior by name.
    Senior,
    /// The end of every chain.
    Refer,
}

impl ClockOwner {
    pub fn label(self) -> Text {
        match self {
            ClockOwner::Nurse => text!("护士", "nurse"),
            ClockOwner::Physician => text!("医师", "physician"),
            ClockOwner::Senior => text!("上级医师", "next senior by name"),
            ClockOwner::Refer => text!("转诊", "refer"),
        }
    }

    /// Who is asked when this one has not answered in time.
    pub fn next(self) -> ClockOwner {
        match self {
            ClockOwner::Nurse => ClockOwner::Physician,
            ClockOwner::Physician => ClockOwner::Senior,
            ClockOwner::Senior | ClockOwner::Refer => ClockOwner::Refer,
        }
    }
}

/// Which column of a target holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Unstable, or a limb at risk.
    Urgent,
    /// PE (or PE likely, or pregnant, where the clock says so).
    Pressing,
    Usual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathClock {
    Vitals,
    PhysicianTold,
    Ecg,
    PhysicianSeen,
    Score,
    Ddimer,
    Ctpa,
    Us,
    Interim,
    LabsReviewed,
    Pert,
    SeverityKnown,
    RepeatUs,
    RepeatUsPreg,
    RepeatUsWeekly,
    RefSent,
    RefReceived,
    RefAccepted,
    RefDeparted,
    RefArrived,
    RefBack,
    GateAnswer,
    Redose,
    Preg,
    SeniorDecision,
    CallBack,
}

/// One clock. `minutes`: urgent, pressing, usual; `target` says in words which is which.
#[derive(Clone, Copy, Debug)]
pub struct PathClockRow {
    pub clock: PathClock,
    pub id: &'static str,
    pub span: Text,
    pub minutes: [u32; 3],
    pub target: Text,
    pub owner: ClockOwner,
    pub marks: &'static [Mark],
}

const OURS: &[Mark] = &[D(text!("时限", "the target"))];

const fn row(
    clock: PathClock,
    id: &'static str,
    owner: ClockOwner,
    span: Text,
    minutes: [u32; 3],
    target: Text,
    marks: &'static [Mark],
) -> PathClockRow {
    PathClockRow { clock, id, span, minutes, target, owner, marks }
}

const H: u32 = 60;
const DAY: u32 = 24 * H;

/// In the order of the enumeration.
#[rustfmt::skip]
pub static CLOCKS: [PathClockRow; 26] = [
    row(PathClock::Vitals, "c_vitals", ClockOwner::Nurse, text!("疑似→生命体征完整", "suspected -> vital signs complete"), [5; 3], text!("5分钟", "5 min"), OURS),
    row(PathClock::PhysicianTold, "c_physician_told", ClockOwner::Nurse, text!("疑似→已告知医师（姓名、时间）", "suspected -> physician told (name, time)"), [0, 10, 15], text!("不稳定0，PE 10，DVT 15分钟", "unstable 0, PE 10, DVT 15 min"), OURS),
    row(PathClock::Ecg, "c_ecg", ClockOwner::Nurse, text!("疑似PE→心电图", "suspected -> ECG (PE)"), [10; 3], text!("10分钟", "10 min"), OURS),
    row(PathClock::PhysicianSeen, "c_physician_seen", ClockOwner::Physician, text!("疑似→医师到床旁", "suspected -> physician at the bed"), [5, 30, 60], text!("不稳定5，PE 30，DVT 60分钟", "unstable 5, PE 30, DVT 60 min"), OURS),
    row(PathClock::Score, "c_score", ClockOwner::Physician, text!("疑似→可能性已定", "suspected -> probability settled"), [H; 3], text!("60分钟", "60 min"), OURS),
    row(PathClock::Ddimer, "c_ddimer", ClockOwner::Physician, text!("申请→结果", "ordered -> result"), [4 * H; 3], text!("4小时", "4 h"), &[V("S58"), V("S151")]),
    row(PathClock::Ctpa, "c_ctpa", ClockOwner::Physician, text!("决定→CTPA", "decided -> CTPA"), [H; 3], text!("立即，否则先给药；立即=60分钟（或本院时限）内出结果", "immediately, else interim drug; immediately = result within 60 min (or the limit of this hospital)"), &[V("S151"), D(text!("60分钟", "60 min"))]),
    row(PathClock::Us, "c_us", ClockOwner::Physician, text!("申请→结果", "requested -> result"), [4 * H, 4 * H, DAY], text!("4小时；已先行抗凝24小时", "4 h; 24 h when interim drug runs"), &[V("S51"), V("S52"), V("S151")]),
    row(PathClock::Interim, "c_interim", ClockOwner::Physician, text!("需要出现→首剂（或记录的理由）", "need arises -> first dose (or a recorded reason)"), [H; 3], text!("60分钟", "60 min"), &[V2("S187"), V("S67"), V("S176"), D(text!("60分钟", "60 min"))]),
    row(PathClock::LabsReviewed, "c_labs_reviewed", ClockOwner::Physician, text!("首剂→化验已阅并处理", "first dose -> blood results read and acted on"), [DAY; 3], text!("24小时；6小时起显红", "24 h; shown red at 6 h"), &[V2("S152"), D(text!("6小时显红", "red at 6 h"))]),
    row(PathClock::Pert, "c_pert", ClockOwner::Physician, text!("不稳定或中高危→团队答复", "unstable or intermediate-high risk -> team answers"), [30; 3], text!("30分钟", "30 min"), OURS),
    row(PathClock::SeverityKnown, "c_severity", ClockOwner::Physician, text!("PE确诊→右心与肌钙蛋白已知", "PE confirmed -> RV and troponin known"), [6 * H; 3], text!("6小时", "6 h"), OURS),
    row(PathClock::RepeatUs, "c_repeat_us", ClockOwner::Physician, text!("DVT可能，超声阴性，D-二聚体阳性", "DVT likely, US negative, D-dimer positive"), [8 * DAY; 3], text!("第6~8天", "day 6-8"), &[V("S51")]),
    row(PathClock::RepeatUsPreg, "c_repeat_us_preg", ClockOwner::Physician, text!("妊娠，超声阴性，高度疑似", "pregnant, US negative, high suspicion"), [3 * DAY, 3 * DAY, 7 * DAY], text!("第3天和第7天", "days 3 and 7"), &[V("S161")]),
    row(PathClock::RepeatUsWeekly, "c_repeat_us_weekly", ClockOwner::Physician, text!("上级医师决定不用药、每周复查", "senior decided: no drug, scan weekly"), [7 * DAY, 7 * DAY, 14 * DAY], text!("第7天和第14天", "days 7 and 14"), &[V("S192"), V2("S188"), D(text!("作为时限", "as a clock"))]),
    row(PathClock::RefSent, "c_ref_sent", ClockOwner::Physician, text!("决定转诊→已发出", "decision to refer -> sent"), [10, 10, 30], text!("30分钟；立即转诊10分钟，电话", "30 min; refer now: 10 min, by telephone"), OURS),
    row(PathClock::RefReceived, "c_ref_received", ClockOwner::Physician, text!("决定转诊→已收到", "decision to refer -> received"), [H; 3], text!("60分钟", "60 min"), OURS),
    row(PathClock::RefAccepted, "c_ref_accepted", ClockOwner::Physician, text!("决定转诊→已接收", "decision to refer -> accepted"), [90; 3], text!("90分钟", "90 min"), OURS),
    row(PathClock::RefDeparted, "c_ref_departed", ClockOwner::Physician, text!("已接收→已出发", "accepted -> departed"), [H; 3], text!("60分钟", "60 min"), OURS),
    row(PathClock::RefArrived, "c_ref_arrived", ClockOwner::Physician, text!("已出发→已到达", "departed -> arrived"), [H; 3], text!("计划路程+60分钟", "planned travel + 60 min"), OURS),
    row(PathClock::RefBack, "c_ref_back", ClockOwner::Physician, text!("已到达→留治或返回；已返回→已确认", "arrived -> kept or returned; returned -> acknowledged"), [DAY; 3], text!("各24小时", "24 h each"), OURS),
    row(PathClock::GateAnswer, "c_gate", ClockOwner::Physician, text!("提出问题→答复", "question asked -> answered"), [15, 30, H], text!("不稳定或患肢濒危15，PE可能性大或妊娠30，其余60分钟；再上级医师，再转诊", "15 min unstable or limb at risk, 30 min PE likely or pregnant, 60 min else; then the next senior by name, then refer"), OURS),
    row(PathClock::Redose, "c_redose", ClockOwner::Nurse, text!("末次先行抗凝→重新核对用药禁忌，影像未出", "last interim dose -> gates asked again, imaging still open"), [2 * H; 3], text!("给药间隔-2小时；到间隔时显红", "interval - 2 h; red at the interval"), OURS),
    row(PathClock::Preg, "c_preg", ClockOwner::Physician, text!("问是否妊娠→答复", "ASK_PREGNANCY -> answer"), [30; 3], text!("30分钟", "30 min"), OURS),
    row(PathClock::SeniorDecision, "c_senior", ClockOwner::Physician, text!("上级医师、高危、其他原因、确诊→决定已签", "S6_SENIOR, S1_HIGH, S1_OTHER, T_CONFIRMED -> decision signed"), [15, 4 * H, 4 * H], text!("S1_* 15分钟，其余4小时", "S1_* 15 min, else 4 h"), OURS),
    row(PathClock::CallBack, "c_call", ClockOwner::Physician, text!("复查逾期、失访→联系到患者或家属", "repeat scan overdue, T_LOST -> patient or kin reached"), [DAY; 3], text!("24小时", "24 h"), OURS),
];

impl PathClock {
    pub fn row(self) -> &'static PathClockRow {
        &CLOCKS[self as usize]
    }

    pub fn id(self) -> &'static str {
        self.row().id
    }
}

/// Minutes a clock may run, by the hospital: [`CLOCKS`] unless it has set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTargets(pub [[u32; 3]; CLOCKS.len()]);

impl Default for ClockTargets {
    fn default() -> ClockTargets {
        ClockTargets(CLOCKS.each_ref().map(|row| row.minutes))
    }
}

impl ClockTargets {
    /// Minutes.
    pub fn of(&self, clock: PathClock, urgency: Urgency) -> u32 {
        self.0[clock as usize][urgency as usize]
    }
}
