//! What was entered in the episode of suspicion, line by line of the sheet: every entry of the green channel has its line, in its
//! own words, with its time and who signed it. And what the channel makes of it: gates that fired, clocks that run.

use super::sheet::SheetValue;
use crate::clinical::chart::Instant;
use crate::record::channel::{EntryDone, Episode};
use crate::record::event::SignedText;
use crate::record::story::steps;
use crate::text::{Lang, Text, text};

/// The line that a field of an entry belongs to; with no field, all of the entry.
fn line_of(entry: &str, field: &str) -> Option<&'static str> {
    Some(match (entry, field) {
        ("vitals", "oxygen") => "oxygen",
        ("vitals", _) => "vitals",
        ("stability", _) => "unstable",
        ("limb_check", "compression_off") => "devices",
        ("limb_check" | "symptoms", _) => "signs",
        ("pregnancy", _) => "pregnancy",
        ("probability" | "own_estimate" | "perc", _) => "probability",
        ("ddimer_result", "device_cut_off") => "d_dimer_cutoff",
        ("ddimer_result", _) => "d_dimer",
        ("chest_result" | "scan_result" | "echo", _) => "imaging",
        ("history", field) if field.contains("allergy") => "allergy",
        ("history", "hit_acute" | "hit_past" | "heparin_100_days" | "on_heparin_5_days" | "skin_necrosis" | "four_ts") => "hit",
        ("history", _) => "bleeding",
        ("test_conditions" | "gate_answered" | "gate_overridden", _) => "gates",
        ("anticoagulant", _) => "anticoagulants",
        ("interim_given" | "interim_not_given", _) => "interim",
        ("needle", _) => "needles",
        ("weight", _) => "weight",
        ("labs", "platelets") => "platelets",
        ("labs", "haemoglobin") => "haemoglobin",
        ("labs", "creatinine") => "creatinine",
        ("labs", "crcl") => "crcl",
        ("labs", "inr") => "inr",
        ("labs", _) => "aptt",
        ("physician_told", _) => "physician_told",
        ("withdrawal_proposed" | "patient_reached" | "left", _) => return None,
        _ => "clocks",
    })
}

/// What an episode says, by the id of the line. Of an entry that was signed again the later one is told after the earlier.
pub(super) fn entered(episode: &Episode, now: Instant) -> Vec<(&'static str, SheetValue)> {
    let mut all: Vec<(&'static str, SheetValue)> = vec![];
    for done in &episode.entries {
        let mut lines: Vec<(&'static str, [Vec<String>; 2])> = vec![];
        // Of thirty questions most are answered "no": those stand together after what is not.
        let mut denied: Vec<(&'static str, [Vec<&str>; 2])> = vec![];
        let mut put = |line: Option<&'static str>, words: [String; 2]| {
            let Some(line) = line else { return };
            let place = lines.iter().position(|(held, _)| *held == line).unwrap_or_else(|| {
                lines.push((line, [vec![], vec![]]));
                lines.len() - 1
            });
            let [zh, en] = words;
            lines[place].1[0].push(zh);
            lines[place].1[1].push(en);
        };
        for (field, value) in &done.signed.what.answers {
            if let Some((line, label)) = line_of(done.row.id, field).zip(steps::item(done.row.id, field)).filter(|_| is_denied(done.row.id, value)) {
                let place = denied.iter().position(|(held, _)| *held == line).unwrap_or_else(|| {
                    denied.push((line, [vec![], vec![]]));
                    denied.len() - 1
                });
                denied[place].1[0].push(short(label.zh(), "（"));
                denied[place].1[1].push(short(label.en(), " ("));
                continue;
            }
            put(line_of(done.row.id, field), [Lang::Zh, Lang::En].map(|lang| told(done, field, value, lang, now)));
        }
        for (line, [zh, en]) in denied {
            put(Some(line), [["问过，答“否”：", &zh.join("、")].concat(), ["asked, and answered \"no\": ", &en.join("; ")].concat()]);
        }
        if done.signed.what.answers.is_empty() {
            put(line_of(done.row.id, ""), [String::new(), String::new()]);
        }
        all.extend(lines.into_iter().map(|(line, [zh, en])| (line, value(done, &zh, &en))));
    }
    all
}

/// A question of the card that was put and answered with no.
fn is_denied(entry: &str, value: &str) -> bool {
    entry == "history" && matches!(value, "no" | "never" | "no_disease")
}

/// A question without what explains it to whoever asks.
fn short<'t>(label: &'t str, opening: &str) -> &'t str {
    label.split(opening).next().unwrap_or(label).trim_end_matches(['？', '?'])
}

/// A time within a text, by the clock of the ward that makes the sheet (`now`), wherever it was written.
fn written(at: Instant, now: Instant) -> String {
    at.with_timezone(now.offset()).format("%Y-%m-%d %H:%M").to_string()
}

fn told(done: &EntryDone, field: &str, value: &str, lang: Lang, now: Instant) -> String {
    let moment = |at: Instant| written(at, now);
    let words = steps::value(done.row.id, field, value, lang, &moment);
    let label = steps::item(done.row.id, field).map_or(field, |label| label.get(lang));
    [label, " ", &words].concat()
}

fn value(done: &EntryDone, zh: &[String], en: &[String]) -> SheetValue {
    let joined = |label: &str, all: &[String], colon: &str, comma: &str| {
        let all: Vec<&str> = all.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
        if all.is_empty() { label.to_owned() } else { [label, colon, &all.join(comma)].concat() }
    };
    let text = SignedText { zh: joined(done.row.label.zh(), zh, "：", "，"), en: joined(done.row.label.en(), en, ": ", ", ") };
    let by = &done.signed.by.name;
    SheetValue { text, at: Some(done.at), source: SignedText { zh: by.clone(), en: by.clone() } }
}

const CHANNEL: Text = text!("绿色通道", "green channel");

/// The gates that fired, the worst word first in each.
pub(super) fn gates(episode: &Episode, now: Instant) -> Vec<SheetValue> {
    let told = |fired: &crate::clinical::pathway::judge::FiredGate| {
        let (says, fires) = (fired.row.says.label(), fired.row.fires);
        // Until when it stands is no time at which anything was so.
        let until = fired.until.map(|until| written(until, now)).unwrap_or_default();
        let [zh, en] = if until.is_empty() { ["", ""] } else { ["，至 ", ", until "] };
        let text = SignedText { zh: [says.zh(), "：", fires.zh(), zh, &until].concat(), en: [says.en(), ": ", fires.en(), en, &until].concat() };
        SheetValue { text, at: None, source: CHANNEL.into() }
    };
    episode.step.gates.fired.iter().map(told).collect()
}

/// The clocks that run, each since when.
pub(super) fn clocks(episode: &Episode) -> Vec<SheetValue> {
    let told = |clock: &crate::clinical::pathway::running::RunningClock| SheetValue {
        text: clock.clock.row().span.into(),
        at: Some(clock.since),
        source: text!("计时中，起点", "running since then").into(),
    };
    episode.step.clocks.iter().map(told).collect()
}
