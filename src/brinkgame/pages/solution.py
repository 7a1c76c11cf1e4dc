"""The answer of a solver as JSON: a stable contract."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic
from brinkgame.pages.numbers import for_json
from brinkgame.play import EquilibriumFamily
from brinkgame.results import Equilibrium, EquilibriumResult

__all__ = ["as_json", "joined", "other_details", "plain"]


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
    details = other_details(equilibrium)
    # What is only near is told in floats, also where it was kept as a fraction.
    numbers = _numbers if equilibrium.is_exact else _floats
    return {
        "profile": numbers(equilibrium.profile),
        **({} if beliefs is None else {"beliefs": numbers(beliefs)}),
        "payoffs": numbers(equilibrium.payoffs),
        "regrets": numbers(equilibrium.certificate.regrets),
        "exact": equilibrium.is_exact,
        **({} if family is None else {"family": _family(family)}),
        **({"details": plain(details)} if details else {}),
    }


def other_details(equilibrium: Equilibrium) -> dict[str, Any]:
    """What belongs to an equilibrium besides beliefs."""
    return {name: told for name, told in equilibrium.details.items() if name != "beliefs"}


def _numbers(value: Any) -> Any:
    """Nested mappings with their numbers fit for JSON."""
    if isinstance(value, Mapping):
        return {joined(key): _numbers(below) for key, below in value.items()}
    return for_json(value)


def _floats(value: Any) -> Any:
    """Nested mappings with their numbers as floats."""
    if isinstance(value, Mapping):
        return {joined(key): _floats(below) for key, below in value.items()}
    return float(value)


def joined(key: object) -> str:
    """A label, or the labels of a profile of strategies."""
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def plain(value: Any) -> Any:
    """Whatever was found out, fit for JSON: labels and truth values as they are."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Mapping):
        return {joined(key): plain(below) for key, below in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(below) for below in value]
    if isinstance(value, (int, float, Fraction, Algebraic)):
        return for_json(value)
    return str(value)


def _family(family: EquilibriumFamily) -> dict[str, Any]:
    # Only some families have all their extreme points among the listed equilibria.
    vertices = getattr(family, "vertices", None)
    if vertices is not None:
        return {"vertices": list(vertices)}
    return {"conditions": list(family.conditions)}
