"""What can go wrong with a call; problems in the data are findings instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partsbook._partsbook import Findings


class PartsbookError(Exception):
    """A call that could not be answered.

    Attributes
    ----------
    message
        What is wrong, in one sentence.
    hint
        How to get on, when there is something to say.
    """

    message: str
    hint: str | None

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n  hint  {self.hint}"


class WorkbookError(PartsbookError):
    """A workbook that cannot be opened or is over a limit."""


class TableError(PartsbookError):
    """A sheet or table that cannot be read as asked."""


class ModelError(PartsbookError):
    """A question about something that is not in the catalog."""


class StructureError(PartsbookError):
    """A question about product structures that has no answer."""


class VariantError(PartsbookError):
    """A question about variants that has no answer."""


class PricingError(PartsbookError):
    """A question about prices that has no answer."""


class PlanningError(PartsbookError):
    """A question about demand and stock that has no answer."""


class AftersalesError(PartsbookError):
    """A question about warranty, claims or recalls that has no answer."""


class ReportError(PartsbookError):
    """A report that cannot be made or written."""


class FindingsError(PartsbookError):
    """Raised by ``findings.raise_for_errors()``: the data has findings of severity E.

    Attributes
    ----------
    findings
        All findings, not only those of severity E.
    """

    findings: Findings

    def __init__(self, message: str, hint: str | None, findings: Findings) -> None:
        super().__init__(message, hint)
        self.args = (message, hint, findings)
        self.findings = findings
