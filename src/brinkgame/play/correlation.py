"""Correlated strategies: one lottery over what all players do together.

A mediator draws a profile of pure strategies and tells every player their own part of it, the
*advice*. The lottery is a *correlated equilibrium* when nobody gains by doing something else than
the advice, whatever the advice is: for every player i and all strategies s and t of theirs,

    sum over the others' strategies r of  p(s, r) * (u_i(t, r) - u_i(s, r))  <=  0.

This is *obedience* (Aumann 1974; 1987, proposition 2.3). It is a *coarse correlated equilibrium*
when nobody gains by playing one strategy always, decided before the advice is heard: the same sums,
added up over s, are at most zero (Moulin and Vial 1978). A mixed Nash equilibrium is a correlated
one in which the parts are independent, and a correlated equilibrium is a coarse one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Self, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Float
from brinkgame.errors import BrinkgameError, InvalidProfileError, suggestion
from brinkgame.forms import NormalFormGame
from brinkgame.play.profiles import MixedStrategyProfile
from brinkgame.play.rationality import Deviation

__all__ = [
    "CorrelatedStrategy",
    "coarse_deviations",
    "coarse_regrets",
    "correlated_payoffs",
    "obedience_deviations",
    "obedience_regrets",
]


@final
class CorrelatedStrategy(Mapping[tuple[str, ...], Any]):
    """A probability for every profile of pure strategies of a normal-form game.

    Parameters
    ----------
    game
        The game; it fixes the arithmetic of the probabilities.
    probabilities
        ``{("swerve", "straight"): "1/2", ...}``, strategies in the order of the players. Profiles
        that are not named have probability zero.

    Raises
    ------
    InvalidProfileError
        A strategy is not there, or probabilities are none or do not sum to one.

    Notes
    -----
    Iteration is over the profiles of positive probability, in the order of the table; every other
    profile can still be asked for, and has zero.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame("chicken",
    ...     strategies={"A": ("dare", "yield"), "B": ("dare", "yield")},
    ...     payoffs={"A": [[0, 7], [2, 6]], "B": [[0, 2], [7, 6]]})
    >>> light = bg.CorrelatedStrategy(chicken, {
    ...     ("dare", "yield"): "1/3", ("yield", "dare"): "1/3", ("yield", "yield"): "1/3"})
    >>> light["yield", "yield"], light["dare", "dare"]
    (Fraction(1, 3), Fraction(0, 1))
    >>> light.marginal("A")
    {'dare': Fraction(1, 3), 'yield': Fraction(2, 3)}
    >>> bg.correlated_payoffs(chicken, light)["A"], bg.obedience_regrets(chicken, light)["A"]
    (Fraction(5, 1), Fraction(0, 1))
    """

    __slots__ = ("__dict__", "cells", "game", "weights")

    game: NormalFormGame
    cells: tuple[tuple[int, ...], ...]
    """The profiles of positive probability, as positions of strategies, in the table's order."""
    weights: tuple[Any, ...]
    """Their probabilities."""

    def __init__(self, game: NormalFormGame, probabilities: Mapping[tuple[str, ...], Any]) -> None:
        if not isinstance(game, NormalFormGame):
            raise InvalidProfileError(f"a correlated strategy belongs to a table; got {game!r}")
        if not isinstance(probabilities, Mapping):
            raise InvalidProfileError(
                f"a correlated strategy is written {{profile: probability}}; got {probabilities!r}"
            )
        cells = [_cell(game, profile) for profile in probabilities]
        self._fill(game, cells, list(probabilities.values()))

    def _fill(
        self, game: NormalFormGame, cells: Sequence[tuple[int, ...]], weights: Sequence[Any]
    ) -> None:
        number = game.arithmetic.number
        kept: dict[tuple[int, ...], Any] = {}
        for cell, given in zip(cells, weights, strict=True):
            try:
                weight = given if type(given) is Fraction else number(given)
                weight = number(weight) if isinstance(game.arithmetic, Float) else weight
            except BrinkgameError as error:
                raise InvalidProfileError(f"{_words(game, cell)}: {error}") from None
            if weight < 0 or weight > 1:
                raise InvalidProfileError(
                    f"{_words(game, cell)}: probability {given} is outside [0, 1]"
                )
            if weight:
                kept[cell] = weight
        total = sum(kept.values(), start=number(0))
        if game.arithmetic.sign(total - 1) != 0:
            raise InvalidProfileError(f"probabilities sum to {total}, not 1")
        self.game = game
        self.cells = tuple(sorted(kept))
        self.weights = tuple(kept[cell] for cell in self.cells)

    @classmethod
    def of(
        cls, game: NormalFormGame, cells: Sequence[tuple[int, ...]], weights: Sequence[Any]
    ) -> Self:
        """The strategy with these probabilities at profiles given by positions.

        Raises
        ------
        InvalidProfileError
            A position is not there, or probabilities are none or do not sum to one.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> print(bg.CorrelatedStrategy.of(game, [(0, 0), (1, 1)], ["1/4", "3/4"]))
        (1, 1) 1/4, (2, 2) 3/4
        """
        for cell in cells:
            fits = len(cell) == len(game.shape)
            if not fits or not all(0 <= i < n for i, n in zip(cell, game.shape, strict=True)):
                raise InvalidProfileError(f"there is no profile at {cell} in {game!r}")
        new = cls.__new__(cls)
        new._fill(game, cells, weights)
        return new

    @classmethod
    def product(cls, profile: MixedStrategyProfile) -> Self:
        """The strategy in which every player mixes independently of the others.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> half = {"1": "1/2", "2": "1/2"}
        >>> profile = bg.MixedStrategyProfile(game, {"1": half, "2": "1"})
        >>> print(bg.CorrelatedStrategy.product(profile))
        (1, 1) 1/2, (2, 1) 1/2
        """
        game = profile.game
        one = game.arithmetic.number(1)
        played = [[(i, w) for i, w in enumerate(each) if w] for each in profile.weights]
        cells, weights = [], []
        for chosen in itertools.product(*played):
            weight: Any = one
            for _, share in chosen:
                weight = weight * share
            cells.append(tuple(i for i, _ in chosen))
            weights.append(weight)
        return cls.of(game, cells, weights)

    # -- reading -----------------------------------------------------------------------------

    def __getitem__(self, profile: tuple[str, ...]) -> Any:
        try:
            cell = _cell(self.game, profile)
        except InvalidProfileError as error:
            raise KeyError(str(error)) from None
        return self._table.get(cell, self.game.arithmetic.number(0))

    @property
    def _table(self) -> dict[tuple[int, ...], Any]:
        found: dict[tuple[int, ...], Any] | None = self.__dict__.get("table")
        if found is None:
            found = self.__dict__["table"] = dict(zip(self.cells, self.weights, strict=True))
        return found

    def __contains__(self, profile: object) -> bool:
        try:
            _cell(self.game, profile)
        except InvalidProfileError:
            return False
        return True

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        menus = tuple(self.game.strategies.values())
        for cell in self.cells:
            yield tuple(menu[i] for menu, i in zip(menus, cell, strict=True))

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def is_pure(self) -> bool:
        """Whether one profile is played for certain."""
        return len(self.cells) == 1

    def marginal(self, player: str) -> dict[str, Any]:
        """How likely each piece of advice to a player is: ``{strategy: probability}``.

        Raises
        ------
        UnknownNameError
            No player has this name.
        """
        me = self.game.player_number(player)
        found = dict.fromkeys(self.game.strategies[player], self.game.arithmetic.number(0))
        menu = self.game.strategies[player]
        for cell, weight in zip(self.cells, self.weights, strict=True):
            found[menu[cell[me]]] = found[menu[cell[me]]] + weight
        return found

    def given(self, player: str, advice: str) -> CorrelatedStrategy | None:
        """What a player believes about everyone after hearing the advice; None if it never comes.

        Raises
        ------
        UnknownNameError
            No player, or strategy of the player, has this name.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> mixed = bg.CorrelatedStrategy(game, {("1", "1"): "1/4", ("1", "2"): "1/4",
        ...                                      ("2", "1"): "1/2"})
        >>> print(mixed.given("1", "1"))
        (1, 1) 1/2, (1, 2) 1/2
        """
        me = self.game.player_number(player)
        told = self.game.strategy_number(player, advice)
        heard = [
            (cell, weight)
            for cell, weight in zip(self.cells, self.weights, strict=True)
            if cell[me] == told
        ]
        total = sum(weight for _, weight in heard)
        if not total:
            return None
        return CorrelatedStrategy.of(
            self.game, [cell for cell, _ in heard], [weight / total for _, weight in heard]
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CorrelatedStrategy):
            same = self.cells == other.cells and self.weights == other.weights
            return same and self.game == other.game
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.cells, self.weights))

    def __str__(self) -> str:
        shown = itertools.islice(zip(self, self.weights, strict=True), 50)
        text = ", ".join(f"({', '.join(profile)}) {weight}" for profile, weight in shown)
        return text if len(self) <= 50 else f"{text}, ... and {len(self) - 50} more profiles"

    def __repr__(self) -> str:
        return f"<CorrelatedStrategy {self}>"


def _cell(game: NormalFormGame, profile: object) -> tuple[int, ...]:
    """The position of a profile of labels."""
    menus = tuple(game.strategies.values())
    if not isinstance(profile, tuple) or len(profile) != len(menus):
        wanted = ", ".join(f"strategy of {player}" for player in game.players)
        raise InvalidProfileError(f"a profile is written ({wanted}); got {profile!r}")
    for player, menu, strategy in zip(game.players, menus, profile, strict=True):
        if strategy not in menu:
            hint = suggestion(strategy, menu) if isinstance(strategy, str) else ""
            raise InvalidProfileError(f"{player}: no strategy {strategy!r}{hint}")
    return tuple(menu.index(strategy) for menu, strategy in zip(menus, profile, strict=True))


def _words(game: NormalFormGame, cell: Iterable[int]) -> str:
    names = (menu[i] for menu, i in zip(game.strategies.values(), cell, strict=True))
    return f"({', '.join(names)})"


def as_correlated(game: Any, strategy: Any) -> CorrelatedStrategy:
    """A correlated strategy of this game, from one, from a mixed profile, or from mappings."""
    if not isinstance(game, NormalFormGame):
        raise InvalidProfileError(f"a correlated strategy belongs to a table; got {game!r}")
    game.require_closed("obedience")
    if isinstance(strategy, CorrelatedStrategy):
        return strategy if strategy.game is game else CorrelatedStrategy(game, dict(strategy))
    if isinstance(strategy, MixedStrategyProfile):
        if strategy.game is game:
            return CorrelatedStrategy.product(strategy)
        strategy = {player: dict(strategy[player]) for player in strategy}
    if isinstance(strategy, Mapping):
        if strategy and all(isinstance(key, tuple) for key in strategy):
            return CorrelatedStrategy(game, strategy)
        return CorrelatedStrategy.product(MixedStrategyProfile(game, strategy))
    raise InvalidProfileError(f"expected a CorrelatedStrategy or a mapping, got {strategy!r}")


# -- payoffs and incentives -----------------------------------------------------------------------


def correlated_payoffs(game: NormalFormGame, strategy: Any) -> dict[str, Any]:
    """What each player expects when everyone follows the advice.

    Parameters
    ----------
    game
        A closed game in normal form.
    strategy
        A `CorrelatedStrategy` of it, or ``{profile: probability}``; a mixed profile will do.

    Returns
    -------
    dict
        ``{player: number}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> bg.correlated_payoffs(game, {("1", "2"): "1/2", ("2", "1"): "1/2"})
    {'1': Fraction(9, 2), '2': Fraction(9, 2)}
    """
    strategy = as_correlated(game, strategy)
    weights = _weights(strategy)
    found = {}
    for player, columns in _alternatives(strategy):
        me = game.player_number(player)
        own = [cell[me] for cell in strategy.cells]
        total = (weights * columns[np.arange(len(own)), own]).sum()
        found[player] = game.arithmetic.number(total)
    return found


def obedience_regrets(game: NormalFormGame, strategy: Any) -> dict[str, Any]:
    """How much each player could gain by the best answers to the advice: ``{player: number}``.

    The gain counts before the advice is known: the sum over all pieces of advice of the
    probability that it comes times the most that is then gained. It is zero for everyone exactly in
    a correlated equilibrium. Arguments are those of `correlated_payoffs`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> bg.obedience_regrets(game, {("1", "2"): "1/2", ("2", "2"): "1/2"})
    {'1': Fraction(1, 2), '2': Fraction(0, 1)}
    """
    strategy = as_correlated(game, strategy)
    return {
        player: game.arithmetic.number(np.maximum(gains.max(axis=1), 0).sum())
        for player, gains in _gains(strategy)
    }


def coarse_regrets(game: NormalFormGame, strategy: Any) -> dict[str, Any]:
    """How much each player could gain by one strategy throughout: ``{player: number}``.

    It is zero for everyone exactly in a coarse correlated equilibrium. Arguments are those of
    `correlated_payoffs`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> bg.coarse_regrets(game, {("1", "2"): "1/2", ("2", "2"): "1/2"})
    {'1': Fraction(1, 2), '2': Fraction(0, 1)}
    """
    strategy = as_correlated(game, strategy)
    return {
        player: game.arithmetic.number(max(0, gains.sum(axis=0).max()))
        for player, gains in _gains(strategy)
    }


def payoffs_and_obedience(
    game: NormalFormGame, strategy: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `correlated_payoffs` and `obedience_regrets` say: the check of a correlated one."""
    strategy = as_correlated(game, strategy)
    return correlated_payoffs(game, strategy), obedience_regrets(game, strategy)


def payoffs_and_coarse_regrets(
    game: NormalFormGame, strategy: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `correlated_payoffs` and `coarse_regrets` say: the check of a coarse correlated one."""
    strategy = as_correlated(game, strategy)
    return correlated_payoffs(game, strategy), coarse_regrets(game, strategy)


def obedience_deviations(game: NormalFormGame, strategy: Any) -> tuple[Deviation, ...]:
    """The pieces of advice that somebody had better not follow; empty if there are none.

    Arguments are those of `correlated_payoffs`. For each piece of advice the best answer is named,
    with its gain times the probability that the advice comes.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> for reason in bg.obedience_deviations(game, {("1", "2"): "1/2", ("2", "2"): "1/2"}):
    ...     print(reason)
    1 at the advice 2 would gain 1/2 by 1 instead of 2
    """
    strategy = as_correlated(game, strategy)
    found = []
    for player, gains in _gains(strategy):
        menu = game.strategies[player]
        for advice, line in zip(menu, gains.tolist(), strict=True):
            most = max(line)
            if game.arithmetic.sign(most, game.payoff_spread) > 0:
                better = menu[line.index(most)]
                found.append(Deviation(player, f"the advice {advice}", advice, better, most))
    return tuple(found)


def coarse_deviations(game: NormalFormGame, strategy: Any) -> tuple[Deviation, ...]:
    """The strategies that somebody had better play throughout; empty if there are none.

    Arguments are those of `correlated_payoffs`. For each player only the best one is named.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> for reason in bg.coarse_deviations(game, {("1", "2"): "1/2", ("2", "2"): "1/2"}):
    ...     print(reason)
    1 at the table would gain 1/2 by 1 instead of the advice
    """
    strategy = as_correlated(game, strategy)
    found = []
    for player, gains in _gains(strategy):
        line = gains.sum(axis=0).tolist()
        most = max(line)
        if game.arithmetic.sign(most, game.payoff_spread) > 0:
            better = game.strategies[player][line.index(most)]
            found.append(Deviation(player, "the table", "the advice", better, most))
    return tuple(found)


def _weights(strategy: CorrelatedStrategy) -> npt.NDArray[Any]:
    kind = np.float64 if isinstance(strategy.game.arithmetic, Float) else object
    return np.array(strategy.weights, dtype=kind)


def _alternatives(strategy: CorrelatedStrategy) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """For each player the payoffs of all own strategies against each profile that may come up."""
    game = strategy.game
    where = np.array(strategy.cells, dtype=np.intp).T
    for me, player in enumerate(game.players):
        table = np.moveaxis(game.payoff_array(player), me, -1)
        others = tuple(line for p, line in enumerate(where) if p != me)
        yield player, np.broadcast_to(table[others], (len(strategy.cells), game.shape[me]))


def _gains(strategy: CorrelatedStrategy) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """For each player what answering one piece of advice (row) by a strategy (column) gains."""
    game = strategy.game
    weights = _weights(strategy)
    for player, columns in _alternatives(strategy):
        me = game.player_number(player)
        own = np.array([cell[me] for cell in strategy.cells], dtype=np.intp)
        kept = columns[np.arange(len(own)), own]
        gained = weights[:, None] * (columns - kept[:, None])
        total = np.zeros((game.shape[me], game.shape[me]), dtype=gained.dtype)
        if gained.dtype == object:
            total.fill(Fraction(0))
        np.add.at(total, own, gained)
        yield player, total
