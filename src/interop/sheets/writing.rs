//! Plain tables as a workbook: `{ sheets: [{ name, columns, rows }] }`. A text is written as a text and a number as a number, so no
//! cell is a formula whatever it begins with, and nothing has to be defused. The same tables give the same bytes: the workbook says
//! no day of its own.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::interop::json::{Tree, amount};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, Shape, check, read, required};

/// Rows and columns that a sheet can have.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// Characters of one cell.
const MOST_CHARACTERS: usize = 32_767;

/// Bytes of the tables.
const MOST_BYTES: usize = 64 * 1024 * 1024;

pub static WORKBOOK: Shape =
    Shape::Object { open: false, fields: &[required("sheets", Shape::List(&SHEET), "Sheets in their order, each of a name of its own.")] };

static SHEET: Shape = Shape::Object {
    open: false,
    fields: &[
        required("name", Shape::Text(31), "Name of the sheet: at most 31 characters, none of : \\ / ? * [ ]."),
        required("columns", Shape::List(&Shape::Text(MOST_CHARACTERS)), "First row, in bold type."),
        required("rows", Shape::List(&Shape::List(&CELL)), "Rows of texts, numbers and null (an empty cell)."),
    ],
};

static CELL: Shape = Shape::Or(&[Shape::Text(MOST_CHARACTERS), Shape::Number, Shape::Null]);

/// The workbook, or a refusal as JSON.
pub fn write_workbook(input: &str) -> Result<Vec<u8>, String> {
    made(input).map_err(|rejected| rejected.to_json())
}

fn made(input: &str) -> Result<Vec<u8>, Rejected> {
    let place = Place::root("");
    let input = read(input, MOST_BYTES, &place)?;
    check(&input, &WORKBOOK, &place)?;
    let at_sheets = place.key("sheets");
    let sheets = input["sheets"].items();
    if sheets.is_empty() {
        return Err(at_sheets.reject("E_EMPTY", "没有工作表。请至少给出一张。", "There is no sheet. Give at least one."));
    }
    let mut workbook = Workbook::new();
    if let Ok(day) = ExcelDateTime::from_ymd(2000, 1, 1) {
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    }
    for (index, sheet) in sheets.iter().enumerate() {
        let at = at_sheets.index(index);
        let name = sheet.text("name").unwrap_or_default();
        let is_name =
            !name.trim().is_empty() && !name.contains([':', '\\', '/', '?', '*', '[', ']']) && !name.starts_with('\'') && !name.ends_with('\'');
        let again = sheets[..index].iter().any(|other| other.text("name").is_some_and(|other| other.to_lowercase() == name.to_lowercase()));
        if !is_name || again {
            return Err(at.key("name").reject(
                "E_NAME",
                "工作表名称不可用：1至31个字符，不含 : \\ / ? * [ ]，首尾不为单引号，且不与另一张重名。",
                "This is no name for a sheet: 1 to 31 characters, none of : \\ / ? * [ ], no apostrophe at either end, and no other sheet of that name.",
            ));
        }
        fill(workbook.add_worksheet(), sheet, name).map_err(|fault| match fault {
            NotWritten::TooLarge => at.key("rows").reject(
                "E_RANGE",
                "超过一张工作表的容量（1048576行、16384列）。请分成几张。",
                "More than one sheet can hold (1048576 rows, 16384 columns). Divide it.",
            ),
            NotWritten::Refused => at.reject("E_WRITE", "未能写入此工作表，请核对内容。", "This sheet could not be written. Check what it holds."),
        })?;
    }
    workbook.save_to_buffer().map_err(|_| place.reject("E_WRITE", "未能生成工作簿。", "The workbook could not be made."))
}

enum NotWritten {
    TooLarge,
    /// What the library says may hold a value, and is not passed on.
    Refused,
}

impl From<XlsxError> for NotWritten {
    fn from(_: XlsxError) -> NotWritten {
        NotWritten::Refused
    }
}

fn fill(worksheet: &mut Worksheet, sheet: &Tree<'_>, name: &str) -> Result<(), NotWritten> {
    let (columns, rows) = (sheet["columns"].items(), sheet["rows"].items());
    let widest = rows.iter().map(|row| row.items().len()).max().unwrap_or_default().max(columns.len());
    if rows.len() >= MOST_ROWS || widest > MOST_COLUMNS {
        return Err(NotWritten::TooLarge);
    }
    worksheet.set_name(name)?;
    worksheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, title) in columns.iter().enumerate() {
        worksheet.write_string_with_format(0, column as u16, title.as_str().unwrap_or_default(), &bold)?;
    }
    for (index, row) in rows.iter().enumerate() {
        for (column, cell) in row.items().iter().enumerate() {
            let (row, column) = (index as u32 + 1, column as u16);
            match cell {
                // A longer number would lose its last digits.
                Tree::Number(number) if number.as_str().bytes().filter(u8::is_ascii_digit).count() > 15 => {
                    worksheet.write_string(row, column, number.as_str())?
                }
                Tree::Number(number) => worksheet.write_number(row, column, amount(number))?,
                Tree::String(text) => worksheet.write_string(row, column, &**text)?,
                _ => continue,
            };
        }
    }
    Ok(())
}
