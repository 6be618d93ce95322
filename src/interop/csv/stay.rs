//! From a front page to the rows that indicators count (`quality::episode`). The key of a stay is a digest: the record number stays
//! where it was read. What a front page does not say stays unknown, in a row of each kind that says so: assessments, screens, orders, doses,
//! operations, transfers, and a clot where the main diagnosis is none. That a clot arose in hospital it says by the diagnosis and 入院病情.

use sha2::{Digest as _, Sha256};

use super::dates::{CivilMoment, WrittenTo};
use super::front_page::{FrontPage, Leaving, OnAdmission};
use crate::clinical::chart::Sex;
use crate::quality::episode::{DIAGNOSIS_WORD, FactKind, MOST_YEARS, NONE_WORD, Precision, SettledRow, SettledStay, Stretch, UNKNOWN};
use crate::quality::reduce::{Header, ToldMoment, reduce};
use crate::record::encounter::Encounter;
use crate::record::local::{Wall, meant};

/// What a person says of a whole file.
#[derive(Clone)]
pub struct ToldOfFile {
    pub facility: String,
    /// tertiary, county, township, village.
    pub tier: String,
    /// Of this facility, never exported: two files of one facility give one stay one key, and nobody can go back from it to a number.
    pub salt: String,
    pub wall: Wall,
}

/// Diagnoses that are DVT or PE: I26, I80.2 and I82.8 as the issue of the front page names them, with their subdivisions.
static CLOTS: [(&str, &str); 3] = [("I26", "pe"), ("I80.2", "dvt"), ("I82.8", "dvt")];

/// The row of a stay with what the front page says of a clot. `line` is where it stands in the file.
pub fn stay(page: &FrontPage, told: &ToldOfFile, line: u64) -> SettledStay {
    let key = |parts: &[&str]| digest(&told.salt, &told.facility, parts);
    let header = Header {
        episode: key(&[&page.record, &page.stay.to_string()]),
        patient_key: Some(patient_key(told, &page.record)),
        facility: Some(told.facility.clone()),
        tier: Some(told.tier.clone()),
        dept_admission: page.admitted_to.clone(),
        dept_discharge: page.discharged_from.clone(),
        admitted: Some(instant(page.admitted, &told.wall)),
        discharged: Some(instant(page.discharged, &told.wall)),
        birth_date: page.born,
        age: page.years.filter(|years| *years <= MOST_YEARS).and_then(|years| u16::try_from(years).ok()),
        sex: page.sex.map(|sex| if sex == Sex::Male { "male" } else { "female" }.to_owned()),
        // A front page is written of inpatients; whether of a day unit it does not say.
        class: Some("inpatient".to_owned()),
        leaving: page.leaving.map(|leaving| word(leaving).to_owned()),
        ..Header::default()
    };
    let (episode, mut facts) = reduce(&Encounter::default(), &header, &told.wall, &|_| None);
    facts.iter_mut().for_each(|row| row.seq = line_of(line));
    // Other diagnoses are not read: a main one that is no clot does not say that there was none.
    if let Some(clot) = confirmed(page, &episode.episode, line) {
        facts.retain(|row| row.kind != FactKind::Confirmed);
        facts.insert(0, clot);
    }
    SettledStay { episode, facts }
}

/// The key that is the same for every stay of one record number in one facility: by it a ward's own stay finds its front page.
pub fn patient_key(told: &ToldOfFile, record: &str) -> String {
    digest(&told.salt, &told.facility, &[record])
}

/// The main diagnosis, where it is DVT or PE. Its time is not told.
fn confirmed(page: &FrontPage, episode: &str, line: u64) -> Option<SettledRow> {
    let code = page.diagnosis.as_deref()?;
    let (_, site) = CLOTS.into_iter().find(|(clot, _)| code.starts_with(clot))?;
    let onset = match page.on_admission {
        Some(OnAdmission::Absent) => "in_hospital",
        Some(OnAdmission::Present) => "on_admission",
        Some(OnAdmission::Unconfirmed | OnAdmission::Unclear) | None => "not_stated",
    };
    Some(SettledRow {
        episode: episode.to_owned(),
        kind: FactKind::Confirmed,
        what: site.to_owned(),
        value: onset.to_owned(),
        beside: NONE_WORD.to_owned(),
        state: DIAGNOSIS_WORD.to_owned(),
        at: Stretch::UNKNOWN,
        precision: Precision::Unknown,
        latest: true,
        seq: line_of(line),
    })
}

fn line_of(line: u64) -> i64 {
    i64::try_from(line).unwrap_or(UNKNOWN)
}

fn word(leaving: Leaving) -> &'static str {
    match leaving {
        Leaving::Advised => "home",
        Leaving::ToHospital => "transferred",
        Leaving::ToTownship => "community",
        Leaving::AgainstAdvice => "against_advice",
        Leaving::Died => "died",
        Leaving::Other => "other",
    }
}

/// A time of a wall clock. To the minute counts as exact: most sources write the minute at which somebody typed.
fn instant(moment: CivilMoment, wall: &Wall) -> ToldMoment {
    let precision = match moment.to {
        WrittenTo::Day => Precision::Day,
        WrittenTo::Hour => Precision::Hour,
        WrittenTo::Minute | WrittenTo::Second => Precision::Second,
    };
    ToldMoment { at: meant(moment.at, &|millis| (wall.east)(&wall.zone, millis)), precision }
}

/// 128 bits of SHA-256, each part after its length, so that no two lists of parts read the same.
fn digest(salt: &str, facility: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in [salt, facility].iter().chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::dates::{DateOrder, moment};
    use super::*;
    use crate::quality::catalogue::named;
    use crate::quality::count::{Placed, count, total};

    fn page() -> FrontPage {
        let at = |text: &str| moment(text, DateOrder::YearMonthDay).expect("a moment");
        FrontPage {
            record: "123".into(),
            stay: 1,
            sex: Some(Sex::Female),
            born: moment("2011-03-01", DateOrder::YearMonthDay).map(|born| born.at.date()),
            years: Some(40),
            admitted: at("2026-02-28 08"),
            discharged: at("2026-03-01 00"),
            admitted_to: Some("骨科".into()),
            transferred: None,
            discharged_from: None,
            diagnosis: Some("I80.207".into()),
            on_admission: Some(OnAdmission::Absent),
            leaving: Some(Leaving::ToTownship),
        }
    }

    fn told() -> ToldOfFile {
        ToldOfFile { facility: "县医院".into(), tier: "county".into(), salt: "a salt".into(), wall: Wall::default() }
    }

    #[test]
    fn an_hour_is_a_stretch_of_one_and_the_month_is_that_of_the_wall() {
        let SettledStay { episode, facts } = stay(&page(), &told(), 7);
        // 08:00 in Shanghai is midnight of UTC, and 00:00 is the day before.
        assert_eq!((episode.admitted.first, episode.admitted.last), (1_772_236_800, 1_772_240_399));
        assert_eq!((episode.discharged_month.as_str(), episode.discharged_precision.id()), ("2026-03", "hour"));
        assert_eq!((episode.stay.first, episode.stay.last), (15 * 3600 + 1, 17 * 3600 - 1));
        // The date of birth goes before the age that somebody typed: 14 years and 364 days.
        assert_eq!(
            (episode.age, episode.class.as_str(), episode.leaving.as_str(), episode.vte_before.as_str()),
            (14, "inpatient", "community", "unknown")
        );
        let clot: Vec<&SettledRow> = facts.iter().filter(|row| row.kind == FactKind::Confirmed).collect();
        assert_eq!(clot.len(), 1);
        assert_eq!(
            (clot[0].kind, clot[0].what.as_str(), clot[0].value.as_str(), clot[0].at, clot[0].seq),
            (FactKind::Confirmed, "dvt", "in_hospital", Stretch::UNKNOWN, 7)
        );
    }

    #[test]
    fn what_was_there_on_admission_or_is_no_clot_is_told_apart() {
        let facts =
            |code: Option<&str>, on_admission| stay(&FrontPage { diagnosis: code.map(str::to_owned), on_admission, ..page() }, &told(), 1).facts;
        assert_eq!(facts(Some("I26.900"), Some(OnAdmission::Present))[0].value, "on_admission");
        assert_eq!(facts(Some("I82.8"), Some(OnAdmission::Unclear))[0].value, "not_stated");
        assert_eq!(facts(Some("I26.900"), None)[0].value, "not_stated");
        for code in [Some("I80.0"), Some("I27"), None] {
            let rows = facts(code, Some(OnAdmission::Absent));
            assert!(rows.iter().all(SettledRow::is_untold) && rows.iter().any(|row| row.kind == FactKind::Confirmed), "{code:?}");
        }
    }

    /// A file of front pages says nothing of assessments: none of its stays is assessed, and none is "not assessed".
    #[test]
    fn what_a_front_page_does_not_tell_is_open_and_never_no() {
        let stays: Vec<SettledStay> =
            (0..5).map(|number| stay(&FrontPage { stay: number, diagnosis: Some("I10".into()), ..page() }, &told(), 1)).collect();
        for (id, open, outside_unknown) in [("nqt_vte_assess_rate", 5, 0), ("nqt_vte_proper_prevention_rate", 0, 5), ("rev_postop_pe", 0, 5)] {
            let counts = total(count(&named(id).expect("an indicator"), &stays).values());
            assert_eq!((counts.numerator(), counts.of(Placed::Denominator), counts.of(Placed::Outside)), (0, 0, 0), "{id}");
            assert_eq!((counts.of(Placed::Open), counts.of(Placed::OutsideUnknown)), (open, outside_unknown), "{id}");
        }
    }

    #[test]
    fn keys_link_the_stays_of_a_patient_and_lead_to_no_number() {
        let of = |record: &str, number: u32, told: &ToldOfFile| stay(&FrontPage { record: record.into(), stay: number, ..page() }, told, 1).episode;
        let (one, two) = (of("123", 1, &told()), of("123", 2, &told()));
        assert_eq!(one.patient_key, two.patient_key);
        assert_ne!(one.episode, two.episode);
        assert_ne!(of("12", 31, &told()).episode, of("123", 1, &told()).episode);
        assert_ne!(of("123", 1, &ToldOfFile { salt: "another".into(), ..told() }).episode, one.episode);
        assert!(!format!("{one:?}").contains("123"));
    }
}
