"""Whether a formula of polynomial conditions holds somewhere in a constrained box: proof or point.

In at most two parameters the question is decided completely by exact roots (`fibres`). In more, the
search of `regions` looks for a rational point and for a proof by bounds that there is none. Where
it does not come to an end there is z3 [1]_, a solver for nonlinear real arithmetic (the method is
that of [2]_), in the extra ``prove``. A point that z3 finds is checked again in exact numbers
before it is believed; that there is none is told as what z3 says, for its proofs are not checked
here.

.. [1] L. de Moura, N. Bjørner (2008), "Z3: an efficient SMT solver", TACAS 2008, Lecture Notes in
   Computer Science 4963.
.. [2] D. Jovanović, L. de Moura (2012), "Solving non-linear arithmetic", IJCAR 2012, Lecture Notes
   in Computer Science 7364.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from typing import Any, Final, Literal, TypeAlias, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.control import FREE, Control
from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    MissingPackageError,
    TimeLimitError,
)
from brinkgame.parameters import Parameter, ParameterSpace, Point
from brinkgame.parametric.claims.fibres import holding_point, holds_at
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions import formula as formulas
from brinkgame.parametric.regions.formula import Formula, formula_of
from brinkgame.parametric.regions.restricting import domain, fixed, judged, multiplied_out, subspace
from brinkgame.parametric.regions.witnesses import Witness, witness

__all__ = ["Found", "decide", "find", "prover"]

Number: TypeAlias = "Fraction | Algebraic"
Place: TypeAlias = "Mapping[str, Number]"

_MOST_WHOLE: Final = 64
"""Combinations of values of whole parameters that are tried one by one."""
_TRIES: Final = 100
_AT_BASE: Final = 0.5
"""Points that are drawn first, and how often a coordinate stays where it was."""
_SECONDS: Final = 10.0
"""What z3 is given where nobody sets a limit: it may go on for ever."""
_DIGITS: Final = (6, 12, 24, 48)
"""Digits to which an irrational point of z3 is rounded, in the hope that it holds there too."""


@final
@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search.

    Attributes
    ----------
    status
        ``"point"``, ``"none"`` (proved) or ``"undecided"``.
    point
        Where the formula holds, by name of the parameters that were free; irrational coordinates
        are `Algebraic`, and then no rational point is known.
    proof
        How it was decided, or what stands in the way.
    """

    status: Literal["point", "none", "undecided"]
    point: Place | None
    proof: str


# -- the search -----------------------------------------------------------------------------------


def find(
    formula: Formula,
    space: ParameterSpace,
    *,
    over: tuple[str, ...] | None = None,
    at: Mapping[str, Fraction] | None = None,
    short: Callable[[], Formula] | None = None,
    control: Control = FREE,
) -> Found:
    """A point of the constrained box at which a formula holds, or a proof that there is none.

    Parameters
    ----------
    formula
        Boolean combination of conditions on the parameters of the space.
    space
        The box and its constraints.
    over
        The parameters that are free; by default all.
    at
        The values of the others; the baseline where none is given.
    short
        Makes an equivalent formula whose alternatives are few; asked for where it helps.
    control
        A time limit and whom to tell.
    """
    names = tuple(space) if over is None else over
    point = {**space.baseline, **(at or {})}
    rest = {name: point[name] for name in space if name not in names}
    room, free = subspace(space, names, point)
    near = {p.name: _nearest(p, point[p.name]) for p in free}
    asked = fixed(formula, rest)
    if len(_linked(asked, room, near).names) > 2 and short is not None:
        asked = fixed(short(), rest)
    if not asked.atoms() and not judged(asked, lambda _: False):
        return Found("none", None, "no condition is left that could hold")
    linked = _linked(asked, room, near)
    whole = asked & linked
    # A parameter that no condition mentions may have any value in its range.
    idle = {name: value for name, value in near.items() if name not in whole.names}
    open_ = tuple(p for p in free if p.name in whole.names)
    if len(open_) <= 2:
        found = _completely(whole, open_, control)
    else:
        found = _by_search(asked, linked, open_, None if rest else space, near, control)
    return Found(
        found.status, None if found.point is None else {**idle, **found.point}, found.proof
    )


def _linked(asked: Formula, room: Formula, near: Mapping[str, Fraction]) -> Formula:
    """The constraints that bear on a formula: those that share parameters with it, and so on.

    The others are left out if they hold near the point that is asked about: nothing else is said of
    their parameters.
    """
    parts = room.parts if isinstance(room, formulas.All) else (room,)
    names = set(asked.names)
    while True:
        kept = [part for part in parts if not names.isdisjoint(part.names) or not part.names]
        more = names.union(*(part.names for part in kept))
        if more == names:
            break
        names = more
    left = [part for part in parts if part not in kept]
    if all(part.holds(near) for part in left):
        return formulas.All.of(*kept)
    return room


def _nearest(parameter: Parameter, value: Fraction) -> Fraction:
    low, high = parameter.low, parameter.high
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _completely(formula: Formula, free: tuple[Parameter, ...], control: Control) -> Found:
    count = ("no parameter", "one parameter", "two parameters")[len(free)]
    proof = f"exact roots in {count}"
    try:
        point = holding_point(formula, free, control)
    except TimeLimitError as error:
        return Found("undecided", None, f"{error}: raise time_limit")
    except InvalidNumberError as error:
        return Found("undecided", None, f"a sign at an irrational point is open: {error}")
    if point is None:
        return Found("none", None, f"{proof}: every sign pattern was tried")
    return Found("point", point, proof)


def _by_search(
    asked: Formula,
    linked: Formula,
    free: tuple[Parameter, ...],
    space: ParameterSpace | None,
    near: Mapping[str, Fraction],
    control: Control,
) -> Found:
    """The search of `regions`: in the whole space, or in the room of the free parameters alone."""
    asks = prover if z3_is_there() else None
    whole = asked & linked
    for tried in _tries(free, near):
        if whole.holds(tried):
            return Found("point", tried, "a point that was tried, checked exactly")
    try:
        if space is not None:
            found = witness(asked, space, control=control, near=near, prover=asks)
        else:
            moved = [
                Parameter(p.name, near[p.name], low=p.low, high=p.high, whole=p.whole) for p in free
            ]
            own = {p.name: near[p.name] for p in free}
            found = witness(whole, ParameterSpace(moved), control=control, near=own, prover=asks)
    except InvalidParameterError as error:  # more alternatives than can be gone through one by one
        if asks is None:
            return Found("undecided", None, f"{error}; {MISSING}")
        return decide(whole, free, control=control)
    if found.point is not None:
        point = {p.name: found.point[p.name] for p in free}
        if not whole.holds(point):
            raise AssertionError(f"a witness does not hold: {found.point}")
        return Found("point", point, found.proof)
    if found.status == "empty":
        return Found("none", None, found.proof)
    return Found("undecided", None, found.proof if asks else f"{found.proof}; {MISSING}")


def _tries(
    free: tuple[Parameter, ...], near: Mapping[str, Fraction]
) -> Iterator[dict[str, Fraction]]:
    """Points to look at first: the one that is asked about, then drawn ones, ends included."""
    yield {p.name: near[p.name] for p in free}
    drawn = random.Random(0)  # noqa: S311
    for _ in range(_TRIES):
        point = {}
        for p in free:
            if p.low is None or p.high is None:
                raise AssertionError("asked for before")
            if drawn.random() < _AT_BASE:
                point[p.name] = near[p.name]
            elif p.whole:
                point[p.name] = Fraction(drawn.randint(int(p.low), int(p.high)))
            else:
                point[p.name] = p.low + (p.high - p.low) * Fraction(drawn.randint(0, 16), 16)
        yield point


# -- z3 -------------------------------------------------------------------------------------------

MISSING: Final = (
    "z3, which might decide it, is not installed: python -m pip install 'brinkgame[prove]'"
)


def z3_is_there() -> bool:
    """Whether the extra ``prove`` is installed."""
    try:
        _z3()
    except MissingPackageError:
        return False
    return True


def _z3() -> Any:
    try:
        import z3
    except ImportError as error:
        raise MissingPackageError(MISSING) from error
    return z3


def decide(formula: Formula, parameters: Iterable[Parameter], *, control: Control = FREE) -> Found:
    """What z3 says: whether a formula holds somewhere in a box.

    Parameters
    ----------
    formula
        Its conditions name no other parameters; constraints among them are conditions of it.
    parameters
        The parameters, with the ends of the box.
    control
        A time limit; without one z3 is given ten seconds.

    Returns
    -------
    Found
        A point has been checked in exact numbers. ``"none"`` rests on z3 alone.

    Raises
    ------
    MissingPackageError
        z3 is not installed.
    """
    z3 = _z3()
    listed = tuple(parameters)
    cases = list(_whole_cases(listed))
    if len(cases) > _MOST_WHOLE:
        return Found(
            "undecided", None, "the whole parameters have too many values to try each: fix some"
        )
    free = tuple(p for p in listed if not p.whole)
    version = f"z3 {z3.get_version_string()} (qfnra-nlsat)"
    for case in cases:
        left = control.remaining
        if left <= 0:
            return Found("undecided", None, "the time was up: raise time_limit")
        seconds = _SECONDS if math.isinf(left) else left
        found = _asked(z3, fixed(formula, case), free, seconds)
        if found.status == "undecided":
            return Found("undecided", None, f"{version} says: {found.proof}")
        if found.status == "point":
            return Found("point", {**case, **(found.point or {})}, f"{version}; {found.proof}")
    return Found("none", None, f"{version} says: unsatisfiable")


def prover(conditions: Sequence[Condition], space: ParameterSpace, control: Control) -> Witness:
    """What `regions.witness` may be given to ask about what is left undecided: z3.

    Raises
    ------
    MissingPackageError
        z3 is not installed.
    """
    room = domain(space)
    asked = formula_of(tuple(conditions))
    near = dict(space.baseline)
    linked = _linked(asked, room, near)
    whole = asked & linked
    own = [space[name] for name in whole.names]
    inside = formula_of(
        [replace(c, relation=">" if c.relation == ">=" else c.relation) for c in whole.atoms()]
    )
    # A point around which there are others is worth more than one that is alone.
    found = decide(inside, own, control=control)
    if found.status != "point":
        found = decide(whole, own, control=control)
    if found.status == "none":
        return Witness("empty", None, found.proof)
    if found.point is None:
        return Witness("undecided", None, found.proof)
    point = {**near, **found.point}
    if any(isinstance(value, Algebraic) for value in point.values()):
        told = ", ".join(f"{name} = {value}" for name, value in found.point.items())
        return Witness("undecided", None, f"only an irrational point is known: {told}")
    strict = all(
        c.relation == "!=" or (c.relation != "==" and c.difference.evaluate(point) > 0)
        for c in whole.atoms()
    )
    return Witness("inhabited" if strict else "thin", Point(point), found.proof)


def _whole_cases(parameters: Iterable[Parameter]) -> Iterator[dict[str, Fraction]]:
    """Every combination of values of the whole parameters; one more than is allowed, at most."""
    ranges = []
    for parameter in parameters:
        if parameter.whole:
            low, high = parameter.low, parameter.high
            if low is None or high is None:
                raise AssertionError("asked for before")
            ranges.append([(parameter.name, low + k) for k in range(int(high - low) + 1)])
    return (dict(case) for case in islice(product(*ranges), _MOST_WHOLE + 1))


def _asked(z3: Any, formula: Formula, free: tuple[Parameter, ...], seconds: float) -> Found:
    signs = {p.name: z3.Real(p.name) for p in free}
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("timeout", max(1, int(1000 * seconds)))
    for parameter in free:
        here = signs[parameter.name]
        solver.add(here >= _rational(z3, parameter.low), here <= _rational(z3, parameter.high))
    solver.add(_translated(z3, formula, signs))
    said = solver.check()
    if said == z3.unsat:
        return Found("none", None, "")
    if said != z3.sat:
        reason = solver.reason_unknown()
        late = reason in ("timeout", "canceled")
        return Found("undecided", None, f"unknown ({reason}){': raise time_limit' * late}")
    model = solver.model()
    return _checked(formula, free, {p.name: _read(z3, model, signs[p.name]) for p in free})


def _translated(z3: Any, formula: Formula, signs: Mapping[str, Any]) -> Any:
    if isinstance(formula, formulas.All):
        return z3.And(*(_translated(z3, part, signs) for part in formula.parts))
    if isinstance(formula, formulas.Any):
        return z3.Or(*(_translated(z3, part, signs) for part in formula.parts))
    if not isinstance(formula, formulas.Atom):
        raise AssertionError(formula)
    condition = formula.condition
    total = z3.RealVal(0)
    polynomial = multiplied_out(condition)
    for monomial, coefficient in () if polynomial == 0 else polynomial.terms().items():
        term = _rational(z3, coefficient)
        for name, power in monomial:
            for _ in range(power):
                term = term * signs[name]
        total = total + term
    if condition.relation == ">=":
        return total >= 0
    if condition.relation == ">":
        return total > 0
    return total == 0 if condition.relation == "==" else total != 0


def _rational(z3: Any, number: Fraction | None) -> Any:
    if number is None:
        raise AssertionError("asked for before")
    return z3.RealVal(f"{number.numerator}/{number.denominator}")


def _read(z3: Any, model: Any, sign: Any) -> Number:
    """A coordinate of a model of z3, exactly."""
    value = model.evaluate(sign, model_completion=True)
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    coefficients = [int(str(c)) for c in value.poly()]
    # Roots are counted from 1, in ascending order, by z3 as they are here.
    found: Number = real_roots(coefficients)[value.index() - 1]
    return found


def _checked(formula: Formula, free: tuple[Parameter, ...], model: Place) -> Found:
    """A model in exact numbers: rational if it can be moved to one."""
    if all(isinstance(value, Fraction) for value in model.values()):
        if formula.holds(model):
            return Found("point", model, "checked in exact numbers")
        return Found("undecided", None, "a point that does not pass the exact check")
    for digits in _DIGITS:
        for step in (0, 1, -1):
            near = {p.name: _rounded(p, model[p.name], digits, step) for p in free}
            if formula.holds(near):
                return Found("point", near, "moved to a rational point and checked there")
    try:
        held = judged(formula, lambda c: holds_at(c, model))
    except InvalidNumberError as error:
        return Found("undecided", None, f"an irrational point that cannot be checked: {error}")
    if held:
        return Found("point", model, "an irrational point, checked in exact numbers")
    return Found("undecided", None, "a point that does not pass the exact check")


def _rounded(parameter: Parameter, value: Number, digits: int, step: int) -> Fraction:
    if isinstance(value, Fraction):
        return value
    unit = Fraction(1, 10**digits)
    low, high = value.refined(unit / 16).interval
    return _nearest(parameter, (round((low + high) / 2 / unit) + step) * unit)
