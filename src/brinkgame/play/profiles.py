"""Strategy profiles: what everyone does.

A *mixed strategy* gives a probability to each strategy of a normal-form game; a *behavior strategy*
gives, at each information set of a tree, a probability to each action. Profiles read as nested
mappings of labels, ``profile["US"]["live missiles"]["accept"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Self, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Algebraic, Exact, integer_rows
from brinkgame.errors import BrinkgameError, InvalidProfileError, UnknownNameError, suggestion
from brinkgame.forms import ExtensiveFormGame, NormalFormGame

__all__ = ["BehaviorStrategyProfile", "MixedStrategyProfile", "Weight"]

Weight: TypeAlias = "Fraction | Algebraic | float"


def _check(game: object, form: type, strategies: object) -> None:
    if not isinstance(game, form):
        raise InvalidProfileError(f"this profile belongs to a {form.__name__}; got {game!r}")
    if not isinstance(strategies, Mapping):
        raise InvalidProfileError(f"a profile is written {{player: ...}}; got {strategies!r}")


def number_of(game: Any, value: object) -> Weight:
    """A probability in the numbers of the game; in an exact one it may be algebraic."""
    if isinstance(value, Algebraic):
        return value if isinstance(game.arithmetic, Exact) else float(value)
    number: Weight = game.arithmetic.number(value)
    return number


def _read(game: Any, value: object, where: str) -> Weight:
    try:
        weight = number_of(game, value)
    except BrinkgameError as error:
        raise InvalidProfileError(f"{where}: {error}") from None
    if weight < 0 or weight > 1:
        raise InvalidProfileError(f"{where}: probability {value} is outside [0, 1]")
    return weight


def _distribution(
    game: Any, menu: Sequence[str], given: object, where: str, kind: str
) -> list[Weight]:
    """Probabilities over a menu, from a label or a mapping; checked."""
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    if isinstance(given, str):
        given = {given: one}
    if not isinstance(given, Mapping):
        raise InvalidProfileError(
            f"{where}: expected {kind} or {{{kind}: probability}}, got {given!r}"
        )
    for label in given:
        if label not in menu:
            raise InvalidProfileError(f"{where}: no {kind} {label!r}{suggestion(label, menu)}")
    weights = [_read(game, given.get(label, zero), f"{where}, {label}") for label in menu]
    total = sum(weights, start=zero)
    if game.arithmetic.sign(total - one) != 0:
        raise InvalidProfileError(f"{where}: probabilities sum to {total}, not 1")
    return weights


def _total(weights: Sequence[Weight]) -> Weight:
    """Their sum; of fractions over their common denominator, which is quicker."""
    if type(weights[0]) is float:
        return sum(weights)
    fractions = [weight for weight in weights if isinstance(weight, Fraction)]
    if len(fractions) < len(weights):
        return sum(weights, start=Fraction(0))
    [whole], common = integer_rows([fractions])
    return Fraction(sum(whole), common)


@final
class MixedStrategyProfile(Mapping[str, Mapping[str, Weight]]):
    """A mixed strategy for every player of a normal-form game.

    Parameters
    ----------
    game
        The game; it fixes the arithmetic of the probabilities.
    strategies
        ``{player: {strategy: probability}}`` or ``{player: strategy}``. Strategies that are not
        named have probability zero.

    Raises
    ------
    InvalidProfileError
        A label is not there, a player is missing, or probabilities are none or do not sum to one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> profile = bg.MixedStrategyProfile(game, {"1": {"1": "1/2", "2": "1/2"}, "2": "1"})
    >>> profile["1"]["2"], profile["2"]["2"]
    (Fraction(1, 2), Fraction(0, 1))
    """

    __slots__ = ("__dict__", "game", "weights")

    game: NormalFormGame
    weights: tuple[tuple[Weight, ...], ...]

    def __init__(self, game: NormalFormGame, strategies: Mapping[str, Any]) -> None:
        _check(game, NormalFormGame, strategies)
        for player in strategies:
            if player not in game.players:
                hint = suggestion(player, game.players)
                raise InvalidProfileError(f"no player {player!r}{hint}")
        weights = []
        for player, menu in game.strategies.items():
            if player not in strategies:
                raise InvalidProfileError(f"no strategy for {player}")
            weights.append(tuple(_distribution(game, menu, strategies[player], player, "strategy")))
        self.game = game
        self.weights = tuple(weights)

    @classmethod
    def of(cls, game: NormalFormGame, weights: Sequence[Sequence[Weight]]) -> Self:
        """The profile with these probabilities, for each player in the order of strategies.

        Raises
        ------
        InvalidProfileError
            They do not fit the game's shape, are negative, or do not sum to one.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> print(bg.MixedStrategyProfile.of(game, [[Fraction(1, 2), Fraction(1, 2)], [1, 0]]))
        1: 1 1/2, 2 1/2; 2: 1
        """
        read = partial(number_of, game)
        kind = {float} if isinstance(game.numbers, np.ndarray) else {Fraction}
        kept: tuple[tuple[Any, ...], ...] = tuple(
            tuple(each if set(map(type, each)) == kind else map(read, each)) for each in weights
        )
        if tuple(map(len, kept)) != game.shape:
            shape = " x ".join(str(len(each)) for each in kept)
            raise InvalidProfileError(f"{shape} probabilities do not fit {game!r}")
        sign = game.arithmetic.sign
        for player, each in zip(game.players, kept, strict=True):
            if min(each) < 0 or sign(_total(each) - 1):
                raise InvalidProfileError(
                    f"{player}: {', '.join(map(str, each))} are no probabilities that sum to 1"
                )
        new = cls.__new__(cls)
        new.game, new.weights = game, kept
        return new

    @classmethod
    def pure(cls, game: NormalFormGame, choices: Sequence[int]) -> Self:
        """The profile in which each player plays the strategy at a position."""
        names = zip(game.strategies.items(), choices, strict=True)
        return cls(game, {player: menu[choice] for (player, menu), choice in names})

    @cached_property
    def arrays(self) -> tuple[npt.NDArray[np.float64], ...]:
        """The probabilities as floats, an array for each player."""
        return tuple(np.array(each, dtype=np.float64) for each in self.weights)

    def __getitem__(self, player: str) -> Mapping[str, Weight]:
        if player not in self.game.players:
            raise KeyError(player)
        weights = self.weights[self.game.player_number(player)]
        return dict(zip(self.game.strategies[player], weights, strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self.game.players)

    def __len__(self) -> int:
        return len(self.game.players)

    @property
    def is_pure(self) -> bool:
        """Whether every player plays one strategy for certain."""
        return all(max(w) == 1 for w in self.weights)

    def support(self, player: str) -> tuple[str, ...]:
        """The strategies that a player plays with positive probability."""
        return tuple(name for name, weight in self[player].items() if weight > 0)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, MixedStrategyProfile):
            return self.weights == other.weights and self.game == other.game
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.weights)

    def __str__(self) -> str:
        return "; ".join(f"{player}: {_words(self[player])}" for player in self)

    def __repr__(self) -> str:
        return f"<MixedStrategyProfile {self}>"


def _are_distributions(game: ExtensiveFormGame, weights: Sequence[Any]) -> bool:
    """Whether floats are probabilities at every information set; what else they are is not said."""
    if not isinstance(game.numbers, np.ndarray) or {*map(type, weights)} != {float}:
        return False
    shares = np.array(weights)
    gaps = np.add.reduceat(shares, game.tree.first_action[:-1]) - 1.0
    inside = bool((shares >= 0).all() and (shares <= 1).all())
    return inside and game.arithmetic.sign(float(np.abs(gaps).max())) == 0


def _words(weights: Mapping[str, Weight]) -> str:
    played = {label: weight for label, weight in weights.items() if weight != 0}
    if len(played) == 1:
        return next(iter(played))
    return ", ".join(f"{label} {weight}" for label, weight in played.items())


@final
class _Plan(Mapping[str, Mapping[str, Weight]]):
    """One player's part of a behavior profile, read on demand."""

    __slots__ = ("_numbers", "_profile")

    def __init__(self, profile: BehaviorStrategyProfile, numbers: Mapping[str, int]) -> None:
        self._profile = profile
        self._numbers = numbers

    def __getitem__(self, label: str) -> Mapping[str, Weight]:
        return self._profile.at(self._numbers[label])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return repr({label: dict(self[label]) for label in self})


@final
class BehaviorStrategyProfile(Mapping[str, Mapping[str, Mapping[str, Weight]]]):
    """A behavior strategy for every player of a tree.

    Parameters
    ----------
    game
        The game.
    strategies
        ``{player: {information set: {action: probability}}}``; an action alone stands for
        certainty. Every information set is named, also those that play does not reach: what would
        be done there is part of the profile.

    Raises
    ------
    InvalidProfileError
        A label is not there, an information set is missing, or probabilities are none or do not
        sum to one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.ExtensiveFormGame("one move", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 1})}, infoset="start"))
    >>> profile = bg.BehaviorStrategyProfile(game, {"A": {"start": "right"}})
    >>> profile["A"]["start"]
    {'left': Fraction(0, 1), 'right': Fraction(1, 1)}
    """

    __slots__ = ("__dict__", "choices", "game", "weights")

    game: ExtensiveFormGame
    choices: npt.NDArray[np.int32] | None
    """For a pure profile, the position of the action at each information set."""
    weights: tuple[Weight, ...] | None
    """Otherwise the probabilities of all actions, information set by information set."""

    def __init__(self, game: ExtensiveFormGame, strategies: Mapping[str, Any]) -> None:
        _check(game, ExtensiveFormGame, strategies)
        tree = game.tree
        given: dict[int, object] = {}
        for player, plan in strategies.items():
            if player not in game.players:
                hint = suggestion(player, game.players)
                raise InvalidProfileError(f"no player {player!r}{hint}")
            if not isinstance(plan, Mapping):
                raise InvalidProfileError(
                    f"{player}: expected {{information set: action}}, got {plan!r}"
                )
            for label, what in plan.items():
                try:
                    given[game.infoset_number(player, label)] = what
                except UnknownNameError as error:
                    raise InvalidProfileError(str(error)) from None
        weights: list[Weight] = []
        missing: list[str] = []
        for infoset in range(tree.n_infosets):
            player = game.players[tree.infoset_player[infoset]]
            where = f"{player} at {tree.infoset_name(infoset)}"
            if infoset not in given:
                missing.append(where)
                continue
            menu = tree.actions(infoset)
            weights.extend(_distribution(game, menu, given[infoset], where, "action"))
        if missing:
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise InvalidProfileError(f"nothing said for {'; '.join(missing[:5])}{more}")
        self._fill(game, weights)

    def _fill(self, game: ExtensiveFormGame, weights: Sequence[Weight]) -> None:
        self.game = game
        tree = game.tree
        first = tree.first_action.tolist()
        if all(w in (0, 1) for w in weights):
            chosen = [i for i, w in enumerate(weights) if w == 1]
            self.choices = np.array(chosen, dtype=np.int32) - np.array(first[:-1], dtype=np.int32)
            self.choices.flags.writeable = False
            self.weights = None
        else:
            self.choices = None
            self.weights = tuple(weights)

    @classmethod
    def pure(cls, game: ExtensiveFormGame, choices: Iterable[int] | npt.NDArray[np.int32]) -> Self:
        """The profile that takes the action at a position at each information set."""
        profile = cls.__new__(cls)
        profile.game = game
        profile.choices = np.array(
            choices if isinstance(choices, np.ndarray) else list(choices), dtype=np.int32
        )
        sizes = game.tree.infoset_size
        if profile.choices.shape != sizes.shape:
            raise InvalidProfileError(
                f"{len(profile.choices)} choices for {len(sizes)} information sets"
            )
        if ((profile.choices < 0) | (profile.choices >= sizes)).any():
            raise InvalidProfileError("a choice is the position of an action, counted from 0")
        profile.choices.flags.writeable = False
        profile.weights = None
        return profile

    @classmethod
    def from_weights(cls, game: ExtensiveFormGame, weights: Sequence[Any]) -> Self:
        """The profile with these probabilities of all actions, in order of information sets."""
        tree = game.tree
        if len(weights) != int(tree.first_action[-1]):
            raise InvalidProfileError(
                f"{len(weights)} probabilities for {tree.first_action[-1]} actions"
            )
        if _are_distributions(game, weights):
            profile = cls.__new__(cls)
            profile._fill(game, weights)
            return profile
        first = tree.first_action.tolist()
        plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
        for infoset in range(tree.n_infosets):
            here = weights[first[infoset] : first[infoset + 1]]
            player = game.players[tree.infoset_player[infoset]]
            plan[player][tree.infoset_name(infoset)] = dict(
                zip(tree.actions(infoset), here, strict=True)
            )
        return cls(game, plan)

    def at(self, infoset: int) -> Mapping[str, Weight]:
        """The probabilities of the actions at an information set given by its position."""
        return dict(zip(self.game.tree.actions(infoset), self.weights_at(infoset), strict=True))

    def weights_at(self, infoset: int) -> tuple[Weight, ...]:
        """The probabilities at an information set, in the order of its actions."""
        first = self.game.tree.first_action
        if self.weights is not None:
            return self.weights[first[infoset] : first[infoset + 1]]
        number = self.game.arithmetic.number
        chosen = -1 if self.choices is None else int(self.choices[infoset])
        size = int(self.game.tree.infoset_size[infoset])
        return tuple(number(int(action == chosen)) for action in range(size))

    @cached_property
    def _plans(self) -> dict[str, dict[str, int]]:
        plans: dict[str, dict[str, int]] = {player: {} for player in self.game.players}
        for (player, label), infoset in self.game._infoset_numbers.items():
            plans[player][label] = infoset
        return plans

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, Weight]]:
        return _Plan(self, self._plans[player])

    def __iter__(self) -> Iterator[str]:
        return iter(self.game.players)

    def __len__(self) -> int:
        return len(self.game.players)

    @property
    def is_pure(self) -> bool:
        """Whether every action is taken for certain or not at all."""
        return self.choices is not None

    def support(self, player: str, infoset: str) -> tuple[str, ...]:
        """The actions that a player takes with positive probability at an information set."""
        weights = self.at(self.game.infoset_number(player, infoset))
        return tuple(action for action, weight in weights.items() if weight > 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BehaviorStrategyProfile):
            return NotImplemented
        if self.choices is not None and other.choices is not None:
            same = np.array_equal(self.choices, other.choices)
        else:
            same = self.choices is other.choices and self.weights == other.weights
        return same and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.weights if self.choices is None else self.choices.tobytes())

    def __str__(self) -> str:
        tree = self.game.tree
        parts: list[str] = []
        for infoset in range(min(tree.n_infosets, 50)):
            player = self.game.players[tree.infoset_player[infoset]]
            parts.append(f"{player} at {tree.infoset_name(infoset)}: {_words(self.at(infoset))}")
        if tree.n_infosets > 50:
            parts.append(f"... and {tree.n_infosets - 50} more information sets")
        return "; ".join(parts)

    def __repr__(self) -> str:
        return f"<BehaviorStrategyProfile {self}>"
