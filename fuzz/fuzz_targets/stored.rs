#![no_main]
//! What lies in the store of a device, perhaps damaged: drafts and entries of the outbox. What is read is written and read
//! again as the same.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::interop::shape::{MAX_BYTES, Place, parse};
use virchow::interop::stored::{read_draft, write_draft};
use virchow::session::outbox::Entry;
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    if let Some(entry) = Entry::read("e-1", input) {
        let again = Entry::read("e-1", &entry.to_json()).expect("it was written");
        assert_eq!(again.to_json(), entry.to_json());
        assert_eq!((again.context, again.since, again.rejected), (entry.context, entry.since, entry.rejected));
    }
    let place = Place::root("draft");
    let Ok(value) = parse(input, MAX_BYTES, &place) else { return };
    match read_draft(&value, &place) {
        Ok(draft) => {
            let written = write_draft(&draft);
            let value = parse(&written, MAX_BYTES, &place).expect("JSON");
            let again = read_draft(&value, &place).unwrap_or_else(|rejected| panic!("{} of {written}", rejected.to_json()));
            assert_eq!(write_draft(&again), written);
        }
        Err(rejected) => is_refusal(&is_json(&rejected.to_json())["error"]),
    }
});
