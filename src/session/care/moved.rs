//! Signed as shown: what is no longer as the prevention screen showed it, once all is worked out again just before a signature.
//! Stands in the second part of the program, as all of `care`.

use chrono::TimeDelta;

use super::questions::Care;
use crate::clinical::chart::Instant;
use crate::clinical::contraindication::judgement::Present;
use crate::clinical::measure::{Measure, What};
use crate::clinical::second;
use crate::record::story::bleeding;
use crate::session::screen::PreventionView;
use crate::text::{Text, text};

/// D: a start "now" moves on with the clock while a physician reads. Within this it is the same plan.
const READING: TimeDelta = TimeDelta::hours(1);

type Words = (String, String);

/// What changed between the screen and now, in words; nothing where the signature is of what was shown.
#[inline(never)]
pub fn moved(was: &PreventionView, now: &Care) -> Vec<Words> {
    second::is_needed();
    let (before, after) = (&*was.assessed, &*now.assessed);
    let mut all = vec![];
    if was.of.id != now.of.id || was.of.version != now.of.version {
        all.push((SCORE.zh().into(), SCORE.en().into()));
    }
    if before.bleeding.high != after.bleeding.high {
        let (was, now) = (bleeding(before.bleeding.high), bleeding(after.bleeding.high));
        all.push(([was.zh(), " → ", now.zh()].concat(), [was.en(), " → ", now.en()].concat()));
    }
    for (index, cell) in after.bleeding_sheet.cells.iter().enumerate() {
        let shown = (before.bleeding.instrument.id == after.bleeding.instrument.id).then(|| before.bleeding_sheet.cells.get(index)).flatten();
        if shown.is_none_or(|shown| shown.value != cell.value) {
            all.push(named(ITEM, after.bleeding_sheet.instrument.items[index].label));
        }
    }
    let stands = |all: &[Present], one: &Present| {
        all.iter().any(|other| other.row.id == one.row.id && other.severity.id() == one.severity.id() && other.applies.ids() == one.applies.ids())
    };
    let (had, has) = (&before.judgement.present, &after.judgement.present);
    all.extend(has.iter().filter(|one| !stands(had, one)).map(|one| named(COME, one.row.label)));
    all.extend(had.iter().filter(|one| !stands(has, one)).map(|one| named(GONE, one.row.label)));
    for alert in &after.judgement.alerts {
        let shown = before.judgement.alerts.iter().any(|of| of.id == alert.id && of.answered == alert.answered);
        all.extend((!shown).then(|| named(ALERT, alert.label)));
    }
    if before.advice.rule != after.advice.rule {
        let rule = |rule: Option<&'static str>| rule.unwrap_or("–").to_owned();
        let (was, now) = (rule(before.advice.rule), rule(after.advice.rule));
        all.push(([RULE.zh(), &was, " → ", &now].concat(), [RULE.en(), &was, " → ", &now].concat()));
    }
    if before.advice.routes != after.advice.routes
        || before.advice.output.id() != after.advice.output.id()
        || before.advice.protected != after.advice.protected
    {
        all.push((ADVICE.zh().into(), ADVICE.en().into()));
    }
    measures(&mut all, &before.advice.measures.iter().collect::<Vec<_>>(), &after.advice.measures.iter().collect::<Vec<_>>());
    for (was, now) in [(&was.drug, &now.planned_drug), (&was.device, &now.planned_device)] {
        measures(&mut all, &was.as_deref().into_iter().collect::<Vec<_>>(), &now.as_deref().into_iter().collect::<Vec<_>>());
    }
    let mut once: Vec<Words> = vec![];
    for words in all {
        if !once.contains(&words) {
            once.push(words);
        }
    }
    once
}

fn named(what: Text, name: Text) -> Words {
    ([what.zh(), name.zh()].concat(), [what.en(), name.en()].concat())
}

fn measures(all: &mut Vec<Words>, was: &[&Measure], now: &[&Measure]) {
    let of = |list: &[&Measure], id: &str| list.iter().find(|measure| measure.what.id() == id).map(|measure| (*measure).clone());
    for measure in now {
        match of(was, measure.what.id()) {
            None => all.push(named(PROPOSED, measure.what.label())),
            Some(shown) if !is_same(&shown, measure) => all.push(named(OTHERWISE, measure.what.label())),
            Some(_) => {}
        }
    }
    for measure in was.iter().filter(|measure| of(now, measure.what.id()).is_none()) {
        all.push(named(NO_LONGER, measure.what.label()));
    }
}

/// The same measure in every word that the screen says of it.
fn is_same(was: &Measure, now: &Measure) -> bool {
    let same = match (&was.what, &now.what) {
        (What::Drug(was), What::Drug(now)) => {
            let near = |was: Option<Instant>, now: Option<Instant>| match (was, now) {
                (Some(was), Some(now)) => (now - was).abs() < READING,
                (was, now) => was == now,
            };
            was.dose == now.dose && near(was.start, now.start) && near(was.stop, now.stop)
        }
        (What::Device { legs: was, .. }, What::Device { legs: now, .. }) => was == now,
        _ => true,
    };
    same && was.conditional_on == now.conditional_on && was.meanwhile == now.meanwhile
}

const SCORE: Text = text!("评分已更新", "the score");
const ITEM: Text = text!("出血评估条目有变：", "an item of the bleeding list: ");
const COME: Text = text!("新增禁忌或慎用：", "new contraindication or caution: ");
const GONE: Text = text!("不再存在的禁忌或慎用：", "no longer a contraindication or caution: ");
const ALERT: Text = text!("警示：", "alert: ");
const RULE: Text = text!("规则 ", "rule ");
const ADVICE: Text = text!("建议已改变", "the advice");
const PROPOSED: Text = text!("现建议：", "proposed now: ");
const OTHERWISE: Text = text!("剂量、时间或条件有变：", "dose, time or condition of: ");
const NO_LONGER: Text = text!("不再建议：", "no longer proposed: ");
