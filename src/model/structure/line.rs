//! One line of a structure: the compact form for engines and the full one for people.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Structure;
use super::serial::SerialKey;
use crate::model::items::ItemId;
use crate::origin::Origin;
use crate::tables::table::{DateView, DecimalView, IntegerView, TextView};
use crate::tables::{Symbol, Table, Texts};

/// Number of a line in its structure: lines of one assembly follow each other in position order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineId(pub u32);

impl LineId {
    /// As an index of side tables.
    #[must_use]
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineKind {
    /// A part or assembly that is fitted.
    Part,
    /// An assembly without stock of its own, consumed through its children.
    Phantom,
    /// An assembly that is stocked.
    Stocked,
    /// Named for information; not part of the product.
    Reference,
}

impl LineKind {
    /// The word of the `kind` column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Part => "PART",
            Self::Phantom => "PHANTOM",
            Self::Stocked => "STOCKED",
            Self::Reference => "REFERENCE",
        }
    }

    pub(super) fn parse(word: &str) -> Self {
        [Self::Phantom, Self::Stocked, Self::Reference]
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word))
            .unwrap_or(Self::Part)
    }
}

/// The line has dates or serial numbers, a group of alternatives, or belongs to an older revision of its parent.
pub(super) const DATES: u8 = 1;
pub(super) const SERIALS: u8 = 2;
pub(super) const ALTERNATE: u8 = 4;
pub(super) const OLD_REVISION: u8 = 8;
pub(super) const AS_REQUIRED: u8 = 16;
pub(super) const NO_UNIT: u8 = 32;
/// The scale that marks a quantity which is blank.
const BLANK: u8 = u8::MAX;
/// The scale that marks a quantity which does not fit 64 bits.
const LARGE: u8 = u8::MAX - 1;

/// What an engine needs of every line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The assembly.
    pub parent: ItemId,
    /// What is in it.
    pub item: ItemId,
    /// Row of the `bom` table.
    pub row: u32,
    /// What the line is for.
    pub kind: LineKind,
    pub(super) flags: u8,
    scale: u8,
    digits: i64,
}

impl Line {
    #[inline]
    pub(super) fn new(
        (parent, item): (ItemId, ItemId),
        row: u32,
        (kind, flags): (LineKind, u8),
        quantity: Option<Decimal>,
        large: &mut Vec<Decimal>,
    ) -> Self {
        let (digits, scale) = quantity.map_or((0, BLANK), |quantity| {
            let short = quantity.normalize();
            if let (Ok(digits), Ok(scale)) = (i64::try_from(short.mantissa()), u8::try_from(short.scale())) {
                (digits, scale)
            } else {
                large.push(quantity);
                (i64::try_from(large.len() - 1).unwrap_or(i64::MAX), LARGE)
            }
        });
        Self { parent, item, row, kind, flags, scale, digits }
    }

    /// The quantity as digits and scale; none when it is blank or longer than 64 bits.
    #[must_use]
    #[inline]
    pub const fn small_quantity(&self) -> Option<(i64, u8)> {
        match self.scale {
            BLANK | LARGE => None,
            scale => Some((self.digits, scale)),
        }
    }

    /// What one parent takes, as digits and scale; none when it takes more to tell.
    #[must_use]
    #[inline]
    pub const fn plain_quantity(&self) -> Option<(i64, u8)> {
        if self.flags & (AS_REQUIRED | NO_UNIT) != 0 || self.is_reference() { None } else { self.small_quantity() }
    }

    #[inline]
    pub(super) fn quantity(&self, large: &[Decimal]) -> Option<Decimal> {
        match self.scale {
            BLANK => None,
            LARGE => large.get(usize::try_from(self.digits).ok()?).copied(),
            scale => Decimal::try_from_i128_with_scale(i128::from(self.digits), u32::from(scale)).ok(),
        }
    }

    /// True when the line holds always: no dates, serial numbers, alternatives or older revision of the parent.
    #[must_use]
    #[inline]
    pub const fn is_unconditional(&self) -> bool {
        self.flags & (DATES | SERIALS | ALTERNATE | OLD_REVISION) == 0
    }

    /// True when the line has a first or last day.
    #[must_use]
    #[inline]
    pub const fn has_dates(&self) -> bool {
        self.flags & DATES != 0
    }

    /// True when the line has a first or last serial number.
    #[must_use]
    #[inline]
    pub const fn has_serials(&self) -> bool {
        self.flags & SERIALS != 0
    }

    /// True when the line is one of a group of alternatives.
    #[must_use]
    #[inline]
    pub const fn is_alternate(&self) -> bool {
        self.flags & ALTERNATE != 0
    }

    /// True when the line belongs to a revision of its parent that is not the newest one.
    #[must_use]
    #[inline]
    pub const fn is_of_old_revision(&self) -> bool {
        self.flags & OLD_REVISION != 0
    }

    /// True when the quantity is "as required": it counts as 0.
    #[must_use]
    #[inline]
    pub const fn is_as_required(&self) -> bool {
        self.flags & AS_REQUIRED != 0
    }

    /// True when the quantity cannot be converted to the unit of its item: the line is left out of sums.
    #[must_use]
    #[inline]
    pub const fn lacks_unit(&self) -> bool {
        self.flags & NO_UNIT != 0
    }

    /// True when the line is for information only.
    #[must_use]
    #[inline]
    pub const fn is_reference(&self) -> bool {
        matches!(self.kind, LineKind::Reference)
    }
}

/// One line with everything its row says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BomLine {
    /// Number of the line.
    pub id: LineId,
    /// The assembly.
    pub parent: ItemId,
    /// Revision of the assembly the line belongs to.
    pub parent_revision: Option<Symbol>,
    /// Position in the assembly.
    pub position: Option<Symbol>,
    /// What is in it.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Quantity for one parent as the row says it, in its unit; none when blank or not usable.
    pub quantity: Option<Decimal>,
    /// The quantity is "as required".
    pub as_required: bool,
    /// Unit of the quantity.
    pub unit: Option<Symbol>,
    /// Scrap in percent points.
    pub scrap_pct: Option<Decimal>,
    /// What the line is for.
    pub kind: LineKind,
    /// First day.
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
    /// First serial number.
    pub serial_from: Option<Symbol>,
    /// Last serial number.
    pub serial_to: Option<Symbol>,
    /// Group of alternatives.
    pub alt_group: Option<Symbol>,
    /// Rank in the group; the lowest is used.
    pub alt_rank: Option<i64>,
    /// Condition on the variant.
    pub condition: Option<Symbol>,
    /// Position of the line that this one fixes.
    pub attach_to_position: Option<Symbol>,
    /// Remarks.
    pub remarks: Option<Symbol>,
    /// Row of the `bom` table.
    pub row: u32,
}

/// The columns of the `bom` table, found once for many lines.
#[derive(Clone, Copy)]
pub struct BomLines<'a> {
    structure: &'a Structure,
    table: &'a Table,
    texts: &'a Texts,
    pub(super) parent_revision: TextView<'a>,
    pub(super) position: TextView<'a>,
    revision: TextView<'a>,
    unit: TextView<'a>,
    scrap: DecimalView<'a>,
    quantity: DecimalView<'a>,
    kind: TextView<'a>,
    valid_from: DateView<'a>,
    valid_to: DateView<'a>,
    serial_from: TextView<'a>,
    serial_to: TextView<'a>,
    alt_group: TextView<'a>,
    alt_rank: IntegerView<'a>,
    condition: TextView<'a>,
    attach: TextView<'a>,
    remarks: TextView<'a>,
}

impl<'a> BomLines<'a> {
    /// The lines of a structure over the `bom` table it was linked from.
    #[must_use]
    pub fn new(structure: &'a Structure, table: &'a Table, texts: &'a Texts) -> Self {
        Self {
            structure,
            table,
            texts,
            parent_revision: table.text("parent_revision"),
            position: table.text("position"),
            revision: table.text("revision"),
            unit: table.text("unit"),
            scrap: table.decimal("scrap_pct"),
            quantity: table.decimal("quantity"),
            kind: table.text("kind"),
            valid_from: table.date("valid_from"),
            valid_to: table.date("valid_to"),
            serial_from: table.text("serial_from"),
            serial_to: table.text("serial_to"),
            alt_group: table.text("alt_group"),
            alt_rank: table.integer("alt_rank"),
            condition: table.text("condition"),
            attach: table.text("attach_to_position"),
            remarks: table.text("remarks"),
        }
    }

    /// The structure.
    #[must_use]
    pub const fn structure(&self) -> &'a Structure {
        self.structure
    }

    /// Everything a line says.
    #[must_use]
    pub fn get(&self, id: LineId) -> Option<BomLine> {
        let line = self.structure.line(id)?;
        let row = line.row as usize;
        Some(BomLine {
            id,
            parent: line.parent,
            parent_revision: self.parent_revision.get(row),
            position: self.position(line),
            item: line.item,
            revision: self.revision.get(row),
            quantity: self.written_quantity(line),
            as_required: line.is_as_required(),
            unit: self.unit(line),
            scrap_pct: self.scrap.get(row).filter(is_scrap),
            kind: line.kind,
            valid_from: self.valid_from.get(row),
            valid_to: self.valid_to.get(row),
            serial_from: self.serial_from.get(row),
            serial_to: self.serial_to.get(row),
            alt_group: self.alt_group.get(row),
            alt_rank: self.alt_rank.get(row),
            condition: self.condition.get(row),
            attach_to_position: self.attach.get(row),
            remarks: self.remarks.get(row),
            row: line.row,
        })
    }

    /// The cells of a row that its checks look at.
    #[inline]
    pub(super) fn raw(&self, row: usize) -> RawLine {
        RawLine {
            parent_revision: self.parent_revision.get(row),
            dates: (self.valid_from.get(row), self.valid_to.get(row)),
            serials: (self.serial_from.get(row), self.serial_to.get(row)),
            alt_group: self.alt_group.get(row),
            scrap: self.scrap.get(row),
            quantity: self.quantity.get(row),
            kind: self.kind.get(row),
            unit: self.unit.get(row),
            remarks: self.remarks.get(row),
        }
    }

    /// First and last day of a line.
    #[must_use]
    pub fn dates(&self, line: &Line) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let row = line.row as usize;
        (self.valid_from.get(row), self.valid_to.get(row))
    }

    /// First and last serial number of a line.
    #[must_use]
    pub fn serials(&self, line: &Line) -> (Option<&'a str>, Option<&'a str>) {
        let row = line.row as usize;
        let text = |view: TextView<'a>| view.get(row).map(|symbol| self.texts.get(symbol));
        (text(self.serial_from), text(self.serial_to))
    }

    /// Group of alternatives and rank in it; a blank rank comes last.
    #[must_use]
    pub fn alternate(&self, line: &Line) -> Option<(Symbol, i64)> {
        let row = line.row as usize;
        Some((self.alt_group.get(row)?, self.alt_rank.get(row).unwrap_or(i64::MAX)))
    }

    /// Position of a line in its assembly.
    #[must_use]
    pub fn position(&self, line: &Line) -> Option<Symbol> {
        self.position.get(line.row as usize)
    }

    /// Quantity of a line as its row says it.
    #[must_use]
    pub fn written_quantity(&self, line: &Line) -> Option<Decimal> {
        self.quantity.get(line.row as usize).filter(|quantity| !quantity.is_sign_negative())
    }

    /// Unit of a line's quantity.
    #[must_use]
    pub fn unit(&self, line: &Line) -> Option<Symbol> {
        self.unit.get(line.row as usize)
    }

    /// Revision a line names for its item.
    #[must_use]
    pub fn revision(&self, line: &Line) -> Option<Symbol> {
        self.revision.get(line.row as usize)
    }

    /// Revision of the assembly a line belongs to.
    #[must_use]
    pub fn parent_revision(&self, line: &Line) -> Option<Symbol> {
        self.parent_revision.get(line.row as usize)
    }

    /// Where a line stands.
    #[must_use]
    pub fn origin(&self, line: &Line) -> Option<Origin> {
        self.table.origin(line.row as usize)
    }
}

/// The cells of a row that its checks look at.
pub(super) struct RawLine {
    parent_revision: Option<Symbol>,
    pub(super) dates: (Option<NaiveDate>, Option<NaiveDate>),
    pub(super) serials: (Option<Symbol>, Option<Symbol>),
    pub(super) alt_group: Option<Symbol>,
    pub(super) scrap: Option<Decimal>,
    pub(super) quantity: Option<Decimal>,
    pub(super) kind: Option<Symbol>,
    pub(super) unit: Option<Symbol>,
    pub(super) remarks: Option<Symbol>,
}

impl RawLine {
    /// True when both lines hold for the same revision of the parent, on some day and for some serial number.
    pub(super) fn overlaps(&self, other: &Self, texts: &Texts) -> bool {
        let begins_by =
            |from: Option<NaiveDate>, to: Option<NaiveDate>| from.zip(to).is_none_or(|(from, to)| from <= to);
        let serial_by = |from: Option<Symbol>, to: Option<Symbol>| {
            from.zip(to).is_none_or(|(from, to)| SerialKey::new(texts.get(from)) <= SerialKey::new(texts.get(to)))
        };
        self.parent_revision == other.parent_revision
            && begins_by(self.dates.0, other.dates.1)
            && begins_by(other.dates.0, self.dates.1)
            && serial_by(self.serials.0, other.serials.1)
            && serial_by(other.serials.0, self.serials.1)
    }
}

/// True for percent points from 0 to below 100.
pub(super) fn is_scrap(scrap: &Decimal) -> bool {
    !scrap.is_sign_negative() && *scrap < Decimal::ONE_HUNDRED
}
