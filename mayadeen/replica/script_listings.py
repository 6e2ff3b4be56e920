"""Two listings that only a browser can exhaust: what brings more stands in a script alone."""

from mayadeen.replica.collection import Collection, Listing
from mayadeen.replica.names import Names

ITEMS = "/script-items"
"""Made up; no markup holds it, the scripts put it together from its parts."""
LENGTH = 200

LABELS = {"en": ("Latest", "Earlier"), "ar": ("آخر الأخبار", "أخبار سابقة"), "es": ("Lo último", "Antes")}

_SCRIPT = """<script>
(function () {
  var page = 1, busy = false, over = false;
  var list = document.querySelector(".%(cards)s");
  function more() {
    if (busy || over) return;
    busy = true;
    fetch(["", "script-items", "%(place)s", page + 1].join("/"))
      .then(function (answer) { return answer.json(); })
      .then(function (piece) {
        list.insertAdjacentHTML("beforeend", piece.cards);
        page += 1; busy = false; over = !piece.more;
        %(after)s
      });
  }
  %(trigger)s
})();
</script>
"""
_CLICK = """var button = document.querySelector(".%(more)s");
  button.addEventListener("click", more);"""
_SCROLL = """window.addEventListener("scroll", function () {
    if (window.innerHeight + window.scrollY > list.offsetTop + list.offsetHeight - 300) more();
  });"""


def listings(collection: Collection) -> tuple[Listing, Listing]:
    """The newest articles by a button, those before them (or, of few, the same) by scrolling."""
    total = collection.total
    newest = range(total, max(0, total - LENGTH), -1)
    before = range(newest[-1] - 1, max(0, newest[-1] - 1 - LENGTH), -1) or newest
    first, second = LABELS[collection.edition.code]
    return (
        Listing("/latest", first, newest, "click", "news"),
        Listing("/earlier", second, before, "scroll", "news"),
    )


def script(listing: Listing, names: Names) -> str:
    clicked = listing.way == "click"
    return _SCRIPT % {
        "cards": names["cards"],
        "place": listing.path.strip("/"),
        "after": "if (over) button.remove();" if clicked else "",
        "trigger": _CLICK % {"more": names["more"]} if clicked else _SCROLL,
    }
