"""Logit quantal response: choosing better strategies more often, not always.

At rationality L >= 0 a player who expects payoffs u[i] from strategies i plays

    p[i] = exp(L * u[i]) / sum over j of exp(L * u[j]),

the *logit response*: every strategy alike at L = 0, and only best ones in the limit of large L. A
profile in which everyone's probabilities are the logit response to the others' is a logit quantal
response equilibrium (McKelvey and Palfrey 1995, section 3). L has the unit 1/payoff: payoffs twice
as large have the effect of L twice as large, and a constant added to payoffs has none.

In a tree every information set responds on its own, to what its actions pay given that it is
reached: the *agent* logit equilibrium (McKelvey and Palfrey 1998, section 3; see
`brinkgame.play.agent_quantal_response`).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play.agent_quantal_response import conditional_payoffs
from brinkgame.play.assessments import Beliefs
from brinkgame.play.payoffs import as_behavior, as_profile, expected_payoffs
from brinkgame.play.responses import _strategy_payoffs

__all__ = ["logit_gaps", "logit_response", "quantal_response_gaps", "rationality_number"]

_NOTHING = -800
"""The logarithm of a probability that no float tells from zero."""


def rationality_number(value: object) -> Fraction:
    """Read a rationality: a finite number, zero or more.

    Raises
    ------
    InvalidNumberError
        It is no number, negative or infinite.

    Examples
    --------
    >>> rationality_number(0.5)
    Fraction(1, 2)
    """
    if isinstance(value, float) and value == math.inf:
        raise InvalidNumberError(
            "an infinite rationality is the limit of logit responses: use brinkgame.LogitLimit()"
        )
    number = exact_number(value)
    if number < 0:
        raise InvalidNumberError(
            f"the rationality {value!r} is negative; zero is play at random, and more is better"
        )
    return number


def logit_response(
    game: Any, profile: Any, rationality: Any, beliefs: Beliefs | None = None
) -> dict[str, Any]:
    """Each player's logit response to the others' strategies; in a tree, each information set's.

    Expected payoffs and their differences are computed in the numbers of the game and only then
    handed to the exponential function, largest first, so that neither wide payoffs nor a large
    rationality overflow.

    Parameters
    ----------
    game, profile
        A closed game and a profile of it; a tree needs perfect recall.
    rationality
        L, in 1/payoff; zero or more.
    beliefs
        In a tree, what is believed at information sets that are reached with a probability that
        the profile's numbers do not hold. At all others beliefs follow from the profile.

    Returns
    -------
    dict
        ``{player: {strategy: probability}}`` in floats; of a tree
        ``{player: {information set: {action: probability}}}``.

    Raises
    ------
    InvalidNumberError
        The rationality is no finite number, or negative.
    InvalidProfileError
        An information set of a tree is not reached at all.
    UnsupportedGameError
        It is no game, has open parameters, or is a tree in which a player forgets.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> uniform = {"1": {"1": "1/2", "2": "1/2"}, "2": {"1": "1/2", "2": "1/2"}}
    >>> round(bg.logit_response(game, uniform, 0.25)["1"]["1"], 4)
    0.7311
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"expected a game, got {game!r}")
    game.require_closed("a logit response")
    exact = rationality_number(rationality)
    if isinstance(game, ExtensiveFormGame):
        tree = game.tree
        found: dict[str, Any] = {player: {} for player in game.players}
        for infoset, pays in enumerate(conditional_payoffs(game, profile, beliefs)):
            answers = zip(tree.actions(infoset), _response(pays, exact), strict=True)
            player = game.players[tree.infoset_player[infoset]]
            found[player][tree.infoset_name(infoset)] = dict(answers)
        return found
    profile = as_profile(game, profile)
    return {
        player: dict(
            zip(menu, _response(_strategy_payoffs(game, profile, player), exact), strict=True)
        )
        for player, menu in game.strategies.items()
    }


def _response(payoffs: list[Any], rationality: Fraction) -> list[float]:
    """Probabilities in proportion to exp(L * payoff)."""
    top = max(payoffs)
    if not rationality:
        powers = [0.0] * len(payoffs)
    elif isinstance(top, float):
        # The larger of the two factors first would overflow where the product does not.
        weight = float(min(rationality, Fraction(10**300)))
        less = [float(payoff) - float(top) for payoff in payoffs]
        powers = [max(float(_NOTHING), weight * gap) for gap in less]
    else:
        powers = [
            float(power) if (power := rationality * (payoff - top)) > _NOTHING else float(_NOTHING)
            for payoff in payoffs
        ]
    weights = [math.exp(power) for power in powers]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def logit_gaps(
    game: Any, profile: Any, rationality: Any, beliefs: Beliefs | None = None
) -> dict[str, float]:
    """How far each player's probabilities are from the logit response: the largest difference.

    All gaps are zero exactly in a logit quantal response equilibrium, of a tree: in an agent logit
    equilibrium. They are differences of probabilities, in floats, whatever the numbers of the game:
    exponentials are not rational. Parameters as in `logit_response`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> half = {"1": "1/2", "2": "1/2"}
    >>> bg.logit_gaps(pennies, {"1": half, "2": half}, 3)
    {'1': 0.0, '2': 0.0}
    """
    answers = logit_response(game, profile, rationality, beliefs)
    if isinstance(game, ExtensiveFormGame):
        plan = as_behavior(game, profile)
        return {
            player: max(
                (
                    abs(float(plan[player][infoset][action]) - answer)
                    for infoset, actions in menus.items()
                    for action, answer in actions.items()
                ),
                default=0.0,
            )
            for player, menus in answers.items()
        }
    profile = as_profile(game, profile)
    return {
        player: max(
            abs(float(weight) - answer)
            for weight, answer in zip(weights, answers[player].values(), strict=True)
        )
        for player, weights in zip(game.players, profile.weights, strict=True)
    }


def quantal_response_gaps(
    game: Any, profile: Any, rationality: Any, beliefs: Beliefs | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The check of a quantal response equilibrium: its payoffs, and `logit_gaps`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0], [1]], [[0], [0]])
    >>> payoffs, gaps = quantal_response_gaps(game, {"1": "2", "2": "1"}, 0)
    >>> payoffs["1"], gaps["1"]
    (Fraction(1, 1), 0.5)
    """
    return expected_payoffs(game, profile), dict(logit_gaps(game, profile, rationality, beliefs))
