"""Every known result of every game, by every solver that accepts the game."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import brinkgame as bg
from brinkgame import catalog
from brinkgame.catalog import CatalogEntry, KnownEquilibria

ENTRIES = [catalog.load(name) for name in catalog.names(CatalogEntry)]
KNOWN = [
    pytest.param(entry, known, id=f"{entry.name}-{known.concept.value}-{number}")
    for entry in ENTRIES
    for number, known in enumerate(entry.known)
]
SEARCHED = [
    param
    if param.values[1].is_quick
    else pytest.param(*param.values, marks=pytest.mark.slow, id=param.id)
    for param in KNOWN
]


def forms(game: Any) -> Iterator[Any]:
    yield game
    if isinstance(game, bg.ExtensiveFormGame) and game.tree.size < 50:
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
    if isinstance(plan, tuple):
        return all(map(is_pure, plan))
    return isinstance(plan, str)


@pytest.mark.parametrize(("entry", "known"), SEARCHED)
def test_known_equilibria_are_what_solvers_find(entry: CatalogEntry, known: KnownEquilibria):
    game = entry.game.at(known.at)
    tried = 0
    for solver, form in accepted(known, game):
        if form is not game and not is_pure(known.profiles):
            continue  # a mixed plan of a tree is no one strategy of the table
        result = bg.solve(form, solver)
        settled = known.coverage in PURE_SETTLED
        plans = [
            (as_table(game, form, plan), pays)
            for plan, pays in zip(known.profiles, known.payoffs, strict=True)
            if form is game or is_pure(plan)
        ]
        for plan, pays in plans:
            there = [e for e in result if _holds(e, plan)]
            if result.coverage is bg.Coverage.ALL or (
                is_pure(plan) and result.coverage in PURE_SETTLED
            ):
                assert there, (solver, plan)
                assert any(e.payoffs == pays for e in there), (solver, plan)
        for equilibrium in (e for e in result if e.is_exact):
            if known.coverage is bg.Coverage.ALL or (settled and equilibrium.is_pure):
                here = [pays for plan, pays in plans if _is(equilibrium, plan)]
                assert here == [equilibrium.payoffs], (solver, equilibrium)
        families = {id(e.family): e.family for e in result if e.family is not None}.values()
        counts = [family.count for family in families]
        if settled and result.coverage in PURE_SETTLED and None not in counts:
            alone = sum(e.is_pure for e in result if e.family is None)
            assert alone + sum(counts) == sum(is_pure(plan) for plan in known.profiles), solver
        tried += 1
    if not tried and known.concept in (bg.Concept.SEQUENTIAL, bg.Concept.PERFECT_BAYESIAN):
        pytest.skip("no solver of this concept accepts it")
    assert tried, "no solver accepts it"


PURE_SETTLED = (bg.Coverage.ALL, bg.Coverage.ALL_PURE, bg.Coverage.ALL_EXTREME)


def _is(equilibrium: Any, plan: Mapping[str, Any]) -> bool:
    if equilibrium.is_pure:
        return is_pure(plan) and as_plan(equilibrium.profile) == plan
    return equilibrium.profile == type(equilibrium.profile)(equilibrium.profile.game, plan)


def _holds(equilibrium: Any, plan: Mapping[str, Any]) -> bool:
    if _is(equilibrium, plan):
        return True
    return equilibrium.family is not None and plan in equilibrium.family


@pytest.mark.parametrize(("entry", "known"), KNOWN)
def test_known_equilibria_pass_the_check_and_pay_what_is_said(entry, known):
    game = entry.game.at(known.at)
    assert len(known.profiles) == len(known.payoffs)
    assert len(known.beliefs) in (0, len(known.profiles))
    for i, (plan, pays) in enumerate(zip(known.profiles, known.payoffs, strict=True)):
        details = {"beliefs": known.beliefs[i]} if known.beliefs else {}
        payoffs, certificate = bg.certify(game, plan, known.concept, **details)
        assert certificate.holds(0)
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
