"""Parts prices, structures, variants and spare-parts books from the workbooks people already have.

>>> import partsbook as pb
>>> catalog = pb.read("parts.xlsx", "customers.xlsx")  # doctest: +SKIP
>>> catalog.findings  # doctest: +SKIP
"""

from partsbook._partsbook import (
    Catalog,
    Family,
    Finding,
    Findings,
    Price,
    Row,
    Table,
    __version__,
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
    "Catalog",
    "Family",
    "Finding",
    "Findings",
    "FindingsError",
    "ModelError",
    "PartsbookError",
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
    "compare_prices",
    "load",
    "read",
    "schema",
    "table",
    "template",
    "write_demo",
]
