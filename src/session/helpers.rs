//! The helper formulas (extended specification §9) for a page: values are entered as text, computed by `derive()`, and each result
//! names the inputs that it used. Nothing is kept.

use crate::clinical::formulas::bmi_class_cn;
use crate::clinical::quantity::written;
use crate::interop::headless::derive;
use crate::interop::json::{MAX_DEPTH, parse};
use crate::interop::shape::Read as _;
use crate::interop::writing::Writing;
use crate::text::{Lang, Text, text};

/// What was entered, as it was typed; empty: not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HelperInputs {
    pub sex: String,
    pub age: String,
    pub height_cm: String,
    pub weight_kg: String,
    pub creatinine: String,
    /// `umol/L` or `mg/dL`; empty: not chosen.
    pub creatinine_unit: String,
}

/// One formula: its name with the reference, the result, and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct HelperResult {
    pub id: &'static str,
    pub name: Text,
    pub value: String,
    pub inputs: String,
}

struct Formula {
    id: &'static str,
    name: Text,
    unit: &'static str,
    places: u32,
}

#[rustfmt::skip]
const FORMULAS: &[Formula] = &[
    Formula { id: "bmi", name: text!("体重指数（BMI）", "Body mass index (BMI)"), unit: "kg/m²", places: 1 },
    Formula { id: "crcl", name: text!("肌酐清除率（Cockcroft-Gault，实际体重）", "Creatinine clearance (Cockcroft-Gault, actual weight)"), unit: "mL/min", places: 1 },
    Formula { id: "egfr", name: text!("eGFR（CKD-EPI 2021；不用于药物剂量）", "eGFR (CKD-EPI 2021; not for doses)"), unit: "mL/min/1.73 m²", places: 1 },
    Formula { id: "ibw", name: text!("理想体重（Devine）", "Ideal body weight (Devine)"), unit: "kg", places: 1 },
    Formula { id: "adjbw", name: text!("校正体重（用于肥胖者）", "Adjusted body weight (for obesity)"), unit: "kg", places: 1 },
    Formula { id: "bsa", name: text!("体表面积（Mosteller）", "Body surface area (Mosteller)"), unit: "m²", places: 2 },
];

/// The names of the inputs, as `derive()` has them.
const INPUTS: &[(&str, Text, &str)] = &[
    ("sex", text!("性别", "sex"), ""),
    ("age", text!("年龄", "age"), ""),
    ("height", text!("身高", "height"), "cm"),
    ("weight", text!("体重", "weight"), "kg"),
    ("creatinine", text!("血肌酐", "creatinine"), "μmol/L"),
    ("weightUsed", text!("所用体重", "weight used"), ""),
];

/// The results that the inputs allow, or why one of them is not taken.
pub fn helpers(inputs: &HelperInputs, lang: Lang) -> Result<Vec<HelperResult>, String> {
    let mut asked = Writing::object();
    asked.list("facts");
    if !inputs.sex.is_empty() {
        asked.open("");
        asked.text("id", "sex");
        asked.text("value", &inputs.sex);
        asked.end();
    }
    let measured = [
        ("age", &inputs.age, ""),
        ("height", &inputs.height_cm, "cm"),
        ("weight", &inputs.weight_kg, "kg"),
        ("creatinine", &inputs.creatinine, inputs.creatinine_unit.as_str()),
    ];
    for (id, typed, unit) in measured {
        let typed = typed.trim();
        if typed.is_empty() {
            continue;
        }
        let number = typed.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
            let name = INPUTS.iter().find(|(of, ..)| *of == id).map_or("", |(_, name, _)| name.get(lang));
            [name, text!("：不是数字。请只填数字，小数点用“.”。", ": not a number. Enter digits alone, with a point for decimals.").get(lang)]
                .concat()
        })?;
        if id == "creatinine" && unit.is_empty() {
            return Err(text!(
                "血肌酐：请选择单位（μmol/L或mg/dL），本程序不作猜测。",
                "Creatinine: choose the unit (μmol/L or mg/dL); it is never guessed."
            )
            .get(lang)
            .into());
        }
        asked.open("");
        asked.text("id", id);
        asked.number("value", number);
        if !unit.is_empty() {
            asked.text("unit", unit);
        }
        asked.end();
    }
    asked.end();
    let answer = parse(&derive(&asked.done()), MAX_DEPTH).unwrap_or_default();
    if answer["error"].is_object() {
        let told = &answer["error"]["message"];
        return Err(told.text(if lang == Lang::Zh { "zh" } else { "en" }).unwrap_or_default().to_owned());
    }
    let result = |formula: &Formula| {
        let held = &answer[formula.id];
        let value = held.number("value")?;
        let mut shown = [&written(value, formula.places), " ", formula.unit].concat();
        if formula.id == "bmi" {
            shown = [&shown, text!("，", ", ").get(lang), bmi_class_cn(value).1.get(lang)].concat();
        }
        let used = |(id, name, unit): &(&str, Text, &str)| {
            let inputs = &held["inputs"];
            let value = inputs.text(id).map(str::to_owned).or_else(|| inputs.number(id).map(|value| written(value, 2)))?;
            let value = match value.as_str() {
                "female" => text!("女", "female").get(lang).to_owned(),
                "male" => text!("男", "male").get(lang).to_owned(),
                "actual" => text!("实际体重", "actual weight").get(lang).to_owned(),
                _ => value,
            };
            Some([name.get(lang), " ", &value, " ", unit].concat().trim_end().to_owned())
        };
        let inputs: Vec<String> = INPUTS.iter().filter_map(used).collect();
        Some(HelperResult { id: formula.id, name: formula.name, value: shown, inputs: inputs.join(text!("，", ", ").get(lang)) })
    };
    Ok(FORMULAS.iter().filter_map(result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sex: &str, age: &str, height: &str, weight: &str, creatinine: &str, unit: &str) -> HelperInputs {
        let own = str::to_owned;
        HelperInputs {
            sex: own(sex),
            age: own(age),
            height_cm: own(height),
            weight_kg: own(weight),
            creatinine: own(creatinine),
            creatinine_unit: own(unit),
        }
    }

    fn value(inputs: &HelperInputs, id: &str) -> Option<String> {
        helpers(inputs, Lang::En).expect("taken").into_iter().find(|result| result.id == id).map(|result| result.value)
    }

    /// The vectors of the specification, §9.
    #[test]
    fn the_vectors_of_the_specification_with_what_they_used() {
        assert_eq!(value(&of("male", "65", "", "70", "90", "umol/L"), "crcl").as_deref(), Some("71.6 mL/min"));
        assert_eq!(value(&of("female", "80", "", "50", "1.2", "mg/dL"), "crcl").as_deref(), Some("29.5 mL/min"));
        assert_eq!(value(&of("female", "60", "", "", "1.0", "mg/dL"), "egfr").as_deref(), Some("64.5 mL/min/1.73 m²"));
        assert_eq!(value(&of("male", "", "175", "110", "", ""), "adjbw").as_deref(), Some("86.3 kg"));
        assert_eq!(value(&of("", "", "170", "65", "", ""), "bsa").as_deref(), Some("1.75 m²"));
        assert!(value(&of("", "", "180", "92", "", ""), "bmi").is_some_and(|bmi| bmi.starts_with("28.4 kg/m²")));
        let all = helpers(&of("male", "65", "175", "70", "90", "umol/L"), Lang::En).expect("taken");
        let clearance = all.iter().find(|result| result.id == "crcl").expect("a clearance");
        assert_eq!(clearance.inputs, "sex male, age 65, weight 70 kg, creatinine 90 μmol/L, weight used actual weight");
    }

    #[test]
    fn what_is_not_entered_gives_nothing_and_what_is_wrong_is_said() {
        assert_eq!(helpers(&HelperInputs::default(), Lang::Zh), Ok(vec![]));
        assert!(helpers(&of("male", "65", "", "70", "90", ""), Lang::Zh).expect_err("no unit").contains("单位"));
        assert!(helpers(&of("", "", "17O", "70", "", ""), Lang::En).expect_err("a letter").starts_with("height: not a number"));
        assert!(!helpers(&of("", "", "17", "70", "", ""), Lang::En).expect_err("17 cm").is_empty());
    }
}
