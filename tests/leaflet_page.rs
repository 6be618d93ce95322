//! `docs/for-clinicians/leaflet.md`: every word that a patient is given, for the hospital to read and approve; written from the
//! tables and compared with what is committed. `UPDATE=1 cargo test --no-default-features --test leaflet_page` writes it.
#![cfg(not(target_family = "wasm"))]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::leaflet::blocks::{BlockShape, FOOTER, LeafletBlock};
use virchow::clinical::leaflet::refusal::{self, DECIDES, MEANS, SIGNERS, TO_WRITE_IN};
use virchow::clinical::leaflet::wall_card::{CARD_MARKS, LEGEND, WallCard, within};
use virchow::clinical::leaflet::words::{CHOSEN, TITLE, TOPICS};
use virchow::clinical::leaflet::{BASIC_NAME, ESCALATE_NAME, device_name, drug_kind, is_swallowed};
use virchow::clinical::pathway::clocks::PathClock;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::tiers::Tier;
use virchow::clinical::source::Mark;
use virchow::text::{Lang, Text};

fn both(text: Text) -> String {
    format!("{} / {}", text.zh(), text.en())
}

fn marks(marks: &[Mark]) -> String {
    marks.iter().map(Mark::written).collect::<Vec<_>>().join("; ")
}

fn table(out: &mut String, blocks: &[LeafletBlock]) {
    out.push_str("| id | 中文 | English | marks |\n|---|---|---|---|\n");
    for block in blocks {
        let shape = match block.shape {
            BlockShape::Line => "",
            BlockShape::Step => " (step)",
            BlockShape::Sign => " (sign)",
            BlockShape::Blank => " (line to write on)",
        };
        writeln!(out, "| `{}`{shape} | {} | {} | {} |", block.id, block.text.zh(), block.text.en(), marks(block.marks)).expect("written");
    }
    out.push('\n');
}

fn page() -> String {
    let mut out = String::from(
        "# 患者告知单与墙贴卡 / The patient's leaflet and the wall card\n\nGenerated from `src/clinical/leaflet/`; a test fails when it differs. 供医院逐句审核批准：除注明出处者外，措辞均为D（本程序拟定）。剂量和时间只取自医师已签的方案，不在此表中。\nFor the hospital to read and approve, sentence by sentence: where no place is named the wording is D, this program's own. Doses and times come from the signed plan alone and stand in no table here. V read in the place that the evidence page names, V2 read at second hand.\n\n",
    );
    writeln!(out, "## {}\n\n### {}\n", both(TITLE), both(CHOSEN)).expect("written");
    out.push_str("| measure | 中文 | English |\n|---|---|---|\n");
    writeln!(out, "| `basic` | {} | {} |", BASIC_NAME.zh(), BASIC_NAME.en()).expect("written");
    writeln!(out, "| `escalate` | {} | {} |", ESCALATE_NAME.zh(), ESCALATE_NAME.en()).expect("written");
    for device in Device::ALL {
        writeln!(out, "| `{}` | {} | {} |", device.id(), device_name(device).zh(), device_name(device).en()).expect("written");
    }
    for drug in Drug::ALL {
        let kind = drug_kind(is_swallowed(drug, None));
        writeln!(out, "| `{}` | {}（{}） | {} ({}) |", drug.id(), drug.label().zh(), kind.zh(), drug.label().en(), kind.en()).expect("written");
    }
    out.push('\n');
    for topic in TOPICS {
        let picture = topic.picture.map_or(String::new(), |picture| format!("图 picture: {}\n\n", both(picture.label())));
        write!(out, "### {}\n\n{picture}", both(topic.heading)).expect("written");
        table(&mut out, topic.blocks);
    }
    writeln!(out, "{}\n", both(FOOTER)).expect("written");
    writeln!(out, "## {}\n", both(refusal::TITLE)).expect("written");
    let parts: [(Text, &[LeafletBlock]); 4] =
        [(refusal::PROPOSED, &TO_WRITE_IN), (refusal::MEANING, &MEANS), (refusal::DECISION, &DECIDES), (refusal::SIGNATURES, &SIGNERS)];
    for (heading, blocks) in parts {
        writeln!(out, "### {}\n", both(heading)).expect("written");
        table(&mut out, blocks);
    }
    out.push_str("## 墙贴卡 / The wall card\n\n首几分钟、路径、时限各行的文字见[green-channel.md](green-channel.md)；此处只列上墙的行。 The wording of its rows stands in [green-channel.md](green-channel.md); here is which rows hang on the wall.\n\n");
    for card in WallCard::ALL {
        let ids = |ids: Vec<&str>| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "- {}\n  - 最初几分钟 first minutes: {}\n  - 路径 path: {}\n  - 先行抗凝 interim dose: {}\n  - 时钟 clocks: {}",
            both(card.title()),
            ids(card.first_minutes().iter().map(|step| step.id).collect()),
            ids(card.path().iter().map(|row| row.id).collect()),
            ids(card.needs().map(|row| row.id).collect()),
            ids(card.clocks().map(|row| row.id).collect())
        )
        .expect("written");
    }
    writeln!(out, "\n{} ({})", both(LEGEND), marks(CARD_MARKS)).expect("written");
    out
}

#[test]
fn the_page_of_the_leaflet() {
    let text = page();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/for-clinicians/leaflet.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let line = text.lines().zip(kept.lines()).take_while(|(one, other)| one == other).count() + 1;
    assert!(
        text == kept,
        "leaflet.md differs from the tables, first in line {line}. Run `UPDATE=1 cargo test --no-default-features --test leaflet_page` and commit the result."
    );
}

/// What the card shows is complete where it counts: whom to call, what comes off, the physician, the dose that is held.
#[test]
fn the_card_has_the_first_minutes_the_path_and_the_clocks_of_its_suspicion() {
    for card in WallCard::ALL {
        let steps: Vec<&str> = card.first_minutes().iter().map(|step| step.id).collect();
        let must: &[&str] = match card {
            WallCard::Pe => {
                &["unstable", "tell_pe", "pump_off_both", "still_pe", "vitals_pe", "oxygen", "bloods_pe", "hold_dose", "order_pe", "escort"]
            }
            WallCard::Dvt => {
                &["limb_threat", "tell_dvt", "pump_off", "no_massage", "still", "vitals", "leg_looks", "bloods", "hold_dose", "order_dvt"]
            }
        };
        assert!(must.iter().all(|id| steps.contains(id)), "{}: {steps:?}", card.id());
        assert!(
            !steps.iter().any(|id| id.starts_with("tell_") && !id.ends_with(card.id()) || id.starts_with("order_") && !id.ends_with(card.id())),
            "{steps:?}"
        );
        assert!(card.path().iter().all(|row| !card.asks(row).is_empty()), "{}", card.id());
        // What stands for the names of settings is what they are set to.
        assert_eq!((ChannelSettings::of(Tier::County).imaging_now_min, PathClock::Score.row().target.en()), (60, "60 min"));
        // No name of the code is left for who reads it.
        for lang in [Lang::Zh, Lang::En] {
            let texts = card.path().into_iter().flat_map(|row| [row.entered.get(lang).to_owned(), within(row, lang)]);
            let more = card
                .needs()
                .map(|row| row.when.get(lang).to_owned())
                .chain(card.clocks().flat_map(|row| [row.target.get(lang).to_owned(), row.span.get(lang).to_owned()]));
            for said in texts.chain(more) {
                assert!(!said.contains('_') && !said.contains("S1") && !said.is_empty(), "{said}");
            }
        }
        assert!(card.path().len() >= 9 && card.clocks().count() >= 10 && card.needs().count() >= 6);
    }
}
