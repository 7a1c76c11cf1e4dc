"""What a model that is no finite game is: its equations, its source, and its known figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace, Point

__all__ = ["KnownFigures", "ModelEntry", "ModelSolution"]

Figure: TypeAlias = "Fraction | Algebraic | float"
"""A number of a model: exact where its equations have exact solutions."""


@final
@dataclass(frozen=True, slots=True)
class ModelSolution:
    """An equilibrium of a model, by its figures.

    Attributes
    ----------
    figures
        ``{name: number}``: what the equilibrium is made of, and what follows from it.
    residual
        The certificate: how far the equations of equilibrium are from holding at these figures;
        zero where they are solved exactly.
    words
        Which equilibrium it is, where there are several.
    """

    figures: Mapping[str, Figure]
    residual: Fraction | float = Fraction(0)
    words: str = ""


@final
@dataclass(frozen=True, slots=True)
class KnownFigures:
    """Figures that a source prints, or that follow from it by hand.

    Attributes
    ----------
    figures
        One mapping an equilibrium, in the order of the model: ``{name: digits}``. A text such as
        ``"0.251105"`` is compared to all its decimals, one such as ``"2/15"`` exactly.
    citation
        Where they are found, or how they follow.
    at
        The values of parameters at which they hold; those not named are at their baselines.
    """

    figures: tuple[Mapping[str, str], ...]
    citation: str
    at: Mapping[str, Any] = field(default_factory=dict)


@final
@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A published model that is no finite game: continuous types or time, or no last move.

    It is kept as what it is, equations of equilibrium in its parameters, solved exactly where they
    can be and by bracketing all roots where they cannot.

    Attributes
    ----------
    name
        What it is loaded by, such as ``"rubinstein"``.
    title
        What it is called.
    citation
        Where it comes from.
    summary
        What it is known for, in a sentence or two.
    parameters
        Its parameters. Their constraints are what the equations assume.
    equations
        From a point to all equilibria: what `solve` calls.
    known
        Its known figures.
    game
        A finite game that agrees with the model, or comes near to it; None where there is none
        that is small.

    Examples
    --------
    >>> import brinkgame as bg
    >>> model = bg.catalog.load_model("rubinstein")
    >>> (agreement,) = model.solve(patience_second="4/5")
    >>> agreement.figures["share"]
    Fraction(5, 7)
    """

    name: str
    title: str
    citation: str
    summary: str
    parameters: ParameterSpace
    equations: Callable[[Point], tuple[ModelSolution, ...]]
    known: tuple[KnownFigures, ...] = ()
    game: ExtensiveFormGame | NormalFormGame | None = None

    def solve(
        self, mapping: Mapping[str, object] | None = None, /, **values: object
    ) -> tuple[ModelSolution, ...]:
        """Every equilibrium of the model at these values, the rest at baseline.

        Raises
        ------
        UnsupportedGameError
            A constraint does not hold, so that the equations say nothing.

        Warns
        -----
        ParameterRangeWarning
            A value is outside its range.
        """
        given = {**(mapping or {}), **values}
        broken = [fault for fault in self.parameters.violations(given) if "its range" not in fault]
        if broken:
            raise UnsupportedGameError(
                f"the equations of {self.name} hold only where "
                f"{' and '.join(map(str, self.parameters.constraints))}: {'; '.join(broken)}"
            )
        return self.equations(self.parameters.point(given))

    def disagreements(self) -> tuple[str, ...]:
        """What the model gives that its source does not, in words; empty when all digits agree.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.catalog.load_model("lewis-schultz").disagreements()
        ()
        """
        found = []
        for known in self.known:
            where = f"at {dict(known.at)}" if known.at else "at baseline"
            solutions = self.solve(known.at)
            if len(solutions) != len(known.figures):
                found.append(f"{len(solutions)} equilibria {where}, not {len(known.figures)}")
                continue
            for solution, figures in zip(solutions, known.figures, strict=True):
                found += [
                    f"{name} = {solution.figures.get(name)} {where}, not {digits}"
                    for name, digits in figures.items()
                    if name not in solution.figures or not _agree(solution.figures[name], digits)
                ]
        return tuple(found)


def _agree(value: Figure, digits: str) -> bool:
    """Whether a number is the printed one, to all the digits that are printed."""
    printed = Fraction(digits)
    exact = value if isinstance(value, Fraction) else Fraction(float(value))
    if "/" in digits:
        return exact == printed
    scale = 10 ** len(digits.partition(".")[2])
    return bool(round(exact * scale) == printed * scale)
