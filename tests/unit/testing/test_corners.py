"""The plain tables agree with answers that are known, and with themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.testing import normal_form_games
from brinkgame.testing.corners import PlainTable, rank_of, solved

F = Fraction


def table(a, b):
    return PlainTable.of(bg.NormalFormGame.from_arrays(a, b))


# von Stengel (2002), figure 2.1
KNOWN = table([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
# The same with a tie: the second player is indifferent when the first plays the first row.
TIED = table([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
CHICKEN = table([[0, -1], [1, -10]], [[0, 1], [-1, -10]])


def test_equations():
    assert solved([[F(2), F(1)], [F(1), F(3)]], [F(3), F(4)]) == [1, 1]
    assert solved([[F(0), F(1)], [F(1), F(0)]], [F(3), F(4)]) == [4, 3]
    assert solved([[F(1), F(1)], [F(2), F(2)]], [F(3), F(4)]) is None
    assert rank_of([[F(1), F(1)], [F(2), F(2)], [F(0), F(1)]]) == 2
    assert rank_of([]) == 0


def test_a_game_with_three_equilibria():
    assert KNOWN.is_nondegenerate
    assert set(KNOWN.extreme_equilibria) == {
        ((1, 0, 0), (1, 0)),
        ((F(4, 5), F(1, 5), 0), (F(2, 3), F(1, 3))),
        ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3))),
    }
    assert sorted(sign for _, sign in KNOWN.signed_equilibria()) == [-1, 1, 1]
    assert len(KNOWN.connected(KNOWN.extreme_equilibria)) == 3


def test_a_game_with_a_continuum():
    assert not TIED.is_nondegenerate
    pairs = TIED.extreme_equilibria
    assert pairs[:2] == (((1, 0, 0), (1, 0)), ((1, 0, 0), (F(2, 3), F(1, 3))))
    assert TIED.connected(pairs) == (frozenset({0, 1}), frozenset({2}))
    between = ((F(1), F(0), F(0)), (F(3, 4), F(1, 4)))
    assert TIED.is_pair(*between)
    assert TIED.neighbors(between, pairs) == {0, 1}
    assert not TIED.is_corner(1, between[1])
    assert TIED.is_corner(1, pairs[1][1])
    assert not TIED.is_pair(between[0], (F(1, 2), F(1, 2)))


def test_values():
    assert table([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]).value == 0
    assert table([[3, -1], [-2, 1]], [[-3, 1], [2, -1]]).value == F(1, 7)
    lead = table([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    assert lead.commitment(0) == F(11, 3)
    assert lead.commitment(0, pure=True) == 3
    assert CHICKEN.commitment(1) == CHICKEN.commitment(0) == 1


@given(normal_form_games(players=2, max_strategies=3))
def test_tables_agree_with_theory(game):
    plain = PlainTable.of(game)
    pairs = plain.extreme_equilibria
    assert pairs
    for x, y in pairs:
        assert plain.is_corner(0, x)
        assert plain.is_corner(1, y)
    signs = plain.signed_equilibria()
    assert sum(sign for _, sign in signs) == 1
    for pair, _ in signs:
        assert plain.is_pair(*pair)
        assert plain.neighbors(pair, pairs)
    other = plain.signed_equilibria(seed=1)
    groups = plain.connected(pairs)
    sums = [
        [sum(s for p, s in some if plain.neighbors(p, pairs) & group) for group in groups]
        for some in (signs, other)
    ]
    assert sums[0] == sums[1]


@pytest.mark.parametrize("leader", [0, 1])
@given(normal_form_games(players=2, max_strategies=3, zero_sum=True))
def test_who_is_opposed_commits_to_the_value(leader, game):
    plain = PlainTable.of(game)
    assert plain.commitment(leader) == (plain.value if leader == 0 else -plain.value)
