//! How a country writes numbers and dates, told by names such as `fi`, `en-US` or `de_CH`.

use serde::{Deserialize, Serialize};

/// The sign between whole and fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DecimalSign {
    /// `1,5`
    Comma,
    /// `1.5`
    Point,
}

/// The order of day, month and year in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    /// 31.3.2026
    DayMonthYear,
    /// 3/31/2026
    MonthDayYear,
    /// 2026/3/31
    YearMonthDay,
}

/// What is needed to read text that means different things in different countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Locale {
    /// Decimal comma or decimal point.
    pub decimal: DecimalSign,
    /// Order of the parts of a date.
    pub dates: DateOrder,
}

/// Languages that write a decimal point.
const POINT: &[&str] = &["en", "zh", "ja", "ko", "th", "he", "hi", "ga", "mt", "ms", "fil"];
/// Regions that write a decimal point although their language elsewhere does not.
const POINT_REGIONS: &[&str] =
    &["ch", "li", "mx", "us", "gt", "hn", "ni", "pa", "pe", "sv", "do", "pr", "hk", "mo", "tw", "cn", "sg"];
/// Languages that put the year first.
const YEAR_FIRST: &[&str] = &["zh", "ja", "ko", "hu", "lt", "sv", "mn"];

/// Languages (ISO 639) whose names are taken: a country such as `us` or `gb` is none, and must not pass for one.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fil fj fo fr fy ga gd gl gn gsw gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr \
    ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm \
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

impl Locale {
    /// The habits behind a name: a language, then, after `-` or `_`, a region.
    ///
    /// Nothing when there is no such language. Languages without an entry here write a comma and the day first.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let name = name.split(['.', '@']).next().unwrap_or_default();
        let mut parts = name.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        if !LANGUAGES.split_whitespace().any(|known| known == language) {
            return None;
        }
        let region = parts.find(|part| part.len() == 2).unwrap_or_default();
        let decimal = match (language, region) {
            ("en", "za") | ("fr", "ch") => DecimalSign::Comma,
            _ if POINT.contains(&language) || POINT_REGIONS.contains(&region) => DecimalSign::Point,
            _ => DecimalSign::Comma,
        };
        let dates = match (language, region) {
            ("en", "us" | "") => DateOrder::MonthDayYear,
            ("en" | "fr", "ca") | ("en", "za") => DateOrder::YearMonthDay,
            _ if YEAR_FIRST.contains(&language) => DateOrder::YearMonthDay,
            _ => DateOrder::DayMonthYear,
        };
        Some(Self { decimal, dates })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_signs_and_orders() {
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        use DecimalSign::{Comma, Point};
        for (name, decimal, dates) in [
            ("fi", Comma, DayMonthYear),
            ("fi_FI.UTF-8", Comma, DayMonthYear),
            ("en-US", Point, MonthDayYear),
            ("en-GB", Point, DayMonthYear),
            ("de", Comma, DayMonthYear),
            ("de-CH", Point, DayMonthYear),
            ("zh-Hant-TW", Point, YearMonthDay),
            ("sv", Comma, YearMonthDay),
            ("es-MX", Point, DayMonthYear),
        ] {
            assert_eq!(Locale::from_name(name), Some(Locale { decimal, dates }), "{name}");
        }
        assert_eq!(Locale::from_name(""), None);
        assert_eq!(Locale::from_name("Finnish"), None);
        for country in ["us", "gb", "xx", "US"] {
            assert_eq!(Locale::from_name(country), None, "no language is called so: a guess would be wrong");
        }
    }
}
