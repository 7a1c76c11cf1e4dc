from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg


def symmetric(table):
    return bg.NormalFormGame.from_arrays(table, [list(row) for row in zip(*table, strict=True)])


def weights(values):
    total = sum(values)
    return {str(i + 1): Fraction(v, total) for i, v in enumerate(values)}


def earns(table, mine, other):
    return sum(
        p * q * table[i][j]
        for (i, p), (j, q) in itertools.product(enumerate(mine.values()), enumerate(other.values()))
    )


small = st.integers(-2, 2)


def tables(size):
    return st.lists(st.lists(small, min_size=size, max_size=size), min_size=size, max_size=size)


def mixtures(size):
    numbers = st.lists(st.integers(0, 4), min_size=size, max_size=size)
    return numbers.filter(any).map(weights)


def holds(table, x, y):
    """The definition for one deviator: -1 if y invades, 0 if y earns as much, 1 if less."""
    here = earns(table, x, x) - earns(table, y, x)
    there = earns(table, x, y) - earns(table, y, y)
    gain = here or there
    return (gain > 0) - (gain < 0)


def check(data, table, x):
    """The verdict against the definition, tried on drawn deviators and on the witness."""
    size = len(table)
    found = bg.evolutionary_stability(symmetric(table), x)
    assert found.is_equilibrium == all(
        earns(table, weights([int(i == k) for i in range(size)]), x) <= earns(table, x, x)
        for k in range(size)
    )
    tried = [data.draw(mixtures(size)) for _ in range(6)]
    results = [holds(table, x, y) for y in tried if y != x]
    if found.is_stable:
        assert found.is_neutral
        assert all(result == 1 for result in results)
        assert found.invader is None
        return
    if found.is_neutral:
        assert all(result >= 0 for result in results)
    y = found.invader
    assert y != x
    assert sum(y.values()) == 1
    assert min(y.values()) >= 0
    assert holds(table, x, y) == (0 if found.is_neutral else -1)
    against = y if found.is_equilibrium else x
    assert found.advantage == earns(table, y, against) - earns(table, x, against)


@given(st.data())
@settings(max_examples=100)
def test_the_verdict_agrees_with_the_definition(data):
    size = data.draw(st.integers(1, 4))
    check(data, data.draw(tables(size)), data.draw(mixtures(size)))


@given(st.data())
@settings(max_examples=150)
def test_the_verdict_agrees_where_all_are_best_replies(data):
    """Any table becomes such a one when each row is shifted to earn nothing against x."""
    size = data.draw(st.integers(2, 4))
    table, x = data.draw(tables(size)), data.draw(mixtures(size))
    shifted = []
    for row in table:
        earned = sum(weight * payoff for weight, payoff in zip(x.values(), row, strict=True))
        shifted.append([payoff - earned for payoff in row])
    check(data, shifted, x)


@given(st.data())
@settings(max_examples=60)
def test_all_stable_strategies_are_found_and_no_other(data):
    size = data.draw(st.integers(1, 4))
    table = data.draw(tables(size))
    game = symmetric(table)
    found = bg.evolutionarily_stable_strategies(game)
    assert all(bg.is_evolutionarily_stable(game, x) for x in found)
    assert len({tuple(x.values()) for x in found}) == len(found)
    # Any other candidate: equal earnings on a support, whatever the search would have skipped.
    grid = [y for y in itertools.product(range(4), repeat=size) if any(y)]
    for values in grid[:: max(1, len(grid) // 60)]:
        y = weights(values)
        if y not in found:
            assert not bg.is_evolutionarily_stable(game, y)


@given(st.data())
@settings(max_examples=40)
def test_every_stable_strategy_of_three_by_three_games_is_found(data):
    """All symmetric equilibria on each support, by Cramer's rule instead of a search."""
    table = data.draw(tables(3))
    game = symmetric(table)
    found = bg.evolutionarily_stable_strategies(game)
    for i, j in itertools.combinations(range(3), 2):
        top, bottom = table[j][j] - table[i][j], table[i][i] - table[j][i]
        share = Fraction(top, top + bottom) if top + bottom else Fraction(0)
        if 0 < share < 1:
            y = {str(k + 1): Fraction(0) for k in range(3)}
            y[str(i + 1)], y[str(j + 1)] = share, 1 - share
            assert bg.is_evolutionarily_stable(game, y) == (y in found)
    for k in range(3):
        y = weights([int(k == i) for i in range(3)])
        assert bg.is_evolutionarily_stable(game, y) == (y in found)


@pytest.mark.parametrize(("win", "stable", "neutral"), [(2, True, True), (1, False, True)])
def test_rock_paper_scissors_is_stable_if_a_win_counts_more_than_a_loss(win, stable, neutral):
    game = symmetric([[0, -1, win], [win, 0, -1], [-1, win, 0]])
    third = weights([1, 1, 1])
    found = bg.evolutionary_stability(game, third)
    assert (found.is_stable, found.is_neutral) == (stable, neutral)
    assert bg.evolutionarily_stable_strategies(game) == ((third,) if stable else ())
    worse = symmetric([[0, -2, 1], [1, 0, -2], [-2, 1, 0]])
    found = bg.evolutionary_stability(worse, third)
    assert not found.is_neutral
    assert found.advantage > 0


@pytest.mark.parametrize(("together", "stable", "neutral"), [(0, True, True), (1, False, True)])
def test_best_replies_outside_the_support_may_invade_together(together, stable, neutral):
    """Neither alone invades the first, and whether both do depends on what they get together."""
    game = symmetric([[0, 0, 0], [0, -1, together], [0, together, -1]])
    found = bg.evolutionary_stability(game, "1")
    assert (found.is_stable, found.is_neutral) == (stable, neutral)
    found = bg.evolutionary_stability(symmetric([[0, 0, 0], [0, -1, 2], [0, 2, -1]]), "1")
    assert found.invader == {"1": 0, "2": Fraction(1, 2), "3": Fraction(1, 2)}
    assert found.advantage == Fraction(1, 2)


def test_free_and_kept_coordinates_with_a_null_direction():
    """The two played strategies are twins, so that the form vanishes along their difference."""
    game = symmetric([[1, 1, 1], [1, 1, 1], [1, 1, 0]])
    found = bg.evolutionary_stability(game, {"1": "1/2", "2": "1/2"})
    assert found.is_equilibrium
    assert found.is_neutral
    assert not found.is_stable
    game = symmetric([[1, 1, 0], [1, 1, 2], [1, 1, 0]])
    found = bg.evolutionary_stability(game, {"1": "1/2", "2": "1/2"})
    assert found.is_equilibrium
    assert not found.is_neutral


def test_known_sets():
    hawks = symmetric([[-1, 2], [0, 1]])
    assert bg.evolutionarily_stable_strategies(hawks) == (weights([1, 1]),)
    stag = symmetric([[4, 0], [3, 2]])
    assert bg.evolutionarily_stable_strategies(stag) == (weights([1, 0]), weights([0, 1]))
    nobody_cares = symmetric([[0, 0], [0, 0]])
    assert bg.evolutionarily_stable_strategies(nobody_cares) == ()
    assert bg.evolutionarily_stable_strategies(symmetric([[3]])) == (weights([1]),)


def test_thirty_strategies_that_do_well_only_among_their_kind():
    size = 30
    game = symmetric([[int(i == j) for j in range(size)] for i in range(size)])
    assert len(bg.evolutionarily_stable_strategies(game)) == size


def test_it_says_what_happens():
    game = symmetric([[-1, 2], [0, 1]])
    assert str(bg.evolutionary_stability(game, "1")) == (
        "1 is no equilibrium: against it 2 earns 1 more"
    )
    stag = symmetric([[4, 0], [3, 2]])
    mixed = bg.evolutionary_stability(stag, {"1": "2/3", "2": "1/3"})
    assert str(mixed).startswith("(1 2/3, 2 1/3) is not stable: against ")
    twins = bg.evolutionary_stability(symmetric([[0, 0], [0, 0]]), "1")
    assert str(twins) == (
        "1 is neutrally stable only: against 2, which is as good a reply to 1, 2 earns as much as 1"
    )


@pytest.mark.parametrize(
    ("game", "reason"),
    [
        (bg.NormalFormGame.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]]), "pays 1 2, but 2 3"),
        (bg.NormalFormGame.from_arrays([[1, 2]], [[1, 2]]), "the same strategies"),
        (bg.NormalFormGame.from_arrays([[[1]]], [[[1]]], [[[1]]]), "3 players"),
        (symmetric([[1, 0], [0, 1]]).to_float(), "in floats"),
        (symmetric([[bg.Parameter("x", 1), 0], [0, 1]]), "free: x"),
    ],
    ids=["asymmetric", "menus", "three", "floats", "open"],
)
def test_other_games_are_refused(game, reason):
    with pytest.raises(bg.UnsupportedGameError, match=reason):
        bg.evolutionarily_stable_strategies(game)
    with pytest.raises(bg.UnsupportedGameError, match=reason):
        bg.is_evolutionarily_stable(game, "1")


def test_other_trees_and_profiles_are_refused():
    with pytest.raises(bg.UnsupportedGameError, match="NormalFormGame"):
        bg.is_evolutionarily_stable(bg.catalog.load("centipede").game, "1")
    with pytest.raises(bg.InvalidProfileError, match="no strategy '3'"):
        bg.is_evolutionarily_stable(symmetric([[0, 1], [1, 0]]), "3")
    root = bg.Algebraic((-1, 0, 2), (0, 1))
    with pytest.raises(bg.InvalidProfileError, match="as fractions"):
        bg.is_evolutionarily_stable(symmetric([[0, 1], [1, 0]]), {"1": root, "2": 1 - root})


def test_too_many_best_replies_are_refused_at_once():
    with pytest.raises(bg.UnsupportedGameError, match="19 strategies outside"):
        bg.is_evolutionarily_stable(symmetric([[0] * 20] * 20), "1")
