//! How hard a passphrase is to guess, as a hint. No rule of composition is asked for: length is what helps.

use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Strong,
}

impl Strength {
    /// For style sheets and tests.
    pub fn id(self) -> &'static str {
        match self {
            Strength::Weak => "weak",
            Strength::Fair => "fair",
            Strength::Strong => "strong",
        }
    }

    pub fn label(self) -> Text {
        match self {
            Strength::Weak => text!("弱：容易被猜中，请加长", "Weak: easily guessed; make it longer"),
            Strength::Fair => text!("中：再长一些更好", "Fair: longer is better"),
            Strength::Strong => text!("强", "Strong"),
        }
    }
}

/// A rough count of the bits that somebody with the disk would have to try, from length, kinds of characters and repeats.
pub fn strength(passphrase: &str) -> Strength {
    match bits(passphrase) {
        0..=39 => Strength::Weak,
        40..=63 => Strength::Fair,
        _ => Strength::Strong,
    }
}

fn bits(passphrase: &str) -> u32 {
    let characters: Vec<char> = passphrase.chars().collect();
    let has = |kind: fn(&char) -> bool| characters.iter().any(kind);
    let kinds = [
        (has(char::is_ascii_digit), 10),
        (has(char::is_ascii_lowercase), 26),
        (has(char::is_ascii_uppercase), 26),
        (has(|c| c.is_ascii() && !c.is_ascii_alphanumeric()), 32),
        // Common Chinese characters; more would flatter.
        (has(|c| !c.is_ascii()), 2000),
    ];
    let alphabet: u32 = kinds.iter().filter(|(used, _)| *used).map(|(_, size)| size).sum();
    // A character that repeats or continues the one before (aaaa, 1234, abcd) adds next to nothing.
    let fresh = characters.windows(2).filter(|pair| (pair[1] as i32 - pair[0] as i32).abs() > 1).count() + usize::from(!characters.is_empty());
    (fresh as f64 * f64::from(alphabet.max(1)).log2()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_keyboard_are_weak_and_sentences_are_strong() {
        for weak in ["", "12345678", "aaaaaaaa", "abcdefgh", "11111111111111111111", "a1b2c3"] {
            assert_eq!(strength(weak), Strength::Weak, "{weak}");
        }
        assert_eq!(strength("kT7vq3mX"), Strength::Fair);
        for strong in ["correct horse battery staple", "骨科三病区夜班平板机"] {
            assert_eq!(strength(strong), Strength::Strong, "{strong}");
        }
    }
}
