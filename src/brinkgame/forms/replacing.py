"""Subgames taken out of a tree, and their value or another tree put in their place.

Payoffs are put in by surgery on the arrays, in time linear in the size of the tree, so that a large
game can be folded back one layer of subgames after another.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from brinkgame.arithmetic import exact_number
from brinkgame.errors import (
    BrinkgameError,
    Fault,
    InvalidGameError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import quantity
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.game import Numbers
from brinkgame.forms.nodes import Node
from brinkgame.forms.subgames import require_subgame, with_own_numbers
from brinkgame.forms.tree import NOTHING, TERMINAL
from brinkgame.forms.writing import Sketch

__all__ = ["replace_subgame", "replace_subgames"]


def replace_subgame(
    game: ExtensiveFormGame, path: str, by: Mapping[str, Any] | Node
) -> ExtensiveFormGame:
    """The game with a subgame taken out and its value, or another tree, in its place.

    This is how a subgame is solved by itself: what its equilibrium pays then stands where it began.

    Parameters
    ----------
    game
        The tree; exact, in floats, or with open parameters.
    path
        Where the subgame begins.
    by
        What every player gets, ``{player: number or expression}``: the node becomes an end, with
        the label that it had. What was collected at the node itself is part of its value, as it is
        in `subgame`; what was collected before it stays. Or a node, which takes the whole place.

    Raises
    ------
    UnknownNameError
        The path leads nowhere.
    UnsupportedGameError
        No subgame begins there: an information set would be cut.
    InvalidGameError
        A payoff is missing, of an unknown player, or no number; or the node is no part of a game.

    See Also
    --------
    replace_subgames : several at once.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> value = bg.solve(bg.subgame(entry, "root/in")).only().payoffs
    >>> print(bg.replace_subgame(entry, "root/in", value))
    entry deterrence
    entrant
    ├─ out: “monopoly” entrant 0, incumbent 4
    └─ in: entrant 2, incumbent 2
    """
    return replace_subgames(game, {path: by})


def replace_subgames(
    game: ExtensiveFormGame, by: Mapping[Any, Mapping[str, Any] | Node]
) -> ExtensiveFormGame:
    """The game with several subgames taken out at once, none of which lies in another.

    Parameters
    ----------
    game
        The tree.
    by
        For each subgame, by its path or by the number of its node, what takes its place; see
        `replace_subgame`. Where all are payoffs it takes time linear in the size of the tree.

    Raises
    ------
    UnknownNameError, UnsupportedGameError, InvalidGameError
        As in `replace_subgame`; and where one subgame lies within another, or is named twice.

    Examples
    --------
    >>> import brinkgame as bg
    >>> ultimatum = bg.catalog.load("ultimatum").game
    >>> values = {f"root/offer {coins}": {"proposer": 4 - coins, "responder": coins}
    ...           for coins in range(1, 5)}
    >>> print(bg.replace_subgames(ultimatum, values))
    ultimatum
    proposer (proposal)
    ├─ offer 0: responder (offered 0)
    │  ├─ accept: “agreement” proposer 4, responder 0
    │  └─ reject: “nothing” proposer 0, responder 0
    ├─ offer 1: proposer 3, responder 1
    ├─ offer 2: proposer 2, responder 2
    ├─ offer 3: proposer 1, responder 3
    └─ offer 4: proposer 0, responder 4
    """
    tree = tree_of(game)
    places: dict[int, Mapping[str, Any] | Node] = {}
    for where, what in by.items():
        node = where if isinstance(where, int) else game.node_at(where)
        if not 0 <= node < tree.size:
            raise UnknownNameError(f"no node {node}; the tree has {tree.size}, counted from 0")
        if node in places:
            raise UnsupportedGameError(f"{tree.path(node)} is replaced twice")
        require_subgame(game, node)
        places[node] = what
    order = sorted(places)
    for first, second in itertools.pairwise(order):
        if second < tree.end[first]:
            raise UnsupportedGameError(
                f"{tree.path(second)} lies within {tree.path(first)}, which is replaced as a whole",
                ["leave the inner one out, or replace it first and the outer one then"],
            )
    if not order:
        return game
    if any(isinstance(what, Node) for what in places.values()):
        return _with_nodes(game, places)
    return _with_ends(game, order, _rows(game, places))


def _rows(
    game: ExtensiveFormGame, places: Mapping[int, Mapping[str, Any] | Node]
) -> dict[int, list[Any]]:
    """The payoffs that take each place, in the order of players; every fault is reported."""
    floats = isinstance(game.numbers, np.ndarray)
    faults: list[Fault] = []
    rows: dict[int, list[Any]] = {}
    for node, paid in places.items():
        if not isinstance(paid, Mapping):
            message = f"expected payoffs {{player: number}} or a node, got {paid!r}"
            faults.append(Fault(game.tree.path(node), message))
            continue
        for name in paid:
            if name not in game.players:
                hint = suggestion(name, game.players)
                faults.append(
                    Fault(game.tree.path(node), f"payoff for unknown player {name!r}{hint}")
                )
        rows[node] = []
        for player in game.players:
            if player not in paid:
                faults.append(Fault(game.tree.path(node), f"no payoff for {player}"))
                continue
            value = paid[player]
            try:
                rows[node].append(float(exact_number(value)) if floats else quantity(value))
            except (BrinkgameError, TypeError, OverflowError) as error:
                faults.append(Fault(game.tree.path(node), f"payoff of {player}: {error}"))
    if faults:
        raise InvalidGameError(f"{game._name()} cannot be edited so", faults)
    return rows


def _with_nodes(
    game: ExtensiveFormGame, places: Mapping[int, Mapping[str, Any] | Node]
) -> ExtensiveFormGame:
    sketch = Sketch(game)
    ends = {node: what for node, what in places.items() if not isinstance(what, Node)}
    rows = _rows(game, ends)
    for node, what in places.items():
        place = sketch.places[node]
        if isinstance(what, Node):
            place.written = what
        else:
            place.payoffs = dict(zip(game.players, rows[node], strict=True))
        place.actions, place.children, place.odds, place.known = (), [], None, None
    return sketch.finished()


def _with_ends(
    game: ExtensiveFormGame, order: list[int], rows: Mapping[int, list[Any]]
) -> ExtensiveFormGame:
    """Surgery on the arrays: what lies below the nodes goes, and the nodes become ends."""
    tree = game.tree
    starts = np.array(order, dtype=np.int32)
    # +1 where a part begins to go, -1 where it ends: parts do not overlap.
    steps = np.zeros(tree.size + 1, dtype=np.int32)
    np.add.at(steps, starts + 1, 1)
    np.add.at(steps, tree.end[starts], -1)
    kept = np.cumsum(steps[:-1]) == 0
    renumber = np.cumsum(kept, dtype=np.int32) - 1
    numbers, positions = _extended(game.numbers, [rows[node] for node in order])

    mover, menu, infoset = tree.mover.copy(), tree.menu.copy(), tree.infoset.copy()
    mover[starts] = TERMINAL
    menu[starts] = NOTHING
    infoset[starts] = NOTHING
    row = tree.payoff_row.copy()
    row[starts] = len(tree.payoffs) + np.arange(len(starts), dtype=np.int32)
    payoffs = np.concatenate([tree.payoffs, positions])
    mover, menu, infoset, row = mover[kept], menu[kept], infoset[kept], row[kept]

    parent = tree.parent[kept]
    parent[1:] = renumber[parent[1:]]
    paid = row >= 0
    own_rows = row.copy()
    own_rows[paid] = np.arange(int(paid.sum()), dtype=np.int32)
    sets = np.unique(infoset[infoset >= 0])
    new_set = np.full(tree.n_infosets + 1, NOTHING, dtype=np.int32)
    new_set[sets] = np.arange(len(sets), dtype=np.int32)
    label = tree.label[kept]
    labels = list(dict.fromkeys(label[label >= 0].tolist()))
    new_label = np.full(len(tree.labels) + 1, NOTHING, dtype=np.int32)
    new_label[labels] = np.arange(len(labels), dtype=np.int32)
    part = replace(
        tree,
        parent=parent,
        edge=tree.edge[kept],
        mover=mover,
        menu=menu,
        infoset=new_set[infoset],
        label=new_label[label],
        probability=tree.probability[kept],
        payoff_row=own_rows,
        payoffs=payoffs[row[paid]],
        infoset_player=tree.infoset_player[sets],
        infoset_menu=tree.infoset_menu[sets],
        infoset_label=tuple(tree.infoset_label[i] for i in sets.tolist()),
        labels=tuple(tree.labels[i] for i in labels),
    )
    part, numbers = with_own_numbers(part, numbers)
    edited = ExtensiveFormGame._from_tree(game.title, game.players, part, numbers, game.constraints)
    _ = edited.parameters  # two definitions of one name are an error of the game
    return edited


def _extended(numbers: Numbers, rows: list[list[Any]]) -> tuple[Numbers, np.ndarray[Any, Any]]:
    """The table of numbers with those of the rows added, and where they stand."""
    count = len(numbers)
    if isinstance(numbers, np.ndarray):
        added = np.array(rows, dtype=np.float64)
        positions = count + np.arange(added.size, dtype=np.int32).reshape(added.shape)
        return np.concatenate([numbers, added.ravel()]), positions
    known: dict[Any, int] = {}
    where = [[known.setdefault(value, count + len(known)) for value in row] for row in rows]
    return (*numbers, *known), np.array(where, dtype=np.int32)
