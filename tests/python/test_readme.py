"""The README's example runs as it stands there, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import partsbook as pb
from partsbook.cli.main import _commands

if TYPE_CHECKING:
    import pytest

_README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", _README, flags=re.DOTALL)


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pb.write_demo("partsbook-demo")
    blocks = _blocks("python")
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"priced-orders.xlsx", "book-4711.xlsx", "items.xlsx"}


def test_the_commands_exist() -> None:
    named = re.findall(r"^partsbook ([a-z-]+)", "".join(_blocks("text")), flags=re.MULTILINE)
    assert len(named) > 5
    assert set(named) <= set(_commands().commands)


def test_both_marked_commands_are_there() -> None:
    marked = re.findall(r"<!-- command: (run|test) -->\n```bash\n(.+)\n```", _README)
    assert [name for name, _ in marked] == ["run", "test"]
