"""Recorded pages: betamax cassettes of one answer each, and the bridge from them to Scrapy's responses."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import requests
from betamax import BaseSerializer, Betamax
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

TESTS = Path(__file__).resolve().parents[1]
_UNPACKED = ("content-encoding", "transfer-encoding", "content-length")


class PlainJSON(BaseSerializer):
    """Readable in a diff, and UTF-8 whatever the locale says."""

    name = "plain-json"
    stored_as_binary = True

    @staticmethod
    def generate_cassette_name(cassette_library_dir: str, cassette_name: str) -> str:
        return f"{cassette_library_dir}/{cassette_name}.json"

    def serialize(self, cassette_data: dict[str, Any]) -> bytes:
        return orjson.dumps(cassette_data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def deserialize(self, cassette_data: bytes) -> dict[str, Any]:
        return orjson.loads(cassette_data) if cassette_data else {}


Betamax.register_serializer(PlainJSON)


@contextmanager
def cassette(path: Path, mode: str = "none") -> Iterator[requests.Session]:
    """A session that is answered by the cassette at `path` (mode none), or that fills it (mode once)."""
    with requests.Session() as session:
        session.headers["Accept-Encoding"] = "identity"
        recorder = Betamax(session, cassette_library_dir=str(path.parent))
        with recorder.use_cassette(
            path.stem,
            record=mode,
            serialize_with=PlainJSON.name,
            match_requests_on=["method", "uri"],
            preserve_exact_body_bytes=True,
        ):
            yield session


def scrapy_response(answer: requests.Response) -> Response:
    """The same answer as Scrapy would have given it."""
    headers = Headers({name: value for name, value in answer.headers.items() if name.lower() not in _UNPACKED})
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=answer.content)
    return kind(answer.url, status=answer.status_code, headers=headers, body=answer.content)


def recorded_address(path: Path) -> str:
    return orjson.loads(path.read_bytes())["http_interactions"][0]["request"]["uri"]


def tidy(path: Path, host: str, moment: str | None = None) -> None:
    """Leaves nothing of this machine in a cassette: no headers but the type, the edition's host, text as text."""
    data = orjson.loads(path.read_bytes())
    for each in data["http_interactions"]:
        request, answer = each["request"], each["response"]
        request["uri"] = answer["url"] = f"https://{host}/{request['uri'].split('/', 3)[3]}"
        request["headers"], request["body"] = {}, {"encoding": "utf-8", "string": ""}
        answer["headers"] = {name: value for name, value in answer["headers"].items() if name.lower() == "content-type"}
        answer["body"] = _text(answer["body"])
        each["recorded_at"] = moment or each["recorded_at"]
    path.write_bytes(PlainJSON().serialize(data))


def _text(body: dict[str, str]) -> dict[str, str]:
    """As text where the bytes are UTF-8; else they stay as they are."""
    try:
        return {"encoding": "utf-8", "string": base64.b64decode(body["base64_string"]).decode("utf-8")}
    except (KeyError, UnicodeDecodeError):
        return body
