//! What holds between two assessments: of the same patient with a fact more, with nothing but later facts, with the same facts
//! in another order, some days later, or with everything that was open answered.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use virchow::clinical::assess::Assessed;
use virchow::clinical::cell::CellValue;
use virchow::clinical::chart::{Limb, Said};
use virchow::clinical::contraindication::judgement::Present;
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::measure::{Alternative, Fate, Measure, What};
use virchow::clinical::sheet::Sheet;
use virchow::interop::assess::assess;

use super::additions::{Addition, reason};
use super::court::Court;
use super::laws_proposal::drugs;
use super::person::{DAY, Dice, FEMALE, HOUR, Order, PILLS, Person, Reading, Surgery, Suspicion, When, minutes, noon};

/// What the physician is told or asked, by name: what a fact more must not take away.
pub fn signals(assessed: &Assessed) -> BTreeSet<String> {
    let judgement = &assessed.judgement;
    let mut all = BTreeSet::new();
    for present in &judgement.present {
        all.insert(format!("row {}", present.row.id));
        if present.severity.forbids() {
            all.extend(present.applies.ids().into_iter().map(|member| format!("block {} {member}", present.row.id)));
        }
    }
    all.extend(judgement.open.iter().map(|open| format!("row {}", open.row.id)));
    all.extend(judgement.standing_alerts().map(|alert| format!("alert {}", alert.id)));
    all.extend(assessed.advice.warnings.iter().map(|warning| format!("warning {} {}", warning.act.id(), warning.substance.id)));
    all.extend((assessed.bleeding.high == Some(true)).then(|| "high".to_owned()));
    all.extend(assessed.bleeding.items.iter().chain(&assessed.bleeding.missing).map(|id| format!("item {id}")));
    all
}

/// A fact more never removes a warning, a question or an alert, unless the fact is the reason for it: each exception stands
/// in a table with its reason.
pub fn a_fact_more(person: &Person, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let Some((added, more)) = Addition::random(person, dice) else { return };
    court.saw("fact added", added.kind);
    let (_, then) = more.assessed();
    let (before, after) = (signals(assessed), signals(&then));
    let mut lost = vec![];
    for signal in before.difference(&after) {
        match reason(&added, signal) {
            Some(reason) => court.saw("reason", reason),
            None => lost.push(signal),
        }
    }
    court.holds("a fact more takes no warning away", lost.is_empty(), || format!("{added:?} took {lost:?}"));
    // The one high or open: never high no more for a fact that is no answer to it.
    let routes = ["CI_ACUTE_VTE", "CI_THERAPEUTIC_AC", "CI_HIT_ACUTE"];
    // A course past its range asks for the physician while a drug could be given.
    let blocks = added.kind == "said"
        && person.first_dose.is_none()
        && !routes.contains(&added.of)
        && Drug::ALL.into_iter().all(|drug| drug == Drug::Aspirin || then.judgement.against(drug).any(|present| present.row.id == added.of));
    if blocks && !matches!(then.advice.rule, None | Some("S2b")) && assessed.advice.rule.is_some() {
        // The end of a window is a reason to look while a drug waits for it: without one, 24 h will do.
        let time = |assessed: &Assessed| assessed.advice.recheck_at.map_or(i64::MAX, minutes);
        court.holds("a block more brings the next look no later", time(&then) <= time(assessed).max(24 * HOUR), || {
            format!("{added:?}: {:?} in {}, then {:?} in {}", assessed.advice.rule, time(assessed), then.advice.rule, time(&then))
        });
        court.holds("a block more takes every drug away", drugs(&then).is_empty(), || format!("{added:?}"));
    }
}

/// Whatever the route: what was present, open, or an alert stays so, no drug is to be had, and devices keep to the legs.
pub fn on_a_route(person: &Person, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let (route, routed) = with_a_route(person, dice);
    let (_, then) = routed.assessed();
    if !then.advice.routes.contains(&route) {
        court.holds("the route is taken", false, || format!("{route}: {:?}", then.advice.routes));
        return;
    }
    court.holds("the route is taken", true, String::new);
    // A vitamin K antagonist explains its INR.
    let antagonist = routed.orders.last().is_some_and(|order| order.pill.name == "华法林钠片");
    let explained = |id: &str| antagonist && route == "CI_THERAPEUTIC_AC" && matches!(id, "CI_COAG" | "CI_INR_HIGH");
    for present in assessed.judgement.present.iter().filter(|present| !explained(present.row.id)) {
        court.holds("a route hides no contraindication", then.judgement.has(present.row.id), || format!("{} on {route}", present.row.id));
    }
    for open in &assessed.judgement.open {
        let asked = then.judgement.open_of(open.row.id).is_some() || then.judgement.has(open.row.id);
        // The route's own answer is the reason.
        let own = ["CI_HIT_ACUTE", "CI_HIT", "CI_ACUTE_VTE", "MC_ACUTE_DVT", "CI_PREGNANCY", "CI_DOAC_PREG", "CI_FON_PREG", "CI_THERAPEUTIC_AC"]
            .contains(&open.row.id);
        court.holds("a route hides no question", asked || own || explained(open.row.id), || format!("{} on {route}", open.row.id));
    }
    for alert in assessed.judgement.standing_alerts() {
        // A confirmed thrombosis on heparin is more than an amber fall.
        let stays = then.judgement.alerts.iter().any(|other| other.id == alert.id || alert.id == "AL_PLT_AMBER" && other.id == "AL_PLT_HIT");
        court.holds("a route hides no alert", stays, || format!("{} on {route}", alert.id));
    }
    court.holds(
        "a route takes no high bleeding away",
        antagonist || assessed.bleeding.high != Some(true) || then.bleeding.high == Some(true),
        || route.into(),
    );
    for drug in Drug::ALL {
        let proposed = then.advice.measures.iter().any(|measure| measure.what.id() == drug.id());
        let offered =
            |alternative: &Alternative| alternative.id == drug.id() && matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable);
        let offered = then.advice.alternatives.iter().any(offered);
        let against = then.judgement.against(drug).next().is_some();
        court.holds("a block holds on every route", !(against && (proposed || offered)), || format!("{} on {route}", drug.id()));
        court.holds("no drug on any route", !proposed, || format!("{} on {route}", drug.id()));
    }
    court.holds("every route looks again, with whatever else", then.advice.recheck_at.is_some_and(|at| at - noon() <= TimeDelta::hours(72)), || {
        format!("{route}: {:?}", then.advice.recheck_at)
    });
    for measure in &then.advice.measures {
        if let What::Device { device, legs } = measure.what {
            let free = then.judgement.legs_for(device);
            court.holds("devices keep to the legs on every route", free.is_some_and(|free| free == Limb::Both || free == legs), || {
                format!("{} on {legs:?} on {route}", device.id())
            });
        }
    }
}

/// The same patient, and what puts a patient on a route.
fn with_a_route(person: &Person, dice: &mut Dice) -> (&'static str, Person) {
    let mut routed = person.clone();
    let pill = |name: &str| PILLS.iter().find(|pill| pill.name == name).expect("a pill");
    let treated = |pill, dose| Order {
        since: Some(-20 * DAY),
        therapeutic: Some(true),
        dose,
        last: Some(-3 * HOUR),
        stopped: None,
        state: "active",
        next_due: None,
        ..Order::plain(pill)
    };
    let route = dice.of(&["CI_HIT_ACUTE", "CI_ACUTE_VTE", "SUSPECTED_VTE", "NF_OBSTETRIC", "CI_THERAPEUTIC_AC", "CI_THERAPEUTIC_AC"]);
    match route {
        "CI_HIT_ACUTE" | "CI_ACUTE_VTE" => routed.say(route, true),
        "SUSPECTED_VTE" => routed.suspicion = Some(Suspicion { paused: true, leg: dice.maybe(70, &["left", "right"]) }),
        "NF_OBSTETRIC" if person.man == Some(false) => routed.say("CI_PREGNANCY", true),
        _ if dice.chance(50) => {
            routed.orders.push(treated(pill("克赛"), Some((60.0, "mg"))));
            return ("CI_THERAPEUTIC_AC", routed);
        }
        _ => {
            routed.orders.push(treated(pill("华法林钠片"), None));
            routed.inr.push(Reading { value: 2.4, when: When::At(-1) });
            return ("CI_THERAPEUTIC_AC", routed);
        }
    }
    (route, routed)
}

/// An assessment of the past sees nothing later: whatever is told of later moments, it stays what it was.
pub fn later(person: &Person, sheet: &Sheet, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let later = Person::later(person, dice);
    let mut facts = person.facts();
    facts.extend(later.facts());
    let (then_sheet, then) = person.assessed_with(&person.chart_of(facts), noon());
    court.holds("what is later is not seen by the score", then_sheet == *sheet, || format!("{later:?}"));
    let (one, other) = (told(assessed), told(&then));
    court.holds("what is later is not seen", one == other, || {
        let differs = one.iter().zip(&other).find(|(one, other)| one != other);
        format!("{differs:?}; later {later:?}")
    });
}

/// Nor does it see what people answered later.
pub fn answered_later(person: &Person, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let mut screening = person.screening();
    let rows: Vec<&'static str> =
        person.questions().into_iter().filter(|id| (id.starts_with("CI_") || id.starts_with("MC_")) && !FEMALE.contains(id)).collect();
    let (id, value) = (dice.of(&rows), dice.of(&[Some(true), Some(false), None]));
    let at = Some(noon() + TimeDelta::minutes(dice.of(&[1, 300])));
    screening.contraindications.push((id, Said { value, limb: None, until: None, at }));
    let (_, then) = person.assessed_by(&person.chart(), &screening, noon());
    let (one, other) = (told(assessed), told(&then));
    court.holds("what is answered later is not seen", one == other, || {
        let differs = one.iter().zip(&other).find(|(one, other)| one != other);
        format!("{id} {value:?}: {differs:?}")
    });
}

/// The same through the bridge: what a host is answered stays the same, but for the list of what was not used; and it is
/// what the program answers to the typed chart.
pub fn by_the_bridge(person: &Person, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let answer = |also: &Person| -> serde_json::Value { serde_json::from_str(&assess(&person.sent(also))).expect("JSON") };
    let (mut one, mut other) = (answer(&Person::default()), answer(&Person::later(person, dice)));
    for answer in [&mut one, &mut other] {
        answer.as_object_mut().expect("an object").remove("issues");
    }
    let first = one.as_object().into_iter().flatten().find(|(key, value)| other[*key] != **value).map(|(key, value)| (key, value, &other[key]));
    court.holds("what is later changes no answer to a host", one == other, || {
        let cut = |value: &serde_json::Value, at: usize| value.to_string().chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
        let (name, before, after) = first.expect("a difference");
        let at = before.to_string().chars().zip(after.to_string().chars()).position(|(one, other)| one != other).unwrap_or(0);
        format!("{name}: {} / {}", cut(before, at), cut(after, at))
    });
    let strings = |list: &serde_json::Value, key: &str| -> Vec<String> {
        list.as_array().into_iter().flatten().map(|entry| entry[key].as_str().unwrap_or_default().to_owned()).collect()
    };
    let advice = &one["advice"][0];
    let measures: Vec<String> = assessed.advice.measures.iter().map(|measure| measure.what.id().to_owned()).collect();
    let rows: Vec<String> = assessed.judgement.present.iter().map(|present| present.row.id.to_owned()).collect();
    let same = strings(&advice["measures"], "id") == measures
        && advice["rule"].as_str() == assessed.advice.rule
        && strings(&one["contraindications"], "id") == rows;
    court.holds("a host is answered what the chart is", same, || {
        format!(
            "{} {:?} {:?} for {:?} {measures:?} {rows:?}; {}",
            advice["rule"],
            strings(&advice["measures"], "id"),
            strings(&one["contraindications"], "id"),
            assessed.advice.rule,
            one["error"]
        )
    });
}

/// The facts in another order say the same, but for their places.
pub fn shuffled(person: &Person, sheet: &Sheet, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let mut facts = person.facts();
    dice.shuffle(&mut facts);
    let (then_sheet, then) = person.assessed_with(&person.chart_of(facts), noon());
    let points = |sheet: &Sheet| (sheet.tally.floor, sheet.tally.ceiling, sheet.tally.missing.clone());
    court.holds("the order of facts is nothing to the score", points(sheet) == points(&then_sheet), || {
        format!("{:?} {:?}", points(sheet), points(&then_sheet))
    });
    let (one, other) = (told(assessed), told(&then));
    court.holds("the order of facts is nothing", one == other, || {
        let differs = one.iter().zip(&other).find(|(one, other)| one != other);
        format!("{differs:?}")
    });
}

/// All that an assessment says, without the places of facts and the order of what has none.
fn told(assessed: &Assessed) -> Vec<String> {
    let advice = &assessed.advice;
    let measure = |measure: &Measure| match &measure.what {
        What::Drug(course) => format!(
            "{} {:?} {:?} {:?} {:?} {} {:?}",
            course.drug.id(),
            course.dose,
            course.start,
            course.stop,
            course.days,
            course.day,
            measure.conditional_on.iter().collect::<BTreeSet<_>>()
        ),
        other => format!("{other:?} {} {:?}", measure.meanwhile, measure.conditional_on.iter().collect::<BTreeSet<_>>()),
    };
    let mut rows: Vec<String> = assessed
        .judgement
        .present
        .iter()
        .map(|present| format!("{} {:?} {:?} {:?} {:?}", present.row.id, present.severity, present.applies, present.limb, present.until))
        .collect();
    rows.extend(assessed.judgement.open.iter().map(|open| format!("{} lacks {} {}", open.row.id, open.lacks, open.suspected)));
    rows.extend(assessed.judgement.alerts.iter().map(|alert| format!("{} {} {} {:?} {}", alert.id, alert.from, alert.to, alert.at, alert.answered)));
    rows.extend(advice.warnings.iter().map(|warning| format!("{} {} {:?}", warning.act.id(), warning.substance.id, warning.earliest)));
    rows.sort();
    let mut all = vec![
        format!("{:?} {:?} {:?} {:?}", advice.rule, advice.routes, advice.output, advice.recheck_at),
        format!("{:?} {:?}", advice.protected, advice.protected_until),
        format!("{:?} {:?} {:?}", assessed.bleeding.high, assessed.bleeding.items, assessed.bleeding.missing),
        format!("{:?} {:?}", assessed.improve.tally.floor, assessed.improve.tally.ceiling),
    ];
    all.extend(advice.measures.iter().map(measure));
    all.extend(advice.alternatives.iter().map(|alternative| match &alternative.fate {
        Fate::Blocked { by, no_override } => format!("{} {:?} {no_override}", alternative.id, by.iter().collect::<BTreeSet<_>>()),
        fate => format!("{} {fate:?}", alternative.id),
    }));
    all.extend(advice.missing.iter().map(|missing| missing.id).collect::<BTreeSet<_>>().into_iter().map(str::to_owned));
    all.extend(rows);
    all
}

/// The planned stop stays where it is, however often the patient is assessed again with the same facts.
pub fn again(person: &Person, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let Some((course, _)) = drugs(assessed).first().copied() else { return };
    // Counted from an operation done or a first dose; with neither the start that is proposed counts, and it moves.
    let over = |operation: &Surgery| operation.status == Some("done") && operation.ends() <= 0;
    let operated = person.operations.iter().any(over);
    let all_done = person.operations.iter().all(|operation| over(operation) || operation.status == Some("cancelled"));
    if !(operated || person.first_dose.is_some_and(|first| first <= 0)) || !all_done {
        return;
    }
    let days = 1 + dice.below(5) as i64;
    let chart = person.chart();
    let (_, then) = person.assessed_with(&chart, noon() + TimeDelta::days(days));
    for (later, _) in drugs(&then) {
        if later.drug == course.drug && later.days == course.days {
            let moved = later.stop != course.stop && !later.extended && !course.extended;
            court.holds("the planned stop stays", !moved, || format!("{}: {:?}, {days} days later {:?}", course.drug.id(), course.stop, later.stop));
            if later.extended && !course.extended {
                court.holds("extended only past the planned day", course.stop.is_some_and(|stop| noon() + TimeDelta::days(days) > stop), || {
                    format!("{:?}", course.stop)
                });
            }
            court.holds("the day of the course goes on", i64::from(later.day) == i64::from(course.day) + days, || {
                format!("day {}, {days} days later {}", course.day, later.day)
            });
        }
    }
}

/// Allowed: nothing forbids it and bleeding is not high.
fn allowed(assessed: &Assessed, drug: Drug) -> bool {
    assessed.judgement.against(drug).next().is_none() && assessed.bleeding.high != Some(true)
}

/// What is proposed without condition stays allowed, and what is forbidden stays forbidden, whatever the rest turns out to be.
pub fn completed(person: &Person, sheet: &Sheet, assessed: &Assessed, dice: &mut Dice, court: &mut Court) {
    let mut open: Vec<&str> = assessed.judgement.open.iter().map(|open| open.row.id).collect();
    for sheet in [sheet, &assessed.bleeding_sheet] {
        let unsettled = |index: &usize| matches!(sheet.cells[*index].value, CellValue::Open | CellValue::Unknowable);
        open.extend((0..sheet.cells.len()).filter(unsettled).map(|index| sheet.instrument.items[index].id));
    }
    let mut whole = person.completed(&open, dice);
    // A question about one leg is answered for that leg; the kidneys are not answered away.
    let unanswered = |id: &str| person.said(id).flatten().is_none();
    for open in assessed.judgement.open.iter().filter(|open| open.limb != Limb::Both && unanswered(open.row.id)) {
        if let Some(word) = whole.said.get_mut(open.row.id) {
            word.limb = Some(open.limb.id());
        }
    }
    if assessed.judgement.open_of("kidney_or_liver").is_some() {
        whole.say("kidney_or_liver", true);
    }
    let (_, then) = whole.assessed();
    // While a suspicion waits for its repeat scan its question holds the devices, not the drug.
    for (course, measure) in drugs(assessed).into_iter().filter(|_| person.suspicion.is_none()) {
        if measure.conditional_on.is_empty() {
            let drug = course.drug;
            let against: Vec<&str> = then.judgement.against(drug).map(|present| present.row.id).collect();
            court.holds("what is firm stays allowed", allowed(&then, drug), || {
                format!("{} was firm; then {against:?}, bleeding {:?} {:?}", drug.id(), then.bleeding.high, then.bleeding.items)
            });
            let fracture = whole.yes("hip_pelvis_leg_fracture_lt_1mo") && whole.operations.iter().any(|operation| operation.is(&["tha"]));
            court.holds("no DOAC is firm before a fracture is excluded", !(drug.is_doac() && fracture), || drug.id().into());
        }
    }
    for measure in &assessed.advice.measures {
        if let What::Device { device, legs } = measure.what
            && measure.conditional_on.is_empty()
        {
            let forbidden = |present: &&Present| {
                let meets = present.limb == legs || present.limb == Limb::Both || legs == Limb::Both;
                present.severity.forbids() && present.applies.has_device(device) && meets
            };
            let by: Vec<&str> = then.judgement.present.iter().filter(forbidden).map(|present| present.row.id).collect();
            court.holds("a firm device stays allowed", by.is_empty(), || format!("{} on {legs:?}, then {by:?}", device.id()));
        }
    }
    // A figure or a word of the host stands in for one of ours, until ours is known.
    let by_host = !person.told.is_empty() || !person.crcl.is_empty() || !person.egfr.is_empty();
    // Nor is what hangs on an answer that cannot be known: lupus anticoagulant explains an APTT.
    let explained = |id: &str| id == "CI_COAG" && person.instrument().index("lupus_anticoagulant").is_some() && !person.no("lupus_anticoagulant");
    // "Cannot be known" counts as pregnant until a test says no, or an age is told at which it cannot be.
    let untested =
        |id: &str| matches!(id, "CI_PREGNANCY" | "CI_DOAC_PREG" | "CI_FON_PREG") && person.said("CI_PREGNANCY") == Some(None) && person.age.is_none();
    let settled = |present: &&Present| {
        let id = present.row.id;
        assessed.judgement.open_of(id).is_none() && !explained(id) && !untested(id)
    };
    for drug in Drug::ALL {
        if let Some(present) = assessed.judgement.against(drug).find(settled).filter(|_| !by_host) {
            court.holds("what is forbidden stays forbidden", then.judgement.against(drug).next().is_some(), || {
                format!("{} by {}", drug.id(), present.row.id)
            });
        }
    }
    for device in Device::ALL {
        let freed = assessed.judgement.legs_for(device).is_none() && then.judgement.legs_for(device).is_some();
        court.holds("a forbidden device stays forbidden", !freed, || device.id().into());
    }
    if let Some(high) = assessed.bleeding.high.filter(|_| !by_host) {
        court.holds("settled bleeding is never turned", then.bleeding.high != Some(!high), || {
            format!("{high}, then {:?} {:?}", then.bleeding.high, then.bleeding.items)
        });
    }
}

/// Silence read as absence proposes nothing that silence read as unknown forbids: it only settles what was open.
pub fn silence(person: &Person, assessed: &Assessed, court: &mut Court) {
    if person.silence_is_absence {
        return;
    }
    let (_, absent) = Person { silence_is_absence: true, ..person.clone() }.assessed();
    for present in &assessed.judgement.present {
        court.holds("silence takes no row away", absent.judgement.has(present.row.id), || present.row.id.into());
    }
    let suspected =
        |assessed: &Assessed| assessed.judgement.open.iter().filter(|open| open.suspected).map(|open| open.row.id).collect::<BTreeSet<_>>();
    let (one, other) = (suspected(assessed), suspected(&absent));
    court.holds("silence answers nothing that something points to", one.is_subset(&other), || {
        format!("{:?}", one.difference(&other).collect::<Vec<_>>())
    });
    if let Some(high) = assessed.bleeding.high {
        court.holds("silence changes no settled bleeding", absent.bleeding.high == Some(high), || format!("{high}"));
    }
    for (course, measure) in drugs(&absent) {
        let drug = course.drug;
        court.holds("what absence proposes doubt does not forbid", allowed(assessed, drug), || drug.id().into());
        if let Some((doubt, waits)) = drugs(assessed).first()
            && doubt.drug == drug
        {
            let more: Vec<&&str> = measure.conditional_on.iter().filter(|id| !waits.conditional_on.contains(id)).collect();
            // In doubt the row itself is open ("coagulation?"), in absence only its number is ("INR?"); and a band that is
            // open in doubt may be prudent in absence.
            let own = |id: &str| id == "inr" || person.instrument().index(id).is_some();
            court.holds("absence waits for no more than doubt", more.iter().all(|id| own(id)), || format!("{more:?}"));
            court.holds("the dose does not hang on silence", course.dose == doubt.dose, || format!("{:?} {:?}", course.dose, doubt.dose));
        }
    }
}
