"""Which claims there are: the modules of this folder that hold a ``CLAIM``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.memo.claims.claim import CausalClaim

__all__ = ["load", "names"]

_NOT_CLAIMS = {"claim", "registry"}


@cache
def _claims() -> dict[str, CausalClaim]:
    here = [str(Path(__file__).parent)]
    modules = (m.name for m in pkgutil.iter_modules(here) if m.name not in _NOT_CLAIMS)
    found = (importlib.import_module(f"{__package__}.{name}").CLAIM for name in modules)
    return {claim.name: claim for claim in sorted(found, key=lambda c: int(c.name[1:]))}


def names() -> tuple[str, ...]:
    """The names of the claims, T1 first.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.memo.claims.names()[0]
    'T1'
    """
    return tuple(_claims())


def load(name: str) -> CausalClaim:
    """The claim of this name.

    Raises
    ------
    UnknownNameError
        No claim has this name.
    """
    known = _claims()
    if name not in known:
        raise UnknownNameError(f"no claim {name!r} in the memo{suggestion(name, known)}")
    return known[name]
