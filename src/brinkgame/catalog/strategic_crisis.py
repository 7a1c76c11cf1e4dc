"""The smallest crisis with strategic choice, played by agents who err.

One nation attacks or not; the other gives in or resists. Each chooses with logit errors and knows
that the other does: that is agent quantal response, from which Signorino derives statistical models
of conflict. The farther apart two choices are in worth, the rarer is the error; a nation that
might be resisted by mistake attacks less than backward induction says.

Errors here are logit (extreme-value), as in his first paper; with normal errors, or private
information, the same tree gives his later models, which are not computed here.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

FIRST, SECOND = "nation 1", "nation 2"


def _payoff(name: str, baseline: int, symbol: str, meaning: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=-10,
        high=10,
        symbol=symbol,
        meaning=meaning,
        unit="payoff",
        sources=("ours: a number for an example",),
    )


status_quo_1 = _payoff("status_quo_1", 0, "U_1(SQ)", "nation 1: status quo")
gain_1 = _payoff("gain_1", 2, "U_1(Cap)", "nation 1: nation 2 capitulates")
war_1 = _payoff("war_1", -2, "U_1(War)", "nation 1: war")
capitulation_2 = _payoff("capitulation_2", -1, "U_2(Cap)", "nation 2: it capitulates")
war_2 = _payoff("war_2", -2, "U_2(War)", "nation 2: war")

GAME = ExtensiveFormGame(
    "strategic crisis",
    players=(FIRST, SECOND),
    root=Decision(
        FIRST,
        {
            "status quo": Terminal({FIRST: status_quo_1, SECOND: 0}, label="status quo"),
            "attack": Decision(
                SECOND,
                {
                    "capitulate": Terminal(
                        {FIRST: gain_1, SECOND: capitulation_2}, label="capitulation"
                    ),
                    "resist": Terminal({FIRST: war_1, SECOND: war_2}, label="war"),
                },
                infoset="attacked",
            ),
        },
        infoset="crisis",
    ),
)
"""The tree, with its payoffs open."""

ENTRY = CatalogEntry(
    name="strategic-crisis",
    title="A crisis with strategic choice and errors",
    game=GAME,
    citation="C. S. Signorino (1999), Strategic interaction and the statistical analysis of "
    "international conflict, American Political Science Review 93; the tree as in B. Kenkel and "
    "C. S. Signorino (2014), Estimating extensive form games in R, Journal of Statistical Software "
    "56",
    summary="Attack or not, resist or not; with agent quantal response, errors of the other count.",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=({FIRST: {"crisis": "attack"}, SECOND: {"attacked": "capitulate"}},),
            payoffs=({FIRST: Fraction(2), SECOND: Fraction(-1)},),
            citation="backward induction: what quantal response tends to without errors",
        ),
    ),
)
"""The entry of the catalog."""
