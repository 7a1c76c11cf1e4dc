"""Beliefs that may go with given supports, as weights of nodes with unknowns in them.

Where play arrives, weights are probabilities of the way there. Elsewhere it depends on the concept.

*Consistent* beliefs (Kreps and Wilson 1982, section 5 and appendix) are limits of those of totally
mixed strategies. Give each action a that is not used a probability of about z(a) * e**k(a): the
nodes of an information set that are believed in are those of the lowest order, so that orders k
exist that are positive for unused actions, equal at the nodes believed in, and larger at others: a
linear program. The ratio of two beliefs is then a product of powers of the z, and such ratios can
be anything that satisfies the relations among the exponents: an equation between products for each
element of a kernel. (In the limit the two questions are independent: what converges to a point of
the range of a matrix has a limit there, and orders exist by Farkas's lemma.)

*Updating* beliefs follow from the player's own earlier ones as long as what the player sees has a
positive probability given those and the others' strategies; otherwise they are free.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol, TypeAlias, final

from brinkgame.arithmetic.linear import integer_kernel
from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.outline import Unit
from brinkgame.credibility.terms import Terms, multiplied, scaled, subtracted, total
from brinkgame.linear_programs import solve_lp

__all__ = [
    "Group",
    "Pattern",
    "PatternMaker",
    "Row",
    "Ways",
    "consistent_patterns",
    "has_orders",
    "likeliest",
    "updating_patterns",
]

ONE: Terms = {(): 1}


class Ways(Protocol):
    """What beliefs depend on in a tree; the attributes are those of `Outline`.

    Numbers other than Nature's probabilities are no part of it, so that it may be asked of a tree
    whose payoffs are open.
    """

    @property
    def steps(self) -> Sequence[tuple[int, ...]]:
        """For each node the actions on the way to it."""

    @property
    def reach(self) -> Sequence[Fraction]:
        """For each node the probability that Nature allows it."""

    @property
    def members(self) -> Sequence[tuple[int, ...]]:
        """For each information set its nodes."""

    @property
    def owner(self) -> Sequence[int]:
        """For each information set its player."""

    @property
    def depth(self) -> Sequence[int]:
        """For each information set the depth of its highest node."""

    @property
    def infoset(self) -> Sequence[int]:
        """For each node its information set."""

    @property
    def parent(self) -> Sequence[int]:
        """For each node the one before it."""

    @property
    def at(self) -> Sequence[int]:
        """For each action its information set."""

    @property
    def n_actions(self) -> int:
        """The number of actions."""

    def owner_of(self, action: int) -> int:
        """The player whose action it is."""


@final
@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of an information set whose beliefs have fixed ratios given the strategies.

    Attributes
    ----------
    nodes
        The nodes.
    weight
        The weight of the group: an unknown, or what the other unknowns leave over.
    shares
        What each node's weight is multiplied by: how play goes on from where it went astray.
    is_belief
        Whether the weight is the belief in the group (and not a weight in proportion to one).
    """

    nodes: tuple[int, ...]
    weight: Terms
    shares: tuple[Terms, ...]
    is_belief: bool


@final
@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which beliefs may go with supports.

    Attributes
    ----------
    weights
        For each information set of several nodes that matters, the weights of its nodes, apart
        from the probabilities of Nature.
    unknown
        For those whose beliefs are unknown their groups.
    constraints
        What the unknowns satisfy.
    """

    weights: Mapping[int, tuple[Terms, ...]]
    unknown: Mapping[int, tuple[Group, ...]]
    constraints: Constraints


Row: TypeAlias = "frozenset[int]"
"""The unused actions on the way to a node."""

PatternMaker: TypeAlias = (
    "Callable[[Ways, Unit, Mapping[int, Terms], Sequence[int]], Iterator[Pattern]]"
)
"""What makes the beliefs of a concept: `consistent_patterns` or `updating_patterns`."""


def _way(outline: Ways, unit: Unit, node: int) -> tuple[int, ...]:
    return outline.steps[node][len(outline.steps[unit.root]) :]


def _product(factors: Sequence[Terms]) -> Terms:
    product = ONE
    for each in factors:
        product = multiplied(product, each)
    return product


def _played(way: Sequence[int], play: Mapping[int, Terms]) -> Terms:
    """The product of the probabilities of the used actions on a way."""
    return _product([play[a] for a in way if a in play])


@final
class _Groups:
    """Unknown weights at an information set: one for each group, which sum to one."""

    def __init__(
        self,
        outline: Ways,
        classes: Sequence[Sequence[int]],
        shares: Sequence[Sequence[Terms]],
        *,
        may_be_zero: bool,
    ) -> None:
        simple = all(not key for many in shares for share in many for key in share)
        names: list[Terms] = [{(outline.n_actions + nodes[0],): 1} for nodes in classes]
        names[-1] = subtracted(ONE, total(names[:-1]))
        bounds = tuple(names) if len(names) > 1 else ()
        self.constraints = Constraints(weak=bounds) if may_be_zero else Constraints(strict=bounds)
        # Divided by this, a belief is what multiplies the probabilities of Nature.
        divisors = [
            sum(
                (outline.reach[x] * s.get((), 0) for x, s in zip(nodes, many, strict=True)),
                start=Fraction(0),
            )
            if simple
            else Fraction(1)
            for nodes, many in zip(classes, shares, strict=True)
        ]
        self.factors = [scaled(w, 1 / d) for w, d in zip(names, divisors, strict=True)]
        self.monomials = [(w, d) for w, d in zip(names, divisors, strict=True)]
        self.groups = tuple(
            Group(tuple(nodes), w, tuple(many), simple)
            for nodes, w, many in zip(classes, names, shares, strict=True)
        )


def _spread(
    members: Sequence[int],
    classes: Sequence[Sequence[int]],
    shares: Sequence[Sequence[Terms]],
    factors: Sequence[Terms],
) -> tuple[Terms, ...]:
    """The weight of each node from the factors of the classes."""
    found: dict[int, Terms] = {}
    for nodes, many, factor in zip(classes, shares, factors, strict=True):
        for x, share in zip(nodes, many, strict=True):
            found[x] = multiplied(factor, share)
    return tuple(found.get(x, {}) for x in members)


def consistent_patterns(
    outline: Ways,
    unit: Unit,
    play: Mapping[int, Terms],
    needed: Sequence[int],
) -> Iterator[Pattern]:
    """The consistent beliefs that may go with supports.

    Parameters
    ----------
    outline, unit
        The tree and the part of it.
    play
        The probability of each action that is used in it.
    needed
        The information sets of several nodes that play does not reach and where beliefs matter.
    """
    weights = _reached(outline, unit, play)
    rows: dict[int, dict[int, Row]] = {}
    for h in needed:
        rows[h] = {
            x: frozenset(a for a in _way(outline, unit, x) if a not in play)
            for x in outline.members[h]
        }
    classes: dict[int, list[tuple[Row, list[int]]]] = {}
    for h, of in rows.items():
        classes[h] = likeliest(of)
    shares = {
        h: [[_played(_way(outline, unit, x), play) for x in nodes] for _, nodes in many]
        for h, many in classes.items()
    }
    several = {h: many for h, many in classes.items() if len(many) > 1}
    for h, many in classes.items():
        if len(many) == 1:
            weights[h] = _spread(outline.members[h], [many[0][1]], shares[h], [ONE])
    unknown: dict[int, tuple[Group, ...]] = {}
    constraints = Constraints()
    for h in [h for h in several if _is_free(h, several)]:
        many = several.pop(h)
        nodes = [each for _, each in many]
        free = _Groups(outline, nodes, shares[h], may_be_zero=True)
        weights[h] = _spread(outline.members[h], nodes, shares[h], free.factors)
        unknown[h] = free.groups
        constraints = constraints.joined(free.constraints)
    order = sorted(several, key=lambda h: (outline.depth[h], h))
    for chosen in _believed(several, order, 0, {}):
        yield _tied(
            outline, several, shares, chosen, Pattern(dict(weights), dict(unknown), constraints)
        )


def likeliest(rows: Mapping[int, Row]) -> list[tuple[Row, list[int]]]:
    """The nodes that may be believed in, by the unused actions on the way to them.

    A node that needs more of them than another one, and these too, is infinitely less likely.

    >>> likeliest({5: frozenset({1}), 6: frozenset({1, 2}), 7: frozenset({3})})
    [(frozenset({1}), [5]), (frozenset({3}), [7])]
    """
    found: dict[Row, list[int]] = {}
    for x, row in rows.items():
        if not any(other < row for other in rows.values()):
            found.setdefault(row, []).append(x)
    return list(found.items())


def _reached(outline: Ways, unit: Unit, play: Mapping[int, Terms]) -> dict[int, tuple[Terms, ...]]:
    """The weights at information sets of several nodes that play reaches."""
    found: dict[int, tuple[Terms, ...]] = {}
    for h in unit.infosets:
        if len(outline.members[h]) > 1:
            ways = [_way(outline, unit, x) for x in outline.members[h]]
            line = tuple(_played(way, play) if all(a in play for a in way) else {} for way in ways)
            if any(line):
                found[h] = line
    return found


def _is_free(h: int, several: Mapping[int, Sequence[tuple[Row, Sequence[int]]]]) -> bool:
    """Whether each class has an unused action of its own, so that every belief is consistent."""
    elsewhere = frozenset(
        a for g, many in several.items() if g != h for row, _ in many for a in row
    )
    here = [row for row, _ in several[h]]
    return all(
        row - elsewhere - frozenset(a for other in here if other is not row for a in other)
        for row in here
    )


def _believed(
    several: Mapping[int, Sequence[tuple[Row, Sequence[int]]]],
    order: Sequence[int],
    k: int,
    chosen: dict[int, tuple[int, ...]],
) -> Iterator[dict[int, tuple[int, ...]]]:
    """The classes that can be believed in together: those for which orders exist."""
    if k == len(order):
        yield dict(chosen)
        return
    h = order[k]
    for size in range(1, len(several[h]) + 1):
        for classes in itertools.combinations(range(len(several[h])), size):
            chosen[h] = classes
            if has_orders(several, chosen):
                yield from _believed(several, order, k + 1, chosen)
            del chosen[h]


def has_orders(
    several: Mapping[int, Sequence[tuple[Row, Sequence[int]]]],
    chosen: Mapping[int, tuple[int, ...]],
) -> bool:
    """Whether orders of trembles make exactly these classes the likeliest.

    Parameters
    ----------
    several
        For information sets their classes, as `likeliest` gives them.
    chosen
        For some of them the positions of the classes that are believed in.
    """
    comparisons = set()
    for h, classes in chosen.items():
        base = several[h][classes[0]][0]
        for j, (row, _) in enumerate(several[h]):
            if j != classes[0]:
                comparisons.add((row - base, base - row, j in classes))
    return not comparisons or _can_be_met(frozenset(comparisons))


@lru_cache(maxsize=1 << 14)
def _can_be_met(comparisons: frozenset[tuple[Row, Row, bool]]) -> bool:
    """Whether positive numbers have equal sums over pairs of sets, or larger over the first."""
    actions = sorted({a for more, less, _ in comparisons for a in more | less})
    place = {a: k for k, a in enumerate(actions)}
    same: list[list[int]] = []
    same_right: list[int] = []
    less_than: list[list[int]] = []
    less_right: list[int] = []
    for more, less, equal in comparisons:
        line = [0] * len(actions)
        for a in more:
            line[place[a]] += 1
        for a in less:
            line[place[a]] -= 1
        # An order is one and something that is at least zero.
        if equal:
            same.append(line)
            same_right.append(len(less) - len(more))
        else:
            less_than.append([-c for c in line])
            less_right.append(len(more) - len(less) - 1)
    answer = solve_lp(
        [0] * len(actions),
        at_most=(less_than, less_right) if less_than else None,
        equal=(same, same_right) if same else None,
    )
    return answer.status == "optimal"


def _tied(
    outline: Ways,
    several: Mapping[int, Sequence[tuple[Row, Sequence[int]]]],
    shares: Mapping[int, Sequence[Sequence[Terms]]],
    chosen: Mapping[int, tuple[int, ...]],
    start: Pattern,
) -> Pattern:
    """The pattern in which these classes are believed in."""
    weights, unknown = dict(start.weights), dict(start.unknown)
    constraints = start.constraints
    own: dict[int, _Groups] = {}
    rows: list[Row] = []
    lines: list[tuple[Row, Row]] = []
    ratios: list[tuple[tuple[Terms, Fraction], tuple[Terms, Fraction]]] = []
    for h, picked in chosen.items():
        here = [several[h][j] for j in picked]
        nodes = [each for _, each in here]
        rows = [row for row, _ in here]
        portions = [shares[h][j] for j in picked]
        if len(here) == 1:
            weights[h] = _spread(outline.members[h], nodes, portions, [ONE])
            continue
        factors = None
        for g, groups in own.items():
            known = [several[g][j][0] for j in chosen[g]]
            match = _shifted(rows, known)
            if match is not None:
                factors = [groups.factors[j] for j in match]
                break
        if factors is None:
            groups = _Groups(outline, nodes, portions, may_be_zero=False)
            own[h] = groups
            unknown[h] = groups.groups
            factors = groups.factors
            constraints = constraints.joined(groups.constraints)
            for j in range(1, len(rows)):
                lines.append((rows[j], rows[0]))
                ratios.append((groups.monomials[j], groups.monomials[0]))
        weights[h] = _spread(outline.members[h], nodes, portions, factors)
    equal = _relations(lines, ratios)
    return Pattern(weights, unknown, constraints.joined(Constraints(equal=tuple(equal))))


def _shifted(rows: Sequence[Row], known: Sequence[Row]) -> list[int] | None:
    """For each row the known one that it differs from by a vector common to all, if there are."""
    for first in range(len(known)):
        more, less = rows[0] - known[first], known[first] - rows[0]
        match = []
        for row in rows:
            found = next(
                (j for j, k in enumerate(known) if row - k == more and k - row == less), None
            )
            if found is None:
                break
            match.append(found)
        else:
            return match
    return None


def _relations(
    lines: Sequence[tuple[Row, Row]],
    ratios: Sequence[tuple[tuple[Terms, Fraction], tuple[Terms, Fraction]]],
) -> Iterator[Terms]:
    """The equations between products of weights that hold whatever the trembles."""
    actions = sorted({a for pair in lines for row in pair for a in row})
    if not actions:
        return
    matrix = [[int(a in one) - int(a in other) for one, other in lines] for a in actions]
    for powers in integer_kernel(matrix):
        left, right, number = ONE, ONE, Fraction(1)
        for power, (one, other) in zip(powers, ratios, strict=True):
            for _ in range(abs(power)):
                up, down = (one, other) if power > 0 else (other, one)
                left, right = multiplied(left, up[0]), multiplied(right, down[0])
                number *= down[1] / up[1]
        yield subtracted(scaled(left, number), right)


# -- beliefs that are updated ----------------------------------------------------------------------


def updating_patterns(
    outline: Ways,
    unit: Unit,
    play: Mapping[int, Terms],
    needed: Sequence[int],
) -> Iterator[Pattern]:
    """The beliefs that follow Bayes' rule on the path and from each player's earlier ones.

    The parameters are those of `consistent_patterns`.
    """
    weights = _reached(outline, unit, play)
    before: dict[int, int | None] = {}
    waiting = list(needed)
    while waiting:
        h = waiting.pop()
        if h in before:
            continue
        own = [
            a
            for a in _way(outline, unit, outline.members[h][0])
            if outline.owner_of(a) == outline.owner[h]
        ]
        before[h] = outline.at[own[-1]] if own else None
        earlier = before[h]
        if earlier is not None and len(outline.members[earlier]) > 1 and earlier not in weights:
            waiting.append(earlier)
    order = sorted(before, key=lambda h: (outline.depth[h], h))
    links = {
        h: _links(outline, play, h, earlier) for h, earlier in before.items() if earlier is not None
    }
    split = {
        earlier
        for h, earlier in before.items()
        if earlier is not None
        and 0 < len({y for y, _ in links[h].values()}) < len(outline.members[earlier])
    }
    yield from _updated(
        outline, order, 0, before, links, split, Pattern(weights, {}, Constraints())
    )


def _links(
    outline: Ways, play: Mapping[int, Terms], h: int, earlier: int
) -> dict[int, tuple[int, Terms]]:
    """For each node that may be reached from an earlier information set, from where and how."""
    found: dict[int, tuple[int, Terms]] = {}
    for x in outline.members[h]:
        y = x
        while outline.infoset[y] != earlier:
            y = outline.parent[y]
        # The step at the earlier set itself is the player's own, and the same for all nodes.
        between = outline.steps[x][len(outline.steps[y]) + 1 :]
        if all(a in play for a in between):
            found[x] = (y, _played(between, play))
    return found


def _updated(
    outline: Ways,
    order: Sequence[int],
    k: int,
    before: Mapping[int, int | None],
    links: Mapping[int, Mapping[int, tuple[int, Terms]]],
    split: set[int],
    pattern: Pattern,
) -> Iterator[Pattern]:
    if k == len(order):
        yield pattern
        return
    h = order[k]
    members, earlier = outline.members[h], before[h]
    if earlier is not None:
        known = pattern.weights.get(earlier)
        source = outline.members[earlier]
        line: list[Terms] = []
        for x in members:
            if x not in links[h]:
                line.append({})
                continue
            y, share = links[h][x]
            line.append(multiplied(known[source.index(y)], share) if known else share)
        if any(line):
            weights = {**pattern.weights, h: tuple(line)}
            yield from _updated(
                outline, order, k + 1, before, links, split,
                Pattern(weights, pattern.unknown, pattern.constraints),
            )  # fmt: skip
            return
    choices: list[tuple[int, ...]] = [tuple(members)]
    if h in split:
        choices = [
            chosen
            for size in range(1, len(members) + 1)
            for chosen in itertools.combinations(members, size)
        ]
    for chosen in choices:
        shares = [[ONE]] * len(chosen)
        classes = [[x] for x in chosen]
        groups = _Groups(outline, classes, shares, may_be_zero=h not in split)
        yield from _updated(
            outline, order, k + 1, before, links, split,
            Pattern(
                {**pattern.weights, h: _spread(members, classes, shares, groups.factors)},
                {**pattern.unknown, h: groups.groups} if len(chosen) > 1 else pattern.unknown,
                pattern.constraints.joined(groups.constraints),
            ),
        )  # fmt: skip
