"""Which models there are: the modules of this folder that hold an ``ENTRY``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from brinkgame.catalog.models.entry import ModelEntry
from brinkgame.errors import UnknownNameError, suggestion

__all__ = ["load_model", "model_names"]

_NOT_MODELS = {"entry", "expected", "normal_distribution", "registry"}


@cache
def model_names() -> tuple[str, ...]:
    """The names of the models that are no finite games, in alphabetical order.

    Examples
    --------
    >>> import brinkgame as bg
    >>> "crawford-sobel" in bg.catalog.model_names()
    True
    """
    package = importlib.import_module("brinkgame.catalog.models")
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name.replace("_", "-") for name in modules if name not in _NOT_MODELS))


def load_model(name: str) -> ModelEntry:
    """The model of this name, with its source and what is known about it.

    Raises
    ------
    UnknownNameError
        No model has this name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> [len(bg.catalog.load_model("crawford-sobel").solve(bias=b)) for b in ("1/20", ".1", ".3")]
    [3, 2, 1]
    """
    if name not in model_names():
        raise UnknownNameError(f"no model {name!r} in the catalog{suggestion(name, model_names())}")
    module = importlib.import_module(f"brinkgame.catalog.models.{name.replace('-', '_')}")
    entry: ModelEntry = module.ENTRY
    return entry
