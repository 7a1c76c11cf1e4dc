"""How far it is from a point to where a condition comes to hold.

Coordinates are those of the unit box; distances are measured from a centre, each coordinate in
units of its own. See `robustness` for what it is for and why the bounds hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.polynomials import Polynomial, bernstein_table
from brinkgame.parametric.regions.ranges import Ranges

__all__ = ["Metric", "Part", "Reach", "farthest_free", "plane_foot"]

Array: TypeAlias = npt.NDArray[np.float64]
Number: TypeAlias = "Fraction | Algebraic"

_RADII: Final = 16
"""Radii that are tried in one pass."""
_SHARP: Final = 2.0**-44
"""How near to each other the ends of a bisection come, relatively."""
_ENTRIES: Final = 2**16
"""Coefficients that are held at once."""
_MOST_CORNERS: Final = 32
"""Corners whose ways are followed exactly; more of them are as near as that only by chance."""
_EXACT_ENTRIES: Final = 2**9
"""Coefficients that are written down exactly."""
_LARGEST_TENSOR: Final = 2**14
"""Entries of a tensor that is written down."""
_HALVINGS: Final = 45


@final
@dataclass(frozen=True, slots=True)
class Metric:
    """A centre in the unit box, how fast each coordinate moves with the radius, and the norm."""

    names: tuple[str, ...]
    centre: tuple[Fraction, ...]
    speed: tuple[Fraction, ...]
    euclidean: bool

    @property
    def farthest(self) -> float:
        """A radius that takes in the whole unit box."""
        ways = [max(c, 1 - c) / s for c, s in zip(self.centre, self.speed, strict=True)]
        if self.euclidean:
            return math.sqrt(sum(float(w) ** 2 for w in ways)) * (1 + 1e-12)
        return float(max(ways)) * (1 + 1e-12)

    def box(self, radii: Array) -> tuple[Array, Array]:
        """The boxes of these radii, cut to the unit box: a row a coordinate, a column a radius."""
        centre = np.array([float(c) for c in self.centre])[:, None]
        way = np.array([float(s) for s in self.speed])[:, None] * radii
        slack = 4 * np.finfo(float).eps * (np.abs(centre) + way)
        return np.maximum(centre - way - slack, 0.0), np.minimum(centre + way + slack, 1.0)

    def length(self, point: Sequence[Fraction]) -> Fraction:
        """The radius at which a point lies; of the Euclidean norm, its square."""
        ways = [abs(x - c) / s for x, c, s in zip(point, self.centre, self.speed, strict=True)]
        return sum((w * w for w in ways), Fraction(0)) if self.euclidean else max(ways)

    def nearest(self, low: Array, high: Array) -> tuple[Array, Array]:
        """The point of each box next to the centre, and its radius, rounded down."""
        centre = np.array([float(c) for c in self.centre])[:, None]
        speed = np.array([float(s) for s in self.speed])[:, None]
        point = np.clip(centre, low, high)
        ways = np.abs(point - centre) / speed
        length = np.sqrt((ways**2).sum(axis=0)) if self.euclidean else ways.max(axis=0)
        return point, np.maximum(length * (1 - 1e-14) - 1e-15, 0.0)

    def to_plane(self, ways: Array, value: Array, low: Array, high: Array) -> Array:
        """How far it is in each box to where ``value + ways @ u >= 0``, rounded down.

        The point that is nearest goes along the slope as far as the box allows, by as much as it
        takes; infinite where nothing in the box is enough.
        """
        euclidean = self.euclidean
        direction = ways if euclidean else np.sign(ways)
        ends = np.maximum(np.abs(low), np.abs(high))
        with np.errstate(divide="ignore", invalid="ignore"):
            most = np.nan_to_num(np.where(direction != 0, ends / np.abs(direction), 0.0)).max(
                axis=0
            )
        few, many = np.zeros_like(value), most * (1 + 1e-12)

        def gained(much: Array) -> tuple[Array, Array]:
            point = np.clip(direction * much, low, high)
            return value + (ways * point).sum(axis=0), point

        out = gained(many)[0] < 0
        for _ in range(_HALVINGS):
            middle = (few + many) / 2
            enough = gained(middle)[0] >= 0
            few, many = np.where(enough, few, middle), np.where(enough, middle, many)
        point = gained(few)[1]
        length = np.sqrt((point**2).sum(axis=0)) if euclidean else few
        return np.where(out, np.inf, np.where(value >= 0, 0.0, length))


@final
@dataclass(frozen=True, slots=True)
class Part:
    """One condition in unit coordinates."""

    condition: Condition
    polynomial: Polynomial
    is_constraint: bool = False

    @property
    def relation(self) -> str:
        """How the polynomial compares with zero."""
        return self.condition.relation

    def never_holds(self) -> bool:
        """Whether it certainly holds nowhere in the unit box, its sides included."""
        entries = math.prod(degree + 1 for degree in self.polynomial.degrees().values())
        if entries > _EXACT_ENTRIES or self.relation not in (">", ">="):
            return False
        _, table = bernstein_table(self.polynomial, self.polynomial.names)
        return bool((table <= 0).all() if self.relation == ">" else (table < 0).all())


@final
@dataclass(frozen=True, slots=True)
class Reach:
    """How far a condition certainly fails.

    Attributes
    ----------
    low
        Below this radius it fails everywhere; infinite if it does all over the unit box.
    exact
        The least radius at which it does not fail, where that is known exactly.
    corner
        The direction of that, by name: 1, -1 where the coordinate moves, or stays at an end.
    """

    low: float
    exact: Number | None = None
    corner: tuple[int, ...] = ()


def _separated(
    ranges: Ranges, relations: Sequence[str], low: Array, high: Array
) -> npt.NDArray[Any]:
    """Which conditions fail all over which boxes: a row a condition."""
    bottom, top = ranges.over(low, high)
    fails = top < 0
    for k, relation in enumerate(relations):
        if relation == "==":
            fails[k] |= bottom[k] > 0
        elif relation == "!=":
            fails[k] = False
    return fails


def farthest_free(part: Part, metric: Metric) -> Reach:
    """How far a single condition fails, from below, and exactly where that can be had."""
    polynomial = part.polynomial
    if polynomial.is_constant or part.relation == "!=":
        return Reach(0.0)
    axes = [metric.names.index(name) for name in polynomial.names]  # in the order of the tables
    own = Metric(
        tuple(metric.names[k] for k in axes),
        tuple(metric.centre[k] for k in axes),
        tuple(metric.speed[k] for k in axes),
        metric.euclidean,
    )
    ranges = Ranges([polynomial], own.names)
    entries = math.prod(degree + 1 for degree in polynomial.degrees().values())
    batch = max(1, min(_RADII, _ENTRIES // entries))

    curved = _Curved(polynomial, own) if own.euclidean and part.relation != "==" else None

    def fails(radii: Array) -> npt.NDArray[Any]:
        low, high = own.box(radii)
        found = _separated(ranges, [part.relation], low, high)[0]
        if curved is not None:
            found |= curved.below_zero(radii) | _below_plane(ranges, own, radii, low, high)
        return np.asarray(found)

    low, high = 0.0, own.farthest
    if not fails(np.array([0.0]))[0]:
        return Reach(0.0)
    if fails(np.array([high]))[0]:
        return Reach(math.inf)
    while high - low > _SHARP * high:
        radii = np.linspace(low, high, batch + 2)[1:-1]
        holds = ~fails(radii)
        first = int(np.argmax(holds)) if holds.any() else len(radii)
        if first:
            low = float(radii[first - 1])
        if first < len(radii):
            high = float(radii[first])
    if own.euclidean:
        return Reach(low, *_exact_in_plane(polynomial, own))
    if part.relation == "==" or entries != 2 ** len(own.names):
        return Reach(low)
    # What holds within rounding at `high` may do so a little farther away in truth.
    found = _exact_corner(polynomial, own, ranges, low, high + 1e-9 * high + 1e-12)
    if found is None:
        return Reach(low)
    root, signs = found
    corner = [0] * len(metric.names)
    for k, sign in zip(axes, signs, strict=True):
        corner[k] = sign
    return Reach(low, root, tuple(corner))


def _below_plane(
    ranges: Ranges, metric: Metric, radii: Array, low: Array, high: Array
) -> npt.NDArray[Any]:
    """Whether a plane above the polynomial in the box is below zero in ball and box."""
    slopes, _, top = ranges.affine(0, low, high)
    width = high - low
    centre = np.array([float(c) for c in metric.centre])[:, None]
    speed = np.array([float(s) for s in metric.speed])[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        gradient = np.where(width > 0, slopes / width, 0.0)
    at_centre = gradient * (centre - low)
    size = np.abs(top) + np.abs(at_centre).sum(axis=0)
    value = at_centre.sum(axis=0) + top + 1e-13 * size
    away = metric.to_plane(gradient * speed, value, (low - centre) / speed, (high - centre) / speed)
    return np.asarray(away * (1 - 1e-12) > radii)


@final
class _Curved:
    """A polynomial over balls: its quadratic part exactly, what is beyond by its size.

    The greatest value of ``g @ u + u @ H @ u / 2`` over ``|u| <= r`` is at most ``g @ inverse(m -
    H) @ g / 2 + m * r**2 / 2`` for every m above the eigenvalues of H, and equal to it for the best
    m (the trust-region problem [1]_). A homogeneous part of higher degree is at most ``r**degree``
    times the length of its symmetric tensor.

    .. [1] A. R. Conn, N. I. M. Gould, P. L. Toint (2000), *Trust-Region Methods*, chapter 7.
    """

    def __init__(self, polynomial: Polynomial, metric: Metric) -> None:
        place = {name: k for k, name in enumerate(metric.names)}
        images = {
            name: (c, s)
            for name, c, s in zip(metric.names, metric.centre, metric.speed, strict=True)
        }
        n = len(place)
        self.constant, self.size = 0.0, 0.0
        gradient, curvature = np.zeros(n), np.zeros((n, n))
        higher: dict[int, list[tuple[float, list[int]]]] = {}
        for monomial, exact in polynomial.moved(images).terms.items():
            c = float(exact)
            self.size += abs(c)
            where = [place[name] for name, e in monomial for _ in range(e)]
            if not where:
                self.constant = c
            elif len(where) == 1:
                gradient[where[0]] = c
            elif len(where) == 2:
                curvature[where[0], where[1]] += c
                curvature[where[1], where[0]] += c
            else:
                higher.setdefault(len(where), []).append((c, where))
        self.beyond = {degree: _longest(terms, n) for degree, terms in higher.items()}
        self.eigenvalues, turned = np.linalg.eigh(curvature)
        self.gradient = turned.T @ gradient

    def below_zero(self, radii: Array) -> npt.NDArray[Any]:
        """Whether it is certainly below zero in each ball."""
        radii = np.maximum(radii, 1e-30)
        # The rounding of eigenvalues is of this size; a larger multiplier is only less sharp.
        least = max(float(self.eigenvalues[-1]), 0.0) + 1e-12 * self.size
        low = np.full(len(radii), least)
        high = least + float(np.linalg.norm(self.gradient)) / radii + 1e-12 * self.size
        squares = (self.gradient**2)[:, None]
        for _ in range(60):  # the length of the solution falls as the multiplier grows
            middle = (low + high) / 2
            length = (squares / (middle - self.eigenvalues[:, None]) ** 2).sum(axis=0)
            longer = length > radii**2
            low, high = np.where(longer, middle, low), np.where(longer, high, middle)
        most = (squares / (high - self.eigenvalues[:, None])).sum(axis=0) / 2
        most = most + high * radii**2 / 2
        for degree, size in self.beyond.items():
            most = most + size * radii**degree
        return np.asarray(self.constant + most < -1e-11 * self.size)


def _longest(terms: Sequence[tuple[float, list[int]]], n: int) -> float:
    """A bound on the values of a homogeneous polynomial on the unit ball.

    It is the largest singular value of the symmetric tensor unfolded to a matrix, or the length of
    the tensor where that would be too large.
    """
    degree = len(terms[0][1])
    orders = math.factorial(degree)
    if n**degree > _LARGEST_TENSOR:
        squares = 0.0
        for c, where in terms:
            repeated = math.prod(math.factorial(where.count(k)) for k in set(where))
            squares += c * c * repeated / orders
        return math.sqrt(squares)
    tensor = np.zeros((n,) * degree)
    for c, where in terms:
        for order in set(permutations(where)):
            repeated = math.prod(math.factorial(where.count(k)) for k in set(where))
            tensor[order] += c * repeated / orders
    half = degree // 2
    values = np.linalg.svd(tensor.reshape(n**half, -1), compute_uv=False)
    return float(values[0]) * (1 + 1e-12)


def _exact_corner(
    polynomial: Polynomial, metric: Metric, ranges: Ranges, low: float, high: float
) -> tuple[Number, tuple[int, ...]] | None:
    """The radius at which the first corner of the box makes a polynomial zero, and that corner.

    Between `low` and `high` only those corners come into question whose value at `high` is not far
    below zero: by as much as it may have changed in between.
    """
    bottom, top = metric.box(np.array([high]))
    values = ranges.coefficients(0, bottom, top)[..., 0]
    size = sum(abs(float(c)) * sum(e for _, e in m) for m, c in polynomial.terms.items())
    speed = max(float(s) for s in metric.speed)
    margin = 2 * size * speed * (high - low) + 2 * ranges.errors[0] + 1e-13 * size
    near = np.argwhere(values >= -margin)
    if not len(near) or len(near) > _MOST_CORNERS:
        return None
    ends = Fraction(low), Fraction(high)
    best: tuple[Number, tuple[int, ...]] | None = None
    for place in near.tolist():
        signs = tuple(1 if upper else -1 for upper in place)
        way = _along(polynomial, metric, signs, ends)
        if way is None:
            return None
        if not any(way[1:]):
            continue
        roots = real_roots(way, *ends)
        if roots and (best is None or roots[0] < best[0]):
            best = roots[0], signs
    return best


def _along(
    polynomial: Polynomial,
    metric: Metric,
    signs: Sequence[int],
    between: tuple[Fraction, Fraction],
) -> list[Fraction] | None:
    """A polynomial on the way to a corner as one in the radius; None where the way has a bend."""
    images = {}
    for name, centre, speed, sign in zip(
        metric.names, metric.centre, metric.speed, signs, strict=True
    ):
        room = ((1 - centre) if sign > 0 else centre) / speed
        if room >= between[1]:
            images[name] = (centre, sign * speed)
        elif room <= between[0]:
            images[name] = (Fraction(int(sign > 0)), Fraction(0))
        else:
            return None
    found = [Fraction(0)]
    for monomial, coefficient in polynomial.terms.items():
        term = [coefficient]
        for name, power in monomial:
            a, b = images[name]
            for _ in range(power):
                longer = [Fraction(0)] * (len(term) + 1)
                for k, value in enumerate(term):
                    longer[k] += value * a
                    longer[k + 1] += value * b
                term = longer
        found += [Fraction(0)] * (len(term) - len(found))
        for k, value in enumerate(term):
            found[k] += value
    return found


def _exact_in_plane(
    polynomial: Polynomial, metric: Metric
) -> tuple[Number | None, tuple[int, ...]]:
    """The Euclidean distance of a half-space from the centre, within the unit box; exactly."""
    if polynomial.degree != 1:
        return None, ()
    foot = plane_foot(polynomial, metric)
    if foot is None:
        return None, ()
    square = metric.length(foot)
    roots = real_roots([-square, 0, 1], 0)
    return roots[0], ()


def plane_foot(polynomial: Polynomial, metric: Metric) -> tuple[Fraction, ...] | None:
    """The point of a half-space and the unit box that is nearest to the centre, exactly.

    Coordinates that come to an end of the box stay there, and the others go on (the point is that
    of the smallest multiplier, by the conditions of Karush, Kuhn and Tucker).
    """
    slope = [polynomial.terms.get(((name, 1),), Fraction(0)) for name in metric.names]
    gradient = [g * s for g, s in zip(slope, metric.speed, strict=True)]
    value = polynomial.at(dict(zip(metric.names, metric.centre, strict=True)))
    # Multiplier at which each coordinate comes to its end.
    stops = sorted(
        ((((1 - c) if g > 0 else c) / s) / abs(g), k)
        for k, (g, c, s) in enumerate(zip(gradient, metric.centre, metric.speed, strict=True))
        if g
    )
    moving = {k for _, k in stops}
    multiplier = Fraction(0)
    for stop, k in [*stops, (None, -1)]:
        rate = sum((gradient[j] ** 2 for j in moving), Fraction(0))
        if not rate:
            return None
        if stop is None or value + rate * (stop - multiplier) >= 0:
            multiplier -= value / rate
            break
        value += rate * (stop - multiplier)
        multiplier = stop
        moving.discard(k)
    return tuple(
        min(max(c + s * g * multiplier, Fraction(0)), Fraction(1))
        for c, s, g in zip(metric.centre, metric.speed, gradient, strict=True)
    )
