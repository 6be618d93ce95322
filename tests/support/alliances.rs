//! Small random alliances from a seed: stays with every kind of bad input among them. Rows as a reader may hand them over: unknown
//! columns, times to the hour and to the day, stays without facts, bands left open, screens left open, withdrawn and conditional orders.
#![allow(dead_code, reason = "each test takes what it needs")]

use virchow::quality::episode::{EpisodeRow, FactKind, Precision, SettledRow, SettledStay, Stretch, UNKNOWN};

/// SplitMix64: the same stays on every machine.
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const DAY: i64 = 86_400;

/// Seconds that lie on, just before and just after what the definitions ask about.
const EDGES: [i64; 13] = [0, 1, 14 * 3600, 14 * 3600 + 1, DAY - 1, DAY, DAY + 1, 2 * DAY, 3 * DAY, 90 * DAY, 90 * DAY + 1, -1, -DAY];

/// One alliance of up to `most` stays; its number is in every facility.
pub fn alliance(number: u64, most: u64) -> Vec<SettledStay> {
    let mut draw = Draw(number.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 17);
    let stays = 1 + draw.below(most);
    (0..stays).map(|index| stay(number, index, &mut draw)).collect()
}

fn timed(first: i64, draw: &mut Draw) -> (Stretch, Precision) {
    match draw.below(20) {
        0 => (Stretch::UNKNOWN, Precision::Unknown),
        1 | 2 => (Stretch { first: first - first.rem_euclid(3600), last: first - first.rem_euclid(3600) + 3599 }, Precision::Hour),
        3 => (Stretch { first: first - first.rem_euclid(DAY), last: first - first.rem_euclid(DAY) + DAY - 1 }, Precision::Day),
        _ => (Stretch::exactly(first), Precision::Second),
    }
}

fn stay(alliance: u64, index: u64, draw: &mut Draw) -> SettledStay {
    let key = format!("a{alliance}-s{index}");
    let from = 1_767_225_600 + (draw.below(40) as i64) * DAY + (draw.below(24) as i64) * 3600 + EDGES[draw.below(7) as usize] % 3600;
    let (admitted, admitted_precision) = timed(from, draw);
    let long = match draw.below(4) {
        0 => EDGES[draw.below(9) as usize],
        _ => (draw.below(20) as i64) * DAY / 2,
    };
    let until = from + long;
    let (discharged, discharged_precision) = if draw.chance(8) { (Stretch::UNKNOWN, Precision::Unknown) } else { timed(until, draw) };
    let stay = match (admitted.first != UNKNOWN, discharged.first != UNKNOWN) {
        (true, true) if discharged.last - admitted.first >= 0 => {
            Stretch { first: (discharged.first - admitted.last).max(0), last: discharged.last - admitted.first }
        }
        _ => Stretch::UNKNOWN,
    };
    let month = |of: Stretch, draw: &mut Draw| {
        if of.first == UNKNOWN { "unknown".to_owned() } else { draw.one(&["2026-01", "2026-02", "2026-03"]).to_owned() }
    };
    let mut facts = facts(&key, from, until, draw);
    mark_latest(&mut facts);
    let (admitted_month, discharged_month) = (month(admitted, draw), month(discharged, draw));
    let (decided, _) = if draw.chance(50) { timed(from - 3600 * draw.below(20) as i64, draw) } else { (Stretch::UNKNOWN, Precision::Unknown) };
    let episode = EpisodeRow {
        episode: key,
        patient_key: "unknown".into(),
        facility: format!("a{alliance}-{}", draw.one(&["县医院", "镇一", "镇二"])),
        tier: draw.one(&["county", "township", "unknown"]).into(),
        dept_admission: draw.one(&["外科", "内科", "unknown"]).into(),
        dept_assessment: draw.one(&["外科", "内科", "ICU"]).into(),
        dept_discharge: draw.one(&["外科", "内科", "骨科", "unknown"]).into(),
        admitted,
        admitted_precision,
        admitted_day: "unknown".into(),
        admitted_month,
        decided,
        discharged,
        discharged_precision,
        discharged_day: "unknown".into(),
        discharged_month,
        stay,
        age: [-1, 0, 14, 15, 16, 17, 18, 40, 65, 90][draw.below(10) as usize],
        sex: draw.one(&["female", "male", "unknown"]).into(),
        height_mm: -1,
        weight_g: -1,
        class: draw.one(&["inpatient", "inpatient", "inpatient", "inpatient", "day_surgery", "emergency", "outpatient", "unknown"]).into(),
        service: draw.one(&["other", "other", "other", "icu", "obstetric", "neonatal", "paediatric", "unknown"]).into(),
        icu: draw.one(&["no", "no", "yes", "unknown"]).into(),
        vte_before: draw.one(&["no", "no", "no", "no", "yes", "unknown"]).into(),
        leaving: draw.one(&["home", "home", "transferred", "died", "unknown"]).into(),
        flaws: "none".into(),
    };
    SettledStay { episode, facts }
}

fn facts(key: &str, from: i64, until: i64, draw: &mut Draw) -> Vec<SettledRow> {
    let mut rows = vec![];
    for _ in 0..draw.below(9) {
        let kind = [
            FactKind::Assessed,
            FactKind::Assessed,
            FactKind::BleedingScreened,
            FactKind::BleedingScreened,
            FactKind::Ordered,
            FactKind::Given,
            FactKind::Operated,
            FactKind::Transferred,
            FactKind::Confirmed,
            FactKind::Declined,
        ][draw.below(10) as usize];
        let (what, value, state): (&str, &str, &str) = match kind {
            FactKind::Assessed => ("caprini", draw.one(&["low", "moderate", "high", "open", "unknown"]), "none"),
            FactKind::BleedingScreened => ("cn_bleed_medical", draw.one(&["high", "not_high", "not_high", "open", "unknown"]), "none"),
            FactKind::Ordered => (
                "enoxaparin",
                draw.one(&["drug", "device", "basic", "escalate", "unknown"]),
                draw.one(&["firm", "begun", "conditional", "withdrawn", "unknown"]),
            ),
            FactKind::Given => ("ipc", draw.one(&["drug", "device", "basic", "unknown"]), "none"),
            FactKind::Operated => ("none", draw.one(&["operation", "invasive", "neuraxial", "unknown"]), "none"),
            FactKind::Transferred => ("none", "ICU", "none"),
            FactKind::Confirmed => (
                draw.one(&["dvt", "pe", "dvt_pe", "other", "unknown"]),
                draw.one(&["in_hospital", "on_admission", "not_stated", "unknown"]),
                draw.one(&["none", "none", "discharge_diagnosis"]),
            ),
            _ => ("none", "patient_refused", "none"),
        };
        let anchor = [from, until, rows.first().map_or(from, |row: &SettledRow| row.at.first)][draw.below(3) as usize];
        let (at, precision) = timed(anchor + EDGES[draw.below(EDGES.len() as u64) as usize], draw);
        let beside = if kind == FactKind::Assessed { draw.one(&["none", "low", "moderate", "high", "open"]) } else { "none" };
        rows.push(SettledRow {
            episode: key.into(),
            kind,
            what: what.into(),
            value: value.into(),
            beside: beside.into(),
            state: state.into(),
            at,
            precision,
            latest: false,
            seq: rows.len() as i64,
        });
    }
    // A source that tells nothing of a kind, alone or beside one that does.
    if draw.chance(25) {
        rows.push(SettledRow::untold(key, FactKind::ASKED[draw.below(7) as usize]));
    }
    rows
}

fn mark_latest(rows: &mut [SettledRow]) {
    for kind in FactKind::ALL {
        let last = (0..rows.len()).filter(|index| rows[*index].kind == kind).max_by_key(|index| (rows[*index].at.first, *index));
        if let Some(last) = last {
            rows[last].latest = true;
        }
    }
}
