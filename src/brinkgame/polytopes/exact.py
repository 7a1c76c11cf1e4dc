"""The search over labels in whole numbers, and the corners of its leaves."""

from __future__ import annotations

from collections.abc import Iterable

from brinkgame.control import Control
from brinkgame.polytopes.assembly import Product
from brinkgame.polytopes.labels import Leaf, Search, largest
from brinkgame.polytopes.vertices import face_vertices, vertex_at_hand

__all__ = ["corners", "exact_products"]


def exact_products(search: Search, control: Control) -> list[Product]:
    """Products of faces whose union is all equilibria, if the search comes to its end."""
    return corners(search, search.leaves(), control)


def corners(search: Search, leaves: Iterable[Leaf], control: Control) -> list[Product]:
    """The corners of the largest leaves.

    If time is up before all are known, the search counts as unfinished, and of a leaf that was not
    reached there is the one corner at hand: still an extreme equilibrium.
    """
    m, n = search.shape
    products: list[Product] = []
    for p, q in largest(leaves):
        xs = face_vertices(p, range(m), control)
        ys = face_vertices(q, range(m, m + n), control)
        if xs is None or ys is None:
            search.finished = False
            xs, ys = vertex_at_hand(p, range(m)), vertex_at_hand(q, range(m, m + n))
        products.append((xs, ys))
    return products
