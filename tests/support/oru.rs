//! Reads an `ORU^R01` as a receiver would, by the standard and not by our writer: delimiters from MSH, escapes, FT breaks.

use chrono::{DateTime, FixedOffset};

/// One segment: its name and its fields, raw; field 1 is the first behind the name.
pub struct Segment {
    pub name: String,
    fields: Vec<String>,
}

impl Segment {
    pub fn field(&self, number: usize) -> &str {
        self.fields.get(number - 1).map_or("", String::as_str)
    }

    /// A component of a field, unescaped.
    pub fn part(&self, number: usize, component: usize) -> String {
        unescaped(self.field(number).split('^').nth(component - 1).unwrap_or_default())
    }

    /// A subcomponent of the first component, unescaped.
    pub fn sub(&self, number: usize, component: usize, sub: usize) -> String {
        unescaped(self.field(number).split('^').nth(component - 1).unwrap_or_default().split('&').nth(sub - 1).unwrap_or_default())
    }
}

pub fn read(message: &str) -> Vec<Segment> {
    assert!(message.starts_with("MSH|^~\\&|"), "delimiters");
    assert!(message.ends_with('\r') && !message.contains('\n'), "segments end with a carriage return");
    let mut segments = vec![];
    for line in message.trim_end_matches('\r').split('\r') {
        let mut parts = line.split('|').map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        assert!(name.len() == 3 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{name:?} is no segment");
        let mut fields: Vec<String> = parts.collect();
        if name == "MSH" {
            // The first field is the separator itself.
            fields.insert(0, "|".into());
        }
        assert!(fields.iter().all(|field| name == "MSH" || !field.contains('~')), "no field of ours repeats");
        segments.push(Segment { name, fields });
    }
    segments
}

pub fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('\\') {
        out.push_str(&rest[..start]);
        let end = start + 1 + rest[start + 1..].find('\\').expect("an escape ends");
        match &rest[start + 1..end] {
            "F" => out.push('|'),
            "S" => out.push('^'),
            "T" => out.push('&'),
            "R" => out.push('~'),
            "E" => out.push('\\'),
            ".br" => out.push('\n'),
            other => panic!("escape {other:?}"),
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

/// `20261122093000+0800`.
pub fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_str(text, "%Y%m%d%H%M%S%z").unwrap_or_else(|_| panic!("{text:?} is no time with an offset"))
}
