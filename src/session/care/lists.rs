//! Where each question of the lists stands. What bears on this patient is asked on the page; what facts decide is folded with
//! its reason; the rest is one fold, that "none of the rest" answers and that anybody can open. A question that is folded and
//! not answered is as open as any other: it holds what it would forbid.

use super::questions::{Around, Care, Denied, Echo};
use super::{twins, why};
use crate::clinical::assess::Assessed;
use crate::clinical::cell::{By, CellValue};
use crate::clinical::chart::{Chart, Instant, Operation, OperationKind, Procedure, Sex};
use crate::clinical::contraindication::TABLE;
use crate::clinical::contraindication::row::When;
use crate::clinical::finding::Finding;
use crate::clinical::instrument::{From, Item};
use crate::clinical::quantity::Quantity;
use crate::session::screen::Lists;
use crate::text::{Lang, Text, text};

/// D: asked on the page of every patient whom they concern; the other rows of the tables are among the rest until something
/// points to them.
const USUAL: [&str; 8] =
    ["CI_ACTIVE_BLEED", "CI_HIT", "CI_ALLERGY", "CI_ACUTE_VTE", "CI_PREGNANCY", "MC_CHF_OEDEMA", "MC_LOCAL_SKIN", "MC_ISCHAEMIA"];

/// What "none of the rest" never answers: what something points to, and what hangs on a value that nobody has.
pub fn own(assessed: &Assessed, echoes: &[Echo], chart: &Chart, at: Instant) -> Vec<&'static str> {
    let pointed = |id: &str| echoes.iter().any(|echo| echo.of == id && echo.asks);
    let sheet = &assessed.bleeding_sheet;
    let mut all = vec![];
    for (item, cell) in sheet.instrument.items.iter().zip(&sheet.cells) {
        let open = matches!(cell.value, CellValue::Open | CellValue::Unknowable) && !cell.hidden;
        let suggested = cell.suggestion.is_some() && cell.by != By::Person && !cell.hidden;
        if suggested || cell.disputed || open && (pointed(item.id) || lacks(item.from, chart, at).is_some()) {
            all.push(item.id);
        }
    }
    for open in &assessed.judgement.open {
        if (open.suspected || pointed(open.row.id)) && !all.contains(&open.row.id) {
            all.push(open.row.id);
        }
    }
    all
}

/// The quantity without which nobody can say how an item stands.
pub fn lacks(from: From, chart: &Chart, at: Instant) -> Option<Quantity> {
    let unmeasured = |quantity| chart.measured(quantity).is_none().then_some(quantity);
    match from {
        From::Below(quantity, _) => unmeasured(quantity),
        From::HepaticInr => unmeasured(Quantity::Inr),
        From::Age { .. } => chart.age(at).is_none().then_some(Quantity::Age),
        From::Filtration { .. } => chart.filtration(at).is_none().then_some(Quantity::Creatinine),
        From::SevereRenal if chart.creatinine_clearance(at).is_none() => {
            Some(if chart.measured(Quantity::Creatinine).is_some() { Quantity::Weight } else { Quantity::Creatinine })
        }
        _ => None,
    }
}

impl Care {
    pub(super) fn place(&self, around: &Around<'_>, chart: &Chart) -> Lists {
        let Around { at, lang, .. } = *around;
        let (assessed, sheet) = (&*self.assessed, &self.assessed.bleeding_sheet);
        let own = own(assessed, &self.echoes, chart, at);
        let denied = |id: &str| {
            let mut all = self.echoes.iter().filter(|echo| echo.of == id).peekable();
            all.peek().is_some() && all.all(|echo| !echo.present)
        };
        // A row that a person answers does not move: it stays where it stood, also when nothing points to it any more.
        let before = &self.lists.asked;
        let first = before.is_empty();
        let (mut asked, mut decided, mut notes) = (vec![], vec![], vec![]);
        for echo in &self.echoes {
            notes.push((echo.of, echo.words.clone()));
        }
        for (index, (item, cell)) in sheet.instrument.items.iter().zip(&sheet.cells).enumerate() {
            let by_facts = matches!(cell.by, By::Derived(_) | By::Host(_)) && !self.work.opened.contains(&index);
            let answered = first && matches!((cell.value, &cell.by), (CellValue::Yes | CellValue::Unknowable, By::Person));
            let twin = twins::row_of(item.id).filter(|row| self.stands_for(row));
            if let Some(quantity) = lacks(item.from, chart, at).filter(|_| cell.value == CellValue::Open) {
                notes.push((item.id, [text!("无结果：", "No result: ").get(lang), quantity.row().name.get(lang)].concat()));
            }
            if let Some(row) = twin {
                notes.push((item.id, same_as(why::label(row), lang)));
            } else if by_facts && (cell.value == CellValue::No || matches!(item.from, From::Male | From::Age { .. })) {
                decided.push(item.id);
            } else if own.contains(&item.id)
                || by_facts
                || answered
                || cell.conflict
                || self.work.opened.contains(&index)
                || before.contains(&item.id)
                || !denied(item.id) && self.concerns(item, chart, at)
            {
                asked.push(item.id);
            }
        }
        for row in TABLE.iter().filter(|row| row.when != When::ByChoice && assessed.bears(row)) {
            let open = assessed.judgement.open_of(row.id);
            let said = self.said.iter().any(|(id, _)| *id == row.id);
            let present = assessed.judgement.has(row.id);
            let by_facts = !said && open.is_none_or(|open| open.lacks != row.id);
            let twin = twins::asked_by(row.id).filter(|item| sheet.instrument.index(item).is_some() && !self.stands_for(row.id));
            let answered = first && self.said.iter().any(|(id, said)| *id == row.id && said.value != Some(false));
            if by_facts {
                let reason = why::why(row, chart, assessed, at, lang);
                notes.extend(reason.map(|reason| (row.id, reason)));
            }
            if by_facts && !present {
                decided.push(row.id);
            } else if let Some(item) = twin.filter(|_| !own.contains(&row.id) || row.id == "MC_STROKE_GCS") {
                let label = sheet.instrument.index(item).map(|index| sheet.instrument.items[index].label);
                notes.extend(label.map(|label| (row.id, same_as(label, lang))));
                // The row may say more than the item (units transfused): whoever answers reads what else the answer is of.
                if twins::row_of(item) == Some(row.id) && label.is_some_and(|label| label.zh() != row.label.zh()) {
                    notes.push((item, same_as(row.label, lang)));
                }
            } else if own.contains(&row.id)
                || present
                || answered
                || before.contains(&row.id)
                || !denied(row.id) && (USUAL.contains(&row.id) || row.id == "CI_HIGH_BLEED_OP" && is_fresh(chart, at))
            {
                asked.push(row.id);
            }
        }
        Lists { asked, decided, own, notes, denied: self.denied_names(lang) }
    }

    /// The row stands on the page in place of the item that asks the same: an alert wants its answer.
    fn stands_for(&self, row: &str) -> bool {
        row == "CI_ACTIVE_BLEED" && self.assessed.judgement.open_of(row).is_some_and(|open| open.suspected)
    }

    /// Operations on an organ concern whoever is operated on there.
    fn concerns(&self, item: &Item, chart: &Chart, at: Instant) -> bool {
        let From::UntilHaemostasis(procedures) = item.from else { return true };
        let may_be = |procedure: Option<Procedure>, kind: OperationKind| match procedure {
            Some(Procedure::AbdominalPelvicCancer) => true,
            Some(Procedure::Other) | None => matches!(kind, OperationKind::Open | OperationKind::Laparoscopic),
            Some(_) => false,
        };
        let unsaid = self.operated_somewhere(chart, at);
        let abdominal = || unsaid || chart.operations().any(|(_, operation)| may_be(operation.procedure, operation.kind));
        // Of the abdomen all three speak of operations for cancer; the first of a man with a low haemoglobin.
        let cancer = || self.sheet.value_of(Finding::Malignancy).is_none_or(|value| value != CellValue::No);
        match item.id {
            "bs_abdominal" => {
                let enough = chart.measured(Quantity::Haemoglobin).is_some_and(|haemoglobin| haemoglobin.value >= 130.0);
                chart.sex() != Some(Sex::Female) && !enough && abdominal() && cancer()
            }
            "bs_pancreaticoduodenectomy" | "bs_hepatectomy" => abdominal() && cancer(),
            _ => {
                let mut known = chart.operations().filter(|(_, operation)| !operation.is_done(at) || !operation.haemostasis(at));
                unsaid || known.any(|(_, operation)| operation.procedure.is_some_and(|of| procedures.contains(&of)))
            }
        }
    }

    /// Of which organ nobody has said: an operation that the score counts and the chart does not have, or one without its
    /// procedure. It may be of any.
    fn operated_somewhere(&self, chart: &Chart, at: Instant) -> bool {
        let mut all = chart.operations().map(|(_, operation)| operation).peekable();
        if all.peek().is_none() {
            let mut counted = self.sheet.instrument.items.iter().zip(&self.sheet.cells);
            return counted.any(|(item, cell)| matches!(item.from, From::Surgery(_)) && matches!(cell.value, CellValue::Yes | CellValue::Unknowable));
        }
        let of_a_joint = |kind: OperationKind| matches!(kind, OperationKind::Arthroscopic | OperationKind::ElectiveArthroplasty);
        let waits = |operation: &Operation| !operation.is_done(at) || !operation.haemostasis(at);
        all.any(|operation| operation.procedure.is_none() && !of_a_joint(operation.kind) && waits(operation))
    }

    /// What became "no" just now, what weighs most first: bleeding, cancer, a clot.
    fn denied_names(&self, lang: Lang) -> Vec<&'static str> {
        const FIRST: [&str; 8] = [
            "bs_active_bleeding",
            "bs_prior_major_bleeding",
            "bm_bleeding_3mo",
            "bm_active_gi_ulcer",
            "CI_ACTIVE_BLEED",
            "bm_current_cancer",
            "CI_ACUTE_VTE",
            "CI_HIT",
        ];
        let list = self.work.answers.instrument;
        let id = |of: &Denied| match *of {
            Denied::Item(index) => list.items[index].id,
            Denied::Row(id) => id,
        };
        let mut ids: Vec<&'static str> = self.undo.iter().map(id).collect();
        ids.sort_by_key(|id| FIRST.iter().position(|first| first == id).unwrap_or(FIRST.len()));
        // A question that is asked twice is named once.
        ids.retain(|id| twins::asked_by(id).is_none_or(|item| list.index(item).is_none()));
        ids.into_iter().map(|id| list.index(id).map_or_else(|| why::label(id).get(lang), |index| list.items[index].label.get(lang))).collect()
    }
}

fn same_as(label: Text, lang: Lang) -> String {
    let [before, after] = [text!("与“", "The same question as \""), text!("”同一问题，一并作答", "\": answered with it")];
    [before.get(lang), label.get(lang), after.get(lang)].concat()
}

/// An operation of this stay was done and no haemostasis is recorded.
fn is_fresh(chart: &Chart, at: Instant) -> bool {
    chart.operations().any(|(_, operation)| operation.is_done(at) && !operation.haemostasis(at))
}
