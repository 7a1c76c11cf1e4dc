"""The contract of every solver.

A solver is a final frozen dataclass whose fields are its options. It declares what it finds
(`concept`), in which form of game (`form`), in which numbers (`arithmetics`) and how much of it
(`coverage`); `obstacles` lists every reason why a game is out of its scope; `run` does the work.
Solvers never certify: `brinkgame.solve` does, with code of its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic
from brinkgame.control import FREE, Control
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import EquilibriumFamily
from brinkgame.results import Concept, Coverage, Status

__all__ = ["Run", "Solver"]


@final
@dataclass(frozen=True, slots=True)
class Run:
    """What a solver hands over, uncertified.

    Attributes
    ----------
    profiles
        The profiles found.
    status, coverage
        Why it stopped, and what may be concluded about others.
    families
        For each profile the family that it belongs to, or None.
    components
        Connected sets, as positions in `profiles`.
    indices
        The index of each component, if the solver tells it.
    details
        For each profile what else belongs to it; the certificate is made with it.
    accuracy
        The largest regret, as a share of the range of payoffs, with which a profile of an exact
        game still counts: zero for solvers whose answers are exact.
    notes, statistics
        Passed on to the result.

    Examples
    --------
    >>> import brinkgame as bg
    >>> run = bg.BackwardInduction().run(bg.catalog.load("entry-deterrence").game)
    >>> run.status.name, len(run.profiles)
    ('SOLVED', 1)
    """

    profiles: tuple[Any, ...]
    status: Status
    coverage: Coverage
    families: tuple[EquilibriumFamily | None, ...] = ()
    components: tuple[tuple[int, ...], ...] = ()
    indices: tuple[int, ...] = ()
    details: tuple[Mapping[str, Any], ...] = ()
    accuracy: float = 0.0
    notes: tuple[str, ...] = ()
    statistics: Mapping[str, Any] = field(default_factory=dict)


class Solver(ABC):
    """An algorithm that finds equilibria.

    Class attributes
    ----------------
    concept
        What it finds.
    form
        The class of game that it takes.
    coverage
        What it promises when it ends with `Status.SOLVED`; a result may promise more.
    arithmetics
        The arithmetics that it works in.
    summary
        One line for lists.
    special
        Whether it is made for a narrow class of games, and preferred there to one for any.
    """

    concept: ClassVar[Concept]
    form: ClassVar[type[Game]]
    coverage: ClassVar[Coverage]
    arithmetics: ClassVar[frozenset[type[Arithmetic]]]
    summary: ClassVar[str]
    special: ClassVar[bool] = False

    def obstacles(self, game: Any) -> tuple[str, ...]:
        """Every reason why this game is out of scope; empty if it is not."""
        found: list[str] = []
        if not isinstance(game, self.form):
            # What else could be said presupposes the form.
            hint = (
                "; brinkgame.to_normal_form(game) makes a table of a tree"
                if issubclass(self.form, NormalFormGame) and isinstance(game, ExtensiveFormGame)
                else ""
            )
            return (f"takes games of class {self.form.__name__}, not {type(game).__name__}{hint}",)
        if type(game.arithmetic) not in self.arithmetics:
            known = " and ".join(sorted(a.__name__ for a in self.arithmetics))
            found.append(f"works in {known}, not in {type(game.arithmetic).__name__}")
        if not game.is_closed:
            found.append(f"needs numbers; {game.open_parameters_text()}")
        found.extend(self.further_obstacles(game))
        return tuple(found)

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Reasons of this solver's own, for a game of the right form."""
        del game
        return ()

    @abstractmethod
    def run(self, game: Any, control: Control = FREE) -> Run:
        """Find equilibria of a game that has no obstacles.

        A solver that may take long asks `Control.expired` from time to time, ends with
        `Status.TIME_LIMIT` and what it has when it is, and tells `Control` how far it is.
        """
