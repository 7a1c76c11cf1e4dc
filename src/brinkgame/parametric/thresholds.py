"""Where an answer changes as one assumption runs through its range, exactly.

All parameters but one are fixed. What is an equilibrium is then decided by the signs of polynomials
in one unknown; their real zeros are algebraic numbers, and between two neighbors among them nothing
changes. A zero is a threshold if what is an equilibrium below it, at it and above it is not the
same. So no threshold is missed, and each comes with the incentive that turns there.

The same incentive is then looked up in the game with all its parameters: where its border is linear
in the one that runs, the threshold is a formula in the others.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, final, overload

from brinkgame.arithmetic import Algebraic, exact_number
from brinkgame.control import Control, Progress
from brinkgame.errors import InvalidNumberError, InvalidParameterError, ParameterRangeWarning
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Point
from brinkgame.parametric.along.borders import Border, borders_at
from brinkgame.parametric.along.intervals import Interval, short
from brinkgame.parametric.along.lines import Strip
from brinkgame.parametric.along.running import Change, Running, run
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import OFF_THE_PATH, EquilibriumForm
from brinkgame.results import Concept

__all__ = ["Crossing", "Thresholds", "thresholds"]

KINDS: Final = ("forms", "paths", "outcomes")


@final
@dataclass(frozen=True, slots=True)
class Crossing:
    """A value of one parameter at which the set of equilibrium forms changes.

    Attributes
    ----------
    over
        The parameter.
    value
        The exact value.
    below, at, above
        What is an equilibrium on each side, up to the next threshold, and at the value itself; of
        a whole parameter `at` and `above` are the same. Beyond an end of the range there is
        nothing.
    borders
        The incentives that turn there. Usually it is one.
    end
        ``"low"`` or ``"high"`` if the value is that end of the range; what is there at the end
        alone differs from what is beside it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.thresholds(bg.memo.load("capitulation").game, "attack_risk")[0]
    >>> found.value, found.below, found.above
    (Fraction(1, 2), ('USSR at root: hold out',), ('USSR at root: accept',))
    >>> print(found.formula)
    (holdout_gain - pledge_value + retreat_cost)/(holdout_gain + intervention_loss)
    """

    over: str
    value: Fraction | Algebraic
    below: tuple[str, ...]
    at: tuple[str, ...]
    above: tuple[str, ...]
    borders: tuple[Border, ...]
    end: str = ""

    def __float__(self) -> float:
        return float(self.value)

    @property
    def incentives(self) -> tuple[str, ...]:
        """The incentives that turn, in words."""
        return tuple(border.incentive for border in self.borders)

    @property
    def incentive(self) -> str:
        """The incentives that turn, in one line."""
        return "; ".join(self.incentives)

    @property
    def formula(self) -> Expression | None:
        """The value in terms of the other parameters, where some border tells it."""
        return next((b.formula for b in self.borders if b.formula is not None), None)

    @property
    def equation(self) -> Expression | None:
        """A polynomial in all parameters whose zero the value is."""
        first = next((b for b in self.borders if b.formula is not None), None)
        return next((b.equation for b in (first, *self.borders) if b is not None), None)

    @property
    def relation(self) -> str:
        """On which side the first incentive is as it is said: ``">="`` for above."""
        return self.borders[0].relation if self.borders else ""

    @property
    def provided(self) -> tuple[Condition, ...]:
        """The conditions under which the formula is the threshold."""
        for border in self.borders:
            if border.formula is not None:
                return border.provided
        return self.borders[0].provided if self.borders else ()

    @property
    def is_rational(self) -> bool:
        """Whether the value is a fraction."""
        return isinstance(self.value, Fraction)

    def latex(self) -> str:
        """The threshold in LaTeX: the parameter, the formula and the value."""
        value = self.value
        if isinstance(value, Algebraic):
            number = rf"\approx {float(value):.6g}"
        elif value.denominator == 1:
            number = f"= {value}"
        else:
            sign = "-" if value < 0 else ""
            number = rf"= {sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        equation = self.equation
        symbol = None if equation is None else equation.symbols.get(self.over)
        name = self.over.replace("_", r"\_")
        name = rf"\text{{{name}}}" if symbol is None else symbol._as_expression().latex()
        middle = "" if self.formula is None else f"= {self.formula.latex()} "
        return f"{name} {middle}{number}"

    def lines(self) -> Iterator[str]:
        """The threshold line by line."""
        equals = (
            f" = {self.formula}" if self.formula is not None and self.formula != self.value else ""
        )
        yield f"{self.over} = {self.value}{equals}"
        for border in self.borders:
            yield f"  {_WHERE[border.relation]}: {border.incentive}"
            if border.formula is None and border.equation is not None:
                yield f"    where {border.equation} = 0, which is not linear in {self.over}"
        yield from (f"  {side}: {_listed(forms)}" for side, forms in self.sides())

    def sides(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What is an equilibrium below, at and above, as briefly as tells it apart."""
        sides = {"below": self.below, "at": self.at, "above": self.above}
        sides.pop({"low": "below", "high": "above"}.get(self.end, ""), None)
        known = _told_apart([name for names in sides.values() for name in names])
        for side, names in sides.items():
            yield side, tuple(known[name] for name in names)

    def __str__(self) -> str:
        return "\n".join(self.lines())


_WHERE: Final = {
    ">=": "from here on",
    "<=": "up to here",
    "==": "only here",
    "!=": "everywhere but here",
    "": "here",
}
_SHOWN: Final = 8
"""Forms that are shown in a text."""


def _told_apart(names: Sequence[str]) -> dict[str, str]:
    """Names of forms without what is off the path, unless only that tells them apart."""
    parts = {name: name.removesuffix(")").partition(OFF_THE_PATH) for name in names}
    brief = {name: on for name, (on, _, _) in parts.items()}
    if len(set(brief.values())) == len(parts):
        return brief
    off = {name: rest.split("; ") for name, (_, _, rest) in parts.items()}
    same = set.intersection(*map(set, off.values()))
    for name, on in list(brief.items()):
        left = [part for part in off[name] if part not in same]
        if left and sum(each == on for each, _, _ in parts.values()) > 1:
            brief[name] = f"{on}{OFF_THE_PATH}{'; '.join(left)})"
    return brief if len(set(brief.values())) == len(parts) else {name: name for name in parts}


def _listed(forms: tuple[str, ...]) -> str:
    if not forms:
        return "none"
    more = f" | and {len(forms) - _SHOWN} more" if len(forms) > _SHOWN else ""
    return " | ".join(forms[:_SHOWN]) + more


@final
@dataclass(frozen=True)
class Thresholds(Sequence[Crossing]):
    """Every value of one parameter at which an answer changes, ascending.

    Attributes
    ----------
    game
        The game, with all its parameters.
    over, at
        The parameter that runs, and the values of the others.
    concept
        Which equilibria.
    of
        What is compared: ``"forms"``, ``"paths"`` or ``"outcomes"``.
    domain
        Where the parameter may run: its range as far as the constraints and the probabilities of
        the game allow. There may be several intervals.
    crossings
        The thresholds.
    coverage
        What may be concluded about changes that are not listed, in words.
    undecided
        What was not decided, one line each; empty if everything was.
    notes
        What else there is to say of the domain.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.thresholds(bg.memo.load("deploy").game, "detection")
    >>> [str(each.value) for each in found], str(found.domain[0]), found.is_complete
    (['125/192'], '[0, 1]', True)
    """

    game: ExtensiveFormGame | NormalFormGame = field(repr=False)
    over: str
    at: Mapping[str, Fraction] = field(repr=False)
    concept: Concept
    of: str
    domain: tuple[Interval, ...]
    crossings: tuple[Crossing, ...]
    coverage: str
    undecided: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether there is no other threshold."""
        return not self.undecided

    def forms_at(self, value: object) -> tuple[EquilibriumForm, ...]:
        """The forms that are equilibria at a value, in terms of the parameter alone.

        Parameters
        ----------
        value
            A number, a text such as ``"3/5"``, or an `Algebraic`.

        Raises
        ------
        InvalidParameterError
            The value is not in the domain.

        Examples
        --------
        >>> import brinkgame as bg
        >>> found = bg.thresholds(bg.memo.load("capitulation").game, "attack_risk")
        >>> [form.name for form in found.forms_at("1/2")]
        ['USSR at root: accept', 'USSR at root: hold out']
        """
        place = value if isinstance(value, Algebraic) else _number(self.over, value)
        inside = any(place in interval for interval in self.domain)
        if not inside or (self._running.whole and getattr(place, "denominator", 0) != 1):
            where = " and ".join(map(str, self.domain))
            raise InvalidParameterError(f"{self.over} = {short(place)} is not in {where}")
        return self._running.forms_at(place)

    @property
    def _running(self) -> Running:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)  # told when they were found
            return run(self.game, self.over, self.at, self.concept, Control())

    @overload
    def __getitem__(self, place: int) -> Crossing: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Crossing, ...]: ...
    def __getitem__(self, place: int | slice) -> Crossing | tuple[Crossing, ...]:
        return self.crossings[place]

    def __len__(self) -> int:
        return len(self.crossings)

    def __iter__(self) -> Iterator[Crossing]:
        return iter(self.crossings)

    def latex(self) -> str:
        """The thresholds in LaTeX, one a line."""
        rows = [crossing.latex() for crossing in self.crossings]
        return "\\begin{gathered}\n" + " \\\\\n".join(rows) + "\n\\end{gathered}"

    def __str__(self) -> str:
        where = " and ".join(map(str, self.domain))
        count = len(self.crossings) or "no"
        head = f"{count} threshold{'' if count == 1 else 's'} of {self.over} in {where}"
        return "\n".join([head, *map(str, self.crossings), *self.notes, *self.undecided])


def _number(over: str, value: object) -> Fraction:
    try:
        return exact_number(value)
    except InvalidNumberError as error:
        raise InvalidNumberError(f"{over}: {error}") from None


def thresholds(
    game: ExtensiveFormGame | NormalFormGame,
    over: str,
    at: Mapping[str, Any] | None = None,
    *,
    concept: str | Concept | None = None,
    of: str = "forms",
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Thresholds:
    """The exact values at which the set of equilibria changes as one parameter runs.

    A sweep shows changes between the values that it tries, if they are as far apart as these. Here
    the borders are zeros of polynomials, and all of them are found, however near to one another;
    each is a fraction or an algebraic number, with the incentive that turns there and, where that
    is linear, as a formula in the other parameters.

    Parameters
    ----------
    game
        A tree or a table with open parameters.
    over
        The name of the one that runs through its range.
    at
        Values of others; those that are not named are at their baselines.
    concept
        Which equilibria: by default subgame-perfect ones where nothing is hidden, sequential ones
        in other trees, Nash equilibria in tables.
    of
        What is compared: ``"forms"``, which actions are taken with positive probability, everywhere
        in the game; ``"paths"``, the same where play comes to; ``"outcomes"``, which labelled
        outcomes are possible.
    time_limit, progress
        Seconds to spend, and a function that is told how far the work is.

    Returns
    -------
    Thresholds
        Its `coverage` says whether there may be others.

    Raises
    ------
    UnknownNameError
        The game has no such parameter, or there is no such concept.
    InvalidParameterError
        The constraints leave no value, or `at` gives one to `over`.
    InvalidGameError
        The game has a pole inside the range; the message says where.
    UnsupportedGameError
        No engine takes the game; every reason is listed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.thresholds(bg.memo.load("blockade").game, "brink_risk")
    >>> for crossing in found:
    ...     print(crossing.value, crossing.incentive)
    3/5 USSR at soft prefers withdraw to defy
    11/15 US at root prefers accept to quarantine
    >>> print(found[0].formula)
    (berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)
    """
    if of not in KINDS:
        raise InvalidParameterError(f"of={of!r} is none of {', '.join(KINDS)}")
    control = Control(time_limit, progress)
    running = run(game, over, at, concept, control)
    found = []
    for change in running.changes(of):
        found.append(_crossing(running, change, of))
        control.tell("thresholds", len(found))
    coverage = (
        "there may be other thresholds"
        if running.undecided
        else "every threshold in the domain is listed"
    )
    return Thresholds(
        game=game,
        over=over,
        at=Point(running.rest),
        concept=running.line.concept,
        of=of,
        domain=running.domain,
        crossings=tuple(found),
        coverage=coverage,
        undecided=running.undecided,
        notes=running.notes,
    )


def _crossing(running: Running, change: Change, of: str) -> Crossing:
    order: dict[Any, None] = {}
    for strip in (change.below, change.above, change.at):
        order.update(dict.fromkeys((strip and strip.members) or ()))

    def names(strip: Strip | None) -> tuple[str, ...]:
        if strip is None or strip.members is None:
            return ()
        sample, members = strip.cell.sample, strip.members
        return tuple(
            running.line.name(members[key][0], of, sample) for key in order if key in members
        )

    return Crossing(
        over=running.line.over,
        value=change.place,
        below=names(change.below),
        at=names(change.at),
        above=names(change.above),
        borders=borders_at(running.line, change.below, change.at, change.above),
        end="low" if change.below is None else "high" if change.above is None else "",
    )
