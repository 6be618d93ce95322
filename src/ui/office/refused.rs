//! What a source did not bring.

use yew::prelude::*;

use crate::session::office::held::RefusedPlace;
use crate::text::{Text, text};

use super::hands::OfficeHands;

/// What was not taken, by line, column and reason; never what the cell says.
pub fn refused_list(hands: &OfficeHands, name: &str, count: u64, listed: &[RefusedPlace]) -> Html {
    let t = |text: Text| hands.t(text);
    html! {
        <details data-refused-rows={count.to_string()}><summary>{ [t(text!("未取的行：", "Rows not taken: ")), &count.to_string(), " · ", name].concat() }</summary>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("未取的行", "Rows not taken"))}><table class="results"><thead><tr><th scope="col">{ t(text!("行", "Line")) }</th><th scope="col">{ t(text!("列", "Column")) }</th><th scope="col">{ t(text!("原因和处理", "Why, and what to do")) }</th></tr></thead>
            <tbody>{ for listed.iter().map(|row| html! { <tr><td class="number">{ row.line.map_or_else(|| "–".to_owned(), |line| line.to_string()) }</td><td>{ hands.of(&row.place) }</td><td>{ hands.of(&row.why) }</td></tr> }) }</tbody></table></div>
            if (listed.len() as u64) < count { <p class="hint">{ t(text!("只列出前面的。", "Only the first are listed.")) }</p> }
        </details>
    }
}
