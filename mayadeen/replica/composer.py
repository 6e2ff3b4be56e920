"""The whole of an invented article: its text, pictures, tags and neighbours."""

import html
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from mayadeen.replica.addresses import encoded, href
from mayadeen.replica.metadata import metadata
from mayadeen.replica.model import ArticleData, Block, Link, Picture
from mayadeen.replica.plan import Plan
from mayadeen.replica.prose import Writer

FIRST_POST_ID = 1_900_000
WITHOUT_TEXT = frozenset(("newscast", "infographic"))
SHORT_TEXT = frozenset(("video", "podcast", "gallery"))


class Composer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def article(self, number: int) -> ArticleData:
        plan = self._plan
        rng = plan.rng(number)
        values = self._standing(number) | self._content(number, Writer(plan.language, rng), rng)
        article = ArticleData(**values)
        return replace(article, metadata=metadata(article, plan.edition))

    def _standing(self, number: int) -> dict[str, Any]:
        """Who, where and when: all that is known without its text."""
        plan = self._plan
        section, path, region = plan.section(number), plan.path(number), plan.region(number)
        return {
            "number": number,
            "edition": plan.edition.code,
            "language": plan.edition.code,
            "kind": section.kind,
            "post_id": post_id(number),
            "section": plan.folder(number),
            "section_label": section.label,
            "listed_in": section.path,
            "region": region[0] if region else None,
            "path": path,
            "url": f"https://{plan.edition.host}{encoded(path)}",
            "title": plan.title(number),
            "authors": (plan.author(number) or plan.edition.newsroom,),
            "source": None if plan.author(number) else plan.edition.source,
            "published": plan.published(number),
            "modified": plan.modified(number),
            "category": section.label if section.kind in ("news", "report", "opinion") else None,
            "country": self._country(number),
            "coverage": plan.coverage(number),
        }

    def _content(self, number: int, writer: Writer, rng: Random) -> dict[str, Any]:
        kind = self._plan.kind(number)
        keywords = self._keywords(number, rng)
        pictures = self._pictures(number, kind, writer, rng)
        return {
            "summary": self._summary(number, kind, writer),
            "blocks": self._blocks(number, kind, writer, rng),
            "keywords": ",".join(keywords),
            "image": pictures[0],
            "images": pictures[1:],
            **self._extras(number, kind, writer),
            **tags(keywords, rng, as_printed=not self._plan.edition.classes),
        }

    def _summary(self, number: int, kind: str, writer: Writer) -> str:
        if kind == "newscast" or number % 12 == 5:
            return ""
        summary = writer.sentence()
        # Summaries of videos were seen to hold line breaks.
        return f"{summary}\n{writer.sentence()}" if kind == "video" and number % 4 == 1 else summary

    def _blocks(self, number: int, kind: str, writer: Writer, rng: Random) -> tuple[Block, ...]:
        if kind in WITHOUT_TEXT or (kind in SHORT_TEXT and number % 2):
            return ()
        count = 1 if kind in SHORT_TEXT else rng.randint(5, 12)
        forms = ["p"] * count
        if count > 4:
            forms[2:2] = ["h2"] * (number % 3 == 0)
            forms[4:4] = ["quote"] * (number % 4 == 0)
            forms[-1:-1] = ["li"] * (3 * (number % 5 == 0))
        return tuple(self._block(form, writer, rng) for form in forms)

    def _block(self, form: str, writer: Writer, rng: Random) -> Block:
        make = {"h2": writer.heading, "quote": writer.quote, "li": writer.item}
        text = make.get(form, writer.paragraph)()
        escaped = html.escape(text, quote=False)
        return Block(form, text, self._marked(escaped, rng) if form == "p" else escaped)

    def _marked(self, text: str, rng: Random) -> str:
        """With a few words of it a link or bold, as bodies have them."""
        chance, words = rng.random(), text.split(" ")
        if chance > 0.4:
            return text
        first = int(rng.random() * (len(words) - 3))
        inner = " ".join(words[first : first + 3])
        if chance > 0.2:
            words[first : first + 3] = [f"<b>{inner}</b>"]
        else:
            other = 1 + int(rng.random() * self._plan.articles)
            words[first : first + 3] = [f'<a href="{href(self._plan.path(other), other)}">{inner}</a>']
        return " ".join(words)

    def _keywords(self, number: int, rng: Random) -> list[str]:
        """Tags as the script has them: in a third of all articles with repeats."""
        language = self._plan.language
        town, actor, _, _ = self._plan.topics(number)
        found = [language.towns[town], language.topics[actor]]
        most = 12 if self._plan.edition.classes else 6
        found += rng.sample(language.topics, rng.randint(0, most - 2))
        found += [found[0], found[-1]] if number % 3 == 0 else []
        return found if number % 25 else []

    def _country(self, number: int) -> str | None:
        countries = self._plan.language.countries
        place = number % (len(countries) + 3)
        return countries[place] if place < len(countries) else None

    def _pictures(self, number: int, kind: str, writer: Writer, rng: Random) -> tuple[Picture, ...]:
        published = self._plan.published(number)
        more = {"gallery": 4 + number % 5, "infographic": number % 3}.get(kind, 0)
        credits = self._plan.language.credits
        return tuple(
            Picture(
                picture_url(self._plan, number, place, published),
                writer.heading(),
                credits[int(rng.random() * len(credits))],
            )
            for place in range(1 + more)
        )

    def _extras(self, number: int, kind: str, writer: Writer) -> dict[str, Any]:
        plan = self._plan
        if kind in ("video", "newscast", "podcast"):
            seconds = 2400 + number % 1200 if kind == "newscast" else 40 + number * 13 % 900
            media = f"https://media.almayadeen.net/archive/video/{post_id(number)}.mp4"
            return {"video_seconds": seconds, "video_url": media}
        if kind in WITHOUT_TEXT | SHORT_TEXT:
            return {}
        others = [(number * 17 + turn * 29) % plan.articles + 1 for turn in range(2 + number % 3)]
        others = [other for other in dict.fromkeys(others) if other != number]
        extras: dict[str, Any] = {"related": tuple(Link(plan.title(n), plan.path(n)) for n in others[:-1])}
        if number % 2 and others:
            extras["inline_link"] = Link(plan.title(others[-1]), plan.path(others[-1]))
        if number % 6 == 2:
            extras["embed"] = (writer.sentence(), f"pic.twitter.com/{number:06x}")
        return extras


def post_id(number: int) -> str:
    return str(FIRST_POST_ID + number * 7 + number * 5 % 7)


def picture_url(plan: Plan, number: int, place: int, published: datetime) -> str:
    key = f"{number:08x}-{place:04x}-4{plan.seed % 4096:03x}-a{number % 4096:03x}-{number * 2654435761 % 2**48:012x}"
    folder = f"{published.year}/{published.month}/{published.day}"
    host = f"{plan.edition.code}-media.almayadeen.net"
    return f"https://{host}/media/image/{folder}/{key}.jpg?v={place + 1}&width=1000"


def tags(keywords: list[str], rng: Random, as_printed: bool) -> dict[str, tuple[str, ...]]:
    """All in the script's order, and up to six as the page prints them; without a script what
    is printed is all there is."""
    every = list(dict.fromkeys(keywords))
    printed = tuple(rng.sample(every, min(6, len(every))))
    return {"tags": printed if as_printed else tuple(every), "printed_tags": printed}
