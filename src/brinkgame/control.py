"""What a caller says to a solver at work: until when it may go on, and whom it tells how far it is.

A solver asks and tells from time to time, in Python between passes, so that an interrupt from the
keyboard is heard there as well: a compiled pass must return every fraction of a second.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from brinkgame.errors import InvalidNumberError

__all__ = ["FREE", "Control", "Progress"]

_EVERY = 0.1
"""Seconds between two reports: more often nobody reads them."""


@final
@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solver is.

    Attributes
    ----------
    what
        What it counts, in words.
    done, total
        How much of it is done, and of how much; the total is None where nobody knows.
    seconds
        Since it began.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.Progress("vertices", 300, 1200, 2.5))
    300 of 1200 vertices after 2.5 s
    """

    what: str
    done: int
    total: int | None
    seconds: float

    def __str__(self) -> str:
        total = "" if self.total is None else f" of {self.total}"
        return f"{self.done}{total} {self.what} after {self.seconds:.1f} s"


@final
class Control:
    """A time limit, and a function that is told of progress.

    Parameters
    ----------
    time_limit
        Seconds from now on; None for no limit.
    progress
        Called with a `Progress`, at most ten times a second.

    Raises
    ------
    InvalidNumberError
        The time limit is no positive number.

    Examples
    --------
    >>> import brinkgame as bg
    >>> control = bg.Control(time_limit=60)
    >>> control.expired(), control.remaining > 50
    (False, True)
    """

    __slots__ = ("_began", "_progress", "_told", "deadline")

    def __init__(
        self,
        time_limit: float | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> None:
        if time_limit is not None:
            given: object = time_limit
            number = isinstance(given, (int, float)) and not isinstance(given, bool)
            if not number or not time_limit > 0:
                raise InvalidNumberError(
                    f"the time limit {time_limit!r} is not a positive number of seconds"
                )
        if progress is not None and not callable(progress):
            raise InvalidNumberError(
                f"progress is told to a function of one argument, not to {progress!r}"
            )
        self._began = time.monotonic()
        self._told = self._began
        self._progress = progress
        self.deadline = math.inf if time_limit is None else self._began + time_limit

    @property
    def remaining(self) -> float:
        """Seconds that are left; infinite without a limit, never negative."""
        return max(0.0, self.deadline - time.monotonic())

    def expired(self) -> bool:
        """Whether the time is up."""
        return self.deadline != math.inf and time.monotonic() >= self.deadline

    def tell(self, what: str, done: int, total: int | None = None) -> None:
        """Say how far the solver is; cheap enough to be called often."""
        if self._progress is None:
            return
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            self._progress(Progress(what, done, total, now - self._began))


FREE = Control()
"""No limit, and nobody to tell."""
