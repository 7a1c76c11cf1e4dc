"""The inverse question: what must they have believed?

Given games with open parameters and what was done in each, the *identified set* is every point of
the parameters' box at which each game returns what was done. It is described by drawing the box and
asking the games, all points at once. No parameter is estimated: every point of the set explains the
record equally well, and its share of the box depends on the ranges, which are choices of whoever
made the model. (The idea is that of revealed preference, and of sets of structures that agree with
the evidence: Manski [1]_; with several equilibria, Tamer [2]_, whose two bounds are the readings
here.)

.. [1] C. F. Manski, *Partial Identification of Probability Distributions* (2003).
.. [2] E. Tamer, Incomplete simultaneous discrete response model with multiple equilibria, *Review
   of Economic Studies* 70 (2003) 147-165.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from brinkgame.arithmetic import exact_number
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.together import joint_space
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.equilibria.finding import default_concept
from brinkgame.results import Concept
from brinkgame.sensitivity.evaluation import evaluate
from brinkgame.sensitivity.identified import Flags, Floats, Identification, Reading
from brinkgame.sensitivity.joint import joint_design, parts_of, subspace
from brinkgame.sensitivity.measures import RecordProbability
from brinkgame.sensitivity.mistakes import errs_in_closed_form, quantal_record
from brinkgame.sensitivity.points import PointStatus, exact_answer
from brinkgame.solvers.auto import concept_named

__all__ = ["Observation", "identify", "shared_parameters"]

REPLICATES: Final = 16
INNER: Final = 64
_MEASURE: Final = "record"


@final
@dataclass(frozen=True, slots=True)
class Observation:
    """A game, and what was done in it.

    Attributes
    ----------
    game
        A tree or a table with open parameters; the same quantity is the same parameter in all.
    record
        What was done: ``{player: {information set: action}}``, for a table ``{player: strategy}``.
    name
        What the observation is called; the title of the game if nothing is given.
    concept
        How the game is solved; see `evaluate`.

    Raises
    ------
    UnknownNameError
        The record names what is not in the game.
    InvalidParameterError
        The record is empty, or it is none.

    Examples
    --------
    >>> import brinkgame as bg
    >>> point = bg.memo.load("deploy")
    >>> bg.Observation(point.game, {"USSR": {"root": "deploy"}}).name
    'deploy'
    """

    game: Any
    record: Mapping[str, Any]
    name: str = ""
    concept: str | Concept | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.game, (ExtensiveFormGame, NormalFormGame)):
            raise InvalidParameterError(f"an observation is of a game; got {self.game!r}")
        RecordProbability(self.record).check(self.game)
        if not self.name:
            object.__setattr__(self, "name", self.game.title)


def identify(
    observations: Iterable[Observation],
    *,
    draws: int = 2**17,
    inner: int | None = None,
    seed: int = 0,
    reading: str | Reading | None = None,
    fixed: Mapping[str, Any] | None = None,
    over: Iterable[str] | None = None,
    rationality: object = None,
    replicates: int = REPLICATES,
    progress: Callable[[str], None] | None = None,
) -> Identification:
    """The parameters under which everybody's conduct was rational.

    Parameters
    ----------
    observations
        Games with records. All their parameters, with all constraints among them, make one space.
    draws
        At how many points each game is asked: `inner` times `replicates` times a power of 2.
    inner
        How many points of its own parameters each game has for a point of the common ones, a power
        of 2. One is the plain way; more of them see smaller sets. By default 64, or 1 if there is
        one game or none has parameters of its own.
    seed
        Of the designs; the same call gives the same answer.
    reading
        When a point counts; the result can be read in another way without solving again. By
        default ``"possible"``, and with a `rationality` the likelihood.
    fixed
        Parameters held at a number, in all games that have them.
    over
        The parameters that vary; those not named are held at their baselines. All of them if None.
    rationality
        If given, nobody is fully rational: a point counts by the chance of the record in the logit
        quantal response at this rationality (in one over the unit of payoffs). Trees of perfect
        information only.
    replicates
        Independent scramblings of the designs, whose spread tells the error.
    progress
        Told the name of each observation before its game is solved.

    Raises
    ------
    InvalidParameterError
        There is no observation, or two of one name; two games define a parameter differently; the
        numbers of points do not fit; nothing varies.
    UnknownNameError
        What is fixed or varied is in no game, or there is no such reading.
    UnsupportedGameError
        A rationality is given, and a game is no tree of perfect information.

    Notes
    -----
    It cannot prove that nothing is left: if nothing was found, the share is below the bound that
    `Identification.share` tells. And it does not say how likely a belief was, only which beliefs
    are excluded: outside the set somebody did what did not pay.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    >>> found = bg.identify(seen, draws=2**13)
    >>> [f"{name} {share.estimate:.1f}" for name, share in found.elimination()]
    ['blockade 0.2', 'deploy 0.1']
    """
    listed = list(observations)
    names = [each.name for each in listed]
    if not listed:
        raise InvalidParameterError("there is nothing to explain: give at least one observation")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParameterError(f"two observations are called {twice!r}; give them names")
    errs = None if rationality is None else _rationality(listed, rationality)
    chosen = Reading.of(
        reading or (Reading.POSSIBLE if errs is None else Reading.GREATEST_LIKELIHOOD)
    )
    held = _held(listed, fixed, over)
    space = joint_space([each.game for each in listed], held)
    games = [_closed(each.game, held) for each in listed]
    if not len(space):
        raise InvalidParameterError("nothing varies: every parameter is held fast")
    owner = _owners(space, games) if len(listed) > 1 else {}
    several = (INNER if owner else 1) if inner is None else inner
    _check_numbers(draws, several, replicates)
    plan = _Plan(space, owner if several > 1 else {}, draws // several // replicates, several)
    # Any seed gives a family of scramblings of its own.
    seeds = np.random.SeedSequence(seed).generate_state(replicates * (len(listed) + 1))
    parts = [plan.drawn(seeds[k::replicates].tolist()) for k in range(replicates)]
    common, own, accepted = _joined(parts)
    low: list[Floats] = []
    high: list[Floats] = []
    complete: list[Flags] = []
    for row, (each, game) in enumerate(zip(listed, games, strict=True)):
        if progress is not None:
            progress(each.name)
        has_own = row in plan.owner.values()
        many = several if has_own else 1
        values = {
            name: own[name].ravel() if name in own else np.repeat(common[name], many)
            for name in game.parameters
        }
        size = draws // several * many
        shape = (draws // several, many)
        told = _record(each, game, values, size, errs)
        low.append(told[0].reshape(shape))
        high.append(told[1].reshape(shape))
        complete.append(told[2].reshape(shape))
    return Identification(
        names=tuple(names),
        space=plan.space,
        reading=chosen,
        common=common,
        own=own,
        owner=plan.owner,
        replicate=np.repeat(np.arange(replicates), plan.points),
        low=tuple(low),
        high=tuple(high),
        complete=tuple(complete),
        acceptance=accepted,
        fixed={
            name: value for name, value in held.items() if over is None or name in (fixed or {})
        },
        seed=seed,
        rationality=errs,
    )


def _rationality(observations: Sequence[Observation], given: object) -> float:
    number = exact_number(given)
    if number < 0:
        raise InvalidParameterError(f"rationality={number} is negative: better actions more often")
    wrong = [each.name for each in observations if not errs_in_closed_form(each.game)]
    if wrong:
        raise UnsupportedGameError(
            "the quantal response is one pass only in a tree of perfect information",
            [f"{name} is none; leave it out, or ask LogitQRE or AgentLogitQRE" for name in wrong],
        )
    return float(number)


def _check_numbers(draws: int, inner: int, replicates: int) -> None:
    for what, number in (("draws", draws), ("inner", inner), ("replicates", replicates)):
        if type(number) is not int or number < 1:
            raise InvalidParameterError(f"{what}={number!r} is no whole number from 1 on")
    each, left = divmod(draws, inner * replicates)
    if left or not each or each & (each - 1) or inner & (inner - 1):
        raise InvalidParameterError(
            f"draws={draws} is not inner={inner} (a power of 2) times replicates={replicates} "
            "times a power of 2"
        )


def _held(
    observations: Sequence[Observation],
    fixed: Mapping[str, Any] | None,
    over: Iterable[str] | None,
) -> dict[str, Any]:
    """What does not vary, and its value."""
    known = {name: p for each in observations for name, p in each.game.parameters.items()}
    held = {name: exact_number(value) for name, value in (fixed or {}).items()}
    if isinstance(over, str):
        raise InvalidParameterError(f"over={over!r} is one text; write over=({over!r},)")
    varied = set(known) if over is None else set(over)
    for name in (*held, *varied):
        if name not in known:
            raise UnknownNameError(f"no game has a parameter {name!r}{suggestion(name, known)}")
    both = varied & set(held) if over is not None else set()
    if both:
        raise InvalidParameterError(f"{', '.join(sorted(both))}: varied and held fast as well")
    rest = {name: p.baseline for name, p in known.items() if name not in varied}
    return {**rest, **held}


def _closed(game: Any, held: Mapping[str, Any]) -> Any:
    return game.fix({name: value for name, value in held.items() if name in game.parameters})


def shared_parameters(observations: Iterable[Observation]) -> tuple[str, ...]:
    """The parameters that occur in more than one of the games.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "capitulation")]
    >>> bg.shared_parameters(bg.Observation(p.game, p.happened) for p in points)
    ('us_acceptance_loss', 'retreat_cost')
    """
    met: dict[str, int] = {}
    for each in observations:
        for name in each.game.parameters:
            met[name] = met.get(name, 0) + 1
    return tuple(name for name, times in met.items() if times > 1)


def _owners(space: ParameterSpace, games: Sequence[Any]) -> dict[str, int]:
    """Whose a parameter is that belongs to one game alone, with all that constraints tie it to."""
    owner: dict[str, int] = {}
    for part in parts_of(space, singly=True):
        rows = {row for row, game in enumerate(games) for name in part if name in game.parameters}
        if len(rows) == 1:
            owner |= dict.fromkeys(part, rows.pop())
    return owner


@final
class _Plan:
    """How common parameters, and those of one game, are drawn."""

    def __init__(
        self, space: ParameterSpace, owner: Mapping[str, int], points: int, inner: int
    ) -> None:
        self.space = space
        self.owner = owner
        self.points = points
        self.inner = inner
        rows = sorted({-1, *owner.values()})
        self.spaces = {
            row: subspace(space, [name for name in space if owner.get(name, -1) == row])
            for row in rows
        }

    def drawn(self, seeds: Sequence[int]) -> tuple[dict[str, Floats], dict[str, Floats], float]:
        """One scrambling of every design: common points, own points, and the share accepted."""
        common: dict[str, Floats] = {}
        own: dict[str, Floats] = {}
        accepted = 1.0
        for seed, (row, space) in zip(seeds, self.spaces.items(), strict=False):
            if not len(space):
                continue
            size = self.points if row < 0 else self.points * self.inner
            design = joint_design(space, size, seed=int(seed))
            accepted *= design.accepted
            if row < 0:
                common |= design
                continue
            # Consecutive points of a sequence are no sample of it: they are dealt out at random.
            order = np.random.default_rng(int(seed)).permutation(size)
            own |= {name: design[name][order].reshape(self.points, self.inner) for name in space}
        return common, own, accepted


def _joined(
    parts: Sequence[tuple[dict[str, Floats], dict[str, Floats], float]],
) -> tuple[dict[str, Floats], dict[str, Floats], float]:
    common = {name: np.concatenate([part[0][name] for part in parts]) for name in parts[0][0]}
    own = {name: np.concatenate([part[1][name] for part in parts]) for name in parts[0][1]}
    return common, own, float(np.mean([part[2] for part in parts]))


def _record(
    observation: Observation,
    game: Any,
    values: Mapping[str, Floats],
    size: int,
    rationality: float | None,
) -> tuple[Floats, Floats, Flags]:
    """The least and greatest chance of the record at each point; where all equilibria count."""
    measure = RecordProbability(observation.record)
    if rationality is not None:
        chance = quantal_record(game, values, measure, rationality, size)
        return chance, chance, np.ones(size, dtype=bool)
    if not values:  # what is held fast has closed it: one answer for all points
        answer = exact_answer(game, {}, {_MEASURE: measure}, _concept(observation))
        ends = (answer.low.get(_MEASURE, math.nan), answer.high.get(_MEASURE, math.nan))
        low, high = (np.full(size, float(end)) for end in ends)
        return low, high, np.full(size, answer.status <= PointStatus.BOUNDED)
    found = evaluate(game, values, {_MEASURE: measure}, concept=observation.concept)
    return found.low[_MEASURE], found.high[_MEASURE], found.status <= PointStatus.BOUNDED


def _concept(observation: Observation) -> Concept:
    if observation.concept is None:
        return default_concept(observation.game)
    return concept_named(observation.concept)
