//! Workbooks: what is written reads back as the same counts and texts, dates come by the type of their cells, and what cannot be had
//! truly is refused with its row and column, never its value.
#![cfg(not(target_family = "wasm"))]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use virchow::interop::sheets::{read_sheet, sheet_as_csv, write_workbook};

const TABLES: &str = r#"{ "sheets": [
    { "name": "月报 2026-03", "columns": ["指标", "分子", "分母", "率"], "rows": [["VTE风险评估率", 412, 455, "90.55 %"], ["=1+1", 0, 0, "–"], ["-5", null, 7, "+x"], ["@SUM(A1)", 123456789012345678, 0.5, ""]] },
    { "name": "Departments", "columns": ["Department", "Discharges"], "rows": [["骨科", 31382]] } ] }"#;

#[test]
fn what_is_written_reads_back_as_the_same() {
    let bytes = write_workbook(TABLES).expect("a workbook");
    let rows = read_sheet(&bytes, None).expect("rows");
    let rows: Vec<(u32, Vec<&str>)> = rows.iter().map(|(row, cells)| (*row, cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        rows,
        [
            (1, vec!["指标", "分子", "分母", "率"]),
            (2, vec!["VTE风险评估率", "412", "455", "90.55 %"]),
            (3, vec!["=1+1", "0", "0", "–"]),
            (4, vec!["-5", "", "7", "+x"]),
            (5, vec!["@SUM(A1)", "123456789012345678", "0.5"]),
        ]
    );
    assert_eq!(read_sheet(&bytes, Some("Departments")).expect("rows")[1], (2, vec!["骨科".to_owned(), "31382".to_owned()]));
    assert_eq!(bytes, write_workbook(TABLES).expect("again"), "the same tables, the same bytes");
}

#[test]
fn random_counts_come_back_one_by_one() {
    let mut seed: u64 = 17;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % 10_u64.pow(1 + (seed >> 60) as u32 % 9)
    };
    let counts: Vec<Vec<u64>> = (0..300).map(|_| (0..8).map(|_| next()).collect()).collect();
    let rows: Vec<String> = counts.iter().map(|row| format!("[{}]", row.iter().map(u64::to_string).collect::<Vec<_>>().join(","))).collect();
    let tables = format!(r#"{{ "sheets": [{{ "name": "s", "columns": ["a"], "rows": [{}] }}] }}"#, rows.join(","));
    let back = read_sheet(&write_workbook(&tables).expect("a workbook"), None).expect("rows");
    let back: Vec<Vec<u64>> = back[1..].iter().map(|(_, cells)| cells.iter().map(|cell| cell.parse().expect("a count")).collect()).collect();
    assert_eq!(back, counts);
}

/// A sheet with dates, a stray cell far below, a record number kept as a number, and an error.
fn hospital() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (day, time) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
    for (column, name) in ["BAH", "ZYCS", "RYSJ", "CYSJ", "备注"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, name).expect("written");
    }
    let at = |text: &str| ExcelDateTime::parse_from_str(text).expect("a time");
    sheet.write_string(1, 0, "00771").expect("written");
    sheet.write_number(1, 1, 1).expect("written");
    sheet.write_datetime_with_format(1, 2, at("2026-03-01"), &day).expect("written");
    sheet.write_datetime_with_format(1, 3, at("2026-03-09 08:05:00"), &time).expect("written");
    sheet.write_string(1, 4, "一,\"二\"\n三").expect("written");
    sheet.write_number(3, 0, 420_106_199_001_011_234_f64).expect("written");
    sheet.write_number(3, 1, 1).expect("written");
    sheet.write_string(5, 0, "00772").expect("written");
    sheet.write_string(900_000, 2, "末").expect("written");
    workbook.save_to_buffer().expect("bytes")
}

#[test]
fn dates_come_by_their_type_and_line_k_is_row_k() {
    let said: serde_json::Value = serde_json::from_str(&sheet_as_csv(&hospital(), r#"{ "rows": true }"#)).expect("JSON");
    assert_eq!(said["rows"][1], serde_json::json!({ "row": 2, "cells": ["00771", "1", "2026-03-01", "2026-03-09 08:05:00", "一,\"二\"\n三"] }));
    let lines: Vec<&str> = said["csv"].as_str().expect("a text").split('\n').collect();
    assert_eq!(lines[1], r#"00771,1,2026-03-01,2026-03-09 08:05:00,"一,""二"" 三""#);
    assert_eq!((lines[2], lines[3], lines[5], lines.len()), ("", "", "00772", 900_002));
    assert_eq!((said["count"].as_u64(), said["refusedCount"].as_u64()), (Some(4), Some(1)));
    let refused = &said["refused"][0];
    assert_eq!(
        (refused["row"].as_u64(), refused["faults"][0]["column"].as_str(), refused["faults"][0]["name"].as_str()),
        (Some(4), Some("A"), Some("BAH"))
    );
    assert_eq!(refused["faults"][0]["code"], "E_DIGITS");
    assert!(!said["refused"].to_string().contains("4201"));
}

#[test]
fn what_cannot_be_written_or_read_names_its_place() {
    let path = |input: &str| {
        let said: serde_json::Value = serde_json::from_str(&write_workbook(input).expect_err("refused")).expect("JSON");
        (said["error"]["code"].as_str().unwrap_or_default().to_owned(), said["error"]["path"].as_str().unwrap_or_default().to_owned())
    };
    let sheet = |name: &str| format!(r#"{{ "name": "{name}", "columns": [], "rows": [] }}"#);
    assert_eq!(path(r#"{ "sheets": [] }"#), ("E_EMPTY".into(), "/sheets".into()));
    for name in ["a/b", "", "'x", "   "] {
        assert_eq!(path(&format!(r#"{{ "sheets": [{}] }}"#, sheet(name))), ("E_NAME".into(), "/sheets/0/name".into()), "{name}");
    }
    assert_eq!(path(&format!(r#"{{ "sheets": [{}, {}] }}"#, sheet("A"), sheet("a"))), ("E_NAME".into(), "/sheets/1/name".into()));
    assert_eq!(path(r#"{ "sheets": [{ "name": "a", "columns": [], "rows": [[true]] }] }"#).1, "/sheets/0/rows/0/0");
    for (bytes, told, code) in [(&b"PK\x03\x04"[..], "{}", "E_FORMAT"), (b"", "{}", "E_FORMAT"), (b"a,b\n1,2\n", "{}", "E_FORMAT")] {
        assert!(sheet_as_csv(bytes, told).contains(code));
    }
    assert!(sheet_as_csv(&hospital(), r#"{ "sheet": "无此表" }"#).contains("E_NAME"));
    // Every cut of a workbook is refused or read, and none of them stops the program.
    let whole = hospital();
    for end in (0..whole.len()).step_by(97) {
        let _ = sheet_as_csv(&whole[..end], "{}");
    }
}
