//! Who signs in on a ward's tablet: the people, what may be changed about them and by whom, and the row that each change
//! leaves. Pure: values in, rows out; `web::ward::people` keeps them and asks for PINs.
//!
//! One person is the administrator. A PIN keeps a colleague's hand off and proves nothing: it is a short secret under a plain
//! digest, behind the vault's passphrase. A ward of a version that knew no administrator goes on as it was until its people
//! name one.

mod change;

use super::chart::read_user;
use super::rejected::Rejected;
use super::row::{ROW_VERSION, row};
use super::seal::hex;
use super::shape::{Place, Read as _, Shape, optional, required};
use super::writing::Writing;
use crate::record::role::{Actor, Role};
use crate::text::{Text, text};
pub use change::{Deed, PersonChange, read_change, write_change};

pub const USERS: &str = "user/";
/// One row for each change of the people, under a time-ordered id.
pub const CHANGES_OF_PEOPLE: &str = "people/";

/// Characters of a PIN; of a name.
pub const PIN_CHARACTERS: std::ops::RangeInclusive<usize> = 4..=32;
const NAME_CHARACTERS: usize = 64;

/// Somebody who signs in on this device. A PIN keeps a colleague's hand off; what protects the data is the vault.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub actor: Actor,
    /// Digest of id and PIN.
    pub pin: Option<String>,
    /// Adds and removes people, and gives PINs.
    pub administrator: bool,
}

impl Person {
    pub fn key(&self) -> String {
        [USERS, &self.actor.id].concat()
    }

    pub fn fits(&self, pin: &str) -> bool {
        self.pin.as_ref().is_none_or(|held| *held == digest_of_pin(&self.actor.id, pin))
    }

    /// Anybody could sign under this name.
    pub fn is_open(&self) -> bool {
        self.pin.is_none() && (self.administrator || self.actor.role.may_sign_assessment())
    }
}

pub fn digest_of_pin(id: &str, pin: &str) -> String {
    use sha2::{Digest as _, Sha256};
    hex(&Sha256::digest([id, "\n", pin].concat()))
}

/// Milliseconds until the next PIN may be tried after so many wrong ones: 1, 2, 4, 8 … seconds, a minute at most (D: a nurse
/// who mistypes must come back to the patient; ten thousand PINs of four digits still take a week).
pub fn pause_ms(wrong: u32) -> f64 {
    if wrong == 0 { 0.0 } else { f64::from(1_u32 << (wrong - 1).min(6)).min(60.0) * 1000.0 }
}

// ---- what may be changed -------------------------------------------------------------------------------------------

/// What somebody wants changed about the people.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleWish {
    Add {
        id: String,
        name: String,
        role: Option<Role>,
        pin: String,
    },
    Remove {
        id: String,
    },
    Role {
        id: String,
        role: Role,
    },
    /// The administrator gives a PIN: the first one, or another for one that was forgotten.
    GivePin {
        id: String,
        pin: String,
    },
    /// A person's own PIN, by the person who is signed in.
    OwnPin {
        before: String,
        pin: String,
    },
    HandOn {
        id: String,
    },
    /// By the passphrase of the ward, which the vault has checked: where nobody administers yet, or the administrator's PIN is
    /// forgotten. The PIN is given with it.
    Name {
        id: String,
        pin: String,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleRefusal {
    Unnamed,
    LongName,
    SameName,
    NoPin,
    ShortPin,
    NotAdministrator,
    NotSettling,
    Unproven,
    /// A PIN is typed twice where it is set: nobody sees what was typed.
    Differ,
    Unknown,
    WrongPin,
    SignedIn,
    Administers,
}

impl PeopleRefusal {
    pub fn text(self) -> Text {
        match self {
            PeopleRefusal::Unnamed => text!("请填写姓名并选择角色。", "Enter a name and choose a role."),
            PeopleRefusal::LongName => text!("姓名最多64个字符。", "A name has at most 64 characters."),
            PeopleRefusal::SameName => text!(
                "名单中已有同名人员。请在姓名后加工号等以便区分。",
                "Somebody of this name is on the list already. Add a staff number or the like, to tell the two apart."
            ),
            PeopleRefusal::NoPin => text!(
                "签名人员和管理员须有PIN。请先设置PIN（至少4位）。",
                "Who signs, and the administrator, needs a PIN. Set one first (4 characters or more)."
            ),
            PeopleRefusal::ShortPin => text!("PIN为4至32位。", "A PIN has 4 to 32 characters."),
            PeopleRefusal::NotAdministrator => text!(
                "只有本病区管理员可以增减人员、更改角色和重置PIN。请由管理员登录后操作。",
                "Only the administrator of this ward adds and removes people, changes roles and resets PINs. Have the administrator sign in."
            ),
            PeopleRefusal::NotSettling => text!(
                "只有本病区管理员可以更改病区设置和时限。请由管理员登录后操作。",
                "Only the administrator of this ward changes its settings and due times. Have the administrator sign in."
            ),
            PeopleRefusal::Differ => text!("两次输入的PIN不一致，未保存。请重新输入。", "The two PINs differ; nothing was saved. Enter it again."),
            PeopleRefusal::Unproven => text!("请先输入管理员PIN。", "Enter the administrator's PIN first."),
            PeopleRefusal::Unknown => text!("名单中没有此人。", "Nobody of that name is on the list."),
            PeopleRefusal::WrongPin => text!("PIN不正确，请重新输入。", "This is not the PIN. Enter it again."),
            PeopleRefusal::SignedIn => text!("不能删除当前登录的人员。", "The person signed in cannot be removed."),
            PeopleRefusal::Administers => {
                text!("不能移出管理员。请先把管理员移交给他人。", "The administrator cannot be removed. Hand the administration on first.")
            }
        }
    }
}

/// Who asks, and where.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub by: Option<&'a Actor>,
    /// The administrator's PIN was entered just now.
    pub proven: bool,
    /// In the demonstration nobody needs a PIN.
    pub demo: bool,
    /// A row of the list is missing or cannot be read: it may be the administrator's.
    pub lost: bool,
}

/// What is to be written, in one transaction with the row that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    pub put: Vec<Person>,
    pub remove: Option<Person>,
    pub what: Deed,
    pub of: Actor,
    /// The role before, where it changed.
    pub from: Option<Role>,
}

/// Whether the wish is allowed among these people, and what follows from it.
pub fn decide(people: &[Person], asking: Asking<'_>, wish: &PeopleWish) -> Result<Decided, PeopleRefusal> {
    let named = |id: &str| people.iter().find(|person| person.actor.id == id).cloned().ok_or(PeopleRefusal::Unknown);
    let administrator = people.iter().find(|person| person.administrator);
    let administers = || match administrator {
        Some(held) if asking.by.is_some_and(|by| by.id == held.actor.id) => {
            if held.pin.is_none() || asking.proven {
                Ok(held)
            } else {
                Err(PeopleRefusal::Unproven)
            }
        }
        _ => Err(PeopleRefusal::NotAdministrator),
    };
    let pinned = |id: &str, pin: &str| match pin.chars().count() {
        0 => Ok(None),
        length if PIN_CHARACTERS.contains(&length) => Ok(Some(digest_of_pin(id, pin))),
        _ => Err(PeopleRefusal::ShortPin),
    };
    let sound = |person: Person| if person.is_open() && !asking.demo { Err(PeopleRefusal::NoPin) } else { Ok(person) };
    let one = |person: Person, what: Deed| Decided { of: person.actor.clone(), put: vec![person], remove: None, what, from: None };
    match wish {
        PeopleWish::Add { id, name, role, pin } => {
            // Where nobody administers yet, as in a ward of an earlier version, the list is anybody's, and the change is noted. An
            // administrator whose row is damaged is one all the same: then the passphrase names another.
            if administrator.is_some() || asking.lost {
                administers()?;
            }
            let name = name.trim();
            let (Some(role), false) = (*role, name.is_empty()) else { return Err(PeopleRefusal::Unnamed) };
            if name.chars().count() > NAME_CHARACTERS {
                return Err(PeopleRefusal::LongName);
            }
            if people.iter().any(|person| person.actor.name == name) {
                return Err(PeopleRefusal::SameName);
            }
            let actor = Actor { id: id.clone(), name: name.into(), role };
            Ok(one(sound(Person { actor, pin: pinned(id, pin)?, administrator: false })?, Deed::Added))
        }
        PeopleWish::Remove { id } => {
            administers()?;
            let person = named(id)?;
            if person.administrator {
                return Err(PeopleRefusal::Administers);
            }
            if asking.by.is_some_and(|by| by.id == *id) {
                return Err(PeopleRefusal::SignedIn);
            }
            Ok(Decided { put: vec![], of: person.actor.clone(), remove: Some(person), what: Deed::Removed, from: None })
        }
        PeopleWish::Role { id, role } => {
            administers()?;
            let mut person = named(id)?;
            let from = std::mem::replace(&mut person.actor.role, *role);
            Ok(Decided { from: Some(from), ..one(sound(person)?, Deed::Role) })
        }
        PeopleWish::GivePin { id, pin } => {
            administers()?;
            let mut person = named(id)?;
            let what = if person.pin.is_some() { Deed::PinReset } else { Deed::PinSet };
            person.pin = Some(pinned(id, pin)?.ok_or(PeopleRefusal::ShortPin)?);
            Ok(one(person, what))
        }
        PeopleWish::OwnPin { before, pin } => {
            let mut person = named(asking.by.map_or("", |by| by.id.as_str()))?;
            if !person.fits(before) {
                return Err(PeopleRefusal::WrongPin);
            }
            let what = if person.pin.is_some() { Deed::PinChanged } else { Deed::PinSet };
            person.pin = Some(pinned(&person.actor.id, pin)?.ok_or(PeopleRefusal::ShortPin)?);
            Ok(one(person, what))
        }
        PeopleWish::HandOn { id } => {
            let before = Person { administrator: false, ..administers()?.clone() };
            let after = sound(Person { administrator: true, ..named(id)? })?;
            let of = after.actor.clone();
            let put = if before.actor.id == *id { vec![after] } else { vec![before, after] };
            Ok(Decided { put, of, remove: None, what: Deed::Administrator, from: None })
        }
        PeopleWish::Name { id, pin } => {
            let digest = pinned(id, pin)?.ok_or(PeopleRefusal::ShortPin)?;
            let after = Person { pin: Some(digest), administrator: true, ..named(id)? };
            let mut put: Vec<Person> = people.iter().filter(|person| person.administrator && person.actor.id != *id).cloned().collect();
            put.iter_mut().for_each(|person| person.administrator = false);
            let of = after.actor.clone();
            put.push(after);
            Ok(Decided { put, of, remove: None, what: Deed::ByPassphrase, from: None })
        }
    }
}

// ---- rows ----------------------------------------------------------------------------------------------------------

static PERSON: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("id", Shape::Text(64), "Staff id."),
        required("name", Shape::Text(64), "Name."),
        required("role", Shape::OneOf(&["nurse", "physician", "pharmacist", "quality", "trainee"]), "Role."),
        optional("pin", Shape::Text(64), "SHA-256 of id and PIN."),
        optional("administrator", Shape::Flag, "Adds and removes people."),
    ],
};

pub fn write_person(person: &Person) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.text("id", &person.actor.id);
    out.text("name", &person.actor.name);
    out.text("role", person.actor.role.id());
    out.given("pin", person.pin.as_deref());
    if person.administrator {
        out.flag("administrator", Some(true));
    }
    out.done()
}

pub fn read_person(text: &str) -> Result<Person, Rejected> {
    let place = Place::root("user");
    let value = row(text, &PERSON, &place)?;
    Ok(Person {
        actor: read_user(&value, &place)?,
        pin: value.text("pin").map(str::to_owned),
        administrator: value["administrator"].as_bool() == Some(true),
    })
}
