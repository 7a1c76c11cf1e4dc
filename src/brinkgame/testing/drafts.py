"""Trees in the making: what the drawing of games writes, corrects and at last builds.

A draft is an open record of one node. A game is drawn in three steps: the shape, with payoffs and
probabilities; then the information sets, which can be chosen only when the whole shape is there,
because a player who is not to forget may confuse only nodes that are reached by the same own moves;
and then what was demanded of the game and did not come about by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, final

from brinkgame.forms import Chance, Decision, Terminal

__all__ = ["Draft"]


@final
@dataclass(slots=True, eq=False)
class Draft:
    """A node that is still being written.

    Attributes
    ----------
    player
        Who moves; None where Nature moves and at an end.
    branches
        What follows, by label. The order is kept.
    odds
        The probabilities of the branches where Nature moves; empty elsewhere.
    payoffs, label, infoset
        As in `Decision`, `Chance` and `Terminal`.
    """

    player: str | None = None
    branches: dict[str, Draft] = field(default_factory=dict)
    odds: tuple[Any, ...] = ()
    payoffs: dict[str, Any] = field(default_factory=dict)
    label: str | None = None
    infoset: str | None = None

    def nodes(self) -> Iterator[Draft]:
        """The node and all below it, parents first and level by level."""
        level = [self]
        while level:
            yield from level
            level = [child for node in level for child in node.branches.values()]

    @property
    def ends(self) -> list[Draft]:
        """The ends below."""
        return [node for node in self.nodes() if not node.branches]

    @property
    def decisions(self) -> list[Draft]:
        """The decisions of the tree."""
        return [node for node in self.nodes() if node.player is not None]

    @property
    def has_chance(self) -> bool:
        """Whether Nature moves somewhere."""
        return any(node.odds for node in self.nodes())

    @property
    def pays_on_the_way(self) -> bool:
        """Whether something is collected before the end."""
        return any(node.payoffs and node.branches for node in self.nodes())

    @property
    def shares_labels(self) -> bool:
        """Whether several ends have one label."""
        labels = [end.label for end in self.ends if end.label is not None]
        return len(set(labels)) < len(labels)

    @property
    def repeats_infosets(self) -> bool:
        """Whether some information set holds several nodes."""
        sets = [(n.player, n.infoset) for n in self.decisions if n.infoset is not None]
        return len(set(sets)) < len(sets)

    @property
    def forgets(self) -> bool:
        """Whether some player's nodes of one information set are reached by different own moves."""
        seen: dict[tuple[str, str], Any] = {}
        for node, moves in self.own_moves():
            if node.player is not None and node.infoset is not None:
                own = moves.get(node.player)
                if seen.setdefault((node.player, node.infoset), own) != own:
                    return True
        return False

    def own_moves(self) -> Iterator[tuple[Draft, dict[str, tuple[Any, ...]]]]:
        """Each node with the information sets and actions of every player on the way to it.

        The tree may be changed while it is walked: a node is looked at before what is below it.
        """
        level: list[tuple[Draft, dict[str, tuple[Any, ...]]]] = [(self, {})]
        while level:
            below = []
            for node, moves in level:
                yield node, moves
                for action, child in node.branches.items():
                    after = moves
                    if node.player is not None:
                        step = (node.infoset or id(node), action)
                        after = {**moves, node.player: (*moves.get(node.player, ()), step)}
                    below.append((child, after))
            level = below

    def built(self) -> Decision | Chance | Terminal:
        """The node as games are written."""
        done: dict[int, Decision | Chance | Terminal] = {}
        for node in reversed(list(self.nodes())):
            done[id(node)] = node._built(
                {name: done[id(child)] for name, child in node.branches.items()}
            )
        return done[id(self)]

    def _built(
        self, below: Mapping[str, Decision | Chance | Terminal]
    ) -> Decision | Chance | Terminal:
        payoffs = self.payoffs or None
        if self.player is not None:
            return Decision(
                self.player, below, infoset=self.infoset, payoffs=payoffs, label=self.label
            )
        if below:
            pairs = zip(below.items(), self.odds, strict=True)
            branches = {name: (chance, node) for (name, node), chance in pairs}
            return Chance(branches, payoffs=payoffs, label=self.label)
        return Terminal(self.payoffs, label=self.label)
