//! An element out of the page for a while: a tab strip, keep-alive, a panel that is taken away and put back. It keeps all that
//! it holds for as long as a script holds it, in every storage mode, and what was signed goes on its way to whoever listens to
//! the element itself. Other elements of the page may open the same admission meanwhile, and are not kept waiting.

use std::rc::Rc;

use super::parked::{park, park_unstored, unpark_own};
use super::store::release_leases;
use super::surroundings::Runtime;

impl Runtime {
    /// The element leaves the page (`out`), or is in it again.
    pub fn rest(self: &Rc<Self>, out: bool) {
        self.out.set(out);
        let context = self.context().unwrap_or_default();
        let draft = self.desk.borrow().draft();
        if !out {
            unpark_own(&context, draft.as_ref(), &self.outbox.borrow());
            return self.deliver();
        }
        if self.draft_due.take().is_some() {
            self.save_now();
        }
        // What lies in no store is for whichever element opens the admission meanwhile; the host knows an event by its id.
        park_unstored(&self.outbox.borrow());
        let has_no_store = !self.durable() || self.desk.borrow().storage.is_some();
        if let Some(draft) = draft.filter(|_| has_no_store) {
            park(context, draft);
        }
        self.free_lease();
    }

    /// Out of the page nobody has taken the offer: it goes again when the element is back, or from another element that opens the
    /// admission.
    pub(super) fn lie_down(&self) {
        self.recall_offers();
        release_leases(&self.owner);
    }

    /// What rests and waits for no answer must not keep others from delivering.
    pub(super) fn free_lease(&self) {
        if self.out.get() && self.outbox.borrow().iter().all(|entry| !entry.offered) {
            release_leases(&self.owner);
        }
    }
}
