//! Days and times as tables write them. A day may be written year-month-day, day/month/year or month/day/year; one cell often fits two of
//! these, so the whole column is looked at, and where that leaves two open a person is asked. Nothing is guessed.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// In which order a column writes year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

impl DateOrder {
    pub const ALL: [DateOrder; 3] = [DateOrder::YearMonthDay, DateOrder::DayMonthYear, DateOrder::MonthDayYear];
}

/// How finely a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrittenTo {
    Day,
    Hour,
    Minute,
    Second,
}

/// A moment on the wall clock of the place it was written at; what is finer than `to` is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilMoment {
    pub at: NaiveDateTime,
    pub to: WrittenTo,
}

/// What a column allows, after all its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOrder {
    One(DateOrder),
    /// A person has to say which; at least two fit every cell.
    Ask,
    /// No cell, or cells of different orders.
    None,
}

/// Told the cells of one column that are not empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderWatch {
    cells: u64,
    /// Of each of [`DateOrder::ALL`], how many cells it fits.
    fits: [u64; 3],
}

impl OrderWatch {
    pub fn see(&mut self, cell: &str) {
        self.cells += 1;
        for (order, fits) in DateOrder::ALL.into_iter().zip(&mut self.fits) {
            *fits += u64::from(moment(cell, order).is_some());
        }
    }

    /// One broken cell does not make a column unreadable: what counts is what fits most cells, and only all that do so equally are asked about.
    pub fn order(&self) -> ColumnOrder {
        let most = *self.fits.iter().max().unwrap_or(&0);
        let mut best = DateOrder::ALL.into_iter().zip(self.fits).filter(|(_, fits)| *fits == most).map(|(order, _)| order);
        match (most * 2 > self.cells, best.next(), best.next()) {
            (true, Some(order), None) => ColumnOrder::One(order),
            (true, Some(_), Some(_)) => ColumnOrder::Ask,
            _ => ColumnOrder::None,
        }
    }
}

/// Reads a day, or a day and a time: `2026-03-01`, `2026/3/1 8:05`, `20260301`, `20260301080500`, `2026年3月1日 8时`, `1/3/2026 08:05:09`,
/// `2026-03-01T08:05:09`. A day that does not exist is none; an offset (`Z`, `+08:00`) is none either, because then it is no wall clock.
pub fn moment(cell: &str, order: DateOrder) -> Option<CivilMoment> {
    let (day, time) = parted(cell.trim())?;
    let day = date(day, order)?;
    let (time, to) = if time.is_empty() { (NaiveTime::MIN, WrittenTo::Day) } else { clock(time)? };
    Some(CivilMoment { at: day.and_time(time), to })
}

/// The hour of a column of its own (`RYSJS`): 0 to 23; 24 is the end of the day and is no hour of it.
pub fn hour(cell: &str) -> Option<u32> {
    number(cell.trim(), 1, 2).filter(|hour| *hour < 24)
}

fn parted(cell: &str) -> Option<(&str, &str)> {
    let compact = cell.bytes().take_while(u8::is_ascii_digit).count();
    if compact == 14 && cell.len() == 14 {
        return Some((&cell[..8], &cell[8..]));
    }
    let end = match cell.find("日") {
        Some(at) => at + "日".len(),
        None => cell.find(['T', ' ']).unwrap_or(cell.len()),
    };
    let time = cell[end..].trim_start_matches(['T', ' ']);
    // A `T` or a space with nothing after it is a cell cut short.
    (end == cell.len() || !time.is_empty() || cell[end..].trim().is_empty()).then_some((&cell[..end], time))
}

fn date(day: &str, order: DateOrder) -> Option<NaiveDate> {
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return if order == DateOrder::YearMonthDay { ymd(&day[..4], &day[4..6], &day[6..]) } else { None };
    }
    if let Some((year, rest)) = day.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        return if order == DateOrder::YearMonthDay { ymd(year, month, day.strip_suffix('日')?) } else { None };
    }
    let sign = day.find(['-', '/', '.']).map(|at| day.as_bytes()[at] as char)?;
    let mut parts = day.split(sign);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match order {
        DateOrder::YearMonthDay => ymd(one, two, three),
        DateOrder::DayMonthYear => ymd(three, two, one),
        DateOrder::MonthDayYear => ymd(three, one, two),
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    // A year of two digits is refused: the century would be a guess, and ages hang on it.
    let year = number(year, 4, 4).filter(|year| *year >= 1870)?;
    NaiveDate::from_ymd_opt(year as i32, number(month, 1, 2)?, number(day, 1, 2)?)
}

fn clock(time: &str) -> Option<(NaiveTime, WrittenTo)> {
    if time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit()) {
        let at = NaiveTime::from_hms_opt(number(&time[..2], 2, 2)?, number(&time[2..4], 2, 2)?, number(&time[4..], 2, 2)?)?;
        return Some((at, WrittenTo::Second));
    }
    let plain = time.replace(['时', '分'], ":").replace('秒', "");
    let plain = plain.trim_end_matches(':');
    let mut parts = plain.split(':');
    let hour = number(parts.next()?, 1, 2)?;
    let (minute, second) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let to = match (minute, second) {
        (None, _) => WrittenTo::Hour,
        (Some(_), None) => WrittenTo::Minute,
        _ => WrittenTo::Second,
    };
    // Fractions of a second are dropped: no rule counts them.
    let second = second.map(|second| second.split('.').next().unwrap_or(second));
    let part = |text: Option<&str>| text.map_or(Some(0), |text| number(text, 1, 2));
    Some((NaiveTime::from_hms_opt(hour, part(minute)?, part(second)?)?, to))
}

fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str, order: DateOrder) -> Option<String> {
        moment(cell, order).map(|moment| format!("{} {:?}", moment.at.format("%Y-%m-%d %H:%M:%S"), moment.to))
    }

    #[test]
    fn a_moment_is_as_fine_as_it_is_written() {
        use DateOrder::*;
        for (cell, order, expected) in [
            ("2026-03-01", YearMonthDay, Some("2026-03-01 00:00:00 Day")),
            ("2026/3/1 8:05", YearMonthDay, Some("2026-03-01 08:05:00 Minute")),
            ("20260301", YearMonthDay, Some("2026-03-01 00:00:00 Day")),
            ("20260301080509", YearMonthDay, Some("2026-03-01 08:05:09 Second")),
            ("2026年3月1日 8时", YearMonthDay, Some("2026-03-01 08:00:00 Hour")),
            ("2026年3月1日8时5分", YearMonthDay, Some("2026-03-01 08:05:00 Minute")),
            ("2026-03-01T08:05:09.250", YearMonthDay, Some("2026-03-01 08:05:09 Second")),
            ("1/3/2026 08:05:09", DayMonthYear, Some("2026-03-01 08:05:09 Second")),
            ("3/1/2026", MonthDayYear, Some("2026-03-01 00:00:00 Day")),
            ("2026-02-29", YearMonthDay, None),
            ("2024-02-29", YearMonthDay, Some("2024-02-29 00:00:00 Day")),
            ("2026-03-01 24:00", YearMonthDay, None),
            ("2026-03-01T08:05:09Z", YearMonthDay, None),
            ("2026-03-01 08:05:09+08:00", YearMonthDay, None),
            ("26-03-01", YearMonthDay, None),
            ("46082", YearMonthDay, None),
            ("1/3/2026", YearMonthDay, None),
            ("", YearMonthDay, None),
            ("日", YearMonthDay, None),
        ] {
            assert_eq!(shown(cell, order).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn the_whole_column_says_the_order_or_a_person_is_asked() {
        let order = |cells: &[&str]| {
            let mut watch = OrderWatch::default();
            cells.iter().for_each(|cell| watch.see(cell));
            watch.order()
        };
        assert_eq!(order(&["3/4/2026", "5/6/2026"]), ColumnOrder::Ask);
        assert_eq!(order(&["3/4/2026", "25/6/2026"]), ColumnOrder::One(DateOrder::DayMonthYear));
        assert_eq!(order(&["3/4/2026", "6/25/2026"]), ColumnOrder::One(DateOrder::MonthDayYear));
        assert_eq!(order(&["2026-03-04", "20260625", "2026-02-30"]), ColumnOrder::One(DateOrder::YearMonthDay));
        assert_eq!(order(&["a", "b"]), ColumnOrder::None);
        assert_eq!(order(&[]), ColumnOrder::None);
    }

    #[test]
    fn an_hour_of_its_own_column_is_one_of_the_day() {
        assert_eq!([hour("0"), hour("08"), hour("23"), hour("24"), hour(""), hour("-1")], [Some(0), Some(8), Some(23), None, None, None]);
    }
}
