"""Backward induction on trees of perfect information, beside plain recursive Python and pygambit.

`bg.solve` finds the profile, checks it with code that shares nothing with the solver, and says what
is covered; the plain functions find the payoffs at the root only. "First" is the first solve of a
game that was just built; what a game remembers of its structure makes later ones ("again") quicker.
"""

from __future__ import annotations

import math
import pickle
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, final

import brinkgame as bg
from benchmarks import plain
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, Outcome, ProcessError, alternate, call, module, script
from benchmarks.trees import (
    CENTIPEDE,
    Family,
    Odds,
    Payoffs,
    Shape,
    Step,
    built,
    gambit_text,
    plain_objects,
    plain_tuples,
)

NAME = "backward-induction"
TITLE = "Backward induction"

SEED = 1
BASE = "2 players, no chance"
CHANCE = "4 players, many odds"
FAMILIES: Mapping[str, Family] = {
    BASE: Family(),
    "4 players, no chance": Family(n_players=4),
    "2 players, even branches": Family(shape=Shape.EVEN, arities=(2,)),
    "2 players, one coin": Family(odds=Odds.ONE_COIN),
    "2 players, one coin, even branches": Family(odds=Odds.ONE_COIN, shape=Shape.EVEN),
    "2 players, many odds": Family(odds=Odds.MANY),
    CHANCE: Family(n_players=4, odds=Odds.MANY),
    "2 players, fractions": Family(payoffs=Payoffs.FRACTIONS),
    "2 players, fractions, many odds": Family(payoffs=Payoffs.FRACTIONS, odds=Odds.MANY),
}
FAMILIES_WORDS = (
    "Trees are drawn at random from a seed. Unless a row says otherwise, payoffs are whole numbers "
    "within a billion of zero without ties, and a move has two to four branches of any size. "
    "*Even branches*: two of equal size. *One coin*: two branches, and every fifth move is "
    "Nature's with 1/3 and 2/3. *Many odds*: every fifth move is Nature's, with denominators up to "
    "36. *Fractions*: payoffs with numerators up to a million and denominators up to a thousand."
)
REMARK = (
    "*Plain* is the recursive function in the usual idiom (`plain.value`); *by hand* is the same "
    "tuned (`plain.tuned`). Both find the payoffs at the root and nothing else. *First* is the "
    "first solve of a game just built, *again* a later one; both include the certificate. All "
    "answers were compared and agree."
)
TIED: Mapping[str, Family] = {
    "2 players, no chance": Family(payoffs=Payoffs.TIED),
    "2 players, one coin": Family(payoffs=Payoffs.TIED, odds=Odds.ONE_COIN),
    "4 players, no chance": Family(n_players=4, payoffs=Payoffs.TIED),
}

AGREE = 1e-9
"""How far floating-point payoffs may differ, relative to their range."""


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """One tree, and what each took on it."""

    family: str
    nodes: int
    found: Mapping[str, Outcome]

    def median(self, name: str) -> float:
        return self.found[name].sample.median

    def ratio(self, one: str, other: str) -> float:
        return self.median(one) / self.median(other)

    def shown(self, name: str) -> str:
        sample = self.found[name].sample
        return f"{duration(sample.median)} ({duration(sample.least)})"


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    sizes = (100, 1_000, 10_000) if options.quick else (100, 1_000, 10_000, 100_000, 1_000_000)
    figure_size = 10_000 if options.quick else 100_000
    float_sizes = (1_000, 120_000) if options.quick else sizes
    exact: dict[tuple[str, int], _Row] = {}
    floats: dict[tuple[str, int], _Row] = {}
    for name, family in FAMILIES.items():
        grows = name in (BASE, CHANCE)
        for size in sorted({*sizes, *float_sizes} if grows else {figure_size}):
            options.say(f"{NAME}: {name}, about {size} nodes")
            steps = list(family.steps(size, SEED))
            game = built(family, steps)
            if size in sizes:
                exact[name, size] = _exact(options, name, family, steps, game)
            if grows and size in float_sizes:
                floats[name, size] = _floats(options, name, family, steps, game)
            del steps, game
    of_size = [row for (_, size), row in exact.items() if size == figure_size]
    section.figures += _exact_figures(of_size, figure_size)
    section.figures += _float_figures(
        [row for (_, size), row in floats.items() if size == max(float_sizes)], max(float_sizes)
    )
    growing = [row for (name, _), row in exact.items() if name in (BASE, CHANCE)]
    section.tables += [
        _exact_table("Exact, as trees grow.", growing),
        _exact_table(f"Exact, about {figure_size:,} nodes, by family. {FAMILIES_WORDS}", of_size),
        _float_table(list(floats.values())),
        _first_calls(options),
        _ties(options),
        _deep(options),
        _pygambit(options),
    ]
    section.remarks.append(REMARK)
    return section


def uncached(game: bg.ExtensiveFormGame) -> bg.ExtensiveFormGame:
    """The same game as it was when just built: nothing of what follows from it is remembered."""
    state = game.__getstate__()
    state["tree"] = pickle.loads(pickle.dumps(state["tree"]))
    fresh: bg.ExtensiveFormGame = object.__new__(type(game))
    fresh.__setstate__(state)
    return fresh


def _jobs(
    family: Family,
    steps: Sequence[Step],
    game: bg.ExtensiveFormGame,
    number: Callable[[Any], Any],
) -> dict[str, Job]:
    objects, tuples = plain_objects(family, steps, number), plain_tuples(steps, number)
    return {
        "plain": Job(lambda _: plain.value(objects)),
        "by hand": Job(lambda _: plain.tuned(tuples)),
        "first": Job(bg.solve, partial(uncached, game)),
        "again": Job(bg.solve, lambda: game),
    }


def _exact(
    options: Options, name: str, family: Family, steps: Sequence[Step], game: bg.ExtensiveFormGame
) -> _Row:
    found = alternate(_jobs(family, steps, game, Fraction), options.rounds(7), options.budget)
    payoffs = found["plain"].answer
    assert tuple(payoffs.values()) == tuple(found["by hand"].answer)
    for way in ("first", "again"):
        only = found[way].answer.only()  # raises if there is a tie
        assert only.payoffs == payoffs, (name, way)
        assert only.certificate.epsilon == 0
    return _Row(name, game.tree.size, found)


def _floats(
    options: Options, name: str, family: Family, steps: Sequence[Step], game: bg.ExtensiveFormGame
) -> _Row:
    jobs = _jobs(family, steps, game.to_float(), float)
    found = alternate(jobs, options.rounds(7), options.budget)
    payoffs = found["plain"].answer
    for answer in (
        dict(zip(family.players, found["by hand"].answer, strict=True)),
        found["first"].answer.only().payoffs,
        found["again"].answer.only().payoffs,
    ):
        scale = game.payoff_spread
        assert all(abs(answer[p] - payoffs[p]) <= AGREE * scale for p in payoffs), (name, answer)
    return _Row(name, game.tree.size, found)


# --- tables and figures -------------------------------------------------------------------------


def _exact_figures(rows: Sequence[_Row], size: int) -> list[Figure]:
    base = next(row for row in rows if row.family == BASE)
    worst = max(rows, key=lambda row: row.ratio("first", "plain"))
    what = f"exact, 10^{round(math.log10(size))} nodes, against plain recursion with Fractions"
    within = sum(row.ratio("first", "plain") <= 2 for row in rows)
    return [
        _exact_figure(f"{what}: {BASE}", base),
        _exact_figure(
            f"the same, the slowest of {len(rows)} families ({worst.family}; {within} are within)",
            worst,
        ),
    ]


def _exact_figure(what: str, row: _Row) -> Figure:
    ratio = row.ratio("first", "plain")
    again, hand = row.ratio("again", "plain"), row.ratio("first", "by hand")
    shown = f"{times(ratio)} (again {times(again)}; {times(hand)} of by hand)"
    return Figure(what, "at most 2 ×", shown, ratio <= 2)


def _float_figures(rows: Sequence[_Row], size: int) -> list[Figure]:
    found = []
    for row in rows:
        ratio, again = row.ratio("plain", "first"), row.ratio("plain", "again")
        shown = (
            f"{times(ratio)} faster (again {times(again)}; "
            f"than by hand {times(row.ratio('by hand', 'first'))})"
        )
        what = f"floats, {size:,} nodes built, against plain recursion: {row.family}"
        found.append(Figure(what, "at least 20 × faster", shown, ratio >= 20))
    return found


def _exact_table(caption: str, rows: Sequence[_Row]) -> Table:
    columns = ("tree", "nodes", "plain", "by hand", "first", "again", "first / plain")
    return Table(
        caption + " Median (least); the last three columns are ratios of medians.",
        (*columns, "again / plain", "first / by hand"),
        tuple(
            (
                row.family,
                f"{row.nodes:,}",
                *(row.shown(way) for way in ("plain", "by hand", "first", "again")),
                times(row.ratio("first", "plain")),
                times(row.ratio("again", "plain")),
                times(row.ratio("first", "by hand")),
            )
            for row in rows
        ),
    )


def _float_table(rows: Sequence[_Row]) -> Table:
    return Table(
        "Floats, the game built and the passes compiled. Median (least); the last three columns "
        "are ratios of medians, the greater the faster.",
        (
            *("tree", "nodes", "plain", "by hand", "first", "again", "plain / first"),
            *("plain / again", "by hand / first"),
        ),
        tuple(
            (
                row.family,
                f"{row.nodes:,}",
                *(row.shown(way) for way in ("plain", "by hand", "first", "again")),
                times(row.ratio("plain", "first")),
                times(row.ratio("plain", "again")),
                times(row.ratio("by hand", "first")),
            )
            for row in rows
        ),
    )


def _first_calls(options: Options) -> Table:
    """What compiling costs, once in a machine's life and once in a process."""
    nodes = 120_000 if options.quick else 300_000
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for cache in ("empty", "filled"):
            options.say(f"{NAME}: first call in floats, numba's cache {cache}")
            told = call(module("first_float_call", nodes), environment={"NUMBA_CACHE_DIR": folder})
            first, second = duration(told["first"]), duration(told["second"])
            rows.append((f"{cache}, {told['nodes']:,} nodes", first, second))
    return Table(
        "The first solve of a large floating-point tree in a fresh process, by what numba's cache "
        "holds, and the next one. Smaller trees and exact ones compile nothing.",
        ("numba's cache", "first solve in the process", "second"),
        tuple(rows),
    )


def _ties(options: Options) -> Table:
    rows = []
    for name, family in TIED.items():
        for size in (100, 1_000) if options.quick else (100, 1_000, 10_000, 100_000):
            options.say(f"{NAME}: ties, {name}, about {size} nodes")
            rows.append((name, *_tied(options, family, list(family.steps(size, SEED)))))
    return Table(
        "Ties: payoffs are 0, 1 or 2. *Single* breaks ties by order, as plain recursion does "
        "without a word; *all* keeps every subgame-perfect equilibrium, factored. *Pure* is how "
        "many there are in pure strategies, *listed* how many the result lists; the others belong "
        "to the family that it gives.",
        ("tree", "nodes", "plain", "single", "all", "pure", "listed", "coverage"),
        tuple(rows),
    )


def _tied(options: Options, family: Family, steps: Sequence[Step]) -> tuple[str, ...]:
    """What ties cost on one tree, and what the answer covers."""
    game = built(family, steps)
    objects = plain_objects(family, steps)
    fresh = partial(uncached, game)
    one = bg.BackwardInduction(single=True)
    found = alternate(
        {
            "plain": Job(lambda _: plain.value(objects)),
            "single": Job(lambda each: bg.solve(each, one), fresh),
            "all": Job(lambda each: bg.solve(each, check=False), fresh),
        },
        options.rounds(3),
        options.budget,
    )
    single, every = found["single"].answer, found["all"].answer
    # Both break a tie in favor of the action that stands first.
    assert single[0].payoffs == found["plain"].answer
    others = every[0].family
    assert others is None or single[0].profile in others
    return (
        f"{game.tree.size:,}",
        *(duration(found[way].sample.median) for way in ("plain", "single", "all")),
        _power(1 if others is None else others.count),
        str(len(every)),
        every.coverage.name.lower(),
    )


def _power(count: int | None) -> str:
    if count is None:
        return "not counted"
    return str(count) if count < 10**6 else f"10^{int(math.log2(count) * math.log10(2))}"


def _deep(options: Options) -> Table:
    """A centipede: as many moves deep as it has moves."""
    moves = 10_000
    options.say(f"{NAME}: a centipede, {moves} moves deep")
    steps = list(CENTIPEDE.steps(2 * moves + 1, SEED))
    game = built(CENTIPEDE, steps)
    objects, tuples = plain_objects(CENTIPEDE, steps), plain_tuples(steps)
    jobs = {
        "plain, in a thread with a deep stack": Job(
            lambda _: plain.with_deep_stack(lambda: plain.value(objects))
        ),
        "by hand, in a thread with a deep stack": Job(
            lambda _: plain.with_deep_stack(lambda: tuple(plain.tuned(tuples)))
        ),
        "first": Job(bg.solve, partial(uncached, game)),
        "again": Job(bg.solve, lambda: game),
        "first, in floats": Job(bg.solve, lambda: uncached(game.to_float())),
    }
    rows = []
    for name in list(jobs)[:2]:
        try:
            jobs[name].run(None)
        except RecursionError:
            rows.append((name, "this Python cannot go so deep", ""))
            del jobs[name]
    found = alternate(jobs, options.rounds(7), options.budget)
    # The first to move ends it at once, and gets two more than the other.
    assert found["again"].answer.only().payoffs == {"player 1": 2, "player 2": 0}
    for name, outcome in found.items():
        answer = outcome.answer
        paid = answer.only().payoffs if name.startswith(("first", "again")) else answer
        assert tuple(paid.values() if hasattr(paid, "values") else paid) == (2, 0), name
        rows.append((name, duration(outcome.sample.median), duration(outcome.sample.least)))
    return Table(
        f"A centipede {moves:,} moves deep ({game.tree.size:,} nodes), exact unless it says "
        "otherwise. Plain recursion needs a raised limit and a stack of its own.",
        ("", "median", "least"),
        tuple(rows),
    )


def _pygambit(options: Options) -> Table:
    """`lcp_solve` on small trees, each with a limit on its time."""
    caption = (
        "pygambit's `lcp_solve`, exact, two players without chance, beside `solve` on the same "
        "tree. It finds one Nash equilibrium, which need not be subgame perfect."
    )
    columns = ("nodes", "lcp_solve", "solve, first", "lcp_solve / solve", "the same payoffs")
    problem = obstacle("pygambit")
    if problem:
        return Table(caption, columns, ((problem, "", "", "", ""),))
    limit = 5.0 if options.quick else 20.0
    rows: list[tuple[str, ...]] = []
    family = FAMILIES[BASE]
    slow = False
    for size in (30, 60, 125, 250, 500):
        steps = list(family.steps(size, SEED))
        game = built(family, steps)
        job = {"first": Job(bg.solve, partial(uncached, game))}
        ours = alternate(job, options.rounds(7), options.budget)["first"]
        answer = ours.answer.only().payoffs
        ours_shown, nodes = duration(ours.sample.median), f"{game.tree.size:,}"
        if slow:
            rows.append((nodes, "not tried", ours_shown, "", ""))
            continue
        options.say(f"{NAME}: pygambit on {nodes} nodes, at most {limit:.0f} s")
        try:
            told = _lcp(gambit_text(family, steps), limit)
        except subprocess.TimeoutExpired:
            slow = True
            rows.append((nodes, f"not finished in {limit:.0f} s", ours_shown, "", ""))
            continue
        except ProcessError as error:
            rows.append((nodes, f"failed: {error.last_line}", ours_shown, "", ""))
            continue
        assert Fraction(told["regret"]) == 0
        same = [Fraction(text) for text in told["payoffs"]] == list(answer.values())
        ratio = times(told["seconds"] / ours.sample.median)
        rows.append((nodes, duration(told["seconds"]), ours_shown, ratio, "yes" if same else "no"))
    return Table(caption, columns, tuple(rows))


def _lcp(text: str, limit: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tree.efg"
        file.write_text(text, encoding="utf-8")
        return call(script("gambit_lcp", file), limit=limit)
