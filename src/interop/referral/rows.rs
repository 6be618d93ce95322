//! A referral as the vault of either side keeps it: one row for the sheet and one for each report, none of which is ever written
//! over. Rows: `referral/<id>/0000` and `referral/<id>/0001` onwards.

use super::super::json::{MAX_DEPTH, Value, parse};
use super::super::rejected::Rejected;
use super::super::row::{ROW_VERSION, row};
use super::super::shape::{Place, Read as _, Shape, optional, owned, required};
use super::super::writing::Writing;
use super::{SHEET, STEP, is_plain_id, read_sheet, read_step, write_sheet, write_step};
use crate::record::referral::ReferralSheet;
use crate::record::referral::course::ReferralHistory;
use crate::record::referral::steps::{ReferralSide, ReferralStep};

pub const REFERRALS: &str = "referral/";

pub fn referral_key(id: &str, number: usize) -> String {
    format!("{REFERRALS}{id}/{number:04}")
}

/// A referral as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptReferral {
    pub sheet: ReferralSheet,
    /// Which side this ward is.
    pub side: ReferralSide,
    /// The admission here, where there is one: always the sender's, the receiver's once the patient was admitted.
    pub context: Option<String>,
    /// The number that the next row takes.
    pub next: usize,
    /// In the order in which they came.
    pub steps: Vec<ReferralStep>,
}

static FIRST: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("id", Shape::Text(64), "Of the referral."),
        required("side", Shape::OneOf(&["sender", "receiver"]), "Which side this ward is."),
        optional("context", Shape::Text(128), "The admission here."),
        optional("demo", Shape::Flag, "Of a demonstration."),
        required("sheet", Shape::Object { fields: SHEET, open: false }, "The sheet."),
    ],
};

static LATER: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        optional("context", Shape::Text(128), "The admission that the patient got here."),
        optional("step", Shape::Object { fields: STEP, open: false }, "A report."),
    ],
};

pub fn write_first(kept: &KeptReferral) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.text("id", &kept.sheet.id);
    out.text("side", kept.side.id());
    out.given("context", kept.context.as_deref());
    if kept.sheet.demo {
        out.flag("demo", Some(true));
    }
    write_sheet(&mut out, "sheet", &kept.sheet);
    out.done()
}

pub fn write_later(step: &ReferralStep) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    write_step(&mut out, "step", step);
    out.done()
}

/// The patient was admitted here from the sheet.
pub fn write_admitted(context: &str) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.text("context", context);
    out.done()
}

/// The form of a new referral as far as it is filled in: what stands in its fields, by their names.
pub fn write_typed(typed: &Value) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.open("typed");
    for (field, said) in typed.fields().iter().filter_map(|(field, said)| said.as_str().map(|said| (&**field, said))) {
        out.text(field, said);
    }
    out.end();
    out.done()
}

pub fn read_typed(text: &str) -> Option<Value> {
    let row = parse(text, MAX_DEPTH).ok()?;
    (row["v"].as_u64() == Some(ROW_VERSION) && row["typed"].is_object()).then(|| row["typed"].clone())
}

/// Every referral that the rows can be read to, the latest first, and the keys of rows that cannot.
pub fn read_referrals(rows: &[(String, Option<String>)]) -> (Vec<KeptReferral>, Vec<String>) {
    let (mut all, mut lost): (Vec<KeptReferral>, Vec<String>) = (vec![], vec![]);
    for (key, text) in rows {
        let number = key.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
        let read = text.as_deref().and_then(|text| match number? {
            0 => read_first(text).ok().map(Row::First),
            number => read_later(text).ok().map(|(step, context)| Row::Later(number, step, context)),
        });
        let of = |kept: &KeptReferral| key.starts_with(&[REFERRALS, &kept.sheet.id, "/"].concat());
        match read {
            Some(Row::First(kept)) if of(&kept) => all.push(*kept),
            Some(Row::Later(number, step, context)) => match all.last_mut().filter(|kept| of(kept)) {
                Some(kept) => {
                    kept.next = number + 1;
                    kept.steps.extend(step);
                    kept.context = context.or(kept.context.take());
                }
                None => lost.push(key.clone()),
            },
            _ => lost.push(key.clone()),
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.sheet.made_at));
    (all, lost)
}

enum Row {
    First(Box<KeptReferral>),
    Later(usize, Option<ReferralStep>, Option<String>),
}

fn read_first(text: &str) -> Result<Box<KeptReferral>, Rejected> {
    let place = Place::root("referral");
    let value = row(text, &FIRST, &place)?;
    is_plain_id(value.text("id").unwrap_or_default(), &place)?;
    let sheet = read_sheet(&value["sheet"], &owned(&value, "id"), value["demo"].as_bool() == Some(true), &place.key("sheet"))?;
    let side = value.text("side").and_then(ReferralSide::named).unwrap_or(ReferralSide::Receiver);
    Ok(Box::new(KeptReferral { sheet, side, context: value.text("context").map(str::to_owned), next: 1, steps: vec![] }))
}

fn read_later(text: &str) -> Result<(Option<ReferralStep>, Option<String>), Rejected> {
    let place = Place::root("referral");
    let value = row(text, &LATER, &place)?;
    let step = match &value["step"] {
        Value::Null => None,
        step => Some(read_step(step, &place.key("step"))?),
    };
    Ok((step, value.text("context").map(str::to_owned)))
}

impl KeptReferral {
    pub fn course(&self) -> ReferralHistory {
        ReferralHistory::of(&self.steps)
    }
}
