"""The check of a closed form: put it into the game, and see what is left.

Nothing is taken from the engine that found the form but what everybody does and believes. From that
and from the game all payoffs follow as rational functions. The form is certified where

* probabilities sum to one, and beliefs are Bayes' where play comes, identically;
* the payoffs are those that it says, identically;
* actions that are taken pay the same, identically (or where an equation of the form holds);
* that no other action pays more, and that no probability is negative, is among the conditions, up
  to a factor that is positive wherever the parameters are, or holds everywhere;
* every condition is one of these, so that none is there that the equilibrium does not need.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast, final

from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.engines import SignOf, unknown_sign
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number

__all__ = ["Substitution", "substitute"]


@final
@dataclass(frozen=True, slots=True)
class Substitution:
    """What putting a form into its game has shown.

    Attributes
    ----------
    identities
        How many equations were found to hold identically.
    faults
        What does not hold, in words.
    open_ends
        Preferences that are not among the conditions, and whose sign nobody has proved: they may
        follow from several conditions together.
    idle
        Conditions that are no preference and no probability of this form.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.equilibria.substitution import substitute
    >>> form = bg.equilibrium_forms(bg.memo.load("capitulation").game)[0]
    >>> substitute(form).is_certified
    True
    """

    identities: int
    faults: tuple[str, ...]
    open_ends: tuple[Condition, ...]
    idle: tuple[Condition, ...]

    @property
    def is_certified(self) -> bool:
        """Whether the form is an equilibrium exactly where its conditions hold."""
        return not (self.faults or self.open_ends or self.idle)


def substitute(form: EquilibriumForm, sign: SignOf = unknown_sign) -> Substitution:
    """Put a form into its game.

    Parameters
    ----------
    form
        A form of a tree or a table.
    sign
        The sign that an expression has wherever the parameters are, or None if nobody knows:
        needed for forms whose conditions have been freed of factors of constant sign.
    """
    check = _Check(form, sign)
    if isinstance(form.game, NormalFormGame):
        check.table(form.game)
    else:
        check.tree(form.game)
    return check.result()


def _whole(value: Expression) -> Expression:
    """A polynomial times the positive number that makes its coefficients coprime integers."""
    if not value.denominator.is_constant:
        return value
    above = value.numerator
    content = math.gcd(*(int(c) for c in above.terms().values()))
    return above if content == 1 else above / content


@final
class _Check:
    def __init__(self, form: EquilibriumForm, sign: SignOf) -> None:
        self.form = form
        self.sign = sign
        self.identities = 0
        self.faults: list[str] = []
        self.open_ends: list[Condition] = []
        self.used: set[int] = set()
        # Two preferences may be the same condition, as where an aim costs the same here and there.
        self.places: dict[Expression, list[int]] = {}
        for place, condition in enumerate(form.conditions):
            if condition.relation not in ("==", "!="):
                self.places.setdefault(condition.difference, []).append(place)

    # --- what must hold -----------------------------------------------------------------------

    def equal(self, a: Any, b: Any, what: str) -> None:
        """That two numbers are the same, identically or where the form's equations hold."""
        gap = quantity(a - b)
        if gap == 0 or self._vanishes(gap):
            self.identities += 1
        else:
            self.faults.append(f"{what}: {gap} is not zero")

    def not_negative(self, number: Any, condition: Condition) -> None:
        """That a number is at least zero, by one of the conditions or everywhere."""
        value = quantity(number)
        if isinstance(value, Fraction):
            if value < 0:
                self.faults.append(f"{condition.incentive}: {value} is negative")
            return
        if self._vanishes(value):
            self.identities += 1
            return
        exactly = self.places.get(value) or self.places.get(_whole(value))
        if exactly is not None:
            self.used.update(exactly)
            return
        covered = False
        for place, given in enumerate(self.form.conditions):
            if given.relation in ("==", "!="):
                continue
            # Multiplied out by its denominator it has the same sign, however long that is.
            whole = quantity(value.numerator * value.denominator / given.difference)
            if (isinstance(whole, Fraction) and whole > 0) or self._positive(
                quantity(value / given.difference)
            ):
                self.used.add(place)
                covered = True
        if not covered and not self._positive(value):
            self.open_ends.append(condition)

    def may_say(self, number: Number) -> None:
        """That a number is not negative may be said, though it follows from other conditions."""
        if isinstance(number, Expression):
            for place, given in enumerate(self.form.conditions):
                if self._positive(quantity(number / given.difference)):
                    self.used.add(place)

    def _vanishes(self, gap: Any) -> bool:
        """Whether an equation of the form makes it zero."""
        if not isinstance(gap, Expression):
            return False
        for place, condition in enumerate(self.form.conditions):
            if condition.relation == "==":
                left: Any = quantity(gap / condition.difference)
                pieces = (condition.difference.numerator).factors()[1]
                below = [] if isinstance(left, Fraction) else left.denominator.factors()[1]
                if not any(factor == other for factor, _ in pieces for other, _ in below):
                    self.used.add(place)
                    return True
        return self._vanishes_by_several(gap)

    def _vanishes_by_several(self, gap: Expression) -> bool:
        """Whether several equations, each solved for a parameter, make it zero together.

        Solved are those in which a parameter is linear with a number before it, so that nothing is
        divided by what may vanish.
        """
        given = [(k, c.difference) for k, c in enumerate(self.form.conditions)]
        equations = [(k, e) for k, e in given if self.form.conditions[k].relation == "=="]
        if len(equations) < 2:
            return False
        taken: set[int] = set()
        known: dict[str, Expression] = {}
        for place, equation in equations:
            solved: Any = quantity(equation.substitute(known))
            if isinstance(solved, Fraction):
                continue
            top = solved.numerator
            name = next((n for n in top.names if top.derivative(n).is_constant), None)
            if name is not None:
                value = top.solve(name)
                known = {n: v.substitute({name: value}) for n, v in known.items()}
                known[name] = value
                taken.add(place)
        left: Any = quantity(gap.substitute(known))
        if left == 0:
            self.used |= taken
        return bool(left == 0)

    def _positive(self, value: Number) -> bool:
        if isinstance(value, Fraction):
            return value > 0
        signs = [self._sign(value.numerator), self._sign(value.denominator)]
        return None not in signs and cast(int, signs[0]) * cast(int, signs[1]) > 0

    def _sign(self, polynomial: Expression) -> int | None:
        if polynomial.is_constant:
            return 1 if polynomial.constant() > 0 else -1
        whole = self.sign(polynomial)
        if whole is not None:
            return whole
        unit, factors = polynomial.factors()
        total = 1 if unit > 0 else -1
        for factor, power in factors:
            if power % 2 == 0:
                continue
            known = self.sign(factor)
            if known is None and (factor in self.divisors or -factor in self.divisors):
                known = self._sign_here(factor)
            if known is None:
                return None
            total *= known
        return total

    @cached_property
    def divisors(self) -> set[Expression]:
        """What probabilities and beliefs are divided by, factor by factor."""
        numbers = [p for _, _, odds in self.form._plans() for p in odds.values()]
        numbers += [
            p
            for part in self.form.beliefs.values()
            for odds in part.values()
            for p in odds.values()
        ]
        return {
            factor
            for p in numbers
            if isinstance(p, Expression) and not p.denominator.is_constant
            for factor, _ in p.denominator.factors()[1]
        }

    def _sign_here(self, polynomial: Expression) -> int | None:
        """The sign where the conditions hold, if it is the sum of two numbers that have it there.

        The probability N/(N + M) of a mixture says no more than N >= 0 where M is positive.
        """
        given = [c.difference for c in self.form.conditions if c.relation == ">="]
        given = [each for each in given if each.denominator.is_constant]
        for sign in (1, -1):
            whole = (polynomial * sign).terms()
            for one in given:
                terms = one.terms()
                shared = next((key for key in terms if key in whole), None)
                if shared is None or whole[shared] / terms[shared] < 0:
                    continue
                rest = quantity(polynomial * sign - one * (whole[shared] / terms[shared]))
                if self._is_at_least_zero(rest, given):
                    return sign
        return None

    def _is_at_least_zero(self, rest: Number, given: Sequence[Expression]) -> bool:
        """Whether a number is, everywhere or by a condition that says just this."""
        if isinstance(rest, Fraction):
            return rest >= 0
        if self.sign(rest) == 1:
            return True
        ratios = (quantity(rest / each) for each in given)
        return any(isinstance(ratio, Fraction) and ratio > 0 for ratio in ratios)

    def result(self) -> Substitution:
        """What was found."""
        idle = tuple(
            condition
            for place, condition in enumerate(self.form.conditions)
            # That a determinant is not zero says where the numbers of the form mean something.
            if place not in self.used and condition.relation != "!="
        )
        ends = tuple(dict.fromkeys(self.open_ends))
        return Substitution(self.identities, tuple(self.faults), ends, idle)

    # --- tables -------------------------------------------------------------------------------

    def odds(self, player: str, label: str, odds: Any) -> None:
        """That probabilities are probabilities."""
        where = f"{player} at {label}" if label else player
        self.equal(sum(odds.values()), Fraction(1), f"the probabilities of {where}")
        for action, p in odds.items():
            if isinstance(p, Expression):
                words = f"{where} takes {action} with a probability of at least 0"
                self.not_negative(p, Condition(player, label, action, "", p, words=words))

    def best(self, player: str, label: str, odds: Any, pays: Sequence[Any]) -> None:
        """That no action pays more than one that is taken."""
        menu = list(odds)
        taken = [place for place, action in enumerate(menu) if odds[action] != 0]
        first = taken[0]
        for place, action in enumerate(menu):
            if place == first:
                continue
            more = quantity(pays[first] - pays[place])
            if place in taken:
                self.equal(more, Fraction(0), f"{player} takes {menu[first]} and {action}")
            elif isinstance(more, Expression):
                # Where an equation makes several pay the same, any of them may be the one compared.
                open_before = len(self.open_ends)
                for other in taken:
                    gap: Any = quantity(pays[other] - pays[place])
                    del self.open_ends[open_before:]
                    self.not_negative(gap, Condition(player, label, menu[other], action, gap))
                    if len(self.open_ends) == open_before:
                        break
            elif more < 0:
                self.faults.append(f"{player} prefers {action} to {menu[first]} by {-more}")

    def table(self, game: NormalFormGame) -> None:
        """A profile of mixed strategies."""
        form = self.form
        weights = [list(form.profile[player].values()) for player in game.players]
        supports = [[i for i, p in enumerate(odds) if p != 0] for odds in weights]
        for who, player in enumerate(game.players):
            self.odds(player, "", form.profile[player])
            pays: list[Any] = []
            for own in range(len(weights[who])):
                total: Any = Fraction(0)
                others = [[own] if k == who else s for k, s in enumerate(supports)]
                for cell in itertools.product(*others):
                    share: Any = Fraction(1)
                    for k, place in enumerate(cell):
                        share = share if k == who else share * weights[k][place]
                    total = total + share * game.numbers[int(game.cells[cell][who])]
                pays.append(total)
            self.best(player, "", form.profile[player], pays)
            value = sum((p * pays[i] for i, p in enumerate(weights[who])), start=Fraction(0))
            self.equal(value, form.payoffs[player], f"what {player} expects")

    # --- trees --------------------------------------------------------------------------------

    def tree(self, game: ExtensiveFormGame) -> None:
        """Behavior strategies with beliefs."""
        tree, form = game.tree, self.form
        values = self._values(game)
        reach = form._reach
        for who, player in enumerate(game.players):
            self.equal(values[0][who], form.payoffs[player], f"what {player} expects")
        for number, members in enumerate(tree.members):
            player = game.players[int(tree.infoset_player[number])]
            who = game.players.index(player)
            label = tree.infoset_name(number)
            odds = form.profile[player][label]
            self.odds(player, label, odds)
            belief = self._belief(game, player, label, members, reach)
            if belief is None:
                continue
            pays = []
            for action in range(len(odds)):
                below = [tree.children_of(node)[action] for node in members]
                pays.append(
                    sum(
                        (b * values[n][who] for b, n in zip(belief, below, strict=True) if b != 0),
                        start=Fraction(0),
                    )
                )
            self.best(player, label, odds, pays)

    def _values(self, game: ExtensiveFormGame) -> list[tuple[Any, ...]]:
        tree = game.tree
        rows, odds = game.payoff_rows(), game.edge_probabilities()
        row_of, mover, infoset = (
            tree.payoff_row.tolist(),
            tree.mover.tolist(),
            tree.infoset.tolist(),
        )
        weights = self.form._weights(tree)
        values: list[Any] = [None] * tree.size
        for node in range(tree.size - 1, -1, -1):
            row = row_of[node]
            here: tuple[Any, ...] = rows[row] if row >= 0 else (Fraction(0),) * len(game.players)
            if mover[node] != TERMINAL:
                children = tree.children_of(node)
                moves = (
                    [odds[child] for child in children]
                    if mover[node] == CHANCE
                    else weights[infoset[node]]
                )
                for move, child in zip(moves, children, strict=True):
                    if move != 0:
                        here = tuple(h + move * v for h, v in zip(here, values[child], strict=True))
            values[node] = here
        return values

    def _belief(
        self,
        game: ExtensiveFormGame,
        player: str,
        label: str,
        members: tuple[int, ...],
        reach: list[Any],
    ) -> list[Any] | None:
        """What is believed: what the form says, which must be Bayes' where play comes."""
        if len(members) == 1:
            return [Fraction(1)]
        said = self.form.beliefs.get(player, {}).get(label)
        total = sum((reach[node] for node in members), start=Fraction(0))
        bayes = None if total == 0 else [reach[node] / total for node in members]
        if said is None:
            if bayes is None:
                self.faults.append(f"nothing is believed by {player} at {label}")
            return bayes
        belief = [said.get(game.tree.path(node), Fraction(0)) for node in members]
        where = f"what {player} believes at {label}"
        if bayes is not None:
            for given, right in zip(belief, bayes, strict=True):
                self.equal(given, right, where)
                self.may_say(given)
        else:
            self.equal(sum(belief, start=Fraction(0)), Fraction(1), where)
            for node, b in zip(members, belief, strict=True):
                if isinstance(b, Expression):
                    words = f"{player} at {label} believes in {game.tree.path(node)}"
                    self.not_negative(b, Condition(player, label, "", "", b, words=words))
        return belief


def faults_of(forms: Sequence[EquilibriumForm], sign: SignOf = unknown_sign) -> Iterator[str]:
    """What is wrong with any of several forms, one line each."""
    for form in forms:
        found = substitute(form, sign)
        yield from (f"{form.name}: {fault}" for fault in found.faults)
        yield from (f"{form.name}: not covered: {end}" for end in found.open_ends)
        yield from (f"{form.name}: not needed: {each}" for each in found.idle)
