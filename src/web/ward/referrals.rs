//! Referrals of this ward, out and in: made, reported on, sent and taken. Each report is a row of its own in the vault that nobody
//! writes over, and where the patient is admitted here a signed `referral` event in the same transaction.

use crate::clinical::chart::Instant;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::interop::channel_profile::channel_settings;
use crate::interop::fhir::referral::bundle;
use crate::interop::json::canonical;
use crate::interop::referral::ReferralMessage;
use crate::interop::referral::rows::{
    KeptReferral, REFERRALS, read_referrals, read_typed, referral_key, write_admitted, write_first, write_later, write_typed,
};
use crate::interop::shape::{Place, Read as _};
use crate::record::channel::referrals::referrals;
use crate::record::clock::is_ahead;
use crate::record::encounter::{Encounter, Signed};
use crate::record::happening::{Happening, Occurrence, SHORT};
use crate::record::referral::ReferralSheet;
use crate::record::referral::course::{StepRefused, StepTaken};
use crate::record::referral::steps::{ReferralSide, ReferralState, ReferralStep, fields_of, referral_row, step_words};
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Actor};
use crate::text::{Lang, text};
use crate::web::clock;
use crate::web::vault::Line;

use super::book::Book;
use super::form::TypedForm;
use super::patient::Wish;
use super::setup::AdmissionForm;
use super::trouble::Trouble;

/// What came of a message from another hospital.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferralTaken {
    pub id: String,
    /// It was not here yet.
    pub new: bool,
    pub taken: Vec<(ReferralState, StepTaken)>,
    /// Reports that do not go together with what stands; all else of the message was taken.
    pub refused: Vec<(ReferralState, StepRefused)>,
}

/// The name under which this ward reports: the ward's own.
pub fn site_of(book: &Book) -> String {
    book.state().settings.as_ref().map(|settings| settings.name.clone()).unwrap_or_default()
}

impl From<StepRefused> for Trouble {
    fn from(refused: StepRefused) -> Trouble {
        let (zh, en) = refused.told();
        Trouble::Words { zh, en }
    }
}

impl Book {
    pub(super) async fn load_referrals(&self) -> Result<(), Trouble> {
        let (all, _) = read_referrals(&self.vault().readable(REFERRALS).await?);
        self.0.state.borrow_mut().referrals = all.into();
        Ok(())
    }

    async fn referral(&self, id: &str) -> Result<Option<KeptReferral>, Trouble> {
        let rows = self.vault().readable(&[REFERRALS, id, "/"].concat()).await?;
        let (all, lost) = read_referrals(&rows);
        if !lost.is_empty() {
            return Err(Trouble::Said(text!(
                "该转诊单有损坏的行，未写入。请导入此前的导出文件补回。",
                "A row of this referral is damaged; nothing was written. Import an earlier export to put it back."
            )));
        }
        Ok(all.into_iter().find(|kept| kept.sheet.id == id))
    }

    /// Whoever is signed in and may refer.
    fn referring_person(&self) -> Result<Actor, Trouble> {
        let by = self.acting()?;
        if by.role.may(Action::Refer) { Ok(by) } else { Err(Refusal::Reserved(Action::Refer).into()) }
    }

    /// A new id for a referral.
    pub fn new_referral_id(&self) -> String {
        clock::uuid_v7()
    }

    /// A new referral of an admission: its sheet and the state `drafted`.
    pub async fn new_referral(&self, context: &str, sheet: ReferralSheet) -> Result<(), Trouble> {
        let by = self.referring_person()?;
        if let Some(line) = sheet.lacking() {
            return Err(Trouble::Words {
                zh: ["“", line.label.zh(), "”须填写，转诊单未保存。"].concat(),
                en: ["\"", line.label.en(), "\" must be filled in; the sheet was not saved."].concat(),
            });
        }
        let step = ReferralStep::of(ReferralState::Drafted, self.now(), ReferralSide::Sender, &by.name, &site_of(self));
        let kept = KeptReferral { sheet, side: ReferralSide::Sender, context: Some(context.to_owned()), next: 1, steps: vec![] };
        let first = Line::Add(referral_key(&kept.sheet.id, 0), write_first(&kept));
        // What was typed stands in the sheet now.
        self.put_steps(&kept, &[step], vec![first, Line::Delete(typed_key(context))]).await
    }

    /// What is typed into the form of a new referral of this admission and not saved; nothing keeps it but the vault. `None`: the form
    /// was emptied.
    pub async fn keep_typed_referral(&self, context: &str, typed: Option<&TypedForm>) -> Result<(), Trouble> {
        let key = typed_key(context);
        let line = match typed {
            Some(typed) => Line::Put(key, write_typed(&typed.0)),
            None => Line::Delete(key),
        };
        Ok(self.write(vec![line]).await?)
    }

    /// What was typed into it before, by field; nothing where there is none or it cannot be read.
    pub async fn typed_referral(&self, context: &str) -> Option<TypedForm> {
        let key = typed_key(context);
        let rows = self.vault().readable(&key).await.ok()?;
        rows.into_iter().find(|(held, _)| *held == key).and_then(|(_, text)| read_typed(&text?)).map(TypedForm)
    }

    /// A state that this ward reports.
    pub async fn report(&self, id: &str, step: ReferralStep) -> Result<StepTaken, Trouble> {
        self.referring_person()?;
        if is_ahead(step.at, self.now()) {
            return Err(Refusal::Future.into());
        }
        let kept = self.referral(id).await?.ok_or_else(unknown)?;
        let taken = kept.course().take(&step)?;
        if taken != StepTaken::Known {
            self.put_steps(&kept, &[step], vec![]).await?;
        }
        Ok(taken)
    }

    /// What another hospital sent. Everything of it that goes together with what stands is taken; the rest is named.
    pub async fn take_referral(&self, message: &ReferralMessage) -> Result<ReferralTaken, Trouble> {
        let by = self.referring_person()?;
        if message.demo != self.is_demo() {
            return Err(Trouble::Said(if message.demo {
                text!(
                    "这是演示患者的转诊单，不能导入真实病区，未导入。",
                    "This referral is of a fictional patient and is not taken into a real ward; nothing was imported."
                )
            } else {
                text!(
                    "本机是演示病区，不接收真实患者的转诊单，未导入。",
                    "This device holds the demonstration and takes no referral of a real patient; nothing was imported."
                )
            }));
        }
        let held = self.referral(&message.id).await?;
        let mut taken = ReferralTaken { id: message.id.clone(), new: held.is_none(), ..ReferralTaken::default() };
        let (kept, lines) = match (held, &message.sheet) {
            (Some(kept), Some(sheet)) if kept.sheet != *sheet => {
                return Err(Trouble::Said(text!(
                    "本机已有同一编号的转诊单，内容不同，未导入，原有的不变。请电话核对；如有更正，请对方新建转诊单。",
                    "There is a referral of this id here that says something else; nothing was imported, and what is here stays. Check by telephone; for a correction, the sender makes a new referral."
                )));
            }
            (Some(kept), _) => (kept, vec![]),
            (None, Some(sheet)) if message.side == ReferralSide::Sender => {
                let kept = KeptReferral { sheet: sheet.clone(), side: ReferralSide::Receiver, context: None, next: 1, steps: vec![] };
                let first = Line::Add(referral_key(&message.id, 0), write_first(&kept));
                (kept, vec![first])
            }
            (None, _) => {
                return Err(Trouble::Said(text!(
                    "本机没有这份转诊单，只收到了它的状态，未导入。请对方发送完整的转诊单。",
                    "Only the states of a referral came, and its sheet is not here; nothing was imported. Ask for the whole sheet."
                )));
            }
        };
        let mut course = kept.course();
        let mut steps = vec![];
        for step in &message.steps {
            match course.take(step) {
                Ok(StepTaken::Known) => taken.taken.push((step.state, StepTaken::Known)),
                Ok(what) => {
                    taken.taken.push((step.state, what));
                    steps.push(step.clone());
                }
                Err(refused) => taken.refused.push((step.state, refused)),
            }
        }
        // Whoever takes it in has received it.
        if taken.new {
            let received = ReferralStep::of(ReferralState::Received, self.now(), ReferralSide::Receiver, &by.name, &site_of(self));
            if course.take(&received).is_ok_and(|taken| taken != StepTaken::Known) {
                steps.push(received);
            }
        }
        if !steps.is_empty() || !lines.is_empty() {
            self.put_steps(&kept, &steps, lines).await?;
        }
        Ok(taken)
    }

    /// Writes reports, each with its event where the patient is admitted here.
    async fn put_steps(&self, kept: &KeptReferral, steps: &[ReferralStep], first: Vec<Line>) -> Result<(), Trouble> {
        let id = kept.sheet.id.clone();
        let mut lines = first;
        for (next, step) in (kept.next..).zip(steps) {
            lines.push(Line::Add(referral_key(&id, next), write_later(step)));
            if let Some(context) = &kept.context {
                self.sign_step(context, &id, step, std::mem::take(&mut lines)).await?;
                self.load_referrals().await?;
            }
        }
        if !lines.is_empty() {
            self.write(lines).await?;
        }
        self.load_referrals().await?;
        self.tell();
        Ok(())
    }

    /// One report as a signed event of the admission, with its row. What another hospital says that does not have the patient, and
    /// a second acceptance while another referral stands, are rows alone: the referral of the record goes on as it was.
    async fn sign_step(&self, context: &str, id: &str, step: &ReferralStep, lines: Vec<Line>) -> Result<(), Trouble> {
        let patient = self.look_at(context).await?;
        let encounter = &patient.record.encounter;
        match wished(encounter, id, step, self.now()) {
            Some(wish) => self.act_on(context, &wish, &|_, _| Ok(()), lines).await,
            None if lines.is_empty() => Ok(()),
            None => Ok(self.write(lines).await?),
        }
    }

    /// Which level the hospital is, where somebody has said it.
    pub fn tier(&self) -> Option<Tier> {
        self.state().settings.as_ref().and_then(|settings| settings.profile.text("tier").and_then(Tier::named))
    }

    /// What the hospital sets of the green channel; what is wrong with it is said where it is set.
    pub fn channel_settings(&self) -> ChannelSettings {
        let profile = self.state().settings.as_ref().map(|settings| settings.profile.clone());
        profile.and_then(|profile| channel_settings(&profile, &Place::root("profile")).ok()).unwrap_or_else(|| ChannelSettings::of(Tier::County))
    }

    /// The patient of a referral is admitted here: an admission with the suspicion, and every report so far as its events.
    pub async fn admit_referred(&self, id: &str, form: &AdmissionForm, suspicion: Option<Occurrence>) -> Result<String, Trouble> {
        let kept = self.referral(id).await?.ok_or_else(unknown)?;
        let context = match kept.context.clone() {
            Some(context) => context,
            None => {
                let context = self.admit(form).await?;
                self.write(vec![Line::Add(referral_key(id, kept.next), write_admitted(&context))]).await?;
                self.load_referrals().await?;
                context
            }
        };
        // Stopped after the admission, by a full disk say, a second try signs what is missing of it.
        let (suspected, reported) = taken_over(&self.look_at(&context).await?.record.encounter, id);
        if suspected && (reported || kept.steps.is_empty()) {
            return Err(Trouble::Said(text!(
                "该患者已按此转诊单收治，未重复收治。",
                "The patient was admitted from this sheet already; nothing was done twice."
            )));
        }
        if let Some(suspicion) = suspicion.filter(|_| !suspected) {
            self.act(&context, &Wish::Record(suspicion), None).await?;
        }
        for step in &kept.steps {
            self.sign_step(&context, id, step, vec![]).await?;
        }
        self.tell();
        Ok(context)
    }

    /// FHIR R4: one transaction Bundle.
    pub fn referral_in_fhir(&self, kept: &KeptReferral, lang: Lang) -> String {
        canonical(&bundle(&kept.sheet, &kept.course(), lang))
    }

    /// What this ward sends of a referral: the sender the sheet with it, each side every state that it knows.
    pub fn message_of(&self, kept: &KeptReferral) -> ReferralMessage {
        ReferralMessage {
            id: kept.sheet.id.clone(),
            demo: kept.sheet.demo,
            at: self.now(),
            side: kept.side,
            site: site_of(self),
            sheet: (kept.side == ReferralSide::Sender).then(|| kept.sheet.clone()),
            steps: kept.steps.clone(),
        }
    }
}

/// Beside the draft of the admission's assessment.
fn typed_key(context: &str) -> String {
    ["draft/", context, " (referral)"].concat()
}

fn unknown() -> Trouble {
    Trouble::Said(text!("本机没有这份转诊单。", "This referral is not on this device."))
}

/// What an admission has of a sheet: a suspicion, and reports of this referral.
fn taken_over(encounter: &Encounter, id: &str) -> (bool, bool) {
    let has = |what: Happening, fits: &dyn Fn(&Occurrence) -> bool| {
        encounter.occurrences.iter().any(|signed| signed.what.what == what && fits(&signed.what))
    };
    (has(Happening::VteSuspected, &|_| true), has(Happening::Referral, &|of| of.detail("id") == Some(id)))
}

/// What is signed for a report; nothing where the record goes on without it.
fn wished(encounter: &Encounter, id: &str, step: &ReferralStep, now: Instant) -> Option<Wish> {
    let row = referral_row(step.state);
    let of = |signed: &&Signed<Occurrence>| signed.what.what == Happening::Referral && signed.what.detail("id") == Some(id);
    let own: Vec<_> = encounter.occurrences.iter().filter(of).collect();
    let suspicion = own.first().and_then(|signed| signed.what.detail("of")).map(str::to_owned);
    let suspicion = suspicion.or_else(|| encounter.to_refer().map(|signed| signed.id.clone()))?;
    let all = referrals(encounter, &suspicion, None);
    let elsewhere = step.said("addressed").is_some()
        || (step.state == ReferralState::Accepted && all.iter().any(|course| course.id != id && course.is_accepted()));
    if elsewhere {
        return None;
    }
    let held = own.iter().find(|signed| signed.what.detail("state") == Some(row.id));
    let began = encounter.occurrences.iter().find(|signed| signed.id == suspicion).map(Signed::when);
    // Another hospital's clock is another clock: as the record has it, no state is before the one that it follows, or later than now.
    let reports: Vec<_> = all.iter().filter(|course| course.id == id).flat_map(|course| &course.reports).collect();
    let from = reports.iter().filter(|report| report.state < step.state).map(|report| report.at).chain(began).max();
    let to = reports.iter().filter(|report| report.state > step.state).map(|report| report.at).chain([now]).min();
    let at = step.at.max(from.unwrap_or(step.at)).min(to.unwrap_or(now));
    let wish = Wish::Record(occurrence(&suspicion, id, step, at));
    Some(match held {
        None => wish,
        Some(original) => Wish::Correct {
            of: original.id.clone(),
            reason: "同一状态再次报告，内容不同 / reported again and not the same".into(),
            to: Box::new(wish),
        },
    })
}

/// A report as an event says it.
fn occurrence(of: &str, id: &str, step: &ReferralStep, at: Instant) -> Occurrence {
    let cut = |said: &str| said.chars().take(SHORT).collect::<String>();
    let person = ["person", "told_by"].into_iter().find_map(|field| step.said(field)).unwrap_or(&step.by);
    let place = step.said("place").or(step.said("addressed")).unwrap_or(&step.site);
    let reason = step.said("reason").or(step.said("why")).unwrap_or_default();
    let told = |field: &&crate::record::referral::steps::StepField| !matches!(field.id, "way" | "person" | "place" | "reason" | "why" | "addressed");
    let note: Vec<String> = fields_of(step.state)
        .filter(told)
        .filter_map(|field| {
            let said = step.said(field.id)?;
            Some([field.label.zh(), "：", step_words(field.id, said).map_or(said, |words| words.get(Lang::Zh))].concat())
        })
        .collect();
    Occurrence::of(Happening::Referral)
        .at(at)
        .with("of", of)
        .with("id", id)
        .with("state", referral_row(step.state).id)
        .with("way", step.said("way").unwrap_or_default())
        .with("person", &cut(person))
        .with("place", &cut(place))
        // The row of the referral keeps all of it; an event holds 500 signs.
        .with("reason", &reason.chars().take(500).collect::<String>())
        .with("note", &note.join("；").chars().take(480).collect::<String>())
}
