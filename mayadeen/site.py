"""Where an edition's pages are fetched from: its own host, or the mirror that `base` names."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from mayadeen.editions import Edition
from mayadeen.urls import LONGEST, canonical_url, safe_link

REMEMBERED = 8192
"""Links whose canonical address is kept in mind."""


class Site:
    """Canonical addresses stand on the edition's own host; `base` is where that host's root is served."""

    def __init__(self, edition: Edition, base: str | None = None):
        self.edition = edition
        self.base = (base or f"https://{edition.host}").rstrip("/")
        self._resolved = lru_cache(maxsize=REMEMBERED)(self._resolve)
        mirror = urlsplit(self.base)
        self._prefix = mirror.path
        self._mirror = _netloc(self.base)
        self._own = {_netloc(f"https://{host}") for host in (edition.host, *edition.aliases)}
        plain = {(host, 80) for host, _ in self._own}  # where a redirect may pass
        self.netlocs = frozenset({self._mirror} if base else self._own | plain)
        """What requests may go to, as (host, port): any other is refused, redirects included."""
        self.host = mirror.netloc.rpartition("@")[2]
        """The host as people write it, with its port where that is an unusual one."""

    def canonical(self, link: str, on: str) -> str | None:
        """The canonical address that `link` on the page `on` leads to; None where it leaves the edition, or is endless."""
        rooted = link.startswith("/") and not link.startswith("//")
        # Menus and cards repeat on every page: most links were resolved before.
        return self._resolved(link, self.base if rooted else on)

    def _resolve(self, link: str, on: str) -> str | None:
        found = self._own_address(link, on) if safe_link(link) else None
        return found if found and len(found) <= LONGEST else None

    def _own_address(self, link: str, on: str) -> str | None:
        try:
            target = urljoin(on, link.strip())
            host = _netloc(target)
            if host in self._own or host[0] in {own for own, _ in self._own}:
                return canonical_url(target, self.edition.host)
            if host == self._mirror:
                return canonical_url(self._without_prefix(target), self.edition.host)
        except ValueError:  # a page may hold anything: ports of letters, brackets without an end
            pass
        return None

    def address(self, url: str) -> str:
        """Where the page of that canonical address is fetched."""
        parts = urlsplit(url)
        return f"{self.base}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def allows(self, url: str) -> bool:
        try:
            return urlsplit(url).scheme in ("http", "https") and _netloc(url) in self.netlocs
        except ValueError:
            return False

    def _without_prefix(self, url: str) -> str:
        parts = urlsplit(url)
        inside = parts.path == self._prefix or parts.path.startswith(self._prefix + "/")
        path = parts.path[len(self._prefix) :] if self._prefix and inside else parts.path
        return f"//{parts.netloc}{path or '/'}" + (f"?{parts.query}" if parts.query else "")


def translations(stated: Iterable[tuple[str, str]], sites: Iterable[Site], on: str) -> tuple[str, ...]:
    """The addresses in the editions of `sites` that the page `on` states, as (language, address); no homes."""
    by_language = [(site.edition.language, site) for site in sites]
    found = (
        (site.canonical(address, on=on), site.edition.home)
        for language, address in stated
        for spoken, site in by_language
        if language.split("-")[0] == spoken
    )
    return tuple(url for url, home in found if url and url != home)


def _netloc(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or (80 if parts.scheme == "http" else 443)
