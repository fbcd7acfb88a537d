"""The jobs: what a subcommand or a row of the tasks sheet does.

Each asks the catalog and returns what is to be written. Its keyword arguments are its options on the command line and
its arguments in the tasks sheet.
"""

from __future__ import annotations

import inspect
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import partsbook
from partsbook.cli import files
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


def edit(catalog: Catalog, *, table: str, language: str = "en") -> Any:
    """Write a table to be edited in Excel; `changes` finds out what was changed."""
    try:
        rows = catalog.table(table)
    except KeyError as error:
        raise PartsbookError(str(error.args[0])) from error
    if not len(rows):
        read = sorted({row.table for row in catalog.tables if row.table and row.rows_read})
        hint = (
            f"rows were read of {', '.join(read)}" if read else "`partsbook tables` says what each sheet was taken for"
        )
        raise PartsbookError(
            f"no rows of `{table}` were read", f"{hint}; `partsbook template` writes a table to begin with"
        )
    return files.Workbook(
        lambda path, overwrite: rows.to_excel(path, overwrite=overwrite, language=language, editable=True),
        rows.findings,
    )


def annotate(catalog: Catalog, *, language: str = "en") -> Any:
    """Write copies of the workbooks with the findings in them: a folder of them when there are several workbooks."""

    def write(path: Path, overwrite: bool) -> None:  # noqa: FBT001
        workbooks = {name for name in catalog.tables["workbook"] if name != "partsbook-mapping.csv"}
        target = path if len(workbooks) == 1 else path.with_suffix("")
        catalog.annotated_copy(target, overwrite=overwrite, language=language)

    return files.Workbook(write, files.findings_of([]))


def changes(catalog: Catalog, *, edited: str) -> Any:
    """List what was changed in a workbook that was written with `edit`."""
    return catalog.changes(edited)


def questions(catalog: Catalog) -> Any:
    """Say what reading leaves open, each question with an answer to paste."""
    return catalog.questions


def price(
    catalog: Catalog,
    *,
    reading: files.Reading,
    customer: str | None = None,
    item: str | None = None,
    quantity: Decimal | None = None,
    currency: str | None = None,
    exchange_rate: Decimal | None = None,
    business_id: str | None = None,
    country: str | None = None,
    site: str | None = None,
    campaign: str | None = None,
    order_district: str | None = None,
    entered_price: Decimal | None = None,
    entered_kind: str | None = None,
    entered_discount1: Decimal | None = None,
    entered_discount2: Decimal | None = None,
    entered_discount3: Decimal | None = None,
    special_discount: Decimal | None = None,
    on: date | None = None,
    lines: str | None = None,
    explain: bool = False,
    language: str = "en",
) -> Any:
    """Price one item for one customer, or all lines of the `order_lines` sheet."""
    order = {
        "currency": currency,
        "exchange_rate": exchange_rate,
        "business_id": business_id,
        "country": country,
        "site": site,
        "campaign": campaign,
        "order_district": order_district,
        "entered_price": entered_price,
        "entered_kind": entered_kind,
        "special_discount": special_discount,
    }
    discounts = {
        "entered_discount1": entered_discount1,
        "entered_discount2": entered_discount2,
        "entered_discount3": entered_discount3,
    }
    said = {name: value for name, value in (order | discounts).items() if value is not None}
    if item is None:
        if customer is not None or quantity is not None or said or explain:
            raise PartsbookError(
                "an item is missing",
                "name it with item (--item on the command line); without any of them all order lines are priced",
            )
        source = _with_lines(catalog, reading, lines)
        return catalog.price_lines(on=on) if source is catalog else files.priced(catalog, source, on)
    if lines is not None:
        raise PartsbookError("an item and lines are named", "name one of them")
    if customer is None:
        raise PartsbookError("a customer is missing", "name it with customer (--customer on the command line)")
    amount = Decimal(1) if quantity is None else quantity
    asked: dict[str, Any] = {name: value for name, value in order.items() if value is not None}
    answer = catalog.price(customer, item, amount, on=on, entered_discounts=list(discounts.values()), **asked)
    line = {"customer": customer, "item": item, "quantity": amount, "currency": answer.currency}
    return answer.explain(language=language) if explain else catalog.price_lines([line | said], on=on)


def _with_lines(catalog: Catalog, reading: files.Reading, path: str | None) -> Catalog:
    """Return the catalog of a workbook with lines, by default the catalog itself."""
    source = catalog if path is None else files.order_lines(path, reading, catalog)
    if not len(source.table("order_lines")):
        raise PartsbookError(
            "there are no lines to price",
            "name a customer and an item, or bring a sheet `order_lines` (--lines FILE on the command line)",
        )
    return source


def price_list(
    catalog: Catalog,
    *,
    customer: str | None = None,
    items: list[str] | None = None,
    quantities: str | Decimal = "ladder",
    on: date | None = None,
    language: str = "en",
) -> Any:
    """Make a price list: of one customer, of all items for nobody, or of some items for all customers."""
    return catalog.price_list(customer, items, quantities=quantities, on=on, language=language)


def where_used(
    catalog: Catalog,
    *,
    item: str,
    revision: str | None = None,
    on: date | None = None,
    levels: int | None = None,
    to: str = "top",
    structures: str = "both",
    parent_revisions: str = "newest",
    tops_only: bool = False,
    interchangeable: bool = False,
    alternates: bool = False,
    supersessions: bool = False,
    language: str = "en",
) -> Any:
    """List every place an item is used, up to the top, the machines or the customers; as a table or a picture."""
    return catalog.where_used(
        item,
        revision=revision,
        on=on,
        levels=levels,
        to=to,
        structures=structures,
        parent_revisions=parent_revisions,
        tops_only=tops_only,
        interchangeable=interchangeable,
        alternates=alternates,
        supersessions=supersessions,
        language=language,
    )


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
    """List everything an item is made of; as a table or a picture."""
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


def interchange_matrix(
    catalog: Catalog, *, items: list[str] | None = None, on: date | None = None, language: str = "en"
) -> Any:
    """Say for every two revisions of items whether one may be taken for the other."""
    return catalog.interchange_matrix(items, on=on, language=language)


def supersessions(catalog: Catalog, *, item: str | None = None, on: date | None = None, language: str = "en") -> Any:
    """List chains of replacements, and how long the stock of the old items lasts."""
    return catalog.supersessions(item, on=on, language=language)


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


def recall(
    catalog: Catalog,
    *,
    campaign: str | None = None,
    item: str | None = None,
    revisions: list[str] | None = None,
    lots: list[str] | None = None,
    serials: list[str] | None = None,
    delivered: tuple[date | None, date | None] | None = None,
    produced: tuple[date | None, date | None] | None = None,
    replacement_item: str | None = None,
    ratio: Decimal | None = None,
    operation_hours: Decimal | None = None,
    priority: str | None = None,
    completion: Decimal | None = None,
    p_suspect: Decimal | None = None,
    on: date | None = None,
    language: str = "en",
) -> Any:
    """Find every machine and customer hit by a recall, of the `recalls` sheet or of an item, with the evidence."""
    if campaign is None and item is None:
        raise PartsbookError(
            "neither a campaign nor an item is named",
            "name a campaign of the `recalls` sheet, or an item with its revisions, lots, serials or dates",
        )
    return catalog.recall(
        campaign,
        item=item,
        revisions=revisions,
        lots=lots,
        serials=serials,
        delivered=delivered,
        produced=produced,
        replacement_item=replacement_item,
        ratio=ratio,
        operation_hours=operation_hours,
        priority=priority,
        completion=completion,
        p_suspect=p_suspect,
        on=on,
        language=language,
    )


def campaign(
    catalog: Catalog, *, name: str, on: date | None = None, escalate_days: int | None = None, language: str = "en"
) -> Any:
    """Count how far a campaign has come, by priority, country, week and quarter."""
    return catalog.campaign(name, on=on, escalate_days=escalate_days, language=language)


def check_rules(catalog: Catalog, *, language: str = "en") -> Any:
    """Look for price rules that never count, contradict or lose money."""
    return catalog.check_rules(language=language)


def compare_prices(
    catalog: Catalog,
    *,
    reading: files.Reading,
    after: list[str] | None = None,
    on_before: date | None = None,
    on_after: date | None = None,
    lines: str | None = None,
) -> Any:
    """Price the order lines under two sets of workbooks or on two days, and say what changes."""
    if after is None and on_before is None and on_after is None:
        raise PartsbookError(
            "there is nothing to compare with", "name other workbooks with after, or another day with on_after"
        )
    source = _with_lines(catalog, reading, lines)
    other = catalog if after is None else reading.read(*map(Path, after))
    days = {"on_before": on_before, "on_after": on_after}
    if source is catalog:
        return partsbook.compare_prices(catalog, other, **days)
    asked = source.table("order_lines")
    answer = partsbook.compare_prices(catalog, other, asked, **days)
    # What is about lines handed over names no file; what pricing them finds does.
    about_rules = [finding for finding in answer.findings if finding.workbook != asked.name]
    return files.with_findings(answer, dict.fromkeys([*about_rules, *files.priced(catalog, source).findings]))


def copy_customer(catalog: Catalog, *, source: str, customer: str, changes: dict[str, str] | None = None) -> Any:
    """Make the row of a new customer from that of another one, to be pasted into the customers sheet."""
    return catalog.copy_customer(source, customer, dict(changes or {}))


def copy_discounts(
    catalog: Catalog,
    *,
    source: str,
    customer: str | None = None,
    business_id: str | None = None,
    agreements: str = "discounts",
) -> Any:
    """Make rows of discounts or prices for a customer from those of another one, to be pasted into their sheet."""
    if (customer is None) == (business_id is None):
        raise PartsbookError("it is not said for whom", "give either customer or business_id")
    return catalog.copy_discounts(source, customer, business_id=business_id, prices=agreements == "prices")


def simulate(
    catalog: Catalog,
    *,
    reading: files.Reading,
    prices_file: str | None = None,
    elasticity: Decimal | None = None,
    elasticity_by_item: dict[str, Decimal] | None = None,
    elasticity_by_family: dict[str, Decimal] | None = None,
) -> Any:
    """Try new list prices on the sales history; by default those of the catalog."""
    if not len(catalog.table("sales_history")):
        raise PartsbookError("there is no sales history", "bring a sheet `sales_history`")
    prices, found = (None, []) if prices_file is None else files.new_prices(prices_file, reading)
    answer = catalog.simulate(
        prices,
        elasticity=elasticity or Decimal(0),
        by_item=dict(elasticity_by_item or {}),
        by_family=dict(elasticity_by_family or {}),
    )
    return files.with_findings(answer, [*answer.findings, *found])


def analyse_prices(catalog: Catalog, *, on: date | None = None) -> Any:
    """Look for prices that do not fit together, with the money at stake."""
    return catalog.analyse_prices(on=on)


def waterfall(catalog: Catalog) -> Any:
    """Say what is left of the list price of every sold line."""
    return catalog.waterfall()


def delivery_list(
    catalog: Catalog, *, reading: files.Reading, customer: str, lines: str | None = None, language: str = "en"
) -> Any:
    """List what a customer gets, of its `order_lines`, with the comments it may see and without prices."""
    own = files.lines_of(catalog, customer, lines, reading)
    return files.with_findings(catalog.delivery_list(customer, own.rows, language=language), own.findings)


def quote(
    catalog: Catalog,
    *,
    reading: files.Reading,
    customer: str,
    lines: str | None = None,
    items: list[str] | None = None,
    on: date | None = None,
    currency: str | None = None,
    freight: Decimal | None = None,
    tax: Decimal | None = None,
    price_sheet: bool = False,
    language: str = "en",
) -> Any:
    """Make a quote for a customer that recalculates by itself, or a price sheet; lines are those of `order_lines`."""
    if price_sheet:
        if lines is not None:
            raise PartsbookError("a price sheet has no lines to fill in", "leave them out, or ask for a quote")
        return files.Workbook(
            lambda path, overwrite: catalog.write_price_sheet(
                path,
                customer,
                items,
                on=on,
                currency=currency,
                freight=freight,
                tax=tax,
                language=language,
                overwrite=overwrite,
            ),
            files.findings_of([]),
        )
    own = files.lines_of(catalog, customer, lines, reading)

    def write(path: Path, overwrite: bool) -> None:  # noqa: FBT001
        found = catalog.write_quote(
            path,
            customer,
            own.rows or None,
            items,
            on=on,
            currency=currency,
            freight=freight,
            tax=tax,
            language=language,
            overwrite=overwrite,
        )
        own.note(found or (), reading)

    return files.Workbook(write, files.findings_of(own.findings))


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


# What a job takes that reads further files.
_READING = "reading"

JOBS: dict[str, Callable[..., Any]] = {
    "check": check,
    "tables": tables,
    "edit": edit,
    "changes": changes,
    "questions": questions,
    "price": price,
    "price-list": price_list,
    "where-used": where_used,
    "explode": explode,
    "interchange": interchange,
    "interchange-matrix": interchange_matrix,
    "supersessions": supersessions,
    "resolve-supersession": resolve_supersession,
    "service-structure": service_structure,
    "available": available,
    "buildable": buildable,
    "roll-up": roll_up,
    "compare": compare,
    "freeze": freeze,
    "recall": recall,
    "campaign": campaign,
    "check-rules": check_rules,
    "compare-prices": compare_prices,
    "copy-customer": copy_customer,
    "copy-discounts": copy_discounts,
    "simulate": simulate,
    "analyse-prices": analyse_prices,
    "waterfall": waterfall,
    "delivery-list": delivery_list,
    "quote": quote,
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

# A job of the tasks sheet that is an option of a subcommand.
TASKS: dict[str, Callable[..., Any]] = {**JOBS, "annotate": annotate}

# Those that make a workbook, which cannot be shown.
WORKBOOKS = {"edit": "items.xlsx", "book": "book.xlsx", "quote": "quote.xlsx", "annotate": "seen.xlsx"}

# Those whose answers have a picture.
PICTURED = {"explode", "where-used"}

# Names of methods that do the same, for people who write them in the tasks sheet.
OTHER_NAMES = {
    "price-lines": "price",
    "parts-book": "book",
    "findings": "check",
    "annotated-copy": "annotate",
    "resolve": "variant-structure",
    "write-quote": "quote",
}


def arguments(job: Callable[..., Any]) -> dict[str, bool]:
    """Return the names of a job's arguments, each with whether it is required."""
    parameters = list(inspect.signature(job).parameters.values())[1:]
    return {
        parameter.name: parameter.default is parameter.empty for parameter in parameters if parameter.name != _READING
    }


def do(job: Callable[..., Any], catalog: Catalog, reading: files.Reading, values: dict[str, Any]) -> Any:
    """Return the answer of a job; those that read further files read them as the sources were read."""
    if _READING in inspect.signature(job).parameters:
        values = {**values, _READING: reading}
    return job(catalog, **values)
