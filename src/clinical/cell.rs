//! One item of a filled form: what it stands at, who decided it, and what waits beside it. `sheet` fills cells, `tally` adds
//! them up, `contraindication` reads them; nothing is decided here.

/// What an item stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellValue {
    Yes,
    No,
    /// A person said that it cannot be known now.
    Unknowable,
    /// Nobody has answered.
    Open,
}

/// Who decided an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Nobody,
    Person,
    /// Computed from these facts of the chart (by index); none when it came from the birth date or the sex.
    Derived(Vec<usize>),
    /// The host asserted it; the fact's index.
    Host(usize),
    /// Nobody answered, and the caller said that silence means absent.
    Silence,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub value: CellValue,
    pub by: By,
    /// A fact that suggests yes (or no) and waits for a person.
    pub suggestion: Option<Suggestion>,
    /// A fact says otherwise than the person whose answer stands.
    pub conflict: bool,
    /// Facts of the host say yes and no, and no person has said which.
    pub disputed: bool,
    /// Not for this patient (a pregnancy item for a man): not rendered, counts as no.
    pub hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub present: bool,
    /// The fact that suggests it; none when another form does.
    pub fact: Option<usize>,
}

/// How the caller wants silence to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unanswered {
    #[default]
    Unknown,
    /// Yes/no items that nobody answered are absent; quantities stay unknown all the same, and so does what is suggested.
    Absent,
}
