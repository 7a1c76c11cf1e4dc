"""The inverse question: every game of the case at each of many draws of its parameters.

`conduct.conduct` draws the parameters of all decisions with a record and asks each game, at every
point, whether some equilibrium does what was done. The plain way beside it closes the game at a
point and calls `bg.solve`, which is exact and certified; it is timed on some of the points, and its
answers there are compared.
"""

from __future__ import annotations

import time
from fractions import Fraction
from functools import partial
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, alternate, script, visit
from brinkgame.memo import conduct

NAME = "inverse"
TITLE = "The inverse question"

DRAWS = 2**17
ASKED = 10.0
"""Seconds for all games."""
PLAIN = 40
"""Points of each game that are solved one by one."""


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    draws = 2**13 if options.quick else DRAWS
    rounds = options.rounds(3)
    options.say(f"{NAME}: {draws} draws, fresh processes")
    fresh = visit({"all": script("inverse_question", draws)}, rounds)["all"]
    seconds = fresh.inside().median
    options.say(f"{NAME}: {draws} draws, again in one process")
    warm = alternate({"all": Job(lambda _: conduct.conduct(draws=draws))}, rounds, options.budget)[
        "all"
    ]
    found = warm.answer
    what = f"the inverse question, {draws:,} draws over {len(found.names)} games"
    section.figures.append(
        Figure(f"{what}, imports included", "under 10 s", duration(seconds), seconds < ASKED)
    )
    rows = []
    for each in conduct.observations():
        options.say(f"{NAME}: {each.name}")
        rows.append(_row(each, draws, options))
    section.tables.append(
        Table(
            "One game at a time: a design of its own parameters and every point of it, as "
            f"`bg.identify` does ({draws:,} points); the plain way is `bg.solve` point by point.",
            ("game", "parameters", "all points", "a point", "plain, a point", "times as fast"),
            tuple(rows),
        )
    )
    share = found.share
    section.remarks.append(
        f"All games together take {duration(warm.sample.median)} once everything is loaded. What "
        f"is left is {share.estimate:.2g} of the box (95 %: {share.low:.2g} to {share.high:.2g}), "
        f"from {found.points:,} points of the common parameters with {found.inner} of each game's "
        "own."
    )
    return section


def _row(each: bg.Observation, draws: int, options: Options) -> tuple[str, ...]:
    ask = partial(bg.identify, [each], draws=draws)
    outcome = alternate({"all": Job(lambda _: ask())}, options.rounds(3), options.budget)["all"]
    fast = outcome.sample.median / draws
    plain = _plain(each, outcome.answer)
    return (
        each.name,
        str(len(each.game.parameters)),
        duration(outcome.sample.median),
        duration(fast),
        duration(plain),
        times(plain / fast),
    )


def _plain(each: bg.Observation, found: bg.Identification) -> float:
    """Seconds a point, one by one; the answers are those of the arrays."""
    actions = bg.RecordProbability(each.record).actions()
    spent = 0.0
    for i in range(PLAIN):
        at = {name: Fraction(float(column[i])) for name, column in found.common.items()}
        began = time.perf_counter()
        result = bg.solve(each.game.at(at), concept=each.concept)
        spent += time.perf_counter() - began
        possible = any(_does(e.profile, actions) for e in result)
        # A family of equilibria may do what none of those that are listed does.
        assert not possible or found.likelihoods[0][i, 0] == 1, (each.name, i)
        if result.is_complete_list:
            assert found.likelihoods[0][i, 0] == possible, (each.name, i)
    return spent / PLAIN


def _does(profile: Any, actions: Any) -> bool:
    return all(profile[player][infoset][action] > 0 for player, infoset, action in actions)
