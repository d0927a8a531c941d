"""What a folder may not pull in. The store and the exports work where nothing is fetched, archived or served; the
folders of the learner know only those before them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEARN = ("links", "sample", "addresses", "lists", "places")
LATER = tuple(f"crawler.learn.{name}" for name in (*LEARN, "choose", "survey", "findings", "write", "verdict"))
FORBIDDEN = {
    "store": ("scrapy", "crawler.archive", "crawler.extract", "crawler.export", "crawler.web"),
    "export": ("scrapy", "crawler.archive", "crawler.extract", "crawler.web"),
    **{f"learn.{folder}": LATER[place:] for place, folder in enumerate(LEARN, start=1)},
}


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_a_layer_imports_nothing_from_the_layers_it_must_not_know(package: str) -> None:
    folder = ROOT / "crawler" / package.replace(".", "/")
    modules = [f"crawler.{package}.{path.stem}" for path in folder.glob("[a-z]*.py")]
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
