//! Sites side by side without a rank: a funnel about one target, with limits that narrow as a site has more cases (Spiegelhalter DJ,
//! Stat Med 2005;24:1185-1202).

use super::rates::Share;

/// Two-sided 95 and 99.8 %: 1.96 and 3.09 standard deviations.
const NEAR: f64 = 1.959_963_984_540_054;
const FAR: f64 = 3.090_232_306_167_813_5;

/// Overdispersion is estimated only from so many sites.
pub const SITES_FOR_SCATTER: usize = 20;

/// One site in the funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelSite {
    pub share: Share,
    /// Limits of 95 and of 99.8 %, within 0 and 1.
    pub near: [f64; 2],
    pub far: [f64; 2],
    pub stands: FunnelZone,
}

/// Where a site stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunnelZone {
    /// Nobody: no rate.
    Nobody,
    Within,
    /// Beyond 95 %: by chance one site of twenty.
    BeyondNear,
    /// Beyond 99.8 %: to be looked at.
    BeyondFar,
}

/// A funnel about the common rate of all sites.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    pub target: f64,
    /// How much more the sites scatter than chance; 1 below [`SITES_FOR_SCATTER`] sites.
    pub scatter: f64,
    pub sites: Vec<FunnelSite>,
}

impl Funnel {
    /// Limits of 95 and of 99.8 % for a site of so many cases, within 0 and 1.
    pub fn limits_at(&self, cases: f64) -> [[f64; 2]; 2] {
        let chance = (self.target * (1.0 - self.target) / cases).sqrt() * self.scatter.sqrt();
        [NEAR, FAR].map(|z| [(self.target - z * chance).max(0.0), (self.target + z * chance).min(1.0)])
    }
}

/// Sites in the order that they were given. None where there is nobody at all.
pub fn funnel(sites: &[Share]) -> Option<Funnel> {
    let (counted, all) = sites.iter().fold((0, 0), |(counted, all), share| (counted + share.counted, all + share.all));
    if all == 0 || sites.iter().any(|share| share.counted > share.all) {
        return None;
    }
    let target = counted as f64 / all as f64;
    let chance = |share: &Share| (target * (1.0 - target) / share.all as f64).sqrt();
    let z = |share: &Share| if chance(share) > 0.0 { (share.counted as f64 / share.all as f64 - target) / chance(share) } else { 0.0 };
    let scores: Vec<f64> = sites.iter().filter(|share| share.all > 0).map(z).collect();
    let scatter = if scores.len() >= SITES_FOR_SCATTER { winsorised_scatter(scores) } else { 1.0 };
    let wide = scatter.sqrt();
    let sites = sites.iter().map(|share| {
        if share.all == 0 {
            return FunnelSite { share: *share, near: [0.0, 1.0], far: [0.0, 1.0], stands: FunnelZone::Nobody };
        }
        let limits = |z: f64| [(target - z * chance(share) * wide).max(0.0), (target + z * chance(share) * wide).min(1.0)];
        let away = z(share).abs() / wide;
        let stands = if away > FAR {
            FunnelZone::BeyondFar
        } else if away > NEAR {
            FunnelZone::BeyondNear
        } else {
            FunnelZone::Within
        };
        FunnelSite { share: *share, near: limits(NEAR), far: limits(FAR), stands }
    });
    Some(Funnel { target, scatter, sites: sites.collect() })
}

/// The mean of the squared scores, a tenth at either end drawn in; never less than chance.
fn winsorised_scatter(mut scores: Vec<f64>) -> f64 {
    scores.sort_by(f64::total_cmp);
    let n = scores.len();
    let cut = n / 10;
    let (least, most) = (scores[cut], scores[n - 1 - cut]);
    let sum: f64 = scores.iter().map(|score| score.clamp(least, most).powi(2)).sum();
    (sum / n as f64).max(1.0)
}
