//! How a number is shown, as far as it changes what a cell means.

use std::sync::{Arc, LazyLock};

/// What a number format says about the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatKind {
    /// As the program likes.
    General,
    /// Only zeros, so many of them: whole numbers are padded.
    Zeros(u8),
    /// The value times 100, with a percent sign.
    Percent,
    /// Text: `@`.
    Text,
    /// Anything else.
    Other,
    /// The reader of this file format does not tell formats (dates excepted).
    Unknown,
}

/// The number format of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// What it says about the value.
    pub kind: FormatKind,
    /// As it stands in the file; empty when unknown.
    pub code: Arc<str>,
}

/// The longest run of zeros that is used for padding.
const MAX_ZEROS: usize = 64;

impl NumberFormat {
    /// The format with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or_default().trim();
        let kind = if first.is_empty() || first.eq_ignore_ascii_case("general") {
            FormatKind::General
        } else if first == "@" {
            FormatKind::Text
        } else if first.len() <= MAX_ZEROS && first.bytes().all(|byte| byte == b'0') {
            FormatKind::Zeros(u8::try_from(first.len()).unwrap_or(u8::MAX))
        } else if has_percent(first) {
            FormatKind::Percent
        } else {
            FormatKind::Other
        };
        Self { kind, code: Arc::from(code) }
    }

    /// The format of cells that have none.
    #[must_use]
    pub fn general() -> &'static Self {
        static GENERAL: LazyLock<NumberFormat> = LazyLock::new(|| NumberFormat::from_code("General"));
        &GENERAL
    }

    /// The format of cells whose reader tells none.
    #[must_use]
    pub fn unknown() -> &'static Self {
        static UNKNOWN: LazyLock<NumberFormat> =
            LazyLock::new(|| NumberFormat { kind: FormatKind::Unknown, code: Arc::from("") });
        &UNKNOWN
    }
}

/// True when a percent sign stands outside quotes, brackets and escapes.
fn has_percent(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for char in code.chars() {
        match char {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            '%' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_what_matters() {
        for (code, kind) in [
            ("General", FormatKind::General),
            ("", FormatKind::General),
            ("@", FormatKind::Text),
            ("0", FormatKind::Zeros(1)),
            ("000000", FormatKind::Zeros(6)),
            ("00000;-00000", FormatKind::Zeros(5)),
            ("0.00%", FormatKind::Percent),
            ("0\\ %", FormatKind::Percent),
            ("0.00\"%\"", FormatKind::Other),
            ("0\\%", FormatKind::Other),
            ("#,##0.00", FormatKind::Other),
            ("000-000", FormatKind::Other),
        ] {
            assert_eq!(NumberFormat::from_code(code).kind, kind, "{code}");
        }
    }
}
