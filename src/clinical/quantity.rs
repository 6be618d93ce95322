//! Measured quantities: one table of names, units and bounds, and the constructor that parses by it.
//!
//! A number enters the core only through [`Quantity::read`]: in a unit we know, inside the bounds of the possible.
//! The bounds catch slips of unit and typing (17 m of height); they are a decision of ours (D), not reference ranges.

use crate::text::{Text, find, same, text};

/// Why a measured value is not taken. Never holds the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unusable {
    /// No unit, or one that is not in the table: never guessed.
    Unit { accepted: &'static [Unit] },
    /// Outside what is possible; bounds in the canonical unit.
    OutOfRange { min: f64, max: f64, unit: &'static str },
}

/// One accepted unit: canonical = given × `factor` + `offset`. Its other spellings are read by [`spelling`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    pub name: &'static str,
    pub factor: f64,
    pub offset: f64,
}

const fn unit(name: &'static str, factor: f64) -> Unit {
    Unit { name, factor, offset: 0.0 }
}

impl Unit {
    /// Divides where the factor is one part of a whole number: 9700 /µL is 9.7 and not 9.700000000000001.
    fn canonical(&self, value: f64) -> f64 {
        let parts = (1.0 / self.factor).round();
        let scaled = if (parts * self.factor - 1.0).abs() < 1e-12 { value / parts } else { value * self.factor };
        scaled + self.offset
    }
}

macro_rules! quantities {
    ($($variant:ident $id:literal ($zh:literal, $en:literal) [$min:literal, $max:literal] $required:literal: $units:expr;)+) => {
        /// What can be measured. Ids are those of the bridge; the first unit of each is the canonical one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Quantity { $($variant),+ }

        /// Every quantity, in the order of the bridge.
        pub const QUANTITIES: &[QuantityRow] = &[$(QuantityRow {
            quantity: Quantity::$variant, id: $id, name: text!($zh, $en), min: $min, max: $max,
            unit_required: $required, units: { const U: &[Unit] = $units; U },
        }),+];
    };
}

/// A row of the bounds table; `min` and `max` in the canonical unit `units[0]`.
#[derive(Debug)]
pub struct QuantityRow {
    pub quantity: Quantity,
    pub id: &'static str,
    pub name: Text,
    pub min: f64,
    pub max: f64,
    pub unit_required: bool,
    pub units: &'static [Unit],
}

// One entry a unit: what only looks different (`10⁹/L`, `x10^9/L`) is read by `spelling`. No entry may be read as another.
const CELLS: &[Unit] = &[
    unit("10*9/L", 1.0),
    unit("G/L", 1.0),
    unit("10*3/uL", 1.0),
    unit("K/uL", 1.0),
    unit("/nL", 1.0),
    // 万/µL.
    unit("10*4/uL", 10.0),
    unit("/uL", 0.001),
    unit("{cells}/uL", 0.001),
];
const BEATS: &[Unit] = &[unit("/min", 1.0), unit("{beats}/min", 1.0), unit("1/min", 1.0), unit("bpm", 1.0), unit("次/分", 1.0)];
const BREATHS: &[Unit] = &[unit("/min", 1.0), unit("{breaths}/min", 1.0), unit("1/min", 1.0), unit("次/分", 1.0)];
const PRESSURE: &[Unit] = &[unit("mm[Hg]", 1.0), unit("kPa", 7.50062)];
const CLEARANCE: &[Unit] = &[unit("mL/min", 1.0)];
const FILTRATION: &[Unit] = &[unit("mL/min/{1.73_m2}", 1.0)];

quantities! {
    Height          "height"           ("身高", "height")                [30.0, 272.0]    true: &[unit("cm", 1.0), unit("m", 100.0), unit("mm", 0.1), unit("[in_i]", 2.54), unit("公分", 1.0)];
    Weight          "weight"           ("体重", "weight")                [2.0, 400.0]     true: &[unit("kg", 1.0), unit("g", 0.001), unit("[lb_av]", 0.453_592_37), unit("公斤", 1.0)];
    Platelets       "platelets"        ("血小板计数", "platelets")        [0.0, 5000.0]    true: CELLS;
    Wbc             "wbc"              ("白细胞计数", "white cells")      [0.0, 2000.0]    true: CELLS;
    Haemoglobin     "haemoglobin"      ("血红蛋白", "haemoglobin")        [5.0, 300.0]     true: &[unit("g/L", 1.0), unit("g/dL", 10.0), unit("mmol/L", 16.11)];
    Creatinine      "creatinine"       ("血肌酐", "creatinine")           [18.0, 5000.0]    true: &[unit("umol/L", 1.0), unit("mmol/L", 1000.0), unit("mg/dL", 88.4)];
    Egfr            "egfr"             ("eGFR", "eGFR")                  [0.0, 300.0]     true: FILTRATION;
    Inr             "inr"              ("INR", "INR")                    [0.5, 30.0]      false: &[unit("{INR}", 1.0), unit("1", 1.0), unit("{ratio}", 1.0)];
    Aptt            "aptt"             ("APTT", "APTT")                  [5.0, 400.0]     true: &[unit("s", 1.0), unit("sec", 1.0)];
    DDimer          "d_dimer"          ("D-二聚体", "D-dimer")            [0.0, 1_000_000.0] true: &[
        unit("ng/mL{FEU}", 1.0), unit("ug/L{FEU}", 1.0), unit("mg/L{FEU}", 1000.0), unit("ug/mL{FEU}", 1000.0),
        // FEU = 2 × DDU: 250 ng/mL DDU is 500 ng/mL FEU.
        unit("ng/mL{DDU}", 2.0), unit("ug/L{DDU}", 2.0), unit("mg/L{DDU}", 2000.0), unit("ug/mL{DDU}", 2000.0)];
    Troponin        "troponin"         ("肌钙蛋白", "troponin")           [0.0, 1_000_000.0] true: &[unit("ng/L", 1.0), unit("pg/mL", 1.0), unit("ng/mL", 1000.0), unit("ug/L", 1000.0)];
    Glucose         "glucose"          ("血糖", "glucose")               [0.1, 150.0]     true: &[unit("mmol/L", 1.0), unit("mg/dL", 1.0 / 18.0)];
    Hba1c           "hba1c"            ("糖化血红蛋白", "HbA1c")          [2.0, 25.0]      true: &[unit("%", 1.0), Unit { name: "mmol/mol", factor: 0.09148, offset: 2.152 }];
    Sbp             "sbp"              ("收缩压", "systolic pressure")    [20.0, 350.0]    true: PRESSURE;
    Dbp             "dbp"              ("舒张压", "diastolic pressure")   [10.0, 250.0]    true: PRESSURE;
    HeartRate       "heart_rate"       ("心率", "heart rate")             [10.0, 350.0]    true: BEATS;
    RespiratoryRate "respiratory_rate" ("呼吸频率", "respiratory rate")   [1.0, 120.0]     true: BREATHS;
    Spo2            "spo2"             ("血氧饱和度", "SpO2")              [10.0, 100.0]    true: &[unit("%", 1.0), unit("1", 100.0), unit("{ratio}", 100.0)];
    Temperature     "temperature"      ("体温", "temperature")            [20.0, 46.0]     true: &[unit("Cel", 1.0), unit("°C", 1.0), Unit { name: "[degF]", factor: 5.0 / 9.0, offset: -160.0 / 9.0 }];
    Age             "age"              ("年龄", "age")                   [0.0, 130.0]     false: &[unit("a", 1.0), unit("岁", 1.0), unit("years", 1.0)];
    Bmi             "bmi"              ("BMI", "BMI")                    [5.0, 150.0]     false: &[unit("kg/m2", 1.0)];
    Crcl            "crcl"             ("肌酐清除率", "creatinine clearance") [0.0, 400.0] true: CLEARANCE;
}

/// Where a range ends. A value between two whole numbers falls in one of the two ranges or in none, as printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Until {
    /// Up to this value, which belongs to the next range.
    Below(f64),
    /// Up to this value, and it too.
    Included(f64),
}

/// A range of a quantity, from its first value on.
#[derive(Debug, PartialEq)]
pub struct ValueRange {
    pub from: f64,
    pub until: Until,
}

impl ValueRange {
    pub fn holds(&self, value: f64) -> bool {
        value >= self.from
            && match self.until {
                Until::Below(limit) => value < limit,
                Until::Included(last) => value <= last,
            }
    }
}

/// A measured quantity against a strict bound, in its canonical unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    Below(Quantity, f64),
    Above(Quantity, f64),
}

impl Limit {
    pub fn quantity(self) -> Quantity {
        match self {
            Limit::Below(quantity, _) | Limit::Above(quantity, _) => quantity,
        }
    }

    pub fn is_met(self, value: f64) -> bool {
        match self {
            Limit::Below(_, limit) => value < limit,
            Limit::Above(_, limit) => value > limit,
        }
    }
}

/// The direction in which a value is worse for the safety of a drug (§5.10 T2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    Lower,
    Higher,
}

impl Quantity {
    /// Which of two values of one moment holds; `None` where neither is worse.
    pub fn worse(self) -> Option<Worse> {
        match self {
            Quantity::Platelets | Quantity::Haemoglobin | Quantity::Weight | Quantity::Crcl | Quantity::Egfr => Some(Worse::Lower),
            Quantity::Creatinine | Quantity::Inr | Quantity::Aptt | Quantity::Sbp | Quantity::Dbp => Some(Worse::Higher),
            _ => None,
        }
    }

    /// The quantity with this wire id.
    pub fn named(id: &str) -> Option<Quantity> {
        QUANTITIES.iter().find(|row| same(row.id, id)).map(|row| row.quantity)
    }

    pub fn row(self) -> &'static QuantityRow {
        &QUANTITIES[self as usize]
    }

    /// Its name, for tables.
    pub const fn named_text(self) -> Text {
        QUANTITIES[self as usize].name
    }

    /// Converts `value` to the canonical unit.
    ///
    /// ```
    /// use virchow::clinical::quantity::{Quantity, Unusable};
    /// assert_eq!(Quantity::Creatinine.read(1.0, Some("mg/dL")), Ok(88.4));
    /// assert_eq!(Quantity::DDimer.read(250.0, Some("ng/mL{DDU}")), Ok(500.0)); // FEU
    /// assert!(matches!(Quantity::Height.read(17.0, Some("m")), Err(Unusable::OutOfRange { .. })));
    /// assert!(matches!(Quantity::Platelets.read(150.0, None), Err(Unusable::Unit { .. })));
    /// ```
    pub fn read(self, value: f64, unit: Option<&str>) -> Result<f64, Unusable> {
        let row = self.row();
        let given = spelling(unit.unwrap_or_default());
        let known = match given.as_str() {
            "" if row.unit_required => None,
            "" => row.units.first(),
            // Of what is no count of cells, in large letters, it is grams.
            GIGA if row.units.iter().all(|unit| unit.name != "G/L") => row.units.iter().find(|unit| unit.name == "g/L"),
            given => row.units.iter().find(|unit| spelling(unit.name) == given),
        };
        let unit = known.ok_or(Unusable::Unit { accepted: row.units })?;
        let canonical = unit.canonical(value);
        if canonical >= row.min && canonical <= row.max {
            Ok(canonical)
        } else {
            Err(Unusable::OutOfRange { min: row.min, max: row.max, unit: row.units[0].name })
        }
    }
}

/// One writing of each unit, for all that laboratories and devices make of it: both micro signs, `mc`, large and small
/// letters, full width, Chinese words, powers of ten, brackets, spaces. It only spells: what a unit is stands in the table, and
/// what is not there stays unknown. Large and small letters mean the same, but for `G/L` (of cells) and `g/L` (grams), because no
/// other two units differ by them alone; the tests hold the table to that.
fn spelling(given: &str) -> String {
    let mut out = String::with_capacity(given.len());
    for c in given.chars() {
        // Full width (`ｍｇ／Ｌ`).
        let c = if ('！'..='～').contains(&c) { char::from((c as u32 - 0xfee0) as u8) } else { c };
        // Giga of cells; grams are none.
        let c = if c == 'G' && out.is_empty() { c } else { c.to_ascii_lowercase() };
        let power = out.ends_with("10");
        match (c, WRITTEN.iter().find(|(written, _)| *written == c)) {
            ('^' | '*' | 'e', _) if power => out.push('^'),
            ('*' | '·', _) if !out.is_empty() && !out.ends_with('^') => out.push('·'),
            ('x' | '×' | '·', _) if out.is_empty() => {}
            (_, Some((_, plain))) => {
                if power && matches!(c, '³' | '⁴' | '⁶' | '⁹') {
                    out.push('^');
                }
                out.push_str(plain);
            }
            ('尔' | '柱' | '钟' | '个' | '^' | '*' | '_' | '(' | ')' | '[' | ']' | '{' | '}', _) => {}
            _ if c.is_whitespace() => {}
            _ => out.push(c),
        }
    }
    for (from, to) in [
        ("·1.73", "/1.73"),
        ("·m2", "/m2"),
        ("·分", "/分"),
        ("·min", "/min"),
        ("mc", "u"),
        ("分l", "dl"),
        ("分", "min"),
        ("mm3", "ul"),
        ("d-du", "ddu"),
    ] {
        swap(&mut out, from, to);
    }
    if out != GIGA {
        out.make_ascii_lowercase();
    }
    // Which of the two a D-dimer is counted in, wherever it stands. Both are one too many.
    for kind in ["feu", "ddu"] {
        if swap(&mut out, kind, "") {
            out.push_str(kind);
        }
    }
    out
}

/// `G/L` as [`spelling`] writes it.
const GIGA: &str = "G/l";

/// Signs and Chinese words, each as it is written here.
#[rustfmt::skip]
const WRITTEN: &[(char, &str)] = &[
    ('µ', "u"), ('μ', "u"), ('Μ', "u"), ('微', "u"), ('²', "2"), ('³', "3"), ('⁴', "4"), ('⁶', "6"), ('⁹', "9"), ('∕', "/"), ('⁄', "/"),
    ('㎏', "kg"), ('㎝', "cm"), ('㎎', "mg"), ('㎍', "ug"), ('㎗', "dl"), ('㎖', "ml"), ('㎡', "m2"), ('℃', "°c"), ('毫', "m"), ('米', "m"),
    ('厘', "c"), ('纳', "n"), ('皮', "p"), ('千', "k"), ('克', "g"), ('升', "l"), ('秒', "s"), ('摩', "mol"), ('帕', "pa"), ('汞', "hg"), ('万', "10^4"),
];

/// Puts `to` in every place of `from`; whether there was one.
fn swap(text: &mut String, from: &str, to: &str) -> bool {
    let (mut done, mut found) = (0, false);
    while let Some(at) = text.get(done..).and_then(|rest| find(rest, from)) {
        text.replace_range(done + at..done + at + from.len(), to);
        done += at + to.len();
        found = true;
    }
    found
}

/// A number for reading: at most `places` decimals (up to nine), rounded half up, no trailing zeros.
///
/// ```
/// use virchow::clinical::quantity::written;
/// assert_eq!(written(27.345, 1), "27.3");
/// assert_eq!(written(272.0, 1), "272");
/// assert_eq!(written(-0.05, 2), "-0.05");
/// ```
pub fn written(value: f64, places: u32) -> String {
    let scaled = (value.abs() * 10_u64.pow(places) as f64 + 0.5) as u64;
    let text = digits(scaled, places);
    if value < 0.0 && scaled > 0 { ["-", &text].concat() } else { text }
}

/// A whole number. Like [`written`] and [`digits`] without `core::fmt`: what a first visit writes needs none of it, and its machinery
/// weighs 1 kB.
pub fn counted(number: usize) -> String {
    digits(number as u64, 0)
}

/// A whole number, its last `places` digits behind a point, without trailing zeros there.
pub fn digits(mut number: u64, mut places: u32) -> String {
    while places > 0 && number.is_multiple_of(10) {
        number /= 10;
        places -= 1;
    }
    // From the back: at most twenty digits and a point.
    let mut text = [0; 24];
    let mut at = text.len();
    let mut put = |byte| {
        at -= 1;
        text[at] = byte;
    };
    let mut count = 0;
    while number > 0 || count <= places {
        if count == places && places > 0 {
            put(b'.');
        }
        put(b'0' + (number % 10) as u8);
        number /= 10;
        count += 1;
    }
    text[at..].iter().map(|byte| char::from(*byte)).collect()
}

/// Rows stand in the order of the enum, so that a quantity indexes its own row.
const _: () = {
    let mut index = 0;
    while index < QUANTITIES.len() {
        assert!(QUANTITIES[index].quantity as usize == index);
        assert!(QUANTITIES[index].min < QUANTITIES[index].max);
        index += 1;
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_unit_of_the_table_is_read_as_another() {
        for row in QUANTITIES {
            for (index, unit) in row.units.iter().enumerate() {
                let first = row.units.iter().position(|other| spelling(other.name) == spelling(unit.name));
                assert_eq!(first, Some(index), "{} {}", row.id, unit.name);
            }
        }
    }

    #[test]
    fn a_unit_that_may_mean_two_things_is_refused() {
        let refused = |quantity: Quantity, units: &[&str]| {
            for unit in units {
                assert!(matches!(quantity.read(60.0, Some(unit)), Err(Unusable::Unit { .. })), "{quantity:?} {unit:?}");
            }
        };
        // Of a D-dimer without its kind, or with both, nobody knows which.
        refused(Quantity::DDimer, &["ng/mL", "ug/L", "mg/L", "µg/mL", "FEU", "mg/L FEU DDU", "ng/mL{DDU}{FEU}", "U", "", " "]);
        // 10⁹ that lost its height on the way, a power alone, other powers, other things.
        refused(Quantity::Platelets, &["109/L", "10 9/L", "10^9", "10^12/L", "T/L", "10^8/L", "g/dL", "U", "%", "", "10^9/dL", "1/L/L"]);
        // A product is no quotient.
        refused(Quantity::Haemoglobin, &["g*L", "g·L"]);
        refused(Quantity::Haemoglobin, &["g", "mg", "%", "10^9/L", "", "U/L", "g%"]);
        refused(Quantity::Creatinine, &["mol/L", "mg/L/d", "mmol", "mL/min", "U", "", "mmol/d"]);
        refused(Quantity::Egfr, &["mL/min", "", "%"]);
        refused(Quantity::Crcl, &["mL/min/1.73m2", "mL", "L/min", ""]);
        refused(Quantity::Inr, &["%", "s", "sec", "秒"]);
        refused(Quantity::Aptt, &["", "%", "INR", "min", "ratio"]);
        // 斤 is half a kilogram in one place and 0.6 in another.
        refused(Quantity::Weight, &["", "斤", "lb/kg", "m", "磅"]);
        refused(Quantity::Height, &["", "尺", "kg", "'"]);
        refused(Quantity::Sbp, &["", "cmH2O", "hPa", "Pa"]);
        // A child's age in months is no age in years.
        refused(Quantity::Age, &["月", "mo", "d", "天"]);
        refused(Quantity::Temperature, &["", "K", "C", "度"]);
    }

    #[test]
    fn a_thousandth_is_divided_and_not_multiplied() {
        for tenth in 0_u32..=50_000 {
            let given = f64::from(tenth) * 100.0;
            assert_eq!(Quantity::Platelets.read(given, Some("/uL")), Ok(f64::from(tenth) / 10.0));
        }
        assert_eq!(Quantity::Platelets.read(9_700.0, Some("/µL")), Ok(9.7));
        assert!(matches!(Quantity::Platelets.read(210.0, Some("/L")), Err(Unusable::Unit { .. })), "a power of ten that was lost on the way");
        assert_eq!(Quantity::Platelets.read(10.0, Some("万/µL")), Ok(100.0));
        assert_eq!(Quantity::Height.read(1_655.0, Some("mm")), Ok(165.5));
        assert_eq!(Quantity::Weight.read(64_300.0, Some("g")), Ok(64.3));
        assert_eq!(Quantity::Glucose.read(126.0, Some("mg/dL")), Ok(7.0));
    }
}
