//! The values that contradict one another among those that the questions after a score rest on.

use crate::clinical::chart::{Chart, Instant};
use crate::clinical::quantity::Quantity;
use crate::session::evidence::{NOT_USED, compared, measured};
use crate::session::screen::FactLine;
use crate::text::{Lang, Text, text};

const USED: Text = text!("采用", "used");

/// The quantities that a drug line hangs on of which more than one value is on record, or one without a time: the one that
/// counts first. Of the kidneys also the host's own figure, where it contradicts ours (§4.6).
pub fn contested(chart: &Chart, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<Vec<FactLine>> {
    const ASKED: [Quantity; 6] = [Quantity::Platelets, Quantity::Haemoglobin, Quantity::Creatinine, Quantity::Inr, Quantity::Aptt, Quantity::Weight];
    let mut all = vec![];
    for quantity in ASKED {
        let lines = chart.measured(quantity).and_then(|known| known.from.first().map(|&fact| compared(chart, fact, at, lang, fresh_hours)));
        all.extend(
            lines.filter(|lines| {
                lines.len() > 1 || quantity != Quantity::Weight && lines.iter().any(|line| !line.note.is_empty() && line.at.is_none())
            }),
        );
    }
    if let Some((quantity, ours, host)) = chart.contradicting_kidney(at) {
        let row = quantity.row();
        let figure = |value: f64, by: Text, used: bool| FactLine {
            value: [row.name.get(lang), " ", &measured(quantity, value)].concat(),
            source: Some(by.get(lang).into()),
            note: if used { USED } else { NOT_USED }.get(lang).into(),
            ..FactLine::default()
        };
        let (computed, given) = (text!("本程序计算", "computed here"), text!("HIS提供", "of the host"));
        all.push(vec![figure(ours, computed, ours <= host), figure(host, given, host < ours)]);
    }
    all
}
