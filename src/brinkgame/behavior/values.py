"""Value functions: what an amount is worth to a player.

A value function applies to any game, because it changes payoffs and nothing else: whatever solves
the game solves the new one. Payoffs of a game without one are values already; a value function is
put on top of them where a player is thought to be averse to risk or to loss.

Three families are here. *Piecewise linear*: loss counts more than gain, by a factor; exact, and on
open parameters too where the side of the reference point is certain. *Constant aversion*, absolute
(CARA) or relative (CRRA) [1]_ [2]_. *Prospect theory's*: powers on either side of a reference point
[3]_.

.. [1] J. W. Pratt, Risk aversion in the small and in the large, *Econometrica* 32 (1964) 122-136.
.. [2] K. J. Arrow, *Essays in the Theory of Risk-Bearing* (1971), chapter 3.
.. [3] A. Tversky and D. Kahneman, Advances in prospect theory: cumulative representation of
   uncertainty, *Journal of Risk and Uncertainty* 5 (1992) 297-323, equation 5.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import exact_number
from brinkgame.behavior.ranges import bounds
from brinkgame.errors import ExpressionError, InvalidNumberError, InvalidParameterError
from brinkgame.expressions import Expression, quantity

__all__ = ["CARA", "CRRA", "LossAversion", "ProspectValue", "ValueFunction"]


class ValueFunction(ABC):
    """What an amount is worth: an increasing function of payoffs.

    Called with a number it gives a number: a `Fraction` where `is_exact`, otherwise a float. Called
    with an expression in parameters it gives an expression, where there is one.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def is_exact(self) -> bool:
        """Whether the value of every rational amount is rational."""

    @abstractmethod
    def at(self, amount: Any) -> Any:
        """The value of a number, a `Fraction` or a float."""

    @abstractmethod
    def inverse(self, value: Any) -> Any:
        """The amount that has this value: the certainty equivalent of what is worth as much.

        Raises
        ------
        InvalidNumberError
            No amount has it.
        """

    def of_expression(self, amount: Expression) -> Expression:
        """The value of a payoff with open parameters.

        Raises
        ------
        ExpressionError
            It is no rational function of the parameters.
        """
        raise ExpressionError(
            f"{type(self).__name__} of {amount} is no rational function of its parameters; close "
            "the game first, with game.at(...)"
        )

    def __call__(self, amount: Any) -> Any:
        """The value of a number, a number string, a parameter or an expression."""
        if isinstance(amount, float):
            return float(self.at(float(amount)))
        number = quantity(amount)
        if isinstance(number, Expression):
            return self.of_expression(number)
        return self.at(number) if self.is_exact else float(self.at(number))


def _number(what: str, value: object) -> Fraction:
    try:
        return exact_number(value)
    except InvalidNumberError as error:
        raise InvalidParameterError(f"{what}: {error}") from None


def _sides(amount: Expression, reference: Fraction) -> tuple[bool, bool]:
    """Whether a payoff may lie above a point, and below it, over the ranges of its parameters."""
    low, high = bounds(amount - reference)
    return high is None or high > 0, low is None or low < 0


@final
@dataclass(frozen=True, slots=True, init=False)
class LossAversion(ValueFunction):
    """Losses count more than gains, by a factor: linear on either side of a reference point.

    Parameters
    ----------
    factor
        What a loss weighs more than a gain; 9/4 is the estimate of 1992. A factor below one is a
        love of losses, and is allowed; it must be positive.
    reference
        The amount from which gain and loss are counted; it is worth zero.

    Notes
    -----
    Exact. A payoff with open parameters is valued where it lies on one side of the reference point
    over all of their ranges; ``|x|`` is no rational function, so that elsewhere `ExpressionError`
    asks to close the game first, or to narrow a range. Beyond the declared ranges such a value is
    not that of this function.

    References
    ----------
    A. Tversky and D. Kahneman (1992), Journal of Risk and Uncertainty 5, 297-323.

    Examples
    --------
    >>> import brinkgame as bg
    >>> worth = bg.LossAversion("9/4", reference=-1)
    >>> worth(1), worth(-3), worth.inverse("-9/2")
    (Fraction(2, 1), Fraction(-9, 2), Fraction(-3, 1))
    >>> cost = bg.Parameter("cost", baseline=4, low=1, high=8)
    >>> print(bg.LossAversion(2)(-cost))
    -2*cost
    """

    factor: Fraction
    reference: Fraction

    def __init__(self, factor: object = Fraction(9, 4), *, reference: object = 0) -> None:
        object.__setattr__(self, "factor", _number("factor", factor))
        object.__setattr__(self, "reference", _number("reference", reference))
        if self.factor <= 0:
            raise InvalidParameterError(
                f"factor={self.factor}: a loss must count for something; give a positive factor"
            )

    @property
    def is_exact(self) -> bool:
        """Whether values are rational: they always are."""
        return True

    def at(self, amount: Any) -> Any:
        """The distance from the reference point, that of a loss times the factor."""
        gained = amount - self.reference
        return gained if gained >= 0 else self.factor * gained

    def inverse(self, value: Any) -> Any:
        """The amount that is worth this; there always is one."""
        worth = value if isinstance(value, float) else exact_number(value)
        return self.reference + (worth if worth >= 0 else worth / self.factor)

    def of_expression(self, amount: Expression) -> Expression:
        """A gain or a loss over the whole of the ranges; otherwise `ExpressionError`."""
        above, below = _sides(amount, self.reference)
        if above and below and self.factor != 1:
            raise ExpressionError(
                f"{amount} may be a gain or a loss (it lies on both sides of {self.reference} over "
                "the ranges of its parameters), and its value is then no rational function: close "
                "the game first, with game.at(...), or fix the parameters that decide it"
            )
        gained = amount - self.reference
        return gained if above else self.factor * gained


@final
@dataclass(frozen=True, slots=True, init=False)
class CARA(ValueFunction):
    """Constant absolute risk aversion: ``(1 - exp(-a x)) / a``.

    Parameters
    ----------
    aversion
        The coefficient *a*, in one over the unit of payoffs: positive for aversion, negative for a
        love of risk, zero for neither (then the value is the amount, exactly).

    Notes
    -----
    Not rational unless the aversion is zero: payoffs must be floats.

    References
    ----------
    J. W. Pratt (1964), Econometrica 32, 122-136, section 6.

    Examples
    --------
    >>> import brinkgame as bg
    >>> cautious = bg.CARA("1/2")
    >>> round(cautious(2), 6), round(cautious.inverse(cautious(2)), 6)
    (1.264241, 2.0)
    """

    aversion: Fraction

    def __init__(self, aversion: object) -> None:
        object.__setattr__(self, "aversion", _number("aversion", aversion))

    @property
    def is_exact(self) -> bool:
        """Only where there is no aversion."""
        return self.aversion == 0

    def at(self, amount: Any) -> Any:
        """The value of a number."""
        if not self.aversion:
            return amount
        a = float(self.aversion)
        try:
            return -math.expm1(-a * float(amount)) / a
        except OverflowError:
            raise InvalidNumberError(
                f"the value of {amount} under aversion {self.aversion} is too large for a float; "
                "the aversion is counted in one over the unit of payoffs"
            ) from None

    def inverse(self, value: Any) -> Any:
        """The amount of this value; there is none at or beyond the bound ``1/a``."""
        if not self.aversion:
            return value if isinstance(value, float) else exact_number(value)
        a, worth = float(self.aversion), float(value)
        if a * worth >= 1:
            raise InvalidNumberError(f"nothing is worth {value} under aversion {self.aversion}")
        return -math.log1p(-a * worth) / a

    def of_expression(self, amount: Expression) -> Expression:
        """The payoff itself, where there is no aversion; otherwise `ExpressionError`."""
        return amount if not self.aversion else ValueFunction.of_expression(self, amount)


@final
@dataclass(frozen=True, slots=True, init=False)
class CRRA(ValueFunction):
    """Constant relative risk aversion: a power of wealth and payoff together, or their logarithm.

    Parameters
    ----------
    aversion
        The coefficient *g*: 0 for none, 1 for the logarithm, negative for a love of risk.
    wealth
        What is there before: payoffs are counted from it, and ``wealth + payoff`` must be positive
        (zero is allowed where ``g < 1``).

    Notes
    -----
    The value is ``((w + x)**(1 - g) - 1)/(1 - g)``, rational where *g* is a whole number other than
    1; then it is exact, and an open payoff has it too where ``w + x`` is positive over all ranges.

    References
    ----------
    J. W. Pratt (1964), Econometrica 32, 122-136, section 12.

    Examples
    --------
    >>> import brinkgame as bg
    >>> worth = bg.CRRA(2, wealth=10)
    >>> worth(-8), worth.inverse("1/2")
    (Fraction(1, 2), Fraction(-8, 1))
    """

    aversion: Fraction
    wealth: Fraction

    def __init__(self, aversion: object, *, wealth: object = 0) -> None:
        object.__setattr__(self, "aversion", _number("aversion", aversion))
        object.__setattr__(self, "wealth", _number("wealth", wealth))

    @property
    def is_exact(self) -> bool:
        """Where the aversion is a whole number other than 1."""
        return self.aversion.denominator == 1 and self.aversion != 1

    def _whole(self, amount: Any) -> Any:
        total = self.wealth + amount
        if total < 0 or (total == 0 and self.aversion >= 1):
            raise InvalidNumberError(
                f"wealth {self.wealth} and payoff {amount} come to {total}, which has no value "
                f"under relative aversion {self.aversion}; give more wealth"
            )
        return total

    def at(self, amount: Any) -> Any:
        """The value of a number."""
        total = self._whole(amount)
        power = 1 - self.aversion
        if self.is_exact:
            return (total ** int(power) - 1) / power
        if not power:
            return math.log(total)
        return (float(total) ** float(power) - 1) / float(power)

    def inverse(self, value: Any) -> Any:
        """The amount of this value; a power has none beyond its bound."""
        power = 1 - self.aversion
        if not power:
            return math.exp(float(value)) - float(self.wealth)
        worth = value if isinstance(value, float) else exact_number(value)
        inside = power * worth + 1
        if inside < 0 or (inside == 0 and power < 0):
            raise InvalidNumberError(f"nothing is worth {value} under aversion {self.aversion}")
        if abs(power) == 1 and not isinstance(worth, float):
            return inside ** int(power) - self.wealth
        return float(inside) ** (1 / float(power)) - float(self.wealth)

    def of_expression(self, amount: Expression) -> Expression:
        """A power of the payoff, where the exponent is whole and the payoff is always positive."""
        if not self.is_exact:
            return ValueFunction.of_expression(self, amount)
        low, _ = bounds(amount + self.wealth)
        if low is None or low <= 0:
            raise ExpressionError(
                f"wealth {self.wealth} and payoff {amount} may come to zero or less over the "
                "ranges of its parameters; give more wealth, or close the game first"
            )
        power = int(1 - self.aversion)
        return ((amount + self.wealth) ** power - 1) / power


@final
@dataclass(frozen=True, slots=True, init=False)
class ProspectValue(ValueFunction):
    """The value function of prospect theory: powers of gain and of loss, and loss counts more.

    Parameters
    ----------
    gain, loss
        The exponents, alpha and beta of 1992: .88 both. Below one: less and less sensitive with
        distance from the reference point, hence averse to risk in gains and fond of it in losses.
    loss_aversion
        What a loss weighs more than a gain, lambda of 1992: 2.25.
    reference
        The amount from which gain and loss are counted.

    Notes
    -----
    Not rational unless both exponents are one; then it is `LossAversion`. Payoffs must be floats
    otherwise. The estimates are medians of a laboratory's students choosing between sums of money;
    that they hold for statesmen and for wars is an assumption, and so is the reference point.

    References
    ----------
    A. Tversky and D. Kahneman (1992), Journal of Risk and Uncertainty 5, 297-323,
    equation 5 and the medians below it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> worth = bg.ProspectValue()
    >>> round(worth(4), 4), round(worth(-4), 4), round(worth.inverse(worth(-4)), 6)
    (3.387, -7.6207, -4.0)
    """

    gain: Fraction
    loss: Fraction
    loss_aversion: Fraction
    reference: Fraction

    def __init__(
        self,
        gain: object = Fraction(88, 100),
        loss: object = Fraction(88, 100),
        *,
        loss_aversion: object = Fraction(9, 4),
        reference: object = 0,
    ) -> None:
        given = (("gain", gain), ("loss", loss), ("loss_aversion", loss_aversion))
        for name, value in given:
            number = _number(name, value)
            if number <= 0:
                raise InvalidParameterError(f"{name}={number} is not positive")
            object.__setattr__(self, name, number)
        object.__setattr__(self, "reference", _number("reference", reference))

    @property
    def is_exact(self) -> bool:
        """Only where both powers are the first."""
        return self.gain == self.loss == 1

    @property
    def _linear(self) -> LossAversion:
        return LossAversion(self.loss_aversion, reference=self.reference)

    def at(self, amount: Any) -> Any:
        """The value of a number."""
        if self.is_exact:
            return self._linear.at(amount)
        gained = float(amount - self.reference)
        if gained >= 0:
            return gained ** float(self.gain)
        return -float(self.loss_aversion) * (-gained) ** float(self.loss)

    def inverse(self, value: Any) -> Any:
        """The amount that is worth this; there always is one."""
        if self.is_exact:
            return self._linear.inverse(value)
        worth = float(value)
        if worth >= 0:
            return float(self.reference) + worth ** (1 / float(self.gain))
        return float(self.reference) - (-worth / float(self.loss_aversion)) ** (
            1 / float(self.loss)
        )

    def of_expression(self, amount: Expression) -> Expression:
        """As `LossAversion`, where both powers are the first; otherwise `ExpressionError`."""
        if not self.is_exact:
            return ValueFunction.of_expression(self, amount)
        return self._linear.of_expression(amount)
