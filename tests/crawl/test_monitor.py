"""Redesigns of the replica, each between two runs: the monitor names it in the run that meets it. Clean runs give no alarm."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from mayadeen.replica import Page, Site, clock
from tests.conftest import Kept, read_lines
from tests.mutated import DAYS, Change, articles, emptied, html, later, of_day, replica, served, without

NEWER = 24
"""Articles of the two days between the first run and the next."""
SCRIPT = r'<script id="tawsiyat-metadata".*?</script>'
JSONLD = r'<script type="application/ld\+json">.*?</script>'
BYLINE = r"</h1>\n<div.*?</ul>\n"


def cut(pattern: str, to: str = "") -> Change:
    return articles(lambda markup: re.sub(pattern, to, markup, flags=re.S))


def both(*changes: Change) -> Change:
    def change(path: str, page: Page, site: Site) -> Page | None:
        for one in changes:
            page = one(path, page, site)
        return page

    return change


def moved(markup: str) -> str:
    """Byline and date from under the headline to the foot of the page."""
    found = re.search(BYLINE, markup, re.S)
    return markup.replace(found[0], "</h1>\n").replace("</main>", f"<footer>{found[0][5:]}</footer></main>") if found else markup


def every(part: int, answer: Callable[[Page], Page | None]) -> Change:
    """Another answer in the place of each so many-th article."""

    def change(path: str, page: Page, site: Site) -> Page | None:
        number = site.collection.number(path)
        return answer(page) if number is not None and number % part == 0 else page

    return change


def frozen(items: int) -> Change:
    """Listings as they were before the last items, from a cache on the way."""
    return lambda path, page, site: without(list(range(site.collection.total - items + 1, site.collection.total + 1)))(path, page, site)


def a_day(path: str, page: Page, site: Site) -> Page | None:
    return without(of_day(site, "2026-02-01"))(path, page, site)


EMPTY = "<html><head><title>Story</title></head><body><h1>Story</h1></body></html>"
CONSENT = "<html><head><title>x</title></head><body><h1>Before you go on</h1><p>Cookies.</p></body></html>"
WALL = '<html><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>'


@dataclass(frozen=True)
class Redesign:
    change: Change
    named: tuple[str, ...]
    """What one alarm must say, all of it."""
    of_item: bool = True
    """Whether it shows an item's page."""
    newer: int = NEWER
    settings: tuple[tuple[str, str], ...] = ()


REDESIGNS = {
    "renamed body": Redesign(cut('class="p-content"', 'class="story"'), ("body:", "div.p-content", "structure")),
    "renamed summary": Redesign(cut("lg_para summary", "lead"), ("summary:", "p.lg_para.summary")),
    "renamed both": Redesign(cut('"(p-content|lg_para summary)"', '"x1"'), ("body:", "div.p-content")),
    "no script": Redesign(cut(SCRIPT), ("layer script:", "script#tawsiyat-metadata")),
    "broken script": Redesign(cut('"type":"article","postid"', '"type":"article""postid"'), ("layer script:", "lost with it: country")),
    "no linked data": Redesign(cut(JSONLD), ("layer jsonld:", "nothing is lost yet")),
    "script without date": Redesign(cut('"published_time"', '"first_published"'), ("published:", "script#tawsiyat-metadata", "given now by")),
    "meta without date": Redesign(cut("article:published_time", "published"), ("published:", "meta article:published_time", "given now by")),
    "script without keywords": Redesign(cut('"keywords":"[^"]*"', '"keywords":""'), ("tags:", "script", "given now by")),
    "no opengraph": Redesign(cut('<meta property="og:[^>]*>'), ("layer meta:", "og:title")),
    "moved byline and date": Redesign(articles(moved), ("source: filled in 0",)),
    "headline as h2": Redesign(cut("h1", "h2"), ("layer structure:", "title")),
    "no post id": Redesign(both(cut('name="postid"', 'name="p"'), cut('"postid":"', '"p":"')), ("post_id: filled in 0",)),
    "text by script": Redesign(cut(r'(<div class="p-content">).*?(</div>\n<)', r"\1\2"), ("body:", "filled")),
    "no pictures": Redesign(
        both(cut('<figure.*?</figure>'), cut('"thumbnail":"[^"]*"', '"thumbnail":""'), cut("og:image", "og:x"), cut('"image":', '"x":'), cut('poster="[^"]*"')),
        ("image_url: filled in 0",),
    ),
    "player by script": Redesign(cut("<video.*?</video>", '<div id="player"></div>'), ("videos: filled in 0",), newer=60),
    "no edit times": Redesign(
        both(cut("article:modified_time", "x"), cut('"last_updated"', '"x"'), cut('"dateModified"', '"x"')), ("modified: filled in 0",)
    ),
    "empty listings": Redesign(emptied(), ("listing news/politics:", "shows 0 items"), of_item=False),
    "an empty listing": Redesign(emptied("/news/sports"), ("listing news/sports:", "shows 0 items"), of_item=False),
    "an empty region": Redesign(emptied("/africa"), ("listing africa:", "shows 0 items"), of_item=False),
    "a missing day": Redesign(a_day, ("volume:", "0 items from 01 Feb 00:00 to 02 Feb 00:00", "quiet or blind?"), of_item=False),
    "stale listings": Redesign(frozen(NEWER), ("volume:", "0 items", "quiet or blind?"), of_item=False),
    "errors": Redesign(every(2, lambda page: html(page, "broken", 500)), ("failed:", "http 500")),
    "consent pages": Redesign(every(2, lambda page: html(page, CONSENT)), ("failed:", "in an article's place: asks for consent")),
    "no items": Redesign(every(2, lambda page: html(page, EMPTY)), ("failed:", "nothing of an article")),
    "walls": Redesign(every(8, lambda page: html(page, WALL, 403)), ("blocked:",), of_item=False, settings=(("MAYADEEN_BLOCK_DELAY", "0"),)),
}  # fmt: skip
SHORT = ("renamed body",)


@pytest.fixture(scope="module", autouse=True)
def dense():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "SPAN_DAYS", DAYS)
        yield


@pytest.fixture(scope="module")
def before(dense, tmp_path_factory):
    """A collection with one good run of the site as it was."""
    kept = Kept(tmp_path_factory.mktemp("before") / "data")
    with served(replica()) as base:
        ended = kept.crawl(f"base={base}", "pages=all", clock=later(0), RETRY_TIMES=0)
    assert ended.returncode == 0, ended.stderr
    return kept


def after(before: Kept, folder) -> Kept:
    subprocess.run(["cp", "-r", before.data, folder], check=True)
    return Kept(folder, {"RETRY_TIMES": 0})


def alarms(kept: Kept) -> list[str]:
    return json.loads(kept.one("SELECT alarms FROM runs ORDER BY number DESC LIMIT 1") or "[]")


def meet(kept: Kept, change: Change, newer: int = NEWER, **settings: str) -> subprocess.CompletedProcess[str]:
    with served(replica(newer), change) as base:
        return kept.crawl(f"base={base}", clock=later(newer), **settings)


def judge(before: Kept, folder, name: str) -> Kept:
    kept, redesign = after(before, folder), REDESIGNS[name]
    ended = meet(kept, redesign.change, redesign.newer, **dict(redesign.settings))
    told = [alarm for alarm in alarms(kept) if all(word in alarm for word in redesign.named)]
    assert told, (name, alarms(kept), ended.stderr[-2000:])
    assert ended.returncode == 6
    assert not redesign.of_item or any("see https://english.almayadeen.net/" in alarm for alarm in told)
    return kept


@pytest.mark.parametrize("name", SHORT)
def test_a_redesign_is_named_and_the_run_quarantined(before, tmp_path, name):
    kept = judge(before, tmp_path / "data", name)
    run = kept.runs()[-1]
    manifest = json.loads((run / "manifest.json").read_bytes())
    assert manifest["exit_code"] == 6 and manifest["quarantined"] and manifest["alarms"] == alarms(kept)
    [record] = read_lines(kept.data / "alarms.jsonl")
    assert (record["run"], record["alarms"]) == (run.name, alarms(kept))
    assert kept.one("SELECT count(*) FROM runs WHERE quarantined IS NOT NULL") == 1
    assert kept.scrapy("release", run.name).stdout == f"{run.name} is released\n"
    assert json.loads((run / "manifest.json").read_bytes())["quarantined"] is None
    ended = meet(kept, REDESIGNS[name].change, newer=NEWER + 12)
    assert (ended.returncode, alarms(kept)) == (0, []), "what was released is what is expected"


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in REDESIGNS if name not in SHORT])
def test_each_redesign_is_named_within_one_run(before, tmp_path, name):
    judge(before, tmp_path / "data", name)


def test_there_are_enough():
    assert len(REDESIGNS) >= 20


@pytest.mark.long
def test_thirty_clean_runs_give_no_alarm(before, tmp_path):
    kept = after(before, tmp_path / "data")
    for run in range(1, 31):
        ended = meet(kept, lambda path, page, site: page, newer=2 * run)
        assert (ended.returncode, alarms(kept)) == (0, []), run
    assert kept.one("SELECT count(*) FROM articles") == 420 + 60
    assert not (kept.data / "alarms.jsonl").exists()


@pytest.mark.long
def test_feeds_leave_a_quarantined_run_out_unless_told(before, tmp_path):
    change = REDESIGNS["renamed body"].change
    for told, lines in (("", 0), ("1", NEWER)):
        kept = after(before, tmp_path / f"data{told}")
        with served(replica(NEWER), change) as base:
            out = tmp_path / f"out{told}.jsonl"
            kept.crawl(f"base={base}", "-O", str(out), clock=later(NEWER), MAYADEEN_EXPORT_QUARANTINED=told)
        assert len(read_lines(out)) == lines


@pytest.mark.long
def test_the_second_channel_tells_a_quiet_site_from_a_blind_crawler(before, tmp_path):
    same = replica()
    quiet = after(before, tmp_path / "quiet")
    with served(same) as base:
        assert quiet.crawl(f"base={base}", clock=later(20)).returncode == 6
        assert "quiet or blind?" in alarms(quiet)[0]
        archive = quiet.command(f"base={base}", "since=2026-01-30", spider="archive")
        assert subprocess.run(archive, env=quiet.environment(later(22)), cwd=".", check=False, capture_output=True).returncode == 0
        ended = quiet.crawl(f"base={base}", clock=later(24))
    assert (ended.returncode, alarms(quiet)) == (0, [])
    assert "quiet: the sitemaps" in ended.stderr
    blind = after(before, tmp_path / "blind")
    with served(replica(NEWER), frozen(NEWER)) as base:
        archive = blind.command(f"base={base}", "since=2026-01-30", spider="archive")
        subprocess.run(archive, env=blind.environment(later(22)), cwd=".", check=False, capture_output=True)
        assert blind.crawl(f"base={base}", clock=later(24)).returncode == 6
    assert any("blind: other channels show" in alarm for alarm in alarms(blind))


@pytest.mark.long
def test_small_runs_cannot_hide_a_slow_change(before, tmp_path):
    """Three items a run say little; together with those before them they do."""
    kept = after(before, tmp_path / "data")
    change = every(2, lambda page: html(page, re.sub(SCRIPT, "", page.body.decode(), flags=re.S)))
    codes = []
    for run in range(1, 13):
        codes.append(meet(kept, change, newer=3 * run).returncode)
        if codes[-1] == 6:
            break
    assert codes[-1] == 6 and len(codes) > 1, codes
    assert any("layer script" in alarm for alarm in alarms(kept))
