"""Designs: which points of the space of parameters are looked at.

A design is a list of points, an array for each parameter that varies. Whatever chance there is
comes from its seed: the same seed gives the same points, on every machine, and another seed others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.sensitivity.reach import reach_alone

__all__ = ["Design", "grid_design", "one_at_a_time", "sobol_design"]

Floats: TypeAlias = npt.NDArray[np.float64]

_MOST_DIMENSIONS: Final = 21_201
"""What scipy has direction numbers for."""
_LEAST_SHARE: Final = 2.0**-14
"""If fewer of the points satisfy the constraints, the design is refused."""


@final
@dataclass(frozen=True, eq=False)
class Design(Mapping[str, Floats]):
    """Points of a space of parameters: a mapping from names to arrays of one length.

    Attributes
    ----------
    points
        ``{parameter: array}``.
    kind
        What kind of design it is, in a word or two.
    seed
        Where its chance comes from; None if there is none.
    accepted
        The share of the points drawn that satisfy the constraints; 1 if there is none.
    drawn
        How many points were drawn to have these.
    groups
        For a one-at-a-time design, the parameter that each point varies; otherwise empty.

    Examples
    --------
    >>> import brinkgame as bg
    >>> design = bg.sobol_design(bg.memo.load("deploy").game, 256, seed=1)
    >>> len(design["detection"]), design.accepted > 0.5
    (256, True)
    """

    points: Mapping[str, Floats]
    kind: str
    seed: int | None = None
    accepted: float = 1.0
    drawn: int = 0
    groups: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for array in self.points.values():
            array.flags.writeable = False

    @property
    def size(self) -> int:
        """The number of points."""
        return len(next(iter(self.points.values()), ()))

    def __getitem__(self, name: str) -> Floats:
        return self.points[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        seed = "" if self.seed is None else f", seed {self.seed}"
        share = "" if self.accepted == 1 else f", {self.accepted:.1%} of those drawn"
        return f"<Design: {self.size} points in {len(self)} parameters, {self.kind}{seed}{share}>"


def sobol_design(
    space: Any,
    n: int,
    *,
    seed: int = 0,
    over: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
) -> Design:
    """Quasi-random points that fill the ranges evenly, constraints respected.

    They are the points of a scrambled Sobol sequence, each coordinate brought to its
    parameter's distribution by its quantile function, or spread evenly over the range if there is
    none; a whole parameter takes every whole number of its range equally often. Points that violate
    a constraint are dropped and the sequence goes on until there are `n`: what is left is evenly
    spread over the part of the box where the constraints hold.

    Parameters
    ----------
    space
        A `ParameterSpace`, or a game, whose space is meant.
    n
        The number of points, a power of 2: only then is the sequence balanced.
    seed
        A whole number from 0 on. Designs of different seeds are independent of each other, so that
        the spread of an estimate over several seeds is its error.
    over
        The parameters that vary; all of them if None.
    at
        Values of the others, for the constraints; the rest is at its baseline.

    Raises
    ------
    InvalidParameterError
        `n` is no power of 2; a parameter has neither a range nor a distribution; hardly any point
        satisfies the constraints.

    Notes
    -----
    With constraints `n` counts points that are kept; more are drawn (`Design.drawn`), and
    `Design.accepted` is the share that satisfies them: the volume of that part of the box.

    References
    ----------
    I. M. Sobol' (1967), On the distribution of points in a cube and the approximate
    evaluation of integrals, USSR Computational Mathematics and Mathematical Physics 7.
    A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, Journal of Complexity
    14.

    Examples
    --------
    >>> import brinkgame as bg
    >>> design = bg.sobol_design(bg.memo.load("deploy").game, 1024, seed=1)
    >>> bool((design["retreat_cost"] < design["ussr_war_cost"]).all())
    True
    """
    from scipy.stats import qmc

    room = _space(space)
    names = _varying(room, over)
    _check_count(n)
    _check_seed(seed)
    fixed = _fixed(room, names, at)
    quantiles = [_quantile(room[name]) for name in names]
    if len(names) > _MOST_DIMENSIONS:
        raise InvalidParameterError(f"{len(names)} parameters are more than a sequence has")
    sequence = qmc.Sobol(len(names), scramble=True, seed=np.random.default_rng(seed))
    constraints = [c for c in room.constraints if any(name in names for name in c.names)]
    kept: list[dict[str, Floats]] = []
    have, drawn = 0, 0
    while have < n:
        more = drawn or n  # 2n, 4n, ...: the sequence stays balanced
        unit = sequence.random(more)
        drawn += more
        values = {
            name: quantile(unit[:, i])
            for i, (name, quantile) in enumerate(zip(names, quantiles, strict=True))
        }
        good = np.ones(more, dtype=bool)
        for constraint in constraints:
            good &= holds(constraint, {**fixed, **values})
        have += int(good.sum())
        kept.append({name: array[good] for name, array in values.items()})
        if have < n and have < drawn * _LEAST_SHARE and drawn >= 2**16:
            raise InvalidParameterError(
                f"of {drawn} points drawn only {have} satisfy "
                f"{'; '.join(map(str, constraints))}: narrow the ranges"
            )
    joined = {name: np.concatenate([part[name] for part in kept])[:n] for name in names}
    return Design(joined, "scrambled Sobol", seed, have / drawn, drawn)


def holds(constraint: Any, values: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    """Where a constraint holds, point by point; certain in spite of rounding.

    Points where rounding leaves a doubt are decided in exact numbers.
    """
    from brinkgame.arithmetic import exact_number

    gap: Expression = constraint.right - constraint.left
    strict = constraint.relation == "<"
    own = {name: values[name] for name in gap.names}
    array = gap.evaluate_array(own)
    bound = gap.rounding_bound(own)
    found: npt.NDArray[np.bool_] = np.asarray(array > 0 if strict else array >= 0)
    unsure = np.argwhere(~(np.abs(array) > bound))
    if len(unsure):
        broad = {
            name: np.broadcast_to(np.asarray(each, dtype=np.float64), array.shape)
            for name, each in own.items()
        }
        found = np.array(found)
        for place in map(tuple, unsure):
            point = {name: exact_number(float(each[place])) for name, each in broad.items()}
            found[place] = constraint.holds(point)
    return found


def grid_design(axes: Mapping[str, Any]) -> Design:
    """Every combination of some values of some parameters, written out as points.

    `sweep` and `evaluate` need no such list for a grid; it is for those who want points.

    Parameters
    ----------
    axes
        ``{parameter: values}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.grid_design({"x": [0, 1], "y": [2, 3, 4]})["y"]
    array([2., 3., 4., 2., 3., 4.])
    """
    from brinkgame.sensitivity.evaluation import numbers_of

    arrays = {name: numbers_of(name, given) for name, given in axes.items()}
    if not arrays:
        raise InvalidParameterError("a grid has one axis at least")
    mesh = np.meshgrid(*arrays.values(), indexing="ij")
    return Design({n: m.ravel() for n, m in zip(arrays, mesh, strict=True)}, "grid")


def one_at_a_time(
    space: Any,
    count: int = 2,
    *,
    over: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
) -> Design:
    """One parameter after the other from end to end of its range, the others where they are.

    A range ends where a constraint would be violated, the others being where they are (see
    `reach_alone`).

    Parameters
    ----------
    space
        A `ParameterSpace`, or a game.
    count
        Values for each parameter, both ends included; a whole parameter takes no value twice.
    over
        The parameters that are moved; all that have a range, if None.
    at
        Where the others are; the rest is at its baseline.

    Examples
    --------
    >>> import brinkgame as bg
    >>> design = bg.one_at_a_time(bg.memo.load("deploy").game, over=("detection", "us_resolve"))
    >>> design["detection"], design.groups
    (array([0. , 1. , 0.5, 0.5]), ('detection', 'detection', 'us_resolve', 'us_resolve'))
    """
    room = _space(space)
    names = _varying(room, over)
    if over is None:
        names = [name for name in names if _has_range(room[name])]
    if not names:
        raise InvalidParameterError("no parameter has a range to be moved over")
    given: object = count
    if isinstance(given, bool) or not isinstance(given, int) or given < 2:
        raise InvalidNumberError(f"count is a whole number from 2 on; got {count!r}")
    where = room.point(dict(at or {}))
    point = {name: float(value) for name, value in where.items()}
    steps = {name: steps_of(room[name], count, reach_alone(room, name, where)) for name in names}
    total = sum(len(each) for each in steps.values())
    values = {name: np.full(total, point[name]) for name in names}
    place = 0
    groups: list[str] = []
    for name, each in steps.items():
        values[name][place : place + len(each)] = each
        groups += [name] * len(each)
        place += len(each)
    return Design(values, "one at a time", groups=tuple(groups))


def steps_of(
    parameter: Parameter, count: int, ends: tuple[Fraction, Fraction] | None = None
) -> Floats:
    """Values from end to end of a parameter's range, or between two values."""
    low, high = _range(parameter) if ends is None else map(float, ends)
    if parameter.whole:
        wanted = np.round(np.linspace(low, high, count))
        return np.array(list(dict.fromkeys(wanted.tolist())))
    return np.linspace(low, high, count)


# -- reading ---------------------------------------------------------------------------------


def _space(space: Any) -> ParameterSpace:
    if isinstance(space, ParameterSpace):
        return space
    if isinstance(space, ExtensiveFormGame | NormalFormGame):
        if not len(space.parameters):
            raise UnsupportedGameError(
                "there is nothing to vary", ["the game has no open parameter"]
            )
        return space.parameters
    raise InvalidParameterError(f"expected a ParameterSpace or a game, got {space!r}")


def _varying(space: ParameterSpace, over: Sequence[str] | None) -> list[str]:
    if isinstance(over, str):
        raise InvalidParameterError(f"over={over!r} is one text; write over=({over!r},)")
    names = [*(space if over is None else over)]
    for name in names:
        if name not in space:
            raise UnknownNameError(f"no parameter {name!r}{suggestion(name, space)}")
    if not names:
        raise InvalidParameterError("no parameter varies; name at least one")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParameterError(f"{twice} is named twice")
    return names


def _fixed(
    space: ParameterSpace, names: Sequence[str], at: Mapping[str, Any] | None
) -> dict[str, float]:
    given = dict(at or {})
    for name in given:
        if name in names:
            raise InvalidParameterError(f"{name} varies and is held as well; say one of the two")
    return {n: float(v) for n, v in space.point(given).items() if n not in names}


def _check_count(n: object) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or n < 1 or n & (n - 1):
        near = ""
        if isinstance(n, int) and not isinstance(n, bool) and n > 1:
            near = f"; the next are {1 << (n.bit_length() - 1)} and {1 << n.bit_length()}"
        raise InvalidParameterError(f"the number of points is a power of 2, not {n!r}{near}")


def _check_seed(seed: object) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InvalidParameterError(f"a seed is a whole number from 0 on; got {seed!r}")


def _has_range(parameter: Parameter) -> bool:
    return parameter.low is not None and parameter.high is not None


def _range(parameter: Parameter) -> tuple[float, float]:
    if parameter.low is None or parameter.high is None:
        raise InvalidParameterError(
            f"{parameter.name} has no range; give it low= and high=, or leave it where it is"
        )
    return float(parameter.low), float(parameter.high)


def _quantile(parameter: Parameter) -> Callable[[Floats], Floats]:
    """From the unit interval to the values of a parameter."""
    law = parameter.distribution
    if law is not None:

        def drawn(unit: Floats) -> Floats:
            values = np.asarray(law.ppf(unit), dtype=np.float64)
            values = np.round(values) if parameter.whole else values
            return _inside(parameter, values)

        return drawn
    low, high = _range(parameter)
    if parameter.whole:
        return lambda unit: low + np.floor(unit * (high - low + 1))
    return lambda unit: _inside(parameter, low + unit * (high - low))


def _inside(parameter: Parameter, values: Floats) -> Floats:
    """Within the range, where rounding or a distribution with wider support has left it."""
    low = -np.inf if parameter.low is None else float(parameter.low)
    high = np.inf if parameter.high is None else float(parameter.high)
    return np.clip(values, low, high)
