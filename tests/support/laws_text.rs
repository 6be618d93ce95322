//! What the program reads and judges is what the text reads and judges.

use std::collections::BTreeSet;

use virchow::clinical::assess::Assessed;
use virchow::clinical::blood::{Effect, Intensity, NotBefore};
use virchow::clinical::contraindication::judgement::Judgement;
use virchow::clinical::measure::{Fate, What};

use super::court::Court;
use super::oracle::blood::{Effect as Works, Free, Intensity as Dose};
use super::oracle::{Alert, Oracle};
use super::person::{FEMALE, HOUR, Person, minutes};

/// Every comparison with the text, of one patient.
pub fn agrees(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let high = oracle.bleeding_high();
    court.holds("bleeding", assessed.bleeding.high == high, || format!("{:?}, by the text {high:?}", assessed.bleeding.high));
    if high == Some(true) {
        court.holds("bleeding high", true, String::new);
    }
    judged(oracle, assessed, court);
    asked(person, oracle, assessed, court);
    alerts(oracle, assessed, court);
    blood(oracle, assessed, court);
    routes(person, oracle, assessed, court);
}

fn legs(limb: &str) -> &'static [&'static str] {
    match limb {
        "left" => &["left"],
        "right" => &["right"],
        _ => &["left", "right"],
    }
}

/// A row in force of one drug, or of one device on one leg: whether it forbids, whether it stands above the physician.
pub type Found = BTreeSet<(&'static str, &'static str, bool, &'static str, bool)>;

pub fn rows_in_force(judgement: &Judgement) -> Found {
    let mut all = Found::new();
    for present in &judgement.present {
        for member in present.applies.ids() {
            for leg in legs(present.limb.id()) {
                all.insert((present.row.id, member, present.severity.forbids(), leg, present.no_override));
            }
        }
    }
    all
}

pub fn by_the_text(oracle: &Oracle<'_>) -> Found {
    let all = oracle.in_force().into_iter();
    all.flat_map(|(id, member, forbids, limb, fixed)| legs(limb).iter().map(move |leg| (id, member, forbids, *leg, fixed))).collect()
}

fn judged(oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let (found, wanted) = (rows_in_force(&assessed.judgement), by_the_text(oracle));
    for id in wanted.iter().map(|(id, ..)| *id).collect::<BTreeSet<_>>() {
        court.saw("row in force", id);
    }
    court.holds("rows in force", found == wanted, || {
        format!(
            "found {:?}, by the text {:?}",
            found.difference(&wanted).take(3).collect::<Vec<_>>(),
            wanted.difference(&found).take(3).collect::<Vec<_>>()
        )
    });
}

/// Rows that wait for a yes or no of their own, whatever silence means; "cannot be known" keeps them open in any case.
pub fn rows_suspected(person: &Person, judgement: &Judgement) -> BTreeSet<&'static str> {
    let open = judgement.open.iter().filter(|open| open.suspected).map(|open| open.row.id);
    open.filter(|id| person.said(id) != Some(None)).collect()
}

pub fn suspected_by_the_text(oracle: &Oracle<'_>) -> BTreeSet<&'static str> {
    oracle.suspected().into_iter().filter(|id| oracle.person.said(id) != Some(None)).collect()
}

/// Questions that are asked in words of their own.
pub fn wordings(judgement: &Judgement) -> BTreeSet<(&'static str, &'static str)> {
    judgement.open.iter().filter_map(|open| Some((open.row.id, open.wording?.zh()))).collect()
}

fn asked(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let (found, wanted) = (rows_suspected(person, &assessed.judgement), suspected_by_the_text(oracle));
    wanted.iter().for_each(|id| court.saw("row asked", *id));
    // But what the record or another answer tells: readings, needles, an entry of allergies, and who can be pregnant.
    let is_told = |id: &str| match id {
        "CI_HTN" => !person.pressures.is_empty(),
        "CI_ALLERGY" => !person.allergies.is_empty(),
        "CI_NEURAXIAL" => {
            !person.needles.is_empty() || person.no("bs_neuraxial_window") || person.told.iter().any(|told| told.id == "bs_neuraxial_window")
        }
        _ => FEMALE.contains(&id) && !oracle.may_be_pregnant(),
    };
    for (id, word) in person.said.iter().filter(|(id, word)| word.yes.is_none() && (id.starts_with("CI_") || id.starts_with("MC_")) && !is_told(id)) {
        let open = assessed.judgement.open_of(id).is_some() || assessed.judgement.has(id);
        court.holds("what cannot be known stays open", open, || format!("{id} {word:?}"));
    }
    let worded = wordings(&assessed.judgement);
    for (id, words) in oracle.wordings().into_iter().filter(|(id, _)| wanted.contains(id)) {
        court.holds("a question in its own words", worded.iter().any(|(of, told)| *of == id && *told == words), || format!("{id}: {worded:?}"));
    }
    court.holds("questions", found == wanted, || format!("asks {found:?}, by the text {wanted:?}"));
}

pub fn alerts_found(assessed: &Assessed) -> Vec<(Alert, bool)> {
    let alert = |id| match id {
        "AL_PLT_HIT" => Alert::Hit,
        "AL_PLT_AMBER" => Alert::Amber,
        "AL_HB_FALL" => Alert::HbFall,
        _ => Alert::HbLow,
    };
    let mut all: Vec<(Alert, bool)> = assessed.judgement.alerts.iter().map(|found| (alert(found.id), found.answered)).collect();
    all.sort();
    all
}

fn alerts(oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let (found, wanted) = (alerts_found(assessed), oracle.alerts());
    wanted.iter().for_each(|(alert, answered)| court.saw("alert", format!("{alert:?} {answered}")));
    court.holds("alerts", found == wanted, || format!("{found:?}, by the text {wanted:?}"));
}

fn blood(oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let (found, wanted) = (&assessed.blood.all, oracle.on_board());
    court.holds("what is on board", found.len() == wanted.len(), || format!("{} drugs, by the text {}", found.len(), wanted.len()));
    for (found, wanted) in found.iter().zip(&wanted) {
        let intensity = match found.intensity {
            Intensity::Prophylactic => Dose::Prophylactic,
            Intensity::Treatment => Dose::Treatment,
            Intensity::Unknown => Dose::Unknown,
        };
        court.holds("intensity", intensity == wanted.intensity, || format!("{intensity:?}, by the text {wanted:?}"));
        let effect = match found.effect {
            Effect::Works { until, overdue } => Works::Works { until: until.map(minutes), overdue },
            Effect::TooLittle => Works::TooLittle,
            Effect::Unknown(lacks) => Works::Unknown(lacks),
            Effect::Over => Works::Over,
        };
        if wanted.effect != Works::Silent {
            court.holds("effect", effect == wanted.effect, || format!("{effect:?}, by the text {wanted:?}"));
        }
        let free = match found.not_before {
            NotBefore::Now => Free::Now,
            NotBefore::At(at) => Free::At(minutes(at)),
            NotBefore::Waits(lacks) => Free::Waits(lacks),
        };
        if wanted.free != Free::Silent {
            court.saw("drug on board", wanted.is);
            court.holds("earliest start", free == wanted.free, || format!("{free:?}, by the text {wanted:?}"));
        }
    }
}

/// Which routes apply, which of them speaks, and what it puts out (§5.9).
fn routes(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let (advice, wanted) = (&assessed.advice, oracle.routes());
    let sorted = |all: &[&'static str]| all.iter().copied().collect::<BTreeSet<_>>();
    court.holds("routes", sorted(&advice.routes) == sorted(&wanted), || format!("{:?}, by the text {wanted:?}", advice.routes));
    wanted.iter().for_each(|id| court.saw("route", *id));
    let escalates = advice.measures.iter().any(|measure| measure.what == What::Escalate);
    let drug = advice.drug();
    let first = wanted.iter().copied().find(|id| *id != "AL_PLT_HIT");
    let has = |id: &str| wanted.contains(&id);
    if has("AL_PLT_HIT") && !has("SUSPECTED_VTE") {
        court.holds("AL_PLT_HIT adds ESCALATE, whatever fires", escalates, || format!("{:?} {:?}", advice.rule, advice.output));
    }
    if has("SUSPECTED_VTE") {
        let worded: Vec<&str> = advice.measures.iter().map(|measure| measure.what.id()).filter(|id| *id != "escalate").collect();
        court.holds("a suspicion words no prevention", worded.is_empty(), || format!("{:?} {worded:?}", advice.routes));
    }
    let Some(first) = first else {
        court.holds("protected on a route only", advice.protected.is_none(), || format!("{:?}", advice.protected));
        return;
    };
    let tells = first != "CI_THERAPEUTIC_AC" || oracle.acts();
    if tells {
        court.holds("the first route speaks", advice.rule == Some(first), || format!("{:?}, by the text {first}", advice.rule));
        court.holds("no route proposes a drug", drug.is_none(), || format!("{drug:?} on {:?}", advice.routes));
    } else {
        let firm = advice.measures.iter().any(|measure| matches!(measure.what, What::Drug(_)) && measure.conditional_on.is_empty());
        court.holds("where the effect is unknown no drug is firm", !firm, || format!("{drug:?}"));
    }
    match first {
        "CI_HIT_ACUTE" | "CI_ACUTE_VTE" => {
            court.holds("HIT and a confirmed clot escalate", escalates, || format!("{:?}", advice.output));
        }
        "CI_THERAPEUTIC_AC" if oracle.blocked() && oracle.stays_blocked() => {
            court.holds("a block on the treatment route escalates", escalates, || format!("{:?} {:?}", advice.rule, advice.measures));
        }
        "CI_THERAPEUTIC_AC" if oracle.single() == Some(Works::TooLittle) && person.decided.is_none() && !oracle.blocked() => {
            court.holds("too low an INR escalates", escalates && advice.protected == Some(false), || format!("{:?}", advice.protected));
            let lmwh = advice.alternatives.iter().filter(|other| ["enoxaparin", "nadroparin", "dalteparin"].contains(&other.id));
            let offered = lmwh.filter(|other| matches!(other.fate, Fate::Offered | Fate::Proposed));
            court.holds("too low an INR offers no LMWH", offered.count() == 0, String::new);
        }
        _ => {}
    }
    // Protected only while something works, by the record or by a person's word.
    let works = oracle.works() || oracle.person.yes("CI_THERAPEUTIC_AC") || oracle.yes_of_host("CI_THERAPEUTIC_AC");
    if advice.protected == Some(true) {
        court.holds("protected only while it works", works, || format!("{:?}", oracle.on_board()));
        let until = advice.protected_until.map(minutes);
        court.holds(
            "protected no longer than it works",
            until.is_none_or(|until| {
                until > 0 && oracle.on_board().iter().any(|drug| matches!(drug.effect, Works::Works { until: Some(end), .. } if end == until))
            }),
            || format!("{until:?}"),
        );
        let wait = advice.recheck_at.map(minutes);
        let latest = until.map_or(72 * HOUR, |until| until.min(72 * HOUR));
        court.holds("a protected patient is looked at again", wait.is_some_and(|wait| wait <= latest), || format!("{wait:?} for {latest}"));
    }
}
