"""Which engine takes what, why others do not, and what is kept when the time is up."""

from __future__ import annotations

import math

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.control import Control
from brinkgame.errors import InvalidParameterError, MissingPackageError, UnsupportedGameError
from brinkgame.forms import REST, Chance, Decision, Terminal
from brinkgame.sensitivity import storing
from brinkgame.sensitivity.engines import choose_engine
from brinkgame.sensitivity.evaluation import make_task
from brinkgame.sensitivity.selecting import selected

X = bg.Parameter("x", "1/2", low=0, high=1)
DEPLOY = bg.memo.load("deploy").game
LETTERS = bg.memo.load("letters").game
LINE = bg.memo.load("line")
MATRIX = next(v.game for v in LINE.variants if v.name == "matrix")


def table(*shape):
    cells = np.full(shape, 0, dtype=object)
    cells.flat[0] = X
    return bg.NormalFormGame.from_arrays(*[cells.tolist()] * len(shape))


def task_of(game, name=None, concept=None, **options):
    name = name or next(iter(game.parameters))
    player = {"payoff": bg.ExpectedPayoff(game.players[0])}
    baseline = float(game.parameters[name].baseline)
    return make_task(
        game, {name: np.array([baseline])}, player, at=None, concept=concept, **options
    )


def three_leaders():
    kinds = {
        kind: (
            "1/4",
            Decision(
                "S",
                {
                    m: Decision(
                        "R",
                        {"c": Terminal({"S": X, "R": 0}), "d": Terminal({"S": 0, "R": 1})},
                        infoset="reply",
                    )
                    for m in "mn"
                },
                infoset=kind,
            ),
        )
        for kind in "abcd"
    }
    kinds["d"] = (REST, kinds["d"][1])
    return bg.ExtensiveFormGame("four types", players=("S", "R"), root=Chance(kinds))


@pytest.mark.parametrize(
    ("engine", "game", "concept", "words"),
    [
        ("perfect information", MATRIX, None, "takes trees"),
        ("perfect information", LETTERS, None, "takes trees of perfect information"),
        ("perfect information", DEPLOY, "nash", "not nash ones"),
        ("two-player tables", DEPLOY, None, "takes tables"),
        ("two-player tables", table(2, 2), "correlated", "not correlated ones"),
        ("two-player tables", table(9, 2), None, "up to 8 strategies a player, not 9"),
        ("two-player tables", table(2, 2, 2), None, "two players, not of 3"),
        ("two moves", MATRIX, None, "takes trees"),
        ("two moves", LETTERS, "nash", "not nash ones"),
        ("two moves", three_leaders(), None, "two leading information sets, not 4"),
        (
            "two moves",
            next(v.game for v in bg.memo.load("blockade").variants if v.name == "drawn-first"),
            None,
            "two actions an information set, not 3 as at response",
        ),
    ],
)
def test_what_an_engine_does_not_take(engine, game, concept, words):
    with pytest.raises(UnsupportedGameError, match=words):
        choose_engine(task_of(game, concept=concept), engine)


def test_the_narrowest_engine_is_chosen_and_says_why():
    names = [choose_engine(task_of(game)).engine.name for game in (DEPLOY, MATRIX, LETTERS)]
    assert names == ["perfect information", "two-player tables", "two moves"]
    choice = choose_engine(task_of(DEPLOY, concept="nash"))
    assert choice.engine.name == "point by point"
    assert "not nash ones" in choice.reason


def test_forms_are_not_known_beforehand_where_they_are_many():
    five = choose_engine(task_of(table(5, 5)))
    assert five.engine.possible_forms(task_of(table(5, 5)), 128) is None
    nash = task_of(DEPLOY, concept="nash")
    assert choose_engine(nash).engine.possible_forms(nash, 128) is None
    with pytest.raises(InvalidParameterError, match="not known beforehand"):
        bg.sweep(DEPLOY, {"detection": [0.5]}, concept="nash", keep="set")


@pytest.mark.parametrize("game", [DEPLOY, MATRIX, LETTERS])
def test_nothing_is_reached_when_the_time_is_up(game):
    name = next(iter(game.parameters))
    late = bg.evaluate(
        game,
        {name: [float(game.parameters[name].baseline)] * 3},
        {"payoff": bg.ExpectedPayoff(game.players[0])},
        time_limit=1e-9,
    )
    assert late.failed.all()
    assert (late.count == -1).all()
    assert np.isnan(late.low["payoff"]).all()
    assert len(late) == 3


def test_a_rule_that_runs_out_of_time_leaves_points_unreached():
    task = make_task(
        MATRIX,
        {"incident_risk": np.array([0.35, 0.4])},
        {"payoff": bg.ExpectedPayoff(MATRIX.players[0])},
        at=None,
        concept=None,
        with_forms=True,
    )
    answers = choose_engine(task).engine.run(task, Control())
    control = Control(1e-9)
    found = selected(task, answers, bg.BestFor(MATRIX.players[0]), control)
    assert np.isnan(found["payoff"]).all()
    assert (answers.status == bg.PointStatus.UNREACHED).all()


def test_a_table_with_a_pole_fails_there_only():
    game = bg.NormalFormGame.from_arrays([[1 / X, 0], [0, 1]], [[1, 0], [0, 1]])
    found = bg.evaluate(game, {"x": [0, "1/2"]}, {"row": bg.ExpectedPayoff("1")})
    assert found.failed.tolist() == [True, False]
    assert found.count.tolist() == [-1, 3]
    assert math.isclose(found.high["row"][1], 2)


def test_a_tree_with_a_pole_fails_there_even_where_nobody_asks_for_it():
    game = bg.ExtensiveFormGame("pole", players=("A", "B"), root=Terminal({"A": X * 1, "B": 1 / X}))
    found = bg.evaluate(game, {"x": [0, "1/2"]}, {"A": bg.ExpectedPayoff("A")})
    assert found.failed.tolist() == [True, False]
    assert "0" in found.reasons[0]


def test_kept_sets_and_selections_can_be_written_too(tmp_path):
    kept = bg.sweep(DEPLOY, {"detection": [0.1, 0.9]}, keep="set")
    lines = bg.write_sweep(kept, tmp_path / "set.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 2 * 5
    assert lines[0].startswith("detection,equilibrium,exists,payoff_USSR_lowest")
    design = bg.sobol_design(DEPLOY, 4, over=("detection",))
    chosen = bg.sweep(DEPLOY, design, selection=bg.MaxWelfare())
    head = bg.write_sweep(chosen, str(tmp_path / "chosen.csv")).read_text(encoding="utf-8")
    assert head.splitlines()[0] == ("detection,payoff_USSR,payoff_US,regime,count,status,feasible")


def test_formats_that_are_none_and_packages_that_are_not_there(tmp_path, monkeypatch):
    data = bg.sweep(DEPLOY, {"detection": [0.1]})
    with pytest.raises(InvalidParameterError, match="the ending says the format"):
        bg.write_sweep(data, tmp_path / "x.txt")

    def missing(*_args, **_options):
        raise ImportError("no pyarrow")

    monkeypatch.setattr(storing, "_table", missing)
    with pytest.raises(MissingPackageError, match=r"pip install 'brinkgame\[store\]'"):
        bg.write_sweep(data, tmp_path / "x.parquet")
