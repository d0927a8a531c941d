"""Lead and text of article pages in the manner of many portals, paragraph by paragraph."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from tests.bodies import SAMPLES, Sample
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://phuongmau.gov.vn/tin-tuc/phong-chong-dich-1234.html"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name.split(":")[0])
def test_the_text_is_what_a_person_reads(sample: Sample) -> None:
    article = extract(capture_of(sample.html.encode(), URL), generic_portal(URL)).article
    assert article is not None
    assert article.text.split("\n\n") == sample.text
    assert article.summary == sample.summary


def test_there_are_pages_enough() -> None:
    assert len(SAMPLES) >= 25
