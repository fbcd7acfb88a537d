//! Numbers and names of variants. Variants specification, section 5.

use super::family::{Family, Property};
use super::vocabulary::note;
use crate::finding::Findings;
use crate::finding::codes::variants as codes;
use crate::tables::Table;

/// Longest number of a variant, in characters.
pub(crate) const MOST_LETTERS: usize = 40;

/// How a number of a variant is put together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Place { source: Source, edits: Vec<Edit> },
}

#[derive(Clone, Debug)]
enum Source {
    Product,
    Value(usize),
    Code(usize),
    Name(usize, String),
}

#[derive(Clone, Copy, Debug)]
enum Edit {
    First(usize),
    Pad(usize),
    Upper,
}

impl Template {
    /// The template of a product; without one, or when it is not understood, the product and the codes of its values.
    pub(crate) fn read(family: &Family, products: &Table, row: usize, findings: &mut Findings) -> Self {
        if let Some(text) = products.text("sku_template").get(row) {
            let text = family.catalog.text(text);
            match Self::parse(text, family.properties()) {
                Ok(template) => return template,
                Err(problem) => {
                    let at = (products, row, "sku_template");
                    note(findings, &codes::E_SKU_TEMPLATE, at, Some(text), problem);
                }
            }
        }
        let mut parts = vec![Part::Place { source: Source::Product, edits: Vec::new() }];
        for (index, property) in family.properties().iter().enumerate() {
            if property.values.len() > 1 {
                parts.push(Part::Text("-".to_owned()));
                parts.push(Part::Place { source: Source::Code(index), edits: Vec::new() });
            }
        }
        Self(parts)
    }

    fn parse(text: &str, properties: &[Property]) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let Some((inside, behind)) = after.split_once('}') else {
                return Err(format!("\"{{{after}\" is not closed"));
            };
            parts.push(place(inside, properties)?);
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// The number of a variant, before it is checked.
    pub(crate) fn fill(&self, family: &Family, selection: &[usize]) -> String {
        let mut sku = String::new();
        let value = |property: usize| {
            let place = selection.get(property)?;
            family.properties().get(property)?.values.get(*place)
        };
        for part in &self.0 {
            let (source, edits) = match part {
                Part::Text(text) => {
                    sku.push_str(text);
                    continue;
                }
                Part::Place { source, edits } => (source, edits),
            };
            let text = match source {
                Source::Product => Some(family.product()),
                Source::Value(property) => value(*property).map(|value| value.value.as_str()),
                Source::Code(property) => value(*property).map(|v| v.code.as_deref().unwrap_or(&v.value)),
                Source::Name(property, language) => {
                    value(*property).map(|value| value.names.get(language).unwrap_or(&value.value))
                }
            };
            let mut text = text.unwrap_or_default().to_owned();
            for edit in edits {
                text = match edit {
                    Edit::First(letters) => text.chars().take(*letters).collect(),
                    Edit::Upper => text.to_uppercase(),
                    Edit::Pad(letters) => padded(&text, *letters),
                };
            }
            sku.push_str(&text);
        }
        sku
    }
}

/// A number with zeros in front until its whole part has this many digits; other texts stay as they are.
fn padded(text: &str, digits: usize) -> String {
    if super::vocabulary::number(text).is_none() {
        return text.to_owned();
    }
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let whole = rest.split(['.', ',']).next().unwrap_or_default().chars().count();
    format!("{sign}{}{rest}", "0".repeat(digits.saturating_sub(whole)))
}

/// What stands between the braces: a property or `product`, then `.code`, `.name`, `.name.xx`, `:n`, `|0n`, `|upper`.
fn place(inside: &str, properties: &[Property]) -> Result<Part, String> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', ':', '|']);
    let longest = properties
        .iter()
        .enumerate()
        .filter_map(|(index, property)| Some((index, inside.strip_prefix(property.name.as_str())?)))
        .filter(|(_, rest)| ends(rest))
        .min_by_key(|(_, rest)| rest.len());
    let (mut source, mut rest) = match (longest, inside.strip_prefix("product")) {
        (Some((index, rest)), _) => (Source::Value(index), rest),
        (None, Some(rest)) if ends(rest) => (Source::Product, rest),
        _ => {
            let name = inside.split(['.', ':', '|']).next().unwrap_or_default();
            let near = super::vocabulary::nearest(name, properties.iter().map(|property| property.name.as_str()));
            return Err(format!("the product has no property \"{name}\"{near}"));
        }
    };
    if let (Source::Value(index), Some(form)) = (&source, rest.strip_prefix('.')) {
        let end = form.find([':', '|']).unwrap_or(form.len());
        let (form, behind) = form.split_at(end);
        rest = behind;
        source = match form.split_once('.') {
            None if form == "code" => Source::Code(*index),
            None if form == "name" => Source::Name(*index, "en".to_owned()),
            Some(("name", language)) => Source::Name(*index, language.to_owned()),
            _ => return Err(format!("\".{form}\" is not known; there is .code and .name.en")),
        };
    }
    let mut edits = Vec::new();
    while !rest.is_empty() {
        let end = rest.char_indices().skip(1).find(|(_, c)| matches!(c, ':' | '|')).map_or(rest.len(), |(at, _)| at);
        let (edit, behind) = rest.split_at(end);
        rest = behind;
        let letters = |text: &str| text.parse::<usize>().ok().filter(|&letters| letters <= MOST_LETTERS);
        edits.push(match (edit.strip_prefix(':'), edit.strip_prefix("|0")) {
            (Some(first), _) => Edit::First(letters(first).ok_or_else(|| format!("\"{edit}\" is not `:n`"))?),
            (_, Some(pad)) => Edit::Pad(letters(pad).ok_or_else(|| format!("\"{edit}\" is not `|0n`"))?),
            _ if edit == "|upper" => Edit::Upper,
            _ => return Err(format!("\"{edit}\" is not known; there is `:n`, `|0n` and `|upper`")),
        });
    }
    Ok(Part::Place { source, edits })
}

/// A number in which every character that is not allowed is a `-`.
pub(crate) fn cleaned(sku: &str) -> String {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/');
    sku.chars().map(|letter| if is_allowed(letter) { letter } else { '-' }).collect()
}

impl Family {
    /// The name of a variant for people: the product's name, then the values in property order; properties with one
    /// value are left out.
    pub(crate) fn variant_name(&self, selection: &[usize], language: &str) -> String {
        let mut name = self.names.get(language).unwrap_or(&self.product).to_owned();
        for (property, place) in self.properties().iter().zip(selection) {
            if let (true, Some(value)) = (property.values.len() > 1, property.values.get(*place)) {
                name.push(' ');
                name.push_str(value.names.get(language).unwrap_or(&value.value));
            }
        }
        name
    }

    /// A selection as a condition: `POWER=90, COLOR=RED`; properties with one value are left out.
    pub(crate) fn words(&self, selection: &[Option<usize>]) -> String {
        let words: Vec<String> = self
            .properties()
            .iter()
            .zip(selection)
            .filter(|(property, _)| property.values.len() > 1)
            .filter_map(|(property, place)| {
                let value = property.values.get((*place)?)?;
                let quoted = super::condition::quoted;
                Some(format!("{}={}", quoted(&property.name), quoted(&value.value)))
            })
            .collect();
        words.join(", ")
    }
}
