//! What was corrected of the data of an admission, as its row keeps it. What may be corrected, and what follows for the row, is
//! `admission`'s.

use super::json::Value;
use super::shape::{Read as _, owned, time};
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::record::role::{Actor, Role};

/// What of it a score rests on.
const OF_SCORES: [&str; 4] = ["sex", "birthDate", "age", "setting"];

/// What stood in a field, and what stands there now. Values of a patient: for the screen of the ward alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub field: String,
    pub from: String,
    pub to: String,
}

/// One correction of an admission.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The signed event that it was.
    pub event: String,
    pub at: Instant,
    pub by: Actor,
    pub reason: String,
    pub of: Vec<Difference>,
    /// A score was signed before it that comes out otherwise with what was corrected: it calls for a new one.
    pub rescores: bool,
    /// Made on another device, whose record did not stand when the two were joined: it does not hold.
    pub aside: bool,
}

impl Correction {
    /// It calls for a new score.
    pub fn calls(&self) -> bool {
        self.rescores && !self.aside
    }

    /// It holds, and a score rests on it.
    pub(super) fn bears_on_scores(&self) -> bool {
        !self.aside && self.of.iter().any(|difference| OF_SCORES.contains(&difference.field.as_str()))
    }
}

pub fn write_corrections(all: &[Correction], out: &mut Writing) {
    // A row that nobody corrected stays the row that it was.
    if all.is_empty() {
        return;
    }
    out.list("corrections");
    for one in all {
        out.open("");
        out.text("event", &one.event);
        out.moment("at", Some(one.at));
        out.open("by");
        out.text("id", &one.by.id);
        out.text("name", &one.by.name);
        out.text("role", one.by.role.id());
        out.end();
        out.text("reason", &one.reason);
        out.list("of");
        for difference in &one.of {
            out.open("");
            out.text("field", &difference.field);
            out.text("from", &difference.from);
            out.text("to", &difference.to);
            out.end();
        }
        out.end();
        out.flag("rescores", Some(one.rescores));
        if one.aside {
            out.flag("aside", Some(true));
        }
        out.end();
    }
    out.end();
}

pub fn read_corrections(value: &Value) -> Vec<Correction> {
    let read = |value: &Value| {
        let by = &value["by"];
        Some(Correction {
            event: owned(value, "event"),
            at: time(value["at"].as_str()?)?,
            by: Actor { id: owned(by, "id"), name: owned(by, "name"), role: Role::named(by.text("role")?)? },
            reason: owned(value, "reason"),
            of: value["of"].items().iter().map(|of| Difference { field: owned(of, "field"), from: owned(of, "from"), to: owned(of, "to") }).collect(),
            rescores: value["rescores"].as_bool() == Some(true),
            aside: value["aside"].as_bool() == Some(true),
        })
    };
    value.items().iter().filter_map(read).collect()
}
