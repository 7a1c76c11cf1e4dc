"""All equilibria of two-player games: what is missed, doubled or false, and how long it takes.

A game is asked of everybody in turn. `brinkgame` is one call of `bg.solve`, exact, with a
certificate for each equilibrium, components and indices. lrsnash is a whole process, because that
is how it is used; what such a process takes for a game of one cell is told beside it.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import brinkgame as bg
from benchmarks.matrices import PEERS, Answer, Drawn, brinkgame, draw, missing_peers, same
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import ProcessError, call, module, script

NAME = "all-equilibria"
TITLE = "All equilibria of two-player games"

EXACT = ("lrsnash", "pygambit enummixed, exact")
SLOW = {
    "pygambit enummixed, exact": 8,
    "quantecon support": 9,
    "nashpy vertex": 7,
    "nashpy support": 6,
    "quantecon vertex": 16,
}
"""The largest size at which a peer is asked: beyond it takes minutes."""


@final
@dataclass(slots=True)
class _Faults:
    """What one peer got wrong."""

    games: int = 0
    missed: int = 0
    doubled: int = 0
    false: int = 0
    wrong_games: int = 0

    def note(self, drawn: Drawn, right: Sequence[Any], answer: Answer) -> None:
        """Compare the extreme equilibria with an answer."""
        self.games += 1
        hits: Counter[int] = Counter()
        false = 0
        for pair in answer.pairs:
            where = [k for k, known in enumerate(right) if same(known, pair)]
            if where:
                hits[where[0]] += 1
            elif not _is_equilibrium(drawn, pair):
                false += 1
        missed = len(right) - len(hits)
        doubled = sum(hits.values()) - len(hits)
        self.missed += missed
        self.doubled += doubled
        self.false += false
        self.wrong_games += bool(missed or doubled or false)

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of a table."""
        numbers = self.games, self.wrong_games, self.missed, self.doubled, self.false
        return tuple(map(str, numbers))


def _is_equilibrium(drawn: Drawn, pair: Any) -> bool:
    """Whether nobody gains more than a millionth; also false for what is no pair of strategies."""
    x, y = ([Fraction(w).limit_denominator(10**12) if w == w else w for w in s] for s in pair)
    if any(w != w or w < -1e-9 for s in (x, y) for w in s):
        return False
    if any(abs(sum(s) - 1) > 1e-6 for s in (x, y)):
        return False
    rows = [sum(a * w for a, w in zip(line, y, strict=True)) for line in drawn.row]
    columns = [
        sum(line[j] * w for line, w in zip(drawn.column, x, strict=True)) for j in range(len(y))
    ]
    gains = (
        max(rows) - sum(a * w for a, w in zip(rows, x, strict=True)),
        max(columns) - sum(a * w for a, w in zip(columns, y, strict=True)),
    )
    return max(gains) < 1e-6


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    missing = missing_peers()
    asked = {name: run for name, (_, run) in PEERS.items() if name not in missing}
    section.remarks += [f"Left out: {reason}." for reason in sorted(set(missing.values()))]
    _count(options, section, asked)
    _time(options, section, asked)
    _large(options, section, asked)
    _cold(options, section)
    _many(options, section)
    _memory(options, section)
    return section


# --- What is found --------------------------------------------------------------------------------


def _count(options: Options, section: Section, asked: dict[str, Callable[[Drawn], Answer]]) -> None:
    kinds = {
        "payoffs 0 to 99": (99, (2, 3, 4, 5, 6), 40, 40),
        "payoffs 0, 1, 2": (2, (2, 3, 4, 5, 6, 7), 167, 20),
    }
    for kind, (highest, sizes, many, few) in kinds.items():
        if options.quick:
            many, few = 4, 2
        options.say(f"{NAME}: what is found, {kind}")
        ours = _Faults()
        theirs = {name: _Faults() for name in asked}
        for size in sizes:
            for seed in range(many):
                drawn = draw(size, highest, seed)
                right = [e.profile.weights for e in bg.solve(drawn.game, bg.VertexEnumeration())]
                ours.note(drawn, right, brinkgame(drawn))
                if seed < few:
                    for name, run in asked.items():
                        if size <= SLOW.get(name, 99):
                            theirs[name].note(drawn, right, run(drawn))
        section.figures.append(
            Figure(
                f"extreme equilibria missed, doubled, false: {ours.games:,} games, {kind}",
                "0, 0, 0",
                f"{ours.missed}, {ours.doubled}, {ours.false}",
                not ours.wrong_games,
            )
        )
        rows = {"brinkgame": ours, **theirs}
        section.tables.append(
            Table(
                f"Extreme equilibria against the plain exact reference, {kind}, sizes "
                f"{min(sizes)} to {max(sizes)}.",
                ("", "games", "games with faults", "missed", "doubled", "false"),
                tuple((name, *faults.row) for name, faults in rows.items()),
            )
        )


# --- How long it takes ----------------------------------------------------------------------------


def _medians(
    sizes: Sequence[int], games: Callable[[int], int], asked: dict[str, Callable[[Drawn], Answer]]
) -> dict[int, dict[str, list[float]]]:
    found: dict[int, dict[str, list[float]]] = {}
    for size in sizes:
        taken: dict[str, list[float]] = {"brinkgame": []}
        able = {n: r for n, r in asked.items() if size <= SLOW.get(n, 99)}
        everyone = {"brinkgame": brinkgame, **able}
        for name, run in everyone.items():
            run(draw(size, 99, -1))  # loads and compiles what is loaded and compiled once
            taken[name] = []
        names = list(everyone)
        for seed in range(games(size)):
            drawn = draw(size, 99, seed)
            for name in names[seed % len(names) :] + names[: seed % len(names)]:
                taken[name].append(everyone[name](drawn).seconds)
        found[size] = taken
    return found


def _table(caption: str, found: dict[int, dict[str, list[float]]]) -> Table:
    names = list(dict.fromkeys(name for taken in found.values() for name in taken))
    rows = []
    for size, taken in found.items():
        cells = [
            f"{duration(statistics.median(taken[name]))} ({duration(max(taken[name]))})"
            if name in taken
            else ""
            for name in names
        ]
        rows.append((str(size), str(len(taken["brinkgame"])), *cells))
    return Table(caption, ("n", "games", *names), tuple(rows))


def _time(options: Options, section: Section, asked: dict[str, Callable[[Drawn], Answer]]) -> None:
    options.say(f"{NAME}: random games, n = 2 to 10")
    brinkgame(draw(14, 99, -1))  # loads the compiled search
    sizes = (2, 4) if options.quick else range(2, 11)
    found = _medians(sizes, lambda n: 3 if options.quick else 31 if n < 8 else 11, asked)
    section.tables.append(
        _table(
            "Random n × n games, payoffs 0 to 99, warm: the median over games, and the slowest in "
            "brackets.",
            found,
        )
    )
    if "lrsnash" in asked:
        alone = statistics.median(
            asked["lrsnash"](Drawn(((1,),), ((1,),))).seconds for _ in range(9)
        )
        section.remarks.append(
            f"A process of lrsnash takes {duration(alone)} for a game of one cell."
        )
    for size, taken in found.items():
        peers = {name: statistics.median(taken[name]) for name in EXACT if name in taken}
        if not peers:
            continue
        fastest = min(peers, key=peers.__getitem__)
        ratio = statistics.median(taken["brinkgame"]) / peers[fastest]
        section.figures.append(
            Figure(
                f"random games, n = {size}, warm: time against the fastest exact peer",
                "at most 1 ×",
                f"{times(ratio)} ({fastest})",
                ratio <= 1,
            )
        )


def _large(options: Options, section: Section, asked: dict[str, Callable[[Drawn], Answer]]) -> None:
    options.say(f"{NAME}: random games, n = 12 to 18")
    fast = {name: asked[name] for name in ("lrsnash", "quantecon vertex") if name in asked}
    found = _medians((8,) if options.quick else (12, 14, 16), lambda _: 5, fast)
    if not options.quick:
        found |= _medians((18, 20), lambda _: 5, {})
    section.tables.append(
        _table(
            "Larger random games, payoffs 0 to 99, warm: the median, and the slowest in brackets.",
            found,
        )
    )
    for size, taken in found.items():
        mine = statistics.median(taken["brinkgame"])
        for name, least in (("lrsnash", 5.0), ("quantecon vertex", 1.0)):
            if name in taken:
                ratio = statistics.median(taken[name]) / mine
                section.figures.append(
                    Figure(
                        f"random games, n = {size}: how many times faster than {name}",
                        f"at least {times(least)}",
                        times(ratio),
                        ratio >= least,
                    )
                )
        if size == 18:
            slowest = max(taken["brinkgame"])
            section.figures.append(
                Figure("random games, n = 18", "within 1 min", duration(slowest), slowest <= 60)
            )


def _cold(options: Options, section: Section) -> None:
    options.say(f"{NAME}: first answers of fresh processes")
    rows = []
    clean = True
    for size in (2, 6):
        cells = [str(size)]
        for who in ("brinkgame", "nashpy", "quantecon"):
            try:
                told = [call(script("first_matrix", who, size)) for _ in range(options.rounds(5))]
            except ProcessError:
                cells.append("")
                continue
            cells.append(duration(statistics.median(each["seconds"] for each in told)))
            if who == "brinkgame":
                clean = clean and not any(each["compiler"] for each in told)
        rows.append(tuple(cells))
    section.tables.append(
        Table(
            "The first answer of a fresh process, import included (nashpy and quantecon: vertex "
            "enumeration in floats).",
            ("n", "brinkgame", "nashpy", "quantecon"),
            tuple(rows),
        )
    )
    section.figures.append(
        Figure(
            "first answers up to n = 6: a compiler is loaded",
            "never",
            "never" if clean else "at times",
            clean,
        )
    )


def _many(options: Options, section: Section) -> None:
    options.say(f"{NAME}: the game with 75 equilibria")
    game = bg.catalog.load("seventy-five-equilibria").game.at()
    bg.solve(game)
    taken = []
    for _ in range(options.rounds(9)):
        drawn = Drawn(*(tuple(map(tuple, game.payoff_array(p).tolist())) for p in game.players))
        answer = brinkgame(drawn)
        taken.append(answer.seconds)
    found, median = len(answer.pairs), statistics.median(taken)
    section.figures.append(
        Figure(
            f"the 6 × 6 game with 75 equilibria, exact ({found} found)",
            "under 50 ms",
            duration(median),
            median < 0.05 and found == 75,
        )
    )


def _memory(options: Options, section: Section) -> None:
    size = 8 if options.quick else 16
    options.say(f"{NAME}: memory")
    told = call(module("matrix_memory", size))
    mib = told["peak"] / 2**20
    section.figures.append(
        Figure(
            f"memory of a process that finds all equilibria, n = {size}",
            "under 500 MB",
            f"{mib:.0f} MiB",
            told["peak"] < 500e6,
        )
    )
