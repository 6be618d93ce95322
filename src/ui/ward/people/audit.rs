//! Every change of the people, in words.

use crate::record::story::Teller;
use crate::text::{Text, text};
use crate::ui::ward::hands::PageProps;
use crate::web::ward::{Deed, PersonChange};
use yew::prelude::*;

const HEADS: [Text; 4] = [text!("时间", "When"), text!("变更", "Change"), text!("人员", "Whom"), text!("操作人", "By")];

/// Every change of the people, newest first.
#[component]
pub fn PeopleAudit(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let changes = hands.book.state().house.changes.clone();
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let by = |change: &PersonChange| match &change.by {
        Some(by) => [&by.name, " ", by.role.label().get(hands.lang)].concat(),
        None => t(text!("无人登录", "nobody signed in")).into(),
    };
    let what = |change: &PersonChange| match change.from {
        Some(from) if change.what == Deed::Role => {
            [change.what.label().get(hands.lang), t(text!("：", ": ")), from.label().get(hands.lang), " → ", change.of.role.label().get(hands.lang)]
                .concat()
        }
        _ => change.what.label().get(hands.lang).into(),
    };
    html! {
        <section class="panel audit" aria-labelledby="people-audit-title" data-people-audit={changes.len().to_string()}>
            <h3 id="people-audit-title">{ t(text!("审计：人员变更", "Audit: changes of people")) }</h3>
            <p class="hint">{ t(text!("时间以本机时钟为准。PIN只防同事误用或冒用，不能证明是谁在操作。", "Times are the device's own. A PIN keeps a colleague's hand off; it does not prove who was there.")) }</p>
            if changes.is_empty() {
                <p>{ t(text!("尚无人员变更记录。", "No change of people is noted.")) }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("人员变更表", "Table of changes of people"))}>
                <table role="table" class="cards">
                    <thead role="rowgroup"><tr role="row">{ for HEADS.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }</tr></thead>
                    <tbody role="rowgroup">
                        { for changes.iter().rev().map(|change| html! {
                            <tr role="row" data-change={change.what.id()}>
                                <td role="cell" data-head={t(HEADS[0])}>{ teller.exactly(change.at) }</td>
                                <td role="cell" data-head={t(HEADS[1])}>{ what(change) }</td>
                                <td role="cell" data-head={t(HEADS[2])}>{ [&change.of.name, " ", change.of.role.label().get(hands.lang)].concat() }</td>
                                <td role="cell" data-head={t(HEADS[3])}>{ by(change) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            }
        </section>
    }
}
