//! Where the texts of a buffer begin and end.

/// Zero, then the end of each text, in as few bytes as the last one needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offsets {
    /// For texts up to 2 GiB together.
    Narrow(Vec<i32>),
    /// For more.
    Wide(Vec<i64>),
}

impl Default for Offsets {
    fn default() -> Self {
        Self::Narrow(vec![0])
    }
}

impl Offsets {
    /// So many texts of the same length.
    #[must_use]
    pub fn even(rows: usize, length: usize) -> Self {
        let last = rows.saturating_mul(length);
        if length == 0 {
            Self::Narrow(vec![0; rows + 1])
        } else if let (Ok(_), Ok(length), Ok(rows)) = (i32::try_from(last), i32::try_from(length), i32::try_from(rows))
        {
            Self::Narrow((0..=rows).map(|row| row * length).collect())
        } else {
            Self::Wide((0..=rows).map(|row| i64::of(row * length)).collect())
        }
    }

    /// Adds the end of one more text.
    pub fn push(&mut self, end: usize) {
        if let Self::Narrow(offsets) = self {
            if let Ok(end) = i32::try_from(end) {
                offsets.push(end);
                return;
            }
            *self = Self::Wide(offsets.iter().map(|&offset| offset.into()).collect());
        }
        if let Self::Wide(offsets) = self {
            offsets.push(i64::of(end));
        }
    }

    /// Where the text of that number begins and ends.
    #[must_use]
    #[inline]
    pub fn of(&self, number: usize) -> Option<(usize, usize)> {
        match self {
            Self::Narrow(offsets) => ends(offsets, number),
            Self::Wide(offsets) => ends(offsets, number),
        }
    }

    /// Number of texts.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Narrow(offsets) => offsets.len().saturating_sub(1),
            Self::Wide(offsets) => offsets.len().saturating_sub(1),
        }
    }

    /// True without texts.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn ends<O: Offset>(offsets: &[O], number: usize) -> Option<(usize, usize)> {
    Some((offsets.get(number)?.place(), offsets.get(number + 1)?.place()))
}

/// A number that says where a text ends.
pub(super) trait Offset: Copy + Default + Send + TryFrom<usize> + TryInto<usize> {
    /// The largest one.
    const MOST: Self;

    /// The offset of a place; places that it has no room for are never asked.
    #[inline]
    fn of(place: usize) -> Self {
        place.try_into().unwrap_or(Self::MOST)
    }

    /// The place.
    #[inline]
    fn place(self) -> usize {
        self.try_into().unwrap_or_default()
    }
}

impl Offset for i32 {
    const MOST: Self = Self::MAX;
}

impl Offset for i64 {
    const MOST: Self = Self::MAX;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_grow_wide_when_the_texts_do() {
        let most = i32::MAX as usize;
        let mut offsets = Offsets::default();
        assert!(offsets.is_empty());
        offsets.push(most);
        assert_eq!(offsets, Offsets::Narrow(vec![0, i32::MAX]));
        offsets.push(most + 1);
        assert_eq!(offsets, Offsets::Wide(vec![0, i64::from(i32::MAX), i64::from(i32::MAX) + 1]));
        offsets.push(most + 9);
        assert_eq!((offsets.len(), offsets.of(2), offsets.of(3)), (3, Some((most + 1, most + 9)), None));
        assert_eq!(Offsets::even(3, 0), Offsets::Narrow(vec![0; 4]));
        assert_eq!(Offsets::even(0, 7), Offsets::Narrow(vec![0]));
        assert_eq!(Offsets::even(2, 3), Offsets::Narrow(vec![0, 3, 6]));
        assert_eq!(Offsets::even(1, most), Offsets::Narrow(vec![0, i32::MAX]));
        assert_eq!(Offsets::even(2, most), Offsets::Wide(vec![0, i64::from(i32::MAX), 2 * i64::from(i32::MAX)]));
    }
}
