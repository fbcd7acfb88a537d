//! Discounts: every slot is settled on its own, first by what was typed or forced, then level by level.
//!
//! Rules: pricing reference, section 9.

use rust_decimal::Decimal;

use super::levels::{BASE_DISCOUNT_CODE, ENTERED_MARGIN_CODE, ENTERED_NUMBER};
use super::question::Case;
use super::rule::{Deciding, Kind, Place, Rule};
use super::search::{Found, Pass, Recorder, best, margin_price};

/// Basis of a discount typed on the line.
const ENTERED_BASIS: u8 = 3;
/// Basis of a zero, typed or forced.
const ZERO_BASIS: u8 = 4;
/// Basis of a slot into which a margin was typed.
const MARGIN_BASIS: u8 = 5;

/// One settled slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) percent: Decimal,
    /// Reference code; 0 is none.
    pub(crate) basis: u8,
    pub(crate) place: Option<Place>,
}

/// Settles all slots; a margin typed into one replaces the price. None when an amount has too many digits.
pub(crate) fn settle<R: Recorder>(case: &Case<'_>, found: &mut Found, recorder: &mut R) -> Option<[Slot; 3]> {
    let in_use = usize::from(case.book.settings.slots);
    // A slot without basis is open.
    let mut slots = [Slot::default(); 3];
    for (number, (slot, typed)) in (1..=in_use).zip(slots.iter_mut().zip(found.slots)) {
        let Some(percent) = typed else { continue };
        let basis = if percent.is_zero() {
            ZERO_BASIS
        } else if percent.is_sign_positive() {
            ENTERED_BASIS
        } else {
            found.price = margin_price(case, percent.abs(), recorder)?;
            found.kind = Kind::Gross;
            found.basis = ENTERED_MARGIN_CODE;
            found.level = ENTERED_NUMBER;
            found.in_invoice_currency = false;
            found.place = None;
            MARGIN_BASIS
        };
        let percent = if basis == MARGIN_BASIS { Decimal::ZERO } else { percent };
        *slot = Slot { percent: percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED), basis, place: None };
        recorder.step(|| format!("slot {number}: {} % ({})", percent.normalize(), basis_words(basis)), None);
    }
    let has_open = slots.iter().take(in_use).any(Slot::is_open);
    if has_open && found.kind == Kind::Gross {
        if R::LISTENS {
            search_aloud(case, &mut slots, in_use, recorder);
        } else {
            search_levels(case, &mut slots, in_use);
        }
        base_discount(case, &mut slots, recorder);
    } else if has_open {
        recorder.step(|| format!("no discount search: the price is of kind {}", found.kind.letter()), None);
    }
    Some(slots)
}

impl Slot {
    const fn is_open(&self) -> bool {
        self.basis == 0
    }

    fn of(rule: &Rule, basis: u8) -> Self {
        Self { percent: rule.amount, basis, place: Some(rule.place()) }
    }
}

/// The levels in order; what is looked at for one open slot is looked at for all.
fn search_levels(case: &Case<'_>, slots: &mut [Slot; 3], in_use: usize) {
    let mut lanes = case.live & case.book.discount_lanes;
    while lanes != 0 {
        let lane = lanes.trailing_zeros() as usize;
        lanes &= lanes - 1;
        let open = std::array::from_fn(|slot| slot < in_use && slots.get(slot).is_some_and(Slot::is_open));
        let Some(level) = case.book.level_of(lane).filter(|_| open.contains(&true)) else { return };
        let found = case.find_slots_in(lane, open, level.level.order);
        for (slot, rule) in slots.iter_mut().zip(found) {
            if let Some(rule) = rule {
                *slot = Slot::of(rule, level.level.codes[1]);
            }
        }
    }
}

/// The same, slot by slot, for somebody who listens.
fn search_aloud<R: Recorder>(case: &Case<'_>, slots: &mut [Slot; 3], in_use: usize, recorder: &mut R) {
    for level in &case.book.discounts {
        for (number, slot) in (1_u8..).zip(slots.iter_mut().take(in_use)).filter(|(_, slot)| slot.is_open()) {
            let hit = best(case, level, Pass::Company, number);
            recorder.searched(case, level, Pass::Company, number, hit);
            if let Some(rule) = hit {
                *slot = Slot::of(rule, level.level.codes[1]);
            }
        }
        if !slots.iter().take(in_use).any(Slot::is_open) {
            return;
        }
    }
}

/// The base discount of the item's group, for slot 1.
fn base_discount<R: Recorder>(case: &Case<'_>, slots: &mut [Slot; 3], recorder: &mut R) {
    let [first, ..] = slots;
    if first.is_open()
        && let Some((percent, row)) = case.goods.base_discount
    {
        let place = Place { what: Deciding::BaseDiscount, row };
        *first = Slot { percent, basis: BASE_DISCOUNT_CODE, place: Some(place) };
        recorder.step(|| format!("slot 1: {} % base discount of the discount group", percent.normalize()), Some(place));
    }
}

/// Where a percent comes from, in words.
pub(crate) const fn basis_words(basis: u8) -> &'static str {
    match basis {
        ENTERED_BASIS => "entered on the line",
        ZERO_BASIS => "zero, entered or forced by the price",
        MARGIN_BASIS => "a margin was entered",
        0 => "none found",
        _ => "from a rule",
    }
}
