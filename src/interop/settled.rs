//! What a ward has set for itself, and the row that each change of it leaves: name, department, time zone, how long things may
//! wait. Pure: who may, what may be, what changed. `web::ward::setup` keeps it.

use super::people::PeopleRefusal;
use super::profile::read_profile;
use super::rejected::Rejected;
use super::row::{ROW_VERSION, row};
use super::shape::{Place, Read as _, Shape, optional, owned, required};
use super::ward::Settings;
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::clinical::profile::Profile;
use crate::clinical::waits::{WAITS, WaitRow};
use crate::record::role::Actor;

/// One row for each change of the settings, under a time-ordered id.
pub const CHANGES_OF_SETTINGS: &str = "settled/";

/// A setting that was changed: its id (`ward`, `department`, `zone`, `tier`, or of a [`WaitRow`]), and what it was and is.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingChange {
    pub id: String,
    pub from: String,
    pub to: String,
}

/// One change of the settings: when, by whom, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsRevision {
    /// By the clock of the device.
    pub at: Instant,
    /// Nobody: a ward that was founded before there were administrators.
    pub by: Option<Actor>,
    pub of: Vec<SettingChange>,
}

/// Who may: the administrator, whose PIN was entered just now; in a ward that has none anybody who is signed in.
pub fn may(administered: bool, administers: bool, proven: bool) -> Result<(), PeopleRefusal> {
    match (administered, administers, proven) {
        (false, ..) | (true, true, true) => Ok(()),
        (true, true, false) => Err(PeopleRefusal::Unproven),
        (true, false, _) => Err(PeopleRefusal::NotSettling),
    }
}

/// The first of these hours that its bounds forbid.
pub fn out_of_bounds(hours: &[(&'static str, Option<u16>)]) -> Option<&'static WaitRow> {
    WAITS.iter().find(|row| {
        let given = hours.iter().find(|(id, _)| *id == row.id);
        given.is_some_and(|(_, hours)| hours.is_none_or(|hours| !(row.from..=row.to).contains(&hours)))
    })
}

/// What differs between two settings of one ward, in the order of the form.
pub fn differences(before: &Settings, after: &Settings) -> Vec<SettingChange> {
    let profile = |settings: &Settings| read_profile(&settings.profile, &Place::root("profile")).unwrap_or_default();
    let (old, new): (Profile, Profile) = (profile(before), profile(after));
    let texts =
        [("ward", &before.name, &after.name), ("department", &before.department, &after.department), ("zone", &old.time_zone, &new.time_zone)];
    let tier = ("tier", owned(&before.profile, "tier"), owned(&after.profile, "tier"));
    let hours = WAITS.iter().map(|row| (row.id, old.due.hours(row.wait).to_string(), new.due.hours(row.wait).to_string()));
    texts
        .into_iter()
        .map(|(id, from, to)| (id, from.clone(), to.clone()))
        .chain([tier])
        .chain(hours)
        .filter(|(_, from, to)| from != to)
        .map(|(id, from, to)| SettingChange { id: id.into(), from, to })
        .collect()
}

static SETTLED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("at", Shape::Time, "When, by the clock of the device."),
        optional("by", Shape::Any, "By whom."),
        required("of", Shape::Any, "What was changed: id, from, to."),
    ],
};

pub fn write_settled(settled: &SettingsRevision) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.moment("at", Some(settled.at));
    if let Some(by) = &settled.by {
        out.open("by");
        out.text("id", &by.id);
        out.text("name", &by.name);
        out.text("role", by.role.id());
        out.end();
    }
    out.list("of");
    for set in &settled.of {
        out.open("");
        out.text("id", &set.id);
        out.text("from", &set.from);
        out.text("to", &set.to);
        out.end();
    }
    out.end();
    out.done()
}

pub fn read_settled(text: &str) -> Result<SettingsRevision, Rejected> {
    let place = Place::root("settled");
    let value = row(text, &SETTLED, &place)?;
    let untimed = || place.key("at").reject("E_TIME", "时间无法读取。", "The time cannot be read.");
    Ok(SettingsRevision {
        at: value.time("at").ok_or_else(untimed)?,
        by: match &value["by"] {
            super::json::Tree::Null => None,
            by => Some(super::chart::read_user(by, &place.key("by"))?),
        },
        of: value["of"].items().iter().map(|set| SettingChange { id: owned(set, "id"), from: owned(set, "from"), to: owned(set, "to") }).collect(),
    })
}
