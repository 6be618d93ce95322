//! The ward of the device as a source: every admission on record through `quality::reduce`, with what its own row says of the stay.

use std::collections::BTreeMap;

use crate::interop::csv::stay::{ToldOfFile, patient_key};
use crate::interop::record::Record;
use crate::interop::shape::{Read as _, date};
use crate::interop::ward::AdmissionRow;
use crate::quality::episode::SettledStay;
use crate::quality::reduce::{Header, ToldMoment, reduce};
use crate::record::happening::Happening;

/// What a person says of the whole ward, because no row of it does. Not said is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToldOfWard {
    /// No neonatal and no paediatric ward.
    pub is_of_adults: bool,
    /// Where the record has no VTE that was there on admission, there was none.
    pub is_vte_noted: bool,
}

/// One admission as a stay. Its key is that of the admission, by which the ward finds its record.
pub fn stay_of(row: &AdmissionRow, record: &Record, of: &ToldOfFile, ward: ToldOfWard) -> SettledStay {
    let (patient, encounter) = (&row.chart["patient"], &row.chart["encounter"]);
    let folded = &record.encounter;
    let admitted = if folded.admitted_at().is_none() { encounter.time("admittedAt").map(ToldMoment::exactly) } else { None };
    let born = patient.text("birthDate").and_then(date);
    let onset = folded.happened(Happening::VteConfirmed).any(|(_, signed)| signed.what.detail("onset") == Some("on_admission"));
    let setting = match (row.is_obstetric(), ward.is_of_adults) {
        (true, _) => Some("obstetric"),
        (false, true) => Some("other"),
        (false, false) => None,
    };
    let header = Header {
        episode: row.context.clone(),
        patient_key: (!row.number.trim().is_empty()).then(|| patient_key(of, row.number.trim())),
        facility: Some(of.facility.clone()),
        tier: Some(of.tier.clone()),
        dept_admission: Some(row.department().to_owned()).filter(|name| !name.is_empty() && no_transfer(record)),
        admitted,
        birth_date: born,
        age: row.told_age().and_then(|(years, _)| (0.0..=130.0).contains(&years).then_some(years as u16)),
        sex: patient.text("sex").map(str::to_owned),
        // A row of the ward is an admission: only one that says otherwise is none.
        class: Some(encounter.text("class").unwrap_or("inpatient").to_owned()),
        service: setting.map(str::to_owned),
        vte_before: if onset { Some(true) } else { ward.is_vte_noted.then_some(false) },
        ..Header::default()
    };
    let seqs: BTreeMap<&str, u64> = record.events.iter().map(|sealed| (sealed.event.id.as_str(), sealed.event.seq)).collect();
    let (episode, facts) = reduce(folded, &header, &of.wall, &|id| seqs.get(id).copied());
    SettledStay { episode, facts }
}

/// The chart has the department of today; that of the admission it is only where nobody was transferred.
fn no_transfer(record: &Record) -> bool {
    record.encounter.happened(Happening::Transferred).next().is_none()
}
