//! What is printed of a header or footer: its text without the codes for place, font, size and colour.
//!
//! Rule: ECMA-376 part 1, section 18.3.1.39.

/// The text of a header or footer, its three sections apart; fields such as the page number are blank.
pub(super) fn printed(codes: &str) -> String {
    let mut text = String::new();
    let mut rest = codes;
    while let Some(at) = rest.find('&') {
        text.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let Some(code) = rest.chars().next() else { break };
        let after = rest.get(code.len_utf8()..).unwrap_or_default();
        rest = match code {
            '&' => {
                text.push('&');
                after
            }
            'L' | 'C' | 'R' => {
                text.push('\n');
                after
            }
            '"' => after.split_once('"').map_or("", |(_font, after)| after),
            'K' => without_colour(after),
            'P' | 'N' | 'D' | 'T' | 'A' | 'F' | 'Z' | 'G' => {
                text.push(' ');
                after
            }
            _ if code.is_ascii_digit() => after.trim_start_matches(|letter: char| letter.is_ascii_digit()),
            _ => after,
        };
    }
    text.push_str(rest);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// What follows a colour: `FF0000`, or a colour of the theme with its shade, `01+024`.
fn without_colour(text: &str) -> &str {
    let is_of_colour = |letter: char| letter.is_ascii_hexdigit() || matches!(letter, '+' | '-');
    let end = text.find(|letter: char| !is_of_colour(letter)).unwrap_or(text.len()).min(6);
    text.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_part_of_the_text() {
        for (codes, text) in [
            ("&CTOPSECRET77", "TOPSECRET77"),
            ("&L&9Quote&R&9Page &P of &N", "Quote\nPage   of"),
            ("&L&\"-,Bold\"&14&KFF0000Secret&B GmbH&RA&&B", "Secret GmbH\nA&B"),
            ("&C&K01+024cost 41.7731", "cost 41.7731"),
            ("plain", "plain"),
            ("&", ""),
        ] {
            assert_eq!(printed(codes), text, "{codes}");
        }
    }
}
