//! Workbooks (XLSX), in a bundle of their own (`bin/sheets`): plain tables written, and one sheet read for the intake that takes CSV.
//! The only home of the libraries `rust_xlsxwriter` and `calamine`. Bytes and JSON in and out; nothing is kept, and no refusal repeats a cell.

pub mod reading;
pub mod writing;

pub use reading::{read_sheet, sheet_as_csv};
pub use writing::write_workbook;
