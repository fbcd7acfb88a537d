//! Dotted levels that a spreadsheet program has shortened: `2.10` typed into a cell for numbers becomes 2.1.
//!
//! After 2.9 comes 2.1 only when 2.10 was meant, after 2.19 comes 2.2 only for 2.20: what the sequence tells is put
//! right and named; what it does not tell is left and named. Rules: structures specification, section 1.

use std::collections::BTreeSet;

use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::tables::{Symbol, Table, Texts};

/// What became of one level.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Damage {
    /// The level as it was meant.
    Restored { level: String, after: String },
    /// The same level stands above in the same assembly, and the sequence does not tell what was meant.
    Twice,
}

/// Puts shortened levels of the `bom` table right.
pub(in crate::model) fn restore_levels(table: &mut Table, texts: &mut Texts, findings: &mut Findings) {
    let Some(index) = table.columns().iter().position(|column| &*column.name == "level") else { return };
    let view = table.text("level");
    let mut restored: Vec<(usize, Symbol)> = Vec::new();
    for (number, part) in table.parts().iter().enumerate() {
        let end = table.parts().get(number + 1).map_or(table.len(), |next| next.first);
        let levels: Vec<Option<Symbol>> = (part.first..end).map(|row| view.get(row)).collect();
        let found = damages(levels.iter().map(|level| level.map_or("", |level| texts.get(level))));
        for (offset, damage) in found {
            let row = part.first + offset;
            let Some(written) = view.get(row) else { continue };
            let code = match damage {
                Damage::Restored { .. } => &codes::W_LEVEL_RESTORED,
                Damage::Twice => &codes::W_LEVEL_TWICE,
            };
            let mut finding = Finding::new(code).field("level").value(texts.get(written));
            finding.origin = table.cell(row, "level");
            if let Damage::Restored { level, after } = damage {
                finding.detail = Some(format!("it follows {after}: read as {level}"));
                restored.push((row, texts.intern(&level)));
            }
            findings.push(finding);
        }
    }
    for (row, level) in restored {
        table.set_texts(index, row, std::iter::once(Some(level)));
    }
}

/// The levels of a list that cannot be as they are written, by row.
fn damages<'a>(levels: impl Iterator<Item = &'a str>) -> Vec<(usize, Damage)> {
    let mut found = Vec::new();
    // The assembly whose parts are being listed, the numbers of its parts, the last one.
    let (mut open, mut seen, mut last) = (None, BTreeSet::new(), 0_u64);
    for (row, level) in levels.enumerate() {
        let mut parts = level.trim().trim_matches('.').split('.');
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<u64>().ok());
        let Some(assembly) = number(parts.next()) else { continue };
        let Some(part) = parts.next() else {
            open = None;
            continue;
        };
        let Some(part_number) = number(Some(part)).filter(|_| parts.next().is_none()) else { continue };
        if open != Some(assembly) {
            (open, last) = (Some(assembly), 0);
            seen.clear();
        }
        let next = last.saturating_add(1);
        if part_number < next && is_shortened(part_number, next) {
            let (level, after) = (format!("{assembly}.{next}"), format!("{assembly}.{last}"));
            found.push((row, Damage::Restored { level, after }));
            last = next;
        } else {
            if seen.contains(&part_number) {
                found.push((row, Damage::Twice));
            }
            last = part_number;
        }
        seen.insert(last);
    }
    found
}

/// True when a spreadsheet program writes `next` behind the point as `part`: the zeros at its end are gone.
fn is_shortened(part: u64, next: u64) -> bool {
    let mut rest = next;
    while rest > 0 && rest.is_multiple_of(10) {
        rest /= 10;
        if rest == part {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::testing::catalog;

    fn restored(levels: &[&str]) -> Vec<String> {
        let found = damages(levels.iter().copied());
        let text = |(row, damage): (usize, Damage)| match damage {
            Damage::Restored { level, .. } => format!("{row} {level}"),
            Damage::Twice => format!("{row} ?"),
        };
        found.into_iter().map(text).collect()
    }

    #[test]
    fn the_sequence_tells_what_was_meant() {
        let levels = ["2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.9.1", "2.1", "2.11"];
        assert_eq!(restored(&levels), ["11 2.10"]);
        let twenty: Vec<String> = (1..=30).map(|part| format!("7.{part}").trim_end_matches('0').to_owned()).collect();
        let twenty: Vec<&str> = twenty.iter().map(String::as_str).collect();
        assert_eq!(restored(&twenty), ["9 7.10", "19 7.20", "29 7.30"]);
        assert_eq!(restored(&["3.98", "3.99", "3.1", "3.101"]), ["2 3.100"]);
        // A new assembly of the same number, other assemblies between, gaps, texts.
        assert_eq!(restored(&["3", "3.1", "3.2", "3", "3.1", "4.1", "3.1", "3.4", "x", "", "3.5."]), [""; 0]);
        // Not told by the sequence.
        assert_eq!(restored(&["2.1", "2.8", "2.1"]), ["2 ?"]);
        assert_eq!(restored(&["2.8", "2.1"]), [""; 0]);
        assert_eq!(restored(&["1.0", "1.1", "1.2", "2.0", "2.1"]), [""; 0]);
    }

    #[test]
    fn restored_levels_are_named_and_used() {
        let lines: String = (1..=11)
            .map(|part| {
                let level = format!("1.{part}");
                if part == 10 { "1.1,P10,1\n1.10.1,Q,2\n".to_owned() } else { format!("{level},P{part},1\n") }
            })
            .collect();
        let catalog = catalog(&[("bom", &format!("level,item,quantity\n1,A,1\n{lines}"))]);
        let found: Vec<String> = catalog
            .findings()
            .iter()
            .filter(|finding| finding.code.id.starts_with("W-LEVEL"))
            .map(crate::finding::Finding::line)
            .collect();
        assert_eq!(
            found,
            [
                "test.xlsx, sheet \"bom\", cell A12: dotted level without the zero at its end (W-LEVEL-RESTORED): it follows 1.9: \
              read as 1.10; found \"1.1\" as level; expected: levels written as text; fix: format the column as text and \
              type the level again"
            ]
        );
        let bom = catalog.table("bom");
        assert_eq!(bom.text("level").get(10).map(|level| catalog.text(level)), Some("1.10"));
        let tenth = catalog.item("P10").unwrap();
        assert!(catalog.structure().has_children(tenth));
    }

    proptest! {
        /// Assemblies with all their parts survive what the spreadsheet program does to them.
        #[test]
        fn whole_sequences_survive(sizes in prop::collection::vec(0_u64..130, 1..5)) {
            let mut meant = Vec::new();
            for (assembly, parts) in (1_u64..).zip(&sizes) {
                meant.push(assembly.to_string());
                meant.extend((1..=*parts).map(|part| format!("{assembly}.{part}")));
            }
            let damaged: Vec<String> = meant.iter().map(|level| level.parse::<f64>().unwrap().to_string()).collect();
            let mut read = damaged.clone();
            for (row, damage) in damages(damaged.iter().map(String::as_str)) {
                if let Damage::Restored { level, .. } = damage {
                    read[row] = level;
                }
            }
            prop_assert_eq!(read, meant);
        }
    }
}
