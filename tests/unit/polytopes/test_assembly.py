"""Products of faces put together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from brinkgame.control import FREE
from brinkgame.polytopes.assembly import assemble, unconnected
from brinkgame.polytopes.exact import exact_products
from brinkgame.polytopes.labels import Search
from tests.unit.polytopes.drawing import bimatrices

COORDINATION = [[2, 1], [1, 2]], [[2, 1], [1, 2]]


def test_coordination_has_three_components():
    found = assemble(*COORDINATION, exact_products(Search(*COORDINATION), FREE))
    assert found.pairs == (((1, 0), (1, 0)), ((0, 1), (0, 1)), ((1, 1), (1, 1)))
    assert [members for members, _ in found.components] == [(0,), (1,), (2,)]
    assert found.indices == (1, 1, -1)


def test_a_missing_equilibrium_shows():
    products = exact_products(Search(*COORDINATION), FREE)
    for k in range(3):
        with pytest.raises(AssertionError, match="do not sum to one"):
            assemble(*COORDINATION, products[:k] + products[k + 1 :])


def test_products_that_lie_in_others_are_dropped():
    row, column = [[1, 1]], [[1, 1]]
    [product] = exact_products(Search(row, column), FREE)
    xs, ys = product
    [y, *_] = ys
    found = assemble(row, column, [product, (xs, {y: ys[y]}), product])
    assert len(found.products) == 1
    assert found.components == (((0, 1), (0,)),)
    assert found.indices == (1,)


def test_without_connections():
    products = exact_products(Search(*COORDINATION), FREE)
    found = unconnected(products[:2])
    assert len(found.pairs) == 2
    assert found.components == found.indices == ()


@given(bimatrices(most=4, highest=3))
def test_components_part_the_pairs(game):
    found = assemble(*game, exact_products(Search(*game), FREE))
    listed = [k for members, _ in found.components for k in members]
    assert sorted(listed) == list(range(len(found.pairs)))
    assert sum(found.indices) == 1


def test_many_isolated_equilibria_are_not_compared_pair_by_pair():
    """2**11 - 1 of them: two million comparisons would take seconds."""
    n = 11
    eye = [[1 + (i == j) for j in range(n)] for i in range(n)]
    points = [(tuple((bits >> i & 1) for i in range(n)), bits) for bits in range(1, 1 << n)]
    every = (1 << n) - 1
    products = [
        ({x: (every & ~bits) | bits << n}, {x: bits | (every & ~bits) << n}) for x, bits in points
    ]
    began = time.process_time()
    found = assemble(eye, eye, products)
    assert time.process_time() - began < 2
    assert len(found.components) == len(products)
    assert set(found.indices) == {1, -1}


@given(bimatrices(most=3, highest=2))
def test_products_of_a_component_hang_together_and_those_of_others_do_not(game):
    found = assemble(*game, exact_products(Search(*game), FREE))
    corners = [{(x, y) for x in xs for y in ys} for xs, ys in found.products]
    apart = [[corners[k] for k in numbers] for _, numbers in found.components]
    for members in apart:
        joined, left = members[0], members[1:]
        while left:
            touching = [each for each in left if each & joined]
            assert touching
            joined = joined.union(*touching)
            left = [each for each in left if each not in touching]
    pairs = [set().union(*members) for members in apart]
    assert sum(map(len, pairs)) == len(set().union(*pairs)) == len(found.pairs)
