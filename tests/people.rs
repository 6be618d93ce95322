//! Who may change the people of a ward, what each change leaves behind, and how long wrong PINs cost.
#![cfg(not(target_family = "wasm"))]

use virchow::interop::people::{
    Asking, Decided, Deed, PeopleRefusal, PeopleWish, Person, PersonChange, decide, digest_of_pin, pause_ms, read_change, read_person, write_change,
    write_person,
};
use virchow::record::role::{Actor, Role};
use virchow::text::Lang;

fn actor(id: &str, name: &str, role: Role) -> Actor {
    Actor { id: id.into(), name: name.into(), role }
}

fn person(id: &str, role: Role, pin: Option<&str>, administrator: bool) -> Person {
    Person { actor: actor(id, &["Person ", id].concat(), role), pin: pin.map(|pin| digest_of_pin(id, pin)), administrator }
}

/// A head nurse who administers, a nurse, a physician, and a quality officer without a PIN.
fn ward() -> Vec<Person> {
    vec![
        person("head", Role::Nurse, Some("1111"), true),
        person("nurse", Role::Nurse, Some("2222"), false),
        person("doctor", Role::Physician, Some("3333"), false),
        person("quality", Role::Quality, None, false),
    ]
}

/// As a version without administrators left it.
fn old_ward() -> Vec<Person> {
    vec![person("nurse", Role::Nurse, None, false), person("doctor", Role::Physician, None, false)]
}

/// `by` is the id of who is signed in, with the administrator's PIN just entered.
fn asked(people: &[Person], by: &str, wish: &PeopleWish) -> Result<Decided, PeopleRefusal> {
    let by = people.iter().find(|person| person.actor.id == by).map(|person| &person.actor);
    decide(people, Asking { by, proven: true, demo: false, lost: false }, wish)
}

fn add(name: &str, role: Role, pin: &str) -> PeopleWish {
    PeopleWish::Add { id: "new".into(), name: name.into(), role: Some(role), pin: pin.into() }
}

fn every_change_of_others() -> [PeopleWish; 5] {
    [
        add("Dr Anybody", Role::Physician, "4444"),
        PeopleWish::Remove { id: "doctor".into() },
        PeopleWish::Role { id: "nurse".into(), role: Role::Physician },
        PeopleWish::GivePin { id: "doctor".into(), pin: "9999".into() },
        PeopleWish::HandOn { id: "nurse".into() },
    ]
}

#[test]
fn only_the_administrator_changes_the_people() {
    for wish in every_change_of_others() {
        for by in ["nurse", "doctor", "quality", "nobody"] {
            assert_eq!(asked(&ward(), by, &wish), Err(PeopleRefusal::NotAdministrator), "{by}: {wish:?}");
        }
        assert!(asked(&ward(), "head", &wish).is_ok(), "{wish:?}");
    }
}

/// A tablet that the head nurse left open is not enough.
#[test]
fn the_administrator_is_asked_for_the_pin() {
    let people = ward();
    for wish in every_change_of_others() {
        let asking = Asking { by: Some(&people[0].actor), proven: false, demo: false, lost: false };
        assert_eq!(decide(&people, asking, &wish), Err(PeopleRefusal::Unproven), "{wish:?}");
    }
}

#[test]
fn who_signs_has_a_pin_of_at_least_four_characters() {
    for (role, pin, expected) in [
        (Role::Nurse, "", Err(PeopleRefusal::NoPin)),
        (Role::Physician, "", Err(PeopleRefusal::NoPin)),
        (Role::Physician, "123", Err(PeopleRefusal::ShortPin)),
        (Role::Physician, "1234", Ok(())),
        (Role::Quality, "", Ok(())),
        (Role::Trainee, "", Ok(())),
    ] {
        assert_eq!(asked(&ward(), "head", &add("Wang", role, pin)).map(drop), expected, "{role:?} {pin:?}");
    }
    // A person without one does not come to sign by another way either.
    assert_eq!(asked(&ward(), "head", &PeopleWish::Role { id: "quality".into(), role: Role::Physician }), Err(PeopleRefusal::NoPin));
    assert_eq!(asked(&ward(), "head", &PeopleWish::HandOn { id: "quality".into() }), Err(PeopleRefusal::NoPin));
    assert_eq!(asked(&ward(), "head", &PeopleWish::GivePin { id: "quality".into(), pin: "".into() }), Err(PeopleRefusal::ShortPin));
}

#[test]
fn a_name_says_who_it_is_and_can_be_read_back() {
    let named = |name: &str| asked(&ward(), "head", &add(name, Role::Nurse, "1234"));
    assert_eq!(named("  "), Err(PeopleRefusal::Unnamed));
    assert_eq!(named(" Person nurse "), Err(PeopleRefusal::SameName));
    assert_eq!(named(&"长".repeat(65)), Err(PeopleRefusal::LongName));
    let longest = named(&"长".repeat(64)).expect("taken").put.remove(0);
    assert_eq!(read_person(&write_person(&longest)), Ok(longest));
}

#[test]
fn the_administrator_stays_until_somebody_else_is() {
    assert_eq!(asked(&ward(), "head", &PeopleWish::Remove { id: "head".into() }), Err(PeopleRefusal::Administers));
    let handed = asked(&ward(), "head", &PeopleWish::HandOn { id: "nurse".into() }).expect("handed on");
    assert_eq!((handed.what, handed.of.id.as_str()), (Deed::Administrator, "nurse"));
    let flags: Vec<(&str, bool)> = handed.put.iter().map(|person| (person.actor.id.as_str(), person.administrator)).collect();
    assert_eq!(flags, [("head", false), ("nurse", true)]);
    // To oneself: there is one all the same.
    let kept = asked(&ward(), "head", &PeopleWish::HandOn { id: "head".into() }).expect("kept").put;
    assert!(kept.len() == 1 && kept[0].administrator);
}

#[test]
fn a_persons_own_pin_takes_the_one_before() {
    let own = |before: &str| asked(&ward(), "nurse", &PeopleWish::OwnPin { before: before.into(), pin: "7777".into() });
    assert_eq!(own("2223"), Err(PeopleRefusal::WrongPin));
    let changed = own("2222").expect("changed");
    assert!(changed.put[0].fits("7777") && !changed.put[0].fits("2222") && changed.put[0].actor.id == "nurse");
    assert_eq!(changed.what, Deed::PinChanged);
    let set = asked(&ward(), "quality", &PeopleWish::OwnPin { before: "".into(), pin: "7777".into() }).expect("set");
    assert_eq!(set.what, Deed::PinSet);
}

/// Nobody is locked out of a ward that knew no administrator, and the way to one takes the passphrase.
#[test]
fn a_ward_without_an_administrator_goes_on_and_can_name_one() {
    let people: Vec<Person> = old_ward().iter().map(|person| read_person(&write_person(person)).expect("reads back")).collect();
    assert!(people.iter().all(|person| person.fits("") && person.is_open() && !person.administrator));
    assert!(asked(&people, "nurse", &add("Wang", Role::Physician, "1234")).is_ok());
    for wish in [
        PeopleWish::Remove { id: "doctor".into() },
        PeopleWish::Role { id: "nurse".into(), role: Role::Physician },
        PeopleWish::HandOn { id: "nurse".into() },
    ] {
        assert_eq!(asked(&people, "nurse", &wish), Err(PeopleRefusal::NotAdministrator), "{wish:?}");
    }
    let named = asked(&people, "nobody", &PeopleWish::Name { id: "nurse".into(), pin: "5555".into() }).expect("named");
    assert_eq!(named.what, Deed::ByPassphrase);
    assert!(named.put.len() == 1 && named.put[0].administrator && named.put[0].fits("5555") && !named.put[0].fits(""));
    assert_eq!(asked(&people, "nobody", &PeopleWish::Name { id: "nurse".into(), pin: "".into() }), Err(PeopleRefusal::ShortPin));
}

/// A forgotten PIN of the administrator: the one before administers no more.
#[test]
fn with_the_passphrase_another_administrator_takes_the_place() {
    let named = asked(&ward(), "doctor", &PeopleWish::Name { id: "doctor".into(), pin: "5555".into() }).expect("named");
    let flags: Vec<(&str, bool)> = named.put.iter().map(|person| (person.actor.id.as_str(), person.administrator)).collect();
    assert_eq!(flags, [("head", false), ("doctor", true)]);
}

#[test]
fn the_demonstration_asks_nobody_for_a_pin() {
    let people = [person("demo", Role::Nurse, None, true)];
    let asking = Asking { by: Some(&people[0].actor), proven: false, demo: true, lost: false };
    assert!(decide(&people, asking, &add("Wang", Role::Nurse, "")).is_ok());
}

#[test]
fn every_change_is_a_row_that_reads_back_and_has_words() {
    let at = "2026-11-22T10:07:31.250+08:00".parse().expect("a time");
    let (of, by) = (actor("n-1", "王 \"一\"", Role::Physician), actor("head", "李敏", Role::Nurse));
    for what in Deed::ALL {
        for (by, from) in [(None, None), (Some(by.clone()), Some(Role::Nurse))] {
            let change = PersonChange { at, what, of: of.clone(), from, by };
            let text = write_change(&change);
            assert!(!text.contains("pin\":"), "no digest goes with it");
            assert_eq!(read_change(&text), Ok(change));
        }
        assert!(what.label().get(Lang::Zh) != what.label().get(Lang::En));
    }
    assert_eq!(read_change(r#"{"v":2}"#).expect_err("newer").code, "E_PROTOCOL");
    assert!(read_change(r#"{"v":1,"at":"2026-11-22T10:07:31+08:00","what":"crowned","of":{"id":"a","name":"b","role":"nurse"}}"#).is_err());
}

#[test]
fn wrong_pins_cost_ever_longer_pauses_up_to_a_minute() {
    let seconds: Vec<f64> = (0..9).map(|wrong| pause_ms(wrong) / 1000.0).collect();
    assert_eq!(seconds, [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]);
    assert_eq!(pause_ms(u32::MAX), 60_000.0);
}

/// A row that is damaged or gone may be the administrator's: then nobody adds people as in a ward that never had one.
#[test]
fn a_lost_row_makes_nobody_an_administrator() {
    let wish = PeopleWish::Add { id: "n-9".into(), name: "某甲".into(), role: Some(Role::Physician), pin: "2468".into() };
    let asking = Asking { by: None, proven: false, demo: false, lost: true };
    assert_eq!(decide(&[], asking, &wish), Err(PeopleRefusal::NotAdministrator));
    assert!(decide(&[], Asking { lost: false, ..asking }, &wish).is_ok(), "as in a ward of an earlier version");
}
