"""A real Pelican, as PyPI has it, with its own theme and 200 posts, onboarded and crawled by `kho crawl URL` alone.

Run in the project's folder: `.venv/bin/python -m tests.real.pelican`. It installs Pelican into a temporary folder,
builds the site, serves it, prints the figures, and ends with 1 if one of them is below its mark.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.builds.words import slugify
from tests.real.wordpress import (
    CATEGORIES,
    POSTS,
    crawl,
    figures,
    free_port,
    install,
    is_open,
    make_post,
    passed,
    running,
)

PELICAN = "pelican==4.12.0"


def write_site(folder: Path, posts: list[dict[str, Any]], url: str) -> None:
    """Write the configuration and the posts, as one who follows Pelican's first page of documentation does."""
    (folder / "content").mkdir(parents=True)
    for post in posts:
        facts = {
            "slug": slugify(post["title"]), "date": post["date"][:16], "category": CATEGORIES[post["category"]],
            "tags": ", ".join(post["tags"]), "author": "Ban Biên tập",
        }  # fmt: skip
        metas = "".join(f'<meta name="{name}" content="{escape(value)}"/>' for name, value in facts.items())
        page = f"<html><head><title>{escape(post['title'])}</title>{metas}</head><body>{post['html']}</body></html>"
        (folder / "content" / f"{facts['slug']}.html").write_text(page, encoding="utf-8")
    settings = {
        "SITENAME": "Phường Hoa Lư", "SITEURL": url, "PATH": "content", "TIMEZONE": "Asia/Ho_Chi_Minh",
        "DEFAULT_LANG": "vi", "DEFAULT_DATE_FORMAT": "%d/%m/%Y", "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "DEFAULT_PAGINATION": 10,
    }  # fmt: skip
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    (folder / "pelicanconf.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Install, build, crawl, print; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="put the archive here and leave it")
    asked = options.parse_args()
    chance = random.Random(20211)
    posts = [make_post(chance, number) for number in range(POSTS)]
    with TemporaryDirectory(prefix="kho-pelican-") as name:
        folder, port = Path(name), free_port()
        archive, url = asked.keep or folder / "archive", f"http://127.0.0.1:{port}"
        program = install(folder / "venv", PELICAN) / "pelican"
        write_site(folder / "site", posts, url)
        build = [program, "--quiet", "content", "--settings", "pelicanconf.py", "--output", "out"]
        subprocess.run(build, cwd=folder / "site", check=True)
        server = (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", folder / "site" / "out")
        with running(*server, ready=lambda: is_open(port)):
            done = crawl(url, archive)
        addresses = [f"{url}/{slugify(post['title'])}.html" for post in posts]
        result = figures(archive, posts, addresses, has_views=False)
    return int(not passed(result) or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
