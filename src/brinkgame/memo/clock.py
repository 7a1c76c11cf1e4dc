"""Decision 1b: how long the buildup may take before it is discovered.

The same game as `deploy`, with the chance of discovery put down to its cause: every week of the
buildup runs the same chance of being found out, and the weeks add up. A deadline in November left
few weeks, which is what made secrecy seem possible.

Discovery is no fate, though: the USSR may hide, and the US may search. `MATRIX` is that as a table,
an inspection game [1]_. Routine watching finds what is not hidden, and misses a share of what is;
a search finds both, so hiding from a search is wasted, and searching where nothing is hidden is
wasted as well. What each pair of efforts is worth is the value of `deploy` with the chance of
discovery that it leaves. While neither effort costs more than it can bring, the one equilibrium is
mixed (`hiding`, `searching`).

.. [1] M. Dresher, *A Sampling Inspection Problem in Arms Control Agreements: A Game-Theoretic
   Analysis*, RAND RM-2972 (1962); R. Avenhaus, B. von Stengel and S. Zamir, Inspection games,
   *Handbook of Game Theory* 3 (2002), chapter 51.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.arithmetic import Algebraic
from brinkgame.expressions import Expression
from brinkgame.forms import NormalFormGame
from brinkgame.memo import deploy
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    concealment_cost,
    concealment_effect,
    detection,
    search_cost,
    weekly_hazard,
    weeks,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import indifference
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs

__all__ = ["DISCOVERY", "GAME", "MATRIX", "POINT", "hazard_threshold", "hiding", "searching"]

HIDE: Final = "hide"
PLAIN: Final = "do not hide"
SEARCH: Final = "search"
ROUTINE: Final = "routine"

DISCOVERY: Final[Expression] = 1 - (1 - weekly_hazard) ** weeks
"""The chance of discovery in time: one minus that of getting through every week."""

GAME: Final = deploy.GAME.fix({detection.name: DISCOVERY}).titled("clock")
"""The tree of `deploy`, with discovery by the clock."""


def hazard_threshold(
    in_weeks: int, at: Mapping[str, Any] | None = None
) -> Fraction | Algebraic | None:
    """The weekly chance of discovery up to which the USSR deploys, for a buildup of some weeks.

    Parameters
    ----------
    in_weeks
        How long the buildup takes.
    at
        The other parameters; those that are not named are at their baselines.

    Returns
    -------
    Fraction, Algebraic or None
        The root in the range of `weekly_hazard`; None if the choice does not turn in it. With
        ``d`` the border of the chance of discovery it is ``1 - (1 - min(1, d))**(1/weeks)``, which
        has no exact form but as a root: the closed form ``deploys`` says the same of the chance
        that the weeks add up to.

    Examples
    --------
    >>> from brinkgame.memo import clock
    >>> round(float(clock.hazard_threshold(12)), 4)
    0.084
    """
    where = {**(at or {}), weeks.name: in_weeks}
    found = indifference(GAME, deploy.USSR, deploy.ROOT, "deploy", "hold", at=where)
    roots = found.roots(weekly_hazard)
    return roots[0] if roots else None


# -- hiding and searching -------------------------------------------------------------------------


def _matrix() -> NormalFormGame:
    # What having deployed is worth, as the tree says it, if the US compels only in time.
    in_time = {deploy.LIVE: "accept", deploy.DETECTED: "compel"}
    plan = {deploy.USSR: {deploy.ROOT: "deploy"}, deploy.US: in_time}
    value = continuation_payoffs(deploy.GAME, BehaviorStrategyProfile(deploy.GAME, plan))
    ussr, us = value[deploy.GAME.node_at(f"{deploy.ROOT}/deploy")]
    hidden = detection * (1 - concealment_effect)
    cells: dict[tuple[str, ...], Any] = {}
    for effort, cost in ((PLAIN, 0), (HIDE, concealment_cost)):
        for watch, price in ((ROUTINE, 0), (SEARCH, search_cost)):
            found = {detection.name: hidden if (effort, watch) == (HIDE, ROUTINE) else detection}
            cells[effort, watch] = (ussr.substitute(found) - cost, us.substitute(found) - price)
    return NormalFormGame.from_cells(
        "clock, hide and search",
        strategies={deploy.USSR: (PLAIN, HIDE), deploy.US: (ROUTINE, SEARCH)},
        cells=cells,
        constraints=CONSTRAINTS,
    )


MATRIX: Final = _matrix()
"""Hiding against searching: the USSR chooses the row, the US the column."""


def _gain(player: str, one: str, other: str, against: str) -> Expression:
    """What one effort pays a player more than another, against an effort of the other side."""
    rival = deploy.US if player == deploy.USSR else deploy.USSR
    first, second = (
        MATRIX.payoff(player, {player: effort, rival: against}) for effort in (one, other)
    )
    gain: Expression = first - second
    return gain


def hiding() -> Expression:
    """How often the USSR hides if both sides mix: it keeps the US indifferent.

    Examples
    --------
    >>> from brinkgame.memo import clock
    >>> round(float(clock.hiding().evaluate(clock.MATRIX.parameters.baseline)), 3)
    0.292
    """
    hidden, plain = (_gain(deploy.US, SEARCH, ROUTINE, effort) for effort in (HIDE, PLAIN))
    share: Expression = plain / (plain - hidden)
    return share


def searching() -> Expression:
    """How often the US searches if both sides mix: it keeps the USSR indifferent.

    Examples
    --------
    >>> from brinkgame.memo import clock
    >>> round(float(clock.searching().evaluate(clock.MATRIX.parameters.baseline)), 3)
    0.913
    """
    watched, routine = (_gain(deploy.USSR, HIDE, PLAIN, watch) for watch in (SEARCH, ROUTINE))
    share: Expression = routine / (routine - watched)
    return share


def _closed_forms() -> tuple[ClosedForm, ...]:
    clocked = {detection.name: DISCOVERY}
    found = []
    for result in deploy.POINT.closed_forms:
        if result.over is None or not result.name.startswith("deploys"):
            continue
        found.append(
            ClosedForm(
                result.name,
                result.words,
                result.formula.substitute(clocked),
                result.over.substitute(clocked),
                result.relation,
                tuple(each.substitute(clocked) for each in result.provided),
            )
        )
    mixed = (
        _gain(deploy.USSR, HIDE, PLAIN, ROUTINE),
        _gain(deploy.US, SEARCH, ROUTINE, HIDE),
    )
    in_time = tuple(
        premise.difference
        for case in deploy.cases()
        if case.name == "fait accompli"
        for premise in case.premises
    )
    provided = (*mixed, *in_time)
    return (
        *found,
        ClosedForm("hiding", "how often the USSR hides", hiding(), provided=provided),
        ClosedForm("searching", "how often the US searches", searching(), provided=provided),
    )


POINT: Final = DecisionPoint(
    name="clock",
    number="1b",
    began="1962-07",
    when="July-October 1962",
    who=(deploy.USSR, deploy.US),
    title="Finish before discovery: the detection clock",
    question="How long a buildup, and how watchful a US, before deploying ceases to pay?",
    game=GAME,
    happened={deploy.USSR: {deploy.ROOT: "deploy"}},
    premises=(
        *deploy.POINT.premises,
        Premise("heavy shipments began in the middle of July", "memo U4"),
        Premise(
            "from late August to early October the buildup was at its most exposed",
            "memo C1",
            "appears",
        ),
        Premise("it was meant to be ready for a climax in late November", "memo U5", "apparently"),
        Premise("the USSR did what it could to turn attention elsewhere", "memo C2"),
        Premise("every week runs the same chance of discovery, independently of the others"),
    ),
    sources=("memo U4", "memo U5", "memo C1", "memo C2", "memo C3", "memo C4", "memo M1"),
    derive=_closed_forms,
    variants=(
        Variant(
            "matrix",
            "hiding against searching, as a table",
            MATRIX,
            ("memo C1", "memo C2", "memo C3"),
        ),
    ),
)
"""The decision."""
