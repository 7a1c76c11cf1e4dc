"""The form of one pure profile of a tree, without looking for the others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.results import Concept

__all__ = ["pure_difference", "pure_form", "pure_profile"]


def pure_profile(
    game: ExtensiveFormGame, choices: Sequence[int]
) -> dict[str, dict[str, dict[str, Fraction]]]:
    """A pure profile as forms write it."""
    tree = game.tree
    plan: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
    for number, chosen in enumerate(choices):
        player = game.players[int(tree.infoset_player[number])]
        plan[player][tree.infoset_name(number)] = {
            action: Fraction(int(place == chosen))
            for place, action in enumerate(tree.actions(number))
        }
    return plan


def pure_form(game: ExtensiveFormGame, choices: Sequence[int], concept: Concept) -> EquilibriumForm:
    """A pure profile of a tree of perfect information, with the conditions of backward induction.

    Parameters
    ----------
    game
        The tree; its parameters may be open.
    choices
        The action at each information set, by position.
    concept
        The name under which the form goes.
    """
    values = _values(game, choices, range(game.tree.size))
    tree = game.tree
    conditions: list[Condition] = []
    for number, members in enumerate(tree.members):
        menu, children = tree.actions(number), tree.children_of(members[0])
        for other in range(len(menu)):
            if other == choices[number]:
                continue
            who = int(tree.infoset_player[number])
            more = quantity(values[children[choices[number]]][who] - values[children[other]][who])
            if isinstance(more, Expression):
                conditions.append(_preference(game, number, choices[number], other, more))
    return EquilibriumForm(
        game=game,
        concept=concept,
        profile=pure_profile(game, choices),
        payoffs=dict(zip(game.players, values[0], strict=True)),
        conditions=tuple(conditions),
    )


def pure_difference(
    game: ExtensiveFormGame, choices: Sequence[int], number: int, other: int
) -> Condition:
    """That the chosen action at one information set pays no less than another one.

    Only what follows it is folded, so that this costs little in a game with all its parameters.
    """
    tree = game.tree
    children = tree.children_of(tree.members[number][0])
    end = tree.end
    pair = [children[choices[number]], children[other]]
    nodes = [node for child in pair for node in range(child, int(end[child]))]
    values = _values(game, choices, sorted(nodes))
    who = int(tree.infoset_player[number])
    more: Any = values[pair[0]][who] - values[pair[1]][who]
    return _preference(game, number, choices[number], other, more)


def _preference(
    game: ExtensiveFormGame, number: int, action: int, other: int, more: Any
) -> Condition:
    tree = game.tree
    menu = tree.actions(number)
    player = game.players[int(tree.infoset_player[number])]
    return Condition(player, tree.infoset_name(number), menu[action], menu[other], more)


def _values(
    game: ExtensiveFormGame, choices: Sequence[int], nodes: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    """What players get from these nodes on; with a node all nodes below it are among them."""
    tree = game.tree
    rows = game.payoff_rows()
    odds = game.edge_probabilities()
    row_of, mover, infoset = tree.payoff_row.tolist(), tree.mover.tolist(), tree.infoset.tolist()
    values: dict[int, tuple[Any, ...]] = {}
    for node in reversed(nodes):
        who, row = mover[node], row_of[node]
        own = rows[row] if row >= 0 else (Fraction(0),) * len(game.players)
        if who == TERMINAL:
            values[node] = own
            continue
        children = tree.children_of(node)
        if who == CHANCE:
            total = list(own)
            for child in children:
                weight = odds[child]
                for player, worth in enumerate(values[child]):
                    if worth != 0 and weight != 0:
                        total[player] = total[player] + weight * worth
            values[node] = tuple(total)
        else:
            below = values[children[choices[infoset[node]]]]
            values[node] = (
                below if row < 0 else tuple(a + b for a, b in zip(own, below, strict=True))
            )
    return values
