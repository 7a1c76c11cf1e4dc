"""What regimes are told apart by, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, final

from brinkgame.errors import InvalidParameterError, UnsupportedGameError
from brinkgame.parametric.equilibria.form import (
    EquilibriumForm,
    EquilibriumForms,
    conduct_named,
    said,
)

__all__ = ["KINDS", "Naming", "void_of"]

KINDS: Final = ("forms", "paths", "outcomes")
"""What a map may tell apart."""


def void_of(forms: EquilibriumForms) -> str:
    """What a regime is called in which none of these forms exists."""
    if not forms.is_complete:
        return "no known equilibrium"
    pure = bool(forms) and all(form.is_pure for form in forms)
    return "no pure equilibrium" if pure else "no equilibrium"


@final
class Naming:
    """Gives forms the same name where they are not told apart.

    Parameters
    ----------
    forms
        All forms.
    of
        ``"forms"``: who takes which actions; ``"paths"``: the part of it to which play comes;
        ``"outcomes"``: which labelled ends of the game are reached.

    Raises
    ------
    InvalidParameterError
        `of` is none of these.
    UnsupportedGameError
        Outcomes are asked for, and no end of the game has a label.
    """

    def __init__(self, forms: Sequence[EquilibriumForm], of: str) -> None:
        if of not in KINDS:
            raise InvalidParameterError(f"of={of!r} is none of {', '.join(KINDS)}")
        if of == "outcomes" and forms and not any(form.outcomes for form in forms):
            raise UnsupportedGameError(
                "no end of the game has a label, so that outcomes cannot be told apart: ask of "
                "forms or of paths"
            )
        self.of = of
        self._forms = tuple(forms)
        self._names = [self._name(form) for form in forms]

    def _name(self, form: EquilibriumForm) -> str:
        if self.of == "forms":
            return form.name
        if self.of == "paths":
            return conduct_named([said(part) for part in form.path])
        reached: Any = [label for label, odds in form.outcomes.items() if odds != 0]
        return " or ".join(sorted(reached))

    def names(self, forms: Iterable[int]) -> tuple[str, ...]:
        """The names of some forms by their numbers, each once, sorted."""
        return tuple(sorted({self._names[number] for number in forms}))

    def shortened(self, forms: Iterable[int]) -> dict[str, str]:
        """Names that tell these forms apart and say no more, by their full names.

        What is done off the path of play is said where forms of one path differ in it.
        """
        present = {self._names[number]: self._forms[number] for number in sorted(forms)}
        if self.of != "forms":
            return {name: name for name in present}
        alike: dict[Any, dict[str, EquilibriumForm]] = {}
        for name, form in present.items():
            alike.setdefault(form.path, {})[name] = form
        return {
            name: _short(form, list(alike[form.path].values())) for name, form in present.items()
        }


def _short(form: EquilibriumForm, alike: Sequence[EquilibriumForm]) -> str:
    on = "; ".join(said(part) for part in form.path)
    everywhere = set(form.support).intersection(*(other.support for other in alike))
    off = [said(part) for part in form.support if part not in everywhere]
    return " / ".join(filter(None, (on, "; ".join(off)))) or form.name
