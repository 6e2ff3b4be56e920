"""The sites over HTTP, on loopback only."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from twisted.internet import reactor
from twisted.internet.interfaces import IListeningPort
from twisted.web.http import HTTPFactory, Request

from mayadeen.replica.page import Page
from mayadeen.replica.request_log import RequestLog
from mayadeen.replica.site import Site

LOOPBACK = "127.0.0.1"


class SiteRequest(Request):
    """A request to the site that its channel's factory holds."""

    def process(self) -> None:
        factory = self.channel.factory
        if factory.delay:
            call = reactor.callLater(factory.delay, self._answer, factory)
            self.notifyFinish().addErrback(lambda _: call.active() and call.cancel())
        else:
            self._answer(factory)

    def _answer(self, factory: "SiteFactory") -> None:
        if self.method not in (b"GET", b"HEAD"):
            status, body = 405, b""
            self.setHeader(b"allow", b"GET, HEAD")
        else:
            status, body = self._page(factory.site)
        self.setResponseCode(status)
        if status != 304:
            self.setHeader(b"content-length", b"%d" % len(body))
        sent = 0 if self.method == b"HEAD" else len(body)
        if sent:
            self.write(body)
        self.finish()
        factory.record(self, status, sent)

    def _page(self, site: Site) -> tuple[int, bytes]:
        address, _, query = self.uri.partition(b"?")
        page = site.page(address.decode("utf-8", "replace"), query.decode("utf-8", "replace"))
        headers = self.responseHeaders
        headers.setRawHeaders(b"content-type", [page.content_type.encode()])
        if page.status != 200:
            return page.status, page.body
        headers.setRawHeaders(b"etag", [page.etag])
        headers.setRawHeaders(b"last-modified", [http_date(page.modified)])
        return (304, b"") if self._held(page) else (200, page.body)

    def _held(self, page: Page) -> bool:
        """Whether the client says it has this page; If-None-Match decides where it is given."""
        tags = self.getHeader(b"if-none-match")
        if tags is not None:
            known = {tag.strip().removeprefix(b"W/") for tag in tags.split(b",")}
            return page.etag in known or b"*" in known
        since = self.getHeader(b"if-modified-since")
        if since is None:
            return False
        try:
            moment = parsedate_to_datetime(since.decode("latin-1"))
        except ValueError:
            return False
        return page.modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))


class SiteFactory(HTTPFactory):
    def __init__(self, site: Site, delay: float, log: RequestLog | None) -> None:
        super().__init__(reactor=reactor)
        self.site = site
        self.delay = delay
        self._log = log

    def buildProtocol(self, addr: object) -> object:
        channel = super().buildProtocol(addr)
        channel.requestFactory = SiteRequest
        return channel

    def log(self, request: Request) -> None:
        """Twisted's own access log is not kept."""

    def record(self, request: Request, status: int, size: int) -> None:
        if self._log:
            self._log.write(self.site.edition.code, request, status, size)


def http_date(moment: datetime) -> bytes:
    return format_datetime(moment.astimezone(UTC), usegmt=True).encode()


def listen(sites: Sequence[Site], port: int, delay: float, log: RequestLog | None) -> list[IListeningPort]:
    """All of them or none; raises CannotListenError, the port's number in it."""
    ports: list[IListeningPort] = []
    try:
        for i, site in enumerate(sites):
            factory = SiteFactory(site, delay, log)
            ports.append(reactor.listenTCP(port and port + i, factory, interface=LOOPBACK))
    except Exception:
        for listening in ports:
            listening.stopListening()
        raise
    return ports


def base_line(sites: Sequence[Site], ports: Sequence[IListeningPort]) -> str:
    pairs = (
        f"{site.edition.code}=http://{LOOPBACK}:{port.getHost().port}" for site, port in zip(sites, ports, strict=True)
    )
    return "base=" + ",".join(pairs)
