"""Which polynomials have one sign all over the constrained box, with proof.

A polynomial is taken apart into irreducible factors, and each is tried in turn: as one of the
constraints; by its Bernstein coefficients, which on a box settle every polynomial that is of degree
one in each parameter, as such a one is extreme at the corners; by a certificate that it follows
from the constraints (`certificates`). A few hundred points are looked at first: who is positive
here and negative there needs no proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.regions.corners import by_halves
from brinkgame.parametric.regions.domain import Domain, Fact, domain_of, floats
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.refuting import refuted

__all__ = ["factor_signs", "polynomial_sign", "sign_over"]

_CLEAR = 1e-9
"""What a sampled value must be, against the terms it is the sum of, to speak for a sign."""

_TRIED = 8
"""Sampled points that are looked at as zeros."""


def sign_over(expression: Expression, space: ParameterSpace, *, weak: bool = False) -> int | None:
    """Return the sign that an expression has all over the constrained box, if it is proved.

    Parameters
    ----------
    expression
        A rational function of parameters of the space.
    space
        The box and its constraints. The box is closed; a strict constraint leaves its border out.
    weak
        Whether the expression may be zero in places: 1 then says *at least zero*, and -1 *at most
        zero*. Without it, 1 says *above zero everywhere*, the sides of the box included.

    Returns
    -------
    int or None
        1, -1, or 0 for what is zero everywhere; None where the sign changes, or where none of the
        proofs that are tried is found. A denominator must not be zero anywhere: otherwise None.

    Notes
    -----
    A parameter without a low or a high end is taken to run to infinity. An exponent that is a whole
    parameter is tried at each of its values, up to 64 of them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import sign_over
    >>> cost = bg.Parameter("retreat_cost", 4, low=1, high=8)
    >>> war = bg.Parameter("ussr_war_cost", 8, low=6, high=60)
    >>> risk = bg.Parameter("risk", "1/10", low=0, high=1)
    >>> space = bg.ParameterSpace([cost, war, risk], constraints=[cost < war])
    >>> sign_over(cost - war, space), sign_over((1 - risk) * cost + risk * war, space)
    (-1, 1)
    >>> sign_over(1 - risk, space), sign_over(1 - risk, space, weak=True)
    (None, 1)
    """
    domain = domain_of(space)
    domain.require(expression.names)
    total = 1
    for part, below in ((expression.numerator, False), (expression.denominator, True)):
        if part.is_constant:
            unit = part.constant()
            if unit == 0:
                return 0
            total *= 1 if unit > 0 else -1
            continue
        sign, strict = _product_sign(part, domain)
        if sign is None:
            return None
        if not strict and (below or not weak):
            return None
        total *= sign
    return total


def _product_sign(part: Expression, domain: Domain) -> tuple[int | None, bool]:
    unit, found = factor_signs(part, domain)
    total = 1 if unit > 0 else -1
    strict = True
    for _, power, known in found:
        if known is None:
            if power % 2:
                return None, False
            strict = False
            continue
        sign, clear = known
        if sign == 0:
            return 0, True
        strict &= clear
        if power % 2:
            total *= sign
    return total, strict


def factor_signs(
    part: Expression, domain: Domain
) -> tuple[Fraction, list[tuple[Expression, int, tuple[int, bool] | None]]]:
    """The factors of a polynomial, each with its power and its sign, if that is known.

    A sign comes with whether it is strict. What occurs in a factor alone may fix its sign.
    """
    unit, factors = part.factors()
    return unit, [(factor, power, _factor_sign(factor, domain)) for factor, power in factors]


def _factor_sign(factor: Expression, domain: Domain) -> tuple[int, bool] | None:
    polynomials = domain.polynomials(factor)
    if not polynomials:
        return None
    return _common(polynomial_sign(polynomial, domain) for polynomial in polynomials)


def _common(signs: Iterable[tuple[int, bool] | None]) -> tuple[int, bool] | None:
    """The sign that all of them are; 0 beside another sign makes that one weak."""
    total, strict = 0, True
    zero = False
    for known in signs:
        if known is None:
            return None
        sign, clear = known
        if sign == 0:
            zero = True
            continue
        if total * sign < 0:
            return None
        total = sign
        strict &= clear
    return total, strict and not (zero and total)


def polynomial_sign(polynomial: Polynomial, domain: Domain) -> tuple[int, bool] | None:
    """The sign of a polynomial over the constrained box and whether it is strict; None: unknown."""
    polynomial = polynomial.put(domain.fixed)
    if polynomial.is_constant:
        value = polynomial.terms.get((), Fraction(0))
        return (value > 0) - (value < 0), True
    polynomial = polynomial.primitive()
    if polynomial not in domain.signs:
        found = _proved(polynomial, domain)
        domain.signs[polynomial] = found
        domain.signs[-polynomial] = None if found is None else (-found[0], found[1])
    return domain.signs[polynomial]


def _proved(polynomial: Polynomial, domain: Domain) -> tuple[int, bool] | None:
    for fact in domain.facts:
        if fact.strict and fact.polynomial == polynomial:
            return 1, True
        if fact.strict and fact.polynomial == -polynomial:
            return -1, True
    direction = _sampled_sign(polynomial, domain)
    if direction == 0:
        return None
    upward = polynomial if direction > 0 else -polynomial
    level = _at_least_zero(upward, domain)
    return None if level is None else (direction, level)


def _sampled_sign(polynomial: Polynomial, domain: Domain) -> int:
    """The one sign of the sampled values; 0 if both occur."""
    values = floats(polynomial, domain.samples)
    sizes = floats(
        Polynomial({m: abs(c) for m, c in polynomial.terms.items()}),
        {name: np.abs(domain.samples[name]) for name in polynomial.names},
    )
    rises, falls = bool((values > _CLEAR * sizes).any()), bool((values < -_CLEAR * sizes).any())
    if rises and falls:
        return 0
    return -1 if falls else 1


def _at_least_zero(polynomial: Polynomial, domain: Domain) -> bool | None:
    """Whether a polynomial is above zero (True) or at least zero (False) everywhere; None: open."""
    unit = domain.unit(polynomial)
    known = by_halves(unit, domain)
    if known:
        return True
    facts = _facts_in_units(unit, domain)
    if not facts:
        return known
    target = (-unit).primitive()
    if not _is_zero_somewhere(polynomial, domain) and (
        refuted([Fact(target, False), *facts], 1, domain) is not None
    ):
        return True
    if known is None and refuted([Fact(target, True), *facts], 1, domain) is not None:
        return False
    return known


def _is_zero_somewhere(polynomial: Polynomial, domain: Domain) -> bool:
    """Whether a sampled point of the constrained box is a zero: then nobody need try further."""
    values = floats(polynomial, domain.samples)
    sizes = floats(
        Polynomial({m: abs(c) for m, c in polynomial.terms.items()}),
        {name: np.abs(domain.samples[name]) for name in polynomial.names},
    )
    for place in np.flatnonzero(np.abs(values) <= _CLEAR * sizes)[:_TRIED]:
        point = {name: domain.exactly(name, domain.samples[name][place]) for name in domain.sides}
        if polynomial.at(point) == 0 and domain.allows(point):
            return True
    return False


def _facts_in_units(unit: Polynomial, domain: Domain) -> list[Fact]:
    linked = domain.linked(unit.names)
    if set(unit.names).isdisjoint(name for fact in domain.facts for name in fact.polynomial.names):
        return []
    return [
        Fact(domain.unit(fact.polynomial).primitive(), fact.strict)
        for fact in domain.facts_about(linked)
    ]
