"""Every equilibrium of a small two-player game, the plain way: all vertices, matched by labels.

1. A vertex of a best-response polytope in m dimensions is where m of its m + n inequalities are
   equations with one solution that satisfies the others; all choices of m are tried, in fractions.
2. Two vertices, one of each polytope, that have every label between them and are not both zero are
   an extreme equilibrium (Mangasarian 1964; von Stengel 2002, Algorithm 2.14).
3. The maximal Nash subsets are the maximal complete bipartite parts of the graph of these pairs
   (Winkels 1979; Avis, Rosenberg, Savani and von Stengel 2010, section 5).

Nothing is done to be fast. It is what faster algorithms are tested against.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float, solve_linear
from brinkgame.control import FREE, Control
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play.components import game_integers, nash_listing
from brinkgame.polytopes.assembly import Product, assemble
from brinkgame.polytopes.vertices import Ray, normalized, whole_numbers
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["VertexEnumeration"]

_MOST = 200_000
"""Choices of inequalities: about ten seconds of work."""

_Vertices = dict[Ray, int]


@final
@dataclass(frozen=True, slots=True)
class VertexEnumeration(Solver):
    """Every equilibrium of a small two-player game, by trying all choices of equations.

    Notes
    -----
    Its answers are those of `ExtremeEnumeration`, which is faster by orders of magnitude; this is
    its specification.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    >>> slow = bg.solve(game, bg.VertexEnumeration())
    >>> slow.equilibria == bg.solve(game, bg.ExtremeEnumeration()).equilibria
    True
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "every equilibrium of a small two-player game, plainly: a reference"

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Another number of players than two, or too many choices of equations."""
        if len(game.players) != 2:
            return (f"takes games of two players, not of {len(game.players)}",)
        choices = math.comb(sum(game.shape), game.shape[0])
        if choices > _MOST:
            return (f"tries up to {_MOST} choices of equations, not {choices}",)
        return ()

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Enumerate, match, put together."""
        row, column = game_integers(game)
        m, n = game.shape
        xs = _vertices(list(zip(*column, strict=True)), range(m), range(m, m + n), control)
        ys = _vertices(row, range(m, m + n), range(m), control)
        if xs is None or ys is None:
            return Run((), Status.TIME_LIMIT, Coverage.SOME)
        every = (1 << (m + n)) - 1
        pairs = {x: {y for y, b in ys.items() if a | b == every} for x, a in xs.items()}
        subsets: list[Product] = [
            ({x: xs[x] for x in some}, {y: ys[y] for y in others})
            for some, others in _bicliques({x: mates for x, mates in pairs.items() if mates})
        ]
        found = nash_listing(game, assemble(row, column, subsets))
        return Run(
            profiles=found.profiles,
            families=found.families,
            components=found.components,
            indices=found.indices,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            statistics={"vertices": len(xs) + len(ys)},
        )


def _vertices(
    matrix: Sequence[Sequence[int]], variables: range, slacks: range, control: Control
) -> _Vertices | None:
    """The vertices of {z >= 0, matrix z <= 1} but 0, with the bits of what is tight there."""
    size = len(variables)
    unit = [[int(i == k) for k in range(size)] for i in range(size)]
    lines = [
        *((label, line, 0) for label, line in zip(variables, unit, strict=True)),
        *((label, list(line), 1) for label, line in zip(slacks, matrix, strict=True)),
    ]
    found: _Vertices = {}
    for chosen in itertools.combinations(lines, size):
        if control.expired():
            return None
        point = solve_linear([line for _, line, _ in chosen], [right for _, _, right in chosen])
        if point is None or not any(point) or min(point) < 0:
            continue
        ray = normalized(tuple(whole_numbers(point)))
        if ray in found:
            continue
        sums = [sum(a * z for a, z in zip(line, point, strict=True)) for line in matrix]
        if max(sums) <= 1:
            tight = [label for label, z in zip(variables, point, strict=True) if z == 0]
            tight += [label for label, total in zip(slacks, sums, strict=True) if total == 1]
            found[ray] = sum(1 << label for label in tight)
    return found


def _bicliques(mates: dict[Ray, set[Ray]]) -> list[tuple[frozenset[Ray], frozenset[Ray]]]:
    """The maximal complete bipartite parts of a graph.

    The right side of each is an intersection of neighborhoods, and every intersection, with all
    that have it in theirs on the left, is one.
    """
    rights: set[frozenset[Ray]] = set()
    for others in mates.values():
        new = frozenset(others)
        rights |= {new, *(known & new for known in rights)}
    rights.discard(frozenset())
    return [
        (frozenset(x for x, others in mates.items() if right <= others), right) for right in rights
    ]
