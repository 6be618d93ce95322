//! The store: drafts, events and outbox of the origin, in IndexedDB, on secure and insecure origins alike.
//!
//! Holds `contextId`, answers and events; never a label, a bed, a birth date or a whole chart. A signed event, its
//! outbox entry and the end of its draft are one transaction with strict durability: all or nothing. Values are JSON
//! text, so that whatever reads them later checks them as it checks a host's message.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};

const NAME: &str = "virchow";
/// 1: drafts, events, outbox, leases.
const VERSION: u32 = 1;
const DRAFTS: &str = "drafts";
const EVENTS: &str = "events";
const OUTBOX: &str = "outbox";
const LEASES: &str = "leases";

/// Why the store did not do it, and so what to do: say that a reload loses, or read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Not there, locked, or forbidden.
    Blocked,
    /// The disk or the quota is full.
    Full,
    /// Another window wrote since we read.
    Moved,
}

impl From<Error> for StoreError {
    fn from(error: Error) -> StoreError {
        match &error {
            Error::DomException(exception) if exception_name(exception) == "QuotaExceededError" => StoreError::Full,
            _ => StoreError::Blocked,
        }
    }
}

impl From<OpenDbError> for StoreError {
    fn from(_: OpenDbError) -> StoreError {
        StoreError::Blocked
    }
}

fn exception_name(exception: &DomException) -> String {
    use wasm_bindgen::JsCast as _;
    let value: &wasm_bindgen::JsValue = exception.as_ref();
    value.unchecked_ref::<web_sys::DomException>().name()
}

/// What lies in the store for one admission.
#[derive(Debug, Default)]
pub struct Stored {
    pub draft: Option<String>,
    /// JSON list of the events known here.
    pub events: Option<String>,
    /// Every outbox entry of the origin, as (event id, JSON).
    pub outbox: Vec<(String, String)>,
}

pub struct Store {
    database: Database,
}

type Outcome<T> = Result<T, StoreError>;

impl Store {
    pub async fn open() -> Outcome<Store> {
        let database = Database::open(NAME)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                for name in [DRAFTS, EVENTS, OUTBOX, LEASES] {
                    database.create_object_store(name).build()?;
                }
                Ok(())
            })
            .await?;
        Ok(Store { database })
    }

    pub async fn load(&self, context: &str) -> Outcome<Stored> {
        let transaction = self.database.transaction([DRAFTS, EVENTS, OUTBOX]).build()?;
        let draft = transaction.object_store(DRAFTS)?.get::<String, _, _>(context).primitive()?.await?;
        let events = transaction.object_store(EVENTS)?.get::<String, _, _>(context).primitive()?.await?;
        let outbox = outbox(&transaction).await?;
        Ok(Stored { draft, events, outbox })
    }

    /// Every undelivered event of the origin.
    pub async fn outbox(&self) -> Outcome<Vec<(String, String)>> {
        outbox(&self.database.transaction(OUTBOX).build()?).await
    }

    /// Keeps a draft, or with `None` forgets it.
    pub async fn keep_draft(&self, context: &str, draft: Option<String>) -> Outcome<()> {
        let transaction = self.writing([DRAFTS], TransactionDurability::Relaxed)?;
        let drafts = transaction.object_store(DRAFTS)?;
        match draft {
            Some(draft) => drop(drafts.put(draft).with_key(context.to_owned()).primitive()?.await?),
            None => drafts.delete(context).primitive()?.await?,
        }
        Ok(transaction.commit().await?)
    }

    /// The signed event (as `events`, the whole record with it), its outbox entry and the end of the draft, in one
    /// transaction. `seen` is what `load` gave: another window's event in between refuses, and nothing is written.
    pub async fn sign(&self, context: &str, seen: Option<&str>, events: String, id: &str, entry: String) -> Outcome<()> {
        let transaction = self.writing([DRAFTS, EVENTS, OUTBOX], TransactionDurability::Strict)?;
        let held = transaction.object_store(EVENTS)?.get::<String, _, _>(context).primitive()?.await?;
        if held.as_deref() != seen {
            transaction.abort().await.ok();
            return Err(StoreError::Moved);
        }
        transaction.object_store(EVENTS)?.put(events).with_key(context.to_owned()).primitive()?.await?;
        transaction.object_store(OUTBOX)?.put(entry).with_key(id.to_owned()).primitive()?.await?;
        transaction.object_store(DRAFTS)?.delete(context).primitive()?.await?;
        Ok(transaction.commit().await?)
    }

    /// Takes the host's record as what is known here.
    pub async fn keep_events(&self, context: &str, events: String) -> Outcome<()> {
        let transaction = self.writing([EVENTS], TransactionDurability::Relaxed)?;
        transaction.object_store(EVENTS)?.put(events).with_key(context.to_owned()).primitive()?.await?;
        Ok(transaction.commit().await?)
    }

    /// Delivered: the host has it.
    pub async fn acknowledge(&self, id: &str) -> Outcome<()> {
        let transaction = self.writing([OUTBOX], TransactionDurability::Strict)?;
        transaction.object_store(OUTBOX)?.delete(id).primitive()?.await?;
        Ok(transaction.commit().await?)
    }

    /// Rewrites an entry (rejected by the host, with its reason).
    pub async fn mark(&self, id: &str, entry: String) -> Outcome<()> {
        let transaction = self.writing([OUTBOX], TransactionDurability::Relaxed)?;
        transaction.object_store(OUTBOX)?.put(entry).with_key(id.to_owned()).primitive()?.await?;
        Ok(transaction.commit().await?)
    }

    /// Takes or renews the lease on delivering for `context`; `false` while another instance holds it.
    pub async fn lease(&self, context: &str, owner: &str, now: f64, until: f64) -> Outcome<bool> {
        let transaction = self.writing([LEASES], TransactionDurability::Relaxed)?;
        let leases = transaction.object_store(LEASES)?;
        let held = leases.get::<String, _, _>(context).primitive()?.await?;
        let free = held.as_deref().and_then(|held| held.split_once(' ')).is_none_or(|(until, by)| by == owner || until.parse().is_ok_and(|until: f64| until < now));
        if free {
            leases.put(format!("{until} {owner}")).with_key(context.to_owned()).primitive()?.await?;
        }
        transaction.commit().await?;
        Ok(free)
    }

    fn writing<const N: usize>(&self, stores: [&str; N], durability: TransactionDurability) -> Outcome<Transaction<'_>> {
        let options = TransactionOptions::new().with_durability(durability);
        Ok(self.database.transaction(stores).with_mode(TransactionMode::Readwrite).with_options(options).build()?)
    }
}

async fn outbox(transaction: &Transaction<'_>) -> Outcome<Vec<(String, String)>> {
    let store = transaction.object_store(OUTBOX)?;
    let keys = store.get_all_keys::<String>().primitive()?.await?;
    let values = store.get_all::<String>().primitive()?.await?;
    Ok(keys.zip(values).filter_map(|(key, value)| Some((key.ok()?, value.ok()?))).collect())
}
