"""Entry deterrence: a threat that is not believed, because carrying it out would not pay.

The incumbent would like the entrant to stay out and threatens a price war. Once the entrant is in,
the war costs more than sharing the market, so the only subgame-perfect equilibrium has entry and
no war. That the entrant stays out for fear of it is a Nash equilibrium all the same: what is never
put to the test costs nothing to promise.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

GAME = ExtensiveFormGame(
    "entry deterrence",
    players=("entrant", "incumbent"),
    root=Decision(
        "entrant",
        {
            "out": Terminal({"entrant": 0, "incumbent": 4}, label="monopoly"),
            "in": Decision(
                "incumbent",
                {
                    "accommodate": Terminal({"entrant": 2, "incumbent": 2}, label="duopoly"),
                    "fight": Terminal({"entrant": -1, "incumbent": -1}, label="price war"),
                },
                infoset="entry",
            ),
        },
    ),
)
"""The tree."""

ENTRY = CatalogEntry(
    name="entry-deterrence",
    title="Entry deterrence",
    game=GAME,
    citation="R. Selten (1978), The chain store paradox, Theory and Decision 9 (one market of it)",
    summary="A threat that it would not pay to carry out deters only who believes it.",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=({"entrant": {"root": "in"}, "incumbent": {"entry": "accommodate"}},),
            payoffs=({"entrant": Fraction(2), "incumbent": Fraction(2)},),
            citation="backward induction; Selten (1978), section 2",
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"entrant": {"root": "in"}, "incumbent": {"entry": "accommodate"}},
                {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}},
            ),
            payoffs=(
                {"entrant": Fraction(2), "incumbent": Fraction(2)},
                {"entrant": Fraction(0), "incumbent": Fraction(4)},
            ),
            citation="the table of the game; out also with any mixture that fights with "
            "probability 2/3 or more",
            coverage=Coverage.ALL_PURE,
        ),
    ),
)
"""The entry of the catalog."""
