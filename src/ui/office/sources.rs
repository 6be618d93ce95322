//! Where the numbers come from: three ways to begin, the file that is on its way in, and what each source brought.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::session::office::held::{HeldStays, OfficeSource, SourceKind};
use crate::session::office::incoming::{IncomingFile, LARGEST_FILE};
use crate::session::office::own_ward::ToldOfWard;
use crate::session::office::room::{OfficeRoom, ToldOfOffice};
use crate::session::office::route::OfficePage;
use crate::text::{Text, text};
use crate::web::office::{chosen_files, gb18030, stays_of_book};

use super::hands::{OfficeHands, WardDoor};
use super::incoming::incoming;
use super::refused::refused_list;

const TIERS: [(&str, Text); 5] = [
    ("unknown", text!("未填", "not said")),
    ("tertiary", text!("三级医院", "tertiary hospital")),
    ("county", text!("县级医院", "county hospital")),
    ("township", text!("乡镇卫生院", "township hospital")),
    ("village", text!("村卫生室", "village clinic")),
];

const TOO_LARGE: Text = text!(
    "文件超过 256 MB 或无法读取，未读入。请分月导出后再选。",
    "The file is over 256 MB, or cannot be read: it was not read. Export it month by month and choose again."
);

pub fn sources(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let room = hands.room.borrow();
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("来源", "Sources")) }</h2>
            <p class="alert" data-memory="">{ t(text!("读入的数据只在本页内存中，不保存、不上传；关闭、锁定或重新载入本页后即清除。", "What is read lies in the memory of this page only: nothing is saved or sent, and it is gone when the page is closed, locked or loaded again.")) }</p>
            if let Some(said) = room.said { <p class="wrong" role="alert" data-said="">{ t(said) }</p> }
            if room.is_empty() && room.incoming.is_none() { <p data-nothing="">{ t(text!("还没有数据。选一种方式开始：", "Nothing here yet. Begin in one of these ways:")) }</p> }
            { begin(hands, &room) }
            if let Some(file) = &room.incoming { { incoming(hands, file) } }
            { list(hands, &room) }
            { about(hands, &room) }
        </>
    }
}

/// Each one tap.
fn begin(hands: &OfficeHands, room: &OfficeRoom) -> Html {
    let t = |text: Text| hands.t(text);
    let chosen = {
        let hands = hands.clone();
        Callback::from(move |event: Event| read(hands.clone(), event.target_unchecked_into::<HtmlInputElement>()))
    };
    html! {
        <section class="ways" aria-label={t(text!("开始", "Begin"))}>
            if let Some(ward) = hands.ward.clone() {
                <div class="panel"><h3>{ t(text!("本机病区", "The ward of this device")) }</h3>
                    <p>{ t(text!("把本机每一次住院的签名记录按指标计数。只读，不改动任何记录。", "Counts the signed record of every admission on this device. It only reads.")) }</p>
                    { statements(hands, room) }
                    <button type="button" class="primary" data-action="take-ward" onclick={take(hands, ward)}>{ t(if room.sources.iter().any(|source| source.kind == SourceKind::Ward) { text!("重新读取本机病区", "Read the ward again") } else { text!("读取本机病区", "Read the ward") }) }</button>
                </div>
            }
            <div class="panel"><h3>{ t(text!("文件", "A file")) }</h3>
                <p>{ t(text!("住院病案首页 CSV（UTF-8 或 GB18030/GBK），或本系统的住院与事实表（NDJSON）。先预览，再决定是否计入。", "Front pages as CSV (UTF-8 or GB18030/GBK), or our tables of stays and facts as NDJSON. You see a preview before anything counts.")) }</p>
                <label class="file"><span>{ t(text!("选择文件", "Choose a file")) }</span><input type="file" accept=".csv,.txt,.ndjson,.jsonl,text/csv" data-file="source" disabled={room.incoming.is_some()} onchange={chosen} /></label>
            </div>
            <div class="panel"><h3>{ t(text!("演示数据", "Demonstration")) }</h3>
                <p>{ t(text!("县域医联体研究的 132 200 人次虚构住院，数字与论文一致；仅供熟悉界面。", "132 200 invented stays whose counts are those of the study of a county alliance, to learn the screens.")) }</p>
                <button type="button" data-action="demonstrate" onclick={hands.on_click(OfficeRoom::demonstrate)}>{ t(text!("打开演示数据", "Open the demonstration")) }</button>
            </div>
        </section>
    }
}

/// What a person says of the ward; unsaid is unknown.
fn statements(hands: &OfficeHands, room: &OfficeRoom) -> Html {
    let tick = |name: &'static str, label: Text, checked: bool, set: fn(&mut ToldOfWard, bool)| {
        let hands = hands.clone();
        let word = hands.t(label);
        let changed = Callback::from(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            hands.act(|room| tell(room, |told| set(&mut told.ward, on)));
        });
        html! { <label class="tick"><input type="checkbox" {name} {checked} onchange={changed} /><span>{ word }</span></label> }
    };
    let ward = room.told().ward;
    html! {
        <fieldset><legend>{ hands.t(text!("由您确认（不勾选即为未知）", "What you confirm (unticked is unknown)")) }</legend>
            { tick("adults", text!("本病区不是新生儿科或儿科", "This is no neonatal or paediatric ward"), ward.is_of_adults, |ward, on| ward.is_of_adults = on) }
            { tick("vte-noted", text!("入院时已有的 DVT/PE 均已在记录中；记录中没有的即为没有", "Every DVT or PE present on admission is in the record; where none is, there was none"), ward.is_vte_noted, |ward, on| ward.is_vte_noted = on) }
            <p class="hint">{ hands.t(text!("研究的七项指标排除儿科和入院前已有 DVT/PE 者；不勾选时，这些住院列为“无法判定”。", "The seven of the study leave out children and whoever had DVT or PE before admission: unticked, these stays stand under “cannot be told”.")) }</p>
        </fieldset>
    }
}

fn tell(room: &mut OfficeRoom, act: impl FnOnce(&mut ToldOfOffice)) {
    let mut told = room.told();
    act(&mut told);
    room.told = Some(told);
}

/// Of the hospital that the next source is of.
fn about(hands: &OfficeHands, room: &OfficeRoom) -> Html {
    let t = |text: Text| hands.t(text);
    let told = room.told();
    let named = hands.on_text(|room, name| tell(room, |told| told.facility = name));
    let tiered = hands.on_choice(|room, tier| tell(room, |told| told.tier = tier));
    html! {
        <details class="panel" data-about=""><summary>{ t(text!("机构名称和级别（用于下一个来源）", "Name and level of the hospital (of the source that comes next)")) }</summary>
            <label class="line-field"><span>{ t(text!("机构名称", "Hospital")) }</span><input type="text" name="facility" maxlength="64" value={told.facility.clone()} oninput={named} /></label>
            <label class="line-field"><span>{ t(text!("级别", "Level")) }</span><select name="tier" onchange={tiered}>
                { for TIERS.iter().map(|(id, name)| html! { <option value={*id} selected={told.tier == *id}>{ t(*name) }</option> }) }
            </select></label>
            <p class="hint">{ t(text!("病区和病案首页用同一机构名称时，按住院号和住院时间自动对应为一次住院。", "Where ward and front pages have the same hospital, a stay is found in both by hospital number and time, and counts once.")) }</p>
        </details>
    }
}

fn read(hands: OfficeHands, input: HtmlInputElement) {
    spawn_local(async move {
        let found = chosen_files(&input, LARGEST_FILE).await.into_iter().next();
        input.set_value("");
        hands.act(|room| match found {
            Some((name, Some(bytes))) => {
                room.said = None;
                let told = room.told_of_file(&hands.salt, &hands.wall);
                room.incoming = Some(IncomingFile::new(name, bytes, told, &gb18030));
            }
            Some((_, None)) => room.said = Some(TOO_LARGE),
            None => {}
        });
    });
}

fn take(hands: &OfficeHands, ward: WardDoor) -> Callback<MouseEvent> {
    let hands = hands.clone();
    Callback::from(move |_: MouseEvent| {
        let (hands, book) = (hands.clone(), ward.book.clone());
        spawn_local(async move {
            let (of, told) = {
                let room = hands.room.borrow();
                (room.told_of_file(&hands.salt, &hands.wall), room.told().ward)
            };
            let read = stays_of_book(&book, &of, told).await;
            let name = book.state().settings.as_ref().map_or_else(String::new, |settings| settings.name.clone());
            hands.act(|room| match read {
                Ok((stays, refused)) => {
                    let id = room.next_id();
                    let count = refused.len() as u64;
                    room.add(OfficeSource {
                        id,
                        kind: SourceKind::Ward,
                        name,
                        facility: of.facility.clone(),
                        stays: HeldStays::Rows(stays),
                        refused: count,
                        listed: refused,
                        again: 0,
                        encoding: "",
                    });
                }
                Err(_) => {
                    room.said = Some(text!(
                        "无法读取本机病区的记录，未计入。请回到病区页查看提示后再试。",
                        "The records of the ward cannot be read: nothing was counted. See what the ward’s page says and try again."
                    ));
                }
            });
        });
    })
}

fn list(hands: &OfficeHands, room: &OfficeRoom) -> Html {
    let t = |text: Text| hands.t(text);
    if room.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" data-sources={room.sources.len().to_string()}>
            <h3>{ t(text!("已计入的来源", "What counts")) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("来源", "Sources"))}><table class="results"><thead><tr>
                <th scope="col">{ t(text!("来源", "Source")) }</th><th scope="col">{ t(text!("人次", "Stays")) }</th><th scope="col">{ t(text!("出院月份", "Discharged")) }</th><th scope="col">{ t(text!("未取", "Refused")) }</th><th scope="col">{ t(text!("重复行", "Said twice")) }</th><th scope="col">{ t(text!("操作", "Do")) }</th>
            </tr></thead><tbody>{ for room.sources.iter().map(|source| {
                let id = source.id;
                let span = source.stays.span().map_or_else(|| "–".to_owned(), |(from, to)| if from == to { from } else { [&from, t(text!(" 至 ", " to ")), &to].concat() });
                html! {
                    <tr data-source={source.kind.id()}>
                        <th scope="row">{ t(source.kind.name()) }<br /><small>{ [source.name.as_str(), if source.encoding.is_empty() { "" } else { " · " }, source.encoding].concat() }</small></th>
                        <td class="number">{ source.stays.len().to_string() }</td><td>{ span }</td><td class="number">{ source.refused.to_string() }</td><td class="number">{ source.again.to_string() }</td>
                        <td><button type="button" data-action="remove-source" onclick={hands.on_click(move |room| room.remove(id))}>{ t(text!("移除", "Remove")) }</button></td>
                    </tr>
                }
            }) }</tbody></table></div>
            if room.arranged.joined > 0 { <p data-joined={room.arranged.joined.to_string()}>{ [&room.arranged.joined.to_string(), t(text!(" 次病区住院按住院号和时间对应到病案首页，各计一次。", " stays of the ward found their front page by number and time, and count once each."))].concat() }</p> }
            if room.arranged.apart > 0 { <p class="alert" data-apart={room.arranged.apart.to_string()}>{ [&room.arranged.apart.to_string(), t(text!(" 次病区住院没有对应的病案首页（无住院号、首页中没有、或对应不唯一），单独计数；若首页中另有其人，会计两次。", " stays of the ward found no front page (no number, none there, or more than one) and count on their own; one that stands in a front page under another number counts twice."))].concat() }</p> }
            if !room.arranged.differing.is_empty() { <p class="alert" data-differing={room.arranged.differing.len().to_string()}>{ [&room.arranged.differing.len().to_string(), t(text!(" 行与先读入的同一次住院内容不同，只计先读入的一行。", " rows tell of a stay otherwise than an earlier source: the earlier counts."))].concat() }</p> }
            { for room.sources.iter().filter(|source| source.refused > 0).map(|source| refused_list(hands, &source.name, source.refused, &source.listed)) }
            <p><a class="button primary" href={OfficePage::Overview.fragment()} data-action="to-overview">{ t(text!("查看总览 →", "See the overview →")) }</a></p>
        </section>
    }
}
