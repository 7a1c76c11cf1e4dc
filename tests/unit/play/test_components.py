"""Components of equilibria."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.testing import normal_form_games
from tests.unit.polytopes.drawing import bimatrices

HALF = Fraction(1, 2)


def one_row():
    """The row player has one strategy; the column player does not care."""
    return bg.NormalFormGame(
        "idle",
        strategies={"A": ("only",), "B": ("left", "middle", "right")},
        payoffs={"A": [[1, 2, 3]], "B": [[5, 5, 4]]},
    )


def test_a_segment():
    result = bg.solve(one_row())
    assert [str(e.profile) for e in result] == ["A: only; B: left", "A: only; B: middle"]
    family = result[0].family
    assert family is not None
    assert family is result[1].family
    assert family.conditions == ("A: only; B: any mixture of (left), (middle)",)
    assert family.count == 2
    assert family.vertices == (0, 1)
    assert family.index == 1
    assert family.payoff_ranges == {"A": (1, 2), "B": (5, 5)}
    [subset] = family.subsets
    assert not subset.is_point
    assert subset.supports == ({"only"}, {"left", "middle"})
    assert subset.replies == ({"only"}, {"left", "middle"})
    assert {"A": "only", "B": {"left": HALF, "middle": HALF}} in family
    assert {"A": "only", "B": {"left": HALF, "right": HALF}} not in family


def test_floats_have_families_of_floats():
    family = bg.solve(one_row().to_float())[0].family
    assert family is not None
    assert family.payoff_ranges["A"] == (1.0, 2.0)
    assert {"A": "only", "B": {"left": 0.5, "middle": 0.5}} in family


def test_two_segments_that_meet():
    """A cross: either both are indifferent at the corner, or one of them is."""
    game = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]])
    result = bg.solve(game)
    assert result.components == ((0, 1, 2),)
    assert result.indices == (1,)
    family = result[0].family
    assert family is not None
    assert len(family.subsets) == 2
    assert {"1": "1", "2": {"1": HALF, "2": HALF}} in family
    assert {"1": {"1": HALF, "2": HALF}, "2": "1"} in family
    assert {"1": {"1": HALF, "2": HALF}, "2": {"1": HALF, "2": HALF}} not in family


@given(st.data())
def test_mixtures_in_a_subset_are_equilibria_and_members(data):
    game = data.draw(normal_form_games(players=2))
    result = bg.solve(game, bg.ExtremeEnumeration())
    for equilibrium in result:
        family = equilibrium.family
        if family is None:
            continue
        subset = data.draw(st.sampled_from(family.subsets))
        plan = []
        for corners in subset.strategies:
            weights = data.draw(
                st.lists(st.integers(0, 3), min_size=len(corners), max_size=len(corners)).filter(
                    any
                )
            )
            plan.append(
                [
                    sum(
                        (
                            Fraction(w) * corner[i]
                            for w, corner in zip(weights, corners, strict=True)
                        ),
                        start=Fraction(0),
                    )
                    / sum(weights)
                    for i in range(len(corners[0]))
                ]
            )
        profile = bg.MixedStrategyProfile.of(game, plan)
        assert profile in family
        assert not any(bg.regrets(game, profile).values())
        low_high = family.payoff_ranges
        for player, payoff in bg.expected_payoffs(game, profile).items():
            low, high = low_high[player]
            assert low <= payoff <= high
        others = {id(e.family): e.family for e in result if e.family not in (None, family)}
        assert not any(profile in other for other in others.values())


@given(st.sampled_from([1e-12, 1e-3 / 3, 1e12]), bimatrices(most=3, highest=3))
def test_members_in_floats_whatever_the_unit_of_account(unit, tables):
    row, column = ([[payoff * unit for payoff in line] for line in table] for table in tables)
    result = bg.solve(bg.NormalFormGame.from_arrays(row, column).to_float())
    families = {id(e.family): e.family for e in result if e.family is not None}
    for equilibrium in result:
        for family in families.values():
            assert (equilibrium.profile in family) == (equilibrium.family is family)
