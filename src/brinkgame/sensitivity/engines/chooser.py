"""Which engine takes a task, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.sensitivity.engines.base import Engine, Task
from brinkgame.sensitivity.engines.perfect_information import PerfectInformation
from brinkgame.sensitivity.engines.point_by_point import PointByPoint
from brinkgame.sensitivity.engines.tables import Tables
from brinkgame.sensitivity.engines.two_moves import TwoMoves

__all__ = ["EngineChoice", "choose_engine"]

ENGINES: Final[tuple[type[Engine], ...]] = (PerfectInformation, Tables, TwoMoves, PointByPoint)
"""The narrowest first; the last one takes everything."""


@final
@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine, and why the narrower ones were passed over."""

    engine: Engine
    reason: str


def choose_engine(task: Task, name: str | None = None) -> EngineChoice:
    """The narrowest engine that takes a task, or the one that is asked for.

    Raises
    ------
    UnknownNameError
        No engine has this name.
    UnsupportedGameError
        The engine that is asked for cannot take the task; every reason is listed.
    """
    if name is not None:
        if not isinstance(name, str):
            raise InvalidParameterError(f"an engine is called by name; got {name!r}")
        known = {engine.name: engine for engine in ENGINES}
        if name not in known:
            raise UnknownNameError(f"no engine {name!r}{suggestion(name, known)}")
        engine = known[name]()
        obstacles = engine.obstacles(task)
        if obstacles:
            raise UnsupportedGameError(f"the engine for {name} cannot take this", obstacles)
        return EngineChoice(engine, f"{name} was asked for")
    passed: list[str] = []
    for kind in ENGINES:
        engine = kind()
        obstacles = engine.obstacles(task)
        if not obstacles:
            why = f" ({'; '.join(passed)})" if passed else ""
            return EngineChoice(engine, f"{engine.name} was chosen{why}")
        passed.append(f"{engine.name} {obstacles[0]}")
    raise AssertionError("the last engine takes everything")
