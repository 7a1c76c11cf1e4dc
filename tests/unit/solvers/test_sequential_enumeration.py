"""Sequential equilibria with published answers, and what is told of them."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

import brinkgame as bg
from brinkgame.catalog.reputation import fights, reputation
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from tests.unit.credibility import samples
from tests.unit.drawing import SEEDS, games

SOLVER = bg.SequentialEnumeration()


def solved(game, solver=SOLVER):
    result = bg.solve(game, solver)
    assert result.coverage is bg.Coverage.ALL
    return result


def test_of_the_horse_only_one_nash_component_is_sequential():
    result = solved(samples.horse())
    assert len(result.components) == 1
    family = result[0].family
    assert family.conditions[:3] == ("1 at 1: R", "2 at 2: R", "Pr(R at 3) <= 1/4")

    def horse(third, believed):
        return bg.Assessment.of(
            result.game,
            {"1": {"1": "R"}, "2": {"2": "R"}, "3": {"3": {"R": third, "L": 1 - third}}},
            {"3": {"3": {"root/R/L": believed, "root/L": 1 - believed}}},
        )

    assert horse(Fraction(1, 4), Fraction(2, 3)) in family
    assert horse(Fraction(1, 4), Fraction(3, 4)) not in family
    assert horse(Fraction(0), Fraction(3, 4)) in family
    assert horse(Fraction(1, 3), Fraction(2, 3)) not in family
    assert horse(Fraction(0), Fraction(1, 2)) not in family
    assert family.payoff_ranges == dict.fromkeys("123", (1, 1))
    # The other component, in which 1 plays L and 3 plays R.
    assert {"1": {"1": "L"}, "2": {"2": "R"}, "3": {"3": "R"}} not in family


def test_beer_and_quiche_when_most_are_strong():
    result = solved(samples.beer_quiche("9/10"))
    assert len(result.components) == len(result) == 2
    for equilibrium in result:
        [meal] = equilibrium.profile.support("sender", "strong")
        other = "quiche" if meal == "beer" else "beer"
        assert equilibrium.profile.support("sender", "weak") == (meal,)
        assert f"Pr(duel at {other}) >= 1/2" in equilibrium.family.conditions
        assert equilibrium.family.count == 1


def test_beer_and_quiche_when_most_are_weak():
    only = solved(samples.beer_quiche("1/10")).only()
    assert only.profile["sender"]["weak"]["beer"] == Fraction(1, 9)
    assert only.profile["sender"]["strong"]["beer"] == 1
    assert only.profile["receiver"]["beer"]["duel"] == Fraction(1, 2)
    assert only.profile["receiver"]["quiche"]["duel"] == 1
    assert only.beliefs["receiver"]["beer"]["root/weak/beer"] == Fraction(1, 2)


def test_the_two_letters_have_one_equilibrium_of_each_kind():
    base = solved(samples.letters()).only().profile
    assert base.support("USSR", "weak") == base.support("USSR", "tough") == ("both",)
    assert base.support("US", "reply") == ("private terms",)
    # memo R4: less face to save than a public retreat costs (a = 3/10, tau_K = 1, mu* = 1/4)
    mixed = solved(samples.letters(face_saved="1/10")).only().profile
    assert mixed["USSR"]["weak"]["both"] == Fraction(3, 20) * Fraction(3, 4) / (
        Fraction(17, 20) * Fraction(1, 4)
    )
    assert mixed["US"]["reply"]["trade"] == Fraction(1, 5) / Fraction(13, 10)
    often = solved(samples.letters(tough="3/10")).only().profile
    assert often.support("US", "reply") == ("trade",)


def test_the_subgame_with_three_equilibria_gives_three():
    result = solved(samples.outside_option())
    assert [len(part) for part in result.components] == [1, 1, 1]
    assert sorted(each.payoffs["1"] for each in result) == [2, 2, 3]


def test_card_game():
    only = solved(samples.card_game()).only()
    assert only.payoffs["1"] == Fraction(1, 3)
    assert only.profile["2"]["2"]["meet"] == Fraction(2, 3)
    assert only.profile["1"]["root/black"]["raise"] == Fraction(1, 3)


def test_entry_deterrence_is_unique():
    only = solved(bg.catalog.load("entry-deterrence").game).only()
    assert only.family is None
    assert only.profile.support("incumbent", "entry") == ("accommodate",)


@pytest.mark.parametrize(("stages", "fights"), [(1, Fraction(0)), (2, Fraction(1, 9))])
def test_reputation_by_the_formula(stages, fights):
    result = solved(samples.reputation(stages))
    assert len(result.components) == 1
    for equilibrium in result:
        assert equilibrium.profile["incumbent"][f"weak {stages}"]["fight"] == fights


@pytest.mark.parametrize(
    ("markets", "share"),
    [
        (1, Fraction(0)),
        (2, Fraction(1, 9)),
        (3, Fraction(1, 3)),
        pytest.param(4, Fraction(7, 9), marks=pytest.mark.slow),
    ],
)
def test_reputation_where_the_strong_have_no_choice_is_unique(markets, share):
    """With four markets there are 80 information sets."""
    only = solved(reputation(markets).at()).only()
    assert only.profile["incumbent"]["first market"]["fight"] == share
    assert share == min(Fraction(1), fights(markets, Fraction(1, 10), Fraction(1, 2)))


def test_consistent_beliefs_of_different_players_agree():
    sequential = solved(samples.blame())
    bayesian = solved(samples.blame(), bg.PerfectBayesianEnumeration())
    apart = bg.Assessment.of(
        samples.blame(),
        {"A": {"A": "out"}, "B": {"B": "x"}, "C": {"C": "y"}},
        {"B": {"B": "root/x"}, "C": {"C": {"root/y/x": 1}}},
    )
    assert any(apart in each.family for each in bayesian)
    assert not any(apart in each.family for each in sequential)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_perfect_information_without_ties(seed):
    """Payoffs drawn from many values: the equilibrium of backward induction, and no other."""
    rng = random.Random(seed)
    game, _ = random_game(rng)
    right = bg.BackwardInduction().run(game)
    run = SOLVER.run(game)
    if len(right.profiles) == 1 and right.families == ():
        assert run.profiles == right.profiles


def random_game(rng):
    from tests.unit.drawing import written

    players = ("A", "B", "C")[: rng.randint(1, 3)]
    root = written(rng, players, decisions=12, depth=5, number=lambda rng: rng.randint(0, 10**6))
    return bg.ExtensiveFormGame("drawn", players=players, root=root), root


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(drawn=games(information="perfect", decisions=6))
def test_perfect_information_with_ties(drawn):
    """The listed profiles belong to the family of backward induction, and the other way round."""
    game = drawn[0]
    right = bg.BackwardInduction().run(game)
    run = SOLVER.run(game)
    if run.coverage is not bg.Coverage.ALL:
        return
    families = {id(family): family for family in run.families if family is not None}.values()
    singles = [p for p, f in zip(run.profiles, run.families, strict=True) if f is None]
    for profile in right.profiles:
        assert profile in singles or any(profile in family for family in families)
    for profile in run.profiles:
        assert profile in right.profiles or any(
            profile in family for family in right.families if family is not None
        )


def test_a_time_limit_is_heard():
    result = bg.solve(samples.reputation(3), SOLVER, time_limit=0.3, check=False)
    assert result.status is bg.Status.TIME_LIMIT
    assert result.coverage is bg.Coverage.SOME
    assert "agent quantal response" in result.notes[-1]


def test_imperfect_recall_is_refused_with_two_nodes():
    end = bg.Terminal({"A": 0})
    forgets = bg.Decision("A", {"l": end, "r": end}, infoset="later")
    game = bg.ExtensiveFormGame(
        "forgets", players=("A",), root=bg.Decision("A", {"l": forgets, "r": forgets})
    )
    with pytest.raises(UnsupportedGameError, match="forgets at root/l and root/r"):
        bg.solve(game, SOLVER)


@pytest.mark.parametrize("limit", [0, True, "many"])
def test_limit_is_a_whole_number(limit):
    with pytest.raises(InvalidNumberError, match="limit"):
        bg.SequentialEnumeration(limit=limit)


def test_limit_is_told():
    run = bg.SequentialEnumeration(limit=1).run(samples.outside_option())
    assert run.status is bg.Status.LIMIT
    assert len(run.profiles) == 1
    assert "3 connected sets" in run.notes[0]
