//! The zip container of a workbook: parts that are changed or added; every other part is copied as it is packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::xml::{Edits, Tags, escape};
use crate::workbook::{relations_part, target_part};

/// Largest part that is changed, unpacked.
const LARGEST_PART: u64 = 2 << 30;
/// Beginning of the kinds of relations, as ordinary workbooks write them.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Why a package cannot be changed: the part that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Odd(pub(super) String);

/// A relation of a part.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    /// Last word of its kind, such as `worksheet`.
    pub(super) kind: String,
    /// Name of the part it leads to.
    pub(super) target: String,
}

/// The parts of a workbook.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Odd> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Odd(error.to_string()))?;
        let mut names = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| Odd(error.to_string()))?;
            names.push(part.name().map_err(|error| Odd(error.to_string()))?.into_owned());
        }
        Ok(Self { archive, names, changed: BTreeMap::new() })
    }

    /// The text of a part as it is by now; none when there is no such part.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<String>, Odd> {
        if let Some(text) = self.changed.get(name) {
            return Ok(Some(text.clone()));
        }
        if !self.names.iter().any(|known| known == name) {
            return Ok(None);
        }
        let odd = || Odd(name.to_owned());
        let part = self.archive.by_name(name).map_err(|_| odd())?;
        let mut text = String::new();
        part.take(LARGEST_PART).read_to_string(&mut text).map_err(|_| odd())?;
        Ok(Some(text))
    }

    /// The text of a part that must be there.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Odd> {
        self.find(name)?.ok_or_else(|| Odd(name.to_owned()))
    }

    /// Changes or adds a part.
    pub(super) fn set(&mut self, name: &str, text: String) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        self.changed.insert(name.to_owned(), text);
    }

    /// A name for a new part: the first number that is free.
    pub(super) fn free_name(&self, before: &str, after: &str) -> String {
        let is_free = |name: &String| !self.names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let mut names = (1..=u64::MAX).map(|number| format!("{before}{number}{after}"));
        names.find(is_free).unwrap_or_default()
    }

    /// The relations of a part; those that lead out of the file are left away.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Odd> {
        let name = relations_part(part);
        let Some(text) = self.find(&name)? else { return Ok(Vec::new()) };
        let mut tags = Tags::new(&text);
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = tags
            .by_ref()
            .filter(|tag| tag.local() == "Relationship" && !tag.is_end())
            .filter(|tag| tag.get("TargetMode").is_none_or(|mode| mode != "External"))
            .filter_map(|tag| {
                let kind = tag.get("Type")?;
                Some(Relation {
                    id: tag.get("Id")?.into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: target_part(folder, &tag.get("Target")?),
                })
            })
            .collect();
        if tags.is_broken { Err(Odd(name)) } else { Ok(found) }
    }

    /// Adds a relation and returns its id.
    pub(super) fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, Odd> {
        let name = relations_part(part);
        let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                     <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
        let text = self.find(&name)?.unwrap_or_else(|| empty.to_owned());
        let mut ids = Vec::new();
        let mut tags = Tags::new(&text);
        for tag in tags.by_ref().filter(|tag| tag.local() == "Relationship" && !tag.is_end()) {
            ids.extend(tag.get("Id").map(|id| id.to_lowercase()));
        }
        let id = (1..=u64::MAX).map(|number| format!("rId{number}")).find(|id| !ids.contains(&id.to_lowercase()));
        let id = id.unwrap_or_default();
        let new = |prefix: &str| {
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"/{}\"/>", escape(target))
        };
        let changed = into_root(&text, "Relationships", new).ok_or_else(|| Odd(name.clone()))?;
        self.set(&name, changed);
        Ok(id)
    }

    /// Says what kind of content a part has, or (`.vml`) all parts with an ending.
    pub(super) fn declare(&mut self, part: &str, content: &str) -> Result<(), Odd> {
        const NAME: &str = "[Content_Types].xml";
        let text = self.text(NAME)?;
        let (element, attribute, value) = match part.strip_prefix('.') {
            Some(ending) => ("Default", "Extension", ending.to_owned()),
            None => ("Override", "PartName", format!("/{part}")),
        };
        let is_known = Tags::new(&text).any(|tag| {
            tag.local() == element && tag.get(attribute).is_some_and(|known| known.eq_ignore_ascii_case(&value))
        });
        if is_known {
            return Ok(());
        }
        let new =
            |prefix: &str| format!("<{prefix}{element} {attribute}=\"{}\" ContentType=\"{content}\"/>", escape(&value));
        let changed = into_root(&text, "Types", new).ok_or_else(|| Odd(NAME.to_owned()))?;
        self.set(NAME, changed);
        Ok(())
    }

    /// The package with its changes; parts keep their order, new ones follow.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Odd> {
        let failed = |error: zip::result::ZipError| Odd(error.to_string());
        let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let write = |copy: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str| {
            copy.start_file(name, options.large_file(text.len() > 0x7FFF_FFFF)).map_err(failed)?;
            copy.write_all(text.as_bytes()).map_err(|error| Odd(error.to_string()))
        };
        for index in 0..self.archive.len() {
            let raw = self.archive.by_index_raw(index).map_err(failed)?;
            let name = raw.name().map_err(failed)?.into_owned();
            match self.changed.remove(&name) {
                Some(text) => write(&mut copy, &name, &text)?,
                None => copy.raw_copy_file(raw).map_err(failed)?,
            }
        }
        for (name, text) in &self.changed {
            write(&mut copy, name, text)?;
        }
        Ok(copy.finish().map_err(failed)?.into_inner())
    }
}

/// The part with a new element at the end of its root; none when the root is not as expected.
pub(super) fn into_root(text: &str, root: &str, new: impl Fn(&str) -> String) -> Option<String> {
    let mut edits = Edits::default();
    let mut tags = Tags::new(text);
    let first = tags.next().filter(|tag| tag.local() == root)?;
    if first.is_empty() {
        let slash = first.slash();
        edits.replace(slash..first.end, format!(">{}</{}>", new(first.prefix()), first.name()));
    } else {
        let last = tags.by_ref().filter(|tag| tag.is_end() && tag.local() == root).last()?;
        edits.insert(last.start, new(first.prefix()));
    }
    (!tags.is_broken).then(|| edits.apply(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_added_to_an_empty_root_too() {
        let new = |prefix: &str| format!("<{prefix}b/>");
        assert_eq!(into_root("<x:a/>", "a", new).unwrap(), "<x:a><x:b/></x:a>");
        assert_eq!(into_root("<a><c/></a>", "a", new).unwrap(), "<a><c/><b/></a>");
        assert_eq!(into_root("<z/>", "a", new), None);
    }
}
