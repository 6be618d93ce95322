//! Which outcomes a form still allows, however far it is filled. The answer is a set: what every completion of the open items
//! would come to, taken together. Unknown stays unknown, and a further answer never widens the set.
//!
//! A sum is not read from its two ends alone: between 60 and 120 points PESI has classes that no answer to the one open item
//! reaches. Rows are not tried answer by answer either: a phase comes to "any" or "none", a choice to one of its members, and
//! these are few. Called by whoever shows or sends a result; fills nothing.

use super::cell::{By, Cell, CellValue};
use super::chart::{Chart, Instant};
use super::instrument::{From, Group, Instrument, Risk};
use super::outcome::{Branch, Condition, Cut, CutsOf, FormPhase, Outcome, Reading, Reads, Tone};
use super::points::Points;
use super::quantity::Quantity;
use super::sheet::Sheet;
use super::worlds::{RowAsks, Subject, World, ends, first_in_some_world, said_unknown, stretches};

/// What one reading may still come to, in the order of its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible {
    pub reading: &'static str,
    pub outcomes: Vec<Outcome>,
}

impl Possible {
    /// The outcome, once there is one.
    pub fn settled(&self) -> Option<Outcome> {
        if let [outcome] = self.outcomes[..] { Some(outcome) } else { None }
    }
}

/// A form, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// The least and the most that the points can come to; none where nothing has points.
    pub total: Option<(Points, Points)>,
    /// What counted.
    pub counted: Vec<(usize, Points)>,
    /// Items (by index) that nobody answered, in the phases that are asked.
    pub missing: Vec<usize>,
    /// Quantities that a row asks and nobody has measured.
    pub unmeasured: Vec<Quantity>,
    /// Choices of which nothing is left: every member was denied.
    pub denied: Vec<&'static str>,
    /// Phases that no completion asks any more.
    pub closed: Vec<&'static str>,
    pub readings: Vec<Possible>,
}

/// Reads a filled form; `chart` and `at` are those that it was filled from.
pub fn read(sheet: &Sheet, chart: &Chart, at: Instant) -> Readout {
    let as_of = chart.as_of(at);
    let form = Form { sheet, chart: as_of.as_ref(), at };
    let instrument = sheet.instrument;
    let worlds = form.worlds();
    let totals = form.totals_of(&worlds);
    let (mut readings, mut unmeasured) = (vec![], vec![]);
    let Some(reads) = instrument.reads else {
        let outcomes = instrument
            .bands
            .iter()
            .map(|band| (band.from, Outcome { id: band.risk.id(), label: band.label, tone: tone(band.risk), marks: band.marks }));
        readings.push(Possible { reading: "band", outcomes: reached(&totals, &outcomes.collect::<Vec<_>>()) });
        return Readout {
            total: ends(&totals),
            counted: form.counted(),
            missing: sheet.tally.missing.clone(),
            unmeasured,
            denied: vec![],
            closed: vec![],
            readings,
        };
    };
    for named in reads.readings {
        let outcomes = match &named.by {
            Reading::Sum(cuts) => reached(&totals, &outcomes_of(cuts)),
            Reading::SumBy(rows) => {
                let of = |row: &&CutsOf| worlds.contains(&Some(row.member));
                rows.iter().filter(of).flat_map(|CutsOf { member, cuts }| reached(&form.totals(Some(member)), &outcomes_of(cuts))).collect()
            }
            Reading::Rows(rows) => form.first_of(rows, reads, &mut unmeasured),
        };
        readings.push(Possible { reading: named.id, outcomes });
    }
    let has_points = instrument.items.iter().any(|item| item.points != Points(0));
    Readout {
        total: ends(&totals).filter(|_| has_points),
        counted: form.counted().into_iter().filter(|(index, _)| !worlds.iter().any(|world| form.is_closed_by(*index, *world))).collect(),
        missing: form.missing(reads),
        unmeasured,
        denied: groups(instrument, reads).filter(|group| form.left_of(group).is_empty()).map(|group| group.id).collect(),
        closed: reads.phases.iter().filter(|phase| form.is_closed(phase)).map(|phase| phase.id).collect(),
        readings,
    }
}

fn tone(risk: Risk) -> Tone {
    match risk {
        Risk::Low => Tone::Low,
        Risk::Moderate => Tone::Moderate,
        Risk::High => Tone::High,
    }
}

fn outcomes_of(cuts: &[Cut]) -> Vec<(Points, Outcome)> {
    cuts.iter().map(|Cut { from, outcome }| (*from, *outcome)).collect()
}

/// The outcomes that one of these totals falls in.
fn reached(totals: &[i16], cuts: &[(Points, Outcome)]) -> Vec<Outcome> {
    let until = |index: usize| cuts.get(index + 1).map_or(i16::MAX, |(next, _)| next.0);
    let is_reached = |index: usize| totals.iter().any(|total| (index == 0 || cuts[index].0.0 <= *total) && *total < until(index));
    (0..cuts.len()).filter(|index| is_reached(*index)).map(|index| cuts[index].1).collect()
}

/// The groups of which one member holds.
fn groups(instrument: &'static Instrument, reads: &'static Reads) -> impl Iterator<Item = &'static Group> {
    reads.choices.iter().filter_map(|id| instrument.group(id))
}

struct Form<'a> {
    sheet: &'a Sheet,
    chart: &'a Chart,
    at: Instant,
}

impl Form<'_> {
    fn cell(&self, index: usize) -> &Cell {
        &self.sheet.cells[index]
    }

    fn is_open(&self, index: usize) -> bool {
        matches!(self.cell(index).value, CellValue::Open | CellValue::Unknowable)
    }

    fn points(&self, index: usize) -> i16 {
        self.sheet.instrument.items[index].points.0
    }

    /// A quantity that is itself added, in whole units.
    fn counts(&self, index: usize) -> Option<(Quantity, Option<i16>)> {
        let From::Count(quantity) = self.sheet.instrument.items[index].from else { return None };
        Some((quantity, self.measured(quantity).map(|value| value as i16)))
    }

    /// What is known of a quantity; age in completed years, from the birth date where there is one.
    fn measured(&self, quantity: Quantity) -> Option<f64> {
        let known = match quantity {
            Quantity::Age => self.chart.age(self.at),
            Quantity::Bmi => self.chart.bmi(),
            _ => self.chart.measured(quantity),
        };
        known.map(|known| known.value)
    }

    /// The members, still possible, of the choice that cuts hang on; where none do, one world without such a member.
    fn worlds(&self) -> Vec<Option<&'static str>> {
        let instrument = self.sheet.instrument;
        let readings = instrument.reads.map_or(&[][..], |reads| reads.readings);
        let member = readings.iter().find_map(|reading| if let Reading::SumBy(rows) = &reading.by { Some(rows.first()?.member) } else { None });
        let group = member.and_then(|member| instrument.group_of(instrument.index(member)?));
        group.map_or(vec![None], |group| self.members_of(group).into_iter().map(|member| Some(instrument.items[member].id)).collect())
    }

    /// Not asked, and without points, while this member holds.
    fn is_closed_by(&self, index: usize, member: Option<&str>) -> bool {
        let item = self.sheet.instrument.items[index].id;
        let phases = self.sheet.instrument.reads.map_or(&[][..], |reads| reads.phases);
        member.is_some() && phases.iter().any(|phase| phase.unless == member && phase.items.contains(&item))
    }

    fn totals_of(&self, worlds: &[Option<&'static str>]) -> Vec<i16> {
        let mut totals: Vec<i16> = worlds.iter().flat_map(|world| self.totals(*world)).collect();
        totals.sort_unstable();
        totals.dedup();
        totals
    }

    /// All that the points can come to while this member holds, in tenths, ascending.
    fn totals(&self, member: Option<&str>) -> Vec<i16> {
        let instrument = self.sheet.instrument;
        let mut totals = vec![0];
        let mut may_add = |choices: &[i16]| {
            let mut next: Vec<i16> = totals.iter().flat_map(|total| choices.iter().map(move |points| total + points)).collect();
            next.sort_unstable();
            next.dedup();
            totals = next;
        };
        let closed = |index: usize| self.is_closed_by(index, member);
        for group in instrument.groups.iter().filter(|group| !instrument.members(group).any(closed)) {
            match self.is_choice(group) {
                true => may_add(&self.members_of(group).into_iter().map(|member| self.points(member)).collect::<Vec<_>>()),
                false => may_add(&self.of_group(group)),
            }
        }
        for index in (0..self.sheet.cells.len()).filter(|index| instrument.group_of(*index).is_none() && !closed(*index)) {
            let points = self.points(index);
            match (self.counts(index), self.cell(index).value) {
                (Some((_, Some(units))), _) => may_add(&[points * units]),
                (Some((quantity, None)), _) => {
                    let row = quantity.row();
                    may_add(&(row.min as i16..=row.max as i16).map(|units| points * units).collect::<Vec<_>>());
                }
                (None, CellValue::Yes) => may_add(&[points]),
                (None, CellValue::No) => {}
                (None, CellValue::Open | CellValue::Unknowable) => may_add(&[0, points]),
            }
        }
        totals
    }

    /// What a group that is no choice can come to: its highest true member, or one that is open and would count more (`tally`).
    fn of_group(&self, group: &'static Group) -> Vec<i16> {
        let members: Vec<usize> = self.sheet.instrument.members(group).filter(|member| *member < self.sheet.cells.len()).collect();
        let yes = |index: &&usize| self.cell(**index).value == CellValue::Yes;
        let best = members.iter().filter(yes).max_by_key(|index| self.points(**index));
        let settled = members
            .iter()
            .filter(yes)
            .any(|index| best.is_some_and(|best| self.points(*best) == self.points(*index)) && !matches!(self.cell(*index).by, By::Derived(_)));
        let certain = best.map(|best| self.points(*best));
        let mut all: Vec<i16> = members.iter().filter(|index| self.is_open(**index) && !settled).map(|index| self.points(*index)).collect();
        all.retain(|points| certain.is_none_or(|certain| *points > certain));
        // An operation is on record, so one class of it is true.
        let one_is_true = group.id == "G_SURGERY" && self.chart.operations().next().is_some() && !all.is_empty();
        if certain.is_some() || !one_is_true {
            all.push(certain.unwrap_or(0));
        }
        all
    }

    /// Exactly one member of it holds, and the points are those of that member.
    fn is_choice(&self, group: &Group) -> bool {
        self.sheet.instrument.reads.is_some_and(|reads| reads.choices.contains(&group.id))
    }

    fn counted(&self) -> Vec<(usize, Points)> {
        let of_choice = |index: usize| self.sheet.instrument.group_of(index).is_some_and(|group| self.is_choice(group));
        let plain = self.sheet.tally.counted.iter().copied().filter(|(index, _)| self.counts(*index).is_none() && !of_choice(*index));
        let units = (0..self.sheet.cells.len()).filter_map(|index| Some((index, Points(self.points(index) * self.counts(index)?.1?))));
        // The one that is left, also where the others were denied; of two that were said to hold neither is certain.
        let chosen = self.sheet.instrument.groups.iter().filter(|group| self.is_choice(group)).filter_map(|group| match self.left_of(group)[..] {
            [member] => Some((member, Points(self.points(member)))),
            _ => None,
        });
        let mut all: Vec<(usize, Points)> = plain.chain(units).chain(chosen).filter(|(_, points)| *points != Points(0)).collect();
        all.sort_unstable_by_key(|(index, _)| *index);
        all
    }

    /// What is left of a choice: the members that were said to hold, else those that nobody denied. Silence denies nothing.
    fn left_of(&self, group: &'static Group) -> Vec<usize> {
        let of = |wanted: &dyn Fn(&Cell) -> bool| self.sheet.instrument.members(group).filter(|index| wanted(self.cell(*index))).collect::<Vec<_>>();
        let held = of(&|cell| cell.value == CellValue::Yes);
        if held.is_empty() { of(&|cell| cell.value != CellValue::No || cell.by == By::Silence) } else { held }
    }

    /// A choice that was denied whole is open again: one member holds, whatever was said.
    fn members_of(&self, group: &'static Group) -> Vec<usize> {
        let left = self.left_of(group);
        if left.is_empty() { self.sheet.instrument.members(group).collect() } else { left }
    }

    /// No completion asks this phase any more.
    fn is_closed(&self, phase: &FormPhase) -> bool {
        let Some(member) = phase.unless.and_then(|id| self.sheet.instrument.index(id)) else { return false };
        self.sheet.instrument.group_of(member).is_some_and(|group| self.members_of(group) == [member])
    }

    /// What nobody answered, in the phases that are asked; of a choice while more than one is left: silence about it denies nothing.
    fn missing(&self, reads: &'static Reads) -> Vec<usize> {
        let instrument = self.sheet.instrument;
        let closed = |index: usize| reads.phases.iter().any(|phase| phase.items.contains(&instrument.items[index].id) && self.is_closed(phase));
        let choice = |index: usize| instrument.group_of(index).filter(|group| reads.choices.contains(&group.id));
        let silent = |index: usize| matches!(self.cell(index).by, By::Nobody | By::Silence);
        let is_missing = |index: &usize| match choice(*index) {
            Some(group) => {
                let left = self.left_of(group);
                silent(*index) && left.len() > 1 && left.contains(index)
            }
            None => self.sheet.tally.missing.contains(index) && !closed(*index),
        };
        (0..self.sheet.cells.len()).filter(is_missing).collect()
    }

    /// The rows that are first for some completion.
    fn first_of(&self, rows: &'static [Branch], reads: &'static Reads, unmeasured: &mut Vec<Quantity>) -> Vec<Outcome> {
        let mut subjects: Vec<Subject> = vec![];
        for asks in rows.iter().flat_map(|row| row.when).flat_map(|condition| self.asked(*condition)) {
            if subjects.iter().any(|subject| subject.asks == asks) {
                continue;
            }
            let states = match asks {
                RowAsks::Choice(group) => self
                    .sheet
                    .instrument
                    .group(group)
                    .map_or(vec![], |group| self.members_of(group))
                    .into_iter()
                    .map(|member| member as f64)
                    .collect(),
                RowAsks::Phase(phase) => self.of_phase(phase, reads),
                RowAsks::Item(index) => self.of_item(index),
                RowAsks::Unknowable(index) => said_unknown(self.cell(index).value),
                RowAsks::Measure(quantity) => match self.measured(quantity) {
                    Some(value) => vec![value],
                    None => {
                        if !unmeasured.contains(&quantity) {
                            unmeasured.push(quantity);
                        }
                        stretches(quantity, rows, self.measured(Quantity::Age))
                    }
                },
                RowAsks::Points => self.totals_of(&self.worlds()).into_iter().map(f64::from).collect(),
            };
            subjects.push(Subject { asks, states });
        }
        let holds = |condition: &Condition, world: &World| {
            let of = |asks| world.iter().find(|(of, _)| *of == asks).map(|(_, state)| *state);
            self.is_met(*condition, &of).unwrap_or(false)
        };
        first_in_some_world(rows, &subjects, &holds, &|world| !self.is_twice(world))
    }

    /// What a condition hangs on. A choice that is not there does not compile (`well_formed`).
    fn asked(&self, condition: Condition) -> Vec<RowAsks> {
        match condition {
            Condition::Chosen(member) => self.choice_of(member).into_iter().collect(),
            Condition::Is(item) => self.item_of(item).into_iter().collect(),
            Condition::Unknowable(item) => self.sheet.instrument.index(item).map(RowAsks::Unknowable).into_iter().collect(),
            Condition::Any(phase) | Condition::NoneOf(phase) => vec![RowAsks::Phase(phase)],
            Condition::Below(quantity, _) | Condition::Above(quantity, _) => vec![RowAsks::Measure(quantity)],
            Condition::BelowPerYear(quantity, _) => vec![RowAsks::Measure(Quantity::Age), RowAsks::Measure(quantity)],
            Condition::Reaches(_) => vec![RowAsks::Points],
        }
    }

    fn choice_of(&self, member: &str) -> Option<RowAsks> {
        let instrument = self.sheet.instrument;
        Some(RowAsks::Choice(instrument.group_of(instrument.index(member)?)?.id))
    }

    fn item_of(&self, id: &str) -> Option<RowAsks> {
        self.sheet.instrument.index(id).map(RowAsks::Item)
    }

    fn is_met(&self, condition: Condition, of: &dyn Fn(RowAsks) -> Option<f64>) -> Option<bool> {
        Some(match condition {
            Condition::Chosen(member) => self.sheet.instrument.index(member)? as f64 == of(self.choice_of(member)?)?,
            Condition::Is(item) => of(self.item_of(item)?)? > 0.0,
            Condition::Unknowable(item) => of(RowAsks::Unknowable(self.sheet.instrument.index(item)?))? > 0.0,
            Condition::Any(phase) => of(RowAsks::Phase(phase))? > 0.0,
            Condition::NoneOf(phase) => of(RowAsks::Phase(phase))? == 0.0,
            Condition::Below(quantity, limit) => of(RowAsks::Measure(quantity))? < limit,
            Condition::Above(quantity, limit) => of(RowAsks::Measure(quantity))? > limit,
            Condition::BelowPerYear(quantity, each) => of(RowAsks::Measure(quantity))? < each * of(RowAsks::Measure(Quantity::Age))?,
            Condition::Reaches(points) => of(RowAsks::Points)? >= f64::from(points.0),
        })
    }

    /// Whether this item is yes. Of a group one member counts, so one that was said to hold settles those that are open.
    fn of_item(&self, index: usize) -> Vec<f64> {
        let settled = self
            .sheet
            .instrument
            .group_of(index)
            .is_some_and(|group| self.sheet.instrument.members(group).any(|other| other != index && self.cell(other).value == CellValue::Yes));
        match self.cell(index).value {
            CellValue::Yes => vec![1.0],
            CellValue::No => vec![0.0],
            CellValue::Open | CellValue::Unknowable if settled => vec![0.0],
            CellValue::Open | CellValue::Unknowable => vec![0.0, 1.0],
        }
    }

    /// No completion has two members of one group that nobody said.
    fn is_twice(&self, world: &World) -> bool {
        let held: Vec<&str> = world
            .iter()
            .filter_map(|(asks, state)| match asks {
                RowAsks::Item(index) if *state > 0.0 && self.is_open(*index) => Some(self.sheet.instrument.group_of(*index)?.id),
                _ => None,
            })
            .collect();
        held.iter().enumerate().any(|(at, group)| held[..at].contains(group))
    }

    /// Whether some item of it is yes: settled by one yes, or by a no to each.
    fn of_phase(&self, phase: &str, reads: &Reads) -> Vec<f64> {
        let items = reads.phases.iter().filter(|of| of.id == phase).flat_map(|of| of.items).filter_map(|id| self.sheet.instrument.index(id));
        let mut may = false;
        for index in items {
            if self.cell(index).value == CellValue::Yes {
                return vec![1.0];
            }
            may |= self.is_open(index);
        }
        if may { vec![0.0, 1.0] } else { vec![0.0] }
    }
}
