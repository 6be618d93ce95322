//! A file on its way in: what it is, read in slices, shown with what would count, and kept only when a person says so. A cell that is
//! refused is told by line and column, never by what it says.

use std::collections::BTreeMap;

use super::held::{HeldStays, LISTED_AT_MOST, OfficeSource, RefusedPlace, SourceKind};
use crate::interop::csv::columns::FRONT_PAGE;
use crate::interop::csv::dates::{ColumnOrder, DateOrder};
use crate::interop::csv::encoding::{Gb18030, TableEncoding};
use crate::interop::csv::intake::{FileIntake, FileSurvey, JudgedRow, NotAgreed, SurveyedFile};
use crate::interop::csv::stay::ToldOfFile;
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::quality::stays;
use crate::interop::shape::{Place, Read as _};
use crate::quality::episode::SettledStay;
use crate::text::{Text, text};

/// More than this is not read in a page.
pub const LARGEST_FILE: usize = 256 * 1024 * 1024;

/// Columns of the front page that hold days.
const DAYS: [&str; 3] = ["CSRQ", "RYSJ", "CYSJ"];

/// Bytes that one step reads.
const SLICE: usize = 128 * 1024;

/// How far a file is.
pub enum IncomingStage {
    Reading(Box<FileIntake>, usize),
    /// A person has to say or to mend something first.
    Asks(NotAgreed),
    /// The whole file cannot be taken.
    Refused(Text),
    /// Read: `keep` takes it.
    Read,
}

/// A file on its way in.
pub struct IncomingFile {
    pub name: String,
    pub kind: SourceKind,
    pub told: ToldOfFile,
    bytes: Vec<u8>,
    /// Of a table: what it is. Its first rows are shown, so that a person can say whether the encoding is right.
    pub survey: Option<SurveyedFile>,
    pub stage: IncomingStage,
    orders: Vec<(&'static str, DateOrder)>,
    stays: Vec<SettledStay>,
    pub refused: u64,
    pub again: u64,
    pub listed: Vec<RefusedPlace>,
}

impl IncomingFile {
    /// Looks at a file and begins to read it.
    pub fn new(name: String, bytes: Vec<u8>, told: ToldOfFile, gb18030: Gb18030<'_>) -> IncomingFile {
        let start = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
        let kind = if start == Some(b'{') { SourceKind::Tables } else { SourceKind::FrontPages };
        let mut file = IncomingFile {
            name,
            kind,
            told,
            bytes,
            survey: None,
            stage: IncomingStage::Read,
            orders: vec![],
            stays: vec![],
            refused: 0,
            again: 0,
            listed: vec![],
        };
        match (start, kind) {
            (None, _) => {
                file.stage = IncomingStage::Refused(text!(
                    "文件是空的，未读取。请重新导出后再选。",
                    "The file is empty and was not read. Export it again and choose it."
                ));
            }
            // What spreadsheets write, and old ones.
            (Some(_), _) if file.bytes.starts_with(b"PK\x03\x04") || file.bytes.starts_with(b"\xd0\xcf\x11\xe0") => {
                file.stage = IncomingStage::Refused(text!(
                    "这是 Excel 工作簿，本版尚不能读取。请在 Excel 中另存为“CSV（逗号分隔）”后再选。",
                    "This is an Excel workbook, which this version does not read yet. Save it as CSV in the spreadsheet and choose that."
                ));
            }
            (Some(_), SourceKind::Tables) => file.read_tables(),
            (Some(_), _) => file.survey(None, gb18030),
        }
        file
    }

    /// Reads the file anew, as written in GB18030 or in UTF-8.
    pub fn encode(&mut self, is_gb18030: bool, gb18030: Gb18030<'_>) {
        self.survey(Some(if is_gb18030 { TableEncoding::Gb18030 } else { TableEncoding::Utf8 }), gb18030);
    }

    /// How the texts are taken to be written; none of what is no table.
    pub fn is_gb18030(&self) -> Option<bool> {
        self.survey.as_ref().map(|survey| survey.encoding == TableEncoding::Gb18030)
    }

    /// The names of the columns and the first rows.
    pub fn shown(&self) -> (&[String], &[Vec<String>]) {
        self.survey.as_ref().map_or((&[], &[]), |survey| (&survey.header, &survey.shown))
    }

    /// A person says in which order the days are written, of every column that leaves it open.
    pub fn order(&mut self, is_day_first: bool) {
        let order = if is_day_first { DateOrder::DayMonthYear } else { DateOrder::MonthDayYear };
        self.orders = DAYS.map(|column| (column, order)).to_vec();
        let open = |column: &&str| {
            self.survey.as_ref().is_some_and(|survey| survey.orders.iter().any(|(id, found)| id == column && *found == ColumnOrder::Ask))
        };
        self.orders.retain(|(column, _)| open(column));
        self.begin();
    }

    /// What a person has to say or to mend before anything can be read; and whether it is the order of the days.
    pub fn asks(&self) -> Option<([String; 2], bool)> {
        let both = |text: Text| [text.zh().to_owned(), text.en().to_owned()];
        let label = |id: &str| FRONT_PAGE.columns.iter().find(|column| column.id == id).map(|column| column.label);
        let named = |id: &str, [zh, en]: [&str; 2]| {
            let label = label(id);
            [[label.map_or("", |label| label.zh()), " ", id, zh].concat(), [label.map_or("", |label| label.en()), " ", id, en].concat()]
        };
        Some(match &self.stage {
            IncomingStage::Refused(why) => (both(*why), false),
            IncomingStage::Asks(NotAgreed::Empty) => (
                both(text!("文件中没有可读的数据行。请核对文件后重新导出。", "The file has no row that can be read. Check it and export again.")),
                false,
            ),
            IncomingStage::Asks(NotAgreed::Missing(ids)) => {
                let names = |lang: fn(Text) -> &'static str| ids.iter().map(|id| [label(id).map_or("", lang), " ", id].concat()).collect::<Vec<_>>();
                (
                    [
                        ["缺少必需的列：", &names(|label| label.zh()).join("、"), "。请在导出中加入这些列，或换另一种编码再看。"].concat(),
                        [
                            "These columns are needed and not there: ",
                            &names(|label| label.en()).join(", "),
                            ". Export them too, or try the other encoding.",
                        ]
                        .concat(),
                    ],
                    false,
                )
            }
            IncomingStage::Asks(NotAgreed::AskOrder(id)) => (
                named(
                    id,
                    ["：日期可读作日/月/年，也可读作月/日/年。请选择。", ": its days can be read as day/month/year or month/day/year. Say which."],
                ),
                true,
            ),
            IncomingStage::Asks(NotAgreed::NoDays(id)) => (
                named(
                    id,
                    ["：该列多数内容不是日期。请核对列和导出格式。", ": most cells are no days. Check the column and the format of the export."],
                ),
                false,
            ),
            IncomingStage::Reading(..) | IncomingStage::Read => return None,
        })
    }

    /// Whether it was read to its end.
    pub fn is_read(&self) -> bool {
        matches!(self.stage, IncomingStage::Read)
    }

    /// What would count: months of discharge with their stays.
    pub fn months(&self) -> BTreeMap<String, usize> {
        self.stays.iter().fold(BTreeMap::new(), |mut months, stay| {
            *months.entry(stay.episode.discharged_month.clone()).or_default() += 1;
            months
        })
    }

    fn survey(&mut self, forced: Option<TableEncoding>, gb18030: Gb18030<'_>) {
        let mut survey = FileSurvey::of(&self.bytes);
        survey.forced = forced;
        survey.feed(&self.bytes);
        self.survey = Some(survey.finish(gb18030));
        self.begin();
    }

    fn begin(&mut self) {
        (self.stays, self.listed, self.refused, self.again) = (vec![], vec![], 0, 0);
        let Some(survey) = &self.survey else { return };
        self.stage = match survey.agreed(&self.orders, self.told.clone()) {
            Ok(agreed) => IncomingStage::Reading(Box::new(FileIntake::new(agreed)), 0),
            Err(why) => IncomingStage::Asks(why),
        };
    }

    /// Reads a little further; whether there is nothing more to read.
    pub fn step(&mut self, gb18030: Gb18030<'_>) -> bool {
        let IncomingFile { stage, bytes, stays, refused, again, listed, .. } = self;
        let IncomingStage::Reading(intake, at) = stage else { return true };
        let mut each = |row: JudgedRow| match row {
            JudgedRow::Taken(stay) => stays.push(*stay),
            JudgedRow::Again(_) => *again += 1,
            JudgedRow::Refused(row) => {
                *refused += 1;
                for fault in row.faults.iter().take(LISTED_AT_MOST.saturating_sub(listed.len())) {
                    let label = FRONT_PAGE.columns.iter().find(|column| column.id == fault.column).map(|column| column.label);
                    let place = |label: Option<&str>| label.map_or_else(String::new, |label| format!("{label} {}", fault.column));
                    listed.push(RefusedPlace {
                        line: Some(row.line),
                        place: [place(label.map(|label| label.zh())), place(label.map(|label| label.en()))],
                        why: [fault.text.zh().to_owned(), fault.text.en().to_owned()],
                    });
                }
            }
        };
        let end = (*at + SLICE).min(bytes.len());
        intake.feed(&bytes[*at..end], gb18030, &mut each);
        *at = end;
        if end < bytes.len() {
            return false;
        }
        if let IncomingStage::Reading(intake, _) = std::mem::replace(stage, IncomingStage::Read) {
            intake.finish(gb18030, &mut each);
        }
        true
    }

    /// How much of it is read, from 0 to 100.
    pub fn percent(&self) -> usize {
        match &self.stage {
            IncomingStage::Reading(_, at) => at * 100 / self.bytes.len().max(1),
            _ => 100,
        }
    }

    /// What would count, if it were kept.
    pub fn stays(&self) -> &[SettledStay] {
        &self.stays
    }

    /// Takes it; nothing of a file that is not read to its end, or of which no row was taken.
    pub fn keep(self, id: u32) -> Option<OfficeSource> {
        if !matches!(self.stage, IncomingStage::Read) || self.stays.is_empty() {
            return None;
        }
        let encoding = self.survey.as_ref().map_or("utf-8", |survey| survey.encoding.label());
        let facility = match self.kind {
            SourceKind::Tables => self.stays.first().map_or_else(String::new, |stay| stay.episode.facility.clone()),
            _ => self.told.facility,
        };
        let stays = HeldStays::Rows(self.stays);
        Some(OfficeSource {
            id,
            kind: self.kind,
            name: self.name,
            facility,
            stays,
            refused: self.refused,
            listed: self.listed,
            again: self.again,
            encoding,
        })
    }

    /// Our two tables, a row a line and both in one file: a row with `kind` is a fact.
    fn read_tables(&mut self) {
        let Ok(text) = std::str::from_utf8(&self.bytes) else {
            self.stage = IncomingStage::Refused(text!(
                "NDJSON 文件应为 UTF-8 编码，未读取。请重新导出。",
                "A file of NDJSON is UTF-8, and this one is not: it was not read. Export it again."
            ));
            return;
        };
        let mut episodes: Vec<(u64, Value)> = vec![];
        let mut facts: Vec<(u64, Value)> = vec![];
        let (mut refused, mut listed) = (0, vec![]);
        for (number, line) in (1_u64..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match parse(line, MAX_DEPTH) {
                Ok(row) if row.is_object() => {
                    let table = if row.text("kind").is_some() { &mut facts } else { &mut episodes };
                    table.push((number, row));
                }
                _ => {
                    refused += 1;
                    let why = ["该行不是一个JSON对象，未读取；请重新导出", "This line is no JSON object and was not read: export it again"];
                    listed.push(RefusedPlace { line: Some(number), place: Default::default(), why: why.map(str::to_owned) });
                }
            }
        }
        let rows = |table: &[(u64, Value)]| table.iter().map(|(_, row)| row.clone()).collect::<Vec<_>>();
        let (taken, rejected) = stays(&rows(&episodes), &rows(&facts), &Place::root(""));
        refused += rejected.len() as u64;
        for rejected in rejected.into_iter().take(LISTED_AT_MOST) {
            let mut parts = rejected.path.split('/').skip(1);
            let table = if parts.next() == Some("episode") { &episodes } else { &facts };
            let line = parts.next().and_then(|at| table.get(at.parse::<usize>().ok()?)).map(|(line, _)| *line);
            let place = parts.next().unwrap_or_default().to_owned();
            listed.push(RefusedPlace { line, place: [place.clone(), place], why: [rejected.message.zh.clone(), rejected.message.en.clone()] });
        }
        listed.truncate(LISTED_AT_MOST);
        (self.stays, self.refused, self.listed) = (taken, refused, listed);
    }
}
