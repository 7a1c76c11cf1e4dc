"""The table of concepts: what is said in a cell, and on what it rests."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import brinkgame as bg
from brinkgame.concepts import LIMIT, probability_of
from brinkgame.testing.signaling import signaling_games
from brinkgame.testing.strategies import extensive_form_games

PLAYERS = ("entrant", "incumbent")
ENTRY = bg.ExtensiveFormGame("entry", players=PLAYERS, root=bg.Decision("entrant", {
    "out": bg.Terminal({"entrant": 0, "incumbent": 4}, label="nothing"),
    "in": bg.Decision("incumbent", {
        "fight": bg.Terminal({"entrant": -1, "incumbent": -1}, label="war"),
        "accommodate": bg.Terminal({"entrant": 2, "incumbent": 2}, label="peace")},
        infoset="entry")}, infoset="start"))  # fmt: skip
CHAIN = ("nash", "subgame-perfect", "perfect-bayesian", "sequential", LIMIT)


def finding(table: bg.ConceptTable, name: str) -> dict[str, str]:
    return {concept: table[concept, name].finding.name for concept in table.concepts}


def test_entry_deterrence() -> None:
    """The threat supports staying out in Nash equilibria, and in nothing stronger."""
    table = bg.concept_table(ENTRY, {
        "there is entry": {"entrant": {"start": "in"}},
        "a threat is made": {"incumbent": {"entry": "fight"}},
        "war": "war",
        "peace": "peace",
        "peace is likely": bg.OutcomeBound("peace", at_least="1/2"),
        "no war": bg.OutcomeBound("war", at_most=0),
        "something": bg.OutcomeBound(("war", "peace", "nothing"), at_least=1),
        "entrant": "entrant",
        "it pays": lambda e: e.payoffs["entrant"] > 0,
    })  # fmt: skip
    assert table.concepts == CHAIN
    strong = CHAIN[1:]
    assert finding(table, "there is entry") == {"nash": "SOME", **dict.fromkeys(strong, "EVERY")}
    assert finding(table, "a threat is made") == {"nash": "SOME", **dict.fromkeys(strong, "NONE")}
    assert finding(table, "peace is likely") == {"nash": "SOME", **dict.fromkeys(strong, "EVERY")}
    assert finding(table, "it pays") == {"nash": "SOME", **dict.fromkeys(strong, "EVERY")}
    assert set(finding(table, "no war").values()) == {"EVERY"}
    assert set(finding(table, "something").values()) == {"EVERY"}
    assert table.survives("there is entry") == strong
    for concept in CHAIN:
        assert (table[concept, "war"].low, table[concept, "war"].high) == (0, 0)
        assert table[concept, "war"].is_exact
        low = 0 if concept == "nash" else 1
        assert (table[concept, "peace"].low, table[concept, "peace"].high) == (low, 1)
        assert table[concept, "entrant"].low == 2 * low
    assert table[bg.Concept.NASH, "peace"].finding is bg.Finding.RANGE
    text = str(table)
    assert "in every" in text
    assert "0 to 1" in text


def test_a_family_as_a_whole_and_its_listed_members() -> None:
    """The probability of a fight varies within the family of equilibria without entry."""
    table = bg.concept_table(
        ENTRY,
        {"sure": lambda e: e.profile["incumbent"]["entry"]["fight"] in (0, 1),
         "how sure": lambda e: e.profile["incumbent"]["entry"]["fight"]},
        concepts=bg.Concept.NASH,
    )  # fmt: skip
    cell = table["nash", "sure"]
    assert cell.finding is bg.Finding.UNKNOWN
    assert str(cell) == "?"
    assert "all that were found (2); only listed members" in cell.note
    cell = table["nash", "how sure"]
    assert (cell.low, cell.high, cell.is_exact) == (0, 1, False)
    assert str(cell) == "0 to 1 or other"
    assert "only listed members of a family were looked at" in str(table)


def test_tables_have_nash_and_the_limit() -> None:
    hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
    table = bg.concept_table(
        hunt, {"both hunt": {"1": "1", "2": "1"}, "1": "1", "high": lambda e: e.payoffs["1"] >= 3}
    )
    assert table.concepts == ("nash", LIMIT)
    assert finding(table, "both hunt") == {"nash": "SOME", LIMIT: "NONE"}
    assert finding(table, "high") == {"nash": "EVERY", LIMIT: "EVERY"}
    assert (table["nash", "1"].low, table["nash", "1"].high) == (3, 5)


def test_what_a_solver_leaves_open() -> None:
    """One equilibrium says nothing about others, but a weaker concept may."""
    one = bg.concept_table(ENTRY, {"in": {"entrant": {"start": "in"}}}, concepts=[LIMIT])
    assert finding(one, "in") == {LIMIT: "EVERY"}
    three = bg.ExtensiveFormGame("three", players=("A", "B", "C"), root=bg.Decision("A", {
        "l": bg.Decision("B", {"x": bg.Decision("C", {"p": bg.Terminal({"A": 1, "B": 1, "C": 1}),
                                                     "q": bg.Terminal({"A": 0, "B": 0, "C": 0})}),
                               "y": bg.Terminal({"A": 0, "B": 0, "C": 0})}),
        "r": bg.Terminal({"A": 2, "B": 0, "C": 0})}))  # fmt: skip
    table = bg.concept_table(three, {"A": "A"}, concepts=("nash", "subgame-perfect", "sequential"))
    if table["nash", "A"].finding is bg.Finding.UNKNOWN:  # no solver for three players
        assert "no solver finds" in str(table)
        assert "-" in str(table).splitlines()[2]
    assert table["subgame-perfect", "A"].low == 2
    assert table["sequential", "A"].is_exact


@pytest.mark.parametrize(
    ("conclusion", "error", "words"),
    [
        ("wa", bg.UnknownNameError, "'wa'; did you mean 'war'"),
        (bg.OutcomeBound("peace", at_least=1, at_most=1), None, ""),
        ({"entrants": {}}, bg.UnknownNameError, "no player 'entrants'"),
        ({"entrant": "in"}, bg.InvalidParameterError, "{information set: action}"),
        ({"entrant": {"start": "inn"}}, bg.UnknownNameError, "no 'inn' at start"),
        ({"entrant": {"begin": "in"}}, bg.UnknownNameError, "no information set 'begin'"),
        (5, bg.InvalidParameterError, "a conclusion is"),
    ],
)
def test_conclusions_that_are_none(conclusion: Any, error: Any, words: str) -> None:
    if error is None:
        assert bg.concept_table(ENTRY, {"x": conclusion}, concepts="nash")
        return
    with pytest.raises(error, match=words):
        bg.concept_table(ENTRY, {"x": conclusion}, concepts="nash")


def test_what_else_is_refused() -> None:
    hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
    with pytest.raises(bg.UnsupportedGameError, match="expected a game"):
        bg.concept_table("entry", {})
    with pytest.raises(bg.UnsupportedGameError, match="only trees have outcomes"):
        bg.concept_table(hunt, {"x": bg.OutcomeBound("war")})
    with pytest.raises(bg.UnknownNameError, match="no strategy '3'"):
        bg.concept_table(hunt, {"x": {"1": "3"}})
    with pytest.raises(bg.UnknownNameError, match="no concept"):
        bg.concept_table(hunt, {}, concepts=["nosh"])
    with pytest.raises(bg.InvalidParameterError, match="at least"):
        bg.OutcomeBound("war", at_least=1, at_most=0)
    named = bg.ExtensiveFormGame(
        "named", players=("war",), root=bg.Terminal({"war": 0}, label="war")
    )
    with pytest.raises(bg.InvalidParameterError, match="a player and an outcome"):
        bg.concept_table(named, {"x": "war"})
    table = bg.concept_table(ENTRY, {"war": "war"}, concepts=["nash"])
    with pytest.raises(bg.UnknownNameError, match="did you mean 'nash'"):
        _ = table["nasch", "war"]
    with pytest.raises(bg.UnknownNameError, match="no 'peace' in this table"):
        _ = table["nash", "peace"]


def test_pickles() -> None:
    table = bg.concept_table(ENTRY, {"war": "war"}, concepts=["subgame-perfect"])
    assert pickle.loads(pickle.dumps(table)).cells == table.cells


# -- ranges of families ----------------------------------------------------------------------------


def members(game: bg.ExtensiveFormGame) -> list[dict[str, dict[str, Mapping[str, Fraction]]]]:
    """Profiles on a coarse grid: each action with 0, 1/2 or 1, two of them at most."""
    menus = []
    for i in range(game.tree.n_infosets):
        actions = game.tree.actions(i)
        points: list[dict[str, Fraction]] = [{a: Fraction(1)} for a in actions]
        points += [dict.fromkeys(two, Fraction(1, 2)) for two in itertools.combinations(actions, 2)]
        menus.append(points)
    found = []
    for choice in itertools.islice(itertools.product(*menus), 300):
        plan: dict[str, Any] = {player: {} for player in game.players}
        for i, point in enumerate(choice):
            plan[game.players[game.tree.infoset_player[i]]][game.tree.infoset_name(i)] = point
        found.append(plan)
    return found


@settings(max_examples=40)
@given(
    st.one_of(extensive_form_games(players=2, kind="tied", perfect_recall=True), signaling_games()),
    st.sampled_from(["nash", "subgame-perfect", "perfect-bayesian", "sequential"]),
    st.integers(0, 10**6),
)
def test_members_of_families_are_within_their_ranges(game: Any, concept: str, seed: int) -> None:
    result = bg.solve(game, concept=concept, check=False)
    terminals = game.tree.terminals.tolist()
    ends = frozenset(end for i, end in enumerate(terminals) if seed >> (i % 20) & 1)
    for family in {id(e.family): e.family for e in result if e.family is not None}.values():
        span = family.chance_range(ends)
        if span is None:
            continue
        low, high = span
        assert 0 <= low <= high <= 1
        listed = [e.profile for e in result if e.family is family]
        inside = [bg.BehaviorStrategyProfile(game, plan) for plan in members(game)]
        for profile in listed + [profile for profile in inside if profile in family]:
            assert low <= probability_of(game, profile, ends) <= high
