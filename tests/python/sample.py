"""Data that tests and docstring examples ask about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import partsbook as pb

AS_OF = date(2026, 6, 30)


def sample_tables() -> dict[str, dict[str, list[object]]]:
    """Return the tables of a very small machine builder."""
    return {
        "items": {
            "item": ["A200", "A310", "W220", "S100"],
            "description_en": ["Crusher", "Shaft assembly", "Bearing", "Screw <M8>"],
            "unit": ["pcs", "pcs", "pcs", "pcs"],
            "gross_price": [Decimal("12500.00"), Decimal("980.50"), Decimal("41.10"), Decimal("0.375")],
            "spare": [False, True, True, None],
        },
        "bom": {
            "parent": ["A200", "A200", "A310", "A310"],
            "position": ["10", "20", "10", "20"],
            "item": ["A310", "S100", "W220", "S100"],
            "quantity": [Decimal(1), Decimal(4), Decimal(2), Decimal(8)],
        },
        "customers": {"customer": ["1001", "1002"], "name": ["Mylly Oy", "Mühle GmbH"], "currency": ["EUR", "EUR"]},
    }


def sample_catalog() -> pb.Catalog:
    """Return the catalog that docstrings ask."""
    return pb.read(sample_tables(), as_of=AS_OF)


def catalog_of(**tables: str) -> pb.Catalog:
    """Read tables written as lines of values with blanks between them; a dash is a blank."""
    frames: dict[str, dict[str, list[str | None]]] = {}
    for name, text in tables.items():
        titles, *rows = [line.split() for line in text.strip().splitlines()]
        columns = zip(*rows, strict=True)
        frames[name] = {
            title: [None if value == "-" else value for value in column]
            for title, column in zip(titles, columns, strict=True)
        }
    return pb.read(frames, as_of=AS_OF)
