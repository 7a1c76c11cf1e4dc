"""Which forms live in the constrained box, with short conditions and a witness each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from brinkgame.control import Control
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.engines import SignOf
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.perfect_information import READ
from brinkgame.parametric.equilibria.substitution import substitute
from brinkgame.parametric.regions import (
    divided,
    irredundant,
    poles,
    reduced,
    sign_over,
    witness,
)
from brinkgame.parametric.regions.domain import domain_of
from brinkgame.play import regrets

__all__ = ["inhabited", "known_sign", "require_values"]


def known_sign(space: ParameterSpace, *, thin: bool) -> SignOf:
    """The sign of an expression all over a constrained box.

    Where borders count it is the strict one: what is nowhere positive may be zero somewhere, and a
    thin form live there. Otherwise it may be zero in places.
    """

    @lru_cache(maxsize=4096)
    def sign(expression: Expression) -> int | None:
        return sign_over(expression, space, weak=not thin)

    return sign


def require_values(game: ExtensiveFormGame | NormalFormGame) -> None:
    """Raise `UnsupportedGameError` where a number of a game has a pole inside the constrained box.

    A pole on a side of the box only is no harm: what holds there is the limit from inside.
    """
    space = game.parameters
    found: list[str] = []
    for place, number in enumerate(game.numbers):
        if not isinstance(number, Expression) or number.denominator.is_constant:
            continue
        found += [
            f"{game._place(place)}: {number} has no value where {pole}"
            for pole in poles(number, space)
            if sign_over(pole.factor, space, weak=True) is None
        ]
    if found:
        raise UnsupportedGameError(
            "a number of the game has a pole inside the box: narrow a range, or add a constraint",
            found,
        )


def _seen(form: EquilibriumForm, space: ParameterSpace) -> Point | None:
    """A drawn point at which a form holds: for conditions that are too long to be taken apart."""
    if form.holds(space.baseline):
        return space.baseline
    values = domain_of(space).samples
    good = None
    for condition in form.conditions:
        here = condition.difference.evaluate_array(values) > 0
        good = here if good is None else good & here
    for place in [] if good is None else good.nonzero()[0].tolist():
        point = space.point({name: float(column[place]) for name, column in values.items()})
        if not space.violations(point) and form.holds(point):
            return point
    return None


def inhabited(
    forms: Iterable[EquilibriumForm], space: ParameterSpace, control: Control, *, thin: bool
) -> tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]:
    """The forms that are equilibria somewhere in a constrained box, and what is undecided.

    Parameters
    ----------
    forms
        Forms as their engine found them.
    space
        The box and its constraints.
    control
        A limit of time. Forms for which there was none left are kept, and said to be undecided.
    thin
        Whether forms that are equilibria on a border only are kept as well.
    """
    listed = tuple(forms)
    kept: list[EquilibriumForm] = []
    undecided: list[str] = []
    for done, form in enumerate(listed):
        control.tell("forms looked at", done, len(listed))
        if control.expired() or any(c.difference.length > READ for c in form.conditions):
            point = _seen(form, space)
            if point is None:
                undecided.append(f"{form.name}: not seen anywhere, and its conditions are long")
            kept.append(replace(form, witness=point))
            continue
        conditions = reduced(form.conditions, space, borders=thin)
        if conditions is None:
            continue
        found = witness(conditions, space, control=control, borders=thin)
        if found.status == "empty" or (found.status == "thin" and not thin):
            continue
        if found.status == "undecided":
            undecided.append(f"{form.name}: it is not known whether it exists ({found.proof})")
        kept.append(replace(form, conditions=conditions, witness=found.point))
    sign = known_sign(space, thin=False)
    for done, form in enumerate(kept):
        control.tell("forms certified", done, len(kept))
        if control.expired():
            undecided.append(f"the time was up before {len(kept) - done} forms were certified")
            break
        undecided.extend(f"not certified: {form.name}: {f}" for f in _faults(form, sign, control))
        # What is certified is shortened with proofs of its own.
        kept[done] = replace(form, conditions=_short(form, space, control, thin=thin))
    return tuple(kept), tuple(undecided)


def _short(
    form: EquilibriumForm, space: ParameterSpace, control: Control, *, thin: bool
) -> tuple[Condition, ...]:
    """The conditions of a form as short as it is proved that they can be.

    Every preference is kept, as each tells the conduct of somebody. That a probability is not
    negative often follows from the others, and is left out then.
    """
    short = divided(form.conditions, borders=thin)
    if all(not condition.words for condition in short):
        return short
    needed = irredundant(short, space, control=control)
    return tuple(c for c in short if not c.words or any(c is each for each in needed))


def _faults(form: EquilibriumForm, sign: SignOf, control: Control) -> Iterator[str]:
    """What putting a form into its game leaves open."""
    if not form.is_rational:
        # Roots of polynomials are put in at the witness, where they are exact numbers.
        if form.witness is not None:
            profile = form.at(form.witness)
            if any(regrets(profile.game, profile).values()):
                yield f"it is no equilibrium at {form.witness}"
        return
    found = substitute(form, sign)
    yield from found.faults
    for end in found.open_ends:
        # It may follow from several conditions together: then they leave no room for its opposite.
        opposite = (*form.conditions, end.negated())
        room = witness(opposite, form.game.parameters, control=control, borders=False)
        if room.status != "empty":
            yield f"{end} is not among its conditions, and is not known to follow from them"
    yield from (f"{each} is not needed" for each in found.idle)
