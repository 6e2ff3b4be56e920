"""Home page -> menus -> listings -> further listing pages -> articles."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from typing import Any

from scrapy.exceptions import CloseSpider
from scrapy.http import TextResponse

from mayadeen.editions import Edition, Place
from mayadeen.extensions.collection import Collection
from mayadeen.pages.document import root_of
from mayadeen.pages.listing import ListingPage, is_item_address
from mayadeen.pages.menu import Menu, known_menu, read_menu
from mayadeen.site import Site
from mayadeen.spiders.base import MayadeenSpider
from mayadeen.stores.entry import NOT_ASKED_FOR, Entry, Visit
from mayadeen.stores.shown import Shown
from mayadeen.urls import section_of
from mayadeen.walks import Listing, Walks

logger = logging.getLogger(__name__)


class SectionsSpider(MayadeenSpider):
    name = "sections"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.menus: dict[str, Menu] = {}
        self._walks: Walks | None = None
        self._unmatched = {*self.arguments.sections, *self.arguments.regions}

    async def start(self) -> AsyncIterator[Entry]:
        for code, site in self.sites.items():
            if not self.arguments.urls:
                yield Entry(site.edition.home, code, "home", channel="start", always=True)
            for link in self.arguments.urls:
                if url := site.canonical(link, on=site.edition.home):
                    yield Entry(url, code, "article", section=section_of(url), channel="argument", always=True)
            if not (self.arguments.urls or self.arguments.sections or self.arguments.regions):
                for url in self._shown_by_ticker(code):
                    yield self.article_entry(url, code, channel="ticker", place="ticker")

    def _shown_by_ticker(self, edition: str) -> list[str]:
        """Items that the ticker saw and no listing has led to yet."""
        places = known_menu(self.sites[edition].edition).paths
        shown = Shown(Collection.of(self.crawler).engine).unknown(edition)
        return [url for url in shown if is_item_address(url, places)]

    def parse_home(self, response: TextResponse) -> Iterator[Entry]:
        visit = response.meta["visit"]
        site = self.sites[visit.entry.edition]
        menu = self.menus[site.edition.code] = self._menu(response, site)
        visit.shown = self._shown(response, visit.entry) | {"menu": asdict(menu)}
        yield from self._from_home(visit.entry, visit.shown)

    def _from_home(self, entry: Entry, shown: dict[str, Any]) -> Iterator[Entry]:
        edition = self.sites[entry.edition].edition
        chosen = list(self._chosen(self.menus[edition.code]))
        if self.arguments.mode != "new":
            self._look_again(edition.code, chosen)
        for place, region in chosen:
            yield self._listing(edition, place, region=region)
        self._refuse_unmatched()
        if not (self.arguments.sections or self.arguments.regions):
            yield from self._articles(replace(entry, context={"path": ""}), shown["items"])

    def _look_again(self, edition: str, chosen: list[tuple[Place, bool]]) -> None:
        if not (self.arguments.sections or self.arguments.regions):
            self.look_again(edition)
        elif chosen:
            sections = [place.path for place, region in chosen if not region]
            self.look_again(edition, sections, [place.name for place, region in chosen if region])

    def _menu(self, response: TextResponse, site: Site) -> Menu:
        edition = site.edition
        menu = read_menu(root_of(response), edition, lambda link: site.canonical(link, response.url))
        if not menu:
            menu = known_menu(edition)
            self._go_by_known(edition.code, "no menu could be read", len(menu.sections))
        self.menus[edition.code] = menu
        return menu

    def _go_by_known(self, code: str, trouble: str, sections: int) -> None:
        logger.warning("%s: %s; going by the %d known sections", self.sites[code].edition.host, trouble, sections)
        self.crawler.stats.inc_value(f"menu/fallback/{code}")

    def _chosen(self, menu: Menu) -> Iterator[tuple[Place, bool]]:
        """The places that `sections` and `regions` ask for, all where neither is given; True with a region."""
        sections, regions = self.arguments.sections, self.arguments.regions
        everything = not (sections or regions)
        for names, places, region in ((sections, menu.sections, False), (regions, menu.regions, True)):
            for place in places.values():
                called = {name for name in names if place.is_called(name)}
                self._unmatched -= called
                if everything or called:
                    yield place, region

    def _refuse_unmatched(self) -> None:
        """Once every menu is read, a name that none of them has is a mistake of the user's."""
        if self._unmatched and len(self.menus) == len(self.sites):
            places = {
                place.path
                for menu in self.menus.values()
                for place in (*menu.sections.values(), *menu.regions.values())
            }
            names = ", ".join(sorted(self._unmatched))
            self.wrong_use = f"no menu of the site has {names}; it has {', '.join(sorted(places))}"
            raise CloseSpider("wrong_use")

    def _listing(self, edition: Edition, place: Place, *, region: bool) -> Entry:
        context = {"path": place.path, "label": place.label, "region": place.name if region else None, "number": 1}
        url = f"{edition.home}{place.path}"
        return Entry(url, edition.code, "listing", section=place.path, always=True, context=context)

    def parse_listing(self, response: TextResponse) -> Iterator[Entry]:
        visit = response.meta["visit"]
        visit.shown = self._shown(response, visit.entry)
        visit.open_ended = self._by_script(visit.entry, visit.shown)
        found = list(self._from_listing(visit.entry, visit.shown))
        yield from found
        if visit.open_ended:
            self._walk_on(visit, response, found)

    def _by_script(self, entry: Entry, shown: dict[str, Any]) -> bool:
        """Whether only a browser can tell how a listing goes on."""
        tried = self.arguments.browser == "always" and entry.context.get("number") == 1
        return not shown["further"] and (shown.get("by_script") or tried)

    def _walk_on(self, visit: Visit, response: TextResponse, found: list[Entry]) -> None:
        if self._walks is None:
            arguments = self.arguments
            self._walks = Walks(self.crawler, browser=arguments.browser, since=bool(arguments.since))
        entry = visit.entry
        listing = Listing(
            self.sites[entry.edition],
            items=lambda page: self._shown(page, entry)["items"],
            articles=self._articles,
            ends=self._ends,
        )
        self._walks.begin(listing, visit, response, found)

    def _shown(self, response: TextResponse, entry: Entry) -> dict[str, Any]:
        """What a listing leads to, as the ledger remembers it for the day it answers 304."""
        site = self.sites[entry.edition]
        page = ListingPage(response, site.edition, lambda link: site.canonical(link, response.url))
        menu = self.menus.get(entry.edition) or known_menu(site.edition)
        further = page.further(entry.url, entry.context["number"]) if "number" in entry.context else None
        items = page.items(menu.paths)
        by_script = "number" in entry.context and not further and page.goes_on_by_script(items)
        return {"items": items, "further": further, "by_script": by_script}

    def conditional(self, entry: Entry) -> bool:
        """Looking again, listings and the home page too; but a home page must be read where its menu is yet to be
        judged, and a listing where only a browser can read it on."""
        named = self.arguments.sections or self.arguments.regions
        read = named if entry.kind == "home" else entry.shown and self._by_script(entry, entry.shown)
        known = entry.shown and self.arguments.mode != "new" and not read
        return super().conditional(entry) or bool(known)

    def shown_by(self, entry: Entry, shown: dict[str, Any]) -> Iterator[Entry]:
        """What a page that is as it was still leads to."""
        if entry.kind == "home":
            places = ({path: Place(**place) for path, place in shown["menu"][k].items()} for k in ("sections", "regions"))
            self.menus[entry.edition] = Menu(*places)
            return self._from_home(entry, shown)
        return self._from_listing(entry, shown)

    def in_place_of(self, visit: Visit) -> Iterator[Entry]:
        """Of a home page, the menu it had last, or the known one."""
        entry = visit.entry
        if entry.kind == "home":
            known = entry.shown or {"menu": asdict(known_menu(self.sites[entry.edition].edition)), "items": []}
            self._go_by_known(entry.edition, f"no home page ({visit.reason})", len(known["menu"]["sections"]))
            yield from self.shown_by(entry, known)

    def _from_listing(self, entry: Entry, shown: dict[str, Any]) -> Iterator[Entry]:
        """Its items and its next page."""
        found = list(self._articles(entry, shown["items"]))
        yield from found
        number, further = entry.context["number"], shown["further"]
        if further and not self._ends(entry, number, [item.url for item in found if not item.refused]):
            yield Entry(
                further,
                entry.edition,
                "listing",
                section=entry.section,
                always=True,
                channel="further",
                context=entry.context | {"number": number + 1},
            )

    def _articles(self, entry: Entry, urls: list[str]) -> Iterator[Entry]:
        """What a listing leads to; `place` and `number` tell the ledger where it was shown."""
        path, region = entry.context["path"], entry.context.get("region")
        wanted = set(self._of_listing(urls, path) if self.arguments.sections and not region else urls)
        for url in urls:
            yield self.article_entry(
                url,
                entry.edition,
                channel="region" if region else ("listing" if path else "home"),
                place=region or path,
                number=entry.context.get("number", 1),
                refused=None if url in wanted else NOT_ASKED_FOR,
            )

    def _of_listing(self, urls: list[str], path: str) -> list[str]:
        """Those whose addresses are of its section; where none is, of the one that most of them name."""
        if (own := [url for url in urls if self.of_section(url, path)]) or not urls:
            return own
        named = Counter(map(section_of, urls)).most_common(1)[0][0]
        return [url for url in urls if section_of(url) == named]

    def _ends(self, entry: Entry, number: int, urls: list[str]) -> bool:
        """Whether a listing need not be walked further down."""
        limit, since = self.arguments.pages, self.arguments.since
        if not urls or (limit and number >= limit):
            return True
        collection = Collection.of(self.crawler)
        ledger = collection.ledger
        place = entry.context["region"] or entry.context["path"]
        if len(ledger.listed_before(place, number, urls)) == len(urls):
            return True
        if limit and self.arguments.mode == "new" and len(ledger.held(urls)) == len(urls):
            return True
        if not since:
            return False
        # Articles go before further pages, so those of earlier pages are read by now and their days known.
        collection.frontier.flush()
        return ledger.listed_only_before(place, since)
