"""`scrapy doctor`: is everything as a crawl needs it? A line each, with what to do."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

import orjson
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import arglist_to_dict

from mayadeen import user_agent
from mayadeen.arguments import Arguments
from mayadeen.doctor.finding import NOTE, TROUBLE, Finding
from mayadeen.editions import EDITIONS
from mayadeen.exceptions import Stop, WrongUse
from mayadeen.site import Site
from mayadeen.urls import is_loopback, split

TAKEN = ("edition", "base")


class Command(ScrapyCommand):
    requires_project = True
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-a edition=en|ar|es|all] [-a base=URL] [--offline] [--thorough] [--json]"

    def short_desc(self) -> str:
        return "See whether everything is as a crawl needs it, the site included"

    def long_desc(self) -> str:
        return (
            "Look at the settings, the disk, the database, the archive and the browser, and ask each edition for a "
            "handful of pages, as politely as a crawl: robots.txt, the home page, a listing, the sitemaps, an item of "
            "each kind. A line each, with what to do; nothing is written. Exit codes: 0 all is well; 1 there is trouble; "
            "2 wrong use."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE",
            help="edition=en, ar, es or all (default all); base=URL of a mirror or the replica, as `scrapy crawl` takes it",
        )  # fmt: skip
        parser.add_argument("--offline", action="store_true", help="ask nothing of the network")
        parser.add_argument("--thorough", action="store_true", help="check every page of the database, which may take minutes")
        parser.add_argument("--json", action="store_true", help="the same as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            if args:
                raise WrongUse("doctor takes options only")
            self.sites = {} if opts.offline else self._sites(opts.spargs)
        except (Stop, UsageError) as error:
            print(f"mayadeen: {' '.join(str(error).split())}", file=sys.stderr)
            sys.exit(WrongUse.exit_code)

    def _sites(self, given: list[str]) -> dict[str, Site]:
        try:
            told = arglist_to_dict(given)
        except ValueError:
            raise WrongUse("-a takes NAME=VALUE: -a edition=en") from None
        if unknown := next((name for name in told if name not in TAKEN), None):
            raise WrongUse(f"there is no argument {unknown!r}; there are {', '.join(TAKEN)}")
        alone = "base" in told and told["base"].partition("=")[0] not in EDITIONS
        arguments = Arguments.parse(**({"edition": "en" if alone else "all"} | told))
        bases = dict(arguments.base)
        return {code: Site(EDITIONS[code], bases.get(code)) for code in arguments.editions}

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from mayadeen.doctor.browser import browser_found
        from mayadeen.doctor.collection import collection_found, disk_found, settings_found

        found: list[Finding] = []
        data = Path(self.settings["MAYADEEN_DATA"])
        for findings in (
            settings_found(self.settings),
            [disk_found(data)],
            collection_found(self.settings, thorough=opts.thorough),
            browser_found(self.settings["MAYADEEN_BROWSER"]),
            self._network(),
        ):
            for finding in findings:
                found.append(finding)
                if not opts.json:
                    print(finding, flush=True)
        if opts.json:
            sys.stdout.write(orjson.dumps([asdict(one) for one in found], option=orjson.OPT_INDENT_2).decode() + "\n")
        self.exitcode = 1 if any(finding.level == TROUBLE for finding in found) else 0

    def _network(self) -> list[Finding]:
        if not self.sites:
            return [Finding(NOTE, "network", "not asked (--offline)")]
        from mayadeen.doctor.sites import sites_found  # brings the reactor

        self._mind_manners()
        return sites_found(self.sites, self.crawler_process)

    def _mind_manners(self) -> None:
        """As `scrapy crawl`: say who asks; only this machine is asked without a pause."""
        if (self.settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set("USER_AGENT", user_agent(self.settings["MAYADEEN_CONTACT"]), priority="project")
        if all(is_loopback(split(site.base).hostname) for site in self.sites.values()):
            self.settings.set("DOWNLOAD_DELAY", 0, priority="project")
