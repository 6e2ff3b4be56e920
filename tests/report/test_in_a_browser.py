"""The page in headless Chromium, from its file and without a network: in each width, by day, by night and on paper."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from mayadeen.report.page import page as page_of
from mayadeen.report.told import told
from mayadeen.stores.database import open_database
from mayadeen.stores.report import Report
from mayadeen.stores.tables import articles, events, pages, runs
from tests.browse.test_browse import row, run_row
from tests.browse.test_command import browser  # noqa: F401 a fixture
from tests.report.test_page import entry

pytestmark = pytest.mark.long
NAMES = {"en": ("news/politics", "Politics"), "ar": ("news/politics", "سياسة"), "es": ("news/sports", "Deportes")}


def observed(share):
    layers = {"title script": 90, "body markup": 80, "body structure": 10}
    return {"items": {"ar": {"news": 100}}, "filled": {"ar": {"news": {"title": 100, "body": 88}}}, "chosen": {"ar": layers}, "answers": {"200": 100 - share, "304": share}, "received": 5_000_000, "politeness": {"www.almayadeen.net": {"requests": 100, "early": 0, "smallest": 1.0, "longest_delay": 1.0}}}  # fmt: skip


def rows(days):
    for n in range(days):
        day = (date(2026, 3, 28) - timedelta(days=n)).isoformat()
        for edition, (section, name) in NAMES.items():
            if n % 41:
                yield row(
                    f"{edition}:{n}",
                    published_day=day,
                    section=section,
                    section_name=name,
                    kind=("news", "video")[n % 2],
                    body="x" * (n % 3),
                )


@pytest.fixture(scope="module", params=[20, 700], ids=["days", "months"])
def file(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    engine = open_database(f"sqlite:///{folder}/mayadeen.sqlite")
    began = [run_row(f"run-{n}", finished=f"2026-{n:02}-28T20:00:00+00:00") | {"started": f"2026-{n:02}-28T19:00:00+00:00", "exit_code": 0, "observed": observed(20 * n), "counts": {"stored": 50 * n, "failed": n}, "alarms": ["listing news/sports: empty"]} for n in (1, 2, 3)]  # fmt: skip
    happened = [{"article_id": "ar:1", "at": f"2026-01-{n + 1:02}T00:00:00+00:00", "run": "run-1", "event": ("revised", "removed")[n % 2], "detail": {"change": "silent"}} for n in range(20)]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(articles), list(rows(request.param)))
        connection.execute(insert(runs), began)
        connection.execute(insert(events), happened)
        connection.execute(
            insert(pages), [entry(f"https://english.almayadeen.net/news/politics/{n}") for n in range(3)]
        )
    whole = folder / "report.html"
    whole.write_text(page_of(told(engine, None)), encoding="utf-8")
    (folder / "run.html").write_text(page_of(told(engine, Report(engine).run("run-2"))), encoding="utf-8")
    engine.dispose()
    return whole


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_in_its_width_asks_for_nothing_and_can_be_read(file, browser, width, scheme):  # noqa: F811
    from axe_core_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True, bypass_csp=True
    )
    for name in ("report.html", "run.html"):
        asked, said = [], []
        page = context.new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(file.with_name(name).as_uri())
        assert (asked, said) == ([file.with_name(name).as_uri()], [])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if width < 1280:
            continue
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page)["violations"]
        assert [
            (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0].get("failureSummary")) for each in found
        ] == []


def test_its_policy_lets_no_script_run(file, browser):  # noqa: F811
    page = browser.new_context(offline=True).new_page()
    file.with_name("hostile.html").write_text(
        file.read_text().replace("<main>", "<main><script>document.title = 'run'</script>")
    )
    page.goto(file.with_name("hostile.html").as_uri())
    assert page.title() != "run"
    assert page.evaluate("getComputedStyle(document.querySelector('.h5')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_arabic_runs_from_right_to_left_within_its_row(file, browser):  # noqa: F811
    page = browser.new_context(offline=True).new_page()
    page.goto(file.as_uri())
    name = page.locator("bdi[lang=ar]", has_text="سياسة").first
    assert name.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_on_paper_it_is_dark_on_light_and_fits(file, browser):  # noqa: F811
    page = browser.new_context(offline=True, color_scheme="dark").new_page()
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.set_viewport_size({"width": 1032, "height": 700})  # A4 landscape less its margins, at 96 pixels an inch
    wide = page.evaluate("Math.max(...[...document.querySelectorAll('table.heat')].map(each => each.offsetWidth))")
    assert wide <= 1032
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
