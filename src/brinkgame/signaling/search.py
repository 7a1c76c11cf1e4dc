"""All credible ways to play a tree of two moves: a search over cells, pruned by intervals.

Write w for the probabilities of the sources and rho for those of the replies. At an information set
that play comes to, a closed set Q of replies that are best and may be used (`cells`) asks of w that
it lie in the cone of Q's cell, and of rho that it use Q only. What is left are the leading players:
an action that is used pays as much as any other there, w[s] = 0 or v - u(s, rho) = 0. Both sides
are linear, and only these pairs tie them together. So, for each choice of the information sets that
play comes to and of their sets Q, the equilibria are products

    (face of a polytope of w)  x  (face of a polytope of (rho, v)),

and *cores* are what this module finds: products whose union is all of them, but for what happens
where play does not come to (`off_path`).

Before a product is looked at, intervals tell most of what is impossible: v is at least what an
action pays at least, an action that pays less than that at most is not used, and a cell needs
beliefs in sources that may be used. Only what passes is decided by pivoting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, final

from brinkgame.control import Control
from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.labels import Leaf, largest
from brinkgame.signaling.cells import Cells
from brinkgame.signaling.structure import SignalingStructure
from brinkgame.signaling.systems import (
    Play,
    Replies,
    play_polytope,
    play_vertices,
    reply_polytope,
    reply_vertices,
)

__all__ = ["UNREACHED", "Core", "Search"]

UNREACHED: Final = 0
"""The set Q where play does not come to."""
_OPEN: Final = -1


@final
@dataclass(frozen=True, slots=True)
class Core:
    """A product of polytopes: play, against replies where it comes to.

    Attributes
    ----------
    best
        For each replying information set the bits of Q, or `UNREACHED`.
    tight
        Bits of the sources that pay as much as any other of their player throughout.
    plays, replies
        The corners of both sides.
    """

    best: tuple[int, ...]
    tight: int
    plays: tuple[Play, ...]
    replies: tuple[Replies, ...]


@final
class Search:
    """The cores of a structure.

    Parameters
    ----------
    structure
        Sources and replies.
    cells, free
        The cells of each replying information set, where play comes to, and where it does not.
    control
        Asked at every node.
    """

    def __init__(
        self,
        structure: SignalingStructure,
        cells: Sequence[Cells],
        free: Sequence[Cells],
        control: Control,
    ) -> None:
        self._structure = structure
        self._cells, self._free = cells, free
        self._control = control
        self.nodes = 0
        self.finished = False
        self._ranges: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._lead_to = [follower.sources for follower in structure.followers]

    def cores(self) -> Iterator[Core]:
        """Products whose union holds all play that is credible where it goes; some may overlap."""
        self.finished = False
        structure = self._structure
        n = len(structure.followers)
        options: list[list[int]] = []
        for h, follower in enumerate(structure.followers):
            listed = list(self._cells[h].closed)
            options.append(listed if 0 in follower.sources else [UNREACHED, *listed])
        order = sorted(range(n), key=lambda h: len(options[h]))
        stack: list[tuple[int, list[int]]] = [(0, [_OPEN] * n)]
        while stack:
            if self._control.expired():
                return
            depth, choice = stack.pop()
            self.nodes += 1
            self._control.tell("nodes of the search", self.nodes)
            possible = self._possible(choice)
            if possible is None:
                continue
            if depth == n:
                yield from self._leaves(choice, possible)
                continue
            h = order[depth]
            for q in reversed(options[h]):
                further = choice[:]
                further[h] = q
                stack.append((depth + 1, further))
        self.finished = True

    # -- intervals ---------------------------------------------------------------------------

    def _range(self, s: int, h: int, replies: int) -> tuple[int, int]:
        key = s, h, replies
        found = self._ranges.get(key)
        if found is None:
            table = self._structure.sources[s].pays[h]
            paid = [value for r, value in enumerate(table) if replies >> r & 1]
            found = self._ranges[key] = min(paid), max(paid)
        return found

    def _possible(self, choice: Sequence[int]) -> int | None:
        """Bits of the sources that may be used; None if there can be no equilibrium."""
        structure = self._structure
        allowed = [
            self._cells[h].supported | self._free[h].supported
            if q == _OPEN
            else self._free[h].supported
            if q == UNREACHED
            else q
            for h, q in enumerate(choice)
        ]
        low: list[int] = []
        high: list[int] = []
        barred: list[bool] = []
        for s, source in enumerate(structure.sources):
            least = most = source.constant
            bar = False
            for h in source.pays:
                a, b = self._range(s, h, allowed[h])
                least += a
                most += b
                bar = bar or choice[h] == UNREACHED
            low.append(least)
            high.append(most)
            barred.append(bar)
        possible = certain = 0
        most_of: list[int] = []
        for leader in structure.leaders:
            bound = max(low[s] for s in leader.sources)
            mine = [s for s in leader.sources if not barred[s] and high[s] >= bound]
            if not mine:
                return None
            most_of.append(max(high[s] for s in mine))
            for s in mine:
                possible |= 1 << s
            if len(mine) == 1:
                certain |= 1 << mine[0]
        for h, follower in enumerate(structure.followers):
            q = choice[h]
            if q == UNREACHED:
                if not self._deterred(h, most_of):
                    return None
            elif q != _OPEN:
                used = needed = 0
                for k, s in enumerate(follower.sources):
                    used |= (possible >> s & 1) << k
                    needed |= (certain >> s & 1) << k
                have = 0
                for corner in self._cells[h].closed[q]:
                    if not corner.support & ~used:
                        have |= corner.support
                if not have or needed & ~have:
                    return None
        return possible

    def _deterred(self, h: int, most: Sequence[int]) -> bool:
        """Whether some cell holds, for each source, a reply that pays little enough."""
        structure = self._structure
        single = [
            (s, most[structure.sources[s].leader])
            for s in structure.followers[h].sources
            if len(structure.sources[s].pays) == 1
        ]
        if not single:
            return True
        constants = [structure.sources[s].constant for s, _ in single]
        return any(
            all(
                self._range(s, h, q)[0] + constant <= bound
                for (s, bound), constant in zip(single, constants, strict=True)
            )
            for q in self._free[h].closed
        )

    # -- leaves ------------------------------------------------------------------------------

    def _leaves(self, choice: Sequence[int], possible: int) -> Iterator[Core]:
        """The cores with the chosen sets of best replies."""
        structure = self._structure
        explicit = {h: q for h, q in enumerate(choice) if q != UNREACHED}
        counted = [
            s
            for s, source in enumerate(structure.sources)
            if all(h in explicit for h in source.pays)
        ]
        candidates = [s for s in counted if possible >> s & 1]
        plays = play_polytope(structure, explicit, possible)
        answers = reply_polytope(structure, explicit, counted)
        leaves: list[Leaf] = []
        stack = [] if plays is None or answers is None else [(plays, answers)]
        while stack:
            decided = _decided(*stack.pop(), candidates)
            if decided is None:
                continue
            p, y, branch = decided
            if branch < 0:
                leaves.append((p, y))
                continue
            unused, tied = p.with_zero(branch), y.with_zero(branch)
            if unused is not None:
                stack.append((unused, y))
            if tied is not None:
                stack.append((p, tied))
        for p, y in largest(leaves):
            corners = play_vertices(structure, p)
            if all(any(play[s] for play in corners for s in self._lead_to[h]) for h in explicit):
                tight = sum(1 << s for s in candidates if y.zero >> s & 1)
                yield Core(tuple(choice), tight, corners, reply_vertices(structure, explicit, y))


def _decided(
    p: Dictionary, y: Dictionary, candidates: Sequence[int]
) -> tuple[Dictionary, Dictionary, int] | None:
    """Faces with what has no choice taken, and a source to branch on or -1; None if it is empty.

    Each source is unused, or pays as much as any.
    """
    again = True
    while again:
        again, branch = False, -1
        for s in candidates:
            if (p.zero | y.zero) >> s & 1:
                continue
            unused, tied = p.with_zero(s), y.with_zero(s)
            if unused is not None and tied is not None:
                branch = s if branch < 0 else branch
            elif unused is not None:
                p, again = unused, True
            elif tied is not None:
                y, again = tied, True
            else:
                return None
    return p, y, branch
