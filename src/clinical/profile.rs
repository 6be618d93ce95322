//! What a hospital may set. Everything has a default from the specification; a profile is read whole or refused whole.

use super::instrument::Instrument;
use super::instruments::PADUA;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Storage {
    /// IndexedDB of the origin: drafts and unsent events outlive a reload.
    #[default]
    Durable,
    /// Nothing is written; the screen says what that means.
    Memory,
}

#[derive(Clone, Debug)]
pub struct Profile {
    /// Padua by default; some Chinese centres use Caprini for everyone (sensitivity 84.3 % vs 49.1 %, V:CNMED).
    pub medical_instrument: &'static Instrument,
    pub storage: Storage,
    /// How old platelets, creatinine and INR may be before the item warns, in hours.
    pub fresh_hours: u32,
    /// IANA name, for display and "today" only.
    pub time_zone: String,
}

impl Default for Profile {
    fn default() -> Profile {
        Profile { medical_instrument: &PADUA, storage: Storage::Durable, fresh_hours: 72, time_zone: "Asia/Shanghai".into() }
    }
}

impl PartialEq for Profile {
    fn eq(&self, other: &Profile) -> bool {
        self.medical_instrument.id == other.medical_instrument.id
            && self.storage == other.storage
            && self.fresh_hours == other.fresh_hours
            && self.time_zone == other.time_zone
    }
}
