//! The house rules that a compiler does not hold: who may import whom, where the outside world is let in, and that the
//! clinical wording is whole.
#![cfg(not(target_family = "wasm"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use virchow::clinical::finding::SHARED;
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{ALL, SCORED};
use virchow::clinical::monitoring::CHECKS;
use virchow::clinical::not_for::NOT_FOR;
use virchow::clinical::outcome::{Outcome, Reading};
use virchow::clinical::profile::Profile;
use virchow::clinical::quantity::QUANTITIES;
use virchow::clinical::source::{LOCAL_SETTING, Mark, NOT_VERIFIED, PLACES};
use virchow::clinical::{rcog_china, rcog_doses};
use virchow::interop::rules_in_code::RULES_IN_CODE;
use virchow::record::due::TRIGGERS;
use virchow::record::role::Role;
use virchow::record::timepoint::TIMEPOINTS;
use virchow::text::{Lang, Text};

/// text <- clinical <- record <- quality <- training <- interop <- session <- web <- ui <- bin
#[rustfmt::skip]
const ROOMS: &[(&str, u8)] = &[
    ("text", 0), ("clinical", 1), ("record", 2), ("quality", 3), ("training", 4), ("interop", 5), ("session", 6), ("web", 7), ("ui", 8), ("bin", 9),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the library, its room, and its code without comments and texts.
struct Source {
    path: String,
    room: &'static str,
    code: String,
}

fn sources() -> Vec<Source> {
    let mut files = vec![];
    walk(&root().join("src"), &mut files);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let sources: Vec<Source> = files
        .iter()
        .map(|path| {
            let path = path.strip_prefix(root()).expect("in the repository").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(root().join(&path)).expect("readable");
            let first = path["src/".len()..].split(['/', '.']).next().unwrap_or_default().to_owned();
            let room = ROOMS.iter().find(|(room, _)| *room == first).map_or("lib", |(room, _)| room);
            Source { path, room, code: bare(&text) }
        })
        .collect();
    assert!(sources.len() > 20, "found only {} files", sources.len());
    sources
}

/// Code alone: what stands in comments and texts speaks of things, it does not use them.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = quoted.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\"'") {
            3
        } else if let Some(escape) = rest.strip_prefix("'\\") {
            escape.find('\'').map_or(rest.len(), |end| end + 3).max(4)
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.extend(rest[..skipped].matches('\n').map(|_| '\n'));
        rest = &rest[skipped..];
    }
    code
}

#[test]
fn the_reader_of_code_skips_comments_and_texts() {
    assert_eq!(bare("a // b\nc \"d \\\" e\" f r#\"g\"h\"# i '\"' j '\\'' k /* l */ m"), "a \nc  f  i  j  k  m");
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | "node_modules" | "dist" | ".git" | ".tools") {
                walk(&path, files);
            }
        } else {
            files.push(path);
        }
    }
}

fn rank(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, rank)| *rank)
}

/// The rooms that a file names: `crate::room`, `crate::{room, …}`, and from a binary `virchow::room`.
fn named(source: &Source) -> Vec<String> {
    let mut rooms = vec![];
    for root in ["crate::", "virchow::"] {
        for (at, _) in source.code.match_indices(root) {
            if root == "virchow::" && source.room != "bin" {
                continue;
            }
            let rest = &source.code[at + root.len()..];
            let list = if let Some(group) = rest.strip_prefix('{') { group.split('}').next().unwrap_or_default() } else { rest };
            let names = list.split(if rest.starts_with('{') { ',' } else { '\0' });
            rooms.extend(names.map(|name| name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()));
        }
    }
    rooms
}

#[test]
fn rooms_import_only_what_stands_before_them() {
    let mut wrong = vec![];
    let mut edges = 0;
    for source in sources() {
        let Some(from) = rank(source.room) else { continue };
        for room in named(&source) {
            let Some(to) = rank(&room) else { continue };
            edges += 1;
            let sideways = to == from && room != source.room;
            if to > from || sideways || (source.room == "ui" && room == "interop") {
                wrong.push(format!("{}: {} may not import {room}", source.path, source.room));
            }
        }
        // `super::super::…` out of a room would go around the rule.
        let depth = source.path.matches('/').count() - 1;
        let climbs = source
            .code
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .map(|path| path.matches("super::").count())
            .max()
            .unwrap_or(0);
        if climbs > depth + usize::from(source.code.contains("mod tests")) {
            wrong.push(format!("{}: climbs out of its room by super", source.path));
        }
    }
    assert!(edges > 30, "found only {edges} imports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Code without what only tests see, and the modules that only tests have.
fn without_tests(code: &str) -> (String, Vec<String>) {
    let (mut kept, mut of_tests, mut lines) = (String::new(), vec![], code.lines());
    while let Some(line) = lines.next() {
        let attribute = line.trim_start();
        if !attribute.starts_with("#[cfg(test)]") && !attribute.starts_with("#[cfg(all(test,") {
            kept.extend([line, "\n"]);
            continue;
        }
        let end = [&line[..line.len() - attribute.len()], "}"].concat();
        let item = lines.by_ref().find(|line| !line.trim_start().starts_with("#[")).unwrap_or_default();
        let declared = item.strip_suffix(';').and_then(|item| item.split("mod ").nth(1));
        of_tests.extend(declared.map(str::to_owned));
        if !item.ends_with(';') {
            lines.by_ref().find(|line| line.starts_with(&end));
        }
    }
    (kept, of_tests)
}

/// Every path of a `use` tree, written out: `a::{b, c::{d, e}}` is three.
fn written_out(tree: &str) -> Vec<String> {
    let Some((head, rest)) = tree.split_once('{') else { return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()] };
    let (mut depth, mut paths, mut branch) = (0, vec![], String::new());
    for c in rest.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth < 0 || depth == 0 && c == ',' {
            paths.extend(written_out(&branch).into_iter().filter(|path| !path.is_empty()).map(|path| [head.trim(), &path].concat()));
            branch.clear();
        } else {
            branch.push(c);
        }
    }
    paths
}

/// The paths that code names: those of its `use` lines, and those that it is written with.
fn paths(code: &str) -> Vec<String> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let (mut found, mut rest) = (vec![], code.to_owned());
    for line in code.split_inclusive(';').filter_map(|item| item.rsplit_once("use ").filter(|(before, _)| !before.ends_with(is_path))) {
        let tree = line.1.trim_end_matches(';');
        found.extend(written_out(tree));
        rest = rest.replace(line.1, "");
    }
    found.extend(rest.split(|c| !is_path(c)).filter(|path| path.contains("::")).map(str::to_owned));
    found
}

/// Modules and their code as a page is built of them: without what only tests see.
fn built(files: &[(String, String)]) -> BTreeMap<&str, String> {
    let (mut built, mut of_tests) = (BTreeMap::new(), vec![]);
    for (module, code) in files {
        let (code, declared) = without_tests(code);
        built.insert(module.as_str(), code);
        of_tests.extend(declared.into_iter().map(|name| [module, "::", &name].concat()));
    }
    built.retain(|module, _| {
        !of_tests.iter().any(|of| module.strip_prefix(of.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
    });
    built
}

/// The files of the library by their module.
fn modules() -> Vec<(String, String)> {
    let rooms = sources().into_iter().filter(|source| !matches!(source.room, "lib" | "bin"));
    rooms.map(|source| (source.path["src/".len()..].trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::"), source.code)).collect()
}

/// Which modules name which.
fn names(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let modules = built(files);
    let file_of = |path: &[&str]| (1..=path.len()).rev().map(|length| path[..length].join("::")).find(|module| modules.contains_key(module.as_str()));
    let mut graph = BTreeMap::new();
    for (module, code) in &modules {
        let here: Vec<&str> = module.split("::").collect();
        let named = paths(code).into_iter().filter_map(|path| {
            let path: Vec<&str> = path.split("::").map(str::trim).collect();
            let up = path.iter().take_while(|part| **part == "super").count();
            let whole = match path[0] {
                "crate" => path[1..].to_vec(),
                "super" => [&here[..here.len().checked_sub(up)?], &path[up..]].concat(),
                "self" => [&here[..], &path[1..]].concat(),
                own if modules.contains_key(format!("{module}::{own}").as_str()) => [&here[..], &path[..]].concat(),
                _ => return None,
            };
            file_of(&whole).filter(|named| named != module)
        });
        graph.insert((*module).to_owned(), named.collect());
    }
    graph
}

/// Modules that reach one another, each circle once.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<&str>> {
    let reached = |from: &str| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(module) = waiting.pop() {
            waiting.extend(graph[&module].iter().filter(|next| seen.insert((*next).clone())).cloned());
        }
        seen
    };
    let reach: BTreeMap<&str, BTreeSet<String>> = graph.keys().map(|module| (module.as_str(), reached(module))).collect();
    let together = |one: &str, other: &str| reach[one].contains(other) && reach[other].contains(one);
    let first = |module: &&str| reach[module].contains(*module) && !reach.keys().any(|other| other < module && together(other, module));
    reach.keys().copied().filter(first).map(|one| reach.keys().copied().filter(|other| together(one, other)).collect()).collect()
}

#[test]
fn the_finder_of_circles_follows_every_kind_of_path() {
    let of = |files: &[(&str, &str)]| {
        let files: Vec<(String, String)> = files.iter().map(|(module, code)| ((*module).to_owned(), (*code).to_owned())).collect();
        circles(&names(&files)).iter().map(|circle| circle.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(of(&[("a", "use crate::b::{C, d::{E, F}};\n"), ("b", "fn f() {}\n")]), [""; 0]);
    assert_eq!(of(&[("a", "use crate::b::C;\n"), ("b", "fn f() { crate::a::g() }\n")]), ["a b"]);
    assert_eq!(of(&[("a", "mod b;\nfn f() { b::g() }\n"), ("a::b", "use super::f;\n")]), ["a a::b"]);
    assert_eq!(
        of(&[("r::a", "use super::{b, x};\n"), ("r::b", "use super::c::D as E;\n"), ("r::c", "use self::f;\nfn h(a: super::a::T) {}\n")]),
        ["r::a r::b r::c"]
    );
    // What only tests name is no edge, and a module that only tests have is none.
    let tested = "#[cfg(test)]\nmod t;\nfn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::b::C;\n}\n";
    assert_eq!(of(&[("a", tested), ("a::t", "use super::f;\nuse crate::b::C;\n"), ("b", "use crate::a::f;\nuse crate::a::t::g;\n")]), [""; 0]);
}

/// A file that knows who uses it cannot be read, tested or moved by itself. What two files share stands in a third below both.
#[test]
fn no_files_name_one_another_in_a_circle() {
    let graph = names(&modules());
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 1000, "found only {} files and their imports", graph.len());
    let mut found = vec![];
    for circle in circles(&graph) {
        found.push(format!("a circle of {} files:", circle.len()));
        for module in &circle {
            let inside: Vec<&str> = graph[*module].iter().map(String::as_str).filter(|named| circle.contains(named)).collect();
            found.push(format!("    {module} names {}", inside.join(", ")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Whoever searches for a type finds one, and an `impl` or a comment that names it can mean no other.
#[test]
fn every_type_name_stands_for_one_thing() {
    let files = modules();
    let mut homes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (module, code) in built(&files) {
        for line in code.lines().filter(|line| line.starts_with("pub")) {
            let mut declared =
                words(line).skip_while(|word| !matches!(*word, "struct" | "enum" | "trait" | "type" | "union" | "fn" | "const" | "static"));
            if let (Some("struct" | "enum" | "trait" | "type" | "union"), Some(name)) = (declared.next(), declared.next()) {
                homes.entry(name.to_owned()).or_default().push(module);
            }
        }
    }
    assert!(homes.len() > 300, "found only {} types", homes.len());
    homes.retain(|_, modules| modules.len() > 1);
    let twice: Vec<String> = homes.iter().map(|(name, modules)| format!("{name}: {}", modules.join(", "))).collect();
    assert!(twice.is_empty(), "a name is taken already:\n{}", twice.join("\n"));
}

/// Files of logic over 400 lines, without what only tests see. The list only grows shorter; a file of tables belongs in `TABLES`.
#[rustfmt::skip]
const LONG: &[&str] = &[
    "interop::json", "record::decide", "session::care", "session::desk", "session::screen", "ui",
    "web::runtime", "web::ward::book",
];

/// Files whose length is content: words, and rules that are rows.
const TABLES: &[&str] = &["clinical::contraindication::rules", "ui::words"];

/// A file that a newcomer reads from top to bottom ends before the reader does.
#[test]
fn no_further_file_of_logic_is_over_400_lines() {
    let files: Vec<(String, String)> = sources()
        .into_iter()
        .filter(|source| !matches!(source.room, "lib" | "bin"))
        .map(|source| {
            let text = fs::read_to_string(root().join(&source.path)).expect("readable");
            (source.path["src/".len()..].trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::"), text)
        })
        .collect();
    let long: Vec<&str> = built(&files).iter().filter(|(_, code)| code.lines().count() > 400).map(|(module, _)| *module).collect();
    let further: Vec<&&str> = long.iter().filter(|module| !LONG.contains(module) && !TABLES.contains(module)).collect();
    assert!(further.is_empty(), "over 400 lines, move a section to a file of its own: {further:?}");
    let short: Vec<&&str> = LONG.iter().chain(TABLES).filter(|module| !long.contains(module)).collect();
    assert!(short.is_empty(), "take them off the list, they are short now: {short:?}");
}

/// Words of a file, as identifiers.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

#[test]
fn serde_lives_in_interop_only() {
    for source in sources().iter().filter(|source| source.room != "interop") {
        let found = words(&source.code).find(|word| matches!(*word, "serde" | "serde_json" | "Serialize" | "Deserialize"));
        assert_eq!(found, None, "{}", source.path);
    }
}

#[test]
fn the_browser_is_known_to_web_ui_and_bin_only() {
    const BROWSER: &[&str] = &["web_sys", "js_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures", "yew", "indexed_db_futures"];
    // RFC 8785 writes numbers as ECMAScript does: where there is one it is asked. The native build has its own way.
    let asks = |source: &&Source| source.path.ends_with("interop/double.rs");
    for source in sources().iter().filter(|source| !matches!(source.room, "web" | "ui" | "bin") && !asks(source)) {
        assert_eq!(words(&source.code).find(|word| BROWSER.contains(word)), None, "{}", source.path);
    }
}

/// An export in the library is linked, with all its code, into every binary.
#[test]
fn wasm_exports_stand_in_the_binaries_only() {
    for source in sources().iter().filter(|source| source.room != "bin") {
        let lines: Vec<&str> = source.code.lines().collect();
        let mut imports = false;
        for (index, line) in lines.iter().enumerate() {
            // An `extern` block imports; it exports nothing.
            let opens = line.trim_start().starts_with("extern");
            imports = (imports || opens) && !line.starts_with('}');
            if line.trim_start().starts_with("#[wasm_bindgen") {
                let heads_a_block = lines.get(index + 1).is_some_and(|next| next.trim_start().starts_with("extern"));
                assert!(imports || heads_a_block, "{}:{}", source.path, index + 1);
            }
        }
    }
}

/// `scripts/assemble.mjs` puts a trap in place of what Yew does for these.
#[test]
fn nothing_is_used_of_yew_that_the_build_cuts_off() {
    let cut = [
        "html!",
        "create_portal",
        "VPortal",
        "VSuspense",
        "Suspen",
        "VRaw",
        "from_html_unchecked",
        "add_listener",
        "set_listeners",
        "IndexMap",
        "add_attribute",
        "add_property",
    ];
    let mut used = vec![];
    // The pages of the app and that of a lesson are bundles of their own, and nothing is cut off there.
    let whole = ["src/ui/ward/", "src/ui/lesson/", "src/ui/office/"];
    for source in sources().iter().filter(|source| !whole.iter().any(|room| source.path.starts_with(room))) {
        used.extend(cut.iter().filter(|word| source.code.contains(*word)).map(|word| format!("{}: {word}", source.path)));
    }
    assert!(used.is_empty(), "{used:?}");
}

/// The pure rooms have no clock, no randomness, and no way out.
#[test]
fn the_core_has_no_clock_and_no_way_out() {
    const OUTSIDE: &[&str] = &["SystemTime", "Utc", "Local", "thread_rng", "getrandom", "println", "eprintln", "fs", "env", "async", "unsafe"];
    for source in sources().iter().filter(|source| matches!(source.room, "text" | "clinical" | "record" | "quality" | "training" | "session")) {
        assert_eq!(words(&source.code).find(|word| OUTSIDE.contains(word)), None, "{}", source.path);
    }
}

/// `clippy.toml` bans clocks, randomness and `window()`; only these two may reach for them.
#[test]
fn only_the_clock_and_the_runtime_lift_the_bans() {
    for source in sources() {
        let lifts = source.code.contains("disallowed_methods");
        assert!(!lifts || matches!(source.path.as_str(), "src/web/clock.rs" | "src/web/runtime.rs"), "{}", source.path);
    }
}

/// Nothing that is kept names a place on one machine.
#[test]
fn no_path_of_one_machine() {
    let mut files = vec![];
    walk(root(), &mut files);
    // In pieces, so that this file does not find itself.
    let places =
        [["/wo", "rk/"], ["../sha", "red"], ["/ro", "ot/"], ["/ho", "me/"], ["/tmp/", "contract"], ["/Us", "ers/"]].map(|parts| parts.concat());
    for path in files {
        // In a worktree `.git` is a file that names its place; it is never committed.
        if path.file_name().is_some_and(|name| name == ".git") {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let found = places.iter().find(|place| text.contains(place.as_str()));
        assert_eq!(found, None, "{}", path.display());
    }
}

/// Every outcome of every reading; of bands of one sum, none.
fn outcomes(instrument: &Instrument) -> impl Iterator<Item = &'static Outcome> {
    instrument.reads.into_iter().flat_map(|reads| reads.readings).flat_map(|reading| match &reading.by {
        Reading::Sum(cuts) => cuts.iter().map(|cut| &cut.outcome).collect::<Vec<_>>(),
        Reading::SumBy(rows) => rows.iter().flat_map(|of| of.cuts).map(|cut| &cut.outcome).collect(),
        Reading::Rows(rows) => rows.iter().map(|row| &row.outcome).collect(),
    })
}

fn marks() -> Vec<(&'static str, &'static [Mark])> {
    let mut marks: Vec<(&str, &[Mark])> = SHARED.iter().map(|row| (row.from.item, row.marks)).collect();
    marks.extend(TRIGGERS.iter().map(|trigger| (trigger.id, trigger.marks)));
    for instrument in ALL.iter().chain(SCORED) {
        marks.push((instrument.id, instrument.source.marks));
        marks.extend(instrument.items.iter().map(|item| (item.id, item.marks)));
        marks.extend(instrument.groups.iter().map(|group| (group.id, group.marks)));
        marks.extend(instrument.bands.iter().map(|band| (band.label.en(), band.marks)));
        marks.extend(instrument.figures.iter().map(|figure| (figure.text.en(), figure.source.marks)));
        marks.extend(instrument.warnings.iter().map(|warning| (warning.id, warning.marks)));
        marks.extend(instrument.caveats.iter().map(|(text, marks)| (text.en(), *marks)));
        marks.extend(outcomes(instrument).map(|outcome| (outcome.id, outcome.marks)));
        marks.extend(instrument.reads.into_iter().flat_map(|reads| reads.not_for).map(|(text, marks)| (text.en(), *marks)));
    }
    marks.extend(rcog_doses::BANDS.iter().chain([&rcog_doses::HIGH_PROPHYLACTIC]).map(|band| (band.label.en(), band.marks)));
    marks.extend(rcog_doses::TO_DISCUSS.iter().map(|row| (row.id, row.marks)));
    marks.extend(rcog_doses::NOTES.iter().map(|(text, marks)| (text.en(), *marks)));
    marks.extend(rcog_china::VERSIONS.iter().map(|row| (row.id, row.marks)));
    marks.extend([&rcog_china::SHANGHAI_2020, &rcog_china::COMPARISON].map(|source| (source.citation, source.marks)));
    marks.extend(CHECKS.iter().map(|row| (row.id, row.marks)));
    marks.extend(NOT_FOR.iter().map(|row| (row.id, row.marks)));
    marks.extend(RULES_IN_CODE.iter().map(|row| (row.rule.en(), row.marks)));
    marks
}

#[test]
fn every_row_says_where_it_comes_from() {
    for (row, marks) in marks() {
        assert!(!marks.is_empty(), "{row}: no source");
        for mark in marks {
            match mark {
                Mark::V(key) => assert!(is_place(key, false), "{row}: V:{key} is no place read"),
                Mark::V2(key) => assert!(is_place(key, true), "{row}: V2:{key} is no secondary place"),
                Mark::K(what) | Mark::D(what) => whole(row, *what),
            }
        }
    }
    let mut keys: Vec<&str> = PLACES.iter().map(|place| place.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), PLACES.len(), "a place stands twice");
    assert!(PLACES.iter().all(|place| place.key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) && !place.what.is_empty()));
}

fn is_place(key: &str, secondary: bool) -> bool {
    PLACES.iter().any(|place| place.key == key && place.secondary == secondary)
}

/// What stands in quotation marks after each `opening`, in a file of the library; not where the opening ends a longer name.
fn quoted(text: &str, opening: &str) -> Vec<String> {
    let starts = text.match_indices(opening).filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    starts.map(|(at, _)| text[at + opening.len()..].split('"').next().unwrap_or_default().to_owned()).collect()
}

fn library() -> Vec<(String, String)> {
    let sources = sources();
    sources.iter().map(|source| (source.path.clone(), fs::read_to_string(root().join(&source.path)).expect("readable"))).collect()
}

/// In any table, also one that this file does not know: a key names a place, and a place that was read only at second hand
/// is never cited as read.
#[test]
fn every_key_names_a_place_of_its_kind() {
    let (mut wrong, mut keys) = (vec![], 0);
    for (path, text) in library() {
        for (opening, secondary) in [("V(\"", false), ("V2(\"", true)] {
            let cited = quoted(&text, opening);
            keys += cited.len();
            let mark = if secondary { "V2" } else { "V" };
            wrong.extend(cited.iter().filter(|key| !is_place(key, secondary)).map(|key| format!("{path}: {mark}:{key}")));
        }
    }
    assert!(keys > 100, "found only {keys} keys");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The screen puts "source not verified" or "local setting" before the words of a mark: they name the statement, and never
/// say the same once more.
#[test]
fn the_words_of_a_mark_name_a_statement() {
    let (mut wrong, mut words) = (vec![], 0);
    for (path, text) in library() {
        for opening in ["K(text!(\"", "D(text!(\""] {
            let said = quoted(&text, opening);
            words += said.len();
            let repeats = |zh: &str| [NOT_VERIFIED, LOCAL_SETTING].iter().any(|tag| zh.contains(tag.zh()));
            wrong.extend(said.into_iter().filter(|zh| repeats(zh)).map(|zh| format!("{path}: {zh}")));
        }
    }
    assert!(words > 30, "found only {words} marks with words");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of the element in which something may have to wait.
fn element() -> Vec<Source> {
    let is_part = |path: &str| {
        path.starts_with("src/web/")
            && !["ward/", "vault/", "offline/", "classroom/", "office/"].iter().any(|room| path["src/web/".len()..].starts_with(room))
    };
    let found: Vec<Source> = sources().into_iter().filter(|source| is_part(&source.path)).collect();
    assert!(found.len() > 10, "found only {} files of the element", found.len());
    found
}

/// What stands between the brace or bracket at the start of `code` and the one that closes it.
fn enclosed(code: &str) -> &str {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        depth += match c {
            '{' | '(' => 1,
            '}' | ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &code[..at];
        }
    }
    code
}

/// `code` without what stands in `here(…)`: that is done only while the patient of the errand is on the desk.
fn without_here(code: &str) -> String {
    let mut left = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(".here(") {
        left.push_str(&rest[..at]);
        let inside = enclosed(&rest[at + ".here".len()..]);
        rest = &rest[at + ".here".len() + inside.len()..];
    }
    left + rest
}

/// Code that waits is an errand: it holds the sitting it began in, and cannot ask who the present patient is.
#[test]
fn what_waits_holds_its_sitting_and_never_asks_for_the_present_patient() {
    let (mut wrong, mut waiting) = (vec![], 0);
    for Source { path, code, .. } in element() {
        if path.ends_with("/errand.rs") || path.ends_with("/store.rs") {
            continue;
        }
        if code.contains("spawn_local") || code.contains("JsFuture") {
            wrong.push(format!("{path}: waits without an errand"));
        }
        for (at, _) in code.match_indices("async ") {
            waiting += 1;
            let head_from = code[..at].rfind('\n').map_or(0, |line| line + 1);
            let open = at + code[at..].find('{').expect("a body");
            let (head, body) = (&code[head_from..open], without_here(enclosed(&code[open..])));
            if !head.contains("|errand|") && !head.contains("Errand") {
                wrong.push(format!("{path}: {}", head.trim()));
            }
            for word in ["runtime", "desk", "self.context", "self.change", "self.desk"] {
                if body.contains(word) {
                    wrong.push(format!("{path}: asks `{word}` after a wait: {}", head.trim()));
                }
            }
        }
    }
    assert!(waiting >= 15, "found only {waiting} places that wait");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The runtime of an errand is private to its file, and is handed out only while the sitting holds.
#[test]
fn an_errand_gives_its_runtime_to_nobody() {
    let errand = element().into_iter().find(|source| source.path.ends_with("/errand.rs")).expect("errand.rs").code;
    let fields = enclosed(&errand[errand.find("pub struct Errand").and_then(|at| Some(at + errand[at..].find('{')?)).expect("a struct")..]);
    assert!(fields.contains("runtime") && !fields.contains("pub "), "{fields}");
    for shape in ["-> &Rc<Runtime>", "-> Rc<Runtime>", "-> &'a Rc<Runtime>", "-> Ref<"] {
        assert!(!errand.contains(shape), "{shape}");
    }
    assert!(errand.contains("self.holds().then("), "here() asks whether the sitting holds");
}

/// What a reader of the ward's screen sees beside a statement: what was not read, and what is ours, each with its words.
#[test]
fn a_tag_warns_in_words_and_what_was_read_has_none() {
    let tag = |mark: Mark, lang| mark.tag(lang).map(|words| words.concat());
    let (unread, ours) = (Mark::K(text("肾功能减量", "renal reduction")), Mark::D(text("计划停药日", "planned stop")));
    assert_eq!(tag(unread, Lang::Zh).as_deref(), Some("来源未核实：肾功能减量"));
    assert_eq!(tag(unread, Lang::En).as_deref(), Some("source not verified: renal reduction"));
    assert_eq!(tag(ours, Lang::Zh).as_deref(), Some("本院设定：计划停药日"));
    assert_eq!(tag(ours, Lang::En).as_deref(), Some("local setting: planned stop"));
    assert_eq!([Mark::V("POL"), Mark::V2("DRO")].map(|mark| tag(mark, Lang::Zh)), [None, None]);
}

fn text(zh: &str, en: &str) -> Text {
    Text::of([zh, "|", en].concat().leak())
}

fn whole(what: &str, text: Text) {
    assert!(text.zh().chars().any(is_chinese), "{what}: no Chinese in {:?}", text.zh());
    latin(what, text.en());
}

fn latin(what: &str, en: &str) {
    assert!(en.chars().any(|c| c.is_ascii_alphabetic()), "{what}: no English in {en:?}");
    assert!(!en.chars().any(is_chinese), "{what}: Chinese in the English {en:?}");
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn clinical_wording_is_whole_in_both_languages() {
    for instrument in ALL.iter().chain(SCORED) {
        whole(instrument.id, instrument.title);
        outcomes(instrument).for_each(|outcome| whole(outcome.id, outcome.label));
        if let Some(reads) = instrument.reads {
            reads.phases.iter().for_each(|phase| whole(phase.id, phase.title));
            reads.readings.iter().for_each(|reading| whole(reading.id, reading.title));
            reads.not_for.iter().for_each(|(text, _)| whole(instrument.id, *text));
        }
        for item in instrument.items {
            whole(item.id, item.label);
            item.counts.into_iter().for_each(|counts| whole(item.id, counts));
            assert!(!item.label.zh().contains("骨髓"), "{}: 脊髓, never 骨髓", item.id);
        }
        instrument.groups.iter().for_each(|group| whole(group.id, group.title));
        instrument.bands.iter().for_each(|band| whole(instrument.id, band.label));
        // A range of points needs no word of its own in English.
        instrument.sub_bands.iter().for_each(|band| assert!(!band.label.zh().is_empty() && !band.label.en().is_empty()));
        instrument.figures.iter().for_each(|figure| whole(instrument.id, figure.text));
        instrument.warnings.iter().for_each(|warning| whole(warning.id, warning.text));
        instrument.caveats.iter().for_each(|(text, _)| whole(instrument.id, *text));
    }
    SHARED.iter().for_each(|row| whole(row.from.item, row.why));
    rcog_doses::ObstetricHeparin::ALL.iter().for_each(|heparin| whole("a heparin", heparin.label()));
    rcog_doses::TO_DISCUSS.iter().for_each(|row| whole(row.id, row.label));
    rcog_doses::NOTES.iter().for_each(|(text, _)| whole("a note", *text));
    for row in &rcog_china::VERSIONS {
        [row.factor, row.rcog_2015, row.queensland_2020, row.shanghai_2020].into_iter().for_each(|text| {
            assert!(!text.zh().is_empty() && !text.en().is_empty(), "{}", row.id);
        });
    }
    CHECKS.iter().for_each(|row| whole(row.id, row.what));
    NOT_FOR.iter().for_each(|row| [row.who, row.what, row.rows].into_iter().for_each(|text| whole(row.id, text)));
    RULES_IN_CODE.iter().for_each(|row| whole("a rule in code", row.rule));
    TIMEPOINTS.iter().for_each(|point| whole(point.id, point.label));
    TRIGGERS.iter().for_each(|trigger| [trigger.label, trigger.task].into_iter().for_each(|text| whole(trigger.id, text)));
    Role::ALL.iter().for_each(|role| whole(role.id(), role.label()));
    QUANTITIES.iter().for_each(|row| latin(row.id, row.name.en()));
}

#[test]
fn ids_are_permanent_snake_case_and_stand_once() {
    let snake_case = |id: &str| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    for instrument in ALL.iter().chain(SCORED) {
        let mut ids: Vec<&str> = instrument.items.iter().map(|item| item.id).collect();
        assert!(ids.iter().all(|id| snake_case(id)));
        if let Some(reads) = instrument.reads {
            let mut names: Vec<&str> = reads.readings.iter().map(|reading| reading.id).chain(reads.phases.iter().map(|phase| phase.id)).collect();
            let count = names.len();
            assert!(names.iter().chain(&outcomes(instrument).map(|outcome| outcome.id).collect::<Vec<_>>()).all(|id| snake_case(id)));
            // The name of a reading stands among the fields of an answer.
            let taken = ["instrument", "edition", "floor", "ceiling", "missing", "points", "outcomes", "issues", "error"];
            assert!(names.iter().all(|name| !taken.contains(name)), "{}", instrument.id);
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}: a name twice", instrument.id);
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), instrument.items.len(), "{}: an id twice", instrument.id);
        for group in instrument.groups {
            assert_eq!(instrument.members(group).count(), group.members.len(), "{}: a member that is no item", group.id);
        }
        for id in instrument.warnings.iter().flat_map(|warning| warning.when) {
            assert!(instrument.index(id).is_some(), "{id}: warned of, but no item");
        }
        // Bands and figures leave no gap and do not overlap within one source.
        assert!(if instrument.reads.is_some() { instrument.bands.is_empty() } else { instrument.bands[0].from.value() == 0.0 });
        assert!(instrument.bands.windows(2).all(|pair| pair[0].from < pair[1].from));
        assert!(instrument.figures.iter().all(|figure| figure.from <= figure.to));
    }
    assert_eq!(Profile::default().medical_instrument.id, "padua");
}
