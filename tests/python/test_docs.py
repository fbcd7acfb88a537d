from __future__ import annotations

import doctest
import inspect
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import partsbook as pb
from sample import AS_OF, sample_catalog, sample_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_ERRORS = {name for name in pb.__all__ if name.endswith("Error")}


def _documented() -> Iterator[tuple[str, str]]:
    """Give name and text of everything that is exported."""
    for name in pb.__all__:
        thing = getattr(pb, name)
        if name == "__version__":
            continue
        yield name, inspect.getdoc(thing) or ""
        if inspect.isclass(thing) and name not in _ERRORS:
            for member in vars(thing):
                if not member.startswith("_"):
                    yield f"{name}.{member}", inspect.getdoc(getattr(thing, member)) or ""


@pytest.mark.parametrize(("name", "text"), list(_documented()))
def test_everything_is_documented_and_its_examples_hold(name: str, text: str) -> None:
    assert text, f"{name} has no docstring"
    names = {
        "sample_catalog": sample_catalog,
        "sample_tables": sample_tables,
        "AS_OF": AS_OF,
        "Decimal": Decimal,
        "date": date,
        "pb": pb,
    }
    test = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    output: list[str] = []
    results = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=output.append)
    assert results.failed == 0, "".join(output)


def test_there_are_examples() -> None:
    assert sum(text.count(">>> ") for _, text in _documented()) > 5
