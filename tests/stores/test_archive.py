"""WARC files at their edges: what a kill leaves, a disk that is full, files that are rolled. Read by warcio."""

import errno
import fcntl
import gzip
import io

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from mayadeen.stores import warc
from mayadeen.stores.archive import Archive, repair

DATE = "2026-11-22T10:00:00Z"
ADDRESS = "https://english.almayadeen.net/news/politics/x"


def answer(body=b"<html>a page</html>", **headers):
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return warc.Answer("http://127.0.0.1:8000/news/politics/x?a=1", [(b"Accept", b"*/*")], 200, "HTTP/1.1", told, body)


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path, "a", [("software", "x\r\ny")], roll=10_000, date=lambda: DATE)
    yield archive
    archive.close()


def records(data):
    return [
        (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read())
        for r in ArchiveIterator(io.BytesIO(data))
    ]


def test_an_answer_is_kept_with_headers_that_fit_what_is_kept():
    one, response = warc.exchange(answer(Content_Length="7", Transfer_Encoding="chunked", Server="s"), ADDRESS, DATE)
    (kind, told, http, payload), (other, asked, request, _) = records(warc.press(response) + warc.press(one.request))
    assert (kind, other, payload) == ("response", "request", b"<html>a page</html>")
    assert told["WARC-Target-URI"] == asked["WARC-Target-URI"] == ADDRESS
    assert http.headers == [("Server", "s"), ("Content-Length", "19")]
    assert (request.statusline, request.get_header("Host")) == ("/news/politics/x?a=1 HTTP/1.1", "127.0.0.1:8000")
    assert asked["WARC-Concurrent-To"] == told["WARC-Record-ID"]


def test_a_header_cannot_add_another_line():
    _, response = warc.exchange(answer(X="a\r\nWARC-Type: b"), ADDRESS, DATE)
    assert records(warc.press(response))[0][2].headers[0] == ("X", "a WARC-Type: b")


def test_places_are_where_the_records_stand(archive, tmp_path):
    members = [warc.metadata(ADDRESS, DATE, b"%d" % number) for number in range(5)]
    places = archive.append(members[:2]) + archive.append(members[2:])
    archive.close()
    for number, (name, offset, length) in enumerate(places):
        data = (tmp_path / name).read_bytes()[offset : offset + length]
        assert records(data)[0][3] == warc.TOLD + b"%d\r\n" % number
    assert sum(place.length for place in places) + places[0].offset == (tmp_path / "a-00000.warc.gz").stat().st_size


def test_files_are_rolled_and_each_has_its_warcinfo(archive, tmp_path):
    for _ in range(3):
        archive.append([warc.metadata(ADDRESS, DATE, bytes(range(256)) * 50)] * 40)
    assert [path.suffix for path in sorted(tmp_path.iterdir())][-1] == ".open"
    archive.close()
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == [f"a-0000{number}.warc.gz" for number in range(len(files))]
    assert len(files) == 3
    for path in files:
        kind, told, _, content = records(path.read_bytes())[0]
        assert (kind, told["WARC-Filename"], content) == ("warcinfo", path.name, b"software: x y\r\n")


def test_every_digest_is_right(archive, tmp_path, capsys):
    one, response = warc.exchange(answer(), ADDRESS, DATE)
    archive.append([warc.press(response), warc.press(one.request), warc.revisit(one, warc.new_id(), DATE)])
    archive.close()
    checker = Checker(type("Options", (), {"inputs": [str(tmp_path / "a-00000.warc.gz")], "verbose": True}))
    assert checker.process_all() == 0
    assert capsys.readouterr().out.count("digest pass") == 3  # of a revisit warcio checks none


@pytest.mark.parametrize("left", [0.001, 0.1, 0.5, 0.99, 1.0])
def test_a_torn_record_is_cut_and_the_file_closed(tmp_path, left):
    whole, torn = warc.metadata(ADDRESS, DATE, b"1" * 3000), warc.metadata(ADDRESS, DATE, b"2" * 3000)
    part = torn[: max(1, int(len(torn) * left))]
    (tmp_path / "a.warc.gz.open").write_bytes(whole + part)
    cut = repair(tmp_path)
    kept = (tmp_path / "a.warc.gz").read_bytes()
    assert kept == (whole + torn if part == torn else whole)
    assert cut == {"a.warc.gz": 0 if part == torn else len(part)}
    assert not list(tmp_path.glob("*.open"))


def test_a_file_without_a_whole_record_is_none(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(warc.metadata(ADDRESS, DATE, b"1")[:30])
    repair(tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_known_to_be_whole_is_not_read_again(tmp_path):
    unread = b"x" * 100
    (tmp_path / "a.warc.gz.open").write_bytes(unread + gzip.compress(b"y") + b"\x1f\x8b")
    assert repair(tmp_path, lambda name: 100) == {"a.warc.gz": 2}


def test_a_file_that_is_written_to_is_left_alone(archive, tmp_path):
    archive.append([warc.metadata(ADDRESS, DATE, b"1")])
    assert repair(tmp_path) == {}
    assert (tmp_path / "a-00000.warc.gz.open").exists()


def test_one_who_repairs_before_a_new_file_is_locked_costs_no_record(archive, tmp_path, monkeypatch):
    lock = fcntl.flock

    def late(file, how):
        monkeypatch.undo()
        assert repair(tmp_path) == {"a-00000.warc.gz": 0}
        lock(file, how)

    monkeypatch.setattr("mayadeen.stores.archive.fcntl.flock", late)
    (place,) = archive.append([warc.metadata(ADDRESS, DATE, b"1")])
    archive.close()
    data = (tmp_path / place.file).read_bytes()[place.offset :]
    assert records(data)[0][3] == warc.TOLD + b"1\r\n"


def test_a_database_newer_than_the_file_makes_it_no_longer(tmp_path):
    whole = warc.metadata(ADDRESS, DATE, b"1")
    (tmp_path / "a.warc.gz.open").write_bytes(whole + b"\x1f\x8b")
    assert repair(tmp_path, lambda name: 5_000) == {"a.warc.gz": 2}
    assert (tmp_path / "a.warc.gz").read_bytes() == whole


def test_a_full_disk_leaves_no_half_a_record(archive, tmp_path):
    archive.append([warc.metadata(ADDRESS, DATE, b"1")])
    before = (tmp_path / "a-00000.warc.gz.open").read_bytes()
    real = archive._file

    class Full:
        def write(self, data):
            if len(data) < 100:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real.write(data[:50])

        def __getattr__(self, name):
            return getattr(real, name)

    archive._file = Full()
    with pytest.raises(OSError, match="No space"):
        archive.append([warc.metadata(ADDRESS, DATE, b"2" * 500)])
    archive._file = real
    assert (tmp_path / "a-00000.warc.gz.open").read_bytes() == before
    (place,) = archive.append([warc.metadata(ADDRESS, DATE, b"3")])
    assert place.offset == len(before)
