"""For which payoffs a statement about a 2x2 game holds: exact inequalities among its payoffs.

Whether a profile of pure strategies is an equilibrium, whether a strategy is dominant, and whether
there is an equilibrium in which both players mix depend only on which of two payoffs is larger. The
probabilities with which they mix, and which of two strict equilibria is less risky, depend on how
much larger. With payoffs A and B of the two players, let a = A11 - A21 and d = A22 - A12 be what
the row player loses by leaving row 1 against column 1, and row 2 against column 2. The row player
is indifferent where column 1 is played with probability d/(a + d), which lies strictly between 0
and 1 just if a and d have the same sign, and is the only such point unless both are zero.

References
----------
.. [1] J. von Neumann and O. Morgenstern (1944), *Theory of Games and Economic Behavior*, section 18
   (2x2 tables).
.. [2] J. C. Harsanyi and R. Selten (1988), *A General Theory of Equilibrium Selection in Games*
   (risk dominance: the larger product of what the players lose by leaving alone).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Constraint, Expression, quantity
from brinkgame.forms import NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.play.ordinal import two_by_two

__all__ = ["CardinalConditions", "PayoffCondition", "cardinal_conditions"]

Cell: TypeAlias = "tuple[int, int]"
Inequality: TypeAlias = "Constraint | bool"


@final
@dataclass(frozen=True, slots=True)
class PayoffCondition:
    """Exactly when a statement holds: in at least one of the alternatives, all inequalities do.

    Attributes
    ----------
    statement
        What holds then.
    alternatives
        Sets of inequalities among payoffs. No alternative: it never holds. An alternative without
        inequalities: it always does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hawk_dove = bg.catalog.load("hawk-dove").game
    >>> condition = bg.cardinal_conditions(hawk_dove).strict["hawk", "hawk"]
    >>> print(condition)
    (hawk, hawk) is a strict equilibrium exactly if cost < value
    >>> condition.holds({"value": 3, "cost": 2}), condition.holds({"value": 2, "cost": 2})
    (True, False)
    """

    statement: str
    alternatives: tuple[tuple[Constraint, ...], ...]

    @property
    def is_always(self) -> bool:
        """Whether it holds whatever the payoffs."""
        return () in self.alternatives

    @property
    def is_never(self) -> bool:
        """Whether it holds for no payoffs."""
        return not self.alternatives

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether it holds where the parameters have these values, exactly."""
        return any(all(c.holds(values) for c in each) for each in self.alternatives)

    def __str__(self) -> str:
        if self.is_always:
            return f"{self.statement} always"
        if self.is_never:
            return f"{self.statement} never"
        texts = [" and ".join(map(str, each)) for each in self.alternatives]
        return f"{self.statement} exactly if {', or '.join(texts)}"


@final
@dataclass(frozen=True, slots=True)
class CardinalConditions:
    """For which payoffs what is said about a 2x2 game holds; see `cardinal_conditions`.

    Attributes
    ----------
    game
        The game with its payoffs open; the conditions are about its parameters.
    equilibrium, strict
        By profile of pure strategies, ``{(row, column): condition}``: when it is an equilibrium,
        and when it is a strict one, in which each player would lose by changing alone.
    dominant
        ``{(player, strategy): condition}``: when it is strictly better than the other strategy
        against both of the other player's.
    mixed
        When there is one equilibrium in which both players play both strategies, and no second.
    probabilities
        What they play in it, ``{player: {strategy: formula}}``, where `mixed` holds; empty if it
        never does.
    risk_dominant
        By profile: when it is one of two strict equilibria, and the product of what the players
        lose by leaving it alone is larger than for the other one
        (Harsanyi and Selten 1988).

    Examples
    --------
    >>> import brinkgame as bg
    >>> conditions = bg.cardinal_conditions(bg.catalog.load("hawk-dove").game)
    >>> print(conditions.dominant["row", "hawk"])
    hawk is dominant for row exactly if cost < value and 0 < value
    """

    game: NormalFormGame
    equilibrium: Mapping[tuple[str, str], PayoffCondition]
    strict: Mapping[tuple[str, str], PayoffCondition]
    dominant: Mapping[tuple[str, str], PayoffCondition]
    mixed: PayoffCondition
    probabilities: Mapping[str, Mapping[str, Fraction | Expression]]
    risk_dominant: Mapping[tuple[str, str], PayoffCondition]

    def __str__(self) -> str:
        groups = (self.equilibrium, self.dominant, self.risk_dominant)
        conditions = [c for group in groups for c in group.values()] + [self.mixed]
        lines = [str(condition) for condition in conditions if not condition.is_never]
        for player, odds in self.probabilities.items():
            lines += [f"{player} then plays {name} with {odd}" for name, odd in odds.items()]
        return "\n".join(lines)


def _below(left: Any, right: Any, *, strict: bool = True) -> Inequality:
    """The inequality, or whether it holds if that does not depend on parameters."""
    difference = quantity(right - left)
    if isinstance(difference, Fraction):
        return difference > 0 if strict else difference >= 0
    linear = _coefficients(difference)
    if linear is not None:
        # 0 < value/2 - cost/2 reads better as cost < value.
        sides: list[Any] = [Fraction(0), Fraction(0)]
        for name, coefficient in linear.items():
            term: Any = abs(coefficient) * (difference.symbols[name] if name else 1)
            sides[coefficient > 0] = sides[coefficient > 0] + term
        left, right = sides
    found: Constraint = left < right if strict else left <= right
    return found


def _coefficients(difference: Expression) -> dict[str, Fraction] | None:
    """Those of a linear expression as coprime whole numbers, the constant's under ""; else None."""
    try:
        terms = difference.terms()
    except ExpressionError:  # no polynomial
        return None
    if any(len(monomial) > 1 or any(power != 1 for _, power in monomial) for monomial in terms):
        return None
    scale = Fraction(
        math.lcm(*(coefficient.denominator for coefficient in terms.values())),
        math.gcd(*(coefficient.numerator for coefficient in terms.values())),
    )
    return {m[0][0] if m else "": coefficient * scale for m, coefficient in terms.items()}


def _condition(statement: str, alternatives: Iterable[Sequence[Inequality]]) -> PayoffCondition:
    kept: dict[tuple[Constraint, ...], None] = {}
    for each in alternatives:
        needed = tuple(dict.fromkeys(c for c in each if isinstance(c, Constraint)))
        strict = {(c.left, c.right) for c in needed if c.relation == "<"}
        contradicts = any((c.right, c.left) in strict for c in needed)
        if not contradicts and not any(inequality is False for inequality in each):
            kept[needed] = None
    if () in kept:
        kept = {(): None}
    return PayoffCondition(statement, tuple(kept))


def _opened(game: NormalFormGame) -> NormalFormGame:
    """The game with a parameter in place of each payoff, unless it has parameters already."""
    if not game.is_closed:
        return game
    names: set[str] = set()
    first, second = game.strategies.values()
    tables: dict[str, list[list[Parameter]]] = {}
    for player in game.players:
        paid = game.payoff_array(player).tolist()
        tables[player] = []
        for i, row in enumerate(first):
            tables[player].append([])
            for j, column in enumerate(second):
                label = re.sub(r"\W+", "_", f"{player}_{row}_{column}", flags=re.ASCII).strip("_")
                name = label if label[:1].isalpha() else f"u_{label}"
                if name in names:  # labels that differ only in signs that names cannot have
                    name = f"u_{len(names)}_{name}"
                names.add(name)
                meaning = f"what {player} gets from ({row}, {column})"
                baseline = exact_number(paid[i][j])
                tables[player][i].append(Parameter(name, baseline, meaning=meaning))
    return NormalFormGame(game.title, strategies=game.strategies, payoffs=tables)


def cardinal_conditions(game: NormalFormGame) -> CardinalConditions:
    """For which payoffs each statement about a 2x2 game holds, and how its players then mix.

    For a result that was found with one set of payoffs, or with ranks only, this tells the exact
    set of payoffs for which it stands.

    Parameters
    ----------
    game
        Two players with two strategies each. If its payoffs are open, conditions are about its
        parameters. If they are numbers, each payoff becomes a parameter with the number as its
        baseline, called after the player and the two strategies.

    Raises
    ------
    UnsupportedGameError
        The game is of another size.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hawk_dove = bg.catalog.load("hawk-dove").game
    >>> conditions = bg.cardinal_conditions(hawk_dove)
    >>> print(conditions.probabilities["row"]["hawk"])
    value/cost
    >>> bg.cardinal_conditions(hawk_dove.at()).game.parameters["row_hawk_dove"].meaning
    'what row gets from (hawk, dove)'
    """
    game = _opened(two_by_two(game, "a list of conditions on payoffs"))
    one, other = game.players
    rows, columns = game.strategies.values()
    paid_one, paid_other = (
        [[quantity(number) for number in row] for row in game.payoff_array(player).tolist()]
        for player in game.players
    )
    cells: list[Cell] = [(0, 0), (0, 1), (1, 0), (1, 1)]
    profile = {(i, j): (rows[i], columns[j]) for i, j in cells}
    # What each player loses by leaving a cell alone, as (what it would get, what it gets).
    leaving: dict[Cell, tuple[tuple[Any, Any], tuple[Any, Any]]] = {
        (i, j): (
            (paid_one[1 - i][j], paid_one[i][j]),
            (paid_other[i][1 - j], paid_other[i][j]),
        )
        for i, j in cells
    }

    def stays(cell: Cell, *, strict: bool) -> list[Inequality]:
        return [_below(*pair, strict=strict) for pair in leaving[cell]]

    def words(cell: Cell) -> str:
        return f"({', '.join(profile[cell])})"

    def loss(cell: Cell) -> tuple[Any, Any]:
        mine, yours = leaving[cell]
        return mine[1] - mine[0], yours[1] - yours[0]

    def risk(cell: Cell) -> PayoffCondition:
        opposite = 1 - cell[0], 1 - cell[1]
        (a, b), (c, d) = loss(opposite), loss(cell)
        needed = [*stays(cell, strict=True), *stays(opposite, strict=True), _below(a * b, c * d)]
        return _condition(f"{words(cell)} risk-dominates {words(opposite)}", [needed])

    dominant = {}
    for i, name in enumerate(rows):
        needed = [_below(*leaving[i, j][0]) for j in range(2)]
        dominant[one, name] = _condition(f"{name} is dominant for {one}", [needed])
    for j, name in enumerate(columns):
        needed = [_below(*leaving[i, j][1]) for i in range(2)]
        dominant[other, name] = _condition(f"{name} is dominant for {other}", [needed])
    # Each player is indifferent somewhere inside: both losses on the diagonal have one sign.
    signs = []
    for way_one, way_other in itertools.product((1, -1), repeat=2):
        mine = [leaving[i, i][0][::way_one] for i in range(2)]
        yours = [leaving[i, i][1][::way_other] for i in range(2)]
        signs.append([_below(*pair) for pair in (*mine, *yours)])
    mixed = _condition("both players mix in one equilibrium", signs)
    probabilities: dict[str, Mapping[str, Fraction | Expression]] = {}
    if not mixed.is_never:
        (a, b), (d, c) = loss((0, 0)), loss((1, 1))
        for player, menu, first, second in ((one, rows, b, c), (other, columns, a, d)):
            odds = (quantity(second / (first + second)), quantity(first / (first + second)))
            probabilities[player] = MappingProxyType(dict(zip(menu, odds, strict=True)))
    return CardinalConditions(
        game=game,
        equilibrium=MappingProxyType(
            {
                profile[cell]: _condition(
                    f"{words(cell)} is an equilibrium", [stays(cell, strict=False)]
                )
                for cell in cells
            }
        ),
        strict=MappingProxyType(
            {
                profile[cell]: _condition(
                    f"{words(cell)} is a strict equilibrium", [stays(cell, strict=True)]
                )
                for cell in cells
            }
        ),
        dominant=MappingProxyType(dominant),
        mixed=mixed,
        probabilities=MappingProxyType(probabilities),
        risk_dominant=MappingProxyType({profile[cell]: risk(cell) for cell in cells}),
    )
