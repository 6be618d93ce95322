//! The vault: patient data at rest on a tablet, encrypted, in rows under opaque keys. It knows keys and texts, never what a
//! text says; who may read or write which row is the affair of `web::ward`.
//!
//! One passphrase for the device opens it; there is no second way in. What is encrypted with what, and what is not, stands
//! in `docs/ward-security.md`.

mod error;
mod memory;

use std::rc::Rc;

pub use error::{Standing, VaultError, Why};
use memory::Memory;

/// The least number of characters of a passphrase.
pub const PASSPHRASE_CHARACTERS: usize = 8;

/// One change of a transaction: row key, and JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Put(String, String),
    /// The whole transaction fails with [`VaultError::Moved`] if there is such a row already.
    Add(String, String),
    Delete(String),
}

/// An open vault. Clones are the same vault; `lock` closes all of them.
#[derive(Clone)]
pub struct Vault(Rc<Memory>);

impl PartialEq for Vault {
    fn eq(&self, other: &Vault) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

type Outcome<T> = Result<T, VaultError>;

impl Vault {
    /// Whether there is one, before anybody says a passphrase.
    pub async fn standing() -> Standing {
        memory::standing()
    }

    pub async fn create(passphrase: &str) -> Outcome<Vault> {
        if passphrase.chars().count() < PASSPHRASE_CHARACTERS {
            return Err(VaultError::Short);
        }
        memory::create(passphrase).map(Vault)
    }

    pub async fn unlock(passphrase: &str) -> Outcome<Vault> {
        memory::unlock(passphrase).map(Vault)
    }

    /// The rows whose key starts with `prefix`, decrypted, in the order of their keys.
    pub async fn read(&self, prefix: &str) -> Outcome<Vec<(String, String)>> {
        self.0.read(prefix)
    }

    /// All lines in one transaction, on the disk when this returns; or none of them.
    pub async fn write(&self, lines: Vec<Line>) -> Outcome<()> {
        self.0.write(lines)
    }

    /// Forgets the key. The data stay; nothing reads them without the passphrase.
    pub fn lock(&self) {
        self.0.lock();
    }

    /// Tells the keys that another tab wrote.
    pub fn listen(&self, heard: Rc<dyn Fn(Vec<String>)>) {
        self.0.listen(heard);
    }
}
