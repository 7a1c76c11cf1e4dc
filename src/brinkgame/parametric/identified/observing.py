"""What was done in a game, and when an equilibrium form returns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    suggestion,
)
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.menus import require_action
from brinkgame.forms.together import joint_space
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm

__all__ = ["READINGS", "Observed", "actions_on_record", "observed", "range_of", "space_of"]

READINGS: Final = ("possible", "certain")

Action = tuple[str, "str | None", str]
"""Who, where (None in a table), and what."""


@final
@dataclass(frozen=True, slots=True)
class Observed:
    """A game with what was done in it.

    Attributes
    ----------
    name
        What it is called.
    game
        A tree or a table, what is held fast put in.
    actions
        What was done: (player, information set, action); in a table the information set is None.
    concept
        How the game is solved; None for the usual concept of its kind.
    source
        The game before anything was held fast.
    """

    name: str
    game: Any
    actions: tuple[Action, ...]
    concept: Any = None
    source: Any = None

    def instead(self, actions: Sequence[Action]) -> Observed:
        """The same game with another record."""
        for each in actions:
            require_action(self.game, *each)
        return replace(self, actions=tuple(actions))

    def weights(self, form: EquilibriumForm) -> list[Any]:
        """How likely a form takes each action on record.

        They are expressions, constant ones included, or roots of polynomials (which evaluate like
        expressions, and are chances strictly between 0 and 1 inside of where the form holds).
        """
        found = []
        for player, infoset, action in self.actions:
            plan: Any = form.profile[player]
            weight = plan[action] if infoset is None else plan[infoset][action]
            plain = isinstance(weight, (int, Fraction))
            found.append(constant_expression(weight) if plain else weight)
        return found

    def plays(self, form: EquilibriumForm) -> tuple[Condition, ...] | None:
        """When a form takes every action on record with a positive chance; None for never."""
        found = []
        for weight, (player, infoset, action) in zip(self.weights(form), self.actions, strict=True):
            if not isinstance(weight, Expression):
                continue
            if weight.is_constant:
                if weight.constant() <= 0:
                    return None
                continue
            found.append(_weight(weight, player, infoset, f"takes {action} with a positive chance"))
        return tuple(found)

    def fails(self, form: EquilibriumForm) -> list[tuple[Condition, ...]]:
        """The cases in which a form takes some action on record with a chance below one."""
        found: list[tuple[Condition, ...]] = []
        for weight, (player, infoset, action) in zip(self.weights(form), self.actions, strict=True):
            if not isinstance(weight, Expression):
                return [()]
            short = 1 - weight
            if not short.is_constant:
                words = f"does not take {action} for sure"
                found.append((_weight(short, player, infoset, words),))
            elif short.constant() > 0:
                return [()]
        return found

    def does(self, form: EquilibriumForm, point: Mapping[str, Any]) -> tuple[bool, bool]:
        """Whether a form takes all of the record at a point possibly, and for sure."""
        chances = [weight.evaluate(point) for weight in self.weights(form)]
        return all(chance > 0 for chance in chances), all(chance == 1 for chance in chances)

    def told(self) -> str:
        """The record as a reader would write it."""
        return "; ".join(
            f"{player} {action}" + (f" at {infoset}" if infoset is not None else "")
            for player, infoset, action in self.actions
        )


def _weight(difference: Expression, player: str, infoset: str | None, words: str) -> Condition:
    where = f" at {infoset}" if infoset else ""
    return Condition(player, infoset or "", "", "", difference, ">", f"{player}{where} {words}")


def observed(
    observations: Iterable[Any], fixed: Mapping[str, Any] | None = None
) -> tuple[tuple[Observed, ...], dict[str, Fraction]]:
    """Read observations, and put in what is held fast.

    Raises
    ------
    InvalidParameterError
        There is none, two have one name, or one is none.
    UnknownNameError
        A record names what is not in its game, or what is held fast is in no game.
    """
    if isinstance(observations, (str, bytes)) or not isinstance(observations, Iterable):
        raise InvalidParameterError(
            f"{observations!r} is no list of observations: give [(game, record), ...]"
        )
    listed = [_read(each) for each in observations]
    if not listed:
        raise InvalidParameterError("there is nothing to explain: give at least one observation")
    names = [each.name for each in listed]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParameterError(
            f"two observations are called {twice!r}; give them as Observation(..., name=...)"
        )
    known = {name: p for each in listed for name, p in each.game.parameters.items()}
    held = {name: exact_number(value) for name, value in (fixed or {}).items()}
    for name in held:
        if name not in known:
            raise UnknownNameError(f"no game has a parameter {name!r}{suggestion(name, known)}")
    closed = []
    for each in listed:
        own = {name: value for name, value in held.items() if name in each.game.parameters}
        game = each.game.fix(own) if own else each.game
        closed.append(replace(each, game=game))
    return tuple(closed), held


def _read(given: Any) -> Observed:
    if isinstance(given, Observed):
        return given
    if isinstance(given, Sequence) and not isinstance(given, str) and len(given) == 2:
        game, record, name, concept = given[0], given[1], "", None
    elif hasattr(given, "game") and hasattr(given, "record"):
        game, record = given.game, given.record
        name, concept = getattr(given, "name", ""), getattr(given, "concept", None)
    else:
        raise InvalidParameterError(
            f"{given!r} is no observation: give (game, record), or an Observation"
        )
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise InvalidParameterError(f"an observation is of a game; got {game!r}")
    actions = actions_on_record(record)
    for each in actions:
        require_action(game, *each)
    return Observed(name or game.title, game, actions, concept, game)


def actions_on_record(record: Any) -> tuple[Action, ...]:
    """Who did what where, from ``{player: {information set: action}}``.

    For a table it is ``{player: strategy}``.
    """
    if not isinstance(record, Mapping):
        raise InvalidParameterError(
            f"a record is written {{player: {{information set: action}}}}; got {record!r}"
        )
    found = tuple(
        (player, infoset, action)
        for player, did in record.items()
        for infoset, action in (did.items() if isinstance(did, Mapping) else [(None, did)])
    )
    if not found:
        raise InvalidParameterError("the record is empty: name an action of some player")
    return found


def range_of(parameter: Parameter) -> tuple[Fraction, Fraction]:
    """The ends of a range; `InvalidParameterError` where there is none."""
    if parameter.low is None or parameter.high is None:
        raise InvalidParameterError(
            f"{parameter.name} has no {'low' if parameter.low is None else 'high'} end: give its "
            "Parameter one, or hold it fast with fixed="
        )
    return parameter.low, parameter.high


def space_of(observations: Sequence[Observed], held: Mapping[str, Fraction]) -> ParameterSpace:
    """The open parameters of all games, and every constraint declared among them.

    Raises
    ------
    InvalidParameterError
        Nothing is open, or what is held fast breaks a constraint.
    """
    space = joint_space([each.source for each in observations], held)
    if not len(space):
        raise InvalidParameterError("nothing varies: every parameter is held fast")
    return space
