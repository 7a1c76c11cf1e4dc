"""Conditions of credible play in words and formulas."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, final

from brinkgame.credibility.blocks import Block
from brinkgame.credibility.cases import Piece
from brinkgame.credibility.joining import Component, Conduct, conduct_at
from brinkgame.credibility.outline import Outline
from brinkgame.credibility.terms import Terms, bounds, degree, primitive, unknowns_of

__all__ = ["Words"]


@final
class Words:
    """What the unknowns of a tree are called, and what their conditions read like.

    Parameters
    ----------
    outline
        The tree.
    adjective
        What beliefs are called that the concept admits, such as "consistent".
    """

    def __init__(self, outline: Outline, adjective: str) -> None:
        self.outline = outline
        self.adjective = adjective
        names = [outline.tree.infoset_name(h) for h in range(len(outline.members))]
        self._sets = [
            name if names.count(name) == 1 else f"{name} ({outline.game.players[outline.owner[h]]})"
            for h, name in enumerate(names)
        ]

    def chance(self, action: int) -> str:
        """The name of the probability of an action."""
        return f"Pr({self.outline.label(action)} at {self._sets[self.outline.at[action]]})"

    def names(self, pieces: Sequence[Piece]) -> dict[int, str]:
        """The names of all unknowns of some pieces."""
        outline = self.outline
        found: dict[int, str] = {}
        for piece in pieces:
            for used in piece.case.supports.values():
                for action in used:
                    found[action] = self.chance(action)
            for h, groups in piece.case.pattern.unknown.items():
                for group in groups:
                    if len(group.weight) == 1:
                        paths = " or ".join(map(outline.tree.path, group.nodes))
                        kind = "belief" if group.is_belief else "weight"
                        found[next(iter(group.weight))[0]] = f"{kind}({paths} | {self._sets[h]})"
        return found

    def conditions(
        self, component: Component, untold: Collection[int] = (), *, with_beliefs: bool = True
    ) -> Iterator[str]:
        """The conditions of a component.

        Parameters
        ----------
        component
            The component.
        untold
            Information sets at which what is done for certain is not told.
        with_beliefs
            Whether beliefs belong to it.
        """
        widest = component.widest
        yield from self._settled(widest, untold)
        if len(widest) == 1:
            yield from self._piece(widest[0], ())
        else:
            yield from self._ranges(component)
            differ = [
                h
                for h in widest[0].case.supports
                if len({piece.case.supports[h] for piece in widest}) > 1
            ]
            for number, piece in enumerate(widest):
                start = "or" if number else "either"
                yield f"{start}: " + "; ".join(self._piece(piece, differ))
        idle = sorted({h for piece in widest for h in piece.case.idle})
        for h in idle:
            best = "" if all(h in piece.case.idle for piece in widest) else " where it is not named"
            yield f"any {self.adjective} belief at {self._sets[h]}{best}"
        arrivals = [piece.case.reached for piece in component.pieces] if with_beliefs else []
        for h in sorted(frozenset[int]().union(*arrivals)):
            if h not in idle and not all(h in reached for reached in arrivals):
                yield (
                    f"where play does not come to {self._sets[h]}: any {self.adjective} belief "
                    "there for which what is done there is best"
                )

    def _settled(self, widest: Sequence[Piece], untold: Collection[int]) -> Iterator[str]:
        """What is done for certain in all of some pieces, and what is never done in any."""
        outline = self.outline
        for h in sorted(widest[0].case.supports):
            used = sorted({action for piece in widest for action in piece.case.supports[h]})
            if h in untold or len(used) == outline.sizes[h]:
                continue
            who = outline.game.players[outline.owner[h]]
            only = "only " if len(used) > 1 else ""
            labels = " and ".join(map(outline.label, used))
            yield f"{who} at {outline.tree.infoset_name(h)}: {only}{labels}"

    def _piece(self, piece: Piece, differ: Sequence[int]) -> Iterator[str]:
        """The conditions of a piece; pure choices are told where pieces differ in them."""
        names = self.names([piece])
        case, region = piece.case, piece.region
        for h in sorted(case.supports):
            used = case.supports[h]
            if len(used) == 1:
                if h in differ:
                    yield f"{self.chance(used[0])} = 1"
                continue
            for action in used[: 1 if len(used) == 2 else None]:
                value = piece.coordinate(action)
                if degree(value) == 0:
                    yield f"{names[action]} = {value.get((), 0)}"
                elif action in region.values:
                    yield f"{names[action]} = {formula(value, names)}"
        for unknown, value in sorted(region.values.items()):
            if unknown >= self.outline.n_actions:
                yield f"{names[unknown]} = {formula(value, names)}"
        for block in region.blocks:
            yield from self._block(block, names)

    def _block(self, block: Block, names: Mapping[int, str]) -> Iterator[str]:
        outline = self.outline
        if block.is_point:
            for unknown, value in block.inside.items():
                yield f"{names[unknown]} = {value}"
            return
        if len(block.unknowns) == 1 and block.corners is not None:
            [unknown] = block.unknowns
            low, high = (corner[unknown] for corner in block.corners)
            if (low, high) == (0, 1) and unknown < outline.n_actions:
                yield f"any {names[unknown]}"
            else:
                yield between(low, names[unknown], high)
            return
        parts = block.constraints
        for p in parts.equal:
            yield f"{formula(p, names)} = 0"
        told = set()
        for p in (*parts.weak, *parts.strict):
            if bounds(p)[0] >= 0 or self._is_understood(p):
                continue
            text = inequality(p, names)
            if text not in told:
                told.add(text)
                yield text

    def _is_understood(self, p: Terms) -> bool:
        """Whether it says that probabilities or beliefs of one set do not sum to more than one."""
        outline = self.outline
        if p.get((), 0) <= 0 or degree(p) != 1 or any(c != -p[()] for k, c in p.items() if k):
            return False
        places = {
            outline.at[u] if u < outline.n_actions else outline.infoset[u - outline.n_actions]
            for u in unknowns_of(p)
        }
        return len(places) == 1

    def _ranges(self, component: Component) -> Iterator[str]:
        """The range of each probability that varies, where it is known."""
        conducts: list[Conduct] = []
        for piece in component.widest:
            corners = piece.region.corners(256) if piece.region.is_linear else None
            if corners is None:
                return
            conducts += [conduct_at(self.outline, piece, corner) for corner in corners]
        for h in sorted(component.widest[0].case.supports):
            first, size = self.outline.first[h], self.outline.sizes[h]
            for action in range(first, first + (1 if size == 2 else size)):
                values = [conduct.chances[action] for conduct in conducts]
                if min(values) < max(values):
                    yield between(min(values), self.chance(action), max(values))


def between(low: Any, name: str, high: Any) -> str:
    """An interval in words.

    >>> between(Fraction(2, 3), "p", 1), between(0, "p", Fraction(1, 2)), between(0, "p", 1)
    ('p >= 2/3', 'p <= 1/2', 'any p')
    """
    if low == 0 and high == 1:
        return f"any {name}"
    if high == 1:
        return f"{name} >= {low}"
    return f"{name} <= {high}" if low == 0 else f"{low} <= {name} <= {high}"


def formula(p: Terms, names: Mapping[int, str]) -> str:
    """A polynomial as it is read.

    >>> formula({(): 1, (3,): Fraction(-1, 2)}, {3: "p"})
    '1 - 1/2*p'
    """
    text = ""
    for key, value in sorted(p.items(), key=lambda item: (len(item[0]), item[0])):
        size = abs(value)
        factors = ([] if size == 1 and key else [str(size)]) + [names[u] for u in key]
        sign = "-" if value < 0 else "+"
        text += f" {sign} " if text else ("-" if value < 0 else "")
        text += "*".join(factors)
    return text or "0"


def inequality(p: Terms, names: Mapping[int, str]) -> str:
    """That a polynomial is at least zero, with the number on the right.

    >>> inequality({(): -2, (3,): 3}, {3: "p"})
    'p >= 2/3'
    >>> inequality({(): 1, (3,): -2, (4,): -2}, {3: "p", 4: "q"})
    '2*p + 2*q <= 1'
    """
    whole = primitive(p)
    rest = {key: value for key, value in whole.items() if key}
    bound = Fraction(-whole.get((), 0))
    sign = ">="
    if sum(value < 0 for value in rest.values()) * 2 > len(rest):
        rest, bound, sign = {key: -value for key, value in rest.items()}, -bound, "<="
    if len(rest) == 1:
        [(key, value)] = rest.items()
        if value > 0:
            rest, bound = {key: 1}, bound / value
    return f"{formula(rest, names)} {sign} {bound}"
