# ruff: noqa: ANN401, PLW0108, RUF001 - a list of cases: one line each, with the signs that people type
"""Every finding code is raised from real input, and says what its page says."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

import partsbook as pb
from codes_cases import MORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_AS_OF = date(2026, 6, 30)
_MESSAGES = Path(__file__).with_name("codes_messages.txt")

# A case gets a folder and gives the findings among which its code must be.
Case: TypeAlias = "Callable[[Path], Iterable[Any]]"


def _catalog(tables: dict[str, str], **options: Any) -> pb.Catalog:
    """Return the catalog of these tables: rows by line, values by comma."""
    sources = {f"{name}.csv": text.strip().encode() for name, text in tables.items()}
    return pb.read(sources, as_of=_AS_OF, **options)


def _read(**tables: str) -> Case:
    """Say what reading these tables finds."""
    return lambda _: _catalog(tables).findings


class _Listed(NamedTuple):
    code: str
    message: str


def _ask(question: Callable[[pb.Catalog], Any], **tables: str) -> Case:
    """Say what one question finds."""

    def case(_: Path) -> Iterable[pb.Finding]:
        catalog = _catalog(tables)
        answer = question(catalog)
        # A list of what is wrong has one row each.
        listed = [_Listed(row.code, f"{row.code}: {row.title}") for row in answer] if "code" in answer.columns else []
        return [*answer.findings, *catalog.findings, *listed]

    return case


def _workbook(
    content_: dict[str, list[list[Any]]], change: Callable[[Any], None] | None = None, **options: Any
) -> Case:
    """Say what reading a workbook finds."""

    def case(_: Path) -> Iterable[pb.Finding]:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in content_.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        content = BytesIO()
        book.save(content)
        return pb.read({"test.xlsx": content.getvalue()}, as_of=_AS_OF, **options).findings

    return case


# ---------------------------------------------------------------------------------------------------------------------
# Reading


def _hide(book: Any) -> None:
    book.worksheets[0].row_dimensions[2].hidden = True


_READING: dict[str, Case] = {
    "E-CELL-ERROR": _workbook({"Items": [["Item", "Price"], ["A", "#N/A"]]}),
    "E-COLUMN": _read(BOM="Foo,Shop code,Description,Qty\n1,A,x,2"),
    "E-DATE": _workbook({"Price list": [["Item", "Price", "Valid from"], ["A", 1, "31.2.2026"]]}),
    "E-FLAG": _read(Items="Item,Spare part\nA,perhaps"),
    "E-CHOICE": _read(BOM="Item,Qty,Kind\nA,1,odd"),
    "E-HEADER-AMBIGUOUS": _read(BOM="Reference,Part number,Qty\nR1,A,1"),
    "E-HEADER-DUP": _read(BOM="Part,Part name,Component,Qty\nA,x,y,1"),
    "E-ITEM-TYPE": _workbook({"Items": [["Item", "Description"], [date(2026, 3, 31), "Bolt"]]}),
    "E-KEY-BLANK": _read(BOM="Parent,Item,Qty\nM,,1"),
    "E-NO-CACHED-VALUE": _workbook({"Items": [["Item", "Price"], ["A", "=1+1"]]}),
    "E-NO-HEADER": _workbook({"Data": [["A", 1]]}, sheets={"Data": "bom"}),
    "E-NUMBER": _read(BOM='Item,Qty\nA,"1,234"'),
    "E-SHEET-UNKNOWN": _workbook({"R12": [["Index", "Qty", "Description", "Shop code"], ["R1", 1, "x", "A"]]}),
    "E-VALUE-DATE": _workbook({"property_values": [["property", "value"], ["SIZE", date(2026, 4, 3)]]}),
    "I-HIDDEN": _workbook({"BOM": [["Item", "Qty"], ["A", 1], ["B", 2]]}, _hide),
    "I-ROWS-LEFT-OUT": _read(BOM="Item,Qty\nA,1\nTotal,1\nTotal,2"),
    "I-SHEET-EMPTY": _workbook({"Sheet1": []}),
    "I-SHEET-SKIPPED": _workbook({"Notes": [["x"]]}, sheets={"Notes": "-"}),
    "I-TRIM": _read(BOM="Item,Qty\nA ,1\nB ,1"),
    "W-FULLWIDTH": _read(BOM="Item,Qty\nＡ１,1"),
    "W-DIGITS-LOST": _workbook({"Items": [["Item", "Remarks"], ["A", 1234567890123456789]]}),
    "I-CURRENCY": _read(customers="customer,name,currency\nC1,A,€\nC2,B,Euro"),
    "W-CURRENCY": _read(customers="customer,name,currency\nC1,A,$"),
    "W-PERCENT-MIXED": _read(customers="customer,name,special_discount\nC1,A,10 %\nC2,B,0.1\nC3,C,0.05\nC4,D,5"),
    "W-LEVEL-BLANKS": _workbook({"BOM": [["Item", "Qty"], ["M", 1], ["    A", 1], ["  B", 1], ["   C", 1], [" D", 1]]}),
    "W-TITLES-CHANGE": _read(BOM="Item,Qty,Unit\nA,1,m\nRemarks,Quantity,Unit\nB,1,m"),
    "E-SYNONYM": _read(Synonyms="field,header\nitme,Ref", BOM="Item,Qty\nA,1"),
    "E-UNIT-DIFFERS": _read(BOM="Item,Qty,Unit\nA,12 m,kg"),
    "I-LEVELS": _read(BOM="Item,Qty\nM,1\n  A,1\n  B,1"),
    "I-PLACEHOLDER": _read(BOM="Item,Qty\nA,-\nB,n/a"),
    "I-PRICE-PACK": _read(Items="Item,Price,Unit\nA,3.22,50 cnt\nB,1,ea"),
    "I-QTY-UNIT": _read(BOM="Item,Qty\nA,12个"),
    "W-LEVEL-UNSURE": _read(
        BOM="Item,Qty\nM,1\n  A,1\n  B,1\n C,1\n  D,1\n  E,1\n  F,1\n  G,1\n  H,1\n  I,1\nN,1\n  A,1"
    ),
    "W-STANDS-IN": _read(BOM="Part name,Qty\nframe,1\nmotor,2"),
    "W-UNIT-UNKNOWN": _read(BOM="Item,Qty\nA,12 flurbs"),
    "W-TABLE-DOUBTFUL": _read(Parts="Part number,Description,Qty\nA,Bolt,1"),
    "W-CSV-FIELDS": _read(bom="item,qty\nA,1\nB,2,3"),
}


def _change(path: Path, part: str, change: Callable[[str], str], added: dict[str, str] | None = None) -> None:
    """Change a part of a workbook, and add others."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    before = parts[part].decode()
    after = change(before)
    assert after != before or added
    parts[part] = after.encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
        for name, text in (added or {}).items():
            book.writestr(name, text)


# ---------------------------------------------------------------------------------------------------------------------
# Linking

_MODEL: dict[str, Case] = {
    "E-CUSTOMER-UNKNOWN": _read(customers="customer,name\nC1,x", machines="serial,item,customer\nS1,M,C9"),
    "E-ITEM-UNKNOWN": _read(items="item,description\nM,x", bom="parent,item,qty\nM,A,1"),
    "W-ITEM-FORM": _read(items="item,description\n00120,x", order_lines="customer,item,quantity\nC1,120,1"),
    "W-KEY-CASE": _read(items="item,description\na1,x\nA1,y"),
    "E-KEY-DUP": _read(items="item,description\nA,x\nA,y"),
    "E-PROJECT-UNKNOWN": _read(
        projects="project,customer\nP1,C1", machines="serial,item,project\nS1,M,P9", customers="customer,name\nC1,x"
    ),
    "E-REV-UNKNOWN": _read(revisions="item,revision,seq\nA,A,1", bom="parent,item,revision,qty\nM,A,B,1"),
    "E-SERIAL-DUP": _read(machines="serial,item\nS1,M\nS1,N"),
    "W-CUSTOMER-DIFF": _read(
        customers="customer,name\nC1,x\nC2,y",
        projects="project,customer\nP1,C1",
        machines="serial,item,customer,project\nS1,M,C2,P1",
    ),
    "W-INTERCHANGE-BLANK": _read(revisions="item,revision,seq,interchange\nA,A,1,\nA,B,2,"),
}

# ---------------------------------------------------------------------------------------------------------------------
# Structures

_TWO = "parent,item,quantity\nM,A,1\nA,B,2"


def _diamond(depth: int) -> str:
    """Return a structure with two lines for each step: twice as many paths with each."""
    lines = [f"L{step},{place},L{step + 1},1" for step in range(depth) for place in (10, 20)]
    return "\n".join(["parent,position,item,quantity", *lines])


def _chain(steps: int, quantity: int) -> str:
    return "\n".join(["parent,item,quantity", *(f"L{step},L{step + 1},{quantity}" for step in range(steps))])


def _branching(steps: int) -> str:
    """Return replacements that branch in two and meet again, many times."""
    lines = ["old,new,type,ratio"]
    for step in range(steps):
        lines += [f"N{step},A{step},AND,1", f"N{step},B{step},AND,1"]
        lines += [f"A{step},N{step + 1},ONE,1", f"B{step},N{step + 1},ONE,1"]
    return "\n".join(lines)


_FITTED = {
    "bom": "parent,item,quantity\nM,A,1",
    "machines": "serial,item,delivery_date,customer\nS1,M,2025-01-01,C1\nS2,M,2026-12-01,C1",
    "customers": "customer,name\nC1,x",
}

_STRUCTURE: dict[str, Case] = {
    "E-CYCLE": _read(bom="parent,item,quantity\nA,B,1\nB,A,1"),
    "E-EFF-ORDER": _read(bom="parent,item,quantity,valid_from,valid_to\nM,A,1,2026-02-01,2026-01-01"),
    "E-EFF-OVERLAP": _ask(
        lambda catalog: catalog.explode("M"),
        bom="parent,position,item,quantity,alt_group,alt_rank\nM,10,A,1,G,1\nM,20,B,1,G,1",
    ),
    "E-EVENT-QTY": _ask(
        lambda catalog: catalog.explode("M", serial="S1", kind="maintained"),
        **_FITTED,
        service_events="date,serial,action,item,quantity\n2025-06-01,S1,REMOVE,A,2",
    ),
    "E-LEVEL": _read(bom="level,item,quantity\n0,M,1\nx,A,1"),
    "E-LEVEL-JUMP": _read(bom="level,item,quantity\n0,M,1\n2,A,1"),
    "E-POS-DUP": _read(bom="parent,position,item,quantity\nM,10,A,1\nM,10,B,1"),
    "E-QTY": _read(bom="parent,item,quantity\nM,A,-1"),
    "E-QTY-RANGE": _ask(lambda catalog: catalog.explode("L0"), bom=_chain(40, 1000)),
    "E-SBOM-BALANCE": _ask(
        lambda catalog: catalog.service_structure("M"),
        items="item,spare,phantom\nM,,\nE,Y,Y",
        bom="parent,item,quantity\nM,E,1",
    ),
    "E-SCRAP": _read(bom="parent,item,quantity,scrap_pct\nM,A,1,100"),
    "E-SUP-CYCLE": _ask(
        lambda catalog: catalog.resolve_supersession("A"),
        supersessions="old,new,type,ratio\nA,B,ONE,1\nB,A,ONE,1",
        items="item,description\nA,x\nB,y",
    ),
    "E-SUP-SIZE": _ask(
        lambda catalog: catalog.resolve_supersession("N0"), supersessions=_branching(20), items="item,description\nN0,x"
    ),
    "E-UNIT": _read(items="item,unit\nA,pcs", bom="parent,item,quantity,unit\nM,A,1,box"),
    "I-REV-OLD": _read(
        revisions="item,revision,seq\nM,A,1\nM,B,2",
        bom="parent,parent_revision,item,quantity\nM,A,X,1\nM,B,Y,1",
    ),
    "I-ALT-GREEDY": _ask(
        lambda catalog: catalog.buildable("M", use_alternates=True),
        bom="parent,position,item,quantity,alt_group,alt_rank\nM,10,A,2,G,1\nM,10,B,3,G,2\nM,20,B,1,,",
        stock="item,on_hand\nA,5\nB,9",
    ),
    "I-AR": _read(bom="parent,item,quantity,remarks\nM,A,,AR"),
    "I-FROZEN": _ask(lambda catalog: catalog.freeze("S1"), **_FITTED, as_built="serial,parent,item,quantity\nS1,M,A,1"),
    "I-LINE-TOP": _read(bom="parent,item,quantity\nM,A,1\n,L,1"),
    "I-MACHINE-LATER": _ask(lambda catalog: catalog.where_used("A", to="machines"), **_FITTED),
    "I-PARENT-SHEET": _read(M100="item,quantity\nA,1\nB,2"),
    "I-SERIAL-RANGE": _ask(
        lambda catalog: catalog.where_used("A"), bom="parent,item,quantity,serial_from,serial_to\nM,A,1,10,20\nN,A,1,,"
    ),
    "I-TOPS": _read(bom=_TWO),
    "W-BUILD-OPEN": _ask(lambda catalog: catalog.buildable("W"), bom="parent,item,quantity\nW,C,0"),
    "W-EFF-GAP": _ask(
        lambda catalog: catalog.explode("M"),
        bom="parent,position,item,quantity,alt_group,valid_to\nM,10,A,1,G,2025-01-01\nM,20,B,1,G,2025-01-01",
    ),
    "W-LINE-DUP": _read(bom="parent,position,item,quantity\nM,10,A,1\nM,10,A,1"),
    "W-QTY-ZERO": _read(bom="parent,item,quantity\nM,A,0"),
    "W-ROLLUP-CURRENCY": _ask(
        lambda catalog: catalog.roll_up("M"),
        company="key,value\ncurrency,EUR",
        items="item,cost,currency\nM,,\nA,5,USD",
        bom="parent,item,quantity\nM,A,1",
    ),
    "W-ROLLUP-DIFF": _ask(
        lambda catalog: catalog.roll_up("M"), items="item,cost\nM,7\nA,6", bom="parent,item,quantity\nM,A,1"
    ),
    "W-ROLLUP-MISSING": _ask(
        lambda catalog: catalog.roll_up("M"), items="item,cost\nM,\nA,", bom="parent,item,quantity\nM,A,1"
    ),
    "W-ROWS-CUT": _ask(lambda catalog: catalog.explode("L0"), bom=_diamond(60)),
    "W-STRUCT-RECONSTRUCTED": _ask(lambda catalog: catalog.explode("M", serial="S1", kind="maintained"), **_FITTED),
}

# ---------------------------------------------------------------------------------------------------------------------
# Prices

_GOODS = {
    "company": "key,value\ncurrency,EUR",
    "customers": "customer,customer_group\nC1,CG\nC2,CG",
    "items": "item,discount_group,gross_price,cost\nP1,G1,100,60\nP2,G2,200,50\nP3,G1,80,",
    "discount_groups": "discount_group,base_discount\nG1,5\nG2,",
}
_PRICES = "customer,item,discount_group,price,coefficient,kind,min_quantity,max_quantity,valid_from,valid_to\n"
_DISCOUNTS = "customer,item,discount_group,percent,slot,min_quantity\n"


def _rules(question: Callable[[pb.Catalog], Any] = pb.Catalog.check_rules, **tables: str) -> Case:
    """Say what one question finds in a small price book."""
    return _ask(question, **{**_GOODS, **tables})


def _lines(lines: str, **tables: str) -> Case:
    return _rules(pb.Catalog.price_lines, order_lines=lines, **tables)


_PRICING: dict[str, Case] = {
    "E-PRICE-COEFFICIENT": _rules(customer_prices=_PRICES + "C1,P1,,90,0.9,,,,,"),
    "W-RULE-SELECTORS": _rules(customer_prices=_PRICES + ",P1,,90,,,,,,"),
    "E-PERCENT": _rules(customer_discounts=_DISCOUNTS + "C1,P1,,120,,"),
    "W-SLOT": _rules(customer_discounts=_DISCOUNTS + "C1,P1,,5,9,"),
    "E-SETTING": _rules(company="key,value\ncurrency,EUR\ndiscount_slots,4"),
    "W-SETTING-UNKNOWN": _rules(company="key,value\ncurrency,EUR\nprices_incl_vat,Y"),
    "E-EXCHANGE-RATE": _rules(exchange_rates="currency,rate\nUSD,0"),
    "E-VAT-RATE": _lines(
        "customer,item,quantity,country\nC1,P1,1,SE",
        company="key,value\ncurrency,EUR\ncountry,FI\nvat_registered_countries,SE",
    ),
    "E-RULE-UNREAD": _rules(customer_prices=_PRICES + "C1,P1,,90,,,,,soon,"),
    "E-DATE-ORDER": _rules(customer_prices=_PRICES + "C1,P1,,90,,,,,2026-02-01,2026-01-01"),
    "E-PRICE": _rules(customer_prices=_PRICES + "C1,P1,,-90,,,,,,"),
    "E-QUANTITY": _lines("order,line,customer,item,quantity\n1,1,C1,P1,"),
    "E-RATE": _lines("order,line,customer,item,quantity,currency\n1,1,C1,P1,1,USD"),
    "E-AMOUNT": _lines("order,line,customer,item,quantity\n1,1,C1,P1,7922816251426433759354395033"),
    "W-LINE-CUSTOMER": _lines("order,line,customer,item,quantity\n1,1,C9,P1,1"),
    "E-LEVEL-UNKNOWN": _rules(price_levels="level,order,active\nodd,1,Y"),
    "E-LEVEL-DUP": _rules(price_levels="level,order,active\nprice_list_net,1,Y\nprice_list_net,2,Y"),
    "W-COMPANY-CURRENCY": _rules(company="key,value\nname,X"),
    "W-SEGMENT-CYCLE": _rules(segments="segment,parent\nS1,S2\nS2,S1"),
    "W-QUOTE-ON-REQUEST": _rules(
        lambda catalog: catalog.quote("C1"),
        items="item,discount_group,gross_price\nP9,G1,",
        order_lines="order,line,customer,item,quantity\n1,1,C1,P9,1",
    ),
    "W-RULE-HIDDEN": _rules(customer_prices=_PRICES + "C1,P1,,90,,E,,,,\nC1,P1,,80,,E,,,,"),
    "W-RULE-NEVER": _rules(customer_discounts=_DISCOUNTS + "C2,,**,-20,,"),
    "W-RULE-DANGLING": _rules(customer_prices=_PRICES + "C9,P1,,90,,,,,,"),
    "W-RULE-DUPLICATE": _rules(customer_prices=_PRICES + "C1,P1,,90,,E,,,,\nC1,P1,,80,,E,,,,"),
    "W-RULE-ZERO": _rules(customer_prices=_PRICES + "C1,P1,,0,,E,,,,"),
    "W-RULE-NO-COST": _rules(customer_discounts=_DISCOUNTS + "C1,P3,,-20,,"),
    "W-RULE-DEARER": _rules(customer_prices=_PRICES + "C1,P1,,80,,E,,,,\nC1,P1,,85,,E,10,,,"),
    "W-RULE-ABOVE-LIST": _rules(customer_prices=_PRICES + "C1,P1,,101,,,,,,"),
    "W-RULE-BELOW-COST": _rules(customer_prices=_PRICES + "C1,P1,,50,,,,,,"),
}

# ---------------------------------------------------------------------------------------------------------------------
# Variants

_SHELF = {
    "properties": "property,type,unit\nW,NUMBER,cm\nH,NUMBER,cm\nC,LIST,",
    "property_values": "property,value,code\nW,100,\nW,50,\nH,40,\nH,20,\nC,brown,BR\nC,grey,GR",
    "products": "product,name_en,base_price,sku_template\nSHELF,Shelf,100,{product}-{W|03}x{H}-{C.code}",
    "product_values": "product,property,values\nSHELF,W,100;50\nSHELF,H,40;20\nSHELF,C,brown;grey",
}


def _family(question: Callable[[pb.Family], Any] | None = None, **tables: str) -> Case:
    """Say what one question about a product family finds, or what its making finds."""

    def case(_: Path) -> Iterable[pb.Finding]:
        catalog = _catalog({**_SHELF, **tables})
        family = catalog.family("SHELF")
        return [*catalog.findings, *(question(family).findings if question else [])]

    return case


def _variants(family: pb.Family) -> Any:
    return family.variants()


def _checks(family: pb.Family) -> Any:
    return family.checks()


def _rule(rows: str) -> str:
    return f"rule,product,kind,if,then\n{rows}"


def _entangled() -> dict[str, str]:
    """Return 13 properties of four values of which every two are joined by a rule."""
    names = [f"P{number}" for number in range(13)]
    values = [f"{name},{value}" for name in names for value in "abcd"]
    rules = [f"R{a}{b},SHELF,EXCLUDES,{a}=a,{b}=a" for a in names for b in names if a < b]
    return {
        "properties": "\n".join(["property,type", *(f"{name},LIST" for name in names)]),
        "property_values": "\n".join(["property,value", *values]),
        "product_values": "\n".join(["product,property", *(f"SHELF,{name}" for name in names)]),
        "products": "product,name_en,base_price,sku_template\nSHELF,Shelf,,",
        "variant_rules": "\n".join(["rule,product,kind,if,then", *rules]),
    }


_BOM = "parent,position,item,quantity,condition\n"
_MODELS = "product,sku,W,H,C\n"

_VARIANTS: dict[str, Case] = {
    "E-BASE-PRICE": _family(
        _checks,
        products="product,name_en,base_price\nSHELF,Shelf,",
        surcharges="product,condition,amount\nSHELF,W=100,5",
    ),
    "E-COND": _family(variant_rules=_rule("R1,SHELF,EXCLUDES,WIDTH=1,H=40")),
    "E-COUNT-SIZE": _family(lambda family: family.variants(10), **_entangled()),
    "E-EMPTY-PROPERTY": _family(property_values="property,value,active\nW,100,\nH,40,\nC,brown,N"),
    "E-GROUP-CYCLE": _family(product_groups="group,parent\nQ,R\nR,Q", products="product,group,base_price\nSHELF,Q,1"),
    "E-MODEL-DUP": _family(models=_MODELS + "SHELF,A,100,40,brown\nSHELF,B,100,40,brown"),
    "E-MODEL-VALUES": _family(models=_MODELS + "SHELF,A,100,,brown"),
    "E-PRODUCT-DUP": _family(products="product,name_en,base_price,sku_template\nSHELF,x,1,\nSHELF,y,2,"),
    "E-PROPERTY-UNKNOWN": _family(product_values="product,property,values\nSHELF,W,100\nSHELF,E,1"),
    "E-RULE-KIND": _family(variant_rules=_rule("R1,SHELF,,W=50,H=40")),
    "E-SKU-DUP": _family(_variants, products="product,sku_template\nSHELF,{W}-{H}"),
    "E-SKU-LENGTH": _family(
        _variants, products="product,sku_template\nSHELF,{W}{H}{C}-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    ),
    "E-SKU-TEMPLATE": _family(products="product,sku_template\nSHELF,{X}-{H}"),
    "E-VALUE-UNKNOWN": _family(product_values="product,property,values\nSHELF,C,brwn;grey\nSHELF,W,\nSHELF,H,"),
    "E-VOID": _family(_checks, variant_rules=_rule("R1,SHELF,EXCLUDES,W>0,H>0")),
    "I-COND-PROPERTY": _family(
        properties="property,type\nW,NUMBER\nH,NUMBER\nC,LIST\nVOLT,LIST",
        property_values=_SHELF["property_values"] + "\nVOLT,400,",
        variant_rules=_rule("R2,SHELF,EXCLUDES,VOLT=400 or W=50,H=40"),
    ),
    "I-LINE-ALWAYS": _family(_checks, variant_bom=_BOM + "SHELF,20,C,2,W>0"),
    "I-RULE-UNUSED": _family(
        properties="property,type\nW,NUMBER\nH,NUMBER\nC,LIST\nVOLT,LIST",
        property_values=_SHELF["property_values"] + "\nVOLT,400,",
        variant_rules=_rule("R1,SHELF,REQUIRES,VOLT=400,"),
    ),
    "I-SPLIT-ONE": _family(
        lambda family: family.split(["W"]), product_values="product,property,values\nSHELF,W,100\nSHELF,H,\nSHELF,C,"
    ),
    "I-SPLIT-VOID": _family(
        lambda family: family.split(["W", "H"]), variant_rules=_rule("R1,SHELF,EXCLUDES,W=50,H=40")
    ),
    "W-DEFAULT-DUP": _family(
        product_values="product,property,values,default_value\nSHELF,W,100;50,100\nSHELF,W,,50\nSHELF,H,,\nSHELF,C,,"
    ),
    "W-FIXED": _family(product_values="product,property,values,fixed\nSHELF,W,100;50,Y\nSHELF,H,,\nSHELF,C,,"),
    "W-GROUP-UNKNOWN": _family(products="product,group,base_price\nSHELF,G,1", product_groups="group,parent\nH,"),
    "W-LINE-DEAD": _family(
        _checks, variant_bom=_BOM + "SHELF,10,A,1,W=50 and H=40", variant_rules=_rule("R1,SHELF,EXCLUDES,W=50,H=40")
    ),
    "W-LIST-CUT": _family(lambda family: family.variants(2)),
    "W-MODEL-INVALID": _family(
        _checks,
        models=_MODELS + "SHELF,A,50,40,brown",
        variant_rules=_rule("R1,SHELF,EXCLUDES,W=50,H=40"),
    ),
    "W-POSITION-GAP": _family(_checks, variant_bom=_BOM + "SHELF,10,A,1,W=100"),
    "W-POSITION-OVERLAP": _family(_checks, variant_bom=_BOM + "SHELF,10,A,1,W=100\nSHELF,10,B,1,H=40"),
    "W-SKU-CHAR": _family(_variants, products="product,sku_template\nSHELF,{W}×{H} {C}"),
    "W-SURCHARGE-DEAD": _family(_checks, surcharges="product,condition,amount\nSHELF,W=100 and W=50,5"),
    "W-VALUE-DEAD": _family(_checks, variant_rules=_rule("R1,SHELF,EXCLUDES,W=50,")),
    "W-VALUE-TWIN": _family(property_values=_SHELF["property_values"] + "\nC,Brown,B"),
}

# ---------------------------------------------------------------------------------------------------------------------
# Recalls

_RECALL = {
    "items": "item,description\nM,x\nA,y",
    "bom": "parent,item,quantity\nM,A,1",
    "customers": "customer,name\nC1,x",
    "machines": "serial,item,delivery_date,customer\nS1,M,2025-01-01,C1",
    "recalls": "campaign,item,revisions\nR1,A,1",
}


def _recall(**tables: str) -> Case:
    return _ask(lambda catalog: catalog.recall("R1"), **{**_RECALL, **tables})


def _campaign(**tables: str) -> Case:
    return _ask(lambda catalog: catalog.campaign("R1"), **{**_RECALL, **tables})


_AFTERSALES: dict[str, Case] = {
    "W-CONTACT-MISSING": _recall(machines="serial,item,delivery_date,customer\nS1,M,2025-01-01,C9"),
    "W-RECALL-BLIND": _recall(
        machines="serial,item,delivery_date,customer\nS1,M,2025-01-01,C1\nS2,N,2025-01-01,C1",
        items="item,description\nM,x\nA,y\nN,z",
    ),
    "W-RECALL-SERIAL": _recall(as_built="serial,parent,item,revision,quantity\nS9,M,A,1,1"),
    "W-RECALL-WIDE": _recall(recalls="campaign,item\nR1,A"),
    "W-STATE": _campaign(
        campaign_status="campaign,serial,date,state\nR1,S1,2025-02-01,REMEDIED\nR1,S1,2025-03-01,NOTIFIED"
    ),
}

# ---------------------------------------------------------------------------------------------------------------------
# Books

_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180b34d3a3b0000000049454e44ae426082"
)
_PRINTED = {
    "items": "item,description_en,description_fi,spare,gross_price,smr\n"
    "M,Conveyor,Kuljetin,,,\nA,Gear unit,Vaihde,Y,1200,\nW,Seal,Tiiviste,Y,12,",
    "bom": "parent,position,item,quantity\nM,10,A,1\nA,10,W,2",
    "book": 'key,value\ntop_item,M\nbook_no,B-77\nlanguages,"en,fi"',
    "drawings": "figure,assembly,sheet_no,file\nM,M,1,m.png\nA,A,1,a.png",
    "callouts": "figure,sheet_no,position,x,y\nM,1,10,0.2,0.5\nA,1,10,0.1,0.1",
}


def _book(**tables: str) -> Case:
    """Say what planning a small book finds."""

    def case(folder: Path) -> Iterable[pb.Finding]:
        for name, text in {**_PRINTED, **tables}.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        for name in ("m.png", "a.png"):
            (folder / name).write_bytes(_PICTURE)
        serial = "S1" if "machines" in tables else None
        return pb.read(folder, as_of=_AS_OF).parts_book(serial, None if serial else "M").findings

    return case


_BOOK: dict[str, Case] = {
    "E-PATH": _book(drawings="figure,assembly,sheet_no,file\nM,M,1,../m.png"),
    "E-PICTURE": _book(drawings="figure,assembly,sheet_no,file\nM,M,1,none.png"),
    "W-CALLOUT-MISSING": _book(callouts="figure,sheet_no,position,x,y\nM,1,10,0.2,0.5"),
    "W-CALLOUT-ORPHAN": _book(callouts=_PRINTED["callouts"] + "\nA,1,99,0.1,0.1"),
    "W-CALLOUT-RANGE": _book(callouts="figure,sheet_no,position,x,y\nM,1,10,1.5,0.5\nA,1,10,0.1,0.1"),
    "W-DRAWING-TEXT": _book(items=_PRINTED["items"].replace("smr\n", "smr,ip\n").replace("Y,12,", "Y,12,,Y")),
    "W-CASE-TWIN": _book(items=_PRINTED["items"] + "\nw,Other seal,Toinen,Y,13,", bom=_PRINTED["bom"] + "\nA,20,w,1"),
    "W-ONHA-NONE": _book(items="item,description_en,spare,procurable\nM,Conveyor,,\nA,Gear unit,,\nW,Seal,Y,N"),
    "W-PRICE-MISSING": _book(
        company="key,value\nbook_prices,Y\ncurrency,EUR",
        items="item,description_en,description_fi,spare\nM,Conveyor,K,\nA,Gear unit,V,Y\nW,Seal,T,Y",
    ),
    "W-SMR": _book(items="item,description_en,spare,gross_price,smr\nM,Conveyor,,,\nA,Gear,Y,1,\nW,Seal,Y,12,QQ"),
    "W-STRUCT-CURRENT": _book(machines="serial,item\nS1,M"),
    "W-TEXT-MISSING": _book(
        items="item,description_en,description_fi,spare,gross_price\nM,Conveyor,K,,\nA,Gear unit,V,Y,1\nW,Seal,,Y,12"
    ),
}

# ---------------------------------------------------------------------------------------------------------------------
# Workbooks that are written, and workbooks that are sent


def _written(columns: dict[str, list[Any]]) -> Case:
    """Say what writing a table finds: it stands on the sheet of findings."""

    def case(folder: Path) -> Iterable[pb.Finding]:
        path = folder / "out.xlsx"
        pb.table("out", columns).to_excel(path)
        return _told(path)

    return case


class _Told:
    """A finding as a workbook tells it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message


def _told(path: Path) -> list[Any]:
    """Return the findings that a workbook lists, by what its sheets say."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [
        [str(value) for value in row if value is not None]
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
    ]
    book.close()
    known = {row.code for row in pb.codes()}
    return [_Told(next(value for value in row if value in known), " | ".join(row)) for row in rows if known & set(row)]


def _sent(
    part: str = "", change: tuple[str, str] = ("", ""), added: dict[str, str] | None = None, prepare: Any = None
) -> Case:
    """Say what is found in a workbook with something planted in it."""

    def case(folder: Path) -> Iterable[pb.Finding]:
        path = folder / "out.xlsx"
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Prices"
        sheet.append(["Item", "Price"])
        sheet.append(["W220", 41.1])
        if prepare:
            prepare(book, sheet)
        book.save(path)
        if part or added:
            part_or_first = part or "xl/workbook.xml"
            _change(path, part_or_first, lambda text: text.replace(*change, 1) if change[0] else text, added)
        return pb.check_safe(path, ["X230"])

    return case


def _hidden_sheet(book: Any, _: Any) -> None:
    book.create_sheet("Cost").sheet_state = "hidden"


def _hidden_column(_: Any, sheet: Any) -> None:
    sheet["C1"] = 1
    sheet.column_dimensions["C"].hidden = True


def _with_comment(_: Any, sheet: Any) -> None:
    sheet["A2"].comment = Comment("cost 12", "Anna")


def _with_name(text: str, *, hidden: bool = False) -> Any:
    def prepare(book: Any, _: Any) -> None:
        book.defined_names["factor"] = DefinedName("factor", attr_text=text, hidden=hidden)

    return prepare


def _with_header(_: Any, sheet: Any) -> None:
    sheet.oddHeader.left.text = "Prices"


def _with_manager(book: Any, _: Any) -> None:
    book.properties.lastModifiedBy = "Anna"


def _cell(value: Any, shown: str = "General", link: str | None = None) -> Any:
    def prepare(_: Any, sheet: Any) -> None:
        sheet["C1"], sheet["C1"].number_format = value, shown
        if link:
            sheet["C1"].hyperlink = link

    return prepare


_NAMESPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def _drawn(attributes: str, text: str = "") -> dict[str, str]:
    """Return the part with one shape."""
    body = f"<xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>" if text else ""
    shape = f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="box" {attributes}/></xdr:nvSpPr>{body}</xdr:sp>'
    anchor = f"<xdr:oneCellAnchor>{shape}</xdr:oneCellAnchor>"
    return {"xl/drawings/drawing1.xml": f"<xdr:wsDr {_NAMESPACES}>{anchor}</xdr:wsDr>"}


_REPORT: dict[str, Case] = {
    "I-DIGITS-TEXT": _written({"number": [Decimal("12345678901234567890.12")]}),
    "W-TEXT-CUT": _written({"text": ["x" * 40_000]}),
}
_SAFE: dict[str, Case] = {
    "E-SAFE-FORBIDDEN": _sent(prepare=_cell("cam X230")),
    "E-SAFE-HIDDEN-SHEET": _sent(prepare=_hidden_sheet),
    "E-SAFE-HIDDEN-CELLS": _sent(prepare=_hidden_column),
    "E-SAFE-HIDDEN-NAME": _sent(prepare=_with_name("0.38", hidden=True)),
    "E-SAFE-HIDDEN-SHAPE": _sent(added=_drawn('hidden="1"')),
    "E-SAFE-EXTERNAL": _sent(prepare=_cell("='[cost.xlsx]A'!A1")),
    "E-SAFE-CONNECTION": _sent(added={"xl/connections.xml": "<connections/>"}),
    "E-SAFE-PIVOT": _sent(added={"xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition/>"}),
    "E-SAFE-EMBEDDED": _sent(added={"xl/embeddings/oleObject1.bin": "x"}),
    "E-SAFE-MACRO": _sent(added={"xl/vbaProject.bin": "x"}),
    "E-SAFE-CUSTOM-XML": _sent(added={"customXml/item1.xml": "<a/>"}),
    "E-SAFE-HISTORY": _sent(added={"xl/revisions/revisionLog1.xml": "<revisions/>"}),
    "E-SAFE-FORMAT": lambda folder: _other_kind(folder),
    "W-SAFE-COMMENT": _sent(prepare=_with_comment),
    "W-SAFE-PROPERTY": _sent(prepare=_with_manager),
    "W-SAFE-NAME": _sent(prepare=_with_name("0.62")),
    "W-SAFE-INVISIBLE": _sent(prepare=_cell(5, ";;;")),
    "W-SAFE-LEFTOVER": _sent(
        part="xl/worksheets/sheet1.xml",
        change=("<pageMargins", '<scenarios><scenario name="low cost"/></scenarios><pageMargins'),
    ),
    "W-SAFE-PRINTER": _sent(added={"xl/printerSettings/printerSettings1.bin": "x"}),
    "W-SAFE-LINK": _sent(prepare=_cell("see", link="file://server/cost.xlsx")),
    "W-SAFE-PREVIEW": _sent(added={"docProps/thumbnail.jpeg": "x"}),
    "W-SAFE-UNKNOWN": _sent(added={"xl/odd/odd1.xml": "<odd/>"}),
    "I-SAFE-NAME": _sent(prepare=_with_name("Prices!$A$1:$B$2")),
    "I-SAFE-HEADER": _sent(prepare=_with_header),
    "I-SAFE-TEXTBOX": _sent(added=_drawn("", "hello")),
    "I-SAFE-ALT": _sent(added=_drawn('descr="a dot"')),
    "I-SAFE-PICTURE": _sent(added={"xl/media/image1.png": "x"}),
}


def _other_kind(folder: Path) -> Iterable[pb.Finding]:
    path = folder / "out.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016))
    return pb.check_safe(path)


CASES: dict[str, Case] = {
    **_READING,
    **_MODEL,
    **_STRUCTURE,
    **_PRICING,
    **_VARIANTS,
    **_AFTERSALES,
    **_BOOK,
    **_REPORT,
    **_SAFE,
    **MORE,
}


def _raised(code: str, folder: Path) -> str:
    """Return the message of the first finding of a code, without the folder it was found in."""
    findings = list(CASES[code](folder))
    messages: list[str] = [finding.message for finding in findings if finding.code == code]
    assert messages, f"{code} is not among {sorted({finding.code for finding in findings})}"
    return messages[0].replace(str(folder), "…")


def test_every_code_has_a_case() -> None:
    declared = {row.code for row in pb.codes()}
    assert len(declared) > 150
    assert set(CASES) == declared


def _expected() -> dict[str, str]:
    if not _MESSAGES.is_file():
        return {}
    lines = _MESSAGES.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_code_is_raised_and_says_this(code: str, tmp_path: Path) -> None:
    message = _raised(code, tmp_path).replace("\n", "⏎")
    said = next(row for row in pb.codes() if row.code == code)
    assert code in message
    assert said.title in message
    if _MESSAGES.is_file():
        assert message == _expected().get(code)


@pytest.mark.skipif("PARTSBOOK_WRITE_PAGES" not in os.environ, reason="only when asked for")
def test_write_the_messages(tmp_path: Path) -> None:
    lines = []
    for number, code in enumerate(sorted(CASES)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lines.append(f"{code}\t" + _raised(code, folder).replace("\n", "⏎"))
    _MESSAGES.write_text("\n".join(lines) + "\n", encoding="utf-8")
