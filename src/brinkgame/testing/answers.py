"""What a solver says about a game, in plain words: conducts, claims, and what belongs to them.

The battery looks at what a solver hands over (`Solver.run`), before the certification by
`brinkgame.solve` could hide what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeAlias, final

from brinkgame.arithmetic import Float
from brinkgame.control import FREE
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import EquilibriumFamily
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import Run, Solver
from brinkgame.testing.beliefs import BELIEVING, moved_beliefs
from brinkgame.testing.incentives import is_lottery
from brinkgame.testing.reference import (
    Conduct,
    conduct_of,
    faults_of,
    profile_of,
    regrets_of,
)

__all__ = [
    "Answer",
    "described",
    "fail",
    "handed_over",
    "is_float",
    "listed",
    "payoff_range",
    "slack",
]

Translation: TypeAlias = Callable[[Conduct], Conduct]

_COMPLETE: Final = (Coverage.ALL, Coverage.ALL_EXTREME, Coverage.ALL_PURE)
_NEAR: Final = Fraction(1, 10**9)
"""How near to a quantal response counts as one, where a solver does not say: a probability."""


def fail(solver: Solver, message: str) -> NoReturn:
    """Say what is wrong with a solver."""
    raise AssertionError(f"{solver!r}: {message}")


def handed_over(solver: Solver, game: Any, control: Any = FREE) -> Any:
    """What a solver hands over for a game that it takes, whatever that is.

    Raises
    ------
    AssertionError
        The solver breaks down on a game that it said it takes.
    """
    try:
        return solver.run(game, control)
    except Exception as error:
        text = f"breaks down on a game that it takes: {type(error).__name__}: {error}"
        raise AssertionError(f"{solver!r}: {text}") from error


def is_float(game: Any) -> bool:
    """Whether a game's numbers are floats."""
    return isinstance(game.arithmetic, Float)


def described(conduct: Mapping[Any, Any]) -> str:
    """A conduct in one line, without what has probability zero.

    Examples
    --------
    >>> described({"A": {"root": {"out": Fraction(0), "in": Fraction(1)}}, "B": {}})
    'A: in at root; B: nothing'
    """
    if is_lottery(conduct):
        return " or ".join(f"({', '.join(cell)}) {weight}" for cell, weight in conduct.items())
    return "; ".join(f"{player}: {_words(part)}" for player, part in conduct.items())


def _words(part: Mapping[str, Any]) -> str:
    if any(isinstance(inner, Mapping) for inner in part.values()):
        return ", ".join(f"{_words(inner)} at {label}" for label, inner in part.items())
    played = {name: weight for name, weight in part.items() if weight}
    if len(played) == 1:
        return next(iter(played))
    return " or ".join(f"{name} ({weight})" for name, weight in played.items()) or "nothing"


def listed(numbers: Mapping[str, Any]) -> str:
    """Numbers by player, in one line."""
    return ", ".join(f"{player} {number}" for player, number in numbers.items())


def slack(game: Any) -> Fraction:
    """The gain that the arithmetic of a game forgives: none in exact numbers.

    In floats it is a hundred times the tolerance of the house, in units of the largest number,
    because rounding errors add up.
    """
    if not is_float(game):
        return Fraction(0)
    largest = max((abs(number) for number in game.numbers.tolist()), default=0.0)
    lengths = game.tree.size if isinstance(game, ExtensiveFormGame) else 1
    return Fraction(100 * game.arithmetic.tolerance) * Fraction(largest) * lengths


def payoff_range(game: Any) -> Fraction:
    """The widest range of one player's payoffs, as `Run.accuracy` measures by."""
    if isinstance(game, ExtensiveFormGame):
        rows = [paid for paid in game.terminal_payoffs() if paid is not None]
        columns = [list(column) for column in zip(*rows, strict=True)]
    else:
        columns = [game.payoff_array(player).ravel().tolist() for player in game.players]
    return max(Fraction(max(column)) - Fraction(min(column)) for column in columns)


@final
@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """What a solver hands over for a game in its scope.

    Attributes
    ----------
    solver, game, run
        Who says it, of which game, and as it was handed over.
    conducts
        The profiles as plain dictionaries.
    """

    solver: Solver
    game: Any
    run: Run
    conducts: tuple[Conduct, ...]

    @classmethod
    def of(cls, solver: Solver, game: Any, control: Any = FREE) -> Answer | None:
        """The answer; None if the game is out of the solver's scope.

        Parameters
        ----------
        solver, game
            Who is asked about what.
        control
            What the solver asks for the time, and tells how far it is.

        Raises
        ------
        AssertionError
            The solver breaks down on a game that it said it takes.
        """
        if solver.obstacles(game):
            return None
        run: Run = handed_over(solver, game, control)
        return cls(solver, game, run, tuple(conduct_of(profile) for profile in run.profiles))

    @property
    def is_complete(self) -> bool:
        """Whether it claims that no pure equilibrium is missing."""
        return self.run.coverage in _COMPLETE and self.run.status.is_success

    @property
    def gave_up(self) -> bool:
        """Whether it says itself that it has nothing, and denies nothing."""
        return not self.conducts and not self.run.status.is_success

    @property
    def is_approximate(self) -> bool:
        """Whether its equilibria of an exact game are near to ones only."""
        return self.run.accuracy > 0 or self.solver.concept is Concept.QUANTAL_RESPONSE

    def details_at(self, number: int) -> Mapping[str, Any]:
        """What belongs to a listed profile besides."""
        return self.run.details[number] if self.run.details else {}

    @property
    def believes(self) -> bool:
        """Whether its equilibria are about beliefs."""
        return self.solver.concept in BELIEVING

    def moved_details(
        self, number: int, game: Any, nodes: Mapping[int, int] | None
    ) -> Mapping[str, Any] | None:
        """What belongs to a listed profile besides, in another game; None where it is the same.

        Parameters
        ----------
        number
            The position of the profile.
        game, nodes
            The other game, and where nodes of this one are there.
        """
        if not self.believes:
            return None
        return {"beliefs": moved_beliefs(self.details_at(number)["beliefs"], game, nodes or {})}

    @property
    def common(self) -> Mapping[str, Any]:
        """What belongs to every profile besides, such as who commits, by the first of them."""
        return self.run.details[0] if self.run.details else {}

    @property
    def families(self) -> tuple[EquilibriumFamily, ...]:
        """The different families of the listed equilibria."""
        different = {id(family): family for family in self.run.families if family is not None}
        return tuple(different.values())

    @property
    def count(self) -> int | None:
        """How many equilibria it says there are, as far as it says so."""
        homes = self.run.families or (None,) * len(self.conducts)
        counts = [family.count for family in self.families]
        if None in counts:
            return None
        return sum(1 for family in homes if family is None) + sum(n or 0 for n in counts)

    def holds(self, conduct: Conduct) -> bool:
        """Whether a conduct is listed or belongs to a family that is."""
        if conduct in self.conducts:
            return True
        families = self.families
        if not families:
            return False
        profile = profile_of(self.game, conduct)
        return any(profile in family for family in families)

    def fail(self, message: str) -> NoReturn:
        """Say what is wrong with the solver."""
        fail(self.solver, message)

    def allowed(self) -> Fraction:
        """The regret that still counts as none: that of the arithmetic, or of the accuracy."""
        accuracy = Fraction(self.run.accuracy)
        if self.solver.concept is Concept.QUANTAL_RESPONSE:
            return max(accuracy, _NEAR)
        most = slack(self.game)
        return max(most, accuracy * payoff_range(self.game)) if accuracy else most

    def is_equilibrium(self, conduct: Conduct, details: Mapping[str, Any] | None = None) -> bool:
        """Whether nobody could gain more than the arithmetic forgives, and beliefs are in order."""
        fair = bool(max(self._regrets(conduct, details).values()) <= self.allowed())
        return fair and not self._faults(conduct, details)

    def _faults(self, conduct: Conduct, details: Mapping[str, Any] | None) -> list[str]:
        told = self.common if details is None else details
        return faults_of(self.game, conduct, self.solver.concept, **told)

    def _regrets(self, conduct: Conduct, details: Mapping[str, Any] | None) -> dict[str, Any]:
        told = self.common if details is None else details
        return regrets_of(self.game, conduct, self.solver.concept, **told)

    def demand_equilibrium(
        self, conduct: Conduct, where: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        """Fail if somebody could gain; `where` begins the message."""
        if not self.is_equilibrium(conduct, details):
            regrets = self._regrets(conduct, details)
            gains = ", ".join(f"{p} could gain {r}" for p, r in regrets.items() if r)
            gains = "; ".join([*filter(None, [gains]), *self._faults(conduct, details)])
            concept = self.solver.concept.value
            self.fail(f"{where}{described(conduct)} is no {concept} equilibrium: {gains}")

    def demand_equilibria(self, where: str = "") -> None:
        """Fail if somebody could gain in what is listed; `where` begins the message."""
        for number, conduct in enumerate(self.conducts):
            self.demand_equilibrium(conduct, where, self.details_at(number))

    def demand_same(
        self,
        other: Answer,
        forth: Translation,
        back: Translation,
        how: str,
        *,
        rescaled: bool = False,
        nodes: Mapping[int, int] | None = None,
    ) -> None:
        """Fail if the answer for a variant of the game does not say the same.

        An answer that gave up and says so must be right for its own game, and no more is demanded;
        nor is more of an approximate one when regrets have another scale in the variant.

        Parameters
        ----------
        other
            The answer for the variant.
        forth, back
            Translations of conducts from this game to the variant, and back.
        how
            What is different about the variant: it ends the sentence "the answer changes ...".
        rescaled
            Whether payoffs have another scale there.
        nodes
            From nodes of this game to those of the variant, where beliefs matter.
        """
        here, there = self.run, other.run
        rough = rescaled and (self.is_approximate or other.is_approximate)
        if rough or self.gave_up or other.gave_up:
            for answer in (self, other):
                answer.demand_equilibria(f"the answer changes {how}: ")
            return
        limited = not {here.status, there.status} <= {Status.SOLVED, Status.NONE_EXISTS}
        if not limited and (here.status, here.coverage) != (there.status, there.coverage):
            self.fail(
                f"the claim changes {how}: {here.status.name}, {here.coverage.name} becomes "
                f"{there.status.name}, {there.coverage.name}"
            )
        back_again = {there: here for here, there in (nodes or {}).items()}
        for number, conduct in enumerate(self.conducts):
            moved = forth(conduct)
            told = self.moved_details(number, other.game, nodes)
            other.demand_equilibrium(moved, f"the answer changes {how}: ", told)
            if other.is_complete and not other.holds(moved):
                self.fail(f"the answer changes {how}: {described(moved)} is lost")
        for number, conduct in enumerate(other.conducts):
            moved = back(conduct)
            told = other.moved_details(number, self.game, back_again)
            self.demand_equilibrium(moved, f"the answer changes {how}: ", told)
            if self.is_complete and not self.holds(moved):
                self.fail(f"the answer changes {how}: {described(moved)} is new")
        if not (self.is_complete and other.is_complete):
            return
        if self.count != other.count:
            self.fail(f"the number of equilibria changes {how}: {self.count}, then {other.count}")
        # A set of assessments may be told in more pieces where there are more orders of mistakes.
        pieces = self.believes and (self.families or other.families)
        if len(self.conducts) != len(other.conducts) and not pieces:
            self.fail(
                f"the number of listed equilibria changes {how}: {len(self.conducts)}, then "
                f"{len(other.conducts)}"
            )
        if sorted(here.indices) != sorted(there.indices):
            self.fail(f"the indices change {how}: {here.indices}, then {there.indices}")
