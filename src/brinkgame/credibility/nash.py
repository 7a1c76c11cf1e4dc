"""All Nash equilibria of a tree, case by case: rational where the others let play go.

A player cannot gain by a deviation that leads where the other players' strategies and Nature never
let play go, whatever is planned there; anywhere else some deviation leads. With perfect recall the
player's own moves on the way to the nodes of an information set are the same for all of them, so
that the nodes' weights are products of the others' probabilities. What a player's own moves exclude
matters to nobody: *settled* profiles are rational there as well, and one of them goes with every
equilibrium. Settled equilibria with given supports solve polynomial equations and inequalities.

An information set that no single player's deviation leads to is *remote*: what is done there has
no effect at all. It counts once, with all actions used.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.cases import (
    Case,
    Piece,
    gains_at,
    pieces_of,
    positive,
    probabilities,
    values_of,
)
from brinkgame.credibility.joining import Component, components_of
from brinkgame.credibility.outline import Outline, Unit
from brinkgame.credibility.patterns import Pattern
from brinkgame.credibility.supports import Supports, SupportSearch
from brinkgame.credibility.terms import (
    Terms,
    bounds,
    constant,
    multiplied,
    total,
    unknowns_of,
    value_at,
)
from brinkgame.forms import ExtensiveFormGame

__all__ = ["NashEnumeration", "Standing", "settled"]


@final
class Standing:
    """Which information sets players exclude, given which actions are used.

    Parameters
    ----------
    outline
        The tree.
    is_used
        Whether an action, by number, is used.

    Attributes
    ----------
    remote
        Those that no single player's deviation leads to.
    given_up
        Those that their owner's own moves exclude and that are not remote.
    """

    def __init__(self, outline: Outline, is_used: Callable[[int], bool]) -> None:
        self.remote: set[int] = set()
        self.given_up: set[int] = set()
        for h, members in enumerate(outline.members):
            blockers = [
                {outline.owner_of(a) for a in outline.steps[x] if not is_used(a)} for x in members
            ]
            # (Nature is a blocker by the number -1, and never deviates.)
            if all(len(each) > 1 or -1 in each for each in blockers):
                self.remote.add(h)
            elif outline.owner[h] in blockers[0]:
                self.given_up.add(h)


def settled(outline: Outline, chances: Sequence[Any]) -> list[Any]:
    """The probabilities of a settled profile that differs where nobody cares.

    At remote information sets all actions get the same probability; at those that their owner
    gives up, one that is best against the others is taken.

    Parameters
    ----------
    outline
        The tree.
    chances
        The probability of each action, by number.
    """
    found = list(chances)
    standing = Standing(outline, lambda a: chances[a] != 0)
    for h in standing.remote:
        for action in range(outline.first[h], outline.first[h + 1]):
            found[action] = Fraction(1, outline.sizes[h])
    # A player's later information sets are lower.
    for h in sorted(standing.given_up, key=lambda h: -outline.depth[h]):
        values = [_worth(outline, h, k, found) for k in range(outline.sizes[h])]
        best = values.index(max(values))
        for k in range(outline.sizes[h]):
            found[outline.first[h] + k] = Fraction(k == best)
    return found


def _worth(outline: Outline, h: int, k: int, chances: Sequence[Any]) -> Any:
    """What an action at an information set pays its owner, weighed by the others' moves."""
    who = outline.owner[h]
    value: Any = 0
    for x in outline.members[h]:
        weight: Any = 1
        for a in outline.steps[x]:
            if outline.owner_of(a) != who:
                weight = weight * chances[a]
        if weight != 0:
            value = value + weight * _value(outline, outline.children[x][k], who, chances)
    return value


def _value(outline: Outline, node: int, who: int, chances: Sequence[Any]) -> Any:
    """What a player gets from a node on, times the probability that Nature allows it."""
    if outline.is_end(node):
        return outline.ends[node][who]
    h = outline.infoset[node]
    if h < 0:
        return sum(_value(outline, y, who, chances) for y in outline.likely_children(node))
    value: Any = 0
    for k, y in enumerate(outline.children[node]):
        share = chances[outline.first[h] + k]
        if share != 0:
            value = value + share * _value(outline, y, who, chances)
    return value


@final
class NashEnumeration:
    """The search through a tree.

    Parameters
    ----------
    game
        A closed game in exact numbers, with perfect recall.
    control
        The time limit.

    Attributes
    ----------
    components
        The connected sets of settled equilibria.
    undecided
        Descriptions of the cases that were not decided.
    late
        Whether the time was up before the end.
    is_sorted
        Whether it is decided what hangs together; otherwise several components may be one.
    statistics
        Numbers of supports looked at, cases, and pieces.
    """

    def __init__(self, game: ExtensiveFormGame, control: Control = FREE) -> None:
        self.outline = outline = Outline(game)
        infosets = sorted(range(len(outline.members)), key=lambda h: (-outline.depth[h], -h))
        # Subgames are nothing special here: the tree is one unit.
        self.unit = Unit(0, tuple(infosets), (), tuple(range(outline.tree.size)))
        self.undecided: list[str] = []
        self.statistics = {"supports": 0, "cases": 0, "pieces": 0}
        pieces = list(self._pieces(control))
        self.statistics["pieces"] = len(pieces)
        self.components: list[Component]
        self.components, self.is_sorted = components_of(outline, pieces, control.expired)
        self.late = self._stopped or control.expired()

    def _pieces(self, control: Control) -> Iterator[Piece]:
        outline = self.outline
        search = SupportSearch(
            outline, self.unit, {}, consistent=False, unconditional=False, expired=control.expired
        )
        for supports, _ in search:
            self.statistics["supports"] += 1
            control.tell("supports", self.statistics["supports"])
            case = self._case(supports)
            if case is None:
                continue
            self.statistics["cases"] += 1
            pieces, undecided = pieces_of(case, control.expired)
            if undecided:
                self.undecided.append(self._words(supports))
            yield from pieces
            if control.expired():
                break
        self._stopped = search.stopped

    def _case(self, supports: Supports) -> Case | None:
        """The conditions with these supports; None if they are contradictory at first sight."""
        outline = self.outline
        used = {a for many in supports.values() for a in many}
        standing = Standing(outline, used.__contains__)
        if any(len(supports[h]) < outline.sizes[h] for h in standing.remote):
            return None
        play = probabilities(supports)
        equal: list[Terms] = []
        weak: list[Terms] = []
        values = values_of(outline, self.unit, play, {})
        for h in self.unit.infosets:
            line = self._weights(h, play)
            if not any(line):
                continue
            for is_used, many in gains_at(outline, h, supports, values):
                gain = total(multiplied(w, g) for w, g in zip(line, many, strict=True))
                low, high = _span(supports, gain)
                # Inside, where all of these are mixed, it is between unless they are the same.
                if high <= 0 and low < 0:
                    return None
                if is_used and low >= 0 and high > 0:
                    return None
                (equal if is_used else weak).append(gain)
        return Case(
            supports,
            play,
            Pattern({}, {}, Constraints()),
            frozenset(),
            frozenset(),
            Constraints(tuple(equal), tuple(weak), positive(supports, play)),
            values[0],
            {},
            (0,),
        )

    def _weights(self, h: int, play: Mapping[int, Terms]) -> list[Terms]:
        """What the others' moves make of each node, but for positive factors of all of them."""
        outline = self.outline
        ways = [
            tuple(a for a in outline.steps[x] if outline.owner_of(a) != outline.owner[h])
            for x in outline.members[h]
        ]
        allowed = [all(a in play for a in way) for way in ways]
        shared = set[int]().union(*ways)
        for way, is_allowed in zip(ways, allowed, strict=True):
            if is_allowed:
                shared &= set(way)
        found: list[Terms] = []
        for way, is_allowed in zip(ways, allowed, strict=True):
            weight = constant(int(is_allowed))
            for a in way if is_allowed else ():
                if a not in shared:
                    weight = multiplied(weight, play[a])
            found.append(weight)
        return found

    def _words(self, supports: Supports) -> str:
        """Supports in words."""
        outline = self.outline
        return "; ".join(
            f"{outline.game.players[outline.owner[h]]} at {outline.tree.infoset_name(h)}: "
            + ", ".join(map(outline.label, used))
            for h, used in sorted(supports.items())
        )


_MOST_CORNERS = 1024


def _span(supports: Supports, p: Terms) -> tuple[Any, Any]:
    """The least and the largest value of a condition over pure choices of the actions in use.

    A condition is linear in the choice at each information set, so these are its extremes.
    """
    wanted = unknowns_of(p)
    menus = [used for used in supports.values() if wanted & set(used)]
    if math.prod(map(len, menus)) > _MOST_CORNERS:
        return bounds(p)
    values = []
    for chosen in itertools.product(*menus):
        point = dict.fromkeys(wanted, 0) | dict.fromkeys(chosen, 1)
        values.append(value_at(p, point))
    return min(values), max(values)
