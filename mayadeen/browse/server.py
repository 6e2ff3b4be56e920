"""Serving the application on this machine: who may ask, and until when."""

import asyncio
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from mayadeen.browse.application import Application
from mayadeen.browse.gate import Gate
from mayadeen.exceptions import WrongUse

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A socket on loopback; port 0 is any that is free. Raises WrongUse."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise WrongUse(f"cannot listen on port {port}: {error}; choose another with --port") from None
    return listening


def gated(collection: Path, index: Path, token: str, port: int) -> Gate:
    hosts = (f"{HOST}:{port}", f"localhost:{port}")
    return Gate(Application(collection, index).app(), token, hosts)


def serve(collection: Path, index: Path, port: int, tell: Callable[[str], None]) -> None:
    """Until it is interrupted. `tell` gets the address that signs in, once requests are taken. Raises WrongUse."""
    listening = listen(port)
    with listening:
        port, token = listening.getsockname()[1], secrets.token_urlsafe(24)
        application = gated(collection, index, token, port)
        # Neither the token nor what is looked at goes to a log.
        config = uvicorn.Config(
            application, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        listening.listen()
        tell(f"http://{HOST}:{port}/?token={token}")
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
