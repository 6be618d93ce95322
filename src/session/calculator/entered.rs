//! What a person enters beside a calculator's form: numbers with their units, and the sex. Read by the reader that the host's facts go
//! through, so that the same is refused in the same words; what is refused is shown beside its field and stays there as it was typed.

use super::asked::{asks_sex, on_air, quantities};
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::instrument::Instrument;
use crate::clinical::quantity::{Quantity, written};
use crate::interop::chart::{Bare, read_facts};
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::interop::writing::Writing;
use crate::session::units::unit_shown;
use crate::text::{Lang, Text, text};

/// All that was entered.
#[derive(Clone, Default)]
pub struct Entered {
    values: Vec<EnteredValue>,
}

#[derive(Clone)]
struct EnteredValue {
    /// The id of a quantity, or `sex`.
    id: &'static str,
    text: String,
    unit: String,
    refused: Option<Rejected>,
}

/// A field of it, as it is drawn.
#[derive(Clone, Debug)]
pub struct EnteredField {
    pub id: &'static str,
    pub name: Text,
    pub text: String,
    pub unit: String,
    /// Of which one must be chosen where there are several; of one alone it need not. Empty: it has none.
    pub units: Vec<&'static str>,
    /// The unit of a value that is only ever told in this one (age in years), to be shown beside it; empty where it has none.
    pub fixed: &'static str,
    /// What the chart says of it, with the unit.
    pub known: Option<String>,
    /// Taken while the patient breathes air, or it says less.
    pub on_air: bool,
    pub refused: Option<[String; 2]>,
}

/// The sex, among the fields.
pub const SEX: &str = "sex";
const BY_HAND: Text = text!("本次录入", "entered here");

/// Where a unit differs from another in more than its size (FEU, DDU), and where several are in use, nothing is preselected.
fn default_unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::DDimer | Quantity::Creatinine | Quantity::Haemoglobin => "",
        _ => quantity.row().units[0].name,
    }
}

/// The units that a person may choose from: of those that are one and the same, the first.
fn units(quantity: Quantity) -> Vec<&'static str> {
    let row = quantity.row();
    match quantity {
        Quantity::Age | Quantity::Bmi | Quantity::Inr => vec![],
        Quantity::DDimer => row.units.iter().map(|unit| unit.name).collect(),
        Quantity::Creatinine => vec!["umol/L", "mg/dL"],
        Quantity::Haemoglobin => vec!["g/L", "g/dL"],
        Quantity::Temperature => vec!["Cel"],
        Quantity::Sbp | Quantity::Dbp => vec!["mm[Hg]", "kPa"],
        _ => vec![row.units[0].name],
    }
}

fn named(id: &str) -> Option<&'static str> {
    if id == SEX { Some(SEX) } else { Quantity::named(id).map(|quantity| quantity.row().id) }
}

fn not_a_number() -> Rejected {
    Rejected::new(
        "E_SCHEMA",
        "/entered".into(),
        "不是数字，未采用。请只填数字，小数点用“.”；单位在旁边选择。",
        "Not a number: not used. Enter digits alone, with a point for decimals; choose the unit beside it.",
    )
}

fn without_a_unit() -> Rejected {
    Rejected::new(
        "E_UNIT",
        "/entered".into(),
        "未选单位，未采用：单位不同，结果会不同，本程序不作猜测。请在旁边选择化验单上的单位。",
        "No unit, so it is not used: it is never guessed, because another unit is another result. Choose that of the report beside it.",
    )
}

impl Entered {
    /// `value.` or `unit.`, the id, and what stands there now.
    pub fn tell(&mut self, field: &str, said: &str) {
        let Some((part, id)) = field.split_once('.').and_then(|(part, id)| Some((part, named(id)?))) else { return };
        let place = self.values.iter().position(|held| held.id == id).unwrap_or_else(|| {
            let unit = Quantity::named(id).map_or("", default_unit).into();
            self.values.push(EnteredValue { id, text: String::new(), unit, refused: None });
            self.values.len() - 1
        });
        let held = &mut self.values[place];
        match part {
            "value" => held.text = said.chars().take(16).collect(),
            "unit" => held.unit = said.chars().take(16).collect(),
            _ => {}
        }
    }

    /// What stands in the fields, as [`Entered::tell`] takes it: a draft keeps it.
    pub fn told(&self) -> Vec<[String; 2]> {
        let filled = self.values.iter().filter(|held| !held.text.trim().is_empty());
        filled.flat_map(|held| [[["value.", held.id].concat(), held.text.clone()], [["unit.", held.id].concat(), held.unit.clone()]]).collect()
    }

    /// Something stands in a field.
    pub fn is_begun(&self) -> bool {
        self.values.iter().any(|held| !held.text.trim().is_empty())
    }

    /// The chart of the host with what was entered, which counts as measured now. `dated`: the chart is a patient's, and has times.
    pub fn beside(&mut self, of_host: &Chart, at: Instant, lang: Lang, dated: bool) -> Chart {
        let mut chart = of_host.clone();
        for held in &mut self.values {
            held.refused = held.read(&mut chart, at, lang, dated).err();
        }
        chart
    }

    /// The fields of this instrument.
    pub fn fields(&self, instrument: &'static Instrument, chart: Option<&Chart>, at: Instant, lang: Lang) -> Vec<EnteredField> {
        let field = |id: &'static str, name: Text| {
            let held = self.values.iter().find(|held| held.id == id);
            EnteredField {
                id,
                name,
                text: held.map(|held| held.text.clone()).unwrap_or_default(),
                unit: held.map_or_else(|| Quantity::named(id).map_or("", default_unit).into(), |held| held.unit.clone()),
                units: Quantity::named(id).map(units).unwrap_or_default(),
                fixed: Quantity::named(id).filter(|quantity| units(*quantity).is_empty()).map_or("", |quantity| quantity.row().units[0].name),
                known: None,
                on_air: false,
                refused: held.and_then(|held| held.refused.as_ref()).map(|refused| [refused.message.zh.clone(), refused.message.en.clone()]),
            }
        };
        let sex = asks_sex(instrument).then(|| field(SEX, text!("性别", "Sex")));
        let measured = quantities(instrument).into_iter().map(|quantity| EnteredField {
            known: chart.and_then(|chart| known(chart, quantity, at, lang)),
            on_air: on_air(instrument, quantity),
            ..field(quantity.row().id, quantity.row().name)
        });
        sex.into_iter().chain(measured).collect()
    }

    /// What was entered and taken: "heart rate 110 /min".
    pub fn taken(&self, lang: Lang) -> Vec<String> {
        let of = |held: &EnteredValue| {
            let quantity = Quantity::named(held.id)?;
            let unit = if units(quantity).is_empty() { quantity.row().units[0].name } else { held.unit.as_str() };
            Some([quantity.row().name.get(lang), " ", held.text.trim(), " ", unit_shown(unit, lang)].concat().trim_end().to_owned())
        };
        self.values.iter().filter(|held| held.refused.is_none() && !held.text.trim().is_empty()).filter_map(of).collect()
    }
}

impl EnteredValue {
    fn read(&self, chart: &mut Chart, at: Instant, lang: Lang, dated: bool) -> Result<(), Rejected> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let mut fact = Writing::object();
        fact.text("id", self.id);
        match Quantity::named(self.id) {
            None => fact.text("value", text),
            Some(quantity) => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(not_a_number)?;
                fact.number("value", number);
                if !units(quantity).is_empty() {
                    if self.unit.is_empty() {
                        return Err(without_a_unit());
                    }
                    fact.text("unit", &self.unit);
                }
            }
        }
        fact.text("source", BY_HAND.get(lang));
        let before = chart.facts.len();
        let place = Place::root("entered");
        let refused = read_facts(&[fact.value()], &place, chart, &|_| Bare::Undecided);
        if let Some((.., refused)) = refused.into_iter().next() {
            chart.facts.truncate(before);
            return Err(refused);
        }
        if dated {
            chart.facts[before..].iter_mut().for_each(|fact| fact.at = Some(at));
        }
        Ok(())
    }
}

/// What the chart of the host says of a quantity.
fn known(chart: &Chart, quantity: Quantity, at: Instant, lang: Lang) -> Option<String> {
    let value = match quantity {
        Quantity::Age => chart.age(at)?.value.floor(),
        Quantity::Bmi => chart.bmi()?.value,
        Quantity::Crcl => chart.creatinine_clearance(at)?.value,
        _ => chart.measured(quantity)?.value,
    };
    Some([&written(value, 1), " ", unit_shown(quantity.row().units[0].name, lang)].concat().trim_end().to_owned())
}
