//! What an indicator counts, by name, and what the name means under each choice: a closed table of static criteria.

use crate::quality::criterion::{Anchor, ColumnSays, Criterion, EVER, EpisodeColumn, FactColumn, FactTest, TimeWindow};
use crate::quality::episode::{DIAGNOSIS_WORD, FactKind};
use crate::text::{Text, text};

/// What the texts leave open, decided; the default is the first of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub latest_band: bool,
    pub nurse: bool,
    pub bleeding: BleedingWhen,
    pub latest_screen: bool,
    pub given: bool,
    pub any_onset: bool,
    pub from_decision: bool,
}

/// When a bleeding assessment counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BleedingWhen {
    #[default]
    AnyTime,
    AfterRisk,
    Within24h,
}

/// What is decided of an order and of a screen wherever they are counted: marks of the indicators that do.
pub const ORDERED_ONLY: Text = text!(
    "附条件而未开始、或开始前已撤销的医嘱不计入",
    "an order on a condition that was never begun, or withdrawn before it was begun, is not counted"
);
pub const SCREENED_IF_OPEN: Text =
    text!("出血评估已做而结果未定的，也计为已评估", "a bleeding assessment whose result is still open counts as an assessment");

/// A thing counted, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notion {
    Everybody,
    Assessed,
    AtRisk,
    BleedingAssessed,
    AtRiskLowBleeding,
    BleedingHigh,
    DeviceUsed,
    DrugUsed,
    AnyUsed,
    BothUsed,
    VteInHospital,
    HospitalAssociated,
    NotPrevented,
    Died,
    VteConfirmed,
    AssessedIn24h,
    AssessedAfterOperation,
    AssessedAfterTransfer,
    AssessedBeforeDischarge,
    AssessedIn14h,
    Operated,
    Transferred,
    IcuPatient,
    PeAfterOperation,
    DvtAfterOperation,
    ProperPrevention,
    StandardPrevention,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

const UNTOLD: &[&str] = &["unknown"];
const OPEN: &[&str] = &["open", "unknown"];

macro_rules! fact {
    ($name:ident, $kind:ident, [$($column:ident in $words:expr, maybe $maybe:expr);*], latest $latest:expr, within $within:expr) => {
        static $name: FactTest = FactTest {
            kind: FactKind::$kind,
            says: &[$(ColumnSays { column: FactColumn::$column, words: &$words, maybe: $maybe }),*],
            latest: $latest,
            within: $within,
            also: None,
        };
    };
}

/// The same test, as a criterion.
macro_rules! some {
    ($name:ident, $($test:tt)*) => {
        static $name: Criterion = some!(@ $($test)*);
    };
    (@ $kind:ident, [$($column:ident in $words:expr, maybe $maybe:expr);*], latest $latest:expr, within $within:expr) => {
        some!(@ $kind, [$($column in $words, maybe $maybe);*], latest $latest, within $within, also None)
    };
    (@ $kind:ident, [$($column:ident in $words:expr, maybe $maybe:expr);*], latest $latest:expr, within $within:expr, also $also:expr) => {
        Criterion::Some(FactTest {
            kind: FactKind::$kind,
            says: &[$(ColumnSays { column: FactColumn::$column, words: &$words, maybe: $maybe }),*],
            latest: $latest,
            within: $within,
            also: $also,
        })
    };
}

const fn after(anchor: Anchor, from: i64, to: i64) -> Option<TimeWindow> {
    Some(TimeWindow { anchor, from, to })
}

/// Not after the discharge.
const BY_DISCHARGE: Option<TimeWindow> = after(Anchor::Discharge, -EVER, 0);
/// More than 24 h after admission.
const LATE: Option<TimeWindow> = after(Anchor::Admission, DAY + 1, EVER);
const AFTER_SURGERY: Option<TimeWindow> = after(Anchor::First(&FIRST_OPERATION), 0, EVER);
const NOT_ON_ADMISSION: [&str; 2] = ["in_hospital", "not_stated"];

fact!(FIRST_RISK, Assessed, [Value in ["moderate", "high"], maybe OPEN], latest false, within None);
fact!(FIRST_NURSE_RISK, Assessed, [Beside in ["moderate", "high"], maybe OPEN], latest false, within None);
fact!(FIRST_OPERATION, Operated, [Value in ["operation"], maybe UNTOLD], latest false, within None);
fact!(FIRST_TRANSFER, Transferred, [], latest false, within None);

static EVERYBODY: Criterion = Criterion::All(&[]);
some!(ASSESSED, Assessed, [], latest false, within None);
some!(RISK, Assessed, [Value in ["moderate", "high"], maybe OPEN], latest false, within None);
some!(RISK_LATEST, Assessed, [Value in ["moderate", "high"], maybe OPEN], latest true, within None);
some!(NURSE_RISK, Assessed, [Beside in ["moderate", "high"], maybe OPEN], latest false, within None);
some!(NURSE_RISK_LATEST, Assessed, [Beside in ["moderate", "high"], maybe OPEN], latest true, within None);

some!(SCREENED, BleedingScreened, [], latest false, within None);
some!(SCREENED_AFTER, BleedingScreened, [], latest false, within after(Anchor::First(&FIRST_RISK), 0, EVER));
some!(SCREENED_24H, BleedingScreened, [], latest false, within after(Anchor::First(&FIRST_RISK), 0, DAY));
some!(SCREENED_AFTER_NURSE, BleedingScreened, [], latest false, within after(Anchor::First(&FIRST_NURSE_RISK), 0, EVER));
some!(SCREENED_24H_NURSE, BleedingScreened, [], latest false, within after(Anchor::First(&FIRST_NURSE_RISK), 0, DAY));
some!(BLEEDING_HIGH, BleedingScreened, [Value in ["high"], maybe OPEN], latest false, within None);

// An open screen is not high, and not settled either: it is no screen "not high", and takes nothing from one.
some!(KNOWN_HIGH, BleedingScreened, [Value in ["high"], maybe UNTOLD], latest false, within None);
some!(KNOWN_LOW, BleedingScreened, [Value in ["not_high"], maybe OPEN], latest false, within None);
some!(LOW_LATEST, BleedingScreened, [Value in ["not_high"], maybe OPEN], latest true, within None);
static NONE_HIGH: Criterion = Criterion::Not(&KNOWN_HIGH);
static LOW: Criterion = Criterion::All(&[&KNOWN_LOW, &NONE_HIGH]);
static RISK_LOW: Criterion = Criterion::All(&[&RISK, &LOW]);
static RISK_LOW_LATEST: Criterion = Criterion::All(&[&RISK, &LOW_LATEST]);
static RISK_LATEST_LOW: Criterion = Criterion::All(&[&RISK_LATEST, &LOW]);
static RISK_LATEST_LOW_LATEST: Criterion = Criterion::All(&[&RISK_LATEST, &LOW_LATEST]);
static NURSE_LOW: Criterion = Criterion::All(&[&NURSE_RISK, &LOW]);
static NURSE_LOW_LATEST: Criterion = Criterion::All(&[&NURSE_RISK, &LOW_LATEST]);
static NURSE_LATEST_LOW: Criterion = Criterion::All(&[&NURSE_RISK_LATEST, &LOW]);
static NURSE_LATEST_LOW_LATEST: Criterion = Criterion::All(&[&NURSE_RISK_LATEST, &LOW_LATEST]);

// A conditional order that was never begun, and one that was withdrawn before it was begun, are listed and not counted.
some!(DEVICE, Ordered, [Value in ["device"], maybe UNTOLD; State in ["firm", "begun"], maybe UNTOLD], latest false, within None);
some!(DRUG, Ordered, [Value in ["drug"], maybe UNTOLD; State in ["firm", "begun"], maybe UNTOLD], latest false, within None);
some!(DEVICE_GIVEN, Given, [Value in ["device"], maybe UNTOLD], latest false, within None);
some!(DRUG_GIVEN, Given, [Value in ["drug"], maybe UNTOLD], latest false, within None);
static ANY: Criterion = Criterion::Any(&[&DRUG, &DEVICE]);
static ANY_GIVEN: Criterion = Criterion::Any(&[&DRUG_GIVEN, &DEVICE_GIVEN]);
static BOTH: Criterion = Criterion::All(&[&DRUG, &DEVICE]);
static BOTH_GIVEN: Criterion = Criterion::All(&[&DRUG_GIVEN, &DEVICE_GIVEN]);

// A clot belongs to the stay until its end, and to the ninety days after it only where that is asked for. A discharge diagnosis has no
// time of its own and is of the stay.
some!(CONFIRMED_BY_DISCHARGE, Confirmed, [], latest false, within BY_DISCHARGE);
some!(DISCHARGE_DIAGNOSIS, Confirmed, [State in [DIAGNOSIS_WORD], maybe UNTOLD], latest false, within None);
static CONFIRMED: Criterion = Criterion::Any(&[&DISCHARGE_DIAGNOSIS, &CONFIRMED_BY_DISCHARGE]);
some!(AROSE_HERE, Confirmed, [Value in ["in_hospital"], maybe UNTOLD], latest false, within None);
some!(CONFIRMED_LATE, Confirmed, [Value in ["not_stated"], maybe UNTOLD], latest false, within LATE, also BY_DISCHARGE);
some!(CONFIRMED_LATE_TO_90, Confirmed, [Value in ["not_stated"], maybe UNTOLD], latest false, within LATE, also after(Anchor::Discharge, -EVER, 90 * DAY));
some!(CONFIRMED_AFTER, Confirmed, [Value in NOT_ON_ADMISSION, maybe UNTOLD], latest false, within after(Anchor::Discharge, 1, 90 * DAY));
static VTE: Criterion = Criterion::Any(&[&AROSE_HERE, &CONFIRMED_LATE]);
static ASSOCIATED: Criterion = Criterion::Any(&[&AROSE_HERE, &CONFIRMED_LATE_TO_90, &CONFIRMED_AFTER]);
static DIED: Criterion = Criterion::Is(EpisodeColumn::Leaving, &["died"]);

some!(IN_24H, Assessed, [], latest false, within after(Anchor::Admission, -EVER, DAY));
some!(IN_14H, Assessed, [], latest false, within after(Anchor::Admission, -EVER, 14 * HOUR));
some!(IN_14H_OF_DECISION, Assessed, [], latest false, within after(Anchor::Decision, -EVER, 14 * HOUR));
some!(AFTER_OPERATION, Assessed, [], latest false, within after(Anchor::First(&FIRST_OPERATION), 0, DAY));
some!(AFTER_TRANSFER, Assessed, [], latest false, within after(Anchor::First(&FIRST_TRANSFER), 0, DAY));
some!(BEFORE_DISCHARGE, Assessed, [], latest false, within after(Anchor::Discharge, -DAY, 0));
some!(OPERATED, Operated, [Value in ["operation"], maybe UNTOLD], latest false, within None);
some!(TRANSFERRED, Transferred, [], latest false, within None);
some!(PE_AFTER, Confirmed, [What in ["pe", "dvt_pe"], maybe UNTOLD; Value in NOT_ON_ADMISSION, maybe UNTOLD], latest false, within AFTER_SURGERY, also BY_DISCHARGE);
some!(DVT_AFTER, Confirmed, [What in ["dvt", "dvt_pe"], maybe UNTOLD; Value in NOT_ON_ADMISSION, maybe UNTOLD], latest false, within AFTER_SURGERY, also BY_DISCHARGE);

static IN_ICU: Criterion = Criterion::Is(EpisodeColumn::Icu, &["yes"]);
static OF_ICU: Criterion = Criterion::Is(EpisodeColumn::Service, &["icu"]);
static ICU: Criterion = Criterion::Any(&[&IN_ICU, &OF_ICU]);

// What counts as appropriate (core specification 7.1, a rule of ours): VTE and bleeding assessed, and a drug or a device begun within
// 24 h of the first moderate or high result; a drug of an operation, within 24 h of its end.
some!(BEGUN_24H, Given, [Value in ["drug", "device"], maybe UNTOLD], latest false, within after(Anchor::First(&FIRST_RISK), 0, DAY));
some!(DRUG_AFTER_OPERATION, Given, [Value in ["drug"], maybe UNTOLD], latest false, within after(Anchor::First(&FIRST_OPERATION), 0, DAY));
static BEGUN: Criterion = Criterion::Any(&[&BEGUN_24H, &DRUG_AFTER_OPERATION]);
static PROPER: Criterion = Criterion::All(&[&ASSESSED, &SCREENED, &BEGUN]);
static NOT_PROPER: Criterion = Criterion::Not(&PROPER);
static STANDARD: Criterion = Criterion::All(&[&RISK, &PROPER]);

impl Notion {
    /// The criterion that it stands for.
    pub fn meaning(self, choices: &Choices) -> &'static Criterion {
        let Choices { latest_band, nurse, latest_screen, given, any_onset, from_decision, .. } = *choices;
        match self {
            Notion::Everybody => &EVERYBODY,
            Notion::Assessed => &ASSESSED,
            Notion::AtRisk => match (nurse, latest_band) {
                (false, false) => &RISK,
                (false, true) => &RISK_LATEST,
                (true, false) => &NURSE_RISK,
                (true, true) => &NURSE_RISK_LATEST,
            },
            Notion::BleedingAssessed => match (choices.bleeding, nurse) {
                (BleedingWhen::AnyTime, _) => &SCREENED,
                (BleedingWhen::AfterRisk, false) => &SCREENED_AFTER,
                (BleedingWhen::AfterRisk, true) => &SCREENED_AFTER_NURSE,
                (BleedingWhen::Within24h, false) => &SCREENED_24H,
                (BleedingWhen::Within24h, true) => &SCREENED_24H_NURSE,
            },
            Notion::AtRiskLowBleeding => match (nurse, latest_band, latest_screen) {
                (false, false, false) => &RISK_LOW,
                (false, false, true) => &RISK_LOW_LATEST,
                (false, true, false) => &RISK_LATEST_LOW,
                (false, true, true) => &RISK_LATEST_LOW_LATEST,
                (true, false, false) => &NURSE_LOW,
                (true, false, true) => &NURSE_LOW_LATEST,
                (true, true, false) => &NURSE_LATEST_LOW,
                (true, true, true) => &NURSE_LATEST_LOW_LATEST,
            },
            Notion::BleedingHigh => &BLEEDING_HIGH,
            Notion::DeviceUsed => {
                if given {
                    &DEVICE_GIVEN
                } else {
                    &DEVICE
                }
            }
            Notion::DrugUsed => {
                if given {
                    &DRUG_GIVEN
                } else {
                    &DRUG
                }
            }
            Notion::AnyUsed => {
                if given {
                    &ANY_GIVEN
                } else {
                    &ANY
                }
            }
            Notion::BothUsed => {
                if given {
                    &BOTH_GIVEN
                } else {
                    &BOTH
                }
            }
            Notion::VteInHospital => {
                if any_onset {
                    &CONFIRMED
                } else {
                    &VTE
                }
            }
            Notion::HospitalAssociated => &ASSOCIATED,
            Notion::NotPrevented => &NOT_PROPER,
            Notion::Died => &DIED,
            Notion::VteConfirmed => &CONFIRMED,
            Notion::AssessedIn24h => &IN_24H,
            Notion::AssessedAfterOperation => &AFTER_OPERATION,
            Notion::AssessedAfterTransfer => &AFTER_TRANSFER,
            Notion::AssessedBeforeDischarge => &BEFORE_DISCHARGE,
            Notion::AssessedIn14h => {
                if from_decision {
                    &IN_14H_OF_DECISION
                } else {
                    &IN_14H
                }
            }
            Notion::Operated => &OPERATED,
            Notion::Transferred => &TRANSFERRED,
            Notion::IcuPatient => &ICU,
            Notion::PeAfterOperation => &PE_AFTER,
            Notion::DvtAfterOperation => &DVT_AFTER,
            Notion::ProperPrevention => &PROPER,
            Notion::StandardPrevention => &STANDARD,
        }
    }
}
