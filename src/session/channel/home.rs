//! Under which conditions an embolism is treated at home (extended specification 5.6.4 A5, 6.3, 6.5): each is met, is not, or is not known,
//! which is never met. A physician decides; at home without one of them he says why (`record::channel::rules`).

use super::ChannelView;
use super::entering::EntryPart;
use crate::clinical::source::{Mark, Mark::D, Mark::V};
use crate::text::{Text, text};

/// One condition.
#[derive(Clone, Copy, Debug)]
pub struct HomeCondition {
    pub id: &'static str,
    pub text: Text,
    /// None: not known yet.
    pub met: Option<bool>,
    pub marks: &'static [Mark],
}

/// The three of them, as record and form say.
pub fn conditions(view: &ChannelView) -> [HomeCondition; 3] {
    let typed = |field: &str| Some(view.entering.part("disposition", field, EntryPart::Word)).filter(|said| !said.is_empty());
    let list = view.scores.iter().find(|list| list.instrument.id == "hestia");
    let hestia = list.and_then(|list| list.settled("band")).or(typed("hestia")).or(view.told("disposition", "hestia"));
    let contact = typed("next_day_contact").or(view.told("disposition", "next_day_contact"));
    [
        HomeCondition {
            id: "class",
            text: text!(
                "ESC 2019分级为低危，且已定级（中高危、高危不用Hestia；未定级者不列为出院候选）",
                "ESC 2019 class low, and final (Hestia is not for intermediate-high or high; while provisional no candidate for discharge)"
            ),
            met: view.told("severity", "class").map(|class| class == "low"),
            marks: &[D(text!("低危才问居家", "home is asked of low risk"))],
        },
        HomeCondition {
            id: "hestia",
            text: text!(
                "Hestia标准十一项均为“否”（任一项为“是”或未答：住院）",
                "All eleven Hestia criteria are no (any yes, or one not answered: in hospital)"
            ),
            met: hestia.map(|said| said == "home_possible"),
            marks: &[V("S75"), V("S76"), V("S189")],
        },
        HomeCondition {
            id: "next_day_contact",
            text: text!("本院能保证次日联系患者", "This hospital can reach the patient the next day"),
            met: contact.map(|said| said == "yes"),
            marks: &[D(text!("适用范围", "the scope"))],
        },
    ]
}
