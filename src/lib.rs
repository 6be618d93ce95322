//! Virchow.
pub mod text;
pub mod clinical;
pub mod record;
pub mod interop;
#[cfg(feature = "web")]
pub mod web;
#[cfg(feature = "web")]
pub mod ui;
