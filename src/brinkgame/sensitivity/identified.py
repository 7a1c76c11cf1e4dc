"""What is left of the parameter space when everybody must have acted as they did.

**How it is estimated.** Parameters that occur in several games, or that a constraint ties to those
of another game, are *common*; the others belong to one game each. Given the common ones the games
have nothing to do with each other. So the share of the box under which all games return their
records is the mean, over the common parameters c, of the product over games k of

    p_k(c) = the share of game k's own parameters under which it returns its record,

and the product of independent, unbiased estimates of the p_k is an unbiased estimate of their
product. Each point of a design over the common parameters is therefore paired with several points
of each game's own: that sees sets which are far too small to be hit by points drawn as a whole.
With one own point to each it is the plain way, by which a draw is kept or not.

**Its error** is that of independent replicates: the designs are scrambled anew a number of times,
and the spread of the estimates tells the error of their mean [1]_ (chapter 17). Where hardly any
point counts that spread says little; then the interval is that of Clopper and Pearson [2]_ for the
share of points of the common design that count at all, which bounds the share of the box from
above. A result says which of the two it is.

.. [1] A. B. Owen, *Practical Quasi-Monte Carlo Integration* (2023).
.. [2] C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in the
   case of the binomial, *Biometrika* 26 (1934) 404-413.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.parameters import ParameterSpace

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Identification", "Reading", "Share"]

Floats: TypeAlias = "npt.NDArray[np.float64]"
Flags: TypeAlias = "npt.NDArray[np.bool_]"
Whole: TypeAlias = "npt.NDArray[np.int64]"

CONFIDENCE: Final = 0.95
FEW: Final = 10
"""Points that count, below which the spread of replicates is no measure of the error."""
_ROUNDING: Final = 1e-12
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@final
class Reading(Enum):
    """When a point of the parameters counts as one under which a record was rational.

    The value is the name by which it may be asked for. Where a game has one equilibrium, and that
    is pure, all of them agree.
    """

    POSSIBLE = "possible"
    """Some equilibrium gives every action on record a positive chance."""
    CERTAIN = "certain"
    """Every equilibrium takes every action on record for sure."""
    LEAST_LIKELIHOOD = "least likelihood"
    """The point counts by the chance of the record, in the equilibrium where that is least."""
    GREATEST_LIKELIHOOD = "greatest likelihood"
    """The point counts by the chance of the record, in the equilibrium where that is greatest."""

    @classmethod
    def of(cls, given: str | Reading) -> Reading:
        """The reading of this name."""
        if isinstance(given, Reading):
            return given
        for reading in cls:
            if reading.value == given:
                return reading
        known = suggestion(given, [reading.value for reading in cls])
        raise UnknownNameError(f"no reading {given!r}{known}")


@final
@dataclass(frozen=True, slots=True)
class Share:
    """A share of the parameter space, estimated.

    Attributes
    ----------
    estimate
        The mean weight of the points of the common design.
    error
        Its standard error, from the spread of the replicates.
    low, high
        An interval of 95 percent.
    counting, points
        How many points of the common design have a positive weight, of how many.
    method
        What the interval comes from: ``"replicates"`` (Student's t over independent scramblings, on
        the scale of log odds), or ``"binomial"`` (Clopper and Pearson for the points that count, as
        if they were independent), where few of them do.
    undecided
        By how much the estimate would be larger if every game that has no answer somewhere
        returned its record there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> point = bg.memo.load("deploy")
    >>> share = bg.identify([bg.Observation(point.game, point.happened)], draws=2**10).share
    >>> share.low < 0.91 < share.high, share.method, share.is_empty_sample
    (True, 'replicates', False)
    """

    estimate: float
    error: float
    low: float
    high: float
    counting: int
    points: int
    method: str
    undecided: float = 0.0

    @property
    def is_empty_sample(self) -> bool:
        """Whether no point counts: the set is empty, or its share is below `high`."""
        return self.counting == 0

    def __str__(self) -> str:
        if self.is_empty_sample:
            told = f"nothing found at {self.points} points: empty, or below {self.high:.2g}"
        else:
            told = f"{self.estimate:.3g} (95 %: {self.low:.3g} to {self.high:.3g})"
        return told + (f"; undecided {self.undecided:.2g}" if self.undecided else "")


def share_of(weights: Floats, replicate: Whole, undecided: float = 0.0) -> Share:
    """The mean of weights between 0 and 1, with its error."""
    from scipy import stats

    points = len(weights)
    many = int(replicate.max()) + 1
    means = np.bincount(replicate, weights, many) / np.bincount(replicate, minlength=many)
    estimate = float(weights.mean())
    error = float(means.std(ddof=1) / math.sqrt(many)) if many > 1 else math.nan
    counting = int((weights > 0).sum())
    risk = 1 - CONFIDENCE
    if many > 1 and min(counting, int((weights < 1).sum())) >= FEW and error:
        # On the scale of log odds: small shares are products, and spread to one side.
        odds = estimate / (1 - estimate)
        reach = float(stats.t.ppf(1 - risk / 2, many - 1)) * error / (estimate * (1 - estimate))
        low, high = (odds * math.exp(way) / (1 + odds * math.exp(way)) for way in (-reach, reach))
        method = "replicates"
    elif 0 < weights[0] < 1 and (weights == weights[0]).all():
        low = high = estimate  # every point says the same
        method = "replicates"
    else:
        method = "binomial"
        # A weight is at most one, so that the share of points that count is a bound above; and it
        # is one everywhere only if the share is.
        high = float(stats.beta.ppf(1 - risk / 2, counting + 1, points - counting))
        if counting == 0:
            low, high = 0.0, 1 - risk ** (1 / points)
        elif (weights == 1).all():
            low, high = risk ** (1 / points), 1.0
        else:
            full = int((weights == 1).sum())
            low = float(stats.beta.ppf(risk / 2, full, points - full + 1)) if full else 0.0
            high = high if counting < points else 1.0
    return Share(estimate, error, low, high, counting, points, method, undecided)


def kish(weights: Floats) -> float:
    """The number of equal weights that would say as much (Kish 1965)."""
    total = float(weights.sum())
    return total**2 / float((weights**2).sum()) if total else 0.0


@final
@dataclass(frozen=True)
class Identification:
    """The parameters under which a record of conduct was rational.

    Attributes
    ----------
    names
        What the observations are called.
    space
        The parameters of all games together, with their ranges and constraints.
    reading
        When a point counts; see `read`.
    common
        The design of the common parameters, ``{name: numbers}``, each of shape (points,).
    own
        That of the parameters of one game, ``{name: numbers}``, each of shape (points, inner).
    owner
        Whose they are: the position of the observation.
    replicate
        To which scrambling each point belongs, counted from 0.
    low, high
        For each observation the least and the greatest chance of its record over the equilibria, of
        shape (points, inner), or (points, 1) for a game without parameters of its own; NaN where
        there is no answer.
    complete
        Where all equilibria were found, so that what holds in those holds in all; same shapes.
    acceptance
        The share of the whole box that satisfies the constraints.
    fixed
        What was held fast, ``{parameter: number}``.
    seed
        Of the designs.
    rationality
        That of the quantal response which gave the chances; None for equilibria.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    >>> found = bg.identify(seen, draws=2**13)
    >>> print(found.pushes().ks.idxmax().item())
    hard_type
    >>> found.read("certain").share.estimate <= found.share.estimate
    True
    """

    names: tuple[str, ...]
    space: ParameterSpace
    reading: Reading
    common: Mapping[str, Floats]
    own: Mapping[str, Floats]
    owner: Mapping[str, int]
    replicate: Whole
    low: tuple[Floats, ...]
    high: tuple[Floats, ...]
    complete: tuple[Flags, ...]
    acceptance: float
    fixed: Mapping[str, Any]
    seed: int
    rationality: float | None = None

    def read(self, reading: str | Reading) -> Identification:
        """The same points under another reading.

        Raises
        ------
        UnknownNameError
            There is no such reading.
        """
        return replace(self, reading=Reading.of(reading))

    # -- weights -----------------------------------------------------------------------------

    @property
    def points(self) -> int:
        """The number of points of the common design."""
        return len(self.replicate)

    @property
    def inner(self) -> int:
        """How many points of each game's own design belong to each of them."""
        return max(int(each.shape[1]) for each in self.low)

    def _read(self, row: int, missing: float = 0.0) -> Floats:
        # A chance that is positive by rounding only is none, and one short of 1 by it is 1.
        low, high = self.low[row], self.high[row]
        if self.reading is Reading.POSSIBLE:
            found = (high > _ROUNDING).astype(float)
        elif self.reading is Reading.CERTAIN:
            found = ((low > 1 - _ROUNDING) & self.complete[row]).astype(float)
        else:
            found = low if self.reading is Reading.LEAST_LIKELIHOOD else high
        return np.where(np.isnan(low), missing, found)

    @cached_property
    def likelihoods(self) -> tuple[Floats, ...]:
        """What each observation says of each point, from 0 to 1, in the shapes of `low`."""
        return tuple(self._read(row) for row in range(len(self.names)))

    @cached_property
    def shares_by_point(self) -> Floats:
        """The mean over each game's own parameters, shape (observations, points)."""
        return np.stack([each.mean(axis=1) for each in self.likelihoods])

    @cached_property
    def weights(self) -> Floats:
        """The weight of each point of the common design: the product over observations."""
        return np.asarray(self.shares_by_point.prod(axis=0))

    @property
    def effective(self) -> float:
        """The number of equally weighted points that would say as much (Kish 1965)."""
        return kish(self.weights)

    # -- shares ------------------------------------------------------------------------------

    @property
    def share(self) -> Share:
        """The share of the constrained box under which every game returns its record."""
        return self._share_of(list(range(len(self.names))))

    def share_without(self, *names: str) -> Share:
        """The same if some observations had not been made."""
        gone = self._checked(names)
        return self._share_of([i for i, name in enumerate(self.names) if name not in gone])

    def share_alone(self, *names: str) -> Share:
        """The same if these observations were all."""
        chosen = self._checked(names)
        return self._share_of([i for i, name in enumerate(self.names) if name in chosen])

    def _share_of(self, rows: list[int]) -> Share:
        weights = self.shares_by_point[rows].prod(axis=0)
        if not any(np.isnan(self.low[row]).any() for row in rows):
            return share_of(weights, self.replicate)
        most = np.stack([self._read(row, missing=1.0).mean(axis=1) for row in rows]).prod(axis=0)
        return share_of(weights, self.replicate, float((most - weights).mean()))

    def _checked(self, names: Iterable[str]) -> set[str]:
        for name in names:
            if name not in self.names:
                raise UnknownNameError(f"no observation {name!r}{suggestion(name, self.names)}")
        return set(names)

    def exclusions(self) -> xr.Dataset:
        """What each observation excludes, by itself and of what the others leave.

        Returns
        -------
        xarray.Dataset
            Over ``observation``: ``alone`` (the share of the box that it excludes by itself) and
            ``without`` (the share of the box that is left without it), each with its standard error
            ``..._error``; ``added``, the share that it excludes of what all others leave (NaN if
            they leave nothing); and ``undecided``.
        """
        import xarray as xr

        alone = [self.share_alone(name) for name in self.names]
        without = [self.share_without(name) for name in self.names]
        whole = self.weights.mean()
        added = [1 - whole / each.estimate if each.estimate else math.nan for each in without]
        over = "observation"
        return xr.Dataset(
            {
                "alone": (over, [1 - each.estimate for each in alone]),
                "alone_error": (over, [each.error for each in alone]),
                "added": (over, added),
                "without": (over, [each.estimate for each in without]),
                "without_error": (over, [each.error for each in without]),
                "undecided": (over, [each.undecided for each in alone]),
            },
            coords={over: list(self.names)},
            attrs=self._attributes(),
        )

    def elimination(self) -> tuple[tuple[str, Share], ...]:
        """Observations one after another, each time the one that leaves least, and what is left.

        A greedy order, which tells how few observations do most of the work, and where nothing is
        left if nothing is.
        """
        left = list(range(len(self.names)))
        chosen: list[int] = []
        weights = np.ones(self.points)
        told = []
        while left:
            means = {i: float((weights * self.shares_by_point[i]).mean()) for i in left}
            best = min(left, key=lambda i: means[i])
            weights = weights * self.shares_by_point[best]
            left.remove(best)
            chosen.append(best)
            told.append((self.names[best], self._share_of(chosen)))
        return tuple(told)

    def conflicts(self) -> xr.DataArray:
        """For each pair of observations, the share of the box that agrees with both.

        What to look at when nothing is left: whether two observations exclude each other, or all
        together are merely demanding.

        Returns
        -------
        xarray.DataArray
            Over ``observation`` and ``other``; on the diagonal the share of one alone.
        """
        import xarray as xr

        shares = self.shares_by_point
        together = shares @ shares.T / self.points
        np.fill_diagonal(together, shares.mean(axis=1))
        names = list(self.names)
        return xr.DataArray(
            together,
            dims=("observation", "other"),
            coords={"observation": names, "other": names},
            name="share",
            attrs=self._attributes(),
        )

    # -- what is left ------------------------------------------------------------------------

    @property
    def kept(self) -> xr.Dataset:
        """The points of the common design that count: each parameter, and ``weight``."""
        import xarray as xr

        where = np.flatnonzero(self.weights > 0)
        data: dict[str, Any] = {
            name: ("point", column[where], self._about(name))
            for name, column in self.common.items()
        }
        data["weight"] = ("point", self.weights[where])
        data["replicate"] = ("point", self.replicate[where])
        return xr.Dataset(data, coords={"point": where}, attrs=self._attributes())

    def sample(self, size: int = 1000, *, seed: int = 0) -> xr.Dataset:
        """Points drawn from what is left, with all parameters; under ``possible`` all are in it.

        Parameters
        ----------
        size
            How many; points of the designs are drawn with replacement.
        seed
            Of the drawing.

        Raises
        ------
        UnsupportedGameError
            Nothing is left.
        """
        import xarray as xr

        self._require_some("a sample")
        rng = np.random.default_rng(seed)
        where = rng.choice(self.points, size, p=self.weights / self.weights.sum())
        columns = {name: column[where] for name, column in self.common.items()}
        for row, likelihood in enumerate(self.likelihoods):
            mine = [name for name, owner in self.owner.items() if owner == row]
            if not mine:
                continue
            steps = np.cumsum(likelihood[where], axis=1)
            wanted = rng.random(size) * steps[:, -1]
            inner = np.minimum((steps <= wanted[:, None]).sum(axis=1), steps.shape[1] - 1)
            columns |= {name: self.own[name][where, inner] for name in mine}
        return xr.Dataset(
            {name: ("draw", columns[name], self._about(name)) for name in self.space},
            attrs=self._attributes(),
        )

    def _weighted(self, name: str) -> tuple[Floats, Floats]:
        """The values of a parameter in the designs, and their weights; flat."""
        if name in self.common:
            return self.common[name], self.weights
        row = self.owner[name]
        others = np.delete(self.shares_by_point, row, axis=0).prod(axis=0)
        likelihood = self.likelihoods[row]
        return self.own[name].ravel(), (likelihood * others[:, None]).ravel()

    def pushes(self) -> xr.Dataset:
        """Which parameters the record pushes where: what is left against what was assumed.

        Returns
        -------
        xarray.Dataset
            Over ``parameter``: ``ks``, the Kolmogorov-Smirnov distance between what is left and the
            constrained box; ``ks_noise``, a distance that so few points pass by chance in one case
            of a hundred; ``median_shift``, by how much the median moves, in units of the range that
            the design covers; and over ``quantile`` too, ``before`` and ``after``.

        Raises
        ------
        UnsupportedGameError
            Nothing is left.

        Notes
        -----
        A parameter that is not pushed by itself may still be tied to another: look at `joint`. The
        noise is that of a test for equally weighted, independent points, whose number is
        `effective`; it is a rule of thumb.
        """
        import xarray as xr

        self._require_some("what is left")
        ks, noise, shift, before, after = [], [], [], [], []
        for name in self.space:
            column, weights = self._weighted(name)
            order = np.argsort(column, kind="stable")
            ranked = column[order]
            mine = np.cumsum(weights[order]) / weights.sum()
            every = np.arange(1, len(column) + 1) / len(column)
            # Only where the next value is another one is the distribution function what it is.
            steps = np.append(ranked[1:] != ranked[:-1], True)
            ks.append(float(np.abs(mine - every)[steps].max()))
            noise.append(1.63 / math.sqrt(kish(weights)))
            spread = float(ranked[-1] - ranked[0]) or 1.0
            before.append([float(ranked[_first(every, q)]) for q in QUANTILES])
            after.append([float(ranked[_first(mine, q)]) for q in QUANTILES])
            shift.append((after[-1][2] - before[-1][2]) / spread)
        over = "parameter"
        return xr.Dataset(
            {
                "ks": (over, ks),
                "ks_noise": (over, noise),
                "median_shift": (over, shift),
                "before": ((over, "quantile"), before),
                "after": ((over, "quantile"), after),
            },
            coords={over: list(self.space), "quantile": list(QUANTILES)},
            attrs=self._attributes(),
        )

    def marginal(self, name: str, bins: int = 20) -> xr.Dataset:
        """The projection on one parameter.

        Returns
        -------
        xarray.Dataset
            Over the parameter (midpoints of bins, or its values if it is whole): ``before`` and
            ``after``, the densities of the constrained box and of what is left, and ``share``, how
            much of each bin is left (NaN where the box has nothing).

        Raises
        ------
        UnknownNameError
            There is no such parameter.
        """
        self._check_names((name,), bins)
        column, weights = self._weighted(name)
        edges = self._edges(name, bins)
        before, _ = np.histogram(column, edges)
        after, _ = np.histogram(column, edges, weights=weights)
        return self._projection((name,), [edges], before.astype(float), after)

    def joint(self, one: str, other: str, bins: int = 20) -> xr.Dataset:
        """The projection on two parameters; see `marginal`."""
        if one == other:
            raise InvalidParameterError(f"a plane has two parameters; got {one!r} twice")
        self._check_names((one, other), bins)
        edges = [self._edges(name, bins) for name in (one, other)]
        before, after = (
            np.histogram2d(x, y, bins=edges, weights=weights)[0]
            for x, y, weights in (self._pairs(one, other, all_=True), self._pairs(one, other))
        )
        return self._projection((one, other), edges, before, after)

    def _pairs(self, one: str, other: str, *, all_: bool = False) -> tuple[Floats, Floats, Floats]:
        """Values of two parameters side by side, and the weights of the pairs; flat."""
        rows = [self.owner.get(name) for name in (one, other)]
        columns = [
            self.common[n][:, None] if n in self.common else self.own[n] for n in (one, other)
        ]
        mine = sorted({row for row in rows if row is not None})
        rest = np.delete(self.shares_by_point, mine, axis=0).prod(axis=0)[:, None]
        if all_ or len(mine) < 2:
            x, y = np.broadcast_arrays(*columns)
            weights = np.ones(x.shape)
            if not all_:
                weights = weights * rest * (self.likelihoods[mine[0]] if mine else 1.0)
            return x.ravel(), y.ravel(), weights.ravel()
        # Each own point of one game with each of the other, where both return their records.
        likelihoods = [self.likelihoods[row] for row in rows if row is not None]
        counts = (self.weights > 0)[:, None]
        (point1, inner1), (point2, inner2) = (np.nonzero(each * counts) for each in likelihoods)
        runs = np.bincount(point2, minlength=self.points)
        starts = np.cumsum(runs) - runs
        first = np.repeat(np.arange(len(point1)), runs[point1])
        ends = np.cumsum(runs[point1])
        second = np.arange(len(first)) - (ends - runs[point1])[first] + starts[point1[first]]
        at = point1[first]
        one_at, other_at = (at, inner1[first]), (at, inner2[second])
        weights = likelihoods[0][one_at] * likelihoods[1][other_at] * rest[at, 0]
        return columns[0][one_at], columns[1][other_at], weights / likelihoods[1].shape[1]

    def _projection(
        self, names: tuple[str, ...], edges: list[Floats], before: Floats, after: Floats
    ) -> xr.Dataset:
        import xarray as xr

        area = np.ones(before.shape)
        for axis, edge in enumerate(edges):
            area *= np.diff(edge).reshape([-1 if k == axis else 1 for k in range(len(names))])
        total = after.sum()
        with np.errstate(invalid="ignore", divide="ignore"):
            data = {
                "before": before / before.sum() / area,
                "after": after / total / area if total else np.full(before.shape, np.nan),
                "share": after / before,
            }
        return xr.Dataset(
            {key: (names, value) for key, value in data.items()},
            coords={
                name: (name, (edge[1:] + edge[:-1]) / 2, self._about(name))
                for name, edge in zip(names, edges, strict=True)
            },
            attrs=self._attributes(),
        )

    def _check_names(self, names: Iterable[str], bins: object) -> None:
        if type(bins) is not int or bins < 1:
            raise InvalidParameterError(f"bins={bins!r} is no whole number from 1 on")
        for name in names:
            if name not in self.space:
                raise UnknownNameError(f"no parameter {name!r}{suggestion(name, self.space)}")

    def _edges(self, name: str, bins: int) -> Floats:
        column = self.common[name] if name in self.common else self.own[name]
        parameter = self.space[name]
        low = float(column.min()) if parameter.low is None else float(parameter.low)
        high = float(column.max()) if parameter.high is None else float(parameter.high)
        if parameter.whole:
            return np.arange(math.floor(low), math.floor(high) + 2, dtype=np.float64) - 0.5
        return np.linspace(low, high if high > low else low + 1, bins + 1, dtype=np.float64)

    def _require_some(self, what: str) -> None:
        if not self.weights.any():
            raise UnsupportedGameError(
                f"{what}: {self.share}",
                ["elimination() and conflicts() tell which observations exclude each other"],
            )

    def _about(self, name: str) -> dict[str, str]:
        parameter = self.space[name]
        told = {"long_name": parameter.meaning, "units": parameter.unit}
        return {**told, "sources": "; ".join(parameter.sources)}

    def _attributes(self) -> dict[str, Any]:
        return {
            "reading": self.reading.value,
            "observations": ", ".join(self.names),
            "fixed": ", ".join(f"{name} = {value}" for name, value in self.fixed.items()),
            "seed": self.seed,
            "points": self.points,
            "inner": self.inner,
            "replicates": int(self.replicate.max()) + 1,
            "acceptance": self.acceptance,
            **({} if self.rationality is None else {"rationality": self.rationality}),
        }

    # -- words -------------------------------------------------------------------------------

    def lines(self, most: int = 8) -> Iterator[str]:
        """What was found, a line each."""
        yield f"{len(self.names)} observations, reading: {self.reading.value}"
        yield f"share of the box that is left: {self.share}"
        table = self.exclusions()
        for name in self.names:
            here = table.sel(observation=name)
            added = float(here.added)
            tail = "" if math.isnan(added) else f", of what the others leave {added:7.2%}"
            yield f"  {name:14} excludes {float(here.alone):7.2%}{tail}"
        if not self.weights.any():
            return
        pushed = self.pushes()
        for i in np.argsort(-pushed.ks.values)[:most].tolist():
            here = pushed.isel(parameter=i)
            if float(here.ks) <= float(here.ks_noise):
                break
            median = [float(each.sel(quantile=0.5)) for each in (here.before, here.after)]
            yield (
                f"  {here.parameter.item():22} median {median[0]:.3g} -> {median[1]:.3g}"
                f"  (distance {float(here.ks):.2f})"
            )

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        return f"<Identification of {', '.join(self.names)}: {self.share}>"


def _first(cumulative: Floats, quantile: float) -> int:
    """The first position at which a distribution function reaches a quantile."""
    return min(int(np.searchsorted(cumulative, quantile - 1e-12)), len(cumulative) - 1)
