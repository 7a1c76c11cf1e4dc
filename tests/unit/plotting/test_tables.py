from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

import brinkgame as bg
from brinkgame.plotting import draw_table
from tests.unit.plotting.looking import cut, overlaps, words

LONG = "an uncommonly long label that says much more than anybody wishes to read"


def tables():
    for room in (bg.catalog, bg.memo):
        for name in room.names():
            games = [room.load(name).game]
            if room is bg.memo:
                games += [variant.game for variant in room.load(name).variants]
            for game in games:
                if isinstance(game, bg.NormalFormGame) and len(game.players) == 2:
                    yield pytest.param(game if game.is_closed else game.at(), id=game.title)


def frames(ax):
    """How many frames around numbers, and how many heavy frames around cells."""
    kinds = [type(patch).__name__ for patch in ax.patches]
    heavy = sum(patch.get_linewidth() == 2.2 for patch in ax.patches)
    return kinds.count("FancyBboxPatch"), heavy


@pytest.mark.parametrize("game", list(tables()))
def test_every_label_is_whole_and_none_lies_on_another(game):
    ax = draw_table(game, bg.solve(game)[0])
    assert cut(ax) == []
    assert overlaps(ax) == []


@pytest.mark.parametrize("game", list(tables()))
def test_pure_equilibria_have_a_heavy_frame(game):
    pure = list(bg.solve(game, bg.PureEnumeration()))
    assert frames(draw_table(game))[1] == len(pure)


payoff = st.integers(-3, 3)


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.tuples(payoff, payoff), min_size=3, max_size=3), min_size=2, max_size=2)
)
def test_frames_are_best_responses(cells):
    first, second = ([[cell[k] for cell in row] for row in cells] for k in (0, 1))
    game = bg.NormalFormGame.from_arrays(first, second)
    expected = 0
    for mine, theirs in (("1", "2"), ("2", "1")):
        for reply in game.strategies[theirs]:
            plan = {mine: game.strategies[mine][0], theirs: reply}
            expected += len(bg.best_responses(game, plan, mine))
    assert frames(draw_table(game))[0] == expected


def test_probabilities_stand_at_the_margins():
    game = bg.catalog.load("chicken").game
    mixed = next(e for e in bg.solve(game) if not e.is_pure)
    assert [words(draw_table(game, mixed)).count(each) for each in ("9/10", "1/10")] == [2, 2]
    assert "9/10" not in words(draw_table(game))
    with pytest.raises(bg.AmbiguousEquilibriumError, match="there are 3 equilibria"):
        draw_table(game, bg.solve(game))


def test_a_member_of_a_family_is_called_one():
    game = bg.catalog.load("degenerate").game
    member = next(e for e in bg.solve(game) if e.family is not None)
    assert "one member of a family of equilibria" in words(draw_table(game, member))


def test_long_labels_have_room():
    game = bg.NormalFormGame(
        LONG,
        strategies={f"one {LONG}": (f"a {LONG}", "b"), f"two {LONG}": ("c", f"d {LONG}")},
        payoffs={f"one {LONG}": [["1/3", 10**9], [0, 0]], f"two {LONG}": [["22/7", -1], [2, 3]]},
    )
    ax = draw_table(game)
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_given_axes_are_used():
    ax = Figure(figsize=(2.2, 2)).add_subplot()
    game = bg.catalog.load("seventy-five-equilibria").game
    assert draw_table(game, ax=ax, title="another") is ax
    assert "another" in words(ax)
    assert cut(ax) == []
    assert overlaps(ax) == []


@pytest.mark.parametrize(
    ("game", "text"),
    [
        (bg.catalog.load("entry-deterrence").game, "draw_tree"),
        (bg.catalog.load("irrational-equilibrium").game, "two players"),
        (bg.NormalFormGame.from_arrays([[0] * 21], [[0] * 21]), "at most 20"),
        (
            bg.NormalFormGame.from_arrays([[bg.Parameter("x", 1)]], [[0]]),
            "parameters",
        ),
    ],
)
def test_what_is_no_closed_table_of_two_is_refused(game, text):
    with pytest.raises(bg.UnsupportedGameError, match=text):
        draw_table(game)
