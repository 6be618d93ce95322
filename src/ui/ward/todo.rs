//! What is due, each line leading to what it asks for: the form of the score, the bleeding list, the decision, the review, the
//! results, the measure that is to begin.

use yew::prelude::*;

use crate::record::due::{Due, TaskState};
use crate::text::{Text, text};
use crate::ui::tasks;
use crate::web::ward::WardPatient;
use crate::web::ward::element::reach;

use super::hands::Hands;
use super::parts;
use super::route::{Tab, WardPage};

/// Where a to-do is done.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Goal {
    /// The embedded form.
    Score,
    /// A part of the page of what is to be done, by its selector.
    Here(&'static str),
}

impl Goal {
    fn of(due: &Due) -> Goal {
        match due.trigger.id {
            "REVIEW" => Goal::Here("[data-review]"),
            "SUSPECTED_VTE" => Goal::Here("[data-suspicion], [data-happening=\"vte\"]"),
            "DRUG_START" => Goal::Here("[data-course][data-kind=\"drug\"][data-standing=\"authorised\"] [data-form=\"start\"], [data-course]"),
            "MONITORING" => Goal::Here("[data-results]"),
            // Scores, bleeding lists and decisions are made in the form.
            _ => Goal::Score,
        }
    }

    /// What a press leads to, in words.
    fn word(self, due: &Due) -> Text {
        match self {
            Goal::Score if due.trigger.scores() => text!("去评估", "Assess"),
            Goal::Score if due.trigger.screens() => text!("去评出血", "Screen"),
            Goal::Score => text!("去定方案", "Decide"),
            Goal::Here(_) => match due.trigger.id {
                "REVIEW" => text!("去复核", "Review"),
                "SUSPECTED_VTE" => text!("去处理", "See to it"),
                "DRUG_START" => text!("去记录", "Record"),
                _ => text!("去填写", "Enter"),
            },
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct DuesProps {
    pub hands: Hands,
    pub patient: std::rc::Rc<WardPatient>,
    pub list: Vec<Due>,
    /// Still to be done: each leads somewhere.
    pub leads: bool,
}

#[component]
pub fn Dues(props: &DuesProps) -> Html {
    let DuesProps { hands, patient, list, leads } = props;
    let t = |text: Text| hands.t(text);
    let open = *leads && patient.row.summary.discharged_at.is_none();
    let line = |due: &Due| {
        let goal = Goal::of(due);
        let lead = {
            let (go, context) = (hands.go.clone(), patient.row.context.clone());
            Callback::from(move |_: MouseEvent| match goal {
                Goal::Score => go.emit(WardPage::Patient(context.clone(), Tab::Score)),
                Goal::Here(selector) => reach(selector),
            })
        };
        html! {
            <li data-due={tasks::state_id(due.state)} data-trigger={due.trigger.id}>
                <b class="state">{ t(tasks::state_word(due.state)) }</b>
                <span class="what">{ parts::task(due, &patient.row, hands.lang) }</span>
                <span class="when">{ when(due, hands) }</span>
                <span class="owner">{ tasks::owners(due, hands.lang) }</span>
                if open {
                    <button type="button" class="lead" data-lead={due.trigger.id} onclick={lead}>{ t(goal.word(due)) }<span class="unseen">{ [t(text!("：", ": ")), &parts::task(due, &patient.row, hands.lang)].concat() }</span></button>
                }
            </li>
        }
    };
    html! { <ul class="dues" data-dues={leads.then_some("")} data-past={(!leads).then_some("")}>{ for list.iter().map(line) }</ul> }
}

/// The deadline; of what was done, when.
fn when(due: &Due, hands: &Hands) -> String {
    match due.state {
        TaskState::Done { at } | TaskState::DoneLate { at } => {
            [hands.t(text!("完成于 ", "done ")), &hands.moment(at), hands.t(text!("，时限 ", ", due ")), &hands.moment(due.deadline)].concat()
        }
        TaskState::Waiting => {
            [hands.t(text!("自 ", "from ")), &hands.moment(due.opens), hands.t(text!(" 至 ", " to ")), &hands.moment(due.deadline)].concat()
        }
        TaskState::Standing => [hands.t(text!("自 ", "from ")), &hands.moment(due.opens)].concat(),
        _ => [hands.t(text!("时限 ", "due ")), &hands.moment(due.deadline)].concat(),
    }
}
