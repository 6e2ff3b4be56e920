"""An article's page, in the order that was seen: title, byline, summary, picture, paragraphs
with a box and a link between them, tags, coverage, dates of cards, browse more, footer."""

from html import escape

from mayadeen.replica.addresses import encoded, href, slug
from mayadeen.replica.chrome import Chrome
from mayadeen.replica.collection import Collection
from mayadeen.replica.dates import article_date
from mayadeen.replica.layers import head
from mayadeen.replica.model import ArticleData, Block, Picture
from mayadeen.replica.names import Names


class ArticlePage:
    def __init__(self, collection: Collection, chrome: Chrome, layers: frozenset[str]) -> None:
        self._collection = collection
        self._edition = collection.edition
        self._words = collection.edition.words
        self._chrome = chrome
        self._layers = layers

    def html(self, article: ArticleData, names: Names) -> str:
        n = names
        main = (
            f'<main class="{n["main"]}">\n<article class="{n["article"]}">\n'
            f'<h1 class="{n["title"]}">{_text(article.title)}</h1>\n'
            f"{self._facts(article, n)}{_summary(article, n)}{self._media(article, n)}"
            f'<div class="{n["content"]}">\n{self._content(article, n)}</div>\n'
            f"{_gallery(article, n)}{self._tags(article, n)}</article>\n"
            f"{self._after(article, n)}{self._chrome.lists}"
            f'<p class="{n["browse"]}">{self._words.browse_more}</p>\n</main>\n'
        )
        return self._chrome.document(article.title, head(article, self._edition, self._layers), main)

    def _facts(self, article: ArticleData, n: Names) -> str:
        words, author = self._words, article.authors[0]
        address = f"/authors/{slug(author)}"
        if address in self._collection.authors:
            author = f'<a href="{encoded(address)}">{_text(author)}</a>'
        rows = [f"{words.by} {author}"]
        if article.source:
            rows.append(f"{words.source} {article.source}")
        rows.append(article_date(article.published, words))
        section = f'<a href="/{encoded(article.listed_in)}">{_text(article.section_label)}</a>'
        minutes = f"<span>{words.minutes_read.format(article.reading_minutes)}</span>"
        items = "".join(f"<li>{row}</li>" for row in rows)
        return (
            f'<div class="{n["crumb"]}">{section}</div>\n'
            f'<ul class="{n["byline"]}">{items}</ul>\n'
            f'<div class="{n["minutes"]}">{minutes if article.blocks else ""}</div>\n'
        )

    def _media(self, article: ArticleData, n: Names) -> str:
        poster = article.image.url if article.image else ""
        if article.video_url:
            return (
                f'<div class="{n["player"]}"><video controls poster="{escape(poster)}">'
                f'<source src="{escape(article.video_url)}"></video></div>\n'
            )
        return _figure(article.image, n) if article.image else ""

    def _content(self, article: ArticleData, n: Names) -> str:
        pieces = _blocks(article.blocks, n)
        middle = (len(pieces) + 1) // 2
        # From the last to the first, so that each place is counted in pieces of the body.
        pieces.insert(middle + 2, _embed(article, n))
        pieces.insert(middle + 1, _inline_link(article, n))
        pieces.insert(middle, self._related(article, n))
        return "".join(pieces)

    def _related(self, article: ArticleData, n: Names) -> str:
        links = "".join(
            f'<li><p><a href="{self._whole(turn)}{href(link.path, turn)}">{_text(link.title)}</a></p></li>'
            for turn, link in enumerate(article.related)
        )
        heading = f'<p class="{n["related-head"]}">{self._words.related}</p>'
        return f'<div class="{n["related"]}">{heading}<ul>{links}</ul></div>\n' if links else ""

    def _whole(self, turn: int) -> str:
        """The second link of a box names the edition's own host, as links of a mirror do."""
        return f"https://{self._edition.host}" if turn == 1 else ""

    def _tags(self, article: ArticleData, n: Names) -> str:
        items = "".join(
            f'<li><a href="/tags/{encoded(slug(tag))}"><p>{_text(tag)}</p></a></li>' for tag in article.printed_tags
        )
        return f'<ul class="{n["tags"]}">{items}</ul>\n' if items else ""

    def _after(self, article: ArticleData, n: Names) -> str:
        """More by the author, the coverage's introduction, cards with dates."""
        collection, parts = self._collection, []
        numbers = list(range(max(1, article.number - 5), article.number))
        author = collection.authors.get(f"/authors/{slug(article.authors[0])}")
        if author:
            numbers = [*author.numbers[:3], *numbers]
            parts.append(f'<p class="{n["by-author"]}">{self._words.by_author}</p>\n')
        address = f"/coverage/{slug(article.coverage)}" if article.coverage else ""
        topic = collection.coverages.get(address)
        if topic:
            link = f'<a href="{encoded(address)}">{_text(topic.name)}</a>'
            note = f'<p class="{n["paragraph"]}">{_text(topic.note)}</p>' if topic.note else ""
            parts.append(f'<div class="{n["topic"]}">{link}{note}</div>\n')
        parts.append(self._chrome.cards(numbers, article.number))
        return f'<aside class="{n["aside"]}">{"".join(parts)}</aside>\n'


def _text(text: str) -> str:
    return escape(text, quote=False)


def _summary(article: ArticleData, n: Names) -> str:
    lines = _text(article.summary).replace("\n", "<br>\n")
    return f'<p class="{n["summary"]}">{lines}</p>\n' if lines else ""


def _figure(picture: Picture, n: Names) -> str:
    caption = " ".join(filter(None, (picture.caption, f"({picture.credit})" * bool(picture.credit))))
    shown = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.caption)}">'
    return f'<figure class="{n["figure"]}">{image}{shown}</figure>\n'


def _gallery(article: ArticleData, n: Names) -> str:
    figures = "".join(_figure(picture, n) for picture in article.images)
    return f'<div class="{n["gallery"]}">{figures}</div>\n' if figures else ""


def _blocks(blocks: tuple[Block, ...], n: Names) -> list[str]:
    """The direct children of the content; neighbouring list items share their list."""
    shown: list[str] = []
    for block in blocks:
        if block.form == "p":
            shown.append(f'<p class="{n["paragraph"]}">{block.html}</p>\n')
        elif block.form == "quote":
            shown.append(f"<blockquote><p>{block.html}</p></blockquote>\n")
        elif block.form == "li" and shown and shown[-1].endswith("</ul>\n"):
            shown[-1] = shown[-1].removesuffix("</ul>\n") + f"<li>{block.html}</li></ul>\n"
        elif block.form == "li":
            shown.append(f"<ul><li>{block.html}</li></ul>\n")
        else:
            shown.append(f"<h2>{block.html}</h2>\n")
    return shown


def _inline_link(article: ArticleData, n: Names) -> str:
    """Seen as text only, so it stands by turns in a paragraph and in a box of its own."""
    link = article.inline_link
    if link is None:
        return ""
    anchor = f'<a href="{href(link.path, article.number)}">{_text(link.title)}</a>'
    if article.number % 4 == 1:
        return f'<p class="{n["paragraph"]}">{anchor}</p>\n'
    return f'<div class="{n["inline"]}"><p>{anchor}</p></div>\n'


def _embed(article: ArticleData, n: Names) -> str:
    lines = "".join(f"<p>{_text(line)}</p>" for line in article.embed)
    return f'<div class="{n["embed"]}"><blockquote>{lines}</blockquote></div>\n' if lines else ""
