"""How the themes of blog systems print what stands beside a title: in an article's own footer, in abbreviations."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Article
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://xamau.gov.vn/le-phat-dong-trong-cay.html"
TITLE = "Xã Mẫu tổ chức lễ phát động trồng cây đời đời nhớ ơn Bác"
TEXT = "Sáng nay, xã Mẫu tổ chức lễ phát động trồng cây với sự tham dự của đông đủ cán bộ và nhân dân trong xã."


def read(main: str) -> Article:
    html = f"<html><title>{TITLE}</title><body><nav><a href=/>Trang chủ</a></nav>{main}</body></html>"
    article = extract(capture_of(html.encode(), URL), generic_portal(URL)).article
    assert article is not None
    return article


def test_the_footer_of_an_article_may_stand_below_its_title_and_hold_the_byline() -> None:
    byline = "<footer class=post-info><p>Published: T2 29 Tháng 7 2024</p><address>By Lê Thị Hoa</address></footer>"
    article = read(f"<article><header><h1>{TITLE}</h1></header><div>{byline}{f'<p>{TEXT}</p>' * 3}</div></article>")
    assert (article.published_at, article.author) == ("2024-07-29", "Lê Thị Hoa")
    assert article.text == "\n\n".join([TEXT] * 3)


def test_a_footer_that_is_not_of_the_article_holds_no_byline() -> None:
    footer = "<footer><p>Ngày đăng: 29/07/2024</p></footer>"
    article = read(f"<article><h1>{TITLE}</h1><p>Lượt xem: 12</p>{f'<p>{TEXT}</p>' * 3}</article>{footer}")
    assert (article.published_at, article.views) == (None, 12)


def test_an_abbreviation_that_is_called_published_tells_the_minute() -> None:
    day = '<abbr class="published" title="2024-07-29T02:52:00+07:00">29 Tháng 7 2024</abbr>'
    changed = '<abbr class="modified" title="2024-08-01T09:00:00+07:00">01 Tháng 8 2024</abbr>'
    article = read(f"<article><h1>{TITLE}</h1><p>Published: {day}</p><p>Updated: {changed}</p><p>{TEXT}</p></article>")
    assert article.published_at == "2024-07-29T02:52:00+07:00"


LINKS = "".join(f'<li><a href="/luu-tru/{month}">Tháng {month}</a> ({month + 2})</li>' for month in range(1, 8))
COLUMN = f'<div class="right"><h3>Lưu trữ</h3><ul>{LINKS}</ul><h3>Chuyên mục</h3><ul>{LINKS}</ul><h3>Kênh</h3></div>'


def test_a_side_column_is_no_text_though_the_title_spans_all_columns() -> None:
    text = f"<div class='middle'><h6>Posted by: Lê Thị Hoa 29/07/2024 02:52</h6>{f'<p>{TEXT}</p>' * 3}</div>"
    article = read(f"<div><h1>{TITLE}</h1></div><div class='row'>{text}{COLUMN}</div>")
    assert article.text == "\n\n".join([TEXT] * 3)
    assert (article.published_at, article.author) == ("2024-07-29T02:52:00+07:00", "Lê Thị Hoa")


def test_rows_with_links_are_text_where_paragraphs_are_elements_of_the_same_kind() -> None:
    rows = [f"Nghị quyết số {number} của Hội đồng nhân dân: " for number in range(1, 8)]
    listed = "".join(f'<div>{row}<a href="/nq-{number}">xem</a></div>' for number, row in enumerate(rows))
    article = read(f"<div><h1>{TITLE}</h1><p>29/07/2024 02:52</p><div>{TEXT}</div>{listed}<div>{TEXT}</div></div>")
    assert all(row.strip() in article.text for row in rows)


def test_how_many_comments_there_are_is_no_text() -> None:
    article = read(
        f"<article><h1>{TITLE}</h1><p>29/07/2024 02:52</p><p>(0 comments)</p>{f'<p>{TEXT}</p>' * 3}</article>"
    )
    assert article.text == "\n\n".join([TEXT] * 3)


def test_years_and_months_ago_are_no_part_of_a_name() -> None:
    line = "<p>Posted by: Lê Thị Hoa 2 years, 1 month ago</p>"
    article = read(f"<article><h1>{TITLE}</h1>{line}{f'<p>{TEXT}</p>' * 3}</article>")
    assert (article.author, article.published_at) == ("Lê Thị Hoa", None)


def test_a_day_after_its_word_and_a_bar_is_that_of_publication() -> None:
    line = "<p><span>Ban Biên tập</span> <span>&bull;</span> <span>Ngày 11 tháng 11 năm 2024</span></p>"
    article = read(f"<article><div><h1>{TITLE}</h1>{line}</div><div>{f'<p>{TEXT}</p>' * 3}</div></article>")
    assert (article.published_at, article.text) == ("2024-11-11", "\n\n".join([TEXT] * 3))


def test_cards_of_related_articles_are_no_text() -> None:
    card = (
        f"<div class=card><h3><a href=/khac>Bài khác</a></h3><p>03/6/2024</p><p>{TEXT.replace('xã', 'thôn')}</p></div>"
    )
    story = f"<div><h1>{TITLE}</h1><p>11/11/2024</p></div><div>{f'<p>{TEXT}</p>' * 3}</div>"
    article = read(f"<article>{story}<div><h2>Related</h2><div class=row>{card * 3}</div></div></article>")
    assert article.text == "\n\n".join([TEXT] * 3)


def test_the_sign_that_links_to_a_heading_itself_is_no_part_of_its_words() -> None:
    sign = '<a class="headerlink" href="#le-phat-dong">¶</a>'
    rows = f'<h2 id="kq">Kết quả<a href="#kq">#</a></h2>{f"<p>{TEXT}</p>" * 4}'
    article = read(f"<section id=le-phat-dong><h1>{TITLE}{sign}</h1>{rows}</section>")
    assert article.title == TITLE
    assert article.text.startswith("Kết quả\n\n")


DAY = "<h2><span>22/01/2021</span></h2>"
FACTS = "<ul><li>Author: <a href=/a>Lê Thị Hoa</a></li><li>Category: <a href=/c>Tin tức</a></li></ul>"
NEW = "<h3>Bài mới</h3><ul><li><a href=/x>04/10 - Một bài viết khác của phường</a></li></ul>"
MAIN = f"<main><h1>{TITLE}</h1>{f'<p>{TEXT}</p>' * 4}</main>"


def test_a_card_of_facts_in_the_side_column_tells_the_day_and_the_author() -> None:
    article = read(f"{MAIN}<div class=side><div class=card>{DAY}{FACTS}</div>{NEW}</div>")
    assert (article.published_at, article.author) == ("2021-01-22", "Lê Thị Hoa")
    assert article.text == "\n\n".join([TEXT] * 4)


def test_the_card_of_another_article_tells_nothing() -> None:
    other = '<h4><a href="/khac">Phường khai mạc hội khỏe Phù Đổng</a></h4>'
    cards = [f"{other}<div class=card>{DAY}{FACTS}</div>", f"<div class=card>{DAY}{FACTS}</div>" * 2, DAY]
    assert [read(f"{MAIN}<div class=side><div>{card}</div>{NEW}</div>").published_at for card in cards] == [None] * 3


def test_a_file_with_the_page_as_it_was_typed_is_not_asked_for() -> None:
    files = '<a href="/_sources/le-phat-dong-trong-cay.rst.txt">Page source</a> <a href="/so-lieu.txt">Số liệu</a>'
    html = f"<html><title>{TITLE}</title><body>{MAIN}<footer>{files}</footer></body></html>"
    links = extract(capture_of(html.encode(), URL), generic_portal(URL)).links
    assert [one.url for one in links if one.kind == "attachment"] == ["https://xamau.gov.vn/so-lieu.txt"]


def test_how_long_it_takes_to_read_and_what_the_author_is_are_no_text() -> None:
    for length in ("2 phút để đọc", "2 min · 300 words", "Thời gian đọc: 2 phút", "About 2 minutes to read"):
        byline = f"<div><time>22 tháng 1, 2021</time> · {length}</div><div>Lê Thị Hoa</div><div>Văn phòng Ủy ban</div>"
        article = read(f"<article><header><h1>{TITLE}</h1>{byline}</header>{f'<p>{TEXT}</p>' * 3}</article>")
        assert (article.published_at, article.views) == ("2021-01-22", None)
        assert article.text == "\n\n".join([TEXT] * 3)


def test_a_lead_in_the_header_of_an_article_is_kept() -> None:
    lead = "Bác Hồ dạy: mùa xuân là Tết trồng cây."
    byline = f"<div>22/01/2021</div><p>{lead}</p>"
    article = read(f"<article><header><h1>{TITLE}</h1>{byline}</header>{f'<p>{TEXT}</p>' * 3}</article>")
    assert lead in f"{article.summary} {article.text}"


def test_a_text_below_the_header_of_an_article_may_be_shorter_than_the_lead_in_it() -> None:
    lead = f"<header><h1>{TITLE}</h1><p>Ngày đăng: 29/07/2024</p><p class=lead>{' '.join([TEXT] * 5)}</p></header>"
    article = read(f"<article>{lead}<div><p>{TEXT}</p><p>Bà con phấn khởi. {TEXT}</p></div></article>")
    assert article.text.endswith(f"{TEXT}\n\nBà con phấn khởi. {TEXT}")


def test_the_pages_before_and_after_and_the_key_words_between_commas_are_no_text() -> None:
    words = "<li><time>22/01/2021</time></li><li><a href=/tags/a>Tin tức</a>, </li><li><a href=/tags/b>dân vận</a></li>"
    other = "<a href=/b>Xã Mẫu ra quân làm vệ sinh đường làng</a>"
    steps = f"<ul><li>← Previous<br>{other}</li><li>Next →<br>{other}</li></ul>"
    article = read(f"<main><h1>{TITLE}</h1><ul>{words}</ul>{f'<p>{TEXT}</p>' * 3}{steps}</main>")
    assert article.text == "\n\n".join([TEXT] * 3)


def test_a_time_of_publication_is_that_of_the_change_too_where_nothing_was_changed() -> None:
    own = '<time class="entry-date published updated" datetime="2021-02-02T21:55:32+07:00">02/02/2021</time>'
    comment = '<time datetime="2021-02-05T08:00:00+07:00">05/02/2021</time>'
    filed = "<div>Categorized as <a href=/c>Tin</a></div>"
    footer = f"<footer>Published {own} <a rel=author href=/a>quantri</a>{filed}</footer>"
    comments = f"<ol class=comment-list><li><article class=comment-body><p>{comment}</p><p>Hay.</p></article></li></ol>"
    text = f"<header><h1>{TITLE}</h1></header>{f'<p>{TEXT}</p>' * 5}"
    article = read(f"<article>{text}{footer}</article>{comments}")
    assert article.published_at == "2021-02-02T21:55:32+07:00"
    assert article.text == "\n\n".join([TEXT] * 5)
    assert read(f"<article>{text}</article>{comments}").published_at is None


def test_links_to_places_of_the_page_and_what_is_not_printed_are_no_text_and_hide_no_byline() -> None:
    jumps = "<div class=noprint>Từ Xã Mẫu</div><a href=#head>Bước tới điều hướng</a> <a href=#s>Bước tới tìm kiếm</a>"
    toc = "<ul><li><a href=#kq>1 Kết quả bước đầu</a></li></ul>"
    head = "<h2 id=kq><a href=#kq>Kết quả</a></h2>"
    body = f"<i>Ngày đăng: 02/02/2021 13:41</i>{f'<p>{TEXT}</p>' * 3}{toc}{head}<p><a href=/b>Xem</a> {TEXT}</p>"
    source = '<div class=printfooter>Lấy từ “<a href="/a?oldid=2">https://xamau.gov.vn/a?oldid=2</a>”</div>'
    article = read(f"<main><h1>{TITLE}</h1>{jumps}<div>{body}{source}</div></main>")
    assert article.published_at == "2021-02-02T13:41:00+07:00"
    assert article.text == "\n\n".join([*[TEXT] * 3, "Kết quả", f"Xem {TEXT}"])


def test_tables_of_prices_in_another_column_or_behind_other_news_are_no_part_of_a_short_text() -> None:
    prices = "".join(
        f"<tr><td>Giá nông sản loại {one} hôm nay</td><td>{one}.500 đồng</td></tr>" for one in range(1, 20)
    )
    others = "".join(f"<p><a href='/tin/{one}'>Xã Mẫu ra quân làm đường lần {one}</a></p>" for one in range(6))
    article = f"<p><b>{TITLE}</b></p>{f'<p>{TEXT}</p>' * 3}<p>Tin đăng lúc 9h05 ngày 8-7-2024 * 359 lần xem</p>"
    boxes = f"<table border=1>{prices}</table><p>Bộ Tài chính</p><p>Bộ Y tế</p>"
    columns = read(f"<table><tr><td>{article}</td><td>{boxes}</td></tr></table>")
    stacked = read(f"<div><div>{article}{others}</div><div>{boxes}</div></div>")
    for one in (columns, stacked):
        assert (one.published_at, one.views) == ("2024-07-08T09:05:00+07:00", 359)
        assert one.text == "\n\n".join([TEXT] * 3)


def test_a_class_that_says_how_large_the_letters_are_is_no_button_for_it() -> None:
    lead = f"<p class=has-medium-font-size><strong>{TEXT}</strong></p>"
    sizes = "<div class=font-size><p>Chữ cỡ bình thường, chữ cỡ lớn và chữ cỡ rất lớn</p></div>"
    article = read(
        f"<article><h1>{TITLE}</h1><p>Ngày đăng: 29/07/2024</p>{sizes}{lead}{f'<p>Thứ hai. {TEXT}</p>' * 3}</article>"
    )
    assert (article.summary, article.text) == (TEXT, "\n\n".join([f"Thứ hai. {TEXT}"] * 3))


@pytest.mark.parametrize("steps", [("Bài trước", "Bài tiếp theo"), ("Previous article: ", "Tin sau: ")])
def test_neighbours_linked_behind_what_they_are_called_are_no_text_and_hide_no_views(steps: tuple[str, str]) -> None:
    views = "<div class='post-views entry-meta'><span>Lượt xem:</span> <span>1.638</span></div>"
    links = "".join(f"<div><span>{one}</span><a href=/{n}>Xã Mẫu làm đường</a></div>" for n, one in enumerate(steps))
    said = "<p>Bài trước <a href=/1>nói rõ việc này</a> và hai việc khác.</p>"
    text = f"<p>{TEXT}</p>{said}<p>{TEXT}</p>"
    article = read(f"<article><h1>{TITLE}</h1><div>{text}{views}</div><footer>{links}</footer></article>")
    assert article.views == 1638
    assert article.text == "\n\n".join([TEXT, "Bài trước nói rõ việc này và hai việc khác.", TEXT])


@pytest.mark.parametrize("head", ["", "<!DOCTYPE html><html><head><meta charset=utf-8>", "<html lang=vi><body>"])
@pytest.mark.parametrize("above", ["", "chữ ", "<div>Trang chủ</div>"])
def test_a_page_that_does_not_say_where_its_body_begins_is_read_whole(head: str, above: str) -> None:
    menu = '<nav><ul><li><a href="/lien-he">Liên hệ</a></ul></nav>'
    own = f"<main><h1>{TITLE}</h1><p>Ngày đăng: 12/05/2024 08:30 | Lượt xem: 17</p><p>{TEXT}</p><p>{TEXT}</p></main>"
    article = read(f"{head}<title>{TITLE}</title>{menu}{above}{own}<footer>Bản quyền</footer>")
    assert (article.title, article.published_at, article.views) == (TITLE, "2024-05-12T08:30:00+07:00", 17)
    assert article.text == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(
    "spill",
    [
        "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml>",
        "<p>Normal 0 false false false EN-US X-NONE X-NONE MicrosoftInternetExplorer4</p>",
        '<p>/* Style Definitions */ table.MsoNormalTable {mso-style-name:"Table Normal"; mso-style-noshow:yes;}</p>',
        "<div>Normal 0 false false false VI X-NONE /* Style Definitions */ table.Mso {a:b;} p.Mso {c:d;}</div>",
    ],
)
def test_settings_of_word_that_were_pasted_with_a_text_are_no_text(spill: str) -> None:
    article = read(
        f"<title>{TITLE}</title><div><h1>{TITLE}</h1><p>12/05/2024</p>{spill}<p>{TEXT}</p><p>{TEXT}</p></div>"
    )
    assert article.text == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(
    "box",
    [
        '<p>Xem thêm: <a href="/tin/khac.html">Tuổi trẻ chung tay chuyển đổi cây trồng</a></p>',
        '<div><a href="/tin/khac.html"><span>Đọc thêm:</span>&nbsp; <span>Tuổi trẻ trồng cây</span></a></div>',
    ],
)
def test_a_box_in_the_text_that_leads_to_another_article_is_no_text(box: str) -> None:
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1><p>12/05/2024</p><p>{TEXT}</p>{box}<p>{TEXT}</p></div>"
    assert read(page).text == f"{TEXT}\n\n{TEXT}"
    told = box.replace("Xem thêm:", "Xem thêm ở").replace("Đọc thêm:", "Đọc thêm ở")
    assert "thêm ở" in read(page.replace(box, f"<p>Nhân dân {told.partition('>')[2]}")).text


def test_a_day_in_a_list_that_is_typed_as_lines_does_not_cast_doubt_on_the_byline_below_the_text() -> None:
    lines = "- Hoàn thành trước ngày 09/5/2020;<br>- Báo cáo kết quả thực hiện;<br><br>"
    byline = "<p align=right><i>(Cập nhật lúc 23h50 ngày 6/9/2020 - Đã có 331 lượt đọc)</i></p>"
    article = read(f"<title>{TITLE}</title><div><h1>{TITLE}</h1><div>{lines}{TEXT}<br><br>{TEXT}</div>{byline}</div>")
    assert (article.published_at, article.views) == ("2020-09-06T23:50:00+07:00", 331)
