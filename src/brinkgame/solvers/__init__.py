"""How equilibria are found: one algorithm a file, the contract, the registry, the chooser."""

from brinkgame.solvers.auto import Choice, choose_solver
from brinkgame.solvers.backward_induction import BackwardInduction
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.pure_enumeration import PureEnumeration
from brinkgame.solvers.registry import all_solvers, solver_named

__all__ = [
    "BackwardInduction",
    "Choice",
    "PureEnumeration",
    "Run",
    "Solver",
    "all_solvers",
    "choose_solver",
    "solver_named",
]
