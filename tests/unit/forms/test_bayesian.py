"""Bayesian games: the tree, the table and the agent form are one game; what is refused."""

from __future__ import annotations

import copy
import itertools
import pickle
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from brinkgame.errors import InvalidGameError, UnknownNameError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    BayesianGame,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    to_normal_form,
)
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, expected_payoffs, regrets
from tests.unit.drawing import SEEDS, fractions, shares

P = Parameter("p", "1/3", low=0, high=1)


def settings(**changes: Any) -> dict[str, Any]:
    """A seller of known cost asks of a buyer whose worth the buyer alone knows."""
    usual: dict[str, Any] = {
        "players": ("seller", "buyer"),
        "types": {"buyer": {"keen": P, "cool": REST}},
        "actions": {"seller": ("ask 1", "ask 3"), "buyer": ("take", "leave")},
        "payoffs": trade,
    }
    return {**usual, **changes}


def trade(kinds: Any, moves: Any) -> dict[str, Any]:
    price = int(moves["seller"].removeprefix("ask "))
    worth = {"keen": 4, "cool": 2}[kinds["buyer"]]
    done = moves["buyer"] == "take"
    return {"seller": price * done, "buyer": (worth - price) * done}


def built(**changes: Any) -> BayesianGame:
    return BayesianGame("market", **settings(**changes))


def faults_of(**changes: Any) -> list[str]:
    with pytest.raises(InvalidGameError) as caught:
        built(**changes)
    return [str(fault) for fault in caught.value.faults]


# --- the tree ------------------------------------------------------------------------------------


def test_the_tree_is_the_one_that_one_would_write() -> None:
    def buy(kind: str, price: int) -> Decision:
        worth = {"keen": 4, "cool": 2}[kind]
        return Decision(
            "buyer",
            {
                "take": Terminal({"seller": price, "buyer": worth - price}),
                "leave": Terminal({"seller": 0, "buyer": 0}),
            },
            infoset=kind,
        )

    def ask(kind: str) -> Decision:
        return Decision("seller", {"ask 1": buy(kind, 1), "ask 3": buy(kind, 3)}, infoset="seller")

    by_hand = ExtensiveFormGame(
        "market",
        players=("seller", "buyer"),
        root=Chance({"keen": (P, ask("keen")), "cool": (REST, ask("cool"))}),
    )
    assert built().to_extensive_form() == by_hand
    assert built().to_extensive_form().fingerprint() == by_hand.fingerprint()


def cells() -> dict[Any, Any]:
    return {
        (kind, price, reply): tuple(
            trade({"buyer": kind}, {"seller": price, "buyer": reply}).values()
        )
        for kind, price, reply in itertools.product(
            ("keen", "cool"), ("ask 1", "ask 3"), ("take", "leave")
        )
    }


def test_payoffs_by_cell_are_the_same() -> None:
    assert built(payoffs=cells()) == built()
    nested: dict[str, Any] = {}
    for (kind, price, reply), paid in cells().items():
        nested.setdefault(kind, {})[price, reply] = paid
    assert built(payoffs=nested) == built()
    assert hash(built(payoffs=nested)) == hash(built())


def test_a_game_without_types_is_a_table() -> None:
    game = BayesianGame(
        "chicken",
        players=("A", "B"),
        types={},
        actions={"A": ("swerve", "on"), "B": ("swerve", "on")},
        payoffs={
            ("swerve", "swerve"): (0, 0),
            ("swerve", "on"): (-1, 1),
            ("on", "swerve"): (1, -1),
            ("on", "on"): (-9, -9),
        },
        outcomes={("on", "on"): "crash"},
    )
    tree = game.to_extensive_form()
    assert [(s.label, len(s.members)) for s in tree.information_sets] == [("A", 1), ("B", 2)]
    assert tree.outcomes == ("crash",)
    assert game.to_normal_form() == to_normal_form(tree) == game.to_agent_form()
    assert repr(game) == "<BayesianGame 'chicken': A, B>"


def test_a_value_that_cannot_be_changed() -> None:
    game = built()
    for again in (copy.copy(game), copy.deepcopy(game), pickle.loads(pickle.dumps(game))):
        assert again == game
        assert again.types == game.types
        assert again.beliefs("buyer", "keen") == game.beliefs("buyer", "keen")
    with pytest.raises(AttributeError, match="cannot be changed"):
        game.title = "other"
    with pytest.raises(AttributeError, match="cannot be changed"):
        del game.title
    assert game != "market"


# --- any game ------------------------------------------------------------------------------------


def drawn(rng: random.Random) -> BayesianGame:
    players = ("A", "B", "C")[: rng.randint(1, 3)]
    knowing = [p for p in players if rng.random() < 0.7]
    kinds = {p: tuple(f"{p.lower()}{i}" for i in range(rng.randint(1, 2))) for p in knowing}
    menu = {
        p: {kind: tuple("xyz"[: rng.randint(1, 2)]) for kind in kinds[p]}
        if p in kinds and rng.random() < 0.4
        else tuple("xy")
        for p in players
    }
    joint = rng.random() < 0.5
    types: dict[str, Any] = {}
    prior = None
    if joint:
        types = dict(kinds)
        profiles = list(itertools.product(*kinds.values()))
        prior = dict(zip(profiles, shares(rng, len(profiles)), strict=True))
    else:
        for p, own in kinds.items():
            types[p] = dict(zip(own, shares(rng, len(own)), strict=True))
    numbers: dict[Any, Any] = {}

    def pay(drawn_kinds: Any, moves: Any) -> Any:
        key = (tuple(drawn_kinds.items()), tuple(moves.items()))
        return numbers.setdefault(key, tuple(fractions(rng) for _ in players))

    return BayesianGame(
        "drawn", players=players, types=types, actions=menu, payoffs=pay, prior=prior
    )


@given(SEEDS)
def test_the_tree_and_the_table_pay_the_same(seed: int) -> None:
    game = drawn(random.Random(seed))
    own, of_tree = game.to_normal_form(), to_normal_form(game.to_extensive_form(), reduced=False)
    assert own.shape == of_tree.shape
    assert all((own.payoff_array(p) == of_tree.payoff_array(p)).all() for p in game.players)


@given(SEEDS)
def test_types_that_do_their_best_are_players_that_do(seed: int) -> None:
    """An agent's gain from deviating is its player's gain in the tree."""
    rng = random.Random(seed)
    game = drawn(rng)
    tree, agents = game.to_extensive_form(), game.to_agent_form()
    plan = {
        (p, kind): rng.choice(game.actions[p][kind]) for p in game.players for kind in game.types[p]
    }
    name = {(p, kind): kind if game.types[p] == (p,) else f"{p}: {kind}" for p, kind in plan}
    profile = {name[who]: action for who, action in plan.items()}
    for p in game.players:
        by_player = {q: {kind: plan[q, kind] for kind in game.types[q]} for q in game.players}
        here = expected_payoffs(tree, BehaviorStrategyProfile(tree, by_player))[p]
        gains = Fraction(0)
        for kind in game.types[p]:
            best = max(
                agents.payoff(name[p, kind], {**profile, name[p, kind]: action})
                for action in game.actions[p][kind]
            )
            assert agents.payoff(name[p, kind], profile) == here
            gains += best - here
        assert regrets(tree, BehaviorStrategyProfile(tree, by_player))[p] == gains


@given(SEEDS)
def test_beliefs_are_the_prior_given_ones_own_type(seed: int) -> None:
    game = drawn(random.Random(seed))
    for i, player in enumerate(game.players):
        for kind in game.types[player]:
            total = sum(w for profile, w in game.prior.items() if profile[i] == kind)
            if total == 0:
                with pytest.raises(UnsupportedGameError, match="is never"):
                    game.beliefs(player, kind)
                continue
            beliefs = game.beliefs(player, kind)
            assert sum(beliefs.values()) == 1
            for profile, weight in beliefs.items():
                assert weight * total == game.prior[profile]


def test_beliefs_stay_open() -> None:
    beliefs = built().beliefs("seller", "seller")
    assert beliefs == {("seller", "keen"): P + 0, ("seller", "cool"): 1 - P}
    assert built().beliefs("buyer", "keen") == {("seller", "keen"): 1}
    assert list(built().to_normal_form().parameters) == ["p"]
    with pytest.raises(UnknownNameError, match="no type 'kene'; did you mean 'keen'"):
        built().beliefs("buyer", "kene")
    with pytest.raises(UnknownNameError, match="no player 'byer'"):
        built().beliefs("byer", "keen")


def test_words_of_plans() -> None:
    assert built().to_normal_form().strategies["buyer"] == (
        "take if keen, take if cool",
        "take if keen, leave if cool",
        "leave if keen, take if cool",
        "leave if keen, leave if cool",
    )
    commas = built(
        types={"buyer": {"a": "1/2", "b, x if b": "1/4", "b": "1/4"}},
        actions={"seller": ("go",), "buyer": ("x", "x if a, x")},
        payoffs=lambda kinds, moves: (0, 0),
    )
    assert len(set(commas.to_normal_form().strategies["buyer"])) == 8


def test_types_whose_joined_labels_are_alike() -> None:
    game = BayesianGame(
        "commas",
        players=("A", "B"),
        types={"A": {"x": "1/2", "x, y": "1/2"}, "B": {"z": "1/2", "y, z": "1/2"}},
        actions={"A": ("go",), "B": ("go",)},
        payoffs=lambda kinds, moves: (0, 0),
    )
    labels = game.to_extensive_form().tree.menus[0]
    assert labels == ("1: x, z", "2: x, y, z", "3: x, y, z", "4: x, y, y, z")


# --- wrong input ---------------------------------------------------------------------------------


def test_every_fault_is_reported_with_its_place() -> None:
    wrong = cells()
    del wrong["cool", "ask 3", "leave"]
    wrong["keen", "ask 2", "take"] = (0, 0)
    wrong["keen", "ask 1", "take"] = (1,)
    wrong["keen", "ask 1", "leave"] = ("free", 0)
    told = faults_of(payoffs=wrong)
    assert len(told) == 4
    for expected in (
        "got (1,), at (keen, ask 1, take)",
        "no payoffs for seller, buyer, at (cool, ask 3, leave)",
        "no 'ask 2' there",
        "'free' is not a number",
    ):
        assert any(expected in fault for fault in told), told


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"players": ()}, "a game needs at least one player"),
        ({"types": 3}, "types are written {player: {type: probability}}; got 3"),
        ({"types": {"byer": {"keen": 1}}}, "unknown player 'byer'; did you mean 'buyer'?"),
        ({"types": {"buyer": {}}}, "no types; write at least one, at buyer"),
        ({"types": {"buyer": ("keen", "keen")}}, "'keen' is written twice among the types"),
        ({"types": {"buyer": ("keen", "cool")}}, "types without probabilities need a joint prior"),
        ({"types": {"buyer": {"keen": "1/3", "cool": "1/3"}}}, "probabilities sum to 2/3, not 1"),
        ({"types": {"buyer": {"keen": P, "cool": P}}}, "probabilities sum to 2*p, not 1"),
        ({"types": {"buyer": {"keen": 2, "cool": -1}}}, "probability of 'keen' is 2, outside"),
        ({"types": {"buyer": {"keen": REST, "cool": 0}}}, "REST is the probability of the last"),
        ({"types": {"buyer": {"keen": "much", "cool": 0}}}, "'much' is not a number"),
        ({"actions": 3}, "actions are written {player: (action, ...)}; got 3"),
        ({"actions": {"seller": ("go",)}}, "no actions of this player, at buyer"),
        ({"actions": {"seller": ("go",), "buyer": ()}}, "no actions; write at least one"),
        ({"actions": {"seller": ("go",), "buyer": ("x",), "C": ("x",)}}, "unknown player 'C'"),
        (
            {"actions": {"seller": ("go",), "buyer": {"keen": ("x",)}}},
            "no actions of this type, at buyer: cool",
        ),
        (
            {"actions": {"seller": ("go",), "buyer": {"keen": ("x",), "cool": ("x",), "hot": ()}}},
            "actions of an unknown type 'hot'",
        ),
        ({"prior": 3}, "a prior is written {(type, ...): probability}; got 3"),
        ({"prior": {("keen", "cool"): 1}}, "the prior names the types of buyer"),
        ({"prior": {"keen": "1/2", "hot": "1/2"}}, "buyer has no type 'hot'"),
        ({"prior": {"keen": 1}}, "buyer is never cool; leave the type out"),
        ({"prior": {"keen": "1/2", "cool": "1/3"}}, "probabilities sum to 5/6, not 1"),
        ({"payoffs": 3}, "payoffs are written {cell: payoffs} or a function; got 3"),
        ({"payoffs": lambda kinds, moves: {"seller": 0}}, "no payoff for buyer, at (keen"),
        ({"constraints": 3}, "constraints are a sequence; got 3"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], expected: str) -> None:
    told = faults_of(**changes)
    assert any(expected in fault for fault in told), told


def test_too_large_a_table() -> None:
    game = built()
    with pytest.raises(UnsupportedGameError, match="8 profiles, more than 7"):
        game.to_normal_form(limit=7)
    with pytest.raises(UnsupportedGameError, match="8 profiles, more than 7"):
        game.to_agent_form(limit=7)
    many = tuple(map(str, range(2000)))
    told = faults_of(actions={"seller": many, "buyer": many})
    assert told == ["8000000 ends are more than can be written, 1000000"]
