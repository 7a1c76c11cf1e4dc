"""Every known solution of every entry of which only the order of outcomes is given."""

from __future__ import annotations

import pickle

import pytest

import brinkgame as bg
from brinkgame import catalog

ENTRIES = [catalog.load(name) for name in catalog.names(catalog.OrdinalEntry)]
KNOWN = [
    pytest.param(entry, known, id=f"{entry.name}, {known.concept}, {number}")
    for entry in ENTRIES
    for number, known in enumerate(entry.known)
]


def derived(game, known):
    if known.concept == "nonmyopic":
        return bg.nonmyopic_equilibria(game).equilibria
    if known.concept.startswith("moving power of "):
        return bg.moving_power(game).outcomes(known.concept.removeprefix("moving power of "))
    if isinstance(game, bg.OrdinalGame):
        found = bg.stability(game).equilibria(known.concept)
        return tuple(tuple(label.split(", ")) for label in found)
    return bg.stability(game.reversible() if known.reversible else game).equilibria(known.concept)


@pytest.mark.parametrize(("entry", "known"), KNOWN)
def test_known_solutions_are_derived(entry, known):
    assert set(derived(entry.game, known)) == set(known.states)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_each_says_where_it_comes_from(entry):
    assert entry.title
    assert len(entry.summary.split()) > 4
    assert any(letter.isdigit() for letter in entry.citation)
    assert entry.known
    assert all(known.citation for known in entry.known)
    assert pickle.loads(pickle.dumps(entry)) == entry


def test_every_entry_is_of_one_kind():
    kinds = [catalog.names(catalog.CatalogEntry), catalog.names(catalog.OrdinalEntry)]
    assert set(kinds[0]).isdisjoint(kinds[1])
    assert {name for names in kinds for name in names} <= set(catalog.names())
