//! Virchow: VTE risk assessment and prevention, running whole in the browser. `ARCHITECTURE.md` walks from an entry point to
//! the files, and numbers what must not break.
//!
//! # The map
//!
//! ```text
//! text      two languages side by side; a missing translation does not compile
//! clinical  the medicine: scores, bleeding, contraindications, the matrix, doses and times. Values in, values out
//! record    an admission as an append-only list of signed events: decide, evolve, in force, due, chain
//! quality   the indicators: rows of a stay, criteria as data, the catalogue, counting, SQL and sentences of one definition; rates
//!           with intervals, charts, agreement, before and after. Names no patient. Asked by `bin/quality` and by the quality office
//! training  invented patients, marking, the usual mistakes by name, drills, courses, sealed exams, classes
//! interop   JSON, the only home of serde: shapes, chart, facts, events, plans, drafts, headless functions, tables; FHIR in
//!           (`fhir::inbound`) and out, HL7 v2, the progress note
//! session   the element as plain state: desk, sitting, work, care, what stands signed, the `Screen` and the `Intent`s
//! web       the browser: runtime, signing, keeping, delivery, store, clock, and `errand`, which alone waits; and the script
//!           that declares the element (feature `web`)
//! ui        the form and the prevention screen, in Yew: shows a `Screen`, sends an `Intent` (feature `web`); in `ui::ward` the
//!           pages of the stand-alone tablet, which is a host of the element like any other
//! bin       what a page loads: wasm exports and nothing else
//! ```
//!
//! # The import rule
//!
//! `text <- clinical <- record <- quality <- training <- interop <- session <- web <- ui <- bin`, and `ui` does not import `interop`. A test reads the
//! `use` edges, holds them to this line, and finds no circle of files in any room: what two files share stands in a third below
//! both. `clippy.toml` keeps clocks and randomness in `web/clock.rs`.
//!
//! # One tap
//!
//! A tap on a row becomes an `Intent` (`ui`), which `web::runtime` hands to `session::step`, the one door for what a person does;
//! the desk changes the answers that lie there (`session::sitting`) and makes one new sheet (`clinical::sheet::fill`, one pass,
//! nothing calls back); a `Screen` follows from it and the rows that differ are drawn. What has to be done beside that comes back
//! as an effect, and the runtime performs it. Before a signature all is worked out again; what is no longer as the screen shows it
//! (`session::as_shown`) is refused once and drawn anew. Signing goes through `record::decide`, `interop::record`, one IndexedDB
//! transaction of event and outbox, and only then to the host. What is practised is signed by the same code and has no way out: only
//! a clinical sitting makes the parcel that store and host take.
//!
//! # Coming back
//!
//! Who opens a patient for whom something is signed sees what holds (`session::standing`, `ui::standing`): score and answers,
//! the bleeding screen, the plan in force (`record::in_force`), what is due, what today's chart says otherwise. A form stands
//! there only where nothing is signed, a new score is due of the person at the screen, or one was asked for; then what holds
//! stands above it in short. Until the record is read a line says that it is being read.
//!
//! # From a score to a decision
//!
//! A signed score leads to `session::care`: the answers as signed are filled again, the bleeding list and the
//! contraindications are asked, and `clinical::assess` makes one pass over the chart as of that moment: the list, what is in
//! the blood, a judgement of every drug and device, the routes on which prevention is not the question, the one row of the
//! matrix that fires, dose and times. What is unknown decides no row; it stays a condition on the measure.
//! A physician authorises, changes or declines; `record::decide` holds that against what is known, and it is an event.
//! What was said once is not asked as if unknown: signed answers, the operation and what the host suggests stand beside the
//! questions (`session::care::echo`), and a word about the rest denies none of them (`session::care::bulk`).
//!
//! # A suspicion
//!
//! The red button alerts the host at once, whatever is loaded; its form (`session::suspicion`) is signed as an event, and until a
//! physician settles it `clinical::first_minutes` says what to do. `clinical::pathway` is the green channel from suspicion to
//! an answer as one pure function (state, step, interim dose, gates, clocks, referral). `record::channel` folds record and chart into
//! its facts, `session::channel` makes of its answer what the person at the screen may see, `ui::channel` draws it with the forms of
//! the entries; an entry is signed like the suspicion, and until then kept with the draft (`session::begun::kept`). A score that a form
//! asks for is ticked in it (`session::channel::scores`, by the code of a calculator). A nurse is shown no dose before a physician has confirmed one.
//!
//! # An instrument on its own
//!
//! `instrument="wells_pe"` and `mode="calculator"` open a calculator (`session::calculator`, `ui::calculator`): values, items by
//! steps, and of each reading the outcomes that are still possible (`clinical::possible`). Nothing of it is signed or kept, so it is no
//! sitting. An obstetric patient is routed to one. The shelf of the app (`ui::ward::shelf`, by `clinical::shelf`) lists them all.
//!
//! # The second part
//!
//! A form that is opened for the first time, filled, signed and delivered needs neither prevention nor what reads again what
//! was kept. `session::care`, `ui::prevention`, `session::resume`, `session::standing`, `ui::standing`, the form of a suspicion
//! (`session::suspicion`, `ui::suspicion`) with the green channel (`session::channel`, `ui::channel`), calculators, the bleeding lists, the table of substances, the readers of events and drafts, headless
//! `instruments`, `assess` and `derive` are compiled with the rest and cut out by the build
//! (`scripts/split.mjs`): the same instance takes them in when somebody goes on from the score, amends, or opens a patient of
//! whom something was kept, and when a program calls `init()`. Nothing outside calls in before `Later::Here` or, in `clinical`
//! and `interop`, before `second::is_here`; until then what was kept stays where it is, and nothing is signed beside it. A
//! chart is read without it as far as a score goes, everything that is refused of it is listed, and it is read again
//! when the second part has come.
//!
//! # On a tablet without a host
//!
//! `ward.html` (`bin/app`, `ui::ward`) is a host of the element like any other, and the element cannot tell. `web::vault` keeps
//! every row encrypted under one passphrase; the element writes its drafts and signatures there through a keeper, in one
//! transaction with the ward's own line of the admission. `web::offline` is what the app asks of the browser beside that: a
//! worker that keeps one version whole, a new version that waits, somebody who is gone, a clock that is wrong.
//! `interop::archive` joins two wards; `interop::people`, `interop::settled` and `interop::admission` say what may be changed of the
//! people, the settings and the data of an admission, and what row each change leaves. What is protected and what is not stands
//! in `docs/for-hosts/ward-security.md`. A patient goes to another hospital with a sheet (`record::referral`), as a message that a
//! file, codes or paper carry (`interop::referral`); both sides keep and answer it in `web::ward` and `ui::ward::referral`.
//!
//! # A lesson
//!
//! In `mode="teaching"` an element that is given `el.lesson` loads a bundle of its own (`bin/teaching`, joined by `web/lesson.js`): `session::lesson`
//! is the lesson as plain state, `ui::lesson` draws it above and below the form, never into it, and the form hands over its answers
//! (`session::calculator::handed`) and nothing else. The classroom of the app (`#/train`, `#/teach`: `session::classroom`, `ui::ward::train`,
//! `web::classroom`) stands before the gate, like the shelf, with a store of its own; the vault is not opened.
//!
//! # The quality office
//!
//! `session::office` is the office as plain state (sources, a file on its way in, every stay in its place of every indicator, what is
//! handed in), `ui::office` draws it, `web::office` reads files and the ward's book. It stands over an unlocked ward (`#/quality`) or alone
//! (`quality.html`, the same program). It signs nothing, keeps nothing, and every number leads to the event or line that decided.
//!
//! # For the patient
//!
//! `clinical::leaflet` has the plain words, each block with its source; `record::leaflet` makes the sheet of the plan in force, with
//! doses and times as authorised, and refuses it while prevention stands aside; `ui::ward` draws, prints, shows it as codes and
//! has the browser read it aloud (`web::ward`), beside the sheet of a refusal and the wall card of the green channel.
//!
//! # What is deliberately absent
//!
//! The core has no clock, no network, no language preference, no default answers, no identifier of a person beyond an
//! opaque reference, and no free-text parsing. `at` and `by` are always arguments. Unknown is never No.

pub mod clinical;
pub mod interop;
pub mod quality;
pub mod record;
pub mod session;
pub mod text;
pub mod training;
#[cfg(feature = "web")]
pub mod ui;
#[cfg(feature = "web")]
pub mod web;
