"""From a fresh process to the solved deploy decision, beside nashpy, pygambit and quantecon."""

from __future__ import annotations

from fractions import Fraction

from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import ProcessError, Visits, call, script, visit

NAME = "first-answer"
TITLE = "First answer"

MEMO = "brinkgame, from the memo"
TYPED = "brinkgame, typed in numbers"
PEERS = {
    "nashpy": ("nashpy, typed as arrays", "deploy_nashpy"),
    "pygambit": ("pygambit, typed as a tree", "deploy_pygambit"),
    "quantecon": ("quantecon, typed as arrays", "deploy_quantecon"),
}


def measure(options: Options) -> Section:
    """The time from start to exit, and what the first answer is."""
    section = Section(NAME, TITLE)
    commands = {MEMO: script("deploy_brinkgame"), TYPED: script("deploy_brinkgame_in_numbers")}
    for package, (name, file) in PEERS.items():
        problem = obstacle(package) or _failure(file)
        if problem:
            section.remarks.append(f"Left out: {problem}.")
        else:
            commands[name] = script(file)
    options.say(f"{NAME}: {', '.join(commands)}")
    found = visit(commands, options.rounds(7))
    answer = _payoffs(found[MEMO])
    assert _payoffs(found[TYPED]) == answer
    for name in (MEMO, TYPED):
        compilers = {"numba", "llvmlite"} & set(found[name].said[0]["loaded"])
        assert not compilers, f"{name} loads {compilers}"
    for name, file in PEERS.values():
        if name in commands:  # among all that it finds there must be ours
            every = call([*script(file), "all"])["payoffs"]
            assert answer in [tuple(map(Fraction, pair)) for pair in every], (name, every)
    ours = found[MEMO].sample.median
    nashpy = PEERS["nashpy"][0]
    if nashpy in found:
        ratio = found[nashpy].sample.median / ours
        typed = found[nashpy].sample.median / found[TYPED].sample.median
        section.figures.append(
            Figure(
                "a fresh process to the solved deploy decision, against nashpy's first answer",
                "faster, and no compiler loaded",
                f"{times(ratio)} faster (typed in numbers {times(typed)}), none loaded",
                ratio > 1,
            )
        )
    section.tables.append(
        Table(
            "Fresh processes, from start to exit and from the first import to the answer; median "
            "(least). Bytecode and caches of compiled code are warm.",
            ("", "whole process", "to brinkgame's", "inside", "first answer: USSR, US"),
            tuple(_row(name, visits, ours) for name, visits in found.items()),
        )
    )
    section.remarks.append(
        "brinkgame certifies its answer and says that it is the only subgame-perfect one. The "
        "arrays are given to nashpy and quantecon ready made. Where the first answer pays "
        "otherwise, it is a Nash equilibrium of the table that rests on a threat which would not "
        "be carried out."
    )
    return section


def _failure(file: str) -> str:
    """Why a peer's script does not run here; nothing if it does."""
    try:
        call(script(file))
    except ProcessError as error:
        return f"{file} failed with {error.last_line}"
    return ""


def _payoffs(visits: Visits) -> tuple[Fraction, ...]:
    """The payoffs of the first answer."""
    return tuple(map(Fraction, visits.said[0]["payoffs"][0]))


def _row(name: str, visits: Visits, ours: float) -> tuple[str, ...]:
    whole, inside = visits.sample, visits.inside()
    return (
        name,
        f"{duration(whole.median)} ({duration(whole.least)})",
        times(whole.median / ours),
        f"{duration(inside.median)} ({duration(inside.least)})",
        ", ".join(f"{float(x):g}" for x in _payoffs(visits)),
    )
