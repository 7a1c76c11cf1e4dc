"""A single lottery: amounts with probabilities, and what it is worth to whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import Algebraic, exact_number
from brinkgame.behavior.values import ProspectValue, ValueFunction
from brinkgame.behavior.weights import ProbabilityWeighting, TverskyKahneman
from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import node_probabilities

__all__ = ["Lottery"]

_ROUNDING = 1e-12


@final
class Lottery:
    """Amounts with probabilities; equal amounts are put together, and the best comes first.

    Parameters
    ----------
    outcomes
        ``{amount: probability}``, or pairs of them: exact numbers, or floats throughout.

    Raises
    ------
    InvalidNumberError
        A probability is outside [0, 1], or they do not sum to one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> gamble = bg.Lottery({10: "1/10", 0: "9/10"})
    >>> gamble.expected_value, round(gamble.prospect_value(), 4)
    (Fraction(1, 1), 1.4132)
    """

    __slots__ = ("amounts", "probabilities")

    amounts: tuple[Any, ...]
    """The amounts, from the best to the worst."""
    probabilities: tuple[Any, ...]
    """Their probabilities, in the same order."""

    def __init__(self, outcomes: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> None:
        pairs = outcomes.items() if isinstance(outcomes, Mapping) else outcomes
        read: dict[Any, Any] = {}
        for amount, chance in pairs:
            try:
                here, p = exact_number(amount), exact_number(chance)
            except InvalidNumberError as error:
                raise InvalidNumberError(f"{amount!r} at {chance!r}: {error}") from None
            if not 0 <= p <= 1:
                raise InvalidNumberError(f"the probability {chance} of {amount} is outside [0, 1]")
            read[here] = read.get(here, Fraction(0)) + p
        total = sum(read.values(), start=Fraction(0))
        if abs(total - 1) > _ROUNDING:
            raise InvalidNumberError(f"the probabilities sum to {total}, not 1")
        self._fill(read)

    def _fill(self, read: Mapping[Any, Any]) -> None:
        kept = sorted((amount for amount, p in read.items() if p), reverse=True)
        object.__setattr__(self, "amounts", tuple(kept))
        object.__setattr__(self, "probabilities", tuple(read[amount] for amount in kept))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a lottery cannot be changed (tried to set {name!r})")

    def __reduce__(self) -> tuple[type[Lottery], tuple[tuple[tuple[Any, Any], ...]]]:
        return Lottery, (tuple(zip(self.amounts, self.probabilities, strict=True)),)

    @classmethod
    def of(cls, game: ExtensiveFormGame, profile: Any, player: str) -> Lottery:
        """What a player may get, and with what chance, when everybody follows a profile.

        Parameters
        ----------
        game, profile
            A closed tree, and what everybody does in it.
        player
            Whose payoffs.

        Raises
        ------
        UnknownNameError, InvalidProfileError, UnsupportedGameError
            There is no such player; the profile is none of this game; it is no closed tree, or its
            probabilities are no rational numbers.

        Examples
        --------
        >>> import brinkgame as bg
        >>> deploy = bg.memo.load("deploy").game.at()
        >>> print(bg.Lottery.of(deploy, bg.solve(deploy).only().profile, "USSR"))
        2 at 7/10, -4 at 27/100, -8 at 3/100
        """
        if not isinstance(game, ExtensiveFormGame):
            raise UnsupportedGameError(f"a lottery is read from the ends of a tree; got {game!r}")
        game.require_closed("a lottery")
        if player not in game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
        who = game.players.index(player)
        reach = node_probabilities(game, profile)
        pairs = []
        for node, paid in enumerate(game.terminal_payoffs()):
            if paid is None:
                continue
            chance = reach[game.tree.path(node)]
            if isinstance(chance, Algebraic):
                raise UnsupportedGameError(
                    f"the chance of {game.tree.path(node)} is irrational; take game.to_float()"
                )
            pairs.append((paid[who], chance))
        return cls(pairs)

    @property
    def expected_value(self) -> Fraction:
        """The mean, exactly."""
        pairs = zip(self.amounts, self.probabilities, strict=True)
        return sum((amount * p for amount, p in pairs), start=Fraction(0))

    def expected_utility(self, value: ValueFunction) -> Any:
        """The mean of the values: a `Fraction` where the function is exact, otherwise a float.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.Lottery({1: "1/2", -1: "1/2"}).expected_utility(bg.LossAversion(3))
        Fraction(-1, 1)
        """
        _require(value, ValueFunction, "a value function such as bg.LossAversion()")
        pairs = zip(self.amounts, self.probabilities, strict=True)
        return sum((p * value(amount) for amount, p in pairs), start=Fraction(0))

    def decision_weights(
        self, weighting: ProbabilityWeighting | None = None, *, reference: object = 0
    ) -> dict[Fraction, float]:
        """The weight of each amount, ``{amount: weight}``; they need not sum to one.

        Parameters
        ----------
        weighting
            `TverskyKahneman()` if none is given.
        reference
            From which amount gains and losses are counted; the reference itself counts as a gain.

        Examples
        --------
        >>> import brinkgame as bg
        >>> weights = bg.Lottery({10: "1/10", 0: "2/5", -10: "1/2"}).decision_weights()
        >>> [round(weight, 4) for weight in weights.values()], round(sum(weights.values()), 4)
        ([0.1863, 0.2343, 0.454], 0.8746)
        """
        rule = TverskyKahneman() if weighting is None else weighting
        _require(rule, ProbabilityWeighting, "a weighting such as bg.TverskyKahneman()")
        middle = exact_number(reference)
        found: dict[Fraction, float] = {}
        pairs = list(zip(self.amounts, self.probabilities, strict=True))
        for side, weigh in ((pairs, rule.gains), (pairs[::-1], rule.losses)):
            # From the extreme inwards: at least as good (or as bad) against better (or worse).
            above, before = Fraction(0), 0.0
            for amount, p in side:
                if (amount >= middle) is not (side is pairs):
                    break
                above += p
                here = weigh(min(above, Fraction(1)))
                found[amount] = here - before
                before = here
        return {amount: found[amount] for amount in self.amounts}

    def prospect_value(
        self,
        value: ValueFunction | None = None,
        weighting: ProbabilityWeighting | None = None,
    ) -> float:
        """What the lottery is worth under cumulative prospect theory.

        Parameters
        ----------
        value, weighting
            `ProspectValue()` and `TverskyKahneman()` if none are given. Gains and losses are
            counted from the reference point of the value function, or from zero if it has none.

        References
        ----------
        A. Tversky and D. Kahneman (1992), Journal of Risk and Uncertainty 5, 297-323, equation 1.

        Examples
        --------
        >>> import brinkgame as bg
        >>> round(bg.Lottery({-10: "1/10", 0: "9/10"}).prospect_value(), 4)
        -2.904
        """
        function = ProspectValue() if value is None else value
        _require(function, ValueFunction, "a value function such as bg.ProspectValue()")
        weights = self.decision_weights(
            weighting, reference=getattr(function, "reference", Fraction(0))
        )
        return math.fsum(weight * float(function(amount)) for amount, weight in weights.items())

    def certainty_equivalent(
        self, value: ValueFunction, weighting: ProbabilityWeighting | None = None
    ) -> Any:
        """The amount that, had for certain, is worth as much as the lottery.

        Parameters
        ----------
        value
            The value function.
        weighting
            If given, the lottery is worth its `prospect_value`; otherwise its `expected_utility`.

        Returns
        -------
        Fraction or float
            Exact where the function and its inverse are.

        Examples
        --------
        >>> import brinkgame as bg
        >>> gamble = bg.Lottery({10: "1/2", -10: "1/2"})
        >>> gamble.certainty_equivalent(bg.LossAversion(3))
        Fraction(-10, 3)
        """
        if weighting is None:
            return value.inverse(self.expected_utility(value))
        return value.inverse(self.prospect_value(value, weighting))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lottery):
            return NotImplemented
        return (self.amounts, self.probabilities) == (other.amounts, other.probabilities)

    def __hash__(self) -> int:
        return hash((self.amounts, self.probabilities))

    def __str__(self) -> str:
        pairs = zip(self.amounts, self.probabilities, strict=True)
        return ", ".join(f"{amount} at {p}" for amount, p in pairs)

    def __repr__(self) -> str:
        return f"<Lottery {self}>"


def _require(given: object, kind: type, words: str) -> None:
    if not isinstance(given, kind):
        raise InvalidParameterError(f"expected {words}, got {given!r}")
