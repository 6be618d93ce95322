//! Somebody who lays all published tables, months and earlier publications beside each other learns no withheld number nearer than its
//! range. The attacker here is written apart from the one that the publisher plays: it looks for whole numbers that fit everything that
//! is public, with the withheld number at either end of its range. Where it finds them, nobody can exclude that end.
//!
//! `DISCLOSURE=n` plays n random publications instead of forty.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;

use virchow::quality::disclosure::{
    CellKey, DeliveredCount, ExportTable, NotPublished, PublicationExport, PublicationRules, PublishedCount, publish, published_rate, to_return,
};
use virchow::text::Lang;

struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn key(measure: &str, month: Option<usize>, site: Option<usize>, department: Option<usize>) -> CellKey {
    let named = |kind: &str, number: Option<usize>| number.map(|number| format!("{kind}{number}"));
    CellKey { measure: measure.to_owned(), month: named("m", month), site: named("s", site), department: named("d", department) }
}

/// A table of `leaf` with every total of every dimension that has more than nothing.
fn table(sizes: [usize; 3], measures: &[&str], leaf: &mut impl FnMut(&str, [usize; 3]) -> u64) -> ExportTable {
    let mut cells: BTreeMap<CellKey, DeliveredCount> = BTreeMap::new();
    let mut add = |key: CellKey, count: u64| {
        let held = cells.entry(key).or_insert(DeliveredCount::Count(0));
        if let DeliveredCount::Count(held) = held {
            *held += count;
        }
    };
    for measure in measures {
        for month in 0..sizes[0].max(1) {
            for site in 0..sizes[1].max(1) {
                for department in 0..sizes[2].max(1) {
                    let count = leaf(measure, [month, site, department]);
                    for totals in 0..8 {
                        let part = |dimension: usize, number: usize| {
                            if sizes[dimension] == 0 || totals >> dimension & 1 == 1 { None } else { Some(number) }
                        };
                        // A dimension that is not there has its one total once.
                        if (0..3).any(|dimension| sizes[dimension] == 0 && totals >> dimension & 1 == 1) {
                            continue;
                        }
                        add(key(measure, part(0, month), part(1, site), part(2, department)), count);
                    }
                }
            }
        }
    }
    ExportTable { cells, parts: vec![] }
}

/// A whole, and the parts that add up to it, as places among the keys.
type WrittenSum = (usize, Vec<usize>);

/// Every sum a reader can write down: each total over each dimension, and part plus rest of a whole.
fn sums(table: &ExportTable) -> (Vec<CellKey>, Vec<WrittenSum>, usize) {
    let keys: Vec<CellKey> = table.cells.keys().cloned().collect();
    let at = |key: &CellKey| keys.iter().position(|held| held == key);
    let mut sums = vec![];
    for (whole, total) in keys.iter().enumerate() {
        for dimension in 0..3 {
            let under: Vec<usize> = keys
                .iter()
                .enumerate()
                .filter(|(_, key)| {
                    let mut above = (*key).clone();
                    let part = [&mut above.month, &mut above.site, &mut above.department][dimension].take();
                    part.is_some() && above == *total
                })
                .map(|(index, _)| index)
                .collect();
            if !under.is_empty() {
                sums.push((whole, under));
            }
        }
    }
    let mut variables = keys.len();
    for (part, whole) in &table.parts {
        for (index, key) in keys.iter().enumerate().filter(|(_, key)| key.measure == *part) {
            if let Some(whole) = at(&CellKey { measure: whole.clone(), ..key.clone() }) {
                sums.push((whole, vec![index, variables]));
                variables += 1;
            }
        }
    }
    (keys, sums, variables)
}

const MOST: i64 = 1 << 40;

/// Narrows whole numbers by all sums until nothing changes; false where nothing fits.
fn narrowed(known: &mut [[i64; 2]], sums: &[(usize, Vec<usize>)]) -> bool {
    loop {
        let before = known.to_vec();
        for (whole, parts) in sums {
            let least: i64 = parts.iter().map(|part| known[*part][0]).sum();
            let most: i64 = parts.iter().map(|part| known[*part][1]).sum();
            known[*whole] = [known[*whole][0].max(least), known[*whole][1].min(most)];
            for part in parts {
                let held = known[*part];
                known[*part] = [held[0].max(known[*whole][0] - (most - held[1])), held[1].min(known[*whole][1] - (least - held[0]))];
            }
        }
        if known.iter().any(|[low, high]| low > high) {
            return false;
        }
        if known == before {
            return true;
        }
    }
}

/// Whether whole numbers fit all of it: tried near the true ones first. None where the steps ran out.
fn fits(known: &[[i64; 2]], sums: &[(usize, Vec<usize>)], truth: &[i64], steps: &mut u32) -> Option<bool> {
    let mut known = known.to_vec();
    if !narrowed(&mut known, sums) {
        return Some(false);
    }
    let Some(open) = (0..known.len()).filter(|at| known[*at][0] < known[*at][1]).min_by_key(|at| known[*at][1] - known[*at][0]) else {
        return Some(true);
    };
    let near = truth[open].clamp(known[open][0], known[open][1]);
    let mut tried: Vec<i64> =
        (0..=14).flat_map(|away| [near + away, near - away]).filter(|value| (known[open][0]..=known[open][1]).contains(value)).collect();
    tried.dedup();
    for value in tried {
        *steps = steps.checked_sub(1)?;
        let mut next = known.clone();
        next[open] = [value; 2];
        if fits(&next, sums, truth, steps)? {
            return Some(true);
        }
    }
    Some(false)
}

/// Plays the attacker against everything public; how many numbers were attacked.
fn attack(table: &ExportTable, publication: &PublicationExport, earlier: &[PublicationExport], rules: PublicationRules) -> usize {
    let (keys, sums, variables) = sums(table);
    let mut truth: Vec<i64> = table.cells.values().map(|count| if let DeliveredCount::Count(count) = count { *count as i64 } else { 0 }).collect();
    truth.resize(variables, 0);
    for (whole, parts) in &sums {
        if parts.len() == 2 && parts[1] >= keys.len() {
            truth[parts[1]] = truth[*whole] - truth[parts[0]];
        }
    }
    let read = |said: PublishedCount| said.range(rules).map(|end| if end.is_finite() { end as i64 } else { MOST });
    let mut known: Vec<[i64; 2]> = keys.iter().map(|key| read(publication.cells[key])).collect();
    known.resize(variables, [0, MOST]);
    for (key, said) in earlier.iter().flat_map(|of| &of.cells) {
        let at = keys.iter().position(|held| held == key).expect("handed over again");
        let [low, high] = read(*said);
        if (low..=high).contains(&truth[at]) && *said != PublishedCount::Missing {
            known[at] = [known[at][0].max(low), known[at][1].min(high)];
        }
    }
    for (at, [low, high]) in known.iter().enumerate() {
        assert!((*low..=*high).contains(&truth[at]), "what is published is not true: {:?}", keys.get(at));
    }
    let mut attacked = 0;
    for at in 0..variables {
        let small = (1..=rules.small as i64).contains(&truth[at]);
        let withheld = keys.get(at).is_none_or(|key| publication.cells[key].is_suppressed());
        if !withheld || keys.get(at).is_none() && !small {
            continue;
        }
        attacked += 1;
        let ends: Vec<i64> = if small { vec![1, rules.small as i64] } else { vec![] };
        for end in ends {
            let mut supposed = known.clone();
            supposed[at] = [supposed[at][0].max(end), supposed[at][1].min(end)];
            let found = supposed[at][0] == supposed[at][1] && fits(&supposed, &sums, &truth, &mut 200_000).expect("enough steps");
            assert!(found, "{:?} cannot be {end}: it is learned nearer than its range\n{publication:?}", keys.get(at));
        }
        if !small {
            let mut narrow = known.clone();
            assert!(narrowed(&mut narrow, &sums));
            assert!(narrow[at][1] - narrow[at][0] >= rules.round_to as i64 - 1, "{:?} is as good as published", keys.get(at));
        }
    }
    attacked
}

#[test]
fn an_attacker_learns_no_withheld_number_nearer_than_its_range() {
    let games: u64 = std::env::var("DISCLOSURE").ok().and_then(|games| games.parse().ok()).unwrap_or(40);
    let rules = PublicationRules::default();
    let (mut seeded, mut attacked, mut refused) = (Seeded(17), 0, 0);
    for game in 0..games {
        let sizes = [[0, 4, 0], [3, 3, 0], [0, 2, 3], [4, 2, 0], [2, 2, 2], [0, 6, 0]][seeded.below(6) as usize];
        let top = [6, 12, 40, 300][seeded.below(4) as usize];
        let rated = seeded.below(3) == 0;
        let mut wholes: BTreeMap<[usize; 3], u64> = BTreeMap::new();
        let mut leaf = |measure: &str, at: [usize; 3]| {
            let whole = *wholes.entry(at).or_insert_with(|| if seeded.below(6) == 0 { 0 } else { seeded.below(top) });
            if measure == "all" { whole } else { seeded.below(whole + 1) }
        };
        let measures: &[&str] = if rated { &["all", "part"] } else { &["all"] };
        let mut whole = table(sizes, measures, &mut leaf);
        if rated {
            whole.parts = vec![("part".to_owned(), "all".to_owned())];
        }
        // Two of three publish the first month, or only the totals, before the rest.
        let mut earlier = vec![];
        if game % 3 != 0 {
            let mut first = whole.clone();
            first.cells.retain(|key, _| if sizes[0] > 0 { key.month.as_deref() == Some("m0") } else { key.site.is_none() });
            match publish(&first, rules, &[]) {
                Ok(publication) => {
                    attack(&first, &publication, &[], rules);
                    earlier.push(publication);
                }
                Err(NotPublished::CannotProtect(_)) => continue,
                Err(why) => panic!("{why:?}"),
            }
        }
        match publish(&whole, rules, &earlier) {
            Ok(publication) => attacked += attack(&whole, &publication, &earlier, rules),
            Err(NotPublished::CannotProtect(key)) => {
                println!(
                    "refused {game}: sizes {sizes:?} top {top} rated {rated} earlier {} at {key:?} of {:?}",
                    earlier.len(),
                    whole.cells.get(&key)
                );
                refused += 1;
            }
            Err(why) => panic!("{why:?}"),
        }
    }
    println!("{games} publications, {refused} refused, {attacked} numbers attacked");
    assert!(attacked as u64 > games && refused * 2 < games, "{attacked} attacked, {refused} refused of {games}");
}

fn line(counts: &[u64]) -> ExportTable {
    table([0, counts.len(), 0], &["all"], &mut |_, at| counts[at[1]])
}

fn site(publication: &PublicationExport, number: Option<usize>) -> PublishedCount {
    publication.cells[&key("all", None, number, None)]
}

#[test]
fn the_one_small_number_of_a_line_takes_another_with_it() {
    let rules = PublicationRules::default();
    let publication = publish(&line(&[3, 40, 61, 0]), rules, &[]).expect("published");
    assert_eq!(site(&publication, Some(0)), PublishedCount::AtMost(7));
    assert_eq!(site(&publication, Some(2)), PublishedCount::Rounded(60));
    assert_eq!(site(&publication, None), PublishedCount::Rounded(105));
    // 105 - 60 - 40 is 5, and rounding alone would leave 1 to 11: nothing has to go.
    assert_eq!((site(&publication, Some(1)), site(&publication, Some(3))), (PublishedCount::Rounded(40), PublishedCount::Zero));
    // 45 - 45 is 0: it could be no more than 4.
    let publication = publish(&line(&[1, 45]), rules, &[]).expect("published");
    assert_eq!((site(&publication, Some(0)), site(&publication, Some(1))), (PublishedCount::AtMost(7), PublishedCount::Withheld));
    // A small total is not broken down.
    let publication = publish(&line(&[2, 3, 0]), rules, &[]).expect("published");
    assert_eq!(site(&publication, None), PublishedCount::AtMost(7));
    assert!((0..3).all(|number| site(&publication, Some(number)) == PublishedCount::Withheld));
}

#[test]
fn a_return_is_exact_and_a_publication_never_is() {
    let mut counts = line(&[3, 43, 61]);
    let silent = key("all", None, Some(9), None);
    counts.cells.insert(silent.clone(), DeliveredCount::Missing);
    assert_eq!(to_return(&counts).cells, counts.cells);
    let publication = publish(&counts, PublicationRules::default(), &[]).expect("published");
    assert_eq!(publication.cells[&silent], PublishedCount::Missing);
    let written: Vec<String> = [PublishedCount::Missing, PublishedCount::Zero, PublishedCount::AtMost(7), PublishedCount::Withheld]
        .map(|said| said.written(Lang::Zh))
        .to_vec();
    assert_eq!(written, ["未报", "0", "≤ 7", "隐去"]);
    assert!(publication.cells.values().all(|said| !matches!(said, PublishedCount::Rounded(shown) if shown % 5 != 0)));
}

#[test]
fn what_was_published_before_counts_and_is_never_unsaid() {
    let rules = PublicationRules::default();
    let first = line(&[20, 30]);
    let before = publish(&first, rules, &[]).expect("published");
    // The same sites with one more: the old cells must come too.
    let more = line(&[20, 30, 4]);
    let after = publish(&more, rules, std::slice::from_ref(&before)).expect("published");
    attack(&more, &after, std::slice::from_ref(&before), rules);
    let lacks = table([0, 1, 0], &["all"], &mut |_, _| 20);
    assert_eq!(publish(&lacks, rules, &[before]), Err(NotPublished::EarlierCell(key("all", None, Some(1), None))));
}

#[test]
fn a_table_that_does_not_add_up_is_not_published() {
    let rules = PublicationRules::default();
    let mut wrong = line(&[20, 30]);
    wrong.cells.insert(key("all", None, None, None), DeliveredCount::Count(51));
    assert_eq!(publish(&wrong, rules, &[]), Err(NotPublished::DoesNotAdd(key("all", None, None, None))));
    let mut parts = table([0, 2, 0], &["all", "part"], &mut |measure, _| if measure == "all" { 20 } else { 21 });
    parts.parts = vec![("part".to_owned(), "all".to_owned())];
    assert!(matches!(publish(&parts, rules, &[]), Err(NotPublished::PartExceeds(_))));
    assert_eq!(publish(&line(&[9; 600]), rules, &[]), Err(NotPublished::TooLarge(601)));
    assert_eq!(publish(&line(&[9]), PublicationRules { small: 0, round_to: 5 }, &[]), Err(NotPublished::Rules));
    assert_eq!(publish(&line(&[9]), PublicationRules { small: 3, round_to: 5 }, &[]), Err(NotPublished::Rules));
}

#[test]
fn a_published_rate_says_no_more_than_its_two_numbers() {
    let rules = PublicationRules::default();
    let rate = |counted, all| published_rate(counted, all, rules);
    assert_eq!(rate(PublishedCount::Rounded(45), PublishedCount::Rounded(90)), Some([0.5; 2]));
    assert_eq!(rate(PublishedCount::Zero, PublishedCount::Rounded(90)), Some([0.0; 2]));
    assert_eq!(rate(PublishedCount::AtMost(7), PublishedCount::Rounded(100)), Some([1.0 / 102.0, 7.0 / 98.0]));
    assert_eq!(rate(PublishedCount::Withheld, PublishedCount::Rounded(100)), None);
    assert_eq!(rate(PublishedCount::Zero, PublishedCount::Zero), None);
}
