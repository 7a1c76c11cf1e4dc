"""The search over labels."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from brinkgame.control import Control
from brinkgame.polytopes.labels import Search, best_response_polytopes, largest, widest
from brinkgame.polytopes.vertices import face_vertices
from tests.unit.polytopes.drawing import bimatrices

PENNIES = [[2, 1], [1, 2]], [[1, 2], [2, 1]]


def test_polytopes_have_the_labels_of_the_game():
    p, q = best_response_polytopes([[1, 2, 3]], [[4, 5, 6]])
    assert (p.cobasic, p.basic) == ([0], [1, 2, 3])
    assert (q.cobasic, q.basic) == ([1, 2, 3], [0])


def test_matching_pennies():
    search = Search(*PENNIES)
    [(p, q)] = search.leaves()
    assert (p.zero, q.zero) == (0b1100, 0b0011)
    assert search.finished
    assert search.nodes >= 1


@given(bimatrices(most=4))
def test_leaves_have_every_label(game):
    row, column = game
    every = (1 << (len(row) + len(row[0]))) - 1
    search = Search(row, column)
    leaves = list(search.leaves())
    assert leaves
    assert all(p.zero | q.zero == every for p, q in leaves)
    kept = largest(leaves)
    assert {(p.zero, q.zero) for p, q in kept} <= {(p.zero, q.zero) for p, q in leaves}


@given(bimatrices(most=3))
def test_from_decided_labels_on(game):
    """The leaves with a label decided are those that have it there."""
    row, column = game
    m, n = len(row), len(row[0])

    def corners(zero):
        return {
            (x, y)
            for p, q in Search(row, column).leaves(zero)
            for x in face_vertices(p, range(m)) or ()
            for y in face_vertices(q, range(m, m + n)) or ()
        }

    everywhere = corners((0, 0))
    assert corners((1, 0)) == {(x, y) for x, y in everywhere if not x[0]}


def test_a_decided_label_that_is_nowhere_leaves_nothing():
    search = Search([[2, 2], [1, 1]], [[1, 1], [1, 1]])  # the second row is dominated
    assert list(search.leaves((0, 0b10))) == []
    assert search.finished


def test_time_is_heeded():
    control = Control(1e-9)
    time.sleep(0.001)
    search = Search(*PENNIES, control=control)
    assert list(search.leaves()) == []
    assert not search.finished


def test_a_second_search_that_is_cut_short_does_not_count_as_finished():
    control = Control(3600)
    search = Search(*PENNIES, control=control)
    assert list(search.leaves())
    assert search.finished
    control.deadline = 0.0
    assert list(search.leaves()) == []
    assert not search.finished


def test_widest_drops_what_holds_another():
    assert widest([(0b111, 0b1), (0b11, 0b1), (0b100, 0b10), (0b11, 0b1)]) == [
        (0b100, 0b10),
        (0b11, 0b1),
    ]


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=12))
def test_widest_keeps_what_holds_no_other(zeros):
    def holds(one, other):
        return not (other[0] & ~one[0] or other[1] & ~one[1])

    kept = widest(zeros)
    assert len(set(kept)) == len(kept)
    assert set(kept) == {z for z in zeros if not any(holds(z, o) and o != z for o in zeros)}
