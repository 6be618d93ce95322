//! What must be said before the form: what the host sent and was not taken, what stands in the way of a signature, and
//! what a reload would lose. Names items and places; never repeats a value.

use crate::clinical::second;
use crate::record::refusal::Refusal;
use crate::session::desk::CONFLICT;
use crate::session::screen::{FormView, Later, Screen, StorageNotice};
use crate::text::Lang;
use crate::ui::parts::{button, field, link};
use crate::ui::pen::Pen;
use crate::ui::prevention;
use crate::ui::words::{Words, around, words};

/// Whether two screens have the same to say.
pub fn same(one: &Screen, other: &Screen) -> bool {
    let restored = |screen: &Screen| screen.form.as_ref().is_some_and(|form| form.restored);
    one.lang == other.lang
        && one.asks_reset == other.asks_reset
        && one.fault == other.fault
        && one.refused == other.refused
        && one.storage == other.storage
        && one.awaited == other.awaited
        && one.unread == other.unread
        && (one.practises, one.demo, one.suspects == 1, one.later) == (other.practises, other.demo, other.suspects == 1, other.later)
        && one.rejected == other.rejected
        && restored(one) == restored(other)
}

/// Whatever does not belong to one item.
pub fn view(pen: &mut Pen, screen: &Screen, _: bool) {
    let (lang, words) = (screen.lang, words(screen.lang));
    // On the screen and on paper, with whatever frame.
    pen.when(screen.practises || screen.demo, |pen| {
        let (hook, text) = if screen.practises { ("data-practice", words.practice) } else { ("data-demo", words.demo) };
        status(pen, "banner warn", hook, |pen| pen.line("b", "", text));
    });
    // Until the form of a suspicion has come, and where it cannot: never without the word to telephone.
    pen.when(screen.suspects == 1, |pen| {
        alert(pen, "banner bad line", "data-suspected", |pen| {
            pen.line("b", "", words.telephone);
            pen.when(screen.later == Later::Missing, |pen| button(pen, "suspected-vte", "answer", words.no_form.into(), false));
        });
    });
    pen.when(screen.asks_reset, |pen| {
        alert(pen, "banner calm line", "data-ask", |pen| {
            pen.line("p", "", words.reset);
            button(pen, "reset-yes", "danger", words.reset_yes.into(), false);
            button(pen, "reset-no", "answer", words.reset_no.into(), false);
        });
    });
    pen.some(screen.fault.as_ref(), |pen, fault| {
        alert(pen, "banner bad line", "data-fault", |pen| {
            pen.tag("p", "", |pen| {
                pen.joined(&[fault.text(lang), " "]);
                pen.line("small", "", fault.code);
            });
            // What contradicts an answer is said for as long as it does.
            pen.when(fault.id != CONFLICT, |pen| button(pen, "dismiss", "quiet", words.dismiss.into(), false));
        });
    });
    pen.some(screen.refused.as_ref(), |pen, refused| {
        alert(pen, "banner bad line", "data-refused", |pen| {
            pen.tag("p", "", |pen| pen.written(refused.told(lang).into()));
            pen.when(refused.clocks().is_some(), |pen| clock(pen, refused, words));
            button(pen, "dismiss", "quiet", words.dismiss.into(), false);
        });
    });
    pen.some(screen.awaited, |pen, later| match later {
        Later::Missing => alert(pen, "banner bad line", "data-missing", |pen| {
            pen.line("p", "", words.missing);
            button(pen, "prevention", "answer", words.again.into(), false);
        }),
        _ => status(pen, "banner calm", "data-coming", |pen| pen.text(words.coming)),
    });
    pen.when(screen.unread, |pen| {
        alert(pen, "banner bad line", "data-unread", |pen| {
            pen.line("p", "", words.unread);
            button(pen, "load-again", "answer", words.again.into(), false);
        });
    });
    pen.some(screen.storage, |pen, notice| {
        let text = match notice {
            StorageNotice::MemoryOnly => words.memory_only,
            StorageNotice::Blocked => words.blocked,
            StorageNotice::Silent => words.silent,
            StorageNotice::Full => words.full,
        };
        status(pen, "banner warn", "data-storage", |pen| pen.text(text));
    });
    pen.when(!screen.rejected.is_empty(), |pen| {
        status(pen, "banner warn", "data-rejected", |pen| {
            pen.tag("p", "", |pen| pen.line("b", "", words.rejected));
            pen.tag("ul", "", |pen| {
                for fact in screen.rejected.iter() {
                    pen.tag("li", "", |pen| {
                        if !(second::is_here() && prevention::names(pen, fact, lang)) {
                            pen.tag("code", "", |pen| pen.written(if fact.id.is_empty() { &fact.path } else { &fact.id }.clone().into()));
                        }
                        pen.joined(&[" ", fact.text(lang), " "]);
                        pen.line("small", "", fact.code);
                    });
                }
            });
        });
    });
    pen.when(screen.form.as_ref().is_some_and(|form| form.restored), |pen| {
        status(pen, "banner calm", "data-restored", |pen| pen.text(words.restored));
    });
}

/// The clock is looked at before the signature: one tap says that it is right, or the reason why to go on.
fn clock(pen: &mut Pen, refused: &Refusal, words: &Words) {
    let behind = matches!(refused, Refusal::ClockBehind { .. });
    pen.when(behind, |pen| field(pen, words.clock_reason, |pen| pen.is("data-clock-reason", "")));
    button(pen, "clock-right", "answer", if behind { words.clock_go_on } else { words.clock_right }.into(), false);
}

fn alert(pen: &mut Pen, class: &'static str, hook: &'static str, with: impl FnOnce(&mut Pen)) {
    pen.tag("div", class, |pen| {
        pen.is("role", "alert");
        pen.is("tabindex", "-1");
        pen.is(hook, "");
        with(pen);
    });
}

fn status(pen: &mut Pen, class: &'static str, hook: &'static str, with: impl FnOnce(&mut Pen)) {
    pen.tag("div", class, |pen| {
        pen.is("role", "status");
        pen.is(hook, "");
        with(pen);
    });
}

/// What still stands in the way of the signature, each with its way to the item.
pub fn errors(pen: &mut Pen, form: &FormView, words: &Words, lang: Lang) {
    pen.when(form.tried && !form.blockers.is_empty(), |pen| {
        alert(pen, "banner bad errors", "data-errors", |pen| {
            pen.tag("p", "", |pen| pen.line("b", "", words.errors));
            pen.tag("ul", "", |pen| {
                for refusal in form.blockers.iter() {
                    pen.tag("li", "", |pen| {
                        pen.text(refusal.text().get(lang));
                        links(pen, form, refusal, words, lang);
                    });
                }
            });
        });
    });
}

fn links(pen: &mut Pen, form: &FormView, refusal: &Refusal, words: &Words, lang: Lang) {
    const SHOWN: usize = 6;
    let items = refusal.items();
    pen.tag("span", "links", |pen| {
        for &index in items.iter().take(SHOWN) {
            let item = &form.instrument.items[index];
            link(pen, item.id, item.label.get(lang).into());
        }
        if items.len() > SHOWN {
            pen.tag("span", "", |pen| pen.written(around(&words.and_more, items.len() - SHOWN).into()));
        }
    });
}
