//! Where laws are kept: how often each had something to say, how often it was broken, and by whom first.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeMap;

#[derive(Default, Debug)]
pub struct Law {
    pub held: usize,
    pub broken: usize,
    /// The first patients who broke it, and how.
    pub by: Vec<(u64, String)>,
}

/// A law over nothing holds of nothing: each is counted.
#[derive(Default, Debug)]
pub struct Court {
    laws: BTreeMap<&'static str, Law>,
    /// Whatever was seen of a kind: rows that fired, drugs that were proposed.
    pub seen: BTreeMap<&'static str, BTreeMap<String, usize>>,
    /// The patient before the court.
    pub patient: u64,
}

impl Court {
    pub fn holds(&mut self, law: &'static str, is: bool, why: impl FnOnce() -> String) {
        let kept = self.laws.entry(law).or_default();
        if is {
            kept.held += 1;
            return;
        }
        kept.broken += 1;
        if kept.by.len() < 3 {
            kept.by.push((self.patient, why()));
        }
    }

    pub fn saw(&mut self, kind: &'static str, what: impl Into<String>) {
        *self.seen.entry(kind).or_default().entry(what.into()).or_default() += 1;
    }

    pub fn joined(mut self, other: Court) -> Court {
        for (law, kept) in other.laws {
            let mine = self.laws.entry(law).or_default();
            mine.held += kept.held;
            mine.broken += kept.broken;
            mine.by.extend(kept.by);
            mine.by.sort();
            mine.by.truncate(3);
        }
        for (kind, all) in other.seen {
            for (what, count) in all {
                *self.seen.entry(kind).or_default().entry(what).or_default() += count;
            }
        }
        self
    }

    /// Each of these laws was held so often, and never broken.
    pub fn upholds(&self, laws: &[(&str, usize)]) {
        let mut wrong = vec![];
        for (law, least) in laws {
            match self.laws.get(law) {
                None => wrong.push(format!("{law}: never asked")),
                Some(kept) if kept.broken > 0 => {
                    wrong.push(format!("{law}: broken {} times of {}, by {:#?}", kept.broken, kept.held + kept.broken, kept.by))
                }
                Some(kept) if kept.held < *least => wrong.push(format!("{law}: held {} times only", kept.held)),
                Some(_) => {}
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    pub fn laws(&self) -> impl Iterator<Item = (&'static str, &Law)> {
        self.laws.iter().map(|(name, law)| (*name, law))
    }
}
