"""The runner counts what it does, keeps excuses honest, and draws the same games in every run."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import settings

import brinkgame as bg
from brinkgame.results import Concept
from brinkgame.testing import (
    BatteryReport,
    Case,
    Outcome,
    check_solver,
    checks_for,
    parametrize_with_checks,
)
from brinkgame.testing.battery import _CHECKS, Check, cases
from tests.unit.testing import odd, wrong
from tests.unit.testing.wrong import Tables, Trees

FIRM = Tables(wrong.claims_less)  # right, but for what it promises
EXCUSE = {"check_promise": "it is modest on purpose"}


def names(solver):
    return [check.name for check in checks_for(solver)]


def test_checks_are_chosen_by_concept_form_and_arithmetic():
    trees, tables = names(bg.BackwardInduction()), names(bg.PureEnumeration())
    of_two = {"check_all_found", "check_extreme", "check_components", "check_indices"}
    assert len(trees) == len(_CHECKS) - len(of_two)
    assert set(names(bg.ExtremeEnumeration())) >= of_two
    assert of_two.isdisjoint({*trees, *tables})
    assert set(trees) - set(tables) == {
        "check_limit",
        "check_subgames",
        "check_forms_agree",
        "check_dummy_moves",
        "check_idle_chance",
        "check_lotteries",
        "check_payments_on_the_way",
        "check_weaker_concepts",
    }
    assert "check_zero_sum" not in names(odd.Choosy(players=(1, 3)))
    assert "check_floats" not in names(odd.ZeroSumTables())
    assert set(names(odd.LivesInFloats())) == {
        "check_equilibria",
        "check_certificates",
        "check_weaker_concepts",
        "check_run",
        "check_repeatable",
        "check_time_limit",
        "check_progress",
        "check_game_unchanged",
        "check_pickle",
        "check_scope",
        "check_open_parameters",
        "check_constructor",
        "check_declarations",
    }
    assert "check_subgames" not in names(odd.NashTrees())


def test_checks_hold_for_a_concept_or_do_not():
    advice, commitment = names(bg.CoarseCorrelatedLP()), names(bg.StrongCommitment())
    responses = names(bg.LogitQRE())
    for asked in (advice, commitment, responses):
        assert {"check_equilibria", "check_certificates", "check_units", "check_names"} <= set(
            asked
        )
        assert {"check_coverage", "check_families", "check_only"}.isdisjoint(asked)
    assert "check_dominated_actions" in names(bg.CorrelatedLP())
    assert "check_dominated_actions" not in advice
    assert "check_dominated_actions" not in responses
    assert "check_player_order" not in commitment
    assert "check_zero_sum" not in responses
    assert {"check_zero_sum", "check_dominated_actions"} <= set(commitment)


def test_tables_are_as_large_as_is_said():
    check = Gathers()
    small = {"max_strategies": 2, "max_cells": 4}
    [case] = [
        case
        for case in cases([bg.PureEnumeration()], sizes={bg.PureEnumeration: small})
        if case.check.name == "check_equilibria"
    ]
    assert case.sizes == tuple(small.items())
    Case(case.solver, Check(function=check), sizes=case.sizes).run(30)
    assert max(max(game.shape) for game in check.games) == 2
    assert check_solver(bg.PureEnumeration(), examples=2, sizes=small).failures == ()


def test_every_check_says_what_it_is():
    assert {concept for check in _CHECKS for concept in check.concepts} <= set(Concept)
    assert len({check.name for check in _CHECKS}) == len(_CHECKS)
    for check in _CHECKS:
        assert check.summary.endswith(".")
        assert check.name in bg.testing.__all__
        assert getattr(bg.testing, check.name) is check.function


def test_report_counts_pairs():
    report = check_solver(Tables(), examples=6)
    assert len(report.outcomes) == len(checks_for(Tables()))
    assert report.executed == sum(outcome.executed for outcome in report.outcomes)
    assert 60 < report.executed <= 6 * len(report.outcomes)
    assert report.failures == report.excused == ()
    report.require(60)
    with pytest.raises(AssertionError, match=r"only \d+ check-game pairs of Tables.*, not 9999"):
        report.require(9999)
    assert str(report).startswith(f"{Tables()!r}: {len(report.outcomes)} checks, ")
    assert "  check_equilibria: passed (6 games)" in str(report)


def test_a_failure_is_raised_with_the_game_or_reported():
    message = r"check_promise: FAILED: Tables\(.*declares ALL_PURE"
    with pytest.raises(AssertionError, match=message) as caught:
        check_solver(FIRM, examples=4)
    notes = "\n".join(caught.value.__cause__.__notes__)
    assert "check_promise of Tables" in notes
    assert "drawn\n" in notes
    report = check_solver(FIRM, examples=4, check=False)
    assert [outcome.check for outcome in report.failures] == ["check_promise"]


def test_an_excuse_is_counted_and_must_be_needed():
    report = check_solver(FIRM, examples=4, exclude=EXCUSE)
    assert [str(outcome) for outcome in report.excused] == [
        f"check_promise: excused: it is modest on purpose ({report.excused[0].executed} games)"
    ]
    assert report.executed == sum(o.executed for o in report.outcomes if not o.excuse)
    with pytest.raises(AssertionError, match=r"excused from check_promise .*take the excuse away"):
        check_solver(Tables(), examples=4, exclude=EXCUSE)


def test_excuses_are_by_class_or_by_options():
    solvers = [FIRM, Trees()]
    by_class = cases(solvers, exclude={Tables: EXCUSE})
    by_options = cases(solvers, exclude={FIRM: EXCUSE, Tables: {"check_promise": "of any"}})
    for found, reason in ((by_class, EXCUSE["check_promise"]), (by_options, "it is modest")):
        excused = [case for case in found if case.excuse]
        assert [(case.solver, case.check.name) for case in excused] == [(FIRM, "check_promise")]
        assert excused[0].excuse.startswith(reason)


@pytest.mark.parametrize(
    ("exclude", "message"),
    [
        ({"check_promises": "a slip"}, "'check_promises', which it is not asked"),
        ({"check_subgames": "of trees"}, "'check_subgames', which it is not asked"),
        ({"check_units": " "}, "without a reason"),
        ({"check_units": None}, "without a reason"),
    ],
)
def test_excuses_without_use_or_reason_are_refused(exclude, message):
    with pytest.raises(ValueError, match=message):
        check_solver(Tables(), exclude=exclude)


def test_excuses_of_a_solver_that_is_not_there_are_refused():
    with pytest.raises(ValueError, match="which it is not asked"):
        parametrize_with_checks([Tables()], exclude={Trees: EXCUSE})


def test_a_check_that_finds_nothing_to_do_fails():
    def idle(solver, game):
        return False

    case = Case(Tables(), Check(function=idle))
    with pytest.raises(AssertionError, match=r"only 0 of 8 games .* idle is about; expected 4"):
        case.run(8)
    assert Check(function=idle, once=True).least(1000) == 1
    assert Check(function=idle).least(1) == 1
    assert Check(function=idle, share=Fraction(0)).least(1000) == 0


def test_any_accident_of_a_check_is_its_outcome():
    def stumbles(solver, game):
        raise KeyError(game.title)

    outcome = Case(Tables(), Check(function=stumbles)).outcome(5)
    assert isinstance(outcome.failure, KeyError)
    assert str(outcome) == "stumbles: FAILED: 'drawn'"
    excused = Case(Tables(), Check(function=stumbles), "known").outcome(5)
    assert excused == Outcome("stumbles", 0, "known")


def test_arguments_for_pytest():
    arguments = parametrize_with_checks([Trees(), Tables()], exclude={})
    assert set(arguments) == {"argnames", "argvalues", "ids"}
    assert len(arguments["ids"]) == len(set(arguments["ids"])) == len(arguments["argvalues"])
    assert re.fullmatch(r"Trees\(.*\)-check_equilibria", arguments["ids"][0])
    case = arguments["argvalues"][-1]
    assert isinstance(case.run(3), Outcome)


@pytest.mark.parametrize(**parametrize_with_checks([bg.PureEnumeration()]))
def test_arguments_are_what_pytest_takes(case):
    assert case.run(4).failure is None


class Gathers:
    def __init__(self):
        self.games = []

    __name__ = "gathers"

    def __call__(self, solver, game):
        self.games.append(game)
        return True


def games_of(solver, examples=15):
    check = Gathers()
    Case(solver, Check(function=check)).run(examples)
    return check.games


def test_derandomized_runs_draw_the_same_games_and_each_case_its_own():
    with_seed = settings(settings(), derandomize=True)
    assert with_seed.derandomize
    previous = settings()
    settings.register_profile("drawn", derandomize=True, parent=previous)
    settings.register_profile("before", parent=previous)
    settings.load_profile("drawn")
    try:
        assert games_of(Tables()) == games_of(Tables())
        assert games_of(Tables()) != games_of(bg.PureEnumeration())
    finally:
        settings.load_profile("before")


def test_reports_can_be_empty():
    assert str(BatteryReport(Tables(), ())).endswith(
        "0 checks, 0 check-game pairs, 0 excused, 0 failed"
    )
