"""Best-response polytopes: their faces and vertices, exactly, and the search over labels in them.

Arrays of integers in, no game types: what the solvers of two-player games share.
"""

__all__: list[str] = []
