"""Parts prices, structures, variants and spare-parts books from the workbooks people already have.

>>> import partsbook as pb
>>> catalog = pb.read("parts.xlsx", "customers.xlsx")  # doctest: +SKIP
>>> catalog.findings  # doctest: +SKIP
"""

from partsbook._partsbook import (
    Book,
    Catalog,
    Explanation,
    Family,
    Finding,
    Findings,
    Picture,
    Price,
    Row,
    Table,
    __version__,
    check_safe,
    compare_prices,
    load,
    read,
    schema,
    table,
    template,
    write_demo,
)
from partsbook.errors import (
    AftersalesError,
    FindingsError,
    ModelError,
    PartsbookError,
    PlanningError,
    PricingError,
    ReportError,
    StructureError,
    TableError,
    VariantError,
    WorkbookError,
)

__all__ = [
    "AftersalesError",
    "Book",
    "Catalog",
    "Explanation",
    "Family",
    "Finding",
    "Findings",
    "FindingsError",
    "ModelError",
    "PartsbookError",
    "Picture",
    "PlanningError",
    "Price",
    "PricingError",
    "ReportError",
    "Row",
    "StructureError",
    "Table",
    "TableError",
    "VariantError",
    "WorkbookError",
    "__version__",
    "check_safe",
    "compare_prices",
    "load",
    "read",
    "schema",
    "table",
    "template",
    "write_demo",
]
