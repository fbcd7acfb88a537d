# ruff: noqa: ANN401 - sheets of openpyxl have no common type
"""Cases of finding codes about prices that do not fit together, edited tables and remembered mappings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import openpyxl

import partsbook as pb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_AS_OF = date(2026, 6, 30)

# A case gets a folder and gives the findings among which its code must be.
Case: TypeAlias = "Callable[[Path], Iterable[Any]]"


class _Said(NamedTuple):
    """A row of an answer that lists what is wrong, told as a finding."""

    code: str
    message: str


def _catalog(tables: dict[str, str]) -> pb.Catalog:
    """Return the catalog of these tables: rows by line, values by comma."""
    return pb.read({f"{name}.csv": text.strip().encode() for name, text in tables.items()}, as_of=_AS_OF)


def _listed(question: Callable[[pb.Catalog], Any], **tables: str) -> Case:
    """Say what an answer lists, row by row, with the title of its code and its detail."""

    def case(_: Path) -> Iterable[Any]:
        answer = question(_catalog(tables))
        return [*answer.findings, *(_Said(row.code, f"{row.code}: {row.title}; {row.detail}") for row in answer)]

    return case


def _found(question: Callable[[pb.Catalog], Any], **tables: str) -> Case:
    """Say what one question finds."""
    return lambda _: question(_catalog(tables)).findings


# ---------------------------------------------------------------------------------------------------------------------
# Prices that do not fit together

_ITEMS = "item,gross_price,cost\nA,10,6\nB,100,60\nKIT,38,20"
_KIT = "kit,item,quantity\nKIT,A,2\nKIT,B,1"
_LIST = "item,price,currency,min_quantity,max_quantity\n"
_FAMILY = "item,quantity_per_product,cost,category,family,family_order,price\n"
_CUSTOMERS = "customer,name\nC1,x\nC2,y"
_HISTORY = "date,customer,item,quantity,list_price,net_price\n"


def _prices(**tables: str) -> Case:
    return _listed(pb.Catalog.analyse_prices, **{"items": _ITEMS, "company": "key,value\ncurrency,EUR", **tables})


def _kit(price: int) -> Case:
    return _prices(items=f"item,gross_price\nA,10\nB,100\nKIT,{price}", kits=_KIT)


def _tiers(last: str) -> str:
    """Return sales of which the last one leaves little."""
    lines = [f"2026-05-01,C1,A,1,100,{90 - step}" for step in range(10)]
    return "date,customer,item,quantity,list_price,net_price\n" + "\n".join([*lines, last])


_PRICES: dict[str, Case] = {
    "E-BELOW-COST": _prices(items="item,gross_price,cost\nA,5,6"),
    "E-IP-PRICED": _prices(priced_parts=_FAMILY + "P,1,10,CORE_IP,,,500"),
    "W-ZERO-MARGIN-BROKEN": _prices(priced_parts=_FAMILY + "P,1,40,STANDARD,,,50"),
    "W-QTY-UNIT": _prices(price_lists=_LIST + "A,9,EUR,1,9\nA,9.5,EUR,10,99"),
    "W-QTY-TOTAL": _prices(price_lists=_LIST + "A,10,EUR,1,9\nA,8.90,EUR,10,999"),
    "W-FX": _prices(price_lists=_LIST + "B,104,USD,,", exchange_rates="currency,rate\nUSD,0.925925926"),
    "W-CORRIDOR": _prices(
        priced_parts=_FAMILY
        + "P,1,10,NORMAL,FAN,1,50\nQ,1,20,NORMAL,FAN,2,82\nR,1,40,NORMAL,FAN,3,130\n"
        + "S,1,80,NORMAL,FAN,4,215\nT,1,60,NORMAL,FAN,5,310"
    ),
    "W-FAMILY-INVERSION": _prices(priced_parts=_FAMILY + "P,1,10,NORMAL,FAN,60,310\nQ,1,20,NORMAL,FAN,80,215"),
    "I-FAMILY-ORDER": _found(
        pb.Catalog.analyse_prices, items=_ITEMS, priced_parts=_FAMILY + "P,1,10,NORMAL,FAN,,50\nQ,1,20,NORMAL,FAN,2,82"
    ),
    "I-FAMILY-SMALL": _found(
        pb.Catalog.analyse_prices, items=_ITEMS, priced_parts=_FAMILY + "P,1,10,NORMAL,FAN,1,50\nQ,1,20,NORMAL,FAN,2,82"
    ),
    "W-MARKET": _prices(
        priced_parts="item,quantity_per_product,cost,category,price,market_low,market_high\nA,1,6,NORMAL,10,11,15"
    ),
    "W-KIT-ABOVE-SUM": _kit(130),
    "W-KIT-BELOW-PART": _kit(99),
    "W-KIT-DISCOUNT": _kit(90),
    "W-ASSEMBLY-BELOW-CHILD": _prices(items="item,gross_price\nM,15\nA,10", bom="parent,item,quantity\nM,A,2"),
    "W-SUPERSESSION-JUMP": _prices(supersessions="old,new,type,ratio\nA,B,ONE,1"),
    "W-LEAKAGE": _prices(customers="customer,name,tier\nC1,x,T", sales_history=_tiers("2026-05-02,C1,A,1,100,20")),
    "E-HISTORY-PRICE": _found(
        lambda catalog: catalog.simulate({"A": Decimal(11)}),
        items=_ITEMS,
        sales_history=_HISTORY + "2026-05-01,C1,A,1,,9",
    ),
    "W-HISTORY-COST": _found(
        lambda catalog: catalog.simulate({"A": Decimal(11)}),
        items=_ITEMS,
        company="key,value\ncurrency,EUR",
        sales_history=_HISTORY + "2026-05-01,C1,A,2,10,9",
    ),
    "W-NO-NEW-PRICE": _found(
        lambda catalog: catalog.simulate({"A": Decimal(11)}),
        items=_ITEMS,
        sales_history=_HISTORY + "2026-05-01,C1,B,1,100,90",
    ),
    "I-RULE-EXPIRED": _listed(
        pb.Catalog.check_rules,
        items=_ITEMS,
        customers=_CUSTOMERS,
        customer_prices="customer,item,price,kind,valid_to\nC1,A,9,E,2026-01-31",
    ),
    "I-RULE-MAXIMUM": _listed(
        pb.Catalog.check_rules,
        items=_ITEMS,
        customers=_CUSTOMERS,
        customer_prices="customer,item,price,kind,max_quantity\nC1,A,9,E,20",
    ),
    "W-COPY-EXISTS": _found(
        lambda catalog: catalog.copy_discounts("C1", "C2"),
        items=_ITEMS,
        customers=_CUSTOMERS,
        customer_discounts="customer,item,percent,slot\nC1,A,5,1\nC2,A,5,1",
    ),
    "W-MARGIN-NO-COST": _found(
        pb.Catalog.price_lines,
        items="item,discount_group,gross_price\nA,G,10",
        discount_groups="discount_group,base_discount\nG,",
        customers=_CUSTOMERS,
        customer_discounts="customer,item,percent\nC1,A,-20",
        order_lines="order,line,customer,item,quantity\n1,1,C1,A,1",
    ),
}

# ---------------------------------------------------------------------------------------------------------------------
# Structures

_STRUCTURE: dict[str, Case] = {
    "W-LEVEL-RESTORED": lambda _: (
        _catalog({"bom": "level,item,quantity\n" + "\n".join(f"{level},P{level},1" for level in _lost_zero())}).findings
    ),
    "W-LEVEL-TWICE": lambda _: _catalog({"bom": "level,item,quantity\n1,M,1\n1.1,A,1\n1.2,B,1\n1.1,C,1"}).findings,
}


def _lost_zero() -> list[str]:
    """Return levels of which a spreadsheet program has made numbers: 1.10 is 1.1."""
    return ["1", *(f"1.{number}" for number in range(1, 10)), "1.1", "1.11"]


# ---------------------------------------------------------------------------------------------------------------------
# Layouts, tables that were edited, mappings that were remembered


def _merged(_: Path) -> Iterable[Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "BOM"
    for row in (["Parent", "Item", "Qty"], ["M", "A", 1], [None, "B", 2]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    content = BytesIO()
    book.save(content)
    return pb.read({"test.xlsx": content.getvalue()}, as_of=_AS_OF).findings


def _edited(change: Callable[[Any], None]) -> Case:
    """Say what comparing an edited table finds: items in columns key, item, unit, gross_price."""

    def case(folder: Path) -> Iterable[Any]:
        catalog = _catalog({"items": "item,unit,gross_price\nA,pcs,10\nB,pcs,20\nC,pcs,30"})
        path = folder / "items.xlsx"
        catalog.table("items").to_excel(path, editable=True)
        book = openpyxl.load_workbook(path)
        change(book.worksheets[0])
        book.save(path)
        return catalog.changes(path).findings

    return case


def _set(cell: str, value: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell] = value

    return change


def _same_key(sheet: Any) -> None:
    sheet["A3"] = sheet["A2"].value


def _mapping(lines: str) -> Case:
    """Say what a remembered mapping beside a list finds."""

    def case(folder: Path) -> Iterable[Any]:
        (folder / "items.csv").write_text("item,gross_price\nA,2\n", encoding="utf-8")
        (folder / "partsbook-mapping.csv").write_text(f"what,name,means\n{lines}\n", encoding="utf-8")
        return pb.read(folder, as_of=_AS_OF).findings

    return case


def _long(column: str, rows: int) -> Case:
    """Say what writing a long table finds: it stands on the sheet of findings."""

    def case(folder: Path) -> Iterable[Any]:
        source, path = folder / "items.csv", folder / "out.xlsx"
        if column == "item":
            source.write_text("item\n" + "\n".join(f"A{number}" for number in range(rows)), encoding="utf-8")
            pb.read(source, as_of=_AS_OF).table("items").to_excel(path)
        else:
            pb.table("long", {column: [1] * rows}).to_excel(path)
        book = openpyxl.load_workbook(path, read_only=True)
        told = [[str(value) for value in row if value] for row in book["Findings"].iter_rows(values_only=True)]
        book.close()
        return [_Said(row[1], " | ".join(row)) for row in told if len(row) > 1]

    return case


_LONG: dict[str, Case] = {
    "I-SPLIT": _long("number", 1_048_580),
    "W-LINK-LIMIT": _long("item", 65_531),
}

_EDITED: dict[str, Case] = {
    "I-MERGED": _merged,
    "E-EDIT-KEY": _edited(_set("A3", "K2-abc")),
    "E-EDIT-KEY-DUP": _edited(_same_key),
    "E-EDIT-NO-KEY": _edited(lambda sheet: sheet.delete_cols(1)),
    "I-EDIT-COLUMN": _edited(_set("E1", "my remark")),
    "W-EDIT-COLUMN": _edited(lambda sheet: sheet.delete_cols(3)),
    "W-EDIT-NAME": _edited(_set("B3", "B2")),
    "W-EDIT-REMOVED": _edited(_same_key),
    "W-EDIT-ROW": _edited(_set("B3", None)),
    "E-MAPPING": _mapping("sheet,items,moon"),
    "W-MAPPING-STALE": _mapping("sheet,gone,bom"),
}

MORE: dict[str, Case] = {**_PRICES, **_STRUCTURE, **_EDITED, **_LONG}
