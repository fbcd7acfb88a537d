"""Documents for customers hold nothing but what the customer may see; comparisons and simulations as tasks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_OF = date(2026, 6, 30)
Columns = dict[str, list[Any]]


def columns(names: str, *rows: tuple[Any, ...]) -> Columns:
    return {name: [row[place] for row in rows] for place, name in enumerate(names.split())}


TABLES: dict[str, Columns] = {
    "company": columns("key value", ("currency", "EUR"), ("country", "FI"), ("name", "Mylly Oy")),
    "customers": columns("customer name currency", ("C1", "Dealer Ltd", "EUR"), ("C2", "Secret GmbH", "USD")),
    "exchange_rates": columns("currency rate", ("USD", Decimal("0.5"))),
    "items": columns(
        "item description gross_price cost ip discount_group",
        ("P1", "Pump", 100, Decimal("61.37"), None, "G1"),
        ("P2", "Seal", 10, None, None, "G1"),
        ("IC-9", "Controller", 900, Decimal("417.77"), "Y", "G2"),
    ),
    "customer_discounts": columns("customer item percent", ("C1", "P2", -20), ("C2", "P1", 12)),
    "customer_prices": columns("customer item price", ("C9", "P1", Decimal("55.55"))),
    "customer_comments": columns(
        "customer item text kind", ("C1", "P1", "Packed by ten", None), ("C1", "P1", "never pays", "S")
    ),
}
INTERNAL = ["61.37", "417.77", "55.55", "Secret GmbH", "C2", "C9", "never pays", "W-MARGIN-NO-COST"]


@pytest.fixture(scope="module")
def catalog() -> pb.Catalog:
    return pb.read(TABLES, as_of=AS_OF)


def test_whatever_is_made_for_a_customer_is_safe_to_send(catalog: pb.Catalog, tmp_path: Path) -> None:
    lines = {"item": ["P1", "P2", "IC-9"], "quantity": [2, 1, 1]}
    made: dict[str, Callable[[Path], Any]] = {
        "list": lambda path: catalog.price_list("C1").to_excel(path),
        "quote": lambda path: catalog.quote("C1", lines).to_excel(path),
        "delivery list": lambda path: catalog.delivery_list("C1", lines).to_excel(path),
        "live quote": lambda path: catalog.write_quote(path, "C1", lines),
        "price sheet": lambda path: catalog.write_price_sheet(path, "C1"),
    }
    for name, write in made.items():
        path = tmp_path / f"{name}.xlsx"
        write(path)
        found = [finding.message for finding in pb.check_safe(path, INTERNAL) if finding.severity == "E"]
        assert found == [], name
        told = [finding.code for finding in pb.check_safe(path)]
        assert told in (["I-SAFE-HEADER"], ["I-SAFE-HEADER", "I-SAFE-NAME"]), name
        assert "Findings" not in openpyxl.load_workbook(path).sheetnames, name
    for name in ("quote", "delivery list"):
        said = [cell.value for row in openpyxl.load_workbook(tmp_path / f"{name}.xlsx").worksheets[0] for cell in row]
        assert "Packed by ten" in said, name


def test_a_price_that_is_none_is_said_and_never_sent(catalog: pb.Catalog, tmp_path: Path) -> None:
    prices = catalog.price_list("C1")
    seal = next(row for row in prices if row.item == "P2")
    assert (seal.net_price, seal.state) == (Decimal("0.01"), "priced_without_cost"), "as the reference answers"
    assert [(finding.code, finding.value) for finding in prices.findings] == [("W-MARGIN-NO-COST", "P2")]
    lines = catalog.price_lines({"customer": ["C1", "C2"], "item": ["P2", "P2"], "quantity": [1, 1]})
    assert lines["state"] == ["priced_without_cost", "priced"]
    quote = catalog.quote("C1", {"item": ["P2"], "quantity": [1]})
    assert (quote["state"], quote["amount"]) == (["on_request"], [None])
    path = tmp_path / "list.xlsx"
    prices.to_excel(path)
    rows = {row[0]: row for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)}
    for item in ("P2", "IC-9"):
        assert "On request" in rows[item]
        assert [cell for cell in rows[item] if isinstance(cell, float)] == [1], "a quantity and no price"
    catalog.write_price_sheet(tmp_path / "sheet.xlsx", "C1")
    for sheet in openpyxl.load_workbook(tmp_path / "sheet.xlsx", data_only=True).worksheets:
        assert all(cell.value != 0.01 for row in sheet.iter_rows() for cell in row), sheet.title


def test_a_margin_price_that_rounds_to_zero_is_no_price() -> None:
    items = TABLES["items"] | {"price_quantity": [None, 100, None]}
    lines = pb.read(TABLES | {"items": items}, as_of=AS_OF).price_lines(
        {"customer": ["C1"], "item": ["P2"], "quantity": [1]}
    )
    assert (lines["price"], lines["state"], lines["total"]) == ([Decimal(0)], ["no_price"], [None])
    assert [finding.code for finding in lines.findings] == ["W-MARGIN-NO-COST"]


def test_some_items_for_all_customers(catalog: pb.Catalog, tmp_path: Path) -> None:
    prices = catalog.price_list(items=["P1", "P2"])
    assert prices["customer"] == ["C1", "C2", "C1", "C2"]
    assert prices["customer_name"][:2] == ["Dealer Ltd", "Secret GmbH"]
    assert prices["invoice_net_price_foreign"][:2] == [Decimal(100), Decimal(176)]
    assert prices["currency"][:2] == ["EUR", "USD"]
    with pytest.raises(pb.ModelError, match="P9"):
        catalog.price_list(items=["P9"])
    path = tmp_path / "all.xlsx"
    prices.to_excel(path, language="sv")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == "Alla kunders priser"


def _source(folder: Path) -> Path:
    path = folder / "parts.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    more: dict[str, Columns] = {
        "order_lines": columns("customer item quantity", ("C1", "P1", 2), ("C2", "P1", 1)),
        "sales_history": columns(
            "date customer item quantity list_price net_price cost", (AS_OF, "C1", "P1", 10, 90, 81, 60)
        ),
        "tasks": columns(
            "task arguments output",
            ("compare_prices", "after=next.xlsx", "compared.xlsx"),
            ("simulate", "prices_file=new.csv; elasticity=-0.5", "simulated.xlsx"),
            ("quote", "customer=C1; freight=5", "quote.xlsx"),
            ("price_list", "items=P1, P2", "all.xlsx"),
            ("analyse_prices", None, "analysis.xlsx"),
            ("waterfall", None, "waterfall.xlsx"),
        ),
    }
    for name, table in (TABLES | more).items():
        sheet = book.create_sheet(name)
        sheet.append(list(table))
        for row in zip(*table.values(), strict=True):
            sheet.append(row)
    book.save(path)
    book["items"]["C2"] = 110
    del book["tasks"]
    book.save(folder / "next.xlsx")
    (folder / "new.csv").write_text("item;price\nP1;99\n", encoding="utf-8")
    return path


def test_every_question_can_be_asked_in_the_tasks_sheet(tmp_path: Path) -> None:
    source = _source(tmp_path)
    run(["run", str(source), "--as-of", "2026-06-30"])
    assert not (tmp_path / "Findings.xlsx").exists(), "every task was done"
    compared = openpyxl.load_workbook(tmp_path / "compared.xlsx").worksheets[0]
    titles, *rows = [row for row in compared.iter_rows(values_only=True) if row[0] in {"Customer", "C1", "C2"}]
    assert [row[titles.index("Difference")] for row in rows] == [20, pytest.approx(8.8)]
    simulated = openpyxl.load_workbook(tmp_path / "simulated.xlsx")
    assert simulated.sheetnames[:3] == ["Simulation", "Simulation totals", "Price indices"]
    for name in ("quote", "all", "analysis", "waterfall"):
        assert (tmp_path / f"{name}.xlsx").exists()


def test_two_days_are_compared_and_files_elsewhere_are_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = _source(tmp_path)
    arguments = ["compare-prices", str(source), "--as-of", "2026-06-30"]
    assert run(arguments) == 2
    assert "nothing to compare with" in capsys.readouterr().err
    assert run([*arguments, "--on-after", "2027-01-01", "-o", str(tmp_path / "days.xlsx")]) < 2
    book = openpyxl.load_workbook(source)
    book["tasks"]["B2"] = "after=../next.xlsx"
    book.save(source)
    assert run(["run", str(source), "--as-of", "2026-06-30"]) == 1
    failed = openpyxl.load_workbook(tmp_path / "Findings.xlsx").worksheets[0]
    assert any("not beside the workbook" in str(cell.value) for row in failed.iter_rows() for cell in row)


def test_prices_for_a_simulation_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = _source(tmp_path)
    (tmp_path / "new.csv").write_text("item;text\nP1;many\n", encoding="utf-8")
    assert run(["simulate", str(source), "--prices-file", str(tmp_path / "new.csv")]) == 2
    assert "has no new prices" in capsys.readouterr().err
    own = pb.read(
        TABLES | {"sales_history": columns("item quantity list_price net_price", ("P1", 1, 90, 81))}, as_of=AS_OF
    )
    assert own.simulate()["list_price_after"] == [Decimal(100)], "the list prices of the catalog"
