"""How much of the constrained box a set leaves, where it is too small to be hit by plain draws.

Observations share some parameters and have others of their own. Given the shared ones they have
nothing to do with each other, so that the share of the box under which all of them are explained is
the mean, over the shared parameters, of a *product* of shares, one an observation; and what shares
no parameter with the rest, directly or by a constraint, is a factor of the whole. Each point of the
shared parameters is paired with many points of each observation's own; the product of independent
unbiased estimates is unbiased. The interval of the whole comes from the spread of independent
replicates on the scale of logarithms. (`regions.share` has certified bounds for a formula in at
most three parameters; they are not used here.)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, final

import numpy as np

from brinkgame.control import FREE, Control
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.identified.explaining import Explanation
from brinkgame.parametric.identified.sampling import Floats, Sampler, connected, holds_at

__all__ = ["SetShare", "Shares"]

REPLICATES: Final = 32
_T: Final = 2.0395
"""Student's t with 31 degrees of freedom at 97.5 percent."""
INNER: Final = 64
FEW: Final = 20
"""Shared points that count, below which their spread is no measure of the error."""


@final
@dataclass(frozen=True, slots=True)
class SetShare:
    """A share of the constrained box, estimated.

    Attributes
    ----------
    estimate
        The estimate; without bias.
    low, high
        An interval of 95 percent.
    counting, points
        At how many points of the shared parameters something is left, of how many.
    method
        What the interval comes from: ``"replicates"``, ``"binomial"`` (few points count: the
        interval is for the share of points that count at all, and bounds the whole from above), or
        ``"exact"`` where nothing had to be drawn.

    Examples
    --------
    >>> import brinkgame as bg
    >>> point = bg.memo.load("deploy")
    >>> found = bg.identified_set([(point.game, point.happened)])
    >>> round(found.share().estimate, 2)
    0.91
    """

    estimate: float
    low: float
    high: float
    counting: int
    points: int
    method: str

    def __str__(self) -> str:
        if self.method == "exact":
            return f"{self.estimate:.3g}"
        if not self.counting:
            return f"nothing found at {self.points} points: empty, or below {self.high:.2g}"
        return f"{self.estimate:.3g} (95%: {self.low:.3g} to {self.high:.3g})"


@final
class Shares:
    """Shares of all observations, of some of them and of single ones, from the same draws.

    Parameters
    ----------
    explanations
        The observations with their formulas.
    space
        The parameters of all of them.
    draws
        Points of the shared parameters.
    seed
        The same seed gives the same answer.
    """

    def __init__(
        self,
        explanations: Sequence[Explanation],
        space: ParameterSpace,
        *,
        draws: int,
        seed: int = 0,
        control: Control = FREE,
    ) -> None:
        self.explanations = tuple(explanations)
        self.space = space
        self.draws = max(1, draws // REPLICATES)
        self.seed = seed
        self.control = control
        self.sampler = Sampler(space)

    @cached_property
    def _parts(self) -> list[list[int]]:
        """Observations that share parameters, directly or by constraints."""
        groups = [set().union(*map(self.sampler.part_of, e.names)) for e in self.explanations]
        parts = connected(groups)
        found = [[k for k, g in enumerate(groups) if g and g <= part] for part in parts]
        return [part for part in found if part]

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Parameters that several observations depend on, with all that constraints tie to them."""
        met: dict[frozenset[str], set[int]] = {}
        for k, each in enumerate(self.explanations):
            for name in each.names:
                met.setdefault(self.sampler.part_of(name), set()).add(k)
        return frozenset().union(*(part for part, rows in met.items() if len(rows) > 1))

    @cached_property
    def _table(self) -> dict[int, Floats]:
        """For each observation its share at each shared point, replicate by replicate."""
        table = {k: np.zeros((REPLICATES, self.draws)) for k in range(len(self.explanations))}
        streams = np.random.SeedSequence(self.seed).spawn(REPLICATES)
        for row, stream in enumerate(streams):
            rng = np.random.default_rng(stream)
            for part in self._parts:
                names = {name for k in part for name in self.explanations[k].names}
                common = self.sampler.draw(names & self._shared, self.draws, rng)
                for k in part:
                    table[k][row] = self._given(self.explanations[k], common, rng)
            for k, each in enumerate(self.explanations):
                if not each.names:
                    table[k][row] = float(not each.factor.is_empty)
            self.control.tell("replicates", row + 1, REPLICATES)
        return table

    def _given(
        self, each: Explanation, common: dict[str, Floats], rng: np.random.Generator
    ) -> Floats:
        own = [name for name in each.names if name not in self._shared]
        if not own:
            return holds_at(each.factor, common, self.draws).astype(float)
        size = self.draws * INNER
        points = {n: np.repeat(common[n], INNER) for n in each.names if n in common}
        points |= self.sampler.draw(own, size, rng)
        return holds_at(each.factor, points, size).reshape(self.draws, INNER).mean(axis=1)

    def of(self, rows: Iterable[int]) -> SetShare:
        """The share of the box under which some of the observations are explained together."""
        wanted = set(rows)
        if any(self.explanations[k].factor.is_empty for k in wanted):
            return SetShare(0.0, 0.0, 0.0, 0, 0, "exact")
        open_ = {k for k in wanted if self.explanations[k].names}
        if not open_:
            return SetShare(1.0, 1.0, 1.0, 0, 0, "exact")
        each = np.ones(REPLICATES)
        counting, least = self.draws * REPLICATES, 1.0
        for part in self._parts:
            inside = [k for k in part if k in open_]
            if not inside:
                continue
            product = np.prod([self._table[k] for k in inside], axis=0)
            each = each * product.mean(axis=1)
            counts = int((product > 0).sum())
            counting = min(counting, counts)
            if counts < FEW:
                least *= upper_share(counts, product.size)
        estimate = float(each.mean())
        points = self.draws * REPLICATES
        if counting < FEW:
            return SetShare(estimate, 0.0, least, counting, points, "binomial")
        error = float(each.std(ddof=1)) / math.sqrt(REPLICATES) / estimate
        spread = math.exp(_T * error)
        return SetShare(
            estimate, estimate / spread, min(1.0, estimate * spread), counting, points, "replicates"
        )


def upper_share(hits: int, of: int, level: float = 0.975) -> float:
    """The upper end of the interval of Clopper and Pearson for a share, by bisection."""

    def tail(share: float) -> float:
        """The chance of at most `hits`."""
        if share >= 1:
            return 0.0
        log, total = of * math.log1p(-share), 0.0
        for k in range(hits + 1):
            total += math.exp(log)
            log += math.log((of - k) / (k + 1)) + math.log(share) - math.log1p(-share)
        return total

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if tail(middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high
