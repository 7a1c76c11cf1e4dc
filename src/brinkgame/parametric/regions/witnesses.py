"""A rational point of a region, or a proof that there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias, final

from brinkgame.arithmetic import exact_number
from brinkgame.control import FREE, Control
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.conjunctions import Conjunction, Status
from brinkgame.parametric.regions.domain import Domain, domain_of
from brinkgame.parametric.regions.formula import formula_of
from brinkgame.parametric.regions.strictness import is_strict_at

__all__ = ["Prover", "Witness", "witness"]


@final
@dataclass(frozen=True, slots=True)
class Witness:
    """Whether a region has a point, and one that it has.

    Attributes
    ----------
    status
        ``"inhabited"``: the point satisfies every condition and constraint strictly, and so do all
        around it; ``"thin"``: it satisfies them, some with equality only; ``"empty"``: no point of
        the constrained box does; ``"undecided"``: none was found, and no proof that there is none.
    point
        A value for every parameter of the space; None where there is none.
    proof
        In words, how the status is known.
    """

    status: Status
    point: Point | None
    proof: str

    def __bool__(self) -> bool:
        """Whether there is a point."""
        return self.point is not None

    def __str__(self) -> str:
        if self.point is None:
            return f"{self.status} ({self.proof})"
        return f"{self.status}: {self.point}"


Prover: TypeAlias = Callable[[Sequence[Condition], ParameterSpace, Control], Witness]
"""What may decide what is left: reduced conditions, the space, a time limit."""


def witness(
    what: object,
    space: ParameterSpace,
    *,
    control: Control = FREE,
    near: Mapping[str, object] | None = None,
    borders: bool = True,
    prover: Prover | None = None,
) -> Witness:
    """Find a point of the constrained box at which conditions hold, or prove that there is none.

    Parameters
    ----------
    what
        A `Formula`, or what `formula_of` reads.
    space
        The box and its constraints.
    control
        A time limit.
    near
        Where the point is wanted: as many coordinates as possible are as here, the others near.
        None for the baseline. Names that are left out are at their baseline.
    borders
        Whether a point that satisfies a condition with equality only is of interest. Without it
        nobody looks for one, which is faster, and ``"empty"`` says that no point satisfies every
        condition strictly.
    prover
        Asked about what is left undecided, such as an SMT solver. A point of its is checked again.

    Returns
    -------
    Witness
        See there. A region given by several cases is inhabited if one of them is.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import witness
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    >>> space = bg.ParameterSpace([x, y])
    >>> print(witness([x * y > 1 - x], space))
    inhabited: x = 3/4, y = 1/2
    """
    domain = domain_of(space)
    formula = formula_of(what)
    domain.require(formula.names)
    wanted = _wanted(domain, near)
    cases = formula.disjuncts()
    if domain.allows(wanted) and any(is_strict_at(case, domain, wanted) for case in cases):
        return Witness("inhabited", Point(wanted), "it holds at the point that was asked for")
    best: Witness | None = None
    open_: Witness | None = None
    proofs: list[str] = []
    for case in cases:
        look = borders and not _is_open(case, domain)
        found = _decided(Conjunction(case, domain, wanted, control, look), prover)
        if found.status == "inhabited":
            if near is None:
                return found
            if best is None or best.status == "thin" or _nearer(found, best, wanted, domain):
                best = found
        elif found.status == "thin":
            best = best or found
        elif found.status == "undecided":
            open_ = open_ or found
        else:
            proofs.append(found.proof)
    if best is not None and best.status == "thin" and open_ is not None:
        return replace(best, proof="checked exactly; whether there are points around is undecided")
    if best is not None or open_ is not None:
        return best or open_  # type: ignore[return-value]
    return Witness("empty", None, "; ".join(dict.fromkeys(proofs)) or "it is false")


def _is_open(case: Sequence[Condition], domain: Domain) -> bool:
    """Whether a region is empty if it has no inner point, so that nobody need look at borders.

    Strict conditions that hold at a point hold around it; and a convex set with an inner point, as
    linear constraints make it around a baseline that is inside, has inner points near every point.
    """
    return (
        all(condition.relation in (">", "!=") for condition in case)
        and all(fact.polynomial.degree == 1 for fact in domain.facts)
        and len(domain.facts) == len(domain.space.constraints)
        and all(fact.polynomial.at(domain.space.baseline) > 0 for fact in domain.facts)
    )


def _decided(conjunction: Conjunction, prover: Prover | None) -> Witness:
    found = conjunction.decided()
    point = None if found.point is None else Point(found.point)
    if found.status != "undecided" or prover is None:
        return Witness(found.status, point, found.proof)
    short = conjunction.short()
    assert short is not None  # noqa: S101
    told = prover(short, conjunction.domain.space, conjunction.control)
    if told.point is None:
        return told
    where = told.point
    if not conjunction.domain.allows(where) or not all(
        condition.holds(where) for condition in conjunction.conditions
    ):
        return Witness("undecided", None, found.proof)
    strict = is_strict_at(conjunction.conditions, conjunction.domain, where)
    return replace(told, status="inhabited" if strict else "thin")


def _wanted(domain: Domain, near: Mapping[str, object] | None) -> dict[str, Fraction]:
    """A value for every parameter, in its range."""
    point = dict(domain.space.baseline)
    for name, value in (near or {}).items():
        domain.require([name])
        point[name] = exact_number(value)
    for name, (low, high) in domain.sides.items():
        if low is not None:
            point[name] = max(point[name], low)
        if high is not None:
            point[name] = min(point[name], high)
        if domain.space[name].whole:
            point[name] = Fraction(round(point[name]))
    return point


def _nearer(a: Witness, b: Witness, wanted: Mapping[str, Fraction], domain: Domain) -> bool:
    return _distance(a, wanted, domain) < _distance(b, wanted, domain)


def _distance(found: Witness, wanted: Mapping[str, Fraction], domain: Domain) -> float:
    assert found.point is not None  # noqa: S101
    return math.hypot(
        *(
            float((found.point[name] - wanted[name]) / (domain.images[name][1] or 1))
            for name in wanted
            if name in domain.images
        )
    )
