//! The alerts of §5.7: platelets that fall on heparin, haemoglobin that falls on an anticoagulant or is low.

use super::super::person::{DAY, Order, Reading, Surgery};
use super::Oracle;
use super::values::{Worse, series};

/// A fall from the highest of the last value before a moment and all since, to the latest.
#[derive(Clone, Copy, Debug)]
struct Fall {
    from: f64,
    to: f64,
    /// When the latest was measured; `None`: nobody told.
    at: Option<i64>,
}

impl Fall {
    fn part(self) -> f64 {
        (self.from - self.to) / self.from
    }
}

/// `since` of `None`: nobody told when the drug was begun, so that every value is since.
fn fall(readings: &[Reading], since: Option<i64>) -> Option<Fall> {
    let latest = *readings.last()?;
    let before = |reading: &Reading| reading.when.begins().zip(since).is_some_and(|(at, since)| at < since);
    if before(&latest) {
        return None;
    }
    let baseline = readings.iter().rfind(|reading| before(reading));
    let highest = readings.iter().filter(|reading| !before(reading)).chain(baseline).map(|reading| reading.value).fold(0.0, f64::max);
    Some(Fall { from: highest, to: latest.value, at: latest.when.begins() })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    Hit,
    Amber,
    HbFall,
    HbLow,
}

impl Oracle<'_> {
    /// Platelets below 100 after a fall from 100 and more since any anticoagulant began (CI_FON_PLT).
    pub(super) fn fell_on_an_anticoagulant(&self) -> bool {
        let Some(since) = self.on_board().iter().map(|drug| drug.order.since).min() else { return false };
        let counts = series(&self.person.platelets, Worse::Lower);
        fall(&counts, since).is_some_and(|fall| fall.from >= 100.0 && fall.to < 100.0)
    }

    /// Heparin of any form, a flushed line included, or fondaparinux: running, or ended within 30 days.
    fn exposed(&self, heparin_only: bool) -> impl Iterator<Item = &Order> {
        let recent = |order: &&Order| {
            let ended = order.stopped.filter(|stopped| *stopped <= 0).or(order.last.filter(|last| *last <= 0));
            self.running(order) || ended.is_none_or(|ended| -ended as f64 <= self.figures.hit_ended * DAY as f64)
        };
        let is = move |order: &&Order| {
            order.pill.is.iter().zip(order.pill.classes()).any(|(is, class)| {
                matches!(class, "ufh" | "lmwh") || matches!(*is, "danaparoid" | "sulodexide") || !heparin_only && class == "fondaparinux"
            })
        };
        self.orders().filter(is).filter(recent)
    }

    /// Every alert that stands, and whether a person has answered it since.
    pub fn alerts(&self) -> Vec<(Alert, bool)> {
        let mut all = vec![];
        all.extend(self.platelet_alert());
        all.extend(self.haemoglobin_alerts());
        all.sort();
        all
    }

    pub fn stands(&self, alert: Alert) -> bool {
        self.alerts().contains(&(alert, false))
    }

    pub fn bleeding_reopened(&self) -> bool {
        self.haemoglobin_alerts().iter().any(|(_, answered)| !answered)
    }

    /// No "no" to bleeding on the form holds: an alert came after it, which nobody has answered or a yes has confirmed (T8).
    pub(super) fn denial_is_over(&self) -> bool {
        self.bleeding_reopened() || self.yes("CI_ACTIVE_BLEED") && !self.haemoglobin_alerts().is_empty()
    }

    fn platelet_alert(&self) -> Option<(Alert, bool)> {
        let figures = self.figures;
        let since = self.exposed(false).map(|order| order.since).min()?;
        let counts = series(&self.person.platelets, Worse::Lower);
        let fallen = fall(&counts, since);
        let deep = fallen.filter(|fall| fall.part() >= figures.hit_fall - 1e-9 || fall.from >= figures.hit_count && fall.to < figures.hit_count);
        // A thrombosis that was confirmed on heparin begun five days before it and more.
        let begun = self.exposed(true).filter_map(|order| order.since).min();
        let confirmed = self.confirmed_at();
        let thrombosis = begun.zip(confirmed).filter(|(begun, at)| (at - begun) as f64 >= figures.hit_thrombosis * DAY as f64).map(|(_, at)| at);
        if deep.is_some() || thrombosis.is_some() {
            let answered =
                self.denied_at("CI_HIT_ACUTE").is_some_and(|at| self.settles(at, &counts, since, deep, thrombosis)) || self.yes("CI_HIT_ACUTE");
            return Some((Alert::Hit, answered));
        }
        fallen.filter(|fall| fall.part() >= figures.amber_fall - 1e-9).map(|_| (Alert::Amber, false))
    }

    fn confirmed_at(&self) -> Option<i64> {
        let word = self.person.said.get("CI_ACUTE_VTE");
        if let Some(word) = word {
            return (word.yes == Some(true)).then(|| word.at.unwrap_or(0));
        }
        let told = self.person.told.iter().filter(|told| told.id == "CI_ACUTE_VTE" && told.yes);
        told.filter_map(|told| told.when.begins()).filter(|at| *at <= 0).max()
    }

    /// A "no" of the 4Ts after the count settles it, until a count 20 % lower or a fall that first reaches 50 %.
    fn settles(&self, answered: i64, counts: &[Reading], since: Option<i64>, deep: Option<Fall>, thrombosis: Option<i64>) -> bool {
        if thrombosis.is_some_and(|at| at > answered) {
            return false;
        }
        let Some(deep) = deep else { return true };
        if answered >= 0 {
            return true;
        }
        // What was there to be seen when the answer was given.
        let seen: Vec<Reading> = counts.iter().filter(|reading| reading.when.begins().is_some_and(|at| at <= answered)).copied().collect();
        let Some(then) = fall(&seen, since) else { return false };
        let half = self.figures.hit_fall - 1e-9;
        let was_up = then.part() >= half || then.from >= self.figures.hit_count && then.to < self.figures.hit_count;
        let again = deep.to <= then.to * (1.0 - self.figures.hit_again) + 1e-9;
        was_up && !again && (deep.part() < half || then.part() >= half)
    }

    fn haemoglobin_alerts(&self) -> Vec<(Alert, bool)> {
        let values = series(&self.person.haemoglobin, Worse::Lower);
        let kinds = [(Alert::HbFall, self.has_fallen(&values, 0)), (Alert::HbLow, self.is_low(&values))];
        kinds.into_iter().filter(|(_, stands)| *stands).map(|(alert, _)| (alert, self.bleeding_answered(alert, &values))).collect()
    }

    fn is_low(&self, values: &[Reading]) -> bool {
        values.last().is_some_and(|latest| latest.value < self.figures.hb_low)
    }

    /// Below the highest since the first dose or the operation's end, whichever is later; none since: below the last before,
    /// by more where the operation lies between.
    fn has_fallen(&self, values: &[Reading], by: i64) -> bool {
        let Some((latest, earlier)) = values.split_last() else { return false };
        let first_dose = self.on_board().iter().map(|drug| drug.order.since).min();
        let Some(first_dose) = first_dose.filter(|first| first.is_none_or(|first| first <= by)) else { return false };
        let ended = self.operations().filter(|operation| self.done(operation)).map(Surgery::ends).filter(|ended| *ended <= 0).max();
        let since = first_dose.max(ended);
        let before = |reading: &&Reading| reading.when.begins().zip(since).is_some_and(|(at, since)| at < since);
        let highest = earlier.iter().filter(|reading| !before(reading)).map(|reading| reading.value).reduce(f64::max);
        match (highest, earlier.last()) {
            (Some(highest), _) => highest - latest.value >= self.figures.hb_fall,
            (None, Some(last)) => {
                let across =
                    ended.is_some_and(|ended| last.when.begins().is_some_and(|at| at < ended) && latest.when.begins().is_none_or(|at| at >= ended));
                last.value - latest.value >= if across { self.figures.hb_fall_operated } else { self.figures.hb_fall }
            }
            (None, None) => false,
        }
    }

    /// A yes, a "no" of now, or a "no" to what was there to be seen then, from which it has not fallen by 5 g/L since.
    fn bleeding_answered(&self, alert: Alert, values: &[Reading]) -> bool {
        if self.yes("CI_ACTIVE_BLEED") {
            return true;
        }
        let Some(answered) = self.denied_at("CI_ACTIVE_BLEED") else { return false };
        let seen: Vec<Reading> =
            values.iter().filter(|reading| answered >= 0 || reading.when.begins().is_some_and(|at| at <= answered)).copied().collect();
        let stood = if alert == Alert::HbLow { self.is_low(&seen) } else { self.has_fallen(&seen, answered) };
        let (latest, then) = (values.last(), seen.last());
        stood && latest.zip(then).is_some_and(|(latest, then)| then.value - latest.value < self.figures.hb_again)
    }
}
