//! What about the anticoagulant, in words: the answer with its reasons, a proposal with its cautions for a physician, and for a
//! nurse that it waits for one until one has confirmed (5.6.3).

use super::super::parts::{heading, tags};
use super::super::pen::Pen;
use super::super::wall::moment;
use super::told;
use crate::clinical::chart::Instant;
use crate::clinical::formulary::Drug;
use crate::clinical::pathway::codes::ChannelCode;
use crate::clinical::pathway::drugs::{DrugProposal, TREATMENT_DOSES};
use crate::clinical::quantity::written;
use crate::record::channel::notices::NoticeKind;
use crate::record::role::Role;
use crate::session::channel::{ChannelView, DoseTold, InterimSaid, InterimView, StepView};
use crate::session::screen::Screen;
use crate::text::{Lang, Text, text};

const TITLE: Text = text!("确诊前的抗凝", "Anticoagulation before the answer");
const WAITS: Text = text!("等待医师", "Waits for the physician");
const WAITS_FOR: Text = text!(
    "医师（也可电话，两人复述核对）在此签名确认之前，护士不给任何治疗剂量抗凝药。",
    "No nurse gives a treatment dose before a physician (also by telephone, read back to two people) has confirmed it here by signature."
);
const PROPOSAL: Text = text!("建议，须医师确认；以手中药品的说明书为准", "A proposal: a physician confirms it; the insert in the box prevails");
const CHECK: Text = text!(
    "先核对：今日体重、任何抗凝药的末次给药、出血与上列各项、血样已采（血常规、PT、APTT、肌酐、肝功能）",
    "Check first: weight today, last dose of any anticoagulant, bleeding and all of the above, blood taken (count, PT, APTT, creatinine, liver tests)"
);
const WAY_TAKE: Text = text!("医师：按此建议填写确认单", "Physician: fill the confirmation with this proposal");
const WAY_GIVE: Text = text!("按医师确认填写给药记录", "Fill the record of giving with what was confirmed");
const MOVED: Text = text!(
    "确认之后情况有变：给药前请医师重新确认",
    "Something has changed since it was confirmed: before it is given, a physician confirms it again"
);

/// The state as the reader of a board sees it; of the English ones only the codes are names.
pub fn state(step: &StepView, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => step.state.row().label.get(lang),
        Lang::En => step.state.row().waits_for.get(lang),
    }
}

/// "12 分钟", "5 小时 10 分钟", "3 天 2 小时".
pub fn duration(minutes: i64, lang: Lang) -> String {
    let (minute, hour, day) = (text!("分钟", " min").get(lang), text!("小时", " h").get(lang), text!("天", " d").get(lang));
    let gap = if lang == Lang::En { " " } else { "" };
    let two = |whole: i64, unit: &str, rest: i64, small: &str| {
        let head = [&whole.to_string(), unit].concat();
        if rest == 0 { head } else { [&head, gap, &rest.to_string(), small].concat() }
    };
    match minutes {
        0..120 => [&minutes.to_string(), minute].concat(),
        120..2880 => two(minutes / 60, hour, minutes % 60, minute),
        _ => two(minutes / 1440, day, minutes % 1440 / 60, hour),
    }
}

pub fn interim(pen: &mut Pen, screen: &Screen, view: &ChannelView, locked: bool) {
    let lang = screen.lang;
    heading(pen, screen.heading_level, 2, "now", TITLE.get(lang).into());
    pen.tag("div", "interim", |pen| {
        match &view.interim {
            InterimView::Waits => {
                pen.is("data-interim", "WAITS");
                pen.line("p", "big-word", WAITS.get(lang));
                pen.line("p", "hint", WAITS_FOR.get(lang));
            }
            InterimView::Said(said) => {
                pen.is("data-interim", said.code.id());
                answer(pen, said, lang);
                // A nurse is shown what was confirmed, and no proposal.
                pen.some(said.proposal.as_ref().filter(|_| view.role == Some(Role::Physician)), |pen, proposal| {
                    proposed(pen, proposal, said, view, lang, locked);
                });
            }
        }
        pen.some(view.dose.as_ref(), |pen, dose| given(pen, dose, view, lang, locked));
    });
}

fn answer(pen: &mut Pen, said: &InterimSaid, lang: Lang) {
    pen.tag("p", "big-word", |pen| pen.written(filled(said, lang).into()));
    pen.when(!said.because.is_empty(), |pen| {
        pen.tag("ul", "steps", |pen| {
            for fired in &said.because {
                pen.tag("li", "", |pen| {
                    pen.is("data-gate", fired.row.id);
                    pen.joined(&[fired.row.says.label().get(lang), text!("：", ": ").get(lang), fired.row.fires.get(lang)]);
                    pen.some(fired.until, |pen, until| {
                        pen.joined(&[text!("（至 ", " (until ").get(lang), &moment(until, lang), text!("）", ")").get(lang)])
                    });
                    tags(pen, fired.row.marks, lang);
                });
            }
        });
    });
}

/// The wording of the code, with what stands in its places.
pub fn filled(said: &InterimSaid, lang: Lang) -> String {
    let comma = text!("、", ", ").get(lang);
    let items: Vec<&str> = said.items.iter().map(|item| item.text().get(lang)).collect();
    let gates: Vec<&str> = said.gates.iter().map(|gate| gate.row().text.get(lang)).collect();
    // A question that is no item of the list is named by its gate.
    let item = match (items.is_empty(), gates.is_empty()) {
        (false, _) => items.join(comma),
        (true, false) => gates.join(comma),
        (true, true) => text!("医师本人对可能性的判断", "the physician's own estimate").get(lang).to_owned(),
    };
    let until = |at: Option<Instant>| match at {
        Some(at) => moment(at, lang),
        None if said.code == ChannelCode::InterimHold => text!("答复后", "once that is answered").get(lang).to_owned(),
        None => text!("时间不明", "time not known").get(lang).to_owned(),
    };
    let text = said.code.row().text.get(lang);
    text.replace("{item}", &item).replace("{gate}", &gates.join(comma)).replace("{until}", &until(said.until))
}

fn proposed(pen: &mut Pen, proposal: &DrugProposal, said: &InterimSaid, view: &ChannelView, lang: Lang, locked: bool) {
    pen.tag("div", "proposal", |pen| {
        pen.is("data-proposal", proposal.drug.id());
        pen.tag("p", "dose", |pen| pen.written(line(proposal, lang).into()));
        pen.line("p", "", PROPOSAL.get(lang));
        pen.some(TREATMENT_DOSES.iter().find(|row| row.drug == proposal.drug), |pen, row| {
            pen.tag("p", "hint", |pen| {
                pen.joined(&[row.dose.get(lang), text!("；肾功能：", "; kidney: ").get(lang), row.kidney.get(lang)]);
                tags(pen, row.marks, lang);
            });
        });
        pen.line("p", "hint", CHECK.get(lang));
        pen.when(!said.cautions.is_empty(), |pen| {
            pen.tag("ul", "steps", |pen| {
                for row in &said.cautions {
                    pen.tag("li", "", |pen| {
                        pen.is("data-caution", row.id);
                        pen.joined(&[row.says.label().get(lang), text!("：", ": ").get(lang), row.fires.get(lang)]);
                        tags(pen, row.marks, lang);
                    });
                }
            });
        });
        let confirmed = matches!(view.dose, Some(DoseTold::Confirmed(_)));
        pen.when(!locked && !confirmed, |pen| super::press::act(pen, "take:proposal".into(), "primary", WAY_TAKE.get(lang)));
    });
}

/// How it is given. What runs as an infusion says so by its bolus and rate.
fn route(drug: Drug) -> Text {
    if drug.is_doac() { text!(" 口服", " by mouth") } else { text!(" 皮下注射", " under the skin (SC)") }
}

/// "依诺肝素 60 mg 皮下注射，给药间隔12小时；仅一剂".
pub fn line(proposal: &DrugProposal, lang: Lang) -> String {
    let number = |value: f64| written(value, 1);
    let mut line = [proposal.drug.label().get(lang), " "].concat();
    match proposal.infusion {
        Some((bolus, rate)) => {
            let first = if bolus > 0.0 {
                [text!("静推 ", "bolus ").get(lang), &number(bolus), text!(" U，随后 ", " U, then ").get(lang)].concat()
            } else {
                text!("不静推，", "no bolus, ").get(lang).to_owned()
            };
            line += &[&first, &number(rate), " U/h"].concat();
        }
        None => line += &[&number(proposal.amount), " ", proposal.unit, route(proposal.drug).get(lang)].concat(),
    }
    if let Some(hours) = proposal.interval_h {
        line += &[
            text!("，给药间隔", ", interval ").get(lang),
            &hours.to_string(),
            text!("小时，本建议仅一个间隔", " h; this is for one interval").get(lang),
        ]
        .concat();
    }
    if proposal.once {
        line += text!("；仅一剂，第二剂须等肌酐或称重", "; one dose, a second one waits for creatinine or a scale").get(lang);
    }
    if proposal.then_refer {
        line += text!("；然后转诊", "; then refer").get(lang);
    }
    line
}

/// What was confirmed or given, by whom and when.
fn given(pen: &mut Pen, dose: &DoseTold, view: &ChannelView, lang: Lang, locked: bool) {
    let (word, entered, hook) = match dose {
        DoseTold::Confirmed(entered) => (text!("医师已确认：", "Confirmed by a physician: "), entered, "confirmed"),
        DoseTold::Given(entered) => (text!("已给：", "Given: "), entered, "given"),
        DoseTold::NotGiven(entered) => (text!("医师决定不给：", "A physician decided against a dose: "), entered, "not_given"),
    };
    pen.tag("div", "confirmed", |pen| {
        pen.is("data-dose", hook);
        pen.tag("p", "dose", |pen| pen.joined(&[word.get(lang), &told::answers(entered, lang)]));
        pen.tag("p", "signs", |pen| pen.joined(&[&entered.by.name, " · ", &moment(entered.at, lang)]));
        let still = matches!(&view.interim, InterimView::Said(said) if said.code == ChannelCode::InterimPropose);
        pen.when(hook == "confirmed" && !still, |pen| {
            pen.tag("p", "urgent", |pen| {
                pen.is("data-moved", "");
                pen.text(MOVED.get(lang));
            });
        });
        // Nobody gives a second dose, or none, by silence.
        pen.some(view.notices.iter().find(|notice| notice.kind == NoticeKind::AskIfGiven && hook == "confirmed"), |pen, notice| {
            pen.line("p", "urgent", notice.kind.text().get(lang));
        });
        pen.when(hook == "confirmed" && still && !locked, |pen| super::press::act(pen, "take:confirmed".into(), "primary", WAY_GIVE.get(lang)));
    });
}
