//! The style sheet, without comments and indentation: what is written for people in `styles/` is not sent to wards.

const WRITTEN: &str = concat!(
    include_str!("../../styles/tokens.css"),
    include_str!("../../styles/base.css"),
    include_str!("../../styles/parts.css"),
    include_str!("../../styles/form.css"),
    include_str!("../../styles/prevention.css"),
    include_str!("../../styles/print.css"),
);

const SENT: [u8; squeeze(WRITTEN.as_bytes()).1] = {
    let (bytes, length) = squeeze(WRITTEN.as_bytes());
    let mut sent = [0; squeeze(WRITTEN.as_bytes()).1];
    let mut at = 0;
    while at < length {
        sent[at] = bytes[at];
        at += 1;
    }
    sent
};

/// The whole style sheet, for `adoptedStyleSheets`.
pub const STYLES: &str = match std::str::from_utf8(&SENT) {
    Ok(styles) => styles,
    Err(_) => panic!("a comment was cut inside a letter"),
};

/// Leaves out comments, line ends with the indentation after them, and the space in `: ` and ` {`. Every line of ours ends
/// in `{`, `}`, `,` or `;`, so that lines may be joined.
const fn squeeze(written: &[u8]) -> ([u8; WRITTEN.len()], usize) {
    let mut sent = [0; WRITTEN.len()];
    let (mut at, mut length) = (0, 0);
    while at < written.len() {
        let next = if at + 1 < written.len() { written[at + 1] } else { 0 };
        if written[at] == b'/' && next == b'*' {
            while !(written[at] == b'*' && written[at + 1] == b'/') {
                at += 1;
            }
            at += 2;
        } else if written[at] == b'\n' {
            at += 1;
            while at < written.len() && written[at] == b' ' {
                at += 1;
            }
        } else if written[at] == b' ' && (next == b'{' || (length > 0 && sent[length - 1] == b':')) {
            at += 1;
        } else {
            sent[length] = written[at];
            length += 1;
            at += 1;
        }
    }
    (sent, length)
}
