from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.catalog.irrational_equilibrium import ENTRY, GAME


def test_no_probability_is_rational():
    (profile,) = ENTRY.known[0].profiles
    for plan in profile.values():
        assert all(isinstance(weight, bg.Algebraic) for weight in plan.values())
        assert all(len(weight.polynomial) == 3 for weight in plan.values())
        assert sum(plan.values()) == 1


def test_a_rational_neighbor_is_no_equilibrium():
    (profile,) = ENTRY.known[0].profiles
    near = {
        player: {name: Fraction(float(weight)).limit_denominator(100) for name, weight in p.items()}
        for player, p in profile.items()
    }
    for plan in near.values():
        assert sum(plan.values()) == 1
    assert max(bg.regrets(GAME, near).values()) > 0


def test_there_is_none_in_pure_strategies():
    assert bg.solve(GAME, bg.PureEnumeration()).status is bg.Status.NONE_EXISTS
