"""One equilibrium at each point, by a rule that the caller names."""

from __future__ import annotations

import warnings
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.errors import BrinkgameError, ParameterRangeWarning
from brinkgame.selection import SelectionRule, select
from brinkgame.sensitivity.engines import Answers, Task
from brinkgame.sensitivity.points import PointStatus
from brinkgame.solve import solve

__all__ = ["selected"]

Floats = npt.NDArray[np.float64]

_SETTLED: Final = PointStatus.SOLVED


def selected(
    task: Task, answers: Answers, rule: SelectionRule, control: Control
) -> dict[str, Floats]:
    """The measures in the equilibrium that a rule singles out at each point.

    Where an engine has found one equilibrium there is nothing to choose. Elsewhere the point is
    solved and the rule asked, as `select` does; if it keeps several, the point has failed, and
    the reason is entered in `answers`.
    """
    found = {name: np.array(array) for name, array in answers.low.items()}
    single = (answers.count == 1) & (answers.status == _SETTLED)
    for name in found:
        single &= answers.low[name] == answers.high[name]
    open_ = np.flatnonzero(~single & (answers.status < PointStatus.FAILED)).tolist()
    for done, position in enumerate(open_):
        if control.expired():
            for rest in open_[done:]:
                answers.forget(rest)
                for array in found.values():
                    array[rest] = np.nan
            break
        told: dict[str, Any] = {}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ParameterRangeWarning)
                closed = task.game.at(task.point(position))
            chosen = select(solve(closed, concept=task.concept), rule)
            told = {name: m.of(closed, chosen.profile) for name, m in task.measures.items()}
        except BrinkgameError as error:
            answers.status[position] = PointStatus.FAILED
            answers.reasons[position] = str(error).splitlines()[-1].strip(" -")
        for name, array in found.items():
            array[position] = float(told[name]) if told else np.nan
        control.tell("points where a rule chooses", done + 1, len(open_))
    for array in found.values():
        array[answers.status >= PointStatus.FAILED] = np.nan
    return found
