//! Lessons and results without a file: as the fragment of a link, which no server sees, and as codes that a hand scanner types.
//!
//! A link carries `vt1.<base 64 of the bytes, url alphabet>.<check>`; the codes are those of a referral with the head `VT1`. A result is
//! carried in a short form: lines, without the seals but the last, from which all are worked out again.

use chrono::Datelike as _;
use sha2::{Digest as _, Sha256};

use super::shapes::{checked_id, checked_name};
use crate::clinical::chart::Instant;
use crate::interop::referral::parts::{PartRefused, ReferralParts, cut_as};
use crate::interop::rejected::Rejected;
use crate::interop::seal::hex;
use crate::interop::shape::Place;
use crate::text::{Text, text};
use crate::training::attempt::{LearnerName, LessonAttempt, LoggedStep};
use crate::training::attempt_text::{read_step, written_step};
use crate::training::edition::TableEdition;

/// What stands before the codes of training.
pub const CODE_HEAD: &str = "VT1";
/// What a fragment begins with.
pub const FRAGMENT_HEAD: &str = "vt1.";
/// Characters of a fragment that every browser and messenger leaves whole; more is given as a file.
pub const MOST_FRAGMENT: usize = 8_000;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The fragment of a link, without `#`; nothing where it would be too long.
pub fn to_fragment(text: &str) -> Option<String> {
    let mut out = String::from(FRAGMENT_HEAD);
    for chunk in text.as_bytes().chunks(3) {
        let held = chunk.iter().enumerate().fold(0_u32, |held, (place, byte)| held | u32::from(*byte) << (16 - 8 * place));
        (0..=chunk.len()).for_each(|place| out.push(char::from(ALPHABET[(held >> (18 - 6 * place) & 63) as usize])));
    }
    out.push('.');
    out.push_str(&check(text));
    (out.len() <= MOST_FRAGMENT).then_some(out)
}

fn check(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..4])
}

/// Reads a fragment, with or without `#`. `E_INCOMPLETE`: cut short or damaged; `E_PROTOCOL`: none of ours.
pub fn from_fragment(fragment: &str) -> Result<String, Rejected> {
    let place = Place::root("fragment");
    let fragment = fragment.trim().trim_start_matches('#');
    let Some(rest) = fragment.strip_prefix(FRAGMENT_HEAD) else {
        return Err(place.reject(
            "E_PROTOCOL",
            "链接中没有本程序能读的课程，未导入。请向教师索取链接或文件。",
            "This link carries no lesson that this program can read; nothing was imported. Ask the teacher for the link or the file.",
        ));
    };
    let whole = rest.rsplit_once('.').and_then(|(data, sum)| {
        let text = String::from_utf8(from_base64(data)?).ok()?;
        (check(&text) == sum).then_some(text)
    });
    whole.ok_or_else(|| {
        place.reject(
            "E_INCOMPLETE",
            "链接不完整（可能被聊天软件截断），未导入。请复制完整链接，或改用文件、二维码。",
            "The link is not whole (perhaps it was cut short); nothing was imported. Copy all of it, or use the file or the code.",
        )
    })
}

/// Bits left over that are not zero are nothing: two texts never mean the same bytes.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte)? as u32;
        held = (held << 6 | value) & 0x3fff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    (bits < 6 && held & ((1 << bits) - 1) == 0).then_some(out)
}

/// The lines of the codes; nothing where there would be too many.
pub fn to_codes(text: &str) -> Option<Vec<String>> {
    cut_as(CODE_HEAD, text.as_bytes())
}

/// Takes codes as they are scanned.
pub fn code_parts() -> ReferralParts {
    ReferralParts::with_head(CODE_HEAD)
}

/// Why a scanned line is not taken, in the words of training.
pub fn code_refused(why: PartRefused) -> Text {
    match why {
        PartRefused::Foreign | PartRefused::Handover => {
            text!(
                "这不是教学二维码的内容，未采用。请扫描课程或成绩页上的二维码；输入法请切换为英文。",
                "This is not from a code of training and was not taken. Scan the codes of the lesson or the result; switch the input method to English."
            )
        }
        PartRefused::Newer => text!(
            "二维码由另一版本的程序生成，未采用。请改用文件，并更新程序。",
            "The code was made by another version of the program and was not taken. Use the file, and update the program."
        ),
        PartRefused::Other => text!(
            "这一段属于另一份课程或成绩，未采用，已收的各段不变。要改收那一份，请先清除已收的各段。",
            "This part is of another lesson or result; it was not taken, and the parts before it stay. To take that one, clear the parts first."
        ),
        PartRefused::Damaged | PartRefused::Contradicts | PartRefused::Sum => why.text(),
    }
}

/// Of a moment in a log.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;
const SHORT: &str = "virchow-attempt/1";

/// An attempt in its short form.
pub fn short_attempt(attempt: &LessonAttempt) -> String {
    let kind = if matches!(attempt.who, LearnerName::Named(_)) { "named" } else { "anonymous" };
    let mut lines = vec![
        SHORT.to_owned(),
        attempt.id.clone(),
        attempt.lesson.clone(),
        attempt.class.clone(),
        format!("{kind} {}", attempt.who.shown()),
        format!("{} {}", attempt.edition.version, attempt.edition.rules),
        attempt.last_seal(),
    ];
    let mut before = 0;
    for logged in &attempt.log {
        let at = logged.at.timestamp_millis();
        let minutes = logged.at.offset().local_minus_utc() / 60;
        lines.push(format!("{} {minutes} {}", at - before, written_step(&logged.step)));
        before = at;
    }
    lines.join("\n")
}

/// Reads the short form and works the seals out again. `E_REJECTED`: they do not come to the last one.
pub fn read_short_attempt(text: &str) -> Result<LessonAttempt, Rejected> {
    let place = Place::root("");
    let mut lines = text.lines();
    let foreign = || {
        place.reject(
            "E_PROTOCOL",
            "这不是成绩二维码的内容，未导入。请扫描学员成绩页上的二维码。",
            "This is no result; nothing was imported. Scan the code of a learner's result.",
        )
    };
    if lines.next() != Some(SHORT) {
        return Err(foreign());
    }
    let mut next = || lines.next().map(str::to_owned).ok_or_else(foreign);
    let (id, lesson, class) = (next()?, next()?, next()?);
    let (id, lesson) = (checked_id(id, &place.key("id"))?, checked_id(lesson, &place.key("lesson"))?);
    let class = checked_name(&class, &place.key("class"))?;
    let (who, edition, seal) = (next()?, next()?, next()?);
    let who = match who.split_once(' ') {
        Some(("named", name)) => LearnerName::Named(checked_name(name, &place.key("who"))?),
        Some(("anonymous", name)) => LearnerName::Anonymous(checked_name(name, &place.key("who"))?),
        _ => return Err(foreign()),
    };
    let (version, rules) = edition.split_once(' ').ok_or_else(foreign)?;
    let edition = TableEdition::of(version, rules);
    let mut attempt = LessonAttempt { id, lesson, class, who, edition, log: vec![] };
    let mut before = 0_i64;
    for (index, line) in lines.enumerate() {
        let logged = read_line(line, &mut before).ok_or_else(|| super::results::strange_step(&place.key("log").index(index)))?;
        attempt.log.push(logged);
    }
    attempt.seal_again();
    if attempt.last_seal() != seal {
        let text = crate::training::attempt::AttemptRefused::Edited.text();
        return Err(place.reject("E_REJECTED", text.zh(), text.en()));
    }
    Ok(attempt)
}

fn read_line(line: &str, before: &mut i64) -> Option<LoggedStep> {
    let (delta, rest) = line.split_once(' ')?;
    let (minutes, step) = rest.split_once(' ')?;
    *before = before.checked_add(delta.parse().ok()?)?;
    let offset = chrono::FixedOffset::east_opt(minutes.parse::<i32>().ok()?.checked_mul(60)?)?;
    // Years that are written in four digits everywhere; what lies beyond them is no moment of a lesson.
    let utc = chrono::DateTime::from_timestamp_millis(*before).filter(|at| YEARS.contains(&at.year()))?;
    let at: Instant = utc.with_timezone(&offset);
    if !YEARS.contains(&at.year()) {
        return None;
    }
    Some(LoggedStep { at, step: read_step(step)?, seal: String::new() })
}
