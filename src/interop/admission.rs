//! The data of an admission as the ward enters and corrects them: who lies where, since when, under which hospital number.
//! Pure: what was entered, whether it can be, what of it differs from before, and the line that each correction leaves.
//!
//! A correction never rewrites what was signed. It is a signed `amended` of the `admitted` event with its reason; what stood
//! there before and what stands there now is kept beside the chart, because no event holds a name or a birth date. Where a
//! score was signed before it, the score is worked out again and shown as such ([`recomputed`]).

use chrono::NaiveDate;

use super::correction::{Correction, Difference};
use super::json::{Value, decimal, object, written};
use super::rejected::Rejected;
use super::shape::{Place, Read as _, date, owned};
use super::ward::AdmissionRow;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::instruments;
use crate::clinical::profile::Profile;
use crate::clinical::routing::{InstrumentRoute, route};
use crate::clinical::sheet::fill;
use crate::record::assessment::Taken;
use crate::record::encounter::Encounter;
use crate::text::{Text, text};

/// What a form of an admission holds; empty where it is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdmissionDetails {
    pub label: String,
    /// The hospital's number of this patient or stay (住院号). Kept beside the chart: no event, no output holds it.
    pub number: String,
    pub bed: String,
    pub sex: String,
    /// `YYYY-MM-DD`.
    pub born: String,
    /// Completed years, where only those are known.
    pub age: Option<f64>,
    pub department: String,
    pub setting: String,
    pub at: Option<Instant>,
}

/// A field of the form: its id in the row, and its name on the screen.
#[rustfmt::skip]
pub static FIELDS: [(&str, Text); 9] = [
    ("label", text!("姓名", "Name")),
    ("number", text!("住院号", "Hospital number")),
    ("bed", text!("床号", "Bed")),
    ("sex", text!("性别", "Sex")),
    ("birthDate", text!("出生日期", "Date of birth")),
    ("age", text!("年龄", "Age")),
    ("department", text!("科室", "Department")),
    ("setting", text!("类别", "Setting")),
    ("admittedAt", text!("入院时间", "Admitted at")),
];

/// The oldest that anybody is taken to be, as for a host's `age`.
const MOST_YEARS: u32 = 130;

pub fn field_named(id: &str) -> Option<Text> {
    FIELDS.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}

impl AdmissionDetails {
    /// As the row has them.
    pub fn of(row: &AdmissionRow) -> AdmissionDetails {
        let encounter = &row.chart["encounter"];
        AdmissionDetails {
            label: row.label().into(),
            number: row.number.clone(),
            bed: row.bed().into(),
            sex: owned(&row.chart["patient"], "sex"),
            born: owned(&row.chart["patient"], "birthDate"),
            age: row.told_age().map(|(age, _)| age),
            department: row.department().into(),
            setting: owned(encounter, "setting"),
            at: encounter.time("admittedAt"),
        }
    }

    /// Without blanks at the ends. An age that the date says already is left out: the date goes on counting.
    pub fn trimmed(mut self) -> AdmissionDetails {
        for text in [&mut self.label, &mut self.number, &mut self.bed, &mut self.sex, &mut self.born, &mut self.department, &mut self.setting] {
            *text = text.trim().to_owned();
        }
        self
    }

    /// Whether this can be, on the day of `now`.
    pub fn check(&self, now: Instant) -> Result<(), AdmissionFlaw> {
        if self.label.is_empty() || self.bed.is_empty() {
            return Err(AdmissionFlaw::Unnamed);
        }
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&self.label, 64) || long(&self.bed, 32) || long(&self.number, 32) || long(&self.department, 64) {
            return Err(AdmissionFlaw::Long);
        }
        let today = now.date_naive();
        let years = match self.born.as_str() {
            "" => None,
            born => Some(years_on(date(born).ok_or(AdmissionFlaw::NoDate)?, today)?),
        };
        if self.age.is_some_and(|age| !(0.0..=f64::from(MOST_YEARS)).contains(&age)) {
            return Err(AdmissionFlaw::NoAge);
        }
        // As the core does: 67 completed years may be told as 66 or 68 by somebody who counts otherwise.
        if let (Some(years), Some(age)) = (years, self.age)
            && (age.floor() - f64::from(years)).abs() > 1.0
        {
            return Err(AdmissionFlaw::AgeAgainstDate);
        }
        if self.at.is_some_and(|at| at > now) {
            return Err(AdmissionFlaw::AdmittedAhead);
        }
        let before = |at: Instant| date(&self.born).is_some_and(|born| at.date_naive() < born);
        if self.at.is_some_and(before) { Err(AdmissionFlaw::AdmittedUnborn) } else { Ok(()) }
    }

    fn value(&self, field: &str) -> String {
        match field {
            "label" => self.label.clone(),
            "number" => self.number.clone(),
            "bed" => self.bed.clone(),
            "sex" => self.sex.clone(),
            "birthDate" => self.born.clone(),
            // A date says it better.
            "age" if self.born.is_empty() => self.age.map(|age| age.floor().to_string()).unwrap_or_default(),
            "department" => self.department.clone(),
            "setting" => self.setting.clone(),
            "admittedAt" => self.at.map(written).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// What is another in `after`, in the order of the form.
    pub fn differences(&self, after: &AdmissionDetails) -> Vec<Difference> {
        let mut all = vec![];
        for (field, _) in &FIELDS {
            let (from, to) = (self.value(field), after.value(field));
            // A field of a form has no seconds.
            let same_minute =
                *field == "admittedAt" && matches!((self.at, after.at), (Some(one), Some(other)) if (one - other).num_seconds().abs() < 60);
            if from != to && !same_minute {
                all.push(Difference { field: (*field).to_owned(), from, to });
            }
        }
        all
    }

    /// Puts them into the row. An age is a fact of the chart, told at `at` by a person.
    pub fn put_into(&self, row: &mut AdmissionRow, at: Instant, by: &str) {
        let before = AdmissionDetails::of(row);
        let differs = |field: &str| before.value(field) != self.value(field);
        row.number = self.number.clone();
        let given =
            [("patient", "label", &self.label), ("patient", "bed", &self.bed), ("patient", "sex", &self.sex), ("patient", "birthDate", &self.born)];
        for (part, name, text) in given.into_iter().chain([("encounter", "department", &self.department), ("encounter", "setting", &self.setting)]) {
            row.put(part, name, text);
        }
        if let Some(admitted) = self.at.filter(|_| before.differences(self).iter().any(|difference| difference.field == "admittedAt")) {
            row.put("encounter", "admittedAt", &written(admitted));
        }
        if differs("age") {
            let mut facts = row.chart["facts"].items().to_vec();
            facts.retain(|fact| fact.text("id") != Some("age"));
            if let Some(age) = self.age.filter(|_| self.born.is_empty()) {
                // Told of the day of the admission: a score of before the correction is worked out again with it.
                let told = self.at.unwrap_or(at);
                facts.push(object([
                    ("id", "age".into()),
                    ("value", decimal(age.floor())),
                    ("at", written(told).into()),
                    ("source", shortened(by).into()),
                ]));
            }
            row.chart.put("facts", Value::Array(facts));
        }
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(64).collect()
}

fn years_on(born: NaiveDate, today: NaiveDate) -> Result<u32, AdmissionFlaw> {
    if born > today {
        return Err(AdmissionFlaw::BornAhead);
    }
    today.years_since(born).filter(|years| *years <= MOST_YEARS).ok_or(AdmissionFlaw::NoDate)
}

/// What cannot be of an admission that somebody entered. Nothing of it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionFlaw {
    Unnamed,
    Long,
    NoDate,
    BornAhead,
    NoAge,
    AgeAgainstDate,
    AdmittedAhead,
    AdmittedUnborn,
    AdmittedAfterRecord,
    NoReason,
    Nothing,
    /// Another person has corrected it since the form was opened.
    Moved,
}

impl AdmissionFlaw {
    pub fn text(self) -> Text {
        match self {
            AdmissionFlaw::Unnamed => text!("请填写患者称呼和床号。", "Enter the patient's name and bed."),
            AdmissionFlaw::Long => text!(
                "姓名、科室最多64个字符，床号、住院号最多32个字符。",
                "Name and department have at most 64 characters, bed and hospital number 32."
            ),
            AdmissionFlaw::NoDate => {
                text!("出生日期不存在，或距今超过130年。请核对。", "There is no such date of birth, or it is more than 130 years ago. Check it.")
            }
            AdmissionFlaw::BornAhead => text!("出生日期晚于今天。请核对。", "The date of birth is after today. Check it."),
            AdmissionFlaw::NoAge => text!("年龄应在0至130岁之间。", "An age is between 0 and 130 years."),
            AdmissionFlaw::AgeAgainstDate => text!(
                "年龄与出生日期不符（相差1岁以上）。请核对；知道出生日期时不必填年龄。",
                "Age and date of birth differ by more than a year. Check them; with a date the age need not be given."
            ),
            AdmissionFlaw::AdmittedAhead => text!("入院时间晚于现在。", "The time of admission is after now."),
            AdmissionFlaw::AdmittedUnborn => text!("入院时间早于出生日期。请核对。", "The admission is before the date of birth. Check them."),
            AdmissionFlaw::AdmittedAfterRecord => text!(
                "入院时间晚于本次住院已签名的评分或事件。请核对。",
                "The time of admission is after a score or an event that was signed for this stay. Check it."
            ),
            AdmissionFlaw::NoReason => {
                text!("请填写更正理由（例如：核对身份证）。", "Give a reason for the correction (such as: identity card checked).")
            }
            AdmissionFlaw::Nothing => text!("没有改动，未保存。", "Nothing was changed; nothing is saved."),
            AdmissionFlaw::Moved => text!(
                "该患者的入院信息刚被他人更正，未保存。请返回核对后再更正。",
                "Somebody else has just corrected this admission; nothing is saved. Go back, look at it, and correct it again if need be."
            ),
        }
    }
}

/// Which fields were corrected, beside the reason of the signed event: the values are nobody's outside of the ward.
pub fn reason_with(reason: &str, of: &[Difference], zh: bool) -> String {
    let names: Vec<&str> =
        of.iter().filter_map(|difference| field_named(&difference.field)).map(|name| if zh { name.zh() } else { name.en() }).collect();
    if zh {
        [reason.trim(), "（更正：", &names.join("、"), "）"].concat()
    } else {
        [reason.trim(), " (corrected: ", &names.join(", "), ")"].concat()
    }
}

impl Correction {
    /// Puts the line of it into a row that has been corrected already. Whether a new score is called for is one question, and
    /// the latest correction that a score rests on answers it: one that puts things back takes the call of the one before away.
    pub fn put_into(self, row: &mut AdmissionRow, encounter: &Encounter, profile: &Profile) {
        let bears = self.bears_on_scores();
        row.corrections.push(self);
        if bears {
            let differs = recomputed(row, encounter, profile).is_some_and(|score| score.differs());
            row.corrections.iter_mut().for_each(|correction| correction.rescores = false);
            if let Some(last) = row.corrections.last_mut() {
                last.rescores = differs;
            }
        }
    }
}

/// Two wards were joined, and one record of the admission stands: what was corrected on the other device is not lost, and does
/// not hold. True where the row has learnt of one.
pub fn set_aside(stands: &mut AdmissionRow, other: &AdmissionRow) -> bool {
    let mut learnt = false;
    for correction in &other.corrections {
        if stands.corrections.iter().all(|held| held.event != correction.event) {
            stands.corrections.push(Correction { aside: true, ..correction.clone() });
            learnt = true;
        }
    }
    learnt
}

/// Both rows name one admission, and do not say the same of who that is.
pub fn differ_in_person(one: &AdmissionRow, other: &AdmissionRow) -> bool {
    let (one, other) = (AdmissionDetails::of(one), AdmissionDetails::of(other));
    ["label", "number", "sex", "birthDate"].iter().any(|field| one.value(field) != other.value(field))
}

/// The beds of others in the ward who have this hospital number.
pub fn beds_with<'a>(rows: impl Iterator<Item = &'a AdmissionRow>, number: &str, but: &str) -> Vec<String> {
    if number.is_empty() {
        return vec![];
    }
    let same = |row: &&AdmissionRow| row.number == number && row.context != but && row.summary.discharged_at.is_none();
    rows.filter(same).map(|row| row.bed().to_owned()).collect()
}

/// Every hospital number that two in the ward have, by their beds.
pub fn shared_numbers<'a>(rows: impl Iterator<Item = &'a AdmissionRow>) -> Vec<Vec<String>> {
    let mut by_number = std::collections::BTreeMap::<&str, Vec<String>>::new();
    for row in rows.filter(|row| !row.number.is_empty() && row.summary.discharged_at.is_none()) {
        by_number.entry(&row.number).or_default().push(row.bed().to_owned());
    }
    by_number.into_values().filter(|beds| beds.len() > 1).collect()
}

/// The score that governs, worked out again with the admission as it was corrected after it was signed.
#[derive(Clone, Debug, PartialEq)]
pub enum Recomputed {
    /// The same answers with the data as corrected: total and band, as of when it was signed.
    Score { floor: Points, ceiling: Points, band: Option<Risk>, differs: bool },
    /// Another score is due by the corrected data.
    Other(&'static Instrument),
    /// The answers contradict the corrected data, or no score of this program fits.
    None,
}

impl Recomputed {
    /// It is not what was signed.
    pub fn differs(&self) -> bool {
        !matches!(self, Recomputed::Score { differs: false, .. })
    }
}

/// Nothing where no correction after the latest score bears on it. Never changes what was signed.
pub fn recomputed(row: &AdmissionRow, encounter: &Encounter, profile: &Profile) -> Option<Recomputed> {
    let latest = encounter.latest()?;
    row.corrections.iter().find(|correction| correction.bears_on_scores() && correction.at >= latest.at)?;
    let signed = latest.governing();
    let chart = row.read(profile, latest.at);
    match route(&chart, profile) {
        InstrumentRoute::To { instrument, .. } if instrument.id != signed.instrument => return Some(Recomputed::Other(instrument)),
        InstrumentRoute::Calculated { .. } => return Some(Recomputed::None),
        _ => {}
    }
    let Some(instrument) = instruments::named(&signed.instrument) else { return Some(Recomputed::None) };
    let answers = signed.answers(instrument, Taken::ByPerson);
    let Ok(sheet) = fill(&chart, &answers, Unanswered::Unknown, latest.at) else { return Some(Recomputed::None) };
    let (floor, ceiling, band) = (sheet.tally.floor, sheet.tally.ceiling, sheet.tally.settled_band(instrument));
    let differs = (floor, ceiling, band) != (signed.floor, signed.ceiling, signed.band);
    Some(Recomputed::Score { floor, ceiling, band, differs })
}

impl From<AdmissionFlaw> for Rejected {
    fn from(flaw: AdmissionFlaw) -> Rejected {
        let text = flaw.text();
        Place::root("admission").reject("E_RANGE", text.zh(), text.en())
    }
}
