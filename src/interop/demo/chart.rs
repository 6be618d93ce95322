//! Who lies there: the chart of a fictional patient.

use super::course::DemoCourse;
use super::dice::{Dice, id};
use crate::clinical::chart::Instant;
use crate::interop::json::{Value, decimal, object, written};
use crate::interop::seal::DEMO;
use chrono::TimeDelta;

const SURNAMES: [&str; 20] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许"];

pub(super) fn chart(dice: &mut Dice, bed: usize, surgical: bool, course: DemoCourse, admitted: Instant, now: Instant) -> Value {
    let female = dice.one_in(2);
    let years = match course {
        DemoCourse::Low => dice.between(22, 39),
        DemoCourse::Operated => dice.between(41, 58),
        _ => dice.between(38, 88),
    };
    let born = now.date_naive() - chrono::Days::new((years * 365 + dice.between(10, 300)) as u64);
    let text = |text: &str| Value::from(text);
    let surname = SURNAMES[bed % SURNAMES.len()];
    let taken = admitted + TimeDelta::minutes(40);
    let measured = |id: &str, value: f64, unit: &str| {
        object([("id", text(id)), ("value", decimal(value)), ("unit", text(unit)), ("at", text(&written(taken))), ("source", text("演示"))])
    };
    let mut facts = vec![
        measured("height", if female { 150 + dice.between(0, 18) } else { 162 + dice.between(0, 20) } as f64, "cm"),
        measured("weight", dice.between(48, 84) as f64, "kg"),
        measured("platelets", dice.between(118, 320) as f64, "10*9/L"),
        measured("creatinine", dice.between(52, 104) as f64, "umol/L"),
        measured("haemoglobin", dice.between(102, 150) as f64, "g/L"),
        object([("id", text("inr")), ("value", decimal(1.0)), ("at", text(&written(taken))), ("source", text("演示"))]),
    ];
    if course == DemoCourse::Operated {
        facts.push(operation("planned", now - TimeDelta::hours(24), 90, None));
    } else if surgical && bed.is_multiple_of(2) {
        facts.push(operation("planned", now + TimeDelta::hours(dice.between(8, 40)), dice.between(30, 140), None));
    }
    let context = id(dice, admitted);
    object([
        ("contextId", text(&context)),
        (DEMO, true.into()),
        (
            "patient",
            object([
                ("label", Value::from(format!("演示{:02} {surname}某", bed + 1))),
                ("bed", Value::from(format!("{:02}-{:02}", bed / 4 + 1, bed % 4 + 1))),
                ("sex", text(if female { "female" } else { "male" })),
                ("birthDate", Value::from(born.to_string())),
            ]),
        ),
        (
            "encounter",
            object([
                ("admittedAt", text(&written(admitted))),
                ("department", text("演示病区")),
                ("setting", text(if surgical { "surgical" } else { "medical" })),
            ]),
        ),
        ("facts", Value::Array(facts)),
    ])
}

pub(super) fn operation(status: &str, at: Instant, minutes: i64, dry: Option<Instant>) -> Value {
    let mut value =
        object([("kind", "laparoscopic".into()), ("status", status.into()), ("durationMin", decimal(minutes as f64)), ("at", written(at).into())]);
    if let Some(dry) = dry {
        value.put("haemostasisAt", written(dry).into());
    }
    object([("id", "operation".into()), ("value", value), ("source", "演示".into())])
}
