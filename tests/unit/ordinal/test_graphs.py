from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.catalog import crisis_graph_model
from tests.unit.ordinal.drawing import graph_models, ordinal_games

CUBA = crisis_graph_model.GAME
NASH, GMR, SMR, SEQ = bg.StabilityConcept


def sequences(model, group, start, improving):
    """Where legal sequences of moves lead, walking each until it repeats itself."""
    found = set()

    def walk(state, last, seen):
        for player in group:
            if player == last:
                continue
            for there in model.reachable(player, state):
                if improving and model.rank(player, there) <= model.rank(player, state):
                    continue
                if (there, player) not in seen:
                    found.add(there)
                    walk(there, player, seen | {(there, player)})

    walk(start, None, frozenset())
    return found


def test_the_crisis_as_published():
    found = bg.stability(CUBA)
    assert len(CUBA.states) == 12
    assert found.codes("nash") == (5,)
    assert found.codes("general metarational") == (0, 1, 2, 4, 5, 6, 7)
    assert found.codes("symmetric metarational") == (0, 1, 2, 4, 5, 6, 7)
    assert found.codes("sequential") == (4, 5, 6)
    again = bg.stability(CUBA.reversible())
    assert again.codes(NASH) == ()
    assert again.codes(SEQ) == (4, 6)
    assert again.holds_for == "all payoffs in this order"


@given(graph_models())
def test_concepts_are_nested(model):
    found = bg.stability(model)
    for player in model.players:
        stable = {c: set(found.stable[c][player]) for c in bg.StabilityConcept}
        assert stable[NASH] <= stable[SMR] <= stable[GMR]
        assert stable[NASH] <= stable[SEQ] <= stable[GMR]
    for concept in bg.StabilityConcept:
        for state in model.states:
            everywhere = all(found.is_stable(p, state, concept) for p in model.players)
            assert (state in found.equilibria(concept)) is everywhere
            for player in model.players:
                stays = " stays at " in found.why(player, state, concept)
                assert stays is found.is_stable(player, state, concept)


@given(graph_models(players=3, most=3))
def test_moves_together_are_the_ends_of_legal_sequences(model):
    for state in model.states:
        for size in (1, 2, 3):
            for group in itertools.combinations(model.players, size):
                for ask, improving in (
                    (model.reachable_together, False),
                    (model.improvements_together, True),
                ):
                    assert set(ask(group, state)) == sequences(model, group, state, improving)
        for player in model.players:
            assert model.reachable_together([player], state) == model.reachable(player, state)


@given(graph_models(players=2))
def test_two_players_by_the_definitions(model):
    found = bg.stability(model)
    for i, j in (model.players, model.players[::-1]):
        for s in model.states:
            here = model.rank(i, s)
            better = [t for t in model.reachable(i, s) if model.rank(i, t) > here]

            def bad(t, i=i, here=here):
                return model.rank(i, t) <= here

            def likes(u, t, j=j):
                return model.rank(j, u) > model.rank(j, t)

            assert found.is_stable(i, s, NASH) is (not better)
            answers = {t: model.reachable(j, t) for t in better}
            assert found.is_stable(i, s, GMR) is all(any(map(bad, a)) for a in answers.values())
            assert found.is_stable(i, s, SMR) is all(
                any(bad(u) and all(map(bad, model.reachable(i, u))) for u in a)
                for a in answers.values()
            )
            assert found.is_stable(i, s, SEQ) is all(
                any(bad(u) and likes(u, t) for u in a) for t, a in answers.items()
            )


@given(ordinal_games())
def test_nash_states_of_an_ordinal_game_are_its_pure_equilibria(game):
    found = bg.stability(game).equilibria("nash")
    assert found == tuple(", ".join(state) for state in game.nash_equilibria())


@given(graph_models())
def test_models_are_values_and_reversing_twice_is_reversing_once(model):
    again = pickle.loads(pickle.dumps(model))
    assert again == model
    assert hash(again) == hash(model)
    both = model.reversible()
    assert both.reversible() == both
    for player in model.players:
        for a, b in itertools.permutations(model.states, 2):
            moves = b in model.reachable(player, a) or a in model.reachable(player, b)
            assert (b in both.reachable(player, a)) is moves


def test_several_answer_together():
    # A's gain at b is undone only by B and then C; neither can do it alone.
    model = bg.GraphModel(
        "three",
        moves={"A": {"a": ("b",)}, "B": {"b": ("c",)}, "C": {"c": ("d",)}},
        preferences={
            "A": ("b", "c", "a", "d"),
            "B": ("c", "b", "a", "d"),
            "C": ("d", "c", "b", "a"),
        },
    )
    assert model.reachable_together(("B", "C"), "b") == ("c", "d")
    found = bg.stability(model)
    assert found.is_stable("A", "a", "sequential")
    assert found.why("A", "a", "seq") == "A stays at a: after b B or C would go to d"
    alone = bg.GraphModel(
        "without C",
        moves={"A": {"a": ("b",)}, "B": {"b": ("c",)}},
        preferences={"A": ("b", "c", "a", "d"), "B": ("c", "b", "a", "d")},
    )
    why = bg.stability(alone).why("A", "a", "seq")
    assert why == "A leaves a for b, and no answer deters it"


def test_codes_and_states():
    assert CUBA.state(6) == "blockade + withdraw"
    assert CUBA.code("nothing") == 0
    assert CUBA.rank("US", 4) == 12
    assert CUBA.options == {"US": ("air strike", "blockade"), "USSR": ("withdraw", "escalate")}
    assert repr(CUBA) == "<GraphModel 'crisis of 1962': US, USSR; 12 states>"
    assert str(CUBA).splitlines()[2] == "US: 4 > 6 > 5 > 7 > 2 > 1 > 3 > 0 > 11 > 9 > 10 > 8"
    assert CUBA != "cuba"


def test_wrong_questions():
    for wrong in (12, -1, True, "blokade", None):
        with pytest.raises(bg.InvalidProfileError, match="no state"):
            CUBA.state(wrong)
    with pytest.raises(bg.UnknownNameError, match="did you mean 'USSR'"):
        CUBA.reachable("USSr", 0)
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        bg.stability(CUBA).equilibria("sequentiel")
    with pytest.raises(bg.UnknownNameError, match="no player"):
        bg.stability(CUBA).is_stable("UK", 0, "nash")
    with pytest.raises(bg.UnsupportedGameError, match="expected a graph model"):
        bg.stability(bg.catalog.load("chicken").game)
    with pytest.raises(bg.UnsupportedGameError, match="expected an ordinal game"):
        bg.GraphModel.of(bg.catalog.load("chicken").game)
    with pytest.raises(AttributeError, match="cannot be changed"):
        CUBA.title = ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": 3}, "title is text"),
        ({"moves": None}, "moves are written"),
        ({"preferences": {}}, "preferences are written"),
        ({"moves": {"C": {}}}, "unknown player 'C'"),
        ({"moves": {"A": {"z": ("a",)}}}, "from 'z', which is no state"),
        ({"moves": {"A": {"a": ("z",)}}}, "to 'z', which is no other state"),
        ({"moves": {"A": {"a": ("a",)}}}, "to 'a', which is no other state"),
        ({"moves": {"A": {"a": "b"}}}, "are a sequence of states"),
        ({"moves": {"A": ("a", "b")}}, "moves of A are"),
        ({"preferences": {"A": "ab"}}, "states, best first"),
        ({"preferences": {"A": ("a", "b"), "B": ("a",)}}, "B does not order 'b'"),
        ({"preferences": {"A": ("a", "b", "a"), "B": ("a", "b")}}, "orders 'a' twice"),
        ({"preferences": {"A": ("a", 7), "B": ("a", "b")}}, "orders 7, which is no state"),
        ({"preferences": {"": ("a", "b")}, "moves": {"": {}}}, "named by text"),
        ({"states": ("a",)}, "A orders 'b', which is no state"),
    ],
)
def test_wrong_models(changed, words):
    right = {
        "title": "right",
        "moves": {"A": {"a": ("b",)}},
        "preferences": {"A": ("a", "b"), "B": (("a", "b"),)},
    }
    bg.GraphModel(**right)
    with pytest.raises(bg.InvalidGameError, match=words):
        bg.GraphModel(**right | changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"options": None}, "options are"),
        ({"options": {"A": ("x",)}}, "options are"),
        ({"options": {"A": {"x": True}, "B": {"x": True}}}, "'x' is named twice"),
        ({"options": {"A": {"": True}}}, "named by text"),
        ({"options": {"A": {"x": "yes"}}}, "True or False"),
        ({"options": {"A": {f"x{i}": True for i in range(17)}}}, "at most 16"),
        ({"excluded": [("x", "z")]}, "excluded option 'z'"),
        ({"preferences": {"A": (0, 1), "B": (0, 1, 2)}}, "A does not order 'y'"),
        ({"excluded": [("x", "y"), "x"]}, "orders 1, which is no state"),
    ],
)
def test_wrong_options(changed, words):
    right = {
        "title": "right",
        "options": {"A": {"x": True}, "B": {"y": True}},
        "preferences": {"A": (0, 1, 2), "B": (0, (1, "y"))},
        "excluded": [("x", "y")],
    }
    bg.GraphModel.from_options(**right)
    with pytest.raises(bg.InvalidGameError, match=words):
        bg.GraphModel.from_options(**right | changed)
