"""Which of the captures that a web archive lists are worth fetching, where redirects stand between pages."""

from __future__ import annotations

import pytest

from crawler.cdx.captures import CdxRow, thinned

HTTP, HTTPS = "http://x/", "https://x/"
SPELLED = {"p": (HTTPS, "200"), "P": (HTTP, "200"), "r": (HTTP, "301"), "s": (HTTPS, "302"), "g": (HTTPS, "404"),
           "v": (HTTPS, "-"), "w": (HTTP, "-")}  # fmt: skip


def rows_of(listed: str) -> list[CdxRow]:
    """`pA rB`: a page (p), a redirect (r), each with its digest, day by day."""
    spelled = [(SPELLED[word[0]], word[1]) for word in listed.split()]
    days = enumerate(spelled, 1)
    return [CdxRow(url, f"2019-01-{day:02d}T00:00:00.000Z", status, digest) for day, ((url, status), digest) in days]


@pytest.mark.parametrize(
    ("listed", "every", "kept"),
    [
        # Another spelling leads to the page: neither has changed.
        ("rB pA rB pA rB pA", None, [1, 2, 5, 6]),
        ("rB pA rB pA wB vA wB vA", None, [1, 2, 7, 8]),
        # One of the two has.
        ("rB pA rB pC rB pC", None, [1, 2, 4, 5, 6]),
        ("rB pA rC pA rC pA", None, [1, 2, 3, 5, 6]),
        ("rB pA rB pA rB pA rB pA", 4, [1, 2, 5, 6, 7, 8]),
        # One spelling gives now a page, now a redirect: it was away, and came back.
        ("sB pA sB pA sB", None, [1, 2, 3, 4, 5]),
        ("pA gE pA gE", None, [1, 2, 3, 4]),
        # The same page under both spellings is one page; where they differ, who knows which changed.
        ("PA pA PA pA", None, [1, 4]),
        ("PA pC PA pC", None, [1, 2, 3, 4]),
        # Digests that are not told.
        ("r- p- r- p-", None, [1, 2, 3, 4]),
    ],
)
def test_a_page_is_compared_with_the_page_before_and_a_redirect_with_the_redirect(
    listed: str, every: int | None, kept: list[int]
) -> None:
    assert [int(row.at[8:10]) for row in thinned(rows_of(listed), every)] == kept
