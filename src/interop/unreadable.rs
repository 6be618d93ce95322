//! Facts of which something cannot be read. Unknown is never "no" (core specification 5.4b, step 0): what can be left out is
//! left out alone, and where the core of a fact cannot be read, what hangs on it stays open. Either way the place is listed.

use super::json::{Tree, Value};
use super::rejected::Rejected;
use super::shape::{Place, Read as _};
use crate::clinical::chart::{FactValue, Said, Status};
use crate::clinical::contraindication;
use crate::clinical::medication::Medication;
use crate::clinical::quantity::Quantity;
use crate::clinical::second;
use crate::clinical::substance::{Allergen, Recognised, allergens, recognise};

/// `fact` without the field that `refused` names. `None` where nothing is left to read: the field is the fact's id or its
/// whole value, or it was missing; a measured value stands or falls whole; a "no" whose time or status cannot be read is none.
pub fn without_the_refused(fact: &Tree<'_>, place: &Place<'_>, refused: &Rejected) -> Option<Value> {
    let id = fact.text("id")?;
    let inside = refused.path.strip_prefix(&place.pointer())?;
    let mut keys = inside.split('/');
    keys.next();
    let keys: Vec<&str> = keys.collect();
    let says_no = fact["value"].as_bool() == Some(false) || fact["value"]["value"].as_bool() == Some(false);
    let when_or_how = matches!(keys[..], ["at" | "status"] | ["value", "at"]);
    if matches!(keys[..], [] | ["id"] | ["value"]) || Quantity::named(id).is_some() || says_no && when_or_how {
        return None;
    }
    let mut rest = fact.kept();
    let (last, way) = keys.split_last()?;
    let mut inside = &mut rest;
    for key in way {
        let Tree::Object(fields) = inside else { return None };
        inside = fields.get_mut(key)?;
    }
    let Tree::Object(fields) = inside else { return None };
    fields.get(last)?;
    fields.remove(last);
    if *last == "traumatic" {
        // Nobody says that it did not bleed: the longer delay holds.
        fields.put(last, Tree::Bool(true));
    }
    Some(rest)
}

/// What a fact with parts leaves open when it cannot be read at all. `given`: its place in the host's list, the name of what
/// has none. Stands in the second part of the program: what it leaves open is asked after the score.
#[inline(never)]
pub fn left_open(id: &str, value: &Tree<'_>, given: usize) -> Vec<FactValue> {
    second::is_needed();
    let unknown = |id: &str| {
        let id = contraindication::id_named(id)?;
        Some(FactValue::Contraindication { id, said: Said::now(None) })
    };
    let nameless = || format!("#{given}");
    let one = match id {
        "medication" => {
            let names: Vec<&str> = [value.as_str(), value.text("id"), value.text("name"), value.text("class")].into_iter().flatten().collect();
            let mut taken = recognise(&names, value.text("atc"), &[]);
            if taken.is_empty() {
                taken.push(Recognised::Unrecognised);
            }
            let name = names.first().map_or_else(nameless, |name| (*name).to_owned());
            return taken.into_iter().map(|taken| FactValue::Medication(Medication { name: name.clone(), ..Medication::of(taken) })).collect();
        }
        "allergy" => {
            let name = value.as_str().or(value.text("to"));
            let to = name.map_or_else(|| vec![Allergen::Unrecognised], |name| allergens(name, None));
            let name = name.map_or_else(nameless, str::to_owned);
            return to.into_iter().map(|to| FactValue::Allergy { to, name: name.clone() }).collect();
        }
        "neuraxial" => unknown("CI_NEURAXIAL"),
        "operation" => unknown("CI_HIGH_BLEED_OP"),
        "transfusion" => unknown("CI_ACTIVE_BLEED"),
        // Nobody says that there is none: the kidney counts as one on dialysis until the host's entry is put right.
        "dialysis" => Some(FactValue::Dialysis { from: None, to: None }),
        "limb_problem" => unknown(value.text("id").unwrap_or_default()),
        _ => None,
    };
    one.into_iter().collect()
}

/// How a value left open is to be taken: a finding waits to be confirmed, whatever the host called it.
pub fn status(value: &FactValue) -> Status {
    if matches!(value, FactValue::Finding { .. }) { Status::Suggested } else { Status::Asserted }
}
