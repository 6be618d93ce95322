//! Keys that no shape names. Of a chart, a fact or a headless question they are listed with their place and the nearest key
//! that is read, and the rest is taken; a profile with one is refused whole (`shape::check`), with the same help. The key
//! is named, never its value.

use super::chart::{CHART, FACT, KEPT};
use super::facts::{SAID, shape_of};
use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, unknown};
use super::writing::Writing;
use crate::clinical::second;

/// How many keys of one chart are told by name. A host that sends a whole table of its own is told how many more there are:
/// what keys it has may be names of patients, and a frame takes no thousand messages at once.
const MOST: usize = 32;

/// What nobody reads of a host's chart, as `vte-error` tells it: a list in JSON, of warnings, for the rest was taken. Stands in
/// the second part: most charts have nothing of the kind (`chart::is_strange`).
#[inline(never)]
pub fn told(chart: &Tree<'_>) -> String {
    second::is_needed();
    let place = Place::root("chart");
    let all = in_chart(chart, &place);
    let mut named: Vec<Rejected> = vec![];
    let mut more = 0;
    for found in all {
        // The same key at another place is the same slip.
        if named.iter().any(|known| known.message == found.message) {
            continue;
        }
        if named.len() < MOST { named.push(found) } else { more += 1 }
    }
    if more > 0 {
        let count = more.to_string();
        named.push(place.reject("E_SCHEMA", ["另有", &count, "个未知字段，未采用。"].concat(), [&count, " more unknown keys: not taken."].concat()));
    }
    let each = named.into_iter().map(|found| {
        let mut out = Writing::object();
        found.write_fields(&mut out);
        out.flag("retryable", Some(false));
        out.flag("warning", Some(true));
        out.done()
    });
    ["[", &each.collect::<Vec<_>>().join(","), "]"].concat()
}

/// The same, its facts included.
pub fn in_chart(chart: &Tree<'_>, place: &Place<'_>) -> Vec<Rejected> {
    let mut found = vec![];
    under(chart, &CHART, place, &mut found);
    in_facts(chart["facts"].items(), &place.key("facts"), &mut found);
    found
}

/// The same of what a headless function is asked, with its facts.
#[inline(never)]
pub fn in_question(input: &Tree<'_>, shape: &Shape) -> Vec<Rejected> {
    second::is_needed();
    let place = Place::root("");
    let mut found = vec![];
    under(input, shape, &place, &mut found);
    in_facts(input["facts"].items(), &place.key("facts"), &mut found);
    found
}

/// Facts: each by the shape of its own kind.
fn in_facts(facts: &[Tree<'_>], place: &Place<'_>, found: &mut Vec<Rejected>) {
    for (index, fact) in facts.iter().enumerate() {
        let place = place.index(index);
        under(fact, &FACT, &place, found);
        let id = fact.text("id").unwrap_or_default();
        if !KEPT.contains(&id) {
            // What has no parts of its own may be an answer to a contraindication.
            under(&fact["value"], shape_of(id).unwrap_or(&SAID), &place.key("value"), found);
        }
    }
}

/// What `shape` does not name of `value`, here and below.
fn under(value: &Tree<'_>, shape: &Shape, place: &Place<'_>, found: &mut Vec<Rejected>) {
    match shape {
        Shape::Object { fields, .. } => {
            for (key, item) in value.fields() {
                let place = place.key(key);
                match fields.iter().find(|field| field.name == key) {
                    Some(field) => under(item, &field.shape, &place, found),
                    None => found.push(unknown(&place, key, fields, ["", ""])),
                }
            }
        }
        Shape::List(of) => {
            for (index, item) in value.items().iter().enumerate() {
                under(item, of, &place.index(index), found);
            }
        }
        Shape::Or(shapes) => {
            for shape in *shapes {
                under(value, shape, place, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::shape::read;

    fn found(chart: &str) -> Vec<(String, String)> {
        let tree = read(chart, 4096, &Place::root("chart")).unwrap();
        let found = in_chart(&tree, &Place::root("chart"));
        found.iter().for_each(|found| assert_eq!(found.code, "E_SCHEMA"));
        found
            .iter()
            .map(|found| (found.path.clone(), found.message.en.split('“').next_back().unwrap().split('”').next().unwrap().to_owned()))
            .collect()
    }

    #[test]
    fn each_unknown_key_is_named_with_its_place_and_the_nearest_that_is_read() {
        let chart = r#"{ "contextId": "a", "pateint": {}, "patient": { "birthdate": "1950-01-01", "sex": "female" }, "encounter": { "facility": { "teir": "county" } },
          "facts": [ { "id": "weight", "value": 60, "unti": "kg" }, { "id": "operation", "value": { "kind": "open", "durationMins": 50 } },
                     { "id": "medication", "value": { "id": "enoxaparin", "dose": { "ammount": 40 } } }, { "id": "CI_HIT", "value": { "value": true, "untill": "2026-01-01T00:00:00Z" } },
                     { "id": "dialysis", "value": { "form": "2026-01-01" } } ] }"#;
        let expected = [
            ("/chart/encounter/facility/teir", "tier"),
            ("/chart/pateint", "patient"),
            ("/chart/patient/birthdate", "birthDate"),
            ("/chart/facts/0/unti", "unit"),
            ("/chart/facts/1/value/durationMins", "durationMin"),
            ("/chart/facts/2/value/dose/ammount", "amount"),
            ("/chart/facts/3/value/untill", "until"),
            ("/chart/facts/4/value/form", "from"),
        ];
        assert_eq!(found(chart), expected.map(|(place, nearest)| (place.to_owned(), nearest.to_owned())));
    }

    #[test]
    fn what_is_read_and_what_is_kept_for_later_is_not_listed() {
        let chart = r#"{ "contextId": "a", "facts": [ { "id": "transfer", "value": { "at": "2026-01-01T00:00:00Z", "from": "x", "to": "y" } }, { "id": "dialysis", "value": true },
          { "id": "operation", "value": { "kind": "open", "status": "planned", "procedure": "tha", "anaesthesiaMin": 5, "limb": "left", "haemostasisAt": "2026-01-01T00:00:00Z" } } ] }"#;
        assert_eq!(found(chart), []);
    }

    #[test]
    fn a_host_with_a_table_of_its_own_is_told_the_first_of_its_keys_and_how_many_more_there_are() {
        let told = |chart: &str| {
            let tree = read(chart, 1 << 20, &Place::root("chart")).unwrap();
            let told = told(&tree);
            let list = read(&told, 1 << 20, &Place::root("told")).unwrap();
            list.items()
                .iter()
                .map(|one| (one.text("path").unwrap_or_default().to_owned(), one["message"].text("en").unwrap_or_default().to_owned()))
                .collect::<Vec<_>>()
        };
        let facts = vec![r#"{ "id": "weight", "value": 60, "unit": "kg", "code": "x" }"#; 300].join(",");
        let [(path, _)] = &told(&[r#"{ "contextId": "a", "facts": ["#, &facts, "] }"].concat())[..] else { panic!("one slip, told once") };
        assert_eq!(path, "/chart/facts/0/code");
        let keys: Vec<String> = (0..100).map(|number| format!(r#""zz{number}": 1"#)).collect();
        let all = told(&format!(r#"{{ {} }}"#, keys.join(",")));
        assert_eq!(all.len(), MOST + 1);
        assert_eq!(all.last().map(|(path, more)| (path.as_str(), more.as_str())), Some(("/chart", "68 more unknown keys: not taken.")));
    }

    #[test]
    fn the_key_is_named_and_its_value_is_not() {
        let tree = read(r#"{ "name": "王小明" }"#, 4096, &Place::root("chart")).unwrap();
        let [found] = &in_chart(&tree, &Place::root("chart"))[..] else { panic!() };
        for message in [&found.message.zh, &found.message.en] {
            assert!(message.contains("“name”") && !message.contains("王小明"), "{message}");
        }
        // A long key is cut, in the path too.
        let long = format!(r#"{{ "{}": 1 }}"#, "k".repeat(3000));
        let tree = read(&long, 4096, &Place::root("chart")).unwrap();
        let found = &in_chart(&tree, &Place::root("chart"))[0];
        assert!(found.message.en.len() < 200 && found.path.len() < 100);
    }
}
