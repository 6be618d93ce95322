//! The record has grown under the questions after a score: another window has signed, or the host has sent more. The questions
//! are of the score as it counts now, and nobody decides on the one of before.

use std::rc::Rc;

use super::{Around, Care, signed_screening};
use crate::clinical::assess::Screening;
use crate::clinical::chart::Instant;
use crate::clinical::instruments;
use crate::clinical::profile::Profile;
use crate::interop::json::Value;
use crate::record::encounter::{Encounter, Recorded};
use crate::record::role::Actor;
use crate::session::hospital::HospitalSays;
use crate::session::sitting::Open;
use crate::text::Lang;

/// The bleeding screen that stood in the record: its event, and how often it was amended.
pub type Screened = Option<(String, u32)>;

pub fn screened(encounter: &Encounter) -> Screened {
    encounter.latest_screen().map(|screen| (screen.id.clone(), screen.amendments))
}

/// Takes the questions along; `before` is the screen that stood in the record until now. False where something else stands on the
/// screen of a person by it, who is told. The caller works everything out again.
pub fn follow(open: &mut Open, before: &Screened, profile: &Profile, hospital: &Value, at: Instant, lang: Lang) -> bool {
    let encounter = &open.record.encounter;
    let Some(latest) = encounter.latest() else { return true };
    let Some(care) = &mut open.care else { return true };
    let (version, same) = (care.of.version, care.follows(latest));
    if same && screened(encounter) == *before {
        return care.of.version == version || !open.stands.has_care();
    }
    // What another has signed of the questions holds; what was signed before this score is asked anew; and what nobody has signed
    // is not lost.
    let signed = encounter.latest_screen().filter(|screen| screen.place > latest.place).map(signed_screening).unwrap_or_default();
    let around = Around { chart: &open.chart, encounter, profile, hospital: HospitalSays { profile: hospital, chart: &open.raw }, at, lang };
    let mut next = Care::new(Rc::new(latest.clone()), signed, around);
    if let Some(next) = &mut next {
        next.overlay(care.unsigned(), &care.signed_as);
        if care.in_hand().handling.is_some() {
            next.in_hand = Rc::clone(&care.in_hand);
        }
    }
    let shown = open.stands.has_care();
    open.stands = open.stands.caring(shown && next.is_some());
    open.care = next;
    !shown
}

/// What a person set aside counts as confirmed by that person alone: another who comes to the screen confirms it again. Another
/// physician is led to the decision, as at an opening.
pub fn seen_by(open: &mut Open, user: Option<&Actor>) {
    let id = user.map(|user| user.id.as_str());
    if open.led_by.as_deref() == id {
        return;
    }
    if open.led_by.is_some() {
        open.led = 0;
    }
    open.led_by = id.map(str::to_owned);
    if let Some(care) = &mut open.care {
        care.overrides.iter_mut().for_each(|held| held.confirmed = false);
    }
}

impl Care {
    /// False where these are the questions of another score than `latest`, or of one that this version cannot fill.
    fn follows(&mut self, latest: &Recorded) -> bool {
        if self.of.id != latest.id || instruments::named(&latest.governing().instrument).is_none() {
            return false;
        }
        let moved = self.of.version != latest.version;
        if *self.of != *latest {
            self.of = Rc::new(latest.clone());
        }
        if moved {
            // Chosen, held or declined by the score of before.
            self.declining = None;
            self.leave();
        }
        true
    }

    /// What people answered here since the last signature.
    fn unsigned(&self) -> Screening {
        let mut now = self.screening();
        for list in &mut now.bleeding {
            let Some(signed) = self.signed_as.bleeding.iter().find(|signed| signed.instrument.id == list.instrument.id) else { continue };
            for (cell, signed) in list.cells.iter_mut().zip(&signed.cells) {
                if *cell == *signed {
                    *cell = None;
                }
            }
            let cells = &list.cells;
            list.notes.retain(|(index, _)| cells[*index].is_some());
        }
        now.contraindications.retain(|said| !self.signed_as.contraindications.contains(said));
        now.settled.retain(|said| !self.signed_as.settled.contains(said));
        now
    }

    /// Answers that nobody has signed, over those that somebody has; where the other has changed what was signed before (`was`), and
    /// the two differ, the question is open again.
    fn overlay(&mut self, unsigned: Screening, was: &Screening) {
        for list in unsigned.bleeding {
            let ours = self.beside.iter_mut().find(|ours| ours.instrument.id == list.instrument.id);
            let ours = match ours {
                Some(ours) => ours,
                None if self.work.answers.instrument.id == list.instrument.id => Rc::make_mut(&mut self.work.answers),
                None => {
                    self.beside.push(list);
                    continue;
                }
            };
            let before = was.bleeding.iter().find(|was| was.instrument.id == ours.instrument.id);
            for (index, new) in list.cells.into_iter().enumerate().filter(|(_, new)| new.is_some()) {
                let theirs = ours.cells[index];
                let unchanged = theirs.is_none() || before.is_some_and(|before| before.cells[index] == theirs);
                ours.cells[index] = if unchanged || theirs == new { new } else { None };
            }
            for (index, note) in list.notes {
                ours.write_note(index, note);
            }
        }
        let said = Rc::make_mut(&mut self.said);
        for (id, new) in unsigned.contraindications {
            let Some(place) = said.iter().position(|(of, _)| *of == id) else {
                said.push((id, new));
                continue;
            };
            let theirs = said[place].1.value;
            if was.said(id) == Some(theirs) {
                said[place].1 = new;
            } else if theirs != new.value {
                said.remove(place);
            }
        }
        Rc::make_mut(&mut self.settled).extend(unsigned.settled);
    }
}
