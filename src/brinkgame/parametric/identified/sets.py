"""`identified_set`: every assumption under which what was done in several games was rational."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, final

from brinkgame.arithmetic import exact_number
from brinkgame.control import FREE, Control, Progress
from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.identified.changing import SmallestChange, change
from brinkgame.parametric.identified.clauses import Clause, Factor, Simplifier
from brinkgame.parametric.identified.cores import core_point, parts_of
from brinkgame.parametric.identified.eliminating import Eliminated, Elimination
from brinkgame.parametric.identified.explaining import Explanation, explain
from brinkgame.parametric.identified.observing import READINGS, observed, space_of
from brinkgame.parametric.identified.points import point_of
from brinkgame.parametric.identified.projecting import SetProjection, projected
from brinkgame.parametric.identified.shares import SetShare, Shares
from brinkgame.parametric.regions.formula import All, Formula
from brinkgame.parametric.regions.witnesses import Witness

__all__ = ["Exclusion", "IdentifiedSet", "identified_set"]

DRAWS: Final = 2**13


@final
@dataclass(frozen=True, slots=True)
class Exclusion:
    """How much of the constrained box an observation rules out.

    Attributes
    ----------
    name
        The observation.
    alone
        The share of the box that it rules out by itself.
    given_others
        The share that it rules out of what all others leave; None where they leave nothing that
        was found.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> found = bg.identified_set([(p.game, p.happened) for p in points])
    >>> found.most_excluding().name
    'blockade'
    """

    name: str
    alone: float
    given_others: float | None

    def __str__(self) -> str:
        given = "nothing is known" if self.given_others is None else f"{self.given_others:.1%}"
        return f"{self.name}: {self.alone:.1%} of the box alone, {given} of what the others leave"


@final
@dataclass(frozen=True)
class IdentifiedSet:
    """The points of a constrained box at which every game returns what was done in it.

    It is made by `identified_set`.

    Attributes
    ----------
    reading
        ``"possible"`` or ``"certain"``.
    space
        The parameters of all games that vary, and the constraints among them.
    explanations
        For each observation its equilibrium forms and its formula.
    fixed
        What is held fast.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "capitulation")]
    >>> found = bg.identified_set([(p.game, p.happened) for p in points])
    >>> print(found.formulas["capitulation"])
    attack_risk*(holdout_gain + intervention_loss) + pledge_value - holdout_gain - retreat_cost >= 0
    >>> found.holds(found.space.baseline), found.is_empty()
    (True, False)
    """

    reading: str
    space: ParameterSpace
    explanations: tuple[Explanation, ...]
    fixed: Mapping[str, Fraction] = field(default_factory=dict)
    control: Control = FREE

    # --- what it says -------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """What the observations are called, in their order."""
        return tuple(each.observed.name for each in self.explanations)

    @cached_property
    def formulas(self) -> Mapping[str, Formula]:
        """For each observation the condition under which it is explained, reduced.

        It is a disjunction of conjunctions, each condition with its incentive, and exact up to
        borders of the box. Where something is undecided it says when the observation is certainly
        explained.
        """
        return {each.observed.name: each.factor.formula() for each in self.explanations}

    @property
    def formula(self) -> Formula:
        """The condition under which all observations are explained."""
        return All.of(*self.formulas.values())

    @property
    def undecided(self) -> tuple[str, ...]:
        """What could not be decided, one line each."""
        return tuple(line for each in self.explanations for line in each.undecided)

    def explained(self, point: Mapping[str, Any]) -> dict[str, bool | None]:
        """For each observation whether its game returns it at a point, exactly, on borders too.

        Parameters that the point does not name are at their baselines. None: undecided.
        """
        where = {**self.fixed, **self._point(point)}
        return {each.observed.name: each.holds(where) for each in self.explanations}

    def holds(self, point: Mapping[str, Any]) -> bool | None:
        """Whether every game returns what was done at a point, exactly; None: undecided.

        The point is not asked whether it lies in the box.
        """
        answers = self.explained(point).values()
        if False in answers:
            return False
        return None if None in answers else True

    def _point(self, point: Mapping[str, Any]) -> dict[str, Fraction]:
        for name in point:
            if name not in self.space and name not in self.fixed:
                raise UnknownNameError(f"no parameter {name!r}{suggestion(name, self.space)}")
        given = {name: exact_number(value) for name, value in point.items() if name in self.space}
        return {**self.space.baseline, **given}

    # --- is there anything --------------------------------------------------------------------

    @cached_property
    def _simplifier(self) -> Simplifier:
        return Simplifier(self.space)

    @property
    def _elimination(self) -> Elimination:
        return Elimination(self.space, self.control, simplifier=self._simplifier)

    @cached_property
    def _known(self) -> tuple[Explanation, ...]:
        """Those that are decided all over the box."""
        return tuple(each for each in self.explanations if not each.undecided)

    @cached_property
    def _freed(self) -> Eliminated:
        return self._elimination.eliminate([each.factor for each in self._known])

    def near(self, point: Mapping[str, Any] | None = None) -> Witness:
        """A point of the set near another one, or why there is none.

        Parameters
        ----------
        point
            What is wanted; parameters that it does not name are at their baselines.

        Returns
        -------
        Witness
            ``"inhabited"`` with an exact point at which every condition holds strictly, ``"thin"``
            with one on a border, ``"empty"`` with the reason, or ``"undecided"``.
        """
        wanted = self._point(point or {})
        found = self._freed
        if point and not found.is_empty:
            # What is wanted by name is chosen first, and so eliminated last.
            factors = [each.factor for each in self._known]
            found = self._elimination.eliminate(factors, last=point)
        if found.is_empty:
            return self._on_borders(wanted)
        if len(self._known) < len(self.explanations):
            return self._near_in_part(wanted)
        if all(each.holds({**self.fixed, **wanted}) for each in self.explanations):
            strict = self._is_inside(wanted)
            return Witness("inhabited" if strict else "thin", Point(wanted), "the point itself")
        return self._by_elimination(found, wanted)

    def _is_inside(self, point: Mapping[str, Fraction]) -> bool:
        def strictly(factor: Factor) -> bool:
            return any(
                all(c.difference.evaluate(point) > 0 for c in (*e.conditions, *e.constraints))
                for e in factor.clauses
            )

        return all(strictly(each.factor) for each in self.explanations)

    def _by_elimination(self, found: Eliminated, wanted: Mapping[str, Fraction]) -> Witness:
        given: dict[str, Fraction] = {}
        for part in parts_of(found.factors):
            core = core_point(part, self.space, wanted, self.control)
            if core is False:
                return Witness("empty", None, "what elimination leaves is proved to be empty")
            if not isinstance(core, dict):
                return Witness("undecided", None, f"{', '.join(found.stuck)} stay open")
            given |= core
        point = point_of(found, self.space, wanted, given, {})
        if point is None:
            return Witness("undecided", None, "only borders are left, which may be irrational")
        values, inside = point
        if not all(each.holds({**self.fixed, **values}) for each in self.explanations):
            return Witness("undecided", None, "the set holds on borders at most")
        inside = inside and self._is_inside(values)
        return Witness("inhabited" if inside else "thin", Point(values), "found by elimination")

    def _on_borders(self, wanted: Mapping[str, Fraction]) -> Witness:
        """What is left on borders of the box, where nothing is left inside of it."""
        simplifier = Simplifier(self.space, on_borders=True)
        factors = [each.factor_on_borders(simplifier) for each in self._known]
        found = Elimination(self.space, self.control, simplifier=simplifier).eliminate(factors)
        if found.is_empty:
            return Witness("empty", None, "elimination of all parameters leaves nothing")
        if not found.stuck and len(self._known) == len(self.explanations):
            point = point_of(found, self.space, wanted, {}, {})
            if point is not None and self.holds(point[0]):
                return Witness("thin", Point(point[0]), "only borders of the box are left")
        return Witness("undecided", None, "nothing is left but borders of the box, if anything")

    def _near_in_part(self, wanted: Mapping[str, Fraction]) -> Witness:
        open_ = ", ".join(each.observed.name for each in self.explanations if each.undecided)
        if self.holds(wanted):
            return Witness("inhabited", Point(wanted), "the point itself")
        return Witness("undecided", None, f"{open_} is not decided all over the box")

    @cached_property
    def witness(self) -> Witness:
        """A point of the set near the baseline; see `near`."""
        return self.near()

    def is_empty(self) -> bool | None:
        """Whether no point of the box explains everything; None where that is undecided."""
        status = self.witness.status
        return None if status == "undecided" else status == "empty"

    # --- how much -----------------------------------------------------------------------------

    def _shares(self, draws: int, seed: int) -> Shares:
        known: dict[tuple[int, int], Shares] = self.__dict__.setdefault("_drawn", {})
        if (draws, seed) not in known:
            known[draws, seed] = Shares(
                self.explanations, self.space, draws=draws, seed=seed, control=self.control
            )
        return known[draws, seed]

    def share(self, *names: str, draws: int = DRAWS, seed: int = 0) -> SetShare:
        """The share of the constrained box under which observations are explained.

        Parameters
        ----------
        names
            The observations that have to be; all of them if none is named.
        draws
            Points of the parameters that observations share; each is paired with 64 points of each
            observation's own.
        seed
            The same seed gives the same answer.
        """
        rows = [self._row(name) for name in names] or list(range(len(self.explanations)))
        return self._shares(draws, seed).of(rows)

    def exclusions(self, *, draws: int = DRAWS, seed: int = 0) -> tuple[Exclusion, ...]:
        """How much each observation rules out, the one that rules out most alone first."""
        shares = self._shares(draws, seed)
        rows = set(range(len(self.explanations)))
        whole = shares.of(rows).estimate
        found = []
        for row, name in enumerate(self.names):
            rest = shares.of(rows - {row}).estimate
            given = 1 - whole / rest if rest else None
            # Alone it has no parameter to share, and is seen at 64 times as many points.
            alone = self.only(name).share(draws=draws, seed=seed)
            found.append(Exclusion(name, 1 - alone.estimate, given))
        return tuple(sorted(found, key=lambda each: -each.alone))

    def most_excluding(self, *, draws: int = DRAWS, seed: int = 0) -> Exclusion:
        """The observation that rules out most of the box by itself."""
        return self.exclusions(draws=draws, seed=seed)[0]

    # --- parts and projections ----------------------------------------------------------------

    def _row(self, name: str) -> int:
        if name not in self.names:
            raise UnknownNameError(f"no observation {name!r}{suggestion(name, self.names)}")
        return self.names.index(name)

    def without(self, *names: str) -> IdentifiedSet:
        """The set that all other observations leave, in the same space."""
        rows = {self._row(name) for name in names}
        return self._with(each for row, each in enumerate(self.explanations) if row not in rows)

    def only(self, *names: str) -> IdentifiedSet:
        """The set that some observations leave, in the same space."""
        rows = {self._row(name) for name in names}
        return self._with(each for row, each in enumerate(self.explanations) if row in rows)

    def _with(self, explanations: Iterable[Explanation]) -> IdentifiedSet:
        return replace(self, explanations=tuple(explanations))

    def project(self, *names: str) -> SetProjection:
        """The values that one or two parameters have at the points of the set.

        Parameters
        ----------
        names
            One parameter or two.

        Raises
        ------
        UnsupportedGameError
            Some observation is undecided in places.
        """
        if self.undecided:
            raise UnsupportedGameError(
                "a set that is not decided all over the box cannot be projected", self.undecided
            )
        factors = [each.factor for each in self.explanations]
        return projected(
            names, factors, self.space, self._elimination, self.space.baseline, self.control
        )

    def smallest_change(
        self,
        name: str,
        action: str | Mapping[str, Any],
        *,
        at: Mapping[str, Any] | None = None,
        norm: str = "box",
    ) -> SmallestChange:
        """The smallest change of assumptions that would make another action rational.

        Parameters
        ----------
        name
            The observation in whose game.
        action
            The action, if it is an alternative to one on record and to one only; otherwise a
            record, ``{player: {information set: action}}``.
        at
            Where to start; parameters that it does not name are at their baselines.
        norm
            ``"box"``: all assumptions may change together, and the largest change counts, as a
            share of its range. ``"single"``: one assumption changes.

        Returns
        -------
        SmallestChange
            With an exact size and point, or with bounds where that cannot be had.
        """
        explanation = self.explanations[self._row(name)]
        return change(explanation, action, self._point(at or {}), norm, self.control)

    # --- text ---------------------------------------------------------------------------------

    def lines(self) -> Iterable[str]:
        """The set line by line."""
        yield f"{len(self.names)} observations, {len(self.space)} parameters, {self.reading}"
        for each in self.explanations:
            yield f"{each.observed.name} ({each.observed.told()})"
            if each.factor.clauses == (Clause(),):
                yield "  always"
                continue
            for number, clause in enumerate(each.factor.clauses):
                yield "  if" if not number else "  or if"
                yield from (f"    {condition}" for condition in clause.conditions)
        yield from self.undecided

    def latex(self) -> str:
        """The formula of every observation in LaTeX, a line each."""
        rows = [f"\\text{{{n}}}: {f.latex()}" for n, f in self.formulas.items()]
        return " \\\\\n".join(rows)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        names = ", ".join(self.names)
        return f"<IdentifiedSet of {names}: {len(self.space)} parameters, {self.reading}>"


def identified_set(
    observations: Iterable[Any],
    *,
    reading: str = "possible",
    fixed: Mapping[str, Any] | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> IdentifiedSet:
    """Every assumption under which what was done in several games was rational, as a formula.

    The exact form of `identify`: where that draws points, this joins the conditions of equilibrium
    forms. It proves that nothing is left, or gives an exact point; it tells which values of a
    parameter are left, and how far assumptions are from making another action rational.

    Parameters
    ----------
    observations
        Pairs of a game and a record, ``{player: {information set: action}}`` (in a table
        ``{player: strategy}``), or `Observation` objects. A quantity that several games share is
        one parameter of one name.
    reading
        When a game returns a record: ``"possible"``, if some equilibrium gives every action on
        record a positive chance, or ``"certain"``, if every equilibrium takes all of them for sure.
    fixed
        Parameters held at a number, in all games that have them.
    time_limit, progress
        Seconds from now on for finding forms and for all that is asked of the set later, and a
        function that is told how far the work is.

    Returns
    -------
    IdentifiedSet
        The formula of each observation; what was not decided stands in `undecided`.

    Raises
    ------
    InvalidParameterError
        There is no observation, or two of one name; two games define a parameter differently; a
        range has no end; nothing varies.
    UnknownNameError
        A record names what is not in its game; there is no such reading; what is fixed is nowhere.

    See Also
    --------
    identify : The same by drawing points, for games of which no forms are known, and with
        likelihoods.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> found = bg.identified_set([(p.game, p.happened) for p in points])
    >>> print(found.project("hard_type"))
    hard_type: [0, 2416/2423]
    """
    if reading not in READINGS:
        raise UnknownNameError(f"no reading {reading!r}{suggestion(str(reading), READINGS)}")
    control = Control(time_limit, progress)
    listed, held = observed(observations, fixed)
    space = space_of(listed, held)
    elimination = Elimination(space, control)
    explanations = []
    for number, each in enumerate(listed):
        control.tell("observations", number, len(listed))
        explanations.append(explain(each, reading, elimination, control))
    return IdentifiedSet(reading, space, tuple(explanations), held, control)
