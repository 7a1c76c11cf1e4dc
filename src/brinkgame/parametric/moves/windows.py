"""The values of a lever for which a move works and can be borne, as formulas.

Both ends are read off the conditions of one equilibrium form, the one in which the move is made and
moves somebody: what the others prefer makes it effective, what its maker prefers at the move makes
it acceptable. `threats` finds the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    ExpressionError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, Operand, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parameters import Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.regions import reduced, sign_over

__all__ = ["PROMISE", "THREAT", "RiskWindow", "WindowEdge", "after", "window_of"]

THREAT: Final = "threat"
PROMISE: Final = "promise"


@final
@dataclass(frozen=True, slots=True)
class WindowEdge:
    """One end of a window: the lever must be at least, or at most, a formula.

    Attributes
    ----------
    condition
        The preference that draws it.
    relation
        ``">="`` or ``"<="``: how the lever compares with the formula where the preference holds.
    formula
        The value of the lever at which the preference turns.
    provided
        What must not be negative for the relation to be this one; empty if that is so all over the
        box.

    Examples
    --------
    >>> import brinkgame as bg
    >>> window = bg.risk_window(bg.catalog.load("brinkmanship").game, "US", "brink_risk")
    >>> print(window.effective[0])
    brink_risk >= 3/5 (USSR at soft prefers withdraw to defy)
    """

    lever: str
    condition: Condition
    relation: str
    formula: Fraction | Expression
    provided: tuple[Condition, ...] = ()

    def at(self, point: Mapping[str, Any]) -> Fraction:
        """The value of the formula at a point that names every parameter."""
        if isinstance(self.formula, Fraction):
            return self.formula
        return self.formula.evaluate(point)

    def __str__(self) -> str:
        return f"{self.lever} {self.relation} {self.formula} ({self.condition.incentive})"


@final
@dataclass(frozen=True)
class RiskWindow:
    """The values of a lever for which a move both works and can be borne.

    Attributes
    ----------
    game, player, lever
        Of which game, whose move, and what makes it work.
    makes
        The information set and the action by which the move is made.
    kind
        ``"threat"`` or ``"promise"``.
    form
        The equilibrium in which the move is made and works.
    effective
        The ends that the other side's preferences draw.
    acceptable
        The ends that the maker's preference for making the move draws, one for each alternative
        that was asked about.
    others
        Conditions of the equilibrium in which the lever is not.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> window = bg.risk_window(blockade, "US", "brink_risk", instead_of="accept")
    >>> window.at({"hard_type": "1/3"})
    (Fraction(3, 5), Fraction(11, 15))
    >>> window.closes("hard_type").evaluate({**blockade.parameters.baseline})
    Fraction(3, 8)
    """

    game: Any = field(repr=False)
    player: str
    lever: str
    makes: tuple[str, str]
    kind: str
    form: EquilibriumForm = field(repr=False)
    effective: tuple[WindowEdge, ...]
    acceptable: tuple[WindowEdge, ...]
    others: tuple[Condition, ...]

    @property
    def key(self) -> Any:
        """What tells windows apart: their ends, and what must hold besides."""
        ends = ((e.relation, e.formula) for e in (*self.effective, *self.acceptable))
        return frozenset(ends), frozenset((c.difference, c.relation) for c in self.others)

    def at(self, point: Mapping[str, Any] | None = None) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest value of the lever in the window; None if it is closed.

        Parameters
        ----------
        point
            Values of the other parameters; those not named are at their baselines.
        """
        where = self._point(point)
        if not all(c.holds(where) for c in self.others):
            return None
        parameter = self.game.parameters[self.lever]
        low, high = parameter.low, parameter.high
        for edge in (*self.effective, *self.acceptable):
            rate = edge.condition.difference.derivative(self.lever).evaluate(where)
            if rate == 0:
                # The lever does not matter there, and the preference is what it is.
                if not edge.condition.holds({**where, self.lever: Fraction(0)}):
                    return None
                continue
            value = edge.at(where)
            if rate > 0:
                low = value if low is None or value > low else low
            else:
                high = value if high is None or value < high else high
        if low is None or high is None:
            raise UnsupportedGameError(
                f"the window has no {'low' if low is None else 'high'} end: give {self.lever} a "
                "range"
            )
        return (low, high) if low <= high else None

    def is_open(self, point: Mapping[str, Any] | None = None) -> bool:
        """Whether some value of the lever works and can be borne at a point."""
        return self.at(point) is not None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """When the window is open: conditions on the other parameters, all of which must hold.

        Each lower end is at most each upper one, within the range of the lever; and what the
        equilibrium needs besides. What always holds is left out.
        """
        parameter = self.game.parameters[self.lever]
        found = list(self.others)
        edges = (*self.effective, *self.acceptable)
        lower = [edge for edge in edges if edge.relation == ">="]
        upper = [edge for edge in edges if edge.relation == "<="]
        for below in lower:
            for above in upper:
                found += self._meeting(below, above)
            if parameter.high is not None:
                found += self._with(below.condition, parameter.high)
        if parameter.low is not None and not any(self._is_above(e, parameter.low) for e in lower):
            for above in upper:
                found += self._with(above.condition, parameter.low)
        shorter = reduced(found, self.game.parameters)
        return (_NEVER,) if shorter is None else tuple(shorter)

    def _is_above(self, edge: WindowEdge, low: Fraction) -> bool:
        """Whether an end is never below the range, so that the range needs no mention."""
        gap = quantity(edge.formula - low)
        if isinstance(gap, Fraction):
            return gap >= 0
        return sign_over(gap, self.game.parameters, weak=True) in (0, 1)

    def closes(self, over: str | Operand, instead_of: str | None = None) -> Expression:
        """At which value of a parameter the window closes, in terms of the others.

        Parameters
        ----------
        over
            The parameter.
        instead_of
            The alternative to the move, if several were asked about.

        Raises
        ------
        ExpressionError
            The condition is not linear in the parameter.
        """
        name = over if isinstance(over, str) else str(over)
        if name not in self.game.parameters or name == self.lever:
            raise UnknownNameError(
                f"no other parameter {name!r}{suggestion(name, self.game.parameters)}"
            )
        named = [e for e in self.acceptable if instead_of in (None, e.condition.against)]
        if instead_of is not None and not named:
            menu = [edge.condition.against for edge in self.acceptable]
            raise UnknownNameError(f"no alternative {instead_of!r}{suggestion(instead_of, menu)}")
        found = {
            condition.difference: condition
            for below in self.effective
            for above in named
            if below.relation != above.relation
            for condition in self._meeting(below, above)
            if name in condition.difference.names
        }
        meeting = list(found.values())
        if len(meeting) != 1:
            raise AmbiguousEquilibriumError(
                f"the window may close with {name} in {len(meeting)} ways: "
                f"{'; '.join(map(str, meeting)) or 'none'}"
                + ("; name one alternative with instead_of" if meeting else "")
            )
        return meeting[0].difference.solve(name)

    def _meeting(self, below: WindowEdge, above: WindowEdge) -> Iterator[Condition]:
        """That the one edge is not beyond the other: the preference there, at the other's end."""
        difference = quantity(above.condition.difference.substitute({self.lever: below.formula}))
        if isinstance(difference, Expression):
            words = f"the window is open ({below.condition.incentive}; {above.condition.incentive})"
            yield replace(above.condition, difference=difference, words=words)
        elif difference < 0:
            yield _NEVER

    def _with(self, condition: Condition, value: Fraction) -> Iterator[Condition]:
        difference = quantity(condition.difference.substitute({self.lever: value}))
        if isinstance(difference, Expression):
            yield replace(condition, difference=difference)
        elif difference < 0:
            yield _NEVER

    def _point(self, point: Mapping[str, Any] | None) -> Point:
        given = dict(point or {})
        given.pop(self.lever, None)
        return self.game.parameters.point(given)  # type: ignore[no-any-return]

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"{self.player} makes the {self.kind} {self.makes[1]}, with {self.lever}"
        for title, edges in (("effective", self.effective), ("acceptable", self.acceptable)):
            for edge in edges:
                yield f"  {title} iff {edge}"
        for condition in self.conditions:
            yield f"  open iff {condition}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


_NEVER: Final = Condition("", "", "", "", quantity(0) - 1, ">=", "never")  # type: ignore[arg-type]


def after(
    game: ExtensiveFormGame, player: str, move: tuple[str, str]
) -> frozenset[tuple[str, str]]:
    """The information sets of other players to which play may come after an action."""
    tree = game.tree
    number = game.infoset_number(player, move[0])
    branch = tree.actions(number).index(move[1])
    found = set()
    for member in tree.members[number]:
        start = tree.children_of(member)[branch]
        for node in range(start, int(tree.end[start])):
            if tree.mover[node] >= 0 and game.players[int(tree.mover[node])] != player:
                who = game.players[int(tree.mover[node])]
                found.add((who, tree.infoset_name(int(tree.infoset[node]))))
    return frozenset(found)


# -- the window -----------------------------------------------------------------------------------


def window_of(
    game: ExtensiveFormGame,
    player: str,
    lever: str,
    move: tuple[str, str],
    instead_of: str | None,
    form: EquilibriumForm,
) -> RiskWindow:
    """The window of the form in which the move is made and works."""
    effective, acceptable, others = [], [], []
    elsewhere = _elsewhere(game, player, move, instead_of)
    for condition in form.conditions:
        place = condition.player, condition.infoset
        at_the_move = (*place, condition.prefer) == (player, *move)
        if at_the_move and instead_of is not None and condition.against != instead_of:
            continue
        if place in elsewhere:
            continue
        if lever not in condition.difference.names:
            others.append(condition)
            continue
        edge = _edge(game, lever, condition)
        if edge is None:
            continue
        if condition.player == player:
            acceptable.append(edge)
        else:
            effective.append(edge)
    rest = reduced(others, game.parameters)
    return RiskWindow(
        game=game,
        player=player,
        lever=lever,
        makes=move,
        kind=_kind(game, lever, effective),
        form=form,
        effective=tuple(effective),
        acceptable=tuple(acceptable),
        others=tuple(others) if rest is None else tuple(rest),
    )


def _elsewhere(
    game: ExtensiveFormGame, player: str, move: tuple[str, str], instead_of: str | None
) -> frozenset[tuple[str, str]]:
    """Information sets after alternatives that nobody asked about, and after no other action."""
    if instead_of is None:
        return frozenset()
    number = game.infoset_number(player, move[0])
    asked = after(game, player, move) | after(game, player, (move[0], instead_of))
    every = frozenset[tuple[str, str]]().union(
        *(after(game, player, (move[0], action)) for action in game.tree.actions(number))
    )
    return every - asked


def _edge(game: ExtensiveFormGame, lever: str, condition: Condition) -> WindowEdge | None:
    """The end that a condition draws; None if it holds all over the box anyway."""
    space = game.parameters
    if sign_over(condition.difference, space, weak=True) == 1:
        return None
    polynomial = condition.difference.numerator
    if sign_over(condition.difference.denominator, space) == -1:
        polynomial = -polynomial
    try:
        formula = quantity(polynomial.solve(lever))
    except ExpressionError:
        raise UnsupportedGameError(
            f"{lever} does not enter linearly: {condition}",
            ["`thresholds` finds the ends exactly where the other parameters have values"],
        ) from None
    rate = polynomial.derivative(lever)
    sign = 1 if rate.is_constant and rate.constant() > 0 else sign_over(rate, space, weak=True)
    if rate.is_constant and rate.constant() < 0:
        sign = -1
    provided: tuple[Condition, ...] = ()
    if sign is None or sign == 0:
        sign = 1 if rate.evaluate(space.baseline) >= 0 else -1
        words = f"{lever} counts {'for' if sign > 0 else 'against'} it"
        provided = (replace(condition, difference=rate if sign > 0 else -rate, words=words),)
    plain = replace(condition, difference=polynomial)
    return WindowEdge(lever, plain, ">=" if sign > 0 else "<=", formula, provided)


def _kind(game: ExtensiveFormGame, lever: str, edges: Sequence[WindowEdge]) -> str:
    """Whether the lever is in what is paid after what is wanted, or after the alternative."""
    tree = game.tree
    rows, odds = game.payoff_rows(), game.edge_probabilities()
    row_of = tree.payoff_row.tolist()

    def touched(node: int) -> bool:
        return any(
            isinstance(n, Expression) and lever in n.names
            for inner in range(node, int(tree.end[node]))
            for n in (*(rows[row_of[inner]] if row_of[inner] >= 0 else ()), odds[inner])
        )

    for edge in edges:
        condition = edge.condition
        number = game.infoset_number(condition.player, condition.infoset)
        menu = tree.actions(number)
        for node in tree.members[number]:
            children = tree.children_of(node)
            if touched(children[menu.index(condition.prefer)]):
                return PROMISE
            if touched(children[menu.index(condition.against)]):
                return THREAT
    return THREAT
