"""What to say where another package that is used if it is installed is not."""

from __future__ import annotations

from brinkgame.errors import MissingPackageError

__all__ = ["missing"]


def missing(distribution: str, purpose: str, error: ImportError) -> MissingPackageError:
    """The error to be raised for a package that is not installed, or does not load."""
    return MissingPackageError(
        f"{purpose} needs the package {distribution}, which is not installed or does not load "
        f"({error}); install it with: pip install {distribution}"
    )
