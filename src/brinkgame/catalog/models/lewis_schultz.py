r"""Crisis signaling with payoffs that only their owners know exactly; it may have three equilibria.

A may challenge B or not (:math:`S_A, 0`); challenged, B concedes (:math:`V_A, C_B`) or resists;
resisted, A fights (:math:`W_A + e_A, W_B + e_B`) or backs down (:math:`a + e_a, V_B`). Every
:math:`e` is standard normal and known to its owner alone. With :math:`p_R`, :math:`p_C` and
:math:`p_F` for how likely B resists, A challenges, and A fights when resisted,

.. math:: c = \frac{S_A - (1 - p_R) V_A}{p_R}, \quad
   p_C = 1 - \Phi(c - W_A)\,\Phi(c - a), \quad
   p_F = \Phi_2\Bigl(\frac{W_A - a}{\sqrt 2}, W_A - c; \tfrac{1}{\sqrt 2}\Bigr) \Big/ p_C,

.. math:: p_R = \Phi\Bigl(\frac{p_F W_B + (1 - p_F) V_B - C_B}{p_F}\Bigr).

That is one equation in :math:`p_R`. Here *all* its roots are found: the pieces of (0, 1) in which
bounds of the gap between its two sides, or of the gap's slope, leave no room for a root are cut
away, and what is left holds one root each. The bounds use that :math:`c` rises in :math:`p_R`,
that :math:`p_C` and the chance of a fight fall in :math:`c`, and that the right side falls in
:math:`p_F`.

A sweep that keeps one root only, such as the one a solver happens to reach, shows a jump where
there is none, or hides one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Any, Final, final

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.catalog.models.normal_distribution import both_below, cumulative, density
from brinkgame.errors import UnsupportedGameError
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "Conduct", "conduct", "gap", "target_war_worth", "trace"]

_SOURCE = "Lewis and Schultz (2003)"
_HALF_ROOT: Final = math.sqrt(0.5)
_MARGIN: Final = 1e-12
"""What is allowed for rounding: a hundred times what it is at most."""
_NARROW: Final = 1e-9
_SPLIT: Final = 0.4871
"""Pieces are not halved, so that their ends are no round numbers, where a root may well lie."""


def _payoff(name: str, baseline: object, symbol: str, meaning: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=-10,
        high=10,
        symbol=symbol,
        meaning=meaning,
        unit="standard deviations of what is private",
        sources=(_SOURCE,),
    )


challenger_status_quo = _payoff("challenger_status_quo", 0, "S_A", "A: worth of no challenge")
challenger_prize = _payoff("challenger_prize", 1, "V_A", "A: worth of a concession")
challenger_war = _payoff("challenger_war", "-19/10", "W_A", "A: worth of war, on average")
challenger_retreat = _payoff(
    "challenger_retreat", "-6/5", "a", "A: worth of backing down, likewise"
)
target_concession = _payoff("target_concession", 0, "C_B", "B: worth of conceding")
target_prize = _payoff("target_prize", 1, "V_B", "B: worth of A's backing down")
target_war = _payoff("target_war", "-29/10", "W_B", "B: worth of war, on average")

_ALL = (
    challenger_status_quo,
    challenger_prize,
    challenger_war,
    challenger_retreat,
    target_concession,
    target_prize,
    target_war,
)


@final
@dataclass(frozen=True, slots=True)
class Conduct:
    """What A does when it expects B to resist with a given probability.

    Attributes
    ----------
    cutoff
        A challenges if war or backing down is worth more to it than this.
    challenges, fights
        How likely A challenges, and fights when resisted after a challenge.
    """

    cutoff: float
    challenges: float
    fights: float


def conduct(resists: float, at: Mapping[str, Any] | None = None) -> Conduct:
    """What A does when B resists with this probability.

    Raises
    ------
    UnsupportedGameError
        It is no probability.

    Examples
    --------
    >>> from brinkgame.catalog.models.lewis_schultz import conduct
    >>> found = conduct(0.594723)
    >>> print(f"{found.challenges:.4f} {found.fights:.4f}")
    0.3799 0.2416
    """
    _require_probability(resists)
    return _Equation(ENTRY.parameters.point(at)).conduct(resists)


def gap(resists: float, at: Mapping[str, Any] | None = None) -> float:
    """How much more often B resists than it is expected to: 0 in equilibrium.

    Examples
    --------
    >>> from brinkgame.catalog.models.lewis_schultz import gap
    >>> [gap(p) > 0 for p in (0.25, 0.26, 0.59, 0.60, 0.81, 0.82)]
    [True, False, False, True, True, False]
    """
    _require_probability(resists)
    return _Equation(ENTRY.parameters.point(at)).gap(resists)


def target_war_worth(resists: float, at: Mapping[str, Any] | None = None) -> float:
    """At which worth of war to B it resists with this probability in an equilibrium.

    The equation solved for ``W_B``: the curve of all equilibria over that parameter, without a
    search. Where it turns, two equilibria meet and vanish.

    Examples
    --------
    >>> from brinkgame.catalog.models.lewis_schultz import target_war_worth
    >>> [round(target_war_worth(p), 4) for p in (0.251105, 0.594723, 0.813322)]
    [-2.9, -2.9, -2.9]
    """
    _require_probability(resists)
    equation = _Equation(ENTRY.parameters.point(at))
    gain = equation.target_prize - equation.target_concession
    fights = equation.conduct(resists).fights
    return NormalDist().inv_cdf(resists) + equation.target_prize - gain / fights


def trace(
    name: str, values: Iterable[object], at: Mapping[str, Any] | None = None
) -> tuple[tuple[Fraction, tuple[ModelSolution, ...]], ...]:
    """Every equilibrium at each of several values of a parameter.

    Returns
    -------
    tuple
        A pair for each value: the value, and all equilibria by how likely B resists.

    Raises
    ------
    UnknownNameError
        No parameter has this name.

    Examples
    --------
    >>> from brinkgame.catalog.models.lewis_schultz import trace
    >>> [len(found) for _, found in trace("target_war", ["-3", "-2.9", "-2.7"])]
    [1, 3, 1]
    """
    rows = []
    for value in values:
        here = {**(at or {}), name: value}
        rows.append((ENTRY.parameters.point(here)[name], ENTRY.solve(here)))
    return tuple(rows)


def _require_probability(value: float) -> None:
    if not 0 < value < 1:
        raise UnsupportedGameError(
            f"a probability strictly between 0 and 1 is asked for: {value!r}"
        )


_Span = tuple[float, float]


@final
class _Equation:
    """The equation at a point, and bounds of its gap and of the gap's slope over a span of p_R."""

    def __init__(self, point: Point) -> None:
        (
            self.status_quo,
            self.prize,
            self.war,
            self.retreat,
            self.target_concession,
            self.target_prize,
            self.target_war,
        ) = (float(point[parameter.name]) for parameter in _ALL)

    def cutoff(self, resists: float) -> float:
        if not resists:
            return -math.inf
        return self.prize - (self.prize - self.status_quo) / resists

    def _challenge(self, cutoff: float) -> float:
        return 1 - cumulative(cutoff - self.war) * cumulative(cutoff - self.retreat)

    def _fight(self, cutoff: float) -> float:
        """The chance that A challenges and would fight."""
        better = (self.war - self.retreat) * _HALF_ROOT
        return both_below(better, self.war - cutoff, _HALF_ROOT)

    def conduct(self, resists: float) -> Conduct:
        cutoff = self.cutoff(resists)
        challenges = self._challenge(cutoff)
        return Conduct(cutoff, challenges, self._fight(cutoff) / challenges)

    def _reply(self, fights: float) -> float:
        gain = self.target_prize - self.target_concession
        if fights <= 0:
            return math.inf
        return self.target_war - self.target_prize + gain / fights

    def gap(self, resists: float) -> float:
        return cumulative(self._reply(self.conduct(resists).fights)) - resists

    def bounds(self, low: float, high: float) -> tuple[_Span, _Span]:
        """Bounds of the gap, and of its slope, over a span: outward, but for `_MARGIN`."""
        first, last = self.cutoff(low), self.cutoff(high)
        both = self._fight(last), self._fight(first)
        all_ = self._challenge(last), self._challenge(first)
        fights = both[0] / all_[1], min(1.0, both[1] / all_[0])
        reply = self._reply(fights[1]), self._reply(fights[0])
        gaps = (
            cumulative(reply[0]) - high - _MARGIN,
            cumulative(reply[1]) - low + _MARGIN,
        )
        if not low or math.isinf(reply[1]):
            return gaps, (-math.inf, math.inf)
        war, back = (first - self.war, last - self.war), (first - self.retreat, last - self.retreat)
        leaves = _times(_densities(war), _cumulatives(back))
        stays = _times(_cumulatives(war), _densities(back))
        peace = max(0.0, all_[0] - both[1]), all_[1] - both[0]
        lost, won = _times(leaves, peace), _times(stays, both)
        turn = (won[0] - lost[1]), (won[1] - lost[0])
        gain = self.target_prize - self.target_concession
        rise = self.prize - self.status_quo
        curve = _densities(reply)
        scale = (
            curve[0] * gain * rise / (fights[1] * all_[1] * high) ** 2,
            curve[1] * gain * rise / (fights[0] * all_[0] * low) ** 2,
        )
        ends = [a * b for a in scale for b in turn]
        return gaps, (-max(ends) - 1 - _MARGIN, -min(ends) - 1 + _MARGIN)

    def roots(self) -> tuple[list[float], list[_Span]]:
        """Every root in (0, 1), and the narrow spans of which it cannot be said what they hold."""
        found: list[float] = []
        open_: list[_Span] = []
        waiting: list[_Span] = [(0.0, 1.0)]
        while waiting:
            low, high = waiting.pop()
            gaps, slopes = self.bounds(low, high)
            if gaps[0] > 0 or gaps[1] < 0:
                continue
            if slopes[0] > 0 or slopes[1] < 0:
                ends = self._side(low), self._side(high)
                if all(ends):
                    if ends[0] != ends[1]:
                        found.append(self._bisect(low, high))
                    continue
            if high - low < _NARROW:
                open_.append((low, high))
                continue
            middle = low + _SPLIT * (high - low)
            waiting += [(middle, high), (low, middle)]
        return found, _joined(open_)

    def _side(self, resists: float) -> int:
        """The sign of the gap; 0 where rounding may have it wrong.

        At the ends of (0, 1) it is known: whoever resists does so with a probability between them.
        """
        if resists in (0.0, 1.0):
            return 1 if not resists else -1
        gap = self.gap(resists)
        return 0 if abs(gap) <= _MARGIN else 1 if gap > 0 else -1

    def _bisect(self, low: float, high: float) -> float:
        positive = self._side(low) > 0
        while low < (middle := (low + high) / 2) < high:
            if (self.gap(middle) > 0) == positive:
                low = middle
            else:
                high = middle
        return min(low, high, key=lambda place: abs(self.gap(place)))


def _times(one: _Span, other: _Span) -> _Span:
    """The product of spans of numbers that are not negative."""
    return one[0] * other[0], one[1] * other[1]


def _cumulatives(span: _Span) -> _Span:
    return cumulative(span[0]), cumulative(span[1])


def _densities(span: _Span) -> _Span:
    ends = density(span[0]), density(span[1])
    return min(ends), density(0) if span[0] < 0 < span[1] else max(ends)


def _joined(spans: list[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for low, high in sorted(spans):
        if joined and low - joined[-1][1] < _NARROW:
            joined[-1] = joined[-1][0], high
        else:
            joined.append((low, high))
    return joined


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    equation = _Equation(point)
    found, open_ = equation.roots()
    places = [(root, "") for root in found]
    places += [
        ((low + high) / 2, f"a fold: two, one or none within {high - low:.0e}")
        for low, high in open_
    ]
    solutions = []
    for number, (resists, words) in enumerate(sorted(places), 1):
        here = equation.conduct(resists)
        figures = {
            "resists": resists,
            "challenges": here.challenges,
            "fights": here.fights,
            "cutoff": here.cutoff,
            "war": here.challenges * resists * here.fights,
        }
        words = words or f"root {number} of {len(places)}"
        solutions.append(ModelSolution(figures, abs(equation.gap(resists)), words))
    return tuple(solutions)


ENTRY = ModelEntry(
    name="lewis-schultz",
    title="Crisis signaling with private payoffs",
    citation="J. B. Lewis and K. A. Schultz (2003), Revealing preferences: empirical estimation of "
    "a crisis bargaining game with incomplete information, Political Analysis 11",
    summary="A crisis with normally distributed payoffs may have three equilibria: all are found.",
    parameters=ParameterSpace(
        _ALL,
        constraints=[
            challenger_status_quo < challenger_prize,
            target_concession < target_prize,
        ],
    ),
    equations=_equations,
    known=(
        KnownFigures(
            ({"resists": "0.251105"}, {"resists": "0.594723"}, {"resists": "0.813322"}),
            "the equations of Lewis and Schultz (2003), solved for all their roots",
        ),
    ),
)
"""The entry of the catalog."""
