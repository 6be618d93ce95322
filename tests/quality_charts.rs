//! The charts of the quality office: the same bytes everywhere (golden files, `UPDATE=1` writes them), no text over another, nothing
//! that a strict policy refuses, and every kind of month told apart.
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use virchow::quality::chart::{ChartFigure, ChartMonth, FunnelChart, MonthChart, MonthChartKind, MonthValue, NoChart, funnel_chart, month_chart};
use virchow::quality::improvement::{ChangeKind, DatedNote};
use virchow::quality::rates::Share;
use virchow::text::Lang;

/// Numbers that are the same on every run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn month(from: u32, place: u32) -> String {
    let number = from + place;
    format!("{:04}-{:02}", number / 12, number % 12 + 1)
}

fn counted(counted: u64, all: u64) -> MonthValue {
    MonthValue::Counted(Share { counted, all })
}

fn note(day: &str, kind: ChangeKind, what: &str) -> DatedNote {
    DatedNote { day: day.parse::<NaiveDate>().expect("a day"), kind, what: what.to_owned() }
}

/// Two years: a step upward after a training, a month without data, one that had nobody, one withheld.
fn two_years() -> Vec<ChartMonth> {
    let numerators = [611, 598, 634, 605, 640, 622, 600, 618, 0, 609, 631, 620, 655, 690, 702, 711, 698, 707, 715, 0, 704, 709, 720, 716];
    let months = numerators.iter().enumerate().filter(|(place, _)| *place != 8).map(|(place, number)| ChartMonth {
        month: month(2024 * 12 + 6, place as u32),
        value: match place {
            19 => counted(0, 0),
            5 => MonthValue::Withheld([0.7, 0.76]),
            _ => counted(*number, 820 + 7 * place as u64 % 40),
        },
    });
    months.collect()
}

fn notes() -> Vec<DatedNote> {
    vec![
        note("2025-07-10", ChangeKind::Training, "全院VTE评估培训 / Training of all wards"),
        note("2025-07-18", ChangeKind::Form, "入院评估表改版 / New admission form"),
        note("2026-01-05", ChangeKind::DrugInStock, "依诺肝素到货 / Enoxaparin in stock"),
        note("2023-01-05", ChangeKind::Other, "早于图中月份 / Before the months shown"),
    ]
}

fn title(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "VTE风险评估率（2.2.1.5.1），全院",
        Lang::En => "VTE risk assessment rate (2.2.1.5.1), whole hospital",
    }
}

fn sites() -> Vec<(String, Share)> {
    let site = |name: &str, counted: u64, all: u64| (name.to_owned(), Share { counted, all });
    vec![
        site("县人民医院", 2710, 3100),
        site("县中医院", 1205, 1400),
        site("城关卫生院", 160, 210),
        site("东乡卫生院", 96, 101),
        site("西乡卫生院", 20, 44),
        site("南乡卫生院", 30, 33),
        site("北乡卫生院", 0, 0),
        site("河口卫生院", 61, 80),
    ]
}

fn figures(lang: Lang) -> Vec<(&'static str, ChartFigure)> {
    let (months, notes, sites) = (two_years(), notes(), sites());
    let ask = |kind, baseline, target, width| MonthChart { kind, title: title(lang), months: &months, baseline, target, notes: &notes, lang, width };
    let drawn = |ask: MonthChart<'_>| month_chart(&ask).expect("a chart");
    vec![
        ("run", drawn(ask(MonthChartKind::Run, None, None, 720))),
        ("p", drawn(ask(MonthChartKind::P, Some(12), Some(90.0), 720))),
        ("p-narrow", drawn(ask(MonthChartKind::P, Some(12), None, 400))),
        ("p-prime", drawn(ask(MonthChartKind::PPrime, None, None, 720))),
        ("few", drawn(MonthChart { months: &months[..5], notes: &[], ..ask(MonthChartKind::Run, None, None, 480) })),
        ("funnel", funnel_chart(&FunnelChart { title: title(lang), sites: &sites, lang, width: 720 }).expect("a funnel")),
    ]
}

#[test]
fn the_charts_are_the_same_bytes_everywhere() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts");
    for lang in [Lang::Zh, Lang::En] {
        for (name, figure) in figures(lang) {
            let table: Vec<String> = std::iter::once(&figure.table.columns).chain(&figure.table.rows).map(|row| row.join(" | ")).collect();
            let drawn = [figure.svg, format!("<!--\n{}\n{}\n-->\n", figure.said, table.join("\n"))].concat();
            let file = folder.join(format!("{name}.{}.svg", lang.tag()));
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(&file, &drawn).expect("written");
            }
            let kept = fs::read_to_string(&file).unwrap_or_default();
            assert!(kept == drawn, "{}: not as drawn; look at it, then UPDATE=1", file.display());
        }
    }
}

/// Texts by their own measure: each within the picture, none over another.
fn is_readable(figure: &ChartFigure) -> Result<(), String> {
    for (index, one) in figure.texts.iter().enumerate() {
        if one.left < 0 || one.top < 0 || one.right > figure.width as i32 || one.bottom > figure.height as i32 {
            return Err(format!("outside: {one:?} of {}x{}", figure.width, figure.height));
        }
        // Lines of one block may touch, as lines do.
        let over = |other: &virchow::quality::chart::LaidText| {
            one.left < other.right && other.left < one.right && one.top + 1 < other.bottom && other.top + 1 < one.bottom
        };
        if let Some(other) = figure.texts[index + 1..].iter().find(|other| over(other)) {
            return Err(format!("{one:?} over {other:?}"));
        }
    }
    Ok(())
}

#[test]
fn no_text_lies_over_another_whatever_is_drawn() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, figure) in figures(lang) {
            is_readable(&figure).unwrap_or_else(|why| panic!("{name}: {why}"));
        }
    }
    let mut seeded = Seeded(17);
    let words = [
        "全院培训",
        "新的入院评估表上线并要求二十四小时内完成",
        "Enoxaparin in stock again",
        "",
        "A long note that goes on and on until it needs a second line of its own on a narrow screen",
    ];
    for case in 0..400 {
        let lang = if case % 2 == 0 { Lang::Zh } else { Lang::En };
        let (count, from) = (1 + seeded.below(72) as u32, 1990 * 12 + seeded.below(500) as u32);
        let scale = [1, 10, 1_000][seeded.below(3) as usize];
        let months: Vec<ChartMonth> = (0..count)
            .filter(|place| *place == 0 || seeded.below(8) != 0)
            .collect::<Vec<u32>>()
            .into_iter()
            .map(|place| {
                let all = seeded.below(4 * scale) + u64::from(place == 0);
                let low = seeded.below(90) as f64 / 100.0;
                let value =
                    if seeded.below(9) == 0 && place > 0 { MonthValue::Withheld([low, low + 0.1]) } else { counted(seeded.below(all + 1), all) };
                ChartMonth { month: month(from, place), value }
            })
            .collect();
        let notes: Vec<DatedNote> = (0..seeded.below(7))
            .map(|_| {
                let place = from + seeded.below(u64::from(count) + 6) as u32;
                note(
                    &format!("{}-{:02}", month(place, 0), 1 + seeded.below(28)),
                    ChangeKind::ALL[seeded.below(6) as usize],
                    words[seeded.below(5) as usize],
                )
            })
            .collect();
        let kind = [MonthChartKind::Run, MonthChartKind::P, MonthChartKind::PPrime][seeded.below(3) as usize];
        let baseline = (seeded.below(2) == 0).then(|| 1 + seeded.below(u64::from(count)) as usize);
        let target = (seeded.below(2) == 0).then(|| seeded.below(101) as f64);
        let ask = MonthChart {
            kind,
            title: title(lang),
            months: &months,
            baseline,
            target,
            notes: &notes,
            lang,
            width: 300 + 10 * seeded.below(70) as u32,
        };
        match month_chart(&ask) {
            Ok(figure) => is_readable(&figure).unwrap_or_else(|why| panic!("case {case}: {why}")),
            Err(why) => assert_eq!(why, NoChart::Nobody, "case {case}"),
        }
        let sites: Vec<(String, Share)> = (0..1 + seeded.below(30))
            .map(|index| {
                let all = seeded.below(4 * scale);
                (format!("第{index}卫生院"), Share { counted: seeded.below(all + 1), all })
            })
            .collect();
        match funnel_chart(&FunnelChart { title: title(lang), sites: &sites, lang, width: 360 + 10 * seeded.below(70) as u32 }) {
            Ok(figure) => is_readable(&figure).unwrap_or_else(|why| panic!("funnel {case}: {why}")),
            Err(why) => assert_eq!(why, NoChart::Nobody),
        }
    }
}

#[test]
fn a_page_under_a_strict_policy_takes_it_and_words_stay_words() {
    let months = two_years();
    let evil = "<script>alert(1)</script> & \"x\" \u{1}";
    let notes = [note("2025-03-03", ChangeKind::Form, evil)];
    let ask =
        MonthChart { kind: MonthChartKind::P, title: evil, months: &months, baseline: None, target: None, notes: &notes, lang: Lang::Zh, width: 720 };
    let svg = month_chart(&ask).expect("a chart").svg;
    for refused in ["<script", "style=", "<style", "href", "url(", "\u{1}", " onload"] {
        assert!(!svg.contains(refused), "{refused}");
    }
    assert!(svg.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"));
    let opened = svg.matches('<').count();
    assert_eq!(opened, svg.matches('>').count());
}

#[test]
fn no_data_nobody_withheld_and_zero_are_four_things() {
    let months = [
        ChartMonth { month: "2026-01".into(), value: counted(0, 40) },
        ChartMonth { month: "2026-02".into(), value: counted(0, 0) },
        ChartMonth { month: "2026-04".into(), value: MonthValue::Withheld([0.0, 0.1]) },
        ChartMonth { month: "2026-05".into(), value: counted(3, 40) },
    ];
    let ask =
        |lang| MonthChart { kind: MonthChartKind::Run, title: "x", months: &months, baseline: None, target: None, notes: &[], lang, width: 720 };
    let figure = month_chart(&ask(Lang::En)).expect("a chart");
    let rows: Vec<[&str; 4]> = figure.table.rows.iter().map(|row| [0, 1, 2, 3].map(|column| row[column].as_str())).collect();
    assert_eq!(
        rows,
        [
            ["2026-01", "0", "40", "0.00 %"],
            ["2026-02", "0", "0", "–"],
            ["2026-03", "No data", "", ""],
            ["2026-04", "Withheld", "", "0.00 %–10.00 %"],
            ["2026-05", "3", "40", "7.50 %"]
        ]
    );
    for key in ["No data", "Nobody", "Withheld: its range"] {
        assert!(figure.texts.iter().any(|text| text.text == key), "{key}");
    }
    assert_eq!(figure.said, "2 months with data, fewer than 12: no verdict");
}

#[test]
fn a_rule_that_fired_is_named_and_its_points_have_a_shape() {
    for (lang, figures) in [(Lang::Zh, figures(Lang::Zh)), (Lang::En, figures(Lang::En))] {
        let (_, p) = figures.iter().find(|(name, _)| *name == "p").expect("drawn");
        let name = virchow::quality::signals::SignalRule::Astronomical.name().get(lang);
        assert!(p.said.contains(name), "{}", p.said);
        assert!(p.svg.matches("<polygon class=\"marked\"").count() >= 3);
        let column = p.table.columns.len() - 2;
        assert!(p.table.rows.iter().any(|row| row[column].contains(name)));
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let one = |month: &str, value| ChartMonth { month: month.into(), value };
    fn why(months: &[ChartMonth]) -> NoChart {
        let ask = MonthChart { kind: MonthChartKind::P, title: "x", months, baseline: None, target: None, notes: &[], lang: Lang::Zh, width: 720 };
        month_chart(&ask).expect_err("no chart")
    }
    assert_eq!(why(&[]), NoChart::Nobody);
    assert_eq!(why(&[one("2026-01", counted(0, 0))]), NoChart::Nobody);
    assert_eq!(why(&[one("2026-01", counted(1, 2)), one("2026-13", counted(1, 2))]), NoChart::Month(1));
    assert_eq!(why(&[one("0001-01", counted(1, 2)), one("9999-12", counted(1, 2))]), NoChart::TooLong);
    assert_eq!(why(&[one("2026-01", counted(3, 2))]), NoChart::Uneven(0));
    fn funnel(sites: &[(String, Share)]) -> NoChart {
        funnel_chart(&FunnelChart { title: "x", sites, lang: Lang::Zh, width: 720 }).expect_err("no chart")
    }
    assert_eq!(funnel(&[("a".to_owned(), Share { counted: 3, all: 2 })]), NoChart::Uneven(0));
    assert_eq!(funnel(&[]), NoChart::Nobody);
}

#[test]
fn the_style_sheet_colours_every_ink_that_is_drawn() {
    let sheet = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("styles/ward/5-chart.css")).expect("the sheet");
    for (_, figure) in figures(Lang::Zh) {
        for class in figure.svg.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(sheet.contains(&format!("svg.chart .{class}")) || class == "chart", "{class}");
        }
    }
}
