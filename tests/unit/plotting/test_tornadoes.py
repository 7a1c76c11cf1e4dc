from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

import brinkgame as bg
from brinkgame.plotting import draw_tornado
from tests.unit.plotting.looking import cut, overlaps, words

NONE = float("nan")


def bars(rows, base=(0.0, 0.0), places=2):
    """A tornado: {name: (values, outcomes at the ends, [(switch, below, above), ...])}."""
    names = list(rows)
    sides = np.full((len(names), places, 2, 2), NONE)
    switch = np.full((len(names), places), NONE)
    ends, values, reach = [], [], []
    for i, (value, outcome, turns) in enumerate(rows.values()):
        outcome = [each if isinstance(each, tuple) else (each, each) for each in outcome]
        found = [*base, *(number for each in outcome for number in each)]
        for k, (at, below, above) in enumerate(turns):
            switch[i, k] = at
            sides[i, k] = [[below, below], [above, above]]
            found += [below, above]
        ends.append(outcome)
        values.append(value)
        reach.append((min(found), max(found)))
    each = "parameter"
    return xr.Dataset(
        {
            "value": ((each, "end"), values),
            "outcome": ((each, "end", "bound"), ends, {"long_name": "expected payoff of A"}),
            "lowest": (each, [low for low, _ in reach]),
            "highest": (each, [high for _, high in reach]),
            "baseline": ("bound", list(base)),
            "baseline_value": (each, [sum(value) / 2 for value in values]),
            "switch": ((each, "switch_number"), switch),
            "switch_outcome": ((each, "switch_number", "side", "bound"), sides),
        },
        {each: names, "end": ["low", "high"], "bound": ["lowest", "highest"]},
    )


PLAIN = {
    "weak": ((0, 1), (-0.5, 0.5), []),
    "strong": ((0, 10), (3.0, -2.0), []),
    "idle": ((0, 1), (0.0, 0.0), []),
}


def drawn(ax):
    """{row: [(left, right, hatched)]} of the bars."""
    found = {}
    names = [text.get_text() for text in ax.get_yticklabels()]
    for patch in ax.patches:
        if not hasattr(patch, "get_x") or patch.get_height() > 0.7:
            continue  # the band of the point itself
        x, wide = patch.get_x(), patch.get_width()
        row = names[round(patch.get_y() + patch.get_height() / 2)]
        ends = sorted((round(x, 6), round(x + wide, 6)))
        if ends[0] < ends[1]:
            found.setdefault(row, []).append((*ends, bool(patch.get_hatch())))
    return found


def diamonds(ax):
    return [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "D"]


def test_the_strongest_stands_on_top_and_what_moves_nothing_is_left_out():
    ax = draw_tornado(bars(PLAIN), title="What moves it")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["strong", "weak"]
    assert drawn(ax) == {
        "strong": [(0.0, 3.0, False), (-2.0, 0.0, False)],
        "weak": [(-0.5, 0.0, False), (0.0, 0.5, False)],
    }
    assert ax.get_xlabel() == "expected payoff of A\n(left out: 1 without effect)"
    assert {"0", "10", "1"} <= set(words(ax))
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_so_many_are_shown_as_are_wanted():
    ax = draw_tornado(bars(PLAIN), most=1)
    assert len(ax.get_yticklabels()) == 1
    assert "1 weaker, 1 without effect" in ax.get_xlabel()


def test_switches_stand_on_the_bars_and_the_way_beyond_them_is_hatched():
    # From 0 it rises to 4, where the regime switches and it falls to 1, and stays.
    ax = draw_tornado(bars({"x": ((0, 10), (-1.0, 1.0), [(7, 4.0, 1.0)])}))
    assert sorted(drawn(ax)["x"]) == [(-1.0, 0.0, False), (0.0, 4.0, False), (1.0, 4.0, True)]
    assert diamonds(ax) == [4.0]
    key = [text.get_text() for text in ax.get_legend().get_texts()]
    assert key == ["to its low end", "to its high end", "the regime switches", "beyond the switch"]


def test_switches_below_the_point_are_seen_from_above():
    ax = draw_tornado(bars({"x": ((0, 10), (-1.0, 1.0), [(2, 5.0, -3.0), (1, 6.0, 5.5)])}))
    assert sorted(diamonds(ax)) == [-3.0, 5.5]
    assert (-3.0, -1.0, True) in drawn(ax)["x"]


def test_two_bars_on_one_side_are_half_as_high():
    ax = draw_tornado(bars({"x": ((0, 10), (1.0, 2.0), [])}))
    heights = {round(p.get_height(), 3) for p in ax.patches if p.get_height() < 0.7}
    assert heights == {0.31}
    assert overlaps(ax) == []


def test_several_equilibria_are_a_line_through_the_end():
    ax = draw_tornado(bars({"x": ((0, 1), ((-2.0, -1.0), 1.0), [])}, base=(-0.5, 0.5)))
    through = [line for line in ax.lines if line.get_marker() == "|"]
    assert [list(line.get_xdata()) for line in through] == [[-2.0, -1.0]]
    assert "lowest to highest\nequilibrium" in words(ax)


def test_ends_without_an_answer_have_no_bar():
    ax = draw_tornado(bars({"x": ((0, 1), (NONE, 1.0), [])}))
    assert drawn(ax)["x"] == [(0.0, 1.0, False)]


def test_a_switch_without_effect_on_the_measure_is_shown():
    ax = draw_tornado(bars({"x": ((0, 1), (0.0, 0.0), [(0.7, 0.0, 0.0)])}))
    assert diamonds(ax) == [0.0]


def test_many_rows_with_long_names_have_room():
    names = ["a name that nobody would give " + "x" * k for k in range(20)]
    rows = {n: ((-1e9 / 7, 1e9 / 7), (-k / 7, k / 3), []) for k, n in enumerate(names, 1)}
    ax = draw_tornado(bars(rows), most=20)
    assert cut(ax) == []
    assert overlaps(ax) == []
    figure = Figure(figsize=(9, 5), layout="constrained")
    left, _ = figure.subplots(1, 2)
    assert draw_tornado(bars(PLAIN), ax=left) is left


def test_what_is_no_tornado_is_refused():
    for data in (3, bars(PLAIN).drop_vars("outcome")):
        with pytest.raises(bg.InvalidParameterError, match=r"brinkgame\.tornado"):
            draw_tornado(data)
    with pytest.raises(bg.InvalidParameterError, match="from 1 on"):
        draw_tornado(bars(PLAIN), most=0)
    with pytest.raises(bg.InvalidParameterError, match="nothing to draw"):
        draw_tornado(bars({"idle": PLAIN["idle"]}))
