"""Conditions that say no more than the others do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain, Fact, domain_of, floats
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.refuting import refuted

__all__ = ["divided", "irredundant"]


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


def divided(conditions: Iterable[Condition], *, borders: bool = True) -> tuple[Condition, ...]:
    """Return the conditions freed of factors whose sign another one of them says.

    Parameters
    ----------
    conditions
        All of them hold together.
    borders
        Whether it counts what holds where such a factor is zero. Then only factors are dropped that
        are said to be above zero; otherwise also those that are said to be at least zero, which
        changes nothing but a border.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import divided
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    >>> some = [bg.Condition("A", "", "in", "out", d) for d in (2 * x - y, (y - 2 * x) * (x - y))]
    >>> print(*(condition.difference for condition in divided(some, borders=False)))
    2*x - y y - x
    """
    kept = list(conditions)
    known: list[tuple[Condition, Expression]] = []
    while True:
        news = [c for c in kept if _says_a_sign(c, borders) and all(c is not d for d, _ in known)]
        if not news:
            return tuple(kept)
        for condition in news:
            factor = condition.difference
            known.append((condition, factor))
            for place, other in enumerate(kept):
                if other is not condition and other.relation in (">=", ">"):
                    kept[place] = _freed(other, factor)


def _says_a_sign(condition: Condition, borders: bool) -> bool:
    """Whether it is about one irreducible polynomial, and says enough to divide by that."""
    if condition.relation not in ((">",) if borders else (">=", ">")):
        return False
    difference = condition.difference
    if difference.is_constant or not difference.denominator.is_constant:
        return False
    _, factors = difference.factors()
    return len(factors) == 1 and factors[0][1] == 1


def _freed(condition: Condition, factor: Expression) -> Condition:
    """A condition divided by a positive polynomial as often as that can be done."""
    difference = condition.difference
    while len(factor.names) <= len(difference.names):
        quotient = difference / factor
        if not quotient.denominator.is_constant or quotient.is_constant:
            break
        difference = quotient
    return (
        condition
        if difference is condition.difference
        else replace(condition, difference=difference)
    )


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
