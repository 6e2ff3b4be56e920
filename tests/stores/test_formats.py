"""Every format of tables: what was written is read back, by other programs' readers, as the database has it."""

import csv
import gzip
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from sqlalchemy.exc import StatementError

from mayadeen.exceptions import WrongUse
from mayadeen.stores.database import open_database
from mayadeen.stores.exports import FORMATS, Held, Wanted, writer
from mayadeen.stores.files import arriving
from mayadeen.stores.selection import Asked
from mayadeen.stores.tables import articles, events, flashes, placements, revisions, runs
from tests.browse.test_browse import TIME, row, run_row
from tests.exported import READERS, read_csv, read_parts
from tests.stores.any_values import HOSTILE, VALUES

UTC_TIME = "2026-01-01T08:00:00+00:00"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('formats') / 'mayadeen.sqlite'}")
    yield engine
    engine.dispose()


def held(engine, rows, table=articles, more_runs=()):
    with engine.begin() as connection:
        for each in (runs, articles, revisions, events, flashes, placements):
            connection.execute(delete(each))
        connection.execute(insert(runs), [run_row("r") | {"quarantined": None}, *more_runs])
        if rows:
            connection.execute(insert(table), rows)
    return Held(engine, Path())


def export(format, output, held, wanted=None):
    write = writer(format, output, set())
    with arriving(output) as place:
        return write(place, held, wanted or Wanted(), lambda far: None)


def stored(rows):
    """The rows as an export should have them: the item's fields, in its order."""
    return [{name: value for name, value in row.items() if name != "reader"} for row in rows]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.fixed_dictionaries(VALUES), max_size=2))
def test_whatever_an_article_holds_is_read_back_from_every_format(engine, tmp_path, values):
    rows = [row(f"en:{number}", **each) for number, each in enumerate(values)]
    kept = held(engine, rows)
    for name, read in READERS.items():
        output = tmp_path / f"out{FORMATS[name].suffixes[0]}"
        told = export(name, output, kept)
        assert told.notes == ()
        assert told.summary.split()[0] == (str(len(rows)) if rows else "no")
        assert read(output) == stored(rows), name
    assert {path.name for path in tmp_path.iterdir()} == {f"out{FORMATS[name].suffixes[0]}" for name in READERS}


def test_hostile_texts_in_every_place_survive(engine, tmp_path):
    rows = [
        row(f"en:{n:03}", fetched=UTC_TIME, first_seen=UTC_TIME, last_seen=UTC_TIME, title=t, tags=[t], provenance={t: t})
        for n, t in enumerate([*HOSTILE, "x" * 400_000])
    ]
    kept = held(engine, rows)
    for name, read in READERS.items():
        export(name, tmp_path / f"out{FORMATS[name].suffixes[0]}", kept)
        assert read(tmp_path / f"out{FORMATS[name].suffixes[0]}") == stored(rows), name


def test_half_a_surrogate_pair_never_gets_as_far(engine):
    for value in ({"title": "\ud800"}, {"tags": ["\ud800"]}):
        with pytest.raises((UnicodeEncodeError, StatementError), match="surrogates"):
            held(engine, [row("en:1", **value)])


def test_no_cell_of_a_csv_file_is_a_formula(engine, tmp_path):
    export("csv", tmp_path / "out.csv", held(engine, [row(f"en:{n:03}", title=t, section=t) for n, t in enumerate(HOSTILE)]))
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert len(cells) > 36 * len(HOSTILE)
    assert not [cell for cell in cells if cell.strip(" \t\r\n\0\u200e\ufeff")[:1] in tuple("=+-@\uff1d")]
    assert not [cell for cell in cells if cell[:1] in tuple("\t\r\n")]


def test_a_byte_order_mark_and_gzip_on_request(engine, tmp_path):
    kept = held(engine, [row("ar:1", title="قمّة")])
    export("csv", tmp_path / "bom.csv", kept, Wanted(bom=True))
    export("csv", tmp_path / "out.csv", kept)
    export("csv", tmp_path / "out.csv.gz", kept, Wanted(packed=True))
    plain = (tmp_path / "out.csv").read_bytes()
    assert (tmp_path / "bom.csv").read_bytes() == b"\xef\xbb\xbf" + plain
    assert gzip.decompress((tmp_path / "out.csv.gz").read_bytes()) == plain
    assert plain[:3] == b"id,"
    assert (tmp_path / "out.csv.gz").read_bytes()[4:8] == bytes(4), "no time stands in it"


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet", "feather"])
def test_two_exports_of_one_collection_are_the_same_bytes(engine, tmp_path, name):
    kept = held(engine, [row(f"en:{n}", tags=["a", "b"]) for n in range(50)])
    files = [tmp_path / f"{n}{FORMATS[name].suffixes[0]}" for n in (1, 2)]
    for file in files:
        export(name, file, kept)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("name", ["parquet", "feather", "duckdb"])
def test_what_does_not_fit_its_type_is_null_and_told(engine, tmp_path, name):
    odd = {"published": "yesterday", "modified": "2026-01-01T10:00:00+03:00", "published_day": "20260101", "images": [{"url": "u", "size": 3}], "tags": [1]}
    rows = [row("en:1", fetched=UTC_TIME, first_seen=UTC_TIME, last_seen=UTC_TIME, **odd)]
    output = tmp_path / f"out{FORMATS[name].suffixes[0]}"
    told = export(name, output, held(engine, rows))
    assert [note.split(" do not fit")[0] for note in told.notes] == [f"1 values of {n}" for n in ("published", "modified", "published_day", "images", "tags")]  # fmt: skip
    assert all("the first in en:1" in note for note in told.notes)
    assert READERS[name](output) == stored([rows[0] | dict.fromkeys(odd)])


@pytest.mark.parametrize(
    "odd",
    [
        {"videos": [{"url": "u", "seconds": True}]},
        {"warc": {"file": "f", "offset": 2**63, "length": 1}},
        {"word_count": "many"},
        {"word_count": 2.5},
        {"tags": "abc"},
    ],
    ids=str,
)
def test_one_odd_value_costs_only_itself(engine, tmp_path, odd):
    same = dict.fromkeys(("fetched", "first_seen", "last_seen"), UTC_TIME)
    rows = [row("en:1", **same, **odd), row("en:2", **same, word_count=5)]
    told = export("parquet", tmp_path / "out.parquet", held(engine, rows))
    assert [note.split(" do not fit")[0] for note in told.notes] == [f"1 values of {name}" for name in odd]
    assert [(each["id"], each["word_count"]) for each in READERS["parquet"](tmp_path / "out.parquet")] == [("en:1", None), ("en:2", 5)]


def test_a_partition_is_a_folder_that_others_read(engine, tmp_path):
    same = dict.fromkeys(("fetched", "first_seen", "last_seen"), UTC_TIME)
    places = [("en", "news/a b"), ("ar", "أخبار"), ("en", "news/politics"), ("en", "../../up"), ("es", None), ("en", "a=b/c")]
    rows = [row(f"{edition}:{n}", section=section, **same) for n in range(3) for edition, section in places]
    rows = [each | {"id": f"{each['id']}-{n}"} for n, each in enumerate(rows)]
    wanted = Wanted(partition=("edition", "section"))
    write = writer("parquet", tmp_path / "parts", {"partition"})
    with arriving(tmp_path / "parts") as place:
        assert write(place, held(engine, rows), wanted, lambda far: None).summary == "18 articles"
    found = read_parts(tmp_path / "parts", wanted.partition)
    assert {each["id"]: each for each in found} == {each["id"]: each for each in stored(rows)}
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert "parts/edition=en/section=..%2F..%2Fup/part-0.parquet" in files and len(files) == 6
    assert {path.name for path in tmp_path.iterdir()} == {"parts"}


def test_a_partition_by_what_cannot_be_one_is_refused(engine, tmp_path):
    for names in (("title",), ("edition", "edition"), ("warc",)):
        with pytest.raises(WrongUse, match="partition must be of edition, kind, section"):
            writer("parquet", tmp_path / "p", {"partition"})(tmp_path / "p", held(engine, []), Wanted(partition=names), print)
    assert not (tmp_path / "p").exists()


VERSION = {k: v for k, v in row("ar:1").items() if k not in ("id", "revision")} | {
    **dict.fromkeys(("fetched", "first_seen", "last_seen"), UTC_TIME), "article_id": "ar:1", "revision": 1, "reader": "1",
    "replaced": UTC_TIME, "replaced_run": "r", "change": "silent", "changed": ["title", "=1"],
}  # fmt: skip
EVENT = {"seq": 1, "article_id": "ar:1", "at": UTC_TIME, "run": "r", "event": "revised", "detail": {"fields": ["title"], "x": {"y": None}}}  # fmt: skip
SHOWN = {
    "number": 1, "edition": "ar", "list": "ticker", "url": None, "rank": 1, "absent_before": None, "first_seen": UTC_TIME,
    "last_seen": UTC_TIME, "absent_after": None, "gap": 0, "views": 1, "run": "r", "last_run": "r",
}  # fmt: skip
FLASH = SHOWN | {"text": "=عاجل", "published": TIME, "replaces": None, "returns": 3}
PLACEMENT = SHOWN | {"page": "", "title": "-1"}


@pytest.mark.parametrize(
    ("table", "stored_row"),
    [(revisions, VERSION), (events, EVENT), (flashes, FLASH), (placements, PLACEMENT)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_table_is_read_back_from_every_format(engine, tmp_path, table, stored_row):
    key = {"key": "k"} if "key" in table.c else {}
    kept = held(engine, [stored_row | key], table)
    readers = READERS | {"duckdb": partial(READERS["duckdb"], table=table.name)}
    for name, read in readers.items():
        output = tmp_path / f"out{FORMATS[name].suffixes[0]}"
        export(name, output, kept, Wanted(Asked(table.name)))
        assert read(output) == [stored_row], name


def test_what_a_crawl_stores_meanwhile_is_not_in_it(engine, tmp_path):
    """The export's first rows are out when the crawl stores more."""
    kept = held(engine, [row(f"en:{n:04}") for n in range(3000)])
    added = []

    def tell(far):
        if not added:
            added.append(row("en:9999"))
            with engine.begin() as connection:
                connection.execute(insert(articles), added)

    write = writer("csv", tmp_path / "out.csv", set())
    with arriving(tmp_path / "out.csv") as place:
        assert write(place, kept, Wanted(), tell).summary == "3000 articles"
    assert added
    assert len(read_csv(tmp_path / "out.csv")) == 3000


def test_nothing_half_written_stays(engine, tmp_path):
    kept = held(engine, [row(f"en:{n:04}") for n in range(1500)])

    def stop(far):
        raise KeyboardInterrupt

    for name in READERS:
        output = tmp_path / f"out{FORMATS[name].suffixes[0]}"
        with pytest.raises(KeyboardInterrupt), arriving(output) as place:
            writer(name, output, set())(place, kept, Wanted(), stop)
    assert list(tmp_path.iterdir()) == []
