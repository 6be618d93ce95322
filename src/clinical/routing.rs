//! Which instrument is due for this patient, and why. The reason is shown; it can be switched with a reason.

use super::chart::{Chart, Setting};
use super::instrument::Instrument;
use super::instruments::{self, CAPRINI};
use super::profile::Profile;
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug)]
pub enum InstrumentRoute {
    To {
        instrument: &'static Instrument,
        why: Text,
    },
    /// The host did not say surgical or medical and no operation is known: a person must.
    Ask,
    /// The instrument that is due is only calculated, and nothing is signed with it (`instruments::SCORED`); another one would be
    /// wrong.
    Calculated {
        id: &'static str,
        why: Text,
    },
}

/// Routes by chart and profile (CN machine-prevention consensus, rec. 1: operated -> Caprini, otherwise -> Padua;
/// by operation rather than by ward: D). Obstetric -> RCOG 37a, out-patients without an operation -> Khorana, which is for those with
/// cancer only, and says so (extended specification §3 and §4).
pub fn route(chart: &Chart, profile: &Profile) -> InstrumentRoute {
    let operated = chart.operations().next().is_some();
    match (operated, chart.setting) {
        (true, Some(Setting::Medical)) => InstrumentRoute::To {
            instrument: &CAPRINI,
            why: text!("内科患者，但本次住院已行或拟行手术，故用 Caprini", "Medical patient, but with an operation this stay: Caprini"),
        },
        (_, Some(Setting::Obstetric)) => {
            InstrumentRoute::Calculated { id: "rcog_37a", why: text!("产科患者，故用 RCOG 37a", "Obstetric patient: RCOG 37a") }
        }
        (true, _) => InstrumentRoute::To {
            instrument: &CAPRINI,
            why: text!("本次住院已行或拟行手术，故用 Caprini", "An operation this stay, done or planned: Caprini"),
        },
        (false, Some(Setting::Surgical)) => {
            InstrumentRoute::To { instrument: &CAPRINI, why: text!("外科患者，故用 Caprini", "Surgical patient: Caprini") }
        }
        (false, _) if chart.outpatient => InstrumentRoute::Calculated {
            id: "khorana",
            why: text!("门诊患者：肿瘤患者化疗前用 Khorana", "Out-patient: with cancer, before chemotherapy, Khorana"),
        },
        (false, Some(Setting::Medical)) if profile.medical_instrument.id == "caprini" => InstrumentRoute::To {
            instrument: &CAPRINI,
            why: text!("内科患者；本院设定内科也用 Caprini", "Medical patient; local setting: Caprini for medical patients too"),
        },
        (false, Some(Setting::Medical)) if chart.awaits_operation() => InstrumentRoute::To {
            instrument: &instruments::PADUA,
            why: text!(
                "内科患者，故用 Padua；HIS提示有手术，确认后改用 Caprini",
                "Medical patient: Padua. The host suggests an operation: once confirmed, Caprini"
            ),
        },
        (false, Some(Setting::Medical)) => InstrumentRoute::To {
            instrument: &instruments::PADUA,
            why: text!("内科患者、本次住院无手术，故用 Padua", "Medical patient without an operation this stay: Padua"),
        },
        (false, None) => InstrumentRoute::Ask,
    }
}
