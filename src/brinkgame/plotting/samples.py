"""A sample of parameter points and how much each counts, as pictures read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion

__all__ = ["Sample"]

Floats = npt.NDArray[np.float64]


@final
@dataclass(frozen=True, slots=True)
class Sample:
    """Draws from the ranges of some parameters, with a weight each.

    Attributes
    ----------
    draws
        ``{parameter: values}``.
    weights
        How much each draw counts: 0 or 1 where it was kept or not, else its likelihood.
    parameters
        Their definitions, ``{name: Parameter}``; empty where they are not known.
    """

    draws: Mapping[str, Floats]
    weights: Floats
    parameters: Mapping[str, Any]

    @classmethod
    def of(cls, identified: Any) -> Self:
        """What a result of the inverse question holds.

        Raises
        ------
        InvalidParameterError
            It is none, or no draw is left.
        """
        draws = getattr(identified, "draws", None)
        weights = getattr(identified, "weights", getattr(identified, "kept", None))
        if draws is None or weights is None:
            raise InvalidParameterError(
                f"expected what brinkgame.identify returns; got {identified!r}"
            )
        counted = np.asarray(weights, dtype=np.float64)
        if not counted.size or counted.max() <= 0:
            raise InvalidParameterError(
                "no draw was kept, so there is nothing to draw; ask for fewer records, or a wider "
                "reading"
            )
        read = {str(name): np.asarray(values, dtype=np.float64) for name, values in draws.items()}
        return cls(read, counted, getattr(identified, "space", {}))

    @property
    def share(self) -> float:
        """The share of the draws that was kept, likelihoods averaged."""
        return float(self.weights.mean())

    @property
    def effective(self) -> float:
        """How many draws of equal weight tell as much (Kish 1965)."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())

    @property
    def has_baseline(self) -> bool:
        """Whether the parameters' baselines are known."""
        return bool(self.parameters)

    def values(self, name: str) -> Floats:
        """All draws of a parameter.

        Raises
        ------
        UnknownNameError
            It was not drawn.
        """
        if name not in self.draws:
            raise UnknownNameError(f"{name!r} was not drawn{suggestion(name, list(self.draws))}")
        return self.draws[name]

    def range(self, name: str) -> tuple[float, float]:
        """Its range; where that has no ends, those of the draws."""
        values = self.values(name)
        parameter = self.parameters.get(name)
        low, high = getattr(parameter, "low", None), getattr(parameter, "high", None)
        return (
            float(values.min() if low is None else low),
            float(values.max() if high is None else high),
        )

    def is_whole(self, name: str) -> bool:
        """Whether it takes whole numbers only."""
        return bool(getattr(self.parameters.get(name), "whole", False))

    def baseline(self, name: str) -> float | None:
        """Its baseline, if it is known."""
        parameter = self.parameters.get(name)
        return None if parameter is None else float(parameter.baseline)

    def words(self, name: str) -> str:
        """Its name and what it means."""
        meaning = getattr(self.parameters.get(name), "meaning", "")
        return f"{name}: {meaning}" if meaning else name
