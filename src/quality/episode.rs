//! The two tables that every source becomes: one row a stay, and one row a fact that holds after the fold.
//!
//! Names of columns are those of the tables as they are written (`docs/for-hosts/schema/episode.json`, `settled.json`) and of the
//! SQL that counts them. **Unknown is a value of its own in both, never null**: the word [`UNKNOWN_WORD`] in a text, [`UNKNOWN`] in a
//! whole number, so that no engine's logic of three values decides. Times are whole seconds of UTC. What is known only to the hour or
//! to the day lies between two times, the first and the last second that it may have been; of what is exact both are the same.

/// An unknown whole number, in every column.
pub const UNKNOWN: i64 = -1;

/// An unknown text, in every column.
pub const UNKNOWN_WORD: &str = "unknown";

/// A text that does not apply: a fact without a site, a score that no nurse signed.
pub const NONE_WORD: &str = "none";

/// `state` of a fact that says only that its source tells nothing of its kind: whether there was one is not known.
pub const UNTOLD_WORD: &str = "untold";

/// `state` of a clot that a list of discharge diagnoses names: without a time, and of the stay.
pub const DIAGNOSIS_WORD: &str = "discharge_diagnosis";

/// The form of both tables that is written today. A reader leaves a newer one alone and says so.
pub const TABLES_VERSION: u64 = 1;

/// Completed years that nobody exceeds: more is a slip of a source.
pub const MOST_YEARS: u32 = 130;

/// How exactly a source gave a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Second,
    /// As the front page of a Chinese record has it: the hour, not the minute.
    Hour,
    Day,
    Unknown,
}

impl Precision {
    pub const ALL: [Precision; 4] = [Precision::Second, Precision::Hour, Precision::Day, Precision::Unknown];

    pub fn id(self) -> &'static str {
        match self {
            Precision::Second => "second",
            Precision::Hour => "hour",
            Precision::Day => "day",
            Precision::Unknown => UNKNOWN_WORD,
        }
    }

    pub fn named(id: &str) -> Option<Precision> {
        Precision::ALL.into_iter().find(|precision| precision.id() == id)
    }

    /// How many seconds after the first one the last possible one lies.
    pub fn width(self) -> i64 {
        match self {
            Precision::Second | Precision::Unknown => 0,
            Precision::Hour => 3599,
            Precision::Day => 86_399,
        }
    }
}

/// A time as far as it is known: the first and the last second that it may have been. [`UNKNOWN`] in both: not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub first: i64,
    pub last: i64,
}

impl Stretch {
    pub const UNKNOWN: Stretch = Stretch { first: UNKNOWN, last: UNKNOWN };

    pub fn exactly(second: i64) -> Stretch {
        Stretch { first: second, last: second }
    }

    pub fn is_known(self) -> bool {
        self.first != UNKNOWN
    }
}

/// One stay. Texts that are chosen from a list: `tier` tertiary, county, township, village; `sex` female, male; `class` inpatient,
/// day_surgery, emergency, outpatient; `service` neonatal, paediatric, obstetric, icu, other; `icu` and `vte_before` yes, no; `leaving`
/// home, transferred, community, against_advice, died, other; every one of them also unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeRow {
    /// The key of the stay, opaque; the same in `settled`.
    pub episode: String,
    /// Salted, and the same for every stay of one patient; unknown where stays are not linked.
    pub patient_key: String,
    pub facility: String,
    pub tier: String,
    /// Department at admission, at the first assessment, at discharge.
    pub dept_admission: String,
    pub dept_assessment: String,
    pub dept_discharge: String,
    pub admitted: Stretch,
    pub admitted_precision: Precision,
    /// Civil date `2026-01-31` and month `2026-01` in the hospital's time zone.
    pub admitted_day: String,
    pub admitted_month: String,
    /// When it was decided to admit, where that is kept apart.
    pub decided: Stretch,
    pub discharged: Stretch,
    pub discharged_precision: Precision,
    pub discharged_day: String,
    pub discharged_month: String,
    /// Seconds from admission to discharge: at least and at most.
    pub stay: Stretch,
    /// Completed years at admission.
    pub age: i64,
    pub sex: String,
    /// Millimetres and grams.
    pub height_mm: i64,
    pub weight_g: i64,
    pub class: String,
    pub service: String,
    pub icu: String,
    pub vte_before: String,
    pub leaving: String,
    /// What contradicts itself in this row, ids of [`FLAWS`] with a space between them; none.
    pub flaws: String,
}

/// What a source may have told that cannot be: the row stays, what is contradicted is unknown, and the page lists it.
#[rustfmt::skip]
pub static FLAWS: [(&str, crate::text::Text, crate::text::Text); 5] = [
    ("discharge_before_admission", text!("出院早于入院", "Discharge before admission"), text!("核对来源中的入院和出院时间", "Check both times at the source")),
    ("admission_unknown", text!("没有入院时间", "No time of admission"), text!("在来源中补上入院时间", "Give the time of admission at the source")),
    ("born_after_admission", text!("出生日期晚于入院", "Born after admission"), text!("核对出生日期", "Check the date of birth")),
    ("older_than_130", text!("按出生日期超过130岁", "Over 130 by the date of birth"), text!("核对出生日期", "Check the date of birth")),
    ("events_after_discharge", text!("出院之后仍有记录", "Events after discharge"), text!("核对出院时间；这些记录照常计入", "Check the time of discharge; these events count all the same")),
];

/// One fact of a stay that holds after the fold.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledRow {
    pub episode: String,
    pub kind: FactKind,
    /// Which of its kind: the instrument, the measure, the site of a clot, the step.
    pub what: String,
    /// What it says; see [`FactKind`].
    pub value: String,
    /// What another person held beside it: the nurse's band beside the governing one. None where there is none.
    pub beside: String,
    /// Of an order: firm, begun, conditional, withdrawn. Of a suspicion: standing, withdrawn. Of a clot:
    /// discharge_diagnosis where a list of diagnoses names it. Of any kind: untold ([`UNTOLD_WORD`]). Else none.
    pub state: String,
    pub at: Stretch,
    pub precision: Precision,
    /// Whether it is the last of its kind in the stay: `yes`, `no`.
    pub latest: bool,
    /// The event of the record that it rests on (the one that amendments name), or the line of the file; [`UNKNOWN`] where neither is.
    pub seq: i64,
}

impl SettledRow {
    /// The row that says of a stay that its source tells nothing of this kind. Without it no row would mean that there was none.
    pub fn untold(episode: &str, kind: FactKind) -> SettledRow {
        let unknown = || UNKNOWN_WORD.to_owned();
        SettledRow {
            episode: episode.to_owned(),
            kind,
            what: unknown(),
            value: unknown(),
            beside: unknown(),
            state: UNTOLD_WORD.to_owned(),
            at: Stretch::UNKNOWN,
            precision: Precision::Unknown,
            latest: true,
            seq: UNKNOWN,
        }
    }

    pub fn is_untold(&self) -> bool {
        self.state == UNTOLD_WORD
    }
}

/// Kinds of facts, with what stands in `what` and `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// `what` the instrument, `value` the governing band (low, moderate, high, open), `beside` the nurse's.
    Assessed,
    /// `what` the list, `value` high, not_high or open.
    BleedingScreened,
    /// `what` the measure, `value` basic, device, drug or escalate; `state` firm, begun, conditional or withdrawn.
    Ordered,
    /// The measure was begun. `what` and `value` as of an order.
    Given,
    /// The physician declined a plan: `value` the code.
    Declined,
    /// `value` operation, invasive or neuraxial; the time is that of its end.
    Operated,
    /// `value` the department.
    Transferred,
    Suspected,
    /// `what` the site (dvt, pe, dvt_pe, other), `value` in_hospital, on_admission or not_stated.
    Confirmed,
    ExcludedVte,
    /// `what` the step of the green channel.
    PathwayStep,
    /// `what` the state of the referral.
    Referral,
}

impl FactKind {
    pub const ALL: [FactKind; 12] = [
        FactKind::Assessed,
        FactKind::BleedingScreened,
        FactKind::Ordered,
        FactKind::Given,
        FactKind::Declined,
        FactKind::Operated,
        FactKind::Transferred,
        FactKind::Suspected,
        FactKind::Confirmed,
        FactKind::ExcludedVte,
        FactKind::PathwayStep,
        FactKind::Referral,
    ];

    /// Those that some indicator asks of: of each of them a source that tells nothing of it says so ([`SettledRow::untold`]).
    pub const ASKED: [FactKind; 7] = [
        FactKind::Assessed,
        FactKind::BleedingScreened,
        FactKind::Ordered,
        FactKind::Given,
        FactKind::Operated,
        FactKind::Transferred,
        FactKind::Confirmed,
    ];

    /// As the table has it.
    pub fn id(self) -> &'static str {
        match self {
            FactKind::Assessed => "assessed",
            FactKind::BleedingScreened => "bleeding_screened",
            FactKind::Ordered => "ordered",
            FactKind::Given => "given",
            FactKind::Declined => "declined",
            FactKind::Operated => "operated",
            FactKind::Transferred => "transferred",
            FactKind::Suspected => "vte_suspected",
            FactKind::Confirmed => "vte_confirmed",
            FactKind::ExcludedVte => "vte_excluded",
            FactKind::PathwayStep => "pathway_step",
            FactKind::Referral => "referral",
        }
    }

    pub fn named(id: &str) -> Option<FactKind> {
        FactKind::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// A stay with its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledStay {
    pub episode: EpisodeRow,
    pub facts: Vec<SettledRow>,
}

use crate::text::text;
