//! The board of patients by bed: who is at risk, who bleeds, what is in use, and what is due, overdue first.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::clinical::instrument::Risk;
use crate::record::board::{AlertKind, CONTRADICTED, Filter, urgency};
use crate::record::due::Due;
use crate::session::suspicion::minutes;
use crate::text::{Lang, text};
use crate::web::ward::AdmissionRow;

use super::corrections::SharedNumbers;
use super::damage::Damage;
use super::hands::{Hands, PageProps};
use super::later::use_growing;
use super::parts;
use super::patient::OBSTETRIC_FLAG;
use super::people::Missing;
use super::route::{Tab, WardPage};

/// How many beds are drawn at once: a screenful, and the rest when the browser has time.
const FIRST: usize = 24;
const THEN: usize = 40;

#[component]
pub fn Board(props: &PageProps) -> Html {
    let hands = &props.hands;
    let filter = use_state_eq(Filter::default);
    let wanted = use_state_eq(String::new);
    let by_bed = use_state_eq(|| false);
    let lang = hands.lang;
    let seen =
        use_memo((hands.clone(), *filter, (*wanted).clone(), *by_bed), |(hands, filter, wanted, by_bed)| Seen::of(hands, *filter, wanted, *by_bed));
    let Seen { beds, counts, bands, unscored } = &*seen;
    let total = beds.len();
    let drawn = use_growing(FIRST, THEN, total, (*filter, (*wanted).clone(), *by_bed));
    let search = {
        let wanted = wanted.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                wanted.set(field.value().trim().to_owned());
            }
        })
    };
    let go = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let sort = {
        let (by_bed, to) = (by_bed.setter(), !*by_bed);
        Callback::from(move |_: MouseEvent| by_bed.set(to))
    };
    html! {
        <section class="board" aria-labelledby="board-title" data-board={total.to_string()}>
            <div class="head">
                <h2 id="board-title">{ hands.t(text!("病区看板", "Ward board")) }</h2>
                <p class="counts" data-counts="">
                    { parts::mark(Some(Risk::High), [hands.t(text!("高危 ", "high ")), &bands[2].to_string()].concat()) }
                    { parts::mark(Some(Risk::Moderate), [hands.t(text!("中危 ", "moderate ")), &bands[1].to_string()].concat()) }
                    { parts::mark(Some(Risk::Low), [hands.t(text!("低危 ", "low ")), &bands[0].to_string()].concat()) }
                    { parts::mark(None, [hands.t(text!("未定 ", "open ")), &unscored.to_string()].concat()) }
                </p>
                <button type="button" class="primary" data-action="admit" onclick={go(WardPage::Admit)}>{ hands.t(text!("＋ 收治患者", "+ Admit")) }</button>
            </div>
            <Damage hands={hands.clone()} />
            <Missing hands={hands.clone()} />
            <SharedNumbers hands={hands.clone()} />
            <div class="sieve">
                <div class="filters" role="group" aria-label={hands.t(text!("筛选", "Filter"))}>
                    { for Filter::ALL.iter().zip(counts).map(|(each, count)| {
                        let (each, filter) = (*each, filter.clone());
                        let pressed = *filter == each;
                        let onclick = Callback::from(move |_: MouseEvent| filter.set(each));
                        html! { <button type="button" data-filter={each.id()} aria-pressed={pressed.to_string()} {onclick}>{ each.label().get(lang) }{ " " }<b>{ count }</b></button> }
                    }) }
                </div>
                <label class="search"><span class="unseen">{ hands.t(text!("按姓名、床号或住院号查找", "Find by name, bed or number")) }</span>
                    <input type="search" placeholder={hands.t(text!("姓名、床号、住院号", "Name, bed, no."))} oninput={search} data-search="" /></label>
                <button type="button" data-action="sort" onclick={sort}>{ if *by_bed { hands.t(text!("排序：床号", "Order: bed")) } else { hands.t(text!("排序：紧急程度", "Order: urgency")) } }</button>
            </div>
            if total == 0 {
                <p class="empty">{ if counts[0] == 0 { hands.t(text!("本病区尚无患者。点“收治患者”开始。", "There is nobody on this ward yet. Tap \"Admit\" to begin.")) } else { hands.t(text!("没有符合条件的患者。", "No patient fits.")) } }</p>
            }
            <ul class="beds">
                { for beds.iter().take(drawn).map(|(row, pending)| bed(row, pending, hands)) }
            </ul>
        </section>
    }
}

/// What of the ward is on the board, and how many there are of each.
struct Seen {
    beds: Vec<(Rc<AdmissionRow>, Vec<Due>)>,
    counts: [usize; Filter::ALL.len()],
    /// Low, moderate, high.
    bands: [usize; 3],
    unscored: usize,
}

impl Seen {
    fn of(hands: &Hands, filter: Filter, wanted: &str, by_bed: bool) -> Seen {
        let state = hands.book.state();
        let role = state.user.as_ref().map(|user| user.role);
        let mut beds: Vec<(Rc<AdmissionRow>, Vec<Due>)> = state.rows.iter().map(|row| (Rc::clone(row), row.summary.pending(hands.now))).collect();
        let counts = Filter::ALL.map(|filter| beds.iter().filter(|(row, pending)| filter.admits(&row.summary, pending, role)).count());
        let (mut bands, mut unscored) = ([0, 0, 0], 0);
        for (row, _) in beds.iter().filter(|(row, _)| row.summary.discharged_at.is_none()) {
            match row.summary.band() {
                Some(Risk::Low) => bands[0] += 1,
                Some(Risk::Moderate) => bands[1] += 1,
                Some(Risk::High) => bands[2] += 1,
                None => unscored += 1,
            }
        }
        let needle = wanted.to_lowercase();
        beds.retain(|(row, pending)| {
            filter.admits(&row.summary, pending, role)
                && (needle.is_empty() || [row.label(), row.bed(), &row.number].iter().any(|text| text.to_lowercase().contains(&needle)))
        });
        // Beds by number once, not at every comparison; then, if wanted, what is most urgent before them.
        beds.sort_by_cached_key(|(row, _)| natural(row.bed()));
        if !by_bed {
            beds.sort_by(|(_, one), (_, other)| urgency(one, other));
        }
        // Whoever is suspected of a clot stands first and whoever has one without a plan of treatment next, however the others are ordered.
        beds.sort_by_key(|(row, _)| match &row.summary {
            summary if summary.discharged_at.is_some() => 2,
            summary if summary.suspected => 0,
            summary => 2 - u8::from(summary.untreated),
        });
        Seen { beds, counts, bands, unscored }
    }
}

/// Beds by number: 2 before 10.
pub fn natural(bed: &str) -> Vec<(u64, String)> {
    let mut parts = vec![];
    for part in bed.split(|c: char| !c.is_alphanumeric()) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        parts.push((digits.parse().unwrap_or(u64::MAX), part.to_owned()));
    }
    parts
}

fn bed(row: &Rc<AdmissionRow>, pending: &[Due], hands: &Hands) -> Html {
    let summary = &row.summary;
    let since = summary.suspected_since().map(|since| minutes(since, hands.now).to_string());
    let word = |alert: AlertKind| match (alert, &since) {
        (AlertKind::SuspectedVte, Some(since)) => [alert.label().get(hands.lang), " ", since, hands.t(text!(" 分钟", " min"))].concat(),
        _ => alert.label().get(hands.lang).to_owned(),
    };
    let mut flags: Vec<String> = AlertKind::all(pending).into_iter().map(word).collect();
    if summary.confirmed {
        flags.insert(0, hands.t(parts::confirmed_flag(summary)).to_owned());
    }
    if summary.contradicted {
        flags.insert(0, hands.t(CONTRADICTED).to_owned());
    }
    flags.extend(summary.discharged_at.is_none().then(|| super::referral::line::flag(&row.context, hands)).flatten());
    if row.is_obstetric() {
        flags.push(hands.t(OBSTETRIC_FLAG).to_owned());
    }
    let shown = Shown {
        context: row.context.clone(),
        bed: row.bed().into(),
        label: row.label().into(),
        who: parts::sex_and_age(row, hands),
        row: Rc::clone(row),
        next: match summary.discharged_at {
            Some(at) => [hands.t(text!("出院 ", "discharged ")), &hands.moment(at)].concat(),
            None => parts::next(pending, row, hands),
        },
        late: parts::is_late(pending) && summary.discharged_at.is_none(),
        due: parts::is_due(pending),
        flags,
        suspected: summary.suspected,
        lang: hands.lang,
        go: hands.go.clone(),
    };
    html! { <Bed key={row.context.clone()} ..shown /> }
}

/// One row of the board; drawn again only when something of it has changed.
#[derive(Clone, Properties)]
struct Shown {
    context: String,
    bed: String,
    label: String,
    who: String,
    row: Rc<AdmissionRow>,
    next: String,
    late: bool,
    due: bool,
    flags: Vec<String>,
    suspected: bool,
    lang: Lang,
    go: Callback<WardPage>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        // Not the way to go: it is a new one at each drawing, and leads to the same.
        Rc::ptr_eq(&self.row, &other.row)
            && self.next == other.next
            && self.late == other.late
            && self.due == other.due
            && self.flags == other.flags
            && self.lang == other.lang
            && self.who == other.who
    }
}

#[component]
fn Bed(shown: &Shown) -> Html {
    let open = {
        let (go, context) = (shown.go.clone(), shown.context.clone());
        Callback::from(move |_: MouseEvent| go.emit(WardPage::Patient(context.clone(), Tab::Work)))
    };
    let due = if shown.late {
        "overdue"
    } else if shown.due {
        "open"
    } else {
        "waiting"
    };
    let summary = &shown.row.summary;
    html! {
        <li>
            <button type="button" class="bed" data-open={shown.context.clone()} data-due={due} data-suspected={shown.suspected.then_some("")} data-untreated={summary.untreated.then_some("")} onclick={open}>
                <span class="place">{ shown.bed.clone() }</span>
                <span class="name"><b>{ shown.label.clone() }</b><small>{ shown.who.clone() }</small></span>
                <span class="marks">{ parts::risk(summary, shown.lang) }{ parts::bleeding(summary, shown.lang) }</span>
                <span class="measures">{ parts::measures(summary, shown.lang) }</span>
                <span class="next">{ shown.next.clone() }</span>
                if !shown.flags.is_empty() {
                    <span class="flags">{ for shown.flags.iter().map(|flag| html! { <em>{ flag.clone() }</em> }) }</span>
                }
            </button>
        </li>
    }
}
