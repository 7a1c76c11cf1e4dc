"""numba's compiler; where numba is missing, nothing in its place: the text runs as Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["COMPILED", "njit"]

try:
    from numba import njit

    COMPILED = True
except ImportError:  # pragma: no cover - numba is a dependency wherever it exists
    COMPILED = False
    _F = TypeVar("_F", bound=Callable[..., Any])

    def njit(**_options: Any) -> Callable[[_F], _F]:  # type: ignore[no-redef]
        """Leave the function as it is."""
        return lambda function: function
