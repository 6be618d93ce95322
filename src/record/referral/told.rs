//! The sheet, and the course, as text: for a message, a fax, a voice on the telephone. In one language, nothing left out.

use super::course::ReferralHistory;
use super::lines::SheetSection;
use super::sheet::{ReferralSheet, SheetAnswer, SheetValue};
use super::steps::{ReferralStep, fields_of, referral_row, step_words};
use crate::record::event::SignedText;
use crate::record::story::Teller;
use crate::text::{Lang, Text, text};

/// At the head of every form of it.
pub const NAMES_A_PATIENT: Text = text!(
    "此转诊单含患者姓名和病情，只交给接收医院负责该患者的人，用后按本院规定保管或销毁。",
    "This sheet names a patient: give it only to those at the receiving hospital who care for the patient, then keep or destroy it by your rules."
);

pub const DEMO_SHEET: Text = text!("演示 DEMO · 虚构患者，不得用于诊疗", "DEMO 演示 · fictional patient, not for care");

pub const SHEET_TITLE: Text = text!("VTE转诊单", "VTE referral sheet");

pub const NOT_REPORTED: Text = text!("未报告", "not reported");

impl Teller<'_> {
    /// What the sheet says on one line.
    pub fn sheet_answer(&self, answer: &SheetAnswer) -> String {
        match answer {
            SheetAnswer::Lacks(word) => word.label().get(self.lang).into(),
            SheetAnswer::Said(values) => {
                values.iter().map(|value| self.sheet_value(value)).collect::<Vec<_>>().join(text!("；", "; ").get(self.lang))
            }
        }
    }

    /// `64 kg（11-22 08:20，HIS）`.
    pub fn sheet_value(&self, value: &SheetValue) -> String {
        let source = signed(self.lang, &value.source);
        let at = value.at.map(|at| self.moment(at));
        let beside: Vec<&str> = at.as_deref().into_iter().chain([source]).filter(|part| !part.is_empty()).collect();
        let said = signed(self.lang, &value.text);
        if beside.is_empty() {
            return said.into();
        }
        let (open, comma, close) = (text!("（", " ("), text!("，", ", "), text!("）", ")"));
        [said, open.get(self.lang), &beside.join(comma.get(self.lang)), close.get(self.lang)].concat()
    }

    /// What a report says, field by field: label and words.
    pub fn step_lines(&self, step: &ReferralStep) -> Vec<(&'static str, String)> {
        let said = |field: &super::steps::StepField| {
            let said = step.said(field.id)?;
            Some((field.label.get(self.lang), step_words(field.id, said).map_or(said, |words| words.get(self.lang)).to_owned()))
        };
        fields_of(step.state).filter_map(said).collect()
    }

    fn step(&self, step: &ReferralStep, out: &mut String) {
        let colon = text!("：", ": ").get(self.lang);
        let head = [
            referral_row(step.state).label.get(self.lang),
            colon,
            &self.moment(step.at),
            " · ",
            &step.by,
            " · ",
            &step.site,
            text!("（", " (").get(self.lang),
            step.side.label().get(self.lang),
            text!("）", ")").get(self.lang),
        ];
        out.push_str(&head.concat());
        for (label, said) in self.step_lines(step) {
            out.push_str(&["\n  ", label, colon, &said].concat());
        }
        out.push('\n');
    }

    /// The whole sheet.
    pub fn referral_sheet(&self, sheet: &ReferralSheet) -> String {
        let mut out = String::new();
        let mut line = |parts: &[&str]| {
            out.push_str(&parts.concat());
            out.push('\n');
        };
        let colon = text!("：", ": ").get(self.lang);
        line(&[SHEET_TITLE.get(self.lang), " · ", &self.moment(sheet.made_at), " · ", &sheet.by]);
        if sheet.demo {
            line(&[DEMO_SHEET.get(self.lang)]);
        }
        line(&[NAMES_A_PATIENT.get(self.lang)]);
        for section in SheetSection::ALL {
            line(&[text!("【", "[").get(self.lang), section.label().get(self.lang), text!("】", "]").get(self.lang)]);
            for (of, answer) in sheet.lines().filter(|(of, _)| of.section == section) {
                line(&[of.label.get(self.lang), colon, &self.sheet_answer(answer)]);
            }
        }
        line(&[text!("转诊编号", "Referral id").get(self.lang), colon, &sheet.id]);
        out
    }

    /// Every state, in order, with gaps and what was said differently.
    pub fn referral_course(&self, course: &ReferralHistory) -> String {
        let mut out = String::new();
        let gaps = course.gaps();
        let colon = text!("：", ": ").get(self.lang);
        let mut rest = course.steps().iter().peekable();
        for row in &crate::clinical::pathway::referral::REFERRAL_STATES {
            if gaps.contains(&row.state) {
                out.push_str(&[row.label.get(self.lang), colon, NOT_REPORTED.get(self.lang), "\n"].concat());
            }
            while let Some(step) = rest.next_if(|step| step.state == row.state) {
                self.step(step, &mut out);
            }
        }
        for step in &course.amendments {
            out.push_str(text!("另有报告：", "Said differently: ").get(self.lang));
            self.step(step, &mut out);
        }
        for step in &course.others {
            out.push_str(text!("另一家机构：", "Another hospital: ").get(self.lang));
            self.step(step, &mut out);
        }
        out
    }
}

/// In the language of the reader.
fn signed(lang: Lang, words: &SignedText) -> &str {
    if lang == Lang::Zh { &words.zh } else { &words.en }
}
