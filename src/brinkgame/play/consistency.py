"""Consistency: beliefs that some small mistakes explain, everywhere at once.

An assessment is *consistent* (Kreps and Wilson 1982, section 5) when it is the limit of assessments
in which everybody takes every action with positive probability and believes what follows by Bayes'
rule. With sequential rationality it makes a *sequential equilibrium*.

How `is_consistent` decides. Let sigma_n be such a sequence. An action that the profile takes keeps
its probability in the limit; one that it does not take is a *mistake*, whose probability goes to
zero. The probability of a node is the product over its path, so for two nodes x, y of an
information set, with m(x) the mistakes on the path of x and c(x) the product of the probabilities
that are not mistakes,

    belief(x) / belief(y) = lim  c(x) / c(y)  *  product of m(x) / product of m(y).

In terms of the lengths l(a) = -log sigma_n(a), which go to infinity for mistakes,

* where both beliefs are positive, the sum of l over m(x) minus that over m(y) goes to a known
  finite number: linear equations A l -> b;
* where that of x is zero and that of y positive, it goes to infinity: B l -> infinity.

Such a sequence exists exactly when

1. there are *orders* k > 0, one for each mistake, with A k = 0 and B k > 0, and
2. there is some vector l with A l = b.

If both hold, l + k log(1/eps) is such a sequence as eps goes to zero: the mistake a has probability
z(a) eps^k(a) with the coefficient z(a) = exp(-l(a)). Conversely A l -> b puts b into the range of
A, which is closed: that is 2. If 1 failed, then by Motzkin's theorem of the alternative some
p, q >= 0, not both zero, and r would have pB + q + rA = 0; but along the sequence pBl + ql goes to
infinity while rAl stays bounded.

So consistency is one linear program over the orders, and one question about ratios: A l = b has a
solution exactly when every vector r with rA = 0 has rb = 0, that is when the product of the ratios
to the powers r is one, which is decided exactly by multiplying rational numbers. (Kreps and
Wilson's own characterization orders the mistakes by a labelling, their lemmas A1 and A2; Perea,
Jansen and Peters 1997 separate orders and ratios as here; the argument above is complete by
itself.)

A branch to which Nature gives probability zero counts as a mistake of Nature.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidNumberError, InvalidParameterError
from brinkgame.forms.tree import CHANCE
from brinkgame.linear_programs import solve_lp
from brinkgame.play.assessments import Assessment, Beliefs
from brinkgame.play.payoffs import move_probabilities
from brinkgame.play.profiles import BehaviorStrategyProfile
from brinkgame.play.sequential_rationality import checked, perfect_bayesian_gaps

__all__ = ["ConsistencyTest", "is_consistent"]

Move: TypeAlias = "tuple[int, int]"
"""A move that may be a mistake: an information set, or minus one minus the number of a chance node,
and the position of the action."""


@final
@dataclass(frozen=True, slots=True)
class ConsistencyTest:
    """Whether mistakes explain an assessment, and which; true or false as a truth value.

    Attributes
    ----------
    assessment
        What was tested.
    holds
        The answer.
    reason
        The answer in a sentence.
    orders
        If it holds, how rare each mistake is: ``{player: {information set: {action: k}}}`` with
        positive integers, for the actions that the profile does not take. The probability of the
        action goes to zero like the power k of a small number.
    coefficients
        If it holds, what this power is multiplied by, in the same form.
    nature
        The same for branches to which Nature gives probability zero:
        ``{path: {branch: (order, coefficient)}}``.
    is_exact
        Whether all coefficients are exact. They are rational except where only roots of rational
        numbers will do; those are given as floats.
    conflict
        If it fails, the beliefs that contradict each other, a sentence each.

    Examples
    --------
    >>> import brinkgame as bg
    >>> def reply(a, b):
    ...     return bg.Decision("B", {"l": bg.Terminal({"A": 0, "B": a}),
    ...                              "r": bg.Terminal({"A": 0, "B": b})}, infoset="reply")
    >>> game = bg.ExtensiveFormGame("three ways", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 1, "B": 0}), "x": reply(1, 0), "y": reply(0, 1)}))
    >>> test = bg.is_consistent(bg.Assessment.of(
    ...     game, {"A": {"root": "out"}, "B": {"reply": "r"}},
    ...     {"B": {"reply": {"root/x": "1/3", "root/y": "2/3"}}}))
    >>> bool(test), test.orders["A"]["root"], test.coefficients["A"]["root"]["y"]
    (True, {'x': 1, 'y': 1}, Fraction(2, 1))
    >>> test.at("1/100").beliefs["B"]["reply"]["root/x"]
    Fraction(1, 3)
    """

    assessment: Assessment
    holds: bool
    reason: str
    orders: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    coefficients: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    nature: Mapping[str, Mapping[str, tuple[int, Any]]] = field(default_factory=dict)
    is_exact: bool = True
    conflict: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return self.reason

    def at(self, epsilon: object) -> Assessment:
        """An assessment of the sequence, everything mixed, with its beliefs by Bayes' rule.

        Parameters
        ----------
        epsilon
            How likely mistakes are: a number above 0 and below 1. As it goes to zero, the
            assessment goes to the one that was tested.

        Raises
        ------
        InvalidNumberError
            It is not between 0 and 1.
        InvalidParameterError
            The test failed, so that there is no sequence.
        """
        if not self.holds:
            raise InvalidParameterError(f"there is no sequence of mistakes: {self.reason}")
        rate = exact_number(epsilon)
        if not 0 < rate < 1:
            raise InvalidNumberError(f"mistakes of {epsilon!r} are not between 0 and 1")
        game = self.assessment.game
        tree, number = game.tree, game.arithmetic.number
        plan: dict[str, dict[str, dict[str, Any]]] = {player: {} for player in game.players}
        for infoset in range(tree.n_infosets):
            player, where = game.players[tree.infoset_player[infoset]], tree.infoset_name(infoset)
            mixed = dict(self.assessment.profile.at(infoset))
            orders = self.orders.get(player, {}).get(where, {})
            for action, order in orders.items():
                coefficient = self.coefficients[player][where][action]
                mixed[action] = number(_plain(coefficient) * rate**order)
            plan[player][where] = _normalized(mixed)
        profile = BehaviorStrategyProfile(game, plan)
        moves = move_probabilities(game, profile)
        for path, branches in self.nature.items():
            node = game.node_at(path)
            menu = tree.menus[tree.menu[node]]
            odds = dict(zip(menu, (moves[child] for child in tree.children_of(node)), strict=True))
            for branch, (order, coefficient) in branches.items():
                odds[branch] = number(_plain(coefficient) * rate**order)
            for child, weight in zip(
                tree.children_of(node), _normalized(odds).values(), strict=True
            ):
                moves[child] = weight
        reach = moves
        for node, above in enumerate(tree.parent.tolist()):
            if node:
                reach[node] = reach[above] * reach[node]
        weights = []
        for members in tree.members:
            total = sum((reach[node] for node in members), start=number(0))
            weights.append([reach[node] / total for node in members])
        return Assessment(profile, Beliefs.from_weights(game, weights))


def _plain(coefficient: Any) -> Any:
    """A coefficient as a number that exact ones can be multiplied by."""
    return exact_number(coefficient) if isinstance(coefficient, float) else coefficient


def _normalized(weights: Mapping[str, Any]) -> dict[str, Any]:
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


# -- what beliefs ask of mistakes -----------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a belief asks: the mistakes on the way to a node against those to one believed in."""

    infoset: int
    node: int
    believed: int
    difference: Mapping[Move, int]
    """How often each mistake is on the way to the first, minus that for the second; not zero."""
    ratio: Any
    """The belief in the first over that in the second, the moves that are no mistakes taken out;
    None where the first is not believed in."""


def _comparisons(assessment: Assessment) -> list[_Comparison]:
    game, beliefs = assessment.game, assessment.beliefs
    tree, sign = game.tree, game.arithmetic.sign
    moves = move_probabilities(game, assessment.profile)

    def way(node: int) -> tuple[list[Move], Any]:
        """The mistakes on the way to a node, and the product of the other probabilities."""
        mistakes: list[Move] = []
        product = game.arithmetic.number(1)
        while node:
            above = int(tree.parent[node])
            if sign(moves[node]) > 0:
                product = product * moves[node]
            else:
                chance = tree.mover[above] == CHANCE
                place = -1 - above if chance else int(tree.infoset[above])
                mistakes.append((place, int(tree.edge[node])))
            node = above
        return mistakes, product

    found: list[_Comparison] = []
    for infoset, members in enumerate(tree.members):
        if len(members) < 2:
            continue
        weights = dict(zip(members, beliefs.weights[infoset], strict=True))
        believed = max(members, key=lambda node: (sign(weights[node]) > 0, -node))
        base, known = way(believed)
        for node in members:
            if node == believed:
                continue
            mistakes, product = way(node)
            difference = dict.fromkeys([*mistakes, *base], 0)
            for move in mistakes:
                difference[move] += 1
            for move in base:
                difference[move] -= 1
            ratio = None
            if sign(weights[node]) > 0:
                ratio = (weights[node] * known) / (weights[believed] * product)
            kept = {move: count for move, count in difference.items() if count}
            found.append(_Comparison(infoset, node, believed, kept, ratio))
    return found


# -- how rare each mistake is ---------------------------------------------------------------------


def _orders(
    comparisons: Sequence[_Comparison], mistakes: Sequence[Move]
) -> dict[Move, int] | list[_Comparison]:
    """Positive integers that fit all comparisons, or comparisons that contradict each other."""
    sums = [(sum(c.difference.values()), c.ratio is None) for c in comparisons]
    if all(total > 0 if rarer else total == 0 for total, rarer in sums):
        return dict.fromkeys(mistakes, 1)  # as often: all may be equally rare
    column = {move: place for place, move in enumerate(mistakes)}

    def row(comparison: _Comparison) -> list[int]:
        line = [0] * len(mistakes)
        for move, count in comparison.difference.items():
            line[column[move]] = count
        return line

    ties = [c for c in comparisons if c.ratio is not None and c.difference]
    rarer = [c for c in comparisons if c.ratio is None]
    tied, stepped = [row(c) for c in ties], [row(c) for c in rarer]
    # Orders are 1 + x with x >= 0; any solution can be multiplied until steps are 1 or more.
    found = solve_lp(
        [1] * len(mistakes),
        at_most=([[-n for n in line] for line in stepped], [sum(line) - 1 for line in stepped])
        if stepped
        else None,
        equal=(tied, [-sum(line) for line in tied]) if tied else None,
    )
    if found.status == "optimal":
        common = math.lcm(*(number.denominator for number in found.point))
        return {
            move: int((1 + number) * common)
            for move, number in zip(mistakes, found.point, strict=True)
        }
    # The widest margin t by which all could be satisfied is zero, and prices say why.
    size = len(mistakes)
    positive = [[-int(i == j) for j in range(size)] + [1] for i in range(size)]
    margin = solve_lp(
        [0] * size + [1],
        at_most=(
            [[-n for n in line] + [1] for line in stepped] + positive + [[0] * size + [1]],
            [0] * (len(stepped) + size) + [1],
        ),
        equal=([[*line, 0] for line in tied], [0] * len(tied)) if tied else None,
        maximize=True,
    )
    prices = (*margin.dual_equal, *margin.dual_at_most[: len(stepped)])
    return [c for c, price in zip([*ties, *rarer], prices, strict=True) if price]


# -- what each mistake is multiplied by -----------------------------------------------------------


@final
class _Ratios:
    """Multiplicative equations ``product of z(a) ** difference(a) = ratio`` in unknowns z > 0.

    They are linear in logarithms. By elimination every unknown is a product of ratios to rational
    powers, and what remains without unknowns must be one.
    """

    def __init__(self, comparisons: Sequence[_Comparison], arithmetic: Any) -> None:
        self.comparisons = [c for c in comparisons if c.ratio is not None]
        self.arithmetic = arithmetic
        self.pivots: list[tuple[Move, dict[Move, Fraction], dict[int, Fraction]]] = []

    def contradiction(self) -> list[tuple[_Comparison, int]]:
        """Comparisons, with powers, whose ratios ought to multiply to one and do not; or none."""
        for place, comparison in enumerate(self.comparisons):
            row = {move: Fraction(count) for move, count in comparison.difference.items()}
            powers = {place: Fraction(1)}
            for pivot, other, behind in self.pivots:
                factor = row.get(pivot, Fraction(0)) / other[pivot]
                if factor:
                    _subtract(row, other, factor)
                    _subtract(powers, behind, factor)
            if row:
                # A unit, where there is one, keeps the powers whole.
                pivot = min(row, key=lambda move: (abs(row[move]) != 1, row[move] < 0, move))
                self.pivots.append((pivot, row, powers))
                continue
            common = math.lcm(*(power.denominator for power in powers.values()))
            whole = {i: int(power * common) for i, power in powers.items()}
            if not self._is_one(whole):
                return [(self.comparisons[i], power) for i, power in sorted(whole.items())]
        return []

    def _is_one(self, powers: Mapping[int, int]) -> bool:
        ratios = {i: self.comparisons[i].ratio for i in powers}
        if any(isinstance(ratio, float) for ratio in ratios.values()):
            total = sum(power * math.log(ratios[i]) for i, power in powers.items())
            size = sum(map(abs, powers.values()))
            return bool(self.arithmetic.sign(total, size) == 0)
        over, under = Fraction(1), Fraction(1)
        for i, power in powers.items():
            if power > 0:
                over = over * ratios[i] ** power
            else:
                under = under * ratios[i] ** -power
        return bool(over == under)

    def coefficients(self) -> dict[Move, Any]:
        """A solution; unknowns that are free are one, and so are those not mentioned."""
        powers: dict[Move, dict[int, Fraction]] = {}
        for pivot, row, behind in reversed(self.pivots):
            mine = dict(behind)
            for move, count in row.items():
                if move != pivot and move in powers:
                    _subtract(mine, powers[move], count)
            powers[pivot] = {i: power / row[pivot] for i, power in mine.items()}
        return {move: self._product(mine) for move, mine in powers.items()}

    def _product(self, powers: Mapping[int, Fraction]) -> Any:
        """A product of ratios to rational powers: exact if it is rational, otherwise a float."""
        ratios = [self.comparisons[i].ratio for i in powers]
        common = math.lcm(*(power.denominator for power in powers.values()))
        if any(isinstance(ratio, float) for ratio in ratios):
            logs = zip(ratios, powers.values(), strict=True)
            return math.exp(sum(float(power) * math.log(ratio) for ratio, power in logs))
        product: Any = Fraction(1)
        for ratio, power in zip(ratios, powers.values(), strict=True):
            whole = int(power * common)
            product = product * ratio**whole if whole > 0 else product / ratio**-whole
        if common == 1:
            return product
        if isinstance(product, Fraction):
            over, under = _root(product.numerator, common), _root(product.denominator, common)
            if over is not None and under is not None:
                return Fraction(over, under)
        return float(product) ** (1 / common)


def _subtract(row: dict[Any, Fraction], other: Mapping[Any, Fraction], factor: Fraction) -> None:
    for key, number in other.items():
        left = row.get(key, Fraction(0)) - factor * number
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _root(number: int, degree: int) -> int | None:
    """The whole root of a positive integer, if it has one."""
    low, high = 1, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < number:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == number else None


# -- the answer -----------------------------------------------------------------------------------


def is_consistent(assessment: Assessment) -> ConsistencyTest:
    """Whether an assessment is consistent in the sense of Kreps and Wilson.

    That is: whether it is the limit of assessments in which everybody takes every action with
    positive probability and believes what follows by Bayes' rule.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    ConsistencyTest
        True, with mistakes that explain the beliefs (`ConsistencyTest.at` gives the assessments of
        the sequence); or false, with the beliefs that contradict each other.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Notes
    -----
    Decided exactly in an exact game, by one linear program and elimination among ratios (see the
    head of this module). In floats, a probability within the tolerance of zero counts as zero, and
    ratios are compared within it.

    Consistency asks for more than agreement with Bayes' rule: beliefs of different players, or of
    one player after different surprises, must go back to the same mistakes.

    Examples
    --------
    C and D, whoever sees it, must agree on what A has done by mistake:

    >>> import brinkgame as bg
    >>> end = bg.Terminal({"A": 0, "C": 0, "D": 0})
    >>> def seen(who, name):
    ...     return bg.Decision(who, {"l": end, "r": end}, infoset=name)
    >>> game = bg.ExtensiveFormGame("blame", players=("A", "C", "D"), root=bg.Decision("A", {
    ...     "out": end,
    ...     "x": bg.Chance({"one": ("1/2", seen("C", "C")), "two": ("1/2", seen("D", "D"))}),
    ...     "y": bg.Chance({"one": ("1/2", seen("C", "C")), "two": ("1/2", seen("D", "D"))})}))
    >>> profile = {"A": {"root": "out"}, "C": {"C": "l"}, "D": {"D": "l"}}
    >>> bool(bg.is_consistent(bg.Assessment.of(game, profile, {
    ...     "C": {"C": "root/x/one"}, "D": {"D": "root/x/two"}})))
    True
    >>> print(bg.is_consistent(bg.Assessment.of(game, profile, {
    ...     "C": {"C": "root/x/one"}, "D": {"D": "root/y/two"}})))
    no mistakes explain that C at C believes root/x/one and not root/y/one; D at D believes \
root/y/two and not root/x/two
    """
    game = checked(assessment, "a check of consistency").game
    gaps = perfect_bayesian_gaps(assessment)
    if gaps:
        told = tuple(map(str, gaps))
        return ConsistencyTest(assessment, False, told[0], conflict=told)
    comparisons = _comparisons(assessment)
    mentioned = dict.fromkeys(move for c in comparisons for move in c.difference)
    orders = _orders(comparisons, list(mentioned))
    if isinstance(orders, list):
        told = tuple(_told(assessment, comparison) for comparison in orders)
        reason = f"no mistakes explain that {'; '.join(told)}"
        return ConsistencyTest(assessment, False, reason, conflict=told)
    ratios = _Ratios(comparisons, game.arithmetic)
    wrong = ratios.contradiction()
    if wrong:
        told = tuple(_told(assessment, comparison) for comparison, _ in wrong)
        reason = (
            f"no mistakes explain these beliefs together: {'; '.join(told)}: the same mistakes, in "
            "other proportions"
        )
        return ConsistencyTest(assessment, False, reason, conflict=told)
    return _explained(assessment, orders, ratios.coefficients())


def _told(assessment: Assessment, comparison: _Comparison) -> str:
    """What a comparison says, in words."""
    game = assessment.game
    tree, infoset = game.tree, comparison.infoset
    who = f"{game.players[tree.infoset_player[infoset]]} at {tree.infoset_name(infoset)}"
    node, believed = tree.path(comparison.node), tree.path(comparison.believed)
    if comparison.ratio is None:
        return f"{who} believes {believed} and not {node}"
    weights = dict(zip(tree.members[infoset], assessment.beliefs.weights[infoset], strict=True))
    return (
        f"{who} believes {believed} with {weights[comparison.believed]} and {node} with "
        f"{weights[comparison.node]}"
    )


def _explained(
    assessment: Assessment, orders: Mapping[Move, int], coefficients: Mapping[Move, Any]
) -> ConsistencyTest:
    """The positive answer, with a mistake for every action that is not taken."""
    game = assessment.game
    tree, sign = game.tree, game.arithmetic.sign
    one = game.arithmetic.number(1)
    rare: dict[str, dict[str, dict[str, int]]] = {player: {} for player in game.players}
    times: dict[str, dict[str, dict[str, Any]]] = {player: {} for player in game.players}
    for infoset in range(tree.n_infosets):
        weights = assessment.profile.weights_at(infoset)
        menu = tree.actions(infoset)
        untaken = [action for action, weight in enumerate(weights) if sign(weight) <= 0]
        if untaken:
            player, where = game.players[tree.infoset_player[infoset]], tree.infoset_name(infoset)
            rare[player][where] = {menu[a]: orders.get((infoset, a), 1) for a in untaken}
            times[player][where] = {menu[a]: coefficients.get((infoset, a), one) for a in untaken}
    nature: dict[str, dict[str, tuple[int, Any]]] = {}
    odds = game.edge_probabilities()
    for node in tree.branches.tolist():
        if sign(odds[node]) <= 0:
            above, branch = int(tree.parent[node]), int(tree.edge[node])
            move = (-1 - above, branch)
            name = tree.menus[tree.menu[above]][branch]
            told = (orders.get(move, 1), coefficients.get(move, one))
            nature.setdefault(tree.path(above), {})[name] = told
    exact = not any(isinstance(number, float) for number in coefficients.values())
    return ConsistencyTest(
        assessment,
        True,
        "the beliefs follow from mistakes that become infinitely rare",
        rare,
        times,
        nature,
        exact,
    )
