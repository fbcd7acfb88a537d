//! The dictionary of titles in memory: built once from the embedded files, asked by `aliases`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use super::embedded;
use super::schema;
use crate::values::{self, fold_title};

pub(super) const DICTIONARY: &str = include_str!("header-aliases.csv");
pub(super) const MAP: &str = include_str!("dictionary-map.csv");
pub(super) const EXTRA: &str = include_str!("extra-aliases.csv");
pub(super) const LANGUAGE_WORDS: &str = include_str!("languages.csv");
pub(super) const HAN: &str = include_str!("han.csv");

/// The dictionary's field that holds names of sheets.
pub(super) const SHEET_NAME: &str = "_sheet_name";

/// A folded title without diacritics, traditional characters as simplified ones.
pub(super) fn fold_diacritics(folded: &str) -> String {
    let plain = values::fold_diacritics(folded);
    plain.chars().map(|char| HAN_PAIRS.get(&char).copied().unwrap_or(char)).collect()
}

/// Traditional character to simplified one.
static HAN_PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = embedded::rows::<2>(HAN);
    pairs.flat_map(|[traditional, simplified]| traditional.chars().zip(simplified.chars())).collect()
});

pub(super) static DICTIONARIES: LazyLock<Dictionaries> = LazyLock::new(Dictionaries::read);

/// One known title.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) table: &'static str,
    pub(super) field: &'static str,
    pub(super) language: &'static str,
    pub(super) alias: &'static str,
}

/// Titles to what they may mean: `exact` as folded, `plain` also without diacritics.
pub(super) struct Lists<T> {
    pub(super) exact: HashMap<String, Vec<T>>,
    plain: HashMap<String, Vec<T>>,
}

impl<T: Copy + PartialEq> Lists<T> {
    fn new() -> Self {
        Self { exact: HashMap::new(), plain: HashMap::new() }
    }

    /// Adds a meaning; German titles also with `ae oe ue` for the letters with dots.
    fn add(&mut self, alias: &str, language: &str, meaning: T) {
        let folded = fold_title(alias);
        if folded.is_empty() {
            return;
        }
        push(&mut self.plain, fold_diacritics(&folded), meaning);
        if language == "de" && folded.contains(['ä', 'ö', 'ü']) {
            push(&mut self.plain, folded.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue"), meaning);
        }
        push(&mut self.exact, folded, meaning);
    }

    /// The meanings of a title and whether they were met with diacritics.
    pub(super) fn get(&self, title: &str) -> Option<(&[T], bool)> {
        let folded = fold_title(title);
        let exact = self.exact.get(&folded).map(|list| (list.as_slice(), true));
        exact.or_else(|| self.plain.get(&fold_diacritics(&folded)).map(|list| (list.as_slice(), false)))
    }
}

fn push<T: PartialEq>(map: &mut HashMap<String, Vec<T>>, title: String, meaning: T) {
    let list = map.entry(title).or_default();
    if !list.contains(&meaning) {
        list.push(meaning);
    }
}

/// A table and one of its columns.
pub(super) type Meaning = (&'static str, &'static str);

/// Titles whose meanings are kept by each thread.
const KEPT_LOOKUPS: usize = 4_096;

thread_local! {
    static LOOKED_UP: RefCell<HashMap<String, Rc<[Meaning]>>> = RefCell::default();
}

/// Everything that is known about titles.
pub(super) struct Dictionaries {
    pub(super) entries: Vec<Entry>,
    pub(super) sheets: Lists<&'static str>,
    pub(super) titles: Lists<(&'static str, &'static str)>,
    /// Words for languages: folded word to code.
    language_words: HashMap<String, &'static str>,
    /// Names of language columns: base and code to name.
    language_fields: HashMap<(&'static str, &'static str), String>,
}

impl Dictionaries {
    fn read() -> Self {
        let mut own = Self {
            entries: Vec::new(),
            sheets: Lists::new(),
            titles: Lists::new(),
            language_words: HashMap::new(),
            language_fields: HashMap::new(),
        };
        own.read_canonical();
        own.read_dictionary();
        own.read_extra();
        own.read_languages();
        own
    }

    fn read_canonical(&mut self) {
        for table in schema::tables() {
            self.sheets.add(table.name, "id", table.name);
            for field in &table.fields {
                self.titles.add(field.base(), "id", (table.name, field.base()));
            }
        }
    }

    fn read_dictionary(&mut self) {
        let mut sheets: HashMap<&str, &'static str> = HashMap::new();
        let mut names: HashMap<(&str, &str), &'static str> = HashMap::new();
        for [sheet, field, table, to] in embedded::rows::<4>(MAP) {
            if field == SHEET_NAME {
                sheets.insert(sheet, table);
            } else {
                names.insert((sheet, field), to);
            }
        }
        for [sheet, field, language, alias] in embedded::rows::<4>(DICTIONARY) {
            let table = sheets.get(sheet).copied().unwrap_or(sheet);
            let Some(spec) = schema::table(table) else { continue };
            let field = names.get(&(sheet, field)).copied().unwrap_or(field);
            self.add(Entry { table: spec.name, field, language, alias });
        }
    }

    fn add(&mut self, entry: Entry) {
        let Entry { table, field, language, alias } = entry;
        if field == SHEET_NAME {
            self.sheets.add(alias, language, table);
        } else {
            self.titles.add(alias, language, (table, field));
        }
        self.entries.push(entry);
    }

    /// The second file: for titles that the dictionary does not have in that table.
    fn read_extra(&mut self) {
        let mut known: HashMap<(&'static str, &'static str), Vec<Entry>> = HashMap::new();
        for entry in &self.entries {
            known.entry((entry.table, entry.field)).or_default().push(*entry);
        }
        let mut found = Vec::new();
        for [sheet, field, language, alias] in embedded::rows::<4>(EXTRA) {
            for table in schema::tables().iter().filter(|table| sheet == "*" || sheet == table.name) {
                let in_schema = field == SHEET_NAME || table.fields.iter().any(|spec| spec.base() == field);
                if sheet == "*" && !in_schema {
                    continue;
                }
                if let Some(language) = language.strip_suffix('!') {
                    self.add(Entry { table: table.name, field, language, alias });
                } else if language == "=" {
                    if sheet == "*" && known.contains_key(&(table.name, field)) {
                        continue;
                    }
                    let source = alias.split_once('.').and_then(|source| known.get(&source));
                    found.extend(source.into_iter().flatten().map(|entry| Entry {
                        table: table.name,
                        field,
                        ..*entry
                    }));
                } else {
                    found.push(Entry { table: table.name, field, language, alias });
                }
            }
        }
        // Titles of sheets may mean several tables; titles of columns only what the dictionary says.
        found.retain(|entry| entry.field == SHEET_NAME || !self.knows(entry));
        for entry in found {
            self.add(entry);
        }
    }

    /// The dictionary has this title for another column of the same table.
    fn knows(&self, entry: &Entry) -> bool {
        let meanings = self.titles.exact.get(&fold_title(entry.alias));
        meanings.is_some_and(|list| list.iter().any(|(table, field)| *table == entry.table && *field != entry.field))
    }

    fn read_languages(&mut self) {
        let mut codes = Vec::new();
        for [code, words] in embedded::rows::<2>(LANGUAGE_WORDS) {
            codes.push(code);
            for word in std::iter::once(code).chain(words.split(';')) {
                let folded = fold_title(word);
                self.language_words.insert(fold_diacritics(&folded), code);
                self.language_words.insert(folded, code);
            }
        }
        for field in schema::tables().iter().flat_map(|table| &table.fields).filter(|field| field.language) {
            for code in &codes {
                self.language_fields.entry((field.base(), code)).or_insert_with(|| format!("{}_{code}", field.base()));
            }
        }
    }

    /// Every table and column a title may mean; looked up once for the same text, because recognising asks about the
    /// same cells for every table.
    pub(super) fn titles_of(&'static self, title: &str) -> Rc<[Meaning]> {
        LOOKED_UP.with_borrow_mut(|known| {
            if let Some(found) = known.get(title) {
                return Rc::clone(found);
            }
            if known.len() >= KEPT_LOOKUPS {
                known.clear();
            }
            let found: Rc<[Meaning]> = self.look_up(title).into();
            known.insert(title.to_owned(), Rc::clone(&found));
            found
        })
    }

    /// Every table and column a title may mean: exactly, by its language, then without diacritics; the first of these
    /// that answers for a table is the answer for that table.
    fn look_up(&'static self, title: &str) -> Vec<Meaning> {
        if title.len() > LONGEST_TITLE {
            return Vec::new();
        }
        let folded = fold_title(title);
        if folded.is_empty() {
            return Vec::new();
        }
        let plain = fold_diacritics(&folded);
        let exact = self.titles.exact.get(&folded).map_or(&[][..], Vec::as_slice);
        let languages = self.language_columns(title);
        let plain = self.titles.plain.get(&plain).map_or(&[][..], Vec::as_slice);
        let mut found = Vec::new();
        for list in [exact, languages.as_slice(), plain] {
            let before = found.len();
            for meaning in list {
                let answered = found.iter().take(before).any(|(table, _): &(&str, &str)| *table == meaning.0);
                if !answered && !found.contains(meaning) {
                    found.push(*meaning);
                }
            }
        }
        // Under its canonical name a column of the schema goes before a column that is only kept.
        let in_schema =
            |table: &str, field: &str| schema::table(table).is_some_and(|table| table.field(field).is_some());
        let canonical: Vec<_> = found
            .iter()
            .filter(|(table, field)| fold_title(field) == folded && in_schema(table, field))
            .map(|(table, _)| *table)
            .collect();
        found.retain(|(table, field)| !canonical.contains(table) || in_schema(table, field));
        let place = |name: &str| schema::tables().iter().position(|table| table.name == name);
        found.sort_by_key(|(table, _)| place(table));
        found
    }

    /// The language columns a title names: known title and language, in either order (`Kuvaus FI`, `Description (en)`,
    /// `German name`, `英文名称`).
    fn language_columns(&'static self, title: &str) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        for (base, language) in self.language_splits(title) {
            let Some((meanings, _)) = self.titles.get(base) else { continue };
            for (table, field) in meanings {
                let has_languages = schema::table(table)
                    .is_some_and(|spec| spec.fields.iter().any(|spec| spec.language && spec.base() == *field));
                if has_languages
                    && let Some(name) = self.language_fields.get(&(*field, language))
                    && !found.contains(&(*table, name.as_str()))
                {
                    found.push((*table, name.as_str()));
                }
            }
        }
        found
    }

    /// The ways to read a title as a base and a language.
    fn language_splits<'a>(&self, title: &'a str) -> Vec<(&'a str, &'static str)> {
        let title = title.trim();
        let mut splits = Vec::new();
        for end in word_ends(title) {
            let Some((left, right)) = title.split_at_checked(end) else { continue };
            for (base, word) in [(left, right), (right, left)] {
                let folded = fold_title(word);
                let language = self.language_words.get(&folded);
                if let Some(language) = language.or_else(|| self.language_words.get(&fold_diacritics(&folded))) {
                    // "Name no" is a number; Norwegian is written "Name (no)" or "name_no".
                    let is_number = *language == "no" && folded == "no" && !word.contains(['(', '[', '_']);
                    if !is_number {
                        splits.push((base, *language));
                    }
                }
            }
        }
        // Chinese has no word ends: the language stands before or after the name without a gap.
        for (word, language) in embedded::rows::<2>(LANGUAGE_WORDS)
            .flat_map(|[code, words]| words.split(';').map(move |word| (word, code)))
            .filter(|(word, _)| !title.is_ascii() && word.chars().all(is_han))
        {
            splits.extend(title.strip_prefix(word).map(|base| (base, language)));
            splits.extend(title.strip_suffix(word).map(|base| (base, language)));
        }
        splits
    }
}

/// Bytes of the longest text that is looked at as a title or the name of a sheet: the work grows with its square.
pub(super) const LONGEST_TITLE: usize = 1024;

/// Places inside a title where a word ends: before punctuation and blanks, between letters and digits, between Chinese
/// and other letters, before a capital after a small letter.
pub(super) fn word_ends(title: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut before: Option<char> = None;
    for (index, c) in title.char_indices() {
        if let Some(before) = before
            && before.is_alphanumeric()
        {
            let is_end = !c.is_alphanumeric()
                || before.is_alphabetic() != c.is_alphabetic()
                || is_han(before) != is_han(c)
                || (before.is_lowercase() && c.is_uppercase());
            if is_end {
                ends.push(index);
            }
        }
        before = Some(c);
    }
    ends
}

/// Where the title begins after a leading number such as `01 ` or `2026-`.
pub(super) fn after_number(title: &str) -> usize {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() {
        0
    } else {
        title.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len()
    }
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
