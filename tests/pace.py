"""How long work may take, in seconds of processor time of the machine this was written on; a slower one gets more."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import html

PAGE = "<html><body>" + "<div><p class=a>some text <b>bold</b> and <a href='/x'>link</a></p></div>" * 4000 + "</body></html>"
WRITTEN_ON = 0.022
"""Seconds that the work below took there."""


def slowness() -> float:
    """How many times as long this machine takes for the same work now; never below 1."""
    return max(1.0, min(_work() for _ in range(5)) / WRITTEN_ON)


def _work() -> float:
    began = time.process_time()
    for element in html.fromstring(PAGE).iter():
        len(element.text or "")
    return time.process_time() - began


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.process_time()
    yield
    took = time.process_time() - began
    assert took < seconds or took < seconds * slowness(), f"{took:.2f} s of processor time"
