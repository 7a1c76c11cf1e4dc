"""How ordinal games and graph models are drawn."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import strategies as st

import brinkgame as bg


@st.composite
def ordinal_games(draw, players=None, most=3, ranks=4):
    names = ("A", "B", "C")[: draw(st.integers(1, 3)) if players is None else players]
    menus = {p: tuple(f"{p}{i}" for i in range(draw(st.integers(1, most)))) for p in names}
    states = list(itertools.product(*menus.values()))
    row = st.tuples(*[st.integers(1, ranks) for _ in names])
    return bg.OrdinalGame.from_cells(
        "drawn", strategies=menus, cells={s: draw(row) for s in states}
    )


@st.composite
def payoffs_in_order(draw, game):
    """Some payoffs for an ordinal game, worst first."""
    named = {}
    for player in game.players:
        steps = [draw(st.fractions(Fraction(1, 50), 50)) for _ in game.order(player)]
        start = draw(st.fractions(-100, 100))
        named[player] = tuple(start + sum(steps[:i]) for i in range(len(steps)))
    return named


@st.composite
def graph_models(draw, players=None, most=6):
    names = tuple("ABCD"[: draw(st.integers(1, 4)) if players is None else players])
    states = tuple(f"s{i}" for i in range(draw(st.integers(1, most))))
    ends = st.lists(st.sampled_from(states), max_size=3)
    moves = {p: {s: [t for t in draw(ends) if t != s] for s in states} for p in names}
    orders = {}
    for p in names:
        ranks = {s: draw(st.integers(0, 4)) for s in states}
        places = sorted(set(ranks.values()), reverse=True)
        orders[p] = tuple(tuple(s for s in states if ranks[s] == r) for r in places)
    return bg.GraphModel("drawn", moves=moves, preferences=orders, states=states)
