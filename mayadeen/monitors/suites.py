"""The suites that Spidermon runs, now and then and at the end."""

from collections.abc import Iterable

from spidermon import Monitor, MonitorSuite

from mayadeen.monitors.actions import QuarantineRun, Tell
from mayadeen.monitors.alarm import Alarm
from mayadeen.monitors.watch import Watch


class _Watching(Monitor):
    def tell(self, alarms: Iterable[Alarm]) -> None:
        found = list(alarms)
        self.watch.alarms += found
        if found:
            self.fail("\n".join(map(str, found)))

    @property
    def watch(self) -> Watch:
        return self.data.watch

    def require_past(self) -> None:
        if not self.watch.past:
            self.skipTest("no good run to compare with")


class Reading(_Watching):
    def test_fields_and_layers(self) -> None:
        self.require_past()
        self.tell(self.watch.reading())


class Listings(_Watching):
    def test_listings_show_items(self) -> None:
        self.require_past()
        self.tell(self.watch.listings())


class Trouble(_Watching):
    def test_pages_are_read(self) -> None:
        self.require_past()
        self.tell(self.watch.trouble())


class Volume(_Watching):
    def test_as_many_items_as_ever(self) -> None:
        if self.watch.last is None:
            self.skipTest("no run before that looked at all that was new")
        self.tell(self.watch.volume())


class Ledger(_Watching):
    def test_the_law_holds(self) -> None:
        self.tell(self.watch.law())


class WhileCrawling(MonitorSuite):
    monitors = [Reading, Listings, Trouble]
    monitors_failed_actions = [Tell]


class AtTheEnd(MonitorSuite):
    monitors = [Reading, Listings, Trouble, Volume, Ledger]
    monitors_failed_actions = [QuarantineRun, Tell]
