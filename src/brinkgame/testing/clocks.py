"""Checks of solvers at work: when the time is up, when somebody listens, and when they are stopped.

What a solver asks for the time and tells how far it is stands in for `brinkgame.Control`, so that
the time runs out after so many questions and not after so many seconds: the same in every run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final, final

from brinkgame.errors import SolveError
from brinkgame.forms import NormalFormGame
from brinkgame.results import Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import Solver
from brinkgame.testing.answers import Answer, fail, is_float
from brinkgame.testing.claims import demand_claim
from brinkgame.testing.components import demand_all_found
from brinkgame.testing.reference import count_pure, pure_equilibria

__all__ = ["check_progress", "check_time_limit"]

_MOST_PROFILES: Final = 100
_LEAST: Final = 1e-9
"""A time limit in seconds that is over before anything begins."""
_HONEST: Final = (Status.TIME_LIMIT, Status.LIMIT, Status.UNREACHED)
_MODEST: Final = (Coverage.SOME, Coverage.ONE)


@final
@dataclass(slots=True)
class _Clock:
    """A control whose time is up after it was asked so many times.

    Attributes
    ----------
    questions
        How many times it says that there is time left.
    interrupts
        Whether it stops the solver like Ctrl-C instead of saying that the time is up.
    asked, told
        How many times it was asked, and what it was told.
    """

    questions: float = math.inf
    interrupts: bool = False
    asked: int = 0
    told: list[tuple[Any, Any, Any]] = field(default_factory=list)

    @property
    def deadline(self) -> float:
        """No second is known; only whether the time is up."""
        return math.inf if self.asked < self.questions else 0.0

    @property
    def remaining(self) -> float:
        """All the time, or none."""
        return math.inf if self.asked < self.questions else 0.0

    def expired(self) -> bool:
        """Whether it was asked too often."""
        self.asked += 1
        self._stop()
        return self.asked > self.questions

    def tell(self, what: str, done: int, total: int | None = None) -> None:
        """Note how far the solver is."""
        self.told.append((what, done, total))
        self._stop()

    def _stop(self) -> None:
        if self.interrupts:
            raise KeyboardInterrupt


def check_time_limit(solver: Solver, game: Any) -> bool:
    """When the time is up, a solver says so or gives a right answer, and never claims too much.

    The time is up from the start, after the first question, and after some more.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    >>> check_time_limit(bg.ExtremeEnumeration(), game)
    True
    """
    if count_pure(game) > _MOST_PROFILES:
        return False
    for questions in (0, 1, 4, 20):
        clock = _Clock(questions)
        answer = Answer.of(solver, game, clock)
        if answer is None:
            return False
        _demand_honesty(answer, f"when the time is up after {questions} questions, ")
        if clock.asked <= questions:
            break
    result = solve(game, solver, check=False, time_limit=_LEAST)
    if result.status is Status.UNCERTIFIED:
        fail(solver, "what it hands over when the time is up is no equilibrium")
    try:
        solve(game, solver, time_limit=_LEAST)
    except SolveError as error:
        if error.result is None or error.result.status.is_success:
            fail(solver, f"solve raises when the time is up, and hands over {error.result!r}")
    return True


def _demand_honesty(answer: Answer, when: str) -> None:
    """Demand a right answer, or a modest one that says why."""
    answer.demand_equilibria(when)
    status, coverage = answer.run.status, answer.run.coverage
    if not status.is_success:
        if status not in _HONEST:
            answer.fail(f"{when}ends with {status.name}")
        if coverage not in _MODEST:
            answer.fail(f"{when}ends with {status.name}, and claims that {coverage.value}")
        return
    if is_float(answer.game):
        return
    if status is Status.NONE_EXISTS:
        pure = coverage is Coverage.ALL_PURE
        if not pure or pure_equilibria(answer.game, answer.solver.concept):
            answer.fail(f"{when}says {status.name}, and there is one")
    elif not answer.conducts:
        answer.fail(f"{when}says {status.name}, and lists nothing")
    demand_claim(answer)
    two = isinstance(answer.game, NormalFormGame) and len(answer.game.players) == 2
    if two and coverage is Coverage.ALL:
        demand_all_found(answer)


def check_progress(solver: Solver, game: Any) -> bool:
    """Whoever listens is told in words and numbers, changes nothing, and may stop a solver.

    An interrupt such as Ctrl-C, at the first moment at which the solver asks or tells, comes
    through.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    >>> check_progress(bg.VertexEnumeration(), game)
    True
    """
    silent, clock = Answer.of(solver, game), _Clock()
    heard = Answer.of(solver, game, clock)
    if silent is None or heard is None:
        return False
    for one, other in ((silent, heard), (heard, silent)):
        same = (one.run.status, one.run.coverage) == (other.run.status, other.run.coverage)
        if not same or one.conducts != other.conducts:
            one.fail("gives another answer when somebody listens")
    for what, done, total in clock.told:
        good = isinstance(what, str) and bool(what.strip()) and "\n" not in what
        counts = type(done) is int and done >= 0 and (total is None or type(total) is int)
        if not good or not counts or (total is not None and done > total):
            fail(solver, f"tells {what!r}, {done!r} of {total!r}")
    if not clock.asked and not clock.told:
        return False
    stop: Any = _Clock(interrupts=True)
    stopped = False
    try:
        solver.run(game, stop)
    except KeyboardInterrupt:
        stopped = True
    if not stopped:
        fail(solver, "goes on when it is interrupted")
    return True
