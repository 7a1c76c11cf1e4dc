"""What the compiled search gives up is empty, whatever the dictionary that suggests it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from brinkgame.kernels.label_search import _empty
from brinkgame.polytopes.compiled import _scaled
from brinkgame.polytopes.dictionary import Dictionary

PAYOFFS = {
    "small": (1, 2, 3),
    "beyond 2**53": (2**53 - 1, 2**53, 2**53 + 1, 10**20, 10**20 + 1),
    "far apart": (1, 3, 10**20, 2**899),
}


def proved(matrix, table, names, fixed, sign=1.0):
    """Whether the first row of a dictionary proves a face of {x >= 0, matrix x <= 1} empty."""
    slacks, variables = len(matrix), len(matrix[0])
    floats = np.ascontiguousarray(_scaled(matrix))
    return _empty(
        np.array(table, dtype=float),
        np.array(names, dtype=np.int64),
        fixed,
        0,
        sign,
        floats,
        1 / floats.max(axis=0),
        variables,
        0,
        np.empty(slacks),
    )


def is_empty(matrix, fixed):
    slacks, variables = len(matrix), len(matrix[0])
    face = Dictionary.of(
        matrix, [1] * slacks, range(variables), range(variables, variables + slacks)
    )
    for label in range(slacks + variables):
        if fixed >> label & 1 and face is not None:
            face = face.with_zero(label)
    return face is None


@pytest.mark.parametrize("numbers", PAYOFFS)
@pytest.mark.parametrize("scale", [1.0, 1e-9, 2.0**-200, 1e300])
def test_what_is_proved_empty_is_empty(numbers, scale):
    """Of dictionaries made up at random, which prove something now and then."""
    chance = random.Random(f"{numbers} {scale}")
    count = 0
    for _ in range(3000):
        slacks, variables = chance.randint(1, 3), chance.randint(1, 3)
        labels = slacks + variables
        matrix = [[chance.choice(PAYOFFS[numbers]) for _ in range(variables)] for _ in "1" * slacks]
        table = [
            [scale * chance.choice([0, 1, -1, chance.uniform(-1, 1)]) for _ in range(variables + 1)]
            for _ in range(slacks)
        ]
        names = chance.sample(range(labels), labels)
        fixed = chance.getrandbits(labels)
        if proved(matrix, table, names, fixed, chance.choice([1.0, -1.0])):
            count += 1
            assert is_empty(matrix, fixed), (matrix, table, names, fixed)
    assert count


def test_products_that_underflow_prove_nothing():
    # x <= 1 as an equation, y = 0. The multiplier -2**-200 times the scaled 2**-899 is no float.
    matrix, table = [[1, 2**899]], [[2.0**-200, 0, 0]]
    assert not is_empty(matrix, 0b110)
    assert not proved(matrix, table, [0, 2, 1], 0b110, -1.0)


def test_an_empty_face_is_proved_empty():
    # 2 x <= 1 and x <= 1, the second as an equation: the first slack would be -1.
    matrix = [[2], [1]]
    assert is_empty(matrix, 0b100)
    assert proved(matrix, [[-2.0, -1.0], [2.0, 2.0]], [1, 0, 2], 0b100)
