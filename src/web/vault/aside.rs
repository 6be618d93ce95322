//! What lost when two wards were joined: signed events of an admission after the parting, each set under the head it led to
//! (`interop::archive`). No part of any record; kept until a person has looked at it.

use crate::interop::event::read_event;
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::shape::{Place, Read as _};
use crate::interop::ward::ADMISSIONS;
use crate::interop::writing::Writing;
use crate::record::event::Event;

use super::{Line, Vault, VaultError};

const ASIDE: &str = "aside/";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aside {
    /// All rows of it start with this.
    pub key: String,
    context: String,
    /// The chart's patient and encounter as the ward has them now.
    about: Value,
    keys: Vec<String>,
    events: Vec<Value>,
    /// Of `keys`, those whose row cannot be read.
    pub unreadable: Vec<String>,
}

impl Aside {
    /// Everything kept aside, admission by admission.
    pub async fn read(vault: &Vault) -> Result<Vec<Aside>, VaultError> {
        let mut all: Vec<Aside> = vec![];
        for (key, text) in vault.readable(ASIDE).await? {
            let Some((of, _)) = key.rsplit_once('/') else { continue };
            if all.last().is_none_or(|last| last.key != of) {
                let context = of.strip_prefix(ASIDE).and_then(|rest| rest.rsplit_once('/')).map_or("", |(context, _)| context);
                // Another admission's number may begin with this one.
                let row = [ADMISSIONS, context].concat();
                let found = vault.readable(&row).await?.into_iter().find(|(key, _)| *key == row);
                let about = found.and_then(|(_, row)| parse(&row?, MAX_DEPTH).ok()).map(|row| row["chart"].clone()).unwrap_or_default();
                all.push(Aside { key: of.to_owned(), context: context.to_owned(), about, ..Aside::default() });
            }
            if let Some(aside) = all.last_mut() {
                match text.and_then(|text| parse(&text, MAX_DEPTH).ok()) {
                    Some(event) => aside.events.push(event),
                    None => aside.unreadable.push(key.clone()),
                }
                aside.keys.push(key);
            }
        }
        Ok(all)
    }

    /// Bed and label; the number of the admission where the ward no longer has its row.
    pub fn named(&self) -> String {
        let patient = &self.about["patient"];
        let known: Vec<&str> = [patient.text("bed"), patient.text("label")].into_iter().flatten().collect();
        if known.is_empty() { self.context.clone() } else { known.join(" ") }
    }

    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Those that can be read, in the order in which they were signed.
    pub fn events(&self) -> Vec<Event> {
        self.events.iter().filter_map(|event| read_event(event, &Place::root("event")).ok()).collect()
    }

    /// The events as they were signed, with what identifies the patient.
    pub fn to_json(&self) -> String {
        let mut out = Writing::object();
        out.text("format", "virchow-aside");
        out.whole("v", 1);
        out.text("contextId", &self.context);
        for part in ["patient", "encounter"] {
            out.put(part, &self.about[part]);
        }
        out.list("events");
        self.events.iter().for_each(|event| out.put("", event));
        out.end();
        super::handover::unread(&self.unreadable, &mut out);
        out.done()
    }

    /// For good.
    pub async fn delete(&self, vault: &Vault) -> Result<(), VaultError> {
        vault.write(self.keys.iter().cloned().map(Line::Delete).collect()).await
    }
}
