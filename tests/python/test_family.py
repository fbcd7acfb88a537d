from __future__ import annotations

from decimal import Decimal

import pytest

import partsbook as pb
from sample import AS_OF

TABLES: dict[str, dict[str, list[object]]] = {
    "properties": {"property": ["C", "W"], "name_en": ["Colour", "Width"], "type": ["LIST", "NUMBER"]},
    "property_values": {
        "property": ["C", "C", "W", "W"],
        "value": ["RED", "BLUE", "50", "100"],
        "name_en": ["Red", "Blue", None, None],
    },
    "products": {"product": ["SHELF"], "base_price": [10]},
    "product_values": {"product": ["SHELF", "SHELF"], "property": ["C", "W"]},
    "variant_rules": {
        "rule": ["R1"],
        "product": ["SHELF"],
        "kind": ["REQUIRES"],
        "if": ["C=RED"],
        "then": ["W=100"],
        "message_en": ["Red is wide only"],
    },
    "variant_bom": {
        "parent": ["SHELF", "SHELF"],
        "position": ["10", "20"],
        "item": ["BOARD", "FOOT"],
        "quantity": ["W/50", "4"],
        "condition": [None, "W=100"],
    },
}


@pytest.fixture(scope="module")
def family() -> pb.Family:
    return pb.read(TABLES, as_of=AS_OF).family("SHELF")


def test_a_selection_is_checked(family: pb.Family) -> None:
    broken = family.check({"C": "RED", "W": 50})
    assert [(row.result, row.rule, row.message) for row in broken] == [("broken", "R1", "Red is wide only")]
    assert len(family.check({"C": "RED", "W": Decimal("100.0")})) == 0, "a variant"
    assert "missing" in family.check({"C": "BLUE"})["result"]
    with pytest.raises(pb.VariantError, match="there is"):
        family.check({"C": "GREEN"})
    with pytest.raises(TypeError, match="text or a number"):
        family.check({"C": True})


def test_a_selection_is_completed(family: pb.Family) -> None:
    left = family.complete({"C": "RED"})
    assert [(row.property, row.property_name, row.value) for row in left] == [("W", "Width", "100")]
    assert family.complete({"W": 50})["name"] == ["Blue"]


def test_a_product_is_split_without_losing_a_variant(family: pb.Family) -> None:
    split = family.split(["C"])
    assert split["C"] == ["RED", "BLUE"]
    assert sum(int(count) for count in split["variants"]) == family.count() == 3


def test_a_family_knows_where_an_item_is_used(family: pb.Family) -> None:
    (use,) = family.where_used("FOOT")
    assert (use.variants, use.condition, use.greatest) == ("2", "W=100", Decimal(4))
    with pytest.raises(pb.VariantError, match="in no structure"):
        family.where_used("BOLT")


def test_variants_may_be_asked_for_by_condition(family: pb.Family) -> None:
    assert len(family.variants(condition="C=BLUE")) == family.count("C=BLUE") == 2
    with pytest.raises(pb.VariantError, match="not understood"):
        family.variants(condition="C=")


def test_counts_have_any_size() -> None:
    names = [f"P{number}" for number in range(40)]
    tables: dict[str, dict[str, list[object]]] = {
        "properties": {"property": [*names], "type": ["LIST"] * 40},
        "property_values": {
            "property": [name for name in names for _ in range(10)],
            "value": [f"V{value}" for _ in names for value in range(10)],
        },
        "products": {"product": ["BIG"], "base_price": [10]},
        "product_values": {"product": ["BIG"] * 40, "property": [*names]},
    }
    family = pb.read(tables, as_of=AS_OF).family("BIG")
    assert family.count() == 10**40
    assert family.count("P0=V1") == 10**39


def test_what_families_and_price_rules_lack_is_among_the_findings() -> None:
    rules = {**TABLES["variant_rules"], "then": ["W=75"]}
    catalog = pb.read({**TABLES, "variant_rules": rules}, as_of=AS_OF)
    findings = catalog.findings
    assert len(findings) > 0
    assert findings.errors + findings.warnings > 0
    assert f"{findings.errors} E" in repr(catalog)
    assert all("\n" not in message for message in findings["message"])
    assert "\n" in str(findings[0])


def test_a_family_may_stand_in_matrix_sheets() -> None:
    tables = {
        "properties": "property,type\nW,NUMBER\nCOLOR,LIST",
        "property_values": "property,Value 1,Value 2,Value 3\nW,50,100,\nCOLOR,red,blue,grey",
        "products": "product,name_en,base_price\nSHELF,Shelf,100\nDESK,Desk,200",
        "product_values": "product,W,COLOR\nSHELF,50;100,red;blue\nDESK,100,grey",
        "surcharges": "condition,SHELF,DESK\nCOLOR=red,5,\nW=100,10,20",
        "variant_bom": "position,item,SHELF,DESK\n10,SCREW,4,8\n20,BOARD,2,-",
    }
    catalog = pb.read({f"{name}.csv": text.encode() for name, text in tables.items()})
    assert [finding.code for finding in catalog.findings] == []
    shelf, desk = catalog.family("SHELF"), catalog.family("DESK")
    assert (shelf.count(), desk.count()) == (4, 1)
    assert shelf.price_range() == (Decimal(100), Decimal(115), Decimal("107.5"))
    assert desk.price_range()[0] == Decimal(220)
    lines = [(row.item, row.quantity) for row in shelf.resolve({"W": "100", "COLOR": "red"})]
    assert lines == [("SCREW", Decimal(4)), ("BOARD", Decimal(2))]
    assert [row.item for row in desk.resolve({"W": "100", "COLOR": "grey"})] == ["SCREW"]
