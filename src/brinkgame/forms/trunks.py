"""Trunks: what is left of a subgame when the subgames inside it are replaced by their values.

A tree falls apart into one trunk for each subgame: the nodes of the subgame that lie in no smaller
one, with an end where each largest subgame inside began. A profile is subgame perfect exactly if
its part on every trunk is a Nash equilibrium there, once each end of that kind pays what the
profile pays in the subgame that it stands for (Selten 1965): whoever gains in a subgame
gains in its trunk or in a subgame inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.subgames import subgame_roots
from brinkgame.forms.tree import NOTHING, TERMINAL, Tree

__all__ = ["Trunk", "trunks"]


@final
@dataclass(frozen=True, slots=True)
class Trunk:
    """The nodes of a subgame that lie in no smaller one, and the places of those inside it.

    Attributes
    ----------
    root
        The node at which the subgame begins.
    inside
        The nodes at which the largest subgames inside it begin, in order.
    infosets
        Its information sets, as positions in the whole game.
    movers
        The players (by position) who move in it.
    above
        The players who move before it on the way from the root of the whole game.
    """

    root: int
    inside: tuple[int, ...]
    infosets: tuple[int, ...]
    movers: tuple[int, ...]
    above: tuple[int, ...]
    _whole: ExtensiveFormGame = field(repr=False, compare=False)
    _nodes: npt.NDArray[np.int32] = field(repr=False, compare=False)

    @property
    def nodes(self) -> tuple[int, ...]:
        """Its nodes in the whole game, the beginnings of the subgames inside included, in order."""
        return tuple(self._nodes.tolist())

    def game(
        self, values: Mapping[int, Sequence[Any]], players: Sequence[int] | None = None
    ) -> ExtensiveFormGame:
        """The trunk as a game of its own, each subgame inside replaced by what it pays.

        Parameters
        ----------
        values
            For each node of `inside` what each player of the whole game gets from there on.
        players
            The players (by position) to keep, in order; all who move in the trunk must be there.
            All players if None.

        Returns
        -------
        ExtensiveFormGame
            With the information sets of the trunk in the same order, under their labels or, where
            they have none, under the paths of the whole game.
        """
        whole = self._whole
        tree = whole.tree
        kept = list(range(tree.n_players)) if players is None else list(players)
        part, positions = self._structure(kept)
        numbers: list[Any] = [whole.numbers[position] for position in positions]
        for node in self.inside:
            numbers.extend(values[node][player] for player in kept)
        labels = tuple(whole.players[player] for player in kept)
        title = f"{whole.title}: {tree.path(self.root)}" if self.root else whole.title
        floats = isinstance(whole.numbers, np.ndarray)
        table: Any = np.array(numbers, dtype=np.float64) if floats else tuple(numbers)
        return ExtensiveFormGame._from_tree(title, labels, part, table, whole.constraints)

    def _structure(self, kept: list[int]) -> tuple[Tree, list[int]]:
        """The arrays, and the positions of its numbers in the table of the whole game.

        In the new table those come first, then one number a player for each subgame inside.
        """
        # Everything here is ascending, so that places are found by searching and no array is as
        # long as the whole tree.
        tree = self._whole.tree
        nodes = self._nodes
        ends = np.searchsorted(nodes, np.array(self.inside, dtype=np.int32))
        parent = np.searchsorted(nodes, tree.parent[nodes]).astype(np.int32)
        edge, probability = tree.edge[nodes].copy(), tree.probability[nodes].copy()
        parent[0], edge[0], probability[0] = NOTHING, 0, NOTHING
        player = np.full(tree.n_players, NOTHING, dtype=np.int32)
        player[kept] = np.arange(len(kept), dtype=np.int32)
        mover, menu = tree.mover[nodes].copy(), tree.menu[nodes].copy()
        mover[ends], menu[ends] = TERMINAL, NOTHING
        moving = mover >= 0
        mover[moving] = player[mover[moving]]
        own = np.array(self.infosets, dtype=np.int32)
        infoset = np.full(len(nodes), NOTHING, dtype=np.int32)
        infoset[moving] = np.searchsorted(own, tree.infoset[nodes][moving])
        old_row = tree.payoff_row[nodes]
        pays = old_row >= 0
        pays[ends] = True
        row = np.where(pays, np.cumsum(pays) - 1, NOTHING).astype(np.int32)
        payoffs = tree.payoffs[old_row[pays]][:, kept]
        payoffs[row[ends]] = NOTHING
        used = np.unique(np.concatenate([probability, payoffs.ravel()]))
        used = used[used >= 0]
        payoffs, probability = _places(used, payoffs), _places(used, probability)
        fresh = len(used) + np.arange(len(ends) * len(kept), dtype=np.int32)
        payoffs[row[ends]] = fresh.reshape(len(ends), len(kept))
        label = tree.label[nodes]
        labels = list(dict.fromkeys(label[label >= 0].tolist()))
        rename = {old: new for new, old in enumerate(labels)} | {NOTHING: NOTHING}
        part = Tree(
            parent=parent.astype(np.int32),
            edge=edge,
            mover=mover,
            menu=menu,
            infoset=infoset,
            label=np.array([rename[old] for old in label.tolist()], dtype=np.int32),
            probability=probability,
            payoff_row=row,
            payoffs=payoffs,
            infoset_player=player[tree.infoset_player[own]],
            infoset_menu=tree.infoset_menu[own],
            infoset_label=tuple(tree.infoset_name(i) for i in self.infosets),
            menus=tree.menus,
            labels=tuple(tree.labels[i] for i in labels),
            n_players=len(kept),
        )
        return part, used.tolist()


def _places(used: npt.NDArray[np.int32], positions: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Where positions stand among those that are used; `NOTHING` stays."""
    found = np.searchsorted(used, positions).astype(np.int32)
    return np.where(positions >= 0, found, NOTHING).astype(np.int32)


def trunks(game: ExtensiveFormGame) -> tuple[Trunk, ...]:
    """The trunk of every subgame, the innermost first, the one of the whole game last.

    Takes time linear in the size of the tree, for a bounded number of players. A game that is only
    an end has no trunk.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> inner, outer = trunks(entry)
    >>> inner.nodes, outer.nodes, outer.inside
    ((2, 3, 4), (0, 1, 2), (2,))
    >>> print(outer.game({2: (2, 2)}))
    entry deterrence
    entrant (root)
    ├─ out: “monopoly” entrant 0, incumbent 4
    └─ in: entrant 2, incumbent 2
    """
    tree = tree_of(game)
    roots = subgame_roots(game)
    begins = np.zeros(tree.size, dtype=bool)
    begins[roots] = True
    # The subgame that each node lies in: its own if one begins there, else that of its parent.
    home = np.zeros(tree.size, dtype=np.int64).tolist()
    parent, mover = tree.parent.tolist(), tree.mover.tolist()
    starts = begins.tolist()
    above: list[frozenset[int]] = [frozenset()] * tree.size
    known: dict[tuple[frozenset[int], int], frozenset[int]] = {}
    for node in range(1, tree.size):
        up = parent[node]
        home[node] = node if starts[node] else home[up]
        who = mover[up]
        before = above[up]
        if who >= 0 and who not in before:
            before = known.setdefault((before, who), before | {who})
        above[node] = before
    groups: dict[int, list[int]] = {root: [] for root in roots}
    inside: dict[int, list[int]] = {root: [] for root in roots}
    for node in range(tree.size):
        if starts[node]:
            groups[node].append(node)
            if node:
                groups[home[parent[node]]].append(node)
                inside[home[parent[node]]].append(node)
        elif roots:
            groups[home[node]].append(node)
    infoset = tree.infoset.tolist()
    owner = tree.infoset_player.tolist()
    found = []
    for root in reversed(roots):
        stubs = set(inside[root])
        own = sorted({infoset[n] for n in groups[root] if infoset[n] >= 0 and n not in stubs})
        found.append(
            Trunk(
                root=root,
                inside=tuple(inside[root]),
                infosets=tuple(own),
                movers=tuple(sorted({owner[i] for i in own})),
                above=tuple(sorted(above[root])),
                _whole=game,
                _nodes=np.array(groups[root], dtype=np.int32),
            )
        )
    return tuple(found)
