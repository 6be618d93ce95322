//! A drill of a decision in words: what is known of its patient, what may be chosen, and the marking, coarse to fine, each line with its rule, where it
//! comes from, and what of it is not verified or was decided by us.

use crate::clinical::bleeding::governing;
use crate::clinical::bleeding::is_surgical;
use crate::clinical::chart::{FactValue, Instant, Limb};
use crate::clinical::contraindication::row::{Row, When};
use crate::clinical::contraindication::table;
use crate::clinical::formulary::{Device, Drug};
use crate::clinical::instrument::Instrument;
use crate::clinical::measure::What;
use crate::clinical::pathway::codes::{ChannelCode, WORDING};
use crate::clinical::pathway::evaluate::evaluate;
use crate::clinical::possible::read;
use crate::clinical::profile::Profile;
use crate::clinical::quantity::{counted, written};
use crate::clinical::source::Mark;
use crate::session::lesson::told::{self, sources, verdict_word};
use crate::session::units::unit_shown;
use crate::text::{Lang, Text, text};
use crate::training::case::Scored;
use crate::training::channel_drill::{ChannelDrill, ChannelMarking};
use crate::training::exercise::{Exercise, ExerciseMarking};
use crate::training::mark::MarkVerdict;
use crate::training::plan_drill::{OrderVerdict, PlanDrill, PlanMarking};
use crate::training::plan_patient::moment;

/// One line of the coarse part.
pub struct CoarseLine {
    pub id: &'static str,
    pub name: Text,
    pub right: bool,
    pub said: String,
}

/// One thing that is not as it should be, or that should be known of the right answer.
pub struct DecisionLine {
    /// `unsafe`, `overlooked`, `missed`, `added`, `early`, `unneeded`, `possible`, `right`.
    pub kind: &'static str,
    pub word: Text,
    pub id: String,
    pub said: String,
    pub because: Vec<String>,
    pub sources: Vec<&'static str>,
    pub tags: Vec<String>,
}

fn tags_of(marks: &[Mark], lang: Lang) -> Vec<String> {
    marks.iter().filter_map(|mark| mark.tag(lang)).map(|parts| parts.concat()).collect()
}

/// What was measured, with its moment: for the table beside the story.
pub fn measured(drill: &PlanDrill, lang: Lang) -> Vec<[String; 3]> {
    let line = |fact: &crate::clinical::chart::Fact| match fact.value {
        FactValue::Measured(quantity, value) => {
            let row = quantity.row();
            let unit = row.units.first().map_or("", |unit| unit.name);
            let unit = if unit.starts_with('{') { "" } else { unit_shown(unit, lang) };
            let at = fact.at.map(short).unwrap_or_default();
            Some([row.name.get(lang).to_owned(), [&*written(value, 2), " ", unit].concat(), at])
        }
        _ => None,
    };
    drill.chart().facts.iter().filter_map(line).collect()
}

/// `03-10 07:00`.
fn short(at: Instant) -> String {
    at.format("%m-%d %H:%M").to_string()
}

/// "Caprini 9 分 · 高危": the form that has been signed.
pub fn signed_score(drill: &PlanDrill, lang: Lang) -> String {
    let Some(truth) = drill.truth() else { return String::new() };
    let readout = read(&truth.sheet, &drill.chart(), moment(drill.at));
    let scored = Scored { sheet: truth.sheet, readout };
    let total = crate::session::lesson::case::exact(&scored).map(|total| [total.to_string(), text!("分", " points").get(lang).to_owned()].concat());
    [drill.instrument.title.get(lang), ": ", &total.unwrap_or_default(), " · ", &told::reading(&scored, lang)].concat()
}

/// The bleeding list that governs a drill.
pub fn bleeding_list(drill: &PlanDrill) -> &'static Instrument {
    governing(is_surgical(&drill.chart(), drill.instrument), &Profile::default())
}

/// The rows that a learner may tick: of drugs, and of devices. Rules of the choice are none.
pub fn rows(of_drugs: bool) -> impl Iterator<Item = &'static Row> {
    table::TABLE.iter().filter(move |row| {
        let drugs = Drug::ALL.iter().any(|drug| row.applies.has_drug(*drug));
        row.when != When::ByChoice && drugs == of_drugs
    })
}

/// Most drills of the channel are of one patient, changed in one respect: who opens one alone has to know him.
const THE_SAME: Text = text!(
    "基础情况（下文未提及者均如此）：男，60岁，60 kg，县医院住院，半小时前疑诊肺栓塞；血压120/70，平稳；Wells可能性大，CTPA预计90分钟后；病史均已问并否认；血小板200，INR 1.0，CrCl 80。",
    "The patient, where the story says nothing else: a man of 60, 60 kg, in-patient of a county hospital, PE suspected half an hour ago; BP 120/70, stable; Wells: PE likely, CTPA in 90 minutes; all of the history asked and denied; platelets 200, INR 1.0, clearance 80."
);

/// What is known beside the story of a drill of the channel; nothing where the story tells it whole.
pub fn background(drill: &ChannelDrill) -> Option<Text> {
    drill.story.zh().starts_with("同一患者").then_some(THE_SAME)
}

/// A code as a choice: where its wording names a gate, an item or a moment, that is for the learner to know.
pub fn choice(code: ChannelCode, lang: Lang) -> String {
    let text = code.row().text.get(lang);
    ["{item}", "{gate}", "{until}"].iter().fold(text.to_owned(), |said, hole| said.replace(hole, "…"))
}

/// A running clock of the green channel: what it counts, who answers for it, and the moment by which.
pub struct DrillClock {
    pub id: &'static str,
    pub span: Text,
    pub owner: Text,
    pub target: Instant,
    pub marks: &'static [Mark],
}

/// The clocks of a drill `seconds` after its moment.
pub fn clocks(drill: &ChannelDrill, seconds: i64) -> Vec<DrillClock> {
    let at = (drill.at)() + chrono::TimeDelta::seconds(seconds);
    let running = evaluate(&(drill.facts)(), &(drill.settings)(), at).clocks;
    running
        .into_iter()
        .map(|of| {
            let row = of.clock.row();
            DrillClock { id: row.id, span: row.span, owner: of.owner.label(), target: of.target, marks: row.marks }
        })
        .collect()
}

/// From the least that helps to the most.
pub fn hints(exercise: &Exercise) -> Vec<[String; 2]> {
    match exercise {
        Exercise::Plan(drill) => plan_hints(drill),
        Exercise::Channel(drill) => channel_hints(drill),
        Exercise::Bank(_) | Exercise::Made(_) | Exercise::Own(_) => vec![],
    }
}

fn both(parts: &[Text], zh: &str, en: &str) -> [String; 2] {
    let said = |lang: Lang, between: &str| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(between);
    [[zh, &said(Lang::Zh, "；")].concat(), [en, &said(Lang::En, "; ")].concat()]
}

fn plan_hints(drill: &PlanDrill) -> Vec<[String; 2]> {
    let Some(truth) = drill.truth() else { return vec![] };
    let assessed = truth.assessed;
    let rows: Vec<Text> = assessed.judgement.present.iter().filter(|present| assessed.bears(present.row)).map(|present| present.row.label).collect();
    let (items, count) = (counted(assessed.bleeding.items.len()), counted(rows.len()));
    let first = [
        ["出血评估表有 ", &items, " 项成立；影响本例用药或器械的禁忌与慎用有 ", &count, " 条。"].concat(),
        [&items, " items of the bleeding list hold; ", &count, " contraindications or cautions bear on drugs or devices here."].concat(),
    ];
    let mut all = vec![first];
    if !rows.is_empty() {
        all.push(both(&rows, "成立的有：", "In force: "));
    }
    if let Some(reason) = assessed.advice.reasons.first() {
        all.push(both(&[*reason], "程序的理由：", "The program’s reason: "));
    }
    all
}

fn channel_hints(drill: &ChannelDrill) -> Vec<[String; 2]> {
    let truth = drill.truth();
    let spans: Vec<Text> = truth.clocks.iter().map(|of| of.clock.row().span).collect();
    let mut all = vec![];
    if !spans.is_empty() {
        all.push(both(&spans, "正在计时：", "Running clocks: "));
    }
    let gates: Vec<Text> = truth.interim.because.iter().map(|fired| fired.row.fires).collect();
    all.push(if gates.is_empty() {
        ["没有闸门阻挡；问题只在于现在需不需要。".into(), "No gate stands against it; the question is whether it is needed now.".into()]
    } else {
        both(&gates, "决定用药的闸门：", "The gates that decide about the drug: ")
    });
    all
}

/// Part by part, with nothing of what is right.
pub fn coarse(marking: &ExerciseMarking, lang: Lang) -> Vec<CoarseLine> {
    let count = |wrong: usize| match (wrong, lang) {
        (0, Lang::Zh) => "✓ 全部正确".to_owned(),
        (0, Lang::En) => "✓ all right".to_owned(),
        (_, Lang::Zh) => ["✗ 有 ", &counted(wrong), " 处不正确"].concat(),
        (1, Lang::En) => "✗ 1 is not right".to_owned(),
        (_, Lang::En) => ["✗ ", &counted(wrong), " are not right"].concat(),
    };
    let counts = |id, name, wrong: usize| CoarseLine { id, name, right: wrong == 0, said: count(wrong) };
    let verdict = |id, name, of: MarkVerdict| {
        let right = of == MarkVerdict::Right;
        CoarseLine { id, name, right, said: [if right { "✓ " } else { "✗ " }, verdict_word(of).get(lang)].concat() }
    };
    match marking {
        ExerciseMarking::Plan(plan) => vec![
            counts("bleeding", text!("出血条目", "Items of the bleeding list"), plan.bleeding_missed.len() + plan.bleeding_added.len()),
            verdict("bleeding_high", text!("出血风险高不高", "Whether bleeding risk is high"), plan.bleeding_high),
            counts("rows", text!("禁忌与慎用", "Contraindications and cautions"), plan.rows_missed.len() + plan.rows_added.len()),
            counts("orders", text!("医嘱", "Orders"), plan.orders.iter().filter(|order| order.verdict.is_fault()).count()),
        ],
        ExerciseMarking::Channel(channel) => vec![
            verdict("step", text!("下一步", "The next step"), channel.step),
            verdict("interim", text!("结果出来前的抗凝药", "The anticoagulant before the result"), channel.interim),
        ],
        ExerciseMarking::Form(_) => vec![],
    }
}

/// Line by line: what is dangerous first, then what was overlooked, then the rest, and the right answer last.
pub fn fine(exercise: &Exercise, marking: &ExerciseMarking, lang: Lang) -> Vec<DecisionLine> {
    match (exercise, marking) {
        (Exercise::Plan(drill), ExerciseMarking::Plan(plan)) => fine_plan(drill, plan, lang),
        (Exercise::Channel(drill), ExerciseMarking::Channel(channel)) => fine_channel(drill, channel, lang),
        _ => vec![],
    }
}

const MISSED: Text = text!("漏判", "Missed");
const ADDED: Text = text!("多判", "Wrongly added");

fn fine_plan(drill: &PlanDrill, plan: &PlanMarking, lang: Lang) -> Vec<DecisionLine> {
    let Some(truth) = drill.truth() else { return vec![] };
    let assessed = &truth.assessed;
    let mut lines: Vec<DecisionLine> = vec![];
    for order in plan.orders.iter().filter(|order| order.verdict.is_fault() || order.verdict == OrderVerdict::Possible) {
        let kind = match order.verdict {
            OrderVerdict::Unsafe => "unsafe",
            OrderVerdict::Overlooked => "overlooked",
            OrderVerdict::TooEarly => "early",
            OrderVerdict::Unneeded => "unneeded",
            OrderVerdict::Possible => "possible",
            OrderVerdict::Right => "right",
        };
        let rows: Vec<&'static Row> = order.rows.iter().filter_map(|id| table::named(id)).collect();
        // What no row forbids follows from the rule of the plan that fired.
        let by_rows = !rows.is_empty();
        let marks = || rows.iter().flat_map(|row| row.marks.iter().copied());
        let all: Vec<Mark> = if by_rows { marks().collect() } else { assessed.advice.marks.clone() };
        lines.push(DecisionLine {
            kind,
            word: order.verdict.text(),
            id: order.id.to_owned(),
            said: order.label.get(lang).to_owned(),
            because: order.because.iter().map(|why| why.get(lang).to_owned()).collect(),
            sources: places(&all),
            tags: tags_of(&all, lang),
        });
    }
    let overlooked = |line: &DecisionLine| match line.kind {
        "unsafe" => 0,
        "overlooked" => 1,
        _ => 2,
    };
    lines.sort_by_key(overlooked);
    let list = assessed.bleeding.instrument;
    let item = |kind, word, id: &'static str, label: Text| {
        let of = list.index(id).map(|index| &list.items[index]);
        DecisionLine {
            kind,
            word,
            id: id.to_owned(),
            said: label.get(lang).to_owned(),
            because: of.and_then(|item| item.counts).map(|counts| counts.get(lang).to_owned()).into_iter().collect(),
            sources: of.map(|item| sources(item.marks)).unwrap_or_default(),
            tags: of.map(|item| tags_of(item.marks, lang)).unwrap_or_default(),
        }
    };
    let row = |kind, word, id: &'static str, label: Text| {
        let of = table::named(id);
        DecisionLine {
            kind,
            word,
            id: id.to_owned(),
            said: label.get(lang).to_owned(),
            because: of.and_then(|row| row.help).map(|help| help.get(lang).to_owned()).into_iter().collect(),
            sources: of.map(|row| sources(row.marks)).unwrap_or_default(),
            tags: of.map(|row| tags_of(row.marks, lang)).unwrap_or_default(),
        }
    };
    lines.extend(plan.bleeding_missed.iter().map(|&(id, label)| item("missed", MISSED, id, label)));
    lines.extend(plan.bleeding_added.iter().map(|&(id, label)| item("added", ADDED, id, label)));
    lines.extend(plan.rows_missed.iter().map(|&(id, label)| row("missed", MISSED, id, label)));
    lines.extend(plan.rows_added.iter().map(|&(id, label)| row("added", ADDED, id, label)));
    lines
}

fn places(marks: &[Mark]) -> Vec<&'static str> {
    let key = |mark: &Mark| match *mark {
        Mark::V(key) | Mark::V2(key) => Some(key),
        Mark::K(_) | Mark::D(_) => None,
    };
    let mut all: Vec<&'static str> = marks
        .iter()
        .filter_map(key)
        .filter_map(|key| crate::clinical::source::PLACES.iter().find(|place| place.key == key))
        .map(|place| place.what)
        .collect();
    all.dedup();
    all
}

/// What the engine proposes for a plan: a line each, with dose and legs, and what it waits for.
pub fn proposed(drill: &PlanDrill, lang: Lang) -> Vec<DecisionLine> {
    let Some(truth) = drill.truth() else { return vec![] };
    let line = |measure: &crate::clinical::measure::Measure| {
        let detail = match &measure.what {
            What::Drug(course) => course.dose.map(|dose| {
                let (zh, en) = dose.words();
                if lang == Lang::Zh { zh } else { en }
            }),
            What::Device { device: Device::Ipc | Device::Gcs | Device::Vfp, legs } => match legs {
                Limb::Left => Some(text!("左下肢", "left leg").get(lang).to_owned()),
                Limb::Right => Some(text!("右下肢", "right leg").get(lang).to_owned()),
                Limb::Both => None,
            },
            What::Basic | What::Escalate => None,
        };
        let waits: Vec<String> = measure.conditional_on.iter().map(|id| crate::training::plan_drill::word_of(id).get(lang).to_owned()).collect();
        let marks: &[Mark] = match &measure.what {
            What::Drug(course) => course.dose_marks,
            _ => &[],
        };
        DecisionLine {
            kind: "right",
            word: if waits.is_empty() { text!("应给", "Ordered") } else { text!("须先答", "Waits for") },
            id: measure.what.id().to_owned(),
            said: [measure.what.label().get(lang), " ", &detail.unwrap_or_default()].concat().trim_end().to_owned(),
            because: waits.into_iter().chain(measure.remarks.iter().map(|remark| remark.get(lang).to_owned())).collect(),
            sources: places(marks),
            tags: tags_of(marks, lang),
        }
    };
    truth.assessed.advice.measures.iter().map(line).collect()
}

fn fine_channel(drill: &ChannelDrill, channel: &ChannelMarking, lang: Lang) -> Vec<DecisionLine> {
    let truth = drill.truth();
    let (right, wrong) = (text!("正确", "Right"), text!("应为", "Should be"));
    let mut lines: Vec<DecisionLine> = vec![];
    let gates: Vec<String> = channel
        .because
        .iter()
        .map(|fired| match fired.until {
            Some(until) => [fired.row.fires.get(lang), " → ", &short(until)].concat(),
            None => fired.row.fires.get(lang).to_owned(),
        })
        .collect();
    let marks: Vec<Mark> = channel.because.iter().flat_map(|fired| fired.row.marks.iter().copied()).collect();
    if channel.unsafe_dose {
        lines.push(DecisionLine {
            kind: "unsafe",
            word: text!("危险：越过闸门给药", "Unsafe: a dose through a gate"),
            id: ChannelCode::InterimPropose.id().to_owned(),
            said: choice(ChannelCode::InterimPropose, lang),
            because: gates.clone(),
            sources: places(&marks),
            tags: tags_of(&marks, lang),
        });
    }
    let answer = |code: ChannelCode, verdict: MarkVerdict, because: Vec<String>, marks: &[Mark]| {
        let is_right = verdict == MarkVerdict::Right;
        DecisionLine {
            kind: if is_right { "right" } else { "missed" },
            word: if is_right { right } else { wrong },
            id: code.id().to_owned(),
            said: choice(code, lang),
            because,
            sources: places(marks),
            tags: tags_of(marks, lang).into_iter().chain(tags_of(WORDING, lang)).collect(),
        }
    };
    lines.push(answer(channel.right_step, channel.step, vec![], &[]));
    lines.push(answer(channel.right_interim, channel.interim, gates, &marks));
    for order in &channel.orders {
        lines.push(DecisionLine {
            kind: "overlooked",
            word: text!("同时还要", "Beside it"),
            id: order.id().to_owned(),
            said: choice(*order, lang),
            because: vec![],
            sources: vec![],
            tags: tags_of(WORDING, lang),
        });
    }
    for clock in &truth.clocks {
        let row = clock.clock.row();
        lines.push(DecisionLine {
            kind: "clock",
            word: text!("计时", "Clock"),
            id: row.id.to_owned(),
            said: [row.span.get(lang), " · ", row.target.get(lang), " · ", clock.owner.label().get(lang)].concat(),
            because: vec![],
            sources: sources(row.marks),
            tags: tags_of(row.marks, lang),
        });
    }
    lines
}
