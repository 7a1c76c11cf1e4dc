"""Pieces in words: what is played, what is answered, and what is believed off the path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from brinkgame.signaling.pieces import OffPathCell, Piece
from brinkgame.signaling.structure import SignalingStructure
from brinkgame.signaling.systems import Mixture

__all__ = ["Words", "region"]


@final
class Words:
    """The names that a structure has in its game."""

    def __init__(self, structure: SignalingStructure) -> None:
        tree = structure.game.tree
        self._structure = structure
        self.places = tuple(tree.infoset_name(f.infoset) for f in structure.followers)
        self.replies = tuple(tree.actions(f.infoset) for f in structure.followers)
        self.types = tuple(
            "Nature" if leader.infoset < 0 else tree.infoset_name(leader.infoset)
            for leader in structure.leaders
        )
        self.nodes = tuple(self._nodes(h) for h in range(len(structure.followers)))

    def action(self, source: int) -> str:
        """The label of a source."""
        structure = self._structure
        each = structure.sources[source]
        infoset = structure.leaders[each.leader].infoset
        return structure.game.tree.actions(infoset)[each.action]

    def _nodes(self, h: int) -> tuple[str, ...]:
        """What the nodes of an information set are called: by who leads there, or by paths."""
        structure = self._structure
        follower = structure.followers[h]
        tree = structure.game.tree
        called = [""] * len(follower.node_worth)
        for s, nodes in zip(follower.sources, follower.nodes, strict=True):
            for node, _ in nodes:
                called[node] = self.types[structure.sources[s].leader]
        if len(set(called)) == len(called) and "Nature" not in called:
            return tuple(called)
        return tuple(tree.path(node) for node in tree.members[follower.infoset])

    def piece(self, piece: Piece) -> str:
        """Everything about a piece in one line."""
        parts = [*self._plays(piece), *self._replies(piece)]
        parts += [self._off_path(h, cells) for h, cells in piece.cells.items() if cells]
        for h in piece.reached:
            sources = self._structure.followers[h].sources
            if not all(any(play[s] for s in sources) for play in piece.plays):
                parts.append(f"play comes to {self.places[h]}")
        return "; ".join(part for part in parts if part)

    def _plays(self, piece: Piece) -> list[str]:
        structure = self._structure
        blocks = [
            (
                self.types[i],
                tuple(self.action(s) for s in leader.sources),
                [tuple(play[s] for s in leader.sources) for play in piece.plays],
            )
            for i, leader in enumerate(structure.leaders)
            if leader.infoset >= 0
        ]
        return _blocks(blocks, len(piece.plays), "{}: {}")

    def _replies(self, piece: Piece) -> list[str]:
        blocks = []
        for h, place in enumerate(self.places):
            mixtures = [mixtures[h] for mixtures, _ in piece.replies]
            told = [mixture for mixture in mixtures if mixture is not None]
            if told:
                blocks.append((place, self.replies[h], told))
        return _blocks(blocks, len(piece.replies), "at {}: {}")

    def _off_path(self, h: int, cells: Sequence[OffPathCell]) -> str:
        place = self.places[h]
        options: list[str] = []
        for cell in cells:
            told = [region(self.replies[h], cell.mixtures)] if cell.mixtures else []
            if len(self.nodes[h]) > 1:
                told.append(f"believing {region(self.nodes[h], cell.beliefs)}")
            options.append(", ".join(told))
        return f"at {place}: {' or '.join(options)}" if any(options) else ""


def _blocks(
    blocks: Sequence[tuple[str, tuple[str, ...], list[Mixture]]], corners: int, form: str
) -> list[str]:
    """Each block by itself where the corners are all combinations; otherwise corner by corner."""
    size = 1
    for _, _, mixtures in blocks:
        size *= len(set(mixtures))
    if size == corners:
        return [form.format(name, region(labels, mixtures)) for name, labels, mixtures in blocks]
    fixed = [b for b in blocks if len(set(b[2])) == 1]
    moving = [b for b in blocks if len(set(b[2])) > 1]
    listed = [
        ", ".join(
            form.format(name, _mixture(labels, mixtures[k])) for name, labels, mixtures in moving
        )
        for k in range(corners)
    ]
    return [
        *(form.format(name, region(labels, mixtures)) for name, labels, mixtures in fixed),
        "any mixture of " + ", ".join(f"[{each}]" for each in dict.fromkeys(listed)),
    ]


def region(labels: Sequence[str], corners: Sequence[Mixture]) -> str:
    """A polytope of mixtures in words.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> region(("duel", "leave"), [(1, 0), (half, half)])
    'Pr(duel) >= 1/2'
    """
    distinct = sorted(set(corners), reverse=True)
    if len(distinct) == 1:
        return _mixture(labels, distinct[0])
    active = [k for k in range(len(labels)) if any(corner[k] for corner in distinct)]
    if len(active) == 2:
        a, b = active
        low, high = min(c[a] for c in distinct), max(c[a] for c in distinct)
        if low == 0 and high == 1:
            return f"any mixture of {labels[a]} and {labels[b]}"
        if high == 1:
            return f"Pr({labels[a]}) >= {low}"
        if low == 0:
            return f"Pr({labels[b]}) >= {1 - high}"
        return f"{low} <= Pr({labels[a]}) <= {high}"
    if len(distinct) == len(active) and all(max(corner) == 1 for corner in distinct):
        names = [labels[k] for k in active]
        return f"any mixture of {', '.join(names[:-1])} and {names[-1]}"
    return "any mixture of " + ", ".join(f"({_mixture(labels, corner)})" for corner in distinct)


def _mixture(labels: Sequence[str], corner: Mixture) -> str:
    return " + ".join(
        label if weight == 1 else f"{weight} {label}"
        for label, weight in zip(labels, corner, strict=True)
        if weight
    )
