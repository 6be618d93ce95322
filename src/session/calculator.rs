//! An instrument on its own: the form of a score that is only calculated (`instruments::SCORED`), and of any instrument where the host
//! asks for a calculator (`mode="calculator"`), with a patient or without. What is answered and entered here lies on the desk and
//! nowhere else: nothing is signed, kept or sent, and another patient begins with an empty form.
//!
//! Stands in the second part (`scripts/split.mjs`): the desk holds it without looking inside and asks for `Later::Here`. The result is
//! that of `possible::read`, which `score()` sends too.

mod asked;
mod entered;
pub mod handed;
mod obstetric;
pub mod scoring;
#[cfg(test)]
mod tests;
mod told;

use std::rc::Rc;

use super::screen::{FormView, Intent, Mode, Rejection, Screen, Stage, Unseen};
use super::sitting::Desk;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments::{named, scored};
use crate::clinical::misfit::{Misfit, misfits};
use crate::clinical::possible::Readout;
use crate::clinical::routing::InstrumentRoute;
use crate::clinical::second;
use crate::interop::chart::Bare;
use crate::interop::scored::change as changed_now;
use crate::record::timepoint::TIMEPOINTS;
use crate::text::{Text, text};

pub use entered::EnteredField;
use obstetric::ObstetricEntered;
pub use obstetric::ObstetricView;
use scoring::{FilledFrom, Scoring};

/// What stands beside the form of a calculator; the form itself is `Screen::form`.
pub struct CalculatorView {
    pub readout: Readout,
    /// The values that the instrument asks, as they were entered.
    pub fields: Vec<EnteredField>,
    /// Whom the score is not for, and this patient is one of them.
    pub misfits: Vec<&'static Misfit>,
    /// Facts and answers cannot be beside one another: said, and nothing is taken away.
    pub conflict: Option<Rejection>,
    /// Beside RCOG 37a: the doses of the guideline, for reference.
    pub obstetric: Option<ObstetricView>,
    /// The result in both languages, to be copied.
    pub told: String,
    /// It has been copied, and nothing was answered since; or it could not be.
    pub copied: Option<bool>,
    /// What the live region says of the result.
    pub heard: String,
}

impl CalculatorView {
    /// What this screen holds of a calculator.
    pub fn of(screen: &Screen) -> Option<&CalculatorView> {
        screen.calculator.as_ref()?.0.downcast_ref()
    }
}

/// What lies on the desk of it.
struct Calculator {
    /// Which patient on the desk it is of, by number.
    of: u32,
    scoring: Scoring,
    /// Beside RCOG 37a.
    obstetric: ObstetricEntered,
    copied: Option<bool>,
}

/// Among the items that changed: a value that is none.
const VALUE: usize = usize::MAX;

/// Why this instrument, where the host named it.
const NAMED: Text = text!("由HIS或使用者选定", "Set by the host, or chosen");

/// What the desk calls for: the instrument, and why.
fn wanted(desk: &Desk) -> Option<(&'static Instrument, Text)> {
    let calculates = desk.options.mode == Mode::Calculator;
    if let Some(id) = desk.options.instrument {
        let instrument = scored(id).or_else(|| named(id).filter(|_| calculates));
        return Some((instrument?, NAMED));
    }
    let open = desk.open.as_ref().filter(|open| open.chosen.is_none() && (calculates || !open.stands.is_signed()))?;
    match open.route {
        InstrumentRoute::Calculated { id, why } => Some((scored(id)?, why)),
        InstrumentRoute::To { instrument, why } if calculates => Some((instrument, why)),
        _ => None,
    }
}

/// What bare keys of facts mean where a calculator is called for.
#[inline(never)]
pub fn governing(named: Option<&str>, route: InstrumentRoute) -> Bare {
    second::is_needed();
    let id = match (named, route) {
        (Some(id), _) | (None, InstrumentRoute::Calculated { id, .. }) => id,
        _ => return Bare::Undecided,
    };
    scored(id).map_or(Bare::Undecided, Bare::Of)
}

/// Lays the calculator that is called for on the desk, or takes it away; works it out again.
#[inline(never)]
pub fn lay(desk: &mut Desk, at: Instant) {
    second::is_needed();
    let before = desk.calculator.take().and_then(|held| held.downcast::<Calculator>().ok());
    let Some((instrument, _)) = wanted(desk) else { return };
    let fits = |held: &Calculator| held.of == desk.sittings && held.scoring.instrument() == instrument;
    let mut calculator = match before {
        Some(held) if fits(&held) => held,
        _ => Box::new(Calculator::new(instrument, desk.sittings)),
    };
    let (sheet, readout) = (Rc::clone(&calculator.scoring.work.sheet), calculator.scoring.readout.clone());
    calculator.work_out(desk, at);
    // A value that decides no item (a D-dimer) is a change all the same.
    if readout != calculator.scoring.readout {
        desk.changed.push(VALUE);
    }
    for (index, cell) in calculator.scoring.work.sheet.cells.iter().enumerate() {
        if sheet.cells.get(index).is_none_or(|before| before.value != cell.value) {
            desk.changed.push(index);
        }
    }
    desk.calculator = Some(calculator);
}

/// A tap on its form; false where the tap is of something else.
#[inline(never)]
pub fn intend(desk: &mut Desk, intent: &Intent, at: Instant) -> bool {
    second::is_needed();
    let of_form = matches!(
        intent,
        Intent::Answer { .. }
            | Intent::AnswerGroup { .. }
            | Intent::Note { .. }
            | Intent::Confirm { .. }
            | Intent::Override { .. }
            | Intent::Restore { .. }
            | Intent::NoneOfTheRest
            | Intent::KeepDenied(_)
    );
    let Some(calculator) = held(desk).filter(|_| of_form) else { return false };
    match intent {
        Intent::KeepDenied(true) => calculator.scoring.work.denied = Rc::default(),
        Intent::NoneOfTheRest => calculator.scoring.deny_the_rest(),
        intent => calculator.scoring.work.intend(intent),
    }
    calculator.copied = None;
    desk.refused = None;
    desk.rework(at);
    true
}

/// What was told of it by a field: a value (`value.` and the id of a quantity), its unit (`unit.`), or what is to be done.
pub fn tell(desk: &mut Desk, field: &str, value: &str) {
    let locked = desk.is_locked();
    let Some(calculator) = held(desk) else { return };
    match field {
        "copied" => calculator.copied = Some(value == "true"),
        _ if locked => return,
        "clear" => *calculator = Calculator::new(calculator.scoring.instrument(), calculator.of),
        field if field.starts_with("dose.") => calculator.obstetric.tell(&field["dose.".len()..], value),
        field => {
            calculator.scoring.entered.tell(field, value);
            calculator.copied = None;
        }
    }
    desk.rework(desk.now);
}

/// `vte-change` of it: as `score()` gives it, with the items that changed.
#[inline(never)]
pub fn change(desk: &Desk, changed: &[usize]) -> String {
    second::is_needed();
    let held: Option<&Calculator> = desk.calculator.as_ref().and_then(|held| held.downcast_ref());
    let items: Vec<usize> = changed.iter().copied().filter(|index| *index != VALUE).collect();
    held.map_or_else(String::new, |calculator| changed_now(&calculator.scoring.work.sheet, &calculator.scoring.readout, &items))
}

/// Puts it on the screen, in the place of a form.
#[inline(never)]
pub fn show(desk: &Desk, screen: &mut Screen) {
    second::is_needed();
    let held: Option<&Calculator> = desk.calculator.as_ref().and_then(|held| held.downcast_ref());
    let Some((calculator, (instrument, why))) = held.zip(wanted(desk)) else { return };
    let Scoring { work, entered, chart, readout, conflict } = &calculator.scoring;
    let lang = desk.options.lang;
    screen.stage = Stage::Form;
    screen.form = Some(FormView {
        instrument,
        why,
        switched: false,
        alternative: None,
        sheet: Rc::clone(&work.sheet),
        answers: Rc::clone(&work.answers),
        evidence: Rc::clone(&work.evidence),
        opened: Rc::clone(&work.opened),
        timepoint: &TIMEPOINTS[0],
        blockers: Rc::default(),
        tried: false,
        amending: None,
        restored: false,
        denied: Rc::clone(&work.denied),
    });
    screen.prevention = None;
    screen.calculator = Some(Unseen(Rc::new(CalculatorView {
        readout: readout.clone(),
        fields: entered.fields(instrument, desk.open.as_ref().map(|open| &open.chart), desk.now, lang),
        misfits: misfits(chart, &work.sheet),
        conflict: conflict.as_ref().map(|rejected| Rejection {
            id: String::new(),
            code: rejected.code,
            path: rejected.path.clone(),
            zh: rejected.message.zh.clone(),
            en: rejected.message.en.clone(),
        }),
        obstetric: (instrument.id == "rcog_37a").then(|| calculator.obstetric.view(desk.user.as_ref().map(|user| user.role))),
        told: told::both(instrument, &work.sheet, readout, entered, lang),
        copied: calculator.copied,
        heard: told::result(instrument, readout, lang),
    })));
}

fn held(desk: &mut Desk) -> Option<&mut Calculator> {
    desk.calculator.as_mut()?.downcast_mut()
}

impl Calculator {
    fn new(instrument: &'static Instrument, of: u32) -> Calculator {
        Calculator { of, scoring: Scoring::new(instrument), obstetric: ObstetricEntered::default(), copied: None }
    }

    fn work_out(&mut self, desk: &Desk, at: Instant) {
        let chart = desk.open.as_ref().map(|open| open.chart.clone()).unwrap_or_default();
        let (lang, fresh_hours) = (desk.options.lang, desk.profile.fresh_hours);
        self.scoring.work_out(FilledFrom { chart: &chart, dated: desk.open.is_some(), at, lang, fresh_hours });
    }
}
