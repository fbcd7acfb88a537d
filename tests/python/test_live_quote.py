from __future__ import annotations

import random
import re
import zipfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.main import run
from recalculation import printed, recalculated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AS_OF = date(2026, 6, 30)
# Numbers that a careless look-up takes for other items.
ITEMS = ["00120", "120", "W220", "W*20", "W?20", "A~1", "~*x", "1E5", "Ö-7", '6" pipe', "=1+1", "P-100", "P-200"]


def _tables(currency: str, *, inclusive: bool) -> dict[str, dict[str, list[object]]]:
    chance = random.Random(5)  # noqa: S311 - repeatable
    many = len(ITEMS)
    prices: list[tuple[object, ...]] = []
    discounts: list[tuple[object, ...]] = []
    lists: list[tuple[object, ...]] = []
    minima = [None, 1, Decimal("2.5"), 6, 10, 50, Decimal("0.3")]
    for item in ITEMS:
        for _ in range(chance.randrange(3)):
            amount = Decimal(chance.randrange(1, 90_000)) / 1000
            kind = chance.choice(["N", "E", "B", ""])
            prices.append(("C1", item, amount, kind, chance.choice([None, "EUR", "USD"]), chance.choice(minima)))
        for _ in range(chance.randrange(4)):
            percent = Decimal(chance.randrange(0, 4000)) / 100
            multiple = chance.random() < 0.4
            minimum = chance.choice([4, 6, Decimal("2.5"), 7]) if multiple else chance.choice(minima)
            discounts.append(("C1", item, percent, chance.choice([1, 2, 3]), minimum, multiple))
        if chance.random() < 0.5:
            lists.append((item, Decimal("17.115"), 1, 9))
            lists.append((item, Decimal("16.335"), 10, 99))
    prices.append(("C2", "P-100", Decimal("3.33"), "N", None, None))

    def columns(names: str, rows: Sequence[tuple[object, ...]]) -> dict[str, list[object]]:
        return {name: [row[at] for row in rows] for at, name in enumerate(names.split())}

    return {
        "company": columns(
            "key value",
            [("name", "Mylly Oy"), ("currency", "EUR"), ("country", "FI")]
            + ([("prices_include_vat", "yes")] if inclusive else []),
        ),
        "items": {
            "item": list(ITEMS),
            "description_en": [f"Thing {at}" for at in range(many)],
            "unit": ["pcs"] * many,
            "gross_price": [Decimal(chance.randrange(1, 200_000)) / 100 for _ in ITEMS],
            "discount_group": [chance.choice(["G1", "G2"]) for _ in ITEMS],
            "price_quantity": [chance.choice([None, None, 100]) for _ in ITEMS],
            "vat_rate": [chance.choice([Decimal("25.5"), Decimal(14)]) for _ in ITEMS],
            "cost": [Decimal("1234.56")] * many,
        },
        "discount_groups": {"discount_group": ["G1"], "base_discount": [Decimal("12.5")]},
        "exchange_rates": {"currency": ["USD"], "rate": [Decimal("0.9234")], "date": [date(2026, 1, 1)]},
        "customers": {
            "customer": ["C1", "C2"],
            "name": ["Dealer Ltd", "Somebody Else"],
            "currency": [currency, "EUR"],
            "special_discount": [Decimal("2.5"), None],
            "free_freight_limit": [Decimal(900), None],
        },
        "customer_prices": columns("customer item price kind currency min_quantity", prices),
        "customer_discounts": columns("customer item percent slot min_quantity multiples_only", discounts),
        "price_lists": columns("item price min_quantity max_quantity", lists),
    }


def _cells(path: Path) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Return the lines of a quote by column title, and the rows below them."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    header = next(at for at, row in enumerate(rows) if row[1] == "Item")
    titles = [str(title) for title in rows[header]]
    lines = [dict(zip(titles, row, strict=True)) for row in rows[header + 1 :] if isinstance(row[0], (int, float))]
    return lines, rows[header + 1 + len(lines) :]


def _incomplete(below: list[list[Any]]) -> object:
    """Return what stands beside the total."""
    return next(row[1] for row in below if str(row[4]).startswith("Total"))


def _figures(lines: list[dict[str, Any]], below: list[list[Any]]) -> list[Any]:
    """Return sum, freight, taxes and total as far as they are there."""
    column = list(lines[0]).index("Amount EUR")
    return [row[column] for row in below if row[4]]


def _typed(path: Path, inputs: Sequence[tuple[object, object, object]], discount: object = "as it is") -> None:
    """Type item, quantity and discount into the lines of a quote, as pasting does: no rule for typing stops it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = next(row for row in range(1, 40) if sheet.cell(row, 2).value == "Item") + 1
    for row, values in enumerate(inputs, first):
        for column, value in zip((2, 5, 6), values, strict=True):
            sheet.cell(row, column).value = value
    if discount != "as it is":
        special = book.defined_names["quote_discount"].attr_text.split("!")[1].replace("$", "")
        sheet[special] = discount
    book.save(path)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _inputs(count: int) -> list[tuple[str, Decimal, Decimal | None]]:
    chance = random.Random(11)  # noqa: S311 - repeatable
    inputs = []
    for _ in range(count):
        quantity = chance.choice(
            [
                Decimal(chance.randrange(1, 130)),
                Decimal(chance.randrange(1, 40) * 6),
                Decimal(chance.randrange(1, 400_000)) / 1000,
                Decimal(chance.randrange(1, 9_999_999)),
                Decimal("9.5"),
                Decimal("0.3"),
                Decimal("0.000001"),
            ]
        )
        discount = chance.choice([None, Decimal(0), Decimal(chance.randrange(0, 10_000)) / 100])
        item = chance.choice(ITEMS)
        inputs.append((chance.choice([item, item.lower()]), quantity, discount))
    return inputs


@pytest.mark.parametrize(("currency", "inclusive"), [("EUR", False), ("USD", False), ("EUR", True)])
def test_whatever_is_typed_the_workbook_says_what_the_engine_says(
    currency: str,
    inclusive: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    catalog = pb.read(_tables(currency, inclusive=inclusive), as_of=AS_OF)
    inputs = _inputs(1_200)
    path = tmp_path / "quote.xlsx"
    catalog.write_quote(path, "C1", spare_lines=len(inputs), freight=Decimal("49.90"), freight_taxable=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = next(row for row in range(1, 40) if sheet.cell(row, 2).value == "Item") + 1
    for row, (item, quantity, discount) in enumerate(inputs, first):
        sheet.cell(row, 2).value = item
        sheet.cell(row, 2).data_type = "s"
        sheet.cell(row, 5).value = float(quantity)
        sheet.cell(row, 6).value = None if discount is None else float(discount)
    book.save(path)
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert len(lines) == len(inputs)

    asked = {
        "customer": ["C1"] * len(inputs),
        "item": [item for item, _, _ in inputs],
        "quantity": [quantity for _, quantity, _ in inputs],
        "currency": [currency] * len(inputs),
        "special_discount": [Decimal("2.5") if discount is None else discount for _, _, discount in inputs],
    }
    engine = catalog.price_lines(asked)
    vat = dict(zip(ITEMS, catalog.table("items")["vat_rate"], strict=True))
    folded = {item.lower(): rate for item, rate in vat.items()}
    taxes: dict[Decimal, Decimal] = dict.fromkeys(sorted(set(vat.values())), Decimal(0))
    priced = 0
    for line, answer, (item, quantity, _) in zip(lines, engine, inputs, strict=True):
        place = (item, quantity, line)
        amount = line[f"Amount {currency}"]
        if answer.state != "priced":
            assert amount == "on request", place
            continue
        priced += 1
        assert _cents(Decimal(str(amount))) == answer.total, place
        assert Decimal(str(line["Net price"])) == answer.invoice_net_price_foreign, place
        taxes[folded[item.lower()]] += answer.total
    assert priced > 1_000

    total = sum(taxes.values(), Decimal(0))
    figures = [row for row in below if row[4] is not None]
    amount_column = list(lines[0]).index(f"Amount {currency}")
    said = {str(row[4]): Decimal(str(row[amount_column])) for row in figures if not str(row[4]).startswith("VAT")}
    assert _cents(said["Sum"]) == total
    assert said["Freight"] == 0, "free from 900 on"
    tax_rows = [_cents(Decimal(str(row[amount_column]))) for row in figures if str(row[4]).startswith("VAT")]
    if inclusive:
        expected = [_cents(base - base / (1 + rate / 100)) for rate, base in taxes.items()]
    else:
        expected = [_cents(base * rate / 100) for rate, base in taxes.items()]
        total += sum(expected)
    assert tax_rows == expected
    assert _cents(said[f"Total {currency}"]) == total


def test_a_wrong_stored_result_is_computed_anew(tmp_path: Path) -> None:
    catalog = pb.read(_tables("EUR", inclusive=False), as_of=AS_OF)
    path, wrong = tmp_path / "quote.xlsx", tmp_path / "wrong.xlsx"
    catalog.write_quote(path, "C1", {"item": ["P-200"], "quantity": [3]}, spare_lines=0)
    right = _cells(path)[0][0]["Amount EUR"]
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                data, changed = re.subn(rf"<v>{re.escape(str(right))}</v>", "<v>4711</v>", data)
                assert changed > 0
            target.writestr(name, data)
    assert _cells(wrong)[0][0]["Amount EUR"] == 4711
    assert _cells(recalculated([wrong], tmp_path)[0])[0][0]["Amount EUR"] == pytest.approx(right)


def test_what_cannot_be_priced_is_said(tmp_path: Path) -> None:
    catalog = pb.read(_tables("EUR", inclusive=False), as_of=AS_OF)
    path = tmp_path / "quote.xlsx"
    catalog.write_quote(path, "C1", spare_lines=9)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = next(row for row in range(1, 40) if sheet.cell(row, 2).value == "Item") + 1
    typed: list[tuple[object, object]] = [
        ("nothing", 1), ("P-100", None), ("P-100", "two"), ("P-100", 0), ("P-100", -1), ("P-100", 1.0000001),
        ("P-100", 10_000_000), (None, 5), (120, 1),
    ]  # fmt: skip
    for row, (item, quantity) in enumerate(typed, first):
        sheet.cell(row, 2).value = item
        sheet.cell(row, 5).value = quantity
    book.save(path)
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert [line["Note"] or "" for line in lines] == [
        "unknown item", "quantity?", "quantity? a number", "quantity? above 0", "quantity? above 0",
        "quantity? at most 6 decimals", "quantity? at most 9 999 999", "item?", "",
    ]  # fmt: skip
    assert lines[8]["Description"] == "Thing 1", "a typed number finds the item of these digits"
    assert lines[0]["Amount EUR"] == "on request"
    assert all(line["Amount EUR"] in (None, "") for line in lines[1:8])
    assert _incomplete(below) == "8 line(s) without amount: the total is incomplete"


def test_only_the_customers_own_prices_are_inside(tmp_path: Path) -> None:
    catalog = pb.read(_tables("EUR", inclusive=False), as_of=AS_OF)
    for write in (catalog.write_quote, catalog.write_price_sheet):
        path = tmp_path / f"{write.__name__}.xlsx"
        write(path, "C1")
        assert pb.check_safe(path, forbidden=["1234.56", "Somebody Else", "C2"]).errors == 0
        first = path.read_bytes()
        write(path, "C1")
        assert path.read_bytes() == first, "same input, same bytes"


def test_the_same_words_in_every_language(tmp_path: Path) -> None:
    catalog = pb.read(_tables("USD", inclusive=False), as_of=AS_OF)
    paths = []
    for language in ("en", "fi", "sv", "de", "nl", "zh"):
        paths.append(tmp_path / f"{language}.xlsx")
        catalog.write_quote(paths[-1], "C1", {"item": ["W220"], "quantity": [12]}, language=language, spare_lines=1)
    for path in paths:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet.protection.sheet
        assert sheet.protection.password is None


def test_freight_is_taxed_with_the_largest_part_of_the_lines(tmp_path: Path) -> None:
    tables = {
        "company": {"key": ["currency"], "value": ["EUR"]},
        "customers": {"customer": ["C1"], "name": ["Dealer"]},
        "items": {
            "item": ["A", "B", "C"],
            "gross_price": [Decimal(10), Decimal(20), Decimal(30)],
            "vat_rate": [Decimal(14), Decimal("25.5"), Decimal(0)],
            "ip": [False, False, True],
        },
    }
    catalog = pb.read(tables, as_of=AS_OF)
    lines: dict[str, list[object]] = {"item": ["A", "B", "C"], "quantity": [3, 1, 1]}
    path = tmp_path / "quote.xlsx"
    catalog.write_quote(path, "C1", lines, freight=Decimal("7.77"), freight_taxable=True)
    for book in (path, recalculated([path], tmp_path)[0]):
        written, below = _cells(book)
        assert [line["Amount EUR"] for line in written[:3]] == [30, 20, "on request"], "core items have no price"
        # Sum, freight, 14 % of 37.77, 25.5 % of 20, total; no line has the rate of the core item.
        assert _figures(written, below) == pytest.approx([50, 7.77, 5.29, 5.10, 68.16])
        assert _incomplete(below) == "1 line(s) without amount: the total is incomplete"


def _small(**more: dict[str, list[object]]) -> pb.Catalog:
    """Return a catalog of a priced, a blocked and an unpriced item."""
    tables: dict[str, dict[str, list[object]]] = {
        "company": {"key": ["currency", "country"], "value": ["EUR", "FI"]},
        "customers": {"customer": ["C1", "C2"], "name": ["Dealer", "Farmer"], "channel": ["CHANNEL", "END_USER"]},
        "items": {
            "item": ["P-1", "BLOCK", "NONE"],
            "gross_price": [Decimal(100), Decimal(60), None],
            "vat_rate": [Decimal(24), Decimal(24), Decimal(10)],
        },
        "customer_prices": {"customer": ["C1"], "item": ["BLOCK"], "price": [None], "kind": ["X"]},
    }
    return pb.read(tables | more, as_of=AS_OF)


def test_every_line_without_amount_stays_and_marks_the_total(tmp_path: Path) -> None:
    lines: dict[str, list[object]] = {
        "item": ["P-1", "BLOCK", "NONE", "no such item", "P-1", "P-1"],
        "quantity": [2, 1, 1, 1, None, Decimal("0.33333333")],
    }
    catalog = _small()
    path = tmp_path / "quote.xlsx"
    findings = catalog.write_quote(path, "C1", lines)
    assert sorted(finding.code for finding in findings) == [
        "E-ITEM-UNKNOWN", "E-QUANTITY", "E-QUANTITY", "W-QUOTE-ON-REQUEST", "W-QUOTE-ON-REQUEST",
    ]  # fmt: skip
    assert [finding.cell for finding in findings if finding.value == "no such item"] == ["A5"]
    for book in (path, recalculated([path], tmp_path)[0]):
        written, below = _cells(book)
        assert [line["Item"] for line in written[:6]] == lines["item"]
        amounts = [line["Amount EUR"] or "" for line in written[:6]]
        assert amounts == [200, "not available", "on request", "on request", "", ""]
        notes = [line["Note"] or "" for line in written[:6]]
        assert notes == ["", "", "", "unknown item", "quantity?", "quantity? at most 6 decimals"]
        assert _incomplete(below) == "5 line(s) without amount: the total is incomplete"
    said = {row["name"]: row["amount"] for row in catalog.quote("C1", lines).more[0].rows()}
    assert said["total_incomplete"], "the engine says so too"


def test_a_whole_quote_is_not_marked(tmp_path: Path) -> None:
    path = tmp_path / "quote.xlsx"
    assert len(_small().write_quote(path, "C1", {"item": ["P-1"], "quantity": [1]})) == 0
    for book in (path, recalculated([path], tmp_path)[0]):
        assert not _incomplete(_cells(book)[1])


def test_comments_for_the_customer_stand_on_the_quote(tmp_path: Path) -> None:
    comments: dict[str, list[object]] = {
        "customer": ["C1", "C1", "C1", "C1", "C2"],
        "item": [None, None, "P-1", "P-1", "P-1"],
        "text": ["Deliver before ten", "Bad payer", "=Packed by ten", "Too cheap", "For somebody else"],
        "kind": [None, "S", None, "S", None],
    }
    catalog = _small(customer_comments=comments)
    path = tmp_path / "quote.xlsx"
    catalog.write_quote(path, "C1", {"item": ["P-1", "BLOCK"], "quantity": [1, 1]}, spare_lines=1)
    assert pb.check_safe(path, ["Bad payer", "Too cheap", "For somebody else"]).errors == 0
    _typed(path, [("P-1", 1, None), ("BLOCK", 1, None), ("p-1", 4, None)])
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert [line["Comment"] or "" for line in lines] == ["=Packed by ten", "", "=Packed by ten"]
    assert [row[1] for row in below if row[1]][-2:] == ["Comments", "Deliver before ten"]
    catalog.write_price_sheet(tmp_path / "sheet.xlsx", "C1")
    assert b"Deliver" not in zipfile.ZipFile(tmp_path / "sheet.xlsx").read("xl/worksheets/sheet1.xml")


BAD = [150, -50, "text", "=1/0", "=NA()"]


def test_a_discount_that_is_none_is_said_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "lines.xlsx"
    _small().write_quote(path, "C1", spare_lines=7)
    _typed(path, [("P-1", 1, 100), ("P-1", 1, None), *(("P-1", 1, bad) for bad in BAD)])
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert [line["Note"] or "" for line in lines] == ["", "", *["discount? 0 – 100"] * 5]  # noqa: RUF001
    assert [line["Amount EUR"] for line in lines][:2] == [0, 100]
    assert not any(line["Amount EUR"] for line in lines[2:])
    assert _incomplete(below) == "5 line(s) without amount: the total is incomplete"
    assert _figures(lines, below)[0] == 100


@pytest.mark.parametrize("bad", BAD)
def test_a_discount_of_the_whole_quote_that_is_none_is_said(bad: object, tmp_path: Path) -> None:
    path = tmp_path / "quote.xlsx"
    _small().write_quote(path, "C1", spare_lines=2)
    _typed(path, [("P-1", 1, 10), ("P-1", 1, None)], discount=bad)
    again = recalculated([path], tmp_path)[0]
    lines, below = _cells(again)
    assert [line["Amount EUR"] or "" for line in lines] == [90, ""]
    assert [line["Note"] or "" for line in lines] == ["", "discount? 0 – 100"]  # noqa: RUF001
    assert _incomplete(below) == "1 line(s) without amount: the total is incomplete"
    told = [cell.value for row in openpyxl.load_workbook(again, data_only=True).worksheets[0]["A1:N9"] for cell in row]
    assert "discount? 0 – 100" in told, "beside the discount itself"  # noqa: RUF001


def test_a_customer_that_pays_more_may_have_a_discount_below_zero(tmp_path: Path) -> None:
    customers: dict[str, list[object]] = {"customer": ["C1"], "special_discount": [Decimal(-5)]}
    path = tmp_path / "quote.xlsx"
    _small(customers=customers).write_quote(path, "C1", {"item": ["P-1"], "quantity": [1]})
    assert _cells(recalculated([path], tmp_path)[0])[0][0]["Amount EUR"] == 105


def test_no_error_value_leaves_the_cell_it_was_pasted_into(tmp_path: Path) -> None:
    path = tmp_path / "quote.xlsx"
    _small().write_quote(path, "C1", spare_lines=6, freight=Decimal(5), freight_taxable=True)
    typed = [("=NA()", 1, None), ("P-1", "=1/0", None), ("=1/0", "=1/0", "=1/0"), ("P-1 ", 1, None)]
    _typed(path, [*typed, ("\u00a0p-1 ", 1, None), ("   ", None, None)])
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert [line["Note"] or "" for line in lines] == ["item?", "quantity? a number", "item?", "", "", ""]
    assert [line["Amount EUR"] or "" for line in lines] == ["", "", "", 100, 100, ""]
    assert _incomplete(below) == "3 line(s) without amount: the total is incomplete"
    assert not any(str(cell).startswith("#") for row in below for cell in row)
    derived = [value for line in lines for title, value in line.items() if title not in {"Item", "Quantity"}]
    assert sum(str(value).startswith("#") for value in derived) == 1, "the pasted discount alone"


def test_a_quote_without_lines_has_one_to_fill_in(tmp_path: Path) -> None:
    paths = [tmp_path / "quote.xlsx", tmp_path / "sheet.xlsx"]
    _small().write_quote(paths[0], "C1", spare_lines=0)
    _small().write_price_sheet(paths[1], "C1", items=[])
    for path in recalculated(paths, tmp_path):
        lines, below = _cells(path)
        assert len(lines) == 1
        assert _figures(lines, below) == [0, 0]


def test_the_price_sheet_has_tax_freight_and_total_and_is_not_for_end_users(tmp_path: Path) -> None:
    catalog = _small()
    path = tmp_path / "sheet.xlsx"
    catalog.write_price_sheet(path, "C1", ["P-1", "NONE"], freight=Decimal(10), freight_taxable=True)
    _typed(path, [("P-1", 3, None), ("NONE", None, None)])
    lines, below = _cells(recalculated([path], tmp_path)[0])
    assert [line["Amount EUR"] or "" for line in lines] == [300, ""]
    assert _figures(lines, below) == pytest.approx([300, 10, 74.4, 384.4])
    assert not _incomplete(below), "nobody asks for an item whose quantity was taken away"
    with pytest.raises(pb.PricingError, match="E-CHANNEL-ONLY"):
        catalog.write_price_sheet(tmp_path / "none.xlsx", "C2")
    assert not (tmp_path / "none.xlsx").exists()


@pytest.mark.parametrize("price", ["99999999.99", "123456789.01", "0.05"])
def test_large_sums_are_printed_as_numbers(price: str, tmp_path: Path) -> None:
    items: dict[str, list[object]] = {"item": ["P-1"], "gross_price": [Decimal(price)], "vat_rate": [Decimal(24)]}
    path = tmp_path / "quote.xlsx"
    _small(items=items).write_quote(path, "C1", {"item": ["P-1"], "quantity": [1]}, spare_lines=1)
    _typed(path, [("P-1", 1, None), ("P-1", 9_999_999, None)])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [row for row in sheet.iter_rows() if str(row[4].value).startswith(("Sum", "Total"))]
    assert len(rows) == 2
    for row in rows:
        figure = next(cell for cell in row if str(cell.value).startswith("=ROUND(SUM("))
        assert figure.alignment.shrink_to_fit
    assert "###" not in printed(path, tmp_path)


def test_long_names_and_descriptions_go_on_below(tmp_path: Path) -> None:
    items: dict[str, list[object]] = {
        "item": ["P-1"],
        "description_en": ["Seal kit for the hydraulic cylinder of the front loader, with wiper and guide rings"],
        "gross_price": [Decimal(100)],
    }
    customers: dict[str, list[object]] = {"customer": ["C1"], "name": ["Agricultural Machinery and Spare Parts " * 3]}
    path = tmp_path / "quote.xlsx"
    catalog = _small(items=items, customers=customers)
    catalog.write_quote(path, "C1", {"item": ["P-1"], "quantity": [1]})
    text = " ".join(printed(path, tmp_path).split())
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["C4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height > 30
    assert "guide rings" in text


def test_the_command_writes_a_quote_with_an_unknown_item_and_ends_with_1(tmp_path: Path) -> None:
    sheets = {
        "customers.csv": "customer,name\nC1,Dealer\n",
        "items.csv": "item,gross_price\nP-1,100\n",
        "lines.csv": "item,quantity\nP-1,1\nno such item,1\n",
    }
    for name, text in sheets.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sources = [str(tmp_path / name) for name in ("customers.csv", "items.csv")]
    path = tmp_path / "quote.xlsx"
    command = ["quote", *sources, "--customer", "C1", "--lines", str(tmp_path / "lines.csv"), "-o", str(path)]
    assert run(command) == 1
    assert _cells(path)[0][1]["Note"] == "unknown item"
    sheet = tmp_path / "sheet.xlsx"
    assert run(["quote", *sources, "--customer", "C1", "--price-sheet", "--freight", "5", "-o", str(sheet)]) == 0
    lines, below = _cells(sheet)
    assert _figures(lines, below)[:2] == [100, 5]
