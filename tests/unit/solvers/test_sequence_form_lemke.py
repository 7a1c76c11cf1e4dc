"""One equilibrium of a two-player tree, pivot by pivot."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms.conversion import pure_strategies
from brinkgame.results import Coverage, Status
from tests.unit import drawing
from tests.unit.solvers.test_tree_enumeration import (
    Countdown,
    D,
    beer_quiche,
    kuhn,
    outside_option,
    paid,
    trees,
)

C = bg.Chance


def signaling(size, seed, number=lambda rng: rng.randint(0, 99)):
    """So many types, messages and replies."""
    rng = random.Random(seed)

    def reply(message):
        return D(
            "2",
            {f"reply {k}": paid(number(rng), number(rng)) for k in range(size)},
            infoset=f"after {message}",
        )

    def sender(kind):
        return D("1", {f"m{j}": reply(f"m{j}") for j in range(size)}, infoset=kind)

    types = {f"type {i}": (Fraction(1, size), sender(f"type {i}")) for i in range(size)}
    return bg.ExtensiveFormGame("signaling", players=("1", "2"), root=C(types))


@given(trees(most=14), st.data())
def test_it_ends_in_an_equilibrium(game, data):
    result = bg.solve(game, bg.SequenceFormLemke())
    assert result.status is Status.SOLVED
    assert result.coverage is Coverage.ONE
    assert not any(bg.regrets(game, result[0].profile).values())
    prior = data.draw(drawing.profiles(game, pure=data.draw(st.booleans())))
    result = bg.solve(game, bg.SequenceFormLemke(prior=prior))
    assert not any(bg.regrets(game, result[0].profile).values())


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("size", [2, 3, 5])
def test_it_is_one_of_all(size, seed):
    tied = [lambda rng: rng.randint(0, 99), drawing.tied][seed % 2]
    game = signaling(size, seed, tied)
    found = bg.solve(game, bg.SequenceFormLemke())[0].profile
    assert not any(bg.regrets(game, found).values())
    if size < 3 or (seed < 6 and size < 4):
        everything = bg.solve(game, bg.SequenceFormEnumeration())
        assert any(
            e.profile == found or (e.family is not None and found in e.family) for e in everything
        )


def test_the_path_may_turn_back_where_a_complement_leaves_again():
    """Signaling games with many types wind a long way."""
    result = bg.solve(signaling(8, 4), bg.SequenceFormLemke())
    assert result.status is Status.SOLVED
    assert result.statistics["pivots"] > 50


@given(trees(most=6))
def test_it_is_perfect_in_the_normal_form(game):
    """From a prior that has everything in it nobody uses a weakly dominated strategy."""
    result = bg.solve(game, bg.SequenceFormLemke())
    table = bg.to_normal_form(game)
    if math.prod(table.shape) > 60:
        return
    form, mixed = game.sequence_form, {}
    for who, player in enumerate(game.players):
        own = form.structure.own[who].tolist()
        weights = []
        for strategy in pure_strategies(game, player, reduced=True):
            # Information sets that a strategy excludes are not played, whatever is said of them.
            shares = [
                result[0].profile.weights_at(where)[action]
                for where, action in zip(own, strategy, strict=True)
                if action >= 0
            ]
            weights.append(math.prod(shares, start=Fraction(1)))
        mixed[player] = dict(zip(table.strategies[player], weights, strict=True))
    assert bg.is_perfect(table, mixed)


def test_known_games():
    assert bg.solve(kuhn(), bg.SequenceFormLemke())[0].payoffs["1"] == Fraction(-1, 18)
    weak = bg.solve(beer_quiche("1/10"), bg.SequenceFormLemke())[0].profile["1"]["weak"]
    assert weak["beer"] == Fraction(1, 9)


def test_other_priors_lead_elsewhere():
    game = outside_option()
    found = set()
    for inside, reply in itertools.product("TB", "LR"):
        plan = {"1": {"top": "out", "inside": inside}, "2": {"h": reply}}
        prior = bg.BehaviorStrategyProfile(game, plan)
        found.add(bg.solve(game, bg.SequenceFormLemke(prior=prior))[0].payoffs["1"])
    assert found == {2, 3}


@given(trees())
def test_a_prior_that_is_a_pure_equilibrium_is_kept(game):
    for equilibrium in bg.solve(game, bg.ReducedFormEnumeration()):
        if equilibrium.is_pure:
            result = bg.solve(game, bg.SequenceFormLemke(prior=equilibrium.profile))
            ends = [result.by_outcome()[0].ends]
            assert ends == [bg.outcome_groups(game, [equilibrium.profile])[0].ends]
            assert result.statistics["pivots"] == 0


@given(trees(most=10))
def test_floats_are_solved_for_what_they_hold(game):
    result = bg.solve(game.to_float(), bg.SequenceFormLemke(), check=False)
    assert result.status in (Status.SOLVED, Status.UNCERTIFIED)


def test_what_is_out_of_scope():
    solver = bg.SequenceFormLemke()
    end = bg.Terminal({"1": 1, "2": 0})
    hidden = D("1", {"c": end, "d": end}, infoset="x")
    forgets = bg.ExtensiveFormGame(
        "forgets", players=("1", "2"), root=D("1", {"a": hidden, "b": hidden})
    )
    (text,) = solver.obstacles(forgets)
    assert "root/a" in text
    alone = bg.ExtensiveFormGame(
        "one", players=("1",), root=bg.Decision("1", {"a": bg.Terminal({"1": 1})})
    )
    assert "not of 1" in solver.obstacles(alone)[0]
    prior = bg.BehaviorStrategyProfile(
        outside_option(), {"1": {"top": "out", "inside": "T"}, "2": {"h": "L"}}
    )
    (text,) = bg.SequenceFormLemke(prior=prior).obstacles(kuhn())
    assert "the prior is no profile of this game" in text


@pytest.mark.parametrize("left", range(4))
def test_time_is_up(left):
    run = bg.SequenceFormLemke().run(kuhn(), Countdown(left))
    assert run.status is Status.TIME_LIMIT
    assert run.coverage is Coverage.SOME
    assert not run.profiles
