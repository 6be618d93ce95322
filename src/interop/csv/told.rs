//! Front pages for programs: `frontPages(bytes, { facility, tier, salt, … })` surveys a file, takes it, and answers with the two tables
//! that indicators are counted from, and with every row that it did not take. JSON out; nothing of a refused cell is repeated.

use super::columns::FRONT_PAGE;
use super::dates::{ColumnOrder, DateOrder};
use super::encoding::{Gb18030, TableEncoding};
use super::intake::{FileIntake, FileSurvey, IntakeCounts, JudgedRow, NotAgreed, RefusedRow, SurveyedFile};
use super::stay::ToldOfFile;
use crate::interop::quality::rows::{write_episode, write_settled};
use crate::interop::quality::shapes::TIER;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Field, Place, Read as _, Shape, check, optional, read, required};
use crate::interop::writing::Writing;
use crate::quality::episode::SettledStay;
use crate::record::local::{East, Wall};

const ORDER: Shape = Shape::OneOf(&["ymd", "dmy", "mdy"]);

/// What is told of a file.
pub static FRONT_PAGES: Shape = Shape::Object {
    open: false,
    fields: &[
        required("facility", Shape::Text(128), "Hospital or site that the file is of."),
        required("tier", TIER, "Its level of care."),
        required(
            "salt",
            Shape::Text(128),
            "Secret of this facility (16 characters or more), from which the keys of stays and patients are made; the same for each of its files.",
        ),
        optional("timeZone", Shape::Text(64), "IANA zone of the times in the file; default Asia/Shanghai."),
        optional("encoding", Shape::OneOf(&["utf-8", "gb18030"]), "Where the survey found another than a person sees."),
        optional("orders", ORDERS, "Order of day, month and year of a column, where the column leaves it open."),
    ],
};

const ORDERS: Shape = Shape::Object { open: false, fields: ORDER_FIELDS };
const ORDER_FIELDS: &[Field] =
    &[optional("CSRQ", ORDER, "Date of birth."), optional("RYSJ", ORDER, "Admission."), optional("CYSJ", ORDER, "Discharge.")];

/// Characters that a salt has at least: record numbers are few, and a short secret could be tried out.
const SALT_AT_LEAST: usize = 16;

/// Refused rows that are listed one by one; the others are counted.
const LISTED: usize = 1_000;

/// Surveys and takes a file: `{ v, file, counts, faults, refused, episode, settled }`, or `{ error, file }` where a person has to say
/// or mend something first.
pub fn front_pages(bytes: &[u8], told: &str, gb18030: Gb18030<'_>, east: East) -> String {
    let place = Place::root("");
    let (told, orders, encoding) = match read_told(told, east, &place) {
        Ok(told) => told,
        Err(rejected) => return rejected.to_json(),
    };
    let mut survey = FileSurvey::of(bytes);
    survey.feed(bytes);
    let mut file = survey.finish(gb18030);
    file.encoding = encoding.unwrap_or(file.encoding);
    let mut out = Writing::object();
    let agreed = match file.agreed(&orders, told) {
        Ok(agreed) => agreed,
        Err(why) => {
            why.rejected(&place).write(&mut out, "error");
            write_file(&mut out, &file);
            return out.done();
        }
    };
    let (mut stays, mut refused): (Vec<SettledStay>, Vec<RefusedRow>) = (vec![], vec![]);
    let mut each = |row: JudgedRow| match row {
        JudgedRow::Taken(stay) => stays.push(*stay),
        JudgedRow::Refused(row) if refused.len() < LISTED => refused.push(row),
        JudgedRow::Refused(_) | JudgedRow::Again(_) => {}
    };
    let mut intake = FileIntake::new(agreed);
    intake.feed(bytes, gb18030, &mut each);
    let counts = intake.finish(gb18030, &mut each);
    out.whole("v", 1);
    write_file(&mut out, &file);
    write_counts(&mut out, &counts);
    out.list("refused");
    for row in &refused {
        out.open("");
        out.whole("line", row.line as usize);
        out.list("faults");
        for fault in &row.faults {
            out.open("");
            out.text("column", fault.column);
            out.text("code", fault.code);
            out.both("message", fault.text);
            out.end();
        }
        out.end();
        out.end();
    }
    out.end();
    out.list("episode");
    stays.iter().for_each(|stay| write_episode(&mut out, "", &stay.episode));
    out.end();
    out.list("settled");
    stays.iter().flat_map(|stay| &stay.facts).for_each(|row| write_settled(&mut out, "", row));
    out.end();
    out.done()
}

type Told = (ToldOfFile, Vec<(&'static str, DateOrder)>, Option<TableEncoding>);

fn read_told(told: &str, east: East, place: &Place<'_>) -> Result<Told, Rejected> {
    let told = read(told, 64 * 1024, place)?;
    check(&told, &FRONT_PAGES, place)?;
    if told.text("salt").is_none_or(|salt| salt.trim().chars().count() < SALT_AT_LEAST) {
        return Err(place.key("salt").reject(
            "E_SCHEMA",
            "密钥太短：至少16个字符，随机生成，每个医院一个，妥善保存。",
            "The salt is too short: 16 characters or more, made at random, one for each hospital, and kept safe.",
        ));
    }
    let orders = ORDER_FIELDS.iter().filter_map(|field| {
        let order = match told["orders"].text(field.name)? {
            "dmy" => DateOrder::DayMonthYear,
            "mdy" => DateOrder::MonthDayYear,
            _ => DateOrder::YearMonthDay,
        };
        Some((field.name, order))
    });
    let encoding = told.text("encoding").map(|label| if label == "utf-8" { TableEncoding::Utf8 } else { TableEncoding::Gb18030 });
    let mut wall = Wall { east, ..Wall::default() };
    if let Some(zone) = told.text("timeZone") {
        wall.zone = zone.to_owned();
    }
    let text = |key: &str| told.text(key).unwrap_or_default().to_owned();
    let of_file = ToldOfFile { facility: text("facility"), tier: text("tier"), salt: text("salt"), wall };
    Ok((of_file, orders.collect(), encoding))
}

/// What the file is: for a person to look at. The first rows are not in it, because they name patients; nor is the first one where no
/// column was found in it, because it may be no header.
fn write_file(out: &mut Writing, file: &SurveyedFile) {
    out.open("file");
    out.text("encoding", file.encoding.label());
    out.text(
        "delimiter",
        if file.delimiter == b'\t' {
            "tab"
        } else if file.delimiter == b';' {
            ";"
        } else {
            ","
        },
    );
    out.maybe("preset", file.preset);
    out.whole("rows", file.rows as usize);
    let is_header = file.columns.places.iter().any(Option::is_some);
    out.list("columns");
    for (column, place) in FRONT_PAGE.columns.iter().zip(&file.columns.places) {
        out.open("");
        out.text("id", column.id);
        out.both("label", column.label);
        out.maybe("name", place.and_then(|place| file.header.get(place)).map(String::as_str));
        let order = file.orders.iter().find(|(id, _)| *id == column.id).map(|(_, order)| match order {
            ColumnOrder::One(DateOrder::YearMonthDay) => "ymd",
            ColumnOrder::One(DateOrder::DayMonthYear) => "dmy",
            ColumnOrder::One(DateOrder::MonthDayYear) => "mdy",
            ColumnOrder::Ask => "ask",
            ColumnOrder::None => "none",
        });
        out.maybe("order", order);
        out.end();
    }
    out.end();
    out.texts("missing", &file.columns.missing);
    out.texts("twice", &file.columns.twice);
    let unused = file.columns.unused.iter().filter(|_| is_header).filter_map(|place| file.header.get(*place));
    let unused: Vec<&str> = unused.map(String::as_str).collect();
    out.texts("unused", &unused);
    out.end();
}

fn write_counts(out: &mut Writing, counts: &IntakeCounts) {
    out.open("counts");
    out.whole("taken", counts.taken as usize);
    out.whole("again", counts.again as usize);
    out.whole("refused", counts.refused as usize);
    out.end();
    out.list("faults");
    for ((column, code), rows) in &counts.by_fault {
        out.open("");
        out.text("column", column);
        out.text("code", code);
        out.whole("rows", *rows as usize);
        out.end();
    }
    out.end();
}

impl NotAgreed {
    /// As a program is told.
    fn rejected(&self, place: &Place<'_>) -> Rejected {
        match self {
            NotAgreed::Empty => place.key("bytes").reject(
                "E_EMPTY",
                "文件中没有可读的数据行。请核对文件和分隔符。",
                "The file has no row that can be read. Check the file and its delimiter.",
            ),
            NotAgreed::Missing(columns) => {
                let columns = columns.join(", ");
                place.key("bytes").reject(
                    "E_COLUMNS",
                    format!("缺少必需的列：{columns}。请在导出中加入这些列，或改用首页标准列名。"),
                    format!("These columns are needed and not there: {columns}. Export them too, or name them as the front page does."),
                )
            }
            NotAgreed::AskOrder(column) => place.key("orders").key(column).reject(
                "E_ASK",
                "该列的日期可读作日/月/年，也可读作月/日/年。请在orders中说明（dmy或mdy）。",
                "The days of this column can be read as day/month/year or month/day/year. Say which in orders (dmy or mdy).",
            ),
            NotAgreed::NoDays(column) => place.key("orders").key(column).reject(
                "E_DATE",
                "该列多数内容不是日期。请核对列的对应关系和导出格式。",
                "Most cells of this column are no days. Check which column it is, and the format of the export.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::local::china;
    use encoding_rs::GB18030;

    fn decode(bytes: &[u8]) -> Option<String> {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
    }

    const TOLD: &str = r#"{ "facility": "县医院", "tier": "county", "salt": "0123456789abcdef" }"#;

    fn answer(bytes: &[u8], told: &str) -> serde_json::Value {
        serde_json::from_str(&front_pages(bytes, told, &decode, china)).expect("JSON")
    }

    #[test]
    fn a_gbk_file_becomes_the_two_tables_and_no_number_of_a_record_leaves() {
        let file = GB18030.encode("病案号,住院次数,入院时间,出院时间,主要诊断编码,入院病情,备注\n7788991,1,2026-03-01,2026-03-09,I26.9,4,x\n7788992,1,2026-03-01,,,,y\n").0.into_owned();
        let answer = answer(&file, TOLD);
        assert_eq!(
            (answer["file"]["encoding"].as_str(), answer["file"]["preset"].as_str(), &answer["file"]["unused"]),
            (Some("gb18030"), Some("front_page"), &serde_json::json!(["备注"]))
        );
        assert_eq!(answer["counts"], serde_json::json!({ "taken": 1, "again": 0, "refused": 1 }));
        assert_eq!((answer["refused"][0]["line"].as_u64(), answer["refused"][0]["faults"][0]["column"].as_str()), (Some(3), Some("CYSJ")));
        assert_eq!(
            (answer["episode"][0]["discharged_month"].as_str(), answer["settled"][0]["kind"].as_str()),
            (Some("2026-03"), Some("vte_confirmed"))
        );
        assert!(!answer.to_string().contains("778899"));
    }

    #[test]
    fn a_file_without_a_header_answers_with_no_cell_of_its_first_patient() {
        let said = answer("7788991,1,张三,2026-03-01\n7788992,1,李四,2026-03-01\n".as_bytes(), TOLD);
        assert_eq!((said["error"]["code"].as_str(), &said["file"]["unused"]), (Some("E_COLUMNS"), &serde_json::json!([])));
        assert!(["778899", "张三", "2026"].iter().all(|cell| !said.to_string().contains(cell)), "{said}");
    }

    #[test]
    fn what_a_person_has_to_say_first_is_an_error_with_the_place() {
        let file = b"BAH,ZYCS,RYSJ,CYSJ\n1,1,3/4/2026,5/4/2026\n";
        let asked = answer(file, TOLD);
        assert_eq!((asked["error"]["code"].as_str(), asked["error"]["path"].as_str()), (Some("E_ASK"), Some("/orders/RYSJ")));
        let told = r#"{ "facility": "f", "tier": "county", "salt": "0123456789abcdef", "orders": { "RYSJ": "dmy", "CYSJ": "dmy" } }"#;
        assert_eq!(answer(file, told)["episode"][0]["discharged_day"].as_str(), Some("2026-04-05"));
        assert_eq!(answer(b"", TOLD)["error"]["code"].as_str(), Some("E_EMPTY"));
        assert_eq!(answer(b"a,b\n1,2\n", TOLD)["error"]["code"].as_str(), Some("E_COLUMNS"));
        for salt in ["", "s", "0123456789abcde", "               s"] {
            let short = TOLD.replace("0123456789abcdef", salt);
            assert_eq!(
                (answer(file, &short)["error"]["code"].as_str(), answer(file, &short)["error"]["path"].as_str()),
                (Some("E_SCHEMA"), Some("/salt"))
            );
        }
        assert_eq!(answer(file, r#"{ "facility": "f", "tier": "county" }"#)["error"]["path"].as_str(), Some("/salt"));
    }
}
