//! The ward page behind its pages: the book of admissions over the vault, what a person may do to it, who is signed in,
//! the element that scores, and what is told unasked. `ui::ward` shows what stands here and reports intentions.
//!
//! The board reads one row an admission; the events of a patient are read, and their chain verified, when that patient is
//! opened. Whatever is signed goes through `record::decide` and `interop::record`, and lies in the vault with the row of the
//! board in one transaction, before any page shows it.

mod admission;
mod aloud;
mod book;
pub mod element;
mod fact;
mod form;
mod house;
mod notice;
mod patient;
mod people;
mod referrals;
mod setup;
mod trouble;

pub use crate::web::vault::found::{Found, REMEDY, VaultDefect};
pub use aloud::Voices;
pub use book::{Asks, Book, BookState};
pub use fact::{EnteredOperation, ProvedFact};
pub use form::{TypedForm, Values};
pub use house::House;
pub use notice::Notices;
pub use patient::{WardPatient, Wish};
pub use people::{Gaps, Newcomer};
pub use referrals::{ReferralTaken, site_of};
pub use setup::AdmissionForm;
pub use trouble::Trouble;

pub use crate::interop::admission::{AdmissionDetails, Recomputed, field_named, shared_numbers};
pub use crate::interop::correction::{Correction, Difference};
pub use crate::interop::demo::BEDS as DEMO_BEDS;
pub use crate::interop::people::{Deed, PIN_CHARACTERS, Person, PersonChange};
pub use crate::interop::referral::parts::ReferralParts;
pub use crate::interop::referral::rows::KeptReferral;
pub use crate::interop::referral::{ReferralMessage, read_message};
pub use crate::interop::settled::{SettingsRevision, out_of_bounds};
pub use crate::interop::ward::{AdmissionRow, CHANGES, Noted, SCORED_ELSEWHERE, Settings};
