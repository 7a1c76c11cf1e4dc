"""Games with a source, one a file, each with its known equilibria.

>>> import brinkgame as bg
>>> entry = bg.catalog.load("entry-deterrence")
>>> print(bg.solve(entry.game).only().profile)
entrant at root: in; incumbent at entry: accommodate
"""

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria, KnownStates, OrdinalEntry
from brinkgame.catalog.large import leduc_poker
from brinkgame.catalog.registry import load, names

__all__ = [
    "CatalogEntry",
    "KnownEquilibria",
    "KnownStates",
    "OrdinalEntry",
    "leduc_poker",
    "load",
    "names",
]
