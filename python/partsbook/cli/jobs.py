"""The jobs: what a subcommand or a row of the tasks sheet does.

Each asks the catalog and returns what is to be written. Its keyword arguments are its options on the command line and
its arguments in the tasks sheet.
"""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import partsbook
from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from partsbook import Catalog


def check(catalog: Catalog) -> Any:
    """Look for problems in the data; nothing else."""
    return catalog.findings


def tables(catalog: Catalog) -> Any:
    """Say what each sheet was taken for, and which columns are used."""
    return catalog.tables


def questions(catalog: Catalog) -> Any:
    """Say what reading leaves open, each question with an answer to paste."""
    return catalog.questions


def price(
    catalog: Catalog,
    *,
    customer: str | None = None,
    item: str | None = None,
    quantity: Decimal | None = None,
    currency: str | None = None,
    on: date | None = None,
    explain: bool = False,
) -> Any:
    """Price one item for one customer, or all lines of the `order_lines` sheet."""
    if item is None:
        if customer is not None or quantity is not None or currency is not None or explain:
            raise PartsbookError(
                "an item is missing",
                "name it with item (--item on the command line); without any of them all order lines are priced",
            )
        if not len(catalog.table("order_lines")):
            raise PartsbookError(
                "there are no lines to price",
                "name a customer and an item, or bring a sheet `order_lines` (--lines FILE on the command line)",
            )
        return catalog.price_lines(on=on)
    if customer is None:
        raise PartsbookError("a customer is missing", "name it with customer (--customer on the command line)")
    amount = Decimal(1) if quantity is None else quantity
    answer = catalog.price(customer, item, amount, on=on, currency=currency)
    line = {"customer": customer, "item": item, "quantity": amount, "currency": answer.currency}
    return answer.explain() if explain else catalog.price_lines([line], on=on)


def price_list(
    catalog: Catalog,
    *,
    customer: str | None = None,
    items: list[str] | None = None,
    on: date | None = None,
    language: str = "en",
) -> Any:
    """Make a price list, of one customer or for everybody."""
    return catalog.price_list(customer, items, on=on, language=language)


def where_used(
    catalog: Catalog,
    *,
    item: str,
    revision: str | None = None,
    on: date | None = None,
    levels: int | None = None,
    to: str = "top",
    language: str = "en",
) -> Any:
    """List every place an item is used, up to the top, the machines or the customers."""
    return catalog.where_used(item, revision=revision, on=on, levels=levels, to=to, language=language)


def explode(
    catalog: Catalog,
    *,
    item: str,
    quantity: Decimal | None = None,
    on: date | None = None,
    serial: str | None = None,
    levels: int | None = None,
    kind: str = "designed",
    language: str = "en",
) -> Any:
    """List everything an item is made of."""
    amount = Decimal(1) if quantity is None else quantity
    return catalog.explode(item, amount, on=on, serial=serial, levels=levels, kind=kind, language=language)


def interchange(
    catalog: Catalog,
    *,
    item: str,
    revision: str | None = None,
    on: date | None = None,
    parent: str | None = None,
    language: str = "en",
) -> Any:
    """List what may be taken instead of an item."""
    return catalog.interchange(item, revision=revision, on=on, parent=parent, language=language)


def resolve_supersession(
    catalog: Catalog, *, item: str, quantity: Decimal | None = None, on: date | None = None, language: str = "en"
) -> Any:
    """Say what is supplied for an order when items have been superseded."""
    amount = Decimal(1) if quantity is None else quantity
    return catalog.resolve_supersession(item, amount, on, language=language)


def service_structure(
    catalog: Catalog, *, item: str, on: date | None = None, serial: str | None = None, language: str = "en"
) -> Any:
    """List what can be ordered for an item, and how many."""
    return catalog.service_structure(item, on=on, serial=serial, language=language)


def available(catalog: Catalog, *, item: str, on: date | None = None, language: str = "en") -> Any:
    """Say what is available of an item: its own stock, and what its parts allow."""
    return catalog.available(item, on=on, language=language)


def buildable(catalog: Catalog, *, item: str, on: date | None = None, language: str = "en") -> Any:
    """Say how many of an item can be built from stock, and what is short for one more."""
    return catalog.buildable(item, on=on, language=language)


def roll_up(catalog: Catalog, *, item: str | None = None, on: date | None = None, language: str = "en") -> Any:
    """Roll up cost and weight of an item, or of all items."""
    return catalog.roll_up(item, on=on, language=language)


def compare(
    catalog: Catalog,
    *,
    old: str,
    new: str | None = None,
    old_on: date | None = None,
    new_on: date | None = None,
    old_serial: str | None = None,
    new_serial: str | None = None,
    language: str = "en",
) -> Any:
    """Compare two structures: two items, two days, or two machines."""
    return catalog.compare(
        old,
        new,
        old_on=old_on,
        new_on=new_on,
        old_serial=old_serial,
        new_serial=new_serial,
        language=language,
    )


def freeze(catalog: Catalog, *, serial: str, on: date | None = None) -> Any:
    """List the as-built rows of a delivery, to keep."""
    return catalog.freeze(serial, on=on)


def recall(catalog: Catalog, *, campaign: str, on: date | None = None, language: str = "en") -> Any:
    """Find every machine and customer hit by a recall, with the evidence."""
    return catalog.recall(campaign, on=on, language=language)


def check_rules(catalog: Catalog) -> Any:
    """Look for price rules that never count, contradict or lose money."""
    return catalog.check_rules()


def variants(catalog: Catalog, *, product: str, limit: int | None = None, condition: str | None = None) -> Any:
    """List the allowed variants of a product."""
    family = catalog.family(product)
    return family.variants(condition=condition) if limit is None else family.variants(limit, condition)


def variant_count(catalog: Catalog, *, product: str, condition: str | None = None) -> Any:
    """Count the allowed variants of a product, exactly."""
    count = catalog.family(product).count(condition)
    columns = {"product": [product], "condition": [condition], "variants": [str(count)]}
    return partsbook.table("variant_count", columns)


def variant_check(catalog: Catalog, *, product: str, selection: dict[str, str]) -> Any:
    """Say which rules a selection breaks; no row when it is a variant."""
    return catalog.family(product).check(dict(selection))


def variant_complete(catalog: Catalog, *, product: str, selection: dict[str, str], language: str = "en") -> Any:
    """List what may still be chosen after a selection."""
    return catalog.family(product).complete(dict(selection), language=language)


def variant_structure(catalog: Catalog, *, product: str, selection: dict[str, str]) -> Any:
    """List the items of one variant."""
    return catalog.family(product).resolve(dict(selection))


def variant_checks(catalog: Catalog, *, product: str) -> Any:
    """Look for values, lines and rules of a product that never matter, and for gaps."""
    return catalog.family(product).checks()


def variant_split(catalog: Catalog, *, product: str, properties: list[str]) -> Any:
    """Split a product into one for each combination of values of some properties."""
    return catalog.family(product).split(properties)


def variant_where_used(catalog: Catalog, *, product: str, item: str) -> Any:
    """Say in which variants of a product an item is used."""
    return catalog.family(product).where_used(item)


def book(
    catalog: Catalog,
    *,
    serial: str | None = None,
    item: str | None = None,
    customer: str | None = None,
    languages: list[str] | None = None,
    mode: str | None = None,
    prices: bool | None = None,
    internal: bool = False,
) -> Any:
    """Make the spare-parts book of a machine or an item; by default that of the `book` sheet."""
    if serial is not None and item is not None:
        raise PartsbookError("a book is about one serial number or one item", "give either serial or item")
    return catalog.parts_book(
        serial, item, customer=customer, languages=languages, mode=mode, prices=prices, internal=internal
    )


JOBS: dict[str, Callable[..., Any]] = {
    "check": check,
    "tables": tables,
    "questions": questions,
    "price": price,
    "price-list": price_list,
    "where-used": where_used,
    "explode": explode,
    "interchange": interchange,
    "resolve-supersession": resolve_supersession,
    "service-structure": service_structure,
    "available": available,
    "buildable": buildable,
    "roll-up": roll_up,
    "compare": compare,
    "freeze": freeze,
    "recall": recall,
    "check-rules": check_rules,
    "variants": variants,
    "variant-count": variant_count,
    "variant-check": variant_check,
    "variant-complete": variant_complete,
    "variant-structure": variant_structure,
    "variant-checks": variant_checks,
    "variant-split": variant_split,
    "variant-where-used": variant_where_used,
    "book": book,
}

# Names of methods that do the same, for people who write them in the tasks sheet.
OTHER_NAMES = {"price-lines": "price", "parts-book": "book", "findings": "check", "resolve": "variant-structure"}


def arguments(job: Callable[..., Any]) -> dict[str, bool]:
    """Return the names of a job's arguments, each with whether it is required."""
    parameters = list(inspect.signature(job).parameters.values())[1:]
    return {parameter.name: parameter.default is parameter.empty for parameter in parameters}
