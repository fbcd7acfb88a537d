//! Cells of an xlsx sheet that are written as nearly all programs write them, read in one go: no comments, raw data,
//! entities, prefixes or single quotes. Anything else is no plain cell, and left to the reader of tags.

use memchr::{memchr, memchr_iter};

use super::scan;

/// A plain cell.
#[derive(Debug, PartialEq)]
pub(super) struct PlainCell<'b> {
    /// Row and column, when it names them.
    pub(super) place: Option<(u32, u32)>,
    /// Number of its style.
    pub(super) style: u32,
    /// How its value is to be read: `s`, `str`, `b` and so on.
    pub(super) kind: &'b [u8],
    /// It has a formula.
    pub(super) has_formula: bool,
    pub(super) content: Content<'b>,
}

/// What stands in a plain cell besides a formula.
#[derive(Debug, PartialEq)]
pub(super) enum Content<'b> {
    Nothing,
    /// Its `v`.
    Value(&'b [u8]),
    /// The text of its `is`, and whether blanks around it are kept.
    Text(&'b [u8], bool),
}

/// The plain cell that begins here, and its length; nothing when it is not plain, or not here as a whole.
pub(super) fn cell(bytes: &[u8]) -> Option<(PlainCell<'_>, usize)> {
    let mut cell = PlainCell { place: None, style: 0, kind: b"", has_formula: false, content: Content::Nothing };
    let mut rest = bytes.strip_prefix(b"<c")?;
    let length = |rest: &[u8]| bytes.len() - rest.len();
    loop {
        rest = match rest {
            [b'>', behind @ ..] => {
                rest = behind;
                break;
            }
            [b'/', b'>', behind @ ..] => return Some((cell, length(behind))),
            [b' ', b'r', b'=', b'"', value @ ..] => {
                let (place, behind) = place(value)?;
                cell.place = Some(place);
                behind
            }
            [b' ', b's', b'=', b'"', value @ ..] => {
                let (value, behind) = until_quote(value)?;
                cell.style = scan::number(value)?;
                behind
            }
            [b' ', b't', b'=', b'"', value @ ..] => {
                let (value, behind) = until_quote(value)?;
                cell.kind = value;
                behind
            }
            _ => return None,
        };
    }
    if let Some(formula) = rest.strip_prefix(b"<f") {
        rest = behind_formula(formula)?;
        cell.has_formula = true;
    }
    if let Some(value) = rest.strip_prefix(b"<v>") {
        let (text, behind) = until_tag(value)?;
        rest = behind.strip_prefix(b"</v>")?;
        if !matches!(cell.kind, b"inlineStr" | b"is") {
            cell.content = Content::Value(text);
        } else if cell.has_formula {
            return None;
        }
    } else if let Some(text) = rest.strip_prefix(b"<is><t") {
        let (value, keeps_blanks) = match text {
            [b'>', value @ ..] => (value, false),
            _ => (text.strip_prefix(b" xml:space=\"preserve\">")?, true),
        };
        let (text, behind) = until_tag(value)?;
        rest = behind.strip_prefix(b"</t></is>")?;
        cell.content = Content::Text(text, keeps_blanks);
    } else if let Some(behind) = rest.strip_prefix(b"<v/>") {
        cell.content = Content::Value(b"");
        rest = behind;
    }
    let behind = rest.strip_prefix(b"</c>")?;
    Some((cell, length(behind)))
}

/// Row and column of a name such as `B3`, and what stands behind its quote.
fn place(name: &[u8]) -> Option<((u32, u32), &[u8])> {
    let (mut row, mut column, mut rest) = (0_u32, 0_u32, name);
    let mut letters = 0;
    while let [letter @ b'A'..=b'Z', behind @ ..] = rest {
        column = column * 26 + u32::from(letter - b'A') + 1;
        letters += 1;
        if letters > 3 {
            return None;
        }
        rest = behind;
    }
    let mut digits = 0;
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        row = row * 10 + u32::from(digit - b'0');
        digits += 1;
        if digits > 8 {
            return None;
        }
        rest = behind;
    }
    let behind = rest.strip_prefix(b"\"")?;
    Some(((row.checked_sub(1)?, column.checked_sub(1)?), behind))
}

fn until_quote(value: &[u8]) -> Option<(&[u8], &[u8])> {
    // The values of cells are short.
    let end = value.iter().take(16).position(|&byte| byte == b'"')?;
    Some((value.get(..end)?, value.get(end + 1..)?))
}

/// A text without entities and ends of lines, and the tag behind it.
fn until_tag(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut end = 0;
    // Most are so short that looking for three signs at once takes longer to begin than this takes to end.
    for &byte in value.iter().take(24) {
        match byte {
            b'<' => return value.split_at_checked(end),
            b'&' | b'\r' => return None,
            _ => end += 1,
        }
    }
    let more = memchr::memchr3(b'<', b'&', b'\r', value.get(end..)?)?;
    let (text, behind) = value.split_at_checked(end + more)?;
    (behind.first() == Some(&b'<')).then_some((text, behind))
}

/// What stands behind a formula, whose name has been read.
fn behind_formula(formula: &[u8]) -> Option<&[u8]> {
    match formula.first()? {
        b'>' | b'/' | b' ' => {}
        _ => return None,
    }
    let end = memchr(b'>', formula)?;
    let (attributes, behind) = (formula.get(..end)?, formula.get(end + 1..)?);
    // A sign that ends a tag may stand in quotes.
    if memchr_iter(b'"', attributes).count() % 2 == 1 || attributes.contains(&b'\'') {
        return None;
    }
    if attributes.last() == Some(&b'/') {
        return Some(behind);
    }
    behind.get(memchr(b'<', behind)?..)?.strip_prefix(b"</f>")
}

/// A number as the file holds it; nothing when it is none.
pub(super) fn number(text: &[u8]) -> Option<f64> {
    short_number(text).or_else(|| std::str::from_utf8(text.trim_ascii()).ok()?.parse().ok())
}

/// Powers of ten that are exact.
const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A number of at most 15 digits without exponent: both its digits and the power of ten are exact as doubles, and the one
/// division between them rounds as it should.
#[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "15 digits fit the 53 bits of a double")]
fn short_number(text: &[u8]) -> Option<f64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.len() > 16 {
        return None;
    }
    let (mut whole, mut count, mut point) = (0_u64, 0_usize, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    if count == 0 || count > 15 {
        return None;
    }
    let number = whole as f64 / TENS.get(count - point.unwrap_or(count))?;
    Some(if digits.len() < text.len() { -number } else { number })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_cells_are_read_in_one_go() {
        let read = |text: &'static str| {
            let (cell, length) = cell(text.as_bytes())?;
            assert!(text[..length].ends_with("</c>") || text[..length].ends_with("/>"), "{text}");
            Some(cell)
        };
        let found = read("<c r=\"XFD1048576\" s=\"12\" t=\"s\"><v>7</v></c><c>").unwrap();
        assert_eq!((found.place, found.style, found.kind), (Some((1_048_575, 16_383)), 12, &b"s"[..]));
        assert_eq!((found.content, found.has_formula), (Content::Value(b"7"), false));
        assert_eq!(read("<c r=\"A1\"/>").unwrap().content, Content::Nothing);
        assert_eq!(read("<c/>").unwrap().place, None);
        assert_eq!(read("<c t=\"inlineStr\"><is><t>a b</t></is></c>").unwrap().content, Content::Text(b"a b", false));
        let kept = read("<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c>");
        assert_eq!(kept.unwrap().content, Content::Text(b" a", true));
        for formula in ["<f>A1</f>", "<f/>", "<f t=\"shared\" si=\"0\"/>", "<f t=\"array\" ref=\"A1\">1 > 2</f>"] {
            let text: &'static str = format!("<c r=\"A1\">{formula}<v>1</v></c>").leak();
            let found = read(text).unwrap();
            assert_eq!((found.has_formula, found.content), (true, Content::Value(b"1")), "{formula}");
        }
    }

    #[test]
    fn other_cells_are_left_to_the_reader_of_tags() {
        for text in [
            "<c r='A1'><v>1</v></c>",
            "<c r=\"a1\"><v>1</v></c>",
            "<c r=\"AAAA1\"/>",
            "<c  r=\"A1\"/>",
            "<c r=\"A0\"/>",
            "<c r=\"A1\" cm=\"1\"/>",
            "<c r=\"A1\"><v>1&#50;</v></c>",
            "<c r=\"A1\"><v>1<!-- 2 --></v></c>",
            "<c r=\"A1\"><v><![CDATA[1]]></v></c>",
            "<c r=\"A1\"> <v>1</v></c>",
            "<c r=\"A1\"><v>1</v> </c>",
            "<c r=\"A1\"><x:v>1</x:v></c>",
            "<c r=\"A1\" t=\"str\"><v>a\r\nb</v></c>",
            "<c r=\"A1\"><is><r><t>a</t></r></is></c>",
            "<c r=\"A1\"><f ref=\"'>'!A1\">1</f></c>",
            "<c r=\"A1\"><f a=\">\">1</f></c>",
            "<c r=\"A1\"><v>1</v>",
            "<c r=\"A1\"><v>1</v></c",
            "<c",
            "<cols>",
        ] {
            assert_eq!(cell(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn short_numbers_are_what_the_long_way_gives(whole in any::<i64>(), shift in 0_u32..63, scale in 0_usize..16) {
            let digits = (whole >> shift).to_string();
            let at = digits.len().saturating_sub(scale);
            for text in [digits.clone(), format!("{}.{}", &digits[..at], &digits[at..]), format!("0.{scale:0>scale$}")] {
                if let Some(found) = short_number(text.as_bytes()) {
                    prop_assert_eq!(found.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{}", text);
                }
            }
        }

        #[test]
        fn nothing_panics(text in "<c( r=\"[A-Z0-9]{0,9}\"| s=\"[0-9a]{0,5}\"| t=\"(s|str)\"|>|/>|<v>|</v>|<f|</c>|[0-9.&<-]){0,12}") {
            let _ = cell(text.as_bytes());
            let _ = number(text.as_bytes());
        }
    }
}
