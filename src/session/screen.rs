//! What one element shows, as plain values, and what a person can intend. The form renders a `Screen` and sends an
//! `Intent`; it never reads anything else. Values here are compared to decide what to draw again.

use std::any::Any;
use std::rc::Rc;

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::Assessed;
use crate::clinical::chart::{Instant, Limb, Said};
use crate::clinical::instrument::Instrument;
use crate::clinical::lacking::Lack;
use crate::clinical::measure::Measure;
use crate::clinical::record_questions::RecordQuestion;
use crate::clinical::sheet::Sheet;
use crate::record::encounter::Recorded;
use crate::record::in_force::InForce;
use crate::record::local::Wall;
use crate::record::measure::MeasureId;
use crate::record::refusal::Refusal;
use crate::record::role::Actor;
use crate::record::timepoint::Timepoint;
use crate::text::{Lang, Text};

/// The element's `state` property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    Loading,
    /// No patient, or a patient with nothing answered.
    Ready,
    InProgress,
    /// Everything answered; may be signed.
    Complete,
    Sending,
    Sent,
    Locked,
    Error,
}

impl State {
    pub fn id(self) -> &'static str {
        match self {
            State::Loading => "loading",
            State::Ready => "ready",
            State::InProgress => "in_progress",
            State::Complete => "complete",
            State::Sending => "sending",
            State::Sent => "sent",
            State::Locked => "locked",
            State::Error => "error",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    Live,
    Teaching,
    ReadOnly,
    /// The instrument that is named is a calculator, with a patient or without: nothing is signed or kept.
    Calculator,
}

/// How much frame the widget draws around the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Chrome {
    None,
    Compact,
    #[default]
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub fn id(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }
}

/// Who is in front of us. Shown, never stored, never logged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patient {
    pub label: Option<String>,
    pub bed: Option<String>,
    pub department: Option<String>,
    pub female: Option<bool>,
    /// Completed years now.
    pub age_years: Option<u32>,
    pub weight_kg: Option<f64>,
    pub height_cm: Option<f64>,
    /// Unrounded.
    pub bmi: Option<f64>,
    /// Only suggested, and to be confirmed: sex, age, height, weight, BMI.
    pub awaited: [bool; 5],
}

/// A fact of the chart in words for the screen, by its index in the chart: "BMI 31.2 · 11-22 08:20 · HIS".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactLine {
    /// The value with its unit, already in the screen's language ("腹腔镜 70 min", "27.3 kg/m²", "68 岁").
    pub value: String,
    pub at: Option<Instant>,
    pub source: Option<String>,
    /// Older than the item's freshness limit.
    pub stale: bool,
    /// What else has to be said of it: that its time is not known, or why another value counts.
    pub note: String,
}

/// Why an item is decided without asking, or what is suggested for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub item: usize,
    pub lines: Vec<FactLine>,
}

/// What the host only suggests and no item of the form asks. One that is settled stays in its place until the next signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// Which fact of which patient this is, whatever stands around it in the host's list.
    pub key: String,
    /// Its place in the host's list as it is now.
    pub given: usize,
    pub lines: Vec<FactLine>,
    /// Taken or turned down by a person.
    pub settled: Option<bool>,
    /// What the live region says of that, around the number that still waits.
    pub heard: [String; 2],
}

/// A fact that was not taken: which, why and what to do. Never its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    pub id: String,
    pub code: &'static str,
    pub path: String,
    pub zh: String,
    pub en: String,
}

impl Rejection {
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// How the signed event fares.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Delivery {
    /// Nothing has been signed here.
    #[default]
    Idle,
    /// Sent, no answer yet ("未得到HIS确认 / not confirmed by HIS").
    Sending {
        attempt: u32,
    },
    /// No answer or "pending"; will be sent again.
    Waiting {
        attempt: u32,
    },
    Confirmed,
    /// The host refused; its reason, if it gave one.
    Rejected {
        reason: Option<String>,
    },
    /// What lies in the outbox is not what was signed: kept, and never sent.
    Altered,
}

/// Why entries may not survive a reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageNotice {
    /// The profile says memory only.
    MemoryOnly,
    /// The browser refused (blocked, private mode).
    Blocked,
    /// It does not answer.
    Silent,
    Full,
}

/// The second part: what follows from a score, and what reads again what was kept. Loaded when somebody goes there, or when
/// something was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Later {
    #[default]
    Elsewhere,
    Coming,
    /// It did not come; what is signed and entered stays, and it can be asked for again.
    Missing,
    Here,
}

/// What stands where the form would.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// No chart yet.
    NoPatient,
    /// Surgical or medical? Nobody said.
    AskSetting,
    /// The form that is due stands in the second part, which is on its way.
    Coming,
    /// Something of this patient was kept and is being read.
    Reading,
    /// The host's data contradict one another: no score.
    Contradiction {
        zh: String,
        en: String,
    },
    Form,
    /// Signed: the result stands, with amend and a new assessment offered.
    Signed,
    /// What follows from the signed score: bleeding, contraindications, the proposal.
    Prevention,
}

/// The form of one instrument.
#[derive(Clone)]
pub struct FormView {
    pub instrument: &'static Instrument,
    /// Why this instrument, in words; and whether a person switched it.
    pub why: Text,
    pub switched: bool,
    /// The other instrument that a person may switch to (with a reason).
    pub alternative: Option<&'static Instrument>,
    pub sheet: Rc<Sheet>,
    pub answers: Rc<Answers>,
    /// One entry per item that a fact decides, suggests or disagrees with.
    pub evidence: Rc<Vec<Evidence>>,
    /// Computed items that a person opened to answer otherwise.
    pub opened: Rc<Vec<usize>>,
    pub timepoint: &'static Timepoint,
    /// What still stands in the way of a signature (shown in the error summary after a try).
    pub blockers: Rc<Vec<Refusal>>,
    /// A signature was tried and refused: show `blockers`.
    pub tried: bool,
    /// Amending the latest signed assessment: the reason so far.
    pub amending: Option<String>,
    /// Restored from a draft of this device.
    pub restored: bool,
    /// What the last "none of the rest" answered; while it stands here it can be taken back.
    pub denied: Rc<Vec<usize>>,
}

impl PartialEq for FormView {
    fn eq(&self, other: &FormView) -> bool {
        self.instrument.id == other.instrument.id
            && Rc::ptr_eq(&self.sheet, &other.sheet)
            && self.answers == other.answers
            && self.why == other.why
            && self.switched == other.switched
            && self.evidence == other.evidence
            && self.opened == other.opened
            && self.timepoint == other.timepoint
            && self.blockers == other.blockers
            && self.tried == other.tried
            && self.amending == other.amending
            && self.restored == other.restored
            && self.denied == other.denied
    }
}

/// A block that a physician sets aside: why, and that it was confirmed a second time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// The drug or device it is for.
    pub id: &'static str,
    /// What blocks it, what is not known that could, and a dose outside the label.
    pub against: Vec<String>,
    pub reason: String,
    pub confirmed: bool,
}

/// The proposal turned down: the coded reason, and its note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declining {
    pub code: Option<&'static str>,
    pub note: String,
}

/// What is done with a measure that is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Hold,
    Stop,
    Resume,
}

/// The plan in force, and what is being done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct InHand {
    pub in_force: InForce,
    /// The plan that stood here when a decision was begun.
    pub seen: Option<String>,
    /// A physician decides once more on the same score.
    pub again: bool,
    pub handling: Option<Handling>,
}

/// A hold, a stop or the end of a hold on its way: of which measure of which plan, why, and its note.
#[derive(Clone, Debug, PartialEq)]
pub struct Handling {
    pub doing: Doing,
    pub measure: MeasureId,
    /// The plan that stood on the screen when it was begun.
    pub plan: Option<String>,
    pub code: Option<&'static str>,
    pub note: String,
}

/// What a measure waits for, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The id of the measure; `score` while the score itself is open.
    pub of: &'static str,
    pub lacks: Vec<Lack>,
}

/// A question about the record that matters here, and what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub question: &'static RecordQuestion,
    pub said: Option<Option<bool>>,
    /// The results or medicines that it is about.
    pub names: Vec<String>,
}

/// What stands around the proposal: everything that follows from the assessment and the chart in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    pub waiting: Vec<Waiting>,
    pub asked: Vec<Asked>,
    /// Quantities of which more than one value is on record, or one without a time; the one that counts first.
    pub contested: Vec<Vec<FactLine>>,
    /// Rows of what the program is not for that matter here, by id.
    pub not_for: Vec<&'static str>,
    /// Why a drug or device has no place here, by its id.
    pub fates: Vec<(&'static str, String)>,
    /// Where today's rules say something else than the plan in force, in both languages.
    pub changes: Vec<(String, String)>,
}

/// Where the questions of the lists stand, by id, and what is said beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Asked on the page. Of the others those that facts decide are folded with their reason, and the rest in one fold.
    pub asked: Vec<&'static str>,
    pub decided: Vec<&'static str>,
    /// "None of the rest" leaves these alone: something points to them, or a value is missing.
    pub own: Vec<&'static str>,
    /// What was said before, what decides it, or what it lacks.
    pub notes: Vec<(&'static str, String)>,
    /// What the last "none of the rest" answered, by name; while it is named here it can be taken back.
    pub denied: Vec<&'static str>,
}

/// Bleeding, contraindications and the proposal for the latest signed assessment.
#[derive(Clone)]
pub struct PreventionView {
    pub of: Rc<Recorded>,
    pub instrument: &'static Instrument,
    /// The governing bleeding list with a person's answers.
    pub answers: Rc<Answers>,
    pub assessed: Rc<Assessed>,
    /// Answers to the contraindications and to questions.
    pub said: Rc<Vec<(&'static str, Said)>>,
    /// The names that a "no" to a question about names has settled.
    pub settled: Rc<Vec<(&'static str, String)>>,
    pub evidence: Rc<Vec<Evidence>>,
    pub opened: Rc<Vec<usize>>,
    /// The person at the screen may authorise; others read.
    pub decides: bool,
    /// The plan as it would be authorised now.
    pub drug: Option<Rc<Measure>>,
    pub device: Option<Rc<Measure>>,
    /// Which dose outside the label was chosen of the drug.
    pub dose_option: Option<usize>,
    pub details: Rc<Details>,
    pub lists: Rc<Lists>,
    pub overrides: Rc<Vec<Override>>,
    pub declining: Option<Declining>,
    /// It was practised: nobody has decided anything.
    pub practised: bool,
    /// The plan that holds, and what is being done with it. Behind a pointer that only the second part looks through.
    pub in_hand: Rc<dyn AsRef<InHand>>,
    /// A decision is wanted: then the proposal stands on the screen with what may be chosen. Else it is folded away.
    pub open: bool,
    /// The person at the screen may hold, stop and resume.
    pub handles: bool,
    /// A nurse's score that the physician at the screen may confirm.
    pub to_review: bool,
    /// Grows with everything that takes the focus to another part of the plan.
    pub turn: u32,
    /// The bleeding screen of this assessment is signed and nothing in it has changed since.
    pub screened: bool,
}

impl PreventionView {
    pub fn in_hand(&self) -> &InHand {
        (*self.in_hand).as_ref()
    }

    pub fn in_force(&self) -> &InForce {
        &self.in_hand().in_force
    }
}

impl PartialEq for PreventionView {
    fn eq(&self, other: &PreventionView) -> bool {
        Rc::ptr_eq(&self.assessed, &other.assessed)
            && self.of == other.of
            && self.answers == other.answers
            && self.said == other.said
            && self.settled == other.settled
            && self.dose_option == other.dose_option
            && self.details == other.details
            && self.lists == other.lists
            && self.evidence == other.evidence
            && self.opened == other.opened
            && (self.decides, self.screened, self.practised) == (other.decides, other.screened, other.practised)
            && self.drug == other.drug
            && self.device == other.device
            && self.overrides == other.overrides
            && self.declining == other.declining
            && Rc::ptr_eq(&self.in_hand, &other.in_hand)
            && (self.open, self.handles, self.to_review, self.turn) == (other.open, other.handles, other.to_review, other.turn)
    }
}

/// What the second part of the program made and alone looks into (`standing`, `suspicion`): the first hands it on, and what compares and drops
/// it weighs nothing there.
#[derive(Clone)]
pub struct Unseen(pub Rc<dyn Any>);

/// Another one whenever it was made again.
impl PartialEq for Unseen {
    fn eq(&self, other: &Unseen) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Everything that one element shows.
#[derive(Clone, PartialEq)]
pub struct Screen {
    /// Which patient on the desk it is of, by number.
    pub sitting: u32,
    pub lang: Lang,
    pub chrome: Chrome,
    pub mode: Mode,
    /// Nothing that is done here counts or leaves the page: taught, or by somebody who learns.
    pub practises: bool,
    /// The patient is fictional.
    pub demo: bool,
    pub theme: Theme,
    pub heading_level: u8,
    pub disabled: bool,
    pub state: State,
    pub stage: Stage,
    pub user: Option<Actor>,
    pub patient: Option<Rc<Patient>>,
    pub form: Option<FormView>,
    pub prevention: Option<PreventionView>,
    /// The form is a calculator, and what stands beside it (`calculator`).
    pub calculator: Option<Unseen>,
    /// What there is of a suspicion: nothing (0), the word to telephone until its form is there (1), or a face of it that the
    /// second part knows; where it becomes another one, the focus goes there.
    pub suspects: u8,
    pub later: Later,
    /// What the second part shows of it (`suspicion::SuspicionView`).
    pub suspicion: Option<Unseen>,
    pub rejected: Rc<Vec<Rejection>>,
    /// Waits for a yes or no of its own, or has got it since the last signature.
    pub suggested: Rc<Vec<Suggested>>,
    /// Nothing at all stands in the way of a signature.
    pub may_sign: bool,
    /// The latest signed assessment before this form (or the one just signed, at `Stage::Signed`).
    pub previous: Option<Rc<Recorded>>,
    /// What holds of a signed patient, beside `previous`.
    pub holds: Option<Unseen>,
    pub delivery: Delivery,
    /// Somebody waits for what follows from the score.
    pub awaited: Option<Later>,
    /// What was kept of this admission could not be read: what is entered now is not kept either.
    pub unread: bool,
    pub storage: Option<StorageNotice>,
    /// Something signed here lies in no store: only the host can keep it now.
    pub unkept: bool,
    /// Something that a person tried and that was refused, other than `blockers` (clock, role, host).
    pub refused: Option<Refusal>,
    /// A refused record, draft or message, in words, with its code.
    pub fault: Option<Rejection>,
    /// The host's overrides of screen words, by key.
    pub strings: Rc<Vec<(String, String)>>,
    /// The clock that every time on it is written by, and when it was worked out: another year is written with the year.
    pub wall: Wall,
    pub now: Instant,
    /// Asked by `reset()`: "discard what is entered?".
    pub asks_reset: bool,
    /// Grows with every request to move the focus to an item (`focusItem`, a refused signature).
    pub focus: Option<(u32, &'static str)>,
}

impl Screen {
    /// The sheet whose items are being asked: the score's, or the bleeding list's.
    pub fn asked(&self) -> Option<&Sheet> {
        let form = self.form.as_ref().map(|form| &*form.sheet);
        form.or(self.prevention.as_ref().map(|view| &*view.assessed.bleeding_sheet))
    }

    /// How many suggestions beside the items wait.
    pub fn waiting(&self) -> usize {
        self.suggested.iter().filter(|of| of.settled.is_none()).count()
    }
}

/// What a person intends, one tap each.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    Answer {
        item: usize,
        answer: Option<Answer>,
    },
    /// All members of a group at once: none of them, or cannot be known.
    AnswerGroup {
        group: &'static str,
        answer: Answer,
    },
    Note {
        item: usize,
        text: String,
    },
    /// Yes or no to what the host suggests.
    Confirm {
        item: usize,
        present: bool,
    },
    /// Yes or no to what the host suggests beside the items, or back to neither, by the key of the card.
    Settle {
        fact: String,
        taken: Option<bool>,
    },
    /// Opens a computed item (or its group) for an answer of one's own.
    Override {
        item: usize,
    },
    /// Closes it again: back to what the facts say.
    Restore {
        item: usize,
    },
    NoneOfTheRest,
    /// What it answered just now stays, because its time is over; or is taken back.
    KeepDenied(bool),
    /// Answers the setting question, or switches the instrument with a reason.
    Choose {
        instrument: &'static str,
        reason: String,
    },
    Timepoint(&'static str),
    Sign,
    StartAmend,
    /// What was kept could not be read: once more.
    LoadAgain,
    AmendReason(String),
    CancelAmend,
    /// A further assessment after a signed one.
    StartNew,
    RetryDelivery,
    ConfirmReset(bool),
    /// To what follows from the signed score; and back to what is signed, from there or from a further form.
    ToPrevention,
    ToScore,
    /// A contraindication or a question: yes, no, cannot be known (`Some(None)`), or back to unanswered.
    Contraindication {
        id: &'static str,
        value: Option<Option<bool>>,
    },
    Leg {
        id: &'static str,
        limb: Limb,
    },
    /// Another drug, or none; another device, or none.
    ChooseDrug(Option<&'static str>),
    ChooseDevice(Option<&'static str>),
    /// A dose outside the label that stands beside the chosen drug; `None`: the usual one.
    ChooseDose(Option<usize>),
    OverrideReason {
        id: &'static str,
        text: String,
    },
    OverrideConfirm {
        id: &'static str,
        sure: bool,
    },
    Authorise,
    /// Opens or closes the reasons for declining.
    Declining(bool),
    DeclineFor(&'static str),
    DeclineNote(String),
    /// The plan in force: changed, held, resumed, stopped.
    Plan(PlanIntent, String),
    /// Signs something of the prevention screen.
    Seal(Signing),
    /// The nurse's score, to be changed by the physician.
    Rescore,
    /// Closes `fault` or `refused`.
    Dismiss,
    /// Why to go on although the record ends ahead of this device.
    ClockReason(String),
    /// The clock of this device is right, or the reason is given: sign what was asked about.
    ClockRight,
    SuspectedVte,
    /// Of the form of a suspicion, a field and what it says, or `act` and what is to be done; of a calculator the same, its fields under
    /// `calculator.`.
    Field {
        field: String,
        value: String,
    },
}

/// What a signature on the prevention screen is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signing {
    Screen,
    Authorise,
    Decline,
    /// A measure of the plan in force: held, stopped, or gone on with.
    Handle,
    /// The nurse's score, as it stands.
    Review,
}

impl Signing {
    /// It rests on what was worked out, so it is signed only as that was shown. To hold a drug waits for nothing.
    pub fn rests_on_proposal(self) -> bool {
        !matches!(self, Signing::Handle | Signing::Review)
    }
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SignatureKind {
    Score,
    Care(Signing),
    Suspicion,
}

impl SignatureKind {
    /// A suspicion, a confirmed score and a drug that is held wait for nothing that has moved meanwhile.
    pub fn rests_on_what_was_shown(self) -> bool {
        match self {
            SignatureKind::Score => true,
            SignatureKind::Care(signing) => signing.rests_on_proposal(),
            SignatureKind::Suspicion => false,
        }
    }
}

/// What a person intends with the plan in force, with what it is of: the id of a measure, a code, the words of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanIntent {
    /// Opens what may be chosen once more, or closes it.
    Change,
    Keep,
    /// Opens the reasons of what is to be done with a measure, or closes them.
    Hold,
    Stop,
    Resume,
    Close,
    Why,
    Note,
}

impl PlanIntent {
    /// Another part of the plan is on the screen after it.
    pub fn leads(self) -> bool {
        !matches!(self, PlanIntent::Why | PlanIntent::Note)
    }
}

/// Where a screen comes from and where intents go. The form knows nothing else of the world.
pub trait ScreenSource {
    fn screen(&self) -> Rc<Screen>;
    fn intend(&self, intent: Intent);
    /// Calls `redraw` after every change of the screen; replaces an earlier subscriber.
    fn subscribe(&self, redraw: Rc<dyn Fn()>);
}
