"""Kuhn and Leduc poker by the sequence form, beside OpenSpiel's linear program and its CFR+.

`bg.solve` takes a tree that was built before and returns a certified answer. OpenSpiel takes its
own game. It runs in processes of its own, in turn with ours, because its linear program needs
packages that nothing else here does: ``BRINKGAME_PEERS_PYTHON`` names the Python to run it with,
where it is not this one. *Exploitability* is OpenSpiel's: half of the sum of what both could gain.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, ProcessError, alternate, call, script, visit

NAME = "poker"
TITLE = "Poker by the sequence form"

ROUNDS = 7
TARGET = 1e-3
"""The exploitability to which regrets are minimized, in chips."""
RANGE = 26
"""Leduc poker pays from -13 to 13."""
FINE = 1e-9
"""The exploitability that an answer of a linear program may have."""


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    _kuhn(options, section)
    lp = _peer(section, "lp", "pyspiel, open_spiel, cvxpy, ecos")
    cfr = _peer(section, "cfr+", "pyspiel")
    _program(options, section, lp)
    _regrets(options, section, cfr)
    return section


def _peer(section: Section, what: str, needs: str) -> Callable[..., Any] | None:
    """OpenSpiel in its own process; None if it cannot take part."""
    python = os.environ.get("BRINKGAME_PEERS_PYTHON", sys.executable)
    try:
        asked = "{'version': importlib.metadata.version('open_spiel')}"
        told = call([python, "-c", f"import importlib.metadata, {needs}; print({asked})"])
    except (ProcessError, OSError) as error:
        last = error.last_line if isinstance(error, ProcessError) else str(error)
        section.remarks.append(f"OpenSpiel's {what} is left out: {last}.")
        return None

    section.remarks.append(f"OpenSpiel's {what} is that of version {told['version']}.")

    def run(*arguments: object) -> Any:
        _, *rest = script("open_spiel_poker", *arguments)
        return call([python, *rest])

    return run


def _kuhn(options: Options, section: Section) -> None:
    options.say(f"{NAME}: Kuhn poker")
    game = bg.catalog.load("kuhn-poker").game
    ways = {
        "value and one pair, exact": bg.SequenceFormLP(),
        "value and all optimal strategies, exact": bg.SequenceFormLP(optimal_sets=True),
    }
    jobs = {
        what: Job(lambda _, solver=solver: bg.solve(game, solver))  # type: ignore[misc]
        for what, solver in ways.items()
    }
    found = alternate(jobs, options.rounds(ROUNDS), options.budget)
    fresh = visit({"fresh": script("first_kuhn")}, options.rounds(ROUNDS))["fresh"]
    said = fresh.said[-1]
    assert (said["value"], said["corners"], said["coverage"]) == ("-1/18", (2, 1), "ALL")
    rows = [
        (what, duration(each.sample.median), duration(each.sample.least))
        for what, each in found.items()
    ]
    rows.append(
        (
            "the latter in a fresh process, import included",
            duration(fresh.sample.median),
            duration(fresh.sample.least),
        )
    )
    section.tables.append(
        Table(
            "Kuhn poker: the whole call, with its certificate.",
            ("", "median", "least"),
            tuple(rows),
        )
    )
    whole = found["value and all optimal strategies, exact"].sample.median
    section.figures.append(
        Figure(
            "Kuhn poker: value -1/18 and all optimal behavior strategies, exact, whole call",
            "under 1 s",
            f"{duration(whole)} ({duration(fresh.sample.median)} from import to answer in a fresh "
            "process)",
            whole < 1,
        )
    )


def _floats() -> bg.ExtensiveFormGame:
    """Leduc poker, built anew."""
    return bg.catalog.leduc_poker.__wrapped__().to_float()


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = run()
    return time.perf_counter() - began, answer


def _program(options: Options, section: Section, peer: Callable[..., Any] | None) -> None:
    """The linear program of Leduc poker."""
    options.say(f"{NAME}: Leduc poker, linear program")
    exact = bg.catalog.leduc_poker()
    solver = bg.SequenceFormLP()
    seconds: dict[str, list[float]] = {"ours": [], "building": [], "theirs": [], "exact": []}
    bg.solve(exact.to_float(), solver)  # loads SciPy
    result, value = None, 0.0
    for _ in range(options.rounds(ROUNDS)):
        took, game = _timed(_floats)
        seconds["building"].append(took)
        took, result = _timed(partial(bg.solve, game, solver))
        seconds["ours"].append(took)
        if peer is not None:
            said = peer("leduc_poker", "lp")
            seconds["theirs"].append(said["seconds"])
            value = said["value"]
    assert result is not None
    assert peer is None or abs(value - result.statistics["value"]) < 1e-6
    for _ in range(options.rounds(3)):
        game = bg.catalog.leduc_poker.__wrapped__()
        took, certain = _timed(partial(bg.solve, game, solver))
        seconds["exact"].append(took)
        assert certain[0].certificate.epsilon == 0
    medians = {what: statistics.median(each) for what, each in seconds.items() if each}
    reached = float(sum(result[0].certificate.regrets.values())) / 2
    rows = [
        ("floats: tree to certified answer", *_shown(seconds["ours"]), f"{reached:.0e}"),
        ("the tree itself, from the rules", *_shown(seconds["building"]), ""),
        ("exact: tree to certified answer", *_shown(seconds["exact"]), "0"),
    ]
    if peer is not None:
        rows.append(("OpenSpiel's sequence_form_lp", *_shown(seconds["theirs"]), ""))
        ratio = medians["theirs"] / medians["ours"]
        both = medians["theirs"] / (medians["ours"] + medians["building"])
        section.figures.append(
            Figure(
                "Leduc poker, sequence-form linear program, against OpenSpiel's",
                f"at least 3 × faster, exploitability at most {FINE:g}",
                f"{times(ratio)} faster ({times(both)} with building the tree); {reached:.0e}",
                ratio >= 3 and reached <= FINE,
            )
        )
    section.tables.append(
        Table(
            "Leduc poker (9,457 nodes), the linear program. The exact value is "
            f"{certain.statistics['value']}.",
            ("", "median", "least", "exploitability"),
            tuple(rows),
        )
    )


def _shown(seconds: list[float]) -> tuple[str, str]:
    return duration(statistics.median(seconds)), duration(min(seconds))


def _regrets(options: Options, section: Section, peer: Callable[..., Any] | None) -> None:
    """Regret minimization on Leduc poker."""
    options.say(f"{NAME}: Leduc poker, regret minimization")
    ways = {
        "discounted (1.5, 0, 2)": bg.RegretMinimization(accuracy=TARGET / RANGE),
        "CFR+ (inf, -inf, 1)": bg.RegretMinimization(
            accuracy=TARGET / RANGE, alpha=float("inf"), beta=-float("inf"), gamma=1
        ),
    }
    seconds: dict[str, list[float]] = {what: [] for what in ways}
    theirs: list[float] = []
    told: dict[str, Any] = {}
    said: dict[str, Any] = {}
    game = bg.catalog.leduc_poker()
    for solver in ways.values():
        bg.solve(game.to_float(), solver)
    for turn in range(options.rounds(ROUNDS)):
        for what, solver in ways.items():
            fresh = game.to_float()
            took, result = _timed(partial(bg.solve, fresh, solver))
            seconds[what].append(took)
            regrets = result[0].certificate.regrets.values()
            told[what] = (result.statistics["rounds"], float(sum(regrets)) / 2)
        if peer is not None and turn < options.rounds(3):
            said = peer("leduc_poker", "cfr+", TARGET)
            theirs.append(said["seconds"])
    rows = [
        (
            what,
            *_shown(seconds[what]),
            str(told[what][0]),
            duration(statistics.median(seconds[what]) / told[what][0]),
            f"{told[what][1]:.2e}",
        )
        for what in ways
    ]
    assert all(reached <= TARGET for _, reached in told.values())
    if peer is not None:
        rows.append(
            (
                "OpenSpiel's CFRPlusSolver (C++)",
                *_shown(theirs),
                str(said["rounds"]),
                duration(statistics.median(theirs) / said["rounds"]),
                f"{said['exploitability']:.2e}",
            )
        )
        ratio = statistics.median(theirs) / statistics.median(seconds["discounted (1.5, 0, 2)"])
        section.figures.append(
            Figure(
                f"Leduc poker, regret minimization to exploitability {TARGET:g}, against "
                "OpenSpiel's CFR+ in C++",
                "at least 10 × faster",
                f"{times(ratio)} faster",
                ratio >= 10,
            )
        )
    section.tables.append(
        Table(
            f"Leduc poker, regret minimization to an exploitability of {TARGET:g} chips: tree to "
            "certified answer; of OpenSpiel the rounds alone. The time of a round is that of the "
            "whole over the number of rounds.",
            ("", "median", "least", "rounds", "a round", "exploitability"),
            tuple(rows),
        )
    )
