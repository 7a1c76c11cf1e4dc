"""Weights of probabilities: how a decision maker distorts them, for single lotteries only.

A weighting function maps the chance of *doing at least as well* to a weight; the weight of an
outcome is the difference between that of doing at least as well and that of doing better
(rank-dependent, cumulative [1]_). Gains and losses have functions of their own, and their weights
together need not sum to one.

They are not offered for games. A game is solved by folding back, and weights do not fold back: the
weight of two chances in a row is not the product of their weights, so that a plan that is best at
the root is not followed on arrival, and the weighted game depends on how a chance move is written
down. There is no game whose solution would be the answer. A value function has none of these faults
(`transform_payoffs`).

.. [1] A. Tversky and D. Kahneman, Advances in prospect theory: cumulative representation of
   uncertainty, *Journal of Risk and Uncertainty* 5 (1992) 297-323, equations 1, 2 and 6.
.. [2] D. Prelec, The probability weighting function, *Econometrica* 66 (1998) 497-527.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidNumberError, InvalidParameterError

__all__ = ["Prelec", "ProbabilityWeighting", "TverskyKahneman"]


class ProbabilityWeighting(ABC):
    """How the probability of a gain, and that of a loss, are weighed; 0 and 1 stay as they are."""

    __slots__ = ()

    @abstractmethod
    def gains(self, probability: object) -> float:
        """The weight of a chance of doing at least so well, among gains."""

    @abstractmethod
    def losses(self, probability: object) -> float:
        """The weight of a chance of doing at least so badly, among losses."""


def _chance(value: object) -> float:
    number = exact_number(value)
    if not 0 <= number <= 1:
        raise InvalidNumberError(f"the probability {value} is outside [0, 1]")
    return float(number)


def _read(name: str, value: object, low: Fraction) -> Fraction:
    try:
        number = exact_number(value)
    except InvalidNumberError as error:
        raise InvalidParameterError(f"{name}: {error}") from None
    if number <= low:
        raise InvalidParameterError(f"{name}={number} must be above {low}")
    return number


# Below this exponent the one-parameter form falls somewhere: Rieger and Wang (2006), Economic
# Theory 28, 665-679. Weights of outcomes would be negative.
_RISING_FROM = Fraction(28, 100)


@final
@dataclass(frozen=True, slots=True, init=False)
class TverskyKahneman(ProbabilityWeighting):
    """The one-parameter form of cumulative prospect theory, ``p^c / (p^c + (1 - p)^c)^(1/c)``.

    Parameters
    ----------
    gain, loss
        The exponents, gamma and delta of 1992: .61 and .69. One leaves probabilities alone; below
        about .28 the function is not increasing, and is refused.

    References
    ----------
    A. Tversky and D. Kahneman (1992), Journal of Risk and Uncertainty 5, 297-323,
    equation 6.

    Examples
    --------
    >>> import brinkgame as bg
    >>> weigh = bg.TverskyKahneman()
    >>> [round(weigh.gains(p), 5) for p in ("0.1", "0.5")], round(weigh.losses("0.5"), 5)
    ([0.1863, 0.42064], 0.45399)
    """

    gain: Fraction
    loss: Fraction

    def __init__(self, gain: object = Fraction(61, 100), loss: object = Fraction(69, 100)) -> None:
        object.__setattr__(self, "gain", _read("gain", gain, _RISING_FROM))
        object.__setattr__(self, "loss", _read("loss", loss, _RISING_FROM))

    def gains(self, probability: object) -> float:
        """The weight under the exponent of gains."""
        return _one_parameter(_chance(probability), float(self.gain))

    def losses(self, probability: object) -> float:
        """The weight under the exponent of losses."""
        return _one_parameter(_chance(probability), float(self.loss))


def _one_parameter(p: float, c: float) -> float:
    if p in (0.0, 1.0):
        return p
    top = p**c
    return float(top / (top + (1 - p) ** c) ** (1 / c))


@final
@dataclass(frozen=True, slots=True, init=False)
class Prelec(ProbabilityWeighting):
    """Prelec's form, ``exp(-b (-ln p)^a)``, for gains and losses alike.

    Parameters
    ----------
    curvature
        *a*: one for none, below one for an inverse S. The common point is 1/e where ``elevation``
        is one.
    elevation
        *b*: above one, every weight is smaller.

    References
    ----------
    D. Prelec (1998), The probability weighting function, Econometrica 66, 497-527, proposition 1.

    Examples
    --------
    >>> import math
    >>> import brinkgame as bg
    >>> weigh = bg.Prelec("0.65")
    >>> round(weigh.gains(1 / math.e) - 1 / math.e, 12), round(weigh.losses("0.01"), 4)
    (0.0, 0.0673)
    """

    curvature: Fraction
    elevation: Fraction

    def __init__(self, curvature: object, elevation: object = 1) -> None:
        object.__setattr__(self, "curvature", _read("curvature", curvature, Fraction(0)))
        object.__setattr__(self, "elevation", _read("elevation", elevation, Fraction(0)))

    def gains(self, probability: object) -> float:
        """The weight of a probability, whatever it is the chance of."""
        p = _chance(probability)
        if p in (0.0, 1.0):
            return p
        return math.exp(-float(self.elevation) * (-math.log(p)) ** float(self.curvature))

    def losses(self, probability: object) -> float:
        """The weight, the same as that of gains."""
        return self.gains(probability)
