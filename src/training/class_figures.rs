//! The figures of a class: before and after, and how far its learners agree.

use super::attempt::LearnerName;
use super::case::Scored;
use super::class::LessonClass;
use super::respond::Response;
use crate::clinical::cell::Unanswered;
use crate::quality::agreement::{Weighting, cohen_kappa, fleiss_kappa};
use crate::quality::distributions::{Estimate, NoFigure};
use crate::quality::paired::{ChangedAnswers, PairedMeans, SignedRanks, mcnemar, paired_t, signed_ranks};
use crate::quality::reliability::{Model, icc};

/// A pre-test and a post-test of the same persons.
#[derive(Clone, Debug, PartialEq)]
pub struct PrePost {
    /// Persons who took both, by the name that they gave.
    pub pairs: usize,
    /// Persons of one test only; they are not counted.
    pub only_before: usize,
    pub only_after: usize,
    /// Names that stand on several results of one test: one person twice, or two persons of one name. Nobody but the teacher can tell.
    pub repeated: Vec<String>,
    /// Percent.
    pub mean_before: f64,
    pub mean_after: f64,
    pub t: Result<PairedMeans, NoFigure>,
    pub ranks: Result<SignedRanks, NoFigure>,
    /// Passed before and after, where both have a pass mark.
    pub passed: Result<ChangedAnswers, NoFigure>,
}

/// How far learners agree who scored the same cases.
#[derive(Clone, Debug, PartialEq)]
pub struct RaterAgreement {
    pub raters: usize,
    pub cases: usize,
    /// On the first reading (the band): Fleiss' kappa of several, Cohen's of two.
    pub bands: Result<Estimate, NoFigure>,
    /// On totals: ICC(2,1), absolute agreement, single ratings.
    pub totals: Result<Estimate, NoFigure>,
}

/// Joins two tests of one class by the learners' names; of several attempts of one person the first before and the last after count.
pub fn pre_post(before: &LessonClass, after: &LessonClass) -> PrePost {
    let mut pairs = vec![];
    let (mut only_before, mut gained, mut lost) = (0, 0, 0);
    let mut seen: Vec<&LearnerName> = vec![];
    for one in before.counted() {
        if seen.contains(&&one.who) {
            continue;
        }
        seen.push(&one.who);
        let Some(two) = after.counted().filter(|two| two.who == one.who).last() else {
            only_before += 1;
            continue;
        };
        pairs.push((f64::from(one.percent), f64::from(two.percent)));
        match (one.passed, two.passed) {
            (Some(false), Some(true)) => gained += 1,
            (Some(true), Some(false)) => lost += 1,
            _ => {}
        }
    }
    let mut only_after: Vec<&LearnerName> = vec![];
    for two in after.counted() {
        if !seen.contains(&&two.who) && !only_after.contains(&&two.who) {
            only_after.push(&two.who);
        }
    }
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len().max(1) as f64;
    PrePost {
        pairs: pairs.len(),
        only_before,
        only_after: only_after.len(),
        repeated: repeated(before).into_iter().chain(repeated(after)).collect::<std::collections::BTreeSet<_>>().into_iter().collect(),
        mean_before: mean(|pair| pair.0),
        mean_after: mean(|pair| pair.1),
        t: paired_t(&pairs),
        ranks: signed_ranks(&pairs),
        passed: mcnemar(gained, lost),
    }
}

/// Names on more than one of the counted results.
fn repeated(class: &LessonClass) -> Vec<String> {
    let names: Vec<&LearnerName> = class.counted().map(|result| &result.who).collect();
    let twice = |who: &&&LearnerName| names.iter().filter(|other| other == who).count() > 1;
    names.iter().filter(twice).map(|who| who.shown().to_owned()).collect()
}

impl LessonClass {
    /// Agreement over the exercises that are forms of one instrument, of the learners who settled all of them.
    pub fn rater_agreement(&self, instrument: &str) -> RaterAgreement {
        let cases: Vec<&String> = self
            .lesson
            .exercises
            .iter()
            .filter(|id| self.lesson.exercise(id).is_some_and(|of| of.truth().is_some() && of.instrument().is_some_and(|of| of.id == instrument)))
            .collect();
        // rows[rater][case]: the band by its id, and the total.
        let rows: Vec<Vec<(&'static str, f64)>> = self
            .counted()
            .filter_map(|result| {
                cases
                    .iter()
                    .map(|case| {
                        let line = result.lines.iter().find(|line| line.exercise == **case)?;
                        let Some(Response::Form(form)) = &line.response else { return None };
                        if form.instrument.id != instrument {
                            return None;
                        }
                        let attempt = form.attempt();
                        settled(&Scored::of(&attempt.chart, &attempt.answers, Unanswered::Unknown)?)
                    })
                    .collect::<Option<Vec<_>>>()
            })
            .collect();
        let raters = rows.len();
        let mut bands: Vec<&'static str> = rows.iter().flatten().map(|(band, _)| *band).collect();
        bands.sort_unstable();
        bands.dedup();
        let at = |band: &str| bands.iter().position(|held| *held == band).unwrap_or_default();
        let by_band = if raters == 2 {
            let mut table = vec![vec![0_u64; bands.len()]; bands.len()];
            for case in 0..cases.len() {
                table[at(rows[0][case].0)][at(rows[1][case].0)] += 1;
            }
            // One band for all: nothing is left to explain, and the table is too small to say so.
            if bands.len() == 1 { Err(NoFigure::NoVariation) } else { cohen_kappa(&table, Weighting::None) }
        } else {
            let counts: Vec<Vec<u64>> = (0..cases.len())
                .map(|case| {
                    let mut row = vec![0; bands.len()];
                    rows.iter().for_each(|rater| row[at(rater[case].0)] += 1);
                    row
                })
                .collect();
            fleiss_kappa(&counts)
        };
        let ratings: Vec<Vec<f64>> = (0..cases.len()).map(|case| rows.iter().map(|rater| rater[case].1).collect()).collect();
        RaterAgreement { raters, cases: cases.len(), bands: by_band, totals: icc(&ratings, Model::TwoWayAgreement) }
    }
}

/// Band and total of a form where both are settled.
fn settled(scored: &Scored) -> Option<(&'static str, f64)> {
    let band = scored.readout.readings.first()?.settled()?.id;
    let (floor, ceiling) = scored.readout.total?;
    (floor == ceiling).then(|| (band, f64::from(floor.0) / 10.0))
}
