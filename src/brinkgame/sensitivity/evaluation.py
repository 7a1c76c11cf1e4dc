"""Measures at many points, in plain arrays: what everything else in this room rests on."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_number
from brinkgame.control import Control, Progress
from brinkgame.errors import (
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.equilibria.finding import default_concept
from brinkgame.results import Concept
from brinkgame.sensitivity.engines import Answers, Task, choose_engine
from brinkgame.sensitivity.measures import Measure
from brinkgame.sensitivity.points import PointStatus
from brinkgame.solvers.auto import concept_named

__all__ = ["Evaluation", "evaluate"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Floats: TypeAlias = npt.NDArray[np.float64]


@final
@dataclass(frozen=True, eq=False)
class Evaluation:
    """Measures at n points, as arrays of n.

    Attributes
    ----------
    low, high
        ``{name: array}``: the lowest and the highest value over all equilibria at each point. NaN
        where a point failed or was not reached.
    count
        The number of forms of equilibrium at each point (see `form_of`); -1 where there is no
        answer.
    status
        A `PointStatus` for each point.
    redone
        Which points were solved one by one in exact numbers: those where somebody is indifferent,
        or so nearly that floats cannot tell.
    reasons
        Why points failed, or what their bounds leave open, ``{position: words}`` for the first
        thousand.
    engine, why
        How the points were answered, and why so.
    concept
        What was looked for.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.evaluate(deploy, {"detection": ["1/2", "125/192"]},
    ...                     {"deploys": bg.ActionProbability("USSR", "root", "deploy")})
    >>> found.low["deploys"], found.high["deploys"], found.count
    (array([1., 0.]), array([1., 1.]), array([1, 2], dtype=int32))
    """

    low: Mapping[str, Floats]
    high: Mapping[str, Floats]
    count: npt.NDArray[np.int32]
    status: npt.NDArray[np.int8]
    redone: npt.NDArray[np.bool_]
    reasons: Mapping[int, str] = field(repr=False)
    engine: str
    why: str
    concept: Concept

    @property
    def failed(self) -> npt.NDArray[np.bool_]:
        """Which points have no answer: they failed, or the time was up."""
        found: npt.NDArray[np.bool_] = self.status >= PointStatus.FAILED
        return found

    def __len__(self) -> int:
        return len(self.count)


def evaluate(
    game: Game,
    values: Mapping[str, Any],
    measures: Mapping[str, Measure],
    *,
    at: Mapping[str, Any] | None = None,
    concept: str | Concept | None = None,
    engine: str | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Evaluation:
    """Measures at many points of a game, over all equilibria at each.

    This is the plain layer below `sweep`: arrays in, arrays out, no labels.

    Parameters
    ----------
    game
        A game with open parameters.
    values
        ``{parameter: n values}``: floats, whole numbers, or exact numbers and texts such as
        ``"1/3"``. A float stands for the simplest fraction that rounds to it, as everywhere.
    measures
        ``{name: measure}``.
    at
        Values of parameters that do not vary; the rest is at its baseline.
    concept
        What to look for. By default: subgame-perfect equilibria of trees of perfect information,
        sequential ones of other trees, Nash equilibria of tables.
    engine
        ``"perfect information"``, ``"point by point"``, ...; by default the one made for the class
        of game.
    time_limit
        Seconds after which points that are left are marked as not reached.
    progress
        A function that is called with a `Progress` now and then.

    Raises
    ------
    UnknownNameError
        A parameter, or what a measure names, is not in the game.
    InvalidParameterError
        Arrays of different lengths, NaN, a whole parameter at 6.5; the message has value and place.
    UnsupportedGameError
        The game has no open parameters.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.evaluate(deploy, {"detection": [0.2, 0.8], "us_resolve": [0.9, 0.9]},
    ...                     {"USSR": bg.ExpectedPayoff("USSR")})
    >>> found.low["USSR"].round(3), found.engine
    (array([ 0.848, -0.5  ]), 'perfect information')
    """
    task = make_task(game, one_dimensional(values), measures, at=at, concept=concept)
    chosen = choose_engine(task, engine)
    answers = chosen.engine.run(task, Control(time_limit, progress))
    return as_evaluation(answers, chosen.engine.name, chosen.reason, task.concept)


def as_evaluation(answers: Answers, engine: str, why: str, concept: Concept) -> Evaluation:
    """What an engine found, as it is handed out."""
    return Evaluation(
        low=answers.low,
        high=answers.high,
        count=answers.count,
        status=answers.status,
        redone=answers.redone,
        reasons=answers.reasons,
        engine=engine,
        why=why,
        concept=concept,
    )


def one_dimensional(values: Mapping[str, Any]) -> dict[str, Floats]:
    """Points given parameter by parameter: arrays of one length."""
    if not isinstance(values, Mapping):
        raise InvalidParameterError(f"values are written {{parameter: array}}; got {values!r}")
    found = {name: numbers_of(name, given) for name, given in values.items()}
    lengths = {name: len(array) for name, array in found.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InvalidParameterError(
            f"each parameter needs one value a point, but the lengths are: {told}"
        )
    return found


def numbers_of(name: str, given: Any) -> Floats:
    """The values of a parameter as a one-dimensional array of floats; they are all numbers."""
    if isinstance(given, str) or not hasattr(given, "__len__"):
        raise InvalidParameterError(
            f"{name}: expected several values, got {given!r}; write a list, such as "
            f"numpy.linspace(0, 1, 101)"
        )
    array = given if isinstance(given, np.ndarray) else _read_list(name, given)
    if array.ndim != 1:
        raise InvalidParameterError(
            f"{name}: expected values in one dimension, got shape {array.shape}"
        )
    if array.dtype.kind not in "iuf":
        raise InvalidParameterError(f"{name}: an array of {array.dtype} is not one of numbers")
    if not len(array):
        raise InvalidParameterError(f"{name}: there is no value; give at least one")
    floats = np.ascontiguousarray(array, dtype=np.float64)
    if not np.isfinite(floats).all():
        place = int(np.flatnonzero(~np.isfinite(floats))[0])
        raise InvalidParameterError(f"{name}[{place}] = {floats[place]} is not a finite number")
    return floats


def _read_list(name: str, given: Any) -> Any:
    listed = list(given)
    found = []
    for place, value in enumerate(listed):
        try:
            found.append(float(value) if type(value) is float else float(exact_number(value)))
        except (ValueError, TypeError, OverflowError) as error:
            raise InvalidParameterError(f"{name}[{place}]: {error}") from None
    return np.array(found, dtype=np.float64)


def make_task(
    game: Game,
    values: Mapping[str, Floats],
    measures: Mapping[str, Measure],
    *,
    at: Mapping[str, Any] | None,
    concept: str | Concept | None,
    grid: bool = False,
    with_forms: bool = False,
    by_form: bool = False,
) -> Task:
    """A task whose parts have been checked.

    `values` are axes of a grid, or arrays of one length.
    """
    if not isinstance(game, ExtensiveFormGame | NormalFormGame):
        raise UnsupportedGameError(f"expected a game, got {game!r}")
    space = game.parameters
    if game.is_closed:
        raise UnsupportedGameError(
            "there is nothing to vary", ["the game has no open parameter; write some numbers open"]
        )
    if not values:
        raise InvalidParameterError("no parameter varies; name at least one, with its values")
    for name in values:
        if name not in space:
            raise UnknownNameError(f"no open parameter {name!r}{suggestion(name, space)}")
    fixed = dict(at or {})
    for name, value in fixed.items():
        if name not in space:
            raise UnknownNameError(f"no open parameter {name!r}{suggestion(name, space)}")
        if name in values:
            raise InvalidParameterError(
                f"{name} varies and is held at {value!r} as well; say one of the two"
            )
    _check_measures(game, measures)
    for name, array in values.items():
        _check_values(space, name, array)
    wanted = default_concept(game) if concept is None else concept_named(concept)
    point = space.point(fixed)
    rest = {name: value for name, value in point.items() if name not in values}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)  # the point has warned already
        open_game = game.fix(rest)
    if grid:
        size = len(values)
        shape = tuple(len(array) for array in values.values())
        axes = {
            name: array.reshape([-1 if i == k else 1 for i in range(size)])
            for k, (name, array) in enumerate(values.items())
        }
    else:
        axes = dict(values)
        shape = (len(next(iter(values.values()))),)
    kept = {name: array for name, array in axes.items() if name in open_game.parameters}
    return Task(open_game, kept, shape, dict(measures), wanted, with_forms, by_form)


def _check_measures(game: Game, measures: object) -> None:
    if not isinstance(measures, Mapping) or not measures:
        raise InvalidParameterError(
            f'measures are written {{"name": bg.ExpectedPayoff("US")}}, one at least; '
            f"got {measures!r}"
        )
    for name, measure in measures.items():
        if not isinstance(name, str) or not name:
            raise InvalidParameterError(f"a measure is named by text; got {name!r}")
        if not isinstance(measure, Measure):
            raise InvalidParameterError(
                f"{name}: expected a measure such as bg.ExpectedPayoff, got {measure!r}"
            )
        measure.check(game)


def _check_values(space: ParameterSpace, name: str, array: Floats) -> None:
    parameter = space[name]
    if parameter.whole:
        broken = np.flatnonzero(array != np.floor(array))
        if len(broken):
            place = int(broken[0])
            raise InvalidParameterError(
                f"{name}[{place}] = {array[place]} is not whole, and {name} takes whole numbers "
                "only"
            )
    low, high = parameter.low, parameter.high
    lowest, highest = float(array.min()), float(array.max())
    if low is not None and lowest < float(low):
        warnings.warn(
            f"{name} goes down to {lowest}, outside its range from {low}",
            ParameterRangeWarning,
            stacklevel=4,
        )
    if high is not None and highest > float(high):
        warnings.warn(
            f"{name} goes up to {highest}, outside its range up to {high}",
            ParameterRangeWarning,
            stacklevel=4,
        )
