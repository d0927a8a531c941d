"""Copies of the pages in other languages, told by the switch that leads to them: from `/tin` to `/it/tin`.

Two letters before a path may as well be a section of its own (`/so/`, `/xa/`), so a code of a language proves nothing
by itself. A switch leads from each page to that very page under the code, or says that it leads to a language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from crawler.extract.text import fold

LETTERS = (
    "aabefkmnrsvyz baegimnors caehorsuvy daevz eelnostu fafijory gadlnuv haeiortuyz iadegikostu jav "
    "kagijklmnorsuvwy labginotuv mghiklnrsty nabdeglnorvy ocjmrs pailst qu rmnouw sacdegiklmnoqrstuvw "
    "taeghiklnorstwy ugkrz veo wao xh yio zahu"
)
CODES = frozenset(word[0] + second for word in LETTERS.split() for second in word[1:])
"""Source: ISO 639-1, all codes but Vietnamese; above, each first letter stands before the second ones."""
PREFIX = re.compile(r"(/[\w.-]+)??/([a-z]{2})(?:[-_][A-Za-z]{2,4})?(?=[/?]|$)")
"""A part may stand before it: `/index.php/en/`, SharePoint's `/portal/en/Pages/`."""
OWN = re.compile(r"(/[\w.-]+)??/v[in](?:[-_][A-Za-z]{2})?(?=[/?]|$)")
LONGEST = 30
"""Characters of the words of a switch, `English (United States)`; those of a link to an article are its title."""
TITLE = 40
"""Characters from which words are an article's title."""
PROOFS = 2
"""Pages that must lead to their own copies, where nothing names a language."""
NAMES = {
    "ar": r"tieng a rap", "de": r"deutsch|tieng duc", "en": r"english|tieng anh", "es": r"espanol|tieng tay ban nha",
    "fr": r"francais|tieng phap", "it": r"italiano|tieng (?:y|italia)", "ja": r"tieng nhat", "km": r"tieng khmer",
    "ko": r"tieng han", "lo": r"tieng lao", "pt": r"portugues|tieng bo dao nha", "ru": r"tieng nga",
    "th": r"tieng thai", "zh": r"tieng (?:trung|hoa)", "id": r"bahasa indonesia", "ms": r"bahasa melayu",
}  # fmt: skip
"""What languages are called by themselves and in Vietnamese, folded."""
PICTURE = re.compile(r"(?:^|[/_-])([a-z]{2})(?:[-_][A-Za-z]{2})?\.(?:png|gif|svg|jpe?g|webp)(?:\?|$)")
FOLDER = re.compile(r"flag|lang|locale", re.I)


def pictured(source: str) -> str:
    """Return the language that a picture's address names as that of a flag does: `/language/it_IT.png`."""
    found = PICTURE.search(source)
    return found[1] if found is not None and FOLDER.search(source) else ""


class Switches:
    """The codes before paths under which all pages stand once more in another language."""

    def __init__(self) -> None:
        self.codes: frozenset[str] = frozenset()
        """Those that are known."""
        self._named: set[str] = set()
        """Those to which links lead that name the language."""
        self._owns: dict[str, set[str]] = defaultdict(set)
        """Code -> the pages that link to their own copies."""
        self._elsewhere: set[str] = set()
        """Those under which other pages are linked, too."""
        self._sections: set[str] = set()
        """Those under which articles are linked as they are elsewhere."""

    def note(self, own: str, linked: Iterable[tuple[str, str, str]]) -> None:
        """Take in the links of a page: its own address, and of each link the address, the words, the language named."""
        for target, words, language in linked if _foreign(own) is None else ():
            found = _foreign(target)
            if found is not None:
                self._note(found[2], own, target, words, language)
        told = {code for code, owns in self._owns.items() if len(owns) >= PROOFS} - self._elsewhere
        self.codes = frozenset((self._named | told) - self._sections)

    def _note(self, code: str, own: str, target: str, words: str, language: str) -> None:
        """Take in one link to an address under a code; all under `/so` might be the copy of what is under `/`."""
        bare = _bare(target, PREFIX)
        is_root, is_copy = _is_root(bare), bare == _bare(own, OWN)
        if len(words) <= LONGEST and _names(code, fold(words).strip(), language):
            self._named.add(code)
        elif is_copy and not is_root and len(words) <= LONGEST:
            self._owns[code].add(own)
        elif not (is_copy or is_root):
            self._elsewhere.add(code)
            self._sections |= {code} if len(words) >= TITLE else set()

    def may_be(self, local: str) -> bool:
        """Return True for an address that may yet turn out to be a copy: so far only its own page leads to it."""
        found = _foreign(local)
        return found is not None and found[2] in self._owns and found[2] not in self._elsewhere

    def is_copy(self, local: str) -> bool:
        """Return True for an address under one of the codes."""
        found = _foreign(local) if self.codes else None
        return found is not None and found[2] in self.codes

    @property
    def pattern(self) -> str | None:
        """Return what matches path and query of all copies; None if there are none."""
        codes = "|".join(sorted(self.codes))
        return rf"^(?:/[\w.-]+)?/(?:{codes})(?:[-_][A-Za-z]{{2,4}})?(?:[/?]|$)" if codes else None


@lru_cache(maxsize=4_096)
def _foreign(local: str) -> re.Match[str] | None:
    found = PREFIX.match(local)
    return found if found is not None and found[2] in CODES else None


def is_foreign_code(local: str) -> bool:
    """Return True for an address whose path begins with the code of another language, or what looks like one."""
    return _foreign(local) is not None


def _bare(local: str, prefix: re.Pattern[str]) -> str:
    """Return an address without the code before its path."""
    found = prefix.match(local)
    rest = (found[1] or "") + local[found.end() :] if found is not None else local
    return rest if rest.startswith("/") else f"/{rest}"


def _is_root(bare: str) -> bool:
    return bare.partition("?")[0] == "/"


def _names(code: str, name: str, language: str) -> bool:
    """Return True if a link says that it leads to the language of a code."""
    return language[:2].lower() == code or (code in NAMES and re.match(rf"(?:{NAMES[code]})\b", name) is not None)
