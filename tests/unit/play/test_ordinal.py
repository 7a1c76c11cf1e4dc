from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg

ORDERS = list(itertools.permutations((1, 2, 3, 4)))
TABLE_ORDER = (
    "Chicken",
    "Battle",
    "Hero",
    "Compromise",
    "Deadlock",
    "Prisoner's Dilemma",
    "Stag Hunt",
    "Assurance",
    "Coordination",
    "Peace",
    "Harmony",
    "Concord",
)
numbers = st.integers(-3, 3)
fours = st.tuples(numbers, numbers, numbers, numbers)


def table(values):
    a, b, c, d = values
    return [[a, b], [c, d]]


def game(row, column):
    return bg.NormalFormGame.from_arrays(table(row), table(column))


def turned(values, rows, columns):
    a, b, c, d = values
    if rows:
        a, b, c, d = c, d, a, b
    if columns:
        a, b, c, d = b, a, d, c
    return a, b, c, d


def transposed(values):
    a, b, c, d = values
    return a, c, b, d


@pytest.fixture(scope="module")
def strict():
    return {pair: bg.ordinal_class(game(*pair)) for pair in itertools.product(ORDERS, ORDERS)}


def test_the_576_strict_games_are_144_classes_of_four(strict):
    sizes = Counter(found.ranks for found in strict.values())
    assert len(sizes) == 144
    assert set(sizes.values()) == {4}
    assert len({frozenset({found.ranks, found.mirrored}) for found in strict.values()}) == 78


def test_names_and_places_tell_the_classes_apart(strict):
    names, places = defaultdict(set), defaultdict(set)
    for found in strict.values():
        names[found.name].add(found.ranks)
        places[found.place].add(found.ranks)
    assert len(names) == len(places) == 144
    assert set(map(len, names.values())) == set(map(len, places.values())) == {1}
    assert set(places) == set(itertools.product(range(1, 13), repeat=2))


def test_twelve_are_symmetric_and_stand_on_the_diagonal(strict):
    found = {known.name: known for known in strict.values() if known.is_symmetric}
    assert set(found) == set(TABLE_ORDER)
    for number, name in enumerate(TABLE_ORDER, 1):
        assert found[name].place == (number, number)
        assert found[name].pair == (name, name)


# Reward, temptation, sucker's payoff, punishment as textbooks define the games.
TEXTBOOK = [
    ("Prisoner's Dilemma", (3, 5, 0, 1)),
    ("Chicken", (0, 1, -1, -10)),
    ("Stag Hunt", (4, 3, 0, 3 - 1)),
    ("Assurance", (4, 2, 1, 3)),
    ("Battle", (1, 3, 2, 0)),
    ("Hero", (0, 3, 2, 1)),
    ("Deadlock", (1, 3, 0, 2)),
    ("Harmony", (3, 1, 2, 0)),
    ("Concord", (3, 2, 1, 0)),
]


@pytest.mark.parametrize(("name", "payoffs"), TEXTBOOK, ids=[name for name, _ in TEXTBOOK])
def test_textbook_games_have_their_names(name, payoffs):
    reward, temptation, sucker, punishment = payoffs
    mine = (reward, sucker, temptation, punishment)
    assert bg.ordinal_class(game(mine, transposed(mine))).name == name


def test_adjoining_places_of_a_layer_are_a_low_or_a_middle_swap_apart(strict):
    symmetric = {known.name: known for known in strict.values() if known.is_symmetric}
    for half in (TABLE_ORDER[:6], TABLE_ORDER[6:]):
        for place, name in enumerate(half):
            swap = ("middle", "low")[place % 2]
            mine, other = symmetric[name], half[(place + 1) % 6]
            assert mine.neighbors["1", swap] == f"{other}-{name}"
            assert mine.neighbors["2", swap] == f"{name}-{other}"
    assert symmetric["Prisoner's Dilemma"].neighbors["1", "high"] == "Stag Hunt-Prisoner's Dilemma"


def test_swaps_lead_there_and_back(strict):
    by_name = {found.name: found for found in strict.values()}
    for found in by_name.values():
        assert len(set(found.neighbors.values()) - {found.name}) == 6
        for neighbor in found.neighbors.values():
            assert found.name in by_name[neighbor].neighbors.values()


def test_layers_have_36_classes_each_and_say_where_the_best_outcomes_lie(strict):
    layers = {found.ranks: found.layer for found in strict.values()}
    assert Counter(layers.values()) == dict.fromkeys(bg.Layer, 36)
    assert {found.layer for found in strict.values() if found.is_symmetric} == {
        bg.Layer.OPPOSITE,
        bg.Layer.CELL,
    }


def test_with_ties_there_are_1413_classes_726_up_to_the_players_and_38_symmetric():
    weak = {
        tuple(sum(other <= mine for other in values) for mine in values)
        for values in itertools.product(range(4), repeat=4)
    }
    assert len(weak) == 75
    found = {}
    for row, column in itertools.product(weak, repeat=2):
        known = bg.ordinal_class(game(row, column))
        found[known.ranks] = known
    assert len(found) == 1413
    assert len({frozenset({ranks, known.mirrored}) for ranks, known in found.items()}) == 726
    assert sum(known.is_symmetric for known in found.values()) == 38
    assert sum(known.mirrored == known.ranks for known in found.values()) == 39


def test_matching_pennies_is_its_own_mirror_image_but_not_symmetric():
    found = bg.ordinal_class(game((1, 0, 0, 1), (0, 1, 1, 0)))
    assert found.mirrored == found.ranks
    assert not found.is_symmetric


@given(fours, fours, st.booleans(), st.booleans())
def test_relabeling_changes_nothing_but_the_labels(row, column, rows, columns):
    here = bg.ordinal_class(game(row, column))
    there = bg.ordinal_class(game(turned(row, rows, columns), turned(column, rows, columns)))
    assert here.ranks == there.ranks
    assert here.name == there.name
    assert here.ties == there.ties


@given(fours, fours)
def test_labels_lead_back_to_the_game(row, column):
    known = game(row, column)
    found = bg.ordinal_class(known)
    for player, ranks in zip(("1", "2"), found.ranks, strict=True):
        paid = {
            (i, j): known.payoff(player, {"1": found.rows[i], "2": found.columns[j]})
            for i, j in itertools.product(range(2), repeat=2)
        }
        for one, other in itertools.product(paid, repeat=2):
            here, there = ranks[one[0]][one[1]], ranks[other[0]][other[1]]
            assert (paid[one] < paid[other]) == (here < there)
        assert max(map(max, ranks)) == 4
    assert ("rows" in found.interchanged) == (found.rows == ("2", "1"))
    assert ("columns" in found.interchanged) == (found.columns == ("2", "1"))


@given(fours, fours, st.permutations(range(8)))
def test_breaking_ties_leads_to_a_game_it_lies_between(row, column, order):
    """A disturbance that is too small to change strict preferences."""
    nudged = [10 * value + order[k] for k, value in enumerate((*row, *column))]
    found = bg.ordinal_class(game(nudged[:4], nudged[4:]))
    assert found.is_strict
    assert found.name in bg.ordinal_class(game(row, column)).between


def test_ties_are_named_and_lie_between():
    found = bg.ordinal_class(game((0, -1, 0, -2), (0, 1, 2, 3)))
    assert found.ties == ("high", "")
    assert found.pair is None
    assert found.place is None
    assert found.layer is None
    assert not found.neighbors
    assert len(found.between) == 2
    assert found.name == " | ".join(found.between)
    flat = bg.ordinal_class(game((5, 5, 5, 5), (5, 5, 5, 5)))
    assert flat.ties == ("zero", "zero")
    assert len(flat.between) == 144


def test_near_ties_of_floats_tie():
    exact = bg.NormalFormGame.from_arrays([[0, 1], [2, 3]], [[0, 1], [2, 3]]).to_float()
    assert bg.ordinal_class(exact).is_strict
    near = exact.payoff_array("1")
    near[0, 1] = 1e-12
    found = bg.ordinal_class(bg.NormalFormGame.from_arrays(near, near))
    assert found.ties == ("low", "low")


def test_other_games_are_refused():
    with pytest.raises(bg.UnsupportedGameError, match="2 x 3"):
        bg.ordinal_class(bg.NormalFormGame.from_arrays([[1, 2, 3]] * 2, [[1, 2, 3]] * 2))
    with pytest.raises(bg.UnsupportedGameError, match="NormalFormGame"):
        bg.ordinal_class(bg.catalog.load("centipede").game)
    x = bg.Parameter("x", 1)
    with pytest.raises(bg.UnsupportedGameError, match="open parameters"):
        bg.ordinal_class(bg.NormalFormGame.from_arrays([[x, 0], [0, 1]], [[1, 0], [0, 1]]))


def test_it_prints_a_table():
    assert str(bg.ordinal_class(bg.catalog.load("chicken").game)).splitlines() == [
        "Chicken",
        "          straight  swerve",
        "swerve    2, 4      3, 3",
        "straight  1, 1      4, 2",
    ]
