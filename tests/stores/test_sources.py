"""Files that are named as archives: parted, or told in one line to be none."""

import gzip
import os
import struct
import zipfile
from pathlib import Path

import pytest

from mayadeen.exceptions import WrongUse
from mayadeen.stores.sources import parts
from tests.stores.test_parted import URL, found, good


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


NO_ARCHIVE = {
    "empty.warc.gz": (b"", "is empty"),
    "text.warc.gz": (b"hello\n" * 100, "is no WARC file"),
    "other.warc.gz": (gzip.compress(b"hello\n" * 100), "is no WARC file"),
    "no.wacz": (b"no zip", "cannot read"),
}


@pytest.mark.parametrize("name", NO_ARCHIVE)
def test_what_is_no_archive_is_told(tmp_path, name):
    data, told = NO_ARCHIVE[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(WrongUse, match=told):
        parts(str(tmp_path / name), 1)


def test_what_is_no_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "folder.warc.gz").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    for pattern, told in {
        str(tmp_path): "is a folder; name the files in it",
        f"{tmp_path}/*.warc.gz": "folder.warc.gz is a folder",
        f"{tmp_path}/pipe": "is no file",
        f"{tmp_path}/nowhere": "cannot read .*No such file",
        " , ": "names no file",
        ",": "names no file",
    }.items():
        with pytest.raises(WrongUse, match=told):
            parts(pattern, 1)


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.warc.gz").write_bytes(good())
    monkeypatch.setattr(Path, "open", refused)  # the superuser may read all
    with pytest.raises(WrongUse, match=r"cannot read .*Permission denied"):
        parts(str(tmp_path / "a.warc.gz"), 1)


def test_a_wacz_that_does_not_hold_what_it_names_is_told_in_one_line(tmp_path):
    path = wacz(tmp_path / "a.wacz", "archive/\x1b[31m\n.warc.gz", good())
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = struct.pack("<I", len(data) - 10)
    path.write_bytes(data)
    with pytest.raises(WrongUse, match="where it says") as told:
        parts(str(path), 1)
    assert str(told.value).isprintable()
    with pytest.raises(WrongUse, match="holds no WARC file"):
        parts(str(wacz(tmp_path / "b.wacz", "pages.jsonl", b"{}")), 1)
