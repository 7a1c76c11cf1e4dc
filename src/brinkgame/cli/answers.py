"""What ``brinkgame solve`` says, as a page."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic
from brinkgame.cli.lookup import Found
from brinkgame.forms import ExtensiveFormGame
from brinkgame.pages.numbers import exact, with_decimal
from brinkgame.pages.page import Page
from brinkgame.pages.solution import joined, other_details
from brinkgame.play import Beliefs, CorrelatedStrategy
from brinkgame.results import Equilibrium, EquilibriumResult

__all__ = ["as_page"]


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
        rows = [[joined(cell), exact(weight)] for cell, weight in equilibrium.profile.items()]
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
    details = [f"{name} {_word(value)}" for name, value in other_details(equilibrium).items()]
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
