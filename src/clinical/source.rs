//! Where a rule comes from and how sure we are of it. Required on every item, band and figure, so that the marks of the
//! clinical specification travel with the number to the evidence table and, where a user relies on it, to the screen.

use crate::text::{Text, text};

/// How a row of the clinical specification is backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read in the public place that [`PLACES`] names under this key.
    V(&'static str),
    /// Read only in a secondary summary or a copy of unknown fidelity, under this key of [`PLACES`]: in the evidence table,
    /// never on the ward's screen.
    V2(&'static str),
    /// Known but not yet found in a source; what exactly is not verified.
    K(Text),
    /// A decision of ours, to be shown as a local setting; what exactly was decided.
    D(Text),
}

/// The words that stand on the screen beside whatever rests on a [`Mark::D`].
pub const LOCAL_SETTING: Text = text!("本院设定", "local setting");
/// The words that stand on the screen beside whatever rests on a [`Mark::K`].
pub const NOT_VERIFIED: Text = text!("来源未核实", "source not verified");

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
    ("SOC", "standardofcare.com/caprini-risk-assessment (Caprini bands by the same names)"),
    ("HCY", "en.wikipedia.org/wiki/Hyperhomocysteinemia"),
    ("DISS", "DissolVE-2, abstract (S0012-3692(18)32559-5)"),
    ("CNM", "ttnews.xyz/a/5e65297fdc9b5e46908dc385 (DissolVE-2; bands of the national indicators)"),
    ("CNMED", "PMC6224205 (Padua vs Caprini, Chinese medical in-patients)"),
    ("PP2", "Kahn 2012 CHEST (PMC3278052) Table 2"),
    ("BAR", "Barbar 2010 J Thromb Haemost 8:2450-2457, abstract (PubMed 20738765)"),
    ("HEM", "The Hematologist, summary of Barbar 2010 (exclusions)"),
    ("NJB", "njbinbin.net EBMcalc, Padua VTE risk (Chinese)"),
    ("WX", "WeChat mini-program, Padua with Chinese footnotes"),
    ("POL", "医院《深静脉血栓预防及护理管理制度》(obuygou.com)"),
    ("GDPH", "qitaijk.cn/index.php/cms/show-3592.html, 广东省人民医院：内科/外科住院患者出血风险因素评估"),
    ("GT2", "PMC10578810 Table 2, adapted from Gould 2012 (surgical major-bleeding risk factors)"),
    ("CG92", "nice.org.uk/guidance/cg92 (severe renal failure: eGFR <30; a fall of haemoglobin of 20 g/L)"),
    ("BL12", "Blood 2012;120:1562 table 2 (ashpublications.net/view-large/8222293)"),
    ("HOSP", "code of a Chinese hospital's VTE form (Padua, bleeding, measures)"),
    ("VUI", "a Chinese VTE platform: 具有以下1项即为出血高危 / 具有以下3项及以上为出血高危"),
    ("PP3", "Kahn 2012 CHEST (PMC3278052) Table 3 (bleeding odds ratios)"),
    ("IMP", "Thrombosis J s12959-024-00603-w Table 1; practical-haemostasis.com; medicalalgorithms.com (IMPROVE bleeding)"),
    ("G12GC", "guidelinecentral.com/guideline/9272 (Gould 2012, recommendations with grades)"),
    ("K12GC", "guidelinecentral.com/guideline/9274 (Kahn 2012, recommendations with grades)"),
    ("MDE", "mdedge.com/familymedicine 229873 (Caprini bands and measures)"),
    ("FALCK", "Falck-Ytter 2012 CHEST, NGC summary (scribd 703496191)"),
    ("ASH18", "guidelinecentral.com/guideline/7896 and abstract (ASH 2018, medical patients)"),
    ("ASH19", "guidelinecentral.com/guideline/8007 and abstract (ASH 2019, surgical patients)"),
    ("HIT18", "guidelinecentral.com/guideline/7992 and abstract (ASH 2018, HIT)"),
    ("HITT", "guwsmedical.info, anticoagulation of the HIT patient without thrombosis; secondary summaries"),
    ("ORTHO", "曲哲等，下肢大关节手术围手术期抗凝治疗（ChinaXiv 201804.00699V1）"),
    ("LYS24", "PLoS ONE 10.1371/journal.pone.0071132, abstract (24 h after stroke thrombolysis)"),
    ("STRK", "guidelinecentral.com/guideline/9034; CLOTS 1 at acc.org; CLOTS 3 PubMed 26418530"),
    ("SUO", "file.suo1.cn, xzhl 2018-12 (IPC 18 h a day or more, after ACCP)"),
    ("NG89", "nice.org.uk/guidance/ng89 (anti-embolism stocking contraindications)"),
    ("ENOX", "MIMS Noxadium dosage (enoxaparin, US-type label)"),
    ("SKY", "Davis drug guide copy (skyscape), enoxaparin"),
    ("DRO", "droracle.ai summaries (secondary)"),
    ("CLX", "vtematters.ie, Clexane in renal impairment (quoting the EU SmPC); UKMi Q&A"),
    ("ENXCN", "CN enoxaparin label, revised 2024-01-16 (dbadminmaster.yaozh.com); dosage part not reached"),
    ("FRAX", "Fraxiparine, MIMS Malaysia"),
    ("NADCN", "CN nadroparin label: mbji.cn 低分子肝素钙注射液/5855287; p.jiyaofz.com/products/88912"),
    ("NADM", "MIMS nadroparin monograph (Myanmar edition)"),
    ("FRAG", "Fragmin SmPC copy (imedi.co.uk)"),
    ("MCM", "McMaster textbook (empendium), table 3.19-10"),
    ("DALR", "droracle.ai 783969, 446028 (secondary, DIRECT study); Canadian drug guide copy"),
    ("UTD2", "UpToDate table 119688, footnote"),
    ("UFHCN", "zh heparin monograph (zhaohua.com/drug/12065.html)"),
    ("FON", "droracle.ai 28699, 28705, quoting the FDA fondaparinux label"),
    ("FONCN", "CN fondaparinux label (jianyue360.net)"),
    ("FONUS", "US fondaparinux label, sections 3-5 (medlibrary.org)"),
    ("FONC3", "PMC10961909 Table 3 (fondaparinux contraindications NMPA / FDA)"),
    ("FON15", "HAS opinion, Arixtra 1.5 mg (has-sante.fr/jcms/c_2752872)"),
    ("XAR", "xareltohcp.com dosing"),
    ("XARM", "MIMS rivaroxaban"),
    ("XARCN", "zh rivaroxaban: m.kangtaiwang.com/ypk/26102.html; wapypk.39.net/927892; medicalhalo.com"),
    ("API", "MIMS apixaban"),
    ("APIEU", "apixaban 2.5 mg: bmssafetytools.com spinal-epidural; pfizerpro.in dosage"),
    ("DAB", "Pradaxa 110 mg leaflet copy (120ty.net, German)"),
    ("CNW", "cnwszl.com, 2023 study of a Chinese hospital (VTE and bleeding assessed within 24 h of admission as the audited metric)"),
    ("APP", "a Chinese VTE supervision app (每三天评估一次, high risk)"),
    ("S79", "extended specification, helper formulas: D-dimer unit conversion"),
    ("S110", "extended specification, helper formulas: creatinine conversion"),
    ("S111", "extended specification, helper formulas: MDCalc"),
    ("S113", "WS/T 428-2013; 体重管理指导原则(2024年版)"),
];
