//! How an item of an instrument can be decided without asking: what a table says of it. `derive`, `surgery` and `bleeding_facts`
//! read it from a chart.

use super::chart::Procedure;
use super::quantity::{Limit, Quantity, ValueRange};

/// How an item can be decided without asking. Data, not code: it can be shown, exported and enumerated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum From {
    /// Nobody but a person knows.
    Asked,
    /// A value that no fact tells (a ratio to a laboratory's own limit, the BMI of another day): asked, and silence is no answer.
    ValueAsked,
    /// Completed years between the two, inclusive.
    Age { from: u8, to: u8 },
    /// Unrounded BMI strictly above.
    BmiAbove(f64),
    /// Unrounded BMI at or above.
    BmiAtLeast(f64),
    /// The operation of this stay is of this class.
    Surgery(SurgeryClass),
    /// Not decided, but suggested where an operation within the last 30 days is on record.
    RecentOperation { longer_than_min: Option<f64>, former_only: bool },
    /// Not decided, but suggested by an operation for a hip fracture, planned or done (X_FRACTURE_OP).
    FractureOperation,
    /// The latest measurement is strictly below.
    Below(Quantity, Bound),
    /// The latest measurement is at or above.
    AtLeast(Quantity, f64),
    /// The latest measurement is strictly above.
    Above(Quantity, f64),
    /// The latest measurement is in this range (by reference: an item of a first visit is no larger for it).
    Between(Quantity, &'static ValueRange),
    /// Yes where the latest measurements meet all of these; otherwise nothing follows, but while one is missing silence is no "no".
    AllMeet(&'static [Limit]),
    /// Yes where one of the latest measurements meets its limit; otherwise as `AllMeet`.
    AnyMeets(&'static [Limit]),
    /// Yes where the latest measurement is strictly below; else something that no measurement tells may make it a yes, and is
    /// asked (Khorana: a growth factor).
    BelowOrAsked(Quantity, f64),
    /// Yes where creatinine is at or above, µmol/L. Else a transplant or chronic dialysis may make it a yes, and is asked; dialysis on
    /// record suggests it, because that it is chronic nobody has told.
    CreatinineOrAsked(f64),
    /// Yes for a man at or above; no for a woman, and no below.
    MaleAtLeast(Quantity, f64),
    /// Strictly below the one limit for a man, the other for a woman; between the two the sex is wanted.
    BelowBySex { quantity: Quantity, men: f64, women: f64 },
    /// Creatinine clearance as it doses (`kidney`) strictly below, mL/min; on dialysis it is below 15.
    ClearanceBelow(f64),
    /// Yes where the latest measurement is strictly below; above it nothing follows: how it was taken (SpO2 on air) is not told.
    BelowAtAll(Quantity, f64),
    /// Yes where the latest pressure is at or above either; no where both are below.
    PressureAtLeast { systolic: f64, diastolic: f64 },
    /// No yes or no: the quantity itself is added, its points for each whole unit (PESI: age in completed years).
    Count(Quantity),
    /// Filtration rate at or above the one and below the other, mL/min/1.73 m²; on dialysis it is below 15.
    Filtration { from: f64, below: f64 },
    /// The patient is a man.
    Male,
    /// Yes where clearance or filtration is below the local bound, or on dialysis; liver failure is asked.
    SevereRenal,
    /// Yes where the latest two readings within 24 h are at or above the local bounds; a single high one suggests it.
    HighPressureTwice,
    /// Inside the window around a needle or catheter in the neuraxis.
    NeuraxialWindow,
    /// Yes where a medication that acts now impairs clotting, other than an anticoagulant at prophylactic dose; suggested
    /// by one of unknown intensity or that nobody recognises.
    Antithrombotic,
    /// Yes while in intensive or coronary care.
    IntensiveCare,
    /// The same of a whole admission: a stay that is over suggests it, because of which admission it was nobody has told.
    IntensiveCareStay,
    /// No at an INR of 1.5 or less, or where a vitamin K antagonist explains it; above, suggested.
    HepaticInr,
    /// Suggested by an operation of these; counts no more once the surgeon has recorded haemostasis, or, of the brain and
    /// the spine, once a physician has said that the risk is over (CI_NEURO_EYE_OP).
    UntilHaemostasis(&'static [Procedure]),
}

/// A threshold: printed in the source, or ours to set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Printed(f64),
    /// Platelets below which the surgical checklist says "thrombocytopenia" (本院设定).
    LocalPlatelets,
}

impl From {
    /// Decided by measured facts, unless a person says otherwise and why.
    pub fn is_computed(self) -> bool {
        !matches!(self, From::Asked | From::ValueAsked | From::RecentOperation { .. } | From::FractureOperation | From::UntilHaemostasis(_))
    }
}

/// The classes of Caprini's surgery group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurgeryClass {
    Minor,
    Arthroscopic,
    MajorOpen,
    Laparoscopic,
    ElectiveArthroplasty,
}
