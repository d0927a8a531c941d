"""The sample portal on a socket: requests in, answers out, with the headers and the bad manners of a real server."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, cast

from twisted.internet import reactor as _reactor
from twisted.internet.task import cooperate
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Site

from crawler.demo import pages
from crawler.demo.addresses import Hosts
from crawler.demo.articles import World
from crawler.demo.control import Control, ControlError
from crawler.demo.faults import Delivery, Fault, Faults, deliver, failed, needs_page
from crawler.demo.replies import Reply, html_reply
from crawler.demo.routes import Asked, answer, asked
from crawler.demo.state import SamplePortal
from crawler.demo.statistics import Statistics
from crawler.demo.truth import truth

CONTROL = "/__control__"
LOOPBACK = "127.0.0.1"
LIFERAY = "Liferay Portal Community Edition 6.1.1 CE GA2 (Paton / Build 6101 / July 31, 2012)"
FILE_MODIFIED = "Mon, 06 Sep 2021 01:30:00 GMT"
STEADY = ("attachment", "picture", "theme")
"""Kinds of answers that carry ETag and Last-Modified, and are answered 304."""
SMALLEST_GZIP = 500
COOKIES = ("JSESSIONID={session}; Path=/; HttpOnly", "GUEST_LANGUAGE_ID=vi_VN; Path=/", "COOKIE_SUPPORT=true; Path=/")

reactor = cast("Any", _reactor)
TwistedRequest = Any
"""`twisted.web.http.Request`, most of whose methods carry no types."""


class PortalResource(Resource):
    """Answers every address of both hosts, and the control interface."""

    def __init__(self, portal: SamplePortal) -> None:
        cast("Any", super()).__init__()
        self.isLeaf = True
        self.portal = portal
        self.faults = Faults()
        self.statistics = Statistics()
        self.control = Control(portal, self.faults, self.statistics)

    def render(self, request: TwistedRequest) -> int:
        """Answer one request; never raises for what a client sends."""
        uri = request.uri.decode("latin-1")
        if uri.startswith(CONTROL):
            _control(self, request, uri)
        else:
            _serve(self, request, uri)
        return NOT_DONE_YET


def _serve(site: PortalResource, request: TwistedRequest, uri: str) -> None:
    host = (request.getHeader("host") or "").lower()
    site.statistics.begin(host, uri)
    request.notifyFinish().addBoth(site.statistics.end)
    fault = site.faults.take(host + uri)
    site.portal.requests += 1
    delivery = _delivery(site, asked(uri, mirror=host == site.portal.hosts.mirror), fault)
    site.statistics.count(delivery.reply.kind, delivery.reply.status)
    reactor.callLater(site.portal.behaviour.latency, _send, site, request, delivery)


def _delivery(site: PortalResource, ask: Asked, fault: Fault | None) -> Delivery:
    closed = site.portal.behaviour.closed
    if closed == "parked":
        return Delivery(html_reply(pages.PARKED, kind="closed"))
    if closed:
        return Delivery(
            html_reply("<html><body><h1>503 Service Unavailable</h1></body></html>", status=503, kind="closed")
        )
    if fault is not None and not needs_page(fault):
        soft = pages.failure_page(site.portal, 200, mirror=ask.mirror)
        return failed(fault, soft_404=soft, challenge=pages.CHALLENGE, home=site.portal.hosts.root(mirror=False) + "/")
    return deliver(fault, answer(site.portal, ask))


def _send(site: PortalResource, request: TwistedRequest, delivery: Delivery) -> None:
    """Write status, headers and body; break off where the delivery says so."""
    if request.channel is None:
        return
    if delivery.reset:
        request.channel.transport.abortConnection()
        return
    reply = _conditional(request, delivery.reply)
    body = _headers(site, request, reply)
    request.setResponseCode(reply.status)
    half = len(body) // 2
    if delivery.cut:
        request.write(body[:half])
        request.channel.loseConnection()
        return
    request.setHeader("Content-Length", str(len(body) + delivery.delta))
    if delivery.pause:
        request.write(body[:half])
        later = reactor.callLater(delivery.pause, _rest, request, body[half:])
        request.notifyFinish().addErrback(_cancel, later)
        return
    request.write(body)
    if delivery.delta:
        request.channel.loseConnection()
    else:
        request.finish()


def _rest(request: TwistedRequest, rest: bytes) -> None:
    request.write(rest)
    request.finish()


def _cancel(_: object, later: Any) -> None:
    if later.active():
        later.cancel()


def _conditional(request: TwistedRequest, reply: Reply) -> Reply:
    """Return 304 where the client holds the file already."""
    if reply.kind not in STEADY:
        return reply
    tag = f'"{blake2b(reply.body, digest_size=8).hexdigest()}"'
    headers = (("ETag", tag), ("Last-Modified", FILE_MODIFIED), ("Cache-Control", "max-age=600"))
    known = request.getHeader("if-none-match")
    same = tag in known if known else request.getHeader("if-modified-since") == FILE_MODIFIED
    if same:
        return Reply(304, reply.content_type, b"", headers, reply.kind)
    return Reply(reply.status, reply.content_type, reply.body, (*reply.headers, *headers), reply.kind)


def _headers(site: PortalResource, request: TwistedRequest, reply: Reply) -> bytes:
    """Set the headers and return the body, content-coded where the client allows it."""
    session = blake2b(str(site.portal.requests).encode(), digest_size=16).hexdigest().upper()
    for cookie in COOKIES:
        request.responseHeaders.addRawHeader("Set-Cookie", cookie.format(session=session))
    headers = {"Server": "Apache-Coyote/1.1", "Liferay-Portal": LIFERAY, "X-Frame-Options": "SAMEORIGIN"}
    if reply.status != 304:
        headers["Content-Type"] = reply.content_type
    if reply.kind not in STEADY:
        headers |= {"Cache-Control": "private, no-cache, no-store", "Pragma": "no-cache", "Vary": "Accept-Encoding"}
    for name, value in (*headers.items(), *reply.headers):
        request.setHeader(name, value)
    textual = reply.content_type.startswith(("text/", "application/rss"))
    accepted = "gzip" in (request.getHeader("accept-encoding") or "")
    if site.portal.behaviour.gzip and textual and accepted and len(reply.body) >= SMALLEST_GZIP:
        request.setHeader("Content-Encoding", "gzip")
        return gzip.compress(reply.body, compresslevel=1, mtime=0)
    return reply.body


def _control(site: PortalResource, request: TwistedRequest, uri: str) -> None:
    request.setHeader("Content-Type", "application/json")
    if uri.startswith(f"{CONTROL}/truth"):
        cooperate(_truth_lines(site, request))
        return
    try:
        asked_for = json.loads(request.content.read() if request.content else b"")
        result = site.control.run(asked_for)
    except (ControlError, ValueError) as error:
        request.setResponseCode(400)
        result = {"ok": False, "error": str(error)}
    request.write(json.dumps(result, ensure_ascii=False).encode())
    request.finish()


def _truth_lines(site: PortalResource, request: TwistedRequest) -> Iterator[None]:
    """Write the truth as JSON lines, letting other requests in between."""
    for fact in truth(site.portal):
        if request.channel is None:
            return
        request.write(json.dumps(fact, ensure_ascii=False).encode() + b"\n")
        yield None
    request.finish()


def listen(world: World, port: int) -> PortalResource:
    """Open the sample portal on loopback; port 0 picks a free one. Raises: CannotListenError."""
    site = PortalResource(SamplePortal(world, Hosts(LOOPBACK, "localhost")))
    listening = reactor.listenTCP(port, cast("Any", Site)(site), interface=LOOPBACK)
    number = listening.getHost().port
    site.portal.hosts = Hosts(f"{LOOPBACK}:{number}", f"localhost:{number}")
    return site


def run() -> None:
    """Serve until SIGTERM or SIGINT."""
    reactor.run()
