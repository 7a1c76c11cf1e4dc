"""Trees as games: construction, information sets, paths, what each end pays, text; and size."""

from __future__ import annotations

import gc
import itertools
import pickle
import random
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidGameError, UnknownNameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    subgame,
    subgames,
)
from brinkgame.parameters import Parameter
from brinkgame.play import deviations, expected_payoffs
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction
from tests.unit.drawing import centipede, fractions, games, grown
from tests.unit.plain import odds_of, places

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("USSR", "US")


def end(ussr: Any = 0, us: Any = 0, **options: Any) -> Terminal:
    return Terminal({"USSR": ussr, "US": us}, **options)


def answer() -> Decision:
    return Decision(
        "US", {"accept": end(2, "-1/3"), "strike": end(-8, label="war")}, infoset="live missiles"
    )


DEPLOY = ExtensiveFormGame(
    "deploy",
    players=PLAYERS,
    root=Decision(
        "USSR",
        {
            "hold": end(label="no missiles"),
            "deploy": Chance(
                {
                    "undetected": (1 - X, answer()),
                    "detected": (X, answer()),
                },
                payoffs={"USSR": "-1/10"},
                label="crisis",
            ),
            "wait": Decision("US", {"go": end(1, X)}, payoffs={"US": 0, "USSR": -1}),
        },
    ),
)


def game_of(root: Any, players: tuple[str, ...] = ("A",)) -> ExtensiveFormGame:
    return ExtensiveFormGame("t", players=players, root=root)


# --- construction --------------------------------------------------------------------------------


def test_players_title_and_parameters() -> None:
    assert DEPLOY.players == ("USSR", "US")
    assert DEPLOY.title == "deploy"
    assert list(DEPLOY.parameters) == ["x"]
    assert list(game_of(Terminal({"A": 0}), ["A"]).players) == ["A"]  # type: ignore[arg-type]
    assert ExtensiveFormGame("t", players=iter("AB"), root=Terminal({"A": 0, "B": 1})).players == (  # type: ignore[arg-type]
        "A",
        "B",
    )


def test_faults_of_all_kinds_are_reported_together() -> None:
    with pytest.raises(InvalidGameError) as caught:
        ExtensiveFormGame(
            "bad",
            players=("A", "A"),
            constraints=[5],  # type: ignore[list-item]
            root=Decision("A", {"go": Terminal({"B": 0})}),
        )
    assert str(caught.value).startswith("'bad' is not a game: 4 faults\n")
    assert [str(fault) for fault in caught.value.faults] == [
        "player 'A' is named twice",
        "a constraint is written like retreat_cost < war_cost; got 5",
        "payoff for unknown player 'B'; known: A, at root/go",
        "no payoff for A, at root/go",
    ]


def test_a_game_without_a_title() -> None:
    with pytest.raises(InvalidGameError, match=r"^not a game: a game needs at least one player$"):
        ExtensiveFormGame("", players=(), root=Terminal({}))
    game = ExtensiveFormGame("", players=("A",), root=Terminal({"A": 3}))
    assert str(game) == "A 3"
    assert repr(game) == "<ExtensiveFormGame '': A; 1 nodes, 0 information sets>"


def test_one_player_and_many() -> None:
    assert game_of(Terminal({"A": 0})).players == ("A",)
    crowd = tuple(f"player {i}" for i in range(12))
    root = Decision(crowd[7], {"go": Terminal(dict.fromkeys(crowd, 1))})
    assert game_of(root, crowd).tree.n_players == 12


# --- information sets ----------------------------------------------------------------------------


def test_information_sets() -> None:
    found = [(i.player, i.label, i.actions, i.nodes) for i in DEPLOY.information_sets]
    live = ("root/deploy/undetected", "root/deploy/detected")
    assert found == [
        ("USSR", "root", ("hold", "deploy", "wait"), ("root",)),
        ("US", "live missiles", ("accept", "strike"), live),
        ("US", "root/wait", ("go",), ("root/wait",)),
    ]
    assert [i.members for i in DEPLOY.information_sets] == [(0,), (3, 6), (9,)]
    assert DEPLOY.information_sets == DEPLOY.at().information_sets
    assert DEPLOY.information_sets[0] != DEPLOY.information_sets[2]
    assert repr(DEPLOY.information_sets[2]) == (
        "InformationSet(player='US', label='root/wait', actions=('go',), members=(9,))"
    )
    assert not DEPLOY.is_perfect_information
    assert DEPLOY.has_perfect_recall
    assert game_of(Terminal({"A": 0})).information_sets == ()
    assert game_of(Decision("A", {"go": Terminal({"A": 0})})).is_perfect_information


def test_the_number_of_an_information_set() -> None:
    assert DEPLOY.infoset_number("USSR", "root") == 0
    assert DEPLOY.infoset_number("US", "live missiles") == 1
    assert DEPLOY.infoset_number("US", "root/wait") == 2


@pytest.mark.parametrize(
    ("player", "label", "message"),
    [
        ("USA", "root", "no player 'USA'; did you mean 'US'?"),
        (None, "root", "no player None; known: USSR, US"),
        (
            "US",
            "live missile",
            "US has no information set 'live missile'; did you mean 'live missi",
        ),
        ("US", "root", "US has no information set 'root'"),
        ("USSR", "live missiles", "USSR has no information set 'live missiles'; known: root"),
        ("US", ["root"], "US has no information set ['root']"),
    ],
)
def test_unknown_information_sets(player: Any, label: Any, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        DEPLOY.infoset_number(player, label)
    assert str(caught.value).startswith(message)


# --- paths ---------------------------------------------------------------------------------------


def test_node_at() -> None:
    assert DEPLOY.node_at("root") == 0
    assert DEPLOY.node_at("root/hold") == 1
    assert DEPLOY.node_at("root/deploy/detected/strike") == 8
    assert DEPLOY.node_at("root/wait/go") == 10


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("hold", "begins with root; got 'hold'"),
        ("", "begins with root; got ''"),
        ("roots/hold", "begins with root; got 'roots/hold'"),
        (5, "begins with root; got 5"),
        ("root/hols", "no 'hols' after root; did you mean 'hold'?"),
        ("root/deploy/found", "no 'found' after root/deploy; known: undetected, detected"),
        ("root/hold/more", "no 'more' after root/hold"),
        ("root/", "no '' after root; known: hold, deploy, wait"),
        ("root//hold", "no '' after root; known: hold, deploy, wait"),
        ("root/hold/", "no '' after root/hold"),
    ],
)
def test_paths_that_lead_nowhere(path: Any, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        DEPLOY.node_at(path)
    assert str(caught.value).endswith(message)


SLASHES = ("a/b", "a", "b", "/", "\\", "a\\/b", "b/c")


@given(games(labels=SLASHES, information="any"))
def test_every_node_has_a_path_of_its_own(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    paths = [game.tree.path(node) for node in range(game.tree.size)]
    assert len(set(paths)) == len(paths)
    assert [game.node_at(path) for path in paths] == list(range(game.tree.size))
    names = [(i.player, i.label) for i in game.information_sets]
    assert len(set(names)) == len(names)
    assert [game.infoset_number(*name) for name in names] == list(range(len(names)))


def test_labels_with_slashes_are_told_apart() -> None:
    zero = Terminal({"A": 0})
    root = Decision("A", {"a": Decision("A", {"b/c": zero}), "a/b": Decision("A", {"c": zero})})
    game = game_of(root)
    first, second = game.tree.path(2), game.tree.path(4)
    assert first != second
    assert (game.node_at(first), game.node_at(second)) == (2, 4)
    twins = game_of(
        Decision(
            "A",
            {
                "a/b": Decision("A", {"u": zero}),
                "a": Decision("A", {"b": Decision("A", {"w": zero})}),
            },
        )
    )
    assert len({i.label for i in twins.information_sets}) == 4


# --- what is paid --------------------------------------------------------------------------------


def test_payoffs_of_the_ends() -> None:
    game = DEPLOY.at()
    tenth, third = Fraction(1, 10), Fraction(1, 3)
    assert game.terminal_payoffs() == [
        None,
        (0, 0),
        None,
        None,
        (2 - tenth, -third),
        (-8 - tenth, 0),
        None,
        (2 - tenth, -third),
        (-8 - tenth, 0),
        None,
        (0, Fraction(1, 2)),
    ]
    assert game.payoff_rows() == [
        (0, 0),
        (-tenth, 0),
        (2, -third),
        (-8, 0),
        (2, -third),
        (-8, 0),
        (-1, 0),
        (1, Fraction(1, 2)),
    ]
    half = Fraction(1, 2)
    assert game.edge_probabilities() == [None] * 3 + [half] + [None] * 2 + [half] + [None] * 4


def test_payoffs_of_an_open_game_are_expressions() -> None:
    assert DEPLOY.terminal_payoffs()[10] == (0, X)
    assert DEPLOY.edge_probabilities()[3] == 1 - X
    assert DEPLOY.edge_probabilities()[6] == X


@given(games(number=fractions))
def test_payoffs_are_collected_along_the_path(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    everywhere = places(root, game.players)
    assert game.terminal_payoffs() == [
        tuple(place.paid.values()) if isinstance(place.node, Terminal) else None
        for place in everywhere
    ]
    rows = [
        tuple(Fraction(place.node.payoffs.get(p, 0)) for p in game.players)
        for place in everywhere
        if place.node.payoffs
    ]
    assert game.payoff_rows() == rows
    odds = game.edge_probabilities()
    children = iter(range(1, len(everywhere)))
    assert odds[0] is None
    for node in children:
        above = everywhere[int(game.tree.parent[node])].node
        expected = (
            list(odds_of(above).values())[int(game.tree.edge[node])]
            if isinstance(above, Chance)
            else None
        )
        assert odds[node] == expected


def test_floats_of_a_game() -> None:
    game = DEPLOY.at(x="1/4").to_float()
    assert game.terminal_payoffs()[4] == (2 - 0.1, -1 / 3)
    assert all(type(x) is float for pays in game.terminal_payoffs() if pays for x in pays)
    assert game.edge_probabilities()[3] == 0.75
    assert type(game.edge_probabilities()[3]) is float
    assert game.float_payoffs.tolist() == [
        [0, 0],
        [-0.1, 0],
        [2, -1 / 3],
        [-8, 0],
        [2, -1 / 3],
        [-8, 0],
        [-1, 0],
        [1, 0.25],
    ]
    assert game.float_payoffs.flags.c_contiguous


@pytest.mark.parametrize(
    ("pays", "spread"),
    [
        ([(0, 0), (3, 1), (-2, 0)], 5.0),
        ([(0, 0), (1, 7), (2, -2)], 9.0),
        ([(5, 5), (5, 5)], 5.0),
        ([(-7, 5), (-7, 5)], 7.0),
        ([("1/4", 0), ("1/4", 0)], 1.0),
        ([(0, 0)], 1.0),
        ([("1/8", 0), ("1/4", 0)], 0.125),
    ],
)
def test_the_spread_of_payoffs(pays: list[tuple[Any, Any]], spread: float) -> None:
    root = Decision("USSR", {str(i): end(*p) for i, p in enumerate(pays)})
    game = ExtensiveFormGame("t", players=PLAYERS, root=root)
    assert game.payoff_spread == 1.0
    assert game.to_float().payoff_spread == spread


def test_outcomes_stand_in_order_of_appearance() -> None:
    assert DEPLOY.outcomes == ("no missiles", "crisis", "war")
    assert game_of(Terminal({"A": 0})).outcomes == ()


# --- text ----------------------------------------------------------------------------------------


def test_the_tree_in_text() -> None:
    assert (
        str(DEPLOY)
        == """\
deploy
USSR
├─ hold: “no missiles” USSR 0, US 0
├─ deploy: Nature “crisis” USSR -1/10, US 0
│  ├─ undetected [1 - x]: US (live missiles)
│  │  ├─ accept: USSR 2, US -1/3
│  │  └─ strike: “war” USSR -8, US 0
│  └─ detected [x]: US (live missiles)
│     ├─ accept: USSR 2, US -1/3
│     └─ strike: “war” USSR -8, US 0
└─ wait: US USSR -1, US 0
   └─ go: USSR 1, US x"""
    )


def test_a_floating_point_tree_in_text() -> None:
    root = Chance({"u": ("1/4", Terminal({"A": "1/2"})), "d": (REST, Terminal({"A": 2}))})
    assert str(game_of(root).to_float()) == ("t\nNature\n├─ u [0.25]: A 0.5\n└─ d [0.75]: A 2.0")


def test_a_tree_in_one_line() -> None:
    assert repr(DEPLOY) == (
        "<ExtensiveFormGame 'deploy': USSR, US; 11 nodes, 3 information sets, 1 free parameters>"
    )
    assert repr(DEPLOY.at()) == (
        "<ExtensiveFormGame 'deploy': USSR, US; 11 nodes, 3 information sets>"
    )


def test_a_long_text_is_cut() -> None:
    lines = list(DEPLOY.lines(limit=3))
    assert len(lines) == 4
    assert lines[2].startswith("├─ deploy")
    assert lines[-1] == "... and 8 more nodes"
    assert len(list(DEPLOY.lines(limit=11))) == 11
    assert list(DEPLOY.lines(limit=10))[-1] == "... and 1 more nodes"
    assert len(list(game_of(centipede(150), ("A", "B")).lines())) == 201


def test_numbers_of_thousands_of_digits_are_printed_and_told_apart() -> None:
    games = [game_of(Terminal({"A": 10**5000 + i})) for i in range(2)]
    assert "4300 digits" in str(games[0])
    assert games[0] != games[1]
    assert games[0].fingerprint() != games[1].fingerprint()


# --- size ----------------------------------------------------------------------------------------

DEEP = 10_000


@pytest.fixture(scope="module")
def deep() -> ExtensiveFormGame:
    return ExtensiveFormGame("centipede", players=("A", "B"), root=centipede(DEEP))


def test_a_deep_tree_is_built_printed_compared_and_pickled(deep: ExtensiveFormGame) -> None:
    assert deep.tree.size == 2 * DEEP + 1
    assert int(deep.tree.depth.max()) == DEEP
    assert str(deep).endswith(f"... and {2 * DEEP + 1 - 200} more nodes")
    other = ExtensiveFormGame("other", players=("A", "B"), root=centipede(DEEP))
    assert other == deep
    assert hash(other) == hash(deep)
    again = pickle.loads(pickle.dumps(deep))
    assert again == deep
    assert again.fingerprint() == deep.fingerprint()
    shorter = ExtensiveFormGame("other", players=("A", "B"), root=centipede(DEEP - 1))
    assert shorter != deep
    assert deep.is_perfect_information
    assert deep.tree.n_infosets == DEEP


def test_nodes_of_a_deep_tree_may_go_away() -> None:
    root = centipede(5 * DEEP)
    del root
    gc.collect()


def test_paths_in_a_deep_tree(deep: ExtensiveFormGame) -> None:
    bottom = deep.tree.path(2 * DEEP)
    assert bottom == "root" + "/pass" * DEEP
    assert deep.node_at(bottom) == 2 * DEEP
    assert deep.node_at(bottom[: -len("/pass")] + "/stop") == 2 * DEEP - 1
    with pytest.raises(UnknownNameError, match="no 'on' after root/pass"):
        deep.node_at(bottom + "/on")
    assert deep.infoset_number("B", f"#{DEEP}") == DEEP - 1


def test_subgames_of_a_deep_tree(deep: ExtensiveFormGame) -> None:
    part = subgame(deep, "root" + "/pass" * (DEEP - 1))
    assert part.tree.size == 3
    assert str(part).splitlines()[1:] == [
        "B",
        f"├─ stop: A {DEEP - 2}, B {DEEP + 1}",
        f"└─ pass: A {DEEP + 2}, B {DEEP - 1}",
    ]
    whole = subgame(deep, "root/pass")
    assert whole.tree.size == 2 * DEEP - 1
    small = ExtensiveFormGame("small", players=("A", "B"), root=centipede(300))
    assert len(subgames(small)) == 300


def test_a_deep_tree_is_solved(deep: ExtensiveFormGame) -> None:
    result = solve(deep)
    assert result.only().payoffs == {"A": 2, "B": -1}
    assert not result.only().profile.choices.any()
    assert result.only().certificate.epsilon == 0
    floats = solve(deep.to_float()).only()
    assert floats.payoffs == {"A": 2.0, "B": -1.0}
    names = [deep.tree.infoset_name(i) for i in range(DEEP)]
    passing = {"A": dict.fromkeys(names[::2], "pass"), "B": dict.fromkeys(names[1::2], "pass")}
    assert expected_payoffs(deep, passing) == {"A": DEEP + 2, "B": DEEP - 1}
    # Only the last mover gains by stopping.
    assert [d.infoset for d in deviations(deep, passing)] == [f"#{DEEP}"]


def test_a_deep_tree_of_ties_is_solved() -> None:
    root = centipede(DEEP, pays=lambda _: (0, 0))
    game = ExtensiveFormGame("ties", players=("A", "B"), root=root)
    result = solve(game, BackwardInduction(limit=5))
    family = result[0].family
    assert family is not None
    assert family.count == 2**DEEP
    assert family.outcome_count == DEEP + 1
    assert 1 <= len(result) <= 5


def test_a_deep_tree_with_chance_and_payoffs_on_the_way() -> None:
    node: Any = Terminal({"A": 0})
    for _ in range(DEEP):
        node = Chance({"stop": (0, Terminal({"A": 7})), "go": (1, node)}, payoffs={"A": 1})
    game = game_of(node)
    assert expected_payoffs(game, {"A": {}}) == {"A": DEEP}
    assert solve(game).only().payoffs == {"A": DEEP}


@pytest.mark.slow
def test_a_tree_of_a_million_nodes() -> None:
    rng = random.Random(1)
    start = time.perf_counter()
    root = grown(
        rng,
        19,
        branching=(2,),
        ends=0.0,
        chance=0.2,
        odds=lambda _rng, _size: [Fraction(1, 2), Fraction(1, 2)],
    )
    game = ExtensiveFormGame("large", players=("A", "B"), root=root)
    assert game.tree.size == 2**20 - 1
    exact = solve(game, BackwardInduction(single=True))
    floats = solve(game.to_float(), BackwardInduction(single=True))
    for player in game.players:
        assert floats[0].payoffs[player] == pytest.approx(float(exact[0].payoffs[player]))
    again = pickle.loads(pickle.dumps(game))
    assert again == game
    bytes_ = sum(
        getattr(game.tree, name).nbytes
        for name in (
            "parent",
            "edge",
            "mover",
            "menu",
            "infoset",
            "label",
            "probability",
            "payoff_row",
            "payoffs",
            "infoset_player",
            "infoset_menu",
        )
    )
    assert bytes_ / game.tree.size < 600
    assert time.perf_counter() - start < 300


def test_random_large_trees_are_numbered_in_preorder() -> None:
    root = grown(random.Random(7), 9)
    game = ExtensiveFormGame("large", players=("A", "B"), root=root)
    everywhere = places(root, game.players)
    tree = game.tree
    assert tree.size == len(everywhere)
    for node in itertools.islice(range(tree.size), 0, None, 37):
        assert tree.path(node) == everywhere[node].path
        assert game.node_at(everywhere[node].path) == node
    assert np.array_equal(tree.depth, [len(place.moves) for place in everywhere])


@given(st.integers(0, 10**6))
def test_large_trees_collect_what_is_paid_on_the_way(seed: int) -> None:
    root = grown(random.Random(seed), 4, on_the_way=0.4)
    game = ExtensiveFormGame("large", players=("A", "B"), root=root)
    totals = [
        tuple(p.paid.values()) for p in places(root, ("A", "B")) if not hasattr(p.node, "_children")
    ]
    assert [p for p in game.terminal_payoffs() if p is not None] == totals
