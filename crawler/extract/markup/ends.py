"""End tags that do not end the page: browsers show what follows `</html>`, and libxml2 drops all of it.

Templates that are put together from parts bring them in the midst of a page: the part with the head closes what it
opened, or each part is a whole document. HTML lets all pages leave both tags out, so nothing hangs on them.

Source: HTML Living Standard, 13.2.6.4.19 and 13.2.6.4.22: behind `</body>` and `</html>` an element opens in the body.
"""

from __future__ import annotations

import re

END = re.compile(rb"</(?:html|body)\s*>", re.I)
ELEMENT = re.compile(rb"<[a-z]", re.I)
HTML = b"</html"


def without_early_ends(source: bytes) -> bytes:
    """Return a page without `</html>` and `</body>` where an element follows the former; else as it is."""
    first = source.lower().find(HTML)
    goes_on = first >= 0 and ELEMENT.search(source, first + len(HTML))
    return END.sub(b"", source) if goes_on else source
