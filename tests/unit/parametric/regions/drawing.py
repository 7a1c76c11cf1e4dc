"""Random spaces, conditions and exact points for the tests of regions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

import brinkgame as bg

NAMES = "uvwx"


@st.composite
def spaces(draw, most=3, constraints=2):
    """A box of small rational sides around a baseline, with constraints that hold there."""
    count = draw(st.integers(1, most))
    parameters = []
    for name in NAMES[:count]:
        low = Fraction(draw(st.integers(-4, 4)), draw(st.sampled_from([1, 2])))
        width = Fraction(draw(st.integers(1, 6)), draw(st.sampled_from([1, 2])))
        share = Fraction(draw(st.integers(1, 7)), 8)
        parameters.append(bg.Parameter(name, low + width * share, low=low, high=low + width))
    kept = []
    for _ in range(draw(st.integers(0, constraints))):
        form = draw(polynomials(parameters, degree=1))
        value = form.evaluate({p.name: p.baseline for p in parameters})
        if value == 0 or form.is_constant:
            continue
        strict = draw(st.booleans())
        form = form if value > 0 else -form
        kept.append(form > 0 if strict else form >= 0)
    return bg.ParameterSpace(parameters, kept)


@st.composite
def polynomials(draw, parameters, degree=2):
    """A polynomial with few small terms."""
    total = parameters[0] * 0
    for _ in range(draw(st.integers(1, 4))):
        term = parameters[0] * 0 + draw(st.integers(-3, 3))
        for parameter in draw(st.lists(st.sampled_from(parameters), max_size=degree)):
            term = term * parameter
        total = total + term
    return total


@st.composite
def conditions(draw, parameters, degree=2, relations=(">=", ">")):
    """A condition on a random polynomial."""
    return condition(draw(polynomials(parameters, degree)), draw(st.sampled_from(relations)))


def condition(difference, relation=">="):
    """A condition without an incentive to speak of."""
    return bg.Condition("A", "", "x", "y", difference, relation)


def points(space, count, seed=0):
    """Exact points of the constrained box: corners and sides often."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        point = {}
        for name, parameter in space.items():
            steps = int(random.choice([1, 2, 3, 8, 16]))
            share = Fraction(int(random.integers(0, steps + 1)), steps)
            value = parameter.low + (parameter.high - parameter.low) * share
            if random.random() < 0.1:
                value = parameter.baseline
            point[name] = value
        if all(constraint.holds(point) for constraint in space.constraints):
            found.append(point)
    return found


def unit_box(names, **options):
    """Parameters from 0 to 1, and their space."""
    parameters = [bg.Parameter(name, "1/2", low=0, high=1) for name in names]
    return [*parameters, bg.ParameterSpace(parameters, **options)]
