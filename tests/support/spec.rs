//! The decision of prevention re-stated by hand from the text of the clinical specification (§5.2, §5.4, §5.4b, §5.6) as
//! plain branches and literals. It knows nothing of the tables and functions in `src/`, so that agreement with them means
//! something. Where both are wrong in one way, only a reader of `docs/decision-table.md` can tell.
#![allow(dead_code, reason = "each test uses its part")]

/// Which rows are asked, in the words of §5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Ortho,
    Surgical,
    Icu,
    Medical,
}

/// Caprini 0, 1–2, 3–4, 5 and more; Padua below 4 is `One`, from 4 `Five`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    Zero,
    One,
    Three,
    Five,
}

/// Row, what it puts out, and hours to the next look (0: on change). `None`: the specification has no such patient.
pub fn row(group: Group, score: Score, bleeding_high: bool, p: bool, m: bool) -> Option<(&'static str, &'static str, u16)> {
    Some(match group {
        Group::Surgical => match score {
            Score::Zero => ("S0", "basic", 0),
            Score::One if m => ("S1", "mechanical", 168),
            Score::One => ("S1b", "basic", 168),
            Score::Three if bleeding_high && m => ("S3", "mechanical", 24),
            Score::Five if bleeding_high && m => ("S5", "mechanical", 24),
            Score::Three | Score::Five if bleeding_high => ("S6", "escalate", 24),
            Score::Three if p && m => ("S2", "either", 72),
            Score::Three if p => ("S2b", "drug", 72),
            Score::Three if m => ("S2b", "mechanical", 72),
            Score::Three => ("S2c", "escalate", 24),
            Score::Five if p && m => ("S4", "both", 72),
            Score::Five if p => ("S4b", "drug", 72),
            Score::Five if m => ("S4c", "mechanical", 24),
            Score::Five => ("S4d", "escalate", 24),
        },
        Group::Medical => match score {
            Score::Zero | Score::One => ("M0", "basic", 0),
            Score::Three => return None,
            Score::Five if bleeding_high && m => ("M2", "mechanical", 24),
            Score::Five if bleeding_high => ("M3", "escalate", 24),
            Score::Five if p => ("M1", "drug", 72),
            Score::Five if m => ("M1b", "mechanical", 24),
            Score::Five => ("M1c", "escalate", 24),
        },
        Group::Icu if p && !bleeding_high => ("I1", "drug", 24),
        Group::Icu if m => ("I1", "mechanical", 24),
        Group::Icu => ("I1", "escalate", 24),
        Group::Ortho if p && !bleeding_high => ("O1", "drug", 72),
        Group::Ortho if m => ("O1", "mechanical", 24),
        Group::Ortho => ("O1", "escalate", 24),
    })
}

/// Whose dose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ward {
    Tha,
    Tka,
    HipFracture,
    Surgery,
    Icu,
    Medical,
}

impl Ward {
    pub const ALL: [Ward; 6] = [Ward::Tha, Ward::Tka, Ward::HipFracture, Ward::Surgery, Ward::Icu, Ward::Medical];

    pub fn ortho(self) -> bool {
        matches!(self, Ward::Tha | Ward::Tka | Ward::HipFracture)
    }
}

/// §5.4b steps 3 to 6 with every drug in stock and the default order of the hospital.
pub fn choice(ward: Ward, crcl: f64, past_hit: bool, pregnant: bool, catheter: bool) -> Vec<&'static str> {
    let mut drugs = vec![];
    if past_hit {
        if matches!(ward, Ward::Tha | Ward::Tka) && crcl >= 30.0 && !catheter {
            drugs.extend(["rivaroxaban", "apixaban"]);
        }
        if crcl >= 30.0 && !catheter && !pregnant {
            drugs.push("fondaparinux");
        }
        return drugs;
    }
    if crcl < 15.0 {
        return vec!["ufh"];
    }
    if crcl < 30.0 {
        return vec!["ufh", "enoxaparin"];
    }
    drugs.extend(["enoxaparin", "nadroparin", "dalteparin"]);
    if ward.ortho() && !catheter {
        if crcl > 50.0 {
            drugs.push("fondaparinux");
        }
        if ward != Ward::HipFracture {
            drugs.extend(["rivaroxaban", "apixaban"]);
        }
    }
    drugs.push("ufh");
    drugs
}

/// Amount, unit, interval, and the amount from day 4; `None` where the specification gives none.
pub type Dose = (f64, &'static str, &'static str, Option<f64>);

/// The figures of §5.4 as a list that a test can put wrong one by one.
#[derive(Clone, Debug)]
pub struct Figures {
    pub enoxaparin: f64,
    pub enoxaparin_reduced: f64,
    pub enoxaparin_reduced_below: f64,
    pub enoxaparin_none_below: f64,
    pub nadroparin_surgery: f64,
    pub nadroparin_medical: [f64; 2],
    pub nadroparin_medical_above_kg: f64,
    pub nadroparin_ortho: [[f64; 2]; 3],
    pub nadroparin_ortho_kg: [f64; 2],
    pub nadroparin_smaller_below: f64,
    /// 0.6, 0.4, 0.3 and 0.2 mL, one size down.
    pub nadroparin_smaller: [f64; 4],
    pub dalteparin_moderate: f64,
    pub dalteparin: f64,
    pub ufh: f64,
    pub ufh_twice_below_crcl: f64,
    pub ufh_twice_below_kg: f64,
    pub fondaparinux: f64,
    pub fondaparinux_none_below: f64,
    pub fondaparinux_none_below_kg: f64,
    pub rivaroxaban: f64,
    pub apixaban: f64,
    pub doac_none_below: f64,
}

pub const FIGURES: Figures = Figures {
    enoxaparin: 40.0,
    enoxaparin_reduced: 20.0,
    enoxaparin_reduced_below: 30.0,
    enoxaparin_none_below: 15.0,
    nadroparin_surgery: 0.3,
    nadroparin_medical: [0.4, 0.6],
    nadroparin_medical_above_kg: 70.0,
    nadroparin_ortho: [[0.2, 0.3], [0.3, 0.4], [0.4, 0.6]],
    nadroparin_ortho_kg: [50.0, 70.0],
    nadroparin_smaller_below: 30.0,
    nadroparin_smaller: [0.4, 0.3, 0.2, 0.2],
    dalteparin_moderate: 2500.0,
    dalteparin: 5000.0,
    ufh: 5000.0,
    ufh_twice_below_crcl: 30.0,
    ufh_twice_below_kg: 50.0,
    fondaparinux: 2.5,
    fondaparinux_none_below: 30.0,
    fondaparinux_none_below_kg: 50.0,
    rivaroxaban: 10.0,
    apixaban: 2.5,
    doac_none_below: 15.0,
};

impl Figures {
    pub fn dose(&self, drug: &str, ward: Ward, moderate: bool, kg: f64, crcl: f64) -> Option<Dose> {
        match drug {
            "enoxaparin" if crcl < self.enoxaparin_none_below => None,
            "enoxaparin" if crcl < self.enoxaparin_reduced_below => Some((self.enoxaparin_reduced, "mg", "qd", None)),
            "enoxaparin" => Some((self.enoxaparin, "mg", "qd", None)),
            "nadroparin" => {
                let size = |ml: f64| match [0.6, 0.4, 0.3, 0.2].iter().position(|size| *size == ml) {
                    Some(at) if crcl < self.nadroparin_smaller_below => self.nadroparin_smaller[at],
                    _ => ml,
                };
                if ward.ortho() {
                    let [light, heavy] = self.nadroparin_ortho_kg;
                    let [first, later] = self.nadroparin_ortho[if kg < light {
                        0
                    } else if kg < heavy {
                        1
                    } else {
                        2
                    }];
                    Some((size(first), "mL", "qd", Some(size(later))))
                } else if ward == Ward::Surgery {
                    Some((size(self.nadroparin_surgery), "mL", "qd", None))
                } else {
                    let [usual, heavy] = self.nadroparin_medical;
                    Some((size(if kg > self.nadroparin_medical_above_kg { heavy } else { usual }), "mL", "qd", None))
                }
            }
            "dalteparin" => Some((if !ward.ortho() && moderate { self.dalteparin_moderate } else { self.dalteparin }, "IU", "qd", None)),
            "ufh" => {
                let twice = crcl < self.ufh_twice_below_crcl || kg < self.ufh_twice_below_kg;
                Some((self.ufh, "U", if twice { "q12h" } else { "q8-12h" }, None))
            }
            "fondaparinux" if crcl < self.fondaparinux_none_below || kg < self.fondaparinux_none_below_kg => None,
            "fondaparinux" => Some((self.fondaparinux, "mg", "qd", None)),
            "rivaroxaban" | "apixaban" if !matches!(ward, Ward::Tha | Ward::Tka) || crcl < self.doac_none_below => None,
            "rivaroxaban" => Some((self.rivaroxaban, "mg", "qd", None)),
            "apixaban" => Some((self.apixaban, "mg", "q12h", None)),
            _ => None,
        }
    }

    /// Every figure one step down and one step up, by name.
    pub fn mutants(&self) -> Vec<(String, Figures)> {
        let mut all: Vec<(String, Figures)> = vec![];
        let mut step = |name: &str, by: f64, at: fn(&mut Figures) -> &mut f64| {
            for sign in [-1.0, 1.0] {
                let mut mutant = self.clone();
                *at(&mut mutant) += sign * by;
                all.push((format!("{name} {:+}", sign * by), mutant));
            }
        };
        step("enoxaparin", 10.0, |figures| &mut figures.enoxaparin);
        step("enoxaparin reduced", 10.0, |figures| &mut figures.enoxaparin_reduced);
        step("enoxaparin reduced below", 0.1, |figures| &mut figures.enoxaparin_reduced_below);
        step("enoxaparin none below", 0.1, |figures| &mut figures.enoxaparin_none_below);
        step("nadroparin surgery", 0.1, |figures| &mut figures.nadroparin_surgery);
        step("nadroparin medical", 0.1, |figures| &mut figures.nadroparin_medical[0]);
        step("nadroparin medical, heavy", 0.1, |figures| &mut figures.nadroparin_medical[1]);
        step("nadroparin medical above", 0.1, |figures| &mut figures.nadroparin_medical_above_kg);
        step("nadroparin ortho light", 0.1, |figures| &mut figures.nadroparin_ortho[0][0]);
        step("nadroparin ortho light, day 4", 0.1, |figures| &mut figures.nadroparin_ortho[0][1]);
        step("nadroparin ortho", 0.1, |figures| &mut figures.nadroparin_ortho[1][0]);
        step("nadroparin ortho, day 4", 0.1, |figures| &mut figures.nadroparin_ortho[1][1]);
        step("nadroparin ortho heavy", 0.1, |figures| &mut figures.nadroparin_ortho[2][0]);
        step("nadroparin ortho heavy, day 4", 0.1, |figures| &mut figures.nadroparin_ortho[2][1]);
        step("nadroparin ortho from", 0.1, |figures| &mut figures.nadroparin_ortho_kg[0]);
        step("nadroparin ortho heavy from", 0.1, |figures| &mut figures.nadroparin_ortho_kg[1]);
        step("nadroparin smaller below", 0.1, |figures| &mut figures.nadroparin_smaller_below);
        step("nadroparin 0.6 smaller", 0.1, |figures| &mut figures.nadroparin_smaller[0]);
        step("nadroparin 0.4 smaller", 0.1, |figures| &mut figures.nadroparin_smaller[1]);
        step("nadroparin 0.3 smaller", 0.1, |figures| &mut figures.nadroparin_smaller[2]);
        step("nadroparin 0.2 smaller", 0.1, |figures| &mut figures.nadroparin_smaller[3]);
        step("dalteparin moderate", 2500.0, |figures| &mut figures.dalteparin_moderate);
        step("dalteparin", 2500.0, |figures| &mut figures.dalteparin);
        step("ufh", 1000.0, |figures| &mut figures.ufh);
        step("ufh twice below clearance", 0.1, |figures| &mut figures.ufh_twice_below_crcl);
        step("ufh twice below weight", 0.1, |figures| &mut figures.ufh_twice_below_kg);
        step("fondaparinux", 0.5, |figures| &mut figures.fondaparinux);
        step("fondaparinux none below clearance", 0.1, |figures| &mut figures.fondaparinux_none_below);
        step("fondaparinux none below weight", 0.1, |figures| &mut figures.fondaparinux_none_below_kg);
        step("rivaroxaban", 5.0, |figures| &mut figures.rivaroxaban);
        step("apixaban", 2.5, |figures| &mut figures.apixaban);
        step("doac none below", 0.1, |figures| &mut figures.doac_none_below);
        all
    }
}

/// §5.6: hours from the last dose to the needle, never below the 12 h of the window.
pub fn before_needle(drug: &str, crcl: f64) -> i64 {
    match drug {
        "enoxaparin" | "nadroparin" | "dalteparin" if crcl < 30.0 => 24,
        "fondaparinux" | "apixaban" => 36,
        "rivaroxaban" if crcl < 30.0 => 30,
        "rivaroxaban" => 24,
        _ => 12,
    }
}

/// Hours from the removal of a catheter to the next dose.
pub fn after_removal(drug: &str) -> i64 {
    match drug {
        "ufh" => 1,
        "enoxaparin" | "nadroparin" | "dalteparin" => 4,
        "fondaparinux" => 12,
        _ => 6,
    }
}

pub fn after_traumatic(drug: &str) -> i64 {
    if drug == "apixaban" { 48 } else { 24 }
}

/// Hours after the end of an operation (§5.3, §5.5).
pub fn after_operation(drug: &str) -> i64 {
    match drug {
        "fondaparinux" | "rivaroxaban" => 6,
        _ => 12,
    }
}
