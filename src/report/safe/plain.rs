//! Files that are no package: texts and web pages are looked into, anything else is said not to be.

use quick_xml::escape::unescape;

use super::{Check, codes};
use crate::workbook::text_of;

pub(super) fn check(check: &mut Check<'_>, bytes: &[u8]) {
    match text_of(bytes) {
        Ok(text) => {
            let mut found = check.forbidden.in_text(&text);
            if text.trim_start().starts_with('<') {
                let shown = without_markup(&text);
                found.extend(check.forbidden.in_text(&shown));
            }
            check.forbid(found, None, "");
        }
        Err(what) => {
            check.tell(&codes::E_FORMAT, None, "", what);
            check.raw("", bytes);
        }
    }
}

/// What is read of a page: words that are marked up in parts are whole, signs stand for their entities.
fn without_markup(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        text.push_str(rest.get(..start).unwrap_or_default());
        let tag = rest.get(start..).unwrap_or_default();
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag.get(1..end).unwrap_or_default().trim_start_matches('/');
        let is_inside_words =
            ["b>", "i>", "u>", "em>", "strong>", "span", "font", "a ", "a>", "sub>", "sup>", "tspan", "small>", "wbr"]
                .iter()
                .any(|inline| name.get(..inline.len()).is_some_and(|start| start.eq_ignore_ascii_case(inline)));
        if !is_inside_words {
            text.push('\n');
        }
        rest = tag.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    let text = text.replace("&nbsp;", "\u{a0}").replace("&shy;", "");
    text.lines()
        .map(|line| unescape(line).map_or_else(|_| line.to_owned(), std::borrow::Cow::into_owned) + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_is_shown() {
        let shown = without_markup("<p>TOP<b>SECRET</b>&#55;7</p><td>1&nbsp;234,50</td><td>x</td>");
        assert_eq!(shown.split_whitespace().next(), Some("TOPSECRET77"));
        assert!(shown.contains("1\u{a0}234,50\n"));
    }
}
