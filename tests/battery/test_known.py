"""Every solver against every answer that a source gives, for the games of the catalog."""

from __future__ import annotations

import pytest

import brinkgame as bg
from brinkgame.testing import assert_equilibrium, verify_known

KNOWN = [
    (entry, known)
    for entry in map(bg.catalog.load, bg.catalog.names(bg.catalog.CatalogEntry))
    for known in entry.known
]
NAMES = [f"{entry.name}-{number}" for number, (entry, _) in enumerate(KNOWN)]
SOLVERS = [solver() for solver in bg.all_solvers()]


def closed(entry, known):
    return entry.game if entry.game.is_closed else entry.game.at(known.at)


def able(entry, known):
    game = closed(entry, known)
    if not known.is_quick:  # tests/unit/catalog looks for these, marked as slow
        return []
    return [s for s in SOLVERS if s.concept is known.concept and not s.obstacles(game)]


@pytest.mark.parametrize(("entry", "known"), KNOWN, ids=NAMES)
def test_known_equilibria_are_ones(entry, known):
    for i, profile in enumerate(known.profiles):
        details = {"beliefs": known.beliefs[i]} if known.beliefs else {}
        assert_equilibrium(closed(entry, known), profile, known.concept, **details)


@pytest.mark.parametrize(
    ("entry", "known"),
    [pair for pair in KNOWN if able(*pair)],
    ids=[name for name, pair in zip(NAMES, KNOWN, strict=True) if able(*pair)],
)
def test_solvers_find_what_is_known(entry, known):
    for solver in able(entry, known):
        verify_known(solver, entry.game, known)


def test_most_known_answers_are_compared():
    assert len(KNOWN) >= 5
    assert 2 * sum(bool(able(*pair)) for pair in KNOWN) > len(KNOWN)
