"""Conditions that say no more than the others do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain, Fact, domain_of, floats
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.refuting import refuted

__all__ = ["irredundant"]


def irredundant(
    conditions: Iterable[Condition], space: ParameterSpace, *, control: Control = FREE
) -> tuple[Condition, ...]:
    """Return the conditions without those that follow from the others in the constrained box.

    That a condition follows is proved; where no proof is found it stays. Of two that follow from
    each other the first stays. Equations and what is no polynomial stay as they are.

    Parameters
    ----------
    conditions
        All of them hold together; reduced ones are judged best.
    space
        The box and its constraints.
    control
        A time limit: what is not looked at stays.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import irredundant
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    >>> some = [bg.Condition("A", "", "in", "out", d) for d in (x - y, 2 * x - y, 3 * x - 2)]
    >>> print(*(condition.difference for condition in irredundant(some, bg.ParameterSpace([x, y]))))
    x - y 3*x - 2
    """
    domain = domain_of(space)
    kept = list(conditions)
    for condition in reversed(list(kept)):
        if control.expired():
            break
        others = [each for each in kept if each is not condition]
        if _follows(condition, others, domain, control):
            kept = others
    return tuple(kept)


def _follows(
    condition: Condition, others: Sequence[Condition], domain: Domain, control: Control
) -> bool:
    if condition.relation not in (">=", ">"):
        return False
    facts = [_fact(each, domain) for each in others if each.relation in (">=", ">")]
    own = _fact(condition, domain)
    if own is None or own.polynomial.is_constant or _fails_somewhere(condition, others, domain):
        return False
    known = [fact for fact in facts if fact is not None and not fact.polynomial.is_constant]
    against = Fact(-own.polynomial, not own.strict)
    names = domain.linked({n for fact in (own, *known) for n in fact.polynomial.names})
    room = [
        Fact(domain.unit(fact.polynomial).primitive(), fact.strict)
        for fact in domain.facts_about(names)
    ]
    # With the opposite in front, only what it takes part in is looked at.
    return refuted([against, *known, *room], 1, domain, control=control) is not None


def _fact(condition: Condition, domain: Domain) -> Fact | None:
    try:
        polynomial = domain.unit(Polynomial.of(condition.difference)).primitive()
    except ExpressionError:
        return None
    return Fact(polynomial, condition.relation == ">")


def _fails_somewhere(condition: Condition, others: Sequence[Condition], domain: Domain) -> bool:
    """Whether a sampled point satisfies the others and not this one."""
    values = []
    for each in (condition, *others):
        try:
            values.append(floats(Polynomial.of(each.difference), domain.samples))
        except ExpressionError:
            return False
    good = np.ones(len(next(iter(domain.samples.values()))), dtype=bool)
    for each, value in zip(others, values[1:], strict=True):
        good &= value > 0 if each.relation in (">=", ">") else value == value
    failing = np.flatnonzero(good & (values[0] < 0))
    for place in failing[:4]:
        point = {name: Fraction(float(domain.samples[name][place])) for name in domain.sides}
        if all(each.holds(point) for each in others) and not condition.holds(point):
            return True
    return False
