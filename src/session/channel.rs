//! The green channel on the desk: of a suspicion that stands, what [`evaluate`](crate::clinical::pathway::evaluate) answers, as
//! the person at the screen is to see it. [`ChannelView::of`] is pure: a step, settings, a role and the moment in, plain values
//! out. Nothing of it is an order: a drug is a proposal that a physician confirms, and until one has confirmed it a nurse is
//! shown none (5.6.3).
//!
//! Stands in the second part of the program.

pub mod acts;
mod carried;
mod entered;
pub mod entering;
pub mod episode;
pub mod forms;
pub mod home;
pub mod scores;
#[cfg(test)]
mod scores_tests;
mod spoken;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use crate::clinical::chart::Instant;
use crate::clinical::pathway::clocks::{ClockOwner, PathClock};
use crate::clinical::pathway::codes::{AskItem, ChannelCode, Gate};
use crate::clinical::pathway::drugs::DrugProposal;
use crate::clinical::pathway::evaluate::{ChannelStep, PreventionNow};
use crate::clinical::pathway::gate_table::{GateRow, GateSays};
use crate::clinical::pathway::judge::FiredGate;
use crate::clinical::pathway::referral::ReferNeed;
use crate::clinical::pathway::running::RunningClock;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::state::PathState;
use crate::clinical::pathway::tiers::{Availability, Means, Tier};
use crate::record::channel::notices::EpisodeNotice;
use crate::record::role::Role;
use crate::text::Text;
pub use entered::EnteredStep;
use entering::Entering;
use forms::Forms;
use scores::ScoreView;

/// Everything that stands on the screen of one episode, in the order in which it is read.
#[derive(Clone, Debug)]
pub struct ChannelView {
    /// Above the step: the vascular surgeon, the ambulance.
    pub urgent: Vec<ChannelCode>,
    pub step: StepView,
    /// Beside the step.
    pub orders: Vec<ChannelCode>,
    pub tell_obstetrician: bool,
    pub interim: InterimView,
    pub clocks: Vec<ClockView>,
    pub here: HereView,
    /// Core prevention is paused.
    pub paused: bool,
    /// What became of the dose last.
    pub dose: Option<DoseTold>,
    pub forms: Forms,
    /// What is typed into them.
    pub entering: Entering,
    /// The lists of the scores that the drawn forms ask for.
    pub scores: Vec<ScoreView>,
    /// What was entered, the latest first.
    pub entered: Vec<EnteredStep>,
    pub role: Option<Role>,
    /// What a reader of the record is told beside it: an entry out of its order, or one that this version does not know.
    pub notices: Vec<EpisodeNotice>,
    /// A nurse proposed to take the suspicion back: a physician decides, and the clocks go on.
    pub withdrawal_proposed_at: Option<Instant>,
}

/// The latest word on a dose before the answer.
#[derive(Clone, Debug)]
pub enum DoseTold {
    /// A physician has confirmed it, and nobody has given it.
    Confirmed(EnteredStep),
    Given(EnteredStep),
    /// A physician has decided that none is given.
    NotGiven(EnteredStep),
}

impl DoseTold {
    /// Of what was entered, the latest first.
    fn of(entered: &[EnteredStep]) -> Option<DoseTold> {
        entered.iter().find_map(|entered| match entered.entry.id {
            "interim_confirmed" => Some(DoseTold::Confirmed(entered.clone())),
            "interim_given" => Some(DoseTold::Given(entered.clone())),
            "interim_not_given" => Some(DoseTold::NotGiven(entered.clone())),
            _ => None,
        })
    }
}

/// What happens next.
#[derive(Clone, Debug)]
pub struct StepView {
    pub state: PathState,
    pub code: ChannelCode,
    pub excluded_by: Option<Text>,
    /// Who does it: of the clock of the step, before anybody was late. None: nobody has anything to do.
    pub who: Option<ClockOwner>,
    pub clock: Option<ClockView>,
}

/// One clock that runs. Minutes are whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockView {
    pub clock: PathClock,
    /// Since it began.
    pub minutes: i64,
    /// From its beginning to its target.
    pub target: i64,
    /// Past the target by so many; none while it is not.
    pub overdue: Option<i64>,
    /// Who answers for it now.
    pub owner: ClockOwner,
}

impl ClockView {
    pub fn of(running: &RunningClock, now: Instant) -> ClockView {
        let whole = |span: TimeDelta| span.num_minutes().max(0);
        ClockView {
            clock: running.clock,
            minutes: whole(now - running.since),
            target: whole(running.target - running.since),
            overdue: (now > running.target).then(|| whole(now - running.target)),
            owner: running.owner,
        }
    }
}

/// What about the anticoagulant.
#[derive(Clone, Debug)]
pub enum InterimView {
    /// For whoever may not confirm a dose, until somebody has: "waits for the physician".
    Waits,
    Said(InterimSaid),
}

/// The answer with its reasons.
#[derive(Clone, Debug)]
pub struct InterimSaid {
    pub code: ChannelCode,
    /// What is asked, each once.
    pub items: Vec<AskItem>,
    /// The gates that decide, each once.
    pub gates: Vec<Gate>,
    /// The rows that decide, with until when.
    pub because: Vec<FiredGate>,
    pub until: Option<Instant>,
    pub proposal: Option<DrugProposal>,
    /// Shown beside a proposal, blocking nothing.
    pub cautions: Vec<&'static GateRow>,
}

/// What the hospital has, as far as it is asked here.
#[derive(Clone, Debug)]
pub struct HereView {
    pub tier: Tier,
    /// Nobody has said which level the hospital is.
    pub assumed: bool,
    /// What of the hospital's settings was not taken, in both languages, with its place.
    pub refused: Option<[String; 2]>,
    /// To be had now, by day only and not now, and never.
    pub has: Vec<Means>,
    pub by_day: Vec<Means>,
    pub lacks: Vec<Means>,
    pub refer: ReferNeed,
    /// On the tablet, which has the sheet of a referral; beside another host that is the hospital's own.
    pub on_tablet: bool,
}

/// Who looks, and at what beside the step.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    /// Whose rights count; none: nobody is signed in.
    pub role: Option<Role>,
    /// The latest first.
    pub entered: &'a [EnteredStep],
    pub entering: &'a Entering,
    pub now: Instant,
}

/// Shown above the step.
const URGENT: [ChannelCode; 3] = [ChannelCode::CallVascularNow, ChannelCode::ReferNow, ChannelCode::NoDrug];
/// Said beside a proposal, and of no use without one.
const OF_A_DOSE: [ChannelCode; 1] = [ChannelCode::LabsNotAwaited];

impl ChannelView {
    pub fn of(step: &ChannelStep, settings: &ChannelSettings, looking: Looking<'_>) -> ChannelView {
        let Looking { role, entered, entering, now } = looking;
        let dose = DoseTold::of(entered);
        let confirmed = matches!(dose, Some(DoseTold::Confirmed(_)));
        let sees_dose = role == Some(Role::Physician) || confirmed;
        let clocks: Vec<ClockView> = step.clocks.iter().map(|running| ClockView::of(running, now)).collect();
        let of_step = of_step(step.step).iter().find_map(|clock| clocks.iter().find(|view| view.clock == *clock).copied());
        let shown = step.orders.iter().copied().filter(|order| sees_dose || !OF_A_DOSE.contains(order));
        let (urgent, orders): (Vec<ChannelCode>, Vec<ChannelCode>) = shown.partition(|order| URGENT.contains(order));
        ChannelView {
            urgent,
            step: StepView {
                state: step.state,
                code: step.step,
                excluded_by: step.excluded_by,
                who: of_step.map(|view| view.clock).or(step.state.row().clock).map(|clock| clock.row().owner),
                clock: of_step,
            },
            orders,
            tell_obstetrician: step.tell_obstetrician,
            interim: if sees_dose { InterimView::Said(InterimSaid::of(step)) } else { InterimView::Waits },
            clocks,
            here: HereView::of(settings, step.refer, now),
            paused: step.prophylaxis == PreventionNow::Paused,
            dose,
            forms: Forms::of(step, role, entering.opened, confirmed, &|id| entered.iter().any(|done| done.entry.id == id)),
            entering: entering.clone(),
            scores: vec![],
            entered: entered.to_vec(),
            role,
            notices: vec![],
            withdrawal_proposed_at: None,
        }
    }

    /// The latest answer to a field of an entry, as it was sent.
    pub fn told(&self, entry: &str, field: &str) -> Option<&str> {
        self.entered.iter().filter(|entered| entered.entry.id == entry).find_map(|entered| entered.answer(field))
    }

    /// Nobody has answered this question yet: not asked, or not known to whoever was asked.
    pub fn is_open(&self, entry: &str, field: &str) -> bool {
        self.told(entry, field).is_none_or(|told| told == "not_told")
    }
}

impl InterimSaid {
    fn of(step: &ChannelStep) -> InterimSaid {
        let interim = &step.interim;
        let mut said = InterimSaid {
            code: interim.code,
            items: vec![],
            gates: vec![],
            // The cautions of a proposal stand beside it.
            because: interim.because.iter().filter(|fired| fired.row.says != GateSays::Caution).copied().collect(),
            until: interim.until,
            proposal: interim.proposal.filter(|_| interim.code == ChannelCode::InterimPropose),
            cautions: vec![],
        };
        for fired in &said.because {
            once(&mut said.gates, fired.row.gate);
            said.items.extend(fired.row.item.filter(|item| !said.items.contains(item)));
        }
        if said.proposal.is_some() {
            for fired in step.gates.fired.iter().filter(|fired| fired.row.says == GateSays::Caution) {
                if !said.cautions.iter().any(|row| row.id == fired.row.id) {
                    said.cautions.push(fired.row);
                }
            }
        }
        said
    }
}

fn once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

impl HereView {
    fn of(settings: &ChannelSettings, refer: ReferNeed, now: Instant) -> HereView {
        let mut here =
            HereView { tier: settings.tier, assumed: false, refused: None, has: vec![], by_day: vec![], lacks: vec![], refer, on_tablet: false };
        for means in Means::ALL {
            let list = match settings.means[means as usize] {
                _ if settings.has(means, now) => &mut here.has,
                Availability::Daytime => &mut here.by_day,
                _ => &mut here.lacks,
            };
            list.push(means);
        }
        here
    }
}

/// The clocks of a step, the first that runs first (5.6.2, 5.6.8).
fn of_step(step: ChannelCode) -> &'static [PathClock] {
    use ChannelCode as C;
    use PathClock as P;
    match step {
        C::TakeVitals | C::CheckLimb => &[P::Vitals],
        C::CallResusPert => &[P::Pert],
        C::TreatAsHighRisk | C::OtherCause | C::SeniorDecides | C::DistalDecide | C::Treat => &[P::SeniorDecision],
        C::Severity => &[P::SeverityKnown, P::SeniorDecision],
        C::AskPregnancy => &[P::Preg],
        C::DoPerc | C::Score | C::AskGestalt => &[P::Score],
        C::OrderDdimer | C::FixUnit => &[P::Ddimer],
        C::CtpaNow | C::Vq => &[P::Ctpa],
        C::UsNow | C::Us24h | C::ProximalCus => &[P::Us],
        C::RepeatUs => &[P::RepeatUs, P::RepeatUsPreg, P::RepeatUsWeekly],
        C::ReferNow => &[P::RefSent],
        C::CallPatient => &[P::CallBack],
        _ => &[],
    }
}
