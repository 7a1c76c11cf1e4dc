"""Beer or quiche: a stranger has breakfast, and whoever watches decides whether to start a duel.

The stranger is strong and likes beer, or weak and likes quiche. A duel pays against a weak one
only, and neither type wants one. Where most are strong, both types have the same breakfast and
there is no duel. That may be quiche, if beer would be taken for a sign of weakness; but only the
strong could gain by ordering it, and that is the case against it (the intuitive criterion).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import REST, signaling_game
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME", "STRONG_SHARE"]

STRONG_SHARE = Parameter(
    "strong_share",
    "9/10",
    low=0,
    high=1,
    meaning="the share of strong ones among strangers",
    unit="probability",
    sources=("Cho and Kreps (1987), section II.3",),
    symbol="s",
)
"""How many are strong, which is left open."""

_LIKED = {"strong": "beer", "weak": "quiche"}


def _payoffs(kind: str, breakfast: str, reply: str | None) -> tuple[int, int]:
    left_alone = reply == "leave"
    right = left_alone == (kind == "strong")
    return (breakfast == _LIKED[kind]) + 2 * left_alone, int(right)


GAME = signaling_game(
    "beer or quiche",
    types={"strong": STRONG_SHARE, "weak": REST},
    messages=("beer", "quiche"),
    replies=("duel", "leave"),
    payoffs=_payoffs,
)
"""The tree, with the share of strong ones open."""


def _pooling(breakfast: str, duel: Fraction) -> dict[str, Any]:
    other = "quiche" if breakfast == "beer" else "beer"
    return {
        "sender": {"strong": breakfast, "weak": breakfast},
        "receiver": {
            breakfast: "leave",
            other: "duel" if duel == 1 else {"duel": duel, "leave": 1 - duel},
        },
    }


def _believes(weak_at_beer: Fraction, weak_at_quiche: Fraction) -> dict[str, Any]:
    weak = {"beer": weak_at_beer, "quiche": weak_at_quiche}
    return {
        "receiver": {
            breakfast: {f"root/strong/{breakfast}": 1 - w, f"root/weak/{breakfast}": w}
            for breakfast, w in weak.items()
        }
    }


_POOLING = tuple(
    _pooling(breakfast, duel)
    for breakfast in ("beer", "quiche")
    for duel in (Fraction(1), Fraction(1, 2))
)
_TENTH, _HALF = Fraction(1, 10), Fraction(1, 2)
_POOLING_BELIEFS = (
    *(_believes(_TENTH, weak) for weak in (Fraction(1), _HALF)),
    *(_believes(weak, _TENTH) for weak in (Fraction(1), _HALF)),
)
_POOLING_PAYS = tuple(
    {"sender": Fraction(29 if breakfast == "beer" else 21, 10), "receiver": Fraction(9, 10)}
    for breakfast in ("beer", "quiche")
    for _ in range(2)
)
_MIXED = {
    "sender": {"strong": "beer", "weak": {"beer": Fraction(1, 9), "quiche": Fraction(8, 9)}},
    "receiver": {"beer": {"duel": Fraction(1, 2), "leave": Fraction(1, 2)}, "quiche": "duel"},
}
_MIXED_PAYS = {"sender": Fraction(11, 10), "receiver": Fraction(9, 10)}
_MOSTLY_WEAK = {"strong_share": Fraction(1, 10)}


def _known(concept: Concept) -> tuple[KnownEquilibria, KnownEquilibria]:
    return (
        KnownEquilibria(
            concept=concept,
            profiles=_POOLING,
            payoffs=_POOLING_PAYS,
            beliefs=_POOLING_BELIEFS,
            citation="Cho and Kreps (1987), section II.3: both have beer, or both quiche, and the "
            "other breakfast would meet a duel with probability 1/2 or more; here the ends of "
            "these two ranges",
            coverage=Coverage.ALL_EXTREME,
        ),
        KnownEquilibria(
            concept=concept,
            profiles=(_MIXED,),
            payoffs=(_MIXED_PAYS,),
            beliefs=(_believes(_HALF, Fraction(1)),),
            citation="by hand: a weak one has beer so often that after beer a duel is as good as "
            "none, and beer meets one so often that a weak one does not mind",
            at=_MOSTLY_WEAK,
        ),
    )


ENTRY = CatalogEntry(
    name="beer-quiche",
    title="Beer or quiche",
    game=GAME,
    citation="I.-K. Cho and D. M. Kreps (1987), Signaling games and stable equilibria, Quarterly "
    "Journal of Economics 102, section II.3",
    summary="Two ways to pool where most are strong; the intuitive criterion leaves one of them.",
    known=(*_known(Concept.SEQUENTIAL), *_known(Concept.PERFECT_BAYESIAN)),
)
"""The entry of the catalog."""
