//! The book: what of the vault the pages look at, and the one way in which anything is written to it.

use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::TimeDelta;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::clinical::chart::{Chart, Instant};
use crate::clinical::profile::Profile;
use crate::interop::json::{Value, object};
use crate::interop::people::{Person, USERS, read_person};
use crate::interop::record::Record;
use crate::interop::referral::rows::{KeptReferral, REFERRALS};
use crate::interop::rejected::Rejected;
use crate::interop::seal::{DEMO, Sealed, Stamp, is_demo};
use crate::interop::shape::Place;
use crate::interop::ward::{
    ADMISSIONS, AdmissionRow, Settings, WARD_KEY, admission_key, event_key, event_text, events_key, read_row, read_ward, user_json, write_row,
};
use crate::record::clock::ClockStatement;
use crate::record::decide::{Command, decide};
use crate::record::local::{Zone, local};
use crate::record::refusal::Refusal;
use crate::record::role::{Actor, Role};
use crate::session::outbox::Entry;
use crate::text::text;
use crate::web::clock;
use crate::web::vault::found::{self, Found, VaultDefect};
use crate::web::vault::keeper::Summarise;
use crate::web::vault::{Line, Vault, VaultError};

use super::house::House;
use super::patient::RecordFault;
use super::patient::{WardPatient, Wish};
use super::trouble::Trouble;

/// The whole vault is looked through once the board stands.
const SURVEY_AFTER_MS: u32 = 1500;

#[derive(Default)]
pub struct BookState {
    /// None: a device that has no ward yet.
    pub settings: Option<Settings>,
    /// The ward's own row is there and cannot be read, or is gone: `settings` is a stand-in, and the hours of `profile` are the
    /// program's, not the hospital's. Pages must say so.
    pub unset: bool,
    pub profile: Rc<Profile>,
    pub people: Vec<Person>,
    pub user: Option<Actor>,
    /// What else is known of the people.
    pub house: House,
    /// Referrals to and from other hospitals, the latest first.
    pub referrals: Rc<Vec<KeptReferral>>,
    pub rows: Vec<Rc<AdmissionRow>>,
    /// Rows that cannot be read or are not the last that were written, by key: left where they are.
    pub found: Vec<Found>,
    pub open: Option<Rc<WardPatient>>,
    /// Grows with each patient who is asked for: whoever is read late does not come onto the screen any more.
    turn: u32,
    /// How many questions about the clock have been asked.
    questions: u32,
    /// How far the time that this device has already written, or had before its clock was set, is ahead of its clock.
    pub reference: Option<TimeDelta>,
    /// What is asked about the clock before a signature goes on.
    pub asks: Option<Asks>,
    /// What was said of the clock while the patient of this admission is open.
    said: (String, ClockStatement),
}

/// A question that a signature waits for.
#[derive(Clone, PartialEq)]
pub struct Asks {
    number: u32,
    pub refusal: Refusal,
    answer: Function,
}

pub struct Inner {
    pub(super) vault: Vault,
    pub(super) state: RefCell<BookState>,
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
        book.hands_nothing_over().await;
        book.survey(SURVEY_AFTER_MS);
        let heard = Rc::downgrade(&book.0);
        book.0.vault.listen(Rc::new(move |keys: Vec<String>| {
            if let Some(inner) = heard.upgrade() {
                wasm_bindgen_futures::spawn_local(async move { Book(inner).heard(keys).await });
            }
        }));
        Ok(book)
    }

    /// The ward of this book is the demonstration.
    pub fn is_demo(&self) -> bool {
        self.state().settings.as_ref().is_some_and(|settings| settings.demo)
    }

    /// A demonstration of version 0.1.0 has kept what was signed in it for a HIS: nothing of it goes there.
    async fn hands_nothing_over(&self) {
        if self.is_demo()
            && let Ok(waiting) = self.0.vault.readable("outbox/").await
            && !waiting.is_empty()
        {
            // What cannot be deleted now is still offered to nobody, and deleted the next time.
            self.0.vault.write(waiting.into_iter().map(|(key, _)| Line::Delete(key)).collect()).await.ok();
        }
    }

    /// Writes lines to the vault: in a demonstration each with the mark.
    pub(super) async fn write(&self, mut lines: Vec<Line>) -> Result<(), VaultError> {
        if self.is_demo() {
            lines.iter_mut().for_each(Line::mark);
        }
        self.0.vault.write(lines).await
    }

    pub(super) async fn load(&self) -> Result<(), Trouble> {
        let mut loaded = self.looked().await?;
        // Rows and heads are read one after the other: what another tab wrote in between is no finding.
        if !loaded.found.is_empty() {
            loaded = self.looked().await?;
        }
        self.load_people().await?;
        self.load_referrals().await?;
        let mut state = self.0.state.borrow_mut();
        // What only the survey finds stays until the next one.
        loaded.found.extend(
            std::mem::take(&mut state.found).into_iter().filter(|found| found.what == VaultDefect::Unreadable && !is_of_the_board(&found.key)),
        );
        let BookState { settings, unset, profile, people, rows, found, .. } = loaded;
        (state.settings, state.unset, state.profile, state.rows, state.found) = (settings, unset, profile, rows, found);
        state.take_people(people);
        state.settle_found();
        Ok(())
    }

    /// The ward, its people, and one row an admission; what of them cannot be read, or is not the last that was written.
    async fn looked(&self) -> Result<BookState, Trouble> {
        let vault = &self.0.vault;
        let (ward, people, rows) = (vault.readable(WARD_KEY), vault.readable(USERS), vault.readable(ADMISSIONS));
        let mut state = BookState::default();
        let (ward, people, rows) = (ward.await?, people.await?, rows.await?);
        let (mut found, counts) = found::compare(vault).await?;
        match ward.into_iter().find(|(key, _)| key == WARD_KEY) {
            Some((key, text)) => match text.as_deref().map(read_ward) {
                Some(Ok((settings, profile))) => (state.settings, state.profile) = (Some(settings), Rc::new(profile)),
                other => {
                    found.push(unread(key, other));
                    state.unset = true;
                }
            },
            None => state.unset = found.iter().any(|found| found.key == WARD_KEY && found.what == VaultDefect::Missing),
        }
        for (key, text) in people {
            match text.as_deref().map(read_person) {
                Some(Ok(person)) if person.key() == key => state.people.push(person),
                other => found.push(unread(key, other)),
            }
        }
        let mut counts: BTreeMap<String, usize> = counts.into_iter().collect();
        for (key, text) in rows {
            let events = counts.remove(key.strip_prefix(ADMISSIONS).unwrap_or_default()).unwrap_or_default();
            match text.as_deref().map(read_row) {
                // A row under the key of another admission would show one patient's events under another's name.
                Some(Ok(row)) if admission_key(&row.context) == key => {
                    if row.head.seq as usize != events {
                        found.push(Found::of(VaultDefect::Count, key));
                    }
                    state.rows.push(Rc::new(row));
                }
                other => found.push(unread(key, other)),
            }
        }
        if state.unset {
            // The rows say of themselves whether they are of a demonstration.
            let demo = state.rows.iter().any(|row| is_demo(&row.chart));
            state.settings = Some(Settings { name: UNSET.into(), department: String::new(), demo, profile: object([]) });
        }
        found.extend(counts.into_keys().map(|context| Found::of(VaultDefect::Orphaned, admission_key(&context))));
        state.found = found;
        Ok(state)
    }

    /// Looks through the whole vault for rows that cannot be read, when there is time.
    fn survey(&self, after_ms: u32) {
        let inner = Rc::downgrade(&self.0);
        let look = async move {
            let Some(vault) = inner.upgrade().map(|inner| inner.vault.clone()) else { return };
            let Ok(keys) = found::survey(&vault).await else { return };
            let Some(inner) = inner.upgrade() else { return };
            Book(inner).change(|state| {
                state.found.retain(|found| found.what != VaultDefect::Unreadable || is_of_the_board(&found.key));
                state.found.extend(keys.into_iter().map(|key| Found::of(VaultDefect::Unreadable, key)));
                state.settle_found();
            });
        };
        Timeout::new(after_ms, move || wasm_bindgen_futures::spawn_local(look)).forget();
    }

    /// A person takes for right what lies here of these, though it is not the last that was written.
    pub async fn accept(&self, found: &[Found]) -> Result<(), Trouble> {
        self.acting()?;
        found::accept(&self.0.vault, found).await?;
        self.load().await?;
        self.tell();
        Ok(())
    }

    /// Reads everything again: somebody else wrote to the vault.
    pub async fn again(&self) {
        if self.load().await.is_ok() {
            self.survey(0);
            self.change(|state| {
                if state.settings.is_none() {
                    state.user = None;
                }
            });
        }
    }

    pub fn state(&self) -> Ref<'_, BookState> {
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

    pub(super) fn change(&self, act: impl FnOnce(&mut BookState)) {
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
        let turn = self.turn();
        let patient = self.read_patient(context, 0).await?;
        // Another patient was asked for meanwhile, or the board: then this one stays closed.
        if self.state().turn == turn {
            self.change(|state| state.open = Some(Rc::new(patient)));
        }
        Ok(())
    }

    /// Somebody has asked for another page of the ward.
    fn turn(&self) -> u32 {
        self.ask_no_more();
        let mut state = self.0.state.borrow_mut();
        state.turn += 1;
        state.turn
    }

    /// An admission as it lies there, for a page that shows many: the one that is open stays open.
    pub async fn look_at(&self, context: &str) -> Result<Rc<WardPatient>, Trouble> {
        Ok(Rc::new(self.read_patient(context, 0).await?))
    }

    /// The patient of this admission, if it is the one that is open.
    pub fn opened(&self, context: &str) -> Option<Rc<WardPatient>> {
        self.state().open.clone().filter(|open| open.row.context == context)
    }

    pub(super) async fn read_patient(&self, context: &str, edition: u32) -> Result<WardPatient, Trouble> {
        let events = self.0.vault.readable(&events_key(context));
        let key = admission_key(context);
        let found = self.0.vault.readable(&key).await?.into_iter().find(|(held, _)| *held == key);
        let events = events.await?;
        let row = match found.map(|(_, text)| text.as_deref().map(read_row)) {
            Some(Some(Ok(row))) if row.context == context => Some(Rc::new(row)),
            Some(Some(Err(rejected))) if rejected.code == "E_PROTOCOL" => return Err(rejected.into()),
            None if events.is_empty() => return Err(Trouble::Refused(Refusal::NotInRecord)),
            _ => None,
        };
        let (profile, at) = (Rc::clone(&self.state().profile), self.now());
        let mut patient = match row {
            Some(row) => WardPatient::read(row, &events, &profile, at, edition),
            None => WardPatient::nameless(context, &events, &profile, at, edition),
        };
        // Events of version 0.1.0 bear no mark of their own.
        patient.record.demo |= self.is_demo();
        let older = self.state().found.iter().any(|found| found.key == key && matches!(found.what, VaultDefect::Older | VaultDefect::Unknown));
        if older && patient.verdict.is_ok() {
            patient.verdict = Err(RecordFault::older());
        }
        Ok(patient)
    }

    pub fn close_patient(&self) {
        self.turn();
        self.change(|state| state.open = None);
    }

    /// The vault holds something new of this admission. `anew`: the element must read it too.
    pub async fn refresh(&self, context: &str, anew: bool) -> Result<(), Trouble> {
        match self.opened(context) {
            Some(open) => {
                let patient = self.read_patient(context, open.edition + u32::from(anew)).await?;
                self.change(|state| {
                    state.put_row_of(&patient);
                    if state.open.as_ref().is_some_and(|open| open.row.context == patient.row.context) {
                        state.open = Some(Rc::new(patient));
                    }
                });
            }
            None => {
                let patient = self.read_patient(context, 0).await?;
                self.change(|state| state.put_row_of(&patient));
            }
        }
        Ok(())
    }

    /// Another tab wrote these rows.
    async fn heard(&self, keys: Vec<String>) {
        // What was wrong may have been mended there.
        let wrong = !self.state().found.is_empty();
        if (wrong || keys.iter().any(|key| key == WARD_KEY || key.starts_with(USERS))) && self.load().await.is_ok() {
            self.tell();
        }
        for context in keys.iter().filter_map(|key| key.strip_prefix(ADMISSIONS)) {
            self.refresh(context, true).await.ok();
        }
        if keys.iter().any(|key| key.starts_with(REFERRALS)) && self.load_referrals().await.is_ok() {
            self.tell();
        }
    }

    // ---- signing ---------------------------------------------------------------------------------------------------

    pub(super) fn signed_in(&self) -> Result<Actor, Trouble> {
        self.state().user.clone().ok_or(Trouble::Said(text!("请先登录：选择您的姓名。", "Sign in first: choose your name.")))
    }

    /// Whoever is signed in and may change anything of a patient: somebody who learns may not, signed or not.
    pub(super) fn acting(&self) -> Result<Actor, Trouble> {
        let user = self.signed_in()?;
        if user.role == Role::Trainee {
            return Err(Trouble::Said(text!(
                "学员只能练习，未保存任何内容。请由护士或医师操作。",
                "A trainee may only practise; nothing was saved. A nurse or physician does this."
            )));
        }
        Ok(user)
    }

    /// Signs what is wished for, with what it means for the chart, in one transaction; or says why not.
    pub async fn act(&self, context: &str, wish: &Wish, edit: Option<&dyn Fn(&mut AdmissionRow)>) -> Result<(), Trouble> {
        let edit = |row: &mut AdmissionRow, _: &[Sealed]| {
            if let Some(edit) = edit {
                edit(row);
            }
            Ok(())
        };
        self.act_on(context, wish, &edit, vec![]).await
    }

    /// The same; `edit` is told what was just signed, and may still refuse. `beside`: rows that are written with it.
    pub(super) async fn act_on(&self, context: &str, wish: &Wish, edit: Edit<'_>, beside: Vec<Line>) -> Result<(), Trouble> {
        let by = self.acting()?;
        let patient = self.sound(context).await?;
        let reason = self.clock_looked_at(context, patient.record.encounter.last_at, &patient.chart).await?;
        // The question may have stood for minutes: as it lies there now, and only by whoever was asked.
        let patient = self.sound(context).await?;
        if self.signed_in()? != by {
            return Err(Trouble::Said(text!(
                "使用者已更换，未签名。请重新操作。",
                "Somebody else is signed in by now; nothing was signed. Do it again."
            )));
        }
        let moment = patient.record.moment(self.now(), reason.as_deref())?;
        let at = moment.at;
        let by_our_clock = |refusal| match refusal {
            Refusal::TooEarly(start) => Refusal::TooEarly(self.local(start)),
            other => other,
        };
        let mut decided = |command: Command<'_>| decide(moment.encounter(), command, &by, at).map_err(by_our_clock);
        let mut bodies = wish.command(&patient, at, &mut decided)?.into_iter();
        let mut stamp = Stamp { context_id: context, ids: &mut clock::uuid_v7, at, by: &by };
        // The first carries what was said of the clock; those signed with it follow at the same moment.
        let first = bodies.next().map(|body| moment.seal(body, &mut stamp));
        let mut record = patient.record;
        let before = record.events.len();
        first.into_iter().for_each(|sealed| record.push(sealed));
        record.append(bodies.collect(), &mut stamp);
        let added = &record.events[before..];
        let lines = added.iter().flat_map(signed).chain(beside).collect();
        let mut row = (*patient.row).clone();
        edit(&mut row, added)?;
        self.commit(row, &record, lines).await
    }

    /// Asks about the clock of this device where there is a reason to, and waits for the answer; gives the reason for passing
    /// an event of the future.
    pub(super) async fn clock_looked_at(&self, context: &str, last: Option<Instant>, chart: &Chart) -> Result<Option<String>, Trouble> {
        let mut said = self.state().said.clone();
        if said.0 != context {
            said = (context.to_owned(), ClockStatement::default());
        }
        said.1.reason = None;
        let reference = self.state().reference;
        while let Some(refusal) = said.1.asks(last, chart, self.now(), reference) {
            let behind = matches!(refusal, Refusal::ClockBehind { .. });
            match self.ask(refusal.clone()).await {
                None => return Err(refusal.into()),
                Some(reason) if behind => said.1.reason = Some(reason),
                Some(_) => said.1.is_right(self.now(), reference),
            }
        }
        self.0.state.borrow_mut().said = said.clone();
        Ok(said.1.reason)
    }

    /// Shows a question and waits: the reason that was given, an empty one where it was only confirmed, or nothing.
    async fn ask(&self, refusal: Refusal) -> Option<String> {
        let before = self.0.state.borrow_mut().asks.take();
        if let Some(before) = before {
            before.answered(None);
        }
        let number = {
            let mut state = self.0.state.borrow_mut();
            state.questions += 1;
            state.questions
        };
        let promise = Promise::new(&mut |answer, _| self.0.state.borrow_mut().asks = Some(Asks { number, refusal: refusal.clone(), answer }));
        self.tell();
        let answer = JsFuture::from(promise).await.ok()?.as_string();
        // Only its own question: another may have been asked since.
        self.change(|state| {
            if state.asks.as_ref().is_some_and(|asks| asks.number == number) {
                state.asks = None;
            }
        });
        answer
    }

    /// A question about the clock ends unanswered: whoever was asked, or whose patient it was about, is not there any more.
    pub(super) fn ask_no_more(&self) {
        let asks = self.0.state.borrow_mut().asks.take();
        if let Some(asks) = asks {
            asks.answered(None);
            self.tell();
        }
    }

    /// The clock of this device is not what it was, or stands before what it has written; `None`: it is right.
    pub fn refer(&self, reference: Option<TimeDelta>) {
        self.change(|state| state.reference = reference);
    }

    /// The same for a watch that goes on after the book was closed, and must not keep it.
    pub fn referring(&self) -> impl Fn(Option<TimeDelta>) + Clone + use<> {
        let inner = Rc::downgrade(&self.0);
        move |reference| {
            if let Some(inner) = inner.upgrade() {
                Book(inner).refer(reference);
            }
        }
    }

    /// Notes something in the chart: nobody signs it.
    pub async fn note(&self, context: &str, edit: &dyn Fn(&mut AdmissionRow)) -> Result<(), Trouble> {
        self.acting()?;
        let patient = self.sound(context).await?;
        let mut row = (*patient.row).clone();
        edit(&mut row);
        self.commit(row, &patient.record, vec![]).await
    }

    /// The patient as the vault holds it, to be written onto; refused where anything of it is not what it was.
    async fn sound(&self, context: &str) -> Result<WardPatient, Trouble> {
        let patient = self.read_patient(context, 0).await?;
        if patient.verdict.is_err() {
            return Err(Trouble::Said(text!(
                "该患者的记录未通过校验，不能继续签名或修改。请在“审计”中查看，并联系信息科。",
                "This patient's record does not verify, so nothing is signed onto it or changed. See \"Audit\", and have it checked."
            )));
        }
        Ok(patient)
    }

    async fn commit(&self, mut row: AdmissionRow, record: &Record, mut lines: Vec<Line>) -> Result<(), Trouble> {
        let context = row.context.clone();
        let profile = Rc::clone(&self.state().profile);
        let head = record.head();
        if lines.is_empty() {
            // Nothing is signed: a signature that was made since must not be put back by this row.
            lines.push(Line::None(event_key(&context, head.seq + 1)));
        }
        row.fold(&record.encounter, head, &profile, self.now());
        if self.is_demo() {
            row.chart.put(DEMO, true.into());
        }
        lines.push(Line::Put(admission_key(&context), write_row(&row)));
        let written = self.write(lines).await;
        if written == Err(VaultError::Moved) {
            self.refresh(&context, true).await?;
        }
        written?;
        self.refresh(&context, true).await
    }

    /// The row of an admission after the element has signed: asked by the keeper, inside its transaction.
    pub fn summary(&self) -> Summarise {
        let book = self.clone();
        Rc::new(move |_context: &str, row: Option<&str>, events: &str| {
            let mut row = read_row(row?).ok()?;
            if book.is_demo() {
                row.chart.put(DEMO, true.into());
            }
            let list = crate::interop::json::parse(events, crate::interop::json::MAX_DEPTH).ok()?;
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

/// An event and its outbox entry: they commit together. What is signed for show waits for no HIS.
pub(super) fn signed(sealed: &Sealed) -> Vec<Line> {
    let entry = Entry::of(sealed);
    let mut lines = vec![Line::Add(event_key(&entry.context, sealed.event.seq), event_text(sealed))];
    if !sealed.is_demo() {
        lines.push(Line::Put(["outbox/", &entry.id].concat(), entry.to_json()));
    }
    lines
}

impl Asks {
    /// What was answered; `None`: it is not signed.
    pub fn answered(&self, reason: Option<&str>) {
        let answer = reason.map_or(JsValue::UNDEFINED, JsValue::from_str);
        self.answer.call1(&JsValue::NULL, &answer).ok();
    }
}

/// What a signature means for the row of its admission.
type Edit<'a> = &'a dyn Fn(&mut AdmissionRow, &[Sealed]) -> Result<(), Trouble>;

/// What [`Book::load`] itself reads.
fn is_of_the_board(key: &str) -> bool {
    key == WARD_KEY || key.starts_with(USERS) || key.starts_with(ADMISSIONS)
}

/// Stands for the name of a ward whose row cannot be read.
const UNSET: &str = "病区设置无法读取 / Settings unreadable";

/// A row whose text is missing, or was refused by its reader, or is not what its key says.
fn unread<T>(key: String, read: Option<Result<T, Rejected>>) -> Found {
    let newer = matches!(&read, Some(Err(rejected)) if rejected.code == "E_PROTOCOL");
    Found::of(if newer { VaultDefect::Newer } else { VaultDefect::Unreadable }, key)
}

impl BookState {
    /// Of what was found of one row, the worst stays.
    fn settle_found(&mut self) {
        self.found.sort();
        self.found.dedup_by(|later, first| later.key == first.key);
    }

    fn put_row_of(&mut self, patient: &WardPatient) {
        if !patient.nameless {
            self.put_row(Rc::clone(&patient.row));
        }
    }

    pub(super) fn put_row(&mut self, row: Rc<AdmissionRow>) {
        match self.rows.iter_mut().find(|held| held.context == row.context) {
            Some(held) => *held = row,
            None => self.rows.push(row),
        }
    }
}
