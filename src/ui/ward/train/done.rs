//! What an attempt came to: marks case by case, the certificate of a pass to print, and the ways to the teacher: a file, or codes that a
//! scanner types. No server.

use std::rc::Rc;

use yew::prelude::*;

use super::moment::{clock_words, now};
use crate::session::classroom::files::{result_codes, results_text, tables};
use crate::text::{Lang, Text, text};
use crate::training::attempt::LessonAttempt;
use crate::training::certificate::{Certificate, CertificateStanding, REFRESHER_MARKS, certificate};
use crate::training::lesson::Lesson;
use crate::training::marks::MARKS_OF;
use crate::training::mistakes::mistake;
use crate::training::result::{LearnerResult, result_of};
use crate::web::classroom::save;
use crate::web::vault::handover::code;
use crate::web::ward::element::print_page;

#[derive(Clone, PartialEq, Properties)]
pub struct DoneProps {
    pub lang: Lang,
    pub lesson: Rc<Lesson>,
    pub attempt: Rc<LessonAttempt>,
    pub again: Callback<()>,
}

#[component]
pub fn Done(props: &DoneProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let coded = use_state_eq(|| false);
    // Given out as a file or as codes, at least once; asked before what was not is deleted.
    let given = use_state_eq(|| false);
    let asks = use_state_eq(|| false);
    let result = match result_of(&props.lesson, &props.attempt, &tables()) {
        Ok(result) => result,
        Err(why) => return html! { <p class="alert" role="alert" data-refused="result">{ t(why.text()) }</p> },
    };
    let download = {
        let (attempt, given, asks) = (Rc::clone(&props.attempt), given.setter(), asks.setter());
        Callback::from(move |_: MouseEvent| {
            save(&results_text(&[&attempt]), &format!("virchow-result-{}.json", attempt.id));
            given.set(true);
            asks.set(false);
        })
    };
    let codes = coded.then(|| result_codes(&props.attempt));
    let show = {
        let (coded, given, asks) = (coded.clone(), given.setter(), asks.setter());
        Callback::from(move |_: MouseEvent| {
            coded.set(!*coded);
            given.set(true);
            asks.set(false);
        })
    };
    let anew = {
        let (given, asks, again) = (*given, asks.setter(), props.again.clone());
        Callback::from(move |_: MouseEvent| if given { again.emit(()) } else { asks.set(true) })
    };
    let keep_it = {
        let asks = asks.setter();
        Callback::from(move |_: MouseEvent| asks.set(false))
    };
    let verdict = match result.passed {
        Some(true) => text!("✓ 通过", "✓ passed"),
        Some(false) => text!("✗ 未通过", "✗ not passed"),
        None => text!("已交卷", "handed in"),
    };
    html! {
        <div data-exam="over">
            <section class="panel result-of" data-passed={result.passed.map(|passed| passed.to_string())}>
                <h3 data-verdict="">{ format!("{} · {}%", t(verdict), result.percent) }</h3>
                <p>{ [t(text!("用时 ", "time ")), &clock_words(result.seconds), if result.over_time { t(text!("（到时自动交卷）", " (handed in by the end of the time)")) } else { "" }].concat() }</p>
                <p class="tags">{ for MARKS_OF.iter().filter_map(|mark| mark.tag(lang)).map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }</p>
                <div class="scroll" tabindex="0" role="group" aria-label={t(text!("逐题成绩", "Marks case by case"))}>{ lines(&props.lesson, &result, lang) }</div>
                <div class="actions">
                    <button type="button" class="primary" data-action="save-result" onclick={download}>{ t(text!("下载成绩文件（交给教师）", "Download the result (for the teacher)")) }</button>
                    <button type="button" data-action="show-codes" aria-expanded={coded.to_string()} onclick={show}>{ t(text!("二维码（扫码枪或手机）", "As codes (scanner)")) }</button>
                    <button type="button" data-action="exam-anew" onclick={anew}>{ t(text!("清除并重新开始", "Clear and begin anew")) }</button>
                </div>
                if *asks {
                    <div class="alert" role="alert" data-asks="delete-result">
                        <p>{ t(text!("这份成绩还没有下载，也没有显示过二维码。清除后无法找回，教师也收不到。", "This result was neither downloaded nor shown as codes. Once it is cleared nobody can bring it back, and the teacher will not have it.")) }</p>
                        <div class="actions">
                            <button type="button" class="primary" data-action="keep-result" onclick={keep_it}>{ t(text!("保留成绩", "Keep the result")) }</button>
                            <button type="button" data-action="delete-result" onclick={props.again.reform(|_: MouseEvent| ())}>{ t(text!("仍要清除", "Clear it all the same")) }</button>
                        </div>
                    </div>
                }
                { match codes {
                    Some(Some(codes)) => html! { <div class="code-row">{ for codes.iter().enumerate().map(|(index, text)| drawn(text, index + 1, codes.len())) }</div> },
                    Some(None) => html! { <p class="alert">{ t(text!("内容太多，二维码放不下，请下载文件。", "Too much for codes: download the file.")) }</p> },
                    None => html! {},
                } }
            </section>
            if let Some(certificate) = certificate(&props.lesson, &result) { { sheet(&certificate, lang) } }
        </div>
    }
}

fn lines(lesson: &Lesson, result: &LearnerResult, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    html! {
        <table class="results">
            <thead><tr><th scope="col">{ t(text!("病例", "Case")) }</th><th scope="col">{ t(text!("得分", "Marks")) }</th><th scope="col">{ t(text!("常见错误", "Mistakes by name")) }</th></tr></thead>
            <tbody>{ for result.lines.iter().map(|line| {
                let title = lesson.exercise(&line.exercise).map(|of| of.title(lang)).unwrap_or_default();
                let named: Vec<&str> = line.mistakes.iter().filter_map(|id| mistake(id)).map(|row| row.name.get(lang)).collect();
                let word = if line.right { "✓ " } else { "✗ " };
                let unanswered = if line.response.is_none() { t(text!("未作答", "not answered")) } else { "" };
                html! { <tr data-line={line.exercise.clone()} data-right={line.right.to_string()}><th scope="row">{ title }</th><td>{ format!("{word}{}%", line.percent) }</td><td>{ [&named.join(if lang == Lang::Zh { "；" } else { "; " }), unanswered].concat() }</td></tr> }
            }) }</tbody>
        </table>
    }
}

/// One code, as a picture and as the text that a scanner types.
pub fn drawn(text: &str, number: usize, of: usize) -> Html {
    let Some((path, size)) = code(text) else { return html! {} };
    html! {
        <figure class="codes">
            <svg viewBox={format!("-4 -4 {0} {0}", size + 8)} role="img" aria-label={format!("QR {number}/{of}")} shape-rendering="crispEdges">
                <rect x="-4" y="-4" width={(size + 8).to_string()} height={(size + 8).to_string()} fill="#fff" />
                <path d={path} fill="#000" />
            </svg>
            <figcaption data-code={text.to_owned()}>{ format!("{number} / {of}") }</figcaption>
        </figure>
    }
}

/// The sheet for paper.
fn sheet(of: &Certificate, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let standing = match of.standing(now()) {
        CertificateStanding::Valid => text!("有效", "valid"),
        CertificateStanding::RefresherDue => text!("应复训", "a refresher is due"),
        CertificateStanding::Ended => text!("已过期", "ended"),
    };
    let row = |name: Text, value: String| html! { <div><dt>{ t(name) }</dt><dd>{ value }</dd></div> };
    html! {
        <section class="sheet certificate" data-certificate="">
            <p class="teaching-banner">{ t(text!("培训证书 · 只证明通过本次培训考试，不是执业资格", "Certificate of training · it says that this test was passed, and is no licence to practise")) }</p>
            <h2>{ of.title.get(lang).to_owned() }</h2>
            <p class="name">{ of.who.clone() }{ if of.anonymous { t(text!("（化名）", " (not a real name)")) } else { "" } }</p>
            <dl>
                { row(text!("通过日期", "Passed on"), of.passed_on.to_string()) }
                { row(text!("有效期至", "Valid until"), of.valid_until.to_string()) }
                { row(text!("复训自", "Refresher from"), of.refresher_from.to_string()) }
                { row(text!("状态", "Standing"), t(standing).to_owned()) }
                { row(text!("得分", "Marks"), format!("{}% ({} {}%)", of.percent, t(text!("合格线", "to pass")), of.pass_percent)) }
                { row(text!("题数与用时", "Cases and time"), format!("{} · {}", of.exercises, clock_words(of.seconds))) }
                { row(text!("评分表版本", "Tables"), format!("{} · {}", of.version, of.rules)) }
                { row(text!("校验值", "Seal"), of.seal.clone()) }
            </dl>
            <ul>{ for of.remarks.iter().map(|remark| html! { <li>{ remark.get(lang).to_owned() }</li> }) }</ul>
            <p class="tags">{ for REFRESHER_MARKS.iter().filter_map(|mark| mark.tag(lang)).map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }</p>
            <p class="signs">{ t(text!("培训负责人签名：____________________   日期：____________", "Signed for the training: ____________________   date: ____________")) }</p>
            <div class="actions"><button type="button" data-action="print-certificate" onclick={Callback::from(|_: MouseEvent| print_page())}>{ t(text!("打印证书", "Print the certificate")) }</button></div>
        </section>
    }
}
