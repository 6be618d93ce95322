//! A case of a teacher: his own story, and what of it is true, in the form of the cases of the bank. The truth is worked out by
//! the engine, never taken from the file.

use super::case::{Scored, StoryFact, truth};
use super::edition::TableEdition;
use crate::clinical::instrument::Instrument;
use crate::text::{Lang, Text, text};

/// Something that a teacher wrote, in two languages; where one is missing the other stands in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryText {
    pub zh: String,
    pub en: String,
}

impl StoryText {
    pub fn of(zh: &str, en: &str) -> StoryText {
        let of = |text: &str, other: &str| if text.trim().is_empty() { other.trim() } else { text.trim() }.to_owned();
        StoryText { zh: of(zh, en), en: of(en, zh) }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.zh.is_empty()
    }
}

impl From<Text> for StoryText {
    fn from(text: Text) -> StoryText {
        StoryText { zh: text.zh().to_owned(), en: text.en().to_owned() }
    }
}

/// A case that a teacher made.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnCase {
    /// Of the teacher's choosing; in a lesson no two are alike.
    pub id: String,
    pub title: StoryText,
    pub story: StoryText,
    /// What is to be learnt; may be empty.
    pub why: StoryText,
    pub instrument: &'static Instrument,
    pub given: Vec<StoryFact>,
    /// Items that are true and follow from no given fact. All others are false.
    pub holds: Vec<&'static str>,
    /// The tables that it was made for.
    pub edition: TableEdition,
}

impl OwnCase {
    /// `None` where its facts contradict one another.
    pub fn truth(&self) -> Option<Scored> {
        truth(self.instrument, &self.given, &self.holds)
    }
}

/// Stands above the field for the story, on the page and on the file that a teacher gives away.
pub const NO_REAL_PATIENT: Text = text!(
    "不得写入真实患者的姓名、住院号、日期或可识别其身份的情节。病例会以文件、链接或二维码传给学员。",
    "Never tell of a real patient: no name, no number, no date, nothing by which somebody could be recognised. The case goes to learners as a file, a link or a code."
);

/// On everything of training, on the screen and on paper.
pub const TEACHING_BANNER: Text = text!("教学练习·虚构患者·不进入病历", "Teaching: invented patients, nothing enters a record");
