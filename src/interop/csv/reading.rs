//! A file's bytes, as they come, into rows. What is wrong with one row is said of that row and changes no other: a quote that
//! never closes costs the line it stands in, a line without end costs itself, and neither is kept in memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Bytes of one row. The widest front page has some 800 columns and less than 32 kB.
pub const LONGEST_ROW: usize = 256 * 1024;

/// Columns of one row.
const MOST_COLUMNS: usize = 4096;

/// Why a row is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// A quote opens and does not close where the field ends, or stands in the middle of a field.
    Quote,
    /// Longer than [`LONGEST_ROW`], or of more columns than any table.
    TooLong,
}

/// A row as it lies in the file.
pub struct RawRow<'a> {
    /// The line it begins at, from 1.
    pub line: u64,
    /// Its bytes without the end of the line, for a file of the rows that were refused.
    pub bytes: &'a [u8],
    pub fields: Result<RawFields<'a>, RowFault>,
}

/// The fields of a row, without their quotes.
#[derive(Clone, Copy)]
pub struct RawFields<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> RawFields<'a> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field without the white space around it; a row that is shorter has none.
    pub fn get(&self, column: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(column)?;
        let from = if column == 0 { 0 } else { self.ends[column - 1] };
        Some(self.text[from..end].trim_ascii())
    }

    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let fields = *self;
        (0..fields.len()).filter_map(move |column| fields.get(column))
    }
}

/// Reads a table piece by piece. `feed` for every piece of the file, `finish` at its end.
pub struct TableReader {
    core: Reader,
    delimiter: u8,
    /// What was fed and belongs to no whole row yet.
    pending: Vec<u8>,
    line: u64,
    /// The first row says how many columns a row has; later rows that span lines are held to it.
    columns: Option<usize>,
    /// Within a line that is too long, until its end.
    is_skipping: bool,
    begun: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// Where a row ends in what is there.
enum Extent {
    /// Bytes of the row, and with the end of its line.
    Whole(usize, usize),
    Open,
}

impl TableReader {
    pub fn new(delimiter: u8) -> TableReader {
        TableReader {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            pending: vec![],
            line: 1,
            columns: None,
            is_skipping: false,
            begun: false,
            text: vec![0; 4096],
            ends: vec![0; 256],
        }
    }

    /// Reads what is whole by now, and hands each row to `each`. Empty lines are passed over.
    pub fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(RawRow<'_>)) {
        self.pending.extend_from_slice(bytes);
        self.read(false, each);
    }

    /// The file has ended: what is left is a row, or the beginning of one.
    pub fn finish(mut self, each: &mut impl FnMut(RawRow<'_>)) {
        self.read(true, each);
    }

    fn read(&mut self, is_last: bool, each: &mut impl FnMut(RawRow<'_>)) {
        let pending = std::mem::take(&mut self.pending);
        let mut at = 0;
        if !self.begun && (pending.len() >= 3 || is_last) {
            self.begun = true;
            at = if pending.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        }
        while self.begun && at < pending.len() {
            let left = &pending[at..];
            if self.is_skipping {
                let Some(end) = line_end(left, is_last) else {
                    // A carriage return may be the first half of the end.
                    at = pending.len() - usize::from(left.ends_with(b"\r"));
                    break;
                };
                at += end.1;
                self.line += 1;
                self.is_skipping = false;
                continue;
            }
            let (bytes, taken, fault) = match self.extent(left, is_last) {
                Extent::Whole(bytes, taken) => (bytes, taken, None),
                Extent::Open => match line_end(left, is_last) {
                    // The row is not over and has lines already: it stands in a quote.
                    Some(end) if is_last || left.len() > LONGEST_ROW => (end.0, end.1, Some(RowFault::Quote)),
                    None if left.len() > LONGEST_ROW => {
                        each(RawRow { line: self.line, bytes: &left[..0], fields: Err(RowFault::TooLong) });
                        self.is_skipping = true;
                        continue;
                    }
                    _ => break,
                },
            };
            let row = &left[..bytes];
            // Only what the first row allows may hold lines; a quote that was closed by one of a later row would take that with it.
            let first_line = line_end(row, true).map_or((bytes, taken), |end| if end.1 < bytes { end } else { (bytes, taken) });
            let spans = first_line.1 < taken;
            let fields = match fault {
                Some(fault) => Err(fault),
                None if bytes > LONGEST_ROW => Err(RowFault::TooLong),
                None if row.contains(&b'"') && !quotes_close(row, self.delimiter) => Err(RowFault::Quote),
                None => match self.fields(row) {
                    Some(count) if spans && self.columns.is_some_and(|columns| columns != count) => Err(RowFault::Quote),
                    Some(count) => Ok(count),
                    None => Err(RowFault::TooLong),
                },
            };
            let (bytes, taken) = if fields == Err(RowFault::Quote) { first_line } else { (bytes, taken) };
            let row = &left[..bytes];
            if !row.trim_ascii().is_empty() {
                if let Ok(count) = fields {
                    self.columns.get_or_insert(count);
                }
                let fields = fields.map(|count| RawFields { text: &self.text, ends: &self.ends[..count] });
                each(RawRow { line: self.line, bytes: row, fields });
            }
            self.line += lines(&left[..taken]);
            at += taken;
        }
        self.pending = if at == 0 { pending } else { pending[at..].to_vec() };
    }

    /// Where the row ends that begins here, as CSV counts: a line may end inside quotes.
    fn extent(&mut self, left: &[u8], is_last: bool) -> Extent {
        let Some((bytes, taken)) = line_end(left, is_last) else { return Extent::Open };
        if !left[..bytes].contains(&b'"') {
            return Extent::Whole(bytes, taken);
        }
        let (mut at, mut inside) = (0, false);
        while at < left.len().min(LONGEST_ROW + 1) {
            match left[at] {
                b'"' => inside = !inside,
                b'\n' | b'\r' if !inside => {
                    return match line_end(&left[at..], is_last) {
                        Some((_, end)) => Extent::Whole(at, at + end),
                        None => Extent::Open,
                    };
                }
                _ => {}
            }
            at += 1;
        }
        if is_last && !inside && left.len() <= LONGEST_ROW { Extent::Whole(left.len(), left.len()) } else { Extent::Open }
    }

    /// Cuts a row into `text` and `ends`: the number of its fields.
    fn fields(&mut self, row: &[u8]) -> Option<usize> {
        self.core.reset();
        if self.text.len() < row.len() + 2 {
            self.text.resize(row.len() + 2, 0);
        }
        let (mut read, mut written, mut ends, mut is_over) = (0, 0, 0, false);
        loop {
            // An empty input says that nothing follows.
            let input = if is_over { &[][..] } else { &row[read..] };
            let (result, taken, wrote, ended) = self.core.read_record(input, &mut self.text[written..], &mut self.ends[ends..]);
            (read, written, ends) = (read + taken, written + wrote, ends + ended);
            match result {
                ReadRecordResult::InputEmpty => is_over = true,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= MOST_COLUMNS => return None,
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return Some(ends),
            }
        }
    }
}

/// The first end of a line: where the line ends, and where the next begins.
fn line_end(bytes: &[u8], is_last: bool) -> Option<(usize, usize)> {
    match bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(at) if bytes[at] == b'\n' => Some((at, at + 1)),
        // What follows a carriage return may still come.
        Some(at) if at + 1 == bytes.len() && !is_last => None,
        Some(at) => Some((at, at + 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')))),
        None => is_last.then_some((bytes.len(), bytes.len())),
    }
}

fn lines(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (at, byte) in bytes.iter().enumerate() {
        count += u64::from(*byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    }
    count
}

/// RFC 4180: a quote opens at the beginning of a field and closes at its end; a quote within is written twice.
fn quotes_close(row: &[u8], delimiter: u8) -> bool {
    enum At {
        Begin,
        Plain,
        Quoted,
        /// After a quote within quotes: the end, or the first of two.
        Closing,
    }
    let mut at = At::Begin;
    for byte in row {
        at = match (at, *byte) {
            (At::Begin | At::Plain, byte) if byte == delimiter => At::Begin,
            (At::Begin, b'"') => At::Quoted,
            (At::Begin, b' ') => At::Begin,
            (At::Plain, b'"') => return false,
            (At::Begin | At::Plain, _) => At::Plain,
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (At::Closing, b'"') => At::Quoted,
            (At::Closing, byte) if byte == delimiter => At::Begin,
            (At::Closing, b' ') => At::Closing,
            (At::Closing, _) => return false,
        };
    }
    !matches!(at, At::Quoted)
}

/// Which of comma, semicolon and tab parts the fields of the first line: what occurs most often outside quotes; a comma where none does.
pub fn delimiter_of(head: &[u8]) -> u8 {
    let line = line_end(head, true).map_or(head, |(end, _)| &head[..end]);
    let count = |delimiter: u8| {
        let mut inside = false;
        line.iter()
            .filter(|byte| {
                inside ^= **byte == b'"';
                !inside && **byte == delimiter
            })
            .count()
    };
    [b';', b'\t', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Read = (u64, Result<Vec<String>, RowFault>);

    fn read_in(bytes: &[u8], piece: usize) -> Vec<Read> {
        let mut rows: Vec<Read> = vec![];
        let mut each = |row: RawRow<'_>| {
            let fields = row.fields.map(|fields| fields.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect());
            rows.push((row.line, fields));
        };
        let mut reader = TableReader::new(b',');
        for piece in bytes.chunks(piece.max(1)) {
            reader.feed(piece, &mut each);
        }
        reader.finish(&mut each);
        rows
    }

    fn ok(line: u64, fields: &[&str]) -> Read {
        (line, Ok(fields.iter().map(|field| (*field).to_owned()).collect()))
    }

    #[track_caller]
    fn check(text: &str, expected: &[Read]) {
        for piece in [1, 2, 3, 7, 4096] {
            assert_eq!(read_in(text.as_bytes(), piece), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn rows_have_the_line_they_begin_at() {
        check(
            "\u{feff}a,b\r\n\r\n1, 2 \n\"x\ny\",\"say \"\"no\"\"\"\n3,4",
            &[ok(1, &["a", "b"]), ok(3, &["1", "2"]), ok(4, &["x\ny", "say \"no\""]), ok(6, &["3", "4"])],
        );
        check("a,b\r1,2\r", &[ok(1, &["a", "b"]), ok(2, &["1", "2"])]);
        check("a\n", &[ok(1, &["a"])]);
        check("", &[]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line() {
        check("a,b\n1,\"2\n3,4\n5,6\n", &[ok(1, &["a", "b"]), (2, Err(RowFault::Quote)), ok(3, &["3", "4"]), ok(4, &["5", "6"])]);
    }

    #[test]
    fn a_quote_closed_by_one_of_a_later_row_takes_no_row_with_it() {
        // By accident the merged row would have as many fields as the header.
        check("a,b,c\n1,\"abc,2\n3,\"x\",4\n", &[ok(1, &["a", "b", "c"]), (2, Err(RowFault::Quote)), ok(3, &["3", "x", "4"])]);
        check("a,b\n1,\"2\n3,4\n5,\"6\"\n", &[ok(1, &["a", "b"]), (2, Err(RowFault::Quote)), ok(3, &["3", "4"]), ok(4, &["5", "6"])]);
        check("a,b\n1,2 \"inch\n3,4\n", &[ok(1, &["a", "b"]), (2, Err(RowFault::Quote)), ok(3, &["3", "4"])]);
    }

    #[test]
    fn a_line_without_end_costs_itself_and_no_memory() {
        let long = "x".repeat(3 * LONGEST_ROW);
        let text = format!("a,b\n{long},2\n3,4\n");
        for piece in [1000, 4096, text.len()] {
            assert!(read_in(text.as_bytes(), piece) == [ok(1, &["a", "b"]), (2, Err(RowFault::TooLong)), ok(3, &["3", "4"])], "in pieces of {piece}");
        }
        let mut reader = TableReader::new(b',');
        for _ in 0..64 {
            reader.feed(&[b'x'; LONGEST_ROW / 2], &mut |_| {});
            assert!(reader.pending.len() <= 2 * LONGEST_ROW);
        }
    }

    #[test]
    fn a_long_quoted_text_over_lines_is_one_field_or_a_fault_of_its_first_line() {
        let text = format!("a,b\n1,\"{}\"\n3,4\n", "line\n".repeat(20));
        let rows = read_in(text.as_bytes(), 16);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2], ok(23, &["3", "4"]));
    }

    #[test]
    fn the_delimiter_is_what_the_head_is_parted_by() {
        assert_eq!(delimiter_of(b"a;b;c\n1,2;3\n"), b';');
        assert_eq!(delimiter_of(b"a\tb\n"), b'\t');
        assert_eq!(delimiter_of(b"\"a;b;c\",d\n"), b',');
        assert_eq!(delimiter_of(b"a\n"), b',');
    }

    proptest! {
        /// Whatever the fields, they come back, in pieces of any size, and one broken row between them changes none. (A field that begins with a
        /// comma could end the open quote as CSV would: nobody can tell.)
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a-z0-9\u{4e00}-\u{4e20}][a-z0-9 ,\"\n\u{4e00}-\u{4e20}]{0,7}", 3), 1..12), broken in any::<prop::sample::Index>(), piece in 1usize..40) {
            let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let mut lines: Vec<String> = vec!["h1,h2,h3".into()];
            lines.extend(rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")));
            let place = 1 + broken.index(lines.len());
            lines.insert(place.min(lines.len()), "oops,\"never,closed".into());
            let read = read_in((lines.join("\n") + "\n").as_bytes(), piece);
            let good: Vec<Vec<String>> = read.iter().filter_map(|(_, row)| row.clone().ok()).skip(1).collect();
            let trimmed: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|field| field.trim_ascii().to_owned()).collect()).collect();
            prop_assert_eq!(good, trimmed);
            prop_assert_eq!(read.iter().filter(|(_, row)| row.is_err()).count(), 1);
        }

        /// Any bytes at all: no panic, and every line that can be read by itself is not lost without a word.
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), piece in 1usize..40) {
            let rows = read_in(&bytes, piece);
            prop_assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
