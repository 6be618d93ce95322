//! The quantities of a chart that items are derived from, read once for a sheet, and what may be said of an item by them.
//! `derive` and `bleeding_facts` hold the rules; none stands here.

use super::chart::{self, Chart, Instant, Operation, Sex};
use super::profile::Thresholds;
use super::surgery::Surgery;

/// What the facts say of an item.
pub enum Derived {
    /// Yes or no, from these facts.
    Says(bool, Vec<usize>),
    /// Not met by these facts, which answers for nobody: the host's yes holds, and a person's needs no reason.
    Denies(Vec<usize>),
    /// Perhaps: a person must say.
    Hints(usize),
    /// A quantity is missing; silence about the item cannot be read as no.
    Lacks,
    /// Nothing.
    Silent,
}

/// The quantities that items are derived from, read once for a sheet.
pub struct Derivable<'a> {
    pub chart: &'a Chart,
    pub at: Instant,
    pub thresholds: &'a Thresholds,
    pub age: Option<chart::Known<f64>>,
    pub bmi: Option<chart::Known<f64>>,
    pub sex: Option<Sex>,
    /// Of no operation until the sheet has seen whether there is a fracture.
    pub surgery: Surgery,
    /// Operations of the last 30 days: the fact, and whether it is a former one.
    pub recent: Vec<(usize, Operation, bool)>,
}

impl<'a> Derivable<'a> {
    pub fn read(chart: &'a Chart, at: Instant, thresholds: &'a Thresholds) -> Derivable<'a> {
        let within_30_days = |operation: &Operation| {
            operation.at.is_some_and(|when| when <= at && (at.date_naive() - when.with_timezone(at.offset()).date_naive()).num_days() <= 30)
        };
        let mut recent = vec![];
        let mut note = |(index, operation): (usize, &Operation), former| {
            if within_30_days(operation) {
                recent.push((index, *operation, former));
            }
        };
        // One before the operation that counts is a former one too (re-operation: core specification 1.2).
        chart.operations().for_each(|operation| note(operation, chart.is_followed(operation.1, at)));
        chart.former_operations().for_each(|operation| note(operation, true));
        Derivable { chart, at, thresholds, age: chart.age(at), bmi: chart.bmi(), sex: chart.sex(), surgery: Surgery::default(), recent }
    }
}

/// A quantity held against a bound.
pub fn compared(known: Option<chart::Known<f64>>, test: &dyn Fn(f64) -> bool) -> Derived {
    match known {
        Some(known) => Derived::Says(test(known.value), known.from.to_vec()),
        None => Derived::Lacks,
    }
}
