"""Coarse correlated equilibria: the best one for any weights of the players.

In a coarse correlated equilibrium nobody gains by playing one strategy throughout instead of the
advice, decided before it is heard (Moulin and Vial 1978). Play in which nobody regrets not having
played one strategy throughout comes near the set of these equilibria in the long run (Young 2004,
chapter 3). Every correlated equilibrium is a coarse one. They are a polytope as well; the programs
stand in `brinkgame.incentives`.
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

__all__ = ["CoarseCorrelatedLP"]


@final
@dataclass(frozen=True, slots=True)
class CoarseCorrelatedLP(Solver):
    """The best coarse correlated equilibrium of a game in normal form, any number of players.

    Parameters
    ----------
    weights
        ``{player: number}``: what each player's payoff counts for. Players who are not named count
        for nothing; without weights everyone counts for one. So ``{"US": 1}`` looks for the best
        coarse correlated equilibrium for the US and ``{"US": -1}`` for the least favorable one.
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
    unknowns as the table has cells, and one constraint for each strategy. In an exact game the
    optimum is certified by a solution of the dual program in exact numbers. A coarse correlated
    equilibrium may put weight on strictly dominated strategies.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> result = bg.solve(game, bg.CoarseCorrelatedLP())
    >>> result[0].payoffs, result[0].certificate.epsilon
    ({'1': Fraction(21, 4), '2': Fraction(21, 4)}, Fraction(0, 1))
    >>> worst = bg.solve(game, bg.CoarseCorrelatedLP(weights={"1": -1}))
    >>> worst[0].payoffs["1"]
    Fraction(2, 1)
    """

    concept: ClassVar[Concept] = Concept.COARSE_CORRELATED
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the best coarse correlated equilibrium for any weights"

    weights: Mapping[str, Any] | tuple[tuple[str, Any], ...] | None = None
    exact: bool = True

    def __post_init__(self) -> None:
        checked_flags(exact=self.exact)
        # As pairs, so that solvers can be compared and kept in sets.
        object.__setattr__(self, "weights", read_weights(self.weights))

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Weights of players who are not in the game, and a program that is too large."""
        weights = read_weights(self.weights)
        return program_obstacles(game, weights, coarse=True, exact=self.exact)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Build the program and solve it."""
        program = IncentiveProgram.of(game, coarse=True, exact=self.exact)
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
