"""Games with a source, one a file, each with its known equilibria; and models that are equations.

>>> import brinkgame as bg
>>> entry = bg.catalog.load("entry-deterrence")
>>> print(bg.solve(entry.game).only().profile)
entrant at root: in; incumbent at entry: accommodate
"""

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria, KnownStates, OrdinalEntry
from brinkgame.catalog.large import leduc_poker
from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.catalog.models.registry import load_model, model_names
from brinkgame.catalog.registry import load, names

__all__ = [
    "CatalogEntry",
    "KnownEquilibria",
    "KnownFigures",
    "KnownStates",
    "ModelEntry",
    "ModelSolution",
    "OrdinalEntry",
    "leduc_poker",
    "load",
    "load_model",
    "model_names",
    "names",
]
