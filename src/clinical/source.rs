//! Where a rule comes from and how sure we are of it. Required on every item, band and figure, so that the marks of the
//! clinical specification travel with the number to the evidence table and, where a user relies on it, to the screen.

use crate::text::{Lang, Text, text};

/// How a row of the clinical specification is backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read in the public place that [`PLACES`] names under this key.
    V(&'static str),
    /// Read only in a secondary summary or a copy of unknown fidelity, under this key of [`PLACES`]: in the evidence table,
    /// never on the ward's screen. A V2 alone never raises a proposed dose.
    V2(&'static str),
    /// Known but not yet found in a source. The words name the one statement that is not verified, not the whole row.
    K(Text),
    /// A decision of ours, shown as a local setting. The words name the one statement that was decided.
    D(Text),
}

/// What a tag of a [`Mark::D`] begins with.
pub const LOCAL_SETTING: Text = text!("本院设定", "local setting");
/// What a tag of a [`Mark::K`] begins with.
pub const NOT_VERIFIED: Text = text!("来源未核实", "source not verified");

impl Mark {
    /// As it is sent: "V:PP2", "D: sex hormones only".
    pub fn written(&self) -> String {
        let (kind, what) = match self {
            Mark::V(key) => ("V:", *key),
            Mark::V2(key) => ("V2:", *key),
            Mark::K(what) => ("K: ", what.en()),
            Mark::D(what) => ("D: ", what.en()),
        };
        [kind, what].concat()
    }

    /// What the screen shows beside the statement that the mark belongs to: "本院设定：计划停药日". Nothing where the
    /// statement was read somewhere: a tag warns, and there is nothing to warn of.
    pub fn tag(self, lang: Lang) -> Option<[&'static str; 3]> {
        let (kind, what) = match self {
            Mark::V(_) | Mark::V2(_) => return None,
            Mark::D(what) => (LOCAL_SETTING, what),
            Mark::K(what) => (NOT_VERIFIED, what),
        };
        Some([kind.get(lang), COLON.get(lang), what.get(lang)])
    }
}

const COLON: Text = text!("：", ": ");

/// A publication, named so that a reader finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub citation: &'static str,
    pub doi: Option<&'static str>,
    pub marks: &'static [Mark],
}

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitedPlace {
    pub key: &'static str,
    /// A summary, or a copy whose fidelity cannot be judged: cited as [`Mark::V2`], never as [`Mark::V`].
    pub secondary: bool,
    pub what: &'static str,
}

const fn read(key: &'static str, what: &'static str) -> CitedPlace {
    CitedPlace { key, secondary: false, what }
}

const fn secondary(key: &'static str, what: &'static str) -> CitedPlace {
    CitedPlace { key, secondary: true, what }
}

/// The places that the keys stand for: the specification's legend, as far as the tables use it, by subject. The last rows
/// are ours.
#[rustfmt::skip]
pub const PLACES: &[CitedPlace] = &[
    read("HNT2", "VTE in head and neck cancer surgery, Cancers Head Neck 2016, Table 2 (Caprini 2005 item table)"),
    read("GYT1", "PMC5503672 Table 1, Gynecol Oncol 2017;144:420-427 (Caprini as in the ACCP guidelines)"),
    read("MDC", "MDCalc, Caprini page (Caprini's own definitions)"),
    read("OMC", "GitHub alexgoodell/open-med-calc, main.py (Caprini)"),
    read("LEE", "lee22.net/MEDICINE/caprini.php (\"check only one surgical category\")"),
    read("ICU", "icu.cn/?p=16517 (Chinese item definitions after Caprini's group)"),
    read("777", "777doc.com/doc-5132505.html (Chinese Caprini form)"),
    read("CNF", "a Chinese hospital Caprini form"),
    secondary("U13", "UpToDate, copy of the Caprini calculator, version of 2013 (helen.drbinhthanh.com/uptodate2/show/131707.html)"),
    read("13CN", "Chinese questionnaires of the Caprini version of 2013"),
    read("ZHH", "zhhema.com.cn/page8-59_2.html (静脉血栓栓塞症机械预防中国专家共识)"),
    read("GABS", "Gould 2012 CHEST, abstract (123dok.org/document/yj7m2612)"),
    read("PAN17", "Pannucci 2017 Ann Surg 265:1094-1103, abstract (PubMed 28106607)"),
    read("PAN12", "Pannucci 2012 Plast Reconstr Surg 130:343-353 (PMC4505816), abstract"),
    read("BAHL", "Bahl 2010 Ann Surg 251:344-350, abstract (PubMed 19779324)"),
    read("CN10", "PMC7458789 (24 524 Chinese bedridden patients, Caprini of 2010)"),
    read("CNMED", "PMC6224205 (Padua vs Caprini, Chinese medical in-patients)"),
    read("DISS", "DissolVE-2, abstract (S0012-3692(18)32559-5)"),
    secondary("CNM", "ttnews.xyz/a/5e65297fdc9b5e46908dc385 (Chinese indicators; DissolVE-2)"),
    secondary("C10T", "thecalculator.co 1108 (Caprini of 2010)"),
    secondary("SOC", "standardofcare.com/caprini-risk-assessment"),
    secondary("HCY", "en.wikipedia.org/wiki/Hyperhomocysteinemia"),
    read("PP2", "Kahn 2012 CHEST (PMC3278052) Table 2"),
    read("BAR", "Barbar 2010 J Thromb Haemost 8:2450-2457, abstract (PubMed 20738765)"),
    read("HEM", "The Hematologist, summary of Barbar 2010 (exclusions)"),
    read("NJB", "njbinbin.net EBMcalc, Padua VTE risk (Chinese)"),
    read("WX", "WeChat mini-program, Padua with Chinese footnotes"),
    read("POL", "医院《深静脉血栓预防及护理管理制度》(obuygou.com)"),
    read("GDPH", "qitaijk.cn/index.php/cms/show-3592.html, 广东省人民医院：内科/外科住院患者出血风险因素评估"),
    read("GT2", "PMC10578810 Table 2, adapted from Gould 2012 (surgical major-bleeding risk factors)"),
    read("HOSP", "code of a Chinese hospital's VTE form (Padua, bleeding, measures)"),
    read("VUI", "a Chinese VTE platform: 具有以下1项即为出血高危 / 具有以下3项及以上为出血高危"),
    read("PP3", "Kahn 2012 CHEST (PMC3278052) Table 3 (bleeding odds ratios)"),
    read("IMP", "Thrombosis J s12959-024-00603-w Table 1; practical-haemostasis.com; medicalalgorithms.com (IMPROVE bleeding)"),
    read("BL12", "Blood 2012;120:1562, table 2 (ashpublications.net/view-large/8222293)"),
    read("CG92", "nice.org.uk/guidance/cg92"),
    read("DHT", "UK Department of Health, VTE risk assessment tool (scribd 432992734)"),
    read("G12GC", "guidelinecentral.com/guideline/9272 (Gould 2012, recommendations with grades)"),
    read("K12GC", "guidelinecentral.com/guideline/9274 (Kahn 2012, recommendations with grades)"),
    read("K12A", "Kahn 2012 CHEST, abstract (scribd 230806368)"),
    read("ACCP8", "ACCP 8th edition, PMC3087220 table 2"),
    read("MDE", "mdedge.com/familymedicine 229873 (Caprini bands and measures)"),
    read("FALCK", "Falck-Ytter 2012 CHEST, NGC summary (scribd 703496191)"),
    read("F12D", "Falck-Ytter 2012 CHEST, drug and device together (journal.publications.chestnet.org 1159591; scribd 256250253)"),
    read("ASH18", "guidelinecentral.com/guideline/7896 and abstract (ASH 2018, medical patients)"),
    read("ASH19", "guidelinecentral.com/guideline/8007 and abstract (ASH 2019, surgical patients)"),
    read("ASH19B", "ASH 2019, text p. 3899 (scribd 621759855)"),
    read("ORTHO", "曲哲等，下肢大关节手术围手术期抗凝治疗（ChinaXiv 201804.00699V1）"),
    read("ICM22", "icmphilly.com VTE-189 (hip fracture, 28 days or more)"),
    read("BORD", "NHS Borders, antithrombotic guideline section 2 (rightdecisions.scot.nhs.uk)"),
    read("GGC", "NHS Greater Glasgow and Clyde, thromboprophylaxis (handbook.ggcmedicines.org.uk)"),
    read("NG89", "nice.org.uk/guidance/ng89 (anti-embolism stocking contraindications)"),
    read("NG89R", "nice.org.uk/guidance/ng89/chapter/Recommendations 1.1.4-1.1.5"),
    read("MSDVT", "MSD Manual, UK professional edition: prevention of DVT"),
    read("MEDSC", "medscape.com/answers/1268573-121247"),
    secondary("THX", "medtranslation.cn 252307"),
    secondary("S152", "a hospital's DOAC policy, version 1.2, 2021 (online.documentine.com; the tests of NG158)"),
    read("S154", "ESC 2019, table on right ventricular failure (erj markup 156509)"),
    read("S174", "PLoS ONE 0121388 (early walking after deep vein thrombosis)"),
    secondary("S175", "m.youlai.cn 633363; 366606.com/voice/91465 (nursing of deep vein thrombosis)"),
    secondary("S177", "AHA/ACC 2026, transcription of figures 2 and 3"),
    secondary("S187", "ESC 2019, oxygen and anticoagulation while the work-up runs, as summarised"),
    secondary("S195", "360docs.net 2910682663; yishibang.cn 12533 (nursing of pulmonary embolism)"),
    read("HOSPT", "the-hospitalist, optimal therapy for acute DVT"),
    secondary("RABE", "Rabe 2020, compression consensus (PMC7383414), figures read in phlebolymphology.org and urgo.co.uk/295"),
    secondary("IPCIFU", "IPC instructions, summary (unicare-website.pages.dev ipk-kontraindikationen)"),
    read("PIFP", "PubMed 9452837 (foot pump beside a fracture)"),
    read("EAST02", "EAST 2002, DVT in trauma"),
    read("UWIPC", "UWHC 1.29A (IPC)"),
    read("UWLM", "sites.uw.edu/anticoag/drugs/lmwh"),
    read("SUO", "file.suo1.cn, xzhl 2018-12 (IPC 18 h a day or more, after ACCP)"),
    read("STRK", "guidelinecentral.com/guideline/9034; CLOTS 1 at acc.org; CLOTS 3 PubMed 26418530"),
    read("AHA26", "AHA/ASA 2026, 5.4 (eguideline.guidelinecentral.com/i/1542862)"),
    read("LYS24", "PLoS ONE 10.1371/journal.pone.0071132, abstract (24 h after stroke thrombolysis)"),
    read("HIT18", "guidelinecentral.com/guideline/7992 and abstract (ASH 2018, HIT)"),
    read("HITT", "guwsmedical.info, anticoagulation of the HIT patient without thrombosis; secondary summaries"),
    read("4TGC", "4Ts (eguideline.guidelinecentral.com/i/61601/3)"),
    read("XREACT", "heparin cross-reactivity: Br J Dermatol 2007 (10.1111/j.1365-2133.2007.08007.x), Thromb Haemost 2005;94:1265, PubMed 28977756"),
    read("ISTHMB", "ISTH major bleeding (PMC6401636 table 5)"),
    secondary("ISTHP", "droracle.ai 87164, 216309 (ISTH advice on platelets)"),
    secondary("TKAHB", "haemoglobin after knee arthroplasty (jksrr.org 2017;29:52; scite.ai report)"),
    secondary("INRXA", "INR raised by rivaroxaban and apixaban (journal abstract, copy p53signals.com)"),
    read("SWITCH", "switching anticoagulants: Allina Health / Minneapolis Heart Institute 2016 (docslib.org/download/8728813); emed.ie Switch.php"),
    read("ENOX", "MIMS Noxadium dosage (enoxaparin, US-type label)"),
    read("SKY", "Davis drug guide copy (skyscape), enoxaparin"),
    secondary("DRO", "droracle.ai summaries (secondary)"),
    read("CLX", "vtematters.ie, Clexane in renal impairment (quoting the EU SmPC); UKMi Q&A"),
    read("CLXUK", "Clexane UK SmPC 4.2 (medine.co.uk/clexane-syringes, older)"),
    read("ENXCN", "CN enoxaparin label, revised 2024-01-16 (dbadminmaster.yaozh.com); dosage part not reached"),
    read("EUINH", "EMA leaflet Inhixa (enoxaparin), GitHub joofio/test-epi-composition, sections 2-3"),
    read("SMPC43", "enoxaparin EU SmPC 4.3 (rxreasoner.com: ghemaxan, HPRA 2022; arovi, MHRA 2018)"),
    secondary("LOVUS", "Lovenox, safety box (new.wheelessonline.com)"),
    secondary("OBES", "droracle.ai 668400, 348500, 725275 (BMI 40 and more: 40 mg q12h)"),
    secondary("LOWWT", "droracle.ai 725136, 519567, 624722 (below 45-50 kg: 30 mg qd)"),
    read("FRAX", "Fraxiparine, MIMS Malaysia"),
    read("NADCN", "CN nadroparin label: mbji.cn 低分子肝素钙注射液/5855287; p.jiyaofz.com/products/88912"),
    read("NADM", "MIMS nadroparin monograph (Myanmar edition)"),
    read("NADPL", "nadroparin, Polish label (bartoszmowi.pl 9485)"),
    read("NADCH", "nadroparin, Swiss label (ch.oddb.org reg 55590)"),
    read("NADDE", "nadroparin, German leaflets (preview.medikamio.com fraxiparine-02, -03)"),
    secondary("NADUTD", "nadroparin, UpToDate copy (pro.uptodatefree.ir/show/90258)"),
    read("FRAG", "Fragmin SmPC copy (imedi.co.uk)"),
    read("MCM", "McMaster textbook (empendium), table 3.19-10"),
    read("DALUS", "Fragmin, US warnings (rxlist.com/fragmin-drug/warnings-precautions.htm)"),
    secondary("DALR", "droracle.ai 783969, 446028 (secondary, DIRECT study); Canadian drug guide copy"),
    secondary("DALCN", "dalteparin, Chinese warnings (whlfd.com/warningInform/734.html)"),
    read("UFHCN", "zh heparin monograph (zhaohua.com/drug/12065.html)"),
    secondary("UTD2", "UpToDate table 119688, footnote"),
    secondary("UFHUS", "heparin, US label text (azkurs.org/description-v2.html?page=3)"),
    secondary("LOTH", "NHS Lothian antithrombotic guide, development copy (tac-int-quris-app-dev-stg.azurewebsites.net: spinal anaesthesia; renal impairment)"),
    secondary("FON", "droracle.ai 28699, 28705, quoting the FDA fondaparinux label"),
    read("FONCN", "CN fondaparinux label (jianyue360.net)"),
    read("FONUS", "US fondaparinux label, sections 3-5 (medlibrary.org)"),
    read("FONC3", "PMC10961909 Table 3 (fondaparinux contraindications NMPA / FDA)"),
    read("FON15", "HAS opinion, Arixtra 1.5 mg (has-sante.fr/jcms/c_2752872)"),
    read("FONFDA", "fondaparinux, labelling change August 2009 (fda.gov ucm182229)"),
    read("FONEU", "fondaparinux, EU SmPC 2018, precautions (rxreasoner.com/monographs/arixtra/precautions)"),
    read("EUARX", "EMA leaflet Arixtra (fondaparinux), GitHub joofio/test-epi-composition, sections 2-3"),
    read("ARTEM", "ARTEMIS (PubMed 24068866)"),
    read("XAR", "xareltohcp.com dosing"),
    read("XARM", "MIMS rivaroxaban"),
    read("XARCN", "zh rivaroxaban: m.kangtaiwang.com/ypk/26102.html; wapypk.39.net/927892; medicalhalo.com"),
    read("RIVHF", "rivaroxaban in hip fracture: stellapharm.com xelostad-10; MIMS PH Rhea 10"),
    read("API", "MIMS apixaban"),
    read("APIEU", "apixaban 2.5 mg: bmssafetytools.com spinal-epidural; pfizerpro.in dosage"),
    read("EUAPX", "EMA leaflet Apixaban Accord, GitHub joofio/test-epi-composition, sections 2-3"),
    secondary("DAB", "Pradaxa 110 mg leaflet copy (120ty.net, German)"),
    secondary("DABSPC", "Pradaxa text (120ty.net aid=4125 p. 3)"),
    read("EUDAB", "EMA leaflets Pradaxa and Dabigatran Accord, GitHub joofio/test-epi-composition, sections 2-3"),
    read("MCMN", "McMaster textbook (empendium), table 3.1-6 (neuraxial timing)"),
    secondary("UTD", "UpToDate table 87862 (medilib.ir; neuraxial timing)"),
    read("FDA13", "FDA, enoxaparin and neuraxial needles, October-November 2013 (fda.gov ucm374344; drugs.com labeling changes)"),
    read("UKCPA", "periop-handbook.ukclinicalpharmacy.org/drug/enoxaparin"),
    secondary("LMWHN", "droracle.ai 247538, 541627, 399627, 467814 (neuraxial and LMWH)"),
    read("UFHN", "SC heparin before a neuraxial procedure, hospital guideline November 2018 (docslib.org/doc/9919143)"),
    secondary("UFHSC", "SC heparin above 5000 U before a needle, table of four societies (anaesthesiavault.com/?p=19296)"),
    secondary("ASRA3", "summary of the ASRA catheter rules, 3rd edition (keywords.selfstudy.app)"),
    secondary("ASRA4", "ASRA 4th edition, tables (GitHub adxxxbox/adx-public)"),
    secondary("ESRA22", "ESAIC-ESRA 2022, table (pro.uptodatefree.ir/Show/138528)"),
    read("NXPMC", "PMC7976996 table 1 (neuraxial timing, after ASRA 2003)"),
    secondary("BEACON", "beaconpreassessment.quarto.pub anticoags_regional (after ESA 2010, AAGBI 2013)"),
    read("CNW", "cnwszl.com, 2023 study of a Chinese hospital (VTE and bleeding assessed within 24 h of admission as the audited metric)"),
    read("APP", "a Chinese VTE supervision app (每三天评估一次, high risk)"),
    read("S79", "extended specification, helper formulas: D-dimer unit conversion"),
    read("S110", "extended specification, helper formulas: creatinine conversion"),
    read("S111", "extended specification, helper formulas: MDCalc"),
    read("S113", "WS/T 428-2013; 体重管理指导原则(2024年版)"),
    secondary("CALC", "online calculators (Devine floor of 152.4 cm); the specification names no page"),
    read("S2", "teacherofmedicine.blogspot.com/2019/08, risk assessment for venous thromboembolism (item list of the DH form)"),
    read("S14", "bjgp.org markup 31935 (thrombosis ticks of older in-patients)"),
    secondary("S184", "the lists of the DH form in two public hospital systems, identical"),
    read("S50", "guidelines.co.uk/455308 (NICE NG158, two-level Wells DVT)"),
    read("S51", "primarycarenotebook, diagnosis of DVT"),
    read("S54", "guideline-genius 168 (Wells DVT)"),
    read("S59", "dynamicmt.com/percpe; wikem PERC; umem.org 1067"),
    read("S61", "droracle.ai 868179; fpnotebook YrsScr (YEARS)"),
    read("S62B", "sophiewell, audit of YEARS (years-pe)"),
    read("S68", "bhygbaby.com 434422000 (Chinese cardiology, PE, 2025 update)"),
    read("S71", "aliemteam/aliemcards, PESI"),
    read("S72", "rcpjournals markup 13492 (PESI)"),
    read("S73", "PMC5998290 table 1 (PESI)"),
    read("S115", "a public calculator set (PESI mortality)"),
    read("S150", "nice.org.uk/guidance/ng158/chapter/Recommendations, opening"),
    read("S162", "pace-cme.org 2019/12/03 (PEGeD; who was left out of the trials)"),
    read("S164", "ersnet.org, pregnancy-adapted YEARS; pro.campus.sanofi"),
    read("S165", "primarycarenotebook, PERC (NICE NG158)"),
    read("S166", "emDocs and EMJ notes on the limits of PERC; pathway.md PERC"),
    secondary("S166P", "one review quoted there: PERC only at a prevalence of 7 % or less"),
    read("S201", "erj markup 156520 (ESC 2019, table of PESI and sPESI)"),
    read("S52", "notion DVT-and-PE page (NICE NG158, interim anticoagulation)"),
    read("S58", "iatrox, suspected PE (NICE NG158)"),
    read("S67", "joyyears.com (Chinese cardiology, PE, 2025: recommendations)"),
    read("S76", "bmjopenrespres markup 136709 (Hestia criteria)"),
    read("S119D", "generalmedicine.bcgp.org.uk Enoxaparin (treatment dose in renal impairment)"),
    read("S151", "northeast.devonformularyguidance.nhs.uk, suspected DVT and PE (NG158 of August 2023)"),
    read("S153", "eguideline.guidelinecentral.com/i/86135/5 (ACCP-9 pocket card)"),
    read("S157", "rxreasoner.com, ghemaxan and inhixa precautions (enoxaparin, EU text)"),
    read("S158", "rxreasoner.com, xarelto precautions (EU 2024)"),
    read("S159", "MIMS rivaroxaban and apixaban dosage pages (HK, TH, PH); prescriberpoint apixaban"),
    read("S161", "docslib.org/doc/1368491 (RCOG 37b)"),
    read("S169", "aafp.org 2004/0615/p2841 table; perinatology.com, weight-based heparin (Raschke 1993)"),
    secondary("S169C", "a hospital nomogram (azkurs.org): caps of the heparin infusion"),
    read("S170", "drugs.com fondaparinux dosage; PMC3654192 table 4"),
    read("S171", "ashpublications view-large/12524156 (ISTH 2018, platelets in cancer)"),
    read("S172", "emed.ie switching; jnis markup 179877; scirp 9-1440559_4; NHS Highland switching page"),
    secondary("S173", "droracle 814046 (treatment LMWH and neuraxial catheters)"),
    read("S176", "Chest abstract 1086462; thedoctorschannel.com (heparin begun in the emergency room)"),
    secondary("S180B", "ASH 2018, HIT: cfu288.github.io; BMJ Best Practice copy 1202"),
    secondary("S187B", "droracle 490881, 575531 (heparin after alteplase)"),
    secondary("S188", "droracle 451825, 554046 (CHEST 2021, isolated distal DVT)"),
    secondary("S190", "thehutchinsonreport.com/voice/111046 (nadroparin, Chinese)"),
    secondary("S191", "NHS Highland DVT guideline, copy"),
    read("S192", "cmaj.ca 168/2/183 (repeat ultrasound at 1 and 2 weeks)"),
    secondary("S196", "droracle 572409, 475072; a teaching text (dalteparin 200 IU/kg)"),
    read("S197", "kangtaiwang.com 26102 (Chinese rivaroxaban insert copy); 120ty.net 46974; xareltohcp.com"),
    secondary("S198", "taodocs 544880061 (Chinese LMWH sodium insert copy)"),
    secondary("S199", "wikem.org enoxaparin; droracle 638017 (0.8 mg/kg)"),
    read("S200", "drugs.com/dosage/enoxaparin"),
    read("ECQI", "CQL of the eCQI measures CMS108 and CMS190 (LOINC 72136-5, risk for venous thromboembolism)"),
    read("HL7VS", "hl7.org/fhir/R4/observation-vitalsigns.html"),
];
