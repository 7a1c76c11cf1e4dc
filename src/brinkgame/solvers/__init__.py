"""How equilibria are found: one algorithm a file, the contract, the registry, the chooser."""

from brinkgame.solvers.auto import Choice, choose_solver
from brinkgame.solvers.backward_induction import BackwardInduction
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.commitment import StrongCommitment
from brinkgame.solvers.extreme_enumeration import ExtremeEnumeration
from brinkgame.solvers.minimax_lp import MinimaxLP
from brinkgame.solvers.pure_enumeration import PureEnumeration
from brinkgame.solvers.registry import all_solvers, solver_named
from brinkgame.solvers.vertex_enumeration import VertexEnumeration

__all__ = [
    "BackwardInduction",
    "Choice",
    "ExtremeEnumeration",
    "MinimaxLP",
    "PureEnumeration",
    "Run",
    "Solver",
    "StrongCommitment",
    "VertexEnumeration",
    "all_solvers",
    "choose_solver",
    "solver_named",
]
