"""Comparative statics: how an equilibrium quantity answers to each assumption, form by form.

On a form a quantity (a payoff, the chance of an outcome, the chance with which a player mixes) is a
rational function of the parameters, and so is its derivative in each of them. Whether that has one
sign all over the region where the form is an equilibrium is decided exactly: by the sign of its
factors over the box, or by looking for a point of the region where it is positive and one where it
is negative. Where both are found the quantity rises here and falls there, and the factor whose zero
lies between is the border.

This is about one form at a time. Where a parameter moves the game from one form to another the
quantity may jump: `thresholds` finds those places.

In a mixed equilibrium the probability of a player's own actions depends on what the *others* are
paid, and not on what the player is paid itself: it must leave the others indifferent [1]_.

.. [1] J. C. Harsanyi (1973), Games with randomly disturbed payoffs, *International Journal of Game
   Theory* 2, section 1; G. Tsebelis (1989), The abuse of probability in political analysis,
   *American Political Science Review* 83.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.control import Control, Progress
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.claims.events import Quantity
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.comparing import root_compared
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number
from brinkgame.parametric.equilibria.quadratics import RootNumber
from brinkgame.parametric.regions import formula_of, sign_over, witness
from brinkgame.parametric.symmetry.polynomials import refuse_free_exponents
from brinkgame.results import Concept

__all__ = ["ComparativeStatics", "FormStatics", "Slope", "comparative_statics"]

_SPLITS: Final = 2
"""Parameters whose range is replaced by its ends, one inside the other, to prove a sign."""
_WORDS: Final = {1: "rises", -1: "falls", 0: "does not move"}


@final
@dataclass(frozen=True, slots=True)
class Slope:
    """How a quantity moves with one parameter on one form.

    Attributes
    ----------
    parameter
        Its name.
    derivative
        The derivative, as a rational function of the parameters; where probabilities are roots of
        polynomials, in terms of the root.
    sign
        1 where it is never negative on the form's region, -1 where never positive, 0 where it is
        zero; None where it has both signs, or where that was not decided.
    borders
        Where it has both: the factors whose zeros part them.
    rising, falling
        A point of the region where the quantity rises, and one where it falls.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("capitulation").game
    >>> (accept, hold) = bg.comparative_statics(game, bg.payoff("USSR"))
    >>> print(hold["attack_risk"])
    falls with attack_risk: -holdout_gain - intervention_loss
    """

    parameter: str
    derivative: Number | RootNumber
    sign: int | None
    borders: tuple[Expression, ...] = ()
    rising: Point | None = None
    falling: Point | None = None

    @property
    def changes(self) -> bool:
        """Whether the quantity rises in one part of the region and falls in another."""
        return self.rising is not None and self.falling is not None

    @property
    def is_decided(self) -> bool:
        """Whether the sign is known, or known to change."""
        return self.sign is not None or self.changes

    def __str__(self) -> str:
        name = self.parameter
        if self.sign == 0:
            return f"does not move with {name}"
        if self.sign is not None:
            return f"{_WORDS[self.sign]} with {name}: {self.derivative}"
        if not self.changes:
            return f"undecided in {name}: {self.derivative}"
        where = " and ".join(f"{border} = 0" for border in self.borders)
        where = f", which changes where {where}" if where else ""
        return f"rises or falls with {name}{where}: {self.derivative}"


@final
@dataclass(frozen=True)
class FormStatics:
    """A quantity on one equilibrium form.

    Attributes
    ----------
    form
        The form.
    value
        The quantity, as a function of the parameters.
    slopes
        How it moves with each parameter, ``{name: slope}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("capitulation").game
    >>> hold = bg.comparative_statics(game, bg.payoff("USSR"))[1]
    >>> print(hold.value)
    holdout_gain - attack_risk*(holdout_gain + intervention_loss)
    >>> hold.moved_by
    ('attack_risk', 'intervention_loss', 'holdout_gain')
    """

    form: EquilibriumForm
    value: Number
    slopes: Mapping[str, Slope]

    def __getitem__(self, parameter: str) -> Slope:
        try:
            return self.slopes[parameter]
        except KeyError:
            raise UnknownNameError(
                f"no parameter {parameter!r}{suggestion(parameter, self.slopes)}"
            ) from None

    @property
    def moved_by(self) -> tuple[str, ...]:
        """The parameters that move it at all."""
        return tuple(name for name, slope in self.slopes.items() if slope.sign != 0)

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"{self.form.name}: {self.value}"
        for slope in self.slopes.values():
            if slope.sign != 0:
                yield f"  {slope}"
        still = [name for name, slope in self.slopes.items() if slope.sign == 0]
        if still:
            yield f"  does not move with {', '.join(still)}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


@final
@dataclass(frozen=True)
class ComparativeStatics(Sequence[FormStatics]):
    """How a quantity moves with each parameter, on each equilibrium form.

    Attributes
    ----------
    game
        The game.
    words
        The quantity in words.
    found
        One for each form.
    undecided
        What was not decided, a sentence each.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("capitulation").game
    >>> found = bg.comparative_statics(game, bg.payoff("USSR"))
    >>> len(found), found.payees("attack_risk")
    (2, ())
    >>> found.payees("retreat_cost")
    ('USSR',)
    """

    game: Any = field(repr=False)
    words: str
    found: tuple[FormStatics, ...]
    undecided: tuple[str, ...] = ()

    def __getitem__(self, place: Any) -> Any:
        return self.found[place]

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[FormStatics]:
        return iter(self.found)

    def payees(self, parameter: str) -> tuple[str, ...]:
        """The players in whose payoffs a parameter stands; none if it is in chances only."""
        if parameter not in self.game.parameters:
            raise UnknownNameError(
                f"no open parameter {parameter!r}{suggestion(parameter, self.game.parameters)}"
            )
        return tuple(
            player
            for player in self.game.players
            if any(parameter in n.names for n in _paid(self.game, player))
        )

    def __str__(self) -> str:
        return "\n".join([self.words, *map(str, self.found), *self.undecided])


def comparative_statics(
    game: ExtensiveFormGame | NormalFormGame,
    quantity: Quantity,
    concept: str | Concept | None = None,
    *,
    parameters: Sequence[str] | None = None,
    fixed: Mapping[str, Any] | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> ComparativeStatics:
    """Find the sign of the derivative of an equilibrium quantity in each parameter, form by form.

    Parameters
    ----------
    game
        A game whose equilibrium forms can be had.
    quantity
        `payoff`, `probability` or `mixing`.
    concept
        As in `equilibrium_forms`.
    parameters
        Those to look at; without it, all that are open.
    fixed
        Parameters that are to have a value.
    time_limit, progress
        As in `equilibrium_forms`.

    Returns
    -------
    ComparativeStatics
        A sign is proved for the whole region of the form within the constrained box. What could
        not be proved is listed in `undecided`.

    Raises
    ------
    UnknownNameError
        The quantity, or a parameter, is not of the game.

    Examples
    --------
    How often the US enforces its line, where it mixes, depends on what the USSR is paid:

    >>> import brinkgame as bg
    >>> line = bg.memo.load("line").game
    >>> enforces = bg.mixing("US", "line", "enforce")
    >>> found = bg.comparative_statics(line, enforces)
    >>> mixed = next(each for each in found if not each.form.is_pure)
    >>> {name: found.payees(name) for name in mixed.moved_by if found.payees(name)}
    {'stop_cost': ('USSR',), 'ussr_war_cost': ('USSR',), 'incident_shame': ('USSR',), \
'pass_gain': ('USSR',)}
    """
    if not isinstance(quantity, Quantity):
        raise InvalidParameterError(
            "a quantity is payoff(player), probability(outcome) or mixing(player, infoset, "
            f"action); got {quantity!r}"
        )
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"a quantity is one of a tree or a table, not of {game!r}")
    quantity.check(game)
    open_ones = game.fix(fixed) if fixed else game
    refuse_free_exponents(
        [number for number in open_ones.numbers if isinstance(number, Expression)],
        "the sign of a derivative",
    )
    control = Control(time_limit, progress)
    forms = equilibrium_forms(
        game, concept, fixed=fixed, inhabited=True, time_limit=time_limit, progress=progress
    )
    space = forms.space
    names = _names(space, parameters)
    values = [quantity.on(form) for form in forms]
    found, undecided = [], list(forms.undecided)
    for number, (form, value) in enumerate(zip(forms, values, strict=True)):
        slopes = {name: _slope(form, value, name, space, control) for name in names}
        undecided += [f"{form.name}: {slope}" for slope in slopes.values() if not slope.is_decided]
        found.append(FormStatics(form, value, slopes))
        control.tell("forms", number + 1, len(forms))
    return ComparativeStatics(forms.game, quantity.words, tuple(found), tuple(undecided))


def _names(space: ParameterSpace, wanted: Sequence[str] | None) -> tuple[str, ...]:
    if wanted is None:
        return tuple(space)
    if isinstance(wanted, str):
        raise InvalidParameterError(f"parameters= is a list of names: write [{wanted!r}]")
    for name in wanted:
        if name not in space:
            raise UnknownNameError(f"no open parameter {name!r}{suggestion(name, space)}")
    return tuple(wanted)


def _slope(
    form: EquilibriumForm,
    value: Number | RootNumber,
    name: str,
    space: ParameterSpace,
    control: Control,
) -> Slope:
    if isinstance(value, Fraction) or name not in value.names:
        return Slope(name, Fraction(0), 0)
    words = f"the slope in {name}"
    if isinstance(value, RootNumber):
        slope: Any = value.derivative(name)
        beyond = [root_compared(slope, relation, Fraction(0), words) for relation in (">", "<")]
        borders: tuple[Expression, ...] = ()
    else:
        slope = quantity(value.derivative(name))
        if isinstance(slope, Fraction):
            return Slope(name, slope, (slope > 0) - (slope < 0))
        # Times the square of the denominator, which changes no sign.
        polynomial = slope.numerator * slope.denominator
        known = _sign(polynomial, space)
        if known is not None:
            return Slope(name, slope, known)
        beyond = [
            formula_of(Condition("", "", "", "", sign * polynomial, ">", words)) for sign in (1, -1)
        ]
        borders = _borders(slope, space)
    here = formula_of(form.conditions)
    up, down = (witness(here & each, space, control=control, borders=False) for each in beyond)
    if up.status == "empty":
        return Slope(name, slope, 0 if down.status == "empty" else -1, falling=down.point)
    if down.status == "empty":
        return Slope(name, slope, 1, rising=up.point)
    if up.point is None or down.point is None:
        return Slope(name, slope, None, (), up.point, down.point)
    return Slope(name, slope, None, borders, rising=up.point, falling=down.point)


def _sign(polynomial: Expression, space: ParameterSpace, splits: int = _SPLITS) -> int | None:
    """The sign all over the constrained box, if it is proved.

    What is linear in a parameter that no constraint is about lies between its values at the two
    ends of the range: if these have one sign, so has it. There, factors often appear that were not
    there before.
    """
    known = sign_over(polynomial, space, weak=True)
    if known is not None or not splits:
        return known
    bound = {name for constraint in space.constraints for name in constraint.names}
    degrees = dict.fromkeys(polynomial.names, 0)
    for monomial in polynomial.terms():
        for name, power in monomial:
            degrees[name] = max(degrees[name], power)
    for name, degree in degrees.items():
        low, high = space[name].low, space[name].high
        if degree != 1 or name in bound or low is None or high is None:
            continue
        ends = [polynomial.substitute({name: end}) for end in (low, high)]
        first = _sign(ends[0], space, splits - 1)
        if first is None:
            continue
        second = _sign(ends[1], space, splits - 1)
        if second is not None and first * second >= 0:
            return first or second
    return None


def _borders(derivative: Expression, space: ParameterSpace) -> tuple[Expression, ...]:
    """The factors at whose zeros a derivative changes its sign."""
    return tuple(
        factor
        for part in (derivative.numerator, derivative.denominator)
        for factor, power in part.factors()[1]
        if power % 2 and sign_over(factor, space, weak=True) is None
    )


def _paid(game: Any, player: str) -> Iterator[Expression]:
    """The payoffs of a player that are open."""
    if isinstance(game, NormalFormGame):
        numbers = game.payoff_array(player).ravel().tolist()
    else:
        who = game.players.index(player)
        numbers = [row[who] for row in game.payoff_rows()]
    yield from (number for number in numbers if isinstance(number, Expression))
