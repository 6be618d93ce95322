//! The top of the surface: what this is, who is at the screen, whose form it is and why this score.

use std::rc::Rc;

use yew::{AttrValue, Html, Properties, function_component, html};

use crate::record::role::Actor;
use crate::text::Lang;
use crate::ui::parts::{button, is_locked, decimal, heading};
use crate::ui::words::{Words, said, words};
use crate::web::screen::{Chrome, FormView, Mode, Patient, Screen, Stage};

#[derive(Clone, PartialEq, Properties)]
pub struct HeadProps {
    pub lang: Lang,
    pub chrome: Chrome,
    pub mode: Mode,
    pub level: u8,
    pub title: AttrValue,
    pub suspected: Option<AttrValue>,
    pub user: Option<Actor>,
    pub patient: Option<Rc<Patient>>,
}

/// Drawn again only when the patient, the user or the language changes.
#[function_component]
pub fn Head(props: &HeadProps) -> Html {
    let HeadProps { lang, chrome, mode, level, title, suspected, user, patient } = props;
    let words = words(*lang);
    if *chrome == Chrome::None {
        return Html::default();
    }
    let mark = match mode {
        Mode::Live => None,
        Mode::Teaching => Some(words.teaching),
        Mode::ReadOnly => Some(words.read_only),
    };
    html! {
        <div class="header" part="header">
            <div class="top">
                { heading(*level, 0, "title", title.clone()) }
                if let Some(mark) = mark { <span class="mark">{ mark }</span> }
                if let Some(user) = user { <span class="user"><b>{ user.name.clone() }</b>{ " " }{ user.role.label().get(*lang) }</span> }
                if let Some(word) = suspected { { button("suspected-vte", "alarm", word.clone(), false) } }
            </div>
            if let Some(patient) = patient { { strip(patient, *chrome, *lang, words) } }
        </div>
    }
}

fn strip(patient: &Patient, chrome: Chrome, lang: Lang, words: &Words) -> Html {
    let sex = patient.female.map(|female| if female { words.female } else { words.male }.to_owned());
    let age = patient.age_years.map(|years| [&years.to_string(), words.years].concat());
    let mut cells: Vec<(&'static str, &'static str, Option<String>)> = vec![
        ("who", words.patient, patient.label.clone()),
        ("", words.bed, patient.bed.clone()),
        ("", words.sex, sex),
        ("", words.age, age),
    ];
    if chrome == Chrome::Full {
        cells.push(("", words.department, patient.department.clone()));
        cells.push(("", words.height, patient.height_cm.map(|value| decimal(value, " cm"))));
        cells.push(("", words.weight, patient.weight_kg.map(|value| decimal(value, " kg"))));
        cells.push(("", "BMI", patient.bmi.map(|value| decimal(value, ""))));
    }
    let _ = lang;
    html! {
        <dl class="strip">
            { for cells.into_iter().map(|(class, name, value)| match value {
                Some(value) => html! { <div {class}><dt>{ name }</dt><dd>{ value }</dd></div> },
                None => html! { <div class="absent"><dt>{ name }</dt><dd>{ words.absent }</dd></div> },
            }) }
        </dl>
    }
}

/// The way out of the score: suspected VTE goes to a physician at once. In the header, or at the end where there is none.
pub fn suspected(screen: &Screen, words: &Words, in_header: bool) -> Html {
    if (screen.chrome == Chrome::None) == in_header || is_locked(screen) {
        return Html::default();
    }
    button("suspected-vte", "alarm", said(&screen.strings, "suspected_vte", words.suspected_vte), false)
}

/// The header as a component, with only what it shows.
pub fn view(screen: &Screen) -> Html {
    let words = words(screen.lang);
    let title = match (&screen.form, &screen.stage) {
        (Some(form), Stage::Form) => AttrValue::Static(form.instrument.title.get(screen.lang)),
        _ => said(&screen.strings, "title", words.title),
    };
    let offered = screen.patient.is_some() && !is_locked(screen);
    html! {
        <Head
            lang={screen.lang}
            chrome={screen.chrome}
            mode={screen.mode}
            level={screen.heading_level}
            {title}
            suspected={offered.then(|| said(&screen.strings, "suspected_vte", words.suspected_vte))}
            user={screen.user.clone()}
            patient={screen.patient.clone()}
        />
    }
}

/// Why this score and not another; the other, for a reason.
pub fn why(screen: &Screen, form: &FormView, switching: bool) -> Html {
    let words = words(screen.lang);
    let other = form.alternative.filter(|_| !is_locked(screen) && form.amending.is_none());
    html! {
        <div class="why">
            <p><b>{ words.why }</b>{ words.colon }{ form.why.get(screen.lang) }
                if form.switched { <span class="tag">{ words.switched }</span> }
                <span class="edition">{ words.edition }{ " " }{ form.instrument.edition }</span>
            </p>
            if let Some(other) = other {
                if switching {
                    <div class="switch">
                        <label class="note"><span>{ words.switch_reason }</span><input type="text" data-switch-reason="" maxlength="200" autocomplete="off" aria-required="true" /></label>
                        <button type="button" class="answer" data-instrument={other.id}>{ words.switch_yes }{ words.colon }{ other.title.get(screen.lang) }</button>
                        { button("switch-no", "quiet", words.cancel, false) }
                    </div>
                } else {
                    <button type="button" class="quiet" data-instrument={other.id}>{ words.switch_to }{ " " }{ other.title.get(screen.lang) }</button>
                }
            }
        </div>
    }
}
