"""Time limits and progress."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any, ClassVar, final

import pytest

import brinkgame as bg
from brinkgame.control import FREE


@pytest.mark.parametrize("limit", [0, -1, math.nan, True, "1"])
def test_a_time_limit_is_a_positive_number(limit: Any) -> None:
    with pytest.raises(bg.InvalidNumberError, match="time limit"):
        bg.Control(limit)


def test_progress_is_told_to_a_function() -> None:
    with pytest.raises(bg.InvalidNumberError, match="progress"):
        bg.Control(progress="loudly")  # type: ignore[arg-type]


def test_without_a_limit_time_never_ends() -> None:
    assert not FREE.expired()
    assert FREE.remaining == math.inf


def test_time_ends() -> None:
    control = bg.Control(0.01)
    time.sleep(0.02)
    assert control.expired()
    assert control.remaining == 0


def test_progress_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told: list[bg.Progress] = []
    control = bg.Control(progress=told.append)
    for step in range(100):
        now[0] = step / 64
        control.tell("steps", step, 100)
    assert [progress.done for progress in told] == [
        7,
        14,
        21,
        28,
        35,
        42,
        49,
        56,
        63,
        70,
        77,
        84,
        91,
        98,
    ]
    assert str(told[0]) == "7 of 100 steps after 0.1 s"


@final
@dataclass(frozen=True)
class Slow(bg.Solver):
    """Says how far it is, and stops when its time is over."""

    concept: ClassVar[bg.Concept] = bg.Concept.NASH
    form: ClassVar[Any] = bg.NormalFormGame
    coverage: ClassVar[bg.Coverage] = bg.Coverage.ALL
    arithmetics: ClassVar[Any] = frozenset({bg.Exact})
    summary: ClassVar[str] = "slow"

    def run(self, game: Any, control: bg.Control = FREE) -> bg.Run:
        profile = bg.MixedStrategyProfile(game, {p: m[0] for p, m in game.strategies.items()})
        for step in range(10_000):
            if control.expired():
                return bg.Run((profile,), bg.Status.TIME_LIMIT, bg.Coverage.SOME)
            control.tell("naps", step)
            time.sleep(0.001)
        raise AssertionError("the time limit was not heeded")


def test_solve_hands_both_on() -> None:
    game = bg.NormalFormGame.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    told: list[bg.Progress] = []
    with pytest.raises(bg.SolveError, match="time limit") as caught:
        bg.solve(game, Slow(), time_limit=0.3, progress=told.append)
    assert len(caught.value.result) == 1
    assert told
    result = bg.solve(game, Slow(), time_limit=0.01, check=False)
    assert result.status is bg.Status.TIME_LIMIT
