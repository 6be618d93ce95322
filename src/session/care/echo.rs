//! What was said before and stands beside a question of the lists: an answer of the signed score, the operation with its side,
//! a suspicion of VTE that stands, a yes of an earlier bleeding screen. None of it answers; what points to yes is asked by itself,
//! so that no word about the rest denies it, and what was denied in words at least as wide is not asked as if nobody had said
//! anything.

use super::questions::{Care, Echo};
use super::suggested::of_operation;
use crate::clinical::answers::Answer;
use crate::clinical::cell::{By, CellValue};
use crate::clinical::chart::{Chart, Instant, Procedure};
use crate::clinical::contraindication;
use crate::clinical::instruments;
use crate::record::assessment::{AnswerSource, Taken};
use crate::record::encounter::Encounter;
use crate::record::local::{Wall, shown};
use crate::text::{Lang, same, text};

/// An item of a score and a question of the lists that it speaks of, whether or not it answers it.
struct Said {
    score: &'static str,
    item: &'static str,
    of: &'static str,
    /// Whoever denies the item denies the question with it.
    wide: bool,
}

const fn said(score: &'static str, item: &'static str, of: &'static str, wide: bool) -> Said {
    Said { score, item, of, wide }
}

/// D: which answers of a score stand beside which questions. Nothing here counts; what makes or suggests is in `clinical::finding`.
#[rustfmt::skip]
static SAID: &[Said] = &[
    said("caprini", "hit_history", "CI_HIT", true),
    said("caprini", "stroke_lt_1mo", "bs_acute_stroke", true),
    said("caprini", "stroke_lt_1mo", "MC_STROKE_GCS", true),
    said("caprini", "chf_lt_1mo", "MC_CHF_OEDEMA", true),
    said("caprini", "swollen_legs", "MC_SEVERE_LEG_OEDEMA", true),
    said("caprini", "hip_pelvis_leg_fracture_lt_1mo", "MC_FRACTURE_LIMB", true),
    said("caprini", "plaster_cast_lt_1mo", "MC_FRACTURE_LIMB", true),
    said("caprini", "malignancy", "bm_current_cancer", true),
    said("caprini", "central_venous_access", "bm_central_venous_catheter", true),
    said("caprini", "acute_spinal_cord_injury_lt_1mo", "bs_critical_site", false),
    said("caprini", "pregnancy_postpartum", "CI_PREGNANCY", false),
    said("caprini", "lupus_anticoagulant", "CI_DOAC_APS", false),
    said("caprini", "anticardiolipin", "CI_DOAC_APS", false),
    said("padua", "active_cancer", "bm_current_cancer", false),
    said("padua", "heart_resp_failure", "MC_CHF_OEDEMA", true),
    // Padua counts an ischaemic stroke only.
    said("padua", "acute_mi_stroke", "MC_STROKE_GCS", false),
    // One point for two, mostly given for the infection: a yes says nothing of the other, a no denies both.
    said("padua", "acute_infection_rheum", "bm_rheumatic", true),
];

/// All that was said before of the questions of this score.
pub fn echoes(care: &Care, chart: &Chart, encounter: &Encounter, wall: &Wall, at: Instant, lang: Lang) -> Vec<Echo> {
    let mut all = vec![];
    let [colon, yes, no] = [text!("：", ": "), text!("有", "yes"), text!("无", "no")].map(|word| word.get(lang));
    for row in SAID.iter().filter(|row| same(row.score, care.sheet.instrument.id)) {
        let Some(index) = care.sheet.instrument.index(row.item) else { continue };
        let (item, cell) = (&care.sheet.instrument.items[index], &care.sheet.cells[index]);
        let present = match cell.value {
            CellValue::Yes => true,
            CellValue::No if row.wide && matches!(cell.by, By::Person | By::Host(_)) => false,
            _ => continue,
        };
        let label = text!("评分已签：", "In the signed score: ").get(lang);
        let asks = present && row.item != "acute_infection_rheum";
        all.push(Echo { of: row.of, present, asks, words: [label, item.label.get(lang), colon, if present { yes } else { no }].concat() });
    }
    for (_, operation) in chart.operations().filter(|(_, operation)| operation.procedure == Some(Procedure::HipFracture)) {
        let label = text!("手术：", "Operation: ").get(lang);
        all.push(Echo { of: "MC_FRACTURE_LIMB", present: true, asks: true, words: [label, &of_operation(operation, lang).join(" ")].concat() });
    }
    if encounter.suspected().is_some() {
        let words = text!("已报告疑似VTE，尚未确诊或排除", "VTE is reported as suspected and not settled").get(lang);
        let rows = ["CI_ACUTE_VTE", "MC_ACUTE_DVT"].into_iter();
        all.extend(rows.map(|of| Echo { of, present: true, asks: true, words: words.to_owned() }));
    }
    earlier(&mut all, care, encounter, wall, at, lang);
    all
}

/// A person's yes in the bleeding screen of an earlier score: asked again, and not as if it had never been said.
fn earlier(all: &mut Vec<Echo>, care: &Care, encounter: &Encounter, wall: &Wall, at: Instant, lang: Lang) {
    let Some(before) = encounter.latest_screen().filter(|screen| screen.place < care.of.place) else { return };
    let time = shown(wall.of(before.at), at, lang);
    let words = [text!("上次出血评估（", "Bleeding assessment of ").get(lang), &time, text!("）已签：有", ": yes").get(lang)].concat();
    let mut say = |of: &'static str| all.push(Echo { of, present: true, asks: true, words: words.clone() });
    if let Some(list) = instruments::named(&before.what.instrument) {
        let answers = before.what.answers(list, Taken::ByPerson);
        let present = list.items.iter().zip(&answers.cells).filter(|(_, said)| **said == Some(Answer::Yes));
        present.for_each(|(item, _)| say(item.id));
    }
    let lines = before.what.contraindications.iter().filter(|line| line.holds() && line.source == AnswerSource::Person);
    // What had an end, and it has come, is over.
    let lasting = lines.filter(|line| line.until.is_none_or(|until| until > at));
    lasting.filter_map(|line| contraindication::id_named(&line.item)).for_each(&mut say);
}
