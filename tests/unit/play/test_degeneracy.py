"""Degenerate games and their witnesses."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.arithmetic import solve_linear
from brinkgame.testing import normal_form_games
from tests.unit.polytopes.drawing import bimatrices


def plainly_degenerate(row, column):
    """By the definition: some support, and more replies than it has strategies, all best."""
    m, n = len(row), len(row[0])
    sides = (row, m, n), ([list(line) for line in zip(*column, strict=True)], n, m)
    # Against a strategy of the second the rows reply, and the other way around.
    for table, replies, menu in sides:
        for size in range(1, min(menu, replies - 1) + 1):
            for support in itertools.combinations(range(menu), size):
                for best in itertools.combinations(range(replies), size + 1):
                    if against(table, support, best):
                        return True
    return False


def against(table, support, best):
    """Whether a strategy with just this support makes all of these best replies."""
    lines = [[Fraction(table[r][c]) for c in support] for r in best]
    size = len(support)
    for chosen in itertools.combinations(lines, size):
        z = solve_linear(chosen, [1] * size)
        if z is None:
            continue  # a smaller set shows it
        pays = [
            sum(a * w for a, w in zip([line[c] for c in support], z, strict=True)) for line in table
        ]
        return min(z) > 0 and max(pays) == 1 and all(pays[r] == 1 for r in best)
    return False


@given(bimatrices(most=3))
def test_it_is_what_the_definition_says(game):
    row, column = game
    found = bg.is_degenerate(bg.NormalFormGame.from_arrays(row, column))
    if plainly_degenerate(row, column):
        assert found


@given(normal_form_games(players=2))
def test_the_witness_shows_it(game):
    found = bg.is_degenerate(game)
    if not found:
        assert "not degenerate" in str(found)
        # Then equilibria are isolated, and odd in number.
        result = bg.solve(game, bg.ExtremeEnumeration())
        assert len(result) % 2 == 1
        assert all(equilibrium.family is None for equilibrium in result)
        return
    other = next(player for player in game.players if player != found.player)
    profile = {found.player: found.strategy, other: game.strategies[other][0]}
    assert bg.best_responses(game, profile, other) == found.best_replies
    assert len(found.best_replies) > len(found.strategy)
    assert found.player in str(found)


def test_floats_are_the_numbers_that_they_are():
    def game(payoff):
        return bg.NormalFormGame.from_arrays([[2, 0], [0, 1]], [[payoff, 0.3], [0, 1]]).to_float()

    assert bg.is_degenerate(game(0.3))
    assert not bg.is_degenerate(game(0.1 + 0.2))  # which is not 0.3 in floats


def test_time_is_heeded():
    game = bg.catalog.load("matching-pennies").game
    with pytest.raises(TimeoutError, match="raise time_limit"):
        bg.is_degenerate(game, time_limit=1e-9)
    assert not bg.is_degenerate(game, time_limit=math.inf)


def test_two_players_in_normal_form():
    three = bg.NormalFormGame.from_arrays([[[1]]], [[[1]]], [[[1]]])
    for game in (three, bg.catalog.load("entry-deterrence").game, 7):
        with pytest.raises(bg.UnsupportedGameError, match="two-player"):
            bg.is_degenerate(game)
