"""What the store and the exports may not pull in: they work where nothing is fetched, archived or served."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "store": ("scrapy", "crawler.archive", "crawler.extract", "crawler.export", "crawler.web"),
    "export": ("scrapy", "crawler.archive", "crawler.extract", "crawler.web"),
}


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_a_layer_imports_nothing_from_the_layers_it_must_not_know(package: str) -> None:
    modules = [f"crawler.{package}.{path.stem}" for path in (ROOT / "crawler" / package).glob("[a-z]*.py")]
    program = f"import sys, {', '.join(modules)}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert [name for name in loaded if name.startswith(FORBIDDEN[package])] == []
    assert f"crawler.{package}" in loaded


def test_all_sql_is_in_the_store() -> None:
    outside = [
        path for path in (ROOT / "crawler" / "export").glob("*.py") if "SELECT " in path.read_text(encoding="utf-8")
    ]
    assert outside == []
