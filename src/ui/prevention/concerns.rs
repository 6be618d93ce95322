//! Which drugs and devices a row concerns, as short as a ward says it: "肝素类、磺达肝癸钠".

use crate::clinical::formulary::{DOACS, Device, Drug, EVERY_DEVICE, EVERY_DRUG, HEPARINS, LMWH, Set};
use crate::text::{Lang, Text, text};

/// Groups that have a name of their own, the widest first.
const GROUPS: [(Set, Text); 5] = [
    (EVERY_DRUG, text!("全部抗凝药", "every anticoagulant")),
    (HEPARINS, text!("肝素类", "heparins")),
    (LMWH, text!("低分子肝素", "LMWH")),
    (DOACS, text!("DOAC", "DOACs")),
    (EVERY_DEVICE, text!("全部器械", "every device")),
];

fn device(device: Device) -> Text {
    match device {
        Device::Ipc => text!("IPC", "IPC"),
        Device::Vfp => text!("足底静脉泵", "foot pump"),
        Device::Gcs => text!("弹力袜", "stockings"),
    }
}

pub fn concerns(set: Set, lang: Lang) -> String {
    let mut left = set;
    let mut names: Vec<&str> = vec![];
    for (group, name) in GROUPS {
        if left.covers(group) {
            left = left.without(group);
            names.push(name.get(lang));
        }
    }
    names.extend(Drug::ALL.into_iter().filter(|drug| left.has_drug(*drug)).map(|drug| drug.label().get(lang)));
    names.extend(Device::ALL.into_iter().filter(|of| left.has_device(*of)).map(|of| device(of).get(lang)));
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::contraindication::TABLE;

    fn of(id: &str) -> String {
        let row = TABLE.iter().find(|row| row.id == id).expect("a row");
        concerns(row.applies, Lang::Zh)
    }

    #[test]
    fn a_group_is_called_by_its_name_and_what_is_left_by_its_own() {
        assert_eq!(of("CI_ACTIVE_BLEED"), "全部抗凝药");
        assert_eq!(of("CI_HIT"), "肝素类");
        assert_eq!(of("CI_RENAL_LMWH"), "低分子肝素");
        assert_eq!(of("CI_DOAC_APS"), "DOAC");
        assert_eq!(of("CI_DOAC_LIVER"), "利伐沙班、阿哌沙班");
        assert_eq!(of("CI_ENDOCARDITIS"), "低分子肝素、磺达肝癸钠");
        assert_eq!(of("MC_ACUTE_DVT"), "全部器械");
        assert_eq!(of("MC_STROKE_GCS"), "弹力袜");
        assert_eq!(concerns(Set::devices([Device::Ipc, Device::Gcs]), Lang::En), "IPC, stockings");
    }

    #[test]
    fn every_row_concerns_something() {
        assert!(TABLE.iter().all(|row| !concerns(row.applies, Lang::Zh).is_empty()));
    }
}
