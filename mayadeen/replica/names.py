"""Class names and ids. Those that nobody has seen are new at each start."""

import string
from random import SystemRandom

from mayadeen.replica.chance import seeded

# Seen on the sites; they bear these names whenever the markup layer is served.
SEEN = {
    "summary": "lg_para summary",
    "paragraph": "lg_para",
    "content": "p-content",
}
ATTRIBUTES = ("data-url", "data-href", "data-next")


class Names(dict[str, str]):
    """Role -> class name; a role that was never asked for gets a name of its own.

    Names of one start differ from those of another, unless `seed` is given.
    """

    def __init__(self, seed: int | None, seen: bool = True) -> None:
        super().__init__(SEEN if seen else {})
        self.seed = SystemRandom().getrandbits(64) if seed is None else seed
        self.more_attribute = seeded(self.seed, "more").choice(ATTRIBUTES)

    def __missing__(self, role: str) -> str:
        rng = seeded(self.seed, role)
        name = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(4, 8)))
        if rng.random() < 0.5:
            name += rng.choice("-_") + "".join(rng.choices(string.ascii_lowercase + string.digits, k=4))
        self[role] = name
        return name
