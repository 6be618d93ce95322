//! The drugs and devices that prophylaxis can be made of, by the ids they have on the wire. What each is given as stands
//! in `dosing`, when in `timing`, and when not in `contraindication`.

use super::chart::Class;
use crate::text::{Text, text};

/// A drug that the specification names; aspirin is named so that it can be refused, never proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drug {
    Enoxaparin,
    Nadroparin,
    Dalteparin,
    Ufh,
    Fondaparinux,
    Rivaroxaban,
    Apixaban,
    Dabigatran,
    Aspirin,
}

impl Drug {
    pub const ALL: [Drug; 9] = [
        Drug::Enoxaparin,
        Drug::Nadroparin,
        Drug::Dalteparin,
        Drug::Ufh,
        Drug::Fondaparinux,
        Drug::Rivaroxaban,
        Drug::Apixaban,
        Drug::Dabigatran,
        Drug::Aspirin,
    ];
    /// Dabigatran's Chinese approval for this use is not verified, and aspirin is no heparin substitute (§5.4, §8 row 22).
    pub const PROPOSABLE: [Drug; 7] =
        [Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Ufh, Drug::Fondaparinux, Drug::Rivaroxaban, Drug::Apixaban];

    pub fn id(self) -> &'static str {
        match self {
            Drug::Enoxaparin => "enoxaparin",
            Drug::Nadroparin => "nadroparin",
            Drug::Dalteparin => "dalteparin",
            Drug::Ufh => "ufh",
            Drug::Fondaparinux => "fondaparinux",
            Drug::Rivaroxaban => "rivaroxaban",
            Drug::Apixaban => "apixaban",
            Drug::Dabigatran => "dabigatran",
            Drug::Aspirin => "aspirin",
        }
    }

    pub fn named(id: &str) -> Option<Drug> {
        Drug::ALL.into_iter().find(|drug| drug.id() == id)
    }

    pub fn label(self) -> Text {
        match self {
            Drug::Enoxaparin => text!("依诺肝素", "Enoxaparin"),
            Drug::Nadroparin => text!("那屈肝素", "Nadroparin"),
            Drug::Dalteparin => text!("达肝素", "Dalteparin"),
            Drug::Ufh => text!("普通肝素", "Unfractionated heparin"),
            Drug::Fondaparinux => text!("磺达肝癸钠", "Fondaparinux"),
            Drug::Rivaroxaban => text!("利伐沙班", "Rivaroxaban"),
            Drug::Apixaban => text!("阿哌沙班", "Apixaban"),
            Drug::Dabigatran => text!("达比加群酯", "Dabigatran"),
            Drug::Aspirin => text!("阿司匹林", "Aspirin"),
        }
    }

    pub fn class(self) -> Class {
        match self {
            Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin => Class::Lmwh,
            Drug::Ufh => Class::Ufh,
            Drug::Fondaparinux => Class::Fondaparinux,
            Drug::Rivaroxaban | Drug::Apixaban | Drug::Dabigatran => Class::Doac,
            Drug::Aspirin => Class::Antiplatelet,
        }
    }

    pub fn is_doac(self) -> bool {
        self.class() == Class::Doac
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    Ipc,
    Vfp,
    Gcs,
}

impl Device {
    /// In the order of choice: intermittent compression before stockings (V:ASH19, V:GABS).
    pub const ALL: [Device; 3] = [Device::Ipc, Device::Vfp, Device::Gcs];

    pub fn id(self) -> &'static str {
        match self {
            Device::Ipc => "ipc",
            Device::Vfp => "vfp",
            Device::Gcs => "gcs",
        }
    }

    pub fn named(id: &str) -> Option<Device> {
        Device::ALL.into_iter().find(|device| device.id() == id)
    }

    pub fn label(self) -> Text {
        match self {
            Device::Ipc => text!("间歇充气加压（IPC）", "Intermittent pneumatic compression (IPC)"),
            Device::Vfp => text!("足底静脉泵（VFP）", "Venous foot pump (VFP)"),
            Device::Gcs => text!("梯度压力袜（GCS）", "Graduated compression stockings (GCS)"),
        }
    }
}

/// A set of drugs and devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set(pub u16);

impl Set {
    pub const fn drugs<const N: usize>(drugs: [Drug; N]) -> Set {
        let mut bits = 0;
        let mut index = 0;
        while index < N {
            bits |= 1 << drugs[index] as u16;
            index += 1;
        }
        Set(bits)
    }

    pub const fn devices<const N: usize>(devices: [Device; N]) -> Set {
        let mut bits = 0;
        let mut index = 0;
        while index < N {
            bits |= 1 << (devices[index] as u16 + 9);
            index += 1;
        }
        Set(bits)
    }

    pub fn has_drug(self, drug: Drug) -> bool {
        self.0 & 1 << drug as u16 != 0
    }

    pub fn has_device(self, device: Device) -> bool {
        self.0 & 1 << (device as u16 + 9) != 0
    }

    pub fn union(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }

    /// Everything of `other` is in it.
    pub fn covers(self, other: Set) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn without(self, other: Set) -> Set {
        Set(self.0 & !other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The wire ids of its members.
    pub fn ids(self) -> Vec<&'static str> {
        let drugs = Drug::ALL.into_iter().filter(|drug| self.has_drug(*drug)).map(Drug::id);
        drugs.chain(Device::ALL.into_iter().filter(|device| self.has_device(*device)).map(Device::id)).collect()
    }
}

/// Every anticoagulant here. Aspirin is outside: it is never proposed, so nothing needs to forbid it.
pub const EVERY_DRUG: Set = Set::drugs([
    Drug::Enoxaparin,
    Drug::Nadroparin,
    Drug::Dalteparin,
    Drug::Ufh,
    Drug::Fondaparinux,
    Drug::Rivaroxaban,
    Drug::Apixaban,
    Drug::Dabigatran,
]);
pub const LMWH: Set = Set::drugs([Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin]);
pub const HEPARINS: Set = Set::drugs([Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Ufh]);
pub const DOACS: Set = Set::drugs([Drug::Rivaroxaban, Drug::Apixaban, Drug::Dabigatran]);
pub const EVERY_DEVICE: Set = Set::devices(Device::ALL);
