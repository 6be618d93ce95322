//! The wire and the store: the only home of serde. Foreign JSON enters through `shape` (limits, places, no echo of
//! values) and becomes domain types here; domain types leave as JSON here. Domain types themselves are not serialisable.

pub mod archive;
pub mod assess;
pub mod chart;
pub mod consistency;
pub mod decision;
pub mod demo;
pub mod double;
pub mod event;
pub mod facts;
pub mod fhir;
pub mod headless;
pub mod hl7;
pub mod json;
pub mod medicines;
pub mod more;
pub mod note;
pub mod output;
pub mod paper;
pub mod people;
pub mod plan;
pub mod profile;
pub mod record;
pub mod rejected;
pub mod rules_in_code;
pub mod seal;
pub mod shape;
pub mod spellings;
pub mod stored;
pub mod tables;
pub mod unreadable;
pub mod ward;
pub mod writing;
