"""Agent quantal response: the logit response at every information set of a tree.

In a tree each information set has an *agent*, who chooses an action there by what it pays on
expectation, given that the information set is reached and that everybody else, the same player's
other agents included, acts as the profile says. At rationality L the agent takes action a with a
probability proportional to exp(L * u[a]). A profile in which every agent does is an agent logit
equilibrium (McKelvey and Palfrey 1998, section 3). As every action has a positive probability,
every information set is reached, and what is expected there follows from Bayes' rule.

Written out plainly from the probability of each node and the payoffs from each node on:

    u[a] = sum over nodes h of the information set of  Pr(h) / Pr(set) * value(node after a at h).
"""

from __future__ import annotations

from typing import Any

from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.assessments import Beliefs
from brinkgame.play.payoffs import as_behavior, continuation_payoffs, reach_probabilities

__all__ = ["conditional_payoffs"]

_DIM = 1e-290
"""Floats that are smaller have lost digits; quotients of them say nothing."""


def conditional_payoffs(
    game: ExtensiveFormGame, profile: Any, beliefs: Beliefs | None = None
) -> list[list[Any]]:
    """What each action pays its player from there on, given that its information set is reached.

    Parameters
    ----------
    game, profile
        A closed tree with perfect recall and a profile of it.
    beliefs
        What is believed at information sets that the profile does not reach, or reaches with a
        probability that floats do not hold.

    Returns
    -------
    list
        For each information set, by position, a number for each action.

    Raises
    ------
    InvalidProfileError
        An information set is not reached, and there are no beliefs.
    UnsupportedGameError
        A player forgets something.
    """
    plan = as_behavior(game, profile)
    tree = game.tree
    require_recall(game)
    reach = reach_probabilities(game, plan)
    value = continuation_payoffs(game, plan)
    zero = game.arithmetic.number(0)
    least = _DIM if isinstance(zero, float) else 0
    found = []
    for infoset, members in enumerate(tree.members):
        who = int(tree.infoset_player[infoset])
        total = sum((reach[node] for node in members), start=zero)
        if len(members) == 1:
            weights: list[Any] = [game.arithmetic.number(1)]
        elif total > least:
            weights = [reach[node] / total for node in members]
        elif beliefs is not None:
            weights = list(beliefs.weights_at(infoset))
        else:
            raise InvalidProfileError(
                f"{game.players[who]} at {tree.infoset_name(infoset)} is reached with probability "
                "zero; in a quantal response every action has a positive probability (where that "
                "is too small for a number, give beliefs)"
            )
        below = [tree.children_of(node) for node in members]
        found.append(
            [
                sum(
                    (
                        weight * value[children[action]][who]
                        for weight, children in zip(weights, below, strict=True)
                        if weight
                    ),
                    start=zero,
                )
                for action in range(len(below[0]))
            ]
        )
    return found


def require_recall(game: ExtensiveFormGame) -> None:
    """Refuse a tree in which a player forgets, with two nodes that show it."""
    failure = game.tree.recall_failure
    if failure is not None:
        first, second = (game.tree.path(node) for node in failure)
        raise UnsupportedGameError(
            "a logit response in a tree needs perfect recall",
            [f"{first} and {second} are one information set, reached by different own moves"],
        )
