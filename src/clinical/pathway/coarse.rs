//! What the state depends on, without times: the dimensions over which the invariants of 5.6.8 are enumerated. `read` in
//! `reading` makes one of the facts; nothing here looks at a clock.

/// What is suspected. One sign of the lung beside a leg makes it [`Kind::Both`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Dvt,
    Pe,
    Both,
}

/// Vital signs, as A0 reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stability {
    /// Incomplete.
    Unknown,
    Stable,
    Unstable,
}

/// Yes, no, or not known; not known is never no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    Unknown,
    No,
    Yes,
}

/// Pregnant or within six weeks of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gravidity {
    /// A woman of 12 to 55 who has not been asked.
    Unasked,
    No,
    Yes,
    /// Nobody can tell: handled as pregnant.
    CannotBeKnown,
}

impl Gravidity {
    /// The column P of the pathway.
    pub fn counts(self) -> bool {
        matches!(self, Gravidity::Yes | Gravidity::CannotBeKnown)
    }
}

/// The eight items of PERC, and whether they are asked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PercAnswer {
    /// The clinician has not said that the own estimate is below 15 %.
    NotAsked,
    Incomplete,
    AllAbsent,
    SomePresent,
}

/// A probability score in two levels, or the physician's own word where none was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Likelihood {
    Unknown,
    Unlikely,
    Likely,
}

/// The D-dimer that counts, held against the cut-off of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ddimer {
    None,
    /// Its unit type is not known: asked once.
    NoUnit,
    /// Asked once more and again of no use: imaging.
    Lapsed,
    /// Drawn after more than 24 h of treatment dose: cannot exclude.
    Unusable,
    Negative,
    Positive,
}

/// The picture of the chest that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Chest {
    None,
    CtpaPositive,
    CtpaNegative,
    CtpaPoor,
    VqNormal,
    VqHigh,
    VqOther,
}

/// The latest ultrasound of the limb that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scan {
    None,
    Negative,
    /// Calf or forearm alone.
    Distal,
    /// The popliteal vein or above; of the arm the axillary or above.
    Proximal,
}

/// The right ventricle on a bedside echo; a poor window is [`RightHeart::NotDone`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RightHeart {
    NotDone,
    Dysfunction,
    Normal,
}

/// How far the repeat scans have come, all of them negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Repeats {
    None,
    /// The first of two.
    First,
    Last,
}

/// A physician's plan, signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignedPlan {
    None,
    Treatment,
    /// Why no treatment.
    WithoutTreatment,
}

/// All that state and step depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Coarse {
    pub kind: Kind,
    /// DVT of the arm: no score is valid there.
    pub arm: bool,
    pub vitals: Stability,
    pub limb_threat: Sign,
    pub child: bool,
    pub gravidity: Gravidity,
    pub in_patient: bool,
    pub perc: PercAnswer,
    pub pe: Likelihood,
    pub dvt: Likelihood,
    /// Active cancer, and a hospital that then takes no D-dimer for PE; with [`Coarse::years_off`] the ways past a D-dimer.
    pub cancer_skips: bool,
    /// `profile.preg_years` is off.
    pub years_off: bool,
    pub ddimer: Ddimer,
    pub chest: Chest,
    pub leg_signs: Sign,
    pub scan: Scan,
    /// `profile.us_extent = whole_leg`: a negative scan ends without repeat.
    pub whole_leg: bool,
    pub right_heart: RightHeart,
    /// High suspicion in pregnancy and of the arm.
    pub high_suspicion: Sign,
    pub repeats: Repeats,
    /// Beyond 14 days, in pregnancy 9, of weekly scans 21.
    pub repeat_overdue: bool,
    /// A senior decided "no drug, scan weekly".
    pub weekly: bool,
    pub withdrawn: bool,
    pub plan: SignedPlan,
    /// A referral is `kept`, or `returned` and `acknowledged`.
    pub referral_closed: bool,
    /// Discharged, refused or turned back before an answer.
    pub left: bool,
}

impl Coarse {
    /// Of a patient of whom only the kind is known.
    pub fn of(kind: Kind) -> Coarse {
        Coarse {
            kind,
            arm: false,
            vitals: Stability::Unknown,
            limb_threat: Sign::Unknown,
            child: false,
            gravidity: Gravidity::No,
            in_patient: true,
            perc: PercAnswer::NotAsked,
            pe: Likelihood::Unknown,
            dvt: Likelihood::Unknown,
            cancer_skips: false,
            years_off: false,
            ddimer: Ddimer::None,
            chest: Chest::None,
            leg_signs: Sign::Unknown,
            scan: Scan::None,
            whole_leg: false,
            right_heart: RightHeart::NotDone,
            high_suspicion: Sign::Unknown,
            repeats: Repeats::None,
            repeat_overdue: false,
            weekly: false,
            withdrawn: false,
            plan: SignedPlan::None,
            referral_closed: false,
            left: false,
        }
    }

    pub fn lung(&self) -> bool {
        self.kind != Kind::Dvt
    }

    pub fn limb(&self) -> bool {
        self.kind != Kind::Pe
    }

    pub fn unstable(&self) -> bool {
        self.vitals == Stability::Unstable
    }

    pub fn pregnant(&self) -> bool {
        self.gravidity.counts()
    }

    /// Signs of a leg: said, suspected, or not denied.
    pub fn may_have_leg_signs(&self) -> bool {
        self.limb() || self.leg_signs != Sign::No
    }

    /// Of what is suspected something is likely.
    pub fn likely(&self) -> bool {
        self.lung() && self.pe == Likelihood::Likely || self.limb() && self.dvt == Likelihood::Likely
    }

    pub fn pe_confirmed(&self) -> bool {
        matches!(self.chest, Chest::CtpaPositive | Chest::VqHigh)
    }

    pub fn dvt_confirmed(&self) -> bool {
        self.scan == Scan::Proximal
    }

    /// A positive picture of chest or proximal vein.
    pub fn confirmed(&self) -> bool {
        self.pe_confirmed() || self.dvt_confirmed()
    }
}
