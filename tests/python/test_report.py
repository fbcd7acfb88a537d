from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

import partsbook as pb
from sample import AS_OF

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_has_the_answer_and_where_it_came_from(catalog: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "structure.xlsx"
    table = catalog.explode("A200", 2)
    table.to_excel(path)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 4, "rows, totals, findings, about"
    assert book.sheetnames[-1] == "About"
    first = path.read_bytes()
    table.to_excel(path)
    assert path.read_bytes() == first, "same input, same bytes"


def test_a_file_of_somebody_else_is_not_replaced_unasked(items: pb.Table, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"precious")
    with pytest.raises(pb.ReportError, match="not written by this program") as caught:
        items.to_excel(path)
    assert caught.value.hint is not None
    assert path.read_bytes() == b"precious"
    items.to_excel(path, overwrite=True)
    assert openpyxl.load_workbook(path).sheetnames


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("item;gross_price\nA;1\n")
    table = pb.read(path, as_of=AS_OF).table("items")
    with pytest.raises(pb.ReportError, match="is an input"):
        table.to_csv(path, overwrite=True)
    assert path.read_text() == "item;gross_price\nA;1\n"


def test_a_folder_that_is_not_there_is_named(items: pb.Table, tmp_path: Path) -> None:
    with pytest.raises(pb.ReportError, match="does not exist"):
        items.to_excel(tmp_path / "nowhere" / "items.xlsx")
    with pytest.raises(ValueError, match="there are en, fi"):
        items.to_excel(tmp_path / "items.xlsx", language="tlh")


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de", "nl", "zh"])
def test_a_template_in_any_language_is_read_as_what_it_is(language: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    pb.template(path, language=language)
    sheets = pb.read(path, as_of=AS_OF).tables
    tables = {sheet.table for sheet in sheets if sheet.table}
    assert tables == set(pb.schema()["table"])


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_only_what_is_typed_into_a_template_is_data(language: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    pb.template(path, language=language)
    empty = pb.read(path, as_of=AS_OF)
    assert not [str(finding) for finding in empty.findings if finding.severity != "I"]
    book = openpyxl.load_workbook(path)
    sheets = {sheet.table: sheet.sheet for sheet in empty.tables if sheet.table}
    items, units, company = (book[sheets[table]] for table in ("items", "units", "company"))
    items["A3"] = "P1"
    # An example that was changed is data.
    units["A2"] = "m"
    company.append(["currency", "EUR"])
    # Some tidy up before they begin.
    book.remove(book.worksheets[0])
    book.save(path)
    catalog = pb.read(path, as_of=AS_OF)
    assert [row["item"] for row in catalog.table("items").rows()] == ["P1"]
    assert [row["unit"] for row in catalog.table("units").rows()] == ["m"]
    assert [(row["key"], row["value"]) for row in catalog.table("company").rows()] == [("currency", "EUR")]
    assert not [str(finding) for finding in catalog.findings if finding.severity != "I"]
    details = [finding.detail for finding in catalog.findings if finding.code == "I-ROWS-LEFT-OUT"]
    assert len(details) == 1
    assert str(details[0]).startswith(f"{len(sheets) - 1} rows are the untouched examples of the template: ")


def test_titles_of_settings_are_no_setting() -> None:
    catalog = pb.read({"company": {"key": ["name", "currency"], "value": ["Acme", "EUR"]}}, as_of=AS_OF)
    assert not [str(finding) for finding in catalog.findings]
    assert [row["key"] for row in catalog.table("company").rows()] == ["name", "currency"]


def test_a_template_of_an_unknown_table_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(pb.ReportError, match="customers"):
        pb.template(tmp_path / "t.xlsx", tables=["itemz"])


def test_the_demo_company_is_written_and_read(tmp_path: Path) -> None:
    files = pb.write_demo(tmp_path)
    assert len(files) > 7
    catalog = pb.read(*(path for path in files["path"] if path.endswith((".xlsx", ".csv"))), as_of=AS_OF)
    assert len(catalog.table("items")) > 500
    assert len(catalog.table("customers")) >= 40
    family = catalog.family("HL-500")
    listed = family.variants(5)
    assert len(listed) == 5
    assert family.count() >= 5
    assert "HL-500" in repr(family)
    assert len(family.properties()) > 3
    assert len(family.checks()) > 0
    with pytest.raises(pb.ModelError, match="HL-500"):
        catalog.family("HL-50")
    with pytest.raises(pb.VariantError):
        family.count("NOTHING=1")


def test_prices_are_asked_one_by_one_or_by_lines(catalog: pb.Catalog) -> None:
    price = catalog.price("1001", "W220", Decimal(3))
    assert (price.net_price, price.state, price.currency) == (Decimal("41.1"), "priced", "EUR")
    assert price.origin == "items, cell D4"
    assert len(price.explain()) > 3
    assert "W220" in repr(price)
    lines = catalog.price_lines(
        [{"customer": "1001", "item": "W220", "quantity": 3}, {"item": "nothing", "quantity": 1}]
    )
    assert lines[0].net_price == price.net_price
    assert lines[1].net_price is None
    assert [finding.field for finding in lines.findings] == ["item"]
    with pytest.raises(pb.ModelError, match="W220"):
        catalog.price("1001", "W22O")
    with pytest.raises(pb.TableError, match="item"):
        catalog.price_lines({"colour": ["red"]})


def test_a_wrong_choice_names_the_right_ones(catalog: pb.Catalog) -> None:
    with pytest.raises(ValueError, match="customers"):
        catalog.where_used("W220", to="moon")
    with pytest.raises(ValueError, match="maintained"):
        catalog.explode("A200", kind="sketched")
    with pytest.raises(pb.StructureError, match="not above zero"):
        catalog.explode("A200", Decimal(0))
    with pytest.raises(pb.ModelError, match="A200"):
        catalog.explode("A20")


def test_an_explanation_is_read_as_text_table_and_picture(catalog: pb.Catalog) -> None:
    explanation = catalog.price("1001", "W220").explain()
    assert isinstance(explanation, pb.Explanation)
    assert "Net price" in str(explanation)
    assert "step" in explanation.columns
    html = explanation._repr_html_()
    assert html.startswith("<svg")
    assert "<table" in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", ""), "nothing from outside"


def test_a_price_list_in_excel_is_what_a_customer_reads(catalog: pb.Catalog, tmp_path: Path) -> None:
    table = catalog.price_list("1001")
    assert table.columns[:4] == ["customer", "item", "description", "unit"]
    assert table[2].description == "Bearing"
    assert {"price_basis", "origin", "may_sell"} <= set(table.columns)
    path = tmp_path / "list.xlsx"
    table.to_excel(path, language="fi")
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert "1001 Mylly Oy" in str(rows[1][0])
    titles = next(row for row in rows if row[0] == "Nimike")
    assert len(titles) == 8, "item, description, unit, quantity, standard price, net price, currency, state"
    assert "Hinnoiteltu" in rows[-1]


def test_sheets_have_no_columns_without_values(catalog: pb.Catalog, tmp_path: Path) -> None:
    table = catalog.explode("A200")
    path = tmp_path / "structure.xlsx"
    table.to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    titles = next(row for row in sheet.iter_rows(values_only=True) if "Item" in row)
    assert "Revision" not in titles
    assert titles.index("Description") == titles.index("Item") + 1
    assert titles[-2:] == ("Path", "Origin")
    assert "revision" in table.columns


def test_a_report_of_findings_has_those_and_no_others(tmp_path: Path) -> None:
    catalog = pb.read({"items": {"item": ["A", "B"], "gross_price": ["1", "x"]}}, as_of=AS_OF)
    path = tmp_path / "findings.xlsx"
    catalog.findings.to_excel(path)
    sheet = openpyxl.load_workbook(path)["Findings"]
    codes = [row[1] for row in sheet.iter_rows(values_only=True) if str(row[1]).startswith(("E-", "W-", "I-"))]
    assert codes == catalog.findings["code"]
