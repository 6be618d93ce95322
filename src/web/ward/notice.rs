//! What is told unasked: something new waits on the board. No name, no bed, no diagnosis leaves the page: a notification
//! lies on a locked screen.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::clinical::chart::Instant;
use crate::interop::ward::AdmissionRow;
use crate::record::board::AlertKind;
use crate::text::{Lang, text};

#[wasm_bindgen(module = "/src/web/ward/notice.js")]
extern "C" {
    /// `granted`, `denied`, `default` (not asked yet), or `absent`.
    fn permission() -> String;
    fn ask(done: &JsValue);
    fn show(title: &str, body: &str);
}

/// An alert of an admission.
type Told = (String, AlertKind);

/// Which alerts are known: only what is new is told.
#[derive(Clone, Default)]
pub struct Notices(Rc<RefCell<Option<BTreeSet<Told>>>>);

impl PartialEq for Notices {
    fn eq(&self, other: &Notices) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Notices {
    pub fn permission() -> String {
        permission()
    }

    /// Asks the person; only after a tap.
    pub fn ask(done: impl FnOnce() + 'static) {
        ask(Closure::once_into_js(done).as_ref());
    }

    /// Looks at the board; what was not there the last time is told. The first look tells nothing.
    pub fn look(&self, rows: &[Rc<AdmissionRow>], at: Instant, lang: Lang) {
        let mut now = BTreeSet::new();
        for row in rows.iter().filter(|row| row.summary.discharged_at.is_none()) {
            now.extend(AlertKind::all(&row.summary.pending(at)).into_iter().map(|alert| (row.context.clone(), alert)));
        }
        let before = self.0.replace(Some(now.clone()));
        let Some(before) = before else { return };
        let new: Vec<AlertKind> = now.difference(&before).map(|(_, alert)| *alert).collect();
        if new.is_empty() || permission() != "granted" {
            return;
        }
        let mut kinds = new.clone();
        kinds.sort_unstable();
        kinds.dedup();
        let names: Vec<&str> = kinds.iter().map(|alert| alert.label().get(lang)).collect();
        let body = [&names.join(text!("、", ", ").get(lang)), text!("。请在病区看板查看。", ". See the ward board.").get(lang)].concat();
        let count = new.len().to_string();
        show(&[text!("病区有新的待办：", "New on the ward: ").get(lang), &count].concat(), &body);
    }
}
