from __future__ import annotations

import dataclasses

import pytest

import brinkgame as bg
from brinkgame.plotting import draw_timeline
from tests.unit.plotting.looking import cut, overlaps, words


def everything():
    return [bg.memo.load(name) for name in bg.memo.names()]


def test_every_decision_of_the_case_has_its_line():
    points = everything()
    names = [point.name for point in points if point.happened]
    ax = draw_timeline(
        points,
        agrees=dict(zip(names, [True, False, None] * len(names), strict=False)),
        probability=dict.fromkeys(names, 1 / 3),
    )
    assert cut(ax) == []
    assert overlaps(ax) == []
    written = " ".join(words(ax)).replace("\n", " ")
    for point in points:
        assert f"{point.number}. {point.title}" in written
        assert point.when in written
        for player, plan in point.happened.items():
            assert f"{player}: " in written
            assert all(action in written for action in plan.values())


def places(ax, text):
    return [t.get_position()[1] for t in ax.texts if text in t.get_text()]


def test_time_runs_down_whatever_the_order():
    points = [bg.memo.load(name) for name in ("letters", "deploy", "clock")]
    ax = draw_timeline(points)
    below = [places(ax, f"{point.number}. ")[0] for point in points]
    assert below[1] < below[2] < below[0]
    assert "JUNE 1962" in words(ax)


def test_marks_tell_in_how_many_equilibria_it_happened():
    points = [bg.memo.load(name) for name in ("deploy", "clock", "letters")]
    ax = draw_timeline(points, agrees={"deploy": True, "clock": None, "letters": False})
    assert {"in every equilibrium", "in some", "in none"} <= set(words(ax))
    squares = [line for line in ax.lines if line.get_markersize() == 7.5]
    assert [line.get_fillstyle() for line in squares].count("left") == 1 + 1  # and the key
    assert "in none" not in words(draw_timeline(points))


def test_probabilities_are_bars_with_their_number():
    ax = draw_timeline([bg.memo.load("deploy")], probability={"deploy": 0.25})
    assert "0.25" in words(ax)
    assert "its probability" in words(ax)


def test_who_acts_has_a_mark_even_if_not_named_as_deciding():
    deploy = bg.memo.load("deploy")
    ax = draw_timeline([dataclasses.replace(deploy, who=("US",))])
    assert {"US", "USSR"} <= set(words(ax))


def test_years_and_days_are_dates_too():
    deploy = bg.memo.load("deploy")
    ax = draw_timeline(
        [
            dataclasses.replace(deploy, name="a", began="1962"),
            dataclasses.replace(deploy, name="b", began="1962-10-22"),
        ],
        title="",
    )
    assert {"1962", "OCTOBER 1962"} <= set(words(ax))


def test_wrong_input_is_refused():
    deploy = bg.memo.load("deploy")
    with pytest.raises(bg.InvalidParameterError, match="no decision"):
        draw_timeline([])
    with pytest.raises(bg.InvalidParameterError, match="expected decision points"):
        draw_timeline(["deploy"])
    with pytest.raises(bg.InvalidParameterError, match="given twice"):
        draw_timeline([deploy, deploy])
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_timeline([deploy], agrees={"deplo": True})
    with pytest.raises(bg.InvalidParameterError, match="outside"):
        draw_timeline([deploy], probability={"deploy": 2})
    with pytest.raises(bg.InvalidParameterError, match="no action on record"):
        draw_timeline([dataclasses.replace(deploy, happened={})], agrees={"deploy": True})
