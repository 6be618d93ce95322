//! What is written of the quality office for people to read and sign: `docs/for-clinicians/indicators.md` (each definition as a sentence,
//! with its options, marks and target), `docs/for-hosts/analytics/indicators.sql` (the same as SQL), and `docs/reports/study.md` (the
//! alliance study cell by cell). `UPDATE=1 cargo test --no-default-features --test quality_page` writes them.
#![cfg(not(target_family = "wasm"))]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use virchow::interop::quality::measure::measure;
use virchow::quality::catalogue::indicator::{Chosen, Indicator};
use virchow::quality::catalogue::notion::Notion;
use virchow::quality::catalogue::{NOT_COUNTED, all, every_choice, named};
use virchow::quality::contingency::{chi_square, written_p};
use virchow::quality::count::{count, total};
use virchow::quality::episode::FactKind;
use virchow::quality::means::{MeanOf, standardised, standardised_shares, welch};
use virchow::quality::rates::Share;
use virchow::quality::sentence::sentence;
use virchow::quality::sql::sql;
use virchow::quality::study::check::{PrintedAs, printed_as, recompute, shares};
use virchow::quality::study::published::{PrintedGroup, PrintedSite, SITES};
use virchow::quality::study::rows::{TypedCounts, stays};
use virchow::text::Lang;

fn kept(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(&file, text).expect("written");
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let line = committed.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
    assert!(committed == text, "{path} differs from the definitions, first in line {line}: UPDATE=1 writes it, and a person reads what changed");
}

fn target(indicator: &Indicator) -> String {
    let whose = indicator.target.whose;
    let percent = indicator.target.percent.map_or_else(String::new, |percent| format!("{percent} %: "));
    format!("{percent}{} / {}", whose.zh(), whose.en())
}

#[test]
fn each_definition_as_a_sentence_to_be_signed() {
    let mut page = String::from(
        "# 质控指标：计算口径 / Indicators: how each is counted\n\nGenerated from `src/quality/catalogue/`; a test fails when it differs. The sentences are made of the criteria themselves, and the same criteria are the SQL of [indicators.sql](../for-hosts/analytics/indicators.sql).\n本页由指标表生成；句子由判定条件本身写出，与所附SQL同源。\n\n每份住院在每个指标中只落在一处：不在期间、被第一条符合的规则排除（无法判定的另计）、不属分母、只在分母、在分子。\nEvery stay ends in exactly one place of each indicator: not in the period, left out by the first rule that fits (what cannot be told apart), outside, denominator only, or numerator.\n\n审核 / Read and approved: ____________________    日期 / Date: ____________\n",
    );
    for indicator in all() {
        let of = Chosen::default_of(indicator);
        let label = indicator.label.map_or_else(String::new, |label| format!(" ({label})"));
        let _ = write!(page, "\n## `{}`{label} {} / {}\n", indicator.id, indicator.name.zh(), indicator.name.en());
        for lang in [Lang::Zh, Lang::En] {
            page.push('\n');
            sentence(&of, lang).iter().for_each(|line| page.extend(["- ", line, "\n"]));
        }
        let marks: Vec<String> = indicator.marks.iter().map(|mark| mark.written()).collect();
        let _ = write!(page, "\n目标 / target: {}. 来源 / sources: {}.\n", target(indicator), marks.join("; "));
    }
    page.push_str("\n## 不计算 / Not counted\n\n| id | 指标 | why |\n|---|---|---|\n");
    for (id, name, why) in NOT_COUNTED {
        let _ = writeln!(page, "| `{id}` | {} / {} | {} / {} |", name.zh(), name.en(), why.zh(), why.en());
    }
    kept("docs/for-clinicians/indicators.md", &page);
}

#[test]
fn each_definition_as_sql() {
    let mut text = String::from(
        "-- Generated from src/quality/catalogue/; a test fails when it differs. Over the tables episode and settled (docs/for-hosts/quality.md), one\n-- text for DuckDB and Spark. Each answer has the number of stays by month, facility, tier, department and place: a period is the sum of its\n-- months. numerator + denominator + open is the denominator of the rate.\n",
    );
    for indicator in all() {
        text.push('\n');
        text.push_str(&sql(&Chosen::default_of(indicator)));
    }
    kept("docs/for-hosts/analytics/indicators.sql", &text);
}

/// No two definitions of one name, none of one text, and each says itself in both languages.
#[test]
fn two_numbers_that_differ_in_definition_never_share_a_name() {
    let choices = every_choice();
    let mut ids: Vec<String> = choices.iter().map(Chosen::id).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for of in &choices {
        let of_indicator: Vec<&Chosen> = choices.iter().filter(|other| other.indicator.id == of.indicator.id).collect();
        let same = |other: &&&Chosen| sql(other).lines().skip(1).eq(sql(of).lines().skip(1));
        assert_eq!(of_indicator.iter().filter(same).map(|other| other.id()).collect::<Vec<_>>(), [of.id()], "one definition, two names");
        for (lang, chinese) in [(Lang::Zh, true), (Lang::En, false)] {
            for line in sentence(of, lang) {
                assert_eq!(line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), chinese, "{}: {line}", of.id());
            }
        }
        let fhir = measure(of);
        assert_eq!(fhir["group"][0]["population"].items().len(), 3 + of.indicator.exclusions.len(), "{}", of.id());
    }
}

/// No seconds where hours are meant, no list that is not there, and the word of a choice beside what it chooses.
#[test]
fn sentences_say_what_is_counted_in_words_of_a_ward() {
    for of in every_choice() {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| sentence(&of, lang).join("\n"));
        for words in ["1秒", "0小时", "另行列出"] {
            assert!(!zh.contains(words), "{}: {words}\n{zh}", of.id());
        }
        for words in [" 1 s", " 0 h", "listed apart"] {
            assert!(!en.contains(words), "{}: {words}\n{en}", of.id());
        }
    }
    let of = |id: &str, lang: Lang| sentence(&named(id).expect("an indicator"), lang).join("\n");
    assert!(of("alliance_7", Lang::Zh).contains("入院后超过24小时，不晚于出院，有确诊VTE"), "{}", of("alliance_7", Lang::Zh));
    assert!(of("alliance_7", Lang::En).contains("more than 24 h after admission and not later than discharge: with a confirmed VTE"));
    assert!(of("hat_90", Lang::Zh).contains("出院后90天之内，有确诊VTE"));
    let (default, chosen) = ("至少一次评估为中高危", "最后一次评估为中高危");
    assert!(of("alliance_5", Lang::Zh).contains(&format!("{default}，默认（另一口径：{chosen}，`latest_band`）")));
    assert!(of("alliance_5.latest_band", Lang::Zh).contains(&format!("{chosen}，`latest_band`（另一口径：{default}，默认）")));
}

/// What this project decided stands as its mark wherever it is counted.
#[test]
fn decisions_are_marked_where_they_count() {
    let marks = |indicator: &Indicator| indicator.marks.iter().map(|mark| mark.written()).collect::<Vec<_>>().join("\n");
    for indicator in all() {
        let (text, written) = (sql(&Chosen::default_of(indicator)), marks(indicator));
        let has = |words: &str| written.contains(words);
        assert!(!text.contains("'ordered'") || has("withdrawn before it was begun"), "{}: {written}", indicator.id);
        let counts_screens = [indicator.population, indicator.numerator]
            .iter()
            .any(|notion| matches!(notion, Notion::BleedingAssessed | Notion::ProperPrevention | Notion::StandardPrevention));
        assert!(!counts_screens || has("still open counts"), "{}: {written}", indicator.id);
        assert!(!indicator.id.starts_with("alliance_") || has("the default of every option"), "{}: {written}", indicator.id);
        // All discharges, as the source has it; the study and England say themselves what they leave out.
        let leaves_out = indicator.exclusions.iter().any(|rule| rule.id == "day_surgery");
        assert_eq!(leaves_out, indicator.id.starts_with("alliance_"), "{}", indicator.id);
        assert!(leaves_out || has("day surgery is"), "{}: {written}", indicator.id);
    }
    assert!(marks(named("q_prev_drug").expect("an indicator").indicator).contains("K: formula"));
}

/// Every kind that a definition asks of is one of which a source that tells nothing says so.
#[test]
fn every_kind_that_is_asked_of_can_be_untold() {
    let known: Vec<&str> = FactKind::ASKED.iter().map(|kind| kind.id()).collect();
    for of in every_choice() {
        for part in sql(&of).split("s.kind = '").skip(1) {
            let kind = part.split('\'').next().unwrap_or_default();
            assert!(known.contains(&kind), "{kind} of {}", of.id());
        }
    }
}

/// What a test of a typed row counts, by the catalogue.
fn counted(site: &PrintedSite, group: &PrintedGroup) -> Vec<[u64; 2]> {
    let stays: Vec<_> = stays(site, group).collect();
    let months: std::collections::BTreeSet<&str> = stays.iter().map(|stay| stay.episode.discharged_month.as_str()).collect();
    assert_eq!(months.len(), 12, "{} {}", site.id, group.id);
    site.lines
        .iter()
        .map(|line| {
            let of = named(line.id).expect("an indicator");
            let counts = total(count(&of, &stays).values());
            [counts.numerator(), counts.denominator()]
        })
        .collect()
}

fn verdict(printed: &str, ours: f64) -> &'static str {
    match printed_as(printed, ours) {
        PrintedAs::Rounded => "一致 / agrees",
        PrintedAs::CutOff => "一致（末位舍去而非四舍五入）/ agrees, digits cut off instead of rounded",
        PrintedAs::Zero => "p不会为0；应写作 < 0.001 / a p is never 0: < 0.001",
        PrintedAs::Differs => "**不符 / differs**",
    }
}

/// Of a rate that differs: which count would give what is printed.
fn rate_verdict(percent: &str, share: Share) -> String {
    let says = verdict(percent, share.counted as f64 / share.all as f64 * 100.0);
    if !says.contains("differs") {
        return says.to_owned();
    }
    let meant = percent.parse::<f64>().expect("a number") / 100.0 * share.all as f64;
    format!("{says}: {percent} % × {} = {meant:.1}，而非 {} / and not {}", share.all, share.counted, share.counted)
}

fn statistic(line: &virchow::quality::study::published::PrintedLine) -> String {
    let found = recompute(line).expect("a statistic");
    let decimals = line.statistic.split_once('.').map_or(0, |(_, digits)| digits.len());
    let agrees = |ours: f64| matches!(printed_as(line.statistic, ours), PrintedAs::Rounded | PrintedAs::CutOff);
    let why = if agrees(found.pearson) {
        "一致（Pearson）/ agrees (Pearson)".to_owned()
    } else if agrees(found.yates) {
        "一致（Yates校正）/ agrees (Yates)".to_owned()
    } else if agrees(found.against_denominators) {
        format!(
            "**不符 / differs**: 印出的值是以“分子、分母”两列列表得到的（[{}, {}; {}, {}] → {:.decimals$}），应为“分子、其余”两列（[{}, {}; {}, {}]）/ the printed value is that of counted beside denominators, in place of counted beside the rest",
            line.og[0],
            line.og[1],
            line.cg[0],
            line.cg[1],
            found.against_denominators,
            line.og[0],
            line.og[1] - line.og[0],
            line.cg[0],
            line.cg[1] - line.cg[0]
        )
    } else {
        "**不符 / differs**: 由印出的人数得不到此值 / does not follow from the printed counts".to_owned()
    };
    format!("{} | {:.3} | {:.3} | {why}", line.statistic, found.pearson, found.yates)
}

fn p_of(line: &virchow::quality::study::published::PrintedLine) -> String {
    let found = recompute(line).expect("a statistic");
    let why = match printed_as(line.p, found.pearson_p) {
        PrintedAs::Differs if matches!(printed_as(line.p, found.against_denominators_p), PrintedAs::Rounded | PrintedAs::CutOff) => {
            "**不符 / differs**: 与上述列表错误的统计量相应 / follows from the same table"
        }
        PrintedAs::Differs if line.p == "0.00" => "p不会为0；应写作 < 0.001 / a p is never 0: < 0.001",
        _ => verdict(line.p, found.pearson_p),
    };
    format!("{} | {} | {why}", line.p, written_p(found.pearson_p))
}

#[test]
fn the_study_cell_by_cell() {
    let mut page = String::from(
        "# 医联体研究，逐格复算 / The alliance study, cell by cell\n\nGenerated by `tests/quality_page.rs`; a test fails when it differs. 逐格由测试生成。\n\nZhang X. et al.: OG July 2024 to June 2025, CG July 2023 to June 2024. 每一格：印出的值、由其人数复算的值、是否一致，不一致时给出算式。\nEach cell: what is printed, what its own counts give, and whether the two agree; where they do not, the arithmetic. Before and after is not a trial: at thirty thousand a side every p is small, and what else changed in that year is not in these tables.\n",
    );
    for site in &SITES {
        let name = if site.id == "county" { "县级医院 / county hospital" } else { "乡镇医院 / township hospitals" };
        let _ = write!(
            page,
            "\n## {name}\n\n### 率 / Rates\n\n| # | group | 印出 printed | n/N | 复算 ours | Wilson 95 % | |\n|---|---|---|---|---|---|---|\n"
        );
        for line in &site.lines {
            for (group, percent, share) in [("OG", line.og_percent, shares(line)[0]), ("CG", line.cg_percent, shares(line)[1])] {
                let rate = share.rate().expect("a rate");
                let _ = writeln!(
                    page,
                    "| {} | {group} | {percent} % | {}/{} | {:.3} % | {:.2}–{:.2} % | {} |",
                    &line.id[9..],
                    share.counted,
                    share.all,
                    rate.value * 100.0,
                    rate.low * 100.0,
                    rate.high * 100.0,
                    rate_verdict(percent, share)
                );
            }
        }
        page.push_str("\n### 差值与检验 / Differences and tests\n\n| # | OG−CG (Newcombe 95 %) | χ² 印出 printed | Pearson | Yates | |\n|---|---|---|---|---|---|\n");
        for line in &site.lines {
            let [og, cg] = shares(line);
            let difference = og.less(cg).expect("a difference");
            let _ = writeln!(
                page,
                "| {} | {:+.2} ({:+.2} to {:+.2}) | {} |",
                &line.id[9..],
                difference.value * 100.0,
                difference.low * 100.0,
                difference.high * 100.0,
                statistic(line)
            );
        }
        page.push_str("\n| # | p 印出 printed | p (Pearson) | |\n|---|---|---|---|\n");
        for line in &site.lines {
            let _ = writeln!(page, "| {} | {} |", &line.id[9..], p_of(line));
        }
        baseline(&mut page, site);
        denominators(&mut page, site);
        typed(&mut page, site);
    }
    kept("docs/reports/study.md", &page);
}

fn baseline(page: &mut String, site: &PrintedSite) {
    page.push_str("\n### 基线 / Baseline\n\n| | 印出 printed | 复算 ours | SMD | |\n|---|---|---|---|---|\n");
    let men = |group: &PrintedGroup| Share { counted: group.men, all: group.all };
    let found = chi_square(men(&site.og), men(&site.cg), false).expect("a statistic");
    let [statistic, p] = site.baseline[0];
    let share = |group: &PrintedGroup| group.men as f64 / group.all as f64;
    let _ = writeln!(
        page,
        "| 男/女 men and women | {statistic}, p {p} | χ² {:.3}, p {} | {:+.3} | {} ; p: {} |",
        found.statistic,
        written_p(found.p),
        standardised_shares(share(&site.og), share(&site.cg)).expect("a figure"),
        verdict(statistic, found.statistic),
        verdict(p, found.p)
    );
    for (group, name) in [(&site.og, "OG"), (&site.cg, "CG")] {
        let _ = writeln!(
            page,
            "| 人数 {name} | {} + {} | {} | | {} |",
            group.men,
            group.women,
            group.men + group.women,
            if group.men + group.women == group.all { "一致 / agrees" } else { "**不符 / differs**" }
        );
    }
    for (row, name, of) in
        [(1, "年龄 age", (|group: &PrintedGroup| group.age) as fn(&PrintedGroup) -> [f64; 2]), (2, "BMI", |group: &PrintedGroup| group.bmi)]
    {
        let mean = |group: &PrintedGroup| MeanOf { n: group.all, mean: of(group)[0], sd: of(group)[1] };
        let (og, cg) = (mean(&site.og), mean(&site.cg));
        let found = welch(og, cg).expect("a figure");
        let [statistic, p] = site.baseline[row];
        let beyond = if p.parse::<f64>().is_ok_and(|p| p > 1.0) { " p > 1 不可能 / a p above 1 cannot be" } else { "" };
        let _ = writeln!(
            page,
            "| {name} | {statistic}, p {p} | t {:.2} (Welch), p {} | {:+.3} | {} ; p: {}{beyond} |",
            found.t,
            written_p(found.p),
            standardised(og, cg).expect("a figure"),
            verdict(statistic, found.t.abs()),
            verdict(p, found.p)
        );
    }
}

/// Denominators that one set of stays cannot have.
fn denominators(page: &mut String, site: &PrintedSite) {
    page.push_str("\n### 分母之间 / Between the denominators\n\n| group | | |\n|---|---|---|\n");
    for (name, at) in [("OG", 0), ("CG", 1)] {
        let of = |line: usize| if at == 0 { site.lines[line].og } else { site.lines[line].cg };
        let (bleeding, high, low) = (of(1)[0], of(5)[0], of(3)[1]);
        let six = of(5)[1];
        let six_says = if six == bleeding {
            "一致 / agrees".to_owned()
        } else {
            format!("**不符 / differs**: 相差 {} / by {}", bleeding.abs_diff(six), bleeding.abs_diff(six))
        };
        let _ = writeln!(page, "| {name} | 指标2分子 {bleeding}，指标6分母 {six} / numerator of 2, denominator of 6 | {six_says} |");
        let most = bleeding - high;
        let four_says = if low <= most {
            "可能 / possible".to_owned()
        } else {
            format!(
                "**不可能 / cannot be**: 评估且非高危者至多 {bleeding} − {high} = {most}，比印出的少 {} / assessed and not high are {most} at most, {} fewer than printed",
                low - most,
                low - most
            )
        };
        let _ = writeln!(page, "| {name} | 指标4分母（中高危且出血低危）{low} / denominator of 4 | {four_says} |");
    }
}

/// The typed rows count what is printed, but for what contradicts itself.
fn typed(page: &mut String, site: &PrintedSite) {
    page.push_str("\n### 演示数据（逐份住院的行）/ Demonstration rows\n\n| # | OG 行 rows | OG 印出 printed | CG 行 rows | CG 印出 printed | |\n|---|---|---|---|---|---|\n");
    let (og, cg) = (counted(site, &site.og), counted(site, &site.cg));
    for (index, line) in site.lines.iter().enumerate() {
        assert_eq!([og[index][0], cg[index][0]], [line.og[0], line.cg[0]], "{} {}: numerators are those printed", site.id, line.id);
        let says = if og[index] == line.og && cg[index] == line.cg {
            "一致 / equal"
        } else {
            "分母按指标2、6的分子推出（见上）/ the denominator follows from the numerators of 2 and 6 (above)"
        };
        if !matches!(line.id, "alliance_4" | "alliance_6") {
            assert_eq!((og[index], cg[index]), (line.og, line.cg), "{} {}", site.id, line.id);
        }
        let of = |pair: [u64; 2]| format!("{}/{}", pair[0], pair[1]);
        let _ = writeln!(page, "| {} | {} | {} | {} | {} | {says} |", &line.id[9..], of(og[index]), of(line.og), of(cg[index]), of(line.cg));
    }
    for group in [&site.og, &site.cg] {
        let counts = TypedCounts::of(site, group);
        assert!(counts.bleeding_high + counts.drug <= counts.bleeding, "who gets a drug is not high for bleeding");
    }
}
