"""An article's life on a terminal, in colours, or as plain text."""

from rich.console import Console
from rich.text import Text

from mayadeen.history import Step, steps
from mayadeen.stores.history import History
from mayadeen.worddiff import GONE, NEW

_STYLES = {GONE: "red strike", NEW: "green"}
_MARKS = {GONE: ("[-", "-]"), NEW: ("{+", "+}")}
_ISOLATED = "\u2068{}\u2069"
_JOINERS = "\n\u200c\u200d"


def show(history: History) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(_plain(f"{history.article['id']}  {history.article['title']}"), markup=False)
    for url in history.addresses:
        console.print(url, markup=False)
    for step in steps(history):
        console.print(_step(step, colours=console.is_terminal))


def _step(step: Step, *, colours: bool) -> Text:
    text = Text("\n").append(step.at, "dim").append(f"  {_plain(step.what)}", "bold")
    for name, runs in step.changes.items():
        text.append(f"\n  {name}: ", "cyan")
        for kind, words in runs:
            before, after = ("", "") if colours or kind not in _MARKS else _MARKS[kind]
            shown = f"{before}{_plain(words)}{after}"
            text.append(_ISOLATED.format(shown) if kind in _MARKS else shown, _STYLES.get(kind, ""))
    return text


def _plain(text: str) -> str:
    """Nothing that moves a cursor."""
    return "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
