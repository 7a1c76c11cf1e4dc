"""Where the regime switches along one parameter: exactly where that can be had, else bracketed.

The regime at a point is the set of forms of its equilibria (see `form_of`). Along one parameter,
the others fixed, a tree of perfect information has finitely many switches, each at a root of a
difference between two continuation payoffs, or of a probability. They are found by walking: from a
place where nobody is indifferent, conduct stays what it is up to the nearest root of the
differences that it rests on; just beyond, the game is solved anew. For other games two neighbors of
a scan with different regimes are brought together by halving.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import numpy as np

from brinkgame.arithmetic import Algebraic, exact_number, real_roots
from brinkgame.control import FREE
from brinkgame.errors import (
    BrinkgameError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs
from brinkgame.results import Concept
from brinkgame.sensitivity.designs import steps_of
from brinkgame.sensitivity.engines import choose_engine
from brinkgame.sensitivity.evaluation import make_task
from brinkgame.sensitivity.measures import ExpectedPayoff
from brinkgame.sensitivity.points import form_of
from brinkgame.sensitivity.reach import reach_alone
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction

__all__ = ["RegimeSwitch", "regime_switches"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Number: TypeAlias = "Fraction | Algebraic"

_HALVINGS: Final = 34
"""A bracket is so often halved: to a ten-billionth of a step."""
_LONGEST: Final = 1000
"""Switches along one parameter beyond which the walk gives up."""


@final
@dataclass(frozen=True, slots=True)
class RegimeSwitch:
    """Where the regime switches as one parameter rises.

    Attributes
    ----------
    parameter
        What is moved.
    value
        Where it switches: a `Fraction` or an `Algebraic` number where it is known exactly, else the
        middle of the bracket. For a whole parameter it is the first value with the new regime.
    before, after
        The forms of equilibrium below and above; none where there is no game, a probability being
        outside [0, 1].
    width
        The width of the bracket; zero where the value is exact.

    Examples
    --------
    >>> import brinkgame as bg
    >>> switch, = bg.regime_switches(bg.memo.load("deploy").game, "detection")
    >>> switch.value, switch.after
    (Fraction(125, 192), ('root: hold',))
    """

    parameter: Parameter
    value: Number
    before: tuple[str, ...]
    after: tuple[str, ...]
    width: Fraction = Fraction(0)

    @property
    def is_exact(self) -> bool:
        """Whether the value is exact."""
        return not self.width

    def __str__(self) -> str:
        about = "" if self.is_exact else "about "
        value = (
            str(self.value)
            if self.is_exact and isinstance(self.value, Fraction)
            else f"{float(self.value):.6g}"
        )
        before, after = (" | ".join(forms) or "no game" for forms in (self.before, self.after))
        return f"{self.parameter.name} = {about}{value}: {before} -> {after}"


def regime_switches(
    game: Game,
    over: str,
    *,
    low: Any = None,
    high: Any = None,
    at: Mapping[str, Any] | None = None,
    concept: str | Concept | None = None,
    steps: int = 65,
) -> tuple[RegimeSwitch, ...]:
    """Every switch of the regime as one parameter rises from end to end, the others fixed.

    Parameters
    ----------
    game
        A game with open parameters.
    over
        The parameter that is moved.
    low, high
        From where to where; by default its range, as far as the constraints let it move alone.
    at
        Values of the others; the rest is at its baseline.
    concept
        What to look for; see `evaluate`.
    steps
        How many places are looked at where the switches cannot be had exactly (games with hidden
        information, tables); two switches between neighbors may be missed there.

    Returns
    -------
    tuple of RegimeSwitch
        In rising order.

    Raises
    ------
    UnknownNameError
        There is no such parameter.
    InvalidParameterError
        The parameter has no range and none is given.

    Examples
    --------
    >>> import brinkgame as bg
    >>> for switch in bg.regime_switches(bg.memo.load("deploy").game, "berlin_gain"):
    ...     print(switch)
    berlin_gain = 27/35: root: hold -> root: deploy; live missiles: accept; detected: compel
    """
    space = game.parameters
    if game.is_closed:
        raise UnsupportedGameError("there is nothing to vary", ["the game has no open parameter"])
    if over not in space:
        raise UnknownNameError(f"no open parameter {over!r}{suggestion(over, space)}")
    parameter = space[over]
    given: object = steps
    if isinstance(given, bool) or not isinstance(given, int) or given < 2:
        raise InvalidParameterError(f"steps is a whole number from 2 on; got {steps!r}")
    fixed = dict(at or {})
    if over in fixed:
        raise InvalidParameterError(f"{over} varies and is held as well; say one of the two")
    ends = []
    for end, own, name in ((low, parameter.low, "low"), (high, parameter.high, "high")):
        value = own if end is None else exact_number(end)
        if value is None:
            raise InvalidParameterError(f"{over} has no range; say from where to where: {name}=")
        ends.append(value)
    if not ends[0] < ends[1]:
        raise InvalidParameterError(f"{over}: {ends[0]} is not below {ends[1]}")
    if parameter.low is not None and parameter.high is not None:
        reach = reach_alone(space, over, fixed)
        ends = [
            own if given is not None else alone
            for given, own, alone in zip((low, high), ends, reach, strict=True)
        ]
        if not ends[0] < ends[1]:
            return ()
    point = {name: value for name, value in space.point(fixed).items() if name != over}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        line = game.fix(point)
        if line.is_closed:
            return ()
        exact = (
            isinstance(line, ExtensiveFormGame)
            and line.is_perfect_information
            and not parameter.whole
            and concept in (None, "subgame-perfect", Concept.SUBGAME_PERFECT)
        )
        if exact and isinstance(line, ExtensiveFormGame):
            found = _Walk(line, parameter, ends[0], ends[1]).switches()
            if found is not None:
                return found
        return _scanned(game, parameter, ends[0], ends[1], point, concept, steps)


# -- exactly -----------------------------------------------------------------------------------


@final
class _Walk:
    """From border to border along the one parameter that a game still has."""

    def __init__(
        self, game: ExtensiveFormGame, parameter: Parameter, low: Fraction, high: Fraction
    ) -> None:
        self.game, self.parameter, self.low, self.high = game, parameter, low, high
        tree = game.tree
        odds = {game.numbers[p] for p in np.unique(tree.probability).tolist() if p >= 0}
        expressions = [n for n in game.numbers if isinstance(n, Expression)]
        self.always = [self._roots(o) for o in odds if isinstance(o, Expression)]
        self.always += [self._zeros(e.denominator) for e in expressions]
        self.known: dict[Any, list[Number]] = {}

    def switches(self) -> tuple[RegimeSwitch, ...] | None:
        """All switches; None where somebody is indifferent all along a stretch."""
        found: list[RegimeSwitch] = []
        border: Number = self.low
        before = self._beyond(border)
        if before is None:
            return None
        for _ in range(_LONGEST):
            nearer = [root for root in before[1] if root > border and root < self.high]
            if not nearer:
                return tuple(found)
            border = min(nearer)
            after = self._beyond(border)
            if after is None:
                return None
            if after[0] != before[0]:
                found.append(RegimeSwitch(self.parameter, border, before[0], after[0]))
            before = after
        return None

    def _beyond(self, border: Number) -> tuple[tuple[str, ...], list[Number]] | None:
        """The regime just above a border, and the roots that may end it."""
        further: Number = self.high
        for _ in range(200):
            place = between(border, further)
            here = self._at(place)
            if here is None:  # somebody is indifferent at just that place
                further = place
                continue
            nearer = [root for root in here[1] if root > border and root <= place]
            if not nearer:
                return here
            further = min(nearer)
        return None

    def _at(self, value: Fraction) -> tuple[tuple[str, ...], list[Number]] | None:
        roots = [root for each in self.always for root in each]
        try:
            closed = self.game.at({self.parameter.name: value})
        except BrinkgameError:
            return (), roots
        result = solve(closed, BackwardInduction())
        if len(result) != 1 or result[0].family is not None:
            return None
        profile = result[0].profile
        return (form_of(closed, profile),), roots + self._borders(profile.choices.tolist())

    def _borders(self, choices: list[int]) -> list[Number]:
        key = tuple(choices)
        if key in self.known:
            return self.known[key]
        tree = self.game.tree
        value = continuation_payoffs(self.game, BehaviorStrategyProfile.pure(self.game, choices))
        found: list[Number] = []
        for node in tree.decisions.tolist():
            who = int(tree.mover[node])
            children = tree.children_of(node)
            taken = value[children[choices[int(tree.infoset[node])]]][who]
            for child in children:
                gap = quantity(taken - value[child][who])
                if isinstance(gap, Expression):
                    found += self._roots(gap)
        self.known[key] = found
        return found

    def _roots(self, gap: Expression) -> list[Number]:
        return self._zeros(gap.numerator) + self._zeros(gap.denominator)

    def _zeros(self, polynomial: Expression) -> list[Number]:
        if polynomial.is_constant:
            return []
        by_degree: dict[int, Fraction] = {}
        for monomial, coefficient in polynomial.terms().items():
            by_degree[sum(power for _, power in monomial)] = coefficient
        coefficients = [by_degree.get(k, Fraction(0)) for k in range(max(by_degree) + 1)]
        return list(real_roots(coefficients, self.low, self.high))


def between(low: Number, high: Number) -> Fraction:
    """A fraction strictly between two numbers, as simple as halving makes it."""
    width = Fraction(1, 1024)
    while True:
        floor = low.refined(width).interval[1] if isinstance(low, Algebraic) else low
        ceiling = high.refined(width).interval[0] if isinstance(high, Algebraic) else high
        if floor < ceiling:
            return (floor + ceiling) / 2
        width /= 1024


# -- bracketed ---------------------------------------------------------------------------------


def _scanned(
    game: Game,
    parameter: Parameter,
    low: Fraction,
    high: Fraction,
    point: Mapping[str, Any],
    concept: str | Concept | None,
    steps: int,
) -> tuple[RegimeSwitch, ...]:
    if parameter.whole:
        places = np.arange(float(low), float(high) + 1.0)
    elif (low, high) == (parameter.low, parameter.high):
        places = steps_of(parameter, steps)
    else:
        places = np.linspace(float(low), float(high), steps)

    def regimes(values: Any) -> list[tuple[str, ...]]:
        task = make_task(
            game,
            {parameter.name: np.asarray(values, dtype=np.float64)},
            {"payoff": ExpectedPayoff(game.players[0])},
            at=point,
            concept=concept,
            with_forms=True,
        )
        answers = choose_engine(task).engine.run(task, FREE)
        codes = [] if answers.regime is None else answers.regime.tolist()
        return [
            tuple(sorted(answers.forms[f] for f in answers.regimes[c])) if c >= 0 else ()
            for c in codes
        ]

    told = regimes(places)
    changes = [k for k in range(len(places) - 1) if told[k] != told[k + 1]]
    if parameter.whole:
        return tuple(
            RegimeSwitch(parameter, Fraction(int(places[k + 1])), told[k], told[k + 1])
            for k in changes
        )
    lows = [float(places[k]) for k in changes]
    highs = [float(places[k + 1]) for k in changes]
    # At a place of the scan itself somebody may be indifferent; that is no regime of its own.
    before, after = [told[k] for k in changes], [told[k + 1] for k in changes]
    for _ in range(_HALVINGS if changes else 0):
        middles = [(a + b) / 2 for a, b in zip(lows, highs, strict=True)]
        for k, regime in enumerate(regimes(middles)):
            if regime == before[k]:
                lows[k] = middles[k]
            else:
                highs[k], after[k] = middles[k], regime
    found = [
        RegimeSwitch(
            parameter,
            exact_number((a + b) / 2),
            old,
            new,
            max(Fraction(b) - Fraction(a), Fraction(1, 2**60)),
        )
        for a, b, old, new in zip(lows, highs, before, after, strict=True)
    ]
    inside = [
        switch
        for switch, a, b in zip(found, lows, highs, strict=True)
        # At an end of the range itself somebody may be indifferent; nothing switches there.
        if a != float(low) and b != float(high)
    ]
    return tuple(_joined(inside))


def _joined(found: list[RegimeSwitch]) -> list[RegimeSwitch]:
    """Two brackets that end at one place of the scan, where a border lies, are one switch."""
    kept: list[RegimeSwitch] = []
    for switch in found:
        if kept:
            last = kept[-1]
            close = abs(float(switch.value) - float(last.value)) <= 4 * float(
                switch.width + last.width
            )
            if close and last.after == switch.before:
                kept[-1] = RegimeSwitch(
                    last.parameter, last.value, last.before, switch.after, last.width + switch.width
                )
                continue
        kept.append(switch)
    return [switch for switch in kept if switch.before != switch.after]
