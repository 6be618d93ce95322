//! What a person said of the facts that a host only suggests beside the items, in a draft and in the signed score. Stands in the second
//! part of the program: without it nothing of the kind is asked.

use super::json::Value;
use super::shape::{Read as _, Shape, optional, required};
use super::writing::Writing;
use crate::clinical::second;
use crate::record::assessment::Settlement;
use crate::record::role::{Actor, Role};

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

#[inline(never)]
pub fn write(out: &mut Writing, all: &[Settlement]) {
    second::is_needed();
    out.list("suggestions");
    for one in all {
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
    out.end();
}

/// Those that can be read; others are none.
#[inline(never)]
pub fn read(of: &Value) -> Vec<Settlement> {
    second::is_needed();
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
    of["suggestions"].items().iter().filter_map(one).collect()
}
