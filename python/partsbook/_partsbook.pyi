"""
The compiled part of partsbook; use ``import partsbook``.
"""

from _typeshed import SupportsGetItem
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Any, Final, SupportsIndex, final
from typing_extensions import disjoint_base

__all__ = ["__version__", "Catalog", "Family", "Finding", "Findings", "Price", "Row", "Table", "compare_prices", "load", "read", "schema", "table", "template", "write_demo"]

__version__: Final[str]
"""
The version of the program.
"""

@final
class Catalog:
    """
    Everything that was read, linked and unchangeable.

    Made by ``partsbook.read``. Equal catalogs have equal hashes; a catalog can be pickled, used from many threads, saved
    and loaded again.
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> "tuple[Any, tuple[bytes]]": ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_bytes(cls, /, content: bytes) -> Catalog:
        """
        The catalog of saved bytes.
        """
    @property
    def as_of(self, /) -> date:
        """
        The day every question without a date is about.
        """
    def check_rules(self, /) -> Table:
        """
        Check all price rules without trying orders.

        Returns
        -------
        Table
            One row an issue, in the order of the tables and rows. Columns: ``code``, ``title``, ``table``, ``id``,
            ``value``, ``detail``, ``other`` (the row that hides it, its double), ``at_stake`` (money over
            ``sales_history``), ``origin``.

        Examples
        --------
        >>> len(sample_catalog().check_rules())
        0
        """
    def copy_customer(self, /, source: str, customer: str, changes: dict[str, str] = ...) -> Table:
        """
        The master record of a new customer, copied from another one.

        Parameters
        ----------
        source
            Number of the customer to copy.
        customer
            Number of the new one.
        changes
            Fields that differ, by name.

        Returns
        -------
        Table
            One row of the ``customers`` table, to be pasted. Agreements are copied with ``copy_discounts``.

        Raises
        ------
        ModelError
            The source is not in the catalog.
        PricingError
            The new number is taken.
        """
    def copy_discounts(self, /, source: str, customer: str | None = None, *, business_id: str | None = None, prices: bool = False) -> Table:
        """
        The agreements of a customer for another one: discounts, or prices.

        Parameters
        ----------
        source
            Number of the customer whose rows are copied, those of its business id too.
        customer, business_id
            For whom; exactly one of them.
        prices
            Copy ``customer_prices`` in place of ``customer_discounts``.

        Returns
        -------
        Table
            New rows to be pasted, multiples flag and campaign included, equal ones merged; ``findings`` names those the
            target already has.

        Raises
        ------
        ModelError
            Source or target are not in the catalog.
        """
    def explode(self, /, item: str, quantity: Decimal = ..., *, on: date | None = None, serial: str | None = None, levels: SupportsIndex | None = None, kind: str = "designed", language: str = "en") -> Table:
        """
        List everything an item is made of, depth-first in position order.

        Parameters
        ----------
        item
            Number of the item, as text.
        quantity
            How many of it.
        on
            Only lines that are effective on this day; the catalog's ``as_of`` by default.
        serial
            Serial number of the machine, for lines that are valid for some serial numbers only.
        levels
            How many levels are opened; all by default.
        kind
            ``"designed"``: valid on the day. ``"built"``: what left the factory under the serial number.
            ``"maintained"``: as built, and what was fitted and removed since.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a line, with level, parent, item, quantity in one parent and in the whole. Its ``more`` holds the
            totals: one row an item.

        Raises
        ------
        ModelError
            The item or the serial number is not in the catalog.
        StructureError
            The quantity is not above zero, or a serial number is missing.

        Notes
        -----
        Rule: structures specification. ``E-CYCLE`` for each loop met. Time grows with the rows returned.

        Examples
        --------
        >>> sample_catalog().explode("A200")["item"]
        ['A310', 'W220', 'S100', 'S100']
        """
    def family(self, /, product: str) -> Family:
        """
        A product family: a product with properties, values and rules.

        Parameters
        ----------
        product
            Name of the product in the ``products`` table.

        Returns
        -------
        Family
            To be asked for its variants.

        Raises
        ------
        ModelError
            There is no such product.
        """
    @property
    def findings(self, /) -> Findings:
        """
        What is doubtful in the data; never raised by itself.
        """
    def price(self, /, customer: str | None, item: str, quantity: Decimal = ..., *, on: date | None = None, currency: str | None = None, exchange_rate: Decimal | None = None, entered_price: Decimal | None = None, entered_kind: str | None = None, entered_discounts: SupportsGetItem[int, Decimal | None] | None = None, special_discount: Decimal | None = None, business_id: str | None = None, customer_group: str | None = None, country: str | None = None, site: str | None = None, campaign: str | None = None, order_district: str | None = None) -> Price:
        """
        Price one item for one customer.

        Parameters
        ----------
        customer
            Number of the customer; ``None`` for nobody in particular.
        item
            Number of the item, as text.
        quantity
            Quantity, in the item's unit.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency
            Currency of the invoice; the company's by default.
        exchange_rate
            Company currency for one unit of invoice currency; from ``exchange_rates`` by default.
        entered_price, entered_kind, entered_discounts
            What was typed on the line: price in invoice currency, ``N`` or ``E``, up to three percents.
        special_discount
            Special discount of the order in percent; the customer's by default.
        business_id, customer_group, country, site, campaign, order_district
            The order header, as far as it concerns the price.

        Returns
        -------
        Price
            The price with the row that decided it; ``explain()`` names the rows that won and lost.

        Raises
        ------
        ModelError
            Customer or item are not in the catalog.
        PricingError
            No exchange rate, or an amount with too many digits.

        Notes
        -----
        Rule: pricing reference.

        Examples
        --------
        >>> price = sample_catalog().price("1001", "W220", 2)
        >>> price.net_price
        Decimal('41.1')
        """
    def price_lines(self, /, lines: "object" = None, *, on: date | None = None, progress: "object" = None) -> Table:
        """
        Price many lines.

        Parameters
        ----------
        lines
            A table with the columns of ``order_lines`` (customer, item, quantity …), a dict of titles and lists, or a
            list of dicts; the sheet ``order_lines`` by default.
        on
            Pricing day of all lines; by default each line's own date, else the catalog's ``as_of``.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Returns
        -------
        Table
            One row a line, in the order of the lines: the columns of the line, then those of its price. A line without
            an answer has none of these and a finding.

        Raises
        ------
        TableError
            The table has no column that is known to be the item.

        Examples
        --------
        >>> lines = {"customer": ["1001", "1002"], "item": ["W220", "S100"], "quantity": [1, 100]}
        >>> sample_catalog().price_lines(lines)["net_price"]
        [Decimal('41.1'), Decimal('0.38')]
        """
    def price_list(self, /, customer: str | None = None, items: SupportsGetItem[int, str] | None = None, *, on: date | None = None, quantities: str | Decimal = ...) -> Table:
        """
        Make a price list.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is; nobody in particular by default.
        items
            Numbers of the items; by default all that may stand on a price list.
        on
            Pricing day; the catalog's ``as_of`` by default.
        quantities
            ``"ladder"``: every quantity from which the price changes. A number: only that quantity.

        Returns
        -------
        Table
            One row an item and quantity, in the order of the items, then by quantity.

        Raises
        ------
        ModelError
            The customer is not in the catalog.

        Examples
        --------
        >>> sample_catalog().price_list("1001", ["W220"])[0].net_price
        Decimal('41.1')
        """
    def quote(self, /, customer: str, lines: "object" = None, *, on: date | None = None, currency: str | None = None, exchange_rate: Decimal | None = None, tax_rate: Decimal | None = None, logistics: Decimal = ..., logistics_taxable: bool = False, tax_inclusive: bool | None = None, special_discount: Decimal | None = None, campaign: str | None = None, order_district: str | None = None) -> Table:
        """
        Make a quote for a customer.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is.
        lines
            A table with the columns of ``order_lines``, of which item, quantity and what was entered count; the sheet
            ``order_lines`` by default.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency, exchange_rate
            Currency of the quote, and company currency for one unit of it.
        tax_rate
            Tax percent of all lines; by default that of each item, 0 for exports.
        logistics, logistics_taxable
            Freight and handling in the currency of the quote, and whether they bear tax.
        tax_inclusive
            Whether prices contain tax; as the company's prices do by default.
        special_discount, campaign, order_district
            The order header, as far as it concerns prices.

        Returns
        -------
        Table
            One row a line; ``more[0]`` holds the totals. Nothing internal is in either. A line without price is "on
            request" and outside the total, which is then called ``total_incomplete``.

        Raises
        ------
        ModelError
            The customer is not in the catalog.
        PricingError
            The customer is an end user, or the currency has no rate.

        Notes
        -----
        Rule: parts-pricing specification, section 5.

        Examples
        --------
        >>> quote = sample_catalog().quote("1001", {"item": ["W220"], "quantity": [2]}, logistics=Decimal("5"))
        >>> quote.more[0]["amount"][-1]
        Decimal('87.2')
        """
    def save(self, /, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """
        Save the catalog, to be loaded with ``partsbook.load`` much faster than workbooks are read.

        Parameters
        ----------
        path
            The file to write.
        overwrite
            Replace a file that exists and is not a saved catalog.

        Raises
        ------
        ReportError
            The file exists and is not ours, or the folder cannot be written.
        """
    def simulate(self, /, new_prices: dict[str, Decimal], *, elasticity: Decimal = ..., by_item: dict[str, Decimal] = ..., by_family: dict[str, Decimal] = ...) -> Table:
        """
        Try new list prices on the sales history.

        Parameters
        ----------
        new_prices
            New list price by item number; an item that is not named keeps its price.
        elasticity
            How demand answers to price, 0 or below.
        by_item, by_family
            The same for single items and families.

        Returns
        -------
        Table
            One row a sold line; ``more`` holds totals and price indices.

        Notes
        -----
        Rule: parts-pricing specification, section 6.
        """
    def table(self, /, name: str) -> Table:
        """
        One table as it was read and typed.

        Parameters
        ----------
        name
            Name of the table in the schema, such as ``items``.

        Returns
        -------
        Table
            One row a record, in reading order: the columns that were read, then ``origin``. Without rows when no sheet
            gave any.

        Raises
        ------
        KeyError
            There is no such table in the schema.
        """
    @property
    def tables(self, /) -> Table:
        """
        What was understood of each sheet.

        One row a sheet, in reading order. Columns: ``workbook``, ``sheet``, ``table`` (blank when not used),
        ``reason``, ``header_row`` (as the spreadsheet counts), ``columns_mapped`` (title → field), ``columns_not_used``
        (titles), ``rows_read``, ``rows_left_out``.
        """
    def where_used(self, /, item: str, *, revision: str | None = None, on: date | None = None, levels: SupportsIndex | None = None, to: str = "top", language: str = "en") -> Table:
        """
        List every place an item is used, nearest parents first.

        Parameters
        ----------
        item
            Number of the item, as text.
        revision
            Only lines that name this revision of the item, or none.
        on
            Only lines that are effective on this day; the catalog's ``as_of`` by default.
        levels
            Only uses up to this level, 1 is direct; all by default.
        to
            Where to end: ``"top"`` products, delivered ``"machines"``, or the ``"customers"`` who have them.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an assembly and line, ordered by level, parent, position; with ``to="machines"`` one row a machine,
            with ``to="customers"`` by customer first, and its ``more`` holds what each customer has.

        Raises
        ------
        ModelError
            The item is not in the catalog.
        StructureError
            Nothing names the revision.

        Notes
        -----
        Rule: structures specification. ``E-CYCLE`` for each loop met. Time grows with the rows returned.

        Examples
        --------
        >>> sample_catalog().where_used("W220")["parent"]
        ['A310', 'A200']
        """

@final
class Family:
    """
    A product with properties, values and rules, and the variants they leave.
    """
    def __repr__(self, /) -> str: ...
    def checks(self, /) -> Table:
        """
        What may be wrong with the family: values no variant has, rules that never matter, models that break rules.

        Returns
        -------
        Table
            One row a check. Columns: ``check``, ``subject``, ``variants`` (text, because counts have any size),
            ``percent``, ``detail``, ``origin``.
        """
    def count(self, /, condition: str | None = None) -> int:
        """
        How many variants there are.

        Parameters
        ----------
        condition
            Only variants that fulfil it, such as ``POWER=90 and not COLOR in {RED, BLUE}``.

        Returns
        -------
        int
            The exact number, however large.

        Raises
        ------
        VariantError
            The condition is not understood, or the rules are too entangled for an exact count.
        """
    def price(self, /, selection: dict[str, str]) -> Decimal | None:
        """
        The price of one variant.

        Parameters
        ----------
        selection
            A value for every property.

        Returns
        -------
        Decimal or None
            Base price and the surcharges due, rounded once to 0.01; ``None`` when the product has no base price.
        """
    def price_range(self, /) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """
        The least, the greatest and the mean price over all variants.

        Returns
        -------
        tuple of Decimal or None
            Least, greatest, mean; each ``None`` when the product has no base price.
        """
    @property
    def product(self, /) -> str:
        """
        Name of the product.
        """
    def properties(self, /, language: str = "en") -> Table:
        """
        The values that are offered.

        Parameters
        ----------
        language
            Language of the names.

        Returns
        -------
        Table
            One row a value, in property order, then value order. Columns: ``property``, ``property_name``, ``type``,
            ``unit``, ``value``, ``code``, ``name``, ``default``, ``origin``.
        """
    def resolve(self, /, selection: dict[str, str]) -> Table:
        """
        The items of one variant.

        Parameters
        ----------
        selection
            A value for every property: ``{"POWER": "90", "COLOR": "RED"}``.

        Returns
        -------
        Table
            One row a line. Columns: ``level``, ``parent``, ``position``, ``item``, ``revision``, ``quantity`` (for one
            parent), ``total`` (for one product), ``unit``, ``condition``, ``origin``.

        Raises
        ------
        VariantError
            A property or value does not exist, or a value is missing.
        """
    def variants(self, /, limit: SupportsIndex = ..., *, progress: "object" = None) -> Table:
        """
        List the variants, in property order, then value order.

        Parameters
        ----------
        limit
            List at most so many; ``W-LIST-CUT`` says when there are more.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Returns
        -------
        Table
            One row a variant. Columns: ``sku``, ``name``, one a property, ``price``, ``model``.
        """

@final
class Finding(Row):
    """
    One data problem: what is wrong, where, what was found, what was expected, how to fix it.
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def cell(self, /) -> str | None:
        """
        The cell as the spreadsheet names it, such as ``D17``.
        """
    @property
    def code(self, /) -> str:
        """
        Such as ``E-NUMBER``.
        """
    @property
    def column(self, /) -> str | None:
        """
        Letters of the column as the spreadsheet shows them.
        """
    @property
    def detail(self, /) -> str | None:
        """
        What this case is about, in one more sentence.
        """
    @property
    def expected(self, /) -> str:
        """
        What should be there.
        """
    @property
    def field(self, /) -> str | None:
        """
        Field of the schema, or title of the column.
        """
    @property
    def fix(self, /) -> str:
        """
        How to mend it.
        """
    @property
    def message(self, /) -> str:
        """
        The whole finding in words.
        """
    @property
    def row(self, /) -> int | None:
        """
        Row number as the spreadsheet shows it.
        """
    @property
    def severity(self, /) -> str:
        """
        ``E`` (not used), ``W`` (used but doubtful) or ``I`` (note).
        """
    @property
    def sheet(self, /) -> str | None:
        """
        Name of the sheet.
        """
    @property
    def title(self, /) -> str:
        """
        What is wrong, in a few words.
        """
    @property
    def value(self, /) -> str | None:
        """
        The value found.
        """
    @property
    def workbook(self, /) -> str | None:
        """
        Name of the workbook.
        """

@final
class Findings(Table):
    """
    What is doubtful in the data, worst first, then by workbook, sheet, row and column.

    A table like every other, whose rows are ``Finding`` objects. Nothing is raised by itself; ``raise_for_errors()``
    does when the caller wants the data to be clean.
    """
    def __getitem__(self, key: str | slice | SupportsIndex, /) -> Any: ...
    def __iter__(self, /) -> Iterator[Finding]: ...
    @property
    def errors(self, /) -> int:
        """
        How many have severity E: a row or a value is not used.
        """
    @property
    def notes(self, /) -> int:
        """
        How many have severity I: notes.
        """
    def raise_for_errors(self, /) -> None:
        """
        Raises when the data has findings of severity E.

        Raises
        ------
        FindingsError
            With these findings as its ``findings``.
        """
    @property
    def warnings(self, /) -> int:
        """
        How many have severity W: used, but doubtful.
        """

@final
class Price:
    """
    The price of one item for one customer, and the rows that decided it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def currency(self, /) -> str:
        """
        Currency of the invoice.
        """
    @property
    def discount_bases(self, /) -> list[int | None]:
        """
        Reference codes of the rules that filled the slots.
        """
    @property
    def discounts(self, /) -> list[Decimal | None]:
        """
        Percent points by slot; ``None`` past the slots in use.
        """
    def explain(self, /) -> Table:
        """
        Say which rules won, which lost and why, step by step.

        Returns
        -------
        Table
            One row a candidate, a level without rows, or a step of the computation, in the order of the search.
            Columns: ``step``, ``level``, ``slot``, ``currency``, ``id``, ``value``, ``taken``, ``text``, ``origin``.
        """
    @property
    def invoice_net_price(self, /) -> Decimal | None:
        """
        Unit price after all discounts, in company currency.
        """
    @property
    def invoice_net_price_foreign(self, /) -> Decimal | None:
        """
        Unit price after all discounts, in invoice currency.
        """
    @property
    def kind(self, /) -> str:
        """
        What the price means for discounts: blank (all apply), ``N`` (none), ``E`` (only the special one), ``X`` (the
        customer may not buy the item).
        """
    @property
    def level(self, /) -> str:
        """
        Name of the price level that answered.
        """
    @property
    def may_sell(self, /) -> bool | None:
        """
        Whether the customer may buy the item; ``None`` without a customer.
        """
    @property
    def net_price(self, /) -> Decimal | None:
        """
        Unit price after slot discounts, in company currency, rounded to the company's price decimals.
        """
    @property
    def origin(self, /) -> str | None:
        """
        The cell that decided the price, such as ``prices.xlsx, sheet "2026", cell D17``.
        """
    @property
    def price(self, /) -> Decimal | None:
        """
        Unit price before discounts, in company currency, to 6 decimals.
        """
    @property
    def price_basis(self, /) -> int:
        """
        Reference code of that level.
        """
    @property
    def standard_price(self, /) -> Decimal | None:
        """
        Price without any agreement, in invoice currency.
        """
    @property
    def state(self, /) -> str:
        """
        ``priced``, ``blocked`` or ``no_price``.
        """
    @property
    def total(self, /) -> Decimal | None:
        """
        All units after all discounts, in invoice currency, rounded once.
        """

@disjoint_base
class Row:
    """
    One row of a result table: ``row.item``, ``row["item"]`` and ``row[0]`` are the same value.
    """
    def __dir__(self, /) -> list[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, key: str | SupportsIndex, /) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Any]: ...
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def _asdict(self, /) -> "dict[str, Any]":
        """
        The row as a dict, columns in their order.
        """
    def keys(self, /) -> list[str]:
        """
        Names of the columns, so that ``dict(row)`` works.
        """

@disjoint_base
class Table:
    """
    A table of results.

    Iterating and indexing give rows (``table[0].item``), ``table["item"]`` gives a whole column as a list. It is handed
    to other libraries as it is: ``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``duckdb.sql("from table")``.
    Money, quantities and factors are decimals, dates are dates, numbers of things are text.
    """
    def __arrow_c_stream__(self, /, requested_schema: "object | None" = None) -> "object":
        """
        The table as an Arrow stream, for any library that takes one.
        """
    def __getitem__(self, key: str | slice | SupportsIndex, /) -> Any: ...
    def __iter__(self, /) -> Iterator[Row]: ...
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    @property
    def columns(self, /) -> list[str]:
        """
        Names of the columns, in their order.
        """
    @property
    def findings(self, /) -> Findings:
        """
        What is doubtful about this answer.
        """
    @property
    def more(self, /) -> list[Table]:
        """
        Further tables of the same answer, such as totals; each has a sheet of its own in a workbook.
        """
    @property
    def name(self, /) -> str:
        """
        What the table is, such as ``where_used``.
        """
    def rows(self, /) -> "list[dict[str, Any]]":
        """
        The rows as a list of dicts.

        Returns
        -------
        list of dict
            One dict a row: texts as ``str``, money and quantities as ``Decimal``, dates as ``date``, yes or no as
            ``bool``, whole numbers as ``int``, blanks as ``None``.
        """
    def to_arrow(self, /) -> Any:
        """
        The table as a ``pyarrow.Table``.
        """
    def to_csv(self, /, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """
        Write the table as a CSV file: UTF-8, comma, first line the names of the columns.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        overwrite
            Replace a file that exists.

        Raises
        ------
        ReportError
            The file exists, is an input, or cannot be written.
        """
    def to_excel(self, /, path: str | PathLike[str], *, overwrite: bool = False, language: str = "en", progress: "object" = None) -> None:
        """
        Write the table as a workbook, with its findings and with what it was made from.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        overwrite
            Replace a file that this program did not write. An own workbook is always replaced, an input never.
        language
            Language of titles and labels: en, fi, sv, de, nl or zh.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, is open elsewhere, or cannot be written.
        """
    def to_pandas(self, /) -> Any:
        """
        The table as a ``pandas.DataFrame``; decimals and dates stay what they are, in columns of objects.
        """
    def to_polars(self, /) -> Any:
        """
        The table as a ``polars.DataFrame``.
        """

def compare_prices(before: Catalog, after: Catalog, lines: "object" = None, *, on_before: date | None = None, on_after: date | None = None, progress: "object" = None) -> Table:
    """
    Price the same lines under two catalogs, or on two days.

    Parameters
    ----------
    before, after
        The catalogs; the same one twice to compare days.
    lines
        A table with the columns of ``order_lines``; the sheet ``order_lines`` of ``before`` by default.
    on_before, on_after
        Pricing days; by default those of the lines, else of the catalogs.
    progress
        ``True`` for a bar on the terminal, or a callable that takes (done, total).

    Returns
    -------
    Table
        One row a line; ``more[0]`` holds totals by customer, item and level. Amounts are in company currency.

    Examples
    --------
    >>> import partsbook as pb
    >>> lines = {"item": ["W220"], "quantity": [2]}
    >>> pb.compare_prices(sample_catalog(), sample_catalog(), lines)["difference"]
    [Decimal('0')]
    """

def load(path: str | PathLike[str]) -> Catalog:
    """
    Load a catalog that was saved with ``catalog.save(path)``.

    Parameters
    ----------
    path
        The file that was saved.

    Returns
    -------
    Catalog
        Equal to the one that was saved, with its ``as_of``.

    Raises
    ------
    FileNotFoundError, PermissionError
        The file is not there or may not be read.
    ModelError
        The file is not a saved catalog, or one of another version.
    """

def read(*sources: "object", as_of: date | None = None, locale: str | None = None, synonyms: dict[str, str] | None = None, sheets: dict[str, str] | None = None, limits: dict[str, SupportsIndex] | None = None, progress: "object" = None) -> "Catalog":
    """
    Read workbooks into a catalog.

    Parameters
    ----------
    sources
        Paths of workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods, .csv) or of folders with workbooks, bytes of a workbook,
        tables (anything with ``__arrow_c_stream__``: polars, pyarrow, pandas, DuckDB), or a dict of names and tables.
    as_of
        The day every question without a date is about; today by default.
    locale
        Settles ``1,234`` and ``1/2/2026``: a language with or without a country, such as ``fi`` or ``en-US``.
    synonyms
        Titles and the fields they name: ``{"Tuote": "item"}``. A ``synonyms`` sheet does the same.
    sheets
        Sheets and the tables they are, for sheets whose name and titles do not tell: ``{"Sheet1": "bom"}``. A sheet can
        also be named ``file.xlsx!Sheet1``; the table ``-`` leaves it out.
    limits
        Bounds on what is read: ``file_bytes``, ``unpacked_bytes``, ``ratio``, ``cells``, ``sheets``, ``columns``,
        ``rows``.
    progress
        ``True`` for a bar on the terminal, or a callable that takes (done, total).

    Returns
    -------
    Catalog
        Everything that was read, linked. What is doubtful in the data is in its ``findings``.

    Raises
    ------
    FileNotFoundError, PermissionError
        A source is not there or may not be read.
    WorkbookError
        A source is not a workbook, is damaged, password protected, or over a limit.
    TableError
        A table handed over has a column that holds no cell values, or ``sheets`` names an unknown table.

    Examples
    --------
    >>> import partsbook as pb
    >>> items = {"item": ["A200", "W220"], "gross_price": [Decimal("1250.00"), Decimal("4.10")]}
    >>> catalog = pb.read({"items": items}, as_of=date(2026, 6, 30))
    >>> catalog.table("items")[1].gross_price
    Decimal('4.10')
    """

def schema() -> Table:
    """
    All tables and columns that are understood.

    Returns
    -------
    Table
        One row a table (``field`` blank) and one a column, in the order of the template. Columns: ``table``, ``field``,
        ``type``, ``required``, ``key`` (whether it is part of what identifies a row), ``choices``, ``description``,
        and the titles that are known, by language: ``titles_en`` …

    Examples
    --------
    >>> import partsbook as pb
    >>> pb.schema()[0].table
    'company'
    """

def table(name: str, columns: Any) -> Table:
    """
    Make a table that can be shown, written and handed on like an answer.

    Parameters
    ----------
    name
        What the table is; names its sheet.
    columns
        A dict of titles and lists of equal length, or a table with ``__arrow_c_stream__``.

    Returns
    -------
    Table
        With those columns. Texts stay texts, whole numbers, decimals, dates and flags too; floats become decimals
        through 15 digits, times of day are left away from dates.

    Examples
    --------
    >>> import partsbook as pb
    >>> pb.table("wishes", {"item": ["W220", "A200"], "quantity": [2, 1]})
    wishes: 2 rows
      item  quantity
      W220         2
      A200         1
    """

def template(path: str | PathLike[str], tables: SupportsGetItem[int, str] | None = None, language: str = "en", *, overwrite: bool = False) -> None:
    """
    Write an empty workbook to fill in: every sheet and column, explained.

    Parameters
    ----------
    path
        The file to write.
    tables
        Names of the tables to include; all by default.
    language
        Language of sheets and titles: en, fi, sv, de, nl or zh. A template in any language is read.
    overwrite
        Replace a file that this program did not write.

    Raises
    ------
    ReportError
        A table does not exist, or the file cannot be written.
    """

def write_demo(folder: str | PathLike[str]) -> Table:
    """
    Write the workbooks of the demo company: a maker of hoists with customers in five countries.

    Parameters
    ----------
    folder
        Where they go; made when it is not there.

    Returns
    -------
    Table
        One row a file. Columns: ``path``, ``description``.

    Raises
    ------
    ReportError
        A file cannot be written.
    """
