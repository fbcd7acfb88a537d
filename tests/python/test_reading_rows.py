"""What becomes of rows and values that people type: notes, damaged numbers, percents, currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.output import option

_AS_OF = date(2026, 6, 30)


def _workbook(sheets: dict[str, list[list[Any]]]) -> dict[str, bytes]:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return {"test.xlsx": content.getvalue()}


def _said(catalog: pb.Catalog, code: str) -> list[str]:
    return [finding.message for finding in catalog.findings if finding.code == code]


_ITEMS = [["Artikelnr.", "Bezeichnung", "Bruttopreis"], ["A100", "Pumpe", 10], ["DN 50", "Rohr", 5]]
_CUSTOMERS = [["Kundennr.", "Name", "Land"], ["C1", "Müller GmbH", "DE"], ["C2", "Schmidt KG", "AT"]]
_LINES = [["Auftrag", "Kundennr.", "Artikelnr.", "Menge"], ["1", "C1", "A100", 1], ["2", "C1", "DN 50", 2]]
_PRICES: list[list[Any]] = [["Gültig ab", "Kundennr.", "Artikelnr.", "Preis"], [date(2026, 1, 1), "C1", "A100", 9]]


@pytest.mark.parametrize(
    "note", ["Notiz: Preise ohne MwSt.", "Hinweis: Stand 1.11.2026", "Preise ohne gesetzliche Steuer"]
)
@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize(
    ("sheet", "table", "rows"),
    [
        ("Artikel", "items", _ITEMS),
        ("Kunden", "customers", _CUSTOMERS),
        ("Bestellungen", "order_lines", _LINES),
        ("Kundenpreise", "customer_prices", _PRICES),
    ],
)
def test_a_note_below_a_table_is_no_record(sheet: str, table: str, rows: list[list[Any]], gap: int, note: str) -> None:
    catalog = pb.read(_workbook({sheet: [*rows, *[[]] * gap, [note], ["Bitte nicht ändern: danke"]]}), as_of=_AS_OF)
    assert len(catalog.table(table)) == len(rows) - 1
    (said,) = _said(catalog, "I-ROWS-LEFT-OUT")
    assert f'("{note}", "Bitte nicht ändern: danke"): {len(rows) + gap + 1}-{len(rows) + gap + 2}' in said
    assert not [str(finding) for finding in catalog.findings if finding.severity == "E"]


def test_a_note_below_a_csv_table_is_no_record() -> None:
    content = "item;description;gross_price\nA;Pump;1\nB;Valve;2\n\nNote: prices without tax\n"
    catalog = pb.read({"items.csv": content.encode()}, as_of=_AS_OF)
    assert len(catalog.table("items")) == 2
    assert "without tax" in _said(catalog, "I-ROWS-LEFT-OUT")[0]


@pytest.mark.parametrize(
    "rows",
    [
        [["A100", "Pumpe", 10], [], ["B200"]],
        [["A100", "Pumpe", 10], [], ["DN 50 L"]],
        [["A100", "Pumpe", 10], ["Rohr lang"]],
        [["A100", "Pumpe", 10], ["Hinweis: alt", "Rohr"]],
        [["A100", "Pumpe", 10], ["Hinweis: alt"], ["B200", "Rohr", 5]],
        [["Pumpe gross"], [], ["Pumpe klein"]],
    ],
)
def test_a_row_that_may_be_a_record_is_one(rows: list[list[Any]]) -> None:
    catalog = pb.read(_workbook({"Artikel": [["Artikelnr.", "Bezeichnung", "Bruttopreis"], *rows]}), as_of=_AS_OF)
    assert len(catalog.table("items")) == len([row for row in rows if row])


def test_damaged_item_numbers_are_proposed_in_every_table() -> None:
    catalog = pb.read(
        {
            "items": {"item": ["00120", "1E5", "A-200", "4711"], "gross_price": [1, 2, 3, 4]},
            "order_lines": {"item": ["120", "100000", "'00120", "a-200", "4712"], "quantity": [1] * 5},
            "customer_prices": {"customer": ["C1"], "item": ["120"], "price": [1]},
            "customer_discounts": {"customer": ["C1"], "item": ["A200"], "percent": [1]},
            "price_lists": {"item": ["1E+05"], "price": [1]},
        },
        as_of=_AS_OF,
    )
    said = "\n".join(_said(catalog, "W-ITEM-FORM"))
    assert said.count("W-ITEM-FORM") == 6
    for number, meant in [
        ("120", "00120"),
        ("100000", "1E5"),
        ("'00120", "00120"),
        ("A200", "A-200"),
        ("1E+05", "1E5"),
    ]:
        assert any(f'has "{meant}"' in line and f'found "{number}"' in line for line in said.split("\n")), number


def test_numbers_that_differ_in_case_name_both_cells() -> None:
    catalog = pb.read({"items": {"item": ["a1", "B", "A1"], "gross_price": [1, 5, 2]}}, as_of=_AS_OF)
    (said,) = _said(catalog, "W-KEY-CASE")
    assert "items, cell A4" in said
    assert '"a1" in items, cell A2' in said


def test_a_date_that_a_locale_reads_says_which() -> None:
    rows: list[list[Any]] = [list(_PRICES[0]), ["20.11.2026", "C1", "A100", 9]]
    catalog = pb.read(_workbook({"Kundenpreise": rows}), as_of=_AS_OF)
    (said,) = _said(catalog, "E-DATE")
    assert "2026-11-20 with the locale de" in said
    assert "--locale de" in said
    (question,) = catalog.questions
    assert (question.argument, option(question.argument)) == ('locale="de"', "--locale de")
    assert not _said(pb.read(_workbook({"Kundenpreise": rows}), as_of=_AS_OF, locale="de"), "E-DATE")


def test_a_price_that_cannot_be_read_is_said_once() -> None:
    rows: list[list[Any]] = [["Kundennr.", "Artikelnr.", "Preis"], ["C1", "A100", "auf Anfrage"], ["C1", "A200", None]]
    catalog = pb.read(_workbook({"Kundenpreise": rows}), as_of=_AS_OF)
    findings = [*catalog.findings, *catalog.check_rules().findings]
    said = {(finding.code, finding.cell) for finding in findings if finding.code in {"E-NUMBER", "E-PRICE"}}
    assert said == {("E-NUMBER", "C2"), ("E-PRICE", "C3")}


def test_percents_without_sign_among_percents_are_named() -> None:
    rows: list[list[Any]] = [
        ["Rabattgruppe", "Grundrabatt"],
        ["R1", 0.1],
        ["R2", "10 %"],
        ["R3", 3],
        ["R4", "0,5"],
        ["R5", 0],
    ]
    said = _said(pb.read(_workbook({"Rabattgruppen": rows}), as_of=_AS_OF), "W-PERCENT-MIXED")
    assert len(said) == 1
    assert "2 rows: 2, 5" in said[0]
    plain = [row for row in rows if row[1] != "10 %"]
    assert not _said(pb.read(_workbook({"Rabattgruppen": plain}), as_of=_AS_OF), "W-PERCENT-MIXED")


def test_columns_that_are_only_kept_are_not_mapped() -> None:
    rows = [["Kundennr.", "Name", "Sonderrabatt", "Lieblingsfarbe"], ["C1", "A", "5 %", "rot"]]
    catalog = pb.read(_workbook({"Kunden": rows}), as_of=_AS_OF)
    sheet = catalog.tables[0]
    assert sheet.columns_not_used == "Lieblingsfarbe"
    assert "Sonderrabatt" in sheet.columns_mapped
    assert "special_discount" in sheet.columns_mapped
    assert "Lieblingsfarbe" not in sheet.columns_mapped
    # It is kept all the same.
    assert catalog.table("customers").rows()[0]["Lieblingsfarbe"] == "rot"


def test_signs_and_names_of_currencies_meet_their_code() -> None:
    catalog = pb.read(
        {
            "company": {"key": ["currency"], "value": ["Euro"]},
            "items": {"item": ["A"], "gross_price": [10]},
            "customers": {"customer": ["C1"], "currency": ["€"]},
            "customer_prices": {"customer": ["C1"], "item": ["A"], "price": [7], "currency": ["EURO"]},
            "price_lists": {"item": ["A"], "price": [9], "currency": ["$"]},
        },
        as_of=_AS_OF,
    )
    assert len(_said(catalog, "I-CURRENCY")) == 3
    (doubtful,) = _said(catalog, "W-CURRENCY")
    assert 'found "$"' in doubtful
    price = catalog.price("C1", "A")
    assert price.currency == "EUR"
    assert price.net_price == Decimal(7)
