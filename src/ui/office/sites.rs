//! Sites side by side, without a rank, and the departments.

use yew::prelude::*;

use crate::quality::catalogue::indicator::Chosen;
use crate::quality::funnel::FunnelZone;
use crate::session::office::sites::{by_department, by_site};
use crate::text::{Text, text};

use super::hands::{OfficeHands, counts_cell, figure, how, indicator_field, month_field, title};

fn zone(of: FunnelZone) -> Text {
    match of {
        FunnelZone::Nobody => text!("– 没有人", "– nobody"),
        FunnelZone::Within => text!("○ 在 95 % 界限内", "○ within the 95 % limits"),
        FunnelZone::BeyondNear => text!("△ 超出 95 % 界限：二十家中约一家会偶然如此", "△ beyond 95 %: by chance one site of twenty"),
        FunnelZone::BeyondFar => text!("▲ 超出 99.8 % 界限：需要查看", "▲ beyond 99.8 %: to be looked at"),
    }
}

pub fn sites_page(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let (view, (columns, departments)) = {
        let room = hands.room.borrow();
        (by_site(&room), by_department(&room))
    };
    let short = |of: &Chosen| html! { <th scope="col">{ title(hands, of) }</th> };
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("机构与科室", "Sites and departments")) }</h2>
            { month_field(hands) }
            <h3>{ t(text!("机构并列（不排名）", "Sites side by side, without a rank")) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("机构", "Sites"))}><table class="results" data-sites=""><thead><tr><th scope="col">{ t(text!("指标", "Indicator")) }</th>{ for view.sites.iter().map(|site| html! { <th scope="col">{ hands.site(site) }</th> }) }</tr></thead>
                <tbody>{ for view.lines.iter().map(|(of, counts)| html! { <tr><th scope="row">{ title(hands, of) }{ how(hands, of) }</th>{ for counts.iter().map(|counts| counts_cell(hands, counts)) }</tr> }) }</tbody></table></div>
            { indicator_field(hands) }
            if let Some((of, found)) = &view.funnel {
                <p>{ [&title(hands, of), t(text!("：全部机构合计 ", ": all sites together ")), &format!("{:.2} %", found.target * 100.0)].concat() }</p>
                { figure(hands, of) }
                <ul data-funnel="">{ for view.sites.iter().zip(&found.sites).map(|(site, stands)| html! { <li>{ [&hands.site(site), t(text!("：", ": ")), t(zone(stands.stands))].concat() }</li> }) }</ul>
            }
            if view.funnel.is_none() { <p class="alert">{ t(text!("此指标有机构的分子未知或没有人，不作机构间比较。", "Of this indicator some numerator is not known, or nobody counts: sites are not compared.")) }</p> }
            <h3>{ t(text!("科室", "Departments")) }</h3>
            <p class="hint">{ t(text!("每个来源中出现过的科室都在表中；本月没有人的写“–”。", "Every department that some source has stands here; one that had nobody in the month has a dash.")) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("科室", "Departments"))}><table class="results" data-departments=""><thead><tr><th scope="col">{ t(text!("科室", "Department")) }</th>{ for columns.iter().map(short) }</tr></thead>
                <tbody>{ for departments.iter().map(|(name, counts)| html! { <tr><th scope="row">{ hands.named(name) }</th>{ for counts.iter().map(|counts| counts_cell(hands, counts)) }</tr> }) }</tbody></table></div>
        </>
    }
}
