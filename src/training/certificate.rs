//! The certificate of a pass, as data to print: what was passed, by whom, until when.

use chrono::{Months, NaiveDate};

use super::lesson::Lesson;
use super::own::StoryText;
use super::result::LearnerResult;
use crate::clinical::chart::Instant;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::text;

/// Weeks before the end of a certificate from which a refresher is due.
pub const REFRESHER_WEEKS: u8 = 4;
pub const REFRESHER_MARKS: &[Mark] = &[D(text!("证书到期前4周起应复训", "a refresher is due from four weeks before a certificate ends"))];

/// What is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    pub title: StoryText,
    pub who: String,
    pub anonymous: bool,
    pub passed_on: NaiveDate,
    pub valid_until: NaiveDate,
    /// From then on.
    pub refresher_from: NaiveDate,
    pub percent: u8,
    pub pass_percent: u8,
    pub exercises: usize,
    pub seconds: i64,
    /// Of the tables.
    pub version: String,
    pub rules: String,
    /// First 16 characters of the seal of the attempt.
    pub seal: String,
    /// What a reader must know: over time, clock set back, closed in the middle.
    pub remarks: Vec<StoryText>,
}

/// Where a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStanding {
    Valid,
    RefresherDue,
    Ended,
}

/// The certificate of a result; nothing where it was not passed. Days are read at the offset of the moment of the end.
pub fn certificate(lesson: &Lesson, result: &LearnerResult) -> Option<Certificate> {
    let terms = lesson.terms.filter(|_| result.passed == Some(true))?;
    let passed_on = result.ended.date_naive();
    let valid_until = passed_on.checked_add_months(Months::new(u32::from(terms.valid_months)))?;
    let mut remarks = vec![];
    if result.over_time {
        remarks.push(StoryText::from(text!("时间到后自动交卷", "Handed in by the end of the time")));
    }
    if result.clock_back_min > 0 {
        let minutes = result.clock_back_min;
        remarks.push(StoryText {
            zh: format!("考试中设备时钟被回拨{minutes}分钟"),
            en: format!("The clock of the device was set back by {minutes} min during the exam"),
        });
    }
    if result.resumed > 0 {
        let times = result.resumed;
        remarks.push(StoryText { zh: format!("中途关闭后继续{times}次"), en: format!("Closed in the middle and resumed {times} time(s)") });
    }
    Some(Certificate {
        title: lesson.title.clone(),
        who: result.who.shown().to_owned(),
        anonymous: matches!(result.who, super::attempt::LearnerName::Anonymous(_)),
        passed_on,
        valid_until,
        refresher_from: valid_until - chrono::TimeDelta::weeks(i64::from(REFRESHER_WEEKS)),
        percent: result.percent,
        pass_percent: terms.pass_percent,
        exercises: result.lines.len(),
        seconds: result.seconds,
        version: result.edition.version.clone(),
        rules: result.edition.rules.clone(),
        seal: result.seal.chars().take(16).collect(),
        remarks,
    })
}

impl Certificate {
    pub fn standing(&self, at: Instant) -> CertificateStanding {
        let today = at.date_naive();
        match () {
            () if today > self.valid_until => CertificateStanding::Ended,
            () if today >= self.refresher_from => CertificateStanding::RefresherDue,
            () => CertificateStanding::Valid,
        }
    }
}
