//! How a unit is written on a screen. Tables, facts and messages keep UCUM; `quantity` reads it.

use crate::text::Lang;

/// A unit as a ward writes it; empty where a ward writes none (`{INR}`).
pub fn unit_shown(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("10*9/L", _) => "×10⁹/L",
        ("umol/L", _) => "μmol/L",
        ("mm[Hg]", _) => "mmHg",
        ("Cel", _) => "°C",
        ("kg/m2", _) => "kg/m²",
        ("mL/min/{1.73_m2}", _) => "mL/min/1.73 m²",
        ("ng/mL{FEU}", _) => "ng/mL FEU",
        ("ug/L{FEU}", _) => "μg/L FEU",
        ("mg/L{FEU}", _) => "mg/L FEU",
        ("ug/mL{FEU}", _) => "μg/mL FEU",
        ("ng/mL{DDU}", _) => "ng/mL DDU",
        ("ug/L{DDU}", _) => "μg/L DDU",
        ("mg/L{DDU}", _) => "mg/L DDU",
        ("ug/mL{DDU}", _) => "μg/mL DDU",
        ("/min", Lang::Zh) => "次/分",
        ("a", Lang::Zh) => "岁",
        ("a", Lang::En) => "years",
        ("h", Lang::Zh) => "小时",
        ("min", Lang::Zh) => "分钟",
        ("d", Lang::Zh) => "天",
        (unit, _) if unit.starts_with('{') => "",
        (unit, _) => unit,
    }
}
