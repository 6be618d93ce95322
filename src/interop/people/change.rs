//! A change of the people, and its row.

use crate::clinical::chart::Instant;
use crate::interop::chart::read_user;
use crate::interop::json::Value;
use crate::interop::rejected::Rejected;
use crate::interop::row::{ROW_VERSION, row};
use crate::interop::shape::{Place, Read as _, Shape, optional, required};
use crate::interop::writing::Writing;
use crate::record::role::{Actor, Role};
use crate::text::{Text, text};

/// What was done to a person of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Founded,
    Added,
    Removed,
    Role,
    PinSet,
    PinReset,
    PinChanged,
    Administrator,
    ByPassphrase,
}

impl Deed {
    pub const ALL: [Deed; 9] = [
        Deed::Founded,
        Deed::Added,
        Deed::Removed,
        Deed::Role,
        Deed::PinSet,
        Deed::PinReset,
        Deed::PinChanged,
        Deed::Administrator,
        Deed::ByPassphrase,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Deed::Founded => "founded",
            Deed::Added => "added",
            Deed::Removed => "removed",
            Deed::Role => "role",
            Deed::PinSet => "pin_set",
            Deed::PinReset => "pin_reset",
            Deed::PinChanged => "pin_changed",
            Deed::Administrator => "administrator",
            Deed::ByPassphrase => "administrator_by_passphrase",
        }
    }

    pub fn label(self) -> Text {
        match self {
            Deed::Founded => text!("建立病区并任管理员", "Founded the ward, administrator"),
            Deed::Added => text!("加入名单", "Added to the list"),
            Deed::Removed => text!("移出名单", "Taken off the list"),
            Deed::Role => text!("更改角色", "Role changed"),
            Deed::PinSet => text!("设置PIN", "PIN set"),
            Deed::PinReset => text!("管理员重置PIN", "PIN reset by the administrator"),
            Deed::PinChanged => text!("本人更改PIN", "PIN changed by the person"),
            Deed::Administrator => text!("接任管理员", "Administration handed on to"),
            Deed::ByPassphrase => text!("凭病区口令指定为管理员，并设置PIN", "Named administrator with the ward's passphrase, PIN set"),
        }
    }
}

/// One change of the people: when, what, of whom, by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonChange {
    /// By the clock of the device.
    pub at: Instant,
    pub what: Deed,
    pub of: Actor,
    pub from: Option<Role>,
    /// Nobody: no person was signed in, as at the first one.
    pub by: Option<Actor>,
}

static CHANGE: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("at", Shape::Time, "When, by the clock of the device."),
        required("what", Shape::Text(64), "What was done."),
        required("of", Shape::Any, "To whom, as the person stood afterwards."),
        optional("from", Shape::Text(64), "The role before."),
        optional("by", Shape::Any, "By whom."),
    ],
};

pub fn write_change(change: &PersonChange) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.moment("at", Some(change.at));
    out.text("what", change.what.id());
    for (name, actor) in [("of", Some(&change.of)), ("by", change.by.as_ref())] {
        if let Some(actor) = actor {
            out.open(name);
            out.text("id", &actor.id);
            out.text("name", &actor.name);
            out.text("role", actor.role.id());
            out.end();
        }
    }
    out.given("from", change.from.map(Role::id));
    out.done()
}

pub fn read_change(text: &str) -> Result<PersonChange, Rejected> {
    let place = Place::root("people");
    let value = row(text, &CHANGE, &place)?;
    let unknown = || place.key("what").reject("E_SCHEMA", "未知的人员变更。", "Unknown change of people.");
    let what = Deed::ALL.into_iter().find(|what| value.text("what") == Some(what.id())).ok_or_else(unknown)?;
    Ok(PersonChange {
        at: value.time("at").ok_or_else(unknown)?,
        what,
        of: read_user(&value["of"], &place.key("of"))?,
        from: value.text("from").and_then(Role::named),
        by: match &value["by"] {
            Value::Null => None,
            by => Some(read_user(by, &place.key("by"))?),
        },
    })
}
