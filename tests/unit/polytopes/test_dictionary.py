"""Faces as dictionaries of integers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from brinkgame.polytopes.dictionary import Dictionary
from tests.unit.polytopes.drawing import bimatrices

SQUARE = [[1, 0], [0, 1]]


def square() -> Dictionary:
    """The unit square: variables 0 and 1, slacks 2 and 3."""
    return Dictionary.of(SQUARE, [1, 1], [0, 1], [2, 3])


def bits(*labels: int) -> int:
    return sum(1 << label for label in labels)


def test_it_starts_at_zero():
    assert square().tight == bits(0, 1)
    assert square().zero == 0


def test_a_face_is_a_part():
    side = square().with_zero(2)
    assert side is not None
    assert side.zero == bits(2)
    assert side.with_zero(0) is None
    corner = side.with_zero(3)
    assert corner is not None
    assert corner.tight == bits(2, 3)
    assert corner.cobasic == []
    assert side.with_zero(2) is side


def test_the_original_is_left_alone():
    whole = square()
    before = [row[:] for row in whole.rows]
    whole.with_zero(2)
    list(whole.bases())
    assert whole.rows == before


def test_the_corners_of_the_square():
    corners = [new.tight for new in square().bases()]
    assert corners[0] == bits(0, 1)
    assert sorted(corners) == sorted([bits(0, 1), bits(1, 2), bits(0, 3), bits(2, 3)])


def test_what_must_be_zero_is_noticed():
    # x + y <= 1 and x <= 1: where x = 1, y is zero as well, though nobody asked.
    triangle = Dictionary.of([[1, 1], [1, 0]], [1, 1], [0, 1], [2, 3])
    corner = triangle.with_zero(3)
    assert corner is not None
    assert corner.zero == bits(1, 2, 3)


def test_duplicate_rows_are_zero_together():
    twice = Dictionary.of([[1, 2], [1, 2]], [1, 1], [0, 1], [2, 3])
    side = twice.with_zero(2)
    assert side is not None
    assert side.zero == bits(2, 3)
    assert len(side.rows) == 1


@given(st.data())
def test_a_dictionary_is_the_polytope(data):
    """Values satisfy the inequalities, and the face is empty only if no corner has the labels."""
    matrix, _ = data.draw(bimatrices(most=4))
    m, n = len(matrix), len(matrix[0])
    face = Dictionary.of(matrix, [1] * m, list(range(n)), list(range(n, n + m)))
    for label in data.draw(st.lists(st.integers(0, n + m - 1), max_size=4)):
        part = face.with_zero(label)
        if part is None:
            assert not any(corner >> label & 1 for corner in corners(face))
            break
        assert part.zero >> label & 1
        face = part
        values = [Fraction(0)] * (n + m)
        for name, row in zip(face.basic, face.rows, strict=True):
            values[name] = Fraction(row[0], face.det)
            assert row[0] >= 0
        for i, row in enumerate(matrix):
            total = sum(a * x for a, x in zip(row, values[:n], strict=True))
            if not face.zero >> (n + i) & 1 or n + i in face.basic:
                assert 1 - total == values[n + i]
            else:
                assert total == 1


def corners(face: Dictionary) -> set[int]:
    return {basis.tight for basis in face.bases()}
