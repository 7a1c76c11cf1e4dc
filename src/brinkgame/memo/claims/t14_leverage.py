"""T14: the prospect of a stricter quarantine gave the USSR its leverage over Cuba."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo import il28
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.parameters import Point
from brinkgame.parametric import indifference

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    point = il28.GAME.parameters.point(values_in(il28.GAME, at))
    lever = il28.least_stringency(point, disown=True)
    agreeing = {il28.POINT.agrees(each.profile) for each in il28.POINT.solve(point)}
    is_true = None if len(agreeing) > 1 else agreeing.pop()
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        f"{_least(lever)} {_PLAYED[is_true]}",
        "Cuba would keep the bombers under the quarantine as it was, gives in under the tighter "
        "one only when pressed, and by then both the USSR gains by pressing and the US by "
        "tightening; if the tightening is only announced, letting it drop must cost the US more "
        "than carrying it out",
        _conditions(point),
        "",
        {
            "stringency": point["stringency"],
            "least_stringency": lever.least,
            "believed_up_to": _believed(at),
            "binds": lever.binds,
            **{f"least for {name}": value for name, value in lever.terms.items()},
        },
    )


def _least(lever: il28.Leverage) -> str:
    if lever.least is None:
        return "No tightening brings a sure release of the bombers."
    if not lever.least:
        return "The bombers are released without any tightening."
    waits = " and ".join(_WAITS[name] for name in lever.binds)
    return f"The bombers go from a tightening by {float(lever.least):.3g} on; it waits for {waits}."


_WAITS: Final = {
    il28.ALONE: "the quarantine to hurt Cuba so much that it gives in unasked",
    il28.PRESSED: "Cuba to give in when it is pressed",
    il28.INTEREST: "the USSR to gain by pressing",
    il28.DENIAL: "the USSR to gain more by pressing than by disowning the bombers",
}
_PLAYED: Final = {
    True: "At the tightening assumed, the US tightens, the USSR presses and Cuba releases them.",
    None: "At the tightening assumed somebody is indifferent: they may be released so, or not.",
    False: "At the tightening assumed, they are not released in that way.",
}


def _believed(at: Mapping[str, Any]) -> Fraction | None:
    """Up to which stringency a mere announcement is believed; None if every one is."""
    game = il28.POINT.variant("announced").game
    point = game.parameters.point(values_in(game, at))
    border = il28.POINT.closed_form("means it").formula
    return border.evaluate(point) if border.denominator.evaluate(point) else None


@cache
def _preferences() -> dict[str, Expression]:
    """What somebody must prefer, each positive where it is so; derived where it is at hand."""

    def more(
        game: ExtensiveFormGame, *what: str, at: Mapping[str, Any] | None = None
    ) -> Expression:
        player, infoset, prefer, against = what
        return indifference(game, player, infoset, prefer, against, at=at).difference

    cuban, soviet = (il28.PLAIN, il28.CUBA), (il28.PLAIN, il28.USSR)
    leave, press, disown = il28.LEAVE, il28.PRESS, il28.DISOWN
    release, refuse = il28.RELEASE, il28.REFUSE
    only_pressed = {"stringency": "3/2"}
    afraid = {"soviet_pressure": 2}
    return {
        "yields": more(*cuban, "tightened, pressed", release, refuse),
        "not unasked": more(*cuban, "tightened, left alone", refuse, release),
        "presses": more(*soviet, il28.TIGHTENED, press, leave, at=only_pressed),
        "not disowns": more(il28.GAME, il28.USSR, il28.TIGHTENED, press, disown, at=only_pressed),
        "tightens": more(
            il28.PLAIN, il28.US, il28.QUARANTINE, il28.TIGHTEN, il28.KEEP, at=only_pressed
        ),
        "refuses as it was": more(*cuban, "as it was, pressed", refuse, release),
        "leaves it as it was": more(*soviet, il28.AS_IT_WAS, leave, press, at=afraid),
        "disowns as it was": more(il28.GAME, il28.USSR, il28.AS_IT_WAS, disown, press, at=afraid),
    }


def _conditions(point: Point) -> tuple[Expression, ...]:
    """Where the US tightens, the USSR presses, and Cuba gives in to that alone."""
    found = _preferences()
    # One of these keeps the bombers in Cuba under the quarantine as it was.
    kept = [difference for name, difference in found.items() if name.endswith("as it was")]
    holding = max(kept, key=lambda difference: difference.evaluate(point))
    return (*(d for name, d in found.items() if not name.endswith("as it was")), holding)


CLAIM: Final = CausalClaim(
    name="T14",
    title="leverage of the quarantine",
    proposition="the prospect of a stricter quarantine gave the USSR the leverage by which Cuba "
    "was brought to release the bombers",
    sources=("memo P7",),
    decisions=("il28",),
    test=_test,
)
"""The claim."""
