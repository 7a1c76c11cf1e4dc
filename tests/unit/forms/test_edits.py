"""Edits of a tree: what each makes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidGameError, UnknownNameError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    hide,
    insert_chance,
    remove_action,
    reveal,
)
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, expected_payoffs
from tests.unit.drawing import centipede, games, profiles

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def game_of(root: Any, **options: Any) -> ExtensiveFormGame:
    return ExtensiveFormGame("sample", players=PLAYERS, root=root, **options)


def two(infoset: str | None = None, player: str = "B", first: Any = 1) -> Decision:
    return Decision(player, {"l": end(first), "r": end(2, X)}, infoset=infoset)


HIDDEN = game_of(
    Chance({"m": (X, two("same")), "n": (REST, two("same", first=5))}), constraints=[X < 2]
)


# --- actions -------------------------------------------------------------------------------------


def test_an_action_goes_at_every_node_of_its_set() -> None:
    edited = remove_action(HIDDEN, "B", "same", "r")
    assert edited == game_of(
        Chance(
            {
                "m": (X, Decision("B", {"l": end(1)}, infoset="same")),
                "n": (REST, Decision("B", {"l": end(5)}, infoset="same")),
            }
        )
    )
    assert edited.constraints == HIDDEN.constraints
    assert edited.parameters["x"] is X


def test_the_only_action_stays() -> None:
    once = remove_action(HIDDEN, "B", "same", "r")
    with pytest.raises(
        UnsupportedGameError, match=r"'l' is the only action of B at same[\s\S]*root/n"
    ):
        remove_action(once, "B", "same", "l")


def test_unknown_names() -> None:
    with pytest.raises(UnknownNameError, match="B at same has no action 'x'"):
        remove_action(HIDDEN, "B", "same", "x")
    with pytest.raises(UnknownNameError, match="no information set 'sam'; did you mean 'same'"):
        remove_action(HIDDEN, "B", "sam", "l")
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        remove_action(HIDDEN, "C", "same", "l")


# --- what is known -------------------------------------------------------------------------------


def then(payoff: int) -> Decision:
    later = Decision("A", {"u": two("later"), "d": end()})
    return Decision("B", {"l": later, "r": end(payoff)}, infoset="same")


DEEP = game_of(Chance({"m": (X, then(2)), "n": (REST, then(3))}))


def names_of(game: ExtensiveFormGame, player: str = "B") -> list[str]:
    return [known.label for known in game.information_sets if known.player == player]


def test_what_was_learned_is_remembered() -> None:
    assert DEEP.has_perfect_recall
    learned = reveal(DEEP, "B", "same", "root")
    assert names_of(learned) == ["same | m", "later | m", "same | n", "later | n"]
    assert learned.has_perfect_recall
    assert names_of(learned, "A") == names_of(DEEP, "A")


def test_a_move_of_another_player_is_learned() -> None:
    game = game_of(
        Chance(
            {
                name: (
                    "1/2",
                    Decision("A", {"u": two("same"), "d": two("same")}, infoset="which"),
                )
                for name in ("m", "n")
            }
        )
    )
    by_move = reveal(game, "B", "same", ("A", "which"))
    assert names_of(by_move) == ["same | u", "same | d"]
    assert [len(s.members) for s in by_move.information_sets if s.player == "B"] == [2, 2]
    by_chance = reveal(game, "B", "same", "root")
    assert by_chance.information_sets[1].nodes == ("root/m/u", "root/m/d")
    both = reveal(by_move, "B", "same | u", "root")
    assert names_of(both) == ["same | u | m", "same | d", "same | u | n"]
    assert names_of(reveal(game, "B", "same")) == [
        "same | m/u", "same | m/d", "same | n/u", "same | n/d",
    ]  # fmt: skip


def test_a_move_that_is_not_on_every_path() -> None:
    game = game_of(
        Decision(
            "A", {"ask": Chance({"yes": ("1/2", two("s")), "no": (REST, two("s"))}), "go": two("s")}
        )
    )
    learned = reveal(game, "B", "s", "root/ask")
    assert names_of(learned) == ["s | yes", "s | no", "s"]
    assert hide(learned, "B", names_of(learned), label="s") == game


def test_labels_are_never_taken_twice() -> None:
    taken = game_of(
        Chance(
            {
                "m": ("1/2", two("same")),
                "n": ("1/4", two("same")),
                "o": (REST, two("same | m")),
            }
        )
    )
    assert names_of(reveal(taken, "B", "same")) == ["same | m'", "same | n", "same | m"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("B", "same", "root/m"), "nothing to learn of that"),
        (("B", "same", ("A", "root/m/l")), "nothing to learn of that"),
    ],
)
def test_nothing_to_learn(arguments: Any, expected: str) -> None:
    with pytest.raises(UnsupportedGameError, match=expected):
        reveal(DEEP, *arguments)
    with pytest.raises(UnsupportedGameError, match="root/m/l is its only node"):
        reveal(DEEP, "A", "root/m/l")


def test_parts_that_do_not_fit() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        reveal(HIDDEN, "B", "same", into={"one": ["root/m", "root"], "two": ["root/m"]})
    assert "root is not in same" in str(caught.value)
    assert "root/m is in one and in two" in str(caught.value)
    assert "root/n is in no part" in str(caught.value)
    with pytest.raises(UnsupportedGameError, match="give of= or into="):
        reveal(HIDDEN, "B", "same", "root", into={})


def test_hiding_needs_the_same_actions() -> None:
    game = game_of(
        Chance(
            {
                "m": ("1/4", two("one")),
                "n": ("1/4", Decision("B", {"r": end(), "l": end()}, infoset="two")),
                "o": (REST, Decision("B", {"x": end()})),
            }
        )
    )
    with pytest.raises(UnsupportedGameError, match="two offers r, l at root/n, in another order"):
        hide(game, "B", ("one", "two"))
    with pytest.raises(UnsupportedGameError, match="root/o offers x at root/o, and not the same"):
        hide(game, "B", ("one", "root/o"))
    with pytest.raises(UnsupportedGameError, match="it takes two information sets"):
        hide(game, "B", ("one", "one"))
    with pytest.raises(UnsupportedGameError, match="information sets are written"):
        hide(game, "B", "one")
    with pytest.raises(UnknownNameError, match="no information set 'three'"):
        hide(game, "B", ("one", "three"))


def test_hiding_takes_a_label_that_is_free() -> None:
    learned = reveal(HIDDEN, "B", "same")
    merged = hide(learned, "B", names_of(learned))
    assert names_of(merged) == ["same | m or same | n"]
    three = game_of(Chance({"m": ("1/4", two("a")), "n": ("1/4", two("b")), "o": (REST, two("c"))}))
    with pytest.raises(UnsupportedGameError, match="another information set called 'c'"):
        hide(three, "B", ("a", "b"), label="c")


def test_unlabelled_sets_get_a_name_when_they_must() -> None:
    game = game_of(Chance({"m": ("1/2", two()), "n": (REST, two())}))
    assert names_of(hide(game, "B", ("root/m", "root/n"))) == ["m or n"]


def test_a_player_forgets_only_if_that_is_meant() -> None:
    game = game_of(Decision("A", {"u": two("left", "A"), "d": two("right", "A")}))
    with pytest.raises(UnsupportedGameError, match=r"A would forget .*\n.*root/u and root/d"):
        hide(game, "A", ("left", "right"))
    forgetful = hide(game, "A", ("left", "right"), forget=True)
    assert not forgetful.has_perfect_recall
    again = reveal(forgetful, "A", "left or right", into={"l": ["root/u"], "r": ["root/d"]})
    assert again.has_perfect_recall


@given(st.data())
def test_hidden_and_revealed_is_where_one_began(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="any"))
    sets = [s for s in game.information_sets if not s.label.startswith("root")]
    pairs = [
        (a, b)
        for a, b in itertools.combinations(sets, 2)
        if a.player == b.player and a.actions == b.actions
    ]
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    hidden = hide(game, one.player, (one.label, other.label), label="merged", forget=True)
    assert len(hidden.information_sets) == len(game.information_sets) - 1
    parts = {one.label: one.nodes, other.label: other.nodes}
    shown = reveal(hidden, one.player, "merged", into=parts)
    later = [s for s in shown.information_sets if " | " in s.label]
    if not later:  # else the player remembers more than before
        assert shown == game
    assert game != hidden


@given(st.data())
def test_revealing_everything_step_by_step_keeps_recall(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall", decisions=7, depth=5))
    assert game.has_perfect_recall
    while True:
        large = [s for s in game.information_sets if len(s.members) > 1]
        if not large:
            break
        chosen = data.draw(st.sampled_from(large))
        game = reveal(game, chosen.player, chosen.label)
        assert game.has_perfect_recall
    assert game.is_perfect_information


# --- what may happen -----------------------------------------------------------------------------


def value(game: ExtensiveFormGame, plan: Any) -> dict[str, Any]:
    return expected_payoffs(game, BehaviorStrategyProfile(game, plan))


@given(st.data())
def test_a_chance_move_that_changes_nothing(data: st.DataObject) -> None:
    """Seen or not: whoever does as before gets what they got before."""
    game, _ = data.draw(games(information="recall"))
    plan = data.draw(profiles(game))
    node = data.draw(st.integers(0, game.tree.size - 1))
    unseen = insert_chance(
        game, game.tree.path(node), {"rain": "1/3", "sun": "1/6", "snow": REST}, seen_by=()
    )
    assert unseen.tree.size > game.tree.size
    translated: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    place = game.tree.path(node)
    for known in unseen.information_sets:
        path = known.nodes[0]
        if path.startswith(f"{place}/rain"):
            path = place + path[len(place) + 5 :]
        old = game.tree.infoset[game.node_at(path)]
        name = game.tree.infoset_name(int(old))
        translated[known.player][known.label] = plan[known.player][name]
    assert value(unseen, translated) == value(game, plan)
    try:
        seen = insert_chance(game, place, {"rain": "1/3", "sun": REST})
    except UnsupportedGameError:  # somebody cannot tell whether it took place
        return
    assert seen.has_perfect_recall
    translated = {player: {} for player in game.players}
    for known in seen.information_sets:
        path = known.nodes[0]
        for branch in ("rain", "sun"):
            if path.startswith(f"{place}/{branch}"):
                path = place + path[len(place) + 1 + len(branch) :]
                break
        name = game.tree.infoset_name(int(game.tree.infoset[game.node_at(path)]))
        translated[known.player][known.label] = plan[known.player][name]
    assert value(seen, translated) == value(game, plan)


def test_some_see_it_and_some_do_not() -> None:
    game = game_of(Decision("A", {"u": two("b"), "d": end()}, infoset="a"))
    shown = insert_chance(game, "root", {"rain": "1/2", "sun": REST}, seen_by="A")
    assert [(s.player, s.label, len(s.members)) for s in shown.information_sets] == [
        ("A", "a | rain", 1),
        ("B", "b", 2),
        ("A", "a | sun", 1),
    ]
    plain = insert_chance(game_of(two()), "root", {"rain": "1/2", "sun": REST})
    assert names_of(plain) == ["root/rain", "root/sun"]


def test_a_risk_on_the_way() -> None:
    game = game_of(Decision("A", {"u": two("b"), "d": end()}, infoset="a"))
    risky = insert_chance(game, "root/u", {"war": (X, end(-9, -9, label="war")), "peace": REST})
    assert names_of(risky) == ["b"]
    assert list(risky.parameters) == ["x"]
    assert risky.tree.path(risky.node_at("root/u/peace/l")) == "root/u/peace/l"


def test_only_who_knows_that_it_took_place_sees_it() -> None:
    game = game_of(Decision("A", {"u": two("same"), "d": two("same")}))
    with pytest.raises(UnsupportedGameError, match=r"B at same cannot tell root/u from root/d"):
        insert_chance(game, "root/u", {"rain": "1/2", "sun": REST})
    blind = insert_chance(game, "root/u", {"rain": "1/2", "sun": REST}, seen_by=("A",))
    assert [len(s.members) for s in blind.information_sets] == [1, 3]


@pytest.mark.parametrize(
    ("branches", "error", "expected"),
    [
        ({"a": "1/2", "b": "1/3"}, InvalidGameError, "sum to 5/6, not 1, at root/u/<chance>"),
        ({"a": ("1/2", end()), "b": ("1/2", 3)}, InvalidGameError, "got 3, at root/u/b"),
        ({}, InvalidGameError, "no branch"),
        (["a"], UnsupportedGameError, "branches are written"),
        ({"a": "much", "b": REST}, InvalidGameError, "'much' is not a number"),
    ],
)
def test_chance_moves_that_are_none(branches: Any, error: Any, expected: str) -> None:
    game = game_of(Decision("A", {"u": two("b"), "d": end()}, infoset="a"))
    with pytest.raises(error, match=expected):
        insert_chance(game, "root/u", branches)
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        insert_chance(game, "root/u", {"a": 1}, seen_by=("C",))
    with pytest.raises(UnknownNameError, match="no 'x' after root"):
        insert_chance(game, "root/x", {"a": 1})


def test_edits_of_deep_trees() -> None:
    chain = ExtensiveFormGame("chain", players=("A", "B"), root=centipede(3000))
    risky = insert_chance(chain, "root", {"now": "1/2", "then": REST})
    assert risky.tree.size == 2 * chain.tree.size + 1
    assert remove_action(chain, "A", "root", "pass").tree.size == 2
