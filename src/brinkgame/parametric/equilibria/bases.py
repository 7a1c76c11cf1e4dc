"""What keeps a player of a table indifferent: bases of its best-response polytope, in closed form.

A basis is some rows that all pay the same and as many columns that are played, of a table whose
payoffs are open (see `matrices`). The mixture, the payoff and what every other row falls short are
quotients of bordered determinants.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, quantity
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.engines import SignOf
from brinkgame.parametric.equilibria.form import Number

__all__ = ["Basis", "Places", "Side", "SignAt", "plain", "signed"]

Places: TypeAlias = tuple[int, ...]

_ZERO = Fraction(0)


@final
@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Rows that are tight and columns that are played.

    The mixture is ``weights / determinant``; what a row pays less than the tight ones is
    ``slacks / (scale * determinant)``, `scale` being that of the side.
    """

    number: int
    rows: Places
    columns: Places
    weights: tuple[Number, ...]
    determinant: Number
    slacks: tuple[Number, ...]  # of every row, zero for those of the basis

    @property
    def tight(self) -> Places:
        """The rows that pay as much identically."""
        return tuple(i for i, slack in enumerate(self.slacks) if is_zero(slack))


@final
class Side:
    """One player, who is kept indifferent among rows by the other's mixture of columns."""

    def __init__(
        self,
        player: str,
        other: str,
        rows: Sequence[str],
        columns: Sequence[str],
        payoffs: Sequence[Sequence[Number]],
        sign: SignOf,
    ) -> None:
        self.player, self.other = player, other
        self.rows, self.columns = tuple(rows), tuple(columns)
        self.payoffs = payoffs
        self.scale, self.whole = _cleared(payoffs)
        self._minors: dict[tuple[Places, Places], Number] = {}
        self._sign = sign
        self._kept: dict[Any, Any] = {}

    # -- bases -------------------------------------------------------------------------------

    def _bordered(self, rows: Places, columns: Places) -> Number:
        """The determinant of [payoffs | 1]; there is one row more than columns.

        Expanded by the last column, from which a multiple of the ones is taken off so that its
        first entry is zero.
        """
        if not columns:
            return Fraction(1)
        key = (rows, columns)
        if key not in self._minors:
            total: Any = _ZERO
            *before, last = columns
            base = self.whole[rows[0]][last]
            for place in range(1, len(rows)):
                difference = plain(self.whole[rows[place]][last] - base)
                if not is_zero(difference):
                    others = rows[:place] + rows[place + 1 :]
                    product = difference * self._bordered(others, tuple(before))
                    total = total + product if (place + len(before)) % 2 == 0 else total - product
            self._minors[key] = plain(total)
        return self._minors[key]

    def _weights(self, rows: Places, columns: Places) -> tuple[Number, ...]:
        """What the probabilities of the columns are proportional to where the rows are tight."""
        minors = (
            self._bordered(rows, columns[:place] + columns[place + 1 :])
            for place in range(len(columns))
        )
        return tuple(plain(-minor) if k % 2 else minor for k, minor in enumerate(minors))

    @cached_property
    def bases(self) -> tuple[Basis, ...]:
        """All that are bases somewhere and could be feasible as far as numbers tell."""
        found: list[Basis] = []
        for size in range(1, min(len(self.rows), len(self.columns)) + 1):
            for rows in itertools.combinations(range(len(self.rows)), size):
                for columns in itertools.combinations(range(len(self.columns)), size):
                    basis = self._basis(len(found), rows, columns)
                    if basis is not None:
                        found.append(basis)
        return tuple(found)

    def _basis(self, number: int, rows: Places, columns: Places) -> Basis | None:
        size = len(rows)
        weights = self._weights(rows, columns)
        if any(map(is_zero, weights)):
            return None  # never played: the basis without it has the same mixture
        determinant = plain(sum(weights, start=_ZERO))
        if is_zero(determinant):
            return None
        slacks: list[Number] = []
        for row in range(len(self.rows)):
            if row in rows:
                slacks.append(_ZERO)
                continue
            above = sum(r > row for r in rows)
            minor = self._bordered(tuple(sorted((*rows, row))), columns)
            slacks.append(minor if (above + size) % 2 else plain(-minor))
        basis = Basis(number, rows, columns, weights, determinant, tuple(slacks))
        return None if self.closed(basis) is None else basis

    @cached_property
    def distinct(self) -> tuple[Basis, ...]:
        """The bases without those that only say again what another one says wherever they can.

        Bases of one mixture and one payoff differ in where their determinants vanish, and in
        nothing else. One whose determinant is divided by that of another is left out.
        """
        kept: list[Basis] = []
        same: dict[Any, list[Basis]] = {}
        for basis in self.bases:
            if len(basis.tight) > len(basis.rows):
                key = (basis.columns, tuple(self.mixture(basis)), self.value(basis))
                twins = same.setdefault(key, [])
                if any(_divides(twin.determinant, basis.determinant) for twin in twins):
                    continue
                for twin in [t for t in twins if _divides(basis.determinant, t.determinant)]:
                    twins.remove(twin)
                    kept.remove(twin)
                twins.append(basis)
            kept.append(basis)
        return tuple(kept)

    # -- strategies and payoffs --------------------------------------------------------------

    def played(self, basis: Basis) -> tuple[str, ...]:
        """The names of the columns of a basis."""
        return tuple(self.columns[column] for column in basis.columns)

    def mixture(self, basis: Basis) -> tuple[Number, ...]:
        """The probabilities of the columns of a basis."""
        found: tuple[Number, ...] | None = self._kept.get(("mixture", basis))
        if found is None:
            found = tuple(plain(w / basis.determinant) for w in basis.weights)
            self._kept["mixture", basis] = found
        return found

    def profile(self, basis: Basis) -> Mapping[str, Number]:
        """The probability of each column by name."""
        found: dict[str, Number] | None = self._kept.get(("profile", basis))
        if found is None:
            found = dict.fromkeys(self.columns, _ZERO)
            for column, weight in zip(basis.columns, self.mixture(basis), strict=True):
                found[self.columns[column]] = weight
            self._kept["profile", basis] = found
        return found

    def value(self, basis: Basis) -> Number:
        """What the rows of a basis pay."""
        found: Number | None = self._kept.get(("value", basis))
        if found is None:
            row = self.payoffs[basis.rows[0]]
            total: Any = _ZERO
            for column, weight in zip(basis.columns, self.mixture(basis), strict=True):
                total = total + row[column] * weight
            found = self._kept["value", basis] = plain(total)
        return found

    # -- conditions --------------------------------------------------------------------------

    def needed(self, basis: Basis, played: Places) -> tuple[int, ...] | None:
        """The rows that are played and tight on a border only.

        None where one is never tight, and where one could take the place of a row of the basis that
        is not played, and the result be a basis everywhere: what is tight can be put into a basis,
        so that the form is another one on a border of that.
        """
        found = []
        idle = [row for row in basis.rows if row not in played]
        for row in played:
            slack = basis.slacks[row]
            if is_zero(slack):
                continue
            if isinstance(slack, Fraction):
                return None
            for other in idle:
                rows = tuple(sorted({*basis.rows, row} - {other}))
                determinant = sum(self._weights(rows, basis.columns), start=_ZERO)
                if isinstance(plain(determinant), Fraction) and determinant:
                    return None
            found.append(row)
        return tuple(found)

    def open(self, basis: Basis, played: Places) -> tuple[int, int, int]:
        """How much is asked of a basis where these rows are played; the less the better."""
        asked = sum(not is_zero(basis.slacks[row]) for row in played)
        return asked, sum(row not in basis.rows for row in played), basis.number

    def conditions(
        self, basis: Basis, played: Places
    ) -> tuple[Sequence[Condition], Sequence[Condition], Sequence[Condition]] | None:
        """Preferences, probabilities, and what makes the basis one; None where one is false."""
        preferences = []
        # What is played is compared with, and pays as much as the basis where the form is one.
        prefer = next((row for row in played if is_zero(basis.slacks[row])), played[0])
        for row in range(len(self.rows)):
            if row in basis.rows or (row in played and is_zero(basis.slacks[row])):
                continue
            if row in played:
                condition = self._tie(basis, row)
            else:
                condition = self._preference(basis, row, prefer)
            if condition is False:
                return None
            if isinstance(condition, Condition):
                preferences.append(condition)
        shares = [self._share(basis, place) for place in range(len(basis.columns))]
        if False in shares:
            return None
        probabilities = [share for share in shares if isinstance(share, Condition)]
        determined = self._determined(basis)
        return preferences, probabilities, [determined] if determined else []

    def closed(self, basis: Basis) -> tuple[Condition, ...] | None:
        """All conditions of a basis by itself; None where one of them is a number and false."""
        rows = [r for r in range(len(self.rows)) if r not in basis.rows]
        asked = [
            *(self._preference(basis, row, basis.rows[0]) for row in rows),
            *(self._share(basis, place) for place in range(len(basis.columns))),
            self._determined(basis) or True,
        ]
        if False in asked:
            return None
        return tuple(condition for condition in asked if isinstance(condition, Condition))

    def _preference(self, basis: Basis, row: int, prefer: int) -> Condition | bool:
        """That the tight rows pay at least as much as another one."""
        key = ("preference", basis, row, prefer)
        if key not in self._kept:
            product: Any = self._fallen_short(basis, row, prefer)
            decided = self._decided(product)
            self._kept[key] = (
                Condition(self.player, "", self.rows[prefer], self.rows[row], product)
                if decided is None
                else decided
            )
        found: Condition | bool = self._kept[key]
        return found

    def _tie(self, basis: Basis, row: int) -> Condition | bool:
        """That a row pays as much as the tight ones."""
        slack = basis.slacks[row]
        if isinstance(slack, Fraction):
            return slack == 0
        if self._sign(slack):
            return False
        key = ("tie", basis, row)
        if key not in self._kept:
            tight, name = self.rows[basis.rows[0]], self.rows[row]
            words = f"{self.player} is indifferent between {tight} and {name}"
            if len(basis.columns) > 1:
                words += (
                    f" against the mixture of {_listed(self.columns[c] for c in basis.columns)}"
                )
            self._kept[key] = Condition(self.player, "", tight, name, slack, "==", words)
        found: Condition = self._kept[key]
        return found

    def _fallen_short(self, basis: Basis, row: int, prefer: int) -> Number:
        """A polynomial of the sign of what a row pays less than another one."""
        behind = basis.slacks[prefer]
        key = ("short", basis, row, -1 if is_zero(behind) else prefer)
        if key not in self._kept:
            scaled: Any = basis.determinant * self.scale
            slack: Any = basis.slacks[row]
            self._kept[key] = signed(plain(slack - behind), plain(scaled))
        found: Number = self._kept[key]
        return found

    def _decided(self, product: Number) -> bool | None:
        """Whether a polynomial is at least zero everywhere; None if that depends."""
        if isinstance(product, Fraction):
            return product >= 0
        known = self._sign(product)
        return None if known is None else known >= 0

    def _share(self, basis: Basis, place: int) -> Condition | bool:
        """That the probability of a column is not negative."""
        key = ("share", basis, place)
        if key not in self._kept:
            product: Any = signed(basis.weights[place], basis.determinant)
            column = self.columns[basis.columns[place]]
            words = (
                f"{self.other} takes {column} with probability at least 0, where {self.player} is "
                f"indifferent between {_listed(self.rows[r] for r in basis.rows)}"
            )
            decided = self._decided(product)
            self._kept[key] = (
                Condition(self.other, "", column, "", product, ">=", words)
                if decided is None
                else decided
            )
        found: Condition | bool = self._kept[key]
        return found

    def _determined(self, basis: Basis) -> Condition | None:
        """That there is one mixture of the columns that makes the rows pay the same."""
        if isinstance(basis.determinant, Fraction) or self._sign(basis.determinant):
            return None
        key = ("determined", basis)
        if key not in self._kept:
            rows = [self.rows[row] for row in basis.rows]
            words = (
                f"one mixture of {_listed(self.columns[c] for c in basis.columns)} leaves "
                f"{self.player} indifferent between {_listed(rows)}"
            )
            determinant: Any = basis.determinant
            self._kept[key] = Condition(self.player, "", rows[0], rows[1], determinant, "!=", words)
        found: Condition = self._kept[key]
        return found

    # -- at a point --------------------------------------------------------------------------

    def vertices(self, sign: SignAt) -> dict[tuple[Places, frozenset[int]], list[Basis]]:
        """The vertices at a point by what is played and what is tight, with all bases of each."""
        found: dict[tuple[Places, frozenset[int]], list[Basis]] = {}
        scale = sign(self.scale)
        if not scale:
            raise ExpressionError(
                f"a payoff of {self.player} has a pole there: {self.scale} is zero at {sign.point}"
            )
        for basis in self.bases:
            orientation = sign(basis.determinant)
            if not orientation or any(sign(w) != orientation for w in basis.weights):
                continue
            slacks = [sign(slack) * orientation * scale for slack in basis.slacks]
            if min(slacks) < 0:
                continue
            tight = frozenset(row for row, slack in enumerate(slacks) if not slack)
            found.setdefault((basis.columns, tight), []).append(basis)
        return found


def plain(number: Any) -> Number:
    """A constant expression as a number."""
    if isinstance(number, Expression) and number.is_constant:
        return number.constant()
    found: Number = number
    return found


def is_zero(number: Number) -> bool:
    """Whether it is zero identically; an expression that is constant is no `Expression` here."""
    return isinstance(number, Fraction) and not number


def signed(above: Number, below: Number) -> Number:
    """A polynomial of the sign of a quotient wherever its denominator is not zero."""
    if isinstance(below, Fraction):
        return above if below > 0 else plain(-above)
    if isinstance(above, Fraction):
        return plain(above * below)
    quotient = above / below
    return plain(quotient.numerator * quotient.denominator)


def _divides(divisor: Number, number: Number) -> bool:
    """Whether a polynomial divides another."""
    quotient: Any = plain(number / divisor)
    return isinstance(quotient, Fraction) or quotient.denominator.is_constant


def _cleared(payoffs: Sequence[Sequence[Number]]) -> tuple[Number, list[list[Number]]]:
    """A common denominator of a player's payoffs, and the payoffs times it."""
    whole, scale = 1, quantity(1)
    for number in itertools.chain(*payoffs):
        if isinstance(number, Fraction):
            whole = math.lcm(whole, number.denominator)
            continue
        below = number.denominator
        if below.is_constant:
            whole = math.lcm(whole, int(below.constant()))
        else:
            rest = quantity(scale / below)
            # Where scale/below is a/b in lowest terms, scale*b is the least common multiple.
            missing = 1 if isinstance(rest, Fraction) else rest.denominator
            scale = quantity(scale * missing)
    if isinstance(scale, Fraction):
        scale = scale * whole
    else:
        scale = quantity(scale * whole)
    return scale, [[plain(number * scale) for number in row] for row in payoffs]


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


@final
class SignAt:
    """The signs of polynomials at a point, each found once."""

    def __init__(self, point: Mapping[str, Any]) -> None:
        self.point = dict(point)
        self._rational = {n: v for n, v in point.items() if not isinstance(v, Algebraic)}
        self._algebraic = {n: v for n, v in point.items() if isinstance(v, Algebraic)}
        self._known: dict[Expression, int] = {}

    def __call__(self, number: Number) -> int:
        if isinstance(number, Fraction):
            return (number > 0) - (number < 0)
        found = self._known.get(number)
        if found is None:
            value = self._value(number)
            found = self._known[number] = (value > 0) - (value < 0)
        return found

    def _value(self, polynomial: Expression) -> Fraction | Algebraic:
        if not any(name in self._algebraic for name in polynomial.names):
            return polynomial.evaluate(self._rational)
        rest = quantity(polynomial.substitute(self._rational))
        if isinstance(rest, Fraction):
            return rest
        total: Any = _ZERO
        for monomial, coefficient in rest.terms().items():
            product: Any = coefficient
            for name, power in monomial:
                product = product * self._algebraic[name] ** power
            total = total + product
        found: Fraction | Algebraic = total
        return found
