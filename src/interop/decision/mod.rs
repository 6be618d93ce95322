//! The decision table as a page that a haematologist reads and signs: `docs/for-clinicians/decision-table.md`, one file a section. Every
//! cell is asked of the tables and functions that decide, none is typed here; a test compares the committed file. Nothing of
//! this is in the browser.
//!
//! `asked` puts a patient to the program as a host would, `gaps` finds an interval by moving an act, `whom` and `body` build
//! the patients and charts that the sections ask about, `words` is a phrase, `moment` the hour of them all,
//! `page` writes.

mod answer;
mod asked;
mod body;
mod choice;
mod crossings;
mod days;
mod doses;
mod gaps;
mod limits;
mod matrix;
mod medicine;
mod moment;
mod needles;
mod page;
mod routes;
mod rows;
mod rules;
mod starts;
mod watch;
mod whom;
mod words;

use std::fmt::Write as _;

pub use rules::{prevention_evidence, prevention_rules};

use crate::text::{Text, text};

/// A section: its title, and what writes it.
type Section = (Text, fn(&mut String));

/// The sections, each signed by itself.
const SECTIONS: [Section; 9] = [
    (text!("适用范围与路线", "Whom it is not for, and the routes before the matrix"), routes::section),
    (text!("矩阵", "Matrix"), matrix::section),
    (text!("选药顺序", "Order of choice"), choice::section),
    (text!("剂量", "Doses"), doses::section),
    (text!("何时开始", "Start"), starts::section),
    (text!("疗程与停药", "Days and stop"), days::section),
    (text!("椎管内操作、导管与手术", "Needles, catheters, operations"), needles::section),
    (text!("监测与警报", "Monitoring and alerts"), watch::section),
    (text!("禁忌、交叉提示与药物名录", "Contraindications, crossings, substances"), against),
];

/// The page.
pub fn decision_table() -> String {
    let mut page = String::from(HEAD);
    for (number, (title, section)) in (1..).zip(SECTIONS) {
        let _ = write!(page, "\n## {number} {}\n", page::both(title));
        section(&mut page);
    }
    page.push_str("\n## 审核 / Review\n\n| 节 section | 同意 agreed | 意见 remarks |\n|---|---|---|\n");
    for (number, (title, _)) in (1..).zip(SECTIONS) {
        let _ = writeln!(page, "| {number} {} | | |", page::both(title));
    }
    page.push_str("\n审核人 reviewer: ______________  日期 date: ______________\n");
    page
}

fn against(page: &mut String) {
    rows::list(page);
    limits::list(page);
    crossings::list(page);
}

const HEAD: &str = "# 决策表 / Decision table\n\n\
    由 `src/clinical/` 中的表和函数生成，与程序不一致时测试失败：每一格都是问程序得来的，界限由逐值询问找出。标记：**V** 已在所示公开资料中读到；**V2** 仅见于二手资料；**K** 已知但来源未核实；**D** 本规格决定（本院设定）。\n\n\
    Generated from the tables and functions in `src/clinical/`; a test fails when it differs. Every cell is asked of the program, and limits are found by asking figure by figure. \
    Marks: **V** read in the public place named; **V2** read only in a secondary source; **K** known, source not verified; **D** a decision of ours (local setting). What stands after K or D is the one statement meant. Keys are listed in `evidence.md`.\n\n\
    基础预防（宣教、早期活动、踝泵、避免脱水、保护静脉）适用于每一位患者。以下均为建议，用药须医师确认。\n\n\
    Basic prophylaxis (education, early mobilisation, ankle pumps, hydration, vein care) is for every patient. All below is proposed; a physician confirms every drug.\n";
