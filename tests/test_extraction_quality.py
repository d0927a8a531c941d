"""The floors of quality: what is read rightly today is read rightly tomorrow, and nothing is read wrongly.

Floors are only raised (`python -m benchmarks.extraction --raise-floors`); why and how: benchmarks/floors.py.
"""

from __future__ import annotations

import json
import warnings

import pytest

from benchmarks.extraction import cards, our_answers, samples
from benchmarks.floors import Figures, below, lowered, measured, raised, read_floors
from benchmarks.scoring import Answer, score

NEVER_WRONG = ("published_day", "published_minute", "views")


@pytest.fixture(scope="module")
def figures() -> Figures:
    """What is measured now."""
    pages = list(samples(150, 300))
    return measured(cards(pages, our_answers(pages)[0]))


def test_no_figure_lies_below_its_floor(figures: Figures) -> None:
    floors = read_floors()
    assert list(below(floors, figures)) == [], "mend the extraction; floors are only raised"
    if raised(floors, figures) != floors:
        warnings.warn("better than the floors: run python -m benchmarks.extraction --raise-floors", stacklevel=1)


def test_no_date_and_no_count_is_ever_wrong(figures: Figures) -> None:
    wrong = [
        (group, name, fields[name]["wrong"])
        for group, fields in figures.items()
        for name in NEVER_WRONG
        if name in fields
    ]
    assert [entry for entry in wrong if entry[2]] == []
    floors = read_floors()["floors"]
    assert {floors[group][name]["wrong"] for group in floors for name in NEVER_WRONG if name in floors[group]} == {0}


def test_every_set_of_pages_has_floors(figures: Figures) -> None:
    floors = read_floors()["floors"]
    assert [(group, name) for group in figures for name in figures[group] if name not in floors.get(group, {})] == []


def test_no_floor_was_lowered_without_a_reason() -> None:
    floors = read_floors()
    assert list(lowered(floors)) == [], (
        "floors are only raised; one that must be lowered is named, with a reason, in `lowered`"
    )
    low = json.loads(json.dumps(floors))
    low["floors"]["saved pages"]["views"]["wrong"] += 1
    assert list(lowered(low)) == ["saved pages: views: wrong"]
    low["lowered"]["saved pages: views: wrong"] = "a page was added that nobody can read"
    assert list(lowered(low)) == []


def test_what_is_better_than_a_floor_raises_it_and_what_is_worse_does_not_lower_it() -> None:
    floors = {"floors": {"set": {"views": {"recall": 0.9, "wrong": 2}}}, "highest": {}, "lowered": {}}
    better: Figures = {"set": {"views": {"recall": 0.97, "wrong": 1}}}
    assert raised(floors, better)["floors"] == better
    assert raised(floors, {"set": {"views": {"recall": 0.5, "wrong": 3}}})["floors"] == floors["floors"]
    assert len(list(below(floors, {"set": {"views": {"recall": 0.5, "wrong": 3}}}))) == 2


def test_an_answer_is_right_wrong_abstained_or_rightly_empty() -> None:
    true = [Answer(views=1), Answer(views=1), Answer(views=1), Answer(views=None), Answer(views=None), Answer()]
    read = [Answer(views=1), Answer(views=2), Answer(views=None), Answer(views=None), Answer(views=3), Answer(views=4)]
    one = score((str(at), *pair) for at, pair in enumerate(zip(true, read, strict=True))).fields["views"]
    assert (one.right, one.wrong, one.abstained, one.empty, one.missed) == (1, 2, 1, 1, ["1", "4"])
    assert (one.exact, one.precision, one.recall) == (2 / 5, 1 / 3, 1 / 3)


def test_a_minute_is_asked_for_only_where_the_page_gives_one() -> None:
    true = [Answer(published_at="2014-03-18"), Answer(published_at="2021-09-28T14:44:00+07:00")]
    read = [Answer(published_at="2014-03-18T00:00"), Answer(published_at="2021-09-28")]
    found = score((str(at), *pair) for at, pair in enumerate(zip(true, read, strict=True))).fields
    assert (found["published_day"].right, found["published_minute"].wrong, found["published_minute"].abstained) == (
        2,
        1,
        1,
    )
