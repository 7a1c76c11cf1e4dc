"""What newcomers try: each is answered in words, none by a wrong answer or a foreign traceback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import brinkgame as bg

LINE = bg.NormalFormGame(
    "line",
    strategies={"USSR": ("turn back", "sail on"), "US": ("let pass", "board")},
    payoffs={"USSR": [[0, -1], [1, -10]], "US": [[0, 1], [-1, -10]]},
)
FLAT = {"USSR": "turn back", "US": "board"}


@pytest.mark.parametrize("rule", [bg.MaxWelfare, "welfare", None], ids=["class", "text", "none"])
def test_a_rule_is_an_object(rule: Any) -> None:
    with pytest.raises(bg.InvalidParameterError, match="MaxWelfare"):
        bg.select(bg.solve(LINE), rule)


def test_what_is_selected_from_is_a_result() -> None:
    given: Any = list(bg.solve(LINE))
    with pytest.raises(bg.InvalidParameterError, match=r"solve\(\) returned"):
        bg.select(given, bg.MaxWelfare())


def test_a_range_needs_all_equilibria_and_a_player() -> None:
    assert bg.solve(LINE).payoff_range("US") == (-1, 1)
    with pytest.raises(bg.UnknownNameError, match="Cuba"):
        bg.solve(LINE).payoff_range("Cuba")
    with pytest.raises(bg.AmbiguousEquilibriumError, match="no range"):
        bg.solve(LINE, bg.LemkeHowson()).payoff_range("US")


@pytest.mark.parametrize(
    ("concept", "details"),
    [("qre", {}), ("commitment", {}), ("nash", {"leader": "US"})],
)
def test_a_check_says_what_it_needs(concept: str, details: dict[str, Any]) -> None:
    with pytest.raises(bg.UnsupportedGameError, match=f"the check of {concept} equilibria"):
        bg.certify(LINE, FLAT, concept, **details)


def test_quantal_responses_are_not_a_matter_of_deviations() -> None:
    result = bg.solve(LINE, bg.LogitQRE(rationality=1))
    with pytest.raises(bg.UnsupportedGameError, match="logit_gaps"):
        result.why_not(result[0].profile)


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: bg.iterated_elimination(LINE, strict=text),
        lambda text: bg.dominated_strategies(LINE, mixed=text),
        lambda text: bg.dominating_strategy(LINE, "US", "board", strict=text),
        lambda text: bg.supporting_belief(LINE, "US", "board", cautious=text),
        lambda text: bg.correlated_payoff_ranges(LINE, coarse=text),
        lambda text: bg.MinimaxLP(optimal_sets=text),
        lambda text: bg.CorrelatedLP(exact=text),
        lambda text: bg.CoarseCorrelatedLP(exact=text),
    ],
    ids=range(8),
)
def test_a_text_is_no_flag(ask: Any) -> None:
    with pytest.raises(bg.InvalidParameterError, match="'weak' is neither True nor False"):
        ask("weak")


def test_large_games_get_one_equilibrium_and_not_none() -> None:
    rng = np.random.default_rng(4)
    for shape in ((2, 40, 40), (3, 6, 6, 6)):
        result = bg.solve(bg.NormalFormGame.from_arrays(*rng.integers(0, 100, shape)))
        assert len(result) == 1
        assert result.coverage is bg.Coverage.ONE


def test_branches_are_told_apart_by_a_result() -> None:
    given: Any = list(bg.solve(LINE))
    with pytest.raises(bg.UnsupportedGameError, match="expected the Nash equilibria"):
        bg.logit_branches(LINE, equilibria=given)


def test_time_is_one_kind_of_error() -> None:
    with pytest.raises(bg.TimeLimitError) as caught:
        bg.is_degenerate(LINE, time_limit=1e-9)
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, bg.BrinkgameError)


def test_a_tree_is_told_how_to_become_a_table() -> None:
    tree = bg.catalog.load("entry-deterrence").game
    with pytest.raises(bg.UnsupportedGameError, match="to_normal_form"):
        bg.solve(tree, concept="correlated")


@pytest.mark.parametrize("table", [[[0, 1], [2, 3]], np.eye(2)], ids=["lists", "array"])
def test_one_table_is_not_a_zero_sum_game(table: Any) -> None:
    with pytest.raises(bg.InvalidGameError, match="A and -A"):
        bg.NormalFormGame.from_arrays(table)


def test_floats_say_what_is_a_tie() -> None:
    near = np.array([[0.1 + 0.2], [0.3]])
    result = bg.solve(bg.NormalFormGame.from_arrays(near, near * 0))
    assert any("rounding" in note for note in result.notes)
