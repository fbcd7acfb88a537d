"""
The compiled part of partsbook; use ``import partsbook``.
"""

from collections.abc import Iterator
from datetime import date
from os import PathLike
from typing import Any, Final, SupportsIndex, final
from typing_extensions import disjoint_base

__all__ = ["__version__", "Catalog", "Finding", "Findings", "Row", "Table", "load", "read", "schema", "table"]

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
    def __reduce__(self, /) -> "tuple[typing.Any, tuple[bytes]]": ...
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
    @property
    def findings(self, /) -> Findings:
        """
        What is doubtful in the data; never raised by itself.
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
        ``header_row`` (as the spreadsheet counts), ``columns`` (title → field), ``not_used`` (titles), ``rows_read``,
        ``rows_left_out``, ``reason``.
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
    def _asdict(self, /) -> "dict[str, typing.Any]":
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
    def name(self, /) -> str:
        """
        What the table is, such as ``where_used``.
        """
    def rows(self, /) -> "list[dict[str, typing.Any]]":
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
        Writes the table as a CSV file: UTF-8, comma, first line the names of the columns.

        Parameters
        ----------
        path
            The file to write. It appears when it is whole.
        overwrite
            Replace a file that exists.

        Raises
        ------
        ReportError
            The file exists, or cannot be written.
        """
    def to_pandas(self, /) -> Any:
        """
        The table as a ``pandas.DataFrame``; decimals and dates stay what they are, in columns of objects.
        """
    def to_polars(self, /) -> Any:
        """
        The table as a ``polars.DataFrame``.
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

def read(*sources: "object", as_of: date | None = None, locale: str | None = None, synonyms: dict[str, str] | None = None, sheets: dict[str, str] | None = None, limits: dict[str, SupportsIndex] | None = None, progress: "bool | collections.abc.Callable[[int, int], object] | None" = None) -> "Catalog":
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
        One row a column. Columns: ``table``, ``field``, ``type``, ``required`` (text: blank, ``value``, ``column`` or
        ``one of`` a group), ``key`` (whether it is part of what identifies a row), ``choices`` (text), ``description``.

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
