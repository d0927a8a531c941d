"""Lists, documents, footer and feeds of the sample portal: what can be reached, and what cannot."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.demo import organisation as org
from crawler.demo.addresses import list_page
from crawler.demo.truth import article_truth, truth
from crawler.urls import address, canonical_url, link, resolve
from tests.demo_samples import HOSTS, decoded, folded, get, sample_portal, tree

PORTAL_FILE = org.hosted_portal(HOSTS.main, HOSTS.mirror)


def test_following_lists_from_their_first_page_finds_every_reachable_article_and_no_other() -> None:
    portal = sample_portal(150)
    found: set[str] = set()
    for section in org.article_sections():
        pages = 1
        number = 0
        while number < pages:
            number += 1
            page = tree(get(portal, list_page(section.path, number, 10)))
            pages = int(page.xpath("string(//div[@class='page-selector'])").split("/")[1])
            links = page.xpath("//h3[@class='asset-title']/a/@href")
            base = HOSTS.root(mirror=False)
            found |= {canonical_url(href if "://" in href else base + href, PORTAL_FILE) for href in links}
    facts = [article_truth(portal, id_) for id_ in range(150)]
    assert found == {fact.url for fact in facts if fact.reachable}


def test_following_every_link_from_the_home_page_finds_what_the_truth_calls_reachable_and_nothing_else() -> None:
    portal = sample_portal(120)
    waiting, seen = [HOSTS.root(mirror=False) + "/"], {}
    while waiting:
        asked_for = waiting.pop()
        page = tree(get(portal, asked_for))
        for href in page.xpath("//a/@href"):
            absolute = resolve(asked_for, href)
            found = link(absolute, PORTAL_FILE) if absolute else None
            if found and found.url not in seen:
                seen[found.url] = found.kind
                waiting += [found.fetch_url] if found.kind != "attachment" else []
    facts = list(truth(portal))
    reachable = {fact["url"] for fact in facts if fact["kind"] == "article" and fact["reachable"]}
    assert {url for url, kind in seen.items() if kind == "article"} == reachable
    documents = {fact["url"] for fact in facts if fact["kind"] == "document"}
    assert {url for url, kind in seen.items() if kind == "document"} == documents
    files = {file["url"] for fact in facts for file in fact.get("attachments", ()) if file["role"] == "file"}
    hidden = {file["url"] for fact in facts if fact.get("reachable") is False for file in fact["attachments"]}
    assert {url for url, kind in seen.items() if kind == "attachment"} == files - hidden


def test_lists_are_newest_first_and_show_ten_or_twenty_rows() -> None:
    portal = sample_portal()
    for path, rows in (("/tin-tuc", 10), ("/hoat-dong-cac-phuong", 20)):
        dates = tree(get(portal, path)).xpath("//div[@class='asset-date']/text()")
        days = [datetime.strptime(text, "(%d/%m/%Y)") for text in dates]  # noqa: DTZ007
        assert len(days) == rows
        assert days == sorted(days, reverse=True)


def test_every_link_of_the_pager_leads_to_the_page_it_names() -> None:
    portal = sample_portal()
    page = tree(get(portal, "/tin-tuc"))
    for anchor in page.xpath("//div[@class='page-links']/a"):
        following = address(HOSTS.root(mirror=False) + anchor.get("href"), PORTAL_FILE)
        assert following.kind == "listing"
        reply = get(portal, following.url)
        number = anchor.text_content()
        if number.isdecimal():
            assert following.page == int(number)
            assert f"Trang {number} / " in decoded(reply)


def test_documents_print_the_truth_in_a_table_of_labels_and_values() -> None:
    portal = sample_portal()
    facts = [fact for fact in truth(portal) if fact["kind"] == "document"]
    assert {"Không số"} == {_table(portal, fact)["Số ký hiệu"] for fact in facts if fact["number"] is None}
    for fact in facts[:30]:
        cells = _table(portal, fact)
        assert cells["Trích yếu"] == fact["abstract"]
        assert cells["Người ký"] == fact["signer"]
        assert cells["Ngày ban hành"] == f"{datetime.fromisoformat(fact['issued_on']):%d/%m/%Y}"
        assert cells["Tình trạng"] == (fact["status"] or "")


def _table(portal: object, fact: dict[str, str]) -> dict[str, str]:
    page = tree(get(portal, fact["url"]))  # type: ignore[arg-type]
    return {row[0].text_content(): folded(row[1].text_content()) for row in page.xpath("//table[@class='van-ban']//tr")}


def test_the_lists_of_documents_hold_every_document_once() -> None:
    portal = sample_portal()
    found: list[str] = []
    for path in ("/van-ban-chi-dao", "/van-ban-trung-uong-thanh-pho"):
        for number in range(1, 9):
            reply = get(portal, list_page(path, number, 10))
            if reply.status == 200:
                hrefs = tree(reply).xpath("//tr[contains(@class,'results-row')]/td[1]/a/@href")
                found += [canonical_url(HOSTS.root(mirror=False) + href, PORTAL_FILE) for href in hrefs]
    assert sorted(found) == sorted(fact["url"] for fact in truth(portal) if fact["kind"] == "document")


def test_the_footer_names_the_organisation_address_telephone_fax_and_email() -> None:
    footer = folded(tree(get(sample_portal(), "/")).xpath("string(//footer)"))
    assert f"Bản quyền Cổng TTĐT: {org.ORGANISATION}. Địa chỉ: {org.POSTAL_ADDRESS}." in footer
    assert f"Tel: {org.TEL}, Fax: {org.FAX} Email: {org.EMAIL}" in footer


def test_the_second_host_keeps_its_own_links_under_web_guest() -> None:
    page = tree(get(sample_portal(), f"{HOSTS.root(mirror=True)}/tin-tuc"))
    local = [href for href in page.xpath("//nav//a/@href") if href.startswith("/") and href not in ("/en",)]
    assert all(href.startswith(("/web/guest", "/c/portal/login")) for href in local)


def test_the_sitemap_and_the_feed_name_reachable_articles_only() -> None:
    portal = sample_portal()
    facts = [article_truth(portal, id_) for id_ in range(300)]
    named = re.findall(r"<loc>([^<]+)</loc>", get(portal, "/sitemap.xml").body.decode())
    canonical = {canonical_url(url.replace("&amp;", "&"), PORTAL_FILE) for url in named}
    assert {fact.url for fact in facts if fact.reachable} < canonical
    assert not {fact.url for fact in facts if not fact.reachable} & canonical
    assert get(portal, "/rss").body.count(b"<item>") == 20


def test_a_sitemap_of_more_than_ten_thousand_addresses_is_an_index_of_parts() -> None:
    portal = sample_portal(25_000)
    parts = re.findall(r"<loc>[^<]+(/sitemap-\d+\.xml)</loc>", get(portal, "/sitemap.xml").body.decode())
    assert parts == [f"/sitemap-{number}.xml" for number in (1, 2, 3, 4)]
    assert get(portal, parts[0]).body.count(b"<url>") < 10_000
    assert get(portal, "/sitemap-5.xml").status == 404
