"""The model page of this project, its words put into the sample portal's page frame, comes out as a person reads it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.demo.article_page import render_article_page
from crawler.extract import extract
from crawler.items import Capture
from crawler.portals import find_portal

URL = (
    "http://longbien.hanoi.gov.vn/hoat-dong-chu-de-nam-2021?p_p_id=101&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
    "&_101_struts_action=%2Fasset_publisher%2Fview_content&_101_assetEntryId=1&_101_type=content&_101_urlTitle=bai-mau"
)
SECTION = "hoạt động của chủ đề năm 2021"


def model_article(shared: Path) -> tuple[str, list[str]]:
    """Title and paragraphs of the model page, which stand between its byline and the portal's footer."""
    blocks = [block.strip() for block in (shared / "seed" / "longbien-article.txt").read_text("utf-8").split("\n\n")]
    at = next(index for index, block in enumerate(blocks) if "Ngày đăng" in block)
    end = next(index for index, block in enumerate(blocks) if block.startswith("Kho tư liệu") and index > at)
    return blocks[at].splitlines()[0], blocks[at + 1 : end]


def test_the_model_page_comes_out_whole(shared: Path) -> None:
    title, paragraphs = model_article(shared)
    assert len(paragraphs) == 8
    published = datetime(2021, 9, 28, 14, 44, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    html = render_article_page(title=title, published=published, views=1084, section=SECTION, paragraphs=paragraphs)
    portal, _ = find_portal("longbien", None)
    capture = Capture(
        portal_id="longbien",
        crawl_id="c",
        requested_url=URL,
        fetched_at="2021-11-23T02:39:18.123Z",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        mime="text/html",
    )
    page = extract(capture, portal)
    article = page.article
    assert article is not None
    assert article.title == title
    assert article.published_at == "2021-09-28T14:44:00+07:00"
    assert article.published_precision == "minute"
    assert (article.views, article.views_status) == (1084, "observed")
    assert article.section == SECTION
    text = [paragraph for paragraph in (article.summary, *article.text.split("\n\n")) if paragraph]
    assert text == [" ".join(paragraph.split()) for paragraph in paragraphs]
    assert page.problems == ()
