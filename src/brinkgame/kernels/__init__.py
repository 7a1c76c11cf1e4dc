"""Compiled loops over arrays of floats; no game types. See `kernels.trees`."""

__all__: list[str] = []
