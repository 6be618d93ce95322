//! The shelf: every instrument on its own, without a patient and before anybody has unlocked or signed in. A list that is searched
//! in Chinese, by the first letters of pinyin and in English; favourites, kept on this device; and the element itself as a
//! calculator. `#/calc` and `#/calc/wells_pe` lead here. Nothing of a patient is ever in the address, and nothing is kept.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::clinical::shelf::{SHELF, ShelfRow, ShelfUse, finds, finds_helpers, on_the_shelf};
use crate::session::helpers::{HelperInputs, helpers};
use crate::text::{Lang, Text, text};
use crate::web::offline;
use crate::web::ward::element::{Bench, arrive};

/// Where on the shelf one is: the list, an instrument, or the helper formulas.
#[derive(Clone, PartialEq, Debug)]
pub enum ShelfPage {
    List,
    Instrument(&'static str),
    Helpers,
}

/// Of the address's fragment; `None` where it is of something else. An id that nobody knows leads to the list.
pub fn shelf_page(fragment: &str) -> Option<ShelfPage> {
    let rest = fragment.strip_prefix("#/calc")?;
    Some(match rest.strip_prefix('/') {
        None if !rest.is_empty() => return None,
        Some("helpers") => ShelfPage::Helpers,
        Some(id) => on_the_shelf(id).map_or(ShelfPage::List, |instrument| ShelfPage::Instrument(instrument.id)),
        None => ShelfPage::List,
    })
}

#[derive(Clone, PartialEq, Properties)]
pub struct ShelfProps {
    pub lang: Lang,
    pub speak: Callback<Lang>,
    pub page: ShelfPage,
}

const TITLE: Text = text!("评分与计算器", "Scores and calculators");
const NO_PATIENT: Text =
    text!("不需要患者，也不需要登录；这里的内容不保存、不进入病历。", "No patient and no signing in; nothing here is kept or enters a record.");

#[component]
pub fn Shelf(props: &ShelfProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let search = use_state(String::new);
    let favourites = use_state(offline::favourites);
    use_effect_with(props.page.clone(), |_| arrive("#shelf h2"));
    let keep = {
        let favourites = favourites.clone();
        Callback::from(move |id: &'static str| {
            let mut all: Vec<String> = (*favourites).clone();
            match all.iter().position(|held| held == id) {
                Some(place) => drop(all.remove(place)),
                None => all.push(id.to_owned()),
            }
            offline::set_favourites(&all);
            favourites.set(all);
        })
    };
    let is_kept = |id: &str| favourites.iter().any(|held| held == id);
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let star = |id: &'static str| {
        let kept = is_kept(id);
        let title = on_the_shelf(id).map_or("", |instrument| t(instrument.title));
        let word = [t(if kept { text!("取消收藏：", "No favourite any more: ") } else { text!("收藏：", "Make a favourite: ") }), title].concat();
        html! {
            <button type="button" class="star" data-favourite={id} aria-pressed={kept.to_string()} aria-label={word} onclick={keep.reform(move |_: MouseEvent| id)}>{ if kept { "★" } else { "☆" } }</button>
        }
    };
    let line = |row: &'static ShelfRow| {
        let Some(instrument) = on_the_shelf(row.id) else { return html! {} };
        html! {
            <li key={row.id}>
                <a href={["#/calc/", row.id].concat()} data-open={row.id}>
                    <b>{ t(instrument.title) }</b><small>{ [t(text!("版本 ", "edition ")), instrument.edition].concat() }</small>
                </a>
                { star(row.id) }
            </li>
        }
    };
    let inside = match &props.page {
        ShelfPage::Instrument(id) => html! {
            <section class="one" data-calc={*id}>
                <p class="way-back"><a href="#/calc" data-action="to-shelf">{ t(text!("← 全部评分", "← All scores")) }</a>{ star(id) }</p>
                <h2 tabindex="-1">{ on_the_shelf(id).map_or("", |instrument| t(instrument.title)) }</h2>
                <p class="use">{ used_for(id).map_or("", |of| t(of.title)) }</p>
                <Place key={*id} {lang} {id} />
            </section>
        },
        ShelfPage::Helpers => html! {
            <section class="one" data-calc="helpers">
                <p class="way-back"><a href="#/calc" data-action="to-shelf">{ t(text!("← 全部评分", "← All scores")) }</a></p>
                <Helpers {lang} />
            </section>
        },
        ShelfPage::List => {
            let typed = {
                let search = search.clone();
                Callback::from(move |event: InputEvent| search.set(event.target_unchecked_into::<HtmlInputElement>().value()))
            };
            let found: Vec<(&'static ShelfUse, Vec<&'static ShelfRow>)> = SHELF
                .iter()
                .map(|of| (of, of.instruments.iter().filter(|row| finds(of, row, &search)).collect::<Vec<_>>()))
                .filter(|(_, rows)| !rows.is_empty())
                .collect();
            let helps = finds_helpers(&search);
            let count: usize = found.iter().map(|(_, rows)| rows.len()).sum();
            let kept: Vec<&'static ShelfRow> =
                SHELF.iter().flat_map(|of| of.instruments).filter(|row| is_kept(row.id) && search.trim().is_empty()).collect();
            html! {
                <>
                    <h2 tabindex="-1">{ t(TITLE) }</h2>
                    <label class="search">
                        <span>{ t(text!("查找：中文、拼音首字母或英文", "Find: Chinese, pinyin initials or English")) }</span>
                        <input type="search" autocomplete="off" data-search="" value={(*search).clone()} oninput={typed} />
                    </label>
                    <p class="unseen" role="status">{ [count.to_string().as_str(), t(text!(" 个评分", " scores"))].concat() }</p>
                    if !kept.is_empty() {
                        <section class="use" data-use="favourites"><h3>{ t(text!("收藏", "Favourites")) }</h3><ul>{ for kept.into_iter().map(line) }</ul></section>
                    }
                    { for found.into_iter().map(|(of, rows)| html! {
                        <section class="use" key={of.id} data-use={of.id}><h3>{ t(of.title) }</h3><ul>{ for rows.into_iter().map(line) }</ul></section>
                    }) }
                    if count == 0 && !helps {
                        <p class="empty" data-none="">{ t(text!("没有找到。可试中文名称、拼音首字母（如 fssyzzs）、英文名，或用途（如“肿瘤”）。", "Nothing found. Try the Chinese name, the first letters of its pinyin (fssyzzs), the English name, or whom it is for (cancer).")) }</p>
                    }
                    if helps {
                        <section class="use" data-use="helpers"><h3>{ t(text!("辅助公式", "Helper formulas")) }</h3>
                            <ul><li><a href="#/calc/helpers" data-open="helpers"><b>{ t(text!("BMI、肌酐清除率、eGFR、理想与校正体重、体表面积", "BMI, creatinine clearance, eGFR, ideal and adjusted weight, body surface")) }</b></a></li></ul>
                        </section>
                    }
                </>
            }
        }
    };
    html! {
        <div class="ward shelf" lang={lang.tag()}>
            <header class="bar">
                <div class="who"><h1>{ t(TITLE) }</h1></div>
                <nav aria-label={t(text!("主导航", "Main"))}><a href="#" data-action="leave-shelf">{ t(text!("← 病区", "← Ward")) }</a></nav>
                <div class="me"><button type="button" data-action="language" lang={other.tag()} onclick={props.speak.reform(move |_: MouseEvent| other)}>{ if lang == Lang::Zh { "English" } else { "中文" } }</button></div>
            </header>
            <main id="shelf">
                <p class="what">{ t(NO_PATIENT) }</p>
                { inside }
            </main>
        </div>
    }
}

fn used_for(id: &str) -> Option<&'static ShelfUse> {
    SHELF.iter().find(|of| of.instruments.iter().any(|row| row.id == id))
}

#[derive(Clone, PartialEq, Properties)]
struct PlaceProps {
    lang: Lang,
    id: &'static str,
}

/// The element as a calculator, for as long as this stands in the page.
#[component]
fn Place(props: &PlaceProps) -> Html {
    let (place, bench) = (use_node_ref(), use_mut_ref(|| None::<Bench>));
    {
        let (place, bench) = (place.clone(), bench.clone());
        use_effect_with((props.id, props.lang), move |(id, lang)| {
            let held = bench.borrow().is_some();
            if held {
                if let Some(bench) = bench.borrow().as_ref() {
                    bench.speak(*lang);
                }
            } else if let Some(host) = place.cast::<web_sys::Element>() {
                *bench.borrow_mut() = Some(Bench::take(&host, id, *lang));
            }
        });
    }
    html! { <div class="bench" ref={place}></div> }
}

#[derive(Clone, PartialEq, Properties)]
struct HelpersProps {
    lang: Lang,
}

#[component]
fn Helpers(props: &HelpersProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let inputs = use_state(HelperInputs::default);
    let told = |change: fn(&mut HelperInputs, String)| {
        let inputs = inputs.clone();
        move |value: String| {
            let mut now = (*inputs).clone();
            change(&mut now, value);
            inputs.set(now);
        }
    };
    let number = |id: &'static str, label: Text, value: &str, change: fn(&mut HelperInputs, String)| {
        let told = told(change);
        let oninput = Callback::from(move |event: InputEvent| told(event.target_unchecked_into::<HtmlInputElement>().value()));
        html! { <label><span>{ t(label) }</span><input type="text" inputmode="decimal" maxlength="12" autocomplete="off" name={id} value={value.to_owned()} {oninput} /></label> }
    };
    let list = |id: &'static str, label: Text, all: [(&'static str, &'static str); 3], value: &str, change: fn(&mut HelperInputs, String)| {
        let told = told(change);
        let onchange = Callback::from(move |event: Event| told(event.target_unchecked_into::<HtmlSelectElement>().value()));
        html! {
            <label><span>{ t(label) }</span><select name={id} {onchange}>{ for all.into_iter().map(|(of, word)| html! { <option value={of} selected={of == value}>{ word }</option> }) }</select></label>
        }
    };
    let results = helpers(&inputs, lang);
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("辅助公式", "Helper formulas")) }</h2>
            <form class="card helpers" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                { list("sex", text!("性别", "Sex"), [("", t(text!("不详", "Not known"))), ("female", t(text!("女", "Female"))), ("male", t(text!("男", "Male")))], &inputs.sex, |of, value| of.sex = value) }
                { number("age", text!("年龄（岁）", "Age (years)"), &inputs.age, |of, value| of.age = value) }
                { number("height", text!("身高（cm）", "Height (cm)"), &inputs.height_cm, |of, value| of.height_cm = value) }
                { number("weight", text!("体重（kg）", "Weight (kg)"), &inputs.weight_kg, |of, value| of.weight_kg = value) }
                { number("creatinine", text!("血肌酐", "Creatinine"), &inputs.creatinine, |of, value| of.creatinine = value) }
                { list("creatinine_unit", text!("血肌酐单位", "Unit of creatinine"), [("", t(text!("请选择", "Choose"))), ("umol/L", "μmol/L"), ("mg/dL", "mg/dL")], &inputs.creatinine_unit, |of, value| of.creatinine_unit = value) }
            </form>
            { match results {
                Err(why) => html! { <p role="alert" class="alert" data-refused="">{ why }</p> },
                Ok(results) if results.is_empty() => html! { <p class="empty">{ t(text!("填入数值后，在此列出可以算出的结果及所用数据。", "Enter values: what follows from them is listed here, with what it used.")) }</p> },
                Ok(results) => html! {
                    <table class="results" aria-live="polite">
                        <thead><tr><th scope="col">{ t(text!("公式", "Formula")) }</th><th scope="col">{ t(text!("结果", "Result")) }</th><th scope="col">{ t(text!("所用数据", "Made of")) }</th></tr></thead>
                        <tbody>{ for results.into_iter().map(|result| html! {
                            <tr data-helper={result.id}><th scope="row">{ t(result.name) }</th><td>{ result.value }</td><td>{ result.inputs }</td></tr>
                        }) }</tbody>
                    </table>
                },
            } }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_leads_to_an_instrument_and_to_nothing_else() {
        assert_eq!(shelf_page("#/calc"), Some(ShelfPage::List));
        assert_eq!(shelf_page("#/calc/wells_pe"), Some(ShelfPage::Instrument("wells_pe")));
        assert_eq!(shelf_page("#/calc/helpers"), Some(ShelfPage::Helpers));
        assert_eq!(shelf_page("#/calc/nobody?patient=1"), Some(ShelfPage::List));
        assert_eq!((shelf_page(""), shelf_page("#/calculus"), shelf_page("#main")), (None, None, None));
    }
}
