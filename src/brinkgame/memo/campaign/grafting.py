"""Putting one tree at the ends of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from brinkgame.forms import Chance, Decision, Terminal
from brinkgame.forms.nodes import Node

__all__ = ["PLAYERS", "End", "Payoffs", "added", "grafted", "paying", "renamed"]

Payoffs: TypeAlias = "Mapping[str, Any]"

End = Callable[[str, Payoffs, tuple[str, ...]], Node]
"""What is put in the place of an end, by its outcome, its payoffs and the moves that lead to it."""

PLAYERS: Final = ("USSR", "US", "Cuba")


def added(one: Payoffs, other: Payoffs) -> dict[str, Any]:
    """What two nodes pay together; a player that is not named is paid nothing."""
    return {player: one.get(player, 0) + other.get(player, 0) for player in PLAYERS}


def grafted(node: Node, end: End, path: tuple[str, ...] = ()) -> Node:
    """The tree with another node at each of its ends."""
    if isinstance(node, Terminal):
        return end(node.label or "", added(node.payoffs, {}), path)
    if isinstance(node, Decision):
        return Decision(
            node.player,
            {
                action: grafted(child, end, (*path, action))
                for action, child in node.actions.items()
            },
            infoset=node.infoset,
            payoffs=node.payoffs or None,
            label=node.label,
        )
    return Chance(
        {
            name: (chance, grafted(child, end, (*path, name)))
            for name, (chance, child) in _branches(node)
        },
        payoffs=node.payoffs or None,
        label=node.label,
    )


def renamed(node: Node, prefix: str) -> Node:
    """The tree with something put before the label of each information set."""
    if isinstance(node, Terminal):
        return node
    if isinstance(node, Decision):
        return Decision(
            node.player,
            {action: renamed(child, prefix) for action, child in node.actions.items()},
            infoset=prefix + (node.infoset or ""),
            payoffs=node.payoffs or None,
            label=node.label,
        )
    return Chance(
        {name: (odds, renamed(child, prefix)) for name, (odds, child) in _branches(node)},
        payoffs=node.payoffs or None,
        label=node.label,
    )


def paying(node: Node, payoffs: Payoffs) -> Node:
    """The tree whose root pays something more."""
    total = added(node.payoffs, payoffs)
    if isinstance(node, Terminal):
        return Terminal(total, label=node.label)
    if isinstance(node, Decision):
        return Decision(
            node.player, node.actions, infoset=node.infoset, payoffs=total, label=node.label
        )
    return Chance(_branches(node), payoffs=total, label=node.label)


def _branches(node: Node) -> list[tuple[str, tuple[Any, Node]]]:
    return list(node.branches.items()) if isinstance(node, Chance) else []
