"""A page ready to be sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import orjson

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Page:
    body: bytes
    etag: bytes
    """Of the content alone: the same at each start, whatever the class names."""
    modified: datetime
    status: int = 200
    content_type: str = HTML


def etag(*content: object) -> bytes:
    packed = orjson.dumps(content, option=orjson.OPT_SERIALIZE_DATACLASS)
    return b'"' + hashlib.sha1(packed, usedforsecurity=False).hexdigest()[:24].encode() + b'"'
