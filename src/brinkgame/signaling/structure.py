"""A tree in which everybody moves at most once on the way: who leads, who replies, what it pays.

In such a tree an information set *leads* if somebody may reply below it, and *replies* otherwise.
A *source* is one action of a leading information set; what Nature decides alone is one more source,
taken for certain. All that counts is linear:

* a source pays its player ``constant + sum(pays[h][r] * Pr(r at h))``,
* a reply pays its player ``sum(worth[s] * Pr(s))`` over the sources of its information set, where
  ``Pr(s)`` is the probability that the action is taken at its own information set.

Numbers are whole: each information set's payoffs are multiplied by a positive factor of their own,
and at leading ones brought above zero.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.subgames import subgame_roots
from brinkgame.forms.tree import CHANCE, TERMINAL

__all__ = ["Follower", "Leader", "SignalingStructure", "Source", "signaling_obstacles"]

_MOST = 64
"""Actions of those who lead and of those who reply, together: more a search will not end with."""


@final
@dataclass(frozen=True, slots=True)
class Leader:
    """A leading information set; that of Nature has no position.

    Attributes
    ----------
    infoset
        Its position in the tree, or -1.
    sources
        The positions of its actions among all sources.
    scale, shift
        A payoff in whole numbers is ``scale * payoff + shift``, where payoffs are weighed by
        Nature's probability of the information set.
    weight, belief
        Nature's probability of it, and of each of its nodes given that it is reached.
    """

    infoset: int
    sources: tuple[int, ...]
    scale: Fraction
    shift: int
    weight: Fraction
    belief: tuple[Fraction, ...]

    def payoff(self, whole: Fraction) -> Fraction:
        """A payoff in the game's own numbers."""
        return (whole - self.shift) / (self.scale * self.weight)


@final
@dataclass(frozen=True, slots=True)
class Source:
    """An action of a leading information set, and what it pays.

    Attributes
    ----------
    leader, action
        Positions.
    constant, pays
        What it pays: a constant, and for each replying information set that it leads to the
        payoff of each reply there.
    """

    leader: int
    action: int
    constant: int
    pays: dict[int, tuple[int, ...]]


@final
@dataclass(frozen=True, slots=True)
class Follower:
    """A replying information set.

    Attributes
    ----------
    infoset
        Its position in the tree.
    replies
        How many there are.
    sources
        The sources that lead there.
    worth
        For each source, in the same order, what each reply is worth.
    nodes
        For each source the nodes that it leads to (positions among the members), with Nature's
        weights.
    node_worth
        For each member what each reply is worth, times Nature's weight.
    settled
        Whether beliefs are Nature's probabilities even where play does not go, because a subgame
        begins between here and whoever leads.
    """

    infoset: int
    replies: int
    sources: tuple[int, ...]
    worth: tuple[tuple[int, ...], ...]
    nodes: tuple[tuple[tuple[int, Fraction], ...], ...]
    node_worth: tuple[tuple[int, ...], ...]
    settled: bool


@final
@dataclass(frozen=True, slots=True)
class SignalingStructure:
    """The sources and replies of a tree, in whole numbers."""

    game: ExtensiveFormGame
    leaders: tuple[Leader, ...]
    sources: tuple[Source, ...]
    followers: tuple[Follower, ...]

    @classmethod
    def of(cls, game: ExtensiveFormGame) -> SignalingStructure:
        """The structure of a closed, exact game that has no obstacles."""
        return _read(game)


def signaling_obstacles(game: ExtensiveFormGame, *, consistent: bool) -> tuple[str, ...]:
    """Every reason why a tree is not of the kind that this room is about.

    Parameters
    ----------
    game
        The tree.
    consistent
        Whether beliefs are to be consistent, so that the same trembles must explain all of them.
    """
    tree = game.tree
    found: list[str] = []
    above, mover = _decisions_above(game), _movers(game)
    decisions = [node for node in range(tree.size) if mover[node] >= 0]
    for node in decisions:
        before = above[node]
        if len(before) > 1:
            first, second = (tree.path(each) for each in before)
            found.append(
                f"takes trees with at most two moves of players on the way, not "
                f"{first}, {second} and {tree.path(node)}"
            )
            return tuple(found)
        if before and mover[before[0]] == mover[node]:
            found.append(
                f"takes trees where nobody moves twice; {game.players[mover[node]]} does at "
                f"{tree.path(before[0])} and {tree.path(node)}"
            )
            return tuple(found)
    leading = {
        int(tree.infoset[before[0]])
        for node, before in enumerate(above)
        if before and mover[node] >= 0
    }
    for node in decisions:
        infoset = int(tree.infoset[node])
        if above[node] and infoset in leading:
            who = game.players[mover[node]]
            found.append(
                "takes trees where whoever replies has nobody to reply to them; at "
                f"{tree.infoset_name(infoset)} {who} may be both first and second"
            )
            break
    never = _never(game if game.is_closed else game.at())
    if never is not None:
        found.append(
            "takes trees where Nature may come to every decision, not with probability 0 to "
            f"{tree.path(never)}"
        )
    moves = sum(size for size in tree.infoset_size.tolist() if size > 1)
    if moves > _MOST:
        found.append(f"takes up to {_MOST} actions at all information sets together, not {moves}")
    if consistent and not found:
        found += _shared_trembles(game, above)
    return tuple(found)


def _movers(game: ExtensiveFormGame) -> list[int]:
    """Who moves at each node; a decision by itself with one action counts as Nature's."""
    tree = game.tree
    movers: list[int] = tree.mover.tolist()
    for members in tree.members:
        if len(members) == 1 and tree.arity[members[0]] == 1:
            movers[members[0]] = CHANCE
    return movers


def _never(game: ExtensiveFormGame) -> int | None:
    """A decision to which Nature comes with probability zero, if there is one."""
    tree = game.tree
    odds, parent, mover = game.edge_probabilities(), tree.parent.tolist(), _movers(game)
    happens = [True] * tree.size
    for node in range(1, tree.size):
        happens[node] = happens[parent[node]] and (odds[node] is None or odds[node] > 0)
        if mover[node] >= 0 and not happens[node]:
            return node
    return None


def _decisions_above(game: ExtensiveFormGame) -> list[tuple[int, ...]]:
    """For each node the decision nodes on the way to it; not more than two are told."""
    tree = game.tree
    above: list[tuple[int, ...]] = [()]
    mover = _movers(game)
    for parent in tree.parent.tolist()[1:]:
        before = above[parent]
        if mover[parent] >= 0 and len(before) < 2:
            before = (*before, parent)
        above.append(before)
    return above


def _shared_trembles(game: ExtensiveFormGame, above: Sequence[tuple[int, ...]]) -> list[str]:
    """An action whose tremble would have to explain beliefs at several information sets."""
    tree = game.tree
    known = _source_of_nodes(game, above)
    lead_to: dict[tuple[int, int], list[int]] = defaultdict(list)
    for infoset, members in enumerate(tree.members):
        sources = dict.fromkeys(known[node] for node in members)
        if len(sources) > 1 and None not in sources:
            for source in sources:
                if source is not None:
                    lead_to[source].append(infoset)
    for (leader, action), infosets in lead_to.items():
        if len(infosets) > 1:
            names = " and ".join(tree.infoset_name(each) for each in infosets[:2])
            what = f"{tree.actions(leader)[action]} at {tree.infoset_name(leader)}"
            text = (
                "takes trees where the consistency of beliefs at one information set is no matter "
                f"of another; {what} leads to {names}, each together with other actions"
            )
            return [text]
    return []


def _source_of_nodes(
    game: ExtensiveFormGame, above: Sequence[tuple[int, ...]]
) -> list[tuple[int, int] | None]:
    """For each node the information set and the action that it follows, None after Nature alone."""
    tree = game.tree
    known: list[tuple[int, int] | None] = [None]
    parents, edges, mover = tree.parent.tolist(), tree.edge.tolist(), _movers(game)
    for node in range(1, tree.size):
        parent = parents[node]
        direct = mover[parent] >= 0 and not above[parent]
        known.append((int(tree.infoset[parent]), edges[node]) if direct else known[parent])
    return known


def _read(game: ExtensiveFormGame) -> SignalingStructure:
    tree = game.tree
    above = _decisions_above(game)
    members, mover, parents = tree.members, _movers(game), tree.parent.tolist()
    edges, infoset_of = tree.edge.tolist(), tree.infoset.tolist()
    leading = sorted({infoset_of[b[0]] for n, b in enumerate(above) if b and mover[n] >= 0})
    replying = [
        h for h in range(tree.n_infosets) if h not in set(leading) and mover[members[h][0]] >= 0
    ]
    number = {infoset: i + 1 for i, infoset in enumerate(leading)}
    first: list[int] = [0]
    count = 1
    for infoset in leading:
        first.append(count)
        count += len(tree.actions(infoset))
    place = {h: k for k, h in enumerate(replying)}

    # Walk the tree once: what Nature weighs, which source and which reply lead to each node.
    odds = game.edge_probabilities()
    weight: list[Fraction] = [Fraction(1)] * tree.size
    source: list[int] = [0] * tree.size
    reply: list[tuple[int, int] | None] = [None] * tree.size
    at: list[int] = [-1] * tree.size
    constant: list[Fraction] = [Fraction(0)] * count
    pays: list[dict[int, list[Fraction]]] = [{} for _ in range(count)]
    worth = [[[Fraction(0)] * len(tree.actions(h)) for _ in members[h]] for h in replying]
    ends = game.terminal_payoffs()
    for node in range(tree.size):
        if node:
            parent = parents[node]
            weight[node], source[node], reply[node] = weight[parent], source[parent], reply[parent]
            at[node] = at[parent]
            if mover[parent] == CHANCE:
                weight[node] = weight[parent] * (1 if odds[node] is None else odds[node])
            elif infoset_of[parent] in number:
                source[node] = first[number[infoset_of[parent]]] + edges[node]
            else:
                reply[node] = (place[infoset_of[parent]], edges[node])
                at[node] = parent
        if mover[node] != TERMINAL:
            continue
        paid: Any = ends[node]
        s, answered = source[node], reply[node]
        if answered is not None:
            h, r = answered
            who = mover[at[node]]
            worth[h][members[replying[h]].index(at[node])][r] += weight[node] * paid[who]
        if s:
            leader = leading[_owner(first, s) - 1]
            amount = weight[node] * paid[int(tree.infoset_player[leader])]
            if answered is None:
                constant[s] += amount
            else:
                h, r = answered
                table = pays[s].setdefault(h, [Fraction(0)] * len(tree.actions(replying[h])))
                table[r] += amount
    beliefs = [tuple(weight[node] for node in members[infoset]) for infoset in leading]
    leaders, sources = _leaders(leading, beliefs, first, count, constant, pays)
    roots = [g for g in subgame_roots(game) if above[g]]
    followers = tuple(
        _follower(
            replying[h], members[replying[h]], worth[h], source, weight,
            _is_inside(tree.end.tolist(), roots, members[replying[h]]),
        )
        for h in range(len(replying))
    )  # fmt: skip
    # Which sources lead to an information set says the tree; what they pay there may be zero.
    for h, follower in enumerate(followers):
        for s in follower.sources:
            if s:
                sources[s].pays.setdefault(h, (0,) * follower.replies)
    return SignalingStructure(game, leaders, sources, followers)


def _owner(first: Sequence[int], source: int) -> int:
    return max(i for i, begin in enumerate(first) if begin <= source)


def _leaders(
    leading: Sequence[int],
    beliefs: Sequence[tuple[Fraction, ...]],
    first: Sequence[int],
    count: int,
    constant: Sequence[Fraction],
    pays: Sequence[dict[int, list[Fraction]]],
) -> tuple[tuple[Leader, ...], tuple[Source, ...]]:
    """Payoffs of those who lead in whole numbers, none below zero."""
    leaders = [Leader(-1, (0,), Fraction(1), 0, Fraction(1), ())]
    sources = [Source(0, 0, 0, {})]
    for i, infoset in enumerate(leading, start=1):
        mine = range(first[i], first[i + 1] if i + 1 < len(first) else count)
        numbers = [constant[s] for s in mine]
        numbers += [x for s in mine for table in pays[s].values() for x in table]
        scale = Fraction(math.lcm(*(x.denominator for x in numbers)))
        least = min(
            constant[s] + sum((min(table) for table in pays[s].values()), Fraction(0)) for s in mine
        )
        shift = -math.floor(least * scale)
        total = sum(beliefs[i - 1], Fraction(0))
        shares = tuple(each / total for each in beliefs[i - 1])
        leaders.append(Leader(infoset, tuple(mine), scale, shift, total, shares))
        for action, s in enumerate(mine):
            tables = {h: tuple(int(x * scale) for x in table) for h, table in pays[s].items()}
            sources.append(Source(i, action, int(constant[s] * scale) + shift, tables))
    return tuple(leaders), tuple(sources)


def _follower(
    infoset: int,
    members: Sequence[int],
    worth: Sequence[Sequence[Fraction]],
    source: Sequence[int],
    weight: Sequence[Fraction],
    settled: bool,
) -> Follower:
    scale = math.lcm(*(x.denominator for row in worth for x in row))
    whole = tuple(tuple(int(x * scale) for x in row) for row in worth)
    mine = tuple(dict.fromkeys(source[node] for node in members))
    nodes = tuple(
        tuple((k, weight[node]) for k, node in enumerate(members) if source[node] == s)
        for s in mine
    )
    return Follower(
        infoset,
        len(whole[0]),
        mine,
        tuple(tuple(map(sum, zip(*(whole[k] for k, _ in each), strict=True))) for each in nodes),
        nodes,
        whole,
        settled,
    )


def _is_inside(end: Sequence[int], roots: Sequence[int], members: Sequence[int]) -> bool:
    """Whether all members are in one subgame that begins after somebody has moved."""
    return any(root <= members[0] and members[-1] < end[root] for root in roots)
