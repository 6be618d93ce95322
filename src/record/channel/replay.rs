//! An episode gone through from its beginning: after each event and at fixed moments between them it is evaluated, and since
//! when a need, a question, a step, a decision or a referral stands goes into the next evaluation. The moments are counted from
//! the beginning of the episode and not from the present one, so that looking again later does not move what has begun.

use chrono::{NaiveTime, TimeDelta};

use super::confirmed::confirmed_suspicion;
use super::course::Episode;
use super::entered::EntryDone;
use super::notices::{EpisodeNotice, NoticeKind, notices};
use super::referrals::{governing, referrals};
use super::tell::tell;
use super::told::{EntryRead, SETTLED_FOR, ToldBeside};
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::pathway::coarse::{Chest, Gravidity, Kind, Scan, Sign, Stability};
use crate::clinical::pathway::codes::ChannelCode;
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::evaluate::{ChannelStep, evaluate};
use crate::clinical::pathway::facts::{ChestFact, CourseFacts, EpisodeFacts, OtherVitals, ScanFact};
use crate::clinical::pathway::from_chart::{given, stands};
use crate::clinical::pathway::history::{Heard, HistoryFacts, LiverFact, Past, PlateletAlert};
use crate::clinical::pathway::referral::ReferNeed;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::state::PathState;
use crate::clinical::substance;
use crate::record::encounter::{Encounter, Signed};
use crate::record::happening::{Happening, Occurrence};
use crate::record::role::Role;

/// What is entered once for an episode that vital signs open anew is entered again; facts stay ("with the old facts", 5.6.8).
const OF_ONE_EPISODE: [&str; 18] = [
    "stability",
    "physician_told",
    "physician_unreachable",
    "physician_seen",
    "called",
    "pert_answered",
    "ecg",
    "gate_answered",
    "gate_overridden",
    "ddimer_ordered",
    "chest_ordered",
    "scan_ordered",
    "interim_not_given",
    "senior_decision",
    "treatment_plan",
    "patient_reached",
    "left",
    "withdrawal_proposed",
];

/// What an earlier suspicion's entries say of this one: what was measured, drawn, pictured or given, and what was answered with yes.
const CARRIED: [&str; 10] =
    ["history", "pregnancy", "anticoagulant", "needle", "weight", "labs", "ddimer_result", "chest_result", "scan_result", "interim_given"];

/// The episode of the suspicion that stands; `None` where none does.
pub fn episode(encounter: &Encounter, chart: &Chart, settings: &ChannelSettings, now: Instant) -> Option<Episode> {
    Some(of(encounter, encounter.suspected()?, chart, settings, now))
}

/// The episode of a suspicion by its id, settled or not: how long each step took is asked afterwards too.
pub fn episode_of(encounter: &Encounter, suspicion: &str, chart: &Chart, settings: &ChannelSettings, now: Instant) -> Option<Episode> {
    let suspected = encounter.occurrences.iter().find(|signed| signed.what.what == Happening::VteSuspected && signed.id == suspicion)?;
    Some(of(encounter, suspected, chart, settings, now))
}

struct Replay<'a> {
    encounter: &'a Encounter,
    suspected: &'a Signed<Occurrence>,
    chart: &'a Chart,
    settings: ChannelSettings,
    entries: Vec<EntryDone>,
    earlier: Vec<EntryDone>,
    began: Instant,
    /// Entries before this one belong to the episode that was closed.
    anew_from: usize,
    reopened: u32,
}

fn of(encounter: &Encounter, suspected: &Signed<Occurrence>, chart: &Chart, settings: &ChannelSettings, now: Instant) -> Episode {
    let mut unknown = vec![];
    let (mut entries, mut earlier) = (vec![], vec![]);
    for (at, signed) in encounter.happened(Happening::PathwayStep) {
        let of = signed.what.detail("of").unwrap_or_default();
        let named = signed.what.detail("step").unwrap_or_default();
        let here = of == suspected.id;
        let Some(row) = entry(named) else {
            if here {
                unknown.push(EpisodeNotice { kind: NoticeKind::Unknown, event: signed.id.clone(), step: named.into(), item: None, at });
            }
            continue;
        };
        let done = EntryDone { id: signed.id.clone(), row, at, signed: signed.clone() };
        if here {
            entries.push(done)
        } else if signed.place < suspected.place {
            earlier.push(done)
        }
    }
    let mut settings = settings.clone();
    settings.stock.retain(|drug| !given(chart, Kind::Dvt, now, now).not_these.contains(drug));
    let mut replay = Replay { encounter, suspected, chart, settings, entries, earlier, began: suspected.when(), anew_from: 0, reopened: 0 };
    let (facts, step, told) = replay.run(now);
    let mut notices = notices(&replay.entries, facts.course.no_interim_at, now);
    notices.append(&mut unknown);
    Episode {
        suspicion: suspected.id.clone(),
        began: replay.began,
        reopened: replay.reopened,
        step,
        notices,
        referrals: referrals(encounter, &suspected.id, None),
        withdrawal_proposed_at: told.withdrawal_proposed_at,
        interim_confirmed_at: told.interim_confirmed_at,
        interim_drug: told.interim_drug,
        entries: replay.entries,
        facts,
    }
}

/// Since when what is shown stands, carried from one evaluation to the next.
#[derive(Clone, Debug, Default)]
struct Since {
    need: Option<Instant>,
    gate: Option<(Instant, Vec<&'static str>)>,
    step: Option<(Instant, ChannelCode)>,
    refer: Option<Instant>,
    decision: Option<Instant>,
}

impl Since {
    fn enter(&self, course: &mut CourseFacts) {
        course.need_since = self.need;
        course.gate_since = self.gate.as_ref().map(|(since, _)| *since);
        course.step_since = self.step.map(|(since, _)| since);
        course.refer_since = self.refer;
        course.decision_since = self.decision;
    }

    fn after(&mut self, answer: &ChannelStep, at: Instant) {
        use PathState as S;
        let kept = |held: Option<Instant>, stands: bool| if stands { held.or(Some(at)) } else { None };
        let state = answer.state;
        // A need that has arisen stays until it is excluded, scanned again, another cause, withdrawn or a plan signed.
        let ended = state.rank() == 11 || matches!(state, S::Excluded | S::ExcludedByPerc | S::Repeat | S::OtherCause | S::Lost);
        self.need = kept(self.need, !ended && answer.needs.any());
        let asks = matches!(answer.interim.code, ChannelCode::InterimAsk | ChannelCode::InterimHold) && answer.interim.until.is_none();
        let rows: Vec<&'static str> = answer.interim.because.iter().map(|fired| fired.row.id).collect();
        // The card of open questions is one: answering some of them starts no new clock.
        self.gate = match self.gate.take() {
            _ if !asks => None,
            Some((since, held)) if held.is_empty() && rows.is_empty() || held.iter().any(|row| rows.contains(row)) => Some((since, rows)),
            _ => Some((at, rows)),
        };
        self.step = match self.step {
            Some((since, code)) if code == answer.step => Some((since, code)),
            _ => Some((at, answer.step)),
        };
        self.refer = kept(self.refer, answer.refer != ReferNeed::No);
        self.decision = kept(self.decision, state.is_confirmed() || matches!(state, S::Senior | S::HighRisk | S::OtherCause));
    }
}

impl Replay<'_> {
    fn run(&mut self, now: Instant) -> (EpisodeFacts, ChannelStep, ToldBeside) {
        let mut since = Since::default();
        let mut before: Option<ChannelStep> = None;
        // When each entry was signed; what a device signed out of order counts as soon as what stands before it does.
        let mut signed_at: Vec<Instant> = vec![];
        for done in &self.entries {
            let at = done.signed.at.max(self.suspected.when());
            signed_at.push(signed_at.last().map_or(at, |last: &Instant| at.max(*last)));
        }
        let concluded = self.concluded().map(|(at, _)| at);
        let mut reached = self.began;
        for (count, end) in signed_at.iter().copied().chain([now]).enumerate() {
            let end = end.min(now);
            let mut looks = moments(self.began, reached, end);
            looks.extend(concluded.filter(|at| *at >= reached && *at < end));
            looks.sort();
            for moment in looks {
                self.look(count, moment, end, &mut since);
            }
            reached = reached.max(end);
            if count == self.entries.len() || signed_at[count] > now {
                break;
            }
            let (facts, answer) = self.look(count + 1, end, end, &mut since);
            let closed = before.as_ref().is_some_and(|before| before.state.rank() == 11 || before.state == PathState::Lost);
            let newly =
                before.as_ref().is_some_and(|before| before.coarse.vitals != Stability::Unstable) && answer.coarse.vitals == Stability::Unstable;
            if closed && newly {
                (self.began, self.anew_from, since) = (self.entries[count].at.max(self.began), count, Since::default());
                self.reopened += 1;
                before = Some(self.look(count + 1, end, end, &mut since).1);
                continue;
            }
            let _ = facts;
            before = Some(answer);
        }
        let count = signed_at.iter().filter(|at| **at <= now).count();
        let (mut facts, told) = self.facts(count, now, now);
        since.enter(&mut facts.course);
        let answer = evaluate(&facts, &self.settings, now);
        // What has begun at this very moment.
        let mut after = since;
        after.after(&answer, now);
        after.enter(&mut facts.course);
        let answer = evaluate(&facts, &self.settings, now);
        (facts, answer, told)
    }

    /// The answer at a moment, after the first `count` entries.
    fn look(&self, count: usize, at: Instant, seen: Instant, since: &mut Since) -> (EpisodeFacts, ChannelStep) {
        let (mut facts, _) = self.facts(count, at, seen);
        since.enter(&mut facts.course);
        let answer = evaluate(&facts, &self.settings, at);
        since.after(&answer, at);
        (facts, answer)
    }

    /// The facts at a moment: the chart as seen at `seen`, then the entries one by one.
    fn facts(&self, count: usize, at: Instant, seen: Instant) -> (EpisodeFacts, ToldBeside) {
        let what = &self.suspected.what;
        let signs = what.detail("signs").unwrap_or_default();
        let has = |sign: &str| signs.split(' ').any(|told| told == sign);
        let lung = ["dyspnoea", "chest_pain", "haemoptysis", "syncope"].iter().any(|sign| has(sign));
        let kind = match what.detail("site") {
            Some("pe") => Kind::Pe,
            Some("dvt_pe") => Kind::Both,
            _ if lung => Kind::Both,
            _ => Kind::Dvt,
        };
        let chart = given(self.chart, kind, self.began, seen);
        let mut facts = chart.facts;
        facts.arm = what.detail("site") == Some("other");
        facts.symptoms_since = symptoms(what.detail("since"), self.suspected.when());
        let mut told = ToldBeside { vitals: [chart.breathing, chart.saturation, chart.temperature, false], ..ToldBeside::default() };
        self.carry(&mut facts, chart.haemoglobin_alert_at);
        // What the nurse saw who pressed the button: acted on until vital signs and a limb check say more.
        facts.vitals.pressure_cannot_be_measured |= has("unstable");
        facts.vitals.collapse |= has("syncope");
        if has("limb_threat") {
            facts.tests.limb_threat = Sign::Yes;
        }
        if ["leg_swelling", "leg_pain", "leg_warm"].iter().any(|sign| has(sign)) {
            facts.tests.leg_signs = Sign::Yes;
        }
        told.recorded = Some(facts.history.clone());
        for (index, done) in self.entries.iter().take(count).enumerate() {
            if index >= self.anew_from || !OF_ONE_EPISODE.contains(&done.row.id) {
                tell(&mut facts, &mut told, &entered(done));
            }
        }
        self.conclude(&mut facts, at);
        facts.history.settled = told.settled.iter().filter(|(_, answered)| at - *answered <= SETTLED_FOR).map(|(row, _)| *row).collect();
        if let Some(asked) = told.bleeding_asked_at
            && chart.haemoglobin_alert_at.is_none_or(|alert| asked >= alert)
        {
            facts.history.haemoglobin_alert = false;
        }
        // "4Ts now" (G3): low points from before the count that raised the alert do not answer it.
        let counted = facts.labs.platelets.map(|count| count.at);
        let answers = told.four_ts_at.is_some_and(|scored| counted.is_none_or(|counted| scored >= counted));
        if facts.history.platelet_alert == PlateletAlert::Hit && facts.history.four_ts.is_some_and(|points| points < 4) && !answers {
            facts.history.four_ts = None;
        }
        facts.course.withdrawn = what.is_withdrawn();
        let ours = referrals(self.encounter, &self.suspected.id, None);
        facts.course.referral = governing(&ours)
            .and_then(|course| course.present())
            .filter(|report| report.at >= self.began && report.at <= at)
            .map(|report| (report.state, report.at));
        (facts, told)
    }

    /// When a physician concluded that it is VTE, and where.
    fn concluded(&self) -> Option<(Instant, Option<&str>)> {
        confirmed_suspicion(self.encounter).filter(|suspected| suspected.id == self.suspected.id)?;
        self.encounter.confirmed().map(|signed| (signed.when(), signed.what.detail("site")))
    }

    /// A conclusion that is signed counts as a positive picture (D), whatever was entered of one.
    fn conclude(&self, facts: &mut EpisodeFacts, now: Instant) {
        let Some((at, site)) = self.concluded().filter(|(at, _)| *at <= now) else { return };
        match site {
            Some("pe" | "dvt_pe") => facts.tests.chests.push(ChestFact { result: Chest::CtpaPositive, at }),
            // A calf clot whose scan is on record stays one.
            _ if facts.tests.scans.iter().any(|scan| scan.result == Scan::Distal) => {}
            _ => facts.tests.scans.push(ScanFact { result: Scan::Proximal, at }),
        }
    }

    /// What the bleeding screen and the entries of an earlier suspicion say: values and every "yes". A "no" is asked again (D).
    fn carry(&self, facts: &mut EpisodeFacts, _alert: Option<Instant>) {
        if let Some(screen) = self.encounter.latest_screen() {
            for line in screen.what.contraindications.iter().filter(|line| line.holds() && line.until.is_none_or(|until| until > self.began)) {
                stands(&line.item, line.at.or(Some(screen.at)), facts);
            }
        }
        let mut told = ToldBeside::default();
        let fresh = facts.course.clone();
        for done in self.earlier.iter().filter(|done| CARRIED.contains(&done.row.id)) {
            tell(facts, &mut told, &entered(done));
        }
        if !self.earlier.is_empty() {
            let other_indication = facts.course.other_indication;
            facts.course = CourseFacts { other_indication, ..fresh };
            reopen(&mut facts.history);
            if facts.person.gravidity == Gravidity::No {
                facts.person.gravidity = Gravidity::Unasked;
            }
            facts.vitals.others = OtherVitals::Missing;
        }
        // A drug that this record knows to be in use and the chart does not tell of: which, and when last, is asked.
        for course in self.encounter.in_use().filter(|course| course.measure.anticoagulates()) {
            let known = course.measure.drug().and_then(|drug| substance::named(drug.id()));
            if !facts.blood.iter().any(|held| Some(held.substance) == known) && facts.history.anticoagulant == Heard::Unasked {
                facts.history.anticoagulant = Heard::Yes;
            }
        }
    }
}

fn entered(done: &EntryDone) -> EntryRead<'_> {
    EntryRead { row: done.row, what: &done.signed.what, at: done.at, physician: done.signed.by.role == Role::Physician }
}

/// Every "no" becomes a question again.
#[rustfmt::skip]
fn reopen(history: &mut HistoryFacts) {
    for heard in [
        &mut history.bleeding, &mut history.cns_lesion, &mut history.neuro_eye_operation, &mut history.hit_acute, &mut history.hit_past,
        &mut history.heparin_100_days, &mut history.skin_necrosis, &mut history.on_heparin_5_days, &mut history.low_count_cause,
        &mut history.bleeding_disorder, &mut history.septic_bleeding, &mut history.anticoagulant, &mut history.gp2b3a, &mut history.needle,
        &mut history.high_bleeding_operation, &mut history.recent_delivery, &mut history.vessel_lesion, &mut history.dissection,
        &mut history.label_lesion, &mut history.kidney_disease, &mut history.dialysis, &mut history.heparin_allergy, &mut history.interaction,
        &mut history.antiphospholipid, &mut history.by_mouth_impossible, &mut history.mucosal_cancer,
    ] {
        if matches!(heard, Heard::No | Heard::CannotBeKnown) {
            *heard = Heard::Unasked;
        }
    }
    for past in [
        &mut history.intracranial_bleed, &mut history.stroke, &mut history.head_injury, &mut history.lysis, &mut history.major_operation,
        &mut history.organ_puncture,
    ] {
        if matches!(past, Past::Never | Past::CannotBeKnown) {
            *past = Past::Unasked;
        }
    }
    if matches!(history.liver, LiverFact::NoDisease | LiverFact::CannotBeKnown) {
        history.liver = LiverFact::Unasked;
    }
    (history.passes_urine, history.head_cleared, history.aptt_explained, history.settled) = (false, false, false, vec![]);
}

/// When the symptoms began, by the code of the report (D: an hour ago, the beginning of the day, a day ago); a picture from before
/// says nothing. `None`: not told, or so long ago that the rule of 24 h decides alone.
fn symptoms(code: Option<&str>, suspected_at: Instant) -> Option<Instant> {
    match code? {
        "lt_1h" => Some(suspected_at - TimeDelta::hours(1)),
        "today" => suspected_at.date_naive().and_time(NaiveTime::MIN).and_local_timezone(*suspected_at.offset()).single(),
        "d1_3" => Some(suspected_at - TimeDelta::days(1)),
        _ => None,
    }
}

/// The moments after `from` and before `to` at which the episode is looked at: every 5 min for two hours, every 15 min up to six
/// hours, every hour up to two days, every 6 h up to four weeks.
fn moments(began: Instant, from: Instant, to: Instant) -> Vec<Instant> {
    let mut all = vec![];
    let mut minutes = 0;
    while minutes <= 28 * 24 * 60 {
        let moment = began + TimeDelta::minutes(minutes);
        if moment >= to {
            break;
        }
        if moment >= from && (moment > from || minutes == 0) {
            all.push(moment);
        }
        minutes += match minutes {
            0..120 => 5,
            120..360 => 15,
            360..2880 => 60,
            _ => 360,
        };
    }
    all
}
