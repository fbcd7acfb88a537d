"""The jobs: what a subcommand or a row of the tasks sheet does.

Each asks the catalog and returns what is to be written. Its keyword arguments are its options on the command line and
its arguments in the tasks sheet.
"""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from partsbook import Catalog


def check(catalog: Catalog) -> Any:
    """Look for problems in the data; nothing else."""
    return catalog.findings


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
                "an item is missing", "name it with item; without any of them all order lines are priced"
            )
        return catalog.price_lines(on=on)
    if customer is None:
        raise PartsbookError("a customer is missing", "name it with customer")
    amount = Decimal(1) if quantity is None else quantity
    answer = catalog.price(customer, item, amount, on=on, currency=currency)
    line = {"customer": customer, "item": item, "quantity": amount, "currency": answer.currency}
    return answer.explain() if explain else catalog.price_lines([line], on=on)


def price_list(
    catalog: Catalog, *, customer: str | None = None, items: list[str] | None = None, on: date | None = None
) -> Any:
    """Make a price list, of one customer or for everybody."""
    return catalog.price_list(customer, items, on=on)


def where_used(
    catalog: Catalog,
    *,
    item: str,
    revision: str | None = None,
    on: date | None = None,
    levels: int | None = None,
    to: str = "top",
) -> Any:
    """List every place an item is used, up to the top, the machines or the customers."""
    return catalog.where_used(item, revision=revision, on=on, levels=levels, to=to)


def explode(
    catalog: Catalog,
    *,
    item: str,
    quantity: Decimal | None = None,
    on: date | None = None,
    serial: str | None = None,
    levels: int | None = None,
    kind: str = "designed",
) -> Any:
    """List everything an item is made of."""
    amount = Decimal(1) if quantity is None else quantity
    return catalog.explode(item, amount, on=on, serial=serial, levels=levels, kind=kind)


def variants(catalog: Catalog, *, product: str, limit: int | None = None) -> Any:
    """List the allowed variants of a product."""
    family = catalog.family(product)
    return family.variants() if limit is None else family.variants(limit)


def book(
    catalog: Catalog,
    *,
    serial: str | None = None,
    item: str | None = None,
    customer: str | None = None,
    languages: list[str] | None = None,
) -> Any:
    """Make the spare-parts book of a machine or an item."""
    if (serial is None) == (item is None):
        raise PartsbookError("a book is about one serial number or one item", "give either serial or item")
    return catalog.parts_book(serial=serial, item=item, customer=customer, languages=languages)


JOBS: dict[str, Callable[..., Any]] = {
    "check": check,
    "price": price,
    "price-list": price_list,
    "where-used": where_used,
    "explode": explode,
    "variants": variants,
    "book": book,
}

# Names of methods that do the same, for people who write them in the tasks sheet.
OTHER_NAMES = {"price-lines": "price", "parts-book": "book"}


def arguments(job: Callable[..., Any]) -> dict[str, bool]:
    """Return the names of a job's arguments, each with whether it is required."""
    parameters = list(inspect.signature(job).parameters.values())[1:]
    return {parameter.name: parameter.default is parameter.empty for parameter in parameters}
