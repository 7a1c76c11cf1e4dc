"""Designs for the parameters of many games at once, where constraints leave little of the box.

Constraints tie some parameters together and leave others free: the box is a product of parts that
no constraint connects, and the constrained box the product of the constrained parts. Dropping
points until all constraints hold would drop nearly all of them; so each part that keeps few points
is drawn by a design of its own, and the parts are paired at random (as a Latin hypercube pairs its
columns [1]_). Each part is then as evenly filled as a design makes it, and the whole is evenly
filled in the mean.

.. [1] M. D. McKay, R. J. Beckman and W. J. Conover, A comparison of three methods for selecting
   values of input variables, *Technometrics* 21 (1979) 239-245.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from brinkgame.parameters import ParameterSpace
from brinkgame.sensitivity.designs import Design, sobol_design

__all__ = ["joint_design", "parts_of", "subspace"]

PILOT: Final = 256
LEAST: Final = 0.25
"""Parts are drawn together as long as at least this share of their points is kept."""


def joint_design(space: ParameterSpace, n: int, *, seed: int = 0) -> Design:
    """Points that fill a constrained box evenly, part by part.

    As `sobol_design`, which it is where the constraints leave enough of the box; without the limit
    on how little they may leave of it altogether.

    Parameters
    ----------
    space
        The parameters with their constraints.
    n
        The number of points, a power of 2.
    seed
        A whole number from 0 on.

    Raises
    ------
    InvalidParameterError
        As `sobol_design`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> stall = bg.memo.load("stall").game.parameters
    >>> design = joint_design(stall, 256, seed=1)
    >>> len(design["delay_cost"]), 0 < design.accepted < 0.001
    (256, True)
    """
    parts = parts_of(space)
    if len(parts) == 1:
        return sobol_design(space, n, seed=seed)
    # One stream of seeds for the designs, one for the pairing.
    stream = np.random.SeedSequence(seed)
    seeds = stream.generate_state(len(parts) + 1).tolist()
    shares = [
        sobol_design(subspace(space, part), PILOT, seed=int(own)).accepted
        if _bound(space, part)
        else 1.0
        for part, own in zip(parts, seeds, strict=False)
    ]
    together: list[str] = []
    apart: list[list[str]] = []
    kept = 1.0
    for share, part in sorted(zip(shares, parts, strict=True), key=lambda pair: -pair[0]):
        if kept * share >= LEAST or not together:
            together += part
            kept *= share
        else:
            apart.append(part)
    shuffle = np.random.default_rng(stream.spawn(1)[0])
    points: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
    accepted, drawn = 1.0, 0
    for number, names in enumerate([together, *apart]):
        own = sobol_design(subspace(space, names), n, seed=int(seeds[number]))
        order = shuffle.permutation(n) if number else np.arange(n)
        points |= {name: own[name][order] for name in names}
        accepted *= own.accepted
        drawn += own.drawn
    ordered = {name: points[name] for name in space}
    return Design(ordered, "scrambled Sobol, part by part", seed, accepted, drawn)


def parts_of(space: ParameterSpace, *, singly: bool = False) -> list[list[str]]:
    """Parameters that constraints connect, in the order of the space.

    Those that are in no constraint are one part, the first; or each is a part, if `singly`.
    """
    head = {name: name for name in space}

    def find(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for constraint in space.constraints:
        first, *others = constraint.names
        for other in others:
            head[find(other)] = find(first)
    bound = {name for constraint in space.constraints for name in constraint.names}
    groups: dict[str, list[str]] = {}
    for name in space:
        alone = not singly and name not in bound
        groups.setdefault("" if alone else find(name), []).append(name)
    free = groups.pop("", None)
    return [*([free] if free else []), *groups.values()]


def _bound(space: ParameterSpace, names: Iterable[str]) -> bool:
    own = set(names)
    return any(not own.isdisjoint(constraint.names) for constraint in space.constraints)


def subspace(space: ParameterSpace, names: Iterable[str]) -> ParameterSpace:
    """Some of the parameters with the constraints among them."""
    own = set(names)
    return ParameterSpace(
        [space[name] for name in space if name in own],
        [c for c in space.constraints if own.issuperset(c.names)],
    )
