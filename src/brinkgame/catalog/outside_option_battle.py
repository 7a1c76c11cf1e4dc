"""Battle of the sexes with an outside option: what it says not to take it.

The first player may leave with 2 or enter a battle of the sexes, whose equilibria pay that player
3, 1 and 3/4. Each goes with a subgame-perfect equilibrium. But who enters gives up 2, and must mean
to play for 3; the second player, who understands that, gives way. Forward induction keeps that
equilibrium alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

ONE, TWO = "one", "two"


def _reply(top: tuple[int, int], bottom: tuple[int, int]) -> Decision:
    return Decision(
        TWO,
        {
            "mine": Terminal({ONE: top[0], TWO: top[1]}),
            "yours": Terminal({ONE: bottom[0], TWO: bottom[1]}),
        },
        infoset="reply",
    )


GAME = ExtensiveFormGame(
    "battle of the sexes with an outside option",
    players=(ONE, TWO),
    root=Decision(
        ONE,
        {
            "out": Terminal({ONE: 2, TWO: 2}, label="outside"),
            "in": Decision(
                ONE,
                {"mine": _reply((0, 0), (3, 1)), "yours": _reply((1, 3), (0, 0))},
                infoset="battle",
            ),
        },
        infoset="entry",
    ),
)
"""The tree. Each calls by *mine* what they like best, and by *yours* what the other does."""


def _plan(entry: str, battle: Any, reply: Any) -> dict[str, Any]:
    return {ONE: {"entry": entry, "battle": battle}, TWO: {"reply": reply}}


_PLANS = (
    _plan("in", "mine", "yours"),
    _plan("out", "yours", "mine"),
    _plan(
        "out",
        {"mine": Fraction(3, 4), "yours": Fraction(1, 4)},
        {"mine": Fraction(3, 4), "yours": Fraction(1, 4)},
    ),
)
_PAYS = (
    {ONE: Fraction(3), TWO: Fraction(1)},
    {ONE: Fraction(2), TWO: Fraction(2)},
    {ONE: Fraction(2), TWO: Fraction(2)},
)


def _believes(mine: Fraction) -> dict[str, dict[str, dict[str, Fraction]]]:
    return {TWO: {"reply": {"root/in/mine": mine, "root/in/yours": 1 - mine}}}


_CITATION = "van Damme (1989): the equilibria of the battle, and out where they pay less than 2"

ENTRY = CatalogEntry(
    name="outside-option-battle",
    title="Battle of the sexes with an outside option",
    game=GAME,
    citation="E. van Damme (1989), Stable equilibria and forward induction, Journal of Economic "
    "Theory 48; E. Kohlberg and J.-F. Mertens (1986), Econometrica 54",
    summary="Not to take what is sure says what one means to play for: forward induction selects "
    "(3, 1).",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=_PLANS,
            payoffs=_PAYS,
            citation=_CITATION,
        ),
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=_PLANS,
            payoffs=_PAYS,
            beliefs=(_believes(Fraction(1)), _believes(Fraction(0)), _believes(Fraction(3, 4))),
            citation=f"{_CITATION}; beliefs in the battle are what is done there",
        ),
    ),
)
"""The entry of the catalog."""
