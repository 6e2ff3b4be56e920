"""What a failed request means for the ledger: a state and a reason that a person can read."""

from datetime import UTC, datetime, timedelta

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from mayadeen.exceptions import Failed
from mayadeen.stores.entry import Visit
from mayadeen.stores.runs import now

GONE = "gone"
_NETWORK = {
    CannotResolveHostError: "cannot resolve the host",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "timed out",
    DownloadFailedError: "connection lost",
    ResponseDataLossError: "connection lost",
    DownloadCancelledError: "larger than DOWNLOAD_MAXSIZE",
}
# What Scrapy's own middlewares say when they raise IgnoreRequest, by how it begins.
_IGNORED = {
    "Forbidden by robots.txt": ("filtered", "robots.txt"),
    "max redirections reached": ("failed", "too many redirects"),
}


def network_trouble(failure: Failure) -> str | None:
    """The reason, where it was the network or the server's silence and not an answer."""
    return next((reason for kind, reason in _NETWORK.items() if failure.check(kind)), None)


def end_by_failure(visit: Visit, failure: Failure, gone_after: timedelta) -> None:
    if failure.check(HttpError):
        _end_by_status(visit, failure.value.response.status, gone_after)
    elif failure.check(Failed):
        visit.end("failed", str(failure.value))
    elif failure.check(IgnoreRequest):
        message = str(failure.value)
        known = (end for start, end in _IGNORED.items() if message.startswith(start))
        visit.end(*next(known, ("filtered", message or "ignored")))
    else:
        visit.end("failed", network_trouble(failure) or f"{type(failure.value).__name__}: {failure.value}"[:200])


def _end_by_status(visit: Visit, status: int, gone_after: timedelta) -> None:
    if status == 304:
        # The answer to our own conditional request: what is held is what the site has.
        visit.etag = visit.etag or visit.entry.etag
        visit.last_modified = visit.last_modified or visit.entry.last_modified
        visit.end("unchanged")
    elif status in (404, 410):
        visit.gone_since = visit.entry.gone_since or now()
        since = datetime.now(UTC) - datetime.fromisoformat(visit.gone_since)
        # One sighting can be a mishap of the site; the second, later one confirms it.
        confirmed = visit.entry.gone_since and since >= gone_after
        visit.end(*(("filtered", f"{GONE} (http {status})") if confirmed else ("failed", f"http {status}")))
    else:
        visit.end("failed", f"http {status}")
