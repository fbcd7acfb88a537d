//! Settings of the company sheet as the schema has them: words in any of the languages, numbers that are numbers, names
//! that something reads.

use rust_decimal::Decimal;

use super::settings::Settings;
use crate::finding::codes::model as codes;
use crate::finding::{Finding, Findings};
use crate::tables::schema::{self, FieldKind, FieldSpec};
use crate::tables::words;

/// The table whose keys these are.
const TABLE: &str = "company";
/// How much alike two names are that may be meant for one another.
const ALIKE: f64 = 0.6;

/// The settings with flags and choices in their canonical words. What cannot be used is left out, so that its default
/// counts, and is named.
pub(super) fn settled(written: &Settings, findings: &mut Findings) -> Settings {
    let mut settings = Settings::default();
    let spec = schema::table(TABLE);
    for (key, setting) in written.iter() {
        let value = setting.value.trim();
        let usable = match spec.and_then(|spec| spec.field(key)) {
            Some(_) if value.is_empty() => Ok(None),
            Some(field) => usable(field, value).map(Some),
            None => {
                let mut finding = Finding::new(&codes::W_SETTING_UNKNOWN).field(key).value(value);
                finding.detail = nearest(key).map(|near| format!("nearest: {near}"));
                finding.origin.clone_from(&setting.origin);
                findings.push(finding);
                Ok(Some(value.to_owned()))
            }
        };
        match usable {
            Ok(usable) => {
                if let Some(usable) = usable {
                    settings.set(key, usable, setting.origin.clone());
                }
            }
            Err(expected) => {
                let mut finding = Finding::new(&codes::E_SETTING).field(key).value(value);
                finding.detail = Some(format!("{key}: {expected}"));
                finding.origin.clone_from(&setting.origin);
                findings.push(finding);
            }
        }
    }
    settings
}

/// The value as it is used, or what is expected in its place.
fn usable(field: &FieldSpec, value: &str) -> Result<String, String> {
    match field.kind {
        FieldKind::Flag | FieldKind::Choice => match words::choice(TABLE, field.name, value) {
            Some(word) => Ok(word.to_owned()),
            None if field.kind == FieldKind::Flag => Err("Y or N, or a known word for them".to_owned()),
            None => Err(format!("one of {}", field.choices.join(", "))),
        },
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Money | FieldKind::Percent | FieldKind::Fraction => {
            let is_whole = |number: Decimal| field.kind != FieldKind::Integer || number.fract().is_zero();
            let number = value.parse::<Decimal>().ok().filter(|number| is_whole(*number));
            let within = number.filter(|number| range(field.name).is_none_or(|range| range.contains(number)));
            within.map(|_| value.to_owned()).ok_or_else(|| lower_first(field.description))
        }
        FieldKind::Codes => {
            let is_code =
                |code: &str| code.trim().chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter));
            let all = value.split([';', ',', ' ']).all(is_code);
            if all { Ok(value.to_owned()) } else { Err("codes with ; between them".to_owned()) }
        }
        FieldKind::Code | FieldKind::Text | FieldKind::Date => Ok(value.to_owned()),
    }
}

/// The smallest and largest number of a setting that has such.
fn range(key: &str) -> Option<std::ops::RangeInclusive<Decimal>> {
    let (least, most) = match key {
        "discount_slots" => (1, 3),
        "price_decimals" => (2, 6),
        _ => return None,
    };
    Some(Decimal::from(least)..=Decimal::from(most))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The setting whose name is most like this one.
fn nearest(key: &str) -> Option<&'static str> {
    let names = schema::table(TABLE)?.fields.iter().map(|field| field.name);
    let alike = |name: &str| rapidfuzz::distance::osa::normalized_similarity(key.chars(), name.chars());
    let near = names.map(|name| (alike(name), name)).filter(|(alike, _)| *alike >= ALIKE);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[(&str, &str)]) -> (Settings, Vec<(&'static str, String)>) {
        let mut written = Settings::default();
        for (key, value) in values {
            written.set(key, (*value).to_owned(), None);
        }
        let mut findings = Findings::new();
        let settings = settled(&written, &mut findings);
        let said = findings.iter().map(|finding| (finding.code.id, finding.detail.clone().unwrap_or_default()));
        (settings, said.collect())
    }

    #[test]
    fn words_of_all_languages_are_understood() {
        let (settings, said) = of(&[
            ("prices_include_vat", "kyllä"),
            ("blank_quantity_is_one", "ja"),
            ("district_from_order", "是"),
            ("customer_price_default_kind", "e"),
            ("vat_registered_countries", "SE; DE"),
            ("price_decimals", "4"),
            ("name", " Acme "),
            ("country", ""),
        ]);
        assert_eq!(said, []);
        assert!(
            ["prices_include_vat", "blank_quantity_is_one", "district_from_order"]
                .iter()
                .all(|key| settings.flag(key, false))
        );
        assert_eq!(settings.text("customer_price_default_kind"), Some("E"));
        assert_eq!((settings.integer("price_decimals"), settings.text("name")), (Some(4), Some("Acme")));
        assert_eq!(settings.text("country"), None);
    }

    #[test]
    fn what_cannot_be_used_is_named_and_left_out() {
        let (settings, said) = of(&[
            ("prices_include_vat", "perhaps"),
            ("discount_slots", "4"),
            ("price_decimals", "three"),
            ("customer_price_default_kind", "sometimes"),
            ("vat_registered_countries", "SE/DE"),
            ("prices_incl_vat", "Y"),
            ("our own", "1"),
        ]);
        assert!(settings.iter().all(|(key, _)| ["prices_incl_vat", "our own"].contains(&key)));
        let said: Vec<String> = said.into_iter().map(|(code, detail)| format!("{code} {detail}")).collect();
        assert_eq!(
            said,
            [
                "E-SETTING customer_price_default_kind: one of N, E, B",
                "E-SETTING discount_slots: number of discount slots in use, 1 to 3",
                "W-SETTING-UNKNOWN ",
                "E-SETTING price_decimals: decimals of prices, 2 to 6",
                "W-SETTING-UNKNOWN nearest: prices_include_vat",
                "E-SETTING prices_include_vat: Y or N, or a known word for them",
                "E-SETTING vat_registered_countries: codes with ; between them",
            ]
        );
    }
}
