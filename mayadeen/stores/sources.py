"""WARC and WACZ files, ours and other people's, in parts that processes can share."""

import zlib
from collections.abc import Iterator
from enum import Enum
from glob import glob
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from mayadeen.exceptions import WrongUse
from mayadeen.stores.gzipped import LOOK, MAGIC, block_end, told_length

_GZIP, _ZIP = 31, b"PK\x03\x04"
_LOCAL_HEADER = 30
_RECORD = b"WARC/"


class Form(Enum):
    MEMBERS = "each record a gzip member"
    STREAM = "gzip, otherwise"
    PLAIN = "no gzip"


class Part(NamedTuple):
    """The records that begin in `start` to `stop` of the WARC that stands in `path` from `begin` to `end`."""

    path: str
    name: str
    begin: int
    end: int
    start: int
    stop: int
    sure: bool
    """Whether a record is known to begin at `start`."""


def parts(patterns: str, size: int) -> list[Part]:
    """Of the files that match (patterns by commas), in parts of about `size` bytes. Raises WrongUse."""
    found = []
    wanted = [pattern for part in patterns.split(",") if (pattern := part.strip())]
    if not wanted:
        raise WrongUse(f"archive: {patterns!r} names no file")
    for pattern in wanted:
        paths = sorted(glob(pattern, recursive=True))
        if not paths:
            raise WrongUse(f"archive: there is no file {pattern!r}")
        for path in paths:
            found += _parts_of(path, size)
    return found


def form_of(file: IO[bytes], begin: int) -> Form:
    file.seek(begin)
    data = file.read(LOOK)
    if not data.startswith(MAGIC):
        return Form.PLAIN
    reader = zlib.decompressobj(_GZIP)
    try:
        first = reader.decompress(data, 16 * LOOK)
    except zlib.error:
        return Form.MEMBERS  # a damaged one, perhaps
    if not reader.eof and (reader.unconsumed_tail or len(data) == LOOK):
        return Form.STREAM
    behind = block_end(first, told_length(first) or 0) or 0
    return Form.STREAM if _RECORD in first[behind:] and behind else Form.MEMBERS


def _parts_of(path: str, size: int) -> list[Part]:
    if Path(path).is_dir():
        raise WrongUse(f"archive: {path} is a folder; name the files in it: {path.rstrip('/')}/*.warc.gz")
    if Path(path).exists() and not Path(path).is_file():
        raise WrongUse(f"archive: {path} is no file")
    try:
        wholes = list(_in_wacz(path) if path.endswith((".wacz", ".zip")) else _alone(path))
        return [part for whole in wholes for part in _split(whole, size)]
    except (OSError, BadZipFile, NotImplementedError, ValueError) as error:
        raise WrongUse(f"archive: cannot read {path}: {' '.join(str(error).split())}") from None


def _alone(path: str) -> Iterator[Part]:
    size = Path(path).stat().st_size
    yield Part(path, Path(path).name, 0, size, 0, size, True)


def _in_wacz(path: str) -> Iterator[Part]:
    with ZipFile(path) as archive, Path(path).open("rb") as file:
        wanted = [info for info in archive.infolist() if info.filename.endswith((".warc", ".warc.gz"))]
        if not wanted:
            raise WrongUse(f"archive: {path} holds no WARC file")
        for info in wanted:
            yield _within(path, file, info)


def _within(path: str, file: IO[bytes], info: ZipInfo) -> Part:
    if info.compress_type != ZIP_STORED:
        raise WrongUse(f"archive: {path} holds {info.filename!r} compressed anew; unpack it first")
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    begin, size = info.header_offset + _LOCAL_HEADER + names, Path(path).stat().st_size
    if not header.startswith(_ZIP) or begin >= size:
        raise WrongUse(f"archive: {path} does not hold {info.filename!r} where it says; it is damaged")
    end = min(begin + info.file_size, size)
    return Part(path, Path(info.filename).name, begin, end, begin, end, True)


def _split(whole: Part, size: int) -> Iterator[Part]:
    name = whole.path if whole.path.endswith(whole.name) else f"{whole.name!r} in {whole.path}"
    with Path(whole.path).open("rb") as file:
        if whole.begin == whole.end:
            raise WrongUse(f"archive: {name} is empty")
        if not _may_hold_records(file, whole):
            raise WrongUse(f"archive: {name} is no WARC file")
        form = form_of(file, whole.begin)
    if form is not Form.MEMBERS:
        yield whole
        return
    for start in range(whole.begin, whole.end, size):
        yield whole._replace(start=start, stop=min(start + size, whole.end), sure=start == whole.begin)


def _may_hold_records(file: IO[bytes], whole: Part) -> bool:
    """Whether it begins as an archive does, as far as that can still be read."""
    file.seek(whole.begin)
    data = file.read(min(1 << 12, whole.end - whole.begin))
    if data.startswith(MAGIC):
        try:
            data = zlib.decompressobj(_GZIP).decompress(data, len(_RECORD))
        except zlib.error:
            return True
    return _RECORD.startswith(data[: len(_RECORD)])
