"""The numbers on which an answer really depends, fewer than a game has parameters.

The conditions of all equilibrium forms, and the probabilities with which players mix, are all that
an observed conduct can depend on. Units and origins of payoffs can be chosen, shares and products
and expected values enter as one number each, and some parameters enter nothing. What is left is
counted exactly (`symmetry.fields` says how, and what is counted) and written in combinations of
parameters that a reader knows where there are any. Directions in which the parameters can be moved
without any change in conduct are what nobody can learn from conduct.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import factorial
from typing import Any, Final, final

from brinkgame.arithmetic import exact_number
from brinkgame.control import Progress
from brinkgame.errors import (
    ExpressionError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, EquilibriumForms
from brinkgame.parametric.regions import reduced, sign_over
from brinkgame.parametric.symmetry.fields import Field, Symmetries
from brinkgame.parametric.symmetry.numbers import (
    blocks,
    common_base,
    independent,
    rewritten,
)
from brinkgame.parametric.symmetry.polynomials import Ring, primitive, refuse_free_exponents
from brinkgame.results import Concept

__all__ = ["ChoiceCase", "Direction", "EssentialNumbers", "Reduction", "reduce"]


_MOST_TERMS: Final = 6
"""The sign of a polynomial with more terms is not asked for: nobody wants to divide by it."""


@final
@dataclass(frozen=True)
class Direction:
    """A way to move the parameters along which conduct never changes.

    Attributes
    ----------
    kind
        ``"scaling"``, ``"translation"`` or ``"merging"``.
    velocities
        How fast each parameter moves, as a function of the parameters; those that stay are left
        out.

    Examples
    --------
    >>> import brinkgame as bg
    >>> detection, resolve = bg.Parameter("detection", "1/2"), bg.Parameter("resolve", "3/5")
    >>> direction = bg.Direction("scaling", {"detection": +detection, "resolve": -resolve})
    >>> print(direction)
    detection times s, resolve divided by s
    >>> direction.moved({"detection": "1/2", "resolve": "3/5"}, "4/5")["resolve"]
    Fraction(3, 4)
    """

    kind: str
    velocities: Mapping[str, Expression]

    def moved(self, point: Mapping[str, Any], amount: object) -> dict[str, Fraction]:
        """Another point with the same conduct.

        Parameters
        ----------
        point
            Where to start; it names every parameter that moves or is in a velocity.
        amount
            How far: what is added to a parameter with velocity one, or, for a direction along
            which parameters are multiplied, the positive factor of one with weight one.

        Raises
        ------
        UnsupportedGameError
            The way leads through numbers that are not rational.
        """
        by = exact_number(amount)
        values = {name: exact_number(value) for name, value in point.items()}
        names = sorted({*self.velocities, *(n for v in self.velocities.values() for n in v.names)})
        # One more coordinate that stays at 1 makes an affine velocity a linear one.
        rows = [[Fraction(0)] * (len(names) + 1) for _ in range(len(names) + 1)]
        for name, velocity in self.velocities.items():
            for monomial, coefficient in velocity.terms().items():
                column = names.index(monomial[0][0]) if monomial else len(names)
                rows[names.index(name)][column] = coefficient
        start = [*(values[name] for name in names), Fraction(1)]
        values.update(zip(names, _flow(rows, start, by), strict=False))
        return values

    @property
    def words(self) -> str:
        """The direction in words."""
        if self.kind == "translation":
            parts = [
                f"{name} {'plus' if rate > 0 else 'minus'} {_times(abs(rate), 't')}"
                for name, rate in self._rates()
            ]
        elif self.kind == "scaling":
            parts = [
                f"{name} {'times' if rate > 0 else 'divided by'} {_power('s', abs(rate))}"
                for name, rate in self._rates()
            ]
        else:
            parts = [f"{name} by {velocity}" for name, velocity in self.velocities.items()]
            return "while others stay, " + ", ".join(parts) + " for each step"
        return ", ".join(parts)

    def _rates(self) -> list[tuple[str, Fraction]]:
        rates = [
            (name, next(iter(velocity.terms().values())))
            for name, velocity in self.velocities.items()
        ]
        return sorted(rates, key=lambda item: item[1] < 0)

    def __str__(self) -> str:
        return self.words


def _times(rate: Fraction, sign: str) -> str:
    return sign if rate == 1 else f"{rate}*{sign}"


def _power(sign: str, rate: Fraction) -> str:
    return sign if rate == 1 else f"{sign}**{rate}"


def _flow(rows: list[list[Fraction]], start: list[Fraction], by: Fraction) -> list[Fraction]:
    """Where a linear field leads from a point, in rational numbers."""
    size = len(start)

    def apply(vector: Sequence[Fraction], shift: int = 0) -> list[Fraction]:
        return [
            sum((a * b for a, b in zip(row, vector, strict=True)), Fraction(0))
            - shift * vector[place]
            for place, row in enumerate(rows)
        ]

    orbit = [start]
    while any(orbit[-1]) and len(orbit) <= size:
        orbit.append(apply(orbit[-1]))
    if not any(orbit[-1]):  # nilpotent: the exponential series ends
        return [
            sum((by**k / factorial(k) * vector[i] for k, vector in enumerate(orbit)), Fraction(0))
            for i in range(size)
        ]
    # Whole eigenvalues: the point is a sum of parts, each multiplied by a power of the factor.
    if by <= 0:
        raise UnsupportedGameError(f"parameters are multiplied by a positive factor, not by {by}")
    whole = range(-8, 9)
    parts: dict[int, list[Fraction]] = {}
    present = []
    left = start
    for value in whole:
        rest = apply(left, value)
        # The value is present iff removing it shortens the polynomial that annihilates the point.
        if _degree(apply, rest, size) < _degree(apply, left, size):
            present.append(value)
            left = rest
    if any(left):
        raise UnsupportedGameError("the way along this direction is not rational")
    for value in present:
        part = start
        for other in present:
            if other != value:
                part = [x / (value - other) for x in apply(part, other)]
        parts[value] = part
    return [
        sum((by**value * part[i] for value, part in parts.items()), Fraction(0))
        for i in range(size)
    ]


def _degree(apply: Callable[[Sequence[Fraction]], list[Fraction]], start: Any, size: int) -> int:
    """How many of a vector, its image, the image of that, ... are independent."""
    from brinkgame.arithmetic import rank

    orbit = [list(start)]
    for _ in range(size):
        orbit.append(apply(orbit[-1]))
    return rank(orbit)


@final
@dataclass(frozen=True)
class EssentialNumbers:
    """How many numbers some conditions depend on, and which.

    Attributes
    ----------
    conditions
        The conditions that differ, free of factors of constant sign.
    quantities
        Probabilities of mixing that enter as they are, ``{words: expression}``.
    parameters
        The parameters that are in any of them, by name.
    idle
        Parameters of the game that are in none.
    count
        How many numbers matter.
    numbers
        Combinations of the parameters that are all that matters, independent of one another; fewer
        than `count` where no readable ones were found.
    signs
        A parameter to stand for each of the numbers.
    rewritten
        Each condition, over something positive, as a function of the numbers; None where that was
        not found.
    together
        Parameters that enter through one function of them alone, set by set. Of sets that have
        something in common, as in a sum, there are too many to be listed.
    directions
        Ways to move the parameters without any change, as many as there are to be had.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.reduce(bg.memo.load("capitulation").game).whole
    >>> len(found.parameters), found.count, found.is_readable
    (5, 2, True)
    """

    conditions: tuple[Condition, ...]
    quantities: Mapping[str, Expression]
    parameters: tuple[str, ...]
    idle: tuple[str, ...]
    count: int
    numbers: tuple[Expression, ...]
    signs: tuple[Parameter, ...]
    rewritten: tuple[Expression | None, ...]
    together: tuple[tuple[str, ...], ...]
    directions: tuple[Direction, ...]

    @property
    def is_readable(self) -> bool:
        """Whether there is a combination of parameters for each of the numbers."""
        return len(self.numbers) == self.count

    def at(self, point: Mapping[str, Any]) -> tuple[Fraction, ...]:
        """The numbers at a point that names every parameter."""
        return tuple(number.evaluate(point) for number in self.numbers)

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"{self.count} of {len(self.parameters) + len(self.idle)} numbers matter"
        for sign, number in zip(self.signs, self.numbers, strict=True):
            yield f"  {sign.name} = {number}"
        if not self.is_readable:
            yield f"  ({self.count - len(self.numbers)} more, in no readable combination)"
        for condition, function in zip(self.conditions, self.rewritten, strict=True):
            if function is not None:
                yield f"  {condition.incentive}: {function} {condition.relation} 0"
            else:
                yield f"  {condition}"
        for names in self.together:
            yield f"  only together: {', '.join(names)}"
        for direction in self.directions:
            if direction.kind != "merging":
                yield f"  nothing changes with {direction}"
        if self.idle:
            yield f"  of no consequence: {', '.join(self.idle)}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


@final
@dataclass(frozen=True)
class ChoiceCase:
    """One choice under one conduct of everybody else.

    Attributes
    ----------
    player, infoset
        Whose choice, and where; in a table the information set is empty.
    when
        The conduct of the others: ways in which it comes about, each with all its conditions.
        Empty if the choice is the same problem everywhere.
    numbers
        The numbers on which the choice depends in this case.

    Examples
    --------
    >>> import brinkgame as bg
    >>> case = bg.reduce(bg.memo.load("capitulation").game).of("USSR", "root")[0]
    >>> case.when, case.numbers.count
    ((), 2)
    """

    player: str
    infoset: str
    when: tuple[tuple[Condition, ...], ...]
    numbers: EssentialNumbers

    def is_at(self, point: Mapping[str, Any]) -> bool:
        """Whether this is the choice at a point that names every parameter."""
        return not self.when or any(all(c.holds(point) for c in way) for way in self.when)

    def __str__(self) -> str:
        where = f" at {self.infoset}" if self.infoset else ""
        head = f"{self.player}{where}"
        if not all(self.when):
            head += ", in one of several cases"
        elif len(self.when) == 1:
            head += ", where " + " and ".join(map(str, self.when[0]))
        elif self.when:
            head += f", in one of {len(self.when)} cases"
        return "\n".join([head, *("  " + line for line in self.numbers.lines())])


@final
@dataclass(frozen=True)
class Reduction:
    """The numbers on which the conduct in a game depends, as a whole and choice by choice.

    Attributes
    ----------
    game
        The game.
    forms
        Its equilibrium forms, from whose conditions everything follows.
    whole
        The numbers on which anything that is done depends.
    cases
        For each choice and each conduct of the others the numbers on which it depends.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.reduce(bg.memo.load("capitulation").game).whole)
    2 of 8 numbers matter
      x1 = attack_risk
      x2 = (holdout_gain + intervention_loss)/(holdout_gain - pledge_value + retreat_cost)
    ...
    """

    game: Any = field(repr=False)
    forms: EquilibriumForms = field(repr=False)
    whole: EssentialNumbers
    cases: tuple[ChoiceCase, ...]

    def of(self, player: str, infoset: str = "") -> tuple[ChoiceCase, ...]:
        """The cases of one choice, that of the baseline first."""
        places = {(case.player, case.infoset) for case in self.cases}
        if (player, infoset) not in places:
            _require_place(self.game, player, infoset)
        found = [c for c in self.cases if (c.player, c.infoset) == (player, infoset)]
        baseline = self.forms.space.baseline
        return tuple(sorted(found, key=lambda case: not case.is_at(baseline)))

    def __str__(self) -> str:
        return "\n\n".join(["the whole game: " + str(self.whole), *map(str, self.cases)])


def reduce(
    game: ExtensiveFormGame | NormalFormGame,
    concept: str | Concept | None = None,
    *,
    fixed: Mapping[str, Any] | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Reduction:
    """Find the combinations of parameters on which conduct in a game really depends.

    An observation of conduct says something about these numbers and about nothing else: whatever
    leaves them as they are can never be learnt from it.

    Parameters
    ----------
    game
        A game with open parameters whose equilibrium forms can be had.
    concept
        As in `equilibrium_forms`.
    fixed
        Parameters that are to have a value; the others stay open.
    time_limit, progress
        As in `equilibrium_forms`.

    Returns
    -------
    Reduction
        Counts are ranks, taken exactly at points in general position. What counts as one number,
        and what does not, stands in the notes.

    Raises
    ------
    UnsupportedGameError
        The game has no open parameter, an exponent is open, or no engine finds its forms.

    Notes
    -----
    A change of units or origins, and parameters that enter everything through one function of them
    (a product, a sum, an expected cost), cost numbers. Two sides of an inequality are not made one
    number: a single condition would always depend on one, its own threshold.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> case = bg.reduce(deploy).of("USSR", "root")[0]
    >>> for sign, number in zip(case.numbers.signs, case.numbers.numbers):
    ...     print(sign, "=", number)
    x1 = detection*us_resolve
    x2 = erosion/(berlin_gain + cuba_gain)
    x3 = candour*(retreat_cost - compel_war_risk*(retreat_cost - \
ussr_war_cost))/(berlin_gain + cuba_gain)
    >>> print(case.numbers.rewritten[0])
    x1*x3 + x1 - x2 - 1
    """
    if getattr(game, "is_closed", False):
        raise UnsupportedGameError(
            "there is nothing to reduce",
            ["the game has no open parameter; write some numbers open"],
        )
    if isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        open_ones = game.fix(fixed) if fixed else game
        refuse_free_exponents(
            [number for number in open_ones.numbers if isinstance(number, Expression)],
            "counting the numbers that matter",
        )
    forms = equilibrium_forms(
        game, concept, fixed=fixed, inhabited=True, time_limit=time_limit, progress=progress
    )
    for form in forms:
        if not form.is_rational:
            raise UnsupportedGameError(
                "the numbers that matter are found where probabilities are rational functions",
                [f"{form.name}: {form.note}", "fix parameters until they are (fixed=...)"],
            )
    forms = replace(forms, forms=tuple(_reduced(forms)))
    space = forms.space
    mixed = {
        _place_words(*place, form): p
        for form in forms
        for place, p in _mixing(form)
        if isinstance(p, Expression)
    }
    whole = _essential([c for form in forms for c in form.conditions], mixed, space, _chances(game))
    return Reduction(forms.game, forms, whole, tuple(_cases(forms)))


def _reduced(forms: EquilibriumForms) -> Iterator[EquilibriumForm]:
    """The forms with conditions free of factors of constant sign, if they are not yet."""
    for form in forms:
        if form.witness is not None:
            yield form
            continue
        conditions = reduced(form.conditions, forms.space)
        if conditions is not None:
            yield replace(form, conditions=tuple(conditions))


def _chances(game: Any) -> frozenset[str]:
    """The parameters that are in a probability of the game: they have no unit."""
    if isinstance(game, NormalFormGame):
        return frozenset()
    odds = [game.numbers[place] for place in set(game.tree.probability.tolist()) if place >= 0]
    return frozenset(name for p in odds if isinstance(p, Expression) for name in p.names)


def _mixing(form: EquilibriumForm) -> Iterator[tuple[tuple[str, str, str], Any]]:
    for player, plan in form.profile.items():
        if isinstance(form.game, NormalFormGame):
            for action, p in plan.items():
                yield (player, "", action), p
        else:
            for label, odds in plan.items():
                for action, p in odds.items():
                    yield (player, label, action), p


def _place_words(player: str, label: str, action: str, form: EquilibriumForm) -> str:
    where = f" at {label}" if label else ""
    return f"{player}{where} takes {action} ({form.name})"


def _require_place(game: Any, player: str, infoset: str) -> None:
    if player not in game.players:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    if isinstance(game, NormalFormGame):
        if infoset:
            raise UnknownNameError(f"a table has no information set {infoset!r}: leave it out")
        return
    game.infoset_number(player, infoset)


# -- what some conditions depend on ---------------------------------------------------------------


def _essential(
    conditions: Iterable[Condition],
    mixed: Mapping[str, Expression],
    space: ParameterSpace,
    chances: Collection[str],
) -> EssentialNumbers:
    """All that is to be said of some conditions and some probabilities."""
    different: dict[Expression, Condition] = {}
    for condition in conditions:
        if condition.relation == "!=":  # where it fails there is no such mixture: no incentive
            continue
        polynomial = _multiplied_out(condition.difference)
        known = polynomial in different or -polynomial in different
        if not known and not polynomial.is_constant:
            different[polynomial] = condition
    used = {name for each in (*different, *mixed.values()) for name in each.names}
    names = tuple(name for name in space if name in used)
    idle = tuple(name for name in space if name not in used)
    if not names:
        return EssentialNumbers((), {}, (), idle, 0, (), (), (), (), ())
    ring = Ring({name: space[name] for name in names})
    factored = {each: ring.factors(ring.whole(each)) for each in different}
    factors = {str(factor): factor for found in factored.values() for factor in found}
    pairs = [
        (ring.whole(p.numerator), ring.whole(p.denominator)) for p in dict.fromkeys(mixed.values())
    ]
    odds = [k for k, name in enumerate(names) if name in chances]
    symmetries = Symmetries(ring, list(factors.values()), pairs, odds)
    signs = _Signs(ring, space)
    parts = [*factors.values(), *(part for pair in pairs for part in pair)]
    found = blocks(ring, symmetries.fields, parts, signs)
    count = len(names) - symmetries.orbit
    products = common_base(independent(ring, found, count))
    numbers = tuple(product.expression(ring) for product in products)
    letters = _letters(numbers, space)
    positive = {
        letter.name
        for letter, product in zip(letters, products, strict=True)
        if product.is_positive
    }
    shown = {
        key: rewritten(ring, symmetries.fields, factor, found, numbers, letters)
        for key, factor in factors.items()
    }
    return EssentialNumbers(
        conditions=tuple(different.values()),
        quantities=dict(mixed),
        parameters=names,
        idle=idle,
        count=count,
        numbers=numbers,
        signs=letters,
        rewritten=tuple(_function(each, shown, ring, positive) for each in different),
        together=tuple(tuple(names[k] for k in each) for each in symmetries.apart),
        directions=tuple(_direction(each) for each in symmetries.readable),
    )


def _multiplied_out(difference: Expression) -> Expression:
    """A polynomial with the sign of a rational function."""
    below = difference.denominator
    return difference.numerator if below.is_constant else difference.numerator * below


@final
class _Signs:
    """The signs of polynomials over the box, each asked for once."""

    def __init__(self, ring: Ring, space: ParameterSpace) -> None:
        self.ring = ring
        self.space = space

    def __call__(self, polynomial: Any) -> tuple[int, bool]:
        if len(polynomial) > _MOST_TERMS:
            return 0, False
        expression = self.ring.expression(polynomial)
        strict = sign_over(expression, self.space)
        if strict:
            return strict, True
        return sign_over(expression, self.space, weak=True) or 0, False


def _letters(numbers: Sequence[Expression], space: ParameterSpace) -> tuple[Parameter, ...]:
    """A parameter for each number, with its value at the baseline where it has one there."""
    letters = []
    for k, number in enumerate(numbers, start=1):
        name = f"x{k}"
        while name in space:
            name += "_"
        try:
            value = number.evaluate(space.baseline)
        except ExpressionError:
            value = Fraction(1)
        letters.append(Parameter(name, value, meaning=str(number)))
    return tuple(letters)


def _function(
    polynomial: Expression,
    shown: Mapping[str, Expression | None],
    ring: Ring,
    positive: Collection[str],
) -> Expression | None:
    """A condition as a function of the numbers, from its factors."""
    unit, factors = polynomial.factors()
    total = constant_expression(1 if unit > 0 else -1)
    for factor, power in factors:
        whole = ring.whole(factor)
        plain = primitive(whole)
        function = shown[str(plain)]
        if function is None:
            return None
        total = total * (function if plain == whole else -function) ** power
    below = [factor for factor, _ in total.denominator.factors()[1]]
    if all(
        len(f.names) == 1 and f == f.symbols[f.names[0]] and f.names[0] in positive for f in below
    ):
        return total.numerator
    return total


def _direction(found: Field) -> Direction:
    velocities = {
        found.ring.names[k]: found.ring.expression(found.velocities[k]) for k in found.moved
    }
    return Direction(found.kind if found.kind != "bracket" else "merging", velocities)


# -- choice by choice -----------------------------------------------------------------------------


def _cases(forms: EquilibriumForms) -> Iterator[ChoiceCase]:
    """Choices, each under each conduct of the others that makes another problem of it."""
    owners = dict.fromkeys(
        (c.player, c.infoset) for form in forms for c in form.conditions if c.player
    )
    for player, infoset in owners:
        conducts: dict[tuple[Condition, ...], list[EquilibriumForm]] = {}
        for form in forms:
            others = tuple(c for c in form.conditions if (c.player, c.infoset) != (player, infoset))
            conducts.setdefault(others, []).append(form)
        problems: dict[frozenset[Expression], tuple[list[Any], list[EquilibriumForm]]] = {}
        for others, found in conducts.items():
            polynomials = frozenset(
                _signless(c.difference)
                for form in found
                for c in form.conditions
                if (c.player, c.infoset) == (player, infoset)
            )
            if polynomials:
                when, known = problems.setdefault(polynomials, ([], []))
                when.append(others)
                known.extend(found)
        for when, found in problems.values():
            own = [
                c
                for form in found
                for c in form.conditions
                if (c.player, c.infoset) == (player, infoset)
            ]
            mixed = {
                _place_words(*place, form): p
                for form in found
                for place, p in _mixing(form)
                if place[:2] == (player, infoset) and isinstance(p, Expression)
            }
            yield ChoiceCase(
                player,
                infoset,
                tuple(when) if len(problems) > 1 else (),
                _essential(own, mixed, forms.space, _chances(forms.game)),
            )


def _signless(difference: Expression) -> Expression:
    """The polynomial of a condition, the same for it and for its opposite."""
    polynomial = _multiplied_out(difference)
    leading = next(iter(polynomial.terms().values()))
    return polynomial / leading
