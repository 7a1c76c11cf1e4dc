"""The three kinds of node: they hold what was written, and cannot be changed."""

from __future__ import annotations

import copy
import enum
import pickle
from typing import Any

import pytest

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms import nodes as module

END = Terminal({"A": 0})


def test_rest_is_one_thing_and_reads_as_written() -> None:
    assert repr(REST) == "REST"
    assert pickle.loads(pickle.dumps(REST)) is REST
    assert copy.deepcopy(REST) is REST


def test_a_decision_holds_what_was_written() -> None:
    left, right = Terminal({"A": 1}), Terminal({"A": 2})
    node = Decision(
        "A", {"left": left, "right": right}, infoset="first", payoffs={"A": 3}, label="crisis"
    )
    assert node.player == "A"
    assert node.actions == {"left": left, "right": right}
    assert list(node.actions) == ["left", "right"]
    assert node.infoset == "first"
    assert node.payoffs == {"A": 3}
    assert node.label == "crisis"
    assert repr(node) == "Decision('A', left | right)"


def test_what_is_not_written_is_empty() -> None:
    node = Decision("A", {"go": END})
    assert (node.infoset, node.payoffs, node.label) == (None, {}, None)
    assert (Chance({"go": (1, END)}).payoffs, Chance({"go": (1, END)}).label) == ({}, None)
    assert Terminal({}).label is None


def test_a_chance_holds_what_was_written() -> None:
    other = Terminal({"A": 1})
    node = Chance({"war": ("1/10", END), "peace": (REST, other)}, payoffs={"A": -1}, label="risk")
    assert node.branches == {"war": ("1/10", END), "peace": (REST, other)}
    assert list(node.branches) == ["war", "peace"]
    assert node.payoffs == {"A": -1}
    assert node.label == "risk"
    assert repr(node) == "Chance(war | peace)"


def test_a_terminal_holds_what_was_written() -> None:
    node = Terminal({"A": -4, "B": "1/3"}, label="war")
    assert node.payoffs == {"A": -4, "B": "1/3"}
    assert node.label == "war"
    assert repr(node) == "Terminal({'A': -4, 'B': '1/3'}, label='war')"
    assert repr(Terminal({"A": 1})) == "Terminal({'A': 1})"


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", END), ("b", END)],
        (("a", END), ("b", END)),
        [["a", END], ["b", END]],
        iter([("a", END), ("b", END)]),
        {"a": END, "b": END}.items(),
    ],
)
def test_actions_may_be_pairs(pairs: Any) -> None:
    assert Decision("A", pairs).actions == {"a": END, "b": END}


def test_branches_and_payoffs_may_be_pairs() -> None:
    node = Chance([("a", ("1/2", END)), ["b", ["1/2", END]]], payoffs=[("A", 1)])  # type: ignore[arg-type]
    assert node.branches == {"a": ("1/2", END), "b": ("1/2", END)}
    assert node.payoffs == {"A": 1}


def test_later_changes_of_the_caller_change_nothing() -> None:
    actions, payoffs = {"a": END}, {"A": 1}
    node = Decision("A", actions, payoffs=payoffs)
    branches = {"a": (1, END)}
    chance = Chance(branches)
    actions["b"] = END
    payoffs["A"] = 2
    branches.clear()
    node.actions["c"] = END
    assert list(node.actions) == ["a"]
    assert node.payoffs == {"A": 1}
    assert list(chance.branches) == ["a"]


@pytest.mark.parametrize("node", [END, Decision("A", {"go": END}), Chance({"go": (1, END)})])
def test_nodes_cannot_be_changed(node: Any) -> None:
    kind = type(node).__name__
    for attempt in (
        lambda: setattr(node, "label", "war"),
        lambda: setattr(node, "_label", "war"),
        lambda: delattr(node, "_label"),
        lambda: setattr(node, "anything", 1),
    ):
        with pytest.raises(AttributeError, match=f"a {kind} cannot be changed; write a new one"):
            attempt()


@pytest.mark.parametrize("written", ["ab", b"ab", 5, None, ["ab"], [("a", END, END)], [5], ["a"]])
def test_what_is_no_mapping_is_kept_for_the_report(written: Any) -> None:
    # Nodes check nothing: the game says what is wrong, with the path.
    for node in (Decision("A", written), Chance(written)):
        below = node.actions if isinstance(node, Decision) else node.branches
        assert below == {}
        assert repr(node) in {"Decision('A', )", "Chance()"}
    assert Terminal(written).payoffs == {}


@pytest.mark.parametrize("pair", [END, (END,), ("1/2", END, 3), "ab", None])
def test_a_branch_without_its_probability_is_none(pair: Any) -> None:
    assert Chance({"a": ("1/2", END), "b": pair}).branches == {}


def test_equal_labels_are_kept_once() -> None:
    one = Decision("A", {"accept": END, "strike": END})
    other = Decision("B", [("accept", END), ("strike", END)])
    assert one._actions is other._actions


def test_the_store_of_labels_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    store: dict[Any, Any] = {(str(i),): (str(i),) for i in range(100_000)}
    monkeypatch.setattr(module, "_shared_labels", store)
    Decision("A", {"one more": END})
    assert len(store) == 100_001
    Decision("A", {"and another": END})
    assert list(store) == [("and another",)]


class Move(enum.StrEnum):
    GO = "a move of an enumeration"


def test_labels_of_one_game_do_not_turn_up_in_another() -> None:
    ExtensiveFormGame("first", players=("A",), root=Decision("A", {Move.GO: END}))
    plain = ExtensiveFormGame("second", players=("A",), root=Decision("A", {str(Move.GO): END}))
    assert type(plain.tree.menus[0][0]) is str


def test_a_label_that_is_no_text_is_reported_as_it_was_written() -> None:
    Decision("A", {1: END})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="labels are text; got True"):
        ExtensiveFormGame("odd", players=("A",), root=Decision("A", {True: END}))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_nodes_can_be_copied_and_pickled(again: Any) -> None:
    root = Decision(
        "A",
        {"a": Terminal({"A": 1}, label="war"), "b": Chance({"c": ("1/2", END), "d": (REST, END)})},
        infoset="first",
        payoffs={"A": 1},
    )
    other = again(root)
    games = [ExtensiveFormGame("copies", players=("A",), root=node) for node in (root, other)]
    assert games[0] == games[1]
