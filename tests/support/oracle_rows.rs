//! The contraindications (§4.1, §4.2): the columns of every row as the text has them, and which are in force.

use super::super::person::{HOUR, Order};
use super::Oracle;
use super::blood::{Effect, Free};
use super::values::{Worse, counts};

/// Id; severity and members; members of another severity; per leg; no override; follows another row.
pub struct Row {
    pub id: &'static str,
    pub severity: &'static str,
    pub members: &'static [&'static str],
    pub except: Option<(&'static str, &'static [&'static str])>,
    pub per_limb: bool,
    pub no_override: bool,
    pub follows: Option<&'static str>,
    pub route: bool,
}

const ALL: &[&str] = &["enoxaparin", "nadroparin", "dalteparin", "ufh", "fondaparinux", "rivaroxaban", "apixaban", "dabigatran"];
const LMWH: &[&str] = &["enoxaparin", "nadroparin", "dalteparin"];
const HEPARINS: &[&str] = &["enoxaparin", "nadroparin", "dalteparin", "ufh"];
const DOACS: &[&str] = &["rivaroxaban", "apixaban", "dabigatran"];
const XABANS: &[&str] = &["rivaroxaban", "apixaban"];
const FON: &[&str] = &["fondaparinux"];
const LMWH_FON: &[&str] = &["enoxaparin", "nadroparin", "dalteparin", "fondaparinux"];
const DEVICES: &[&str] = &["ipc", "vfp", "gcs"];
const LEGS: &[&str] = &["ipc", "gcs"];
const GCS: &[&str] = &["gcs"];
const PUMPS: &[&str] = &["ipc", "vfp"];

const fn row(id: &'static str, severity: &'static str, members: &'static [&'static str]) -> Row {
    Row { id, severity, members, except: None, per_limb: false, no_override: false, follows: None, route: false }
}

const fn fixed(id: &'static str, severity: &'static str, members: &'static [&'static str]) -> Row {
    Row { no_override: true, ..row(id, severity, members) }
}

const fn route(id: &'static str, severity: &'static str) -> Row {
    Row { no_override: true, route: true, ..row(id, severity, ALL) }
}

const fn but(of: Row, severity: &'static str, members: &'static [&'static str]) -> Row {
    Row { except: Some((severity, members)), ..of }
}

const fn after(of: Row, other: &'static str) -> Row {
    Row { follows: Some(other), ..of }
}

const fn leg(id: &'static str, members: &'static [&'static str]) -> Row {
    Row { per_limb: true, ..row(id, "block", members) }
}

/// §4.1 and §4.2 by hand.
#[rustfmt::skip]
pub const TEXT: &[Row] = &[
    row("CI_ACTIVE_BLEED", "block", ALL),
    row("CI_CNS_BLEED", "block", ALL),
    row("CI_HIGH_BLEED_OP", "block_until", ALL),
    row("CI_PLT_LT_50", "block", ALL),
    row("CI_PLT_50_99", "caution", ALL),
    row("CI_COAG", "block", ALL),
    row("CI_PLT_FUNCTION", "caution", ALL),
    row("CI_HTN", "caution", ALL),
    row("CI_NEURAXIAL", "block_until", ALL),
    row("CI_LYSIS_24H", "block", ALL),
    row("CI_FALL_HEAD", "caution", ALL),
    route("CI_HIT_ACUTE", "block"),
    after(fixed("CI_HIT", "block", HEPARINS), "CI_HIT_ACUTE"),
    row("CI_ALLERGY", "block", ALL),
    route("CI_THERAPEUTIC_AC", "block"),
    route("CI_ACUTE_VTE", "block"),
    row("CI_RENAL_LMWH", "caution", LMWH),
    row("CI_RENAL_FON", "block", FON),
    row("CI_WEIGHT_FON", "block", FON),
    but(row("CI_ENDOCARDITIS", "caution", LMWH_FON), "block", &["nadroparin", "fondaparinux"]),
    row("CI_DOAC_LIVER", "block", XABANS),
    but(row("CI_DOAC_RENAL", "block", DOACS), "block", &["dabigatran"]),
    after(row("CI_DOAC_PREG", "block", DOACS), "CI_PREGNANCY"),
    row("CI_DOAC_APS", "block", DOACS),
    row("CI_DOAC_DDI", "block", DOACS),
    row("CI_DOAC_HIPFX", "caution", XABANS),
    row("CI_DOAC_MEDICAL", "block", DOACS),
    row("CI_LOW_WEIGHT", "caution", &["enoxaparin"]),
    row("CI_VARICES", "block", ALL),
    row("CI_NEURO_EYE_OP", "block_until", ALL),
    row("CI_VASC_LESION", "block", ALL),
    row("CI_DAPT", "caution", ALL),
    row("CI_INR_HIGH", "block", ALL),
    row("CI_RENAL_NAD", "block", &["nadroparin"]),
    row("CI_FON_PLT", "block", FON),
    after(row("CI_FON_PREG", "block", FON), "CI_PREGNANCY"),
    Row { no_override: false, ..route("CI_PREGNANCY", "block") },
    row("MC_CHF_OEDEMA", "block", DEVICES),
    row("MC_SEVERE_LEG_OEDEMA", "block", LEGS),
    after(row("MC_ACUTE_DVT", "block", DEVICES), "CI_ACUTE_VTE"),
    but(leg("MC_LOCAL_SKIN", DEVICES), "caution", &["vfp"]),
    leg("MC_ISCHAEMIA", DEVICES),
    row("MC_DEFORMITY", "block", LEGS),
    row("MC_BYPASS_GRAFT", "block", GCS),
    row("MC_NEUROPATHY", "caution", GCS),
    fixed("MC_STROKE_GCS", "block", GCS),
    row("MC_UNSCREENED_IMMOBILE", "caution", PUMPS),
    leg("MC_FRACTURE_LIMB", LEGS),
];

/// The questions of our own that hold every drug (§4.4, §4.5, §3.1 "肾还是肝？").
pub const QUESTIONS: [Row; 3] =
    [row("unrecognised_medication", "block", ALL), row("unrecognised_allergy", "block", ALL), row("kidney_or_liver", "block", ALL)];

/// A row in force, of one drug or device: whether it forbids, on which legs, whether it stands above the physician.
pub type InForce = (&'static str, &'static str, bool, &'static str, bool);

impl Oracle<'_> {
    /// Every row in force, member by member.
    pub fn in_force(&self) -> Vec<InForce> {
        let mut all = vec![];
        for row in TEXT {
            let text = |member: &str| {
                let severity = row.except.filter(|(_, of)| of.contains(&member)).map_or(row.severity, |(severity, _)| severity);
                severity != "caution"
            };
            let mut add = |member: &'static str, forbids: bool, limb: &'static str, fixed: bool| all.push((row.id, member, forbids, limb, fixed));
            let mut whole = |forbids: Option<bool>, limb: &'static str, fixed: bool| {
                row.members.iter().for_each(|member| add(member, forbids.unwrap_or(text(member)), limb, fixed));
            };
            match row.id {
                "CI_PLT_LT_50" if self.low_count() => {
                    whole(None, "both", self.platelets().is_some_and(|count| count < self.figures.platelets_no_override));
                }
                "CI_HTN" => {
                    if let Some(blocks) = self.high_pressure() {
                        whole(Some(blocks), "both", false);
                    }
                }
                "CI_ALLERGY" => self.allergies(&mut add),
                "CI_DOAC_RENAL" => {
                    if let Some(rate) = self.clearance().filter(|rate| *rate < self.figures.clearance_low) {
                        let least = rate < self.figures.clearance_least;
                        DOACS.iter().for_each(|member| add(member, least || *member == "dabigatran", "both", false));
                    }
                }
                "CI_DOAC_DDI" => {
                    if let Some(blocks) = self.interaction() {
                        whole(Some(blocks), "both", false);
                    }
                }
                "MC_CHF_OEDEMA" => {
                    if let Some(blocks) = self.failing_heart() {
                        whole(Some(blocks), "both", false);
                    }
                }
                "CI_THERAPEUTIC_AC" => {
                    // Too little of a vitamin K antagonist leaves the choice to the consultant (§5.9).
                    let too_little = self.on_board().iter().any(|drug| drug.effect == Effect::TooLittle);
                    if self.yes(row.id) || self.treated() {
                        whole(None, "both", true);
                    } else if too_little {
                        whole(Some(false), "both", false);
                    }
                }
                "MC_ISCHAEMIA" => self.ischaemia(&mut add),
                _ if self.holds(row.id) => {
                    whole(None, if row.per_limb { self.limb_of(row.id) } else { "both" }, row.no_override);
                }
                _ => {}
            }
        }
        all
    }

    fn limb_of(&self, id: &str) -> &'static str {
        self.person.said.get(id).filter(|word| word.yes == Some(true)).and_then(|word| word.limb).unwrap_or("both")
    }

    fn low_count(&self) -> bool {
        self.platelets().is_some_and(|count| count < self.figures.platelets_block)
    }

    /// A row is in force, by its own answer or by what the record says.
    pub(super) fn holds(&self, id: &str) -> bool {
        let figures = self.figures;
        let below = |limit: f64| self.clearance().is_some_and(|rate| rate < limit);
        let yes = self.yes(id);
        match id {
            "CI_ACTIVE_BLEED" => {
                let units = self.person.units.iter().filter(|(_, at)| *at <= 0 && *at as f64 > -figures.units_within * HOUR as f64);
                yes || units.map(|(units, _)| units).sum::<f64>() > figures.units
                    || self.listed("bs_active_bleeding") && (self.silent(id) || self.bleeding_reopened())
            }
            "CI_HIGH_BLEED_OP" => yes && !self.all_dry(),
            "CI_PLT_50_99" => self.platelets().is_some_and(|count| count >= figures.platelets_block && count < figures.platelets_caution),
            "CI_COAG" => yes || self.coagulopathy(),
            "CI_NEURAXIAL" => {
                let released = self.released() || self.person.operated() && self.person.no("bs_neuraxial_window");
                let told = self.person.needles.is_empty() && self.listed("bs_neuraxial_window");
                yes || !released && (self.needle_window() || told)
            }
            "CI_LYSIS_24H" => yes || self.lysed(),
            "CI_HIT" => yes || self.yes("CI_HIT_ACUTE") || self.scored("hit_history"),
            "CI_RENAL_LMWH" | "CI_RENAL_FON" | "CI_RENAL_NAD" => below(figures.clearance_low),
            "CI_WEIGHT_FON" => self.kg().is_some_and(|kg| kg < figures.kg_fondaparinux),
            "CI_DOAC_PREG" | "CI_FON_PREG" => {
                yes || self.pregnant() || self.scored("pregnancy_postpartum") && self.silent(id) && id == "CI_DOAC_PREG"
            }
            "CI_DOAC_HIPFX" => self.operation_is(&["hip_fracture"]),
            "CI_DOAC_MEDICAL" => false,
            "CI_LOW_WEIGHT" => {
                let limit = if self.person.man == Some(false) { figures.kg_woman } else { figures.kg_man };
                self.kg().is_some_and(|kg| kg < limit)
            }
            "CI_NEURO_EYE_OP" => {
                let critical = |operation: &&super::Surgery| self.done(operation) && operation.is(&["neurosurgery", "spinal"]);
                yes || self.operations().filter(critical).any(|operation| !self.danger_is_over(operation))
            }
            "CI_DAPT" => yes || self.two_antiplatelets(),
            "CI_INR_HIGH" => {
                self.vka_on_record() && self.inr().is_some_and(|inr| inr.value > self.person.inr_target.map_or(figures.inr_to, |(_, high)| high))
            }
            "CI_FON_PLT" => self.fell_on_an_anticoagulant(),
            "CI_PREGNANCY" => self.pregnant(),
            "MC_ACUTE_DVT" => yes || self.yes("CI_ACUTE_VTE"),
            "MC_STROKE_GCS" => yes || self.listed("bs_acute_stroke"),
            _ => yes,
        }
    }

    /// A person has released the window around a needle, since it opened.
    pub fn released(&self) -> bool {
        let open = self.person.needles.iter().filter(|needle| self.is_open(needle)).map(|needle| needle.at - 12 * HOUR).max();
        self.denied_at("CI_NEURAXIAL").is_some_and(|denied| open.is_none_or(|open| denied >= open))
    }

    /// Yes, or "cannot be known" of a woman who is asked.
    pub fn pregnant(&self) -> bool {
        match self.word("CI_PREGNANCY") {
            Some(Some(yes)) => yes,
            Some(None) => self.may_be_pregnant(),
            None => false,
        }
    }

    /// A woman, or of a sex not told, of 12 to 55 years, or of an age not told.
    pub fn may_be_pregnant(&self) -> bool {
        let age = self.person.age.is_none_or(|age| age >= self.figures.woman_from && age <= self.figures.woman_to);
        self.person.man != Some(true) && age
    }

    fn vka_on_record(&self) -> bool {
        self.on_board().iter().any(|drug| drug.class == "vka")
    }

    /// Figures that speak of a coagulopathy: the INR without a VKA on record, the APTT without heparin in the sample and
    /// without lupus anticoagulant; each with when its sample was taken.
    fn long_figures(&self) -> Vec<Option<i64>> {
        let inr = self.inr().filter(|inr| inr.value > self.figures.inr && !self.vka_on_record());
        let aptt = counts(&self.person.aptt, Worse::Higher)
            .filter(|aptt| aptt.value > self.aptt_limit() && !self.heparin_in_the_sample(aptt.when.begins()) && !self.scored("lupus_anticoagulant"));
        [inr, aptt].into_iter().flatten().map(|reading| reading.when.begins()).collect()
    }

    fn coagulopathy(&self) -> bool {
        self.long_figures().into_iter().any(|sampled| !self.doac_in_the_sample(sampled))
    }

    /// Every long figure is perhaps of a DOAC: a person has to say.
    pub(super) fn coagulation_is_open(&self) -> bool {
        let figures = self.long_figures();
        !figures.is_empty() && figures.into_iter().all(|sampled| self.doac_in_the_sample(sampled))
    }

    /// A DOAC or a direct thrombin inhibitor less than 48 h before the sample, dabigatran or a clearance below 30 96 h; not
    /// told: likewise.
    pub(super) fn doac_in_the_sample(&self, sampled: Option<i64>) -> bool {
        self.on_board().iter().any(|drug| {
            let direct = matches!(drug.is, "argatroban" | "bivalirudin" | "desirudin");
            let slow = drug.is == "dabigatran" || self.clearance().is_none_or(|rate| rate < 30.0);
            let hours = if slow { self.figures.doac_sample_slow } else { self.figures.doac_sample };
            let within = match (drug.last, sampled) {
                (Some(last), Some(sampled)) => ((sampled - last) as f64) < hours * HOUR as f64,
                _ => true,
            };
            (drug.class == "doac" || direct) && within
        })
    }

    /// Unfractionated heparin, given before the sample and not yet out of the blood.
    fn heparin_in_the_sample(&self, sampled: Option<i64>) -> bool {
        self.on_board().iter().filter(|drug| drug.class == "ufh").any(|drug| {
            let begun = drug.order.since.zip(sampled).is_none_or(|(since, sampled)| sampled >= since);
            let acts = match drug.free {
                Free::At(over) if !drug.running => sampled.is_none_or(|sampled| sampled < over),
                _ => true,
            };
            begun && acts
        })
    }

    /// §4.1 CI_LYSIS_24H.
    fn lysed(&self) -> bool {
        let systemic = |order: &&Order| {
            order.pill.acts() && order.pill.is.iter().zip(order.pill.classes()).any(|(is, class)| class == "thrombolytic" && *is != "lumbrokinase")
        };
        self.orders().filter(systemic).any(|order| {
            let given = order.last.filter(|last| *last <= 0).or(order.stopped).or(order.since);
            let over = given.map(|given| given + (self.figures.lysis * HOUR as f64) as i64);
            // A "no" inside the 24 h cannot be about the picture.
            let cleared = self.denied_at("CI_LYSIS_24H").is_some_and(|denied| over.is_none_or(|over| denied >= over));
            let stroke = self.listed("bs_acute_stroke") || self.scored("stroke_lt_1mo") || self.yes("MC_STROKE_GCS");
            let for_stroke = match order.indication {
                Some(indication) => indication == "脑梗死",
                // Infarction or stroke: the drug waits for one tap. A stroke that was denied tells something too.
                None => !self.scored("acute_mi_stroke") && !self.stroke_is_denied(given),
            };
            over.is_some_and(|over| over > 0) || !cleared && (over.is_none() || stroke || for_stroke)
        })
    }

    /// A person or the host has said that there is no stroke.
    fn stroke_is_denied(&self, lysed: Option<i64>) -> bool {
        let item = |id: &str| self.asks(id) && self.no(id);
        let stockings = self.denied_at("MC_STROKE_GCS").is_some_and(|denied| lysed.is_none_or(|lysed| denied >= lysed));
        stockings || ["acute_mi_stroke", "stroke_lt_1mo", "bs_acute_stroke"].into_iter().any(item)
    }

    /// Two antiplatelets of §4.4 that are taken now.
    fn two_antiplatelets(&self) -> bool {
        let mut taken: Vec<&str> = vec![];
        for order in self.orders().filter(|order| order.pill.acts() && self.running(order)) {
            for (is, class) in order.pill.is.iter().zip(order.pill.classes()) {
                if matches!(class, "antiplatelet" | "gp2b3a") && !taken.contains(is) {
                    taken.push(is);
                }
            }
        }
        taken.len() > 1
    }

    /// Strong blocks, moderate calls for caution; a person's yes blocks.
    fn interaction(&self) -> Option<bool> {
        let grades: Vec<&str> = self.classes_running().map(|(_, class)| class).filter(|class| matches!(*class, "strong" | "moderate")).collect();
        if self.yes("CI_DOAC_DDI") || grades.contains(&"strong") { Some(true) } else { (!grades.is_empty()).then_some(false) }
    }

    fn allergies(&self, add: &mut impl FnMut(&'static str, bool, &'static str, bool)) {
        if self.yes("CI_ALLERGY") {
            ALL.iter().for_each(|member| add(member, true, "both", false));
        }
        let mut forbidden: Vec<&'static str> = vec![];
        for allergy in &self.person.allergies {
            forbidden.extend(allergy.forbids.into_iter().flatten());
        }
        for member in ALL.iter().filter(|member| forbidden.contains(member)) {
            // Low-molecular-weight heparins are not overridable, unfractionated heparin is after testing.
            add(member, true, "both", LMWH.contains(member));
        }
    }

    /// Decompensated blocks; stable, by Caprini's item, calls for caution.
    fn failing_heart(&self) -> Option<bool> {
        if self.yes("MC_CHF_OEDEMA") {
            return Some(true);
        }
        let settled = self.no("MC_CHF_OEDEMA") || self.silent("MC_CHF_OEDEMA") && self.person.silence_is_absence;
        (self.scored("chf_lt_1mo") && settled).then_some(false)
    }

    /// On the leg that a person or the host tells, and leg by leg what the index says.
    fn ischaemia(&self, add: &mut impl FnMut(&'static str, bool, &'static str, bool)) {
        if self.yes("MC_ISCHAEMIA") {
            DEVICES.iter().for_each(|member| add(member, true, self.limb_of("MC_ISCHAEMIA"), false));
        }
        for limb in ["left", "right"] {
            let index = self.person.abi.iter().filter(|(_, of)| *of == limb).map(|(value, _)| *value).reduce(f64::min);
            let Some(index) = index else { continue };
            if index < self.figures.abi_block {
                DEVICES.iter().for_each(|member| add(member, true, limb, false));
            } else if index <= self.figures.abi_stockings {
                add("gcs", true, limb, false);
                PUMPS.iter().for_each(|member| add(member, false, limb, false));
            }
        }
    }

    /// Something that a drug has to wait for in the blood.
    pub fn blood_waits(&self) -> bool {
        let settled = |lacks: &str| lacks == "CI_THERAPEUTIC_AC" && self.no(lacks);
        self.on_board().iter().any(|drug| matches!(drug.free, Free::Waits(lacks) if !settled(lacks)))
    }
}
