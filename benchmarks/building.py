"""How long it takes to build a tree from written nodes, and what the tree takes in memory."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Mapping
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


def measure(options: Options) -> Section:
    """Both tables."""
    section = Section(NAME, TITLE)
    # Tracing takes a minute for each million nodes; what fractions take does not depend on size.
    many, fewer = (50_000, 50_000) if options.quick else (1_000_000, 200_000)
    options.say(f"{NAME}: memory of trees of {many} and {fewer} nodes")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # no time is taken: both at once
        traced = pool.map(
            call,
            (
                module("memory", Payoffs.INTEGERS.name, many, "traced"),
                module("memory", Payoffs.FRACTIONS.name, fewer, "traced"),
            ),
        )
        whole, fractions = traced
    options.say(f"{NAME}: processes with such trees")
    processes = {
        "whole numbers": _process(Payoffs.INTEGERS, many),
        "distinct fractions": _process(Payoffs.FRACTIONS, fewer),
    }
    rows = {
        "whole numbers": (whole, ""),
        "the same in floats": (whole, "floats "),
        "distinct fractions": (fractions, ""),
    }
    for kind, (told, which) in rows.items():
        built, solved = (told[f"{which}{what}"] / told["nodes"] for what in ("built", "solved"))
        section.figures.append(
            Figure(
                f"memory of a built tree of {told['nodes']:,} nodes, {kind}",
                f"at most {BYTES} bytes a node",
                f"{built:.0f} (after a solve {solved:.0f})",
                built <= BYTES,
            )
        )
    section.tables += [_memory_table(rows, processes), _time_table(options, processes)]
    return section


def _process(payoffs: Payoffs, nodes: int) -> dict[str, Any]:
    """What a process without tracing says of its memory and its time; nothing if it cannot."""
    try:
        return call(module("memory", payoffs.name, nodes, "resident"))
    except ProcessError:  # not on Linux
        return {}


def _memory_table(
    rows: Mapping[str, tuple[dict[str, Any], str]], processes: Mapping[str, dict[str, Any]]
) -> Table:
    shown = []
    for kind, (told, which) in rows.items():
        nodes = told["nodes"]
        process = processes.get(kind, {})
        shown.append(
            (
                kind,
                f"{nodes:,}",
                "" if which else f"{told['written'] / nodes:.0f}",
                f"{told[which + 'built'] / nodes:.0f}",
                f"{told[which + 'solved'] / nodes:.0f}",
                f"{process['peak'] / nodes:.0f}" if process else "",
            )
        )
    return Table(
        "Bytes a node: what Python's objects and arrays hold (tracemalloc, a fresh process, the "
        "written nodes dropped before *built* is read), and the highest resident memory of a "
        "process that writes and builds, less what it had before.",
        ("payoffs", "nodes", "written", "built", "built and solved", "peak of the process"),
        tuple(shown),
    )


def _time_table(options: Options, processes: Mapping[str, dict[str, Any]]) -> Table:
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
    for kind, told in processes.items():
        if told:
            nodes = told["nodes"]
            shown = [f"{told[name] / nodes * 1e6:.2f}" for name in ("writing", "building")]
            rows.append((kind, f"{nodes:,}", "", *shown, ""))
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
