//! Referral and consultation on the tablet: the sheet of a patient in whom VTE is suspected, made, sent and reported on; the
//! sheets of other hospitals, taken and answered. What a referral is stands in `record::referral`.

mod admit;
mod form;
mod give;
pub mod line;
mod list;
mod page;
mod report;
mod sheet;
mod take;

pub use form::Refer;
pub use list::Referrals;
pub use page::ReferralPage;
pub use sheet::ReferralPaper;
