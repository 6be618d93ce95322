//! Pure medicine: values in, values out. No clock, no serde, no async, no identifier of a person.
//!
//! **What is known.** `chart` holds the facts (`medication`, `operation`, `limb`, `instant` are what they are made of);
//! `as_of` shows it as an assessment at some moment may see it, `readings` says which of several values counts, `kidney`
//! what the kidneys clear, `pressure` which readings make it uncontrolled, `substance` what a medicine or an allergy is.
//! `answers` are a person's.
//!
//! **The score.** An `instrument` is a table (`instruments`), its items carry a `finding` and say how they are `decided` without asking; `derivable` reads the quantities that
//! items are derived from, `derive` and `surgery` say what they mean (for the bleeding lists `bleeding_facts`), `contradiction`
//! finds what cannot be true of one person, `sheet` holds chart and answers together item by item in `cell`s, `tally` adds
//! up, `routing` says which instrument is due. An instrument that reads as more than bands of one sum has an `outcome` table
//! (held to its items by `well_formed`, at compile time), and `possible` says which outcomes a form still allows (`worlds`: rows against what is not known). `points` is what all of it counts in.
//!
//! **The decision**, in the order in which `assess` goes through it: `bleeding` (the list that governs), `blood` (what is in
//! the blood now), `alerts` (falling counts), `contraindication` (what forbids each drug and device, and what is asked),
//! `situation` (all of that, for what follows), `routes` (where prevention is not the question), `matrix` (the one row that
//! fires), `options`, `dosing` and `timing` (which drug, how much, when), `given` (doses given, against needles and
//! operations), `monitoring`; `prophylaxis` puts them together into one `advice` of `measure`s. `not_for` says whom all this is not for; `record_questions` asks how the record is to be
//! read, `lacking` names what a measure waits for, and `naming` every id for a reader.
//!
//! `suggested` is what would forbid more if a host's suggestion is so, `label_units` a dose in the label's other unit.
//!
//! `rcog_doses` holds the obstetric doses by booking weight, `rcog_china` where Shanghai and Queensland score otherwise: information
//! beside the instrument, read by no plan.
//!
//! **A suspicion.** `first_minutes` says what to do while VTE is suspected and nobody has settled it. `pathway` is the whole
//! green channel as one pure function, from suspicion to an answer.
//!
//! **For the patient.** `leaflet` holds the plain words of what a patient is given to read, the sheet of an informed refusal, and
//! which rows of the green channel hang on the wall.
//!
//! `profile` is what a hospital may set, `waits` how long things may wait, `source` where everything comes from, `second`
//! whether the part of the program is here that a first visit does not load.
//! Only `record`, `interop` and the rooms after them call in here.

pub mod advice;
pub mod alerts;
pub mod answers;
pub mod as_of;
pub mod assess;
pub mod bleeding;
mod bleeding_facts;
pub mod blood;
pub mod cell;
pub mod chart;
pub mod contradiction;
pub mod contraindication;
pub mod decided;
mod derivable;
mod derive;
pub mod dosing;
pub mod finding;
pub mod first_minutes;
pub mod formulary;
pub mod formulas;
pub mod given;
pub mod instant;
pub mod instrument;
pub mod instruments;
pub mod kidney;
pub mod label_units;
pub mod lacking;
pub mod leaflet;
pub mod limb;
pub mod matrix;
pub mod measure;
pub mod medication;
pub mod misfit;
pub mod monitoring;
pub mod naming;
pub mod neuraxial;
pub mod not_for;
pub mod operation;
pub mod options;
pub mod outcome;
pub mod pathway;
pub mod points;
pub mod possible;
pub mod pressure;
pub mod profile;
pub mod prophylaxis;
pub mod quantity;
pub mod rcog_china;
pub mod rcog_doses;
pub mod readings;
pub mod record_questions;
pub mod routes;
pub mod routing;
pub mod said;
pub mod second;
pub mod sheet;
pub mod shelf;
pub mod situation;
pub mod source;
pub mod substance;
pub mod suggested;
mod surgery;
pub mod tally;
pub mod timing;
pub mod waits;
mod well_formed;
mod worlds;
