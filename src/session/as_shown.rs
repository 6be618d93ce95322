//! Signed as shown: `screen` is what was drawn last, which a chart or a user that the host sets in the same task is not yet. Before a signature all is worked out again, and what came out otherwise than it stands on the screen
//! (midnight, a birthday, a window that closed) is named. Plain functions; `signing` refuses by them.

use super::care;
use super::screen::Screen;
use super::sitting::Desk;
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::quantity::written;
use crate::clinical::sheet::Sheet;
use crate::text::Lang;

/// What is worked out otherwise now than it stands on the screen, in both languages.
pub fn moved(screen: &Screen, desk: &Desk) -> Vec<(String, String)> {
    let mut changes = vec![];
    let caring = desk.caring();
    let shown = match caring {
        Some(_) => screen.prevention.is_some(),
        None => screen.form.is_some() || desk.work().is_none(),
    };
    if screen.sitting != desk.sittings || !shown {
        // All of it: another patient, or another page than was drawn.
        changes.push(("患者或页面".into(), "the patient or the page".into()));
        return changes;
    }
    if let Some((shown, care)) = screen.prevention.as_ref().zip(caring) {
        return care::moved::moved(shown, care);
    }
    let Some((form, (sheet, ..))) = screen.form.as_ref().zip(desk.work()) else { return changes };
    let (was, now) = (&form.sheet, &**sheet);
    let word = |sheet: &Sheet, lang: Lang| {
        let band = sheet.tally.band(sheet.instrument).and_then(|risk| sheet.instrument.bands.iter().find(|band| band.risk == risk));
        let (floor, ceiling) = (written(sheet.tally.floor.value(), 1), written(sheet.tally.ceiling.value(), 1));
        let range = if floor == ceiling { floor } else { [&*floor, "–", &ceiling].concat() };
        [sheet.instrument.title.get(lang), " ", &range, " ", band.map_or("", |band| band.label.get(lang))].concat()
    };
    let turned = |lang| [&*word(was, lang), " → ", &word(now, lang)].concat();
    if turned_from(was) != turned_from(now) {
        changes.push((turned(Lang::Zh), turned(Lang::En)));
        for (item, (was, now)) in now.instrument.items.iter().zip(was.cells.iter().zip(&now.cells)) {
            if was.value != now.value {
                changes.push((item.label.zh().into(), item.label.en().into()));
            }
        }
    }
    changes
}

/// What of a score is signed: which, how much, and the band.
fn turned_from(sheet: &Sheet) -> (&str, [Points; 2], Option<Risk>) {
    (sheet.instrument.id, [sheet.tally.floor, sheet.tally.ceiling], sheet.tally.band(sheet.instrument))
}
