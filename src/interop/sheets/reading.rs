//! One sheet of a workbook as rows of texts, and as CSV for the intake of [`crate::interop::csv`]: line k of it is row k of the sheet,
//! so what the intake says of a line is true of the row. A cell that is a date by its type becomes a day or a time; what cannot be
//! had truly (a number of more than fifteen digits, an error) is refused with row and column, and the row is left out.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, TimeDelta, Timelike};

use crate::interop::csv::columns::PRESETS;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, Shape, check, optional, read};
use crate::interop::writing::Writing;
use crate::text::{Text, text};

/// What is told of a workbook.
pub static SHEET_TOLD: Shape = Shape::Object {
    open: false,
    fields: &[
        optional("sheet", Shape::Text(255), "Name of the sheet; default the first."),
        optional("rows", Shape::Flag, "Whether the answer lists the rows too; default false."),
    ],
};

/// Bytes of a workbook, its rows and its columns: a front page of a year is below all of them.
const MOST_BYTES: usize = 128 * 1024 * 1024;
const ROWS: usize = 1_048_576;
const COLUMNS: u32 = 4_096;
/// Bytes of all texts together.
const TEXT: usize = 512 * 1024 * 1024;
/// Refused rows that are listed one by one.
const LISTED: usize = 1_000;

/// Why a cell is not read.
struct SheetFault {
    column: u32,
    code: &'static str,
    text: Text,
}

/// A sheet that was read. Rows by their number from 1; rows with a fault are in `refused` only.
#[derive(Default)]
struct SheetRows {
    rows: Vec<(u32, Vec<String>)>,
    refused: Vec<(u32, Vec<SheetFault>)>,
}

/// The sheet as CSV: `{ v, sheet, sheets, rows, refused: [{ row, faults: [{ column, name, code, message }] }], refusedRows, csv }`.
pub fn sheet_as_csv(bytes: &[u8], told: &str) -> String {
    answered(bytes, told).unwrap_or_else(|rejected| rejected.to_json())
}

/// Rows of a sheet by their number in it, as texts. Rows with a fault are left out.
pub fn read_sheet(bytes: &[u8], name: Option<&str>) -> Result<Vec<(u32, Vec<String>)>, String> {
    let place = Place::root("");
    opened(bytes, name, &place).map(|(_, _, found)| found.rows).map_err(|rejected| rejected.to_json())
}

fn answered(bytes: &[u8], told: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let told = read(told, 64 * 1024, &place)?;
    check(&told, &SHEET_TOLD, &place)?;
    let (name, names, found) = opened(bytes, told.text("sheet"), &place)?;
    let mut out = Writing::object();
    out.whole("v", 1);
    out.text("sheet", &name);
    out.texts("sheets", &names.iter().map(String::as_str).collect::<Vec<_>>());
    out.whole("count", found.rows.len());
    out.whole("refusedCount", found.refused.len());
    let header = found.rows.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    out.list("refused");
    for (row, faults) in found.refused.iter().take(LISTED) {
        out.open("");
        out.whole("row", *row as usize);
        out.list("faults");
        for fault in faults {
            out.open("");
            out.text("column", &letters(fault.column));
            // By its letters, and by a name of ours where the header has one: another header may be no header, but a patient.
            let name = header.get(fault.column as usize).and_then(|name| known(name));
            out.maybe("name", name);
            out.text("code", fault.code);
            out.both("message", fault.text);
            out.end();
        }
        out.end();
        out.end();
    }
    out.end();
    if told["rows"].as_bool() == Some(true) {
        out.list("rows");
        for (row, cells) in &found.rows {
            out.open("");
            out.whole("row", *row as usize);
            out.texts("cells", &cells.iter().map(String::as_str).collect::<Vec<_>>());
            out.end();
        }
        out.end();
    }
    out.text("csv", &csv(&found));
    Ok(out.done())
}

type OpenedSheet = (String, Vec<String>, SheetRows);

fn opened(bytes: &[u8], name: Option<&str>, place: &Place<'_>) -> Result<OpenedSheet, Rejected> {
    let at = place.key("bytes");
    if bytes.len() > MOST_BYTES {
        return Err(at.reject(
            "E_RANGE",
            "文件超过128 MB。请分成几个文件，或导出为CSV。",
            "The file is larger than 128 MB. Divide it, or export it as CSV.",
        ));
    }
    let no_workbook = || {
        at.reject(
            "E_FORMAT",
            "此文件不是可读的XLSX工作簿（旧的XLS、加密的文件不能读）。请另存为XLSX或CSV。",
            "This is no XLSX workbook that can be read (old XLS and encrypted files cannot). Save it as XLSX or CSV.",
        )
    };
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| no_workbook())?;
    let names = workbook.sheet_names();
    let name = match name {
        Some(name) => names.iter().find(|held| *held == name).cloned(),
        None => names.first().cloned(),
    };
    let name = name.ok_or_else(|| place.key("sheet").reject("E_NAME", "工作簿中没有这张工作表。", "The workbook has no sheet of that name."))?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| no_workbook())?;
    let (mut found, mut texts) = (SheetRows::default(), 0);
    let mut faults: Vec<(u32, SheetFault)> = vec![];
    let mut last: Option<u32> = None;
    // Cell by cell: a sheet that has one cell far down does not become a table of all the empty ones above it.
    while let Some(cell) = cells.next_cell().map_err(|_| no_workbook())? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if last.is_some_and(|last| row < last) {
            return Err(no_workbook());
        }
        if last != Some(row) {
            found.rows.push((row + 1, vec![]));
            last = Some(row);
        }
        match as_text(cell.get_value()) {
            _ if column >= COLUMNS => faults.push((row + 1, SheetFault { column, code: "E_RANGE", text: TOO_WIDE })),
            Ok(text) => {
                texts += text.len();
                let Some((_, cells)) = found.rows.last_mut() else { continue };
                if cells.len() <= column as usize {
                    cells.resize(column as usize + 1, String::new());
                }
                cells[column as usize] = text;
            }
            Err((code, text)) => faults.push((row + 1, SheetFault { column, code, text })),
        }
        if texts > TEXT || found.rows.len() > ROWS {
            return Err(at.reject("E_RANGE", "工作表过大。请分成几张，或导出为CSV。", "The sheet is too large. Divide it, or export it as CSV."));
        }
    }
    for (row, fault) in faults {
        match found.refused.last_mut() {
            Some((held, faults)) if *held == row => faults.push(fault),
            _ => found.refused.push((row, vec![fault])),
        }
    }
    let refused: std::collections::HashSet<u32> = found.refused.iter().map(|(row, _)| *row).collect();
    found.rows.retain(|(row, _)| !refused.contains(row));
    Ok((name, names, found))
}

const TOO_WIDE: Text = text!("超过4096列。", "Beyond column 4096.");

/// What a cell says, as a table of texts has it.
fn as_text(cell: &DataRef<'_>) -> Result<String, (&'static str, Text)> {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) => Ok(text.trim().to_owned()),
        DataRef::SharedString(text) => Ok((*text).trim().to_owned()),
        DataRef::Int(number) => Ok(number.to_string()),
        DataRef::Float(number) => as_digits(*number),
        DataRef::Bool(flag) => Ok(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(at) => moment(at).ok_or(("E_DATE", text!("不是可读的日期或时间。", "No day or time that can be read."))),
        DataRef::DurationIso(_) => Err(("E_DATE", text!("是时长而不是日期。请改为日期或文本。", "A duration, not a day. Make it a day or a text."))),
        DataRef::Error(_) => Err(("E_CELL", text!("单元格为错误值（如#N/A）。请更正。", "The cell is an error (#N/A, say). Correct it."))),
        DataRef::Empty => Ok(String::new()),
    }
}

/// Fifteen digits are all that a number in a workbook keeps: a longer record number has lost its end already.
fn as_digits(number: f64) -> Result<String, (&'static str, Text)> {
    if !number.is_finite() || number.abs() >= 1e15 {
        return Err((
            "E_DIGITS",
            text!(
                "超过15位的数字在Excel中已失去末位。请将该列设为文本后重新导出。",
                "A number of more than 15 digits has lost its last ones in the workbook. Make the column a text and export it again."
            ),
        ));
    }
    Ok(if number == number.trunc() { format!("{number:.0}") } else { number.to_string() })
}

/// A cell of the type date: a day, a day and a time, or (below one day) a time. To the second.
fn moment(at: &ExcelDateTime) -> Option<String> {
    let serial = at.as_f64();
    if at.is_duration() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let of_day = format!("{hour:02}:{minute:02}:{second:02}");
    if serial < 1.0 {
        return Some(of_day);
    }
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?;
    let exact = day.and_hms_opt(hour.into(), minute.into(), second.into())?;
    let exact = if milli >= 500 { exact + TimeDelta::seconds(1) } else { exact };
    let is_midnight = exact.num_seconds_from_midnight() == 0;
    Some(exact.format(if is_midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string())
}

/// The column of a preset that this is the name of.
fn known(name: &str) -> Option<&'static str> {
    let header = [name.to_owned()];
    PRESETS.iter().find_map(|preset| {
        let found = preset.find(&header);
        let place = found.places.iter().position(Option::is_some)?;
        preset.columns.get(place).map(|column| column.id)
    })
}

/// A column as workbooks name it.
fn letters(column: u32) -> String {
    let (mut left, mut name) = (column + 1, vec![]);
    while left > 0 {
        name.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

/// Line k is row k; a row that is empty or refused is an empty line. No cell spans lines.
fn csv(found: &SheetRows) -> String {
    let (mut out, mut line) = (String::new(), 1);
    for (row, cells) in &found.rows {
        (line..*row).for_each(|_| out.push('\n'));
        line = row + 1;
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let one_line = cell.replace(['\r', '\n'], " ");
            if one_line.contains([',', '"', ';', '\t']) || index == 0 && one_line.is_empty() {
                out.push_str(&["\"", &one_line.replace('"', "\"\""), "\""].concat());
            } else {
                out.push_str(&one_line);
            }
        }
        out.push('\n');
    }
    out
}
