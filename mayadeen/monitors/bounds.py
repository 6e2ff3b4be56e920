"""How unlikely a count is: upper bounds that need no table and hold for mixtures of rates."""

from math import exp, log


def at_most(count: int, of: int, rate: float) -> float:
    """A bound on the probability of no more than `count` successes in `of` trials whose mean rate is `rate`.

    Chernoff's, which by Hoeffding (1956) holds for trials of different rates too.

    >>> at_most(10, 10, 0.99), round(at_most(0, 2, 0.9), 3)
    (1.0, 0.01)
    """
    if not of or count >= of * rate:
        return 1.0
    share = count / of
    return exp(-of * (_term(share, rate) + _term(1 - share, 1 - rate)))


def _term(share: float, rate: float) -> float:
    return share * log(share / rate) if share else 0.0


def so_few(count: int, expected: float) -> float:
    """The same for events that come independently, `expected` of them on average.

    >>> round(so_few(0, 3), 3), so_few(5, 3)
    (0.05, 1.0)
    """
    if count >= expected:
        return 1.0
    return exp(-(expected - count + (count * log(count / expected) if count else 0.0)))


def smoothed(count: int, of: int) -> float:
    """A rate that is never quite 0 or 1 (Krichevsky and Trofimov).

    >>> smoothed(9, 9)
    0.95
    """
    return (count + 0.5) / (of + 1)
