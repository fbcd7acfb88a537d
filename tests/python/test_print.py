"""What a customer sees on paper: which columns are printed, how large, and what is repeated on each page."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

import partsbook as pb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

# Pixels across a lying A4 page inside its margins.
LYING = 1027
UPRIGHT = 698
# Smallest size a table is printed in, in percent.
SMALLEST = 50


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> pb.Catalog:
    folder = tmp_path_factory.mktemp("demo")
    pb.write_demo(folder)
    return pb.read(folder, as_of=date(2026, 11, 20))


ANSWERS: dict[str, Callable[[pb.Catalog], pb.Table]] = {
    "priced lines": lambda catalog: catalog.price_lines(),
    "price list": lambda catalog: catalog.price_list("1001"),
    "prices of items": lambda catalog: catalog.price_list(items=["BR1080", "AB-100"]),
    "structure": lambda catalog: catalog.explode("HX-4000"),
    "where used": lambda catalog: catalog.where_used("BR1080", to="customers"),
    "comparison": lambda catalog: catalog.compare("HX-4000", "HX-2500"),
    "roll-up": lambda catalog: catalog.roll_up(),
    "recall": lambda catalog: catalog.recall("RC-2026-01"),
    "campaign": lambda catalog: catalog.campaign("RC-2026-01"),
    "variants": lambda catalog: catalog.family("HL-500").variants(),
    "analysis": lambda catalog: catalog.analyse_prices(),
    "rules": lambda catalog: catalog.check_rules(),
    "matrix": lambda catalog: catalog.interchange_matrix(),
    "findings": lambda catalog: catalog.findings,
    "items": lambda catalog: catalog.table("items"),
}


def titles(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of a table by their titles."""
    assert sheet.freeze_panes, sheet.title
    row = int("".join(sign for sign in str(sheet.freeze_panes) if sign.isdigit())) - 1
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}


def widths(sheet: Worksheet) -> dict[int, float]:
    """Return the width of each column in pixels; neighbours of one width stand together in the file."""
    found: dict[int, float] = {}
    for letter, dimension in sheet.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        for column in range(first, (dimension.max or first) + 1):
            found[column] = 0 if dimension.hidden else round(dimension.width * 7)
    return found


def printed(sheet: Worksheet) -> int:
    """Return the last column that is printed."""
    if not sheet.print_area:
        return int(sheet.max_column)
    _, _, last, _ = range_boundaries(str(sheet.print_area).rsplit("!", 1)[-1])
    return int(last or 0)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_table_can_be_read_on_paper(name: str, demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    ANSWERS[name](demo).to_excel(path)
    book = openpyxl.load_workbook(path)
    looked_at = 0
    for sheet in book:
        if not sheet.freeze_panes:
            continue
        looked_at += 1
        columns = widths(sheet)
        last = printed(sheet)
        page = LYING if sheet.page_setup.orientation == "landscape" else UPRIGHT
        assert sheet.print_title_rows, f"{sheet.title}: the titles are on the first page only"
        assert sheet.oddFooter.right.text, f"{sheet.title}: pages without number"
        whole = sum(columns.get(column, 70) for column in range(1, last + 1))
        if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
            assert sheet.page_setup.fitToWidth in (1, None)
            assert 100 * page / whole >= SMALLEST, f"{sheet.title}: {whole} pixels on a page of {page}"
            continue
        # Divided between columns: each page fits, and repeats what names the row.
        assert sheet.page_setup.scale >= SMALLEST, sheet.title
        assert sheet.print_title_cols, f"{sheet.title}: further pages do not say what their rows are about"
        key = column_index_from_string(sheet.print_title_cols.split(":")[-1].strip("$"))
        starts = [key, *(broken.id for broken in sheet.col_breaks.brk), last]
        kept = sum(columns.get(column, 70) for column in range(1, key + 1))
        for start, end in pairwise(starts):
            part = kept + sum(columns.get(column, 70) for column in range(start + 1, end + 1))
            size = part * sheet.page_setup.scale / 100
            assert size <= page, f"{sheet.title}: up to {get_column_letter(end)} {size} pixels on a page of {page}"
    assert looked_at > 0


def test_priced_lines_print_what_is_read_and_keep_the_rest_on_the_screen(demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "priced.xlsx"
    table = demo.price_lines()
    table.to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    columns = titles(sheet)
    on_paper = [title for title, column in columns.items() if column <= printed(sheet)]
    assert on_paper == [
        *("Order", "Line", "Customer", "Item", "Description", "Quantity", "Unit", "Date", "Price"),
        *("Discount 1 %", "Discount 2 %", "Net price in invoice currency", "Currency", "Total", "State", "Level"),
    ]
    for title in ("Campaign", "Entered price", "Discount factor", "Origin"):
        assert columns[title] > printed(sheet), title
    area = range_boundaries(str(sheet.print_area).rsplit("!", 1)[-1])
    assert area[3] == sheet.max_row, "all lines are printed"
    assert list(columns)[-1] == "Origin"


def test_texts_stand_off_the_numbers_before_them(demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    demo.price_list("1001").to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    columns = titles(sheet)
    currency = columns["Currency"]
    assert currency == columns["Net price"] + 1
    cells = [row[currency - 1] for row in sheet.iter_rows(min_row=4) if row[currency - 1].value]
    assert len(cells) > 500
    for cell in cells:
        assert (cell.alignment.horizontal, cell.alignment.indent) == ("left", 1), cell.coordinate


def test_answers_are_told_in_words_of_the_language(demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"

    def words(table: pb.Table, language: str, title: str) -> set[object]:
        table.to_excel(path, language=language)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        column = titles(sheet)[title]
        rows = sheet.iter_rows(min_row=1, min_col=column, max_col=column, values_only=True)
        return {value for (value,) in rows if value is not None}

    compared = demo.compare("HX-4000", "HX-2500")
    assert {"Ersetzt", "Entfallen", "Ersetzt, Menge"} <= words(compared, "de", "Änderung")
    assert "Ei vaihdettavissa" in words(compared, "fi", "Vaihdettavuus")
    assert "Nur neu für alt" in words(demo.interchange_matrix(), "de", "→ C")
    assert "As designed" in words(demo.where_used("BR1080", to="machines"), "en", "Structure")


@pytest.mark.parametrize(
    "name", [*sorted(ANSWERS.keys() - {"items"}), "questions", "tables", "machines", "as built", "checks"]
)
def test_titles_are_in_the_language_that_was_asked_for(name: str, demo: pb.Catalog, tmp_path: Path) -> None:
    others: dict[str, Callable[[pb.Catalog], pb.Table]] = {
        "questions": lambda catalog: catalog.questions,
        "tables": lambda catalog: catalog.tables,
        "machines": lambda catalog: catalog.where_used("BR1080", to="machines"),
        "as built": lambda catalog: catalog.freeze("4711"),
        "checks": lambda catalog: catalog.family("HL-500").checks(),
    }
    path = tmp_path / "answer.xlsx"
    (ANSWERS | others)[name](demo).to_excel(path, language="zh")
    looked_at = 0
    for sheet in openpyxl.load_workbook(path):
        for title in [sheet.title, *(titles(sheet) if sheet.freeze_panes else [])]:
            # Names that are data: revisions, properties of a product.
            if title.startswith("→") or title.isupper():
                continue
            looked_at += 1
            assert not title.isascii(), f"{sheet.title}: {title}"
    assert looked_at > 0


def test_a_last_page_of_a_few_rows_is_saved(demo: pb.Catalog, tmp_path: Path) -> None:
    """Of the figures of a book several go a little over their page; they are printed a little smaller instead."""
    path = tmp_path / "book.xlsx"
    demo.parts_book(serial="4711").to_excel(path)
    book = openpyxl.load_workbook(path)
    figures = [sheet for sheet in book if sheet.title.startswith("F0")]
    assert len(figures) > 20
    fitted = [sheet.title for sheet in figures if sheet.page_setup.fitToHeight in (None, 1)]
    assert len(fitted) > 3, fitted


def test_a_quote_says_what_the_items_are_and_adds_up_in_words(demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "quote.xlsx"
    quote = demo.quote("1005", {"item": ["BR1080", "HX-4000"], "quantity": [12, 2]})
    quote.to_excel(path, language="de")
    lines, totals = openpyxl.load_workbook(path).worksheets[:2]
    columns = titles(lines)
    described = columns["Benennung"]
    assert described == columns["Artikel"] + 1
    assert lines.cell(5, described).value == "Rillenkugellager 6308-2RS 40x90x23"
    assert lines.cell(5, columns["Stückpreis"]).number_format == "#,##0.00####"
    names = [row[0] for row in totals.iter_rows(min_row=4, max_col=1, values_only=True)]
    assert names == ["Summe der Positionen", "Fracht", "Mehrwertsteuer", "Gesamt"]


def test_computed_shares_and_costs_have_few_decimals(demo: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    demo.roll_up().to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cost = titles(sheet)["Cost"]
    formats = {row[cost - 1].number_format for row in sheet.iter_rows(min_row=4) if row[cost - 1].value is not None}
    assert formats == {"#,##0.00"}
    demo.waterfall().to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    leakage = titles(sheet)["Leakage %"]
    formats = {row[leakage - 1].number_format for row in sheet.iter_rows(min_row=4) if row[leakage - 1].value}
    assert formats == {'0.00" %"'}
