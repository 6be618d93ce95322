//! The book: what of the vault the pages look at, and the one way in which anything is written to it.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use crate::clinical::chart::Instant;
use crate::clinical::profile::Profile;
use crate::interop::json::Value;
use crate::interop::record::Record;
use crate::interop::seal::{Sealed, Stamp};
use crate::interop::shape::Place;
use crate::interop::ward::{
    ADMISSIONS, Person, Row, Settings, USERS, WARD_KEY, admission_key, event_key, event_text, events_key, read_row, read_ward, user_json, write_row,
};
use crate::record::encounter::decide;
use crate::record::local::{Zone, local};
use crate::record::refusal::Refusal;
use crate::record::role::Actor;
use crate::text::text;
use crate::web::clock;
use crate::web::outbox::Entry;
use crate::web::vault::keeper::Summary;
use crate::web::vault::{Line, Vault, VaultError};

use super::{House, Patient, Trouble, Wish};

#[derive(Default)]
pub struct State {
    /// None: a device that has no ward yet.
    pub settings: Option<Settings>,
    pub profile: Rc<Profile>,
    pub people: Vec<Person>,
    pub user: Option<Actor>,
    /// What else is known of the people.
    pub house: House,
    pub rows: Vec<Rc<Row>>,
    /// Rows that could not be read: left where they are.
    pub unreadable: usize,
    pub open: Option<Rc<Patient>>,
}

pub struct Inner {
    pub(super) vault: Vault,
    pub(super) state: RefCell<State>,
    changed: RefCell<Option<Rc<dyn Fn()>>>,
}

#[derive(Clone)]
pub struct Book(pub(super) Rc<Inner>);

impl PartialEq for Book {
    fn eq(&self, other: &Book) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Book {
    /// Opens the book of a vault: the ward, its people, and one row an admission.
    pub async fn open(vault: Vault) -> Result<Book, Trouble> {
        let book = Book(Rc::new(Inner { vault, state: RefCell::default(), changed: RefCell::default() }));
        book.load().await?;
        let heard = Rc::downgrade(&book.0);
        book.0.vault.listen(Rc::new(move |keys: Vec<String>| {
            if let Some(inner) = heard.upgrade() {
                wasm_bindgen_futures::spawn_local(async move { Book(inner).heard(keys).await });
            }
        }));
        Ok(book)
    }

    pub(super) async fn load(&self) -> Result<(), Trouble> {
        let vault = &self.0.vault;
        let (ward, people, rows) = (vault.read(WARD_KEY), self.load_people(), vault.read(ADMISSIONS));
        let ward = ward.await?.into_iter().find(|(key, _)| key == WARD_KEY);
        let (settings, profile) = match ward {
            Some((_, text)) => read_ward(&text).map(|(settings, profile)| (Some(settings), profile))?,
            None => (None, Profile::default()),
        };
        people.await?;
        let read: Vec<Option<Rc<Row>>> = rows.await?.iter().map(|(_, text)| read_row(text).ok().map(Rc::new)).collect();
        let mut state = self.0.state.borrow_mut();
        state.unreadable = read.iter().filter(|row| row.is_none()).count();
        state.rows = read.into_iter().flatten().collect();
        state.settings = settings;
        state.profile = Rc::new(profile);
        Ok(())
    }

    /// Reads everything again: somebody else wrote to the vault.
    pub async fn again(&self) {
        if self.load().await.is_ok() {
            self.change(|state| {
                if state.settings.is_none() {
                    state.user = None;
                }
            });
        }
    }

    pub fn state(&self) -> Ref<'_, State> {
        self.0.state.borrow()
    }

    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Called whenever something has changed.
    pub fn subscribe(&self, changed: Option<Rc<dyn Fn()>>) {
        *self.0.changed.borrow_mut() = changed;
    }

    pub(super) fn tell(&self) {
        let changed = self.0.changed.borrow().clone();
        if let Some(changed) = changed {
            changed();
        }
    }

    pub(super) fn change(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.0.state.borrow_mut());
        self.tell();
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    pub fn now(&self) -> Instant {
        clock::now(&self.state().profile.time_zone)
    }

    /// Seconds east of UTC where the ward is.
    pub fn zone(&self) -> impl Fn(i64) -> i32 + use<> {
        let name = self.state().profile.time_zone.clone();
        move |millis| clock::seconds_east(&name, millis)
    }

    pub fn local(&self, at: Instant) -> Instant {
        let zone = self.zone();
        local(at, &zone as Zone<'_>)
    }

    // ---- one patient -----------------------------------------------------------------------------------------------

    /// Reads the events of an admission and verifies them.
    pub async fn open_patient(&self, context: &str) -> Result<(), Trouble> {
        let patient = self.read_patient(context, 0).await?;
        self.change(|state| state.open = Some(Rc::new(patient)));
        Ok(())
    }

    /// The patient of this admission, if it is the one that is open.
    pub fn opened(&self, context: &str) -> Option<Rc<Patient>> {
        self.state().open.clone().filter(|open| open.row.context == context)
    }

    async fn read_patient(&self, context: &str, edition: u32) -> Result<Patient, Trouble> {
        let events = self.0.vault.read(&events_key(context));
        let row = self.read_row(context).await?;
        let events = events.await?;
        let profile = Rc::clone(&self.state().profile);
        Ok(Patient::read(Rc::new(row), &events, &profile, self.now(), edition))
    }

    async fn read_row(&self, context: &str) -> Result<Row, Trouble> {
        let key = admission_key(context);
        let found = self.0.vault.read(&key).await?.into_iter().find(|(held, _)| *held == key);
        let (_, text) = found.ok_or(Trouble::Refused(Refusal::NotInRecord))?;
        Ok(read_row(&text)?)
    }

    pub fn close_patient(&self) {
        self.change(|state| state.open = None);
    }

    /// The vault holds something new of this admission. `anew`: the element must read it too.
    pub async fn refresh(&self, context: &str, anew: bool) -> Result<(), Trouble> {
        match self.opened(context) {
            Some(open) => {
                let patient = self.read_patient(context, open.edition + u32::from(anew)).await?;
                let row = Rc::clone(&patient.row);
                self.change(|state| {
                    state.put_row(row);
                    if state.open.as_ref().is_some_and(|open| open.row.context == patient.row.context) {
                        state.open = Some(Rc::new(patient));
                    }
                });
            }
            None => {
                let row = Rc::new(self.read_row(context).await?);
                self.change(|state| state.put_row(row));
            }
        }
        Ok(())
    }

    /// Another tab wrote these rows.
    async fn heard(&self, keys: Vec<String>) {
        if keys.iter().any(|key| key == WARD_KEY || key.starts_with(USERS)) && self.load().await.is_ok() {
            self.tell();
        }
        for context in keys.iter().filter_map(|key| key.strip_prefix(ADMISSIONS)) {
            self.refresh(context, true).await.ok();
        }
    }

    // ---- signing ---------------------------------------------------------------------------------------------------

    pub(super) fn signed_in(&self) -> Result<Actor, Trouble> {
        self.state().user.clone().ok_or(Trouble::Said(text!("请先登录：选择您的姓名。", "Sign in first: choose your name.")))
    }

    /// Signs what is wished for, with what it means for the chart, in one transaction; or says why not.
    pub async fn act(&self, context: &str, wish: &Wish, edit: Option<&dyn Fn(&mut Row)>) -> Result<(), Trouble> {
        let by = self.signed_in()?;
        let patient = self.read_patient(context, 0).await?;
        if patient.verdict.is_err() {
            return Err(Trouble::Said(text!(
                "该患者的记录未通过校验，不能继续签名。请在“审计”中查看，并联系信息科。",
                "This patient's record does not verify, so nothing is signed onto it. See \"Audit\", and have it checked."
            )));
        }
        let at = self.now();
        let bodies = wish.command(&patient, at, &mut |command| decide(&patient.record.encounter, command, &by, at))?;
        let mut record = patient.record;
        let added = record.append(bodies, &mut Stamp { context_id: context, ids: &mut clock::uuid_v7, at, by: &by });
        let lines = added.iter().flat_map(signed).collect();
        let mut row = (*patient.row).clone();
        if let Some(edit) = edit {
            edit(&mut row);
        }
        self.commit(row, &record, lines).await
    }

    /// Notes something in the chart: nobody signs it.
    pub async fn note(&self, context: &str, edit: &dyn Fn(&mut Row)) -> Result<(), Trouble> {
        self.signed_in()?;
        let patient = self.read_patient(context, 0).await?;
        let mut row = (*patient.row).clone();
        edit(&mut row);
        self.commit(row, &patient.record, vec![]).await
    }

    async fn commit(&self, mut row: Row, record: &Record, mut lines: Vec<Line>) -> Result<(), Trouble> {
        let context = row.context.clone();
        let profile = Rc::clone(&self.state().profile);
        let head = if lines.is_empty() { row.head.clone() } else { record.head() };
        row.fold(&record.encounter, head, &profile, self.now());
        lines.push(Line::Put(admission_key(&context), write_row(&row)));
        let written = self.0.vault.write(lines).await;
        if written == Err(VaultError::Moved) {
            self.refresh(&context, true).await?;
        }
        written?;
        self.refresh(&context, true).await
    }

    /// The row of an admission after the element has signed: asked by the keeper, inside its transaction.
    pub fn summary(&self) -> Summary {
        let book = self.clone();
        Rc::new(move |_context: &str, row: Option<&str>, events: &str| {
            let mut row = read_row(row?).ok()?;
            let list = crate::interop::json::parse(events, crate::interop::shape::MAX_DEPTH).ok()?;
            let record = Record::of(crate::interop::event::read_record(&list, &Place::root("record")).ok()?);
            let profile = Rc::clone(&book.state().profile);
            row.fold(&record.encounter, record.head(), &profile, book.now());
            Some(write_row(&row))
        })
    }

    /// Everything that the element is told of the ward and its user.
    pub fn for_element(&self) -> (String, String) {
        let state = self.state();
        let user = state.user.as_ref().map_or_else(|| "null".into(), user_json);
        let mut profile = state.settings.as_ref().map_or_else(|| Value::Object(Default::default()), |settings| settings.profile.clone());
        profile.put("storage", "durable".into());
        (user, crate::interop::json::canonical(&profile))
    }
}

/// An event and its outbox entry: they commit together.
pub(super) fn signed(sealed: &Sealed) -> [Line; 2] {
    let entry = Entry::of(sealed);
    [Line::Add(event_key(&entry.context, sealed.event.seq), event_text(sealed)), Line::Put(["outbox/", &entry.id].concat(), entry.to_json())]
}

impl State {
    pub(super) fn put_row(&mut self, row: Rc<Row>) {
        match self.rows.iter_mut().find(|held| held.context == row.context) {
            Some(held) => *held = row,
            None => self.rows.push(row),
        }
    }
}
