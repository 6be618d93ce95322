//! The lines of the referral sheet, as a table (extended specification 5.6.7): every one stands on every sheet, in this order.
//! A line of which nothing is known says so in a word; none is left blank.

use crate::text::{Text, text};

/// What a line says where it has no value. Three words, because they are three things: a question that nobody put, an
/// examination that nobody made, and an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetWord {
    NotAsked,
    NotDone,
    No,
}

impl SheetWord {
    pub const ALL: [SheetWord; 3] = [SheetWord::NotAsked, SheetWord::NotDone, SheetWord::No];

    pub fn id(self) -> &'static str {
        match self {
            SheetWord::NotAsked => "not_asked",
            SheetWord::NotDone => "not_done",
            SheetWord::No => "no",
        }
    }

    pub fn named(id: &str) -> Option<SheetWord> {
        SheetWord::ALL.into_iter().find(|word| word.id() == id)
    }

    pub fn label(self) -> Text {
        match self {
            SheetWord::NotAsked => text!("未询问", "not asked"),
            SheetWord::NotDone => text!("未做", "not done"),
            SheetWord::No => text!("无", "no"),
        }
    }
}

/// The parts of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetSection {
    Who,
    Sites,
    Suspicion,
    Vitals,
    Probability,
    Tests,
    Bleeding,
    Labs,
    Drugs,
    Procedures,
    Asked,
    Clocks,
}

impl SheetSection {
    pub const ALL: [SheetSection; 12] = [
        SheetSection::Who,
        SheetSection::Sites,
        SheetSection::Suspicion,
        SheetSection::Vitals,
        SheetSection::Probability,
        SheetSection::Tests,
        SheetSection::Bleeding,
        SheetSection::Labs,
        SheetSection::Drugs,
        SheetSection::Procedures,
        SheetSection::Asked,
        SheetSection::Clocks,
    ];

    pub fn label(self) -> Text {
        match self {
            SheetSection::Who => text!("患者", "Who"),
            SheetSection::Sites => text!("转出与接收", "From and to"),
            SheetSection::Suspicion => text!("疑似诊断", "What is suspected"),
            SheetSection::Vitals => text!("生命体征", "Vital signs"),
            SheetSection::Probability => text!("临床可能性", "Probability"),
            SheetSection::Tests => text!("检查", "Tests"),
            SheetSection::Bleeding => text!("出血与用药限制", "Bleeding, and what stands against a drug"),
            SheetSection::Labs => text!("体重与化验", "Weight and laboratory"),
            SheetSection::Drugs => text!("抗凝与抗血小板药", "Anticoagulants and antiplatelets"),
            SheetSection::Procedures => text!("手术、穿刺与器械", "Operations, needles, devices"),
            SheetSection::Asked => text!("请求与转运", "What is asked, and the way there"),
            SheetSection::Clocks => text!("用时", "Clocks so far"),
        }
    }
}

/// One line of the sheet.
#[derive(Debug)]
pub struct SheetLine {
    pub id: &'static str,
    pub section: SheetSection,
    pub label: Text,
    /// What it says where nobody has said anything: a question was not asked, an examination not done.
    pub lacks: SheetWord,
    /// No record has it: the sender types it.
    pub typed: bool,
    /// A sheet is not sent without it.
    pub required: bool,
}

const fn asked(id: &'static str, section: SheetSection, label: Text) -> SheetLine {
    SheetLine { id, section, label, lacks: SheetWord::NotAsked, typed: false, required: false }
}

const fn done(id: &'static str, section: SheetSection, label: Text) -> SheetLine {
    SheetLine { id, section, label, lacks: SheetWord::NotDone, typed: false, required: false }
}

const fn typed(line: SheetLine, required: bool) -> SheetLine {
    SheetLine { typed: true, required, ..line }
}

use SheetSection as S;

#[rustfmt::skip]
pub static SHEET_LINES: [SheetLine; 44] = [
    asked("name", S::Who, text!("姓名", "Name")),
    asked("sex", S::Who, text!("性别", "Sex")),
    asked("age", S::Who, text!("年龄", "Age")),
    asked("number", S::Who, text!("住院号 / 证件号", "Hospital number / id")),
    typed(asked("kin", S::Who, text!("家属及联系电话", "Kin and how to reach them")), false),
    typed(asked("from", S::Sites, text!("转出机构", "From")), true),
    typed(asked("to", S::Sites, text!("接收机构", "To")), true),
    typed(asked("telephone", S::Sites, text!("转出方现在能接通的电话", "Telephone of the sender, reached now")), true),
    asked("kind", S::Suspicion, text!("疑似", "Suspected")),
    asked("side", S::Suspicion, text!("侧别", "Side")),
    asked("since", S::Suspicion, text!("症状持续", "Symptoms for")),
    asked("signs", S::Suspicion, text!("表现", "Signs")),
    asked("unstable", S::Vitals, text!("血流动力学不稳定", "Unstable")),
    done("vitals", S::Vitals, text!("最近一次生命体征", "Last vital signs")),
    asked("oxygen", S::Vitals, text!("吸氧", "Oxygen")),
    done("probability", S::Probability, text!("评分工具（版本）、条目、总分、分层", "Instrument (edition), items, total, band")),
    done("d_dimer", S::Tests, text!("D-二聚体（数值与单位类型）", "D-dimer (value and unit type)")),
    asked("d_dimer_cutoff", S::Tests, text!("D-二聚体临界值", "D-dimer cut-off")),
    done("imaging", S::Tests, text!("已做影像检查", "Imaging done")),
    done("bleeding", S::Bleeding, text!("出血风险评估", "Bleeding list")),
    asked("gates", S::Bleeding, text!("触发的用药限制", "Gates that fired")),
    asked("hit", S::Bleeding, text!("HIT（肝素诱导的血小板减少症）", "HIT")),
    asked("allergy", S::Bleeding, text!("过敏", "Allergy")),
    asked("pregnancy", S::Bleeding, text!("妊娠，或产后6周内", "Pregnant, or within 6 weeks of delivery")),
    done("weight", S::Labs, text!("体重", "Weight")),
    done("creatinine", S::Labs, text!("血肌酐", "Creatinine")),
    done("crcl", S::Labs, text!("肌酐清除率", "Creatinine clearance")),
    done("platelets", S::Labs, text!("血小板", "Platelets")),
    done("haemoglobin", S::Labs, text!("血红蛋白", "Haemoglobin")),
    done("inr", S::Labs, text!("INR", "INR")),
    done("aptt", S::Labs, text!("APTT", "APTT")),
    asked("anticoagulants", S::Drugs, text!("近7天全部抗凝药（药名、剂量、末次给药）", "Every anticoagulant of the last 7 days (drug, dose, last dose)")),
    asked("interim", S::Drugs, text!("确诊前抗凝已给（药名、剂量、时间、执行人）", "Interim dose given (drug, dose, time, by whom)")),
    asked("antiplatelets", S::Drugs, text!("抗血小板药", "Antiplatelets")),
    asked("operations", S::Procedures, text!("30天内手术", "Operations within 30 days")),
    asked("needles", S::Procedures, text!("30天内椎管内穿刺及其他穿刺", "Needles within 30 days, neuraxial and other")),
    asked("devices", S::Procedures, text!("气压泵、弹力袜（取下时间）", "Pump, stockings (off since)")),
    typed(asked("asked", S::Asked, text!("请求（影像、溶栓、滤器、ICU、会诊意见）", "What is asked (imaging, thrombolysis, filter, ICU, opinion)")), true),
    typed(asked("transport", S::Asked, text!("转运方式", "Transport")), false),
    typed(asked("escort", S::Asked, text!("护送人员", "Escort")), false),
    typed(asked("consent", S::Asked, text!("患者或家属同意转诊并提供信息", "Consent to referral and to passing this on")), false),
    asked("suspected_at", S::Clocks, text!("报告疑似的时间", "Suspected at")),
    asked("physician_told", S::Clocks, text!("已告知医师", "Physician told")),
    asked("clocks", S::Clocks, text!("其他用时", "Other clocks")),
];

/// The line of this id.
pub fn sheet_line(id: &str) -> Option<&'static SheetLine> {
    SHEET_LINES.iter().find(|line| line.id == id)
}

/// The clinical contents and the three words are the specification's (extended 5.6.7); which line each of them became, and
/// which lines hold a sheet back, is ours (D).
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_lines_and_every_line_stands_once_in_order() {
        for section in SheetSection::ALL {
            assert!(SHEET_LINES.iter().any(|line| line.section == section), "{section:?}");
        }
        let order: Vec<usize> = SHEET_LINES.iter().filter_map(|line| SheetSection::ALL.iter().position(|section| *section == line.section)).collect();
        assert!(order.windows(2).all(|pair| pair[0] <= pair[1]), "sections are not mixed");
        for (place, line) in SHEET_LINES.iter().enumerate() {
            assert_eq!(SHEET_LINES.iter().position(|other| other.id == line.id), Some(place), "{} stands once", line.id);
        }
    }
}
