"""One equilibrium of two-player trees by the sequence form, beside pygambit's `lcp_solve`.

Binary trees of perfect information, all ends equally deep, movers and payoffs drawn from a seed.
`bg.solve` with `bg.SequenceFormLemke` certifies what it finds; each game is new to it, and its
reading is outside the clock on both sides. pygambit runs in a process of its own, which is ended
when it takes too long.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import final

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, ProcessError, alternate, call, script
from benchmarks.trees import Family, Shape, built, gambit_text

NAME = "sequence-form"
TITLE = "One equilibrium of a tree by the sequence form"

SEED = 1
SIZES = {127: 3, 511: 1, 2047: 1}
"""Nodes, and how many trees are drawn."""
LARGE = (8191, 32767)
SIGNALING = (4, 6, 8)
BINARY = Family(shape=Shape.EVEN, arities=(2,))
LIMIT = 60.0
"""Seconds after which a run of pygambit is ended; if all are, larger trees are not tried."""
AT_LEAST = 10


@final
@dataclass(frozen=True, slots=True)
class _Theirs:
    """What came of pygambit on some trees."""

    seconds: tuple[float, ...]
    found: int
    why: str = ""

    def shown(self) -> str:
        if not self.seconds:
            return self.why
        told = f"{self.found} of {len(self.seconds)} solved"
        more = f"; {self.why}" if self.why else ""
        return f"{duration(statistics.median(self.seconds))} ({told}{more})"


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    sizes = {127: 1} if options.quick else SIZES
    rows, given_up = [], set[str]()
    for nodes, trees in sizes.items():
        for kind in ("exact", "floats"):
            options.say(f"{NAME}: {nodes} nodes, {kind}")
            ours = [_ours(options, nodes, SEED + k, kind) for k in range(trees)]
            theirs = _theirs(nodes, trees, kind, given_up)
            median = statistics.median(ours)
            ratio = statistics.median(theirs.seconds) / median if theirs.seconds else None
            rows.append(
                (
                    *(f"{nodes:,}", kind, duration(median), theirs.shown()),
                    "-" if ratio is None else times(ratio),
                )
            )
            if ratio is not None:
                section.figures.append(
                    Figure(
                        f"One equilibrium, {nodes:,} nodes, {kind}: against pygambit's lcp_solve",
                        f"at least {AT_LEAST} × faster",
                        f"{times(ratio)} faster",
                        ratio >= AT_LEAST,
                    )
                )
    section.tables.append(
        Table(
            "Perfect information, two branches a move; medians. *Solve* is `bg.solve` with its "
            "certificate. The last column is pygambit's time over it, whether or not pygambit ends "
            f"with an equilibrium; it was given {LIMIT:.0f} s a tree.",
            ("nodes", "numbers", "solve", "pygambit", "pygambit / solve"),
            tuple(rows),
        )
    )
    section.tables.append(_alone(options))
    section.tables.append(_everything(options))
    return section


def _game(nodes: int, seed: int, kind: str) -> bg.ExtensiveFormGame:
    game = built(BINARY, BINARY.steps(nodes, seed))
    return game if kind == "exact" else game.to_float()


def _ours(options: Options, nodes: int, seed: int, kind: str) -> float:
    job = Job(partial(bg.solve, solver=bg.SequenceFormLemke()), partial(_game, nodes, seed, kind))
    outcome = alternate({"solve": job}, options.rounds(5), options.budget)["solve"]
    assert outcome.answer.status.is_success
    return outcome.sample.median


def _theirs(nodes: int, trees: int, kind: str, given_up: set[str]) -> _Theirs:
    """Pygambit's times; a kind that is given up is not tried again."""
    if kind in given_up:
        return _Theirs((), 0, "not tried: too slow on smaller trees")
    seconds, found, why = [], 0, ""
    with tempfile.TemporaryDirectory() as folder:
        for k in range(trees):
            file = Path(folder) / "tree.efg"
            file.write_text(gambit_text(BINARY, BINARY.steps(nodes, SEED + k)), encoding="utf-8")
            try:
                said = call(script("gambit_sequence_form", file, kind), limit=LIMIT)
            except subprocess.TimeoutExpired:
                why = f"ended after {LIMIT:.0f} s"
                continue
            except ProcessError as error:
                why = error.last_line[:60]
                continue
            seconds.append(said["seconds"])
            found += bool(said["found"])
    if not seconds:
        given_up.add(kind)
    return _Theirs(tuple(seconds), found, why)


def _signaling(size: int, seed: int) -> bg.ExtensiveFormGame:
    """As many types as messages and replies, payoffs 0 to 99."""
    rng = random.Random(seed)

    def end() -> bg.Terminal:
        return bg.Terminal({"sender": rng.randint(0, 99), "receiver": rng.randint(0, 99)})

    names = range(size)
    types = {
        f"type {i}": (
            Fraction(1, size),
            bg.Decision(
                "sender",
                {
                    f"message {j}": bg.Decision(
                        "receiver",
                        {f"reply {k}": end() for k in names},
                        infoset=f"after message {j}",
                    )
                    for j in names
                },
                infoset=f"type {i}",
            ),
        )
        for i in names
    }
    return bg.ExtensiveFormGame("signaling", players=("sender", "receiver"), root=bg.Chance(types))


def _same(game: bg.ExtensiveFormGame) -> bg.ExtensiveFormGame:
    return game


def _alone(options: Options) -> Table:
    """Larger trees, and hidden information."""
    rows = []
    large = () if options.quick else LARGE
    games = [
        *((f"perfect information, {n:,} nodes", _game(n, SEED, "exact")) for n in large),
        *((f"signaling, {n} x {n} x {n}", _signaling(n, SEED)) for n in SIGNALING),
    ]
    for name, game in games:
        options.say(f"{NAME}: {name}")
        job = Job(partial(bg.solve, solver=bg.SequenceFormLemke()), partial(_same, game))
        outcome = alternate({"solve": job}, options.rounds(3), options.budget)["solve"]
        pivots = outcome.answer.statistics["pivots"]
        rows.append((name, f"{game.tree.size:,}", f"{pivots:,}", duration(outcome.sample.median)))
    return Table(
        "Larger trees, exact; signaling games have as many types as messages and replies.",
        ("tree", "nodes", "pivots", "solve"),
        tuple(rows),
    )


def _everything(options: Options) -> Table:
    """All equilibria of small signaling games."""
    rows = []
    for size, count in ((2, 20), (3, 20), (4, 5)):
        options.say(f"{NAME}: all equilibria, signaling {size}")
        times_of = []
        for seed in range(2 if options.quick else count):
            game = _signaling(size, seed)
            job = Job(partial(bg.solve, solver=bg.SequenceFormEnumeration()), partial(_same, game))
            outcome = alternate({"all": job}, 1, options.budget)["all"]
            times_of.append(outcome.sample.median)
        rows.append(
            (
                f"{size} x {size} x {size}",
                duration(statistics.median(times_of)),
                duration(max(times_of)),
            )
        )
    return Table(
        "All Nash equilibria of drawn signaling games by `bg.SequenceFormEnumeration`, grouped by "
        "outcome and certified.",
        ("types x messages x replies", "median", "worst"),
        tuple(rows),
    )
