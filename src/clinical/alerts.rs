//! Falling counts (stub until the branch of the judgement is merged).
use super::chart::{Chart, Instant, Said};
use super::quantity::Quantity;
use super::source::Mark;
use crate::text::Text;

#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub id: &'static str,
    pub label: Text,
    /// What fell; `None` where a thrombosis on heparin raises the alert without a fall.
    pub quantity: Option<Quantity>,
    /// In the canonical unit; equal to `to` where nothing fell.
    pub from: f64,
    pub to: f64,
    /// When the value was measured, or the thrombosis confirmed.
    pub at: Option<Instant>,
    /// A person has answered it, and nothing that asks again has happened since.
    pub answered: bool,
    pub marks: &'static [Mark],
}

pub fn bleeding_reopened(_chart: &Chart, _said: &[(&'static str, Said)], _at: Instant) -> bool {
    false
}
