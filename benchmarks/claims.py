"""Claims about conduct: the radius within which they are robust, and proofs for all assumptions.

A claim is made anew for each measurement, so that forms, formula and alternatives are in the time.
The plain way beside the radius is what one does without it: solving the game at points drawn from
the box of that radius, and hoping; it proves nothing.
"""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from functools import partial
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration
from benchmarks.timing import Job, alternate

NAME = "claims"
TITLE = "Claims and how robust they are"

CLAIMS = (
    ("blockade", "US quarantines and soft USSR withdraws"),
    ("deploy", "USSR deploys"),
    ("letters", "weak USSR plays both and US private terms"),
    ("capitulation", "USSR accepts"),
    ("blockade", "hard USSR defies"),
)
FIGURES = ("blockade", "deploy")
ASKED = 0.2
"""Seconds for a radius."""
POINTS = 300
"""Points of the plain way."""


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    rounds = options.rounds(5)
    radii, proofs = [], []
    for name, text in CLAIMS:
        options.say(f"{NAME}: {name}: {text}")
        game = bg.memo.load(name).game
        made = partial(bg.claim_of, game, text)
        jobs = {
            "box": Job(bg.robustness, made),
            "ball": Job(partial(bg.robustness, norm="ball"), made),
            "proof": Job(bg.Claim.holds_for_all, made),
        }
        found = alternate(jobs, rounds, options.budget)
        box, ball = found["box"].answer, found["ball"].answer
        seconds = found["box"].sample.median
        if name in FIGURES and box.breaking is not None:
            section.figures.append(
                Figure(
                    f"robustness radius of “{text}”, {len(box.over)} parameters, the claim "
                    "made anew",
                    "under 0.2 s",
                    duration(seconds),
                    seconds < ASKED,
                )
            )
        plain = _plain(game, text, box, 20 if options.quick else POINTS)
        radii.append(
            (
                f"{name}: {text}",
                str(len(box.over)),
                _shown(box),
                duration(seconds),
                _shown(ball),
                duration(found["ball"].sample.median),
                duration(plain),
            )
        )
        verdict = found["proof"].answer
        proofs.append((f"{name}: {text}", verdict.status, duration(found["proof"].sample.median)))
    section.tables.append(
        Table(
            "The largest box, and the largest ball, around the baseline in which a claim keeps its "
            "truth, as a share of the width of every range; exact, or its certified bounds. The "
            f"plain way is `bg.solve` at {POINTS} points of the box, which proves nothing.",
            ("claim", "parameters", "box", "time", "ball", "time", "plain way"),
            tuple(radii),
        )
    )
    section.tables.append(
        Table(
            "Is it so under all assumptions? Every counterexample is checked by `bg.solve`, in the "
            "time.",
            ("claim", "answer", "time"),
            tuple(proofs),
        )
    )
    return section


def _shown(found: bg.Robustness) -> str:
    if found.breaking is None:
        return "never broken"
    if found.radius is not None:
        return f"{float(found.radius):.5f}, exact"
    return f"{found.lower:.5f} to {found.upper:.5f}"


def _plain(game: Any, text: str, found: bg.Robustness, points: int) -> float:
    """Seconds to solve at drawn points inside the radius; all must keep the truth."""
    claim = bg.claim_of(game, text)
    drawn = random.Random(0)
    radius = Fraction(min(found.lower, 1))
    space = game.parameters
    chosen = []
    while len(chosen) < points:
        point = dict(space.baseline)
        for name in found.over:
            low, high = space[name].low, space[name].high
            if low is None or high is None:
                continue
            moved = point[name] + radius * (high - low) * Fraction(drawn.randint(-99, 99), 100)
            point[name] = min(max(moved, low), high)
        if not space.violations(point):
            chosen.append(point)

    def run(_: object) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", bg.ParameterRangeWarning)
            return sum(claim.judged_by_solving(point) is found.truth for point in chosen)

    outcome = alternate({"plain": Job(run)}, 1)["plain"]
    if outcome.answer != points:
        raise AssertionError(f"{text}: {points - outcome.answer} points inside have another truth")
    return outcome.sample.median
