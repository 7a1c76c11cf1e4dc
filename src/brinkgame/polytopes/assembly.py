"""Products of faces put together: extreme pairs, maximal products, components, indices.

Everything here is exact and combinatorial; where the products come from does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isqrt
from typing import TypeAlias, final

from brinkgame.arithmetic import determinant_sign
from brinkgame.polytopes.labels import Search
from brinkgame.polytopes.vertices import Ray

__all__ = ["Assembly", "Product", "assemble", "unconnected"]

Matrix: TypeAlias = Sequence[Sequence[int]]
Product: TypeAlias = tuple[Mapping[Ray, int], Mapping[Ray, int]]
"""Corners of a face of each polytope, with the bits of the labels that are zero there."""
Pair: TypeAlias = tuple[Ray, Ray]


@final
@dataclass(frozen=True, slots=True)
class Assembly:
    """All equilibria, from their extreme ones up.

    Attributes
    ----------
    pairs
        Extreme equilibria, those with smaller supports first.
    products
        The maximal Nash subsets.
    components
        For each component the positions of its pairs, and of its products.
    indices
        The index of each component.
    """

    pairs: tuple[Pair, ...]
    products: tuple[Product, ...]
    components: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    indices: tuple[int, ...]


def assemble(row: Matrix, column: Matrix, products: Iterable[Product]) -> Assembly:
    """Put products of faces together.

    Parameters
    ----------
    row, column
        Positive integer payoffs, m x n.
    products
        Sets of equilibria whose union is all of them; some may lie in others.
    """
    kept = _maximal(products)
    tight_x = {x: bits for xs, _ in kept for x, bits in xs.items()}
    tight_y = {y: bits for _, ys in kept for y, bits in ys.items()}
    pairs = sorted({(x, y) for xs, ys in kept for x in xs for y in ys}, key=_order)
    position = {pair: k for k, pair in enumerate(pairs)}
    inside = [{position[x, y] for x in xs for y in ys} for xs, ys in kept]
    components = _connected(inside)
    indices = tuple(
        _index(row, column, [pairs[k] for k in members], tight_x, tight_y)
        for members, _ in components
    )
    if sum(indices) != 1:
        raise AssertionError(
            f"the indices {indices} of the components of {row} and {column} do not sum to one: an "
            "equilibrium is missing; please report it"
        )
    return Assembly(tuple(pairs), tuple(kept), tuple(components), indices)


def unconnected(products: Iterable[Product]) -> Assembly:
    """The extreme pairs of some products alone, when not all equilibria are known."""
    pairs = {(x, y) for xs, ys in products for x in xs for y in ys}
    return Assembly(tuple(sorted(pairs, key=_order)), (), (), ())


def _order(pair: Pair) -> tuple[object, ...]:
    supports = [tuple(i for i, weight in enumerate(each) if weight) for each in pair]
    return sum(map(len, supports)), supports, pair


def _maximal(products: Iterable[Product]) -> list[Product]:
    """Those that lie in no other, each once, in an order that does not depend on theirs."""
    distinct = {(frozenset(xs), frozenset(ys)): (xs, ys) for xs, ys in products}
    kept: list[tuple[frozenset[Ray], frozenset[Ray]]] = []
    # Of one size none lies in another: isolated equilibria, however many, are not compared.
    for _, level in groupby(sorted(distinct, key=_size, reverse=True), key=_size):
        kept += [
            key
            for key in level
            if not any(key[0] <= other[0] and key[1] <= other[1] for other in kept)
        ]
    kept.sort(key=lambda key: (sorted(key[0]), sorted(key[1])))
    return [distinct[key] for key in kept]


def _size(product: tuple[frozenset[Ray], frozenset[Ray]]) -> int:
    return len(product[0]) * len(product[1])


def _connected(inside: Sequence[set[int]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Sets of products that share pairs, in the order of their first pairs."""
    having: dict[int, list[int]] = {}
    for number, members in enumerate(inside):
        for pair in members:
            having.setdefault(pair, []).append(number)
    listed: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    waiting = set(range(len(inside)))
    while waiting:
        fresh = [waiting.pop()]
        numbers, pairs = set(fresh), set[int]()
        while fresh:
            for pair in inside[fresh.pop()] - pairs:
                pairs.add(pair)
                near = set(having[pair]) - numbers
                numbers |= near
                fresh += near
        waiting -= numbers
        listed.append((tuple(sorted(pairs)), tuple(sorted(numbers))))
    return sorted(listed)


def _index(
    row: Matrix,
    column: Matrix,
    pairs: Sequence[Pair],
    tight_x: Mapping[Ray, int],
    tight_y: Mapping[Ray, int],
) -> int:
    """The index of a component with these extreme equilibria.

    Where the only pair has every label once, its supports tell. Elsewhere the right-hand sides are
    perturbed, row by row, by powers of a number that is so small that no sign can depend on more
    than the order of the powers (the lexicographic method; von Stengel 2002, section 2.6). The
    equilibria of the perturbed game near a pair (x, y) have those labels in P that y lacks, and
    those in Q that x lacks.
    """
    m, n = len(row), len(row[0])
    every = (1 << (m + n)) - 1
    supports: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    if len(pairs) == 1:
        x, y = pairs[0]
        if not tight_x[x] & tight_y[y]:
            supports = {(_support(x), _support(y))}
    if not supports:
        search = Search(row, column, (_powers(column, n), _powers(row, m)))
        for x, y in pairs:
            decided = every & ~tight_y[y], every & ~tight_x[x]
            for p, q in search.leaves(decided):
                used = (
                    tuple(sorted(label for label in p.basic if label < m)),
                    tuple(sorted(label - m for label in q.basic if label >= m)),
                )
                supports.add(used)
    return sum(_sign(row, column, *used) for used in supports)


def _support(ray: Ray) -> tuple[int, ...]:
    return tuple(i for i, weight in enumerate(ray) if weight)


def _sign(row: Matrix, column: Matrix, rows: tuple[int, ...], columns: tuple[int, ...]) -> int:
    """The index of an isolated equilibrium with these supports."""
    if len(rows) != len(columns):
        raise AssertionError(f"supports {rows} and {columns} of different sizes in a generic game")
    product = 1
    for matrix in (row, column):
        product *= determinant_sign([[matrix[i][j] for j in columns] for i in rows])
    return product if len(rows) % 2 else -product


def _powers(matrix: Matrix, size: int) -> list[int]:
    """1 + e, 1 + e**2, ... times a common factor, for an e beyond the reach of any minor."""
    m = len(matrix)
    n = len(matrix[0])
    norms = sorted(isqrt(sum(number * number for number in line)) + 1 for line in matrix)
    bound = 2
    for norm in norms[-min(m, n) :]:
        bound *= norm
    bound *= size + 1
    return [bound**size + bound ** (size - 1 - k) for k in range(size)]
