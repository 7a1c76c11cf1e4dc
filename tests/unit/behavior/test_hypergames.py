"""Hypergames: everybody on their own plan, in the true game."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.testing import normal_form_games, perfect_information_games

DEPLOY = bg.memo.load("deploy").game


def entry(out: Any = 0, fight: Any = -1) -> bg.ExtensiveFormGame:
    """A firm enters or stays out; the other accommodates it, or fights."""
    return bg.ExtensiveFormGame(
        "entry",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "out": bg.Terminal({"A": out, "B": 4}, label="out"),
                "in": bg.Decision(
                    "B",
                    {
                        "kind": bg.Terminal({"A": 2, "B": 2}, label="peace"),
                        "fight": bg.Terminal({"A": -1, "B": fight}, label="war"),
                    },
                    infoset="entered",
                ),
            },
            infoset="start",
        ),
    )


@given(perfect_information_games(max_decisions=4))
def test_seeing_the_truth_gives_its_equilibria(game: bg.ExtensiveFormGame) -> None:
    truth = bg.solve(game)
    found = bg.Hypergame(game, {}).solve()
    profiles = {outcome.profile for outcome in found}
    assert {e.profile for e in truth} <= profiles
    if truth.is_complete_list:
        [outcome] = found
        assert outcome.gaps == dict.fromkeys(game.players, 0)
        assert not any(outcome.surprises.values())
        assert found.only() is outcome
        assert outcome.path() == outcome.expected_path(game.players[0])


@given(perfect_information_games(players=2, max_decisions=4, max_depth=3), st.data())
def test_each_plays_its_own_part(game: bg.ExtensiveFormGame, data: st.DataObject) -> None:
    """Every combination of perceived pure equilibria is there, and is paid by the true game."""
    moved = {p: bg.LossAversion(data.draw(st.integers(1, 9)), reference=1) for p in game.players}
    seen = bg.transform_payoffs(game, moved)
    first, second = game.players
    result = bg.Hypergame(game, {second: seen}).solve()

    def pure(which: bg.ExtensiveFormGame) -> list[Any]:
        sizes = which.tree.infoset_size.tolist()
        every = (
            bg.BehaviorStrategyProfile.pure(which, choice)
            for choice in itertools.product(*map(range, sizes))
        )
        return [p for p in every if not any(bg.subgame_regrets(which, p).regrets.values())]

    wanted = {
        (str(bg.BehaviorStrategyProfile(game, {first: one[first], second: two[second]})))
        for one in pure(game)
        for two in pure(seen)
    }
    listed = [outcome for outcome in result if outcome.profile.is_pure]
    assert {str(outcome.profile) for outcome in listed} == wanted
    for outcome in result:
        assert outcome.payoffs == bg.expected_payoffs(game, outcome.profile)
        assert outcome.regrets == bg.regrets(game, outcome.profile)
        mine = outcome.perceived[second]
        assert outcome.expected[second] == bg.expected_payoffs(seen, mine)[second]


@given(normal_form_games(players=2, max_cells=6), normal_form_games(players=2, max_cells=6))
def test_tables(true: bg.NormalFormGame, other: bg.NormalFormGame) -> None:
    """Where the perceived table has the same strategies, everybody mixes as in its own."""
    player = true.players[0]
    same = other.strategies == true.strategies
    if not same:
        if set(other.strategies[player]) - set(true.strategies[player]):
            with pytest.raises(UnsupportedGameError, match="which it cannot do"):
                bg.Hypergame(true, {player: other})
        return
    result = bg.Hypergame(true, {player: other}).solve()
    assert len(result) == len(result.perceived[player]) * len(result.informed)
    assert result.is_complete_list == (
        result.perceived[player].is_complete_list and result.informed.is_complete_list
    )


def test_deploy_believing_in_a_weak_us() -> None:
    story = bg.Hypergame(DEPLOY, {"USSR": {"us_resolve": "3/10"}}, at={"us_resolve": 1}).solve()
    outcome = story.only()
    # Deploy iff d*theta <= 25/64: .15 as it is believed, .5 as it is.
    assert outcome.profile["USSR"]["root"]["deploy"] == 1
    assert outcome.expected["USSR"] == Fraction(2) - Fraction(3, 20) * (2 + Fraction(44, 10))
    assert outcome.payoffs["USSR"] == Fraction(2) - Fraction(1, 2) * (2 + Fraction(44, 10))
    assert outcome.gaps["USSR"] == Fraction(-56, 25)
    assert outcome.regrets["USSR"] == Fraction(-1, 2) - outcome.payoffs["USSR"]
    assert story.informed.only().profile["USSR"]["root"]["hold"] == 1
    assert outcome.expected_outcomes("USSR")["missiles stay"] == Fraction(17, 20)
    assert outcome.outcomes()["missiles stay"] == Fraction(1, 2)
    assert story.gap_range("USSR") == (Fraction(-56, 25),) * 2
    assert story.expected_range("US")[0] == outcome.expected["US"]
    assert "USSR expected 26/25, got -6/5" in str(story)


def test_surprise_and_plans_off_the_expected_path() -> None:
    """B thinks that A will stay out; A, who knows better, enters; B does what it had in mind."""
    hypergame = bg.Hypergame(entry(), {"B": entry(out=3)})
    outcome = hypergame.solve().only()
    assert outcome.surprises == {"A": (), "B": ("entered",)}
    assert (outcome.expected["B"], outcome.payoffs["B"]) == (4, 2)
    assert outcome.path() == {"root/in/kind": 1}
    assert outcome.expected_path("B") == {"root/out": 1}


def test_ties_off_the_expected_path_matter() -> None:
    """Indifferent where it does not expect to be, B may do either: two outcomes, not one."""
    hypergame = bg.Hypergame(entry(), {"B": entry(out=3, fight=2)})
    result = hypergame.solve()
    assert {tuple(o.path()) for o in result} == {("root/in/kind",), ("root/in/fight",)}
    assert not result.is_complete_list
    assert result.payoff_range("A") == (-1, 2)
    assert result.regret_range("A") == (0, 1)
    with pytest.raises(AmbiguousEquilibriumError, match="2 outcomes are listed"):
        result.only()
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        result.gap_range("C")
    assert len(result[:1]) == 1


def test_several_equilibria_are_all_combined() -> None:
    chicken = bg.catalog.load("chicken").game
    result = bg.Hypergame(chicken, {}).solve()
    assert len(result) == 9
    crash = min(min(o.payoffs.values()) for o in result)
    assert crash == min(chicken.payoff_array(chicken.players[0]).ravel())
    assert all(sum(o.path().values()) == 1 for o in result)


def test_blind_to_what_the_other_can_do() -> None:
    """A does not see that B can fight; B's perceived game is the truth."""
    blind = bg.remove_action(entry(fight=3), "B", "entered", "fight")
    outcome = bg.Hypergame(entry(fight=3), {"A": blind}).solve().only()
    assert outcome.path() == {"root/in/fight": 1}
    # B, who fights, thought that A knows and stays out.
    assert outcome.gaps == {"A": -3, "B": -1}


def test_blind_to_a_situation() -> None:
    """B does not see that A can enter, and has no plan for it: one must be given."""
    never = bg.remove_action(entry(), "A", "start", "in")
    with pytest.raises(UnsupportedGameError, match="say what it does then with unplanned="):
        bg.Hypergame(entry(), {"B": never})
    outcome = (
        bg.Hypergame(entry(), {"B": never}, unplanned={"B": {"entered": "fight"}}).solve().only()
    )
    assert outcome.payoffs["A"] == -1
    assert outcome.surprises["B"] == ("entered",)
    assert outcome.regrets == {"A": 1, "B": 3}


def test_blind_to_an_action_of_ones_own() -> None:
    tied = bg.remove_action(entry(), "B", "entered", "kind")
    outcome = bg.Hypergame(entry(), {"B": tied}).solve().only()
    assert outcome.path() == {"root/in/fight": 1}
    assert outcome.regrets["B"] == 3


def test_what_does_not_fit() -> None:
    letters = bg.memo.load("letters").game
    with pytest.raises(UnknownNameError, match="did you mean 'USSR'"):
        bg.Hypergame(DEPLOY, {"USR": {}})
    with pytest.raises(UnknownNameError, match="us_resolv"):
        bg.Hypergame(DEPLOY, {"USSR": {"us_resolv": 1}})
    with pytest.raises(InvalidParameterError, match="values of parameters or a game"):
        bg.Hypergame(DEPLOY, {"USSR": 3})  # type: ignore[dict-item]
    with pytest.raises(InvalidParameterError, match="perceptions are written"):
        bg.Hypergame(DEPLOY, "USSR")  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="expected a game"):
        bg.Hypergame("deploy", {})  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="no information set 'root'"):
        bg.Hypergame(DEPLOY, {"USSR": letters})
    with pytest.raises(UnsupportedGameError, match="in floats"):
        bg.Hypergame(DEPLOY, {"USSR": DEPLOY.at().to_float()})
    with pytest.raises(UnsupportedGameError, match="no common form"):
        bg.Hypergame(DEPLOY, {"USSR": bg.NormalFormGame.from_arrays([[1]], [[1]])})
    with pytest.raises(UnsupportedGameError, match="perceives the players A, B"):
        bg.Hypergame(DEPLOY, {"US": entry()})
    with pytest.raises(UnsupportedGameError, match="which it perceives"):
        bg.Hypergame(entry(), {"B": entry(out=3)}, unplanned={"B": {"entered": "fight"}})
    with pytest.raises(UnsupportedGameError, match="no information set 'enterd'"):
        bg.Hypergame(entry(), {"B": entry(out=3)}, unplanned={"B": {"enterd": "fight"}})
    hypergame = bg.Hypergame(DEPLOY, {})
    with pytest.raises(AttributeError, match="cannot be changed"):
        hypergame.game = DEPLOY
    with pytest.raises(UnknownNameError, match="no player 'Cuba'"):
        hypergame.perceived("Cuba")
    with pytest.raises(UnknownNameError, match="no player 'Cuba'"):
        hypergame.solve()[0].expected_path("Cuba")
    assert repr(hypergame) == "<Hypergame 'deploy'; misperceived by nobody>"
    pennies = bg.catalog.load("matching-pennies").game
    with pytest.raises(AmbiguousEquilibriumError, match="no equilibrium to act on"):
        bg.Hypergame(pennies, {}).solve(solver=bg.PureEnumeration())


def test_inference_from_silence() -> None:
    theta, kappa = bg.Parameter("theta", "3/5", low=0, high=1), bg.Parameter("kappa", "3/5")
    belief = bg.belief_after_silence(theta, kappa)
    assert belief == theta * (1 - kappa) / (theta * (1 - kappa) + 1 - theta)
    assert bg.belief_after_silence("3/5", "3/5") == Fraction(3, 8)
    assert bg.belief_after_silence("3/5", "3/5", false_signal="3/5") == Fraction(3, 5)
    assert bg.posterior("1/5", "3/10", 1) / (1 - bg.posterior("1/5", "3/10", 1)) == Fraction(3, 40)
    for call, words in (
        (lambda: bg.belief_after_silence("3/2", 0), "prior: the chance 3/2 is outside"),
        (lambda: bg.belief_after_silence(1, 1), "cannot have come"),
        (lambda: bg.posterior("1/2", -1, 1), "not negative"),
        (lambda: bg.belief_after_silence("1/2", 0, false_signal=2), "false_signal"),
    ):
        with pytest.raises(bg.InvalidNumberError, match=words):
            call()  # type: ignore[no-untyped-call]
