//! A vault that forgets: the shape of the real one, for building pages on.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Line, Outcome, Standing, VaultError};

#[derive(Default)]
pub struct Memory {
    rows: RefCell<BTreeMap<String, String>>,
    passphrase: String,
    locked: Cell<bool>,
}

thread_local! {
    static HELD: RefCell<Option<Rc<Memory>>> = RefCell::default();
}

pub fn standing() -> Standing {
    HELD.with_borrow(|held| if held.is_some() { Standing::Locked } else { Standing::Absent })
}

pub fn create(passphrase: &str) -> Outcome<Rc<Memory>> {
    let made = Rc::new(Memory { passphrase: passphrase.into(), ..Memory::default() });
    HELD.with_borrow_mut(|held| *held = Some(Rc::clone(&made)));
    Ok(made)
}

pub fn unlock(passphrase: &str) -> Outcome<Rc<Memory>> {
    let held = HELD.with_borrow(|held| held.clone()).ok_or(VaultError::Gone)?;
    if held.passphrase != passphrase {
        return Err(VaultError::Wrong { wait_ms: 1000 });
    }
    held.locked.set(false);
    Ok(held)
}

impl Memory {
    pub fn read(&self, prefix: &str) -> Outcome<Vec<(String, String)>> {
        self.open()?;
        Ok(self.rows.borrow().iter().filter(|(key, _)| key.starts_with(prefix)).map(|(key, text)| (key.clone(), text.clone())).collect())
    }

    pub fn write(&self, lines: Vec<Line>) -> Outcome<()> {
        self.open()?;
        let mut rows = self.rows.borrow_mut();
        if lines.iter().any(|line| matches!(line, Line::Add(key, _) if rows.contains_key(key))) {
            return Err(VaultError::Moved);
        }
        for line in lines {
            match line {
                Line::Put(key, text) | Line::Add(key, text) => drop(rows.insert(key, text)),
                Line::Delete(key) => drop(rows.remove(&key)),
            }
        }
        Ok(())
    }

    pub fn lock(&self) {
        self.locked.set(true);
    }

    pub fn listen(&self, _heard: Rc<dyn Fn(Vec<String>)>) {}

    fn open(&self) -> Outcome<()> {
        if self.locked.get() { Err(VaultError::Locked) } else { Ok(()) }
    }
}
