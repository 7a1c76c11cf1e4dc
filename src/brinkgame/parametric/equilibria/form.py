"""An equilibrium in closed form: what everybody does, what it pays, and exactly where it is one.

A *form* is one way in which a game can be in equilibrium: who takes which actions, in a tree also
what is believed where nobody goes. Its probabilities and payoffs are rational functions of the
parameters. It is an equilibrium exactly where all its conditions hold. Conditions are closed, so
that on a border the forms of both sides hold: the limit of equilibria is one.

Forms are extreme. Where players are indifferent there may be other equilibria between several of
them, as there are between the points of a listed family of a solved game.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias, cast, final, overload

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import TERMINAL, Tree
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.play import BehaviorStrategyProfile, MixedStrategyProfile
from brinkgame.results import Concept

__all__ = ["EquilibriumForm", "EquilibriumForms", "Number", "default_concept"]

Number: TypeAlias = "Fraction | Expression"
Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Support: TypeAlias = tuple[tuple[str, str, tuple[str, ...]], ...]

NOBODY: Final = "nobody moves"
"""What a form is called in which play comes to no player."""
OFF_THE_PATH: Final = " (off the path: "


@final
@dataclass(frozen=True)
class EquilibriumForm:
    """One equilibrium as a function of the parameters, with the conditions under which it is one.

    Attributes
    ----------
    game, concept
        Of what it is an equilibrium, and of which kind.
    profile
        What everybody does: ``{player: {information set: {action: probability}}}``, in a table
        ``{player: {strategy: probability}}``. Probabilities are fractions or expressions; every
        action is there.
    payoffs
        What each player expects.
    conditions
        It is an equilibrium exactly where all of them hold.
    beliefs
        Of trees in which something is hidden: ``{player: {information set: {path: probability}}}``.
    witness
        A point of the constrained box where it is an equilibrium, if one was looked for.
    note
        What else there is to say: that the probabilities are no rational functions, for example.

    Examples
    --------
    >>> import brinkgame as bg
    >>> form = bg.equilibrium_forms(bg.memo.load("capitulation").game)[0]
    >>> print(form.name)
    USSR at root: accept
    >>> print(*form.conditions)
    USSR at root prefers accept to hold out: attack_risk*(holdout_gain + intervention_loss) + \
pledge_value - holdout_gain - retreat_cost >= 0
    """

    game: Game = field(repr=False)
    concept: Concept
    profile: Mapping[str, Any]
    payoffs: Mapping[str, Number]
    conditions: tuple[Condition, ...]
    beliefs: Mapping[str, Mapping[str, Mapping[str, Number]]] = field(default_factory=dict)
    witness: Point | None = None
    note: str = ""

    # --- names --------------------------------------------------------------------------------

    @cached_property
    def support(self) -> Support:
        """What is done with positive probability: (player, information set, actions)."""
        return tuple(
            (player, label, tuple(action for action, p in odds.items() if p != 0))
            for player, label, odds in self._plans()
        )

    @cached_property
    def path(self) -> Support:
        """The part of the support to which play comes; of a table, all of it."""
        reached = self._reached
        return tuple(each for each in self.support if each[:2] in reached)

    @cached_property
    def name(self) -> str:
        """The support in words, what play comes to first."""
        on = set(self.path)
        return conduct_named(
            [said(each) for each in self.support if each in on],
            [said(each) for each in self.support if each not in on],
        )

    @property
    def is_pure(self) -> bool:
        """Whether every action is taken for certain or not at all."""
        return all(p in (0, 1) for _, _, odds in self._plans() for p in odds.values())

    @property
    def is_rational(self) -> bool:
        """Whether all probabilities are rational functions of the parameters.

        Where they are not, `note` says what they are, and `at` gives exact numbers.
        """
        return all(
            isinstance(p, (Fraction, Expression))
            for _, _, odds in self._plans()
            for p in odds.values()
        )

    @property
    def is_thin(self) -> bool:
        """Whether it exists on borders only: an equation is among its conditions."""
        return any(condition.relation == "==" for condition in self.conditions)

    def _plans(self) -> Iterator[tuple[str, str, Mapping[str, Number]]]:
        for player, plan in self.profile.items():
            if isinstance(self.game, NormalFormGame):
                yield player, "", plan
            else:
                for label, odds in plan.items():
                    yield player, label, odds

    # --- play ---------------------------------------------------------------------------------

    @cached_property
    def _reach(self) -> list[Number]:
        """The probability that play passes through each node of the tree."""
        game = cast(ExtensiveFormGame, self.game)
        tree, odds = game.tree, game.edge_probabilities()
        weights = self._weights(tree)
        reach: list[Any] = [Fraction(1)] * tree.size
        parent, edge, infoset = tree.parent.tolist(), tree.edge.tolist(), tree.infoset.tolist()
        for node in range(1, tree.size):
            above = parent[node]
            where = infoset[above]
            move = weights[where][edge[node]] if where >= 0 else odds[node]
            reach[node] = Fraction(0) if reach[above] == 0 or move == 0 else reach[above] * move
        return reach

    def _weights(self, tree: Tree) -> list[list[Number]]:
        found: list[list[Number]] = []
        for number in range(tree.n_infosets):
            player = self.game.players[int(tree.infoset_player[number])]
            odds = self.profile[player][tree.infoset_name(number)]
            found.append([odds[action] for action in tree.actions(number)])
        return found

    @cached_property
    def _reached(self) -> set[tuple[str, str]]:
        if isinstance(self.game, NormalFormGame):
            return {(player, "") for player in self.game.players}
        tree = self.game.tree
        return {
            (self.game.players[int(tree.infoset_player[number])], tree.infoset_name(number))
            for number, members in enumerate(tree.members)
            if any(self._reach[node] != 0 for node in members)
        }

    @cached_property
    def outcomes(self) -> Mapping[str, Number]:
        """The probability of each labelled outcome; of a table, empty."""
        if isinstance(self.game, NormalFormGame):
            return {}
        tree = self.game.tree
        found: dict[str, Any] = dict.fromkeys(tree.labels, Fraction(0))
        label, parent, mover = tree.label.tolist(), tree.parent.tolist(), tree.mover.tolist()
        inner = any(where >= 0 and mover[node] != TERMINAL for node, where in enumerate(label))
        for node, where in enumerate(label):
            if where < 0:
                continue
            above = parent[node] if inner else -1
            while above >= 0 and label[above] != where:
                above = parent[above]
            if above < 0:
                found[tree.labels[where]] = found[tree.labels[where]] + self._reach[node]
        return {
            name: p.constant() if isinstance(p, Expression) and p.is_constant else p
            for name, p in found.items()
        }

    # --- at a point ---------------------------------------------------------------------------

    def holds(self, point: Mapping[str, Any]) -> bool:
        """Whether it is an equilibrium at a point that names every parameter, exactly.

        Where one of its probabilities, beliefs, payoffs or conditions has no value it is none.
        """
        return self._pole_at(point) is None and all(
            condition.holds(point) for condition in self.conditions
        )

    @cached_property
    def _denominators(self) -> Mapping[Expression, Expression]:
        """What must not be zero, and a number of the form that has no value where it is."""
        found: dict[Expression, Expression] = {}
        for plan in (self.profile, self.beliefs, self.payoffs):
            for number in _numbers(plan):
                if isinstance(number, Expression) and not number.denominator.is_constant:
                    found.setdefault(number.denominator, number)
        for condition in self.conditions:
            if not condition.difference.denominator.is_constant:
                found.setdefault(condition.difference.denominator, condition.difference)
        return found

    def _pole_at(self, point: Mapping[str, Any]) -> Expression | None:
        # Short conditions are right up to borders, and do not say that a denominator is not zero;
        # but just there a condition that is a product with it holds for nothing.
        poles = (n for below, n in self._denominators.items() if below.evaluate(point) == 0)
        return next(poles, None)

    def at(self, point: Mapping[str, Any]) -> BehaviorStrategyProfile | MixedStrategyProfile:
        """What everybody does at a point, as a profile of the game there.

        Raises
        ------
        InvalidParameterError
            It is no equilibrium there; the message names what has no value, or the first condition
            that fails.
        """
        if (pole := self._pole_at(point)) is not None:
            raise InvalidParameterError(f"{self.name} is no equilibrium there: {pole} has no value")
        for condition in self.conditions:
            if not condition.holds(point):
                raise InvalidParameterError(f"{self.name} is no equilibrium there: not {condition}")
        closed = self.game.at(Point({name: Fraction(value) for name, value in point.items()}))
        plan = _evaluated(self.profile, point)
        if isinstance(closed, NormalFormGame):
            return MixedStrategyProfile(closed, plan)
        return BehaviorStrategyProfile(closed, plan)

    def payoffs_at(self, point: Mapping[str, Any]) -> dict[str, Fraction]:
        """What each player expects at a point."""
        return {player: value_at(paid, point) for player, paid in self.payoffs.items()}

    # --- text ---------------------------------------------------------------------------------

    def latex(self) -> str:
        """The form in LaTeX: an array of what is mixed, what is paid, and the conditions."""
        rows = [
            f"\\Pr(\\text{{{action}}}) &= {p.latex()}"
            for _, _, odds in self._plans()
            for action, p in odds.items()
            if not isinstance(p, Fraction)
        ]
        rows += [
            f"u_{{\\text{{{player}}}}} &= {_latex(paid)}" for player, paid in self.payoffs.items()
        ]
        rows += [
            f"&{condition.latex()} && \\text{{{condition.incentive}}}"
            for condition in self.conditions
        ]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def lines(self) -> Iterator[str]:
        """The form line by line: its name, what is mixed, what it pays, and its conditions."""
        yield self.name
        for player, label, odds in self._plans():
            where = f" at {label}" if label else ""
            for action, p in odds.items():
                if not isinstance(p, Fraction):
                    yield f"  {player}{where} takes {action} with {p}"
        yield "  pays " + ", ".join(f"{player} {paid}" for player, paid in self.payoffs.items())
        if self.note:
            yield f"  {self.note}"
        for condition in self.conditions:
            yield f"  if {condition}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


@final
@dataclass(frozen=True)
class EquilibriumForms(Sequence[EquilibriumForm]):
    """Every form in which a game can be in equilibrium.

    Attributes
    ----------
    game, concept
        What was asked.
    space
        The parameters that are open, and the constraints among them.
    forms
        The forms.
    coverage
        What may be concluded about equilibria of which there is no form here, in words.
    undecided
        What could not be decided, one line each; empty if everything was.

    Examples
    --------
    >>> import brinkgame as bg
    >>> forms = bg.equilibrium_forms(bg.memo.load("capitulation").game)
    >>> [form.name for form in forms], forms.is_complete
    (['USSR at root: accept', 'USSR at root: hold out'], True)
    """

    game: Game = field(repr=False)
    space: ParameterSpace = field(repr=False)
    concept: Concept
    forms: tuple[EquilibriumForm, ...]
    coverage: str
    undecided: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether there is no equilibrium of which there is no form here."""
        return not self.undecided

    def at(self, point: Mapping[str, Any]) -> tuple[EquilibriumForm, ...]:
        """The forms that are equilibria at a point; parameters not named are at their baselines."""
        where = self.space.point(point)
        return tuple(form for form in self.forms if form.holds(where))

    @overload
    def __getitem__(self, place: int) -> EquilibriumForm: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[EquilibriumForm, ...]: ...
    def __getitem__(self, place: int | slice) -> EquilibriumForm | tuple[EquilibriumForm, ...]:
        return self.forms[place]

    def __len__(self) -> int:
        return len(self.forms)

    def __iter__(self) -> Iterator[EquilibriumForm]:
        return iter(self.forms)

    def __str__(self) -> str:
        text = "\n\n".join(str(form) for form in self.forms)
        return "\n\n".join(filter(None, (text, *self.undecided)))


def said(part: tuple[str, str, tuple[str, ...]]) -> str:
    """A part of a support in words."""
    player, label, actions = part
    where = f" at {label}" if label else ""
    return f"{player}{where}: {' or '.join(actions)}"


def conduct_named(on: Sequence[str], off: Sequence[str] = ()) -> str:
    """What is done where play comes, and in brackets what is planned elsewhere."""
    words = "; ".join(on) or NOBODY
    return f"{words}{OFF_THE_PATH}{'; '.join(off)})" if off else words


def _numbers(plan: Any) -> Iterator[Any]:
    """The numbers in nested mappings."""
    for part in plan.values():
        if isinstance(part, Mapping):
            yield from _numbers(part)
        else:
            yield part


def _evaluated(plan: Any, point: Mapping[str, Any]) -> Any:
    if isinstance(plan, Mapping):
        return {label: _evaluated(part, point) for label, part in plan.items()}
    return value_at(plan, point)


def value_at(number: Number, point: Mapping[str, Any]) -> Fraction:
    """A number of a form at a point."""
    # A root that is no expression is no fraction either, and evaluates like one.
    return number if isinstance(number, Fraction) else number.evaluate(point)


def _latex(number: Number) -> str:
    return str(number) if isinstance(number, Fraction) else number.latex()


def default_concept(game: ExtensiveFormGame | NormalFormGame) -> Concept:
    """What is looked for if nobody says: credible play in trees, Nash equilibrium in tables."""
    if isinstance(game, NormalFormGame):
        return Concept.NASH
    return Concept.SUBGAME_PERFECT if game.is_perfect_information else Concept.SEQUENTIAL
