"""What a tree is worth to somebody when moves are made with probabilities that are still open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from brinkgame.expressions import quantity
from brinkgame.forms import REST, Chance, Decision, Terminal
from brinkgame.forms.nodes import Node

__all__ = ["expected", "paid", "reached"]

Plan = Mapping[str, Mapping[str, Any]]


def expected(node: Node, worth: Callable[[Terminal], Any], plan: Plan) -> Any:
    """The expected worth of a part of a tree under a plan, as an expression.

    Parameters
    ----------
    node
        Where the part begins.
    worth
        What an end is worth: a number or an expression.
    plan
        ``{player: {information set: action, or {action: probability}}}``, for every information
        set of the part; probabilities may be parameters and expressions.

    Returns
    -------
    Expression or Fraction
        Equations of indifference are differences of these.
    """
    if isinstance(node, Terminal):
        return quantity(worth(node))
    if isinstance(node, Chance):
        given = [quantity(odds) for odds, _ in node.branches.values() if odds is not REST]
        rest = 1 - sum(given)
        return sum(
            (rest if odds is REST else quantity(odds)) * expected(after, worth, plan)
            for odds, after in node.branches.values()
        )
    if not isinstance(node, Decision):
        raise TypeError(f"{node!r} is no node of a tree")
    chosen = plan[node.player][str(node.infoset)]
    weights = {chosen: 1} if isinstance(chosen, str) else chosen
    return sum(
        odds * expected(node.actions[action], worth, plan) for action, odds in weights.items()
    )


def paid(player: str) -> Callable[[Terminal], Any]:
    """What an end pays a player."""
    return lambda end: end.payoffs[player]


def reached(label: str) -> Callable[[Terminal], Any]:
    """Whether an end is called so: its expectation is a probability."""
    return lambda end: int(end.label == label)
