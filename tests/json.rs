//! JSON as it comes in and as it is hashed: the reader against a library, numbers against the standard library, the
//! canonical form against RFC 8785.
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use serde_json::{Number, Value, json};
use sha2::{Digest as _, Sha256};
use virchow::interop::decimal::Decimal;
use virchow::interop::double::shortest;
use virchow::interop::json::{MAX_DEPTH, Unreadable, amount, canonical, parse};
use virchow::interop::seal::{digest, hex};

/// The same value here.
fn ours(value: &Value) -> virchow::interop::json::Value {
    parse(&value.to_string(), 100).expect("JSON")
}

fn number(text: &str) -> f64 {
    match parse(text, 0) {
        Ok(virchow::interop::json::Value::Number(number)) => amount(&number),
        other => panic!("{text}: {other:?}"),
    }
}

/// A value of any shape, with texts and numbers that are hard to write.
fn any_json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| json!(number)),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?".prop_map(|text| Value::Number(text.parse::<Number>().expect("a number"))),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        "\\PC{0,8}".prop_map(Value::from),
        any::<String>().prop_map(Value::from)
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// Text that is nearly JSON.
fn nearly_json() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), "[\\[\\]{},:\"\\\\0-9eE+.\\-tfn u\u{0}\u{1f}\u{a0}\u{feff}中]{0,3}", 0_usize..4);
    (any_json(), proptest::collection::vec(change, 0..3)).prop_map(|(value, changes)| {
        let mut text: Vec<char> = value.to_string().chars().collect();
        for (at, new, gone) in changes {
            let at = at.index(text.len() + 1);
            let end = (at + gone).min(text.len());
            text.splice(at..end, new.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a library reads is read alike; what it refuses is refused.
    #[test]
    fn the_reader_agrees_with_the_library(text in nearly_json()) {
        let library: Option<Value> = serde_json::from_str(&text).ok();
        let here = parse(&text, 100);
        prop_assert_eq!(here.as_ref().ok().map(canonical), library.as_ref().map(|value| canonical(&ours(value))), "{}", text);
    }

    #[test]
    fn the_canonical_form_means_the_same_and_is_its_own(value in any_json()) {
        let once = canonical(&ours(&value));
        let again = parse(&once, 100).map_err(|_| TestCaseError::fail(once.clone()))?;
        prop_assert_eq!(canonical(&again), once.clone());
        prop_assert!(!once.contains('\n') && serde_json::from_str::<Value>(&once).is_ok());
    }

    /// To the last bit for what a clinic writes, to the last two beyond.
    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them(text in "-?(0|[1-9][0-9]{0,6})(\\.[0-9]{1,8})?", long in "-?[1-9][0-9]{0,25}(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?") {
        let value = |text: &str| (number(text), text.parse::<f64>().expect("a number"));
        let (here, library) = value(&text);
        prop_assert_eq!(here, library);
        let (here, library) = value(&long);
        prop_assert!((here - library).abs() <= library.abs() * 2e-14, "{} {}", here, library);
    }
}

#[test]
fn depth_is_held_before_it_costs_anything() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(32), 32).is_ok());
    assert_eq!(parse(&nested(33), 32), Err(Unreadable::TooDeep));
    assert_eq!(parse(&"{\"a\":".repeat(1_000_000), 32), Err(Unreadable::TooDeep));
}

/// An exponent longer than any number is not a small number.
#[test]
fn no_number_is_read_as_another() {
    for (text, wanted) in [
        ("71e99999999999999999", f64::INFINITY),
        ("71e-99999999999999999", 0.0),
        ("-1e999", f64::NEG_INFINITY),
        ("0e99999999999", 0.0),
        ("1e0000000000000000005", 1e5),
    ] {
        assert_eq!(number(text), wanted, "{text}");
    }
    let hash = |text: &str| canonical(&parse(text, 1).expect("a number"));
    assert_ne!(hash("71e99999999999999999"), hash("71"));
    assert_ne!(hash("71e99999999999999999"), hash("71e9"));
    // What was hashed once and stored in its canonical form is hashed as the same.
    for far in [
        "1e999999999999",
        "333333333.333e00700719925474366666666666666",
        "-123456.5e+100000009",
        "0.00012e99999997",
        "7e-99999999999",
        "12345678901234567890e1000000000",
    ] {
        assert_eq!(hash(&hash(far)), hash(far), "{far}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The name that is printed is read as the same double, no name is shorter, and of names as long none is nearer. What a
    /// browser prints is held against it in `tests/browser.rs`.
    #[test]
    fn numbers_of_any_length_are_printed_as_their_double(bits in any::<u64>(), extra in "[0-9]{0,12}", exponent in -340_i32..=307) {
        let text = |decimal: &Decimal| format!("0.{}e{}", decimal.digits.iter().map(|digit| char::from(b'0' + digit)).collect::<String>(), decimal.point);
        let check = |written: &str| {
            let value: f64 = written.parse().expect("a number");
            let short = shortest(&Decimal::parse(written));
            prop_assert_eq!(short.is_some(), value.is_finite(), "{}", written);
            let Some(short) = short else { return Ok(()) };
            prop_assert_eq!(text(&short).parse::<f64>(), Ok(value), "{}", written);
            let library = format!("{value:e}");
            let (mantissa, _) = library.split_once('e').expect("an exponent");
            let count = if value == 0.0 { 0 } else { mantissa.bytes().filter(u8::is_ascii_digit).count() };
            prop_assert_eq!(short.digits.len(), count, "{}", written);
            // With the digits of that many places, rounded from the double itself, half to even.
            let rounded = Decimal::parse(&format!("{value:.*e}", count.max(1) - 1));
            prop_assert!(short == rounded || text(&rounded).parse() != Ok(value), "{} {:?}", written, short);
            Ok(())
        };
        // Every double names itself, with or without digits too many.
        let double = f64::from_bits(bits).abs();
        if double.is_finite() {
            let (mantissa, exponent) = { let text = format!("{double:e}"); let (mantissa, exponent) = text.split_once('e').expect("an exponent"); (mantissa.to_owned(), exponent.to_owned()) };
            check(&format!("{mantissa}e{exponent}"))?;
            let point = if mantissa.contains('.') || extra.is_empty() { "" } else { "." };
            check(&format!("{mantissa}{point}{extra}e{exponent}"))?;
        }
        // And any decimal, at any size.
        check(&format!("{bits}{extra}e{exponent}"))?;
    }
}

/// The digest is over canonical JSON: the same value written otherwise has the same digest.
#[test]
fn canonical_json_as_in_rfc_8785() {
    let check = |written: &str, canonical: &str| {
        let value = parse(written, MAX_DEPTH).expect("JSON");
        assert_eq!(virchow::interop::json::canonical(&value), canonical);
        if value.is_object() {
            assert_eq!(digest(&value), hex(&Sha256::digest(canonical.as_bytes())));
        }
    };
    // Section 3.2.2 and 3.2.3 of the RFC.
    check(
        r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
    );
    // Keys by UTF-16 code units: U+1F600 (a surrogate pair) before U+FB33.
    check(
        r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#,
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
    );
    // Appendix B, as far as JSON can write it.
    for (written, canonical) in [
        ("0", "0"),
        ("-0.0", "0"),
        ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740992", "9007199254740992"),
        ("295147905179352830000", "295147905179352830000"),
        ("9.999999999999997e22", "9.999999999999997e+22"),
        ("1e23", "1e+23"),
        ("1.0000000000000001e23", "1.0000000000000001e+23"),
        ("999999999999999700000", "999999999999999700000"),
        ("999999999999999900000", "999999999999999900000"),
        ("1e21", "1e+21"),
        ("9.999999999999997e-7", "9.999999999999997e-7"),
        ("0.000001", "0.000001"),
        ("333333333.33333319", "333333333.3333332"),
        ("333333333.3333332", "333333333.3333332"),
        ("333333333.33333334", "333333333.3333333"),
        ("-0.0000033333333333333333", "-0.0000033333333333333333"),
        ("1424953923781206.25", "1424953923781206.2"),
        ("4.50", "4.5"),
        ("1.0", "1"),
        ("64", "64"),
        // Beyond 2^53 a number is what JavaScript makes of it.
        ("9007199254740993", "9007199254740992"),
    ] {
        check(&format!("{{\"n\":{written}}}"), &format!("{{\"n\":{canonical}}}"));
    }
    // Nothing is normalised: é in one code point and in two are different texts.
    check(r#"{"a":"é"}"#, "{\"a\":\"é\"}");
    check("{\"a\":\"e\u{301}\"}", "{\"a\":\"e\u{301}\"}");
}
