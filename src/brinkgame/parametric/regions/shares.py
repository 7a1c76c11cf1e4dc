"""How much of the constrained box a region takes, between bounds that are certain.

With few parameters the box is cut into smaller ones until each lies inside or outside of the region
or has a border in it; a box with a single border is shared out between two planes that enclose the
border, so that what is undecided falls with the square of the size of the boxes. With more
parameters points are drawn, each is judged exactly, and the bounds are those of Clopper and Pearson
[1]_ at a stated confidence.

.. [1] C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
   case of the binomial", *Biometrika* 26 (1934).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError, InvalidParameterError
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.regions.domain import Domain, domain_of
from brinkgame.parametric.regions.formula import FALSE, TRUE, Atom, Formula, formula_of
from brinkgame.parametric.regions.halfspaces import share_above
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.programs import SignProgram, constraints_of, tidied
from brinkgame.parametric.regions.ranges import Ranges

__all__ = ["Share", "share"]

_CERTIFIED: Final = 3
"""Up to so many parameters the bounds are certain; beyond, boxes become too many."""
_MOST_AXES: Final = 6
_BATCH: Final = 20_000
_MOST_BOXES: Final = 4_000_000
_CONFIDENCE: Final = 0.99
_DRAWS: Final = 2_000_000
_MOST_DRAWN: Final = 50_000_000
_MOST_CASES: Final = 64
_SPENT: Final = 0.3
"""The part of the tolerance that boxes may keep which are not cut any further."""

_Array: TypeAlias = npt.NDArray[np.float64]


@final
@dataclass(frozen=True, slots=True)
class Share:
    """Bounds on the share of the constrained box in which a formula holds.

    Attributes
    ----------
    low, high
        The bounds: fractions where they are exact, floats otherwise.
    method
        ``"certified"`` where the share lies between the bounds for sure, ``"binomial"`` where it
        does with `confidence`.
    confidence
        The probability with which drawn bounds contain the share; None where they are certain.
    count
        How many boxes were looked at, or points drawn.
    names
        The parameters that matter to the share.
    """

    low: Fraction | float
    high: Fraction | float
    method: Literal["certified", "binomial"]
    confidence: float | None
    count: int
    names: tuple[str, ...]

    @property
    def undecided(self) -> Fraction | float:
        """How far apart the bounds are."""
        return self.high - self.low

    @property
    def value(self) -> float:
        """The middle of the bounds."""
        return float(self.low + self.high) / 2

    @property
    def boxes(self) -> int | None:
        """How many boxes were looked at; None where points were drawn."""
        return self.count if self.method == "certified" else None

    @property
    def draws(self) -> int | None:
        """How many points were drawn; None where boxes were looked at."""
        return self.count if self.method == "binomial" else None

    def __str__(self) -> str:
        if self.low == self.high:
            exact = f" = {self.low}" if isinstance(self.low, Fraction) else ""
            return f"{float(self.low):.4g} of the box{exact}"
        how = "" if self.confidence is None else f" (confidence {self.confidence:.0%})"
        return f"between {float(self.low):.4g} and {float(self.high):.4g} of the box{how}"


def share(
    formula: object,
    space: ParameterSpace,
    *,
    tolerance: float = 0.01,
    control: Control = FREE,
    seed: int = 0,
    method: Literal["certified", "binomial"] | None = None,
    distributions: bool = False,
) -> Share:
    """Return bounds on the share of the constrained box in which a formula holds.

    Parameters
    ----------
    formula
        A `Formula`, or what `formula_of` reads.
    space
        The box and its constraints: the share is that of the points that satisfy these.
    tolerance
        How far apart the bounds may be. Drawn bounds come near to it.
    control
        A time limit: what is undecided then stays between the bounds.
    seed
        Of drawn points.
    method
        ``"certified"`` or ``"binomial"``; None for certain bounds where the formula, and the
        constraints on its parameters, are about at most three parameters, and drawn points beyond.
    distributions
        Whether a parameter with a distribution is weighed by it, cut off at the ends of its range;
        all are independent. The others, and all without this, are uniform.

    Raises
    ------
    InvalidParameterError
        A parameter has no low or no high end, or there are too many of them for certain bounds.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import share
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/4", low=0, high=1)
    >>> print(share(3 * x <= 1, bg.ParameterSpace([x])))
    0.3333 of the box = 1/3
    """
    if not 0 < tolerance <= 1:
        raise InvalidNumberError(f"the tolerance {tolerance!r} is not between 0 and 1")
    if method not in (None, "certified", "binomial"):
        raise InvalidNumberError(f"method={method!r} is neither 'certified' nor 'binomial'")
    domain = domain_of(space)
    asked = formula_of(formula)
    domain.require(asked.names)
    short = tidied(asked, domain)
    names = [n for n in domain.linked(short.names) if n not in domain.fixed]
    if short in (TRUE, FALSE):
        value = Fraction(int(short == TRUE))
        return Share(value, value, "certified", None, 0, ())
    domain.require_box(names)
    if method is None:
        method = "certified" if len(names) <= _CERTIFIED else "binomial"
    if method == "binomial":
        return _drawn(short, domain, names, tolerance, control, seed, distributions)
    whole = [name for name in names if space[name].whole]
    axes = [name for name in names if not space[name].whole]
    if len(axes) > _MOST_AXES:
        raise InvalidParameterError(
            f"certain bounds over {len(axes)} parameters ({', '.join(axes)}) take too many boxes: "
            "fix some, or leave out method='certified'"
        )
    return _certified(short, domain, axes, whole, tolerance, control, distributions)


# --- certain bounds -----------------------------------------------------------------------------


@final
@dataclass(slots=True)
class _Bounds:
    """Bounds on the measure of the region and of the rest of the constrained box."""

    inside_low: Any = 0
    inside_high: Any = 0
    outside_low: Any = 0
    outside_high: Any = 0
    count: int = 0

    def add(self, other: _Bounds, weight: Any) -> None:
        self.inside_low += weight * other.inside_low
        self.inside_high += weight * other.inside_high
        self.outside_low += weight * other.outside_low
        self.outside_high += weight * other.outside_high
        self.count += other.count

    def ends(self) -> tuple[Any, Any]:
        """The least and the greatest share."""
        least = self.inside_low + self.outside_high
        most = self.inside_high + self.outside_low
        low = self.inside_low / least if least > 0 else 0
        return low, (self.inside_high / most if most > 0 else 1)


def _certified(
    formula: Formula,
    domain: Domain,
    axes: Sequence[str],
    whole: Sequence[str],
    tolerance: float,
    control: Control,
    distributions: bool,
) -> Share:
    cases = _cases(domain, whole, distributions)
    allowed = constraints_of(domain, [*axes, *whole])
    box = _without_constraints(domain)
    total = _Bounds()
    for values, weight in cases:
        here = tidied_at(formula, values, box)
        room = tidied_at(allowed, values, box)
        if len(axes) == 1:
            part = _on_a_line(here, room, domain, axes[0], distributions)
        elif not axes:
            inside, ok = here == TRUE, room == TRUE
            yes, no = int(ok and inside), int(ok and not inside)
            part = _Bounds(yes, yes, no, no, 1)
        else:
            part = _Subdivision(here, room, domain, axes, distributions).run(tolerance, control)
        total.add(part, weight)
    low, high = total.ends()
    if isinstance(low, float) or isinstance(high, float):
        low, high = max(0.0, float(low) * (1 - 1e-12)), min(1.0, float(high) * (1 + 1e-12))
    return Share(low, high, "certified", None, total.count, (*axes, *whole))


def _without_constraints(domain: Domain) -> Domain:
    """The box alone: there a constraint is a condition like others, and not true already."""
    return domain_of(ParameterSpace(domain.space.values()))


def tidied_at(formula: Formula, values: dict[str, Fraction], domain: Domain) -> Formula:
    """A formula with some parameters replaced by numbers."""
    if isinstance(formula, Atom):
        from dataclasses import replace

        condition = formula.condition
        put = {
            name: value
            for name, value in {**domain.fixed, **values}.items()
            if name in condition.difference.symbols
        }
        if put:
            condition = replace(condition, difference=condition.difference.substitute(put))
        if condition.difference.is_constant:
            return TRUE if condition.holds({}) else FALSE
        return tidied(Atom(condition), domain)
    parts = (tidied_at(part, values, domain) for part in formula.parts)  # type: ignore[attr-defined]
    return type(formula).of(*parts)  # type: ignore[attr-defined,no-any-return]


def _cases(
    domain: Domain, whole: Sequence[str], distributions: bool
) -> list[tuple[dict[str, Fraction], Any]]:
    """Every combination of whole values, with its weight."""
    ranges = []
    for name in whole:
        low, high = domain.sides[name]
        assert low is not None and high is not None  # noqa: S101, PT018
        values = [Fraction(k) for k in range(int(low), int(high) + 1)]
        known = domain.space[name].distribution if distributions else None
        weights: list[Any] = [Fraction(1, len(values))] * len(values)
        if known is not None:
            mass = [float(known.cdf(float(v))) - float(known.cdf(float(v) - 1)) for v in values]
            weights = [m / sum(mass) for m in mass]
        ranges.append([(name, v, w) for v, w in zip(values, weights, strict=True)])
    total = math.prod(len(each) for each in ranges)
    if total > _MOST_CASES:
        raise InvalidParameterError(
            f"{', '.join(whole)} take {total} whole values together: fix one, or leave out "
            "method='certified'"
        )
    return [
        ({name: v for name, v, _ in choice}, math.prod(w for _, _, w in choice))
        for choice in product(*ranges)
    ]


def _on_a_line(
    here: Formula, room: Formula, domain: Domain, name: str, distributions: bool
) -> _Bounds:
    """One parameter: between roots nothing changes."""
    program = SignProgram(here, room)
    low, high = domain.images[name][0], sum(domain.images[name])
    places: list[Any] = [low, Fraction(high)]
    for factor in program.factors:
        places += real_roots(_along(factor, name), low, high)
    ordered = sorted(set(places))
    known = domain.space[name].distribution if distributions else None
    bounds = _Bounds(Fraction(0), Fraction(0), Fraction(0), Fraction(0), len(ordered) - 1)
    if known is not None:
        bounds = _Bounds(count=len(ordered) - 1)
    least: Any
    most: Any
    for start, end in pairwise(ordered):
        if known is not None:
            least = most = float(known.cdf(float(end))) - float(known.cdf(float(start)))
        else:
            a, b = _tight(start), _tight(end)
            least, most = (max(Fraction(0), b[0] - a[1])), b[1] - a[0]
        point = {name: _middle(start, end)}
        if not room.holds(point):
            continue
        if here.holds(point):
            bounds.inside_low += least
            bounds.inside_high += most
        else:
            bounds.outside_low += least
            bounds.outside_high += most
    return bounds


def _along(polynomial: Expression, name: str) -> list[Fraction]:
    return [part.terms.get((), Fraction(0)) for part in Polynomial.of(polynomial).along(name)]


def _tight(number: Fraction | Algebraic) -> tuple[Fraction, Fraction]:
    if isinstance(number, Fraction):
        return number, number
    return number.refined(Fraction(1, 2**60)).interval


def _middle(a: Fraction | Algebraic, b: Fraction | Algebraic) -> Fraction:
    """A fraction strictly between two numbers."""
    width = Fraction(1, 2**20)
    while True:
        ends = [n.refined(width).interval if isinstance(n, Algebraic) else (n, n) for n in (a, b)]
        if ends[0][1] < ends[1][0]:
            return (ends[0][1] + ends[1][0]) / 2
        width /= 2**20


@final
class _Subdivision:
    """Boxes in unit coordinates, cut where the bounds are far apart."""

    def __init__(
        self,
        here: Formula,
        room: Formula,
        domain: Domain,
        axes: Sequence[str],
        distributions: bool,
    ) -> None:
        self.program = SignProgram(here, room)
        polynomials = [domain.unit(Polynomial.of(factor)) for factor in self.program.factors]
        self.ranges = Ranges([p.scaled() for p in polynomials], axes)
        self.axes = axes
        self.domain = domain
        self.known = [domain.space[name].distribution if distributions else None for name in axes]
        self.uniform = all(known is None for known in self.known)
        self.mass = [self._mass(axis, np.array([0.0, 1.0])) for axis in range(len(axes))]

    def _mass(self, axis: int, u: _Array) -> _Array:
        known = self.known[axis]
        if known is None:
            return u
        a, b = self.domain.images[self.axes[axis]]
        return np.asarray(known.cdf(float(a) + float(b) * u), dtype=np.float64)

    def _weights(self, low: _Array, high: _Array) -> _Array:
        total = np.ones(low.shape[1])
        for axis in range(len(self.axes)):
            if self.known[axis] is None:
                total *= high[axis] - low[axis]
            else:
                whole = self.mass[axis][1] - self.mass[axis][0]
                total *= (self._mass(axis, high[axis]) - self._mass(axis, low[axis])) / whole
        return total

    def judged(self, low: _Array, high: _Array) -> tuple[_Array, npt.NDArray[np.intp]]:
        """For each box: bounds on its measure inside and outside, and where to cut it.

        The rows are inside low, inside high, outside low, outside high.
        """
        bottom, top, slopes = self.ranges.with_slopes(low, high)
        signs = np.where(bottom >= 0, 1, np.where(top <= 0, -1, 0)).astype(np.int8)
        weights = self._weights(low, high)
        inside, outside = self._both(signs)
        found = np.stack([inside > 0, inside >= 0, outside > 0, outside >= 0]) * weights
        open_ = (inside == 0) | (outside == 0)
        if self.uniform:
            self._shared_out(found, signs, open_, low, high, weights)
        size = np.maximum(top - bottom, 1e-300)
        worth = np.where((signs == 0)[:, np.newaxis, :], slopes / size[:, np.newaxis, :], 0.0)
        cut = np.argmax(worth.sum(axis=0) + 1e-3 * (high - low), axis=0)
        return found, cut

    def _both(self, signs: Any) -> tuple[Any, Any]:
        here, room = (judge(signs) for judge in self.program.judges)
        return np.minimum(here, room), np.minimum(-here, room)

    def _shared_out(
        self, found: _Array, signs: Any, open_: Any, low: _Array, high: _Array, weights: _Array
    ) -> None:
        """Bounds for boxes in which a single polynomial may change its sign."""
        single = np.flatnonzero(open_ & ((signs == 0).sum(axis=0) == 1))
        if not single.size:
            return
        which = np.argmax(signs[:, single] == 0, axis=0)
        for k in np.unique(which):
            boxes = single[which == k]
            above = share_above(*self.ranges.affine(int(k), low[:, boxes], high[:, boxes]))
            mine = signs[:, boxes].copy()
            mine[k] = 1
            inside_if, outside_if = self._both(mine)
            mine[k] = -1
            inside_else, outside_else = self._both(mine)
            for row, (yes, no) in enumerate(((inside_if, inside_else), (outside_if, outside_else))):
                yes, no = yes > 0, no > 0
                least = np.where(yes, above[0], 0.0) + np.where(no, 1 - above[1], 0.0)
                most = np.where(yes, above[1], 0.0) + np.where(no, 1 - above[0], 0.0)
                found[2 * row, boxes] = weights[boxes] * np.clip(least, 0.0, 1.0)
                found[2 * row + 1, boxes] = weights[boxes] * np.clip(most, 0.0, 1.0)

    def run(self, tolerance: float, control: Control) -> _Bounds:
        """Cut until the bounds are near enough, or the time is up."""
        low = np.zeros((len(self.axes), 1))
        high = np.ones((len(self.axes), 1))
        found, cut = self.judged(low, high)
        done = np.zeros(4)
        count = 1
        while True:
            totals = done + found.sum(axis=1)
            bounds = _Bounds(totals[0], totals[1], totals[2], totals[3], count)
            ends = bounds.ends()
            if ends[1] - ends[0] <= tolerance or count > _MOST_BOXES or control.expired():
                return bounds
            control.tell("boxes", count)
            gaps = (found[1] - found[0]) + (found[3] - found[2])
            order = np.argsort(gaps)
            kept = np.cumsum(gaps[order]) <= _SPENT * tolerance * max(
                totals[0] + totals[2], tolerance
            )
            chosen = order[~kept][-_BATCH:]
            if not chosen.size:
                return bounds
            stay = np.ones(gaps.size, dtype=bool)
            stay[chosen] = False
            halves = self._cut(low[:, chosen], high[:, chosen], cut[chosen])
            fresh, again = self.judged(*halves)
            count += halves[0].shape[1]
            # What is decided is only counted.
            gap = (fresh[1] - fresh[0]) + (fresh[3] - fresh[2])
            live = gap > 0
            done += fresh[:, ~live].sum(axis=1)
            low = np.concatenate([low[:, stay], halves[0][:, live]], axis=1)
            high = np.concatenate([high[:, stay], halves[1][:, live]], axis=1)
            found = np.concatenate([found[:, stay], fresh[:, live]], axis=1)
            cut = np.concatenate([cut[stay], again[live]])

    @staticmethod
    def _cut(low: _Array, high: _Array, cut: Any) -> tuple[_Array, _Array]:
        boxes = np.arange(low.shape[1])
        middle = (low[cut, boxes] + high[cut, boxes]) / 2
        first_high, second_low = high.copy(), low.copy()
        first_high[cut, boxes] = middle
        second_low[cut, boxes] = middle
        return (
            np.concatenate([low, second_low], axis=1),
            np.concatenate([first_high, high], axis=1),
        )


# --- drawn points -------------------------------------------------------------------------------


def _drawn(
    formula: Formula,
    domain: Domain,
    names: Sequence[str],
    tolerance: float,
    control: Control,
    seed: int,
    distributions: bool,
) -> Share:
    room = tidied(constraints_of(domain, names), _without_constraints(domain))
    program = SignProgram(formula, room, exact=True)
    random = np.random.default_rng(seed)
    z = 2.58
    wanted = int(min(_DRAWS, max(1000, (z / tolerance) ** 2 * 1.05)))
    hits = kept = drawn = 0
    while kept < wanted and drawn < _MOST_DRAWN:
        batch = min(100_000, max(2000, wanted - kept))
        points = _points(domain, names, batch, random, distributions)
        drawn += batch
        signs = _signs_at(program.factors, points, batch)
        ok = program.judges[1](signs) > 0
        inside = ok & (program.judges[0](signs) > 0)
        kept += int(ok.sum())
        hits += int(inside.sum())
        control.tell("points", kept, wanted)
        if control.expired():
            break
    low, high = clopper_pearson(hits, kept, _CONFIDENCE)
    return Share(low, high, "binomial", _CONFIDENCE, kept, tuple(names))


def _points(
    domain: Domain, names: Sequence[str], count: int, random: Any, distributions: bool
) -> dict[str, _Array]:
    points = {}
    for name in names:
        a, b = domain.images[name]
        parameter = domain.space[name]
        u = random.random(count)
        known = parameter.distribution if distributions else None
        if known is not None:
            shift = 1 if parameter.whole else 0
            first, last = float(known.cdf(float(a) - shift)), float(known.cdf(float(a + b)))
            points[name] = np.asarray(known.ppf(first + (last - first) * u), dtype=np.float64)
        elif parameter.whole:
            points[name] = float(a) + np.floor(u * (float(b) + 1))
        else:
            points[name] = float(a) + float(b) * u
    return points


def _signs_at(factors: Sequence[Expression], points: dict[str, _Array], count: int) -> Any:
    """The signs of polynomials at points, those near zero worked out exactly."""
    signs = np.empty((len(factors), count), dtype=np.int8)
    for k, factor in enumerate(factors):
        own = {name: points[name] for name in factor.names}
        values = factor.evaluate_array(own)
        doubtful = ~(np.abs(values) > factor.rounding_bound(own))
        signs[k] = np.sign(np.nan_to_num(values))
        for place in np.flatnonzero(doubtful):
            exact = factor.evaluate({n: Fraction(float(v[place])) for n, v in own.items()})
            signs[k, place] = (exact > 0) - (exact < 0)
    return signs


def clopper_pearson(hits: int, draws: int, confidence: float) -> tuple[float, float]:
    """Bounds that contain a probability with at least this confidence, after so many hits."""
    from scipy.special import betaincinv

    if draws == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, draws - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, draws - hits, 1 - tail)) if hits < draws else 1.0
    return low, high
