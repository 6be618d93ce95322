//! The screen as it is read, in both languages, without a browser: names, routes, marks and times stand where they are looked
//! for, and nothing that is decided is left to colour.

use crate::record::coded::STOPPED;
use crate::record::event::{Body, Change, Declined, MeasureLine, Plan};
use crate::record::in_force::InForce;
use crate::record::measure::{MeasureId, MeasureKind};
use crate::record::refusal::Refusal;
use crate::record::role::Role;
use crate::record::story;
use crate::session::care::tests::{LABS, MEDICAL, actor, at, authorised, chart, desk, lay, plain, screened, sign, tell};
use crate::session::screen::{Intent, PlanIntent};
use crate::session::sitting::Desk;
use crate::text::Lang;
use crate::ui::pen::{draw, written_out};

/// The prevention screen of this desk, written out.
fn page(desk: &mut Desk, lang: Lang) -> String {
    page_at(desk, lang, 0)
}

fn page_at(desk: &mut Desk, lang: Lang, hours: i64) -> String {
    desk.options.lang = lang;
    desk.options.heading_level = 2;
    desk.rework(at(hours));
    let screen = desk.screen();
    written_out(&draw(|pen| super::view(pen, &screen)))
}

/// The text of the first element that carries this attribute, without its tags.
fn text_of(page: &str, hook: &str) -> String {
    let from = page.find(hook).unwrap_or_else(|| panic!("nothing carries {hook}: {page}"));
    let open = page[..from].rfind('<').expect("an element");
    let tag: String = page[open + 1..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let (mut depth, mut place) = (0, open);
    let (begin, end) = (format!("<{tag}"), format!("</{tag}>"));
    let close = loop {
        let next_begin = page[place + 1..].find(&begin).map(|found| place + 1 + found);
        let next_end = page[place + 1..].find(&end).map(|found| place + 1 + found).expect("closed");
        match next_begin {
            Some(found) if found < next_end => (depth, place) = (depth + 1, found),
            _ if depth == 0 => break next_end,
            _ => (depth, place) = (depth - 1, next_end),
        }
    };
    let mut text = String::new();
    let mut inside = true;
    for c in page[open..close].chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&amp;", "&")
}

fn holds(page: &str, hook: &str, pieces: &[&str]) {
    let text = text_of(page, hook);
    for piece in pieces {
        assert!(text.contains(piece), "{hook}: {piece} is not in {text}");
    }
}

#[test]
fn a_question_lists_the_names_and_a_wait_is_called_by_its_name() {
    let mut desk = desk(&plain("medical", r#"{ "id": "medication", "value": { "name": "丹参片" } }"#), MEDICAL);
    screened(&mut desk, 0);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-row=\"unrecognised_medication\"", &["丹参片", "答“否”即就所列药名结案", "是", "否", "无法获知"]);
    holds(&zh, "data-lack=\"unrecognised_medication\"", &["丹参片", "待确认"]);
    holds(&zh, "data-waits=\"enoxaparin\"", &["依诺肝素：以下各项明确前不给药"]);
    holds(&page(&mut desk, Lang::En), "data-row=\"unrecognised_medication\"", &["丹参片", "Yes", "No", "Not known"]);
    tell(&mut desk, "unrecognised_medication", None, 0);
    holds(&page(&mut desk, Lang::Zh), "data-lack=\"unrecognised_medication\"", &["答为无法获知"]);
    tell(&mut desk, "unrecognised_medication", Some(false), 0);
    let zh = page(&mut desk, Lang::Zh);
    assert!(!zh.contains("data-waits=\"enoxaparin\""));
    holds(&zh, "data-row=\"unrecognised_medication\"", &["丹参片"]);
}

#[test]
fn every_row_says_what_it_concerns_and_rows_with_no_bearing_are_folded() {
    let mut desk = desk(&plain("medical", r#"{ "id": "CI_DOAC_APS", "value": true }, { "id": "CI_COAG", "value": true }"#), MEDICAL);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-row=\"CI_COAG\"", &["涉及：全部抗凝药"]);
    holds(&zh, "data-row=\"CI_HIT\"", &["涉及：肝素类"]);
    holds(&zh, "data-row=\"MC_STROKE_GCS\"", &["涉及：弹力袜"]);
    let folded = zh.find("与本例用药无关的条目（").expect("a fold");
    assert!(zh.find("data-row=\"CI_DOAC_APS\"").is_some_and(|row| row > folded), "no DOAC has a place here");
    assert!(zh.find("data-row=\"CI_COAG\"").is_some_and(|row| row < folded));
    // At a glance only what forbids something that could be used.
    holds(&zh, "data-contraindication=\"CI_COAG\"", &["禁用", "涉及：全部抗凝药"]);
    assert!(!zh.contains("data-contraindication=\"CI_DOAC_APS\""));
}

#[test]
fn the_drug_line_has_dose_start_and_stop_each_with_its_own_tag() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    let zh = page(&mut desk, Lang::Zh);
    holds(
        &zh,
        "data-measure=\"enoxaparin\"",
        &["40 mg 皮下注射 每日1次", "开始 03-10 08:00", "计划停药 03-20 08:00（第1天，共10天）", "本院设定：计划停药日"],
    );
    assert!(!text_of(&zh, "class=\"dose\"").contains("本院设定"), "the dose is the label's");
    holds(&page(&mut desk, Lang::En), "data-measure=\"enoxaparin\"", &["40 mg SC once daily", "(day 1 of 10)", "local setting"]);
}

#[test]
fn a_route_is_named_with_its_sentence_whether_it_protects_and_the_next_look() {
    let treated = |last: &str| {
        let medication = r#"{ "id": "medication", "value": { "id": "rivaroxaban", "intent": "prophylactic", "dose": { "amount": 20, "unit": "mg", "frequency": "qd" }, "lastDoseAt": ""#;
        plain("medical", &[medication, last, r#"" } }"#].concat())
    };
    let mut desk = desk(&treated("2026-03-10T06:00:00+08:00"), MEDICAL);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-route=\"CI_THERAPEUTIC_AC\"", &["已用治疗剂量抗凝", "有效期内视为已保护", "视为已保护"]);
    assert!(zh.contains("data-protected=\"yes\""));
    holds(&zh, "class=\"recheck\"", &["下次评估：03-"]);
    holds(
        &zh,
        "data-blood=\"rivaroxaban\"",
        &["利伐沙班", "治疗剂量", "使用中", "末次给药 03-10 06:00", "下次应给 03-11 06:00", "医嘱注明“预防”，按治疗剂量计"],
    );
    lay(&mut desk, &treated("2026-03-09T06:00:00+08:00"), 0);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-blood=\"rivaroxaban\"", &["本次剂量已到期"]);
    holds(&zh, "data-route=\"CI_THERAPEUTIC_AC\"", &["本次剂量已到期：请核对是否漏用或漏记"]);
    lay(&mut desk, &treated("2026-03-07T06:00:00+08:00"), 0);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-route=\"CI_THERAPEUTIC_AC\"", &["是否仍受保护，目前无法判断"]);
    holds(&zh, "data-row=\"last_dose\"", &["是否仍在使用", "利伐沙班"]);
}

#[test]
fn a_dose_too_close_to_a_needle_says_the_earliest_time_and_how_grave_it_is_in_words() {
    let facts = r#"{ "id": "medication", "value": { "id": "enoxaparin", "intent": "prophylactic", "dose": { "amount": 40, "unit": "mg", "frequency": "qd" }, "lastDoseAt": "2026-03-10T06:00:00+08:00" } },
        { "id": "medication", "value": { "name": "氯吡格雷", "lastDoseAt": "2026-03-09T08:00:00+08:00" } },
        { "id": "neuraxial", "value": { "kind": "needle", "at": "2026-03-10T12:00:00+08:00" } }"#;
    let mut desk = desk(&plain("medical", facts), MEDICAL);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-gravity=\"warning\"", &["注意", "椎管内穿刺 03-10 12:00", "依诺肝素", "最早可穿刺：03-10 18:00", "由麻醉医师决定"]);
    holds(&zh, "data-gravity=\"hard\"", &["警告", "氯吡格雷", "最早可穿刺：03-16 08:00"]);
    holds(&page(&mut desk, Lang::En), "data-gravity=\"warning\"", &["Earliest puncture: 10 Mar 18:00"]);
}

#[test]
fn a_drug_that_runs_is_stopped_before_another_starts() {
    let running = r#"{ "id": "medication", "value": { "id": "nadroparin", "intent": "prophylactic", "dose": { "amount": 0.4, "unit": "mL", "frequency": "qd" }, "lastDoseAt": "2026-03-10T06:00:00+08:00" } }"#;
    let mut desk = desk(&plain("medical", running), MEDICAL);
    screened(&mut desk, 0);
    holds(&page(&mut desk, Lang::Zh), "data-instead-of=\"nadroparin\"", &["先停那屈肝素，再于 03-11 06:00 开始"]);
}

#[test]
fn doses_outside_the_label_stand_under_the_drug_and_are_not_proposed() {
    let mut desk = desk(&chart("medical", &LABS.replace(r#""value": 64"#, r#""value": 120"#)), MEDICAL);
    screened(&mut desk, 0);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-measure=\"enoxaparin\"", &["40 mg 皮下注射 每日1次", "超说明书剂量（仅列出，不推荐）：40 mg 皮下注射 每12小时1次"]);
    assert!(zh.contains("data-dose=\"0\"") && !zh.contains("data-override="));
    desk.intend(&Intent::ChooseDose(Some(0)), at(0));
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-against=\"dose_option\"", &["超说明书剂量（仅列出，不推荐）"]);
    assert!(zh.contains("data-override=\"enoxaparin\"") && zh.contains("data-sure=\"enoxaparin\""));
}

#[test]
fn values_that_do_not_count_are_shown_beside_the_one_that_does() {
    let more = r#"{ "id": "platelets", "value": 30, "unit": "10*9/L", "at": "2026-03-09" }, { "id": "inr", "value": 1.8 }, { "id": "egfr", "value": 20, "unit": "mL/min/{1.73_m2}", "at": "2026-03-09T15:00:00+08:00", "source": "LIS" },
        { "id": "weight", "value": 80, "unit": "kg" }"#;
    let mut desk = desk(&plain("medical", more), MEDICAL);
    let zh = page(&mut desk, Lang::Zh);
    let all: String = zh.split("data-contested").skip(1).map(|part| part.split("</li>").next().unwrap_or_default()).collect();
    for piece in [
        "血小板计数 210",
        "血小板计数 30",
        "当日未注明时刻，未采用",
        "INR 1.8",
        "时间不明，未采用",
        "eGFR 20",
        "HIS提供",
        "体重 80",
        "未注明日期，相差10%以上，未采用",
    ] {
        assert!(all.contains(piece), "{piece} is not in {all}");
    }
    let mut desk = desk_on_dialysis();
    holds(&page(&mut desk, Lang::Zh), "data-kidneys", &["透析/严重肾衰：按 CrCl<15"]);
}

fn desk_on_dialysis() -> Desk {
    desk(&plain("medical", r#"{ "id": "dialysis", "value": true }"#), MEDICAL)
}

#[test]
fn an_alert_says_what_fell_and_the_scope_stands_where_it_matters() {
    let facts = r#"{ "id": "haemoglobin", "value": 100, "unit": "g/L", "at": "2026-03-10T07:00:00+08:00" },
        { "id": "medication", "at": "2026-03-01T08:00:00+08:00", "value": { "id": "enoxaparin", "intent": "prophylactic", "dose": { "amount": 40, "unit": "mg", "frequency": "qd" }, "lastDoseAt": "2026-03-10T06:00:00+08:00" } }"#;
    let mut desk = desk(&plain("surgical", facts), &["multiple_trauma_lt_1mo"]);
    let zh = page(&mut desk, Lang::Zh);
    holds(&zh, "data-alert=\"AL_HB_FALL\"", &["警示", "血红蛋白 128 → 100 g/L", "03-10 07:00", "前往答复"]);
    assert!(zh.contains("data-answered=\"no\""));
    holds(&zh, "data-not-for=\"NF_TRAUMA\"", &["多发伤", "不适用"]);
    holds(&zh, "data-fold=\"not_for\"", &["本程序不适用于", "大面积烧伤", "门诊患者"]);
    tell(&mut desk, "CI_ACTIVE_BLEED", Some(false), 0);
    holds(&page(&mut desk, Lang::Zh), "data-alert=\"AL_HB_FALL\"", &["警示（已答复）"]);
}

#[test]
fn who_may_not_decide_reads_the_same_and_has_no_buttons_of_a_physician() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    authorised(&mut desk, 0).expect("authorised");
    desk.user = Some(actor(Role::Nurse));
    let zh = page(&mut desk, Lang::Zh);
    assert!(zh.contains("data-measure=\"enoxaparin\"") && zh.contains("data-standing=\"authorised\""));
    assert!(!zh.contains("data-action=\"authorise\"") && !zh.contains("data-dose=") && !zh.contains("data-action=\"change-plan\""));
    assert!(zh.contains("data-action=\"hold\""), "a nurse holds what bleeds");
    desk.user = Some(actor(Role::Pharmacist));
    assert!(!page(&mut desk, Lang::Zh).contains("data-action=\"hold\""));
}

#[test]
fn once_authorised_one_drug_stands_on_the_screen_and_the_proposal_is_folded() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    let drug = |page: &str| page.matches("data-measure=\"enoxaparin\"").count();
    assert_eq!(drug(&page(&mut desk, Lang::Zh)), 1);
    authorised(&mut desk, 0).expect("authorised");
    for (lang, words) in [
        (Lang::Zh, ["40 mg 皮下注射 每日1次（4000 AxaIU）", "第1天，共10天", "已下达，未记录开始", "建议（已由授权方案取代）", "更改方案"]),
        (
            Lang::En,
            [
                "40 mg SC once daily (4000 anti-Xa IU)",
                "day 1 of 10",
                "ordered, no start recorded",
                "superseded by the authorised plan",
                "Change the plan",
            ],
        ),
    ] {
        let page = page(&mut desk, lang);
        assert_eq!(drug(&page), 1, "one plan");
        let all = text_of(&page, "part=\"advice\"");
        let name = if lang == Lang::Zh { "依诺肝素" } else { "Enoxaparin" };
        // Its own line, and the names of its buttons for whoever hears them.
        assert_eq!(all.matches(name).count() - page.matches("class=\"unseen\"> ").count().min(2), 1, "{all}");
        words.iter().for_each(|word| assert!(all.contains(word) || page.contains(word), "{word} is not in {all}"));
        // What is watched stands open beside the plan; when to look again is a task of the record, and is not reckoned here anew.
        let beside = text_of(&page, "class=\"plan why\"");
        assert!(beside.contains(if lang == Lang::Zh { "每日查出血" } else { "Daily: bleeding" }), "{beside}");
        assert!(!page.contains("class=\"recheck\""));
    }
    desk.intend(&Intent::Plan(PlanIntent::Change, String::new()), at(1));
    let page = page(&mut desk, Lang::Zh);
    holds(&page, "part=\"advice\"", &["新方案（签名后取代现行方案）", "保留现行方案", "授权此方案"]);
    assert!(!page.contains("data-action=\"hold\"") && page.contains("data-beside"), "and no paper has a proposal beside the plan");
}

#[test]
fn a_change_shows_the_course_that_goes_on_and_no_new_one() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    authorised(&mut desk, 0).expect("authorised");
    desk.intend(&Intent::Plan(PlanIntent::Change, String::new()), at(25));
    let zh = page_at(&mut desk, Lang::Zh, 25);
    holds(&zh, "class=\"proposal\"", &["开始 03-10 08:00", "计划停药 03-20 08:00（第2天，共10天）"]);
    assert!(!text_of(&zh, "class=\"proposal\"").contains("03-21"));
}

#[test]
fn a_hold_that_was_refused_is_told_at_its_reasons_and_nobody_speaks_of_declining() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    authorised(&mut desk, 0).expect("authorised");
    desk.intend(&Intent::Plan(PlanIntent::Hold, "enoxaparin".into()), at(1));
    desk.refused = Some(Refusal::ReasonCode);
    for (lang, why, choose, declining) in
        [(Lang::Zh, "暂停的原因", "请选择原因", "不采用"), (Lang::En, "Why it is held", "Choose the reason", "declin")]
    {
        let page = page(&mut desk, lang);
        holds(&page, "data-problems", &[why]);
        holds(&page, "data-handling", &[why, choose]);
        assert!(!text_of(&page, "data-problems").contains(declining) && !text_of(&page, "data-handling").contains(declining));
    }
}

#[test]
fn the_letters_of_the_medical_list_are_explained_where_they_stand() {
    let mut medical = desk(&plain("medical", ""), MEDICAL);
    holds(&page(&mut medical, Lang::Zh), "data-list=\"cn_bleed_medical\"", &["A：有1项即为高危；B：有3项即为高危。"]);
    holds(&page(&mut medical, Lang::En), "data-list=\"cn_bleed_medical\"", &["A: one makes the risk high. B: three do."]);
}

#[test]
fn once_decided_the_plan_stands_first_with_the_lists_folded_and_a_change_asks_again() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 0);
    let first = |page: &str| page.find("part=\"advice\"").expect("a plan") < page.find("class=\"pair\"").expect("the risk");
    assert!(!first(&page(&mut desk, Lang::Zh)), "the risk first while a decision is wanted");
    authorised(&mut desk, 0).expect("authorised");
    let decided = page(&mut desk, Lang::Zh);
    assert!(first(&decided), "the plan first");
    let fold = decided.split("<details class=\"fold\"").nth(1).expect("the lists").split('>').next().unwrap_or_default().to_owned();
    assert!(!fold.contains("open"), "{fold}");
    desk.intend(&Intent::Plan(PlanIntent::Change, String::new()), at(1));
    assert!(!first(&page(&mut desk, Lang::Zh)));
}

/// The page as it is read and as it is printed: without what is folded away as superseded.
fn without_history(page: &str) -> String {
    let Some(from) = page.find("<details class=\"about\" data-superseded") else { return page.to_owned() };
    let to = page[from..].find("</details>").expect("closed") + from;
    [&page[..from], &page[to..]].concat()
}

/// Whatever was signed, held, stopped, replaced and declined after the score: the screen and its print name the plan in force.
/// `tests/one_plan.rs` holds all other views against the same.
#[test]
fn of_random_records_the_screen_and_its_print_name_the_plan_in_force_and_no_other() {
    const DRUGS: [&str; 3] = ["enoxaparin", "dalteparin", "fondaparinux"];
    let mut seen = std::collections::BTreeSet::new();
    for seed in 1..=600_u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut roll = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let mut desk = desk(&plain("medical", ""), MEDICAL);
        screened(&mut desk, 0);
        for step in 1..=1 + roll(8) {
            let hours = step as i64;
            let drug = DRUGS[roll(3) as usize];
            let of: MeasureId = [drug, "ipc", "basic"][roll(3) as usize].into();
            let mut measures = vec![MeasureLine::plain(MeasureId::Basic, MeasureKind::Basic), MeasureLine::plain(drug.into(), MeasureKind::Drug)];
            measures.truncate(1 + roll(2) as usize);
            measures.extend((roll(2) == 0).then(|| MeasureLine::plain("ipc".into(), MeasureKind::Device)));
            let body = match roll(6) {
                0 | 1 => Body::PlanAuthorised(Plan {
                    of: "e-1".into(),
                    rule: None,
                    screen: None,
                    measures,
                    overrides: vec![],
                    monitoring: vec![],
                    replaces: None,
                }),
                2 => Body::PlanDeclined(Declined { of: "e-1".into(), code: "bleeding_concern".into(), note: None }),
                3 => Body::MeasureStarted(Change::plain(&of, at(hours))),
                _ => {
                    let code = STOPPED[roll(STOPPED.len() as u64) as usize].0.id;
                    Body::MeasureStopped(Change { code: Some(code.into()), ..Change::plain(&of, at(hours)) })
                }
            };
            sign(&mut desk, Role::Physician, body, hours);
        }
        let in_force = InForce::of(&desk.open.as_ref().expect("a patient").record.encounter, at(9));
        seen.insert(in_force.id());
        for lang in [Lang::Zh, Lang::En] {
            let page = page(&mut desk, lang);
            let mut live: Vec<(String, String)> =
                in_force.live().map(|held| (held.measure.id.as_str().to_owned(), held.standing.id().to_owned())).collect();
            let attribute = |row: &str, name: &str| {
                let from = row.find(name).map(|from| from + name.len() + 2).expect("an attribute");
                row[from..].split('"').next().unwrap_or_default().to_owned()
            };
            let rows = page.split("<li ").filter(|row| row.split('>').next().is_some_and(|tag| tag.contains("data-held=")));
            let mut shown: Vec<(String, String)> = rows.map(|row| (attribute(row, "data-held"), attribute(row, "data-state"))).collect();
            shown.retain(|(_, state)| state != "ended" && state != "withdrawn");
            live.sort();
            shown.sort();
            assert_eq!(shown, live, "{seed}");
            if matches!(in_force, InForce::Nothing) {
                continue;
            }
            let text = text_of(&without_history(&page), "part=\"advice\"");
            for drug in DRUGS.iter().filter(|drug| !page.contains(&["data-held=\"", drug, "\""].concat())) {
                let name = story::measure(&(*drug).into()).expect("known").get(lang);
                assert!(!text.contains(name), "{seed}: {name} is no part of the plan, in {text}");
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["authorised", "declined", "ended", "nothing"]);
}
