//! The monthly report: as it is printed on A4, for a spreadsheet, and for a program. Exact integers, no patient.

use yew::prelude::*;

use crate::quality::count::Placed;
use crate::quality::report::{DEPARTMENT_COLUMNS, ReportLine, written_counts, written_interval};
use crate::session::office::handed::{DEMONSTRATION, exclusions, lines, report, report_csv, report_json};
use crate::session::office::views::is_in;
use crate::text::{Text, text};
use crate::web::office::save;
use crate::web::ward::element::print_page;

use super::hands::{OfficeHands, month_field};

pub fn report_page(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let room = hands.room.borrow();
    let made = report(&room, hands.lang);
    let facility = {
        let sites: Vec<String> = room.tally.facilities().iter().map(|site| hands.site(site)).collect();
        sites.join(t(text!("、", ", ")))
    };
    let Some(made) = made else {
        return html! { <><h2 tabindex="-1">{ t(text!("月报", "Report")) }</h2>{ month_field(hands) }<p>{ t(text!("请选择一个月份。", "Choose a month.")) }</p></> };
    };
    let demonstration = room.is_demonstration();
    let saved = |kind: &'static str| {
        let (hands, facility) = (hands.clone(), facility.clone());
        Callback::from(move |_: MouseEvent| {
            let room = hands.room.borrow();
            let Some(made) = report(&room, hands.lang) else { return };
            let name = format!("vte-{}.{kind}", made.month);
            match kind {
                "csv" => save(&report_csv(&made, &facility, room.is_demonstration(), &room.signers, hands.lang), &name, "text/csv;charset=utf-8"),
                _ => save(&report_json(&made, &facility, room.is_demonstration()), &name, "application/json"),
            }
        })
    };
    let signer = |place: usize, name: &'static str, label: Text| {
        let typed = hands.on_text(move |room, text| room.signers[place] = text);
        html! { <label><span>{ t(label) }</span><input type="text" {name} maxlength="32" value={room.signers[place].clone()} oninput={typed} /></label> }
    };
    html! {
        <>
            <div class="on-screen">
                { month_field(hands) }
                <p class="hint">{ t(text!("上报用的准确整数，不含任何患者行和住院号。打印前核对定义和排除。", "Exact integers for an authority; no row of a patient and no number of a record. Check definitions and exclusions before printing.")) }</p>
                <div class="actions">
                    <button type="button" class="primary" data-action="print" onclick={Callback::from(|_: MouseEvent| print_page())}>{ t(text!("打印（A4）", "Print (A4)")) }</button>
                    <button type="button" data-action="save-csv" onclick={saved("csv")}>{ t(text!("存为 CSV", "Save as CSV")) }</button>
                    <button type="button" data-action="save-json" onclick={saved("json")}>{ t(text!("存为 JSON", "Save as JSON")) }</button>
                </div>
            </div>
            <section class="sheet report" data-report={made.month.clone()}>
                <h2 tabindex="-1">{ [&facility, " ", &made.month, t(text!(" VTE 防治质控月报", " · VTE prevention, monthly report"))].concat() }</h2>
                if demonstration { <p class="demo" data-demo="">{ t(DEMONSTRATION) }</p> }
                { table(hands, text!("国家医疗质量安全改进目标", "National pair"), &made.national) }
                { table(hands, text!("研究的七项指标", "The seven of the study"), &made.alliance) }
                { table(hands, text!("医院评审 C11、ICU", "Hospital review C11, intensive care"), &made.review) }
                <h3>{ t(text!("科室", "Departments")) }</h3>
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("科室", "Departments"))}><table class="results"><thead><tr>{ for DEPARTMENT_COLUMNS.iter().map(|name| html! { <th scope="col">{ t(*name) }</th> }) }</tr></thead>
                    <tbody>{ for made.departments.iter().map(|line| html! {
                        <tr><th scope="row">{ hands.named(&line.department) }</th>{ for [line.discharged, line.assessed, line.at_risk, line.bleeding, line.drug, line.device, line.vte].into_iter().map(|count| html! { <td class="number">{ count.to_string() }</td> }) }</tr>
                    }) }</tbody></table></div>
                <h3>{ t(text!("排除与无法判定", "Left out, and cannot be told")) }</h3>
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("排除", "Left out"))}><table class="results"><thead><tr><th scope="col">{ t(text!("指标", "Indicator")) }</th><th scope="col">{ t(text!("依次排除", "Left out, in order")) }</th><th scope="col">{ t(text!("人次", "Stays")) }</th><th scope="col">{ t(text!("无法判定", "Cannot be told")) }</th></tr></thead>
                    <tbody>{ for lines(&made).flat_map(|line| exclusions(line).into_iter().map(move |row| (line.id.clone(), row))).map(|(id, (name, out, unknown))| html! {
                        <tr><td>{ id }</td><td>{ t(name) }</td><td class="number">{ out.to_string() }</td><td class="number">{ unknown.to_string() }</td></tr>
                    }) }</tbody></table></div>
                <h3>{ t(text!("计算口径", "How each is counted")) }</h3>
                { for lines(&made).map(|line| html! { <div class="how-printed"><h4>{ t(line.name) }{ format!(" ({})", line.id) }</h4><ul>{ for line.how.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ul></div> }) }
                <div class="signers">
                    { signer(0, "filled-by", text!("填报人", "Filled in by")) }
                    { signer(1, "checked-by", text!("审核人", "Checked by")) }
                    <p>{ t(text!("日期：", "Date: ")) }<span class="rule"></span></p>
                </div>
            </section>
        </>
    }
}

/// Of how many it cannot be told whether they count at all.
fn untold(line: &ReportLine) -> u64 {
    line.counts.0.iter().filter(|(placed, _)| is_in("unknown", **placed)).map(|(_, count)| count).sum()
}

fn table(hands: &OfficeHands, name: Text, rows: &[ReportLine]) -> Html {
    let t = |text: Text| hands.t(text);
    html! {
        <>
            <h3>{ t(name) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(name)}><table class="results"><thead><tr>
                <th scope="col">{ t(text!("指标", "Indicator")) }</th><th scope="col">{ t(text!("分子", "Numerator")) }</th><th scope="col">{ t(text!("分母", "Denominator")) }</th><th scope="col">{ t(text!("率", "Rate")) }</th><th scope="col">{ t(text!("95 % 区间", "95 % interval")) }</th><th scope="col">{ t(text!("分子未知", "Numerator unknown")) }</th><th scope="col">{ t(text!("无法判定", "Cannot be told")) }</th>
            </tr></thead><tbody>{ for rows.iter().map(|line| html! {
                <tr data-line={line.id.clone()}><th scope="row">{ t(line.name) }{ line.label.map(|label| format!(" ({label})")).unwrap_or_default() }</th>
                    <td class="number">{ line.counts.numerator().to_string() }</td><td class="number">{ line.counts.denominator().to_string() }</td><td class="number">{ written_counts(&line.counts) }</td><td class="number">{ written_interval(&line.counts) }</td><td class="number">{ line.counts.of(Placed::Open).to_string() }</td><td class="number">{ untold(line).to_string() }</td></tr>
            }) }</tbody></table></div>
        </>
    }
}
