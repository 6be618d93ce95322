//! Where the person is: the pages of the ward, and the parts of a patient's page. `shell` draws what stands there.

/// Where the person is.
#[derive(Clone, PartialEq, Debug)]
pub enum WardPage {
    Board,
    Admit,
    Patient(String, Tab),
    /// Putting right what was entered at the admission.
    Correct(String),
    Handover,
    /// Referrals of the ward, in and out.
    Referrals,
    /// A new referral of this admission.
    Refer(String),
    /// One referral, by its id; and its sheet on paper.
    Referral(String),
    ReferralSheet(String),
    Sheet(String),
    /// For the patient to take along, and what is signed where prevention is refused.
    Leaflet(String),
    Refusal(String),
    /// The green channel for the wall; of no patient.
    WallCard,
    People,
    /// Naming the administrator of a ward that has none.
    Lead,
    House,
    /// Export, import, storage, update.
    Data,
}

impl WardPage {
    /// Whom it is about.
    pub fn patient(&self) -> Option<&str> {
        match self {
            WardPage::Patient(context, _)
            | WardPage::Sheet(context)
            | WardPage::Correct(context)
            | WardPage::Refer(context)
            | WardPage::Leaflet(context)
            | WardPage::Refusal(context) => Some(context),
            _ => None,
        }
    }
}

/// The parts of a patient's page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Tab {
    Work,
    Score,
    Story,
    Audit,
}
