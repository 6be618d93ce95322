//! What a measure waits for, one by one and by name (core specification §5.4b step 0): the item, the medicine, the allergen
//! or the quantity, and what is wrong with it. That nobody has answered is not that it cannot be known.

use chrono::TimeDelta;

use super::assess::Assessed;
use super::blood::{Intensity, NotBefore};
use super::cell::CellValue;
use super::chart::{Chart, Instant};
use super::contraindication;
use super::measure::{Measure, What};
use super::naming;
use super::profile::THRESHOLDS;
use super::quantity::Quantity;
use super::sheet::Sheet;
use super::suggested;
use crate::text::{Lang, Text, same, text};

/// One thing that is waited for.
#[derive(Clone, Debug, PartialEq)]
pub struct Lack {
    pub id: &'static str,
    pub name: Text,
    pub why: Why,
    /// The row, question or item of the bleeding list whose answer ends the wait; none where a value or a time is wanted, and
    /// for items of the score, which is signed.
    pub row: Option<&'static str>,
    /// The medicines or allergens that it is about, as they stand on record.
    pub names: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NotAnswered,
    /// A person answered that it cannot be known now.
    Unknowable,
    /// Something points to it: it wants a yes or no of its own.
    ToConfirm,
    NotMeasured,
    NoTime,
    /// Older than 72 h at the first dose.
    Stale,
    /// A value that does not count lies beyond a limit.
    Contested,
    /// A clearance above 250 mL/min: a slip.
    Implausible,
    /// Nobody gave it.
    NotTold,
    /// What is in the blood asks for it, and this is what has to be so.
    ForBlood(Text),
}

impl Why {
    pub fn words(self) -> Text {
        match self {
            Why::NotAnswered => text!("未答", "not answered"),
            Why::Unknowable => text!("答为无法获知", "answered: not known"),
            Why::ToConfirm => text!("待确认", "to be confirmed"),
            Why::NotMeasured => text!("无结果", "no result"),
            Why::NoTime => text!("检验时间不明", "the time of the result is not known"),
            Why::Stale => text!("首剂时将超过72小时", "older than 72 h at the first dose"),
            Why::Contested => text!("另有更不利的结果未采用，须确认", "a worse result is not used: a person must say"),
            Why::Implausible => text!("推算清除率>250 mL/min，请核对肌酐和体重", "computed clearance above 250 mL/min: check creatinine and weight"),
            Why::NotTold => text!("未提供", "not given"),
            Why::ForBlood(what) => what,
        }
    }
}

/// Everything that `measure` waits for. `chart` as the assessment saw it ([`super::assess::answered`]).
pub fn of(measure: &Measure, sheet: &Sheet, assessed: &Assessed, chart: &Chart, at: Instant, lang: Lang) -> Vec<Lack> {
    let first_dose = match &measure.what {
        What::Drug(course) => course.start.unwrap_or(at).max(at),
        _ => at,
    };
    let case = Case { sheet, assessed, chart, first_dose, at, lang };
    measure.conditional_on.iter().map(|id| case.lack(id)).collect()
}

/// The items of a form that nobody has answered.
pub fn of_form(sheet: &Sheet) -> Vec<Lack> {
    let lack = |&index: &usize| {
        let item = &sheet.instrument.items[index];
        Lack { id: item.id, name: item.label, why: Why::NotAnswered, row: None, names: vec![] }
    };
    sheet.tally.missing.iter().map(lack).collect()
}

struct Case<'a> {
    sheet: &'a Sheet,
    assessed: &'a Assessed,
    chart: &'a Chart,
    first_dose: Instant,
    at: Instant,
    lang: Lang,
}

impl Case<'_> {
    fn lack(&self, id: &'static str) -> Lack {
        let name = naming::name_of(id).unwrap_or(UNNAMED);
        let judgement = &self.assessed.judgement;
        // A row may lack what is no row: the indication of a lysis.
        let lacking = || judgement.open.iter().find(|open| same(open.lacks, id) && Quantity::named(id).is_none());
        if let Some(open) = judgement.open_of(id).or_else(lacking) {
            let why = match (open.unknowable, open.suspected) {
                (true, _) => Why::Unknowable,
                (false, true) => Why::ToConfirm,
                (false, false) => Why::NotAnswered,
            };
            let mut names: Vec<String> = judgement.names_of(id).map(str::to_owned).collect();
            names.extend(self.on_board(id));
            return Lack { id, name: open.wording.unwrap_or(name), why, row: Some(open.row.id), names };
        }
        if let Some(what) = for_blood(id).filter(|_| self.assessed.blood.waits().contains(&id)) {
            let row = contraindication::named(id).map(|row| row.id);
            return Lack { id, name, why: Why::ForBlood(what), row, names: self.on_board(id) };
        }
        for (sheet, here) in [(&*self.assessed.bleeding_sheet, true), (self.sheet, false)] {
            if let Some(index) = sheet.instrument.index(id) {
                let item = &sheet.instrument.items[index];
                return Lack { id, name: item.label, why: of_item(sheet, index), row: here.then_some(item.id), names: vec![] };
            }
        }
        if same(id, "operation") && self.chart.awaits_operation() {
            return Lack { id, name: SUGGESTED_OPERATION, why: Why::ToConfirm, row: None, names: vec![] };
        }
        let told = if self.is_heavier(id) { Why::ToConfirm } else { Why::NotTold };
        let why = Quantity::named(id).map_or(told, |quantity| self.of_quantity(quantity));
        Lack { id, name, why, row: None, names: vec![] }
    }

    /// The anticoagulants on record that ask for it.
    fn on_board(&self, id: &str) -> Vec<String> {
        let asks = |not_before: NotBefore, intensity: Intensity| {
            matches!(not_before, NotBefore::Waits(lacks) if same(lacks, id)) || id == "CI_THERAPEUTIC_AC" && intensity == Intensity::Unknown
        };
        let all = self.assessed.blood.all.iter().filter(|drug| asks(drug.not_before, drug.intensity));
        all.map(|drug| drug.substance.name.get(self.lang).to_owned()).collect()
    }

    /// A suggestion that would forbid more waits under this id.
    fn is_heavier(&self, id: &str) -> bool {
        suggested::heavier(self.chart, &THRESHOLDS, self.at).iter().any(|of| same(of.id, id))
    }

    fn of_quantity(&self, quantity: Quantity) -> Why {
        if quantity == Quantity::Age {
            return Why::NotTold;
        }
        let Some(known) = self.chart.measured(quantity) else {
            return if self.chart.awaits(quantity) { Why::ToConfirm } else { Why::NotMeasured };
        };
        let measured = known.from.first().and_then(|&fact| self.chart.since(fact));
        match measured {
            None if quantity != Quantity::Weight && !self.chart.untimed_are_recent => Why::NoTime,
            Some(measured) if self.first_dose - measured > TimeDelta::hours(72) => Why::Stale,
            _ if self.is_heavier(quantity.row().id) => Why::ToConfirm,
            _ if !self.chart.rivals(quantity).is_empty() => Why::Contested,
            _ if quantity == Quantity::Creatinine && self.chart.own_clearance(self.at).is_some_and(|clearance| clearance.value > 250.0) => {
                Why::Implausible
            }
            _ => Why::NotTold,
        }
    }
}

const SUGGESTED_OPERATION: Text = text!("HIS提示的手术", "an operation that the host suggests");
const UNNAMED: Text = text!("未命名的条目", "an item without a name");

fn of_item(sheet: &Sheet, index: usize) -> Why {
    match sheet.cells[index].value {
        CellValue::Unknowable => Why::Unknowable,
        _ if sheet.awaits_confirmation(index) => Why::ToConfirm,
        _ if sheet.instrument.items[index].from.is_computed() => Why::NotMeasured,
        _ => Why::NotAnswered,
    }
}

/// What has to be so before another anticoagulant may start, by the name that it is waited for under (§5.8).
fn for_blood(id: &str) -> Option<Text> {
    Some(match id {
        "inr" => text!("须有24小时内的INR，且<1.5", "an INR of the last 24 h, and below 1.5"),
        "aptt" => text!("停用肝素后的APTT须正常", "a normal APTT after heparin was stopped"),
        "last_dose" => text!("末次给药时间不明，请补录", "the time of the last dose is not known: enter it"),
        "CI_THERAPEUTIC_AC" => text!("请医师确认在用抗凝药的剂量和用途", "a physician says what the anticoagulant is given for"),
        "CI_ACTIVE_BLEED" => text!("因出血停药：请确认出血已止", "stopped for bleeding: confirm that it has ended"),
        _ => return None,
    })
}
