"""Taking time: alternating runs in one process, and runs of fresh processes.

What is compared is run in turn (A B C, B C A, ...), so that a slow minute of the machine falls on
all alike. The median is what is reported, and the least beside it. Garbage is collected before
every run and the collector then works as usual; what was made beforehand is frozen, so that nobody
pays for walking through the others' data.
"""

from __future__ import annotations

import ast
import gc
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, final

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = Path(__file__).resolve().parent / "processes"

LOOP_FOR = 0.02
"""Seconds that one measurement should take at least; what is quicker is repeated within it."""
LONG = 2.0
"""Seconds from which on what a first run has to load does not show, so that it counts."""


@final
class ProcessError(RuntimeError):
    """A process failed; the message is what it wrote to standard error."""

    @property
    def last_line(self) -> str:
        """The last line of the message, which says what was wrong."""
        return str(self).splitlines()[-1]


@final
@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds, one for each run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def least(self) -> float:
        """The least."""
        return min(self.seconds)


@final
@dataclass(frozen=True, slots=True)
class Job:
    """Something to time.

    Attributes
    ----------
    run
        What is timed; it gets what `prepare` made.
    prepare
        Makes what one run needs, outside the clock.
    """

    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None


@final
@dataclass(slots=True)
class Outcome:
    """What came of a job: its times and its last answer."""

    answer: Any
    seconds: list[float] = field(default_factory=list)

    @property
    def sample(self) -> Sample:
        """The times."""
        return Sample(tuple(self.seconds))


def alternate(jobs: Mapping[str, Job], rounds: int, budget: float = math.inf) -> dict[str, Outcome]:
    """Run jobs in turn, after one run of each that does not count.

    Parameters
    ----------
    jobs
        By name.
    rounds
        How often each is measured. A measurement of something quick is many runs, of which the
        mean counts. What takes seconds is not run for nothing: there the first run counts too.
    budget
        Seconds after which no further round is begun.
    """
    gc.collect()
    gc.freeze()
    try:
        end = time.perf_counter() + budget
        found: dict[str, Outcome] = {}
        loops: dict[str, int] = {}
        for name, job in jobs.items():
            made = job.prepare()
            began = time.perf_counter()
            found[name] = Outcome(job.run(made))  # loads whatever is loaded on first use
            took = time.perf_counter() - began
            if took > LONG:
                found[name].seconds.append(took)
                loops[name] = 1
            else:
                loops[name] = max(1, min(1000, round(LOOP_FOR / _mean_time(job, 1))))
        names = list(jobs)
        for turn in range(rounds):
            if turn and time.perf_counter() > end:
                break
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                outcome = found[name]
                if len(outcome.seconds) < rounds:
                    outcome.seconds.append(_mean_time(jobs[name], loops[name]))
        return found
    finally:
        gc.unfreeze()


def _mean_time(job: Job, loops: int) -> float:
    made = [job.prepare() for _ in range(loops)]
    run = job.run
    gc.collect()
    began = time.perf_counter()
    for each in made:
        run(each)
    return (time.perf_counter() - began) / loops


@final
@dataclass(slots=True)
class Visits:
    """What came of running a process several times.

    Attributes
    ----------
    whole
        Seconds from start to exit, seen from outside.
    said
        What it printed: a dictionary for each run.
    """

    whole: list[float] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sample(self) -> Sample:
        """The times from start to exit."""
        return Sample(tuple(self.whole))

    def inside(self, name: str = "seconds") -> Sample:
        """Times that the process took itself."""
        return Sample(tuple(float(each[name]) for each in self.said))


def script(name: str, *arguments: object) -> list[str]:
    """The command that runs a script of `benchmarks/processes` in a fresh Python."""
    return [sys.executable, str(PROCESSES / f"{name}.py"), *map(str, arguments)]


def module(name: str, *arguments: object) -> list[str]:
    """As `script`, for those that use the modules of `benchmarks`."""
    return [sys.executable, "-m", f"benchmarks.processes.{name}", *map(str, arguments)]


def call(
    command: Sequence[str], *, limit: float | None = None, environment: Mapping[str, str] = {}
) -> dict[str, Any]:
    """Run a process once: what it printed, which must be one dictionary.

    Raises
    ------
    subprocess.TimeoutExpired
        It took longer than `limit` seconds, and was ended.
    ProcessError
        It failed.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    if done.returncode:
        raise ProcessError(done.stderr.strip() or f"exit status {done.returncode}")
    said: dict[str, Any] = ast.literal_eval(done.stdout)
    return said


def visit(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Visits]:
    """Run processes in turn, after one run of each that does not count (it writes bytecode)."""
    for command in commands.values():
        call(command)
    found = {name: Visits() for name in commands}
    names = list(commands)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.perf_counter()
            said = call(commands[name])
            found[name].whole.append(time.perf_counter() - began)
            found[name].said.append(said)
    return found
