"""From the tree to the table: the normal form and the reduced normal form.

A *strategy* of the normal form names an action for every information set of its player. Two
strategies that differ only where the player's own earlier actions prevent play from going are
interchangeable; the *reduced* normal form keeps one of them, written with a ``*`` where nothing
needs to be chosen (Kuhn 1953; Osborne and Rubinstein 1994, section 6.4).
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.normal import NormalFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL, Tree

__all__ = ["pure_strategies", "to_normal_form"]

ANY = -1
"""In a reduced strategy: an information set that the strategy itself excludes."""


def pure_strategies(
    game: ExtensiveFormGame, player: str, *, reduced: bool, limit: int = 1_000_000
) -> list[tuple[int, ...]]:
    """A player's strategies: for each own information set the position of an action.

    Parameters
    ----------
    reduced
        Write `ANY` (-1) at information sets that the strategy itself excludes, and list each
        strategy once.
    limit
        The most strategies to list.

    Raises
    ------
    UnsupportedGameError
        There are more than `limit`.
    """
    tree = game.tree
    who = game.players.index(player)
    own = np.flatnonzero(tree.infoset_player == who).tolist()
    sizes = [int(tree.infoset_size[i]) for i in own]
    if not reduced:
        if math.prod(sizes) > limit:
            raise UnsupportedGameError(
                f"{player} has {math.prod(sizes)} strategies, more than {limit}",
                ["take the reduced normal form, or solve the tree itself"],
            )
        return list(itertools.product(*map(range, sizes)))
    return _reduced(tree, who, own, sizes, player, limit)


def _own_before(tree: Tree, who: int, own: list[int]) -> list[list[frozenset[tuple[int, int]]]]:
    """For each own information set, the own moves (set, action) on the way to each of its nodes."""
    moves: list[frozenset[tuple[int, int]]] = [frozenset()]
    place = {infoset: i for i, infoset in enumerate(own)}
    ways: list[list[frozenset[tuple[int, int]]]] = [[] for _ in own]
    parent, edge = tree.parent.tolist(), tree.edge.tolist()
    mover, infoset = tree.mover.tolist(), tree.infoset.tolist()
    for node in range(tree.size):
        if node:
            above = parent[node]
            taken = moves[above]
            if mover[above] == who:
                taken = taken | {(place[infoset[above]], edge[node])}
            moves.append(taken)
        if mover[node] == who:
            ways[place[infoset[node]]].append(moves[node])
    return ways


def _reduced(
    tree: Tree, who: int, own: list[int], sizes: list[int], player: str, limit: int
) -> list[tuple[int, ...]]:
    # Information sets are decided in order of first appearance. One is left open when every way
    # to it takes some own action that the strategy does not take. Its own earlier information sets
    # are settled by then, because they appear earlier on every path.
    ways = _own_before(tree, who, own)
    strategies: list[tuple[int, ...]] = [()]
    for i, size in enumerate(sizes):
        following: list[tuple[int, ...]] = []
        for strategy in strategies:
            open_way = any(
                all(step >= len(strategy) or strategy[step] == action for step, action in way)
                for way in ways[i]
            )
            following.extend((*strategy, a) for a in (range(size) if open_way else (ANY,)))
            if len(following) > limit:
                raise UnsupportedGameError(
                    f"{player} has more than {limit} reduced strategies",
                    ["solve the tree itself"],
                )
        strategies = following
    return strategies


def strategy_label(game: ExtensiveFormGame, player: str, strategy: tuple[int, ...]) -> str:
    """A strategy in words: its actions in order of information sets, ``*`` where none is needed."""
    tree = game.tree
    own = np.flatnonzero(tree.infoset_player == game.players.index(player)).tolist()
    words = [
        "*" if action == ANY else tree.actions(infoset)[action]
        for infoset, action in zip(own, strategy, strict=True)
    ]
    return ", ".join(words) if words else "(no move)"


def to_normal_form(
    game: ExtensiveFormGame, *, reduced: bool = True, limit: int = 1_000_000
) -> NormalFormGame:
    """The (reduced) normal form of a tree; open parameters stay open.

    Parameters
    ----------
    game
        The tree.
    reduced
        Whether to merge strategies that differ only where they themselves exclude.
    limit
        The most cells to write.

    Returns
    -------
    NormalFormGame
        A strategy is called by its actions, in order of the player's information sets. A player
        who never moves has the one strategy ``(no move)``.

    Raises
    ------
    UnsupportedGameError
        The table would have more than `limit` cells.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("entry", players=("entrant", "incumbent"),
    ...     root=bg.Decision("entrant", {
    ...         "out": bg.Terminal({"entrant": 0, "incumbent": 4}),
    ...         "in": bg.Decision("incumbent", {
    ...             "accommodate": bg.Terminal({"entrant": 2, "incumbent": 2}),
    ...             "fight": bg.Terminal({"entrant": -1, "incumbent": -1})})}))
    >>> print(bg.to_normal_form(tree))
    entry
    entrant chooses the row, incumbent the column
         accommodate  fight
    out  0, 4         0, 4
    in   2, 2         -1, -1
    """
    tree = tree_of(game)
    menus = [pure_strategies(game, p, reduced=reduced, limit=limit) for p in game.players]
    cells = math.prod(map(len, menus))
    if cells * tree.size > limit * 1000 or cells > limit:
        raise UnsupportedGameError(
            f"the normal form has {cells} profiles, more than can be written down",
            ["solve the tree itself", "raise limit if the memory is there"],
        )
    own = {
        infoset: (who, place)
        for who in range(tree.n_players)
        for place, infoset in enumerate(np.flatnonzero(tree.infoset_player == who).tolist())
    }
    ends = game.terminal_payoffs()
    odds = game.edge_probabilities()
    shape = tuple(map(len, menus))
    exact = not isinstance(game.numbers, np.ndarray)
    tables = [np.empty(shape, dtype=object if exact else np.float64) for _ in game.players]
    mover, infoset = tree.mover.tolist(), tree.infoset.tolist()
    children = [tree.children_of(node) for node in range(tree.size)]
    zero: Any = Fraction(0) if exact else 0.0
    one: Any = Fraction(1) if exact else 1.0
    for where in itertools.product(*map(range, shape)):
        plans = [menu[i] for menu, i in zip(menus, where, strict=True)]
        total = [zero] * tree.n_players
        stack = [(0, one)]
        while stack:
            node, reach = stack.pop()
            if mover[node] == TERMINAL:
                paid = ends[node] or ()
                total = [a + reach * b for a, b in zip(total, paid, strict=True)]
            elif mover[node] == CHANCE:
                stack.extend((child, reach * odds[child]) for child in children[node])
            else:
                who, place = own[infoset[node]]
                # ANY cannot be met here: the strategy itself excludes the information set.
                stack.append((children[node][plans[who][place]], reach))
        for table, value in zip(tables, total, strict=True):
            table[where] = value
    names = {
        player: tuple(strategy_label(game, player, s) for s in menu)
        for player, menu in zip(game.players, menus, strict=True)
    }
    _tell_apart(names)
    payoffs = dict(zip(game.players, tables, strict=True))
    return NormalFormGame(
        game.title, strategies=names, payoffs=payoffs, constraints=game.constraints
    )


def _tell_apart(names: dict[str, tuple[str, ...]]) -> None:
    """Number strategies whose words coincide (labels may hold commas)."""
    for player, menu in names.items():
        if len(set(menu)) < len(menu):
            names[player] = tuple(f"{i + 1}: {name}" for i, name in enumerate(menu))
