//! Charts over months: is this more than chance? Run chart, p chart, p' where months scatter more than chance, XmR. Which rule fired is
//! said by name; below [`FEWEST`] points nothing is said; a month without data has no point and keeps its place on the axis.

use super::distributions::even_throws_at_most;
use super::rates::Share;
use crate::text::{Text, text};

/// No verdict below so many points.
pub const FEWEST: usize = 12;

/// A rule that may fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignalRule {
    /// Run chart: a run on one side of the median longer than round(log2 n) + 3 (Anhøj J, Olesen AV, PLoS One 2014;9:e113825).
    LongRun,
    /// Run chart: fewer crossings of the median than the 5 % point of the binomial.
    FewCrossings,
    /// A point outside the limits.
    Astronomical,
    /// Seven or more points in a row on one side of the mean.
    Shift,
    /// Seven or more points, each higher, or each lower, than the one before.
    Trend,
    /// Two of three points in a row beyond two thirds of the way to one limit, on the same side.
    TwoOfThree,
}

impl SignalRule {
    pub fn name(self) -> Text {
        match self {
            SignalRule::LongRun => text!("连续过长（同在中位数一侧）", "Run too long on one side of the median"),
            SignalRule::FewCrossings => text!("穿越中位数次数过少", "Too few crossings of the median"),
            SignalRule::Astronomical => text!("超出控制限", "A point outside the limits"),
            SignalRule::Shift => text!("连续7点在均值同一侧", "Seven points in a row on one side of the mean"),
            SignalRule::Trend => text!("连续7点递增或递减", "Seven points in a row rising or falling"),
            SignalRule::TwoOfThree => text!("3点中有2点靠近同一侧控制限", "Two of three points close to the same limit"),
        }
    }
}

/// A rule that fired, and the points (by their place on the axis) by which it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    pub rule: SignalRule,
    pub points: Vec<usize>,
}

/// What a chart says.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartVerdict {
    /// Fewer than [`FEWEST`] points; how many there are.
    TooFew(usize),
    /// Nothing that chance does not explain.
    Steady,
    Signal(Vec<Fired>),
}

fn verdict(points: usize, fired: Vec<Fired>) -> ChartVerdict {
    match (points < FEWEST, fired.is_empty()) {
        (true, _) => ChartVerdict::TooFew(points),
        (false, true) => ChartVerdict::Steady,
        (false, false) => ChartVerdict::Signal(fired),
    }
}

/// A run chart.
#[derive(Clone, Debug, PartialEq)]
pub struct RunChart {
    pub median: f64,
    /// Points that are not on the median.
    pub useful: usize,
    pub longest: usize,
    pub longest_allowed: usize,
    pub crossings: usize,
    pub crossings_expected: usize,
    pub verdict: ChartVerdict,
}

/// The points that are there, with their place on the axis.
fn there(values: &[Option<f64>]) -> Vec<(usize, f64)> {
    values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?))).collect()
}

/// A run chart about the median of the first `baseline` points of the axis (all where none is given).
pub fn run_chart(values: &[Option<f64>], baseline: Option<usize>) -> Option<RunChart> {
    let points = there(values);
    let mut sorted: Vec<f64> = points.iter().filter(|(place, _)| baseline.is_none_or(|until| *place < until)).map(|(_, value)| *value).collect();
    sorted.sort_by(f64::total_cmp);
    let median = match sorted.len() {
        0 => return None,
        odd if odd % 2 == 1 => sorted[odd / 2],
        even => (sorted[even / 2 - 1] + sorted[even / 2]) / 2.0,
    };
    let sides: Vec<(usize, bool)> = points.iter().filter(|(_, value)| *value != median).map(|(place, value)| (*place, *value > median)).collect();
    let (mut longest, mut run): (Vec<usize>, Vec<usize>) = (vec![], vec![]);
    let mut crossings = 0;
    for (index, (place, side)) in sides.iter().enumerate() {
        if index > 0 && sides[index - 1].1 != *side {
            crossings += 1;
            run.clear();
        }
        run.push(*place);
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
    }
    let useful = sides.len();
    let longest_allowed = if useful == 0 { 0 } else { (useful as f64).log2().round() as usize + 3 };
    let crossings_expected = five_percent_point(useful.saturating_sub(1) as u64) as usize;
    let mut fired = vec![];
    if longest.len() > longest_allowed {
        fired.push(Fired { rule: SignalRule::LongRun, points: longest.clone() });
    }
    if useful > 1 && crossings < crossings_expected {
        fired.push(Fired { rule: SignalRule::FewCrossings, points: sides.iter().map(|(place, _)| *place).collect() });
    }
    let verdict = verdict(points.len(), fired);
    Some(RunChart { median, useful, longest: longest.len(), longest_allowed, crossings, crossings_expected, verdict })
}

/// The smallest count that at most so many of `trials` even throws reach with a chance of 5 % or more.
fn five_percent_point(trials: u64) -> u64 {
    (0..=trials).find(|count| even_throws_at_most(*count, trials) >= 0.05).unwrap_or_default()
}

/// One point of a chart with limits. Limits of a share stay within 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartPoint {
    pub place: usize,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// What one standard deviation is at this point.
    pub sigma: f64,
}

/// A chart with limits.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlChart {
    pub centre: f64,
    pub points: Vec<ChartPoint>,
    /// Of p': how much more the months scatter than chance explains; 1 where none is asked.
    pub scatter: f64,
    pub verdict: ChartVerdict,
}

/// A p chart: limits by the denominator of each month. With `laney`, p' (Laney DB, Qual Eng 2002;14:531-537): the limits are wider
/// where the months scatter more than chance. Centre and scatter are of the first `baseline` months of the axis (all where none is given).
pub fn p_chart(months: &[Option<Share>], baseline: Option<usize>, laney: bool) -> Option<ControlChart> {
    let shares: Vec<(usize, Share)> =
        months.iter().enumerate().filter_map(|(place, share)| Some((place, (*share)?))).filter(|(_, share)| share.all > 0).collect();
    let base = || shares.iter().filter(|(place, _)| baseline.is_none_or(|until| *place < until));
    let (counted, all) = base().fold((0, 0), |(counted, all), (_, share)| (counted + share.counted, all + share.all));
    if all == 0 {
        return None;
    }
    let centre = counted as f64 / all as f64;
    let chance = |share: Share| (centre * (1.0 - centre) / share.all as f64).sqrt();
    let value = |share: Share| share.counted as f64 / share.all as f64;
    let scatter = if laney && centre > 0.0 && centre < 1.0 {
        let z: Vec<f64> = base().map(|(_, share)| (value(*share) - centre) / chance(*share)).collect();
        mean_range(&z).map_or(1.0, |range| range / 1.128)
    } else {
        1.0
    };
    let points: Vec<ChartPoint> = shares
        .iter()
        .map(|(place, share)| {
            let sigma = chance(*share) * scatter;
            ChartPoint { place: *place, value: value(*share), low: (centre - 3.0 * sigma).max(0.0), high: (centre + 3.0 * sigma).min(1.0), sigma }
        })
        .collect();
    let verdict = verdict(points.len(), rules(&points, centre));
    Some(ControlChart { centre, points, scatter, verdict })
}

/// An XmR chart: single values, limits from the mean moving range. Centre and range of the first `baseline` places.
pub fn xmr_chart(values: &[Option<f64>], baseline: Option<usize>) -> Option<ControlChart> {
    let points = there(values);
    let base: Vec<f64> = points.iter().filter(|(place, _)| baseline.is_none_or(|until| *place < until)).map(|(_, value)| *value).collect();
    let sigma = mean_range(&base)? / 1.128;
    let centre = base.iter().sum::<f64>() / base.len() as f64;
    // 3 / 1.128, as it is printed everywhere.
    let reach = 2.66 * sigma * 1.128;
    let points: Vec<ChartPoint> =
        points.iter().map(|(place, value)| ChartPoint { place: *place, value: *value, low: centre - reach, high: centre + reach, sigma }).collect();
    let verdict = verdict(points.len(), rules(&points, centre));
    Some(ControlChart { centre, points, scatter: 1.0, verdict })
}

fn mean_range(values: &[f64]) -> Option<f64> {
    let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    (!ranges.is_empty()).then(|| ranges.iter().sum::<f64>() / ranges.len() as f64)
}

/// The four rules of the NHS programme "Making Data Count", as its package NHSRplotthedots has them: points outside, seven on a side,
/// seven rising or falling, two of three near a limit.
fn rules(points: &[ChartPoint], centre: f64) -> Vec<Fired> {
    let mut fired = vec![];
    let mut add = |rule: SignalRule, hit: Vec<usize>| {
        if !hit.is_empty() {
            fired.push(Fired { rule, points: hit });
        }
    };
    let outside = |point: &ChartPoint| point.value > point.high || point.value < point.low;
    add(SignalRule::Astronomical, points.iter().filter(|point| outside(point)).map(|point| point.place).collect());
    let side = |point: &ChartPoint| (point.value > centre) as i8 - (point.value < centre) as i8;
    add(SignalRule::Shift, in_windows(points, 7, |window| side(&window[0]) != 0 && window.iter().all(|point| side(point) == side(&window[0]))));
    let rises = |window: &[ChartPoint]| window.windows(2).all(|pair| pair[1].value > pair[0].value);
    let falls = |window: &[ChartPoint]| window.windows(2).all(|pair| pair[1].value < pair[0].value);
    add(SignalRule::Trend, in_windows(points, 7, |window| rises(window) || falls(window)));
    let near = |point: &ChartPoint, up: bool| {
        let away = if up { point.value - centre } else { centre - point.value };
        away > 2.0 * point.sigma && !outside(point)
    };
    let close = |window: &[ChartPoint]| [true, false].iter().any(|up| window.iter().filter(|point| near(point, *up)).count() >= 2);
    add(SignalRule::TwoOfThree, in_windows(points, 3, close));
    fired
}

/// The places of all windows of this length that fit, each once.
fn in_windows(points: &[ChartPoint], length: usize, fits: impl Fn(&[ChartPoint]) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = points.windows(length).filter(|window| fits(window)).flatten().map(|point| point.place).collect();
    places.sort_unstable();
    places.dedup();
    places
}
