"""The arrays of a tree, and everything that follows from them."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.tree import CHANCE, NOTHING, TERMINAL, Tree
from tests.unit.drawing import centipede, games
from tests.unit.plain import places

PLAYERS = ("A", "B")


def end(a: int, b: int = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def reply(**options: Any) -> Decision:
    below = {"left": end(1), "middle": end(2, label="war"), "right": end(1, 1)}
    return Decision("B", below, infoset="reply", **options)


ROOT = Decision(
    "A",
    {
        "stop": end(0, label="peace"),
        "go": Chance({"up": ("1/3", reply()), "down": ("2/3", reply(label="war"))}),
        "ask": Decision("A", {"yes": end(1, 2), "no": end(0)}, payoffs={"B": 1}),
    },
)
GAME = ExtensiveFormGame("sample", players=PLAYERS, root=ROOT)
TREE = GAME.tree

INTS = ("parent", "edge", "mover", "menu", "infoset", "label", "probability", "payoff_row")
EXPECTED = {
    # nodes: root, stop, go, up, its three ends, down, its three ends, ask, yes, no
    "parent": [-1, 0, 0, 2, 3, 3, 3, 2, 7, 7, 7, 0, 11, 11],
    "edge": [0, 0, 1, 0, 0, 1, 2, 1, 0, 1, 2, 2, 0, 1],
    "mover": [0, -2, -1, 1, -2, -2, -2, 1, -2, -2, -2, 0, -2, -2],
    "menu": [0, -1, 1, 2, -1, -1, -1, 2, -1, -1, -1, 3, -1, -1],
    "infoset": [0, -1, -1, 1, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1],
    "label": [-1, 0, -1, -1, -1, 1, -1, 1, -1, 1, -1, -1, -1, -1],
    # The table of numbers in order of appearance: 0, 1/3, 2/3, 1, 2.
    "probability": [-1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, -1, -1, -1],
    "payoff_row": [-1, 0, -1, -1, 1, 2, 3, -1, 4, 5, 6, 7, 8, 9],
    "payoffs": [
        [0, 0],
        [3, 0],
        [4, 0],
        [3, 3],
        [3, 0],
        [4, 0],
        [3, 3],
        [-1, 3],
        [3, 4],
        [0, 0],
    ],
    "infoset_player": [0, 1, 0],
    "infoset_menu": [0, 2, 3],
    # what follows
    "arity": [3, 0, 2, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0],
    "first_child": [0, 3, 3, 5, 8, 8, 8, 8, 11, 11, 11, 11, 13, 13, 13],
    "children": [1, 2, 11, 3, 7, 4, 5, 6, 8, 9, 10, 12, 13],
    "end": [14, 2, 11, 7, 5, 6, 7, 11, 9, 10, 11, 14, 13, 14],
    "depth": [0, 1, 1, 2, 3, 3, 3, 2, 3, 3, 3, 1, 2, 2],
    "terminals": [1, 4, 5, 6, 8, 9, 10, 12, 13],
    "decisions": [0, 3, 7, 11],
    "infoset_size": [3, 3, 2],
    "first_action": [0, 3, 6, 8],
    "first_member": [0, 3, 11],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_arrays_of_the_sample(name: str) -> None:
    array = getattr(TREE, name)
    assert array.tolist() == EXPECTED[name]
    assert array.dtype == np.int32


def test_the_numbers_stand_in_order_of_appearance() -> None:
    assert list(map(str, GAME.numbers)) == ["0", "1/3", "2/3", "1", "2"]


def test_words_of_the_sample() -> None:
    assert TREE.infoset_label == (None, "reply", None)
    assert TREE.menus == (
        ("stop", "go", "ask"),
        ("up", "down"),
        ("left", "middle", "right"),
        ("yes", "no"),
    )
    assert TREE.labels == ("peace", "war")
    assert TREE.n_players == 2
    assert TREE.size == 14
    assert TREE.n_infosets == 3
    assert TREE.members == ((0,), (3, 7), (11,))
    assert [TREE.actions(i) for i in range(3)] == [TREE.menus[i] for i in (0, 2, 3)]
    assert [TREE.infoset_name(i) for i in range(3)] == ["root", "reply", "root/ask"]
    assert TREE.children_of(2) == [3, 7]
    assert TREE.children_of(1) == []
    assert TREE.path(0) == "root"
    assert TREE.path(9) == "root/go/down/middle"


def test_levels_of_the_sample() -> None:
    order, starts = TREE.levels
    assert order.tolist() == [0, 1, 2, 11, 3, 7, 12, 13, 4, 5, 6, 8, 9, 10]
    assert starts.tolist() == [0, 1, 4, 8, 14]
    assert order.dtype == starts.dtype == np.int32


def test_what_is_told_of_the_sample() -> None:
    assert TREE.pays_on_the_way
    assert not TREE.perfect_information
    assert TREE.recall_failure is None


def test_the_signs_are_below_every_position() -> None:
    assert (CHANCE, TERMINAL, NOTHING) == (-1, -2, -1)


def test_arrays_cannot_be_written_to() -> None:
    again = pickle.loads(pickle.dumps(TREE))
    for tree in (TREE, again):
        for name in (*INTS, "payoffs", "infoset_player", "infoset_menu"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(tree, name)[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        TREE.n_players = 3  # type: ignore[misc]


def test_a_tree_of_one_node() -> None:
    tree = ExtensiveFormGame("end", players=PLAYERS, root=end(1)).tree
    assert tree.size == 1
    assert tree.arity.tolist() == [0]
    assert tree.first_child.tolist() == [0, 0]
    assert tree.children.tolist() == []
    assert tree.end.tolist() == [1]
    assert tree.depth.tolist() == [0]
    assert [array.tolist() for array in tree.levels] == [[0], [0, 1]]
    assert tree.terminals.tolist() == [0]
    assert tree.decisions.tolist() == []
    assert tree.members == ()
    assert tree.infoset_size.tolist() == []
    assert tree.first_action.tolist() == [0]
    assert tree.first_member.tolist() == []
    assert tree.perfect_information
    assert not tree.pays_on_the_way
    assert tree.recall_failure is None
    assert tree.path(0) == "root"


# --- against the nodes as they were written ------------------------------------------------------


@given(games(information="any"))
def test_arrays_say_what_was_written(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    tree = game.tree
    everywhere = places(root, game.players)
    assert tree.size == len(everywhere)
    rank = {place.path: i for i, place in enumerate(everywhere)}
    order, starts = tree.levels
    assert sorted(order.tolist()) == list(range(tree.size))
    assert (np.diff(tree.depth[order]) >= 0).all()
    for level in range(len(starts) - 1):
        here = order[starts[level] : starts[level + 1]]
        assert set(tree.depth[here].tolist()) == {level}
        below = [child for node in here.tolist() for child in tree.children_of(node)]
        following = order[starts[level + 1] : starts[level + 2]] if level + 2 < len(starts) else []
        assert below == list(following)
    for node, place in enumerate(everywhere):
        assert tree.path(node) == place.path
        assert tree.depth[node] == len(place.moves)
        assert tree.end[node] - node == sum(place.holds(other) for other in everywhere)
        label = tree.label[node]
        assert (tree.labels[label] if label >= 0 else None) == place.node.label
        written = place.node
        below = (
            {}
            if isinstance(written, Terminal)
            else (written.actions if isinstance(written, Decision) else written.branches)
        )
        assert tree.children_of(node) == [rank[f"{place.path}/{name}"] for name in below]
        for position, child in enumerate(tree.children_of(node)):
            assert tree.parent[child] == node
            assert tree.edge[child] == position
        if below:
            assert tree.menus[tree.menu[node]] == tuple(below)
        if isinstance(written, Decision):
            infoset = int(tree.infoset[node])
            assert game.players[tree.mover[node]] == written.player
            assert game.players[tree.infoset_player[infoset]] == written.player
            assert tree.actions(infoset) == tuple(written.actions)
            assert node in tree.members[infoset]
            assert tree.infoset_label[infoset] == written.infoset
            same = [
                other
                for other in everywhere
                if isinstance(other.node, Decision)
                and (other.node.player, other.infoset) == (written.player, place.infoset)
            ]
            assert tree.members[infoset] == tuple(rank[other.path] for other in same)
            assert tree.first_member[infoset] == rank[same[0].path]
        else:
            assert tree.infoset[node] == NOTHING
            assert tree.mover[node] == (CHANCE if isinstance(written, Chance) else TERMINAL)
    assert tree.pays_on_the_way == any(
        place.node.payoffs for place in everywhere if not isinstance(place.node, Terminal)
    )
    assert tree.perfect_information == all(len(members) == 1 for members in tree.members)


def forgets(everywhere: list[Any]) -> bool:
    """Whether two nodes of one information set follow different own moves."""
    past: dict[Any, Any] = {}
    for place in everywhere:
        if isinstance(place.node, Decision):
            who = place.node.player
            own = [(move.infoset, move.label) for move in place.moves if move.player == who]
            if past.setdefault((who, place.infoset), own) != own:
                return True
    return False


@given(st.sampled_from(["any", "recall", "perfect"]).flatmap(lambda i: games(information=i)))
def test_recall(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    failure = game.tree.recall_failure
    assert (failure is not None) == forgets(places(root, game.players))
    assert game.has_perfect_recall == (failure is None)
    if failure is not None:
        first, second = failure
        infoset = game.tree.infoset[first]
        assert infoset == game.tree.infoset[second]
        assert game.tree.members[infoset][0] == first < second


def tree_of(root: Any) -> Tree:
    return ExtensiveFormGame("recall", players=PLAYERS, root=root).tree


def two(infoset: str | None = None, player: str = "A") -> Decision:
    return Decision(player, {"l": end(0), "r": end(1)}, infoset=infoset)


def test_forgetting_what_one_did() -> None:
    tree = tree_of(Decision("A", {"x": two("later"), "y": two("later")}, infoset="first"))
    assert tree.recall_failure == (1, 4)
    # What another player did may be unknown.
    assert tree_of(Decision("B", {"x": two("later"), "y": two("later")})).recall_failure is None


def test_forgetting_what_one_knew() -> None:
    # A was told what B did, and later is not told.
    told = [Decision("A", {"on": two("later")}, infoset=name) for name in ("x", "y")]
    tree = tree_of(Decision("B", {"x": told[0], "y": told[1]}))
    assert tree.recall_failure == (2, 6)
    silent = [Decision("A", {"on": two("later")}, infoset="same") for _ in "xy"]
    assert tree_of(Decision("B", {"x": silent[0], "y": silent[1]})).recall_failure is None


def test_forgetting_whether_one_has_moved() -> None:
    root = Decision("A", {"exit": end(0), "on": two("driving")}, infoset="start")
    assert tree_of(Decision("B", {"x": root, "y": two("driving")})).recall_failure == (3, 6)


def test_absent_mindedness() -> None:
    driver = Decision("A", {"l": end(0), "r": two("driving")}, infoset="driving")
    assert tree_of(driver).recall_failure == (0, 2)


def test_own_moves_count_and_others_do_not() -> None:
    # The same own moves by different ways of the others.
    middle = [Decision("B", {"u": two("A2"), "d": two("A2")}, infoset=f"B{i}") for i in range(2)]
    root = Decision("A", {"x": middle[0], "y": middle[1]}, infoset="A1")
    assert tree_of(root).recall_failure == (2, 9)
    kept = [Decision("B", {"u": two(f"A2{i}"), "d": two(f"A2{i}")}, infoset="B") for i in range(2)]
    assert tree_of(Decision("A", {"x": kept[0], "y": kept[1]}, infoset="A1")).recall_failure is None


# --- comparison ----------------------------------------------------------------------------------


def test_the_structure_does_not_depend_on_the_order_in_lists_of_words() -> None:
    # The subtree at "b" has other menus, labels and numbers before it, and so other positions.
    part = Decision("B", {"l": end(5, label="war"), "r": end(6, label="peace")}, infoset="x")
    alone = ExtensiveFormGame("t", players=PLAYERS, root=part)
    whole = ExtensiveFormGame(
        "t", players=PLAYERS, root=Decision("A", {"a": end(0, label="peace"), "b": part})
    )
    from brinkgame.forms import subgame

    cut = subgame(whole, "root/b")
    assert cut.tree.labels[cut.tree.label[1]] == "war"
    assert cut.tree.menu.tolist() != alone.tree.menu.tolist()
    assert cut.tree.same_structure(alone.tree)
    assert alone.tree.same_structure(cut.tree)
    assert TREE.same_structure(TREE)


def pair(
    *,
    player: str = "B",
    infoset: str | None = "s",
    other: str | None = None,
    label: str | None = None,
    word: str = "l",
    pays: dict[str, int] | None = None,
    wide: bool = False,
    chance: bool = False,
) -> Any:
    below = {word: end(0, label=label), "r": end(0)}
    if wide:
        below["z"] = end(0)
    first: Any = Decision(player, below, infoset=infoset, payoffs=pays)
    if chance:
        first = Chance({name: ("1/2", node) for name, node in below.items()}, payoffs=pays)
    return Decision(
        "A", {"x": first, "y": Decision("B", {"l": end(0), "r": end(0)}, infoset=other)}
    )


@pytest.mark.parametrize(
    "change",
    [
        {"player": "A"},
        {"infoset": None},
        {"infoset": "t"},
        {"other": "s"},
        {"other": "t"},
        {"label": "war"},
        {"word": "other"},
        {"pays": {"A": 0}},
        {"wide": True},
        {"chance": True},
    ],
    ids=str,
)
def test_every_difference_in_structure_is_seen(change: dict[str, Any]) -> None:
    plain, changed = tree_of(pair()), tree_of(pair(**change))
    assert plain.same_structure(tree_of(pair()))
    assert not plain.same_structure(changed)
    assert not changed.same_structure(plain)


def test_labels_at_other_nodes_differ() -> None:
    one = tree_of(Decision("A", {"l": end(0, label="war"), "r": end(0)}))
    other = tree_of(Decision("A", {"l": end(0), "r": end(0, label="war")}))
    both = tree_of(Decision("A", {"l": end(0, label="war"), "r": end(0, label="peace")}))
    swapped = tree_of(Decision("A", {"l": end(0, label="peace"), "r": end(0, label="war")}))
    trees = [one, other, both, swapped]
    assert [[a.same_structure(b) for b in trees] for a in trees] == np.eye(4, dtype=bool).tolist()


def test_another_number_of_players_differs() -> None:
    alone = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0})).tree
    assert not alone.same_structure(tree_of(end(0)))


def test_the_same_shape_with_other_branches_differs() -> None:
    deep = Decision("A", {"l": two("s"), "r": end(0)}, infoset="f")
    late = Decision("A", {"l": end(0), "r": two("s")}, infoset="f")
    assert not tree_of(deep).same_structure(tree_of(late))


# --- names ---------------------------------------------------------------------------------------


def test_a_path_of_more_than_40_moves_is_no_name() -> None:
    tree = ExtensiveFormGame("long", players=PLAYERS, root=centipede(60)).tree
    assert tree.infoset_name(0) == "root"
    assert tree.infoset_name(40) == "root" + 40 * "/pass"
    assert tree.infoset_name(41) == "#42"
    assert tree.infoset_name(59) == "#60"


def test_names_are_worked_out_once() -> None:
    assert TREE.infoset_name(2) is TREE.infoset_name(2)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 64, 65, 1000])
def test_chains_of_any_length(length: int) -> None:
    tree = ExtensiveFormGame("chain", players=PLAYERS, root=centipede(length)).tree
    assert tree.size == 2 * length + 1
    # Every move stands before its stop; the last node is the end of the chain.
    chain = [*range(0, 2 * length, 2), 2 * length]
    assert tree.depth[chain].tolist() == list(range(length + 1))
    assert (tree.end[chain] == tree.size).all()
    assert (tree.end[tree.terminals] == tree.terminals + 1).all()


# --- for passes over many nodes at once ----------------------------------------------------------


def test_branches_and_inner_payoffs_of_the_sample() -> None:
    assert TREE.branches.tolist() == [3, 7]
    assert np.flatnonzero(TREE.pays_inside).tolist() == [11]
    assert len(TREE.pays_inside) == TREE.size
    plain = tree_of(two())
    assert plain.branches.tolist() == []
    assert plain.pays_inside.tolist() == []
    assert not plain.pays_on_the_way


@given(games(information="any", decisions=7))
def test_branches_and_inner_payoffs(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    everywhere = places(root, game.players)
    tree = game.tree
    below = [
        child
        for node, place in enumerate(everywhere)
        if isinstance(place.node, Chance)
        for child in tree.children_of(node)
    ]
    assert tree.branches.tolist() == below
    inside = [
        node
        for node, place in enumerate(everywhere)
        if place.node.payoffs and not isinstance(place.node, Terminal)
    ]
    assert np.flatnonzero(tree.pays_inside).tolist() == inside
    odds = [o for o in game.edge_probabilities() if o is not None]
    assert sorted(game.to_float().float_odds.tolist()) == sorted(map(float, odds))
    assert game.to_float().float_odds.tolist() == [
        float(game.edge_probabilities()[node]) for node in below
    ]


@pytest.mark.parametrize(("ends", "wide"), [(498, False), (499, True), (500, True)], ids=str)
def test_small_trees_are_not_wide(ends: int, *, wide: bool) -> None:
    tree = tree_of(Decision("A", {str(i): end(0) for i in range(ends)}))
    assert tree.size == ends + 1
    assert tree.is_wide == wide


@pytest.mark.parametrize(("depth", "wide"), [(30, True), (31, True), (32, False)])
def test_deep_trees_are_not_wide(depth: int, *, wide: bool) -> None:
    # 16 nodes a level on average, the root included, and one level more is counted.
    size = 16 * 33
    node: Any = Decision("A", {str(i): end(0) for i in range(size - 1 - 2 * (depth - 1))})
    for _ in range(depth - 1):
        node = Decision("A", {"on": node, "off": end(0)})
    tree = tree_of(node)
    assert (tree.size, int(tree.depth.max())) == (size, depth)
    assert tree.is_wide == wide
