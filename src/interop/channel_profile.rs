//! What a hospital sets for the green channel (extended specification 5.6): `profile.tier`, `profile.formulary` and the object
//! `profile.channel`. Read whole or refused whole, with the place. Every default is the one of the text.

use chrono::NaiveTime;

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Field, Place, Read as _, Shape, check, optional};
use crate::clinical::formulary::Drug;
use crate::clinical::pathway::clocks::CLOCKS;
use crate::clinical::pathway::settings::{ChannelSettings, LowProbInterim, ProbabilityRule, UsExtent};
use crate::clinical::pathway::tiers::{Availability, Means, TIERS, Tier};
use crate::clinical::quantity::written;

const CELL: Shape = Shape::OneOf(&["y", "d", "n"]);

pub static CHANNEL: Shape = Shape::Object {
    open: false,
    fields: &[
        optional("day_hours", Shape::Text(11), "Daytime, for means that are there by day only: from-to, default 08:00-17:00."),
        optional(
            "clocks",
            Shape::Map(&MINUTES),
            "Minutes of a clock by its id (c_vitals …): one number, or [unstable, PE or pressing, usual]; 0 to 43200.",
        ),
        optional(
            "imaging_now_min",
            Shape::Whole,
            "Imaging counts as immediate where its result is expected within so many minutes: 60 (default), 0 is ESC 2019 to the letter; 0 to 240.",
        ),
        optional(
            "low_prob_interim",
            Shape::OneOf(&["nice", "accp9"]),
            "At low probability with a late D-dimer: nice (default, a dose where none is expected within 4 h) or accp9 (24 h).",
        ),
        optional("us_extent", Shape::OneOf(&["proximal", "whole_leg"]), "How far a leg is scanned; default proximal."),
        optional("pe_rule", Shape::OneOf(&["wells_pe", "geneva", "years"]), "By which rule PE is judged; default wells_pe, in two levels."),
        optional("cancer_skips_ddimer", Shape::Flag, "Active cancer goes to imaging without a D-dimer; default true."),
        optional("preg_years", Shape::Flag, "Pregnancy-adapted YEARS; default true."),
        optional(
            "interim_agent",
            Shape::OneOf(&["lmwh", "apixaban", "rivaroxaban"]),
            "What is proposed before the answer where nothing decides otherwise; default lmwh (enoxaparin).",
        ),
        optional(
            "means",
            Shape::Object { open: false, fields: MEANS },
            "What is there otherwise than the tier assumes: y day and night, d by day, n not.",
        ),
    ],
};

static MINUTES: Shape = Shape::Or(&[Shape::Whole, Shape::List(&Shape::Whole)]);

/// In the order of [`Means::ALL`].
const MEANS: &[Field] = &[
    optional("ecg", CELL, "ECG."),
    optional("spo2", CELL, "Pulse oximeter."),
    optional("ddimer", CELL, "D-dimer."),
    optional("laboratory", CELL, "Creatinine and platelets."),
    optional("leg_ultrasound", CELL, "Leg ultrasound."),
    optional("ctpa", CELL, "CTPA."),
    optional("echo", CELL, "Echo."),
    optional("lmwh", CELL, "LMWH."),
    optional("ufh_infusion", CELL, "UFH infusion with pump and APTT."),
    optional("doac", CELL, "DOAC."),
    optional("thrombolytic", CELL, "Thrombolytic."),
    optional("pert_icu", CELL, "PERT, or intensive care."),
    optional("vq", CELL, "V/Q scan."),
    optional("filter", CELL, "Vena cava filter."),
    optional("vascular_surgeon", CELL, "Vascular surgeon."),
];

const _: () = assert!(MEANS.len() == Means::ALL.len());

/// The tier of a word; none told is a county hospital (D), whose means a hospital then sets.
fn tier(word: Option<&str>) -> Tier {
    match word {
        Some("village") => Tier::Village,
        Some("township") => Tier::Township,
        Some("tertiary") => Tier::Tertiary,
        _ => Tier::County,
    }
}

/// The settings that a profile says; `place` is that of the profile.
pub fn channel_settings(profile: &Tree<'_>, place: &Place<'_>) -> Result<ChannelSettings, Rejected> {
    let mut settings = ChannelSettings::of(tier(profile.text("tier")));
    if !profile["formulary"].is_null() {
        let held: Vec<Drug> = profile["formulary"].items().iter().filter_map(|drug| Drug::named(drug.as_str()?)).collect();
        settings.stock.retain(|drug| held.contains(drug));
    }
    let (at, value) = (place.key("channel"), &profile["channel"]);
    if value.is_null() {
        return Ok(settings);
    }
    check(value, &CHANNEL, &at)?;
    if let Some(hours) = value.text("day_hours") {
        let times = hours.split_once('-').and_then(|(from, to)| Some((hour(from)?, hour(to)?))).filter(|(from, to)| from < to);
        (settings.day_from, settings.day_to) =
            times.ok_or_else(|| at.key("day_hours").reject("E_SCHEMA", "应为起止时间，如 08:00-17:00。", "Expected from-to, as 08:00-17:00."))?;
    }
    let at_clocks = at.key("clocks");
    for (id, minutes) in value["clocks"].fields() {
        let here = at_clocks.key(id);
        let Some(index) = CLOCKS.iter().position(|row| row.id == &**id) else {
            return Err(here.reject("E_ITEM", "没有这个时限。请用时限表中的编号。", "There is no such clock. Use an id of the table of clocks."));
        };
        let given: Vec<u64> = if minutes.items().is_empty() {
            minutes.as_u64().into_iter().collect()
        } else {
            minutes.items().iter().filter_map(Tree::as_u64).collect()
        };
        let of = match given[..] {
            [one] => [one; 3],
            [urgent, pressing, usual] => [urgent, pressing, usual],
            _ => return Err(here.reject("E_SCHEMA", "应为一个数或三个数。", "Expected one number, or three.")),
        };
        for (held, told) in settings.clocks.0[index].iter_mut().zip(of) {
            *held = within(told as f64, 0.0, 43_200.0, &here)? as u32;
        }
    }
    if let Some(minutes) = value.number("imaging_now_min") {
        settings.imaging_now_min = within(minutes, 0.0, 240.0, &at.key("imaging_now_min"))? as i64;
    }
    if value.text("low_prob_interim") == Some("accp9") {
        settings.low_prob_interim = LowProbInterim::Accp9;
    }
    if value.text("us_extent") == Some("whole_leg") {
        settings.us_extent = UsExtent::WholeLeg;
    }
    settings.rule = match value.text("pe_rule") {
        Some("geneva") => ProbabilityRule::Geneva,
        Some("years") => ProbabilityRule::Years,
        _ => ProbabilityRule::WellsPe,
    };
    settings.cancer_skips_ddimer = value["cancer_skips_ddimer"].as_bool().unwrap_or(true);
    settings.preg_years = value["preg_years"].as_bool().unwrap_or(true);
    settings.interim_agent = match value.text("interim_agent") {
        Some("apixaban") => Drug::Apixaban,
        Some("rivaroxaban") => Drug::Rivaroxaban,
        _ => Drug::Enoxaparin,
    };
    for (index, field) in MEANS.iter().enumerate() {
        settings.means[index] = match value["means"].text(field.name) {
            Some("y") => Availability::Yes,
            Some("d") => Availability::Daytime,
            Some(_) => Availability::No,
            None => settings.means[index],
        };
    }
    Ok(settings)
}

/// Every tier that a profile can name, in the order of the table.
pub fn tiers() -> [&'static str; TIERS.len()] {
    ["village", "township", "county", "tertiary"]
}

fn hour(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

fn within(value: f64, from: f64, to: f64, place: &Place<'_>) -> Result<f64, Rejected> {
    if (from..=to).contains(&value) {
        return Ok(value);
    }
    let (from, to) = (written(from, 1), written(to, 1));
    Err(place.reject("E_RANGE", format!("应在{from}至{to}之间。"), format!("Expected {from} to {to}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::pathway::clocks::{PathClock, Urgency};
    use crate::interop::json::parse;

    fn read(text: &str) -> Result<ChannelSettings, (&'static str, String)> {
        let profile = parse(text, 32).expect("JSON");
        channel_settings(&profile, &Place::root("profile")).map_err(|refused| (refused.code, refused.path.clone()))
    }

    #[test]
    fn what_a_hospital_sets_is_what_the_pathway_reads() {
        assert_eq!(read("{}"), Ok(ChannelSettings::of(Tier::County)));
        for (word, row) in tiers().into_iter().zip(&TIERS) {
            assert_eq!(read(&format!("{{\"tier\":\"{word}\"}}")), Ok(ChannelSettings::of(row.tier)), "{word}");
        }
        let set = read(
            r#"{"tier":"township","formulary":["enoxaparin","aspirin"],"channel":{"day_hours":"07:30-18:00","imaging_now_min":0,
            "clocks":{"c_vitals":3,"c_physician_seen":[5,20,45]},"low_prob_interim":"accp9","us_extent":"whole_leg","pe_rule":"years",
            "cancer_skips_ddimer":false,"preg_years":false,"interim_agent":"apixaban","means":{"ctpa":"d","ddimer":"y"}}}"#,
        )
        .expect("read");
        assert_eq!((set.tier, &set.stock[..], set.imaging_now_min), (Tier::Township, &[Drug::Enoxaparin][..], 0));
        assert_eq!(set.minutes(PathClock::Vitals, Urgency::Usual), 3);
        let seen = |urgency| set.minutes(PathClock::PhysicianSeen, urgency);
        assert_eq!([seen(Urgency::Urgent), seen(Urgency::Pressing), seen(Urgency::Usual)], [5, 20, 45]);
        assert_eq!((set.low_prob_interim, set.us_extent, set.rule), (LowProbInterim::Accp9, UsExtent::WholeLeg, ProbabilityRule::Years));
        assert!(!set.cancer_skips_ddimer && !set.preg_years && set.interim_agent == Drug::Apixaban);
        assert_eq!((set.means[Means::Ctpa as usize], set.means[Means::Ddimer as usize]), (Availability::Daytime, Availability::Yes));
        assert_eq!(set.day_from.format("%H:%M").to_string(), "07:30");
    }

    #[test]
    fn a_setting_that_is_none_is_refused_with_its_place() {
        for (channel, code, path) in [
            (r#"{"day_hours":"all day"}"#, "E_SCHEMA", "/profile/channel/day_hours"),
            (r#"{"day_hours":"17:00-08:00"}"#, "E_SCHEMA", "/profile/channel/day_hours"),
            (r#"{"clocks":{"c_tea":5}}"#, "E_ITEM", "/profile/channel/clocks/c_tea"),
            (r#"{"clocks":{"c_ecg":[1,2]}}"#, "E_SCHEMA", "/profile/channel/clocks/c_ecg"),
            (r#"{"clocks":{"c_ecg":99999}}"#, "E_RANGE", "/profile/channel/clocks/c_ecg"),
            (r#"{"imaging_now_min":900}"#, "E_RANGE", "/profile/channel/imaging_now_min"),
            (r#"{"us_extent":"half"}"#, "E_SCHEMA", "/profile/channel/us_extent"),
            (r#"{"means":{"mri":"y"}}"#, "E_SCHEMA", "/profile/channel/means/mri"),
            (r#"{"us_extend":"proximal"}"#, "E_SCHEMA", "/profile/channel/us_extend"),
        ] {
            let refused = read(&format!("{{\"channel\":{channel}}}")).expect_err(channel);
            assert_eq!(refused, (code, path.to_owned()), "{channel}");
        }
    }
}
