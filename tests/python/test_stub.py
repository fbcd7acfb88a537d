from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_stub_is_that_of_the_compiled_module(tmp_path: Path) -> None:
    maturin = shutil.which("maturin", path=str(Path(sys.executable).parent)) or shutil.which("maturin")
    if maturin is None or shutil.which("cargo") is None:
        pytest.skip("maturin and cargo make the stub")
    command = [maturin, "generate-stubs", "--quiet", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    made = (tmp_path / "partsbook" / "_partsbook.pyi").read_text(encoding="utf-8")
    kept = (ROOT / "python" / "partsbook" / "_partsbook.pyi").read_text(encoding="utf-8")
    assert made == kept, "run `maturin generate-stubs --out python`"
