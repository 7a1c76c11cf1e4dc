"""Events on equilibria: what may be so of one, as values that are put together and never as text.

An event is about labels of a game and holds no number of it: that a player plays an action at an
information set, that an outcome comes about, that a payoff is at least so much. On an equilibrium
*form* every such quantity is a rational function of the parameters, so that an event is there a
formula of polynomial conditions. In one equilibrium of a closed game it is true or false.

Events are joined with ``&`` (and), ``|`` (or) and ``~`` (not). A `Claim` is made of them.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeAlias, final

from brinkgame.errors import ExpressionError, InvalidParameterError, UnknownNameError, suggestion
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.comparing import root_compared
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.quadratics import RootNumber
from brinkgame.parametric.regions import formula
from brinkgame.play import expected_payoffs, outcome_probabilities

__all__ = [
    "Event",
    "Quantity",
    "happens",
    "may_happen",
    "may_play",
    "mixing",
    "payoff",
    "plays",
    "probability",
]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Number: TypeAlias = "Fraction | Expression"


class Event(ABC):
    """What is so, or not so, of an equilibrium; joined with ``&``, ``|`` and ``~``.

    Events are made by `plays`, `may_play`, `happens`, `may_happen`, and by comparing a `payoff`, a
    `probability` or a `mixing` with a number or an expression. ``if event`` and ``a < x < b`` raise
    instead of going wrong in silence.

    Examples
    --------
    >>> import brinkgame as bg
    >>> event = bg.plays("US", "root", "quarantine") & ~bg.may_happen("war")
    >>> print(event)
    US plays quarantine and not (war may happen)
    """

    __slots__ = ()

    @abstractmethod
    def check(self, game: Game) -> None:
        """Raise `UnknownNameError` if it names what is not in the game, with the nearest name."""

    @abstractmethod
    def on(self, form: EquilibriumForm) -> formula.Formula:
        """For which parameters it is so of this form, wherever the form is an equilibrium."""

    @abstractmethod
    def of(self, game: Game, profile: Any) -> bool:
        """Whether it is so of a profile of a closed game."""

    @property
    @abstractmethod
    def words(self) -> str:
        """The event in words."""

    def __and__(self, other: object) -> Event:
        return Joined("and", (self, other)) if isinstance(other, Event) else NotImplemented

    def __or__(self, other: object) -> Event:
        return Joined("or", (self, other)) if isinstance(other, Event) else NotImplemented

    def __invert__(self) -> Event:
        return self.event if isinstance(self, Not) else Not(self)

    def __bool__(self) -> NoReturn:
        raise ExpressionError(
            f"whether {self.words!r} is so depends on the equilibrium: join events with &, | and "
            "~ (and, or and not ask for a truth value), and write two-sided comparisons as two"
        )

    def __str__(self) -> str:
        return self.words


@final
@dataclass(frozen=True, slots=True)
class Joined(Event):
    """Several events, all of which are so, or any."""

    word: str
    events: tuple[Event, ...]

    def check(self, game: Game) -> None:
        for event in self.events:
            event.check(game)

    def on(self, form: EquilibriumForm) -> formula.Formula:
        join = formula.All.of if self.word == "and" else formula.Any.of
        return join(*(event.on(form) for event in self.events))

    def of(self, game: Game, profile: Any) -> bool:
        judged = (event.of(game, profile) for event in self.events)
        return all(judged) if self.word == "and" else any(judged)

    @property
    def words(self) -> str:
        parts = [
            f"({event.words})"
            if isinstance(event, Joined) and event.word != self.word
            else event.words
            for event in self.events
        ]
        return f" {self.word} ".join(parts)


@final
@dataclass(frozen=True, slots=True)
class Not(Event):
    """That an event is not so."""

    event: Event

    def check(self, game: Game) -> None:
        self.event.check(game)

    def on(self, form: EquilibriumForm) -> formula.Formula:
        return self.event.on(form).negated()

    def of(self, game: Game, profile: Any) -> bool:
        return not self.event.of(game, profile)

    @property
    def words(self) -> str:
        return f"not ({self.event.words})"


# -- quantities -----------------------------------------------------------------------------------


class Quantity(ABC):
    """A number that is read off an equilibrium; comparing it makes an `Event`.

    It may be compared (``<``, ``<=``, ``>``, ``>=``) with numbers, parameters and expressions, so
    that ``payoff("US") >= -us_acceptance_loss`` says that the US does at least as well as by
    accepting. For equality there is `equals`: ``==`` asks whether two quantities are the same one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.probability("war") <= "1/10")
    the probability of war is at most 1/10
    """

    __slots__ = ()

    @abstractmethod
    def check(self, game: Game) -> None:
        """Raise `UnknownNameError` if it names what is not in the game, with the nearest name."""

    @abstractmethod
    def on(self, form: EquilibriumForm) -> Number:
        """What it is on a form, as a function of the parameters."""

    @abstractmethod
    def of(self, game: Game, profile: Any) -> Any:
        """What it is in a profile of a closed game."""

    @property
    @abstractmethod
    def words(self) -> str:
        """The quantity in words."""

    def equals(self, bound: object) -> Event:
        """That it is exactly this."""
        return Compared(self, "==", _bound(bound))

    def __le__(self, other: object) -> Event:
        return Compared(self, "<=", _bound(other))

    def __lt__(self, other: object) -> Event:
        return Compared(self, "<", _bound(other))

    def __ge__(self, other: object) -> Event:
        return Compared(self, ">=", _bound(other))

    def __gt__(self, other: object) -> Event:
        return Compared(self, ">", _bound(other))

    def __str__(self) -> str:
        return self.words


def _bound(value: object) -> Number:
    if isinstance(value, Quantity):
        raise InvalidParameterError(
            f"{value.words} is no number: compare a quantity with a number or an expression"
        )
    return quantity(value)


@final
@dataclass(frozen=True, slots=True)
class Payoff(Quantity):
    """What a player gets on average."""

    player: str

    def check(self, game: Game) -> None:
        if self.player not in game.players:
            raise UnknownNameError(
                f"{game.title!r} has no player {self.player!r}"
                f"{suggestion(self.player, game.players)}"
            )

    def on(self, form: EquilibriumForm) -> Number:
        return form.payoffs[self.player]

    def of(self, game: Game, profile: Any) -> Any:
        return expected_payoffs(game, profile)[self.player]

    @property
    def words(self) -> str:
        return f"the payoff of {self.player}"


@final
@dataclass(frozen=True, slots=True)
class Probability(Quantity):
    """The chance that play comes to an outcome with this label."""

    label: str

    def check(self, game: Game) -> None:
        if not isinstance(game, ExtensiveFormGame):
            raise UnknownNameError(
                f"{game.title!r} is a table and has no outcomes, so none is called "
                f"{self.label!r}; ask what is played, or for a payoff"
            )
        if self.label not in game.outcomes:
            raise UnknownNameError(
                f"{game.title!r} has no outcome {self.label!r}"
                f"{suggestion(self.label, game.outcomes)}"
            )

    def on(self, form: EquilibriumForm) -> Number:
        return form.outcomes[self.label]

    def of(self, game: Game, profile: Any) -> Any:
        if not isinstance(game, ExtensiveFormGame):
            raise AssertionError("checked already")
        return outcome_probabilities(game, profile)[self.label]

    @property
    def words(self) -> str:
        return f"the probability of {self.label}"


@final
@dataclass(frozen=True, slots=True)
class Mixing(Quantity):
    """The chance with which a player takes an action where it is that player's turn."""

    player: str
    infoset: str | None
    action: str

    def check(self, game: Game) -> None:
        if self.player not in game.players:
            raise UnknownNameError(
                f"{game.title!r} has no player {self.player!r}"
                f"{suggestion(self.player, game.players)}"
            )
        if isinstance(game, NormalFormGame):
            if self.infoset is not None:
                raise UnknownNameError(
                    f"{game.title!r} is a table and has no information set {self.infoset!r}: "
                    "everybody moves once; write None"
                )
            menu: tuple[str, ...] = tuple(game.strategies[self.player])
        else:
            own = [known for known in game.information_sets if known.player == self.player]
            found = [known for known in own if known.label == self.infoset]
            if not found:
                raise UnknownNameError(
                    f"{self.player} has no information set {self.infoset!r}"
                    f"{suggestion(self.infoset, [known.label for known in own])}"
                )
            menu = found[0].actions
        if self.action not in menu:
            where = "" if self.infoset is None else f" at {self.infoset}"
            raise UnknownNameError(
                f"{self.player}{where} has no action {self.action!r}{suggestion(self.action, menu)}"
            )

    def on(self, form: EquilibriumForm) -> Number:
        return _chance(form.profile, self.player, self.infoset, self.action)  # type: ignore[no-any-return]

    def of(self, game: Game, profile: Any) -> Any:  # noqa: ARG002
        return _chance(profile, self.player, self.infoset, self.action)

    @property
    def words(self) -> str:
        return f"the probability that {self.place} plays {self.action}"

    @property
    def place(self) -> str:
        """Who, and where unless it is the first move."""
        where = "" if self.infoset in (None, "root") else f" at {self.infoset}"
        return f"{self.player}{where}"


def _chance(profile: Any, player: str, infoset: str | None, action: str) -> Any:
    plan = profile[player]
    return plan[action] if infoset is None else plan[infoset][action]


# -- comparisons ----------------------------------------------------------------------------------

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}
_WORDS: Final[Mapping[str, str]] = {
    ">=": "at least",
    ">": "more than",
    "<=": "at most",
    "<": "less than",
    "==": "exactly",
}


@final
@dataclass(frozen=True, slots=True)
class Compared(Event):
    """That a quantity is at least, at most, ... so much."""

    quantity: Quantity
    relation: str
    bound: Number
    said: str = ""
    """Words that a reader would rather see."""

    def check(self, game: Game) -> None:
        self.quantity.check(game)
        if isinstance(self.bound, Expression):
            for name, symbol in self.bound.symbols.items():
                known = game.parameters
                if name not in known:
                    raise UnknownNameError(
                        f"{self.words!r}: {game.title!r} has no parameter {name!r}"
                        f"{suggestion(name, known)}"
                    )
                if not symbol.same_definition(known[name]):
                    raise InvalidParameterError(
                        f"{self.words!r}: the parameter {name!r} is not the one of {game.title!r}, "
                        "which has another definition; take it from game.parameters"
                    )

    def on(self, form: EquilibriumForm) -> formula.Formula:
        return compared(self.quantity.on(form), self.relation, self.bound, self.words)

    def of(self, game: Game, profile: Any) -> bool:
        bound = self.bound
        if isinstance(bound, Expression):
            raise ExpressionError(
                f"{self.words!r} has a bound with open parameters, and a closed game has none: put "
                "numbers into it first (at_point)"
            )
        return bool(_COMPARE[self.relation](self.quantity.of(game, profile), bound))

    @property
    def words(self) -> str:
        if self.said:
            return self.said
        return f"{self.quantity.words} is {_WORDS[self.relation]} {self.bound}"


def compared(
    value: Number | RootNumber, relation: str, bound: Number, words: str
) -> formula.Formula:
    """That one function of the parameters is at least, at most, ... another, as a formula.

    Whatever is divided by is multiplied out: by its square, so that no sign turns.
    """
    if isinstance(value, RootNumber):
        return root_compared(value, relation, bound, words)
    difference = quantity(value - bound)
    if isinstance(difference, Fraction):
        return formula.TRUE if _COMPARE[relation](difference, 0) else formula.FALSE
    if relation == "==":
        above = difference.numerator
    else:
        above = difference.numerator * difference.denominator
        if relation in ("<=", "<"):
            above, relation = -above, {"<=": ">=", "<": ">"}[relation]
    return formula.Atom(Condition("", "", "", "", above, relation, words))


def at_point(event: Event, point: Mapping[str, object]) -> Event:
    """The same event with numbers in the place of parameters in its bounds."""
    if isinstance(event, Joined):
        return Joined(event.word, tuple(at_point(part, point) for part in event.events))
    if isinstance(event, Not):
        return Not(at_point(event.event, point))
    if isinstance(event, Compared) and isinstance(event.bound, Expression):
        return Compared(event.quantity, event.relation, event.bound.evaluate(point), event.words)
    return event


# -- how they are made ----------------------------------------------------------------------------


def plays(player: str, infoset: str | None, action: str) -> Event:
    """That a player takes an action for certain where it is that player's turn.

    It is a statement about a strategy: what would be done at an information set is told even where
    play does not come to it.

    Parameters
    ----------
    player, infoset, action
        Labels. In a table, where everybody moves once, the information set is None.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.plays("USSR", "soft", "withdraw"))
    USSR at soft plays withdraw
    """
    chance = Mixing(player, infoset, action)
    return Compared(chance, "==", Fraction(1), f"{chance.place} plays {action}")


def may_play(player: str, infoset: str | None, action: str) -> Event:
    """That a player takes an action with positive probability where it is that player's turn.

    Its opposite, ``~may_play(...)``, is that the action is never taken there.

    Parameters
    ----------
    player, infoset, action
        Labels. In a table, where everybody moves once, the information set is None.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(~bg.may_play("US", "root", "strike"))
    not (US may play strike)
    """
    chance = Mixing(player, infoset, action)
    return Compared(chance, ">", Fraction(0), f"{chance.place} may play {action}")


def happens(label: str) -> Event:
    """That an outcome comes about for certain.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.happens("withdrawal"))
    withdrawal happens
    """
    return Compared(Probability(label), "==", Fraction(1), f"{label} happens")


def may_happen(label: str) -> Event:
    """That an outcome has positive probability.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(~bg.may_happen("war"))
    not (war may happen)
    """
    return Compared(Probability(label), ">", Fraction(0), f"{label} may happen")


def payoff(player: str) -> Quantity:
    """What a player gets on average in equilibrium, to be compared with something.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.payoff("US") > -2)
    the payoff of US is more than -2
    """
    return Payoff(player)


def probability(label: str) -> Quantity:
    """The chance that play comes to an outcome, to be compared with something.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.probability("war") < "1/20")
    the probability of war is less than 1/20
    """
    return Probability(label)


def mixing(player: str, infoset: str | None, action: str) -> Quantity:
    """The chance with which a player takes an action, to be compared with something.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.mixing("US", "both", "trade") <= "1/2")
    the probability that US at both plays trade is at most 1/2
    """
    return Mixing(player, infoset, action)
