"""The program: options in, sites listening, one base line, until a signal ends it."""

import argparse
import signal
import sys
from collections.abc import Sequence

from mayadeen.replica.options import (
    DESCRIPTION,
    EPILOG,
    Options,
    WrongUse,
    add_options,
    checked,
)
from mayadeen.replica.recorded import BadRows
from mayadeen.replica.site import Site

WRONG_USE = 2


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise WrongUse(f"{message}; --help lists the options")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = Parser(
        prog="python -m mayadeen.replica",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_options(parser)
    try:
        given = parser.parse_args(arguments)
    except WrongUse as error:
        return refuse(error)
    return run(given)


def run(given: argparse.Namespace) -> int:
    """Exit code 0 after a signal, 2 where an option or the port is wrong."""
    from twisted.internet.error import CannotListenError

    try:
        return serve(checked(given))
    except (WrongUse, BadRows) as error:
        return refuse(error)
    except CannotListenError as error:
        return refuse(f"port {error.port} is in use on 127.0.0.1; another --port, or 0, would do")


def refuse(reason: object) -> int:
    print(f"replica: {reason}", file=sys.stderr)
    return WRONG_USE


def sites(options: Options) -> list[Site]:
    return [
        Site(
            edition=edition,
            articles=options.articles,
            seed=options.seed,
            class_seed=options.class_seed,
            layers=options.layers,
            page_size=options.page_size,
            newer=options.newer,
            crawl_delay=options.crawl_delay,
            rows=options.rows,
            script_listings=options.script_listings,
        )
        for edition in options.editions
    ]


def serve(options: Options) -> int:
    # Importing the reactor installs one, so it waits until there is something to serve.
    from twisted.internet import reactor

    from mayadeen.replica.request_log import RequestLog
    from mayadeen.replica.server import base_line, listen

    served = sites(options)
    log = RequestLog(options.log) if options.log else None
    ports = listen(served, options.port, options.delay, log)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: reactor.callFromThread(reactor.stop))
    if not options.quiet:
        for site in served:
            print(f"{site.edition.name}: {site.collection.total:,} pages of articles")
        print("Press Ctrl-C to stop.")
    print(base_line(served, ports), flush=True)
    reactor.run(installSignalHandlers=False)
    return 0
