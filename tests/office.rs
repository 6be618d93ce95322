//! The quality office as plain state: the demonstration counts what the study prints, a file of front pages comes in and finds the ward's
//! own stays, what is refused is said by place, and nothing that is handed in names a record.
#![cfg(not(target_family = "wasm"))]

use encoding_rs::GB18030;
use virchow::clinical::profile::Profile;
use virchow::interop::demo;
use virchow::interop::record::Record;
use virchow::quality::count::{MonthSpan, Placed};
use virchow::quality::report::written_counts;
use virchow::quality::study::published::SITES;
use virchow::record::local::Wall;
use virchow::session::office::handed::{report, report_csv, report_json};
use virchow::session::office::held::{HeldStays, OfficeSource, SourceKind};
use virchow::session::office::incoming::IncomingFile;
use virchow::session::office::months::{before_after, trend};
use virchow::session::office::own_ward::{ToldOfWard, stay_of};
use virchow::session::office::room::{OfficeRoom, ToldOfOffice};
use virchow::session::office::sites::{by_department, by_site};
use virchow::session::office::tally::{DataGap, OfficeFilter};
use virchow::session::office::views::{ON_CARDS, RateChange, card, is_in, place_name, share, why};
use virchow::text::Lang;

const SALT: &str = "0123456789abcdef0123456789abcdef";

fn decode(bytes: &[u8]) -> Option<String> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

fn counted(room: &mut OfficeRoom) {
    while !room.count() {}
    assert!(room.is_counted() && room.percent() == 100);
}

/// Reads a file into the room, up to where a person decides.
fn brought(room: &mut OfficeRoom, bytes: &[u8]) {
    let told = room.told_of_file(SALT, &Wall::default());
    let mut file = IncomingFile::new("首页.csv".into(), bytes.to_vec(), told, &decode);
    while !file.step(&decode) {}
    room.incoming = Some(file);
}

fn told(room: &mut OfficeRoom) {
    room.told =
        Some(ToldOfOffice { facility: "县医院".into(), tier: "county".into(), ward: ToldOfWard { is_of_adults: true, is_vte_noted: true } });
}

fn ward_source(room: &mut OfficeRoom, stays: HeldStays) -> OfficeSource {
    let id = room.next_id();
    OfficeSource {
        id,
        kind: SourceKind::Ward,
        name: "骨科".into(),
        facility: "县医院".into(),
        stays,
        refused: 0,
        listed: vec![],
        again: 0,
        encoding: "",
    }
}

#[test]
fn the_demonstration_counts_what_the_study_prints_and_says_that_it_is_one() {
    let mut room = OfficeRoom::default();
    assert!(!room.is_demonstration());
    room.demonstrate();
    assert!(room.is_demonstration() && !room.is_counted());
    counted(&mut room);
    assert_eq!(room.tally.counted(), 132_200);
    for site in &SITES {
        for (from, to, is_og) in [("2024-07", "2025-06", true), ("2023-07", "2024-06", false)] {
            let span = MonthSpan { from: Some(from.into()), to: Some(to.into()) };
            let filter = OfficeFilter { span, facility: Some(format!("study-{}", site.id)), ..OfficeFilter::default() };
            for line in &site.lines {
                let indicator = room.tally.index(line.id).expect("an indicator");
                let printed = if is_og { line.og } else { line.cg };
                let ours = share(&room.tally.counts(indicator, &filter));
                assert_eq!(ours.counted, printed[0], "{} {} {from}", site.id, line.id);
                // Denominators that the paper prints otherwise than its own counts give: docs/reports/study.md.
                if !["alliance_4", "alliance_6"].contains(&line.id) {
                    assert_eq!(ours.all, printed[1], "{} {} {from}", site.id, line.id);
                }
            }
        }
    }
    // The periods that one begins with are the study's own.
    assert_eq!(room.periods, Some([["2023-07", "2024-06"], ["2024-07", "2025-06"]].map(|period| period.map(str::to_owned))));
    let compared = before_after(&room).expect("two periods");
    assert_eq!(compared.baseline.all, [66_133, 66_067]);
    // What was begun the study does not tell: that rate is not known, and no difference of it.
    assert!(compared.lines.iter().all(|line| line.found.is_some() == (line.of.indicator.id != "nqt_vte_proper_prevention_rate")));
    let trend = trend(&room).expect("a trend");
    assert_eq!(trend.months.len(), 24);
    assert!(trend.run.is_some() && trend.limits.is_some());
    let sites = by_site(&room);
    assert_eq!((sites.sites.len(), sites.lines.len()), (2, 9));
    // A real file is not counted together with it, and says so.
    brought(&mut room, FILE.as_bytes());
    assert!(!room.keep() && room.said.is_some() && room.sources.len() == 1);
    let made = report(&room, Lang::Zh).expect("a month");
    assert!(report_csv(&made, "x", room.is_demonstration(), &room.signers, Lang::Zh).contains("演示数据：虚构住院，不得上报"));
}

#[test]
fn the_places_of_every_indicator_add_up_to_every_stay_and_the_months_to_the_total() {
    let mut room = OfficeRoom::default();
    room.demonstrate();
    counted(&mut room);
    let months = room.tally.months();
    for indicator in 0..room.tally.indicators.len() {
        let all = room.tally.counts(indicator, &OfficeFilter::default());
        assert_eq!(all.all(), 132_200);
        let by_month = months.iter().map(|month| {
            let span = MonthSpan { from: Some(month.clone()), to: Some(month.clone()) };
            room.tally.counts(indicator, &OfficeFilter { span, ..OfficeFilter::default() }).numerator()
        });
        // By admission a stay may have begun in the month before the first discharge.
        if room.tally.indicators[indicator].indicator.id.starts_with("alliance") {
            assert_eq!(by_month.sum::<u64>(), all.numerator());
        }
    }
}

const FILE: &str = "病案号,住院次数,性别,年龄,入院时间,出院时间,出院科别,主要诊断编码,入院病情,备注\n\
    7788991,1,1,64,2026-03-01 08:00,2026-03-09 10:00,骨科,I26.9,4,=x\n\
    7788992,1,2,71,2026-03-02 08:00,2026-03-12 10:00,骨科,M17.1,,\n\
    7788993,1,2,71,2026-03-02 08:00,,骨科,M17.1,,\n\
    7788992,1,2,71,2026-03-02 08:00,2026-03-12 10:00,骨科,M17.1,,\n\
    7788994,1,2,55,2026-02-02 08:00,2026-02-12 10:00,心内科,I50.9,,\n";

#[test]
fn a_gbk_file_is_shown_before_it_counts_and_its_bad_row_is_told_by_line_and_column() {
    let mut room = OfficeRoom::default();
    told(&mut room);
    brought(&mut room, &GB18030.encode(FILE).0);
    let file = room.incoming.as_ref().expect("a file");
    assert_eq!(file.is_gb18030(), Some(true));
    assert_eq!((file.shown().0[0].as_str(), file.shown().1[0][6].as_str()), ("病案号", "骨科"));
    assert!(file.asks().is_none() && file.is_read());
    assert_eq!((file.stays().len(), file.refused, file.again), (3, 1, 1));
    assert_eq!(file.months().into_iter().collect::<Vec<_>>(), [("2026-02".to_owned(), 1), ("2026-03".to_owned(), 2)]);
    assert_eq!((file.listed[0].line, file.listed[0].place[0].as_str()), (Some(4), "出院日期 CYSJ"));
    assert!(room.is_empty(), "nothing counts before a person says so");
    assert!(room.keep());
    counted(&mut room);
    // Of the assessment a front page says nothing: open, and no 0 %.
    let first = card(&room, room.tally.index("nqt_vte_assess_rate").expect("there"));
    assert_eq!((first.counts.numerator(), first.counts.denominator(), first.counts.of(Placed::Open)), (0, 2, 2));
    assert_eq!((written_counts(&first.counts), first.change), ("0.00–100.00 %".to_owned(), RateChange::Open));
    let study = card(&room, room.tally.index("alliance_1").expect("there"));
    assert_eq!((study.counts.denominator(), study.unknown, study.rate), (0, 2, None), "whether paediatric, or VTE before, nobody said");
    assert_eq!(room.tally.with_gap(DataGap::NothingTold), 3);
    // A department that had nobody in March stands there all the same.
    let (_, departments) = by_department(&room);
    assert_eq!(departments.iter().map(|(name, counts)| (name.as_str(), counts[0].denominator())).collect::<Vec<_>>(), [("心内科", 0), ("骨科", 2)]);
    let made = report(&room, Lang::Zh).expect("a month");
    assert_eq!(made.month, "2026-03");
    let (csv, json) = (report_csv(&made, "=县医院", false, &["李敏".into(), String::new()], Lang::Zh), report_json(&made, "县医院", false));
    assert!(csv.starts_with('\u{feff}') && csv.contains("'=县医院") && csv.contains("填报人,李敏") && csv.contains("心内科,0"));
    for handed in [&csv, &json] {
        assert!(!handed.contains("778899"), "no number of a record is handed in");
        for source in &room.sources {
            let HeldStays::Rows(rows) = &source.stays else { continue };
            assert!(rows.iter().all(|stay| !handed.contains(&stay.episode.episode)), "and no key of a stay");
        }
    }
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    assert!(!format!("{:?}", room.sources).contains("778899"), "the number itself is not held");
}

#[test]
fn another_encoding_is_read_anew_and_what_has_to_be_said_first_is_asked() {
    let mut room = OfficeRoom::default();
    brought(&mut room, FILE.as_bytes());
    let file = room.incoming.as_mut().expect("a file");
    assert_eq!(file.is_gb18030(), Some(false));
    file.encode(true, &decode);
    assert!(file.asks().is_some(), "its columns are not found in another encoding");
    file.encode(false, &decode);
    while !file.step(&decode) {}
    assert_eq!((file.asks(), file.stays().len()), (None, 3));
    let ask = |bytes: &[u8]| {
        let mut room = OfficeRoom::default();
        brought(&mut room, bytes);
        room.incoming.and_then(|file| file.asks()).expect("asked")
    };
    let days = b"BAH,ZYCS,RYSJ,CYSJ\n1,1,3/4/2026,5/4/2026\n";
    let (said, is_order) = ask(days);
    assert!(is_order && said[0].contains("RYSJ") && said[1].contains("RYSJ"));
    brought(&mut room, days);
    let file = room.incoming.as_mut().expect("a file");
    file.order(true);
    while !file.step(&decode) {}
    assert_eq!(file.stays()[0].episode.discharged_day, "2026-04-05");
    assert!(ask(b"").0[0].contains("空"));
    assert!(ask(b"PK\x03\x04rest").0[1].contains("Excel"));
    let (said, _) = ask("张三,李四\n王五,赵六\n".as_bytes());
    assert!(said[0].contains("BAH") && ["张三", "王五"].iter().all(|cell| !said.concat().contains(cell)));
    // A file of which no row can be taken is not kept.
    brought(&mut room, b"BAH,ZYCS,RYSJ,CYSJ\n1,1,2026-03-01,2026-02-01\n");
    assert!(!room.keep() && room.is_empty());
}

#[test]
fn our_tables_come_in_and_a_line_that_is_none_is_told() {
    let mut room = OfficeRoom::default();
    let rows = "{\"v\":1,\"episode\":\"a\",\"class\":\"inpatient\",\"age\":70,\"discharged_month\":\"2026-03\",\"facility\":\"县医院\"}\n\
        not json\n\
        {\"v\":1,\"episode\":\"a\",\"kind\":\"assessed\",\"value\":\"high\",\"latest\":\"yes\"}\n\
        {\"v\":1,\"episode\":\"a\",\"kind\":\"assessed\",\"value\":\"middling\",\"latest\":\"yes\"}\n";
    brought(&mut room, rows.as_bytes());
    let file = room.incoming.as_ref().expect("a file");
    assert_eq!((file.kind, file.stays().len(), file.refused), (SourceKind::Tables, 1, 2));
    assert_eq!(file.listed.iter().map(|row| row.line).collect::<Vec<_>>(), [Some(2), Some(4)]);
    assert!(!format!("{:?}", file.listed).contains("middling"));
    assert!(room.keep());
    counted(&mut room);
    assert_eq!(card(&room, room.tally.index("nqt_vte_assess_rate").expect("there")).counts.numerator(), 1);
}

/// The demonstration's stays as a ward: lived through `decide`, so that every fact rests on a true event.
fn ward(of: &virchow::interop::csv::stay::ToldOfFile, numbered: &[(usize, &str)]) -> Vec<virchow::quality::episode::SettledStay> {
    let now = "2026-03-20T10:00:00+08:00".parse().expect("a time");
    let stays = demo::ward(demo::SEED, demo::BEDS, &Profile::default(), now);
    let told = ToldOfWard { is_of_adults: true, is_vte_noted: true };
    stays
        .into_iter()
        .enumerate()
        .map(|(at, mut stay)| {
            if let Some((_, number)) = numbered.iter().find(|(of, _)| *of == at) {
                stay.row.number = (*number).to_owned();
            }
            stay_of(&stay.row, &Record::of(stay.record), of, told)
        })
        .collect()
}

#[test]
fn a_stay_of_the_ward_finds_its_front_page_and_counts_once_with_what_both_say() {
    let mut room = OfficeRoom::default();
    told(&mut room);
    let of = room.told_of_file(SALT, &Wall::default());
    let stays = ward(&of, &[(0, "7788992"), (1, "9999999")]);
    let all = stays.len() as u64;
    let file = |from: &str, to: &str| {
        format!(
            "病案号,住院次数,年龄,入院时间,出院时间,出院科别\n7788992,1,71,{from},{to},骨科\n7788992,2,71,2020-03-02 08:00,2020-03-12 10:00,骨科\n"
        )
    };
    brought(&mut room, file("2026-03-01 08:00", "2026-03-28 10:00").as_bytes());
    assert!(room.keep());
    let source = ward_source(&mut room, HeldStays::Rows(stays.clone()));
    assert!(room.add(source));
    counted(&mut room);
    // One of two front pages of that number: the one whose time it is.
    assert_eq!((room.arranged.joined, room.arranged.apart, room.arranged.counted.len() as u64), (1, all - 1, all + 1));
    let joined = room.arranged.counted.iter().position(|stay| stay.record.is_some()).expect("joined");
    let stay = room.stay(joined).expect("a stay");
    assert_eq!((stay.episode.discharged_month.as_str(), stay.episode.age, stay.episode.service.as_str()), ("2026-03", 71, "other"));
    assert_eq!(stay.facts.len(), stays[0].facts.len(), "the facts are those of the record");
    assert!(stay.facts.iter().all(|fact| !fact.is_untold() && fact.seq > 0));
    let first = room.tally.index("alliance_1").expect("there");
    room.month = Some("2026-03".into());
    assert!(matches!(room.tally.placed(first, joined), Some(Placed::Numerator | Placed::Denominator)));
    // Taken away, the ward's stay counts on its own again.
    let id = room.sources[0].id;
    room.remove(id);
    counted(&mut room);
    assert_eq!((room.arranged.joined, room.arranged.counted.len() as u64), (0, all));
    // And the ward read again takes the place of the ward.
    let source = ward_source(&mut room, HeldStays::Rows(stays.clone()));
    assert!(room.add(source) && room.sources.len() == 1);
    // Of another time there is no such stay.
    brought(&mut room, file("2019-03-01 08:00", "2019-03-28 10:00").as_bytes());
    assert!(room.keep());
    assert_eq!(room.arranged.joined, 0);
}

#[test]
fn the_same_stay_in_two_files_counts_once_and_one_that_differs_is_listed() {
    let mut room = OfficeRoom::default();
    told(&mut room);
    for file in [FILE.to_owned(), FILE.to_owned(), FILE.replace("2026-03-09", "2026-03-10")] {
        brought(&mut room, file.as_bytes());
        assert!(room.keep());
    }
    counted(&mut room);
    assert_eq!(room.arranged.counted.len(), 3);
    // A fact rests on its line, and lines are of files: the same line says the same.
    assert_eq!((room.arranged.repeated, room.arranged.differing.len()), (5, 1));
}

#[test]
fn what_is_unsaid_of_a_ward_is_unknown_and_every_number_leads_to_its_stays() {
    let mut room = OfficeRoom::default();
    let of = room.told_of_file(SALT, &Wall::default());
    let now = "2026-03-20T10:00:00+08:00".parse().expect("a time");
    let stays: Vec<_> = demo::ward(demo::SEED, demo::BEDS, &Profile::default(), now)
        .into_iter()
        .map(|stay| stay_of(&stay.row, &Record::of(stay.record), &of, ToldOfWard::default()))
        .collect();
    assert!(stays.iter().any(|stay| stay.episode.service == "unknown") && stays.iter().all(|stay| stay.episode.vte_before != "no"));
    let mut unsaid = OfficeRoom::default();
    let source = ward_source(&mut unsaid, HeldStays::Rows(stays));
    unsaid.add(source);
    counted(&mut unsaid);
    let first = unsaid.tally.index("alliance_1").expect("there");
    unsaid.month = None;
    assert_eq!(unsaid.tally.counts(first, &unsaid.filter()).denominator(), 0, "not known to be no child, nor without VTE before: in no count");
    let source = ward_source(&mut room, HeldStays::Rows(ward(&of, &[])));
    room.add(source);
    counted(&mut room);
    room.month = None;
    let mut seen = 0;
    for id in ON_CARDS {
        let card = card(&room, room.tally.index(id).expect("there"));
        let listed = |word: &str| room.tally.at(room.tally.index(id).expect("there"), &room.filter(), |placed| is_in(word, placed)).len() as u64;
        assert_eq!(listed("numerator"), card.counts.numerator());
        assert_eq!(listed("counted"), card.counts.denominator());
        assert_eq!((listed("excluded"), listed("unknown"), listed("undated")), (card.excluded, card.unknown, card.undated));
        assert_eq!(card.change, RateChange::NotComparable, "of all months together there is none before");
        for word in ["numerator", "counted", "missed", "open", "excluded", "excluded_1", "unknown", "unknown_1", "undated", "outside"] {
            assert!([Lang::Zh, Lang::En].iter().all(|lang| !place_name(&card.of, word, *lang).is_empty()));
        }
        for at in room.tally.at(room.tally.index(id).expect("there"), &room.filter(), |placed| placed == Placed::Numerator) {
            let stay = room.stay(at).expect("a stay");
            let told = why(&card.of, &stay, Lang::Zh);
            assert!(told.lines.iter().all(|(line, answer)| !line.is_empty() && *answer == virchow::quality::criterion::Answered::Yes));
            assert!(told.deciding.iter().all(|fact| fact.seq > 0), "each deciding fact rests on an event");
            seen += told.deciding.len();
        }
    }
    assert!(seen > 0);
}
