"""The arguments of jobs: how each is called, read from text and explained, for the command line and the tasks sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import partsbook

if TYPE_CHECKING:
    from collections.abc import Callable

_AMBIGUOUS = re.compile(r"([+-]?[1-9]\d{0,2})[.,](\d{3})")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
# As the engines count; below it nothing is countable, above it nobody waits for an answer.
_MOST = 2**32 - 1


def text(value: str) -> str:
    """Return the text without the blanks around it."""
    return value.strip()


def number(value: str, locale: str | None = None) -> Decimal:
    """Return a decimal, read as a cell of a workbook is: 1,000 needs a locale."""
    cells = {"number": {"item": ["1"], "quantity": [value.strip()]}}
    rows = partsbook.read(cells, sheets={"number": "order_lines"}, locale=locale).table("order_lines").rows()
    read = rows[0].get("quantity") if rows and "%" not in value else None
    if isinstance(read, Decimal):
        return read
    either = _AMBIGUOUS.fullmatch(value.strip())
    if either is None:
        msg = f'"{value}" is not a number'
        raise ValueError(msg)
    whole_part, after = either.groups()
    small = whole_part if after == "000" else f"{whole_part}.{after}0"
    msg = f'"{value}" is ambiguous; write {whole_part}{after} or {small}, or settle it with --locale'
    raise ValueError(msg)


def whole(value: str, locale: str | None = None) -> int:
    """Return a whole number, not below zero."""
    parsed = number(value, locale)
    if parsed != parsed.to_integral_value():
        msg = f'"{value}" is not a whole number'
        raise ValueError(msg)
    if not 0 <= parsed <= _MOST:
        msg = f'"{value}" is not between 0 and {_MOST}'
        raise ValueError(msg)
    return int(parsed)


def day(value: str) -> date:
    """Return a date written as year-month-day; the time of day that a cell may have does not count."""
    written = _DAY.fullmatch(value.strip())
    msg = f'"{value}" is not a date; write year-month-day such as 2026-03-31'
    if written is None:
        raise ValueError(msg)
    try:
        return date.fromisoformat(written[1])
    except ValueError as error:
        raise ValueError(msg) from error


def several(value: str) -> list[str]:
    """Return the texts between commas or semicolons."""
    return [part.strip() for part in re.split(r"[,;]", value) if part.strip()]


def pairs(value: str) -> dict[str, str]:
    """Return properties and values written as ``POWER=90, COLOR=RED``."""
    found: dict[str, str] = {}
    for part in several(value):
        name, sign, chosen = (piece.strip() for piece in part.partition("="))
        if not (name and sign and chosen):
            msg = f'"{part}" is not PROPERTY=VALUE'
            raise ValueError(msg)
        if name in found:
            msg = f'"{name}" is chosen twice'
            raise ValueError(msg)
        found[name] = chosen
    return found


def amounts(value: str, locale: str | None = None) -> dict[str, Decimal]:
    """Return names and numbers written as ``A100=-0.5, FAN=-1``; a comma in a number would end it."""
    return {name: number(amount, locale) for name, amount in pairs(value).items()}


def period(value: str) -> tuple[date | None, date | None]:
    """Return the first and last day written as ``2025-01-01..2025-12-31``; either may be left out."""
    first, sign, last = value.partition("..")
    if not sign:
        msg = f'"{value}" is not a period; write first and last day such as 2025-01-01..2025-12-31'
        raise ValueError(msg)
    return (day(first) if first.strip() else None, day(last) if last.strip() else None)


def yes_or_no(value: str) -> bool:
    """Return whether the text says yes."""
    word = value.strip().lower()
    if word in {"y", "yes", "true", "1", "x", "k", "kyllä", "ja", "j", "是"}:
        return True
    if word in {"", "n", "no", "false", "0", "e", "ei", "nej", "nein", "nee", "否"}:
        return False
    msg = f'"{value}" is neither yes nor no'
    raise ValueError(msg)


def steps(value: str, locale: str | None = None) -> str | Decimal:
    """Return ``ladder``, or the one quantity that is meant."""
    return "ladder" if value.strip().lower() == "ladder" else number(value, locale)


# What a locale has a say in.
_NUMBERS = (number, whole, amounts, steps)


@dataclass(frozen=True)
class Parameter:
    """One argument: how its text is read, what it means, and the words it may be."""

    convert: Callable[..., object]
    help: str
    choices: tuple[str, ...] = ()

    def read(self, value: str, locale: str | None = None) -> object:
        """Return the value of a text; numbers as the locale writes them.

        Raises
        ------
        ValueError
            The text is not such a value.
        """
        converted = self.convert(value, locale) if self.convert in _NUMBERS else self.convert(value)
        if self.choices and converted not in self.choices:
            msg = f'"{value}" is none of {", ".join(self.choices)}'
            raise ValueError(msg)
        return converted


LANGUAGES = ("en", "fi", "sv", "de", "nl", "zh")

PARAMETERS = {
    "after": Parameter(several, "Workbooks of the other side, all of them; the same workbooks by default."),
    "agreements": Parameter(text, "What is copied.", ("discounts", "prices")),
    "alternates": Parameter(yes_or_no, "Also where the item is an alternative, or may be taken for what is named."),
    "business_id": Parameter(text, "Business id: of the order, or that rows are for in place of a customer."),
    "campaign": Parameter(text, "Name of the campaign: of the `recalls` sheet, or of the order."),
    "changes": Parameter(pairs, "Fields of the new customer that differ: FIELD=VALUE, with commas between them."),
    "completion": Parameter(number, "Share of the pieces that will be replaced, 0 to 1."),
    "condition": Parameter(text, "Only variants that fulfil it, such as: POWER=90 and not COLOR=RED."),
    "country": Parameter(text, "Country of the order, such as FI; that of the customer by default."),
    "currency": Parameter(text, "Currency of the answer, such as EUR."),
    "customer": Parameter(text, "Number of the customer."),
    "delivered": Parameter(period, "First and last day of delivery, as 2025-01-01..2025-12-31; either may be blank."),
    "edited": Parameter(text, "The workbook that was edited."),
    "elasticity": Parameter(number, "How demand answers to price, 0 or below; 0 by default."),
    "elasticity_by_family": Parameter(amounts, "The same for families: FAMILY=-0.5, with commas between them."),
    "elasticity_by_item": Parameter(amounts, "The same for single items: ITEM=-0.5, with commas between them."),
    "entered_discount1": Parameter(number, "Percent typed on the line in slot 1."),
    "entered_discount2": Parameter(number, "Percent typed on the line in slot 2."),
    "entered_discount3": Parameter(number, "Percent typed on the line in slot 3."),
    "entered_kind": Parameter(text, "What a price typed on the line means for discounts.", ("N", "E")),
    "entered_price": Parameter(number, "Price typed on the line, in invoice currency."),
    "escalate_days": Parameter(whole, "Open objects of priority SAFETY are urgent after so many days."),
    "exchange_rate": Parameter(number, "Company currency for one unit of invoice currency; from `exchange_rates`."),
    "explain": Parameter(yes_or_no, "Say which rules won and which lost."),
    "freight": Parameter(number, "Freight in the currency of the quote."),
    "interchangeable": Parameter(yes_or_no, "Also where a revision is named that the one asked for may replace."),
    "internal": Parameter(yes_or_no, "Add the sheet about quality; not for customers."),
    "item": Parameter(text, "Number of the item."),
    "items": Parameter(several, "Numbers of the items, with commas between them; all by default."),
    "kind": Parameter(text, "Which structure.", ("designed", "built", "maintained")),
    "language": Parameter(text, "Language of descriptions and labels.", LANGUAGES),
    "languages": Parameter(several, "Languages of the book, with commas between them."),
    "levels": Parameter(whole, "How many levels; all by default."),
    "limit": Parameter(whole, "List at most so many variants."),
    "lines": Parameter(text, "Workbook with the lines, instead of the `order_lines` sheet."),
    "lots": Parameter(several, "Affected lots, or ranges such as L100-L199, with commas between them."),
    "mode": Parameter(text, "Only spare parts, or every line.", ("spares", "full")),
    "name": Parameter(text, "Name of the campaign on the `campaign_status` or `recalls` sheet."),
    "new": Parameter(text, "Number of the other item; the same item by default."),
    "new_on": Parameter(day, "The day of the new side, as year-month-day."),
    "new_serial": Parameter(text, "Serial number of the machine of the new side."),
    "old": Parameter(text, "Number of the item the comparison starts from."),
    "old_on": Parameter(day, "The day of the old side, as year-month-day."),
    "old_serial": Parameter(text, "Serial number of the machine of the old side."),
    "on": Parameter(day, "The day the question is about, as year-month-day; the day of --as-of by default."),
    "on_after": Parameter(day, "The day of the other side, as year-month-day."),
    "on_before": Parameter(day, "The day of the first side, as year-month-day."),
    "operation_hours": Parameter(number, "Hours of work on one machine."),
    "order_district": Parameter(text, "District of the order, where the company takes it from there."),
    "p_suspect": Parameter(number, "Share of the suspect pieces that will turn out to be affected, 0 to 1."),
    "parent": Parameter(text, "Assembly the item is in: lets in what may replace it there only."),
    "parent_revisions": Parameter(text, "Which revisions of assemblies count.", ("newest", "all")),
    "price_sheet": Parameter(yes_or_no, "All items with a quantity to change, instead of a form."),
    "prices": Parameter(yes_or_no, "Print prices: yes or no."),
    "prices_file": Parameter(text, "Workbook or CSV file with the new list prices: item, price."),
    "priority": Parameter(text, "Priority, such as SAFETY."),
    "produced": Parameter(period, "First and last day of production, as 2025-01-01..2025-12-31; either may be blank."),
    "product": Parameter(text, "The product (variant family)."),
    "properties": Parameter(several, "Names of properties, with commas between them."),
    "quantities": Parameter(steps, "Every quantity at which the price changes (ladder), or one quantity."),
    "quantity": Parameter(number, "Quantity; 1 by default."),
    "ratio": Parameter(number, "New pieces for one old."),
    "replacement_item": Parameter(text, "Number of the item that is fitted instead."),
    "revision": Parameter(text, "Revision of the item."),
    "revisions": Parameter(several, "Affected revisions, with commas between them; all by default."),
    "selection": Parameter(pairs, "What is chosen: PROPERTY=VALUE, with commas between them."),
    "serial": Parameter(text, "Serial number of the machine."),
    "serials": Parameter(several, "Affected serial numbers of the component, or ranges such as A100-A199."),
    "site": Parameter(text, "Site that sells; that of the customer by default."),
    "source": Parameter(text, "Number of the customer that is copied."),
    "special_discount": Parameter(number, "Special discount in percent; that of the customer by default."),
    "structures": Parameter(
        text, "Which structures of machines: recorded or at delivery, or one of them.", ("both", "working", "frozen")
    ),
    "supersessions": Parameter(yes_or_no, "Also where an older item is named that is replaced by this one."),
    "table": Parameter(text, "Name of the table, such as items."),
    "tax": Parameter(number, "VAT percent of the whole quote; that of each item by default."),
    "to": Parameter(text, "Where to end.", ("top", "machines", "customers")),
    "tops_only": Parameter(yes_or_no, "Only products that are in no assembly."),
}

# Arguments that name files: in the tasks sheet those beside the workbook.
FILES = ("after", "edited", "lines", "prices_file")
