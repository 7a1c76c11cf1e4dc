"""Games as tables: reading, shapes, faults, what a cell pays, text."""

from __future__ import annotations

import itertools
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidGameError, UnknownNameError
from brinkgame.forms import NormalFormGame
from brinkgame.parameters import Parameter

X = Parameter("x", "1/2", low=0, high=1)
CHICKEN = NormalFormGame(
    "chicken",
    strategies={"USSR": ("swerve", "straight"), "US": ("swerve", "straight", "stop")},
    payoffs={"USSR": [[0, -1, 2], [1, -10, 3]], "US": [[0, 1, "1/3"], [-1, -10, X]]},
)


def table(payoffs: Any, strategies: Any = None, **options: Any) -> NormalFormGame:
    given = {"A": ("u", "d"), "B": ("l", "r")} if strategies is None else strategies
    return NormalFormGame("t", strategies=given, payoffs=payoffs, **options)


def faults(make: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidGameError) as caught:
        make()
    return [(fault.path, fault.message) for fault in caught.value.faults]


GOOD = [[1, 2], [3, 4]]

# --- reading -------------------------------------------------------------------------------------


def test_what_was_written_can_be_read() -> None:
    assert CHICKEN.title == "chicken"
    assert CHICKEN.players == ("USSR", "US")
    assert dict(CHICKEN.strategies) == {
        "USSR": ("swerve", "straight"),
        "US": ("swerve", "straight", "stop"),
    }
    assert CHICKEN.shape == (2, 3)
    assert CHICKEN.payoff("USSR", {"USSR": "straight", "US": "straight"}) == -10
    assert CHICKEN.payoff("USSR", {"USSR": "swerve", "US": "stop"}) == 2
    assert CHICKEN.payoff("US", {"USSR": "swerve", "US": "stop"}) == Fraction(1, 3)
    assert CHICKEN.payoff("US", {"USSR": "straight", "US": "stop"}) == X
    assert list(CHICKEN.parameters) == ["x"]


def test_positions_of_players_and_strategies() -> None:
    assert [CHICKEN.player_number(p) for p in ("USSR", "US")] == [0, 1]
    assert [CHICKEN.strategy_number("US", s) for s in ("swerve", "straight", "stop")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: CHICKEN.player_number("USS"), "no player 'USS'; did you mean 'USSR'?"),
        (lambda: CHICKEN.player_number("Cuba"), "no player 'Cuba'; known: USSR, US"),
        (
            lambda: CHICKEN.strategy_number("US", "strait"),
            "US has no strategy 'strait'; did you mean 'straight'?",
        ),
        (lambda: CHICKEN.strategy_number("USSR", "stop"), "USSR has no strategy 'stop'"),
        (lambda: CHICKEN.strategy_number("Cuba", "stop"), "no player 'Cuba'"),
        (lambda: CHICKEN.payoff("Cuba", {"USSR": "swerve", "US": "stop"}), "no player 'Cuba'"),
        (lambda: CHICKEN.payoff("US", {"USSR": "swerve", "US": "go"}), "US has no strategy 'go'"),
        (lambda: CHICKEN.payoff("US", {"USSR": "swerve"}), "no strategy for US in {'USSR': "),
    ],
)
def test_names_that_are_not_there(attempt: Any, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        attempt()
    assert str(caught.value).startswith(message)


def test_tables_of_payoffs() -> None:
    first = CHICKEN.payoff_array("USSR")
    assert first.shape == (2, 3)
    assert first.tolist() == [[0, -1, 2], [1, -10, 3]]
    assert CHICKEN.payoff_array("US").tolist() == [[0, 1, Fraction(1, 3)], [-1, -10, X]]
    assert all(type(x) is Fraction for x in first.ravel())


@pytest.mark.parametrize(
    "payoffs",
    [
        {"A": GOOD, "B": [[5, 6], [7, 8]]},
        {"B": [[5, 6], [7, 8]], "A": GOOD},
        {"A": ((1, 2), (3, 4)), "B": [(5, 6), [7, 8]]},
        {"A": np.array(GOOD), "B": [np.array([5, 6]), [7, 8]]},
        {"A": np.array(GOOD, dtype=object), "B": [["5", "6"], ["7.0", 8.0]]},
    ],
)
def test_tables_may_be_nested_sequences_or_arrays(payoffs: Any) -> None:
    game = table(payoffs)
    assert game.players == ("A", "B")
    assert game.payoff_array("A").tolist() == GOOD
    assert game.payoff_array("B").tolist() == [[5, 6], [7, 8]]
    assert game == table({"A": GOOD, "B": [[5, 6], [7, 8]]})
    assert type(game.payoff("A", {"A": "u", "B": "l"})) is Fraction


def test_equal_numbers_are_kept_once() -> None:
    game = table({"A": [[1, 2], [2, 1]], "B": [[2, 1], ["1", 2.0]]})
    assert game.numbers == (1, 2)
    assert game.cells.tolist() == [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]
    assert game.cells.dtype == np.int32


def test_an_array_of_floats_makes_a_floating_point_game() -> None:
    game = table({"A": np.array([[0.1, 0.2], [0.3, 0.4]]), "B": [[1, "1/2"], [0.3, 4]]})
    assert game.numbers.tolist() == [0.1, 1.0, 0.2, 0.5, 0.3, 0.3, 0.4, 4.0]  # type: ignore[union-attr]
    assert game.payoff_array("A").tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert game.payoff_array("B").tolist() == [[1.0, 0.5], [0.3, 4.0]]
    assert game.payoff("B", {"A": "u", "B": "r"}) == 0.5
    narrow = table({"A": np.array(GOOD, dtype=np.float32), "B": GOOD})
    assert narrow.payoff_array("A").dtype == np.float64
    lists = table({"A": [[0.1, 0.2], [0.3, 0.4]], "B": GOOD})
    assert lists.payoff("A", {"A": "u", "B": "l"}) == Fraction(1, 10)


def test_the_callers_array_is_copied() -> None:
    mine = np.array([[1.0, 2.0], [3.0, 4.0]])
    game = table({"A": mine, "B": mine})
    mine[0, 0] = 7
    assert game.payoff("A", {"A": "u", "B": "l"}) == 1.0


@pytest.mark.parametrize("game", [CHICKEN, table({"A": np.eye(2), "B": GOOD})], ids=repr)
def test_tables_cannot_be_changed(game: NormalFormGame) -> None:
    for each in (game, pickle.loads(pickle.dumps(game))):
        with pytest.raises(ValueError, match="read-only"):
            each.cells[0] = 0
        with pytest.raises(TypeError):
            each.strategies["US"] = ("a",)  # type: ignore[index]
        with pytest.raises(AttributeError):
            each.cells = None


@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_any_number_of_players(data: st.DataObject, shape: list[int]) -> None:
    cells = list(itertools.product(*map(range, shape)))
    numbers = st.fractions(max_denominator=5, min_value=-2, max_value=2)
    flat = [data.draw(st.lists(numbers, min_size=len(cells), max_size=len(cells))) for _ in shape]
    tables = []
    for values in flat:
        filled = np.empty(len(values), dtype=object)
        filled[:] = values
        tables.append(filled.reshape(shape))
    game = NormalFormGame.from_arrays(*tables, title="drawn")
    nested = NormalFormGame.from_arrays(*(t.tolist() for t in tables), title="drawn")
    by_cell = NormalFormGame.from_cells(
        "drawn",
        strategies=dict(game.strategies),
        cells={tuple(str(i + 1) for i in where): [t[where] for t in tables] for where in cells},
    )
    assert game == nested == by_cell
    assert hash(game) == hash(nested) == hash(by_cell)
    assert game.fingerprint() == nested.fingerprint() == by_cell.fingerprint()
    assert game.shape == tuple(shape)
    for p, player in enumerate(game.players):
        assert player == str(p + 1)
        assert game.payoff_array(player).tolist() == tables[p].tolist()
        for where in cells:
            profile = {str(q + 1): str(i + 1) for q, i in enumerate(where)}
            assert game.payoff(player, profile) == tables[p][where]
    assert game.is_zero_sum == all(sum(t[where] for t in tables) == 0 for where in cells)
    floats = game.to_float()
    assert floats.payoff_array("1").tolist() == game.payoff_array("1").astype(float).tolist()
    assert pickle.loads(pickle.dumps(game)) == game


def test_zero_sum() -> None:
    assert table({"A": GOOD, "B": [[-1, -2], [-3, -4]]}).is_zero_sum
    assert not table({"A": GOOD, "B": [[-1, -2], [-3, 4]]}).is_zero_sum
    assert table({"A": [[X, 0], [0, 0]], "B": [[-X, 0], [0, 0]]}).is_zero_sum
    assert not table({"A": [[X, 0], [0, 0]], "B": [[X, 0], [0, 0]]}).is_zero_sum
    assert NormalFormGame.from_arrays(np.eye(2), -np.eye(2)).is_zero_sum


# --- from_cells, from_arrays ---------------------------------------------------------------------

MENUS = {"A": ("u",), "B": ("l", "r")}


def test_from_cells() -> None:
    game = NormalFormGame.from_cells(
        "cells",
        strategies=MENUS,
        cells={("u", "r"): {"B": 4, "A": X}, ("u", "l"): (1, "1/2")},
        constraints=[X < 2],
    )
    assert game.payoff_array("A").tolist() == [[1, X]]
    assert game.payoff_array("B").tolist() == [[Fraction(1, 2), 4]]
    assert game.title == "cells"
    assert game.parameters.constraints == (X < 2,)


def test_faults_of_cells() -> None:
    def cells(written: Any, strategies: Any = MENUS) -> list[tuple[str, str]]:
        return faults(lambda: NormalFormGame.from_cells("c", strategies=strategies, cells=written))

    good = {("u", "l"): (1, 2), ("u", "r"): (3, 4)}
    assert cells({("u", "l"): (1, 2)}) == [("(u, r)", "no payoffs")]
    assert cells({}) == [("(u, l)", "no payoffs"), ("(u, r)", "no payoffs")]
    assert cells({**good, ("u", "m"): (0, 0)}) == [("(u, m)", "no such profile of strategies")]
    assert cells({**good, "u": (0, 0)}) == [("'u'", "no such profile of strategies")]
    for wrong in ((1,), (1, 2, 3), "12", 5, {"A": 1}, {"A": 1, "B": 2, "C": 3}, None):
        assert cells({**good, ("u", "r"): wrong}) == [
            ("(u, r)", f"expected payoffs of all players, got {wrong!r}")
        ]
    assert cells(None) == [("", "cells are written {profile: payoffs}; got None")]
    assert cells(good, {"A": (), "B": "lr"})[0] == ("", "A has no strategy; write at least one")
    assert cells({**good, ("u", "r"): (1, "x")})[0][0] == "payoffs of B(u, r)"
    with pytest.raises(InvalidGameError, match=r"^'c' is not a game: no payoffs, at"):
        NormalFormGame.from_cells("c", strategies=MENUS, cells={("u", "l"): (1, 2)})


def test_from_arrays() -> None:
    game = NormalFormGame.from_arrays([[1, 2]], [[3, 4]], title="arrays", players=("row", "column"))
    assert game.title == "arrays"
    assert dict(game.strategies) == {"row": ("1",), "column": ("1", "2")}
    assert game.payoff_array("column").tolist() == [[3, 4]]
    assert NormalFormGame.from_arrays([5, 6]).payoff_array("1").tolist() == [5, 6]
    assert NormalFormGame.from_arrays([np.array([1, 2])], [[3, 4]]).shape == (1, 2)


@pytest.mark.parametrize(
    ("tables", "players", "expected"),
    [
        (([[1]],), None, ["one table is a game of one player"]),
        (([1], [1]), None, ["2 players need tables with as many axes; got 1"]),
        ((5, 6), None, ["2 players need tables with as many axes; got "]),
        (("ab", "ab"), None, ["2 players need tables with as many axes; got "]),
        (
            (np.ones((2, 2, 2)), np.ones((2, 2, 2))),
            None,
            ["2 players need tables with as many axes; got 2 x 2 x 2"],
        ),
        (([[1]], [[1]]), ("A",), ["1 players, but 2 tables"]),
        (([[1]], [[1]]), ("A", "A"), ["player 'A' is named twice"]),
        (([[1]], [[1]]), "AB", ['players are written ("USSR", "US"); got \'AB\'']),
        (([[1]], [[1]]), 5, ['players are written ("USSR", "US"); got 5']),
        ((), None, ["a game needs at least one player"]),
        (([], []), None, ["1 has no strategy; write at least one"]),
        (([[]], [[]]), None, ["2 has no strategy; write at least one"]),
    ],
)
def test_faults_of_arrays(tables: Any, players: Any, expected: list[str]) -> None:
    found = [m for _, m in faults(lambda: NormalFormGame.from_arrays(*tables, players=players))]
    assert len(found) >= len(expected)
    for message, begins in zip(found, expected, strict=False):
        assert message.startswith(begins)


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strategies", "expected"),
    [
        (None, 'strategies are written {"US": ("accept", "strike")}; got None'),
        ([("A", ("u",))], 'strategies are written {"US": ("accept", "strike")}; got ['),
        ({"A": "ud"}, "strategies of A are a sequence of labels; got 'ud'"),
        ({"A": 5}, "strategies of A are a sequence of labels; got 5"),
        ({"A": ()}, "A has no strategy; write at least one"),
        ({"A": ("u", "u")}, "A has two strategies 'u'"),
        ({"A": ("u", 5)}, "strategies of A are named by text; got 5"),
        ({"A": ("u", "")}, "strategies of A are named by text; got ''"),
        ({"A": ("u", ["d"])}, "strategies of A are named by text; got ['d']"),
        ({"": ("u",)}, "players are named by text; got ''"),
        ({5: ("u",)}, "players are named by text; got 5"),
        ({}, "a game needs at least one player"),
    ],
)
def test_strategies_that_are_none(strategies: Any, expected: str) -> None:
    found = faults(lambda: NormalFormGame("t", strategies=strategies, payoffs={}))
    assert found[0][0] == ""
    assert found[0][1].startswith(expected)


def test_payoffs_that_are_none() -> None:
    assert faults(lambda: table(5)) == [("", "payoffs are written {player: table}; got 5")]
    assert faults(lambda: table([GOOD, GOOD]))[0][1].startswith("payoffs are written")
    assert faults(lambda: table({"A": GOOD})) == [("", "no payoffs for B")]
    assert faults(lambda: table({})) == [("", "no payoffs for A"), ("", "no payoffs for B")]
    assert faults(lambda: table({"A": GOOD, "B": GOOD, "C": GOOD, 5: GOOD})) == [
        ("", "payoffs for unknown player 'C'; known: A, B"),
        ("", "payoffs for unknown player 5; known: A, B"),
    ]


@pytest.mark.parametrize(
    ("written", "path", "message"),
    [
        ([[1, 2]], "payoffs of B", "expected 2 entries along axis 1, got 1 entries"),
        ([[1, 2], [3]], "payoffs of B[1]", "expected 2 entries along axis 2, got 1 entries"),
        ([[1, 2], [3, 4, 5]], "payoffs of B[1]", "expected 2 entries along axis 2, got 3 entries"),
        ([1, 2], "payoffs of B[0]", "expected 2 entries along axis 2, got 1"),
        ([[1, 2], None], "payoffs of B[1]", "expected 2 entries along axis 2, got None"),
        (5, "payoffs of B", "expected 2 entries along axis 1, got 5"),
        ("ab", "payoffs of B", "expected 2 entries along axis 1, got 'ab'"),
        (["ab", "cd"], "payoffs of B[0]", "expected 2 entries along axis 2, got 'ab'"),
        ({0: 1, 1: 2}, "payoffs of B", "expected 2 entries along axis 1, got {0: 1, 1: 2}"),
        (np.ones((2, 3), dtype=int), "payoffs of B", "expected a table 2 x 2, got 2 x 3"),
        (np.ones(4, dtype=int), "payoffs of B", "expected a table 2 x 2, got 4"),
        (np.array(3), "payoffs of B", "expected a table 2 x 2, got a single number"),
        (
            [np.ones(3, dtype=int), [1, 2]],
            "payoffs of B[0]",
            "expected 2 entries along axis 2, got 3 entries",
        ),
        (np.ones((3, 2)), "payoffs of B", "expected a table 2 x 2, got 3 x 2"),
        (np.array([[1.0, np.nan], [1.0, 1.0]]), "payoffs of B[0, 1]", "nan is not a number"),
        (np.array([[1.0, 1.0], [-np.inf, np.nan]]), "payoffs of B[1, 0]", "-inf is not a number"),
    ],
)
def test_tables_of_the_wrong_shape(written: Any, path: str, message: str) -> None:
    assert faults(lambda: table({"A": GOOD, "B": written})) == [(path, message)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x", "'x' is not a number"),
        (None, "None (of type NoneType) is not a number"),
        (True, "True is a truth value"),
        (float("nan"), "nan is not a finite number"),
        (1j, "1j (of type complex) is not a number"),
        ([1], "[1] (of type list) is not a number"),
        ({}, "{} (of type dict) is not a number"),
        ("__import__('os')", "\"__import__('os')\" is not a number"),
    ],
)
def test_cells_that_hold_no_number(value: Any, message: str) -> None:
    found = faults(lambda: table({"A": GOOD, "B": [[1, 2], [value, 4]]}))
    assert len(found) == 1
    assert found[0][0] == "payoffs of B(d, l)"
    assert found[0][1].startswith(message)
    # The same in a table beside an array of floats.
    found = faults(lambda: table({"A": np.ones((2, 2)), "B": [[1, 2], [value, 4]]}))
    assert len(found) == 1
    assert found[0][0].startswith("payoffs of B")
    assert message in found[0][1]


def test_an_expression_beside_floats() -> None:
    found = faults(lambda: table({"A": np.ones((2, 2)), "B": [[1, 2], [X, 4]]}))
    assert found[0][0].startswith("payoffs of B")
    assert "x" in found[0][1]


def test_a_ragged_table_beside_floats() -> None:
    found = faults(lambda: table({"A": np.ones((2, 2)), "B": [[1, 2], [3]]}))
    assert found == [("payoffs of B[1]", "expected 2 entries along axis 2, got 1 entries")]


def test_every_faulty_cell_is_reported() -> None:
    found = faults(lambda: table({"A": [["a", 2], [3, "b"]], "B": [[1, 2], ["c", 4]]}))
    assert [path for path, _ in found] == [
        "payoffs of A(u, l)",
        "payoffs of A(d, r)",
        "payoffs of B(d, l)",
    ]
    found = faults(lambda: table({"A": [[1], [2]], "B": [[1, 2]]}))
    assert [path for path, _ in found] == ["payoffs of A[0]", "payoffs of B"]
    found = faults(lambda: table({"A": np.ones(3), "B": np.array([[1.0, 2.0], [np.inf, 1.0]])}))
    assert [path for path, _ in found] == ["payoffs of A", "payoffs of B[1, 0]"]


def test_the_title_and_the_constraints_are_checked() -> None:
    def make(title: Any, constraints: Any) -> list[tuple[str, str]]:
        return faults(
            lambda: NormalFormGame(
                title, strategies={"A": ("u",)}, payoffs={"A": [0]}, constraints=constraints
            )
        )

    assert make(5, ()) == [("", "the title is text; got 5")]
    assert make(None, [3]) == [
        ("", "the title is text; got None"),
        ("", "a constraint is written like retreat_cost < war_cost; got 3"),
    ]
    assert make("t", 5) == [("", "constraints are a sequence; got 5")]
    with pytest.raises(InvalidGameError, match=r"^not a game: the title is text; got 5$"):
        NormalFormGame(5, strategies={"A": ("u",)}, payoffs={"A": [0]})  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match=r"^'t' is not a game: no payoffs for A$"):
        NormalFormGame("t", strategies={"A": ("u",)}, payoffs={})


def test_too_many_profiles() -> None:
    menu = [str(i) for i in range(100)]
    players = "ABCDE"
    found = faults(
        lambda: NormalFormGame(
            "t", strategies=dict.fromkeys(players, menu), payoffs={p: [] for p in players}
        )
    )
    assert found == [("", "10000000000 profiles are too many to write down one by one")]
    wide = [str(i) for i in range(5001)]
    found = faults(lambda: table({"A": [], "B": []}, {"A": wide, "B": wide}))
    assert found == [("", "25010001 profiles are too many to write down one by one")]
    edge = [str(i) for i in range(5000)]
    found = faults(lambda: table({"A": [], "B": []}, {"A": edge, "B": edge}))
    assert found[0][1] == "expected 5000 entries along axis 1, got 0 entries"


# --- text ----------------------------------------------------------------------------------------


def test_two_players_in_text() -> None:
    assert (
        str(CHICKEN)
        == """\
chicken
USSR chooses the row, US the column
          swerve  straight  stop
swerve    0, 0    -1, 1     2, 1/3
straight  1, -1   -10, -10  3, x"""
    )
    assert repr(CHICKEN) == "<NormalFormGame 'chicken': USSR, US; 2 x 3; 1 free parameters>"
    assert repr(CHICKEN.at()) == "<NormalFormGame 'chicken': USSR, US; 2 x 3>"


def test_other_numbers_of_players_in_text() -> None:
    one = NormalFormGame("", strategies={"A": ("u", "d")}, payoffs={"A": [1, "1/2"]})
    assert str(one) == "(u): 1\n(d): 1/2"
    three = NormalFormGame(
        "three",
        strategies={"A": ("u",), "B": ("l", "r"), "C": ("x",)},
        payoffs={p: [[[i], [-i]]] for i, p in enumerate("ABC")},
    )
    assert str(three) == "three\n(u, l, x): 0, 1, 2\n(u, r, x): 0, -1, -2"
    floats = NormalFormGame.from_arrays(np.array([0.5]))
    assert str(floats) == "(1): 0.5"


def test_a_long_table_is_cut() -> None:
    long = NormalFormGame.from_arrays(list(range(10)))
    assert list(long.lines(limit=9)) == [
        *(f"({i + 1}): {i}" for i in range(9)),
        "... and 1 more profiles",
    ]
    assert len(list(long.lines(limit=10))) == 10
    wide = table({"A": GOOD, "B": GOOD})
    assert list(wide.lines(limit=3)) == [
        "(u, l): 1, 1",
        "(u, r): 2, 2",
        "(d, l): 3, 3",
        "... and 1 more profiles",
    ]
    assert next(wide.lines(limit=4)) == "A chooses the row, B the column"
    assert "4300 digits" in str(NormalFormGame.from_arrays([10**5000]))
    assert "4300 digits" in str(NormalFormGame.from_arrays([[10**5000]], [[1]]))


def test_the_place_of_a_number() -> None:
    assert CHICKEN._place(0) == "(swerve, swerve)"
    assert CHICKEN._place(int(CHICKEN.cells[1, 2, 0])) == "(straight, stop)"


def test_a_table_of_floats_is_in_order() -> None:
    rows, columns = np.arange(6.0).reshape(2, 3), -np.arange(6.0).reshape(2, 3)
    given = NormalFormGame.from_arrays(rows, columns)
    for game in (given, given.fix(), NormalFormGame.from_arrays(rows * 1, columns * 1)):
        assert game.float_table.tolist() == np.stack([rows, columns], axis=-1).tolist()
        assert np.shares_memory(game.float_table, game.numbers)
    # An exact game keeps equal numbers once, in another order.
    converted = NormalFormGame.from_arrays(rows.astype(int), columns.astype(int)).to_float()
    assert converted.float_table.tolist() == given.float_table.tolist()
    assert converted.payoff_spread == given.payoff_spread == 5
    assert not converted.float_table.flags.writeable
    assert converted.payoff_array("1").flags.writeable
    with pytest.raises(TypeError, match="to_float"):
        _ = NormalFormGame.from_arrays([[1]], [[2]]).float_table
