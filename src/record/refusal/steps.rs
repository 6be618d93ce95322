//! What stands in the way of an entry in an episode of suspicion, or of a referral. Stands in the second part of the program
//! (`lib.rs`): whoever signs a score meets none of it.

use crate::clinical::second;
use crate::text::{Text, text};

/// What is wrong with a pathway step or a referral. Never holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepFlaw {
    /// No suspicion stands.
    NoEpisode,
    /// It names another suspicion than the one that stands.
    OtherEpisode,
    UnknownEntry,
    UnknownField,
    /// Nothing was answered.
    Empty,
    /// One field stands twice in one entry.
    FieldTwice,
    /// A field without which the entry says nothing.
    Missing,
    UnknownValue,
    NotANumber,
    /// A number without a unit, or in one that the field does not have.
    Unit,
    Range,
    NotATime,
    Words,
    /// A time that has not come yet, of something that has been.
    Ahead,
    /// A planned or expected time that has passed already.
    Passed,
    /// Earlier than the suspicion that it belongs to.
    BeforeSuspicion,
    /// A physician's to say.
    Physician,
    /// A gate that no signature opens.
    NoOverride,
    /// A question that only its own answer closes, not words beside it.
    OwnAnswer,
    /// SpO2 was taken on oxygen: no "no" for PERC.
    OnOxygen,
    /// Wells, Geneva or PERC of somebody who is pregnant or has given birth within six weeks.
    NotForPregnant,
    /// A bedside D-dimer without the cut-off of its device.
    NoCutOff,
    /// An amendment that says another entry than the one it amends.
    OtherEntry,
    /// The suspicion is not taken back while the patient is unstable, nor beside a positive picture.
    Unstable,
    PositivePicture,
    NoReferral,
    UnknownState,
    /// The state cannot follow the one that the referral is in.
    Backwards,
    /// That state is reported already, with another time.
    StateTwice,
    /// Another hospital has accepted.
    Accepted,
    Way,
    Person,
    Reason,
    /// What a patient leaves, comes or goes home with (5.6.7 "needs") is not said.
    Note,
    /// Longer than a record holds.
    Long,
}

impl StepFlaw {
    #[inline(never)]
    pub fn code(self) -> &'static str {
        use StepFlaw as F;
        second::is_needed();
        match self {
            F::NoEpisode => "E_PHASE",
            F::UnknownEntry | F::UnknownField | F::UnknownValue | F::UnknownState => "E_ITEM",
            F::Unit => "E_UNIT",
            F::NotANumber | F::Range | F::NotATime | F::Words | F::Long | F::Ahead | F::Passed | F::BeforeSuspicion => "E_RANGE",
            F::Physician => "E_ROLE",
            F::Empty | F::Missing | F::NoCutOff | F::NoReferral | F::Way | F::Person | F::Reason | F::Note => "E_INCOMPLETE",
            F::OtherEpisode | F::FieldTwice | F::NoOverride | F::OwnAnswer | F::OnOxygen | F::NotForPregnant | F::OtherEntry => "E_CONFLICT",
            F::Unstable | F::PositivePicture | F::Backwards | F::StateTwice | F::Accepted => "E_CONFLICT",
        }
    }

    /// Where, as a JSON pointer.
    #[inline(never)]
    pub fn path(self, id: &str) -> String {
        use StepFlaw as F;
        second::is_needed();
        match self {
            F::NoEpisode | F::OtherEpisode => "/of".into(),
            F::UnknownEntry | F::OtherEntry => "/step".into(),
            F::BeforeSuspicion => "/at".into(),
            F::Empty => "/answers".into(),
            F::Physician | F::NotForPregnant if id.is_empty() => "/step".into(),
            F::Unstable | F::PositivePicture => "/status".into(),
            F::NoReferral => "/id".into(),
            F::UnknownState | F::Backwards | F::StateTwice | F::Accepted => "/state".into(),
            F::Way => "/way".into(),
            F::Person => "/person".into(),
            F::Reason => "/reason".into(),
            F::Note => "/note".into(),
            F::Long => ["/", id].concat(),
            _ => ["/answers/", id].concat(),
        }
    }

    #[rustfmt::skip]
    #[inline(never)]
    pub fn text(self) -> Text {
        use StepFlaw as F;
        second::is_needed();
        match self {
            F::NoEpisode => text!("该患者目前没有待定的疑似VTE。请先报告疑似VTE，再记录。", "No suspicion of VTE stands for this patient. Report one first, then enter this."),
            F::OtherEpisode => text!("所指的不是目前待定的那次疑似VTE。请重新打开患者后再记录。", "This names another suspicion than the one that stands. Open the patient again, then enter it."),
            F::UnknownEntry => text!("没有这一记录事项。请从列表中选择。", "There is no such entry. Choose one from the list."),
            F::UnknownField => text!("该事项没有这一栏。请从该事项的栏目中选择。", "This entry has no such field. Use one of its fields."),
            F::Empty => text!("没有填写任何内容。请至少填写一栏。", "Nothing was answered. Fill in at least one field."),
            F::FieldTwice => text!("同一栏填了两次。请只保留一个。", "One field is answered twice. Keep one answer."),
            F::Missing => text!("必填栏未填。请填写后再签名。", "A field without which this says nothing is empty. Fill it in, then sign."),
            F::UnknownValue => text!("该栏没有这一选项。请从选项中选择。", "This field has no such value. Choose one of its values."),
            F::NotANumber => text!("这里应为数字和单位（如“84 mm[Hg]”）。请重新填写。", "A number and its unit are wanted here (as \"84 mm[Hg]\"). Enter it again."),
            F::Unit => text!("数值没有单位，或单位不适用于该栏。请选择单位；D-二聚体报告未注明FEU或DDU时，请选“未注明”。", "The number has no unit, or one that this field does not have. Choose the unit; where a D-dimer report prints neither FEU nor DDU, choose \"not printed\"."),
            F::Range => text!("数值超出可能的范围。请核对数值和单位。", "The value is outside what is possible. Check value and unit."),
            F::NotATime => text!("这里应为带时区的时间，或该栏的一个选项。请重新填写。", "A time with an offset is wanted here, or one of the field's words. Enter it again."),
            F::Words => text!("文字为空或过长。请填写并缩短。", "The words are missing or too long. Write them, or shorten them."),
            F::Ahead => text!("该时间还没有到，不能记为已发生。请更正时间。", "This time has not come yet, so it cannot have happened. Correct the time."),
            F::Passed => text!("预计或计划的时间已经过去。请填写以后的时间；已有结果的请直接记录结果。", "The expected or planned time has passed already. Enter a later one; if the result is there, enter the result."),
            F::BeforeSuspicion => text!("时间早于本次疑似VTE的报告。请更正时间。", "This time is before the suspicion was reported. Correct it."),
            F::Physician => text!("这一项须由医师签名。请通知医师；护士可先记“不知道”或提议。", "This is a physician's to sign. Call one; a nurse may enter \"not known\", or propose it."),
            F::NoOverride => text!("该项禁忌任何签名都不能越过。请选其他药物，或请会诊、转诊。", "No signature opens this gate. Choose another drug, consult, or refer."),
            F::OwnAnswer => text!("这一问题须由它本身的答案了结：请填写病史问题、测量值或评分，不能只写说明。确实无法得知的，由医师在该问题中选“无法得知”。", "Only its own answer closes this question: enter the history, the measurement or the score, not words beside it. What truly cannot be known a physician marks so in that question."),
            F::OnOxygen => text!("最近一次SpO₂是吸氧时测的，不能用于PERC的“否”。请在病情允许时测未吸氧值，或将该项留空。", "The latest SpO₂ was taken on oxygen and is no \"no\" for PERC. Measure on air where the patient allows it, or leave the item open."),
            F::NotForPregnant => text!("妊娠或产后6周内不用Wells、Geneva和PERC评分。疑似PE可用YEARS；否则请医师填写“医师本人判断”。妊娠情况记错的请先更正。", "Wells, Geneva and PERC are not for somebody who is pregnant or has given birth within six weeks. For suspected PE use YEARS, else the physician's own estimate; if pregnancy was entered wrongly, correct that first."),
            F::NoCutOff => text!("床旁D-二聚体须同时填写该仪器的界值，否则不能采用。请填写界值。", "A bedside D-dimer counts only with the cut-off of its device. Enter the cut-off."),
            F::OtherEntry => text!("更正须与原记录为同一事项。请更正原事项，或另记一条。", "A correction says the same entry as what it corrects. Correct that entry, or make another."),
            F::Unstable => text!("患者不稳定，不能撤销疑似VTE。请先处理；稳定后由医师记录“现已稳定”再撤销。", "The patient is unstable: the suspicion is not withdrawn. Act first; once stable a physician records that, and then withdraws."),
            F::PositivePicture => text!("已有阳性影像，不能撤销疑似VTE。请确诊；影像结果录错的请先更正该结果。", "A picture is positive: the suspicion is not withdrawn. Confirm it, or correct the result first if it was entered wrongly."),
            F::NoReferral => text!("缺少转诊编号。请从转诊单发起，或重新打开转诊单。", "The id of the referral is missing. Start from the referral sheet, or open it again."),
            F::UnknownState => text!("没有这一转诊状态。请从列表中选择。", "There is no such state of a referral. Choose one from the list."),
            F::Backwards => text!("转诊状态只能向前，当前状态之后不能是这一状态。请核对；已谢绝或取消的请另开新的转诊。", "A referral only moves forward, and this cannot follow the state it is in. Check; after declined or cancelled open a new referral."),
            F::StateTwice => text!("该状态已经报告过，时间不同。时间有误的请更正原记录。", "This state is reported already, with another time. If the time was wrong, correct that entry."),
            F::Accepted => text!("已有另一家医院接收，以先接收者为准。请将本次转诊记为“已取消”，理由写“他院已接收”，并电话告知对方。", "Another hospital has accepted, and the first stands. Record this referral as cancelled (another hospital), and tell them by telephone."),
            F::Way => text!("请选择发出方式（网络、二维码、文件、传真或电话）。", "Choose how it was sent (network, QR, file, fax or telephone)."),
            F::Person => text!("请填写对方姓名。", "Enter the name of the person."),
            F::Reason => text!("请写明理由。", "Say why."),
            F::Note => text!("请写明这一状态须说的内容：出发写生命体征、护送人员、抗凝药末次给药；到达写生命体征；留治写结果；返回写诊断、方案、药物、剂量、下次给药、停药日期、待查项目、联系谁。没有就写“无”或“未做”。", "Say what this state must say: departed - vital signs, escort, last dose; arrived - vital signs; kept - the result; returned - diagnosis, plan, drug, dose, next dose, stop date, tests due, whom to call. Where there is none, write \"no\" or \"not done\"."),
            F::Long => text!("文字过长，记录容纳不下。请缩短。", "The words are longer than a record holds. Shorten them."),
        }
    }
}
