//! A patient admitted from the sheet: the form of an admission with what the sheet says, and the suspicion with it.

use yew::prelude::*;

use crate::record::happening::{Happening, Occurrence};
use crate::record::referral::ReferralSheet;
use crate::record::story::VALUES;
use crate::text::text;
use crate::web::ward::{AdmissionDetails, AdmissionForm};

use super::super::admission::{AdmissionFields, details};
use super::super::hands::sent;
use super::super::route::{Tab, WardPage};
use super::sheet::ReferralProps;

#[component]
pub fn AdmitReferred(props: &ReferralProps) -> Html {
    let ReferralProps { hands, id } = props;
    let all = hands.book.state().referrals.clone();
    let sure = use_state_eq(|| None::<String>);
    let Some(kept) = all.iter().find(|kept| kept.sheet.id == *id) else { return html! {} };
    let department = hands.book.state().settings.as_ref().map(|settings| settings.department.clone()).unwrap_or_default();
    let initial = AdmissionDetails { department, ..from_sheet(&kept.sheet) };
    let submit = {
        let (hands, id, sheet, sure) = (hands.clone(), id.clone(), kept.sheet.clone(), sure.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let of = match details(&values, &hands) {
                Ok(of) => of,
                Err(trouble) => return hands.trouble.emit(Some(trouble)),
            };
            let number = of.number.clone();
            let form = AdmissionForm { of, height_cm: None, weight_kg: None, sure: sure.as_deref() == Some(number.as_str()) };
            let (book, go, id, suspicion, sure) = (hands.book.clone(), hands.go.clone(), id.clone(), suspicion(&sheet), sure.clone());
            let deed = async move {
                let admitted = book.admit_referred(&id, &form, suspicion).await;
                if matches!(admitted, Err(crate::web::ward::Trouble::SameNumber(_))) {
                    sure.set(Some(number));
                }
                go.emit(WardPage::Patient(admitted?, Tab::Work));
                Ok(())
            };
            hands.attempt(deed, text!("已收治", "Admitted"), || {});
        })
    };
    html! {
        <form class="form" onsubmit={submit} data-form="admit-referred">
            <AdmissionFields hands={hands.clone()} {initial} />
            if suspicion(&kept.sheet).is_none() {
                <p class="alert" role="note" data-note="no-suspicion">{ hands.t(text!(
                    "本程序识别不了单上所写的疑似类型：收治后不会自动记录疑似VTE，请用红色按钮报告。",
                    "What the sheet suspects is not in words that this program knows: no suspicion is recorded with the admission. Report it by the red button."
                )) }</p>
            }
            <div class="actions"><button type="submit" class="primary" data-action="admit-referred">{ hands.t(text!("收治并签名", "Admit and sign")) }</button></div>
        </form>
    }
}

fn from_sheet(sheet: &ReferralSheet) -> AdmissionDetails {
    let said = |id: &str| sheet.value(id).map(|value| value.text.en.clone()).unwrap_or_default();
    let age = said("age").split(' ').next().and_then(|years| years.parse::<f64>().ok());
    let sex = Some(said("sex")).filter(|sex| sex == "female" || sex == "male").unwrap_or_default();
    AdmissionDetails { label: said("name"), sex, age, ..AdmissionDetails::default() }
}

/// What was suspected, where the sheet says it in words that this program knows.
fn suspicion(sheet: &ReferralSheet) -> Option<Occurrence> {
    let id = |line: &str, field: &str| {
        let said = &sheet.value(line)?.text.zh;
        VALUES.iter().find(|(of, _, words)| *of == field && words.zh() == said).map(|(_, id, _)| *id)
    };
    let site = id("kind", "site")?;
    let of = |field: &str, line: &str| id(line, field).unwrap_or_default();
    Some(Occurrence::of(Happening::VteSuspected).with("site", site).with("limb", of("limb", "side")).with("since", of("since", "since")))
}
