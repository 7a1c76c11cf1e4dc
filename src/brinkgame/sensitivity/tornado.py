"""The tornado: one parameter after the other over its range, what it does to a measure, and where
the regime switches on the way.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from brinkgame.control import Control, Progress
from brinkgame.errors import InvalidParameterError, ParameterRangeWarning
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.results import Concept
from brinkgame.sensitivity.designs import one_at_a_time
from brinkgame.sensitivity.evaluation import evaluate
from brinkgame.sensitivity.measures import Measure
from brinkgame.sensitivity.reach import reach_alone
from brinkgame.sensitivity.sweeping import source_attributes
from brinkgame.sensitivity.switching import RegimeSwitch, regime_switches

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["tornado"]

_NEAR: Final = 1e-9
"""How far beside a switch the measure is read, as a share of the parameter's range."""

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"


def tornado(
    game: Game,
    measure: Measure,
    *,
    over: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    concept: str | Concept | None = None,
    steps: int = 33,
    switches: int = 4,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> xr.Dataset:
    """What each parameter alone does to a measure over its range, the strongest first.

    A parameter moves as far as its range and the constraints let it move alone (`reach_alone`). A
    bar whose ends are close may hide a jump in between: where the regime switches, what is done
    changes at once. So each bar has the lowest and the highest value on the way too, and the places
    of the switches, exactly where the game allows (see `regime_switches`).

    Parameters
    ----------
    game
        A game with open parameters.
    measure
        What is read off.
    over
        The parameters that are moved; by default all that have a range.
    at
        Where the others are; the rest is at its baseline.
    concept
        What to look for; see `evaluate`.
    steps
        Places on each range, both ends included.
    switches
        How many places for switches there are in the result; a parameter with more is a warning.
    time_limit
        Seconds after which points that are left are marked as not reached.
    progress
        A function that is called with a `Progress` now and then.

    Returns
    -------
    xarray.Dataset
        Over `parameter`, sorted by `swing`, the range of the measure on the way: `value`, the ends
        of the parameter's range (over `end`: low, high); `outcome`, the measure there (over `end`
        and `bound`); `lowest` and `highest` on the way; `baseline_value`; `switch`, where the
        regime switches (over `switch_number`, NaN where there are no more), with `switch_text`, the
        exact number, `switch_exact`, and `switch_outcome`, the measure just below and just above it
        (over `side` and `bound`); `switch_count`, how many there are; `failed`. Beside them
        `baseline`, the measure at the point itself (over `bound`).

    Raises
    ------
    UnknownNameError, InvalidParameterError, UnsupportedGameError
        As for `evaluate`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bars = bg.tornado(bg.memo.load("deploy").game,
    ...                   bg.ActionProbability("USSR", "root", "deploy"),
    ...                   over=("detection", "erosion", "candour"))
    >>> bars.parameter.values.tolist(), bars.switch_text.values[0, 0]
    (['detection', 'erosion', 'candour'], '125/192')
    """
    if not isinstance(measure, Measure):
        raise InvalidParameterError(
            f"expected a measure such as bg.ExpectedPayoff('US'), got {measure!r}"
        )
    for name, given, least in (("steps", steps, 2), ("switches", switches, 1)):
        number: object = given
        if isinstance(number, bool) or not isinstance(number, int) or number < least:
            raise InvalidParameterError(f"{name} is a whole number from {least} on; got {given!r}")
    control = Control(time_limit, progress)
    design = one_at_a_time(game, steps, over=over, at=at)
    space = game.parameters
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        point = space.point(dict(at or {}))
        here = {name: [*array.tolist(), float(point[name])] for name, array in design.items()}
        rest = {name: value for name, value in point.items() if name not in design}
        left = control.remaining
        found = evaluate(
            game,
            here,
            {"measure": measure},
            at=rest,
            concept=concept,
            time_limit=None if left == float("inf") else max(left, 1e-3),
            progress=progress,
        )
    low, high = found.low["measure"], found.high["measure"]
    groups = np.array([*design.groups, ""])
    names = list(dict.fromkeys(design.groups))
    bars = {name: _bar(np.flatnonzero(groups == name), low, high) for name in names}
    names.sort(key=lambda name: -np.nan_to_num(bars[name]["swing"], nan=-1.0))
    marks: dict[str, tuple[RegimeSwitch, ...]] = {}
    for done, name in enumerate(names):
        if control.expired():
            break
        others = {other: value for other, value in point.items() if other != name}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            marks[name] = regime_switches(game, name, at=others, concept=concept, steps=steps)
        control.tell("parameters", done + 1, len(names))
    for name, told in marks.items():
        if len(told) > switches:
            warnings.warn(
                f"{name} has {len(told)} switches of the regime, and there are {switches} places; "
                f"say switches={len(told)}",
                UserWarning,
                stacklevel=2,
            )
    data = _dataset(game, measure, names, bars, marks, switches, (low[-1], high[-1]), point, found)
    beside = _beside_switches(game, measure, data, point, concept)
    return data.assign(switch_outcome=beside).assign_coords(side=["below", "above"])


def _beside_switches(
    game: Game,
    measure: Measure,
    data: xr.Dataset,
    point: Mapping[str, Any],
    concept: str | Concept | None,
) -> tuple[Any, ...]:
    """The measure just below and just above each switch, as a variable of the data set."""
    names = [str(name) for name in data["parameter"].values]
    places, ends = data["switch"].values, data["value"].values
    table = np.full((*places.shape, 2, 2), np.nan)
    rows, columns = np.nonzero(~np.isnan(places))
    if len(rows):
        near: dict[str, list[Any]] = {name: [] for name in names}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            value, (low, high) = float(places[row, column]), ends[row].tolist()
            whole = game.parameters[names[row]].whole
            # Of a whole parameter the switch is the first value with the new regime.
            step = 1.0 if whole else (high - low) * _NEAR
            both = [max(value - step, low), value if whole else min(value + step, high)]
            for name in names:
                near[name] += both if name == names[row] else [point[name]] * 2
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            rest = {name: value for name, value in point.items() if name not in near}
            found = evaluate(game, near, {"measure": measure}, at=rest, concept=concept)
        sides = np.stack([found.low["measure"], found.high["measure"]], axis=-1)
        table[rows, columns] = sides.reshape(-1, 2, 2)
    return (("parameter", "switch_number", "side", "bound"), table, data["outcome"].attrs)


def _bar(places: Any, low: Any, high: Any) -> dict[str, Any]:
    first, last = places[0], places[-1]
    known = ~np.isnan(low[places])
    lowest = float(np.min(low[places][known])) if known.any() else np.nan
    highest = float(np.max(high[places][known])) if known.any() else np.nan
    return {
        "outcome": [[low[first], high[first]], [low[last], high[last]]],
        "lowest": lowest,
        "highest": highest,
        "swing": highest - lowest,
        "failed": not known.all(),
    }


def _dataset(
    game: Game,
    measure: Measure,
    names: list[str],
    bars: Mapping[str, Mapping[str, Any]],
    marks: Mapping[str, tuple[RegimeSwitch, ...]],
    most: int,
    baseline: tuple[float, float],
    point: Mapping[str, Any],
    found: Any,
) -> xr.Dataset:
    import xarray as xr

    space = game.parameters
    places = np.full((len(names), most), np.nan)
    texts = np.full((len(names), most), "", dtype=object)
    exact = np.zeros((len(names), most), dtype=bool)
    for i, name in enumerate(names):
        for k, switch in enumerate(marks.get(name, ())[:most]):
            places[i, k] = float(switch.value)
            exact[i, k] = switch.is_exact
            texts[i, k] = str(switch).split(" = ", 1)[1].split(":", 1)[0]
    about = {
        "long_name": measure.words,
        "units": "1" if measure.is_probability else "payoff",
    }
    values = [[float(end) for end in reach_alone(space, n, point)] for n in names]
    each = ("parameter",)
    return xr.Dataset(
        {
            "value": ((*each, "end"), values, {"long_name": "value of the parameter"}),
            "outcome": ((*each, "end", "bound"), [bars[n]["outcome"] for n in names], about),
            "lowest": (each, [bars[n]["lowest"] for n in names], about),
            "highest": (each, [bars[n]["highest"] for n in names], about),
            "swing": (each, [bars[n]["swing"] for n in names], about),
            "baseline": (("bound",), list(baseline), about),
            "baseline_value": (each, [float(point[n]) for n in names]),
            "switch": (
                (*each, "switch_number"),
                places,
                {"long_name": "where the regime switches"},
            ),
            "switch_text": ((*each, "switch_number"), texts),
            "switch_exact": ((*each, "switch_number"), exact),
            "switch_count": (
                each,
                [len(marks[n]) if n in marks else -1 for n in names],
                {"long_name": "number of switches; -1 where the time was up"},
            ),
            "failed": (each, [bars[n]["failed"] for n in names]),
        },
        {
            "parameter": (each, names),
            "end": (("end",), ["low", "high"]),
            "bound": (("bound",), ["lowest", "highest"]),
            "meaning": (each, [space[n].meaning for n in names]),
            "units": (each, [space[n].unit or "1" for n in names]),
            "sources": (each, ["; ".join(space[n].sources) for n in names]),
        },
        {
            **source_attributes(game),
            "engine": found.engine,
            "why": found.why,
            "concept": found.concept.value,
            "point": "; ".join(f"{name} = {value}" for name, value in point.items()),
        },
    )
