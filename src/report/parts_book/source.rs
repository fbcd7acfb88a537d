//! What the planner asks of the catalog: the effective children of an assembly, and what a part is to the customer.

use rust_decimal::Decimal;

use crate::finding::Findings;
use crate::model::ItemId;
use crate::origin::Origin;

/// What a part is to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent marks of the item master")]
pub struct Part {
    /// It is sold as a spare.
    pub is_spare: bool,
    /// It can be bought.
    pub is_procurable: bool,
    /// Its number and price must not become known.
    pub is_protected: bool,
    /// It is safety relevant.
    pub is_safety: bool,
}

/// One row of the structure as the book needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLine {
    /// Position as written; may be empty, may begin with a dash.
    pub position: String,
    /// The part.
    pub item: ItemId,
    /// Delivered revision.
    pub revision: Option<String>,
    /// Quantity in one assembly; none for "as required" and for faulty cells.
    pub quantity: Option<Decimal>,
    /// The quantity is "as required".
    pub is_as_required: bool,
    /// Unit of the quantity.
    pub unit: Option<String>,
    /// Remarks of the row.
    pub remarks: Option<String>,
    /// Position of the line this one fixes.
    pub attach_to: Option<String>,
    /// The row it comes from.
    pub origin: Option<Origin>,
}

impl PartLine {
    /// True when the position itself says that it is not illustrated.
    #[must_use]
    pub fn is_dashed(&self) -> bool {
        self.position.starts_with('-')
    }

    /// The position without the dash.
    #[must_use]
    pub fn plain_position(&self) -> String {
        self.position.trim_start_matches('-').to_owned()
    }

    /// The position for places: without the dash.
    #[must_use]
    pub fn shown_position(&self) -> String {
        self.plain_position()
    }
}

/// The catalog as the planner sees it.
pub trait Source {
    /// The lines of an assembly that are effective for the machine, in any order.
    fn children(&self, assembly: ItemId, findings: &mut Findings) -> Vec<PartLine>;
    /// What a part is to the customer.
    fn part(&self, item: ItemId) -> Part;
    /// The position of the assembly is listed as not illustrated.
    fn is_not_illustrated(&self, assembly: ItemId, position: &str) -> bool;
    /// Item number.
    fn number(&self, item: ItemId) -> &str;
}
