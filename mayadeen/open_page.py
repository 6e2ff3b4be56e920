"""A listing that is open in the browser: pressing what says "more", or scrolling, until it shows nothing new."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from playwright.async_api import Error as BrowserError
from scrapy.http import HtmlResponse

from mayadeen.editions import Edition
from mayadeen.exceptions import Failed, Released
from mayadeen.gate import Gate
from mayadeen.pages.document import LONGEST
from mayadeen.pages.listing import leads_nowhere, says_only_more

POLL = 0.2
SETTLING, CALM = 5, 15
"""Looks at a page without a request under way before it is taken to have opened, and to have nothing new."""
SILENT = 8
"""The same of a page that asked for nothing at all in a step."""
TRIES = 2
"""A first click may come before the page listens."""
ANSWER_WITHIN = 15.0
"""Seconds that the page may keep the browser from answering."""
CLICK_WITHIN = 3000
"""Milliseconds that a control may be moving or covered; then it is pressed without a pointer."""

MOST_CONTROLS = 2000
"""The last of a page's that are looked at."""
UNSEEN = "the page cannot be looked at"
MARK = "data-mayadeen-step"

# What a control is by its role, and what it says; the words are judged by `says_only_more`.
CONTROLS = """most => {
    const short = text => typeof text === "string" ? text.slice(0, 200) : null;
    globalThis.controls = [...document.querySelectorAll(
        "button, a, input[type=button], input[type=submit], [role=button]")].slice(-most);
    return controls.map(e => ({
        said: [short(e.textContent), short(e.getAttribute("aria-label")), short(e.value)],
        href: e.tagName === "A" ? short(e.getAttribute("href")) : null,
        aside: !!e.closest("nav, header, footer, [role=navigation]"),
        ready: e.getClientRects().length > 0 && e.checkVisibility({checkVisibilityCSS: true})
            && !e.disabled && e.getAttribute("aria-disabled") !== "true",
    }));
}"""
CHOOSE = "(i, mark, step) => (globalThis.chosen = controls[i]).setAttribute(mark, step)"
PRESS = "() => chosen.click()"
CONTENT = """most => {
    const page = document.documentElement.outerHTML;
    return page.length > most ? null : page;
}"""
SCROLL = """() => {
    for (const e of [document.scrollingElement, ...document.querySelectorAll("main, div, section, ul")]) {
        if (!e || e.scrollHeight <= e.clientHeight + 1) continue;
        e.scrollTop = Math.max(0, e.scrollTop - 200);
        e.scrollTop = e.scrollHeight;
    }
}"""

T = TypeVar("T")


class OwnWorld:
    """Where we run beside the page's scripts: the same document, without what they changed in the language."""

    def __init__(self, page: Any):
        self.page = page
        self._session: Any = None

    async def run(self, function: str, *arguments: Any) -> Any:
        """What `function` returns, as JSON. Raises BrowserError."""
        if self._session is None:
            self._session = await self.page.context.new_cdp_session(self.page)
        page = await self._session.send("Target.getTargetInfo")
        where = {"frameId": page["targetInfo"]["targetId"], "worldName": "mayadeen"}
        world = await self._session.send("Page.createIsolatedWorld", where)  # the same one until the document changes
        call = {"functionDeclaration": function, "arguments": [{"value": each} for each in arguments]}
        call |= {"executionContextId": world["executionContextId"], "returnByValue": True, "silent": True}
        answer = await self._session.send("Runtime.callFunctionOn", call)
        if "exceptionDetails" in answer:
            raise BrowserError(UNSEEN)
        return answer["result"].get("value")


class OpenPage:
    """`items` reads the addresses of a listing's items. Raises Failed, and Released once `over`."""

    def __init__(self, page: Any, gate: Gate, edition: Edition, items: Callable[[HtmlResponse], list[str]]):
        self.page, self.gate, self.edition, self.items = page, gate, edition, items
        self._world = OwnWorld(page)
        self.over: Callable[[], bool] = lambda: False
        self.gone: str | None = None
        """Why the page was taken away, if it was."""
        self.steps = 0
        """Clicks and scrolls so far."""
        self._opened = self._pressed = self._brought = False

    async def more(self, known: set[str]) -> list[str]:
        """Addresses that are not `known`, after one step more; none where the listing ends."""
        if not self._opened:
            self._opened = True
            if fresh := await self._fresh(known, SETTLING):
                return fresh
        self.gate.begin_step()
        for _ in range(TRIES):
            stepped = await self._step()
            if fresh := await self._fresh(known, CALM if stepped else 1):
                self._brought = True
                return fresh
            if self.gate.asked or not (stepped and self._pressed):
                break
        self._judge_end(gone=not stepped)
        return []

    def _judge_end(self, gone: bool) -> None:
        """Nothing new: the end, unless something failed, or a control never brought anything for want of something.

        What failed may have been asked for by the step before, which brought a part only or looked ahead.
        That other hosts were refused means nothing by itself: pages tell them of every click.
        """
        gate = self.gate
        reason = gate.trouble or ((self._pressed or self._brought) and gate.trouble_before)
        if not (reason or self._brought or gone or gate.answered):
            without = f"without {gate.missing} its control does nothing" if gate.missing else None
            reason = self._pressed and (gate.refused or without)
        if reason:
            raise Failed(f"goes on by script only: {reason}")

    async def _step(self) -> bool:
        """Presses the control, or scrolls where there never was one; False where the control is gone for good."""
        self.steps += 1
        for _ in range(SILENT if self._pressed else 1):  # it may be busy
            if await self._choose():
                await self._press()
                return True
            if self._pressed:
                await self._wait()
        if not self._pressed:
            await self._do(self._world.run(SCROLL))
        return not self._pressed

    async def _choose(self) -> bool:
        """The last visible one, where more than one says so."""
        told = await self._do(self._world.run(CONTROLS, MOST_CONTROLS))
        fitting = [i for i, control in enumerate(told) if self._is_more(control)]
        if fitting:
            await self._do(self._world.run(CHOOSE, fitting[-1], MARK, self.steps))
        return bool(fitting)

    def _is_more(self, control: dict[str, Any]) -> bool:
        if control["aside"] or not control["ready"] or not leads_nowhere(control["href"]):
            return False
        return any(says_only_more(said, self.edition.words.more) for said in control["said"] if isinstance(said, str))

    async def _press(self) -> None:
        self._pressed = True
        control = self.page.locator(f'css:light=[{MARK}="{self.steps}"]')
        try:
            await asyncio.wait_for(control.click(timeout=CLICK_WITHIN, no_wait_after=True), ANSWER_WITHIN)
        except (BrowserError, TimeoutError):
            await self._do(self._world.run(PRESS))

    async def _fresh(self, known: set[str], looks: int) -> list[str]:
        """What the page shows beyond `known`, as soon as it does; none after `looks` without a request under way."""
        taken = 0
        while taken < (looks if self.gate.asked else min(looks, SILENT)):
            await self._wait()
            calm = not self.gate.waiting
            shown = self.items(await self._read())
            if fresh := [url for url in shown if url not in known]:
                return fresh
            taken += calm
        if known.isdisjoint(shown):
            raise Failed("goes on by script only: its script took the page away")
        return []

    async def _read(self) -> HtmlResponse:
        content = await self._do(self._world.run(CONTENT, LONGEST))
        if content is None:
            raise Failed(f"grew beyond {LONGEST / 1e6:.0f} MB after {self.steps} clicks")
        if not isinstance(content, str):
            raise Failed(f"the browser: {UNSEEN}")
        return HtmlResponse(self.page.url, body=content.encode("utf-8", "replace"), encoding="utf-8")

    async def _wait(self) -> None:
        await asyncio.sleep(POLL)
        if self.over():
            raise Released("the crawl is ending")

    async def _do(self, asked: Awaitable[T]) -> T:
        try:
            return await asyncio.wait_for(asked, ANSWER_WITHIN)
        except TimeoutError:
            raise Failed(f"its script held the browser for {ANSWER_WITHIN:g} s") from None
        except BrowserError as error:
            await self._wait()  # an interrupt may have reached the browser before it reached the crawl
            raise Failed(self.gone or f"the browser: {first_line(error)}") from None


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:150]
