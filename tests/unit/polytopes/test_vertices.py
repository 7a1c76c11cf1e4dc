"""Corners of faces."""

from __future__ import annotations

import time
from fractions import Fraction

from hypothesis import given

from brinkgame.control import Control
from brinkgame.polytopes.exact import corners
from brinkgame.polytopes.labels import Search
from brinkgame.polytopes.vertices import face_vertices, normalized, vertex_at_hand, whole_numbers
from tests.unit.polytopes.drawing import bimatrices

SAME = [[1, 1, 1]], [[1, 1, 1]]


def test_all_of_a_simplex():
    [(p, q), *_] = Search(*SAME).leaves()
    assert set(face_vertices(p, range(1)) or ()) == {(1,)}
    assert set(face_vertices(q, range(1, 4)) or ()) == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}


def test_time_is_heeded():
    control = Control(1e-9)
    time.sleep(0.001)
    search = Search(*SAME)
    leaves = list(search.leaves())
    assert face_vertices(leaves[0][1], range(1, 4), control) is None


def test_when_time_is_up_each_leaf_still_has_a_corner():
    control = Control(1e-9)
    time.sleep(0.001)
    search = Search(*SAME)
    leaves = list(search.leaves())
    assert search.finished
    [(xs, ys)] = corners(search, leaves, control)
    assert not search.finished
    assert xs == {(1,): 0b1110}
    [[y, tight]] = ys.items()
    assert y in {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
    assert vertex_at_hand(leaves[0][1], range(1, 4)) == {y: tight}


def test_numbers():
    assert normalized((0, 4, 6)) == (0, 2, 3)
    assert normalized((0, 1)) == (0, 1)
    assert whole_numbers([Fraction(1, 3), Fraction(3, 4)]) == [4, 9]


@given(bimatrices(most=4))
def test_bits_are_what_is_tight(game):
    row, column = game
    m, n = len(row), len(row[0])
    for p, _ in Search(row, column).leaves():
        for x, tight in (face_vertices(p, range(m)) or {}).items():
            pays = [sum(x[i] * column[i][j] for i in range(m)) for j in range(n)]
            labels = [i for i in range(m) if not x[i]]
            labels += [m + j for j in range(n) if pays[j] == max(pays)]
            assert tight == sum(1 << label for label in labels)
            assert p.zero & ~tight == 0
