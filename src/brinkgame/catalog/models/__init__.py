"""Published models that are no finite games, one a file: equations of equilibrium, and their roots.

Where a finite game agrees with a model, or comes near to it, the file builds that as well.
"""

__all__: list[str] = []
