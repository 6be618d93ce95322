//! The pages under `docs/` and beside the sources: every relative link leads to something that exists, every page that a source
//! names is there, and a reader who starts at the index reaches every file of `docs/`.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

const INDEX: &str = "docs/README.md";
/// What makes, describes and tests the package: there `docs/` is the folder of the package, which has no folders in it.
const OF_THE_PACKAGE: [&str; 2] = ["scripts/package", "tests/e2e/release"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, as paths from the root of the repository; what is installed or built is left out.
fn files(folder: &str) -> Vec<String> {
    let mut found = vec![];
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !matches!(name, "target" | "node_modules" | "dist" | ".git" | ".tools") {
                    open.push(path);
                }
            } else {
                found.push(path.strip_prefix(root()).expect("in the repository").to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn is_of_the_package(file: &str) -> bool {
    OF_THE_PACKAGE.iter().any(|part| file.starts_with(part))
}

/// A page without its code: what stands in a fence or in backticks is no link.
fn prose(page: &str) -> String {
    let mut fenced = false;
    let lines = page.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        // Every second piece between backticks is code.
        if fence || fenced { String::new() } else { line.split('`').step_by(2).collect() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The targets of `[words](target)` in a page, those on the web left out.
fn links(page: &str) -> Vec<String> {
    let prose = prose(page);
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.trim());
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:")).map(str::to_owned).collect()
}

/// Where `target` leads from `page`, and the heading that it names there.
fn resolved(page: &str, target: &str) -> (String, Option<String>) {
    let (path, heading) = target.split_once('#').map_or((target, None), |(path, heading)| (path, Some(heading.to_owned())));
    if path.is_empty() {
        return (page.to_owned(), heading);
    }
    let mut place = PathBuf::new();
    for part in Path::new(page).parent().unwrap_or(Path::new("")).join(path).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            Component::CurDir => {}
            other => place.push(other),
        }
    }
    (place.to_string_lossy().replace('\\', "/"), heading)
}

/// The name by which a heading is linked to: lower case, spaces as hyphens, other signs left out.
fn anchors(page: &str) -> Vec<String> {
    let mut fenced = false;
    let mut anchors = vec![];
    for line in page.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if !fenced && line.starts_with('#') {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            anchors.push(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
    }
    anchors
}

#[test]
fn every_relative_link_of_a_page_leads_to_a_file_and_to_a_heading_of_it() {
    let (mut broken, mut seen) = (vec![], 0);
    for page in files("").into_iter().filter(|file| file.ends_with(".md") && !is_of_the_package(file)) {
        let text = fs::read_to_string(root().join(&page)).expect("readable");
        for target in links(&text) {
            seen += 1;
            let (path, heading) = resolved(&page, &target);
            let place = root().join(&path);
            if !place.exists() {
                broken.push(format!("{page}: {target}: no such file"));
            } else if let Some(heading) = heading {
                let linked = fs::read_to_string(&place).unwrap_or_default();
                if !anchors(&linked).contains(&heading) {
                    broken.push(format!("{page}: {target}: no such heading"));
                }
            }
        }
    }
    assert!(seen > 80, "found only {seen} links");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_of_the_documentation_is_reached_from_its_index() {
    let (mut reached, mut open) = (BTreeSet::from([INDEX.to_owned()]), vec![INDEX.to_owned()]);
    while let Some(page) = open.pop() {
        let text = fs::read_to_string(root().join(&page)).expect("readable");
        for target in links(&text) {
            let (path, _) = resolved(&page, &target);
            // A link to a folder of generated files or pictures stands for all that lies in it.
            let all = if root().join(&path).is_dir() { files(&path) } else { vec![path] };
            for path in all.into_iter().filter(|path| path.starts_with("docs/")) {
                if reached.insert(path.clone()) && path.ends_with(".md") {
                    open.push(path);
                }
            }
        }
    }
    let lost: Vec<String> = files("docs").into_iter().filter(|file| !reached.contains(file)).collect();
    assert!(lost.is_empty(), "no link leads from {INDEX} to {}", lost.join(", "));
}

#[test]
fn links_in_code_are_no_links() {
    let page = "[a](b.md) `[c](d.md)` [e](https://f)\n```\n[g](h.md)\n```\n[i](#j)";
    assert_eq!(links(page), ["b.md", "#j"]);
    assert_eq!(resolved("docs/x/y.md", "../z.md#w"), ("docs/z.md".to_owned(), Some("w".to_owned())));
    assert_eq!(anchors("# 1. The `element`\n```\n# no\n```\n## In a form"), ["1-the-element", "in-a-form"]);
}

/// The files of `docs/` that a text names by their path from the root of the repository.
fn documents(text: &str) -> Vec<&str> {
    let mut named = vec![];
    for (at, _) in text.match_indices("docs/") {
        // The end of a longer name, or part of an address.
        let before = text[..at].trim_end_matches("../");
        if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/')) {
            continue;
        }
        let rest = &text[at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))).unwrap_or(rest.len());
        let path = rest[..end].trim_end_matches('.');
        if [".md", ".json", ".txt", ".d.ts", ".png"].iter().any(|ending| path.ends_with(ending)) {
            named.push(path);
        }
    }
    named
}

#[test]
fn every_document_that_a_source_names_is_there() {
    assert_eq!(documents("see docs/a.md. `../../docs/b/c.json`, my-docs/d.md, https://e/docs/f.md, docs/g/"), ["docs/a.md", "docs/b/c.json"]);
    const TEXTS: [&str; 11] = [".rs", ".mjs", ".js", ".ts", ".tsx", ".css", ".html", ".toml", ".sh", ".md", "Makefile"];
    let (mut gone, mut seen) = (vec![], 0);
    // The changelog tells of what was.
    let speaks = |file: &String| TEXTS.iter().any(|ending| file.ends_with(ending)) && file != "CHANGELOG.md" && !is_of_the_package(file);
    for file in files("").into_iter().filter(speaks).filter(|file| file != "tests/docs.rs") {
        let text = fs::read_to_string(root().join(&file)).unwrap_or_default();
        for path in documents(&text) {
            seen += 1;
            if !root().join(path).exists() {
                gone.push(format!("{file}: {path}"));
            }
        }
    }
    assert!(seen > 60, "found only {seen} names");
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

/// What a page calls a file: in backticks, from the root of the repository. Patterns and placeholders are none.
fn named(page: &str) -> Vec<&str> {
    const ROOTS: [&str; 9] = ["src/", "tests/", "scripts/", "docs/", "styles/", "examples/", "benches/", "fuzz/", "demo/"];
    let pieces = page.split('`').skip(1).step_by(2);
    pieces.filter(|piece| ROOTS.iter().any(|root| piece.starts_with(root)) && !piece.contains(['*', '<', '{', ' '])).collect()
}

#[test]
fn every_file_that_the_pages_for_engineers_name_exists() {
    let (mut gone, mut seen) = (vec![], 0);
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/for-engineers/glossary.md"] {
        // A fence would turn code and prose around.
        let text = fs::read_to_string(root().join(page)).expect("readable").replace("```", "");
        let names = named(&text);
        seen += names.len();
        gone.extend(names.into_iter().filter(|name| !root().join(name).exists()).map(|name| format!("{page}: {name}")));
    }
    assert!(seen > 200, "found only {seen} names");
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

/// Is there a test of this name in the file? In Rust a function, in a script the first argument of `test`.
fn has_test(source: &str, name: &str) -> bool {
    if name.contains(' ') {
        ["test('", "test(\"", "test(`"].iter().any(|opening| source.contains(&[opening, name].concat()))
    } else {
        source.contains(&["fn ", name, "("].concat())
    }
}

#[test]
fn every_invariant_is_held_by_tests_that_exist() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("readable");
    let (mut wrong, mut numbers) = (vec![], 0);
    for row in page.lines().filter(|line| line.starts_with("| I")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, _, held] = cells[..] else {
            wrong.push(format!("not three cells: {row}"));
            continue;
        };
        numbers += 1;
        if number != format!("I{numbers}") {
            wrong.push(format!("{number}: the number should be I{numbers}"));
        }
        for one in held.split("<br>") {
            let told = one.strip_prefix('`').and_then(|rest| rest.split_once("`: "));
            let held = told.is_some_and(|(file, name)| fs::read_to_string(root().join(file)).is_ok_and(|source| has_test(&source, name)));
            if !held {
                wrong.push(format!("{number}: no test {one}"));
            }
        }
    }
    assert!(numbers > 15, "found only {numbers} invariants");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
