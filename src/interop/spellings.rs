//! How laboratories, monitors and forms write a unit: examples of what the reader of quantities takes (`clinical::quantity`),
//! written out in `schema/units.json` and held to one value each by the test. Not a table of rules: what is read stands there.

use crate::clinical::quantity::Quantity;

/// The quantities, the entry of their table, and what is written for it.
#[rustfmt::skip]
pub const WRITTEN: &[(&[Quantity], &str, &[&str])] = &[
    (&[Quantity::Platelets, Quantity::Wbc], "10*9/L", &[
        "10^9/L", "10⁹/L", "x10^9/L", "X10^9/L", "×10^9/L", "×10⁹/L", "x10E9/L", "10E9/L", "10e9/l", "10**9/L", "*10^9/L", "10^9/l", " 10^9 / L ", "×１０＾９／Ｌ", "10^9个/L", "×10^9/升", "10*9∕L",
    ]),
    (&[Quantity::Platelets, Quantity::Wbc], "10*3/uL", &[
        "10^3/uL", "10*3/µL", "10*3/μL", "10³/µL", "x10^3/uL", "10E3/uL", "10^3/mm3", "10*3/mm3", "10^3/mm³", "10^3/mcL", "×10³/μl",
    ]),
    (&[Quantity::Platelets, Quantity::Wbc], "G/L", &["Ｇ／Ｌ", " G/L"]),
    (&[Quantity::Platelets, Quantity::Wbc], "K/uL", &["K/µL", "k/ul", "K/mcL", "K/mm3", "千/µL"]),
    (&[Quantity::Platelets, Quantity::Wbc], "/nL", &["/nl", "个/nL"]),
    (&[Quantity::Platelets, Quantity::Wbc], "10*4/uL", &["万/µL", "万/uL", "万/μL", "万/mm³", "10⁴/µL", "×10^4/uL"]),
    (&[Quantity::Platelets, Quantity::Wbc], "/uL", &["/µL", "/μL", "/ul", "/mm3", "/mm³", "个/µL"]),
    (&[Quantity::Haemoglobin], "g/L", &["G/L", "g/l", "ｇ／Ｌ", "克/升", "g / L"]),
    (&[Quantity::Haemoglobin], "g/dL", &["g/dl", "G/DL", "克/分升", "g/㎗"]),
    (&[Quantity::Creatinine], "umol/L", &["µmol/L", "μmol/L", "umol/l", "UMOL/L", "ΜMOL/L", "mcmol/L", "µmol/l", "微摩尔/升", "ｕｍｏｌ／Ｌ", "μmol / L"]),
    (&[Quantity::Creatinine, Quantity::Glucose], "mmol/L", &["mmol/l", "MMOL/L", "毫摩尔/升"]),
    (&[Quantity::Creatinine, Quantity::Glucose], "mg/dL", &["mg/dl", "MG/DL", "㎎/㎗", "毫克/分升", "mg／dL"]),
    (&[Quantity::Egfr], "mL/min/{1.73_m2}", &[
        "mL/min/1.73m2", "ml/min/1.73m2", "mL/min/1.73m²", "mL/min/1.73 m2", "mL/min/1.73m^2", "mL/min/1.73㎡", "mL/(min·1.73m2)", "ml/(min*1.73m²)", "mL/min·1.73m2", "mL/min/[1.73_m2]", "ML/MIN/1.73M2", "毫升/分/1.73m²",
    ]),
    (&[Quantity::Crcl], "mL/min", &["ml/min", "ML/MIN", "毫升/分", "毫升/分钟", "mL/ min"]),
    (&[Quantity::Inr], "{INR}", &["INR", "inr", "", " "]),
    (&[Quantity::Aptt], "s", &["S", "秒", "秒钟", "ｓ"]),
    (&[Quantity::Aptt], "sec", &["Sec", "SEC"]),
    (&[Quantity::DDimer], "mg/L{FEU}", &["mg/L FEU", "mg/L(FEU)", "mg{FEU}/L", "mgFEU/L", "FEU mg/L", "mg/l feu", "mg/L（FEU）", "ＭＧ／Ｌ ＦＥＵ"]),
    (&[Quantity::DDimer], "ng/mL{FEU}", &["ng/mL FEU", "ng/ml(FEU)", "ng{FEU}/mL", "ng/mL [FEU]", "纳克/毫升 FEU"]),
    (&[Quantity::DDimer], "ug/L{FEU}", &["µg/L{FEU}", "μg/L{FEU}", "μg/L FEU", "mcg/L FEU", "ug{FEU}/L", "微克/升(FEU)"]),
    (&[Quantity::DDimer], "ug/mL{FEU}", &["µg/mL FEU", "μg/ml{FEU}", "ug{FEU}/mL", "㎍/㎖ FEU"]),
    (&[Quantity::DDimer], "ng/mL{DDU}", &["ng/mL DDU", "ng/ml D-DU", "ng{DDU}/mL", "ng/mL(D-DU)"]),
    (&[Quantity::DDimer], "ug/L{DDU}", &["µg/L{DDU}", "μg/L{DDU}", "μg/L DDU"]),
    (&[Quantity::DDimer], "ug/mL{DDU}", &["µg/mL DDU", "ug/ml D-DU"]),
    (&[Quantity::DDimer], "mg/L{DDU}", &["mg/L DDU", "mg/L D-DU", "mg{DDU}/L"]),
    (&[Quantity::Troponin], "ng/mL", &["ng/ml", "NG/ML", "纳克/毫升"]),
    (&[Quantity::Troponin], "ug/L", &["µg/L", "μg/L", "mcg/L"]),
    (&[Quantity::Troponin], "pg/mL", &["pg/ml", "皮克/毫升"]),
    (&[Quantity::Height], "cm", &["CM", "厘米", "㎝", "ｃｍ"]),
    (&[Quantity::Height], "m", &["M", "米"]),
    (&[Quantity::Weight], "kg", &["KG", "Kg", "千克", "㎏", " kg "]),
    (&[Quantity::Sbp, Quantity::Dbp], "mm[Hg]", &["mmHg", "mmhg", "MMHG", "mm Hg", "毫米汞柱"]),
    (&[Quantity::Sbp, Quantity::Dbp], "kPa", &["kpa", "KPA", "千帕"]),
    (&[Quantity::HeartRate, Quantity::RespiratoryRate], "次/分", &["次/分钟", "次/min"]),
    (&[Quantity::HeartRate], "{beats}/min", &["beats/min"]),
    (&[Quantity::Spo2], "%", &["％"]),
    (&[Quantity::Temperature], "°C", &["℃", "° C"]),
    (&[Quantity::Bmi], "kg/m2", &["kg/m²", "kg/m^2", "KG/M2", "kg/㎡"]),
];

/// What is written for this entry beside its own name.
pub fn of(quantity: Quantity, entry: &str) -> impl Iterator<Item = &'static str> {
    let row = WRITTEN.iter().filter(move |(quantities, name, _)| *name == entry && quantities.contains(&quantity));
    row.flat_map(|(.., spellings)| spellings.iter().copied()).filter(|spelling| !spelling.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_of_the_same_unit_gives_the_same_value() {
        for (quantities, entry, spellings) in WRITTEN {
            for quantity in *quantities {
                let row = quantity.row();
                let unit = row.units.iter().find(|unit| unit.name == *entry).expect("an entry of the table");
                // A value in the middle of the possible, and odd ones around it.
                for share in [0.5, 0.1, 0.333_333, 0.712_5] {
                    let value = ((row.min + (row.max - row.min) * share - unit.offset) / unit.factor * 1000.0).round() / 1000.0;
                    let expected = quantity.read(value, Some(entry));
                    assert!(expected.is_ok(), "{} {value} {entry}", row.id);
                    for spelling in *spellings {
                        assert_eq!(quantity.read(value, Some(spelling)), expected, "{} in {spelling:?}", row.id);
                    }
                }
            }
        }
    }
}
