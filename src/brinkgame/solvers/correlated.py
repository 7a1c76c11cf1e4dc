"""Correlated equilibria: the best one for any weights of the players, by linear programming.

A correlated equilibrium is a lottery over profiles of pure strategies whose advice nobody gains by
disobeying (Aumann 1974; 1987). Obedience is linear in the probabilities, so that the equilibria are
a polytope, and the best one for given weights of the players is found by a linear program; there
always is one, since every Nash equilibrium is correlated (Hart and Schmeidler 1989 prove it without
a fixed point). The programs stand in `brinkgame.incentives`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import checked_flags
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.incentives import IncentiveProgram, program_obstacles, read_weights
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["CorrelatedLP"]


@final
@dataclass(frozen=True, slots=True)
class CorrelatedLP(Solver):
    """The best correlated equilibrium of a game in normal form, for any number of players.

    Parameters
    ----------
    weights
        ``{player: number}``: what each player's payoff counts for. Players who are not named count
        for nothing; without weights everyone counts for one. So ``{"US": 1}`` looks for the best
        correlated equilibrium for the US and ``{"US": -1}`` for the least favorable one.
    exact
        Whether an exact game is answered exactly; tables too large for that are refused. With
        ``exact=False`` HiGHS answers in floats, and its probabilities are rounded to simple
        fractions: faster in large games, and an equilibrium only up to 1e-8 of the range of
        payoffs, as the certificate says. A floating-point game is answered in floats in any case.

    Raises
    ------
    InvalidNumberError
        A weight is no number, or the weights are written otherwise.

    Notes
    -----
    It finds one optimum and does not say whether there are others. The linear program has as many
    unknowns as the table has cells. In an exact game the optimum is certified by a solution of the
    dual program in exact numbers; `brinkgame.correlated_payoff_ranges` asks for the lowest and the
    highest payoff of every player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame("chicken",
    ...     strategies={"A": ("dare", "yield"), "B": ("dare", "yield")},
    ...     payoffs={"A": [[0, 7], [2, 6]], "B": [[0, 2], [7, 6]]})
    >>> result = bg.solve(chicken, bg.CorrelatedLP())
    >>> print(result[0].profile)
    (dare, yield) 1/4, (yield, dare) 1/4, (yield, yield) 1/2
    >>> result[0].payoffs["A"], result[0].certificate.epsilon
    (Fraction(21, 4), Fraction(0, 1))
    >>> print(bg.solve(chicken, bg.CorrelatedLP(weights={"A": 1}))[0].profile)
    (dare, yield) 1
    """

    concept: ClassVar[Concept] = Concept.CORRELATED
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the best correlated equilibrium for any weights of the players"

    weights: Mapping[str, Any] | tuple[tuple[str, Any], ...] | None = None
    exact: bool = True

    def __post_init__(self) -> None:
        checked_flags(exact=self.exact)
        # As pairs, so that solvers can be compared and kept in sets.
        object.__setattr__(self, "weights", read_weights(self.weights))

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Weights of players who are not in the game, and a program that is too large."""
        weights = read_weights(self.weights)
        return program_obstacles(game, weights, coarse=False, exact=self.exact)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Build the program and solve it."""
        program = IncentiveProgram.of(game, coarse=False, exact=self.exact)
        strategy = program.best_strategy(read_weights(self.weights), control)
        if strategy is None:
            status = Status.TIME_LIMIT if control.expired() else Status.UNREACHED
            return Run((), status, Coverage.SOME)
        return Run(
            profiles=(strategy,),
            status=Status.SOLVED,
            coverage=Coverage.ONE,
            accuracy=program.accuracy,
            notes=program.notes,
            statistics=program.sizes,
        )
