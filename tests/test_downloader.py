"""What the downloader's slots do that Scrapy's do not."""

from scrapy import Request
from scrapy.core.downloader import Slot

from mayadeen.downloader import URGENT, Downloader


def test_what_somebody_waits_for_goes_before_what_is_queued():
    slot = Slot(1, 0, 0)
    slot.latercall = object()  # a delay: nothing is sent yet
    downloader = Downloader.__new__(Downloader)
    for name, meta in (("a", {}), ("b", {}), ("urgent", {URGENT: True}), ("c", {})):
        slot.queue.append((Request(f"http://127.0.0.1/{name}", meta=meta), None))
        downloader._process_queue(slot)
    assert [request.url.rpartition("/")[2] for request, _ in slot.queue] == ["urgent", "a", "b", "c"]
