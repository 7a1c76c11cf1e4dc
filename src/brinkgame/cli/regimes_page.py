"""What ``brinkgame regimes`` says: an exact map over one or two parameters, to read or in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from brinkgame.arithmetic import Algebraic
from brinkgame.cli.lookup import Found
from brinkgame.errors import BrinkgameError
from brinkgame.pages.numbers import decimal, exact, for_json, with_decimal
from brinkgame.pages.page import Page
from brinkgame.parametric import Border, PlaneMap, Regime, Regimes
from brinkgame.parametric.regions import Share

__all__ = ["checked_over", "checked_picture", "regimes_json", "regimes_page"]

_ENDINGS: Final = (".png", ".svg", ".pdf")


def checked_over(names: Sequence[str]) -> tuple[str, ...]:
    """The parameters of ``--over``: one or two for a map, none for the whole box.

    Raises
    ------
    BrinkgameError
        There are more.
    """
    if len(names) > 2:
        raise BrinkgameError(
            f"--over is given {len(names)} times ({', '.join(names)}), and a map has two sides: "
            "name one or two, and --set the others"
        )
    return tuple(names)


def checked_picture(name: str) -> Path:
    """The file of ``--plot``, if its ending is that of a picture.

    Raises
    ------
    BrinkgameError
        It is not.
    """
    path = Path(name)
    if path.suffix.lower() not in _ENDINGS or "\0" in name:
        endings = ", ".join(_ENDINGS)
        raise BrinkgameError(f"--plot takes a file that ends with {endings}; got {name!r}")
    return path


def regimes_page(found: Found, values: Mapping[str, Any], answer: PlaneMap | Regimes) -> Page:
    """The answer for people."""
    page = Page()
    page.line(found.name, f": {found.title}" if found.title else "", style="bold")
    given = ", ".join(f"{name} = {exact(value)}" for name, value in values.items())
    if isinstance(answer, PlaneMap):
        rest = len(answer.fixed) > len(values)
        parts = [f"over {' and '.join(answer.over)}" + (f", with {given}" if given else "")]
        page.line("; ".join(parts + ["every other parameter at its baseline"] * rest))
    else:
        page.line("over every parameter" + (f" but {given}" if given else ""))
    kind = {"forms": "equilibria", "paths": "paths of play", "outcomes": "outcomes"}[answer.of]
    count = len(answer.regimes)
    page.line(
        f"{count} regime{'' if count == 1 else 's'} of {answer.concept.value} {kind}; "
        f"{answer.coverage}"
    )
    for number, regime in enumerate(answer.regimes, start=1):
        page.line()
        _regime(page, number, regime, answer)
    borders = answer.borders if isinstance(answer, PlaneMap) else ()
    if borders:
        page.line()
        page.line("borders", style="bold")
    for group in _alike(borders):
        page.lines(_border_lines(group), indent=2)
    page.lines(answer.undecided)
    return page


def _regime(page: Page, number: int, regime: Regime, answer: PlaneMap | Regimes) -> None:
    pieces = f", in {regime.cells} pieces" if regime.cells is not None and regime.cells > 1 else ""
    whole = "box" if isinstance(answer, Regimes) else "map" if len(answer.over) == 2 else "range"
    page.line(f"regime {number}", f"  {_share(regime.share)} of the {whole}{pieces}", style="bold")
    if regime.is_overlap:
        page.line(f"  {len(regime.names)} {answer.of} exist together:")
    page.lines(regime.shorts or (regime.name,), indent=4 if regime.is_overlap else 2)
    word = "where "
    for case in regime.cases:
        conditions = " and ".join(f"{c.difference} {c.relation} 0" for c in case)
        page.line(f"  {word}{conditions}" if conditions else "  everywhere")
        word = "or "
    where = ", ".join(f"{name} = {exact(regime.witness[name])}" for name in _moved(regime, answer))
    page.line(f"  such as at {where or 'the baseline'}", style="dim")


def _moved(regime: Regime, answer: PlaneMap | Regimes) -> Sequence[str]:
    """The parameters of a witness that are worth telling: those that are not at the baseline."""
    if isinstance(answer, PlaneMap):
        return answer.over
    return [n for n, p in answer.space.items() if regime.witness[n] != p.baseline]


def _share(share: Share) -> str:
    if share.low == share.high and isinstance(share.low, Fraction):
        return "all" if share.low == 1 else with_decimal(share.low)
    if share.confidence is not None:
        ends = f"{decimal(share.low, 3)} to {decimal(share.high, 3)}"
        return f"{ends} (confidence {share.confidence:.0%})"
    return decimal(share.value)


def _alike(borders: Iterable[Border]) -> list[list[Border]]:
    """Borders of one formula together: a curve may part several pairs of regimes."""
    groups: dict[str, list[Border]] = {}
    for border in borders:
        groups.setdefault(str(border), []).append(border)
    return list(groups.values())


def _border_lines(group: Sequence[Border]) -> Iterable[str]:
    first = group[0]
    if first.over is None:
        yield f"{first.polynomial} = 0"
    else:
        formula = first.formula
        value = formula if hasattr(formula, "symbols") else with_decimal(formula)
        general = f" = {first.general}" if first.general is not None else ""
        yield f"{first.over}{general} = {value}"
    told = dict.fromkeys(incentive for border in group for incentive in border.incentives)
    yield from (f"  {incentive}" for incentive in told)
    sides = [
        f"{border.between[0] + 1} | {border.between[1] + 1}"
        if border.between[0] != border.between[1]
        else f"within {border.between[0] + 1}"
        for border in group
    ]
    yield f"  between regimes {', '.join(dict.fromkeys(sides))}"


def regimes_json(name: str, answer: PlaneMap | Regimes) -> dict[str, Any]:
    """The answer for machines."""
    parameters = answer.game.parameters if isinstance(answer, PlaneMap) else answer.space
    over = answer.over if isinstance(answer, PlaneMap) else tuple(parameters)
    fixed = answer.fixed if isinstance(answer, PlaneMap) else {}
    return {
        "game": name,
        "concept": answer.concept.value,
        "over": list(over),
        "at": {key: for_json(value) for key, value in fixed.items()},
        "of": answer.of,
        "domain": {
            "ranges": {
                key: [for_json(parameters[key].low), for_json(parameters[key].high)] for key in over
            },
            "constraints": [
                str(constraint)
                for constraint in parameters.constraints
                if not set(constraint.names).isdisjoint(over)
            ],
        },
        "coverage": answer.coverage,
        "undecided": list(answer.undecided),
        "regimes": [
            {
                "forms": list(regime.names),
                "conditions": [
                    [
                        {
                            "condition": f"{c.difference} {c.relation} 0",
                            "incentive": c.incentive,
                        }
                        for c in case
                    ]
                    for case in regime.cases
                ],
                "witness": {key: for_json(regime.witness[key]) for key in over},
                "share": _share_json(regime.share),
                "cells": regime.cells,
            }
            for regime in answer.regimes
        ],
        "borders": [_border_json(border, answer) for border in answer.borders]
        if isinstance(answer, PlaneMap)
        else [],
    }


def _share_json(share: Share) -> dict[str, Any]:
    exactly = share.low == share.high
    return {
        "low": for_json(share.low) if exactly else float(share.low),
        "high": for_json(share.high) if exactly else float(share.high),
        "float": share.value,
        "method": share.method,
        "confidence": share.confidence,
    }


def _border_json(border: Border, answer: PlaneMap) -> dict[str, Any]:
    formula = border.formula
    number = isinstance(formula, Fraction | Algebraic)
    return {
        "over": border.over,
        "formula": next((str(f) for f in (border.general, formula) if f is not None), None),
        "here": None if formula is None else for_json(formula) if number else str(formula),
        "polynomial": str(border.polynomial),
        "incentive": border.incentive,
        "incentives": list(border.incentives),
        "between": [list(answer.regimes[side].names) for side in border.between],
        "on": list(border.on),
    }
