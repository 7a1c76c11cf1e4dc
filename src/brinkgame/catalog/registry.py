"""Which games there are: the modules of this folder that hold an ``ENTRY``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from brinkgame.catalog.entry import CatalogEntry
from brinkgame.errors import UnknownNameError, suggestion

__all__ = ["load", "names"]

_NOT_GAMES = {"entry", "large", "registry"}


@cache
def names() -> tuple[str, ...]:
    """The names of the games, in alphabetical order.

    Examples
    --------
    >>> import brinkgame as bg
    >>> "centipede" in bg.catalog.names()
    True
    """
    package = importlib.import_module("brinkgame.catalog")
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name.replace("_", "-") for name in modules if name not in _NOT_GAMES))


def load(name: str) -> CatalogEntry:
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
    if name not in names():
        raise UnknownNameError(f"no game {name!r} in the catalog{suggestion(name, names())}")
    module = importlib.import_module(f"brinkgame.catalog.{name.replace('-', '_')}")
    entry: CatalogEntry = module.ENTRY
    return entry
