"""What ``brinkgame solve`` says: the answer as JSON, a stable contract, and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic
from brinkgame.cli.lookup import Found
from brinkgame.cli.numbers import exact, for_json, with_decimal
from brinkgame.cli.output import Page
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import Beliefs, CorrelatedStrategy, EquilibriumFamily
from brinkgame.results import Equilibrium, EquilibriumResult

__all__ = ["as_json", "as_page"]


def as_json(name: str, result: EquilibriumResult) -> dict[str, Any]:
    """The answer as one object of texts, numbers, lists and mappings.

    Exact numbers are texts such as ``"3/11"``, floats are numbers. ``indices`` is there where the
    solver tells the index of each component, and ``details`` of an equilibrium where there are any.
    Where the concept is about beliefs, ``beliefs`` stands beside ``profile``: ``{player:
    {information set: {path of a node: number}}}``.
    """
    return {
        "game": name,
        "concept": result.concept.value,
        "solver": type(result.solver).__name__,
        "status": result.status.name.lower(),
        "coverage": result.coverage.name.lower(),
        "equilibria": [_equilibrium(equilibrium) for equilibrium in result],
        "components": [list(component) for component in result.components],
        **({"indices": list(result.indices)} if result.indices else {}),
    }


def _equilibrium(equilibrium: Equilibrium) -> dict[str, Any]:
    family, beliefs = equilibrium.family, equilibrium.beliefs
    details = _other_details(equilibrium)
    # What is only near is told in floats, also where it was kept as a fraction.
    numbers = _numbers if equilibrium.is_exact else _floats
    return {
        "profile": numbers(equilibrium.profile),
        **({} if beliefs is None else {"beliefs": numbers(beliefs)}),
        "payoffs": numbers(equilibrium.payoffs),
        "regrets": numbers(equilibrium.certificate.regrets),
        "exact": equilibrium.is_exact,
        **({} if family is None else {"family": _family(family)}),
        **({"details": _plain(details)} if details else {}),
    }


def _other_details(equilibrium: Equilibrium) -> dict[str, Any]:
    """What belongs to an equilibrium besides beliefs."""
    return {name: told for name, told in equilibrium.details.items() if name != "beliefs"}


def _numbers(value: Any) -> Any:
    """Nested mappings with their numbers fit for JSON."""
    if isinstance(value, Mapping):
        return {_key(key): _numbers(below) for key, below in value.items()}
    return for_json(value)


def _floats(value: Any) -> Any:
    """Nested mappings with their numbers as floats."""
    if isinstance(value, Mapping):
        return {_key(key): _floats(below) for key, below in value.items()}
    return float(value)


def _key(key: object) -> str:
    """A label, or the labels of a profile of strategies."""
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _plain(value: Any) -> Any:
    """Whatever a solver tells, fit for JSON: labels and truth values as they are."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(below) for key, below in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(below) for below in value]
    if isinstance(value, (int, float, Fraction, Algebraic)):
        return for_json(value)
    return str(value)


def _family(family: EquilibriumFamily) -> dict[str, Any]:
    # Only some families have all their extreme points among the listed equilibria.
    vertices = getattr(family, "vertices", None)
    if vertices is not None:
        return {"vertices": list(vertices)}
    return {"conditions": list(family.conditions)}


def as_page(found: Found, values: Mapping[str, Any], result: EquilibriumResult) -> Page:
    """The answer for people."""
    page = Page()
    page.line(found.name, f": {found.title}" if found.title else "", style="bold")
    if values:
        given = ", ".join(f"{name} = {exact(value)}" for name, value in values.items())
        rest = len(found.solvable.parameters) - len(values)
        page.line(f"with {given}" + ("; every other parameter at its baseline" if rest else ""))
    elif found.solvable.parameters:
        page.line("every parameter at its baseline")
    count = len(result)
    noun = "equilibrium" if count == 1 else "equilibria"
    page.line(f"{count} {result.concept.value} {noun}; {result.coverage.value}")
    if not result.equilibria or not result.status.is_success:
        page.line(result.status.value)
    page.line(result.reason or f"by {type(result.solver).__name__}", style="dim")
    for note in result.notes:
        page.line(note)
    for number, equilibrium in enumerate(result, 1):
        page.line()
        _show(page, number, equilibrium, result)
    _show_family(page, result)
    if result.indices:
        page.line()
        told = [
            f"{{{', '.join(str(i + 1) for i in part)}}} index {index:+d}"
            for part, index in zip(result.components, result.indices, strict=False)
        ]
        page.line("components", f"  {', '.join(told)}", style="bold")
    return page


def _show(page: Page, number: int, equilibrium: Equilibrium, result: EquilibriumResult) -> None:
    certificate = equilibrium.certificate
    page.line(
        f"equilibrium {number}",
        f"  ({certificate.verdict.value}; largest regret {exact(certificate.epsilon)})",
        style="bold",
    )
    tree = isinstance(result.game, ExtensiveFormGame)
    if isinstance(equilibrium.profile, CorrelatedStrategy):
        rows = [[_key(cell), exact(weight)] for cell, weight in equilibrium.profile.items()]
    else:
        rows = _plans(equilibrium.profile, tree)
    page.table(rows, indent=2)
    if equilibrium.beliefs is not None:
        believed = _believed(equilibrium.beliefs)
        if believed:
            page.line("  beliefs:")
            page.table(believed, indent=4)
    payoffs = [f"{who} {with_decimal(number)}" for who, number in equilibrium.payoffs.items()]
    page.line(f"  payoffs: {', '.join(payoffs)}")
    details = [f"{name} {_word(value)}" for name, value in _other_details(equilibrium).items()]
    if details:
        page.line(f"  {', '.join(details)}")
    if tree and (outcomes := equilibrium.outcomes()):
        told = [f"{label} {exact(number)}" for label, number in outcomes.items()]
        page.line(f"  outcomes: {', '.join(told)}")


def _word(value: Any) -> str:
    """A detail, briefly."""
    number = isinstance(value, (int, float, Fraction, Algebraic)) and not isinstance(value, bool)
    return exact(value) if number else str(value)


def _plans(profile: Mapping[str, Any], tree: bool) -> list[list[str]]:
    """What each player does, at each information set if there are any."""
    return [
        [player, where, _played(what)] if tree else [player, _played(what)]
        for player, plan in profile.items()
        for where, what in (plan.items() if tree else [("", plan)])
    ]


def _believed(beliefs: Beliefs) -> list[list[str]]:
    """What each player believes at information sets of several nodes."""
    return [
        [player, where, ", ".join(f"{path} {exact(w)}" for path, w in nodes.items() if w != 0)]
        for player, part in beliefs.items()
        for where, nodes in part.items()
        if len(nodes) > 1
    ]


def _played(weights: Mapping[str, Any]) -> str:
    taken = {label: weight for label, weight in weights.items() if weight != 0}
    if len(taken) == 1:
        return next(iter(taken))
    return ", ".join(f"{label} {exact(weight)}" for label, weight in taken.items())


def _show_family(page: Page, result: EquilibriumResult) -> None:
    """What each family holds, once."""
    told: list[Any] = []
    for equilibrium in result:
        family = equilibrium.family
        if family is None or any(family is other for other in told):
            continue
        told.append(family)
        page.line()
        members = [str(i) for i, other in enumerate(result, 1) if other.family is family]
        page.line("family", f"  of equilibria {', '.join(members)}: exactly", style="bold")
        page.lines(family.conditions, indent=2)
