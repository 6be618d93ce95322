//! Tables that other systems hand in as text (CSV): the front page of a hospital's medical record, lists of assessments and orders,
//! our own tables. Bytes in, rows and faults out; nothing is kept here, and no fault repeats what a cell says.
//!
//! `reading` cuts the bytes of a file into rows, `encoding` says how their texts are written, `dates` in which order a column writes day,
//! month and year, `columns` which column is what, `front_page` reads a row of the front page (住院病案首页),
//! `stay` makes of it the rows that indicators count, and `intake` goes through a whole file: once to say what it is, once to take it.
//!
//! A file is cut into rows before its texts are decoded: inside GB18030 no byte is a comma, a semicolon, a quote, a tab or the end of a
//! line (its second bytes begin at 0x30 as digits, which none of these is), while `|` and `\` do occur. Only what people
//! wrote (names of departments) is decoded at all, by whoever calls: in a browser by its own `TextDecoder`.

pub mod columns;
pub mod dates;
pub mod encoding;
pub mod front_page;
pub mod intake;
pub mod reading;
pub mod stay;
pub mod told;
