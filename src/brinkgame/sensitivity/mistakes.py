"""The chance of a record if everybody errs a little: quantal response, at many points at once.

In a tree of perfect information the logit equilibrium of agents is unique and found by one pass
from the ends (McKelvey and Palfrey [1]_, section 3): at each decision an action has a probability
proportional to exp(rationality times what it is worth), given how everybody errs from there on. In
other trees and in tables it is the solution of equations, and there may be several; those are for
`LogitQRE` and `AgentLogitQRE`, game by game.

.. [1] R. D. McKelvey and T. R. Palfrey, Quantal response equilibria for extensive form games,
   *Experimental Economics* 1 (1998) 9-41.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.sensitivity.measures import RecordProbability

__all__ = ["errs_in_closed_form", "quantal_record"]

Floats: TypeAlias = "npt.NDArray[np.float64]"

BLOCK = 1 << 15


def errs_in_closed_form(game: Any) -> bool:
    """Whether the quantal response of a game is one pass over its tree."""
    return isinstance(game, ExtensiveFormGame) and game.is_perfect_information


def quantal_record(
    game: ExtensiveFormGame,
    values: Mapping[str, Floats],
    record: RecordProbability,
    rationality: float,
    size: int,
) -> Floats:
    """The probability of the actions on record, shape (size,); NaN where there is no game.

    Parameters
    ----------
    game
        A tree of perfect information.
    values
        Its open parameters, each an array of `size` numbers.
    record
        The actions.
    rationality
        The weight of payoffs against chance, in one over their unit; zero for pure chance.
    size
        The number of points.
    """
    found = np.empty(size)
    for start in range(0, size, BLOCK):
        part = slice(start, min(start + BLOCK, size))
        own = {name: column[part] for name, column in values.items()}
        found[part] = _pass(game, own, record, rationality, part.stop - part.start)
    return found


def _pass(
    game: ExtensiveFormGame,
    values: Mapping[str, Floats],
    record: RecordProbability,
    rationality: float,
    size: int,
) -> Floats:
    tree = game.tree
    with np.errstate(all="ignore"):
        numbers: list[Any] = [
            n.evaluate_array({name: values[name] for name in n.names})
            if isinstance(n, Expression)
            else float(n)
            for n in game.numbers
        ]
    wanted = {
        tree.members[game.infoset_number(player, str(infoset))][0]: tree.actions(
            game.infoset_number(player, str(infoset))
        ).index(action)
        for player, infoset, action in record.actions()
    }
    done = np.ones(size)
    worth: list[Any] = [None] * tree.size
    odds = tree.probability.tolist()
    with np.errstate(all="ignore"):
        for node in range(tree.size - 1, -1, -1):
            row, who = int(tree.payoff_row[node]), int(tree.mover[node])
            paid = [0.0] * tree.n_players
            if row >= 0:
                paid = [numbers[p] if p >= 0 else 0.0 for p in tree.payoffs[row].tolist()]
            if who == TERMINAL:
                worth[node] = paid
                continue
            below = tree.children_of(node)
            if who == CHANCE:
                shares = [numbers[odds[child]] for child in below]
            else:
                shares = _response([worth[child][who] for child in below], rationality)
            if node in wanted:
                done = done * shares[wanted[node]]
            worth[node] = [
                paid[player] + sum(p * worth[c][player] for p, c in zip(shares, below, strict=True))
                for player in range(tree.n_players)
            ]
            for child in below:
                worth[child] = None
    for position in {p for p in odds if p >= 0}:
        done = np.where((numbers[position] >= 0) & (numbers[position] <= 1), done, np.nan)
    return np.broadcast_to(done, (size,))


def _response(payoffs: list[Any], rationality: float) -> list[Any]:
    """The logit response, safe where payoffs are large."""
    top = payoffs[0]
    for each in payoffs[1:]:
        top = np.maximum(top, each)
    raised = [np.exp(rationality * (each - top)) for each in payoffs]
    total = sum(raised)
    return [each / total for each in raised]
