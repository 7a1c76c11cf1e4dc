"""Under which assumptions a game returns what was done in it, as a formula.

In the *possible* reading some equilibrium form that holds gives every action on record a positive
chance; in the *certain* one no form that holds takes any of them with a chance below one. The
formula is reduced and exact up to borders; `Explanation.holds` asks the forms themselves, and is
exact on borders, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, final

from brinkgame.control import Control
from brinkgame.errors import UnsupportedGameError
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForms
from brinkgame.parametric.identified.clauses import Clause, Factor, Simplifier
from brinkgame.parametric.identified.eliminating import Elimination
from brinkgame.parametric.identified.observing import Observed

__all__ = ["Explanation", "explain"]

MOST: Final = 4000


@final
@dataclass(frozen=True)
class Explanation:
    """When one observation is what the game returns.

    Attributes
    ----------
    observed
        The observation.
    reading
        ``"possible"`` or ``"certain"``.
    forms
        All equilibrium forms of the game; None where it is beyond the class.
    undecided
        What could not be decided, one line each.
    factor
        The alternatives, reduced. Where something is undecided, those that are known.
    cases, exceptions
        The same as it came: where a case holds, and no exception.
    """

    observed: Observed
    reading: str
    forms: EquilibriumForms | None
    undecided: tuple[str, ...]
    factor: Factor
    cases: tuple[Clause, ...] = ()
    exceptions: tuple[tuple[Condition, ...], ...] = ()

    def factor_on_borders(self, simplifier: Simplifier) -> Factor:
        """The alternatives, exact on borders of the box, too."""
        return _without_exceptions(self.cases, self.exceptions, simplifier)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters on which it depends, in the order of the game."""
        met = self.factor.names
        return tuple(name for name in self.observed.game.parameters if name in met)

    def holds(self, point: Mapping[str, Any]) -> bool | None:
        """Whether the game returns what was done at a point, exactly; None if that is undecided."""
        if self.forms is None:
            return None
        whole = not self.forms.undecided
        does = [self.observed.does(form, point) for form in self.forms if form.holds(point)]
        if self.reading == "possible":
            return True if any(possible for possible, _ in does) else (False if whole else None)
        if not all(certain for _, certain in does):
            return False
        return bool(does) if whole else None


def explain(
    observed: Observed, reading: str, elimination: Elimination, control: Control
) -> Explanation:
    """Find the formula of one observation."""
    left = control.remaining
    limit = None if left == float("inf") else max(left, 1e-3)
    try:
        forms = equilibrium_forms(
            observed.game, observed.concept, inhabited=False, thin=True, time_limit=limit
        )
    except UnsupportedGameError as error:
        return Explanation(observed, reading, None, (f"{observed.name}: {error}",), Factor(()))
    undecided = tuple(f"{observed.name}: {each}" for each in forms.undecided)
    playing, failing = [], []
    for form in forms:
        more = observed.plays(form)
        if more is not None:
            playing.append(Clause((*form.conditions, *more)))
        if reading == "certain":
            failing += [(*form.conditions, *each) for each in observed.fails(form)]
    simplifier = elimination.simplifier
    factor = _without_exceptions(playing, failing, simplifier)
    if reading == "certain" and undecided:
        factor = Factor(())
    return Explanation(observed, reading, forms, undecided, factor, tuple(playing), tuple(failing))


def _without_exceptions(
    cases: Sequence[Clause],
    exceptions: Sequence[tuple[Condition, ...]],
    simplifier: Simplifier,
) -> Factor:
    """Where some case holds and no exception, up to borders.

    Where a case has the reverse of a condition of an exception, they have borders in common at
    most. So it is with any two forms of a tree of perfect information: they differ somewhere, and
    agree about all that comes later.
    """
    if not exceptions:
        return simplifier.simplified(cases)
    against = [(frozenset(-c.difference for c in each), each) for each in exceptions]
    rows: list[Clause] = []
    for case in cases:
        own = frozenset(c.difference for c in case.conditions)
        part = [case]
        for reverse, exception in against:
            if not simplifier.on_borders and not own.isdisjoint(reverse):
                continue
            ways = [c.negated() for c in exception if simplifier.on_borders or c not in own]
            part = [row & Clause((each,)) for row in part for each in ways]
            part = list(simplifier.simplified(part).clauses)
        rows += part
    return simplifier.simplified(rows)
