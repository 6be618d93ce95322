//! What is due, in words: its state, what is to be done, and who is asked. For the element (`standing`) and for the tablet
//! (`ward`), which may each say more of it.

use crate::record::due::{Due, TaskState};
use crate::record::role::Role;
use crate::text::{Lang, Text, text};

pub fn state_word(state: TaskState) -> Text {
    match state {
        TaskState::Waiting => text!("未到时间", "later"),
        TaskState::Open => text!("待完成", "due"),
        TaskState::Overdue => text!("已超时", "OVERDUE"),
        TaskState::Missed => text!("未做", "missed"),
        TaskState::Done { .. } => text!("已完成", "done"),
        TaskState::DoneLate { .. } => text!("逾期完成", "done late"),
        TaskState::Standing => text!("持续", "ongoing"),
    }
}

pub fn state_id(state: TaskState) -> &'static str {
    match state {
        TaskState::Waiting => "waiting",
        TaskState::Open => "open",
        TaskState::Overdue => "overdue",
        TaskState::Missed => "missed",
        TaskState::Done { .. } => "done",
        TaskState::DoneLate { .. } => "late",
        TaskState::Standing => "standing",
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
