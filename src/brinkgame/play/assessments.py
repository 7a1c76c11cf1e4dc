"""Assessments: what everyone does, and what everyone believes.

At an information set with several nodes a player acts on a *belief*: a probability for each node,
given that the set is reached. Beliefs at all information sets make a *system of beliefs*; together
with a behavior profile it is an *assessment* (Kreps and Wilson 1982, section 3). Whether an
assessment is credible, and whether its beliefs follow from its strategies, are questions for
`brinkgame.play.sequential_rationality` and `brinkgame.play.consistency`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, final

from brinkgame.errors import (
    BrinkgameError,
    InvalidProfileError,
    UnknownNameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.extensive import tree_of
from brinkgame.play.profiles import BehaviorStrategyProfile, Weight, number_of

__all__ = ["Assessment", "Beliefs"]


@final
class Beliefs(Mapping[str, Mapping[str, Mapping[str, Weight]]]):
    """A system of beliefs: at each information set a probability for each of its nodes.

    Parameters
    ----------
    game
        The game; it fixes the arithmetic of the probabilities.
    beliefs
        ``{player: {information set: {path of a node: probability}}}``. A path alone stands for
        certainty, nodes that are not named have probability zero, and information sets of one node
        may be left out.

    Raises
    ------
    InvalidProfileError
        A label or a path is not there or does not belong to the information set, an information
        set of several nodes is missing, or probabilities are none or do not sum to one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                                         "wait": bg.Terminal({"US": 1})}, infoset="letter")),
    ...     "weak": (bg.REST, bg.Decision("US", {"reply": bg.Terminal({"US": 2}),
    ...                                          "wait": bg.Terminal({"US": 0})},
    ...                                   infoset="letter"))}))
    >>> beliefs = bg.Beliefs(game, {"US": {"letter": {"root/tough": "1/4", "root/weak": "3/4"}}})
    >>> print(beliefs)
    US at letter: root/tough 1/4, root/weak 3/4
    """

    __slots__ = ("__dict__", "game", "weights")

    game: ExtensiveFormGame
    weights: tuple[tuple[Weight, ...], ...]
    """For each information set, by position, the probabilities of its nodes in order."""

    def __init__(self, game: ExtensiveFormGame, beliefs: Mapping[str, Any]) -> None:
        tree = tree_of(game)
        if not isinstance(beliefs, Mapping):
            raise InvalidProfileError(f"beliefs are written {{player: ...}}; got {beliefs!r}")
        given: dict[int, object] = {}
        for player, part in beliefs.items():
            if player not in game.players:
                hint = suggestion(player, game.players)
                raise InvalidProfileError(f"no player {player!r}{hint}")
            if not isinstance(part, Mapping):
                raise InvalidProfileError(
                    f"{player}: expected {{information set: {{path: probability}}}}, got {part!r}"
                )
            for label, what in part.items():
                try:
                    given[game.infoset_number(player, label)] = what
                except UnknownNameError as error:
                    raise InvalidProfileError(str(error)) from None
        one = game.arithmetic.number(1)
        weights: list[tuple[Weight, ...]] = []
        missing: list[str] = []
        for infoset, members in enumerate(tree.members):
            where = f"{game.players[tree.infoset_player[infoset]]} at {tree.infoset_name(infoset)}"
            if infoset in given:
                weights.append(_read(game, members, given[infoset], where))
            elif len(members) == 1:
                weights.append((one,))
            else:
                missing.append(where)
        if missing:
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise InvalidProfileError(f"no belief given for {'; '.join(missing[:5])}{more}")
        self.game = game
        self.weights = tuple(weights)

    @classmethod
    def from_weights(cls, game: ExtensiveFormGame, weights: Sequence[Sequence[Any]]) -> Self:
        """The beliefs with these probabilities, for each information set in the order of its nodes.

        Raises
        ------
        InvalidProfileError
            They do not fit the game, are negative, or do not sum to one.
        """
        tree = tree_of(game)
        if [len(each) for each in weights] != [len(members) for members in tree.members]:
            raise InvalidProfileError(
                f"probabilities for {len(weights)} information sets do not fit {game!r}, which has "
                f"{tree.n_infosets}"
            )
        plan: dict[str, dict[str, dict[str, Any]]] = {player: {} for player in game.players}
        for infoset, (members, each) in enumerate(zip(tree.members, weights, strict=True)):
            player = game.players[tree.infoset_player[infoset]]
            plan[player][tree.infoset_name(infoset)] = {
                tree.path(node): weight for node, weight in zip(members, each, strict=True)
            }
        return cls(game, plan)

    def weights_at(self, infoset: int) -> tuple[Weight, ...]:
        """The probabilities at an information set given by its position, in order of its nodes."""
        return self.weights[infoset]

    def at(self, infoset: int) -> Mapping[str, Weight]:
        """The probability of each node, by path, at the information set at a position."""
        tree = self.game.tree
        paths = map(tree.path, tree.members[infoset])
        return dict(zip(paths, self.weights[infoset], strict=True))

    @cached_property
    def _parts(self) -> dict[str, dict[str, Mapping[str, Weight]]]:
        tree = self.game.tree
        parts: dict[str, dict[str, Mapping[str, Weight]]] = {p: {} for p in self.game.players}
        for infoset in range(tree.n_infosets):
            player = self.game.players[tree.infoset_player[infoset]]
            parts[player][tree.infoset_name(infoset)] = self.at(infoset)
        return parts

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, Weight]]:
        return self._parts[player]

    def __iter__(self) -> Iterator[str]:
        return iter(self.game.players)

    def __len__(self) -> int:
        return len(self.game.players)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Beliefs):
            return self.weights == other.weights and self.game == other.game
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.weights)

    def __str__(self) -> str:
        tree = self.game.tree
        parts = [
            f"{self.game.players[tree.infoset_player[infoset]]} at {tree.infoset_name(infoset)}: "
            + ", ".join(f"{path} {weight}" for path, weight in self.at(infoset).items() if weight)
            for infoset, members in enumerate(tree.members)
            if len(members) > 1
        ]
        if len(parts) > 50:
            parts[50:] = [f"... and {len(parts) - 50} more information sets"]
        return "; ".join(parts) if parts else "everyone knows where they are"

    def __repr__(self) -> str:
        return f"<Beliefs {self}>"


def _read(
    game: ExtensiveFormGame, members: Sequence[int], given: object, where: str
) -> tuple[Weight, ...]:
    """Probabilities over the nodes of an information set, from a path or a mapping; checked."""
    if isinstance(given, str):
        given = {given: 1}
    if not isinstance(given, Mapping):
        raise InvalidProfileError(f"{where}: expected {{path: probability}}, got {given!r}")
    paths = [game.tree.path(node) for node in members]
    for path in given:
        if path not in paths:
            raise InvalidProfileError(
                f"{where}: {path!r} is not one of its nodes {', '.join(paths[:8])}"
                f"{', ...' if len(paths) > 8 else ''}{suggestion(path, paths)}"
            )
    weights: list[Weight] = []
    for path in paths:
        try:
            weight = number_of(game, given.get(path, 0))
        except BrinkgameError as error:
            raise InvalidProfileError(f"{where}, {path}: {error}") from None
        if not 0 <= weight <= 1:
            raise InvalidProfileError(f"{where}, {path}: belief {given[path]} is outside [0, 1]")
        weights.append(weight)
    total = sum(weights, start=game.arithmetic.number(0))
    if game.arithmetic.sign(total - 1) != 0:
        raise InvalidProfileError(f"{where}: beliefs sum to {total}, not 1")
    return tuple(weights)


@final
@dataclass(frozen=True, slots=True)
class Assessment:
    """A behavior profile with a system of beliefs.

    Attributes
    ----------
    profile
        What everyone does.
    beliefs
        What everyone believes.

    Raises
    ------
    InvalidProfileError
        The two belong to different games.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(bg.Assessment.of(game, {"entrant": {"root": "in"},
    ...                               "incumbent": {"entry": "accommodate"}}, {}))
    entrant at root: in; incumbent at entry: accommodate | everyone knows where they are
    """

    profile: BehaviorStrategyProfile
    beliefs: Beliefs

    def __post_init__(self) -> None:
        if self.profile.game is not self.beliefs.game and self.profile.game != self.beliefs.game:
            raise InvalidProfileError(
                f"the profile is one of {self.profile.game!r}, the beliefs are of "
                f"{self.beliefs.game!r}"
            )

    @classmethod
    def of(
        cls,
        game: ExtensiveFormGame,
        strategies: Mapping[str, Any],
        beliefs: Mapping[str, Any],
    ) -> Self:
        """An assessment from plain mappings of labels, as `BehaviorStrategyProfile`, `Beliefs`."""
        return cls(BehaviorStrategyProfile(game, strategies), Beliefs(game, beliefs))

    @property
    def game(self) -> ExtensiveFormGame:
        """The game that it is an assessment of."""
        return self.profile.game

    def __str__(self) -> str:
        return f"{self.profile} | {self.beliefs}"
