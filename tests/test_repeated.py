"""Words that the portal prints in each article's element: learned, and left out of the texts."""

from __future__ import annotations

from pathlib import Path

from crawler.extract import extract
from crawler.items import Capture, Page
from crawler.learn.places.repeated import repeated_parts
from crawler.learn.survey import bare_portal
from crawler.portals import read_portal_file
from tests.command import kho, rows
from tests.learn_paths import nukeviet
from tests.learn_sites import make_news, served

NOTICE = "Mọi thông tin phản ánh xin gửi về bộ phận tiếp dân của xã Bến Mẫu."


def article(number: int, foot: str) -> tuple[Capture, Page]:
    """A page whose article element ends with `foot`."""
    own = "".join(
        f"<p>Đoạn {at} của bài {number} kể về việc làng việc xã trong năm.</p>" for at in range(3 + number % 3)
    )
    body = f"<h1>Bài viết số {number} của xã Bến Mẫu</h1><p>Ngày đăng: 0{number % 9 + 1}/05/2024 08:30</p>{own}{foot}"
    capture = Capture(
        portal_id="a", crawl_id="a", requested_url=f"http://a.vn/tin/bai-{number}.html", status=200, mime="text/html",
        fetched_at="2024-06-01T00:00:00Z", body=f"<html><body><div class='detail'>{body}</div></body></html>".encode(),
    )  # fmt: skip
    return capture, extract(capture, bare_portal(capture.requested_url))


def test_an_element_of_its_own_that_says_the_same_everywhere_is_no_text() -> None:
    read = [article(number, f"<div class='box nhan-tin'><p>{NOTICE}</p></div>") for number in range(10)]
    assert all(NOTICE in page.article.text for _, page in read if page.article)
    (selector, why), *others = repeated_parts(read)
    assert selector in ("div.box", "div.nhan-tin")
    assert (others, why) == ([], "says the same in 10 of 10 articles")


def test_a_closing_phrase_that_is_typed_like_any_paragraph_stays() -> None:
    assert repeated_parts([article(number, f"<p>{NOTICE}</p>") for number in range(10)]) == ()


def test_an_element_whose_name_others_bear_too_is_not_left_out() -> None:
    read = [
        article(number, f"<p class='justify'>Lời riêng của bài {number} trong năm.</p><p class='justify'>{NOTICE}</p>")
        for number in range(10)
    ]
    assert repeated_parts(read) == ()


def test_a_few_articles_prove_nothing() -> None:
    assert repeated_parts([article(number, f"<div class='nhan-tin'>{NOTICE}</div>") for number in range(7)]) == ()


def test_a_crawl_leaves_it_out_of_the_texts(tmp_path: Path) -> None:
    build = nukeviet(make_news(40))
    plain = build.answer

    def with_notice(path: str, query: dict[str, str], form: dict[str, str]) -> tuple[int, str, str]:
        status, kind, text = plain(path, query, form)
        return (
            status,
            kind,
            text.replace(
                '</div></div><div class="news_column"><p>Từ khóa',
                f'<div class="nhan-tin">{NOTICE}</div></div></div><div class="news_column"><p>Từ khóa',
            ),
        )

    build.answer = with_notice
    with served(build) as url:
        done = kho("crawl", url, "--archive", tmp_path, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    (file,) = (tmp_path / "portals").glob("*.toml")
    assert read_portal_file(file)[0].select.drop == ("div.nhan-tin",)
    texts = [row["text"] for row in rows(tmp_path, "SELECT text FROM articles")]
    assert len(texts) == 40
    assert not any(NOTICE in text for text in texts)
