//! The scores of a stay as a chart: each point with its number, nurse and physician told apart by shape, bands behind it,
//! one line an instrument; and the same as a table, for whoever does not look at it.

use std::rc::Rc;

use yew::prelude::*;

use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Instrument, Risk};
use crate::clinical::instruments;
use crate::record::assessment::Assessment;
use crate::record::encounter::Encounter;
use crate::record::role::Role;
use crate::record::story;
use crate::text::{Text, text};
use crate::web::ward::WardPatient;

use super::hands::{Hands, RecordProps};
use super::later::Fold;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 44.0;

struct Point<'a> {
    at: Instant,
    assessment: &'a Assessment,
    by: &'a str,
    physician: bool,
    /// The score that counts at that time.
    governs: bool,
}

impl Point<'_> {
    fn value(&self) -> f64 {
        self.assessment.floor.value()
    }
}

/// Every score, the nurse's and the physician's of one assessment as two points.
fn points(encounter: &Encounter) -> Vec<Point<'_>> {
    let mut all = vec![];
    for recorded in &encounter.assessments {
        let changed = recorded.review.as_ref().and_then(|review| Some((review, review.changed.as_ref()?)));
        let physician = recorded.by.role == Role::Physician;
        all.push(Point { at: recorded.at, assessment: &recorded.assessment, by: &recorded.by.name, physician, governs: changed.is_none() });
        if let Some((review, assessment)) = changed {
            all.push(Point { at: review.at, assessment, by: &review.by.name, physician: true, governs: true });
        }
    }
    all.sort_by_key(|point| point.at);
    all
}

#[component]
pub fn Trend(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    html! {
        <section class="panel" aria-labelledby="trend-title">
            <h3 id="trend-title">{ hands.t(text!("评分趋势", "Scores over time")) }</h3>
            { figure(patient, hands) }
        </section>
    }
}

fn figure(patient: &Rc<WardPatient>, hands: &Hands) -> Html {
    let all = points(&patient.record.encounter);
    let lang = hands.lang;
    if all.is_empty() {
        return html! { <p class="hint">{ hands.t(text!("尚无评分。", "No score yet.")) }</p> };
    }
    let mut used: Vec<&'static Instrument> = vec![];
    for point in &all {
        if let Some(instrument) = instruments::named(&point.assessment.instrument).filter(|found| used.iter().all(|held| held.id != found.id)) {
            used.push(instrument);
        }
    }
    html! {
        <figure class="trend">
            { for used.iter().map(|instrument| {
                let of: Vec<&Point<'_>> = all.iter().filter(|point| point.assessment.instrument == instrument.id).collect();
                chart(instrument, &of, hands)
            }) }
            <figcaption>
                <span><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="6" class="dot" /></svg>{ text!("护士评分", "nurse's score").get(lang) }</span>
                <span><svg viewBox="0 0 20 20" aria-hidden="true"><rect x="4" y="4" width="12" height="12" class="dot" /></svg>{ text!("医师评分（以此为准）", "physician's score (governs)").get(lang) }</span>
            </figcaption>
            <Fold title={text!("以表格查看", "As a table").get(lang)}><Scores hands={hands.clone()} patient={Rc::clone(patient)} /></Fold>
        </figure>
    }
}

fn chart(instrument: &'static Instrument, points: &[&Point<'_>], hands: &Hands) -> Html {
    let lang = hands.lang;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return html! {} };
    let span = (last.at - first.at).num_seconds().max(1) as f64;
    let highest = points.iter().map(|point| point.assessment.ceiling.value()).fold(0.0, f64::max);
    let threshold = instrument.bands.last().map_or(0.0, |band| band.from.value());
    let top = (highest.max(threshold) + 2.0).ceil();
    let x = |at: Instant| {
        if points.len() == 1 {
            (LEFT + WIDTH - RIGHT) / 2.0
        } else {
            LEFT + 14.0 + (at - first.at).num_seconds() as f64 / span * (WIDTH - LEFT - RIGHT - 28.0)
        }
    };
    let y = |value: f64| HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    let number = |value: f64| format!("{value:.1}");
    let bands = instrument.bands.iter().enumerate().map(|(index, band)| {
        let to = instrument.bands.get(index + 1).map_or(top, |next| next.from.value());
        let (upper, lower) = (y(to), y(band.from.value()));
        html! {
            <g data-band={super::parts::band_id(Some(band.risk))}>
                <rect class="ground" x={number(LEFT)} y={number(upper)} width={number(WIDTH - LEFT - RIGHT)} height={number(lower - upper)} />
                <text class="band" x={number(WIDTH - RIGHT - 6.0)} y={number(upper + 15.0)} text-anchor="end">{ short_band(band.risk).get(lang) }</text>
                <text class="tick" x={number(LEFT - 8.0)} y={number(lower + 5.0)} text-anchor="end">{ band.from.to_string() }</text>
            </g>
        }
    });
    let line: Vec<String> = points.iter().filter(|point| point.governs).map(|point| format!("{:.1},{:.1}", x(point.at), y(point.value()))).collect();
    // Times that would stand in each other's way are left out; all are in the table.
    let mut free = f64::NEG_INFINITY;
    let labels: Vec<bool> = points
        .iter()
        .map(|point| {
            let fits = x(point.at) - free > 84.0;
            if fits {
                free = x(point.at);
            }
            fits
        })
        .collect();
    let id = ["trend-", instrument.id].concat();
    let said = points.iter().map(|point| {
        let points = story::range(point.assessment.floor, point.assessment.ceiling);
        [&hands.moment(point.at), " ", &points, text!("分", " points").get(lang), " ", story::risk(point.assessment.band).get(lang)].concat()
    });
    let title = [instrument.title.get(lang), text!("：", ": ").get(lang), &said.collect::<Vec<_>>().join(text!("；", "; ").get(lang))].concat();
    html! {
        <div class="chart">
            <h4>{ instrument.title.get(lang) }</h4>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-labelledby={id.clone()}>
                <title id={id}>{ title }</title>
                { for bands }
                <polyline class="line" points={line.join(" ")} />
                { for points.iter().zip(labels).map(|(point, labelled)| {
                    let (at_x, at_y) = (x(point.at), y(point.value()));
                    let range = (point.assessment.floor != point.assessment.ceiling).then(|| html! {
                        <line class="span" x1={number(at_x)} x2={number(at_x)} y1={number(at_y)} y2={number(y(point.assessment.ceiling.value()))} />
                    });
                    let dot = if point.physician {
                        html! { <rect class="dot" x={number(at_x - 6.0)} y={number(at_y - 6.0)} width="12" height="12" /> }
                    } else {
                        html! { <circle class="dot" cx={number(at_x)} cy={number(at_y)} r="6" /> }
                    };
                    html! {
                        <g class={(!point.governs).then_some("beside")}>
                            { for range }
                            { dot }
                            <text class="value" x={number(at_x)} y={number(at_y - 11.0)} text-anchor="middle">{ story::range(point.assessment.floor, point.assessment.ceiling) }</text>
                            if labelled {
                                <text class="tick" x={number(at_x)} y={number(HEIGHT - 20.0)} text-anchor={anchor(at_x)}>{ hands.moment(point.at) }</text>
                            }
                        </g>
                    }
                }) }
            </svg>
        </div>
    }
}

/// A time at either end stays within the picture.
fn anchor(x: f64) -> &'static str {
    if x < LEFT + 40.0 {
        "start"
    } else if x > WIDTH - RIGHT - 40.0 {
        "end"
    } else {
        "middle"
    }
}

fn short_band(risk: Risk) -> Text {
    match risk {
        Risk::Low => text!("低危", "low"),
        Risk::Moderate => text!("中危", "moderate"),
        Risk::High => text!("高危", "high"),
    }
}

fn table(points: &[Point<'_>], hands: &Hands) -> Html {
    let lang = hands.lang;
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={text!("评分表", "Scores").get(lang)}>
        <table>
            <thead><tr>
                <th scope="col">{ text!("时间", "Time").get(lang) }</th>
                <th scope="col">{ text!("量表", "Scale").get(lang) }</th>
                <th scope="col">{ text!("分值", "Points").get(lang) }</th>
                <th scope="col">{ text!("分层", "Band").get(lang) }</th>
                <th scope="col">{ text!("评估者", "By").get(lang) }</th>
            </tr></thead>
            <tbody>
                { for points.iter().map(|point| {
                    let instrument = instruments::named(&point.assessment.instrument).map_or(point.assessment.instrument.clone(), |instrument| instrument.title.get(lang).into());
                    let role = if point.physician { Role::Physician } else { Role::Nurse };
                    let beside = if point.governs { "" } else { text!("（已由医师修改）", " (changed by a physician)").get(lang) };
                    html! {
                        <tr>
                            <td>{ hands.moment(point.at) }</td>
                            <td>{ instrument }</td>
                            <td>{ story::range(point.assessment.floor, point.assessment.ceiling) }</td>
                            <td>{ story::risk(point.assessment.band).get(lang) }</td>
                            <td>{ [point.by, " ", role.label().get(lang), beside].concat() }</td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
        </div>
    }
}

#[component]
fn Scores(props: &RecordProps) -> Html {
    on_paper(&props.patient.record.encounter, &props.hands)
}

/// For a sheet of paper: the table alone.
pub fn on_paper(encounter: &Encounter, hands: &Hands) -> Html {
    table(&points(encounter), hands)
}
