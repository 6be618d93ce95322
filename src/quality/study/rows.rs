//! Typed rows whose counts equal the printed ones, as far as one set of stays can: invented stays, marked by their facility. Counts
//! that contradict each other cannot all be met; which were given up is said in `docs/reports/study.md`.

use super::published::{PrintedGroup, PrintedSite, SITES};
use crate::quality::episode::{EpisodeRow, FactKind, NONE_WORD, Precision, SettledRow, SettledStay, Stretch, UNKNOWN_WORD};

const DAY: i64 = 86_400;

/// What the rows of one group are made to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedCounts {
    pub all: u64,
    pub assessed: u64,
    pub at_risk: u64,
    pub bleeding: u64,
    pub bleeding_high: u64,
    pub device: u64,
    pub drug: u64,
    pub vte: u64,
}

impl TypedCounts {
    /// From the printed numerators. The denominators of lines 4 and 6 follow from them, whatever is printed.
    pub fn of(site: &PrintedSite, group: &PrintedGroup) -> TypedCounts {
        let numerator = |line: usize| if group.id == "og" { site.lines[line].og[0] } else { site.lines[line].cg[0] };
        TypedCounts {
            all: group.all,
            assessed: numerator(0),
            bleeding: numerator(1),
            device: numerator(2),
            drug: numerator(3),
            at_risk: numerator(4),
            bleeding_high: numerator(5),
            vte: numerator(6),
        }
    }
}

/// The stays of one group, in an order that a seed decides: of seven coprime strides each fact falls on other stays.
pub fn stays<'a>(site: &'a PrintedSite, group: &'a PrintedGroup) -> impl Iterator<Item = SettledStay> + 'a {
    let counts = TypedCounts::of(site, group);
    (0..group.all).map(move |number| stay(site, group, &counts, number))
}

fn groups() -> impl Iterator<Item = (&'static PrintedSite, &'static PrintedGroup)> {
    SITES.iter().flat_map(|site| [(site, &site.cg), (site, &site.og)])
}

/// How many stays the study has, both sites and both years.
pub fn study_stays() -> u64 {
    groups().map(|(_, group)| group.all).sum()
}

/// One stay of the whole study by its number, so that nobody has to hold all of them at once.
pub fn study_stay(number: u64) -> Option<SettledStay> {
    let mut left = number;
    for (site, group) in groups() {
        if left < group.all {
            return Some(stay(site, group, &TypedCounts::of(site, group), left));
        }
        left -= group.all;
    }
    None
}

fn stay(site: &PrintedSite, group: &PrintedGroup, counts: &TypedCounts, number: u64) -> SettledStay {
    let key = format!("{}-{}-{number:05}", site.id, group.id);
    // The month runs through the twelve of the group; a stay of two to ten days ends in it.
    let (year, first) = group.from;
    let step = (number % 12) as u32;
    let (year, month) = if first + step > 12 { (year + 1, first + step - 12) } else { (year, first + step) };
    let day = 11 + (number / 12 % 18) as u32;
    let discharged = seconds(year, month, day) + 2 * 3600;
    let length = 2 + (number % 9) as i64;
    let admitted = discharged - length * DAY;
    let civil = |second: i64| chrono::DateTime::from_timestamp(second + 8 * 3600, 0).map_or_else(String::new, |at| at.date_naive().to_string());
    let (admitted_day, discharged_day) = (civil(admitted), civil(discharged));
    // VTE is among the last stays, most of whom were assessed as well: the study does not say in whom it arose.
    let has_vte = number >= counts.all - counts.vte;
    let mut facts = vec![];
    let mut add = |kind: FactKind, what: &str, value: &str, after: i64| {
        facts.push(SettledRow {
            episode: key.clone(),
            kind,
            what: what.into(),
            value: value.into(),
            beside: NONE_WORD.into(),
            state: if kind == FactKind::Ordered { "firm" } else { NONE_WORD }.into(),
            at: Stretch::exactly(admitted + after),
            precision: Precision::Second,
            latest: true,
            seq: -1,
        });
    };
    if number < counts.assessed {
        let at_risk = number < counts.at_risk;
        let value = if !at_risk {
            "low"
        } else if number.is_multiple_of(3) {
            "moderate"
        } else {
            "high"
        };
        add(FactKind::Assessed, if number.is_multiple_of(2) { "caprini" } else { "padua" }, value, 3600);
    }
    if number < counts.bleeding {
        // High for bleeding from the front, so that those who get a drug, from the back, are not among them.
        add(FactKind::BleedingScreened, "cn_bleed_medical", if number < counts.bleeding_high { "high" } else { "not_high" }, 2 * 3600);
    }
    if number < counts.device {
        add(FactKind::Ordered, "ipc", "device", 3 * 3600);
    }
    if number < counts.bleeding && number >= counts.bleeding - counts.drug {
        add(FactKind::Ordered, "enoxaparin", "drug", 3 * 3600);
    }
    if has_vte {
        add(FactKind::Confirmed, "dvt", "in_hospital", DAY + 7200);
    }
    // The study counts orders and tells of no dose, operation or transfer.
    facts.extend([FactKind::Given, FactKind::Operated, FactKind::Transferred].map(|kind| SettledRow::untold(&key, kind)));
    let unknown = || UNKNOWN_WORD.to_owned();
    let department = if (number / 12).is_multiple_of(2) { "外科" } else { "内科" };
    let episode = EpisodeRow {
        episode: key.clone(),
        patient_key: unknown(),
        facility: format!("study-{}", site.id),
        tier: site.id.into(),
        dept_admission: department.into(),
        dept_assessment: department.into(),
        dept_discharge: department.into(),
        admitted: Stretch::exactly(admitted),
        admitted_precision: Precision::Second,
        admitted_month: admitted_day[..7].to_owned(),
        admitted_day,
        decided: Stretch::UNKNOWN,
        discharged: Stretch::exactly(discharged),
        discharged_precision: Precision::Second,
        discharged_month: discharged_day[..7].to_owned(),
        discharged_day,
        stay: Stretch::exactly(length * DAY),
        age: (group.age[0].round() as i64 + (number % 5) as i64 - 2).max(15),
        sex: if number < group.men { "male" } else { "female" }.into(),
        height_mm: -1,
        weight_g: -1,
        class: "inpatient".into(),
        service: "other".into(),
        icu: "no".into(),
        vte_before: "no".into(),
        leaving: "home".into(),
        flaws: NONE_WORD.into(),
    };
    SettledStay { episode, facts }
}

/// Midnight in Shanghai at the start of a day, in seconds of UTC.
fn seconds(year: i32, month: u32, day: u32) -> i64 {
    chrono::NaiveDate::from_ymd_opt(year, month, day).map_or(0, |day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() - 8 * 3600)
}
