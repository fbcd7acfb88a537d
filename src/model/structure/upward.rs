//! A use as sums over paths need it: 16 bytes, the uses of one item side by side.

use super::line::{Line, LineId};
use crate::model::items::ItemId;

/// The scale that marks a quantity which only the line has.
const IN_LINE: u8 = u8::MAX;

/// One line that uses an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upward {
    /// The line.
    pub line: LineId,
    /// The assembly.
    pub parent: ItemId,
    digits: i32,
    scale: u8,
    is_unconditional: bool,
    is_reference: bool,
}

impl Upward {
    /// Before it is known.
    pub(super) const NONE: Self = Self {
        line: LineId(0),
        parent: ItemId(0),
        digits: 0,
        scale: IN_LINE,
        is_unconditional: false,
        is_reference: false,
    };

    #[inline]
    pub(super) fn new(id: LineId, line: &Line) -> Self {
        let counts_as_nothing = line.is_reference() || line.is_as_required() || line.lacks_unit();
        let small = if counts_as_nothing { Some((0, 0)) } else { line.small_quantity() };
        let short = small.and_then(|(digits, scale)| Some((i32::try_from(digits).ok()?, scale)));
        let (digits, scale) = short.unwrap_or((0, IN_LINE));
        Self {
            line: id,
            parent: line.parent,
            digits,
            scale,
            is_unconditional: line.is_unconditional(),
            is_reference: line.is_reference(),
        }
    }

    /// What one parent takes, as digits and scale; none when the line has to be asked.
    #[must_use]
    #[inline]
    pub const fn quantity(self) -> Option<(i32, u8)> {
        if self.scale == IN_LINE { None } else { Some((self.digits, self.scale)) }
    }

    /// True when the line holds always.
    #[must_use]
    #[inline]
    pub const fn is_unconditional(self) -> bool {
        self.is_unconditional
    }

    /// True when the line is for information only.
    #[must_use]
    #[inline]
    pub const fn is_reference(self) -> bool {
        self.is_reference
    }
}
