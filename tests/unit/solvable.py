"""Every game that the command line solves by its name."""

from __future__ import annotations

import pytest

from brinkgame import catalog, memo

__all__ = ["NAMES"]


def _takes_long(name: str) -> bool:
    """Whether a game of the catalog says that finding its equilibria takes a while."""
    return name in catalog.names(catalog.CatalogEntry) and not all(
        known.is_quick for known in catalog.load(name).known
    )


NAMES = [
    pytest.param(name, marks=pytest.mark.slow) if _takes_long(name) else name
    for name in [*memo.names(), *catalog.names(catalog.CatalogEntry), "deploy:silence"]
]
"""Their names; those that take long are marked as slow."""
