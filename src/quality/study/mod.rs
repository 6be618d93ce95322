//! The alliance study as a demonstration: its figures as printed (`published`), typed rows whose counts equal them as far as they can
//! (`rows`), and every printed cell recomputed (`check`). Where the paper's figures do not follow from its own counts the page says so
//! with the arithmetic (`docs/reports/study.md`).

pub mod check;
pub mod published;
pub mod rows;
