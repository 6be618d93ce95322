//! A file of front pages, in two passes over its bytes. The [`FileSurvey`] reads it once and says what it is: encoding, columns, orders of
//! its days, how many rows; a person looks at that and may set it otherwise. The [`FileIntake`] reads it again and gives every row
//! as a stay or as a refusal with its line, its columns and the reasons. Nothing is kept by either.

use std::collections::{BTreeMap, HashMap};

use super::columns::{ColumnPreset, FRONT_PAGE, FoundColumns, preset_of};
use super::dates::{ColumnOrder, DateOrder, OrderWatch};
use super::encoding::{EncodingWatch, Gb18030, TableEncoding, text_of};
use super::front_page::{CellFault, FrontPage, FrontPageReading};
use super::reading::{RowFault, TableReader, delimiter_of};
use super::stay::{ToldOfFile, stay};
use crate::quality::episode::SettledStay;
use crate::text::{Text, text};

/// Lines that a person is shown, and bytes by which a delimiter is found.
const SHOWN: usize = 5;

/// The first pass. `forced` is how a person says that the texts are written, where that is not what the survey finds.
pub struct FileSurvey {
    pub forced: Option<TableEncoding>,
    reader: Option<TableReader>,
    delimiter: u8,
    watch: EncodingWatch,
    /// The first rows, as bytes: their encoding is known at the end.
    head: Vec<Vec<Vec<u8>>>,
    days: Vec<OrderWatch>,
    rows: u64,
    unreadable: u64,
}

/// What a file is, before a row of it is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyedFile {
    pub encoding: TableEncoding,
    pub delimiter: u8,
    pub header: Vec<String>,
    /// The first rows after the header, by which a person sees whether the encoding is right.
    pub shown: Vec<Vec<String>>,
    pub preset: Option<&'static str>,
    pub columns: FoundColumns,
    /// Of the columns of the preset that hold days: what they allow.
    pub orders: Vec<(&'static str, ColumnOrder)>,
    pub rows: u64,
    pub unreadable: u64,
}

/// Columns of the front page that hold days.
const DAYS: [&str; 3] = ["CSRQ", "RYSJ", "CYSJ"];

impl FileSurvey {
    /// `beginning`: the first piece of the file, which is to be fed like the others.
    pub fn of(beginning: &[u8]) -> FileSurvey {
        let delimiter = delimiter_of(beginning);
        let reader = Some(TableReader::new(delimiter));
        FileSurvey { forced: None, reader, delimiter, watch: EncodingWatch::default(), head: vec![], days: vec![], rows: 0, unreadable: 0 }
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        if let Some(mut reader) = self.reader.take() {
            reader.feed(bytes, &mut |row| self.see(row));
            self.reader = Some(reader);
        }
    }

    fn see(&mut self, row: super::reading::RawRow<'_>) {
        self.watch.see(row.bytes);
        let Ok(fields) = row.fields else {
            self.unreadable += 1;
            return;
        };
        if self.head.len() <= SHOWN {
            self.head.push(fields.iter().map(<[u8]>::to_vec).collect());
        }
        if self.days.is_empty() {
            self.days = vec![OrderWatch::default(); fields.len()];
            return;
        }
        self.rows += 1;
        // Days are written in digits: a cell with other letters than 年月日 would not fit either way.
        for (cell, watch) in fields.iter().zip(&mut self.days) {
            if !cell.is_empty()
                && cell.len() <= 32
                && cell[0].is_ascii_digit()
                && let Ok(cell) = std::str::from_utf8(cell)
            {
                watch.see(cell);
            }
        }
    }

    /// The end of the file. `gb18030` decodes the names of the columns, where they are written so.
    pub fn finish(mut self, gb18030: Gb18030<'_>) -> SurveyedFile {
        if let Some(reader) = self.reader.take() {
            reader.finish(&mut |row| self.see(row));
        }
        let encoding = self.forced.unwrap_or(self.watch.encoding());
        let text = |cell: &Vec<u8>| text_of(cell, encoding, gb18030).unwrap_or_else(|| "\u{fffd}".to_owned());
        let mut rows = self.head.iter().map(|row| row.iter().map(text).collect::<Vec<_>>());
        let header = rows.next().unwrap_or_default();
        let shown = rows.collect();
        let preset: Option<&'static ColumnPreset> = preset_of(&header);
        let columns = preset.unwrap_or(&FRONT_PAGE).find(&header);
        let place = |id: &str| FRONT_PAGE.index(id).and_then(|index| columns.places[index]);
        let order = |id: &&'static str| Some((*id, self.days.get(place(id)?)?.order()));
        let orders = DAYS.iter().filter_map(order).collect();
        SurveyedFile {
            encoding,
            delimiter: self.delimiter,
            header,
            shown,
            preset: preset.map(|preset| preset.id),
            columns,
            orders,
            rows: self.rows,
            unreadable: self.unreadable,
        }
    }
}

/// How a file is read, after a person has agreed.
#[derive(Clone)]
pub struct AgreedReading {
    pub encoding: TableEncoding,
    pub delimiter: u8,
    pub columns: FoundColumns,
    /// By the ids of the columns of days.
    pub orders: Vec<(&'static str, DateOrder)>,
    pub told: ToldOfFile,
}

/// Why a file cannot be read as it was surveyed; each names what a person has to say or to mend.
#[derive(Clone, Debug, PartialEq)]
pub enum NotAgreed {
    /// No row at all.
    Empty,
    /// These columns are needed, and no column of the file is named so.
    Missing(Vec<&'static str>),
    /// Day and month of this column can be read in two ways.
    AskOrder(&'static str),
    /// Most cells of this column are no days.
    NoDays(&'static str),
}

impl SurveyedFile {
    /// Reads as the survey found it; `orders` are those that a person chose.
    pub fn agreed(&self, orders: &[(&'static str, DateOrder)], told: ToldOfFile) -> Result<AgreedReading, NotAgreed> {
        if self.rows == 0 {
            return Err(NotAgreed::Empty);
        }
        if !self.columns.missing.is_empty() {
            return Err(NotAgreed::Missing(self.columns.missing.clone()));
        }
        let mut settled = vec![];
        for (id, found) in &self.orders {
            let chosen = orders.iter().find(|(column, _)| column == id).map(|(_, order)| *order);
            let order = match (chosen, *found) {
                (Some(order), _) | (None, ColumnOrder::One(order)) => order,
                (None, ColumnOrder::Ask) => return Err(NotAgreed::AskOrder(id)),
                // A column of birth dates may be empty.
                (None, ColumnOrder::None) if *id == "CSRQ" => DateOrder::YearMonthDay,
                (None, ColumnOrder::None) => return Err(NotAgreed::NoDays(id)),
            };
            settled.push((*id, order));
        }
        Ok(AgreedReading { encoding: self.encoding, delimiter: self.delimiter, columns: self.columns.clone(), orders: settled, told })
    }
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedRow {
    pub line: u64,
    /// Its bytes as they lie in the file, for the file of refused rows in the encoding of the source.
    pub bytes: Vec<u8>,
    pub faults: Vec<CellFault>,
}

/// The second pass.
pub struct FileIntake {
    agreed: AgreedReading,
    reader: Option<TableReader>,
    is_header_seen: bool,
    /// Each stay that was taken, with its line.
    known: HashMap<String, (u64, FrontPage)>,
    pub counts: IntakeCounts,
}

/// What came of the rows so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntakeCounts {
    pub taken: u64,
    pub refused: u64,
    /// The same stay again, and nothing that is read of it differs: counted once.
    pub again: u64,
    /// Refused cells by column and code.
    pub by_fault: BTreeMap<(&'static str, &'static str), u64>,
}

/// A row as it was judged.
pub enum JudgedRow {
    Taken(Box<SettledStay>),
    /// A row of the same stay stands in this earlier line, and says the same.
    Again(u64),
    Refused(RefusedRow),
}

const BROKEN: Text = text!(
    "引号未闭合或位置不当，该行未读取；请在源系统重新导出",
    "A quote does not close or stands in the middle of a field: the row was not read, export it again"
);
const LONG: Text = text!("该行过长，未读取", "The row is too long and was not read");
const TWICE: Text = text!(
    "同一病案号和住院次数在前面的行中已有，而此列内容不同；未读取此行，请核对两行",
    "The same record number and stay stands in an earlier row that says otherwise in this column: this row was not taken, check both"
);

impl FileIntake {
    pub fn new(agreed: AgreedReading) -> FileIntake {
        let reader = Some(TableReader::new(agreed.delimiter));
        FileIntake { agreed, reader, is_header_seen: false, known: HashMap::new(), counts: IntakeCounts::default() }
    }

    /// `gb18030` decodes the texts that are written so.
    pub fn feed(&mut self, bytes: &[u8], gb18030: Gb18030<'_>, each: &mut impl FnMut(JudgedRow)) {
        if let Some(mut reader) = self.reader.take() {
            reader.feed(bytes, &mut |row| self.judge(row, gb18030, each));
            self.reader = Some(reader);
        }
    }

    /// The end of the file.
    pub fn finish(mut self, gb18030: Gb18030<'_>, each: &mut impl FnMut(JudgedRow)) -> IntakeCounts {
        if let Some(reader) = self.reader.take() {
            reader.finish(&mut |row| self.judge(row, gb18030, each));
        }
        self.counts
    }

    fn judge(&mut self, row: super::reading::RawRow<'_>, gb18030: Gb18030<'_>, each: &mut impl FnMut(JudgedRow)) {
        let order = |column: usize| {
            let id = FRONT_PAGE.columns[column].id;
            self.agreed.orders.iter().find(|(known, _)| *known == id).map_or(DateOrder::YearMonthDay, |(_, order)| *order)
        };
        let read = match &row.fields {
            // The first row that could be read is the header, as it was for the survey.
            Ok(_) if !self.is_header_seen => {
                self.is_header_seen = true;
                return;
            }
            Ok(fields) => {
                let reading = FrontPageReading { columns: &self.agreed.columns, encoding: self.agreed.encoding, gb18030, order: &order };
                reading.read(fields)
            }
            Err(RowFault::Quote) => Err(vec![CellFault { column: "", code: "E_QUOTE", text: BROKEN }]),
            Err(RowFault::TooLong) => Err(vec![CellFault { column: "", code: "E_LONG", text: LONG }]),
        };
        let faults = match read {
            Ok(page) => {
                let stay = stay(&page, &self.agreed.told, row.line);
                match self.known.get(&stay.episode.episode) {
                    None => {
                        self.known.insert(stay.episode.episode.clone(), (row.line, page));
                        self.counts.taken += 1;
                        return each(JudgedRow::Taken(Box::new(stay)));
                    }
                    Some((line, known)) if *known == page => {
                        self.counts.again += 1;
                        return each(JudgedRow::Again(*line));
                    }
                    Some((_, known)) => known.differing(&page).into_iter().map(|column| CellFault { column, code: "E_TWICE", text: TWICE }).collect(),
                }
            }
            Err(faults) => faults,
        };
        self.counts.refused += 1;
        for fault in &faults {
            *self.counts.by_fault.entry((fault.column, fault.code)).or_default() += 1;
        }
        each(JudgedRow::Refused(RefusedRow { line: row.line, bytes: row.bytes.to_vec(), faults }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::local::Wall;
    use encoding_rs::GB18030;

    fn decode(bytes: &[u8]) -> Option<String> {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
    }

    fn told() -> ToldOfFile {
        ToldOfFile { facility: "f".into(), tier: "county".into(), salt: "s".into(), wall: Wall::default() }
    }

    fn surveyed(file: &[u8], piece: usize) -> SurveyedFile {
        let mut survey = FileSurvey::of(file);
        file.chunks(piece).for_each(|piece| survey.feed(piece));
        survey.finish(&decode)
    }

    type Judged = (Vec<String>, Vec<(u64, Vec<(&'static str, &'static str)>)>, IntakeCounts);

    fn taken(file: &[u8], agreed: &AgreedReading, piece: usize) -> Judged {
        let (mut keys, mut refused) = (vec![], vec![]);
        let mut each = |row: JudgedRow| match row {
            JudgedRow::Taken(stay) => keys.push(format!("{} {}", stay.episode.discharged_day, stay.episode.dept_admission)),
            JudgedRow::Again(line) => keys.push(format!("again {line}")),
            JudgedRow::Refused(row) => refused.push((row.line, row.faults.iter().map(|fault| (fault.column, fault.code)).collect())),
        };
        let mut intake = FileIntake::new(agreed.clone());
        file.chunks(piece).for_each(|piece| intake.feed(piece, &decode, &mut each));
        let counts = intake.finish(&decode, &mut each);
        (keys, refused, counts)
    }

    const FILE: &str = "病案号,住院次数,性别,入院时间,出院时间,入院科别,备注\n\
        1,1,1,2026-03-01,2026-03-09,骨科,\"一, 二\"\n\
        2,1,2,2026-03-01,2026-02-09,骨科,\n\
        1,1,1,2026-03-01,2026-03-09,骨科,again\n\
        1,1,1,2026-03-01,2026-03-10,骨科,other\n\
        3,1,\"2,2026-03-01,2026-03-09,内科,\n\
        4,1,2,2026-03-01,2026-03-09,内科,\n";

    #[test]
    fn every_row_is_taken_once_or_refused_with_its_line_in_either_encoding_and_any_pieces() {
        for file in [FILE.as_bytes().to_vec(), GB18030.encode(FILE).0.into_owned()] {
            for piece in [1, 7, 64, 4096] {
                let survey = surveyed(&file, piece);
                assert_eq!((survey.preset, survey.rows, survey.unreadable, survey.columns.unused.as_slice()), (Some("front_page"), 5, 1, &[6][..]));
                assert_eq!(survey.shown[0][5], "骨科");
                let agreed = survey.agreed(&[], told()).expect("agreed");
                let (keys, refused, counts) = taken(&file, &agreed, piece);
                assert_eq!(keys, ["2026-03-09 骨科", "again 2", "2026-03-09 内科"]);
                assert_eq!(refused, [(3, vec![("CYSJ", "E_ORDER")]), (5, vec![("CYSJ", "E_TWICE")]), (6, vec![("", "E_QUOTE")])]);
                assert_eq!((counts.taken, counts.again, counts.refused), (2, 1, 3));
            }
        }
    }

    /// The same stay with another sex, department, diagnosis or way of leaving is not the same row.
    #[test]
    fn a_second_row_of_a_stay_is_the_same_in_all_that_is_read_or_refused() {
        let file = "BAH,ZYCS,XB,RYSJ,CYSJ,CYKB,JBDM,RYBQ,LYFS,note\n\
            1,1,1,2026-03-01,2026-03-09,a,I26,4,1,x\n\
            1,1,1,2026-03-01,2026-03-09,a,I26,4,1,y\n\
            1,1,1,2026-03-01,2026-03-09,a,I26,1,1,x\n\
            1,1,2,2026-03-01,2026-03-09,b,I10,4,5,x\n";
        let agreed = surveyed(file.as_bytes(), 4096).agreed(&[], told()).expect("agreed");
        let (keys, refused, counts) = taken(file.as_bytes(), &agreed, 4096);
        assert_eq!((keys.len(), counts.taken, counts.again, counts.refused), (2, 1, 1, 2));
        let twice = |columns: &[&'static str]| columns.iter().map(|column| (*column, "E_TWICE")).collect::<Vec<_>>();
        assert_eq!(refused, [(4, twice(&["RYBQ"])), (5, twice(&["XB", "CYKB", "JBDM", "LYFS"]))]);
    }

    #[test]
    fn a_person_is_asked_where_the_column_leaves_two_ways() {
        let file = "BAH,ZYCS,RYSJ,CYSJ\n1,1,3/4/2026,5/4/2026\n";
        let survey = surveyed(file.as_bytes(), 4096);
        assert_eq!(survey.agreed(&[], told()).err(), Some(NotAgreed::AskOrder("RYSJ")));
        let order = DateOrder::DayMonthYear;
        let agreed = survey.agreed(&[("RYSJ", order), ("CYSJ", order)], told()).expect("agreed");
        assert_eq!(taken(file.as_bytes(), &agreed, 4096).0, ["2026-04-05 unknown"]);
    }

    #[test]
    fn what_is_no_front_page_is_said_before_a_row_is_taken() {
        assert_eq!(surveyed(b"BAH,ZYCS,RYSJ,CYSJ\n", 64).agreed(&[], told()).err(), Some(NotAgreed::Empty));
        assert_eq!(surveyed(b"a,b\n1,2\n", 64).agreed(&[], told()).err(), Some(NotAgreed::Missing(vec!["BAH", "ZYCS", "RYSJ", "CYSJ"])));
        assert_eq!(surveyed(b"BAH,ZYCS,RYSJ,CYSJ\n1,1,x,y\n", 64).agreed(&[], told()).err(), Some(NotAgreed::NoDays("RYSJ")));
    }

    /// Forty thousand rows, each fiftieth broken in one of the ways: every one is reported once, every other is in.
    #[test]
    fn every_bad_row_is_reported_once_and_every_good_one_is_in() {
        let good = |number: usize| format!("{number},1,1,2026-03-{:02},2026-04-{:02},骨科,\n", 1 + number % 28, 1 + number % 28);
        let bad = |number: usize| match number / 50 % 8 {
            0 => format!("{number},1,1,2026-02-30,2026-04-01,骨科,\n"),
            1 => format!("{number},1,7,2026-03-01,2026-04-01,骨科,\n"),
            2 => format!(",1,1,2026-03-01,2026-04-01,骨科,{number}\n"),
            3 => format!("{number},x,1,2026-03-01,2026-04-01,骨科,\n"),
            4 => format!("{number},1,1,2026-03-01,2026-02-01,骨科,\n"),
            5 => format!("{number},1,\"1,2026-03-01,2026-04-01,骨科,\n"),
            6 => format!("{number},1\n"),
            _ => format!("{number},1,1,2026-03-01,,骨科,\n"),
        };
        let mut file = String::from("病案号,住院次数,性别,入院时间,出院时间,入院科别,备注\n");
        let broken = |number: usize| number % 50 == 7;
        (0..40_000).for_each(|number| file += &if broken(number) { bad(number) } else { good(number) });
        let bytes = GB18030.encode(&file).0.into_owned();
        let survey = surveyed(&bytes, 65_536);
        let agreed = survey.agreed(&[], told()).expect("agreed");
        let (keys, refused, counts) = taken(&bytes, &agreed, 65_536);
        let expected: Vec<u64> = (0..40_000).filter(|number| broken(*number)).map(|number| number as u64 + 2).collect();
        assert_eq!(refused.iter().map(|(line, _)| *line).collect::<Vec<_>>(), expected);
        assert_eq!((keys.len(), counts.taken, counts.refused), (39_200, 39_200, 800));
    }
}
