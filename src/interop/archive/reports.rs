//! Reports of referrals when two wards are joined. A referral is a log of numbered rows: what the other device reported comes after what
//! is here, whatever number it had there, and what both have is there once.

use std::collections::BTreeMap;

use crate::interop::referral::rows::{REFERRALS, referral_key};

/// The referral that a row is of, and its number.
pub fn referral_of(key: &str) -> Option<(&str, usize)> {
    let (id, number) = key.strip_prefix(REFERRALS)?.rsplit_once('/')?;
    Some((id, number.parse().ok()?))
}

/// The rows that are new here, by referral, with their keys. `held`: the rows of this ward; `brought`: those of the other, in their order.
pub fn reports_of_referrals(held: &BTreeMap<String, Option<String>>, brought: BTreeMap<&str, Vec<&String>>) -> Vec<(String, String)> {
    let mut added = vec![];
    for (id, texts) in brought {
        let here: Vec<(usize, &Option<String>)> =
            held.iter().filter_map(|(key, text)| referral_of(key).filter(|(of, _)| *of == id).map(|(_, number)| (number, text))).collect();
        let next = here.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
        let new = texts.into_iter().filter(|text| !here.iter().any(|(_, held)| held.as_ref() == Some(*text)));
        added.extend((next..).zip(new).map(|(number, text)| (referral_key(id, number), text.clone())));
    }
    added
}
