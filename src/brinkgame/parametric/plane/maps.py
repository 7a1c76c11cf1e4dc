"""Exact maps: which equilibria exist where, over one parameter or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.plane.arrangement import Arrangement, Place
from brinkgame.parametric.regions import Share
from brinkgame.results import Concept

__all__ = ["Border", "Edge", "PlaneMap", "Regime", "RegimeCell"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Number: TypeAlias = "Fraction | Algebraic"


@final
@dataclass(frozen=True)
class Regime:
    """Where one set of equilibria exists, and no other.

    Attributes
    ----------
    names
        The equilibria in words, sorted; several of them are an overlap, none is a void.
    shorts
        The same in fewer words: what is done off the path of play is left out where it need not be
        said to tell the equilibria of this map apart.
    forms
        The forms behind the names. Where the map is drawn by paths or by outcomes, forms that come
        to the same are all here, though not each of them exists everywhere in the regime.
    cases
        Exact conditions: it is this regime where all conditions of one of the cases hold. They are
        as short as they tell it from the other regimes of the map.
    witness
        A rational point in it.
    share
        Its share of the constrained box, or of the map: exact, or between certain bounds.
    cells
        Of how many connected pieces it is made; None where there was no map to count on.
    void
        What a regime without an equilibrium is called: where only pure ones, or not all, are known,
        it says so.

    Examples
    --------
    >>> import brinkgame as bg
    >>> regime = bg.regimes(bg.memo.load("deploy").game, over="detection").regimes[1]
    >>> regime.name, regime.conditions, regime.share.low
    ('USSR at root: hold', '192*detection - 125 > 0', Fraction(67, 192))
    """

    names: tuple[str, ...] = field(repr=False)
    shorts: tuple[str, ...]
    forms: tuple[EquilibriumForm, ...] = field(repr=False)
    cases: tuple[tuple[Condition, ...], ...] = field(repr=False)
    witness: Point = field(repr=False)
    share: Share
    cells: int | None
    void: str = "no equilibrium"

    @property
    def is_void(self) -> bool:
        """Whether there is no equilibrium of the kind that is looked for."""
        return not self.names

    @property
    def is_overlap(self) -> bool:
        """Whether there are several."""
        return len(self.names) > 1

    @property
    def name(self) -> str:
        """The regime in words."""
        if self.shorts:
            return " | ".join(self.shorts)
        return self.void

    @property
    def conditions(self) -> str:
        """The conditions in words: ``a > 0 and b > 0, or c > 0``."""
        said = [" and ".join(f"{c.difference} {c.relation} 0" for c in case) for case in self.cases]
        return ", or ".join(case or "everywhere" for case in said)

    def __str__(self) -> str:
        return f"{self.name}: {self.conditions}"


@final
@dataclass(frozen=True, slots=True)
class RegimeCell:
    """A connected piece of a regime.

    Attributes
    ----------
    regime
        The number of the regime in the map.
    witness
        A rational point inside; it names every parameter.
    places
        Where it is in the arrangement of the borders.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.regimes(bg.memo.load("deploy").game, over=("detection", "us_resolve"))
    >>> cell = found.cell_at({"detection": "9/10", "us_resolve": "9/10"})
    >>> found.regimes[cell.regime].name
    'USSR at root: hold'
    """

    regime: int
    witness: Point
    places: tuple[Place, ...]


@final
@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of a border: a branch over one slab, or a part of a wall.

    Attributes
    ----------
    slab
        The number of the slab; of a wall, that of the slab to its right.
    branch
        The number of the branch in its stack; -1 for a part of a wall.
    low, high
        Of a part of a wall, its ends.
    """

    slab: int
    branch: int = -1
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


@final
@dataclass(frozen=True)
class Border:
    """Where one regime turns into another.

    Attributes
    ----------
    polynomial
        It is zero on the border; irreducible, with whole coefficients.
    over, formula
        The border solved for one of the parameters of the map, where it is linear in one: `over` is
        `formula` on it. A formula without a parameter is a number.
    general
        The same `over` as a formula in all parameters of the game, where it was matched.
    conditions
        The conditions that turn there, each with its incentive, of forms that exist on one side
        only.
    between
        The numbers of the two regimes.
    on
        The names of the equilibria that exist on the border itself.
    edges
        Its pieces.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("deploy").game
    >>> (border,) = bg.regimes(game, over=("detection", "us_resolve")).borders
    >>> print(border.over, "is", border.formula)
    detection is 25/(64*us_resolve)
    >>> border.incentive
    'USSR at root prefers hold to deploy'
    """

    polynomial: Expression
    over: str | None
    formula: Expression | Number | None
    general: Expression | None
    conditions: tuple[Condition, ...] = field(repr=False)
    between: tuple[int, int]
    on: tuple[str, ...]
    edges: tuple[Edge, ...] = field(repr=False)

    @property
    def incentives(self) -> tuple[str, ...]:
        """The incentives that turn, in words, each once."""
        return tuple(dict.fromkeys(condition.incentive for condition in self.conditions))

    @property
    def incentive(self) -> str:
        """The first of the incentives in words, and how many more there are."""
        said = self.incentives
        if not said:
            return ""
        return said[0] + (f" (and {len(said) - 1} more)" if len(said) > 1 else "")

    def __str__(self) -> str:
        if self.over is None:
            return f"{self.polynomial} = 0"
        general = f" = {self.general}" if self.general is not None else ""
        return f"{self.over}{general} = {self.formula}"


@final
@dataclass(frozen=True)
class PlaneMap:
    """Which equilibria exist where, over one parameter or two; the others have a value.

    Attributes
    ----------
    game, concept
        Of what, and which kind of equilibrium.
    over
        The names of the parameters that are mapped, the first runs to the right.
    fixed
        The values of all other parameters.
    of
        What is told apart: ``"forms"``, ``"paths"`` or ``"outcomes"``.
    regimes
        The largest first.
    cells
        Their connected pieces, from the left and from below.
    borders
        The curves between them.
    arrangement
        All that was cut, for those who draw.
    coverage, undecided
        What may be concluded about equilibria that no form describes, and what was not decided.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/3", low=0, high=1)
    >>> game = bg.ExtensiveFormGame("one", players=("A",), root=bg.Decision("A", {
    ...     "stay": bg.Terminal({"A": y}), "go": bg.Terminal({"A": x * 2})}))
    >>> print(bg.regimes(game, over=("x", "y")))
    x and y: 2 regimes
    1. A at root: go
       0.75 of the map: 2*x - y > 0
    2. A at root: stay
       0.25 of the map: y - 2*x > 0
    1 | 2: x = y/2
       A at root prefers stay to go
    """

    game: Game = field(repr=False)
    concept: Concept
    over: tuple[str, ...]
    fixed: Point = field(repr=False)
    of: str
    regimes: tuple[Regime, ...]
    cells: tuple[RegimeCell, ...] = field(repr=False)
    borders: tuple[Border, ...]
    forms: tuple[EquilibriumForm, ...] = field(repr=False)
    arrangement: Arrangement = field(repr=False)
    labels: Mapping[Place, int] = field(repr=False)
    coverage: str
    undecided: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left undecided."""
        return not self.undecided

    def at(self, point: Mapping[str, Any]) -> tuple[EquilibriumForm, ...]:
        """The forms that exist at a point of the map, borders and corners included, exactly.

        Parameters
        ----------
        point
            Values of the parameters that are mapped, as numbers; others may be there as well.
        """
        lacking = [name for name in self.over if name not in point]
        if lacking:
            raise InvalidParameterError(f"the point says nothing of {', '.join(lacking)}")
        where = Point({**self.fixed, **{name: point[name] for name in self.over}})
        return tuple(form for form in self.forms if form.holds(where))

    def cell_at(self, point: Mapping[str, Any]) -> RegimeCell | None:
        """The cell in which a point lies; None on a border, and where the constraints do not hold.

        A point on a line that parts nothing lies in the cell on both sides of it.
        """
        where = Point({name: point[name] for name in self.over})
        x, y = (*where.values(), Fraction(1, 2))[:2]
        places = self.arrangement.places_at(x, y)
        touching = {k for k, cell in enumerate(self.cells) if not places.isdisjoint(cell.places)}
        if len(touching) != 1:
            return None
        return self.cells[touching.pop()]

    def lines(self) -> Iterator[str]:
        """The map line by line."""
        count = len(self.regimes)
        yield f"{' and '.join(self.over)}: {count} regime{'s' if count > 1 else ''}"
        for number, regime in enumerate(self.regimes, start=1):
            yield f"{number}. {regime.name}"
            yield f"   {float(regime.share.value):.4g} of the map: {regime.conditions}"
        for border in self.borders:
            yield f"{' | '.join(str(side + 1) for side in border.between)}: {border}"
            if border.incentive:
                yield f"   {border.incentive}"
        yield from self.undecided

    def __str__(self) -> str:
        return "\n".join(self.lines())
