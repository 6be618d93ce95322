//! The people of the ward in the vault: who signs in, with a pause after wrong PINs, and what is changed about them. What is
//! allowed is `interop::people`; each change is written with its own row in one transaction.

use crate::clinical::chart::Instant;
use crate::interop::json::parse;
use crate::interop::people::{
    Asking, CHANGES_OF_PEOPLE, Decided, Deed, PeopleRefusal, PeopleWish, Person, PersonChange, USERS, decide, pause_ms, read_change, read_person,
    write_change, write_person,
};
use crate::interop::settled::{CHANGES_OF_SETTINGS, read_settled};
use crate::interop::writing::Writing;
use crate::record::role::{Actor, Role};
use crate::web::clock;
use crate::web::offline::steady;
use crate::web::vault::{Line, VaultError};

use super::book::{Book, BookState};
use super::trouble::Trouble;

/// How many wrong PINs in a row, of one person. Of this device, so no import brings or clears it.
const TRIES: &str = "setting/pin/";
/// That the step to an administrator was put off here: it is not asked for again at each unlock.
const PUT_OFF: &str = "setting/people";

/// Somebody who is to sign in here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Newcomer {
    pub name: String,
    pub role: Option<Role>,
    pub pin: String,
    /// The same once more, as it was typed.
    pub again: String,
}

/// What keeps "who signed" from meaning anything, as long as it lasts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    pub administrator: bool,
    /// Names under which anybody can sign.
    pub open: Vec<String>,
}

impl BookState {
    /// None where every name that signs has a PIN, and in the demonstration.
    pub fn gaps(&self) -> Option<Gaps> {
        if self.settings.as_ref().is_none_or(|settings| settings.demo) {
            return None;
        }
        let open: Vec<String> = self.people.iter().filter(|person| person.is_open()).map(|person| person.actor.name.clone()).collect();
        let gaps = Gaps { administrator: self.administrator().is_none(), open };
        (gaps.administrator || !gaps.open.is_empty()).then_some(gaps)
    }

    pub fn administrator(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.administrator)
    }

    /// The person signed in is the administrator.
    pub fn administers(&self) -> bool {
        self.administrator().zip(self.user.as_ref()).is_some_and(|(person, user)| person.actor.id == user.id)
    }

    /// And may change the list now.
    pub fn manages(&self) -> bool {
        self.administers() && (self.house.proven || self.administrator().is_some_and(|person| person.pin.is_none()))
    }

    /// Takes what the vault says of the people. Whoever is signed in and no longer on the list is signed out.
    pub(super) fn take_people(&mut self, people: Vec<Person>) {
        self.people = people;
        let held = self.user.as_ref().and_then(|user| self.people.iter().find(|person| person.actor.id == user.id));
        self.user = held.map(|person| person.actor.clone());
        if !self.administers() {
            self.house.proven = false;
        }
    }
}

/// The rows of a ward's first person, who administers it.
pub(super) fn founder(newcomer: &Newcomer, demo: bool, at: Instant) -> Result<(Actor, Vec<Line>), Trouble> {
    typed_twice(&newcomer.pin, &newcomer.again)?;
    let wish = PeopleWish::Add { id: clock::uuid_v7(), name: newcomer.name.clone(), role: newcomer.role, pin: newcomer.pin.clone() };
    let mut decided = decide(&[], Asking { by: None, proven: false, demo, lost: false }, &wish)?;
    decided.what = Deed::Founded;
    for person in &mut decided.put {
        person.administrator = true;
        if person.is_open() && !demo {
            return Err(PeopleRefusal::NoPin.into());
        }
    }
    let by = decided.of.clone();
    let lines = lines(&decided, Some(&by), at);
    Ok((by, lines))
}

fn lines(decided: &Decided, by: Option<&Actor>, at: Instant) -> Vec<Line> {
    let mut lines: Vec<Line> = decided.put.iter().map(|person| Line::Put(person.key(), write_person(person))).collect();
    lines.extend(decided.remove.iter().map(|person| Line::Delete(person.key())));
    let change = PersonChange { at, what: decided.what, of: decided.of.clone(), from: decided.from, by: by.cloned() };
    lines.push(Line::Add([CHANGES_OF_PEOPLE, &clock::uuid_v7()].concat(), write_change(&change)));
    lines
}

impl Book {
    /// The people, the changes of them, and whether the step was put off; as the vault has them.
    pub(super) async fn load_people(&self) -> Result<(), Trouble> {
        let vault = self.vault();
        let (people, changes, settled, put_off, tries) = (
            vault.readable(USERS),
            vault.readable(CHANGES_OF_PEOPLE),
            vault.readable(CHANGES_OF_SETTINGS),
            vault.readable(PUT_OFF),
            vault.readable(TRIES),
        );
        // A row that cannot be read costs that row: the board names it.
        let people =
            people.await?.iter().filter_map(|(key, text)| read_person(text.as_deref()?).ok().filter(|person| person.key() == *key)).collect();
        let changes = changes.await?.iter().filter_map(|(_, text)| read_change(text.as_deref()?).ok()).collect();
        let settled = settled.await?.iter().filter_map(|(_, text)| read_settled(text.as_deref()?).ok()).collect();
        let put_off = put_off.await?.iter().any(|(key, _)| key == PUT_OFF);
        let tries = tries.await?;
        let mut state = self.0.state.borrow_mut();
        if !std::mem::replace(&mut state.house.opened, true) {
            // From before this page: the pause begins anew with the page, whatever the clock of the device says now.
            let before = tries.iter().map(|(key, text)| (key[TRIES.len()..].to_owned(), (text.as_deref().map_or(0, wrong_in), 0.0)));
            state.house.tries.extend(before);
        }
        state.take_people(people);
        state.house.changes = changes;
        state.house.settled = settled;
        state.house.put_off = put_off;
        Ok(())
    }

    async fn staff(&self, wish: &PeopleWish) -> Result<(), Trouble> {
        // Another tab may have changed them since.
        self.load_people().await?;
        let decided = {
            let state = self.state();
            let demo = state.settings.as_ref().is_some_and(|settings| settings.demo);
            let lost = state.found.iter().any(|found| found.key.starts_with(USERS));
            decide(&state.people, Asking { by: state.user.as_ref(), proven: state.house.proven, demo, lost }, wish)?
        };
        let by = self.state().user.clone();
        let mut lines = lines(&decided, by.as_ref(), self.now());
        // A PIN that was given anew has no wrong tries, and neither has somebody who is off the list.
        if matches!(decided.what, Deed::PinSet | Deed::PinReset | Deed::PinChanged | Deed::ByPassphrase | Deed::Removed) {
            lines.push(Line::Delete([TRIES, &decided.of.id].concat()));
        }
        self.write(lines).await?;
        self.load_people().await?;
        self.change(|state| {
            state.house.tries.remove(&decided.of.id);
        });
        Ok(())
    }

    pub async fn add_person(&self, newcomer: &Newcomer) -> Result<(), Trouble> {
        let Newcomer { name, role, pin, again } = newcomer.clone();
        typed_twice(&pin, &again)?;
        self.staff(&PeopleWish::Add { id: clock::uuid_v7(), name, role, pin }).await
    }

    /// Takes a name off the list; what the person signed stays signed.
    pub async fn remove_person(&self, id: &str) -> Result<(), Trouble> {
        self.staff(&PeopleWish::Remove { id: id.into() }).await
    }

    pub async fn change_role(&self, id: &str, role: Option<Role>) -> Result<(), Trouble> {
        self.staff(&PeopleWish::Role { id: id.into(), role: role.ok_or(PeopleRefusal::Unnamed)? }).await
    }

    pub async fn give_pin(&self, id: &str, pin: &str, again: &str) -> Result<(), Trouble> {
        typed_twice(pin, again)?;
        self.staff(&PeopleWish::GivePin { id: id.into(), pin: pin.into() }).await
    }

    pub async fn hand_on(&self, id: &str) -> Result<(), Trouble> {
        self.staff(&PeopleWish::HandOn { id: id.into() }).await
    }

    /// The person's own PIN. A wrong one before it costs time, as at the list of names.
    pub async fn change_own_pin(&self, before: &str, pin: &str, again: &str) -> Result<(), Trouble> {
        typed_twice(pin, again)?;
        let user = self.signed_in()?;
        self.tried(&user.id, before).await?;
        self.staff(&PeopleWish::OwnPin { before: before.into(), pin: pin.into() }).await
    }

    /// Names an administrator by the ward's passphrase, and signs the person in. Wrong passphrases count as at the gate.
    pub async fn name_administrator(&self, id: &str, pin: &str, again: &str, passphrase: &str) -> Result<(), Trouble> {
        typed_twice(pin, again)?;
        self.vault().check(passphrase).await?;
        self.staff(&PeopleWish::Name { id: id.into(), pin: pin.into() }).await?;
        self.take_over(id, true)
    }

    /// The step to an administrator is not shown again by itself; the board goes on saying what is missing.
    pub async fn put_off(&self) -> Result<(), Trouble> {
        self.write(vec![Line::Put(PUT_OFF.into(), "{}".into())]).await?;
        self.change(|state| state.house.put_off = true);
        Ok(())
    }

    // ---- signing in ------------------------------------------------------------------------------------------------

    /// Another person takes the tablet.
    pub async fn sign_in(&self, id: &str, pin: &str) -> Result<(), Trouble> {
        self.tried(id, pin).await?;
        self.take_over(id, false)
    }

    fn take_over(&self, id: &str, proven: bool) -> Result<(), Trouble> {
        let person = self.state().people.iter().find(|person| person.actor.id == id).cloned().ok_or(PeopleRefusal::Unknown)?;
        // What somebody else was asked is not answered by this one.
        self.ask_no_more();
        self.change(|state| {
            state.user = Some(person.actor);
            state.house.proven = proven;
        });
        Ok(())
    }

    /// The administrator's PIN, for changes of the list. Holds until the page is left.
    pub async fn prove(&self, pin: &str) -> Result<(), Trouble> {
        let user = self.signed_in()?;
        self.tried(&user.id, pin).await?;
        self.change(|state| state.house.proven = true);
        Ok(())
    }

    /// The page of the people was left.
    pub fn leave_people(&self) {
        if self.state().house.proven {
            self.change(|state| state.house.proven = false);
        }
    }

    pub fn sign_out(&self) {
        self.ask_no_more();
        self.change(|state| {
            state.user = None;
            state.open = None;
            state.house.proven = false;
        });
    }

    /// Whether it is the person's PIN. A wrong one is in the vault before it is said to be wrong, and each costs a longer pause.
    /// The pause is counted by a clock that cannot be set; a page that begins anew counts it from its beginning.
    async fn tried(&self, id: &str, pin: &str) -> Result<(), Trouble> {
        let key = [TRIES, id].concat();
        let stored = self.vault().readable(&key).await?.into_iter().find(|(held, _)| *held == key);
        // A row that cannot be read must not keep its person out.
        let stored = stored.map_or(0, |(_, text)| text.as_deref().map_or(0, wrong_in));
        let (wrong, fits) = {
            let mut state = self.0.state.borrow_mut();
            let person = state.people.iter().find(|person| person.actor.id == id).ok_or(PeopleRefusal::Unknown)?.clone();
            if person.pin.is_none() {
                return Ok(());
            }
            let now = steady();
            let held = state.house.tries.entry(id.into()).or_insert((0, now));
            // Another tab counted on.
            if stored > held.0 {
                *held = (stored, now);
            }
            let left = held.1 + pause_ms(held.0) - now;
            if left > 0.0 {
                return Err(Trouble::Pause { seconds: seconds(left), wrong: false });
            }
            let fits = person.fits(pin);
            if !fits {
                *held = (held.0 + 1, now);
            }
            (held.0, fits)
        };
        if fits {
            if wrong > 0 {
                counted(self.write(vec![Line::Delete(key)]).await)?;
                self.0.state.borrow_mut().house.tries.remove(id);
            }
            return Ok(());
        }
        let mut out = Writing::object();
        out.whole("wrong", wrong as usize);
        counted(self.write(vec![Line::Put(key, out.done())]).await)?;
        Err(Trouble::Pause { seconds: seconds(pause_ms(wrong)), wrong: true })
    }
}

/// A PIN that is set is typed twice: nobody sees what was typed, and who mistypes it is kept out.
fn typed_twice(pin: &str, again: &str) -> Result<(), PeopleRefusal> {
    if pin == again { Ok(()) } else { Err(PeopleRefusal::Differ) }
}

/// A full disk keeps nobody out: there wrong PINs are counted in this page alone.
fn counted(written: Result<(), VaultError>) -> Result<(), Trouble> {
    match written {
        Err(VaultError::Full) => Ok(()),
        written => Ok(written?),
    }
}

fn wrong_in(row: &str) -> u32 {
    parse(row, 2).ok().and_then(|value| value["wrong"].as_u64()).map_or(0, |wrong| wrong.min(64) as u32)
}

fn seconds(millis: f64) -> u32 {
    (millis / 1000.0).ceil() as u32
}

impl From<PeopleRefusal> for Trouble {
    fn from(denied: PeopleRefusal) -> Trouble {
        Trouble::Said(denied.text())
    }
}
