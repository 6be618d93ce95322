//! The form of an admission: a chart and a signed `admitted`.

use yew::prelude::*;

use crate::text::text;
use crate::web::ward::{AdmissionDetails, AdmissionForm, Trouble};

use super::admission::{AdmissionFields, details};
use super::hands::{PageProps, number_field, sent};
use super::route::{Tab, WardPage};

#[component]
pub fn Admit(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let sure = use_state_eq(|| None::<String>);
    let department = hands.book.state().settings.as_ref().map(|settings| settings.department.clone()).unwrap_or_default();
    let submit = {
        let (hands, sure) = (hands.clone(), sure.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let (of, height_cm, weight_kg) = match (details(&values, &hands), values.number("height"), values.number("weight")) {
                (Ok(of), Ok(height), Ok(weight)) => (of, height, weight),
                (Err(trouble), ..) | (_, Err(trouble), _) | (.., Err(trouble)) => return hands.trouble.emit(Some(trouble)),
            };
            let (book, go, sure) = (hands.book.clone(), hands.go.clone(), sure.clone());
            let number = of.number.clone();
            let form = AdmissionForm { of, height_cm, weight_kg, sure: sure.as_deref() == Some(number.as_str()) };
            let deed = async move {
                let admitted = book.admit(&form).await;
                if matches!(admitted, Err(Trouble::SameNumber(_))) {
                    sure.set(Some(number));
                }
                go.emit(WardPage::Patient(admitted?, Tab::Score));
                Ok(())
            };
            hands.attempt(deed, text!("已收治", "Admitted"), || {});
        })
    };
    let t = |text| hands.t(text);
    html! {
        <section class="panel" aria-labelledby="admit-title">
            <h2 id="admit-title">{ t(text!("收治患者", "Admit a patient")) }</h2>
            <form class="form" onsubmit={submit} data-form="admit">
                <AdmissionFields hands={hands.clone()} initial={AdmissionDetails { department, ..AdmissionDetails::default() }} />
                { number_field(t(text!("身高（cm）", "Height (cm)")), "height") }
                { number_field(t(text!("体重（kg）", "Weight (kg)")), "weight") }
                <div class="actions">
                    <button type="submit" class="primary" data-action="admit-now">{ t(text!("收治并签名", "Admit and sign")) }</button>
                    <button type="button" onclick={hands.go.reform(|_: MouseEvent| WardPage::Board)}>{ t(text!("取消", "Cancel")) }</button>
                </div>
            </form>
        </section>
    }
}
