"""The identified set of small games, where everything is known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg

X, Y, Z = (bg.Parameter(name, "1/2", low=0, high=1) for name in "xyz")
GO = {"A": {"root": "go"}}


def choice(title: str, go: Any, stay: Any, **more: Any) -> bg.ExtensiveFormGame:
    ends = {"go": bg.Terminal({"A": go}), "stay": bg.Terminal({"A": stay})}
    return bg.ExtensiveFormGame(title, players=("A",), root=bg.Decision("A", ends), **more)


WENT = [(choice("first", X, Y), GO), (choice("second", X, Z), GO)]


@pytest.fixture(scope="module")
def went() -> bg.IdentifiedSet:
    return bg.identified_set(WENT)


def test_the_formula_is_that_of_the_choices(went: bg.IdentifiedSet) -> None:
    assert {name: str(formula) for name, formula in went.formulas.items()} == {
        "first": "x - y >= 0",
        "second": "x - z >= 0",
    }
    assert [atom.incentive for atom in went.formula.atoms()] == ["A at root prefers go to stay"] * 2
    assert "or if" not in str(went)
    assert "A go at root" in str(went)
    assert went.latex().count("\\ge") == 2
    assert repr(went) == "<IdentifiedSet of first, second: 3 parameters, possible>"


def test_a_point_is_asked_exactly(went: bg.IdentifiedSet) -> None:
    assert went.holds({"x": 1})
    assert went.holds({})  # on the border both may be done
    assert not went.holds({"z": "0.500001"})
    assert went.explained({"z": 1}) == {"first": True, "second": False}


def test_on_a_border_going_is_not_certain() -> None:
    certain = bg.identified_set(WENT, reading="certain")
    assert not certain.holds({})
    assert certain.holds({"x": 1})
    assert certain.share().low < 1 / 3 < certain.share().high


def test_there_is_a_point_and_it_is_near(went: bg.IdentifiedSet) -> None:
    assert went.is_empty() is False
    assert went.witness.status == "thin"  # the baseline is a border
    found = went.near({"x": "1/5"})
    assert found.status == "inhabited"
    assert found.point is not None
    assert found.point["x"] == Fraction(1, 5)
    assert went.holds(found.point)


def test_the_share_is_a_third(went: bg.IdentifiedSet) -> None:
    share = went.share()
    assert share.low < 1 / 3 < share.high < share.low * 1.1
    assert went.share("first").low < 1 / 2 < went.share("first").high
    assert went.share(seed=1) == went.share(seed=1)
    assert "95%" in str(share)


def test_what_rules_out_most() -> None:
    seen = [WENT[0], (choice("hard", X, Y + Z + Fraction(1, 2)), GO)]
    found = bg.identified_set(seen)
    assert found.most_excluding().name == "hard"
    first, second = found.exclusions()
    assert (first.name, second.name) == ("hard", "first")
    assert second.given_others == 0  # who goes at more than y goes at y
    assert "hard: " in str(first)
    assert found.without("hard").names == ("first",)
    assert found.only("hard").names == ("hard",)
    assert len(found.without("hard").space) == 3


def test_projections_are_exact(went: bg.IdentifiedSet) -> None:
    seen = [*WENT, (choice("third", Y, Fraction(1, 3)), GO)]
    found = bg.identified_set(seen)
    x = found.project("x")
    assert str(x) == "x: [1/3, 1]"
    assert x.is_exact
    assert [x.holds({"x": v}) for v in ("1/3", "1/4", 2)] == [True, False, False]
    pair = found.project("x", "y")
    assert pair.names == ("x", "y")
    assert pair.holds({"x": "1/2", "y": "1/3"})
    assert not pair.holds({"x": "1/2", "y": "2/3"})
    assert {str(atom.difference) for atom in pair.formula.atoms()} == {"x - y", "3*y - 1"}
    assert "x, y: " in str(pair)
    assert str(went.project("y")) == "y: [0, 1]"


def test_nothing_is_left_and_that_is_proved() -> None:
    never = bg.identified_set([(choice("up", X, X + Y + Fraction(1, 10)), GO)])
    assert never.is_empty() is True
    assert never.witness.status == "empty"
    assert never.share().estimate == 0
    assert not never.project("x").intervals
    against = bg.identified_set([WENT[0], (choice("back", Y, X + Fraction(1, 10)), GO)])
    assert against.is_empty() is True
    assert str(against.project("x")) == "x: no value"


def test_what_is_left_on_a_border_is_not_nothing() -> None:
    """x >= 1 only at x = 1."""
    border = bg.identified_set([(choice("all", X, 1), GO)])
    assert border.witness.status == "thin"
    assert border.witness.point == bg.Point({"x": 1})
    assert border.is_empty() is False


def test_constraints_count() -> None:
    kept = choice("first", X, Y, constraints=[X <= Y])
    found = bg.identified_set([(kept, GO)])
    assert found.witness.status == "thin"
    assert found.project("x").is_exact


def test_what_is_held_fast() -> None:
    found = bg.identified_set(WENT, fixed={"z": "3/4"})
    assert str(found.project("x")) == "x: [3/4, 1]"
    assert found.holds({"x": 1, "y": 0})
    assert "z" not in found.space


def test_a_table_and_a_mixed_equilibrium() -> None:
    """Matching pennies with a prize: everything is possible, and nothing certain."""
    prize = bg.Parameter("prize", 1, low="1/2", high=2)
    table = bg.NormalFormGame.from_arrays([[prize, 0], [0, 1]], [[0, 1], [1, 0]], title="pennies")
    one, other = table.players
    record = {one: table.strategies[one][0], other: table.strategies[other][0]}
    assert bg.identified_set([(table, record)]).holds({"prize": 1})
    assert not bg.identified_set([(table, record)], reading="certain").holds({"prize": 1})


# --- the smallest change -------------------------------------------------------------------------


def test_the_smallest_change_together_and_alone() -> None:
    """From x = 3/4, y = 1/2: half the gap each, or all of it."""
    found = bg.identified_set([WENT[0]])
    at = {"x": "3/4"}
    box = found.smallest_change("first", "stay", at=at)
    assert box.is_exact
    assert box.size == Fraction(1, 8)
    assert box.point == bg.Point({"x": "5/8", "y": "5/8"})
    alone = found.smallest_change("first", "stay", at=at, norm="single")
    assert alone.size == Fraction(1, 4)
    assert len(alone.moved) == 1
    total = found.smallest_change("first", "stay", at=at, norm="sum")
    assert (total.low, total.high) == (Fraction(1, 8), Fraction(1, 4))
    assert not total.is_exact
    with pytest.raises(bg.InvalidParameterError, match="known by bounds only"):
        _ = total.size


def test_what_is_rational_already_needs_no_change() -> None:
    found = bg.identified_set([WENT[0]])
    here = found.smallest_change("first", "stay", at={"y": 1})
    assert here.size == 0
    assert "none" in str(here)


def test_the_end_of_a_range_is_an_end() -> None:
    """x may fall by a quarter only, then y has to rise for two."""
    found = bg.identified_set([(choice("first", 2 * X - Fraction(1, 2), Y), GO)])
    change = found.smallest_change("first", "stay", at={"x": 1, "y": "1/4"})
    assert change.size == Fraction(5, 12)
    assert "rational after a change of 5/12" in str(change)


def test_an_irrational_change() -> None:
    found = bg.identified_set([(choice("curve", X * Y, "1/3"), GO)])
    change = found.smallest_change("curve", "stay", at={"x": 1, "y": 1})
    assert change.is_exact
    assert float(change.size) == pytest.approx(1 - 3**-0.5)
    assert change.point is not None
    assert bg.identified_set([(choice("curve", "1/3", X * Y), GO)]).holds(change.point)


def test_no_change_in_the_box_is_enough() -> None:
    found = bg.identified_set([(choice("first", X + 2, Y), GO)])
    for norm in ("box", "single", "sum"):
        change = found.smallest_change("first", "stay", norm=norm)
        assert change.is_possible is False
        assert str(change) == "A stay at root is rational nowhere in the box"


# --- wrong input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        ([], bg.InvalidParameterError, "nothing to explain"),
        ("first", bg.InvalidParameterError, "no list of observations"),
        ([3], bg.InvalidParameterError, "is no observation"),
        ([(3, GO)], bg.InvalidParameterError, "an observation is of a game"),
        ([(WENT[0][0], {})], bg.InvalidParameterError, "the record is empty"),
        ([(WENT[0][0], "go")], bg.InvalidParameterError, "a record is written"),
        ([(WENT[0][0], {"A": {"root": "gone"}})], bg.UnknownNameError, "no action 'gone'"),
        ([(WENT[0][0], {"B": {"root": "go"}})], bg.UnknownNameError, "B"),
        ([(WENT[0][0], {"A": "go"})], bg.UnknownNameError, "A"),
        ([WENT[0], WENT[0]], bg.InvalidParameterError, "two observations are called 'first'"),
    ],
)
def test_what_is_no_observation(given: Any, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        bg.identified_set(given)


def test_other_wrong_input(went: bg.IdentifiedSet) -> None:
    with pytest.raises(bg.UnknownNameError, match="no reading 'likely'"):
        bg.identified_set(WENT, reading="likely")
    with pytest.raises(bg.UnknownNameError, match="no game has a parameter 'w'"):
        bg.identified_set(WENT, fixed={"w": 1})
    with pytest.raises(bg.InvalidParameterError, match="nothing varies"):
        bg.identified_set(WENT, fixed={"x": 1, "y": 1, "z": 1})
    with pytest.raises(bg.UnknownNameError, match="no parameter 'w'"):
        went.holds({"w": 1})
    with pytest.raises(bg.UnknownNameError, match="no parameter 'w'"):
        went.project("w")
    with pytest.raises(bg.InvalidParameterError, match="to one parameter or to two"):
        went.project("x", "y", "z")
    with pytest.raises(bg.UnknownNameError, match="no observation 'third'"):
        went.share("third")
    with pytest.raises(bg.UnknownNameError, match="no alternative 'go'"):
        went.smallest_change("first", "go")
    with pytest.raises(bg.UnknownNameError, match="no norm"):
        went.smallest_change("first", "stay", norm="ball")
    with pytest.raises(bg.InvalidParameterError, match="starts within the box"):
        went.smallest_change("first", "stay", at={"x": 2})
    free = bg.Parameter("free", 1, low=0)
    with pytest.raises(bg.InvalidParameterError, match="free has no high end"):
        bg.identified_set([(choice("free", free, X), GO)])
    other = bg.Parameter("x", "1/3", low=0, high=1)
    with pytest.raises(bg.InvalidParameterError, match="x"):
        bg.identified_set([WENT[0], (choice("other", other, Y), GO)])


def test_a_constraint_that_what_is_held_fast_breaks() -> None:
    kept = choice("first", X, Y, constraints=[X <= Z])
    with pytest.raises(bg.InvalidParameterError, match="does not hold at x = 1, z = 0"):
        bg.identified_set([(kept, GO), WENT[1]], fixed={"x": 1, "z": 0})


def test_beyond_the_class_it_is_undecided() -> None:
    """Four players who move at once."""
    cells = [[[[X, 0], [0, 1]], [[0, 1], [1, 0]]], [[[0, 1], [1, 0]], [[1, 0], [0, X]]]]
    table = bg.NormalFormGame.from_arrays(cells, cells, cells, cells, title="four")
    record = {player: table.strategies[player][0] for player in table.players}
    seen = bg.identified_set([(table, record), WENT[0]])
    assert seen.undecided
    assert "four: " in str(seen)
    assert seen.holds({"x": 1, "y": 0}) is None
    assert seen.holds({"x": 0, "y": 1}) is False
    assert seen.is_empty() is None
    assert seen.only("first").is_empty() is False
    with pytest.raises(bg.UnsupportedGameError, match="cannot be projected"):
        seen.project("x")
    with pytest.raises(bg.UnsupportedGameError, match="decided all over its box"):
        seen.smallest_change("four", {table.players[0]: table.strategies[table.players[0]][1]})
    against = bg.identified_set([(table, record), (choice("up", X, X + Y + Fraction(1, 9)), GO)])
    assert against.is_empty() is True  # whatever the four do


def test_three_players_and_a_root() -> None:
    """Forms whose chances are roots of quadratics count as well."""
    cells = [[[X, 0], [0, 1]], [[0, 1], [1, 0]]]
    table = bg.NormalFormGame.from_arrays(cells, cells, cells, title="three")
    record = {player: table.strategies[player][0] for player in table.players}
    point = {"x": Fraction(3, 4)}
    for reading in ("possible", "certain"):
        found = bg.identified_set([(table, record)], reading=reading).holds(point)
        solved = bg.solve(table.at(point))
        chances = [[each.profile[p][record[p]] for p in table.players] for each in solved]
        played = any(all(c > 0 for c in part) for part in chances)
        sure = all(all(c == 1 for c in part) for part in chances)
        assert found == (played if reading == "possible" else sure)


def test_a_point_that_is_wanted_by_name_comes_first(went: bg.IdentifiedSet) -> None:
    found = went.near({"y": "9/10"})
    assert found.point is not None
    assert found.point["y"] == Fraction(9, 10)
    assert found.point["x"] > Fraction(9, 10)


def test_always_and_never() -> None:
    always = bg.identified_set([(choice("easy", X + 1, Y), GO)])
    assert "  always" in str(always)
    assert always.near({"x": "1/3"}).proof == "the point itself"
    never = bg.identified_set([(choice("up", X, X + 2), GO)])
    assert never.near({"x": 1}).status == "empty"


def test_nothing_is_known_of_what_nothing_leaves() -> None:
    seen = [(choice("up", X, X + Y + 1), GO), WENT[1]]
    first = bg.identified_set(seen).exclusions()[0]
    assert (first.name, first.alone) == ("up", 1)
    other = next(e for e in bg.identified_set(seen).exclusions() if e.name == "second")
    assert other.given_others is None
    assert "nothing is known" in str(other)
