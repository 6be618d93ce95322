//! G0 to G10: age, bleeding, head, HIT, platelets, coagulation, what is in the blood, needles, operations, lesions, pressure.

use chrono::TimeDelta;

use super::clocks::{PathClock, Urgency};
use super::coarse::Gravidity;
use super::drugs::{DOACS, HEPARINS, Kidney};
use super::facts::LabValue;
use super::history::{Heard, LiverFact, LysisReason, Past, PlateletAlert, StrokeKind};
use super::in_blood::in_blood;
use super::judge::Judge;
use super::need::Needs;
use crate::clinical::blood::Intensity;
use crate::clinical::chart::Instant;
use crate::clinical::formulary::Drug;
use crate::clinical::substance::Class;

impl Judge<'_> {
    pub(super) fn age(&mut self) {
        self.when(self.of.child, "g0_child");
        self.when(self.facts.person.age.is_none(), "g0_age");
        self.when(self.facts.person.age.is_some_and(|age| age >= 85), "age_85");
    }

    pub(super) fn bleeding(&mut self) {
        let history = &self.facts.history;
        self.when(history.bleeding == Heard::Yes, "g1_bleeding");
        self.when(history.haemoglobin_alert, "g1_haemoglobin");
        self.heard("g1_asked", &[history.bleeding]);
    }

    pub(super) fn head(&mut self) {
        let history = &self.facts.history;
        let bleed = [self.ago(history.intracranial_bleed), self.ago(history.stroke).filter(|_| history.stroke_kind == StrokeKind::Haemorrhagic)];
        let recent = |ago: &TimeDelta| *ago <= TimeDelta::days(90);
        self.when(bleed.iter().flatten().any(recent), "g2_bleed");
        self.when(bleed.iter().flatten().any(|ago| !recent(ago)), "g2_bleed_old");
        self.when(history.cns_lesion == Heard::Yes, "g2_lesion");
        self.when(history.neuro_eye_operation == Heard::Yes, "g2_operation");
        let lysed = self.ago(history.lysis).is_some_and(|ago| ago <= TimeDelta::hours(24));
        self.when(lysed && matches!(history.lysis_reason, LysisReason::Stroke | LysisReason::NotTold), "g2_lysis");
        let stroke = self.ago(history.stroke).is_some_and(|ago| match history.stroke_kind {
            StrokeKind::Ischaemic => ago <= TimeDelta::days(14),
            StrokeKind::NotTold => recent(&ago),
            StrokeKind::Haemorrhagic => false,
        });
        self.when(stroke, "g2_stroke");
        self.situation.no_bolus |= stroke;
        self.when(lysed && history.lysis_reason == LysisReason::Other, "g2_lysis_other");
        self.situation.no_bolus |= lysed;
        let injured = self.ago(history.head_injury).is_some_and(|ago| ago <= TimeDelta::days(7));
        self.when(injured && !history.head_cleared, "g2_head");
        let pasts = [history.intracranial_bleed, history.stroke, history.head_injury, history.lysis];
        self.when(pasts.contains(&Past::CannotBeKnown), "cannot_be_known");
        let unasked = pasts.contains(&Past::Unasked);
        self.when(unasked && ![history.cns_lesion, history.neuro_eye_operation].contains(&Heard::Unasked), "g2_asked");
        self.heard("g2_asked", &[history.cns_lesion, history.neuro_eye_operation]);
    }

    pub(super) fn hit(&mut self) {
        let history = &self.facts.history;
        let on_heparin = self.of.confirmed() && history.on_heparin_5_days == Heard::Yes;
        let alert = history.platelet_alert == PlateletAlert::Hit || history.skin_necrosis == Heard::Yes || on_heparin;
        let high = history.four_ts.is_some_and(|points| points >= 4);
        let acute = history.hit_acute == Heard::Yes || high;
        self.when(acute, "g3_acute");
        self.when(alert && !acute && history.four_ts.is_none(), "g3_alert");
        self.when(history.platelet_alert == PlateletAlert::Amber, "g3_amber");
        self.when(history.hit_past == Heard::Yes, "g3_past");
        if acute || history.hit_past == Heard::Yes || alert && history.four_ts.is_none() {
            self.heparins_out();
        }
        if alert && !acute && history.four_ts.is_none() {
            self.situation.left.take(&[Drug::Fondaparinux]);
        }
        self.heard("g3_asked", &[history.hit_acute, history.hit_past, history.heparin_100_days, history.skin_necrosis]);
        if self.of.confirmed() {
            self.heard("g3_asked", &[history.on_heparin_5_days]);
        }
    }

    pub(super) fn heparins_out(&mut self) {
        self.situation.left.take(&HEPARINS);
        self.situation.heparins_out = true;
    }

    pub(super) fn platelets(&mut self, needs: &Needs) {
        let (history, labs) = (&self.facts.history, &self.facts.labs);
        let fresh = TimeDelta::hours(if labs.count_may_fall { 24 } else { 72 });
        let known = labs.platelets.filter(|count| self.now - count.at <= fresh).map(|count| count.value);
        let was_low = labs.platelets.is_some_and(|count| count.value < 100.0);
        match known {
            Some(count) if count < 20.0 => self.fire("g4_below_20", None),
            Some(count) if count < 25.0 => self.fire("g4_below_25", None),
            Some(count) if count < 50.0 => self.fire("g4_25", None),
            Some(count) if count < 100.0 => self.fire("g4_50", None),
            Some(_) => {}
            None => {
                self.when(was_low || matches!(history.low_count_cause, Heard::Yes | Heard::Unasked), "g4_unknown");
                self.when(history.low_count_cause == Heard::CannotBeKnown, "cannot_be_known");
            }
        }
        self.situation.no_bolus |= known.is_some_and(|count| count < 100.0);
        self.labs_missing = known.is_none() || self.situation.kidney == Kidney::Unknown;
        let wait = TimeDelta::minutes(self.settings.minutes(PathClock::GateAnswer, Urgency::Usual));
        let waiting = self.facts.course.need_since.is_none_or(|since| self.now - since < wait);
        self.when(self.labs_missing && needs.any() && !needs.at_once() && waiting, "labs_first");
    }

    pub(super) fn coagulation(&mut self) {
        let (history, labs) = (&self.facts.history, &self.facts.labs);
        let has = |class| self.facts.blood.iter().any(|drug| drug.substance.class == class);
        let (doac, vka) = (has(Class::Doac), has(Class::Vka));
        let fresh = |value: &LabValue| self.now - value.at <= TimeDelta::hours(72);
        let inr = labs.inr.filter(fresh).map(|inr| inr.value);
        let long = labs.aptt_of_limit.filter(fresh).is_some_and(|aptt| aptt.value > 1.5) && !history.aptt_explained;
        let high = !vka && inr.is_some_and(|inr| inr > 1.5);
        // After thrombolysis for PE the APTT is the question of G6.
        let lysed = history.lysis_reason == LysisReason::Pe && self.ago(history.lysis).is_some_and(|ago| ago <= TimeDelta::hours(24));
        self.when(high && !doac, "g5_inr");
        self.when(long && !doac && !lysed, "g5_aptt");
        self.when((high || long) && doac, "g5_doac");
        self.when(history.bleeding_disorder == Heard::Yes, "g5_disorder");
        let liver = matches!(history.liver, LiverFact::Compensated | LiverFact::Decompensated | LiverFact::AcuteFailure);
        let points = liver || history.septic_bleeding == Heard::Yes || history.bleeding_disorder == Heard::Yes;
        self.when(inr.is_none() && points, "g5_unknown");
        self.heard("g5_asked", &[history.bleeding_disorder]);
        if inr.is_none() {
            self.heard("g5_asked", &[history.septic_bleeding]);
        }
    }

    pub(super) fn blood(&mut self) {
        let history = &self.facts.history;
        let pressing = self.of.likely() || self.of.unstable() || self.of.pregnant() || self.of.confirmed();
        for drug in &self.facts.blood {
            let says = in_blood(drug, self.facts, self.settings, self.situation.kidney, pressing, self.now);
            if let Some(row) = says.row {
                self.fire(row, says.until);
            }
            if says.no_doac {
                self.situation.left.take(&DOACS);
                self.situation.left.take(&[Drug::Fondaparinux]);
                self.situation.doac_out = true;
            }
            self.situation.no_bolus |= says.no_bolus;
            // Dabigatran leaves slowly where the clearance is low: 48 h before rivaroxaban (G6, V:S172); lower than 30 is no quicker.
            let slow = drug.substance.id == "dabigatran" && matches!(self.situation.kidney, Kidney::Below15 | Kidney::From15 | Kidney::From30);
            if slow && drug.intensity == Intensity::Treatment && drug.last_dose_at.is_some_and(|last| self.now - last < TimeDelta::hours(48)) {
                self.situation.left.take(&[Drug::Rivaroxaban]);
            }
        }
        let lysed = history.lysis_reason == LysisReason::Pe && self.ago(history.lysis).is_some_and(|ago| ago <= TimeDelta::hours(24));
        if lysed {
            let since = |aptt: &LabValue| matches!(history.lysis, Past::At(at) if aptt.at >= at);
            self.when(!self.facts.labs.aptt_of_limit.filter(since).is_some_and(|aptt| aptt.value < 2.0), "g6_lysis_pe");
            self.situation.left.only(Drug::Ufh);
        }
        self.when(history.gp2b3a == Heard::Yes, "g6_gp2b3a");
        self.when(history.antiplatelet_or_nsaid, "antiplatelet");
        self.when(history.fall_risk, "fall_risk");
        let told_of_none = history.anticoagulant == Heard::Yes && self.facts.blood.is_empty();
        self.when(told_of_none, "g6_no_figures");
        self.when(history.unrecognised_medication && history.anticoagulant != Heard::Unasked, "g6_asked");
        self.heard("g6_asked", &[history.anticoagulant, history.gp2b3a]);
    }

    pub(super) fn neuraxial(&mut self) {
        let (history, now) = (&self.facts.history, self.now);
        let mut free: Option<Instant> = None;
        for needle in history.needles.iter().filter(|needle| needle.at <= now) {
            if needle.catheter && needle.removed_at.is_none_or(|removed| removed > now) {
                self.fire("g7_catheter", None);
                continue;
            }
            let removed = needle.removed_at.map(|removed| removed + TimeDelta::hours(if needle.traumatic { 24 } else { 4 }));
            let until = (needle.latest() + TimeDelta::hours(24)).max(removed.unwrap_or(needle.latest()));
            free = free.max(Some(until));
            self.situation.no_bolus |= now - needle.latest() < TimeDelta::hours(72);
            // G7: after a traumatic tap apixaban waits for 48 h (core).
            if needle.traumatic && now - needle.latest() < TimeDelta::hours(48) {
                self.situation.left.take(&[Drug::Apixaban]);
            }
        }
        if let Some(until) = free.filter(|until| now < *until) {
            self.fire("g7_needle", Some(until));
        }
        self.when(history.needle == Heard::Yes && history.needles.is_empty() && history.needle_planned_at.is_none(), "g7_time");
        let soon = |at: &Instant| *at >= now && *at - now <= TimeDelta::hours(24);
        let planned = history.needles.iter().map(|needle| needle.at).chain(history.needle_planned_at).any(|at| soon(&at));
        self.when(planned, "g7_planned");
        self.heard("g7_asked", &[history.needle]);
    }

    pub(super) fn surgery(&mut self) {
        let (history, now) = (&self.facts.history, self.now);
        self.when(history.high_bleeding_operation == Heard::Yes, "g8_not_released");
        let major = self.ago(history.major_operation);
        self.when(major.is_some_and(|ago| ago < TimeDelta::hours(12)), "g8_12h");
        let within_72 = major.is_some_and(|ago| ago <= TimeDelta::hours(72));
        self.when(within_72 && major.is_some_and(|ago| ago >= TimeDelta::hours(12)), "g8_72h");
        let delivered = history.recent_delivery == Heard::Yes;
        self.when(delivered, "g8_delivery");
        self.situation.no_bolus |= within_72 || delivered;
        if self.of.gravidity != Gravidity::No {
            self.heard("g8_asked", &[history.recent_delivery]);
        }
        match history.organ_puncture {
            Past::At(at) if now < at + TimeDelta::hours(24) => self.fire("g8_puncture", Some(at + TimeDelta::hours(24))),
            Past::TimeNotTold => self.fire("g8_puncture", Some(now + TimeDelta::hours(24))),
            _ => {}
        }
        self.when(history.operation_planned_at.is_some_and(|at| at >= now && at - now <= TimeDelta::hours(24)), "g8_planned");
        let pasts = [history.major_operation, history.organ_puncture];
        self.when(pasts.contains(&Past::CannotBeKnown), "cannot_be_known");
        self.when(pasts.contains(&Past::Unasked) && history.high_bleeding_operation != Heard::Unasked, "g8_asked");
        self.heard("g8_asked", &[history.high_bleeding_operation]);
    }

    pub(super) fn lesions(&mut self) {
        let history = &self.facts.history;
        self.when(history.vessel_lesion == Heard::Yes, "g9_vessel");
        self.when(history.dissection == Heard::Yes, "g9_dissection");
        self.when(history.label_lesion == Heard::Yes, "g9_label");
        self.heard("g9_asked", &[history.vessel_lesion, history.dissection, history.label_lesion]);
    }

    pub(super) fn pressure(&mut self) {
        let last = self.facts.vitals.pressures.last().filter(|reading| self.now - reading.at <= TimeDelta::minutes(60));
        let lone = self.facts.vitals.lone_diastolics.last().filter(|lone| self.now - lone.at <= TimeDelta::minutes(60));
        // The later of the two; a diastolic value alone is no measured pressure, but a high one is not lost.
        match lone.filter(|lone| last.is_none_or(|reading| lone.at > reading.at)).map(|lone| lone.diastolic) {
            Some(diastolic) if diastolic >= 120.0 => self.fire("g10_230", None),
            Some(diastolic) if diastolic >= 110.0 => self.fire("g10_180", None),
            _ => {}
        }
        match last {
            None => self.fire("g10_unmeasured", None),
            Some(reading) if reading.systolic >= 230.0 || reading.diastolic >= 120.0 => self.fire("g10_230", None),
            Some(reading) if reading.systolic >= 180.0 || reading.diastolic >= 110.0 => self.fire("g10_180", None),
            Some(_) => {}
        }
        self.situation.no_bolus |= last.is_some_and(|reading| reading.systolic >= 180.0);
    }
}
