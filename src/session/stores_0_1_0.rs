//! The outbox that version 0.1.0 left in an origin's store, read by today's: nothing that waits is dropped, a refusal stays
//! one. (`tests/stores_0_1_0.rs` has what can be read without a browser's crates.)

use super::outbox::Entry;
use crate::interop::json::{MAX_DEPTH, parse};
use crate::interop::seal::digest;
use crate::interop::shape::Read as _;

const ELEMENT: &str = include_str!("../../tests/fixtures/0.1.0/element.json");

#[test]
fn entries_are_read_with_the_same_ids_and_a_refusal_keeps_its_reason() {
    let all = parse(ELEMENT, MAX_DEPTH).expect("JSON");
    let rows = all["database"]["stores"]["outbox"].items();
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| {
            let [id, text] = [0, 1].map(|place| row.items()[place].as_str().expect("a text"));
            Entry::read(id, text).expect("an entry")
        })
        .collect();
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        assert!(entry.stored && !entry.offered);
        assert_eq!(entry.event.text("id"), Some(entry.id.as_str()));
        assert_eq!(entry.event.text("contextId"), Some(entry.context.as_str()));
        assert_eq!(entry.event.text("hash"), Some(digest(&entry.event).as_str()));
    }
    let refused: Vec<_> = entries.iter().filter_map(|entry| entry.rejected.clone()).collect();
    assert_eq!(refused, [Some("归档已锁定".to_owned())]);
}
