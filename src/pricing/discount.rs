//! Discounts: every slot is settled on its own, first by what was typed or forced, then level by level.
//!
//! Rules: pricing reference, section 9.

use rust_decimal::Decimal;

use super::keys::BLANK;
use super::levels::{BASE_DISCOUNT_CODE, ENTERED_MARGIN_CODE, ENTERED_NUMBER};
use super::question::Case;
use super::rule::{Deciding, Kind, Place, Rule};
use super::search::{Forced, Found, Pass, Recorder, best, margin_price};
use super::short::Number;
use crate::tables::Sentence;

/// Basis of a discount typed on the line.
const ENTERED_BASIS: u8 = 3;
/// Basis of a zero, typed or forced.
const ZERO_BASIS: u8 = 4;
/// Basis of a slot into which a margin was typed.
const MARGIN_BASIS: u8 = 5;

/// One slot; without basis it is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<'b, N> {
    pub(crate) percent: N,
    /// Reference code; 0 is none.
    pub(crate) basis: u8,
    /// The row that filled it.
    rule: Option<&'b Rule>,
}

/// The slots of a price.
pub(crate) type Slots<'b, N> = [Slot<'b, N>; 3];

impl<'b, N: Number> Slot<'b, N> {
    /// Nothing filled it.
    pub(crate) const OPEN: Self = Self { percent: N::ZERO, basis: 0, rule: None };

    const fn is_open(&self) -> bool {
        self.basis == 0
    }

    fn take(&mut self, rule: &'b Rule, basis: u8) -> Option<()> {
        self.percent = N::of(rule.amount)?;
        self.basis = basis;
        self.rule = Some(rule);
        Some(())
    }

    /// The cell of the percent.
    pub(crate) fn place(&self, case: &Case<'_>) -> Option<Place> {
        let base = case.goods.base_discount.filter(|_| self.basis == BASE_DISCOUNT_CODE);
        let base = || base.map(|(_, row)| Place { what: Deciding::BaseDiscount, row });
        self.rule.map(Rule::place).or_else(base)
    }
}

/// Settles all slots, which are open; a margin typed into one replaces the price. None when an amount has too many digits.
#[inline]
pub(crate) fn settle<'b, N: Number, R: Recorder>(
    case: &Case<'b>,
    found: &mut Found<N>,
    slots: &mut Slots<'b, N>,
    recorder: &mut R,
) -> Option<()> {
    let in_use = usize::from(case.book.settings.slots);
    let in_use = slots.get_mut(..in_use).unwrap_or_default();
    match found.forced {
        Forced::Nothing => {}
        Forced::Zero => {
            for (number, slot) in (1..).zip(in_use.iter_mut()) {
                slot.basis = ZERO_BASIS;
                recorder.step(|| slot_step(number, Decimal::ZERO, ZERO_BASIS), None);
            }
        }
        Forced::Typed => {
            for (number, (slot, typed)) in (1..).zip(in_use.iter_mut().zip(&case.ask.entered_discounts)) {
                if let Some(percent) = typed {
                    settle_typed(case, found, slot, N::of(*percent)?, recorder)?;
                    recorder.step(|| slot_step(number, *percent, slot.basis), None);
                }
            }
        }
    }
    let has_open = in_use.iter().any(Slot::is_open);
    if has_open && found.kind == Kind::Gross {
        if R::LISTENS {
            search_aloud(case, in_use, recorder)?;
        } else {
            search_levels(case, in_use)?;
        }
        base_discount(case, slots, recorder)?;
    } else if has_open {
        let words = || Sentence::new("explain.no_discounts").with("kind", &found.kind.letter());
        recorder.step(words, None);
    }
    Some(())
}

/// A percent typed on the line; below zero it is a margin.
fn settle_typed<N: Number, R: Recorder>(
    case: &Case<'_>,
    found: &mut Found<N>,
    slot: &mut Slot<'_, N>,
    percent: N,
    recorder: &mut R,
) -> Option<()> {
    if percent.is_negative() {
        found.price = N::of(margin_price(case, percent.decimal().abs(), recorder)?)?;
        found.kind = Kind::Gross;
        found.basis = ENTERED_MARGIN_CODE;
        found.level = ENTERED_NUMBER;
        found.in_invoice_currency = false;
        found.place = None;
        slot.basis = MARGIN_BASIS;
        return Some(());
    }
    slot.percent = percent.as_percent();
    slot.basis = if percent.is_zero() { ZERO_BASIS } else { ENTERED_BASIS };
    Some(())
}

/// The levels in order; what is looked at for one open slot is looked at for all.
#[inline]
fn search_levels<'b, N: Number>(case: &Case<'b>, slots: &mut [Slot<'b, N>]) -> Option<()> {
    let need = case.need([BLANK, BLANK], 0);
    let mut lanes = case.live & case.book.discount_lanes;
    let mut open = (0..).zip(&*slots).fold(0, |open, (slot, own)| open | u8::from(own.is_open()) << slot);
    while lanes != 0 && open != 0 {
        let lane = lanes.trailing_zeros() as usize;
        lanes &= lanes - 1;
        let Some(level) = case.book.level_of(lane) else { break };
        let mut found = [None; 3];
        case.find_slots_in(lane, &need, open, level.level.order, &mut found);
        for (number, (slot, rule)) in slots.iter_mut().zip(&found).enumerate() {
            if let Some(rule) = rule {
                slot.take(rule, level.level.codes[1])?;
                open &= !(1 << number);
            }
        }
    }
    Some(())
}

/// The same, slot by slot, for somebody who listens.
fn search_aloud<'b, N: Number, R: Recorder>(
    case: &Case<'b>,
    slots: &mut [Slot<'b, N>],
    recorder: &mut R,
) -> Option<()> {
    for level in &case.book.discounts {
        for (number, slot) in (1_u8..).zip(slots.iter_mut()).filter(|(_, slot)| slot.is_open()) {
            let hit = best(case, level, Pass::Company, number);
            recorder.searched(case, level, Pass::Company, number, hit);
            if let Some(rule) = hit {
                slot.take(rule, level.level.codes[1])?;
            }
        }
        if !slots.iter().any(Slot::is_open) {
            break;
        }
    }
    Some(())
}

/// The base discount of the item's group, for slot 1.
#[inline]
fn base_discount<N: Number, R: Recorder>(
    case: &Case<'_>,
    [first, ..]: &mut Slots<'_, N>,
    recorder: &mut R,
) -> Option<()> {
    if first.is_open()
        && let Some((percent, _)) = &case.goods.base_discount
    {
        first.percent = N::of(*percent)?;
        first.basis = BASE_DISCOUNT_CODE;
        let words = || Sentence::new("explain.base_discount").with_number("percent", *percent);
        recorder.step(words, first.place(case));
    }
    Some(())
}

/// A slot that is settled without searching.
fn slot_step(slot: u8, percent: Decimal, basis: u8) -> Sentence {
    let label = match basis {
        ENTERED_BASIS => "explain.slot_entered",
        MARGIN_BASIS => "explain.slot_margin",
        _ => "explain.slot_zero",
    };
    Sentence::new(label).with("slot", &slot).with_number("percent", percent)
}
