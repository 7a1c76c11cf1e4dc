"""The linear programs of correlated equilibria, which their solvers and ranges share.

The unknowns are the probabilities p of the cells of the table, in its order. Obedience is linear in
them: for every player i and all strategies s, t of theirs,

    sum over cells c in which i plays s of  p(c) * (u_i(c with t for s) - u_i(c))  <=  0,

and added up over s it is the condition of a coarse correlated equilibrium [1]_ [2]_. So the best
ones for any weights of the players, and the range of each player's payoffs, are linear programs;
their size is the number of cells times that of the strategies.

.. [1] R. J. Aumann, "Subjectivity and correlation in randomized strategies", *Journal of
   Mathematical Economics* 1 (1974); "Correlated equilibrium as an expression of Bayesian
   rationality", *Econometrica* 55 (1987), proposition 2.3.
.. [2] H. Moulin, J.-P. Vial, "Strategically zero-sum games: the class of games whose completely
   mixed equilibria cannot be improved upon", *International Journal of Game Theory* 7 (1978).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

import numpy as np

from brinkgame.arithmetic import Exact, exact_number, integer_rows
from brinkgame.control import FREE, Control
from brinkgame.errors import (
    BrinkgameError,
    InvalidNumberError,
    SolveError,
    UnsupportedGameError,
    checked_flags,
    suggestion,
)
from brinkgame.forms import NormalFormGame
from brinkgame.linear_programs import LPSolution, solve_lp
from brinkgame.play import CorrelatedStrategy

__all__ = ["IncentiveProgram", "correlated_payoff_ranges", "program_obstacles", "read_weights"]

Weights: TypeAlias = tuple[tuple[str, Fraction], ...] | None
"""What the payoff of each player counts for; None for one each."""

_LARGEST = {False: 30_000_000, True: 15_000_000}
"""The most coefficients of a program, by whether it is solved in exact numbers."""

_ACCURACY = 1e-8
"""What a floating-point answer to an exact game may be wrong by, as a share of the payoffs' range.

Obedience is violated by up to 1e-10 for each piece of advice, and rounding adds as little.
"""

_GRAIN = 10**12
"""Probabilities in floats become multiples of one in so many."""

_SIMPLE = 1000
"""The largest denominator of a probability that is taken for a simple fraction."""

_UNIT = 1000.0
"""The range of payoffs in a program in floats.

HiGHS lets each constraint be violated by up to 1e-10, and a player has many of them.
"""

_DUST = 1e-13
"""A probability below this is a rounding error."""


def read_weights(weights: object) -> Weights:
    """The weights of players as pairs of a name and a number; None for one each.

    Raises
    ------
    InvalidNumberError
        They are written otherwise, or one of them is no number.
    """
    if weights is None:
        return None
    pairs: list[Any] = list(weights.items() if isinstance(weights, Mapping) else _listed(weights))
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise InvalidNumberError(f"weights are written {{player: number}}; got {weights!r}")
    try:
        return tuple((player, exact_number(weight)) for player, weight in pairs)
    except BrinkgameError as error:
        raise InvalidNumberError(f"weights of players: {error}") from None


def _listed(weights: object) -> Iterable[Any]:
    # One thing that is no pair stands for what cannot be listed.
    return weights if isinstance(weights, (tuple, list)) else (weights,)


def program_obstacles(game: Any, weights: Weights, *, coarse: bool, exact: bool) -> tuple[str, ...]:
    """Weights of players who are not in the game, and a program that is too large."""
    found = [
        f"weighs {player!r}, who is not in the game{suggestion(player, game.players)}"
        for player, _ in weights or ()
        if player not in game.players
    ]
    exact = exact and isinstance(game.arithmetic, Exact)
    cells, most = math.prod(game.shape), _LARGEST[exact]
    if coarse:
        rows = sum(game.shape)
    else:
        # In exact numbers zeros take room as well.
        rows = sum(n * (n - 1) if exact else n - 1 for n in game.shape)
    if cells * rows > most:
        how = "; with exact=False it may be larger" if exact else ""
        found.append(
            f"takes linear programs of up to {most:,} coefficients; this one has "
            f"{cells * rows:,}{how}"
        )
    return tuple(found)


# -- building -------------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class IncentiveProgram:
    """The conditions of a correlated equilibrium, or a coarse one, on the probabilities of cells.

    Attributes
    ----------
    game
        The game, closed and in normal form.
    exact
        Whether the program is one in exact numbers.
    rows
        The coefficients: lists of integers, or a sparse or dense array of floats.
    n_rows
        How many conditions there are.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> program = IncentiveProgram.of(chicken, coarse=False, exact=True)
    >>> print(program.best_strategy(None))
    (1, 2) 1/4, (2, 1) 1/4, (2, 2) 1/2
    """

    game: NormalFormGame
    exact: bool
    rows: Any
    n_rows: int

    @classmethod
    def of(cls, game: NormalFormGame, *, coarse: bool, exact: bool) -> IncentiveProgram:
        """Build the program; in floats if the game is one in floats, or if `exact` is false."""
        exact = exact and isinstance(game.arithmetic, Exact)
        tables = [
            _whole(game.payoff_array(player)) if exact else _unit(game.payoff_array(player))
            for player in game.players
        ]
        if not exact:
            rows = _coarse_floats(tables) if coarse else _obedience_floats(tables)
            return cls(game, exact, rows, rows.shape[0])
        listed = _exact_rows(tables, coarse)
        return cls(game, exact, listed, len(listed))

    def best(self, weights: Weights, maximize: bool, control: Control = FREE) -> LPSolution:
        """The best probabilities for these weights."""
        given = dict(weights) if weights is not None else dict.fromkeys(self.game.players, 1)
        worth: Any = 0
        for player, weight in given.items():
            table = self.game.payoff_array(player).ravel()
            worth = worth + table * (weight if self.exact else float(weight))
        cells = math.prod(self.game.shape)
        if self.exact:
            worth = worth if isinstance(worth, np.ndarray) else np.full(cells, Fraction(0))
            return solve_lp(
                worth.tolist(),
                at_most=(self.rows, [0] * self.n_rows) if self.n_rows else None,
                equal=([[1] * cells], [1]),
                maximize=maximize,
                control=control,
            )
        worth = np.zeros(cells) + np.asarray(worth, dtype=np.float64)
        spread = float(np.ptp(worth))
        # Everybody may add a constant, and count in other units.
        cost = (worth - worth.min()) / (spread or 1.0)
        return solve_lp(
            cost,
            at_most=(self.rows, np.zeros(self.n_rows)) if self.n_rows else None,
            equal=(np.ones((1, cells)), np.ones(1)),
            maximize=maximize,
            exact=False,
            control=control,
        )

    def best_strategy(self, weights: Weights, control: Control = FREE) -> CorrelatedStrategy | None:
        """The best strategy for these weights; None if the time was up, or HiGHS at a loss."""
        found = self.best(weights, True, control)
        return self._strategy(found.point) if found.status == "optimal" else None

    @property
    def accuracy(self) -> float:
        """What an answer to an exact game may be wrong by, as a share of the range of payoffs."""
        return _ACCURACY if isinstance(self.game.arithmetic, Exact) and not self.exact else 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of an answer should know."""
        if not self.accuracy:
            return ()
        return ("Worked out in floats, and rounded to simple fractions; exact=True is exact.",)

    @property
    def sizes(self) -> dict[str, int]:
        """The numbers of unknowns and of conditions."""
        return {"cells": math.prod(self.game.shape), "constraints": self.n_rows}

    def _strategy(self, point: tuple[Any, ...]) -> CorrelatedStrategy:
        """The probabilities of cells as a strategy of the game, in its numbers."""
        if self.exact:
            played = [i for i, weight in enumerate(point) if weight]
            kept: list[Any] = [point[i] for i in played]
        else:
            chances = np.array(point)
            played = np.flatnonzero(chances > _DUST).tolist()
            chances = chances[played] / chances[played].sum()
            kept = chances.tolist()
            if isinstance(self.game.arithmetic, Exact):
                kept = _simple(kept)
        where = np.unravel_index(np.array(played, dtype=np.intp), self.game.shape)
        cells = list(zip(*(line.tolist() for line in where), strict=True))
        return CorrelatedStrategy.of(self.game, cells, kept)


def _simple(weights: list[float]) -> list[Fraction]:
    """Fractions near the weights that sum to one: simple ones, or multiples of a small unit."""
    simple = [Fraction(weight).limit_denominator(_SIMPLE) for weight in weights]
    near = all(
        abs(fraction - weight) < 10 / _GRAIN
        for fraction, weight in zip(simple, weights, strict=True)
    )
    if near and sum(simple) == 1:
        return simple
    counts = [round(weight * _GRAIN) for weight in weights]
    largest = max(range(len(counts)), key=counts.__getitem__)
    counts[largest] += _GRAIN - sum(counts)
    return [Fraction(count, _GRAIN) for count in counts]


def _whole(table: Any) -> Any:
    """Exact payoffs times a number that makes them whole."""
    whole, _ = integer_rows([table.ravel().tolist()])
    found = np.empty(table.size, dtype=object)
    found[:] = whole[0]
    return found.reshape(table.shape)


def _unit(table: Any) -> Any:
    """Payoffs in floats between 0 and `_UNIT`."""
    low = table.min()
    spread = table.max() - low
    return np.asarray((table - low) / (spread or 1), dtype=np.float64) * _UNIT


def _exact_rows(tables: list[Any], coarse: bool) -> list[list[int]]:
    """Obedience in whole numbers; rows in which nothing is ever gained are left out."""
    rows: list[list[int]] = []
    for me, table in enumerate(tables):
        own, n = np.indices(table.shape)[me], table.shape[me]
        for better in range(n):
            line = np.take(table, [better], axis=me)
            gain = line - table
            if coarse:
                rows.append(gain.ravel().tolist())
                continue
            others = [told for told in range(n) if told != better]
            rows.extend(np.where(own == told, gain, 0).ravel().tolist() for told in others)
    return [row for row in rows if any(number > 0 for number in row)]


def _coarse_floats(tables: list[Any]) -> Any:
    blocks = []
    for me, table in enumerate(tables):
        lines = np.moveaxis(table, me, 0)
        gain = [np.expand_dims(line, me) - table for line in lines]
        blocks += [each.ravel() for each in gain]
    return np.array(blocks)


def _obedience_floats(tables: list[Any]) -> Any:
    """Obedience by columns: those of a cell are its player's other strategies, player by player."""
    from scipy.sparse import csc_array

    shape = tables[0].shape
    cells = math.prod(shape)
    values, places = [], []
    first = 0
    for me, table in enumerate(tables):
        n = shape[me]
        own = np.broadcast_to(
            np.arange(n).reshape([-1 if p == me else 1 for p in range(len(shape))]), shape
        ).ravel()
        lines = np.broadcast_to(
            np.expand_dims(np.moveaxis(table, me, -1), me), (*shape, n)
        ).reshape(cells, n)
        gain = lines - table.reshape(cells, 1)
        # The n - 1 strategies other than one's own: 0, 1, ... with one's own skipped.
        other = np.arange(n - 1) + (np.arange(n - 1) >= np.arange(n)[:, None])
        values.append(np.take_along_axis(gain, other[own], axis=1))
        places.append(first + own[:, None] * (n - 1) + np.arange(n - 1))
        first += n * (n - 1)
    height = sum(n - 1 for n in shape)
    return csc_array(
        (
            np.concatenate(values, axis=1).ravel(),
            np.concatenate(places, axis=1).astype(np.int32).ravel(),
            np.arange(cells + 1, dtype=np.int32) * height,
        ),
        shape=(first, cells),
    )


# -- ranges ----------------------------------------------------------------------------------------


def correlated_payoff_ranges(
    game: NormalFormGame, *, coarse: bool = False, exact: bool = True
) -> dict[str, tuple[Any, Any]]:
    """The lowest and the highest payoff of each player over all correlated equilibria.

    Parameters
    ----------
    game
        A closed game in normal form, any number of players.
    coarse
        Whether to look at coarse correlated equilibria, of which there are more.
    exact
        Whether to be exact where the game is. Otherwise HiGHS answers in floats, within about
        1e-8 of the range of payoffs. A floating-point game is answered in floats in any case.

    Returns
    -------
    dict
        ``{player: (lowest, highest)}``. Every number between is a payoff as well, since the set is
        convex.

    Raises
    ------
    UnsupportedGameError
        It is no game in normal form, has open parameters, or is too large.
    SolveError
        HiGHS found no optimum in floats.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> bg.correlated_payoff_ranges(chicken)["1"]
    (Fraction(2, 1), Fraction(7, 1))
    """
    checked_flags(coarse=coarse, exact=exact)
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(f"expected a game in normal form, got {game!r}")
    game.require_closed("the range of payoffs")
    reasons = program_obstacles(game, None, coarse=coarse, exact=exact)
    if reasons:
        raise UnsupportedGameError(f"the range of payoffs of {game!r} is out of reach", reasons)
    program = IncentiveProgram.of(game, coarse=coarse, exact=exact)
    found: dict[str, tuple[Any, Any]] = {}
    for player in game.players:
        ends = []
        for maximize in (False, True):
            optimum = program.best(((player, Fraction(1)),), maximize)
            if optimum.status != "optimal":
                raise SolveError(f"HiGHS found no optimum for {player} in floats")
            if program.exact:
                ends.append(optimum.value)
                continue
            table = game.payoff_array(player).astype(np.float64).ravel()
            ends.append(float(np.array(optimum.point) @ table))
        found[player] = (ends[0], ends[1])
    return found
