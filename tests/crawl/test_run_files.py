"""A run's files are there once the collection says that it has ended; of one that was cut before they are made up."""

import pytest

from mayadeen.exceptions import QUARANTINED, StorageFailed
from mayadeen.stores.database import open_database
from mayadeen.stores.runs import Runs, Watched
from tests.servers import article, listing, serve

A = "/news/politics/a"


def test_files_that_could_not_be_written_are_made_up_at_the_next_start(kept):
    in_the_way = kept.data / "runs" / "first" / "articles.jsonl" / "in the way"
    in_the_way.mkdir(parents=True)
    with serve({"/": listing([A]), "/news/politics": listing([A]), A: article("A")}) as site:
        told = (f"base={site.base}", "sections=politics")
        first = kept.crawl("_job=first", *told)
        second = kept.crawl("_job=second", *told)
        assert kept.query("SELECT id, state FROM runs ORDER BY number") == [("first", "running"), ("second", "finished")]
        in_the_way.rmdir()
        in_the_way.parent.rmdir()
        third = kept.crawl("_job=third", *told)
    assert f"cannot write {in_the_way.parent}" in first.stderr and first.returncode == StorageFailed.exit_code
    assert "run first, which was cut: cannot write" in second.stderr and second.returncode == 0
    assert third.returncode == 0
    assert [line["title"] for line in kept.lines(kept.data / "runs" / "first")] == ["A"]
    assert kept.query("SELECT state, reason FROM runs WHERE id = 'first'") == [("cut", "killed")]


def test_a_run_that_is_cut_while_it_writes_its_files_stays_quarantined(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/c.sqlite")
    runs = Runs(engine)
    run = runs.open("sections", {}, run_id="r1", resume_within=0)

    def cut(row):
        assert (row["state"], row["alarms"]) == ("finished", ["half of them have no title"])
        raise StorageFailed("no room")

    told = {"reason": "finished", "counts": {}, "saved": {}}
    found = Watched({}, ["half of them have no title"])
    with pytest.raises(StorageFailed):
        runs.finish(run.id, state="finished", exit_code=QUARANTINED, watched=found, files=cut, **told)
    assert runs.ended(but="r2") == ["r1"]
    runs.finish(run.id, state="cut", exit_code=3, files=lambda row: None, **told)
    row = runs.get("r1")
    assert (row["state"], row["alarms"], bool(row["quarantined"])) == ("cut", ["half of them have no title"], True)
    engine.dispose()
