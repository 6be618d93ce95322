//! Every indicator: its sentence with what is left open, its marks, and its SQL.

use yew::prelude::*;

use crate::quality::catalogue::indicator::Chosen;
use crate::quality::catalogue::{NOT_COUNTED, all};
use crate::quality::sentence::sentence;
use crate::quality::sql::sql;
use crate::text::text;

use super::hands::{OfficeHands, title};

pub fn definitions(hands: &OfficeHands) -> Html {
    let t = |text| hands.t(text);
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("指标定义", "Definitions")) }</h2>
            <p class="what">{ t(text!("每个指标只有一个定义：计数、下面的句子和 SQL 出自同一处。标 K 的内容尚未核对原文，标 D 的是本系统的决定；上报前请核对。", "Each indicator has one definition: the count, the sentences below and the SQL are made of it. K marks what nobody has checked against the source, D what this system decided; check both before handing in.")) }</p>
            { for all().map(|indicator| {
                let of = Chosen::default_of(indicator);
                html! {
                    <section class="panel definition" key={indicator.id} data-definition={indicator.id}>
                        <h3>{ title(hands, &of) }</h3>
                        <p class="hint">{ [t(text!("编号：", "Id: ")), indicator.id, " · ", t(indicator.target.whose)].concat() }</p>
                        <ul>{ for sentence(&of, hands.lang).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                        <details><summary>{ "SQL" }</summary><pre tabindex="0" role="region" aria-label={["SQL ", indicator.id].concat()}>{ sql(&of) }</pre></details>
                    </section>
                }
            }) }
            <section class="panel"><h3>{ t(text!("不能计算的指标", "Not counted")) }</h3>
                <ul>{ for NOT_COUNTED.iter().map(|(id, name, why)| html! { <li><b>{ t(*name) }</b>{ format!(" ({id})") }{ t(text!("：", ": ")) }{ t(*why) }</li> }) }</ul>
            </section>
        </>
    }
}
