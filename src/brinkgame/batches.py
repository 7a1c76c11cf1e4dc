"""All equilibria of many small two-player games at once.

Arrays of payoffs go in, padded arrays of equilibria come out. The supports of each game are
enumerated in floating point by signs of determinants that are certain in spite of rounding
(`brinkgame.kernels.supports`); a game in which a sign that matters is not certain, because of a tie
or nearly one, is solved again exactly. So nothing is missed, doubled or false.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control, Progress
from brinkgame.errors import (
    Fault,
    InvalidGameError,
    InvalidParameterError,
    UnsupportedGameError,
)
from brinkgame.forms import NormalFormGame
from brinkgame.kernels.supports import LARGEST, Found, Plan, enumerate_supports, plan
from brinkgame.results import Status
from brinkgame.solve import solve
from brinkgame.solvers import ExtremeEnumeration

__all__ = ["BatchResult", "solve_batch"]

_PATIENCE = 1.0
"""Seconds of plain work in a process after which the compiled loops are worth loading."""
_WORK = 2_000_000
"""Signs of determinants that one pass of numpy looks at: what the fast memory holds."""
_PASS = 50_000_000
"""The same for a compiled pass, which cannot be interrupted."""
_WHOLE = 2**53
"""Whole numbers up to here are floats."""

_spent = [0.0]  # seconds of plain work in this process


@final
@dataclass(frozen=True, slots=True)
class BatchResult:
    """The equilibria of many games, each at its place; what is not there is NaN.

    Attributes
    ----------
    row_strategies, column_strategies
        Mixed strategies of shape (games, most, m) and (games, most, n), where *most* is the largest
        number of equilibria that a game has.
    payoffs
        The payoffs of both players, (games, most, 2).
    regrets
        The most that either player could gain, (games, most): the certificate, computed from
        payoffs and strategies alone.
    counts
        The number of equilibria listed for each game; -1 for one that was not reached in time.
    redone
        Which games have ties, or nearly so, and were solved exactly.
    connected
        Which games have infinitely many equilibria: what is listed for them are the extreme ones.
    status
        `Status.SOLVED`, or `Status.TIME_LIMIT`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> result = bg.solve_batch([[[0, -1], [1, -10]]], [[[0, 1], [-1, -10]]])
    >>> result.counts, result.row_strategies[0, :, 0]
    (array([3]), array([1. , 0. , 0.9]))
    """

    row_strategies: npt.NDArray[np.float64]
    column_strategies: npt.NDArray[np.float64]
    payoffs: npt.NDArray[np.float64]
    regrets: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    redone: npt.NDArray[np.bool_]
    connected: npt.NDArray[np.bool_]
    status: Status

    def __len__(self) -> int:
        return len(self.counts)

    def __repr__(self) -> str:
        return (
            f"<BatchResult: {int(np.maximum(self.counts, 0).sum())} equilibria of {len(self)} "
            f"games, {int(self.redone.sum())} of them redone exactly; {self.status.name.lower()}>"
        )


def solve_batch(
    row_payoffs: Any,
    column_payoffs: Any,
    *,
    compiled: bool | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> BatchResult:
    """All Nash equilibria of each of many two-player games of one small shape.

    Parameters
    ----------
    row_payoffs, column_payoffs
        Payoffs of shape (games, m, n): floats, or whole numbers. A float stands for exactly the
        number that it holds.
    compiled
        Whether to take the compiled loops. With None they are taken once plain work has cost a
        second in this process, so that no first answer waits for a compiler; what is found is the
        same.
    time_limit
        Seconds after which games that are left get the count -1.
    progress
        A function that is called with a `Progress` now and then.

    Returns
    -------
    BatchResult
        The equilibria of each game, in the order of the size of their supports.

    Raises
    ------
    InvalidGameError
        The shapes differ, or a payoff is no number; every fault is listed with its place.
    UnsupportedGameError
        A player has more than 8 strategies.

    Notes
    -----
    This is for sweeps: thousands of games and more, most of which have no ties. Use `solve` for one
    game, for exact answers, and to know the components of a game with ties. Supports are enumerated
    in pairs of one size (Dickhaut and Kaplan 1991), each decided by signs of determinants.

    Examples
    --------
    >>> import brinkgame as bg
    >>> rows, columns = [[[2, 0], [0, 1]], [[1, 1], [0, 0]]], [[[1, 0], [0, 2]], [[1, 1], [0, 0]]]
    >>> result = bg.solve_batch(rows, columns)
    >>> result.counts, result.redone, result.connected
    (array([3, 2]), array([False,  True]), array([False,  True]))
    >>> result.row_strategies[0]
    array([[1.        , 0.        ],
           [0.        , 1.        ],
           [0.66666667, 0.33333333]])
    """
    if compiled not in (True, False, None):
        raise InvalidParameterError(f"compiled={compiled!r} is no True, False or None")
    control = Control(time_limit, progress)
    given = _read(row_payoffs, column_payoffs)
    rows, columns = (np.ascontiguousarray(table, dtype=np.float64) for table in given)
    games, m, n = rows.shape
    found, ended = _search(plan(m, n), rows, columns, control, compiled)
    doubtful = found.doubtful | _beyond_floats(given)
    game, xs, ys = found.game, found.rows, found.columns
    if (doubtful != found.doubtful).any():
        kept = ~doubtful[game]
        game, xs, ys = game[kept], xs[kept], ys[kept]
    again = np.flatnonzero(doubtful[:ended]).tolist()
    connected = np.zeros(games, dtype=bool)
    redone = np.zeros(games, dtype=bool)
    parts: list[tuple[int, list[Any], list[Any]]] = []
    for count, number in enumerate(again):
        if control.expired():
            break
        one = NormalFormGame.from_arrays(given[0][number], given[1][number])
        exact = solve(one, ExtremeEnumeration())
        profiles = [equilibrium.profile.weights for equilibrium in exact]
        parts.append((number, [x for x, _ in profiles], [y for _, y in profiles]))
        redone[number] = True
        connected[number] = any(equilibrium.family is not None for equilibrium in exact)
        control.tell("games solved exactly", count + 1, len(again))
    reached = ~doubtful | redone
    reached[ended:] = False
    if parts:
        game = np.concatenate([game, *(np.full(len(x), g, dtype=np.int64) for g, x, _ in parts)])
        xs = np.concatenate([xs, *(np.array(x, dtype=np.float64) for _, x, _ in parts)])
        ys = np.concatenate([ys, *(np.array(y, dtype=np.float64) for _, _, y in parts)])
        order = np.argsort(game, kind="stable")
        game, xs, ys = game[order], xs[order], ys[order]
    return _padded(rows, columns, (game, xs, ys), (reached, redone, connected), compiled)


def _read(row_payoffs: Any, column_payoffs: Any) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Both tables as arrays of numbers of one shape."""
    faults: list[Fault] = []
    tables: list[npt.NDArray[Any]] = []
    for name, given in (("row_payoffs", row_payoffs), ("column_payoffs", column_payoffs)):
        try:
            table = np.asarray(given)
        except ValueError:
            faults.append(Fault(name, "ragged: all games have one shape (games, m, n)"))
            continue
        if isinstance(given, np.ma.MaskedArray):
            faults.append(Fault(name, "a masked array; fill it, or leave out the masked games"))
        elif table.dtype.kind not in "iuf":
            faults.append(
                Fault(
                    name,
                    f"an array of {table.dtype}; a batch takes floats or whole numbers "
                    "(solve() takes fractions and parameters)",
                )
            )
        elif table.ndim != 3:
            shape = " x ".join(map(str, table.shape)) or "a single number"
            faults.append(Fault(name, f"expected the shape (games, m, n), got {shape}"))
        elif 0 in table.shape[1:]:
            faults.append(Fault(name, "a player has no strategy; each needs at least one"))
        elif not np.isfinite(table.astype(np.float64, copy=False)).all():
            where = np.argwhere(~np.isfinite(table.astype(np.float64)))[0].tolist()
            faults.append(Fault(f"{name}{where}", f"{table[tuple(where)]} is not a number"))
        tables.append(table)
    if not faults and tables[0].shape != tables[1].shape:
        one, other = (" x ".join(map(str, table.shape)) for table in tables)
        faults.append(Fault("column_payoffs", f"the shape is {other}, but that of rows is {one}"))
    if faults:
        raise InvalidGameError("not a batch of games", faults)
    m, n = tables[0].shape[1:]
    if max(m, n) > LARGEST:
        raise UnsupportedGameError(
            f"a batch takes games up to {LARGEST} x {LARGEST}, not {m} x {n}",
            ["the number of supports would be too large; solve() takes larger games one by one"],
        )
    return tables[0], tables[1]


def _beyond_floats(tables: tuple[npt.NDArray[Any], npt.NDArray[Any]]) -> npt.NDArray[np.bool_]:
    """Which games hold whole numbers that floats would round."""
    beyond = np.zeros(len(tables[0]), dtype=bool)
    for table in tables:
        if table.dtype.kind in "iu" and table.size:
            beyond |= ((table > _WHOLE) | (table < -_WHOLE)).any(axis=(1, 2))
    return beyond


def _search(
    shape: Plan,
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    control: Control,
    compiled: bool | None,
) -> tuple[Found, int]:
    """What is found in floats, and how many games were reached."""
    games = len(rows)
    signs = len(shape.size) * sum(rows.shape[1:])
    found: list[Found] = []
    begin = 0
    while begin < games and not (begin and control.expired()):
        fast = compiled is True or (compiled is None and _spent[0] >= _PATIENCE)
        end = min(games, begin + max(1, (_PASS if fast else _WORK) // signs))
        began = time.perf_counter()
        part: Found | None = None
        if fast:
            from brinkgame.kernels.batches import COMPILED, enumerate_compiled

            if COMPILED or compiled:
                part = enumerate_compiled(shape, rows, columns, begin, end)
        if part is None:
            part = enumerate_supports(shape, rows[begin:end], columns[begin:end])
            _spent[0] += time.perf_counter() - began
        found.append(
            Found(part.game + begin if begin else part.game, part.rows, part.columns, part.doubtful)
        )
        begin = end
        control.tell("games", begin, games)
    if len(found) == 1 and begin == games:
        return found[0], begin
    doubtful = [part.doubtful for part in found]
    doubtful.append(np.zeros(games - begin, dtype=bool))
    m, n = rows.shape[1:]
    return Found(
        np.concatenate([np.zeros(0, dtype=np.int64), *(part.game for part in found)]),
        np.concatenate([np.zeros((0, m)), *(part.rows for part in found)]),
        np.concatenate([np.zeros((0, n)), *(part.columns for part in found)]),
        np.concatenate(doubtful),
    ), begin


def assess(
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    game: npt.NDArray[np.int64],
    xs: npt.NDArray[np.float64],
    ys: npt.NDArray[np.float64],
    row_strategies: npt.NDArray[np.float64],
    column_strategies: npt.NDArray[np.float64],
    payoffs: npt.NDArray[np.float64],
    regrets: npt.NDArray[np.float64],
) -> None:
    """Put equilibria at their places, with what each player gets and could gain.

    The payoffs of all strategies against the other player's mixture are computed for this alone.
    """
    counts = np.bincount(game, minlength=len(rows))
    place = np.arange(len(game)) - np.repeat(np.cumsum(counts) - counts, counts)
    for table in (row_strategies, column_strategies, payoffs, regrets):
        table[...] = np.nan
    # Strategies one by one: the games are many, the strategies few.
    by_row, by_column = rows[game, :, 0] * ys[:, :1], columns[game, 0, :] * xs[:, :1]
    for j in range(1, ys.shape[1]):
        by_row += rows[game, :, j] * ys[:, j : j + 1]
    for i in range(1, xs.shape[1]):
        by_column += columns[game, i, :] * xs[:, i : i + 1]
    pays = np.stack([(by_row * xs).sum(axis=1), (by_column * ys).sum(axis=1)], axis=-1)
    best = np.stack([by_row.max(axis=1), by_column.max(axis=1)], axis=-1)
    row_strategies[game, place], column_strategies[game, place] = xs, ys
    payoffs[game, place] = pays
    regrets[game, place] = np.maximum(best - pays, 0.0).max(axis=1)


def _padded(
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    listed: tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]],
    masks: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
    compiled: bool | None,
) -> BatchResult:
    """Put each equilibrium at its place, with its payoffs and its regret."""
    game, xs, ys = listed
    reached, redone, connected = masks
    games, m, n = rows.shape
    counts = np.bincount(game, minlength=games)
    most = int(counts.max(initial=0))
    tables = tuple(
        np.empty(shape)
        for shape in ((games, most, m), (games, most, n), (games, most, 2), (games, most))
    )
    put: Callable[..., None] = assess
    if compiled is True or (compiled is None and _spent[0] >= _PATIENCE):
        from brinkgame.kernels.batches import COMPILED, assess_compiled

        put = assess_compiled if COMPILED or compiled else assess
    put(rows, columns, game, xs, ys, *tables)
    counts[~reached] = -1
    return BatchResult(
        row_strategies=tables[0],
        column_strategies=tables[1],
        payoffs=tables[2],
        regrets=tables[3],
        counts=counts,
        redone=redone,
        connected=connected,
        status=Status.SOLVED if reached.all() else Status.TIME_LIMIT,
    )
