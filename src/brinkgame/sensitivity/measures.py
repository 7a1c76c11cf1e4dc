"""What is read off an equilibrium: a payoff, the chance of an outcome, of an action, of a record.

A measure is a value: it names labels of a game and holds no number. Engines read it off every
equilibrium at every point of a design; where there are several equilibria, off all of them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.menus import require_action
from brinkgame.play import expected_payoffs, outcome_probabilities

__all__ = [
    "ActionProbability",
    "ExpectedPayoff",
    "Measure",
    "OutcomeProbability",
    "RecordProbability",
]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"


class Measure(ABC):
    """A number that is read off an equilibrium.

    See Also
    --------
    ExpectedPayoff, OutcomeProbability, ActionProbability, RecordProbability
    """

    @abstractmethod
    def check(self, game: Game) -> None:
        """Raise `UnknownNameError` if it names what is not in the game, with the nearest name."""

    @abstractmethod
    def of(self, game: Game, profile: Any) -> Any:
        """The value in a profile of a closed game, in the game's own arithmetic."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What it is, in words, as a label on an axis."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the variable of a data set is called if nobody says."""

    @property
    @abstractmethod
    def is_probability(self) -> bool:
        """Whether its values lie between 0 and 1."""


@final
@dataclass(frozen=True, slots=True)
class ExpectedPayoff(Measure):
    """What a player gets on average, payoffs on the way included.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.evaluate(deploy, {"detection": [0.5]}, {"worth": bg.ExpectedPayoff("USSR")})
    >>> found.low["worth"].round(3)
    array([0.08])
    """

    player: str

    def check(self, game: Game) -> None:
        """The player is there."""
        if self.player not in game.players:
            raise UnknownNameError(
                f"no player {self.player!r}{suggestion(self.player, game.players)}"
            )

    def of(self, game: Game, profile: Any) -> Any:
        return expected_payoffs(game, profile)[self.player]

    @property
    def words(self) -> str:
        return f"expected payoff of {self.player}"

    @property
    def name(self) -> str:
        return _variable("payoff", self.player)

    @property
    def is_probability(self) -> bool:
        return False


@final
@dataclass(frozen=True, slots=True)
class OutcomeProbability(Measure):
    """The chance that play passes through a node with this label.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.evaluate(deploy, {"detection": [0.5]}, {"war": bg.OutcomeProbability("war")})
    >>> found.low["war"]
    array([0.03])
    """

    label: str

    def check(self, game: Game) -> None:
        """Some node has the label."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnknownNameError(
                f"a table has no outcomes, so none is called {self.label!r}; measure an "
                "ActionProbability or an ExpectedPayoff"
            )
        if self.label not in game.outcomes:
            raise UnknownNameError(
                f"no outcome {self.label!r}{suggestion(self.label, game.outcomes)}"
            )

    def of(self, game: Game, profile: Any) -> Any:
        if not isinstance(game, ExtensiveFormGame):
            raise AssertionError("checked already")
        return outcome_probabilities(game, profile)[self.label]

    @property
    def words(self) -> str:
        return f"probability of {self.label}"

    @property
    def name(self) -> str:
        return _variable("probability", self.label)

    @property
    def is_probability(self) -> bool:
        return True


@final
@dataclass(frozen=True, slots=True)
class ActionProbability(Measure):
    """The chance that a player takes an action where it is that player's turn.

    It is told for information sets that play does not reach, too: what would be done there.

    Parameters
    ----------
    player, infoset, action
        Labels. In a table, where everybody moves once, the information set is None.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> deploys = bg.ActionProbability("USSR", "root", "deploy")
    >>> bg.evaluate(deploy, {"detection": [0.5, 0.9]}, {"deploys": deploys}).low["deploys"]
    array([1., 0.])
    """

    player: str
    infoset: str | None
    action: str

    def check(self, game: Game) -> None:
        """The action is there."""
        require_action(game, self.player, self.infoset, self.action)

    def of(self, game: Game, profile: Any) -> Any:  # noqa: ARG002
        return _chance(profile, self.player, self.infoset, self.action)

    @property
    def words(self) -> str:
        where = "" if self.infoset is None else f" at {self.infoset}"
        return f"probability that {self.player} plays {self.action}{where}"

    @property
    def name(self) -> str:
        return _variable("probability", self.player, self.infoset or "", self.action)

    @property
    def is_probability(self) -> bool:
        return True

    @property
    def record(self) -> Mapping[str, Mapping[str | None, str]]:
        """The same as a record of one action."""
        return {self.player: {self.infoset: self.action}}


@final
@dataclass(frozen=True, eq=False)
class RecordProbability(Measure):
    """The chance that everybody does as the record says: a product over the actions on record.

    It is one where an equilibrium acts so for certain. Information sets that the record does not
    name may see anything.

    Parameters
    ----------
    record
        ``{player: {information set: action}}``; for a table ``{player: strategy}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy")
    >>> record = bg.RecordProbability(deploy.happened)
    >>> bg.evaluate(deploy.game, {"detection": [0.5, 0.9]}, {"record": record}).high["record"]
    array([1., 0.])
    """

    record: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not isinstance(self.record, Mapping):
            raise InvalidParameterError(
                f"a record is written {{player: {{information set: action}}}}; got {self.record!r}"
            )

    def check(self, game: Game) -> None:
        """Every action is there, and there is one."""
        found = 0
        for player, infoset, action in self.actions():
            require_action(game, player, infoset, action)
            found += 1
        if not found:
            raise InvalidParameterError("the record is empty: name an action of some player")

    def actions(self) -> list[tuple[str, str | None, str]]:
        """Who did what where: (player, information set, action)."""
        return [
            (player, infoset, action)
            for player, did in self.record.items()
            for infoset, action in (did.items() if isinstance(did, Mapping) else [(None, did)])
        ]

    def of(self, game: Game, profile: Any) -> Any:  # noqa: ARG002
        product: Any = Fraction(1)
        for player, infoset, action in self.actions():
            product = product * _chance(profile, player, infoset, action)
        return product

    @property
    def words(self) -> str:
        did = "; ".join(
            f"{player} {action}" + ("" if infoset is None else f" at {infoset}")
            for player, infoset, action in self.actions()
        )
        return f"probability of the record ({did})"

    @property
    def name(self) -> str:
        return "probability_of_the_record"

    @property
    def is_probability(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RecordProbability):
            return NotImplemented
        return sorted(self.actions(), key=repr) == sorted(other.actions(), key=repr)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.actions(), key=repr)))


def _variable(*parts: str) -> str:
    """A name for a variable: letters, digits and underscores, so that every format can hold it."""
    return "_".join(re.sub(r"[^0-9A-Za-z]+", "_", part).strip("_") for part in parts if part)


def _chance(profile: Any, player: str, infoset: str | None, action: str) -> Any:
    plan = profile[player]
    return plan[action] if infoset is None else plan[infoset][action]
