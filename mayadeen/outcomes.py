"""What a failed request means for the ledger: a state and a reason that a person can read."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from mayadeen.blocks import shut_out
from mayadeen.exceptions import Blocked, Failed, NoRobots
from mayadeen.stores.clock import moment, now
from mayadeen.stores.entry import GONE, MISSING, REMOVED, Visit

SIDE_WAYS = ("robots", "feed")
"""Kinds of pages that a site need not have: that it refuses them leaves nothing out."""
_REFUSED = (401, 403, 429, 451, 503)
OFF_HOSTS = "leads off the edition's hosts"
_TOO_LARGE = "larger than DOWNLOAD_MAXSIZE"
_NETWORK = {
    CannotResolveHostError: "cannot resolve the host",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "timed out",
    DownloadFailedError: "connection lost",
    ResponseDataLossError: "connection lost",
}
# What Scrapy's own middlewares say when they raise IgnoreRequest, by how it begins.
_IGNORED = {
    "max redirections reached": ("failed", "too many redirects"),
    "Ignored response": ("failed", _TOO_LARGE),  # a bomb: from HttpCompressionMiddleware
}


def network_trouble(error: BaseException) -> str | None:
    """The reason, where it was the network or the server's silence and not an answer."""
    return next((reason for kind, reason in _NETWORK.items() if isinstance(error, kind)), None)


def end_by_failure(visit: Visit, failure: Failure, gone_after: timedelta) -> None:
    error = failure.value
    if isinstance(error, HttpError):
        _end_by_status(visit, error.response, gone_after)
    elif isinstance(error, Blocked):
        visit.blocked = True
        visit.end("filtered" if visit.entry.kind in SIDE_WAYS else "failed", str(error))
    elif isinstance(error, (Failed, NoRobots)):
        visit.end("failed", str(error))
    elif isinstance(error, DownloadCancelledError):
        visit.end("failed", _TOO_LARGE)
    elif isinstance(error, IgnoreRequest):
        message = str(error)
        known = (end for start, end in _IGNORED.items() if message.startswith(start))
        visit.end(*next(known, ("filtered", message or "ignored")))
    else:
        trouble = network_trouble(error)
        visit.silent = trouble is not None
        visit.end("failed", trouble or f"{type(error).__name__}: {error}"[:200])


def _end_by_status(visit: Visit, response: Response, gone_after: timedelta) -> None:
    status = response.status
    if status == 304 and (visit.entry.etag or visit.entry.last_modified):
        # The answer to our own conditional request: what is held is what the site has.
        visit.etag = visit.etag or visit.entry.etag
        visit.last_modified = visit.last_modified or visit.entry.last_modified
        visit.end("unchanged")
    elif status == 304:
        visit.end("failed", "http 304 to a request without conditions")
    elif visit.entry.kind == "index" and status == 404 and b"no captures" in response.body.lower():
        visit.end("read")  # so pywb and Common Crawl say that they have none
    elif visit.entry.kind in SIDE_WAYS and 400 <= status < 500:
        visit.end("filtered", f"refused (http {status})")
    elif status in (404, 410):
        end_absent(visit, f"http {status}", gone_after)
    elif status in (301, 302, 303, 307, 308):
        visit.end(*_unfollowed(response))
    else:
        visit.end("failed", f"http {status}")


def end_absent(visit: Visit, reason: str, gone_after: timedelta) -> None:
    """The site answers that there is nothing there: once is a mishap, again and long enough after it is gone."""
    visit.gone_since = visit.entry.gone_since or now()
    again = visit.entry.gone_since and moment() - datetime.fromisoformat(visit.gone_since) >= gone_after
    if again:
        visit.absence, visit.gone_confirmed = REMOVED, now()
        visit.end("filtered", f"{GONE} ({reason})")
    else:
        visit.absence = MISSING
        visit.end("failed", reason)


def lets_in(visit: Visit) -> bool:
    """Whether the site is there and serves us, whatever became of this page."""
    return not visit.blocked and visit.status is not None and visit.status < 500 and visit.status not in _REFUSED


def _unfollowed(response: Response) -> tuple[str, str]:
    """Scrapy follows http and https only, and hands over the redirects it does not follow."""
    location = (response.headers.get("Location") or b"").decode("latin-1").strip()
    try:
        scheme = urlsplit(urljoin(response.url, location)).scheme
    except ValueError:
        scheme = ""
    if location and scheme and scheme not in ("http", "https"):
        return "filtered", f"{OFF_HOSTS}: {scheme}:"
    return "failed", f"http {response.status} that leads nowhere"


def unreachable(host: str, visit: Visit) -> str:
    """One line for a crawl in which no page could be had, by its first one."""
    if visit.blocked:
        return shut_out(host, visit.reason or "")
    if visit.status is None:
        return f"cannot reach {host}: {visit.reason}"
    refused = visit.status in _REFUSED
    return f"{host} answered http {visit.status} to every page" + (
        "; it may be blocking this crawler" if refused else ""
    )
