"""How far a choice is from turning: the least change of one assumption that turns it, exactly.

From a point, one parameter is moved at a time and the others stay. As long as nobody's preference
turns, conduct is what backward induction found at the point, and every preference is the sign of a
rational function of that one parameter: its roots are where it turns. At the nearest root the game
is solved anew just beyond it; if the choice is still the same (somebody else has turned, and it did
not matter) the walk goes on from there, until the choice turns or the range ends.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import AmbiguousEquilibriumError, InvalidGameError, ParameterRangeWarning
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parameters import Parameter, Point
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction

__all__ = ["Switch", "nearest_switches"]

Number: TypeAlias = "Fraction | Algebraic"


@final
@dataclass(frozen=True, slots=True)
class Switch:
    """Where a choice turns when one parameter moves and the others stay.

    Attributes
    ----------
    parameter
        What is moved.
    start, border
        Its value at the point, and the value at which the choice turns. At the border itself
        somebody is indifferent; for a whole parameter it is the first value with the other choice.
    before, after
        The action at the point and the action beyond the border.
    turned_by
        Whose preference turns there: (player, information set). It may be somebody who moves
        later, on whom the choice depends.

    Examples
    --------
    >>> import brinkgame as bg
    >>> nearest = bg.nearest_switches(bg.memo.load("deploy").game, "USSR", "root")[0]
    >>> nearest.parameter.name, nearest.border, nearest.after
    ('detection', Fraction(125, 192), 'hold')
    """

    parameter: Parameter
    start: Fraction
    border: Number
    before: str
    after: str
    turned_by: tuple[str, str]

    @property
    def share(self) -> float | None:
        """The change as a share of the parameter's range; None if the range has no ends."""
        low, high = self.parameter.low, self.parameter.high
        if low is None or high is None or low == high:
            return None
        return abs(float(self.border) - float(self.start)) / float(high - low)


def nearest_switches(
    game: ExtensiveFormGame, player: str, infoset: str, at: Mapping[str, Any] | None = None
) -> tuple[Switch, ...]:
    """For each parameter the nearest value at which a player's choice turns, the cheapest first.

    Parameters
    ----------
    game
        A tree of perfect information with open parameters.
    player, infoset
        Whose choice, and where.
    at
        The point to start from; parameters that it does not name are at their baselines.

    Returns
    -------
    tuple of Switch
        One for each parameter that can turn the choice within its range and the constraints, in
        the order of the share of its range that it has to move. Where somebody is indifferent all
        along beyond a border, `after` has all that may be done there, such as ``"offer or no
        offer"``; a tie of others that leaves the choice as it is ends the way.

    Raises
    ------
    AmbiguousEquilibriumError
        Somebody is indifferent at the point itself.

    Examples
    --------
    >>> import brinkgame as bg
    >>> for switch in bg.nearest_switches(bg.memo.load("deploy").game, "USSR", "root")[:2]:
    ...     print(switch.parameter.name, switch.start, "to", switch.border, "then", switch.after)
    detection 1/2 to 125/192 then hold
    us_resolve 3/5 to 25/32 then hold
    """
    number = game.infoset_number(player, infoset)
    point = game.parameters.point(at)
    walk = _Walk(game, number, point)
    found = [walk.nearest(parameter) for parameter in game.parameters.values()]
    switches = [switch for switch in found if switch is not None]
    return tuple(sorted(switches, key=lambda s: (s.share is None, s.share or 0.0)))


_TRIES: Final = 64
"""Places on the way to a border, each nearer than the last, after which a tie lasts all along."""


@final
@dataclass(frozen=True, slots=True)
class _Conduct:
    """What is done at one point.

    Attributes
    ----------
    action
        The action at the information set that is asked about.
    preferences
        For each alternative that is not taken there or further down: who does not take it,
        where, and the difference that keeps its sign as long as conduct is this.
    """

    action: str
    preferences: tuple[tuple[tuple[str, str], Expression], ...]


@final
class _Walk:
    """Moves one parameter at a time away from a point."""

    def __init__(self, game: ExtensiveFormGame, infoset: int, point: Point) -> None:
        self.game = game
        self.infoset = infoset
        self.point = point
        self.violated = set(game.parameters.violations(point))
        self.start = self._conduct(point)

    def nearest(self, parameter: Parameter) -> Switch | None:
        """The nearer of the switches below and above."""
        walk = self._count if parameter.whole else self._follow
        found = [switch for step in (-1, 1) if (switch := walk(parameter, step)) is not None]
        here = self.point[parameter.name]
        return min(found, key=lambda s: abs(float(s.border) - float(here)), default=None)

    def _follow(self, parameter: Parameter, step: int) -> Switch | None:
        """Walk from border to border in one direction."""
        here: Number = self.point[parameter.name]
        end = parameter.low if step < 0 else parameter.high
        conduct = self.start
        while True:
            borders = self._borders(conduct, parameter, here, step, end)
            if not borders:
                return None
            border, turned_by = borders[0]
            beyond = self._beyond(parameter, borders, step, end)
            if beyond is None:
                return None
            if beyond.action != self.start.action:
                return self._switch(parameter, border, beyond.action, turned_by)
            here, conduct = border, beyond

    def _count(self, parameter: Parameter, step: int) -> Switch | None:
        """Try whole numbers one after the other."""
        end = parameter.low if step < 0 else parameter.high
        value = self.point[parameter.name] + step
        while end is not None and value * step <= end * step:
            found = self._conduct_at(parameter, value)
            if found is None:
                return None
            if found.action != self.start.action:
                who = self.game.information_sets[self.infoset]
                return self._switch(parameter, value, found.action, (who.player, who.label))
            value += step
        return None

    def _switch(
        self, parameter: Parameter, border: Number, after: str, turned_by: tuple[str, str]
    ) -> Switch:
        start = self.point[parameter.name]
        return Switch(parameter, start, border, self.start.action, after, turned_by)

    def _borders(
        self,
        conduct: _Conduct,
        parameter: Parameter,
        here: Number,
        step: int,
        end: Fraction | None,
    ) -> list[tuple[Number, tuple[str, str]]]:
        """Where preferences turn beyond `here`, the nearest first, each with whose it is."""
        found = [
            (root, who)
            for who, difference in conduct.preferences
            for root in self._roots(difference, parameter, here, step, end)
        ]
        return sorted(found, key=lambda item: item[0], reverse=step < 0)

    def _roots(
        self,
        difference: Expression,
        parameter: Parameter,
        here: Number,
        step: int,
        end: Fraction | None,
    ) -> list[Number]:
        """Where an expression may change its sign beyond `here`."""
        rest = {name: value for name, value in self.point.items() if name != parameter.name}
        along = quantity(difference.substitute(rest))
        if isinstance(along, Fraction):
            return []
        return [
            root
            for part in (along.numerator, along.denominator)
            for root in real_roots(_coefficients(part))
            if (root > here if step > 0 else root < here)
            and (end is None or (root <= end if step > 0 else root >= end))
        ]

    def _beyond(
        self,
        parameter: Parameter,
        borders: list[tuple[Number, tuple[str, str]]],
        step: int,
        end: Fraction | None,
    ) -> _Conduct | None:
        """Conduct just beyond the first border; None if the range or the constraints end there."""
        border = borders[0][0]
        if border == end:
            return None
        # Look no further than the next border, of a preference or of the constraints.
        ends = [root for root, _ in borders if root != border]
        for constraint in self.game.parameters.constraints:
            room = constraint.right - constraint.left
            ends += self._roots(room, parameter, border, step, end)
        further = min(ends, default=end) if step > 0 else max(ends, default=end)
        place = _between(border, further, step)
        for _ in range(_TRIES):
            try:
                found = self._conduct_at(parameter, place)
            except AmbiguousEquilibriumError:
                found = None
            else:
                if found is None:
                    return None
                # Conduct at the place holds from the border on, unless it turns in between.
                nearer = self._borders(found, parameter, border, step, place)
                if not nearer:
                    return found
                further = nearer[0][0]
            place = _between(border, place if found is None else further, step)
        # However near the border, somebody is indifferent: so it is all along.
        return _Conduct(self._possible(parameter, place), ())

    def _possible(self, parameter: Parameter, value: Fraction) -> str:
        """All that may be done where somebody is indifferent, as one text."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            closed = self.game.at(Point({**self.point, parameter.name: value}))
        played = [each.profile.weights_at(self.infoset) for each in solve(closed)]
        menu = self.game.tree.actions(self.infoset)
        return " or ".join(
            action for k, action in enumerate(menu) if any(weights[k] for weights in played)
        )

    def _conduct_at(self, parameter: Parameter, value: Fraction) -> _Conduct | None:
        point = Point({**self.point, parameter.name: value})
        if set(self.game.parameters.violations(point)) - self.violated:
            return None
        try:
            return self._conduct(point)
        except InvalidGameError:  # a probability that leaves [0, 1]: there is no game any more
            return None

    def _conduct(self, point: Point) -> _Conduct:
        with warnings.catch_warnings():
            # Who chose the point has been told of its ranges already.
            warnings.simplefilter("ignore", ParameterRangeWarning)
            closed = self.game.at(point)
        profile = solve(closed, BackwardInduction()).only().profile
        tree = self.game.tree
        choices = profile.choices.tolist()
        value = continuation_payoffs(
            self.game, BehaviorStrategyProfile.pure(self.game, profile.choices)
        )
        start = tree.members[self.infoset][0]
        preferences = []
        for node in range(start, int(tree.end[start])):
            who = int(tree.mover[node])
            if who < 0:
                continue
            infoset = int(tree.infoset[node])
            children = tree.children_of(node)
            taken = value[children[choices[infoset]]][who]
            name = (self.game.players[who], tree.infoset_name(infoset))
            for child in children:
                difference = quantity(taken - value[child][who])
                if isinstance(difference, Expression):
                    preferences.append((name, difference))
        action = tree.actions(self.infoset)[choices[self.infoset]]
        return _Conduct(action, tuple(preferences))


def _coefficients(polynomial: Expression) -> list[Fraction]:
    """The coefficients of a polynomial in one parameter, that of the constant first."""
    by_degree = {
        sum(power for _, power in monomial): coefficient
        for monomial, coefficient in polynomial.terms().items()
    }
    return [by_degree.get(degree, Fraction(0)) for degree in range(max(by_degree) + 1)]


def _between(border: Number, further: Number | None, step: int) -> Fraction:
    """A fraction strictly beyond a border, in the direction of `step`, and before `further`."""
    ends = _tight((border,) if further is None else (border, further))
    near = ends[0][1] if step > 0 else ends[0][0]
    if further is None:
        return near + step
    far = ends[1][0] if step > 0 else ends[1][1]
    return (near + far) / 2


def _tight(numbers: Iterable[Number]) -> list[tuple[Fraction, Fraction]]:
    """Intervals with rational ends around distinct numbers, so narrow that they do not meet."""
    width = Fraction(1, 1024)
    listed = list(numbers)
    while True:
        intervals = [
            number.refined(width).interval if isinstance(number, Algebraic) else (number, number)
            for number in listed
        ]
        ordered = sorted(intervals)
        if all(a[1] < b[0] for a, b in pairwise(ordered)):
            return intervals
        width /= 1024
