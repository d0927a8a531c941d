"""Pages that a wiki makes of itself or keeps for its writers: by its parameters, or by the name space of the title.

Each page of such a wiki has a dozen of them: the form to edit it, its older versions, what links to it, its talk.
"""

from __future__ import annotations

import re
from urllib.parse import quote

REVISIONS = (
    r"(?:oldid|redlink|returnto(?:query)?|veaction|printable)=|diff=\d|action=(?:edit|history|info|raw|purge|submit)(?:&|$)"
    r"|do=(?:edit|revisions|backlink|recent|diff|index|media|login|register|export_\w+)(?:&|$)"
)
"""Parameters of MediaWiki and DokuWiki."""
_NAMES = (
    "special", "talk", "user", "file", "mediawiki", "template", "help",
    "đặc_biệt", "thảo_luận", "thành_viên", "tập_tin", "hình", "bản_mẫu", "tiêu_bản", "trợ_giúp",
)  # fmt: skip
"""MediaWiki's name spaces but those of articles and categories.

Source: `$namespaceNames` in MediaWiki's MessagesEn.php and MessagesVi.php.
"""


def _in_addresses(name: str) -> str:
    """Return the pattern of a name as it stands in addresses, which begin it with a capital or do not."""
    first = name[0]
    both = dict.fromkeys((quote(first), quote(first.upper())))
    return f"(?:{'|'.join(both)}){re.escape(quote(name[1:], safe='_'))}"


def _spaces() -> str:
    talk = quote("thảo_luận"[1:], safe="_")
    return "|".join((*map(_in_addresses, _NAMES), r"[a-z]+_talk", f"t{talk}_[^/?&:]+"))


NAME_SPACES = rf"(?:/|[?&]title=)(?i:{_spaces()})(?::|%3A)"
"""A name space in front of the title: `/wiki/Special:Log`, `index.php?title=Talk%3AX`; talk has one for each other."""
ASKS_REVISION = re.compile(rf"[?&](?:{REVISIONS})", re.I)
IS_SPACE = re.compile(NAME_SPACES)


def is_of_writers(local: str) -> bool:
    """Return True for a page of a wiki that is none of its content; `local` is path and query."""
    return bool(ASKS_REVISION.search(local) or IS_SPACE.search(local))
