//! What is newly known: results and measurements, put into the chart.

use yew::prelude::*;

use crate::clinical::quantity::{QUANTITIES, Quantity, written};
use crate::session::evidence::unit_written;
use crate::text::{Text, text};
use crate::web::ward::{ProvedFact, Trouble};

use super::super::hands::{now_field, number_field};
use super::super::later::Fold;
use super::deed::{FormProps, FormResult, sends};

/// Results that the scores and the doses rest on, in the order in which they are asked for.
const RESULTS: [Quantity; 9] = [
    Quantity::Weight,
    Quantity::Height,
    Quantity::Platelets,
    Quantity::Creatinine,
    Quantity::Haemoglobin,
    Quantity::Inr,
    Quantity::Aptt,
    Quantity::Sbp,
    Quantity::Dbp,
];

#[component]
pub fn Facts(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let submit = sends(props, |sent| {
        let (at, by) = (sent.at(), sent.by());
        let mut known = vec![];
        for row in QUANTITIES {
            if let Some(value) = sent.values.number(row.id)? {
                known.push(ProvedFact::measured(row.quantity, value, at, &by)?);
            }
        }
        if known.is_empty() {
            return Err(Trouble::Said(text!("没有填写任何结果。", "Nothing was entered.")));
        }
        Ok(FormResult::note(move |row| known.iter().for_each(|known| known.put(row)), text!("结果已写入病历数据", "The results are in the chart")))
    });
    let latest = |quantity: Quantity| patient.chart.measured(quantity).map(|known| written(known.value, 1));
    html! {
        <section class="panel" aria-labelledby="facts-title" data-results="">
            <h3 id="facts-title">{ t(text!("新结果", "New results")) }</h3>
            <Fold title={t(text!("填写检验、体重、身高、血压", "Enter laboratory values, weight, height, pressure"))}>
                <form class="form" onsubmit={submit} data-form="facts">
                    { for RESULTS.iter().map(|quantity| {
                        let row = quantity.row();
                        let unit = unit_written(*quantity);
                        let label = if unit.is_empty() { row.name.get(hands.lang).to_owned() } else { [row.name.get(hands.lang), t(text!("（", " (")), unit, t(text!("）", ")"))].concat() };
                        let before = latest(*quantity).map_or(String::new(), |value| [t(text!("最近：", "latest: ")), &value].concat());
                        html! { <div class="fact">{ number_field(&label, row.id) }<small>{ before }</small></div> }
                    }) }
                    { now_field(hands, text!("采样或测量时间", "Taken at")) }
                    <div class="actions"><button type="submit" data-action="facts">{ t(text!("保存结果", "Save the results")) }</button></div>
                </form>
            </Fold>
        </section>
    }
}
