"""Hawk and dove: two animals want the same thing, and each may fight for it or give way.

A prize that is worth less than an injury costs is not always fought for: in a population the share
of hawks settles where hawks and doves earn the same, at the value divided by the cost. If injuries
cost less than the prize is worth, everybody fights.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["COST", "ENTRY", "GAME", "VALUE"]

VALUE = Parameter(
    "value",
    2,
    low=0,
    high=10,
    meaning="what the prize adds to the winner's fitness",
    unit="fitness",
    sources=("Maynard Smith (1982)",),
    symbol="V",
)
"""The worth of the prize, which is left open."""

COST = Parameter(
    "cost",
    4,
    low=0,
    high=10,
    meaning="what an injury takes from the loser's fitness",
    unit="fitness",
    sources=("Maynard Smith (1982)",),
    symbol="C",
)
"""The cost of an injury, which is left open."""

_FIGHT, _SHARE = (VALUE - COST) / 2, VALUE / 2

GAME = NormalFormGame(
    "hawk and dove",
    strategies={"row": ("hawk", "dove"), "column": ("hawk", "dove")},
    payoffs={"row": [[_FIGHT, VALUE], [0, _SHARE]], "column": [[_FIGHT, 0], [VALUE, _SHARE]]},
)
"""The table, with the value and the cost open."""

_ODDS = {"hawk": Fraction(1, 2), "dove": Fraction(1, 2)}
_ONE_YIELDS = ({"row": "hawk", "column": "dove"}, {"row": "dove", "column": "hawk"})


def _takes(winner: str, prize: int) -> dict[str, Fraction]:
    return {player: Fraction(prize * (player == winner)) for player in ("row", "column")}


ENTRY = CatalogEntry(
    name="hawk-dove",
    title="Hawk and dove",
    game=GAME,
    citation="J. Maynard Smith and G. R. Price (1973), The logic of animal conflict, Nature 246; "
    "this table in J. Maynard Smith (1982), Evolution and the Theory of Games, chapter 2",
    summary="How often to fight for a prize: the share of hawks is value / cost.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(*_ONE_YIELDS, {"row": _ODDS, "column": _ODDS}),
            payoffs=(
                _takes("row", 2),
                _takes("column", 2),
                {"row": Fraction(1, 2), "column": Fraction(1, 2)},
            ),
            citation="Maynard Smith (1982), chapter 2: hawk with probability value / cost",
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=({"row": "hawk", "column": "hawk"},),
            payoffs=({"row": Fraction(1), "column": Fraction(1)},),
            citation="Maynard Smith (1982), chapter 2: if value exceeds cost, hawk is dominant",
            at={"value": 4, "cost": 2},
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(*_ONE_YIELDS, {"row": "hawk", "column": "hawk"}),
            payoffs=(_takes("row", 2), _takes("column", 2), _takes("nobody", 0)),
            citation="by hand: at value = cost a hawk leaves the other indifferent, so that hawk "
            "against any mixture is an equilibrium, and nothing else is",
            at={"value": 2, "cost": 2},
            coverage=Coverage.ALL_EXTREME,
        ),
    ),
)
"""The entry of the catalog."""
