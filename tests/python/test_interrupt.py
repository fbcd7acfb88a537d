from __future__ import annotations

import os
import signal
import threading
import time
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pytest

import partsbook as pb
from sample import AS_OF, sample_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# A quarter of a second is promised; a machine that builds beside the tests gets more.
SOON = 1.0
ROWS = 400_000


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """Ctrl-C counts, also where whoever started the tests has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(work: Callable[[], object], after: float) -> float:
    """Press Ctrl-C after some seconds of work; return how long it took to stop."""
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(after, press)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            work()
    finally:
        timer.cancel()
    return time.perf_counter() - pressed[0]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "items.csv"
    lines = (f"I{row};Item number {row};{row % 1000},25;2026-01-01\n" for row in range(ROWS))
    path.write_text("item;description;gross_price;valid_from\n" + "".join(lines), encoding="utf-8")
    return path


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent to this process")
def test_reading_stops_when_asked(many: Path) -> None:
    assert interrupted(lambda: pb.read(many, as_of=AS_OF), 0.3) < SOON


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent to this process")
def test_writing_stops_when_asked_and_leaves_nothing(tmp_path: Path) -> None:
    columns = {f"c{column}": [f"value {row}" for row in range(60_000)] for column in range(12)}
    table = pb.table("big", columns)
    path = tmp_path / "big.xlsx"
    assert interrupted(lambda: table.to_excel(path), 0.3) < SOON
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent to this process")
def test_pricing_stops_when_asked() -> None:
    catalog = sample_catalog()
    count = 20_000
    lines = {
        "customer": ["1001"] * count,
        "item": ["W220", "S100"] * (count // 2),
        "quantity": [Decimal(1)] * count,
    }

    def work() -> None:
        while True:
            catalog.price_lines(lines)

    assert interrupted(work, 0.5) < SOON


def test_a_progress_callable_that_raises_stops_the_work(many: Path) -> None:
    calls: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        calls.append((done, total))
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        pb.read(many, as_of=AS_OF, progress=tell)
    assert len(calls) <= 2


@pytest.fixture(scope="module")
def wide() -> pb.Catalog:
    """Twenty levels of which each has the next one twice: a million lines; many parts; machines of many days."""
    levels = 20
    parents, positions, items = [], [], []
    for level in range(levels):
        parents += [f"L{level}"] * 2
        positions += ["10", "20"]
        items += [f"L{level + 1}"] * 2
    days = [date(2020, 1, 1) + timedelta(days=day) for day in range(1_500)]
    valid_from: list[date | None] = [None] * len(items)
    chain = [f"D{number}" for number in range(len(days) + 1)]
    parents += chain[:-1]
    positions += ["10"] * len(days)
    items += chain[1:]
    valid_from += [date(2019, 12, 31), *days[:-1]]
    bom = {"parent": parents, "position": positions, "item": items, "quantity": [1] * len(items)}
    machines = {"serial": [f"S{number}" for number in range(len(days))], "item": ["D0"] * len(days)}
    return pb.read(
        {"bom": {**bom, "valid_from": valid_from}, "machines": {**machines, "delivery_date": days}}, as_of=AS_OF
    )


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent to this process")
def test_structures_stop_when_asked(wide: pb.Catalog) -> None:
    work: list[Callable[[], object]] = [
        lambda: wide.explode("L0"),
        lambda: wide.where_used("D1500", to="machines"),
        wide.roll_up,
        lambda: wide.service_structure("D0"),
        lambda: wide.compare("D0", "D1"),
        lambda: wide.buildable("D0"),
    ]

    def again(question: Callable[[], object]) -> None:
        while True:
            question()

    for question in work:
        assert interrupted(partial(again, question), 0.3) < SOON
