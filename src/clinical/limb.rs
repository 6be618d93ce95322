//! Legs: where a device is put, and where something forbids it.

/// A leg, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limb {
    Left,
    Right,
    Both,
}

impl Limb {
    pub const ALL: [Limb; 3] = [Limb::Left, Limb::Right, Limb::Both];

    pub fn id(self) -> &'static str {
        match self {
            Limb::Left => "left",
            Limb::Right => "right",
            Limb::Both => "both",
        }
    }

    pub fn named(id: &str) -> Option<Limb> {
        Limb::ALL.into_iter().find(|limb| limb.id() == id)
    }

    /// What is left when `self` is taken from both legs.
    pub fn other(self) -> Option<Limb> {
        match self {
            Limb::Left => Some(Limb::Right),
            Limb::Right => Some(Limb::Left),
            Limb::Both => None,
        }
    }
}
