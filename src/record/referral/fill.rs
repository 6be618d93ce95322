//! The sheet made of what is known: the patient, the chart with the ward's own facts, and the signed record. What nobody has
//! said stays one of the three words; the sender says the rest.

use chrono::TimeDelta;

use super::entered;
use super::lines::{SHEET_LINES, SheetWord};
use super::sheet::{ReferralSheet, SheetAnswer, SheetValue};
use crate::clinical::chart::{Allergen, Chart, FactValue, Given, Instant, Medication, Rhythm, Sex};
use crate::clinical::dosing::Dose;
use crate::clinical::instruments;
use crate::clinical::medication::DoseUnit;
use crate::clinical::naming;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::state::PathState;
use crate::clinical::quantity::{Quantity, written};
use crate::clinical::substance::Class;
use crate::record::assessment::AnswerLine;
use crate::record::channel::{Episode, episode_of};
use crate::record::encounter::{Course, Encounter, Signed, Standing};
use crate::record::event::{BleedingScreen, SignedText};
use crate::record::happening::{Happening, Occurrence};
use crate::record::measure::MeasureKind;
use crate::record::story;
use crate::text::{Text, text};

/// What a sheet is made of.
pub struct SheetGrounds<'a> {
    /// Of the referral.
    pub id: &'a str,
    pub demo: bool,
    /// Now, by the clock of the ward.
    pub at: Instant,
    /// The name of whoever makes it.
    pub by: &'a str,
    /// Patient: name as the ward knows it, and the hospital's number.
    pub name: &'a str,
    pub number: &'a str,
    pub chart: &'a Chart,
    pub encounter: &'a Encounter,
    /// What the hospital sets of the green channel.
    pub settings: &'a ChannelSettings,
}

/// How far back drugs, and operations and needles, are told (5.6.7).
const DRUG_DAYS: i64 = 7;
const PROCEDURE_DAYS: i64 = 30;

const CHART: Text = text!("病历", "chart");
const RECORD: Text = text!("签名记录", "signed record");

impl SheetGrounds<'_> {
    /// The sheet, with every line that the record and the chart can answer.
    pub fn sheet(&self) -> ReferralSheet {
        let of = self.encounter.to_refer();
        let episode = of.and_then(|of| episode_of(self.encounter, &of.id, self.chart, self.settings, self.at));
        let entered = episode.as_ref().map(|episode| entered::entered(episode, self.at)).unwrap_or_default();
        let answers = SHEET_LINES
            .iter()
            .map(|line| {
                let mut further: Vec<SheetValue> = entered.iter().filter(|(of, _)| *of == line.id).map(|(_, value)| value.clone()).collect();
                match (line.id, &episode) {
                    ("gates", Some(episode)) => further.extend(entered::gates(episode, self.at)),
                    ("clocks", Some(episode)) => further.extend(entered::clocks(episode)),
                    _ => {}
                }
                match self.answer(line.id) {
                    Some(SheetAnswer::Said(known)) => SheetAnswer::Said(known.into_iter().chain(further).collect()),
                    _ if !further.is_empty() => SheetAnswer::Said(further),
                    Some(word) => word,
                    None if line.id == "unstable" && episode.as_ref().is_some_and(is_stable) => SheetAnswer::Lacks(SheetWord::No),
                    None => SheetAnswer::Lacks(line.lacks),
                }
            })
            .collect();
        ReferralSheet { id: self.id.into(), demo: self.demo, made_at: self.at, by: self.by.into(), answers }
    }

    fn answer(&self, id: &str) -> Option<SheetAnswer> {
        let suspicion = self.encounter.to_refer();
        let of_suspicion = |field: &str| suspicion.map(|signed| coded(signed, field)).unwrap_or_default();
        let values = match id {
            "name" => self.of_patient(self.name),
            "number" => self.of_patient(self.number),
            "sex" => self.chart.sex().map(|sex| said(sex_words(sex), None, CHART)).into_iter().collect(),
            "age" => self.chart.age(self.at).map(|age| years(age.value)).into_iter().collect(),
            "kind" => of_suspicion("site"),
            "side" => of_suspicion("limb"),
            "since" => of_suspicion("since"),
            "signs" => suspicion.map(signs).unwrap_or_default(),
            "unstable" => suspicion.filter(|signed| has_sign(signed, "unstable")).map(|signed| by(signed, text!("是", "yes"))).into_iter().collect(),
            "vitals" => VITALS.iter().filter_map(|quantity| self.measured(*quantity)).collect(),
            "d_dimer" => self.measured(Quantity::DDimer).into_iter().collect(),
            "bleeding" => self.encounter.latest_screen().map(screened).unwrap_or_default(),
            "hit" => return self.contraindicated("CI_HIT"),
            "allergy" => return self.allergies(),
            "weight" => self.measured(Quantity::Weight).into_iter().collect(),
            "creatinine" => self.measured(Quantity::Creatinine).into_iter().collect(),
            "crcl" => self.clearance().into_iter().collect(),
            "platelets" => self.measured(Quantity::Platelets).into_iter().collect(),
            "haemoglobin" => self.measured(Quantity::Haemoglobin).into_iter().collect(),
            "inr" => self.measured(Quantity::Inr).into_iter().collect(),
            "aptt" => self.measured(Quantity::Aptt).into_iter().collect(),
            "anticoagulants" => self.drugs(Class::anticoagulates, true),
            "antiplatelets" => self.drugs(|class| matches!(class, Class::Antiplatelet | Class::Gp2b3a), false),
            "operations" => self.operations(true),
            "needles" => self.operations(false),
            "devices" => self.devices(),
            "suspected_at" => suspicion.map(|signed| by(signed, text!("已报告", "reported"))).into_iter().collect(),
            _ => vec![],
        };
        (!values.is_empty()).then_some(SheetAnswer::Said(values))
    }

    fn of_patient(&self, said: &str) -> Vec<SheetValue> {
        if said.trim().is_empty() { vec![] } else { vec![SheetValue::plain(said.trim(), None, CHART.into())] }
    }

    /// The last value of a quantity, in its canonical unit, with its time and where it comes from.
    fn measured(&self, quantity: Quantity) -> Option<SheetValue> {
        let (fact, value) = self
            .chart
            .readings(quantity)
            .filter(|(fact, _)| self.chart.since(*fact).is_none_or(|at| at <= self.at))
            .max_by_key(|(fact, _)| self.chart.since(*fact))?;
        let row = crate::clinical::quantity::QUANTITIES.iter().find(|row| row.quantity == quantity)?;
        let number = [&written(value, 2), unit(row.units[0].name)].concat();
        let is_vital = VITALS.contains(&quantity);
        let named = |name: &str| if is_vital { [name, " ", &number].concat() } else { number.clone() };
        let source = self.chart.facts[fact].source.as_deref().filter(|source| !source.is_empty());
        Some(SheetValue {
            text: SignedText { zh: named(row.name.zh()), en: named(row.name.en()) },
            at: self.chart.since(fact),
            source: source.map_or(CHART.into(), plain),
        })
    }

    fn clearance(&self) -> Option<SheetValue> {
        let known = self.chart.creatinine_clearance(self.at)?;
        let at = known.from.iter().filter_map(|fact| self.chart.since(*fact)).min();
        let computed = text!("由年龄、性别、体重、肌酐计算", "computed from age, sex, weight and creatinine");
        Some(SheetValue::plain(&[&written(known.value, 0), " mL/min"].concat(), at, computed.into()))
    }

    /// A row of the contraindications that the last screen answered, whichever of the family holds.
    fn contraindicated(&self, family: &str) -> Option<SheetAnswer> {
        let screen = self.encounter.latest_screen()?;
        let of: Vec<_> = screen.what.contraindications.iter().filter(|line| line.item.starts_with(family)).collect();
        let holds: Vec<SheetValue> = of
            .iter()
            .filter(|line| line.holds())
            .map(|line| SheetValue { text: named(&line.item), at: Some(screen.at), source: plain(&screen.by.name) })
            .collect();
        if !holds.is_empty() {
            return Some(SheetAnswer::Said(holds));
        }
        (!of.is_empty() && of.iter().all(|line| line.value == Some(false))).then_some(SheetAnswer::Lacks(SheetWord::No))
    }

    fn allergies(&self) -> Option<SheetAnswer> {
        let told: Vec<(Allergen, SheetValue)> = self
            .chart
            .asserted()
            .filter_map(|(_, fact)| match &fact.value {
                FactValue::Allergy { to, name } => Some((*to, SheetValue::plain(name, fact.at, fact.source.as_deref().map_or(CHART.into(), plain)))),
                _ => None,
            })
            .collect();
        let names: Vec<SheetValue> = told.iter().filter(|(to, _)| *to != Allergen::None).map(|(_, value)| value.clone()).collect();
        match (names.is_empty(), told.is_empty()) {
            (false, _) => Some(SheetAnswer::Said(names)),
            (true, false) => Some(SheetAnswer::Lacks(SheetWord::No)),
            (true, true) => None,
        }
    }

    /// Drugs of the chart, and with `ordered` those of the ward's own plan: what is or was in use within the days that count.
    fn drugs(&self, of: fn(Class) -> bool, ordered: bool) -> Vec<SheetValue> {
        let from = self.at - TimeDelta::days(DRUG_DAYS);
        let counts = |drug: &Medication| drug.is_current(self.at) || [drug.last_dose_at, drug.stopped_at].into_iter().flatten().any(|at| at >= from);
        let mut all: Vec<SheetValue> = self
            .chart
            .all_medications()
            .filter(|(_, drug)| drug.substance().is_some_and(|substance| of(substance.class)) && counts(drug))
            .map(|(fact, drug)| drug_told(drug, self.chart.facts[fact].source.as_deref()))
            .collect();
        let is_drug = |course: &&Course| ordered && course.measure.kind == MeasureKind::Drug && course.measure.anticoagulates();
        for course in self.encounter.courses.iter().filter(is_drug) {
            all.extend(self.course_told(course, from));
        }
        all
    }

    /// A measure of the ward's plan as it was in use since `from`.
    fn course_told(&self, course: &Course, from: Instant) -> Option<SheetValue> {
        let (words, at) = match course.standing() {
            Standing::InUse { since } => (text!("使用中，开始于", "in use, begun"), since),
            Standing::Held { since } => (text!("暂停于", "held since"), since),
            Standing::Ended { at } if at >= from => (text!("已停，停于", "stopped"), at),
            Standing::Ended { .. } | Standing::Authorised | Standing::Withdrawn => return None,
        };
        let name = story::measure(&course.measure.id)?;
        let (zh, en) = course.measure.dose.as_ref().map(Dose::words).unwrap_or_default();
        let told = |name: &str, dose: &str, words: &str| [name, " ", dose, if dose.is_empty() { "" } else { " " }, words].concat();
        let last = course.changes.last().map(|step| plain(&step.by.name));
        Some(SheetValue {
            text: SignedText { zh: told(name.zh(), &zh, words.zh()), en: told(name.en(), &en, words.en()) },
            at: Some(at),
            source: last.unwrap_or(RECORD.into()),
        })
    }

    /// Pump and stockings: in use, or off since.
    fn devices(&self) -> Vec<SheetValue> {
        let from = self.at - TimeDelta::days(PROCEDURE_DAYS);
        let is_device = |course: &&Course| course.measure.kind == MeasureKind::Device;
        self.encounter.courses.iter().filter(is_device).filter_map(|course| self.course_told(course, from)).collect()
    }

    /// Operations, or needles and invasive procedures, within the days that count.
    fn operations(&self, operations: bool) -> Vec<SheetValue> {
        let within = |at: Instant| at <= self.at && self.at - at <= TimeDelta::days(PROCEDURE_DAYS);
        let mut all: Vec<SheetValue> = self
            .encounter
            .happened(Happening::Operated)
            .filter(|(at, signed)| signed.what.is_operation() == operations && within(*at))
            .map(|(at, signed)| SheetValue { text: operated(&signed.what), at: Some(at), source: plain(&signed.by.name) })
            .collect();
        if operations {
            for (fact, operation) in self.chart.operations().chain(self.chart.former_operations()) {
                let source = self.chart.facts[fact].source.as_deref().map_or(CHART.into(), plain);
                let signed = |at: Instant| all.iter().any(|held| held.at == Some(at));
                if let Some(at) = operation.at.filter(|at| operation.is_done(self.at) && within(*at) && !signed(*at)) {
                    let words = operation.procedure.and_then(|procedure| story::value("procedure", procedure.id()));
                    all.push(said_by(words.unwrap_or(text!("手术", "operation")), Some(at), source));
                }
            }
        } else {
            for (fact, needle) in self.chart.neuraxials() {
                let source = self.chart.facts[fact].source.as_deref().map_or(CHART.into(), plain);
                if within(needle.at) {
                    all.push(said_by(text!("椎管内穿刺或置管", "neuraxial needle or catheter"), Some(needle.at), source));
                }
            }
        }
        all
    }
}

/// Vital signs are complete, and say no: without them nobody knows.
fn is_stable(episode: &Episode) -> bool {
    let of = &episode.step.coarse;
    of.lung() && !of.unstable() && episode.step.state != PathState::Vitals
}

const VITALS: [Quantity; 6] = [Quantity::Sbp, Quantity::Dbp, Quantity::HeartRate, Quantity::RespiratoryRate, Quantity::Spo2, Quantity::Temperature];

/// As it is written at the bedside.
fn unit(name: &str) -> &'static str {
    match name {
        "mm[Hg]" => " mmHg",
        "Cel" => " °C",
        "%" => " %",
        "/min" => "/min",
        "kg" => " kg",
        "umol/L" => " µmol/L",
        "10*9/L" => " ×10⁹/L",
        "g/L" => " g/L",
        "s" => " s",
        "ng/mL{FEU}" => " ng/mL FEU",
        _ => "",
    }
}

fn plain(said: &str) -> SignedText {
    SignedText { zh: said.into(), en: said.into() }
}

fn empty() -> SignedText {
    plain("")
}

fn said(words: Text, at: Option<Instant>, source: Text) -> SheetValue {
    said_by(words, at, source.into())
}

fn said_by(words: Text, at: Option<Instant>, source: SignedText) -> SheetValue {
    SheetValue { text: words.into(), at, source }
}

/// What a signed event says.
fn by(signed: &Signed<Occurrence>, words: Text) -> SheetValue {
    said_by(words, Some(signed.when()), plain(&signed.by.name))
}

fn coded(signed: &Signed<Occurrence>, field: &str) -> Vec<SheetValue> {
    let Some(id) = signed.what.detail(field) else { return vec![] };
    let text = story::value(field, id).map_or_else(|| plain(id), SignedText::from);
    vec![SheetValue { text, at: Some(signed.when()), source: plain(&signed.by.name) }]
}

fn has_sign(signed: &Signed<Occurrence>, sign: &str) -> bool {
    signed.what.detail("signs").unwrap_or_default().split(' ').any(|held| held == sign)
}

fn signs(signed: &Signed<Occurrence>) -> Vec<SheetValue> {
    let told = signed.what.detail("signs").unwrap_or_default().split(' ').filter(|sign| !sign.is_empty());
    let text = |sign: &str| story::value("signs", sign).map_or_else(|| plain(sign), SignedText::from);
    let mut all: Vec<SheetValue> = told.map(|sign| SheetValue { text: text(sign), at: None, source: empty() }).collect();
    // One line of them: time and person stand once.
    if let Some(last) = all.last_mut() {
        last.at = Some(signed.when());
        last.source = plain(&signed.by.name);
    }
    all
}

fn sex_words(sex: Sex) -> Text {
    match sex {
        Sex::Female => text!("女", "female"),
        Sex::Male => text!("男", "male"),
    }
}

fn years(age: f64) -> SheetValue {
    let age = written(age, 0);
    SheetValue { text: SignedText { zh: [&age, " 岁"].concat(), en: [&age, " years"].concat() }, at: None, source: CHART.into() }
}

fn named(id: &str) -> SignedText {
    naming::name_of(id).map_or_else(|| plain(id), SignedText::from)
}

/// The list that governed, its word, the items that count and the contraindications that hold.
fn screened(screen: &Signed<BleedingScreen>) -> Vec<SheetValue> {
    let instrument = instruments::named(&screen.what.instrument);
    let title = instrument.map_or_else(|| plain(&screen.what.instrument), |instrument| instrument.title.into());
    let high = story::bleeding(screen.what.high);
    let joined = |one: &str, other: &str| [one, " · ", other].concat();
    let mut all = vec![SheetValue {
        text: SignedText { zh: joined(&title.zh, high.zh()), en: joined(&title.en, high.en()) },
        at: Some(screen.at),
        source: plain(&screen.by.name),
    }];
    let label = |line: &AnswerLine| {
        let id = line.item.split_once('.').map_or(line.item.as_str(), |(_, id)| id);
        let item = instrument.and_then(|instrument| instrument.items.iter().find(|item| item.id == id));
        item.map_or_else(|| plain(id), |item| item.label.into())
    };
    let bare = |text: SignedText| SheetValue { text, at: None, source: empty() };
    all.extend(screen.what.answers.iter().filter(|line| line.value == Some(true)).map(|line| bare(label(line))));
    all.extend(screen.what.contraindications.iter().filter(|line| line.holds()).map(|line| bare(named(&line.item))));
    all
}

/// Name, dose, how often, and when the last dose was given: unknown is said.
fn drug_told(drug: &Medication, source: Option<&str>) -> SheetValue {
    let name = drug.substance().map_or_else(|| plain(&drug.name), |substance| substance.name.into());
    let amount = drug.dose.map(|Given { amount, unit }| {
        let unit = match unit {
            DoseUnit::Mg => " mg",
            DoseUnit::Iu => " IU",
            DoseUnit::Ml => " mL",
        };
        [&written(amount, 2), unit].concat()
    });
    let often = drug.rhythm.map(|rhythm| match rhythm {
        Rhythm::Daily => text!("每日1次", "once daily"),
        Rhythm::Every12h => text!("每12小时1次", "every 12 h"),
        Rhythm::Every8h => text!("每8小时1次", "every 8 h"),
        Rhythm::Continuous => text!("持续泵入", "infusion"),
    });
    let dose = amount.as_deref();
    let (last, at) = match (drug.last_dose_at, drug.stopped_at) {
        (Some(at), _) => (text!("末次给药", "last dose"), Some(at)),
        (None, Some(at)) => (text!("停于", "stopped"), Some(at)),
        (None, None) => (text!("末次给药未询问", "last dose not asked"), None),
    };
    let told = |name: &str, unknown: &str, often: Option<&str>, last: &str| {
        [name, dose.unwrap_or(unknown), often.unwrap_or_default(), last].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    SheetValue {
        text: SignedText {
            zh: told(&name.zh, "剂量未询问", often.map(Text::zh), last.zh()),
            en: told(&name.en, "dose not asked", often.map(Text::en), last.en()),
        },
        at,
        source: source.map_or(CHART.into(), plain),
    }
}

fn operated(what: &Occurrence) -> SignedText {
    let word = |field: &str| what.detail(field).and_then(|id| story::value(field, id));
    let words = word("procedure").or_else(|| word("kind")).or_else(|| word("class")).unwrap_or(text!("手术", "operation"));
    words.into()
}
