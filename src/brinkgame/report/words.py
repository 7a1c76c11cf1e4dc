"""How findings are put into words, for the screen and for the text alike."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.arithmetic import Algebraic
from brinkgame.expressions import Expression
from brinkgame.memo import Finding, Verdict
from brinkgame.memo.parameters import ALL
from brinkgame.pages.numbers import decimal
from brinkgame.report.found.decisions import Agreement, Choice, DecisionFinding, choices
from brinkgame.report.found.sensitivity import Bar
from brinkgame.sensitivity import Share

__all__ = [
    "AGREEMENTS",
    "answer",
    "detail",
    "did",
    "here",
    "meaning",
    "number",
    "paragraphs",
    "recorded",
    "room",
    "share",
    "span",
    "verdict",
]

_BY_NAME: Final = {parameter.name: parameter for parameter in ALL}
_ON_BORDER: Final = 1e-6


def number(value: Any, digits: int = 3) -> str:
    """A number as a reader wants it: three digits, and the exact one stands in the JSON.

    >>> number(Fraction(25, 64)), number(2), number(None)
    ('0.391', '2', '–')
    """
    return "–" if value is None else decimal(value, digits)


def span(low: Any, high: Any) -> str:
    """A number, or two if they differ.

    >>> span(Fraction(1, 3), Fraction(1, 3)), span(0, 1)
    ('0.333', '0 to 1')
    """
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def paragraphs(sources: Iterable[str]) -> str:
    """Paragraphs of the memo by their numbers alone.

    >>> paragraphs(("memo U1", "memo C7")), paragraphs(())
    ('U1, C7', 'outside the memo')
    """
    return ", ".join(each.removeprefix("memo ") for each in sources) or "outside the memo"


def meaning(name: str) -> str:
    """What a parameter means.

    >>> meaning("erosion")
    'USSR: loss from doing nothing'
    """
    return _BY_NAME[name].meaning if name in _BY_NAME else ""


def detail(value: Any) -> str:
    """What an answer rests on, as text."""
    if value is None:
        return "cannot be said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (numbers.Real, Algebraic, Fraction)):
        return number(value)
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {detail(each)}" for name, each in value.items())
    if isinstance(value, (tuple, list, set, frozenset)):
        return " or ".join(map(detail, value)) or "none"
    return str(value)


# --- decisions ----------------------------------------------------------------------------------

AGREEMENTS: Final[Mapping[Agreement, str]] = {
    Agreement.ALL: "as it happened",
    Agreement.SOME: "one of several answers",
    Agreement.NONE: "not what happened",
    Agreement.OPEN: "open at the memo's date",
}
"""How what happened stands to what the game says, in a few words."""


def did(choice: Choice) -> str:
    """One choice: ``US, detected: compel``; with probabilities where several are taken."""
    place = "" if choice.place == "root" else f", {choice.place}"
    if len(choice.weights) == 1:
        told = next(iter(choice.weights))
    else:
        told = " or ".join(f"{action} ({number(odds)})" for action, odds in choice.weights.items())
    return f"{choice.player}{place}: {told}"


def answer(profile: Any) -> str:
    """What is done where play comes, in one line."""
    return "; ".join(did(choice) for choice in choices(profile) if choice.is_reached)


def recorded(found: DecisionFinding) -> str:
    """What happened, in one line."""
    told = [
        f"{player}{'' if place == 'root' else f', {place}'}: {action}"
        for player, plan in found.point.happened.items()
        for place, action in plan.items()
    ]
    return "; ".join(told) or "nothing is on record"


def room(bar: Bar) -> str:
    """From where to where an assumption can move alone before what happened stops to be so."""
    if any(abs(mark - bar.baseline) <= _ON_BORDER * (bar.high - bar.low) for mark in bar.switches):
        return f"on the border, {number(bar.baseline)}"
    below = [mark for mark in bar.switches if mark < bar.baseline]
    above = [mark for mark in bar.switches if mark > bar.baseline]
    if below and above:
        return f"from {number(max(below))} to {number(min(above))}"
    return f"up to {number(min(above))}" if above else f"from {number(max(below))} on"


# --- claims -------------------------------------------------------------------------------------

_SHORT: Final[Mapping[Verdict, str]] = {
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "fails",
    Verdict.CONDITIONAL: "holds on a condition",
    Verdict.NOT_TOLD_APART: "cannot be told apart from a rival",
    Verdict.BY_CONSTRUCTION: "true by construction",
}


def verdict(finding: Finding) -> str:
    """The verdict on a claim."""
    return _SHORT[finding.verdict]


def here(finding: Finding) -> str:
    """Whether the claim is so where the assumptions stand."""
    return {True: "so here", False: "not so here", None: "cannot be said here"}[finding.is_true]


# --- shares -------------------------------------------------------------------------------------


def share(found: Share) -> str:
    """A share of the box, with its error."""
    if found.is_empty_sample:
        return f"none at {found.points} points: empty, or below {number(found.high, 2)}"
    return f"{number(found.estimate, 2)} (standard error {number(found.error, 1)})"
