"""One equilibrium of a large game, or those at the ends of all paths of Lemke and Howson.

In the pair of best-response polytopes a path leads from the artificial equilibrium, where nobody
plays anything, to an equilibrium for each label, that is for each strategy of either player (Lemke
and Howson 1964; `solvers.complementary_pivoting` says how a path is followed). Its length differs
between labels by orders of magnitude, and the longest are exponential (Savani and von Stengel
2006). So labels race: a few pivots from each, then more from fewer. For random games most of them
end within the first round (Codenotti, De Rossi and Pagan 2008 propose its cap of ten pivots);
doubling what is spent on a label while the whole round costs the same is the universal strategy of
Luby, Sinclair and Zuckerman (1993) without its bookkeeping.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Protocol, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidParameterError, suggestion
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import MixedStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.complementary_pivoting import (
    Side,
    Walk,
    float_columns,
    mixture,
    whole_columns,
)

__all__ = ["LemkeHowson"]

_CAP = 10
"""Pivots from each label in the first round."""
_FEW = 8
"""Labels in a round, at least."""
_ENDLESS = 2**62
"""A cap that no path reaches."""
_DOUBTFUL = 8
"""The round from which on a game in floats in which paths failed is tried in whole numbers as well;
from twice as many on, any."""
_PATIENCE = 1.0
"""Seconds of plain pivoting in a process after which the compiled loops are worth loading."""

_spent = [0.0]  # seconds of plain pivoting in this process


class _Paths(Protocol):
    """What follows paths."""

    @property
    def kind(self) -> str:
        """In what numbers."""

    @property
    def label(self) -> int:
        """Whose path is followed."""

    @property
    def path(self) -> int:
        """Pivots on it."""

    @property
    def pivots(self) -> int:
        """Pivots on all paths."""

    @property
    def tried(self) -> int:
        """Paths begun."""

    @property
    def failed(self) -> int:
        """Paths that rounding errors spoiled."""

    def rewind(self, label: int = 0) -> None:
        """Begin with a label."""

    def race(self, cap: int, last: int, stride: int) -> bool | None:
        """As `Walk.race`, for a fraction of a second."""

    def mixtures(self) -> tuple[list[Any], list[Any]]:
        """The equilibrium at which a path ended."""


@final
class _Plain:
    """Paths followed in Python, in floats or in whole numbers."""

    __slots__ = ("_walk", "kind")

    def __init__(self, rows: Any, columns: Any, *, exact: bool) -> None:
        reader = whole_columns if exact else float_columns
        self.kind = "whole numbers" if exact else "plain floats"
        m, n = rows.shape
        self._walk = Walk(
            (
                Side(m, reader(rows), exact=exact),
                Side(n, reader(columns.T), exact=exact),
            )
        )

    @property
    def label(self) -> int:
        return self._walk.label

    @property
    def path(self) -> int:
        return self._walk.path

    @property
    def pivots(self) -> int:
        return self._walk.pivots

    @property
    def tried(self) -> int:
        return self._walk.tried

    @property
    def failed(self) -> int:
        return self._walk.failed

    def rewind(self, label: int = 0) -> None:
        self._walk.rewind(label)

    def race(self, cap: int, last: int, stride: int) -> bool | None:
        began = time.perf_counter()
        found = self._walk.race(cap, last, stride, 256)
        if not self._walk.sides[0].exact:
            _spent[0] += time.perf_counter() - began
        return found

    def mixtures(self) -> tuple[list[Any], list[Any]]:
        y, x = map(mixture, self._walk.sides, self._walk.sides[::-1])
        return x, y


@final
class _Compiled:
    """Paths followed by the compiled twin, in floats."""

    __slots__ = (
        *("_columns", "_inverses", "_kernel", "_mixtures", "_numbers"),
        *("_state", "_table", "_where", "_widths"),
    )

    kind = "compiled floats"

    def __init__(
        self, table: npt.NDArray[np.float64], kernel: Any, plain: _Plain | None = None
    ) -> None:
        m, n = table.shape[:2]
        self._kernel = kernel
        self._table = table
        self._state = np.zeros(kernel.STATE, dtype=np.int64)
        self._columns = (np.empty((n, m)), np.empty((m, n)))
        self._widths = np.zeros(m + n)
        room = min(32, min(m, n) + 2)
        self._inverses = [np.empty((room, room)), np.empty((room, room))]
        longest = max(m, n) + 1
        self._where = np.empty((2, 3, longest), dtype=np.int64)
        self._numbers = np.empty((2, 5, longest))
        self._mixtures = np.empty(m + n)
        if plain is not None:
            # The path that is followed begins anew; what was counted before stays.
            self._state[kernel.LABEL] = plain.label
            self._state[kernel.TOTAL] = plain.pivots - plain.path
            self._state[kernel.TRIED] = plain.tried - 1
            self._state[kernel.FAILED] = plain.failed

    @property
    def label(self) -> int:
        return int(self._state[self._kernel.LABEL])

    @property
    def path(self) -> int:
        return int(self._state[self._kernel.PIVOTS])

    @property
    def pivots(self) -> int:
        return int(self._state[self._kernel.TOTAL])

    @property
    def tried(self) -> int:
        return int(self._state[self._kernel.TRIED])

    @property
    def failed(self) -> int:
        return int(self._state[self._kernel.FAILED])

    def rewind(self, label: int = 0) -> None:
        self._state[self._kernel.LABEL] = label
        self._state[self._kernel.ACTIVE] = 0

    def race(self, cap: int, last: int, stride: int) -> bool | None:
        kernel = self._kernel
        while True:
            told = kernel.race(
                self._table,
                self._state,
                *self._columns,
                self._widths,
                *self._inverses,
                self._where,
                self._numbers,
                self._mixtures,
                cap,
                last,
                stride,
                100_000_000,
            )
            if told != kernel.GROW:
                return None if told == kernel.AT_WORK else bool(told == kernel.FOUND)
            for i, inverse in enumerate(self._inverses):
                room = len(inverse)
                self._inverses[i] = np.empty((2 * room, 2 * room))
                self._inverses[i][:room, :room] = inverse

    def mixtures(self) -> tuple[list[float], list[float]]:
        rows = len(self._table)
        return self._mixtures[:rows].tolist(), self._mixtures[rows:].tolist()


def _rounds(labels: int) -> Iterator[tuple[int, int]]:
    """For each round of the race its cap, and the way from one label to the next."""
    cap, stride = _CAP, 1
    while True:
        yield cap, stride
        cap *= 2
        stride = min(2 * stride, max(1, labels // _FEW))


@final
@dataclass(frozen=True, slots=True)
class LemkeHowson(Solver):
    """One equilibrium of a two-player game by complementary pivoting, however large the game.

    Parameters
    ----------
    label
        The strategy from which to start: a pair of player and strategy, or its number, counted
        from 0 over the first player's strategies and then the second's. With None the labels race,
        and `EquilibriumResult.statistics` says which one won.
    all_labels
        Start from every label in turn, and list the different equilibria that are reached. The
        others, if there are any, are out of the method's reach.
    compiled
        Whether games in floats take the compiled loops. With None they do once plain pivoting has
        taken a second in this process, so that no first answer waits for a compiler; the results
        are the same. Exact games are solved in whole numbers in any case.

    Raises
    ------
    InvalidParameterError
        A label together with `all_labels`, or an option that is none.

    Notes
    -----
    Ties are broken lexicographically, so every path of an exact game ends. In floats rounding may
    lead a path astray: what does not solve the game within 2e-10 is dropped and the race goes on,
    in the end in whole numbers.

    In a game without ties all ends of paths are equilibria of index +1, so those of index -1 are
    never found (Shapley 1974). Paths may be exponentially long (Savani and von Stengel 2006).

    References
    ----------
    1. C. E. Lemke and J. T. Howson (1964), Equilibrium points of bimatrix games, *Journal of the
       Society for Industrial and Applied Mathematics* 12.
    2. B. von Stengel (2002), Computing equilibria for two-person games, *Handbook of Game Theory*
       3, chapter 45.
    3. B. Codenotti, S. De Rossi and M. Pagan (2008), An experimental analysis of Lemke-Howson
       algorithm, arXiv:0811.3247.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    >>> result = bg.solve(game, bg.LemkeHowson(label=("1", "2")))
    >>> print(result[0].profile)
    1: 2 1/3, 3 2/3; 2: 1 1/3, 2 2/3
    >>> for equilibrium in bg.solve(game, bg.LemkeHowson(all_labels=True)):
    ...     print(equilibrium.profile)
    1: 1; 2: 1
    1: 2 1/3, 3 2/3; 2: 1 1/3, 2 2/3
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "one equilibrium of two players, by pivoting; games of any size"

    label: int | tuple[str, str] | None = None
    all_labels: bool = False
    compiled: bool | None = None

    def __post_init__(self) -> None:
        label: object = self.label
        pair = (
            isinstance(label, tuple) and len(label) == 2 and all(isinstance(w, str) for w in label)
        )
        number = isinstance(label, int) and not isinstance(label, bool) and label >= 0
        if not (label is None or pair or number):
            raise InvalidParameterError(
                f"label={label!r} is neither a pair of player and strategy nor a number from 0 on"
            )
        if not isinstance(self.all_labels, bool):
            raise InvalidParameterError(f"all_labels={self.all_labels!r} is neither True nor False")
        if self.compiled not in (True, False, None):
            raise InvalidParameterError(f"compiled={self.compiled!r} is no True, False or None")
        if self.all_labels and label is not None:
            raise InvalidParameterError(f"all_labels takes every label, not {label!r} alone")

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Another number of players than two, or a label that is not there."""
        if len(game.players) != 2:
            return (f"takes games of two players, not of {len(game.players)}",)
        label = self.label
        if isinstance(label, tuple):
            player, strategy = label
            if player not in game.players:
                return (f"label: no player {player!r}{suggestion(player, game.players)}",)
            menu = game.strategies[player]
            if strategy not in menu:
                hint = suggestion(strategy, menu)
                return (f"label: {player} has no strategy {strategy!r}{hint}",)
        elif label is not None and label >= sum(game.shape):
            return (f"label: {label} is not among the {sum(game.shape)}, counted from 0",)
        return ()

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Follow paths until one ends, or all of them to their ends."""
        race = _Race(game, control, self.compiled)
        if self.all_labels:
            return race.all_ends()
        if self.label is None:
            return race.first_end()
        label = self.label
        if isinstance(label, tuple):
            player, strategy = label
            offset = 0 if player == game.players[0] else game.shape[0]
            label = offset + game.strategy_number(player, strategy)
        return race.end_of(label)


@final
class _Race:
    """The paths of one game."""

    def __init__(self, game: NormalFormGame, control: Control, compiled: bool | None) -> None:
        self.game = game
        self.control = control
        self.compiled = compiled
        self.labels = sum(game.shape)
        self.kinds: list[str] = []
        self.pivots = self.tried = 0
        if isinstance(game.numbers, np.ndarray):
            table = game.float_table
            kernel = self._kernel()
            self.paths: _Paths = (
                _Plain(table[..., 0], table[..., 1], exact=False)
                if kernel is None
                else _Compiled(table, kernel)
            )
        else:
            self.paths = self._exact()

    def _exact(self) -> _Plain:
        return _Plain(*(_fractions(self.game, p) for p in self.game.players), exact=True)

    def _kernel(self) -> Any:
        """The compiled loops, where they are wanted."""
        if self.compiled is False or (self.compiled is None and _spent[0] < _PATIENCE):
            return None
        from brinkgame.kernels import lemke_howson

        return lemke_howson if lemke_howson.COMPILED or self.compiled else None

    def _follow(
        self, paths: _Paths, cap: int, last: int, stride: int
    ) -> tuple[bool | None, _Paths]:
        """As `Walk.race`, None if the time is up; and what followed the paths in the end."""
        while True:
            found = paths.race(cap, last, stride)
            if found is not None:
                return found, paths
            if self.control.expired():
                return None, paths
            self.control.tell("pivots", paths.pivots)
            if paths is self.paths:
                paths = self.paths = self._faster()

    def _faster(self) -> _Paths:
        """The compiled loops instead of plain floats, if it is time for them."""
        paths = self.paths
        if not isinstance(paths, _Plain) or not isinstance(self.game.numbers, np.ndarray):
            return paths
        kernel = self._kernel()
        return paths if kernel is None else _Compiled(self.game.float_table, kernel, paths)

    def first_end(self) -> Run:
        """The end of the path that wins the race."""
        spare: _Paths | None = None
        for number, (cap, stride) in enumerate(_rounds(self.labels)):
            for paths in (self.paths, spare):
                if paths is None:
                    continue
                paths.rewind()
                found, paths = self._follow(paths, cap, self.labels, stride)
                if found is None:
                    return self._out_of_time([], paths)
                if found:
                    return self._one(paths)
            # Either all paths are long, or rounding errors spoil them: some more patience, or none.
            patience = _DOUBTFUL if self.paths.failed else 2 * _DOUBTFUL
            if number >= patience and isinstance(self.game.numbers, np.ndarray):
                spare = spare or self._exact()
        raise AssertionError("the rounds have no end")

    def end_of(self, label: int) -> Run:
        """The end of one path."""
        for exact in (False, True):
            # In floats a path may fail; in whole numbers it does not.
            paths: _Paths = self._exact() if exact else self.paths
            paths.rewind(label)
            found, paths = self._follow(paths, _ENDLESS, label + 1, 1)
            if found is None:
                return self._out_of_time([], paths)
            if found:
                return self._one(paths)
        raise AssertionError("a path in whole numbers ends")

    def all_ends(self) -> Run:
        """The ends of all paths."""
        ends: list[MixedStrategyProfile] = []
        reached: dict[tuple[str, str], int] = {}
        spare: _Paths | None = None
        for label in range(self.labels):
            paths: _Paths = self.paths
            paths.rewind(label)
            found, paths = self._follow(paths, _ENDLESS, label + 1, 1)
            if found is False:
                spare = spare or self._exact()
                spare.rewind(label)
                found, paths = self._follow(spare, _ENDLESS, label + 1, 1)
            if found is None:
                return self._out_of_time(ends, paths)
            profile = self._profile(paths)
            place = next((i for i, other in enumerate(ends) if _same(profile, other)), len(ends))
            if place == len(ends):
                ends.append(profile)
            reached[self._named(label)] = place
            self.control.tell("labels", label + 1, self.labels)
        return Run(
            profiles=tuple(ends),
            status=Status.SOLVED,
            coverage=Coverage.SOME,
            statistics={"reached from": reached, "pivots": self.paths.pivots},
        )

    def _one(self, paths: _Paths) -> Run:
        return Run(
            profiles=(self._profile(paths),),
            status=Status.SOLVED,
            coverage=Coverage.ONE,
            statistics={
                "label": self._named(paths.label),
                "path": paths.path,
                "labels tried": paths.tried,
                "pivots": paths.pivots,
                "arithmetic": paths.kind,
            },
        )

    def _out_of_time(self, found: list[MixedStrategyProfile], paths: _Paths) -> Run:
        return Run(
            profiles=tuple(found),
            status=Status.TIME_LIMIT,
            coverage=Coverage.SOME,
            statistics={"labels tried": paths.tried, "pivots": paths.pivots},
        )

    def _named(self, label: int) -> tuple[str, str]:
        """The player and the strategy of a label."""
        first, second = self.game.strategies.items()
        rows = self.game.shape[0]
        player, menu = first if label < rows else second
        return player, menu[label if label < rows else label - rows]

    def _profile(self, paths: _Paths) -> MixedStrategyProfile:
        mixtures: Any = paths.mixtures()
        if isinstance(self.game.numbers, np.ndarray) and paths is not self.paths:
            # It was solved in whole numbers.
            mixtures = [list(map(float, each)) for each in mixtures]
        return MixedStrategyProfile.of(self.game, mixtures)


def _same(one: MixedStrategyProfile, other: MixedStrategyProfile) -> bool:
    """Whether two profiles are the same; in floats, within rounding."""
    sign = one.game.arithmetic.sign
    return all(
        sign(a - b) == 0
        for mine, theirs in zip(one.weights, other.weights, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    )


def _fractions(game: NormalFormGame, player: str) -> npt.NDArray[Any]:
    """A player's payoffs as fractions; those of floats are exactly what the floats are."""
    table = game.payoff_array(player)
    if table.dtype == object:
        return table
    exact = np.empty(table.shape, dtype=object)
    exact[...] = [[Fraction(value) for value in row] for row in table.tolist()]
    return exact
