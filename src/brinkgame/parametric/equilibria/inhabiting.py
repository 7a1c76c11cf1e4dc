"""Which forms live in the constrained box, with short conditions and a witness each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from brinkgame.control import Control
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.substitution import SignOf, faults_of
from brinkgame.parametric.regions import reduced, sign_over, witness

__all__ = ["inhabited", "weak_sign"]


def weak_sign(space: ParameterSpace) -> SignOf:
    """The sign of an expression all over a constrained box, where it may be zero in places."""

    @lru_cache(maxsize=4096)
    def sign(expression: Expression) -> int | None:
        return sign_over(expression, space, weak=True)

    return sign


def _strict(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The same conditions, but for the border: what holds there only is not asked about."""
    return tuple(
        replace(condition, relation=">") if condition.relation == ">=" else condition
        for condition in conditions
    )


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
        conditions = reduced(form.conditions, space, borders=thin)
        if conditions is None:
            continue
        found = witness(conditions if thin else _strict(conditions), space, control=control)
        if found.status == "empty" or (found.status == "thin" and not thin):
            continue
        if found.status == "undecided":
            undecided.append(f"{form.name}: it is not known whether it exists ({found.proof})")
        kept.append(replace(form, conditions=conditions, witness=found.point))
    sign = weak_sign(space)
    undecided.extend(f"not certified: {fault}" for fault in faults_of(kept, sign))
    return tuple(kept), tuple(undecided)
