"""Why a sample holds too little, where the reason lies before its pages: a log-in, a block, too few requests."""

from __future__ import annotations

from collections import Counter
from statistics import median
from urllib.parse import urlsplit

from crawler.learn.links.log_ins import asks_log_in, says_log_in
from crawler.learn.sample.blocks import not_fetched
from crawler.learn.sample.observe import Observed
from crawler.learn.survey import Survey

LEAST = 30
"""Requests from which a sample mostly suffices: robots.txt, home, lists for machines, sections, and some articles."""
LITTLE = 800
"""Characters outside of links that a log-in form may have around it."""
ALIKE, NEARLY = 0.8, 60
"""Share of the pages with a form that have one text, and characters by which it may differ: a name, a clock."""


def explained(survey: Survey, refusal: str) -> str:
    """Return why the sample holds too little: what its pages say (`refusal`), or what lies behind that."""
    return _log_in_wall(survey) or _too_small(survey, refusal) or _with_missed(survey, refusal)


def _too_small(survey: Survey, refusal: str) -> str | None:
    """Return that more should have been asked for, where pages are left and few were asked for."""
    if not survey.is_cut or survey.budget >= LEAST:
        return None
    return (
        f"a sample of {survey.budget} requests is too small to learn from: give it at least --sample {LEAST}"
        f" (so far: {refusal})"
    )


def _with_missed(survey: Survey, refusal: str) -> str:
    """Return the reason, and what was not given at all where that is half of what was asked for or more."""
    missed = not_fetched(survey.failures, survey.refused)
    if not missed or len(missed) < len(survey.book.read):
        return refusal
    (why, count), *_ = Counter(missed.values()).most_common(1)
    url = next(url for url, said in missed.items() if said == why)
    told = f"{len(missed)} addresses gave no page, {count} of them such as {url}: {why}"
    return f"{told} ({refusal})"


def _log_in_wall(survey: Survey) -> str | None:
    """Return that the site asks to log in, where most of what was asked for is one form, or leads there."""
    answers = [seen for seen in survey.book.observed if not survey.is_machine_list(seen.asked)]
    led = [seen for seen in answers if seen.location is not None and asks_log_in(_local(seen.location))]
    forms = [seen for seen in answers if seen.status == 200 and _is_form(seen)]
    walls = [*_alike(forms), *led]
    if not walls or 2 * len(walls) < len(answers):
        return None
    told = f"{len(walls)} of {len(answers)} pages are a log-in form or lead to one, such as {walls[-1].asked}"
    return f"the site asks to log in: {told}; what lies behind it is not public"


def _is_form(seen: Observed) -> bool:
    """Return True for a page that asks for a password, or says in title or address that it does, and little else."""
    said = says_log_in(seen.page.title or "") or (asks_log_in(_local(seen.asked)) and len(seen.links) > 0)
    words = seen.text_chars - sum(len(link.text) for link in seen.links)
    return (seen.has_password or said) and words < LITTLE


def _alike(forms: list[Observed]) -> list[Observed]:
    """Return the pages with a form if they are one page under many addresses.

    A portal that prints the form beside each of its pages has another text on each.
    """
    own = [seen for seen in forms if asks_log_in(_local(seen.asked)) or says_log_in(seen.page.title or "")]
    middle = median([seen.text_chars for seen in forms]) if forms else 0
    same = [seen for seen in forms if abs(seen.text_chars - middle) <= NEARLY]
    return same if len(same) > 1 and len(same) >= ALIKE * len(forms) else own


def _local(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
