//! Patients whom a score is not for, as far as the chart or the answers tell (extended specification, the lines "Not for"): said beside
//! the result, with the reason. Nothing is taken away by it: the score stands, and its reader decides. Called for a calculator; under
//! 18 is said of every sheet (`instruments::UNDER_18`).

use super::cell::CellValue;
use super::chart::{Chart, FactValue, Setting, Sex};
use super::finding::Finding;
use super::instruments::named;
use super::sheet::Sheet;
use super::source::{Mark, Mark::D};
use crate::text::{Text, text};

/// What of a patient makes a score the wrong one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MisfitGround {
    /// Pregnant or up to six weeks after delivery.
    Pregnant,
    /// An operation this stay, or a surgical patient.
    Operated,
    /// Admitted: the score is for patients who are not.
    InPatient,
    /// An out-patient: the score is for patients who are admitted.
    OutPatient,
    /// A man.
    Man,
}

#[derive(Debug)]
pub struct Misfit {
    pub id: &'static str,
    pub ground: MisfitGround,
    pub instruments: &'static [&'static str],
    pub text: Text,
    pub marks: &'static [Mark],
}

const SCOPE: &[Mark] = &[D(text!("适用范围", "the scope"))];

#[rustfmt::skip]
pub static MISFITS: &[Misfit] = &[
    Misfit { id: "pregnant", ground: MisfitGround::Pregnant, marks: SCOPE,
        instruments: &["nhs_dh", "improve_vte", "improve_dd", "wells_dvt", "wells_pe", "wells_pe_simplified", "geneva", "geneva_simplified", "perc", "d_dimer_age", "peged", "pesi", "spesi", "bova"],
        text: text!("患者妊娠或在产后6周内：本工具不适用于此类患者，结果不可作为依据。血栓风险请用RCOG 37a；疑似VTE请走疑似VTE流程。", "Pregnant, or within 6 weeks of delivery: this instrument is not for her, do not rely on the result. The risk of a clot: RCOG 37a; a suspected VTE: the pathway of suspicion.") },
    Misfit { id: "operated", ground: MisfitGround::Operated, marks: SCOPE, instruments: &["improve_vte", "improve_dd"],
        text: text!("外科患者或本次住院有手术：本评分不适用。", "A surgical patient, or an operation this stay: this score is not for them.") },
    Misfit { id: "in_patient", ground: MisfitGround::InPatient, marks: SCOPE, instruments: &["perc", "khorana"],
        text: text!("住院患者：本工具不适用。", "An in-patient: this instrument is not for them.") },
    Misfit { id: "out_patient", ground: MisfitGround::OutPatient, marks: SCOPE, instruments: &["improve_vte", "improve_dd"],
        text: text!("门诊患者：本评分不适用。", "An out-patient: this score is not for them.") },
    Misfit { id: "man", ground: MisfitGround::Man, marks: SCOPE, instruments: &["rcog_37a"],
        text: text!("患者性别为男：产科评分不适用，请核对患者或性别。", "The patient is a man: the obstetric score is not for him. Check the patient, or the sex.") },
];

/// The rows that hold of this patient and this sheet, in their order.
pub fn misfits(chart: &Chart, sheet: &Sheet) -> Vec<&'static Misfit> {
    let holds = |row: &&Misfit| row.instruments.contains(&sheet.instrument.id) && is_so(row.ground, chart, sheet);
    MISFITS.iter().filter(holds).collect()
}

fn is_so(ground: MisfitGround, chart: &Chart, sheet: &Sheet) -> bool {
    match ground {
        MisfitGround::Pregnant => is_pregnant(chart, sheet),
        MisfitGround::Operated => chart.setting == Some(Setting::Surgical) || chart.operations().next().is_some(),
        MisfitGround::InPatient => chart.admitted_at.is_some() && !chart.outpatient,
        MisfitGround::OutPatient => chart.outpatient,
        MisfitGround::Man => chart.sex() == Some(Sex::Male),
    }
}

/// The ward is obstetric, a fact of the host says so, or an item of the form itself.
fn is_pregnant(chart: &Chart, sheet: &Sheet) -> bool {
    let asked = ["pregnancy_or_6w_postpartum"].into_iter().filter_map(|id| sheet.instrument.index(id));
    let said = asked.filter_map(|index| sheet.cells.get(index)).any(|cell| cell.value == CellValue::Yes);
    let told = chart.asserted().any(|(_, fact)| match fact.value {
        FactValue::Finding { instrument, item, present: true } => {
            let of = named(instrument).and_then(|of| Some(&of.items[of.index(item)?]));
            of.is_some_and(|item| item.finding == Some(Finding::PregnancyOrPostpartum))
        }
        FactValue::Contraindication { id: "CI_PREGNANCY", said } => said.value == Some(true),
        _ => false,
    });
    said || told || chart.setting == Some(Setting::Obstetric)
}
