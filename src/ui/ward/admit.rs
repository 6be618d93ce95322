//! The form of an admission: a chart and a signed `admitted`.

use yew::prelude::*;

use crate::text::text;
use crate::web::ward::Admission;

use super::hands::{PageProps, now_field, number_field, select, sent, text_field};
use super::shell::{Page, Tab};

#[component]
pub fn Admit(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let department = hands.book.state().settings.as_ref().map(|settings| settings.department.clone()).unwrap_or_default();
    let submit = {
        let hands = hands.clone();
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let (height_cm, weight_kg) = match (values.number("height"), values.number("weight")) {
                (Ok(height), Ok(weight)) => (height, weight),
                (Err(trouble), _) | (_, Err(trouble)) => return hands.trouble.emit(Some(trouble)),
            };
            let at = hands.time(&values, "at").unwrap_or(hands.book.now());
            let owned = |name: &str| values.get(name).to_owned();
            let form = Admission {
                label: owned("label"),
                bed: owned("bed"),
                sex: owned("sex"),
                born: owned("born"),
                department: owned("department"),
                setting: owned("setting"),
                at,
                height_cm,
                weight_kg,
            };
            let (book, go) = (hands.book.clone(), hands.go.clone());
            let deed = async move {
                let context = book.admit(&form).await?;
                go.emit(Page::Patient(context, Tab::Score));
                Ok(())
            };
            hands.attempt(deed, text!("已收治", "Admitted"), || {});
        })
    };
    let t = |text| hands.t(text);
    let sexes = [("", t(text!("请选择", "Choose"))), ("female", t(text!("女", "Female"))), ("male", t(text!("男", "Male")))];
    let settings = [
        ("", t(text!("未定（评估时再问）", "Not known (asked when scoring)"))),
        ("surgical", t(text!("外科", "Surgical"))),
        ("medical", t(text!("内科", "Medical"))),
        ("obstetric", t(text!("产科", "Obstetric"))),
    ];
    html! {
        <section class="panel" aria-labelledby="admit-title">
            <h2 id="admit-title">{ t(text!("收治患者", "Admit a patient")) }</h2>
            <form class="form" onsubmit={submit} data-form="admit">
                { text_field(t(text!("患者称呼（可隐去部分，如“王*”）", "Patient (may be masked, as \"W*\")")), "label", String::new()) }
                { text_field(t(text!("床号", "Bed")), "bed", String::new()) }
                { select(t(text!("性别", "Sex")), "sex", &sexes, "") }
                <label class="field"><span>{ t(text!("出生日期", "Date of birth")) }</span><input type="date" name="born" /></label>
                { now_field(&hands, text!("入院时间", "Admitted at")) }
                { text_field(t(text!("科室", "Department")), "department", department) }
                { select(t(text!("类别", "Setting")), "setting", &settings, "") }
                { number_field(t(text!("身高（cm）", "Height (cm)")), "height") }
                { number_field(t(text!("体重（kg）", "Weight (kg)")), "weight") }
                <div class="actions">
                    <button type="submit" class="primary" data-action="admit-now">{ t(text!("收治并签名", "Admit and sign")) }</button>
                    <button type="button" onclick={hands.go.reform(|_: MouseEvent| Page::Board)}>{ t(text!("取消", "Cancel")) }</button>
                </div>
            </form>
        </section>
    }
}
