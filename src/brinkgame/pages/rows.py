"""Parameters, premises and sources as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from brinkgame.memo import KENT, Premise
from brinkgame.pages.numbers import exact
from brinkgame.parameters import Parameter, ParameterSpace

__all__ = ["cited", "parameter_rows", "premise_rows"]


def premise_rows(premises: Iterable[Premise]) -> list[tuple[str, str, str, str]]:
    """Source, weight, hedge and statement of each premise."""
    rows = []
    for premise in premises:
        weight = premise.weight(KENT)
        source = premise.source or "ours"
        shown = "" if weight is None else f"{float(weight):.2f}"
        rows.append((source, shown, premise.hedge, premise.statement))
    return rows


def parameter_rows(space: ParameterSpace) -> list[tuple[str, str, str, str]]:
    """Name, baseline, range and meaning with sources of each parameter."""
    rows = [("name", "baseline", "range", "meaning")]
    rows += [
        (p.name, exact(p.baseline), _range(p), f"{p.meaning} ({cited(p.sources)})")
        for p in space.values()
    ]
    return rows


def _range(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    text = f"{_end(low)} to {_end(high)}"
    return f"{text}, whole" if parameter.whole else text


def _end(end: Fraction | None) -> str:
    return "..." if end is None else exact(end)


def cited(sources: Iterable[str]) -> str:
    """Sources in short: ``memo U1, U2``; ``ours`` where there is none.

    >>> cited(("memo U1", "memo U2", "Raiffa (1968)")), cited(())
    ('memo U1, U2, Raiffa (1968)', 'ours')
    """
    shown: list[str] = []
    for source in sources:
        again = source.startswith("memo ") and shown
        shown.append(source.removeprefix("memo ") if again else source)
    return ", ".join(shown) or "ours"
