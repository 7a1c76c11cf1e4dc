"""Any game, one point after the other: the plain exact way, and the specification of the others."""

from __future__ import annotations

from typing import ClassVar, final

from brinkgame.control import Control
from brinkgame.sensitivity.engines.base import Answers, Engine, Task

__all__ = ["PointByPoint"]


@final
class PointByPoint(Engine):
    """`solve` at each point. It takes every game and milliseconds a point."""

    name: ClassVar[str] = "point by point"

    def obstacles(self, task: Task) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def run(self, task: Task, control: Control) -> Answers:
        answers = Answers(task)
        answers.redo(task, range(task.size), control)
        return answers
