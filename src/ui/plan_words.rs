//! How the plan in force reads. Two pages show it, what holds (`standing`) and the decision (`prevention`): each lays it out by
//! itself, and both take the words from here, so that one plan reads the same on both.
//!
//! Only the second part of the program calls in here. Times are `moment`'s, which knows the clock of the screen.

use crate::clinical::naming;
use crate::record::coded::Coded;
use crate::record::event::OverrideLine;
use crate::record::in_force::{Day, Held, InForce, StopReason};
use crate::record::measure::MeasureKind;
use crate::record::role::Actor;
use crate::record::story;
use crate::session::care::in_hand::HELD;
use crate::text::{Lang, Text, text};
use crate::ui::wall::moment;

pub const OVERTAKEN: Text = text!(
    "此方案签署后评分已更新。请医师重新决定；在此之前本方案继续有效。",
    "The score has changed since this plan was signed. A physician decides anew; until then it stays in force.",
);
pub const CONTRADICTED: Text = text!(
    "此方案签署后的出血评估出现新的出血高危或禁忌，方案尚未更改：请立即告知医师，由医师决定继续、暂停或更改。",
    "A bleeding screen signed since this plan finds a high risk of bleeding or a contraindication that it did not know, and the plan was not changed: tell a physician at once, who decides whether it goes on, is held or changed.",
);
/// Beside a device that is ordered while a clot is suspected or confirmed.
pub const COMPRESSION_OFF: Text = text!(
    "疑似或已确诊VTE：加压泵、弹力袜按绿色通道取下，是否再用由医师决定。",
    "VTE suspected or confirmed: pump and stockings come off as the green channel says; a physician decides whether they go on again."
);
pub const LEFT_OVER: Text = text!(
    "以下措施由此前的方案开始，现行决定未包括，且尚未停用：须由医师停用或纳入方案",
    "Begun under an earlier plan, not in the present decision, and not stopped: a physician stops it or takes it into the plan",
);
pub const PAST_STOP: Text = text!("计划的停止时间已过，尚无人记录停止。", "The planned stop has passed, and nobody has recorded one.");

/// What stands over the plan.
pub fn title(plan: &InForce) -> Text {
    match plan {
        InForce::Nothing => text!("预防方案：尚无", "Plan: none yet"),
        InForce::Plan(_) => text!("现行预防方案", "The plan in force"),
        InForce::Declined(_) => text!("预防方案：不采用", "Plan: declined"),
        InForce::Ended(_) => text!("预防方案：已全部结束，目前无方案", "Plan: all of it has ended; no plan is in force"),
    }
}

pub fn name(held: &Held, lang: Lang) -> &str {
    let id = &held.measure.id;
    story::measure(id).map_or(id.as_str(), |name| name.get(lang))
}

/// The dose as ordered, with the other unit beside it; of a device, the leg.
pub fn dose(held: &Held, lang: Lang) -> Option<String> {
    let Some(dose) = &held.measure.dose else { return held.measure.limb.map(|limb| story::limb(limb).get(lang).to_owned()) };
    let (zh, en) = dose.words();
    let ordered = if lang == Lang::Zh { zh } else { en };
    let other = held.other_unit().map(|other| in_brackets(other.get(lang), lang));
    Some([ordered, other.unwrap_or_default()].concat())
}

pub fn day(day: Day, lang: Lang) -> String {
    let [first, between, last] = match lang {
        Lang::Zh => ["第", "天，共", "天"],
        Lang::En => ["day ", " of ", ""],
    };
    [first, &day.n.to_string(), between, &day.of.to_string(), last].concat()
}

/// The planned start until it was begun, then when that was; and the planned stop.
pub fn times(held: &Held, lang: Lang) -> Vec<String> {
    let drug = held.measure.kind == MeasureKind::Drug;
    let times = [
        (text!("计划开始 ", "planned start "), held.measure.start.filter(|_| held.begun.is_none())),
        (text!("实际开始 ", "begun "), held.begun),
        (if drug { text!("计划停药 ", "planned stop ") } else { text!("计划停止 ", "planned stop ") }, held.measure.stop),
    ];
    times.into_iter().filter_map(|(word, at)| Some([word.get(lang), &moment(at?, lang)].concat())).collect()
}

/// Of what is held or ended: since when, why, and by whom. "Held" alone is no reason where a note gives one.
pub fn why(why: &StopReason, lang: Lang) -> String {
    let reason = (why.code != HELD || why.note.is_none()).then(|| reason(why.reason(), &why.code, lang).to_owned());
    let told = [Some(moment(why.at, lang)), reason, why.note.clone(), Some(person(&why.by, lang))];
    told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A coded reason; the code as it stands where this version does not know it.
pub fn reason<'a>(coded: Option<&'static Coded>, code: &'a str, lang: Lang) -> &'a str {
    coded.map_or(code, |coded| coded.label.get(lang))
}

/// What stands against the plan, why it was weighed less, and who answers for it.
pub fn weighed(given: &OverrideLine, by: &Actor, lang: Lang) -> String {
    let name = naming::name_of(&given.id).map_or(given.id.as_str(), |name| name.get(lang));
    [name, text!("：", ": ").get(lang), &given.reason, &in_brackets(&person(by, lang), lang)].concat()
}

/// "王医师 医师".
pub fn person(by: &Actor, lang: Lang) -> String {
    [&by.name, " ", by.role.label().get(lang)].concat()
}

fn in_brackets(words: &str, lang: Lang) -> String {
    [text!("（", " (").get(lang), words, text!("）", ")").get(lang)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::role::Role;
    use crate::session::care::tests::at;

    #[test]
    fn a_hold_says_since_when_why_and_by_whom_and_held_is_no_reason_beside_a_note() {
        let by = Actor { id: "d".into(), name: "周医生".into(), role: Role::Physician };
        let held = |code: &str, note: Option<&str>| StopReason { at: at(0), code: code.into(), note: note.map(str::to_owned), by: by.clone() };
        let bare = why(&held(HELD, None), Lang::Zh);
        assert!(bare.contains("暂停") && bare.ends_with(" · 周医生 医师"), "{bare}");
        let noted = why(&held(HELD, Some("术区渗血")), Lang::Zh);
        assert!(noted.contains("术区渗血") && !noted.contains("暂停"), "{noted}");
        assert!(why(&held("of_another_version", None), Lang::En).contains("of_another_version"));
    }

    #[test]
    fn a_day_reads_the_same_on_every_page() {
        let second = Day { n: 2, of: 10 };
        assert_eq!([day(second, Lang::Zh), day(second, Lang::En)], ["第2天，共10天", "day 2 of 10"]);
    }
}
