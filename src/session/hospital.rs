//! What the hospital sets for the green channel, as the host gave it: asked by the channel itself and by prevention, which pauses
//! while it runs.

use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::{Tier, tier_means};
use crate::interop::channel_profile::channel_settings;
use crate::interop::json::Value;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _};

/// Profile and chart as the host gave them.
#[derive(Clone, Copy)]
pub struct HospitalSays<'a> {
    pub profile: &'a Value,
    pub chart: &'a Value,
}

/// What the hospital sets for the channel, as far as it can be read.
pub struct HospitalSettings {
    pub settings: ChannelSettings,
    /// Nobody has said which level of care it is: a county hospital is assumed (D: `interop::channel_profile`).
    pub assumed: bool,
    /// What of it was not taken: the defaults of the level hold, and the screen says so.
    pub refused: Option<Rejected>,
}

impl HospitalSays<'_> {
    /// The level is that of the chart, else of the profile.
    pub fn settings(self) -> HospitalSettings {
        let place = Place::root("profile");
        let of_chart = self.chart["encounter"]["facility"].text("tier").and_then(Tier::named);
        let of_profile = self.profile.text("tier").and_then(Tier::named);
        let (mut settings, refused) = match channel_settings(self.profile, &place) {
            Ok(settings) => (settings, None),
            Err(rejected) => (ChannelSettings::of(of_profile.unwrap_or(Tier::County)), Some(rejected)),
        };
        // The means that a profile sets are those of its own level: another one has its own.
        if let Some(tier) = of_chart.filter(|tier| *tier != settings.tier) {
            (settings.tier, settings.means) = (tier, tier_means(tier));
        }
        HospitalSettings { settings, assumed: of_chart.or(of_profile).is_none(), refused }
    }
}
