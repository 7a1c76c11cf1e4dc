"""The oil wildcatter: one player, nature, and a test that may be bought before deciding.

A well may be dry, wet or soaking. Before drilling, a seismic test may be bought; its pattern says
something about the well. Chances after the test follow from the joint table by Bayes' rule. Without
the test drilling is worth 20, with it 32 1/2 before its cost, so the test is worth its price up to
12 1/2, and at exactly that price both ways are best.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME", "TEST_COST"]

TEST_COST = Parameter(
    "test_cost",
    10,
    low=0,
    high=30,
    meaning="price of the seismic test",
    unit="thousand dollars",
    sources=("Raiffa (1968)",),
    symbol="c",
)
"""The price of the test, which is left open."""

_WORTH = {"dry": -70, "wet": 50, "soaking": 200}
"""What a drilled well is worth, its drilling paid: thousand dollars."""

_JOINT = {
    "no structure": {"dry": "0.30", "wet": "0.09", "soaking": "0.02"},
    "open structure": {"dry": "0.15", "wet": "0.12", "soaking": "0.08"},
    "closed structure": {"dry": "0.05", "wet": "0.09", "soaking": "0.10"},
}
"""The joint chances of the test's pattern and the well's state."""


def _well(chances: dict[str, Fraction], paid: Any, infoset: str) -> Decision:
    """Drill or not, with these chances of the states, after having paid for a test or not."""
    total = sum(chances.values())
    states = {
        state: (chance / total, Terminal({"wildcatter": _WORTH[state] - paid}, label=state))
        for state, chance in chances.items()
    }
    leave = Terminal({"wildcatter": -paid}, label="no well")
    return Decision("wildcatter", {"drill": Chance(states), "leave": leave}, infoset=infoset)


def _tree() -> Decision:
    joint = {
        pattern: {state: Fraction(chance) for state, chance in row.items()}
        for pattern, row in _JOINT.items()
    }
    blind = {state: sum(row[state] for row in joint.values()) for state in _WORTH}
    patterns = {
        pattern: (sum(row.values(), Fraction(0)), _well(row, TEST_COST, pattern))
        for pattern, row in joint.items()
    }
    return Decision(
        "wildcatter",
        {
            "test": Chance(patterns),
            "no test": _well({k: Fraction(v) for k, v in blind.items()}, 0, "untested"),
        },
        infoset="option",
    )


GAME = ExtensiveFormGame("oil wildcatter", players=("wildcatter",), root=_tree())
"""The tree, with the price of the test open."""

_AFTER = {
    "no structure": "leave",
    "open structure": "drill",
    "closed structure": "drill",
    "untested": "drill",
}


def _known(first: tuple[str, ...], pays: str, cost: str, citation: str) -> KnownEquilibria:
    return KnownEquilibria(
        concept=Concept.SUBGAME_PERFECT,
        profiles=tuple({"wildcatter": {"option": action, **_AFTER}} for action in first),
        payoffs=tuple({"wildcatter": Fraction(pays)} for _ in first),
        citation=citation,
        at={"test_cost": cost},
        coverage=Coverage.ALL if len(first) == 1 else Coverage.ALL_PURE,
    )


ENTRY = CatalogEntry(
    name="oil-wildcatter",
    title="The oil wildcatter",
    game=GAME,
    citation="H. Raiffa (1968), Decision Analysis; the joint table as in P. P. Shenoy (1992), "
    "Valuation-based systems for Bayesian decision analysis, Operations Research 40",
    summary="A decision under risk: up to which price to buy a test before drilling.",
    known=(
        _known(("test",), "22.5", "10", "Shenoy (1992): 22.5 with the test, 20 without"),
        _known(("test", "no test"), "20", "12.5", "by hand: 32.5 - cost = 20"),
        _known(("no test",), "20", "15", "by hand: 32.5 - cost is below 20"),
    ),
)
"""The entry of the catalog."""
