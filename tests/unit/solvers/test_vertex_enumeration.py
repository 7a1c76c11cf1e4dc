"""The plain reference."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given

import brinkgame as bg
from brinkgame.arithmetic import solve_linear
from brinkgame.testing import normal_form_games


def by_supports(game):
    """Equilibria with supports of one size on which the equations have one solution each.

    In a nondegenerate game these are all.
    """
    row, column = (game.payoff_array(player).tolist() for player in game.players)
    m, n = game.shape
    found = set()
    for size in range(1, min(m, n) + 1):
        for rows in itertools.combinations(range(m), size):
            for columns in itertools.combinations(range(n), size):
                y = mixture([[row[i][j] for j in columns] for i in rows])
                x = mixture([[column[i][j] for i in rows] for j in columns])
                if x is None or y is None:
                    continue
                pair = spread(x, rows, m), spread(y, columns, n)
                if not any(bg.regrets(game, bg.MixedStrategyProfile.of(game, pair)).values()):
                    found.add(pair)
    return found


def mixture(lines):
    """The positive weights that make all lines pay the same, if they are determined."""
    size = len(lines)
    equations = [[*line, Fraction(-1)] for line in lines] + [[Fraction(1)] * size + [Fraction(0)]]
    solved = solve_linear(equations, [0] * size + [1])
    if solved is None or min(solved[:-1]) <= 0:
        return None
    return solved[:-1]


def spread(weights, support, size):
    full = [Fraction(0)] * size
    for i, weight in zip(support, weights, strict=True):
        full[i] = weight
    return tuple(full)


@given(normal_form_games(players=2))
def test_support_enumeration_finds_the_same_where_it_is_complete(game):
    result = bg.solve(game, bg.VertexEnumeration())
    mine = {e.profile.weights for e in result}
    if bg.is_degenerate(game):
        # Even then what it finds lies in some component.
        families = [e.family for e in result if e.family is not None]
        for pair in by_supports(game) - mine:
            profile = bg.MixedStrategyProfile.of(game, pair)
            assert any(profile in family for family in families)
    else:
        assert mine == by_supports(game)


def test_scope():
    solver = bg.VertexEnumeration()
    big = bg.NormalFormGame.from_arrays([[0] * 12] * 12, [[0] * 12] * 12)
    assert "choices of equations" in solver.obstacles(big)[0]
    three = bg.NormalFormGame.from_arrays([[[1]]], [[[1]]], [[[1]]])
    assert "two players" in solver.obstacles(three)[0]


def test_time_is_heeded():
    game = bg.catalog.load("matching-pennies").game
    result = bg.solve(game, bg.VertexEnumeration(), time_limit=1e-9, check=False)
    assert result.status is bg.Status.TIME_LIMIT
    assert len(result) == 0
