//! Whether a table of readings asks for nothing that its instrument does not have. Evaluated at compile time: a renamed item is
//! an error of the build, never a silent "no".

use super::instrument::{From, Instrument, contains, equal};
use super::outcome::{Branch, Condition, Cut, CutsOf, FormPhase, Reading, Reads};
use super::quantity::Quantity;

/// To be asserted below every table that has `reads`.
pub const fn well_formed(instrument: &Instrument) -> bool {
    let Some(reads) = instrument.reads else { return false };
    let mut at = 0;
    while at < reads.phases.len() {
        let phase = &reads.phases[at];
        if !all_items(instrument, phase.items) || !stands_alone(reads, at) {
            return false;
        }
        if let Some(member) = phase.unless
            && !of_a_choice(instrument, reads, member)
        {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < reads.choices.len() {
        if group(instrument, reads.choices[at]).is_none() {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < reads.readings.len() {
        let right = match &reads.readings[at].by {
            Reading::Sum(cuts) => ascending(cuts) && cuts[0].from.0 <= instrument.min_points().0,
            Reading::SumBy(rows) => {
                let mut row = 0;
                while row < rows.len() {
                    let cuts = rows[row].cuts;
                    if !ascending(cuts) || cuts[0].from.0 > instrument.min_points().0 {
                        return false;
                    }
                    row += 1;
                }
                rows.len() > 1 && a_row_a_member(instrument, reads, rows)
            }
            Reading::Rows(rows) if mixes(rows) => false,
            Reading::Rows(rows) => {
                let mut row = 0;
                while row < rows.len() {
                    let mut condition = 0;
                    while condition < rows[row].when.len() {
                        if !is_known(instrument, reads, rows[row].when[condition]) {
                            return false;
                        }
                        condition += 1;
                    }
                    row += 1;
                }
                rows[rows.len() - 1].when.is_empty() && (!asks_points(rows) || points_stand_alone(instrument, reads, rows))
            }
        };
        if !right {
            return false;
        }
        at += 1;
    }
    equal(reads.readings[0].id, "band")
}

const fn is_known(instrument: &Instrument, reads: &Reads, condition: Condition) -> bool {
    match condition {
        Condition::Chosen(member) => of_a_choice(instrument, reads, member),
        Condition::Any(id) | Condition::NoneOf(id) => {
            let mut at = 0;
            while at < reads.phases.len() {
                if equal(reads.phases[at].id, id) {
                    return ticks_only(instrument, reads, &reads.phases[at]);
                }
                at += 1;
            }
            false
        }
        Condition::Is(item) | Condition::Unknowable(item) => all_items(instrument, &[item]) && !of_a_choice(instrument, reads, item),
        Condition::Below(..) | Condition::Above(..) | Condition::BelowPerYear(..) | Condition::Reaches(_) => true,
    }
}

const fn asks_points(rows: &[Branch]) -> bool {
    let mut row = 0;
    while row < rows.len() {
        let mut condition = 0;
        while condition < rows[row].when.len() {
            if matches!(rows[row].when[condition], Condition::Reaches(_)) {
                return true;
            }
            condition += 1;
        }
        row += 1;
    }
    false
}

/// The rows are those of one choice, each member once.
const fn a_row_a_member(instrument: &Instrument, reads: &Reads, rows: &[CutsOf]) -> bool {
    let mut at = 0;
    while at < reads.choices.len() {
        if let Some(members) = group(instrument, reads.choices[at])
            && contains(members, rows[0].member)
        {
            let mut member = 0;
            while member < members.len() {
                let (mut row, mut found) = (0, 0);
                while row < rows.len() {
                    found += equal(rows[row].member, members[member]) as usize;
                    row += 1;
                }
                if found != 1 {
                    return false;
                }
                member += 1;
            }
            return members.len() == rows.len();
        }
        at += 1;
    }
    false
}

/// Nothing that these rows ask beside the points decides a point: the two are independent.
const fn points_stand_alone(instrument: &Instrument, reads: &Reads, rows: &[Branch]) -> bool {
    let mut row = 0;
    while row < rows.len() {
        let mut condition = 0;
        while condition < rows[row].when.len() {
            let apart = match rows[row].when[condition] {
                Condition::Reaches(_) => true,
                Condition::Chosen(_) => false,
                Condition::Is(id) | Condition::Unknowable(id) => is_without_points(instrument, id),
                Condition::Any(phase) | Condition::NoneOf(phase) => without_points(instrument, reads, phase),
                Condition::Below(quantity, _) | Condition::Above(quantity, _) => gives_no_point(instrument, quantity),
                Condition::BelowPerYear(quantity, _) => gives_no_point(instrument, quantity) && gives_no_point(instrument, Quantity::Age),
            };
            if !apart {
                return false;
            }
            condition += 1;
        }
        row += 1;
    }
    true
}

const fn without_points(instrument: &Instrument, reads: &Reads, phase: &str) -> bool {
    let mut at = 0;
    while at < reads.phases.len() {
        let mut item = 0;
        while equal(reads.phases[at].id, phase) && item < instrument.items.len() {
            if contains(reads.phases[at].items, instrument.items[item].id) && instrument.items[item].points.0 != 0 {
                return false;
            }
            item += 1;
        }
        at += 1;
    }
    true
}

/// No item with points is decided by this quantity.
const fn gives_no_point(instrument: &Instrument, quantity: Quantity) -> bool {
    let mut item = 0;
    while item < instrument.items.len() {
        let of = match instrument.items[item].from {
            From::Age { .. } => Some(Quantity::Age),
            From::Below(of, _) | From::AtLeast(of, _) | From::Above(of, _) | From::BelowAtAll(of, _) | From::Between(of, _) | From::Count(of) => {
                Some(of)
            }
            From::Asked | From::ValueAsked | From::Male => None,
            // What rests on several is not looked into.
            _ => return false,
        };
        if let Some(of) = of
            && of as u8 == quantity as u8
            && instrument.items[item].points.0 != 0
        {
            return false;
        }
        item += 1;
    }
    true
}

/// This item has no points.
const fn is_without_points(instrument: &Instrument, id: &str) -> bool {
    let mut item = 0;
    while item < instrument.items.len() {
        if equal(instrument.items[item].id, id) {
            return instrument.items[item].points.0 == 0;
        }
        item += 1;
    }
    false
}

/// Rows that ask for an item and for a whole phase: the phase may hold the item, and then hangs on it.
const fn mixes(rows: &[Branch]) -> bool {
    let (mut items, mut phases) = (false, false);
    let mut row = 0;
    while row < rows.len() {
        let mut condition = 0;
        while condition < rows[row].when.len() {
            items |= matches!(rows[row].when[condition], Condition::Is(_));
            phases |= matches!(rows[row].when[condition], Condition::Any(_) | Condition::NoneOf(_));
            condition += 1;
        }
        row += 1;
    }
    items && phases
}

/// Each of them is an item of the instrument.
const fn all_items(instrument: &Instrument, ids: &[&str]) -> bool {
    let mut at = 0;
    while at < ids.len() {
        let (mut item, mut found) = (0, false);
        while item < instrument.items.len() {
            found |= equal(instrument.items[item].id, ids[at]);
            item += 1;
        }
        if !found {
            return false;
        }
        at += 1;
    }
    true
}

/// No item of this phase stands in another: what two phases come to is independent.
const fn stands_alone(reads: &Reads, phase: usize) -> bool {
    let mut other = 0;
    while other < reads.phases.len() {
        let mut item = 0;
        while item < reads.phases[phase].items.len() {
            if other != phase && contains(reads.phases[other].items, reads.phases[phase].items[item]) {
                return false;
            }
            item += 1;
        }
        other += 1;
    }
    true
}

/// A phase that is asked as a whole holds no member of a choice.
const fn ticks_only(instrument: &Instrument, reads: &Reads, phase: &FormPhase) -> bool {
    let mut item = 0;
    while item < phase.items.len() {
        if of_a_choice(instrument, reads, phase.items[item]) {
            return false;
        }
        item += 1;
    }
    true
}

const fn of_a_choice(instrument: &Instrument, reads: &Reads, member: &str) -> bool {
    let mut at = 0;
    while at < reads.choices.len() {
        if let Some(members) = group(instrument, reads.choices[at])
            && contains(members, member)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// The members of a group, each of them an item.
const fn group<'a>(instrument: &'a Instrument, id: &str) -> Option<&'a [&'static str]> {
    let mut at = 0;
    while at < instrument.groups.len() {
        if equal(instrument.groups[at].id, id) && all_items(instrument, instrument.groups[at].members) {
            return Some(instrument.groups[at].members);
        }
        at += 1;
    }
    None
}

const fn ascending(cuts: &[Cut]) -> bool {
    let mut at = 1;
    while at < cuts.len() {
        if cuts[at - 1].from.0 >= cuts[at].from.0 {
            return false;
        }
        at += 1;
    }
    !cuts.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments::{NHS_DH, PADUA, PESI, SCORED, WELLS_DVT};
    use crate::clinical::outcome::{NamedReading, Outcome, Tone};
    use crate::clinical::points::Points;
    use crate::clinical::source::Mark;
    use crate::text::{Text, text};

    const NAME: Text = text!("名称", "A name");
    const OUT: Outcome = Outcome::new("out", Tone::Neutral, NAME, &[Mark::D(NAME)]);

    fn with(instrument: &'static Instrument, reads: Reads) -> bool {
        well_formed(&Instrument { reads: Some(Box::leak(Box::new(reads))), source: instrument.source, ..*instrument })
    }

    fn read_by(id: &'static str, by: Reading) -> &'static [NamedReading] {
        Box::leak(Box::new([NamedReading { id, title: NAME, by }]))
    }

    fn when(conditions: &'static [Condition]) -> &'static [NamedReading] {
        read_by("band", Reading::Rows(Box::leak(Box::new([Branch { when: conditions, outcome: OUT }, Branch { when: &[], outcome: OUT }]))))
    }

    fn of_nhs(readings: &'static [NamedReading]) -> Reads {
        let reads = NHS_DH.reads.expect("readings");
        Reads { readings, phases: reads.phases, choices: reads.choices, not_for: &[] }
    }

    #[test]
    fn the_tables_are_well_formed_and_bands_are_no_readings() {
        assert!(SCORED.iter().all(|instrument| well_formed(instrument)) && !well_formed(&PADUA));
    }

    #[test]
    fn a_row_asks_only_for_what_is_there() {
        let asks = |conditions| with(&NHS_DH, of_nhs(when(conditions)));
        assert!(asks(&[Condition::Chosen("mob_surgical"), Condition::Any("thrombosis"), Condition::NoneOf("bleeding")]));
        assert!(!asks(&[Condition::Chosen("mob_renamed")]), "an item that is not there");
        assert!(!asks(&[Condition::Chosen("dehydration")]), "an item of no choice");
        assert!(!asks(&[Condition::Any("renamed")]), "a phase that is not there");
        assert!(!asks(&[Condition::NoneOf("mobility")]), "a phase that is a choice");
        assert!(asks(&[Condition::Is("dehydration"), Condition::Chosen("mob_surgical")]));
        assert!(!asks(&[Condition::Is("renamed")]), "an item that is not there");
        assert!(!asks(&[Condition::Is("mob_surgical")]), "a member of a choice is chosen, not ticked");
        assert!(!asks(&[Condition::Is("dehydration"), Condition::Any("thrombosis")]), "an item beside its own phase");
    }

    #[test]
    fn rows_that_ask_for_points_ask_nothing_else_that_has_any() {
        const POINTS: Condition = Condition::Reaches(Points::whole(3));
        let asks = |conditions| {
            let phase = |id, items| FormPhase { id, title: NAME, items, unless: None };
            let phases = Box::leak(Box::new([phase("cancer", &["cancer"]), phase("lungs", &["chronic_lung_disease"])]));
            with(&PESI, Reads { readings: when(conditions), phases, choices: &[], not_for: &[] })
        };
        assert!(asks(&[POINTS, Condition::Below(Quantity::DDimer, 500.0)]) && asks(&[Condition::Any("cancer")]));
        assert!(!asks(&[POINTS, Condition::Any("cancer")]) && !asks(&[POINTS, Condition::NoneOf("lungs")]), "an item with points");
        assert!(!asks(&[POINTS, Condition::Below(Quantity::HeartRate, 90.0)]), "a quantity that decides an item with points");
        assert!(!asks(&[POINTS, Condition::BelowPerYear(Quantity::DDimer, 10.0)]), "the age, which is counted");
    }

    #[test]
    fn a_reading_always_has_an_outcome_and_the_first_is_the_band() {
        let open = read_by("band", Reading::Rows(Box::leak(Box::new([Branch { when: &[Condition::Any("bleeding")], outcome: OUT }]))));
        assert!(!with(&NHS_DH, of_nhs(open)), "no row for the rest");
        assert!(!with(&NHS_DH, of_nhs(read_by("outcome", Reading::Rows(Box::leak(Box::new([Branch { when: &[], outcome: OUT }])))))), "no band");
        let cuts = |from: &[i16]| {
            let cuts: Vec<Cut> = from.iter().map(|from| Cut { from: Points::whole(*from), outcome: OUT }).collect();
            Reads { readings: read_by("band", Reading::Sum(Box::leak(cuts.into_boxed_slice()))), phases: &[], choices: &[], not_for: &[] }
        };
        assert!(with(&WELLS_DVT, cuts(&[-2, 2])) && with(&PESI, cuts(&[0, 66])));
        assert!(!with(&WELLS_DVT, cuts(&[0, 2])), "a least that no cut holds");
        assert!(!with(&WELLS_DVT, cuts(&[-2, 2, 2])) && !with(&WELLS_DVT, cuts(&[])), "cuts that do not ascend");
    }

    #[test]
    fn cuts_that_hang_on_a_choice_stand_once_for_each_member() {
        let by = |members: &[&'static str]| {
            let cuts = || Box::leak(Box::new([Cut { from: Points::whole(0), outcome: OUT }]));
            let rows: Vec<CutsOf> = members.iter().map(|member| CutsOf { member, cuts: cuts() }).collect();
            with(&NHS_DH, of_nhs(read_by("band", Reading::SumBy(Box::leak(rows.into_boxed_slice())))))
        };
        assert!(by(&["mob_surgical", "mob_medical_reduced", "mob_medical_not_reduced"]));
        assert!(!by(&["mob_surgical", "mob_medical_reduced"]), "a member without cuts");
        assert!(!by(&["mob_surgical", "mob_medical_reduced", "mob_medical_reduced"]), "a member twice");
        assert!(!by(&["dehydration", "hrt"]) && !by(&[]), "items of no choice");
    }

    #[test]
    fn phases_and_choices_name_items_and_share_none() {
        let phased = |phases: Vec<FormPhase>, choices| {
            with(&NHS_DH, Reads { readings: when(&[]), phases: Box::leak(phases.into_boxed_slice()), choices, not_for: &[] })
        };
        const fn phase(id: &'static str, items: &'static [&'static str], unless: Option<&'static str>) -> FormPhase {
            FormPhase { id, title: NAME, items, unless }
        }
        assert!(phased(vec![phase("one", &["hrt"], Some("mob_surgical"))], &["G_MOBILITY"]));
        assert!(!phased(vec![phase("one", &["renamed"], None)], &[]), "an item that is not there");
        assert!(!phased(vec![phase("one", &["hrt"], None), phase("two", &["hrt"], None)], &[]), "an item of two phases");
        assert!(!phased(vec![phase("one", &["hrt"], Some("dehydration"))], &["G_MOBILITY"]), "closed by an item of no choice");
        assert!(!phased(vec![], &["G_RENAMED"]), "a group that is not there");
    }
}
