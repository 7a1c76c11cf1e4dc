"""The correlated equilibrium of most welfare, beside HiGHS on the same linear program and no more.

`bg.solve` builds the program from the table, has it solved, turns the answer into a labelled
strategy, and certifies it by code that shares nothing with the solver. *Bare* is
`scipy.optimize.linprog`, which calls HiGHS, on a matrix that is built already, with its own
defaults; *without presolve* is the same with HiGHS's search for simplifications switched off, as
brinkgame calls it. The payoffs of the program are those of the table, unscaled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csc_array

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, Outcome, alternate

NAME = "correlated"
TITLE = "Correlated equilibria"

SEED = 1
SIZES = (10, 50, 100)
EXACT_SIZES = (3, 5, 10, 20)
WITHIN = 1.5

AGREE = 1e-5
"""How far optimal welfare may differ, relative to the range of payoffs.

HiGHS lets each of thousands of constraints be violated by up to 1e-7 unless it is asked for more.
"""

Tables = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """What each took on the games of one size, a median a game."""

    size: int
    found: tuple[Mapping[str, Outcome], ...]

    def median(self, name: str) -> float:
        """The median over games of the medians."""
        return float(np.median([each[name].sample.median for each in self.found]))

    def ratio(self, one: str, other: str) -> float:
        """The median over games of how much longer the one took than the other."""
        return float(
            np.median([each[one].sample.median / each[other].sample.median for each in self.found])
        )


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    sizes = SIZES[:2] if options.quick else SIZES
    rows = [_floats(options, size) for size in sizes]
    for row in rows:
        ratio = row.ratio("solve", "bare")
        section.figures.append(
            Figure(
                f"welfare-best correlated equilibrium, {row.size}×{row.size}, floats, beside bare "
                "HiGHS on the same program",
                f"at most {times(WITHIN)}",
                f"{times(ratio)} ({duration(row.median('solve'))} against "
                f"{duration(row.median('bare'))})",
                ratio <= WITHIN,
            )
        )
    section.tables += [_table(rows), _exact(options)]
    section.remarks.append(
        "Games are drawn from a seed, payoffs are whole numbers from 0 to 99. The welfare of every "
        "answer was compared with that of bare HiGHS, and every answer is certified."
    )
    return section


def tables(size: int, number: int) -> Tables:
    """The payoffs of a random game."""
    draw = np.random.default_rng((SEED, size, number))
    first, second = draw.integers(0, 100, (2, size, size)).astype(np.float64)
    return first, second


def program(payoffs: Tables) -> dict[str, Any]:
    """The linear program as SciPy takes it: obedience of both, and probabilities that sum to 1."""
    n = len(payoffs[0])
    told, other = np.nonzero(~np.eye(n, dtype=bool))
    line = np.arange(n)
    values, rows, columns = [], [], []
    for player, table in enumerate((payoffs[0], payoffs[1].T)):
        values.append((table[other] - table[told]).ravel())
        rows.append(np.repeat(np.arange(len(told)) + player * len(told), n))
        mine, theirs = np.repeat(told, n), np.tile(line, len(told))
        columns.append(mine * n + theirs if player == 0 else theirs * n + mine)
    height = 2 * len(told)
    where = (np.concatenate(rows), np.concatenate(columns))
    return {
        "c": -(payoffs[0] + payoffs[1]).ravel(),
        "A_ub": csc_array((np.concatenate(values), where), shape=(height, n * n)),
        "b_ub": np.zeros(height),
        "A_eq": np.ones((1, n * n)),
        "b_eq": np.ones(1),
    }


def _floats(options: Options, size: int) -> _Row:
    """Some games of one size, each solved in every way."""
    games = 3 if options.quick else {10: 31, 50: 15}.get(size, 7)
    found = []
    for number in range(games):
        if number % 5 == 0:
            options.say(f"{NAME}: {size}×{size}, game {number + 1} of {games}")
        payoffs = tables(size, number)
        game = bg.NormalFormGame.from_arrays(*payoffs)
        arguments = program(payoffs)
        jobs = {
            "solve": Job(partial(_solve, game)),
            "bare": Job(partial(_bare, arguments)),
            "without presolve": Job(partial(_bare, arguments, presolve=False)),
        }
        outcomes = alternate(jobs, options.rounds(3), options.budget / games)
        best = -outcomes["bare"].answer.fun
        welfare = sum(outcomes["solve"].answer[0].payoffs.values())
        assert abs(welfare - best) <= AGREE * 100, (size, number, welfare, best)
        found.append(outcomes)
    return _Row(size, tuple(found))


def _solve(game: bg.NormalFormGame, _: object) -> bg.EquilibriumResult:
    return bg.solve(game, bg.CorrelatedLP())


def _bare(arguments: Mapping[str, Any], _: object, *, presolve: bool = True) -> Any:
    return linprog(**arguments, method="highs", options={"presolve": presolve})


def _table(rows: list[_Row]) -> Table:
    return Table(
        "Floats: the correlated equilibrium of most welfare. Medians over games; the last two "
        "columns are medians of ratios.",
        (
            *("game", "games", "solve", "bare HiGHS", "without presolve"),
            *("solve / bare", "solve / without presolve"),
        ),
        tuple(
            (
                f"{row.size}×{row.size}",
                str(len(row.found)),
                *(duration(row.median(way)) for way in ("solve", "bare", "without presolve")),
                times(row.ratio("solve", "bare")),
                times(row.ratio("solve", "without presolve")),
            )
            for row in rows
        ),
    )


def _exact(options: Options) -> Table:
    """Exact answers, and the range of both players' payoffs."""
    rows = []
    for size in EXACT_SIZES[:3] if options.quick else EXACT_SIZES:
        options.say(f"{NAME}: {size}×{size}, exact")
        game = bg.NormalFormGame.from_arrays(*(t.astype(int).tolist() for t in tables(size, 0)))
        jobs = {
            "correlated": Job(partial(bg.solve, game, bg.CorrelatedLP())),
            "coarse": Job(partial(bg.solve, game, bg.CoarseCorrelatedLP())),
            "ranges": Job(partial(bg.correlated_payoff_ranges, game)),
        }
        jobs = {name: Job(partial(_call, job.run)) for name, job in jobs.items()}
        found = alternate(jobs, options.rounds(5), options.budget)
        welfare = sum(found["correlated"].answer[0].payoffs.values())
        assert welfare <= sum(found["coarse"].answer[0].payoffs.values())
        rows.append((f"{size}×{size}", *(duration(each.sample.median) for each in found.values())))
    return Table(
        "Exact, certified by a solution of the dual program: the correlated and the coarse "
        "correlated equilibrium of most welfare, and the range of both players' payoffs over all "
        "correlated equilibria (four programs).",
        ("game", "correlated", "coarse correlated", "ranges"),
        tuple(rows),
    )


def _call(function: Any, _: object) -> Any:
    return function()
