"""How long it takes to build a tree from written nodes, and what the tree takes in memory."""

from __future__ import annotations

import concurrent.futures
import math
from functools import partial
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, times
from benchmarks.timing import Job, Outcome, ProcessError, alternate, call, module
from benchmarks.trees import Family, Odds, Payoffs, plain_objects, written

NAME = "building"
TITLE = "Building: memory and time"

SEED = 1
BYTES = 600
KINDS = {
    "whole numbers": ("INTEGERS", "exact"),
    "distinct fractions": ("FRACTIONS", "exact"),
    "floats": ("INTEGERS", "float"),
}
FROM_RESIDENT = ("writing", "building", "peak")
"""What is read from a run without tracing, which is slow."""


def measure(options: Options) -> Section:
    """Both tables."""
    section = Section(NAME, TITLE)
    nodes = 50_000 if options.quick else 1_000_000
    told = _memory(options, nodes)
    section.figures += [
        Figure(
            f"memory of a built tree of {int(each['nodes']):,} nodes, {kind}",
            f"at most {BYTES} bytes a node",
            f"{each['built']:.0f} (after a solve {each['solved']:.0f})",
            each["built"] <= BYTES,
        )
        for kind, each in told.items()
    ]
    section.tables += [_memory_table(told), _time_table(options, told)]
    return section


def _memory(options: Options, nodes: int) -> dict[str, dict[str, Any]]:
    """For each kind of number what the script `memory` says: traced, and the process's peak."""
    options.say(f"{NAME}: memory of trees of {nodes} nodes")
    told: dict[str, dict[str, Any]] = {}
    # No time is taken here, so two may run at once.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        traced = {
            kind: pool.submit(call, module("memory", payoffs, nodes, numbers, "traced"))
            for kind, (payoffs, numbers) in KINDS.items()
        }
        for kind, future in traced.items():
            told[kind] = future.result()
    for kind, (payoffs, numbers) in KINDS.items():
        options.say(f"{NAME}: a process with a tree of {nodes} nodes, {kind}")
        try:
            resident = call(module("memory", payoffs, nodes, numbers, "resident"))
        except ProcessError:  # not on Linux
            resident = dict.fromkeys(FROM_RESIDENT, math.nan)
        told[kind] |= {name: resident[name] for name in FROM_RESIDENT}
    return told


def _memory_table(told: dict[str, dict[str, Any]]) -> Table:
    return Table(
        "Bytes a node: what Python's objects and arrays hold (tracemalloc, a fresh process, the "
        "written nodes dropped before *built* is read), and the highest resident memory of a "
        "process that writes and builds, less what it had before.",
        ("payoffs", "nodes", "written", "built", "built and solved", "peak of the process"),
        tuple(
            (
                kind,
                f"{int(each['nodes']):,}",
                *(f"{each[name]:.0f}" for name in ("written", "built", "solved", "peak")),
            )
            for kind, each in told.items()
        ),
    )


def _time_table(options: Options, told: dict[str, dict[str, Any]]) -> Table:
    rows = []
    chance = Family(n_players=4, odds=Odds.MANY)
    sizes = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000)
    for name, family, size in (
        *(("whole numbers", Family(), size) for size in sizes),
        ("distinct fractions", Family(payoffs=Payoffs.FRACTIONS), sizes[-1]),
        ("whole numbers, 4 players, many odds", chance, sizes[-1]),
    ):
        options.say(f"{NAME}: time for {name}, about {size} nodes")
        rows.append(_time_row(options, name, family, size))
    for kind in ("whole numbers", "distinct fractions"):
        each = told[kind]
        shown = [f"{each[name] / each['nodes'] * 1e6:.2f}" for name in ("writing", "building")]
        rows.append((kind, f"{int(each['nodes']):,}", "", *shown, ""))
    return Table(
        "Microseconds a node: *plain* makes the small objects of `plain.PlainNode` with Fractions, "
        "*write* makes brinkgame's nodes, *build* is `ExtensiveFormGame(...)`, which checks all. "
        "The last rows are single runs in a fresh process, where *write* draws the tree too.",
        ("payoffs", "nodes", "plain", "write", "build", "(write + build) / plain"),
        tuple(rows),
    )


def _time_row(options: Options, name: str, family: Family, size: int) -> tuple[str, ...]:
    steps = list(family.steps(size, SEED))
    root = written(family, steps)
    build = partial(bg.ExtensiveFormGame, "a tree", players=family.players, root=root)
    found = alternate(
        {
            "plain": Job(lambda _: plain_objects(family, steps)),
            "write": Job(lambda _: written(family, steps)),
            "build": Job(lambda _: build()),
        },
        options.rounds(5),
        options.budget,
    )

    def each(way: str) -> str:
        return f"{_seconds(found, way) / len(steps) * 1e6:.2f}"

    total = _seconds(found, "write") + _seconds(found, "build")
    return (
        name,
        f"{len(steps):,}",
        *(each(way) for way in ("plain", "write", "build")),
        times(total / _seconds(found, "plain")),
    )


def _seconds(found: dict[str, Outcome], way: str) -> float:
    return found[way].sample.median
