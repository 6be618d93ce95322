//! How long things may wait (core specification §6): hours, with what a hospital may set them to.

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    Admission,
    TransferIn,
    PreOp,
    PostOp,
    Invasive,
    ConditionChange,
    PeriodicHigh,
    PeriodicModerate,
    PeriodicLow,
    BleedHigh,
    BleedScreen,
    BleedFell,
    Window,
    Review,
    Plan,
    DrugStart,
    DrugStop,
    DrugStopAhead,
    PreDischarge,
    SuspectedVte,
}

/// One interval: its key in the profile, its default, and the bounds of what may be set.
#[derive(Debug)]
pub struct WaitRow {
    pub wait: Wait,
    pub id: &'static str,
    pub hours: u16,
    pub from: u16,
    pub to: u16,
}

const fn row(wait: Wait, id: &'static str, hours: u16, from: u16, to: u16) -> WaitRow {
    WaitRow { wait, id, hours, from, to }
}

// Deadlines that are audited or printed may be made stricter, not looser; the rest within reason.
#[rustfmt::skip]
pub static WAITS: [WaitRow; 20] = [
    row(Wait::Admission, "admission", 24, 1, 24),
    row(Wait::TransferIn, "transfer_in", 24, 1, 24),
    row(Wait::PreOp, "pre_op", 24, 1, 72),
    row(Wait::PostOp, "post_op", 24, 1, 24),
    row(Wait::Invasive, "invasive", 24, 1, 72),
    row(Wait::ConditionChange, "condition_change", 24, 1, 24),
    row(Wait::PeriodicHigh, "periodic_high", 72, 12, 168),
    row(Wait::PeriodicModerate, "periodic_moderate", 168, 24, 336),
    row(Wait::PeriodicLow, "periodic_low", 0, 0, 336),
    row(Wait::BleedHigh, "bleed_high", 24, 1, 24),
    row(Wait::BleedScreen, "bleed_screen", 24, 1, 24),
    row(Wait::BleedFell, "bleed_fell", 24, 1, 72),
    row(Wait::Window, "window", 6, 1, 24),
    row(Wait::Review, "review", 24, 1, 72),
    row(Wait::Plan, "plan", 24, 1, 72),
    row(Wait::DrugStart, "drug_start", 6, 1, 24),
    row(Wait::DrugStop, "drug_stop", 24, 1, 72),
    row(Wait::DrugStopAhead, "drug_stop_ahead", 48, 12, 96),
    row(Wait::PreDischarge, "pre_discharge", 24, 1, 72),
    row(Wait::SuspectedVte, "suspected_vte", 24, 1, 24),
];

impl Wait {
    pub fn row(self) -> &'static WaitRow {
        &WAITS[self as usize]
    }
}

/// The intervals in force. Zero means that nothing is due (periodic reassessment at low risk).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimes([u16; WAITS.len()]);

impl Default for DueTimes {
    fn default() -> DueTimes {
        DueTimes(WAITS.each_ref().map(|row| row.hours))
    }
}

impl DueTimes {
    pub fn hours(&self, wait: Wait) -> u16 {
        self.0[wait as usize]
    }

    /// Sets one; `false` where the bounds forbid it.
    pub fn set(&mut self, wait: Wait, hours: u16) -> bool {
        let row = wait.row();
        let within = (row.from..=row.to).contains(&hours);
        if within {
            self.0[wait as usize] = hours;
        }
        within
    }
}
