"""The main job, ``brinkgame memo --out DIR``, and the campaign that is a part of it.

The command is run in fresh processes, from an installation whose bytecode is written. The campaign
is folded from its end at points that differ, so that nothing is remembered from one to the next.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import partial

from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration
from benchmarks.timing import Job, alternate, script, visit
from brinkgame.memo import campaign

NAME = "case"
TITLE = "The whole case"

ASKED = 30.0
"""Seconds for the main job."""
POINTS = 40
_ROUNDS = itertools.count()


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    options.say(f"{NAME}: the main job in fresh processes")
    whole = visit({"memo": script("whole_case")}, options.rounds(3))["memo"]
    seconds = whole.inside().median
    section.figures.append(
        Figure(
            "`brinkgame memo --out DIR`, everything, imports included",
            "under 30 s",
            duration(seconds),
            seconds < ASKED,
        )
    )
    options.say(f"{NAME}: the campaign")
    found = {
        "stage by stage, at a new point": Job(
            lambda k: [campaign.fold(_point(k, i)) for i in range(POINTS)], partial(next, _ROUNDS)
        ),
        "what its first decision turns on, every parameter": Job(
            lambda k: campaign.influences(_point(k, 0)), partial(next, _ROUNDS)
        ),
    }
    rows = []
    for name, job in found.items():
        sample = alternate({name: job}, options.rounds(3), options.budget)[name].sample
        each = sample.median / (POINTS if "stage" in name else 1)
        rows.append((name, duration(each)))
    section.tables.append(
        Table("The campaign, from the spring to December.", ("what", "time"), tuple(rows))
    )
    return section


def _point(round_: int, step: int) -> dict[str, Fraction]:
    """A point that was not asked about before, near the baseline."""
    return {"pledge_value": Fraction(1) + Fraction(1 + step + POINTS * round_, 10**5)}
