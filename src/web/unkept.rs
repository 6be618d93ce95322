//! What was signed and does not lie in the store yet: it is held in memory, given to the store as soon as that takes it, and
//! nothing counts as stored before. What is offered to the host, and when, stands in `delivery`.

use std::rc::Rc;

use super::errand::Errand;
use super::parked::{held, hold, release};
use super::store::StoreError;
use super::surroundings::Runtime;
use crate::interop::record::listed;
use crate::session::outbox::{Unkept, goes_on, takes_place};

impl Runtime {
    pub(super) fn unkept(&self, context: &str) -> Option<Unkept> {
        let outbox = self.outbox.borrow();
        let entries = outbox.iter().filter(|entry| entry.context == context && !entry.stored).map(|entry| (entry.id.clone(), entry.to_json()));
        let unkept = Unkept { context: context.into(), record: held(context), entries: entries.collect() };
        (unkept.record.is_some() || !unkept.entries.is_empty()).then_some(unkept)
    }

    /// `whole`: the record of `unkept` is what the store holds now; else only its entries are there.
    pub(super) fn is_kept(self: &Rc<Self>, unkept: &Unkept, whole: bool) {
        for (id, _) in &unkept.entries {
            self.with_entry(id, |entry| entry.stored = true);
        }
        // Where another window has signed, the record on the desk is not what the store goes on with: only the entries are.
        let written = unkept.record.as_ref().filter(|_| whole).map(|(_, events)| events.clone());
        if let Some(events) = written.clone().or_else(|| held(&unkept.context).map(|(_, events)| events)) {
            release(&unkept.context, &events);
        }
        self.change(|desk, _| {
            if let Some(open) = desk.open.as_mut().filter(|open| {
                // An admission that was opened anew meanwhile, and not read yet, has another record.
                written.is_some() && open.context == unkept.context && goes_on(&listed(open.record.events.iter()), written.as_deref())
            }) {
                open.seen = written;
            }
        });
        self.refresh_delivery();
        self.storage_works();
    }

    /// The store was cleared, or closed under us: until it is known that everything lies there again, nothing counts as stored.
    pub fn restore(self: &Rc<Self>) {
        if !self.durable() {
            return;
        }
        if let Some(open) = self.desk.borrow().open.as_ref().filter(|open| !open.record.events.is_empty()) {
            hold(&open.context, open.seen.clone(), listed(open.record.events.iter()));
        }
        let mut waiting = vec![];
        for entry in self.outbox.borrow_mut().iter_mut().filter(|entry| !entry.altered) {
            entry.stored = false;
            waiting.push((entry.context.clone(), entry.id.clone(), entry.to_json()));
        }
        if !waiting.is_empty() {
            // Said until it is known to lie there again.
            self.storage_failed(StoreError::Blocked);
        }
        self.refresh_delivery();
        self.save_draft();
        self.errand().run(|errand| async move {
            let page = errand.page();
            keep_signed(&errand, errand.context()).await;
            for (context, id, text) in waiting {
                // Those of the admission on the desk went with its record.
                if context == errand.context() && page.entry(&id, |entry| entry.stored) == Some(true) {
                    continue;
                }
                let kept = match page.store() {
                    Ok(store) => store.mark(&id, &text).await,
                    Err(error) => Err(error),
                };
                match kept {
                    Ok(()) => drop(page.entry(&id, |entry| entry.stored = true)),
                    Err(error) => page.storage_failed(error),
                }
            }
            page.outbox_changed();
            if page.is_all_stored() {
                page.storage_works();
            }
        });
    }

    /// Gives the store what was signed for `context` while nothing could be written.
    pub(super) fn keep_signed(self: &Rc<Self>, context: String) {
        self.errand().run(|errand| async move { keep_signed(&errand, &context).await });
    }
}

/// The same, within an errand that runs already.
pub(super) async fn keep_signed(errand: &Errand, context: &str) {
    let page = errand.page();
    let Ok(store) = page.store() else { return };
    // What was held to lie there is no ground to write over it: two elements of the page may each have signed, and neither record goes
    // on from the other. Asked anew each time.
    let Ok(stored) = store.load(context, None).await else { return };
    let Some(mut unkept) = page.unkept(context) else { return };
    let mut whole = false;
    let kept = match &mut unkept.record {
        Some((seen, events)) if takes_place(events, stored.events.as_deref()) => {
            (*seen, whole) = (stored.events, true);
            store.keep_signed(&unkept).await
        }
        // A later signature or another element has brought the record along, or another window has signed: the entries are kept alone.
        _ => {
            let mut kept = Ok(());
            for (id, text) in &unkept.entries {
                kept = kept.and(store.mark(id, text).await);
            }
            kept
        }
    };
    if kept.is_ok() {
        page.kept(&unkept, whole);
    }
}
