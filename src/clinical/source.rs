//! Where a rule comes from and how sure we are of it. Required on every item, band and figure, so that the marks of the
//! clinical specification travel with the number to the evidence table and, where a user relies on it, to the screen.

use crate::text::{Text, text};

/// How a row of the clinical specification is backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read in the public place that [`PLACES`] names under this key.
    V(&'static str),
    /// Known but not yet found in a source; what exactly is not verified.
    K(Text),
    /// A decision of ours, to be shown as a local setting; what exactly was decided.
    D(Text),
}

/// The words that stand on the screen beside whatever rests on a [`Mark::D`].
pub const LOCAL_SETTING: Text = text("本院设定", "local setting");
/// The words that stand on the screen beside whatever rests on a [`Mark::K`].
pub const NOT_VERIFIED: Text = text("来源未核实", "source not verified");

/// A publication, named so that a reader finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub citation: &'static str,
    pub doi: Option<&'static str>,
    pub marks: &'static [Mark],
}

/// The places that a `V` key stands for (the specification's legend, as far as it is used here).
pub const PLACES: &[(&str, &str)] = &[
    ("HNT2", "VTE in head and neck cancer surgery, Cancers Head Neck 2016, Table 2 (Caprini 2005 item table)"),
    ("GYT1", "PMC5503672 Table 1, Gynecol Oncol 2017;144:420-427 (Caprini as in the ACCP guidelines)"),
    ("MDC", "MDCalc, Caprini page (Caprini's own definitions)"),
    ("LEE", "lee22.net/MEDICINE/caprini.php (\"check only one surgical category\")"),
    ("ICU", "icu.cn/?p=16517 (Chinese item definitions after Caprini's group)"),
    ("777", "777doc.com/doc-5132505.html (Chinese Caprini form)"),
    ("CNF", "a Chinese hospital Caprini form"),
    ("ZHH", "zhhema.com.cn/page8-59_2.html (静脉血栓栓塞症机械预防中国专家共识)"),
    ("GABS", "Gould 2012 CHEST, abstract (123dok.org/document/yj7m2612)"),
    ("PAN17", "Pannucci 2017 Ann Surg 265:1094-1103, abstract (PubMed 28106607)"),
    ("BAHL", "Bahl 2010 Ann Surg 251:344-350, abstract (PubMed 19779324)"),
    ("CNMED", "PMC6224205 (Padua vs Caprini, Chinese medical in-patients)"),
    ("PP2", "Kahn 2012 CHEST (PMC3278052) Table 2"),
    ("BAR", "Barbar 2010 J Thromb Haemost 8:2450-2457, abstract (PubMed 20738765)"),
    ("HEM", "The Hematologist, summary of Barbar 2010 (exclusions)"),
    ("NJB", "njbinbin.net EBMcalc, Padua VTE risk (Chinese)"),
    ("WX", "WeChat mini-program, Padua with Chinese footnotes"),
    ("POL", "医院《深静脉血栓预防及护理管理制度》(obuygou.com)"),
    ("S79", "extended specification, helper formulas: D-dimer unit conversion"),
    ("S110", "extended specification, helper formulas: creatinine conversion"),
    ("S111", "extended specification, helper formulas: MDCalc"),
    ("S113", "WS/T 428-2013; 体重管理指导原则(2024年版)"),
];
