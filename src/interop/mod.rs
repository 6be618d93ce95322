//! The wire and the store: the only home of serde. Foreign JSON enters through `shape` (limits, places, no echo of
//! values) and becomes domain types here; domain types leave as JSON here. Domain types themselves are not serialisable.
//!
//! **JSON itself.** `json` reads it, `paper` and `writing` write it, `decimal` is a number as its digits, `double` names one that
//! is longer than a double; `shape` says what a message may hold, `rejected` what was refused, `unknown` which keys no shape
//! names.
//!
//! **A chart.** `chart`, its `facts` and `medicines`, `spellings` of units, `unreadable` and `consistency` (what was not used of
//! it); `profile` is the hospital's. `fhir::inbound` makes a chart of FHIR.
//!
//! **A record.** `event` and `plan` are its lines, `seal` is what they are sealed with, `record` seals and holds those of one
//! admission; `stored` are drafts, and `suggestions` what a person said in both of what a host only suggests.
//!
//! **Asked and sent.** `headless` and `assess` answer a program, `scored` of an instrument that no form shows; `question` is what they
//! have in common; `output` is the flat result, `more` the others: `fhir`, `hl7`,
//! `note`. `tables`, `read_as`, `decision`, `cited` and `rules_in_code` write documents, and are in no browser.
//!
//! **Training.** `lesson` has the files of cases, lessons and results, as link and as codes, and what a learning system takes.
//!
//! **Workbooks.** `sheets` writes tables as XLSX and reads one sheet for the intake of CSV, in a bundle of its own.
//!
//! **The quality office.** `quality`: the two tables, and the functions of `more/quality.js`; `csv` makes the tables of what other systems
//! hand in.
//!
//! **From hospital to hospital.** `referral` is the message, its codes and its rows.
//!
//! **The rows of the tablet.** `row` (how one is read), `ward` (an admission and the settings), `admission` (its data) and each
//! `correction` of them, `settled` (a change of the settings), `people`, `archive` (two wards become one), `demo`.

pub mod admission;
pub mod archive;
pub mod assess;
pub mod channel_profile;
pub mod chart;
pub mod cited;
pub mod consistency;
pub mod correction;
pub mod csv;
pub mod decimal;
pub mod decision;
pub mod demo;
pub mod double;
pub mod event;
pub mod facts;
pub mod fhir;
pub mod headless;
pub mod hl7;
pub mod json;
pub mod lesson;
pub mod medicines;
pub mod more;
pub mod note;
mod obstetric;
pub mod output;
pub mod paper;
pub mod people;
pub mod plan;
pub mod profile;
pub mod quality;
pub mod question;
mod read_as;
pub mod record;
pub mod referral;
pub mod rejected;
mod row;
pub mod rules_in_code;
pub mod scored;
pub mod seal;
pub mod settled;
pub mod shape;
pub mod sheets;
pub mod spellings;
pub mod stored;
pub mod suggestions;
pub mod tables;
pub mod unknown;
pub mod unreadable;
pub mod ward;
pub mod writing;
