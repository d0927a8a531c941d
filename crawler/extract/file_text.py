"""A captured file -> its text: the reader for its format, then the judgement of what came out.

Right or nothing: text that is garbled (a font without a map to Unicode, TCVN3 that cannot be converted with certainty)
is not kept, a file of scanned pages is called so. Whatever the file does to its reader, the outcome is a problem.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import NamedTuple

from crawler.extract.encodings.legacy import convert
from crawler.extract.files.flow import SEPARATOR
from crawler.extract.files.garbled import is_garbled
from crawler.extract.files.kind import FileKind, file_kind, shows_its_end
from crawler.extract.files.sink import FullError, Sink, SlowError, UnreadableError
from crawler.extract.text import clean
from crawler.items import Problem, TextStatus
from crawler.problem_codes import ProblemCode

READERS: dict[FileKind, tuple[str, str]] = {
    **{kind: (kind, "read") for kind in ("pdf", "docx", "xlsx", "pptx", "odf", "doc", "xls", "rtf", "plain")},
    "csv": ("plain", "read_csv"),
    "page": ("office_page", "read"),
}  # fmt: skip
"""Module under `crawler.extract.files` and function. Loaded when the first such file comes: most pages need none."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
MESSAGE = 300


class FileText(NamedTuple):
    """What was read of a file."""

    text: str | None
    status: TextStatus | None
    problems: tuple[Problem, ...] = ()


def read_file(body: bytes, mime: str, *, whole: bool = True) -> FileText:
    """Return the text of a file. Never raises; `mime` is a hint at most.

    `whole` is False if another length came than was announced: then only a format that shows its end is read.
    """
    sink = Sink()
    try:
        kind = file_kind(body, mime)
        if not whole and not shows_its_end(kind, body):
            return FileText(None, "failed")
        if kind == "no_text":
            return FileText(None, None)
        if kind == "empty":
            return _failed("file_unreadable", "nothing in it")
        if kind == "unknown":
            return FileText(None, "unsupported")
        _read(kind, body, sink)
    except SlowError as error:
        return _failed("extraction_timeout", str(error))
    except UnreadableError as error:
        return _failed("file_unreadable", str(error))
    except Exception as error:
        # Readers of formats meet hostile bytes, some in code of others: whatever they raise means the same.
        return _failed("file_unreadable", f"{type(error).__name__}: {error}")
    return _judge(sink)


def _read(kind: FileKind, body: bytes, sink: Sink) -> None:
    module, function = READERS[kind]
    try:
        getattr(import_module(f"crawler.extract.files.{module}"), function)(body, sink)
    except FullError:
        sink.incomplete = "longer than what is kept of one file"


def _problem(code: ProblemCode, message: str) -> Problem:
    return Problem(code=code, field="text", message=message[:MESSAGE])


def _failed(code: ProblemCode, message: str) -> FileText:
    return FileText(None, "failed", (_problem(code, message),))


def _judge(sink: Sink) -> FileText:
    """Return what is kept of the text that a reader found."""
    if sink.is_scanned or (sink.has_pictures and not sink.lines):
        return FileText(None, "scanned", (_problem("file_incomplete", sink.incomplete),) if sink.incomplete else ())
    found = convert(sink.lines, sink.fonts)
    if (found.garbled and found.encoding is None) or is_garbled("\n".join(found.lines)):
        return _failed("text_garbled", "its letters are in an encoding that cannot be told with certainty")
    problems = []
    if found.garbled:
        problems.append(_problem("text_garbled", f"some lines may still be in {found.encoding}"))
    if found.case_lossy or sink.case_lossy:
        problems.append(_problem("case_lost", "fonts of capitals: small letters may stand for capitals"))
    if sink.incomplete:
        problems.append(_problem("file_incomplete", sink.incomplete))
    text = _joined(found.lines, sink.gaps)
    return FileText(text, "extracted", tuple(problems)) if text else _failed("file_unreadable", "no text in it")


def _joined(lines: list[str], gaps: list[str]) -> str:
    """Return the lines cleaned and put together; those that turn out empty leave nothing."""
    pieces: list[str] = []
    for line, gap in zip(lines, gaps, strict=True):
        cleaned = SEPARATOR.join(map(clean, CONTROL.sub(" ", line).split(SEPARATOR)))
        if cleaned:
            pieces += [gap, cleaned] if pieces else [cleaned]
    return "".join(pieces)
