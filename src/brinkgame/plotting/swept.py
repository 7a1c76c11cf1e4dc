"""What the pictures of a sweep read from its data set: axes, regimes, bounds, and where it failed.

A sweep is an `xarray.Dataset` whose dimensions are parameters. Its regime is a variable of small
integers with the flags of the CF conventions: ``flag_values``, and ``flag_meanings`` as a blank
separated text, in which a label's own blanks are underscores, or as a list of labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy as np
import numpy.typing as npt
import xarray as xr

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion

__all__ = ["Regimes", "Swept", "edges"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@final
@dataclass(frozen=True, slots=True)
class Regimes:
    """Which regime holds at each point.

    Attributes
    ----------
    codes
        The position in `labels` at each point; -1 where there is none.
    labels
        In the order of the flags.
    """

    codes: npt.NDArray[np.int64]
    labels: tuple[str, ...]

    def present(self) -> list[int]:
        """The positions that occur."""
        return [int(code) for code in np.unique(self.codes) if code >= 0]


@final
class Swept:
    """A data set of a sweep over some parameters, with every other dimension refused."""

    def __init__(self, data: object, over: Sequence[str]) -> None:
        if not isinstance(data, xr.Dataset):
            raise InvalidParameterError(f"expected what brinkgame.sweep returns; got {data!r}")
        self.data = data
        self.over = tuple(over)

    @classmethod
    def of(cls, data: object, count: int, over: Sequence[str | None]) -> Swept:
        """The data set seen over the parameters that are named, or over all if these are so many.

        Raises
        ------
        InvalidParameterError
            It is no data set, or has another number of parameters.
        UnknownNameError
            It has no such parameter.
        """
        swept = cls(data, ())
        names = [str(name) for name in swept.data.dims if str(name) in swept.data.coords]
        names = [name for name in names if name not in _OTHERS]
        if "point" in swept.data.dims:
            raise InvalidParameterError(
                "this sweep is over the points of a design; a picture shows one over a grid, as "
                "over={parameter: values}"
            )
        for name in over:
            if name is not None and name not in names:
                raise UnknownNameError(
                    f"the sweep is not over {name!r}{suggestion(name, names)}; it is over "
                    f"{', '.join(names) or 'nothing'}"
                )
        if len(names) != count:
            what = "one parameter" if count == 1 else f"{count} parameters"
            raise InvalidParameterError(
                f"this picture shows a sweep over {what}; this one is over "
                f"{', '.join(names) or 'none'}. Choose a point of the others first, as "
                "data.sel(name=value, method='nearest')"
            )
        rest = [name for name in names if name not in over]
        swept.over = tuple(name if name is not None else rest.pop(0) for name in over)
        return swept

    def values(self, name: str) -> Floats:
        """The values of a parameter, increasing.

        Raises
        ------
        InvalidParameterError
            They are not increasing.
        """
        found = np.asarray(self.data[name].values, dtype=np.float64)
        if found.size > 1 and not (np.diff(found) > 0).all():
            raise InvalidParameterError(f"the values of {name} do not increase")
        return found

    def words(self, name: str) -> str:
        """The label of a parameter's axis: its name, what it means, its unit."""
        attributes = self.data[name].attrs
        meaning = attributes.get("long_name") or attributes.get("meaning") or ""
        unit = attributes.get("units") or attributes.get("unit") or ""
        if unit in ("1", "payoff"):
            unit = ""
        tail = f": {meaning}" if meaning and meaning != name else ""
        return f"{name}{tail}" + (f" ({unit})" if unit else "")

    def array(self, name: str) -> npt.NDArray[Any]:
        """A variable over the parameters in their order.

        Raises
        ------
        UnknownNameError
            There is no such variable.
        InvalidParameterError
            It has other dimensions.
        """
        if name not in self.data.data_vars:
            known = [str(each) for each in self.data.data_vars]
            raise UnknownNameError(
                f"the sweep has no {name!r}{suggestion(name, known)}; it has {', '.join(known)}"
            )
        found = self.data[name]
        if set(found.dims) != set(self.over):
            raise InvalidParameterError(
                f"{name} is over {', '.join(map(str, found.dims))}, not over {', '.join(self.over)}"
            )
        return np.asarray(found.transpose(*self.over).values)

    def bounds(self, name: str) -> tuple[Floats, Floats]:
        """The lowest and the highest value of a measure over the equilibria at each point."""
        data = self.data
        if f"{name}_low" in data.data_vars and f"{name}_high" in data.data_vars:
            low, high = self.array(f"{name}_low"), self.array(f"{name}_high")
        elif name in data.data_vars and "bound" in data[name].dims:
            ends = Swept(data.isel(bound=0), self.over), Swept(data.isel(bound=-1), self.over)
            low, high = (end.array(name) for end in ends)
        else:
            low = high = self.array(name)
        return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)

    def regimes(self, name: str = "regime", labels: Mapping[str, str] | None = None) -> Regimes:
        """The regimes by their flags; those that get the same label are one.

        Raises
        ------
        UnknownNameError
            A label is given to a regime that the flags do not name.
        InvalidParameterError
            The flags are incomplete.
        """
        codes = self.array(name)
        attributes = self.data[name].attrs
        if "flag_values" not in attributes or "flag_meanings" not in attributes:
            raise InvalidParameterError(f"{name} has no flag_values and flag_meanings")
        values = np.atleast_1d(np.asarray(attributes["flag_values"])).tolist()
        meanings = attributes["flag_meanings"]
        if isinstance(meanings, str):
            meanings = [word.replace("_", " ") for word in meanings.split()]
        if len(meanings) != len(values):
            raise InvalidParameterError(
                f"{name} has {len(values)} flag_values and {len(meanings)} flag_meanings"
            )
        labels = labels or {}
        for meaning in labels:
            if meaning not in meanings:
                known = [str(each) for each in meanings]
                raise UnknownNameError(f"no regime {meaning!r}{suggestion(meaning, known)}")
        called = [str(labels.get(meaning, meaning)) for meaning in meanings]
        kinds = list(dict.fromkeys(called))
        position = {value: kinds.index(word) for value, word in zip(values, called, strict=True)}
        found = np.array([position.get(code, -1) for code in codes.ravel().tolist()], dtype=int)
        return Regimes(found.reshape(codes.shape), tuple(kinds))

    def several(self) -> Flags:
        """Where there is more than one equilibrium."""
        return self._where("count", lambda count: count > 1)

    def excluded(self) -> Flags:
        """Where ranges or constraints do not hold."""
        return self._where("feasible", lambda feasible: ~feasible.astype(bool))

    def baseline(self) -> dict[str, Any]:
        """The baseline of the parameters, where the data set tells it and passes through it.

        Empty where a parameter is held elsewhere, so that the baseline is not in the picture.
        """
        told = {
            str(name): (Fraction(each.attrs["baseline"]), each)
            for name, each in self.data.coords.items()
            if "baseline" in each.attrs
        }
        held = [(start, each) for name, (start, each) in told.items() if name not in self.over]
        away = any(each.ndim == 0 and each.item() != float(start) for start, each in held)
        if away or any(name not in told for name in self.over):
            return {}
        return {name: told[name][0] for name in self.over}

    def failed(self) -> Flags:
        """Where no answer was found."""
        return self._where("failed", lambda failed: failed)

    def _where(self, name: str, test: Any) -> Flags:
        shape = tuple(self.data.sizes[each] for each in self.over)
        if name not in self.data.data_vars:
            return np.zeros(shape, dtype=bool)
        return np.asarray(test(self.array(name)), dtype=bool)

    def point(self) -> Mapping[str, Any]:
        """The parameters that were held: scalar coordinates of the data set."""
        scalars = [name for name, each in self.data.coords.items() if each.ndim == 0]
        return {str(name): self.data.coords[name].item() for name in scalars}


_OTHERS = {"bound", "equilibrium"}
"""Dimensions that are no parameters."""


def edges(values: Floats) -> Floats:
    """Where the cells around values begin and end; the first and last are half cells."""
    if values.size == 1:
        return np.array([values[0] - 0.5, values[0] + 0.5])
    middle = (values[1:] + values[:-1]) / 2
    return np.concatenate([values[:1], middle, values[-1:]])
