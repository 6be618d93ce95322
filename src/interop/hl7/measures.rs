//! What was ordered, what is in force and what became of a measure, as observations.

use super::segment::{escaped, formatted, parts};
use super::{LEG, Message, OURS, limb};
use crate::clinical::dosing::Dose;
use crate::clinical::naming;
use crate::clinical::quantity::written;
use crate::interop::fhir::requests::label;
use crate::record::encounter::Standing;
use crate::record::event::{Change, MeasureLine, Plan};
use crate::record::in_force::InForce;
use crate::record::measure::MeasureId;
use crate::record::{coded, story};
use crate::text::{Lang, Text, text};

const MEASURE: Text = text!("预防措施", "Measure");

impl Message<'_> {
    pub(super) fn plan(&mut self, plan: &Plan) {
        for (index, measure) in plan.measures.iter().enumerate() {
            self.measure(measure, &(index + 1).to_string());
        }
        let lang = self.case.lang;
        for (index, given) in plan.overrides.iter().enumerate() {
            let sub = (index + 1).to_string();
            let name = naming::name_of(&given.id).map_or("", |name| name.get(lang));
            self.of(&sub, "override", text!("已权衡的禁忌或未知", "What stood against it"), "CWE", parts(&[&given.id, name, OURS]));
            self.of(&sub, "override.reason", text!("仍然采用的理由", "Why it was ordered all the same"), "FT", formatted(&given.reason));
        }
        for (index, watch) in plan.monitoring.iter().enumerate() {
            let sub = (index + 1).to_string();
            let words = if lang == Lang::Zh { &watch.text.zh } else { &watch.text.en };
            self.of(&sub, "monitor", text!("监测", "Monitoring"), "CWE", parts(&[&watch.id, words, OURS]));
            let times = [("monitor.from", text!("监测开始", "From"), watch.from), ("monitor.to", text!("监测截止", "Until"), watch.to)];
            for (id, name, at) in times {
                if let Some(at) = at.map(|at| self.time(at)) {
                    self.of(&sub, id, name, "TS", at);
                }
            }
        }
        self.say("assessment", text!("所依据的评分", "Assessment it answers"), "ST", escaped(&plan.of));
        if let Some(replaced) = &plan.replaces {
            self.say("replaces", text!("所取代的方案", "Plan that it takes the place of"), "ST", escaped(replaced));
        }
        self.in_force();
    }

    /// Which decision holds now, and of its measures those that go on, each with its state: only where the record came with
    /// the event.
    pub(super) fn in_force(&mut self) {
        let Some(in_force) = self.case.in_force() else { return };
        let lang = self.case.lang;
        let (id, words) = match in_force {
            InForce::Nothing => (None, text!("尚无决定", "No decision yet")),
            InForce::Plan(ordered) => (Some(ordered.id.clone()), text!("方案有效", "A plan is in force")),
            InForce::Ended(ordered) => (Some(ordered.id.clone()), text!("方案已全部停用", "The plan has ended")),
            InForce::Declined(refused) => (Some(refused.id.clone()), text!("未采用预防建议", "Declined")),
        };
        let live: Vec<(MeasureId, Standing)> = in_force.live().map(|held| (held.measure.id.clone(), held.standing)).collect();
        let state = in_force.id();
        self.say("in_force", text!("现行决定", "Decision in force"), "CWE", parts(&[state, words.get(lang), OURS]));
        if let Some(id) = id {
            self.say("in_force.event", text!("现行决定的事件", "Event of the decision in force"), "ST", escaped(&id));
        }
        for (index, (measure, standing)) in live.iter().enumerate() {
            let sub = (index + 1).to_string();
            self.of(&sub, "in_force.measure", text!("现行措施", "Measure in force"), "CWE", parts(&[measure.as_str(), &label(measure, lang), OURS]));
            let words = story::standing(*standing).get(lang);
            self.of(&sub, "in_force.state", text!("状态", "State"), "CWE", parts(&[standing.id(), words, OURS]));
        }
    }

    fn measure(&mut self, measure: &MeasureLine, sub: &str) {
        let lang = self.case.lang;
        let mut words = label(&measure.id, lang);
        if let Some((zh, en)) = measure.dose.as_ref().map(Dose::words) {
            words = [words.as_str(), if lang == Lang::Zh { &zh } else { &en }].join(" ");
        }
        if let Some(side) = measure.limb {
            words = [words.as_str(), story::limb(side).get(lang)].join(" ");
        }
        self.of(sub, "measure", MEASURE, "CWE", parts(&[measure.id.as_str(), &words, OURS]));
        self.of(sub, "measure.kind", text!("类别", "Kind"), "ST", measure.kind.id().into());
        if let Some(side) = measure.limb {
            self.of(sub, "measure.limb", LEG, "CWE", limb(side, lang));
        }
        if let Some(dose) = &measure.dose {
            let code = parts(&["measure.dose", text!("剂量", "Dose").get(lang), OURS]);
            let seen = self.put(code, sub, "NM", written(dose.amount, 3));
            seen.unit = unit(dose.unit);
            self.of(sub, "measure.route", text!("途径", "Route"), "ST", if dose.oral { "po" } else { "sc" }.into());
            let often = parts(&[dose.frequency.id(), dose.frequency.words().get(lang), OURS]);
            self.of(sub, "measure.frequency", text!("频次", "Frequency"), "CWE", often);
            if let Some(later) = dose.from_day_4 {
                let code = parts(&["measure.dose_from_day_4", text!("术后第4天起的剂量", "Dose from day 4 after surgery").get(lang), OURS]);
                let seen = self.put(code, sub, "NM", written(later, 3));
                seen.unit = unit(dose.unit);
            }
        }
        let times = [
            ("measure.first_dose", text!("首次给药", "First dose"), measure.start),
            ("measure.last_dose", text!("末次给药（计划停药）", "Last dose (planned stop)"), measure.stop),
        ];
        for (id, name, at) in times {
            if let Some(at) = at.map(|at| self.time(at)) {
                self.of(sub, id, name, "TS", at);
            }
        }
        if !measure.conditional_on.is_empty() {
            self.of(sub, "measure.conditional_on", text!("取决于", "Conditional on"), "ST", escaped(&measure.conditional_on.join(", ")));
        }
    }

    pub(super) fn change(&mut self, change: &Change, what: &str, name: Text) {
        let lang = self.case.lang;
        let (at, words) = (self.time(change.at), label(&change.measure, lang));
        self.say("measure", MEASURE, "CWE", parts(&[change.measure.as_str(), &words, OURS]));
        self.say(&["measure", what].join("."), name, "TS", at);
        if let Some(code) = &change.code {
            let words = coded::stopped(code).map_or("", |(coded, _)| coded.label.get(lang));
            self.say("reason", text!("原因", "Reason"), "CWE", parts(&[code, words, OURS]));
        }
        if let Some(told) = &change.informed {
            let words = coded::informed(told).map_or("", |coded| coded.label.get(lang));
            self.say("informed", text!("已告知", "Informed"), "CWE", parts(&[told, words, OURS]));
        }
        if let Some(note) = &change.note {
            self.say("reason.note", text!("说明", "Note"), "FT", formatted(note));
        }
        if let Some(plan) = &change.plan {
            self.say("plan", text!("所属方案", "Plan that it is of"), "ST", escaped(plan));
        }
        self.in_force();
    }
}

/// Units of heparin by their sign alone are the pharmacopoeia's, of which UCUM has no code beyond doubt.
fn unit(name: &str) -> String {
    match name {
        "IU" => parts(&["[iU]", "IU", "UCUM"]),
        "U" => parts(&["U", "U", OURS]),
        name => parts(&[name, name, "UCUM"]),
    }
}
