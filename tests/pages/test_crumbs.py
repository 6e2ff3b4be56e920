"""The section of an item whose address names a wider one: what the page says of it, and null where it says nothing."""

import json

import pytest

from tests.pages.test_article import page

TITLE = "<h1>Un título</h1>"
MENU = '<nav><ul><li><a href="/articles/opinion">Opinión</a></li><li><a href="/articles/cronicas">Crónicas</a></li></ul></nav>'
OWN = "https://espanol.almayadeen.net"


def trail(*steps):
    listed = [{"@type": "ListItem", "position": n, **step} for n, step in enumerate(steps, 1)]
    data = {"@type": "BreadcrumbList", "itemListElement": listed[::-1]}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


HOME, OPINION = {"name": "Inicio", "item": f"{OWN}/"}, {"name": "Opinión", "item": {"@id": f"{OWN}/articles/opinion"}}
ITSELF = {"name": "Un título"}


@pytest.mark.parametrize(
    ("html", "label", "layer", "kind"),
    [
        (f"{TITLE}<div><a href='/articles/opinion'>Opinión</a></div>", "Opinión", "structure", "opinion"),
        (f"{TITLE}<div><a href='{OWN}/articles/analysis/'>Análisis</a></div>", "Análisis", "structure", "analysis"),
        (f"<div><a href='/'>Inicio</a> / <a href='/articles/analysis'>Análisis</a></div>{TITLE}", "Análisis", "structure", "analysis"),
        (f"{MENU}{TITLE}<div><a href='/articles/cronicas'>Crónicas</a></div>", "Crónicas", "structure", "opinion"),
        (f"{trail(HOME, OPINION, ITSELF)}{TITLE}", "Opinión", "jsonld", "opinion"),
        (f"<nav><a href='/articles'>Artículos</a></nav>{TITLE}", "Artículos", "menu", "opinion"),
        (f"<meta property='article:section' content='Ideas'>{TITLE}<div><a href='/articles/opinion'>Opinión</a></div>", "Ideas", "meta", "opinion"),
        # Nothing says it: a menu of all sections, another article by the headline, a trail of home and the page itself.
        (f"{MENU}{TITLE}", None, None, "opinion"),
        (f"{TITLE}<div><a href='/articles/otro-titulo'>Otro título</a></div>", None, None, "opinion"),
        (f"{TITLE}<p>Lea en <a href='/articles/opinion'>Opinión</a></p>", None, None, "opinion"),
        (f"{TITLE}<div><a href='/articles/opinion'>Opinión</a><a href='/articles/blog'>Blog</a></div>", None, None, "opinion"),
        (f"{trail(HOME, ITSELF)}{TITLE}", None, None, "opinion"),
        (f'<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": [1, {{"item": 2, "name": []}}]}}</script>{TITLE}', None, None, "opinion"),
    ],
)  # fmt: skip
def test_the_section_of_a_plain_address(html, label, layer, kind):
    item = page(html, "/articles/un-titulo", "es").item()
    assert (item.section, item.section_name, item.kind) == ("articles", label, kind)
    assert item.provenance.get("section_name", {}).get("layer") == layer
