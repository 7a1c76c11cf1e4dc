"""T11: the private letter was the real position, the public one a show, and was seen through."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.memo import letters
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.parameters import Point
from brinkgame.refinements import d1
from brinkgame.solve import solve

__all__ = ["CLAIM"]

_READING: Final = "bluff called"
_OPEN: Final = "open-trade-no-gain"
_RIVAL: Final = "a second letter that was prepared long before and sent whatever the USSR was"


def _test(at: Mapping[str, Any]) -> Finding:
    point = letters.GAME.parameters.point(values_in(letters.GAME, at))
    here = [region for region in letters.regions() if region.holds(point)]
    names = {region.name for region in here}
    reading = next(region for region in letters.regions() if region.name == _READING)
    is_true = None if _READING in names and len(names) > 1 else _READING in names
    limit = letters.POINT.closed_form("passes over").formula
    numbers: dict[str, Any] = {
        "tough_belief": point["tough_belief"],
        "face_saved": point["face_saved"],
        "public_retreat_cost": point["public_retreat_cost"],
        "regions": tuple(sorted(names)),
    }
    if limit.denominator.evaluate(point):
        numbers["belief_limit"] = limit.evaluate(point)
    if len(here) == 1 and point["tough_belief"] < 1:
        weak, _ = here[0].conduct(point)
        numbers["bayes_factor"] = letters.bayes_factor(weak, point["tough_belief"])
    without = numbers["without_premise"] = _without_the_premise(point)
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        f"At these assumptions {here[0].words}. {_meaning(is_true, numbers.get('bayes_factor'))}",
        "asking in public saves more face than settling for less costs, the US thinks a USSR that "
        "means the public terms unlikely enough, and only the public letter puts the trade on the "
        f"table: could it be had after the private letter alone, {without}",
        reading.conditions,
        _RIVAL,
        numbers,
    )


def _without_the_premise(point: Point) -> str:
    """What becomes of the reading if the trade is open after the private letter alone."""
    game = letters.POINT.variant(_OPEN).game
    result = solve(game.at(values_in(game, point)), concept="sequential")
    agreeing = [each for each in result if letters.POINT.agrees(each.profile)]
    if not agreeing:
        return "it would be no equilibrium"
    if 0 < point["tough_belief"] < 1 and not any(v.passes for v in d1(agreeing)):
        return (
            "it would be one of several equilibria, and rest on a belief that does not make "
            "sense (criterion D1)"
        )
    return "it would be an equilibrium still"


def _meaning(is_true: bool | None, factor: Fraction | None) -> str:
    if is_true is None:
        return "Another conduct is as good there, so the memo's reading is one of several."
    if not is_true:
        return "That is not the memo's reading."
    return (
        "That is the memo's reading. But both letters are as likely if the second was merely "
        f"prepared in advance: to have seen both weighs {factor} to 1 between the two."
    )


CLAIM: Final = CausalClaim(
    name="T11",
    title="two letters",
    proposition="the private letter was the real position, the public one saved face, and the US "
    "could be expected to see it so",
    sources=("memo R3", "memo R4", "memo R5"),
    decisions=("letters",),
    test=_test,
)
"""The claim."""
