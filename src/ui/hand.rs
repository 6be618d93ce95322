//! From the hand to the desk: what a click, a tick or a keystroke on one of the stable `data-*` hooks intends. One
//! listener of a kind for the whole surface, so that forty rows carry no closures of their own.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDocument, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use crate::clinical::answers::Answer;
use crate::clinical::cell::CellValue;
use crate::clinical::chart::Limb;
use crate::clinical::contraindication;
use crate::clinical::formulary::{Device, Drug};
use crate::clinical::instrument::Group;
use crate::clinical::instruments;
use crate::clinical::record_questions;
use crate::clinical::sheet::Sheet;
use crate::record::coded;
use crate::record::timepoint;
use crate::session::screen::{Intent, Later, PlanIntent, Screen, Signing, Stage};

/// What follows from an event.
pub enum Move {
    Intend(Intent),
    /// Opens or closes the reason for switching the instrument.
    Switching(bool),
    /// Takes back what was said of a whole group.
    Forget(&'static Group),
    /// Takes the focus to what this selector finds.
    GoTo(String),
    Nothing,
}

/// A click on a button. Inputs report by `changed`: looked at first, because every tick is a click too.
pub fn clicked(event: &Event, screen: &Screen) -> Move {
    let Some(at) = target(event).filter(|at| !at.is_instance_of::<HtmlInputElement>()) else { return Move::Nothing };
    let Some(hook) = at.closest("button").ok().flatten() else { return Move::Nothing };
    if let Some(intent) = field(&hook, screen) {
        return Move::Intend(intent);
    }
    if let Some(id) = hook.get_attribute("data-instrument") {
        return choose(&id, &hook, screen);
    }
    if let Some(fact) = hook.get_attribute("data-fact") {
        let taken = match hook.get_attribute("data-action").as_deref() {
            Some("take-fact") => Some(true),
            Some("leave-fact") => Some(false),
            _ => None,
        };
        return Move::Intend(Intent::Settle { fact, taken });
    }
    if let Some(id) = hook.get_attribute("data-goto") {
        return goes_to(screen, &id).map_or(Move::Nothing, Move::GoTo);
    }
    let action = hook.get_attribute("data-action").unwrap_or_default();
    let of = hook.get_attribute("data-for");
    match (screen.asked(), of) {
        (Some(_), Some(of)) if screen.prevention.is_some() && record_questions::asked(&of).is_some() => about_ban(screen, &action, &of),
        (Some(asked), Some(of)) => about(asked, &action, &of),
        // Their buttons are drawn by the second part alone.
        _ if screen.prevention.is_some() || screen.holds.is_some() => planned(&action, &hook).map_or_else(|| at_large(&action), Move::Intend),
        _ => at_large(&action),
    }
}

/// Where a link to the first suggestion that waits beside the items leads.
pub const SUGGESTED: &str = "suggested";
const WAITING: &str = "[data-action=take-fact]:not(:disabled)";

/// After a card was settled or asked again its buttons are others: the focus stays with it, else it goes on to the next, and never
/// out of the form.
pub fn focus_card(surface: &Element, fact: &str) {
    let own = ["[data-fact=\"", fact, "\"]:not(:disabled)"].concat();
    let all = [own.as_str(), WAITING, "[data-suggested] > legend", "[data-item]:not(:disabled)"];
    let _ = all.into_iter().any(|at| focus(surface, at));
}

/// An item of the form, a row or question beside it, or the fold that says whom all this is not for.
fn goes_to(screen: &Screen, id: &str) -> Option<String> {
    let item = screen.asked().and_then(|sheet| sheet.instrument.index(id).map(|item| selector(sheet.instrument.items[item].id)));
    let row = || record_questions::asked(id).map(|id| [&selector(id), ",[data-action=confirm][data-for=\"", id, "\"]"].concat());
    let fold = || screen.prevention.as_ref().and_then(|_| leads(id)).map(str::to_owned);
    let card = || (id == SUGGESTED).then(|| ["[data-suggested] ", WAITING].concat());
    item.or_else(row).or_else(fold).or_else(card)
}

/// What else on the prevention screen is led to. Stands in the second part.
#[inline(never)]
fn leads(id: &str) -> Option<&'static str> {
    Some(match id {
        "not_for" => "[data-fold=not_for] > summary",
        "rule" => "[data-fold=rule] > summary",
        "set_aside" => "[data-override]",
        "decline" => "[data-decline],[data-why]",
        _ => return None,
    })
}

fn at_large(action: &str) -> Move {
    Move::Intend(match action {
        "sign" => Intent::Sign,
        "none-of-the-rest" => Intent::NoneOfTheRest,
        "undo" => Intent::KeepDenied(false),
        "amend" => Intent::StartAmend,
        "load-again" => Intent::LoadAgain,
        "cancel-amend" => Intent::CancelAmend,
        "new" => Intent::StartNew,
        "retry" => Intent::RetryDelivery,
        "dismiss" => Intent::Dismiss,
        "clock-right" => Intent::ClockRight,
        "suspected-vte" => Intent::SuspectedVte,
        "reset-yes" => Intent::ConfirmReset(true),
        "reset-no" => Intent::ConfirmReset(false),
        "prevention" => Intent::ToPrevention,
        "to-sign" => return Move::GoTo("[data-action=sign]".into()),
        "switch-no" => return Move::Switching(false),
        _ => return Move::Nothing,
    })
}

/// A button of the prevention screen, of a decision, or of the plan in force. Stands in the second part.
#[inline(never)]
fn planned(action: &str, hook: &Element) -> Option<Intent> {
    let plan = |intent| Intent::Plan(intent, hook.get_attribute("data-of").unwrap_or_default());
    Some(match action {
        "to-score" => Intent::ToScore,
        "authorise" => Intent::Authorise,
        "decline-open" => Intent::Declining(true),
        "decline-close" => Intent::Declining(false),
        "decline" => Intent::Seal(Signing::Decline),
        "change-plan" => plan(PlanIntent::Change),
        "keep-plan" => plan(PlanIntent::Keep),
        "hold" => plan(PlanIntent::Hold),
        "stop" => plan(PlanIntent::Stop),
        "resume" => plan(PlanIntent::Resume),
        "handle-close" => plan(PlanIntent::Close),
        "handle" => Intent::Seal(Signing::Handle),
        "confirm-score" => Intent::Seal(Signing::Review),
        "change-score" => Intent::Rescore,
        _ => return None,
    })
}

/// A field of a form that the second part draws.
#[inline(never)]
fn field(at: &Element, screen: &Screen) -> Option<Intent> {
    if screen.later == Later::Here { reported(at) } else { None }
}

/// A control of the form of a suspicion or of a calculator, by its field. Stands in the second part.
#[inline(never)]
fn reported(at: &Element) -> Option<Intent> {
    let typed = || match at.dyn_ref::<HtmlSelectElement>() {
        Some(list) => Some(list.value()),
        None => at.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value),
    };
    if let Some(of) = at.get_attribute("data-calculator") {
        let (of, value) = if of == "copy" { ("copied".to_owned(), copied(at).to_string()) } else { (of, typed().unwrap_or_default()) };
        return Some(Intent::Field { field: ["calculator.", &of].concat(), value });
    }
    let field = at.get_attribute("data-suspicion")?;
    Some(Intent::Field { field, value: typed().or_else(|| at.get_attribute("value")).unwrap_or_default() })
}

/// Copies the text beside the button; false where the browser does not. By the old command: without a secure context (plain http in
/// a hospital) there is no other.
fn copied(button: &Element) -> bool {
    let told = button.parent_element().and_then(|around| around.query_selector("[data-told]").ok().flatten());
    let Some((told, page)) = told.zip(button.owner_document()) else { return false };
    unfold(&told);
    let page: HtmlDocument = page.unchecked_into();
    told.unchecked_ref::<HtmlElement>().focus().is_ok() && page.exec_command("selectAll").is_ok() && page.exec_command("copy").unwrap_or(false)
}

/// A contraindication that something points to or that cannot be known, or a question. Stands in the second part.
#[inline(never)]
fn about_ban(screen: &Screen, action: &str, of: &str) -> Move {
    let Some(of) = record_questions::asked(of) else { return Move::Nothing };
    let said = screen.prevention.as_ref().and_then(|view| view.said.iter().rev().find(|(id, _)| *id == of)).map(|(_, said)| said.value);
    let value = match action {
        "confirm" => Some(Some(true)),
        "deny" => Some(Some(false)),
        // Pressed again: nobody has answered.
        "unknown" if said == Some(None) => None,
        "unknown" => Some(None),
        _ => return Move::Nothing,
    };
    Move::Intend(Intent::Contraindication { id: of, value })
}

fn about(sheet: &Sheet, action: &str, of: &str) -> Move {
    if let Some(group) = sheet.instrument.group(of) {
        return match action {
            // Pressed again: nobody has answered.
            "unknown" if sheet.instrument.members(group).any(|member| sheet.cells[member].value == CellValue::Unknowable) => Move::Forget(group),
            "unknown" => Move::Intend(Intent::AnswerGroup { group: group.id, answer: Answer::Unknowable }),
            _ => Move::Nothing,
        };
    }
    let Some(item) = sheet.instrument.index(of) else { return Move::Nothing };
    let cell = &sheet.cells[item];
    // Where nothing is suggested, what was signed before is: a yes.
    let suggested = cell.suggestion.is_none_or(|suggestion| suggestion.present);
    Move::Intend(match action {
        "unknown" if cell.value == CellValue::Unknowable => Intent::Answer { item, answer: None },
        "unknown" => Intent::Answer { item, answer: Some(Answer::Unknowable) },
        "confirm" => Intent::Confirm { item, present: suggested },
        "deny" => Intent::Confirm { item, present: !suggested },
        "override" => Intent::Override { item },
        "restore" => Intent::Restore { item },
        _ => return Move::Nothing,
    })
}

/// Where the setting is asked one tap answers; elsewhere a switch wants the reason that stands beside the button.
fn choose(id: &str, hook: &Element, screen: &Screen) -> Move {
    let Some(instrument) = instruments::named(id) else { return Move::Nothing };
    if screen.stage == Stage::AskSetting {
        return Move::Intend(Intent::Choose { instrument: instrument.id, reason: String::new() });
    }
    let field = hook.parent_element().and_then(|at| at.query_selector("[data-switch-reason]").ok().flatten());
    match field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        None => Move::Switching(true),
        Some(field) if field.value().trim().is_empty() => {
            let _ = field.focus();
            Move::Nothing
        }
        Some(field) => Move::Intend(Intent::Choose { instrument: instrument.id, reason: field.value() }),
    }
}

/// A tick, a radio, the timepoint.
pub fn changed(event: &Event, screen: &Screen) -> Option<Intent> {
    let at = target(event)?;
    if let Some(intent) = field(&at, screen) {
        return Some(intent);
    }
    if let Some(select) = at.dyn_ref::<HtmlSelectElement>() {
        return timepoint::named(&select.value()).map(|point| Intent::Timepoint(point.id));
    }
    let asked = screen.asked()?;
    if screen.prevention.is_some()
        && let Some(intent) = decided(&at)
    {
        return Some(intent);
    }
    if let Some(group) = at.get_attribute("data-group-none").and_then(|id| asked.instrument.group(&id)) {
        return Some(Intent::AnswerGroup { group: group.id, answer: Answer::No });
    }
    let id = at.get_attribute("data-item")?;
    let yes = at.dyn_ref::<HtmlInputElement>()?.checked();
    if let Some(id) = contraindication::id_named(&id) {
        return Some(Intent::Contraindication { id, value: Some(Some(yes)) });
    }
    let item = asked.instrument.index(&id)?;
    Some(Intent::Answer { item, answer: Some(if yes { Answer::Yes } else { Answer::No }) })
}

/// A radio or tick of the plan. Stands in the second part.
#[inline(never)]
fn decided(at: &Element) -> Option<Intent> {
    let hook = |name: &str| at.get_attribute(name);
    if let Some(id) = hook("data-drug") {
        return Some(Intent::ChooseDrug(Drug::named(&id).map(Drug::id)));
    }
    if let Some(id) = hook("data-device") {
        return Some(Intent::ChooseDevice(Device::named(&id).map(Device::id)));
    }
    if let Some(place) = hook("data-dose") {
        return Some(Intent::ChooseDose(place.parse().ok()));
    }
    if let Some(id) = hook("data-leg") {
        let limb = Limb::named(&hook("value")?)?;
        return Some(Intent::Leg { id: contraindication::id_named(&id)?, limb });
    }
    if let Some(id) = hook("data-why") {
        return Some(Intent::Plan(PlanIntent::Why, id));
    }
    if let Some(id) = hook("data-decline") {
        return coded::DECLINED.iter().find(|reason| reason.id == id).map(|reason| Intent::DeclineFor(reason.id));
    }
    let sure = at.dyn_ref::<HtmlInputElement>()?.checked();
    Some(Intent::OverrideConfirm { id: measure(&hook("data-sure")?)?, sure })
}

/// The id of a drug or device.
fn measure(id: &str) -> Option<&'static str> {
    Drug::named(id).map(Drug::id).or_else(|| Device::named(id).map(Device::id))
}

/// Words typed into a field.
pub fn typed(event: &Event, screen: &Screen) -> Option<Intent> {
    let at = target(event)?.dyn_into::<HtmlInputElement>().ok()?;
    // Every tick is an input too; only fields for text have a greatest length.
    if at.max_length() < 0 {
        return None;
    }
    if at.has_attribute("data-reason") {
        return Some(Intent::AmendReason(at.value()));
    }
    if let Some(intent) = field(&at, screen) {
        return Some(intent);
    }
    if at.has_attribute("data-clock-reason") {
        return Some(Intent::ClockReason(at.value()));
    }
    if screen.prevention.is_some()
        && let Some(intent) = explained(&at)
    {
        return Some(intent);
    }
    let item = screen.asked()?.instrument.index(&at.get_attribute("data-note")?)?;
    Some(Intent::Note { item, text: at.value() })
}

/// A reason or note of the plan. Stands in the second part.
#[inline(never)]
fn explained(at: &HtmlInputElement) -> Option<Intent> {
    let text = at.value();
    if at.has_attribute("data-decline-note") {
        return Some(Intent::DeclineNote(text));
    }
    if at.has_attribute("data-why-note") {
        return Some(Intent::Plan(PlanIntent::Note, text));
    }
    Some(Intent::OverrideReason { id: measure(&at.get_attribute("data-override")?)?, text })
}

/// What is typed into a field of ours is not a shortcut of the page around us.
pub fn pressed(event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let in_field = target(event).and_then(|at| at.dyn_into::<HtmlInputElement>().ok()).is_some_and(|field| field.type_() == "text");
    if in_field && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
        event.stop_propagation();
    }
}

/// Moves the focus inside `surface`, out of whatever is folded away; false where nothing there can take it.
pub fn focus(surface: &Element, selector: &str) -> bool {
    let found = surface.query_selector(selector).ok().flatten().and_then(|at| at.dyn_into::<HtmlElement>().ok());
    if let Some(at) = &found {
        unfold(at);
    }
    found.is_some_and(|at| at.focus().is_ok())
}

fn unfold(at: &Element) {
    let mut fold = at.closest("details").ok().flatten();
    while let Some(open) = fold {
        let _ = open.set_attribute("open", "");
        fold = open.parent_element().and_then(|outer| outer.closest("details").ok().flatten());
    }
}

/// An item's control: its input, or where facts decide it the button that opens it.
pub fn selector(id: &str) -> String {
    ["[data-item=\"", id, "\"]:not(:disabled),[data-action=override][data-for=\"", id, "\"]"].concat()
}

/// Inside our root only elements are targets.
fn target(event: &Event) -> Option<Element> {
    event.target().map(JsCast::unchecked_into)
}
