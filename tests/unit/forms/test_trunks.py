"""Trunks: every node has its place in one, and what they pay is what the tree pays."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms.subgames import subgame_roots
from brinkgame.forms.trunks import trunks
from brinkgame.testing.strategies import extensive_form_games, perfect_information_games

trees = st.one_of(extensive_form_games(), perfect_information_games())


@given(trees)
def test_every_node_lies_in_one_trunk(game: bg.ExtensiveFormGame) -> None:
    found = trunks(game)
    assert [t.root for t in found] == subgame_roots(game)[::-1]
    own = [node for t in found for node in t.nodes if node not in t.inside]
    assert sorted(own) == (list(range(game.tree.size)) if found else [])
    infosets = [i for t in found for i in t.infosets]
    assert sorted(infosets) == list(range(game.tree.n_infosets))


@given(trees)
def test_the_innermost_come_first(game: bg.ExtensiveFormGame) -> None:
    done: set[int] = set()
    for trunk in trunks(game):
        assert done.issuperset(trunk.inside)
        done.add(trunk.root)


@given(trees, st.data())
def test_folding_trunks_gives_what_the_tree_pays(
    game: bg.ExtensiveFormGame, data: st.DataObject
) -> None:
    tree = game.tree
    weights: list[Fraction] = []
    for size in tree.infoset_size.tolist():
        parts = data.draw(st.lists(st.integers(1, 5), min_size=size, max_size=size))
        weights.extend(Fraction(part, sum(parts)) for part in parts)
    profile = bg.BehaviorStrategyProfile.from_weights(game, weights)
    worth: dict[int, tuple[Fraction, ...]] = {}
    found = trunks(game)
    for trunk in found:
        part = trunk.game(worth)
        assert [s.label for s in part.information_sets] == [
            tree.infoset_name(i) for i in trunk.infosets
        ]
        here = [w for i in trunk.infosets for w in profile.weights_at(i)]
        played = bg.BehaviorStrategyProfile.from_weights(part, here)
        worth[trunk.root] = tuple(bg.expected_payoffs(part, played).values())
    if found:
        assert worth[0] == tuple(bg.expected_payoffs(game, profile).values())


@given(trees)
def test_a_trunk_has_no_subgame_inside(game: bg.ExtensiveFormGame) -> None:
    zero = (Fraction(0),) * len(game.players)
    for trunk in trunks(game):
        part = trunk.game(dict.fromkeys(trunk.inside, zero))
        assert subgame_roots(part) == [0]


def test_who_moves_above_is_told() -> None:
    game = bg.catalog.load("entry-deterrence").game
    inner, outer = trunks(game)
    assert (inner.movers, inner.above) == ((1,), (0,))
    assert (outer.movers, outer.above) == ((0,), ())


def test_an_end_has_no_trunk() -> None:
    game = bg.ExtensiveFormGame("over", players=("A",), root=bg.Terminal({"A": 1}))
    assert trunks(game) == ()


def test_players_can_be_left_out_only_if_they_do_not_move() -> None:
    game = bg.catalog.load("entry-deterrence").game
    inner, _ = trunks(game)
    part = inner.game({}, players=[1])
    assert part.players == ("incumbent",)
    assert part.payoff_rows() == [(Fraction(2),), (Fraction(-1),)]


@pytest.mark.parametrize("size", [200])
def test_a_long_chain_is_taken_apart_in_time(size: int) -> None:
    node: bg.Decision | bg.Terminal = bg.Terminal({"A": 0})
    for step in range(size):
        node = bg.Decision("A", {"stop": bg.Terminal({"A": step}), "go": node})
    found = trunks(bg.ExtensiveFormGame("chain", players=("A",), root=node))
    assert len(found) == size
    assert all(len(t.nodes) == 3 for t in found)
