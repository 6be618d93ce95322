//! What an answer and the chart say against each other, in words.

use crate::clinical::instruments::UNDER_18;
use crate::clinical::sheet::Sheet;
use crate::interop::writing::Writing;
use crate::text::{Text, text};

const AGAINST_A_PERSON: Text = text!("所答与HIS数据不一致，以人的回答为准。", "The answer disagrees with the host's data; the person's stands.");
const AMONG_FACTS: Text = text!("HIS数据互相矛盾，请核实后作答。", "The host's data contradict each other: check, and answer.");
const FOR_A_FRACTURE: Text = text!(
    "HIS记为“择期关节置换”，但系因骨折手术：不计此项，手术按时长计。",
    "The host calls it an elective arthroplasty, but it is for a fracture: not counted; the operation counts by its duration."
);

/// Warnings of a sheet as the bridge lists them.
pub fn issues(out: &mut Writing, sheet: &Sheet) {
    let mut add = |code: &str, id: Option<&str>, path: &str, text: Text| {
        out.open("");
        out.text("code", code);
        out.text("path", path);
        out.both("message", text);
        out.given("id", id);
        out.end();
    };
    for group in &sheet.doubled {
        add("E_CONFLICT", Some(group), "", text!("同组选了两项，只计最高一项。", "Two members of one group: only the highest counts."));
    }
    let path = |item: &str| ["/answers/", item].concat();
    for (index, cell) in sheet.cells.iter().enumerate() {
        let item = sheet.instrument.items[index].id;
        if sheet.refused.iter().any(|(refused, _)| *refused == item) {
            add("E_CONFLICT", None, &path(item), FOR_A_FRACTURE);
        } else if cell.conflict {
            add("E_CONFLICT", None, &path(item), AGAINST_A_PERSON);
        } else if cell.disputed {
            add("E_CONFLICT", None, &path(item), AMONG_FACTS);
        }
    }
    for warning in &sheet.warnings {
        add("E_CONFLICT", Some(warning.id), "", warning.text);
    }
    if sheet.under_18 {
        add("E_RANGE", Some("UNDER_18"), "", UNDER_18);
    }
}
