//! Where in the matrix a patient stands: the group, the block of rows, the level.

use crate::clinical::chart::{Chart, OperationKind, Procedure};
use crate::clinical::dosing::{Joint, PatientGroup};
use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::matrix::Level::{High, Low, Moderate, VeryLow};
use crate::clinical::matrix::{Level, MatrixBlock};
use crate::clinical::sheet::Sheet;
use crate::clinical::situation::Situation;

/// Whose prophylaxis it is: orthopaedic operations first, then Caprini for whoever is operated, then the ICU, then the rest.
pub fn care(chart: &Chart, sheet: &Sheet, surgical: bool, in_icu: bool) -> PatientGroup {
    let procedure = |of: Procedure| chart.operations().any(|(_, operation)| operation.procedure == Some(of));
    let elective = chart.operations().any(|(_, operation)| operation.kind == OperationKind::ElectiveArthroplasty);
    let elective = elective || sheet.has(Finding::ElectiveArthroplasty);
    // Arthroplasty for a fracture is hip-fracture surgery, without DOAC; so is one of a joint that nobody named.
    let hip = procedure(Procedure::Tha) || elective && !procedure(Procedure::Tka);
    if procedure(Procedure::HipFracture) || hip && sheet.has(Finding::LegFracture) {
        return PatientGroup::Ortho(Joint::HipFracture);
    }
    if procedure(Procedure::Tha) {
        return PatientGroup::Ortho(Joint::Hip);
    }
    // Which joint an elective arthroplasty is on is not always said; the knee has the shorter course.
    if procedure(Procedure::Tka) || elective {
        return PatientGroup::Ortho(Joint::Knee);
    }
    match (surgical, in_icu) {
        (true, _) => PatientGroup::Surgical,
        (false, true) => PatientGroup::Intensive,
        (false, false) => PatientGroup::Medical,
    }
}

/// The level of a settled or prudent band; `None` while it is open.
fn level(situation: &Situation<'_>) -> Option<Level> {
    let (sheet, tally) = (situation.sheet, &situation.sheet.tally);
    let band = tally.band(sheet.instrument)?;
    Some(match band {
        Risk::High => High,
        Risk::Moderate => Moderate,
        Risk::Low if sheet.instrument.id == "caprini" && tally.ceiling > Points(0) => Low,
        Risk::Low if sheet.instrument.id == "caprini" => VeryLow,
        Risk::Low => Low,
    })
}

/// Block and level, as the matrix is asked. A medical patient scored with Caprini (hospital's switch) reads 5 and more as
/// Padua 4 and more, 3–4 by the S2 rows (core specification 8, row 27).
pub(super) fn place(situation: &Situation<'_>) -> (MatrixBlock, Option<Level>) {
    let level = level(situation);
    match situation.care {
        PatientGroup::Ortho(_) => (MatrixBlock::Ortho, Some(level.unwrap_or(High))),
        PatientGroup::Intensive => (MatrixBlock::Intensive, Some(level.unwrap_or(High))),
        PatientGroup::Surgical if situation.sheet.instrument.id == "caprini" => (MatrixBlock::Surgical, level),
        PatientGroup::Medical if situation.sheet.instrument.id == "caprini" && level == Some(Moderate) => (MatrixBlock::Surgical, level),
        PatientGroup::Surgical | PatientGroup::Medical => (MatrixBlock::Medical, level),
    }
}
