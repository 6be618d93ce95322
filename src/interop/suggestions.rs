//! What a person said of the facts that a host only suggests beside the items, in a draft and in the signed score. Both hold it as
//! text, which is read and written here. Stands in the second part of the program: without it nothing of the kind is asked.

use super::json::{MAX_DEPTH, Value, canonical, parse};
use super::shape::{Read as _, Shape, optional, required};
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::clinical::second;
use crate::record::role::{Actor, Role};

/// What a person said of one such fact: an operation, a medicine, a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// Tells one fact from another, and nothing of its value.
    pub fact: String,
    /// Its kind (`operation`).
    pub id: String,
    pub taken: bool,
    pub at: Instant,
    /// Who was at the screen.
    pub by: Option<Actor>,
}

/// The list, under `suggestions`.
pub const SHAPE: Shape = Shape::List(&Shape::Object {
    open: true,
    fields: &[
        required("fact", Shape::Text(64), "Tells one fact from another, and nothing of its value."),
        optional("id", Shape::Text(96), "Its kind, as in the chart: operation, medication, platelets …"),
        required("taken", Shape::Flag, "true: confirmed; false: turned down."),
        required("at", Shape::Time, "When it was said."),
        optional(
            "by",
            Shape::Object {
                open: true,
                fields: &[
                    required("id", Shape::Text(64), "Staff id."),
                    required("name", Shape::Text(64), "Name."),
                    required("role", Shape::Text(16), "Role."),
                ],
            },
            "Who was at the screen.",
        ),
    ],
});

/// As a draft and a score hold it; nothing where nothing was said.
pub fn text<'a>(all: impl Iterator<Item = &'a Settlement>) -> String {
    let mut out = Writing::default();
    let mut count = 0;
    out.list("");
    for one in all {
        count += 1;
        out.open("");
        out.text("fact", &one.fact);
        out.text("id", &one.id);
        out.flag("taken", Some(one.taken));
        out.moment("at", Some(one.at));
        if let Some(by) = &one.by {
            out.open("by");
            out.text("id", &by.id);
            out.text("name", &by.name);
            out.text("role", by.role.id());
            out.end();
        }
        out.end();
    }
    if count == 0 { String::new() } else { canonical(&out.value()) }
}

/// That text, read; what cannot be is nothing.
pub fn read(text: &str) -> Vec<Settlement> {
    let actor = |by: &Value| Some(Actor { id: by.text("id")?.into(), name: by.text("name")?.into(), role: Role::named(by.text("role")?)? });
    let one = |one: &Value| {
        Some(Settlement {
            fact: one.text("fact")?.into(),
            id: one.text("id").unwrap_or_default().into(),
            taken: one["taken"].as_bool()?,
            at: one.time("at")?,
            by: actor(&one["by"]),
        })
    };
    parse(text, MAX_DEPTH).ok().map(|list: Value| list.items().iter().filter_map(one).collect()).unwrap_or_default()
}

/// Writes that text into a draft or an event, as the list that it is.
#[inline(never)]
pub fn write(out: &mut Writing, text: &str) {
    second::is_needed();
    out.put("suggestions", &parse(text, MAX_DEPTH).unwrap_or_default());
}

/// That text, out of a draft or an event.
pub fn held(of: &Value) -> String {
    of.get("suggestions").filter(|list| !list.items().is_empty()).map(canonical).unwrap_or_default()
}
