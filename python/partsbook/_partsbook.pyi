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

__all__ = ["__version__", "Book", "Campaign", "Catalog", "Explanation", "Family", "Finding", "Findings", "Picture", "Price", "Recall", "Row", "Table", "Waterfall", "check_safe", "codes", "compare_prices", "load", "read", "schema", "table", "template", "write_demo"]

__version__: Final[str]
"""
The version of the program.
"""

@final
class Book:
    """
    A spare-parts book: pages with drawings and lists, indexes, links, and how good it is.
    """
    def __repr__(self, /) -> str: ...
    @property
    def findings(self, /) -> Findings:
        """
        What is doubtful about this book.
        """
    @property
    def lines(self, /) -> Table:
        """
        The lines in print order.

        Columns: ``figure``, ``assembly``, ``position``, ``item`` (blank when protected), ``revision``,
        ``description``, ``quantity`` (blank for as required), ``unit``, ``kind``, ``marks``, ``remarks``, ``price``,
        ``see_figure``, ``per_machine``, ``origin``.
        """
    @property
    def pages(self, /) -> Table:
        """
        The pages in order.

        One row a figure. Columns: ``figure``, ``item`` (blank when protected), ``revision``, ``title``, ``depth``,
        ``used_on``, ``per_machine``, ``lines``, ``pictures``.
        """
    @property
    def quality(self, /) -> Table:
        """
        How good the book is: measures, score, and whether it may be released.

        Columns: ``measure``, ``text``, ``value``, ``part``, ``whole``.
        """
    def to_excel(self, /, path: str | PathLike[str], *, overwrite: bool = False, progress: "object" = None) -> None:
        """
        Write the book as a workbook.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        overwrite
            Replace a file that this program did not write. An own workbook is always replaced, an input never.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, is open elsewhere, or cannot be written; or a protected number
            would have been handed out.
        """

@final
class Campaign(Table):
    """
    How far a campaign has come.

    A table of its numbers: all, then by priority, country, week and quarter.
    """
    @property
    def adjusted(self, /) -> Decimal | None:
        """
        REMEDIED of affected without SCRAPPED, in percent.
        """
    @property
    def affected(self, /) -> int:
        """
        Machines and sales that are affected: all but those found in order.
        """
    @property
    def campaign(self, /) -> str:
        """
        Name of the campaign.
        """
    @property
    def completion(self, /) -> Decimal | None:
        """
        REMEDIED of affected, in percent.
        """
    @property
    def history(self, /) -> Table:
        """
        Each state of each machine and sale with its first and last day.
        """
    @property
    def on(self, /) -> date:
        """
        The day it was counted on.
        """
    @property
    def quarters(self, /) -> Table:
        """
        The quarterly table in the style of 49 CFR 573.7: days of notification, population, remedied, unreachable,
        removed from the population.
        """
    @property
    def reachable(self, /) -> Decimal | None:
        """
        REMEDIED of affected without SCRAPPED and UNREACHABLE, in percent.
        """
    @property
    def status(self, /) -> Table:
        """
        Each machine and sale with its state.
        """
    def to_excel(self, /, path: str | PathLike[str], *, overwrite: bool = False, language: str = "en", progress: "object" = None, editable: bool = False) -> None:
        """
        Write the campaign as a workbook whose numbers follow the lists of states.

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
        ValueError
            ``editable``: this is an answer, not a table that was read.
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
    def analyse_prices(self, /, *, on: date | None = None, fx_percent: "int | Decimal" = ..., jump_percent: "int | Decimal" = ..., kit_discount_percent: "int | Decimal" = ...) -> Table:
        """
        Look for prices that do not fit together, with the money at stake.

        Parameters
        ----------
        on
            The day prices are asked on; the catalog's ``as_of`` by default.
        fx_percent
            Tolerance between price lists in two currencies; 3 by default.
        jump_percent
            Tolerance between a successor and what it replaces; 15 by default.
        kit_discount_percent
            Largest discount of a kit on the sum of its content; 20 by default.

        Returns
        -------
        Table
            One row an issue, the most money first. Columns: ``code``, ``title``, ``item``, ``customer`` (blank: the list
            price), ``other`` (item, family, tier or currency it is about), ``price`` and ``limit`` (company currency, one
            unit), ``difference``, ``yearly_quantity`` (of the 365 days up to the last sale), ``at_stake`` (their product,
            blank without ``sales_history``), ``detail``, ``origin``. ``more[0]`` holds the families of ``priced_parts``
            with their fit (price = ``factor`` · size ^ ``exponent``, Theil–Sen), ``more[1]`` their members with the price
            of their size and the ratio to it.

        Notes
        -----
        Codes: ``E-BELOW-COST`` (list prices, and what customers would pay today for what they bought), ``W-QTY-UNIT``,
        ``W-QTY-TOTAL``, ``W-FX``, ``W-CORRIDOR``, ``W-MARKET``, ``W-KIT-ABOVE-SUM``, ``W-KIT-BELOW-PART``,
        ``W-KIT-DISCOUNT``, ``W-ASSEMBLY-BELOW-CHILD``, ``W-SUPERSESSION-JUMP``, ``W-LEAKAGE``; ``I-FAMILY-SMALL`` is a
        finding. Time grows with rules, sold lines and, in a family, with the square of its size. Rule: parts-pricing
        specification, sections 4 and 7.

        Examples
        --------
        >>> lists = {"item": ["W220", "W220"], "price": [10, Decimal("8.9")], "min_quantity": [1, 10], "max_quantity": [9, 99]}
        >>> catalog = pb.read(sample_tables() | {"price_lists": lists}, as_of=AS_OF)
        >>> catalog.analyse_prices()[0].detail
        '10 each from 1, 8.9 each from 10'
        """
    def annotated_copy(self, /, path: str | PathLike[str], *, source: str | None = None, overwrite: bool = False, language: str = "en") -> Table:
        """
        Write copies of the workbooks that were read, with the findings in them: doubtful cells coloured and with a note,
        a sheet of findings with links in front. Everything else in the copy is as in the original, which is not touched.

        Parameters
        ----------
        path
            The file to write when one workbook is annotated (.xlsx, or .xlsm when it has macros), else a folder: the
            copies are called as their originals with ``-checked`` behind; workbooks without findings get none.
        source
            File name of the workbook; all that were read by default.
        overwrite
            Replace files that exist. An input is never replaced.
        language
            Language of the sheet of findings: en, fi, sv, de, nl or zh.

        Returns
        -------
        Table
            One row a workbook, in reading order. Columns: ``source``, ``path`` (blank when there is no copy), ``cells``
            (marked: findings of severity E and W), ``findings`` (listed), ``problem`` (why there is no copy). A text file
            (.csv) becomes a new workbook; .xls, .xlsb and .ods cannot be annotated.

        Raises
        ------
        ReportError
            No workbook can be annotated, one has changed since it was read, or a file cannot be written. Then nothing
            is written.
        ValueError
            No workbook of that name was read, or several were and ``path`` is one file.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> folder = Path(mkdtemp())
        >>> _ = (folder / "items.csv").write_text("item;gross_price\\nW220;cheap\\n")
        >>> catalog = pb.read(folder / "items.csv")
        >>> copies = catalog.annotated_copy(folder / "items-checked.xlsx")
        >>> copies[0].cells
        1
        """
    @property
    def as_of(self, /) -> date:
        """
        The day every question without a date is about.
        """
    def available(self, /, item: str, *, on: date | None = None, language: str = "en") -> Table:
        """
        What is available of an item: its own stock, and what its parts on stock allow.

        Parameters
        ----------
        item
            Number of the item, as text.
        on
            The day; the catalog's ``as_of`` by default.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row: own stock, what could be put together from the parts one level down, and the parts that limit it.

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 6. Reserved and blocked stock is not counted.
        """
    def buildable(self, /, item: str, *, on: date | None = None, use_alternates: bool = False, language: str = "en") -> Table:
        """
        How many of an item can be built from stock, over all levels and with shared parts counted once.

        Parameters
        ----------
        item
            Number of the item, as text.
        on
            The day; the catalog's ``as_of`` by default.
        use_alternates
            The next ranks of a group of alternatives are taken where the first one is short.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an item: required, used from stock, built, left; the limiting parts are marked, and what to buy for one
            more is named.

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 6.
        """
    def campaign(self, /, name: str, *, on: date | None = None, escalate_days: SupportsIndex | None = None, language: str = "en", progress: "object" = None) -> Campaign:
        """
        Count how far a campaign has come, from its rows in the ``campaign_status`` sheet.

        Machines and sales that the recall finds and no row names are IDENTIFIED since the day of the campaign.

        Parameters
        ----------
        name
            Name of the campaign in the ``campaign_status`` or ``recalls`` sheet.
        on
            The day; rows after it are left out. The catalog's ``as_of`` by default.
        escalate_days
            Open objects of priority SAFETY are urgent after this many days; those of the ``company`` sheet, else 90.
        language
            Language of workbooks.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Returns
        -------
        Campaign
            The numbers: a row for all, then by priority, country, week and quarter, as ``scope`` says. Columns: how many
            are in each state, ``affected`` (all but NOT_AFFECTED), ``completion``, ``adjusted`` (without SCRAPPED) and
            ``reachable`` (without UNREACHABLE too) in percent with two decimals, ``parts_needed`` for what is open,
            ``urgent``. Status, quarters and history are its attributes.

        Raises
        ------
        AftersalesError
            There is no such campaign.

        Notes
        -----
        Rule: warranty and recall specification, section 6. ``W-STATE`` for a row after REMEDIED without REOPEN.
        """
    def changes(self, /, path: str | PathLike[str]) -> Table:
        """
        Find what was changed in a workbook that was written with ``to_excel(path, editable=True)``.

        Rows are known again by the grey key column, however they were sorted, filtered, formatted or moved; columns by
        their titles. Rows without key are new.

        Parameters
        ----------
        path
            The edited workbook.

        Returns
        -------
        Table
            One row a cell that was changed or added and one a row that was removed: by table, rows that are there in
            their order, then removed ones. Columns: ``change`` (changed, added, removed), ``table``, ``key`` (the number
            that names the row), ``column``, ``before``, ``after`` (as text), ``origin`` (cell of the edited workbook),
            ``source`` (cell or row of the workbook that was read). What breaks the comparison is in its ``findings``:
            ``E-EDIT-NO-KEY``, ``E-EDIT-KEY``, ``E-EDIT-KEY-DUP``, values that cannot be read. Such cells and rows count as
            unchanged.

        Raises
        ------
        FileNotFoundError, PermissionError
            The workbook is not there or may not be read.
        WorkbookError
            It is damaged, password protected, or over a limit.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> path = Path(mkdtemp()) / "items.xlsx"
        >>> catalog = sample_catalog()
        >>> catalog.table("items").to_excel(path, editable=True)
        >>> len(catalog.changes(path))
        0
        """
    def check_rules(self, /, *, language: str = "en") -> Table:
        """
        Check all price rules without trying orders.

        Parameters
        ----------
        language
            Language of ``title`` and ``detail``; its findings are in English.

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
    def compare(self, /, old: str, new: str | None = None, *, old_on: date | None = None, new_on: date | None = None, old_serial: str | None = None, new_serial: str | None = None, with_effect: bool = False, language: str = "en") -> Table:
        """
        Compare two structures: two items, two days, or two machines.

        Parameters
        ----------
        old
            Number of the item the comparison starts from, as text.
        new
            Number of the other item; the same item by default.
        old_on, new_on
            The day of each side; the catalog's ``as_of`` by default.
        old_serial, new_serial
            Serial number of the machine of each side.
        with_effect
            Adds what the change costs, and the stock of the old parts.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a difference: ``ADDED``, ``REMOVED``, ``REPLACED``, ``REV``, ``QTY``, ``UNIT``, ``TEXT``, with both
            sides and whether the new part may replace the old one.

        Raises
        ------
        ModelError
            An item or serial number is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 9.
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
    def delivery_list(self, /, customer: str, lines: "object" = None, *, language: str = "en") -> Table:
        """
        Make a delivery list for a customer: items and quantities with the comments the customer may see, no prices.

        Parameters
        ----------
        customer
            Number of the customer.
        lines
            A table with the columns item and quantity, all of it taken as this customer's; by default the customer's rows
            of the sheet ``order_lines``, as for a quote.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a line: ``line``, ``item``, ``description``, ``quantity``, ``unit``, ``comment``; comments on the whole
            delivery are rows at the end. Comments of kind S are internal and never in it.

        Raises
        ------
        ModelError
            The customer is not in the catalog.

        Notes
        -----
        ``E-ITEM-UNKNOWN`` for items that are not in the item master; their lines stay. Rule: pricing specification,
        section 2.4.
        """
    def explode(self, /, item: str, quantity: "int | Decimal" = ..., *, on: date | None = None, serial: str | None = None, levels: SupportsIndex | None = None, kind: str = "designed", language: str = "en") -> Table:
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
            ``"maintained"``: as built, and what was fitted and removed since. Where nothing was frozen both are
            reconstructed from the structure valid at delivery: ``certainty`` (0 to 1) and ``doubt`` say how sure each
            row is, and why not.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a line, with level, parent, item, quantity in one parent and in the whole. ``revision`` is the newest
            released one that may replace the revision of the line (``line_revision``, where that is another); in a built
            or maintained structure it is the one delivered. Its ``more`` holds the totals: one row an item. ``picture``
            shows it.

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

        What reading and linking found, what the price rules lack, what the product families lack: everything that is
        known before a question is asked. ``more[0]`` has one row a code, what to fix first on top, with the rows that are
        not used and the sales of the items concerned; a workbook of the findings begins with it.
        """
    def freeze(self, /, serial: str, *, on: date | None = None) -> Table:
        """
        Freeze a delivery: the as-built rows of a machine, to keep in an `as_built` sheet.

        Parameters
        ----------
        serial
            Serial number of the machine.
        on
            The day; that of production or delivery by default.

        Returns
        -------
        Table
            One row a line, with the columns of the ``as_built`` table.

        Raises
        ------
        ModelError
            The serial number is not in the catalog.
        StructureError
            The machine names no item.
        """
    def interchange(self, /, item: str, *, revision: str | None = None, on: date | None = None, parent: str | None = None, language: str = "en") -> Table:
        """
        List what may be taken instead of an item: newer revisions, alternative items, and what may replace those.

        Parameters
        ----------
        item
            Number of the item, as text.
        revision
            Revision that was delivered; without it, what holds for all revisions.
        on
            The day; the catalog's ``as_of`` by default.
        parent
            Assembly the item is in: lets in what may replace it there only.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            The item itself, then what may replace it, by number of steps. Columns: ``item``, ``description``,
            ``revision``, ``ratio`` (new pieces for one old), ``may_be_chosen`` (no for drafts and withdrawn revisions),
            ``all_pieces`` (only all together), ``conditional``, ``conditions``, ``origin``.

        Raises
        ------
        ModelError
            The item is not in the catalog.
        StructureError
            Nothing names the revision.
        """
    def interchange_matrix(self, /, items: SupportsGetItem[int, str] | None = None, *, on: date | None = None, language: str = "en") -> Table:
        """
        Say for every two revisions of items whether one may be taken for the other.

        Parameters
        ----------
        items
            Numbers of the items; all that have revisions by default.
        on
            The day; the catalog's ``as_of`` by default.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a delivered revision, by item number and sequence. Columns: ``item``, ``description``, ``revision``,
            ``status``, ``released``, ``latest``, and for each name of a revision ``→ name``: ``FULL`` (both ways),
            ``FORWARD`` (it may replace the delivered one), ``COND`` (under a condition, or all pieces together),
            ``BACKWARD`` (only the delivered one may replace it), ``NONE``.

        Raises
        ------
        ModelError
            An item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 2. An interchangeable change makes a new revision, any other a new number.
        """
    def parts_book(self, /, serial: str | None = None, item: str | None = None, *, customer: str | None = None, languages: SupportsGetItem[int, str] | None = None, mode: str | None = None, ip_policy: str | None = None, index_order: str | None = None, prices: bool | None = None, layout: str | None = None, bubbles: bool | None = None, internal: bool = False, folder: str | PathLike[str] | None = None, issue_date: date | None = None) -> Book:
        """
        Make the spare-parts book of a delivered machine or of an item.

        What is not named here comes from the ``book`` sheet.

        Parameters
        ----------
        serial
            Serial number of the machine.
        item
            Item number of the machine, for a book without serial number.
        customer
            Number of the customer; the one who has the machine by default.
        languages
            Languages of the descriptions, in order.
        mode
            ``"spares"``: only what is a spare part. ``"full"``: every line.
        ip_policy
            Protected parts: ``"nha"`` names the assembly to order instead, ``"mask"`` prints no number, ``"hide"``
            leaves the line out.
        index_order
            Order of the number index: ``"natural"`` or ``"ata"``.
        prices
            Print prices.
        layout
            ``"sheets"``: a sheet for each figure. ``"continuous"``: one after the other on one sheet.
        bubbles
            Draw position numbers on the pictures.
        internal
            Add the sheet about quality; not for customers.
        folder
            Where the drawings are; beside the workbook that names them by default.
        issue_date
            Day of issue.

        Returns
        -------
        Book
            Planned and measured, not yet written.

        Raises
        ------
        ModelError
            Serial number, item or customer are not in the catalog.
        ReportError
            No machine is named, or it has no spare parts.
        """
    def price(self, /, customer: str | None, item: str, quantity: "int | Decimal" = ..., *, on: date | None = None, currency: str | None = None, exchange_rate: Decimal | None = None, entered_price: Decimal | None = None, entered_kind: str | None = None, entered_discounts: SupportsGetItem[int, Decimal | None] | None = None, special_discount: Decimal | None = None, business_id: str | None = None, customer_group: str | None = None, country: str | None = None, site: str | None = None, campaign: str | None = None, order_district: str | None = None) -> Price:
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
    def price_list(self, /, customer: str | None = None, items: SupportsGetItem[int, str] | None = None, *, on: date | None = None, quantities: str | Decimal = ..., language: str = "en") -> Table:
        """
        Make a price list.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is. Without it: the named items for all
            customers, or all items for nobody in particular.
        items
            Numbers of the items; by default all that may stand on a price list.
        on
            Pricing day; the catalog's ``as_of`` by default.
        quantities
            ``"ladder"``: every quantity from which the price changes. A number: only that quantity.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an item and quantity, in the order of the items, then by quantity. Its sheet in a workbook has only
            what a customer reads; the table has all columns of a price. For all customers: one row an item, customer
            and quantity, the customers in the order of their sheet, each in its own currency, for the company's own
            eyes. ``W-MARGIN-NO-COST`` names prices of 0.01 that a margin makes of a missing cost; a customer's
            workbook says "on request" there, and for core items (``ip``).

        Raises
        ------
        ModelError
            The customer is not in the catalog, or an item asked for all customers.

        Examples
        --------
        >>> sample_catalog().price_list("1001", ["W220"])[0].net_price
        Decimal('41.1')
        >>> sample_catalog().price_list(items=["W220"])["customer"]
        ['1001', '1002']
        """
    @property
    def questions(self, /) -> Table:
        """
        What reading leaves open, each question with its answer ready to paste.

        One row a question, in reading order. Columns: ``workbook``, ``sheet``, ``question``, ``argument`` (of ``read``:
        ``synonyms={"Ref. Mouser": "item"}``, ``sheets={"Sheet1": "bom"}``), ``sheet_row`` (the row of a ``synonyms`` sheet
        that settles it, field and header; blank when only ``sheets`` does).
        """
    def quote(self, /, customer: str, lines: "object" = None, *, on: date | None = None, currency: str | None = None, exchange_rate: Decimal | None = None, tax_rate: Decimal | None = None, logistics: Decimal = ..., logistics_taxable: bool = False, tax_inclusive: bool | None = None, special_discount: Decimal | None = None, campaign: str | None = None, order_district: str | None = None) -> Table:
        """
        Make a quote for a customer.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is.
        lines
            A table with the columns of ``order_lines``, of which item, quantity, what was entered, special discount,
            campaign and district count; all of it is taken as this customer's. By default the rows of the sheet
            ``order_lines`` that are the customer's: with its number, without number with its business id, or naming nobody.
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
    def recall(self, /, campaign: str | None = None, *, item: str | None = None, revisions: SupportsGetItem[int, str] | None = None, lots: SupportsGetItem[int, str] | None = None, serials: SupportsGetItem[int, str] | None = None, delivered: "tuple[date | None, date | None] | None" = None, produced: "tuple[date | None, date | None] | None" = None, replacement_item: str | None = None, ratio: "int | Decimal | None" = None, operation_hours: "int | Decimal | None" = None, priority: str | None = None, on: date | None = None, completion: "int | Decimal | None" = None, p_suspect: "int | Decimal | None" = None, language: str = "en", progress: "object" = None) -> Recall:
        """
        Find every machine and customer hit by a recall, with the evidence.

        Parameters
        ----------
        campaign
            Name of the campaign in the ``recalls`` sheet; beside ``item`` only the name of the answer.
        item
            Number of a defective item, for a recall that the ``recalls`` sheet does not have.
        revisions
            Affected revisions of the item; all by default.
        lots
            Affected lots, or ranges such as ``"L100-L199"``, compared by letters and number.
        serials
            Affected serial numbers of the component, or such ranges.
        delivered, produced
            First and last day of delivery or production of the machines; ``None`` is open.
        replacement_item
            Number of the item that is fitted instead.
        ratio
            New pieces for one old; 1 by default.
        operation_hours
            Hours of work on one machine.
        priority
            Priority, such as ``"SAFETY"``.
        on
            The day; that of the campaign, else the catalog's ``as_of``.
        completion
            Share of the pieces that will be replaced, for the need of parts; that of the ``company`` sheet, else 1.
        p_suspect
            Share of the suspect pieces that will turn out to be affected; that of the ``company`` sheet, else 0.5.
        language
            Language of the descriptions.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Returns
        -------
        Recall
            One row a place of a machine that is confirmed or suspect: worst grade first, then by serial number. Columns:
            ``grade``, ``serial``, ``customer``, ``item``, ``revision``, ``lot``, ``quantity`` (pieces in all machines of
            the row), ``reason``, ``rests_on`` (RECORDED, DESIGNED, SALE, MACHINE), ``certainty`` (0 to 1, of what the
            structure says), ``path`` from the machine down, ``origin`` … Loose parts, contacts, stock to block, need,
            status and what was cleared are its attributes.

        Raises
        ------
        AftersalesError
            There is no such campaign, or a share is not between 0 and 1.
        ModelError
            The item is not in the catalog.
        StructureError
            Nothing names a revision.
        ValueError
            Neither a campaign nor an item is given, or limits without item.

        Notes
        -----
        Rule: warranty and recall specification, section 5. CONFIRMED rests on records only. ``W-RECALL-WIDE`` without
        any limit, ``W-RECALL-BLIND`` for machines without any structure, ``W-CONTACT-MISSING``, ``E-EVENT-QTY``.
        """
    def resolve_supersession(self, /, item: str, quantity: "int | Decimal" = ..., on: date | None = None, *, language: str = "en") -> Table:
        """
        What is supplied for an order when items have been superseded.

        Free stock is what the ``stock`` table has on hand, less what is reserved or blocked.

        Parameters
        ----------
        item
            Number of the item ordered, as text.
        quantity
            Quantity ordered.
        on
            The day; the catalog's ``as_of`` by default.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an item supplied. Columns: ``item``, ``description``, ``quantity``, ``unit``. Its ``more`` holds each
            step on the way.

        Raises
        ------
        ModelError
            The item is not in the catalog.
        StructureError
            The quantity is not above zero.
        """
    def roll_up(self, /, item: str | None = None, *, on: date | None = None, language: str = "en") -> Table:
        """
        Roll up cost and weight of an item and everything below it.

        Parameters
        ----------
        item
            Number of the item, as text; by default all items.
        on
            The day; the catalog's ``as_of`` by default.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an item: cost in company currency, weight in kg, whether they are complete, and what the item master
            says. For one item its ``more`` holds the check row: the same sums from the top down to the parts.

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 8. ``W-ROLLUP-MISSING`` where a part has no cost or weight.
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
    def service_structure(self, /, item: str, *, on: date | None = None, serial: str | None = None, expose_content: bool = False, language: str = "en") -> Table:
        """
        Derive the service structure of an item: what can be ordered for it, and how many.

        Parameters
        ----------
        item
            Number of the item, as text.
        on
            Only lines that are effective on this day; the catalog's ``as_of`` by default.
        serial
            Serial number of the machine.
        expose_content
            Modules are opened too; their content names the module and counts in no sum.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a part that can be ordered, with its quantity in the whole product.

        Raises
        ------
        ModelError
            The item or the serial number is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 4. ``E-SBOM-BALANCE`` when the quantities do not add up.
        """
    def simulate(self, /, new_prices: dict[str, Decimal] | None = None, *, elasticity: Decimal = ..., by_item: dict[str, Decimal] = ..., by_family: dict[str, Decimal] = ...) -> Table:
        """
        Try new list prices on the sales history.

        Parameters
        ----------
        new_prices
            New list price by item number, in company currency; an item that is not named keeps the price it was sold at.
            By default the list prices of the catalog on its day: what they make of the sales of before.
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

        Examples
        --------
        >>> history = {"item": ["W220"], "quantity": [10], "list_price": [40], "net_price": [36], "cost": [20]}
        >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
        >>> catalog.simulate({"W220": Decimal(44)}).more[0][0].difference == 36
        True
        """
    def supersessions(self, /, item: str | None = None, *, on: date | None = None, language: str = "en") -> Table:
        """
        List chains of replacements, and how long the stock of the old items lasts.

        Months of stock are free stock by mean monthly demand: what the ``demand`` sheet has for the twelve months before the
        day, or since its first day when that is later. Blank where nothing was asked for: the stock does not run out.

        Parameters
        ----------
        item
            Number of the item the chain begins with; all chains from their first items by default.
        on
            The day; the catalog's ``as_of`` by default.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row a step, by the chain's first item. Columns: ``item``, ``step``, ``old``, ``new``, ``description``,
            ``type``, ``ratio``, ``pieces`` (new pieces for one of the first item), ``policy``, ``from``, ``backward``
            (the old one may still be taken for the new one), ``free_stock``, ``monthly_demand``, ``months``, ``run_out``
            (all four of the old item), ``note``, ``origin``.

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 3. ``E-SUP-CYCLE`` for each loop.
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
            One row a record, in reading order: the columns that were read, then ``origin``, the place of the row
            (``origin_cell`` where the table has a column ``origin``). Without rows when no sheet gave any.

        Raises
        ------
        KeyError
            There is no such table in the schema.
        """
    @property
    def tables(self, /) -> Table:
        """
        What was understood of each sheet.

        One row a sheet, or a part of a sheet that is a table of its own, in reading order. Columns: ``workbook``,
        ``sheet``, ``table`` (blank when not used), ``reason``, ``scores`` (the tables that were weighed and how many
        titles each knows), ``title`` (what stands alone above the titles), ``header_row`` (as the spreadsheet counts,
        the last of two), ``header_rows`` (``4`` or ``3-4``), ``extent`` (``A2:K20``), ``columns_mapped`` (title →
        field), ``columns_not_used``, ``columns_asked`` (titles), ``rows_read``, ``rows_left_out``, ``left_out`` (how
        many of which kind), ``questions`` (what is open, with the argument that settles it).
        """
    def waterfall(self, /) -> Waterfall:
        """
        Say what is left of the list price of every sold line.

        Returns
        -------
        Waterfall
            One row a line of ``sales_history``, in its order: ``customer``, ``tier``, ``item``, ``quantity``, then amounts
            of the line in the currency it was sold in: ``list_amount``, ``on_invoice_discount``, ``invoice_amount``,
            ``rebate``, ``freight``, ``terms_cost``, ``virtual_credit``, ``pocket_amount``, and ``leakage_percent``, the
            share of the list price that is lost. ``more[0]`` holds the totals of all lines, by tier and by customer; a
            notebook shows those of all as a waterfall.

        Notes
        -----
        ``E-HISTORY-PRICE`` for lines that are left out. ``list_price`` and ``net_price`` are of one unit; rebate, freight,
        terms and credit of the whole line. Rule: parts-pricing specification, section 7.

        Examples
        --------
        >>> history = {"item": ["W220"], "quantity": [1], "list_price": [5000], "net_price": [4250], "freight": [315]}
        >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
        >>> catalog.waterfall()[0].leakage_percent
        Decimal('21.3')
        """
    def where_used(self, /, item: str, *, revision: str | None = None, on: date | None = None, levels: SupportsIndex | None = None, to: str = "top", structures: str = "both", parent_revisions: str = "newest", tops_only: bool = False, interchangeable: bool = False, alternates: bool = False, supersessions: bool = False, language: str = "en") -> Table:
        """
        List every place an item is used, nearest parents first.

        Without switches the answer is what the sheets say on the day: lines that name the item, in the newest revision of
        each assembly. What would follow from interchangeability is a judgement, and is added only when asked for.

        Parameters
        ----------
        item
            Number of the item, as text.
        revision
            Only lines that name this revision of the item, or none; all revisions by default.
        on
            Only lines that are effective on this day; the catalog's ``as_of`` by default.
        levels
            Only uses up to this level, 1 is direct; all by default. Quantities are over all paths in any case.
        to
            Where to end: ``"top"`` products, delivered ``"machines"``, or the ``"customers"`` who have them.
        structures
            For machines and customers. ``"both"``: what was recorded for a machine where something was, else the structure
            valid at its delivery, which is what is known best. ``"working"``: the structure valid at delivery for all.
            ``"frozen"``: only what was recorded, as built and since.
        parent_revisions
            ``"newest"``: lines of the newest revision of each assembly, as it is built today. ``"all"``: lines of its older
            revisions too; sums stay those of the newest one and are blank where only older ones lead.
        tops_only
            Only assemblies that are in no other, each with its path; by default every assembly on the way.
        interchangeable
            With a revision: also lines that name a revision which it may replace.
        alternates
            Also lines in which the item is an alternative that is not used now, and lines that name an item for which it
            may be taken by the ``alternates`` sheet.
        supersessions
            Also lines that name an older item which is replaced by this one in the end.
        language
            Language of the descriptions.

        Returns
        -------
        Table
            One row an assembly and line: lines that name the item, then what stands for it (``through`` says why:
            ``REVISION``, ``ALTERNATE``, ``SUPERSESSION``), each ordered by level, parent, position. ``quantity`` is that of
            the line, ``total_quantity`` the item's pieces in one of the assembly over all paths, ``path`` proves it. With
            ``to="machines"`` one row a machine, with ``to="customers"`` by customer first, and its ``more`` holds what each
            customer has. ``picture`` shows it.

        Raises
        ------
        ModelError
            The item is not in the catalog.
        StructureError
            Nothing names the revision.

        Notes
        -----
        Rule: structures specification, sections 2, 3, 7 and 8. ``E-CYCLE`` for each loop met. Time grows with the lines
        above the item; the texts of the rows are made when they are first looked at.

        Examples
        --------
        >>> sample_catalog().where_used("W220")["parent"]
        ['A310', 'A200']
        """
    def write_price_sheet(self, /, path: str | PathLike[str], customer: str, items: SupportsGetItem[int, str] | None = None, *, on: date | None = None, currency: str | None = None, language: str = "en", overwrite: bool = False) -> None:
        """
        Write a price sheet that recalculates by itself: every item with its price at a quantity the receiver changes.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        customer
            Number of the customer.
        items
            Numbers of the items; by default all on the customer's price list.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency
            Currency of the prices; the customer's by default.
        language
            Language of words, descriptions and dates: en, fi, sv, de, nl or zh.
        overwrite
            Replace a file that this program did not write.

        Raises
        ------
        ModelError
            Customer or item are not in the catalog.
        PricingError
            No exchange rate.
        ReportError
            The file cannot be written, or would show the customer something internal.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> path = Path(mkdtemp()) / "prices.xlsx"
        >>> sample_catalog().write_price_sheet(path, "1001", language="fi")
        >>> path.exists()
        True
        """
    def write_quote(self, /, path: str | PathLike[str], customer: str, lines: "object" = None, items: SupportsGetItem[int, str] | None = None, *, on: date | None = None, currency: str | None = None, language: str = "en", freight: Decimal | None = None, freight_taxable: bool = False, tax: Decimal | None = None, spare_lines: SupportsIndex = 15, overwrite: bool = False) -> None:
        """
        Write a quote that recalculates by itself: the receiver changes items, quantities and discounts in a workbook.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        customer
            Number of the customer.
        lines
            Lines filled in already: a table with the columns ``item`` and ``quantity``, and ``special_discount`` where a
            line has its own; a dict of titles and lists, or a list of dicts.
        items
            Numbers of the items the receiver may choose from; by default all on the customer's price list. Those of the
            lines are added.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency
            Currency of the quote; the customer's by default.
        language
            Language of words, descriptions and dates: en, fi, sv, de, nl or zh.
        freight
            Freight in the currency of the quote; free from the customer's ``free_freight_limit`` on.
        freight_taxable
            Freight is taxed too.
        tax
            VAT percent of the whole quote; by default that of each item, or 0 for customers abroad and exports.
        spare_lines
            Empty lines after those filled in.
        overwrite
            Replace a file that this program did not write.

        Raises
        ------
        ModelError
            Customer or item are not in the catalog.
        PricingError
            No exchange rate, or the customer is an end user (quotes go to the sales channel only).
        ReportError
            The file cannot be written, or would show the customer something internal.

        Notes
        -----
        The workbook holds the customer's own prices at every quantity and nothing else; every file passes
        ``check_safe``. Rule: pricing specification, section 5; parts-pricing specification, section 5.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> path = Path(mkdtemp()) / "quote.xlsx"
        >>> sample_catalog().write_quote(path, "1001", {"item": ["W220"], "quantity": [2]}, freight=Decimal(15))
        >>> path.exists()
        True
        """

@final
class Explanation(Table):
    """
    Why a price is what it is: which rules won, which lost and why, step by step.

    A table like every other; ``str(explanation)`` is the same as text to read, and a notebook shows how the price comes
    about as a waterfall.
    """
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...

@final
class Family:
    """
    A product with properties, values and rules, and the variants they leave.
    """
    def __repr__(self, /) -> str: ...
    def check(self, /, selection: "dict[str, str | int | Decimal]") -> Table:
        """
        Check a selection against the rules.

        Parameters
        ----------
        selection
            Values of some or all properties: ``{"POWER": "90"}``.

        Returns
        -------
        Table
            What stands between the selection and a variant; without rows it is one. Columns: ``result`` (``broken``: a
            rule is broken whatever else is chosen, ``undecided``: a rule that open properties decide, ``missing``: a
            property without value), ``rule``, ``property``, ``message``, ``origin``.

        Raises
        ------
        VariantError
            A property or value does not exist.
        """
    def checks(self, /) -> Table:
        """
        What may be wrong with the family: values no variant has, rules that never matter, models that break rules.

        Returns
        -------
        Table
            One row a check. Columns: ``check``, ``subject``, ``variants`` (text, because counts have any size),
            ``percent``, ``detail``, ``origin``.
        """
    def complete(self, /, selection: "dict[str, str | int | Decimal]", *, language: str = "en") -> Table:
        """
        What may still be chosen after a selection.

        Parameters
        ----------
        selection
            Values of some properties.
        language
            Language of the names.

        Returns
        -------
        Table
            One row a value with which the selection can still become a variant, in property order, then value order.
            Columns: ``property``, ``property_name``, ``value`` (blank when none is left), ``name``, ``default``.

        Raises
        ------
        VariantError
            A property or value does not exist.
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
    def price(self, /, selection: "dict[str, str | int | Decimal]") -> Decimal | None:
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
    def resolve(self, /, selection: "dict[str, str | int | Decimal]") -> Table:
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
    def split(self, /, properties: SupportsGetItem[int, str]) -> Table:
        """
        Split the product: one new product for each allowed combination of values of some properties.

        Parameters
        ----------
        properties
            Names of the properties that become fixed.

        Returns
        -------
        Table
            One row a new product, in value order. Columns: ``product``, one a fixed property, ``variants`` (text,
            because counts have any size; they add up to ``count()``), ``models``.

        Raises
        ------
        VariantError
            A property does not exist or is named twice, or there are too many combinations.
        """
    def variants(self, /, limit: SupportsIndex = ..., condition: str | None = None, *, progress: "object" = None) -> Table:
        """
        List the variants, in property order, then value order.

        Parameters
        ----------
        limit
            List at most so many; ``W-LIST-CUT`` says when there are more.
        condition
            Only variants that fulfil it, such as ``POWER=90 and not COLOR in {RED, BLUE}``.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Returns
        -------
        Table
            One row a variant. Columns: ``sku``, ``name``, one a property, ``price``, ``model``.

        Raises
        ------
        VariantError
            The condition is not understood.
        """
    def where_used(self, /, item: str) -> Table:
        """
        In which variants an item is used, and how much of it.

        Parameters
        ----------
        item
            Number of the item, as text.

        Returns
        -------
        Table
            One row. Columns: ``item``, ``variants`` (text, because counts have any size), ``percent``, ``condition``,
            ``least`` and ``greatest`` (quantity for one product among the variants that have it).

        Raises
        ------
        VariantError
            No line of the product has the item.
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
        The whole finding in words, on one line; ``str(finding)`` has a line each for what was found, expected, to do.
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
class Picture:
    """
    A structure, or where an item is used, as a tree from left to right.

    A notebook shows it; ``to_svg`` writes it as a file every browser opens, ``to_dot`` and ``to_mermaid`` as text for
    Graphviz and Mermaid. An assembly is opened once and marked with an arrow where it comes again.
    """
    def __len__(self, /) -> int:
        """
        How many boxes the whole picture has.
        """
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    def to_dot(self, /, path: str | PathLike[str] | None = None, *, overwrite: bool = False) -> str:
        """
        The structure as text for Graphviz: each item once, an arrow from each assembly to what is in it.

        Parameters
        ----------
        path
            A file to write it to as well.
        overwrite
            Replace a file that this program did not write.

        Returns
        -------
        str
            The text.

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, or cannot be written.
        """
    def to_mermaid(self, /, path: str | PathLike[str] | None = None, *, overwrite: bool = False) -> str:
        """
        The structure as text for Mermaid.

        Parameters
        ----------
        path
            A file to write it to as well.
        overwrite
            Replace a file that this program did not write.

        Returns
        -------
        str
            The text.

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, or cannot be written.
        """
    def to_svg(self, /, path: str | PathLike[str] | None = None, *, max_boxes: SupportsIndex = ..., overwrite: bool = False) -> str:
        """
        The picture as SVG.

        Parameters
        ----------
        path
            A file to write it to as well.
        max_boxes
            How many boxes are drawn; the title says how many more there are, and each box how many behind it.
        overwrite
            Replace a file that this program did not write.

        Returns
        -------
        str
            The picture.

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, or cannot be written.

        Examples
        --------
        >>> sample_catalog().where_used("W220").picture.to_svg()[:4]
        '<svg'
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
    def explain(self, /, *, language: str = "en") -> Explanation:
        """
        Say which rules won, which lost and why, step by step.

        Parameters
        ----------
        language
            Language of the text: ``en``, ``fi``, ``sv``, ``de``, ``nl`` or ``zh``.

        Returns
        -------
        Explanation
            The question (step 0), then one row a candidate, a level without rows, or a step of the computation, in the
            order of the search, then the answer.
            ``str(explanation)`` is the same as text. Columns: ``step``, ``level``, ``slot``, ``currency``, ``id``, ``value``, ``taken``, ``text``, ``origin``.
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
        ``priced``; ``priced_without_cost`` (a margin on an item without cost: 0.01 is no real price);
        ``priced_unknown_customer``; ``blocked``; ``no_price``.
        """
    @property
    def total(self, /) -> Decimal | None:
        """
        All units after all discounts, in invoice currency, rounded once.
        """

@final
class Recall(Table):
    """
    A recall worked out: machines, loose parts, contacts, stock to block, need, status, and what was cleared.

    A table of the affected pieces in machines; the other tables are its attributes, and sheets of its workbook. There
    every number of a summary is a formula over its list, and the contacts are ready for a mail merge.
    """
    @property
    def block_stock(self, /) -> Table:
        """
        Own stock to block, in the order of the ``stock`` sheet.
        """
    @property
    def campaign(self, /) -> str:
        """
        Name of the campaign.
        """
    @property
    def cleared(self, /) -> Table:
        """
        What is not affected, and why.
        """
    @property
    def contacts(self, /) -> Table:
        """
        Customers to tell: one row a customer, by number. Only here stand names, addresses and telephone numbers.
        """
    @property
    def loose(self, /) -> Table:
        """
        Affected pieces that were sold and are not known to be fitted.
        """
    @property
    def machines(self, /) -> Table:
        """
        Affected pieces in machines; the table itself.
        """
    @property
    def need(self, /) -> Table:
        """
        Replacement parts and hours of work, by affected item.
        """
    @property
    def on(self, /) -> date:
        """
        The day the machines were looked at.
        """
    @property
    def status(self, /) -> Table:
        """
        Each machine and sale with its state in the ``campaign_status`` sheet.
        """
    def to_excel(self, /, path: str | PathLike[str], *, overwrite: bool = False, language: str = "en", progress: "object" = None, editable: bool = False) -> None:
        """
        Write the recall as a workbook: lists, contacts for a mail merge, and summaries that follow the lists.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        overwrite
            Replace a file that this program did not write. An own workbook is always replaced, an input never.
        language
            Language of titles, labels and descriptions: en, fi, sv, de, nl or zh.
        progress
            ``True`` for a bar on the terminal, or a callable that takes (done, total).

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, is open elsewhere, or cannot be written.
        ValueError
            ``editable``: this is an answer, not a table that was read.
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
    @property
    def picture(self, /) -> Picture | None:
        """
        The answer as a picture, where there is one: of a structure, or of where an item is used.
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
    def to_excel(self, /, path: str | PathLike[str], *, overwrite: bool = False, language: str = "en", progress: "object" = None, editable: bool = False) -> None:
        """
        Write the table as a workbook, with its findings and with what it was made from.

        A price list or a quote of one customer is a document for that customer: it holds neither findings nor the names
        of inputs, and is written only when ``check_safe`` finds nothing in it. Copied rows have the columns of the sheet
        they are to be pasted into, titled and ordered as there.

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
        editable
            Write a table of ``catalog.table`` to be edited: under titles that reading knows, with a grey column of keys
            in front by which ``catalog.changes`` knows the rows again. The keys take no typing, but the sheet is not
            protected: rows may be sorted, filtered, added and deleted. Such a file is only replaced with ``overwrite``.

        Raises
        ------
        ReportError
            The file exists and is not ours, is an input, is open elsewhere, or cannot be written; or a document for a
            customer would show something internal.
        ValueError
            ``editable`` with an answer that is no table of the catalog.
        """
    def to_pandas(self, /) -> Any:
        """
        The table as a ``pandas.DataFrame``; decimals and dates stay what they are, in columns of objects.
        """
    def to_polars(self, /) -> Any:
        """
        The table as a ``polars.DataFrame``.
        """

@final
class Waterfall(Table):
    """
    What is left of list prices: a table that a notebook also shows as a waterfall of all lines together.
    """
    def _repr_html_(self, /) -> str: ...

def check_safe(path: str | PathLike[str], forbidden: SupportsGetItem[int, str] = ...) -> Findings:
    """
    Look for what a file holds beside what its reader sees, before it is sent to somebody outside.

    Parameters
    ----------
    path
        The file: .xlsx, .xlsm, .ods, or text such as .csv.
    forbidden
        Texts that must not be anywhere in it: item numbers, customers, cost values. Found in any case as whole words;
        numbers also as values of cells, however they are formatted.

    Returns
    -------
    Findings
        Worst first. Severity E must not be sent: hidden sheets, rows, columns, names and shapes, links to other
        workbooks, connections, pivot caches, embedded files, custom XML, macros, change history, forbidden texts.
        W should be looked at: comments, document properties, printer settings, invisible cells. I is only told:
        headers, text boxes, alternative texts, pictures, names.

    Raises
    ------
    FileNotFoundError
        There is no such file.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "prices.xlsx"
    >>> sample_catalog().write_price_sheet(path, "1001")
    >>> pb.check_safe(path, ["A200"])[0].code
    'E-SAFE-FORBIDDEN'
    """

def codes() -> Table:
    """
    Every kind of finding: what it means, what was expected, and how to mend it.

    Returns
    -------
    Table
        One row a code, by area, and there errors first. Columns: ``code``, ``severity`` (E: a row or value is not used, W:
        used but doubtful, I: a note), ``area`` (reading, model, pricing, structure, variants, aftersales, book, report,
        safe), ``title``, ``expected``, ``fix`` (text; the last two may be blank for notes).

    Examples
    --------
    >>> import partsbook as pb
    >>> [row.fix for row in pb.codes() if row.code == "E-CELL-ERROR"]
    ['mend the formula in the cell, or type the value']
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
        The file is not a saved catalog, is damaged, or was saved in the format of another version; ``hint`` says how to
        make a new one.
    """

def read(*sources: "object", as_of: date | None = None, locale: str | None = None, synonyms: dict[str, str] | None = None, sheets: dict[str, str] | None = None, limits: dict[str, SupportsIndex] | None = None, progress: "object" = None, remember: bool = False) -> "Catalog":
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
    remember
        Keep ``locale``, ``synonyms`` and ``sheets`` in a file ``partsbook-mapping.csv`` beside the workbooks. It is read
        the next time without being asked, said in ``catalog.tables``, and may be edited: one line a sheet, title or
        locale. What is given in the call goes before it.

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
