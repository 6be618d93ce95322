#![no_main]
//! A record from a host: as it comes, and once more with ids, links and digests that hold, so that what lies behind the
//! chain is reached too: the fold, what is due, and the check itself.
use chrono::Duration;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};
use virchow::clinical::profile::Profile;
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::seal::digest;
use virchow::interop::shape::{MAX_RECORD_BYTES, Place, parse};
use virchow::record::due::{Expected, all};
use virchow::record::encounter::Encounter;
use virchow_fuzz::{is_json, is_refusal, noon, ours, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fn verdict(record: &str) -> bool {
    let answer = is_json(&verify(record));
    if answer["ok"] != true {
        is_refusal(&answer["error"]);
    }
    answer["ok"] == true
}

/// Makes the chain hold, whatever is in the events.
fn resealed(record: &Value) -> Option<Value> {
    let mut prev = Value::Null;
    let mut sealed = vec![];
    for (index, event) in record.as_array()?.iter().enumerate() {
        let mut event = event.as_object()?.clone();
        event.insert("seq".into(), json!(index + 1));
        event.insert("id".into(), json!(format!("e-{index}")));
        event.insert("v".into(), json!(1));
        event.insert("contextId".into(), json!("adm-0017"));
        event.insert("prev".into(), prev);
        let hash = json!(digest(&ours(&Value::Object(event.clone()))));
        event.insert("hash".into(), hash.clone());
        prev = hash;
        sealed.push(Value::Object(event));
    }
    Some(Value::Array(sealed))
}

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    verdict(input);
    let Ok(record) = serde_json::from_str::<Value>(input) else { return };
    let Some(record) = resealed(&record) else { return };
    let value = ours(&record);
    let read = read_record(&value, &Place::root("record"));
    let text = record.to_string();
    assert_eq!(verdict(&text), read.is_ok() && parse(&text, MAX_RECORD_BYTES, &Place::root("record")).is_ok(), "{text}");
    let Ok(events) = read else { return };
    let encounter = Encounter::of(events.iter().map(|sealed| &sealed.event));
    let times = Profile::default().due;
    for hours in [0, 72, 24 * 400] {
        let due = all(&encounter, &Expected::default(), &times, noon() + Duration::hours(hours));
        assert!(due.len() < 20_000, "{} things to do", due.len());
    }
    // Any digest that is another one is found.
    if let Some(last) = record.as_array().and_then(|all| all.last()) {
        let mut damaged = record.clone();
        let hash = last["hash"].as_str().expect("a digest");
        let other = if hash.starts_with('0') { hash.replacen('0', "1", 1) } else { format!("0{}", &hash[1..]) };
        let count = damaged.as_array().map_or(0, Vec::len);
        damaged[count - 1]["hash"] = json!(other);
        assert!(!verdict(&damaged.to_string()));
    }
});
