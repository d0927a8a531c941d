"""`kho extract`: what would be extracted from saved pages, one JSON object a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.store.articles import row_id
from tests.command import ROOT, environment, kho
from tests.saved_files import TITLE, URL, fault, objects, saved

CONTRACT = (
    "title", "summary", "text", "author", "source", "published_at", "published_precision", "published_raw",
    "updated_at", "views", "views_status", "fingerprint", "section", "attachments", "citations", "sections", "markdown",
)  # fmt: skip
DOCUMENT_CONTRACT = (
    "number", "number_norm", "type", "issuer", "issued_on", "effective_on", "signer", "abstract", "status",
    "attachments", "citations", "sections",
)  # fmt: skip


def test_an_article_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    (found,) = objects(saved(tmp_path), "--url", URL, "--fetched-at", "2026-11-23T02:39:18Z")
    article = found["article"]
    assert [name for name in CONTRACT if name not in article] == []
    assert (found["file"], found["kind"], found["document"]) == (str(tmp_path / "trang.html"), "article", None)
    assert found["fetched_at"] == "2026-11-23T02:39:18.000Z"
    assert (article["title"], article["section"], article["sections"]) == (TITLE, "Tin tức", ["Tin tức"])
    assert (article["published_at"], article["views"]) == ("2021-09-28T14:44:00+07:00", 1084)
    assert (article["author"], article["updated_at"]) == (None, None)
    assert [one["label"] for one in article["attachments"]] == ["Kế hoạch"]
    assert {one["number"] for one in article["citations"]} == {"206/KH-UBND"}
    assert isinstance(found["links"], list)
    assert found["problems"] == []


def test_an_address_on_a_known_portal_is_read_by_its_portal_file(tmp_path: Path) -> None:
    (found,) = objects(saved(tmp_path), "--url", URL)
    assert found["portal_id"] == "longbien"
    assert found["url"].endswith("_101_urlTitle=tong-ket-cong-tac&p_p_id=101")
    assert found["article"]["id"] == row_id("longbien", found["url"])
    (unknown,) = objects(saved(tmp_path), "--url", "https://mau.example/tin/1.html")
    assert (unknown["portal_id"], unknown["article"]["id"], unknown["url"]) == (
        None,
        None,
        "https://mau.example/tin/1.html",
    )


def test_a_portal_is_given_by_id_or_by_file(tmp_path: Path) -> None:
    named = objects(saved(tmp_path), "--url", URL.replace("longbien.hanoi", "portal.longbien"), "--portal", "longbien")
    file = tmp_path / "mau.toml"
    file.write_text('id = "mau"\nname = "Mẫu"\nlevel = "ward"\nurl = "https://mau.example/"\n[select]\ntitle = "h2"\n')
    (own,) = objects(saved(tmp_path), "--url", "https://mau.example/tin/1.html", "--portal", file)
    assert [one["portal_id"] for one in (*named, own)] == ["longbien", "mau"]
    assert own["title"] == "Tin tức"


def test_a_page_without_an_address_is_a_file_and_its_links_have_no_host(tmp_path: Path) -> None:
    folder = tmp_path / "2019-05-05" / "print"
    folder.mkdir(parents=True)
    (found,) = objects(saved(folder, "index.html", byline="Lượt xem: 3"))
    assert found["url"] == found["article"]["url"] == (folder / "index.html").as_uri()
    assert (found["kind"], found["article"]["published_at"], found["article"]["views"]) == ("article", None, 3)
    assert [one["url"] for one in found["article"]["attachments"]] == ["/documents/1/ke-hoach.pdf"]
    assert "invalid" not in json.dumps(found)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='https://mau.example/tin/7.html'>", "https://mau.example/tin/7.html"),
        ("<LINK href=https://mau.example/tin/7.html REL=Canonical />", "https://mau.example/tin/7.html"),
        ("<link rel='canonical' href='https://mau.example/x?a=1&amp;id=2'>", "https://mau.example/x?a=1&id=2"),
        ("<meta property='og:url' content='https://mau.example/tin/7.html'>", "https://mau.example/tin/7.html"),
        ("<link rel=canonical href='https://mau.example/'><meta property='og:url' content='https://mau.example/a'>", "https://mau.example/a"),
        ("<!-- saved from url=(0030)https://mau.example/tin/7.html -->", "https://mau.example/tin/7.html"),
        ("<link rel='canonical' href='javascript:alert(1)'>", None),
        ("<link rel='canonical' href='http://[broken'>", None),
    ],
)  # fmt: skip
def test_without_url_the_page_tells_its_own_address(tmp_path: Path, head: str, url: str | None) -> None:
    path = saved(tmp_path, head=head)
    (found,) = objects(path)
    assert found["url"] == (url or path.as_uri())


def test_an_article_that_calls_the_home_page_its_address_is_an_article_unless_that_is_where_it_was(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, head="<link rel='canonical' href='https://mau.example/'>")
    (found,) = objects(path)
    assert (found["kind"], found["url"]) == ("article", "https://mau.example/")
    assert found["article"]["title"] == TITLE
    assert objects(path, "--url", "https://mau.example/")[0]["kind"] == "home"
    bare = saved(tmp_path, head="<link rel='canonical' href='https://mau.example/'>", byline="")
    assert objects(bare)[0]["kind"] == "home"


def test_what_is_given_wins_over_what_the_page_says(tmp_path: Path) -> None:
    path = saved(tmp_path, head="<link rel='canonical' href='https://mau.example/tin/7.html'>")
    assert objects(path, "--url", "https://khac.example/a")[0]["url"] == "https://khac.example/a"


def test_several_files_are_json_lines_in_order(tmp_path: Path) -> None:
    paths = [saved(tmp_path, f"{n}.html", title=f"{TITLE} {n}") for n in (3, 1, 2)]
    found = objects(*paths, "--json", "--url", "https://mau.example/x")
    assert [one["file"] for one in found] == [str(path) for path in paths]
    assert [one["article"]["title"] for one in found] == [f"{TITLE} {n}" for n in (3, 1, 2)]
    assert {one["url"] for one in found} == {"https://mau.example/x"}


def test_a_document_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    rows = {"Số ký hiệu": "206/KH-UBND", "Cơ quan ban hành": "UBND thành phố", "Ngày ban hành": "08/9/2021",
            "Loại văn bản": "Kế hoạch", "Trích yếu": "Về xét nghiệm diện rộng"}  # fmt: skip
    path = tmp_path / "van-ban.html"
    cells = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows.items())
    path.write_text(
        f"<html><head><title>Văn bản</title></head><body><table>{cells}</table></body></html>", encoding="utf-8"
    )
    (found,) = objects(path, "--url", "https://mau.example/van-ban/1")
    assert (found["kind"], found["article"]) == ("document", None)
    assert [name for name in DOCUMENT_CONTRACT if name not in found["document"]] == []
    assert (found["document"]["number"], found["document"]["issued_on"]) == ("206/KH-UBND", "2021-09-08")
    assert found["document"]["signer"] is None


def test_what_counts_from_the_moment_of_capture_needs_that_moment(tmp_path: Path) -> None:
    path = saved(tmp_path, byline="3 giờ trước")
    (told,) = objects(path, "--url", URL, "--fetched-at", "2026-11-23T02:39:18Z")
    (untold,) = objects(path, "--url", URL)
    assert (told["article"]["published_at"], told["article"]["published_precision"]) == ("2026-11-23", "day")
    assert (untold["article"]["published_at"], untold["article"]["published_precision"]) == (None, None)
    assert [(one["code"], one["field"], one["raw"]) for one in untold["problems"]] == [
        ("date_unparsed", "published_at", "3 giờ trước")
    ]


def test_the_result_depends_on_the_bytes_alone_not_on_when_the_file_was_copied(tmp_path: Path) -> None:
    path, results = saved(tmp_path), []
    for moment in (0, 315_532_800, 1_900_000_000, 1_700_000_000):
        os.utime(path, (moment, moment))
        (found,) = objects(path, "--url", URL)
        results.append(found | {"fetched_at": None})
    assert results == results[:1] * 4


def test_wrong_arguments_are_one_line_that_says_what_and_where(tmp_path: Path) -> None:
    good = saved(tmp_path)
    assert "nowhere.html: no such file" in fault(good, tmp_path / "nowhere.html")
    assert f"{tmp_path}: a directory" in fault(good, tmp_path)
    assert "nobody: no such portal" in fault(good, "--portal", "nobody")
    assert "--fetched-at hôm qua: expected a time such as" in fault(good, "--fetched-at", "hôm qua")
    assert "--url mau.example: expected an address" in fault(good, "--url", "mau.example")
    (tmp_path / "bad.toml").write_text("id = 3\n")
    assert "bad.toml: " in fault(good, "--portal", tmp_path / "bad.toml")
    assert kho("extract").returncode == 2


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    assert "permission denied" in fault(path)


def test_the_output_can_be_cut_off_by_its_reader(tmp_path: Path) -> None:
    path = saved(tmp_path)
    command = f"{sys.executable} -m crawler extract {' '.join([str(path)] * 300)} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120, check=False,
        env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert done.stderr == ""
    assert json.loads(done.stdout)["kind"] == "article"


def test_every_line_is_one_object_whatever_letters_are_in_it(tmp_path: Path) -> None:
    path = saved(tmp_path, title="Một\u2028hai\x85ba &#xD800; bốn năm sáu")
    done = kho("extract", path, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert "hai" in json.loads(done.stdout)["title"]


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes() + b"<!-- " + b"x" * 500_000 + b" -->")

    def peak(count: int) -> int:
        code = (
            "import resource, sys; from crawler.cli import main\n"
            f"sys.argv = ['kho', 'extract', *[{str(path)!r}] * {count}]\n"
            "try: main()\nexcept SystemExit: pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=240,
            check=True,
            env=environment(),
            cwd=ROOT,
        )
        assert done.stdout.count("\n") == count
        return int(done.stderr)

    assert peak(1000) < 1.3 * peak(50)


def test_help_shows_how_it_is_used() -> None:
    done = kho("extract", "--help")
    assert "Example: kho extract " in done.stdout
    assert "--fetched-at" in done.stdout
