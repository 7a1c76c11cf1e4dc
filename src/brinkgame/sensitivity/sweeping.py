"""The sweep: measures over a grid or a design, as a labelled data set.

Dimensions are the names of parameters (or `point` for a design), and where several equilibria may
be, a dimension for what is kept of them: `bound`, the lowest and the highest over the set, or
`equilibrium`, one place for each form. The shape follows from the arguments alone: two sweeps with
the same arguments can be put together whatever came out of them.
"""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control, Progress
from brinkgame.errors import InvalidParameterError, ParameterRangeWarning
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.results import Concept
from brinkgame.selection import SelectionRule
from brinkgame.sensitivity.designs import Design, holds
from brinkgame.sensitivity.engines import Answers, Engine, Task, choose_engine
from brinkgame.sensitivity.evaluation import make_task, numbers_of, one_dimensional
from brinkgame.sensitivity.measures import ExpectedPayoff, Measure
from brinkgame.sensitivity.points import PointStatus
from brinkgame.sensitivity.selecting import selected

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["sweep"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Floats: TypeAlias = npt.NDArray[np.float64]

POINT: Final = "point"
BOUND: Final = "bound"
EQUILIBRIUM: Final = "equilibrium"
_TAKEN: Final = {
    POINT,
    BOUND,
    EQUILIBRIUM,
    "regime",
    "count",
    "status",
    "failed",
    "redone",
    "feasible",
    "exists",
}
_MOST_FORMS: Final = 128
_MOST_REGIMES: Final = 32_000
"""Regimes are numbered in 16 bits."""
_KEEP: Final = ("bounds", "set")


def sweep(
    game: Game,
    over: Mapping[str, Any] | Design,
    measure: Measure | Sequence[Measure] | Mapping[str, Measure] | None = None,
    *,
    at: Mapping[str, Any] | None = None,
    concept: str | Concept | None = None,
    keep: str = "bounds",
    forms: int | None = None,
    selection: SelectionRule | None = None,
    engine: str | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> xr.Dataset:
    """What the answer is at every point of a grid or of a design, as a labelled data set.

    Parameters
    ----------
    game
        A game with open parameters.
    over
        ``{parameter: values}`` for a grid, one dimension a parameter; or a `Design`, whose points
        are the one dimension `point`.
    measure
        What is read off: a measure, several, or ``{name: measure}``. Without one, every player's
        expected payoff.
    at
        Values of parameters that do not vary; the rest is at its baseline.
    concept
        What to look for; see `evaluate` for what is taken if nobody says.
    keep
        ``"bounds"``: each measure has the dimension `bound`, its lowest and highest value over all
        equilibria. ``"set"``: it has the dimension `equilibrium` as well, with a place for each
        form of equilibrium, and `exists` says where there is one of it.
    forms
        How many places `equilibrium` has. By default as many as the structure of the game allows;
        a number is needed where these are more than 128 or not known beforehand. Forms take their
        places in the order in which they appear along the sweep; one for which there is no place is
        a warning.
    selection
        A rule that singles out one equilibrium at each point, such as ``bg.WorstFor("US")``. Then
        measures have no dimension `bound`, and points where it keeps several have failed.
    engine
        See `evaluate`.
    time_limit
        Seconds after which points that are left are marked as not reached.
    progress
        A function that is called with a `Progress` now and then.

    Returns
    -------
    xarray.Dataset
        Beside the measures: `regime`, the set of forms that exist at a point, numbered, with the
        meanings as CF flags; `count`, the number of forms; `status` (a `PointStatus`) and `failed`;
        `redone`, where rounding left a doubt and the point was solved exactly; `feasible`, whether
        ranges and constraints hold there. Parameters that were held are coordinates without a
        dimension. Attributes say what was solved, for what, how, and with which version.

    Raises
    ------
    UnknownNameError
        A parameter, or what a measure names, is not in the game.
    InvalidParameterError
        An axis is empty or holds NaN, a whole parameter is at 6.5, there are more points than
        memory, `keep` is neither of the two.
    UnsupportedGameError
        The game has no open parameters.

    Warns
    -----
    ParameterRangeWarning
        An axis leaves the range of its parameter.

    Examples
    --------
    >>> import brinkgame as bg
    >>> import numpy as np
    >>> deploy = bg.memo.load("deploy").game
    >>> data = bg.sweep(deploy, {"detection": np.linspace(0, 1, 5)},
    ...                 bg.ActionProbability("USSR", "root", "deploy"))
    >>> data.sizes["detection"], data.regime.values
    (5, array([0, 0, 0, 1, 1], dtype=int8))
    >>> data.regime.attrs["flag_meanings"].split()[1]
    'root:_hold'
    >>> data.probability_USSR_root_deploy.sel(bound="highest").values
    array([1., 1., 1., 0., 0.])
    """
    if keep not in _KEEP:
        raise InvalidParameterError(f"keep is 'bounds' or 'set'; got {keep!r}")
    if selection is not None and not isinstance(selection, SelectionRule):
        raise InvalidParameterError(
            f"expected a rule such as brinkgame.MaxWelfare(), got {selection!r}"
        )
    if selection is not None and keep == "set":
        raise InvalidParameterError("a selection keeps one equilibrium; leave out keep='set'")
    design = over if isinstance(over, Design) else None
    values = _axes(over)
    measures = _measures(game, measure)
    for name in measures:
        if name in _TAKEN or name in values or name in getattr(game, "parameters", ()):
            raise InvalidParameterError(
                f"a measure cannot be called {name!r}: the data set has another variable of that "
                "name; give measures as {name: measure}"
            )
    task = make_task(
        game,
        values,
        measures,
        at=at,
        concept=concept,
        grid=design is None,
        with_forms=True,
        by_form=keep == "set",
    )
    chosen = choose_engine(task, engine)
    places = _places(chosen.engine, task, forms) if keep == "set" else ()
    _check_memory(task, places if isinstance(places, int) else len(places))
    control = Control(time_limit, progress)
    answers = chosen.engine.run(task, control)
    answers.number_regimes()
    dims = (POINT,) if design is not None else tuple(values)
    builder = _Builder(game, task, answers, dims, values, dict(at or {}))
    if selection is not None:
        builder.add_selected(selection, control)
    elif keep == "set":
        builder.add_forms(places)
    else:
        builder.add_bounds()
    builder.add_states()
    return builder.dataset(
        {
            "engine": chosen.engine.name,
            "why": chosen.reason,
            "concept": task.concept.value,
            "keep": "selection" if selection is not None else keep,
            "selection": "" if selection is None else repr(selection),
            "design": "grid" if design is None else design.kind,
            "seed": -1 if design is None or design.seed is None else int(design.seed),
            "accepted": 1.0 if design is None else design.accepted,
        }
    )


def _axes(over: Any) -> dict[str, Floats]:
    if isinstance(over, Design):
        return one_dimensional(over)
    if not isinstance(over, Mapping):
        raise InvalidParameterError(
            f"over is written {{parameter: values}}, or is a design; got {over!r}"
        )
    found = {name: numbers_of(name, given) for name, given in over.items()}
    for name, array in found.items():
        if len(np.unique(array)) < len(array):
            ordered = np.sort(array)
            twice = ordered[:-1][ordered[:-1] == ordered[1:]][0]
            raise InvalidParameterError(f"{name}: the value {twice} is there twice")
    return found


def _measures(game: Any, measure: Any) -> dict[str, Measure]:
    if measure is None:
        return {m.name: m for m in map(ExpectedPayoff, getattr(game, "players", ()))}
    if isinstance(measure, Measure):
        return {measure.name: measure}
    if isinstance(measure, Mapping):
        return dict(measure)
    if isinstance(measure, Sequence) and not isinstance(measure, str):
        found: dict[str, Measure] = {}
        for each in measure:
            if not isinstance(each, Measure):
                raise InvalidParameterError(f"expected a measure, got {each!r}")
            if each.name in found:
                raise InvalidParameterError(
                    f"two measures would be called {each.name}; give them as {{name: measure}}"
                )
            found[each.name] = each
        return found
    raise InvalidParameterError(
        f"expected a measure such as bg.ExpectedPayoff('US'), several, or {{name: measure}}; got "
        f"{measure!r}"
    )


def _places(engine: Engine, task: Task, forms: int | None) -> tuple[str, ...] | int:
    """The names of the places of equilibria, or how many there are to be filled."""
    if forms is not None:
        given: object = forms
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise InvalidParameterError(f"forms is a whole number from 1 on; got {forms!r}")
        return forms
    known = engine.possible_forms(task, _MOST_FORMS)
    if known is None:
        raise InvalidParameterError(
            f"the structure of the game allows more than {_MOST_FORMS} forms of equilibrium, or "
            "they are not known beforehand; say how many to keep, such as forms=16"
        )
    return known


def _memory() -> float:
    """Half of what the machine has, in bytes; without an answer 4 GiB."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2
    except (AttributeError, ValueError, OSError):
        return 4 * 2.0**30


def _check_memory(task: Task, places: int) -> None:
    each = 24 + 8 * 4 * len(task.measures) * (1 + places)
    need, have = each * task.size, _memory()
    if need > have:
        axis = max(range(len(task.shape)), key=lambda i: task.shape[i])
        raise InvalidParameterError(
            f"{task.size} points need about {need / 2**30:.1f} GiB, and {have / 2**30:.1f} may be "
            f"used; sweep in parts, such as {int(np.ceil(need / have))} pieces of the longest axis "
            f"({task.shape[axis]} values), and join them by xarray.concat"
        )


@final
class _Builder:
    """Puts a data set together."""

    def __init__(
        self,
        game: Game,
        task: Task,
        answers: Answers,
        dims: tuple[str, ...],
        values: Mapping[str, Floats],
        at: Mapping[str, Any],
    ) -> None:
        self.game, self.task, self.answers, self.dims = game, task, answers, dims
        self.values = values
        self.variables: dict[str, Any] = {}
        self.coordinates: dict[str, Any] = {}
        space = game.parameters
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            self.point = space.point(dict(at))
        for name, parameter in space.items():
            attributes = _attributes(parameter)
            if name in values:
                where = (POINT,) if dims == (POINT,) else (name,)
                self.coordinates[name] = (where, np.array(values[name]), attributes)
            else:
                self.coordinates[name] = ((), float(self.point[name]), attributes)

    def shaped(self, flat: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return flat.reshape(self.task.shape)

    def add_bounds(self) -> None:
        """Each measure as its lowest and its highest value."""
        self.coordinates[BOUND] = ((BOUND,), ["lowest", "highest"], {})
        for name, measure in self.task.measures.items():
            both = np.stack([self.answers.low[name], self.answers.high[name]], axis=-1)
            self.variables[name] = (
                (*self.dims, BOUND),
                both.reshape((*self.task.shape, 2)),
                _about(measure),
            )

    def add_forms(self, places: tuple[str, ...] | int) -> None:
        """Each measure form by form."""
        met = self.answers.forms
        if isinstance(places, int):
            names = [*met[:places], *[f"(none {i + 1})" for i in range(places - len(met))]]
        else:
            names = [*places]
        left = [form for form in met if form not in names]
        if left:
            warnings.warn(
                f"{len(met)} forms of equilibrium were met, and there are {len(names)} places; "
                f"left out: {' | '.join(left[:3])}{' | ...' if len(left) > 3 else ''}",
                UserWarning,
                stacklevel=3,
            )
        number = {form: k for k, form in enumerate(met)}
        size, most = self.task.size, len(names)
        exists = np.zeros((size, most), dtype=bool)
        tables = {name: np.full((size, most, 2), np.nan) for name in self.task.measures}
        for place, form in enumerate(names):
            if form not in number:
                continue
            for name, table in tables.items():
                has, low, high = self.answers.in_form(name, number[form])
                exists[:, place] = has
                table[:, place, 0], table[:, place, 1] = low, high
        self.coordinates[EQUILIBRIUM] = (
            (EQUILIBRIUM,),
            names,
            {"long_name": "what is done with positive probability where play comes to"},
        )
        self.coordinates[BOUND] = ((BOUND,), ["lowest", "highest"], {})
        shape = (*self.task.shape, most)
        self.variables["exists"] = (
            (*self.dims, EQUILIBRIUM),
            exists.reshape(shape),
            {"long_name": "whether there is an equilibrium of this form"},
        )
        for name, measure in self.task.measures.items():
            self.variables[name] = (
                (*self.dims, EQUILIBRIUM, BOUND),
                tables[name].reshape((*shape, 2)),
                _about(measure),
            )

    def add_selected(self, rule: SelectionRule, control: Control) -> None:
        """Each measure in the equilibrium that a rule singles out."""
        found = selected(self.task, self.answers, rule, control)
        for name, measure in self.task.measures.items():
            self.variables[name] = (self.dims, self.shaped(found[name]), _about(measure))

    def add_states(self) -> None:
        """Regime, number of equilibria, and what became of each point."""
        answers = self.answers
        codes = answers.regime
        if codes is None or len(answers.regimes) > _MOST_REGIMES:
            raise InvalidParameterError(
                f"{len(answers.regimes)} regimes are more than can be numbered; take a coarser grid"
            )
        kind = np.int8 if len(answers.regimes) < 128 else np.int16
        self.variables["regime"] = (
            self.dims,
            self.shaped(codes.astype(kind)),
            {
                "long_name": "which forms of equilibrium there are",
                "flag_values": np.arange(len(answers.regimes), dtype=kind),
                "flag_meanings": " ".join(
                    _flag(" | ".join(answers.forms[f] for f in forms)) for forms in answers.regimes
                ),
            },
        )
        self.variables["count"] = (
            self.dims,
            self.shaped(answers.count),
            {"long_name": "number of forms of equilibrium; -1 where it is not known"},
        )
        self.variables["status"] = (
            self.dims,
            self.shaped(answers.status),
            {
                "long_name": "what became of the point",
                "flag_values": np.array([int(s) for s in PointStatus], dtype=np.int8),
                "flag_meanings": " ".join(s.name.lower() for s in PointStatus),
            },
        )
        self.variables["failed"] = (
            self.dims,
            self.shaped(answers.status >= PointStatus.FAILED),
            {"long_name": "whether there is no answer"},
        )
        self.variables["redone"] = (
            self.dims,
            self.shaped(answers.redone),
            {"long_name": "whether the point was solved by itself in exact numbers"},
        )
        self.variables["feasible"] = (
            self.dims,
            self._feasible(),
            {"long_name": "whether ranges and constraints hold"},
        )

    def _feasible(self) -> npt.NDArray[np.bool_]:
        space = self.game.parameters
        good = np.ones(self.task.shape, dtype=bool)
        axes = _broadcast(self.values, self.task.shape, self.dims == (POINT,))
        for name, array in axes.items():
            low, high = space[name].low, space[name].high
            if low is not None:
                good &= array >= float(low)
            if high is not None:
                good &= array <= float(high)
        fixed = {n: float(v) for n, v in self.point.items() if n not in axes}
        for constraint in space.constraints:
            if any(name in axes for name in constraint.names):
                good &= holds(constraint, {**fixed, **axes})
            else:
                good &= constraint.holds(self.point)
        return good

    def dataset(self, attributes: dict[str, Any]) -> xr.Dataset:
        """The whole."""
        import xarray as xr

        game, reasons = self.game, self.answers.reasons
        told = dict(itertools.islice(reasons.items(), 5))
        return xr.Dataset(
            self.variables,
            self.coordinates,
            {
                **source_attributes(game),
                **attributes,
                "reasons": "; ".join(f"point {place}: {why}" for place, why in told.items()),
            },
        )


def source_attributes(game: Game) -> dict[str, Any]:
    """What was analysed, and by what."""
    return {
        "title": game.title,
        "fingerprint": game.fingerprint(),
        "source": f"brinkgame {_version()}",
        "Conventions": "CF-1.11",
    }


def _version() -> str:
    try:
        return version("brinkgame")
    except PackageNotFoundError:  # run from its sources, without being installed
        return "(not installed)"


def _broadcast(
    values: Mapping[str, Floats], shape: tuple[int, ...], listed: bool
) -> dict[str, Floats]:
    if listed:
        return dict(values)
    size = len(shape)
    return {
        name: array.reshape([-1 if i == k else 1 for i in range(size)])
        for k, (name, array) in enumerate(values.items())
    }


def _attributes(parameter: Parameter) -> dict[str, Any]:
    """What a parameter is, as attributes of its coordinate."""
    found: dict[str, Any] = {
        "long_name": parameter.meaning or parameter.name,
        "units": parameter.unit or "1",
        "sources": "; ".join(parameter.sources),
        "baseline": str(parameter.baseline),
    }
    if parameter.low is not None:
        found["valid_min"] = float(parameter.low)
    if parameter.high is not None:
        found["valid_max"] = float(parameter.high)
    if parameter.symbol:
        found["symbol"] = parameter.symbol
    return found


def _about(measure: Measure) -> dict[str, Any]:
    units = "1" if measure.is_probability else "payoff"
    return {"long_name": measure.words, "units": units}


def _flag(text: str) -> str:
    """One word of `flag_meanings`, which are separated by blanks."""
    return text.replace(" ", "_")
