"""T17: the reassessment of May switched the USSR from Berlin to Cuba."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import AmbiguousEquilibriumError
from brinkgame.expressions import Expression
from brinkgame.memo import berlin
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import deal_probability
from brinkgame.solve import solve

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    march = berlin.POINT.variant("march").game
    here, there = values_in(berlin.GAME, at), values_in(march, at)
    point = march.parameters.point(there)
    early, late = _stays(march.at(there)), _stays(berlin.GAME.at(here))
    is_true = None if None in (early, late) else bool(early and not late)
    prior: Expression = berlin.belief_before()
    try:
        found = berlin.preference(here)
    except AmbiguousEquilibriumError:
        return Finding(
            Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
            is_true,
            _WORDS[early, late],
            "what a buildup in Cuba is worth is determined",
        )
    border = found.threshold(deal_probability).formula
    limit, before = border.evaluate(point), prior.evaluate(point)
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        _WORDS[early, late],
        "the chance of a settlement with which diplomacy is worth as much as Cuba lies between "
        "what was believed in March and what was believed after May",
        (
            prior - border,
            border - deal_probability,
            *(premise.difference for premise in found.premises),
        ),
        numbers={
            "belief in March": before,
            "belief at which it turns": limit,
            "belief after May": point[deal_probability.name],
            "news is bad enough up to a ratio of": berlin.turning_news(before, here)
            if 0 < before < 1 and limit < 1
            else None,
        },
    )


def _stays(game: Any) -> bool | None:
    """Whether diplomacy is chosen; None where it may be or not."""
    weights = {each.profile[berlin.USSR][berlin.ROOT][berlin.DIPLOMACY] for each in solve(game)}
    return {Fraction(1)} == weights if len(weights) == 1 and weights <= {0, 1} else None


_TURNED: Final = (
    "With the belief of March the USSR would have gone on negotiating, with the belief of May it "
    "turns to Cuba: the reassessment made the difference."
)
_SAME: Final = "It would have turned to Cuba in March already; the news of May changed nothing."
_STILL: Final = "In spite of the news of May it would have gone on negotiating."
_OPEN: Final = "It would not have cared which of the two it did, before or after the news."
_WORDS: Final[Mapping[tuple[bool | None, bool | None], str]] = {
    # Whether diplomacy is chosen in March, and after May; None where it may be or not.
    (True, False): _TURNED,
    (False, False): _SAME,
    (True, True): _STILL,
    (False, True): _STILL,
    (None, None): _OPEN,
    (None, True): _OPEN,
    (None, False): _OPEN,
    (True, None): _OPEN,
    (False, None): _OPEN,
}

CLAIM: Final = CausalClaim(
    name="T17",
    title="reassessment of May",
    proposition="a lower estimate of the prospects in Berlin turned the USSR to Cuba",
    sources=tuple(f"memo B{number}" for number in range(4, 11)),
    decisions=("berlin",),
    test=_test,
)
"""The claim."""
