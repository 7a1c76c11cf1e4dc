"""Every solver there is: the modules of this folder, and other packages' entry points.

The folder is the list. Another package offers a solver under the entry-point group
``brinkgame.solvers``; one that cannot be loaded is reported by a warning, never in silence.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from functools import cache
from importlib.metadata import entry_points

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.solvers.base import Solver

__all__ = ["all_solvers", "solver_named"]

_GROUP = "brinkgame.solvers"
_NOT_ALGORITHMS = {"base", "registry", "auto"}


@cache
def all_solvers() -> tuple[type[Solver], ...]:
    """The class of every solver, by name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.BackwardInduction in bg.all_solvers()
    True
    """
    found: dict[str, type[Solver]] = {}
    package = importlib.import_module("brinkgame.solvers")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in _NOT_ALGORITHMS:
            continue
        loaded = importlib.import_module(f"brinkgame.solvers.{module.name}")
        for _, item in inspect.getmembers(loaded, inspect.isclass):
            if (
                issubclass(item, Solver)
                and not inspect.isabstract(item)
                and item.__module__ == loaded.__name__
            ):
                found[item.__name__] = item
    for entry in entry_points(group=_GROUP):
        try:
            item = entry.load()
        except Exception as error:  # noqa: BLE001 - whatever another package's import raises
            warnings.warn(
                f"solver {entry.name!r} of another package cannot be loaded: {error!r}",
                stacklevel=2,
            )
            continue
        solves = inspect.isclass(item) and issubclass(item, Solver)
        if not solves or inspect.isabstract(item):
            warnings.warn(
                f"entry point {entry.name!r} in {_GROUP} is not a Solver: {item!r}", stacklevel=2
            )
            continue
        found.setdefault(item.__name__, item)
    return tuple(found[name] for name in sorted(found))


def solver_named(name: str) -> Solver:
    """The solver of this name with its options at their defaults.

    Raises
    ------
    UnknownNameError
        No solver has this name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.solver_named("backwardinduction")
    BackwardInduction(single=False, listed=64, limit=2000)
    """
    for item in all_solvers():
        if item.__name__.lower() == str(name).lower():
            return item()
    raise UnknownNameError(
        f"no solver {name!r}{suggestion(name, [s.__name__ for s in all_solvers()])}"
    )
