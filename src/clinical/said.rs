//! What was said of a row of the contraindications, and when: a person's answer, else the host's facts. Of a yes and a no of
//! the host the one that forbids holds, whatever their order (core specification §5.10 T5); a person's answer is above both.

use chrono::DateTime;

use super::chart::{Chart, FactValue, Instant, Limb, SAID, Said};
use crate::text::same;

/// The answer that counts; `None`: nobody said anything. Of a person an answer without a time is of this assessment; of the
/// host it is older than everything, because nobody knows what the host had seen.
pub fn said(chart: &Chart, persons: &[(&'static str, Said)], id: &str, at: Instant) -> Option<Said> {
    by_person(persons, id).or_else(|| by_host(chart, id, at))
}

/// A person's last answer.
pub fn by_person(persons: &[(&'static str, Said)], id: &str) -> Option<Said> {
    persons.iter().rev().find(|(of, _)| same(of, id)).map(|(_, said)| *said)
}

/// When a person last said "no".
pub fn denied_at(persons: &[(&'static str, Said)], id: &str, at: Instant) -> Option<Instant> {
    by_person(persons, id).filter(|said| said.value == Some(false)).map(|said| said.at.unwrap_or(at))
}

/// Leg by leg what forbids most, and the two legs taken together.
pub fn by_host(chart: &Chart, id: &str, at: Instant) -> Option<Said> {
    let mut legs: [Option<Said>; 2] = [None; 2];
    for (index, fact) in chart.asserted() {
        if let FactValue::Contraindication { id: of, said } = fact.value
            && same(of, id)
        {
            let told = if fact.given == SAID { None } else { Some(chart.since(index).unwrap_or(DateTime::UNIX_EPOCH.fixed_offset())) };
            let said = Said { at: said.at.or(told), ..said };
            let covers = |leg| said.limb != Some(leg);
            for (held, covered) in legs.iter_mut().zip([covers(Limb::Right), covers(Limb::Left)]) {
                if covered && held.is_none_or(|held| weight(&said, at) >= weight(&held, at)) {
                    *held = Some(said);
                }
            }
        }
    }
    match legs {
        [Some(left), Some(right)] if left != right && is_in_force(&left, at) && is_in_force(&right, at) => {
            let until = left.until.zip(right.until).map(|(left, right)| left.max(right));
            Some(Said { limb: Some(Limb::Both), until, ..left })
        }
        [left, right] => [left, right].into_iter().flatten().max_by_key(|said| weight(said, at)),
    }
}

/// The host says both yes and no of these rows.
pub fn contradicted_by_host(chart: &Chart) -> Vec<&'static str> {
    let told = |id: &str, word: bool| {
        chart.asserted().any(|(_, fact)| {
            fact.given != SAID && matches!(fact.value, FactValue::Contraindication { id: of, said } if same(of, id) && said.value == Some(word))
        })
    };
    let mut all = vec![];
    for (_, fact) in chart.asserted() {
        if let FactValue::Contraindication { id, .. } = fact.value
            && !all.contains(&id)
            && told(id, true)
            && told(id, false)
        {
            all.push(id);
        }
    }
    all
}

/// Its end has passed.
pub fn is_over(said: &Said, at: Instant) -> bool {
    said.until.is_some_and(|until| until <= at)
}

fn is_in_force(said: &Said, at: Instant) -> bool {
    said.value == Some(true) && !is_over(said, at)
}

/// How much an answer forbids: a yes, the longer the more; then what cannot be known; a yes that has ended; a no.
fn weight(said: &Said, at: Instant) -> (u8, bool, Option<Instant>) {
    match said.value {
        Some(true) if !is_over(said, at) => (3, said.until.is_none(), said.until),
        None => (2, false, None),
        Some(true) => (1, false, None),
        Some(false) => (0, false, None),
    }
}
