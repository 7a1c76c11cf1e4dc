"""Pieces of the set of equilibria: cores with what may happen, and be believed, off the path.

Where play does not come to, beliefs are free, and so are replies, as long as no leading player
gains by going there. If the players concerned get the same throughout a core, each such information
set stands alone: its *cells* are products of a polytope of replies and a polytope of beliefs, and
the equilibria are all combinations of them, which are not multiplied out. Otherwise what deters
depends on where in the core one is; then the replies there join the core.

All of it is closed under limits as far as strategies go: a piece of which some corner no longer
comes to an information set has that corner in another piece as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

from brinkgame.control import FREE, Control
from brinkgame.signaling.cells import Cells, Corner
from brinkgame.signaling.search import UNREACHED, Core, Search
from brinkgame.signaling.structure import SignalingStructure
from brinkgame.signaling.systems import (
    Mixture,
    Play,
    Replies,
    mixture_corners,
    reply_polytope,
    reply_vertices,
)

__all__ = ["OffPathCell", "Piece", "Workbench"]


@final
@dataclass(frozen=True, slots=True)
class OffPathCell:
    """Replies and beliefs at one information set that play does not come to.

    Attributes
    ----------
    best
        Bits of the replies that are best at each of the beliefs.
    mixtures
        The corners of the polytope of replies; none where replies are told with the core.
    beliefs
        The corners of the polytope of beliefs, as probabilities of the nodes.
    """

    best: int
    mixtures: tuple[Mixture, ...]
    beliefs: tuple[Mixture, ...]


@final
@dataclass(frozen=True, slots=True)
class Piece:
    """Equilibria that form a product, but for what the cells of each information set leave open.

    Attributes
    ----------
    used, tight
        Bits of the sources that some corner uses, and of those that pay most at all corners.
    best
        For each information set that play comes to the bits of the replies that are best
        throughout; elsewhere `UNREACHED`.
    plays, replies
        The corners of the core.
    cells
        For each information set that play does not come to, its cells.
    """

    used: int
    tight: int
    best: tuple[int, ...]
    plays: tuple[Play, ...]
    replies: tuple[Replies, ...]
    cells: dict[int, tuple[OffPathCell, ...]] = field(hash=False)

    @property
    def reached(self) -> tuple[int, ...]:
        """The information sets that play comes to."""
        return tuple(h for h, q in enumerate(self.best) if q != UNREACHED)

    def with_cells(self, cells: dict[int, tuple[OffPathCell, ...]]) -> Piece:
        """The part of it with some of the cells."""
        return Piece(self.used, self.tight, self.best, self.plays, self.replies, cells)


@final
class Workbench:
    """What is known of a structure: its cells, and the beliefs that they stand for.

    Parameters
    ----------
    structure
        Sources and replies.
    consistent
        Whether beliefs at nodes that one action leads to have Nature's proportions even where play
        does not come to, as consistency asks; otherwise they are free.
    """

    def __init__(self, structure: SignalingStructure, *, consistent: bool) -> None:
        self.structure = structure
        self.consistent = consistent
        self.cells = [Cells.of(follower.worth) for follower in structure.followers]
        self.generators: list[tuple[tuple[tuple[int, Fraction], ...], ...]] = []
        self.free: list[Cells] = []
        for cells, follower in zip(self.cells, structure.followers, strict=True):
            if consistent or follower.settled or 0 in follower.sources:
                self.generators.append(follower.nodes)
                self.free.append(cells)
            else:
                self.generators.append(
                    tuple((node,) for node in sorted(itertools.chain(*follower.nodes)))
                )
                self.free.append(Cells.of(follower.node_worth))
        self._local: dict[tuple[int, tuple[Fraction, ...]], tuple[OffPathCell, ...]] = {}
        self._beliefs: dict[tuple[int, Corner], Mixture] = {}
        self.nodes = 0

    def pieces(self, control: Control = FREE) -> list[Piece] | None:
        """All equilibria; None if the time was up before all were found."""
        search = Search(self.structure, self.cells, self.free, control)
        cores = list(search.cores())
        self.nodes = search.nodes
        if not search.finished:
            return None
        pieces: list[Piece] = []
        for core in _widest(cores):
            for piece in self._completed(core):
                if control.expired():
                    return None
                pieces.append(piece)
        return pieces

    # -- beliefs -----------------------------------------------------------------------------

    def belief(self, h: int, corner: Corner) -> Mixture:
        """The probabilities of the nodes at a corner of the free cells."""
        found = self._beliefs.get((h, corner))
        if found is None:
            size = len(self.structure.followers[h].node_worth)
            weights = [Fraction(0)] * size
            for weight, nodes in zip(corner.belief, self.generators[h], strict=True):
                for node, odds in nodes:
                    weights[node] += weight * odds
            found = self._beliefs[h, corner] = _shares(weights)
        return found

    def bayes(self, h: int, play: Play) -> Mixture | None:
        """The probabilities of the nodes that follow from play; None if it does not come there."""
        follower = self.structure.followers[h]
        weights = [Fraction(0)] * len(follower.node_worth)
        for s, nodes in zip(follower.sources, follower.nodes, strict=True):
            if play[s]:
                for node, odds in nodes:
                    weights[node] = odds * play[s]
        return _shares(weights) if any(weights) else None

    def best_of_play(self, h: int, play: Play) -> int:
        """Bits of the best replies, where play comes to."""
        follower = self.structure.followers[h]
        return best_bits(
            [
                sum(
                    (
                        play[s] * line[r]
                        for s, line in zip(follower.sources, follower.worth, strict=True)
                    ),
                    Fraction(0),
                )
                for r in range(follower.replies)
            ]
        )

    # -- off the path ------------------------------------------------------------------------

    def _completed(self, core: Core) -> Iterator[Piece]:
        """The core with the cells off its path; nothing if somebody would gain there."""
        structure = self.structure
        unreached = [h for h, q in enumerate(core.best) if q == UNREACHED]
        steady = [
            len({gets[i] for _, gets in core.replies}) == 1 for i in range(len(structure.leaders))
        ]
        alone = [
            h
            for h in unreached
            if all(
                len(structure.sources[s].pays) == 1 and steady[structure.sources[s].leader]
                for s in structure.followers[h].sources
            )
        ]
        cells: dict[int, tuple[OffPathCell, ...]] = {}
        for h in alone:
            cells[h] = self._cells_at(h, core.replies[0][1])
            if not cells[h]:
                return
        joined = [h for h in unreached if h not in cells]
        for replies, own in self._joined(core, joined) if joined else [(core.replies, {})]:
            yield self._piece(core, replies, {**cells, **own})

    def _piece(
        self, core: Core, replies: tuple[Replies, ...], cells: dict[int, tuple[OffPathCell, ...]]
    ) -> Piece:
        structure = self.structure
        used = 0
        for play in core.plays:
            for s, weight in enumerate(play):
                used |= bool(weight) << s
        best: list[int] = []
        for h, q in enumerate(core.best):
            if q == UNREACHED:
                best.append(UNREACHED)
                continue
            common = -1
            for play in core.plays:
                if any(play[s] for s in structure.followers[h].sources):
                    common &= self.best_of_play(h, play)
            best.append(common)
        tight = -1
        for mixtures, gets in replies:
            tight &= tight_bits(structure, mixtures, gets)
        return Piece(used, tight, tuple(best), core.plays, replies, cells)

    def _cells_at(self, h: int, gets: Sequence[Fraction]) -> tuple[OffPathCell, ...]:
        """The cells of an information set off the path, given what the leaders get."""
        structure = self.structure
        follower = structure.followers[h]
        key = h, tuple(gets[structure.sources[s].leader] for s in follower.sources)
        found = self._local.get(key)
        if found is None:
            listed: list[OffPathCell] = []
            for q, corners in self.free[h].closed.items():
                mixtures = _deterring(structure, h, q, gets)
                if mixtures:
                    beliefs = tuple(sorted({self.belief(h, c) for c in corners}, reverse=True))
                    listed.append(OffPathCell(q, mixtures, beliefs))
            found = self._local[key] = tuple(
                cell
                for cell in listed
                if not any(
                    other is not cell
                    and set(cell.mixtures) <= set(other.mixtures)
                    and set(cell.beliefs) <= set(other.beliefs)
                    for other in listed
                )
            )
        return found

    def _joined(
        self, core: Core, joined: Sequence[int]
    ) -> list[tuple[tuple[Replies, ...], dict[int, tuple[OffPathCell, ...]]]]:
        """The parts of a core that differ in the cells of information sets that depend on it."""
        structure = self.structure
        reached = {h: q for h, q in enumerate(core.best) if q != UNREACHED}
        within = {*reached, *joined}
        counted = [
            s for s, source in enumerate(structure.sources) if within.issuperset(source.pays)
        ]
        found: list[tuple[tuple[Replies, ...], dict[int, int]]] = []
        for sets in itertools.product(*(self.free[h].closed for h in joined)):
            chosen = dict(zip(joined, sets, strict=True))
            explicit = {**reached, **chosen}
            face = reply_polytope(structure, explicit, counted)
            for s in range(len(structure.sources)):
                if face is not None and core.tight >> s & 1:
                    face = face.with_zero(s)
            if face is not None:
                found.append((reply_vertices(structure, explicit, face), chosen))
        kept: list[tuple[tuple[Replies, ...], dict[int, tuple[OffPathCell, ...]]]] = []
        for replies, chosen in found:
            cells: dict[int, tuple[OffPathCell, ...]]
            # Larger sets have smaller cells of beliefs.
            inside = any(
                other is not chosen
                and all(not q & ~chosen[h] for h, q in other.items())
                and set(replies) <= set(more)
                for more, other in found
            )
            if not inside:
                cells = {
                    h: (
                        OffPathCell(
                            q,
                            (),
                            tuple(
                                sorted(
                                    {self.belief(h, c) for c in self.free[h].closed[q]},
                                    reverse=True,
                                )
                            ),
                        ),
                    )
                    for h, q in chosen.items()
                }
                kept.append((replies, cells))
        return kept


def tight_bits(
    structure: SignalingStructure,
    mixtures: Sequence[Mixture | None],
    gets: Sequence[Fraction],
) -> int:
    """Bits of the sources that pay what their leader gets, as far as replies are told."""
    bits = 0
    for s, source in enumerate(structure.sources):
        paid = source_payoff(structure, s, mixtures)
        bits |= (paid is not None and paid == gets[source.leader]) << s
    return bits


def source_payoff(
    structure: SignalingStructure, s: int, mixtures: Sequence[Mixture | None]
) -> Fraction | None:
    """What a source pays in whole numbers; None if that depends on replies that are not told."""
    source = structure.sources[s]
    total = Fraction(source.constant)
    for h, table in source.pays.items():
        mixture = mixtures[h]
        if mixture is None:
            return None
        total += sum((w * value for w, value in zip(mixture, table, strict=True) if w), Fraction(0))
    return total


def best_bits(values: Sequence[Fraction]) -> int:
    """Bits of the greatest values."""
    most = max(values)
    return sum(1 << r for r, value in enumerate(values) if value == most)


def _shares(weights: Sequence[Fraction]) -> Mixture:
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)


def _deterring(
    structure: SignalingStructure, h: int, q: int, gets: Sequence[Fraction]
) -> tuple[Mixture, ...]:
    """The corners of the mixtures over some replies by which no source pays more than is got."""
    spare: list[list[Fraction]] = []
    for s in structure.followers[h].sources:
        source = structure.sources[s]
        bound = gets[source.leader] - source.constant
        spare.append([bound - value for value in source.pays[h]])
    return mixture_corners(structure.followers[h].replies, q, spare)


def _widest(cores: Sequence[Core]) -> list[Core]:
    """Those that lie in no other with the same path, each once."""
    groups: dict[tuple[bool, ...], dict[tuple[frozenset[Play], frozenset[Replies]], Core]] = {}
    for core in cores:
        reached = tuple(q != UNREACHED for q in core.best)
        key = frozenset(core.plays), frozenset(core.replies)
        groups.setdefault(reached, {}).setdefault(key, core)
    return [
        core
        for group in groups.values()
        for (plays, replies), core in group.items()
        if not any(
            (plays, replies) != other and plays <= other[0] and replies <= other[1]
            for other in group
        )
    ]
