"""What ``brinkgame list`` and ``brinkgame show`` say."""

from __future__ import annotations

import textwrap

from brinkgame import catalog, memo
from brinkgame.catalog import CatalogEntry
from brinkgame.cli.lookup import Found
from brinkgame.memo import DecisionPoint
from brinkgame.ordinal import (
    GraphModel,
    OrdinalGame,
    moving_power,
    nonmyopic_equilibria,
    stability,
)
from brinkgame.pages.page import Page
from brinkgame.pages.rows import cited, parameter_rows, premise_rows
from brinkgame.results import Concept
from brinkgame.solvers import all_solvers

__all__ = ["list_page", "show_page"]

_WIDTH = 100


def list_page() -> Page:
    """Every game and every solver, a line each."""
    page = Page()
    page.line("decisions of 1962, in the order of events", style="bold")
    points = [memo.load(name) for name in memo.names()]
    rows = [(point.name, point.when, point.question) for point in points]
    rows.append(
        ("campaign", "spring-December 1962", "all of them in one: what the first step turns on")
    )
    page.table(rows, indent=2)
    variants = [(f"{p.name}:{v.name}", v.title) for p in points for v in p.variants]
    page.line("variants of them", style="bold")
    page.table(variants, indent=2)
    page.line("other games with a source", style="bold")
    entries = [catalog.load(name) for name in catalog.names()]
    page.table(((entry.name, entry.summary) for entry in entries), indent=2)
    page.line("models that are equations, and no trees or tables", style="bold")
    models = [catalog.load_model(name) for name in catalog.model_names()]
    page.table(((model.name, model.summary) for model in models), indent=2)
    page.line("solvers", style="bold")
    page.table(
        ((solver.__name__, solver.concept.value, solver.summary) for solver in all_solvers()),
        indent=2,
    )
    page.line("concepts", f"  {', '.join(concept.value for concept in Concept)}", style="bold")
    return page


def show_page(found: Found) -> Page:
    """A game: its tree or table, its parameters, and what it rests on."""
    page = Page()
    page.line(found.name, f": {found.title}" if found.title else "", style="bold")
    if found.point is not None:
        page.line(f"{found.point.when}; {', '.join(found.point.who)}")
        page.lines(textwrap.wrap(found.point.question, _WIDTH))
        sources = found.point.sources if found.variant is None else found.variant.sources
        page.line(f"from {cited(sources)}")
    if found.entry is not None:
        page.lines(textwrap.wrap(found.entry.summary, _WIDTH))
        page.lines(textwrap.wrap(f"from {found.entry.citation}", _WIDTH))
    page.line()
    page.lines(found.game.lines())
    if isinstance(found.game, OrdinalGame | GraphModel):
        _show_ordinal(page, found.game)
        return page
    if found.game.parameters:
        page.line()
        page.line("parameters", style="bold")
        page.table(parameter_rows(found.game.parameters), indent=2)
        for constraint in found.game.parameters.constraints:
            page.line(f"  where {constraint}")
    if found.point is not None:
        _show_point(page, found.point)
    if isinstance(found.entry, CatalogEntry) and found.entry.known:
        page.line()
        page.line("known equilibria", style="bold")
        for known in found.entry.known:
            where = ", ".join(f"{name} = {value}" for name, value in known.at.items())
            page.line(
                f"  {len(known.profiles)} {known.concept.value}"
                + (f" at {where}" if where else "")
                + f": {known.citation}"
            )
    return page


def _show_ordinal(page: Page, game: OrdinalGame | GraphModel) -> None:
    """What is stable in a game of which only the order of outcomes is known."""
    if isinstance(game, OrdinalGame) and len(game.players) == 2:
        page.line()
        page.line("theory of moves", "  (who moves first may matter)", style="bold")
        page.lines(str(nonmyopic_equilibria(game)).splitlines(), indent=2)
        if game.shape == (2, 2):
            page.line(f"  moving power: {moving_power(game)}")
    page.line()
    page.line("stable states", "  (for all payoffs in this order)", style="bold")
    page.lines(str(stability(game)).splitlines(), indent=2)


def _show_point(page: Page, point: DecisionPoint) -> None:
    page.line()
    page.line("what happened", style="bold")
    if point.is_open:
        page.line("  nothing is on record: the matter was still open")
    for player, plan in point.happened.items():
        page.lines((f"{player} at {where}: {action}" for where, action in plan.items()), indent=2)
    page.line()
    page.line("premises", "  (how surely the memo states each, by Kent's scale)", style="bold")
    page.table(premise_rows(point.premises), indent=2)
    if point.variants:
        page.line()
        page.line("variants", style="bold")
        page.table(((f"{point.name}:{v.name}", v.title) for v in point.variants), indent=2)
