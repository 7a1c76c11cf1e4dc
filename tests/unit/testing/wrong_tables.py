"""Solvers of tables that are deliberately wrong: about components, indices, the time, and advice.

See `tests.unit.testing.wrong` for the others.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Exact
from brinkgame.control import FREE
from brinkgame.forms import NormalFormGame
from brinkgame.play import CorrelatedStrategy, MixedStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import ExtremeEnumeration, LogitQRE, Run, Solver, StrongCommitment
from tests.unit.testing.wrong import BOTH, Change, Family, called, unchanged

EXACT = frozenset({Exact})


@final
@dataclass(frozen=True, repr=False)
class All(Solver):
    """All equilibria of two players, changed afterward."""

    change: Change = unchanged

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "all equilibria, changed afterward"

    def __repr__(self):
        return f"All({called(self.change)})"

    def further_obstacles(self, game):
        return ExtremeEnumeration().further_obstacles(game)

    def run(self, game, control=FREE):
        return self.change(ExtremeEnumeration().run(game, control), game)


def loses_the_last(run, game):
    """One equilibrium too few, which is the last of its component."""
    last = len(run.profiles) - 1
    if not last:
        return run
    components = [tuple(k for k in part if k != last) for part in run.components]
    kept = [(part, index) for part, index in zip(components, run.indices, strict=True) if part]
    return dataclasses.replace(
        run,
        profiles=run.profiles[:-1],
        families=run.families[:-1],
        components=tuple(part for part, _ in kept),
        indices=tuple(index for _, index in kept),
    )


def lists_a_midpoint(run, game):
    """A mixture of two corners, where there are two against the same strategy."""
    for part, first in enumerate(run.components):
        for one in first:
            for other in first:
                x, y = run.profiles[one].weights, run.profiles[other].weights
                if one < other and x[1] == y[1]:
                    half = tuple((a + b) / 2 for a, b in zip(x[0], y[0], strict=True))
                    profile = MixedStrategyProfile.of(game, (half, x[1]))
                    return _with(run, profile, part)
    return run


def _with(run, profile, part):
    here = len(run.profiles)
    components = list(run.components)
    components[part] += (here,)
    return dataclasses.replace(
        run,
        profiles=(*run.profiles, profile),
        families=(*run.families, run.families[components[part][0]]),
        components=tuple(components),
    )


def joins_all(run, game):
    """One component of all."""
    whole = tuple(range(len(run.profiles)))
    return dataclasses.replace(run, components=(whole,), indices=(1,))


def parts_all(run, game):
    """A component for each equilibrium."""
    many = len(run.profiles)
    components = tuple((k,) for k in range(many))
    return dataclasses.replace(run, components=components, indices=(1,) + (0,) * (many - 1))


def forgets_a_component(run, game):
    if len(run.components) == 1:
        return run
    return dataclasses.replace(run, components=run.components[1:], indices=run.indices[1:])


def keeps_families_of_some(run, game):
    """Forgets that the last equilibrium of a component has its family."""
    homes = list(run.families)
    for part in run.components:
        homes[part[-1]] = None
    return dataclasses.replace(run, families=tuple(homes))


def gives_points_a_family(run, game):
    homes = tuple(family or Family(None, corners=()) for family in run.families)
    return dataclasses.replace(run, families=homes)


@final
@dataclass(frozen=True)
class SaysOfComponents:
    """Right, but for what is said of the families of components."""

    options: tuple[tuple[str, Any], ...]

    def __call__(self, run, game):
        options = dict(self.options)
        known = {id(f): Family(f, **{"corners": f.vertices, **options}) for f in run.families if f}
        return dataclasses.replace(run, families=tuple(f and known[id(f)] for f in run.families))


def components(**options):
    return SaysOfComponents(tuple(options.items()))


def counts_every_component_once(run, game):
    return dataclasses.replace(run, indices=(1,) * len(run.components))


def shifts_indices(run, game):
    """The indices of other components; their sum is right."""
    return dataclasses.replace(run, indices=(*run.indices[1:], *run.indices[:1]))


def moves_an_index(run, game):
    """Two more for one component that is no strict equilibrium, two less for another."""
    soft = [
        k
        for k, part in enumerate(run.components)
        if len(part) > 1 or not run.profiles[part[0]].is_pure
    ]
    if len(soft) < 2:
        return run
    indices = list(run.indices)
    indices[soft[0]] += 2
    indices[soft[1]] -= 2
    return dataclasses.replace(run, indices=tuple(indices))


def adds_a_corner_of_no_index(run, game):
    """One more where there are as many strategies as can mix, and nobody plays one of them."""
    corner = MixedStrategyProfile.pure(game, [0] * len(game.shape))
    if corner in run.profiles:
        return run
    return dataclasses.replace(
        run,
        profiles=(*run.profiles, corner),
        families=(*run.families, None),
        components=(*run.components, (len(run.profiles),)),
        indices=(*run.indices, 0),
    )


# -- at work --------------------------------------------------------------------------------------


def behaves(game, control):
    return ExtremeEnumeration().run(game, control)


@final
@dataclass(frozen=True, repr=False)
class AtWork(Solver):
    """All equilibria of two players, with manners of its own."""

    manner: Callable[[Any, Any], Run] = behaves

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[Any] = EXACT
    summary: ClassVar[str] = "all equilibria, with manners"

    def __repr__(self):
        return f"AtWork({called(self.manner)})"

    def further_obstacles(self, game):
        return ExtremeEnumeration().further_obstacles(game)

    def run(self, game, control=FREE):
        return self.manner(game, control)


def right(game):
    return ExtremeEnumeration().run(game)


def claims_all_when_late(game, control):
    run = loses_the_last(right(game), game)
    return run if control.expired() else right(game)


def lists_a_corner_when_late(game, control):
    run = right(game)
    if not control.expired():
        return run
    corner = MixedStrategyProfile.pure(game, [n - 1 for n in game.shape])
    return Run((corner,), Status.TIME_LIMIT, Coverage.SOME)


def claims_all_and_says_that_it_was_late(game, control):
    run = right(game)
    return dataclasses.replace(run, status=Status.TIME_LIMIT) if control.expired() else run


def denies_all_when_late(game, control):
    return Run((), Status.NONE_EXISTS, Coverage.ALL) if control.expired() else right(game)


def says_nothing_when_late(game, control):
    return Run((), Status.SOLVED, Coverage.SOME) if control.expired() else right(game)


def blames_itself_when_late(game, control):
    return Run((), Status.UNCERTIFIED, Coverage.SOME) if control.expired() else right(game)


def breaks_down_when_late(game, control):
    if control.expired():
        raise TimeoutError("too late")
    return right(game)


def tells_more_than_all(game, control):
    control.tell("steps", 3, 2)
    return right(game)


def tells_nothing_in_words(game, control):
    control.tell(" ", 3, 5)
    return right(game)


def tells_in_floats(game, control):
    control.tell("steps", 0.5, 1)
    return right(game)


def cannot_be_stopped(game, control):
    with contextlib.suppress(KeyboardInterrupt):
        control.expired()
    return right(game)


def does_less_when_somebody_listens(game, control):
    run = right(game)
    return run if control is FREE else dataclasses.replace(run, coverage=Coverage.SOME)


# -- other concepts -------------------------------------------------------------------------------


@final
@dataclass(frozen=True)
class Advice(Solver):
    """Advises everybody to do anything alike."""

    concept: ClassVar[Concept] = Concept.CORRELATED
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[Any] = EXACT
    summary: ClassVar[str] = "anything alike"

    def run(self, game, control=FREE):
        return _uniform(game)


@final
@dataclass(frozen=True)
class CoarseAdvice(Solver):
    """Advises everybody to do anything alike, in another concept."""

    concept: ClassVar[Concept] = Concept.COARSE_CORRELATED
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[Any] = EXACT
    summary: ClassVar[str] = "anything alike"

    def run(self, game, control=FREE):
        return _uniform(game)


def _uniform(game):
    parts = {
        player: {s: Fraction(1, len(menu)) for s in menu}
        for player, menu in game.strategies.items()
    }
    lottery = CorrelatedStrategy.product(MixedStrategyProfile(game, parts))
    return Run((lottery,), Status.SOLVED, Coverage.ONE)


@final
@dataclass(frozen=True)
class Commitment(Solver):
    """Commits to the first strategy and expects the best reply to it."""

    concept: ClassVar[Concept] = Concept.COMMITMENT
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[Any] = EXACT
    summary: ClassVar[str] = "the first strategy"

    def further_obstacles(self, game):
        return StrongCommitment().further_obstacles(game)

    def run(self, game, control=FREE):
        table = game.payoff_array(game.players[1])[0].tolist()
        profile = MixedStrategyProfile.pure(game, (0, table.index(max(table))))
        details = ({"leader": game.players[0]},)
        return Run((profile,), Status.SOLVED, Coverage.ONE, details=details)


@final
@dataclass(frozen=True)
class Responses(Solver):
    """Quantal responses at twice the rationality that it says."""

    rationality: float = 1.0

    concept: ClassVar[Concept] = Concept.QUANTAL_RESPONSE
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[Any] = EXACT
    summary: ClassVar[str] = "responses at another rationality"

    def further_obstacles(self, game):
        return LogitQRE(2 * self.rationality).further_obstacles(game)

    def run(self, game, control=FREE):
        run = LogitQRE(2 * self.rationality).run(game)
        details = tuple({"rationality": self.rationality} for _ in run.profiles)
        return dataclasses.replace(run, details=details)
