"""Ways to prove that facts contradict each other, the cheapest first.

Two facts of which a positive combination cancels a term and is never positive; certificates on the
facts of low degree; certificates on all; the same on parts of the box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple, final

from brinkgame.control import FREE, Control
from brinkgame.parametric.regions.certificates import Certificate, contradiction
from brinkgame.parametric.regions.corners import by_corners
from brinkgame.parametric.regions.domain import Domain, Fact
from brinkgame.parametric.regions.polynomials import Polynomial

__all__ = ["Refutation", "refuted", "refuted_by_pairs"]

_HIGHEST = 4
"""Products of a higher degree than this are formed only of facts that have it themselves."""


@final
class Refutation(NamedTuple):
    """A proof that facts contradict each other, in words, and the certificate if it is one."""

    words: str
    certificate: Certificate | None = None
    pair: tuple[int, int, Polynomial] | None = None
    """Two facts and a positive combination of them that is never positive."""


def refuted(
    facts: Sequence[Fact],
    given: int,
    domain: Domain,
    *,
    interior: bool = False,
    control: Control = FREE,
) -> Refutation | None:
    """Look for a proof that facts in unit coordinates contradict each other in the box.

    The first `given` facts are conditions, and the rest constraints, which do not contradict each
    other. With `interior` only strict solutions inside the box are of interest.
    """
    if not facts:
        return None
    if interior:
        facts = [Fact(fact.polynomial, True) for fact in facts]
    simple = refuted_by_pairs(facts, given, domain, interior=interior)
    if simple is not None:
        return simple
    for some, degree in _attempts(facts, given):
        found = contradiction(some, domain, degree=degree, interior=interior, control=control)
        if found is not None:
            used = {k for factors in found.products for k in factors if k < len(some)}
            return Refutation(
                f"a sum of products of {len(used)} conditions or constraints and sides of the box, "
                "with positive weights, is zero, and would be positive",
                found,
            )
        if control.expired():
            return None
    return None


def refuted_by_pairs(
    facts: Sequence[Fact], given: int, domain: Domain, *, interior: bool = False
) -> Refutation | None:
    """The same, by two facts alone of which a positive combination is never positive."""
    words = "a sum of two conditions or constraints is never positive"
    for i, j in combinations(range(len(facts)), 2):
        if i >= given:
            break
        strict = interior or facts[i].strict or facts[j].strict
        for combined in _cancelled(facts[i].polynomial, facts[j].polynomial):
            known = by_corners(-combined, domain) if combined.terms else False
            if known or (known is False and strict):
                return Refutation(words, pair=(i, j, combined))
    return None


def _cancelled(a: Polynomial, b: Polynomial) -> Iterator[Polynomial]:
    """Positive combinations of two polynomials in which a term of both is gone."""
    seen: set[Fraction] = set()
    for monomial, c in a.terms.items():
        d = b.terms.get(monomial)
        if monomial and d is not None and (c > 0) is not (d > 0):
            ratio = -c / d
            if ratio not in seen:
                seen.add(ratio)
                yield a + b.times(ratio)


def _attempts(facts: Sequence[Fact], given: int) -> Iterator[tuple[Sequence[Fact], int]]:
    """Which facts to multiply, and up to which degree."""
    degrees = sorted({fact.polynomial.degree for fact in facts[:given]})
    top = max(fact.polynomial.degree for fact in facts)
    done: set[tuple[int, int]] = set()
    for degree in sorted({*degrees, *(d + 1 for d in degrees), top}):
        if degree > max(_HIGHEST, top):
            continue
        some = [fact for fact in facts if fact.polynomial.degree <= degree]
        if not any(fact.polynomial.degree <= degree for fact in facts[:given]):
            continue
        key = (len(some), degree)
        if key not in done:
            done.add(key)
            yield some, degree
