"""The compiled search against the exact one."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brinkgame.control import FREE, Control
from brinkgame.polytopes import compiled
from brinkgame.polytopes.assembly import assemble
from brinkgame.polytopes.compiled import compiled_products, fits_floats
from brinkgame.polytopes.exact import exact_products
from brinkgame.polytopes.labels import Search
from tests.unit.polytopes.drawing import bimatrices

# Two payoffs that floats cannot tell apart, once in each order.
CLOSE = [[10**20 + 1, 1], [10**20, 2]], [[3, 1], [1, 3]]
APART = [[10**20, 1], [10**20 + 1, 2]], [[3, 1], [1, 3]]


@settings(deadline=None)  # the first game waits for the compiler
@given(bimatrices())
@example(CLOSE)
@example(APART)
def test_it_finds_what_the_exact_search_finds(game):
    search = Search(*game)
    found = compiled_products(search, *game, FREE)
    if found is None:  # too degenerate
        return
    assert search.finished
    assert search.nodes > 0
    assert assemble(*game, found) == assemble(*game, exact_products(Search(*game), FREE))


class _Shaken(compiled._FloatSearch):
    """A search whose dictionaries are spoiled between any two nodes."""

    size = 0.0

    def advance(self):
        for table in self._tables:
            used = table[: self.height]
            used *= 1 + self.size * NOISE.standard_normal(used.shape)
            used += self.size * (NOISE.random(used.shape) < 0.1)
        return super().advance()


NOISE = np.random.default_rng(1)


@settings(deadline=None, max_examples=150)
@given(bimatrices(), st.sampled_from([1e-12, 1e-6, 1e-2, 1.0]))
def test_no_rounding_could_lose_an_equilibrium(game, size):
    """However wrong the floats are: what they give up is proved, and the rest is solved again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "_FloatSearch", _Shaken)
        patch.setattr(_Shaken, "size", size)
        patch.setattr(compiled, "_NODES", 1)
        patch.setattr(compiled, "_TOO_MANY", 10**9)
        search = Search(*game)
        found = compiled_products(search, *game, FREE)
    assert search.finished
    assert assemble(*game, found) == assemble(*game, exact_products(Search(*game), FREE))


def test_it_leaves_very_degenerate_games_to_the_exact_search(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "_TOO_MANY", 0)
    game = [[1, 1], [1, 1]], [[1, 1], [1, 1]]
    assert compiled_products(Search(*game), *game, FREE) is None


def test_it_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "_NODES", 1)
    monkeypatch.setattr(compiled, "_ROOM", 1)
    game = [[2, 1, 1], [1, 2, 1], [1, 1, 2]], [[2, 1, 1], [1, 2, 1], [1, 1, 2]]
    found = compiled_products(Search(*game), *game, FREE)
    assert found is not None
    assert len(assemble(*game, found).pairs) == 7


def test_time_is_heeded():
    control = Control(1e-9)
    time.sleep(0.001)
    search = Search([[2, 1], [1, 2]], [[1, 2], [2, 1]])
    compiled_products(search, [[2, 1], [1, 2]], [[1, 2], [2, 1]], control)
    assert not search.finished


def test_what_fits_floats():
    assert fits_floats([[10**30]], [[1]])
    assert not fits_floats([[1]], [[10**300]])
