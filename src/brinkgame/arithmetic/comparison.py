"""How two numbers are compared: exactly, or with the only tolerance in the library."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic.reading import exact_number, shown
from brinkgame.errors import InvalidNumberError

__all__ = ["Arithmetic", "Exact", "Float"]


class Arithmetic(ABC):
    """How numbers are read and compared: `Exact` or `Float`, and nothing else.

    Algorithms compare only through `sign`, so that what counts as a tie is decided in one place.
    """

    __slots__ = ()

    @abstractmethod
    def number(self, value: object) -> Fraction | float:
        """Read a number (see `exact_number` for what counts as one)."""

    @abstractmethod
    def sign(self, value: Any, scale: Any = 1) -> int:
        """Return -1, 0 or 1: whether `value` is below zero, is zero, or is above.

        `scale` is the size of the quantities that `value` is a difference of, for instance the
        range of the payoffs. Exact numbers do not need it.
        """


@final
@dataclass(frozen=True, slots=True)
class Exact(Arithmetic):
    """Fractions, compared exactly.

    >>> Exact().number(0.1), Exact().sign(Fraction(-1, 10**30))
    (Fraction(1, 10), -1)
    """

    def number(self, value: object) -> Fraction:
        """Read a number exactly, as `exact_number` does."""
        return exact_number(value)

    def sign(self, value: Any, scale: Any = 1) -> int:  # noqa: ARG002
        """Return the sign of an int, a `Fraction` or an `Algebraic`; `scale` plays no part.

        A float raises `InvalidNumberError`: its rounding error would pass for a sign.
        """
        if isinstance(value, float):
            raise InvalidNumberError(
                f"{value!r} is a float, and exact arithmetic compares exact numbers only: "
                "read it with exact_number(), or use Float()"
            )
        return int(value > 0) - int(value < 0)


@final
@dataclass(frozen=True, slots=True)
class Float(Arithmetic):
    """Floats, compared with a tolerance relative to the scale of what is compared.

    >>> Float().sign(1e-12), Float().sign(1e-12, scale=1e-6), Float(tolerance=0).sign(-1e-300)
    (0, 1, -1)
    """

    tolerance: float = 1e-9

    def __post_init__(self) -> None:
        if isinstance(self.tolerance, bool) or not isinstance(self.tolerance, (int, float)):
            raise InvalidNumberError(f"the tolerance {self.tolerance!r} is not a float")
        if not 0 <= self.tolerance < 1:
            raise InvalidNumberError(
                f"the tolerance {self.tolerance!r} is not in [0, 1): it is relative to the scale "
                "of what is compared; 1e-9 is usual"
            )

    def number(self, value: object) -> float:
        """Read a number as the nearest float; `InvalidNumberError` if it is none or too large."""
        if type(value) is float and math.isfinite(value):
            return value
        exact = exact_number(value)
        try:
            return float(exact)
        except OverflowError:
            raise InvalidNumberError(
                f"{shown(value)} is too large for a float: rescale the quantity, or stay exact"
            ) from None

    def sign(self, value: Any, scale: Any = 1) -> int:
        """Return 0 where ``abs(value) <= tolerance * scale``, else the sign; NaN raises."""
        bound = self.tolerance * scale
        if value > bound:
            return 1
        if value < -bound:
            return -1
        if value != value or bound != bound:
            raise InvalidNumberError(f"the sign of {value!r} at scale {scale!r} is not defined")
        return 0
