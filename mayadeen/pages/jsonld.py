"""JSON-LD: graphs, lists, several articles on a page, slightly broken JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mayadeen import urls
from mayadeen.pages import crumbs
from mayadeen.pages.document import Document
from mayadeen.pages.script import load

_MOST_NODES = 2_000


def nodes(document: Document) -> list[dict[str, Any]]:
    """Every object of every block, outer ones first, at most `_MOST_NODES`."""
    found: list[dict[str, Any]] = []
    for raw in document.linked_data:
        data = load(raw)
        if data is not None:
            found.extend(_walk(data, _MOST_NODES - len(found)))
    return found


def _walk(data: Any, most: int) -> Iterator[dict[str, Any]]:
    queue, given = [data], 0
    while queue and given < most:
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:most])
        elif isinstance(node, dict):
            given += 1
            yield node
            queue.extend(
                node[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "video")
                if isinstance(node.get(key), (list, dict))
            )


def types(node: dict[str, Any]) -> tuple[str, ...]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(str(k).rsplit("/", 1)[-1].casefold() for k in kinds if isinstance(k, str))


def article(found: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """The node that is this page's article; {} where none is."""
    best, best_score, listed = {}, 0, _listed(found)
    for node in found:
        score = _score(node, url)
        if score > best_score and (id(node) not in listed or _is_at(node, url)):
            best, best_score = node, score
    return best


def _listed(found: list[dict[str, Any]]) -> set[int]:
    """What stands in lists: other pages, unless it says that it is this one."""
    lists = (node["itemListElement"] for node in found if isinstance(node.get("itemListElement"), list))
    steps = [step for each in lists for step in each if isinstance(step, dict)]
    return {id(inner) for step in steps for inner in (step, step.get("item"))}


def _score(node: dict[str, Any], url: str) -> int:
    rank = 0
    for kind in types(node):
        if kind.endswith(("article", "blogposting", "report", "review")):
            rank = max(rank, 10)
        elif kind in ("videoobject", "podcastepisode", "audioobject", "imagegallery"):
            rank = max(rank, 4)
        elif kind in ("webpage", "itempage"):
            rank = max(rank, 1)
    if not rank:
        return 0
    filled = sum(bool(node.get(key)) for key in ("headline", "name", "datePublished", "author", "articleBody", "image"))
    return rank + filled + 6 * _is_at(node, url)


def _is_at(node: dict[str, Any], url: str) -> bool:
    place = node.get("mainEntityOfPage") or node.get("url") or node.get("@id")
    place = place.get("@id") if isinstance(place, dict) else place
    if not isinstance(place, str):
        return False
    here, there = (urls.readable(each.split("#")[0].rstrip("/")) for each in (url.split("?")[0], place))
    return there.endswith(here[-60:])


def read(document: Document) -> dict[str, Any]:
    if not document.linked_data:
        return {}
    found = nodes(document)
    node = article(found, document.url)
    by_id = {n["@id"]: n for n in found if isinstance(n.get("@id"), str)}
    values = {
        "title": node.get("headline") or node.get("name"),
        "summary": node.get("description"),
        "body": node.get("articleBody"),
        "published": node.get("datePublished") or node.get("dateCreated") or node.get("uploadDate"),
        "modified": node.get("dateModified"),
        "authors": _names(node.get("author") or node.get("creator"), by_id),
        "tags": node.get("keywords"),
        "image_url": _address(node.get("image") or node.get("thumbnailUrl") or node.get("thumbnail"), by_id),
        "section_name": _first(node.get("articleSection")),
        "language": _first(node.get("inLanguage")),
        "video_seconds": _first(node.get("duration")),
    }
    values = {name: value for name, value in values.items() if value or value == 0}
    if trail := crumbs.in_trail(found, document.url, values.get("title")):
        values["trail"] = trail
    if node:
        values["types"] = types(node)
        values["site_names"] = _names(node.get("publisher"), by_id)
    return values


def _first(value: Any) -> Any:
    while isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def _names(value: Any, by_id: dict[str, dict]) -> list[str]:
    names = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            named = entry.get("@id")
            entry = by_id.get(named, entry) if isinstance(named, str) and not entry.get("name") else entry
            entry = entry.get("name")
        names.extend(entry if isinstance(entry, list) else [entry])
    return [name for name in names if isinstance(name, str) and name.strip()]


def _address(value: Any, by_id: dict[str, dict]) -> str | None:
    for _ in range(6):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or _other(value, by_id)
        else:
            break
    return value if isinstance(value, str) else None


def _other(value: dict, by_id: dict[str, dict]) -> Any:
    name = value.get("@id")
    if isinstance(name, str) and by_id.get(name, value) is not value:
        return by_id[name].get("url") or by_id[name].get("contentUrl")
    return name if isinstance(name, str) and name.startswith("http") and "#" not in name else None
