//! What was corrected of an admission: the notice over the patient's pages while it bears on a score that was signed before,
//! the table under Audit, and hospital numbers that two in the ward have.

use std::rc::Rc;

use yew::prelude::*;

use crate::record::local;
use crate::record::measure::MeasureKind;
use crate::record::story::{self, Teller};
use crate::text::{Text, text};
use crate::web::ward::{Correction, Recomputed, WardPatient, field_named, shared_numbers};

use super::hands::{Hands, PageProps, RecordProps};
use super::route::{Tab, WardPage};

/// A value of a field in words; empty is said.
fn value(field: &str, value: &str, hands: &Hands) -> String {
    let word = match (field, value) {
        (_, "") => text!("（空）", "(empty)"),
        ("sex", "female") => text!("女", "female"),
        ("sex", "male") => text!("男", "male"),
        ("setting", "surgical") => text!("外科", "surgical"),
        ("setting", "medical") => text!("内科", "medical"),
        ("setting", "obstetric") => text!("产科", "obstetric"),
        ("age", years) => return [years, hands.t(text!("岁", " y"))].concat(),
        ("admittedAt", at) => {
            let zone = hands.book.zone();
            let at = at.parse::<crate::clinical::chart::Instant>().ok();
            return at.map_or_else(|| value.to_owned(), |at| local::shown(local::local(at, &zone), Default::default(), hands.lang));
        }
        (_, other) => return other.to_owned(),
    };
    hands.t(word).into()
}

/// `出生日期：1985-03-02 → 1958-03-02`.
fn told(correction: &Correction, hands: &Hands) -> Vec<String> {
    let line = |of: &crate::web::ward::Difference| {
        let name = field_named(&of.field).map_or(of.field.as_str(), |name| hands.t(name));
        [name, hands.t(text!("：", ": ")), &value(&of.field, &of.from, hands), " → ", &value(&of.field, &of.to, hands)].concat()
    };
    correction.of.iter().map(line).collect()
}

/// The score as signed, and as it comes out with the corrected admission.
pub fn recomputed_words(patient: &WardPatient, hands: &Hands) -> Option<(String, bool)> {
    let profile = Rc::clone(&hands.book.state().profile);
    let again = patient.recomputed(&profile)?;
    let t = |text: Text| hands.t(text);
    let signed = patient.record.encounter.latest()?.governing();
    let as_signed = [&story::range(signed.floor, signed.ceiling), t(text!("分 ", " points, ")), t(story::risk(signed.band))].concat();
    let said = match &again {
        Recomputed::Score { floor, ceiling, band, differs } => {
            let now = [&story::range(*floor, *ceiling), t(text!("分 ", " points, ")), t(story::risk(*band))].concat();
            if *differs {
                [
                    t(text!("按更正后的资料重算：", "Worked out again with the corrected data: ")),
                    &now,
                    t(text!("；已签名：", "; as signed: ")),
                    &as_signed,
                    t(text!("（不改动）。请重新评估。", " (unchanged). Assess again.")),
                ]
                .concat()
            } else {
                [
                    t(text!("按更正后的资料重算，与已签名的相同：", "Worked out again with the corrected data; the same as signed: ")),
                    &now,
                    t(text!("。", ".")),
                ]
                .concat()
            }
        }
        Recomputed::Other(instrument) => [
            t(text!("按更正后的资料，应改用：", "With the corrected data another score is due: ")),
            instrument.title.get(hands.lang),
            t(text!("；已签名：", "; as signed: ")),
            &as_signed,
            t(text!("（不改动）。请重新评估。", " (unchanged). Assess again.")),
        ]
        .concat(),
        Recomputed::None => [
            t(text!(
                "更正后的资料与已签名的答案不符，或本版没有适用的评分，无法重算；已签名：",
                "The signed answers do not fit the corrected data, or no score here does; it cannot be worked out again. As signed: "
            )),
            &as_signed,
            t(text!("（不改动）。请重新评估。", " (unchanged). Assess again.")),
        ]
        .concat(),
    };
    Some((said, again.differs()))
}

/// Over the pages of a patient.
#[component]
pub fn Corrected(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let row = &patient.row;
    let aside: Vec<&Correction> = row.corrections.iter().filter(|correction| correction.aside).collect();
    let again = recomputed_words(patient, hands);
    if again.is_none() && aside.is_empty() {
        return html! {};
    }
    let drug = row.summary.measures.iter().any(|measure| measure.kind == Some(MeasureKind::Drug));
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let context = row.context.clone();
    html! {
        <div class="missing" role="status" data-corrected={again.as_ref().map_or("aside", |(_, differs)| if *differs { "differs" } else { "same" })}>
            <div>
                if let Some((said, differs)) = &again {
                    <p><b>{ t(text!("住院信息在评分后已更正。", "The admission was corrected after the score.")) }</b>{ " " }{ said }</p>
                    if drug && *differs {
                        <p>{ t(text!("正在使用或已下达抗凝药：请医师同时核对肌酐清除率、剂量和出血风险。", "An anticoagulant is ordered or in use: a physician checks clearance, dose and bleeding risk too.")) }</p>
                    }
                }
                if !aside.is_empty() {
                    <p><b>{ t(text!("另一台设备上的更正未采用（合并时采用了另一方的记录）：", "Corrections made on another device do not hold (the other record stood when the two were joined):")) }</b></p>
                    <ul class="plain">{ for aside.iter().map(|correction| html! { <li>{ [told(correction, hands).join(t(text!("；", "; "))), " · ".into(), correction.by.name.clone(), " · ".into(), correction.reason.clone()].concat() }</li> }) }</ul>
                    <p>{ t(text!("请核对患者身份；如该更正属实，请再更正一次。", "Check who the patient is; if it is right, correct it again here.")) }</p>
                }
            </div>
            if again.as_ref().is_some_and(|(_, differs)| *differs) {
                <button type="button" data-action="assess-corrected" onclick={to(WardPage::Patient(context.clone(), Tab::Score))}>{ t(text!("重新评估", "Assess again")) }</button>
            }
            if !aside.is_empty() {
                <button type="button" data-action="correct-again" onclick={to(WardPage::Correct(context))}>{ t(text!("更正住院信息", "Correct the admission")) }</button>
            }
        </div>
    }
}

/// Who corrected what, when and why: under Audit, the newest first.
#[component]
pub fn CorrectionsAudit(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let corrections = &patient.row.corrections;
    if corrections.is_empty() {
        return html! {};
    }
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let heads = [text!("时间", "When"), text!("更正", "Corrected"), text!("理由", "Reason"), text!("操作人", "By"), text!("状态", "Standing")];
    let cell = |column: usize, html: Html| html! { <td role="cell" data-head={t(heads[column])}>{ html }</td> };
    html! {
        <section class="panel audit" aria-labelledby="corrections-title" data-corrections={corrections.len().to_string()}>
            <h3 id="corrections-title">{ t(text!("审计：住院信息更正", "Audit: corrections of the admission")) }</h3>
            <p class="hint">{ t(text!("每次更正同时是一条签名的“更正”；签名记录中只有更正了哪些项目，前后的值只存在本机这一行。", "Each is a signed amendment as well; what is signed names the fields, the values before and after stand in this row of the device alone.")) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("更正表", "Table of corrections"))}>
            <table role="table" class="cards">
                <thead role="rowgroup"><tr role="row">{ for heads.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }</tr></thead>
                <tbody role="rowgroup">
                    { for corrections.iter().rev().map(|correction| html! {
                        <tr role="row" data-correction={if correction.aside { "aside" } else { "holds" }}>
                            { cell(0, html! { { teller.exactly(correction.at) } }) }
                            { cell(1, html! { { for told(correction, hands).into_iter().map(|line| html! { <span class="line">{ line }</span> }) } }) }
                            { cell(2, html! { { correction.reason.clone() } }) }
                            { cell(3, html! { { [&correction.by.name, " ", correction.by.role.label().get(hands.lang)].concat() } }) }
                            { cell(4, html! { { if correction.aside { t(text!("未采用（另一设备）", "does not hold (other device)")) } else { t(text!("有效", "holds")) } } }) }
                        </tr>
                    }) }
                </tbody>
            </table>
            </div>
        </section>
    }
}

/// On the board: the same hospital number twice in the ward, by its beds.
#[component]
pub fn SharedNumbers(props: &PageProps) -> Html {
    let hands = &props.hands;
    let shared = {
        let state = hands.book.state();
        shared_numbers(state.rows.iter().map(|row| &**row))
    };
    if shared.is_empty() {
        return html! {};
    }
    let beds: Vec<String> = shared.iter().map(|beds| beds.join(hands.t(text!(" 床和 ", " and ")))).collect();
    html! {
        <div class="missing" role="status" data-shared-numbers={shared.len().to_string()}>
            <p>{ [hands.t(text!("在院患者住院号相同：", "The same hospital number stands at beds ")), &beds.join(hands.t(text!(" 床；", "; "))), hands.t(text!(" 床。请核对，并在患者页“更正信息”中改正。", ". Check them, and correct one on its patient's page."))].concat() }</p>
        </div>
    }
}
