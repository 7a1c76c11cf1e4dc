"""Inspection: how often must one look, so that the other keeps to what was agreed?

An inspection costs something, and an undetected violation far more. Were the inspector sure to look
nobody would violate, and then nobody need look. Each mixes so that the other does not care: how
often is inspected is a matter of the other's stakes, and how often is violated of one's own.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "inspection",
    strategies={"inspector": ("inspect", "trust"), "inspectee": ("comply", "violate")},
    payoffs={"inspector": [[-1, -6], [0, -10]], "inspectee": [[0, -90], [0, 10]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="inspection",
    title="Inspection",
    game=GAME,
    citation="T. L. Turocy and B. von Stengel (2003), Game theory, in: Encyclopedia of Information "
    "Systems 2, on inspection; R. Avenhaus, B. von Stengel and S. Zamir (2002), Inspection games, "
    "in: Handbook of Game Theory 3, chapter 51",
    summary="Rare inspection is enough, since a violation that is caught costs much.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(),
            payoffs=(),
            citation="by hand: in every cell one side would change",
            coverage=Coverage.ALL_PURE,
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {
                    "inspector": {"inspect": Fraction(1, 10), "trust": Fraction(9, 10)},
                    "inspectee": {"comply": Fraction(4, 5), "violate": Fraction(1, 5)},
                },
            ),
            payoffs=({"inspector": Fraction(-2), "inspectee": Fraction(0)},),
            citation="by hand: violating pays 10 - 100x if x is inspected, nothing else does at "
            "x = 1/10; inspecting pays -1 - 5y and trusting -10y, equal at y = 1/5",
        ),
    ),
)
"""The entry of the catalog."""
