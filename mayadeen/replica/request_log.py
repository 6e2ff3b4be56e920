"""One JSON line a request, each written whole at once."""

import os
import time
from pathlib import Path

import orjson
from twisted.web.http import Request

HEADERS = ("user-agent", "if-none-match", "if-modified-since", "cache-control", "accept-encoding")


class RequestLog:
    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def write(self, edition: str, request: Request, status: int, size: int) -> None:
        line = {
            "time": time.time(),
            "edition": edition,
            "method": request.method.decode("latin-1"),
            "path": request.uri.decode("utf-8", "replace"),
            "status": status,
            "bytes": size,
            "headers": {name: request.getHeader(name) for name in HEADERS},
        }
        os.write(self._descriptor, orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def close(self) -> None:
        os.close(self._descriptor)
