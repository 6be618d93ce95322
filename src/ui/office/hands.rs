//! What every page of the office is given, and how its numbers are written.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::DateTime;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::quality::catalogue::indicator::Chosen;
use crate::quality::count::{PlaceCounts, Placed};
use crate::quality::episode::{Stretch, UNKNOWN_WORD};
use crate::quality::report::written_counts;
use crate::quality::sentence::sentence;
use crate::record::local::Wall;
use crate::session::office::room::OfficeRoom;
use crate::text::{Lang, Text, text};
use crate::web::ward::Book;

/// The ward behind the office, where there is one.
#[derive(Clone, PartialEq)]
pub struct WardDoor {
    pub book: Book,
    /// Opens the record of an admission.
    pub open: Callback<String>,
}

#[derive(Clone)]
pub struct OfficeHands {
    pub lang: Lang,
    pub room: Rc<RefCell<OfficeRoom>>,
    /// Something has changed: draw again, and go on with what is begun.
    pub changed: Callback<()>,
    pub ward: Option<WardDoor>,
    pub wall: Wall,
    pub salt: Rc<str>,
}

impl OfficeHands {
    pub fn t(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// Which of two texts.
    pub fn of<'a>(&self, both: &'a [String; 2]) -> &'a str {
        &both[usize::from(self.lang == Lang::En)]
    }

    /// Changes the room, and draws it again.
    pub fn act(&self, act: impl FnOnce(&mut OfficeRoom)) {
        act(&mut self.room.borrow_mut());
        self.changed.emit(());
    }

    pub fn on_click(&self, act: impl Fn(&mut OfficeRoom) + 'static) -> Callback<MouseEvent> {
        let hands = self.clone();
        Callback::from(move |_: MouseEvent| hands.act(&act))
    }

    pub fn on_choice(&self, act: impl Fn(&mut OfficeRoom, String) + 'static) -> Callback<Event> {
        let hands = self.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            hands.act(|room| act(room, value));
        })
    }

    /// Of a text field: kept as it is typed, and not drawn again.
    pub fn on_text(&self, act: impl Fn(&mut OfficeRoom, String) + 'static) -> Callback<InputEvent> {
        let room = Rc::clone(&self.room);
        Callback::from(move |event: InputEvent| act(&mut room.borrow_mut(), event.target_unchecked_into::<HtmlInputElement>().value()))
    }

    /// A name that a table has: unknown is said so.
    pub fn named(&self, name: &str) -> String {
        if name == UNKNOWN_WORD { self.t(text!("未知", "unknown")).to_owned() } else { name.to_owned() }
    }

    /// A site; those of the study have ids.
    pub fn site(&self, name: &str) -> String {
        match name {
            "study-county" => self.t(text!("演示：县级医院", "demonstration: county hospital")).to_owned(),
            "study-township" => self.t(text!("演示：六家乡镇卫生院", "demonstration: six township hospitals")).to_owned(),
            name => self.named(name),
        }
    }

    /// A time by the clock of the place, to the minute; a stretch of an hour or a day says so.
    pub fn moment(&self, at: Stretch) -> String {
        let Some(first) = at.is_known().then(|| DateTime::from_timestamp(at.first, 0)).flatten() else {
            return self.t(text!("时间未知", "time unknown")).to_owned();
        };
        let clock = self.wall.of(first.fixed_offset());
        match at.last - at.first {
            0 => clock.format("%Y-%m-%d %H:%M").to_string(),
            ..=3599 => [&clock.format("%Y-%m-%d %H").to_string(), self.t(text!("时", " h"))].concat(),
            _ => clock.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Rate over its integers, for a cell of a table; with an open numerator what it may be, and how many are open.
pub fn counts_cell(hands: &OfficeHands, counts: &PlaceCounts) -> Html {
    let open = counts.of(Placed::Open);
    let below = format!("{}/{}", counts.numerator(), counts.denominator());
    let below = if open > 0 { [&below, hands.t(text!(" · 未知 ", " · open ")), &open.to_string()].concat() } else { below };
    html! { <td class="number">{ written_counts(counts) }<br /><small>{ below }</small></td> }
}

/// How it is counted, one tap away.
pub fn how(hands: &OfficeHands, of: &Chosen) -> Html {
    html! {
        <details class="how">
            <summary>{ hands.t(text!("计算口径", "How it is counted")) }</summary>
            <ul>{ for sentence(of, hands.lang).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            <p class="hint">{ [hands.t(text!("编号：", "Id: ")), &of.id()].concat() }</p>
        </details>
    }
}

/// The name with the official number, where there is one.
pub fn title(hands: &OfficeHands, of: &Chosen) -> String {
    let label = of.indicator.label.map(|label| format!(" ({label})")).unwrap_or_default();
    let chosen: String = of.chosen().map(|row| format!(" · {}", row.chosen.get(hands.lang))).collect();
    [hands.t(of.indicator.name), &label, &chosen].concat()
}

/// The month that is looked at.
pub fn month_field(hands: &OfficeHands) -> Html {
    let room = hands.room.borrow();
    let chosen = hands.on_choice(|room, month| room.month = (!month.is_empty()).then_some(month));
    html! {
        <label class="line-field"><span>{ hands.t(text!("月份", "Month")) }</span>
            <select data-field="month" onchange={chosen}>
                <option value="" selected={room.month.is_none()}>{ hands.t(text!("全部月份", "all months")) }</option>
                { for room.tally.months().into_iter().rev().map(|month| html! { <option value={month.clone()} selected={room.month.as_ref() == Some(&month)}>{ month }</option> }) }
            </select>
        </label>
    }
}

/// The indicator that is looked at.
pub fn indicator_field(hands: &OfficeHands) -> Html {
    let room = hands.room.borrow();
    let chosen = hands.on_choice(|room, id| room.indicator = id);
    let held = room.looked_at();
    html! {
        <label class="line-field"><span>{ hands.t(text!("指标", "Indicator")) }</span>
            <select data-field="indicator" onchange={chosen}>
                { for room.tally.indicators.iter().enumerate().map(|(at, of)| html! { <option value={of.indicator.id} selected={at == held}>{ title(hands, of) }</option> }) }
            </select>
        </label>
    }
}

/// One site, or all of them together.
pub fn site_field(hands: &OfficeHands) -> Html {
    let room = hands.room.borrow();
    let sites = room.tally.facilities();
    if sites.len() < 2 {
        return html! {};
    }
    let chosen = hands.on_choice(|room, site| room.site = (!site.is_empty()).then_some(site));
    html! {
        <label class="line-field"><span>{ hands.t(text!("机构", "Site")) }</span>
            <select data-field="site" onchange={chosen}>
                <option value="" selected={room.site.is_none()}>{ hands.t(text!("全部机构", "all sites")) }</option>
                { for sites.into_iter().map(|site| html! { <option value={site.clone()} selected={room.site.as_ref() == Some(&site)}>{ hands.site(&site) }</option> }) }
            </select>
        </label>
    }
}

/// Where a chart is drawn; each stands beside its table, which says the same.
pub fn figure(_hands: &OfficeHands, _of: &Chosen) -> Html {
    html! {}
}
