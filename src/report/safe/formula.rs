//! What a formula says besides the cells it looks at: texts, numbers and names.

/// A piece of a formula.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'f> {
    /// Between quotation marks or brackets: a text, a sheet, a workbook, a column of a table.
    Text(&'f str),
    /// A number typed into it.
    Number(&'f str),
    /// A name that is no cell and no function.
    Name(&'f str),
}

/// Visits the pieces of a formula from left to right, those of .xlsx and of .ods.
pub(super) fn pieces(formula: &str, mut visit: impl FnMut(Piece<'_>)) {
    let mut rest = formula;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' | '\'' => {
                let inside = quoted(rest, letter);
                visit(Piece::Text(inside));
                inside.len() + 2
            }
            '[' => {
                let inside = bracketed(rest);
                visit(Piece::Text(without_cell(inside)));
                inside.len() + 2
            }
            _ if letter.is_ascii_digit() || letter == '.' => {
                let number = number(rest);
                let after = rest.get(number.len()..).and_then(|after| after.chars().next());
                // `3:5` are rows.
                if before != ':' && after != Some(':') {
                    visit(Piece::Number(number));
                }
                number.len().max(1)
            }
            _ if is_of_name(letter) => {
                let end = rest.find(|letter: char| !is_of_name(letter)).unwrap_or(rest.len());
                let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                if !after.starts_with('(') && !is_cell(name) {
                    visit(Piece::Name(name));
                }
                name.len()
            }
            _ => letter.len_utf8(),
        };
        before = rest.get(..length).and_then(|piece| piece.chars().next_back()).unwrap_or(' ');
        rest = rest.get(length..).unwrap_or_default();
    }
}

const fn is_of_name(letter: char) -> bool {
    matches!(letter, '_' | '.' | '$' | '\\' | '?') || letter.is_ascii_alphanumeric() || !letter.is_ascii()
}

/// Up to the closing mark; a doubled mark does not close.
fn quoted(text: &str, mark: char) -> &str {
    let inside = text.get(mark.len_utf8()..).unwrap_or_default();
    let mut from = 0;
    while let Some(at) = inside.get(from..).and_then(|rest| rest.find(mark)) {
        let end = from + at;
        if !inside.get(end + 1..).is_some_and(|after| after.starts_with(mark)) {
            return inside.get(..end).unwrap_or_default();
        }
        from = end + 2;
    }
    inside
}

/// Up to the bracket that closes the first.
fn bracketed(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return text.get(1..at).unwrap_or_default();
        }
    }
    text.get(1..).unwrap_or_default()
}

/// `Sheet` of `$Sheet.B2` and `$Sheet.B2:.C3`, as .ods writes cells; anything else as it is.
fn without_cell(place: &str) -> &str {
    let first = place.split(':').next().unwrap_or_default();
    match first.rsplit_once('.') {
        Some((sheet, cell)) if is_cell(cell) => sheet,
        _ => place,
    }
}

/// The number a text begins with.
fn number(text: &str) -> &str {
    let digits = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let mut end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let exponent = text.get(end..).and_then(|rest| rest.strip_prefix(['E', 'e']));
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits(unsigned) > 0 {
            end += 1 + exponent.len() - unsigned.len() + digits(unsigned);
        }
    }
    text.get(..end).unwrap_or_default()
}

/// `B2`, `$B$2`, a column `$B` or a row `$3`.
pub(super) fn is_cell(name: &str) -> bool {
    let bare = name.strip_prefix('$').unwrap_or(name);
    let row = bare.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let columns = bare.len() - row.len();
    let has_sign = row.starts_with('$') || name.starts_with('$');
    let row = row.strip_prefix('$').unwrap_or(row);
    columns <= 3
        && row.len() <= 7
        && row.bytes().all(|digit| digit.is_ascii_digit())
        && (columns > 0 && !row.is_empty() || has_sign && !bare.is_empty())
}

/// `[1]Sheet!A1` and `[Book.xlsx]Sheet!A1`, and not `Table[Column]`.
pub(super) fn is_external(formula: &str) -> bool {
    let mut before = ' ';
    let mut in_text = false;
    for letter in formula.chars() {
        if letter == '"' {
            in_text = !in_text;
        }
        if letter == '[' && !in_text && !(before.is_alphanumeric() || matches!(before, '_' | '.' | '[' | ']' | ',')) {
            return true;
        }
        before = letter;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(formula: &str) -> Vec<String> {
        let mut said = Vec::new();
        pieces(formula, |piece| said.push(format!("{piece:?}")));
        said
    }

    #[test]
    fn numbers_texts_and_names_are_told_from_cells() {
        assert_eq!(said("41.7731*1.5"), ["Number(\"41.7731\")", "Number(\"1.5\")"]);
        assert_eq!(said("$B2<41.7731"), ["Number(\"41.7731\")"]);
        assert_eq!(said("Offer!$B$2/4.1E+1"), ["Name(\"Offer\")", "Number(\"4.1E+1\")"]);
        assert_eq!(said("SUM(B2:B3,3:5,$A:$A)*LOG10(X230)"), Vec::<String>::new());
        assert_eq!(said("{1,\"a\"\"b\"}"), ["Number(\"1\")", "Text(\"a\\\"\\\"b\")"]);
        assert_eq!(said("'It''s'!A1&cost.of_X"), ["Text(\"It''s\")", "Name(\"cost.of_X\")"]);
        assert_eq!(said("Table1[[#All],[Cost]]-\"X"), ["Name(\"Table1\")", "Text(\"[#All],[Cost]\")", "Text(\"X\")"]);
        assert_eq!(said("[$Costs.B2:.B3]*.5"), ["Text(\"$Costs\")", "Number(\".5\")"]);
    }
}
