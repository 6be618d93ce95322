//! An indicator as a row: what is counted, in how many, whose target it is, and what its text leaves open. Rows stand in
//! `alliance`, `national` and `elsewhere`; what the texts leave open is an option with a name, and every choice but the first of
//! each is part of the id, so that two numbers that differ in definition never share a name.

use super::notion::{BleedingWhen, Choices, Notion};
use crate::clinical::source::Mark;
use crate::quality::criterion::Criterion;
use crate::text::{Text, text};

/// By which date a stay belongs to a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthOf {
    Discharge,
    Admission,
}

/// What one count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedUnit {
    /// A stay that ended.
    DischargedStay,
    AdmittedStay,
    /// The source counts patients; here a stay stands for one, which is so within a month unless a patient comes back.
    Patient,
}

impl CountedUnit {
    pub fn label(self) -> Text {
        match self {
            CountedUnit::DischargedStay => text!("出院人次", "discharged stays"),
            CountedUnit::AdmittedStay => text!("入院人次", "admitted stays"),
            CountedUnit::Patient => text!("患者人数（按住院人次计）", "patients (counted by stay)"),
        }
    }
}

/// What takes a stay out of the count, in the order in which it is asked.
#[derive(Debug, PartialEq)]
pub struct ExclusionRule {
    pub id: &'static str,
    pub name: Text,
    pub criterion: &'static Criterion,
}

/// What somebody wants of the rate, and who. `percent` none: the aim is a direction.
#[derive(Debug, PartialEq)]
pub struct Target {
    pub percent: Option<u8>,
    pub higher_is_better: bool,
    pub whose: Text,
}

/// An option that the row leaves open; the first of each is the default and adds nothing to the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    Band,
    Whose,
    Bleeding,
    Low,
    Measure,
    Department,
    Onset,
    StartOf,
}

/// A choice that is not the default: its word in the id, and what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionRow {
    pub of: Opened,
    pub word: &'static str,
    pub default: Text,
    pub chosen: Text,
}

#[rustfmt::skip]
pub static OPTIONS: [OptionRow; 10] = [
    OptionRow { of: Opened::Band, word: "latest_band", default: text!("至少一次评估为中高危", "at least one assessment moderate or high"), chosen: text!("最后一次评估为中高危", "the last assessment moderate or high") },
    OptionRow { of: Opened::Whose, word: "nurse_score", default: text!("以审核后的评分为准", "the score that governs after review"), chosen: text!("以护士评分为准", "the nurse's score") },
    OptionRow { of: Opened::Bleeding, word: "after_risk", default: text!("出血评估不限时间", "bleeding assessed at any time"), chosen: text!("出血评估不早于首次中高危结果", "bleeding assessed not before the first moderate or high result") },
    OptionRow { of: Opened::Bleeding, word: "within_24h", default: text!("出血评估不限时间", "bleeding assessed at any time"), chosen: text!("首次中高危结果后24小时内完成出血评估", "bleeding assessed within 24 h of the first moderate or high result") },
    OptionRow { of: Opened::Low, word: "latest_screen", default: text!("有一次出血评估为非高危，且没有一次为高危", "one bleeding assessment not high and none high"), chosen: text!("最后一次出血评估为非高危", "the last bleeding assessment not high") },
    OptionRow { of: Opened::Measure, word: "given", default: text!("已开具医嘱", "ordered"), chosen: text!("已执行", "given") },
    OptionRow { of: Opened::Department, word: "dept_admission", default: text!("按出院科室", "department of discharge"), chosen: text!("按入院科室", "department of admission") },
    OptionRow { of: Opened::Department, word: "dept_assessment", default: text!("按出院科室", "department of discharge"), chosen: text!("按首次评估时所在科室", "department of the first assessment") },
    OptionRow { of: Opened::Onset, word: "any_onset", default: text!("院内发生；未注明的，确诊在入院24小时之后至出院", "arose in hospital; where not stated, confirmed more than 24 h after admission and by discharge"), chosen: text!("至出院时确诊的全部VTE，含入院时已有", "every VTE confirmed by discharge, also where present on admission") },
    OptionRow { of: Opened::StartOf, word: "from_decision", default: text!("自入院起计时", "from admission"), chosen: text!("自决定收治起计时", "from the decision to admit") },
];

/// One indicator, without a word about numbers.
#[derive(Debug, PartialEq)]
pub struct Indicator {
    /// Permanent.
    pub id: &'static str,
    /// The official number, where there is one: a label, never the id.
    pub label: Option<&'static str>,
    pub name: Text,
    pub clock: MonthOf,
    pub unit: CountedUnit,
    pub exclusions: &'static [ExclusionRule],
    pub population: Notion,
    pub numerator: Notion,
    pub target: Target,
    pub options: &'static [Opened],
    /// Days after the discharge until the count is complete.
    pub ripens: Option<u16>,
    pub marks: &'static [Mark],
    /// What is said under the rate: it is not counted in the numerator.
    pub beside: Option<Text>,
}

/// Which department a stay is counted under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DepartmentOf {
    #[default]
    Discharge,
    Admission,
    Assessment,
}

/// An indicator with every option decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub indicator: &'static Indicator,
    pub choices: Choices,
    pub department: DepartmentOf,
}

impl Chosen {
    pub fn default_of(indicator: &'static Indicator) -> Chosen {
        Chosen { indicator, choices: Choices::default(), department: DepartmentOf::default() }
    }

    /// The same with one more choice, by its word; none where the indicator does not leave that open, or it is chosen already.
    pub fn with(mut self, word: &str) -> Option<Chosen> {
        let row = OPTIONS.iter().find(|row| row.word == word).filter(|row| self.indicator.options.contains(&row.of))?;
        if self.chosen().any(|chosen| chosen.of == row.of) {
            return None;
        }
        match row.of {
            Opened::Band => self.choices.latest_band = true,
            Opened::Whose => self.choices.nurse = true,
            Opened::Bleeding => self.choices.bleeding = if word == "within_24h" { BleedingWhen::Within24h } else { BleedingWhen::AfterRisk },
            Opened::Low => self.choices.latest_screen = true,
            Opened::Measure => self.choices.given = true,
            Opened::Department => self.department = if word == "dept_admission" { DepartmentOf::Admission } else { DepartmentOf::Assessment },
            Opened::Onset => self.choices.any_onset = true,
            Opened::StartOf => self.choices.from_decision = true,
        }
        Some(self)
    }

    /// The choices that are not the default, in the order of the id.
    pub fn chosen(&self) -> impl Iterator<Item = &'static OptionRow> + use<> {
        let (choices, department) = (self.choices, self.department);
        OPTIONS.iter().filter(move |row| match row.word {
            "latest_band" => choices.latest_band,
            "nurse_score" => choices.nurse,
            "after_risk" => choices.bleeding == BleedingWhen::AfterRisk,
            "within_24h" => choices.bleeding == BleedingWhen::Within24h,
            "latest_screen" => choices.latest_screen,
            "given" => choices.given,
            "dept_admission" => department == DepartmentOf::Admission,
            "dept_assessment" => department == DepartmentOf::Assessment,
            "any_onset" => choices.any_onset,
            _ => choices.from_decision,
        })
    }

    /// `alliance_2.within_24h`.
    pub fn id(&self) -> String {
        let mut id = self.indicator.id.to_owned();
        for row in self.chosen() {
            id.push('.');
            id.push_str(row.word);
        }
        id
    }

    pub fn population(&self) -> &'static Criterion {
        self.indicator.population.meaning(&self.choices)
    }

    pub fn numerator(&self) -> &'static Criterion {
        self.indicator.numerator.meaning(&self.choices)
    }
}
