"""What a CDX server answers, in any of its forms: rows of JSON (Wayback), an object a line (pywb), CDXJ, plain lines.

Fields as the servers' documents have them (Wayback CDX Server, pywb CDXJ Server API). A row that
lacks what names a capture is one all the same, with its `problem`.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson

_ALIASES = {"original": "url", "statuscode": "status", "mimetype": "mime"}
_NAMES = ("urlkey", "timestamp", "url", "mime", "status", "digest")
_PLAIN = {7: ("length",), 9: ("redirect", "offset", "filename"), 11: ("redirect", "robotflags", "length", "offset", "filename")}
"""What follows after `_NAMES` in a plain line, by the number of its fields."""
_TIMESTAMP = re.compile(r"(19|20)\d{12}", re.A)
_ADDRESS = re.compile(r"https?://[^\s/?#]\S*", re.I)
_LONGEST = 2000
"""Bytes of an address: more an index of PostgreSQL does not take."""
MOST = 100_000
"""Lines that are taken of a reply: of whole ones, no answer that we let in holds more."""


class Row(NamedTuple):
    """A line of an index; what it does not say is empty."""

    timestamp: str = ""
    url: str = ""
    mime: str = ""
    status: str = ""
    digest: str = ""
    filename: str = ""
    offset: str = ""
    length: str = ""
    problem: str | None = None


@dataclass
class Reply:
    rows: list[Row] = field(default_factory=list)
    resume: str | None = None
    """What to ask with for what follows."""
    pages: int | None = None
    """The answer to `showNumPages`."""
    paged: bool = False
    """Whether a server that answers so may give its index in pages."""
    torn: bool = False
    """Whether it breaks off: in a line, after `MOST`, or where what to go on with cannot be asked with."""

    @property
    def mark(self) -> int | None:
        """The same for the same rows; None where there are none."""
        return zlib.crc32(repr(self.rows).encode()) if self.rows else None


def read(body: bytes) -> Reply | None:
    """None of what is no CDX."""
    start = body.lstrip()[:1]
    if start == b"<":
        return None
    lines = _joined_rows(body) if start == b"[" and b"\n" not in body.strip() else body.split(b"\n")
    reply = Reply(paged=start == b"{")
    if start == b"[":
        _read_rows(lines[:MOST], reply)
    else:
        _read_lines(lines[:MOST], reply)
    reply.torn = reply.torn or len(lines) > MOST
    return reply


def _go_on_with(reply: Reply, key: Any) -> None:
    if isinstance(key, str) and len(quote(key)) <= _LONGEST:
        reply.resume = key
    else:
        reply.torn = True


def _count(reply: Reply, pages: int) -> None:
    reply.pages = min(pages, MOST)
    reply.torn = pages > MOST


def _joined_rows(body: bytes) -> list[bytes]:
    """All rows in one line: as if each had its own."""
    try:
        return [orjson.dumps(row) for row in orjson.loads(body)[: MOST + 1]]
    except (orjson.JSONDecodeError, TypeError):
        return [body]


def _read_rows(lines: list[bytes], reply: Reply) -> None:
    names: list[str] | None = None
    ended = False
    for line in lines:
        text = line.strip().rstrip(b",")
        text = text[1:] if text.startswith(b"[[") else text
        text = text[:-1] if text.endswith(b"]]") else text
        if not text or text in (b"]", b"["):
            continue
        row = _loads(text)
        reply.torn = row is None
        if row == []:
            ended = True
        elif ended and isinstance(row, list) and len(row) == 1:
            _go_on_with(reply, row[0])
        elif names is None and isinstance(row, list) and "timestamp" in row:
            names = [str(name) for name in row]
        else:
            values = row if isinstance(row, list) else []
            reply.rows.append(_row(dict(zip(names or (*_NAMES, "length"), values, strict=False))))


def _read_lines(lines: list[bytes], reply: Reply) -> None:
    ended = False
    for line in lines:
        text = line.strip()
        if not text:
            ended = bool(reply.rows)
        elif text.startswith(b"{"):
            found = _loads(text)
            reply.torn = found is None
            told = found if isinstance(found, dict) else {}
            if isinstance(told.get("pages"), int) and "timestamp" not in told:
                _count(reply, told["pages"])
            else:
                reply.rows.append(_row(told))
        elif ended and b" " not in text:
            _go_on_with(reply, text.decode("utf-8", "replace"))
        elif not text.startswith(b"CDX "):
            reply.rows.append(_row(_plain(text)))


def _plain(text: bytes) -> dict[str, Any]:
    line = text.decode("utf-8", "replace")
    key, brace, rest = line.partition(" {")
    if brace and len(key.split(" ")) == 2:  # CDXJ
        told = _loads(f"{{{rest}".encode())
        return (told if isinstance(told, dict) else {}) | {"timestamp": key.split(" ")[1]}
    values = line.split(" ")
    names = (*_NAMES, *_PLAIN.get(min(len(values), 11), ()))
    return dict(zip(names, values, strict=False))


def _loads(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _row(told: dict[str, Any]) -> Row:
    values = {_ALIASES.get(name, name): value for name, value in told.items()}
    known = {name: _text(values.get(name)) for name in Row._fields if name != "problem"}
    return Row(**known, problem=next(_problems(known), None))


def _text(value: Any) -> str:
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    return "" if text == "-" or not text.isprintable() else text


def _problems(known: dict[str, str]) -> Iterator[str]:
    if not _TIMESTAMP.fullmatch(known["timestamp"]):
        yield "no time"
    if not _ADDRESS.fullmatch(known["url"]) or len(known["url"].encode("utf-8", "replace")) > _LONGEST:
        yield "no address"
