"""A step along the curve in plain numbers, for games of two by two strategies.

It does what `Curve` does with arrays, which for two unknowns cost many times what they hold; the
tests compare the two.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, final

from brinkgame.continuation.pace import HIGHEST, LOWEST, PLAYED, SETTLED, TAIL, TURNS, Pace

__all__ = ["Corrected", "Pair", "TwoByTwo"]

Pair = tuple[float, float]

_LARGEST_POWER: Final = 700.0


@final
class Corrected(NamedTuple):
    """A point of the curve next to where a step ended, and the direction there, of length one."""

    z: Pair
    rationality: float
    shares: Pair
    tangent: Pair
    slope: float
    determinant: float
    first: float


@final
class TwoByTwo:
    """The logit equations of two players with two strategies, relative to reference strategies.

    The other strategy of each pays ``constant + factor * share`` more than the reference, where the
    share is the other player's of the other strategy.
    """

    __slots__ = ("_constants", "_factors")

    def __init__(self, constants: Pair, factors: Pair) -> None:
        self._constants = constants
        self._factors = factors

    def regrets(self, z: Pair) -> list[float]:
        """What each player could gain by a best response."""
        p, q = _share(z[0]), _share(z[1])
        u = self._constants[0] + self._factors[0] * q
        v = self._constants[1] + self._factors[1] * p
        return [max(0.0, u) - u * p, max(0.0, v) - v * q]

    def attempt(
        self,
        here: tuple[Pair, float, Pair, Pair, float],
        bend: tuple[Pair, float] | None,
        length: float,
        pace: Pace,
    ) -> Corrected | None:
        """The point across from the end of a step of this length; None if it is too far.

        Parameters
        ----------
        here
            Where the step begins: z, L, shares, and the direction in both.
        bend
            How the direction changes, if that is to be believed over this length.
        """
        (x, y), start, (w1, w2), (t1, t2), t3 = here
        (c1, c2), (g1, g2) = self._constants, self._factors
        rationality = start + length * t3
        if start > TAIL and t3 > 0.0:
            settling = length * (start / rationality)
            x += t1 * (settling if w1 > PLAYED else length)
            y += t2 * (settling if w2 > PLAYED else length)
        else:
            x, y = x + length * t1, y + length * t2
            if bend is not None:
                half = 0.5 * length * length
                x, y = x + half * bend[0][0], y + half * bend[0][1]
                rationality += half * bend[1]
        if max(x, y) > HIGHEST or rationality < LOWEST:
            return None
        unit = 1.0 + start
        b1, b2, b3 = w1 * t1, w2 * t2, t3 / unit
        last = first = math.inf
        for turn in range(TURNS):
            if max(x, y) > _LARGEST_POWER:
                return None
            p, q = _share(x), _share(y)
            u, v = c1 + g1 * q, c2 + g2 * p
            size = 1.0 + rationality
            # The rows of the Jacobian: (one, a, c) and (b, one, d), divided by the size of L.
            one, of_unit = 1.0 / size, unit / size
            a = -rationality * g1 * q * (1.0 - q) * one
            b = -rationality * g2 * p * (1.0 - p) * one
            c, d = -u * of_unit, -v * of_unit
            # Across both rows is the direction of the curve.
            d1, d2, d3 = a * d - c * one, c * b - one * d, one * one - a * b
            determinant = b1 * d1 + b2 * d2 + b3 * d3
            if not determinant:
                return None
            r, s = (rationality * u - x) * one, (rationality * v - y) * one
            # Cramer's rule, the third equation being b1 dx + b2 dy + b3 dm = 0.
            dx = (r * (one * b3 - d * b2) - s * (a * b3 - c * b2)) / determinant
            dy = (s * (one * b3 - c * b1) - r * (b * b3 - d * b1)) / determinant
            dl = (r * (b * b2 - one * b1) - s * (one * b2 - a * b1)) / determinant
            x, y = x + dx, y + dy
            rationality += dl * unit
            worst = max(
                abs(dx) * (p + math.exp(min(x, _LARGEST_POWER))),
                abs(dy) * (q + math.exp(min(y, _LARGEST_POWER))),
            )
            if turn == 0:
                first = worst
                if not worst < pace.rejected:
                    return None
            elif not (worst < 0.5 * last or worst < pace.good):
                return None
            # Regrets at the end are smaller than the square of what is good on the way.
            if worst < pace.good and (turn or worst < SETTLED or rationality < TAIL):
                break
            last = worst
        else:
            return None
        d1, d2, d3 = d1 / determinant, d2 / determinant, d3 / determinant
        if not w1 * d1 * d1 + w2 * d2 * d2 + d3 * d3 <= pace.bent:
            return None
        d3 *= unit
        norm = math.sqrt(p * d1 * d1 + q * d2 * d2 + (d3 / (1.0 + rationality)) ** 2)
        return Corrected(
            (x, y), rationality, (p, q), (d1 / norm, d2 / norm), d3 / norm, determinant, first
        )


def _share(z: float) -> float:
    """The probability of the other strategy."""
    power = math.exp(z)
    return power / (1.0 + power)
