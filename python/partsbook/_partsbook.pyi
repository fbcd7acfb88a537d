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
    def _price_lines_of(self, /, lines: Catalog, on: date | None = None) -> Table:
        """
        Prices the order lines of another catalog; all that is doubtful about them is told with its place there.
        """
    def analyse_prices(self, /, *, on: "date | None" = None, fx_percent: "int | Decimal" = ..., jump_percent: "int | Decimal" = ..., kit_discount_percent: "int | Decimal" = ...) -> Table:
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
            unit; ``limit`` blank where there should be no price), ``difference``, ``yearly_quantity`` (of the 365 days up to the last sale), ``at_stake`` (their product,
            blank without ``sales_history``), ``detail``, ``origin``. ``more[0]`` holds the families of ``priced_parts``
            with their fit (price = ``factor`` · size ^ ``exponent``, Theil–Sen), ``more[1]`` their members with the price
            of their size and the ratio to it.

        Raises
        ------
        PricingError
            A tolerance is below 0, or ``kit_discount_percent`` above 100.

        Notes
        -----
        Codes: ``E-BELOW-COST`` (list prices, given prices of ``priced_parts``, and what customers would pay today for what
        they bought), ``E-IP-PRICED`` (core parts with a price in ``priced_parts``, ``items``, ``price_lists``,
        ``guide_prices`` or ``customer_prices``; one row a cell), ``W-ZERO-MARGIN-BROKEN`` (standard and wear parts more
        than 1 % of cost away from cost and overhead), ``W-QTY-UNIT``, ``W-QTY-TOTAL``, ``W-FX``, ``W-CORRIDOR``,
        ``W-FAMILY-INVERSION``, ``W-MARKET``, ``W-KIT-ABOVE-SUM``, ``W-KIT-BELOW-PART``, ``W-KIT-DISCOUNT``,
        ``W-ASSEMBLY-BELOW-CHILD``, ``W-SUPERSESSION-JUMP``, ``W-LEAKAGE``; ``I-FAMILY-SMALL`` and ``I-FAMILY-ORDER`` are
        findings. The price of a part is its given price, else its list price. Time grows with rules, sold lines and, in a
        family, with the square of its size. Rule: parts-pricing specification, sections 2, 4 and 7.

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
    def available(self, /, item: str, *, on: "date | None" = None, language: str = "en") -> Table:
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
            One row. Columns: ``item``, ``description`` (text), ``is_virtual`` (bool, never on stock itself),
            ``own_stock``, ``from_parts`` (decimal, what could be put together from the parts one level down),
            ``available`` (decimal), ``unit`` (text, of all three), ``limiting`` (text, the parts that limit it,
            with commas).

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 6. Reserved and blocked stock is not counted.
        """
    def buildable(self, /, item: str, *, on: "date | None" = None, use_alternates: bool = False, language: str = "en") -> Table:
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
            One row an item, the product itself first. Columns: ``product`` (text), ``maximum`` (decimal, how many
            of it can be built), ``item``, ``description`` (text), ``is_virtual`` (bool), ``required``, ``used``
            (from stock), ``built``, ``left`` (on stock then), ``short`` and ``to_buy`` (for one more product)
            (decimal, in ``unit``), ``unit`` (text), ``is_limiting`` (bool). Own stock of the product is its
            ``left`` and not in ``maximum``.

        Raises
        ------
        ModelError
            The item is not in the catalog.

        Notes
        -----
        Rule: structures specification, section 6.
        """
    def campaign(self, /, name: str, *, on: "date | None" = None, escalate_days: SupportsIndex | None = None, language: str = "en", progress: "object" = None) -> Campaign:
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
    def compare(self, /, old: str, new: str | None = None, *, old_on: "date | None" = None, new_on: "date | None" = None, old_serial: str | None = None, new_serial: str | None = None, with_effect: bool = False, language: str = "en") -> Table:
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
            One row a line that differs, depth-first in the order of positions. Columns: ``level`` (int, 1 is
            direct), ``path``, ``position`` (text), ``change`` (text: ``ADDED``, ``REMOVED``, ``REPLACED``, ``REV``,
            ``QTY``, ``UNIT``, ``TEXT``, several with commas), ``old_item``, ``old_revision`` (text),
            ``old_quantity`` (decimal, in the item's unit, for one parent), ``new_item``, ``new_revision``,
            ``new_quantity``, ``description`` (text), ``difference`` (decimal, new less old), ``verdict`` (text,
            whether the new part may replace the old one), ``cost_effect`` (decimal, company currency) and
            ``old_stock`` (decimal), both only ``with_effect``, ``old_origin``, ``new_origin`` (text).

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
            One row with the columns of the ``customers`` table in the order of its sheet, to be pasted there; then
            fields of ``changes`` that the sheet has no column for. Agreements are copied with ``copy_discounts``.

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
            New rows with the columns of ``customer_discounts`` (or ``customer_prices``) in the order of its sheet,
            to be pasted there, in the order of the source's rows; multiples flag and campaign included, equal ones
            merged. Then ``customer`` or ``business_id``, where the sheet has no such column. ``findings`` names
            those the target already has.

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
            One row a line, in the order of the lines; none is missing. Columns: ``line`` (int, from 1), ``item``,
            ``description`` (text), ``quantity`` (decimal, in the item's unit), ``unit``, ``comment`` (text).
            Comments on the whole delivery are rows at the end, with ``comment`` only. Comments of kind S are
            internal and never in it.

        Raises
        ------
        ModelError
            The customer is not in the catalog.

        Notes
        -----
        ``E-ITEM-UNKNOWN`` for items that are not in the item master; their lines stay. Rule: pricing specification,
        section 2.4.
        """
    def explode(self, /, item: str, quantity: "int | float | Decimal" = ..., *, on: "date | None" = None, serial: str | None = None, levels: "int | None" = None, kind: str = "designed", language: str = "en") -> Table:
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
            One row a line, depth-first in position order. Columns: ``level`` (int, 1 is direct), ``parent``,
            ``position``, ``item``, ``description`` (text), ``revision`` (text, the newest released one that may
            replace the revision of the line; in a built or maintained structure the one delivered),
            ``line_revision`` (text, that of the line, where it is another), ``quantity`` (decimal, for one parent,
            in ``unit``), ``unit`` (text), ``total_quantity`` (decimal, in the whole, in ``total_unit``),
            ``total_unit``, ``kind`` (text), ``as_required`` (bool), ``certainty`` (decimal, 0 to 1), ``doubt``,
            ``path``, ``origin`` (text).

            Its ``more`` holds the totals: one row an item, by item number. Columns: ``item``, ``description``,
            ``total_quantity`` (decimal, in ``unit``), ``unit``, ``kind``, ``lines`` (int), ``is_leaf`` (bool).
            ``picture`` shows it.

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
    def freeze(self, /, serial: str, *, on: "date | None" = None) -> Table:
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
            One row a line, each assembly once, depth-first, with the columns of the ``as_built`` table: ``serial``,
            ``parent``, ``position``, ``item``, ``revision`` (text), ``quantity`` (decimal, in the item's unit, for one parent),
            ``lot``, ``component_serial`` (text).

        Raises
        ------
        ModelError
            The serial number is not in the catalog.
        StructureError
            The machine names no item.
        """
    def interchange(self, /, item: str, *, revision: str | None = None, on: "date | None" = None, parent: str | None = None, language: str = "en") -> Table:
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
    def interchange_matrix(self, /, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None, language: str = "en") -> Table:
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
    def price(self, /, customer: str | None, item: str, quantity: "int | float | Decimal" = ..., *, on: "date | None" = None, currency: str | None = None, exchange_rate: "int | float | Decimal | None" = None, entered_price: "int | float | Decimal | None" = None, entered_kind: "str | None" = None, entered_discounts: "list[Any] | tuple[int | float | Decimal | None, ...] | None" = ..., special_discount: "int | float | Decimal | None" = None, business_id: str | None = None, customer_group: str | None = None, country: str | None = None, site: str | None = None, campaign: str | None = None, order_district: str | None = None) -> Price:
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
            Currency of the invoice; the customer's by default, else the company's.
        exchange_rate
            Company currency for one unit of invoice currency; from ``exchange_rates`` by default.
        entered_price, entered_kind, entered_discounts
            What was typed on the line: price in invoice currency, ``N`` (no discounts) or ``E`` (only the special one), up
            to three percents: from -100 to 100 (below 0 a margin), or 999.99 either way.
        special_discount
            Special discount of the order in percent, from -100 to 100; the customer's by default.
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
        TypeError, ValueError
            An argument is not what it can be; the message names it, what was given and what is expected.

        Notes
        -----
        Rule: pricing reference.

        Examples
        --------
        >>> price = sample_catalog().price("1001", "W220", 2)
        >>> price.net_price
        Decimal('41.1')
        """
    def price_lines(self, /, lines: "object" = None, *, on: "date | None" = None, progress: "object" = None) -> Table:
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
            One row a line, in the order of the lines; none is missing, so that the answer stands row for row beside
            them. A line that cannot be answered (no such item, no item, no quantity …) has state ``no_price``,
            blanks, and a finding.

            First the columns of the line. Of lines handed over: as they were given, under their own names, with
            their types and values; what is not in the schema too. One of the name of a result gets ``_given``
            behind it (``total_given``). Of the sheet ``order_lines``: the columns that are read. Then, for one unit
            unless said otherwise:

            ``price`` (decimal, company currency, before discounts, to 6 decimals), ``kind`` (blank: all discounts
            apply, ``N``: none, ``E``: only the special one), ``discount1``, ``discount2``, ``discount3`` (decimal,
            percent points by slot), ``price_basis``, ``discount_basis1``, ``discount_basis2``, ``discount_basis3``
            (int, codes of the pricing reference), ``agreed_currency`` (text), ``vat_override`` (decimal, percent,
            blank for the item's own), ``net_price`` (decimal, company currency, after slot discounts, to the
            company's price decimals), ``discount_factor`` (decimal, to 4 decimals, the special discount included),
            ``invoice_net_price`` and ``invoice_net_price_foreign`` (decimal, after all discounts, in company and in
            invoice currency), ``standard_price`` (decimal, invoice currency, without any agreement), ``may_sell``
            (bool, blank without a customer), ``level`` (text, the price level that answered),
            ``in_invoice_currency`` (bool, whether that level's price was in it), ``state`` (text: ``priced``,
            ``priced_without_cost`` for 0.01 that a margin makes of a missing cost, ``priced_unknown_customer``,
            ``blocked``, ``no_price``), ``total`` (decimal, all units in invoice currency, rounded once), ``origin``
            (text, the deciding cell).

        Raises
        ------
        TableError
            The table has no column that is known to be the item or the quantity, or one that holds no cell values.
        TypeError, ValueError
            ``lines`` is no table, or a column mixes kinds of values.

        Notes
        -----
        Findings are those of the lines' cells and ``E-ITEM-UNKNOWN``, ``E-QUANTITY``, ``E-RATE``, ``E-AMOUNT``,
        ``W-LINE-CUSTOMER``, ``W-MARGIN-NO-COST``. In a sheet, rows of totals, titles and notes are no lines; they are named
        in the catalog's findings. Lines given as an Arrow table leave as they came, in the same chunks.
        Rule: pricing specification, sections 4 and 5.

        Examples
        --------
        >>> lines = {"customer": ["1001", "1002"], "item": ["W220", "S100"], "quantity": [1, 100]}
        >>> sample_catalog().price_lines(lines)["net_price"]
        [Decimal('41.1'), Decimal('0.38')]
        """
    def price_list(self, /, customer: str | None = None, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None, quantities: "str | int | float | Decimal" = ..., language: str = "en") -> Table:
        """
        Make a price list.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is. Without it: the named items for all
            customers, or all items for nobody in particular.
        items
            Numbers of the items, or one; by default all that may stand on a price list.
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

            Columns: ``customer`` (text, blank for nobody in particular; for all customers followed by
            ``customer_name``), ``item``, ``description``, ``unit`` (text), ``quantity`` (decimal, in the item's
            unit, from which the price holds), ``currency`` (text, of the invoice), then those of a price as
            ``price_lines`` has them, ``price`` to ``origin``.

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
    def quote(self, /, customer: str, lines: "object" = None, *, on: "date | None" = None, currency: str | None = None, exchange_rate: "int | float | Decimal | None" = None, tax_rate: "int | float | Decimal | None" = None, logistics: "int | float | Decimal" = ..., logistics_taxable: bool = False, tax_inclusive: bool | None = None, special_discount: "int | float | Decimal | None" = None, campaign: str | None = None, order_district: str | None = None) -> Table:
        """
        Make a quote for a customer.

        Parameters
        ----------
        customer
            Number of the customer, in whose currency, country and site it is.
        lines
            A table with the columns of ``order_lines``, of which item, quantity, what was entered, special discount,
            campaign and district count; all of it is taken as this customer's. By default the rows of the sheet
            ``order_lines`` that are the customer's: with its number, without number with its business id; rows that
            name nobody where no row names anybody.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency, exchange_rate
            Currency of the quote, and company currency for one unit of it, above 0.
        tax_rate
            Tax percent of all lines, from 0 to 100; by default that of each item, 0 for exports.
        logistics, logistics_taxable
            Freight and handling in the currency of the quote, 0 or more, and whether they bear tax.
        tax_inclusive
            Whether prices contain tax; as the company's prices do by default.
        special_discount, campaign, order_district
            The order header, as far as it concerns prices.

        Returns
        -------
        Table
            One row a line, in the order of the lines; none is missing. Columns: ``line`` (int, from 1), ``item``
            (text), ``quantity`` (decimal, in the item's unit), ``unit_price`` (decimal, after all discounts, to 6
            decimals), ``amount`` (decimal, all units, rounded once to 0.01), ``currency`` (text, of both),
            ``tax_rate`` (decimal, percent), ``state`` (text: ``priced`` or ``on_request``), ``comment`` (text). A
            line without price is ``on_request`` and outside the total.

            ``more[0]`` holds the totals: one row each for ``lines``, ``logistics``, ``tax`` by rate
            (``contained_tax`` where prices contain it) and ``total`` (``total_incomplete`` when a line is on
            request), then comments on the whole quote. Columns: ``name`` (text), ``tax_rate`` (decimal, percent),
            ``amount`` (decimal), ``currency``, ``comment`` (text). Nothing internal is in either; findings are for
            the company only.

        Raises
        ------
        ModelError
            The customer is not in the catalog.
        PricingError
            The customer is an end user, or the currency has no rate.
        TypeError, ValueError
            An argument is not what it can be; the message names it, what was given and what is expected.

        Notes
        -----
        Rule: parts-pricing specification, section 5.

        Examples
        --------
        >>> quote = sample_catalog().quote("1001", {"item": ["W220"], "quantity": [2]}, logistics=Decimal("5"))
        >>> quote.more[0]["amount"][-1]
        Decimal('87.2')
        """
    def recall(self, /, campaign: str | None = None, *, item: str | None = None, revisions: SupportsGetItem[int, str] | None = None, lots: SupportsGetItem[int, str] | None = None, serials: SupportsGetItem[int, str] | None = None, delivered: "tuple[date | None, date | None] | None" = None, produced: "tuple[date | None, date | None] | None" = None, replacement_item: str | None = None, ratio: "int | Decimal | None" = None, operation_hours: "int | Decimal | None" = None, priority: str | None = None, on: "date | None" = None, completion: "int | Decimal | None" = None, p_suspect: "int | Decimal | None" = None, language: str = "en", progress: "object" = None) -> Recall:
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
    def resolve_supersession(self, /, item: str, quantity: "int | float | Decimal" = ..., on: "date | None" = None, *, language: str = "en") -> Table:
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
    def roll_up(self, /, item: str | None = None, *, on: "date | None" = None, language: str = "en") -> Table:
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
            One row an item, all items in the order they were read. Columns: ``item``, ``description`` (text),
            ``is_assembly`` (bool), ``cost`` (decimal, company currency, one unit), ``cost_complete`` (bool),
            ``own_cost`` (of the assembly alone), ``rolled_cost`` (of everything below), ``given_cost`` (of the item
            master), ``weight_kg`` (decimal, one unit), ``weight_complete`` (bool), ``rolled_weight_kg``,
            ``given_weight_kg`` (decimal).

            For one item its ``more`` holds the check row: the same sums from the top down to the parts. Columns:
            ``item``, ``parts`` (int), ``rolled_cost``, ``cost_of_parts``, ``cost_difference``,
            ``rolled_weight_kg``, ``weight_of_parts_kg``, ``weight_difference_kg`` (decimal).

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
    def service_structure(self, /, item: str, *, on: "date | None" = None, serial: str | None = None, expose_content: bool = False, language: str = "en") -> Table:
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
            One row a part that can be ordered, in the order of the engineering structure. Columns: ``page``,
            ``in_module`` (text, the items whose page and module it is on), ``position`` (text, several with
            commas), ``item``, ``revision``, ``description`` (text), ``quantity`` (decimal, in the whole product),
            ``unit`` (text), ``as_required``, ``module``, ``ip``, ``standard``, ``procurable`` (bool).

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
            The same for single items (of ``items`` or ``sales_history``) and families (of ``priced_parts``).

        Returns
        -------
        Table
            One row a sold line that counts, in the order of ``sales_history``: ``customer``, ``item``, ``exchange_rate``
            (of the day it was sold), ``currency`` (the company's: all amounts are in it), then quantity, list and net
            price of one unit, revenue and margin before and after, and ``breaks``, the bound that the new list price
            breaks: ``cost``, ``market_low``, ``market_high``. A line without cost has no margin. ``more[0]`` holds the
            totals of all lines, by item, family, customer and tier, and the customers that win and lose most; their margin
            is that of ``revenue_with_cost_before`` and ``revenue_with_cost_after``, the lines whose cost is known.
            ``more[1]`` holds the price indices.

        Raises
        ------
        PricingError
            An elasticity is above 0, or is about an unknown item or family.

        Notes
        -----
        Amounts of a line are in its ``currency``, blank for the company's, and converted at the newest rate of
        ``exchange_rates`` not after its day. Findings: ``E-HISTORY-PRICE``, ``E-RATE`` and ``E-AMOUNT`` for lines that are
        left out, ``W-HISTORY-COST`` for items without cost, ``W-NO-NEW-PRICE`` for sold lines whose price stays,
        ``E-PRICE`` for new prices below zero, ``E-ITEM-UNKNOWN`` for new prices of items that are neither known nor sold.
        Rule: parts-pricing specification, section 6.

        Examples
        --------
        >>> history = {"item": ["W220"], "quantity": [10], "list_price": [40], "net_price": [36], "cost": [20]}
        >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
        >>> catalog.simulate({"W220": Decimal(44)}).more[0][0].difference == 36
        True
        """
    def supersessions(self, /, item: str | None = None, *, on: "date | None" = None, language: str = "en") -> Table:
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
    def waterfall(self, /, *, language: str = "en") -> Waterfall:
        """
        Say what is left of the list price of every sold line.

        Parameters
        ----------
        language
            Language of the bars that a notebook shows.

        Returns
        -------
        Waterfall
            One row a line of ``sales_history``, in its order: ``customer``, ``tier``, ``item``, ``quantity``,
            ``exchange_rate`` (of the day it was sold), ``currency`` (the company's), then amounts of the line in it:
            ``list_amount``, ``on_invoice_discount``, ``invoice_amount``, ``rebate``, ``freight``, ``terms_cost``,
            ``virtual_credit``, ``pocket_amount``, and ``leakage_percent``, the share of the list price that is lost.
            ``more[0]`` holds the totals of all lines, by tier and by customer; a notebook shows those of all as a
            waterfall.

        Notes
        -----
        ``list_price`` and ``net_price`` are of one unit; rebate, freight, terms and credit of the whole line. All are in
        the ``currency`` of the line, blank for the company's, and converted at the newest rate of ``exchange_rates`` not
        after its day. Findings: ``E-HISTORY-PRICE``, ``E-RATE`` and ``E-AMOUNT`` for lines that are left out. Rule:
        parts-pricing specification, section 7.

        Examples
        --------
        >>> history = {"item": ["W220"], "quantity": [1], "list_price": [5000], "net_price": [4250], "freight": [315]}
        >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
        >>> catalog.waterfall()[0].leakage_percent
        Decimal('21.3')
        """
    def where_used(self, /, item: str, *, revision: str | None = None, on: "date | None" = None, levels: "int | None" = None, to: str = "top", structures: str = "both", parent_revisions: str = "newest", tops_only: bool = False, interchangeable: bool = False, alternates: bool = False, supersessions: bool = False, language: str = "en") -> Table:
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
            ``REVISION``, ``ALTERNATE``, ``SUPERSESSION``), each ordered by level, parent, position. Columns:
            ``level`` (int, 1 is direct), ``parent``, ``parent_revision``, ``description`` (of the parent),
            ``position``, ``item``, ``revision``, ``through`` (text), ``quantity`` (decimal, of the line, in
            ``unit``), ``unit`` (text), ``total_quantity`` (decimal, the item's pieces in one of the assembly over
            all paths), ``is_top`` (bool), ``path`` (text, proves it), ``origin`` (text).

            With ``to="machines"`` one row a machine, with ``to="customers"`` by customer first. Columns: ``level``,
            ``customer``, ``customer_name``, ``country``, ``project``, ``serial``, ``model``, ``parent`` (text, the
            item of the machine), ``description``, ``delivery_date`` (date), ``status``, ``structure`` (what was
            looked into), ``item``, ``through`` (text), ``quantity`` (decimal, in one machine), ``machines``
            (decimal, how many), ``total_quantity`` (decimal), ``unit``, ``path``, ``origin`` (text). Its ``more``
            holds what each customer has: ``customer``, ``customer_name``, ``country``, ``item``, ``machines``,
            ``total_quantity``, ``unit``. ``picture`` shows it.

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
    def write_price_sheet(self, /, path: str | PathLike[str], customer: str, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None, currency: str | None = None, language: str = "en", freight: "int | float | Decimal | None" = None, freight_taxable: bool = False, tax: "int | float | Decimal | None" = None, overwrite: bool = False) -> None:
        """
        Write a price sheet that recalculates by itself: every item with its price at a quantity the receiver changes.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        customer
            Number of the customer.
        items
            Numbers of the items, or one; by default all on the customer's price list.
        on
            Pricing day; the catalog's ``as_of`` by default.
        currency
            Currency of the prices; the customer's by default.
        language
            Language of words, descriptions and dates: en, fi, sv, de, nl or zh.
        freight
            Freight in the currency of the prices; free from the customer's ``free_freight_limit`` on.
        freight_taxable
            Freight is taxed too.
        tax
            VAT percent of the whole sheet; by default that of each item, or 0 for customers abroad and exports.
        overwrite
            Replace a file that this program did not write.

        Raises
        ------
        ModelError
            Customer or item are not in the catalog.
        PricingError
            No exchange rate, or the customer is an end user (with discounts, tax and total it is a quote for all items;
            those go to the sales channel only).
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
    def write_quote(self, /, path: str | PathLike[str], customer: str, lines: "object" = None, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None, currency: str | None = None, language: str = "en", freight: "int | float | Decimal | None" = None, freight_taxable: bool = False, tax: "int | float | Decimal | None" = None, spare_lines: "int" = 15, overwrite: bool = False) -> Findings:
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

        Returns
        -------
        Findings
            One for each line that stands in the workbook without amount, outside the total: ``E-ITEM-UNKNOWN``,
            ``E-QUANTITY``, ``E-PERCENT`` for a discount out of range, ``W-QUOTE-ON-REQUEST`` for an item without price.

        Raises
        ------
        ModelError
            The customer, or one of ``items``, is not in the catalog.
        PricingError
            No exchange rate, or the customer is an end user (quotes go to the sales channel only).
        ReportError
            The file cannot be written, or would show the customer something internal.

        Notes
        -----
        The workbook holds the customer's own prices at every quantity, the comments the customer may see, and nothing
        else; every file passes ``check_safe``. A line without amount stays, its note says why, and the total is marked
        incomplete. Rule: pricing specification, sections 2.4 and 5; parts-pricing specification, section 5.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> path = Path(mkdtemp()) / "quote.xlsx"
        >>> lines = {"item": ["W220", "no such item"], "quantity": [2, 1]}
        >>> findings = sample_catalog().write_quote(path, "1001", lines, freight=Decimal(15))
        >>> [(finding.code, finding.value) for finding in findings]
        [('E-ITEM-UNKNOWN', 'no such item')]
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
    def _for_people(self, /, language: str) -> Table:
        """
        The table as its sheet in a workbook shows it: what is read first, in words, without prices that nobody is told.
        """
    @property
    def _is_for_customer(self, /) -> bool:
        """
        True for a document that one customer gets.
        """
    def _repr_html_(self, /) -> str: ...
    def _with_findings(self, /, findings: SupportsGetItem[int, Finding]) -> Table:
        """
        The answer with these findings, such as those of a file that was named beside it.
        """
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
            ``bool``, whole numbers as ``int``, blanks as ``None``; floats and dates with a time of lines that were handed
            over as ``float`` and ``datetime``.
        """
    def to_arrow(self, /) -> Any:
        """
        The table as a ``pyarrow.Table``.

        Returns
        -------
        pyarrow.Table
            Texts as ``string``, decimals as ``decimal128(38, 6)``, dates as ``date32``, yes or no as ``bool``, whole numbers
            as ``int64``. Nothing is rounded: a column with a value of more than 6 decimals has as many as that needs;
            answers of which one has such a column are put together with
            ``pyarrow.concat_tables(tables, promote_options="permissive")``. Columns of lines that were handed over have
            the types they came with.
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
            The file exists, is an input, cannot be written, or has the ending of a workbook.
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
            The file exists and is not ours, is an input, is open elsewhere, cannot be written, or does not end in
            ``.xlsx``; or a document for a customer would show something internal.
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
        The file: .xlsx, .xlsm, .ods, or text such as .csv, .txt, .html, .svg.
    forbidden
        Texts that must not be anywhere in it: item numbers, customers, cost values. Looked for in every text of every
        part of the file, in any case, as whole words. Numbers are found by value, however cells format them and texts
        spell them (``1 234,50`` for 1234.5), and inside formulas.

    Returns
    -------
    Findings
        Worst first. Severity E must not be sent: hidden sheets, names and shapes, rows and columns that hold something
        and cannot be seen, links to other workbooks, connections, pivot caches, embedded files, custom XML, macros,
        change history, forbidden texts, and files or parts that cannot be looked into. W should be looked at: comments,
        document properties, printer settings, values that cannot be seen (letters in the colour of their ground or too
        small, number formats and conditional formats that show nothing or something else, cells under merged cells) and
        values that no cell shows (scenarios, old texts, numbers of charts); one row for each kind and sheet, whose
        ``detail`` names the cells. I is only told, one row for each kind: headers, text boxes, alternative texts,
        pictures, names. Properties that name the program, the company or what stands on a sheet are no finding.

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
        used but doubtful, I: a note), ``area`` (reading, model, pricing, analysis, structure, variants, aftersales, book,
        report, changes, safe), ``title``, ``expected``, ``fix`` (text; the last two may be blank for notes).

    Examples
    --------
    >>> import partsbook as pb
    >>> [row.fix for row in pb.codes() if row.code == "E-CELL-ERROR"]
    ['mend the formula in the cell, or type the value']
    """

def compare_prices(before: Catalog, after: Catalog, lines: "object" = None, *, on_before: "date | None" = None, on_after: "date | None" = None, progress: "object" = None) -> Table:
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
        One row a line, in the order of the lines; none is missing. Columns: ``customer``, ``item`` (text),
        ``quantity`` (decimal, in the item's unit), ``net_price_before``, ``net_price_after`` (decimal, one unit
        after all discounts), ``amount_before``, ``amount_after``, ``difference`` (decimal, all units; blank without
        price), ``levels`` (text, the price level, or both as ``before > after``), ``changed`` (bool). Amounts are
        in company currency.

        ``more[0]`` holds totals. Columns: ``by`` (text, in this order: ``all``, ``customer``, ``item``, ``level``),
        ``name`` (text), ``lines``, ``changed``, ``without_price`` (int, lines), ``amount_before``,
        ``amount_after``, ``difference`` (decimal). ``findings`` holds what is wrong with lines under either
        catalog.

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

def read(*sources: "object", as_of: "date | None" = None, locale: str | None = None, synonyms: dict[str, str] | None = None, sheets: dict[str, str] | None = None, limits: "dict[str, int] | None" = None, progress: "object" = None, remember: bool = False) -> "Catalog":
    """
    Read workbooks into a catalog.

    Parameters
    ----------
    sources
        Paths of workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods, .csv) or of folders with workbooks, bytes of a workbook,
        tables (anything with ``__arrow_c_stream__``: polars, pyarrow, pandas, DuckDB), or a dict of names and tables,
        where a table may also be a dict of titles and lists, or a list of dicts, one a row.
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
        A dict of titles and lists of equal length, a list of dicts, or a table with ``__arrow_c_stream__``.

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

def template(path: str | PathLike[str], tables: "str | list[str] | tuple[str, ...] | None" = None, language: str = "en", *, overwrite: bool = False) -> None:
    """
    Write an empty workbook to fill in: every sheet and column, explained.

    Parameters
    ----------
    path
        The file to write.
    tables
        Names of the tables to include, or one name; all by default.
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
