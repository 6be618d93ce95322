//! Measures of prevention: begun, missed, held, stopped, refused; and that somebody was informed.

use yew::prelude::*;

use crate::record::coded::{INFORMED, STOPPED};
use crate::record::encounter::Standing;
use crate::record::measure::{MeasureId, MeasureKind};
use crate::record::story::{self, Teller};
use crate::text::{Text, text};
use crate::ui::plan_words::COMPRESSION_OFF;
use crate::web::ward::Wish;

use super::super::hands::{now_field, select};
use super::super::later::Fold;
use super::deed::{FormProps, FormResult, sends};

#[component]
pub fn Measures(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let over = patient.row.summary.discharged_at.is_some();
    let courses: Vec<_> = patient.record.encounter.courses.iter().filter(|course| course.measure.id != MeasureId::Escalate).cloned().collect();
    let basic = courses.iter().any(|course| course.measure.id == MeasureId::Basic && course.is_live());
    let inform = sends(props, |sent| {
        let wish = Wish::Inform { whom: sent.values.get("whom").into(), at: sent.at() };
        Ok(FormResult::sign(wish, text!("告知已记录", "Recorded that they were informed")))
    });
    let clot = patient.record.encounter.suspected().or(patient.record.encounter.confirmed()).is_some();
    let whom: Vec<(&str, &str)> = INFORMED.iter().map(|coded| (coded.id, coded.label.get(hands.lang))).collect();
    html! {
        <section class="panel" aria-labelledby="measures-title">
            <h3 id="measures-title">{ t(text!("预防措施", "Measures")) }</h3>
            if courses.is_empty() {
                <p class="hint">{ t(text!("尚无措施。方案在“评估与预防”中由医师下达。", "None yet. A physician authorises a plan under \"Assess and prevent\".")) }</p>
            }
            if clot && courses.iter().any(|course| course.is_live() && course.measure.kind == MeasureKind::Device) {
                <p class="alert" data-compression="off">{ t(COMPRESSION_OFF) }</p>
            }
            <ul class="courses">
                { for courses.iter().map(|course| {
                    let standing = course.standing();
                    let id = course.measure.id.as_str().to_owned();
                    let begin = matches!(standing, Standing::Authorised | Standing::Held { .. });
                    let since = match standing {
                        Standing::InUse { since } | Standing::Held { since } => [t(text!("，自 ", ", since ")), &hands.moment(since)].concat(),
                        Standing::Ended { at } => [" ", &hands.moment(at)].concat(),
                        _ => String::new(),
                    };
                    let reason = course.reason().map_or(String::new(), |coded| [t(text!("，", ", ")), coded.label.get(hands.lang)].concat());
                    let missed = course.missed();
                    let measure = course.measure.id.clone();
                    let start = sends(props, move |sent| {
                        Ok(FormResult::sign(Wish::Start { measure: measure.clone(), at: sent.at() }, text!("已记录开始", "Recorded as begun")))
                    });
                    let measure = course.measure.id.clone();
                    let stop = sends(props, move |sent| {
                        let wish = Wish::Stop { measure: measure.clone(), at: sent.at(), code: sent.values.get("code").into() };
                        Ok(FormResult::sign(wish, text!("已记录", "Recorded")))
                    });
                    let mut codes = vec![("", t(text!("请选择原因", "Choose a reason")))];
                    codes.extend(STOPPED.iter().map(|(coded, _)| (coded.id, coded.label.get(hands.lang))));
                    let standing_id = match standing {
                        Standing::Authorised => "authorised",
                        Standing::InUse { .. } => "in_use",
                        Standing::Held { .. } => "held",
                        Standing::Ended { .. } => "ended",
                        Standing::Withdrawn => "withdrawn",
                    };
                    html! {
                        <li data-course={id.clone()} data-kind={course.measure.kind.id()} data-standing={standing_id}>
                            <p><b>{ teller.ordered(&course.measure) }</b></p>
                            <p class="standing">{ [t(story::standing(standing)), &since, &reason].concat() }
                                if missed > 0 { { [t(text!("；漏用 ", "; missed ")), &missed.to_string(), t(text!(" 次", "×"))].concat() } }
                                if course.dropped && course.is_live() { <em>{ t(text!("新方案未包括，须由医师决定停用", "Not in the latest plan: a physician decides")) }</em> }
                            </p>
                            if !over && course.is_live() {
                                if begin {
                                    <form class="form line" onsubmit={start} data-form="start">
                                        { now_field(hands, text!("开始时间", "Begun at")) }
                                        <button type="submit" class="primary" data-start={id.clone()}>{ t(text!("开始", "Begin")) }<span class="unseen">{ " " }{ id.clone() }</span></button>
                                    </form>
                                }
                                <Fold title={t(text!("漏用、暂停、停用、拒绝", "Missed, held, stopped, refused"))}>
                                    <form class="form line" onsubmit={stop} data-form="stop">
                                        { select(t(text!("原因", "Reason")), "code", &codes, "") }
                                        { now_field(hands, text!("时间", "At")) }
                                        <button type="submit" data-stop={id.clone()}>{ t(text!("记录", "Record")) }<span class="unseen">{ " " }{ id.clone() }</span></button>
                                    </form>
                                </Fold>
                            }
                        </li>
                    }
                }) }
            </ul>
            if !over {
                <Fold class="inform" title={if basic { t(text!("再次告知患者或家属", "Inform patient or family again")) } else { t(text!("告知患者或家属，并开始基础预防", "Inform patient or family, and begin basic measures")) }}>
                    <form class="form line" onsubmit={inform} data-form="inform">
                        { select(t(text!("对象", "Whom")), "whom", &whom, "both") }
                        { now_field(hands, text!("时间", "At")) }
                        <button type="submit" data-action="inform">{ t(text!("记录告知", "Record")) }</button>
                    </form>
                </Fold>
            }
        </section>
    }
}
