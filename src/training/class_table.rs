//! A class as CSV: one row a learner. A cell that a spreadsheet would take for a formula is defused; UTF-8 with a byte order mark,
//! because Chinese spreadsheets read it no other way.

use super::attempt::LearnerName;
use super::class::LessonClass;
use super::edition::EditionStanding;
use crate::text::{Lang, Text, text};

/// One cell: quoted where it must be; one that begins as a formula would (`=`, `+`, `-`, `@`, a tab or a break) gets an apostrophe before it.
pub fn csv_cell(text: &str) -> String {
    let defused =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text.to_owned() };
    if defused.contains([',', '"', '\n', '\r', '\'']) { format!("\"{}\"", defused.replace('"', "\"\"")) } else { defused }
}

const HEADS: [Text; 11] = [
    text!("学员", "learner"),
    text!("实名", "named"),
    text!("得分%", "percent"),
    text!("结果", "result"),
    text!("开始", "started"),
    text!("用时（秒）", "seconds"),
    text!("超时", "over time"),
    text!("时钟回拨（分）", "clock set back (min)"),
    text!("中途继续", "resumed"),
    text!("评分表版本", "tables"),
    text!("校验值", "seal"),
];

impl LessonClass {
    /// The board as CSV, in the order of the board; a column for each exercise.
    pub fn to_csv(&self, lang: Lang) -> String {
        let yes_no = |yes: bool| if yes { text!("是", "yes") } else { text!("否", "no") }.get(lang).to_owned();
        let mut rows: Vec<Vec<String>> =
            vec![HEADS.iter().map(|head| head.get(lang).to_owned()).chain(self.lesson.exercises.iter().cloned()).collect()];
        for result in self.board() {
            let passed = match result.passed {
                None => text!("无", "none"),
                Some(true) => text!("通过", "passed"),
                Some(false) => text!("未通过", "not passed"),
            };
            let older = if result.standing == EditionStanding::Same { "" } else { text!("（较早版本）", " (older)").get(lang) };
            let mut row = vec![
                result.who.shown().to_owned(),
                yes_no(matches!(result.who, LearnerName::Named(_))),
                result.percent.to_string(),
                passed.get(lang).to_owned(),
                result.started.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
                result.seconds.to_string(),
                yes_no(result.over_time),
                result.clock_back_min.to_string(),
                result.resumed.to_string(),
                [&*result.edition.version, older].concat(),
                result.seal.chars().take(16).collect(),
            ];
            row.extend(result.lines.iter().map(|line| line.percent.to_string()));
            rows.push(row);
        }
        let lines: Vec<String> = rows.iter().map(|row| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",")).collect();
        ["\u{feff}", &lines.join("\r\n"), "\r\n"].concat()
    }
}
