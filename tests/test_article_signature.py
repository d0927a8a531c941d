"""The last lines of an article: who wrote it, whom it names, and who signed the document that it prints."""

from __future__ import annotations

import pytest

from tests.test_byline_variants import TEXT, TITLE, read

RIGHT = "style='text-align: right'"


def author_of(end: str) -> tuple[str | None, bool]:
    """Return the author of an article that ends with `end`, and whether the name stayed in its text."""
    head = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div>Ngày đăng: 12/03/2022</div>"
    article = read(f"{head}{TEXT}{end}</div></body></html>").article
    assert article is not None
    return article.author, "Thu Hà" in article.text


SIGNED = (
    "<p>Nguyễn Thu Hà</p>",
    "<p><b>Thu Hà</b></p>",
    f"<p {RIGHT}>Thu Hà</p>",
    f"<p {RIGHT}>Bài và ảnh: Thu Hà</p>",
    "<p>Đặng Thu Hà</p>",
    "<p>Đặng Thu Hà</p><p><b>Đính kèm</b> <a href='/tep/kh.pdf'>kh.pdf</a></p><div>Lượt xem: 7</div>",
)
NOT_SIGNED = (
    "<p>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Nguyễn Thu Hà</p>",
    f"<p {RIGHT}><b>TRƯỞNG BAN</b></p><p {RIGHT}><b>Nguyễn Thu Hà</b></p>",
    "<p>(Đã ký)</p><p>Nguyễn Thu Hà</p>",
    "<p>Danh sách trúng cử:</p><p>Nguyễn Thu Hà</p>",
    "<p>Trần Văn Nam</p><p>Nguyễn Thu Hà</p>",
    "<p>Bà Nguyễn Thu Hà</p>",
    "<p>Đồng Chí Thu Hà</p>",
    "<p>Phường Thu Hà</p>",
    "<p>Chúc Mừng Thu Hà</p>",
    "<p>Mời Xem Thu Hà</p>",
    f"<p {RIGHT}><i>Thu Hà, tháng 3 năm 2024</i></p>",
    f"<p {RIGHT}><b>Chủ Tịch Thu Hà</b></p>",
    f"<p {RIGHT}><b>Trưởng Ban Thu Hà</b></p>",
)


@pytest.mark.parametrize("end", SIGNED)
def test_a_name_that_closes_the_text_is_its_author(end: str) -> None:
    author, stayed = author_of(end)
    assert (author is not None and author.endswith("Thu Hà"), stayed) == (True, False)


@pytest.mark.parametrize("end", NOT_SIGNED)
def test_the_signer_of_a_document_and_who_is_spoken_of_are_no_authors_and_stay_in_the_text(end: str) -> None:
    assert author_of(end) == (None, True)


def test_the_portals_own_place_signs_nothing_and_a_name_in_an_element_for_authors_below_the_byline_does() -> None:
    head = f"<html><head><title>{TITLE} - Xã Thu Hà</title></head><body><div><h1>{TITLE}</h1>"
    place = read(
        f"{head}<div>Ngày đăng: 12/03/2022</div>{TEXT}<p {RIGHT}><b>Thu Hà</b></p></div></body></html>"
    ).article
    assert place is not None
    assert (place.author, "Thu Hà" in place.text) == (None, True)
    named = "<div>Ngày đăng: 12/03/2022</div><div class='author'>Minh Đức</div>"
    signed = read(f"{head}{named}{TEXT}</div></body></html>").article
    assert signed is not None
    assert (signed.author, "Minh Đức" in signed.text) == ("Minh Đức", False)
