"""Optimal strategies of trees are those of their normal forms; all of them, if asked for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms.conversion import pure_strategies
from brinkgame.linear_programs import solve_lp
from brinkgame.play.realization import profile_with_replies, realization_plans
from brinkgame.solvers import sequence_form_lp as module
from brinkgame.testing.profiles import behavior_profiles
from brinkgame.testing.strategies import extensive_form_games

OPPOSED = extensive_form_games(players=2, zero_sum=True, max_decisions=7)
SMALL = extensive_form_games(players=2, zero_sum=True, max_decisions=5, max_actions=2)
KUHN = bg.catalog.load("kuhn-poker").game


@given(OPPOSED)
def test_the_value_is_that_of_the_normal_form(game):
    result = bg.solve(game, bg.SequenceFormLP())
    table = bg.solve(bg.to_normal_form(game), bg.MinimaxLP())
    assert result.statistics["value"] == table.statistics["value"]
    assert result[0].payoffs[game.players[0]] == result.statistics["value"]
    assert result[0].certificate.epsilon == 0


@given(OPPOSED)
def test_floats_come_near(game):
    exact = bg.solve(game, bg.SequenceFormLP()).statistics["value"]
    result = bg.solve(game.to_float(), bg.SequenceFormLP())
    assert result.statistics["value"] == pytest.approx(
        float(exact), abs=1e-9 * game.to_float().payoff_spread
    )


def plan_of(game, player, mixed):
    """The realization plan of a mixed strategy of the reduced normal form."""
    form = game.sequence_form
    who = game.players.index(player)
    total = [Fraction(0)] * form.counts[who]
    for pure, weight in zip(pure_strategies(game, player, reduced=True), mixed, strict=True):
        flat = []
        for infoset, action in zip(form.structure.own[who].tolist(), pure, strict=True):
            size = int(game.tree.infoset_size[infoset])
            flat += [Fraction(int(a == action)) for a in range(size)]
        plan = form.realization_plan(player, flat)
        total = [t + weight * p for t, p in zip(total, plan, strict=True)]
    return tuple(total)


def extreme(points):
    """Those that are no mixture of the others, the plain way."""
    kept = sorted(set(points))
    for point in list(kept):
        others = [other for other in kept if other != point]
        if not others:
            return {point}
        rows = [list(row) for row in zip(*[[*other, 1] for other in others], strict=True)]
        if solve_lp([0] * len(others), equal=(rows, [*point, 1])).status == "optimal":
            kept = others
    return set(kept)


@given(SMALL)
def test_all_optimal_plans_are_those_of_the_reduced_normal_form(game):
    result = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))
    table = bg.to_normal_form(game)
    listed = bg.solve(table, bg.MinimaxLP(optimal_sets=True), check=False)
    if listed.status is not bg.Status.SOLVED:
        return
    assert result.coverage is bg.Coverage.ALL
    corners = (
        result[0].family.corners
        if result[0].family
        else tuple((tuple(plan),) for plan in realization_plans(game, result[0].profile))
    )
    for who, player in enumerate(game.players):
        mixed = {e.profile.weights[who] for e in listed}
        plans = extreme(plan_of(game, player, weights) for weights in mixed)
        assert set(corners[who]) == plans, player
    assert len(result) == len(corners[0]) * len(corners[1])


@given(st.data())
def test_the_family_holds_exactly_the_equilibria(data):
    game = data.draw(SMALL)
    result = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))
    family = result[0].family
    if family is None:
        return
    profile = data.draw(behavior_profiles(game))
    assert (profile in family) == (max(bg.regrets(game, profile).values()) == 0)
    # Any mixture of corners, with anything where play does not go, is in it.
    share = data.draw(st.fractions(0, 1))
    mixed = [
        [share * a + (1 - share) * b for a, b in zip(plans[0], plans[-1], strict=True)]
        for plans in family.corners
    ]
    assert profile_with_replies(game, mixed) in family
    assert family.count is None
    assert family.vertices is None
    for player in game.players:
        assert family.payoff_ranges[player] == (result[0].payoffs[player],) * 2
    assert len(family.conditions) == 2


@given(SMALL)
def test_where_nobody_goes_replies_are_good(game):
    """Replacing a strategy by its own completion changes no payoff."""
    profile = bg.solve(game, bg.SequenceFormLP())[0].profile
    again = profile_with_replies(game, realization_plans(game, profile))
    assert bg.expected_payoffs(game, again) == bg.expected_payoffs(game, profile)


def test_kuhn_poker():
    result = bg.solve(KUHN, bg.SequenceFormLP(optimal_sets=True))
    assert result.statistics["value"] == Fraction(-1, 18)
    assert result.statistics["corners"] == (2, 1)
    assert result.coverage is bg.Coverage.ALL
    family = result[0].family
    # The line: jack bets a, king 3a, queen calls with a + 1/3, for a from 0 to 1/3.
    for corner in result:
        mine = corner.profile["first"]
        a = mine["jack"]["bet"]
        assert mine["king"]["bet"] == 3 * a
        assert mine["queen, check, bet"]["call"] == a + Fraction(1, 3)
        assert mine["queen"]["bet"] == 0
        assert mine["jack, check, bet"]["call"] == 0
        theirs = corner.profile["second"]
        assert theirs["jack, check"]["bet"] == theirs["queen, bet"]["call"] == Fraction(1, 3)
        assert theirs["queen, check"]["bet"] == theirs["jack, bet"]["call"] == 0
        assert theirs["king, check"]["bet"] == theirs["king, bet"]["call"] == 1
    assert [corner.profile["first"]["jack"]["bet"] for corner in result] == [0, Fraction(1, 3)]
    between = dict(result[0].profile)
    between["first"] = {label: dict(plan) for label, plan in between["first"].items()}
    for a in (Fraction(1, 7), Fraction(1, 4)):
        between["first"]["jack"] = {"check": 1 - a, "bet": a}
        between["first"]["king"] = {"check": 1 - 3 * a, "bet": 3 * a}
        call = a + Fraction(1, 3)
        between["first"]["queen, check, bet"] = {"fold": 1 - call, "call": call}
        assert between in family
    between["first"]["king"] = {"check": 1, "bet": 0}
    assert between not in family
    # Where the king always bets, what it would do after a check is free.
    assert "king, check, bet: call if t < 1, else free" in family.conditions[0]
    assert "jack, check: check 2/3, bet 1/3" in family.conditions[1]


def test_kuhn_poker_in_floats():
    result = bg.solve(KUHN.to_float(), bg.SequenceFormLP(optimal_sets=True))
    assert result.statistics["corners"] == (2, 1)
    assert result[0].profile in result[0].family
    assert isinstance(result.statistics["value"], float)


def test_leduc_poker():
    game = bg.catalog.leduc_poker()
    result = bg.solve(game.to_float(), bg.SequenceFormLP())
    assert result.statistics["value"] == pytest.approx(-0.0856064, abs=1e-7)
    assert result[0].certificate.epsilon < 1e-12


def test_leduc_poker_exactly():
    result = bg.solve(bg.catalog.leduc_poker(), bg.SequenceFormLP())
    assert result[0].is_exact
    assert result[0].certificate.epsilon == 0
    assert result[0].payoffs["first"] == result.statistics["value"]
    assert float(result.statistics["value"]) == pytest.approx(-0.0856064240780)


def test_what_is_too_large_for_rationals_is_rounded(monkeypatch):
    monkeypatch.setattr(module, "_EXACT_UP_TO", 10)
    monkeypatch.setattr(module._solved, "__defaults__", (10,))
    result = bg.solve(KUHN, bg.SequenceFormLP())
    assert "too large for rationals" in result.notes[0]
    assert result[0].certificate.epsilon <= Fraction(1, 10**9)
    assert result.statistics["value"] == pytest.approx(-1 / 18)


def test_constant_sums_are_taken():
    end = {
        (i, j): bg.Terminal({"A": 3 * (i == j), "B": 5 - 3 * (i == j)}) for i in "ab" for j in "ab"
    }
    game = bg.ExtensiveFormGame(
        "five to share",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {i: bg.Decision("B", {j: end[i, j] for j in "ab"}, infoset="B") for i in "ab"},
            infoset="A",
        ),
    )
    result = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))
    assert result.statistics["value"] == Fraction(3, 2)
    assert result[0].payoffs == {"A": Fraction(3, 2), "B": Fraction(7, 2)}
    assert result[0].family is None


def test_a_game_without_moves():
    game = bg.ExtensiveFormGame("end", players=("A", "B"), root=bg.Terminal({"A": 2, "B": -2}))
    for sets in (False, True):
        result = bg.solve(game, bg.SequenceFormLP(optimal_sets=sets))
        assert result.statistics["value"] == 2
        assert bg.solve(game.to_float(), bg.SequenceFormLP(optimal_sets=sets)).status.is_success


def test_a_limit_and_no_time():
    end = bg.Terminal({"A": 0, "B": 0})
    game = bg.ExtensiveFormGame(
        "all the same",
        players=("A", "B"),
        root=bg.Decision("A", {str(i): bg.Decision("B", {"l": end, "r": end}) for i in range(4)}),
    )
    result = bg.solve(game, bg.SequenceFormLP(optimal_sets=True, limit=3), check=False)
    assert result.status is bg.Status.LIMIT
    assert len(result) == 3
    for sets in (False, True):
        late = bg.solve(KUHN, bg.SequenceFormLP(optimal_sets=sets), time_limit=1e-9, check=False)
        assert late.status in (bg.Status.TIME_LIMIT, bg.Status.SOLVED)
    assert (
        bg.solve(KUHN.to_float(), bg.SequenceFormLP(), time_limit=1e-9, check=False).status
        is bg.Status.TIME_LIMIT
    )


@pytest.mark.parametrize("wrong", [0, -1, True, 1.5, "many"])
def test_a_limit_is_a_positive_whole_number(wrong):
    with pytest.raises(bg.InvalidNumberError, match="positive whole number"):
        bg.SequenceFormLP(limit=wrong)


def test_a_flag_is_a_flag():
    with pytest.raises(bg.InvalidParameterError):
        bg.SequenceFormLP(optimal_sets="yes")


def test_what_is_out_of_scope_says_why():
    solver = bg.SequenceFormLP()
    entry = bg.catalog.load("entry-deterrence").game
    [reason] = solver.obstacles(entry)
    assert "payoffs sum to -2 at one end and to 4 at another" in reason
    [reason] = solver.obstacles(entry.to_float())
    assert "payoffs sum to -2.0 at one end and to 4.0 at another" in reason
    end = bg.Terminal({"A": 1, "B": -1})
    below = bg.Decision("A", {"l": end, "r": end}, infoset="below")
    forgets = bg.ExtensiveFormGame(
        "forgetful", players=("A", "B"), root=bg.Decision("A", {"l": below, "r": below})
    )
    [reason] = solver.obstacles(forgets)
    assert "needs perfect recall: a player forgets at below: root/l and root/r" in reason
    alone = bg.ExtensiveFormGame("alone", players=("A",), root=bg.Terminal({"A": 1}))
    assert solver.obstacles(alone) == ("takes two players, not 1",)
