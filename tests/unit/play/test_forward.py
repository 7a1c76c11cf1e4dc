"""Forward induction, and mixed strategies and perfection of trees."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from tests.unit.drawing import SEEDS, games, profiles

BATTLE = bg.catalog.load("outside-option-battle").game
ENTRY = bg.catalog.load("entry-deterrence").game


def end(one: Any, two: Any) -> bg.Terminal:
    return bg.Terminal({"one": one, "two": two})


def burning(cost: int = 1) -> bg.ExtensiveFormGame:
    """Battle of the sexes in which the first player may burn money, in sight of the second."""

    def battle(burnt: int, name: str) -> bg.Decision:
        def reply(ends: dict[str, Any]) -> bg.Decision:
            return bg.Decision("two", ends, infoset=f"{name} reply")

        return bg.Decision(
            "one",
            {
                "mine": reply({"mine": end(-burnt, 0), "yours": end(3 - burnt, 1)}),
                "yours": reply({"mine": end(1 - burnt, 3), "yours": end(-burnt, 0)}),
            },
            infoset=f"{name} battle",
        )

    return bg.ExtensiveFormGame(
        "burning money",
        players=("one", "two"),
        root=bg.Decision(
            "one", {"burn": battle(cost, "burnt"), "keep": battle(0, "kept")}, infoset="match"
        ),
    )


def test_the_battle_with_an_outside_option() -> None:
    found = bg.forward_induction(BATTLE)
    assert found.ends == ("root/in/mine/yours",)
    kept = [e for e in bg.solve(BATTLE, concept="subgame-perfect") if found.keeps(e.profile)]
    assert [e.payoffs for e in kept] == [{"one": 3, "two": 1}]
    assert len(found.elimination.rounds) == 3


def test_money_need_not_be_burnt_to_be_believed() -> None:
    """Ben-Porath and Dekel (1992): that it could be burnt is enough, and nobody burns any."""
    found = bg.forward_induction(burning())
    assert found.ends == ("root/keep/mine/yours",)
    assert bg.forward_induction(burning(4)).ends != found.ends  # too dear to be believed
    (one,) = found.strategies["one"]
    assert one == {"match": "keep", "kept battle": "mine"}


def test_backward_induction_is_in_it() -> None:
    found = bg.forward_induction(ENTRY)
    assert found.ends == ("root/in/accommodate",)
    never = "which never pays more, and up to 3 less, than (accommodate at entry)"
    assert str(found).splitlines() == [
        f"1. incumbent gives up (fight at entry), {never}",
        "2. entrant gives up (out at root), which pays 2 less than (in at root)",
        "what is left of entrant: (in at root)",
        "what is left of incumbent: (accommodate at entry)",
    ]


def test_nothing_to_strike_out() -> None:
    pennies = bg.BayesianGame(
        "pennies",
        players=("A", "B"),
        types={},
        actions={"A": ("h", "t"), "B": ("h", "t")},
        payoffs=lambda _, moves: (1, -1) if moves["A"] == moves["B"] else (-1, 1),
    ).to_extensive_form()
    found = bg.forward_induction(pennies)
    assert str(found).splitlines()[0] == "nothing is weakly dominated"
    assert len(found.ends) == 4
    assert found.keeps({"A": {"A": {"h": "1/2", "t": "1/2"}}, "B": {"B": "h"}})


def test_by_a_mixture() -> None:
    def reply(left: int, right: int) -> bg.Decision:
        return bg.Decision("two", {"l": end(left, 0), "r": end(right, 0)}, infoset="reply")

    game = bg.ExtensiveFormGame(
        "mixture",
        players=("one", "two"),
        root=bg.Decision("one", {"a": reply(3, 0), "b": reply(0, 3), "c": reply(1, 1)}),
    )
    line = next(bg.forward_induction(game).lines())
    assert line.startswith("1. one gives up (c at root), which ")
    assert " of (a at root) and " in line
    assert line.endswith(" of (b at root)")
    assert str(bg.forward_induction(game, mixed=False)).startswith("nothing is weakly dominated")


def test_who_never_moves() -> None:
    game = bg.ExtensiveFormGame(
        "alone", players=("one", "two"), root=bg.Decision("one", {"a": end(1, 0), "b": end(0, 0)})
    )
    assert str(bg.forward_induction(game)).endswith("left of two: (anything (it never moves))")


def test_chance_that_never_happens_leads_nowhere() -> None:
    game = bg.ExtensiveFormGame(
        "never",
        players=("one", "two"),
        root=bg.Chance({"never": (0, end(0, 0)), "always": (1, end(1, 1))}),
    )
    assert bg.forward_induction(game).ends == ("root/always",)


@given(st.data())
def test_what_is_left_is_never_empty_and_never_dominated(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall"))
    found = bg.forward_induction(game)
    assert all(found.strategies.values())
    assert found.ends
    assert not bg.dominated_strategies(found.elimination.reduced, strict=False)
    assert list(found.lines())


@given(st.data())
def test_a_unique_backward_induction_path_survives_without_ties(data: st.DataObject) -> None:
    """In trees of perfect information with no ties the path of backward induction is what is left.

    (Moulin 1979; Battigalli 1997.)
    """
    rng = random.Random(data.draw(SEEDS))
    game, _ = data.draw(
        games(information="perfect", number=lambda _: rng.randrange(10**9), chance=0, on_the_way=0)
    )
    path = bg.solve(game).only()
    nodes = bg.node_probabilities(game, path.profile)
    ends = [where for where in bg.forward_induction(game).ends if nodes[where] == 1]
    assert len(bg.forward_induction(game).ends) == len(ends) == 1


def test_open_games_are_refused() -> None:
    with pytest.raises(bg.UnsupportedGameError, match="forward induction needs numbers"):
        bg.forward_induction(bg.memo.load("letters").game)
    with pytest.raises(bg.UnsupportedGameError, match="needs an ExtensiveFormGame"):
        bg.forward_induction(bg.catalog.load("chicken").game)


# --- mixed strategies ----------------------------------------------------------------------------


@given(st.data())
def test_mixed_strategies_pay_the_same(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall"))
    plan = data.draw(profiles(game))
    mixed = bg.mixed_strategies(game, plan)
    assert bg.expected_payoffs(mixed.game, mixed) == bg.expected_payoffs(game, plan)
    assert mixed.game == bg.to_normal_form(game)


def test_what_is_forgotten_cannot_be_mixed_for() -> None:
    inner = bg.Decision("one", {"x": end(1, 0), "y": end(0, 0)}, infoset="later")
    game = bg.ExtensiveFormGame(
        "forgets", players=("one", "two"), root=bg.Decision("one", {"a": inner, "b": inner})
    )
    with pytest.raises(bg.UnsupportedGameError, match="root/a and root/b are one information set"):
        bg.mixed_strategies(game, {"one": {"root": "a", "later": "x"}, "two": {}})


# --- perfection ----------------------------------------------------------------------------------


def test_a_threat_that_is_weakly_dominated_is_not_perfect() -> None:
    threat = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    test = bg.is_perfect(ENTRY, threat)
    assert not test
    assert test.dominating == {"incumbent": {"accommodate": 1}}
    assert bg.is_perfect(ENTRY, {"entrant": {"root": "in"}, "incumbent": {"entry": "accommodate"}})


def test_proper_equilibria_of_a_tree() -> None:
    plan = {"one": {"entry": "in", "battle": "mine"}, "two": {"reply": "yours"}}
    assert bg.is_proper(BATTLE, plan)
    out = {"one": {"entry": "out", "battle": "yours"}, "two": {"reply": "mine"}}
    assert bg.is_perfect(BATTLE, out)
    # Proper as well: to enter and give way is the lesser mistake. It takes forward induction.
    assert bg.is_proper(BATTLE, out)
    assert not bg.forward_induction(BATTLE).keeps(out)


@given(SEEDS)
def test_perfect_in_the_tree_is_perfect_in_the_table(seed: int) -> None:
    rng = random.Random(seed)

    def reply() -> bg.Decision:
        return bg.Decision(
            "two", {k: end(rng.randint(0, 2), rng.randint(0, 2)) for k in "lr"}, infoset="reply"
        )

    game = bg.ExtensiveFormGame(
        "drawn", players=("one", "two"), root=bg.Decision("one", {k: reply() for k in "ab"})
    )
    table = bg.to_normal_form(game)
    for a in "ab":
        for b in "lr":
            here = bg.is_perfect(game, {"one": {"root": a}, "two": {"reply": b}})
            assert bool(here) == bool(bg.is_perfect(table, {"one": a, "two": b}))
