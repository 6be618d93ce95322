//! Segments, fields and their escapes, as HL7 v2.5.1 (chapter 2) has them.

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}')
}

/// Text as a part of a field: the standard's escapes. A break would end the segment, and in a coded field or a string the
/// standard has no escape for one: it is a space.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\E\\"),
            '|' => out.push_str("\\F\\"),
            '^' => out.push_str("\\S\\"),
            '&' => out.push_str("\\T\\"),
            '~' => out.push_str("\\R\\"),
            c if c.is_control() || is_break(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Formatted text (FT): each break of a line is `\.br\`.
pub fn formatted(text: &str) -> String {
    let one = text.replace("\r\n", "\n");
    one.split(is_break).map(escaped).collect::<Vec<_>>().join("\\.br\\")
}

/// Parts of one field.
pub fn parts(parts: &[&str]) -> String {
    let escaped: Vec<String> = parts.iter().map(|part| escaped(part)).collect();
    escaped.join("^").trim_end_matches('^').to_owned()
}

/// A segment from its fields by number.
pub fn segment(name: &str, fields: &[(usize, String)]) -> String {
    let last = fields.iter().filter(|(_, field)| !field.is_empty()).map(|(at, _)| *at).max().unwrap_or(0);
    let mut out = name.to_owned();
    for at in 1..=last {
        out.push('|');
        if let Some((_, field)) = fields.iter().find(|(field, _)| *field == at) {
            out.push_str(field);
        }
    }
    out.push('\r');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_ends_no_segment_and_is_formatted_only_where_the_type_allows_it() {
        let text = "a|b^c&d~e\\f\r\ng\nh\ri\u{2028}j";
        assert_eq!(formatted(text), "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\.br\\g\\.br\\h\\.br\\i\\.br\\j");
        assert_eq!(escaped(text), "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f  g h i j");
        assert_eq!(parts(&["a^", "", "b", ""]), "a\\S\\^^b");
        assert_eq!(segment("PID", &[(1, "1".into()), (3, "x".into()), (5, String::new())]), "PID|1||x\r");
    }
}
