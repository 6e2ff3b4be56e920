"""The ticker as a watch: whatever befalls the network or the process."""

import signal
import subprocess
import time

import orjson
import pytest

from tests.fronts import A, B, C, D, Home, standing, waited_for
from tests.servers import Answer, refusing, serve
from tests.walls import CHALLENGE, CLOUDFLARE


@pytest.mark.long
def test_a_crawl_leaves_the_run_of_a_ticker_that_goes_on_alone(kept):
    with standing({"/news/politics": "<html><body><p>empty</p></body></html>"}) as page:
        watch = kept.start(f"base={page.site.base}", "every=1", spider="ticker")
        try:
            waited_for(kept, "SELECT 1 FROM flashes")
            kept.crawl(f"base={page.site.base}", "sections=politics", RETRY_TIMES=0)
            assert kept.query("SELECT state FROM runs WHERE spider = 'ticker'") == [("watching",)]
        finally:
            watch.kill()
            watch.wait()
        assert kept.crawl(f"base={page.site.base}", spider="ticker").returncode == 0
    states = kept.query("SELECT state, exit_code FROM runs WHERE spider = 'ticker' ORDER BY number")
    assert states == [("cut", 3), ("finished", 0)]
    assert len(list(kept.data.glob("runs/*/flashes.jsonl"))) == 2
    assert not list(kept.data.glob("runs/*/.watching"))


@pytest.mark.long
def test_a_watch_outlives_a_lost_network_and_ends_cleanly(kept):
    page, base, log = Home(), refusing(), kept.data.parent / "log"
    port = int(base.rpartition(":")[2])
    watch = kept.start(f"base={base}", "every=1", spider="ticker", LOG_FILE=log)
    try:
        waited_for(kept, "SELECT 1 FROM runs")
        time.sleep(3)  # there is not even a robots.txt
        with serve(page.pages(), port) as site:
            page.site = site
            waited_for(kept, "SELECT 1 FROM views WHERE number > 2")
            assert any(asked.headers.get("if-none-match") for asked in site.asked)
        seen = kept.one("SELECT max(number) FROM views")
        time.sleep(3)
        assert watch.poll() is None
        page.lines = [D, *page.lines]
        with serve(page.pages(), port) as site:
            page.site = site
            waited_for(kept, f"SELECT 1 FROM flashes WHERE text = '{D}'")
            waited_for(kept, f"SELECT 1 FROM views WHERE number > {seen + 2}")
            watch.send_signal(signal.SIGTERM)
            assert watch.wait(60) == 0
    finally:
        watch.kill()
        watch.wait()
    told = log.read_text()
    assert told.count("connection refused") == told.count("answers again, after") == 2
    assert "Traceback" not in told
    assert kept.query("SELECT text FROM flashes ORDER BY number") == [(C,), (B,), (A,), (D,)]
    assert kept.query("SELECT state, exit_code FROM runs") == [("finished", 0)]
    counts = orjson.loads((kept.runs()[-1] / "manifest.json").read_bytes())["counts"]
    assert counts["not_modified"] >= 2 and counts["failed"] >= 2


@pytest.mark.long
def test_a_killed_watch_loses_at_most_the_look_in_flight(kept):
    with standing() as page:
        for number in range(6):
            page.lines = [f"{number} {D}", *page.lines]
            watch = kept.start(f"base={page.site.base}", "every=1", spider="ticker")
            try:
                waited_for(kept, f"SELECT 1 FROM flashes WHERE text = '{number} {D}'")
                time.sleep(number / 5)
            finally:
                watch.kill()
                watch.wait()
    assert [text for (text,) in kept.query("SELECT text FROM flashes ORDER BY number")] == [
        f"0 {D}", C, B, A, *(f"{number} {D}" for number in range(1, 6)),
    ]  # fmt: skip
    assert kept.one("PRAGMA integrity_check") == "ok"
    assert kept.one("SELECT count(*) FROM flashes WHERE absent_after IS NOT NULL") == 0


def test_an_interrupted_watch_ends_well(kept):
    with standing() as page:
        command = kept.command(f"base={page.site.base}", "every=60", spider="ticker")
        watch = subprocess.Popen(command, env=kept.environment(), stderr=subprocess.PIPE, text=True)
        waited_for(kept, "SELECT 1 FROM flashes")
        watch.send_signal(signal.SIGINT)
        _, told = watch.communicate(timeout=60)
    assert watch.returncode == 0
    assert "Traceback" not in told


@pytest.mark.long
def test_a_watch_that_is_walled_off_ends_by_itself(kept):
    with standing({path: Answer(CHALLENGE, 403, CLOUDFLARE) for path in ("/", "/live")}) as page:
        ended = kept.crawl(f"base={page.site.base}", "every=1", spider="ticker", MAYADEEN_BLOCK_DELAY=0)
        assert len(page.site.asked) < 9
    assert ended.returncode == 4
    assert "blocks this crawler" in ended.stderr.splitlines()[-1]
    assert ended.stderr.count("no more is asked of this edition") == 1
