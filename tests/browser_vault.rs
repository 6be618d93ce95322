//! The vault through its Rust face, in a browser: what pages are built on.
#![cfg(all(target_family = "wasm", feature = "web"))]

use std::cell::RefCell;
use std::rc::Rc;

use virchow::web::vault::settings::VaultSettings;
use virchow::web::vault::{Line, Vault, VaultError, VaultStatus};
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

const PASS: &str = "骨科三病区 2026";

fn put(key: &str, text: &str) -> Line {
    Line::Put(key.into(), text.into())
}

fn rows(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect()
}

/// A vault of its own for each test.
async fn fresh() -> Vault {
    Vault::erase().await.expect("erased");
    assert_eq!(Vault::standing().await, VaultStatus::Absent);
    Vault::create(PASS).await.expect("created")
}

#[wasm_bindgen_test]
async fn rows_come_back_in_order_and_a_transaction_is_whole_or_nothing() {
    let vault = fresh().await;
    vault.write(vec![put("b", "2"), put("a", "{\"名\":\"一\"}"), Line::Add("event/x/000001".into(), "1".into())]).await.expect("written");
    let refused = vault.write(vec![put("a", "9"), Line::Delete("b".into()), Line::Add("event/x/000001".into(), "2".into())]).await;
    assert_eq!(refused, Err(VaultError::Moved));
    assert_eq!(vault.read("").await, Ok(rows(&[("a", "{\"名\":\"一\"}"), ("b", "2"), ("event/x/000001", "1")])));
    vault.write(vec![Line::Delete("b".into())]).await.expect("deleted");
    assert_eq!(vault.read("b").await, Ok(vec![]));
    vault.locked().await;
}

#[wasm_bindgen_test]
async fn locked_is_locked_for_every_clone_until_the_passphrase() {
    let vault = fresh().await;
    let clone = vault.clone();
    vault.write(vec![put("a", "1")]).await.expect("written");
    vault.locked().await;
    assert_eq!(clone.read("").await, Err(VaultError::Locked));
    assert_eq!(clone.write(vec![put("a", "2")]).await, Err(VaultError::Locked));
    assert_eq!(Vault::standing().await, VaultStatus::Locked);
    assert_eq!(Vault::create(PASS).await.err(), Some(VaultError::Present));
    assert_eq!(Vault::unlock("not this one").await.err(), Some(VaultError::Wrong { wait_ms: 1000 }));
    assert!(matches!(Vault::unlock(PASS).await.err(), Some(VaultError::Wait { wait_ms: 1..=1000 })));
    gloo::timers::future::TimeoutFuture::new(1100).await;
    let again = Vault::unlock(PASS).await.expect("unlocked");
    assert_eq!(again.read("").await, Ok(rows(&[("a", "1")])));
    again.locked().await;
}

#[wasm_bindgen_test]
async fn a_short_passphrase_makes_nothing() {
    Vault::erase().await.expect("erased");
    assert_eq!(Vault::create("1234567").await.err(), Some(VaultError::Short));
    assert_eq!(Vault::standing().await, VaultStatus::Absent);
}

#[wasm_bindgen_test]
async fn another_handle_is_heard_and_our_own_writing_is_not() {
    let vault = fresh().await;
    let heard: Rc<RefCell<Vec<String>>> = Rc::default();
    let listening = Rc::clone(&heard);
    vault.listen(Rc::new(move |keys| listening.borrow_mut().extend(keys)));
    let other = Vault::unlock(PASS).await.expect("unlocked");
    vault.write(vec![put("ours", "1")]).await.expect("written");
    other.write(vec![put("theirs", "1"), Line::Delete("gone".into())]).await.expect("written");
    gloo::timers::future::TimeoutFuture::new(300).await;
    assert_eq!(*heard.borrow(), ["theirs", "gone"]);
    vault.locked().await;
}

#[wasm_bindgen_test]
async fn settings_that_make_no_sense_are_the_default() {
    let vault = fresh().await;
    assert_eq!(VaultSettings::read(&vault).await.idle_minutes, 5);
    VaultSettings { idle_minutes: 15 }.write(&vault).await.expect("written");
    assert_eq!(VaultSettings::read(&vault).await.idle_minutes, 15);
    for odd in ["{\"idleMinutes\":0}", "{\"idleMinutes\":100000}", "[]"] {
        vault.write(vec![put("setting/app", odd)]).await.expect("written");
        assert_eq!(VaultSettings::read(&vault).await.idle_minutes, 5, "{odd}");
    }
    vault.locked().await;
}
