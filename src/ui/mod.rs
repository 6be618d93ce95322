//! The form: renders a `Screen` and reports `Intent`s, and knows nothing else of the world. It computes no score, reads
//! no clock and stores nothing; `web` mounts it, and the bins never reach in here otherwise.
//!
//! One component holds the surface; a row or a group of the form is one more each, so that a tick draws one row again.
//! Events are read at the surface from the stable `data-*` hooks (`hand`).
//!
//! `form` is the score. In the second part of the program: `prevention` is the page of the decision, `standing` what holds of a
//! signed patient, `suspicion` the form behind the red button, `channel` the green channel under it, `calculator` an instrument on its own, `suggested` what waits for a yes or no beside the items;
//! `plan_words` is how the plan in force reads. `ward` are the pages of the tablet. `pen` and `parts` draw, `wall` is the clock
//! that times are drawn by; `words` are those of the form, `tasks` those of what is due. `lesson` is the page around a form that is
//! drilled, in a bundle of its own.

mod calculator;
mod channel;
mod form;
mod hand;
pub mod lesson;
pub mod office;
mod parts;
mod pen;
mod plan_words;
mod prevention;
mod standing;
mod suggested;
mod suspicion;
mod tasks;
mod wall;
pub mod ward;
mod words;

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use web_sys::{Element, Event};
use yew::{AppHandle, AttrValue, Component, Context, Html, Properties};

use crate::clinical::instrument::Instrument;
use crate::clinical::quantity::counted;

use crate::session::screen::{Chrome, Intent, Screen, ScreenSource, Stage};
use form::rows::Rows;
use form::unit::units;
use form::{signed, stages};
use hand::Move;
use pen::{Pen, draw};
use words::words;

/// Draws the screen of `desk` into `root` and keeps it so until the handle is destroyed.
pub fn mount(root: Element, desk: Rc<dyn ScreenSource>) -> AppHandle<Root> {
    yew::Renderer::<Root>::with_root_and_props(root.clone(), RootProps { desk, root }).render()
}

#[derive(Clone, Properties)]
pub struct RootProps {
    pub desk: Rc<dyn ScreenSource>,
    /// The element that is drawn into; carries state, theme and language for the style sheet and the host.
    pub root: Element,
}

impl PartialEq for RootProps {
    fn eq(&self, other: &RootProps) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

pub enum FormMessage {
    Redraw,
    /// The rows catch up with the score.
    Settle,
    Announce,
    Switching(bool),
    /// "None of the rest" was pressed: for ten seconds it can be taken back; then no more.
    Denied,
    Kept,
}

/// How long "none of the rest" can be taken back. Counted by a timer of the page: a clock that is set does not shorten it.
const UNDO_MS: u32 = 10_000;
const UNDO: &str = "[data-action=undo]";

pub struct Root {
    screen: Rc<Screen>,
    /// What the rows show: after a tick the score is drawn at once and the rows a task later, because a person looks at
    /// the score and the browser has drawn the tick itself.
    rows: Rows,
    catching_up: Option<Timeout>,
    /// A tick is being answered.
    ticked: Rc<Cell<bool>>,
    /// The reason for switching the instrument is being asked.
    switching: bool,
    /// While "none of the rest" can be taken back.
    denied: Option<Timeout>,
    announcement: Announcement,
    /// A person has just pressed what leads elsewhere: the focus follows.
    leading: Rc<Cell<bool>>,
    /// An item was opened or given back by a button that is gone now: the focus stays with the item.
    follow: Rc<Cell<Option<usize>>>,
    /// The same of the card of a suggestion, by its key.
    follow_card: Rc<Cell<Option<String>>>,
    /// "None of the rest" was pressed or taken back: the focus goes on to the button that undoes it, or back.
    undo: Rc<Cell<bool>>,
    shown: Option<Shown>,
    /// State, theme and language as the element that we are drawn into carries them.
    marked: [&'static str; 3],
    /// Dropped with us: nothing is heard after.
    _hands: [EventListener; 4],
}

/// What the live region says, half a second after the score has come to rest.
#[derive(Default)]
struct Announcement {
    text: AttrValue,
    /// What would be said now; a change of it starts the wait.
    due: AttrValue,
    wait: Option<Timeout>,
}

/// What stood on the screen last, to see what moved the focus.
struct Shown {
    stage: std::mem::Discriminant<Stage>,
    focus: u32,
    asks_reset: bool,
    switching: bool,
    /// On the prevention screen: the list is signed, and when a decision was made.
    screened: bool,
    /// How often the focus was to go to another part of the plan.
    turn: Option<u32>,
    /// The word to telephone (1), and what there is of a suspicion.
    suspects: u8,
}

impl Component for Root {
    type Message = FormMessage;
    type Properties = RootProps;

    fn create(ctx: &Context<Root>) -> Root {
        let desk = &ctx.props().desk;
        let link = ctx.link().clone();
        desk.subscribe(Rc::new(move || link.send_message(FormMessage::Redraw)));
        let screen = desk.screen();
        let (leading, follow, follow_card, undo, ticked) = (Rc::default(), Rc::default(), Rc::default(), Rc::default(), Rc::default());
        let mut root = Root {
            _hands: listen(ctx, &leading, &follow, &follow_card, &undo, &ticked),
            rows: Rows { screen: Rc::clone(&screen), units: Rc::default() },
            screen,
            catching_up: None,
            ticked,
            switching: false,
            denied: None,
            announcement: Announcement::default(),
            leading,
            follow,
            follow_card,
            undo,
            shown: None,
            marked: [""; 3],
        };
        root.settle();
        root.announcement.due = root.result();
        root
    }

    fn update(&mut self, ctx: &Context<Root>, message: FormMessage) -> bool {
        match message {
            FormMessage::Redraw => {
                let before = std::mem::replace(&mut self.screen, ctx.props().desk.screen());
                self.say_settled(&before);
                if self.ticked.replace(false) && same_form(&before, &self.screen) {
                    let link = ctx.link().clone();
                    self.catching_up.get_or_insert_with(|| Timeout::new(0, move || link.send_message(FormMessage::Settle)));
                } else {
                    self.settle();
                    self.announce(ctx);
                }
            }
            FormMessage::Settle => {
                self.settle();
                self.announce(ctx);
            }
            FormMessage::Announce => {
                self.announcement.wait = None;
                self.announcement.text = self.announcement.due.clone();
            }
            FormMessage::Switching(switching) => self.switching = switching,
            FormMessage::Denied => {
                let link = ctx.link().clone();
                self.denied = Some(Timeout::new(UNDO_MS, move || link.send_message(FormMessage::Kept)));
            }
            FormMessage::Kept => {
                // The button goes; whoever stands on it goes on to what comes next.
                let RootProps { desk, root } = ctx.props();
                hand::focus(root, ".denied:focus-within ~ button");
                self.denied = None;
                desk.intend(Intent::KeepDenied(true));
            }
        }
        true
    }

    fn view(&self, _: &Context<Root>) -> Html {
        let screen = &self.screen;
        wall::by_the_clock_of(screen);
        draw(|pen| {
            pen.tag("div", "surface", |pen| {
                pen.is("part", "root");
                pen.is("lang", screen.lang.tag());
                pen.is("data-state", screen.state.id());
                pen.is("data-theme", screen.theme.id());
                pen.is("data-chrome", chrome_id(screen.chrome));
                pen.still("head", screen, false, form::head::same, form::head::view);
                pen.still("notices", screen, false, form::notices::same, form::notices::view);
                pen.tag("div", "stage", |pen| {
                    // Another stage or instrument is another element: nothing typed in one is left standing in the next.
                    pen.key(scene(screen));
                    self.stage(pen);
                });
                pen.tag("p", "unseen", |pen| {
                    pen.is("role", "status");
                    pen.written(self.announcement.text.clone());
                });
            });
        })
    }

    fn rendered(&mut self, ctx: &Context<Root>, _: bool) {
        self.mark(&ctx.props().root);
        self.move_focus(&ctx.props().root);
    }

    fn destroy(&mut self, ctx: &Context<Root>) {
        ctx.props().desk.subscribe(Rc::new(|| {}));
    }
}

impl Root {
    fn stage(&self, pen: &mut Pen) {
        let screen = &self.screen;
        // Above whatever else is worked on, which stays where it is.
        pen.when(screen.suspicion.is_some(), |pen| suspicion::view(pen, screen));
        pen.when(!screen.suggested.is_empty(), |pen| suggested::view(pen, screen));
        match screen.stage {
            Stage::Form if screen.calculator.is_some() => calculator::view(pen, screen),
            Stage::Form => {
                pen.when(screen.holds.is_some(), |pen| pen.still("holds", screen, false, standing::same, standing::beside));
                pen.still("why", screen, self.switching, form::head::same_why, form::head::why);
                signed::delivery(pen, screen, words(screen.lang));
                form::view(pen, screen, &self.rows);
            }
            Stage::Signed if screen.holds.is_some() => standing::view(pen, screen),
            Stage::Signed => signed::view(pen, screen),
            Stage::Prevention => prevention::view(pen, screen),
            _ => stages::view(pen, screen),
        }
    }

    /// Lets the rows show what is on the screen, and works out what changes seldom.
    fn settle(&mut self) {
        self.catching_up = None;
        let before = std::mem::replace(&mut self.rows.screen, Rc::clone(&self.screen));
        let Some(form) = &self.screen.form else { return };
        let new_form = self.rows.units.is_empty() || !same_form(&before, &self.screen);
        if new_form {
            self.rows.units = Rc::new(units(form.instrument));
            self.switching = false;
        }
    }

    /// What the live region says of the result: the score once it is exact, the band once it is known.
    fn result(&self) -> AttrValue {
        let Some(form) = self.screen.form.as_ref().filter(|_| self.screen.stage == Stage::Form) else { return AttrValue::default() };
        if self.screen.calculator.is_some() {
            return calculator::heard(&self.screen);
        }
        let (words, tally) = (words(self.screen.lang), &form.sheet.tally);
        let band = parts::band_word(form.instrument, tally, words, self.screen.lang);
        if tally.is_exact() { [&parts::points(tally.floor), words.points, words.separator, &band].concat().into() } else { band }
    }

    fn announce(&mut self, ctx: &Context<Root>) {
        let result = self.result();
        if result != self.announcement.due {
            let link = ctx.link().clone();
            self.announcement.due = result;
            self.announcement.wait = Some(Timeout::new(600, move || link.send_message(FormMessage::Announce)));
        }
    }

    /// A card was settled: which, and how many wait still.
    fn say_settled(&mut self, before: &Screen) {
        let waited = |key: &str| before.suggested.iter().any(|of| of.key == key && of.settled.is_none());
        if let Some(of) = self.screen.suggested.iter().find(|of| of.settled.is_some() && waited(&of.key)) {
            let items = self.screen.form.as_ref().map_or(0, |form| form.sheet.unconfirmed().len());
            let [start, end] = &of.heard;
            self.announcement.text = [start, &*counted(self.screen.waiting() + items), end].concat().into();
        }
    }

    /// The element that we are drawn into carries what the style sheet and hosts read.
    fn mark(&mut self, root: &Element) {
        let now = [self.screen.state.id(), self.screen.theme.id(), self.screen.lang.tag()];
        for ((name, value), before) in ["data-state", "data-theme", "lang"].into_iter().zip(now).zip(self.marked) {
            if value != before {
                let _ = root.set_attribute(name, value);
            }
        }
        self.marked = now;
    }

    fn move_focus(&mut self, surface: &Element) {
        let screen = &*self.screen;
        let now = Shown {
            stage: std::mem::discriminant(&screen.stage),
            focus: screen.focus.map_or(0, |(count, _)| count),
            asks_reset: screen.asks_reset,
            switching: self.switching,
            screened: screen.prevention.as_ref().is_some_and(|view| view.screened),
            turn: screen.prevention.as_ref().map(|view| view.turn),
            suspects: screen.suspects,
        };
        let before = self.shown.replace(now);
        let Some(before) = before else { return };
        let now = self.shown.as_ref().expect("just put there");
        let refused = screen.form.as_ref().is_some_and(|form| form.tried && !form.blockers.is_empty());
        if now.asks_reset && !before.asks_reset {
            hand::focus(surface, "[data-ask]");
        } else if now.switching && !before.switching {
            hand::focus(surface, "[data-switch-reason]");
        } else if self.leading.get() && refused {
            self.leading.set(false);
            hand::focus(surface, "[data-errors]");
        } else if self.leading.get() && screen.refused.is_some() {
            self.leading.set(false);
            hand::focus(surface, "[data-refused]");
        } else if self.leading.get() && now.suspects != before.suspects && now.suspects > 0 {
            // The form may still follow; then the focus goes on there.
            hand::focus(surface, "[data-suspected]");
        } else if self.leading.get() && now.stage != before.stage {
            self.leading.set(false);
            hand::focus(
                surface,
                match screen.stage {
                    Stage::Form => "[data-reason],[data-item]:not(:disabled)",
                    _ => ".signed,.ask,.title",
                },
            );
        } else if self.leading.get() && now.turn != before.turn {
            self.leading.set(false);
            hand::focus(surface, "[data-here]");
        } else if self.leading.get() && now.screened && !before.screened {
            // The plan may still follow by itself; then the focus goes on there.
            hand::focus(surface, ".signed");
        } else if self.undo.take() {
            let _ = hand::focus(surface, UNDO) || hand::focus(surface, "[data-action=none-of-the-rest]");
        } else if let Some(fact) = self.follow_card.take() {
            hand::focus_card(surface, &fact);
        } else if let Some(item) = self.follow.take().and_then(|item| screen.asked()?.instrument.items.get(item)) {
            hand::focus(surface, &hand::selector(item.id));
        } else if now.focus != before.focus
            && let Some((_, id)) = screen.focus
        {
            // Asked for in one form and drawn in the next: nothing to go to.
            hand::focus(surface, &hand::selector(id));
        }
    }
}

/// One listener of a kind on the element that is drawn into. Yew's own delegation walks the path of every event and keeps
/// a register of all that listens; this does not (measured: 0.1 ms of a tick).
fn listen(
    ctx: &Context<Root>,
    leading: &Rc<Cell<bool>>,
    follow: &Rc<Cell<Option<usize>>>,
    follow_card: &Rc<Cell<Option<String>>>,
    undo: &Rc<Cell<bool>>,
    ticked: &Rc<Cell<bool>>,
) -> [EventListener; 4] {
    let RootProps { desk, root } = ctx.props();
    let on = |kind: &'static str, hand: Box<dyn FnMut(&Event)>| EventListener::new(root, kind, hand);
    let report = |read: fn(&Event, &Screen) -> Option<Intent>| {
        let (desk, ticked) = (Rc::clone(desk), Rc::clone(ticked));
        Box::new(move |event: &Event| {
            if let Some(intent) = read(event, &desk.screen()) {
                ticked.set(matches!(intent, Intent::Answer { .. } | Intent::AnswerGroup { .. }));
                desk.intend(intent);
            }
        })
    };
    let (desk, surface, link, leading, follow) = (Rc::clone(desk), root.clone(), ctx.link().clone(), Rc::clone(leading), Rc::clone(follow));
    let (follow_card, undo) = (Rc::clone(follow_card), Rc::clone(undo));
    let click = move |event: &Event| match hand::clicked(event, &desk.screen()) {
        Move::Intend(intent) => {
            let leads = leads_elsewhere(&intent);
            leading.set(leads);
            if let Intent::Override { item } | Intent::Restore { item } = intent {
                follow.set(Some(item));
            }
            if let Intent::Settle { fact, .. } = &intent {
                follow_card.set(Some(fact.clone()));
            }
            let (denied, undone) = (matches!(intent, Intent::NoneOfTheRest), matches!(intent, Intent::KeepDenied(false)));
            desk.intend(intent);
            if denied {
                link.send_message(FormMessage::Denied);
            }
            if denied || undone {
                undo.set(true);
            }
            if leads {
                // A second refusal is the same screen: looked at once more, so that the focus goes there again.
                link.send_message(FormMessage::Redraw);
            }
        }
        Move::Forget(group) => {
            let instrument: Option<&'static Instrument> = desk.screen().form.as_ref().map(|form| form.instrument);
            for item in instrument.into_iter().flat_map(|instrument| instrument.members(group)) {
                desk.intend(Intent::Answer { item, answer: None });
            }
        }
        Move::Switching(switching) => link.send_message(FormMessage::Switching(switching)),
        Move::GoTo(selector) => {
            hand::focus(&surface, &selector);
        }
        Move::Nothing => {}
    };
    [on("click", Box::new(click)), on("change", report(hand::changed)), on("input", report(hand::typed)), on("keydown", Box::new(hand::pressed))]
}

/// What stands below the notices; another one is drawn anew.
fn scene(screen: &Screen) -> &'static str {
    match (&screen.stage, &screen.form) {
        (Stage::Form, Some(form)) => form.instrument.id,
        (Stage::Signed, _) => "signed",
        (Stage::Prevention, _) => "prevention",
        _ => "other",
    }
}

/// Whether two screens hold the same form, apart from what is answered in it.
fn same_form(one: &Screen, other: &Screen) -> bool {
    let of = |screen: &Screen| screen.form.as_ref().map(|form| (form.instrument.id, form.tried));
    one.stage == other.stage && of(one) == of(other) && one.lang == other.lang
}

/// What replaces the part of the screen that was pressed, or refuses to.
fn leads_elsewhere(intent: &Intent) -> bool {
    matches!(intent, Intent::Plan(of, _) if of.leads())
        || matches!(
            intent,
            Intent::Sign
                | Intent::ClockRight
                | Intent::ToPrevention
                | Intent::ToScore
                | Intent::Authorise
                | Intent::Seal(_)
                | Intent::Rescore
                | Intent::StartAmend
                | Intent::CancelAmend
                | Intent::StartNew
                | Intent::Choose { .. }
                | Intent::ConfirmReset(_)
                | Intent::SuspectedVte
                // Of its controls only the buttons are clicked.
                | Intent::Field { .. }
        )
}

fn chrome_id(chrome: Chrome) -> &'static str {
    match chrome {
        Chrome::None => "none",
        Chrome::Compact => "compact",
        Chrome::Full => "full",
    }
}
