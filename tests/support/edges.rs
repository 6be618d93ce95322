//! Patients at both sides of edges that a random crowd seldom meets: one description each, by hand.

use super::person::{DAY, HOUR, Order, PILLS, Person, Pressure, Reading, Surgery, When, Word};

fn at(value: f64, minute: i64) -> Reading {
    Reading { value, when: When::At(minute) }
}

/// A medical patient whose results are in order, and of whom everything was answered with no.
fn base() -> Person {
    let mut person = Person {
        man: Some(false),
        age: Some(64.0),
        bmi: Some(22.0),
        kg: vec![at(58.0, -6 * HOUR)],
        creatinine: vec![at(62.0, -6 * HOUR)],
        platelets: vec![at(225.0, -6 * HOUR)],
        haemoglobin: vec![at(128.0, -6 * HOUR)],
        inr: vec![at(1.0, -6 * HOUR)],
        aptt: vec![at(31.0, -6 * HOUR)],
        pressures: vec![Pressure { systolic: Some(128.0), diastolic: Some(76.0), at: -6 * HOUR }],
        silence_is_absence: true,
        stock: vec!["enoxaparin", "ufh", "fondaparinux"],
        devices: vec!["ipc", "vfp", "gcs"],
        ..Person::default()
    };
    person.say("reduced_mobility", true);
    person.say("acute_infection_rheum", true);
    person
}

fn order(name: &str, since: i64) -> Order {
    let pill = PILLS.iter().find(|pill| pill.name == name).expect("a pill");
    Order { since: Some(since), ..Order::plain(pill) }
}

fn denied(person: &mut Person, id: &'static str, at: i64) {
    person.said.insert(id, Word { yes: Some(false), limb: None, at: Some(at) });
}

pub fn edges() -> Vec<(&'static str, Person)> {
    let mut all = vec![];
    let mut edge = |name, change: &dyn Fn(&mut Person)| {
        let mut person = base();
        change(&mut person);
        all.push((name, person));
    };
    let enoxaparin =
        |person: &mut Person, since| person.orders.push(Order { therapeutic: Some(false), last: Some(-4 * HOUR), ..order("克赛", since) });
    edge("a DOAC 46 h before the sample", &|person| {
        let stopped =
            Order {
                therapeutic: Some(true), last: Some(-52 * HOUR), stopped: Some(-50 * HOUR), state: "stopped", ..order("利伐沙班片", -20 * DAY)
            };
        person.orders.push(stopped);
        person.inr = vec![at(1.8, -6 * HOUR)];
    });
    edge("apixaban in the dose of prevention, 60 days after a hip", &|person| {
        let hip = Surgery {
            elective: true,
            procedure: Some("tha"),
            begins: -60 * DAY,
            all_day: false,
            minutes: Some(90),
            status: Some("done"),
            limb: None,
            haemostasis: None,
        };
        person.operations.push(hip);
        let apixaban =
            Order { therapeutic: Some(false), dose: Some((2.5, "mg")), often: Some("q12h"), last: Some(-4 * HOUR), ..order("艾乐妥", -50 * DAY) };
        person.orders.push(apixaban);
    });
    edge("platelets fell by 49 % on heparin", &|person| {
        enoxaparin(person, -6 * DAY);
        person.platelets = vec![at(300.0, -7 * DAY), at(153.0, -2 * HOUR)];
    });
    edge("platelets halved, heparin ended 40 days ago", &|person| {
        person.orders.push(Order {
            last: Some(-40 * DAY),
            stopped: Some(-40 * DAY),
            state: "stopped",
            therapeutic: Some(false),
            ..order("克赛", -46 * DAY)
        });
        person.platelets = vec![at(300.0, -47 * DAY), at(140.0, -2 * HOUR)];
    });
    edge("a clot on the sixth day of heparin", &|person| {
        enoxaparin(person, -5 * DAY - HOUR);
        person.say("CI_ACUTE_VTE", true);
    });
    for (name, count) in [("a count 22 % lower than the one answered for", 117.0), ("a count 17 % lower", 124.5)] {
        edge(name, &move |person| {
            enoxaparin(person, -6 * DAY);
            person.platelets = vec![at(400.0, -5 * DAY), at(150.0, -30 * HOUR), at(count, -2 * HOUR)];
            denied(person, "CI_HIT_ACUTE", -24 * HOUR);
        });
    }
    for (name, value) in [("haemoglobin 19 g/L lower on heparin", 112.0), ("20 g/L lower", 111.0)] {
        edge(name, &move |person| {
            enoxaparin(person, -3 * DAY);
            person.haemoglobin = vec![at(131.0, -2 * DAY), at(value, -2 * HOUR)];
        });
    }
    for (name, value) in [("haemoglobin 39 g/L lower across an operation", 99.0), ("40 g/L lower", 98.0)] {
        edge(name, &move |person| {
            let open = Surgery {
                elective: false,
                procedure: None,
                begins: -DAY,
                all_day: false,
                minutes: Some(120),
                status: Some("done"),
                limb: None,
                haemostasis: Some(-20 * HOUR),
            };
            person.operations.push(open);
            enoxaparin(person, -9 * HOUR);
            person.haemoglobin = vec![at(138.0, -2 * DAY), at(value, -2 * HOUR)];
        });
    }
    for (name, value) in [("haemoglobin 4 g/L below the one answered for", 62.0), ("5 g/L below it", 61.0)] {
        edge(name, &move |person| {
            person.haemoglobin = vec![at(66.0, -30 * HOUR), at(value, -2 * HOUR)];
            denied(person, "CI_ACTIVE_BLEED", -24 * HOUR);
        });
    }
    edge("an INR just below its range", &|person| {
        person.orders.push(Order { last: Some(-16 * HOUR), ..order("华法林钠片", -20 * DAY) });
        person.inr = vec![at(1.95, -6 * HOUR)];
    });
    edge("an INR of 26 hours ago, after an antagonist", &|person| {
        person.orders.push(Order { last: Some(-4 * DAY), stopped: Some(-3 * DAY), state: "stopped", ..order("华法林钠片", -20 * DAY) });
        person.inr = vec![at(1.4, -26 * HOUR)];
    });
    all
}
