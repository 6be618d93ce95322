//! The administrator's page: what the ward has set, with how long things may wait; the way to its people; what each role may
//! do; and every change of the settings. Others read the same and change nothing.

use yew::prelude::*;

use crate::clinical::pathway::tiers::{TIERS, Tier};
use crate::clinical::source::Mark;
use crate::clinical::waits::{WAITS, Wait};
use crate::record::role::{Action, Role};
use crate::record::story::{self, Teller};
use crate::text::{Text, text};
use crate::web::ward::{SettingsRevision, Trouble, out_of_bounds};

use super::damage::UNSET;
use super::hands::{Hands, PageProps, hours_field, select, sent, text_field};
use super::later::Fold;
use super::people::Prove;
use super::route::WardPage;

/// The hours are published defaults or ours, and the hospital's to set.
const HOURS: Mark = Mark::D(text!("以下各项时限", "the hours below"));

fn wait_word(wait: Wait) -> Text {
    match wait {
        Wait::Admission => text!("入院至首次评估", "Admission to first score"),
        Wait::TransferIn => text!("转入至评估", "Transfer to score"),
        Wait::PreOp => text!("术前评估最长提前", "Score before an operation at most this old"),
        Wait::PostOp => text!("术毕至评估", "End of operation to score"),
        Wait::Invasive => text!("操作前出血评估最长提前", "Bleeding screen before a procedure at most this old"),
        Wait::ConditionChange => text!("病情变化至评估", "Change of condition to score"),
        Wait::PeriodicHigh => text!("高危复评间隔", "Between scores at high risk"),
        Wait::PeriodicModerate => text!("中危复评间隔", "Between scores at moderate risk"),
        Wait::PeriodicLow => text!("低危复评间隔（0为不定期）", "Between scores at low risk (0: none)"),
        Wait::BleedHigh => text!("出血高危复评间隔", "Between screens while bleeding risk is high"),
        Wait::BleedScreen => text!("评分至出血评估", "Score to bleeding screen"),
        Wait::BleedFell => text!("出血风险降低至决定", "Bleeding risk fallen to decision"),
        Wait::Window => text!("出血窗已过至复评", "Bleeding window closed to screen"),
        Wait::Review => text!("护士评分至医师复核", "Nurse's score to review"),
        Wait::Plan => text!("评分至方案决定", "Score to decision"),
        Wait::DrugStart => text!("计划用药至首剂", "Planned start to first dose"),
        Wait::DrugStop => text!("意外停药至决定", "Unplanned stop to decision"),
        Wait::DrugStopAhead => text!("计划停药前多久须决定", "Before a planned stop, decide from"),
        Wait::PreDischarge => text!("出院前评估最长提前", "Score before discharge at most this old"),
        Wait::SuspectedVte => text!("疑似VTE至定论", "Suspicion to confirmation or exclusion"),
    }
}

fn hours(hands: &Hands, hours: u16) -> String {
    if hours == 0 { hands.t(text!("不定期", "none")).into() } else { [&hours.to_string(), hands.t(text!(" 小时", " h"))].concat() }
}

/// Name, department, time zone and due times: a form for the administrator, lines to read for everybody else.
#[component]
pub fn Administer(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text: Text| hands.t(text);
    {
        let book = hands.book.clone();
        use_effect_with((), move |()| move || book.leave_people());
    }
    let (settings, profile, unset, administrator, administers, manages) = {
        let state = hands.book.state();
        let Some(settings) = state.settings.clone() else { return html! {} };
        (settings, state.profile.clone(), state.unset, state.administrator().cloned(), state.administers(), state.manages())
    };
    let submit = {
        let hands = hands.clone();
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let given: Vec<(&'static str, Option<u16>)> = WAITS.iter().map(|row| (row.id, values.whole(row.id))).collect();
            // Named: there are twenty of them.
            if let Some(row) = out_of_bounds(&given) {
                let word = wait_word(row.wait);
                return hands.trouble.emit(Some(Trouble::Words {
                    zh: format!("{}：应在{}至{}之间（小时）。未保存。", word.zh(), row.from, row.to),
                    en: format!("{}: expected {} to {} hours. Nothing was saved.", word.en(), row.from, row.to),
                }));
            }
            let owned = |name: &str| values.get(name).to_owned();
            let (book, name, department, zone) = (hands.book.clone(), owned("ward"), owned("department"), owned("zone"));
            let tier = owned("tier");
            hands.attempt(async move { book.settle(&name, &department, &zone, &tier, &given).await }, text!("设置已保存", "Settings saved"), || {});
        })
    };
    let mark = html! { <>{ for HOURS.tag(hands.lang).map(|words| html! { <span class="tag">{ words.concat() }</span> }) }</> };
    let fixed = html! {
        <dl class="settled" data-settled="">
            <dt>{ t(text!("科室", "Department")) }</dt><dd>{ settings.department.clone() }</dd>
            <dt>{ t(text!("时区（IANA）", "Time zone (IANA)")) }</dt><dd>{ profile.time_zone.clone() }</dd>
            <dt>{ t(TIER) }</dt><dd data-tier={hands.book.tier().map(Tier::word)}>{ hands.book.tier().map_or(t(NO_TIER), |tier| t(TIERS[tier as usize].label)) }</dd>
            { for WAITS.iter().map(|row| html! { <><dt>{ t(wait_word(row.wait)) }</dt><dd data-hours={row.id}>{ hours(hands, profile.due.hours(row.wait)) }</dd></> }) }
        </dl>
    };
    let form = html! {
        <form class="form" onsubmit={submit} data-form="house">
            { text_field(t(text!("病区名称", "Name of the ward")), "ward", if unset { String::new() } else { settings.name.clone() }) }
            { text_field(t(text!("科室", "Department")), "department", settings.department.clone()) }
            { text_field(t(text!("时区（IANA）", "Time zone (IANA)")), "zone", profile.time_zone.clone()) }
            { tiers(hands) }
            <h3>{ t(text!("时限（小时）", "Due times (hours)")) }{ " " }{ mark.clone() }</h3>
            { for WAITS.iter().map(|row| {
                hours_field(wait_word(row.wait).get(hands.lang), row.id, profile.due.hours(row.wait), (row.from, row.to))
            }) }
            <div class="actions"><button type="submit" class="primary" data-action="settle">{ t(text!("保存", "Save")) }</button></div>
        </form>
    };
    html! {
        <>
            <section class="panel" aria-labelledby="house-title" data-administers={manages.to_string()}>
                <h2 id="house-title">{ t(text!("病区设置", "Ward settings")) }</h2>
                if unset {
                    <p class="trouble" role="alert" data-unset="">{ t(UNSET) }</p>
                }
                { match &administrator {
                    _ if manages || administrator.is_none() => form,
                    Some(_) if administers => html! {
                        <>
                            <p class="hint">{ t(text!("更改设置和时限前，请输入管理员PIN。", "Enter the administrator's PIN to change settings and due times.")) }</p>
                            <Prove hands={hands.clone()} />
                            { fixed }
                        </>
                    },
                    Some(person) => html! {
                        <>
                            <p>{ [t(text!("设置和时限由管理员更改：", "Settings and due times are changed by the administrator: ")), &person.actor.name, t(text!("。", "."))].concat() }</p>
                            { fixed }
                        </>
                    },
                    None => html! {},
                } }
            </section>
            <section class="panel" aria-labelledby="people-link-title">
                <h2 id="people-link-title">{ t(text!("人员与角色", "People and roles")) }</h2>
                <p>{ t(text!("增减人员、更改角色、设置或重置PIN、移交管理员，以及本人更改PIN。", "Add and remove people, change roles, set or reset PINs, hand the administration on; change your own PIN.")) }</p>
                <div class="actions"><button type="button" data-action="to-people" onclick={hands.go.reform(|_: MouseEvent| WardPage::People)}>{ t(text!("人员管理", "People of the ward")) }</button></div>
                <Fold title={t(text!("各角色可以做什么", "What each role may do"))}><Rights hands={hands.clone()} /></Fold>
            </section>
            <SettingsAudit hands={hands.clone()} />
        </>
    }
}

const TIER: Text = text!(
    "本院级别（绿色通道据此提示能做什么、何时转诊）",
    "Level of this hospital (by it the green channel says what can be done and when to refer)"
);
const NO_TIER: Text = text!("未设定（按县级医院估计）", "Not set (a county hospital is assumed)");

/// Once it is set it is changed, not taken back.
fn tiers(hands: &Hands) -> Html {
    let set = hands.book.tier();
    let unset = [("", hands.t(NO_TIER))];
    let all = TIERS.iter().map(|row| (row.tier.word(), hands.t(row.label)));
    let options: Vec<(&str, &str)> = unset.into_iter().filter(|_| set.is_none()).chain(all).collect();
    select(hands.t(TIER), "tier", &options, set.map_or("", Tier::word))
}

/// Who may sign what.
#[component]
fn Rights(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text: Text| hands.t(text);
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={t(text!("角色权限表", "Table of roles"))}>
        <table data-rights="">
            <thead><tr><th scope="col">{ t(text!("可签署", "May sign")) }</th>{ for Role::ALL.iter().map(|role| html! { <th scope="col">{ role.label().get(hands.lang) }</th> }) }</tr></thead>
            <tbody>
                { for Action::ALL.iter().map(|action| html! {
                    <tr>
                        <th scope="row">{ t(story::action(*action)) }</th>
                        { for Role::ALL.iter().map(|role| html! { <td>{ if role.may(*action) { t(text!("✓ 可", "✓ yes")) } else { "–" } }</td> }) }
                    </tr>
                }) }
            </tbody>
        </table>
        </div>
    }
}

const HEADS: [Text; 3] = [text!("时间", "When"), text!("更改", "Change"), text!("操作人", "By")];

/// Every change of the settings, newest first.
#[component]
fn SettingsAudit(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text: Text| hands.t(text);
    let settled = hands.book.state().house.settled.clone();
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let by = |settled: &SettingsRevision| match &settled.by {
        Some(by) => [&by.name, " ", by.role.label().get(hands.lang)].concat(),
        None => t(text!("无人登录", "nobody signed in")).into(),
    };
    let name = |id: &str| match WAITS.iter().find(|row| row.id == id) {
        Some(row) => t(wait_word(row.wait)).to_owned(),
        None => match id {
            "ward" => t(text!("病区名称", "Name of the ward")).into(),
            "department" => t(text!("科室", "Department")).into(),
            "zone" => t(text!("时区", "Time zone")).into(),
            "tier" => t(TIER).into(),
            other => other.to_owned(),
        },
    };
    let value = |id: &str, said: &str| match (id, Tier::named(said)) {
        ("tier", Some(tier)) => t(TIERS[tier as usize].label).to_owned(),
        ("tier", None) => t(NO_TIER).into(),
        _ => said.to_owned(),
    };
    html! {
        <section class="panel audit" aria-labelledby="settings-audit-title" data-settings-audit={settled.len().to_string()}>
            <h3 id="settings-audit-title">{ t(text!("审计：设置变更", "Audit: changes of the settings")) }</h3>
            if settled.is_empty() {
                <p>{ t(text!("尚无设置变更记录。", "No change of the settings is noted.")) }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("设置变更表", "Table of changes of the settings"))}>
                <table role="table" class="cards">
                    <thead role="rowgroup"><tr role="row">{ for HEADS.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }</tr></thead>
                    <tbody role="rowgroup">
                        { for settled.iter().rev().map(|settled| html! {
                            <tr role="row" data-settings-change="">
                                <td role="cell" data-head={t(HEADS[0])}>{ teller.exactly(settled.at) }</td>
                                <td role="cell" data-head={t(HEADS[1])}>{ for settled.of.iter().map(|set| html! { <span class="line" data-set={set.id.clone()}>{ [&name(&set.id), t(text!("：", ": ")), &value(&set.id, &set.from), " → ", &value(&set.id, &set.to)].concat() }</span> }) }</td>
                                <td role="cell" data-head={t(HEADS[2])}>{ by(settled) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            }
        </section>
    }
}
