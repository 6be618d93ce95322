//! Store, runtime and element in a real browser (`wasm-bindgen-test`, headless Chromium).
#![cfg(all(target_family = "wasm", feature = "web"))]

use std::cell::RefCell;
use std::rc::Rc;

use virchow::interop::json::{Value, canonical, parse, written};
use virchow::interop::record::Record;
use virchow::interop::seal::Stamp;
use virchow::record::event::Body;
use virchow::record::role::{Actor, Role};
use virchow::ui;
use virchow::web::bridge;
use virchow::web::clock;
use virchow::web::runtime::Handle;
use virchow::web::store::{Store, StoreError};
use virchow::web::surroundings::Runtime;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

/// A context of its own for every test: they share one origin's store.
fn context() -> String {
    format!("adm-{}", clock::uuid_v7())
}

async fn sleep(millis: u32) {
    gloo::timers::future::TimeoutFuture::new(millis).await;
}

/// What an element hears, as (kind, detail).
type Heard = Rc<RefCell<Vec<(String, Value)>>>;

struct Bench {
    runtime: Rc<Runtime>,
    heard: Heard,
    _say: Closure<dyn FnMut(String, String) -> JsValue>,
}

impl Bench {
    fn new() -> Bench {
        let heard: Heard = Rc::default();
        let ears = Rc::clone(&heard);
        let say = Closure::<dyn FnMut(String, String) -> JsValue>::new(move |kind: String, detail: String| {
            ears.borrow_mut().push((kind, parse(&detail, 64).expect("JSON")));
            JsValue::UNDEFINED
        });
        let runtime = Runtime::new(say.as_ref().unchecked_ref::<js_sys::Function>().clone());
        let bench = Bench { runtime, heard, _say: say };
        bench.call("user", r#"{"id":"n-07","name":"N","role":"nurse"}"#);
        bench
    }

    fn call(&self, what: &str, json: &str) -> Value {
        parse(&bridge::call(&self.runtime, what, json), 64).expect("JSON")
    }

    fn lay(&self, context: &str) {
        let chart = format!(
            r#"{{"contextId":"{context}","patient":{{"sex":"male","label":"demo","bed":"12-03","birthDate":"1950-01-01"}},"encounter":{{"setting":"medical"}},"facts":[{{"id":"bmi","value":22}}]}}"#
        );
        assert_eq!(self.call("chart", &chart)["ok"], true);
    }

    async fn open(&self, context: &str) {
        self.lay(context);
        self.until(|| self.runtime.desk().open.as_ref().is_some_and(|open| open.loaded)).await;
    }

    async fn until(&self, done: impl Fn() -> bool) {
        for _ in 0..200 {
            if done() {
                return;
            }
            sleep(10).await;
        }
        panic!("waited two seconds in vain");
    }

    fn tap(&self, intent: virchow::session::screen::Intent) {
        use virchow::session::screen::ScreenSource as _;
        Handle(Rc::clone(&self.runtime)).intend(intent);
    }

    fn answer_all(&self) {
        self.tap(virchow::session::screen::Intent::Answer { item: 0, answer: Some(virchow::clinical::answers::Answer::Yes) });
        self.tap(virchow::session::screen::Intent::NoneOfTheRest);
    }

    fn told(&self, kind: &str) -> Vec<Value> {
        self.heard.borrow().iter().filter(|(heard, _)| heard == kind).map(|(_, detail)| detail.clone()).collect()
    }
}

/// A voice with no element behind it, and so no keeper: the store is the origin's.
fn nobody() -> js_sys::Function {
    js_sys::Function::new_no_args("")
}

#[wasm_bindgen_test]
async fn the_store_keeps_a_draft_and_forgets_it() {
    let (nobody, context) = (nobody(), context());
    let store = Store(&nobody);
    store.keep_draft(&context, Some("draft".into())).await.expect("kept");
    assert_eq!(store.load(&context, None).await.expect("loaded").draft.as_deref(), Some("draft"));
    store.keep_draft(&context, None).await.expect("forgotten");
    assert_eq!(store.load(&context, None).await.expect("loaded").draft, None);
}

#[wasm_bindgen_test]
async fn signing_writes_event_outbox_and_draft_together_or_not_at_all() {
    let (nobody, context) = (nobody(), context());
    let store = Store(&nobody);
    store.keep_draft(&context, Some("draft".into())).await.expect("kept");
    let id = clock::uuid_v7();
    store.sign(&context, None, "[1]", &[(id.clone(), "entry".into())]).await.expect("signed");
    let stored = store.load(&context, None).await.expect("loaded");
    assert_eq!((stored.draft, stored.events.as_deref()), (None, Some("[1]")));
    assert!(stored.outbox.contains(&(id.clone(), "entry".into())));
    // Another window has signed since: nothing of ours is written.
    let other = clock::uuid_v7();
    assert_eq!(store.sign(&context, None, "[2]", &[(other.clone(), "entry".into())]).await, Err(StoreError::Moved));
    let stored = store.load(&context, None).await.expect("loaded");
    assert_eq!(stored.events.as_deref(), Some("[1]"));
    assert!(stored.outbox.iter().all(|(held, _)| *held != other));
    store.acknowledge(&id).await.expect("acknowledged");
    assert!(store.load(&context, None).await.expect("loaded").outbox.iter().all(|(held, _)| *held != id));
}

#[wasm_bindgen_test]
async fn a_draft_that_cannot_be_read_is_put_beside() {
    let (nobody, context) = (nobody(), context());
    let store = Store(&nobody);
    store.keep_draft(&context, Some(r#"{"v":99}"#.into())).await.expect("kept");
    let bench = Bench::new();
    bench.open(&context).await;
    bench.until(|| !bench.told("error").is_empty()).await;
    assert_eq!(bench.told("error")[0]["code"], "E_PROTOCOL");
    bench.until(|| true).await;
    sleep(100).await;
    assert_eq!(store.load(&format!("{context} (unread)"), None).await.expect("loaded").draft.as_deref(), Some(r#"{"v":99}"#));
}

#[wasm_bindgen_test]
async fn one_instance_at_a_time_delivers() {
    let (nobody, context) = (nobody(), context());
    let store = Store(&nobody);
    let now = clock::millis() as f64;
    assert!(store.lease(&context, "a", now, now + 5000.0).await.expect("lease"));
    assert!(store.lease(&context, "a", now, now + 5000.0).await.expect("kept"));
    assert!(!store.lease(&context, "b", now, now + 5000.0).await.expect("refused"));
    virchow::web::store::release_leases("a");
    sleep(20).await;
    assert!(store.lease(&context, "b", now, now + 5000.0).await.expect("freed"));
}

#[wasm_bindgen_test]
async fn a_draft_survives_the_element() {
    let context = context();
    let bench = Bench::new();
    bench.open(&context).await;
    bench.tap(virchow::session::screen::Intent::Answer { item: 0, answer: Some(virchow::clinical::answers::Answer::Yes) });
    bench.runtime.close();
    sleep(100).await;
    let again = Bench::new();
    again.open(&context).await;
    again.until(|| again.runtime.desk().draft().is_some()).await;
    let result = again.call("result", r#"["flat"]"#);
    assert_eq!(result["flat"]["padua.active_cancer"], true);
    // Nothing that names a person lies in the store.
    let stored = Store(&nobody()).load(&context, None).await.expect("loaded").draft.expect("draft");
    assert!(["demo", "12-03", "1950"].iter().all(|secret| !stored.contains(secret)), "{stored}");
}

#[wasm_bindgen_test]
async fn what_was_tapped_before_the_store_answered_survives_the_element() {
    let context = context();
    let bench = Bench::new();
    bench.lay(&context);
    bench.tap(virchow::session::screen::Intent::Answer { item: 0, answer: Some(virchow::clinical::answers::Answer::Yes) });
    assert!(!bench.runtime.desk().open.as_ref().expect("open").loaded, "the store has not been heard");
    bench.runtime.close();
    let again = Bench::new();
    again.open(&context).await;
    again.until(|| again.runtime.desk().draft().is_some()).await;
    assert_eq!(again.call("result", r#"["flat"]"#)["flat"]["padua.active_cancer"], true);
    // And the store has it soon.
    sleep(300).await;
    assert!(Store(&nobody()).load(&context, None).await.expect("loaded").draft.is_some());
}

#[wasm_bindgen_test]
async fn a_signed_event_is_offered_until_it_is_accepted_and_verifies() {
    let context = context();
    let bench = Bench::new();
    bench.open(&context).await;
    bench.answer_all();
    assert_eq!(bench.call("sign", "null")["ok"], true);
    bench.until(|| !bench.told("event").is_empty()).await;
    let offer = bench.told("event")[0].clone();
    let id = offer["event"]["id"].as_str().expect("id").to_owned();
    assert_eq!(offer["attempt"].as_u64(), Some(1));
    assert_eq!(bench.call("pending", "null").items().len(), 1);
    // A nonsense answer is as none: offered again, under the same id.
    bench.call("answered", &format!(r#"{{"id":"{id}","status":"perhaps"}}"#));
    bench.until(|| bench.told("event").len() == 2).await;
    assert_eq!(bench.told("event")[1]["event"]["id"].as_str(), Some(id.as_str()));
    // An answer for another admission is refused.
    bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted","contextId":"other"}}"#));
    assert!(bench.told("error").iter().any(|error| error["code"] == "E_CONTEXT_MISMATCH"));
    assert_eq!(bench.call("pending", "null").items().len(), 1);
    bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted"}}"#));
    assert_eq!(bench.call("pending", "null").items().len(), 0);
    assert_eq!(bench.call("getState", "null"), "sent");
    let record = bridge::call(&bench.runtime, "getRecord", "null");
    assert_eq!(virchow::interop::headless::verify(&record), r#"{"ok":true}"#);
}

#[wasm_bindgen_test]
async fn what_was_offered_when_its_patient_was_left_is_offered_again() {
    let (first, second) = (context(), context());
    let bench = Bench::new();
    bench.open(&first).await;
    bench.answer_all();
    bench.call("sign", "null");
    bench.until(|| bench.told("event").len() == 1).await;
    // Nobody has answered; another patient is opened, then the first again.
    bench.open(&second).await;
    bench.open(&first).await;
    bench.until(|| bench.told("event").len() == 2).await;
    assert_eq!(bench.told("event")[0]["event"]["id"], bench.told("event")[1]["event"]["id"]);
    // The outbox is the origin's, so the next test must not find it here.
    let id = bench.told("event")[0]["event"]["id"].as_str().expect("id").to_owned();
    bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted"}}"#));
    sleep(100).await;
}

#[wasm_bindgen_test]
async fn another_patient_over_unsigned_answers_is_refused_and_nothing_is_lost() {
    let (first, second) = (context(), context());
    let bench = Bench::new();
    bench.open(&first).await;
    bench.tap(virchow::session::screen::Intent::Answer { item: 1, answer: Some(virchow::clinical::answers::Answer::Yes) });
    let chart = format!(r#"{{"contextId":"{second}","encounter":{{"setting":"medical"}}}}"#);
    assert_eq!(bench.call("chart", &chart)["error"]["code"], "E_CONTEXT_BUSY");
    assert_eq!(bench.call("result", r#"["flat"]"#)["flat"]["contextId"].as_str(), Some(first.as_str()));
    assert_eq!(bench.call("open", &format!(r#"{{"chart":{chart},"force":true}}"#))["ok"], true);
    sleep(100).await;
    bench.open(&first).await;
    bench.until(|| bench.call("result", r#"["flat"]"#)["flat"]["padua.previous_vte"] == true).await;
}

#[wasm_bindgen_test]
async fn the_form_draws_and_a_click_scores() {
    let document = web_sys::window().and_then(|window| window.document()).expect("document");
    let root = document.create_element("div").expect("div");
    document.body().expect("body").append_child(&root).expect("appended");
    let bench = Bench::new();
    let form = ui::mount(root.clone(), Rc::new(Handle(Rc::clone(&bench.runtime))));
    bench.open(&context()).await;
    bench.until(|| root.query_selector("[data-item=active_cancer]").ok().flatten().is_some()).await;
    let score = || root.query_selector("[data-score]").ok().flatten().and_then(|score| score.text_content()).unwrap_or_default();
    assert!(score().starts_with('1'), "age 70 counts: {}", score());
    let input: web_sys::HtmlElement = root.query_selector("[data-item=active_cancer]").ok().flatten().expect("input").unchecked_into();
    input.click();
    bench.until(|| score().starts_with('4')).await;
    bench.until(|| !bench.told("change").is_empty()).await;
    form.destroy();
    root.remove();
}

#[wasm_bindgen_test]
fn ids_are_uuid_v7_and_in_order() {
    let ids: Vec<String> = (0..100).map(|_| clock::uuid_v7()).collect();
    assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'7' && b"89ab".contains(&id.as_bytes()[19])));
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), 100);
    assert!(ids.windows(2).all(|pair| pair[0][..13] <= pair[1][..13]));
}

#[wasm_bindgen_test]
fn now_is_told_at_the_offset_of_the_hospital() {
    assert_eq!(clock::now("Asia/Shanghai").offset().local_minus_utc(), 8 * 3600);
    assert_eq!(clock::now("UTC").offset().local_minus_utc(), 0);
    // An unknown zone falls back to the device's own and throws nothing.
    clock::now("Nowhere/Land");
}

/// A form in the page, in one language, for a patient of whom nothing is known since `known`.
async fn form(
    bench: &Bench,
    lang: &str,
    known: chrono::DateTime<chrono::FixedOffset>,
) -> (web_sys::Element, yew::AppHandle<impl yew::BaseComponent>, String) {
    let document = web_sys::window().and_then(|window| window.document()).expect("document");
    let root = document.create_element("div").expect("div");
    document.body().expect("body").append_child(&root).expect("appended");
    let shown = ui::mount(root.clone(), Rc::new(Handle(Rc::clone(&bench.runtime))));
    let (context, known) = (context(), written(known));
    bench.call("attributes", &format!(r#"{{"lang":"{lang}"}}"#));
    let chart = format!(
        r#"{{"contextId":"{context}","patient":{{"sex":"male","birthDate":"1950-01-01"}},"encounter":{{"setting":"medical","admittedAt":"{known}"}},"facts":[{{"id":"bmi","value":22,"at":"{known}"}}]}}"#
    );
    assert_eq!(bench.call("chart", &chart)["ok"], true);
    bench.until(|| bench.runtime.desk().open.as_ref().is_some_and(|open| open.loaded)).await;
    (root, shown, context)
}

fn found(root: &web_sys::Element, selector: &str) -> Option<web_sys::HtmlElement> {
    root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

fn said(root: &web_sys::Element) -> String {
    found(root, "[data-refused]").and_then(|notice| notice.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_clock_far_ahead_is_asked_about_on_the_screen_before_it_signs() {
    let words = [
        ("zh-CN", ["30天以上", "本机时间：", "记录和HIS资料的最近时间：", "时钟无误，签名"]),
        ("en", ["30 days", "This device's clock: ", "Newest time in record and chart: ", "The clock is right: sign"]),
    ];
    for (lang, words) in words {
        let bench = Bench::new();
        let now = clock::now("Asia/Shanghai");
        let (root, shown, _) = form(&bench, lang, now - chrono::TimeDelta::days(31)).await;
        bench.answer_all();
        // Nothing is signed that has not been drawn.
        sleep(100).await;
        assert_eq!(bench.call("sign", "null")["error"]["code"], "E_TIME");
        assert_eq!(bench.call("validate", "null")["valid"], false);
        bench.until(|| found(&root, "[data-action=clock-right]").is_some()).await;
        let notice = said(&root);
        assert!(words.iter().all(|word| notice.contains(word)), "{notice}");
        assert!(notice.contains(&(now - chrono::TimeDelta::days(31)).format("%Y-%m-%d %H:%M:%S").to_string()), "what is known: {notice}");
        assert!(bench.told("event").is_empty(), "nothing is signed before the answer");
        found(&root, "[data-action=clock-right]").expect("the button").click();
        bench.until(|| bench.told("event").len() == 1).await;
        assert!(bench.told("event")[0]["event"].get("clock").is_none(), "it has the time of the device, which needs no word");
        // Said once, it is not asked again while this patient is open.
        bench.tap(virchow::session::screen::Intent::StartNew);
        bench.answer_all();
        // Nothing is signed that has not been drawn.
        sleep(100).await;
        assert_eq!(bench.call("sign", "null")["ok"], true);
        shown.destroy();
        root.remove();
        for event in bench.told("event") {
            let id = event["event"]["id"].as_str().expect("an id").to_owned();
            bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted"}}"#));
        }
        sleep(100).await;
    }
}

#[wasm_bindgen_test]
async fn an_event_of_the_future_is_passed_on_the_screen_with_a_reason() {
    let words = [("zh-CN", ["本机时间：", "记录的最后时间：", "理由"]), ("en", ["This device's clock: ", "Last time in the record: ", "reason"])];
    for (lang, words) in words {
        for (ahead, asks) in [(3, false), (60, true)] {
            let bench = Bench::new();
            let now = clock::now("Asia/Shanghai");
            let (root, shown, context) = form(&bench, lang, now).await;
            let mut record = Record::default();
            let by = Actor { id: "n-08".into(), name: "N".into(), role: Role::Nurse };
            let last = now + chrono::TimeDelta::minutes(ahead);
            record.append(vec![Body::admitted()], &mut Stamp { context_id: &context, ids: &mut clock::uuid_v7, at: last, by: &by });
            let json = format!("[{}]", canonical(&record.events[0].json));
            assert_eq!(bench.call("record", &json)["ok"], true);
            bench.until(|| bench.runtime.desk().open.as_ref().is_some_and(|open| open.record.events.len() == 1)).await;
            bench.answer_all();
            // Nothing is signed that has not been drawn.
            sleep(100).await;
            let answer = bench.call("sign", "null");
            if asks {
                assert_eq!(answer["error"]["code"], "E_TIME");
                bench.until(|| found(&root, "[data-clock-reason]").is_some()).await;
                let notice = said(&root);
                assert!(words.iter().all(|word| notice.contains(word)), "{notice}");
                found(&root, "[data-action=clock-right]").expect("the button").click();
                sleep(50).await;
                assert!(bench.told("event").is_empty(), "not without a reason");
                let field: web_sys::HtmlInputElement = found(&root, "[data-clock-reason]").expect("the field").unchecked_into();
                field.set_value("那台平板的时钟快了");
                let typed = js_sys::Function::new_with_args("field", "field.dispatchEvent(new Event('input', { bubbles: true }))");
                typed.call1(&JsValue::NULL, &field).expect("typed");
                found(&root, "[data-action=clock-right]").expect("the button").click();
            }
            bench.until(|| bench.told("event").len() == 1).await;
            let event = bench.told("event")[0]["event"].clone();
            if asks {
                assert_eq!(event["clock"]["reason"], "那台平板的时钟快了");
                assert_eq!(event["clock"]["after"].as_str(), Some(written(last).as_str()));
            } else {
                assert_eq!(event["at"].as_str(), Some(written(last).as_str()), "the time of the event before");
                assert!(event["clock"]["device"].as_str().is_some());
            }
            let whole = bridge::call(&bench.runtime, "getRecord", "null");
            assert_eq!(virchow::interop::headless::verify(&whole), r#"{"ok":true}"#);
            shown.destroy();
            root.remove();
            let id = event["id"].as_str().expect("an id").to_owned();
            bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted"}}"#));
            sleep(100).await;
        }
    }
}

#[wasm_bindgen_test]
async fn the_clock_of_the_host_is_compared_before_a_signature() {
    let bench = Bench::new();
    bench.open(&context()).await;
    bench.answer_all();
    // Nothing is signed that has not been drawn.
    sleep(100).await;
    for millis in ["3600000", "-3600000"] {
        bench.call("hostClock", millis);
        assert_eq!(bench.call("sign", "null")["error"]["code"], "E_TIME", "{millis}");
    }
    bench.call("hostClock", "240000");
    assert_eq!(bench.call("sign", "null")["ok"], true);
    bench.until(|| bench.told("event").len() == 1).await;
    let id = bench.told("event")[0]["event"]["id"].as_str().expect("an id").to_owned();
    bench.call("answered", &format!(r#"{{"id":"{id}","status":"accepted"}}"#));
    sleep(100).await;
}

/// A hash covers numbers as RFC 8785 writes them, which is as this page writes them.
#[wasm_bindgen_test]
fn a_number_is_hashed_as_the_page_itself_writes_it() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut written: Vec<String> =
        ["1424953923781206.25", "5e-324", "1e-400", "0.30000000000000004", "9007199254740993", "-0.0"].map(str::to_owned).into();
    for _ in 0..2_000 {
        let (whole, part, exponent) = (next(), next() % 1_000_000, next() % 580);
        written.push(format!("{whole}.{part}e{}", exponent as i64 - 300));
        written.push(format!("-{}.{part}", whole >> (part % 60)));
    }
    for text in written {
        let here = virchow::interop::json::canonical(&virchow::interop::json::parse(&text, 1).expect("a number"));
        let page = String::from(js_sys::JSON::stringify(&js_sys::JSON::parse(&text).expect("a number")).expect("a text"));
        assert_eq!(here, page, "{text}");
    }
}
