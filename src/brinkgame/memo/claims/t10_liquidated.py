"""T10: the crisis was liquidated at once because talks were failing and an attack was near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.memo import stall
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import DAYS

__all__ = ["CLAIM"]

SETTLED: Final = 26
"""The day of October on which the USSR offered to settle."""
TALKS: Final = ("talks",)
MENACE: Final = ("forces", "warnings")
"""The causes that the claim names: hopes that fail, and an attack that comes near."""


def _said(days: tuple[int, ...]) -> str:
    if not days:
        return "in no possible world"
    first = days[0]
    return f"on {first} October" if first <= DAYS[-1] else "on no day up to the 28th"


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(stall.GAME, at)
    worlds = stall.causes(here)
    actual = worlds[()]
    if not actual:
        return Finding(
            Verdict.CONDITIONAL,
            None,
            "On some day the chances of an attack and of talks add up to more than one.",
            "there can be such a world",
        )
    on_record = actual == (SETTLED,)

    def later(kept: tuple[str, ...]) -> bool | None:
        """Whether it would have settled later, or not at all, with these causes held."""
        return min(worlds[kept]) > max(actual) if worlds[kept] else None

    needed = {kept: later(kept) for kept in worlds if kept}
    both = [needed[TALKS], needed[MENACE]]
    is_true = None if None in both else bool(on_record and all(both))
    alone = [cause for cause in stall.CAUSES if needed[(cause,)]]
    words = (
        f"It settles {_said(actual)}. Had talks stayed as hopeful as on {DAYS[0]} October, "
        f"{_said(worlds[TALKS])}; had an attack come no nearer, {_said(worlds[MENACE])}. "
        f"With one cause held at a time, the date is moved by {_named(alone)}: the concentration "
        f"of forces held alone, it settles {_said(worlds['forces',])}, the warnings held alone, "
        f"{_said(worlds['warnings',])}."
    )
    numbers: dict[str, Any] = {
        "days": actual,
        "one-step rule": stall.one_step_day(here),
        **{f"days, {' and '.join(kept)} held": days for kept, days in worlds.items() if kept},
    }
    if all(worlds.values()):
        numbers["shares"] = stall.shares(here)
    return Finding(
        verdict=Verdict.CONDITIONAL if is_true is not False else Verdict.FAILS,
        is_true=is_true,
        words=words,
        condition="settling beats one more day from 26 October on and not before, and would not "
        "if either the hopes of talks or the nearness of an attack were still those of the first "
        "day",
        conditions=_conditions(),
        numbers=numbers,
    )


def _named(causes: list[str]) -> str:
    return " and by ".join(causes) if causes else "none of them"


def _conditions() -> tuple[Expression, ...]:
    """By the one-step rule: it stalls up to the day, settles from it on, and otherwise would not.

    The last are of worlds in which the talks, or the menace of an attack, stay what they were; and
    there must be such worlds. Enough, and needed where the rule, once it says settle, goes on
    saying so: settling on the 26th can be best though a day after it would call for a wait.
    """
    gains = {day: stall.one_step(day).difference for day in DAYS}
    found = [-gain if day < SETTLED else gain for day, gain in gains.items()]
    for kept in (TALKS, MENACE):
        for day in (day for day in DAYS if DAYS[0] < day <= SETTLED):
            as_it_was = {
                stall.CAUSES[cause][day].name: stall.CAUSES[cause][DAYS[0]] for cause in kept
            }
            found.append(-gains[day].substitute(as_it_was))
        for day in DAYS[1:]:
            as_it_was = {
                stall.CAUSES[cause][day].name: stall.CAUSES[cause][DAYS[0]] for cause in kept
            }
            room: Expression = 1 - stall.attack_hazard(day) - stall.CAUSES["talks"][day]
            found.append(room.substitute(as_it_was))
    return tuple(found)


CLAIM: Final = CausalClaim(
    name="T10",
    title="liquidated at once",
    proposition="the USSR settled when it did because talks were failing and an attack was near",
    sources=("memo R1", "memo R2"),
    decisions=("stall",),
    test=_test,
)
"""The claim."""
