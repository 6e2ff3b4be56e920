"""Records of hostile files: what one of them costs is itself."""

import gzip
import struct
import zipfile
import zlib

import pytest

from mayadeen.exceptions import WrongUse
from mayadeen.stores import warc
from mayadeen.stores.sources import LARGEST, parts, records

URL = "https://english.almayadeen.net/news/politics/a"
HEAD = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://english.almayadeen.net/x\r\n"
MEGABYTE = b"a" * (1 << 20)


def good(body=b"x"):
    told = {"WARC-Target-URI": URL, "WARC-Date": "2026-01-01T00:00:00Z"}
    return warc.member("response", b"HTTP/1.1 200 OK\r\n\r\n" + body, told)


def bomb(head, megabytes):
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    return press.compress(head) + b"".join(press.compress(MEGABYTE) for _ in range(megabytes)) + press.flush()


HOSTILE = {
    "header without an end": bomb(HEAD + b"X: ", 100),
    "header of one line": bomb(b"WARC/1.1\r\n", 100),
    "block of a hundred megabytes": bomb(HEAD + b"Content-Length: %d\r\n\r\n" % (100 << 20), 100),
    "no record": bomb(b"", 100),
    "longer than the file": gzip.compress(HEAD + b"Content-Length: 31000000\r\n\r\nabc"),
    "longer than is read at all": gzip.compress(HEAD + b"Content-Length: 99000000\r\n\r\nabc"),
    "longer than it is": gzip.compress(HEAD + b"Content-Length: 40\r\n\r\nabc"),
    "length that is no number": gzip.compress(HEAD + b"Content-Length: 99999999999999999999999\r\n\r\nabc"),
    "length below zero": gzip.compress(HEAD + b"Content-Length: -5\r\n\r\nabc"),
    "no length": gzip.compress(HEAD + b"\r\nabc"),
    "address that is no text": gzip.compress(HEAD + b"WARC-Target-URI: \xff\r\nContent-Length: 1\r\n\r\na\r\n\r\n"),
}


def found(path, size=1 << 30):
    return [each for part in parts(str(path), size) for each in records(part, lambda kind, url: True)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_records_around_a_hostile_one_are_read_where_they_stand(tmp_path, hostile):
    path, before, behind = tmp_path / "a.warc.gz", good(b"1"), good(b"2")
    path.write_bytes(before + HOSTILE[hostile] + behind)
    read = found(path)
    mine = {each.block[-1:]: (each.offset, each.length) for each in read if each.url == URL}
    begin = len(before) + len(HOSTILE[hostile])
    assert mine == {b"1": (0, len(before)), b"2": (begin, len(behind))}
    assert not [each for each in read if each.block and len(each.block) > LARGEST]


def test_one_that_is_not_wanted_takes_none_with_it(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(HOSTILE["longer than is read at all"] + good())
    (part,) = parts(str(path), 1 << 30)
    assert [each.kind for each in records(part, lambda kind, url: url == URL)] == ["damaged", "response"]


def test_a_record_without_an_end_is_damage(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good() + good()[:-20])
    assert [each.kind for each in found(path)] == ["response", "damaged"]


def test_parts_give_each_record_once(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(good(b"%d" % number) for number in range(50)))
    whole = found(path)
    assert len(whole) == 50
    for size in (1, 100, 333, 5000):
        assert found(path, size) == whole


def wacz(path, name, data, kind=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr(name, data)
    return path


def test_a_file_in_a_wacz_has_a_name_and_no_folder(tmp_path):
    path = wacz(tmp_path / "a.wacz", "archive/../../etc/x.warc.gz", good())
    assert [part.name for part in parts(str(path), 1 << 30)] == ["x.warc.gz"]
    assert [each.url for each in found(path)] == [URL]


def test_a_wacz_that_says_its_file_is_larger_than_itself_is_read_to_its_end(tmp_path):
    member = good()
    path = wacz(tmp_path / "a.wacz", "archive/x.warc.gz", member)
    size, lie = struct.pack("<I", len(member)), struct.pack("<I", 0xFFFFFF00)
    path.write_bytes(path.read_bytes().replace(size, lie))
    assert len(parts(str(path), 1 << 20)) == 1
    assert [each.kind for each in found(path)] == ["response", "damaged"]  # the rest of the WACZ is no record


def test_what_cannot_be_read_in_place_is_refused(tmp_path):
    packed = wacz(tmp_path / "a.wacz", "archive/x.warc.gz", good(), zipfile.ZIP_DEFLATED)
    with pytest.raises(WrongUse, match="compressed anew"):
        parts(str(packed), 1)
    (tmp_path / "b.wacz").write_bytes(b"no zip")
    with pytest.raises(WrongUse, match="cannot read"):
        parts(str(tmp_path / "b.wacz"), 1)
