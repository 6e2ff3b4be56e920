"""Small servers that misbehave on purpose, on real sockets, and what they were asked."""

import itertools
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer

ROBOTS = "User-agent: *\nDisallow:\n"


@dataclass
class Answer:
    """One answer; `send` instead writes whatever it likes to the connection."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None
    type: str | None = "text/html; charset=utf-8"


def article(title: str = "A title", body: str = "A paragraph of text that is long enough.", head: str = "") -> str:
    """A page of the least that is an article."""
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}<title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2024-01-31T10:00:00Z"></head>'
        f"<body><h1>{title}</h1><article><p>{body}</p><p>{body}</p></article></body></html>"
    )


def listing(paths: list[str]) -> str:
    """A home page with a menu of one section, and links."""
    links = "".join(f'<article><a href="{path}">{path}</a></article>' for path in paths)
    return f'<html><body><nav><ul><li><a href="/news/politics">Politics</a></li></ul></nav><main>{links}</main></body></html>'


@dataclass
class Asked:
    path: str
    began: float
    headers: dict[str, str]
    ended: float = 0.0


class Site:
    """`pages[path]` is an Answer, a text, or a function of the how-manieth request to that path (from 1)."""

    def __init__(self, pages: dict[str, Any]):
        self.pages = {"/robots.txt": Answer(ROBOTS, type="text/plain")} | pages
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        self.base = ""

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def times(self, path: str | None = None) -> list[float]:
        return [asked.began for asked in self.asked if path in (None, asked.path)]

    def gaps(self) -> list[float]:
        times = sorted(self.times())
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    def pace(self) -> float:
        """Seconds between requests on an average: one that a busy machine sees late is late for two gaps at once."""
        return statistics.mean(self.gaps())

    def most_at_once(self) -> int:
        return max(sum(other.began <= one.began < other.ended for other in self.asked) for one in self.asked)

    def answer(self, path: str, count: int) -> Answer:
        page = self.pages.get(path, Answer("not here", 404))
        page = page(count) if callable(page) else page
        return Answer(page) if isinstance(page, str) else page


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with fewer, a burst of connections is held up for a second by the system
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what these servers are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        asked = Asked(self.path, time.monotonic(), {name.lower(): value for name, value in self.headers.items()})
        with site.lock:
            site.asked.append(asked)
            count = site.paths().count(self.path)
        try:
            self._answer(site.answer(self.path, count))
        finally:
            asked.ended = time.monotonic()

    def _answer(self, answer: Answer) -> None:
        if answer.send:
            self.close_connection = True
            answer.send(self)
            return
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.type:
            self.send_header("Content-Type", answer.type)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def serve(pages: dict[str, Any], port: int = 0) -> Iterator[Site]:
    site = Site(pages)
    server = _Server(("127.0.0.1", port), _Handler)
    server.site = site
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def black_hole() -> Iterator[str]:
    """A base that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def refusing() -> str:
    """A base at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def cut(body: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Half of what was announced, then the end of the connection."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        handler.wfile.write(body[: len(body) // 2].encode())

    return send


def unannounced(body: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An old server's answer: its end is the end of the connection."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body.encode())

    return send


def drip(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """A byte now and then."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html>")
        for _ in range(int(seconds / 0.2)):
            handler.wfile.write(b" ")
            time.sleep(0.2)

    return send


def flood(megabytes: int, announced: bool = False) -> Callable[[BaseHTTPRequestHandler], None]:
    def send(handler: BaseHTTPRequestHandler) -> None:
        length = f"Content-Length: {megabytes << 20}\r\n" if announced else ""
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length}\r\n".encode())
        for _ in range(megabytes):
            handler.wfile.write(b"<p>flood</p>   " * 69906)

    return send


@implementer(IResolverSimple)
class EverythingHere:
    """For `DNS_RESOLVER`: every name is this machine, so that a test can crawl a host that is no loopback literal."""

    def __init__(self, reactor: Any):
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "EverythingHere":
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installResolver(self)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        return succeed("127.0.0.1")


class NothingHere(EverythingHere):
    """For `DNS_RESOLVER`: a machine without a network."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        return fail(DNSLookupError(f"no address for {name}"))
