//! The leaflet of one admission: what `in_force` says that a patient is to have, and what of `clinical::leaflet` explains it.
//! It names no patient. Every dose and every time on it stands in the plan that a physician authorised; nothing is worked out.
//!
//! Where prevention is not the question any more (VTE suspected or confirmed), and where a bleeding screen speaks against the
//! plan, there is no leaflet: what it would explain is on hold until a physician has decided.

use chrono::{Datelike, Timelike};

use super::encounter::{Encounter, Standing};
use super::in_force::{Held, InForce};
use super::local::{Zone, local};
use super::measure::MeasureId;
use crate::clinical::chart::Instant;
use crate::clinical::leaflet::blocks::{BlockShape, FOOTER, LeafletTopic};
use crate::clinical::leaflet::words::{CHOSEN, CLOT, TITLE, WARNING};
use crate::clinical::leaflet::{BASIC_NAME, ESCALATE_NAME, ToExplain, device_name, drug_kind, is_swallowed, legs, plain_dose};
use crate::text::{Lang, Text, text};

/// Why there is no leaflet now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLeaflet {
    Suspected,
    Confirmed,
    Contradicted,
}

impl NoLeaflet {
    pub fn id(self) -> &'static str {
        match self {
            NoLeaflet::Suspected => "suspected",
            NoLeaflet::Confirmed => "confirmed",
            NoLeaflet::Contradicted => "contradicted",
        }
    }

    /// For who would print it: why not, and what to do.
    pub fn words(self) -> Text {
        match self {
            NoLeaflet::Suspected => text!(
                "疑似VTE尚未定论，预防暂停：现在不发预防告知单（勾脚、弹力袜、充气泵都可能不合适）。医师确诊、排除或撤销后再来。",
                "VTE is suspected and not settled, and prevention is paused: no leaflet of prevention now (moving the feet, stockings and pump may be wrong). Come back once a physician has confirmed, excluded or withdrawn it."
            ),
            NoLeaflet::Confirmed => text!(
                "已确诊VTE：现在是治疗，不是预防，不发预防告知单。请按治疗方案告知。",
                "VTE is confirmed: this is treatment, not prevention, and there is no leaflet of prevention. Explain the treatment instead."
            ),
            NoLeaflet::Contradicted => text!(
                "方案签署后的出血评估与现行方案不符：医师处理之前不发告知单。请医师确认或更改方案。",
                "A bleeding screen signed since speaks against the plan in force: no leaflet before a physician has looked. Have the plan confirmed or changed."
            ),
        }
    }
}

/// What the leaflet rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafletBasis {
    Undecided,
    Plan(Instant),
    Declined(Instant),
    Ended(Instant),
}

/// How one measure stands, for its patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForYou {
    ToBegin,
    Going,
    Paused,
    /// Of an earlier plan, and nobody has stopped it.
    LeftOver,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChosenMeasure {
    pub held: Held,
    pub for_you: ForYou,
}

#[derive(Clone, Debug)]
pub struct Leaflet {
    pub basis: LeafletBasis,
    /// What goes on, in the order of the plan, then what is left over.
    pub chosen: Vec<ChosenMeasure>,
    /// After what was chosen.
    pub topics: Vec<&'static LeafletTopic>,
    /// A score was signed or changed since: who hands it out looks whether the plan still holds.
    pub overtaken: bool,
}

impl Leaflet {
    /// As of `at`, which is not before the last event folded.
    pub fn of(encounter: &Encounter, at: Instant) -> Result<Leaflet, NoLeaflet> {
        if encounter.confirmed().is_some() {
            return Err(NoLeaflet::Confirmed);
        }
        if encounter.suspected().is_some() {
            return Err(NoLeaflet::Suspected);
        }
        let now = InForce::of(encounter, at);
        let (basis, overtaken) = match &now {
            InForce::Nothing => (LeafletBasis::Undecided, false),
            InForce::Plan(ordered) if ordered.contradicted => return Err(NoLeaflet::Contradicted),
            InForce::Plan(ordered) => (LeafletBasis::Plan(ordered.at), ordered.overtaken),
            InForce::Ended(ordered) => (LeafletBasis::Ended(ordered.at), ordered.overtaken),
            InForce::Declined(refused) => (LeafletBasis::Declined(refused.at), refused.overtaken),
        };
        let planned = |held: &Held| now.plan().is_some_and(|ordered| ordered.measures.iter().any(|of| std::ptr::eq(of, held)));
        let chosen: Vec<ChosenMeasure> = now
            .live()
            .map(|held| {
                let for_you = match held.standing {
                    _ if !planned(held) => ForYou::LeftOver,
                    Standing::InUse { .. } => ForYou::Going,
                    Standing::Held { .. } => ForYou::Paused,
                    _ => ForYou::ToBegin,
                };
                ChosenMeasure { held: held.clone(), for_you }
            })
            .collect();
        let mut explain = ToExplain::NOTHING;
        for measure in chosen.iter().map(|chosen| &chosen.held.measure) {
            match measure.id {
                MeasureId::Drug(drug) => explain.add_drug(drug, measure.dose.as_ref()),
                MeasureId::Device(device) => explain.add_device(device),
                _ => {}
            }
        }
        Ok(Leaflet { basis, chosen, topics: explain.topics(), overtaken })
    }

    /// Which decision it rests on, in one or two sentences.
    pub fn basis_words(&self, lang: Lang, zone: Zone<'_>) -> String {
        let day = |at: Instant| day_and_time(at, lang, zone);
        match (self.basis, lang) {
            (LeafletBasis::Undecided, _) => text!(
                "医生还没有定下药和器械。下面这些，人人都要做。",
                "The doctor has not yet chosen drugs or devices. What follows is for everybody."
            )
            .get(lang)
            .into(),
            (LeafletBasis::Plan(at), Lang::Zh) => ["医生 ", &day(at), " 定的。"].concat(),
            (LeafletBasis::Plan(at), Lang::En) => ["Your doctor chose this on ", &day(at), "."].concat(),
            (LeafletBasis::Declined(at), Lang::Zh) => ["医生 ", &day(at), " 决定：现在不加药，也不加器械。下面这些，人人都要做。"].concat(),
            (LeafletBasis::Declined(at), Lang::En) => {
                ["Your doctor decided on ", &day(at), ": no drug and no device is added now. What follows is for everybody."].concat()
            }
            (LeafletBasis::Ended(at), Lang::Zh) => ["医生 ", &day(at), " 定的办法都已经做完或停了。下面这些，人人都要做。"].concat(),
            (LeafletBasis::Ended(at), Lang::En) => {
                ["What your doctor chose on ", &day(at), " is finished or was stopped. What follows is for everybody."].concat()
            }
        }
    }
}

impl ChosenMeasure {
    /// `依诺肝素（预防血栓的针）`, `Tight stockings (GCS), left leg`.
    pub fn name(&self, lang: Lang) -> String {
        let measure = &self.held.measure;
        let name = match &measure.id {
            MeasureId::Basic => BASIC_NAME.get(lang).to_owned(),
            MeasureId::Escalate => ESCALATE_NAME.get(lang).to_owned(),
            MeasureId::Device(device) => device_name(*device).get(lang).to_owned(),
            MeasureId::Drug(drug) => {
                let kind = drug_kind(is_swallowed(*drug, measure.dose.as_ref())).get(lang);
                [drug.label().get(lang), text!("（", " (").get(lang), kind, text!("）", ")").get(lang)].concat()
            }
            MeasureId::Other(id) => [id, text!("（请问护士）", " (ask your nurse)").get(lang)].concat(),
        };
        match measure.limb {
            Some(limb) => [&name, text!("，", ", ").get(lang), legs(limb).get(lang)].concat(),
            None => name,
        }
    }

    /// Dose, from when, until when, and how it stands: a sentence each.
    pub fn lines(&self, lang: Lang, zone: Zone<'_>) -> Vec<String> {
        let (held, measure) = (&self.held, &self.held.measure);
        let say = |text: Text| text.get(lang).to_owned();
        let day = |at: Instant| day_and_time(at, lang, zone);
        match measure.id {
            MeasureId::Basic => return vec![say(text!("每天都做。怎么做，看下面。", "Every day. See below how."))],
            MeasureId::Escalate => return vec![],
            _ => {}
        }
        let mut lines = vec![];
        match &measure.dose {
            Some(dose) => {
                let other = held.other_unit().map_or(String::new(), |other| match lang {
                    Lang::Zh => ["药盒上也写作 ", other.zh(), "。"].concat(),
                    Lang::En => [" The box may say ", other.en(), "."].concat(),
                });
                lines.push([&plain_dose(dose, lang), say(text!("。", ".")).as_str(), &other].concat());
            }
            None if measure.drug().is_some() => lines.push(say(text!("用多少：请问护士。", "How much: ask your nurse."))),
            None => {}
        }
        if measure.meanwhile {
            lines.push(say(text!("还不能用药时，先用它。", "Use it until the drug can be given.")));
        }
        if !measure.conditional_on.is_empty() && self.for_you == ForYou::ToBegin {
            lines.push(say(text!("先等检查结果。医生说可以才开始。", "A result is awaited first. It begins when the doctor says so.")));
        }
        match (self.for_you, held.begun, measure.start) {
            (ForYou::Paused, ..) => lines.push(say(text!("现在先停着。护士说可以，再接着用。", "It is paused now. Go on when the nurse says so."))),
            (ForYou::LeftOver, ..) => {
                lines.push(say(text!(
                    "以前用的，还没停。还用不用，问医生。",
                    "You had this before, and it was not stopped. Ask the doctor if you still need it."
                )));
            }
            (_, Some(at), _) => lines.push([text!("已经开始：", "Begun: ").get(lang), &day(at), text!("。", ".").get(lang)].concat()),
            (_, None, Some(at)) => lines.push([text!("什么时候开始：", "Begins: ").get(lang), &day(at), text!("。", ".").get(lang)].concat()),
            (_, None, None) if measure.drug().is_some() || matches!(measure.id, MeasureId::Device(_)) => {
                lines.push(say(text!("什么时候开始，护士告诉您。", "The nurse tells you when it begins.")));
            }
            _ => {}
        }
        match measure.stop {
            Some(_) if held.past_stop => {
                lines.push(say(text!(
                    "原定停的时间已经过了。还用不用，问医生。",
                    "The time to stop has passed. Ask the doctor if you still need it."
                )));
            }
            Some(at) => lines.push([text!("用到：", "Until: ").get(lang), &day(at), text!("。", ".").get(lang)].concat()),
            None if measure.drug().is_some() || matches!(measure.id, MeasureId::Device(_)) => {
                lines.push(say(text!("用到什么时候，医生告诉您。", "The doctor tells you when it ends.")));
            }
            None => {}
        }
        lines
    }
}

/// `2026年11月22日8点05分`, `22 November 2026, 08:05`, by the clock of the ward.
pub fn day_and_time(at: Instant, lang: Lang, zone: Zone<'_>) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let at = local(at, zone);
    let (year, month, day, hour, minute) = (at.year(), at.month(), at.day(), at.hour(), at.minute());
    match lang {
        Lang::Zh if minute == 0 => format!("{year}年{month}月{day}日{hour}点"),
        Lang::Zh => format!("{year}年{month}月{day}日{hour}点{minute:02}分"),
        Lang::En => format!("{day} {} {year}, {hour:02}:{minute:02}", MONTHS[at.month0() as usize]),
    }
}

/// Characters (bytes in UTF-8) of one code: a telephone reads it off paper and off a screen.
pub const CODE_BYTES: usize = 640;

/// The short form for a telephone to read: what was chosen, the warning signs, whom to call. No name, no bed, no ward. The whole
/// leaflet would take eight codes or more; each code of these is read by itself, and no sentence is cut between two.
pub fn short_form(leaflet: &Leaflet, telephone: &str, lang: Lang, zone: Zone<'_>) -> Vec<String> {
    let mut lines = vec![["【", CHOSEN.get(lang), "】", &leaflet.basis_words(lang, zone)].concat()];
    for chosen in &leaflet.chosen {
        lines.push(
            [&chosen.name(lang), text!("：", ": ").get(lang), &chosen.lines(lang, zone).join(if lang == Lang::En { " " } else { "" })].concat(),
        );
    }
    let signs: Vec<&str> = WARNING.blocks.iter().map(|block| block.text.get(lang)).collect();
    lines.push(["【", WARNING.heading.get(lang), "】", &signs.join(if lang == Lang::En { " " } else { "" })].concat());
    lines.push(EMERGENCY.get(lang).into());
    if !telephone.trim().is_empty() {
        lines.push([text!("医院电话：", "The hospital's telephone: ").get(lang), telephone.trim()].concat());
    }
    packed(&lines, TITLE.get(lang))
}

const EMERGENCY: Text = text!(
    "喘不上气、胸痛、晕倒、出血不止，马上打120。头很痛、话说不清，或腿发青、发白，也打120。",
    "Short breath, chest pain, a faint, bleeding that does not stop: call 120 at once. Call 120 too for a very bad headache, slurred speech, or a blue or white leg."
);

/// Whole lines into as few codes as hold them, each under the title with its number.
fn packed(lines: &[String], title: &str) -> Vec<String> {
    let room = CODE_BYTES - title.len() - " 9/9\n".len();
    let mut codes: Vec<String> = vec![];
    for line in lines.iter().flat_map(|line| cut(line, room)) {
        match codes.last_mut().filter(|code| code.len() + 1 + line.len() <= room) {
            Some(code) => *code = [code, "\n", &line].concat(),
            None => codes.push(line),
        }
    }
    let of = codes.len();
    let numbered =
        |(number, code): (usize, String)| if of == 1 { [title, "\n", &code].concat() } else { format!("{title} {}/{of}\n{code}", number + 1) };
    codes.into_iter().enumerate().map(numbered).collect()
}

/// A line that is longer than a code, at the ends of its sentences; one without an end stays whole as long as it can.
fn cut(line: &str, room: usize) -> Vec<String> {
    let mut pieces: Vec<String> = vec![];
    // Never at a bare point: it may be that of a dose.
    let end = if line.contains('。') { "。" } else { ". " };
    for sentence in line.split_inclusive(end) {
        let mut rest = sentence;
        while !rest.is_empty() {
            let mut end = rest.len().min(room);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (head, tail) = rest.split_at(end);
            match pieces.last_mut().filter(|piece| piece.len() + head.len() <= room) {
                Some(piece) => piece.push_str(head),
                None => pieces.push(head.into()),
            }
            rest = tail;
        }
    }
    pieces
}

/// What is read aloud, a sentence or two at a time, in the order of the sheet. `telephone` as typed; nothing where it is a line.
pub fn aloud(leaflet: &Leaflet, telephone: &str, lang: Lang, zone: Zone<'_>) -> Vec<String> {
    let mut said = vec![TITLE.get(lang).to_owned()];
    let topic = |topic: &LeafletTopic, said: &mut Vec<String>| {
        said.push(topic.heading.get(lang).into());
        for block in topic.blocks {
            let value = if block.id == "telephone" { telephone.trim() } else { "" };
            // A line that waits to be written on says nothing.
            if block.shape != BlockShape::Blank || !value.is_empty() {
                said.push([block.text.get(lang), value].concat());
            }
        }
    };
    topic(&CLOT, &mut said);
    said.extend([CHOSEN.get(lang).to_owned(), leaflet.basis_words(lang, zone)]);
    for chosen in &leaflet.chosen {
        said.push(chosen.name(lang));
        said.extend(chosen.lines(lang, zone));
    }
    leaflet.topics.iter().for_each(|of| topic(of, &mut said));
    said.push(FOOTER.get(lang).into());
    said
}
