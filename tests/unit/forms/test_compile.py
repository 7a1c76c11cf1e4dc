"""Reading a tree as it is written: the table of numbers, and every fault with its path."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic import exact_number
from brinkgame.errors import Fault, InvalidNumberError
from brinkgame.expressions import Expression
from brinkgame.forms import REST, Chance, Decision, Terminal
from brinkgame.forms.compile import NumberTable, compile_tree
from brinkgame.parameters import Parameter

X = Parameter("x", "1/2", low=0, high=1)
Y = Parameter("y", 2)
END = Terminal({"A": 0, "B": 0})


def faults(root: Any, players: tuple[str, ...] = ("A", "B")) -> list[tuple[str, str]]:
    """The faults of a tree as (path, message)."""
    found: list[Fault] = []
    tree, numbers = compile_tree(players, root, found)
    assert (tree is None) == bool(found)
    if found:
        assert numbers == ()
    return [(fault.path, fault.message) for fault in found]


def only(root: Any) -> tuple[str, str]:
    found = faults(root)
    assert len(found) == 1, found
    return found[0]


# --- numbers -------------------------------------------------------------------------------------


def test_a_value_gives_its_position() -> None:
    table = NumberTable()
    assert [table.position(v) for v in (3, "1/3", 0.1, X, 3, "1/3", 0.1, X)] == [0, 1, 2, 3] * 2
    assert table.numbers == [Fraction(3), Fraction(1, 3), Fraction(1, 10), X + 0]
    assert [type(n) for n in table.numbers] == [Fraction, Fraction, Fraction, Expression]


def test_equal_numbers_are_kept_once() -> None:
    table = NumberTable()
    halves = [Fraction(1, 2), "1/2", "0.5", 0.5, Decimal("0.5"), np.float64(0.5), "2/4"]
    assert {table.position(value) for value in halves} == {0}
    assert table.numbers == [Fraction(1, 2)]
    forms = [X * (X + 1), X**2 + X, (X + 1) * X]
    assert {table.position(form) for form in forms} == {1}
    assert table.position(X - X) == 2
    assert table.numbers[2] == Fraction(0)
    assert type(table.numbers[2]) is Fraction


@pytest.mark.parametrize("value", [True, False, None, "x", float("nan"), [1], {}, object])
def test_what_is_no_number_is_refused(value: object) -> None:
    table = NumberTable()
    for known in (0, 1, "1"):
        table.position(known)
    with pytest.raises(InvalidNumberError):
        table.position(value)
    assert table.numbers == [Fraction(0), Fraction(1)]


@pytest.mark.parametrize("value", [np.True_, np.False_, 1 + 0j, np.complex128(0)])
def test_what_equals_a_number_but_is_none_is_refused(value: object) -> None:
    table = NumberTable()
    for known in (0, 1):
        table.position(known)
    with pytest.raises(InvalidNumberError):
        table.position(value)


@pytest.mark.parametrize("float_first", [True, False])
@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e30, 1e23, 2.5e-300])
def test_a_float_and_its_binary_value_are_two_numbers(value: float, *, float_first: bool) -> None:
    # 0.1 is read as 1/10; Fraction(0.1) is what the float stores. Python calls them equal.
    table = NumberTable()
    exact = Fraction(value)
    both: list[Any] = [value, exact if exact.denominator > 1 else int(exact)]
    read = {i: table.numbers[table.position(both[i])] for i in ((0, 1) if float_first else (1, 0))}
    assert read[1] == exact
    assert read[0] != exact
    assert read[0] == exact_number(value)


@given(
    st.lists(
        st.one_of(
            st.integers(-3, 3),
            st.fractions(max_denominator=4, min_value=-1, max_value=1),
            st.sampled_from([0.5, 0.25, "1/2", "-1", 1.0]),
        )
    )
)
def test_positions_read_back_what_was_written(values: list[Any]) -> None:
    table = NumberTable()
    positions = [table.position(value) for value in values]
    assert [table.numbers[p] for p in positions] == [Fraction(value) for value in values]
    assert len(set(table.numbers)) == len(table.numbers)
    firsts = sorted(set(positions), key=positions.index)
    assert firsts == list(range(len(table.numbers)))


# --- what is read --------------------------------------------------------------------------------


def test_a_good_tree_has_no_faults() -> None:
    root = Decision("A", {"go": Chance({"u": (X, END), "d": (REST, END)}), "stop": END})
    found: list[Fault] = []
    tree, numbers = compile_tree(("A", "B"), root, found)
    assert found == []
    assert tree is not None
    assert tree.size == 5
    assert numbers == (X + 0, 1 - X, Fraction(0))


def test_probabilities_may_be_texts_floats_and_expressions() -> None:
    assert faults(Chance({"u": ("1/3", END), "d": (2 / 3, END)})) == []
    assert faults(Chance({"u": (0.1, END), "v": (0.2, END), "d": (0.7, END)})) == []
    assert faults(Chance({"u": (X * X, END), "d": ((1 - X) * (1 + X), END)})) == []
    assert faults(Chance({"u": (1, END), "d": (0, END)})) == []
    assert faults(Chance({"u": (REST, END)})) == []
    assert faults(Chance({"u": (1, END), "d": (REST, END)})) == []


def test_payoffs_are_read_in_the_order_of_players() -> None:
    found: list[Fault] = []
    tree, numbers = compile_tree(("A", "B"), Terminal({"B": 7, "A": 5}), found)
    assert tree is not None
    assert [numbers[p] for p in tree.payoffs[0]] == [5, 7]


def test_one_node_may_stand_at_several_places() -> None:
    twice = Decision("B", {"l": END, "r": END})
    tree, _ = compile_tree(("A", "B"), Decision("A", {"x": twice, "y": twice}), [])
    assert tree is not None
    assert tree.size == 7
    assert tree.n_infosets == 3
    together = Decision("B", {"l": END, "r": END}, infoset="same")
    tree, _ = compile_tree(("A", "B"), Decision("A", {"x": together, "y": together}), [])
    assert tree is not None
    assert tree.members == ((0,), (1, 4))


def test_two_players_may_use_one_label() -> None:
    def own(player: str) -> Decision:
        return Decision(player, {"l": END}, infoset="live missiles")

    tree, _ = compile_tree(("A", "B"), Decision("A", {"x": own("A"), "y": own("B")}), [])
    assert tree is not None
    assert tree.n_infosets == 3


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (None, "None"),
        (5, "5"),
        ("end", "'end'"),
        ({"A": 1}, "{'A': 1}"),
        (Terminal, "<class 'brinkgame.forms.nodes.Terminal'>"),
        ("x" * 80, "'" + "x" * 56 + "..."),
        ("x" * 58, "'" + "x" * 58 + "'"),
    ],
)
def test_what_is_no_node(node: object, shown: str) -> None:
    expected = f"expected a Decision, a Chance or a Terminal, got {shown}"
    assert only(node) == ("root", expected)
    assert only(Decision("A", {"go": node, "stop": END})) == ("root/go", expected)  # type: ignore[dict-item]
    assert only(Chance({"u": (1, END), "d": (0, node)})) == ("root/d", expected)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("US", "'US'; known: A, B"),
        (None, "None; known: A, B"),
        (["A"], "['A']; known: A, B"),
        (0, "0; known: A, B"),
    ],
)
def test_an_unknown_player_moves(name: Any, shown: str) -> None:
    assert only(Decision(name, {"go": END})) == ("root/<decision>", f"unknown player {shown}")


def test_a_near_name_is_suggested() -> None:
    root = Decision("A", {"go": Decision("USS", {"l": Terminal({"A": 0, "USSR": 0})})})
    assert faults(root, ("A", "USSR")) == [
        ("root/go/<decision>", "unknown player 'USS'; did you mean 'USSR'?")
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ({}, "no action to choose from; write at least one"),
        ([], "no action to choose from; write at least one"),
        (5, "expected {action: node}, got 5"),
        ("ab", "expected {action: node}, got 'ab'"),
        (END, f"expected {{action: node}}, got {END!r}"),
        (["l", "r"], "expected {action: node}, got ['l', 'r']"),
        ({1: END}, "labels are text; got 1"),
        ({"": END}, "labels are text; got ''"),
        ({"l": END, None: END}, "labels are text; got None"),
        ([("l", END), ("l", END)], "'l' is written twice"),
        ([("r", END), ("l", END), ("r", END), ("l", END)], "'r' is written twice"),
    ],
)
def test_actions_that_are_none(actions: Any, expected: str) -> None:
    assert only(Decision("A", actions)) == ("root/<decision>", expected)


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        ({}, "no branch to choose from; write at least one"),
        (5, "expected {branch: (probability, node)}, got 5"),
        ({"u": END}, f"expected {{branch: (probability, node)}}, got ({END!r},)"),
        ({1: (1, END)}, "labels are text; got 1"),
        ([("u", ("1/2", END)), ("u", ("1/2", END))], "'u' is written twice"),
    ],
)
def test_branches_that_are_none(branches: Any, expected: str) -> None:
    assert only(Chance(branches)) == ("root/<chance>", expected)


def test_labels_that_have_no_hash() -> None:
    path, message = only(Decision("A", [(["l"], END)]))  # type: ignore[list-item]
    assert (path, message) == ("root/<decision>", "labels are text; got ['l']")
    path, message = only(Chance([(["u"], (1, END))]))  # type: ignore[list-item]
    assert (path, message) == ("root/<chance>", "labels are text; got ['u']")


def test_a_label_written_twice_is_reported_at_every_place() -> None:
    def double() -> Decision:
        return Decision("B", [("l", END), ("l", END)])

    assert faults(Decision("A", {"x": double(), "y": double()})) == [
        ("root/x/<decision>", "'l' is written twice"),
        ("root/y/<decision>", "'l' is written twice"),
    ]


KEPT = "names that begin with root or # are kept for information sets without a label"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (5, "an information set is named by text; got 5"),
        ("", "an information set is named by text; got ''"),
        (["x"], "an information set is named by text; got ['x']"),
        (
            "root/x",
            f"information set label 'root/x': {KEPT}",
        ),
        (
            "root",
            f"information set label 'root': {KEPT}",
        ),
        (
            "#7",
            f"information set label '#7': {KEPT}",
        ),
    ],
)
def test_names_of_information_sets(name: Any, message: str) -> None:
    root = Decision("A", {"go": Decision("B", {"l": END}, infoset=name)})
    assert only(root) == ("root/go", message)


@pytest.mark.parametrize("name", ["roots", "rooted", "the root", "a#1", "a/b", "the live missiles"])
def test_other_names_of_information_sets_are_fine(name: str) -> None:
    assert faults(Decision("A", {"go": END}, infoset=name)) == []


RULE = "nodes that a player cannot tell apart offer the same actions in the same order"


def sets(first: dict[str, Any], second: dict[str, Any]) -> Any:
    return Decision(
        "A",
        {
            "x": Decision("B", first, infoset="reply"),
            "y": Decision("A", {"on": Decision("B", second, infoset="reply")}),
        },
    )


def test_actions_differ_within_an_information_set() -> None:
    assert only(sets({"l": END, "r": END}, {"l": END, "m": END})) == (
        "root/y/on",
        f"information set 'reply' offers l, m here, not as l, r at root/x; {RULE}",
    )
    assert only(sets({"l": END}, {"l": END, "m": END})) == (
        "root/y/on",
        f"information set 'reply' offers l, m here, not as l at root/x; {RULE}",
    )


def test_actions_are_reordered_within_an_information_set() -> None:
    assert only(sets({"l": END, "r": END}, {"r": END, "l": END})) == (
        "root/y/on",
        f"information set 'reply' offers r, l here, in another order than l, r at root/x; {RULE}",
    )


def test_nothing_false_is_said_of_an_information_set_without_actions() -> None:
    found = faults(sets({}, {"l": END, "r": END}))
    assert found[0] == ("root/x/<decision>", "no action to choose from; write at least one")
    assert not any("x, y at root/x" in message for _, message in found)


@pytest.mark.parametrize(("label", "shown"), [(5, "5"), ("", "''"), (["war"], "['war']")])
def test_labels_of_outcomes(label: Any, shown: str) -> None:
    expected = f"an outcome is named by text; got {shown}"
    assert only(Terminal({"A": 0, "B": 0}, label=label)) == ("root", expected)
    assert only(Decision("A", {"l": END}, label=label)) == ("root", expected)
    assert only(Chance({"l": (1, END)}, label=label)) == ("root", expected)


@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [
        ({"A": 0}, ["no payoff for B"]),
        ({}, ["no payoff for A, B"]),
        (None, ["no payoff for A, B"]),
        (5, ["payoffs are written {player: number}; got 5"]),
        ("AB", ["payoffs are written {player: number}; got 'AB'"]),
        ([1, 2], ["payoffs are written {player: number}; got [1, 2]"]),
        ({"A": 0, "B": 0, "C": 0}, ["payoff for unknown player 'C'; known: A, B"]),
        ({"A": 0, "C": 0}, ["payoff for unknown player 'C'; known: A, B", "no payoff for B"]),
        ({"A": 0, "B": 0, 3: 0}, ["payoff for unknown player 3; known: A, B"]),
        ({"A": 0, "B": 0, ("x",): 0}, ["payoff for unknown player ('x',); known: A, B"]),
        ([("A", 0), ("B", 0), ("A", 1)], ["the payoff of A is written twice"]),
        ({"A": "much", "B": 0}, ["payoff of A: 'much' is not a number"]),
        ({"A": 0, "B": None}, ["payoff of B: None (of type NoneType) is not a number"]),
        ({"A": [1], "B": {}}, ["payoff of A: [1]", "payoff of B: {}"]),
        ({"A": True, "B": 1}, ["payoff of A: True is a truth value"]),
        ({"A": float("nan"), "B": float("-inf")}, ["payoff of A: nan", "payoff of B: -inf"]),
    ],
)
def test_payoffs_of_an_end(payoffs: Any, expected: list[str]) -> None:
    found = faults(Decision("A", {"go": Terminal(payoffs), "stop": END}))
    assert [path for path, _ in found] == ["root/go"] * len(expected)
    for (_, message), begins in zip(found, expected, strict=True):
        assert message.startswith(begins)


@pytest.mark.parametrize(
    "where",
    [
        lambda p: Decision("A", {"go": END}, payoffs=p),
        lambda p: Chance({"go": (1, END)}, payoffs=p),
    ],
)
@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [
        ({"C": 0}, ["payoff for unknown player 'C'; known: A, B"]),
        (5, ["payoffs are written {player: number}; got 5"]),
        ({"B": "much"}, ["payoff of B: 'much' is not a number"]),
        ([("A", 0), ("A", 0)], ["the payoff of A is written twice"]),
        ({"A": 1}, []),
        ({}, []),
        (None, []),
    ],
)
def test_payoffs_on_the_way(where: Any, payoffs: Any, expected: list[str]) -> None:
    found = faults(where(payoffs))
    assert [path for path, _ in found] == ["root"] * len(expected)
    for (_, message), begins in zip(found, expected, strict=True):
        assert message.startswith(begins)


def test_a_missing_payoff_is_reported_at_every_end() -> None:
    root = Decision("A", {"l": Terminal({"A": 0}), "r": Terminal({"A": 1})})
    assert faults(root) == [("root/l", "no payoff for B"), ("root/r", "no payoff for B")]
    root = Decision("A", {"l": Terminal({"C": 0}), "r": Terminal({"C": 1})})
    unknown = "payoff for unknown player 'C'; known: A, B"
    assert [f for f in faults(root) if f[1] == unknown] == [
        ("root/l", unknown),
        ("root/r", unknown),
    ]


def chance(*odds: Any) -> Chance:
    return Chance({"abcdef"[i]: (p, END) for i, p in enumerate(odds)})


Z = Parameter("z", 0)


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        (["11/10", "-1/10"], "probability of 'a' is 11/10, outside [0, 1]"),
        (["-1/10", "11/10"], "probability of 'a' is -1/10, outside [0, 1]"),
        ([1, "1/10", "-1/10"], "probability of 'c' is -1/10, outside [0, 1]"),
        (["11/10", REST], "probability of 'a' is 11/10, outside [0, 1]"),
        (["6/10", "6/10", REST], "probability of 'c' is -1/5, outside [0, 1]"),
        (["1/2", "2/5"], "chance probabilities sum to 9/10, not 1"),
        (["1/2", "3/5"], "chance probabilities sum to 11/10, not 1"),
        ([0], "chance probabilities sum to 0, not 1"),
        ([0.1, 0.2], "chance probabilities sum to 3/10, not 1"),
        ([REST, "1/2"], "REST is the probability of the last branch only"),
        (["1/2", None], "probability of 'b': None (of type NoneType) is not a number"),
        (["x", REST], "probability of 'a': 'x' is not a number"),
        ([[1], REST], "probability of 'a': [1] (of type list) is not a number"),
        ([True], "probability of 'a': True is a truth value"),
        ([float("inf"), 0], "probability of 'a': inf is not a finite number"),
    ],
)
def test_probabilities(odds: list[Any], expected: str) -> None:
    found = faults(chance(*odds))
    assert {path for path, _ in found} == {"root/<chance>"}
    message = found[0][1]
    assert message.startswith(expected)
    if "outside" not in expected:
        assert len(found) == 1
    assert not message.endswith("bg.REST for the last one)")


def test_symbolic_probabilities_sum_to_one_identically() -> None:
    path, message = only(chance(X, 1 - X * X))
    assert path == "root/<chance>"
    advice = ", as an expression (write bg.REST for the last one)"
    assert message == f"chance probabilities sum to {1 + X - X * X}, not 1{advice}"
    # At the baseline it is one, but not elsewhere.
    assert only(chance(X, "1/2"))[1].startswith(f"chance probabilities sum to {X + Fraction(1, 2)}")
    assert faults(chance(X, Y, 1 - X - Y)) == []


def test_several_things_wrong_with_rest() -> None:
    assert faults(chance(REST, REST)) == [("root/<chance>", "REST is written twice")]
    assert faults(chance(REST, "1/4", REST)) == [("root/<chance>", "REST is written twice")]
    assert faults(chance(REST, REST, "1/4")) == [
        ("root/<chance>", "REST is written twice"),
        ("root/<chance>", "REST is the probability of the last branch only"),
    ]


def test_every_bad_probability_of_a_node_is_reported() -> None:
    messages = [message for _, message in faults(chance("11/10", 3))]
    assert "probability of 'a' is 11/10, outside [0, 1]" in messages
    assert "probability of 'b' is 3, outside [0, 1]" in messages


def test_each_node_names_its_own_branches() -> None:
    other = Chance({"u": ("11/10", END), "d": ("-1/10", END)})
    found = faults(Decision("A", {"x": chance("11/10", "-1/10"), "y": other}))
    assert ("root/x/<chance>", "probability of 'a' is 11/10, outside [0, 1]") in found
    assert ("root/y/<chance>", "probability of 'u' is 11/10, outside [0, 1]") in found


def test_the_same_wrong_sum_is_reported_at_every_node() -> None:
    found = faults(Decision("A", {"x": chance("1/2", "2/5"), "y": chance("1/2", "2/5")}))
    wrong = "chance probabilities sum to 9/10, not 1"
    assert found == [("root/x/<chance>", wrong), ("root/y/<chance>", wrong)]


def test_two_definitions_of_a_parameter_are_a_fault_of_the_place() -> None:
    other = Parameter("x", "1/3")
    root = Decision("A", {"l": Terminal({"A": X, "B": 0}), "r": Terminal({"A": other, "B": 0})})
    path, message = only(root)
    assert path == "root/r"
    assert message.startswith("payoff of A: two parameters called 'x' differ")
    path, message = only(chance(X, other, REST))
    assert path == "root/<chance>"
    assert message.startswith("probability of 'b': two parameters called 'x' differ")
    path, message = only(chance(X * X, other * 2, REST))
    assert path == "root/<chance>"
    assert message.startswith("two parameters called 'x' differ")
    path, message = only(chance(X * X, other * 2))
    assert path == "root/<chance>"
    assert message.startswith("two parameters called 'x' differ")


def test_all_faults_are_reported_in_the_order_of_the_tree() -> None:
    root = Decision(
        "C",
        {
            "a": Terminal({"A": 0}),
            "b": Chance({"u": ("1/2", None), "d": ("1/4", Terminal({"A": "x", "B": 0}))}),  # type: ignore[dict-item]
            "c": Decision("A", {}, infoset=5, label=7),  # type: ignore[arg-type]
        },
        payoffs={"D": 1},
    )
    assert [path for path, _ in faults(root)] == [
        "root/<decision>",
        "root",
        "root/a",
        "root/b/<chance>",
        "root/b/u",
        "root/b/d",
        "root/c/<decision>",
        "root/c",
        "root/c",
    ]


def test_long_values_are_cut_and_nodes_are_named() -> None:
    many = Terminal({f"player {i}": i for i in range(9)})
    assert only(Decision("A", many))[1] == "expected {action: node}, got a Terminal"  # type: ignore[arg-type]
    assert only(Decision("A", ["x" * 80]))[1] == (  # type: ignore[list-item]
        "expected {action: node}, got ['" + "x" * 55 + "..."
    )
    short = Decision("A", {"l" * 45: END})
    assert len(repr(short)) == 60
    assert only(Decision("A", short))[1] == f"expected {{action: node}}, got {short!r}"  # type: ignore[arg-type]
    longer = Decision("A", {"l" * 46: END})
    assert only(Decision("A", longer))[1] == "expected {action: node}, got a Decision"  # type: ignore[arg-type]


def test_a_faulty_node_in_the_report_of_another_is_no_accident() -> None:
    path, message = only(Chance({"a": Terminal(5)}))  # type: ignore[arg-type,dict-item]
    assert path == "root/<chance>"
    assert message.startswith("expected {branch: (probability, node)}, got (")
