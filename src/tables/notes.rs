//! Notes about many values of one column: said once, with the first place and the count.

use crate::finding::{Code, Finding};
use crate::origin::Origin;

/// The notes of one column.
#[derive(Default)]
pub(super) struct Notes(Vec<Noted>);

struct Noted {
    code: &'static Code,
    count: usize,
    first: Origin,
    value: String,
}

impl Notes {
    /// Notes one value.
    pub(super) fn add(&mut self, code: &'static Code, place: impl FnOnce() -> Origin, value: impl FnOnce() -> String) {
        match self.0.iter_mut().find(|noted| noted.code == code) {
            Some(noted) => noted.count = noted.count.saturating_add(1),
            None => self.0.push(Noted { code, count: 1, first: place(), value: value() }),
        }
    }

    /// One finding for each kind of note.
    pub(super) fn findings(&self, field: &str) -> impl Iterator<Item = Finding> {
        self.0.iter().map(move |noted| {
            let finding = Finding::new(noted.code).at(noted.first.clone()).field(field).value(&noted.value);
            match noted.count {
                1 => finding,
                count => finding.detail(format!("{count} values of this column in all")),
            }
        })
    }
}
