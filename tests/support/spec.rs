//! The decision of prevention re-stated by hand from the text of the clinical specification (§5.2 to §5.5) as plain
//! branches and literals; times stand in `times` (§5.6, §5.8). It knows nothing of the tables and functions in `src/`, so
//! that agreement with them means something. Where both are wrong in one way, only a reader of `docs/for-clinicians/decision-table.md` can
//! tell.
#![allow(dead_code, reason = "each test uses its part")]

#[path = "spec_times.rs"]
pub mod times;

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
        // In hospital with IPC or a foot pump beside the drug, where a device is usable.
        Group::Ortho if p && !bleeding_high && m => ("O1", "both", 72),
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

    pub fn elective(self) -> bool {
        matches!(self, Ward::Tha | Ward::Tka)
    }
}

/// A catheter in the neuraxis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catheter {
    None,
    Planned,
    In,
}

/// §5.4b steps 3 to 6 with every drug in stock, in the order of the hospital's list, by default that of §5.4. Who is
/// pregnant, lighter than 50 kg or allergic to one drug is the affair of §4.1.
pub fn choice(ward: Ward, crcl: f64, no_heparin: bool, catheter: Catheter, list: &[&'static str]) -> Vec<&'static str> {
    let mut drugs = vec![];
    if no_heparin {
        if ward.elective() && crcl >= 30.0 && catheter != Catheter::In {
            drugs.extend(["rivaroxaban", "apixaban"]);
        }
        if crcl >= 30.0 && catheter == Catheter::None {
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
    if !ward.ortho() {
        return vec!["enoxaparin", "nadroparin", "dalteparin", "ufh"];
    }
    for drug in list {
        let beside_catheter = ["enoxaparin", "nadroparin", "dalteparin"].contains(drug);
        let fits = match *drug {
            "fondaparinux" => crcl > 50.0,
            "rivaroxaban" | "apixaban" => ward != Ward::HipFracture,
            _ => beside_catheter,
        };
        if fits && (beside_catheter || catheter != Catheter::In) {
            drugs.push(*drug);
        }
    }
    // Where the hospital has nothing else (§5.5: F12 has LDUH among its options).
    drugs.push("ufh");
    drugs
}

/// The band of Caprini, as far as a dose hangs on it; `Neither`: another band, or scored by Padua.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    Neither,
    Moderate,
    High,
}

/// Whom a dose is for.
#[derive(Clone, Copy, Debug)]
pub struct Whom {
    pub ward: Ward,
    pub band: Band,
    /// The hospital gives 40 mg of enoxaparin at Caprini 3–4.
    pub forty: bool,
    pub kg: f64,
    pub crcl: f64,
    pub bmi: f64,
    pub catheter: bool,
}

/// Amount, unit, interval, and the amount from day 4; `None` where the specification gives none.
pub type Dose = (f64, &'static str, &'static str, Option<f64>);

/// The figures of §5.3 and §5.4 as a list that a test can put wrong one by one.
#[derive(Clone, Debug)]
pub struct Figures {
    pub enoxaparin: f64,
    pub enoxaparin_moderate: f64,
    pub enoxaparin_moderate_by_profile: f64,
    pub enoxaparin_reduced: f64,
    pub enoxaparin_reduced_below: f64,
    pub enoxaparin_none_below: f64,
    pub heavy_from_bmi: f64,
    pub heavy: f64,
    pub light_below_kg: f64,
    pub light: [f64; 2],
    pub options_from_crcl: f64,
    pub nadroparin_surgery: f64,
    pub nadroparin_medical: [f64; 2],
    pub nadroparin_medical_above_kg: f64,
    pub nadroparin_ortho: [[f64; 2]; 3],
    pub nadroparin_ortho_kg: [f64; 2],
    pub nadroparin_none_below: f64,
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

    pub fracture: [f64; 3],
    pub fracture_fondaparinux: [f64; 3],
    pub hip: [f64; 3],
    pub hip_rivaroxaban: [f64; 3],
    pub hip_apixaban: [f64; 3],
    pub knee: [f64; 3],
    pub knee_rivaroxaban: [f64; 3],
    pub ortho_fondaparinux: [f64; 3],
    pub cancer: [f64; 3],
    pub surgery: [f64; 3],
    pub surgery_enoxaparin: [f64; 3],
    pub surgery_dalteparin_moderate: [f64; 3],
    pub medical: [f64; 3],
}

pub const FIGURES: Figures = Figures {
    enoxaparin: 40.0,
    enoxaparin_moderate: 20.0,
    enoxaparin_moderate_by_profile: 40.0,
    enoxaparin_reduced: 20.0,
    enoxaparin_reduced_below: 30.0,
    enoxaparin_none_below: 15.0,
    heavy_from_bmi: 40.0,
    heavy: 40.0,
    light_below_kg: 45.0,
    light: [20.0, 30.0],
    options_from_crcl: 30.0,
    nadroparin_surgery: 0.3,
    nadroparin_medical: [0.4, 0.6],
    nadroparin_medical_above_kg: 70.0,
    nadroparin_ortho: [[0.2, 0.3], [0.3, 0.4], [0.4, 0.6]],
    nadroparin_ortho_kg: [50.0, 70.0],
    nadroparin_none_below: 30.0,
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

    fracture: [28.0, 35.0, 35.0],
    fracture_fondaparinux: [28.0, 33.0, 33.0],
    hip: [10.0, 35.0, 35.0],
    hip_rivaroxaban: [35.0, 35.0, 35.0],
    hip_apixaban: [32.0, 38.0, 35.0],
    knee: [10.0, 14.0, 14.0],
    knee_rivaroxaban: [12.0, 14.0, 12.0],
    ortho_fondaparinux: [5.0, 11.0, 9.0],
    cancer: [28.0, 28.0, 28.0],
    surgery: [7.0, 14.0, 10.0],
    surgery_enoxaparin: [7.0, 12.0, 10.0],
    surgery_dalteparin_moderate: [5.0, 7.0, 7.0],
    medical: [6.0, 14.0, 10.0],
};

impl Figures {
    /// §5.4: what is proposed.
    pub fn dose(&self, drug: &str, whom: &Whom) -> Option<Dose> {
        let Whom { ward, band, kg, crcl, .. } = *whom;
        let once = |amount, unit| Some((amount, unit, "qd", None));
        match drug {
            "enoxaparin" if crcl < self.enoxaparin_none_below => None,
            "enoxaparin" if crcl < self.enoxaparin_reduced_below => once(self.enoxaparin_reduced, "mg"),
            "enoxaparin" if ward == Ward::Surgery && band == Band::Moderate && whom.forty => once(self.enoxaparin_moderate_by_profile, "mg"),
            "enoxaparin" if ward == Ward::Surgery && band == Band::Moderate => once(self.enoxaparin_moderate, "mg"),
            "enoxaparin" => once(self.enoxaparin, "mg"),
            "nadroparin" if crcl < self.nadroparin_none_below => None,
            "nadroparin" if ward.ortho() => {
                let [light, heavy] = self.nadroparin_ortho_kg;
                let [first, later] = self.nadroparin_ortho[if kg < light {
                    0
                } else if kg < heavy {
                    1
                } else {
                    2
                }];
                Some((first, "mL", "qd", Some(later)))
            }
            "nadroparin" if ward == Ward::Surgery => once(self.nadroparin_surgery, "mL"),
            "nadroparin" => once(self.nadroparin_medical[usize::from(kg > self.nadroparin_medical_above_kg)], "mL"),
            "dalteparin" => once(if ward == Ward::Surgery && band == Band::Moderate { self.dalteparin_moderate } else { self.dalteparin }, "IU"),
            "ufh" => {
                let high = ward.ortho() || ward == Ward::Surgery && band == Band::High;
                let thrice = high && kg >= self.ufh_twice_below_kg && crcl >= self.ufh_twice_below_crcl;
                Some((self.ufh, "U", if thrice { "q8h" } else { "q12h" }, None))
            }
            "fondaparinux" if crcl < self.fondaparinux_none_below || kg < self.fondaparinux_none_below_kg => None,
            "fondaparinux" => once(self.fondaparinux, "mg"),
            "rivaroxaban" | "apixaban" if !ward.elective() || crcl < self.doac_none_below => None,
            "rivaroxaban" => once(self.rivaroxaban, "mg"),
            "apixaban" => Some((self.apixaban, "mg", "q12h", None)),
            _ => None,
        }
    }

    /// §5.4, column weight: shown beside enoxaparin, never proposed.
    pub fn options(&self, drug: &str, whom: &Whom) -> Vec<(f64, &'static str)> {
        let mut shown = vec![];
        if drug != "enoxaparin" || whom.crcl < self.options_from_crcl {
            return shown;
        }
        let at_twenty = whom.ward == Ward::Surgery && whom.band == Band::Moderate && !whom.forty;
        if whom.bmi >= self.heavy_from_bmi && !whom.catheter && !at_twenty {
            shown.push((self.heavy, "q12h"));
        }
        if whom.kg < self.light_below_kg {
            shown.extend(self.light.map(|mg| (mg, "qd")));
        }
        shown
    }

    /// §5.3 and §5.4: shortest, longest, planned. `in_bed`: a fracture of hip, pelvis or leg, kept in bed, not operated for
    /// it as hip-fracture surgery. Cancer surgery has a length of its own at high risk only.
    pub fn days(&self, drug: &str, ward: Ward, band: Band, cancer: bool, in_bed: bool) -> [f64; 3] {
        let fracture = ward == Ward::HipFracture || ward == Ward::Surgery && in_bed;
        let lmwh = ["enoxaparin", "nadroparin", "dalteparin"].contains(&drug);
        match (ward, drug) {
            (_, "fondaparinux") if fracture => self.fracture_fondaparinux,
            _ if fracture => self.fracture,
            (Ward::Tha | Ward::Tka, "fondaparinux") => self.ortho_fondaparinux,
            (Ward::Tha, "rivaroxaban") => self.hip_rivaroxaban,
            (Ward::Tha, "apixaban") => self.hip_apixaban,
            (Ward::Tha, _) => self.hip,
            (Ward::Tka, "rivaroxaban") => self.knee_rivaroxaban,
            (Ward::Tka, _) => self.knee,
            (Ward::Surgery, _) if cancer && lmwh => self.cancer,
            (Ward::Surgery, "enoxaparin") => self.surgery_enoxaparin,
            (Ward::Surgery, "fondaparinux") => self.ortho_fondaparinux,
            (Ward::Surgery, "dalteparin") if band == Band::Moderate => self.surgery_dalteparin_moderate,
            (Ward::Surgery, _) => self.surgery,
            _ => self.medical,
        }
    }

    /// Every figure one step down and one step up, by name.
    pub fn mutants(&self) -> Vec<(String, Figures)> {
        let mut all: Vec<(String, Figures)> = vec![];
        let mut step = |name: &str, by: f64, at: &dyn Fn(&mut Figures) -> &mut f64| {
            for sign in [-1.0, 1.0] {
                let mut mutant = self.clone();
                *at(&mut mutant) += sign * by;
                all.push((format!("{name} {:+}", sign * by), mutant));
            }
        };
        step("enoxaparin", 10.0, &|figures| &mut figures.enoxaparin);
        step("enoxaparin, moderate risk", 10.0, &|figures| &mut figures.enoxaparin_moderate);
        step("enoxaparin, moderate risk, by profile", 10.0, &|figures| &mut figures.enoxaparin_moderate_by_profile);
        step("enoxaparin reduced", 10.0, &|figures| &mut figures.enoxaparin_reduced);
        step("enoxaparin reduced below", 0.1, &|figures| &mut figures.enoxaparin_reduced_below);
        step("enoxaparin none below", 0.1, &|figures| &mut figures.enoxaparin_none_below);
        step("heavy from a BMI of", 0.1, &|figures| &mut figures.heavy_from_bmi);
        step("heavy", 10.0, &|figures| &mut figures.heavy);
        step("light below", 0.1, &|figures| &mut figures.light_below_kg);
        step("light, less", 10.0, &|figures| &mut figures.light[0]);
        step("light, more", 10.0, &|figures| &mut figures.light[1]);
        step("options from", 0.1, &|figures| &mut figures.options_from_crcl);
        step("nadroparin surgery", 0.1, &|figures| &mut figures.nadroparin_surgery);
        step("nadroparin medical", 0.1, &|figures| &mut figures.nadroparin_medical[0]);
        step("nadroparin medical, heavy", 0.1, &|figures| &mut figures.nadroparin_medical[1]);
        step("nadroparin medical above", 0.1, &|figures| &mut figures.nadroparin_medical_above_kg);
        for (weight, name) in ["light", "middle", "heavy"].into_iter().enumerate() {
            step(&format!("nadroparin ortho {name}"), 0.1, &|figures| &mut figures.nadroparin_ortho[weight][0]);
            step(&format!("nadroparin ortho {name}, day 4"), 0.1, &|figures| &mut figures.nadroparin_ortho[weight][1]);
        }
        step("nadroparin ortho from", 0.1, &|figures| &mut figures.nadroparin_ortho_kg[0]);
        step("nadroparin ortho heavy from", 0.1, &|figures| &mut figures.nadroparin_ortho_kg[1]);
        step("nadroparin none below", 0.1, &|figures| &mut figures.nadroparin_none_below);
        step("dalteparin moderate", 2500.0, &|figures| &mut figures.dalteparin_moderate);
        step("dalteparin", 2500.0, &|figures| &mut figures.dalteparin);
        step("ufh", 1000.0, &|figures| &mut figures.ufh);
        step("ufh twice below clearance", 0.1, &|figures| &mut figures.ufh_twice_below_crcl);
        step("ufh twice below weight", 0.1, &|figures| &mut figures.ufh_twice_below_kg);
        step("fondaparinux", 0.5, &|figures| &mut figures.fondaparinux);
        step("fondaparinux none below clearance", 0.1, &|figures| &mut figures.fondaparinux_none_below);
        step("fondaparinux none below weight", 0.1, &|figures| &mut figures.fondaparinux_none_below_kg);
        step("rivaroxaban", 5.0, &|figures| &mut figures.rivaroxaban);
        step("apixaban", 2.5, &|figures| &mut figures.apixaban);
        step("doac none below", 0.1, &|figures| &mut figures.doac_none_below);
        for (end, which) in ["shortest", "longest", "planned"].into_iter().enumerate() {
            let mut days = |name: &str, at: &dyn Fn(&mut Figures) -> &mut [f64; 3]| {
                step(&format!("days, {name}, {which}"), 1.0, &|figures| &mut at(figures)[end])
            };
            days("fracture", &|figures| &mut figures.fracture);
            days("fracture, fondaparinux", &|figures| &mut figures.fracture_fondaparinux);
            days("hip", &|figures| &mut figures.hip);
            days("hip, rivaroxaban", &|figures| &mut figures.hip_rivaroxaban);
            days("hip, apixaban", &|figures| &mut figures.hip_apixaban);
            days("knee", &|figures| &mut figures.knee);
            days("knee, rivaroxaban", &|figures| &mut figures.knee_rivaroxaban);
            days("fondaparinux", &|figures| &mut figures.ortho_fondaparinux);
            days("cancer surgery", &|figures| &mut figures.cancer);
            days("surgery", &|figures| &mut figures.surgery);
            days("surgery, enoxaparin", &|figures| &mut figures.surgery_enoxaparin);
            days("surgery, dalteparin at moderate risk", &|figures| &mut figures.surgery_dalteparin_moderate);
            days("medical", &|figures| &mut figures.medical);
        }
        all
    }
}
