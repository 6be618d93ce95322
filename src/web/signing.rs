//! What was signed (`session::step`) goes into the store, and from there to the host; and what comes of it goes back to the
//! desk, and to whoever asked by `sign()`.

use std::rc::Rc;

use super::errand::{Errand, not_loaded};
use super::keeping::keep;
use super::parked::{park_unstored, under_way};
use super::store::StoreError;
use super::surroundings::Runtime;
use crate::interop::json::canonical;
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::writing::Writing;
use crate::session::desk::rejection;
use crate::session::outbox::{Entry, Unkept, goes_on, takes_place};
use crate::session::sitting::SittingId;
use crate::session::step::{Cue, Parcel};
use crate::text::find;

impl Runtime {
    /// The button and `sign()`: the score, or on the prevention screen the bleeding list. What comes of it is told under
    /// `ticket` to whoever asked by `sign()`.
    pub fn sign(self: &Rc<Self>, ticket: Option<u32>) -> Result<(), Rejected> {
        let sitting = self.desk.borrow().sitting();
        self.step(Cue::Sign)?;
        if let Some(ticket) = ticket.filter(|_| self.practises()) {
            let mut out = Writing::object();
            out.whole("ticket", ticket as usize);
            out.flag("teaching", Some(true));
            self.speak("outcome", &out.done());
            return Ok(());
        }
        if let (Some(sitting), Some(ticket)) = (sitting, ticket) {
            self.tickets.borrow_mut().push((sitting, ticket));
        }
        Ok(())
    }

    pub(super) fn outcome(&self, sitting: &SittingId, outcome: Result<&Sealed, &Rejected>) {
        let mut mine = vec![];
        self.tickets.borrow_mut().retain(|(of, ticket)| {
            if of == sitting {
                mine.push(*ticket);
            }
            of != sitting
        });
        for ticket in mine {
            let mut out = Writing::object();
            out.whole("ticket", ticket as usize);
            match outcome {
                Ok(sealed) => out.put("event", &sealed.json),
                Err(rejected) => {
                    out.open("error");
                    rejected.write_fields(&mut out);
                    out.end();
                }
            }
            self.speak("outcome", &out.done());
        }
    }

    /// The signed answers on the desk again, as soon as there is what takes them up.
    pub(super) fn amend(self: &Rc<Self>) {
        self.errand().run(|errand| async move {
            let here = errand.later().await;
            errand.here(|runtime| {
                if here {
                    drop(runtime.step(Cue::MayAmend));
                } else {
                    runtime.change(|desk, _| desk.fault = Some(rejection("", &not_loaded())));
                }
            });
        });
    }

    /// The event and its outbox entry in one transaction; then the host hears of it. All that is written was taken in the task of
    /// the signature.
    pub(super) fn commit(self: &Rc<Self>, parcel: Parcel) {
        let Some(sitting) = self.desk.borrow().sitting().map(under_way) else { return };
        self.errand().run(|errand| deposit(errand, sitting, parcel));
    }

    /// What waited for the signature to be written.
    fn after_signing(self: &Rc<Self>) {
        // The transaction took the draft away, and other forms of the patient may hold what nobody has signed.
        if self.desk.borrow().draft().is_some() {
            self.save_draft();
        }
        let given = self.early_record.take();
        if let Some(record) = given {
            self.take_record(record).ok();
        }
        if self.load_again.replace(false) {
            self.load();
        }
    }

    /// Nothing was signed: the form stays as it is, and says why.
    fn not_signed(self: &Rc<Self>, rejected: &Rejected, again: bool) {
        drop(self.step(Cue::NotKept));
        if again {
            self.load();
        }
        self.after_signing();
        self.refuse(rejected);
        self.save_draft();
    }

    pub(super) fn is_signed(&self, entry: Entry, sealed: &Sealed) {
        if sealed.is_demo() {
            // It lies where it belongs, and goes no further.
            self.accepted.borrow_mut().push(entry.id);
        } else {
            self.outbox.borrow_mut().push(entry);
        }
        if self.gone.get() {
            park_unstored(&self.outbox.borrow());
        }
        self.tell("signed", &canonical(&sealed.json));
    }
}

async fn write(errand: &Errand, parcel: &Parcel) -> Result<(), StoreError> {
    let (page, context) = (errand.page(), errand.context());
    if !takes_place(&parcel.events, parcel.seen.as_deref()) {
        return Err(StoreError::Moved);
    }
    let store = page.store()?;
    // What lies in this record and could not be stored before has its way to the host with it.
    let mut entries = page.unkept(context).map(|unkept| unkept.entries).unwrap_or_default();
    entries.retain(|(id, _)| find(&parcel.events, id).is_some());
    let kept = Unkept { context: context.into(), record: Some((parcel.seen.clone(), parcel.events.clone())), entries: entries.clone() };
    if !parcel.sealed.is_demo() {
        entries.push((parcel.entry.id.clone(), parcel.entry.to_json()));
    }
    store.sign(context, parcel.seen.as_deref(), &parcel.events, &entries).await?;
    if !kept.entries.is_empty() {
        page.kept(&kept, true);
    }
    Ok(())
}

/// Puts a signature into the store. Where the store is the only keeper, one that cannot be kept is none.
/// `sitting` is held until the signature lies in the store, is kept by the page, or is refused.
async fn deposit(errand: Errand, sitting: Rc<SittingId>, mut parcel: Parcel) {
    let page = errand.page();
    let mut outcome = write(&errand, &parcel).await;
    if outcome == Err(StoreError::Moved)
        && let Some(held) = held_of_ours(&errand, &parcel.events).await
    {
        // No other window wrote: the browser has thrown the record away, or what could not be stored before is there since.
        parcel.seen = held;
        outcome = write(&errand, &parcel).await;
    }
    match outcome {
        Ok(()) => {}
        Err(StoreError::Moved) => return refuse(errand, &sitting, parcel, &moved(), true).await,
        Err(error) if page.is_keeper() => {
            page.storage_failed(error);
            return refuse(errand, &sitting, parcel, &unkept(error), false).await;
        }
        Err(error) => {
            parcel.entry.stored = false;
            page.hold(errand.context(), parcel.seen.clone(), parcel.events.clone());
            if page.is_durable() {
                page.storage_failed(error);
            }
        }
    }
    errand.here(|runtime| runtime.step(Cue::Kept(&parcel)));
    let calls = parcel.calls_for_review();
    page.signed(parcel.entry, &parcel.sealed);
    page.outcome(&sitting, Ok(&parcel.sealed));
    errand.here(|runtime| {
        if calls {
            runtime.alert("review_required");
        }
        runtime.after_signing();
    });
    page.go_on();
    errand.here(|runtime| runtime.step(Cue::GoOn));
}

/// The signature did not come about. Its patient's answers stay on the desk, or are kept for the next opening.
async fn refuse(errand: Errand, sitting: &SittingId, parcel: Parcel, why: &Rejected, again: bool) {
    let page = errand.page();
    page.outcome(sitting, Err(why));
    if errand.here(|runtime| runtime.not_signed(why, again)).is_some() {
        return;
    }
    if let Some((key, draft)) = parcel.draft {
        page.park(key.clone(), draft.clone());
        if let Err(error) = keep(&errand, &key, Some(draft)).await {
            page.storage_failed(error);
        }
    }
}

/// What the store holds of the record, if that is nothing but what we have ourselves.
async fn held_of_ours(errand: &Errand, events: &str) -> Option<Option<String>> {
    let store = errand.page().store().ok()?;
    let held = store.load(errand.context(), None).await.ok()?.events;
    goes_on(events, held.as_deref()).then_some(held)
}

/// Another window signed for this admission: its record is read again, the answers stay, and a person looks.
fn moved() -> Rejected {
    Rejected::new(
        "E_CONFLICT",
        "/record".into(),
        "另一窗口刚为该患者签署了评估。记录已更新，您的答案已保留，请核对后再签名。",
        "Another window has just signed for this patient. The record is updated and your answers are kept; check, then sign again.",
    )
}

/// The tablet could not write: nothing is signed.
fn unkept(error: StoreError) -> Rejected {
    let (zh, en) = match error {
        StoreError::Full => (
            "本机存储空间已满，未能签名。答案仍在屏幕上。请先导出病区数据，再清理设备空间，然后重新签名。",
            "The storage of this device is full: not signed. The answers are still on the screen. Export the ward, free some space, then sign again.",
        ),
        _ => (
            "本机未能写入，未能签名。答案仍在屏幕上，请勿关闭；请稍后重新签名，仍不行请联系信息科。",
            "This device could not write: not signed. The answers are still on the screen; do not close it. Sign again, or have it checked.",
        ),
    };
    Rejected::new("E_STORAGE", String::new(), zh, en)
}
