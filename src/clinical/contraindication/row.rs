//! What a row of the tables is made of: how severe it is, what it concerns, and how it can be decided without asking.

use crate::clinical::formulary::Set;
use crate::clinical::source::Mark;
use crate::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Never proposed.
    Block,
    /// Never proposed until it ends.
    BlockUntil,
    /// Proposed with a warning.
    Caution,
}

impl Severity {
    pub fn id(self) -> &'static str {
        match self {
            Severity::Block => "block",
            Severity::BlockUntil => "block_until",
            Severity::Caution => "caution",
        }
    }

    pub fn forbids(self) -> bool {
        self != Severity::Caution
    }
}

/// How a row can be decided without asking. Data, not code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Asked,
    /// More than two units within 24 h; a fall of haemoglobin asks again.
    ActiveBleeding,
    /// A stroke that is said makes it an open question.
    StrokeSaid,
    UntilHaemostasis,
    /// An operation on the brain or the spine, until a person says that the danger of bleeding is over.
    CriticalOperation,
    Platelets {
        from: f64,
        below: f64,
    },
    Coagulation,
    HighPressure,
    NeuraxialWindow,
    Thrombolysis,
    /// Two antiplatelets on record.
    TwoAntiplatelets,
    /// The INR of a vitamin K antagonist above the range that it is held in.
    InrAboveTarget,
    /// Platelets that fell on heparin or fondaparinux make it an open question.
    FallOnHeparin,
    Allergy,
    TherapeuticDose,
    ClearanceBelow(f64),
    DoacClearance,
    WeightBelow(f64),
    LowWeight,
    /// Platelets below 100 after a fall on an anticoagulant.
    FallOnDrug,
    /// Asked of women of an age to be pregnant; what cannot be known counts as a yes.
    Pregnancy,
    /// Asked of the same women.
    WomenOnly,
    HipFracture,
    Interaction,
    /// A rule of the choice of drug, listed for its id.
    ByChoice,
    /// A clot told of for the devices, or one that cannot be known there, makes it an open question.
    ClotInLeg,
    /// A failing heart without oedema is a caution (§8 row 32).
    FailingHeart,
    /// The ankle-brachial index of each leg.
    Ischaemia,
    /// A stroke within a month, or an item that does not say infarction or stroke, makes it an open question.
    AcuteStroke,
    /// A fracture or a cast makes it an open question, on its leg where that is known.
    FracturedLimb,
    /// Medicines on record that nobody recognises.
    UnrecognisedMedication,
    /// Allergens on record that nobody recognises.
    UnrecognisedAllergy,
    /// A yes to the item that names both organs.
    KidneyOrLiver,
}

#[derive(Debug)]
pub struct Row {
    pub id: &'static str,
    pub severity: Severity,
    /// The drugs and devices that it concerns.
    pub applies: Set,
    /// Members for which the severity is another.
    pub except: Option<(Severity, Set)>,
    pub label: Text,
    /// What the person who answers must know.
    pub help: Option<Text>,
    pub when: When,
    /// Forbids on the limb it is on, not on the other.
    pub per_limb: bool,
    pub no_override: bool,
    /// True as well when that row is, which stands before it.
    pub also: Option<&'static str>,
    /// Leads to a route of its own (§5.9) and is no all-drug block beside one.
    pub route: bool,
    pub marks: &'static [Mark],
}

impl Row {
    pub(super) const fn new(id: &'static str, severity: Severity, applies: Set, label: Text, marks: &'static [Mark]) -> Row {
        assert!(!marks.is_empty(), "a rule without a source");
        let (except, help, also, when) = (None, None, None, When::Asked);
        Row { id, severity, applies, except, label, help, when, per_limb: false, no_override: false, also, route: false, marks }
    }

    pub(super) const fn when(mut self, when: When) -> Row {
        self.when = when;
        self
    }

    pub(super) const fn help(mut self, help: Text) -> Row {
        self.help = Some(help);
        self
    }

    pub(super) const fn except(mut self, severity: Severity, of: Set) -> Row {
        self.except = Some((severity, of));
        self
    }

    pub(super) const fn per_limb(mut self) -> Row {
        self.per_limb = true;
        self
    }

    pub(super) const fn no_override(mut self) -> Row {
        self.no_override = true;
        self
    }

    pub(super) const fn also(mut self, id: &'static str) -> Row {
        self.also = Some(id);
        self
    }

    pub(super) const fn route(mut self) -> Row {
        self.route = true;
        self
    }

    /// Of women only: a yes contradicts a man's record.
    pub const fn is_of_a_woman(&self) -> bool {
        matches!(self.when, When::WomenOnly | When::Pregnancy)
    }

    /// The severity for one member of the row.
    pub(super) fn severity_for(&self, is_member: impl Fn(Set) -> bool) -> Severity {
        self.except.filter(|(_, of)| is_member(*of)).map_or(self.severity, |(severity, _)| severity)
    }

    /// Whether the row, while it is open, could still forbid a member.
    pub(super) fn could_forbid(&self, is_member: impl Fn(Set) -> bool) -> bool {
        // Uncontrolled pressure is a caution until it is measured that high: unmeasured it may be either.
        is_member(self.applies) && (self.severity_for(&is_member).forbids() || self.when == When::HighPressure)
    }
}
