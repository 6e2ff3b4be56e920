"""What each layer goes by, as people look for it in a page."""

from mayadeen.pages import body, markup, meta

_LAYERS = {
    "script": "script#tawsiyat-metadata",
    "jsonld": 'script[type="application/ld+json"]',
    "head": "title",
    "structure": "the arrangement (mayadeen/pages/structure.py, prose.py)",
    "extractor": "trafilatura",
    "menu": "the menu's label",
    "address": "the address",
}


def selector(field: str, layer: str) -> str:
    """
    >>> selector("body", "markup"), selector("published", "meta")
    ('div.p-content', 'meta article:published_time')
    >>> selector("title", "script")
    'script#tawsiyat-metadata'
    """
    if layer == "markup":
        known = {"body": body.CONTAINERS} | markup.SELECTORS
        return ", ".join(found.css for found in known.get(field, ()))
    if layer == "meta":
        names = meta.NAMES.get(field) or meta.LISTS.get(field) or ("",)
        return f"meta {names[0]}".strip()
    return _LAYERS.get(layer, layer)
