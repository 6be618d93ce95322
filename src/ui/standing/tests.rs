//! What stands on the screen of a signed patient, as it is read, in both languages.

use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::role::Role;
use crate::session::care::tests::{MEDICAL, actor, at, authorised, desk, plain, screened, sign, tell};
use crate::session::screen::{Intent, Mode};
use crate::session::sitting::Desk;
use crate::text::Lang;
use crate::ui::pen::{draw, written_out};

/// Assessed, screened and planned, and looked at a day later by this person.
fn planned(role: Role) -> Desk {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    authorised(&mut desk, 2).expect("a plan");
    desk.intend(&Intent::ToScore, at(2));
    desk.user = Some(actor(role));
    desk
}

fn page(desk: &mut Desk, lang: Lang, hours: i64) -> String {
    desk.options.lang = lang;
    desk.options.heading_level = 2;
    desk.rework(at(hours));
    let screen = desk.screen();
    written_out(&draw(|pen| super::view(pen, &screen)))
}

fn has(page: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(page.contains(piece), "{piece} is not in {page}");
    }
}

#[test]
fn a_bleeding_screen_that_speaks_against_the_plan_in_force_is_said_beside_it() {
    let mut desk = planned(Role::Nurse);
    assert!(!page(&mut desk, Lang::Zh, 26).contains("data-contradicted"));
    desk.intend(&Intent::ToPrevention, at(27));
    tell(&mut desk, "CI_HIT", Some(true), 27);
    screened(&mut desk, 27);
    desk.intend(&Intent::ToScore, at(27));
    has(&page(&mut desk, Lang::Zh, 28), &["data-contradicted", "依诺肝素", "请立即告知医师"]);
    has(&page(&mut desk, Lang::En, 28), &["data-contradicted", "tell a physician at once"]);
}

#[test]
fn score_answers_bleeding_plan_and_what_is_due_stand_there_in_both_languages() {
    let mut desk = planned(Role::Nurse);
    let zh = page(&mut desk, Lang::Zh, 26);
    has(
        &zh,
        &[
            "目前有效的评估与方案",
            "现行预防方案",
            "依诺肝素",
            "40 mg 皮下注射 每日1次",
            "第2天，共",
            "计划停药 ",
            "某 医师",
            "Padua",
            "高危",
            "非出血高危",
            "按医嘱开始用药",
        ],
    );
    has(
        &zh,
        &[
            "data-measure=\"enoxaparin\"",
            "data-action=\"new\"",
            "data-action=\"amend\"",
            "data-action=\"prevention\"",
            "data-answer-of=\"padua.active_cancer\"",
        ],
    );
    let en = page(&mut desk, Lang::En, 26);
    has(
        &en,
        &[
            "What holds now",
            "The plan in force",
            "enoxaparin",
            "40 mg SC once daily",
            "day 2 of ",
            "planned stop ",
            "bleeding: not high",
            "Start the drug as ordered",
        ],
    );
}

#[test]
fn the_dose_stands_in_both_units() {
    let zh = page(&mut planned(Role::Nurse), Lang::Zh, 26);
    has(&zh, &["IU"]);
}

#[test]
fn who_only_reads_is_offered_nothing() {
    let mut desk = planned(Role::Physician);
    desk.options.mode = Mode::ReadOnly;
    let zh = page(&mut desk, Lang::Zh, 26);
    has(&zh, &["依诺肝素", "Padua"]);
    assert!(!zh.contains("<button"), "{zh}");
}

#[test]
fn a_physician_is_offered_to_change_hold_or_stop_the_plan() {
    has(&page(&mut planned(Role::Physician), Lang::En, 26), &["Change, hold or stop the plan"]);
}

#[test]
fn a_suspicion_stands_above_everything_else_and_is_told_once() {
    let mut desk = planned(Role::Nurse);
    sign(&mut desk, Role::Nurse, Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "dvt")), 5);
    let zh = page(&mut desk, Lang::Zh, 6);
    let place = |piece: &str| zh.find(piece).unwrap_or_else(|| panic!("{piece}: {zh}"));
    assert!(place("data-vte=\"suspected\"") < place("data-panel=\"plan\""));
    // The panel of the suspicion stands above it, with what was seen and what to do.
    has(&zh, &["请先处理疑似VTE"]);
    assert!(!zh.contains("疑似VTE，尚未确诊或排除"), "said twice: {zh}");
    let mut screen = desk.screen();
    screen.suspicion = None;
    has(&written_out(&draw(|pen| super::view(pen, &screen))), &["疑似VTE，尚未确诊或排除", "深静脉血栓"]);
}

#[test]
fn beside_a_further_form_stands_what_holds_in_short_with_the_way_back() {
    let mut desk = planned(Role::Nurse);
    desk.intend(&Intent::StartNew, at(26));
    let screen = desk.screen();
    let short = written_out(&draw(|pen| super::beside(pen, &screen, false)));
    has(&short, &["依诺肝素 40 mg", "第2天", "非出血高危", "data-action=\"to-score\""]);
}
