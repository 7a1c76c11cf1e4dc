"""Games, events and points for tests of claims; the truth by way of `solve` alone."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from typing import Any

import brinkgame as bg
from brinkgame.parametric.claims.events import (
    Event,
    happens,
    may_happen,
    may_play,
    mixing,
    payoff,
    plays,
)

MEMO = ("blockade", "deploy", "capitulation", "hostage", "verification", "consent", "berlin")


def event_of(game: Any, rng: random.Random, depth: int = 2) -> Event:
    """A random event about a game."""
    if depth and rng.random() < 0.6:
        one, other = event_of(game, rng, depth - 1), event_of(game, rng, depth - 1)
        return rng.choice([one & other, one | other, ~one])
    kind = rng.randrange(5)
    if isinstance(game, bg.ExtensiveFormGame):
        where = rng.choice(game.information_sets)
        place = (where.player, where.label, rng.choice(where.actions))
        if kind == 3 and game.outcomes:
            label = rng.choice(game.outcomes)
            return rng.choice([happens(label), may_happen(label)])
    else:
        player = rng.choice(game.players)
        place = (player, None, rng.choice(game.strategies[player]))
    if kind == 0:
        return may_play(*place)
    if kind == 1:
        bound = Fraction(rng.randint(-6, 6), rng.randint(1, 3))
        worth = payoff(rng.choice(game.players))
        return rng.choice([worth >= bound, worth < bound, worth.equals(bound)])
    if kind == 2:
        return mixing(*place) <= Fraction(rng.randint(0, 4), 4)
    return plays(*place)


def point_of(space: bg.ParameterSpace, rng: random.Random) -> dict[str, Fraction]:
    """A random rational point of the domain; coordinates at ends and at the baseline are common."""
    while True:
        point = {}
        for name, parameter in space.items():
            low = parameter.low if parameter.low is not None else parameter.baseline - 2
            high = parameter.high if parameter.high is not None else parameter.baseline + 2
            kind = rng.random()
            if parameter.whole:
                point[name] = Fraction(rng.randint(int(low), int(high)))
            elif kind < 0.2:
                point[name] = rng.choice([low, high])
            elif kind < 0.4:
                point[name] = parameter.baseline
            else:
                point[name] = low + (high - low) * Fraction(rng.randint(0, 24), 24)
        if not space.violations(point):
            return point


def quietly(function: Any, *arguments: Any, **options: Any) -> Any:
    """The answer without warnings about ranges."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        return function(*arguments, **options)
