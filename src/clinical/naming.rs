//! What an id of the rules means to a reader: whatever can stand against a measure, or is waited for, in words. One place,
//! so that the screen, the record and the notes call a thing by one name.

use super::contraindication;
use super::instrument::Risk;
use super::instruments;
use super::quantity::Quantity;
use super::record_questions;
use crate::text::{Text, same, text};

/// The id under which a dose outside the label is set aside.
pub const DOSE_OPTION: &str = "dose_option";

/// What is neither a row, a question, a list, a quantity nor an item.
const OTHERS: [(&str, Text); 5] = [
    ("sex", text!("性别", "sex")),
    ("operation", text!("手术是否已做", "whether the operation took place")),
    ("indication", text!("溶栓指征", "indication of the thrombolysis")),
    ("under_18", text!("未满18岁：本程序不提出药物", "Under 18: no drug is proposed here")),
    (DOSE_OPTION, text!("超说明书剂量（仅列出，不推荐）", "A dose outside the label (shown, not proposed)")),
];

/// A row or question, a list that came out high, a quantity, or an item of a form.
pub fn name_of(id: &str) -> Option<Text> {
    let row = || contraindication::named(id).map(|row| row.label);
    let question = || record_questions::named(id).map(|question| question.label);
    let list = || instruments::named(id).and_then(|list| list.bands.iter().find(|band| band.risk == Risk::High)).map(|band| band.label);
    let other = || OTHERS.iter().find(|(of, _)| same(of, id)).map(|(_, name)| *name);
    let quantity = || Quantity::named(id).map(|quantity| quantity.row().name);
    let item = || instruments::ALL.iter().find_map(|table| table.index(id).map(|index| table.items[index].label));
    row().or_else(question).or_else(list).or_else(other).or_else(quantity).or_else(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_stand_against_a_measure_has_a_name() {
        let named = |id: &str| name_of(id).map(|name| name.zh());
        assert_eq!(named("CI_COAG").map(|name| name.starts_with("凝血功能异常")), Some(true));
        assert_eq!(named("unrecognised_medication").map(|name| name.starts_with("未识别的药物")), Some(true));
        assert_eq!(named("cn_bleed_surgical"), Some("出血高危"));
        assert_eq!(named("platelets"), Some("血小板计数"));
        assert_eq!(named("under_18"), Some("未满18岁：本程序不提出药物"));
        assert!(named("bs_active_bleeding").is_some());
        assert_eq!(named("no_such_thing"), None);
    }
}
