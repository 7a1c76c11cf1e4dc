"""The numbers of a tree as integer polynomials in its parameters.

Conditions of credible play compare what a player gets, so that nothing is lost if all payoffs of a
player are multiplied by one positive factor, and each by the probability that Nature allows the way
to it: then the payoffs at the ends are polynomials with integer coefficients, and no fraction turns
up before an answer is written down.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, final

from flint import fmpz_mpoly

from brinkgame.expressions import Expression
from brinkgame.expressions.polynomials import irreducible_factors
from brinkgame.expressions.rings import Ring
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.equilibria.credible_skeleton import Skeleton

__all__ = ["Line", "Table", "common_divisor"]

Line: TypeAlias = "dict[tuple[int, ...], Any]"
"""A polynomial in unknowns (`credibility.terms.Terms`) whose coefficients are polynomials."""

Sign: TypeAlias = "tuple[int | None, bool]"
"""A sign, and whether it is strict; None where nothing is known."""
Range: TypeAlias = "tuple[int, int, int]"
"""The ends of a range, and what both are over."""
_OPEN: Sign = (None, False)
_LONG = 500
"""Terms of a polynomial up to which its sign is looked for at all."""
_READ = 60
"""Terms of a polynomial up to which it is taken apart."""
_LONGEST = 8
"""Terms of a polynomial up to which constraints are taken off it."""
_DEEPEST = 2
_MOST_CORNERS = 5
"""Parameters of a polynomial up to which it is looked at in all corners of the box."""


@final
class Table:
    """The numbers of a tree.

    Parameters
    ----------
    game
        An exact tree; parameters may be open.
    skeleton
        Its moves.
    prove
        What tells the sign that a polynomial has wherever parameters may be (it may be zero in
        places), where a quick look does not; None to leave it at the quick look.

    Attributes
    ----------
    ring
        Where the polynomials live.
    reach
        For each node the probability that Nature allows it, times a positive number that is the
        same for all nodes.
    odds, spread
        The same probability, for each node, as a quotient: all that comes after a node is divisible
        by what is above the line.
    ends
        For each end of the game the payoffs times `reach`, times a positive number that is the same
        for all; nothing elsewhere.
    """

    def __init__(
        self,
        game: ExtensiveFormGame,
        skeleton: Skeleton,
        prove: Callable[[Expression], int | None] | None = None,
    ) -> None:
        self.game = game
        odds = game.edge_probabilities()
        paid = game.terminal_payoffs()
        numbers = {id(v): v for v in odds if v is not None}
        numbers.update((id(v), v) for line in paid if line is not None for v in line)
        ring = self.ring = Ring(numbers.values())
        parts = {key: ring.parts(value) for key, value in numbers.items()}
        chances = [parts[id(v)][1] for v in odds if v is not None]
        money = [parts[id(v)][1] for line in paid if line is not None for v in line]
        below, under = _common_multiple(ring, chances), _common_multiple(ring, money)
        self.prove = prove
        self._ranges = _ranges(ring, game.parameters)
        self._signs: dict[Any, Sign] = {}
        self._facts = self._constraints()
        self.odds, self.spread, self.reach = _reach(ring, skeleton, odds, parts, below)
        # Multiplied by a number whose sign is open, a payoff would change its order with others.
        spare = ring.one if under.is_constant() else under
        self.scale = under * spare
        self.ends: list[tuple[fmpz_mpoly, ...]] = []
        share: dict[int, fmpz_mpoly] = {}
        for x, line in enumerate(paid):
            if line is None:
                self.ends.append(())
                continue
            for v in line:
                if id(v) not in share:
                    top, bottom = parts[id(v)]
                    share[id(v)] = spare * (top if bottom == under else top * (under / bottom))
            self.ends.append(tuple(share[id(v)] * self.reach[x] for v in line))

    def shared(self, polys: Sequence[fmpz_mpoly]) -> fmpz_mpoly:
        """What some polynomials that are never negative have in common, as far as it is positive.

        Such are Nature's probabilities: conditions are divided by it, so that they stay short.
        """
        common = common_divisor(polys, self.ring)
        if common.is_constant() or len(common) > _READ:
            return common if common.is_constant() else self.ring.one
        whole = self.weak_sign(common)
        if whole is not None:
            return common * whole
        unit, factors = irreducible_factors(common)
        found = self.ring.number(abs(int(unit)))
        for factor, power in factors:
            sign = self.weak_sign(factor)
            if sign is not None:
                found = found * (factor if sign > 0 else -factor) ** int(power)
        return found

    def sign(self, poly: fmpz_mpoly) -> int | None:
        """The sign that a polynomial has wherever parameters may be; None if that is not known."""
        sign, strict = self._looked_up(poly)
        return sign if strict else None

    def weak_sign(self, poly: fmpz_mpoly) -> int | None:
        """The same, if it may be zero in places."""
        return self._looked_up(poly)[0]

    def _looked_up(self, poly: fmpz_mpoly) -> Sign:
        if poly.is_constant():
            return (int(poly.leading_coefficient() > 0) * 2 - 1 if poly else 0), True
        if len(poly) > _LONG:
            return _OPEN
        key = tuple(poly.terms())
        found = self._signs.get(key)
        if found is None:
            found = _box_sign(key, self._ranges)
            if not found[1] and self._facts:
                found = _better(found, self._by_facts(poly, 0))
            if found[0] is None and len(poly) <= _READ:
                found = self._by_factors(poly)
            if found[0] is None and len(poly) <= _READ and self.prove is not None:
                found = self.prove(self.ring.expression(poly)), False
            self._signs[key] = found
        return found

    def _by_factors(self, poly: fmpz_mpoly) -> Sign:
        """The sign that shows when those of all factors are known."""
        unit, factors = irreducible_factors(poly)
        if len(factors) < 2 and not any(power > 1 for _, power in factors):
            return _OPEN
        found = 1 if unit > 0 else -1
        sure = True
        for factor, power in factors:
            sign, strict = self._looked_up(factor)
            sure = sure and strict
            if power % 2:
                if sign is None:
                    return _OPEN
                found *= sign
        return found, sure

    def _constraints(self) -> list[tuple[fmpz_mpoly, bool]]:
        """What the constraints among parameters say is not negative, and whether it is positive."""
        keys = set(self.ring.space.keys)
        found = []
        for constraint in self.game.parameters.constraints:
            more = constraint.right - constraint.left
            if keys.issuperset(more.names):
                above, below = self.ring.parts(more)
                if below.is_constant() and not above.is_constant():
                    found.append((above, constraint.relation == "<"))
        return found

    def _by_facts(self, poly: fmpz_mpoly, depth: int) -> Sign:
        """The sign that shows when multiples of a few constraints are taken off."""
        if len(poly) > _LONGEST:
            return _OPEN
        best = _OPEN
        for fact, positive in self._facts:
            theirs = {tuple(e): int(c) for e, c in fact.terms()}
            for exponents, coefficient in poly.terms():
                other = theirs.get(tuple(exponents), 0)
                if not other:
                    continue
                rest = poly * abs(other) - fact * (int(coefficient) * (1 if other > 0 else -1))
                # What is left over is of the same sign as the multiple, or zero.
                wanted = 1 if int(coefficient) * other > 0 else -1
                sign: Sign = (wanted, positive)
                if rest:
                    left = _box_sign(tuple(rest.terms()), self._ranges)
                    if left[0] is None and depth < _DEEPEST:
                        left = self._by_facts(rest, depth + 1)
                    sign = (wanted, positive or left[1]) if left[0] == wanted else _OPEN
                best = _better(best, sign)
                if best[1]:
                    return best
        return best


def _better(one: Sign, other: Sign) -> Sign:
    """What is known of a sign from two sources."""
    return other if one[0] is None or (other[0] is not None and other[1]) else one


def common_divisor(polys: Sequence[fmpz_mpoly], ring: Ring) -> fmpz_mpoly:
    """A greatest common divisor; its sign means nothing."""
    found = ring.zero
    for poly in polys:
        found = poly if not found else found.gcd(poly)
        if found.is_one():
            break
    return found or ring.one


def _common_multiple(ring: Ring, polys: Sequence[fmpz_mpoly]) -> fmpz_mpoly:
    """A least common multiple; numbers apart, since most are just that."""
    whole = 1
    found = ring.one
    for poly in polys:
        if poly.is_constant():
            whole = math.lcm(whole, int(poly.leading_coefficient()))
        else:
            found = found * (poly / poly.gcd(found))
    number = ring.number(whole)
    return found * (number / number.gcd(found))


def _reach(
    ring: Ring,
    skeleton: Skeleton,
    odds: Sequence[Any],
    parts: Mapping[int, tuple[fmpz_mpoly, fmpz_mpoly]],
    below: fmpz_mpoly,
) -> tuple[list[fmpz_mpoly], list[fmpz_mpoly], list[fmpz_mpoly]]:
    """Nature's probability of each node: above the line, below it, and over one number for all."""
    steps = [0] * len(odds)
    raw: list[fmpz_mpoly] = [ring.one]
    for x in range(1, len(odds)):
        above = skeleton.parent[x]
        if odds[x] is None:
            steps[x] = steps[above]
            raw.append(raw[above])
        else:
            top, bottom = parts[id(odds[x])]
            steps[x] = steps[above] + 1
            raw.append(raw[above] * (top if bottom == below else top * (below / bottom)))
    most = max(steps)
    if not below.is_constant():
        most += most % 2
    powers = [ring.one]
    for _ in range(most):
        powers.append(powers[-1] * below)
    return (
        raw,
        [powers[k] for k in steps],
        [each * powers[most - k] for each, k in zip(raw, steps, strict=True)],
    )


def _ranges(ring: Ring, space: ParameterSpace) -> list[Range | None]:
    """The range of each generator over a common denominator, None where it has no two ends."""
    found: list[Range | None] = []
    for key in ring.space.keys:
        parameter = space.get(key)
        if parameter is None or parameter.low is None or parameter.high is None:
            found.append(None)
            continue
        low, high = parameter.low, parameter.high
        common = math.lcm(low.denominator, high.denominator)
        found.append((int(low * common), int(high * common), common))
    return found


def _box_sign(terms: Sequence[tuple[Any, Any]], ranges: Sequence[Range | None]) -> Sign:
    """The sign that shows when each term is bounded by itself, or at the corners of the box."""
    heights = [max(map(int, column)) for column in zip(*(e for e, _ in terms), strict=True)]
    used = [k for k, height in enumerate(heights) if height]
    if any(ranges[k] is None for k in used):
        return _OPEN
    # For each parameter and power the ends of its range, times a number that makes them whole.
    ends: dict[int, list[tuple[int, int]]] = {}
    for k in used:
        low, high, common = ranges[k] or (0, 0, 1)
        powers: list[tuple[int, int]] = []
        for e in range(heights[k] + 1):
            a, b = sorted((low**e, high**e))
            if e and e % 2 == 0 and low < 0 < high:
                a = 0
            rest = common ** (heights[k] - e)
            powers.append((a * rest, b * rest))
        ends[k] = powers
    lowest = highest = 0
    for exponents, coefficient in terms:
        least = most = 1
        for k in used:
            a, b = ends[k][int(exponents[k])]
            if least >= 0 and a >= 0:
                least, most = least * a, most * b
            else:
                corners = (least * a, least * b, most * a, most * b)
                least, most = min(corners), max(corners)
        c = int(coefficient)
        lowest += c * (least if c > 0 else most)
        highest += c * (most if c > 0 else least)
    if lowest >= 0:
        return 1, lowest > 0
    if highest <= 0:
        return -1, highest < 0
    if len(used) > _MOST_CORNERS or max(heights) > 1:
        return _OPEN
    return _corner_sign(terms, used, ends)


def _corner_sign(
    terms: Sequence[tuple[Any, Any]],
    used: Sequence[int],
    ends: Mapping[int, Sequence[tuple[int, int]]],
) -> Sign:
    """The sign at all corners of the box, of a polynomial that is linear in each parameter.

    Such a one is nowhere less than at some corner, and nowhere more.
    """
    plain = [(tuple(int(exponents[k]) for k in used), int(c)) for exponents, c in terms]
    positive = negative = zero = False
    for corner in itertools.product((0, 1), repeat=len(used)):
        table = [(ends[k][0][0], ends[k][1][side]) for k, side in zip(used, corner, strict=True)]
        value = 0
        for exponents, c in plain:
            for e, pair in zip(exponents, table, strict=True):
                c *= pair[e]
            value += c
        positive, negative, zero = (
            positive or value > 0,
            negative or value < 0,
            zero or value == 0,
        )
        if positive and negative:
            return _OPEN
    return (-1 if negative else 1), not zero
