"""Solvers that are wrong about the contract, and right ones with an odd scope.

See `tests.unit.testing.wrong` for those that are wrong about equilibria.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Exact, Float
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import BackwardInduction, PureEnumeration, Run, Solver
from tests.unit.testing.wrong import (
    BOTH,
    called,
    has_chance,
    is_small,
    pays_on_the_way,
    threatens_off_the_path,
)


@final
@dataclass(frozen=True)
class Limited(Solver):
    """Lists a few, and says of them what it is told to say."""

    limit: int = 1000
    status: Status = Status.SOLVED
    claim: Coverage = Coverage.ALL
    threat: bool = False

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[Any] = frozenset({Exact})
    summary: ClassVar[str] = "a few"

    def further_obstacles(self, game):
        return BackwardInduction().further_obstacles(game)

    def run(self, game, control=None):
        right = BackwardInduction().run(game)
        if len(right.profiles) <= self.limit:
            return right
        run = threatens_off_the_path(right, game) if self.threat else right
        return Run(run.profiles[: self.limit], self.status, self.claim)


@final
@dataclass(frozen=True, repr=False)
class Obstinate(Solver):
    """Names as obstacles what it is told to name, and closes what is open by itself."""

    names: Callable[[Any], Any] = len

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "takes what it likes"

    def __repr__(self):
        return f"Obstinate({called(self.names)})"

    def obstacles(self, game):
        return self.names(game)

    def run(self, game, control=None):
        closed = game.at()
        run = BackwardInduction().run(closed)
        return dataclasses.replace(run, families=(), components=())


def takes_anything(game):
    return ()


def minds_only_the_form(game):
    """Forgets about information sets, and about open parameters."""
    if isinstance(game, ExtensiveFormGame):
        return ()
    return ("takes an ExtensiveFormGame, not a NormalFormGame",)


def minds_information_only_when_closed(game):
    found = BackwardInduction().obstacles(game)
    return found if isinstance(game, NormalFormGame) or game.is_closed else found[:1]


def speaks_in_lists(game):
    return list(BackwardInduction().obstacles(game))


def says_nothing_of_itself(game):
    return tuple("" for _ in BackwardInduction().obstacles(game))


def refuses_small_trees(game):
    found = BackwardInduction().obstacles(game)
    return found or (("too small",) if is_small(game) else ())


def says_what_is_open_and_not_what_to_do(game):
    found = BackwardInduction().obstacles(game)
    return tuple(text.partition("; close")[0] for text in found)


def forgets_parameters(game):
    found = BackwardInduction().obstacles(game)
    return tuple(text for text in found if "needs numbers" not in text)


@final
@dataclass(frozen=True)
class ChangesOptions(Solver):
    """Stores less than was given."""

    limit: int = 1000

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "stores less than was given"

    def __post_init__(self):
        object.__setattr__(self, "limit", self.limit - 1)

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass(frozen=True)
class LacksDefaults(Solver):
    """Must be told its limit."""

    limit: int

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "must be told its limit"

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass
class CanBeChanged(Solver):
    """Is not frozen."""

    summary: ClassVar[str] = "is not frozen"
    concept: ClassVar[Concept] = Concept.NASH

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@dataclass(frozen=True)
class CanBeSubclassed(Solver):
    """Is not final."""

    concept: ClassVar[Concept] = Concept.NASH

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
class NoDataclass(Solver):
    """Has no fields."""

    concept: ClassVar[Concept] = Concept.NASH

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass(frozen=True, eq=False)
class EqualsNobody(Solver):
    """Is not equal to its twin."""

    concept: ClassVar[Concept] = Concept.NASH

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass(frozen=True)
class OddDeclarations(Solver):
    """Declares what it is told to declare."""

    concept: Any = Concept.NASH
    form: Any = NormalFormGame
    coverage: Any = Coverage.ALL_PURE
    arithmetics: Any = BOTH
    summary: Any = "declares what it is told to declare"

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass(frozen=True)
class LivesInFloats(Solver):
    """A right solver that works in floats only."""

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[Any] = frozenset({Float})
    summary: ClassVar[str] = "backward induction in floats"

    def further_obstacles(self, game):
        return BackwardInduction().further_obstacles(game)

    def run(self, game, control=None):
        run = BackwardInduction().run(game)
        return dataclasses.replace(run, coverage=Coverage.ONE)


@final
@dataclass(frozen=True)
class NashTrees(Solver):
    """A right solver of trees that promises Nash equilibria and no more."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[Any] = frozenset({Exact})
    summary: ClassVar[str] = "one Nash equilibrium of a tree"

    def further_obstacles(self, game):
        return BackwardInduction().further_obstacles(game)

    def run(self, game, control=None):
        return dataclasses.replace(BackwardInduction(single=True).run(game), coverage=Coverage.ONE)


@final
@dataclass(frozen=True)
class ZeroSumTables(Solver):
    """A right solver of tables in which two players are opposed, and of no others."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[Any] = frozenset({Exact})
    summary: ClassVar[str] = "pure enumeration of zero-sum games"

    def further_obstacles(self, game):
        good = len(game.players) == 2 and game.is_closed and game.is_zero_sum
        return () if good else ("needs two players whose payoffs sum to zero",)

    def run(self, game, control=None):
        return PureEnumeration().run(game)


@final
@dataclass(frozen=True)
class TakesNothing(Solver):
    """Refuses everything."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "refuses everything"

    def further_obstacles(self, game):
        return ("not today",)

    def run(self, game, control=None):
        raise UnsupportedGameError("not today")


@final
@dataclass(frozen=True)
class Choosy(Solver):
    """A right solver that takes what it is told to take."""

    players: tuple[int, ...] = (1, 2, 3, 4)
    confusion: bool = False
    forgetting: bool = False
    chance: bool = True
    inner: bool = True
    form: Any = ExtensiveFormGame

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[Any] = frozenset({Exact})
    summary: ClassVar[str] = "takes what it is told to take"

    def further_obstacles(self, game):
        found = [] if len(game.players) in self.players else ["too many players, or too few"]
        if isinstance(game, ExtensiveFormGame):
            found += [
                reason
                for reason, there in (
                    ("somebody cannot tell", not (self.confusion or game.is_perfect_information)),
                    ("somebody forgets", not (self.forgetting or game.has_perfect_recall)),
                    ("Nature moves", has_chance(game) and not self.chance),
                    ("payoffs on the way", pays_on_the_way(game) and not self.inner),
                )
                if there
            ]
        return tuple(found)

    def run(self, game, control=None):
        return Run((), Status.SOLVED, Coverage.SOME)
