"""Who may see anything: whoever has the token. Everything else about a request is refused here too."""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from mayadeen.browse.spreadsheet import harmless

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No scripts at all, and nothing from elsewhere."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_REFUSED = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Not signed in</title>
<h1>Not signed in</h1><p>Open the address that <code>scrapy browse</code> printed when it started.</p></html>
"""


class Gate:
    """An ASGI application in front of `application`.

    The token comes as `?token=`, which is turned into a cookie at once, or as `Authorization: Bearer`.
    `hosts` are the values of the Host header that are ours: any other is a foreign page's trick (DNS rebinding).
    """

    def __init__(self, application: Any, token: str, hosts: tuple[str, ...]):
        self.application, self.token, self.hosts = application, token, hosts
        self.cookie = f"mayadeen-{hosts[0].rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.application(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _protected(send))

    async def _answer(self, scope: Scope, receive: Any, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if headers.get("host") not in self.hosts:
            await _say(send, 421, "<!DOCTYPE html><title>Another host</title>")
        elif scope["method"] not in ("GET", "HEAD"):
            await _say(send, 405, "<!DOCTYPE html><title>Read only</title>", ("allow", "GET, HEAD"))
        elif any(name == "token" and self._is_token(value) for name, value in asked):
            await self._sign_in(scope, asked, send)
        elif self._is_token(_bearer(headers)) or self._is_token(self._told(headers)):
            await self.application(scope, receive, _harmless(send) if scope["path"].endswith(".csv") else send)
        else:
            await _say(send, 401, _REFUSED)

    def _is_token(self, value: str) -> bool:
        return compare_digest(value.encode(), self.token.encode())

    def _told(self, headers: dict[str, str]) -> str:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return ""
        return cookies[self.cookie].value if self.cookie in cookies else ""

    async def _sign_in(self, scope: Scope, asked: list[tuple[str, str]], send: Send) -> None:
        rest = urlencode([pair for pair in asked if pair[0] != "token"])
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        place = "/" + path.lstrip("/\\") + (f"?{rest}" if rest else "")
        cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
        await _say(send, 303, "", ("location", place), ("set-cookie", cookie))


def _bearer(headers: dict[str, str]) -> str:
    kind, _, value = headers.get("authorization", "").partition(" ")
    return value if kind.lower() == "bearer" else ""


def _protected(send: Send) -> Send:
    async def protected(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.decode().lower() not in _HEADERS]
            ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": kept + ours}
        await send(message)

    return protected


def _harmless(send: Send) -> Send:
    """Of CSV; what else an address that ends so may answer, an error's page, is left as it is."""
    is_csv = False

    async def harmless_rows(message: dict[str, Any]) -> None:
        nonlocal is_csv
        if message["type"] == "http.response.start":
            told = dict(message["headers"]).get(b"content-type", b"")
            is_csv = message["status"] == 200 and told.startswith((b"text/plain", b"text/csv"))
        elif is_csv and message.get("body"):
            message = {**message, "body": harmless(message["body"])}
        await send(message)

    return harmless_rows


async def _say(send: Send, status: int, page: str, *headers: tuple[str, str]) -> None:
    told = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"), *headers]
    raw = [(name.encode(), value.encode("latin-1")) for name, value in told]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": page.encode()})
