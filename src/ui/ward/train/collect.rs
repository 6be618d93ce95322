//! Collecting what learners hand in: files, a whole folder, or codes that a scanner types or somebody pastes. Each result is merged or
//! refused by itself, with its reason.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::session::classroom::files::{CodeReader, results};
use crate::text::{Lang, Text, text};
use crate::training::attempt::LessonAttempt;
use crate::training::class::{LessonClass, MergedAs};
use crate::web::classroom::chosen;

#[derive(Clone, Properties)]
pub struct CollectProps {
    pub lang: Lang,
    pub class: Rc<LessonClass>,
    /// What was read and fits this class.
    pub gathered: Callback<Vec<LessonAttempt>>,
}

impl PartialEq for CollectProps {
    fn eq(&self, other: &CollectProps) -> bool {
        self.lang == other.lang && Rc::ptr_eq(&self.class, &other.class)
    }
}

/// What became of one thing that was handed in: taken or not, whose, and why not.
#[derive(Clone, PartialEq)]
struct Taken {
    ok: bool,
    who: String,
    said: [String; 2],
}

fn both(text: Text) -> [String; 2] {
    [text.zh().to_owned(), text.en().to_owned()]
}

/// Merges into a copy, to see what each is; the page merges those that fit.
fn merged(class: &LessonClass, read: Vec<LessonAttempt>) -> (Vec<LessonAttempt>, Vec<Taken>) {
    let mut class = class.clone();
    let (mut fit, mut told) = (vec![], vec![]);
    for attempt in read {
        let who = attempt.who.shown().to_owned();
        match class.merge(&attempt) {
            Ok(MergedAs::New) => told.push(Taken { ok: true, who, said: both(text!("已收", "taken")) }),
            Ok(MergedAs::Older) => told.push(Taken {
                ok: true,
                who,
                said: both(text!("已收（较早版本的评分表，不计入统计）", "taken (older tables: in no statistics)")),
            }),
            Err(why) => {
                told.push(Taken { ok: false, who, said: both(why.text()) });
                continue;
            }
        }
        fit.push(attempt);
    }
    (fit, told)
}

#[component]
pub fn Collect(props: &CollectProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let told = use_state(Vec::<Taken>::new);
    let parts = use_mut_ref(CodeReader::default);
    let typed = use_node_ref();
    let take = {
        let (class, gathered, told) = (Rc::clone(&props.class), props.gathered.clone(), told.clone());
        Rc::new(move |read: Vec<LessonAttempt>, mut refused: Vec<Taken>| {
            let (fit, said) = merged(&class, read);
            refused.extend(said);
            told.set(refused);
            if !fit.is_empty() {
                gathered.emit(fit);
            }
        })
    };
    let files = {
        let take = Rc::clone(&take);
        Callback::from(move |event: Event| {
            let (input, take) = (event.target_unchecked_into::<HtmlInputElement>(), Rc::clone(&take));
            spawn_local(async move {
                let (mut read, mut refused) = (vec![], vec![]);
                for text in chosen(&input).await {
                    let (taken, not) = results(&text);
                    read.extend(taken);
                    refused.extend(not.iter().map(|of| Taken { ok: false, who: String::new(), said: of.both() }));
                }
                input.set_value("");
                take(read, refused);
            });
        })
    };
    let scanned = {
        let (take, typed, parts, told) = (Rc::clone(&take), typed.clone(), parts.clone(), told.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(area) = typed.cast::<HtmlTextAreaElement>() else { return };
            let (mut refused, mut read) = (vec![], vec![]);
            for line in area.value().lines().map(str::trim).filter(|line| !line.is_empty()) {
                match parts.borrow_mut().take(line) {
                    Ok(whole) => read.extend(whole),
                    Err(of) => refused.push(Taken { ok: false, who: String::new(), said: of.both() }),
                }
            }
            area.set_value("");
            if read.is_empty() && refused.is_empty() {
                told.set(vec![Taken {
                    ok: true,
                    who: String::new(),
                    said: both(text!("已收一部分，请继续扫描其余各码", "a part is taken: go on with the other codes")),
                }]);
            } else {
                take(read, refused);
            }
        })
    };
    html! {
        <section class="panel collect" data-collect="">
            <h3>{ t(text!("收成绩", "Collect results")) }</h3>
            <p class="count" data-count="" role="status">{ [t(text!("已收成绩：", "Results taken: ")), &props.class.results().len().to_string()].concat() }</p>
            <label class="file"><span>{ t(text!("成绩文件（可多选）", "Result files (several at once)")) }</span><input type="file" multiple=true accept=".json,application/json" data-file="results" onchange={files.clone()} /></label>
            <label class="file"><span>{ t(text!("或选择整个文件夹", "Or a whole folder")) }</span><input type="file" multiple=true webkitdirectory=true data-file="folder" onchange={files} /></label>
            <label class="wide"><span>{ t(text!("或用扫码枪扫入、粘贴成绩码（每行一码）", "Or scan or paste the codes, one a line")) }</span><textarea rows="4" ref={typed} data-codes="" spellcheck="false" autocomplete="off" /></label>
            <div class="actions"><button type="button" data-action="take-codes" onclick={scanned}>{ t(text!("读入", "Take them")) }</button></div>
            <ul class="told" data-told="" aria-live="polite">{ for told.iter().map(|of| html! {
                <li data-taken={of.ok.to_string()}>{ [if of.ok { "✓ " } else { "✗ " }, &of.who, if of.who.is_empty() { "" } else { "：" }, &of.said[usize::from(lang == Lang::En)]].concat() }</li>
            }) }</ul>
        </section>
    }
}
