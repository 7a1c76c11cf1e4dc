"""Which games there are: the modules of this folder that hold an ``ENTRY``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeAlias

from brinkgame.catalog.entry import CatalogEntry, OrdinalEntry
from brinkgame.errors import UnknownNameError, suggestion

__all__ = ["load", "names"]

Entry: TypeAlias = "CatalogEntry | OrdinalEntry"

_NOT_GAMES = {"entry", "large", "registry"}


def names(kind: type[Entry] | None = None) -> tuple[str, ...]:
    """The names of the games, in alphabetical order.

    Parameters
    ----------
    kind
        Only those of one kind of entry: a `CatalogEntry` holds a game that solvers take, an
        `OrdinalEntry` one of which only the order of outcomes is known. All of them if None.

    Examples
    --------
    >>> import brinkgame as bg
    >>> "centipede" in bg.catalog.names()
    True
    >>> "crisis-graph-model" in bg.catalog.names(bg.catalog.CatalogEntry)
    False
    """
    return tuple(name for name in _names() if kind is None or isinstance(load(name), kind))


@cache
def _names() -> tuple[str, ...]:
    package = importlib.import_module("brinkgame.catalog")
    found = pkgutil.iter_modules(package.__path__)
    modules = (module.name for module in found if not module.ispkg)
    return tuple(sorted(name.replace("_", "-") for name in modules if name not in _NOT_GAMES))


def load(name: str) -> Entry:
    """The game of this name, with its source and what is known about it.

    Raises
    ------
    UnknownNameError
        No game has this name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.catalog.load("entry-deterrence").game.players
    ('entrant', 'incumbent')
    """
    if name not in _names():
        raise UnknownNameError(f"no game {name!r} in the catalog{suggestion(name, _names())}")
    module = importlib.import_module(f"brinkgame.catalog.{name.replace('-', '_')}")
    entry: Entry = module.ENTRY
    return entry
