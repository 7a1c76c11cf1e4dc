"""Nine equilibria in a game of three players with two strategies each.

Four cells pay, and in each nobody would change alone; three equilibria leave one player pure and
mix the others, and two mix everybody. No game of this size with more isolated equilibria is
known to us, and two totally mixed ones are the most that a generic one has.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

PLAYERS = ("A", "B", "C")
_CELLS = {
    ("1", "1", "1"): (9, 8, 12),
    ("2", "2", "1"): (9, 8, 2),
    ("1", "2", "2"): (3, 4, 6),
    ("2", "1", "2"): (3, 4, 6),
}
_MENU = ("1", "2")
_NOTHING = (0, 0, 0)

GAME = NormalFormGame(
    "McKelvey and McLennan",
    strategies=dict.fromkeys(PLAYERS, _MENU),
    payoffs={
        player: [
            [[_CELLS.get((a, b, c), _NOTHING)[n] for c in _MENU] for b in _MENU] for a in _MENU
        ]
        for n, player in enumerate(PLAYERS)
    },
)
"""The table: four cells pay, the others nothing to anybody."""


def _plan(*first: Fraction | int) -> dict[str, Any]:
    """Who plays the first strategy how often."""
    return {
        p: {"1": Fraction(x), "2": 1 - Fraction(x)} for p, x in zip(PLAYERS, first, strict=True)
    }


def _paid(*payoffs: Fraction | int) -> dict[str, Fraction]:
    return {p: Fraction(x) for p, x in zip(PLAYERS, payoffs, strict=True)}


_HALF, _THIRD, _QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)
_FIFTHS = Fraction(2, 5)

ENTRY = CatalogEntry(
    name="mckelvey-mclennan",
    title="A game of three players with nine equilibria",
    game=GAME,
    citation="R. D. McKelvey and A. McLennan (1996), Computation of equilibria in finite games, "
    "in: Handbook of Computational Economics 1; McKelvey and McLennan (1997), The maximal "
    "number of regular totally mixed Nash equilibria, Journal of Economic Theory 72",
    summary="Four pure, three partly mixed and two totally mixed equilibria, all isolated.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                *(dict(zip(PLAYERS, cell, strict=True)) for cell in _CELLS),
                _plan(_THIRD, 1, _QUARTER),
                _plan(_HALF, _HALF, 1),
                _plan(0, _QUARTER, _THIRD),
                _plan(_HALF, _FIFTHS, _QUARTER),
                _plan(_FIFTHS, _HALF, _THIRD),
            ),
            payoffs=(
                *(_paid(*pays) for pays in _CELLS.values()),
                _paid(Fraction(9, 4), Fraction(8, 3), 4),
                _paid(Fraction(9, 2), 4, Fraction(7, 2)),
                _paid(Fraction(11, 4), Fraction(8, 3), Fraction(3, 2)),
                _paid(Fraction(9, 4), Fraction(5, 2), 3),
                _paid(Fraction(5, 2), Fraction(8, 3), 3),
            ),
            citation="by hand: each indifference is linear in the chances of one other player once "
            "those of the third are given; the count is that of McKelvey and McLennan",
        ),
    ),
)
"""The entry of the catalog."""
