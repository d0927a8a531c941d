"""A report for people: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.verify.report import SHOWN_PER_CODE, Finding, Report


def report_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report, findings first, the verdict last."""
    for finding in report.findings:
        yield from finding_lines(finding)
    for code, count in report.counts.items():
        if count > SHOWN_PER_CODE:
            yield f"… and {count - SHOWN_PER_CODE} more of {code}"
    counted = (
        f"{report.files} files, {report.records} records, {report.captures} rows, {report.extracted} pages read again, "
        f"{report.seconds:.1f} s"
    )
    if report.damages:
        yield f"hư hỏng · damaged: {report.damages} findings ({counted})"
    else:
        yield f"nguyên vẹn · whole: {counted}"


def package_lines(path: str, findings: list[Finding]) -> Iterator[str]:
    """Yield the lines of a report on one WACZ file, the verdict last."""
    for finding in findings:
        yield from finding_lines(finding)
    damaged = any(finding.is_damage for finding in findings)
    yield f"{path}: {'hư hỏng · damaged' if damaged else 'nguyên vẹn · whole'}"


def finding_lines(finding: Finding) -> Iterator[str]:
    """Yield what one finding says: place, fault, advice."""
    place = [finding.file or "archive"]
    if finding.offset is not None:
        place.append(f"offset {finding.offset}")
    if finding.length:
        place.append(f"{finding.length} bytes")
    yield f"{'✗' if finding.is_damage else '·'} {finding.code}  {', '.join(place)}"
    named = " ".join(part for part in (finding.record_id, finding.url) if part)
    if named:
        yield f"    {named}"
    if finding.table is not None:
        yield f"    {finding.table}: {finding.key}"
    if finding.id is not None:
        yield f"    id {finding.id}"
    yield f"    {finding.message}"
    yield f"    → {finding.advice}"
