"""Assessments, worked out as plainly as can be: gains at information sets, and what is believed.

The part of the battery's yardstick (`brinkgame.testing.reference`) that is about beliefs. Gains are
found by trying every plan. Bayes' rule is asked for as the definition reads. Whether mistakes
explain beliefs is decided without linear programs: their orders by eliminating one unknown after
the other from inequalities (Fourier and Motzkin; see Schrijver 1986, section 12.2), and their
ratios factor by factor, because the logarithms of numbers without common divisors are independent.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from brinkgame.arithmetic import Algebraic, Float
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import Beliefs
from brinkgame.results import Concept
from brinkgame.testing.trees import PlainTree, Weights, point

__all__ = [
    "BELIEVING",
    "assessment_regrets",
    "belief_faults",
    "explained_beliefs",
    "moved_beliefs",
]

BELIEVING: Final = frozenset({Concept.PERFECT_BAYESIAN, Concept.SEQUENTIAL})
"""Concepts that are about beliefs."""
_ROUNDING: Final = Fraction(1, 10**7)
"""How far a belief may be from Bayes' rule in floats."""
_MOST_ROWS: Final = 400
"""The number of inequalities beyond which orders are not looked into."""

Mistake: TypeAlias = "tuple[int, int]"
"""A node or an information set, and the position of what has probability zero there."""


def _held(beliefs: Beliefs) -> list[list[Any]]:
    return [
        [w if isinstance(w, Algebraic) else Fraction(w) for w in each] for each in beliefs.weights
    ]


def _members(tree: PlainTree) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in tree.owner]
    for node, infoset in enumerate(tree.infoset):
        if infoset >= 0:
            found[infoset].append(node)
    return found


# -- gains ----------------------------------------------------------------------------------------


def assessment_regrets(
    game: ExtensiveFormGame, weights: Weights, beliefs: Beliefs
) -> dict[str, Any]:
    """The most that each player could gain at an information set by another plan from there on.

    Parameters
    ----------
    game, weights, beliefs
        A closed tree of perfect recall, the probabilities at each information set by position, and
        what is believed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> assessment_regrets(game, [(1, 0), (0, 1)], bg.Beliefs(game, {}))
    {'entrant': Fraction(0, 1), 'incumbent': Fraction(3, 1)}
    """
    tree = PlainTree.of(game)
    now = tree.values(weights)
    worst = dict.fromkeys(game.players, Fraction(0))
    for infoset, (members, held) in enumerate(zip(_members(tree), _held(beliefs), strict=True)):
        player = tree.owner[infoset]
        below = {tree.infoset[n] for member in members for n in tree.subtree(member)} - {-1}
        own = sorted(i for i in below if tree.owner[i] == player)
        for plan in itertools.product(*(range(tree.sizes[i]) for i in own)):
            changed = list(weights)
            for place, action in zip(own, plan, strict=True):
                changed[place] = point(tree.sizes[place], action)
            then = tree.values(changed)
            gain = sum(
                weight * (then[node][player] - now[node][player])
                for node, weight in zip(members, held, strict=True)
                if weight
            )
            name = game.players[player]
            worst[name] = max(worst[name], gain)
    return worst


# -- what is believed -----------------------------------------------------------------------------


def belief_faults(
    game: ExtensiveFormGame, weights: Weights, beliefs: Beliefs, *, consistent: bool
) -> list[str]:
    """What is wrong with beliefs, in words: against Bayes' rule, or explained by no mistakes.

    Parameters
    ----------
    game, weights, beliefs
        As in `assessment_regrets`.
    consistent
        Whether mistakes must explain them. In floats and for irrational numbers this is not looked
        into.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> sure = bg.Beliefs(game, {"US": {"letter": "root/weak"}})
    >>> belief_faults(game, [(0, 1)], sure, consistent=False)
    ["what is believed at root/tough is 0, and 1/4 by Bayes' rule from root"]
    """
    tree = PlainTree.of(game)
    held, members = _held(beliefs), _members(tree)
    near = _ROUNDING if isinstance(game.arithmetic, Float) else Fraction(0)
    faults: list[str] = []

    def compare(reach: Mapping[int, Any], infoset: int, given: str) -> None:
        total = sum(reach.get(node, Fraction(0)) for node in members[infoset])
        if total <= near:
            return
        for node, belief in zip(members[infoset], held[infoset], strict=True):
            right = reach.get(node, Fraction(0)) / total
            if abs(belief - right) > near:
                where = game.tree.path(node)
                text = f"what is believed at {where} is {belief}, and {right} by Bayes' rule"
                faults.append(f"{text} from {given}")
                return

    for root in tree.subgame_roots():
        reach = _reach(tree, {root: Fraction(1)}, weights)
        for infoset in range(len(members)):
            if members[infoset][0] in reach:
                compare(reach, infoset, game.tree.path(root))
    for infoset, player in enumerate(tree.owner):
        sure = [
            [Fraction(1)] * n if whose == player else part
            for n, whose, part in zip(tree.sizes, tree.owner, weights, strict=True)
        ]
        reach = _reach(tree, dict(zip(members[infoset], held[infoset], strict=True)), sure)
        for later, whose in enumerate(tree.owner):
            if whose == player and later != infoset:
                given = f"what is believed at {game.tree.infoset_name(infoset)}"
                compare(reach, later, given)
    if consistent and not faults and not near and not _are_explained(tree, weights, held):
        faults.append("no mistakes explain what is believed")
    return faults


def _reach(tree: PlainTree, start: Mapping[int, Any], weights: Weights) -> dict[int, Any]:
    """How likely each node is when play begins at some nodes with these probabilities."""
    reach = dict(start)
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        for weight, child in tree.moves(node, weights):
            reach[child] = reach[node] * weight
            waiting.append(child)
    return reach


# -- mistakes -------------------------------------------------------------------------------------


def _ways(tree: PlainTree, weights: Weights) -> list[tuple[frozenset[Mistake], Any]]:
    """For each node the mistakes on the way, and the product of the other probabilities."""
    ways: list[Any] = [None] * len(tree.mover)
    ways[0] = (frozenset(), Fraction(1))
    for node in range(len(tree.mover)):
        mistakes, product = ways[node]
        for action, (weight, child) in enumerate(tree.moves(node, weights)):
            if weight:
                ways[child] = (mistakes, product * weight)
            else:
                place = tree.infoset[node] if tree.infoset[node] >= 0 else -1 - node
                ways[child] = (mistakes | {(place, action)}, product)
    return ways


def _are_explained(tree: PlainTree, weights: Weights, held: Sequence[Sequence[Any]]) -> bool:
    """Whether mistakes explain beliefs; true also where this is not decided here."""
    ways = _ways(tree, weights)
    mistakes = sorted({mistake for way, _ in ways for mistake in way})
    column = {mistake: i for i, mistake in enumerate(mistakes)}
    ties: list[list[int]] = []
    ratios: list[Any] = []
    rarer: list[list[int]] = [[int(i == j) for j in range(len(mistakes))] for i in column.values()]
    for members, belief in zip(_members(tree), held, strict=True):
        believed = [n for n, w in zip(members, belief, strict=True) if w]
        first = believed[0]
        known = dict(zip(members, belief, strict=True))
        for node in members:
            row = [0] * len(mistakes)
            for mistake in ways[node][0]:
                row[column[mistake]] += 1
            for mistake in ways[first][0]:
                row[column[mistake]] -= 1
            if node not in believed:
                rarer.append(row)
            elif node != first:
                ties.append(row)
                ratios.append((known[node] * ways[first][1]) / (known[first] * ways[node][1]))
    return _has_orders(ties, rarer) and _has_coefficients(ties, ratios)


def _has_orders(ties: Sequence[Sequence[int]], rarer: Sequence[Sequence[int]]) -> bool:
    """Whether some vector is zero on some rows and positive on others."""
    rows = [list(map(Fraction, row)) for row in rarer]
    if any(not any(row) for row in rows):
        return False
    equal = [list(map(Fraction, row)) for row in ties]
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in equal if row[column]), None)
        if pivot is not None:
            equal.remove(pivot)
            equal = [_without(row, pivot, column) for row in equal]
            rows = [_without(row, pivot, column) for row in rows]
        else:
            above = [row for row in rows if row[column] > 0]
            below = [row for row in rows if row[column] < 0]
            rows = [row for row in rows if not row[column]]
            for high, low in itertools.product(above, below) if above and below else ():
                rows.append(
                    [a * -low[column] + b * high[column] for a, b in zip(high, low, strict=True)]
                )
        rows = [list(row) for row in {_reduced(row) for row in rows}]
        if any(not any(row) for row in rows):
            return False
        if len(rows) > _MOST_ROWS:
            return True
    return True


def _without(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column] / pivot[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)]


def _reduced(row: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """A row up to a positive factor."""
    largest = max(map(abs, row), default=Fraction(0))
    return tuple(number / largest for number in row) if largest else tuple(row)


def _has_coefficients(ties: Sequence[Sequence[int]], ratios: Sequence[Any]) -> bool:
    """Whether positive numbers have these ratios as products, with rows as powers."""
    if not all(isinstance(ratio, Fraction) for ratio in ratios):
        return True
    factors = _coprime({n for ratio in ratios for n in (ratio.numerator, ratio.denominator)})
    for factor in factors:
        equal = [
            [
                *map(Fraction, row),
                Fraction(_power(ratio.numerator, factor) - _power(ratio.denominator, factor)),
            ]
            for row, ratio in zip(ties, ratios, strict=True)
        ]
        for column in range(len(ties[0])):
            pivot = next((row for row in equal if row[column]), None)
            if pivot is not None:
                equal.remove(pivot)
                equal = [_without(row, pivot, column) for row in equal]
        if any(any(row) for row in equal):
            return False
    return True


def _coprime(numbers: set[int]) -> set[int]:
    """Numbers without common divisors of which all the given ones are products of powers."""
    found: set[int] = set()
    waiting = [number for number in numbers if number > 1]
    while waiting:
        number = waiting.pop()
        other = next((one for one in found if math.gcd(one, number) > 1), None)
        if other is None:
            found.add(number)
        elif other != number:
            found.remove(other)
            common = math.gcd(other, number)
            waiting += [n for n in (common, other // common, number // common) if n > 1]
    return found


def _power(number: int, factor: int) -> int:
    power = 0
    while number % factor == 0:
        number //= factor
        power += 1
    return power


def explained_beliefs(game: ExtensiveFormGame, weights: Weights, limit: int) -> Iterator[Beliefs]:
    """Beliefs that mistakes of the same order, or of two or three different ones, explain.

    Parameters
    ----------
    game, weights
        As in `assessment_regrets`.
    limit
        How many ways to choose the orders are tried at most.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> len(list(explained_beliefs(game, [(1, 0), (0, 1)], limit=10)))
    1
    """
    tree = PlainTree.of(game)
    ways, members = _ways(tree, weights), _members(tree)
    crowded = [node for nodes in members if len(nodes) > 1 for node in nodes]
    mistakes = sorted({mistake for node in crowded for mistake in ways[node][0]})
    seen: set[Any] = set()
    tried = itertools.product(*[(1, 2, 3)] * len(mistakes))
    for orders in itertools.islice(tried, limit):
        known = dict(zip(mistakes, orders, strict=True))
        held: list[tuple[Any, ...]] = []
        for nodes in members:
            if len(nodes) == 1:
                held.append((Fraction(1),))
                continue
            sizes = [sum(known[mistake] for mistake in ways[node][0]) for node in nodes]
            mass = [
                ways[node][1] if size == min(sizes) else Fraction(0)
                for node, size in zip(nodes, sizes, strict=True)
            ]
            held.append(tuple(each / sum(mass) for each in mass))
        if tuple(held) not in seen:
            seen.add(tuple(held))
            yield Beliefs.from_weights(game, held)


def moved_beliefs(beliefs: Beliefs, game: ExtensiveFormGame, nodes: Mapping[int, int]) -> Beliefs:
    """Beliefs about the nodes of another game: a variant, or a part.

    Parameters
    ----------
    beliefs
        Beliefs in the game as it was.
    game
        The other game. At its information sets of several nodes all of them have a counterpart.
    nodes
        From nodes of the first game to their counterparts in the other.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(moved_beliefs(bg.Beliefs(game, {}), game, {}))
    everyone knows where they are
    """
    held: dict[int, Any] = {}
    for members, weights in zip(beliefs.game.tree.members, beliefs.weights, strict=True):
        for node, weight in zip(members, weights, strict=True):
            if node in nodes:
                held[nodes[node]] = weight
    return Beliefs.from_weights(
        game,
        [
            [held[node] for node in members] if len(members) > 1 else [1]
            for members in game.tree.members
        ],
    )
