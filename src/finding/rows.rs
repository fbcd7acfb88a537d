//! Which rows a finding is about, when it stands for many.

use super::Finding;

/// Rows of a sheet.
const MOST_ROWS: u32 = 1_048_576;

impl Finding {
    /// The rows (from zero) it is about: its own, or all that its detail names when it stands for many.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        let Some(own) = self.origin.as_ref().and_then(|origin| origin.row) else { return Vec::new() };
        let many = self.detail.as_deref().and_then(listed).filter(|rows| rows.contains(&own));
        many.unwrap_or_else(|| vec![own])
    }
}

/// The rows of a detail that ends with `in 12 rows: 5-9, 14, 17-22`, as equal findings are gathered.
fn listed(detail: &str) -> Option<Vec<u32>> {
    let (before, list) = detail.rsplit_once(" rows: ")?;
    let count: usize = before.rsplit_once("in ").map_or(before, |(_, count)| count).trim().parse().ok()?;
    let mut rows = Vec::new();
    for run in list.split(", ") {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
        if first == 0 || last < first || last > MOST_ROWS {
            return None;
        }
        rows.extend(first.saturating_sub(1)..last);
    }
    (rows.len() == count).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes::reading::E_NUMBER;
    use crate::origin::Origin;

    #[test]
    fn a_finding_that_stands_for_many_names_their_rows() {
        let origin = Origin::sheet("a.xlsx".into(), "S".into()).at(4, 2);
        let finding = |detail: &str| Finding::new(&E_NUMBER).at(origin.clone()).detail(detail);
        assert_eq!(finding("in 4 rows: 5-7, 10").rows(), [4, 5, 6, 9]);
        assert_eq!(finding("it is ambiguous; in 2 rows: 5, 7").rows(), [4, 6]);
        for other in ["3 rows: 5-9", "in 2 rows: 6-7", "rows: 5", "first in x, row 3"] {
            assert_eq!(finding(other).rows(), [4], "{other}");
        }
        assert!(Finding::new(&E_NUMBER).rows().is_empty());
    }
}
