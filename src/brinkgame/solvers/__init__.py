"""How equilibria are found: one algorithm a file, the contract, the registry, the chooser."""

from brinkgame.solvers.agent_logit import AgentLogitLimit, AgentLogitQRE
from brinkgame.solvers.auto import Choice, choose_solver
from brinkgame.solvers.backward_induction import BackwardInduction
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.coarse_correlated import CoarseCorrelatedLP
from brinkgame.solvers.commitment import StrongCommitment
from brinkgame.solvers.correlated import CorrelatedLP
from brinkgame.solvers.extreme_enumeration import ExtremeEnumeration
from brinkgame.solvers.lemke_howson import LemkeHowson
from brinkgame.solvers.logarithmic_homotopy import LogarithmicHomotopy
from brinkgame.solvers.logit import LogitLimit, LogitQRE
from brinkgame.solvers.minimax_lp import MinimaxLP
from brinkgame.solvers.perfect_bayesian_enumeration import PerfectBayesianEnumeration
from brinkgame.solvers.polynomial_enumeration import PolynomialEnumeration
from brinkgame.solvers.pure_enumeration import PureEnumeration
from brinkgame.solvers.reduced_form_enumeration import ReducedFormEnumeration
from brinkgame.solvers.registry import all_solvers, solver_named
from brinkgame.solvers.regret_minimization import RegretMinimization
from brinkgame.solvers.sequence_form_enumeration import SequenceFormEnumeration
from brinkgame.solvers.sequence_form_lemke import SequenceFormLemke
from brinkgame.solvers.sequence_form_lp import SequenceFormLP
from brinkgame.solvers.sequential_enumeration import SequentialEnumeration
from brinkgame.solvers.signaling_perfect_bayesian import SignalingPerfectBayesian
from brinkgame.solvers.signaling_sequential import SignalingSequential
from brinkgame.solvers.subgame_perfect import SubgamePerfect
from brinkgame.solvers.tree_support_enumeration import TreeSupportEnumeration
from brinkgame.solvers.vertex_enumeration import VertexEnumeration

__all__ = [
    "AgentLogitLimit",
    "AgentLogitQRE",
    "BackwardInduction",
    "Choice",
    "CoarseCorrelatedLP",
    "CorrelatedLP",
    "ExtremeEnumeration",
    "LemkeHowson",
    "LogarithmicHomotopy",
    "LogitLimit",
    "LogitQRE",
    "MinimaxLP",
    "PerfectBayesianEnumeration",
    "PolynomialEnumeration",
    "PureEnumeration",
    "ReducedFormEnumeration",
    "RegretMinimization",
    "Run",
    "SequenceFormEnumeration",
    "SequenceFormLP",
    "SequenceFormLemke",
    "SequentialEnumeration",
    "SignalingPerfectBayesian",
    "SignalingSequential",
    "Solver",
    "StrongCommitment",
    "SubgamePerfect",
    "TreeSupportEnumeration",
    "VertexEnumeration",
    "all_solvers",
    "choose_solver",
    "solver_named",
]
