//! The quality of the data: what is wanting, coarse, twice or refused, and what to do about it.

use yew::prelude::*;

use crate::quality::episode::FLAWS;
use crate::session::office::tally::DataGap;
use crate::text::{Text, text};

use super::hands::OfficeHands;
use super::refused::refused_list;

/// What it is, and what it does to the numbers or what to do about it.
fn gap(of: DataGap) -> (Text, Text) {
    match of {
        DataGap::NoDischarge => (
            text!("没有出院时间", "No discharge"),
            text!("仍在院，或来源缺出院时间：不属于任何月份", "Still in, or the source has none: of no month"),
        ),
        DataGap::TimeToTheHour => {
            (text!("时间只到小时", "Times only to the hour"), text!("住院恰在24小时上下的无法判定", "Whether a stay is over 24 h may not be told"))
        }
        DataGap::TimeToTheDay => (
            text!("时间只到日", "Times only to the day"),
            text!("24小时内的各项无法判定；请导出到小时或分钟", "What asks for 24 h cannot be told: export hours or minutes"),
        ),
        DataGap::NoAge => {
            (text!("没有年龄或出生日期", "No age or date of birth"), text!("按年龄排除的指标无法判定", "Whatever leaves out by age cannot be told"))
        }
        DataGap::NoClass => {
            (text!("没有就诊类别", "No class of the stay"), text!("是否门急诊、日间手术无法判定", "Whether it is an inpatient stay cannot be told"))
        }
        DataGap::NoService => (
            text!("没有专科（是否儿科）", "No service (whether paediatric)"),
            text!("研究的七项无法判定；病区可在“来源”中确认", "The seven of the study cannot be told; of the ward it can be confirmed under Sources"),
        ),
        DataGap::NoVteBefore => (
            text!("不知入院前有无DVT/PE", "VTE before admission not known"),
            text!("研究的七项无法判定；病区可在“来源”中确认", "The seven of the study cannot be told; of the ward it can be confirmed under Sources"),
        ),
        DataGap::NoDepartment => {
            (text!("没有出院科室", "No department of discharge"), text!("在科室表中列为未知", "Stands as unknown among the departments"))
        }
        DataGap::OpenScore => {
            (text!("VTE评分未定级", "VTE score left open"), text!("补全评分；未定级的不当作低危", "Complete the score: open is not low"))
        }
        DataGap::OpenScreen => (
            text!("出血评估未完成", "Bleeding screen left open"),
            text!("补全评估；未完成的不当作非高危", "Complete the screen: open is not “not high”"),
        ),
        DataGap::NothingTold => (
            text!("来源不含评估", "The source tells of no assessment"),
            text!("是否评估未知，不当作未评估；加入病区记录或事实表", "Whether assessed is unknown, not “no”: add the ward or a table of facts"),
        ),
        DataGap::Flawed => (text!("内容自相矛盾", "Contradicts itself"), text!("见下表，在来源中核对", "See below, and check at the source")),
    }
}

pub fn data_quality(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let room = hands.room.borrow();
    let all = room.arranged.counted.len();
    let flawed = room.tally.with_gap(DataGap::Flawed) > 0;
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("数据质量", "Data quality")) }</h2>
            <p>{ [t(text!("计入 ", "Counted: ")), &all.to_string(), t(text!(" 人次", " stays"))].concat() }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("数据质量", "Data quality"))}><table class="results" data-gaps=""><thead><tr><th scope="col">{ t(text!("问题", "What")) }</th><th scope="col">{ t(text!("人次", "Stays")) }</th><th scope="col">{ t(text!("影响和处理", "What it means, and what to do")) }</th></tr></thead><tbody>
                { for DataGap::ALL.into_iter().map(|of| { let (name, means) = gap(of); html! { <tr><th scope="row">{ t(name) }</th><td class="number">{ room.tally.with_gap(of).to_string() }</td><td>{ t(means) }</td></tr> } }) }
                <tr><th scope="row">{ t(text!("两个来源中相同的行", "The same row in two sources")) }</th><td class="number">{ room.arranged.repeated.to_string() }</td><td>{ t(text!("只计一次", "counted once")) }</td></tr>
                <tr><th scope="row">{ t(text!("两个来源中同一住院、内容不同", "One stay that two sources tell otherwise")) }</th><td class="number">{ room.arranged.differing.len().to_string() }</td><td>{ t(text!("计先读入的；请核对来源", "the first counts; check the sources")) }</td></tr>
                <tr><th scope="row">{ t(text!("病区住院没有对应的病案首页", "Stays of the ward without their front page")) }</th><td class="number">{ room.arranged.apart.to_string() }</td><td>{ t(text!("单独计数；请核对住院号", "count on their own; check the hospital numbers")) }</td></tr>
            </tbody></table></div>
            if flawed {
                <h3>{ t(text!("可能的矛盾", "What may contradict itself")) }</h3>
                <ul>{ for FLAWS.iter().map(|(_, name, remedy)| html! { <li><b>{ t(*name) }</b>{ t(text!("：", ": ")) }{ t(*remedy) }</li> }) }</ul>
            }
            { for room.sources.iter().filter(|source| source.refused > 0).map(|source| refused_list(hands, &source.name, source.refused, &source.listed)) }
        </>
    }
}
