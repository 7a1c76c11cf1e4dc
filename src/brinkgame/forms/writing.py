"""From a game back to the nodes that it could have been written with.

`written` rebuilds the `Decision`, `Chance` and `Terminal` of a tree from its arrays. Edits work on
a `Sketch`: the same nodes, but linked and open to change, with each information set one object
that its nodes share. Nothing here recurses, however deep the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, final

import numpy as np

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.nodes import Chance, Decision, Node, Terminal
from brinkgame.forms.tree import CHANCE, TERMINAL

__all__ = ["FreshLabels", "KnownSet", "Place", "Sketch", "remember", "written"]


@final
class KnownSet:
    """An information set of a sketch.

    Attributes
    ----------
    player
        Whose it is.
    label
        What it is called, or None: a set without a label holds one node and is named by its path.
    name
        What a set without a label is called should it come to hold several nodes.
    """

    __slots__ = ("label", "name", "player")

    def __init__(self, player: str, label: str | None, name: str) -> None:
        self.player = player
        self.label = label
        self.name = name


@final
class Place:
    """A node of a sketch.

    Attributes
    ----------
    actions, children
        The labels of the actions or branches, and the nodes that they lead to; empty at an end.
    odds
        The probabilities of the branches at a chance node, else None.
    known
        The information set at a decision, else None.
    payoffs, label
        As in `Node`; payoffs are None where nothing is collected.
    origin
        The number of the node in the game that was sketched; -1 for a new one.
    written
        A node that takes this place, or None.
    """

    __slots__ = ("actions", "children", "known", "label", "odds", "origin", "payoffs", "written")

    def __init__(
        self,
        *,
        actions: tuple[str, ...] = (),
        children: list[Place] | None = None,
        odds: list[Any] | None = None,
        known: KnownSet | None = None,
        payoffs: dict[str, Any] | None = None,
        label: str | None = None,
        origin: int = -1,
        written: Node | None = None,
    ) -> None:
        self.actions = actions
        self.children = [] if children is None else children
        self.odds = odds
        self.known = known
        self.payoffs = payoffs
        self.label = label
        self.origin = origin
        self.written = written

    def below(self) -> Iterator[Place]:
        """The node and all its successors, in the order of a tree: parents before children."""
        stack = [self]
        while stack:
            place = stack.pop()
            yield place
            stack.extend(reversed(place.children))

    def copied(self) -> Place:
        """The same part of the tree once more, with the same information sets."""
        twins: dict[int, Place] = {}
        for place in reversed(list(self.below())):
            twins[id(place)] = Place(
                actions=place.actions,
                children=[twins[id(child)] for child in place.children],
                odds=place.odds,
                known=place.known,
                payoffs=place.payoffs,
                label=place.label,
                origin=place.origin,
                written=place.written,
            )
        return twins[id(self)]


@final
class Sketch:
    """A game's tree as linked nodes that may be changed, and the game that they make.

    Parameters
    ----------
    game
        The game to begin with; its numbers are exact or expressions.

    Attributes
    ----------
    places
        The node of each number in the game's tree.
    root
        The first node; an edit may put another in its place.
    known
        The information set of each number in the game's tree.
    """

    def __init__(self, game: ExtensiveFormGame) -> None:
        tree = tree_of(game)
        if isinstance(game.numbers, np.ndarray):
            raise UnsupportedGameError(
                f"{game._name()} is in floats, and nodes are written with exact numbers",
                ["write or edit the exact game, and take to_float() of what comes of it"],
            )
        self.game = game
        owners = tree.infoset_player.tolist()
        taken = {
            (owner, label) for owner, label in zip(owners, tree.infoset_label, strict=True) if label
        }
        self.known: list[KnownSet] = []
        for infoset, (owner, label) in enumerate(zip(owners, tree.infoset_label, strict=True)):
            name = label
            if name is None:
                name = _plain_name(tree.infoset_name(infoset))
                while (owner, name) in taken:
                    name += "'"
                taken.add((owner, name))
            self.known.append(KnownSet(game.players[owner], label, name))
        numbers = (*game.numbers, 0)  # NOTHING, -1, is the last: zero
        self.places: list[Place] = []
        columns = (tree.mover, tree.menu, tree.infoset, tree.label, tree.probability)
        rows = tree.payoffs.tolist()
        parent, row_of = tree.parent.tolist(), tree.payoff_row.tolist()
        for node, (mover, menu, infoset, label_at, chance) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        ):
            ends = mover == TERMINAL
            row = rows[row_of[node]] if row_of[node] >= 0 else [-1] * len(game.players)
            paid = {
                player: numbers[position]
                for player, position in zip(game.players, row, strict=True)
                if ends or position >= 0
            }
            place = Place(
                actions=() if ends else tree.menus[menu],
                odds=[] if mover == CHANCE else None,
                known=self.known[infoset] if mover >= 0 else None,
                payoffs=paid if paid or row_of[node] >= 0 else None,
                label=tree.labels[label_at] if label_at >= 0 else None,
                origin=node,
            )
            self.places.append(place)
            if node:
                above = self.places[parent[node]]
                above.children.append(place)
                if above.odds is not None:
                    above.odds.append(numbers[chance])
        self.root = self.places[0]

    def node(self) -> Node:
        """The tree as written nodes."""
        order = list(self.root.below())
        counts: dict[int, int] = {}
        for place in order:
            if place.known is not None:
                counts[id(place.known)] = counts.get(id(place.known), 0) + 1
        nodes: dict[int, Node] = {}
        for place in reversed(order):
            children = [nodes[id(child)] for child in place.children]
            node: Node
            if place.written is not None:
                node = place.written
            elif place.known is not None:
                known = place.known
                label = known.label or (known.name if counts[id(known)] > 1 else None)
                node = Decision(
                    known.player,
                    list(zip(place.actions, children, strict=True)),
                    infoset=label,
                    payoffs=place.payoffs,
                    label=place.label,
                )
            elif place.odds is not None:
                pairs = zip(place.odds, children, strict=True)
                node = Chance(
                    list(zip(place.actions, pairs, strict=True)),
                    payoffs=place.payoffs,
                    label=place.label,
                )
            else:
                node = Terminal(place.payoffs or {}, label=place.label)
            nodes[id(place)] = node
        return nodes[id(self.root)]

    def finished(self) -> ExtensiveFormGame:
        """The game that the sketch makes, checked like any other."""
        game = self.game
        return ExtensiveFormGame(
            game.title, players=game.players, root=self.node(), constraints=game.constraints
        )


@final
class FreshLabels:
    """Labels for new information sets of a player, none of which is in use already."""

    def __init__(self, sketch: Sketch, player: str, *, but: Sequence[KnownSet] = ()) -> None:
        gone = {id(known) for known in but}
        self.taken = {
            known.name for known in sketch.known if known.player == player and id(known) not in gone
        }

    def __call__(self, label: str | None) -> str | None:
        if label is None:
            return None
        while label in self.taken:
            label += "'"
        self.taken.add(label)
        return label


def remember(sketch: Sketch, player: str, marks: Mapping[int, str]) -> None:
    """Split a player's information sets behind marked nodes by the mark.

    `marks` holds what the player knows from a node on, by the identity of the place.
    """
    found: dict[int, dict[str, list[Place]]] = {}
    sets: dict[int, KnownSet] = {}
    stack: list[tuple[Place, str | None]] = [(sketch.root, None)]
    while stack:
        place, mark = stack.pop()
        here = marks.get(id(place), mark)
        known = place.known
        if known is not None and known.player == player and id(place) not in marks and here:
            sets[id(known)] = known
            found.setdefault(id(known), {}).setdefault(here, []).append(place)
        stack.extend((child, here) for child in place.children)
    fresh = FreshLabels(sketch, player)
    for key, by_mark in found.items():
        if len(by_mark) < 2:
            continue
        old = sets[key]
        for mark, places in by_mark.items():
            part = KnownSet(player, fresh(f"{old.name} | {mark}"), "")
            for place in places:
                place.known = part


def _plain_name(name: str) -> str:
    """The name of an information set without a label, as a label.

    What begins with root or # is kept for sets that have none.
    """
    if name == "root":
        return "start"
    return name.removeprefix("root/") if name.startswith("root/") else f"set {name[1:]}"


def written(game: ExtensiveFormGame) -> Node:
    """The tree of a game as `Decision`, `Chance` and `Terminal` nodes, ready to be written into
    another.

    ``ExtensiveFormGame(title, players=game.players, root=written(game))`` is the game again, its
    constraints apart. Parameters stay open. A probability that was written `REST` comes back as
    what it stands for.

    Raises
    ------
    UnsupportedGameError
        The game is in floats: probabilities that sum to one in floats need not do so exactly.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> threat = bg.Decision("incumbent", {"warn": bg.written(entry),
    ...     "be silent": bg.Terminal({"entrant": 1, "incumbent": 1})})
    >>> print(bg.ExtensiveFormGame("a warning", players=entry.players, root=threat))
    a warning
    incumbent
    ├─ warn: entrant
    │  ├─ out: “monopoly” entrant 0, incumbent 4
    │  └─ in: incumbent (entry)
    │     ├─ accommodate: “duopoly” entrant 2, incumbent 2
    │     └─ fight: “price war” entrant -1, incumbent -1
    └─ be silent: entrant 1, incumbent 1
    """
    return Sketch(game).node()
