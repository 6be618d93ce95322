//! What is due, in words: its state, what is to be done, and who is asked. For the element (`standing`) and for the tablet
//! (`ward`), which may each say more of it.

use crate::record::due::{Due, State};
use crate::record::role::Role;
use crate::text::{Lang, Text, text};

pub fn state_word(state: State) -> Text {
    match state {
        State::Waiting => text!("未到时间", "later"),
        State::Open => text!("待完成", "due"),
        State::Overdue => text!("已超时", "OVERDUE"),
        State::Missed => text!("未做", "missed"),
        State::Done { .. } => text!("已完成", "done"),
        State::DoneLate { .. } => text!("逾期完成", "done late"),
        State::Standing => text!("持续", "ongoing"),
    }
}

pub fn state_id(state: State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Open => "open",
        State::Overdue => "overdue",
        State::Missed => "missed",
        State::Done { .. } => "done",
        State::DoneLate { .. } => "late",
        State::Standing => "standing",
    }
}

/// What is to be done, in the words of its task; of one that has none, what calls for it and what that asks for.
pub fn task_for(due: &Due, occasion: &str, lang: Lang) -> String {
    match &due.task {
        Some(words) => {
            if lang == Lang::Zh {
                words.zh.clone()
            } else {
                words.en.clone()
            }
        }
        None => [occasion, text!("：", ": ").get(lang), due.trigger.task.get(lang)].concat(),
    }
}

pub fn owners(due: &Due, lang: Lang) -> String {
    let names: Vec<&str> = due.trigger.owners.iter().map(|role: &Role| role.label().get(lang)).collect();
    names.join(text!("、", ", ").get(lang))
}
