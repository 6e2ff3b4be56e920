"""The report of two crawls of the replica, its numbers held against the replica's own truth and its log of requests."""

import itertools
import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from mayadeen.replica import Site
from mayadeen.report.page import page
from mayadeen.report.told import told as report_of
from mayadeen.stores.database import open_database
from mayadeen.stores.report import Report
from tests.conftest import Kept, run_replica

ARTICLES = 60
SITE = Site(edition="ar", articles=ARTICLES, seed=1)
TRUTH = [SITE.article(number) for number in range(1, ARTICLES + 1)]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """(the folder, the log of each crawl): a first one, and one that looks at everything again."""
    folder = tmp_path_factory.mktemp("report")
    kept, logs = Kept(folder / "data"), []
    with run_replica(folder / "requests.jsonl", "--articles", str(ARTICLES)) as replica:
        for mode in ("new", "full"):
            ended = kept.crawl("edition=ar", "pages=all", f"mode={mode}", f"_job={mode}", replica.argument)
            assert ended.returncode == 0, ended.stderr
            logs.append(replica.requests())
            replica.forget()
    return kept, logs


@pytest.fixture(scope="module")
def told(reported):
    """Of the collection, of the first run, of the second one."""
    engine = open_database(f"sqlite:///{reported[0].data / 'mayadeen.sqlite'}")
    yield [report_of(engine, run and Report(engine).run(run)) for run in (None, "new", "full")]
    engine.dispose()


@pytest.fixture(scope="module")
def shown(told):
    return [page(numbers) for numbers in told]


@pytest.mark.long
def test_the_command_writes_both_where_they_are_looked_for(reported, told, shown):
    kept, _ = reported
    assert kept.scrapy("report").stdout == f"report: {kept.data / 'report.html'}\n"
    file = kept.data / "runs" / "new" / "report.html"
    assert kept.scrapy("report", "new").stdout == f"report: {file}\n"
    without_time = re.compile("<p>Made .*")
    assert without_time.sub("", file.read_text()) == without_time.sub("", shown[1])
    numbers = json.loads(kept.scrapy("report", "new", "--json").stdout)
    assert numbers | {"made": ""} == told[1] | {"made": ""}


def monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()


def drawn(numbers) -> Counter:
    items = numbers["items"]
    return +Counter(dict(zip(items["times"], items["editions"][0]["numbers"], strict=True)))


def test_items_stand_where_and_when_the_site_published_them(told):
    days = defaultdict(Counter)
    for article in TRUTH:
        days[article.section][article.published.date().isoformat()] += 1
    for numbers in told[:2]:
        items = numbers["items"]
        assert (items["all"], items["undated"], items["outside"]) == (ARTICLES, 0, 0)
        assert {row["section"]: row["items"] for row in items["sections"]} == {s: n.total() for s, n in days.items()}
        assert items["first"] == min(min(each) for each in days.values())
    dates = [article.published.date() for article in TRUTH]
    assert (told[0]["items"]["step"], told[1]["items"]["step"]) == ("month", "week")
    assert drawn(told[0]) == Counter(day.isoformat()[:7] for day in dates)
    assert drawn(told[1]) == Counter(map(monday, dates))
    assert told[2]["items"]["all"] == 0, "the second run has stored nothing"


def test_kinds_and_fields_are_the_sites_own(told):
    kinds = Counter(article.kind for article in TRUTH)
    assert told[0]["kinds"] == {"ar": kinds}
    for numbers in told[:2]:
        filled = numbers["reading"]["filled"]["ar"]
        assert {kind: each["items"] for kind, each in filled.items()} == kinds
        for field, value in (("body", lambda a: a.body), ("summary", lambda a: a.summary), ("tags", lambda a: a.tags), ("videos", lambda a: a.video_url)):  # fmt: skip
            true = Counter(article.kind for article in TRUTH if value(article))
            assert Counter({kind: each["fields"].get(field, 0) for kind, each in filled.items()}) == true, field


def test_the_receipt_says_what_the_server_saw(told, reported):
    _, (first, second) = reported
    for numbers, log in zip(told[1:], (first, second), strict=True):
        assert numbers["politeness"]["answers"] == Counter(str(line["status"]) for line in log)
        (host,) = numbers["politeness"]["hosts"].values()
        assert (host["requests"], host["early"]) == (len(log), 0)
    both = told[0]["politeness"]
    not_modified = sum(line["status"] == 304 for line in first + second)
    assert not_modified > ARTICLES
    assert both["not_modified_share"] == not_modified / len(first + second)
    bodies, least = sum(line["bytes"] for line in first + second), 20  # bytes of a status line
    assert both["received"] > bodies + least * len(first + second)
    assert both["saved"]["not_modified"] == not_modified


def test_the_account_balances_and_nothing_failed(told):
    for row in told[0]["account"]:
        assert row["found"] == sum(
            row[name] for name in ("stored", "unchanged", "duplicate", "filtered", "failed", "pending")
        )
    assert sum(row["found"] for row in told[0]["account"]) == ARTICLES
    assert [each for each in told[0]["reasons"] if each["outcome"] != "filtered"] == []
    assert [run["id"] for run in told[0]["runs"]["last"]] == ["new", "full"]


def test_a_page_stands_by_itself(shown):
    for html in shown:
        assert "<script" not in html
        assert not re.search(r'(src|href)=(?!"https?://|"#)', html)
        assert not re.search(r"<(img|iframe|link|object|embed)|@import|url\(|\sstyle=", html)
        assert "default-src 'none'; style-src 'sha256-" in html


def test_arabic_names_stand_in_their_direction(shown):
    assert '<bdi lang="ar" dir="rtl">سياسة</bdi> <bdi class="path" dir="ltr">news/politics</bdi>' in shown[0]


def test_a_reader_of_the_page_finds_every_chart_named_and_its_numbers(shown):
    html = shown[0]
    charts = re.findall(r'<svg [^>]*aria-labelledby="(\S+) (\S+)"', html)
    assert len(charts) >= 3
    assert html.count("<svg ") == html.count('role="img"') == len(charts)
    for title, description in charts:
        assert re.search(rf'<title id="{title}">[^<]+</title><desc id="{description}">[^<]+</desc>', html)
    assert html.count("<table") == html.count("<caption")
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "there is no run nope"),
        (["--output", "/dev/null/x.html"], "cannot write /dev/null/x.html"),
    ],
)
def test_one_line_says_what_is_wrong(reported, arguments, said):
    ended = reported[0].scrapy("report", *arguments)
    assert ended.returncode != 0
    assert ended.stderr.count("\n") == 1 and said in ended.stderr
