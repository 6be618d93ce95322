//! What is typed into the forms becomes answers or says what it lacks, and what a nurse and a physician are shown of one step.

use super::acts::tell;
use super::entering::{AT, Entering, EntryPart, WHEN};
use super::forms::Forms;
use super::{ChannelView, DoseTold, EnteredStep, InterimView, Looking};
use crate::clinical::chart::Instant;
use crate::clinical::pathway::coarse::{Kind, Likelihood, Sign};
use crate::clinical::pathway::codes::ChannelCode as C;
use crate::clinical::pathway::entries::{ENTRIES, entry};
use crate::clinical::pathway::entry::PathEntry;
use crate::clinical::pathway::evaluate::{ChannelStep, evaluate};
use crate::clinical::pathway::facts::{Awaited, EpisodeFacts, OtherVitals, PressureReading, WeightFact, WeightSource};
use crate::clinical::pathway::history::HistoryFacts;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::local::Wall;
use crate::record::role::Role;
use crate::session::begun::Begun;
use crate::session::care::tests::{MEDICAL, actor, at, desk, plain, sign};
use crate::session::screen::Mode;
use crate::session::sitting::Desk;
use crate::session::suspicion::{self, SuspicionView};

fn row(id: &str) -> &'static PathEntry {
    entry(id).expect("an entry")
}

fn typed(of: &[(&str, &str, EntryPart, &str)]) -> Entering {
    let mut entering = Entering::default();
    for (entry, field, part, value) in of {
        entering.put(row(entry), field, part.id(), value);
    }
    entering
}

fn answers(entering: &Entering, of: &str, physician: bool) -> Vec<(&'static str, String)> {
    entering.answers(row(of), &Wall::default(), physician).expect("whole")
}

fn lacks(entering: &Entering, of: &str) -> Vec<&'static str> {
    let problems = entering.answers(row(of), &Wall::default(), true).expect_err("something is wrong");
    for problem in &problems {
        assert!(problem.words.iter().all(|words| !words.is_empty()), "{problem:?}");
    }
    problems.iter().map(|problem| problem.field).collect()
}

#[test]
fn numbers_go_with_the_unit_beside_them_and_full_width_digits_are_digits() {
    let entering = typed(&[
        ("vitals", "sbp", EntryPart::Text, "８４"),
        ("vitals", "sbp", EntryPart::Unit, "mm[Hg]"),
        ("vitals", "dbp", EntryPart::Text, "50"),
        ("vitals", "dbp", EntryPart::Unit, "mm[Hg]"),
        ("vitals", "heart_rate", EntryPart::Text, "118"),
        ("vitals", "consciousness", EntryPart::Word, "alert"),
    ]);
    let sent = answers(&entering, "vitals", false);
    assert!(sent.contains(&("sbp", "84 mm[Hg]".into())) && sent.contains(&("heart_rate", "118 /min".into())), "{sent:?}");
}

#[test]
fn a_number_without_a_unit_and_one_that_is_not_possible_are_named_and_nothing_is_lost() {
    let entering = typed(&[
        ("vitals", "sbp", EntryPart::Text, "84"),
        ("vitals", "dbp", EntryPart::Text, "5000"),
        ("vitals", "temperature", EntryPart::Text, "warm"),
    ]);
    assert_eq!(lacks(&entering, "vitals"), ["dbp", "temperature"], "what is wrong is not missing as well");
    assert_eq!(entering.part("vitals", "temperature", EntryPart::Text), "warm");
    let problems = entering.answers(row("vitals"), &Wall::default(), true).expect_err("wrong");
    assert!(problems.iter().all(|problem| problem.words.iter().all(|words| !words.contains("5000") && !words.contains("warm"))), "never the value");
    // What goes with another field is asked for, and an empty form is none.
    assert_eq!(lacks(&typed(&[("vitals", "spo2", EntryPart::Text, "93")]), "vitals"), ["oxygen"]);
    assert_eq!(lacks(&Entering::default(), "symptoms").len(), 1);
    assert!(Entering::default().answers(row("ecg"), &Wall::default(), false).is_ok(), "that it was written is an answer");
    assert_eq!(lacks(&typed(&[("ecg", WHEN, EntryPart::Time, "soon")]), "ecg"), [WHEN]);
}

#[test]
fn a_d_dimer_is_entered_with_its_unit_type_and_refused_without() {
    let digits = ("ddimer_result", "value", EntryPart::Text, "1.2");
    assert_eq!(lacks(&typed(&[digits]), "ddimer_result"), ["value"]);
    let whole = typed(&[digits, ("ddimer_result", "value", EntryPart::Unit, "mg/L{FEU}")]);
    assert_eq!(answers(&whole, "ddimer_result", false), [("value", "1.2 mg/L{FEU}".to_owned())]);
}

#[test]
fn a_past_event_has_its_time_by_the_clock_on_the_wall() {
    let dated = typed(&[("history", "stroke", EntryPart::Time, "2026-11-01T08:30")]);
    assert_eq!(dated.part("history", "stroke", EntryPart::Word), AT, "who writes when says that it was");
    assert_eq!(answers(&dated, "history", false), [("stroke", "2026-11-01T08:30:00+08:00".to_owned())]);
    assert_eq!(lacks(&typed(&[("history", "stroke", EntryPart::Word, AT)]), "history"), ["stroke"], "and when?");
    assert_eq!(answers(&typed(&[("history", "stroke", EntryPart::Word, "never")]), "history", false), [("stroke", "never".to_owned())]);
}

#[test]
fn what_only_a_physician_may_sign_is_not_sent_by_a_nurse() {
    let entering = typed(&[("history", "bleeding", EntryPart::Word, "no"), ("history", "head_cleared", EntryPart::Word, "yes")]);
    assert_eq!(answers(&entering, "history", false).len(), 1);
    assert_eq!(answers(&entering, "history", true).len(), 2);
}

// ---- what is shown ---------------------------------------------------------------------------------------------------

/// PE likely, everything denied, CTPA in 90 minutes: a dose is proposed.
fn proposing(now: Instant) -> (EpisodeFacts, ChannelSettings) {
    let before = |minutes| now - chrono::TimeDelta::minutes(minutes);
    let mut facts = EpisodeFacts::begun(Kind::Pe, before(30));
    facts.person.age = Some(60);
    facts.person.sex = Some(crate::clinical::chart::Sex::Male);
    facts.person.weight = Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at: before(60), doubtful: false });
    facts.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at: before(5) }];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.active_cancer = Sign::No;
    facts.tests.leg_signs = Sign::No;
    facts.tests.chest = Awaited { ordered_at: Some(now), expected_at: Some(now + chrono::TimeDelta::minutes(90)) };
    facts.history = HistoryFacts::denied();
    (facts, ChannelSettings::of(Tier::County))
}

fn stepped(now: Instant) -> (ChannelStep, ChannelSettings) {
    let (facts, settings) = proposing(now);
    (evaluate(&facts, &settings, now), settings)
}

fn shown(role: Role, entered: &[EnteredStep]) -> ChannelView {
    let now = at(5);
    let (step, settings) = stepped(now);
    ChannelView::of(&step, &settings, Looking { role: Some(role), entered, entering: &Entering::default(), now })
}

fn signed(id: &'static str, answers: &[(&'static str, &str)], minutes: i64) -> EnteredStep {
    let answers = answers.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    EnteredStep { entry: row(id), at: at(5) - chrono::TimeDelta::minutes(minutes), by: actor(Role::Physician), answers }
}

#[test]
fn a_nurse_is_shown_no_dose_before_a_physician_has_confirmed_it() {
    let physician = shown(Role::Physician, &[]);
    let InterimView::Said(said) = &physician.interim else { panic!("a physician reads the answer") };
    assert!(said.code == C::InterimPropose && said.proposal.is_some() && physician.orders.contains(&C::LabsNotAwaited), "{said:?}");
    let nurse = shown(Role::Nurse, &[]);
    assert!(matches!(nurse.interim, InterimView::Waits) && !nurse.orders.contains(&C::LabsNotAwaited), "{nurse:?}");
    assert!(!nurse.forms.next.iter().chain(&nurse.forms.drawn).any(|entry| entry.id.starts_with("interim_confirmed")), "{:?}", nurse.forms);
    let confirmed = [signed("interim_confirmed", &[("drug", "enoxaparin"), ("dose", "60 mg")], 2)];
    let nurse = shown(Role::Nurse, &confirmed);
    assert!(matches!(nurse.dose, Some(DoseTold::Confirmed(_))) && matches!(nurse.interim, InterimView::Said(_)));
    assert!(nurse.forms.next.iter().any(|entry| entry.id == "interim_given"));
    // Once it is given the next one waits for the physician again.
    let given = [signed("interim_given", &[("drug", "enoxaparin")], 1), signed("interim_confirmed", &[("drug", "enoxaparin")], 2)];
    let nurse = shown(Role::Nurse, &given);
    assert!(matches!(nurse.dose, Some(DoseTold::Given(_))) && matches!(nurse.interim, InterimView::Waits));
}

#[test]
fn nobody_without_a_role_is_shown_a_dose_and_a_pharmacist_enters_nothing() {
    assert!(matches!(shown(Role::Pharmacist, &[]).interim, InterimView::Waits));
    let forms = shown(Role::Pharmacist, &[]).forms;
    assert!(forms.drawn.is_empty() && forms.next.is_empty() && forms.rest.is_empty());
}

#[test]
fn every_entry_stands_once_and_every_step_has_a_form_or_nothing_to_wait_for() {
    let (step, _) = stepped(at(5));
    for role in [Role::Nurse, Role::Physician] {
        for opened in ENTRIES.iter().map(|entry| Some(entry.id)).chain([None]) {
            let forms = Forms::of(&step, Some(role), opened, false, &|_| false);
            let mut ids: Vec<&str> = [&forms.drawn, &forms.next, &forms.rest].into_iter().flatten().map(|entry| entry.id).collect();
            ids.sort_unstable();
            let all = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), all, "{opened:?}");
            if role == Role::Physician {
                assert_eq!(all, ENTRIES.len(), "each of them can be reached");
            }
        }
    }
    let mut facts = EpisodeFacts::begun(Kind::Pe, at(4));
    let settings = ChannelSettings::of(Tier::Township);
    for kind in [Kind::Pe, Kind::Dvt, Kind::Both] {
        facts.kind = kind;
        let step = evaluate(&facts, &settings, at(5));
        let forms = Forms::of(&step, Some(Role::Nurse), None, false, &|_| false);
        assert_eq!(forms.drawn.first().map(|entry| entry.id), Some(if step.step == C::CheckLimb { "limb_check" } else { "vitals" }));
        assert_eq!(forms.next.first().map(|entry| entry.id), Some("physician_told"), "to telephone comes next");
    }
}

// ---- at the desk -----------------------------------------------------------------------------------------------------

fn suspecting(role: Role) -> Desk {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    sign(&mut desk, Role::Nurse, Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "pe").with("signs", "dyspnoea")), 2);
    desk.user = Some(actor(role));
    desk
}

fn channel(desk: &Desk) -> ChannelView {
    suspicion::view(desk).and_then(|view| view.channel).expect("a channel")
}

#[test]
fn what_is_typed_survives_and_what_lacks_is_said_in_the_form() {
    let mut desk = suspecting(Role::Nurse);
    let face = desk.screen().suspects;
    assert_eq!(tell(&mut desk, "vitals/heart_rate/text", "fast"), Some(false));
    desk.rework(at(3));
    assert_eq!(channel(&desk).entering.part("vitals", "heart_rate", EntryPart::Text), "fast");
    assert_eq!(tell(&mut desk, "act", "enter:vitals"), Some(false), "not signed");
    let view = channel(&desk);
    assert_eq!(view.entering.problems.first().map(|problem| problem.field), Some("heart_rate"));
    assert_ne!(desk.screen().suspects, face, "the focus goes there");
    tell(&mut desk, "vitals/heart_rate/text", "fast");
    assert_eq!(channel(&desk).entering.problems.len(), 1, "a field that loses the focus tells the same again");
    tell(&mut desk, "vitals/heart_rate/text", "110");
    assert!(channel(&desk).entering.problems.is_empty());
    assert_eq!(tell(&mut desk, "act", "enter:vitals"), Some(true));
    tell(&mut desk, "act", "clear:vitals");
    assert!(!channel(&desk).entering.is_begun("vitals"));
}

#[test]
fn all_of_a_group_denied_answers_only_what_nobody_answered() {
    let mut desk = suspecting(Role::Nurse);
    tell(&mut desk, "history/bleeding_disorder/word", "yes");
    tell(&mut desk, "act", "deny:0");
    let entering = channel(&desk).entering;
    assert_eq!(entering.part("history", "bleeding", EntryPart::Word), "no");
    assert_eq!(entering.part("history", "bleeding_disorder", EntryPart::Word), "yes");
    assert_eq!(entering.part("history", "hit_past", EntryPart::Word), "", "of another group");
    // That urine is passed is no question that is denied.
    tell(&mut desk, "act", "deny:4");
    assert_eq!(channel(&desk).entering.part("history", "passes_urine", EntryPart::Word), "");
}

/// What the host asserts or only suggests is answered by itself, never by a word about the rest.
#[test]
fn a_word_about_the_rest_denies_nothing_of_which_the_host_speaks() {
    for (fact, silent, denied) in [
        (r#"{"id":"medication","value":{"name":"warfarin"},"status":"suggested"}"#, "7/anticoagulant", ""),
        (r#"{"id":"medication","value":{"name":"warfarin"}}"#, "7/anticoagulant", ""),
        (r#"{"id":"allergy","value":{"to":"heparin"},"status":"suggested"}"#, "6/heparin_allergy", ""),
        (r#"{"id":"CI_COAG","value":true,"status":"suggested"}"#, "0/bleeding_disorder", "0/bleeding"),
    ] {
        let mut desk = desk(&plain("medical", fact), MEDICAL);
        sign(&mut desk, Role::Nurse, Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "pe").with("signs", "dyspnoea")), 2);
        desk.user = Some(actor(Role::Nurse));
        let (group, field) = silent.split_once('/').expect("group and field");
        tell(&mut desk, "act", &["deny:", group].concat());
        assert_eq!(channel(&desk).entering.part("history", field, EntryPart::Word), "", "{fact}");
        if let Some((_, other)) = denied.split_once('/').filter(|(_, other)| *other == "bleeding") {
            assert_eq!(channel(&desk).entering.part("history", other, EntryPart::Word), "no", "{fact}");
        }
    }
}

#[test]
fn every_row_that_the_channel_reads_of_core_is_known_to_the_word_about_the_rest() {
    use crate::clinical::pathway::entries::entry;
    use crate::clinical::pathway::facts::EpisodeFacts;
    use crate::clinical::pathway::from_chart::stands;
    let begun = EpisodeFacts::begun(crate::clinical::pathway::coarse::Kind::Pe, at(0));
    for row in crate::clinical::contraindication::table::TABLE.iter().chain(crate::clinical::contraindication::table::QUESTIONS) {
        let mut facts = begun.clone();
        stands(row.id, Some(at(0)), &mut facts);
        let listed = super::spoken::OF_ROW.iter().any(|(id, _)| *id == row.id);
        // Pregnancy is a question of its own, asked beside no group.
        assert_eq!(facts != begun && row.id != "CI_PREGNANCY", listed, "{}", row.id);
    }
    let history = entry("history").expect("an entry");
    assert!(super::spoken::OF_ROW.iter().all(|(_, field)| history.field(field).is_some()));
}

#[test]
fn readonly_enters_nothing_and_another_role_signs_no_entry() {
    let mut desk = suspecting(Role::Pharmacist);
    assert_eq!(tell(&mut desk, "act", "enter:ecg"), Some(false));
    desk.user = Some(actor(Role::Nurse));
    desk.options.mode = Mode::ReadOnly;
    assert_eq!(tell(&mut desk, "vitals/heart_rate/text", "110"), Some(false));
    assert!(desk.open.as_ref().and_then(Begun::of).is_none_or(|begun| !begun.entering.is_begun("vitals")));
}

#[test]
fn an_entry_is_signed_into_the_record_and_the_other_forms_stay() {
    let mut desk = suspecting(Role::Nurse);
    tell(&mut desk, "physician_told/name/text", "周医生");
    tell(&mut desk, "history/bleeding/word", "no");
    assert_eq!(tell(&mut desk, "act", "enter:physician_told"), Some(true));
    let body = {
        let moment = desk.open.as_ref().expect("open").record.moment(at(3), None).expect("in order");
        suspicion::signed(&desk, &moment).expect("an entry")
    };
    let Body::Happened(step) = &body else { panic!("{body:?}") };
    assert_eq!((step.detail("step"), step.answer("name")), (Some("physician_told"), Some("周医生")));
    sign(&mut desk, Role::Nurse, body, 3);
    let view = channel(&desk);
    assert_eq!(view.entered.first().map(|entered| entered.entry.id), Some("physician_told"));
    assert!(!view.entering.is_begun("physician_told") && view.entering.is_begun("history"));
    assert_eq!(view.told("physician_told", "name"), Some("周医生"));
    assert!(SuspicionView::of(&desk.screen()).is_some());
}

/// A browser that takes away the field with the focus tells once more what it held; then nobody has typed it.
#[test]
fn a_field_that_goes_with_its_signed_form_is_not_typed_anew() {
    let mut entering = typed(&[("physician_told", "name", EntryPart::Text, "周医生")]);
    entering.was_signed("physician_told");
    entering.put(row("physician_told"), "name", "text", "周医生");
    assert!(!entering.is_begun("physician_told"));
    entering.put(row("physician_told"), "name", "text", "周医生");
    assert!(entering.is_begun("physician_told"), "told by a person");
    entering.was_signed("physician_told");
    entering.open(Some("physician_told"));
    entering.put(row("physician_told"), "name", "text", "周医生");
    assert!(entering.is_begun("physician_told"), "opened again");
}

/// What is typed is kept with the draft, stands there after a reload as unsigned, and under no other suspicion or patient.
#[test]
fn what_is_typed_survives_a_reload_and_goes_to_no_other_suspicion() {
    use crate::interop::json::parse;
    use crate::interop::shape::Place;
    use crate::interop::stored::{read_draft, write_draft};
    use crate::session::resume;

    let reported = || {
        let mut desk = desk(&plain("medical", ""), MEDICAL);
        desk.user = Some(actor(Role::Nurse));
        desk
    };
    let put = |desk: &mut Desk, field: &str, value: &str| assert_eq!(tell(desk, field, value), Some(false));
    // The report behind the red button.
    let mut before = reported();
    if let Some(open) = &mut before.open {
        open.alerted = Some(true);
    }
    assert!(before.draft().is_none(), "nothing is typed yet");
    suspicion::tell(&mut before, "site", "pe");
    suspicion::tell(&mut before, "note", "突发气促");
    let stored = write_draft(&before.draft().expect("the report is kept"));
    let mut after = reported();
    let read = |stored: &str| read_draft(&parse(stored, 32).expect("JSON"), &Place::root("draft")).expect("a draft");
    resume::draft(&mut after, read(&stored), at(2));
    let form = suspicion::view(&after).and_then(|view| view.form).expect("the report is open again");
    assert_eq!((form.site, &*form.note, form.heard), (Some("pe"), "突发气促", true));

    // A form of the channel.
    let mut before = suspecting(Role::Nurse);
    put(&mut before, "vitals/sbp/text", "84");
    put(&mut before, "vitals/sbp/unit", "mm[Hg]");
    put(&mut before, "act", "open:weight");
    put(&mut before, "weight/weight/text", "64");
    put(&mut before, "score/wells_pe/haemoptysis", "yes");
    let stored = write_draft(&before.draft().expect("what is typed is kept"));
    let mut after = suspecting(Role::Nurse);
    put(&mut after, "weight/weight/text", "66");
    resume::draft(&mut after, read(&stored), at(3));
    let view = suspicion::view(&after).and_then(|view| view.channel).expect("the channel");
    assert_eq!(view.entering.part("vitals", "sbp", EntryPart::Text), "84");
    assert!(view.entering.is_restored("vitals", false) && !view.entering.is_restored("weight", false), "and it is said");
    assert_eq!(view.entering.part("weight", "weight", EntryPart::Text), "66", "what was typed since stands");
    assert!(view.entered.is_empty(), "nothing of it is signed");
    let scores = after.open.as_ref().and_then(Begun::of).map(|begun| begun.scores.told()).unwrap_or_default();
    assert_eq!(scores, [["wells_pe/haemoptysis".to_owned(), "yes".to_owned()]], "a score that is ticked too");
    assert!(view.entering.is_restored("probability", true) && !view.entering.is_restored("severity", true), "which is said as well");
    let other = stored.replace("\\\"of\\\":\\\"", "\\\"of\\\":\\\"another-");
    assert_ne!(other, stored);
    let mut after = suspecting(Role::Nurse);
    resume::draft(&mut after, read(&other), at(3));
    assert!(after.draft().is_none(), "of another suspicion nothing is taken up");
    // Another patient over it is refused, and nothing is lost by force.
    let raw = |context: &str| parse(&format!(r#"{{"contextId":"{context}","encounter":{{"setting":"medical"}},"facts":[]}}"#), 32).expect("JSON");
    assert_eq!(before.lay(raw("adm-next"), false, at(4)).err().map(|busy| busy.code), Some("E_CONTEXT_BUSY"));
    let laid = before.lay(raw("adm-next"), true, at(4)).expect("laid");
    assert!(laid.left.is_some_and(|left| left.draft.begun.contains("sbp")), "kept under its own admission");
    assert!(before.draft().is_none(), "and not under the next");
}
