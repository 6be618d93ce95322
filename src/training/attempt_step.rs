//! What may happen in an attempt.

use super::respond::Response;

/// Something that happened in an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum AttemptStep {
    Started,
    /// The last answer to an exercise counts; in practice the first try is kept beside it.
    Answered {
        exercise: String,
        response: Response,
    },
    /// A hint was shown; only in practice.
    Hint {
        exercise: String,
    },
    /// It was opened again after it had been closed in the middle: a reload, a crash, a power cut.
    Resumed,
    /// Where the clock stood when it was last looked at, written down because it was set back after that.
    Seen,
    /// The clock stood earlier than at the step before, by so many minutes.
    ClockBack {
        minutes: u32,
    },
    HandedIn,
    /// The time was over before it was handed in.
    TimeUp,
    /// How it was marked, by exercise and in percent, by the tables of the attempt's edition; the last step.
    Marked {
        lines: Vec<(String, u8)>,
        percent: u8,
        passed: Option<bool>,
    },
}
