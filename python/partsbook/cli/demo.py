"""The worked example: writes the workbooks of a small company and does every job on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(folder: Path) -> int:
    raise NotImplementedError(folder)
