//! Substances: what a medicine on record is to the rules of this library. (Table: see the branch of the substances.)

use crate::text::{Text, text};

/// What a medication is to the rules of this library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Ufh,
    Lmwh,
    Fondaparinux,
    Doac,
    Vka,
    /// An anticoagulant of another class, or not said which.
    Anticoagulant,
    Antiplatelet,
    Gp2b3a,
    Thrombolytic,
    Nsaid,
    /// Inhibitor of CYP3A4 and P-gp.
    Inhibitor,
    /// Inducer of CYP3A4 and P-gp.
    Inducer,
    Other,
}

impl Class {
    pub fn id(self) -> &'static str {
        "class"
    }

    pub fn anticoagulates(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh | Class::Fondaparinux | Class::Doac | Class::Vka | Class::Anticoagulant)
    }

    pub fn is_heparin(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    Strong,
    Moderate,
}

#[derive(Debug)]
pub struct Substance {
    pub id: &'static str,
    pub class: Class,
    pub grade: Option<Grade>,
    pub name: Text,
}

impl PartialEq for Substance {
    fn eq(&self, other: &Substance) -> bool {
        self.id == other.id
    }
}

pub static SUBSTANCES: &[Substance] = &[Substance { id: "enoxaparin", class: Class::Lmwh, grade: None, name: text!("依诺肝素", "enoxaparin") }];

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Taken {
    Known(&'static Substance),
    /// A heparin that only fills a line: counts for HIT and allergy, for nothing else.
    Flush(&'static Substance),
    Irrelevant,
    Unrecognised,
}

pub fn named(id: &str) -> Option<&'static Substance> {
    SUBSTANCES.iter().find(|substance| substance.id == id)
}

/// What an allergy is to, as far as it bears on a drug here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allergen {
    /// Any heparin, a heparinoid, pork or gelatine: every heparin cross-reacts.
    Heparins,
    /// One drug of the formulary, by its id.
    Drug(&'static str),
    /// "No known allergy".
    None,
    Irrelevant,
    Unrecognised,
}

pub fn recognise(names: &[&str], _atc: Option<&str>, _local_irrelevant: &[String]) -> Vec<Taken> {
    vec![names.iter().find_map(|name| named(name)).map_or(Taken::Unrecognised, Taken::Known)]
}

pub fn allergens(_text: &str, _atc: Option<&str>) -> Vec<Allergen> {
    vec![Allergen::Unrecognised]
}
