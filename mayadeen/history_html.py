"""An article's life as a page of its own: right to left where the edition is."""

from html import escape

from mayadeen.editions import EDITIONS
from mayadeen.history import Step, steps
from mayadeen.looks import breakable
from mayadeen.stores.history import History
from mayadeen.worddiff import GONE, NEW, Run

_STYLE = """
:root { color-scheme: light dark; --new: #d7f5dd; --gone: #fbdcdc; --quiet: #59636e; --line: #d3d9df; }
@media screen and (prefers-color-scheme: dark) {
  :root { --new: #17452a; --gone: #5a2328; --quiet: #a3adb7; --line: #3a424a; }
  body { background: #15181b; color: #e4e7ea; }
  a { color: #7fbcf5; } a:visited { color: #c3a8ee; }
}
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
ins { background: var(--new); text-decoration: none; }
del { background: var(--gone); }
.text { white-space: pre-wrap; }
h2 { font-size: 1rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: .85rem; color: var(--quiet); margin-bottom: 0; }
time { color: var(--quiet); }
"""


def page(history: History) -> str:
    article = history.article
    edition = EDITIONS[article["edition"]]
    language, title = escape(article["language"] or edition.language), escape(article["title"] or "")
    links = "".join(
        f'<li dir="ltr"><a href="{escape(url)}">{escape(url)}</a></li>' for url in history.addresses
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{_STYLE}</style></head><body><h1 lang="{language}" dir="{edition.direction}">{title}</h1>'
        f"<p>{escape(article['id'])}, revision {article['revision']}</p><ul>{links}</ul>{life(history)}</body></html>\n"
    )


def life(history: History) -> str:
    """Its steps as sections of a page, everything of the article escaped."""
    edition = EDITIONS[history.article["edition"]]
    language = escape(history.article["language"] or edition.language)
    return "".join(_step(step, edition.direction, language) for step in steps(history))


def _step(step: Step, direction: str, language: str) -> str:
    changes = "".join(_change(name, runs, direction, language) for name, runs in step.changes.items())
    return f'<section><h2><time>{escape(step.at)}</time> <bdi>{escape(step.what)}</bdi></h2>{changes}</section>'


def _change(name: str, runs: list[Run], direction: str, language: str) -> str:
    if name == "image_url":
        direction = "ltr"
    text = "".join(_run(*run, direction) for run in runs)
    return f'<h3>{escape(name)}</h3><div class="text" lang="{language}" dir="{direction}">{text}</div>'


def _run(kind: str, text: str, direction: str) -> str:
    """What is there now runs on as it does on the site, for `dir` isolates what is not: signs and numbers keep sides."""
    if kind == GONE:
        return f'<del dir="{direction}">{breakable(text)}</del>'
    return f"<ins>{breakable(text)}</ins>" if kind == NEW else breakable(text)
