"""The records of a part, each one as it stands there, whatever stands in pages.

FastWARC finds the records. Their HTTP is not left to it: its `auto_decode` ends a file without a
word after a chunked payload. Nor is damage: a torn record is no error to it, and one that says it is
longer than it is takes the records behind it for its own. A page can hold gzip members that look like
records, so that no member is believed where another one may hold it.
"""

import io
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, any_type

from mayadeen.stores.gzipped import LOOK, Member, block_end, is_padding, member, next_member, next_sound, sound_until
from mayadeen.stores.sources import Form, Part, form_of

LARGEST = 32 << 20
"""Bytes of a record's block that are read at all."""
_RECORD_END = len(b"\r\n\r\n")

Onwards = Generator["Record", None, int | None]
"""Gives back where to read on, or None at the end."""


class Record(NamedTuple):
    kind: str
    url: str
    date: str
    offset: int
    length: int
    block: bytes | None
    """None where it was not wanted or is too large."""
    whole: bool
    truncated: str = ""
    """Why whoever archived it kept only its beginning, in WARC's words."""


class Records:
    """In order, with the block of those that `wanted(kind, url)`; a damaged stretch is one of kind `damaged`."""

    def __init__(self, part: Part, wanted: Callable[[str, str], bool]):
        self.part, self.wanted = part, wanted
        self.begun: int | None = None
        """Where its first record begins, if one does: not known for certain, unless the part is `sure`."""
        self.ended = part.start
        """Where the first record of the next part must begin, or the end of all."""
        self._file: IO[bytes]
        self._form = Form.PLAIN
        self._claimed = 0
        self._wary = False

    def __iter__(self) -> Iterator[Record]:
        part = self.part
        with Path(part.path).open("rb") as self._file:
            self._form = form_of(self._file, part.begin)
            at = part.start if part.sure else next_member(self._file, part.start, part.end)
            self.begun = at if at is not None and at < part.stop else None
            while at is not None and at < part.stop:
                at = yield from self._from(at)
            self.ended = part.end if at is None else at

    def _from(self, start: int) -> Onwards:
        before: Record | None = None
        at, failed = start, False
        try:
            stretch = _Stretch(self._file, start, self.part.end)
            for found in ArchiveIterator(stretch, record_types=any_type, parse_http=False):
                begin, at = at, found.stream_pos
                if before:
                    if self._took_more(begin, at):
                        return (yield from self._damage(begin))
                    yield before._replace(length=at - begin)
                    before = None
                if at >= self.part.stop and self._form is Form.MEMBERS:
                    return at
                before = None if self._claims_more(found, at) else self._record(found, at)
                if before is None or not before.whole:
                    return (yield from self._damage(at))
        except (OSError, ValueError):
            failed = True
        return (yield from self._last(before, at, failed))

    def _last(self, before: Record | None, at: int, failed: bool) -> Onwards:
        """Behind it FastWARC found nothing, or failed."""
        part = self.part
        if self._form is Form.STREAM:
            if before:
                yield before._replace(length=part.end - at)
            behind = sound_until(self._file, part.begin, part.end)
            if failed or not is_padding(self._file, behind, part.end):
                yield from self._damage(at)
            return None
        one = self._extent(at)
        if one.end is None or (before is None and one.size) or (before and not self._holds(one)):
            return (yield from self._damage(at))
        if before:
            yield before._replace(length=one.end - at)
            if failed and one.size > (block_end(one.head, self._claimed) or 0) + _RECORD_END:
                return (yield from self._damage(at))
        return self._behind(one.end)

    def _damage(self, at: int) -> Onwards:
        yield Record("damaged", "", "", at - self.part.begin, 0, None, False)
        self._wary = True
        if self._form is not Form.MEMBERS:
            return None  # what looks like a record's beginning may be of a page
        one = member(self._file, at, self.part.end)
        if one.end is not None:
            return self._behind(one.end)
        return next_sound(self._file, at, self.part.end)

    def _behind(self, end: int) -> int | None:
        return None if is_padding(self._file, end, self.part.end) else end

    def _took_more(self, begin: int, at: int) -> bool:
        """Whether the record took those behind it for its own; a page may hold what looks like one."""
        if self._form is not Form.MEMBERS or next_member(self._file, begin + 1, at) is None:
            return False
        end = member(self._file, begin, self.part.end).end
        return end is None or end < at

    def _claims_more(self, found: WarcRecord, at: int) -> bool:
        """Whether it is to be longer than it is: asked where reading it would cost much, or after other damage."""
        self._claimed = found.content_length
        if self._form is Form.STREAM or not (self._wary or self._claimed > LOOK):
            return False
        return not self._holds(self._extent(at))

    def _holds(self, one: Member) -> bool:
        end = block_end(one.head, self._claimed)
        return one.end is not None and end is not None and end <= one.size

    def _extent(self, at: int) -> Member:
        """Of the record that begins there, as far as it is there."""
        if self._form is Form.MEMBERS:
            return member(self._file, at, self.part.end)
        self._file.seek(at)
        head = self._file.read(min(LOOK, self.part.end - at))
        size = min((block_end(head, self._claimed) or 0) + _RECORD_END, self.part.end - at)
        return Member(at + size, at + size, size, head)

    def _record(self, found: WarcRecord, at: int) -> Record:
        told = found.headers
        kind, url = told.get("WARC-Type") or "", (told.get("WARC-Target-URI") or "").strip("<>")
        offset, size = at - self.part.begin, found.content_length
        if size > LARGEST or not self.wanted(kind, url):
            return Record(kind, url, "", offset, 0, None, True)
        block = found.reader.read()
        truncated = told.get("WARC-Truncated") or ""
        return Record(kind, url, told.get("WARC-Date") or "", offset, 0, block, len(block) == size, truncated)


class _Stretch(io.RawIOBase):
    """A file up to `end`, told as it stands there."""

    def __init__(self, file: IO[bytes], start: int, end: int):
        self._file, self._at, self._end = file, start, end

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._end - self._at)
        self._file.seek(self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data
