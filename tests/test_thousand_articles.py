"""A portal of 1,000 articles: all of them, once, right in every field, each proved by its record."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict
from typing import Any

from crawler.archive.captures import decoded, stored_capture
from crawler.archive.reader import read_record
from crawler.extract import extract
from crawler.portals import Portal, find_portal
from tests.command import kho, rows, value
from tests.conftest import Site
from tests.test_warc import warcio_check
from tests.truth import FIELDS, all_records, attachments_of, differences, reachable, stored_articles, true_attachments


class TestAThousandArticles:
    """What the issue asks of a portal of 1,000 articles: all of them, once, and right in every field."""

    def test_every_reachable_article_is_stored_once_and_nothing_else_is(self, crawled: Site) -> None:
        assert set(stored_articles(crawled)) == set(reachable(crawled))
        assert value(crawled.archive, "SELECT count(*) FROM articles") == len(reachable(crawled)) > 900
        assert value(crawled.archive, "SELECT count(*) FROM article_revisions") == len(reachable(crawled))

    def test_every_field_equals_the_truth(self, crawled: Site) -> None:
        assert differences(crawled) == []

    def test_every_page_was_asked_for_once(self, crawled: Site) -> None:
        asked = Counter(article["requests"] for article in reachable(crawled).values())
        assert set(asked) == {1}

    def test_attachments_and_pictures_equal_the_truth_and_hold_their_payload(self, crawled: Site) -> None:
        stored = attachments_of(crawled, "article")
        wrong = [
            (url, true_attachments(article), stored.get(url, []))
            for url, article in reachable(crawled).items()
            if sorted(true_attachments(article), key=str) != sorted(stored.get(url, []), key=str)
        ]
        assert wrong == []
        assert value(crawled.archive, "SELECT count(*) FROM attachments WHERE sha256 IS NULL OR bytes IS NULL") == 0

    def test_every_file_has_its_text_and_pictures_have_none(self, crawled: Site) -> None:
        counts = rows(crawled.archive, "SELECT role, text_status, count(*) AS n FROM attachments GROUP BY 1, 2")
        assert {(row["role"], row["text_status"]) for row in counts} == {("file", "extracted"), ("picture", None)}
        sql = "SELECT t.text, d.abstract, d.signer FROM attachments t JOIN documents d ON d.id = t.document_id"
        for row in rows(crawled.archive, sql):
            paragraphs = row["text"].split("\n\n")
            assert row["abstract"] in paragraphs
            assert paragraphs[-1] == f"Người ký: {row['signer']}"

    def test_documents_equal_the_truth(self, crawled: Site) -> None:
        columns = ("number", "type", "issuer", "issued_on", "effective_on", "signer", "abstract", "status")
        stored = {row["url"]: row for row in rows(crawled.archive, "SELECT * FROM documents")}
        true = {document["url"]: document for document in crawled.portal.documents()}
        assert set(stored) == set(true)
        wrong = [
            (url, column, true[url][column], stored[url][column])
            for url in true
            for column in columns
            if true[url][column] != stored[url][column]
        ]
        assert wrong == []
        files = attachments_of(crawled, "document")
        assert {url: true_attachments(document) for url, document in true.items() if document["attachments"]} == files

    def test_the_footer_and_the_menu_are_the_portals_own(self, crawled: Site) -> None:
        portal = rows(crawled.archive, "SELECT * FROM portals")[0]
        true = next(iter(crawled.portal.truth()))
        for field in ("organisation", "address", "tel", "fax", "email"):
            assert portal[field] == true[field]
        names = {row["name"] for row in rows(crawled.archive, "SELECT name FROM sections WHERE url IS NOT NULL")}
        here, _ = find_portal("longbien", crawled.archive)
        assert {section.name for section in here.sections} <= names

    def test_the_ledger_is_complete_and_so_is_the_verdict(self, crawled: Site) -> None:
        assert value(crawled.archive, "SELECT verdict FROM crawls") == "complete"
        for row in rows(crawled.archive, "SELECT * FROM section_coverage"):
            assert row["verdict"] == "complete", dict(row)
            assert row["pages_reached"] == row["pages_declared"], dict(row)
            assert row["items_listed"] == row["items_captured"] > 0, dict(row)

    def test_no_trap_was_entered(self, crawled: Site) -> None:
        asked = [row[0] for row in rows(crawled.archive, "SELECT requested_url FROM captures")]
        assert not [url for url in asked if re.search(r"lich-cong-tac|pop_up|/c/portal|p_p_lifecycle=1", url)]

    def test_view_counts_hold_one_measurement_per_fetch(self, crawled: Site) -> None:
        counted = [article for article in reachable(crawled).values() if article["views_status"] == "observed"]
        assert value(crawled.archive, "SELECT count(*) FROM view_counts") == len(counted)
        assert value(crawled.archive, "SELECT max(own_requests) FROM view_counts") == 0

    def test_every_article_is_proved_by_its_record(self, crawled: Site) -> None:
        """The record that `capture_id` leads to, extracted again, gives the same row."""
        portal, _ = find_portal("longbien", crawled.archive)
        sql = """
        SELECT a.*, c.warc_file, c.warc_offset, c.warc_length, c.record_id
        FROM articles a JOIN captures c ON c.id = a.capture_id
        """
        wrong = [row["url"] for row in rows(crawled.archive, sql) if not proves(crawled, portal, row)]
        assert wrong == []

    def test_every_exchange_is_archived_and_warcio_finds_no_fault(self, crawled: Site) -> None:
        served = crawled.portal.control("stats")["requests"]
        kinds = Counter(record.kind for record in all_records(crawled))
        assert kinds["response"] + kinds["revisit"] == kinds["request"] == served
        assert value(crawled.archive, "SELECT count(*) FROM captures") == served
        for path in (crawled.archive / "warc" / "longbien").glob("*.warc.gz"):
            check = warcio_check(path)
            assert check.returncode == 0, check.stdout[-2000:]

    def test_search_finds_with_and_without_marks(self, crawled: Site) -> None:
        for query in ("ủy ban", "uy ban", "Uỷ ban"):
            done = kho("search", query, "--archive", crawled.archive, "--json", "--limit", "5")
            assert len(json.loads(done.stdout)) == 5, query
        title = next(iter(reachable(crawled).values()))["title"]
        hits = json.loads(kho("search", title, "--archive", crawled.archive, "--json").stdout)
        assert title in {hit["title"] for hit in hits}

    def test_show_status_and_export_work_on_it(self, crawled: Site) -> None:
        article = value(crawled.archive, "SELECT id FROM articles ORDER BY id LIMIT 1")
        shown = json.loads(kho("show", article, "--archive", crawled.archive, "--json").stdout)
        assert shown["id"] == article
        assert shown["warc_file"].startswith("warc/longbien/")
        assert kho("status", "--archive", crawled.archive).returncode == 0
        lines = kho("export", "-o", "-", "--format", "jsonl", "--archive", crawled.archive).stdout.splitlines()
        assert {json.loads(line)["url"] for line in lines} == set(reachable(crawled))


def proves(site: Site, portal: Portal, row: Any) -> bool:
    record = read_record(site.archive, row["warc_file"], row["warc_offset"], row["warc_length"])
    capture = stored_capture(record, portal_id=portal.id, crawl_id="again")
    article = extract(decoded(capture), portal).article
    if article is None or record.record_id != row["record_id"]:
        return False
    again = asdict(article)
    return all(again[field] == row[field] for field in (*FIELDS, "url", "fingerprint", "published_raw"))
