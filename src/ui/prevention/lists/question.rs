//! A question about the record, with its answers.

use crate::clinical::cell::CellValue;
use crate::clinical::source::Mark;
use crate::text::Lang;
use crate::ui::form::row::{answer_id, answer_word};
use crate::ui::parts::{About, has_tags, tags};
use crate::ui::pen::{Part, Pen};
use crate::ui::prevention::words::words;
use crate::ui::words::words as common;

/// A question that wants a yes or a no of its own.
#[derive(Clone)]
pub(super) struct QuestionRow {
    pub id: &'static str,
    pub label: &'static str,
    pub help: Option<&'static str>,
    pub marks: &'static [Mark],
    pub names: Vec<String>,
    /// What was answered: `Some(None)` that it cannot be known.
    pub said: Option<Option<bool>>,
    pub lang: Lang,
    pub locked: bool,
}

impl PartialEq for QuestionRow {
    fn eq(&self, other: &QuestionRow) -> bool {
        self.id == other.id && self.names == other.names && (self.said, self.lang, self.locked) == (other.said, other.lang, other.locked)
    }
}

impl Part for QuestionRow {
    fn draw(&self, pen: &mut Pen) {
        let QuestionRow { id, label, help, marks, names, said, lang, locked } = self;
        let (words, common) = (words(*lang), common(*lang));
        let answer = match said {
            Some(Some(true)) => CellValue::Yes,
            Some(Some(false)) => CellValue::No,
            Some(None) => CellValue::Unknowable,
            None => CellValue::Open,
        };
        pen.tag("div", "row question", |pen| {
            pen.is("data-row", id);
            pen.is("data-answer", answer_id(answer));
            pen.tag("p", "asked", |pen| {
                pen.text(label);
                pen.line("span", "word", answer_word(answer, common));
            });
            // As they stand on record, each on its own: they are what is asked.
            pen.when(!names.is_empty(), |pen| {
                pen.tag("ul", "names", |pen| {
                    for name in names {
                        pen.tag("li", "", |pen| pen.written(name.clone().into()));
                    }
                });
            });
            pen.some(*help, |pen, help| pen.line("p", "help", help));
            pen.when(has_tags(marks), |pen| pen.tag("p", "help", |pen| tags(pen, marks, *lang)));
            let about = |action| About { action, of: id, name: label, disabled: *locked };
            pen.tag("span", "suggestion", |pen| {
                about("confirm").draw(pen, "answer", common.yes, common, Some(answer == CellValue::Yes));
                about("deny").draw(pen, "answer", common.no, common, Some(answer == CellValue::No));
                about("unknown").draw(pen, "quiet", words.cannot_tell, common, Some(answer == CellValue::Unknowable));
            });
        });
    }
}
