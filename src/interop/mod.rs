//! The wire and the store: the only home of serde. Foreign JSON enters through `shape` (limits, places, no echo of
//! values) and becomes domain types here; domain types leave as JSON here. Domain types themselves are not serialisable.
//!
//! **JSON itself.** `json` reads it, `paper` and `writing` write it, `double` names a number that is longer than a double;
//! `shape` says what a message may hold, `rejected` what was refused, `unknown` which keys no shape names.
//!
//! **A chart.** `chart`, its `facts` and `medicines`, `spellings` of units, `unreadable` and `consistency` (what was not used of
//! it); `profile` is the hospital's. `fhir::inbound` makes a chart of FHIR.
//!
//! **A record.** `event` and `plan` are its lines, `seal` hashes them, `record` holds those of one admission; `stored` are
//! drafts, and `suggestions` what a person said in both of what a host only suggests.
//!
//! **Asked and sent.** `headless` and `assess` answer a program; `output` is the flat result, `more` the others: `fhir`, `hl7`,
//! `note`. `tables`, `decision` and `rules_in_code` write documents, and are in no browser.
//!
//! **The rows of the tablet.** `ward` (an admission and the settings), `admission` (its data, corrected), `settled` (a change of
//! the settings), `people`, `archive` (two wards become one), `demo`.

pub mod admission;
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
pub mod settled;
pub mod shape;
pub mod spellings;
pub mod stored;
pub mod suggestions;
pub mod tables;
pub mod unknown;
pub mod unreadable;
pub mod ward;
pub mod writing;
