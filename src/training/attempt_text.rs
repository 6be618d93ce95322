//! A step of an attempt as one line of text: what is sealed, and what the codes carry. Read back to the letter or not at all.
//!
//! ```text
//! start                          hint bank:22                  resume
//! answer bank:22 form padua ynu-... total=4 next=ctpa age=65     clock 12
//! answer plan:P01 plan b=bs_anemia high=y c=CI_HTN o=basic,ipc handed-in
//! answer channel:G01 channel step=CTPA_NOW interim=INTERIM_ASK time-up
//! marked 80 pass bank:22=100,bank:23=60
//! ```
//!
//! Of a form one letter stands for an item, in its order: yes `y`, no `n`, cannot be known `u`, not answered `-`.

use super::attempt_step::AttemptStep;
use super::respond::{ChannelResponse, FormResponse, PlanResponse, Response};
use crate::clinical::answers::Answer;
use crate::clinical::contraindication::table;
use crate::clinical::instrument::Points;
use crate::clinical::instruments;
use crate::clinical::pathway::codes::{CODES, ChannelCode};
use crate::clinical::quantity::Quantity;

/// Writes a step.
pub fn written_step(step: &AttemptStep) -> String {
    match step {
        AttemptStep::Started => "start".to_owned(),
        AttemptStep::Resumed => "resume".to_owned(),
        AttemptStep::Seen => "seen".to_owned(),
        AttemptStep::HandedIn => "handed-in".to_owned(),
        AttemptStep::TimeUp => "time-up".to_owned(),
        AttemptStep::Hint { exercise } => format!("hint {exercise}"),
        AttemptStep::ClockBack { minutes } => format!("clock {minutes}"),
        AttemptStep::Answered { exercise, response } => format!("answer {exercise} {}", written_response(response)),
        AttemptStep::Marked { lines, percent, passed } => {
            let word = match passed {
                None => "none",
                Some(true) => "pass",
                Some(false) => "fail",
            };
            let lines: Vec<String> = lines.iter().map(|(exercise, percent)| format!("{exercise}={percent}")).collect();
            format!("marked {percent} {word} {}", lines.join(","))
        }
    }
}

/// Writes an answer.
pub fn written_response(response: &Response) -> String {
    match response {
        Response::Form(form) => {
            let letters: String = form.cells.iter().map(letter).collect();
            let mut words = vec!["form".to_owned(), form.instrument.id.to_owned(), letters];
            words.extend(form.total.map(|total| format!("total={}", total.0)));
            words.extend(form.next_step.as_ref().map(|next| format!("next={next}")));
            words.extend(form.typed.iter().map(|(quantity, value)| format!("{}={value}", quantity.row().id)));
            words.join(" ")
        }
        Response::Plan(plan) => {
            let high = match plan.bleeding_high {
                None => "u",
                Some(true) => "y",
                Some(false) => "n",
            };
            format!("plan b={} high={high} c={} o={}", plan.bleeding.join(","), plan.contraindications.join(","), plan.orders.join(","))
        }
        Response::Channel(channel) => {
            let id = |code: Option<ChannelCode>| code.map_or("-", ChannelCode::id);
            format!("channel step={} interim={}", id(channel.step), id(channel.interim))
        }
    }
}

fn letter(answer: &Option<Answer>) -> char {
    match answer {
        None => '-',
        Some(Answer::Yes) => 'y',
        Some(Answer::No) => 'n',
        Some(Answer::Unknowable) => 'u',
    }
}

/// Reads a step; nothing where it is not to the letter what [`written_step`] writes.
pub fn read_step(line: &str) -> Option<AttemptStep> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let step = match word {
        "start" => AttemptStep::Started,
        "resume" => AttemptStep::Resumed,
        "seen" => AttemptStep::Seen,
        "handed-in" => AttemptStep::HandedIn,
        "time-up" => AttemptStep::TimeUp,
        "hint" => AttemptStep::Hint { exercise: named(rest)? },
        "clock" => AttemptStep::ClockBack { minutes: rest.parse().ok()? },
        "answer" => {
            let (exercise, response) = rest.split_once(' ')?;
            AttemptStep::Answered { exercise: named(exercise)?, response: read_response(response)? }
        }
        "marked" => {
            let (percent, rest) = rest.split_once(' ')?;
            let (passed, lines) = rest.split_once(' ')?;
            let passed = match passed {
                "none" => None,
                "pass" => Some(true),
                "fail" => Some(false),
                _ => return None,
            };
            let lines = listed(lines).map(|line| {
                let (exercise, percent) = line.rsplit_once('=')?;
                Some((named(exercise)?, share(percent)?))
            });
            AttemptStep::Marked { lines: lines.collect::<Option<_>>()?, percent: share(percent)?, passed }
        }
        _ => return None,
    };
    (written_step(&step) == line).then_some(step)
}

fn share(text: &str) -> Option<u8> {
    text.parse().ok().filter(|percent| *percent <= 100)
}

/// The id of an exercise: no spaces, commas or signs that the line needs.
fn named(id: &str) -> Option<String> {
    is_exercise_id(id).then(|| id.to_owned())
}

/// Letters, digits, `_`, `-` and one colon; at most 80 signs.
pub fn is_exercise_id(id: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    id.len() <= 80 && id.split_once(':').is_some_and(|(kind, of)| word(kind) && word(of))
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|part| !part.is_empty())
}

/// Reads an answer.
pub fn read_response(line: &str) -> Option<Response> {
    let (word, rest) = line.split_once(' ')?;
    let mut words = rest.split(' ');
    let mut field = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
    match word {
        "form" => read_form(rest).map(Response::Form),
        "plan" => {
            let bleeding = listed(field("b")?).map(item_id).collect::<Option<_>>()?;
            let bleeding_high = match field("high")? {
                "u" => None,
                "y" => Some(true),
                "n" => Some(false),
                _ => return None,
            };
            let contraindications = listed(field("c")?).map(table::id_named).collect::<Option<_>>()?;
            let orders = listed(field("o")?).map(order_id).collect::<Option<_>>()?;
            Some(Response::Plan(PlanResponse { bleeding, bleeding_high, contraindications, orders }))
        }
        "channel" => {
            let code = |id: &str| if id == "-" { Some(None) } else { CODES.iter().find(|row| row.id == id).map(|row| Some(row.code)) };
            Some(Response::Channel(ChannelResponse { step: code(field("step")?)?, interim: code(field("interim")?)? }))
        }
        _ => None,
    }
}

/// An item of a bleeding list, by its id.
pub fn item_id(id: &str) -> Option<&'static str> {
    let lists = instruments::ALL.iter().filter(|list| list.purpose == crate::clinical::instrument::Purpose::Bleeding);
    lists.flat_map(|list| list.items).map(|item| item.id).find(|held| *held == id)
}

/// Something that may be ordered, by its id.
pub fn order_id(id: &str) -> Option<&'static str> {
    super::plan_drill::orderable().into_iter().map(|(held, _)| held).find(|held| *held == id)
}

fn read_form(rest: &str) -> Option<FormResponse> {
    let mut words = rest.split(' ');
    let id = words.next()?;
    let instrument = instruments::named(id).or_else(|| instruments::scored(id))?;
    let letters = words.next()?;
    let mut form = FormResponse::empty(instrument);
    if letters.len() != form.cells.len() {
        return None;
    }
    for (cell, letter) in form.cells.iter_mut().zip(letters.bytes()) {
        *cell = match letter {
            b'-' => None,
            b'y' => Some(Answer::Yes),
            b'n' => Some(Answer::No),
            b'u' => Some(Answer::Unknowable),
            _ => return None,
        };
    }
    for word in words {
        let (name, value) = word.split_once('=')?;
        match name {
            "total" => form.total = Some(Points(value.parse().ok()?)),
            "next" => form.next_step = Some(value.to_owned()).filter(|next| is_word(next)),
            quantity => form.typed.push((Quantity::named(quantity)?, value.parse::<f64>().ok().filter(|value| value.is_finite())?)),
        }
    }
    Some(form)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
