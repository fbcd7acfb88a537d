"""What all tests share: fixtures, and skips that fail where every tool must be there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sample import sample_catalog

if TYPE_CHECKING:
    from collections.abc import Generator

    import partsbook as pb


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where every tool must be there."""
    report = yield
    reason = str(report.longrepr).lower()
    names_tool = any(tool in reason for tool in ("libreoffice", "soffice", "chromium", "browser"))
    must_run = names_tool and os.environ.get("PARTSBOOK_REQUIRE_TOOLS") == "1"
    if report.skipped and not hasattr(report, "wasxfail") and must_run:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped here: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def catalog() -> pb.Catalog:
    """Return the sample catalog."""
    return sample_catalog()


@pytest.fixture(scope="session")
def items(catalog: pb.Catalog) -> pb.Table:
    """Return the items of the sample catalog."""
    return catalog.table("items")
