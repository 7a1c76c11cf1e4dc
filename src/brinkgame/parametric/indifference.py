"""When a player prefers one action to another, as a formula in the assumptions.

Take a tree of perfect information whose numbers are open, and a point. At the point, backward
induction says what everybody does after each of two actions. With that conduct held fixed, the
payoff of each action to the player who chooses is a rational function of the parameters, and so is
their difference. The player prefers the first action exactly where the difference is positive, as
long as those who move later keep to their conduct; and they do as long as differences of the same
kind, one for each alternative they have, are not negative. These are the premises.

Where the difference is linear in a parameter, or in a product of parameters, the border is a
formula in the others: the threshold. Nothing is typed in; it all follows from the tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    ExpressionError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, Operand, quantity
from brinkgame.expressions.expression import constant_expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import TERMINAL
from brinkgame.parameters import Point
from brinkgame.parametric.conditions import Condition
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs

__all__ = ["Indifference", "Threshold", "indifference"]


@final
@dataclass(frozen=True, slots=True)
class Threshold:
    """A border in closed form: the preferred action is chosen iff ``over relation formula``.

    Attributes
    ----------
    prefer, against
        The two actions.
    over
        A parameter or a product of parameters.
    relation
        ``"<="`` or ``">="``.
    formula
        The border, in the other parameters.
    value, actual
        The border, and what `over` is, at the point where the conduct of the others was found.

    Examples
    --------
    >>> import brinkgame as bg
    >>> cost = bg.Parameter("cost", 1, low=0, high=9)
    >>> game = bg.ExtensiveFormGame("entry", players=("A",), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 0}), "in": bg.Terminal({"A": 2 - cost})}))
    >>> found = bg.indifference(game, "A", "root", "in", "out")
    >>> border = found.threshold("cost")
    >>> border.relation, border.value, border.margin
    ('<=', Fraction(2, 1), Fraction(1, 1))
    """

    prefer: str
    against: str
    over: Expression
    relation: str
    formula: Expression
    value: Fraction
    actual: Fraction

    @property
    def margin(self) -> Fraction:
        """How far `over` is from the border; positive where the preferred action is chosen."""
        gap = self.value - self.actual
        return gap if self.relation == "<=" else -gap

    def latex(self) -> str:
        """The condition in LaTeX."""
        sign = r"\le" if self.relation == "<=" else r"\ge"
        return f"{self.over.latex()} {sign} {self.formula.latex()}"

    def __str__(self) -> str:
        return (
            f"{self.prefer} rather than {self.against} iff "
            f"{self.over} {self.relation} {self.formula}"
        )


@final
@dataclass(frozen=True, slots=True)
class Indifference:
    """Where a player is indifferent between two actions, and under which conduct of the others.

    Attributes
    ----------
    player, infoset, prefer, against
        Who chooses, where, and between what.
    difference
        What `prefer` pays more than `against`, as a rational function of the parameters.
    premises
        What the players who move later must keep preferring for this to be the whole answer.
    point
        Where their conduct was found; it names every parameter of the game.
    """

    player: str
    infoset: str
    prefer: str
    against: str
    difference: Expression
    premises: tuple[Condition, ...]
    point: Point
    _ranges: Mapping[str, tuple[Fraction | None, Fraction | None]] = field(repr=False)

    def threshold(self, over: str | Operand) -> Threshold:
        """The border solved for a parameter, or for a product of parameters.

        Parameters
        ----------
        over
            A parameter, its name, or a monomial such as ``detection * us_resolve``.

        Raises
        ------
        ExpressionError
            The difference is not linear in `over`, or does not depend on it; `roots` may help.

        Examples
        --------
        >>> import brinkgame as bg
        >>> risk = bg.Parameter("risk", "1/10", low=0, high=1)
        >>> prize = bg.Parameter("prize", 2, low=0, high=5)
        >>> game = bg.ExtensiveFormGame("gamble", players=("A",), root=bg.Decision("A", {
        ...     "stay": bg.Terminal({"A": 0}),
        ...     "gamble": bg.Chance({"loss": (risk, bg.Terminal({"A": -8})),
        ...                          "gain": (bg.REST, bg.Terminal({"A": prize}))})}))
        >>> found = bg.indifference(game, "A", "root", "gamble", "stay")
        >>> print(found.threshold("risk"))
        gamble rather than stay iff risk <= prize/(prize + 8)
        """
        target = self._operand(over)
        monomial = _monomial(target)
        names = dict(monomial)
        constant: Any = Fraction(0)
        slope: Any = Fraction(0)
        symbols = self.difference.symbols
        for term, coefficient in self.difference.numerator.terms().items():
            powers = dict(term)
            degrees = {Fraction(powers.get(name, 0), power) for name, power in names.items()}
            if degrees not in ({Fraction(0)}, {Fraction(1)}):
                raise ExpressionError(
                    f"the difference between {self.prefer} and {self.against} is not linear in "
                    f"{target}: it is {self.difference}; ask for .roots() in one parameter"
                )
            rest: Any = coefficient
            for name, power in term:
                if name not in names:
                    rest = rest * symbols[name] ** power
            if degrees == {Fraction(0)}:
                constant = constant + rest
            else:
                slope = slope + rest
        rate = _as_expression(slope / self.difference.denominator).evaluate(self.point)
        if not rate:
            raise ExpressionError(
                f"the difference between {self.prefer} and {self.against} does not depend on "
                f"{target} at {self.point}"
            )
        formula = _as_expression(0 - constant / slope)
        return Threshold(
            prefer=self.prefer,
            against=self.against,
            over=target,
            relation=">=" if rate > 0 else "<=",
            formula=formula,
            value=formula.evaluate(self.point),
            actual=target.evaluate(self.point),
        )

    def roots(
        self, over: str | Operand, at: Mapping[str, Any] | None = None
    ) -> tuple[Fraction | Algebraic, ...]:
        """The exact values of one parameter where the player is indifferent, within its range.

        Parameters
        ----------
        over
            A parameter or its name.
        at
            Values of other parameters; those not named stay at `point`.

        Returns
        -------
        tuple
            In ascending order; empty if the preference never turns. They are borders of the
            choice where the premises hold.

        Examples
        --------
        >>> import brinkgame as bg
        >>> hazard = bg.Parameter("hazard", "1/10", low=0, high=1)
        >>> game = bg.ExtensiveFormGame("two nights", players=("A",), root=bg.Decision("A", {
        ...     "stay": bg.Terminal({"A": 0}),
        ...     "risk it": bg.Chance({"safe": ((1 - hazard)**2, bg.Terminal({"A": 1})),
        ...                           "caught": (bg.REST, bg.Terminal({"A": -1}))})}))
        >>> root, = bg.indifference(game, "A", "root", "risk it", "stay").roots("hazard")
        >>> root.polynomial, round(float(root), 6)
        ((1, -4, 2), 0.292893)
        """
        target = self._operand(over)
        (name, power), *others = _monomial(target)
        if others or power != 1:
            raise ExpressionError(f"roots are in one parameter; got {target}")
        values: dict[str, Any] = {**self.point, **(at or {})}
        values.pop(name, None)
        difference = quantity(self.difference.substitute(values))
        if isinstance(difference, Fraction):
            return ()
        terms = difference.numerator.terms()
        degree = max(sum(power for _, power in term) for term in terms)
        coefficients = [Fraction(0)] * (degree + 1)
        for term, coefficient in terms.items():
            coefficients[sum(power for _, power in term)] += coefficient
        low, high = self._ranges.get(name, (None, None))
        return real_roots(coefficients, low, high)

    def _operand(self, over: str | Operand) -> Expression:
        if isinstance(over, str):
            if over not in self.point:
                raise UnknownNameError(f"no open parameter {over!r}{suggestion(over, self.point)}")
            symbol = self.difference.symbols.get(over)
            if symbol is None:
                raise ExpressionError(
                    f"the choice between {self.prefer} and {self.against} does not depend on "
                    f"{over} while the others keep to their conduct"
                )
            return _as_expression(symbol)
        found = quantity(over)
        if isinstance(found, Fraction):
            raise ExpressionError(f"a threshold is over a parameter, not over {over!r}")
        return found

    def __str__(self) -> str:
        return (
            f"{self.player} at {self.infoset} prefers {self.prefer} to {self.against} iff "
            f"{self.difference} >= 0"
        )


def indifference(
    game: ExtensiveFormGame,
    player: str,
    infoset: str,
    prefer: str,
    against: str,
    *,
    at: Mapping[str, Any] | None = None,
) -> Indifference:
    """The difference between two actions of a player as a rational function of the parameters.

    Parameters
    ----------
    game
        A tree of perfect information with open parameters.
    player, infoset
        Who chooses, and where.
    prefer, against
        Two actions there.
    at
        The point at which the conduct of those who move later is found by backward induction;
        parameters that it does not name are at their baselines.

    Raises
    ------
    UnknownNameError
        A player, information set, action or parameter is not there.
    AmbiguousEquilibriumError
        Somebody who moves later is indifferent at that point, so their conduct is not determined.
    UnsupportedGameError
        The game has no open parameter, or hides something from a player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> cost = bg.Parameter("cost", 1, low=0, high=9)
    >>> share = bg.Parameter("share", "1/2", low=0, high=1)
    >>> game = bg.ExtensiveFormGame("entry", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 0, "B": 4}),
    ...     "in": bg.Decision("B", {"accept": bg.Terminal({"A": 4 * share - cost, "B": 2}),
    ...                             "fight": bg.Terminal({"A": -1, "B": 3 - 2 * cost})})}))
    >>> found = bg.indifference(game, "A", "root", "in", "out")
    >>> print(found)
    A at root prefers in to out iff 4*share - cost >= 0
    >>> print(*found.premises)
    B at root/in prefers accept to fight: 2*cost - 1 >= 0
    >>> print(found.threshold("share"))
    in rather than out iff share >= cost/4
    """
    if not isinstance(game, ExtensiveFormGame):
        raise UnsupportedGameError(f"an indifference is between actions in a tree, not in {game!r}")
    if game.is_closed:
        raise UnsupportedGameError(
            "there is nothing to vary", ["the game has no open parameter; write some numbers open"]
        )
    number = game.infoset_number(player, infoset)
    tree = game.tree
    menu = tree.actions(number)
    for action in (prefer, against):
        if action not in menu:
            raise UnknownNameError(
                f"{player} at {infoset} has no action {action!r}{suggestion(action, menu)}"
            )
    if prefer == against:
        raise UnsupportedGameError(f"{prefer!r} is compared with itself", ["name two actions"])
    closed = game.at(at)
    point = game.parameters.point(_known(game, at))
    from brinkgame.solve import solve
    from brinkgame.solvers import BackwardInduction

    result = solve(closed, BackwardInduction())
    node = tree.members[number][0]
    below = range(node + 1, int(tree.end[node]))
    _require_settled(closed, result, below, point)
    choices = result[0].profile.choices
    value = continuation_payoffs(game, BehaviorStrategyProfile.pure(game, choices))
    who = int(tree.mover[node])
    children = tree.children_of(node)
    difference = quantity(
        value[children[menu.index(prefer)]][who] - value[children[menu.index(against)]][who]
    )
    if isinstance(difference, Fraction):
        raise UnsupportedGameError(
            f"the choice between {prefer} and {against} depends on no parameter",
            [f"{prefer} pays {player} {difference} more wherever the parameters are"],
        )
    premises: list[Condition] = []
    for later in below:
        if tree.mover[later] == TERMINAL or tree.mover[later] < 0:
            continue
        premises.extend(_kept(game, later, int(choices[tree.infoset[later]]), value))
    ranges = {name: (p.low, p.high) for name, p in game.parameters.items()}
    return Indifference(
        player, infoset, prefer, against, difference, tuple(premises), point, ranges
    )


def _known(game: ExtensiveFormGame, at: Mapping[str, Any] | None) -> dict[str, Any]:
    given = dict(at or {})
    if isinstance(at, Point):
        given = {name: value for name, value in given.items() if name in game.parameters}
    return given


def _require_settled(game: ExtensiveFormGame, result: Any, below: range, point: Point) -> None:
    """Nobody who moves later is indifferent."""
    family = result[0].family
    if family is None:
        return
    for who, label in family.ties:
        number = game.infoset_number(who, label)
        if game.tree.members[number][0] in below:
            raise AmbiguousEquilibriumError(
                f"{who} is indifferent at {label} when the parameters are {point}; choose a point "
                "where everybody who moves later has a strict preference"
            )


def _kept(
    game: ExtensiveFormGame, node: int, chosen: int, value: list[tuple[Any, ...]]
) -> list[Condition]:
    """That whoever moves at a node keeps to the chosen action, one condition an alternative."""
    tree = game.tree
    who, number = int(tree.mover[node]), int(tree.infoset[node])
    menu, children = tree.actions(number), tree.children_of(node)
    conditions: list[Condition] = []
    for action, child in enumerate(children):
        if action == chosen:
            continue
        difference = quantity(value[children[chosen]][who] - value[child][who])
        if isinstance(difference, Expression):
            conditions.append(
                Condition(
                    game.players[who],
                    tree.infoset_name(number),
                    menu[chosen],
                    menu[action],
                    difference,
                )
            )
    return conditions


def _as_expression(value: Any) -> Expression:
    return value._as_expression() if isinstance(value, Operand) else constant_expression(value)


def _monomial(target: Expression) -> tuple[tuple[str, int], ...]:
    """The (name, power) pairs of a product of parameters."""
    terms = target.terms()
    if len(terms) == 1:
        ((monomial, coefficient),) = terms.items()
        if coefficient == 1 and monomial:
            return monomial
    raise ExpressionError(
        f"a threshold is over a parameter or a product of parameters, not over {target}"
    )
