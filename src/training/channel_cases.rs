//! The drills of the green channel.

use super::channel_drill::ChannelDrill;

pub fn channel_drill(id: &str) -> Option<&'static ChannelDrill> {
    CHANNEL_DRILLS.iter().find(|drill| drill.id == id)
}

pub static CHANNEL_DRILLS: &[ChannelDrill] = &[];
