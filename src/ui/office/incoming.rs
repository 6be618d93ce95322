//! A file on its way in, before anything of it counts: what it is taken for, its first lines, what would count, and what was refused.

use yew::prelude::*;

use crate::session::office::incoming::IncomingFile;
use crate::text::{Text, text};
use crate::web::office::gb18030;

use super::hands::OfficeHands;
use super::refused::refused_list;

pub fn incoming(hands: &OfficeHands, file: &IncomingFile) -> Html {
    let t = |text: Text| hands.t(text);
    let (header, shown) = file.shown();
    let as_written = |is_gb: bool, name: &'static str| {
        let pressed = hands.on_click(move |room| {
            if let Some(file) = &mut room.incoming {
                file.encode(is_gb, &gb18030);
            }
        });
        html! { <button type="button" data-encoding={name} aria-pressed={(file.is_gb18030() == Some(is_gb)).to_string()} onclick={pressed}>{ name }</button> }
    };
    let order = |is_day_first: bool, name: &'static str, label: Text| {
        let pressed = hands.on_click(move |room| {
            if let Some(file) = &mut room.incoming {
                file.order(is_day_first);
            }
        });
        html! { <button type="button" data-order={name} onclick={pressed}>{ t(label) }</button> }
    };
    let asks = file.asks();
    html! {
        <section class="panel incoming" data-incoming="" aria-label={t(text!("预览", "Preview"))}>
            <h3>{ [t(text!("预览：", "Preview: ")), &file.name].concat() }</h3>
            if file.is_gb18030().is_some() {
                <div class="parts" role="group" aria-label={t(text!("编码", "Encoding"))}><span>{ t(text!("按此编码读取；下面的文字是否正确？", "Read as written in this encoding. Are the words below right?")) }</span>{ as_written(false, "UTF-8") }{ as_written(true, "GB18030") }</div>
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("文件的前几行", "First lines of the file"))}><table class="results first-lines"><thead><tr>{ for header.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }</tr></thead>
                    <tbody>{ for shown.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ cell.clone() }</td> }) }</tr> }) }</tbody></table></div>
            }
            if let Some((said, is_order)) = &asks {
                <p class="wrong" role="alert" data-asks="">{ hands.of(said) }</p>
                if *is_order { <div class="parts">{ order(true, "dmy", text!("日/月/年", "day/month/year")) }{ order(false, "mdy", text!("月/日/年", "month/day/year")) }</div> }
            } else if !file.is_read() {
                <p role="status" data-reading="">{ [t(text!("正在读取… ", "Reading… ")), &file.percent().to_string(), " %"].concat() }</p>
            } else {
                { would_count(hands, file) }
            }
            <div class="actions">
                if asks.is_none() && file.is_read() && !file.stays().is_empty() {
                    <button type="button" class="primary" data-action="keep-file" onclick={hands.on_click(|room| { room.keep(); })}>{ t(text!("计入", "Count it")) }</button>
                }
                <button type="button" data-action="drop-file" onclick={hands.on_click(|room| room.incoming = None)}>{ t(if file.is_read() || asks.is_some() { text!("放弃", "Leave it") } else { text!("停止读取", "Stop reading") }) }</button>
            </div>
        </section>
    }
}

fn would_count(hands: &OfficeHands, file: &IncomingFile) -> Html {
    let t = |text: Text| hands.t(text);
    let (taken, refused, again) = (file.stays().len().to_string(), file.refused.to_string(), file.again.to_string());
    html! {
        <>
            <p role="status" data-would={taken.clone()} data-refuses={refused.clone()}>{ [t(text!("将计入 ", "Would count: ")), &taken, t(text!(" 人次；未取 ", " stays; not taken ")), &refused, t(text!(" 行；重复 ", " rows; said twice ")), &again, t(text!(" 行。", "."))].concat() }</p>
            if file.stays().is_empty() {
                <p class="wrong" role="alert">{ t(text!("没有一行可以计入。请按下面的原因在来源系统中修正后重新导出。", "No row can be counted. Mend in the source what stands below, and export again.")) }</p>
            } else {
                <ul class="month-list">{ for file.months().into_iter().map(|(month, count)| html! { <li>{ [&hands.named(&month), "：", &count.to_string()].concat() }</li> }) }</ul>
                <p class="hint">{ t(text!("病案首页不含评估、医嘱和执行：没有病区记录或事实表的住院，这些均列为未知，不当作“没有做”。", "Front pages tell of no assessment, order or dose: without a record of the ward or a table of facts these stay unknown, which is not “not done”.")) }</p>
            }
            if file.refused > 0 { { refused_list(hands, &file.name, file.refused, &file.listed) } }
        </>
    }
}
