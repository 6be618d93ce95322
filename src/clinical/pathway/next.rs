//! Pathways A, B and P of 5.6.4 past the safety questions: of a stable patient whose probability is settled, what is open. The
//! answer is one of [`Next`], so that no combination falls through.

use super::coarse::{Chest, Coarse, Ddimer, Kind, Likelihood, Repeats, Scan, Sign};

/// What excluded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExcludedBy {
    Ddimer,
    Picture,
    RepeatScan,
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Next {
    Excluded(ExcludedBy),
    /// A D-dimer, or its unit.
    Ddimer,
    ChestPicture,
    /// The first ultrasound of the limb.
    LimbScan,
    /// The leg, after a picture of the chest that does not answer.
    SecondScan,
    /// A D-dimer after a negative proximal scan.
    SecondDdimer,
    Repeat,
    SeniorDecides,
    /// A clot of calf or forearm alone.
    Distal,
}

/// What is open for this patient (A, B, P). Only for patients past S3_SCORE.
pub fn next(of: &Coarse) -> Next {
    if of.weekly {
        return repeat(of);
    }
    match of.kind {
        Kind::Dvt => limb(of),
        Kind::Pe => chest(of),
        Kind::Both => both(of),
    }
}

/// Both: the column of the chest governs, and no answer of the chest alone excludes the leg.
fn both(of: &Coarse) -> Next {
    let chest = chest(of);
    match chest {
        // P3 holds for the leg of a pregnant woman also where the chest is clear.
        Next::Excluded(_) if of.pregnant() => limb(of),
        _ => chest,
    }
}

/// The D-dimer is no use any more for the question whether to take a picture.
fn past_ddimer(ddimer: Ddimer) -> bool {
    matches!(ddimer, Ddimer::Positive | Ddimer::Unusable | Ddimer::Lapsed)
}

/// Column A, and P4.
fn chest(of: &Coarse) -> Next {
    let skips = if of.pregnant() { of.years_off } else { of.pe != Likelihood::Unlikely || of.cancer_skips };
    if !skips && of.ddimer == Ddimer::Negative && of.scan != Scan::Distal {
        // Kind both: the D-dimer excludes the leg only where Wells DVT is unlikely too.
        let leg_too = of.kind == Kind::Pe || !of.pregnant() && of.dvt == Likelihood::Unlikely || of.scan == Scan::Negative;
        return if leg_too { Next::Excluded(ExcludedBy::Ddimer) } else { Next::SecondScan };
    }
    match of.chest {
        Chest::None if skips || past_ddimer(of.ddimer) || of.ddimer == Ddimer::Negative => Next::ChestPicture,
        Chest::None => Next::Ddimer,
        Chest::CtpaNegative if !of.may_have_leg_signs() && of.scan != Scan::Distal => Next::Excluded(ExcludedBy::Picture),
        Chest::VqNormal if of.kind == Kind::Pe && of.scan != Scan::Distal => Next::Excluded(ExcludedBy::Picture),
        answer => match of.scan {
            Scan::None => Next::SecondScan,
            Scan::Distal => Next::Distal,
            // A proximal clot is confirmed before this is asked.
            Scan::Negative | Scan::Proximal if matches!(answer, Chest::CtpaNegative | Chest::VqNormal) => Next::Excluded(ExcludedBy::Picture),
            Scan::Negative | Scan::Proximal => Next::SeniorDecides,
        },
    }
}

/// Column B, and P3.
fn limb(of: &Coarse) -> Next {
    match of.scan {
        Scan::Distal => Next::Distal,
        Scan::None if !of.arm && !of.pregnant() && of.dvt == Likelihood::Unlikely => match of.ddimer {
            Ddimer::Negative => Next::Excluded(ExcludedBy::Ddimer),
            Ddimer::None | Ddimer::NoUnit => Next::Ddimer,
            Ddimer::Positive | Ddimer::Unusable | Ddimer::Lapsed => Next::LimbScan,
        },
        Scan::None => Next::LimbScan,
        Scan::Negative | Scan::Proximal => scanned(of),
    }
}

/// After a negative scan of the limb.
fn scanned(of: &Coarse) -> Next {
    let low = of.high_suspicion == Sign::No;
    if of.pregnant() && !of.arm {
        return if low { Next::Excluded(ExcludedBy::Picture) } else { repeat(of) };
    }
    if of.arm {
        return if low { Next::Excluded(ExcludedBy::Picture) } else { Next::SeniorDecides };
    }
    if of.whole_leg || of.dvt == Likelihood::Unlikely {
        return Next::Excluded(ExcludedBy::Picture);
    }
    match of.ddimer {
        Ddimer::Negative => Next::Excluded(ExcludedBy::Ddimer),
        Ddimer::None | Ddimer::NoUnit => Next::SecondDdimer,
        Ddimer::Positive | Ddimer::Unusable | Ddimer::Lapsed => repeat(of),
    }
}

fn repeat(of: &Coarse) -> Next {
    if of.repeats == Repeats::Last { Next::Excluded(ExcludedBy::RepeatScan) } else { Next::Repeat }
}
