//! Codes: what does not fit one is cut into several, and each is a line of text that a hand scanner types into a field.
//!
//! `VR1-<sum>-<number>-<of>-<data>-<check>`, in capitals and digits only: a code of such text is small, and a scanner whose
//! keyboard has another layout, or caps lock on, types it right all the same. `sum` (8 characters of base 32, 40 bits of the
//! SHA-256 of the whole) tells the parts of one message from those of another, `check` (6 characters, 30 bits of the SHA-256 of
//! all that stands before it) is of the one part. Parts are taken in any order; what they carry is the caller's: for a
//! referral the encrypted message.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

/// Characters of data in one code: with head and check about what a code of 97 modules holds at middle correction.
const DATA: usize = 820;
/// A message of more is given as a file: nobody scans so many.
pub const MOST_PARTS: usize = 40;
const HEAD: &str = "VR1";
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base 32 (RFC 4648) without padding.
fn to_base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    out
}

/// What is no base 32, and bits left over that are not zero, are nothing: two texts never mean the same bytes.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte)? as u32;
        held = (held << 5 | value) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    (bits < 5 && held & ((1 << bits) - 1) == 0).then_some(out)
}

fn digest(of: &[u8], characters: usize) -> String {
    to_base32(&Sha256::digest(of)).chars().take(characters).collect()
}

/// The lines of the codes of a referral; nothing where there would be too many.
pub fn cut(bytes: &[u8]) -> Option<Vec<String>> {
    cut_as(HEAD, bytes)
}

/// The same with another head, for what is no referral (training: `VT1`). Two letters and a digit.
pub fn cut_as(head: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let data = to_base32(bytes);
    let of = data.len().div_ceil(DATA).max(1);
    let sum = digest(bytes, 8);
    let part = |place: usize| {
        let body = [head, &sum, &(place + 1).to_string(), &of.to_string(), &data[place * DATA..data.len().min((place + 1) * DATA)]].join("-");
        let check = digest(body.as_bytes(), 6);
        [&body, "-", &check].concat()
    };
    (of <= MOST_PARTS).then(|| (0..of).map(part).collect())
}

/// Why a scanned line is not taken; what was taken before stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartRefused {
    /// Nothing that looks like one of these codes.
    Foreign,
    /// The codes by which a ward hands its events over to a HIS.
    Handover,
    /// Of a later version.
    Newer,
    /// Cut short, or a character of it was read wrong.
    Damaged,
    /// Of another message than the parts before it.
    Other,
    /// The same number twice, with different data.
    Contradicts,
    /// All are there, and together they are not what was cut.
    Sum,
}

impl PartRefused {
    pub fn text(self) -> crate::text::Text {
        use crate::text::text;
        match self {
            PartRefused::Foreign => text!(
                "这不是转诊二维码的内容，未采用。请扫描转诊页上的二维码；输入法请切换为英文。",
                "This is not from a referral code and was not taken. Scan the codes of the referral page; switch the input method to English."
            ),
            PartRefused::Handover => text!(
                "这是病区移交HIS的二维码，不是转诊二维码，未采用。",
                "This code hands events over to a HIS; it is no referral and was not taken."
            ),
            PartRefused::Newer => text!(
                "二维码由另一版本的程序生成，未采用。请对方改发文件或纸质转诊单，并更新程序。",
                "The code was made by another version of the program and was not taken. Ask for a file or paper, and update the program."
            ),
            PartRefused::Damaged => text!(
                "这一段没有扫完整或有误，未采用，已收的各段不变。请重扫这一张。",
                "This part was not scanned whole, or wrong; it was not taken, and the parts before it stay. Scan this code again."
            ),
            PartRefused::Other => text!(
                "这一段属于另一份转诊，未采用，已收的各段不变。要改收那一份，请先清除已收的各段。",
                "This part is of another referral; it was not taken, and the parts before it stay. To take that one, clear the parts first."
            ),
            PartRefused::Contradicts => text!(
                "同一编号的一段内容不同，未采用。请清除已收的各段，重新扫描全部。",
                "A part of this number was read before and says something else; it was not taken. Clear the parts and scan all of them again."
            ),
            PartRefused::Sum => text!(
                "各段都已收到，但合在一起校验不符。请清除后重新扫描全部。",
                "All parts are there, but together they do not fit their checksum. Clear them and scan all of them again."
            ),
        }
    }
}

/// The parts of one message as they come in.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferralParts {
    head: &'static str,
    sum: String,
    of: usize,
    held: BTreeMap<usize, String>,
}

impl Default for ReferralParts {
    fn default() -> ReferralParts {
        ReferralParts::with_head(HEAD)
    }
}

impl ReferralParts {
    /// Parts with another head, see [`cut_as`].
    pub fn with_head(head: &'static str) -> ReferralParts {
        ReferralParts { head, sum: String::new(), of: 0, held: BTreeMap::new() }
    }

    /// Takes what a scanner typed: one part, or several with spaces or breaks between them. Says how many of them are new.
    pub fn take(&mut self, typed: &str) -> Result<usize, PartRefused> {
        let mut next = self.clone();
        let mut new = 0;
        let mut any = false;
        // A scanner that ends no line types one part after the other; no data have a 1.
        let typed = typed.to_ascii_uppercase().replace(&[self.head, "-"].concat(), &[" ", self.head, "-"].concat());
        for part in typed.split_whitespace() {
            any = true;
            new += usize::from(next.take_one(part)?);
        }
        if !any {
            return Err(PartRefused::Foreign);
        }
        *self = next;
        Ok(new)
    }

    fn take_one(&mut self, part: &str) -> Result<bool, PartRefused> {
        if part.starts_with("VW1|") {
            return Err(PartRefused::Handover);
        }
        let fields: Vec<&str> = part.split('-').collect();
        match fields.first() {
            Some(head) if *head == self.head => {}
            Some(head) if head.len() > 2 && head.starts_with(&self.head[..2]) && head[2..].bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(PartRefused::Newer);
            }
            _ => return Err(PartRefused::Foreign),
        }
        let &[_, sum, number, of, data, check] = fields.as_slice() else { return Err(PartRefused::Damaged) };
        let body = &part[..part.len() - check.len() - 1];
        let whole = |text: &str| text.parse::<usize>().ok().filter(|number| number.to_string() == text);
        let (Some(number), Some(of)) = (whole(number), whole(of)) else { return Err(PartRefused::Damaged) };
        let fits = digest(body.as_bytes(), 6) == check && sum.len() == 8 && (1..=MOST_PARTS).contains(&of) && (1..=of).contains(&number);
        let sized = data.len() <= DATA && (number == of || data.len() == DATA);
        if !fits || !sized {
            return Err(PartRefused::Damaged);
        }
        if !self.held.is_empty() && (self.sum != sum || self.of != of) {
            return Err(PartRefused::Other);
        }
        match self.held.get(&number) {
            Some(held) if held == data => return Ok(false),
            Some(_) => return Err(PartRefused::Contradicts),
            None => {}
        }
        (self.sum, self.of) = (sum.into(), of);
        self.held.insert(number, data.into());
        Ok(true)
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// How many there are to be; 0 before the first.
    pub fn of(&self) -> usize {
        self.of
    }

    pub fn count(&self) -> usize {
        self.held.len()
    }

    /// The numbers that are not there yet.
    pub fn missing(&self) -> Vec<usize> {
        (1..=self.of).filter(|number| !self.held.contains_key(number)).collect()
    }

    /// What they carry, once all are there.
    pub fn whole(&self) -> Option<Result<Vec<u8>, PartRefused>> {
        if self.of == 0 || !self.missing().is_empty() {
            return None;
        }
        let data: String = self.held.values().map(String::as_str).collect();
        Some(from_base32(&data).filter(|bytes| digest(bytes, 8) == self.sum).ok_or(PartRefused::Sum))
    }
}
