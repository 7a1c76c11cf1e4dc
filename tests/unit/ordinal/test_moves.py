from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.catalog import brams_alternative, brams_chicken
from tests.unit.ordinal.drawing import ordinal_games, payoffs_in_order

TWO = {"row": ("up", "down"), "column": ("left", "right")}
CELLS = tuple(itertools.product(*TWO.values()))


def two_by_two(first, second):
    cells = dict(zip(CELLS, zip(first, second, strict=True), strict=True))
    return bg.OrdinalGame.from_cells("two by two", strategies=TWO, cells=cells)


STRICT = [
    two_by_two(a, b)
    for a in itertools.permutations((1, 2, 3, 4))
    for b in itertools.permutations((1, 2, 3, 4))
]


def key(game):
    """The same for games that differ in the names of players and strategies alone."""
    forms = []
    for rows, columns in itertools.product((1, -1), repeat=2):
        cells = [cell for line in (CELLS[:2], CELLS[2:])[::rows] for cell in line[::columns]]
        turned = [cells[i] for i in (0, 2, 1, 3)]
        for order, players in ((cells, ("row", "column")), (turned, ("column", "row"))):
            forms.append(tuple(tuple(game.rank(p, s) for s in order) for p in players))
    return min(forms)


CLASSES = {key(game): game for game in STRICT}


def survivor(game, mover, start):
    """The outcome for one first mover of a strict 2x2 game, from the last move of four back."""
    first, second = game.players
    other = {first: second, second: first}
    states, movers = [start], [mover]
    for _ in range(3):
        states.append(game.moves(movers[-1], states[-1])[0])
        movers.append(other[movers[-1]])
    end = start
    for state, player in reversed(list(zip(states, movers, strict=True))):
        if not game.prefers(player, end, state):
            end = state
    return end


def test_chicken_as_published():
    game = brams_chicken.GAME
    found = bg.nonmyopic_equilibria(game)
    ranks = [tuple(game.rank(p, s) for p in ("US", "USSR")) for s in found.equilibria]
    assert sorted(ranks) == [(2, 4), (3, 3), (4, 2)]
    assert found.indeterminate == (("strike", "maintain"),)
    assert found.from_state({"US": "blockade", "USSR": "maintain"}) == (("strike", "withdraw"),)
    assert not bg.moving_power(game).is_cyclic


def test_the_alternative_as_published():
    game = brams_alternative.GAME
    assert game.nash_equilibria() == ()
    found = bg.nonmyopic_equilibria(game)
    assert found.equilibria == (("blockade", "withdraw"), ("strike", "withdraw"))
    assert found.indeterminate == ()
    assert found.holds_for == "all payoffs in this order"
    power = bg.moving_power(game)
    assert power.outcomes("US") == (("blockade", "withdraw"),)
    assert power.outcomes("USSR") == (("strike", "withdraw"),)
    assert power.is_effective("US")
    assert not power.is_effective("USSR"), "it gets 2 with it and 3 without it"
    assert str(found).count("from (") == 4


def test_all_strict_games_against_the_induction_by_hand():
    for game in STRICT:
        found = bg.nonmyopic_equilibria(game)
        for start in game.states:
            ends = {p: survivor(game, p, start) for p in game.players}
            assert {line.first: line.end for line in found.lines[start]} == ends
            moved = {end for end in ends.values() if end != start}
            assert set(found.outcomes[start]) == (moved or {start})
            for line in found.lines[start]:
                other = next(p for p in game.players if p != line.first)
                turns = itertools.cycle((line.first, other))
                steps = itertools.pairwise(line.path)
                assert all(b in game.moves(p, a) for (a, b), p in zip(steps, turns, strict=False))


def test_how_many_games_there_are():
    # Known counts: 78 strict games, in 57 of which no outcome is best for both.
    assert len(CLASSES) == 78
    conflict = [g for g in CLASSES.values() if g.order("row")[0] != g.order("column")[0]]
    assert len(conflict) == 57
    for game in CLASSES.values():
        found = bg.nonmyopic_equilibria(game)
        if game not in conflict:
            assert found.equilibria == game.order("row")[0], "the outcome that is best for both"


@given(st.data())
def test_what_is_found_holds_for_all_payoffs_in_this_order(data):
    game = data.draw(ordinal_games(2, most=2))
    other = bg.OrdinalGame.of(game.with_payoffs(data.draw(payoffs_in_order(game))))
    found, again = bg.nonmyopic_equilibria(game), bg.nonmyopic_equilibria(other)
    assert found.outcomes == again.outcomes
    assert found.equilibria


@given(ordinal_games(2))
def test_nobody_moves_to_what_it_likes_no_better(game):
    found = bg.nonmyopic_equilibria(game)
    for start, lines in found.lines.items():
        assert {line.first for line in lines} == set(game.players)
        for line in lines:
            assert line.path[0] == start
            assert len(set(line.path[:-1])) == len(line.path) - 1, "no circle before the end"
            if line.is_move:
                assert game.prefers(line.first, line.end, start)
        assert found.outcomes[start]
        assert set(found.outcomes[start]) <= {line.end for line in lines} | {start}


@given(ordinal_games(2))
def test_the_order_of_players_and_strategies_does_not_matter(game):
    first, second = game.players
    turned = bg.OrdinalGame.from_cells(
        "turned",
        strategies={second: game.strategies[second][::-1], first: game.strategies[first][::-1]},
        cells={
            (b, a): (game.rank(second, (a, b)), game.rank(first, (a, b))) for a, b in game.states
        },
    )
    found, other = bg.nonmyopic_equilibria(game), bg.nonmyopic_equilibria(turned)
    for a, b in game.states:
        assert {(y, x) for x, y in found.outcomes[a, b]} == set(other.outcomes[b, a])


def test_ties_leave_several_ends():
    game = bg.OrdinalGame(
        "ties",
        strategies={"A": ("a", "b", "c"), "B": ("x",)},
        ranks={"A": [[1], [2], [2]], "B": [[1], [1], [1]]},
    )
    found = bg.nonmyopic_equilibria(game)
    assert found.outcomes["a", "x"] == (("b", "x"), ("c", "x"))
    assert found.outcomes["b", "x"] == (("b", "x"),)
    assert str(found.lines["b", "x"][0]) == "A stays"


def test_moving_power_only_where_play_goes_round():
    for game in STRICT:
        best = {p: game.order(p)[0][0] for p in game.players}
        for cycle in bg.moving_power(game).cycles:
            turns = list(zip(cycle.states, cycle.movers, strict=True))
            assert list(cycle.impediments) == [s for s, p in turns if s == best[p]]
            assert bool(cycle.outcomes) is cycle.is_cyclic
            for holder, ends in cycle.outcomes.items():
                (end,) = ends
                other = next(p for p in game.players if p != holder)
                stops = [s for s, p in turns if p == other]
                assert end in stops
                assert all(not game.prefers(other, s, end) for s in stops)
    assert sum(bg.moving_power(game).is_cyclic for game in CLASSES.values()) == 36


def test_wrong_games():
    three = bg.OrdinalGame(
        "t",
        strategies={"A": ("a",), "B": ("b",), "C": ("c",)},
        ranks={p: [[[1]]] for p in "ABC"},
    )
    big = bg.OrdinalGame(
        "b",
        strategies={"A": ("a", "b", "c"), "B": ("x", "y")},
        ranks={p: [[1, 2], [3, 4], [5, 6]] for p in "AB"},
    )
    table = bg.catalog.load("chicken").game
    for ask in (bg.nonmyopic_equilibria, bg.moving_power):
        with pytest.raises(bg.UnsupportedGameError, match="two players who move in turn"):
            ask(three)
        with pytest.raises(bg.UnsupportedGameError, match="keeps the order"):
            ask(table)
    with pytest.raises(bg.UnsupportedGameError, match="3 x 2"):
        bg.moving_power(big)
    with pytest.raises(bg.UnknownNameError, match="no player"):
        bg.moving_power(brams_chicken.GAME).outcomes("UK")


def test_too_many_lines_of_play(monkeypatch):
    monkeypatch.setattr("brinkgame.ordinal.moves.MOST_STEPS", 10)
    with pytest.raises(bg.UnsupportedGameError, match="too many lines"):
        bg.nonmyopic_equilibria(brams_chicken.GAME)
