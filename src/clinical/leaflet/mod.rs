//! What a patient is given to read: blocks of plain words in both languages, each with its source, under headings that are
//! chosen by what the plan in force holds. No HTML, no dose, no time, no name: those come from `record::leaflet`.
//!
//! The specification says what is done and to whom it is explained (core 5.1: 健康教育、早期活动、踝泵、避免脱水、保护静脉), not in
//! which words. So almost every block is marked `D`: the wording is this program's, for the hospital to approve, and
//! every sheet says so at its foot (`blocks::FOOTER`). What the specification does hold carries its place as well.
//!
//! `blocks` says what a sheet is made of, `words` is the leaflet, `refusal` the sheet of an informed refusal, `wall_card` which rows of the green channel hang on the wall.

pub mod blocks;
pub mod refusal;
pub mod wall_card;
pub mod words;

use super::dosing::{Dose, Frequency};
use super::formulary::{Device, Drug, Set};
use super::limb::Limb;
use super::quantity::written;
use crate::text::{Lang, Text, text};
use blocks::LeafletTopic;

/// What a leaflet has to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToExplain {
    /// Drugs and devices that go on or are held.
    pub of: Set,
    /// One of the drugs is injected, one is swallowed.
    pub injected: bool,
    pub swallowed: bool,
}

impl ToExplain {
    pub const NOTHING: ToExplain = ToExplain { of: Set(0), injected: false, swallowed: false };

    pub fn add_drug(&mut self, drug: Drug, dose: Option<&Dose>) {
        self.of = self.of.union(Set::drugs([drug]));
        if is_swallowed(drug, dose) { self.swallowed = true } else { self.injected = true }
    }

    pub fn add_device(&mut self, device: Device) {
        self.of = self.of.union(Set::devices([device]));
    }

    /// The headings after what was chosen, in the order of the sheet. Moving, warning signs and whom to call are for everybody.
    pub fn topics(self) -> Vec<&'static LeafletTopic> {
        let mut topics = vec![&words::MOVING];
        let devices = [(Device::Gcs, &words::STOCKINGS), (Device::Ipc, &words::PUMP), (Device::Vfp, &words::FOOT_PUMP)];
        topics.extend(devices.into_iter().filter(|(device, _)| self.of.has_device(*device)).map(|(_, topic)| topic));
        if self.injected {
            topics.push(&words::INJECTIONS);
        }
        if self.swallowed {
            topics.push(&words::TABLETS);
        }
        if self.injected || self.swallowed {
            topics.push(&words::BLEEDING);
        }
        topics.extend([&words::WARNING, &words::CALLING]);
        topics
    }
}

/// By mouth: as the dose says, and without a dose as the drug is given.
pub fn is_swallowed(drug: Drug, dose: Option<&Dose>) -> bool {
    dose.map_or(drug.is_doac() || drug == Drug::Aspirin, |dose| dose.oral)
}

/// What a device is called at the bedside, with the letters that stand on the order.
pub fn device_name(device: Device) -> Text {
    match device {
        Device::Ipc => text!("腿部充气泵（IPC）", "Air pump for the legs (IPC)"),
        Device::Vfp => text!("脚底充气泵（VFP）", "Air pump for the foot (VFP)"),
        Device::Gcs => text!("弹力袜（GCS）", "Tight stockings (GCS)"),
    }
}

/// What a drug is, said behind its name.
pub fn drug_kind(swallowed: bool) -> Text {
    if swallowed { text!("预防血栓的药片", "a tablet against clots") } else { text!("预防血栓的针", "an injection against clots") }
}

/// What the basic measures are, in the order in which the leaflet explains them.
pub const BASIC_NAME: Text = text!("勾脚、活动、喝水", "Moving your feet, getting up, drinking");
/// Where others are asked too.
pub const ESCALATE_NAME: Text = text!("请别的医生一起看", "Another doctor will be asked too");

pub fn legs(limb: Limb) -> Text {
    match limb {
        Limb::Left => text!("左腿", "left leg"),
        Limb::Right => text!("右腿", "right leg"),
        Limb::Both => text!("两条腿", "both legs"),
    }
}

/// The dose as it was authorised, in plain words: number, unit, how often, and how it is taken. Nothing is computed.
/// To three places, as far as a syringe is marked: nothing of what was authorised is rounded away.
pub fn plain_dose(dose: &Dose, lang: Lang) -> String {
    let each = amount(dose.amount, dose.unit, lang);
    let how = match (dose.oral, lang) {
        (true, Lang::Zh) => "吃下去",
        (true, Lang::En) => "by mouth",
        (false, Lang::Zh) => "打在皮肤下面",
        (false, Lang::En) => "under the skin",
    };
    let often = often(dose.frequency).get(lang);
    let later = dose.from_day_4.map(|later| amount(later, "mL", lang));
    match lang {
        Lang::Zh => {
            let later = later.map_or(String::new(), |later| ["。手术后第4天起，每次 ", &later].concat());
            ["每次 ", &each, "，", often, "，", how, &later].concat()
        }
        Lang::En => {
            let later = later.map_or(String::new(), |later| [". From day 4 after surgery: ", &later, " each time"].concat());
            [&each, " each time, ", often, ", ", how, &later].concat()
        }
    }
}

fn amount(amount: f64, unit: &str, lang: Lang) -> String {
    let number = written(amount, 3);
    match (unit, lang) {
        ("mg", Lang::Zh) => [&number, " 毫克（mg）"].concat(),
        ("mL", Lang::Zh) => [&number, " 毫升（mL）"].concat(),
        ("IU" | "U", Lang::Zh) => [&number, " 单位（", unit, "）"].concat(),
        ("IU" | "U", Lang::En) => [&number, " units (", unit, ")"].concat(),
        (unit, _) => [&number, " ", unit].concat(),
    }
}

fn often(frequency: Frequency) -> Text {
    match frequency {
        Frequency::Daily => text!("每天1次", "once a day"),
        Frequency::Every12h => text!("每12小时1次", "every 12 hours"),
        Frequency::Every8h => text!("每8小时1次", "every 8 hours"),
        Frequency::Every8To12h => text!("每8到12小时1次", "every 8 to 12 hours"),
    }
}
