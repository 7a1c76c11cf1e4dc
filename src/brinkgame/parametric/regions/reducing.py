"""Conditions freed of what has one sign: the same truth at every point of the constrained box.

A condition on a rational function is one on the product of the factors of its numerator and
denominator. Factors that are above or below zero everywhere are dropped, with their sign; a factor
that may be zero on the border of the box only has to stay, or the condition would say more than
before exactly there. Powers become squares or single factors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain, domain_of, has_whole
from brinkgame.parametric.regions.signs import factor_signs

__all__ = ["factors_of", "reduced"]


def reduced(
    conditions: Iterable[Condition], space: ParameterSpace, *, borders: bool = True
) -> tuple[Condition, ...] | None:
    """Return conditions that hold at the same points of the constrained box, in their short form.

    Parameters
    ----------
    conditions
        All of them must hold. Each keeps its incentive.
    space
        The box and its constraints.
    borders
        Whether the sides of the box count. Without them a factor that is zero on a side only, such
        as a probability, is dropped as well, and so are squares: the same set but for its border.
        Conditions on whole parameters keep theirs, which has a weight.

    Returns
    -------
    tuple of Condition or None
        Differences are polynomials with coprime integer coefficients. Conditions that always hold
        are left out, and of two that say the same the first stays. None: one of them never holds,
        or two contradict each other.

    Notes
    -----
    Where a denominator can be zero, a condition that it is not (``> 0`` or ``!= 0``) is added.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import reduced
    >>> gain = bg.Parameter("gain", 1, low="1/2", high=3)
    >>> risk = bg.Parameter("risk", "1/4", low=0, high=1)
    >>> space = bg.ParameterSpace([gain, risk])
    >>> worth = bg.Condition("A", "root", "in", "out", gain * (gain - 2 * risk) / (gain + risk))
    >>> print(*reduced([worth], space))
    A at root prefers in to out: gain - 2*risk >= 0
    """
    domain = domain_of(space)
    kept: list[Condition] = []
    for condition in conditions:
        domain.require(condition.difference.names)
        parts = _remembered(condition, domain, borders or has_whole(condition.difference))
        if parts is None:
            return None
        kept.extend(parts)
    return _merged(kept)


_OWN = "\0"
"""Stands for the words of a condition in what is remembered about its difference."""


def _remembered(
    condition: Condition, domain: Domain, borders: bool
) -> tuple[Condition, ...] | None:
    """What is left of a condition; forms of one game share most of their differences."""
    key = (condition.difference, condition.relation, borders)
    if key not in domain.reductions:
        plain = Condition("", "", "", "", condition.difference, condition.relation, words=_OWN)
        domain.reductions[key] = _reduced_one(plain, domain, borders)
    found = domain.reductions[key]
    if found is None:
        return None
    return tuple(
        replace(
            condition,
            difference=part.difference,
            relation=part.relation,
            words=part.words if part.words != _OWN else _words(condition, part.relation),
        )
        for part in found
    )


def _words(condition: Condition, relation: str) -> str:
    """The words that a condition has when its relation changes: those of its incentive."""
    same = condition.words or relation == condition.relation
    return condition.words if same else condition.incentive


def _reduced_one(
    condition: Condition, domain: Domain, borders: bool
) -> tuple[Condition, ...] | None:
    above = condition.difference.numerator
    if above.is_constant:
        value = above.constant()
        below_parts = factors_of(condition.difference.denominator, domain)
        return _from_factors(condition, _sign_of(value), [], below_parts, borders)
    unit, found = factor_signs(above, domain)
    return _from_factors(
        condition,
        _sign_of(unit),
        found,
        factors_of(condition.difference.denominator, domain),
        borders,
    )


_Factors = Sequence[tuple[Expression, int, "tuple[int, bool] | None"]]


def factors_of(part: Expression, domain: Domain) -> _Factors:
    """The factors of a polynomial with their powers and signs; none of a number."""
    return [] if part.is_constant else factor_signs(part, domain)[1]


def _sign_of(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _from_factors(
    condition: Condition, sign: int, above: _Factors, below: _Factors, borders: bool
) -> tuple[Condition, ...] | None:
    extra: list[Condition] = []
    # What is left of the product, by the sign it may have.
    open_: list[Expression] = []  # both signs
    squares: list[Expression] = []  # of both signs, squared
    weak: list[Expression] = []  # at least zero, and zero in places
    for factor, power, known in below:
        if known is not None and known[1]:
            if power % 2:
                sign *= known[0]
            continue
        words = f"{factor} is not zero"
        if known is not None:
            factor = factor if known[0] > 0 else -factor
            if power % 2:
                sign *= known[0]
            if borders:
                extra.append(replace(condition, difference=factor, relation=">", words=words))
            continue
        if power % 2:
            open_.append(factor)
            if condition.relation in (">", "!="):
                continue  # it is said already
        if borders:
            extra.append(replace(condition, difference=factor, relation="!=", words=words))
    for factor, power, known in above:
        if known is None:
            (open_ if power % 2 else squares).append(factor)
        elif known[0] == 0:
            sign = 0
        else:
            if power % 2:
                sign *= known[0]
            if not known[1]:
                weak.append(factor if known[0] > 0 else -factor)
    done = _decided(condition, sign, open_, squares, weak, borders)
    return None if done is None else (*done, *extra)


def _decided(
    condition: Condition,
    sign: int,
    open_: list[Expression],
    squares: list[Expression],
    weak: list[Expression],
    borders: bool,
) -> tuple[Condition, ...] | None:
    relation = condition.relation
    zero = sign == 0
    if relation == "==":
        if zero:
            return ()
        left = [*open_, *squares, *(weak if borders else ())]
        return (_with(condition, left),) if left else None
    if relation == "!=":
        if zero:
            return None
        left = [*open_, *squares, *weak]
        return (_with(condition, left),) if left and borders else ()
    if zero:
        return () if relation == ">=" else None
    apart = [_with(condition, [factor], "!=") for factor in squares]
    above = [_with(condition, [factor], ">") for factor in weak]
    if relation == ">":
        if not open_ and sign < 0:
            return None
        main = (_with(condition, open_, sign=sign),) if open_ else ()
        return (*main, *apart, *above) if borders else main
    # ">=": it holds as well where any of the factors is zero.
    if not open_:
        if sign > 0:
            return ()
        if not borders:
            return None
        left = [*squares, *weak]
        return (_with(condition, left, "=="),) if left else None
    if not borders:
        return (_with(condition, open_, sign=sign),)
    squared = [factor**2 for factor in squares]
    return (_with(condition, [*open_, *squared, *weak], sign=sign),)


def _with(
    condition: Condition, factors: Sequence[Expression], relation: str = "", *, sign: int = 1
) -> Condition:
    difference = constant_expression(sign)
    for factor in factors:
        difference = difference * factor
    relation = relation or condition.relation
    if relation in ("==", "!="):
        difference = _led_by_plus(difference)
    return replace(condition, difference=difference, relation=relation)


def _led_by_plus(difference: Expression) -> Expression:
    """Of p and -p, which are zero together, always the same one."""
    unit, _ = difference.factors()
    return -difference if unit < 0 else difference


def _merged(conditions: Sequence[Condition]) -> tuple[Condition, ...] | None:
    """Each said once; None where one contradicts another."""
    kept: dict[tuple[Expression, str], Condition] = {}
    for condition in conditions:
        kept.setdefault((condition.difference, condition.relation), condition)
    for difference, relation in list(kept):
        other = -difference
        if relation == "!=":
            for sided in (difference, other):
                weak = kept.pop((sided, ">="), None)
                if weak is not None:
                    kept[sided, ">"] = replace(weak, relation=">", words=weak.incentive)
    for (difference, relation), condition in list(kept.items()):
        other = -difference
        if relation == ">":
            kept.pop((difference, ">="), None)
            if (other, ">") in kept or (other, ">=") in kept:
                return None
            if (difference, "==") in kept or (other, "==") in kept:
                return None
            for unneeded in (difference, other):
                kept.pop((unneeded, "!="), None)
        elif relation == "==":
            if (difference, "!=") in kept:
                return None
            kept.pop((difference, ">="), None)
            kept.pop((other, ">="), None)
        elif relation == ">=" and (difference, relation) in kept and (other, ">=") in kept:
            # At least zero and at most zero.
            equal = _led_by_plus(difference)
            del kept[difference, ">="], kept[other, ">="]
            if (equal, "!=") in kept:
                return None
            kept.setdefault(
                (equal, "=="),
                replace(condition, difference=equal, relation="==", words=condition.incentive),
            )
    return tuple(kept.values())
