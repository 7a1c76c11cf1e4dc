"""What ``brinkgame thresholds`` says, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brinkgame.arithmetic import Algebraic
from brinkgame.cli.lookup import Found
from brinkgame.errors import BrinkgameError, UnknownNameError, suggestion
from brinkgame.pages.numbers import decimal, exact, for_json
from brinkgame.pages.page import Page
from brinkgame.parametric.thresholds import Crossing, Thresholds

__all__ = ["checked_parameter", "thresholds_json", "thresholds_page"]

_SIDES = {
    ">=": "from here on",
    "<=": "up to here",
    "==": "only here",
    "!=": "everywhere but here",
}
_SHOWN = 8
"""Forms that a page lists at one place."""


def checked_parameter(names: Sequence[str], found: Found) -> str:
    """The one parameter that runs.

    Raises
    ------
    BrinkgameError
        It is not one.
    UnknownNameError
        The game does not depend on it.
    """
    if len(names) != 1:
        told = f"; got {', '.join(names)}" if names else ", such as --over detection"
        raise BrinkgameError(f"--over takes the one parameter that runs through its range{told}")
    (over,) = names
    space = found.solvable.parameters
    if space and over not in space:
        from brinkgame.memo.parameters import ALL

        if any(over == parameter.name for parameter in ALL):
            raise UnknownNameError(
                f"{over} enters no payoff and no probability of {found.name}, so that nothing "
                f"changes with it{suggestion('', space)}"
            )
    return over


def thresholds_page(found: Found, given: Mapping[str, Any], result: Thresholds) -> Page:
    """The answer for people."""
    page = Page()
    page.line(found.name, f": {found.title}" if found.title else "", style="bold")
    others = len(found.solvable.parameters) - 1 - len(given)
    if given:
        told = ", ".join(f"{name} = {exact(value)}" for name, value in given.items())
        page.line(f"with {told}" + ("; every other parameter at its baseline" if others else ""))
    elif others:
        page.line("every other parameter at its baseline")
    count = len(result)
    where = " and ".join(map(str, result.domain))
    page.line(
        f"{count or 'no'} threshold{'' if count == 1 else 's'} of {result.over} in {where}; "
        f"{result.of} of {result.concept.value} equilibria"
    )
    page.lines([*result.notes, *result.undecided])
    if not count:
        inside = result.domain[0]
        ends = [end for end in (inside.low, inside.high) if end is not None and end in inside]
        if ends and result.is_complete and not result.domain[1:]:
            names = [form.name for form in result.forms_at(ends[0])]
            page.line()
            _show_forms(page, [("everywhere", names)])
    for crossing in result:
        page.line()
        _show(page, crossing)
    return page


def _show(page: Page, crossing: Crossing) -> None:
    value = crossing.value
    if isinstance(value, Algebraic):
        told = f"about {float(value):.10g}, a root of {_polynomial(value, crossing.over)}"
    else:
        told = exact(value)
        told += f" = {decimal(value)}" if "/" in told else ""
    page.line(crossing.over, f" = {told}", style="bold")
    if crossing.formula is not None and crossing.formula.names:
        page.line(f"  = {crossing.formula}")
    elif crossing.formula is None and crossing.equation is not None:
        page.line(f"  where {crossing.equation} = 0, not linear in {crossing.over}")
    for border in crossing.borders:
        page.line(f"  {_SIDES[border.relation]} {border.incentive}")
    _show_forms(page, crossing.sides())


def _show_forms(page: Page, sides: Iterable[tuple[str, Sequence[str]]]) -> None:
    rows = []
    for side, names in sides:
        rest = [f"and {len(names) - _SHOWN} more"] if names[_SHOWN:] else []
        shown = [*names[:_SHOWN], *rest] or ["no equilibrium"]
        rows += [[side if not k else "", name] for k, name in enumerate(shown)]
    page.table(rows, indent=2)


def _polynomial(value: Algebraic, name: str) -> str:
    """Its minimal polynomial in the parameter's name, if it is short."""
    terms = []
    for power, coefficient in reversed(list(enumerate(value.polynomial))):
        if coefficient:
            variable = name if power == 1 else f"{name}**{power}"
            size = str(abs(coefficient))
            text = size if not power else variable if size == "1" else f"{size}*{variable}"
            terms.append(("- " if coefficient < 0 else "+ ") + text)
    text = " ".join(terms).removeprefix("+ ")
    return text if len(terms) <= 5 else f"a polynomial of degree {len(value.polynomial) - 1}"


def thresholds_json(name: str, result: Thresholds) -> dict[str, Any]:
    """The answer as one object of texts, numbers, lists and mappings.

    Exact numbers are texts such as ``"3/11"``; algebraic ones are objects with ``polynomial``,
    ``interval`` and ``float``. What is an equilibrium is told by name.
    """
    return {
        "game": name,
        "concept": result.concept.value,
        "over": result.over,
        "of": result.of,
        "at": {name: for_json(value) for name, value in result.at.items()},
        "domain": [
            {
                "low": None if interval.low is None else for_json(interval.low),
                "high": None if interval.high is None else for_json(interval.high),
                "has_low": interval.low is not None and interval.has_low,
                "has_high": interval.high is not None and interval.has_high,
            }
            for interval in result.domain
        ],
        "coverage": "complete" if result.is_complete else "incomplete",
        "undecided": list(result.undecided),
        "notes": list(result.notes),
        "thresholds": [_crossing(crossing) for crossing in result],
    }


def _crossing(crossing: Crossing) -> dict[str, Any]:
    formula, equation = crossing.formula, crossing.equation
    return {
        "value": for_json(crossing.value),
        "float": float(crossing.value),
        "formula": None if formula is None else str(formula),
        "equation": None if equation is None else str(equation),
        "incentive": crossing.incentive,
        "incentives": list(crossing.incentives),
        "relation": crossing.relation,
        "below": list(crossing.below),
        "at": list(crossing.at),
        "above": list(crossing.above),
        "end": crossing.end or None,
    }
