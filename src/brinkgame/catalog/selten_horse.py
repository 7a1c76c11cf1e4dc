"""Selten's horse: an equilibrium that is subgame perfect and yet not credible.

There is no proper subgame, so subgame perfection rules out nothing. In one set of equilibria the
first player moves down because the third would answer with R, and the second is said to move across
if ever asked, though down would pay more against R. Whoever believes in mistakes does not believe
that: only the other set, in which the first two move across and the third threatens L often enough,
is sequential.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]


def _third(left: tuple[int, int, int], right: tuple[int, int, int]) -> Decision:
    players = ("1", "2", "3")
    return Decision(
        "3",
        {
            "L": Terminal(dict(zip(players, left, strict=True))),
            "R": Terminal(dict(zip(players, right, strict=True))),
        },
        infoset="third",
    )


GAME = ExtensiveFormGame(
    "Selten's horse",
    players=("1", "2", "3"),
    root=Decision(
        "1",
        {
            "L": _third((0, 0, 0), (3, 2, 2)),
            "R": Decision(
                "2",
                {
                    "L": _third((0, 0, 1), (4, 4, 0)),
                    "R": Terminal({"1": 1, "2": 1, "3": 1}),
                },
                infoset="second",
            ),
        },
        infoset="first",
    ),
)
"""The tree; R is across for the first two, and down for the third."""

_DOWN = {"1": {"first": "L"}, "2": {"second": "R"}, "3": {"third": "R"}}
_ACROSS = {"1": {"first": "R"}, "2": {"second": "R"}, "3": {"third": "L"}}
_MIXED = {**_ACROSS, "3": {"third": {"L": Fraction(3, 4), "R": Fraction(1, 4)}}}
_PAID_DOWN = {"1": Fraction(3), "2": Fraction(2), "3": Fraction(2)}
_PAID_ACROSS = dict.fromkeys(("1", "2", "3"), Fraction(1))


def _believes(after_first: Fraction) -> dict[str, dict[str, dict[str, Fraction]]]:
    return {"3": {"third": {"root/L": after_first, "root/R/L": 1 - after_first}}}


ENTRY = CatalogEntry(
    name="selten-horse",
    title="Selten's horse",
    game=GAME,
    citation="R. Selten (1975), Reexamination of the perfectness concept for equilibrium points in "
    "extensive games, International Journal of Game Theory 4",
    summary="No proper subgame, two components of equilibria, and only one of them sequential.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(_DOWN, _ACROSS),
            payoffs=(_PAID_DOWN, _PAID_ACROSS),
            citation="Selten (1975); the first also where 2 moves R with probability "
            "1/3 or more, the second also where 3 moves R with probability 1/4 or less",
            coverage=Coverage.ALL_PURE,
        ),
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=(_ACROSS, _MIXED),
            payoffs=(_PAID_ACROSS, _PAID_ACROSS),
            beliefs=(_believes(Fraction(0)), _believes(Fraction(1, 3))),
            citation="Kreps and Wilson (1982), Sequential equilibria, Econometrica 50: 3 moves R "
            "with probability 1/4 or less",
            coverage=Coverage.ALL_PURE,
        ),
    ),
)
"""The entry of the catalog."""
