"""What portal files say of addresses: which kind of page one is of, and which of them stands for the page."""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawler.items import UrlKind


def _check_regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return value


Regex = Annotated[str, AfterValidator(_check_regex)]
Path_ = Annotated[str, Field(pattern=r"^/\S*$")]


class Strict(BaseModel):
    """A part of a portal file: what it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressRule(Strict):
    """What an address is, and which part of it is identity.

    `match` is searched in path + `?` + query (percent-encoding normalised, host aliases resolved). The first rule that
    matches wins. `canonical`, if given, is the path and query of the canonical address; `{name}` is a named group of
    `match`. Without it the address is kept, with the parameters whose names `keep` (a regular expression) finds.
    """

    kind: UrlKind
    match: Regex
    canonical: Path_ | None = None
    keep: Regex | None = None
    dated: bool = False
    """True for articles that all show a day or a counter: other pages have such addresses, too, and these show none."""
    note: str | None = None

    @model_validator(mode="after")
    def _groups_exist(self) -> AddressRule:
        wanted = {name for _, name, _, _ in Formatter().parse(self.canonical or "") if name}
        missing = wanted - set(re.compile(self.match).groupindex)
        if missing:
            raise ValueError(f"`canonical` uses {sorted(missing)}, but `match` has no such named group")
        return self


class Rewrite(Strict):
    """A prefix of the path that names the same page, replaced before any rule is tried."""

    prefix: Annotated[str, Field(pattern=r"^/\S+/$")]
    by: Path_ = "/"

    @model_validator(mode="after")
    def _shorter(self) -> Rewrite:
        if len(self.by) >= len(self.prefix):
            raise ValueError("`by` must be shorter than `prefix`, or the rewriting would never end")
        return self


class Route(Strict):
    """A program whose parameters are the path of its pages, in this order; the last may be a path by itself.

    Rules see `/index.php/vi/news/Tin/Bai-5` for `/index.php?language=vi&nv=news&op=Tin/Bai-5`.
    """

    path: Path_
    parameters: Annotated[tuple[str, ...], Field(min_length=1)]
    default: str | None = None
    """What the first parameter is where an address leaves it out."""
