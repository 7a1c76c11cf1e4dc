"""Which decisions there are: the modules of this folder that hold a ``POINT``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.memo.decision_point import DecisionPoint

__all__ = ["load", "names"]

_NOT_DECISIONS = {
    "campaign",
    "claims",
    "conduct",
    "decision_point",
    "misperception",
    "parameters",
    "premises",
    "registry",
}


@cache
def _modules() -> dict[str, str]:
    """The modules of the decisions by name, without loading any of them."""
    package = importlib.import_module("brinkgame.memo")
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return {name.replace("_", "-"): name for name in found if name not in _NOT_DECISIONS}


@cache
def names() -> tuple[str, ...]:
    """The names of the decisions, in the order of events.

    Examples
    --------
    >>> import brinkgame as bg
    >>> "deploy" in bg.memo.names()
    True
    """
    points = map(load, _modules())
    return tuple(point.name for point in sorted(points, key=lambda p: (p.began, p.number)))


def load(name: str) -> DecisionPoint:
    """The decision of this name.

    Raises
    ------
    UnknownNameError
        No decision has this name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.memo.load("deploy").game.players
    ('USSR', 'US')
    """
    known = _modules()
    if name not in known:
        raise UnknownNameError(f"no decision {name!r} in the memo{suggestion(name, known)}")
    module = importlib.import_module(f"brinkgame.memo.{known[name]}")
    point: DecisionPoint = module.POINT
    return point
