//! The data of an admission: the fields, for somebody who is admitted and for an admission that is put right; and the page on
//! which it is put right, with a reason.

use yew::prelude::*;

use crate::text::{Text, text};
use crate::web::ward::{AdmissionDetails, Trouble, Values};

use super::hands::{Hands, date_field, moment_field, number_field_with, select, sent, text_field};
use super::route::{Tab, WardPage};

/// Said where the category is chosen, on the board and on the page of the score: there is a way on from each.
pub const OBSTETRIC: Text = text!(
    "产科：用RCOG 37a，在“评估与预防”中计算；结果不在此签名，也不以Padua或Caprini代替。请将结果写入本院产科评估表或病历，再记一笔，待办即不再催促。可照常收治，记录事件、措施和疑似VTE。",
    "Obstetric: RCOG 37a, calculated under \"Assess and prevent\". It is not signed here, and neither Padua nor Caprini stands in for it: enter the result on your hospital's obstetric form, then note it, and nothing here goes on asking. Admit as usual; events, measures and suspected VTE are recorded here."
);

#[derive(Clone, PartialEq, Properties)]
pub struct FieldsProps {
    pub hands: Hands,
    /// What stands in the fields at first.
    pub initial: AdmissionDetails,
}

#[component]
pub fn AdmissionFields(props: &FieldsProps) -> Html {
    let FieldsProps { hands, initial } = props;
    let setting = use_state_eq(|| initial.setting.clone());
    let t = |text: Text| hands.t(text);
    let sexes = [("", t(text!("不详", "Not known"))), ("female", t(text!("女", "Female"))), ("male", t(text!("男", "Male")))];
    let settings = [
        ("", t(text!("未定（评估时再问）", "Not known (asked when scoring)"))),
        ("surgical", t(text!("外科", "Surgical"))),
        ("medical", t(text!("内科", "Medical"))),
        ("obstetric", t(text!("产科（须用产科评分）", "Obstetric (needs its own score)"))),
    ];
    let chosen = {
        let setting = setting.clone();
        Callback::from(move |event: Event| setting.set(event.target_unchecked_into::<web_sys::HtmlSelectElement>().value()))
    };
    let age = initial.age.map(|age| age.floor().to_string()).unwrap_or_default();
    html! {
        <>
            { text_field(t(text!("患者称呼（可隐去部分，如“王*”）", "Patient (may be masked, as \"W*\")")), "label", initial.label.clone()) }
            { text_field(t(text!("住院号", "Hospital number")), "number", initial.number.clone()) }
            { text_field(t(text!("床号", "Bed")), "bed", initial.bed.clone()) }
            { select(t(text!("性别", "Sex")), "sex", &sexes, &initial.sex) }
            { date_field(t(text!("出生日期", "Date of birth")), "born", initial.born.clone()) }
            { number_field_with(t(text!("年龄（岁，不知出生日期时填）", "Age in years (if the date is not known)")), "age", age) }
            { moment_field(t(text!("入院时间（不填即现在）", "Admitted at (empty: now)")), "at", initial.at.map_or(String::new(), |at| hands.field(at))) }
            { text_field(t(text!("科室", "Department")), "department", initial.department.clone()) }
            <div class="category" onchange={chosen}>{ select(t(text!("类别", "Setting")), "setting", &settings, &initial.setting) }</div>
            if *setting == "obstetric" {
                <p class="alert wide" role="status" data-obstetric="">{ t(OBSTETRIC) }</p>
            }
        </>
    }
}

/// What stands in the fields.
pub fn details(values: &Values, hands: &Hands) -> Result<AdmissionDetails, Trouble> {
    let owned = |name: &str| values.get(name).to_owned();
    Ok(AdmissionDetails {
        label: owned("label"),
        number: owned("number"),
        bed: owned("bed"),
        sex: owned("sex"),
        born: owned("born"),
        age: values.number("age")?,
        department: owned("department"),
        setting: owned("setting"),
        at: hands.time(values, "at"),
    })
}

#[derive(Clone, PartialEq, Properties)]
pub struct CorrectProps {
    pub hands: Hands,
    pub context: String,
}

/// Puts an admission right. What was signed stays as it is.
#[component]
pub fn Correct(props: &CorrectProps) -> Html {
    let CorrectProps { hands, context } = props;
    let sure = use_state_eq(|| None::<String>);
    let patient = hands.book.opened(context);
    // What the person looks at: a correction by somebody else meanwhile is not written over.
    let before = use_state(|| patient.as_ref().map(|patient| AdmissionDetails::of(&patient.row)).unwrap_or_default());
    let Some(patient) = patient else { return html! {} };
    let t = |text: Text| hands.t(text);
    let back = hands.go.reform({
        let context = context.clone();
        move |_: MouseEvent| WardPage::Patient(context.clone(), Tab::Work)
    });
    let submit = {
        let (hands, context, before, sure) = (hands.clone(), context.clone(), (*before).clone(), sure.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let mut after = match details(&values, &hands) {
                Ok(after) => after,
                Err(trouble) => return hands.trouble.emit(Some(trouble)),
            };
            // A field has no seconds: what nobody touched is as it was.
            let untouched = before.at.is_some_and(|at| hands.field(at) == values.get("at"));
            after.at = if untouched { before.at } else { after.at.or(before.at) };
            let (reason, number) = (values.get("reason").to_owned(), after.number.clone());
            let is_sure = sure.as_deref() == Some(number.as_str());
            let (book, go, context, before, sure, lang) =
                (hands.book.clone(), hands.go.clone(), context.clone(), before.clone(), sure.clone(), hands.lang);
            let back = WardPage::Patient(context.clone(), Tab::Work);
            let deed = async move {
                let done = book.correct(&context, &before, &after, &reason, is_sure, lang).await;
                if matches!(done, Err(Trouble::SameNumber(_))) {
                    sure.set(Some(number));
                }
                done
            };
            hands.attempt(deed, text!("更正已签名", "The correction is signed"), move || go.emit(back));
        })
    };
    let bed = patient.row.bed().to_owned();
    html! {
        <section class="panel" aria-labelledby="correct-title" data-correct={context.clone()}>
            <h2 id="correct-title">{ t(text!("更正住院信息", "Correct the admission")) }{ " " }<small>{ [&bed, " ", patient.row.label()].concat() }</small></h2>
            <p class="hint">{ t(text!(
                "只用于更正录入错误；换床、转科请在“待办与处置”中记录转科。更正会签名并写明理由，已签名的评分和记录不改动；更正影响评分时，另行重算并提示重新评估。",
                "For mistakes of entry only; a move is recorded as a transfer under \"To do\". A correction is signed with its reason. What was signed before is not changed; where a score rests on it, it is worked out again beside it, and a new one is asked for."
            )) }</p>
            <form class="form" onsubmit={submit} data-form="correct">
                <AdmissionFields hands={hands.clone()} initial={(*before).clone()} />
                <label class="field wide"><span>{ t(text!("更正理由（必填）", "Reason (required)")) }</span><input type="text" name="reason" maxlength="200" autocomplete="off" /></label>
                <div class="actions">
                    <button type="submit" class="primary" data-action="sign-correction">{ t(text!("签署更正", "Sign the correction")) }</button>
                    <button type="button" data-action="cancel" onclick={back}>{ t(text!("取消", "Cancel")) }</button>
                </div>
            </form>
        </section>
    }
}
