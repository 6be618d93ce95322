//! One row of the front page of an inpatient record (住院病案首页). What is empty, or says that it is not known, is `None` here and nothing
//! else; what cannot be read is a fault of its cell, with the column and the remedy, and the row is not taken.

use super::columns::{FRONT_PAGE, FoundColumns};
use super::dates::{CivilMoment, DateOrder, WrittenTo, hour, moment};
use super::encoding::{Gb18030, TableEncoding, text_of};
use super::reading::RawFields;
use crate::clinical::chart::Sex;
use crate::quality::episode::MOST_YEARS;
use crate::text::{Text, text};
use chrono::NaiveDate;

/// How a file is to be read: settled for the whole of it before its first row.
#[derive(Clone, Copy)]
pub struct FrontPageReading<'a> {
    pub columns: &'a FoundColumns,
    pub encoding: TableEncoding,
    pub gb18030: Gb18030<'a>,
    /// Of the columns of days, by the places of the preset.
    pub order: &'a dyn Fn(usize) -> DateOrder,
}

/// A stay as its front page tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPage {
    /// `BAH` and `ZYCS`: one stay of one patient in one hospital. Stays in the vault, leaves it in no export.
    pub record: String,
    pub stay: u32,
    pub sex: Option<Sex>,
    pub born: Option<NaiveDate>,
    /// Completed years; 0 of a child under one.
    pub years: Option<u32>,
    pub admitted: CivilMoment,
    pub discharged: CivilMoment,
    pub admitted_to: Option<String>,
    pub transferred: Option<String>,
    pub discharged_from: Option<String>,
    pub diagnosis: Option<String>,
    pub on_admission: Option<OnAdmission>,
    pub leaving: Option<Leaving>,
}

impl FrontPage {
    /// The columns in which two rows say otherwise.
    pub fn differing(&self, other: &FrontPage) -> Vec<&'static str> {
        let columns = [
            ("BAH", self.record != other.record),
            ("ZYCS", self.stay != other.stay),
            ("XB", self.sex != other.sex),
            ("CSRQ", self.born != other.born),
            ("NL", self.years != other.years),
            ("RYSJ", self.admitted != other.admitted),
            ("RYKB", self.admitted_to != other.admitted_to),
            ("ZKKB", self.transferred != other.transferred),
            ("CYSJ", self.discharged != other.discharged),
            ("CYKB", self.discharged_from != other.discharged_from),
            ("JBDM", self.diagnosis != other.diagnosis),
            ("RYBQ", self.on_admission != other.on_admission),
            ("LYFS", self.leaving != other.leaving),
        ];
        columns.into_iter().filter_map(|(column, differs)| differs.then_some(column)).collect()
    }
}

/// 入院病情: whether a diagnosis was there on admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnAdmission {
    /// 1 有
    Present,
    /// 2 临床未确定
    Unconfirmed,
    /// 3 情况不明
    Unclear,
    /// 4 无: it arose in hospital.
    Absent,
}

/// 离院方式
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// 1 医嘱离院
    Advised,
    /// 2 医嘱转院
    ToHospital,
    /// 3 医嘱转社区卫生服务机构/乡镇卫生院
    ToTownship,
    /// 4 非医嘱离院
    AgainstAdvice,
    /// 5 死亡
    Died,
    /// 9 其他
    Other,
}

/// What is wrong with a cell. `code` is for programs, `text` for people; neither repeats the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The column by the preset's id.
    pub column: &'static str,
    pub code: &'static str,
    pub text: Text,
}

const MISSING: (&str, Text) = (
    "E_EMPTY",
    text!(
        "此格为空，该行无法读取；请在源系统补全后重新导出",
        "The cell is empty and the row cannot be read without it: complete it in the source and export again"
    ),
);
const NO_DAY: (&str, Text) = (
    "E_DATE",
    text!("不是所选日期格式中的一天；请核对日期列的格式", "Not a day in the order chosen for this column: check the order of day, month and year"),
);
const NO_HOUR: (&str, Text) = ("E_HOUR", text!("小时应为0至23", "An hour is 0 to 23"));
const NO_CODE: (&str, Text) = ("E_CODE", text!("代码不在该列的代码表中；请核对映射", "The code is not one of this column's: check the mapping"));
const NO_NUMBER: (&str, Text) = ("E_NUMBER", text!("应为整数", "A whole number is expected"));
const TOO_OLD: (&str, Text) =
    ("E_RANGE", text!("超过130岁；请在源系统核对年龄和出生日期", "Over 130 years: check age and date of birth in the source"));
const NO_TEXT: (&str, Text) =
    ("E_ENCODING", text!("此格的字符编码与文件不同；请在源系统重新导出该行", "The cell is in another encoding than the file: export the row again"));
const BEFORE: (&str, Text) = ("E_ORDER", text!("出院早于入院；请在源系统核对两个时间", "Discharged before admitted: check both times in the source"));

impl FrontPageReading<'_> {
    /// A row, or all that is wrong with it.
    pub fn read(&self, row: &RawFields<'_>) -> Result<FrontPage, Vec<CellFault>> {
        let mut faults = vec![];
        let page = self.page(row, &mut faults);
        match page {
            Some(page) if faults.is_empty() => Ok(page),
            _ => Err(faults),
        }
    }

    fn page(&self, row: &RawFields<'_>, faults: &mut Vec<CellFault>) -> Option<FrontPage> {
        let record = self.needed(row, "BAH", faults);
        let stay = self.needed(row, "ZYCS", faults).and_then(|text| self.whole(&text, "ZYCS", faults));
        let sex = self.code(row, "XB", faults, |code| match code {
            "1" | "男" => Some(Some(Sex::Male)),
            "2" | "女" => Some(Some(Sex::Female)),
            "0" | "9" | "未知" | "未说明" => Some(None),
            _ => None,
        });
        let born = self.day(row, "CSRQ", faults).map(|born| born.at.date());
        let years = self.text(row, "NL", faults).and_then(|text| self.whole(text.trim_end_matches('岁'), "NL", faults));
        if years.is_some_and(|years| years > MOST_YEARS) {
            faults.push(fault("NL", TOO_OLD));
        }
        let admitted = self.moment(row, "RYSJ", "RYSJS", faults);
        if let (Some(born), Some(admitted)) = (born, admitted)
            && admitted.at.date().years_since(born).is_some_and(|years| years > MOST_YEARS)
        {
            faults.push(fault("CSRQ", TOO_OLD));
        }
        let discharged = self.moment(row, "CYSJ", "CYSJS", faults);
        if let (Some(admitted), Some(discharged)) = (admitted, discharged)
            && is_before(discharged, admitted)
        {
            faults.push(fault("CYSJ", BEFORE));
        }
        let admitted_to = self.text(row, "RYKB", faults);
        let transferred = self.text(row, "ZKKB", faults).filter(|text| text != "-");
        let discharged_from = self.text(row, "CYKB", faults);
        let diagnosis = self.text(row, "JBDM", faults).map(|code| code.to_uppercase());
        let on_admission = self.code(row, "RYBQ", faults, |code| {
            Some(Some(match code {
                "1" | "有" => OnAdmission::Present,
                "2" | "临床未确定" => OnAdmission::Unconfirmed,
                "3" | "情况不明" => OnAdmission::Unclear,
                "4" | "无" => OnAdmission::Absent,
                _ => return None,
            }))
        });
        let leaving = self.code(row, "LYFS", faults, |code| {
            Some(Some(match code {
                "1" => Leaving::Advised,
                "2" => Leaving::ToHospital,
                "3" => Leaving::ToTownship,
                "4" => Leaving::AgainstAdvice,
                "5" => Leaving::Died,
                "9" => Leaving::Other,
                _ => return None,
            }))
        });
        Some(FrontPage {
            record: record?,
            stay: stay?,
            sex,
            born,
            years,
            admitted: admitted?,
            discharged: discharged?,
            admitted_to,
            transferred,
            discharged_from,
            diagnosis,
            on_admission,
            leaving,
        })
    }

    /// A cell as text; `None` where it is empty or the table has no such column.
    fn text(&self, row: &RawFields<'_>, column: &'static str, faults: &mut Vec<CellFault>) -> Option<String> {
        let bytes = self.columns.places[FRONT_PAGE.index(column)?].and_then(|place| row.get(place)).filter(|bytes| !bytes.is_empty())?;
        match text_of(bytes, self.encoding, self.gb18030) {
            Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            None => {
                faults.push(fault(column, NO_TEXT));
                None
            }
        }
    }

    fn needed(&self, row: &RawFields<'_>, column: &'static str, faults: &mut Vec<CellFault>) -> Option<String> {
        let known = faults.len();
        let text = self.text(row, column, faults);
        if text.is_none() && faults.len() == known {
            faults.push(fault(column, MISSING));
        }
        text
    }

    fn whole(&self, text: &str, column: &'static str, faults: &mut Vec<CellFault>) -> Option<u32> {
        let number = text.parse().ok();
        if number.is_none() {
            faults.push(fault(column, NO_NUMBER));
        }
        number
    }

    /// `read`: what a code means, of which `Some(None)` says that it is not known; `None`: no code of this column.
    fn code<T>(&self, row: &RawFields<'_>, column: &'static str, faults: &mut Vec<CellFault>, read: impl Fn(&str) -> Option<Option<T>>) -> Option<T> {
        // Exports pad codes with zeros, and write "-" for none.
        let text = self.text(row, column, faults).filter(|text| text != "-")?;
        let code = if text.len() > 1 { text.trim_start_matches('0') } else { &text };
        match read(code) {
            Some(meaning) => meaning,
            None => {
                faults.push(fault(column, NO_CODE));
                None
            }
        }
    }

    fn day(&self, row: &RawFields<'_>, column: &'static str, faults: &mut Vec<CellFault>) -> Option<CivilMoment> {
        let text = self.text(row, column, faults)?;
        let read = moment(&text, (self.order)(FRONT_PAGE.index(column)?));
        if read.is_none() {
            faults.push(fault(column, NO_DAY));
        }
        read
    }

    /// A day with the hour of its own column, where the day has none. Midnight to the minute beside such a column is how a database writes
    /// a day alone: the hour is that of the column, and without one it is not known.
    fn moment(&self, row: &RawFields<'_>, column: &'static str, hours: &'static str, faults: &mut Vec<CellFault>) -> Option<CivilMoment> {
        let known = faults.len();
        let day = self.day(row, column, faults);
        if day.is_none() && faults.len() == known {
            faults.push(fault(column, MISSING));
        }
        let mut day = day?;
        let has_hours = FRONT_PAGE.index(hours).is_some_and(|index| self.columns.places[index].is_some());
        if has_hours && day.at.time() == chrono::NaiveTime::MIN {
            day.to = WrittenTo::Day;
        }
        let Some(text) = self.text(row, hours, faults).filter(|_| day.to == WrittenTo::Day) else { return Some(day) };
        match hour(&text) {
            Some(hour) => Some(CivilMoment { at: day.at.date().and_hms_opt(hour, 0, 0)?, to: WrittenTo::Hour }),
            None => {
                faults.push(fault(hours, NO_HOUR));
                None
            }
        }
    }
}

/// As far as both are written: a stay within one hour is not discharged before it was admitted.
fn is_before(one: CivilMoment, other: CivilMoment) -> bool {
    match one.to.min(other.to) {
        WrittenTo::Day => one.at.date() < other.at.date(),
        WrittenTo::Hour => (one.at.date(), chrono::Timelike::hour(&one.at)) < (other.at.date(), chrono::Timelike::hour(&other.at)),
        _ => one.at < other.at,
    }
}

fn fault(column: &'static str, (code, text): (&'static str, Text)) -> CellFault {
    CellFault { column, code, text }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::EncodingWatch;
    use super::super::reading::{TableReader, delimiter_of};
    use super::*;
    use encoding_rs::GB18030;

    fn decode(bytes: &[u8]) -> Option<String> {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
    }

    type Rows = Vec<(u64, Result<FrontPage, Vec<CellFault>>)>;

    /// A file as the worker reads it: encoding and delimiter from its beginning, the header by its names.
    fn rows(file: &[u8]) -> Rows {
        let mut watch = EncodingWatch::default();
        watch.see(file);
        let (mut header, mut rows) = (None, vec![]);
        let mut reader = TableReader::new(delimiter_of(file));
        let mut each = |row: super::super::reading::RawRow<'_>| {
            let fields = row.fields.expect("a row");
            let Some(found) = &header else {
                let names: Vec<String> = fields.iter().map(|name| text_of(name, watch.encoding(), &decode).expect("a name")).collect();
                let found = FRONT_PAGE.find(&names);
                assert_eq!(found.missing, Vec::<&str>::new());
                header = Some(found);
                return;
            };
            let reading = FrontPageReading { columns: found, encoding: watch.encoding(), gb18030: &decode, order: &|_| DateOrder::YearMonthDay };
            rows.push((row.line, reading.read(&fields)));
        };
        reader.feed(file, &mut each);
        reader.finish(&mut each);
        rows
    }

    const FILE: &str = "BAH,ZYCS,XB,CSRQ,NL,RYSJ,RYSJS,RYKB,CYSJ,CYSJS,CYKB,JBDM,RYBQ,LYFS\n\
        a1,1,1,1950-02-03,76,2026-03-01,08,骨科,2026-03-12,10,康复科,i26.900,4,5\n\
        a2,2,9,,,2026-03-01,,,2026-03-01,,,,-,\n\
        a3,1,3,1950-02-30,x,2026-03-02,24,,2026-03-01,09,,,7,8\n\
        ,,1,,,,,,,,,,,\n";

    #[test]
    fn a_front_page_in_either_encoding_is_read_the_same() {
        let gbk = GB18030.encode(FILE).0.into_owned();
        assert_eq!(rows(FILE.as_bytes()), rows(&gbk));
        let rows = rows(&gbk);
        let first = rows[0].1.clone().expect("read");
        assert_eq!(
            (first.sex, first.years, first.admitted_to.as_deref(), first.discharged_from.as_deref()),
            (Some(Sex::Male), Some(76), Some("骨科"), Some("康复科"))
        );
        assert_eq!(
            (first.diagnosis.as_deref(), first.on_admission, first.leaving),
            (Some("I26.900"), Some(OnAdmission::Absent), Some(Leaving::Died))
        );
        assert_eq!((first.admitted.to, first.admitted.at.to_string()), (WrittenTo::Hour, "2026-03-01 08:00:00".into()));
    }

    #[test]
    fn what_is_empty_or_not_known_is_not_there() {
        let second = rows(FILE.as_bytes())[1].1.clone().expect("read");
        assert_eq!((second.sex, second.born, second.years, second.admitted.to), (None, None, None, WrittenTo::Day));
        assert_eq!((second.diagnosis, second.on_admission, second.leaving), (None, None, None));
    }

    #[test]
    fn every_fault_of_a_row_is_said_with_its_column() {
        let rows = rows(FILE.as_bytes());
        let said =
            |row: usize| -> Vec<(&str, &str)> { rows[row].1.clone().expect_err("refused").iter().map(|fault| (fault.column, fault.code)).collect() };
        assert_eq!(said(2), [("XB", "E_CODE"), ("CSRQ", "E_DATE"), ("NL", "E_NUMBER"), ("RYSJS", "E_HOUR"), ("RYBQ", "E_CODE"), ("LYFS", "E_CODE")]);
        assert_eq!(said(3), [("BAH", "E_EMPTY"), ("ZYCS", "E_EMPTY"), ("RYSJ", "E_EMPTY"), ("CYSJ", "E_EMPTY")]);
        assert_eq!(rows[3].0, 5, "the line of the file");
    }

    #[test]
    fn midnight_beside_a_column_of_hours_is_a_day_with_that_hour() {
        let file = "BAH,ZYCS,RYSJ,RYSJS,CYSJ,CYSJS\na,1,2026-03-01 00:00:00,14,2026-03-02 00:00,\nb,1,2026-03-01 14:37:00,9,2026-03-02 00:00:01,7\n";
        let written = |row: usize| {
            let page = rows(file.as_bytes())[row].1.clone().expect("read");
            [page.admitted, page.discharged].map(|moment| (moment.to, moment.at.to_string()))
        };
        assert_eq!(written(0), [(WrittenTo::Hour, "2026-03-01 14:00:00".to_owned()), (WrittenTo::Day, "2026-03-02 00:00:00".to_owned())]);
        assert_eq!(written(1), [(WrittenTo::Second, "2026-03-01 14:37:00".to_owned()), (WrittenTo::Second, "2026-03-02 00:00:01".to_owned())]);
        // Without such a column nobody says that it is not midnight.
        let page = rows(b"BAH,ZYCS,RYSJ,CYSJ\na,1,2026-03-01 00:00:00,2026-03-02\n")[0].1.clone().expect("read");
        assert_eq!(page.admitted.to, WrittenTo::Second);
    }

    #[test]
    fn nobody_is_older_than_a_hundred_and_thirty() {
        let file = "BAH,ZYCS,RYSJ,CYSJ,NL,CSRQ\na,1,2026-03-01,2026-03-02,130,1895-03-02\nb,1,2026-03-01,2026-03-02,131,1895-03-01\n";
        let rows = rows(file.as_bytes());
        assert!(rows[0].1.is_ok());
        let said: Vec<(&str, &str)> = rows[1].1.clone().expect_err("refused").iter().map(|fault| (fault.column, fault.code)).collect();
        assert_eq!(said, [("NL", "E_RANGE"), ("CSRQ", "E_RANGE")]);
    }

    #[test]
    fn discharge_before_admission_is_refused_and_within_one_hour_is_not() {
        let file = "BAH,ZYCS,RYSJ,RYSJS,CYSJ,CYSJS\na,1,2026-03-02,09,2026-03-02,08\nb,1,2026-03-02,09,2026-03-02,09\nc,1,2026-03-02 09:30,,2026-03-02,09\nd,1,2026-03-02,,2026-03-02,08\n";
        let refused: Vec<bool> = rows(file.as_bytes()).iter().map(|(_, row)| row.is_err()).collect();
        assert_eq!(refused, [true, false, false, false]);
    }
}
