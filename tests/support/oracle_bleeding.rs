//! The two bleeding lists (§3.1, §3.2).

use super::super::person::{HOUR, Kind, Surgery};
use super::blood::{Effect, Intensity};
use super::{Is, Oracle, Record};

impl Oracle<'_> {
    /// The governing list: high, not high, or open.
    pub fn bleeding_high(&self) -> Option<bool> {
        let count = |items: &[Is], wanted| items.iter().filter(|is| **is == wanted).count();
        if self.person.operated() {
            let items: Vec<Is> = self.surgical_items().into_iter().map(|(_, is)| is).collect();
            return if items.contains(&Is::Yes) { Some(true) } else { (!items.contains(&Is::Open)).then_some(false) };
        }
        let (a, b) = self.medical_items();
        if a.contains(&Is::Yes) || count(&b, Is::Yes) >= 3 {
            return Some(true);
        }
        let possible = a.contains(&Is::Open) || count(&b, Is::Yes) + count(&b, Is::Open) >= 3;
        (!possible).then_some(false)
    }

    /// An item of the governing surgical list is yes.
    pub(super) fn listed(&self, id: &str) -> bool {
        self.person.operated() && self.surgical_items().iter().any(|(item, is)| *item == id && *is == Is::Yes)
    }

    pub fn surgical_items(&self) -> Vec<(&'static str, Is)> {
        let platelets = self.below(self.platelets(), self.figures.platelets_block);
        let mut items = vec![
            ("bs_severe_renal_hepatic", self.item("bs_severe_renal_hepatic", self.severe_renal())),
            ("bs_thrombocytopenia", self.item("bs_thrombocytopenia", platelets)),
            ("bs_acute_stroke", self.item("bs_acute_stroke", if self.stroke_is_said() { Record::Hints } else { Record::Silent })),
            ("bs_uncontrolled_htn", self.item("bs_uncontrolled_htn", self.uncontrolled())),
            ("bs_neuraxial_window", self.item("bs_neuraxial_window", self.needle())),
            ("bs_concomitant_antithrombotic", self.item("bs_concomitant_antithrombotic", self.antithrombotic())),
        ];
        for id in ["bs_active_bleeding", "bs_prior_major_bleeding", "bs_untreated_bleeding_disorder"] {
            items.push((id, self.item(id, Record::Silent)));
        }
        for (id, procedures) in [
            ("bs_abdominal", &[][..]),
            ("bs_pancreaticoduodenectomy", &[]),
            ("bs_hepatectomy", &[]),
            ("bs_cardiac", &["cardiac"]),
            ("bs_thoracic", &["thoracic"]),
            ("bs_critical_site", &["neurosurgery", "spinal"]),
        ] {
            items.push((id, self.of_an_operation(id, procedures)));
        }
        items
    }

    /// An item of the operation: it counts until haemostasis, and of brain and spine until the danger is over.
    fn of_an_operation(&self, id: &'static str, procedures: &[&str]) -> Is {
        // An operation still ahead may bleed, whatever the last one did.
        let critical = id == "bs_critical_site";
        let over = |operation: &Surgery| {
            self.done(operation) && if critical && operation.is(procedures) { self.danger_is_over(operation) } else { self.dry(operation) }
        };
        let pointed = critical && self.scored("acute_spinal_cord_injury_lt_1mo");
        if self.operations().next().is_some() && self.operations().all(over) && !pointed {
            return Is::No;
        }
        self.item(id, if pointed || self.operation_is(procedures) { Record::Hints } else { Record::Silent })
    }

    /// "出血风险已过" by a person, who can say so from 24 h after the operation's end.
    pub(super) fn danger_is_over(&self, operation: &Surgery) -> bool {
        let askable = operation.ends() as f64 + self.figures.critical * HOUR as f64;
        self.done(operation) && self.denied_at("CI_NEURO_EYE_OP").is_some_and(|denied| denied as f64 >= askable)
    }

    /// §3.1 bs_concomitant_antithrombotic, by the substances of §4.4. The own prophylactic dose does not count, an NSAID
    /// neither; a VKA always does, and a DOAC that is read as treatment.
    fn antithrombotic(&self) -> Record {
        let unknown = self.orders().any(|order| order.pill.kind == Kind::Unknown && self.running(order));
        let mut open = unknown && self.unrecognised_medicines();
        for (order, class) in self.classes_running() {
            match class {
                "antiplatelet" | "gp2b3a" | "thrombolytic" => return Record::Says(true),
                _ => {
                    for drug in self.on_board().iter().filter(|drug| std::ptr::eq(drug.order, order)) {
                        match drug.intensity {
                            Intensity::Treatment => return Record::Says(true),
                            Intensity::Unknown => open = true,
                            Intensity::Prophylactic => {}
                        }
                    }
                }
            }
        }
        // Stopped, and still working, or nobody can tell.
        for drug in self.on_board().iter().filter(|drug| drug.intensity != Intensity::Prophylactic) {
            match (drug.intensity, drug.effect) {
                (Intensity::Treatment, Effect::Works { .. }) => return Record::Says(true),
                (_, Effect::Works { .. } | Effect::Unknown(_)) => open = true,
                _ => {}
            }
        }
        if open { Record::Hints } else { Record::Silent }
    }

    fn medical_items(&self) -> (Vec<Is>, Vec<Is>) {
        let figures = self.figures;
        let platelets = self.below(self.platelets(), figures.platelets_block);
        let liver = match self.inr() {
            _ if self.vka_in_the_blood() => Record::Says(false),
            None => Record::Lacks,
            Some(inr) if inr.value <= figures.inr => Record::Says(false),
            Some(_) => Record::Hints,
        };
        let icu = self.person.icu.is_some_and(|(from, to)| from <= 0 && to.is_none_or(|to| to > 0));
        let cancer = if self.scored("active_cancer") { Record::Hints } else { Record::Silent };
        let asked = |id: &'static str| self.item(id, Record::Silent);
        let a = vec![asked("bm_active_gi_ulcer"), asked("bm_bleeding_3mo"), self.item("bm_platelet_lt_50", platelets)];
        let b = vec![
            self.item("bm_age_ge_85", self.person.age.map_or(Record::Lacks, |age| Record::Says(age >= figures.age_medical))),
            self.item("bm_hepatic_inr_gt_1_5", liver),
            self.item("bm_renal_gfr_lt_30", self.below(self.filtration(), figures.clearance_low)),
            self.item("bm_icu_ccu", if icu { Record::Says(true) } else { Record::Silent }),
            asked("bm_central_venous_catheter"),
            asked("bm_rheumatic"),
            self.item("bm_current_cancer", cancer),
            self.item("bm_male", self.person.man.map_or(Record::Lacks, Record::Says)),
        ];
        (a, b)
    }
}
