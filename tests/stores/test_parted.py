"""Records of hostile files: what one of them costs is itself, and what a page holds is no record."""

import gzip
import random
import zlib

import pytest

from mayadeen.stores import parted, warc
from mayadeen.stores.parted import LARGEST, Records
from mayadeen.stores.sources import parts

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
    return [each for part in parts(str(path), size) for each in Records(part, lambda kind, url: True)]


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
    assert [each.kind for each in Records(part, lambda kind, url: url == URL)] == ["damaged", "response"]


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


def foreign(payload):
    """Of a crawler that presses with zlib, which leaves as it is what cannot be pressed."""
    told = {"WARC-Target-URI": "https://evil.example/", "WARC-Date": "2026-01-01T00:00:00Z"}
    return gzip.compress(warc.record("response", b"HTTP/1.1 200 OK\r\n\r\n" + payload, told), 6)


def noise(size=30_000, seed=1):
    return random.Random(seed).randbytes(size)


def forging(forged=b""):
    """A record of another host whose page holds one of ours as a gzip member, verbatim."""
    member = forged or good(b"forged")
    records = (foreign(noise(size) + member + noise(seed=2)) for size in range(20_000, 30_000, 500))
    return next(record for record in records if member in record)  # blocks of what is pressed end where they will


def kinds(path, size=1 << 30):
    return [(each.kind, each.url) for each in found(path, size)]


EVIL = ("response", "https://evil.example/")
OURS = ("response", URL)
DAMAGED = ("damaged", "")


def test_a_page_that_holds_a_record_is_one_page(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good() + forging() + forging() + good())
    assert kinds(path) == [OURS, EVIL, EVIL, OURS]
    path.write_bytes(gzip.decompress(path.read_bytes()))
    assert kinds(path) == [OURS, EVIL, EVIL, OURS]


@pytest.mark.parametrize("torn", [20, 8, 31_000, 45_000])
def test_what_a_page_holds_is_not_read_where_the_page_breaks_off(tmp_path, torn):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good() + forging(good(b"forged") + good(b"again"))[:-torn])
    assert kinds(path) == [OURS, DAMAGED]


def test_what_a_page_holds_is_not_read_where_the_page_is_damaged(tmp_path):
    path, evil = tmp_path / "a.warc.gz", bytearray(forging(good(b"forged") + good(b"again")))
    evil[10] = 7  # a block of no kind there is
    path.write_bytes(good() + evil + good(b"2") + good(b"3"))
    assert kinds(path) == [OURS, DAMAGED, OURS, OURS]


def test_between_two_damaged_records_all_others_are_read(tmp_path):
    path, damaged = tmp_path / "a.warc.gz", bytearray(forging(good(b"forged") + good(b"again")))
    damaged[len(damaged) // 2] ^= 255  # told by its checksum alone
    other = bytearray(good(b" ".join(b"%d" % number for number in range(2000))))
    other[1000:1100] = b"\xff" * 100
    some = b"".join(good(noise(20_000, seed)) for seed in range(5))
    path.write_bytes(some + damaged + some + other + some + other + good())
    assert kinds(path) == [*[OURS] * 5, DAMAGED, *[OURS] * 5, DAMAGED, *[OURS] * 5, DAMAGED, OURS]


def test_behind_damage_to_a_file_that_has_no_members_nothing_is_believed(tmp_path):
    path, plain = tmp_path / "a.warc", gzip.decompress(good())
    path.write_bytes(plain + plain[:-30] + gzip.decompress(forging()))
    assert kinds(path) == [OURS, OURS, DAMAGED]
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert kinds(path)[-1] == DAMAGED


@pytest.mark.parametrize("last", ["request", "metadata", "response"])
@pytest.mark.parametrize("cut", [1, 8, 20, 5000, 29_950])
def test_a_file_that_breaks_off_in_a_record_nobody_wants_is_damaged(tmp_path, last, cut):
    path, told = tmp_path / "a.warc.gz", {"WARC-Target-URI": "https://x.example/"}
    unwanted = warc.record(last, noise(), told)
    for whole, cut_off in (
        (good() + gzip.compress(unwanted), cut),
        (gzip.decompress(good()) + unwanted, cut + 4),
        (gzip.compress(gzip.decompress(good()) + unwanted), cut),
    ):
        path.write_bytes(whole)
        (part,) = parts(str(path), 1 << 30)
        assert [each.kind for each in Records(part, lambda kind, url: url == URL)] == ["response", last]
        path.write_bytes(whole[:-cut_off])
        (part,) = parts(str(path), 1 << 30)
        read = [each.kind for each in Records(part, lambda kind, url: url == URL)]
        assert (read[0], read[-1]) == ("response", "damaged")


PADDING = {"zero": bytes(1), "zeros": bytes(10_000), "line": b"\r\n", "member": gzip.compress(b""), "members": gzip.compress(b"") * 2}


@pytest.mark.parametrize("padding", PADDING.values(), ids=PADDING)
def test_padding_is_no_damage(tmp_path, padding):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good(b"1") + good(b"2") + padding)
    assert kinds(path) == [OURS, OURS]
    path.write_bytes(path.read_bytes() + b"junk")
    assert kinds(path) == [OURS, OURS, DAMAGED]


def test_an_empty_member_hides_nothing(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good(b"1") + gzip.compress(b"") + good(b"2"))
    assert kinds(path) == [OURS, OURS]


def test_records_that_say_they_are_longer_than_the_file_cost_no_more_than_themselves(tmp_path, monkeypatch):
    path, number = tmp_path / "a.warc.gz", 300
    path.write_bytes(HOSTILE["longer than is read at all"] * number + HOSTILE["longer than the file"] * number + foreign(noise(1 << 20)))
    read = []
    decompress = parted._Stretch.read

    def counted(self, size=-1):
        data = decompress(self, size)
        read.append(len(data))
        return data

    monkeypatch.setattr(parted._Stretch, "read", counted)
    assert kinds(path) == [DAMAGED] * (2 * number) + [EVIL]
    assert sum(read) < 100 * path.stat().st_size, "of the whole file for each, it were three hundred times"
