"""Where a probability of a form has no value, there is no equilibrium of that form."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg

X = bg.Parameter("x", "1/2", low=0, high=1)
Y = bg.Parameter("y", "1/3", low=0, high=1)


def drawn(generator: Random) -> bg.NormalFormGame:
    """A table in which the payoffs of the column player are open."""

    def worth() -> bg.Expression:
        return (
            generator.randint(-2, 2) * X + generator.randint(-2, 2) * Y + generator.randint(-1, 1)
        )

    ours = generator.choice([[[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 1], [0, 2]]])
    return bg.NormalFormGame.from_arrays(ours, [[worth(), worth()], [worth(), worth()]])


def poles(form: bg.EquilibriumForm, height: Fraction) -> list[dict[str, Fraction]]:
    """Points of the box, on one line, at which a probability has no value."""
    found = []
    for plan in form.profile.values():
        for number in plan.values():
            if isinstance(number, bg.Expression) and "x" in number.denominator.names:
                below = number.denominator.substitute({"y": height})
                if below.names:
                    found.append(below.solve("x").constant())
    return [{"x": x, "y": height} for x in found if 0 <= x <= 1]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_form_that_holds_is_an_equilibrium_at_poles_too(seed: int) -> None:
    generator = Random(seed)
    game = drawn(generator)
    forms = bg.equilibrium_forms(game)
    for form in forms:
        for at in poles(form, Fraction(generator.randint(0, 4), 4)):
            point = {name: at[name] for name in game.parameters}
            for each in forms.at(point):
                assert not any(bg.regrets(game.at(point), each.at(point)).values())


def test_a_determinant_that_vanishes_inside_the_box() -> None:
    # Both conditions are products with the determinant 3*x - y - 1, and hold where it is zero.
    game = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[2 * X - 1, 0], [Y - X, 0]])
    (mixed,) = (form for form in bg.equilibrium_forms(game) if not form.is_pure)
    point = {"x": Fraction(4, 9), "y": Fraction(1, 3)}
    assert point in poles(mixed, Fraction(1, 3))
    assert all(condition.holds(point) for condition in mixed.conditions)
    assert not mixed.holds(point)
    with pytest.raises(bg.InvalidParameterError, match=r"no equilibrium there: .* has no value"):
        mixed.at(point)
