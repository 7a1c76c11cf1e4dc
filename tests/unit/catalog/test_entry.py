"""Every known result of every game, by every solver that accepts the game."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import brinkgame as bg
from brinkgame import catalog
from brinkgame.catalog import CatalogEntry, KnownEquilibria

ENTRIES = [catalog.load(name) for name in catalog.names()]
KNOWN = [
    pytest.param(entry, known, id=f"{entry.name}-{known.concept.value}-{number}")
    for entry in ENTRIES
    for number, known in enumerate(entry.known)
]


def forms(game: Any) -> Iterator[Any]:
    yield game
    if isinstance(game, bg.ExtensiveFormGame):
        yield bg.to_normal_form(game)


def accepted(known: KnownEquilibria, game: Any) -> Iterator[tuple[Any, Any]]:
    """The solvers of the concept that take one of the game's forms, with that form."""
    for solver in bg.all_solvers():
        if solver.concept is known.concept:
            for form in forms(game):
                if not solver().obstacles(form):
                    yield solver(), form


def as_table(game: Any, table: bg.NormalFormGame, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """A pure profile of a tree as strategies of its normal form: actions, ``*`` for any."""
    if game is table:
        return plan
    found = {}
    for player, menu in table.strategies.items():
        own = [i.label for i in game.information_sets if i.player == player]
        taken = [plan[player][label] for label in own]
        fits = [
            s for s in menu if all(a in (b, "*") for a, b in zip(s.split(", "), taken, strict=True))
        ]
        (found[player],) = fits
    return found


def as_plan(profile: Any) -> dict[str, Any]:
    return {player: _pure(profile[player]) for player in profile}


def _pure(plan: Mapping[str, Any]) -> Any:
    if any(isinstance(value, Mapping) for value in plan.values()):
        return {label: _pure(weights) for label, weights in plan.items()}
    (taken,) = [label for label, weight in plan.items() if weight == 1]
    return taken


def is_pure(plan: Any) -> bool:
    if isinstance(plan, Mapping):
        return all(is_pure(part) for part in plan.values())
    return isinstance(plan, str)


@pytest.mark.parametrize(("entry", "known"), KNOWN)
def test_known_equilibria_are_what_solvers_find(entry: CatalogEntry, known: KnownEquilibria):
    game = entry.game.at(known.at)
    tried = 0
    for solver, form in accepted(known, game):
        result = bg.solve(form, solver)
        pure = [plan for plan in known.profiles if is_pure(plan)]
        plans = [as_table(game, form, plan) for plan in pure]
        listed = [as_plan(equilibrium.profile) for equilibrium in result if equilibrium.is_pure]
        assert all(plan in plans for plan in listed), (solver, listed)
        for plan, pays in zip(known.profiles, known.payoffs, strict=True):
            if not is_pure(plan):
                if result.coverage is bg.Coverage.ALL:
                    assert any(_holds(e, plan) for e in result), (solver, plan)
                continue
            there = [e for e in result if _holds(e, as_table(game, form, plan))]
            assert there, (solver, plan)
            assert any(e.payoffs == pays for e in there), (solver, plan)
        family = result[0].family if len(result) else None
        if family is not None and family.count is not None:
            assert family.count == len(pure), solver
        tried += 1
    assert tried, "no solver accepts it"


def _holds(equilibrium: Any, plan: Mapping[str, Any]) -> bool:
    if equilibrium.is_pure and as_plan(equilibrium.profile) == plan:
        return True
    return equilibrium.family is not None and plan in equilibrium.family


@pytest.mark.parametrize(("entry", "known"), KNOWN)
def test_known_equilibria_pass_the_check_and_pay_what_is_said(entry, known):
    game = entry.game.at(known.at)
    assert len(known.profiles) == len(known.payoffs)
    for plan, pays in zip(known.profiles, known.payoffs, strict=True):
        payoffs, certificate = bg.certify(game, plan, known.concept)
        assert certificate.epsilon == 0
        assert payoffs == pays


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_each_entry_says_where_it_comes_from(entry):
    assert entry.title
    assert len(entry.summary.split()) > 4
    assert any(letter.isdigit() for letter in entry.citation), "a citation has a year"
    assert entry.known
    assert all(known.citation for known in entry.known)
    for parameter in entry.game.parameters.values():
        assert parameter.meaning
        assert parameter.sources


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_entries_are_values(entry):
    again = pickle.loads(pickle.dumps(entry))
    assert again == entry
    assert again.game.fingerprint() == entry.game.fingerprint()
