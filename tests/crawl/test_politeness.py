"""What a crawl asks of a host, when, and under which name: measured at the server."""

import itertools
import signal
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.polite import OWN, A, crawl, pages, receipt
from tests.servers import Answer, article, serve

ANYWHERE = "tests.servers.EverythingHere"


def in_date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def refuses_first(status: int, header: str | None, pause: float):
    """The first request is refused, with `header` or a date in `pause` seconds."""

    def answer(count: int) -> Answer:
        if count > 1:
            return Answer(article("At last"))
        value = header if header is not None else in_date(pause)
        return Answer("", status, {"Retry-After": value} if value else {})

    return answer


ONE_BY_ONE = {"DOWNLOAD_DELAY": 0.05, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}


@pytest.mark.parametrize(
    ("status", "header", "pause", "settings"),
    [
        (429, "1", 1.0, ONE_BY_ONE),
        (503, None, 3.0, {}),
        pytest.param(429, "1", 1.0, {}, marks=pytest.mark.long),
        pytest.param(503, None, 3.0, ONE_BY_ONE, marks=pytest.mark.long),
    ],
    ids=["429 in seconds", "503 as a date", "429 at once", "503 one by one"],
)
def test_nothing_is_asked_before_retry_after(kept, status, header, pause, settings):
    with serve({f"{A}page-0": refuses_first(status, header, pause)} | pages(30)) as site:
        ended = crawl(kept, site, CONCURRENT_REQUESTS=32, **settings)
    assert (ended.returncode, kept.outcomes()) == (0, {("stored", None): 31}), ended.stderr
    refused = site.times(f"{A}page-0")[0]
    # A date has no fractions: it can lie up to a second nearer. What was on its way already may still come.
    early = [t - refused for t in site.times() if pause / 2 < t - refused < pause - 1.05 * (header is None) - 0.05]
    assert early == []
    assert kept.one("SELECT max(attempts) FROM pages") == 1
    assert receipt(kept)["pauses"] == 1
    assert pause - 2 * (header is None) - 0.05 <= receipt(kept)["paused"] <= pause  # and be read later


def test_without_a_header_the_pause_grows_up_to_a_cap(kept):
    answers = {f"{A}page-0": lambda count: Answer("", 429) if count < 5 else Answer(article("At last"))}
    with serve(answers | pages(3)) as site:
        settings = {"MAYADEEN_RETRY_AFTER_DEFAULT": 0.2, "MAYADEEN_RETRY_AFTER_MAX": 0.6, "RETRY_TIMES": 5}
        ended = crawl(kept, site, CONCURRENT_REQUESTS=1, CONCURRENT_REQUESTS_PER_DOMAIN=1, **settings)
    assert (ended.returncode, kept.outcomes()) == (0, {("stored", None): 4}), ended.stderr
    times = site.times(f"{A}page-0")
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(pauses) == 4 and sum(pauses) >= 0.85 * 1.8, pauses
    assert receipt(kept)["paused"] == pytest.approx(0.2 + 0.4 + 0.6 + 0.6, abs=0.1)


@pytest.mark.long
def test_refusals_at_once_are_one_refusal(kept):
    """Sixteen pages on their way when a host gets busy do not double the pause sixteen times."""
    busy = {path: (lambda count, page=page: Answer("", 429) if count == 1 else Answer(page)) for path, page in pages(16).items()}
    with serve(busy) as site:
        began = time.monotonic()
        ended = crawl(kept, site, MAYADEEN_RETRY_AFTER_DEFAULT=0.5)
        took = time.monotonic() - began
    assert (ended.returncode, kept.outcomes()) == (0, {("stored", None): 16}), ended.stderr
    assert took < 60  # doubled sixteen times it is 600 s, the cap


@pytest.mark.long
def test_a_longer_pause_than_the_cap_is_cut(kept):
    with serve({f"{A}page-1": refuses_first(503, "86400", 0)}) as site:
        assert crawl(kept, site, MAYADEEN_RETRY_AFTER_MAX=0.5).returncode == 0
    assert receipt(kept)["paused"] == pytest.approx(0.5, abs=0.05)
    assert 0.45 <= max(site.gaps()) < 60


def test_one_request_a_second_unless_the_host_is_loopback(kept):
    with serve(pages(2)) as site:
        ended = crawl(kept, site, base=site.base.replace("127.0.0.1", "mirror.example.org"), DNS_RESOLVER=ANYWHERE)
    assert ended.returncode == 0, ended.stderr
    assert len(site.asked) == 3
    assert site.pace() >= 0.85, site.gaps()  # as a busy machine sees a second
    assert site.most_at_once() == 1


@pytest.mark.long
def test_loopback_lifts_the_default_delay_but_not_the_users(kept):
    with serve(pages(6)) as site:
        crawl(kept, site)
        assert min(site.gaps()) < 0.9
        site.asked.clear()
        crawl(kept, site, DOWNLOAD_DELAY=0.3, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert site.pace() >= 0.85 * 0.3
        assert site.most_at_once() == 1


def test_no_more_at_once_than_the_user_says(kept):
    slow = {path: (lambda count, page=page: time.sleep(0.05) or Answer(page)) for path, page in pages(12).items()}
    with serve(slow) as site:
        crawl(kept, site, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    assert site.most_at_once() == 2


def test_who_asks_is_told_and_nothing_else_of_it(kept):
    answers = {path: Answer(page, headers={"Set-Cookie": "a=b"}) for path, page in pages(3).items()}
    with serve(answers) as site:
        crawl(kept, site, MAYADEEN_CONTACT="crawl@example.org", CONCURRENT_REQUESTS_PER_DOMAIN=1)
        agents = {asked.headers["user-agent"] for asked in site.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("mayadeen/")
    assert site.asked[0].headers["user-agent"].endswith("(research crawler; crawl@example.org)")
    assert not any("cookie" in asked.headers for asked in site.asked)


@pytest.mark.long
def test_conditions_are_sent_only_of_what_is_held(kept):
    fine = Answer(article("Fine"), headers={"ETag": '"1"', "Last-Modified": "Wed, 31 Jan 2024 10:00:00 GMT"})
    bad = Answer(b"", headers={"ETag": '"2"'})
    with serve({f"{A}fine": fine, f"{A}bad": bad}) as site:
        crawl(kept, site, "mode=full")
        assert not any("if-none-match" in asked.headers for asked in site.asked)
        site.asked.clear()
        site.pages[f"{A}fine"] = Answer("", 304)
        crawl(kept, site, "mode=full")
    told = {asked.path: asked.headers.get("if-none-match") for asked in site.asked}
    assert (told[f"{A}fine"], told[f"{A}bad"]) == ('"1"', None)
    assert kept.outcomes() == {("unchanged", None): 1, ("failed", "empty answer"): 1}


@pytest.mark.long
@pytest.mark.parametrize("sent", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_signal_finishes_what_is_on_its_way_and_leaves_the_rest(kept, sent):
    slow = {f"{A}page-0": lambda count: time.sleep(1) or Answer(article("Slow"))}
    with serve(slow | pages(8)) as site:
        file = kept.data.parent / "urls.txt"
        file.write_text("".join(f"{OWN}{path}\n" for path in site.pages if path.startswith(A)))
        settings = {"DOWNLOAD_DELAY": 2, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
        process = kept.start(f"urls={file}", f"base={site.base}", **settings)
        while f"{A}page-0" not in site.paths():
            time.sleep(0.05)
            assert process.poll() is None
        process.send_signal(sent)
        began = time.monotonic()
        assert process.wait(60) == 3
        assert time.monotonic() - began < 10, "it waited for pages that were not sent: 16 s"
        assert kept.outcomes() == {("stored", None): 1, ("pending", None): 8}
        assert [line["title"] for line in kept.lines()] == ["Slow"]
        assert kept.query("SELECT state, exit_code FROM runs") == [("cut", 3)]
        again = kept.crawl(f"urls={file}", f"base={site.base}")
    assert (again.returncode, kept.outcomes()) == (0, {("stored", None): 9}), again.stderr
    assert len(kept.lines()) == 8


def test_a_signal_during_a_pause_is_heard_at_once(kept):
    with serve({f"{A}page-0": Answer("", 503, {"Retry-After": "300"})} | pages(3)) as site:
        file = kept.data.parent / "urls.txt"
        file.write_text("".join(f"{OWN}{path}\n" for path in site.pages if path.startswith(A)))
        process = kept.start(f"urls={file}", f"base={site.base}", CONCURRENT_REQUESTS_PER_DOMAIN=1)
        while f"{A}page-0" not in site.paths():
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 3  # of 300
    assert kept.one("SELECT count(*) FROM pages WHERE state = 'pending'") >= 1
    assert kept.one("SELECT count(*) FROM pages WHERE state = 'leased'") == 0
