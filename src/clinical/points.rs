//! Points of a published score. Everything that adds, compares or writes them uses this one type.

/// Points in tenths, so that halves (Wells PE) stay exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Points(pub i16);

impl Points {
    pub const fn whole(points: i16) -> Points {
        Points(points * 10)
    }

    /// As a decimal number, the form that is shown and sent.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.abs() / 10, self.0.abs() % 10);
        if tenth == 0 { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{tenth}") }
    }
}
