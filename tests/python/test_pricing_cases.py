"""The acceptance cases of customer pricing and its rules for bad input, asked from Python."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb

if TYPE_CHECKING:
    from collections.abc import Callable

AS_OF = date(2026, 6, 30)
VECTORS = next(
    (
        folder
        for parent in Path(__file__).parents[2:5]
        if (folder := parent / "shared" / "vectors" / "pricing-basic").is_dir()
    ),
    None,
)
Columns = dict[str, list[Any]]


def columns(names: str, *rows: tuple[Any, ...]) -> Columns:
    return {name: [row[place] for row in rows] for place, name in enumerate(names.split())}


def read(**tables: Columns) -> pb.Catalog:
    """Read one customer and one item, and what a test brings."""
    common = {
        "company": columns("key value", ("currency", "EUR"), ("country", "FI")),
        "customers": columns("customer customer_group segments price_group", ("C1", "KEY", "PORT", "PG1")),
        "items": columns("item gross_price discount_group", ("P1", Decimal(100), "G1")),
    }
    return pb.read(common | tables, as_of=AS_OF)


def amounts(catalog: pb.Catalog, *quantities: int) -> list[tuple[Decimal, Decimal]]:
    lines = {"customer": ["C1"] * len(quantities), "item": ["P1"] * len(quantities), "quantity": list(quantities)}
    return [(row.net_price, row.total) for row in catalog.price_lines(lines)]


RENAMED = {
    "customer_id": "customer",
    "segment_id": "segment",
    "group": "customer_group",
    "min_qty": "min_quantity",
    "max_qty": "max_quantity",
}
NUMBERS = {
    *("price", "percent", "min_qty", "max_qty", "gross_price", "net_price", "store_price", "cost", "writedown"),
    *("price_quantity", "vat_rate", "base_discount", "special_discount", "rate", "quantity", "exchange_rate"),
    *("entered_price", "entered_discount1", "entered_discount2", "entered_discount3"),
}
OWN_NAMES = {
    "customers": {"id": "customer"},
    "segments": {"id": "segment", "parent_id": "parent"},
    "discount_groups": {"group": "discount_group"},
    "country_vat": {"vat_rate": "rate"},
    "lines": {"invoice_currency": "currency", "group_override": "customer_group", "line_id": "line"},
}
TABLES = {"country_vat": "vat_rates", "lines": "order_lines"}


def recorded(folder: Path, file: str) -> Columns:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
        titles = list(rows[0]) if rows else []
    names = RENAMED | OWN_NAMES.get(file, {})
    return {names.get(title, title): [typed(title, row[title]) for row in rows] for title in titles}


def typed(title: str, text: str) -> Decimal | str | None:
    """Return a number as a decimal: as text `190.066` could also mean thousands."""
    if not text:
        return None
    return Decimal(text) if title in NUMBERS else text


@pytest.mark.skipif(VECTORS is None, reason="the recorded lines are not beside this checkout")
def test_pr1_the_recorded_lines_are_equal_in_every_column() -> None:
    assert VECTORS is not None
    company = json.loads((VECTORS / "company.json").read_text(encoding="utf-8"))
    files = [path.stem for path in sorted(VECTORS.glob("*.csv")) if path.stem not in {"expected", "lines"}]
    tables = {TABLES.get(file, file): recorded(VECTORS, file) for file in files}
    with (VECTORS / "expected.csv").open(encoding="utf-8", newline="") as opened:
        expected = {row["line_id"]: row for row in csv.DictReader(opened)}
    lines = recorded(VECTORS, "lines")
    compared = 0
    for name, profile in company["profiles"].items():
        settings = {key: company[key] for key in ("currency", "country")} | profile
        settings["discount_slots"] = settings.pop("discount_fields")
        sheet = columns("key value", *((key, str(value).lower() if isinstance(value, bool) else str(value))
                                       for key, value in settings.items()))  # fmt: skip
        catalog = pb.read(tables | {"company": sheet}, as_of=date.fromisoformat(company["pricing_date"]))
        own = [place for place, of in enumerate(lines["profile"]) if of == name]
        answer = catalog.price_lines({title: [cells[place] for place in own] for title, cells in lines.items()})
        for row in answer.rows():
            want = expected[row["line"]]
            for title, text in want.items():
                if title == "line_id" or (title == "standard_price" and not text):
                    continue
                value = row["agreed_currency" if title == "currency" else title]
                value = int(value) if isinstance(value, bool) else value
                same = str(value or "") == text or (text and value is not None and Decimal(value) == Decimal(text))
                assert same, (row["line"], title, value, text)
                compared += 1
    assert compared == 552 * 17 - 14


def test_pr2_and_pp14_the_customers_discounts_beat_the_base_discount() -> None:
    catalog = read(
        discount_groups=columns("discount_group base_discount", ("G1", 20)),
        customer_discounts=columns("customer item percent min_quantity", ("C1", "P1", 10, 1), ("C1", "P1", 15, 6)),
    )
    assert amounts(catalog, 5, 6) == [(Decimal(90), Decimal(450)), (Decimal(85), Decimal(510))]


def test_pr3_kind_e_keeps_the_special_discount() -> None:
    catalog = read(customer_prices=columns("customer item price kind", ("C1", "P1", 80, "E")))
    price = catalog.price("C1", "P1", special_discount=Decimal(5))
    assert (price.price, price.discounts, price.invoice_net_price) == (Decimal(80), [Decimal(0)] * 3, Decimal(76))


def test_pr4_a_coefficient_of_the_price_group() -> None:
    catalog = read(
        items=columns("item gross_price", ("P1", 200)),
        customer_prices=columns("price_group item coefficient", ("PG1", "P1", Decimal("0.85"))),
    )
    price = catalog.price("C1", "P1")
    assert (price.net_price, price.price_basis, price.level) == (Decimal(170), 21, "price_group_item")


def test_pr5_the_nearest_product_group_counts() -> None:
    catalog = read(
        items=columns("item gross_price product_group", ("P1", 200, "SMALL")),
        product_groups=columns("group parent", ("PUMPS", None), ("SMALL", "PUMPS")),
        customer_prices=columns(
            "price_group product_group coefficient", ("PG1", "PUMPS", Decimal("0.85")), ("PG1", "SMALL", Decimal("0.9"))
        ),
    )
    price = catalog.price("C1", "P1")
    assert (price.net_price, price.price_basis) == (Decimal(180), 22)


def test_pr6_blocked_answers_at_its_level() -> None:
    blocked = ("PORT", None, "P1", None, None, "X")
    names = "segment customer item discount_group price kind"
    both = read(customer_prices=columns(names, blocked, (None, "C1", None, "G1", 12, "N")))
    assert (both.price("C1", "P1").net_price, both.price("C1", "P1").state) == (Decimal(12), "priced")
    only = read(customer_prices=columns(names, blocked)).price("C1", "P1")
    assert (only.state, only.net_price) == ("blocked", None)


def test_pr7_the_newer_record_wins_and_the_older_says_why_not() -> None:
    rows = columns("id customer_group item price", (2, "KEY", "P1", 12), (1, "KEY", "P1", 10))
    price = read(customer_prices=rows).price("C1", "P1")
    assert price.net_price == Decimal(12)
    lost = next(row for row in price.explain() if row.id == 1)
    assert lost.taken is False
    assert "higher id" in lost.text


def test_pr8_four_decimals_on_the_invoice() -> None:
    rows = columns("customer item percent slot", ("C1", "P1", Decimal("12.5"), 1), ("C1", "P1", 3, 2))
    row = read(customer_discounts=rows).price_lines({"customer": ["C1"], "item": ["P1"], "quantity": [1]})[0]
    assert (row.net_price, row.discount_factor) == (Decimal("84.88"), Decimal("0.8488"))


def test_pr9_an_entered_price_is_converted() -> None:
    price = read().price("C1", "P1", currency="USD", exchange_rate=Decimal("0.92"), entered_price=Decimal(50))
    assert (price.price, price.price_basis, price.level) == (Decimal(46), 1, "entered")


def test_pr10_the_last_day_counts_and_the_day_after_says_why_not() -> None:
    yesterday = AS_OF - timedelta(days=1)
    catalog = read(customer_prices=columns("customer item price kind valid_to", ("C1", "P1", 80, "N", yesterday)))
    assert catalog.price("C1", "P1", on=yesterday).net_price == Decimal(80)
    after = catalog.price("C1", "P1")
    assert after.net_price == Decimal(100)
    lost = next(row for row in after.explain() if row.value == Decimal(80))
    assert "valid_to" in lost.text
    assert lost.origin is not None


def test_pp8_the_third_way_prices_with_tax_inside() -> None:
    catalog = read(
        items=columns(
            "item gross_price vat_rate",
            ("A", Decimal("143.91"), 13),
            ("B", Decimal("5.02"), 13),
            ("C", Decimal("1107.4"), 13),
        )
    )
    lines = {"item": ["A", "B", "C"], "quantity": [3, 10, 1]}
    quote = catalog.quote("C1", lines, logistics=Decimal(85), tax_inclusive=True)
    totals = dict(zip(quote.more[0]["name"], quote.more[0]["amount"], strict=True))
    assert (totals["total"], totals["contained_tax"]) == (Decimal("1674.33"), Decimal("182.84"))


def test_pp9_no_file_for_an_end_user(tmp_path: Path) -> None:
    catalog = read(customers=columns("customer channel", ("C1", "END_USER")))
    path = tmp_path / "quote.xlsx"
    asked: list[Callable[[], Any]] = [
        lambda: catalog.write_quote(path, "C1"),
        lambda: catalog.quote("C1", {"item": ["P1"], "quantity": [1]}),
    ]
    for ask in asked:
        with pytest.raises(pb.PricingError, match="E-CHANNEL-ONLY") as error:
            ask()
        assert "guide price list" in str(error.value.hint)
    assert not path.exists()


def raised(**tables: Columns) -> list[tuple[str, str | None]]:
    """Codes and cells of what the price rules lack."""
    return [(finding.code, finding.cell) for finding in read(**tables).findings if not finding.code.startswith("I-")]


def test_section_4_two_selectors_are_loaded_as_the_reference_does() -> None:
    rows = columns("customer segment item price kind", ("C1", "PORT", "P1", 80, "N"))
    assert [code for code, _ in raised(customer_prices=rows)] == ["W-RULE-SELECTORS"]
    assert read(customer_prices=rows).price("C1", "P1").net_price == Decimal(80)
    none = columns("customer item price", (None, "P1", 80))
    assert [code for code, _ in raised(customer_prices=none)] == ["W-RULE-SELECTORS"]
    assert read(customer_prices=none).price("C1", "P1").net_price == Decimal(100)


@pytest.mark.parametrize(
    ("percent", "codes"),
    [
        ("101", ["E-PERCENT"]),
        ("-100", ["E-PERCENT"]),
        ("100", []),
        ("-999.99", []),
        ("999.99", []),
        ("998", ["E-PERCENT"]),
    ],
)
def test_section_4_percents_are_from_minus_100_to_100_or_one_of_two_words(percent: str, codes: list[str]) -> None:
    rows = columns("customer item percent", ("C1", "P1", Decimal(percent)))
    assert [code for code, _ in raised(customer_discounts=rows)] == codes


def test_section_4_slots_that_are_not_in_use_are_ignored() -> None:
    rows = columns("customer item percent slot", ("C1", "P1", 10, 4))
    assert [code for code, _ in raised(customer_discounts=rows)] == ["W-SLOT"]
    assert amounts(read(customer_discounts=rows), 1) == [(Decimal(100), Decimal(100))]


def test_section_4_dates_the_wrong_way_round_are_never_valid() -> None:
    rows = columns("customer item price valid_from valid_to", ("C1", "P1", 80, date(2026, 12, 1), date(2026, 1, 1)))
    assert [code for code, _ in raised(customer_prices=rows)] == ["E-DATE-ORDER"]
    catalog = read(customer_prices=rows)
    assert {catalog.price("C1", "P1", on=date(2026, month, 15)).net_price for month in range(1, 13)} == {Decimal(100)}


@pytest.mark.parametrize(
    ("field", "value"),
    [("valid_to", "30.06.2020"), ("valid_from", "1/2/2099"), ("min_quantity", "1.000")],
)
def test_section_4_a_rule_with_a_limit_that_cannot_be_read_is_not_used(field: str, value: str) -> None:
    rows = columns("id customer item price kind", (7, "C1", "P1", 50, "N")) | {field: [value]}
    catalog = read(customer_prices=rows)
    price = catalog.price("C1", "P1", 2000)
    assert price.net_price == Decimal(100)
    assert ("E-RULE-UNREAD", catalog.findings[0].cell) in raised(customer_prices=rows)
    why = [row.text for row in price.explain() if row.id == 7]
    assert why[0].startswith("not taken: ")
    assert "one of its limits could not be read" in why[0]
    assert [row.code for row in catalog.check_rules()] == ["E-RULE-UNREAD"]


def test_one_customer_and_item_have_one_price_in_every_answer() -> None:
    catalog = read(
        customers=columns("customer customer_group currency country site", ("C2", "KEY", "USD", "US", "7")),
        items=columns("item gross_price", ("P1", 100), ("P2", 200), ("P3", 300)),
        customer_prices=columns("customer_group item price currency kind", ("KEY", "P1", 111, "USD", "N")),
        price_lists=columns("item price country site", ("P2", 95, "US", None), ("P3", 280, None, "7")),
        exchange_rates=columns("currency rate", ("USD", Decimal("0.5"))),
    )
    items = ["P1", "P2", "P3"]
    lines = {"customer": ["C2"] * 3, "item": items, "quantity": [1] * 3}
    one_by_one = [catalog.price("C2", item) for item in items]
    expected = [Decimal("55.5"), Decimal(95), Decimal(280)]
    assert [price.net_price for price in one_by_one] == expected
    assert {price.currency for price in one_by_one} == {"USD"}
    priced = catalog.price_lines(lines)
    assert priced["net_price"] == expected
    assert catalog.price_list("C2")["net_price"] == expected
    assert catalog.quote("C2", lines)["unit_price"] == [111, 190, 560]
    assert priced["invoice_net_price_foreign"] == [111, 190, 560]
    at_home = catalog.price("C2", "P1", currency="EUR")
    assert (at_home.net_price, at_home.currency) == (Decimal(100), "EUR")


def test_a_sheet_that_only_blocks_items_needs_no_prices() -> None:
    catalog = read(customer_prices=columns("customer item kind", ("C1", "P1", "X")))
    assert catalog.price("C1", "P1").state == "blocked"
    assert [code for code, _ in raised(customer_prices=columns("customer item kind", ("C1", "P1", "N")))] == ["E-PRICE"]


def test_words_of_other_languages_set_the_company_up() -> None:
    prices = columns("customer item percent", ("C1", "P1", -20))
    items = columns("item gross_price cost vat_rate", ("P1", 100, 60, 24))

    def price(value: str) -> Decimal | None:
        company = columns("key value", ("currency", "EUR"), ("prices_include_vat", value))
        return read(company=company, items=items, customer_discounts=prices).price("C1", "P1").net_price

    assert {price(word) for word in ("Y", "kyllä", "ja", "是", "1")} == {Decimal(93)}
    assert {price(word) for word in ("N", "ei", "nein", "否")} == {Decimal(75)}
    company = columns("key value", ("currency", "EUR"), ("prices_include_vat", "perhaps"), ("prices_incl_vat", "Y"))
    assert [code for code, _ in raised(company=company)] == ["E-SETTING", "W-SETTING-UNKNOWN"]


def test_a_missing_foreign_tax_rate_is_said_as_such() -> None:
    company = columns("key value", ("currency", "EUR"), ("country", "FI"), ("vat_registered_countries", "DE"))
    catalog = read(company=company)
    answer = catalog.price_lines({"customer": ["C1"], "item": ["P1"], "quantity": [1], "country": ["DE"]})
    assert answer["state"] == ["no_price"]
    assert [finding.code for finding in answer.findings] == ["E-VAT-RATE"]
    assert "the tax rate of DE is not on file" in str(catalog.price("C1", "P1", country="DE").explain())


def test_a_price_list_for_all_customers_says_whose_currency_has_no_rate() -> None:
    catalog = read(customers=columns("customer currency", ("C1", "EUR"), ("C2", "USD")))
    answer = catalog.price_list(items=["P1"])
    assert answer["state"] == ["priced", "no_price"]
    assert [(finding.code, finding.value) for finding in answer.findings] == [("E-RATE", "USD")]


def test_a_customer_in_other_letters_is_the_customer() -> None:
    prices = columns("customer item price kind", ("c1", "P1", 80, "N"))
    lines = columns("customer item quantity", ("c1", "P1", 1), ("C2", "P1", 1))
    catalog = read(customer_prices=prices, order_lines=lines)
    assert catalog.price_lines()["net_price"] == [Decimal(80), Decimal(100)]
    assert [finding.value for finding in catalog.findings if finding.code == "E-CUSTOMER-UNKNOWN"] == ["C2"]


def test_a_quantity_of_zero_is_priced_as_one_and_costs_nothing() -> None:
    assert amounts(read(), 0, 1) == [(Decimal(100), Decimal(0)), (Decimal(100), Decimal(100))]
    assert read().price("C1", "P1", 0).total == 0


def test_a_margin_without_cost_is_no_price_for_one_item_either() -> None:
    catalog = read(customer_discounts=columns("customer item percent", ("C1", "P1", -20)))
    price = catalog.price("C1", "P1")
    assert (price.net_price, price.state) == (Decimal("0.01"), "priced_without_cost")
    assert catalog.price_lines({"customer": ["C1"], "item": ["P1"], "quantity": [1]})["state"] == [price.state]


def test_a_currency_that_no_sheet_knows_keeps_its_name() -> None:
    price = read().price("C1", "P1", 2, currency="gbp", exchange_rate=Decimal("1.25"))
    assert price.currency == "GBP"
    assert str(price.explain()).endswith("80.00 GBP; total 160.00 GBP")


def test_explanations_and_rule_checks_speak_the_readers_language() -> None:
    rows = columns(
        "id customer item price min_quantity valid_to",
        *[(1, "C1", "P1", Decimal("90.5"), 5, None), (2, "C1", "P1", 80, None, date(2026, 1, 31))],
    )
    catalog = read(customer_prices=rows)
    explanation = catalog.price("C1", "P1").explain(language="de")
    text = str(explanation)
    assert text.startswith("Preis von 1 x P1 für Kunde C1 am 2026-06-30")
    assert "Zeile 1 (Kunde x Artikel): 90,5" in text
    assert "nicht genommen: unter ihrer Mindestmenge 5; würde gewinnen bei Menge 5" in text
    assert "Wie der Preis entsteht" in explanation._repr_html_()
    assert explanation[0].text == text.splitlines()[0]
    found = catalog.check_rules(language="de")
    assert [(row.code, row.title, row.detail) for row in found] == [
        ("I-RULE-EXPIRED", "Regel, deren letzter Tag vorbei ist", "gültig bis 2026-01-31")
    ]
    with pytest.raises(ValueError, match="xx"):
        catalog.check_rules(language="xx")


def test_discounts_of_an_explanation_are_called_discounts(tmp_path: Path) -> None:
    catalog = read(customer_discounts=columns("customer item percent", ("C1", "P1", 10)))
    catalog.price("C1", "P1").explain().to_excel(tmp_path / "why.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "why.xlsx").worksheets[0]
    words = [cell.value for column in sheet.iter_cols(max_col=3) for cell in column]
    assert "Customer discount for the item" in words
    assert "Customer price for the item" in words


def test_section_4_negative_prices_and_prices_beside_coefficients_are_refused() -> None:
    rows = columns("customer item price coefficient", ("C1", "P1", -1, None), ("C1", "P1", 50, Decimal("0.5")))
    assert [code for code, _ in raised(customer_prices=rows)] == ["E-PRICE", "E-PRICE-COEFFICIENT"]
    assert read(customer_prices=rows).price("C1", "P1").net_price == Decimal(100)


def test_section_4_no_line_is_ever_missing() -> None:
    lines = {
        "customer": ["C1", "C9", "C1", "C1", "C1", "C1"],
        "item": ["P1", "P1", "P9", "P1", "P1", "P1"],
        "quantity": ["1", "1", "1", None, "many", "1"],
        "currency": [None, None, None, None, None, "NOK"],
    }
    catalog = read()
    priced = catalog.price_lines(lines)
    assert priced["state"] == ["priced", "priced_unknown_customer", *["no_price"] * 4]
    assert priced["item"] == lines["item"]
    codes = sorted(finding.code for finding in priced.findings)
    assert {"E-ITEM-UNKNOWN", "E-QUANTITY", "E-RATE", "W-LINE-CUSTOMER"} <= set(codes)
    lenient = columns("key value", ("currency", "EUR"), ("blank_quantity_is_one", "yes"))
    answer = read(company=lenient).price_lines({"customer": ["C1"], "item": ["P1"], "quantity": [None]})
    assert answer["net_price"] == [Decimal(100)]


def test_levels_can_be_switched_off_and_names_must_be_known() -> None:
    prices = columns("customer item price kind", ("C1", "P1", 80, "N"))
    off = columns("level order active", ("customer_item", 1, "no"))
    assert read(customer_prices=prices, price_levels=off).price("C1", "P1").net_price == Decimal(100)
    wrong = columns("level order", ("customer_itm", 1), ("item_gross", 2), ("item_gross", 3))
    assert {code for code, _ in raised(price_levels=wrong)} >= {"E-LEVEL-UNKNOWN", "E-LEVEL-DUP"}


def test_every_answer_can_be_written_as_a_sheet_in_six_languages(tmp_path: Path) -> None:
    catalog = read(customer_prices=columns("customer item price kind", ("C1", "P1", 80, "E")))
    explanation = catalog.price("C1", "P1").explain()
    names = set()
    for language in ("en", "fi", "sv", "de", "nl", "zh"):
        path = tmp_path / f"{language}.xlsx"
        explanation.to_excel(path, language=language)
        names.add(openpyxl.load_workbook(path).sheetnames[0])
    assert {"Explanation", "Selvitys", "Förklaring", "Erläuterung", "Toelichting", "说明"} == names
